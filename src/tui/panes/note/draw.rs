//! How a note is drawn: two lines over it, the rows of its page, the figures beside it.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::Line;

use super::page::{Row, cells};
use super::{Ink, Leaf, NotePane, SHARE};
use crate::model::prose::{self, BLANK, QUESTION};
use crate::tui::layout::{below, inset, row, split};
use crate::tui::text::{clean, clip, count, many, width, wrap};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{self, line, per_cent, put, put_all, span};

/// The most rows that the word of a failed save takes.
const TROUBLE: usize = 3;

/// Where the text stands; empty where only the figures do.
pub(super) fn text_area(pane: &NotePane, body: Rect) -> Rect {
    let parts = split(body, SHARE);
    let more = trouble(pane, body.width.into()).len().saturating_sub(1);
    inset(
        below(parts.list, u16::try_from(more).unwrap_or_default()),
        1,
    )
}

/// The word of a failed save, in as many rows as it needs.
fn trouble(pane: &NotePane, cells: usize) -> Vec<String> {
    let Some(words) = &pane.trouble else {
        return Vec::new();
    };
    let words = format!("Not saved; your text is kept here and saving is tried again. {words}");
    let mut lines = wrap(&words, cells.saturating_sub(4));
    lines.truncate(TROUBLE);
    lines
}

/// Draws the pane.
pub fn draw(frame: &mut Frame<'_>, body: Rect, pane: &NotePane, theme: &Theme) {
    let parts = split(body, SHARE);
    put(frame, parts.head, &head(pane, theme, body.width.into()));
    let second = Rect {
        width: body.width,
        ..parts.titles
    };
    if let Some(find) = &pane.find {
        put(frame, second, &search(pane, find, theme));
    } else if pane.trouble.is_some() {
        for (at, words) in (0..).zip(trouble(pane, body.width.into())) {
            let mark = if at == 0 { " ! " } else { "   " };
            let place = Rect {
                y: second.y + at,
                ..second
            };
            put(
                frame,
                place,
                &line(theme, Role::Trouble, format!("{mark}{words}")),
            );
        }
    } else {
        put(frame, second, &details(pane, theme, body.width.into()));
    }
    let text = text_area(pane, body);
    if let Some(side) = parts.side {
        for at in 1..parts.line.height {
            put(frame, row(parts.line, at), &line(theme, Role::Line, "│"));
        }
        let room = below(
            side,
            1 + u16::try_from(trouble(pane, body.width.into()).len().saturating_sub(1))
                .unwrap_or_default(),
        );
        figures(frame, room, pane, theme);
    } else if pane.leaf == Leaf::Evidence {
        figures(frame, text, pane, theme);
        return;
    }
    rows(frame, text, pane, theme);
}

/// The rows of the page that are seen, and the cursor.
fn rows(frame: &mut Frame<'_>, area: Rect, pane: &NotePane, theme: &Theme) {
    if area.is_empty() {
        return;
    }
    let lines = pane.editor.lines();
    if pane.editor.is_empty() {
        let words = "Write here. It is saved at each pause.";
        put(frame, area, &line(theme, Role::Dim, words));
    }
    for (y, shown) in (area.y..area.bottom()).zip(pane.page.from(pane.top)) {
        let Some(text) = lines.get(shown.line) else {
            continue;
        };
        let place = Rect {
            y,
            height: 1,
            ..area
        };
        draw_row(frame, place, (text, shown), pane, theme);
    }
    if pane.leaf == Leaf::Evidence {
        return;
    }
    let (at, byte) = pane.place();
    let on = pane.page.row_of(at, byte);
    let cell = u16::try_from(pane.cell(on, at, byte)).unwrap_or(u16::MAX);
    let down = u16::try_from(on.saturating_sub(pane.top)).unwrap_or(u16::MAX);
    let x = area.x + cell.min(area.width - 1);
    let y = area.y + down.min(area.height - 1);
    if pane.find.is_none() {
        let here = Rect::new(x, y, 1, 1);
        let style = Style::new().add_modifier(Modifier::REVERSED);
        frame.buffer_mut().set_style(here, style);
    }
    widgets::cursor(frame, x, y);
}

