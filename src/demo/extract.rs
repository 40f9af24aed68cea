//! What the case system and the supervision log would have shown on one day.

use crate::model::{
    Answer, Batch, CarePeriod, CaseStatus, CinEpisode, Closure, Contact, Covers, CpPlan, Dated,
    Day, Enquiry, Fact, FactKind, FamilyLink, FeedKind, FileReport, LegalStatus, Name, Permanence,
    Person, PlacementKind, Record, Referral, Session, SessionType, SheetReport,
    SocialWorkAssessment, Source,
};

use super::{
    Truth,
    journey::{Family, Kid, Path, Span},
    oversight::Sitting,
};

/// Words that the lists carry beside what the rules read, ready as the store keeps them.
const SOURCES: [&str; 5] = [
    "school",
    "police",
    "health visitor",
    "family member",
    "housing",
];
const NEEDS: [&str; 10] = [
    "abuse or neglect",
    "abuse or neglect",
    "abuse or neglect",
    "abuse or neglect",
    "abuse or neglect",
    "family dysfunction",
    "family dysfunction",
    "family in acute stress",
    "parental illness or disability",
    "absent parenting",
];
const HARM: [&str; 5] = [
    "neglect",
    "emotional abuse",
    "neglect",
    "emotional abuse",
    "physical abuse",
];

/// The words as shared JSON, so that a large authority does not hold each of them a million times.
struct Words {
    sources: Vec<Name>,
    source_refs: Vec<Name>,
    needs: Vec<Name>,
    harm: Vec<Name>,
    placement: Name,
    none: Name,
    case_supervision: [Name; 7],
}

impl Words {
    fn new() -> Self {
        let json = |key: &str, words: &[&str]| {
            words
                .iter()
                .map(|word| Name::from(serde_json::json!({ key: word }).to_string()))
                .collect()
        };
        Self {
            sources: json("contact_source", &SOURCES),
            source_refs: SOURCES.map(Name::from).to_vec(),
            needs: json("primary_need", &NEEDS),
            harm: json("latest_category_of_abuse", &HARM),
            placement: Name::from(r#"{"placement_type":"foster care"}"#),
            none: Name::from(""),
            case_supervision: SessionType::ALL.map(|kind| Name::from(kind.word())),
        }
    }

    fn session_ref(&self, kind: SessionType) -> Name {
        SessionType::ALL
            .iter()
            .position(|each| *each == kind)
            .map_or_else(
                || self.none.clone(),
                |place| self.case_supervision[place].clone(),
            )
    }
}

/// The rows gathered so far, with what a report says of them.
struct Gathering {
    facts: Vec<Fact>,
    counts: [u32; 64],
    as_at: Day,
    window: Day,
    words: Words,
}

impl Gathering {
    fn add(&mut self, kid: &Kid, record: Record, details: Option<Name>) {
        let source_ref = match &record {
            Record::Session(session) => self.words.session_ref(session.kind),
            _ => self.words.none.clone(),
        };
        self.put(kid, source_ref, record, details);
    }

    fn put(&mut self, kid: &Kid, source_ref: Name, record: Record, details: Option<Name>) {
        self.counts[record.kind() as usize] += 1;
        self.facts.push(Fact {
            child: Some(kid.id.clone()),
            shown_id: Some(kid.shown.clone()),
            source_ref,
            source: source_of(record.kind()),
            record,
            details,
        });
    }

    /// A day that is in the past of this extract, or blank.
    fn past(&self, day: Option<Day>) -> Dated {
        day.filter(|day| *day <= self.as_at).into()
    }

