//! What happened to one family, from the contact to today.

use std::sync::Arc;

use crate::model::{CaseStatus, ChildId, Day, Handler, Name};

use super::{
    Plan,
    chance::Chance,
    service::{self, Allocation, Practice, Service, TeamNo},
    weekday, weekdays_after,
};

/// Where the family's way has led by the newest as-at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Path {
    Assessment,
    Enquiry,
    InNeed,
    Disability,
    Protection,
    Care,
    /// Closed within the last six months.
    Closed,
    /// A protection plan ended within the last six months; in need since.
    SteppedDown,
    /// A referral that led to nothing.
    NoAction,
    /// Open, but the newest extract no longer lists it.
    Vanished,
}

impl Path {
    /// The path of the family with this number: one in 160 vanishes, the rest is chance.
    pub(super) fn of(number: u32, chance: &mut Chance) -> Self {
        if number % 160 == 41 {
            return Self::Vanished;
        }
        match chance.between(1, 1000) {
            1..=105 => Self::Assessment,
            106..=135 => Self::Enquiry,
            136..=400 => Self::InNeed,
            401..=440 => Self::Disability,
            441..=590 => Self::Protection,
            591..=710 => Self::Care,
            711..=750 => Self::SteppedDown,
            751..=880 => Self::Closed,
            _ => Self::NoAction,
        }
    }
}

/// One child of the family.
pub(super) struct Kid {
    pub(super) id: ChildId,
    pub(super) shown: Name,
    pub(super) birth: Day,
    /// The last day on which this child was seen, where it is left out of the later visits.
    pub(super) not_seen_after: Option<Day>,
}

/// From one day to another, open-ended while the second is in nobody's past.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) from: Day,
    pub(super) to: Option<Day>,
}

/// A section 47 enquiry.
pub(super) struct Strategy {
    pub(super) on: Day,
    pub(super) conference: Option<Day>,
    pub(super) unnecessary: bool,
}

/// A family with everything that happened; shared by its children but for births and who was seen.
pub(super) struct Family {
    pub(super) name: Name,
    pub(super) path: Path,
    pub(super) children: Vec<Kid>,
    pub(super) allocation: Allocation,
    pub(super) front_door: Handler,
    pub(super) contact: Day,
    pub(super) referral: Day,
    /// A referral some months before this one.
    pub(super) earlier_referral: Option<Day>,
    pub(super) assessment: Option<Span>,
    pub(super) strategy: Option<Strategy>,
    pub(super) plan: Option<Span>,
    pub(super) care: Option<Span>,
    pub(super) episode: Option<Span>,
    /// Days of visits and of reviews, oldest first.
    pub(super) visits: Vec<Day>,
    pub(super) reviews: Vec<Day>,
    pub(super) need: usize,
}

impl Family {
    /// Whether its children count among the open children of the newest extract.
    pub(super) const fn is_open(&self) -> bool {
        !matches!(self.path, Path::Closed | Path::NoAction | Path::Vanished)
    }

    /// The status of the case on a day, as the case system would say it.
    pub(super) fn status(&self, on: Day) -> CaseStatus {
        let within = |span: Option<Span>| {
            span.is_some_and(|s| s.from <= on && s.to.is_none_or(|to| to > on))
        };
        if !within(self.episode) {
            CaseStatus::Closed
        } else if within(self.care) {
            CaseStatus::LookedAfter
        } else if within(self.plan) {
            CaseStatus::ProtectionPlan
        } else if within(self.assessment) {
            CaseStatus::OpenAssessment
        } else {
            CaseStatus::InNeedPlan
        }
    }
}

/// Makes up the family with this number on its path.
pub(super) fn family(
    plan: &Plan,
    (number, path): (u32, Path),
    service: &mut Service,
    chance: &mut Chance,
) -> Family {
    let as_at = plan.as_at;
    let size = match chance.between(1, 100) {
        _ if path == Path::Vanished => 1,
        1..=46 => 1,
        47..=74 => 2,
        75..=90 => 3,
        91..=97 => 4,
        _ => 6,
    };
    let referral = weekday(as_at.plus_days(-days_ago(path, chance)));
    let team = team_for(path, referral, as_at, chance);
    let held = !matches!(path, Path::NoAction | Path::Closed | Path::Vanished);
    let allocation = service.allocate(team, if held { size } else { 0 });
    let practice = Service::practice(team);
    let mut family = Family {
        name: Arc::from(format!("F{:05}", 20_011 + u64::from(number) * 7)),
        path,
        children: Vec::with_capacity(size),
        allocation,
        front_door: service.somebody(service::FRONT_DOOR),
        contact: if chance.percent(80) {
            referral
        } else {
            back_one(referral)
        },
        referral,
        earlier_referral: chance
            .percent(13)
            .then(|| weekday(referral.plus_days(-chance.between(40, 300)))),
        assessment: None,
        strategy: None,
        plan: None,
        care: None,
        episode: None,
        visits: Vec::new(),
        reviews: Vec::new(),
        need: usize::try_from(chance.between(0, 9)).unwrap_or(0),
    };
    if path != Path::NoAction {
        work(&mut family, practice, as_at, chance);
    }
    children(&mut family, (plan, number, size), chance);
    family
}

