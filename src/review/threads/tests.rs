//! Each state of a thread, on records that are made up to show it.

use std::{collections::HashMap, sync::Arc};

use super::*;
use crate::model::{
    ActionStatus, ActionsReviewed, Answer, CaseFile, CaseStatus, Caseload, Child, ChildId,
    CinEpisode, Closure, Covers, Dated, FactKind, Feed, FeedKind, Handler, Listing, Meeting, Name,
    PersonName, PromiseDraft, PromiseTurn, Session, SessionStatus, SessionType, Source, Sources,
    ToldTurn,
};
use crate::review::picture::Ingredients;
use crate::rules::{Keep, RuleBook, check};

pub fn day(iso: &str) -> Day {
    Day::parse_iso(iso).unwrap()
}

pub fn known<T>(own: &str, is: T) -> Known<T> {
    Known {
        source_ref: own.into(),
        known_from: day("2026-06-12"),
        listed: true,
        sources: Sources::of(Source::Local),
        is,
    }
}

/// A child in need since January, of Fern Madeup.
pub fn child(id: &str) -> CaseFile {
    let mut file = CaseFile::new(Child {
        birth: Some(day("2018-03-04")),
        ..Child::new(ChildId::read(id).unwrap(), id.into())
    });
    file.episodes.push(known(
        "",
        CinEpisode {
            start: day("2026-01-05"),
            end: Dated::Blank,
            last_seen: Dated::On(day("2026-06-01")),
            status: CaseStatus::Unknown,
            closure: Closure::default(),
            handler: Handler {
                team: Some("Hub North".into()),
                worker: Some("Fern Madeup".into()),
            },
        },
    ));
    file
}

pub fn session(on: &str, reviewed: ActionsReviewed) -> Known<Session> {
    known(
        "",
        Session {
            id: None,
            on: day(on),
            kind: SessionType::CaseSupervision,
            status: SessionStatus::Held,
            worker: Some("Fern Madeup".into()),
            supervisor: Some("Moss Invented".into()),
            team: Some("Hub North".into()),
            recorded: Dated::Blank,
            next_due: Dated::Blank,
            meeting: Meeting {
                decision_recorded: Answer::Yes,
                actions_reviewed: reviewed,
                ..Meeting::default()
            },
        },
    )
}

pub fn action(own: &str, set: &str, due: &str, from: Option<&str>) -> Known<Action> {
    known(
        own,
        Action {
            set: day(set),
            due: Day::parse_iso(due).into(),
            done: Dated::Blank,
            status: ActionStatus::Open,
            owner: Some("Fern Madeup".into()),
            session: None,
            carried_from: from.map(Name::from),
            carry_count: None,
        },
    )
}

/// The picture of these children on 12 June 2026.
pub fn picture(caseload: Caseload) -> Picture {
    let as_at = day("2026-06-12");
    let covers = Covers {
        from: day("2025-06-01"),
        to: as_at,
    };
    let feed = |kind| Feed {
        kind,
        as_at,
        covers,
    };
    let list = |kind| Listing {
        kind,
        source: Source::Local,
        as_at,
        covers,
    };
    let caseload = Caseload {
        feeds: vec![feed(FeedKind::Cases), feed(FeedKind::Supervision)],
        lists: vec![
            list(FactKind::Cin),
            list(FactKind::Session),
            list(FactKind::Action),
        ],
        ..caseload
    };
    let book = RuleBook::embedded();
    let check = check(&caseload, &book, as_at, as_at, Keep::Every);
    Picture::new(Ingredients {
        caseload,
        check,
        outcomes: HashMap::new(),
        audits: crate::model::Audits::default(),
        questions: crate::review::audits::Questions::embedded(),
        promises: Vec::new(),
        entries: Vec::new(),
        person: PersonName::from("A Reader"),
        today: as_at,
        book: Arc::new(book.clone()),
        council: String::new(),
        looks_back: None,
    })
}

pub fn of(file: CaseFile) -> Picture {
    picture(Caseload {
        children: vec![file],
        ..Caseload::default()
    })
}

pub fn promise(gap: Option<GapKey>, turns: &[(PromiseTurn, &str)]) -> Promise {
    Promise {
        id: PromiseId(7),
        said: PromiseDraft {
            gap,
            agreed: day("2026-05-01"),
            ..PromiseDraft::made_up("900001", "2026-06-20")
        },
        made_by: PersonName::from("Y Foobarton"),
        made_at: "2026-05-01T09:00:00Z".to_owned(),
        turns: turns
            .iter()
            .map(|(turn, on)| ToldTurn {
                turn: *turn,
                on: day(on),
                words: String::new(),
                by: PersonName::from("Y Foobarton"),
                at: format!("{on}T09:00:00Z"),
            })
            .collect(),
    }
}

fn only(picture: &Picture, promises: &[Promise]) -> Thread {
    let mut threads = picture.threads_of(0, promises);
    assert_eq!(threads.len(), 1);
    threads.remove(0)
}

#[test]
fn sessions_that_say_nothing_are_counted_and_one_that_went_through_all_begins_anew() {
    let mut file = child("900001");
    for (on, reviewed) in [
        ("2026-05-04", ActionsReviewed::Blank),
        ("2026-05-11", ActionsReviewed::All),
        ("2026-05-18", ActionsReviewed::Some),
        ("2026-05-25", ActionsReviewed::None),
        ("2026-06-01", ActionsReviewed::Blank),
    ] {
        file.sessions.push(session(on, reviewed));
    }
    let picture = of(file);
    let thread = only(&picture, &[promise(None, &[])]);
    assert_eq!(thread.looked_at, day("2026-05-11"));
    assert_eq!(
        (thread.silent, thread.silences),
        (Some(day("2026-05-25")), 2)
    );
    assert_eq!(thread.group(day("2026-06-12")), ThreadGroup::Silent);
    let history = picture.history(&thread, &[promise(None, &[])]);
    assert_eq!(history.len(), 6);
    assert!(
        history[0].words.starts_with("agreed in surgery"),
        "{}",
        history[0].words
    );
    assert!(history[2].words.ends_with("went through every open action"));
}