    /// Whether a span is listed: begun, and open or ended within six months.
    fn lists(&self, span: Span) -> bool {
        span.from <= self.as_at && span.to.is_none_or(|to| to >= self.window)
    }
}

/// The batch of one extract: Annex A, the supervision log and the list of families.
pub(super) fn seen_on(truth: &Truth, as_at: Day) -> Batch {
    let mut rows = Gathering {
        facts: Vec::new(),
        counts: [0; 64],
        as_at,
        window: as_at.plus_months(-6),
        words: Words::new(),
    };
    for (family, sittings) in &truth.families {
        list_family(&mut rows, truth, family, sittings);
    }
    for (worker, sitting) in &truth.staff {
        if let Some(session) = sitting.seen_on(as_at) {
            list_staff(&mut rows, worker, session);
        }
    }
    let files = reports(&rows, truth);
    Batch {
        files,
        facts: rows.facts,
        conflicts: Vec::new(),
    }
}

fn list_family(rows: &mut Gathering, truth: &Truth, family: &Family, sittings: &[Sitting]) {
    let before = rows.facts.len();
    front_door(rows, family);
    inquiries(rows, truth, family);
    // What vanishes is the open case; the rolling lists and the supervision log still have it.
    let vanished = family.path == Path::Vanished && rows.as_at == truth.plan.as_at;
    if !vanished {
        open_work(rows, truth, family);
    }
    if !vanished && rows.facts.len() == before {
        return;
    }
    for kid in &family.children {
        let birth = Some(kid.birth);
        rows.add(
            kid,
            Record::Person(Person {
                birth,
                ..Person::default()
            }),
            None,
        );
        let name = family.name.clone();
        rows.add(kid, Record::Family(FamilyLink { family: name }), None);
        for sitting in sittings {
            if let Some(session) = sitting.seen_on(rows.as_at) {
                rows.add(kid, Record::Session(session), None);
            }
        }
    }
}

fn front_door(rows: &mut Gathering, family: &Family) {
    let place = family.need % SOURCES.len();
    let seen = |rows: &Gathering, day: Day| day >= rows.window && day <= rows.as_at;
    for kid in &family.children {
        if seen(rows, family.contact) {
            let (source, word) = (
                rows.words.source_refs[place].clone(),
                rows.words.sources[place].clone(),
            );
            let contact = Record::Contact(Contact { on: family.contact });
            rows.put(kid, source, contact, Some(word));
        }
        let again = u16::from(family.earlier_referral.is_some());
        let earlier = family.earlier_referral.map(|on| (on, Answer::Yes, 0));
        let nothing = family.path == Path::NoAction;
        let outcome = if nothing { Answer::Yes } else { Answer::No };
        let latest = Some((family.referral, outcome, again));
        for (on, no_further_action, earlier_in_12_months) in [earlier, latest].into_iter().flatten()
        {
            if seen(rows, on) {
                let referral = Record::Referral(Referral {
                    on,
                    no_further_action,
                    earlier_in_12_months: Some(earlier_in_12_months),
                    handler: family.front_door.clone(),
                });
                rows.add(kid, referral, None);
            }
        }
    }
}

fn inquiries(rows: &mut Gathering, truth: &Truth, family: &Family) {
    for kid in &family.children {
        if let Some(span) = family.assessment.filter(|span| rows.lists(*span)) {
            let authorised = rows.past(span.to);
            let missed = kid.not_seen_after.is_some() || kid.birth > rows.as_at;
            let assessment = SocialWorkAssessment {
                start: span.from,
                authorised,
                child_seen: if missed { Answer::No } else { Answer::Yes },
                needs_support: Answer::Blank,
                handler: truth.service.handler(family.allocation, span.from),
            };
            rows.add(kid, Record::Assessment(assessment), None);
        }
        if let Some(strategy) = &family.strategy {
            let ended = strategy.conference.or(Some(strategy.on));
            let span = Span {
                from: strategy.on,
                to: ended,
            };
            if rows.lists(span) {
                let conference = rows.past(strategy.conference);
                let held = conference.day().is_some();
                let enquiry = Enquiry {
                    strategy_discussion: strategy.on,
                    conference_unnecessary: match (strategy.unnecessary, held) {
                        (true, _) => Answer::Yes,
                        (false, true) => Answer::No,
                        (false, false) => Answer::Blank,
                    },
                    conference,
                    plan_made: if held { Answer::Yes } else { Answer::Blank },
                    ended: Dated::Blank,
                    no_further_action: Answer::Blank,
                    handler: truth.service.handler(family.allocation, strategy.on),
                };
                rows.add(kid, Record::Enquiry(enquiry), None);
            }
        }
    }
}

fn open_work(rows: &mut Gathering, truth: &Truth, family: &Family) {
    let Some(episode) = family.episode.filter(|span| rows.lists(*span)) else {
        return;
    };
    let as_at = rows.as_at;
    let status = family.status(as_at);
    let handler = truth.service.handler(family.allocation, as_at);
    let latest = |days: &[Day], from: Day, to: Day| {
        let last = days.iter().rev().find(|day| **day <= to).copied();
        last.filter(|day| *day >= from)
    };
    for kid in &family.children {
        let until = kid.not_seen_after.unwrap_or(as_at).min(as_at);
        let unborn = kid.birth > as_at;
        let seen = |from: Day| -> Dated {
            let visit = latest(&family.visits, from.max(kid.birth), until);
            visit.filter(|_| !unborn).into()
        };
        let reviewed =
            |from: Day| -> Dated { latest(&family.reviews, from.plus_days(1), as_at).into() };
        let need = rows.words.needs[family.need % NEEDS.len()].clone();
        let cin = CinEpisode {
            start: episode.from,
            end: rows.past(episode.to),
            last_seen: seen(episode.from),
            status,
            closure: Closure::Other,
            handler: if status == CaseStatus::Closed {
                truth.service.handler(family.allocation, episode.from)
            } else {
                handler.clone()
            },
        };
        rows.add(kid, Record::Cin(cin), Some(need));
        if let Some(plan) = family.plan.filter(|span| rows.lists(*span)) {
            let harm = rows.words.harm[family.need % HARM.len()].clone();
            let plan = CpPlan {
                start: plan.from,
                end: rows.past(plan.to),
                last_visit: seen(plan.from),
                latest_review: reviewed(plan.from),
                seen_alone: Answer::Blank,
                earlier_plans: None,
                handler: handler.clone(),
            };
            rows.add(kid, Record::CpPlan(plan), Some(harm));
        }
        if let Some(care) = family.care.filter(|span| rows.lists(*span)) {
            let period = CarePeriod {
                start: care.from,
                end: rows.past(care.to),
                last_visit: seen(care.from),
                latest_review: reviewed(care.from),
                legal_status: LegalStatus::Other,
                placement_start: Dated::On(care.from),
                placement: PlacementKind::Fostering,
                permanence: Permanence::Blank,
                out_of_area: Answer::Blank,
                placements_in_year: None,
                handler: handler.clone(),
            };
            let placement = rows.words.placement.clone();
            rows.add(kid, Record::CarePeriod(period), Some(placement));
        }
    }
}

fn list_staff(rows: &mut Gathering, worker: &Name, session: Session) {
    rows.counts[FactKind::Session as usize] += 1;
    let source_ref = Name::from(format!("{worker}|{}", session.kind.word()));
    rows.facts.push(Fact {
        child: None,
        shown_id: None,
        source_ref,
        source: Source::Local,
        record: Record::Session(session),
        details: None,
    });
}

/// The three files of the extract, as an import would report them.
fn reports(rows: &Gathering, truth: &Truth) -> Vec<FileReport> {
    let lists = [
        ("List 1", "contacts", FactKind::Contact),
        ("List 3", "referrals", FactKind::Referral),
        ("List 4", "assessments", FactKind::Assessment),
        ("List 5", "section 47 enquiries", FactKind::Enquiry),
        ("List 6", "children in need", FactKind::Cin),
        ("List 7", "child protection plans", FactKind::CpPlan),
        ("List 8", "children looked after", FactKind::CarePeriod),
    ];
    let sheet = |(name, what, kind): (&str, &str, FactKind)| SheetReport {
        name: name.to_owned(),
        recognised_as: what.to_owned(),
        header_row: 1,
        rows: rows.counts[kind as usize],
        used: rows.counts[kind as usize],
        repeated: 0,
        rejected: 0,
        unknown_columns: Vec::new(),
        kind: Some(kind),
        also: also(kind),
    };
    let file = |place: u64, feed, name: &str, what: &str, sheets: Vec<SheetReport>| {
        let (earliest, latest) = reach(rows, feed);
        let from = if feed == FeedKind::Supervision {
            Some(truth.supervision_from)
        } else {
            earliest
        };
        FileReport {
            file: name.to_owned(),
            recognised_as: what.to_owned(),
            covers: from.map(|from| Covers {
                from,
                to: rows.as_at,
            }),
            sheets,
            passed_over: Vec::new(),
            problems: Vec::new(),
            feed: Some(feed),
            source: if feed == FeedKind::Cases {
                Source::AnnexA
            } else {
                Source::Local
            },
            as_at: None,
            earliest,
            latest,
            window_from: (feed == FeedKind::Cases).then_some(rows.window),
            fingerprint: fingerprint([
                truth.plan.seed,
                u64::from(truth.plan.children),
                u64::from(rows.as_at.number().unsigned_abs()),
                place,
            ]),
        }
    };
    let supervision = ("supervision", "supervision", FactKind::Session);
    let families = ("family", "family", FactKind::Family);
    vec![
        file(
            1,
            FeedKind::Cases,
            "annex_a.xlsx",
            "Annex A, 2024 layout",
            lists.map(sheet).to_vec(),
        ),
        file(
            2,
            FeedKind::Supervision,
            "supervision.csv",
            "supervision export",
            vec![sheet(supervision)],
        ),
        file(
            3,
            FeedKind::Family,
            "family.csv",
            "family list",
            vec![sheet(families)],
        ),
    ]
}

/// Annex A, or the council's own export.
const fn source_of(kind: FactKind) -> Source {
    match kind {
        FactKind::Session | FactKind::Family => Source::Local,
        _ => Source::AnnexA,
    }
}

/// What the lists of Annex A tell of beside their own rows.
fn also(kind: FactKind) -> Vec<FactKind> {
    use FactKind::{CareReview, Conference, Involvement, LegalPeriod, Placement, Visit};
    match kind {
        FactKind::Enquiry => vec![Conference],
        FactKind::Cin => vec![Visit, Involvement],
        FactKind::CpPlan => vec![Visit, FactKind::ReviewConference, Involvement],
        FactKind::CarePeriod => vec![Visit, CareReview, Placement, LegalPeriod, Involvement],
        _ => Vec::new(),
    }
}

/// The earliest and the latest past day of an event of a feed.
fn reach(rows: &Gathering, feed: FeedKind) -> (Option<Day>, Option<Day>) {
    let mut days = rows
        .facts
        .iter()
        .filter(|fact| FeedKind::of(fact.record.kind(), fact.source) == feed)
        .filter_map(|fact| fact.record.start())
        .filter(|day| *day <= rows.as_at);
    let first = days.next();
    days.fold((first, first), |(low, high), day| {
        (low.min(Some(day)), high.max(Some(day)))
    })
}

/// FNV-1a over the numbers that make an extract what it is.
fn fingerprint(parts: [u64; 4]) -> u64 {
    parts
        .iter()
        .flat_map(|part| part.to_le_bytes())
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        })
}
