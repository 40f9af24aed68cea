//! Why a gap is one now, or is one no more, in a phrase.

use std::collections::{HashMap, HashSet};

use super::{What, Whose, whose};
use crate::model::{CaseFile, Day, FactKind, FactRef, Finding, GapKey, State};
use crate::review::datings::datings;
use crate::review::{Gap, Picture};
use crate::rules::{RuleResult, StoppedBy, governing, stopped_by};

/// The findings of whom anything has to be told, on both days.
pub(super) struct Told<'a> {
    before: Looked<'a>,
    after: Looked<'a>,
}

struct Looked<'a> {
    picture: &'a Picture,
    by_whose: HashMap<Whose, Vec<(&'a RuleResult, &'a Finding)>>,
}

impl<'a> Looked<'a> {
    fn of(picture: &'a Picture, asked: &HashSet<Whose>) -> Self {
        let mut by_whose: HashMap<Whose, Vec<_>> = HashMap::new();
        let rules: HashSet<&str> = asked.iter().map(|(rule, _)| rule.as_str()).collect();
        for result in picture.check.rules.iter().filter(|result| result.chosen) {
            if !rules.contains(result.rule.key.as_str()) {
                continue;
            }
            for finding in &result.findings {
                let whose = (result.rule.key.clone(), finding.subject.clone());
                if asked.contains(&whose) {
                    by_whose.entry(whose).or_default().push((result, finding));
                }
            }
        }
        Self { picture, by_whose }
    }

    fn all(&self, whose: &Whose) -> &[(&'a RuleResult, &'a Finding)] {
        self.by_whose
            .get(whose)
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    fn with_key(&self, whose: &Whose, key: &GapKey) -> Option<&'a Finding> {
        let mut own = self.all(whose).iter();
        own.find(|(result, finding)| result.key(finding) == *key)
            .map(|(_, finding)| *finding)
    }

    fn file(&self, whose: &Whose) -> Option<&'a CaseFile> {
        let place = self.picture.caseload.position(whose.1.child()?)?;
        self.picture.caseload.children.get(place)
    }
}

/// What became of an earlier gap, the day of it, and the words.
type Outcome = (What, Option<Day>, String);

impl<'a> Told<'a> {
    pub fn new(before: &'a Picture, after: &'a Picture) -> Self {
        let open = |picture: &'a Picture| {
            let gaps = picture.gaps.iter();
            let open = gaps.filter(|gap| gap.state == State::Overdue);
            open.filter_map(move |gap| whose(picture, gap))
        };
        let asked: HashSet<Whose> = open(before).chain(open(after)).collect();
        Self {
            before: Looked::of(before, &asked),
            after: Looked::of(after, &asked),
        }
    }

    /// The extract that first showed a thing of this day about whom a gap of the later day is.
    pub fn first_seen(&self, gap: &Gap, on: Day) -> Option<Day> {
        self.seen_of(&whose(self.after.picture, gap)?, on)
    }

    fn seen_of(&self, whose: &Whose, on: Day) -> Option<Day> {
        let Some(file) = self.after.file(whose) else {
            let sessions = self.after.picture.caseload.staff_sessions.iter();
            let name = whose.1.worker()?;
            let own = sessions.filter(|x| x.is.worker.as_ref() == Some(name) && x.is.on == on);
            return own.map(|x| x.known_from).min();
        };
        let own = datings(file).into_iter().filter(|dating| dating.on == on);
        let late = own.filter(|dating| dating.known_from > self.before.picture.check.known_on);
        late.map(|dating| dating.known_from).min()
    }

    /// "held 03 Mar 2026, first seen on the extract of 30 Jun 2026".
    pub fn recorded(&self, gap: &Gap, on: Day, seen: Option<Day>) -> String {
        let rule = self.after.picture.behind(gap).map(|(result, _)| result);
        let by = rule.map_or(StoppedBy::Other, |result| stopped_by(&result.rule.id));
        late_record(by, on, seen, self.after.picture)
    }

    /// What cleared a gap of the earlier day.
    pub fn cleared(&self, gap: &Gap) -> Outcome {
        let before = self.before.picture;
        let Some((whose, (result, then))) = whose(before, gap).zip(before.behind(gap)) else {
            return (What::Cleared, None, String::new());
        };
        let by = stopped_by(&result.rule.id);
        let same = self.after.with_key(&whose, &gap.key);
        let later = |f: &Finding| f.trigger > then.trigger && then.trigger.is_some();
        let stop = match same {
            Some(f) if matches!(f.state, State::Met | State::Late) => f.stop,
            Some(f) if later(f) => f.trigger,
            Some(f) => return (What::Cleared, None, standing_words(f)),
            None => {
                let after = self.after.all(&whose).iter();
                after
                    .map(|(_, f)| *f)
                    .filter(|f| later(f))
                    .filter_map(|f| f.trigger)
                    .min()
            }
        };
        let Some(stop) = stop else {
            return self.left(&whose, then);
        };
        let over = same.filter(|f| f.state == State::Late).and_then(|f| f.over);
        let over = over.map_or_else(String::new, |over| {
            let unit = result
                .rule
                .limit
                .map_or("days", |limit| limit.unit.counted_noun());
            let many = if over == 1 { "" } else { "s" };
            format!(", {over} {}{many} late", unit.trim_end_matches('s'))
        });
        if stop <= before.check.as_at {
            let seen = self.seen_of(&whose, stop);
            let words = late_record(by, stop, seen, self.after.picture);
            (What::AfterFlag, Some(stop), words)
        } else {
            let words = format!("{} {}{over}", done(by), stop.long());
            (What::Cleared, Some(stop), words)
        }
    }

    /// A gap without a successor: closed, another rule's now, or not listed any more.
    fn left(&self, whose: &Whose, then: &Finding) -> Outcome {
        let after = self.after.picture;
        let as_at = after.check.as_at;
        if whose.1.child().is_none() {
            return (
                What::Cleared,
                None,
                "holds no case on the later extract".to_owned(),
            );
        }
        let Some(file) = self.after.file(whose) else {
            return (
                What::NotListed,
                None,
                "the child is not on the later extract".to_owned(),
            );
        };
        match row_of(file, &then.fact) {
            Row::Listed => {}
            Row::Unlisted => {
                let words = "the row that began it is listed no more: neither open nor closed";
                return (What::NotListed, None, words.to_owned());
            }
            Row::Gone => {
                let words = "the record that began it is not on the later extract";
                return (What::NotListed, None, words.to_owned());
            }
        }
        let scope = |file, as_at| governing(file, as_at).map(|row| row.scope.label());
        let was = self.before.file(whose);
        let was = was.and_then(|file| scope(file, self.before.picture.check.as_at));
        match scope(file, as_at) {
            None => {
                let closed = file.episodes.iter().filter_map(|x| x.end.day()).max();
                let on = closed.filter(|on| *on <= as_at);
                let words = on.map_or_else(
                    || "the case is not open any more".to_owned(),
                    |on| format!("case closed {}", on.long()),
                );
                (What::Cleared, on, words)
            }
            Some(is) if Some(is) != was => {
                let words = format!("now {is}: another limit counts");
                (What::Cleared, None, words)
            }
            Some(_) => (
                What::Cleared,
                None,
                "the rule asks for it no more".to_owned(),
            ),
        }
    }

    /// Why a gap of the later day is one.
    pub fn opened(&self, gap: &Gap) -> (What, String) {
        let after = self.after.picture;
        let Some((whose, (_, now))) = whose(after, gap).zip(after.behind(gap)) else {
            return (What::New, String::new());
        };
        let due = now
            .due
            .map_or_else(String::new, |due| format!("fell due {}", due.long()));
        match self.before.with_key(&whose, &gap.key) {
            Some(f) if f.stop.is_some() && matches!(f.state, State::Met | State::Late) => {
                let stop = f.stop.map_or_else(String::new, Day::long);
                let words =
                    format!("shown as done {stop} then; the later extract does not show it");
                (What::Reopened, words)
            }
            Some(f) if f.state == State::NotComputable => {
                let words = format!("{due}; it could not be told then");
                (What::New, words.trim_start_matches("; ").to_owned())
            }
            _ if due.is_empty() => {
                let reading = now.reading.as_deref().or(now.note.as_deref());
                (What::New, reading.unwrap_or("not there then").to_owned())
            }
            None => (What::New, due + &self.began_before(&whose, now)),
            Some(_) => (What::New, due),
        }
    }

    /// What began before the earlier extract's day and was not on it.
    fn began_before(&self, whose: &Whose, now: &Finding) -> String {
        let before = &self.before.picture.check;
        let began = now.trigger.filter(|began| *began <= before.as_at);
        let seen = began.and_then(|began| self.seen_of(whose, began));
        match began.zip(seen) {
            Some((began, seen)) => format!(
                "; began {}, first seen on the extract of {}",
                began.long(),
                seen.long()
            ),
            None => String::new(),
        }
    }
}

