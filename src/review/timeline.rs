//! Everything dated on one child's file, newest first, each thing once and with who says it. Pure.

use super::{
    EntryRow, Filing,
    datings::further,
    picture::{Picture, TimelineEvent},
    provenance,
};
use crate::model::{CaseFile, Dated, Day, EntryKind, FeedKind, Known, SessionStatus, Sources};

/// What a list says of the latest visit, without its kind.
const LAST_SEEN: &str = "last seen";

/// What is being told.
struct Telling {
    events: Vec<TimelineEvent>,
    /// More than one source was loaded of what is being told: then each thing names its own.
    several: bool,
}

/// When a thing was, and until when.
type When = (Option<Day>, Dated);

impl Telling {
    fn told_by(&self, sources: Sources) -> String {
        if self.several {
            provenance::told_by(sources)
        } else {
            String::new()
        }
    }

    fn put<T>(&mut self, row: &Known<T>, lane: &'static str, (on, until): When, what: &str) {
        if let Some(on) = on {
            let source = self.told_by(row.sources);
            self.events.push(TimelineEvent {
                on,
                until: until.day(),
                lane,
                what: what.to_owned(),
                source,
            });
        }
    }

    fn once<T>(&mut self, row: &Known<T>, lane: &'static str, on: Option<Day>, what: &str) {
        self.put(row, lane, (on, Dated::Blank), what);
    }

    /// What happened once: referrals, assessments, enquiries.
    fn happened(&mut self, file: &CaseFile) {
        for x in &file.referrals {
            self.once(x, "referral", Some(x.on), "referral");
        }
        for x in &file.assessments {
            let what = if x.authorised == Dated::Blank {
                "assessment, not authorised yet"
            } else {
                "assessment"
            };
            self.put(x, "assessment", (Some(x.start), x.authorised), what);
        }
        for x in &file.enquiries {
            let when = (Some(x.strategy_discussion), x.conference);
            self.put(x, "section 47", when, "strategy discussion");
            let what = "initial child protection conference";
            self.once(x, "conference", x.conference.day(), what);
        }
    }

    fn held(&mut self, file: &CaseFile) {
        for x in &file.sessions {
            let what = match x.status {
                SessionStatus::Held => x.kind.label().to_owned(),
                other => format!("{} ({})", x.kind.label(), other.word().replace('_', " ")),
            };
            self.once(x, "supervision", Some(x.on), &what);
        }
    }

    /// What lasts: need, plans, care, with the latest visit and review that their rows name.
    fn lasted(&mut self, file: &CaseFile) {
        for x in &file.episodes {
            self.put(x, "need", (Some(x.start), x.end), "in need");
            self.once(x, "visit", x.last_seen.day(), LAST_SEEN);
        }
        for x in &file.plans {
            self.put(x, "plan", (Some(x.start), x.end), "child protection plan");
            self.once(x, "visit", x.last_visit.day(), "child protection visit");
            self.once(x, "review", x.latest_review.day(), "review conference");
        }
        for x in &file.care {
            self.put(x, "care", (Some(x.start), x.end), "looked after");
            self.once(x, "visit", x.last_visit.day(), "visit to the placement");
            self.once(x, "review", x.latest_review.day(), "looked-after review");
        }
    }

    fn further(&mut self, file: &CaseFile) {
        for dating in further(file) {
            let source = self.told_by(dating.sources);
            self.events.push(TimelineEvent {
                on: dating.on,
                until: dating.until,
                lane: dating.lane,
                what: dating.what,
                source,
            });
        }
    }
}

/// Everything dated on the file, newest first.
pub(super) fn of(picture: &Picture, file: &CaseFile, entered: &[&EntryRow]) -> Vec<TimelineEvent> {
    let mut telling = Telling {
        events: Vec::new(),
        several: provenance::several(&picture.caseload, FeedKind::Supervision),
    };
    telling.held(file);
    telling.several = provenance::several(&picture.caseload, FeedKind::Cases);
    telling.happened(file);
    telling.lasted(file);
    telling.further(file);
    let (mut events, as_at) = (telling.events, picture.check.as_at);
    // A session may be planned, and a record is read on the day of the reader, not of the extract.
    let later = |event: &TimelineEvent| matches!(event.lane, "supervision" | "audit");
    events.retain(|event| event.on <= as_at || later(event));
    tell_entries(&mut events, entered);
    events.sort_by(|a, b| {
        let rank = |event: &TimelineEvent| (std::cmp::Reverse(event.on), event.lane);
        (rank(a), &a.what).cmp(&(rank(b), &b.what))
    });
    tell_last_seen_once(&mut events);
    // Two rows may tell of one thing, each from its own source.
    events.dedup_by(|a, b| {
        let same = a.on == b.on && a.lane == b.lane && a.what == b.what;
        if same && !b.source.contains(&a.source) {
            b.source = format!("{}, {}", b.source, a.source);
        }
        same
    });
    events
}

/// A list's latest day is the visit that another row tells of in full: one line, with both sources.
fn tell_last_seen_once(events: &mut Vec<TimelineEvent>) {
    let is_list = |event: &TimelineEvent| event.lane == "visit" && event.what == LAST_SEEN;
    let lists: Vec<(Day, String)> = events
        .iter()
        .filter(|event| is_list(event))
        .map(|event| (event.on, event.source.clone()))
        .collect();
    for (on, source) in lists {
        let mut visits = events.iter_mut();
        let visit = visits.find(|event| event.on == on && event.lane == "visit" && !is_list(event));
        let Some(visit) = visit else { continue };
        if !visit.source.contains(&source) {
            visit.source = format!("{}, {source}", visit.source);
        }
        events.retain(|event| event.on != on || !is_list(event));
    }
}

/// Puts what was entered by hand among the events, each told once and with where it comes from.
fn tell_entries(events: &mut Vec<TimelineEvent>, entered: &[&EntryRow]) {
    for row in entered {
        let said = &row.entry.said;
        let lane = match said.what {
            EntryKind::Session { .. } => "supervision",
            EntryKind::Visit { .. } => "visit",
            EntryKind::Decision { .. } => "decision",
            EntryKind::Action { .. } => "action",
        };
        // An event that the rules read from an entry is told once, with where it comes from.
        let plain = row.what();
        let before = events.len();
        events.retain(|event| !(event.on == said.on && event.lane == lane && event.what == plain));
        let shown = before > events.len() || !matches!(row.filing, Filing::Shown(_));
        if shown {
            events.push(TimelineEvent {
                on: said.on,
                until: None,
                lane,
                what: format!("{} {plain} ({})", row.filing.mark(), row.provenance()),
                source: String::new(),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(on: &str, what: &str, source: &str) -> TimelineEvent {
        TimelineEvent {
            on: Day::parse_iso(on).unwrap(),
            until: None,
            lane: "visit",
            what: what.to_owned(),
            source: source.to_owned(),
        }
    }

    #[test]
    fn a_visit_that_a_list_and_a_row_tell_of_is_one_line_with_both_sources() {
        let mut events = vec![
            event("2026-05-04", LAST_SEEN, "Annex A"),
            event("2026-05-04", "child in need visit", "SSD"),
            event("2026-04-01", LAST_SEEN, "Annex A"),
        ];
        tell_last_seen_once(&mut events);
        let told: Vec<(&str, &str)> = events
            .iter()
            .map(|event| (event.what.as_str(), event.source.as_str()))
            .collect();
        assert_eq!(
            told,
            [
                ("child in need visit", "SSD, Annex A"),
                (LAST_SEEN, "Annex A")
            ]
        );
    }
}