fn draw_row(
    frame: &mut Frame<'_>,
    place: Rect,
    (text, shown): (&str, &Row),
    pane: &NotePane,
    theme: &Theme,
) {
    let words = text.get(shown.bytes.clone()).unwrap_or_default();
    let heading = text.starts_with('#') && text.trim_start_matches('#').starts_with(' ');
    let role = if heading { Role::Heading } else { Role::Plain };
    put(
        frame,
        place,
        &line(theme, role, clean(words.trim_end()).into_owned()),
    );
    let mut paint = |from: usize, to: usize, style: Style| {
        let (from, to) = (from.max(shown.bytes.start), to.min(shown.bytes.end));
        if from >= to {
            return;
        }
        let before = text.get(shown.bytes.start..from).map_or(0, cells);
        let wide = text.get(from..to).map_or(0, cells);
        let near = |cells: usize| u16::try_from(cells).unwrap_or(u16::MAX);
        let x = place.x.saturating_add(near(before));
        let part = Rect {
            x,
            width: near(wide).min(place.right().saturating_sub(x)),
            ..place
        };
        frame.buffer_mut().set_style(part, style);
    };
    for (range, _) in prose::marks(text) {
        paint(range.start, range.end, theme.style(Role::Key));
    }
    for word in [QUESTION, BLANK] {
        for (at, found) in text.match_indices(word) {
            paint(at, at + found.len(), theme.style(Role::Late));
        }
    }
    let hits = pane.find.iter().flat_map(|find| &find.hits);
    let hit = Style::new().add_modifier(Modifier::REVERSED | Modifier::UNDERLINED);
    for (_, range) in hits.filter(|(at, _)| *at == shown.line) {
        paint(range.start, range.end, hit);
    }
}

fn head(pane: &NotePane, theme: &Theme, room: usize) -> Line<'static> {
    let (role, ink) = match pane.ink {
        Ink::Saved => (Role::Said, "saved"),
        Ink::Typed => (Role::Dim, "typing"),
        Ink::Saving => (Role::Dim, "saving"),
        Ink::Failed => (Role::Trouble, "not saved"),
    };
    let status = format!(" {}, ", pane.head.status.word());
    let audience = format!("   for: {}", pane.head.audience.label());
    let used = status.len() + ink.len() + 3;
    // The audience is never cut: the title gives way first, and the line below says it else.
    let fits = room >= 100;
    let title = room.saturating_sub(used + if fits { audience.len() } else { 0 });
    let mut spans = vec![
        span(theme, Role::Dim, status),
        span(theme, role, format!("{ink}   ")),
        span(theme, Role::Heading, clip(&pane.head.title, title)),
    ];
    if fits {
        spans.push(span(theme, Role::Context, audience));
    }
    Line::from(spans)
}

/// "1 question and 3 blanks to answer", or that nothing is.
fn open_words(text: &[String]) -> String {
    let sum = |of: fn(&str) -> u32| text.iter().map(|line| of(line) as usize).sum::<usize>();
    let (questions, blanks) = (sum(prose::questions), sum(prose::blanks));
    let questions_words = many(questions, "question", "questions");
    let blanks_words = many(blanks, "blank", "blanks");
    match (questions, blanks) {
        (0, 0) => "nothing left to answer".to_owned(),
        (0, _) => format!("{blanks_words} to fill"),
        (_, 0) => format!("{questions_words} to answer"),
        _ => format!("{questions_words} to answer, {blanks_words} to fill"),
    }
}

/// The second line: what is left to do first, then the rest as far as it fits whole.
fn details(pane: &NotePane, theme: &Theme, room: usize) -> Line<'static> {
    let words: usize = pane
        .editor
        .lines()
        .iter()
        .map(|line| prose::words(line) as usize)
        .sum();
    let mut parts = vec![
        (Role::Late, open_words(pane.editor.lines())),
        (Role::Dim, many(words, "word", "words")),
        (Role::Context, format!("data to {}", pane.head.as_at.long())),
    ];
    if room < 100 {
        let audience = format!("for: {}", pane.head.audience.label());
        parts.push((Role::Context, audience));
    }
    let mut spans = Vec::new();
    let mut used = 0;
    for (role, words) in parts {
        let air = if used == 0 { 1 } else { 3 };
        used += width(&words) + air;
        if used > room {
            break;
        }
        spans.push(span(theme, role, format!("{}{words}", " ".repeat(air))));
    }
    Line::from(spans)
}

