//! How a record lies in the columns of `fact`: with `row_further` the only place that knows.

use crate::model::{
    ActionsReviewed, Adopter, Adoption, Answer, CarePeriod, CaseStatus, CinEpisode, Closure,
    Contact, CpPlan, Dated, Day, EarlyHelp, Enquiry, FactKind, FamilyLink, Handler, Leaver,
    LegalStatus, Meeting, Name, Permanence, Person, PlacementKind, Rating, Record, Referral,
    Session, SessionStatus, SessionType, SocialWorkAssessment,
};

/// "No day" in a key, "unreadable" in a date column.
pub(super) const NO_DAY: i64 = i32::MIN as i64;

/// The columns of one version of a fact, beside its key and its history.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Row {
    pub end: Option<i64>,
    pub seen: Option<i64>,
    pub review: Option<i64>,
    pub extra: Option<i64>,
    pub code: i64,
    pub flags: i64,
    pub amount: Option<i64>,
    pub team: Option<i64>,
    pub worker: Option<i64>,
    pub supervisor: Option<i64>,
    pub family: Option<i64>,
    /// Another row's own id.
    pub link: Option<Name>,
    pub details: Option<Name>,
}

/// A date as its column holds it.
pub(super) fn put(date: Dated) -> Option<i64> {
    match date {
        Dated::Blank => None,
        Dated::On(day) => Some(day.number().into()),
        Dated::Unreadable => Some(NO_DAY),
    }
}

/// A date from its column.
pub(super) fn take(column: Option<i64>) -> Dated {
    match column {
        None => Dated::Blank,
        Some(NO_DAY) => Dated::Unreadable,
        Some(number) => {
            i32::try_from(number).map_or(Dated::Unreadable, |n| Dated::On(Day::from_number(n)))
        }
    }
}

/// The key's day from its column.
pub(super) fn day(column: i64) -> Option<Day> {
    take(Some(column)).day()
}

pub(super) const fn answer_code(answer: Answer) -> i64 {
    match answer {
        Answer::Blank => 0,
        Answer::Yes => 1,
        Answer::No => 2,
        Answer::Unknown => 3,
    }
}

pub(super) const fn answer(code: i64) -> Answer {
    match code {
        1 => Answer::Yes,
        2 => Answer::No,
        3 => Answer::Unknown,
        _ => Answer::Blank,
    }
}

/// A number of two bits or more within the flags.
pub(super) const fn bits(flags: i64, shift: u32, mask: i64) -> i64 {
    (flags >> shift) & mask
}

/// One of a list of meanings, by the number that stands for it.
macro_rules! numbered {
    ($all:expr, $number:expr) => {
        $all.into_iter()
            .find(|one| i64::from(*one as u8) == $number)
    };
}
pub(super) use numbered;

const STATUSES: [CaseStatus; 6] = [
    CaseStatus::Unknown,
    CaseStatus::LookedAfter,
    CaseStatus::ProtectionPlan,
    CaseStatus::InNeedPlan,
    CaseStatus::OpenAssessment,
    CaseStatus::Closed,
];

/// Looks a name up, or makes a number for it.
pub(super) trait Names {
    fn number(&mut self, name: &Name) -> rusqlite::Result<i64>;
}

pub(super) fn number(names: &mut dyn Names, name: Option<&Name>) -> rusqlite::Result<Option<i64>> {
    name.map(|name| names.number(name)).transpose()
}

impl Row {
    pub(super) fn handled(
        mut self,
        handler: &Handler,
        names: &mut dyn Names,
    ) -> rusqlite::Result<Self> {
        self.team = number(names, handler.team.as_ref())?;
        self.worker = number(names, handler.worker.as_ref())?;
        Ok(self)
    }

