//! A whole service handed over: what is open, what was promised, what each measure meant, and how
//! old each source is. A newcomer reads it in an hour.
//!
//! It names no worker in a count. The surprising thing: the rule book is printed as it was in force
//! here, with this service's own limits, for a number means nothing without them.

use std::collections::BTreeMap;

use super::pages::{change_words, day_of, threads};
use crate::export::{Block, Document, Line, Page, Row};
use crate::model::{Promise, State};
use crate::review::{Picture, Root, Thread, ThreadGroup, ThreadState};
use crate::rules::{Kind, Mode, RuleResult, limit_words};

/// Promises in full; the rest are counted.
const MOST: usize = 60;

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
    pub fn service_pages(&self, promises: &[Promise]) -> Document {
        let all = self.threads_beside(promises, &self.threads_of_extracts(promises), &|at| {
            self.gaps.get(at).map_or(&OPEN, |gap| &gap.standing)
        });
        let open: Vec<&Thread> = all.iter().filter(|one| one.state.is_open()).collect();
        let council = if self.council.is_empty() {
            String::new()
        } else {
            format!(", {}", self.council)
        };
        let pages = vec![
            self.standing_page(&open),
            self.decisions_page(&open),
            self.promises_page(&open),
            self.actions_page(&open),
            self.measures_page(),
            self.sources_page(),
        ];
        Document {
            title: format!("Handover of the service{council}"),
            foot: format!(
                "{} Confidential: for the leader who takes over.",
                self.data_words()
            ),
            pages,
        }
    }

    fn standing_page(&self, open: &[&Thread]) -> Page {
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
        let changes = self.changes_of_hands();
        blocks.push(Block::Heading(
            "Changes of hands in the last 90 days".to_owned(),
        ));
        if changes.is_empty() {
            blocks.push(none("No source that was imported shows one."));
        } else {
            let lines = changes
                .iter()
                .take(MOST)
                .map(|change| change_words(change).into());
            blocks.push(Block::Lines(lines.collect()));
        }
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
            none("None that the sources show.")
        } else {
            threads(self, "Decisions on which no step is seen", &drifting)
        });
        blocks.push(Block::Heading("Escalations without an answer".to_owned()));
        let mut raised: Vec<Vec<String>> = Vec::new();
        for file in &self.caseload.children {
            for one in &file.further().escalations {
                if one.resolved.day().is_none_or(|day| day > self.check.as_at) {
                    raised.push(vec![
                        file.child.shown.to_string(),
                        one.raised.long(),
                        day_of(one.stage_due.day()),
                        format!("{} days", self.check.as_at.days_since(one.raised)),
                    ]);
                }
            }
        }
        blocks.push(if raised.is_empty() {
            none("None that the sources show.")
        } else {
            table(
                "Escalations without an answer",
                &["Child", "Raised", "Stage due", "Age"],
                raised,
            )
        });
        page(self, "Open decisions and escalations", blocks)
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
                    "And {} more: caselight promises lists them.",
                    promised.len() - MOST
                );
                blocks.push(Block::Words(words.into()));
            }
        }
        page(self, "Promises that are open", blocks)
    }

    fn actions_page(&self, open: &[&Thread]) -> Page {
        let mut teams: BTreeMap<String, [usize; 3]> = BTreeMap::new();
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
        }
        let rows = teams.into_iter().map(|(team, [open, overdue, nobodys])| {
            vec![
                team,
                open.to_string(),
                overdue.to_string(),
                nobodys.to_string(),
            ]
        });
        let rows: Vec<Vec<String>> = rows.collect();
        let block = if rows.is_empty() {
            none("No source that was imported holds actions, or none is open.")
        } else {
            table(
                "Actions by team",
                &["Team", "Open", "Overdue", "No owner"],
                rows,
            )
        };
        page(self, "Actions from supervision, by team", vec![block])
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

static OPEN: crate::model::Standing = crate::model::Standing::Open;
