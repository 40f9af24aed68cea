use super::*;
use crate::calendar::CalendarName;

#[test]
fn every_asset_is_well_formed() {
    let all = crate::rules::reckoning::read_assets().unwrap();
    assert!(all.len() >= 77, "{}", all.len());
    let mut ids: Vec<&str> = all.iter().map(|one| one.rule.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all.len(), "each id stands once");
    for one in &all {
        let rule = &one.rule;
        for (what, text) in [
            ("title", &rule.title),
            ("short", &rule.short),
            ("needs", &rule.needs),
            ("shown_by", &rule.shown_by),
            ("source", &rule.source),
            ("certainty", &rule.certainty),
        ] {
            assert!(!text.is_empty(), "{} has no {what}", rule.id);
        }
        let own_day = matches!(rule.id.as_str(), "ACT-OVERDUE" | "ESC-STAGE-OVERDUE");
        assert!(
            rule.limit.is_some() || own_day || rule.kind != Kind::Clock,
            "{}",
            rule.id
        );
        if rule.kind == Kind::Clock {
            assert!(!one.wording.due.is_empty(), "{}", rule.id);
        }
        if rule.source.starts_with("Working Together") && rule.level == Level::Law {
            let unconfirmed = rule.unconfirmed.as_deref();
            assert_eq!(unconfirmed, Some("Working Together 2026"), "{}", rule.id);
        }
    }
}

#[test]
fn the_default_of_england_has_its_limits_and_new_rules_start_in_trial_or_off() {
    let book = RuleBook::embedded();
    let limits: Vec<(&str, String)> = book
        .rules()
        .filter(|rule| rule.mode == Mode::On)
        .filter_map(|rule| Some((rule.id.as_str(), limit_words(rule.limit?))))
        .collect();
    let mut wanted = [
        ("SUP-CASE-CP", "30 days"),
        ("SUP-CASE-CLA", "42 days"),
        ("SUP-CASE-CIN", "42 days"),
        ("SUP-STAFF", "42 days"),
        ("ICPC-15WD", "15 working days"),
        ("RCPC-FIRST-3M", "3 months"),
        ("RCPC-NEXT-6M", "6 months"),
        ("CPV-INTERVAL", "10 working days"),
        ("CLA-REVIEW-1", "20 working days"),
        ("CLA-REVIEW-2", "3 months"),
        ("CLA-REVIEW-N", "6 months"),
        ("CLA-VISIT-6W", "42 days"),
        ("ASSESS-45WD", "45 working days"),
        ("SUP-RECORDED", "5 working days"),
    ];
    let mut found: Vec<(&str, &str)> = limits
        .iter()
        .map(|(id, words)| (*id, words.as_str()))
        .collect();
    found.sort_unstable();
    wanted.sort_unstable();
    assert_eq!(found, wanted);
    let off: Vec<&Rule> = book.rules().filter(|rule| rule.mode == Mode::Off).collect();
    assert!(!off.is_empty());
    for rule in off {
        let why = rule.caution.as_deref().unwrap_or_default();
        assert!(why.contains("Off at first"), "{} does not say why", rule.id);
    }
    assert_eq!(book.policy().name, DEFAULT_NAME);
    assert_eq!(
        book.rule("assess-45wd").unwrap().basis.as_deref(),
        Some("referral")
    );
}

#[test]
fn a_policy_changes_what_it_names_and_nothing_else() {
    let policy = Policy::parse(
        "name = \"Invented policy\"\ncalendar = \"weekdays\"\nclosures = [\"2026-12-29\"]\n\
         [rule.SUP-CASE-CIN]\nmode = \"trial\"\nlimit = 6\nunit = \"weeks\"\ngrace = 3\n\
         [rule.ASSESS-45WD]\nbasis = \"assessment_start\"\ngrace = 0\n",
    )
    .unwrap();
    let book = RuleBook::with(&policy).unwrap();
    let rule = book.rule("SUP-CASE-CIN").unwrap();
    assert_eq!((rule.mode, rule.grace), (Mode::Trial, 3));
    assert_eq!(limit_words(rule.limit.unwrap()), "6 weeks");
    assert_eq!(book.calendar().name(), CalendarName::Weekdays);
    let untouched = RuleBook::embedded();
    assert_eq!(book.rule("SUP-CASE-CP"), untouched.rule("SUP-CASE-CP"));
}

#[test]
fn a_rule_that_is_off_is_not_assessed() {
    let check = assess(
        &caseload(vec![child("1")]),
        "[rule.SEEN-ANY]\nmode = \"off\"",
    );
    assert!(check.chosen("SEEN-ANY").is_none());
    let assessed = RuleBook::embedded();
    let assessed = assessed.rules().filter(|rule| rule.mode != Mode::Off);
    let results: usize = assessed.map(|rule| rule.bases.len().max(1)).sum();
    assert_eq!(check.rules.len(), results - 1, "one result for each basis");
}

