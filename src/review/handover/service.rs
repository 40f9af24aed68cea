//! A whole service handed over: what is open, what was promised, what each measure meant, and how
//! old each source is. A newcomer reads it in an hour.
//!
//! It names no worker in a count. The surprising thing: the rule book is printed as it was in force
//! here, with this service's own limits, for a number means nothing without them.

use std::collections::BTreeMap;

use super::pages::{change_words, day_of, threads};
use super::{Beside, ChangeKind, ChangeOfHands, Pages, Waits};
use crate::export::{Block, Document, Line, Page, Row};
use crate::model::{FactKind, Name, State};
use crate::review::{Picture, Root, Thread, ThreadGroup, ThreadState};
use crate::rules::{Kind, Mode, RuleResult, limit_words};

/// What is told in full; the rest is counted, for nobody reads a thousand rows in an hour.
const MOST: usize = 25;

fn page(picture: &Picture, title: &str, blocks: Vec<Block>) -> Page {
    Page {
        title: title.to_owned(),
        under: vec![picture.data_words()],
        blocks,
    }
}

fn none(words: &str) -> Block {
    Block::Words(words.into())
}

fn table(name: &str, columns: &[&str], rows: Vec<Vec<String>>) -> Block {
    Block::Table {
        name: name.to_owned(),
        columns: columns.iter().map(|&column| column.to_owned()).collect(),
        rows: rows
            .into_iter()
            .map(|cells| Row { cells, mark: None })
            .collect(),
    }
}

impl Picture {
    /// The pages of a whole service.
    #[must_use]
    pub fn service_pages(&self, beside: Beside<'_>) -> Pages {
        let promises = beside.promises;
        let all = self.threads_beside(promises, &self.threads_of_extracts(promises), &|at| {
            self.gaps.get(at).map_or(&OPEN, |gap| &gap.standing)
        });
        let open: Vec<&Thread> = all.iter().filter(|one| one.state.is_open()).collect();
        let council = if self.council.is_empty() {
            String::new()
        } else {
            format!(", {}", self.council)
        };
        let changes = self.changes_of_hands(beside);
        let mut agreed = self.promises_page(&open);
        agreed.blocks.extend(self.actions(&open));
        let pages = vec![
            self.standing_page(&open, &changes),
            self.decisions_page(&open),
            agreed,
            self.measures_page(),
            self.sources_page(),
        ];
        let document = Document {
            title: format!("Handover of the service{council}"),
            foot: format!(
                "Data as at {}. Confidential: for the leader who takes over.",
                self.check.as_at.long()
            ),
            pages,
        };
        let from = changes.iter().map(|one| one.from.clone());
        let to = changes.iter().filter_map(|one| one.to.clone());
        let owners = open.iter().filter_map(|one| one.owner.clone());
        let mut names: Vec<Name> = from.chain(to).chain(owners).collect();
        names.sort_unstable();
        names.dedup();
        Pages { document, names }
    }

    fn standing_page(&self, open: &[&Thread], changes: &[ChangeOfHands]) -> Page {
        let children = self.cases.iter().filter(|row| row.open).count();
        let overdue = self
            .gaps
            .iter()
            .filter(|gap| gap.state == State::Overdue)
            .count();
        let late = open
            .iter()
            .filter(|one| matches!(one.state, ThreadState::Overdue { .. }))
            .count();
        let mut blocks = vec![Block::Lines(vec![
            format!("Open children: {children}.").into(),
            format!("Overdue clocks under the rules that are on: {overdue}.").into(),
            format!(
                "Open promises and actions: {}, of them overdue: {late}.",
                open.len()
            )
            .into(),
        ])];
        blocks.push(Block::Heading(
            "Changes of hands in the last 90 days".to_owned(),
        ));
        blocks.extend(changed(changes));
        page(self, "How the service stands", blocks)
    }

    fn decisions_page(&self, open: &[&Thread]) -> Page {
        let drifting: Vec<&Thread> = open
            .iter()
            .copied()
            .filter(|one| matches!(one.root, Root::Decision(_)))
            .collect();
        let mut blocks = vec![Block::Heading(
            "Decisions on which no step is seen".to_owned(),
        )];
        blocks.push(if drifting.is_empty() {
            none(if self.lists(FactKind::PreProceedings) {
                "None that the sources show."
            } else {
                "No source of pre-proceedings was imported: whether a decision was carried out cannot be told."
            })
        } else {
            threads(self, "Decisions on which no step is seen", &drifting)
        });
        blocks.push(Block::Heading("Escalations without an answer".to_owned()));
        blocks.extend(self.raised());
        page(self, "Open decisions and escalations", blocks)
    }

