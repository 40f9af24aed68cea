//! The words of councils: invented spellings of every kind, and the list of real ones if it is at
//! hand.

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
};

use super::*;
use crate::import::{
    cell::{Cell, is_blank_word},
    words::{Asked, book},
};
use crate::model::{Answer, CaseStatus};

fn meaning(category: Category, text: &str) -> Option<&'static str> {
    vocabulary().unwrap().meaning(category, text)
}

#[test]
fn every_category_has_its_words_and_every_code_answers_to_itself() {
    let table = vocabulary().unwrap();
    for category in Category::ALL {
        let words = &table.0[&category];
        assert!(words.phrases.len() > 1, "{category:?}");
        if words.text.codes == Codes::Decide {
            for (spelling, code) in words.codes.iter().filter(|(code, _)| !code.contains('/')) {
                assert_eq!(
                    meaning(category, spelling),
                    Some(code.as_str()),
                    "{category:?} {spelling}"
                );
            }
        }
    }
}

#[test]
fn a_code_decides_wherever_it_is_set_apart() {
    use Category as C;
    for (category, text, code) in [
        (C::PrimaryNeed, "N4 - Whatever the council calls it", "N4"),
        (C::PrimaryNeed, "Something local (N6)", "N6"),
        (C::PrimaryNeed, "CIN N3: local words", "N3"),
        (C::PrimaryNeed, "n2b local sub code", "N2"),
        (C::ClosureReason, "Closed by the hub (CIN RC7)", "RC7"),
        (C::LegalStatus, "CLA - C2 - made at court", "C2"),
        (C::PlacementType, "U6A", "U6"),
        (C::PlacementType, "T4OUT - a week away", "T4"),
        (C::CeasedReason, "E4a: went home", "E4A"),
        (C::Accommodation, "U: a flat", "U"),
        (C::PlacementAuthority, "E09000001", "201"),
        (C::Ethnicity, "MWBC: local words", "MWBC"),
        (C::ContactSource, "3e. the hospital's front door", "3E"),
    ] {
        assert_eq!(meaning(category, text), Some(code), "{text}");
    }
}

#[test]
fn words_are_understood_without_a_code() {
    use Category as C;
    for (category, text, code) in [
        (C::PrimaryNeed, "Family in Acute Stress (rent)", "N4"),
        (
            C::PrimaryNeed,
            "Cases other than children in need - reports",
            "N9",
        ),
        (
            C::ClosureReason,
            "Case transferred to another local authority",
            "RC5",
        ),
        (C::ClosureReason, "Step down to the early help hub", "RC7"),
        (C::Abuse, "Likelihood of physical harm", "PHY"),
        (C::Abuse, "Neglect / Emotional", "MUL"),
        (C::LegalStatus, "Interim Care Order s38", "C1"),
        (
            C::LegalStatus,
            "Single period of accommodation under s.20",
            "V2",
        ),
        (
            C::LegalStatus,
            "An agreed series of short term breaks",
            "V3",
        ),
        (
            C::PlacementType,
            "Placed for adoption with placement order (not with current foster carer)",
            "A6",
        ),
        (C::PlacementType, "Agency foster placement", "U"),
        (C::PlacementProvider, "Voluntary / third sector", "PR5"),
        (
            C::CeasedReason,
            "Returned home to parents - unplanned",
            "E4B",
        ),
        (C::CeasedReason, "Moved abroad with family", "E16"),
        (
            C::PlacementAuthority,
            "Royal Borough of Kingston upon Thames",
            "314",
        ),
        (C::PlacementAuthority, "Bassetlaw District Council", "891"),
        (C::Ethnicity, "Black or Black British - African", "BAFR"),
        (
            C::ContactSource,
            "LA services - other internal (youth offending, excluding housing)",
            "5B",
        ),
        (C::ContactSource, "Health visitor (duty)", "3B"),
        (C::ContactSource, "Individual: self", "1C"),
        (
            C::Accommodation,
            "With former foster carers (staying put)",
            "Z",
        ),
        (
            C::AdoptionReversal,
            "The court did not make the order",
            "RD2",
        ),
    ] {
        assert_eq!(meaning(category, text), Some(code), "{text}");
    }
}

