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
        let named = Named::of(caseload);
        let mut known = HashMap::new();
        for stream in streams {
            if !known.contains_key(stream) {
                known.insert(stream.clone(), reach(caseload, stream, &named));
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

/// What any child's file names: an export that never names core groups does not say that there
/// were none, and neither does one without a single dental check.
#[derive(Default)]
struct Named<'a> {
    events: HashSet<&'a str>,
    checks: Vec<Checked>,
}

impl<'a> Named<'a> {
    fn of(caseload: &'a Caseload) -> Self {
        let mut named = Self::default();
        let files = caseload.children.iter();
        for further in files.filter_map(|file| file.further.as_ref()) {
            let events = further.happenings.iter();
            named
                .events
                .extend(events.map(|event| event.is.what.as_ref()));
            for check in &further.care_checks {
                if !named.checks.contains(&check.what) {
                    named.checks.push(check.what);
                }
            }
        }
        named
    }
}

fn reach(caseload: &Caseload, stream: &Stream, named: &Named<'_>) -> Reach {
    let label = stream.label();
    let mut reach = Reach::none(&label);
    if let Stream::Event(what) = stream
        && !named.events.contains(what.as_ref())
    {
        return reach;
    }
    // List 8 of Annex A has a column for each check; the tables that another source keeps them in
    // may not all be there.
    let check = stream.check();
    let unnamed = check.is_some_and(|check| !named.checks.contains(&check));
    let is_told = |source| stream.is_told(source) && (!unnamed || source == Source::AnnexA);
    reach.covers = covers(caseload, stream.kinds(), is_told);
    reach.history = covers(caseload, stream.kinds(), |source| {
        is_told(source) && stream.is_told_whole(source)
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
