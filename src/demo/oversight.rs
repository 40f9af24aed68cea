//! Supervision: what was planned, held, cancelled, and when somebody put it on the file.

use crate::model::{Answer, Dated, Day, Meeting, Name, Session, SessionStatus, SessionType};

use super::{
    chance::Chance,
    journey::{Family, Path},
    service::{Practice, Service},
    weekday,
};

/// Where and when the supervision takes place.
pub(super) struct Setting<'a> {
    pub(super) service: &'a Service,
    /// The first day that the export holds.
    pub(super) from: Day,
    /// From here on hubs meet weekly about their families.
    pub(super) live_from: Day,
    pub(super) as_at: Day,
}

/// One session as it went, and whether it stood in the diary before.
pub(super) struct Sitting {
    pub(super) session: Session,
    pub(super) in_diary: bool,
}

impl Sitting {
    /// What an export of this day says of it; `None` while nobody has entered it.
    pub(super) fn seen_on(&self, as_at: Day) -> Option<Session> {
        let on = self.session.on;
        if on > as_at {
            let soon = self.in_diary && on <= as_at.plus_days(28);
            return soon.then(|| Session {
                status: SessionStatus::Planned,
                recorded: Dated::Blank,
                meeting: Meeting::default(),
                next_due: Dated::Blank,
                ..self.session.clone()
            });
        }
        match self.session.recorded.day() {
            Some(recorded) if recorded > as_at => None,
            _ => Some(self.session.clone()),
        }
    }
}

/// The sessions about a family, oldest first, a little beyond the newest as-at.
pub(super) fn of_family(
    family: &Family,
    setting: &Setting<'_>,
    chance: &mut Chance,
) -> Vec<Sitting> {
    let Some(episode) = family.episode else {
        return Vec::new();
    };
    let practice = Service::practice(family.allocation.team);
    let mut sittings = Vec::new();
    if chance.percent(practice.long_gaps / 5) {
        return sittings;
    }
    let last = episode.to.unwrap_or_else(|| setting.as_at.plus_days(35));
    let opened = episode.from.plus_days(chance.between(4, 19));
    let mut on = weekday(opened.max(setting.from.plus_days(chance.between(1, 32))));
    let mut outstanding = chance.between(0, 3);
    while on <= last {
        let hub_model = on >= setting.live_from;
        let kind = if hub_model && chance.percent(65) {
            SessionType::GroupReflective
        } else {
            SessionType::CaseSupervision
        };
        outstanding = (outstanding + chance.between(-2, 2 + practice.undecided / 25)).clamp(0, 9);
        let gap = gap(family, (practice, on, hub_model), chance);
        let mut session = session_of(family, (on, kind), setting);
        session.next_due = Dated::On(weekday(on.plus_days(28)));
        if chance.percent(practice.cancelled) {
            session.status = SessionStatus::Cancelled;
            session.next_due = Dated::Blank;
            let again = chance.percent(practice.rearranged);
            if again {
                session.status = SessionStatus::Rearranged;
            }
            sittings.push(Sitting {
                session,
                in_diary: true,
            });
            let days = if again { chance.between(3, 7) } else { gap };
            on = weekday(on.plus_days(days));
            continue;
        }
        session.recorded = recorded(on, practice, chance);
        session.meeting = meeting(practice, outstanding, chance);
        let in_diary = chance.percent(45);
        sittings.push(Sitting { session, in_diary });
        on = weekday(on.plus_days(gap));
    }
    decisions(family, setting, &mut sittings, chance);
    sittings
}

/// Decisions of managers outside supervision: at the end of the assessment, and a senior look at
/// plans that last.
fn decisions(
    family: &Family,
    setting: &Setting<'_>,
    sittings: &mut Vec<Sitting>,
    chance: &mut Chance,
) {
    let practice = Service::practice(family.allocation.team);
    let signed = family.assessment.and_then(|assessment| assessment.to);
    let long_plan = family
        .plan
        .map(|plan| weekday(plan.from.plus_months(15)))
        .filter(|_| family.path == Path::Protection && chance.percent(70));
    let looks = [
        (signed, SessionType::ManagementOversight),
        (long_plan, SessionType::SeniorOversight),
    ];
    for (on, kind) in looks {
        let within = on.filter(|on| *on >= setting.from && *on <= setting.as_at);
        let ended = family.episode.and_then(|episode| episode.to);
        if let Some(on) = within.filter(|on| ended.is_none_or(|end| *on <= end)) {
            let mut session = session_of(family, (on, kind), setting);
            session.recorded = recorded(on, practice, chance);
            session.meeting = meeting(practice, 0, chance);
            sittings.push(Sitting {
                session,
                in_diary: false,
            });
        }
    }
}