#[test]
fn what_is_not_understood_is_unknown_and_never_guessed() {
    use Category as C;
    for (category, text) in [
        (C::PrimaryNeed, "nope"),
        (C::PrimaryNeed, "PSRMEM - Support with memory"),
        (C::ClosureReason, "Grooblewick scheme"),
        (C::Ethnicity, "b)"),
        (C::LegalStatus, "J9"),
        (C::PlacementType, "H5 - Placement with other foster carer"),
        (C::PlacementType, "12"),
        (C::ContactSource, "10) Housing"),
        (C::PlacementAuthority, "Fictonshire"),
        (C::Abuse, "not agreed"),
    ] {
        assert_eq!(meaning(category, text), None, "{text}");
    }
}

/// What the list of real spellings calls each code, by the first letter of it.
const LISTED: &[(Category, &[(&str, &str)])] = {
    use Category as C;
    &[
        (
            C::ContactSource,
            &[
                ("1A 1B 1C 1D 1", "a"),
                ("2A", "b"),
                ("2B", "c"),
                ("2", "bc"),
                ("3 3A 3B 3C 3D 3E 3F", "d"),
                ("4", "e"),
                ("5 5A 5B 5C 5D", "f"),
                ("6", "g"),
                ("7", "h"),
                ("8", "i"),
                ("9", "j"),
                ("10", "k"),
            ],
        ),
        (
            C::PrimaryNeed,
            &[
                ("N1", "a"),
                ("N2", "b"),
                ("N3", "c"),
                ("N4", "d"),
                ("N5", "e"),
                ("N6", "f"),
                ("N7", "g"),
                ("N8", "h"),
                ("N9", "i"),
                ("N0", "j"),
            ],
        ),
        (
            C::ClosureReason,
            &[
                ("RC1", "a"),
                ("RC2", "b"),
                ("RC3", "c"),
                ("RC4", "d"),
                ("RC5", "e"),
                ("RC6", "f"),
                ("RC7", "g"),
                ("RC8 RC9", "h"),
            ],
        ),
        (
            C::Abuse,
            &[
                ("NEG", "a"),
                ("PHY", "b"),
                ("SAB", "c"),
                ("EMO", "d"),
                ("MUL", "e"),
            ],
        ),
        (
            C::LegalStatus,
            &[
                ("C1", "a"),
                ("C2", "b"),
                ("D1", "c"),
                ("E1", "d"),
                ("V2", "e"),
                ("L1 L2 L3", "f"),
                ("J1 J2", "gJ"),
                ("J3", "g"),
                ("V3 V4", "z"),
            ],
        ),
        (
            C::PlacementType,
            &[
                ("U U1 U2 U3 U4 U5 U6", "a"),
                ("A A3 A4 A5 A6", "b"),
                ("P1", "c"),
                ("P2", "d"),
                ("P3", "e"),
                ("H5", "f"),
                ("K1", "g"),
                ("K2", "h"),
                ("R1", "i"),
                ("R2", "j"),
                ("R3", "k"),
                ("R5", "l"),
                ("S1", "m"),
                ("Z1", "n"),
                ("T0 T1 T2 T3 T4", "o"),
            ],
        ),
        (
            C::PlacementProvider,
            &[("PR1", "a"), ("PR4", "b"), ("PR0 PR2 PR3 PR5", "c")],
        ),
        (C::PlacementLocation, &[("in", "a"), ("out", "b")]),
        (
            C::CeasedReason,
            &[
                ("E1 E11 E12", "a"),
                ("E2", "b"),
                ("E3", "c"),
                ("E4 E4A E4B", "d"),
                ("E13 E17", "e"),
                ("E41", "f"),
                ("SGO E45 E46 E47 E48", "g"),
                ("E5 E6 E5/E6", "h"),
                ("E7", "i"),
                ("E9", "j"),
                ("E14", "k"),
                ("E15", "l"),
                ("E16", "m"),
                ("E8", "n"),
                ("X1", "z"),
            ],
        ),
        (
            C::PermanencePlan,
            &[
                ("return", "a"),
                ("adoption", "b"),
                ("sgo", "c"),
                ("supported", "d"),
                ("residential", "e"),
                ("fostering", "f"),
                ("other", "g"),
            ],
        ),
        (
            C::Eligibility,
            &[
                ("relevant", "a"),
                ("former_relevant", "b"),
                ("qualifying", "c"),
                ("eligible", "d"),
                ("other", "e"),
            ],
        ),
        (
            C::InTouch,
            &[
                ("YES", "a"),
                ("NO REFU NREQ", "b"),
                ("UNRECORDED", "c"),
                ("DIED RHOM ABROAD NOT_KNOWN", "d"),
            ],
        ),
        (
            C::Accommodation,
            &[
                ("B", "a"),
                ("C", "b"),
                ("D", "c"),
                ("E", "d"),
                ("G", "e"),
                ("H", "f"),
                ("K", "g"),
                ("R", "h"),
                ("S", "i"),
                ("T", "j"),
                ("U", "k"),
                ("V", "l"),
                ("W", "m"),
                ("X", "n"),
                ("Z", "o"),
                ("Y", "p"),
            ],
        ),
        (
            C::Suitability,
            &[("suitable", "a"), ("unsuitable", "b"), ("unknown", "c")],
        ),
        (
            C::AdoptionReversal,
            &[("RD1", "a"), ("RD2", "b"), ("RD3", "c"), ("RD4", "d")],
        ),
        (C::AdopterLeaving, &[("1", "a"), ("2", "b"), ("3", "c")]),
        (
            C::Gender,
            &[
                ("male", "a"),
                ("female", "b"),
                ("unknown", "c"),
                ("neither", "d"),
            ],
        ),
        (C::Unaccompanied, &[("yes", "T"), ("no", "F")]),
        (
            C::Disability,
            &[("yes", "T"), ("no", "F"), ("unknown", "U")],
        ),
    ]
};

