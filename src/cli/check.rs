//! `check`: every rule, as contract.md writes it down.

use std::io::Write;

use serde_json::{Value, json};

use super::{
    Answer, Door,
    args::{Check as Words, Format},
    table::Table,
};
use crate::model::{Finding, State, Subject};
use crate::review::Picture;
use crate::rules::{Check, Kind, Mode, RuleResult};

pub(super) fn run(door: &Door, words: &Words, out: &mut dyn Write) -> Answer {
    let mut desk = door.look(&words.view)?;
    let started = std::time::Instant::now();
    let picture = desk.picture()?;
    let check = &picture.check;
    if let Some(unknown) = words
        .rules
        .iter()
        .find(|id| !check.rules.iter().any(|r| r.rule.id == **id))
    {
        return Err(super::words(format!(
            "Checking: there is no rule {unknown:?}. The rules are {}.",
            ids(&picture)
        )));
    }
    let results: Vec<&RuleResult> = check
        .rules
        .iter()
        .filter(|r| words.rules.is_empty() || words.rules.contains(&r.rule.id))
        .collect();
    match words.view.format {
        Format::Json => {
            let document = document(&picture, &results, words.all);
            serde_json::to_writer(&mut *out, &document)?;
            writeln!(out)?;
        }
        Format::Table => {
            heading(check, out)?;
            summary(&results).print(Format::Table, out)?;
        }
        Format::Csv => findings(&results, words.all).print(Format::Csv, out)?,
    }
    Door::timing("check", started);
    let named = results.iter().any(|r| {
        r.chosen
            && r.rule.mode == Mode::On
            && r.rule.kind != Kind::Indicator
            && words.fail_on.iter().any(|state| r.counts.of(*state) > 0)
    });
    Ok(if named { 3 } else { 0 })
}

fn ids(picture: &Picture) -> String {
    let mut ids: Vec<&str> = picture
        .check
        .rules
        .iter()
        .map(|r| r.rule.id.as_str())
        .collect();
    ids.dedup();
    ids.join(", ")
}

fn heading(check: &Check, out: &mut dyn Write) -> std::io::Result<()> {
    writeln!(
        out,
        "as at {}, as known on {}, {}, calendar {}",
        check.as_at.long(),
        check.known_on.long(),
        check.policy,
        check.calendar
    )?;
    for feed in &check.feeds {
        writeln!(
            out,
            "{}: to {} (covers {} to {})",
            feed.kind.word(),
            feed.as_at.long(),
            feed.covers.from.long(),
            feed.covers.to.long()
        )?;
    }
    writeln!(out)
}

fn summary(results: &[&RuleResult]) -> Table {
    let mut table = Table::new(&[
        "rule",
        "basis",
        "level",
        "mode",
        "met",
        "late",
        "overdue",
        "due",
        "not computable",
        "not applicable",
    ]);
    for r in results {
        let mut row = vec![
            json!(r.rule.id),
            json!(r.rule.basis),
            json!(r.rule.level.label()),
            json!(mode(r.rule.mode)),
        ];
        row.extend(State::ALL.map(|s| json!(r.counts.of(s))));
        table.push(row);
    }
    table
}

const fn mode(mode: Mode) -> &'static str {
    match mode {
        Mode::On => "on",
        Mode::Trial => "trial",
        Mode::Off => "off",
    }
}

const fn is_listed(state: State, all: bool) -> bool {
    all || matches!(state, State::Late | State::Overdue | State::NotComputable)
}

fn findings(results: &[&RuleResult], all: bool) -> Table {
    let mut table = Table::new(&[
        "rule",
        "basis",
        "child_id",
        "worker_id",
        "state",
        "reading",
        "trigger",
        "due",
        "stop",
        "elapsed",
        "over",
        "boundary",
        "team",
        "worker",
        "supervisor",
        "note",
        "key",
    ]);
    for r in results {
        for f in r.findings.iter().filter(|f| is_listed(f.state, all)) {
            table.push(vec![
                json!(r.rule.id),
                json!(r.rule.basis),
                json!(f.subject.child()),
                json!(worker_id(f)),
                json!(f.state),
                json!(f.reading.as_deref()),
                json!(f.trigger),
                json!(f.due),
                json!(f.stop),
                json!(f.elapsed),
                json!(f.over),
                json!(f.boundary),
                json!(f.team.as_deref()),
                json!(f.worker.as_deref()),
                json!(f.supervisor.as_deref()),
                json!(f.note.as_deref()),
                json!(r.key(f)),
            ]);
        }
    }
    table
}

fn worker_id(f: &Finding) -> Option<&str> {
    match &f.subject {
        Subject::Worker(name) => Some(name),
        Subject::Child(_) => None,
    }
}

fn document(picture: &Picture, results: &[&RuleResult], all: bool) -> Value {
    let check = &picture.check;
    json!({
        "as_at": check.as_at,
        "known_on": check.known_on,
        "calendar": check.calendar,
        "policy": check.policy,
        "feeds": check.feeds,
        "rules": results.iter().map(|r| rule(r, picture, all)).collect::<Vec<_>>(),
        "data_quality": check.data_quality.iter().map(|d| json!({
            "rule": d.rule, "child_id": d.child, "what": d.what,
        })).collect::<Vec<_>>(),
    })
}

fn rule(r: &RuleResult, picture: &Picture, all: bool) -> Value {
    let counts: serde_json::Map<String, Value> = State::ALL
        .iter()
        .map(|s| (s.word().to_owned(), json!(r.counts.of(*s))))
        .collect();
    let listed: Vec<Value> = r
        .findings
        .iter()
        .filter(|f| is_listed(f.state, all))
        .map(|f| finding(r, f, picture))
        .collect();
    json!({
        "id": r.rule.id,
        "kind": r.rule.kind,
        "basis": r.rule.basis,
        "title": r.rule.title,
        "level": r.rule.level,
        "status": r.rule.status,
        "mode": r.rule.mode,
        "limit": r.rule.limit,
        "source": r.rule.source,
        "chosen": r.chosen,
        "counts": counts,
        "findings": listed,
    })
}

fn finding(r: &RuleResult, f: &Finding, picture: &Picture) -> Value {
    let child = f
        .subject
        .child()
        .and_then(|id| picture.caseload.position(id));
    let family = child.and_then(|at| picture.caseload.children[at].child.family.as_deref());
    let mut value = json!({
        "key": r.key(f),
        "family_id": family,
        "state": f.state,
        "reading": f.reading.as_deref(),
        "trigger": f.trigger,
        "due": f.due,
        "stop": f.stop,
        "elapsed": f.elapsed,
        "over": f.over,
        "boundary": f.boundary,
        "team": f.team.as_deref(),
        "worker": f.worker.as_deref(),
        "supervisor": f.supervisor.as_deref(),
        "note": f.note.as_deref(),
    });
    let (name, id) = match &f.subject {
        Subject::Child(id) => ("child_id", id.as_str()),
        Subject::Worker(name) => ("worker_id", name.as_ref()),
    };
    value[name] = json!(id);
    value
}
