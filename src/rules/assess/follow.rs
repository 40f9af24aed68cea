//! Whether what oversight set in motion was done: what the exports of actions, escalations and
//! sessions hold at all, and which question goes where.
//!
//! The surprising thing: where no source holds what a rule needs, nobody is listed by name. The
//! children whom the rule concerns are counted as "cannot be told", and the rule says once why.

use super::judge::Judge;
use super::sight::{Bench, Sight};
use super::{actions, decisions, escalations};
use crate::model::{
    ActionsReviewed, Answer, Caseload, Covers, Dated, Day, FactKind, Finding, Name, Session,
    SessionStatus, SessionType,
};
use crate::rules::reckoning::Reckoning;

/// One rule asked of one child.
pub(super) struct Asked<'a> {
    pub bench: &'a Bench<'a>,
    pub sight: &'a Sight<'a>,
    /// `None` for a rule without a limit.
    pub judge: Option<&'a Judge<'a>>,
    /// The types of session that count.
    pub counts: &'a [SessionType],
}

/// How far the sources speak of what follows from oversight, with the sentences that say so.
pub(super) struct Follow {
    reach: Vec<Reach>,
    /// Whether any session says if it went through earlier actions.
    pub any_reviewed: bool,
    /// Whether any session says if a reason for its decision was recorded.
    pub any_rationale: bool,
    /// Whether any manager's decision outside supervision is in the export.
    pub any_decision: bool,
    pub words: FollowWords,
}

/// One kind of fact: how far it is known, in words.
struct Reach {
    kind: FactKind,
    covers: Option<Covers>,
    none: Name,
    to: Name,
    from: Name,
}

/// The kinds of fact that follow-through is read from.
const KINDS: [FactKind; 4] = [
    FactKind::Session,
    FactKind::Action,
    FactKind::Escalation,
    FactKind::PreProceedings,
];

impl Reach {
    fn of(caseload: &Caseload, kind: FactKind) -> Self {
        let covers = caseload.covers(kind);
        let label = kind.label();
        let day = |pick: fn(&Covers) -> Day| {
            covers
                .as_ref()
                .map(pick)
                .map_or_else(String::new, Day::long)
        };
        Self {
            kind,
            none: format!("no source that was loaded holds {label}").into(),
            to: format!("{label} known to {}", day(|covers| covers.to)).into(),
            from: format!(
                "{label} known from {}, too short a time to tell",
                day(|covers| covers.from)
            )
            .into(),
            covers,
        }
    }
}

/// Every reading and note of these rules, made once for a check.
pub(super) struct FollowWords {
    pub no_day_of_doing: Name,
    pub no_due_day: Name,
    pub superseded: Name,
    pub abandoned: Name,
    pub status_unknown: Name,
    pub carried_on: Name,
    pub done: Name,
    pub closed_before: Name,
    pub undated: Name,
    pub undated_unowned: Name,
    pub some_reviewed: Name,
    pub reviewed_unsaid: Name,
    pub no_later_session: Name,
    pub no_answer_day: Name,
    pub still_open: Name,
    pub nothing_changed: Name,
    pub change_unsaid: Name,
    pub no_challenge: Name,
    pub no_decision: Name,
    pub no_rationale: Name,
    pub rationale_unsaid: Name,
    pub no_decisions_at_all: Name,
    pub nothing_done: Name,
}

impl FollowWords {
    fn new() -> Self {
        Self {
            no_day_of_doing: "it is said to be done, and no day is given".into(),
            no_due_day: "no day was set by which it is to be done".into(),
            superseded: "another action took its place".into(),
            abandoned: "it was given up".into(),
            status_unknown: "its status could not be read".into(),
            carried_on: "carried forward: a later action stands for it".into(),
            done: "it is done".into(),
            closed_before: "the case closed before".into(),
            undated: "no day is set by which it is to be done".into(),
            undated_unowned: "neither a day nor anybody who is to do it".into(),
            some_reviewed: "some earlier actions were gone through; the export does not say which"
                .into(),
            reviewed_unsaid: "the export does not say whether earlier actions were gone through"
                .into(),
            no_later_session: "no session since".into(),
            no_answer_day: "no day was set for the answer".into(),
            still_open: "it is still open".into(),
            nothing_changed: "closed, and nothing changed for the child".into(),
            change_unsaid: "closed without saying whether anything changed for the child".into(),
            no_challenge: "no escalation and no challenge recorded".into(),
            no_decision: "no decision is recorded".into(),
            no_rationale: "a decision is recorded, the reason for it is not".into(),
            rationale_unsaid: "the export does not say whether reasons were recorded".into(),
            no_decisions_at_all: "the export holds no decisions of managers outside supervision"
                .into(),
            nothing_done: "nothing is recorded since the decision".into(),
        }
    }
}

