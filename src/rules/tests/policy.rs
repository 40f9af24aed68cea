//! What a council decides of its own: teams, editions, agreements for one child, confirmations,
//! evidence, words; and how a policy file is changed without losing what people wrote in it.

use super::*;
use State::{Due, Late, Met, NotApplicable, NotComputable, Overdue};

fn book(policy: &str) -> RuleBook {
    RuleBook::with(&Policy::parse(policy).unwrap()).unwrap()
}

fn agreed(child: &str, rule: &str, ruling: Ruling) -> ChildOverride {
    ChildOverride {
        child: ChildId::read(child).unwrap(),
        rule: rule.to_owned(),
        ruling,
        reason: "Lives with a long-term carer".to_owned(),
        approved_by: "Y Foobarton".into(),
        approved_on: day("2026-03-01"),
        until: None,
    }
}

fn in_need(id: &str) -> CaseFile {
    let mut file = child(id);
    file.episodes = vec![episode("2026-01-05", "", "2026-06-01")];
    file.sessions = vec![supervised("2026-01-20"), supervised("2026-04-20")];
    file
}

#[test]
fn ten_standards_are_on_at_first_and_everything_else_waits_in_trial() {
    let book = RuleBook::embedded();
    let mut standards: Vec<&str> = Vec::new();
    for rule in book.rules() {
        assert!(!rule.area.is_empty(), "{} stands in no area", rule.id);
        let counts = rule.kind != Kind::Indicator;
        assert_eq!(
            rule.standard.is_some(),
            counts && rule.mode == Mode::On,
            "{}: a rule that is on at first belongs to a standard, and no other does",
            rule.id
        );
        standards.extend(rule.standard.as_deref());
    }
    standards.sort_unstable();
    standards.dedup();
    assert_eq!(standards.len(), 10, "{standards:?}");
}

#[test]
fn a_rule_counts_for_the_teams_that_the_policy_names() {
    let mut other = in_need("2");
    other.episodes[0].is.handler.team = Some("Hub 9".into());
    let mut none = in_need("3");
    none.episodes[0].is.handler.team = None;
    let load = caseload(vec![in_need("1"), other, none]);
    let last = |policy: &str| -> Vec<State> {
        let check = assess(&load, &format!("[rule.SUP-CASE-CIN]\n{policy}\n"));
        let open = findings(&check, "SUP-CASE-CIN").iter();
        let of = |id: &str| {
            let mut own = open
                .clone()
                .filter(|f| f.subject.child().unwrap().as_str() == id);
            own.next_back().unwrap().state
        };
        vec![of("1"), of("2"), of("3")]
    };
    assert_eq!(last(""), [Overdue, Overdue, Overdue]);
    assert_eq!(
        last("except_teams = [\"hub 9\"]"),
        [Overdue, NotApplicable, Overdue]
    );
    assert_eq!(
        last("teams = [\"Invented Team\"]"),
        [Overdue, NotApplicable, NotComputable]
    );
}

#[test]
fn a_clock_is_judged_by_the_edition_in_force_when_it_began() {
    let mut file = child("1");
    file.episodes = vec![episode("2026-01-05", "", "")];
    file.sessions = vec![
        supervised("2026-01-20"),
        supervised("2026-03-10"),
        supervised("2026-04-28"),
    ];
    let load = caseload(vec![file]);
    let policy = "[rule.SUP-CASE-CIN]\nlimit = 60\n[[rule.SUP-CASE-CIN.edition]]\nto = \"2026-03-01\"\nlimit = 30\n";
    let check = assess(&load, policy);
    let found: Vec<(String, State)> = findings(&check, "SUP-CASE-CIN")
        .iter()
        .map(|f| (f.trigger.unwrap().to_string(), f.state))
        .collect();
    assert!(
        found.contains(&("2026-01-20".to_owned(), Late)),
        "49 days against 30: {found:?}"
    );
    assert!(
        found.contains(&("2026-03-10".to_owned(), Met)),
        "49 days against 60: {found:?}"
    );
    let result = check.chosen("SUP-CASE-CIN").unwrap();
    let late = result.findings.iter().find(|f| f.state == Late).unwrap();
    let said = explain(result, late, &check, book(policy).calendar());
    assert!(said.sum.contains("30 days"), "{}", said.sum);
    assert!(said.standard.contains("30 days"), "{}", said.standard);
}

