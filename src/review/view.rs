//! One child in a list and on a screen: rows, clocks, sessions, a timeline. Pure.

use super::{
    EntryRow, Filing,
    picture::{CaseRow, CaseView, ClockRow, Picture, SessionRow, over_as_seen},
    provenance,
    reread::short,
    timeline,
};
use crate::model::{
    Answer, CaseFile, Caseload, Dated, Day, EntryKind, FactKind, FeedKind, Finding, Session,
    SessionStatus, State,
};
use crate::rules::{self, CaseScope, Kind, Mode, Rule, RuleResult, Unit};

/// One short phrase for the list of gaps: since when, or how long it took.
pub(super) fn phrase(finding: &Finding, as_at: Day, began_unseen: bool) -> String {
    // What a person typed here comes before what the extract lacks.
    if let Some(entered) = finding.reading.as_deref().and_then(short) {
        return entered;
    }
    if began_unseen {
        return "none in the export".to_owned();
    }
    let Some(trigger) = finding.trigger else {
        return finding
            .reading
            .as_deref()
            .or(finding.note.as_deref())
            .unwrap_or("no date on record")
            .to_owned();
    };
    if finding.state == State::NotComputable {
        return finding
            .note
            .as_deref()
            .unwrap_or("a date is missing")
            .to_owned();
    }
    let began = near(trigger, as_at);
    if let Some(stop) = finding.stop {
        return format!("{began} to {}", near(stop, as_at));
    }
    let since_start = finding.fact.start == Some(trigger);
    match finding.fact.kind {
        FactKind::Assessment | FactKind::Referral => format!("began {began}"),
        FactKind::Enquiry => format!("discussion {began}"),
        FactKind::Action => format!("set {began}"),
        FactKind::Escalation => format!("raised {began}"),
        FactKind::PreProceedings => format!("decided {began}"),
        FactKind::Cin | FactKind::CpPlan | FactKind::CarePeriod if since_start => {
            format!("none since {began}")
        }
        FactKind::Session if finding.over.is_some() && is_unrecorded(finding) => {
            format!("held {began}")
        }
        _ => format!("last {began}"),
    }
}

/// The session itself is what is missing from the file, not the next one.
fn is_unrecorded(finding: &Finding) -> bool {
    finding
        .reading
        .as_deref()
        .is_some_and(|words| words.contains("not recorded"))
}

/// A day in a narrow column: without its year where that cannot be mistaken.
fn near(day: Day, as_at: Day) -> String {
    let (year, ..) = day.ymd();
    if (0..330).contains(&as_at.days_since(day)) {
        day.short()
    } else {
        format!("{} {:02}", day.short(), year.rem_euclid(100))
    }
}

/// The latest of some dates on or before a day.
fn latest(dates: impl Iterator<Item = Option<Day>>, as_at: Day) -> Option<Day> {
    dates.flatten().filter(|day| *day <= as_at).max()
}

fn last_seen(file: &CaseFile, as_at: Day) -> Option<Day> {
    let seen = file.episodes.iter().map(|x| x.last_seen.day());
    let visits = file.plans.iter().map(|x| x.last_visit.day());
    let care = file.care.iter().map(|x| x.last_visit.day());
    latest(seen.chain(visits).chain(care), as_at)
}

fn last_supervision(file: &CaseFile, as_at: Day) -> Option<Day> {
    latest(
        file.sessions
            .iter()
            .filter(|s| s.status == SessionStatus::Held)
            .map(|s| Some(s.on)),
        as_at,
    )
}

/// The line of a child in the list of cases.
pub(super) fn case_row(
    caseload: &Caseload,
    child: usize,
    as_at: Day,
    gaps: u16,
) -> Option<CaseRow> {
    let file = caseload.children.get(child)?;
    let governing = rules::governing_or_leaving(file, as_at);
    let last = last_handler(file);
    let without = if file.is_case() { "closed" } else { "no case" };
    Some(CaseRow {
        child,
        shown: file.child.shown.clone(),
        family: file.child.family.clone(),
        age: file.child.age_on(as_at),
        unborn: file.child.unborn_on(as_at),
        status: governing.as_ref().map_or(without, |g| g.scope.label()),
        open: governing.is_some(),
        team: governing.as_ref().map_or_else(
            || last.and_then(|h| h.team.clone()),
            |g| g.handler.team.clone(),
        ),
        worker: governing.as_ref().map_or_else(
            || last.and_then(|h| h.worker.clone()),
            |g| g.handler.worker.clone(),
        ),
        since: governing
            .as_ref()
            .map(|g| own_start(file, g.scope, as_at).unwrap_or(g.start)),
        last_seen: last_seen(file, as_at),
        last_supervision: last_supervision(file, as_at),
        gaps,
    })
}

