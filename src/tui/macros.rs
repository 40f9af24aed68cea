//! Keys that are recorded once and played again: kept in memory and nowhere else.
//!
//! A macro is played as if its keys were pressed, one after another, and stops at the first that
//! does nothing, is refused or would leave the program. The surprising thing: it waits where a
//! key asked for something that the next key needs, such as a note that has to be opened first.

use std::collections::VecDeque;

use super::action::{Action, Mode};
use super::apart;
use super::app::{App, Pane, Tone};
use super::effect::{Effect, Job};
use super::keymap::{Key, Resolution};
use super::stand::{self, Stand};
use super::text::many;

/// The most keys that a macro holds.
const MOST: usize = 500;

/// The most times that a macro is played at once.
pub const MOST_TIMES: usize = 99;

#[derive(Clone)]
enum Beat {
    Key(Key),
    Pasted(String),
}

/// The macro, and what is being done with it.
#[derive(Default)]
pub struct Macros {
    /// The keys so far, while they are recorded.
    recording: Option<Vec<Beat>>,
    kept: Vec<Beat>,
    playing: VecDeque<Beat>,
    /// A key asked for something; the next waits for the answer.
    waits: bool,
}

impl std::fmt::Debug for Macros {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // A child's id may have been typed.
        write!(f, "Macros({} keys)", self.kept.len())
    }
}

impl Macros {
    /// What the line on top says while keys are recorded.
    #[must_use]
    pub fn says(&self) -> Option<String> {
        let beats = self.recording.as_ref()?;
        Some(format!("recording: {}", many(beats.len(), "key", "keys")))
    }

    const fn is_hers(action: Action) -> bool {
        matches!(
            action,
            Action::RecordMacro | Action::PlayMacro | Action::RepeatMacro
        )
    }
}

/// Whether an action would end the sitting.
const fn leaves(action: Action) -> bool {
    matches!(action, Action::Leave | Action::LeaveNow | Action::Demo)
}

/// Notes the keys that were just understood, while a macro is recorded; true if what they mean is
/// refused, because no macro may leave the workbench.
pub fn note(app: &mut App, meant: Resolution) -> bool {
    if app.macros.recording.is_none() || !app.macros.playing.is_empty() {
        return false;
    }
    if let Resolution::Act(action) = meant {
        if Macros::is_hers(action) {
            return false;
        }
        if action == Action::LeaveNow {
            app.macros.recording = None;
            return false;
        }
        if leaves(action) {
            let key = app.keymap.key_for(Mode::Anywhere, Action::RecordMacro);
            app.say(format!(
                "A macro cannot leave the workbench. {key} ends the recording first."
            ));
            return true;
        }
    }
    let beats: Vec<Beat> = app.pressed.iter().map(|key| Beat::Key(*key)).collect();
    add(app, beats);
    false
}

/// Notes what was pasted, while a macro is recorded.
pub fn note_paste(app: &mut App, text: &str) {
    if app.macros.playing.is_empty() {
        add(app, vec![Beat::Pasted(text.to_owned())]);
    }
}

fn add(app: &mut App, beats: Vec<Beat>) {
    let Some(recording) = &mut app.macros.recording else {
        return;
    };
    recording.extend(beats);
    if recording.len() >= MOST {
        finish(app);
        app.say(format!(
            "The macro is full at {MOST} keys, and the recording ended."
        ));
    }
}

/// Ends the recording. There is one macro: this one takes the place of the one before, unless
/// nothing was pressed.
fn finish(app: &mut App) {
    let recorded = app.macros.recording.take().unwrap_or_default();
    if !recorded.is_empty() {
        app.macros.kept = recorded;
    }
}

/// Begins to record, or ends it.
pub fn record(app: &mut App) {
    if !app.macros.playing.is_empty() {
        return;
    }
    let key = |action| app.keymap.key_for(Mode::Anywhere, action);
    if app.macros.recording.is_some() {
        let (play, repeat) = (
            key(Action::PlayMacro).to_owned(),
            key(Action::RepeatMacro).to_owned(),
        );
        let nothing = app.macros.recording.as_ref().is_some_and(Vec::is_empty);
        finish(app);
        let keys = many(app.macros.kept.len(), "key", "keys");
        app.say(match (nothing, app.macros.kept.is_empty()) {
            (true, true) => "Nothing was recorded.".to_owned(),
            (true, false) => format!("Nothing was recorded: the macro of {keys} stays."),
            _ => format!(
                "Recorded {keys}. {play} plays them, {repeat} plays them several times. They are forgotten when you leave."
            ),
        });
        return;
    }
    let key = key(Action::RecordMacro).to_owned();
    app.macros.recording = Some(Vec::new());
    app.say(if app.macros.kept.is_empty() {
        format!("Recording keys; {key} ends it.")
    } else {
        let keys = many(app.macros.kept.len(), "key", "keys");
        format!("Recording keys; {key} ends it. There is one macro: these keys replace its {keys}.")
    });
}

