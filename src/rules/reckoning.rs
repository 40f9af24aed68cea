//! The small vocabulary in which an asset declares how its clock runs, and the reader of assets.
//!
//! The engine interprets these words and never an id: a rule that can be said in them needs no
//! code. A malformed asset leaves the book without rules, which a test refuses.

use std::sync::LazyLock;

use serde::Deserialize;

use super::example::{Example, Worked};
use super::shapes::{After, Age, AllReviews, Asked, CountWithin, Latest, SoonAfter};
use super::streams::Stream;
use super::{Complaint, Edition, Kind, Level, Limit, Mode, Months, Rule, Teams, complaint};
use crate::model::{Day, FactKind, FeedKind, Name, SessionType, Source};

/// In the order in which a reader should meet them: what a manager owes the child and the worker
/// first, then what the law and guidance ask, then putting it on the file, then what only the
/// figures of a service show.
const ASSETS: [(&str, &str); 18] = [
    (
        "oversight.toml",
        include_str!("../../assets/rules/oversight.toml"),
    ),
    (
        "allocation.toml",
        include_str!("../../assets/rules/allocation.toml"),
    ),
    (
        "supervision.toml",
        include_str!("../../assets/rules/supervision.toml"),
    ),
    (
        "follow-through.toml",
        include_str!("../../assets/rules/follow-through.toml"),
    ),
    (
        "escalation.toml",
        include_str!("../../assets/rules/escalation.toml"),
    ),
    (
        "protection.toml",
        include_str!("../../assets/rules/protection.toml"),
    ),
    (
        "protection-further.toml",
        include_str!("../../assets/rules/protection-further.toml"),
    ),
    (
        "looked-after.toml",
        include_str!("../../assets/rules/looked-after.toml"),
    ),
    (
        "looked-after-further.toml",
        include_str!("../../assets/rules/looked-after-further.toml"),
    ),
    (
        "leaving-missing.toml",
        include_str!("../../assets/rules/leaving-missing.toml"),
    ),
    ("court.toml", include_str!("../../assets/rules/court.toml")),
    (
        "front-door.toml",
        include_str!("../../assets/rules/front-door.toml"),
    ),
    (
        "assessment.toml",
        include_str!("../../assets/rules/assessment.toml"),
    ),
    (
        "assessment-further.toml",
        include_str!("../../assets/rules/assessment-further.toml"),
    ),
    (
        "in-need.toml",
        include_str!("../../assets/rules/in-need.toml"),
    ),
    (
        "in-need-further.toml",
        include_str!("../../assets/rules/in-need-further.toml"),
    ),
    (
        "recording.toml",
        include_str!("../../assets/rules/recording.toml"),
    ),
    (
        "patterns.toml",
        include_str!("../../assets/rules/patterns.toml"),
    ),
];

/// How many of the assets, from the first, hold the rules of oversight.
const OVERSIGHT: usize = 5;

/// One of two ways to count a rule.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Basis {
    /// From the referral that led to the assessment.
    Referral,
    /// From the assessment's own start.
    AssessmentStart,
    /// From the rows of the list themselves.
    Rows,
    /// From a number that the list supplies.
    Field,
    /// On the as-at itself.
    AsAt,
    /// On the newest 31 March, for the year before it.
    Year,
}

impl Basis {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Referral => "referral",
            Self::AssessmentStart => "assessment_start",
            Self::Rows => "rows",
            Self::Field => "field",
            Self::AsAt => "as_at",
            Self::Year => "year",
        }
    }
}

/// A list whose rows are clocks.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum ClockRecord {
    Assessment,
    S47,
    Cin,
    CpPlan,
    Care,
    Referral,
    CinPlan,
    Placement,
    LegalStatus,
    Leaver,
    Missing,
    PreProceedings,
    EarlyHelp,
    /// From the notification of an arrangement to its end.
    PrivateFostering,
}

