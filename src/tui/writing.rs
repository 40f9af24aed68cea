//! What the actions of the notes do: the list, the note under the pen, the cases behind a count.

use std::collections::HashSet;

use crossterm::event::KeyEvent;

use super::action::{Action, Mode};
use super::app::{App, Pane};
use super::dialogs::{self, Asked, Choice, Dialog, Lines, Question};
use super::effect::{Effect, Job};
use super::panes::gaps::listing::Selection;
use super::panes::note::{Find, HOLDS, Ink, Leaf, Pasted, Waiting};
use super::text::{count, many};
use super::update::save_note;
use crate::model::{Audience, GapKey, NoteId, Sharing, prose};

/// Asks for a draft from the marked gaps, or from the child's.
pub fn draft(app: &mut App) -> Vec<Effect> {
    if unsaved_note_is_in_the_way(app, None) {
        return Vec::new();
    }
    let gaps = match &app.case {
        Some(case) if app.pane == Pane::Case => case.gaps(),
        _ => app.gaps.subject_of_note(),
    };
    let Some(sheet) = app.sheet.clone() else {
        return Vec::new();
    };
    let keys: Vec<GapKey> = gaps
        .iter()
        .filter_map(|at| sheet.gap(*at).map(|gap| gap.key.clone()))
        .collect();
    if keys.is_empty() {
        let key = app.keymap.key_for(Mode::Gaps, Action::Mark);
        app.say(format!(
            "A note is drafted from marked gaps: mark some with {key}."
        ));
        return Vec::new();
    }
    app.say(format!(
        "Drafting a note from {}.",
        many(keys.len(), "gap", "gaps")
    ));
    app.note_asked = app.ticket();
    vec![Effect::Ask(Job::Draft {
        ticket: app.note_asked,
        gaps: keys,
    })]
}

/// The list of notes.
pub fn in_notes(app: &mut App, action: Action) -> Vec<Effect> {
    let page = app.page();
    match action {
        Action::Open => return open(app),
        Action::Export => {
            if let Some(head) = app.notes.heads.get(app.notes.cursor) {
                let question = Question::new(Asked::ExportTo(head.id), file_name(&head.title));
                app.dialog = Some(Dialog::Line(question));
            }
        }
        Action::Rename => {
            if let Some(head) = app.notes.heads.get(app.notes.cursor) {
                let question = Question::new(Asked::Rename(head.id), head.title.clone());
                app.dialog = Some(Dialog::Line(question));
            }
        }
        Action::CopyNote => {
            let Some(id) = app.notes.focus() else {
                return Vec::new();
            };
            let open = app.note.as_ref().filter(|note| note.head.id == id);
            if open.is_some_and(|note| note.ink != Ink::Saved) {
                app.warn("This note is not saved yet. Open it and save it first.");
                return Vec::new();
            }
            return vec![Effect::Ask(Job::CopyNote { id })];
        }
        _ => app.notes.step(action, page),
    }
    Vec::new()
}

fn open(app: &mut App) -> Vec<Effect> {
    let Some(id) = app.notes.focus() else {
        return Vec::new();
    };
    let open = app.note.as_ref().filter(|note| note.head.id == id);
    if open.is_some_and(|note| note.ink != Ink::Saved) {
        // What was typed is still here, and newer than what is on disk.
        app.pane = Pane::Note;
        return Vec::new();
    }
    if unsaved_note_is_in_the_way(app, Some(id)) {
        return Vec::new();
    }
    app.note_asked = app.ticket();
    vec![Effect::Ask(Job::Note {
        ticket: app.note_asked,
        id,
    })]
}

/// Another title for a note of the list: the open one is saved with the rest of it.
pub fn rename(app: &mut App, id: NoteId, title: String) -> Vec<Effect> {
    if let Some(note) = app.note.as_mut().filter(|note| note.head.id == id) {
        note.entitle(title);
        return save_note(app);
    }
    vec![Effect::Ask(Job::RenameNote { id, title })]
}

/// The note under the pen.
pub fn in_note(app: &mut App, action: Action) -> Vec<Effect> {
    let Some(note) = &app.note else {
        app.pane = Pane::Notes;
        return Vec::new();
    };
    match note.mode() {
        Mode::Find => in_find(app, action),
        Mode::Figures => return in_figures(app, action),
        _ => return in_text(app, action),
    }
    Vec::new()
}

