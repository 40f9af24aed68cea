//! The small vocabulary in which an asset declares how its clock runs, and the reader of assets.
//!
//! The engine interprets these words and never an id: a rule that can be said in them needs no
//! code. A malformed asset leaves the book without rules, which a test refuses.

use std::sync::LazyLock;

use serde::Deserialize;

use super::{Kind, Level, Limit, Mode, Months, Rule};
use crate::model::{Day, FactKind, FeedKind, SessionType};

/// In the order in which a reader should meet them: what a manager owes the child and the worker
/// first, then what the law and guidance ask, then putting it on the file.
const ASSETS: [(&str, &str); 6] = [
    (
        "oversight.toml",
        include_str!("../../assets/rules/oversight.toml"),
    ),
    (
        "protection.toml",
        include_str!("../../assets/rules/protection.toml"),
    ),
    (
        "looked-after.toml",
        include_str!("../../assets/rules/looked-after.toml"),
    ),
    (
        "assessment.toml",
        include_str!("../../assets/rules/assessment.toml"),
    ),
    (
        "in-need.toml",
        include_str!("../../assets/rules/in-need.toml"),
    ),
    (
        "recording.toml",
        include_str!("../../assets/rules/recording.toml"),
    ),
];

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
}

impl Basis {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Referral => "referral",
            Self::AssessmentStart => "assessment_start",
            Self::Rows => "rows",
            Self::Field => "field",
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
        }
    }
}

/// The column of a row that holds the latest of something.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Since {
    Review,
    Visit,
    Seen,
}

/// From when on such a date belongs to this row and not to an earlier one.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Counted {
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
    NamedWorker { record: ClockRecord },
}

/// The words of [`Reckoning::SinceLatest`].
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Latest {
    pub record: ClockRecord,
    pub since: Since,
    pub counted: Counted,
    pub stage: Stage,
    pub first_within: Option<Limit>,
    pub only: Option<Only>,
    #[serde(default)]
    pub except: Vec<Except>,
}

impl Reckoning {
    /// The bases, the rule's own default first; empty for most rules.
    pub fn bases(&self) -> &[Basis] {
        match self {
            Self::RecordToEnd { bases, .. } | Self::EarlierRecord { bases, .. } => bases,
            _ => &[],
        }
    }

    /// The feed that would show that the clock was stopped.
    pub const fn stopped_by(&self) -> FeedKind {
        match self {
            Self::SessionChain { .. } | Self::WorkerSessions {} | Self::SessionRecorded {} => {
                FeedKind::Supervision
            }
            Self::RecordToEnd { .. }
            | Self::SinceLatest(_)
            | Self::EarlierRecord { .. }
            | Self::NamedWorker { .. } => FeedKind::Cases,
        }
    }

    /// The kind of fact whose unusable rows would have been clocks of this rule.
    pub const fn kind(&self) -> Option<FactKind> {
        match self {
            Self::RecordToEnd { record, .. }
            | Self::EarlierRecord { record, .. }
            | Self::NamedWorker { record } => Some(record.kind()),
            Self::SinceLatest(latest) => Some(latest.record.kind()),
            Self::SessionChain { scope } => Some(match scope {
                ChainScope::LookedAfter => FactKind::CarePeriod,
                ChainScope::ProtectionPlan => FactKind::CpPlan,
                ChainScope::InNeed => FactKind::Cin,
            }),
            Self::SessionRecorded {} => Some(FactKind::Session),
            Self::WorkerSessions {} => None,
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
        Some(Reckoning::SessionChain { .. } | Reckoning::WorkerSessions {}) => StoppedBy::Session,
        Some(Reckoning::SessionRecorded {}) => StoppedBy::Recording,
        Some(Reckoning::SinceLatest(latest)) if latest.since != Since::Review => StoppedBy::Visit,
        _ => StoppedBy::Other,
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
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asset {
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
    reckoning: Reckoning,
    wording: Wording,
}

/// The type of session that goes by this word in a policy.
pub(super) fn session_type(word: &str) -> Option<SessionType> {
    SessionType::ALL
        .into_iter()
        .find(|kind| kind.word() == word)
}

impl RuleText {
    fn define(self) -> Result<Definition, String> {
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
                feed: self.reckoning.stopped_by(),
            },
            reckoning: self.reckoning,
            wording: self.wording,
        })
    }
}

/// Reads every asset; the error names the file.
pub(super) fn read_assets() -> Result<Vec<Definition>, String> {
    let mut all = Vec::new();
    for (file, text) in ASSETS {
        let asset: Asset = toml::from_str(text).map_err(|error| format!("{file}: {error}"))?;
        for rule in asset.rule {
            all.push(rule.define().map_err(|error| format!("{file}: {error}"))?);
        }
    }
    Ok(all)
}

/// The embedded definitions in the order of the book.
pub(super) fn definitions() -> &'static [Definition] {
    static READ: LazyLock<Vec<Definition>> = LazyLock::new(|| read_assets().unwrap_or_default());
    &READ
}
