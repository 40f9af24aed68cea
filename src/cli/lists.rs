//! The plain-text twins of the panes: `gaps`, `cases`, `case`.

use std::io::Write;

use serde_json::json;

use super::{
    Answer, Door, Failure,
    args::{By, Case, Cases, Format, Gaps, Whose},
    check::rules_are_known,
    table::Table,
    views,
};
use crate::model::{ChildId, Name, Standing, State};
use crate::review::filter::{CASE_FIELDS, Field, Filter as Typed, GAP_FIELDS, Line};
use crate::review::{CaseView, Gap, ListedRow, Picture};

impl Whose {
    /// Whether a gap is one of those that were asked for.
    pub fn keeps(&self, picture: &Picture, gap: &Gap) -> bool {
        let holds = |name: Option<&Name>, text: Option<&str>| {
            text.is_none_or(|t| name.is_some_and(|n| n.to_lowercase().contains(&t.to_lowercase())))
        };
        let rule = picture.behind(gap).map(|(r, _)| r.rule.id.as_str());
        (self.rules.is_empty() || self.rules.iter().any(|id| Some(id.as_str()) == rule))
            && holds(gap.team.as_ref(), self.team.as_deref())
            && holds(gap.supervisor.as_ref(), self.supervisor.as_deref())
    }
}

/// Says over a list for people that it is what was known on an earlier day.
pub(super) fn say_looks_back(
    picture: &Picture,
    format: Format,
    out: &mut dyn Write,
) -> std::io::Result<()> {
    match picture.looks_back.filter(|_| format.is_for_reading()) {
        Some(day) => writeln!(
            out,
            "as known on {}: data to {}; what was recorded or imported later is left out\n",
            day.long(),
            picture.check.as_at.long()
        ),
        None => Ok(()),
    }
}

pub(super) fn gaps(door: &Door, words: &Gaps, out: &mut dyn Write) -> Answer {
    let typed = typed(words.filter.as_deref(), GAP_FIELDS)?;
    let mut desk = door.look(&words.view)?;
    let saved = words.saved.as_deref();
    let saved = saved.map(|name| views::of_gaps(&desk, name)).transpose()?;
    let by_view = saved.as_ref().map(|view| view.listed.filter.as_str());
    let by_view = Typed::read(by_view.unwrap_or_default(), GAP_FIELDS)
        .map_err(|odd| super::words(format!("Reading the filter of the view: {odd}")))?;
    let picture = desk.picture()?;
    rules_are_known(&picture.check, &words.whose.rules)?;
    say_looks_back(&picture, words.view.format, out)?;
    let mut listed: Vec<(usize, &Gap)> = (0..)
        .zip(&picture.gaps)
        .filter(|(_, gap)| {
            (words.all
                || gap.state == State::Overdue
                || typed.asks_for_state(gap.state)
                || by_view.asks_for_state(gap.state)
                || saved
                    .as_ref()
                    .is_some_and(|view| views::lists(view, gap.state)))
                && saved
                    .as_ref()
                    .is_none_or(|view| gap.standing.is_open() || views::keeps_answered(view))
                && by_view.lets_through(&offered(&picture, gap))
                && words.whose.keeps(&picture, gap)
                && typed.lets_through(&offered(&picture, gap))
        })
        .collect();
    if listed.is_empty() && words.view.format.is_for_reading() {
        let overdue = picture
            .gaps
            .iter()
            .filter(|gap| gap.state == State::Overdue);
        writeln!(out, "{}", none_listed(overdue.count()))?;
        return Ok(0);
    }
    if let Some(view) = &saved {
        views::put_in_order(view, &mut listed);
    }
    let by = words.by.or_else(|| saved.as_ref().and_then(views::by));
    if let Some(by) = by {
        // By name, never by how many there are: this is no table of who has most.
        listed.sort_by_cached_key(|(_, gap)| by.rank(gap));
    }
    match (words.view.format, by) {
        (format, _) if words.explain && format.is_for_reading() => {
            for (at, gap) in listed {
                argue(&picture, at, gap, out)?;
            }
        }
        (format @ (Format::Table | Format::Lines), Some(by)) => {
            for group in listed.chunk_by(|a, b| by.rank(a.1) == by.rank(b.1)) {
                let count = group.len();
                let heading = group
                    .first()
                    .map_or_else(String::new, |(_, gap)| by.heading(&picture, gap));
                let noun = if count == 1 { "gap" } else { "gaps" };
                writeln!(out, "{heading}: {count} {noun}")?;
                table_of(&picture, group).print(format, out)?;
                writeln!(out)?;
            }
        }
        (format, _) => table_of(&picture, &listed).print(format, out)?,
    }
    Ok(0)
}