impl ClockRecord {
    pub const fn kind(self) -> FactKind {
        match self {
            Self::Assessment => FactKind::Assessment,
            Self::S47 => FactKind::Enquiry,
            Self::Cin => FactKind::Cin,
            Self::CpPlan => FactKind::CpPlan,
            Self::Care => FactKind::CarePeriod,
            Self::Referral => FactKind::Referral,
            Self::CinPlan => FactKind::CinPlan,
            Self::Placement => FactKind::Placement,
            Self::LegalStatus => FactKind::LegalPeriod,
            Self::Leaver => FactKind::Leaver,
            Self::Missing => FactKind::Missing,
            Self::PreProceedings => FactKind::PreProceedings,
            Self::EarlyHelp => FactKind::EarlyHelp,
            Self::PrivateFostering => FactKind::Happening,
        }
    }
}

/// From when on such a date belongs to this row and not to an earlier one.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Counted {
    #[default]
    OnStart,
    AfterStart,
}

/// Which of the intervals after the start the rule speaks about.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Stage {
    /// Every interval.
    Any,
    /// None has happened yet.
    First,
    /// The latest one was the first, judged by `first_within`.
    Second,
    /// Any later interval.
    Later,
}

/// Children for whom the clock does not run.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Except {
    Unborn,
    ShortBreaks,
}

/// A narrower choice of rows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Only {
    InNeedPlan,
    /// Under section 20.
    Accommodated,
    ShortBreaks,
    WithParents,
    Unregistered,
    /// More than a year in the placement, with long-term fostering as the plan.
    LongTermOverAYear,
    /// A care leaver who has not refused contact.
    InTouch,
}

/// What a person has to know beside the state.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum NoteIf {
    /// A longer interval may have been agreed.
    LongTermFostering,
}

/// An answer on the row that stops the clock without an end.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Waiver {
    ConferenceUnnecessary,
}

/// Whose case supervision a rule is about; every child stands in exactly one.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum ChainScope {
    LookedAfter,
    ProtectionPlan,
    InNeed,
    Leaver,
}

/// How a rule's clock runs.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(tag = "shape", rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Reckoning {
    /// Each row of a list is a clock from its start to its end.
    RecordToEnd {
        record: ClockRecord,
        #[serde(default)]
        bases: Vec<Basis>,
        waived_by: Option<Waiver>,
    },
    /// Each open row is a clock from the latest of something on it.
    SinceLatest(Latest),
    /// From the opening of the case from session to session.
    SessionChain { scope: ChainScope },
    /// From each worker's latest own session.
    WorkerSessions {},
    /// From each held session to the day on which it was put on the file.
    SessionRecorded {},
    /// Whether a row follows an earlier one of its kind.
    EarlierRecord {
        record: ClockRecord,
        window_months: u32,
        bases: Vec<Basis>,
    },
    /// Whether an open row names a worker.
    NamedWorker {
        record: ClockRecord,
        /// Words that say that a name in the worker's column is a duty desk.
        #[serde(default)]
        duty: Vec<String>,
    },
    /// From session to session of those in the assessed and supported year, by stages.
    StagedSessions { stages: Vec<StageLimit> },
    /// From a session that did not take place to the next that did.
    Rearranged {},
    /// Whether what is said to have been talked over shows on the child's file.
    ClaimedSessions { window_days: u32, at_least: u32 },
    /// What those found who read the records.
    ReadRecords {
        quality: ReadQuality,
        window_months: u32,
    },
    /// From the day on which the allocated worker went away to the day on which cover is named.
    WorkerAway {},
    /// How often the allocated worker changed.
    WorkerChanges { window_months: u32, at_least: u32 },
    /// From the authorisation of an assessment to a plan, a step-down or the closure.
    PlanAfterAssessment {},
    /// What became of each action that supervision set.
    Action {
        asks: ActionAsk,
        /// How often an action may be carried forward before it is asked about.
        #[serde(default)]
        carried: u32,
        /// How often is so often that a decision is called for.
        #[serde(default)]
        often: u32,
    },
    /// What became of each concern that was raised about a child's plan.
    Escalation {
        asks: EscalationAsk,
        /// Whose escalations; empty: everybody's.
        #[serde(default)]
        by: Vec<String>,
    },
    /// From the start of an open protection plan to the first challenge that is recorded.
    LongPlanChallenge {},
    /// From each key event to a recorded decision, which may have come some days before it.
    Decision {
        events: Vec<KeyEvent>,
        /// Calendar days before the event in which the decision may have been recorded.
        before: u32,
        /// Calendar days before the as-at: what happened earlier nobody decides on any more.
        recent: u32,
    },
    /// From the decision to begin pre-proceedings to the first thing that was done about it.
    PreProceedings {},
    /// Gaps that are older than so many times their limit and that no leader has answered. It is
    /// found where the answers are known, not by the engine.
    Unsighted { times: u32 },
    /// What only the figures of a whole service or team can show.
    Pattern {},
    /// Each of one thing is a clock to the first of another.
    FirstAfter(After),
    /// How long something has been open.
    Age(Age),
    /// How many there were lately.
    CountWithin(CountWithin),
    /// Whether one thing came soon after another.
    SoonAfter(SoonAfter),
    /// What was ticked on a row or at the latest visits.
    Answered {
        of: Asked,
        /// Below this age it does not apply.
        from_age: Option<u32>,
        /// Of how many of the latest visits one is enough.
        #[serde(default = "one")]
        last: u32,
    },
    /// Whether every review of an open plan was in time.
    AllReviews(AllReviews),
}

