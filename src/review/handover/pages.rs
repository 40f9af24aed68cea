//! The pages for the person who takes over: one to begin with, then one a family.

use std::collections::BTreeSet;

use super::supervised;
use super::{Across, ChangeKind, ChangeOfHands, ChildHands, DayOf, Handover, Through};
use crate::export::{Block, Document, Line, Page, Row};
use crate::model::{Day, Name};
use crate::review::{Picture, Thread};

pub(super) fn day_of(day: Option<Day>) -> String {
    day.map_or_else(|| "no day".to_owned(), Day::long)
}

pub(super) fn counted(number: usize, one: &str, more: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { more })
}

/// One line for what is said alike of several children: "100912, 105138".
pub(super) fn together<T: PartialEq>(rows: impl Iterator<Item = (String, T)>) -> Vec<(String, T)> {
    let mut told: Vec<(String, T)> = Vec::new();
    for (child, said) in rows {
        match told.iter_mut().find(|(_, known)| *known == said) {
            Some((children, _)) => children.extend([", ", &child].map(str::to_owned)),
            None => told.push((child, said)),
        }
    }
    told
}

fn shown(picture: &Picture, child: Option<usize>) -> String {
    let row = child.and_then(|child| picture.case_row(child));
    row.map_or_else(|| "-".to_owned(), |row| row.shown.to_string())
}

fn times(number: u32) -> String {
    match number {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        more => format!("{more} times"),
    }
}

/// A table of threads; one action about several children is one row.
pub(super) fn threads(picture: &Picture, name: &str, threads: &[&Thread]) -> Block {
    let rows = threads.iter().map(|thread| {
        let mut state = thread.state.label();
        if thread.silent.is_some() {
            state = format!("{state}, passed over {}", times(thread.silences));
        }
        if thread.carried > 0 {
            state = format!("{state}, carried {}", times(thread.carried));
        }
        let said = [
            day_of(thread.due),
            thread.owner.as_deref().unwrap_or("nobody").to_owned(),
            format!("{} ({})", thread.words, thread.origin),
            state,
        ];
        (shown(picture, thread.child), said)
    });
    let rows = together(rows).into_iter().map(|(child, said)| {
        let [due, who, what, state] = said;
        Row {
            cells: vec![due, child, who, what, state],
            mark: None,
        }
    });
    Block::Table {
        name: name.to_owned(),
        columns: ["Due", "Child", "Who", "What", "State"]
            .map(str::to_owned)
            .to_vec(),
        rows: rows.collect(),
    }
}

/// How many different actions and promises these are: one about several children is one.
fn different<'a>(threads: impl Iterator<Item = &'a Thread>) -> usize {
    let ids: BTreeSet<String> = threads.map(Thread::id).collect();
    ids.len()
}

/// Whoever is named on the pages.
pub(super) fn names(handover: &Handover) -> Vec<Name> {
    let mut names = vec![handover.from.clone()];
    names.extend(handover.to.clone());
    names.extend(handover.known.iter().filter_map(|one| one.to.clone()));
    for child in handover.children() {
        names.extend(child.to.clone());
        names.extend(child.worker.clone());
        let threads = child.unowned.iter().chain(&child.others);
        names.extend(threads.filter_map(|one| one.owner.clone()));
    }
    names.sort_unstable();
    names.dedup();
    names
}

/// "T Mockridge to S Samplesworth", or that nobody is named.
pub(super) fn hands_words(handover: &Handover) -> String {
    let to = handover.to.as_deref().unwrap_or("whoever takes over");
    format!("{} to {to}", handover.from)
}

pub(super) fn when(on: Day, until: Option<Day>) -> String {
    match until {
        Some(until) => format!("From {} to {}.", on.long(), until.long()),
        None => format!("On {}.", on.long()),
    }
}

/// A change in one line.
pub(super) fn change_words(change: &ChangeOfHands) -> String {
    let role = change
        .role
        .map_or_else(String::new, |role| format!(" ({})", role.label()));
    let until = change
        .until
        .map_or_else(String::new, |day| format!(" until {}", day.long()));
    let to = match (&change.to, change.kind) {
        (Some(to), ChangeKind::Away) => format!(", covered by {to}"),
        (Some(to), _) => format!(", now {to}"),
        (None, ChangeKind::Away) => ", nobody is named to cover".to_owned(),
        (None, _) => ", nobody is named to take over".to_owned(),
    };
    let day = match change.day_of {
        DayOf::Change => change.on.long(),
        DayOf::Extract => format!("by the extract of {}", change.on.long()),
    };
    format!(
        "{day}, {}: {}{role}{until}{to}; {}, {} in their name",
        change.kind.label(),
        change.from,
        counted(change.children, "open child", "open children"),
        counted(change.actions, "open action", "open actions")
    )
}