/// The sessions of workers about their own work and wellbeing, over the same year.
pub(super) fn of_staff(setting: &Setting<'_>, seed: u64) -> Vec<(Name, Sitting)> {
    let mut sittings = Vec::new();
    for (place, (worker, supervisor, team, left)) in setting.service.staff().enumerate() {
        let mut chance = Chance::of(seed ^ 0x5AFF, place as u64);
        let practice = Service::practice(team);
        let last = left.unwrap_or_else(|| setting.as_at.plus_days(20));
        let mut on = weekday(setting.from.plus_days(chance.between(2, 36)));
        while on <= last {
            let mut session = Session {
                on,
                kind: SessionType::StaffOneToOne,
                status: SessionStatus::Held,
                worker: Some(worker.clone()),
                supervisor: Some(supervisor.clone()),
                team: setting.service.team_name(team),
                recorded: recorded(on, practice, &mut chance),
                next_due: Dated::On(weekday(on.plus_days(42))),
                meeting: Meeting::default(),
                id: None,
            };
            if chance.percent(practice.cancelled) {
                session.status = SessionStatus::Cancelled;
                session.recorded = Dated::Blank;
            }
            sittings.push((
                worker.clone(),
                Sitting {
                    session,
                    in_diary: true,
                },
            ));
            let long = chance.percent(practice.long_gaps + 3);
            let (low, high) = if long { (56, 96) } else { (25, 40) };
            on = weekday(on.plus_days(chance.between(low, high)));
        }
    }
    sittings
}

fn session_of(family: &Family, (on, kind): (Day, SessionType), setting: &Setting<'_>) -> Session {
    let known_by = on.min(setting.as_at);
    let handler = setting.service.handler(family.allocation, known_by);
    Session {
        on,
        kind,
        status: SessionStatus::Held,
        worker: handler.worker,
        supervisor: setting.service.supervisor(family.allocation, known_by),
        team: handler.team,
        recorded: Dated::Blank,
        next_due: Dated::Blank,
        meeting: Meeting::default(),
        id: None,
    }
}

/// Days to the next session: more often under the hub model, now and then far too many.
fn gap(
    family: &Family,
    (practice, on, hub_model): (&Practice, Day, bool),
    chance: &mut Chance,
) -> i32 {
    let protected = family
        .plan
        .is_some_and(|plan| plan.from <= on.plus_days(21));
    let (low, high) = match (protected, hub_model) {
        (true, true) => (16, 27),
        (true, false) => (23, 35),
        (false, true) => (24, 38),
        (false, false) => (31, 48),
    };
    let often = if hub_model {
        practice.long_gaps
    } else {
        practice.long_gaps * 7 / 4
    };
    let usual = chance.between(low, high);
    if chance.percent(often) {
        usual * chance.between(19, 38) / 10
    } else {
        usual
    }
}

fn recorded(on: Day, practice: &Practice, chance: &mut Chance) -> Dated {
    if chance.percent(practice.never_recorded) {
        return Dated::Blank;
    }
    let lag = if chance.percent(practice.recorded_late) {
        chance.between(9, 44)
    } else {
        chance.between(0, 4)
    };
    Dated::On(weekday(on.plus_days(lag)))
}

fn meeting(practice: &Practice, outstanding: i32, chance: &mut Chance) -> Meeting {
    let decided = !chance.percent(practice.undecided);
    let reasoned = decided && !chance.percent(practice.undecided / 2);
    let answer = |yes| if yes { Answer::Yes } else { Answer::No };
    Meeting {
        decision_recorded: answer(decided),
        decision_rationale: answer(reasoned),
        actions_outstanding: u16::try_from(outstanding).ok(),
        ..Meeting::default()
    }
}
