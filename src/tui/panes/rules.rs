//! Rules: every rule as the service has it, by its part of the book, with what it counts now and how
//! often it was right.
//!
//! It changes nothing itself. The surprising thing: a rule that is off stands here too, for it is
//! here that somebody would look for it.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::model::State;
use crate::review::Picture;
use crate::rules::{
    Complaint, Confirmation, Kind, Level, Mode as RuleMode, Rule, RuleBook, RuleResult, TrialRun,
    complaint, limit_words,
};
use crate::tui::action::Action;
use crate::tui::layout::{self, below, row, split};
use crate::tui::sheet::Sheet;
use crate::tui::text::{clean, count, left, many, right, width, wrap};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{self, Window, line, put, put_all, span};

/// The list's part of the width, in hundredths.
pub const SHARE: u16 = 69;

/// A line of the list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Row {
    /// The heading of a part of the book.
    Area(String),
    /// The rule at this place of the book.
    Rule(usize),
}

/// The state of the pane.
#[derive(Clone, Debug, Default)]
pub struct RulesPane {
    pub rows: Vec<Row>,
    pub cursor: usize,
    pub top: usize,
}

impl RulesPane {
    /// Makes the list anew; the focus stays on its rule. The parts stand by what inspectors most
    /// often ask to improve, and within each what is on comes first, then what is in trial.
    pub fn relist(&mut self, sheet: &Sheet) {
        let book = &sheet.picture.book;
        let focus = self.rows.get(self.cursor).cloned();
        self.rows.clear();
        let mut areas: Vec<(&str, u32)> = Vec::new();
        for rule in book.rules() {
            let weight = complaint(rule).map_or(0, Complaint::weight);
            match areas.iter_mut().find(|(area, _)| *area == rule.area) {
                Some((_, most)) => *most = weight.max(*most),
                None => areas.push((&rule.area, weight)),
            }
        }
        areas.sort_by_key(|(_, most)| std::cmp::Reverse(*most));
        for (area, _) in areas {
            self.rows.push(Row::Area(area.to_owned()));
            let own = book.rules().enumerate();
            let mut own: Vec<_> = own.filter(|(_, rule)| rule.area == area).collect();
            own.sort_by_key(|(_, rule)| place(rule));
            self.rows.extend(own.iter().map(|(at, _)| Row::Rule(*at)));
        }
        let kept = self.rows.iter().position(|row| Some(row) == focus.as_ref());
        self.cursor = kept.unwrap_or(self.cursor);
        self.settle();
    }

    /// Puts the focus on a rule.
    pub fn settle(&mut self) {
        self.cursor = self.cursor.min(self.rows.len().saturating_sub(1));
        if matches!(self.rows.get(self.cursor), Some(Row::Area(_))) {
            self.cursor += 1;
        }
    }

    /// Moves the focus from rule to rule.
    pub fn step(&mut self, action: Action, page: usize) {
        let before = self.cursor;
        self.cursor = layout::stepped(self.cursor, self.rows.len(), action, page);
        if matches!(self.rows.get(self.cursor), Some(Row::Area(_))) {
            // A heading is stepped over; above the first there is nothing.
            self.cursor = if self.cursor < before && self.cursor > 0 {
                self.cursor - 1
            } else {
                self.cursor + 1
            };
        }
    }

    /// Scrolls so that the focus is seen, with the heading over it.
    pub fn scroll_to(&mut self, height: usize) {
        self.top = layout::top(self.top, self.cursor, height);
        let heading = self.cursor.saturating_sub(1);
        if self.top == self.cursor && matches!(self.rows.get(heading), Some(Row::Area(_))) {
            self.top = heading;
        }
    }

    /// The rule in focus.
    #[must_use]
    pub fn focus<'a>(&self, sheet: &'a Sheet) -> Option<&'a Rule> {
        match self.rows.get(self.cursor)? {
            Row::Area(_) => None,
            Row::Rule(at) => sheet.picture.book.rules().nth(*at),
        }
    }
}

/// Where a rule stands in its part of the book.
fn place(rule: &Rule) -> u8 {
    match (rule.mode, rule.kind) {
        (RuleMode::Off, _) => 3,
        (_, Kind::Indicator) => 2,
        (RuleMode::Trial, _) => 1,
        (RuleMode::On, _) => 0,
    }
}