/// How many days before the newest as-at the referral came.
fn days_ago(path: Path, chance: &mut Chance) -> i32 {
    match path {
        Path::Assessment => {
            if chance.percent(9) {
                chance.between(64, 95)
            } else {
                chance.between(1, 60)
            }
        }
        Path::Enquiry => chance.between(5, 31),
        Path::InNeed | Path::Vanished => chance.between(75, 400),
        Path::Disability => chance.between(200, 1_100),
        Path::Protection => chance.between(75, 620),
        Path::SteppedDown => chance.between(380, 760),
        Path::Care => chance.between(60, 1_900),
        Path::Closed => chance.between(190, 420),
        Path::NoAction => chance.between(1, 235),
    }
}

fn team_for(path: Path, referral: Day, as_at: Day, chance: &mut Chance) -> TeamNo {
    let hub = |chance: &mut Chance| {
        let hub = chance.between(0, 4);
        TeamNo(usize::try_from(hub).unwrap_or(0).min(service::HUBS - 1))
    };
    match path {
        Path::Assessment | Path::Enquiry => service::ASSESSMENT,
        Path::Disability => service::DISABILITY,
        Path::Care if as_at.days_since(referral) > 240 => service::CARE,
        Path::NoAction => service::FRONT_DOOR,
        _ => hub(chance),
    }
}

fn back_one(day: Day) -> Day {
    day.plus_days(if day.weekday() == 0 { -3 } else { -1 })
}

fn work(family: &mut Family, practice: &Practice, as_at: Day, chance: &mut Chance) {
    let referral = family.referral;
    let start = weekdays_after(referral, [0, 0, 0, 1, 1, 2, 3, 6][index(chance, 8)]);
    let length = match chance.between(1, 100) {
        1..=62 => chance.between(14, 38),
        63..=80 => chance.between(39, 43),
        81..=94 => chance.between(26, 40),
        _ => chance.between(47, 75),
    };
    let authorised = match family.path {
        Path::Assessment | Path::Enquiry => None,
        _ => Some(weekdays_after(start, length)),
    };
    family.assessment = Some(Span {
        from: start,
        to: authorised,
    });
    let end =
        (family.path == Path::Closed).then(|| weekday(as_at.plus_days(-chance.between(3, 178))));
    family.episode = Some(Span {
        from: referral,
        to: end,
    });
    match family.path {
        Path::Protection | Path::SteppedDown => protect(family, practice, as_at, chance),
        Path::Enquiry => enquire(family, chance),
        Path::Care => care(family, practice, as_at, chance),
        _ => {
            if chance.percent(12) {
                let on = weekdays_after(referral, chance.between(2, 12));
                family.strategy = Some(Strategy {
                    on,
                    conference: None,
                    unnecessary: true,
                });
            }
        }
    }
    visits(family, practice, as_at, chance);
}

fn enquire(family: &mut Family, chance: &mut Chance) {
    // A referral came at most a month ago, so that only a few enquiries wait for their
    // conference after fifteen working days.
    let on = weekdays_after(family.referral, chance.between(1, 4));
    let unnecessary = chance.percent(25);
    family.strategy = Some(Strategy {
        on,
        conference: None,
        unnecessary,
    });
    if !unnecessary && chance.percent(55) {
        let conference = weekdays_after(on, chance.between(9, 19));
        family.strategy = Some(Strategy {
            on,
            conference: Some(conference),
            unnecessary,
        });
        family.plan = Some(Span {
            from: conference,
            to: None,
        });
    }
}