/// What is asked of an action.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum ActionAsk {
    DoneByItsDay,
    Dated,
    NotCarried,
    Mentioned,
}

/// What is asked of an escalation.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum EscalationAsk {
    AnsweredByItsDay,
    Resolved,
    Changed,
}

/// An event after which a manager's decision is expected on the file.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum KeyEvent {
    Referral,
    StrategyDiscussion,
    AssessmentEnd,
    PlanStart,
    PlanEnd,
    CareStart,
    PlacementChange,
    WorkerChange,
    MissingReturn,
    PreProceedings,
    Closure,
}

/// Within what limit something is due until a time after the start.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StageLimit {
    pub until: Limit,
    pub within: Limit,
}

/// A quality of a record that a reader rates.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum ReadQuality {
    Analysis,
    Challenge,
}

const fn one() -> u32 {
    1
}

impl Reckoning {
    /// The bases, the rule's own default first; empty for most rules.
    pub fn bases(&self) -> &[Basis] {
        match self {
            Self::RecordToEnd { bases, .. } | Self::EarlierRecord { bases, .. } => bases,
            Self::AllReviews(words) => &words.bases,
            _ => &[],
        }
    }

    /// The feed that would show that the clock was stopped.
    pub fn stopped_by(&self) -> FeedKind {
        match self {
            Self::SessionChain { .. }
            | Self::WorkerSessions {}
            | Self::SessionRecorded {}
            | Self::Decision { .. }
            | Self::StagedSessions { .. }
            | Self::Rearranged {}
            | Self::ClaimedSessions { .. } => FeedKind::Supervision,
            Self::Action { asks, .. } => match asks {
                ActionAsk::Mentioned => FeedKind::Supervision,
                _ => FeedKind::Actions,
            },
            Self::Escalation { .. } | Self::LongPlanChallenge {} => FeedKind::Escalations,
            Self::ReadRecords { .. } => FeedKind::Audits,
            Self::WorkerAway {} => FeedKind::Staff,
            Self::PreProceedings {}
            | Self::Unsighted { .. }
            | Self::Pattern {}
            | Self::WorkerChanges { .. }
            | Self::PlanAfterAssessment {} => FeedKind::Cases,
            _ => self
                .stops()
                .first()
                .and_then(|stream| stream.kinds().first())
                .map_or(FeedKind::Cases, |kind| FeedKind::of(*kind, Source::AnnexA)),
        }
    }

    /// Whether its clocks are those from an enquiry to the initial conference.
    pub const fn is_conference(&self) -> bool {
        matches!(
            self,
            Self::RecordToEnd {
                record: ClockRecord::S47,
                ..
            }
        )
    }

    /// The streams of which any one stops the clock; empty where a row's own end does.
    pub fn stops(&self) -> &[Stream] {
        match self {
            Self::SinceLatest(words) => std::slice::from_ref(&words.since),
            Self::FirstAfter(words) => &words.to,
            Self::Age(words) => &words.until,
            Self::CountWithin(words) => &words.unless,
            _ => &[],
        }
    }