#[test]
fn a_day_before_the_oldest_edition_takes_the_oldest_and_an_ended_rule_judges_nothing_new() {
    let mut rule = RuleBook::embedded().rule("SUP-CASE-CIN").unwrap().clone();
    let limit = |value| Limit {
        value,
        unit: Unit::CalendarDays,
    };
    rule.effective_from = Some(day("2020-01-01"));
    rule.effective_to = Some(day("2025-12-31"));
    rule.editions = vec![
        Edition {
            from: Some(day("2015-01-01")),
            to: day("2019-12-31"),
            limit: limit(20),
            source: String::new(),
        },
        Edition {
            from: Some(day("2010-01-01")),
            to: day("2014-12-31"),
            limit: limit(10),
            source: "An older book".to_owned(),
        },
    ];
    let on = |date: &str| rule.on(day(date)).map(|rule| rule.limit.unwrap().value);
    assert_eq!(
        [
            "2009-05-05",
            "2010-01-01",
            "2014-12-31",
            "2015-01-01",
            "2020-01-01",
            "2026-01-01"
        ]
        .map(on),
        [Some(10), Some(10), Some(10), Some(20), Some(42), None]
    );
    assert_eq!(rule.on(day("2011-01-01")).unwrap().source, "An older book");
}

#[test]
fn what_was_agreed_for_one_child_holds_for_that_child_only_and_says_by_whom() {
    let mut load = caseload(vec![in_need("1"), in_need("2")]);
    let six_weeks_more = Ruling::Limit {
        value: 12,
        unit: "weeks".into(),
    };
    load.overrides = vec![agreed("1", "SUP-CASE-CIN", six_weeks_more)];
    let check = assess(&load, "");
    let result = check.chosen("SUP-CASE-CIN").unwrap();
    let open = |id: &str| {
        let mut own = result
            .findings
            .iter()
            .filter(|f| f.subject.child().unwrap().as_str() == id);
        own.next_back().unwrap()
    };
    assert_eq!((open("1").state, open("2").state), (Due, Overdue));
    let note = open("1").note.as_deref().unwrap();
    assert!(
        note.contains("Y Foobarton") && note.contains("long-term carer"),
        "{note}"
    );
    let said = explain(result, open("1"), &check, RuleBook::embedded().calendar());
    assert!(said.standard.contains("12 weeks"), "{}", said.standard);
    assert!(
        !explain(result, open("2"), &check, RuleBook::embedded().calendar())
            .standard
            .contains("12 weeks")
    );
}

#[test]
fn what_was_late_before_it_was_approved_stays_late_and_an_end_ends_it() {
    let mut load = caseload(vec![in_need("1")]);
    let with = |mut one: ChildOverride, until: Option<&str>, on: &str| {
        one.until = until.map(day);
        one.approved_on = day(on);
        one
    };
    let wide = agreed(
        "1",
        "SUP-CASE-CIN",
        Ruling::Limit {
            value: 200,
            unit: "calendar_days".into(),
        },
    );
    let mut of = |one: ChildOverride| {
        load.overrides = vec![one];
        states(&assess(&load, ""), "SUP-CASE-CIN")
    };
    assert_eq!(of(with(wide.clone(), None, "2026-05-01")), [Met, Late, Due]);
    assert_eq!(of(with(wide.clone(), None, "2026-03-01")), [Met, Met, Due]);
    assert_eq!(
        of(with(wide, Some("2026-05-31"), "2026-03-01")),
        [Met, Met, Overdue]
    );
    let off = agreed("1", "SUP-CASE-CIN", Ruling::Off);
    assert_eq!(
        of(with(off, None, "2026-05-01")),
        [Met, Late, NotApplicable]
    );
}

#[test]
fn one_rule_alone_is_assessed_as_the_whole_book_does_it() {
    let load = caseload(vec![in_need("1"), in_need("2")]);
    let book = RuleBook::embedded();
    let whole = check(&load, &book, day(AS_AT), day(AS_AT), Keep::Every);
    for rule in book.rules() {
        let alone = check_rule(&load, &book, day(AS_AT), &rule.id, Keep::Every);
        let among: Vec<&RuleResult> = whole
            .rules
            .iter()
            .filter(|r| r.rule.id == rule.id)
            .collect();
        assert_eq!(alone.iter().collect::<Vec<_>>(), among, "{}", rule.id);
    }
}

#[test]
fn a_confirmation_takes_the_caution_away_and_stands_in_its_place() {
    let confirmed = |edition: &str| {
        format!(
            "[[confirmed]]\nrule = \"ICPC-15WD\"\nedition = \"{edition}\"\nparagraph = \"123\"\nby = \"Y Foobarton\"\non = 2026-09-01\n"
        )
    };
    let cautions = |policy: &str| book(policy).rule("ICPC-15WD").unwrap().cautions().join(" ");
    assert!(cautions("").contains("Working Together 2026"));
    assert_eq!(cautions(&confirmed("working together  2026")), "");
    assert!(cautions(&confirmed("Working Together 2023")).contains("2026"));
    let rule = book(&confirmed("Working Together 2026"));
    let words = rule
        .rule("ICPC-15WD")
        .unwrap()
        .confirmed
        .as_ref()
        .unwrap()
        .words();
    assert!(
        words.contains("paragraph 123") && words.contains("01 Sep 2026"),
        "{words}"
    );
    let warnings = Policy::parse(&confirmed("Working Together 2023"))
        .unwrap()
        .warnings();
    assert!(
        warnings[0].contains("Working Together 2026 that waits"),
        "{warnings:?}"
    );
}