impl Follow {
    pub fn of(caseload: &Caseload) -> Self {
        let sessions = || caseload.children.iter().flat_map(|file| &file.sessions);
        let says = |answer: Answer| matches!(answer, Answer::Yes | Answer::No);
        Self {
            reach: KINDS.map(|kind| Reach::of(caseload, kind)).into(),
            any_reviewed: sessions()
                .any(|session| session.is.meeting.actions_reviewed != ActionsReviewed::Blank),
            any_rationale: sessions().any(|session| says(session.is.meeting.decision_rationale)),
            any_decision: sessions().any(|session| is_decision(&session.is)),
            words: FollowWords::new(),
        }
    }

    fn reach(&self, kind: FactKind) -> Option<&Reach> {
        self.reach.iter().find(|reach| reach.kind == kind)
    }

    /// The days of which any source speaks of this kind.
    pub fn covers(&self, kind: FactKind) -> Option<Covers> {
        self.reach(kind)?.covers
    }

    /// "actions known to 12 Jun 2026", and that they are known for too short a time.
    pub fn known(&self, kind: FactKind) -> Option<(&Name, &Name)> {
        self.reach(kind).map(|reach| (&reach.to, &reach.from))
    }

    /// Why nobody can be told of: the first of these kinds that no source holds.
    pub fn missing(&self, kinds: &[FactKind]) -> Option<Name> {
        let unheard = |kind: &&FactKind| self.covers(**kind).is_none();
        let reach = self.reach(*kinds.iter().find(unheard)?)?;
        Some(reach.none.clone())
    }

    /// Whether a note speaks of how far the exports reach, and of no fault in them.
    pub fn is_reach(&self, note: &Name) -> bool {
        let own = [
            &self.words.no_due_day,
            &self.words.no_answer_day,
            &self.words.some_reviewed,
            &self.words.reviewed_unsaid,
            &self.words.change_unsaid,
            &self.words.rationale_unsaid,
            &self.words.no_decisions_at_all,
        ];
        own.contains(&note)
            || self
                .reach
                .iter()
                .any(|reach| [&reach.none, &reach.to, &reach.from].contains(&note))
    }
}

/// A manager's or a leader's decision outside supervision.
fn is_decision(session: &Session) -> bool {
    session.status == SessionStatus::Held
        && matches!(
            session.kind,
            SessionType::ManagementOversight | SessionType::SeniorOversight
        )
}

/// Whether a rule asks anything of this child, where no source can tell the answer.
pub(super) fn concerns(reckoning: &Reckoning, sight: &Sight<'_>) -> bool {
    match reckoning {
        Reckoning::Escalation { .. } => sight.open.plan.is_some() || sight.open.care.is_some(),
        Reckoning::LongPlanChallenge {} | Reckoning::PreProceedings {} => sight.open.plan.is_some(),
        _ => sight.governing.is_some(),
    }
}

/// Adds what one rule of follow-through finds of one child.
pub(super) fn assess(asked: &Asked<'_>, reckoning: &Reckoning, found: &mut Vec<Finding>) {
    match reckoning {
        Reckoning::Action {
            asks,
            carried,
            often,
        } => actions::assess(asked, (*asks, *carried, *often), found),
        Reckoning::Escalation { asks, by } => escalations::assess(asked, (*asks, by), found),
        Reckoning::LongPlanChallenge {} => escalations::long_plans(asked, found),
        Reckoning::Decision {
            events,
            before,
            recent,
        } => {
            decisions::assess(asked, (events, *before, *recent), found);
        }
        Reckoning::PreProceedings {} => decisions::pre_proceedings(asked, found),
        _ => {}
    }
}

/// The day on which the child's case closed, where it is closed. A child of whom the case feed
/// says nothing, and a care leaver, are not closed.
pub(super) fn closed_on(sight: &Sight<'_>) -> Option<Day> {
    let file = sight.file;
    if sight.governing.is_some() || !file.further().leaving.is_empty() {
        return None;
    }
    let ends = file.episodes.iter().map(|row| row.end);
    let ends = ends.chain(file.plans.iter().map(|row| row.end));
    ends.chain(file.care.iter().map(|row| row.end))
        .filter_map(Dated::day)
        .max()
}
