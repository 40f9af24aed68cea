//! The words by which an asset names what happened to a child, and over what.
//!
//! A stream is every day of one thing (`visit.cp`, `referral`, `event.core_group`); a span is
//! something that runs from a day to a day (`cp-plan`, `placement`). The surprising thing: an
//! event of a council's own file needs no word here, `event.` and its own word are enough.

use serde::Deserialize;

use crate::model::{Checked, FactKind, Name, Source, VisitTo};

/// Days of one thing.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Deserialize)]
#[serde(try_from = "String")]
pub(super) enum Stream {
    Contact,
    Referral,
    AssessmentStart,
    /// Authorised.
    AssessmentEnd,
    /// Authorised, and the child was found to need support.
    AssessmentInNeed,
    Strategy,
    EnquiryEnd,
    Conference,
    /// A conference that made a plan.
    ConferencePlan,
    /// A conference for a child who came with another authority's plan.
    ConferenceTransfer,
    PlanStart,
    PlanEnd,
    ReviewConference,
    /// Any visit at which the child was seen, or the latest day on which a list says so.
    Seen,
    Visit(VisitTo),
    CareStart,
    CareReview,
    PlacementStart,
    /// The start of a placement that is no temporary one.
    PlacementMove,
    /// Outside the authority's area.
    PlacementAway,
    CinPlanStart,
    CinPlanEnd,
    CaseEnd,
    EarlyHelpStart,
    EarlyHelpEnd,
    MissingStart,
    MissingEnd,
    Health,
    Dental,
    ReviewingOfficer,
    ProceedingsDecided,
    /// Another case worker takes over; the first one of a case is no change.
    WorkerChange,
    LeaverContact,
    PathwayReview,
    /// The day from which a looked-after child is owed a pathway plan.
    Eligible,
    Birth,
    /// A held session of management or senior oversight.
    Oversight,
    Event(Name),
}

const STREAMS: [(&str, Stream); 41] = [
    ("contact", Stream::Contact),
    ("referral", Stream::Referral),
    ("assessment.start", Stream::AssessmentStart),
    ("assessment.end", Stream::AssessmentEnd),
    ("assessment.in_need", Stream::AssessmentInNeed),
    ("strategy", Stream::Strategy),
    ("s47.end", Stream::EnquiryEnd),
    ("conference", Stream::Conference),
    ("conference.plan_made", Stream::ConferencePlan),
    ("conference.transfer_in", Stream::ConferenceTransfer),
    ("plan.start", Stream::PlanStart),
    ("plan.end", Stream::PlanEnd),
    ("review_conference", Stream::ReviewConference),
    ("seen", Stream::Seen),
    ("visit.cin", Stream::Visit(VisitTo::InNeed)),
    ("visit.cp", Stream::Visit(VisitTo::Protection)),
    ("visit.cla", Stream::Visit(VisitTo::Care)),
    ("visit.leaver", Stream::Visit(VisitTo::Leaver)),
    ("visit.early_help", Stream::Visit(VisitTo::EarlyHelp)),
    (
        "visit.private_fostering",
        Stream::Visit(VisitTo::PrivateFostering),
    ),
    ("care.start", Stream::CareStart),
    ("care_review", Stream::CareReview),
    ("placement.start", Stream::PlacementStart),
    ("placement.move", Stream::PlacementMove),
    ("placement.out_of_area", Stream::PlacementAway),
    ("cin_plan.start", Stream::CinPlanStart),
    ("cin_plan.end", Stream::CinPlanEnd),
    ("case.end", Stream::CaseEnd),
    ("early_help.start", Stream::EarlyHelpStart),
    ("early_help.end", Stream::EarlyHelpEnd),
    ("missing.start", Stream::MissingStart),
    ("missing.end", Stream::MissingEnd),
    ("health", Stream::Health),
    ("dental", Stream::Dental),
    ("iro_contact", Stream::ReviewingOfficer),
    ("pre_proceedings.decided", Stream::ProceedingsDecided),
    ("worker.change", Stream::WorkerChange),
    ("leaver.contact", Stream::LeaverContact),
    ("pathway.review", Stream::PathwayReview),
    ("eligible", Stream::Eligible),
    ("session.oversight", Stream::Oversight),
];

impl TryFrom<String> for Stream {
    type Error = String;

    fn try_from(word: String) -> Result<Self, String> {
        if let Some(event) = word.strip_prefix("event.").filter(|rest| !rest.is_empty()) {
            return Ok(Self::Event(event.into()));
        }
        if word == "birth" {
            return Ok(Self::Birth);
        }
        let known = STREAMS.iter().find(|(name, _)| *name == word);
        known
            .map(|(_, stream)| stream.clone())
            .ok_or_else(|| format!("no stream of events is called {word:?}"))
    }
}