fn expected(category: Category, code: &str) -> Option<&'static str> {
    let category = match category {
        Category::ReturnOffered | Category::ReturnAccepted => Category::Unaccompanied,
        Category::Ethnicity => {
            return Some(match code.as_bytes()[0] {
                b'W' => "a",
                b'M' => "b",
                b'A' => "c",
                b'B' => "d",
                b'O' | b'C' => "e",
                _ => "f",
            });
        }
        other => other,
    };
    let (_, rows) = LISTED.iter().find(|(known, _)| *known == category)?;
    rows.iter()
        .find(|(codes, _)| codes.split(' ').any(|one| one == code))
        .map(|(_, letters)| *letters)
}

fn category_of(column: &str) -> Option<Category> {
    use Category as C;
    Some(match column {
        "Contact Source" | "Referral Source" => C::ContactSource,
        "Ethnicity" => C::Ethnicity,
        "Gender" => C::Gender,
        "Primary Need Code" | "Child's Category of Need" => C::PrimaryNeed,
        "Reason for Closure" => C::ClosureReason,
        "Initial Category of Abuse" | "Latest Category of Abuse" => C::Abuse,
        "Child's Legal Status" => C::LegalStatus,
        "Placement Type" => C::PlacementType,
        "Placement Provider" => C::PlacementProvider,
        "Placement Location" => C::PlacementLocation,
        "LA of Placement" => C::PlacementAuthority,
        "Reason Ceased to be Looked After" => C::CeasedReason,
        "What is the permanence plan for this child?" => C::PermanencePlan,
        "Eligibility Category" => C::Eligibility,
        "LA in Touch" => C::InTouch,
        "Type of Accommodation" => C::Accommodation,
        "Suitability of Accommodation" => C::Suitability,
        "Activity Status" => C::Activity,
        "Reason Why Child No Longer Placed for Adoption" => C::AdoptionReversal,
        "Reason for leaving adoption process" => C::AdopterLeaving,
        "Disability" | "Does the Child have a Disability" => C::Disability,
        column if column.contains("offered a Return") => C::ReturnOffered,
        column if column.contains("accept a Return") => C::ReturnAccepted,
        column if column.contains("Unaccompanied") => C::Unaccompanied,
        _ => return None,
    })
}