/// Why a list of gaps is empty: a filter that lets nothing through is not a service without gaps.
fn none_listed(overdue: usize) -> String {
    match overdue {
        0 => "No gap is listed: nothing that is on is overdue here, as far as the extracts speak."
            .to_owned(),
        n => format!(
            "No gap fits what was asked for. Without it, {n} {} overdue.",
            if n == 1 { "is" } else { "are" }
        ),
    }
}

/// A filter as a person types it in the panes; the refusal says what to write instead.
pub(super) fn typed(words: Option<&str>, fields: &[Field]) -> Result<Typed, Failure> {
    Typed::read(words.unwrap_or_default(), fields)
        .map_err(|odd| super::words(format!("Reading --filter: {odd}")))
}

/// A gap as the filter sees it.
pub(super) fn offered<'a>(picture: &'a Picture, gap: &'a Gap) -> Line<'a> {
    let rule = picture.behind(gap).map(|(result, _)| &result.rule);
    let case = gap.child.and_then(|child| picture.case_row(child));
    Line::of_gap(gap, rule, case, &gap.standing)
}

impl By {
    /// What puts gaps into one group, in the order of the groups; nobody's come last.
    fn rank(self, gap: &Gap) -> (usize, bool, Option<Name>) {
        let name = match self {
            Self::Rule => return (gap.rule, false, None),
            Self::Supervisor => &gap.supervisor,
            Self::Team => &gap.team,
            Self::Family => &gap.family,
        };
        (0, name.is_none(), name.clone())
    }

    fn heading(self, picture: &Picture, gap: &Gap) -> String {
        let named = |word: &str, name: Option<&Name>| {
            name.map_or_else(
                || format!("no {word} named"),
                |name| format!("{word} {name}"),
            )
        };
        match self {
            Self::Rule => picture.behind(gap).map_or_else(String::new, |(result, _)| {
                format!("{}, {}", result.rule.id, result.rule.title)
            }),
            Self::Supervisor => {
                let name = named("supervisor", gap.supervisor.as_ref());
                let of = gap.supervisor.as_ref();
                let of = of.and_then(|name| picture.check.supervised.get(name));
                of.map_or(name.clone(), |of| format!("{name} ({})", of.words()))
            }
            Self::Team => named("team", gap.team.as_ref()),
            Self::Family => named("family", gap.family.as_ref()),
        }
    }
}

/// The columns of a gap.
pub(super) fn gap_table() -> Table {
    Table::with_key(&[
        "code",
        "rule",
        "id",
        "state",
        "over",
        "unit",
        "due",
        "what",
        "team",
        "worker",
        "supervisor",
        "family",
        "outcome",
        "key",
    ])
}

pub(super) fn gap_row(picture: &Picture, gap: &Gap) -> Vec<serde_json::Value> {
    let rule = picture.behind(gap).map(|(r, _)| &r.rule);
    vec![
        json!(gap.key.code()),
        json!(rule.map(|r| &r.id)),
        json!(*gap.who),
        json!(gap.state.label()),
        json!(gap.over),
        json!(rule.and_then(|r| r.limit).map(|l| l.unit.counted_noun())),
        json!(gap.due),
        json!(gap.phrase),
        json!(gap.team.as_deref()),
        json!(gap.worker.as_deref()),
        json!(gap.supervisor.as_deref()),
        json!(gap.family.as_deref()),
        json!(standing_words(&gap.standing)),
        json!(gap.key),
    ]
}

fn table_of(picture: &Picture, gaps: &[(usize, &Gap)]) -> Table {
    let mut table = gap_table();
    for (_, gap) in gaps {
        table.push(gap_row(picture, gap));
    }
    table
}

/// A gap with everything that explains it.
pub(super) fn argue(
    picture: &Picture,
    at: usize,
    gap: &Gap,
    out: &mut dyn Write,
) -> std::io::Result<()> {
    let e = picture.explain(at);
    let rule = picture
        .behind(gap)
        .map_or("", |(r, _)| r.rule.title.as_str());
    writeln!(out, "{}: {rule}", gap.who)?;
    // Each with its name: read aloud, a sentence does not show where it stands.
    let parts = [
        ("state", gap.state.label().to_owned()),
        ("why", e.headline),
        ("standard", e.standard),
        ("sum", e.sum),
        ("not counted", e.not_counted),
        ("reading", e.reading),
        ("how far the data speak", e.coverage),
        ("needs", e.needs),
        ("shown by", e.shown_by),
        ("source", e.source),
        ("inspectors", e.inspectors),
        ("caution", e.caution),
        ("outcome", standing_words(&gap.standing)),
        ("code", gap.key.code()),
        ("key", gap.key.as_str().to_owned()),
    ];
    for (name, part) in parts.iter().filter(|(_, part)| !part.is_empty()) {
        writeln!(out, "  {name}: {part}")?;
    }
    writeln!(out)
}