impl Stream {
    /// The kinds of fact that tell of it; any one of them is enough.
    pub const fn kinds(&self) -> &'static [FactKind] {
        match self {
            Self::Contact => &[FactKind::Contact],
            Self::Referral => &[FactKind::Referral],
            Self::AssessmentStart | Self::AssessmentEnd | Self::AssessmentInNeed => {
                &[FactKind::Assessment]
            }
            Self::Strategy | Self::EnquiryEnd => &[FactKind::Enquiry],
            Self::Conference | Self::ConferencePlan => &[FactKind::Conference, FactKind::Enquiry],
            Self::ConferenceTransfer => &[FactKind::Conference],
            Self::PlanStart | Self::PlanEnd => &[FactKind::CpPlan],
            Self::ReviewConference => &[FactKind::ReviewConference],
            Self::Seen | Self::Visit(_) => &[FactKind::Visit],
            Self::CareStart | Self::Eligible => &[FactKind::CarePeriod],
            Self::CareReview => &[FactKind::CareReview],
            Self::PlacementStart | Self::PlacementMove | Self::PlacementAway => {
                &[FactKind::Placement]
            }
            Self::Oversight => &[FactKind::Session],
            Self::CinPlanStart | Self::CinPlanEnd => &[FactKind::CinPlan],
            Self::CaseEnd => &[FactKind::Cin],
            Self::EarlyHelpStart | Self::EarlyHelpEnd => &[FactKind::EarlyHelp],
            Self::MissingStart | Self::MissingEnd => &[FactKind::Missing],
            Self::Health | Self::Dental | Self::ReviewingOfficer => &[FactKind::CareCheck],
            Self::ProceedingsDecided => &[FactKind::PreProceedings],
            Self::WorkerChange => &[FactKind::Involvement],
            Self::LeaverContact | Self::PathwayReview => &[FactKind::Leaver],
            Self::Birth => &[FactKind::Person],
            Self::Event(_) => &[FactKind::Happening],
        }
    }

    /// Whether a list that tells of it tells every one. Annex A has only the latest visit, review,
    /// check and placement; the Standard Safeguarding Dataset only the reviewing officer's last contact.
    pub fn is_told_whole(&self, source: Source) -> bool {
        let latest_only = matches!(
            self.kinds().first(),
            Some(
                FactKind::Visit
                    | FactKind::ReviewConference
                    | FactKind::CareReview
                    | FactKind::CareCheck
                    | FactKind::Placement
                    | FactKind::Involvement
            )
        );
        match source {
            Source::AnnexA => !latest_only,
            Source::Ssd => *self != Self::ReviewingOfficer,
            _ => true,
        }
    }

    /// Whether this source has a column for it at all: List 9 of Annex A has no dates, and neither
    /// Annex A nor the census has the end of an enquiry.
    pub fn is_told(&self, source: Source) -> bool {
        match self {
            Self::LeaverContact | Self::PathwayReview => source != Source::AnnexA,
            Self::EnquiryEnd => !matches!(source, Source::AnnexA | Source::CinCensus),
            _ => true,
        }
    }

    /// Which of the checks of a looked-after child it is.
    pub const fn check(&self) -> Option<Checked> {
        match self {
            Self::Health => Some(Checked::Health),
            Self::Dental => Some(Checked::Dental),
            Self::ReviewingOfficer => Some(Checked::ReviewingOfficer),
            _ => None,
        }
    }

    /// Several of it, as a sentence names them: "core groups".
    pub fn label(&self) -> String {
        match self {
            Self::Event(what) => format!("events of the kind {:?}", what.replace('_', " ")),
            Self::Visit(VisitTo::Protection) => "CP visits".to_owned(),
            Self::Visit(VisitTo::InNeed) => "CIN visits".to_owned(),
            Self::LeaverContact => "dates of contact with care leavers".to_owned(),
            Self::Eligible => "periods of care".to_owned(),
            Self::EnquiryEnd => "ends of section 47 enquiries".to_owned(),
            Self::PathwayReview => "pathway plan dates".to_owned(),
            Self::Health => "health assessments".to_owned(),
            Self::Dental => "dental checks".to_owned(),
            Self::ReviewingOfficer => "contacts of the reviewing officer".to_owned(),
            _ => self
                .kinds()
                .first()
                .map_or("records", |kind| kind.label())
                .to_owned(),
        }
    }

    /// Whether a visit that is entered by hand would be one of it.
    pub const fn is_visit(&self) -> bool {
        matches!(self, Self::Visit(_) | Self::Seen)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_is_known_by_its_word_and_any_event_by_its_own() {
        let read = |word: &str| Stream::try_from(word.to_owned());
        assert_eq!(read("visit.cp"), Ok(Stream::Visit(VisitTo::Protection)));
        assert_eq!(
            read("event.core_group"),
            Ok(Stream::Event("core_group".into()))
        );
        assert!(read("event.").unwrap_err().contains("event."));
        assert!(read("visits").unwrap_err().contains("visits"));
        for (word, stream) in STREAMS {
            assert_eq!(read(word), Ok(stream.clone()), "{word}");
            assert!(!stream.label().is_empty() && !stream.kinds().is_empty());
        }
    }
}
