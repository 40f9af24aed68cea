//! How the records beyond Annex A and supervision lie in the columns of `fact`.

use super::row::{Names, Row, answer, answer_code, bits, number, numbered, put, take};
use crate::model::{
    Absence, Action, ActionStatus, Audit, CareCheck, CareReview, Checked, CinPlan, Conference, Day,
    Escalation, FactKind, Handler, Happening, HappeningStatus, InvolvedAs, Involvement,
    LegalPeriod, LegalStatus, Liberty, Missing, Name, Placement, PlacementKind, PreProceedings,
    RaisedBy, Rating, Ratings, Record, ReviewConference, Staff, StaffRole, SupervisorLink, Visit,
    VisitTo,
};

impl Row {
    /// Lays a record into columns; the end is in its place already.
    pub(super) fn lay_further(
        self,
        record: &Record,
        names: &mut dyn Names,
    ) -> rusqlite::Result<Self> {
        match record {
            Record::Action(_) | Record::Escalation(_) | Record::Audit(_) => {
                self.lay_oversight(record, names)
            }
            Record::Staff(_) | Record::Absence(_) | Record::Supervisor(_) => {
                self.lay_staff(record, names)
            }
            _ => self.lay_event(record, names),
        }
    }

    fn lay_event(mut self, record: &Record, names: &mut dyn Names) -> rusqlite::Result<Self> {
        match record {
            Record::Visit(x) => {
                self.code = i64::from(x.to as u8);
                self.flags =
                    answer_code(x.seen) + 4 * answer_code(x.alone) + 16 * answer_code(x.bedroom);
            }
            Record::Conference(x) => {
                self.review = put(x.supplied_due);
                self.flags = answer_code(x.transfer_in) + 4 * answer_code(x.plan_made);
            }
            Record::ReviewConference(x) => {
                self.review = put(x.supplied_due);
                self.flags = answer_code(x.quorate);
            }
            Record::CareReview(x) => {
                self.review = put(x.supplied_due);
                self.flags = answer_code(x.cancelled);
            }
            Record::CinPlan(x) => return self.handled(&x.handler, names),
            Record::Placement(x) => {
                self.code = i64::from(x.kind as u8);
                self.flags = answer_code(x.out_of_area);
            }
            Record::LegalPeriod(x) => self.code = i64::from(x.status as u8),
            Record::Involvement(x) => {
                self.code = i64::from(x.role as u8);
                return self.handled(&x.handler, names);
            }
            Record::Missing(x) => {
                self.flags =
                    answer_code(x.interview_offered) + 4 * answer_code(x.interview_accepted);
            }
            Record::PreProceedings(x) => {
                self.review = put(x.first_meeting);
                self.extra = put(x.letter);
            }
            Record::CareCheck(x) => self.code = i64::from(x.what as u8),
            Record::Happening(x) => {
                self.code = i64::from(x.status as u8);
                self.link = Some(x.what.clone());
                self.supervisor = number(names, x.approved_by.as_ref())?;
                return self.handled(&x.handler, names);
            }
            _ => {}
        }
        Ok(self)
    }

    fn lay_oversight(mut self, record: &Record, names: &mut dyn Names) -> rusqlite::Result<Self> {
        match record {
            Record::Action(x) => {
                self.review = put(x.due);
                self.code = i64::from(x.status as u8);
                self.amount = x.carry_count.map(i64::from);
                self.worker = number(names, x.owner.as_ref())?;
                self.link = both(x.session.as_ref(), x.carried_from.as_ref());
            }
            Record::Escalation(x) => {
                self.review = put(x.stage_due);
                self.seen = put(x.stage_answered);
                self.code = i64::from(x.by as u8);
                self.flags = answer_code(x.changed_for_child) + 4 * answer_code(x.cafcass);
            }
            Record::Audit(x) => {
                self.review = put(x.remedial_due);
                self.extra = put(x.reaudit_due);
                self.flags = (0_u32..)
                    .zip(x.ratings.all())
                    .map(|(place, rating)| i64::from(rating as u8) << (3 * place))
                    .sum();
                self.link.clone_from(&x.reader);
            }
            _ => {}
        }
        Ok(self)
    }