/// Draws the pane.
pub fn draw(frame: &mut Frame<'_>, body: Rect, pane: &RulesPane, on: (&Sheet, &Theme)) {
    let (sheet, theme) = on;
    let parts = split(body, SHARE);
    put(
        frame,
        parts.head,
        &head(&sheet.picture, theme, parts.head.width),
    );
    let cells = usize::from(parts.list.width);
    put(frame, parts.titles, &titles(theme, cells));
    let window = Window {
        count: pane.rows.len(),
        top: pane.top,
        cursor: pane.cursor,
    };
    widgets::rows(frame, parts.list, window, theme, |at| {
        match pane.rows.get(at) {
            Some(Row::Area(area)) => line(theme, Role::Heading, format!(" {area}")),
            Some(Row::Rule(at)) => {
                let rule = sheet.picture.book.rules().nth(*at);
                rule.map_or_else(Line::default, |rule| {
                    rule_line(theme, rule, &sheet.picture, cells)
                })
            }
            None => Line::default(),
        }
    });
    let (Some(side), Some(focus)) = (parts.side, pane.focus(sheet)) else {
        return;
    };
    for at in 0..parts.line.height {
        put(frame, row(parts.line, at), &line(theme, Role::Line, "│"));
    }
    let lines: Vec<Line<'static>> = told(focus, &sheet.picture)
        .into_iter()
        .flat_map(|(role, words)| {
            let parts = wrap(&words, side.width.into());
            let parts = if parts.is_empty() {
                vec![String::new()]
            } else {
                parts
            };
            parts.into_iter().map(move |part| line(theme, role, part))
        })
        .collect();
    put_all(frame, below(side, 1), &lines);
}

fn head(picture: &Picture, theme: &Theme, cells: u16) -> Line<'static> {
    let book = &picture.book;
    let of = |mode| {
        let own = book.rules().filter(|rule| rule.kind != Kind::Indicator);
        own.filter(|rule| rule.mode == mode).count()
    };
    let shown = book
        .rules()
        .filter(|rule| rule.kind == Kind::Indicator)
        .count();
    let unread = book
        .rules()
        .filter(|rule| rule.unconfirmed.is_some() && rule.confirmed.is_none())
        .count();
    let words = format!(
        " {}: {} on, {} in trial, {} off",
        many(book.rules().len() - shown, "rule", "rules"),
        of(RuleMode::On),
        of(RuleMode::Trial),
        of(RuleMode::Off)
    );
    let mut spans = vec![span(theme, Role::Heading, words)];
    if unread > 0 {
        let words = format!("   ! {unread} to confirm");
        spans.push(span(theme, Role::Late, words));
    }
    let own = format!("   {}", clean(&book.policy().name));
    let head = Line::from(spans);
    // Half a name says nothing, and the policy's stands in the form too.
    if head.width() + width(&own) > usize::from(cells) {
        return head;
    }
    let mut spans = head.spans;
    spans.push(span(theme, Role::Context, own));
    Line::from(spans)
}

/// Widths of limit, level, and each number; nought where none fits.
fn widths(cells: usize) -> (usize, [usize; 6]) {
    // Mode, limit, level, overdue, late, cannot be told.
    let mut w = [5, 0, 0, 0, 0, 0];
    let name = if cells >= 59 { 25 } else { 20 };
    let mut free = cells.saturating_sub(3 + name + 2 + 5);
    for (column, least) in [(3, 7), (1, 12), (2, 6), (4, 5), (5, 6)] {
        if free >= least + 2 {
            w[column] = least;
            free -= least + 2;
        }
    }
    (name + free.min(9), w)
}

fn titles(theme: &Theme, cells: usize) -> Line<'static> {
    let (name, w) = widths(cells);
    let words = [
        left("rule", name),
        left("mode", w[0]),
        left("limit", w[1]),
        left("level", w[2]),
        right("overdue", w[3]),
        right("late", w[4]),
        right("untold", w[5]),
    ];
    line(theme, Role::Dim, format!("   {}", join(&words)))
}

fn join(words: &[String]) -> String {
    let words = words.iter().filter(|word| !word.is_empty());
    words.cloned().collect::<Vec<_>>().join("  ")
}

const fn level(level: Level) -> &'static str {
    match level {
        Level::Law => "law",
        Level::Local => "local",
        Level::Prompt => "prompt",
    }
}

/// A limit in the fewest letters: "15 work days", "each month".
fn short_limit(rule: &Rule) -> String {
    rule.limit.map_or_else(
        || "-".to_owned(),
        |limit| {
            limit_words(limit)
                .replace("once in every calendar month", "every month")
                .replace("working", "work")
        },
    )
}

/// Whether the extracts let the rule say anything: a nought of what cannot be told would be a claim.
fn told_of(result: &RuleResult) -> bool {
    let states = [State::Met, State::Late, State::Overdue, State::Due];
    states.iter().any(|state| result.counts.of(*state) > 0)
}

fn rule_line(theme: &Theme, rule: &Rule, picture: &Picture, cells: usize) -> Line<'static> {
    let (name, w) = widths(cells);
    let result = picture.check.chosen(&rule.id);
    let indicator = rule.kind == Kind::Indicator;
    let number = |state: State| match result {
        // What an indicator counts is neither late nor overdue.
        Some(_) if indicator && state != State::NotComputable => "-".to_owned(),
        Some(result) if state == State::NotComputable || told_of(result) => {
            count(result.counts.of(state))
        }
        _ => "-".to_owned(),
    };
    let needs_look = rule.unconfirmed.is_some() && rule.confirmed.is_none();
    let mark = if needs_look { " ! " } else { "   " };
    let role = match rule.mode {
        RuleMode::On => Role::Plain,
        RuleMode::Trial | RuleMode::Off => Role::Dim,
    };
    let words = [
        left(&rule.short, name),
        left(rule.standing(), w[0]),
        left(&short_limit(rule), w[1]),
        left(level(rule.level), w[2]),
        right(&number(State::Overdue), w[3]),
        right(&number(State::Late), w[4]),
        right(&number(State::NotComputable), w[5]),
    ];
    Line::from(vec![
        span(theme, Role::Late, mark),
        span(theme, role, join(&words)),
    ])
}

