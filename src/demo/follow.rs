//! What supervision led to: actions that are done, forgotten or carried on; challenge by reviewing
//! officers; core groups and decisions; records that somebody read; who was away.
//!
//! It draws from a stream of chance of its own, so that the stories of families stay as they are.

use crate::model::{
    Absence, Action, ActionStatus, ActionsReviewed, Answer, Audit, Dated, Day, Escalation, Handler,
    Happening, HappeningStatus, Name, RaisedBy, Rating, Ratings, Record, SessionStatus,
    SessionType, Staff, StaffRole,
};

use super::{
    chance::Chance,
    journey::Family,
    oversight::{Setting, Sitting},
    service::Service,
    weekday, weekdays_after,
};

/// One row of a council's own exports as it went in the end.
pub(super) struct Row {
    pub(super) reference: Name,
    record: Record,
    /// The day on which another took its place.
    replaced: Option<Day>,
}

/// Days before the newest extract from which actions are followed.
const FOLLOWED: i32 = 120;

fn past(day: Dated, as_at: Day) -> Dated {
    day.day().filter(|day| *day <= as_at).into()
}

impl Row {
    fn new(reference: &str, record: Record) -> Self {
        Self {
            reference: reference.into(),
            record,
            replaced: None,
        }
    }

    /// What an export of this day says; `None` before it began.
    pub(super) fn seen_on(&self, as_at: Day) -> Option<Record> {
        if self.record.start().is_some_and(|start| start > as_at) {
            return None;
        }
        let mut record = self.record.clone();
        match &mut record {
            Record::Action(action) => {
                action.done = past(action.done, as_at);
                let replaced = self.replaced.is_some_and(|day| day <= as_at);
                action.status = match action.done {
                    Dated::On(_) => ActionStatus::Complete,
                    _ if replaced => ActionStatus::Superseded,
                    _ => ActionStatus::Open,
                };
            }
            Record::Escalation(raised) => {
                raised.stage_answered = past(raised.stage_answered, as_at);
                raised.resolved = past(raised.resolved, as_at);
                if raised.resolved == Dated::Blank {
                    raised.changed_for_child = Answer::Blank;
                }
            }
            Record::Absence(away) => away.to = past(away.to, as_at),
            Record::Staff(staff) => staff.left = past(staff.left, as_at),
            _ => {}
        }
        Some(record)
    }
}

/// Everything that followed from oversight of this family. Its sessions learn what they went
/// through.
pub(super) fn of_family(
    number: u32,
    family: &Family,
    sittings: &mut [Sitting],
    setting: &Setting<'_>,
) -> Vec<Row> {
    let mut chance = Chance::of(setting.seed ^ 0xF0_110F, u64::from(number));
    let mut rows = Vec::new();
    actions(
        (number, family),
        sittings,
        setting,
        (&mut rows, &mut chance),
    );
    events(family, setting, &mut rows, &mut chance);
    escalations((number, family), setting, &mut rows, &mut chance);
    if family.is_open() && chance.percent(6) {
        let on = weekday(setting.as_at.plus_days(-chance.between(6, 90)));
        rows.push(Row::new(&format!("R{number}"), read(on, &mut chance)));
    }
    rows
}

/// An action that waits for the next session.
struct Waiting {
    /// Its place among the rows.
    place: usize,
    due: Option<Day>,
}

fn actions(
    (number, family): (u32, &Family),
    sittings: &mut [Sitting],
    setting: &Setting<'_>,
    (rows, chance): (&mut Vec<Row>, &mut Chance),
) {
    let practice = Service::practice(family.allocation.team);
    let from = setting.as_at.plus_days(-FOLLOWED);
    let mut waiting: Vec<Waiting> = Vec::new();
    for sitting in sittings.iter_mut() {
        let session = &mut sitting.session;
        let counts = matches!(
            session.kind,
            SessionType::CaseSupervision | SessionType::GroupReflective
        );
        if !counts || session.status != SessionStatus::Held || session.on < from {
            continue;
        }
        let on = session.on;
        let mut silent = false;
        for open in std::mem::take(&mut waiting) {
            match chance.between(1, 100) {
                // The weaker the practice, the more is left lying.
                n if n <= 72 - practice.undecided => {
                    let late = chance.percent(18);
                    let due = open.due.unwrap_or(on);
                    let done = if late { due.plus_days(5) } else { due };
                    finish(&mut rows[open.place], weekday(done.min(on.plus_days(9))));
                }
                n if n <= 84 => waiting.push(carry(rows, (number, open.place), on, chance)),
                _ => {
                    silent = true;
                    waiting.push(open);
                }
            }
        }
        session.meeting.actions_reviewed = match silent {
            true if chance.percent(30) => ActionsReviewed::Blank,
            true => ActionsReviewed::None,
            false => ActionsReviewed::All,
        };
        if chance.percent(55) {
            let due = (!chance.percent(9)).then(|| weekday(on.plus_days(chance.between(10, 30))));
            let reference = format!("A{number}-{}", rows.len() + 1);
            let action = action(on, due, session.worker.clone());
            rows.push(Row::new(&reference, Record::Action(action)));
            waiting.push(Waiting {
                place: rows.len() - 1,
                due,
            });
        }
    }
}

const fn action(set: Day, due: Option<Day>, owner: Option<Name>) -> Action {
    Action {
        set,
        due: match due {
            Some(due) => Dated::On(due),
            None => Dated::Blank,
        },
        done: Dated::Blank,
        status: ActionStatus::Open,
        owner,
        session: None,
        carried_from: None,
        carry_count: None,
    }
}

fn finish(row: &mut Row, on: Day) {
    if let Record::Action(action) = &mut row.record {
        action.done = Dated::On(on.max(action.set));
    }
}

