//! A session line by line: what is asked is printed, what is answered is one line.
//!
//! No escape code leaves it, and it asks nothing twice. The surprising thing: a line that cannot be
//! understood is answered in words and changes nothing, so that a script can be read back to find
//! what was not taken.

use std::collections::HashMap;
use std::io::{self, BufRead as _, Write};
use std::sync::Arc;

use super::{Desk, Failure, ReviewPlan, ReviewSession, Reviewing};
use crate::cli::plain::cleaned;
use crate::model::{
    Day, FeedKind, GapKey, Name, PromiseDraft, PromiseOrigin, ReviewTurn, Standing,
};
use crate::review::reasons::{self, Kin, OutcomeChoice};
use crate::review::session::{GapLine, ItemPage, Since, in_words, item_changed, page, tier};
use crate::review::{Given, Picture, Said, Step, ThreadState, today};

const CHOICES: [(&str, OutcomeChoice); 7] = [
    ("s", OutcomeChoice::SeenOnFile),
    ("r", OutcomeChoice::ToRecord),
    ("b", OutcomeChoice::Booked),
    ("x", OutcomeChoice::NotRequired),
    ("d", OutcomeChoice::DataError),
    ("e", OutcomeChoice::Exception),
    ("k", OutcomeChoice::Escalated),
];

const HELP: &str = "\
An answer is one line:
  s r b x d e k   an outcome, then a day where it carries one (else the day proposed), then the reason:
                  its number, or words of your own. b 1; b 2026-06-20 The worker was away
                  e and k name a role first: k 2 1, or k head of service; no capacity
  2               to line 2 of the open gaps
  n  p  z         on to the next (looked at), back one, pass over for now
  t WORDS         words of your own on this child or family
  a WHAT; WHO; DAY   a promise: what is to be done, who, by when
  w               why the line is a gap
  u               undo the latest step
  E               end the session; said twice, it ends
  q               leave; the session is kept";

/// A session at work.
struct Sitting<'a> {
    desk: &'a mut Desk,
    /// As it was when the session was taken up: only standings change in it.
    picture: Arc<Picture>,
    session: ReviewSession,
    place: usize,
    line: usize,
    page: ItemPage,
    /// Where gaps stand after what was said here.
    stands: HashMap<GapKey, Standing>,
    /// `E` was said once.
    ending: bool,
}

enum After {
    Ask,
    Show,
    Over,
}

/// Begins a session, or takes up the one under way, and works through standard input.
pub(super) fn session(
    desk: &mut Desk,
    plan: ReviewPlan,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let session = if let Some(session) = desk.review(&Reviewing::Current)? {
        writeln!(
            out,
            "Session {} is under way ({}); it is taken up. `caselight review end` ends it.",
            session.id.0, session.said.scope
        )?;
        Some(session)
    } else {
        desk.review(&Reviewing::Begin(Box::new(plan)))?
    };
    let Some(session) = session else {
        return Ok(());
    };
    let picture = desk.picture()?;
    if picture.check.as_at != session.said.as_at {
        writeln!(
            out,
            "Data to {} were imported since it was begun: the queue stays as it was, and what has changed is said.",
            picture.check.as_at.long()
        )?;
    }
    let said = &session.said;
    writeln!(
        out,
        "{}: {}. {} in the queue, {} in all. ? lists the answers.",
        said.kind.label(),
        said.scope,
        said.items.len(),
        said.in_scope.items
    )?;
    let place = (session.stood_at() as usize).min(said.items.len().saturating_sub(1));
    let mut sitting = Sitting {
        desk,
        picture,
        session: *session,
        place,
        line: 0,
        page: ItemPage::default(),
        stands: HashMap::new(),
        ending: false,
    };
    sitting.go(place)?;
    sitting.work(out)
}

/// Ends a session and says what it left.
pub(super) fn end(
    desk: &mut Desk,
    session: &ReviewSession,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    if let Some(ended) = desk.review(&Reviewing::End(session.id))?
        && let Some((_, sum)) = &ended.ended
    {
        writeln!(out, "The session has ended. Its summary is kept.")?;
        for words in in_words(&ended, sum) {
            writeln!(out, "{words}")?;
        }
    }
    Ok(())
}