#[test]
fn a_rule_that_goes_to_on_without_twenty_checked_cases_is_warned_of() {
    let warnings = |on: &str| {
        let text = format!("[rule.SEEN-ANY]\nmode = \"on\"\n{on}\n");
        Policy::parse(&text).unwrap().warnings().join(" ")
    };
    let on = |checked: u32| {
        format!(
            "on = {{ by = \"Y Foobarton\", on = \"2026-05-01\", checked = {checked}, true = 9 }}"
        )
    };
    assert!(
        warnings("").contains("without anybody's name"),
        "{}",
        warnings("")
    );
    assert!(warnings(&on(19)).contains("after 19"));
    assert_eq!(warnings(&on(20)), "");
}

#[test]
fn the_councils_own_words_stand_in_titles_and_explanations() {
    let policy =
        "[glossary.words]\n\"case supervision\" = \"reflective talk\"\n\"case\" = \"matter\"\n";
    let book = book(policy);
    let rule = book.rule("SUP-CASE-CIN").unwrap();
    assert_eq!(rule.title, "Reflective talk for a child in need");
    let glossary = &book.policy().glossary;
    assert_eq!(
        glossary.said("Showcase a case; case supervision."),
        "Showcase a matter; reflective talk."
    );
    let check = assess(&caseload(vec![in_need("1")]), policy);
    let result = check.chosen("SUP-CASE-CIN").unwrap();
    let said = explain(
        result,
        result.findings.last().unwrap(),
        &check,
        book.calendar(),
    );
    assert!(
        said.headline.contains("reflective talk"),
        "{}",
        said.headline
    );
}

#[test]
fn what_is_new_in_a_policy_is_refused_with_its_line_too() {
    for (text, line, word) in [
        ("[glossary]\nhubs = 3", 2, "hubs"),
        (
            "[[confirmed]]\nrule = \"NO-SUCH\"\nedition = \"x\"\nparagraph = \"1\"\nby = \"y\"\non = 2026-01-01",
            2,
            "NO-SUCH",
        ),
        (
            "[[confirmed]]\nrule = \"ICPC-15WD\"\nedition = \"\"\nparagraph = \"1\"\nby = \"y\"\non = 2026-01-01",
            2,
            "edition",
        ),
        (
            "[rule.SEEN-ANY]\nmode = \"on\"\non = { by = \"A\", on = \"2026-01-01\", checked = 3, true = 4 }",
            3,
            "4 cases",
        ),
        (
            "[rule.SEEN-ANY.on]\nby = \"A\"\non = \"soon\"\nchecked = 3\ntrue = 3",
            3,
            "soon",
        ),
        (
            "[[rule.SEEN-ANY.edition]]\nto = \"2026-01-01\"\nfrom = \"2026-02-01\"\nlimit = 3",
            2,
            "ends before",
        ),
        (
            "[[rule.ALLOC-NONE.edition]]\nto = \"2026-01-01\"\nlimit = 3",
            1,
            "no limit",
        ),
        (
            "[[rule.SEEN-ANY.edition]]\nto = \"2026-01-01\"\nlimit = 3\n[[rule.SEEN-ANY.edition]]\nto = \"2025-01-01\"\nlimit = 3",
            4,
            "share a day",
        ),
    ] {
        let error = Policy::parse(text).unwrap_err();
        assert!(error.to_string().contains(word), "{text}\n{error}");
        assert_eq!(error.line, line, "{text}\n{error}");
    }
}

#[test]
fn one_look_finds_every_mistake_of_a_file() {
    let text = "colour = \"red\"\nmonths = \"lunar\"\n[rule.NO-SUCH]\nlimit = 3\n[rule.SUP-CASE-CIN]\nlimit = 30\nlimits = 4\nunit = \"fortnights\"\n";
    let lines: Vec<usize> = Policy::faults(text)
        .iter()
        .map(|fault| fault.line)
        .collect();
    assert_eq!(lines, [1, 2, 3, 7, 8]);
    assert!(Policy::faults("name = \"x\"\n").is_empty());
    assert_eq!(Policy::faults("name = \n").len(), 1);
}

