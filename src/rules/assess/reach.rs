//! How far the loaded sources speak of a stream: what nobody lists cannot be overdue.

use std::collections::{HashMap, HashSet};

use crate::model::{Caseload, Checked, Covers, FactKind, FeedKind, Name, Source};
use crate::rules::streams::Stream;

/// Of which days a stream is known, and what to say where it is not.
pub(super) struct Reach {
    /// `None`: no loaded source holds it.
    pub covers: Option<Covers>,
    /// Of which days more than the latest of it is known: Annex A has only the latest.
    pub history: Option<Covers>,
    /// "no source that was loaded holds core groups"
    pub none: Name,
    /// "visits known to 12 Jun 2026"
    pub to: Name,
    /// "none since 01 Mar 2026, where this export starts"
    pub none_since: Name,
}

/// The reach of every stream that a rule asks about.
pub(super) struct Reaches {
    known: HashMap<Stream, Reach>,
    nothing: Reach,
}

impl Reaches {
    pub fn new<'s>(caseload: &Caseload, streams: impl Iterator<Item = &'s Stream>) -> Self {
        let events = words_of_events(caseload);
        let mut known = HashMap::new();
        for stream in streams {
            if !known.contains_key(stream) {
                known.insert(stream.clone(), reach(caseload, stream, &events));
            }
        }
        Self {
            known,
            nothing: Reach::none("records"),
        }
    }

    /// Of several streams, any of which is enough, the one that is known for longest.
    pub fn of<'b>(&'b self, streams: &[Stream]) -> &'b Reach {
        let each = streams.iter().filter_map(|stream| self.known.get(stream));
        let newest = each.clone().filter(|reach| reach.covers.is_some());
        newest
            .max_by_key(|reach| reach.covers.map(|covers| covers.to))
            .or_else(|| each.clone().next())
            .unwrap_or(&self.nothing)
    }

    /// Whether a note only says how far the sources reach.
    pub fn says(&self, note: &str) -> bool {
        let mut each = self.known.values();
        each.any(|reach| {
            [&reach.none, &reach.to]
                .iter()
                .any(|known| &***known == note)
        })
    }
}

impl Reach {
    fn none(what: &str) -> Self {
        Self {
            covers: None,
            history: None,
            none: format!("no source that was loaded holds {what}").into(),
            to: Name::default(),
            none_since: Name::default(),
        }
    }
}

/// The words of the events that any child's file holds: an export that never names core groups
/// does not say that there were none.
fn words_of_events(caseload: &Caseload) -> HashSet<&str> {
    let further = caseload
        .children
        .iter()
        .filter_map(|file| file.further.as_ref());
    further
        .flat_map(|further| &further.happenings)
        .map(|event| event.is.what.as_ref())
        .collect()
}

fn reach(caseload: &Caseload, stream: &Stream, events: &HashSet<&str>) -> Reach {
    let label = stream.label();
    let mut reach = Reach::none(&label);
    if let Stream::Event(what) = stream
        && !events.contains(what.as_ref())
    {
        return reach;
    }
    let told = |source| stream.is_told(source) && names_such_checks(caseload, stream, source);
    reach.covers = covers(caseload, stream.kinds(), told);
    reach.history = covers(caseload, stream.kinds(), |source| {
        told(source) && stream.is_told_whole(source)
    });
    if let Some(covers) = reach.covers {
        reach.to = format!("{label} known to {}", covers.to.long()).into();
        reach.none_since = format!(
            "none since {}, where this export starts",
            covers.from.long()
        )
        .into();
    }
    reach
}

/// A list of checks may hold one kind alone: the episodes of the Standard Safeguarding Dataset give
/// the reviewing officer's last contact, and say nothing of health or teeth.
fn names_such_checks(caseload: &Caseload, stream: &Stream, source: Source) -> bool {
    let what = match stream {
        Stream::Health => Checked::Health,
        Stream::Dental => Checked::Dental,
        Stream::ReviewingOfficer => Checked::ReviewingOfficer,
        _ => return true,
    };
    let files = caseload.children.iter();
    let further = files.filter_map(|file| file.further.as_ref());
    let mut checks = further.flat_map(|further| &further.care_checks);
    source == Source::AnnexA || checks.any(|one| one.is.what == what && one.sources.has(source))
}

/// From the first day of any list to the last of any. A caseload without lists, as older stores
/// have them, is known by its feeds.
fn covers(
    caseload: &Caseload,
    kinds: &[FactKind],
    counts: impl Fn(Source) -> bool,
) -> Option<Covers> {
    if caseload.lists.is_empty() {
        let feeds = kinds
            .iter()
            .map(|kind| FeedKind::of(*kind, Source::AnnexA))
            .filter(|_| counts(Source::AnnexA));
        return feeds
            .filter_map(|feed| caseload.feed(feed))
            .map(|feed| feed.covers)
            .next();
    }
    let lists = caseload.lists.iter();
    lists
        .filter(|list| kinds.contains(&list.kind) && counts(list.source))
        .map(|list| list.covers)
        .reduce(|a, b| Covers {
            from: a.from.min(b.from),
            to: a.to.max(b.to),
        })
}