impl Sitting<'_> {
    fn work(&mut self, out: &mut dyn Write) -> Result<(), Failure> {
        self.show(out)?;
        let mut lines = io::stdin().lock().lines();
        loop {
            write!(out, "> ")?;
            out.flush()?;
            let Some(line) = lines.next() else {
                writeln!(out)?;
                return self.kept(out);
            };
            let line = cleaned(&line?);
            let after = self.answer(line.trim(), out)?;
            match after {
                After::Ask => {}
                After::Show => self.show(out)?,
                After::Over => return Ok(()),
            }
        }
    }

    fn kept(&self, out: &mut dyn Write) -> Result<(), Failure> {
        writeln!(
            out,
            "The session is kept at {} of {}. `caselight review --plain` takes it up.",
            self.place + 1,
            self.session.said.items.len()
        )?;
        Ok(())
    }

    fn answer(&mut self, line: &str, out: &mut dyn Write) -> Result<After, Failure> {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        let rest = rest.trim();
        let ending = std::mem::take(&mut self.ending);
        if let Some((_, choice)) = CHOICES.iter().find(|(key, _)| *key == word) {
            return self.give(*choice, rest, out);
        }
        match word {
            "" => {}
            "?" => writeln!(out, "{HELP}")?,
            "n" => return self.leave(ReviewTurn::Reviewed, out),
            "z" => return self.leave(ReviewTurn::Skipped, out),
            "p" if self.place == 0 => writeln!(out, "This is the first of the queue.")?,
            "p" => {
                self.go(self.place - 1)?;
                return Ok(After::Show);
            }
            "t" => self.write_down(rest, out)?,
            "a" => return self.agree(rest, out),
            "w" => self.why(out)?,
            "u" => return self.undo(out),
            "E" if ending => {
                end(self.desk, &self.session.clone(), out)?;
                return Ok(After::Over);
            }
            "E" => self.ask_to_end(out)?,
            "q" => {
                self.kept(out)?;
                return Ok(After::Over);
            }
            _ => match word.parse::<usize>() {
                Ok(number) if (1..=self.page.lines.len()).contains(&number) => {
                    self.line = number - 1;
                    return Ok(After::Show);
                }
                _ => writeln!(
                    out,
                    "Not understood: {line}. Nothing was changed; ? lists the answers."
                )?,
            },
        }
        Ok(After::Ask)
    }

    /// Goes to an item and notes that it stands before the reviewer.
    fn go(&mut self, place: usize) -> Result<(), Failure> {
        self.place = place;
        self.line = 0;
        self.turn(ReviewTurn::Shown)?;
        self.lay()?;
        self.next_line();
        Ok(())
    }

    fn lay(&mut self) -> Result<(), Failure> {
        let picture = self.picture.clone();
        let promises = self.desk.promises()?;
        self.page = self
            .session
            .said
            .items
            .get(self.place)
            .map_or_else(ItemPage::default, |item| {
                page(&picture, &self.session, item, &promises)
            });
        Ok(())
    }

    fn turn(&mut self, turn: ReviewTurn) -> Result<(), Failure> {
        let place = self.number();
        let id = self.session.id;
        self.desk.review(&Reviewing::Turn { id, place, turn })?;
        self.session.turns.push((place, turn));
        Ok(())
    }

    fn number(&self) -> u32 {
        u32::try_from(self.place).unwrap_or(u32::MAX)
    }

    fn is_open(&self, key: &GapKey) -> bool {
        if let Some(standing) = self.stands.get(key) {
            return standing.is_open();
        }
        let gap = self.picture.gap(key);
        gap.is_some_and(|gap| gap.standing.is_open())
    }

    /// To the first line that waits for an outcome; false if there is none.
    fn next_line(&mut self) -> bool {
        let keys: Vec<Vec<GapKey>> = self
            .page
            .lines
            .iter()
            .map(|line| line.gaps.clone())
            .collect();
        for (at, keys) in keys.iter().enumerate() {
            if keys.iter().any(|key| self.is_open(key)) {
                self.line = at;
                return true;
            }
        }
        false
    }

    /// To the next item that was neither looked at nor passed over.
    fn leave(&mut self, turn: ReviewTurn, out: &mut dyn Write) -> Result<After, Failure> {
        self.turn(turn)?;
        let count = self.session.said.items.len();
        let next = (1..count)
            .map(|step| (self.place + step) % count)
            .find(|place| {
                let place = u32::try_from(*place).unwrap_or(u32::MAX);
                self.session.turn_of(place).is_none()
            });
        if let Some(next) = next {
            self.go(next)?;
            return Ok(After::Show);
        }
        writeln!(
            out,
            "Every item was looked at or passed over. E ends the session."
        )?;
        Ok(After::Ask)
    }

    fn focus(&self) -> Option<&GapLine> {
        self.page.lines.get(self.line)
    }

    /// The reasons and roles for the line in focus.
    fn lists(&self, choice: OutcomeChoice) -> reasons::Lists {
        let picture = self.picture.clone();
        let gap = self.focus().and_then(|line| picture.gaps.get(line.at?));
        let child = gap.is_none_or(|gap| gap.is_child);
        let rule = gap.and_then(|gap| picture.behind(gap));
        let supervision = rule.is_some_and(|(result, _)| result.rule.feed == FeedKind::Supervision);
        reasons::of(choice.word(), Kin::of(child, !child, supervision))
    }

    fn give(
        &mut self,
        choice: OutcomeChoice,
        rest: &str,
        out: &mut dyn Write,
    ) -> Result<After, Failure> {
        let lists = self.lists(choice);
        let (kind, reason) = match understood(choice, rest, &lists) {
            Ok(understood) => understood,
            Err(trouble) => {
                writeln!(out, "{trouble} Nothing was saved.")?;
                for (number, words) in (1..).zip(&lists.who) {
                    writeln!(out, "  role {number}: {words}")?;
                }
                for (number, words) in (1..).zip(&lists.reasons) {
                    writeln!(out, "  reason {number}: {words}")?;
                }
                return Ok(After::Ask);
            }
        };
        let gaps = self
            .focus()
            .map(|line| line.gaps.clone())
            .unwrap_or_default();
        let count = gaps.len();
        let outcomes = gaps.into_iter().map(|gap| Given {
            gap,
            kind: kind.clone(),
            reason: reason.clone(),
        });
        let noun = if count == 1 { "gap" } else { "gaps" };
        let said = Said {
            outcomes: outcomes.collect(),
            review: Some((self.session.id, self.number())),
            ..Said::default()
        };
        let step = match self
            .desk
            .say(format!("{}: {count} {noun}", kind.label()), said)
        {
            Ok(step) => step,
            Err(error) => {
                writeln!(out, "{error}")?;
                return Ok(After::Ask);
            }
        };
        let reason = reason.trim_end_matches('.');
        writeln!(out, "Saved: {}. Reason: {reason}.", step.label)?;
        self.take_over(step);
        if self.next_line() {
            return Ok(After::Show);
        }
        self.leave(ReviewTurn::Reviewed, out)
    }

    fn take_over(&mut self, step: Step) {
        self.stands.extend(step.standings);
    }

    fn write_down(&mut self, words: &str, out: &mut dyn Write) -> Result<(), Failure> {
        let place = self.number();
        self.desk.review(&Reviewing::Draft {
            id: self.session.id,
            place,
            words: words.to_owned(),
        })?;
        self.session.drafts.insert(place, words.to_owned());
        writeln!(out, "Saved: your words on this item.")?;
        Ok(())
    }

    fn agree(&mut self, rest: &str, out: &mut dyn Write) -> Result<After, Failure> {
        let mut parts = rest.split(';').map(str::trim);
        let what = parts.next().unwrap_or_default();
        let owner = parts.next().filter(|owner| !owner.is_empty());
        let due = parts.next().filter(|day| !day.is_empty());
        let read = due.and_then(Day::parse_iso);
        if let (Some(day), None) = (due, read) {
            writeln!(
                out,
                "{day} is no day: write it like 2026-06-20. Nothing was saved."
            )?;
            return Ok(After::Ask);
        }
        let gap = self.focus().and_then(|line| line.gaps.first()).cloned();
        let item = self.session.said.items.get(self.place);
        let child = item.and_then(|item| {
            let own = item
                .gaps
                .iter()
                .find(|known| Some(&known.key) == gap.as_ref());
            own.and_then(|known| known.child.clone())
        });
        let draft = PromiseDraft {
            origin: PromiseOrigin::Review,
            origin_ref: Some(Name::from(format!("review session {}", self.session.id.0))),
            child,
            gap,
            agreed: today(),
            due: read,
            owner: owner.map(Name::from),
            words: what.to_owned(),
        };
        if let Err((_, trouble)) = draft.check() {
            writeln!(out, "{trouble} Nothing was saved.")?;
            return Ok(After::Ask);
        }
        let said = Said {
            promises: vec![draft],
            review: Some((self.session.id, self.number())),
            ..Said::default()
        };
        let step = self
            .desk
            .say("promised in a review session".to_owned(), said)?;
        writeln!(out, "Saved: {}.", step.label)?;
        self.lay()?;
        Ok(After::Ask)
    }

    fn undo(&mut self, out: &mut dyn Write) -> Result<After, Failure> {
        match self.desk.undo()? {
            None => writeln!(out, "There is nothing to undo.")?,
            Some(step) => {
                writeln!(out, "{}.", step.label)?;
                self.take_over(step);
                self.lay()?;
            }
        }
        Ok(After::Ask)
    }

    fn why(&mut self, out: &mut dyn Write) -> Result<(), Failure> {
        let picture = self.picture.clone();
        let Some(at) = self.focus().and_then(|line| line.at) else {
            writeln!(out, "The newest extract shows this as no gap any more.")?;
            return Ok(());
        };
        let why = picture.explain(at);
        let parts = [
            &why.headline,
            &why.standard,
            &why.sum,
            &why.not_counted,
            &why.coverage,
            &why.caution,
            &why.needs,
            &why.source,
            &why.inspectors,
        ];
        for words in parts.into_iter().filter(|words| !words.is_empty()) {
            writeln!(out, "  {words}")?;
        }
        Ok(())
    }

    fn ask_to_end(&mut self, out: &mut dyn Write) -> Result<(), Failure> {
        let found = self.desk.review(&Reviewing::Show(self.session.id))?;
        if let Some(session) = found {
            let sum = self.desk.review_summary(&session)?;
            for words in in_words(&session, &sum) {
                writeln!(out, "{words}")?;
            }
        }
        writeln!(out, "E once more ends the session.")?;
        self.ending = true;
        Ok(())
    }

    fn show(&mut self, out: &mut dyn Write) -> Result<(), Failure> {
        let picture = self.picture.clone();
        let Some(item) = self.session.said.items.get(self.place).cloned() else {
            return Ok(());
        };
        writeln!(
            out,
            "\n{} of {}",
            self.place + 1,
            self.session.said.items.len()
        )?;
        if let Some(tier) = tier(&item.tier) {
            writeln!(out, "look first: {}. {}", tier.words, tier.why)?;
        }
        if item_changed(&picture, &item) {
            writeln!(out, "changed since the queue was frozen")?;
        }
        self.show_children(out)?;
        for at in 0..self.page.lines.len() {
            let keys = self.page.lines[at].gaps.clone();
            let open = keys.iter().any(|key| self.is_open(key));
            let line = &self.page.lines[at];
            let mark = match (at == self.line, open) {
                (_, false) => "answered",
                (true, true) => "now",
                (false, true) => "open",
            };
            let who: Vec<&str> = line.who.iter().map(AsRef::as_ref).collect();
            let changed = if line.changed { ", changed" } else { "" };
            writeln!(
                out,
                "gap {} ({mark}{changed}): {}: {}; {}",
                at + 1,
                line.label,
                line.words,
                who.join(", ")
            )?;
        }
        for thread in self.page.threads.iter().filter(|one| one.state.is_open()) {
            let owner = thread.owner.as_deref().unwrap_or("nobody named");
            let due = thread.due.map_or_else(|| "no day".to_owned(), Day::long);
            let over = match thread.state {
                ThreadState::Overdue { days } => format!(", {days} days over"),
                _ => String::new(),
            };
            writeln!(out, "promised: {}; {owner}, by {due}{over}", thread.words)?;
        }
        self.show_events(out)?;
        if let Some(words) = self.session.drafts.get(&self.number()) {
            writeln!(out, "your words: {words}")?;
        }
        Ok(())
    }

    fn show_children(&self, out: &mut dyn Write) -> io::Result<()> {
        let day =
            |day: Option<Day>| day.map_or_else(|| "not on this extract".to_owned(), Day::long);
        if self.page.children.is_empty()
            && let Some(item) = self.session.said.items.get(self.place)
        {
            writeln!(out, "{}", item.who)?;
        }
        for child in &self.page.children {
            let row = &child.view.row;
            let mut parts = vec![row.shown.to_string()];
            parts.extend(row.unborn.then(|| "unborn".to_owned()));
            parts.extend(row.age.map(|age| format!("age {age}")));
            parts.push(row.status.to_owned());
            parts.extend(row.family.as_ref().map(|family| format!("family {family}")));
            parts.extend(row.team.as_ref().map(|team| format!("team {team}")));
            parts.push(row.worker.as_ref().map_or_else(
                || "no worker named".to_owned(),
                |worker| format!("worker {worker}"),
            ));
            parts.extend(
                child
                    .supervisor
                    .as_ref()
                    .map(|name| format!("supervisor {name}")),
            );
            writeln!(out, "{}", parts.join(", "))?;
            if child.since == Since::New {
                writeln!(
                    out,
                    "  status, team or worker are new since the last review"
                )?;
            }
            writeln!(
                out,
                "  last seen {}; last supervision {}; reviewed before: {}",
                day(row.last_seen),
                day(row.last_supervision),
                child.reviewed.map_or_else(|| "never".to_owned(), Day::long)
            )?;
        }
        Ok(())
    }

    fn show_events(&self, out: &mut dyn Write) -> io::Result<()> {
        const LATEST: usize = 6;
        let new = self.page.new_things();
        if let Some(number) = new {
            writeln!(out, "new since the last review: {number}")?;
        }
        let all = self.page.happened.iter().enumerate();
        for (_, one) in all.filter(|(at, one)| *at < LATEST || one.since == Since::New) {
            let mark = if one.since == Since::New { "new: " } else { "" };
            let who = one.who.as_ref().map(|who| format!("{who}: "));
            writeln!(
                out,
                "  {} {mark}{}{}",
                one.event.on.long(),
                who.unwrap_or_default(),
                one.event.what
            )?;
        }
        Ok(())
    }
}

