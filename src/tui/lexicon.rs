//! Which words say who it is about: child ids, family ids, people's names, gathered once.
//!
//! It hides nothing itself and knows no screen. The surprising thing: a word of a name that the
//! workbench itself uses, such as May or Day, counts only beside the rest of the name.

use std::collections::{HashMap, HashSet};

use crate::model::{
    CaseFile, Entry, EntryKind, EntrySubject, Handler, Name, OutcomeKind, Standing,
};
use crate::review::Picture;

/// A word of a name that is shorter says nothing by itself.
const TELLING: usize = 3;
/// A longer word may be broken between two lines of a narrow window.
const BREAKS: usize = 20;

/// Words that the workbench itself uses and that may be somebody's name as well. They are hidden
/// only beside the rest of the name.
const OWN_WORDS: &str = "january february march april may june july august september october \
     november december jan feb mar apr jun jul aug sep oct nov dec monday tuesday wednesday \
     thursday friday saturday sunday day days over last none since open opened closed child \
     children family families worker workers supervisor team gap gaps case cases note notes data \
     caselight profile hidden north south east west central hub the and for with from not";

/// The words of a name or an id, in order.
type Phrase = Box<[Box<str>]>;

/// Everything that has to be hidden.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    /// Whole ids, whole names of one word, and the words of longer names that tell who it is.
    pub(super) words: HashSet<Box<str>>,
    /// The same in order, to find what a word that was cut off could have been.
    ordered: Vec<Box<str>>,
    /// Names of several words, by their first.
    pub(super) phrases: HashMap<Box<str>, Vec<Phrase>>,
    /// Short words of names: hidden beside a word that is hidden.
    pub(super) initials: HashSet<Box<str>>,
    pub(super) long: Vec<Box<str>>,
}

/// A letter as it is compared.
pub(super) fn fold(c: char) -> char {
    if c.is_ascii() {
        c.to_ascii_lowercase()
    } else {
        c.to_lowercase().next().unwrap_or(c)
    }
}

fn folded(text: &str) -> String {
    text.chars().map(fold).collect()
}