    fn lay_staff(mut self, record: &Record, names: &mut dyn Names) -> rusqlite::Result<Self> {
        match record {
            Record::Staff(x) => {
                self.code = i64::from(x.role as u8);
                self.flags = answer_code(x.agency);
                self.amount = x.fte.map(i64::from);
                self.seen = put(x.started);
                self.review = put(x.asye_start);
                self.extra = put(x.asye_end);
                self.worker = Some(names.number(&x.worker)?);
                self.team = number(names, x.team.as_ref())?;
                self.supervisor = number(names, x.supervisor.as_ref())?;
            }
            Record::Absence(x) => {
                self.worker = Some(names.number(&x.worker)?);
                self.supervisor = number(names, x.cover.as_ref())?;
            }
            Record::Supervisor(x) => {
                self.worker = Some(names.number(&x.worker)?);
                self.supervisor = Some(names.number(&x.supervisor)?);
            }
            _ => {}
        }
        Ok(self)
    }

    /// Reads a record back; `None` for a row that its kind cannot be read from.
    pub(super) fn read_further(
        &self,
        kind: FactKind,
        start: Option<Day>,
        name: &dyn Fn(i64) -> Option<Name>,
    ) -> Option<Record> {
        match kind {
            FactKind::Action | FactKind::Escalation | FactKind::Audit => {
                self.read_oversight(kind, start?, name)
            }
            FactKind::Staff | FactKind::Absence | FactKind::Supervisor => {
                self.read_staff(kind, start, name)
            }
            _ => self.read_event(kind, start?, name),
        }
    }

    fn read_event(
        &self,
        kind: FactKind,
        start: Day,
        name: &dyn Fn(i64) -> Option<Name>,
    ) -> Option<Record> {
        let handler = || Handler {
            team: self.team.and_then(name),
            worker: self.worker.and_then(name),
        };
        let said = |shift| answer(bits(self.flags, shift, 3));
        Some(match kind {
            FactKind::Visit => Record::Visit(Visit {
                on: start,
                to: numbered!(VisitTo::ALL, self.code).unwrap_or_default(),
                seen: said(0),
                alone: said(2),
                bedroom: said(4),
            }),
            FactKind::Conference => Record::Conference(Conference {
                on: start,
                transfer_in: said(0),
                plan_made: said(2),
                supplied_due: take(self.review),
            }),
            FactKind::ReviewConference => Record::ReviewConference(ReviewConference {
                on: start,
                quorate: said(0),
                supplied_due: take(self.review),
            }),
            FactKind::CareReview => Record::CareReview(CareReview {
                on: start,
                cancelled: said(0),
                supplied_due: take(self.review),
            }),
            FactKind::CinPlan => Record::CinPlan(CinPlan {
                start,
                end: take(self.end),
                handler: handler(),
            }),
            FactKind::Placement => Record::Placement(Placement {
                start,
                end: take(self.end),
                kind: numbered!(PlacementKind::ALL, self.code).unwrap_or_default(),
                out_of_area: said(0),
            }),
            FactKind::LegalPeriod => Record::LegalPeriod(LegalPeriod {
                start,
                end: take(self.end),
                status: numbered!(LegalStatus::ALL, self.code).unwrap_or_default(),
            }),
            FactKind::Involvement => Record::Involvement(Involvement {
                start,
                end: take(self.end),
                role: numbered!(InvolvedAs::ALL, self.code).unwrap_or_default(),
                handler: handler(),
            }),
            FactKind::Missing => Record::Missing(Missing {
                start,
                end: take(self.end),
                interview_offered: said(0),
                interview_accepted: said(2),
            }),
            FactKind::PreProceedings => Record::PreProceedings(PreProceedings {
                decided: start,
                letter: take(self.extra),
                first_meeting: take(self.review),
                ended: take(self.end),
            }),
            FactKind::Liberty => Record::Liberty(Liberty {
                start,
                end: take(self.end),
            }),
            FactKind::CareCheck => Record::CareCheck(CareCheck {
                on: start,
                what: numbered!(Checked::ALL, self.code)?,
            }),
            FactKind::Happening => Record::Happening(Happening {
                on: start,
                what: self.link.clone()?,
                status: numbered!(HappeningStatus::ALL, self.code).unwrap_or_default(),
                approved_by: self.supervisor.and_then(name),
                handler: handler(),
            }),
            _ => return None,
        })
    }