    /// Every stream that it asks about.
    pub fn streams(&self) -> impl Iterator<Item = &Stream> {
        let inferred = match self {
            Self::FirstAfter(words) => words.or_inferred_from.as_slice(),
            _ => &[],
        };
        let own = match self {
            Self::FirstAfter(words) => Some(&words.from),
            Self::CountWithin(words) => Some(&words.of),
            Self::SoonAfter(words) => Some(&words.of),
            Self::AllReviews(_) => Some(&Stream::ReviewConference),
            _ => None,
        };
        self.stops().iter().chain(inferred).chain(own)
    }

    /// The kind of fact whose unusable rows would have been clocks of this rule.
    pub const fn kind(&self) -> Option<FactKind> {
        match self {
            Self::RecordToEnd { record, .. }
            | Self::EarlierRecord { record, .. }
            | Self::NamedWorker { record, .. } => Some(record.kind()),
            Self::SinceLatest(latest) => Some(latest.record.kind()),
            Self::SessionChain { scope } => Some(match scope {
                ChainScope::LookedAfter => FactKind::CarePeriod,
                ChainScope::ProtectionPlan => FactKind::CpPlan,
                ChainScope::InNeed => FactKind::Cin,
                ChainScope::Leaver => FactKind::Leaver,
            }),
            Self::SessionRecorded {} => Some(FactKind::Session),
            Self::Action {
                asks: ActionAsk::DoneByItsDay,
                ..
            } => Some(FactKind::Action),
            Self::Escalation {
                asks: EscalationAsk::Resolved,
                ..
            } => Some(FactKind::Escalation),
            Self::PreProceedings {} => Some(FactKind::PreProceedings),
            // A row that could not be used is told once, by the rules that clock its list.
            _ => None,
        }
    }

    /// The kinds of fact without any of which nothing can be told of anybody.
    pub const fn needs(&self) -> &'static [FactKind] {
        match self {
            Self::Action {
                asks: ActionAsk::Mentioned,
                ..
            } => &[FactKind::Action, FactKind::Session],
            Self::Action { .. } => &[FactKind::Action],
            Self::Escalation { .. } | Self::LongPlanChallenge {} => &[FactKind::Escalation],
            Self::PreProceedings {} => &[FactKind::PreProceedings],
            Self::Decision { .. } => &[FactKind::Session],
            _ => &[],
        }
    }
}

/// What stops the clock of a rule, of the things that a person can enter by hand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StoppedBy {
    /// A held session of a type that counts.
    Session,
    /// A visit at which the child was seen.
    Visit,
    /// A session's being put on the file.
    Recording,
    Other,
}

/// What stops the clock of the rule with this id.
#[must_use]
pub fn stopped_by(id: &str) -> StoppedBy {
    let known = definitions().iter().find(|one| one.rule.id == id);
    match known.map(|one| &one.reckoning) {
        Some(
            Reckoning::SessionChain { .. }
            | Reckoning::WorkerSessions {}
            | Reckoning::StagedSessions { .. }
            | Reckoning::Rearranged {},
        ) => StoppedBy::Session,
        Some(Reckoning::SessionRecorded {}) => StoppedBy::Recording,
        Some(Reckoning::SinceLatest(latest)) if latest.since.is_visit() => StoppedBy::Visit,
        _ => StoppedBy::Other,
    }
}

/// How many times its limit a gap has to be old for the rule with this id, where that is what the
/// rule asks.
#[must_use]
pub fn unsighted_after(id: &str) -> Option<u32> {
    let known = definitions().iter().find(|one| one.rule.id == id);
    match known.map(|one| &one.reckoning) {
        Some(Reckoning::Unsighted { times }) => Some(*times),
        _ => None,
    }
}

/// One sentence for each state, with places for the numbers.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Wording {
    pub overdue: String,
    pub late: String,
    pub due: String,
    pub met: String,
}

