//! One frame: context on top, tabs, the pane, a message, the keys. Draws and does nothing else.
//!
//! Takes the state by reference, does no I/O and cannot fail; in a window that is too small it
//! says so in one line.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Widget as _};

use super::action::{Action, Mode};
use super::app::{App, Opening, Pane, Tone};
use super::dialogs::Dialog;
use super::given::View;
use super::glyphs;
use super::layout::{self, below, inset, row};
use super::lexicon::Lexicon;
use super::panes::brief;
use super::panes::gaps::{draw as draw_gaps, draw_reading};
use super::panes::{
    audits, case, cases, changes, delays, note, notes, promises, rules, session, surgery, unfiled,
    welcome,
};
use super::sheet::Sheet;
use super::text::{clean, count, left, many, width, wrap};
use super::theme::Role;
use super::tour;
use super::veil::{self, Veil};
use super::widgets::{self, line, put, put_all, span};
use crate::model::FeedKind;

/// Draws the whole window, and hides and fits what is drawn.
pub fn draw(app: &App, frame: &mut Frame<'_>) {
    let window = frame.area();
    let ground = app.theme.style(Role::Ground);
    frame.buffer_mut().set_style(window, ground);
    compose(app, frame);
    hide(app, frame);
    glyphs::fit(frame.buffer_mut(), window, app.look.glyphs);
}

fn hide(app: &App, frame: &mut Frame<'_>) {
    if app.look.veil == Veil::Drawn {
        let nobody = Lexicon::default();
        let known = app.sheet.as_ref().map_or(&nobody, |sheet| &sheet.lexicon);
        let window = frame.area();
        veil::hide(frame.buffer_mut(), window, [known, &app.look.others]);
    }
}

fn compose(app: &App, frame: &mut Frame<'_>) {
    let window = frame.area();
    let Some(areas) = layout::areas(window, tour::height(app)) else {
        let (least_width, least_height) = layout::LEAST;
        let words = format!(
            "Make the window larger: at least {least_width} by {least_height}, it is {} by {}.",
            window.width, window.height
        );
        for (at, words) in (0..window.height).zip(wrap(&words, window.width.into())) {
            put(
                frame,
                row(window, at),
                &line(&app.theme, Role::Plain, words),
            );
        }
        return;
    };
    put(frame, areas.context, &context(app, window.width.into()));
    put(frame, areas.tabs, &tabs(app, window.width.into()));
    tour::draw(app, frame, areas.strip);
    body(app, frame, areas.body);
    // Where outcomes are given there are more keys than one row can name.
    let rows = if matches!(
        app.mode(),
        Mode::Gaps | Mode::Case | Mode::Reading | Mode::Note | Mode::Promises | Mode::Session
    ) && !areas.message.is_empty()
    {
        2
    } else {
        1
    };
    // The first keys are read first; under a message they are the ones that stay.
    let said = message(app, window.width.into());
    let places = if rows == 2 && said.is_empty() {
        [areas.message, areas.keys]
    } else {
        [areas.keys, Rect::ZERO]
    };
    for (place, keys) in places.iter().zip(foot(app, window.width.into(), rows)) {
        put(frame, *place, &keys);
    }
    let last = if areas.message.is_empty() {
        areas.keys
    } else {
        areas.message
    };
    messages(app, frame, last, &said);
    if let Some(dialog) = &app.dialog {
        // A dialog leaves half a name or half an id in sight beside it, which nobody would know.
        hide(app, frame);
        // What is hidden and where the tour is stay in sight above every dialog.
        let top = if areas.strip.is_empty() {
            1
        } else {
            areas.strip.bottom()
        };
        dialog.draw(frame, below(window, top), &app.theme, &app.keymap);
    }
}

fn context(app: &App, cells: usize) -> Line<'static> {
    let theme = &app.theme;
    let mut spans = vec![span(theme, Role::Heading, " Caselight")];
    let mut used = 10;
    if app.look.veil == Veil::Drawn {
        let words = "  ids and names hidden";
        used += words.len();
        spans.push(span(theme, Role::Marked, words));
    }
    if let Some(recording) = app.macros.says() {
        let words = format!("  {recording}");
        used += words.len();
        spans.push(span(theme, Role::Marked, words));
    }
    let Some(sheet) = &app.sheet else {
        return Line::from(spans);
    };
    if let Some(words) = under_way(app) {
        used += words.len();
        spans.push(span(theme, Role::Marked, words));
    }
    if let Some(day) = sheet.picture.looks_back {
        // Before everything else on the line: it changes what every number means.
        let words = format!("  as known on {}", day.long());
        used += words.len();
        spans.push(span(theme, Role::Marked, words));
    }
    let mut parts: Vec<String> = app
        .council
        .iter()
        .map(|name| clean(name).into_owned())
        .collect();
    if sheet.is_empty() {
        parts.push("nothing imported yet".to_owned());
    } else {
        parts.push(data_age(sheet));
        parts.push(many(sheet.open_cases, "open case", "open cases"));
        parts.push(format!("profile: {}", clean(&sheet.picture.check.policy)));
    }
    let gap = if cells >= 100 { "    " } else { "  " };
    for part in parts {
        used += gap.len() + width(&part);
        // What does not fit whole is left out: half a date would mislead.
        if used > cells {
            break;
        }
        spans.push(span(theme, Role::Context, format!("{gap}{part}")));
    }
    Line::from(spans)
}