impl Picture {
    pub(super) fn data_words(&self) -> String {
        let age = self.age_of_data();
        format!(
            "Data as at {}, {} old. The child's file has the last word.",
            self.check.as_at.long(),
            counted(usize::try_from(age).unwrap_or(0), "day", "days")
        )
    }

    /// The pages of what one person leaves.
    #[must_use]
    pub fn handover_pages(&self, handover: &Handover) -> Document {
        let title = format!("Handover: {}", hands_words(handover));
        let mut pages = vec![self.first_page(handover, title.clone())];
        let supervised = |one: &ChildHands| one.through == Through::Supervisor;
        let families = handover.families.iter();
        let own = families.filter(|family| !family.iter().all(supervised));
        pages.extend(own.map(|family| self.family_page(handover, family)));
        pages.extend(self.pages_of_workers(handover));
        Document {
            title,
            foot: format!(
                "Data as at {}. Confidential: for whoever takes over and their manager.",
                self.check.as_at.long()
            ),
            pages,
        }
    }

    fn first_page(&self, handover: &Handover, title: String) -> Page {
        let children = handover.children().count();
        let unowned = different(handover.children().flat_map(|one| &one.unowned));
        let clocks: Vec<&Across> = handover.children().flat_map(|one| &one.clocks).collect();
        let overdue = clocks.iter().filter(|one| one.overdue).count();
        let in_the_gap = clocks.iter().filter(|one| one.in_the_gap).count();
        let unowned = if unowned == 0 {
            "No open action or promise is without anybody to do it.".to_owned()
        } else {
            format!(
                "{} without anybody to do them: no owner, or the owner goes or has left.",
                counted(
                    unowned,
                    "open action or promise",
                    "open actions and promises"
                )
            )
        };
        let mut lines: Vec<Line> = vec![
            format!(
                "{} in {} pass on.",
                counted(children, "child", "children"),
                counted(handover.families.len(), "family", "families")
            )
            .into(),
            unowned.into(),
            format!(
                "{} across the change; {overdue} of them overdue already.",
                counted(clocks.len(), "clock runs", "clocks run")
            )
            .into(),
        ];
        if in_the_gap > 0 {
            let until = match handover.until {
                Some(until) => format!("until {}", until.long()),
                None => "in the weeks ahead".to_owned(),
            };
            let falls = if in_the_gap == 1 { "falls" } else { "fall" };
            lines.push(
                format!("{in_the_gap} of them {falls} due {until} while nobody holds them.").into(),
            );
        }
        let mut blocks = vec![Block::Lines(lines)];
        if handover.known.is_empty() {
            let words = "No source that was imported says that this person goes, is away or passed a child on; the \
                         children are those whom they hold or supervise now.";
            blocks.push(Block::Words(words.into()));
        } else {
            blocks.push(Block::Heading(
                "What the sources say of the change".to_owned(),
            ));
            let known = handover
                .known
                .iter()
                .map(|change| change_words(change).into());
            blocks.push(Block::Lines(known.collect()));
        }
        blocks.extend(supervised::by_worker(handover));
        let own = |one: &&ChildHands| one.through != Through::Supervisor;
        if handover.children().any(|one| own(&one)) {
            blocks.push(Block::Heading("The children".to_owned()));
            let rows = handover.children().filter(own).map(|one| Row {
                cells: vec![
                    one.shown.to_string(),
                    one.family.as_deref().unwrap_or("-").to_owned(),
                    one.status.to_owned(),
                    one.to.as_deref().unwrap_or("nobody named").to_owned(),
                    one.unowned.len().to_string(),
                    one.clocks.len().to_string(),
                ],
                mark: None,
            });
            blocks.push(Block::Table {
                name: "The children".to_owned(),
                columns: [
                    "Child",
                    "Family",
                    "Status",
                    "Taken over by",
                    "Actions with nobody",
                    "Clocks running",
                ]
                .map(str::to_owned)
                .to_vec(),
                rows: rows.collect(),
            });
        }
        Page {
            title,
            under: vec![when(handover.on, handover.until), self.data_words()],
            blocks,
        }
    }