/// An outcome and its reason, as one line says them.
fn understood(
    choice: OutcomeChoice,
    rest: &str,
    lists: &reasons::Lists,
) -> Result<(crate::model::OutcomeKind, String), String> {
    let now = today();
    let (mut day, mut who, mut rest) = (choice.proposed_day(now).unwrap_or(now), "", rest);
    if choice.asks_date().is_some() {
        let (first, after) = rest.split_once(' ').unwrap_or((rest, ""));
        if let Some(found) = Day::parse_iso(first) {
            (day, rest) = (found, after.trim());
        }
    }
    if choice.asks_who().is_some() {
        let parts = rest.split_once(';').or_else(|| rest.split_once(' '));
        let Some((role, after)) = parts else {
            return Err("A role and a reason are needed, such as: k 2 1.".to_owned());
        };
        who = picked(role.trim(), &lists.who);
        rest = after.trim();
    }
    let reason = picked(rest, &lists.reasons);
    if reason.is_empty() {
        return Err("A reason is needed: its number, or words of your own.".to_owned());
    }
    if choice.asks_who().is_some() && who.is_empty() {
        return Err("A role is needed: its number, or a name.".to_owned());
    }
    let kind = choice.kind(day, who);
    kind.fits(now)?;
    Ok((kind, reason.to_owned()))
}

/// The words that a number stands for; anything else stands for itself.
fn picked<'a>(words: &'a str, list: &'a [String]) -> &'a str {
    let number = words
        .parse::<usize>()
        .ok()
        .and_then(|number| number.checked_sub(1));
    number
        .and_then(|at| list.get(at))
        .map_or(words, String::as_str)
}
