//! The worked examples of a rule: made-up facts, and what the rule says of them.
//!
//! An example stands in the asset beside its rule and serves twice: a test assesses every one and
//! holds it against what it expects, and whoever asks for the rule is shown the same facts with
//! the same sum. The surprising thing: nothing is said by hand; the words come from the engine.

mod facts;
mod words;

use serde::Deserialize;
use toml::Table;

use super::policy::{Policy, RulePolicy};
use super::{Check, Explanation, Keep, Mode, RuleBook, RuleResult, check, explain};
#[cfg(test)]
use crate::model::Subject;
use crate::model::{
    CaseFile, Caseload, Child, ChildId, Covers, Day, FactKind, Feed, FeedKind, Known, Listing,
    Name, Record, Source, Sources,
};
use facts::Fields;

/// A worked example as its asset writes it.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// What it shows, in a sentence.
    pub title: String,
    as_at: Day,
    /// Lines of a policy file.
    #[serde(default)]
    policy: String,
    birth: Option<Day>,
    died: Option<Day>,
    #[serde(default)]
    expected: bool,
    facts: Vec<Table>,
    /// Kinds of fact that no source holds here, by their words.
    #[serde(default)]
    without: Vec<String>,
    /// Kinds of fact that are known of some days only; of every other kind all days are known.
    #[serde(default)]
    covers: Vec<KnownDays>,
    expect: Vec<Expected>,
}

/// The days of which a kind of fact is known.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct KnownDays {
    kind: String,
    from: Day,
    to: Option<Day>,
}

/// What the rule is expected to say of one clock. What is left out is not compared.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    state: String,
    trigger: Option<Day>,
    due: Option<Day>,
    stop: Option<Day>,
    elapsed: Option<i32>,
    over: Option<i32>,
    reading: Option<String>,
    note: Option<String>,
    worker: Option<String>,
}

/// An example with what came out of it.
#[derive(Clone, PartialEq, Debug)]
pub struct Worked {
    pub title: String,
    pub as_at: Day,
    /// "12 Mar 2026: strategy discussion", one line a fact.
    pub facts: Vec<String>,
    /// One for each clock, in order.
    pub clocks: Vec<Explanation>,
}

/// The day from which an example's sources speak where it does not say another.
const KNOWN_FROM: &str = "2010-01-01";

/// The born child of an example that does not say otherwise.
const BORN: &str = "2018-05-05";

fn kind_of(word: &str) -> Result<FactKind, String> {
    FactKind::ALL
        .into_iter()
        .find(|kind| kind.word() == word)
        .ok_or_else(|| format!("no kind of fact {word:?}"))
}

impl Example {
    /// The children, workers and feeds that it speaks of.
    fn caseload(&self) -> Result<Caseload, String> {
        let mut caseload = Caseload::default();
        for table in &self.facts {
            self.add(&mut caseload, table)?;
        }
        if caseload.children.is_empty() {
            caseload.children.push(CaseFile::new(self.child("1")?));
        }
        caseload
            .children
            .sort_by(|a, b| a.child.id.cmp(&b.child.id));
        self.cover(&mut caseload)?;
        Ok(caseload)
    }

    fn child(&self, id: &str) -> Result<Child, String> {
        let known = ChildId::read(id).ok_or("the child of a fact has no id")?;
        Ok(Child {
            birth: self.birth.or(Day::parse_iso(BORN)),
            died: self.died,
            expected: self.expected,
            ..Child::new(known, id.into())
        })
    }