/// A word without the punctuation around it.
pub(super) fn core(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

/// Collects the words of a lexicon.
#[derive(Default)]
struct Gathering {
    common: HashSet<String>,
    seen: HashSet<Name>,
    lexicon: Lexicon,
}

impl Gathering {
    fn word(&mut self, word: &str) {
        if !word.is_empty() && !self.lexicon.words.contains(word) {
            self.lexicon.words.insert(word.into());
        }
    }

    fn id(&mut self, id: &str) {
        let id = folded(id);
        let words: Vec<&str> = id.split_whitespace().map(core).collect();
        match words.as_slice() {
            [] => {}
            [only] => self.word(only),
            more => {
                self.phrase(more);
                for word in more {
                    if word.len() > TELLING && word.bytes().any(|byte| byte.is_ascii_digit()) {
                        self.word(word);
                    }
                }
            }
        }
    }

    fn name(&mut self, name: &Name) {
        if self.seen.insert(name.clone()) {
            self.person(name);
        }
    }

    /// Whom an entry by hand names.
    fn entry(&mut self, entry: &Entry) {
        let said = &entry.said;
        match &said.subject {
            EntrySubject::Child { .. } => self.id(said.subject.shown()),
            EntrySubject::Worker(name) => self.name(name),
        }
        self.name_all([&said.worker, &said.supervisor]);
        match &said.what {
            EntryKind::Decision { taken_by: who, .. } | EntryKind::Action { owner: who, .. } => {
                self.name_all([who]);
            }
            EntryKind::Session { .. } | EntryKind::Visit { .. } => {}
        }
        self.person(&entry.entered_by);
        if let Some((by, _)) = &entry.changed {
            self.person(by);
        }
        if let Some(seen) = &entry.seen {
            self.person(&seen.by);
        }
        if let Some(gone) = &entry.withdrawn {
            self.person(&gone.by);
        }
    }

    fn person(&mut self, name: &str) {
        let name = folded(name);
        let words: Vec<&str> = name
            .split_whitespace()
            .map(core)
            .filter(|word| !word.is_empty())
            .collect();
        if let [only] = words.as_slice() {
            self.word(only);
            return;
        }
        self.phrase(&words);
        for word in words {
            self.telling(word);
            for part in word.split(|c: char| !c.is_alphanumeric()) {
                self.telling(part);
            }
        }
    }

    fn telling(&mut self, word: &str) {
        if word.chars().count() < TELLING && word.is_ascii() {
            if !word.is_empty() {
                self.lexicon.initials.insert(word.into());
            }
        } else if !self.common.contains(word) {
            self.word(word);
        }
    }

    fn phrase(&mut self, words: &[&str]) {
        let Some(first) = words.first() else { return };
        let phrase = words.iter().map(|word| Box::from(*word)).collect();
        let known = self.lexicon.phrases.entry((*first).into()).or_default();
        if !known.contains(&phrase) {
            known.push(phrase);
        }
    }

    fn common(&mut self, text: &str) {
        let text = folded(text);
        let words = text.split(|c: char| !c.is_alphanumeric());
        self.common
            .extend(words.filter(|word| !word.is_empty()).map(str::to_owned));
    }

    fn handler(&mut self, handler: &Handler) {
        if let Some(worker) = &handler.worker {
            self.name(worker);
        }
    }

    fn file(&mut self, file: &CaseFile) {
        self.id(&file.child.shown);
        self.id(file.child.id.as_str());
        if let Some(family) = &file.child.family {
            self.id(family);
        }
        let handlers = (file.referrals.iter().map(|row| &row.is.handler))
            .chain(file.assessments.iter().map(|row| &row.is.handler))
            .chain(file.enquiries.iter().map(|row| &row.is.handler))
            .chain(file.episodes.iter().map(|row| &row.is.handler))
            .chain(file.plans.iter().map(|row| &row.is.handler))
            .chain(file.care.iter().map(|row| &row.is.handler));
        for handler in handlers {
            self.handler(handler);
        }
    }

    fn standing(&mut self, standing: &Standing) {
        let outcome = match standing {
            Standing::Open => return,
            Standing::Answered(outcome) | Standing::Waiting(outcome) => outcome,
            Standing::Reopened { was, .. } => was,
        };
        self.person(&outcome.person);
        if let Some(who) = named(&outcome.kind) {
            self.person(who);
        }
    }

    fn ready(mut self) -> Lexicon {
        let lexicon = &mut self.lexicon;
        lexicon.ordered = lexicon.words.iter().cloned().collect();
        lexicon.ordered.sort_unstable();
        let words = lexicon.ordered.iter();
        lexicon.long = words.filter(|word| word.len() > BREAKS).cloned().collect();
        self.lexicon
    }
}

/// Whom an outcome names, unless it is one of the roles that are proposed for it.
fn named(kind: &OutcomeKind) -> Option<&str> {
    let who = match kind {
        OutcomeKind::Exception { approved_by } => approved_by,
        OutcomeKind::Escalated { to } => to,
        _ => return None,
    };
    (!super::dialogs::is_role(who)).then_some(who.as_ref())
}

impl Lexicon {
    /// Whoever the picture knows. `plain` are the texts whose words are no names.
    #[must_use]
    pub fn of(picture: &Picture, plain: &[&str]) -> Self {
        let mut all = Gathering::default();
        all.common(OWN_WORDS);
        for text in plain {
            all.common(text);
        }
        for result in &picture.check.rules {
            let rule = &result.rule;
            for text in [
                &rule.title,
                &rule.short,
                &rule.source,
                &rule.needs,
                &rule.shown_by,
            ] {
                all.common(text);
            }
        }
        all.common(&picture.council);
        let mut teams: Vec<&Name> = picture.cases.iter().flat_map(|case| &case.team).collect();
        teams.extend(picture.gaps.iter().flat_map(|gap| &gap.team));
        teams.sort_unstable();
        teams.dedup();
        for team in teams {
            all.common(team);
        }
        all.person(&picture.person);
        for file in &picture.caseload.children {
            all.file(file);
            for session in &file.sessions {
                all.name_all([&session.is.worker, &session.is.supervisor]);
            }
        }
        for session in &picture.caseload.staff_sessions {
            all.name_all([&session.is.worker, &session.is.supervisor]);
        }
        for case in &picture.cases {
            all.id(&case.shown);
            case.family.iter().for_each(|family| all.id(family));
            all.name_all([&case.worker]);
        }
        for gap in &picture.gaps {
            if gap.is_child {
                all.id(&gap.who);
            } else {
                all.name(&gap.who);
            }
            gap.family.iter().for_each(|family| all.id(family));
            all.name_all([&gap.worker, &gap.supervisor]);
            all.standing(&gap.standing);
        }
        for row in &picture.entries {
            all.entry(&row.entry);
        }
        for finding in picture.check.rules.iter().flat_map(|rule| &rule.findings) {
            all.name_all([&finding.worker, &finding.supervisor]);
        }
        all.ready()
    }

    /// People whom the picture does not know: those who wrote notes and outcomes.
    #[must_use]
    pub fn of_people<'a>(names: impl Iterator<Item = &'a str>, standings: &[&Standing]) -> Self {
        let mut all = Gathering::default();
        all.common(OWN_WORDS);
        names.for_each(|name| all.person(name));
        for standing in standings {
            all.standing(standing);
        }
        all.ready()
    }

    pub(super) fn holds(&self, word: &str) -> bool {
        self.words.contains(word)
    }

    pub(super) fn could_begin(&self, word: &str) -> bool {
        let at = self.ordered.partition_point(|known| known.as_ref() < word);
        self.ordered
            .get(at)
            .is_some_and(|known| known.starts_with(word))
    }

    pub(super) fn could_end(&self, word: &str) -> bool {
        self.ordered.iter().any(|known| known.ends_with(word))
    }
}

impl Gathering {
    fn name_all<const N: usize>(&mut self, names: [&Option<Name>; N]) {
        for name in names.into_iter().flatten() {
            self.name(name);
        }
    }
}

#[cfg(test)]
impl Lexicon {
    /// Of these ids and names.
    #[must_use]
    pub fn made_up(ids: &[&str], names: &[&str]) -> Self {
        let mut all = Gathering::default();
        all.common(OWN_WORDS);
        for id in ids {
            all.id(id);
        }
        for name in names {
            all.person(name);
        }
        all.ready()
    }
}