/// A rule as its asset defines it.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Definition {
    pub rule: Rule,
    pub reckoning: Reckoning,
    pub wording: Wording,
    pub examples: Vec<Example>,
    /// Events that, where somebody approved them, excuse that the clock was late.
    pub excused_by: Vec<Name>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asset {
    /// What its rules are about, as a heading.
    area: String,
    rule: Vec<RuleText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleText {
    id: String,
    kind: Kind,
    title: String,
    short: String,
    level: Level,
    status: String,
    mode: Mode,
    /// In words: what starts the clock, what stops it, and for whom it runs.
    #[serde(default)]
    trigger: String,
    #[serde(default)]
    stop: String,
    #[serde(default)]
    scope: String,
    limit: Option<Limit>,
    #[serde(default)]
    counts: Vec<String>,
    source: String,
    certainty: String,
    effective_from: Option<Day>,
    effective_to: Option<Day>,
    caution: Option<String>,
    needs: String,
    shown_by: String,
    /// Which complaint of inspectors the rule answers, by its number in complaints.toml.
    complaint: Option<u8>,
    standard: Option<String>,
    unconfirmed: Option<String>,
    #[serde(default)]
    edition: Vec<Edition>,
    reckoning: Reckoning,
    wording: Wording,
    #[serde(default)]
    excused_by: Vec<String>,
    #[serde(default)]
    example: Vec<Example>,
}

/// The type of session that goes by this word in a policy.
pub(super) fn session_type(word: &str) -> Option<SessionType> {
    SessionType::ALL
        .into_iter()
        .find(|kind| kind.word() == word)
}

impl RuleText {
    fn define(self, area: &str) -> Result<Definition, String> {
        let counts = self
            .counts
            .iter()
            .map(|word| {
                session_type(word).ok_or_else(|| format!("{}: no session type {word:?}", self.id))
            })
            .collect::<Result<Vec<_>, String>>()?;
        let bases = self.reckoning.bases().iter().map(|basis| basis.word());
        Ok(Definition {
            rule: Rule {
                key: self.id.clone(),
                id: self.id,
                kind: self.kind,
                title: self.title,
                short: self.short,
                level: self.level,
                status: self.status,
                mode: self.mode,
                trigger: self.trigger,
                stop: self.stop,
                scope: self.scope,
                limit: self.limit,
                months: Months::Calendar,
                grace: 0,
                counts,
                basis: bases.clone().next().map(str::to_owned),
                bases: bases.collect(),
                source: self.source,
                certainty: self.certainty,
                effective_from: self.effective_from,
                effective_to: self.effective_to,
                caution: self.caution,
                needs: self.needs,
                shown_by: self.shown_by,
                complaint: self.complaint,
                feed: self.reckoning.stopped_by(),
                area: area.to_owned(),
                standard: self.standard,
                editions: self.edition,
                unconfirmed: self.unconfirmed,
                confirmed: None,
                evidence: None,
                teams: Teams::default(),
            },
            reckoning: self.reckoning,
            wording: self.wording,
            examples: self.example,
            excused_by: self.excused_by.into_iter().map(Name::from).collect(),
        })
    }
}

/// Reads every asset; the error names the file. The rules of oversight stand in the order of what
/// inspectors name most, all others in the order of their files.
pub(super) fn read_assets() -> Result<Vec<Definition>, String> {
    let (mut oversight, mut others) = (Vec::new(), Vec::new());
    for (place, (file, text)) in ASSETS.into_iter().enumerate() {
        let asset: Asset = toml::from_str(text).map_err(|error| format!("{file}: {error}"))?;
        for rule in asset.rule {
            let known = rule
                .define(&asset.area)
                .map_err(|error| format!("{file}: {error}"))?;
            if place < OVERSIGHT {
                oversight.push(known);
            } else {
                others.push(known);
            }
        }
    }
    // Stable: what is named as often stays in the order of the file.
    oversight.sort_by_key(|known| std::cmp::Reverse(complaint(&known.rule).map(Complaint::weight)));
    oversight.extend(others);
    Ok(oversight)
}

/// The embedded definitions in the order of the book.
pub(super) fn definitions() -> &'static [Definition] {
    static READ: LazyLock<Vec<Definition>> = LazyLock::new(|| read_assets().unwrap_or_default());
    &READ
}

/// The worked examples of the rule with this id, worked out now. One that cannot be read is left
/// out; a test refuses such an asset.
#[must_use]
pub fn worked_examples(id: &str) -> Vec<Worked> {
    let examples = definition(id).map_or(&[][..], |one| &one.examples);
    let worked = examples.iter().map(|example| example.work(id));
    worked.filter_map(Result::ok).collect()
}

fn definition(id: &str) -> Option<&'static Definition> {
    definitions().iter().find(|one| one.rule.id == id)
}