    fn add(&self, caseload: &mut Caseload, table: &Table) -> Result<(), String> {
        let word = table.get("kind").and_then(toml::Value::as_str);
        let kind = kind_of(word.ok_or("a fact has no kind")?)?;
        let mut fields = Fields::new(table);
        let record = facts::record(kind, &mut fields)
            .ok_or_else(|| format!("no rule reads a {}", kind.word()))?;
        fields
            .finish()
            .map_err(|wrong| format!("{}: {wrong}", kind.word()))?;
        let own = table.get("reference").and_then(toml::Value::as_str);
        let how = Known {
            source_ref: own.map_or_else(|| record.reference(), Name::from),
            known_from: self.as_at,
            listed: true,
            sources: Sources::of(source_of(kind)),
            is: (),
        };
        match record {
            Record::Staff(x) => caseload.staff.push(how.with(x)),
            Record::Absence(x) => caseload.absences.push(how.with(x)),
            Record::Supervisor(x) => caseload.supervisors.push(how.with(x)),
            Record::Session(x) if table.get("child").is_some_and(|id| id.as_str() == Some("")) => {
                caseload.staff_sessions.push(how.with(x));
            }
            record => {
                let id = table.get("child").and_then(toml::Value::as_str);
                let id = id.unwrap_or("1");
                let child = self.child(id)?;
                let place = caseload
                    .children
                    .iter()
                    .position(|f| f.child.id == child.id);
                let place = place.unwrap_or_else(|| {
                    caseload.children.push(CaseFile::new(child));
                    caseload.children.len() - 1
                });
                facts::file(&mut caseload.children[place], how, record);
            }
        }
        Ok(())
    }

    /// Says of which days each kind of fact is known.
    fn cover(&self, caseload: &mut Caseload) -> Result<(), String> {
        let from = Day::parse_iso(KNOWN_FROM).unwrap_or(self.as_at);
        let without: Vec<FactKind> = self
            .without
            .iter()
            .map(|word| kind_of(word))
            .collect::<Result<_, _>>()?;
        for kind in FactKind::ALL {
            if without.contains(&kind) {
                continue;
            }
            let said = self.covers.iter().find(|one| one.kind == kind.word());
            let covers = Covers {
                from: said.map_or(from, |one| one.from),
                to: said.and_then(|one| one.to).unwrap_or(self.as_at),
            };
            let source = source_of(kind);
            caseload.lists.push(Listing {
                kind,
                source,
                as_at: self.as_at,
                covers,
            });
            let feed = FeedKind::of(kind, source);
            match caseload.feeds.iter_mut().find(|one| one.kind == feed) {
                Some(known) => {
                    known.covers.from = known.covers.from.min(covers.from);
                    known.covers.to = known.covers.to.max(covers.to);
                }
                None => caseload.feeds.push(Feed {
                    kind: feed,
                    as_at: self.as_at,
                    covers,
                }),
            }
        }
        Ok(())
    }

    /// The rules as the example wants them, with this one on.
    fn book(&self, rule: &str) -> Result<RuleBook, String> {
        let mut policy = Policy::parse(&self.policy).map_err(|error| error.to_string())?;
        let said = policy.rules.entry(rule.to_owned());
        said.or_insert_with(RulePolicy::default).mode = Some(Mode::On);
        RuleBook::with(&policy).map_err(|error| error.to_string())
    }

    fn assess(&self, rule: &str) -> Result<(Check, RuleBook), String> {
        let book = self.book(rule)?;
        let caseload = self.caseload()?;
        let check = check(&caseload, &book, self.as_at, self.as_at, Keep::Every);
        Ok((check, book))
    }

    /// Works the example out for the rule with this id.
    ///
    /// # Errors
    /// What in the asset cannot be read.
    pub(super) fn work(&self, rule: &str) -> Result<Worked, String> {
        let (check, book) = self.assess(rule)?;
        let result = chosen(&check, rule)?;
        let explain = |finding| explain(result, finding, &check, book.calendar());
        Ok(Worked {
            title: self.title.clone(),
            as_at: self.as_at,
            facts: self.facts.iter().map(in_words).collect(),
            clocks: result.findings.iter().map(explain).collect(),
        })
    }

    /// Holds what comes out against what the example expects.
    ///
    /// # Errors
    /// What differs, or what in the asset cannot be read.
    #[cfg(test)]
    pub(super) fn prove(&self, rule: &str) -> Result<(), String> {
        let (check, _) = self.assess(rule)?;
        let result = chosen(&check, rule)?;
        let found = &result.findings;
        let all = || format!("{found:#?}");
        if found.len() != self.expect.len() {
            let (is, wanted) = (found.len(), self.expect.len());
            return Err(format!("{is} clocks in place of {wanted}: {}", all()));
        }
        for (finding, wanted) in found.iter().zip(&self.expect) {
            let differs = wanted.differs(finding);
            if !differs.is_empty() {
                return Err(format!("{}: {}", differs.join(", "), all()));
            }
        }
        Ok(())
    }
}

