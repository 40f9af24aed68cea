//! A child or family in lines that are read aloud: who, the gaps, what was promised, what happened.
//!
//! It changes nothing but what was said before. The surprising thing: why a tier comes where it does
//! is said with the first child of the tier and not with every one, because whoever listens cannot
//! skip it.

use std::io::{self, Write};

use super::Failure;
use super::plain::Sitting;
use crate::model::{Day, GapKey, Standing};
use crate::review::ThreadState;
use crate::review::session::{Since, item_changed, tier};

impl Sitting<'_> {
    /// Says the whole item.
    pub(super) fn show(&mut self, out: &mut dyn Write) -> Result<(), Failure> {
        let picture = self.picture.clone();
        let Some(item) = self.session.said.items.get(self.place).cloned() else {
            return Ok(());
        };
        let (place, items) = (self.place + 1, self.session.said.items.len());
        writeln!(out, "\n{place} of {items}")?;
        match tier(&item.tier) {
            Some(tier) if self.tier_said.as_ref() == Some(&item.tier) => {
                writeln!(out, "look first: {}", tier.words)?;
            }
            Some(tier) => writeln!(out, "look first: {}. {}", tier.words, tier.why)?,
            None => writeln!(out, "no gap is open")?,
        }
        self.tier_said = Some(item.tier.clone());
        if item_changed(&picture, &item) {
            writeln!(out, "changed since the queue was frozen")?;
        }
        self.show_children(out)?;
        for at in 0..self.page.lines.len() {
            self.show_line(at, out)?;
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

    /// Says one line of the gaps, and what became of it.
    pub(super) fn show_line(&self, at: usize, out: &mut dyn Write) -> Result<(), Failure> {
        let Some(line) = self.page.lines.get(at) else {
            return Ok(());
        };
        let open = line.gaps.iter().any(|key| self.is_open(key));
        let mut mark = match (at == self.line, open) {
            (_, false) => self.became(line.gaps.first()),
            (true, true) => "now".to_owned(),
            (false, true) => "open".to_owned(),
        };
        if self.marks.contains(&at) {
            mark.push_str(", marked");
        }
        if line.changed {
            mark.push_str(", changed");
        }
        let who: Vec<&str> = line.who.iter().map(AsRef::as_ref).collect();
        writeln!(
            out,
            "gap {} ({mark}): {}: {}; {}",
            at + 1,
            line.label,
            line.words,
            who.join(", ")
        )?;
        Ok(())
    }

    fn became(&self, key: Option<&GapKey>) -> String {
        match key.and_then(|key| self.standing(key)) {
            Some(Standing::Answered(one) | Standing::Waiting(one)) => {
                format!("answered, {}", one.kind.label())
            }
            _ => "no gap any more".to_owned(),
        }
    }

    /// Says why the line in focus is a gap.
    pub(super) fn why(&self, out: &mut dyn Write) -> Result<(), Failure> {
        let line = self.page.lines.get(self.line);
        let Some(at) = line.and_then(|line| line.at) else {
            writeln!(out, "The newest extract shows this as no gap any more.")?;
            return Ok(());
        };
        let why = self.picture.explain(at);
        let parts = [
            ("", &why.headline),
            ("", &why.standard),
            ("", &why.sum),
            ("", &why.not_counted),
            ("", &why.coverage),
            ("", &why.caution),
            ("needs: ", &why.needs),
            ("shown by: ", &why.shown_by),
            ("source: ", &why.source),
            ("", &why.inspectors),
        ];
        for (label, words) in parts.into_iter().filter(|(_, words)| !words.is_empty()) {
            writeln!(out, "  {label}{words}")?;
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
