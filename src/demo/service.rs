//! The teams, their people and how well each of them is doing.

use std::sync::Arc;

use crate::model::{Day, Handler, Name};

use super::chance::Chance;

/// Which team: an index into `TEAMS`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct TeamNo(pub(super) usize);

/// Which worker: an index into the service's people.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct WorkerNo(usize);

pub(super) const HUBS: usize = 5;
pub(super) const ASSESSMENT: TeamNo = TeamNo(5);
pub(super) const FRONT_DOOR: TeamNo = TeamNo(6);
pub(super) const CARE: TeamNo = TeamNo(7);
pub(super) const DISABILITY: TeamNo = TeamNo(8);

/// How a team works; all of it in so many of a hundred.
#[derive(Clone, Copy)]
pub(super) struct Practice {
    pub(super) name: &'static str,
    /// Gaps between sessions that grow long.
    pub(super) long_gaps: i32,
    pub(super) cancelled: i32,
    /// Cancelled sessions that are held within the week after.
    pub(super) rearranged: i32,
    pub(super) recorded_late: i32,
    pub(super) never_recorded: i32,
    /// Visits and reviews that slip.
    pub(super) slips: i32,
    /// Sessions without a decision.
    pub(super) undecided: i32,
}

const fn practice(name: &'static str, oversight: [i32; 5], slips: i32, undecided: i32) -> Practice {
    let [
        long_gaps,
        cancelled,
        rearranged,
        recorded_late,
        never_recorded,
    ] = oversight;
    Practice {
        name,
        long_gaps,
        cancelled,
        rearranged,
        recorded_late,
        never_recorded,
        slips,
        undecided,
    }
}

const TEAMS: [Practice; 9] = [
    practice("Hub 1", [5, 6, 90, 6, 1], 5, 6),
    practice("Hub 2", [6, 8, 75, 9, 2], 7, 10),
    practice("Hub 3", [24, 15, 8, 34, 11], 15, 41),
    practice("Hub 4", [5, 8, 70, 8, 2], 6, 9),
    practice("Hub 5", [7, 9, 60, 12, 3], 8, 15),
    practice("Assessment Team", [12, 7, 60, 10, 2], 8, 12),
    practice("Front Door", [8, 5, 80, 5, 1], 5, 8),
    practice("Children in Care Team", [7, 7, 70, 9, 2], 6, 10),
    practice("Disabilities Team", [9, 6, 65, 12, 2], 9, 14),
];

const GIVEN: [&str; 32] = [
    "Quirila",
    "Zanthe",
    "Borabel",
    "Wimbolt",
    "Tessaly",
    "Ollivand",
    "Ferrenby",
    "Maudrick",
    "Perrizan",
    "Lumetta",
    "Corvandel",
    "Ibbotine",
    "Jessamund",
    "Thorpelin",
    "Nivette",
    "Hobrand",
    "Ysaline",
    "Dorrimel",
    "Gwinbert",
    "Alvarine",
    "Sorrilee",
    "Bramwick",
    "Ottilene",
    "Vexley",
    "Marpetta",
    "Rundell",
    "Cressibel",
    "Elfwick",
    "Pomeline",
    "Uthrick",
    "Kestrelle",
    "Fennimar",
];

const FAMILY: [&str; 37] = [
    "Foobarton",
    "Testwick",
    "Mockridge",
    "Sampleby",
    "Dummerley",
    "Placeholme",
    "Inventon",
    "Pretendale",
    "Notarealby",
    "Fablethorpe",
    "Makeupton",
    "Exampleford",
    "Ficklebury",
    "Phantomley",
    "Bogusworth",
    "Stubbingham",
    "Nulborough",
    "Demowicz",
    "Trialby",
    "Quuxley",
    "Bazwell",
    "Shamford",
    "Specimore",
    "Fauxhampton",
    "Imagineau",
    "Storyfield",
    "Tallytale",
    "Madeupson",
    "Whimsleigh",
    "Hypothwaite",
    "Unrealby",
    "Guessworthy",
    "Loremby",
    "Ipsumthwaite",
    "Dolorfield",
    "Novelby",
    "Yarnspinner",
];

struct Worker {
    name: Name,
    supervisor: Name,
    team: TeamNo,
    load: usize,
    limit: usize,
    /// The last day of an agency worker who went.
    left: Option<Day>,
    successor: Option<WorkerNo>,
}

/// Who holds a family's case, and until when.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Allocation {
    pub(super) team: TeamNo,
    worker: WorkerNo,
    left: Option<Day>,
    /// Who took over; `None`: nobody yet.
    then: Option<WorkerNo>,
}

