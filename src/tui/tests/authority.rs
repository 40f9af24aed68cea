//! A made-up authority, Fictonshire: its rules, its children and their gaps.
//!
//! Every number of it follows from a child's place in the row, so a test can tell what it sees.

use crate::model::{
    ChildId, Covers, Day, FactKind, FactRef, Feed, FeedKind, Finding, GapKey, Name, Standing,
    State, Subject,
};
use crate::review::{CaseRow, Gap, Picture};
use crate::rules::{Check, Counts, Level, Limit, Rule, RuleBook, RuleResult, Unit};

pub fn day(iso: &str) -> Day {
    Day::parse_iso(iso).unwrap()
}

const TEAMS: [&str; 3] = ["Hub North", "Hub South", "Hub West"];
const WORKERS: [&str; 6] = [
    "Y Foobarton",
    "T Testwick",
    "A Exampleby",
    "M Mockridge",
    "P Placeholdt",
    "S Samplesworth",
];
const SUPERVISORS: [&str; 3] = ["L Dummering", "R Fakenham-Made", "Q Pretend"];

fn rule(id: &str, title: &str, short: &str, level: Level, limit: (u32, Unit)) -> Rule {
    let mut rule = RuleBook::embedded().rule("SUP-CASE-CP").unwrap().clone();
    rule.id = id.to_owned();
    rule.key = id.to_owned();
    rule.title = title.to_owned();
    rule.short = short.to_owned();
    rule.level = level;
    rule.status = level.label().to_owned();
    rule.limit = Some(Limit {
        value: limit.0,
        unit: limit.1,
    });
    rule.source = "made-up policy, section 4.2".to_owned();
    rule.certainty = "made up".to_owned();
    rule.caution = None;
    rule.needs =
        "a decision with the worker on what happens next for the child, and by when".to_owned();
    rule.shown_by = "a session on the child's file, held and dated".to_owned();
    rule
}

fn rules() -> Vec<Rule> {
    vec![
        rule(
            "ASSESS-45WD",
            "Assessment within 45 working days",
            "Assessment, 45 days",
            Level::Law,
            (45, Unit::WorkingDays),
        ),
        rule(
            "SUP-CASE-CP",
            "Case supervision, child protection plan",
            "Case supervision, CP plan",
            Level::Local,
            (30, Unit::CalendarDays),
        ),
        rule(
            "SUP-STAFF",
            "Staff supervision of each worker",
            "Staff supervision",
            Level::Local,
            (42, Unit::CalendarDays),
        ),
    ]
}

struct Person {
    number: usize,
}

impl Person {
    fn shown(&self) -> Name {
        Name::from(format!("{}", 900_100 + self.number))
    }

    fn team(&self) -> Name {
        Name::from(TEAMS[self.number % 3])
    }

    fn worker(&self) -> Name {
        Name::from(WORKERS[self.number % 6])
    }

    fn supervisor(&self) -> Name {
        Name::from(SUPERVISORS[self.number % 3])
    }

    /// The first six children are two families of three; others come by up to four.
    fn family(&self) -> Option<Name> {
        match self.number {
            0..=2 => Some(Name::from("F-7001")),
            3..=5 => Some(Name::from("F-7002")),
            number if number % 9 < 4 => Some(Name::from(format!("F-{}", 7100 + number / 9))),
            _ => None,
        }
    }

    fn status(&self) -> &'static str {
        ["child protection plan", "in need", "looked after"][self.number % 3]
    }
}

fn gap(rule: usize, finding: usize, person: &Person, state: State, over: i32) -> Gap {
    let subject = Subject::Child(ChildId::read(&person.shown()).unwrap());
    let fact = FactRef {
        kind: FactKind::CpPlan,
        start: Some(day("2026-01-05")),
        source_ref: Name::from(""),
    };
    let rules = rules();
    let rule_is = &rules[rule];
    Gap {
        at_least: false,
        key: GapKey::new(&rule_is.id, &subject, &fact),
        rule,
        finding,
        child: Some(person.number),
        who: person.shown(),
        is_child: true,
        family: person.family(),
        team: Some(person.team()),
        worker: Some(person.worker()),
        supervisor: (rule == 1).then(|| person.supervisor()),
        state,
        level: rule_is.level,
        over,
        unit: rule_is.limit.map_or(Unit::CalendarDays, |limit| limit.unit),
        due: Some(day("2026-06-12").plus_days(-over)),
        phrase: if person.number.is_multiple_of(4) {
            "none since opened 05 Jan".to_owned()
        } else {
            format!("last {}", day("2026-05-02").plus_days(-over).short())
        },
        standing: Standing::Open,
    }
}