/// Whether there is something to play; says why not.
pub fn can_play(app: &mut App) -> bool {
    let key = app.keymap.key_for(Mode::Anywhere, Action::RecordMacro);
    let words = if app.macros.recording.is_some() {
        format!("A macro cannot play itself. {key} ends the recording first.")
    } else if app.macros.kept.is_empty() {
        format!("No macro is recorded yet. {key} begins one and ends it.")
    } else {
        return app.macros.playing.is_empty();
    };
    app.say(words);
    false
}

/// Plays the macro so many times.
pub fn play(app: &mut App, times: usize) {
    if can_play(app) {
        let beats = &app.macros.kept;
        app.macros.playing = std::iter::repeat_n(beats, times.clamp(1, MOST_TIMES))
            .flatten()
            .cloned()
            .collect();
    }
}

/// How often, as it was typed.
///
/// # Errors
/// It is no number, or too large a one.
pub fn times(typed: &str) -> Result<usize, String> {
    typed
        .trim()
        .parse()
        .ok()
        .filter(|times| (1..=MOST_TIMES).contains(times))
        .ok_or_else(|| format!("Type a number from 1 to {MOST_TIMES}."))
}

/// A key of the person ends what is played. True if something was.
pub fn interrupt(app: &mut App) -> bool {
    let played = !app.macros.playing.is_empty();
    if played {
        stop(app, "you pressed a key");
    }
    played
}

fn stop(app: &mut App, why: &str) {
    app.macros.playing.clear();
    app.macros.waits = false;
    app.pressed.clear();
    let said = app
        .message
        .as_ref()
        .map(|message| format!(" {}", message.words))
        .unwrap_or_default();
    app.say(format!("The macro stopped: {why}.{said}"));
}

/// An answer came: what waited for it goes on.
pub fn answered(app: &mut App) {
    app.macros.waits = false;
}

/// What must change for a key to have done something.
#[derive(PartialEq)]
struct Print {
    stand: Option<Stand>,
    mode: Mode,
    rows: [usize; 4],
    marks: usize,
    pressed: usize,
    look: (super::theme::ThemeChoice, super::veil::Veil),
}

fn print(app: &App) -> Print {
    Print {
        stand: stand::of(app),
        mode: app.mode(),
        rows: [
            app.gaps.cursor,
            app.gaps.listed.rows.len(),
            app.cases.cursor,
            usize::from(app.gaps.scrolled),
        ],
        marks: app.gaps.marks.len(),
        pressed: app.pressed.len(),
        look: (app.theme.choice, app.look.veil),
    }
}

/// Plays on as far as it goes now. `press` and `paste` are what a key and a paste do.
pub fn go_on(
    app: &mut App,
    press: fn(&mut App, crossterm::event::KeyEvent) -> Vec<Effect>,
    paste: fn(&mut App, &str) -> Vec<Effect>,
) -> Vec<Effect> {
    let mut effects = Vec::new();
    while !app.macros.waits
        && !apart::is_waiting(app)
        && let Some(beat) = app.macros.playing.pop_front()
    {
        match beat {
            Beat::Pasted(text) => effects.extend(paste(app, &text)),
            Beat::Key(key) => {
                if let Some(why) = refuses(app, key) {
                    stop(app, &why);
                    break;
                }
                let before = listed(app).then(|| print(app));
                let done = press(app, key.event());
                let nothing = before.is_some_and(|before| done.is_empty() && before == print(app));
                app.macros.waits = done.iter().any(waited_for);
                effects.extend(done);
                let trouble = app
                    .message
                    .as_ref()
                    .is_some_and(|message| message.tone == Tone::Trouble);
                if nothing || trouble {
                    stop(app, &format!("{} did nothing here", key.word()));
                    break;
                }
            }
        }
        app.settle();
    }
    effects
}

/// Where it can be told that a key did nothing.
const fn listed(app: &App) -> bool {
    app.dialog.is_none()
        && matches!(
            app.pane,
            Pane::Gaps | Pane::Reading | Pane::Cases | Pane::Case
        )
}

/// Why a key of a macro is not pressed here.
fn refuses(app: &App, key: Key) -> Option<String> {
    let mut pressed = app.pressed.clone();
    pressed.push(key);
    match app.keymap.resolve(app.mode(), &pressed) {
        Resolution::Act(action) if leaves(action) => {
            Some(format!("{} would leave the workbench", key.word()))
        }
        Resolution::Act(action) if Macros::is_hers(action) => {
            Some(format!("{} would play it within itself", key.word()))
        }
        Resolution::Unbound if app.dialog.is_none() && app.pane != Pane::Note => {
            Some(format!("{} means nothing here", key.word()))
        }
        _ => None,
    }
}

/// Whether the next key needs the answer to this.
const fn waited_for(effect: &Effect) -> bool {
    matches!(
        effect,
        Effect::Ask(job) if !matches!(
            job,
            Job::Give { .. } | Job::SaveNote { .. } | Job::Keep { .. } | Job::Enter { .. }
        )
    )
}