/// When the plan or the care began that gives a case its status; the case itself may be older.
fn own_start(file: &CaseFile, scope: CaseScope, as_at: Day) -> Option<Day> {
    let open = |start: Day, end: Dated| start <= as_at && end.day().is_none_or(|end| end > as_at);
    match scope {
        CaseScope::ProtectionPlan => file
            .plans
            .iter()
            .filter(|x| open(x.start, x.end))
            .map(|x| x.start)
            .max(),
        CaseScope::LookedAfter => file
            .care
            .iter()
            .filter(|x| open(x.start, x.end))
            .map(|x| x.start)
            .max(),
        _ => None,
    }
}

/// Who held a closed case last.
fn last_handler(file: &CaseFile) -> Option<&crate::model::Handler> {
    file.episodes
        .last()
        .map(|x| &x.is.handler)
        .or_else(|| file.plans.last().map(|x| &x.is.handler))
        .or_else(|| file.care.last().map(|x| &x.is.handler))
        .or_else(|| file.further().leaving.last().map(|x| &x.is.handler))
        .or_else(|| file.assessments.last().map(|x| &x.is.handler))
        .or_else(|| file.referrals.last().map(|x| &x.is.handler))
}

/// One child on one screen.
pub(super) fn case_view(picture: &Picture, child: usize) -> Option<CaseView> {
    let file = picture.caseload.children.get(child)?;
    // A child who is no case stands in no list, and can be asked for all the same.
    let row = match picture.case_row(child) {
        Some(row) => row.clone(),
        None => case_row(&picture.caseload, child, picture.check.as_at, 0)?,
    };
    let siblings = picture.siblings(child).filter_map(|at| {
        let other = picture.caseload.children.get(at)?;
        Some((at, other.child.shown.clone()))
    });
    let siblings = siblings.collect();
    Some(CaseView {
        row,
        clocks: clocks(picture, child),
        sessions: sessions(picture, file, child),
        timeline: timeline::of(picture, file, &entered(picture, child)),
        siblings,
        disagreements: provenance::of_child(&picture.caseload, &file.child.id),
    })
}

/// The clocks of a child, in the order of the case view.
pub(super) fn clocks(picture: &Picture, child: usize) -> Vec<ClockRow> {
    let mut rows: Vec<ClockRow> = picture
        .clocks(child)
        .filter_map(|at| shown_clock(picture, at))
        .collect();
    // What is only tried out comes after what counts.
    rows.sort_by_key(|row| (row.trial, urgency(row.state), row.due));
    rows
}

/// Whether each finding of a rule is a clock of its own.
pub(super) fn is_clock(result: &RuleResult) -> bool {
    result.chosen && result.rule.mode != Mode::Off && result.rule.kind != Kind::Indicator
}

/// Whether a case view shows a clock.
pub(super) fn shows(result: &RuleResult, f: &Finding, as_at: Day) -> bool {
    is_shown(f, as_at) && !is_noise(result, f)
}

fn shown_clock(picture: &Picture, at: (usize, usize)) -> Option<ClockRow> {
    let result = picture.check.rules.get(at.0)?;
    let f = result.findings.get(at.1)?;
    let held = picture.check.rule_for(result, f);
    let mut row = clock_row(&held, at, f, picture.check.as_at);
    // The list of gaps says the same of it; a rule on trial has no gap to say it.
    if let Some(over) = over_as_seen(&picture.check, &picture.calendar, (&held, f)) {
        row.today = match over {
            1.. => format!("{over}+ over"),
            _ => f.state.label().to_owned(),
        };
    }
    row.gap = picture.position(&result.key(f));
    Some(row)
}

/// What was done in time is on the timeline; the clocks are what runs, or ran over of late.
fn is_shown(f: &Finding, as_at: Day) -> bool {
    match f.state {
        State::Met | State::NotApplicable => false,
        State::Late => f.stop.is_some_and(|stop| as_at.days_since(stop) <= OF_LATE),
        State::Overdue | State::Due | State::NotComputable => true,
    }
}

/// A rule that is only counted and cannot be told says nothing about this child.
fn is_noise(result: &RuleResult, f: &Finding) -> bool {
    result.rule.mode == Mode::Trial && f.state == State::NotComputable
}

/// Days for which a clock that was stopped late is still shown among the clocks.
const OF_LATE: i32 = 92;

const fn urgency(state: State) -> u8 {
    match state {
        State::Overdue => 0,
        State::Due => 1,
        State::NotComputable => 2,
        _ => 3,
    }
}