fn protect(family: &mut Family, practice: &Practice, as_at: Day, chance: &mut Chance) {
    let on = weekdays_after(family.referral, chance.between(3, 24));
    let wait = if chance.percent(8 + practice.slips / 2) {
        chance.between(16, 24)
    } else {
        chance.between(8, 14)
    };
    let conference = weekdays_after(on, wait);
    family.strategy = Some(Strategy {
        on,
        conference: Some(conference),
        unnecessary: false,
    });
    let to = (family.path == Path::SteppedDown)
        .then(|| weekday(as_at.plus_days(-chance.between(4, 170))));
    family.plan = Some(Span {
        from: conference,
        to,
    });
    let slips = practice.slips * 2;
    let mut gap = slipping(chance, (74, 87), (98, 190), slips);
    let mut on = weekday(conference.plus_days(gap));
    while on <= to.unwrap_or(as_at) {
        family.reviews.push(on);
        gap = slipping(chance, (148, 178), (190, 320), slips);
        on = weekday(on.plus_days(gap));
    }
}

fn care(family: &mut Family, practice: &Practice, as_at: Day, chance: &mut Chance) {
    let known = as_at.days_since(family.referral);
    let from = weekday(
        family
            .referral
            .plus_days(chance.between(8, (known / 2).clamp(10, 160))),
    );
    family.care = Some(Span { from, to: None });
    let slips = practice.slips * 2;
    let mut on = weekday(from.plus_days(slipping(chance, (17, 24), (31, 48), slips)));
    let mut first = true;
    while on <= as_at {
        family.reviews.push(on);
        let usual = if first { (72, 86) } else { (148, 178) };
        first = false;
        let late = (usual.1 + 12, usual.1 + 120);
        on = weekday(on.plus_days(slipping(chance, usual, late, slips)));
    }
}

/// Days until the next event: the usual span, or the late one so often in a hundred.
fn slipping(chance: &mut Chance, usual: (i32, i32), late: (i32, i32), often: i32) -> i32 {
    let (low, high) = if chance.percent(often) { late } else { usual };
    chance.between(low, high)
}

fn visits(family: &mut Family, practice: &Practice, as_at: Day, chance: &mut Chance) {
    let last = family.episode.and_then(|span| span.to).unwrap_or(as_at);
    let recent = family.referral.max(as_at.plus_days(-420));
    let mut on = weekday(recent.plus_days(chance.between(1, 8)));
    while on <= last {
        family.visits.push(on);
        let planned = family.plan.is_some_and(|plan| plan.from <= on);
        let cared = family.care.is_some_and(|care| care.from <= on);
        let usual = match (planned && family.path != Path::SteppedDown, cared) {
            (_, true) => (24, 38),
            (true, _) => (7, 12),
            _ => (13, 24),
        };
        let late = (usual.1 + 6, usual.1 * 2 + 24);
        let gap = slipping(chance, usual, late, practice.slips);
        on = weekday(on.plus_days(gap));
    }
}

fn children(family: &mut Family, (plan, number, size): (&Plan, u32, usize), chance: &mut Chance) {
    let as_at = plan.as_at;
    let known = as_at.days_since(family.referral);
    let oldest = (17 * 365 + 300 - known).max(400);
    let mut age = chance.between(20, oldest);
    let slips = Service::practice(family.allocation.team).slips;
    for place in 0..size {
        let unborn = place == 0
            && known < 150
            && matches!(
                family.path,
                Path::Protection | Path::Enquiry | Path::Assessment
            )
            && chance.percent(7);
        let birth = if unborn {
            as_at.plus_days(chance.between(12, 110))
        } else {
            family.referral.plus_days(-age)
        };
        let not_seen_after = (chance.percent(slips / 5) && known > 100)
            .then(|| family.referral.plus_days(chance.between(-30, 60)));
        let shown = id_of(plan, u64::from(number) * 6 + place as u64);
        family.children.push(Kid {
            id: ChildId::stored(shown.clone()),
            shown,
            birth,
            not_seen_after,
        });
        age = (age + 365 + chance.between(-4_000, 1_500)).clamp(15, oldest);
    }
}

/// A number of six digits (of eight for an authority beyond 90,000 children), shuffled: no two
/// places share one, since the factor has no divisor in common with the count of numbers.
fn id_of(plan: &Plan, place: u64) -> Name {
    let (lowest, count) = if plan.children <= 90_000 {
        (100_000, 900_000)
    } else {
        (10_000_000, 90_000_000)
    };
    let shuffled = (place * 486_187 + plan.seed % 9_973 * 89) % count;
    Arc::from((lowest + shuffled).to_string())
}

fn index(chance: &mut Chance, of: i32) -> usize {
    usize::try_from(chance.between(0, of - 1)).unwrap_or(0)
}
