//! `check`: every rule, as contract.md writes it down.

use std::io::Write;

use serde::{Serialize, Serializer};
use serde_json::json;

use super::{
    Answer, Door, Failure,
    args::{Check as Words, Format},
    table::Table,
};
use crate::model::{Caseload, ChildId, Day, Feed, Finding, GapKey, State, Subject};
use crate::rules::{self, Check, Complaint, Counts, Keep, Kind, Level, Limit, Mode, RuleResult};

pub(super) fn run(door: &Door, words: &Words, out: &mut dyn Write) -> Answer {
    let desk = door.look(&words.view)?;
    let started = std::time::Instant::now();
    let (caseload, check) = desk.check(if words.all { Keep::Every } else { Keep::Asking })?;
    let check = &check;
    rules_are_known(check, &words.rules)?;
    let results: Vec<&RuleResult> = check
        .rules
        .iter()
        .filter(|r| words.rules.is_empty() || words.rules.contains(&r.rule.id))
        .collect();
    match words.view.format {
        Format::Json => {
            let document = Document::new(&caseload, check, &results, words.all);
            serde_json::to_writer(&mut *out, &document)?;
            writeln!(out)?;
        }
        format @ (Format::Table | Format::Lines) => {
            heading(check, out)?;
            summary(&results).print(format, out)?;
            missing(&results, out)?;
        }
        Format::Csv => findings(&results, words.all).print(Format::Csv, out)?,
    }
    out.flush()?;
    Door::timing("check", started);
    let named = results.iter().any(|r| {
        r.chosen
            && r.rule.mode == Mode::On
            && r.rule.kind != Kind::Indicator
            && words.fail_on.iter().any(|state| r.counts.of(*state) > 0)
    });
    Ok(if named { 3 } else { 0 })
}

/// Refuses the id of a rule that is not assessed: a slip in it would look like a clean result.
pub(super) fn rules_are_known(check: &Check, named: &[String]) -> Result<(), Failure> {
    let mut ids: Vec<&str> = check.rules.iter().map(|r| r.rule.id.as_str()).collect();
    ids.dedup();
    match named.iter().find(|id| !ids.contains(&id.as_str())) {
        None => Ok(()),
        Some(unknown) => Err(super::words(format!(
            "Choosing a rule: no rule {unknown:?} is assessed. Those that the policy has on or in trial are {}.",
            ids.join(", ")
        ))),
    }
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
    if let Some(lag) = &check.entry_lag {
        writeln!(out, "{}", lag.words())?;
    }
    if check.feeds.is_empty() {
        writeln!(
            out,
            "no extract was known on that day, so nothing can be told"
        )?;
    }
    writeln!(out)
}

/// The rules of which nothing can be told, and what would have to be loaded.
fn missing(results: &[&RuleResult], out: &mut dyn Write) -> std::io::Result<()> {
    let mut whys: Vec<(&str, Vec<&str>)> = Vec::new();
    for result in results {
        let Some(why) = result.missing.as_deref() else {
            continue;
        };
        match whys.iter_mut().find(|(known, _)| *known == why) {
            Some((_, ids)) => ids.push(&result.rule.id),
            None => whys.push((why, vec![&result.rule.id])),
        }
    }
    if !whys.is_empty() {
        writeln!(out)?;
    }
    for (why, ids) in whys {
        writeln!(out, "cannot be told, {why}: {}", ids.join(", "))?;
    }
    Ok(())
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

/// `check --format json`, as contract.md lays it out. Written straight to the output: a large
/// authority has a hundred thousand findings.
#[derive(Serialize)]
struct Document<'a> {
    as_at: Day,
    known_on: Day,
    calendar: &'a str,
    policy: &'a str,
    feeds: &'a [Feed],
    entry_lag: Option<Lag>,
    rules: Vec<RuleEntry<'a>>,
    data_quality: Vec<Fault<'a>>,
}

/// Days from a session to its being on the file, of those sessions that were entered.
#[derive(Serialize)]
struct Lag {
    entered: usize,
    half_within_days: i32,
    most_within_days: i32,
    longest_days: i32,
}

#[derive(Serialize)]
struct Fault<'a> {
    rule: &'a str,
    child_id: Option<&'a ChildId>,
    what: &'a str,
}

