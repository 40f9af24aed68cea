//! One row of a recognised list, turned into facts.
//!
//! A row whose key date cannot be used, or that ends before it starts, makes no fact and says so.

use crate::model::{
    Adopter, Adoption, Answer, CareCheck, CarePeriod, CaseStatus, Checked, ChildId, CinEpisode,
    Closure, Contact, CpPlan, Dated, Day, EarlyHelp, Enquiry, Fact, FactKind, FamilyLink, Handler,
    Leaver, LegalStatus, Name, Permanence, Person, PlacementKind, Record, Referral,
    SocialWorkAssessment, Source,
};

use super::{
    cell::{Cell, is_blank_word, shorten},
    date,
    desk::{Desk, Fault, IdCell, Notes},
    layout::{Origin, Role, fold, folds_alike},
    looked_after::Episode,
    own,
    recognise::Plan,
    sessions::{self, Named},
    ssd,
    vocabulary::Category,
    words::{Asked, without_list_letter},
};

/// The longest word that is kept as a detail.
const LONGEST_DETAIL: usize = 120;
/// The longest free text that is kept when it is asked for.
const LONGEST_TEXT: usize = 4_000;

pub(super) const NOT_USED: &str = "row not used";
pub(super) const NOT_DATA: &str = "not a row of data";
pub(super) const NO_CLOCK: &str = "the clock that needs it cannot be computed";

/// The code of the national returns that stands in a coded cell: `C2` in "b) C2: Full care order".
pub(super) fn code_in(text: &str) -> String {
    let mut words = text.split(|c: char| !c.is_ascii_alphanumeric());
    let code = words.find(|word| {
        let digits = word.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        let letters = word.len() - digits.len();
        (1..=2).contains(&letters)
            && !digits.is_empty()
            && digits.bytes().all(|byte| byte.is_ascii_digit())
    });
    code.unwrap_or_default().to_ascii_uppercase()
}

/// What tells two contacts of one child and day apart: the source without its list letter, so that
/// "q) 6: Police" of Annex A and "6" with "Police" of another return are one.
pub(super) fn contact_reference(source: &str) -> String {
    fold(without_list_letter(source.trim()))
}

static BLANK: Cell<'static> = Cell::Blank;

/// A fact, the row that it stands on, and the date of birth on that row.
pub(super) struct Draft {
    pub(super) fact: Fact,
    pub(super) row: u32,
    pub(super) birth: Option<Day>,
}

/// What became of a row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum RowEnd {
    Used,
    Rejected,
    /// Used for other rows' facts, and the start of none.
    Beside,
    /// A footer, a total, the headings once more: not counted.
    NotData,
    Blank,
}

/// A row at the desk: its cells, how to read them, and where facts and problems go.
pub(super) struct Row<'r, 'c> {
    pub(super) number: u32,
    pub(super) cells: &'r [Cell<'c>],
    pub(super) plan: &'r Plan,
    pub(super) desk: &'r mut Desk,
    pub(super) notes: &'r mut Notes,
    pub(super) drafts: &'r mut Vec<Draft>,
    /// Episodes of care, which make a period only together.
    pub(super) episodes: &'r mut Vec<Episode>,
}