    fn family_page(&self, handover: &Handover, family: &[ChildHands]) -> Page {
        let named = family.first().and_then(|one| one.family.clone());
        let title = match (&named, family.first()) {
            (Some(name), _) => format!("Family {name}"),
            (None, Some(one)) => format!("Child {}", one.shown),
            (None, None) => "Nobody".to_owned(),
        };
        let children = family.iter().map(|one| {
            let team = one.team.as_deref().unwrap_or("no team");
            let to = one.to.as_deref().unwrap_or("nobody named yet");
            let said = match (&one.worker, one.through) {
                (_, Through::Worker) | (None, _) => {
                    format!("{}, {team}; taken over by {to}.", one.status)
                }
                (Some(worker), _) => format!("{}, {team}; held by {worker}.", one.status),
            };
            (one.shown.to_string(), said)
        });
        let children = together(children).into_iter();
        let children = children.map(|(who, words)| format!("{who}: {words}").into());
        let mut blocks = vec![Block::Lines(children.collect())];
        let visits = family.iter().filter(|one| !one.first_visit.is_empty());
        let visits = visits.map(|one| (one.shown.to_string(), one.first_visit.clone()));
        let visits = together(visits).into_iter();
        let visits: Vec<Line> = visits
            .map(|(who, words)| format!("{who}: {words}").into())
            .collect();
        if !visits.is_empty() {
            blocks.push(Block::Heading(
                "First visit by whoever takes over".to_owned(),
            ));
            blocks.push(Block::Lines(visits));
        }
        let unowned: Vec<&Thread> = family.iter().flat_map(|one| &one.unowned).collect();
        blocks.push(Block::Heading(
            "Actions and promises that have nobody now".to_owned(),
        ));
        if unowned.is_empty() {
            blocks.push(Block::Words("None that is known.".into()));
        } else {
            blocks.push(threads(
                self,
                "Actions and promises that have nobody now",
                &unowned,
            ));
        }
        clocks(family, &mut blocks);
        let decisions = family.iter().flat_map(|one| {
            let own = one.decisions.iter();
            own.map(|words| (one.shown.to_string(), words))
        });
        let decisions = together(decisions).into_iter();
        let decisions: Vec<Line> = decisions
            .map(|(who, words)| format!("{who}: {words}.").into())
            .collect();
        blocks.push(Block::Heading("Decisions and escalations".to_owned()));
        if decisions.is_empty() {
            blocks.push(Block::Words(
                "None in the months before that any source shows.".into(),
            ));
        } else {
            blocks.push(Block::Lines(decisions));
        }
        let others: Vec<&Thread> = family.iter().flat_map(|one| &one.others).collect();
        if !others.is_empty() {
            blocks.push(Block::Heading("Promised by others".to_owned()));
            blocks.push(threads(self, "Promised by others", &others));
        }
        blocks.push(Block::Writing {
            label: "Agreed at the handover".to_owned(),
            lines: 3,
        });
        Page {
            title,
            under: vec![
                format!(
                    "{}. {}",
                    hands_words(handover),
                    when(handover.on, handover.until)
                ),
                self.data_words(),
            ],
            blocks,
        }
    }
}

fn clocks(family: &[ChildHands], blocks: &mut Vec<Block>) {
    let told = family.iter().flat_map(|one| {
        one.clocks.iter().map(|clock| {
            let today = if clock.in_the_gap {
                format!("{}, and nobody holds it", clock.today)
            } else {
                clock.today.clone()
            };
            let limit = clock.limit.clone();
            let said = [clock.label.clone(), limit, day_of(clock.due), today];
            (one.shown.to_string(), said)
        })
    });
    let rows = together(told).into_iter().map(|(child, said)| Row {
        cells: std::iter::once(child).chain(said).collect(),
        mark: None,
    });
    let rows: Vec<Row> = rows.collect();
    blocks.push(Block::Heading(
        "Clocks that run across the change".to_owned(),
    ));
    if rows.is_empty() {
        blocks.push(Block::Words(
            "None runs, as far as the extracts show.".into(),
        ));
        return;
    }
    blocks.push(Block::Table {
        name: "Clocks that run across the change".to_owned(),
        columns: ["Child", "Clock", "Limit", "Due", "Today"]
            .map(str::to_owned)
            .to_vec(),
        rows,
    });
}