fn clock_row(held: &Rule, (rule, finding): (usize, usize), f: &Finding, as_at: Day) -> ClockRow {
    let today = match (f.state, f.over) {
        (State::Overdue, Some(over)) => format!("{over} over"),
        (State::Overdue, None) => "none".to_owned(),
        (State::Late, Some(over)) => format!("done {over} late"),
        (State::Due, _) => {
            left(held, f, as_at).map_or_else(|| "in time".to_owned(), |left| format!("{left} left"))
        }
        _ => f.state.label().to_owned(),
    };
    ClockRow {
        rule,
        finding,
        gap: None,
        trial: held.mode == Mode::Trial,
        label: held.short.clone(),
        limit: held.limit.map_or_else(String::new, rules::limit_words),
        state: f.state,
        due: f.due,
        today,
    }
}

/// What is left of a limit, in its unit (days for months).
pub(super) fn left(held: &Rule, f: &Finding, as_at: Day) -> Option<i32> {
    let limit = held.limit?;
    match limit.unit {
        Unit::WorkingDays => i32::try_from(limit.value)
            .ok()
            .zip(f.elapsed)
            .map(|(limit, gone)| limit - gone),
        Unit::CalendarDays | Unit::Weeks | Unit::Months | Unit::EachCalendarMonth => {
            f.due.map(|due| due.days_since(as_at))
        }
    }
}

/// What was entered by hand about a child and stands.
fn entered(picture: &Picture, child: usize) -> Vec<&EntryRow> {
    let own = picture.entries.iter();
    own.filter(|row| row.child == Some(child) && row.filing != Filing::Withdrawn)
        .collect()
}

/// The extracts' sessions and those entered by hand, newest first, each once.
fn sessions(picture: &Picture, file: &CaseFile, child: usize) -> Vec<SessionRow> {
    let several = provenance::several(&picture.caseload, FeedKind::Supervision);
    let held = file.sessions.iter().rev();
    let mut rows: Vec<SessionRow> = held
        .map(|s| SessionRow {
            source: if several {
                provenance::told_by(s.sources)
            } else {
                String::new()
            },
            ..session_row(s)
        })
        .collect();
    for row in entered(picture, child) {
        let EntryKind::Session {
            status, decision, ..
        } = row.entry.said.what
        else {
            continue;
        };
        let said = &row.entry.said;
        let by_hand = Some((row.filing.mark(), row.provenance()));
        // What was seen on the file, or is shown by an extract, is among the extract's sessions.
        let there = rows.iter_mut().find(|session| {
            (row.counted || matches!(row.filing, Filing::Shown(_)))
                && session.on == said.on
                && session.what == said.what.label()
                && session.status == status.word()
        });
        if let Some(session) = there {
            session.by_hand = by_hand;
            if row.counted {
                // The day on which it was seen there is not the day on which it was put there.
                session.recorded = row.entry.seen.as_ref().and_then(|seen| seen.filed);
            }
        } else {
            rows.push(SessionRow {
                on: said.on,
                what: said.what.label().to_owned(),
                status: status.word(),
                supervisor: said.supervisor.clone(),
                recorded: None,
                actions_outstanding: None,
                decision_recorded: answered(decision),
                by_hand,
                source: String::new(),
            });
        }
    }
    rows.sort_by_key(|row| std::cmp::Reverse(row.on));
    rows
}

const fn answered(answer: Answer) -> Option<bool> {
    match answer {
        Answer::Yes => Some(true),
        Answer::No => Some(false),
        Answer::Blank | Answer::Unknown => None,
    }
}

/// A child of whom no extract speaks is open, with the people whom the entries name.
pub(super) fn by_hand_only(cases: &mut [CaseRow], caseload: &Caseload, entries: &[EntryRow]) {
    for row in entries.iter().filter(|row| row.filing != Filing::Withdrawn) {
        let Some(file) = row.child.and_then(|child| caseload.children.get(child)) else {
            continue;
        };
        let listed = !(file.referrals.is_empty()
            && file.assessments.is_empty()
            && file.enquiries.is_empty()
            && file.episodes.is_empty()
            && file.plans.is_empty()
            && file.care.is_empty());
        let case = cases.iter_mut().find(|case| Some(case.child) == row.child);
        let Some(case) = case.filter(|case| !listed && !case.open || case.status == BY_HAND) else {
            continue;
        };
        case.status = BY_HAND;
        case.open = true;
        let said = &row.entry.said;
        case.worker = said.worker.clone().or_else(|| case.worker.clone());
        case.team = said.team.clone().or_else(|| case.team.clone());
    }
}

/// The status of a child whom only entries by hand name.
pub(super) const BY_HAND: &str = "entered here";

fn session_row(session: &Session) -> SessionRow {
    SessionRow {
        on: session.on,
        what: session.kind.label().to_owned(),
        status: session.status.word(),
        supervisor: session.supervisor.clone(),
        recorded: session.recorded.day(),
        actions_outstanding: session.meeting.actions_outstanding,
        decision_recorded: answered(session.meeting.decision_recorded),
        by_hand: None,
        source: String::new(),
    }
}
