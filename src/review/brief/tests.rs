//! Briefs about a made-up authority: what is on the page, what is marked, what is hidden.

use std::collections::BTreeSet;

use tempfile::TempDir;

use super::{fit::Section, lines::Item, *};
use crate::export::{Block, Mark, PAPER_LINES, Page};
use crate::model::{PromiseDraft, PromiseId, PromiseTurn, State};
use crate::review::{Access, Plan, Said, Unlock};
use crate::store::NewTurn;

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

/// A desk on a small made-up authority, and its folder.
fn desk() -> (TempDir, Desk) {
    let folder = tempfile::tempdir().unwrap();
    let secret = Desk::throw_away_secret().unwrap();
    let mut desk = Desk::create(Unlock {
        store: &folder.path().join("s.caselight"),
        secret: &secret,
        person: Some("Y Foobarton"),
        access: Access::Write,
        policy: None,
        council: String::new(),
    })
    .unwrap();
    let plan = Plan {
        children: 150,
        seed: 11,
        as_at: day("2026-06-12"),
    };
    desk.play(&plan).unwrap();
    (folder, desk)
}

fn asked(of: BriefOf) -> BriefAsked {
    BriefAsked {
        of,
        until: Some(day("2026-07-10")),
        ids: Ids::Shown,
    }
}

/// The child of a gap that nobody answered.
fn child(desk: &mut Desk) -> (ChildId, Name) {
    let picture = desk.picture().unwrap();
    let gap = picture.gaps.iter().find(|gap| {
        let open = gap.child.and_then(|child| picture.case_row(child));
        gap.state == State::Overdue && open.is_some_and(|row| row.open)
    });
    let file = &picture.caseload.children[gap.unwrap().child.unwrap()];
    (file.child.id.clone(), file.child.shown.clone())
}

fn supervisors(desk: &mut Desk) -> BTreeSet<Name> {
    let picture = desk.picture().unwrap();
    let known = whose::supervisors(&picture);
    let open = known
        .into_iter()
        .filter(|(child, _)| picture.case_row(*child).is_some_and(|row| row.open));
    open.map(|(_, name)| name).collect()
}

