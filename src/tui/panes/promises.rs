//! Promises: what was agreed, by whom and by when, and what became of it.
//!
//! It decides nothing. The surprising thing: an action of the export and an outcome of a gap stand
//! in the same list as what was promised here, because whoever promised does not care where it is
//! kept.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::model::{Day, Name, Promise, Standing};
use crate::review::{Picture, Sieve, Thread, ThreadGroup, ThreadState};
use crate::tui::action::{Action, Mode};
use crate::tui::effect::Ticket;
use crate::tui::given::{Given, Standings as _, View};
use crate::tui::keymap::KeyMap;
use crate::tui::layout::{self, below, row, split};
use crate::tui::sheet::Sheet;
use crate::tui::text::{clean, count, left, many, right, wrap};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{self, Window, line, put, put_all, span};

/// The list's part of the width, in hundredths.
pub const SHARE: u16 = 64;

/// Which threads are listed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Extent {
    #[default]
    Open,
    /// Those that are done, superseded or given up, too.
    All,
}

/// One row of the list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Row {
    Group(ThreadGroup, usize),
    /// One of `folds`.
    Thread(usize),
}

/// What makes one line of one action about brothers and sisters: the action, the family, and how it
/// stands with each. Any child with whom it stands otherwise has a line of its own.
type Alike<'a> = (String, Option<&'a Name>, Option<usize>, String, u32);

fn alike<'a>(thread: &Thread, picture: &'a Picture) -> Alike<'a> {
    let row = thread.child.and_then(|child| picture.case_row(child));
    let family = row.and_then(|row| row.family.as_ref());
    // Without a family, each child stands alone.
    let alone = thread.child.filter(|_| family.is_none());
    (
        thread.id(),
        family,
        alone,
        thread.state.label(),
        thread.silences,
    )
}

/// Every thread, in order.
#[derive(Clone, Debug)]
pub struct Threads {
    all: Vec<Thread>,
    /// Lines that wait for somebody, and of them those beyond their day.
    open: [usize; 2],
}

impl Threads {
    /// Reads them all, with those of the extracts as they were read before. `stands` tells where
    /// the gap at a position stands.
    #[must_use]
    pub fn read<'a>(
        picture: &'a Picture,
        held: &[Promise],
        extracts: &[Thread],
        stands: &dyn Fn(usize) -> &'a Standing,
    ) -> Self {
        let all = picture.threads_beside(held, extracts, stands);
        let open = all.iter().filter(|one| one.state.is_open());
        let overdue = |one: &Thread| matches!(one.state, ThreadState::Overdue { .. });
        let lines: BTreeMap<_, bool> = open
            .map(|one| (alike(one, picture), overdue(one)))
            .collect();
        let open = [lines.len(), lines.values().filter(|over| **over).count()];
        Self { all, open }
    }
}

/// The state of the pane.
#[derive(Clone, Debug, Default)]
pub struct PromisesPane {
    /// The promises as they stand now.
    pub held: Vec<Promise>,
    /// Something was said since the threads were read.
    pub stale: bool,
    /// The threads of the extracts, once they were asked for.
    pub extracts: Option<Vec<Thread>>,
    pub threads: Vec<Thread>,
    rows: Vec<Row>,
    /// The threads of each line; the first is shown.
    folds: Vec<Vec<usize>>,
    /// Lines that wait for somebody, and of them those beyond their day, whatever is listed.
    open: [usize; 2],
    pub cursor: usize,
    pub top: usize,
    pub sieve: Sieve,
    pub extent: Extent,
    /// The keys of those that are marked.
    pub marks: BTreeSet<(String, Option<usize>)>,
    /// The question under way; an older answer is dropped.
    pub asked: Ticket,
}

impl PromisesPane {
    /// Another picture: what was told of the old one is asked for anew.
    pub fn forget(&mut self, sheet: &Sheet) {
        self.held.clone_from(&sheet.picture.promises);
        self.extracts = None;
        self.stale = true;
        self.asked = Ticket::default();
        self.threads.clear();
        self.rows.clear();
        self.folds.clear();
    }