fn chosen<'a>(check: &'a Check, rule: &str) -> Result<&'a RuleResult, String> {
    check
        .chosen(rule)
        .ok_or_else(|| format!("{rule} was not assessed"))
}

#[cfg(test)]
impl Expected {
    fn differs(&self, finding: &crate::model::Finding) -> Vec<String> {
        let mut differs = Vec::new();
        let mut hold = |name: &str, is: Option<String>, wanted: Option<String>| {
            if wanted.is_some() && wanted != is {
                differs.push(format!("{name} is {is:?} and not {wanted:?}"));
            }
        };
        let day = |day: Option<Day>| day.map(|day| day.to_string());
        let number = |number: Option<i32>| number.map(|number| number.to_string());
        let text = |name: &Option<Name>| name.as_ref().map(ToString::to_string);
        hold(
            "state",
            Some(finding.state.word().to_owned()),
            Some(self.state.clone()),
        );
        hold("trigger", day(finding.trigger), day(self.trigger));
        hold("due", day(finding.due), day(self.due));
        hold("stop", day(finding.stop), day(self.stop));
        hold("elapsed", number(finding.elapsed), number(self.elapsed));
        hold("over", number(finding.over), number(self.over));
        hold("reading", text(&finding.reading), self.reading.clone());
        hold("note", text(&finding.note), self.note.clone());
        let worker = match &finding.subject {
            Subject::Worker(name) => Some(name.to_string()),
            Subject::Child(_) => text(&finding.worker),
        };
        hold("worker", worker, self.worker.clone());
        differs
    }
}

/// Where a made-up fact would come from: what no national return holds is a council's own.
const fn source_of(kind: FactKind) -> Source {
    match kind {
        FactKind::Session
        | FactKind::Family
        | FactKind::Happening
        | FactKind::Action
        | FactKind::Escalation
        | FactKind::Audit
        | FactKind::Staff
        | FactKind::Absence
        | FactKind::Supervisor
        | FactKind::CareCheck => Source::Local,
        _ => Source::Ssd,
    }
}

/// The fields that name the day of a fact, in the order in which they are looked for.
const DAYS: [&str; 7] = [
    "on",
    "start",
    "strategy_discussion",
    "decided",
    "raised",
    "set",
    "from",
];

/// "12 Mar 2026: visit, to cp, seen no".
fn in_words(table: &Table) -> String {
    let text = |value: &toml::Value| match value.as_str() {
        Some(text) => Day::parse_iso(text).map_or_else(|| text.replace('_', " "), Day::long),
        None => value.to_string(),
    };
    let kind = table.get("kind").map(text).unwrap_or_default();
    let (mut day, mut kind) = (String::new(), noun(&kind).to_owned());
    let mut rest = Vec::new();
    let first = DAYS.into_iter().find(|name| table.contains_key(*name));
    for (name, value) in table {
        match name.as_str() {
            "kind" => {}
            "what" if kind == "event" => kind = text(value),
            name if Some(name) == first => day = format!("{}: ", text(value)),
            "child" if value.as_str() == Some("") => kind = format!("{kind} (the worker's own)"),
            name => rest.push(format!("{} {}", name.replace('_', " "), text(value))),
        }
    }
    rest.insert(0, kind);
    format!("{day}{}", rest.join(", "))
}

/// A kind's word as a person says it.
fn noun(word: &str) -> &str {
    match word {
        "s47" => "strategy discussion and section 47 enquiry",
        "cin" => "episode of need",
        "cp-plan" => "child protection plan",
        "care" => "looked after",
        "session" => "supervision",
        "conference" => "initial conference",
        "review-conference" => "review conference",
        "care-review" => "care review",
        "cin-plan" => "child in need plan",
        "legal-status" => "legal status",
        "early-help" => "early help",
        "care-check" => "check",
        "involvement" => "worker allocated",
        "missing" => "missing episode",
        "leaver" => "care leaver",
        other => other,
    }
}