    fn read_oversight(
        &self,
        kind: FactKind,
        start: Day,
        name: &dyn Fn(i64) -> Option<Name>,
    ) -> Option<Record> {
        Some(match kind {
            FactKind::Action => {
                let (session, carried_from) = apart(self.link.as_deref());
                Record::Action(Action {
                    set: start,
                    due: take(self.review),
                    done: take(self.end),
                    status: numbered!(ActionStatus::ALL, self.code).unwrap_or_default(),
                    owner: self.worker.and_then(name),
                    session,
                    carried_from,
                    carry_count: self.amount.and_then(|count| u16::try_from(count).ok()),
                })
            }
            FactKind::Escalation => Record::Escalation(Escalation {
                raised: start,
                by: numbered!(RaisedBy::ALL, self.code).unwrap_or_default(),
                stage_due: take(self.review),
                stage_answered: take(self.seen),
                resolved: take(self.end),
                changed_for_child: answer(bits(self.flags, 0, 3)),
                cafcass: answer(bits(self.flags, 2, 3)),
            }),
            FactKind::Audit => Record::Audit(Audit {
                on: start,
                reader: self.link.clone(),
                ratings: Ratings::of([0, 1, 2, 3, 4, 5, 6].map(|place| {
                    numbered!(Rating::ALL, bits(self.flags, 3 * place, 7)).unwrap_or_default()
                })),
                remedial_due: take(self.review),
                remedial_done: take(self.end),
                reaudit_due: take(self.extra),
            }),
            _ => return None,
        })
    }

    fn read_staff(
        &self,
        kind: FactKind,
        start: Option<Day>,
        name: &dyn Fn(i64) -> Option<Name>,
    ) -> Option<Record> {
        let worker = self.worker.and_then(name)?;
        let supervisor = self.supervisor.and_then(name);
        Some(match kind {
            FactKind::Staff => Record::Staff(Staff {
                worker,
                role: numbered!(StaffRole::ALL, self.code).unwrap_or_default(),
                team: self.team.and_then(name),
                started: take(self.seen),
                left: take(self.end),
                asye_start: take(self.review),
                asye_end: take(self.extra),
                fte: self.amount.and_then(|count| u16::try_from(count).ok()),
                agency: answer(self.flags),
                supervisor,
            }),
            FactKind::Absence => Record::Absence(Absence {
                worker,
                from: start?,
                to: take(self.end),
                cover: supervisor,
            }),
            FactKind::Supervisor => Record::Supervisor(SupervisorLink {
                worker,
                supervisor: supervisor?,
                from: start.into(),
                to: take(self.end),
            }),
            _ => return None,
        })
    }
}

/// Two ids in one column; no id holds a line break.
fn both(session: Option<&Name>, carried: Option<&Name>) -> Option<Name> {
    if session.is_none() && carried.is_none() {
        return None;
    }
    let text = |name: Option<&Name>| name.map_or("", |name| name.as_ref()).to_owned();
    Some(Name::from(format!("{}\n{}", text(session), text(carried))))
}

fn apart(link: Option<&str>) -> (Option<Name>, Option<Name>) {
    let (session, carried) = link
        .and_then(|text| text.split_once('\n'))
        .unwrap_or_default();
    let name = |text: &str| (!text.is_empty()).then(|| Name::from(text));
    (name(session), name(carried))
}