/// A session that was left for something else, and the key that goes back to it.
fn under_way(app: &App) -> Option<String> {
    let pane = app.session.as_ref().filter(|_| app.pane != Pane::Session)?;
    let (at, items) = (pane.place + 1, pane.record.said.items.len());
    let key = app.keymap.key_for(Mode::Anywhere, Action::Review);
    let on = pane.left.is_none();
    on.then(|| format!("  {key} session, {at} of {items}"))
}

/// "data to 12 Jun 2026, 3 days old", and a feed that ends on another day by name.
fn data_age(sheet: &Sheet) -> String {
    let check = &sheet.picture.check;
    let age = sheet.picture.today.days_since(check.as_at);
    let age = match age {
        i32::MIN..=0 => "today".to_owned(),
        1 => "1 day old".to_owned(),
        days => format!("{} days old", count(days.unsigned_abs())),
    };
    let mut words = format!("data to {}, {age}", check.as_at.long());
    for feed in &check.feeds {
        if feed.kind == FeedKind::Supervision && feed.covers.to != check.as_at {
            words.extend([" (supervision to ", &feed.covers.to.short(), ")"]);
        }
    }
    words
}

/// A pane that a digit opens.
struct Tab {
    action: Action,
    name: &'static str,
    /// What it is called where the window is too narrow for its name.
    short: Option<&'static str>,
    /// What is listed there; nothing where it is not known yet.
    number: Option<usize>,
    open: bool,
}

fn all_tabs(app: &App) -> [Tab; 8] {
    let sheet = app.sheet.as_ref();
    let tab = |action, name, number, open| Tab {
        action,
        name,
        short: (action == Action::ShowUnfiled).then_some("Entered"),
        number,
        open,
    };
    [
        tab(
            Action::ShowCases,
            "Cases",
            sheet.map(|_| app.cases.listed.len()),
            matches!(app.pane, Pane::Cases | Pane::Case),
        ),
        tab(
            Action::ShowGaps,
            "Gaps",
            sheet.map(|sheet| sheet.overdue as usize),
            matches!(app.pane, Pane::Gaps | Pane::Reading),
        ),
        tab(Action::ShowDelays, "Delays", None, app.pane == Pane::Delays),
        tab(
            Action::ShowNotes,
            "Notes",
            Some(app.notes.heads.len()),
            matches!(app.pane, Pane::Notes | Pane::Note),
        ),
        tab(
            Action::ShowUnfiled,
            "Not yet on file",
            sheet.map(|sheet| sheet.picture.not_yet_on_file()),
            app.pane == Pane::Unfiled,
        ),
        tab(Action::ShowRules, "Rules", None, app.pane == Pane::Rules),
        tab(
            Action::ShowPromises,
            "Promises",
            app.promises.open_threads(),
            app.pane == Pane::Promises,
        ),
        tab(Action::ShowAudits, "Audits", None, app.pane == Pane::Audits),
    ]
}

/// How much of each tab is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Telling {
    Whole,
    /// The number only where one is.
    NamesAndOpen,
    /// No number, with less air and a shorter name for the longest of them.
    ShortNames,
    /// Three letters of each, and the name where one is.
    ThreeLetters,
    /// The name only where one is.
    OpenOnly,
}

impl Telling {
    /// From the most to the least.
    const ALL: [Self; 5] = [
        Self::Whole,
        Self::NamesAndOpen,
        Self::ShortNames,
        Self::ThreeLetters,
        Self::OpenOnly,
    ];

    /// Whether there is room for little else than names.
    const fn is_tight(self) -> bool {
        matches!(self, Self::ShortNames | Self::ThreeLetters)
    }
}