/// Where a gap stands, in one phrase; nothing when nobody has said anything.
pub(super) fn standing_words(standing: &Standing) -> String {
    match standing {
        Standing::Open => String::new(),
        Standing::Answered(o) => format!("{} ({}), {}", o.kind.label(), o.person, o.reason),
        Standing::Waiting(o) => {
            format!(
                "{} ({}), {}; waits for the next import",
                o.kind.label(),
                o.person,
                o.reason
            )
        }
        Standing::Reopened { was, why } => format!("open again: {} but {why}", was.kind.label()),
    }
}

pub(super) fn cases(door: &Door, words: &Cases, out: &mut dyn Write) -> Answer {
    let typed = typed(words.filter.as_deref(), CASE_FIELDS)?;
    let mut desk = door.look(&words.view)?;
    let picture = desk.picture()?;
    say_looks_back(&picture, words.view.format, out)?;
    let mut table = Table::new(&[
        "id",
        "age",
        "status",
        "team",
        "worker",
        "since",
        "last seen",
        "last supervision",
        "gaps",
        "family",
    ]);
    let team = words.team.as_deref().map(str::to_lowercase);
    for row in picture.cases.iter().filter(|row| words.all || row.open) {
        let in_team = team.as_ref().is_none_or(|t| {
            row.team
                .as_ref()
                .is_some_and(|name| name.to_lowercase().contains(t))
        });
        if in_team && typed.lets_through(&Line::of_case(row)) {
            table.push(vec![
                json!(*row.shown),
                if row.unborn {
                    json!("unborn")
                } else {
                    json!(row.age)
                },
                json!(row.status),
                json!(row.team.as_deref()),
                json!(row.worker.as_deref()),
                json!(row.since),
                json!(row.last_seen),
                json!(row.last_supervision),
                json!(row.gaps),
                json!(row.family.as_deref()),
            ]);
        }
    }
    table.print(words.view.format, out)?;
    Ok(0)
}

pub(super) fn case(door: &Door, words: &Case, out: &mut dyn Write) -> Answer {
    let mut desk = door.look(&words.view)?;
    let picture = desk.picture()?;
    let found = ChildId::read(&words.id).and_then(|id| Some((picture.caseload.position(&id)?, id)));
    let (at, id) = found.ok_or_else(|| {
            super::failed("Looking a child up: the extracts hold no case with this id. `caselight cases --all` lists those they hold.")
    })?;
    say_looks_back(&picture, words.view.format, out)?;
    let view = picture.case(at);
    let listed = desk.listed(&id, picture.check.known_on)?;
    match words.view.format {
        Format::Json => {
            serde_json::to_writer_pretty(&mut *out, &as_json(&picture, &view, &listed))?;
            writeln!(out)?;
        }
        Format::Csv => as_one_list(&view).print(Format::Csv, out)?,
        format @ (Format::Table | Format::Lines) => {
            as_text((&picture, &view, &listed), format, out)?;
        }
    }
    Ok(0)
}

/// Everything about a child as one list, so that a sheet can hold it: clocks by the day on which
/// they fall due, sessions and events by the day on which they were.
fn as_one_list(view: &CaseView) -> Table {
    let mut list = Table::new(&[
        "id", "part", "on", "until", "what", "state", "who", "recorded",
    ]);
    for c in &view.clocks {
        let (what, state) = (format!("{}: {}", c.label, c.limit), c.state.label());
        let state = if state == c.today {
            state.to_owned()
        } else {
            format!("{state}, {}", c.today)
        };
        let (on, none) = (json!(c.due), json!(null));
        list.push(vec![
            json!(*view.row.shown),
            json!("clock"),
            on,
            none.clone(),
            json!(what),
            json!(state),
            none.clone(),
            none,
        ]);
    }
    for s in &view.sessions {
        list.push(vec![
            json!(*view.row.shown),
            json!("session"),
            json!(s.on),
            json!(null),
            json!(s.what),
            json!(s.status),
            json!(s.supervisor.as_deref()),
            json!(s.recorded),
        ]);
    }
    for e in &view.timeline {
        let (none, lane) = (json!(null), json!(e.lane));
        list.push(vec![
            json!(*view.row.shown),
            lane,
            json!(e.on),
            json!(e.until),
            json!(e.what),
            none.clone(),
            none.clone(),
            none,
        ]);
    }
    list
}