    fn lists(&self, kind: FactKind) -> bool {
        self.caseload.lists.iter().any(|list| list.kind == kind)
    }

    /// Escalations without an answer: how many in each team, and the oldest.
    fn raised(&self) -> Vec<Block> {
        let mut open: Vec<(i32, Vec<String>)> = Vec::new();
        let mut teams: BTreeMap<String, (usize, usize, i32)> = BTreeMap::new();
        for (at, file) in self.caseload.children.iter().enumerate() {
            let team = self.case_row(at).and_then(|row| row.team.as_deref());
            let team = team.unwrap_or("no team named");
            for one in &file.further().escalations {
                if one
                    .resolved
                    .day()
                    .is_some_and(|day| day <= self.check.as_at)
                {
                    continue;
                }
                let days = self.check.as_at.days_since(one.raised);
                let due = one.stage_due.day();
                let count = teams.entry(team.to_owned()).or_default();
                count.0 += 1;
                count.1 += usize::from(due.is_some_and(|due| due < self.check.as_at));
                count.2 = count.2.max(days);
                let cells = vec![
                    file.child.shown.to_string(),
                    team.to_owned(),
                    one.raised.long(),
                    day_of(due),
                    format!("{days} days"),
                ];
                open.push((days, cells));
            }
        }
        if open.is_empty() {
            return vec![none(if self.lists(FactKind::Escalation) {
                "None that the sources show."
            } else {
                "No list of escalations was imported: whether any is open cannot be told."
            })];
        }
        let rows = teams.into_iter().map(|(team, (open, over, oldest))| {
            let oldest = format!("{oldest} days");
            vec![team, open.to_string(), over.to_string(), oldest]
        });
        let columns = ["Team", "Open", "Stage overdue", "Oldest"];
        let mut blocks = vec![table("Escalations by team", &columns, rows.collect())];
        open.sort_by_key(|(days, _)| std::cmp::Reverse(*days));
        let rest = open.len().saturating_sub(MOST);
        let oldest = open.into_iter().take(MOST).map(|(_, cells)| cells);
        blocks.push(Block::Heading("The oldest of them".to_owned()));
        let columns = ["Child", "Team", "Raised", "Stage due", "Age"];
        blocks.push(table("The oldest escalations", &columns, oldest.collect()));
        if rest > 0 {
            blocks.push(none(&format!(
                "And {rest} more: each stands on its child's own page."
            )));
        }
        blocks
    }

    fn promises_page(&self, open: &[&Thread]) -> Page {
        let made = |one: &&&Thread| matches!(one.root, Root::Promise(_) | Root::Outcome(_));
        let promised: Vec<&Thread> = open.iter().filter(made).copied().collect();
        let mut groups: BTreeMap<ThreadGroup, usize> = BTreeMap::new();
        for one in &promised {
            *groups.entry(one.group(self.check.as_at)).or_default() += 1;
        }
        let lines: Vec<Line> = groups
            .iter()
            .map(|(group, number)| format!("{}: {number}", group.label()).into())
            .collect();
        let mut blocks = Vec::new();
        if promised.is_empty() {
            blocks.push(none("Nothing that was promised here still waits."));
        } else {
            blocks.push(Block::Lines(lines));
            let first: Vec<&Thread> = promised.iter().copied().take(MOST).collect();
            blocks.push(threads(self, "Promises", &first));
            if promised.len() > MOST {
                let words = format!(
                    "And {} more, due later or without a day: `caselight promises` lists them.",
                    promised.len() - MOST
                );
                blocks.push(Block::Words(words.into()));
            }
        }
        page(self, "What was promised and is open", blocks)
    }