/// The line in which one types what to look for.
fn search(pane: &NotePane, find: &super::Find, theme: &Theme) -> Line<'static> {
    let found = match (find.number(pane.place()), find.hits.len()) {
        _ if find.input.value().is_empty() => "type what to look for".to_owned(),
        (_, 0) => "not found".to_owned(),
        (Some(number), all) => format!("{} of {}", count(number as u64), count(all as u64)),
        (None, all) => format!("{} found", count(all as u64)),
    };
    Line::from(vec![
        span(theme, Role::Key, " Find: "),
        span(theme, Role::Plain, clean(find.input.value())),
        span(theme, Role::Key, "_"),
        span(theme, Role::Dim, format!("   {found}")),
    ])
}

/// What the text rests on, scrolled to the figure in focus or to the one that the cursor is near.
fn figures(frame: &mut Frame<'_>, area: Rect, pane: &NotePane, theme: &Theme) {
    let room = usize::from(area.width);
    put(frame, area, &line(theme, Role::Heading, "What it rests on"));
    let area = below(area, 2);
    if pane.evidence.is_empty() {
        let words =
            "No figure is bound to this note. A draft made from marked gaps brings its own.";
        let lines = wrap(words, room).into_iter();
        let lines: Vec<_> = lines.map(|words| line(theme, Role::Dim, words)).collect();
        put_all(frame, area, &lines);
        widgets::cursor(frame, area.x, area.y);
        return;
    }
    let meant = pane.meant().map(|row| row.label.as_str());
    let mut lines = Vec::new();
    let mut focus = 0..0;
    for row in &pane.evidence {
        let from = lines.len();
        let here = meant == Some(row.label.as_str());
        lines.extend(figure(pane, row, (theme, room)));
        if here {
            focus = from..lines.len();
        }
        lines.push(Line::default());
    }
    let height = usize::from(area.height);
    let top = focus.end.saturating_sub(height).min(focus.start);
    put_all(frame, area, lines.get(top..).unwrap_or_default());
    if pane.leaf == Leaf::Evidence {
        let y = area.y + u16::try_from(focus.start - top).unwrap_or(0);
        let place = Rect {
            y: y.min(area.bottom().saturating_sub(1)),
            height: 1,
            ..area
        };
        frame
            .buffer_mut()
            .set_style(place, theme.style(Role::Focus));
        widgets::cursor(frame, place.x, place.y);
    }
}

fn figure(
    pane: &NotePane,
    row: &crate::model::Evidence,
    (theme, room): (&Theme, usize),
) -> Vec<Line<'static>> {
    let figure = format!(
        "{} of {} ({})",
        count(row.numerator),
        count(row.denominator),
        per_cent(row.numerator, row.denominator)
    );
    let mut lines = vec![Line::from(vec![
        span(theme, Role::Key, format!("{:<4}", row.label)),
        span(theme, Role::Heading, figure),
        span(theme, Role::Dim, format!("   {}", row.as_at.long())),
    ])];
    let mut say = |role: Role, words: &str| {
        let parts = wrap(words, room.saturating_sub(4)).into_iter();
        lines.extend(parts.map(|part| line(theme, role, format!("    {part}"))));
    };
    say(Role::Plain, &row.what);
    say(Role::Dim, &row.level);
    if row.not_computable > 0 {
        let words = format!("{} cannot be told", count(row.not_computable));
        say(Role::Unknown, &words);
    }
    let cases = many(row.gaps.len(), "case behind it", "cases behind it");
    if pane
        .editor
        .lines()
        .iter()
        .any(|line| prose::cites(line, &row.label))
    {
        say(Role::Dim, &cases);
    } else {
        say(Role::Late, &format!("{cases}, not cited in the text"));
    }
    lines
}
