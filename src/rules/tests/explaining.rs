use super::*;

fn told(caseload: &Caseload, id: &str, policy: &str) -> Explanation {
    let book = RuleBook::with(&Policy::parse(policy).unwrap()).unwrap();
    let check = check(caseload, &book, day(AS_AT), day(AS_AT), Keep::Every);
    let result = check.chosen(id).unwrap();
    explain(
        result,
        result.findings.last().unwrap(),
        &check,
        book.calendar(),
    )
}

fn in_need(sessions: Vec<Known<Session>>) -> Caseload {
    let mut file = child("1");
    file.episodes = vec![episode("2026-01-05", "", "2026-06-01")];
    file.sessions = sessions;
    caseload(vec![file])
}

#[test]
fn a_supervision_gap_says_what_is_missing_since_when_and_by_which_standard() {
    let told = told(&in_need(vec![supervised("2026-04-02")]), "SUP-CASE-CIN", "");
    assert_eq!(
        told.headline,
        "No case supervision is on this extract for 71 days."
    );
    assert_eq!(
        told.standard,
        "Due within 42 days: local standard (england default). \
         What counts: case supervision, group supervision, when held."
    );
    assert_eq!(
        told.sum,
        "02 Apr 2026 + 42 days = 14 May 2026; as at 12 Jun 2026 that is 29 days over."
    );
    assert_eq!(
        told.reading,
        "No record on this extract (supervision known to 12 Jun 2026)."
    );
    assert!(
        told.coverage
            .starts_with("The supervision feed covers 01 Jan 2015 to 12 Jun 2026.")
    );
    assert!(told.not_counted.is_empty() && told.caution.is_empty());
}

#[test]
fn a_working_day_sum_names_the_days_that_it_left_out() {
    let mut file = child("1");
    file.enquiries = vec![enquiry("2026-03-30", "2026-04-24", Answer::No)];
    let told = told(
        &caseload(vec![file]),
        "ICPC-15WD",
        "closures = [\"2026-04-10\"]",
    );
    assert_eq!(
        told.headline,
        "The initial conference was held 16 working days after the strategy discussion."
    );
    assert_eq!(
        told.not_counted,
        "Not counted as working days: 03 Apr Good Friday, 06 Apr Easter Monday, \
         10 Apr closed day of this council."
    );
    assert_eq!(
        told.sum,
        "30 Mar 2026 + 15 working days = 23 Apr 2026; stopped on 24 Apr 2026, \
         1 working day over."
    );
    assert!(told.caution.contains("Working Together 2026"));
    assert_eq!(told.reading, "Done late.");
}

#[test]
fn what_cannot_be_told_says_what_is_missing() {
    let mut load = in_need(vec![]);
    load.feeds.truncate(1);
    let told = told(&load, "SUP-CASE-CIN", "");
    assert_eq!(
        told.headline,
        "This cannot be told: no supervision export has been loaded."
    );
    assert_eq!(told.coverage, "No supervision export has been loaded.");
    assert!(told.reading.is_empty());
}

#[test]
fn a_clock_that_runs_says_what_is_left() {
    let told = told(&in_need(vec![supervised("2026-05-02")]), "SUP-CASE-CIN", "");
    assert_eq!(told.headline, "Case supervision is due in 1 day.");
    assert!(
        told.sum.ends_with("as at 12 Jun 2026 that leaves 1 day."),
        "{}",
        told.sum
    );
}

#[test]
fn a_worker_without_any_session_is_explained_without_a_sum() {
    let told = told(&in_need(vec![]), "SUP-STAFF", "");
    assert_eq!(told.headline, "A worker's own supervision: none on record.");
    assert!(told.sum.is_empty());
}

#[test]
fn a_boundary_says_that_the_other_way_to_count_differs() {
    let mut file = child("1");
    file.plans = vec![plan("2026-03-12", "", "")];
    let told = told(&caseload(vec![file]), "RCPC-FIRST-3M", "");
    assert!(told.caution.contains("91 or 183 days"), "{}", told.caution);
}

#[test]
fn no_explanation_of_a_missing_record_claims_that_something_was_not_done() {
    let mut file = child("1");
    file.episodes = vec![episode("2025-01-06", "", "")];
    file.plans = vec![plan("2025-01-06", "", "")];
    file.care = vec![care("2025-01-06", "", "")];
    file.assessments = vec![assessment("2025-01-06", "")];
    file.enquiries = vec![enquiry("2025-01-06", "", Answer::No)];
    let mut unrecorded = supervised("2025-02-03");
    unrecorded.is.recorded = Dated::Blank;
    file.sessions = vec![unrecorded, supervised("2025-02-04")];
    let book = RuleBook::embedded();
    let check = check(
        &caseload(vec![file]),
        &book,
        day(AS_AT),
        day(AS_AT),
        Keep::Every,
    );
    let mut overdue = 0;
    for result in &check.rules {
        for finding in &result.findings {
            let told = explain(result, finding, &check, book.calendar());
            let all = format!("{told:?}").to_lowercase();
            for claim in ["not done", "was not held", "not visited", "not seen", "{"] {
                let text = all.trim_start_matches("explanation {");
                assert!(!text.contains(claim), "{}: {claim}", result.rule.id);
            }
            assert!(!told.headline.is_empty() && !told.standard.is_empty());
            overdue += u32::from(finding.state == State::Overdue);
        }
    }
    assert!(overdue >= 8, "{overdue}");
}
