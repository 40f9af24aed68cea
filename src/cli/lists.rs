//! The plain-text twins of the panes: `gaps`, `cases`, `case`.

use std::io::Write;

use serde_json::json;

use super::{
    Answer, Door,
    args::{Case, Cases, Format, Gaps},
    check::rules_are_known,
    table::Table,
};
use crate::model::{ChildId, Name, Standing, State};
use crate::review::{CaseView, Gap, ListedRow, Picture};

/// Which gaps a person asked for.
#[derive(Debug)]
pub(super) struct Filter<'a> {
    pub rules: &'a [String],
    pub team: Option<&'a str>,
    pub supervisor: Option<&'a str>,
    pub all: bool,
}

impl Filter<'_> {
    pub fn keeps(&self, picture: &Picture, gap: &Gap) -> bool {
        let holds = |name: Option<&Name>, text: Option<&str>| {
            text.is_none_or(|t| name.is_some_and(|n| n.to_lowercase().contains(&t.to_lowercase())))
        };
        let rule = picture.behind(gap).map(|(r, _)| r.rule.id.as_str());
        (self.all || gap.state == State::Overdue)
            && (self.rules.is_empty() || self.rules.iter().any(|id| Some(id.as_str()) == rule))
            && holds(gap.team.as_ref(), self.team)
            && holds(gap.supervisor.as_ref(), self.supervisor)
    }
}

pub(super) fn gaps(door: &Door, words: &Gaps, out: &mut dyn Write) -> Answer {
    let mut desk = door.look(&words.view)?;
    let picture = desk.picture()?;
    rules_are_known(&picture.check, &words.rules)?;
    let filter = Filter {
        rules: &words.rules,
        team: words.team.as_deref(),
        supervisor: words.supervisor.as_deref(),
        all: words.all,
    };
    let listed = || {
        picture
            .gaps
            .iter()
            .enumerate()
            .filter(|(_, gap)| filter.keeps(&picture, gap))
    };
    if words.explain && words.view.format == Format::Table {
        for (at, gap) in listed() {
            argue(&picture, at, gap, out)?;
        }
        return Ok(0);
    }
    let mut table = Table::new(&[
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
    ]);
    for (_, gap) in listed() {
        let rule = picture.behind(gap).map(|(r, _)| &r.rule);
        table.push(vec![
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
        ]);
    }
    if table.is_empty() && words.view.format == Format::Table {
        writeln!(
            out,
            "No gap is listed: nothing that is on is overdue here, as far as the extracts speak."
        )?;
        return Ok(0);
    }
    table.print(words.view.format, out)?;
    Ok(0)
}

fn argue(picture: &Picture, at: usize, gap: &Gap, out: &mut dyn Write) -> std::io::Result<()> {
    let e = picture.explain(at);
    let rule = picture
        .behind(gap)
        .map_or("", |(r, _)| r.rule.title.as_str());
    writeln!(out, "{}: {rule}", gap.who)?;
    let parts = [
        e.headline,
        e.standard,
        e.sum,
        e.not_counted,
        e.reading,
        e.coverage,
        e.needs,
        e.shown_by,
        e.source,
        e.caution,
        standing_words(&gap.standing),
    ];
    for part in parts.iter().filter(|p| !p.is_empty()) {
        writeln!(out, "  {part}")?;
    }
    writeln!(out, "  {}\n", gap.key)
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
    let mut desk = door.look(&words.view)?;
    let picture = desk.picture()?;
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
        if in_team {
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
    let view = picture.case(at);
    let listed = desk.listed(&id, picture.check.known_on)?;
    match words.view.format {
        Format::Json => {
            serde_json::to_writer_pretty(&mut *out, &as_json(&picture, &view, &listed))?;
            writeln!(out)?;
        }
        Format::Csv => as_one_list(&view).print(Format::Csv, out)?,
        Format::Table => as_text(&picture, &view, &listed, out)?,
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
            "clock": c.label, "limit": c.limit, "state": c.state, "due": c.due, "today": c.today,
        })).collect::<Vec<_>>(),
        "sessions": view.sessions.iter().map(|s| json!({
            "on": s.on, "what": s.what, "status": s.status, "supervisor": s.supervisor.as_deref(),
            "recorded": s.recorded, "actions_outstanding": s.actions_outstanding,
            "decision_recorded": s.decision_recorded,
        })).collect::<Vec<_>>(),
        "timeline": view.timeline.iter().map(|e| json!({
            "on": e.on, "until": e.until, "lane": e.lane, "what": e.what,
        })).collect::<Vec<_>>(),
        "lists": listed.iter().map(|row| json!({
            "on": row.on, "until": row.until, "list": row.list, "words": row.words,
        })).collect::<Vec<_>>(),
        "siblings": view.siblings.iter().map(|(_, id)| json!(**id)).collect::<Vec<_>>(),
    })
}

fn as_text(
    picture: &Picture,
    view: &CaseView,
    listed: &[ListedRow],
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
        clocks.push(vec![
            json!(c.label),
            json!(c.limit),
            json!(c.state.label()),
            json!(c.due),
            json!(c.today),
        ]);
    }
    clocks.print(Format::Table, out)?;
    writeln!(out, "\nSessions")?;
    let mut sessions = Table::new(&[
        "on",
        "what",
        "status",
        "supervisor",
        "recorded",
        "open actions",
    ]);
    for s in &view.sessions {
        sessions.push(vec![
            json!(s.on),
            json!(s.what),
            json!(s.status),
            json!(s.supervisor.as_deref()),
            json!(s.recorded),
            json!(s.actions_outstanding),
        ]);
    }
    sessions.print(Format::Table, out)?;
    writeln!(out, "\nTimeline")?;
    let mut timeline = Table::new(&["on", "until", "what"]);
    for e in &view.timeline {
        timeline.push(vec![json!(e.on), json!(e.until), json!(e.what)]);
    }
    timeline.print(Format::Table, out)?;
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
    beside.print(Format::Table, out)
}