#[test]
fn the_file_to_start_from_is_a_policy_that_changes_nothing() {
    let text = Policy::template("A \"quoted\" service");
    let policy = Policy::parse(&text).unwrap();
    assert_eq!(policy.name, "A \"quoted\" service");
    let (own, usual) = (RuleBook::with(&policy).unwrap(), RuleBook::embedded());
    assert!(own.rules().eq(usual.rules()));
    for rule in usual.rules() {
        assert!(
            text.contains(&format!("# [rule.{}]", rule.id)),
            "{}",
            rule.id
        );
    }
    // Every choice taken up as it stands is the default, too.
    let rules = text
        .split("# ---- ")
        .skip(1)
        .map(|part| part.replace("\n# ", "\n"));
    let uncommented: String = rules
        .map(|part| part.split_once('\n').unwrap().1.to_owned())
        .collect();
    let lines = uncommented.lines();
    let taken_up: Vec<&str> = lines
        .filter(|line| line.starts_with('[') || line.contains(" = "))
        .collect();
    let policy = Policy::parse(&taken_up.join("\n")).unwrap();
    assert!(RuleBook::with(&policy).unwrap().rules().eq(usual.rules()));
}

#[test]
fn a_change_keeps_every_other_line_and_comment() {
    let text = "# ours\nname = \"Ours\"\n\n[rule.SUP-CASE-CIN] # the many\nlimit = 42 # agreed in May\n\n# the end\n";
    let changed = amended(
        text,
        &[
            Amendment::Limit {
                rule: "SUP-CASE-CIN".to_owned(),
                limit: Limit {
                    value: 35,
                    unit: Unit::CalendarDays,
                },
            },
            Amendment::Grace {
                rule: "SUP-CASE-CP".to_owned(),
                days: 3,
            },
            Amendment::Months(Months::Days91And183),
            Amendment::PlaceholderWorkers(vec!["Duty Team".to_owned()]),
            Amendment::Closures(vec![day("2026-12-29")]),
        ],
    )
    .unwrap();
    for kept in [
        "# ours\n",
        "# the many\n",
        "limit = 35 # agreed in May\n",
        "# the end",
    ] {
        assert!(changed.contains(kept), "{kept:?} is not in\n{changed}");
    }
    let policy = Policy::parse(&changed).unwrap();
    assert_eq!(policy.rules["SUP-CASE-CP"].grace, Some(3));
    assert_eq!(policy.months, Months::Days91And183);
    assert_eq!(policy.placeholder_workers, ["Duty Team"]);
    assert_eq!(policy.closures, [day("2026-12-29")]);
    let lines = difference(text, &changed);
    assert!(
        lines.contains(&DiffLine::Out("limit = 42 # agreed in May".to_owned())),
        "{lines:?}"
    );
    assert!(
        lines.contains(&DiffLine::In("limit = 35 # agreed in May".to_owned())),
        "{lines:?}"
    );
    assert!(!lines.contains(&DiffLine::In("# ours".to_owned())));
}

#[test]
fn a_change_to_the_file_to_start_from_stands_where_its_comments_still_can_be_taken_up() {
    let text = Policy::template("Ours");
    let changed = amended(
        &text,
        &[
            Amendment::Mode {
                rule: "SEEN-ANY".to_owned(),
                mode: Mode::On,
                evidence: Some(TrialRun {
                    by: "Y Foobarton".to_owned(),
                    on: day("2026-05-01"),
                    checked: 20,
                    right: 18,
                }),
            },
            Amendment::Confirm(Confirmation {
                rule: "ICPC-15WD".to_owned(),
                edition: "Working Together 2026".to_owned(),
                paragraph: "12".to_owned(),
                by: "Y Foobarton".to_owned(),
                on: day("2026-05-01"),
            }),
        ],
    )
    .unwrap();
    assert!(
        changed.starts_with(text.trim_end()),
        "what is new comes last:\n{changed}"
    );
    let book = book(&changed);
    assert_eq!(
        book.rule("SEEN-ANY")
            .unwrap()
            .evidence
            .as_ref()
            .unwrap()
            .right,
        18
    );
    assert!(book.rule("ICPC-15WD").unwrap().confirmed.is_some());
    assert!(book.policy().warnings().is_empty());
}

#[test]
fn law_has_no_grace_whoever_asks_for_it() {
    let grace = Amendment::Grace {
        rule: "ICPC-15WD".to_owned(),
        days: 2,
    };
    assert!(amended("", &[grace]).unwrap_err().problem.contains("grace"));
}

#[test]
fn each_part_of_the_book_has_one_heading_in_the_file_to_start_from() {
    let text = Policy::template("ours");
    let mut headings: Vec<&str> = text
        .lines()
        .filter(|one| one.starts_with("# ----"))
        .collect();
    let all = headings.len();
    headings.sort_unstable();
    headings.dedup();
    assert!(all > 5);
    assert_eq!(headings.len(), all);
}