fn said(brief: &Brief) -> String {
    let mut out = Vec::new();
    write_pages(&brief.document, PageForm::Text, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn promise(desk: &mut Desk, child: &(ChildId, Name)) -> PromiseId {
    let draft = PromiseDraft {
        child: Some(child.clone()),
        owner: Some(Name::from("T Mockridge")),
        ..PromiseDraft::made_up("1", "2026-06-20")
    };
    let said = Said {
        promises: vec![draft],
        ..Said::default()
    };
    let step = desk.say("agreed".to_owned(), said).unwrap();
    step.promises.unwrap().last().unwrap().id
}

fn turn(desk: &mut Desk, promise: PromiseId, turn: PromiseTurn) {
    let said = Said {
        turns: vec![NewTurn {
            promise,
            turn,
            on: day("2026-06-21"),
            words: String::new(),
        }],
        ..Said::default()
    };
    desk.say("told".to_owned(), said).unwrap();
}

/// The marks of the lines that hold these words.
fn marks(brief: &Brief, words: &str) -> Vec<Option<Mark>> {
    let blocks = brief.document.pages.iter().flat_map(|page| &page.blocks);
    let mut found = Vec::new();
    for block in blocks {
        match block {
            Block::Table { rows, .. } => {
                let rows = rows
                    .iter()
                    .filter(|row| row.cells.join(" ").contains(words));
                found.extend(rows.map(|row| row.mark));
            }
            Block::Lines(lines) => {
                let lines = lines.iter().filter(|line| line.words.contains(words));
                found.extend(lines.map(|line| line.mark));
            }
            _ => {}
        }
    }
    found
}

#[test]
fn a_brief_says_what_was_agreed_what_is_overdue_and_leaves_room_for_the_decision() {
    let (_folder, mut desk) = desk();
    let child = child(&mut desk);
    promise(&mut desk, &child);
    let brief = desk.brief(&asked(BriefOf::Child(child.0))).unwrap();
    let text = said(&brief);
    for words in [
        &format!("Child {}", child.1),
        "Data as at 12 Jun 2026. For a meeting by 10 Jul 2026.",
        "Last seen and last supervision",
        "hold the core group",
        "T Mockridge",
        "20 Jun 2026",
        "Overdue, and due by 10 Jul 2026",
        "not answered",
        "Open escalations",
        "Decision and why\n____",
        "First brief: nothing is marked.",
    ] {
        assert!(text.contains(words), "{words} is not in\n{text}");
    }
    assert_eq!(brief.document.pages.len(), 1);
    assert!(!brief.file_name(PageForm::Word).contains(child.1.as_ref()));
}

#[test]
fn every_page_of_every_supervisor_fits_a_side_and_each_family_has_one() {
    let (_folder, mut desk) = desk();
    let mut subjects = BTreeSet::new();
    for name in supervisors(&mut desk) {
        let brief = desk.brief(&asked(BriefOf::Supervisor(name))).unwrap();
        let pages = &brief.document.pages;
        let decisions = |page: &&Page| {
            let writing = page.blocks.iter();
            let label = |block: &Block| matches!(block, Block::Writing { label, .. } if label == "Decision and why");
            writing.filter(|block| label(block)).count() == 1
        };
        assert_eq!(pages.iter().filter(decisions).count(), brief.kept.len());
        for page in pages {
            assert!(page.lines() + 3 <= PAPER_LINES, "{}", said(&brief));
        }
        let own: BTreeSet<String> = brief.kept.iter().map(|page| page.subject.clone()).collect();
        assert_eq!(own.len(), brief.kept.len());
        subjects.extend(own);
    }
    assert!(subjects.len() > 50);
}

#[test]
fn what_is_new_or_changed_since_the_last_brief_is_marked_and_what_is_gone_is_named() {
    let (_folder, mut desk) = desk();
    let child = child(&mut desk);
    let of = asked(BriefOf::Child(child.0.clone()));
    let first = desk.brief(&of).unwrap();
    let keep = |desk: &mut Desk, brief: &Brief, on: &str| {
        let now = format!("{on}T09:00:00Z");
        desk.store.keep_briefs(&brief.kept, day(on), &now).unwrap();
    };
    keep(&mut desk, &first, "2026-06-12");
    let same = desk.brief(&of).unwrap();
    assert!(said(&same).contains("since the brief of 12 Jun 2026 by Y Foobarton"));
    assert!(!said(&same).contains("\n[new]") && !said(&same).contains("\n[changed]"));

    let promise = promise(&mut desk, &child);
    let second = desk.brief(&of).unwrap();
    assert_eq!(marks(&second, "hold the core group"), [Some(Mark::New)]);
    keep(&mut desk, &second, "2026-06-13");

    turn(
        &mut desk,
        promise,
        PromiseTurn::Carried {
            to: Some(day("2026-07-01")),
        },
    );
    let third = desk.brief(&of).unwrap();
    assert_eq!(marks(&third, "hold the core group"), [Some(Mark::Changed)]);
    assert!(said(&third).contains("carried once"), "{}", said(&third));

    turn(&mut desk, promise, PromiseTurn::Superseded);
    let last = said(&desk.brief(&of).unwrap());
    let gone = last.split("In the last brief and no longer here").nth(1);
    let gone = gone.unwrap();
    assert!(gone.contains("hold the core group"), "{last}");
    assert!(gone.contains("superseded"), "{last}");
}

#[test]
fn siblings_with_the_same_action_have_one_line_and_are_known_again_one_by_one() {
    let (_folder, mut desk) = desk();
    let picture = desk.picture().unwrap();
    let mut of: Vec<&Name> = picture
        .cases
        .iter()
        .filter(|row| row.open)
        .filter_map(|row| row.family.as_ref())
        .collect();
    of.sort_unstable();
    let family = of.windows(2).find(|two| two[0] == two[1]).unwrap()[0].clone();
    let files = picture.caseload.children.iter();
    let siblings: Vec<_> = files
        .filter(|file| file.child.family.as_ref() == Some(&family))
        .map(|file| (file.child.id.clone(), file.child.shown.clone()))
        .collect();
    drop(picture);
    let ids: Vec<PromiseId> = siblings
        .iter()
        .map(|child| promise(&mut desk, child))
        .collect();
    let of = asked(BriefOf::Family(family));
    let first = desk.brief(&of).unwrap();
    let text = said(&first);
    assert_eq!(text.matches("hold the core").count(), 1, "{text}");
    assert!(text.contains("all "), "{text}");
    let now = "2026-06-12T09:00:00Z";
    desk.store
        .keep_briefs(&first.kept, day("2026-06-12"), now)
        .unwrap();
    assert_eq!(
        marks(&desk.brief(&of).unwrap(), "hold the core group"),
        [None]
    );
    turn(
        &mut desk,
        ids[0],
        PromiseTurn::Carried {
            to: Some(day("2026-07-01")),
        },
    );
    let second = desk.brief(&of).unwrap();
    let marks = marks(&second, "hold the core group");
    assert_eq!(marks.len(), 2, "{}", said(&second));
    assert!(marks.iter().all(|mark| *mark == Some(Mark::Changed)));
    assert!(
        !said(&second).contains("no longer here"),
        "{}",
        said(&second)
    );
}

#[test]
fn a_meeting_is_on_a_working_day_and_a_clock_says_its_unit() {
    let (_folder, mut desk) = desk();
    let picture = desk.picture().unwrap();
    let open = |child: usize| picture.case_row(child).is_some_and(|row| row.open);
    let gap = picture
        .gaps
        .iter()
        .find(|gap| gap.state == State::Overdue && gap.over > 1 && gap.child.is_some_and(open));
    let gap = gap.unwrap();
    let child = picture.caseload.children[gap.child.unwrap()]
        .child
        .id
        .clone();
    let of = BriefAsked {
        until: None,
        ..asked(BriefOf::Child(child))
    };
    let brief = desk.brief(&of).unwrap();
    assert_eq!(picture.calendar.is_working(brief.until), Some(true));
    assert!(brief.until > picture.today);
    let text = said(&brief)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let over = format!("{} {}s over", gap.over, gap.unit.counted_noun());
    assert!(text.contains(&over), "{over} is not in\n{text}");
    assert!(
        text.contains("days old: ask what has happened since"),
        "{text}"
    );
}

#[test]
fn a_brief_that_is_written_twice_on_one_day_keeps_its_marks() {
    let (folder, mut desk) = desk();
    let child = child(&mut desk);
    let of = asked(BriefOf::Child(child.0));
    let before = desk.brief(&of).unwrap();
    let to = folder.path().join("b.docx");
    let written = desk.export_brief(&of, &to, (None, Overwrite::Refuse));
    assert_eq!(written.unwrap(), to);
    assert_eq!(desk.brief(&of).unwrap(), before);
    let again = desk.export_brief(&of, &to, (None, Overwrite::Refuse));
    assert!(matches!(again, Err(DeskError::Taken(_))));
    // It is kept all the same, for the brief of another day.
    let subject = &before.kept[0].subject;
    let tomorrow = now::today().plus_days(1);
    assert!(desk.store.last_brief(subject, tomorrow).unwrap().is_some());
}

#[test]
fn with_ids_hidden_no_id_no_name_and_no_typed_words_are_in_any_form() {
    let (_folder, mut desk) = desk();
    let name = supervisors(&mut desk).into_iter().next().unwrap();
    let held = desk.picture().unwrap();
    let child = whose::supervisors(&held)
        .into_iter()
        .find(|(_, own)| *own == name)
        .map(|(child, _)| held.caseload.children[child].child.clone())
        .unwrap();
    promise(&mut desk, &(child.id, child.shown));
    let of = BriefAsked {
        ids: Ids::Hidden,
        ..asked(BriefOf::Supervisor(name))
    };
    let brief = desk.brief(&of).unwrap();
    let picture = desk.picture().unwrap();
    for form in [PageForm::Text, PageForm::Markdown, PageForm::Html] {
        let mut out = Vec::new();
        write_pages(&brief.document, form, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(
            !text.contains("core group by") && !text.contains("hold the"),
            "{text}"
        );
        assert!(!text.contains("Mockridge"));
        let words: BTreeSet<&str> = text
            .split(|c: char| !(c.is_alphanumeric() || c == '-'))
            .collect();
        for case in &picture.cases {
            assert!(!words.contains(case.shown.as_ref()), "{}", case.shown);
            for name in [&case.family, &case.worker].into_iter().flatten() {
                assert!(!text.contains(name.as_ref()), "{name} in\n{text}");
            }
        }
    }
}

#[test]
fn a_part_of_a_name_is_enough_where_it_fits_one_and_else_the_names_are_told() {
    let (_folder, mut desk) = desk();
    let name = supervisors(&mut desk).into_iter().next().unwrap();
    let lower = Name::from(name.to_lowercase());
    let brief = desk.brief(&asked(BriefOf::Supervisor(lower))).unwrap();
    assert!(brief.document.title.contains(name.as_ref()));
    let of = |of| asked(of);
    let several = desk
        .brief(&of(BriefOf::Worker(Name::from("e"))))
        .unwrap_err();
    assert!(
        several.to_string().contains("Write the name whole"),
        "{several}"
    );
    for missing in [
        BriefOf::Worker(Name::from("Nobody Atall")),
        BriefOf::Worker(Name::from("")),
        BriefOf::Family(Name::from("F-0")),
        BriefOf::Child(ChildId::read("1").unwrap()),
    ] {
        let error = desk.brief(&of(missing)).unwrap_err().to_string();
        assert!(error.starts_with("Making a brief: no"), "{error}");
    }
}

#[test]
fn what_does_not_fit_is_cut_from_the_longest_list_and_said() {
    let item = |at: usize| Item {
        keys: vec![format!("k{at}")],
        cells: vec![format!("line {at}"), "long words ".repeat(9)],
        ..Item::default()
    };
    let section = |many: usize| Section {
        heading: format!("List of {many}"),
        lead: Vec::new(),
        columns: vec!["What", "How"],
        items: (0..many)
            .map(|at| (item(at), (at > 30).then_some(Mark::New)))
            .collect(),
        least: 2,
    };
    let writing = Block::Writing {
        label: "Decision and why".to_owned(),
        lines: 5,
    };
    let page = fit::fitted(&Page::default(), &[section(40), section(3)], &writing);
    assert!(page.lines() <= PAPER_LINES - 3, "{}", page.lines());
    let more = page.blocks.iter().find_map(|block| match block {
        Block::Words(line) => Some(line.words.clone()),
        _ => None,
    });
    let more = more.unwrap();
    assert!(
        more.starts_with("and ") && more.ends_with("9 of them new or changed"),
        "{more}"
    );
    let rows = |wanted: usize| {
        page.blocks
            .iter()
            .any(|block| matches!(block, Block::Table { rows, .. } if rows.len() == wanted))
    };
    assert!(rows(3));
}