    /// Reads every thread again and makes the list anew; the focus stays where it is still listed.
    pub fn refresh(&mut self, sheet: &Sheet, given: &Given) {
        let extracts = self.extracts.as_deref().unwrap_or_default();
        let stands = |at: usize| given.of(u32::try_from(at).unwrap_or(u32::MAX), sheet);
        let threads = Threads::read(&sheet.picture, &self.held, extracts, &stands);
        self.take(threads, &sheet.picture);
    }

    /// Takes over what was read, and makes the list anew.
    pub fn take(&mut self, threads: Threads, picture: &Picture) {
        self.stale = false;
        self.threads = threads.all;
        self.open = threads.open;
        self.relist(picture);
    }

    /// Makes the list anew.
    pub fn relist(&mut self, picture: &Picture) {
        let focus = self.focus().map(Thread::key);
        let as_at = picture.check.as_at;
        let all = self.extent == Extent::All || self.sieve.asks_for_state();
        let mut groups: BTreeMap<ThreadGroup, Vec<usize>> = BTreeMap::new();
        for (at, thread) in self.threads.iter().enumerate() {
            let group = thread.group(as_at);
            let listed = all || group != ThreadGroup::Closed;
            if listed && self.sieve.lets_through(thread, picture) {
                groups.entry(group).or_default().push(at);
            }
        }
        self.rows.clear();
        self.folds.clear();
        for (group, threads) in groups {
            let (heading, first) = (self.rows.len(), self.folds.len());
            self.rows.push(Row::Group(group, 0));
            let mut known: HashMap<Alike<'_>, usize> = HashMap::new();
            for at in threads {
                let fold = *known
                    .entry(alike(&self.threads[at], picture))
                    .or_insert(self.folds.len());
                if let Some(fold) = self.folds.get_mut(fold) {
                    fold.push(at);
                } else {
                    self.folds.push(vec![at]);
                    self.rows.push(Row::Thread(fold));
                }
            }
            self.rows[heading] = Row::Group(group, self.folds.len() - first);
        }
        let found = focus.and_then(|id| {
            let holds = |at: &usize| self.threads.get(*at).is_some_and(|one| one.key() == id);
            let mut rows = self.rows.iter();
            rows.position(|row| self.fold(*row).iter().any(holds))
        });
        self.cursor = found.unwrap_or(self.cursor);
        self.off_headings(Action::Down);
    }

    /// How many wait for somebody, once that is known.
    #[must_use]
    pub fn open_threads(&self) -> Option<usize> {
        self.extracts.as_ref()?;
        Some(self.open[0])
    }

    fn fold(&self, row: Row) -> &[usize] {
        match row {
            Row::Thread(fold) => self.folds.get(fold).map(Vec::as_slice).unwrap_or_default(),
            Row::Group(..) => &[],
        }
    }

    /// The threads of the line in focus: one action about brothers and sisters is one line.
    #[must_use]
    pub fn in_focus(&self) -> Vec<&Thread> {
        let row = self.rows.get(self.cursor);
        let fold = row.map(|row| self.fold(*row)).unwrap_or_default();
        fold.iter().filter_map(|at| self.threads.get(*at)).collect()
    }

    /// The thread in focus.
    #[must_use]
    pub fn focus(&self) -> Option<&Thread> {
        self.in_focus().into_iter().next()
    }

    /// Those that are marked, else the one in focus.
    #[must_use]
    pub fn targets(&self) -> Vec<&Thread> {
        if self.marks.is_empty() {
            return self.in_focus();
        }
        let marked = |thread: &&Thread| self.marks.contains(&thread.key());
        self.threads.iter().filter(marked).collect()
    }

    /// Marks the thread in focus, or takes its mark away, and steps on.
    pub fn mark(&mut self) {
        let keys: Vec<_> = self.in_focus().into_iter().map(Thread::key).collect();
        let Some(first) = keys.first() else { return };
        if self.marks.contains(first) {
            for key in &keys {
                self.marks.remove(key);
            }
        } else {
            self.marks.extend(keys);
        }
        self.step(Action::Down, 1);
    }

