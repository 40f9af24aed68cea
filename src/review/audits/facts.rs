//! What was read here, among what the rules read. Pure.
//!
//! The surprising thing: a question of an audit counts as one of the seven qualities where it goes
//! by the same word ("analysis", "challenge"), and otherwise says nothing to a rule.

use crate::model::{
    Audit, Audits, CaseAudit, Caseload, ChildId, Dated, Day, Known, Name, Quality, Rating, Ratings,
    Reading, Sources, StaffRole,
};

/// How the reference of a reading begins, to tell it from an audit.
pub const READ_HERE: &str = "reading-";

/// Puts readings and audits on the children's files. With a day: those made by the end of it.
pub fn take_in(caseload: &mut Caseload, audits: &Audits, until: Option<Day>) {
    let in_time = |on: Day| until.is_none_or(|day| on <= day);
    for one in audits.readings.iter().filter(|one| in_time(one.said.on)) {
        put(caseload, &one.said.child.0, read(one));
    }
    for one in super::standing(audits) {
        if in_time(one.said.on) {
            put(caseload, &one.said.child.0, audited(one));
        }
    }
}

fn put(caseload: &mut Caseload, child: &ChildId, audit: Known<Audit>) {
    let Some(at) = caseload.position(child) else {
        return;
    };
    let audits = &mut caseload.children[at].further_mut().audits;
    let place = audits.partition_point(|known| known.on <= audit.on);
    audits.insert(place, audit);
}

fn known(source_ref: String, audit: Audit) -> Known<Audit> {
    Known {
        source_ref: Name::from(source_ref),
        known_from: audit.on,
        listed: true,
        // No extract says it.
        sources: Sources::default(),
        is: audit,
    }
}

fn reader(role: Option<StaffRole>) -> Option<Name> {
    role.map(|role| Name::from(role.label()))
}

fn read(one: &Reading) -> Known<Audit> {
    let audit = Audit {
        on: one.said.on,
        reader: reader(one.said.role),
        ratings: one.said.ratings,
        remedial_due: Dated::Blank,
        remedial_done: Dated::Blank,
        reaudit_due: Dated::Blank,
    };
    known(format!("{READ_HERE}{}", one.id.0), audit)
}

fn audited(one: &CaseAudit) -> Known<Audit> {
    let ratings = Quality::ALL.map(|quality| {
        let mut answers = one.said.answers.iter();
        let same = answers.find(|answered| &*answered.question == quality.word());
        same.map_or(Rating::Blank, |answered| answered.answer)
    });
    let audit = Audit {
        on: one.said.on,
        reader: reader(one.said.role),
        ratings: Ratings::of(ratings),
        remedial_due: Dated::Blank,
        remedial_done: Dated::Blank,
        reaudit_due: one.said.reaudit.map_or(Dated::Blank, Dated::On),
    };
    known(format!("audit-{}", one.id.0), audit)
}