    fn actions(&self, open: &[&Thread]) -> Vec<Block> {
        let mut teams: BTreeMap<String, [usize; 4]> = BTreeMap::new();
        let actions = open
            .iter()
            .filter(|one| matches!(one.root, Root::Extract(_) | Root::Entry(_)));
        for one in actions {
            let row = one.child.and_then(|child| self.case_row(child));
            let team = row
                .and_then(|row| row.team.as_deref())
                .unwrap_or("no team named");
            let count = teams.entry(team.to_owned()).or_default();
            count[0] += 1;
            count[1] += usize::from(matches!(one.state, ThreadState::Overdue { .. }));
            count[2] += usize::from(one.owner.is_none());
            count[3] += usize::from(one.silent.is_some());
        }
        let rows = teams.into_iter().map(|(team, counts)| {
            let counts = counts.iter().map(usize::to_string);
            std::iter::once(team).chain(counts).collect()
        });
        let rows: Vec<Vec<String>> = rows.collect();
        let block = if rows.is_empty() {
            none("No source that was imported holds actions, or none is open.")
        } else {
            table(
                "Actions by team",
                &[
                    "Team",
                    "Open",
                    "Overdue",
                    "No owner",
                    "Passed over in a session",
                ],
                rows,
            )
        };
        let heading = "Actions from supervision that are open, by team";
        vec![Block::Heading(heading.to_owned()), block]
    }

    fn measures_page(&self) -> Page {
        let on = |result: &&RuleResult| {
            result.chosen && result.rule.mode == Mode::On && result.rule.kind != Kind::Indicator
        };
        let rows = self.check.rules.iter().filter(on).map(|result| {
            let rule = &result.rule;
            let findings = result.findings.iter();
            let overdue = findings.filter(|one| one.state == State::Overdue).count();
            vec![
                rule.title.clone(),
                rule.limit.map_or_else(|| "-".to_owned(), limit_words),
                format!("{}; stops with {}", rule.trigger, rule.stop),
                format!("{} ({})", rule.source, rule.status),
                overdue.to_string(),
            ]
        });
        let words = format!(
            "As in force under the profile {}. \"Overdue\" counts what is open beyond its limit on the day of the data; \
             what the sources cannot tell is never counted as done.",
            self.check.policy
        );
        let columns = ["Measure", "Limit", "Runs from, until", "Source", "Overdue"];
        let blocks = vec![
            Block::Words(words.into()),
            table("What each measure meant", &columns, rows.collect()),
        ];
        page(self, "What each measure meant", blocks)
    }

    fn sources_page(&self) -> Page {
        let rows = self.caseload.feeds.iter().map(|feed| {
            vec![
                feed.kind.word().replace('_', " "),
                feed.as_at.long(),
                format!("{} to {}", feed.covers.from.long(), feed.covers.to.long()),
                format!("{} days", self.today.days_since(feed.as_at).max(0)),
            ]
        });
        let rows: Vec<Vec<String>> = rows.collect();
        let block = if rows.is_empty() {
            none("Nothing was imported.")
        } else {
            table("Sources", &["Source", "As at", "Covers", "Age"], rows)
        };
        page(self, "Sources and their age", vec![block])
    }
}

/// Who changed: each kind in a row, then those of whom something is left with nobody to take it.
fn changed(changes: &[ChangeOfHands]) -> Vec<Block> {
    if changes.is_empty() {
        return vec![none("No source that was imported shows one.")];
    }
    let mut kinds: BTreeMap<ChangeKind, [usize; 4]> = BTreeMap::new();
    for change in changes {
        let count = kinds.entry(change.kind).or_default();
        count[0] += 1;
        count[1] += change.children;
        count[2] += change.actions;
        count[3] += usize::from(change.waits() == Waits::NobodyNamed);
    }
    let rows = kinds.into_iter().map(|(kind, counts)| {
        let counts = counts.iter().map(usize::to_string);
        let kind = std::iter::once(kind.label().to_owned());
        kind.chain(counts).collect()
    });
    let columns = [
        "Change",
        "How many",
        "Open children",
        "Actions in their name",
        "Nobody named",
    ];
    let mut blocks = vec![table("Changes of hands", &columns, rows.collect())];
    let waiting = changes
        .iter()
        .filter(|one| one.waits() == Waits::NobodyNamed);
    let waiting: Vec<&ChangeOfHands> = waiting.collect();
    blocks.push(Block::Heading(
        "Left behind, and nobody is named to take it".to_owned(),
    ));
    if waiting.is_empty() {
        blocks.push(none("Nothing that the sources show."));
        return blocks;
    }
    let lines = waiting.iter().take(MOST);
    blocks.push(Block::Lines(
        lines.map(|change| change_words(change).into()).collect(),
    ));
    if waiting.len() > MOST {
        let rest = waiting.len() - MOST;
        blocks.push(none(&format!(
            "And {rest} more: `caselight handover` lists them."
        )));
    }
    blocks
}

static OPEN: crate::model::Standing = crate::model::Standing::Open;