fn staff_gap(at: usize) -> Gap {
    let person = Person { number: at };
    let name = person.worker();
    let mut gap = gap(
        2,
        at,
        &person,
        State::Overdue,
        9 + i32::try_from(at).unwrap(),
    );
    gap.key = GapKey::stored(&format!("SUP-STAFF:worker={name}:session"));
    gap.who = name;
    gap.is_child = false;
    gap.child = None;
    gap.family = None;
    gap.supervisor = Some(person.supervisor());
    "none on record".clone_into(&mut gap.phrase);
    gap
}

fn case(person: &Person, gaps: u16) -> CaseRow {
    CaseRow {
        child: person.number,
        shown: person.shown(),
        family: person.family(),
        age: (person.number % 7 != 3).then(|| i32::try_from(person.number % 17).unwrap()),
        unborn: person.number % 7 == 3,
        status: person.status(),
        open: person.number % 9 != 8,
        team: Some(person.team()),
        worker: (person.number % 11 != 10).then(|| person.worker()),
        since: Some(day("2026-01-05")),
        last_seen: Some(day("2026-06-01").plus_days(-i32::try_from(person.number % 30).unwrap())),
        last_supervision: (!person.number.is_multiple_of(4)).then(|| day("2026-05-02")),
        gaps,
    }
}

fn findings(gaps: &[&Gap], others: u32) -> Vec<Finding> {
    let fact = FactRef {
        kind: FactKind::CpPlan,
        start: None,
        source_ref: Name::from(""),
    };
    let nobody = Subject::Worker(Name::from("nobody"));
    let blank = |state| Finding::blank(nobody.clone(), fact.clone(), state);
    let mut all: Vec<Finding> = gaps
        .iter()
        .map(|gap| Finding {
            team: gap.team.clone(),
            worker: gap.worker.clone(),
            supervisor: gap.supervisor.clone(),
            due: gap.due,
            over: Some(gap.over),
            ..blank(gap.state)
        })
        .collect();
    for at in 0..others {
        let person = Person {
            number: at as usize,
        };
        all.push(Finding {
            team: Some(person.team()),
            supervisor: Some(person.supervisor()),
            ..blank(State::Due)
        });
    }
    all
}

fn check(gaps: &[Gap]) -> Check {
    let as_at = day("2026-06-12");
    let covers = Covers {
        from: day("2025-06-13"),
        to: as_at,
    };
    Check {
        as_at,
        known_on: as_at,
        calendar: "england-and-wales".to_owned(),
        policy: "england default".to_owned(),
        entry_lag: None,
        supervised: std::collections::BTreeMap::new(),
        feeds: vec![
            Feed {
                kind: FeedKind::Cases,
                as_at,
                covers,
            },
            Feed {
                kind: FeedKind::Supervision,
                as_at,
                covers,
            },
        ],
        rules: rules()
            .into_iter()
            .enumerate()
            .map(|(at, rule)| {
                let here: Vec<&Gap> = gaps.iter().filter(|gap| gap.rule == at).collect();
                let findings = findings(&here, 60);
                let mut counts = Counts::default();
                for finding in &findings {
                    let at = State::ALL.iter().position(|state| *state == finding.state);
                    counts.0[at.unwrap()] += 1;
                }
                RuleResult {
                    rule,
                    chosen: true,
                    counts,
                    missing: None,
                    findings,
                }
            })
            .collect(),
        data_quality: Vec::new(),
        overrides: Vec::new(),
        glossary: crate::rules::Glossary::default(),
    }
}

/// A picture of as many children as are asked for.
pub fn of_size(children: usize) -> Picture {
    let people: Vec<Person> = (0..children).map(|number| Person { number }).collect();
    let mut gaps = Vec::new();
    for person in people.iter().filter(|person| person.number % 5 == 1) {
        let state = [State::Overdue, State::Late, State::NotComputable][person.number / 5 % 3];
        let over = i32::try_from(person.number % 23).unwrap() + 1;
        gaps.push(gap(0, gaps.len(), person, state, over));
    }
    for person in people
        .iter()
        .filter(|person| person.number % 3 == 0 || person.number < 6)
    {
        let over = 60 - i32::try_from(person.number % 47).unwrap();
        gaps.push(gap(1, gaps.len(), person, State::Overdue, over));
    }
    gaps.extend((0..4).map(staff_gap));
    gaps.sort_by_key(|gap| (gap.rule, -gap.over));
    let cases = people
        .iter()
        .map(|person| {
            let open = gaps
                .iter()
                .take(400)
                .filter(|gap| gap.child == Some(person.number) && gap.state == State::Overdue);
            case(person, u16::try_from(open.count()).unwrap())
        })
        .collect();
    Picture::made_up(check(&gaps), gaps, cases, day("2026-06-15"))
}
