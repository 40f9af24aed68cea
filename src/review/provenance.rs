//! Who says a thing, and where two sources say different things of it, in words. Pure.
//!
//! It settles nothing: which one is used was decided where the sources were joined, and is said.

use crate::model::{Caseload, ChildId, Disagreement, FactKind, FactRef, FeedKind, Source, Sources};
use crate::rules::DataQuality;

/// "Annex A and CIN census".
pub(super) fn told_by(sources: Sources) -> String {
    let labels: Vec<&str> = sources.iter().map(Source::label).collect();
    match labels.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}

/// Whether more than one source was loaded of the kinds that stand together on a file: the cases
/// on one side, supervision on the other. With one alone there is nothing to tell apart.
pub(super) fn several(caseload: &Caseload, of: FeedKind) -> bool {
    let own = |kind| match kind {
        FactKind::Session => FeedKind::Supervision,
        FactKind::Family => FeedKind::Family,
        _ => FeedKind::Cases,
    };
    let lists = caseload.lists.iter().filter(|list| own(list.kind) == of);
    let mut sources = lists.map(|list| list.source);
    let first = sources.next();
    sources.any(|other| Some(other) != first)
}

/// "Assessment of 05 Jan 2026: Annex A says authorised 04 Feb 2026, CIN census says 06 Feb 2026;
/// Annex A is used".
pub(super) fn in_words(clash: &Disagreement) -> String {
    let start = clash
        .start
        .map_or_else(String::new, |day| format!(" of {}", day.long()));
    let ((used, kept), (other, said)) = (&clash.used, &clash.other);
    let blank = |words: &str| {
        if words.is_empty() {
            "nothing".to_owned()
        } else {
            words.to_owned()
        }
    };
    format!(
        "{}{start}, {}: {} says {}, {} says {}; {} is used",
        noun(clash.kind),
        clash.about,
        used.label(),
        blank(kept),
        other.label(),
        blank(said),
        used.label()
    )
}

/// One row of a kind, where a sentence begins with it.
const fn noun(kind: FactKind) -> &'static str {
    match kind {
        FactKind::Referral => "Referral",
        FactKind::Assessment => "Assessment",
        FactKind::Enquiry => "Section 47 enquiry",
        FactKind::Cin => "Episode of need",
        FactKind::CpPlan => "Child protection plan",
        FactKind::CarePeriod => "Period of care",
        FactKind::Visit => "Visit",
        FactKind::Conference => "Initial conference",
        FactKind::ReviewConference => "Review conference",
        FactKind::CareReview => "Looked-after review",
        FactKind::CinPlan => "Child in need plan",
        FactKind::Placement => "Placement",
        FactKind::Missing => "Missing episode",
        other => other.label(),
    }
}

/// What sources disagree about of one child.
pub(super) fn of_child(caseload: &Caseload, child: &ChildId) -> Vec<String> {
    let own = caseload.disagreements.iter();
    own.filter(|clash| clash.child == *child)
        .map(in_words)
        .collect()
}

/// What they disagree about of the row that began a clock.
pub(super) fn of_row(caseload: &Caseload, child: &ChildId, fact: &FactRef) -> Vec<String> {
    let own = caseload.disagreements.iter();
    own.filter(|clash| {
        clash.child == *child && clash.kind == fact.kind && clash.start == fact.start
    })
    .map(in_words)
    .collect()
}

/// The same as faults of the data: a rule counts by one of the two, so a person may want to know.
pub(super) fn faults(caseload: &Caseload) -> impl Iterator<Item = DataQuality> {
    caseload.disagreements.iter().map(|clash| DataQuality {
        rule: String::new(),
        child: Some(clash.child.clone()),
        what: in_words(clash),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Covers, Day, Listing, Name};

    fn clash() -> Disagreement {
        Disagreement {
            child: ChildId::read("900138").unwrap(),
            kind: FactKind::Assessment,
            start: Day::parse_iso("2026-01-05"),
            about: "authorised",
            used: (Source::AnnexA, Name::from("04 Feb 2026")),
            other: (Source::CinCensus, Name::from("06 Feb 2026")),
        }
    }

    #[test]
    fn a_disagreement_is_said_with_both_days_and_with_the_one_that_is_used() {
        assert_eq!(
            in_words(&clash()),
            "Assessment of 05 Jan 2026, authorised: Annex A says 04 Feb 2026, CIN census says 06 Feb 2026; \
             Annex A is used"
        );
    }

    #[test]
    fn it_stands_with_its_child_with_its_row_and_among_the_faults() {
        let caseload = Caseload {
            disagreements: vec![clash()],
            ..Caseload::default()
        };
        let child = clash().child;
        let fact = FactRef {
            kind: FactKind::Assessment,
            start: clash().start,
            source_ref: Name::default(),
        };
        assert_eq!(of_child(&caseload, &child).len(), 1);
        assert_eq!(of_row(&caseload, &child, &fact).len(), 1);
        let other = FactRef {
            kind: FactKind::Cin,
            ..fact
        };
        assert!(of_row(&caseload, &child, &other).is_empty());
        assert_eq!(faults(&caseload).next().unwrap().child, Some(child));
    }

    #[test]
    fn who_says_it_is_told_only_where_several_were_loaded() {
        let list = |source| Listing {
            kind: FactKind::Cin,
            source,
            as_at: Day::from_number(0),
            covers: Covers {
                from: Day::from_number(0),
                to: Day::from_number(0),
            },
        };
        let mut caseload = Caseload {
            lists: vec![list(Source::AnnexA)],
            ..Caseload::default()
        };
        assert!(!several(&caseload, FeedKind::Cases));
        caseload.lists.push(list(Source::Ssd));
        assert!(several(&caseload, FeedKind::Cases));
        assert!(!several(&caseload, FeedKind::Supervision));
        let both = Sources::of(Source::AnnexA).and(Sources::of(Source::Ssd));
        assert_eq!(told_by(both), "Annex A and SSD");
    }
}