/// The same once more, for the next session.
fn carry(
    rows: &mut Vec<Row>,
    (number, place): (u32, usize),
    on: Day,
    chance: &mut Chance,
) -> Waiting {
    let due = weekday(on.plus_days(chance.between(10, 30)));
    let (earlier, owner) = match &rows[place].record {
        Record::Action(action) => (rows[place].reference.clone(), action.owner.clone()),
        _ => (Name::default(), None),
    };
    rows[place].replaced = Some(on);
    let reference = format!("A{number}-{}", rows.len() + 1);
    let again = Action {
        carried_from: Some(earlier),
        ..action(on, Some(due), owner)
    };
    rows.push(Row::new(&reference, Record::Action(again)));
    Waiting {
        place: rows.len() - 1,
        due: Some(due),
    }
}

/// Core groups while a plan runs, and the decision on the referral.
fn events(family: &Family, setting: &Setting<'_>, rows: &mut Vec<Row>, chance: &mut Chance) {
    let mut happen = |on: Day, what: &str, status| {
        let event = Happening {
            on,
            what: what.into(),
            status,
            approved_by: None,
            handler: Handler::default(),
        };
        rows.push(Row::new(what, Record::Happening(event)));
    };
    if family.referral >= setting.from && family.referral <= setting.as_at {
        let days = if chance.percent(85) { 1 } else { 4 };
        let on = weekdays_after(family.referral, chance.between(0, days));
        happen(on, "referral_decision", HappeningStatus::Held);
    }
    let Some(plan) = family.plan else { return };
    let mut on = weekdays_after(plan.from, chance.between(6, 11));
    let last = plan.to.unwrap_or(setting.as_at).min(setting.as_at);
    while on <= last {
        let cancelled = chance.percent(7);
        if on >= setting.from {
            let status = if cancelled {
                HappeningStatus::Cancelled
            } else {
                HappeningStatus::Held
            };
            happen(on, "core_group", status);
        }
        let again = if cancelled {
            12
        } else {
            chance.between(26, 44)
        };
        on = weekday(on.plus_days(again));
    }
}

/// Challenge where a plan or care has lasted, in some families.
fn escalations(
    (number, family): (u32, &Family),
    setting: &Setting<'_>,
    rows: &mut Vec<Row>,
    chance: &mut Chance,
) {
    let lasting = family.plan.or(family.care).map(|span| span.from);
    let lasting = lasting.filter(|from| setting.as_at.days_since(*from) > 150);
    let Some(from) = lasting.filter(|_| chance.percent(22)) else {
        return;
    };
    let days = setting.as_at.days_since(from).min(330);
    let raised = weekday(setting.as_at.plus_days(-chance.between(8, days)));
    let by = if family.plan.is_some() {
        RaisedBy::ConferenceChair
    } else {
        RaisedBy::ReviewingOfficer
    };
    let answered = chance.percent(75);
    let resolved = answered && chance.percent(70);
    let after = |low, high, chance: &mut Chance| {
        Dated::On(weekdays_after(raised, chance.between(low, high)))
    };
    let blank = Dated::Blank;
    let escalation = Escalation {
        raised,
        by,
        stage_due: Dated::On(weekdays_after(raised, 10)),
        stage_answered: if answered {
            after(3, 14, chance)
        } else {
            blank
        },
        resolved: if resolved {
            after(14, 30, chance)
        } else {
            blank
        },
        changed_for_child: match chance.between(1, 10) {
            1..=6 => Answer::Yes,
            7..=9 => Answer::No,
            _ => Answer::Blank,
        },
        cafcass: Answer::No,
    };
    rows.push(Row::new(
        &format!("E{number}"),
        Record::Escalation(escalation),
    ));
}

/// A record that somebody read.
fn read(on: Day, chance: &mut Chance) -> Record {
    let mut rate = |good: i32| match chance.between(1, 100) {
        n if n <= good => Rating::Yes,
        n if n <= good + 20 => Rating::Partly,
        _ => Rating::No,
    };
    Record::Audit(Audit {
        on,
        reader: Some("head of service".into()),
        ratings: Ratings {
            direction_clear: rate(55),
            rationale: rate(50),
            actions_revisited: rate(40),
            lived_experience: rate(55),
            analysis: rate(45),
            challenge: rate(35),
            difference_made: rate(40),
        },
        remedial_due: Dated::On(weekdays_after(on, 20)),
        remedial_done: Dated::Blank,
        reaudit_due: Dated::Blank,
    })
}

/// Who works with children here, who supervises whom, and who was away of late.
pub(super) fn of_staff(setting: &Setting<'_>) -> Vec<Row> {
    let mut rows = Vec::new();
    for (place, (worker, supervisor, team, left)) in setting.service.staff().enumerate() {
        let mut chance = Chance::of(setting.seed ^ 0x57AF_F0F0, place as u64);
        let own = Staff {
            worker: worker.clone(),
            role: StaffRole::SocialWorker,
            team: setting.service.team_name(team),
            started: Dated::On(setting.from.plus_days(-400)),
            left: left.into(),
            asye_start: Dated::Blank,
            asye_end: Dated::Blank,
            fte: Some(100),
            agency: Answer::No,
            supervisor: Some(supervisor.clone()),
        };
        rows.push(Row::new(worker, Record::Staff(own)));
        if chance.percent(12) {
            let from = weekday(setting.as_at.plus_days(-chance.between(8, 70)));
            let cover = chance.percent(60).then(|| supervisor.clone());
            let away = Absence {
                worker: worker.clone(),
                from,
                to: Dated::On(from.plus_days(chance.between(5, 30))),
                cover,
            };
            rows.push(Row::new(worker, Record::Absence(away)));
        }
    }
    rows
}