    /// Marks everything that is listed.
    pub fn mark_all(&mut self) {
        let listed = self.folds.iter().flatten();
        let listed = listed.filter_map(|at| self.threads.get(*at));
        self.marks = listed.map(Thread::key).collect();
    }

    /// Moves the focus from thread to thread.
    pub fn step(&mut self, action: Action, page: usize) {
        self.cursor = layout::stepped(self.cursor, self.rows.len(), action, page);
        self.off_headings(action);
    }

    fn off_headings(&mut self, action: Action) {
        self.cursor = self.cursor.min(self.rows.len().saturating_sub(1));
        let is_thread = |at: &usize| matches!(self.rows.get(*at), Some(Row::Thread(_)));
        let up = || (0..=self.cursor).rev().find(is_thread);
        let down = || (self.cursor..self.rows.len()).find(is_thread);
        let found = match action {
            Action::Up | Action::PageUp => up().or_else(down),
            _ => down().or_else(up),
        };
        self.cursor = found.unwrap_or(0);
    }

    /// Scrolls so that the focus is seen, with the heading over it.
    pub fn scroll_to(&mut self, height: usize) {
        self.top = layout::top(self.top, self.cursor, height);
        let heading = self.cursor.saturating_sub(1);
        if self.top == self.cursor && matches!(self.rows.get(heading), Some(Row::Group(..))) {
            self.top = heading;
        }
    }

    /// Names that the picture may not know: whoever promised and whoever wrote it down.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let owners = self.held.iter().filter_map(|one| one.said.owner.as_deref());
        let by = self.held.iter().map(|one| one.made_by.as_ref());
        let turned = self.held.iter().flat_map(|one| &one.turns);
        let own = self.threads.iter().filter_map(|one| one.owner.as_deref());
        owners
            .chain(by)
            .chain(turned.map(|told| told.by.as_ref()))
            .chain(own)
    }
}

/// Draws the pane.
pub fn draw(frame: &mut Frame<'_>, body: Rect, pane: &PromisesPane, view: View<'_>) {
    let (theme, picture) = (view.theme, &view.sheet.picture);
    let parts = split(body, SHARE);
    put(frame, parts.head, &head(pane, theme));
    let cells = usize::from(parts.list.width);
    if pane.rows.is_empty() {
        let words = nothing(pane, view.keymap);
        let lines: Vec<_> = words
            .into_iter()
            .flat_map(|(role, words)| {
                let parts = wrap(&words, cells.saturating_sub(2).min(76));
                parts
                    .into_iter()
                    .map(move |part| line(theme, role, format!(" {part}")))
            })
            .collect();
        put_all(frame, below(parts.list, 1), &lines);
        widgets::cursor(frame, parts.list.x, parts.list.y);
        return;
    }
    put(frame, parts.titles, &titles(theme, cells));
    let window = Window {
        count: pane.rows.len(),
        top: pane.top,
        cursor: pane.cursor,
    };
    widgets::rows(frame, parts.list, window, theme, |at| {
        match pane.rows.get(at) {
            Some(Row::Group(group, number)) => Line::from(vec![
                span(theme, Role::Heading, format!(" {}", group.label())),
                span(theme, Role::Dim, format!("  {}", count(*number as u64))),
            ]),
            Some(row @ Row::Thread(_)) => {
                let fold = pane.fold(*row);
                let first = fold.first().and_then(|at| pane.threads.get(*at));
                first.map_or_else(Line::default, |thread| {
                    let marked = pane.marks.contains(&thread.key());
                    let more = fold.len() - 1;
                    thread_line(theme, thread, (picture, marked, more), cells)
                })
            }
            None => Line::default(),
        }
    });
    let (Some(side), Some(focus)) = (parts.side, pane.focus()) else {
        return;
    };
    for at in 0..parts.line.height {
        put(frame, row(parts.line, at), &line(theme, Role::Line, "│"));
    }
    let others = with_it(&pane.in_focus(), picture);
    let lines: Vec<Line<'static>> = told(focus, picture, &pane.held)
        .into_iter()
        .chain(others)
        .flat_map(|(role, words)| {
            let mut parts = wrap(&words, side.width.into());
            if parts.is_empty() {
                parts.push(String::new());
            }
            parts.into_iter().map(move |part| line(theme, role, part))
        })
        .collect();
    put_all(frame, below(side, 1), &lines);
}

