//! The pages for the person who takes over: one to begin with, then one a family.

use super::{Across, ChangeOfHands, ChildHands, Handover};
use crate::export::{Block, Document, Line, Page, Row};
use crate::model::Day;
use crate::review::{Picture, Thread};

pub(super) fn day_of(day: Option<Day>) -> String {
    day.map_or_else(|| "no day".to_owned(), Day::long)
}

fn counted(number: usize, one: &str, more: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { more })
}

/// A table of threads.
pub(super) fn threads(picture: &Picture, name: &str, threads: &[&Thread]) -> Block {
    let rows = threads.iter().map(|thread| {
        let child = thread.child.and_then(|child| picture.case_row(child));
        let mut state = thread.state.label();
        if thread.silent.is_some() {
            state = format!("{state}, silent {} times", thread.silences);
        }
        if thread.carried > 0 {
            state = format!("{state}, carried {} times", thread.carried);
        }
        Row {
            cells: vec![
                day_of(thread.due),
                child.map_or_else(|| "-".to_owned(), |row| row.shown.to_string()),
                thread.owner.as_deref().unwrap_or("nobody").to_owned(),
                format!("{} ({})", thread.words, thread.origin),
                state,
            ],
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

/// "T Mockridge to S Samplesworth", or that nobody is named.
fn hands_words(handover: &Handover) -> String {
    let to = handover.to.as_deref().unwrap_or("whoever takes over");
    format!("{} to {to}", handover.from)
}

fn when(on: Day, until: Option<Day>) -> String {
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
    let to = match &change.to {
        Some(to) => format!(" to {to}"),
        None => ", nobody is named to take over".to_owned(),
    };
    let until = change
        .until
        .map_or_else(String::new, |day| format!(" until {}", day.long()));
    format!(
        "{} {}: {}{role}{to}{until}; {}",
        change.on.long(),
        change.kind.label(),
        change.from,
        counted(change.children, "open child", "open children")
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
        pages.extend(
            handover
                .families
                .iter()
                .map(|family| self.family_page(handover, family)),
        );
        Document {
            title,
            foot: format!(
                "{} Confidential: for whoever takes over and their manager.",
                self.data_words()
            ),
            pages,
        }
    }

    fn first_page(&self, handover: &Handover, title: String) -> Page {
        let children = handover.children().count();
        let unowned: usize = handover.children().map(|one| one.unowned.len()).sum();
        let clocks: Vec<&Across> = handover.children().flat_map(|one| &one.clocks).collect();
        let overdue = clocks
            .iter()
            .filter(|one| one.today.contains("over"))
            .count();
        let in_the_gap = clocks.iter().filter(|one| one.in_the_gap).count();
        let mut lines: Vec<Line> = vec![
            format!(
                "{} in {} pass on.",
                counted(children, "child", "children"),
                counted(handover.families.len(), "family", "families")
            )
            .into(),
            format!(
                "{} without anybody to do it: no owner, or the owner goes or has left.",
                counted(
                    unowned,
                    "open action or promise",
                    "open actions and promises"
                )
            )
            .into(),
            format!(
                "{} across the change; {overdue} of them overdue already.",
                counted(clocks.len(), "clock runs", "clocks run")
            )
            .into(),
        ];
        if handover.until.is_some() {
            lines.push(format!("{in_the_gap} of them fall due while nobody holds them.").into());
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
        if children > 0 {
            blocks.push(Block::Heading("The children".to_owned()));
            let rows = handover.children().map(|one| Row {
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
                    "Nobody's",
                    "Clocks",
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
            format!("{}: {}, {team}; taken over by {to}.", one.shown, one.status).into()
        });
        let mut blocks = vec![Block::Lines(children.collect())];
        blocks.push(Block::Heading("First visit".to_owned()));
        let visits = family
            .iter()
            .map(|one| format!("{}: {}", one.shown, one.first_visit).into());
        blocks.push(Block::Lines(visits.collect()));
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
        let decisions: Vec<Line> = family
            .iter()
            .flat_map(|one| {
                one.decisions
                    .iter()
                    .map(move |words| format!("{}: {words}.", one.shown).into())
            })
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
    let rows: Vec<Row> = family
        .iter()
        .flat_map(|one| one.clocks.iter().map(move |clock| (one, clock)))
        .map(|(one, clock)| Row {
            cells: vec![
                one.shown.to_string(),
                clock.label.clone(),
                clock.limit.clone(),
                day_of(clock.due),
                if clock.in_the_gap {
                    format!("{}, due while nobody holds it", clock.today)
                } else {
                    clock.today.clone()
                },
            ],
            mark: None,
        })
        .collect();
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

/// A document as paragraphs to read on the screen.
pub(super) fn to_read(document: &Document) -> Vec<String> {
    let mut words = Vec::new();
    for (at, page) in document.pages.iter().enumerate() {
        if at > 0 {
            words.extend([String::new(), "-".repeat(40)]);
            words.push(page.title.to_uppercase());
        }
        words.extend(page.under.iter().cloned());
        for block in &page.blocks {
            match block {
                Block::Heading(heading) => words.extend([String::new(), heading.to_uppercase()]),
                Block::Words(line) => words.push(line.words.clone()),
                Block::Lines(lines) => {
                    words.extend(lines.iter().map(|line| format!("- {}", line.words)));
                }
                Block::Table { rows, .. } => words.extend(rows.iter().map(|row| {
                    let cells = row.cells.iter().filter(|cell| !cell.is_empty());
                    format!("- {}", cells.cloned().collect::<Vec<_>>().join("; "))
                })),
                Block::Writing { .. } => {}
            }
        }
    }
    words
}

/// Who changed lately, and how to see what each left.
pub(super) fn changes_to_read(picture: &Picture) -> Vec<String> {
    let changes = picture.changes_of_hands();
    let mut words: Vec<String> = changes
        .iter()
        .map(|change| format!("- {}", change_words(change)))
        .collect();
    if words.is_empty() {
        words.push(
            "No source that was imported says that a worker, a supervisor or a leader changed in the last 90 days, or \
             is away. Lists of staff, absences, supervisors and allocations would say it."
                .to_owned(),
        );
    }
    words.push(String::new());
    words.push(
        "The same key on a child or on a gap shows what their worker would leave; caselight handover writes it to a \
         file."
            .to_owned(),
    );
    words
}
