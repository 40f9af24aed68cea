//! The guided tour: a strip under the tabs that says what is seen and asks for one key.
//!
//! It never blocks the work and never presses a key itself. The surprising thing: it does not
//! look at the screen; it goes on when the action that it waits for was meant, wherever that was.

use ratatui::Frame;
use ratatui::layout::Rect;
use serde::Deserialize;

use super::action::{Action, Mode};
use super::app::App;
use super::layout::row;
use super::panes::gaps::listing::Row;
use super::text::wrap;
use super::theme::Role;
use super::widgets::{put, span};
use crate::model::FeedKind;

const TABLE: &str = include_str!("../../assets/tour.toml");
/// From this height on, the strip has a row for its own keys.
const ROOMY: u16 = 20;
/// The most rows that the strip takes.
const ROWS: usize = 3;

/// Where the tour is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Tour {
    at: usize,
}

/// One step.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    pub says: String,
    pub asks: String,
    pub actions: Vec<Action>,
    pub mode: Mode,
    /// Where the person has to be after it; without this, anywhere.
    pub arrives: Option<Mode>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    step: Vec<Step>,
}

fn read(text: &str) -> Result<Vec<Step>, toml::de::Error> {
    toml::from_str::<Table>(text).map(|table| table.step)
}

/// Every step, in order.
#[must_use]
pub fn steps() -> &'static [Step] {
    static STEPS: std::sync::OnceLock<Vec<Step>> = std::sync::OnceLock::new();
    // A test reads the same text, so a table that cannot be read never leaves the house.
    STEPS.get_or_init(|| read(TABLE).unwrap_or_default())
}

impl Tour {
    /// The step that is shown.
    #[must_use]
    pub fn step(self) -> Option<&'static Step> {
        steps().get(self.at)
    }

    /// The step after this one; `None` after the last.
    #[must_use]
    pub fn on(self) -> Option<Self> {
        let at = self.at + 1;
        (at < steps().len()).then_some(Self { at })
    }
}

/// Goes on if this is what the step waits for.
pub fn watch(app: &mut App, action: Action) {
    let waited = app.tour.and_then(Tour::step);
    if waited.is_some_and(|step| {
        step.actions.contains(&action) && step.arrives.is_none_or(|mode| mode == app.pane_mode())
    }) {
        on(app);
    }
}

/// Puts the focus before the first child who waits for supervision alone, where the list has one:
/// the tour then speaks of one child, and of what a reader knows best.
pub fn set_out(app: &mut App) {
    if app.tour != Some(Tour::default()) {
        return;
    }
    let Some(sheet) = &app.sheet else {
        return;
    };
    let waits = |row: &Row| {
        let Row::Gap(at) = row else { return false };
        let gap = sheet.gap(*at).filter(|gap| gap.is_child);
        gap.and_then(|gap| sheet.picture.behind(gap))
            .is_some_and(|(result, _)| result.rule.feed == FeedKind::Supervision)
    };
    let rows = &app.gaps.listed.rows;
    let first = rows
        .windows(2)
        .position(|pair| matches!(pair[0], Row::Gap(_) | Row::Family { .. }) && waits(&pair[1]));
    if let Some(first) = first {
        app.gaps.cursor = first;
    }
}

/// The next step, or the end.
pub fn on(app: &mut App) {
    app.tour = app.tour.and_then(Tour::on);
    if app.tour.is_none() {
        let help = app.keymap.key_for(app.mode(), Action::Help).to_owned();
        let again = app.keymap.key_for(Mode::Anywhere, Action::Tour).to_owned();
        app.say(format!(
            "The tour is over. {help} shows the keys of wherever you are; {again} takes it again."
        ));
    }
}

/// The key that a step asks for, where the person is now.
#[must_use]
pub fn key_of(app: &App, step: &Step) -> String {
    // What is asked for first is looked for everywhere before what would do as well: in a list
    // of choices nothing is saved, and the way out of it must not be called so.
    step.actions
        .iter()
        .flat_map(|action| [(app.mode(), *action), (step.mode, *action)])
        .map(|(mode, action)| app.keymap.key_for(mode, action))
        .find(|key| *key != "?")
        .unwrap_or("?")
        .to_owned()
}

/// What is said, and what is asked: in a low window with how to leave.
fn words(app: &App) -> Option<(String, String)> {
    let step = app.tour?.step()?;
    let mut asks = step.asks.replace("{key}", &key_of(app, step));
    if app.window.height < ROOMY {
        let end = app.keymap.key_for(Mode::Always, Action::TourEnd);
        asks.extend([" (", end, " leaves.)"]);
    }
    Some((step.says.clone(), asks))
}

/// What to press has a line of its own, where there are lines enough.
fn lines(app: &App) -> (Vec<String>, Vec<String>) {
    let Some((says, asks)) = words(app) else {
        return (Vec::new(), Vec::new());
    };
    let cells = usize::from(app.window.width).saturating_sub(4);
    let (said, asked) = (wrap(&says, cells), wrap(&asks, cells));
    if said.len() + asked.len() <= ROWS {
        return (said, asked);
    }
    (wrap(&format!("{says} {asks}"), cells), Vec::new())
}

/// How many rows the strip takes in this window.
#[must_use]
pub fn height(app: &App) -> u16 {
    if app.tour.is_none() {
        return 0;
    }
    let (said, asked) = lines(app);
    let rows = (said.len() + asked.len()).min(ROWS) + usize::from(app.window.height >= ROOMY);
    u16::try_from(rows).unwrap_or(0)
}

/// Draws the strip.
pub fn draw(app: &App, frame: &mut Frame<'_>, area: Rect) {
    if area.is_empty() {
        return;
    }
    let theme = &app.theme;
    let (said, asked) = lines(app);
    let said = said.into_iter().map(|words| (Role::Plain, words));
    let asked = asked.into_iter().map(|words| (Role::Key, words));
    let mut rows: Vec<(Role, String)> = said.chain(asked).take(ROWS).collect();
    if app.window.height >= ROOMY {
        let at = app.tour.map_or(0, |tour| tour.at) + 1;
        let key = |action| app.keymap.key_for(Mode::Always, action);
        let words = format!(
            "tour {at} of {}   {} next step   {} leave the tour",
            steps().len(),
            key(Action::TourOn),
            key(Action::TourEnd)
        );
        rows.push((Role::Dim, words));
    }
    for (at, (role, words)) in (0..area.height).zip(rows) {
        let spans = vec![span(theme, Role::Marked, " ▌ "), span(theme, role, words)];
        put(frame, row(area, at), &spans.into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::keymap::KeyMap;

    #[test]
    fn each_step_names_a_key_and_fits_in_three_lines_of_the_narrowest_usual_window() {
        let map = KeyMap::embedded();
        let steps = read(TABLE).unwrap();
        assert!((8..=16).contains(&steps.len()));
        for step in &steps {
            let keys: Vec<&str> = step
                .actions
                .iter()
                .map(|action| map.key_for(step.mode, *action))
                .filter(|key| *key != "?")
                .collect();
            assert!(!keys.is_empty(), "{}", step.asks);
            assert!(step.asks.contains("{key}"), "{}", step.asks);
            let words =
                format!("{} {}", step.says, step.asks.replace("{key}", "ctrl-x")) + " (f4 leaves.)";
            assert!(wrap(&words, 56).len() <= ROWS, "{words}");
        }
    }
}