#[test]
fn a_chain_of_actions_is_one_thread_that_tells_each_link() {
    let mut file = child("900001");
    file.further_mut().actions = vec![
        action("A1", "2026-03-02", "2026-03-20", None),
        action("A2", "2026-04-01", "2026-05-01", Some("A1")),
        action("A3", "2026-05-02", "2026-06-01", Some("A2")),
    ];
    let picture = of(file);
    let thread = only(&picture, &[]);
    assert_eq!((thread.carried, thread.set), (2, day("2026-03-02")));
    assert_eq!(thread.state, ThreadState::Overdue { days: 11 });
    assert_eq!(thread.group(day("2026-06-12")), ThreadGroup::Overdue);
    let history = picture.history(&thread, &[]);
    let words: Vec<&str> = history.iter().map(|line| line.words.as_str()).collect();
    assert!(words[0].starts_with("set as action A1"), "{words:?}");
    assert!(
        words[2].starts_with("carried on from A2 as A3"),
        "{words:?}"
    );
}

#[test]
fn a_gap_that_an_extract_still_shows_opens_what_was_said_done() {
    let picture = of(child("900001"));
    let gap = picture
        .gaps
        .iter()
        .find(|gap| gap.key.rule() == "SUP-CASE-CIN");
    let key = gap.expect("nothing was held since January").key.clone();
    let done = promise(Some(key.clone()), &[(PromiseTurn::Done, "2026-06-01")]);
    let thread = only(&picture, &[done]);
    assert!(thread.state.is_open());
    assert!(
        thread
            .why
            .unwrap()
            .starts_with("open again: said done on 01 Jun 2026")
    );
    // What no extract speaks of is believed.
    let done = promise(None, &[(PromiseTurn::Done, "2026-06-01")]);
    let thread = only(&picture, &[done]);
    assert!(matches!(
        thread.state,
        ThreadState::Done {
            by: DoneBy::Person(_),
            ..
        }
    ));
    // A gap that is gone closes what nobody called done.
    let gone = GapKey::stored(&format!("{}:900001:session@2025-07-01", key.rule()));
    let thread = only(&picture, &[promise(Some(gone), &[])]);
    assert!(matches!(
        thread.state,
        ThreadState::Done {
            by: DoneBy::Extract(_),
            ..
        }
    ));
    assert!(thread.why.unwrap().contains("shows no gap"));
}

#[test]
fn what_is_superseded_or_given_up_is_closed_and_what_is_carried_has_its_new_day() {
    let picture = of(child("900001"));
    let closed = |turn| only(&picture, &[promise(None, &[(turn, "2026-06-01")])]).state;
    assert_eq!(closed(PromiseTurn::Superseded), ThreadState::Superseded);
    assert_eq!(closed(PromiseTurn::GivenUp), ThreadState::GivenUp);
    let to = Some(day("2026-06-05"));
    let carried = only(
        &picture,
        &[promise(
            None,
            &[(PromiseTurn::Carried { to }, "2026-06-01")],
        )],
    );
    assert_eq!(carried.state, ThreadState::Overdue { days: 7 });
    assert_eq!(carried.carried, 1);
    let undated = only(
        &picture,
        &[promise(
            None,
            &[(PromiseTurn::Carried { to: None }, "2026-06-01")],
        )],
    );
    assert_eq!(undated.group(day("2026-06-12")), ThreadGroup::NoDateOrOwner);
}

#[test]
fn a_promise_made_of_an_action_takes_its_place_and_closes_with_it() {
    let mut file = child("900001");
    let mut done = action("A1", "2026-03-02", "2026-03-20", None);
    file.further_mut().actions = vec![done.clone()];
    let mut taken = promise(None, &[]);
    taken.said.origin_ref = Some("A1".into());
    assert!(only(&of(file.clone()), &[taken.clone()]).state.is_open());
    (done.is.done, done.is.status) = (Dated::On(day("2026-06-02")), ActionStatus::Complete);
    file.further_mut().actions = vec![done];
    let thread = only(&of(file), &[taken]);
    let on = Some(day("2026-06-02"));
    assert!(
        matches!(thread.state, ThreadState::Done { on: found, by: DoneBy::Extract(_) } if found == on)
    );
}

#[test]
fn a_sieve_asks_by_field_and_says_what_it_cannot_read() {
    let mut file = child("900001");
    file.further_mut().actions = vec![action("A1", "2026-03-02", "2026-03-20", None)];
    let picture = of(file);
    let thread = only(&picture, &[]);
    let passes = |words: &str| Sieve::read(words).unwrap().lets_through(&thread, &picture);
    assert!(passes(
        "owner:madeup state:overdue team:north -origin:surgery A1"
    ));
    assert!(!passes("-owner:madeup") && !passes("state:done") && !passes("id:900002"));
    assert!(Sieve::read("colour:red").unwrap_err().contains("no field"));
    assert!(
        Sieve::read("owner:")
            .unwrap_err()
            .contains("after the colon")
    );
}