fn yes_or_no(column: &str, listed: &str, text: &str) -> Option<bool> {
    let book = book().unwrap();
    if column == "Case Status" {
        let letter = match book.case_status(text)? {
            CaseStatus::LookedAfter => "a",
            CaseStatus::ProtectionPlan => "b",
            CaseStatus::InNeedPlan => "c",
            CaseStatus::OpenAssessment => "d",
            _ => "e",
        };
        return Some(listed.starts_with(letter));
    }
    let asked = match column {
        "Referral NFA?" => Asked::NoFurtherAction,
        column if column.contains("Seen") => Asked::ChildSeen,
        _ => Asked::Plain,
    };
    Some(match book.answer(&Cell::words(text), asked) {
        Answer::Yes => listed == "True",
        Answer::No => listed == "False",
        Answer::Unknown | Answer::Blank => listed == "Unknown",
    })
}

/// Whether the list's meaning of a spelling is the one that was read.
fn agrees(column: &str, listed: &str, text: &str) -> Option<bool> {
    if is_blank_word(text) {
        return Some(true);
    }
    let Some(category) = category_of(column) else {
        return yes_or_no(column, listed, text);
    };
    let Some(code) = meaning(category, text) else {
        return listed.starts_with("zz").then_some(true);
    };
    Some(match category {
        Category::Activity => listed.starts_with(code),
        Category::PlacementAuthority => {
            let plain = |text: &str| -> String {
                text.to_lowercase()
                    .chars()
                    .filter(char::is_ascii_alphabetic)
                    .collect()
            };
            let words = &vocabulary().unwrap().0[&category];
            let name = words
                .text
                .meaning
                .iter()
                .find(|meaning| meaning.code == code);
            let name = plain(
                name.and_then(|meaning| meaning.is.first())
                    .map_or(code, String::as_str),
            );
            let listed = plain(listed);
            listed.contains(&name)
                || name.contains(&listed)
                || matches!(
                    (code, listed.as_str()),
                    ("WAL", "wales" | "flintshire")
                        | ("SCO", "scotland" | "northayrshire" | "ayrshire")
                        | ("NIR", "ni")
                )
        }
        _ => expected(category, code).is_some_and(|letters| {
            listed
                .chars()
                .next()
                .is_some_and(|first| letters.contains(first))
        }),
    })
}

#[test]
fn nearly_every_spelling_seen_in_real_files_is_understood() {
    let folder = std::env::var("CASELIGHT_SHARED").map_or_else(
        |_| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"),
        PathBuf::from,
    );
    let Ok(list) = fs::read_to_string(folder.join("fixtures/spec/annex_a_vocab.tsv")) else {
        return;
    };
    let rows: Vec<Vec<&str>> = list
        .lines()
        .skip(1)
        .map(|line| line.split('\t').collect())
        .filter(|row: &Vec<&str>| row.len() == 4)
        .collect();
    // The list gives some spellings two meanings; either is right.
    let mut listed: HashMap<(&str, String), Vec<&str>> = HashMap::new();
    for row in &rows {
        listed
            .entry((row[1], row[3].trim().to_lowercase()))
            .or_default()
            .push(row[2]);
    }
    let (mut right, mut other, mut unknown) = (0, 0, 0);
    for row in &rows {
        let meanings = &listed[&(row[1], row[3].trim().to_lowercase())];
        let read: Vec<Option<bool>> = meanings
            .iter()
            .map(|one| agrees(row[1], one, row[3]))
            .collect();
        let show = std::env::var("CASELIGHT_SHOW").is_ok();
        if read.contains(&Some(true)) {
            right += 1;
        } else if read.contains(&None) {
            unknown += 1;
            if show {
                println!("? {} | {} | {}", row[1], row[2], row[3]);
            }
        } else {
            other += 1;
            if show {
                println!("X {} | {} | {}", row[1], row[2], row[3]);
            }
        }
    }
    let all = right + other + unknown;
    let share = |part: usize| {
        100.0 * f64::from(u32::try_from(part).unwrap()) / f64::from(u32::try_from(all).unwrap())
    };
    println!(
        "of {all} spellings {right} ({:.1} %) are understood as listed, {other} ({:.1} %) otherwise, {unknown} ({:.1} %) are told as unknown",
        share(right),
        share(other),
        share(unknown)
    );
    assert!(
        share(right + other) >= 98.0,
        "{:.1} %",
        share(right + other)
    );
    // What is read otherwise is nearly all where the list contradicts the official code itself.
    assert!(share(other) <= 1.75, "{:.2} %", share(other));
}