fn tab_spans(app: &App, telling: Telling) -> Vec<Span<'static>> {
    let theme = &app.theme;
    let mut spans = vec![Span::raw(" ")];
    let air = if telling.is_tight() { " " } else { "   " };
    for tab in all_tabs(app) {
        let role = if tab.open { Role::TabOpen } else { Role::Tab };
        let key = app.keymap.key_for(Mode::Anywhere, tab.action).to_owned();
        spans.push(span(theme, Role::Key, key));
        if tab.open || telling != Telling::OpenOnly {
            spans.push(Span::raw(" "));
            let short = tab.short.filter(|_| telling.is_tight());
            let name = short.unwrap_or(tab.name);
            // With more of the open one, the least window has no room for the way to the keys.
            let most = match telling {
                Telling::ThreeLetters if tab.open => 7,
                Telling::ThreeLetters => 3,
                _ => name.len(),
            };
            let name: String = name.chars().take(most).collect();
            spans.push(span(theme, role, name));
        }
        let number = tab
            .number
            .filter(|_| !telling.is_tight())
            .filter(|_| tab.open || telling == Telling::Whole)
            .map_or_else(String::new, |number| format!(" {}", count(number as u64)));
        spans.push(span(theme, Role::Dim, format!("{number}{air}")));
    }
    spans
}

/// The panes, as much of each as fits, and how to find every other key.
fn tabs(app: &App, cells: usize) -> Line<'static> {
    let hints = hints(app);
    let shortest = hints.last().map_or(0, |hint| width(hint));
    let length = |spans: &[Span<'_>]| spans.iter().map(Span::width).sum::<usize>();
    let mut spans = Telling::ALL
        .into_iter()
        .map(|telling| tab_spans(app, telling))
        .find(|spans| length(spans) + shortest <= cells)
        .unwrap_or_else(|| tab_spans(app, Telling::OpenOnly));
    let used = length(&spans);
    if let Some(hint) = hints.iter().find(|hint| used + width(hint) <= cells) {
        spans.push(Span::raw(" ".repeat(cells - used - width(hint))));
        spans.push(span(&app.theme, Role::Dim, hint.clone()));
    }
    Line::from(spans)
}

/// How to find every other key, the longest first; the last always fits.
fn hints(app: &App) -> Vec<String> {
    let key = |action| app.keymap.key_for(Mode::Anywhere, action);
    if app.pane == Pane::Note {
        let help = app.keymap.key_for(Mode::Note, Action::Help);
        return vec![format!("{help} keys ")];
    }
    let short = format!("{} keys ", key(Action::Help));
    let (actions, leave) = (key(Action::Palette), key(Action::Leave));
    vec![
        format!("{short}  {actions} actions   {leave} leave "),
        short,
    ]
}

/// The keys in as many rows as there are, those of the pane before those of everywhere.
fn foot(app: &App, cells: usize, rows: usize) -> Vec<Line<'static>> {
    let mode = app.mode();
    let hidden = idle(app, mode);
    let mut pairs: Vec<(&str, &str)> = app
        .keymap
        .foot(mode)
        .into_iter()
        .filter(|(action, ..)| !hidden.contains(action))
        .map(|(_, key, words)| (key, words))
        .collect();
    (0..rows)
        .map(|_| {
            let (line, shown) = widgets::keys(&app.theme, &pairs, cells);
            pairs.drain(..shown);
            line
        })
        .collect()
}

/// Actions that would do nothing where the focus is.
fn idle(app: &App, mode: Mode) -> &'static [Action] {
    let focus = || app.sheet.as_ref()?.gap(app.gaps.focus()?);
    match mode {
        Mode::Gaps | Mode::Reading if focus().is_some_and(|gap| !gap.is_child) => {
            &[Action::Open, Action::OpenChild]
        }
        Mode::Import if !matches!(&app.dialog, Some(Dialog::Import(form)) if form.completes()) => {
            &[Action::Complete]
        }
        Mode::Import if !matches!(&app.dialog, Some(Dialog::Import(form)) if form.maps()) => {
            &[Action::Map]
        }
        Mode::Welcome => &[Action::Undo, Action::Hide],
        Mode::Session => &[Action::Review],
        Mode::Cases if app.cases.selection.is_none() => &[Action::Clear],
        Mode::Notes if app.notes.heads.is_empty() => &[
            Action::Open,
            Action::Export,
            Action::Rename,
            Action::CopyNote,
        ],
        Mode::Promises if app.promises.focus().is_none() => &[
            Action::Open,
            Action::Read,
            Action::Revisited,
            Action::Carry,
            Action::Done,
            Action::Superseded,
            Action::GiveUp,
            Action::Mark,
        ],
        Mode::Unfiled if app.unfiled.listed.is_empty() => &[
            Action::Open,
            Action::SeenOnFile,
            Action::CopyText,
            Action::Correct,
            Action::Withdraw,
            Action::Read,
        ],
        _ => &[],
    }
}