/// All that is to be known of a rule, in paragraphs, beside the list or in a window of its own.
#[must_use]
pub fn told(rule: &Rule, picture: &Picture) -> Vec<(Role, String)> {
    let mut told = vec![
        (Role::Heading, rule.title.clone()),
        (Role::Dim, format!("{}, {}", rule.id, rule.level.label())),
        (Role::Plain, String::new()),
        (Role::Plain, mode_words(rule)),
    ];
    told.extend(limit_paragraph(rule).map(|words| (Role::Plain, words)));
    for earlier in &rule.editions {
        let words = format!(
            "Until {}: {}.",
            earlier.to.long(),
            limit_words(earlier.limit)
        );
        told.push((Role::Plain, words));
    }
    told.extend(teams(rule).map(|words| (Role::Plain, words)));
    told.push((Role::Context, counts(rule, picture)));
    let right = picture.precision.get(&rule.id).copied().unwrap_or_default();
    let right = match right.words() {
        words if words.is_empty() => "Nobody has answered a gap of this rule yet.".to_owned(),
        words => format!("How often it was right: {words}."),
    };
    told.push((Role::Context, right));
    for caution in rule.cautions() {
        told.push((Role::Late, format!("! {caution}")));
    }
    let confirmed = rule.confirmed.as_ref().map(Confirmation::words);
    told.extend(confirmed.map(|words| (Role::Fine, words)));
    told.extend([
        (Role::Plain, String::new()),
        (Role::Plain, format!("Needs: {}", rule.needs)),
        (Role::Plain, format!("Shown by: {}", rule.shown_by)),
        (Role::Plain, String::new()),
        (
            Role::Dim,
            format!(
                "Source: {}. Certainty: {}.",
                rule.source.trim_end_matches('.'),
                rule.certainty
            ),
        ),
    ]);
    if let Some(from) = rule.effective_from {
        told.push((Role::Dim, format!("In force from {}.", from.long())));
    }
    told
}

fn mode_words(rule: &Rule) -> String {
    let words = match (rule.kind, rule.mode) {
        (_, RuleMode::Off) => "Off: it is not assessed.",
        (Kind::Indicator, _) => "An indicator: it is counted, and is no breach.",
        (_, RuleMode::On) => "On: what is overdue is listed as a gap.",
        (_, RuleMode::Trial) => "In trial: it is counted, and nothing is listed as a gap.",
    };
    let run = rule.evidence.as_ref().map(TrialRun::words);
    run.map_or_else(|| words.to_owned(), |run| format!("{words} {run}."))
}

fn limit_paragraph(rule: &Rule) -> Option<String> {
    let limit = limit_words(rule.limit?);
    let grace = match rule.grace {
        0 => String::new(),
        days => format!(
            ", overdue after a grace of {}",
            many(days as usize, "working day", "working days")
        ),
    };
    let usual = RuleBook::embedded();
    let default = usual.rule(&rule.id).and_then(|usual| usual.limit);
    let own = match default {
        Some(default) if Some(default) != rule.limit => {
            format!(" By default it is {}.", limit_words(default))
        }
        _ => String::new(),
    };
    Some(format!("Limit: {limit}{grace}.{own}"))
}

fn teams(rule: &Rule) -> Option<String> {
    let teams = &rule.teams;
    if teams.are_all() {
        return None;
    }
    let only = match &*teams.only {
        [] => "all teams".to_owned(),
        only => only.join(", "),
    };
    let except = match &*teams.except {
        [] => String::new(),
        except => format!(" but {}", except.join(", ")),
    };
    Some(clean(&format!("Applied to {only}{except}.")).into_owned())
}

fn counts(rule: &Rule, picture: &Picture) -> String {
    let Some(result) = picture.check.chosen(&rule.id) else {
        return "Nothing is counted while it is off.".to_owned();
    };
    let of = |state: State| count(result.counts.of(state));
    if !told_of(result) && result.counts.of(State::NotComputable) == 0 {
        return "Now: nothing on the extracts that it could count.".to_owned();
    }
    if rule.kind == Kind::Indicator && !told_of(result) {
        let untold = of(State::NotComputable);
        return format!("Now: {untold} cannot be told.");
    }
    if rule.kind == Kind::Indicator {
        let share = result.done_in_time();
        let yes = share.whole - share.part;
        return format!("Now: {} of {}.", count(yes), count(share.whole));
    }
    format!(
        "Now: {} overdue, {} done late, {} in time, {} still in time, {} cannot be told.",
        of(State::Overdue),
        of(State::Late),
        of(State::Met),
        of(State::Due),
        of(State::NotComputable)
    )
}
