//! A session line by line: what is asked is printed, what is answered is one line.
//!
//! No escape code leaves it, and it asks nothing twice. The surprising thing: a line that cannot be
//! understood is answered in words and changes nothing, so that a script can be read back to find
//! what was not taken.

use std::collections::{BTreeSet, HashMap};
use std::io::{self, BufRead as _, IsTerminal as _, Write};
use std::sync::Arc;

use super::given::CHOICES;
use super::{Desk, Failure, ReviewSession, Reviewing};
use crate::cli::plain::cleaned;
use crate::model::{GapKey, Name, Promise, ReviewTurn, Standing};
use crate::review::session::{GapLine, ItemPage, in_words, page};
use crate::review::{Picture, Step};

const HELP: &str = "\
An answer is one line:
  s r b x d e k   an outcome, then a day where it carries one (else the day proposed), then the reason:
                  its number, or words of your own. b 1; b 2026-06-20 The worker was away
                  e and k name a role first: k 2 1, or k head of service; no capacity
                  b alone lists its reasons
  2               to gap 2
  m 2 3           mark gaps 2 and 3: the next outcome is for both; m all; m alone takes the marks off
  n  p  z         on to the next (looked at), back one, pass over for now
  l               say the child or family again
  t WORDS         words of your own on this child or family
  a WHAT; WHO; DAY   a promise: what is to be done, who, by when
  w               why the line is a gap
  u  U            undo the latest step, do it again
  E               end the session; said twice, it ends
  q               leave; the session is kept";

/// A session at work.
pub(super) struct Sitting<'a> {
    pub(super) desk: &'a mut Desk,
    /// As it was when the session was taken up: only standings change in it.
    pub(super) picture: Arc<Picture>,
    pub(super) session: ReviewSession,
    pub(super) place: usize,
    pub(super) line: usize,
    pub(super) page: ItemPage,
    /// What stands promised.
    promises: Vec<Promise>,
    /// Where gaps stand after what was said here.
    pub(super) stands: HashMap<GapKey, Standing>,
    /// Lines of the page that the next outcome is for.
    pub(super) marks: BTreeSet<usize>,
    /// The tier whose reason was said last: it is not said for every child.
    pub(super) tier_said: Option<Name>,
    /// `E` was said once.
    ending: bool,
    /// Answers that were not taken.
    refused: usize,
}

pub(super) enum After {
    Ask,
    /// The answer changed nothing, and the words that say why are printed.
    Refused,
    /// The gap in focus is said.
    Line,
    Show,
    Over,
}

/// Works through a session on standard input; `taken_up` where it had been begun before.
pub(super) fn session(
    desk: &mut Desk,
    (session, taken_up): (Box<ReviewSession>, bool),
    out: &mut dyn Write,
) -> Result<(), Failure> {
    if taken_up {
        writeln!(
            out,
            "Session {} is under way ({}); it is taken up. `caselight review end` ends it.",
            session.id.0, session.said.scope
        )?;
    }
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
        "{}: {}. {} in the queue, of {} in all. ? lists the answers.",
        capital(said.kind.label()),
        said.scope,
        said.items.len(),
        said.in_scope.items
    )?;
    let place = (session.stood_at() as usize).min(said.items.len().saturating_sub(1));
    let promises = desk.promises()?;
    let mut sitting = Sitting {
        desk,
        promises,
        picture,
        session: *session,
        place,
        line: 0,
        page: ItemPage::default(),
        stands: HashMap::new(),
        marks: BTreeSet::new(),
        tier_said: None,
        ending: false,
        refused: 0,
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
        writeln!(
            out,
            "`caselight review cite {}` puts it into a note as evidence.",
            session.id.0
        )?;
    }
    Ok(())
}