#[test]
fn what_a_policy_gets_wrong_is_refused_with_its_line() {
    let wrong = [
        (
            "name = \"x\"\n[rule.SUP-CASE-CNI]\nlimit = 3",
            2,
            "SUP-CASE-CNI",
        ),
        ("\ncolour = \"red\"", 2, "colour"),
        ("[rule.SUP-CASE-CIN]\n\nlimits = 3", 3, "limits"),
        (
            "[rule.SUP-CASE-CIN]\nlimit = 3\nunit = \"fortnights\"",
            3,
            "fortnights",
        ),
        ("[rule.SUP-CASE-CIN]\nlimit = -3", 2, "whole number"),
        ("[rule.SUP-CASE-CIN]\nlimit = \"3\"", 2, "whole number"),
        ("[rule.SUP-CASE-CIN]\nmode = \"maybe\"", 2, "maybe"),
        (
            "[rule.SUP-CASE-CIN]\ncounts = [\"case_supervision\",\n\"coffee\"]",
            3,
            "coffee",
        ),
        ("[rule.SUP-CASE-CIN]\ncounts = []", 1, "empty"),
        (
            "[rule.CPV-INTERVAL]\ncounts = [\"case_supervision\"]",
            2,
            "no sessions",
        ),
        (
            "[rule.ICPC-15WD]\nbasis = \"referral\"",
            2,
            "only one basis",
        ),
        (
            "[rule.ASSESS-45WD]\nbasis = \"moon\"",
            2,
            "assessment_start",
        ),
        ("[rule.ASSESS-45WD]\nlimit = 45\ngrace = 2", 3, "grace"),
        ("[rule.ALLOC-NONE]\nlimit = 2", 2, "no limit"),
        (
            "[rule.SUP-STAFF]\nlimit = 2\nunit = \"each_calendar_month\"",
            2,
            "limit = 1",
        ),
        ("calendar = \"scotland\"", 1, "scotland"),
        ("closures = [\"2026-02-31\"]", 1, "2026-02-31"),
        ("closures = [\n2026-12-29,\n29]", 3, "\"29\" is not a date"),
        ("closures = [2026-12-29T10:00:00]", 1, "is not a date"),
        ("months = ", 1, ""),
    ];
    for (text, line, word) in wrong {
        let error = Policy::parse(text).unwrap_err();
        assert_eq!(error.line, line, "{text}\n{error}");
        assert!(error.to_string().contains(word), "{text}\n{error}");
    }
}

#[test]
fn a_policy_put_together_by_hand_is_held_to_the_same_ids() {
    let mut policy = Policy::default();
    policy
        .rules
        .insert("NO-SUCH".to_owned(), RulePolicy::default());
    assert!(
        RuleBook::with(&policy)
            .unwrap_err()
            .problem
            .contains("NO-SUCH")
    );
}

#[test]
fn a_limit_is_said_with_its_unit_in_the_right_number() {
    let words = |value, unit| limit_words(Limit { value, unit });
    assert_eq!(words(1, Unit::WorkingDays), "1 working day");
    assert_eq!(words(42, Unit::CalendarDays), "42 days");
    assert_eq!(
        words(1, Unit::EachCalendarMonth),
        "once in every calendar month"
    );
}

#[test]
fn rules_of_oversight_stand_in_the_order_of_what_inspectors_name_most() {
    let book = RuleBook::embedded();
    let law = book
        .rules()
        .position(|rule| rule.level == Level::Law)
        .unwrap();
    let weights: Vec<u32> = book
        .rules()
        .take(law)
        .map(|rule| complaint(rule).map_or(0, Complaint::weight))
        .collect();
    assert!(weights.is_sorted_by(|a, b| a >= b), "{weights:?}");
    let place = |id: &str| book.rules().position(|rule| rule.id == id).unwrap();
    assert!(
        place("ACT-SILENT") < place("SUP-CASE-CP"),
        "follow-through before frequency"
    );
    assert!(place("ALLOC-NONE") < place("SUP-CASE-CP"));
    assert!(
        place("SUP-CASE-CP") < place("ICPC-15WD"),
        "the law's clocks follow, as before"
    );
}

#[test]
fn each_complaint_that_a_rule_names_is_one_of_the_twelve() {
    for rule in RuleBook::embedded().rules() {
        assert_eq!(
            rule.complaint.is_some(),
            complaint(rule).is_some(),
            "{}",
            rule.id
        );
    }
}