    /// Lays a record into columns.
    pub fn lay(
        record: &Record,
        details: Option<&Name>,
        names: &mut dyn Names,
    ) -> rusqlite::Result<Self> {
        let mut row = Self {
            details: details.cloned(),
            end: put(record.end()),
            ..Self::default()
        };
        match record {
            Record::Person(x) => {
                row.end = put(x.birth.into());
                row.seen = put(x.died.into());
                row.code = answer_code(x.expected);
            }
            Record::Family(x) => row.family = Some(names.number(&x.family)?),
            Record::Contact(_) | Record::EarlyHelp(_) | Record::Adoption(_) => {}
            Record::Adopter(x) => row.extra = put(x.enquired),
            Record::Referral(x) => {
                row.code = answer_code(x.no_further_action);
                row.amount = x.earlier_in_12_months.map(i64::from);
                return row.handled(&x.handler, names);
            }
            Record::Assessment(x) => {
                row.code = answer_code(x.child_seen);
                row.flags = answer_code(x.needs_support);
                return row.handled(&x.handler, names);
            }
            Record::Enquiry(x) => {
                row.code = answer_code(x.conference_unnecessary);
                row.flags = answer_code(x.plan_made) + 4 * answer_code(x.no_further_action);
                row.extra = put(x.ended);
                return row.handled(&x.handler, names);
            }
            Record::Cin(x) => {
                row.seen = put(x.last_seen);
                row.code = (0..)
                    .zip(STATUSES)
                    .find(|(_, s)| *s == x.status)
                    .map_or(0, |(n, _)| n);
                row.flags = i64::from(x.closure as u8);
                return row.handled(&x.handler, names);
            }
            Record::CpPlan(x) => {
                row.seen = put(x.last_visit);
                row.review = put(x.latest_review);
                row.code = answer_code(x.seen_alone);
                row.amount = x.earlier_plans.map(i64::from);
                return row.handled(&x.handler, names);
            }
            Record::CarePeriod(x) => {
                row.seen = put(x.last_visit);
                row.review = put(x.latest_review);
                row.extra = put(x.placement_start);
                row.code = i64::from(x.legal_status as u8);
                row.flags = i64::from(x.placement as u8)
                    + 16 * i64::from(x.permanence as u8)
                    + 256 * answer_code(x.out_of_area);
                row.amount = x.placements_in_year.map(i64::from);
                return row.handled(&x.handler, names);
            }
            Record::Leaver(x) => {
                row.review = put(x.pathway_review);
                row.seen = put(x.last_contact);
                row.code = answer_code(x.in_touch);
                row.supervisor = number(names, x.adviser.as_ref())?;
                return row.handled(&x.handler, names);
            }
            Record::Session(x) => return row.session(x, names),
            further => return row.lay_further(further, names),
        }
        Ok(row)
    }

    fn session(mut self, x: &Session, names: &mut dyn Names) -> rusqlite::Result<Self> {
        self.end = put(x.recorded);
        self.review = put(x.next_due);
        self.code = i64::from(x.kind as u8);
        self.flags = i64::from(x.status as u8)
            + 16 * answer_code(x.meeting.decision_recorded)
            + 64 * answer_code(x.meeting.decision_rationale)
            + (i64::from(x.meeting.reflection as u8) << 8)
            + (i64::from(x.meeting.challenge as u8) << 11)
            + (i64::from(x.meeting.actions_reviewed as u8) << 14)
            + (answer_code(x.meeting.risk_reviewed) << 17)
            + (answer_code(x.meeting.child_voice) << 19);
        self.link.clone_from(&x.id);
        self.amount = x.meeting.actions_outstanding.map(i64::from);
        self.team = number(names, x.team.as_ref())?;
        self.worker = number(names, x.worker.as_ref())?;
        self.supervisor = number(names, x.supervisor.as_ref())?;
        Ok(self)
    }