fn as_json(picture: &Picture, view: &CaseView, listed: &[ListedRow]) -> serde_json::Value {
    json!({
        "id": *view.row.shown, "age": view.row.age, "unborn": view.row.unborn, "status": view.row.status,
        "team": view.row.team.as_deref(), "worker": view.row.worker.as_deref(),
        "family": view.row.family.as_deref(), "as_at": picture.check.as_at,
        "clocks": view.clocks.iter().map(|c| json!({
            "clock": c.label, "trial": c.trial, "limit": c.limit, "state": c.state, "due": c.due, "today": c.today,
        })).collect::<Vec<_>>(),
        "sessions": view.sessions.iter().map(|s| json!({
            "on": s.on, "what": s.what, "status": s.status, "supervisor": s.supervisor.as_deref(),
            "recorded": s.recorded, "actions_outstanding": s.actions_outstanding,
            "decision_recorded": s.decision_recorded, "source": s.source,
        })).collect::<Vec<_>>(),
        "timeline": view.timeline.iter().map(|e| json!({
            "on": e.on, "until": e.until, "lane": e.lane, "what": e.what, "source": e.source,
        })).collect::<Vec<_>>(),
        "lists": listed.iter().map(|row| json!({
            "on": row.on, "until": row.until, "list": row.list, "words": row.words,
        })).collect::<Vec<_>>(),
        "disagreements": view.disagreements,
        "siblings": view.siblings.iter().map(|(_, id)| json!(**id)).collect::<Vec<_>>(),
    })
}

fn as_text(
    (picture, view, listed): (&Picture, &CaseView, &[ListedRow]),
    format: Format,
    out: &mut dyn Write,
) -> std::io::Result<()> {
    let row = &view.row;
    let age = match (row.unborn, row.age) {
        (true, _) => "unborn".to_owned(),
        (false, Some(age)) => format!("age {age}"),
        (false, None) => "age not known".to_owned(),
    };
    let name = |n: &Option<Name>| n.as_deref().unwrap_or("none named").to_owned();
    writeln!(
        out,
        "{}, {age}, {}; team {}; worker {}",
        row.shown,
        row.status,
        name(&row.team),
        name(&row.worker)
    )?;
    writeln!(out, "as at {}", picture.check.as_at.long())?;
    if !view.siblings.is_empty() {
        let ids: Vec<&str> = view.siblings.iter().map(|(_, id)| id.as_ref()).collect();
        writeln!(out, "family {}: with {}", name(&row.family), ids.join(", "))?;
    }
    writeln!(out, "\nClocks")?;
    let mut clocks = Table::new(&["clock", "limit", "state", "due", "today"]);
    for c in &view.clocks {
        let trial = if c.trial { " (trial)" } else { "" };
        clocks.push(vec![
            json!(format!("{}{trial}", c.label)),
            json!(c.limit),
            json!(c.state.label()),
            json!(c.due),
            json!(c.today),
        ]);
    }
    clocks.print(format, out)?;
    if !view.disagreements.is_empty() {
        writeln!(out, "\nWhat the sources say differently")?;
        for words in &view.disagreements {
            writeln!(out, "{words}")?;
        }
    }
    writeln!(out, "\nSessions")?;
    let mut sessions = Table::new(&[
        "on",
        "what",
        "status",
        "supervisor",
        "recorded",
        "open actions",
        "source",
    ]);
    for s in &view.sessions {
        sessions.push(vec![
            json!(s.on),
            json!(s.what),
            json!(s.status),
            json!(s.supervisor.as_deref()),
            json!(s.recorded),
            json!(s.actions_outstanding),
            json!(s.source),
        ]);
    }
    sessions.print(format, out)?;
    writeln!(out, "\nTimeline")?;
    let mut timeline = Table::new(&["on", "until", "what", "source"]);
    for e in &view.timeline {
        timeline.push(vec![
            json!(e.on),
            json!(e.until),
            json!(e.what),
            json!(e.source),
        ]);
    }
    timeline.print(format, out)?;
    writeln!(out, "\nWhat the lists say beside")?;
    let mut beside = Table::new(&["on", "until", "list", "words"]);
    for row in listed {
        beside.push(vec![
            json!(row.on),
            json!(row.until),
            json!(row.list),
            json!(row.words),
        ]);
    }
    beside.print(format, out)
}
