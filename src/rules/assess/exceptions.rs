//! What holds for some and not for others: a rule for certain teams only, a limit that was agreed
//! for one child. Laid over what any shape of clock found, so that no shape has to know of it.

use super::Run;
use super::judge::Judge;
use super::sight::{Bench, Sight};
use crate::model::{ChildOverride, Finding, Name, Ruling, State};

/// The clocks of one child under one rule, with all that was decided for its team or for it alone.
pub(super) fn clocks(run: &mut Run<'_>, bench: &Bench<'_>, sight: &Sight<'_>) {
    let before = run.found.len();
    run.clocks(bench, sight);
    if let Some(agreed) = agreed_for(bench, sight, &run.rule.id) {
        match run.rule.agreed(&agreed.ruling) {
            None => set_aside(run, before, bench, agreed),
            Some(rule) => measure_again(run, before, (bench, sight), (agreed, rule)),
        }
    }
    if !run.rule.teams.are_all() {
        leave_out_teams(run, before, bench);
    }
}

fn agreed_for<'a>(bench: &Bench<'a>, sight: &Sight<'_>, rule: &str) -> Option<&'a ChildOverride> {
    let own = bench.overrides.get(&sight.file.child.id)?;
    own.iter().copied().find(|one| one.rule == rule)
}

/// The day on which an agreement has to count for it to count for this clock.
fn counts_for(agreed: &ChildOverride, finding: &Finding, bench: &Bench<'_>) -> bool {
    agreed.counts_for(finding.stop, bench.as_at)
}

fn words(agreed: &ChildOverride) -> Name {
    let until = agreed
        .until
        .map_or_else(String::new, |day| format!(", until {}", day.long()));
    let what = match &agreed.ruling {
        Ruling::Off => "not applied to this child",
        _ => "another limit was agreed for this child",
    };
    format!(
        "{what}: {} (approved by {} on {}{until})",
        agreed.reason.trim_end_matches('.'),
        agreed.approved_by,
        agreed.approved_on.long()
    )
    .into()
}

fn set_aside(run: &mut Run<'_>, before: usize, bench: &Bench<'_>, agreed: &ChildOverride) {
    let why = words(agreed);
    for finding in &mut run.found[before..] {
        if counts_for(agreed, finding, bench) {
            rest(finding, &why);
        }
    }
}

/// The clock does not run, and this is why.
fn rest(finding: &mut Finding, why: &Name) {
    finding.state = State::NotApplicable;
    finding.note = Some(why.clone());
    (finding.reading, finding.over, finding.due) = (None, None, None);
    finding.boundary = false;
}

/// Takes each clock for which the agreement counts by the agreed limit, every other by the usual.
fn measure_again(
    run: &mut Run<'_>,
    before: usize,
    (bench, sight): (&Bench<'_>, &Sight<'_>),
    (agreed, rule): (&ChildOverride, crate::rules::Rule),
) {
    let mut usual = run.found.split_off(before);
    let Some(judge) = Judge::new(bench, &rule) else {
        run.found.append(&mut usual);
        return;
    };
    let why = words(agreed);
    let own = super::with_judge(run, judge, |run| run.clocks(bench, sight));
    let mut measured = own;
    measured.retain(|finding| counts_for(agreed, finding, bench));
    for finding in &mut measured {
        finding.note = Some(match &finding.note {
            Some(note) => format!("{note}; {why}").into(),
            None => why.clone(),
        });
    }
    usual.retain(|finding| !counts_for(agreed, finding, bench));
    usual.append(&mut measured);
    usual.sort_by_key(|finding| finding.fact.start);
    run.found.append(&mut usual);
}

fn leave_out_teams(run: &mut Run<'_>, before: usize, bench: &Bench<'_>) {
    let teams = &run.rule.teams;
    for finding in &mut run.found[before..] {
        match finding.team.as_deref() {
            Some(team) if !teams.count(team) => rest(finding, &bench.words.other_team),
            None if !teams.only.is_empty() => {
                rest(finding, &bench.words.no_team);
                finding.state = State::NotComputable;
            }
            _ => {}
        }
    }
}