fn in_text(app: &mut App, action: Action) -> Vec<Effect> {
    let height = app.page().saturating_sub(2);
    let Some(note) = &mut app.note else {
        return Vec::new();
    };
    match action {
        Action::Back => {
            app.pane = Pane::Notes;
            let mut effects = save_note(app);
            effects.push(Effect::Ask(Job::Notes));
            return effects;
        }
        Action::Save => return save_note(app),
        Action::Export => {
            let question =
                Question::new(Asked::ExportTo(note.head.id), file_name(&note.head.title));
            app.dialog = Some(Dialog::Line(question));
            return save_note(app);
        }
        Action::Title => {
            let question = Question::new(Asked::Title, note.head.title.clone());
            app.dialog = Some(Dialog::Line(question));
        }
        Action::Evidence => {
            // The figure that the cursor is near is in focus first.
            let near = note.meant().map(|row| row.label.clone());
            let at = note
                .evidence
                .iter()
                .position(|row| Some(&row.label) == near.as_ref());
            note.figure = at.unwrap_or(note.figure);
            note.leaf = Leaf::Evidence;
        }
        Action::NextQuestion => next_question(app),
        Action::TakeOut => {
            if note.take_out() {
                app.ink();
            }
        }
        Action::Find => note.find = Some(Find::new(note.place())),
        Action::Outline => outline(app),
        Action::Audience => audiences(app),
        Action::OpenCases => return open_cases(app),
        Action::UndoTyping | Action::RedoTyping => {
            let changed = match action {
                Action::UndoTyping => note.undo(),
                _ => note.redo(),
            };
            if changed {
                app.ink();
            }
        }
        _ => note.step(action, height),
    }
    Vec::new()
}

/// Goes to what waits for a person next, and says how it is answered.
fn next_question(app: &mut App) {
    let Some(note) = &mut app.note else { return };
    let Some(waiting) = note.next_question() else {
        app.say("Nothing is left to answer in this note.");
        return;
    };
    let key = app.keymap.key_for(Mode::Note, Action::TakeOut);
    app.say(match waiting {
        Waiting::Question => format!("Type the answer here; {key} then takes the question out."),
        Waiting::Blank => "Type here what belongs in the blank, then delete the ____.".to_owned(),
    });
}

fn in_find(app: &mut App, action: Action) {
    let Some(note) = &mut app.note else { return };
    let place = note.place();
    let Some(find) = &note.find else { return };
    let to = match action {
        Action::Accept => find.after(place),
        Action::PreviousField => find.before(place),
        _ => {
            note.find = None;
            return;
        }
    };
    if let Some(to) = to {
        note.go(to);
    }
}

fn in_figures(app: &mut App, action: Action) -> Vec<Effect> {
    match action {
        Action::OpenCases => return open_cases(app),
        Action::Back => {
            if let Some(note) = &mut app.note {
                note.leaf = Leaf::Text;
            }
        }
        _ => {
            if let Some(note) = &mut app.note {
                note.step_figure(action);
            }
        }
    }
    Vec::new()
}

/// Shows the gaps that a figure was drawn from, and no other.
fn open_cases(app: &mut App) -> Vec<Effect> {
    let Some(note) = &app.note else {
        return Vec::new();
    };
    let Some(row) = note.meant() else {
        let key = app.keymap.key_for(Mode::Note, Action::Evidence);
        app.say(format!(
            "Put the cursor on a line with a count such as [E1], or choose a figure with {key}."
        ));
        return Vec::new();
    };
    let Some(sheet) = app.sheet.clone() else {
        return Vec::new();
    };
    let gaps: HashSet<u32> = row.gaps.iter().filter_map(|key| sheet.place(key)).collect();
    if gaps.is_empty() {
        let words = format!(
            "None of the {} behind {} is among the gaps of these data any more.",
            many(row.gaps.len(), "case", "cases"),
            row.label
        );
        app.say(words);
        return Vec::new();
    }
    let selection = Selection {
        gone: row.gaps.len() - gaps.len(),
        gaps,
        words: format!("{} of \"{}\"", row.label, note.head.title),
        note: note.head.id,
        before: Box::default(),
    };
    app.gaps.leave_selection();
    let before = Box::new(app.gaps.choice.clone());
    let selection = Selection {
        before,
        ..selection
    };
    app.gaps.select(selection, &sheet, &app.given);
    app.trail.clear();
    app.pane = Pane::Gaps;
    save_note(app)
}

/// From the gaps behind a figure back to the note, which stands as it was left.
pub fn back_to_the_note(app: &mut App) {
    let Some(id) = app.gaps.leave_selection() else {
        return;
    };
    if let Some(sheet) = app.sheet.clone() {
        app.gaps.restart(&sheet, &app.given);
    }
    let here = app.note.as_ref().is_some_and(|note| note.head.id == id);
    app.pane = if here { Pane::Note } else { Pane::Notes };
}