impl Sitting<'_> {
    fn work(&mut self, out: &mut dyn Write) -> Result<(), Failure> {
        self.show(out)?;
        let typed = io::stdin().is_terminal();
        let mut lines = io::stdin().lock().lines();
        loop {
            write!(out, "> ")?;
            out.flush()?;
            let Some(line) = lines.next() else {
                writeln!(out)?;
                self.kept(out)?;
                break;
            };
            let line = cleaned(&line?);
            if !typed {
                // Whoever reads it afterwards sees which answer was for what.
                writeln!(out, "{line}")?;
            }
            match self.answer(line.trim(), out)? {
                After::Ask => {}
                After::Refused => self.refused += 1,
                After::Line => self.show_line(self.line, out)?,
                After::Show => self.show(out)?,
                After::Over => break,
            }
        }
        if !typed && self.refused > 0 {
            let (are, s) = if self.refused == 1 {
                ("was", "")
            } else {
                ("were", "s")
            };
            writeln!(
                out,
                "{} answer{s} {are} not taken and changed nothing.",
                self.refused
            )?;
        }
        Ok(())
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
            "l" => return Ok(After::Show),
            "m" => return self.mark(rest, out),
            "n" => return self.leave(ReviewTurn::Reviewed, out),
            "z" => return self.leave(ReviewTurn::Skipped, out),
            "p" if self.place == 0 => {
                writeln!(out, "This is the first of the queue.")?;
                return Ok(After::Refused);
            }
            "p" => {
                self.go(self.place - 1)?;
                return Ok(After::Show);
            }
            "t" => return self.write_down(rest, out),
            "a" => return self.agree(rest, out),
            "w" => self.why(out)?,
            "u" => {
                let step = self.desk.undo()?;
                return self.turned(step, "undo", out);
            }
            "U" => {
                let step = self.desk.redo()?;
                return self.turned(step, "do again", out);
            }
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
                    return Ok(After::Line);
                }
                _ => {
                    writeln!(
                        out,
                        "Not understood: {line}. Nothing was changed; ? lists the answers."
                    )?;
                    return Ok(After::Refused);
                }
            },
        }
        Ok(After::Ask)
    }

    /// Goes to an item and notes that it stands before the reviewer.
    fn go(&mut self, place: usize) -> Result<(), Failure> {
        self.place = place;
        self.line = 0;
        self.marks.clear();
        self.turn(ReviewTurn::Shown)?;
        self.lay();
        self.next_line();
        Ok(())
    }

    pub(super) fn lay(&mut self) {
        let item = self.session.said.items.get(self.place);
        self.page = item.map_or_else(ItemPage::default, |item| {
            page(&self.picture, &self.session, item, &self.promises)
        });
    }

    fn turn(&mut self, turn: ReviewTurn) -> Result<(), Failure> {
        let place = self.number();
        let id = self.session.id;
        self.desk.review(&Reviewing::Turn { id, place, turn })?;
        self.session.turns.push((place, turn));
        Ok(())
    }

    pub(super) fn number(&self) -> u32 {
        u32::try_from(self.place).unwrap_or(u32::MAX)
    }

    /// Where a gap stands; `None`: it is one no more.
    pub(super) fn standing(&self, key: &GapKey) -> Option<&Standing> {
        let known = self.picture.gap(key).map(|gap| &gap.standing);
        self.stands.get(key).or(known)
    }

    pub(super) fn is_open(&self, key: &GapKey) -> bool {
        self.standing(key).is_some_and(Standing::is_open)
    }

    /// Marks gaps of the page by their numbers, all that are open, or none any more.
    fn mark(&mut self, rest: &str, out: &mut dyn Write) -> Result<After, Failure> {
        let last = self.page.lines.len();
        let mut marks = BTreeSet::new();
        if rest == "all" {
            let open = |line: &GapLine| line.gaps.iter().any(|key| self.is_open(key));
            let lines = self.page.lines.iter().enumerate();
            marks.extend(lines.filter(|(_, line)| open(line)).map(|(at, _)| at));
        }
        let parts = rest.split(|c: char| c.is_whitespace() || c == ',');
        for part in parts.filter(|part| !part.is_empty() && rest != "all") {
            match part.parse::<usize>() {
                Ok(number) if (1..=last).contains(&number) => marks.insert(number - 1),
                _ => {
                    writeln!(out, "There is no gap {part} here. No mark was changed.")?;
                    return Ok(After::Refused);
                }
            };
        }
        self.marks = marks;
        if self.marks.is_empty() {
            writeln!(out, "No gap is marked.")?;
        } else {
            let numbers: Vec<String> = self.marks.iter().map(|at| (at + 1).to_string()).collect();
            writeln!(out, "Marked: gap {}.", numbers.join(", "))?;
        }
        Ok(After::Ask)
    }

    /// To the first line that waits for an outcome; false if there is none.
    pub(super) fn next_line(&mut self) -> bool {
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
    pub(super) fn leave(
        &mut self,
        turn: ReviewTurn,
        out: &mut dyn Write,
    ) -> Result<After, Failure> {
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

    pub(super) fn focus(&self) -> Option<&GapLine> {
        self.page.lines.get(self.line)
    }

    pub(super) fn take_over(&mut self, step: Step) {
        self.stands.extend(step.standings);
        self.promises = step
            .promises
            .unwrap_or_else(|| std::mem::take(&mut self.promises));
    }

    fn write_down(&mut self, words: &str, out: &mut dyn Write) -> Result<After, Failure> {
        let place = self.number();
        self.desk.review(&Reviewing::Draft {
            id: self.session.id,
            place,
            words: words.to_owned(),
        })?;
        self.session.drafts.insert(place, words.to_owned());
        writeln!(out, "Saved: your words on this child or family.")?;
        Ok(After::Ask)
    }

    /// Says what was undone or done again, and where it was if that was elsewhere.
    fn turned(
        &mut self,
        step: Option<Step>,
        word: &str,
        out: &mut dyn Write,
    ) -> Result<After, Failure> {
        let Some(step) = step else {
            writeln!(out, "There is nothing to {word}.")?;
            return Ok(After::Refused);
        };
        let mut items = self.session.said.items.iter();
        let place = step.standings.first().and_then(|(key, _)| {
            items.position(|item| item.gaps.iter().any(|gap| gap.key == *key))
        });
        let place = place.filter(|place| *place != self.place);
        let place = place.map_or_else(String::new, |place| {
            format!(", at {} of the queue", place + 1)
        });
        writeln!(out, "{}{place}.", capital(&step.label))?;
        self.take_over(step);
        self.lay();
        if place.is_empty() && self.next_line() {
            return Ok(After::Line);
        }
        Ok(After::Ask)
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
}

/// A sentence begins with a capital letter.
pub(super) fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