impl<'r> Row<'r, '_> {
    /// Reads the row into facts.
    pub(super) fn read(mut self) -> RowEnd {
        let own = self.plan.own.iter();
        if own.clone().all(|place| self.at(*place).is_blank()) {
            return self.blank();
        }
        match (self.plan.list.layout, self.plan.list.kind) {
            (ssd::LAYOUT, _) => ssd::read(&mut self),
            (own::LAYOUT, _) => own::read(&mut self),
            (_, kind) if self.plan.list.origin == Origin::Own && own::reads(kind) => {
                own::read(&mut self)
            }
            (_, FactKind::CarePeriod) if self.plan.list.source == Source::Ssda903 => {
                self.episode_of_care()
            }
            (_, FactKind::Session) => sessions::read(&mut self),
            (_, FactKind::Adopter) => self.adopter(),
            _ => self.of_child(),
        }
    }

    pub(super) fn at(&self, place: usize) -> &'r Cell<'r> {
        self.cells.get(place).unwrap_or(&BLANK)
    }

    pub(super) fn cell(&self, role: Role) -> &'r Cell<'r> {
        self.plan.place(role).map_or(&BLANK, |place| self.at(place))
    }

    /// A row whose every column is blank: nothing, or a footer beside the list.
    fn blank(&mut self) -> RowEnd {
        let roles = [Role::Child, Role::Adopter].into_iter();
        let role = roles.clone().find(|role| self.plan.place(*role).is_some());
        let null_id = role
            .map(|role| self.cell(role).text())
            .is_some_and(|text| matches!(self.desk.child(&text), IdCell::NotAnId));
        if let Some(role) = role.filter(|_| null_id) {
            return self.not_data(self.plan.heading(role), self.cell(role).shown());
        }
        let footer = self
            .cells
            .iter()
            .find(|cell| !cell.is_blank())
            .filter(|cell| matches!(cell, Cell::Words(_)))
            .map(Cell::shown)
            .filter(|text| matches!(self.desk.child(text), IdCell::NotAnId));
        match footer {
            Some(found) => self.not_data(None, found),
            None => RowEnd::Blank,
        }
    }

    pub(super) fn not_data(&mut self, column: Option<String>, found: String) -> RowEnd {
        let fault = Fault {
            column,
            found,
            expected: "a child's id",
            effect: NOT_DATA,
        };
        self.notes.add(Some(self.number), fault);
        RowEnd::NotData
    }

    /// Whether the headings stand here once more, as on the second page of a printed report.
    pub(super) fn repeats_headings(&self, role: Role) -> bool {
        let place = self.plan.place(role);
        let heading = place.and_then(|place| self.plan.shown_at(place));
        let text = self.cell(role).text();
        heading.is_some_and(|heading| !text.is_empty() && folds_alike(heading, &text))
    }

    /// The child whose row it is, or what else became of the row.
    pub(super) fn child(&mut self) -> Result<(ChildId, Name), RowEnd> {
        let cell = self.cell(Role::Child);
        let column = |plan: &Plan| plan.heading(Role::Child);
        if self.repeats_headings(Role::Child) {
            return Err(self.not_data(column(self.plan), cell.shown()));
        }
        let id = match self.plan.list.source {
            Source::CinCensus => self.desk.child_of_return(&cell.text()),
            _ => self.desk.child(&cell.text()),
        };
        match id {
            IdCell::NotAnId => Err(self.not_data(column(self.plan), cell.shown())),
            IdCell::Blank if self.plan.list.xml_only => {
                self.lost(None, Role::Child, "a child's id");
                Err(RowEnd::Rejected)
            }
            IdCell::Blank => {
                let dated = date::of_cell(self.cell(Role::Start)).day().is_some();
                if !dated && self.plan.place(Role::Start).is_some() {
                    return Err(self.not_data(column(self.plan), cell.shown()));
                }
                self.lost(None, Role::Child, "a child's id");
                Err(RowEnd::Rejected)
            }
            IdCell::Id(child, shown) => Ok((child, shown)),
        }
    }

    /// The children whose row it is, or what else became of the row.
    pub(super) fn children(&mut self) -> Result<Vec<(ChildId, Name)>, RowEnd> {
        let text = self.cell(Role::Child).text();
        if !self.repeats_headings(Role::Child)
            && let Named::Children(children) = sessions::named(self, &text)
            && children.len() > 1
        {
            return Ok(children);
        }
        self.child().map(|child| vec![child])
    }

    fn of_child(&mut self) -> RowEnd {
        let (child, shown) = match self.child() {
            Ok(child) => child,
            Err(end) => return end,
        };
        let Some((record, source_ref)) = self.record(&child) else {
            return RowEnd::Rejected;
        };
        let birth = match &record {
            Record::Person(person) => person.birth,
            _ => self.birth(),
        };
        self.care_checks(&child, &shown);
        self.conference_of(&record, &child, &shown);
        let fact = Fact {
            child: Some(child),
            shown_id: Some(shown),
            source_ref,
            source: self.plan.list.source,
            record,
            details: self.details(),
        };
        self.push(fact, birth);
        RowEnd::Used
    }

    pub(super) fn push(&mut self, fact: Fact, birth: Option<Day>) {
        self.drafts.push(Draft {
            fact,
            row: self.number,
            birth,
        });
    }

    fn record(&mut self, child: &ChildId) -> Option<(Record, Name)> {
        let none = Name::from("");
        let own = match (self.plan.list.source, self.plan.list.kind) {
            (_, FactKind::Person) => Some(Some(self.person())),
            (Source::CinCensus, FactKind::Conference) => Some(self.transfer_in(child)),
            (Source::CinCensus, FactKind::ReviewConference) => Some(self.review_conference(child)),
            (Source::CinCensus, FactKind::CinPlan) => Some(self.need_plan(child)),
            (Source::CinCensus, FactKind::PreProceedings) => Some(self.pre_proceedings(child)),
            (Source::Ssda903, FactKind::CareReview) => Some(self.care_review(child)),
            (Source::Ssda903, FactKind::Missing) => Some(self.missing(child)),
            (Source::Ssda903, FactKind::Involvement) => Some(self.social_worker(child)),
            (Source::Ssda903, FactKind::Liberty) => Some(self.liberty(child)),
            _ => None,
        };
        if let Some(record) = own {
            let record = record?;
            let reference = self.desk.share(&record.reference());
            return Some((record, reference));
        }
        let record = match self.plan.list.kind {
            FactKind::Family => Record::Family(FamilyLink {
                family: self.family(child)?,
            }),
            FactKind::Contact => {
                let on = self.key_day(child)?;
                let source = contact_reference(&self.cell(Role::Source).text());
                return Some((Record::Contact(Contact { on }), self.desk.share(&source)));
            }
            FactKind::EarlyHelp => {
                let (start, end) = self.span(child)?;
                Record::EarlyHelp(EarlyHelp { start, end })
            }
            FactKind::Referral => Record::Referral(self.referral(child)?),
            FactKind::Assessment => Record::Assessment(self.assessment(child)?),
            FactKind::Enquiry => Record::Enquiry(self.enquiry(child)?),
            FactKind::Cin => Record::Cin(self.episode(child)?),
            FactKind::CpPlan => Record::CpPlan(self.plan(child)?),
            FactKind::CarePeriod => Record::CarePeriod(self.care(child)?),
            FactKind::Leaver => Record::Leaver(Leaver {
                pathway_review: self.secondary(Role::Review, child),
                last_contact: self.secondary(Role::Seen, child),
                in_touch: self.answer(Role::InTouch, Asked::Plain),
                adviser: self.name(Role::Adviser),
                handler: self.handler(),
            }),
            FactKind::Adoption => Record::Adoption(Adoption {
                decided: self.key_day(child)?,
            }),
            _ => return None,
        };
        Some((record, none))
    }

    /// Who a child is: nothing but the dates of birth and death.
    fn person(&mut self) -> Record {
        let (birth, died) = (self.birth(), date::of_cell(self.cell(Role::Died)));
        let expected = date::of_cell(self.cell(Role::Expected));
        for (role, read) in [(Role::Died, died), (Role::Expected, expected)] {
            if read == Dated::Unreadable {
                self.tally(role, "a date", "treated as blank");
            }
        }
        Record::Person(Person {
            birth: birth.or(expected.day()),
            died: died.day(),
            expected: match (birth, expected.day()) {
                (None, Some(_)) => Answer::Yes,
                _ => Answer::Blank,
            },
        })
    }

    fn family(&mut self, child: &ChildId) -> Option<Name> {
        let family = self.name(Role::Family);
        if family.is_none() {
            self.lost(Some(child), Role::Family, "a family's id");
        }
        family
    }

    fn referral(&mut self, child: &ChildId) -> Option<Referral> {
        let on = self.key_day(child)?;
        let earlier = self.cell(Role::EarlierReferrals);
        if earlier.count().is_none() && !earlier.is_blank() {
            self.tally(Role::EarlierReferrals, "a whole number", "treated as blank");
        }
        Some(Referral {
            on,
            no_further_action: self.answer(Role::NoFurtherAction, Asked::NoFurtherAction),
            earlier_in_12_months: earlier.count(),
            handler: self.handler(),
        })
    }

    fn assessment(&mut self, child: &ChildId) -> Option<SocialWorkAssessment> {
        let (start, authorised) = self.span(child)?;
        Some(SocialWorkAssessment {
            start,
            authorised,
            child_seen: self.answer(Role::ChildSeen, Asked::ChildSeen),
            needs_support: self.answer(Role::NeedsSupport, Asked::Plain),
            handler: self.handler(),
        })
    }

    fn enquiry(&mut self, child: &ChildId) -> Option<Enquiry> {
        let (strategy_discussion, conference) = self.span(child)?;
        Some(Enquiry {
            strategy_discussion,
            conference_unnecessary: self.answer(Role::Unnecessary, Asked::Plain),
            conference,
            plan_made: self.answer(Role::PlanMade, Asked::Plain),
            ended: Dated::Blank,
            no_further_action: Answer::Blank,
            handler: self.handler(),
        })
    }

    fn episode(&mut self, child: &ChildId) -> Option<CinEpisode> {
        let (start, end) = self.span(child)?;
        let cell = self.cell(Role::CaseStatus);
        let status = if cell.is_blank() {
            Some(CaseStatus::Unknown)
        } else {
            self.desk.case_status(&cell.text())
        };
        if status.is_none() {
            self.tally(Role::CaseStatus, "a known case status", "read as unknown");
        }
        Some(CinEpisode {
            start,
            end,
            last_seen: self.secondary(Role::Seen, child),
            status: status.unwrap_or_default(),
            closure: Closure::of_code(self.code(Role::Closure, Category::ClosureReason)),
            handler: self.handler(),
        })
    }

    fn plan(&mut self, child: &ChildId) -> Option<CpPlan> {
        let (start, end) = self.span(child)?;
        Some(CpPlan {
            start,
            end,
            last_visit: self.secondary(Role::Seen, child),
            latest_review: self.secondary(Role::Review, child),
            seen_alone: self.answer(Role::SeenAlone, Asked::ChildSeen),
            earlier_plans: self.cell(Role::EarlierPlans).count(),
            handler: self.handler(),
        })
    }

    fn care(&mut self, child: &ChildId) -> Option<CarePeriod> {
        let (start, end) = self.span(child)?;
        let legal = self.code(Role::LegalStatus, Category::LegalStatus);
        let placement = self.code(Role::PlacementType, Category::PlacementType);
        Some(CarePeriod {
            start,
            end,
            last_visit: self.secondary(Role::Seen, child),
            latest_review: self.secondary(Role::Review, child),
            legal_status: LegalStatus::of_code(legal),
            placement_start: self.secondary(Role::PlacementStart, child),
            placement: PlacementKind::of_code(placement),
            permanence: self.permanence(),
            out_of_area: self.out_of_area(),
            placements_in_year: self.cell(Role::PlacementsInYear).count(),
            handler: self.handler(),
        })
    }

    fn permanence(&mut self) -> Permanence {
        match self.code(Role::Permanence, Category::PermanencePlan) {
            "return" => Permanence::ReturnToFamily,
            "adoption" => Permanence::Adoption,
            "sgo" => Permanence::Guardianship,
            "supported" => Permanence::SupportedLiving,
            "residential" => Permanence::LongTermResidential,
            "fostering" => Permanence::LongTermFostering,
            "other" => Permanence::Other,
            _ if self.cell(Role::Permanence).is_blank() => Permanence::Blank,
            _ => Permanence::Unknown,
        }
    }

    fn out_of_area(&mut self) -> Answer {
        match self.code(Role::PlacementLocation, Category::PlacementLocation) {
            "out" => Answer::Yes,
            "in" => Answer::No,
            _ if self.cell(Role::PlacementLocation).is_blank() => Answer::Blank,
            _ => Answer::Unknown,
        }
    }

    /// The official code of a coded cell; empty for a blank cell, and for a word that is not
    /// understood, which is told once with a count.
    pub(super) fn code(&mut self, role: Role, category: Category) -> &'static str {
        self.plan
            .place(role)
            .map_or("", |place| self.code_at(place, category))
    }

    fn code_at(&mut self, place: usize, category: Category) -> &'static str {
        let cell = self.at(place);
        if cell.is_blank() {
            return "";
        }
        let Some(code) = self.desk.meaning(category, &cell.text()) else {
            let fault = Fault {
                column: self.plan.heading_at(place),
                found: cell.shown(),
                expected: category.plain(),
                effect: "read as unknown",
            };
            self.notes.tally(self.number, fault);
            return "";
        };
        code
    }

    /// The latest dates of List 8 that are a history of their own, import by import.
    pub(super) fn care_checks(&mut self, child: &ChildId, shown: &Name) {
        let roles = [
            (Role::HealthCheck, Checked::Health),
            (Role::DentalCheck, Checked::Dental),
            (Role::OfficerContact, Checked::ReviewingOfficer),
        ];
        for (role, what) in roles {
            match date::of_cell(self.cell(role)) {
                Dated::Blank => {}
                Dated::Unreadable => self.tally(role, "a date", "treated as blank"),
                Dated::On(on) => {
                    let record = Record::CareCheck(CareCheck { on, what });
                    let fact = Fact {
                        child: Some(child.clone()),
                        shown_id: Some(shown.clone()),
                        source_ref: self.desk.share(&record.reference()),
                        source: self.plan.list.source,
                        record,
                        details: None,
                    };
                    self.push(fact, None);
                }
            }
        }
    }

    /// List 11: the id is an adult's, so it names the row and no child.
    fn adopter(&mut self) -> RowEnd {
        let cell = self.cell(Role::Adopter);
        let column = self.plan.heading(Role::Adopter);
        if self.repeats_headings(Role::Adopter) {
            return self.not_data(column, cell.shown());
        }
        let id = match self.desk.child(&cell.text()) {
            IdCell::NotAnId | IdCell::Blank => return self.not_data(column, cell.shown()),
            IdCell::Id(id, _) => id,
        };
        let enquired = date::of_cell(self.cell(Role::Start));
        if enquired == Dated::Unreadable {
            self.tally(Role::Start, "a date", "treated as unreadable");
        }
        let fact = Fact {
            child: None,
            shown_id: None,
            source_ref: self.desk.share(id.as_str()),
            source: self.plan.list.source,
            record: Record::Adopter(Adopter { enquired }),
            details: None,
        };
        self.push(fact, None);
        RowEnd::Used
    }

    /// The day by which the row is known; without one the row is lost.
    pub(super) fn key_day(&mut self, child: &ChildId) -> Option<Day> {
        let day = date::of_cell(self.cell(Role::Start)).day();
        if day.is_none() {
            self.lost(Some(child), Role::Start, "a date");
        }
        day
    }

    /// Start and end; a row that ends before it starts is lost, an unreadable end is kept as such.
    pub(super) fn span(&mut self, child: &ChildId) -> Option<(Day, Dated)> {
        let start = self.key_day(child)?;
        let end = self.secondary(Role::End, child);
        if end.day().is_some_and(|end| end < start) {
            let expected = format!("a date on or after {}", start.long());
            self.lost(Some(child), Role::End, &expected);
            return None;
        }
        Some((start, end))
    }

    /// A date that a clock may need beside the key one.
    pub(super) fn secondary(&mut self, role: Role, child: &ChildId) -> Dated {
        let cell = self.cell(role);
        let dated = date::of_cell(cell);
        if dated == Dated::Unreadable {
            let fault = Fault {
                column: self.plan.heading(role),
                found: cell.shown(),
                expected: "a date",
                effect: NO_CLOCK,
            };
            let kind = self.plan.list.kind;
            self.notes
                .add_for(self.number, Some(child.clone()), (kind, false), fault);
        }
        dated
    }

    /// A date that no clock needs: compared, or kept to be shown.
    pub(super) fn supplied(&mut self, role: Role) -> Dated {
        let dated = date::of_cell(self.cell(role));
        if dated == Dated::Unreadable {
            self.tally(role, "a date", "treated as unreadable");
        }
        dated
    }

    /// Says that the row is lost, and for which child.
    pub(super) fn lost(&mut self, child: Option<&ChildId>, role: Role, expected: &str) {
        let fault = Fault {
            column: self.plan.heading(role),
            found: self.cell(role).shown(),
            expected,
            effect: NOT_USED,
        };
        let kind = self.plan.list.kind;
        self.notes
            .add_for(self.number, child.cloned(), (kind, true), fault);
    }

    pub(super) fn tally(&mut self, role: Role, expected: &str, effect: &str) {
        let fault = Fault {
            column: self.plan.heading(role),
            found: self.cell(role).shown(),
            expected,
            effect,
        };
        self.notes.tally(self.number, fault);
    }

    pub(super) fn birth(&mut self) -> Option<Day> {
        let birth = date::of_cell(self.cell(Role::Birth));
        if birth == Dated::Unreadable {
            self.tally(Role::Birth, "a date", "treated as blank");
        }
        birth.day()
    }

    pub(super) fn name(&mut self, role: Role) -> Option<Name> {
        let cleaned = self.desk.name(self.cell(role));
        if cleaned.cut {
            self.tally(role, "at most 500 characters", "the rest was cut off");
        }
        cleaned.name
    }

    pub(super) fn answer(&mut self, role: Role, asked: Asked) -> Answer {
        self.desk.answer(self.cell(role), asked)
    }

    pub(super) fn handler(&mut self) -> Handler {
        Handler {
            team: self.name(Role::Team),
            worker: self.name(Role::Worker),
        }
    }

    /// The columns that no rule reads, as a JSON object of words.
    pub(super) fn details(&mut self) -> Option<Name> {
        let mut words = serde_json::Map::new();
        let plan = self.plan;
        for (place, category) in &plan.coded {
            self.code_at(*place, *category);
        }
        for (place, name) in &self.plan.details {
            let text = self.at(*place).text();
            if !is_blank_word(&text) {
                words.insert((*name).to_owned(), shorten(&text, LONGEST_DETAIL).into());
            }
        }
        if self.desk.keeps_text {
            for (place, name) in &self.plan.texts {
                let text = self.at(*place).text();
                if !is_blank_word(&text) {
                    words.insert((*name).to_owned(), shorten(&text, LONGEST_TEXT).into());
                }
            }
        }
        if words.is_empty() {
            return None;
        }
        let object = serde_json::Value::Object(words).to_string();
        Some(self.desk.share(&object))
    }
}
