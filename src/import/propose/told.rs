//! What a row of the proposal says, in words, for a person who checks the mapping.

use crate::model::{
    Absence, Action, ActionStatus, Answer, Dated, Day, Name, Record, Session, SessionStatus, Staff,
    Visit, VisitTo,
};

/// Whose row it is where it names no child.
pub(super) fn whose(record: &Record) -> String {
    match record {
        Record::Staff(staff) => format!("worker {}", staff.worker),
        Record::Absence(absence) => format!("worker {}", absence.worker),
        _ => "a worker's own".to_owned(),
    }
}

/// What a record says, for a person who checks the mapping.
pub(super) fn in_words(record: &Record) -> String {
    match record {
        Record::Session(session) => session_in_words(session),
        Record::Family(link) => format!("family {}", link.family),
        Record::Visit(visit) => visit_in_words(visit),
        Record::Action(action) => action_in_words(action),
        Record::Staff(staff) => staff_in_words(staff),
        Record::Absence(absence) => absence_in_words(absence),
        other => {
            let start = other.start().map_or("no day".to_owned(), Day::long);
            let end = other.end().day();
            let end = end.map_or(String::new(), |day| format!(" to {}", day.long()));
            format!("{} {start}{end}", other.kind().label())
        }
    }
}

const fn held(status: SessionStatus) -> &'static str {
    match status {
        SessionStatus::Held => "held",
        SessionStatus::NotHeld => "not held",
        SessionStatus::Cancelled => "cancelled",
        SessionStatus::Rearranged => "rearranged",
        SessionStatus::Planned => "planned",
        SessionStatus::Unknown => "not known whether it was held",
    }
}

fn session_in_words(session: &Session) -> String {
    let mut words = format!(
        "{}, {}, {}",
        session.kind.label(),
        session.on.long(),
        held(session.status)
    );
    let people = [
        ("worker", &session.worker),
        ("supervisor", &session.supervisor),
        ("team", &session.team),
    ];
    let days = [
        ("on file", session.recorded),
        ("next due", session.next_due),
    ];
    words += &beside(&people, &days);
    words
}

/// ", worker A Testwick, on file 04 Jun 2026": what is there of these.
fn beside(people: &[(&str, &Option<Name>)], days: &[(&str, Dated)]) -> String {
    let people = people
        .iter()
        .filter_map(|(what, who)| Some(format!(", {what} {}", who.as_ref()?)));
    let days = days
        .iter()
        .filter_map(|(what, day)| Some(format!(", {what} {}", day.day()?.long())));
    people.chain(days).collect()
}

const fn said(answer: Answer, (yes, no): (&'static str, &'static str)) -> &'static str {
    match answer {
        Answer::Yes => yes,
        Answer::No => no,
        Answer::Blank | Answer::Unknown => "",
    }
}

fn visit_in_words(visit: &Visit) -> String {
    let to = match visit.to {
        VisitTo::InNeed => "visit to a child in need",
        VisitTo::Protection => "visit under a protection plan",
        VisitTo::Care => "visit to a child in care",
        VisitTo::Leaver => "visit to a care leaver",
        VisitTo::PrivateFostering => "private fostering visit",
        VisitTo::EarlyHelp => "early help visit",
        VisitTo::Other => "visit, not known whose duty it was",
    };
    let seen = match visit.seen {
        Answer::Yes => ", child seen",
        Answer::No => ", child not seen",
        Answer::Blank | Answer::Unknown => ", not said whether the child was seen",
    };
    let alone = said(visit.alone, (", alone", ", not alone"));
    let bedroom = said(visit.bedroom, (", bedroom seen", ", bedroom not seen"));
    format!("{to}, {}{seen}{alone}{bedroom}", visit.on.long())
}

fn action_in_words(action: &Action) -> String {
    let stands = match action.status {
        ActionStatus::Unknown => "not known how it stands",
        status => status.word(),
    };
    let due = match action.due {
        Dated::Blank => ", no day by which".to_owned(),
        due => beside(&[], &[("due", due)]),
    };
    let done = beside(&[("owner", &action.owner)], &[("done", action.done)]);
    format!("action set {}, {stands}{due}{done}", action.set.long())
}

fn staff_in_words(staff: &Staff) -> String {
    let people = [("team", &staff.team), ("supervisor", &staff.supervisor)];
    let days = [
        ("from", staff.started),
        ("until", staff.left),
        ("supported year from", staff.asye_start),
        ("to", staff.asye_end),
    ];
    let fte = staff.fte.map_or(String::new(), |share| {
        format!(", {}.{:02} of full time", share / 100, share % 100)
    });
    let agency = said(staff.agency, (", agency", ", not agency"));
    let role = staff.role.label();
    format!("{role}{}{fte}{agency}", beside(&people, &days))
}

fn absence_in_words(absence: &Absence) -> String {
    let cover = beside(&[("cover", &absence.cover)], &[]);
    let to = absence.to.day();
    let to = to.map_or(", still away".to_owned(), |to| format!(" to {}", to.long()));
    format!("away from {}{to}{cover}", absence.from.long())
}