/// Draws a message upwards from its last row: what to do must not be cut off.
fn messages(app: &App, frame: &mut Frame<'_>, last: Rect, lines: &[Line<'_>]) {
    for (up, line) in (0..=last.y).zip(lines.iter().rev()) {
        let place = Rect {
            y: last.y - up,
            ..last
        };
        Clear.render(place, frame.buffer_mut());
        let ground = app.theme.style(Role::Ground);
        frame.buffer_mut().set_style(place, ground);
        put(frame, place, line);
    }
}

/// What is said: the keys that may follow, or a message in as many lines as it needs.
fn message(app: &App, cells: usize) -> Vec<Line<'static>> {
    let theme = &app.theme;
    if !app.pressed.is_empty() {
        return next_keys(app, cells);
    }
    let Some(message) = &app.message else {
        return Vec::new();
    };
    let (role, mark) = match message.tone {
        Tone::Said => (Role::Said, "  "),
        Tone::Trouble => (Role::Trouble, "! "),
    };
    wrap(&message.words, cells.saturating_sub(4))
        .into_iter()
        .take(4)
        .enumerate()
        .map(|(at, words)| {
            let mark = if at == 0 { mark } else { "  " };
            line(theme, role, format!(" {mark}{words}"))
        })
        .collect()
}

/// The least cells that a key and its words are given.
const HINT: usize = 30;

/// After the first key of a sequence: what may follow, in columns, each with its words.
fn next_keys(app: &App, cells: usize) -> Vec<Line<'static>> {
    let theme = &app.theme;
    let next = app.keymap.next_keys(app.mode(), &app.pressed);
    let begun: Vec<String> = app.pressed.iter().map(|key| key.word()).collect();
    let columns = (cells.saturating_sub(2) / HINT).clamp(1, 3);
    let wide = cells.saturating_sub(2) / columns;
    let height = next.len().div_ceil(columns);
    let heading = format!(" {} and then", begun.join(" "));
    let mut lines = vec![line(theme, Role::Heading, left(&heading, cells))];
    for row in 0..height {
        let mut spans = vec![Span::raw(" ")];
        for (key, binding) in next.iter().skip(row).step_by(height) {
            let words = super::views::words(app, binding);
            spans.push(span(theme, Role::Key, format!("{key} ")));
            spans.push(span(
                theme,
                Role::Plain,
                left(words, wide.saturating_sub(width(key) + 1)),
            ));
        }
        lines.push(Line::from(spans));
    }
    lines
}

fn body(app: &App, frame: &mut Frame<'_>, body: Rect) {
    let theme = &app.theme;
    let Some(sheet) = &app.sheet else {
        let words = match &app.opening {
            Opening::Failed(words) => words.as_str(),
            Opening::UnderWay | Opening::Open => "Opening the store.",
        };
        let area = inset(body, 1);
        let lines: Vec<_> = wrap(words, area.width.into())
            .into_iter()
            .map(|words| line(theme, Role::Plain, words))
            .collect();
        put_all(frame, area, &lines);
        widgets::cursor(frame, area.x, area.y);
        return;
    };
    let view = View {
        sheet,
        given: &app.given,
        theme,
        keymap: &app.keymap,
    };
    match app.pane {
        Pane::Gaps | Pane::Reading | Pane::Cases | Pane::Delays if sheet.is_empty() => {
            welcome::draw(frame, body, app.welcome, (theme, &app.keymap));
        }
        Pane::Delays => delays::draw(frame, body, &app.delays, (theme, &app.keymap)),
        Pane::Gaps => draw_gaps(frame, body, &app.gaps, view),
        Pane::Reading => draw_reading(frame, body, &app.gaps, view),
        Pane::Cases => cases::draw(frame, body, &app.cases, (sheet, theme, &app.keymap)),
        Pane::Case => {
            if let Some(open) = &app.case {
                case::draw(frame, body, open, view);
            }
        }
        Pane::Changes => changes::draw(frame, body, &app.changes, (theme, &app.keymap)),
        Pane::Surgery => surgery::draw(frame, body, &app.surgery, (theme, &app.keymap)),
        Pane::Brief => brief::draw(frame, body, &app.brief, theme),
        Pane::Unfiled => unfiled::draw(frame, body, &app.unfiled, (sheet, theme, &app.keymap)),
        Pane::Promises => promises::draw(frame, body, &app.promises, view),
        Pane::Audits => audits::draw(frame, body, &app.audits, (sheet, theme, &app.keymap)),
        Pane::Rules => rules::draw(frame, body, &app.rules, (sheet, theme)),
        Pane::Session => {
            if let Some(open) = &app.session {
                session::draw(frame, body, open, view);
            }
        }
        Pane::Notes => notes::draw(frame, body, &app.notes, (theme, &app.keymap)),
        Pane::Note => {
            if let Some(open) = &app.note {
                note::draw(frame, body, open, theme);
            }
        }
    }
}