/// The staff as far as they were needed.
pub(super) struct Service {
    chance: Chance,
    as_at: Day,
    workers: Vec<Worker>,
    /// For each team: who takes the next family, the supervisor, and workers under that one.
    taking: [Option<WorkerNo>; 9],
    supervisors: [Option<(Name, u32)>; 9],
    names: [Name; 9],
    people: usize,
}

impl Service {
    pub(super) fn new(seed: u64, as_at: Day) -> Self {
        Self {
            chance: Chance::of(seed, u64::MAX),
            as_at,
            workers: Vec::new(),
            taking: [None; 9],
            supervisors: [const { None }; 9],
            names: TEAMS.map(|team| Name::from(team.name)),
            people: 0,
        }
    }

    /// How a team works.
    pub(super) fn practice(team: TeamNo) -> &'static Practice {
        TEAMS.get(team.0).unwrap_or(&TEAMS[0])
    }

    /// Gives a family of this size to a worker of the team who has room for it.
    pub(super) fn allocate(&mut self, team: TeamNo, size: usize) -> Allocation {
        let room = self.taking[team.0].filter(|no| {
            let worker = &self.workers[no.0];
            worker.load < worker.limit && worker.load + size <= 22
        });
        let no = room.unwrap_or_else(|| {
            let leaves = (self.workers.len() + 12).is_multiple_of(19);
            let left = leaves.then(|| self.as_at.plus_days(-self.chance.between(9, 33)));
            self.engage(team, left)
        });
        self.taking[team.0] = Some(no);
        self.workers[no.0].load += size;
        let left = self.workers[no.0].left;
        let then = left
            .filter(|_| self.chance.percent(55))
            .and(self.successor(no));
        Allocation {
            team,
            worker: no,
            left,
            then,
        }
    }

    /// Somebody of the team, for work that is not about the family's own worker.
    pub(super) fn somebody(&mut self, team: TeamNo) -> Handler {
        let no = self.taking[team.0].unwrap_or_else(|| self.engage(team, None));
        self.taking[team.0] = Some(no);
        Handler {
            team: Some(self.names[team.0].clone()),
            worker: Some(self.workers[no.0].name.clone()),
        }
    }

    /// Team and worker of a family on a day.
    pub(super) fn handler(&self, allocation: Allocation, on: Day) -> Handler {
        Handler {
            team: self.names.get(allocation.team.0).cloned(),
            worker: self
                .holder(allocation, on)
                .map(|worker| worker.name.clone()),
        }
    }

    /// The supervisor of whoever holds the case on a day.
    pub(super) fn supervisor(&self, allocation: Allocation, on: Day) -> Option<Name> {
        self.holder(allocation, on)
            .map(|worker| worker.supervisor.clone())
    }

    /// Each worker with supervisor, team and the last day, in the order in which they came.
    pub(super) fn staff(&self) -> impl Iterator<Item = (&Name, &Name, TeamNo, Option<Day>)> {
        self.workers
            .iter()
            .map(|worker| (&worker.name, &worker.supervisor, worker.team, worker.left))
    }

    pub(super) fn team_name(&self, team: TeamNo) -> Option<Name> {
        self.names.get(team.0).cloned()
    }

    fn holder(&self, allocation: Allocation, on: Day) -> Option<&Worker> {
        let no = match allocation.left {
            Some(left) if on > left => allocation.then?,
            _ => allocation.worker,
        };
        self.workers.get(no.0)
    }

    fn successor(&mut self, of: WorkerNo) -> Option<WorkerNo> {
        if self.workers[of.0].left.is_some() && self.workers[of.0].successor.is_none() {
            let team = self.workers[of.0].team;
            self.workers[of.0].successor = Some(self.engage(team, None));
        }
        self.workers[of.0].successor
    }

    fn engage(&mut self, team: TeamNo, left: Option<Day>) -> WorkerNo {
        let supervisor = match self.supervisors[team.0].take() {
            Some((name, under)) if under < 9 => (name, under + 1),
            _ => (self.new_name(), 1),
        };
        let name = self.new_name();
        let limit = usize::try_from(self.chance.between(14, 19)).unwrap_or(16);
        self.workers.push(Worker {
            name,
            supervisor: supervisor.0.clone(),
            team,
            load: 0,
            limit,
            left,
            successor: None,
        });
        self.supervisors[team.0] = Some(supervisor);
        WorkerNo(self.workers.len() - 1)
    }

    /// A name that nobody has yet: the lists' lengths have no common factor, so that the pairs
    /// run through all of them before a number is put behind.
    fn new_name(&mut self) -> Name {
        let no = self.people;
        self.people += 1;
        let (given, family) = (GIVEN[no * 5 % GIVEN.len()], FAMILY[no % FAMILY.len()]);
        match no / (GIVEN.len() * FAMILY.len()) {
            0 => Arc::from(format!("{given} {family}")),
            again => Arc::from(format!("{given} {family} {}", again + 1)),
        }
    }
}
