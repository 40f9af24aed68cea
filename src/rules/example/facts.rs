//! From the facts of a worked example, as an asset writes them, to the records that rules read.

use toml::{Table, Value};

use crate::model::{
    Absence, Action, ActionStatus, ActionsReviewed, Answer, Audit, CareCheck, CarePeriod,
    CareReview, CaseFile, CaseStatus, Checked, CinEpisode, CinPlan, Closure, Conference, Contact,
    CpPlan, Dated, Day, EarlyHelp, Enquiry, Escalation, FactKind, Handler, Happening,
    HappeningStatus, InvolvedAs, Involvement, Known, Leaver, LegalPeriod, LegalStatus, Liberty,
    Meeting, Missing, Name, Permanence, Placement, PlacementKind, PreProceedings, RaisedBy, Rating,
    Ratings, Record, Referral, ReviewConference, Session, SessionStatus, SessionType,
    SocialWorkAssessment, Staff, StaffRole, SupervisorLink, Visit, VisitTo,
};

use super::words::{CLOSURE, INVOLVED, LEGAL, PERMANENCE, PLACED, REVIEWED, STATUS};

/// The name that holds a case in an example where it names nobody else.
const WORKER: &str = "T Mockridge";
const TEAM: &str = "Invented Team";

/// One fact's fields, read by name. What is wrong is kept until the end, so that a reader can be
/// written as one expression.
pub(super) struct Fields<'a> {
    table: &'a Table,
    known: Vec<&'static str>,
    wrong: Vec<String>,
}

impl<'a> Fields<'a> {
    pub fn new(table: &'a Table) -> Self {
        Self {
            table,
            known: vec!["kind", "child", "reference"],
            wrong: Vec::new(),
        }
    }