#[derive(Serialize)]
struct RuleEntry<'a> {
    id: &'a str,
    kind: Kind,
    basis: Option<&'a str>,
    title: &'a str,
    level: Level,
    status: &'a str,
    mode: Mode,
    limit: Option<Limit>,
    source: &'a str,
    chosen: bool,
    counts: CountsByWord,
    #[serde(skip_serializing_if = "Option::is_none")]
    missing: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    inspectors: Option<String>,
    findings: Listed<'a>,
}

/// The six counts by the word of their state.
struct CountsByWord(Counts);

impl Serialize for CountsByWord {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(State::ALL.map(|state| (state.word(), self.0.of(state))))
    }
}

/// The findings of a rule that are listed.
struct Listed<'a> {
    result: &'a RuleResult,
    /// `None` where no family is known at all: then none has to be looked up.
    families: Option<&'a Caseload>,
    all: bool,
}

impl Serialize for Listed<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let listed = self
            .result
            .findings
            .iter()
            .filter(|f| is_listed(f.state, self.all));
        serializer.collect_seq(listed.map(|f| FindingEntry::new(self, f)))
    }
}

#[derive(Serialize)]
struct FindingEntry<'a> {
    key: GapKey,
    #[serde(skip_serializing_if = "Option::is_none")]
    child_id: Option<&'a ChildId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    worker_id: Option<&'a str>,
    family_id: Option<&'a str>,
    state: State,
    reading: Option<&'a str>,
    trigger: Option<Day>,
    due: Option<Day>,
    stop: Option<Day>,
    elapsed: Option<i32>,
    over: Option<i32>,
    boundary: bool,
    team: Option<&'a str>,
    worker: Option<&'a str>,
    supervisor: Option<&'a str>,
    note: Option<&'a str>,
}

impl<'a> FindingEntry<'a> {
    fn new(list: &Listed<'a>, f: &'a Finding) -> Self {
        let child = f.subject.child();
        let file = list
            .families
            .zip(child)
            .and_then(|(known, id)| known.children.get(known.position(id)?));
        Self {
            key: list.result.key(f),
            child_id: child,
            worker_id: worker_id(f),
            family_id: file.and_then(|file| file.child.family.as_deref()),
            state: f.state,
            reading: f.reading.as_deref(),
            trigger: f.trigger,
            due: f.due,
            stop: f.stop,
            elapsed: f.elapsed,
            over: f.over,
            boundary: f.boundary,
            team: f.team.as_deref(),
            worker: f.worker.as_deref(),
            supervisor: f.supervisor.as_deref(),
            note: f.note.as_deref(),
        }
    }
}

impl<'a> Document<'a> {
    fn new(
        caseload: &'a Caseload,
        check: &'a Check,
        results: &[&'a RuleResult],
        all: bool,
    ) -> Self {
        let families = caseload
            .children
            .iter()
            .any(|file| file.child.family.is_some())
            .then_some(caseload);
        let rules = results.iter().map(|r| RuleEntry {
            id: &r.rule.id,
            kind: r.rule.kind,
            basis: r.rule.basis.as_deref(),
            title: &r.rule.title,
            level: r.rule.level,
            status: &r.rule.status,
            mode: r.rule.mode,
            limit: r.rule.limit,
            source: &r.rule.source,
            chosen: r.chosen,
            counts: CountsByWord(r.counts),
            missing: r.missing.as_deref(),
            inspectors: rules::complaint(&r.rule).map(Complaint::sentence),
            findings: Listed {
                result: r,
                families,
                all,
            },
        });
        let faults = check.data_quality.iter();
        Self {
            as_at: check.as_at,
            known_on: check.known_on,
            calendar: &check.calendar,
            policy: &check.policy,
            feeds: &check.feeds,
            entry_lag: check.entry_lag.map(|lag| Lag {
                entered: lag.entered,
                half_within_days: lag.half,
                most_within_days: lag.most,
                longest_days: lag.longest,
            }),
            rules: rules.collect(),
            data_quality: faults
                .map(|d| Fault {
                    rule: &d.rule,
                    child_id: d.child.as_ref(),
                    what: &d.what,
                })
                .collect(),
        }
    }
}