fn outline(app: &mut App) {
    let Some(note) = &app.note else { return };
    let sections = prose::sections(note.lines().iter().map(String::as_str));
    if sections.is_empty() {
        app.say("This note has no heading yet. A heading begins with ## and a space.");
        return;
    }
    let (line, _) = note.place();
    let here = sections.iter().rposition(|section| section.line <= line);
    let rows = sections.iter().map(|section| {
        let indent = "  ".repeat(section.level.saturating_sub(2));
        let words = many(section.words as usize, "word", "words");
        let left = match section.to_answer {
            0 => String::new(),
            left => format!("{} to answer   ", count(left)),
        };
        (
            format!("{indent}{}", section.title),
            format!("{left}{words}"),
        )
    });
    app.dialog = Some(Dialog::Choice(Choice {
        title: "Headings of this note",
        rows: rows.collect(),
        cursor: here.unwrap_or(0),
        lines: Lines::Headings(sections.iter().map(|section| section.line).collect()),
    }));
}

fn audiences(app: &mut App) {
    let Some(note) = &app.note else { return };
    let now = note.head.audience;
    let row = |audience: Audience| {
        let sharing = match audience.sharing() {
            Sharing::Restricted => "exact numbers, restricted",
            Sharing::Open => "small numbers have to go first",
        };
        (audience.label().to_owned(), sharing.to_owned())
    };
    app.dialog = Some(Dialog::Choice(Choice {
        title: "For whom is it written?",
        rows: Audience::ALL.into_iter().map(row).collect(),
        cursor: Audience::ALL.iter().position(|it| *it == now).unwrap_or(0),
        lines: Lines::Audiences(Audience::ALL.to_vec()),
    }));
}

/// Takes the line that was chosen.
pub fn chosen(app: &mut App) -> Vec<Effect> {
    let Some(Dialog::Choice(choice)) = app.dialog.take() else {
        return Vec::new();
    };
    if let Lines::Hands(of) = &choice.lines {
        return super::hands::chosen(app, &choice, of);
    }
    let Some(note) = &mut app.note else {
        return Vec::new();
    };
    match choice.lines {
        Lines::Hands(_) => {}
        Lines::Headings(lines) => {
            if let Some(line) = lines.get(choice.cursor) {
                note.turn_to(*line);
            }
        }
        Lines::Audiences(audiences) => {
            if let Some(audience) = audiences.get(choice.cursor) {
                note.address(*audience);
                app.ink();
            }
        }
    }
    Vec::new()
}

/// A key that is text.
pub fn typed(app: &mut App, key: KeyEvent) {
    let Some(note) = &mut app.note else { return };
    if let Some(find) = &mut note.find {
        dialogs::type_key(&mut find.input, key);
        note.look();
    } else if note.leaf == Leaf::Text && note.key(key) {
        app.ink();
    }
}

/// Text from the clipboard. What does not fit is said, never left out in silence.
pub fn pasted(app: &mut App, text: &str) {
    let Some(note) = &mut app.note else { return };
    if let Some(find) = &mut note.find {
        let _ = dialogs::type_text(&mut find.input, text);
        return note.look();
    }
    if note.leaf == Leaf::Evidence {
        return;
    }
    match note.paste(text) {
        Pasted::Nothing => return,
        Pasted::Whole => {}
        Pasted::Cut(left_out) => app.warn(format!(
            "The last {} of what you pasted were left out: a note holds up to {} characters.",
            many(left_out, "character", "characters"),
            count(HOLDS as u64)
        )),
    }
    app.ink();
}

/// Whether another note would take the place of one whose text is not on disk.
fn unsaved_note_is_in_the_way(app: &mut App, wanted: Option<NoteId>) -> bool {
    let title = app
        .note
        .as_ref()
        .filter(|note| note.unsaved() && Some(note.head.id) != wanted)
        .map(|note| note.head.title.clone());
    if let Some(title) = &title {
        app.warn(format!(
            "\"{title}\" is not saved yet. Open it and save it first."
        ));
    }
    title.is_some()
}

/// Letters of a file's name that is made from a title.
const LONGEST_NAME: usize = 60;

/// A file name that says what the note is, from its title.
fn file_name(title: &str) -> String {
    let mut name = String::new();
    for c in title.to_lowercase().chars() {
        if c.is_alphanumeric() {
            name.push(c);
        } else if !name.ends_with('-') && !name.is_empty() {
            name.push('-');
        }
    }
    let whole = name.chars().count() <= LONGEST_NAME;
    let name: String = name.chars().take(LONGEST_NAME).collect();
    // What does not fit is left out by the word.
    let name = match name.rsplit_once('-') {
        Some((words, _)) if !whole => words,
        _ => name.trim_end_matches('-'),
    };
    if name.is_empty() {
        "note.html".to_owned()
    } else {
        format!("{name}.html")
    }
}