    fn text(&mut self, name: &'static str) -> Option<&'a str> {
        self.known.push(name);
        self.table.get(name).and_then(|value| {
            let text = value.as_str();
            if text.is_none() {
                self.wrong.push(format!("{name} is not a text"));
            }
            text
        })
    }

    fn dated(&mut self, name: &'static str) -> Dated {
        match self.text(name) {
            None | Some("") => Dated::Blank,
            Some("?") => Dated::Unreadable,
            Some(text) => Day::parse_iso(text).map_or_else(
                || {
                    self.wrong.push(format!("{name}: {text:?} is not a date"));
                    Dated::Blank
                },
                Dated::On,
            ),
        }
    }

    fn day(&mut self, name: &'static str) -> Day {
        self.dated(name).day().unwrap_or_else(|| {
            self.wrong.push(format!("{name} is missing"));
            Day::from_number(0)
        })
    }

    fn name(&mut self, name: &'static str) -> Option<Name> {
        self.text(name)
            .filter(|text| !text.is_empty())
            .map(Name::from)
    }

    fn number(&mut self, name: &'static str) -> Option<u16> {
        self.known.push(name);
        let number = self.table.get(name).and_then(Value::as_integer)?;
        u16::try_from(number).ok()
    }

    /// One of a set of words; the default where the field is left out.
    fn one_of<T: Copy>(&mut self, name: &'static str, known: &[(&str, T)], or: T) -> T {
        let Some(text) = self.text(name) else {
            return or;
        };
        let found = known.iter().find(|(word, _)| *word == text);
        found.map_or_else(
            || {
                self.wrong.push(format!("{name}: {text:?} is not known"));
                or
            },
            |(_, value)| *value,
        )
    }

    /// The same, from a list of values that know their words.
    fn word<T: Copy>(
        &mut self,
        name: &'static str,
        all: &[T],
        (word, or): (fn(T) -> &'static str, T),
    ) -> T {
        let known: Vec<(&str, T)> = all.iter().map(|one| (word(*one), *one)).collect();
        self.one_of(name, &known, or)
    }

    fn answer(&mut self, name: &'static str) -> Answer {
        let known = [
            ("yes", Answer::Yes),
            ("no", Answer::No),
            ("unknown", Answer::Unknown),
        ];
        self.one_of(name, &known, Answer::Blank)
    }

    fn rating(&mut self, name: &'static str) -> Rating {
        let known = [
            ("yes", Rating::Yes),
            ("no", Rating::No),
            ("partly", Rating::Partly),
            ("na", Rating::NotApplicable),
        ];
        self.one_of(name, &known, Rating::Blank)
    }

    /// Who holds it: a made-up name unless the fact names another, or nobody (an empty text).
    fn handler(&mut self) -> Handler {
        let read = |text: Option<&str>, or: &str| match text {
            None => Some(Name::from(or)),
            Some("") => None,
            Some(text) => Some(text.into()),
        };
        let (worker, team) = (self.text("worker"), self.text("team"));
        Handler {
            worker: read(worker, WORKER),
            team: read(team, TEAM),
        }
    }

    /// # Errors
    /// What could not be read, and fields that the kind does not have.
    pub fn finish(mut self) -> Result<(), String> {
        for name in self.table.keys() {
            if !self.known.contains(&name.as_str()) {
                self.wrong.push(format!("{name} is no field of this kind"));
            }
        }
        if self.wrong.is_empty() {
            Ok(())
        } else {
            Err(self.wrong.join("; "))
        }
    }
}

/// The record that a fact of this kind describes; `None` for kinds that no rule reads.
pub(super) fn record(kind: FactKind, on: &mut Fields<'_>) -> Option<Record> {
    case_record(kind, on)
        .or_else(|| event_record(kind, on))
        .or_else(|| oversight_record(kind, on))
}

fn case_record(kind: FactKind, on: &mut Fields<'_>) -> Option<Record> {
    Some(match kind {
        FactKind::Referral => Record::Referral(Referral {
            on: on.day("on"),
            no_further_action: on.answer("no_further_action"),
            earlier_in_12_months: on.number("earlier_in_12_months"),
            handler: on.handler(),
        }),
        FactKind::Assessment => Record::Assessment(SocialWorkAssessment {
            start: on.day("start"),
            authorised: on.dated("authorised"),
            child_seen: on.answer("child_seen"),
            needs_support: on.answer("needs_support"),
            handler: on.handler(),
        }),
        FactKind::Enquiry => Record::Enquiry(Enquiry {
            strategy_discussion: on.day("strategy_discussion"),
            conference_unnecessary: on.answer("conference_unnecessary"),
            conference: on.dated("conference"),
            plan_made: on.answer("plan_made"),
            ended: on.dated("ended"),
            no_further_action: on.answer("no_further_action"),
            handler: on.handler(),
        }),
        FactKind::Cin => Record::Cin(CinEpisode {
            start: on.day("start"),
            end: on.dated("end"),
            last_seen: on.dated("last_seen"),
            status: on.one_of("status", &STATUS, CaseStatus::InNeedPlan),
            closure: on.one_of("closure", &CLOSURE, Closure::Other),
            handler: on.handler(),
        }),
        FactKind::CpPlan => Record::CpPlan(CpPlan {
            start: on.day("start"),
            end: on.dated("end"),
            last_visit: on.dated("last_visit"),
            latest_review: on.dated("latest_review"),
            seen_alone: on.answer("seen_alone"),
            earlier_plans: on.number("earlier_plans"),
            handler: on.handler(),
        }),
        FactKind::CarePeriod => Record::CarePeriod(CarePeriod {
            start: on.day("start"),
            end: on.dated("end"),
            last_visit: on.dated("last_visit"),
            latest_review: on.dated("latest_review"),
            legal_status: on.one_of("legal_status", &LEGAL, LegalStatus::Other),
            placement_start: on.dated("placement_start"),
            placement: on.one_of("placement", &PLACED, PlacementKind::Unknown),
            permanence: on.one_of("permanence", &PERMANENCE, Permanence::Blank),
            out_of_area: on.answer("out_of_area"),
            placements_in_year: on.number("placements_in_year"),
            handler: on.handler(),
        }),
        FactKind::Leaver => Record::Leaver(Leaver {
            pathway_review: on.dated("pathway_review"),
            last_contact: on.dated("last_contact"),
            in_touch: on.answer("in_touch"),
            adviser: on.name("adviser"),
            handler: on.handler(),
        }),
        FactKind::Contact => Record::Contact(Contact { on: on.day("on") }),
        FactKind::EarlyHelp => Record::EarlyHelp(EarlyHelp {
            start: on.day("start"),
            end: on.dated("end"),
        }),
        FactKind::CinPlan => Record::CinPlan(CinPlan {
            start: on.day("start"),
            end: on.dated("end"),
            handler: on.handler(),
        }),
        FactKind::Placement => Record::Placement(Placement {
            start: on.day("start"),
            end: on.dated("end"),
            kind: on.one_of("placement", &PLACED, PlacementKind::Unknown),
            out_of_area: on.answer("out_of_area"),
        }),
        FactKind::LegalPeriod => Record::LegalPeriod(LegalPeriod {
            start: on.day("start"),
            end: on.dated("end"),
            status: on.one_of("legal_status", &LEGAL, LegalStatus::Other),
        }),
        _ => return None,
    })
}

fn event_record(kind: FactKind, on: &mut Fields<'_>) -> Option<Record> {
    Some(match kind {
        FactKind::Visit => Record::Visit(Visit {
            on: on.day("on"),
            to: on.word("to", &VisitTo::ALL, (VisitTo::word, VisitTo::Other)),
            seen: on.answer("seen"),
            alone: on.answer("alone"),
            bedroom: on.answer("bedroom"),
        }),
        FactKind::Conference => Record::Conference(Conference {
            on: on.day("on"),
            transfer_in: on.answer("transfer_in"),
            plan_made: on.answer("plan_made"),
            supplied_due: on.dated("supplied_due"),
        }),
        FactKind::ReviewConference => Record::ReviewConference(ReviewConference {
            on: on.day("on"),
            quorate: on.answer("quorate"),
            supplied_due: on.dated("supplied_due"),
        }),
        FactKind::CareReview => Record::CareReview(CareReview {
            on: on.day("on"),
            cancelled: on.answer("cancelled"),
            supplied_due: on.dated("supplied_due"),
        }),
        FactKind::Involvement => Record::Involvement(Involvement {
            start: on.day("start"),
            end: on.dated("end"),
            role: on.one_of("role", &INVOLVED, InvolvedAs::CaseWorker),
            handler: on.handler(),
        }),
        FactKind::Missing => Record::Missing(Missing {
            start: on.day("start"),
            end: on.dated("end"),
            interview_offered: on.answer("interview_offered"),
            interview_accepted: on.answer("interview_accepted"),
        }),
        FactKind::PreProceedings => Record::PreProceedings(PreProceedings {
            decided: on.day("decided"),
            letter: on.dated("letter"),
            first_meeting: on.dated("first_meeting"),
            ended: on.dated("ended"),
        }),
        FactKind::Liberty => Record::Liberty(Liberty {
            start: on.day("start"),
            end: on.dated("end"),
        }),
        FactKind::CareCheck => Record::CareCheck(CareCheck {
            on: on.day("on"),
            what: on.word("what", &Checked::ALL, (Checked::word, Checked::Health)),
        }),
        FactKind::Happening => Record::Happening(Happening {
            on: on.day("on"),
            what: on.name("what").unwrap_or_default(),
            status: on.word(
                "status",
                &HappeningStatus::ALL,
                (HappeningStatus::word, HappeningStatus::Held),
            ),
            approved_by: on.name("approved_by"),
            handler: Handler {
                team: on.name("team"),
                worker: on.name("worker"),
            },
        }),
        _ => return None,
    })
}

fn oversight_record(kind: FactKind, on: &mut Fields<'_>) -> Option<Record> {
    Some(match kind {
        FactKind::Session => Record::Session(session(on)),
        FactKind::Action => Record::Action(Action {
            set: on.day("set"),
            due: on.dated("due"),
            done: on.dated("done"),
            status: on.word(
                "status",
                &ActionStatus::ALL,
                (ActionStatus::word, ActionStatus::Open),
            ),
            owner: on.name("owner"),
            session: on.name("session"),
            carried_from: on.name("carried_from"),
            carry_count: on.number("carry_count"),
        }),
        FactKind::Escalation => Record::Escalation(Escalation {
            raised: on.day("raised"),
            by: on.word("by", &RaisedBy::ALL, (RaisedBy::word, RaisedBy::Other)),
            stage_due: on.dated("stage_due"),
            stage_answered: on.dated("stage_answered"),
            resolved: on.dated("resolved"),
            changed_for_child: on.answer("changed_for_child"),
            cafcass: on.answer("cafcass"),
        }),
        FactKind::Audit => Record::Audit(Audit {
            on: on.day("on"),
            reader: on.name("reader"),
            ratings: Ratings {
                direction_clear: on.rating("direction_clear"),
                rationale: on.rating("rationale"),
                actions_revisited: on.rating("actions_revisited"),
                lived_experience: on.rating("lived_experience"),
                analysis: on.rating("analysis"),
                challenge: on.rating("challenge"),
                difference_made: on.rating("difference_made"),
            },
            remedial_due: on.dated("remedial_due"),
            remedial_done: on.dated("remedial_done"),
            reaudit_due: on.dated("reaudit_due"),
        }),
        FactKind::Staff => Record::Staff(Staff {
            worker: on.name("worker").unwrap_or_else(|| WORKER.into()),
            role: on.word(
                "role",
                &StaffRole::ALL,
                (StaffRole::word, StaffRole::SocialWorker),
            ),
            team: on.name("team"),
            started: on.dated("started"),
            left: on.dated("left"),
            asye_start: on.dated("asye_start"),
            asye_end: on.dated("asye_end"),
            fte: on.number("fte"),
            agency: on.answer("agency"),
            supervisor: on.name("supervisor"),
        }),
        FactKind::Absence => Record::Absence(Absence {
            worker: on.name("worker").unwrap_or_else(|| WORKER.into()),
            from: on.day("from"),
            to: on.dated("to"),
            cover: on.name("cover"),
        }),
        FactKind::Supervisor => Record::Supervisor(SupervisorLink {
            worker: on.name("worker").unwrap_or_else(|| WORKER.into()),
            supervisor: on.name("supervisor").unwrap_or_default(),
            from: on.dated("from"),
            to: on.dated("to"),
        }),
        _ => return None,
    })
}

fn session(on: &mut Fields<'_>) -> Session {
    Session {
        on: on.day("on"),
        kind: on.word(
            "type",
            &SessionType::ALL,
            (SessionType::word, SessionType::CaseSupervision),
        ),
        status: on.word(
            "status",
            &SessionStatus::ALL,
            (SessionStatus::word, SessionStatus::Held),
        ),
        worker: Some(on.name("worker").unwrap_or_else(|| WORKER.into())),
        supervisor: on.name("supervisor"),
        team: on.name("team"),
        recorded: on.dated("recorded"),
        next_due: on.dated("next_due"),
        meeting: Meeting {
            decision_recorded: on.answer("decision"),
            decision_rationale: on.answer("rationale"),
            actions_outstanding: on.number("actions_outstanding"),
            reflection: on.rating("reflection"),
            challenge: on.rating("challenge"),
            actions_reviewed: on.one_of("actions_reviewed", &REVIEWED, ActionsReviewed::Blank),
            risk_reviewed: on.answer("risk_reviewed"),
            child_voice: on.answer("child_voice"),
        },
        id: on.name("id"),
    }
}

/// Puts a child's record where a rule looks for it; `false` where it is no child's.
pub(super) fn file(on: &mut CaseFile, how: Known<()>, record: Record) -> bool {
    match record {
        Record::Referral(x) => on.referrals.push(how.with(x)),
        Record::Assessment(x) => on.assessments.push(how.with(x)),
        Record::Enquiry(x) => on.enquiries.push(how.with(x)),
        Record::Cin(x) => on.episodes.push(how.with(x)),
        Record::CpPlan(x) => on.plans.push(how.with(x)),
        Record::CarePeriod(x) => on.care.push(how.with(x)),
        Record::Session(x) => on.sessions.push(how.with(x)),
        further => return file_further(on, how, further),
    }
    true
}

fn file_further(on: &mut CaseFile, how: Known<()>, record: Record) -> bool {
    let further = on.further_mut();
    match record {
        Record::Contact(x) => further.contacts.push(how.with(x)),
        Record::EarlyHelp(x) => further.early_help.push(how.with(x)),
        Record::Leaver(x) => further.leaving.push(how.with(x)),
        Record::Visit(x) => further.visits.push(how.with(x)),
        Record::Conference(x) => further.conferences.push(how.with(x)),
        Record::ReviewConference(x) => further.review_conferences.push(how.with(x)),
        Record::CareReview(x) => further.care_reviews.push(how.with(x)),
        Record::CinPlan(x) => further.cin_plans.push(how.with(x)),
        Record::Placement(x) => further.placements.push(how.with(x)),
        Record::LegalPeriod(x) => further.legal_periods.push(how.with(x)),
        Record::Involvement(x) => further.involvements.push(how.with(x)),
        Record::Missing(x) => further.missing.push(how.with(x)),
        Record::PreProceedings(x) => further.pre_proceedings.push(how.with(x)),
        Record::Liberty(x) => further.liberty.push(how.with(x)),
        Record::CareCheck(x) => further.care_checks.push(how.with(x)),
        Record::Happening(x) => further.happenings.push(how.with(x)),
        Record::Action(x) => further.actions.push(how.with(x)),
        Record::Escalation(x) => further.escalations.push(how.with(x)),
        Record::Audit(x) => further.audits.push(how.with(x)),
        _ => return false,
    }
    true
}