fn head(pane: &PromisesPane, theme: &Theme) -> Line<'static> {
    let [open, overdue] = pane.open;
    let mut spans = vec![span(
        theme,
        Role::Heading,
        format!(" {} open", many(open, "promise", "promises")),
    )];
    if overdue > 0 {
        let words = format!("   {} overdue", count(overdue as u64));
        spans.push(span(theme, Role::Overdue, words));
    }
    if !pane.marks.is_empty() {
        let words = format!("   {} marked", count(pane.marks.len() as u64));
        spans.push(span(theme, Role::Marked, words));
    }
    if pane.extracts.is_none() {
        spans.push(span(theme, Role::Dim, "   reading the extracts"));
    }
    if !pane.sieve.is_empty() {
        let words = format!("   filter: {}", clean(&pane.sieve.words));
        spans.push(span(theme, Role::Key, words));
    }
    Line::from(spans)
}

fn nothing(pane: &PromisesPane, keymap: &KeyMap) -> Vec<(Role, String)> {
    if pane.extracts.is_none() {
        return Vec::new();
    }
    if !pane.sieve.is_empty() {
        let clear = keymap.key_for(Mode::Promises, Action::Clear);
        return vec![
            (Role::Heading, "No promise passes this filter.".to_owned()),
            (Role::Dim, format!("{clear} shows all again.")),
        ];
    }
    let enter = keymap.key_for(Mode::Anywhere, Action::Enter);
    let all = keymap.key_for(Mode::Promises, Action::Listing);
    vec![
        (
            Role::Heading,
            "Nothing that was agreed still waits.".to_owned(),
        ),
        (
            Role::Plain,
            format!(
                "Here stands what a surgery, a review or supervision agreed, actions of the supervision export and \
                 outcomes with a day. {enter} on a child enters an action by hand."
            ),
        ),
        (Role::Dim, format!("{all} lists what is done, too.")),
    ]
}

/// Widths of owner, what, set in, carried; nought where none fits.
fn widths(cells: usize) -> [usize; 4] {
    // Mark, day and child come first, the state last.
    let mut free = cells.saturating_sub(2 + 11 + 2 + 10 + 2 + 14 + 1);
    let mut w = [0; 4];
    for (column, least) in [(1, 12), (0, 14), (2, 12), (3, 4)] {
        if free >= least + 2 {
            w[column] = least;
            free -= least + 2;
        }
    }
    for (column, most) in [(1, 30), (0, 18), (2, 18), (1, 60)] {
        if w[column] > 0 {
            let more = free.min(most - w[column].min(most));
            w[column] += more;
            free -= more;
        }
    }
    w
}

fn join(words: &[String]) -> String {
    let words = words.iter().filter(|word| !word.is_empty());
    words.cloned().collect::<Vec<_>>().join("  ")
}

fn titles(theme: &Theme, cells: usize) -> Line<'static> {
    let w = widths(cells);
    let words = [
        left("due", 11),
        left("who", w[0]),
        left("child", 10),
        left("what", w[1]),
        left("set in", w[2]),
        right("carr", w[3]),
        left("state", 14),
    ];
    line(theme, Role::Dim, format!("  {}", join(&words)))
}

const fn role(state: &ThreadState) -> Role {
    match state {
        ThreadState::Overdue { .. } => Role::Overdue,
        ThreadState::Open => Role::Plain,
        ThreadState::Done { .. } => Role::Fine,
        ThreadState::Superseded | ThreadState::GivenUp => Role::Dim,
        ThreadState::Unknown => Role::Unknown,
    }
}