/// What a later check says of the same clock that is no gap any more.
fn standing_words(f: &Finding) -> String {
    let why = f
        .note
        .as_deref()
        .map_or_else(String::new, |note| format!(": {note}"));
    match f.state {
        State::NotComputable => format!("cannot be told any more{why}"),
        State::NotApplicable => format!("does not apply any more{why}"),
        _ => match f.due {
            Some(due) => format!("still in time, due {}", due.long()),
            None => "no gap any more".to_owned(),
        },
    }
}

const fn done(by: StoppedBy) -> &'static str {
    match by {
        StoppedBy::Session => "held",
        StoppedBy::Visit => "seen",
        StoppedBy::Recording => "put on the file",
        StoppedBy::Other => "done",
    }
}

fn late_record(by: StoppedBy, on: Day, seen: Option<Day>, after: &Picture) -> String {
    let seen = seen.unwrap_or(after.check.known_on);
    format!(
        "{} {}, first seen on the extract of {}",
        done(by),
        on.long(),
        seen.long()
    )
}

enum Row {
    Listed,
    Unlisted,
    Gone,
}

/// Where the row that began a clock stands on a later file.
fn row_of(file: &CaseFile, fact: &FactRef) -> Row {
    let mut rows: Vec<(Option<Day>, &str, bool)> = Vec::new();
    macro_rules! take {
        ($rows:expr, $start:ident) => {
            rows.extend(
                $rows
                    .iter()
                    .map(|x| (Some(x.$start), &*x.source_ref, x.listed)),
            )
        };
    }
    match fact.kind {
        FactKind::Referral => take!(file.referrals, on),
        FactKind::Assessment => take!(file.assessments, start),
        FactKind::Enquiry => take!(file.enquiries, strategy_discussion),
        FactKind::Cin => take!(file.episodes, start),
        FactKind::CpPlan => take!(file.plans, start),
        FactKind::CarePeriod => take!(file.care, start),
        FactKind::Session => take!(file.sessions, on),
        _ => return Row::Listed,
    }
    let own = rows
        .into_iter()
        .find(|(start, reference, _)| *start == fact.start && **reference == *fact.source_ref);
    match own {
        // A row that could not be used has no day by which it would be found again.
        _ if fact.start.is_none() => Row::Listed,
        Some((_, _, true)) => Row::Listed,
        Some((_, _, false)) => Row::Unlisted,
        None => Row::Gone,
    }
}