    /// Reads a record back. `name` gives the text of a number.
    pub fn read(
        &self,
        kind: FactKind,
        start: i64,
        name: &dyn Fn(i64) -> Option<Name>,
    ) -> Option<Record> {
        let text = |id: Option<i64>| id.and_then(name);
        let handler = || Handler {
            team: text(self.team),
            worker: text(self.worker),
        };
        let amount = self.amount.and_then(|n| u16::try_from(n).ok());
        let start = day(start);
        Some(match kind {
            FactKind::Person => Record::Person(Person {
                birth: take(self.end).day(),
                died: take(self.seen).day(),
                expected: answer(self.code),
            }),
            FactKind::Family => Record::Family(FamilyLink {
                family: text(self.family)?,
            }),
            FactKind::Contact => Record::Contact(Contact { on: start? }),
            FactKind::EarlyHelp => Record::EarlyHelp(EarlyHelp {
                start: start?,
                end: take(self.end),
            }),
            FactKind::Adoption => Record::Adoption(Adoption { decided: start? }),
            FactKind::Adopter => Record::Adopter(Adopter {
                enquired: take(self.extra),
            }),
            FactKind::Referral => Record::Referral(Referral {
                on: start?,
                no_further_action: answer(self.code),
                earlier_in_12_months: amount,
                handler: handler(),
            }),
            FactKind::Assessment => Record::Assessment(SocialWorkAssessment {
                start: start?,
                authorised: take(self.end),
                child_seen: answer(self.code),
                needs_support: answer(self.flags),
                handler: handler(),
            }),
            FactKind::Enquiry => Record::Enquiry(Enquiry {
                strategy_discussion: start?,
                conference_unnecessary: answer(self.code),
                conference: take(self.end),
                plan_made: answer(bits(self.flags, 0, 3)),
                ended: take(self.extra),
                no_further_action: answer(bits(self.flags, 2, 3)),
                handler: handler(),
            }),
            FactKind::Cin => Record::Cin(CinEpisode {
                start: start?,
                end: take(self.end),
                last_seen: take(self.seen),
                status: usize::try_from(self.code)
                    .ok()
                    .and_then(|i| STATUSES.get(i))
                    .copied()
                    .unwrap_or_default(),
                closure: numbered!(Closure::ALL, self.flags).unwrap_or_default(),
                handler: handler(),
            }),
            FactKind::CpPlan => Record::CpPlan(CpPlan {
                start: start?,
                end: take(self.end),
                last_visit: take(self.seen),
                latest_review: take(self.review),
                seen_alone: answer(self.code),
                earlier_plans: amount,
                handler: handler(),
            }),
            FactKind::CarePeriod => Record::CarePeriod(CarePeriod {
                start: start?,
                end: take(self.end),
                last_visit: take(self.seen),
                latest_review: take(self.review),
                legal_status: numbered!(LegalStatus::ALL, self.code).unwrap_or_default(),
                placement_start: take(self.extra),
                placement: numbered!(PlacementKind::ALL, bits(self.flags, 0, 15))
                    .unwrap_or_default(),
                permanence: numbered!(Permanence::ALL, bits(self.flags, 4, 15)).unwrap_or_default(),
                out_of_area: answer(bits(self.flags, 8, 3)),
                placements_in_year: amount,
                handler: handler(),
            }),
            FactKind::Leaver => Record::Leaver(Leaver {
                pathway_review: take(self.review),
                last_contact: take(self.seen),
                in_touch: answer(self.code),
                adviser: text(self.supervisor),
                handler: handler(),
            }),
            FactKind::Session => Record::Session(self.read_session(start?, name)),
            further => return self.read_further(further, start, name),
        })
    }

    fn read_session(&self, on: Day, name: &dyn Fn(i64) -> Option<Name>) -> Session {
        Session {
            on,
            kind: SessionType::ALL
                .into_iter()
                .find(|k| i64::from(*k as u8) == self.code)
                .unwrap_or(SessionType::Other),
            status: SessionStatus::ALL
                .into_iter()
                .find(|s| i64::from(*s as u8) == self.flags % 16)
                .unwrap_or(SessionStatus::Unknown),
            worker: self.worker.and_then(name),
            supervisor: self.supervisor.and_then(name),
            team: self.team.and_then(name),
            recorded: take(self.end),
            next_due: take(self.review),
            meeting: Meeting {
                decision_recorded: answer(self.flags / 16 % 4),
                decision_rationale: answer(self.flags / 64 % 4),
                actions_outstanding: self.amount.and_then(|n| u16::try_from(n).ok()),
                reflection: numbered!(Rating::ALL, bits(self.flags, 8, 7)).unwrap_or_default(),
                challenge: numbered!(Rating::ALL, bits(self.flags, 11, 7)).unwrap_or_default(),
                actions_reviewed: numbered!(ActionsReviewed::ALL, bits(self.flags, 14, 7))
                    .unwrap_or_default(),
                risk_reviewed: answer(bits(self.flags, 17, 3)),
                child_voice: answer(bits(self.flags, 19, 3)),
            },
            id: self.link.clone(),
        }
    }
}