fn thread_line(
    theme: &Theme,
    thread: &Thread,
    (picture, marked, more): (&Picture, bool, usize),
    cells: usize,
) -> Line<'static> {
    let w = widths(cells);
    let child = thread.child.and_then(|child| picture.case_row(child));
    // As in the gaps: "100912 +2" is that child and two of its brothers and sisters.
    let shown = match (child, more) {
        (None, _) => "-".to_owned(),
        (Some(row), 0) => row.shown.to_string(),
        (Some(row), more) => format!("{} +{more}", row.shown),
    };
    let due = thread.due.map_or_else(|| "no day".to_owned(), Day::long);
    let carried = if thread.carried > 0 {
        format!("{}x", thread.carried)
    } else {
        String::new()
    };
    let words = [
        left(&due, 11),
        left(thread.owner.as_deref().unwrap_or("nobody"), w[0]),
        left(&shown, 10),
        left(&thread.words, w[1]),
        left(thread.origin, w[2]),
        right(&carried, w[3]),
    ];
    let mut state = thread.state.label();
    if thread.silent.is_some() && thread.state == ThreadState::Open {
        state = format!("silent {}x", thread.silences);
    } else if thread
        .why
        .as_deref()
        .is_some_and(|why| why.starts_with("open again"))
    {
        "open again".clone_into(&mut state);
    }
    let plain = if thread.state.is_open() {
        Role::Plain
    } else {
        Role::Dim
    };
    Line::from(vec![
        span(theme, Role::Marked, if marked { "* " } else { "  " }),
        span(theme, plain, join(&words)),
        span(
            theme,
            role(&thread.state),
            format!("  {}", left(&state, 14)),
        ),
    ])
}

/// The brothers and sisters whom the same line is about.
pub fn with_it(threads: &[&Thread], picture: &Picture) -> Vec<(Role, String)> {
    let rows = threads.iter().skip(1).filter_map(|one| one.child);
    let shown = rows.filter_map(|child| picture.case_row(child));
    let shown: Vec<String> = shown.map(|row| clean(&row.shown).into_owned()).collect();
    if shown.is_empty() {
        return Vec::new();
    }
    let words = format!(
        "The same action is about {} of the family, with whom it stands alike: {}. What you say of \
         it is said of each.",
        many(shown.len(), "other child", "other children"),
        shown.join(", ")
    );
    vec![(Role::Plain, String::new()), (Role::Plain, words)]
}

/// The whole of a thread: what was agreed, how it stands, and how it went.
#[must_use]
pub fn told(thread: &Thread, picture: &Picture, held: &[Promise]) -> Vec<(Role, String)> {
    let child = thread.child.and_then(|child| picture.case_row(child));
    let mut lines = vec![(Role::Heading, clean(&thread.words).into_owned())];
    let mut about: Vec<String> = Vec::new();
    if let Some(row) = child {
        about.push(format!("child {}", clean(&row.shown)));
        about.extend(row.team.as_deref().map(|team| clean(team).into_owned()));
    }
    about.push(thread.owner.as_deref().map_or_else(
        || "nobody is named to do it".to_owned(),
        |name| clean(name).into_owned(),
    ));
    lines.push((Role::Context, about.join(", ")));
    let due = thread.due.map_or_else(|| "no day".to_owned(), Day::long);
    lines.push((
        role(&thread.state),
        format!("{}, due {due}", thread.state.label()),
    ));
    if let Some(silent) = thread.silent {
        let sessions = many(thread.silences as usize, "session", "sessions");
        let words = format!(
            "{sessions} went by in silence, the first on {}",
            silent.long()
        );
        lines.push((Role::Late, words));
    }
    if thread.carried > 0 {
        let times = many(thread.carried as usize, "time", "times");
        lines.push((Role::Late, format!("carried {times}")));
    }
    lines.push((Role::Plain, String::new()));
    lines.push((Role::Heading, "How it went".to_owned()));
    for one in picture.history(thread, held) {
        lines.push((
            Role::Plain,
            format!("{}  {}", one.on.long(), clean(&one.words)),
        ));
    }
    lines
}
