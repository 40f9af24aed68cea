//! From picks to a page.

use crate::model::{Day, Evidence, Feed, FeedKind, State, Subject};
use crate::rules::{Kind, Level, RuleResult, Unit, limit_words};

use super::{
    pick::Pick,
    template::{fill, words},
};

/// What the draft may know besides the marked gaps.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    pub council: &'a str,
    /// "improvement board".
    pub audience: &'a str,
    pub author: &'a str,
    pub as_at: Day,
    /// The day of drafting, for the age of the data.
    pub today: Day,
    /// The policy's name.
    pub policy: &'a str,
    pub feeds: &'a [Feed],
    /// The rules of the check; a pick's `rule` is an index into them.
    pub rules: &'a [RuleResult],
}

/// A note before anybody has worked on it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Draft {
    pub title: String,
    /// Markdown from the header table on; the title is not in it.
    pub body_markdown: String,
    pub evidence: Vec<Evidence>,
}

/// One pick with its figure and everything that sentences need.
struct Item<'a> {
    pick: &'a Pick,
    result: &'a RuleResult,
    evidence: Evidence,
    /// "children", "workers", or "cases" where a child has more than one clock.
    people: People,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum People {
    Children,
    Workers,
    Clocks,
}

impl People {
    const fn word(self, count: u32) -> &'static str {
        match (self, count) {
            (Self::Children, 1) => "child",
            (Self::Children, _) => "children",
            (Self::Workers, 1) => "worker",
            (Self::Workers, _) => "workers",
            (Self::Clocks, 1) => "case",
            (Self::Clocks, _) => "cases",
        }
    }
}

/// Drafts the note. Every number in it has its denominator, its date and a label; no child,
/// family or member of staff is named.
#[must_use]
pub fn draft(title: &str, picks: &[Pick], context: &Context<'_>) -> Draft {
    let items: Vec<Item<'_>> = picks
        .iter()
        .filter_map(|pick| Some((pick, context.rules.get(pick.rule)?)))
        .enumerate()
        .map(|(place, (pick, result))| Item::new(place + 1, pick, result, context.as_at))
        .collect();
    let sections = [
        header(context),
        found(&items),
        children(&items),
        question("since"),
        question("why"),
        actions(&items),
        measures(&items),
        limits(&items, context),
        question("asks"),
        annex(&items),
    ];
    Draft {
        title: title.to_owned(),
        body_markdown: sections.join("\n\n") + "\n",
        evidence: items.into_iter().map(|item| item.evidence).collect(),
    }
}

impl<'a> Item<'a> {
    fn new(number: usize, pick: &'a Pick, result: &'a RuleResult, as_at: Day) -> Self {
        let (numerator, denominator) = figure(pick.state, result);
        let people = people(pick.state, result);
        let what = match pick.state {
            State::Late if result.rule.kind == Kind::Indicator => "to which it applies",
            State::Late => "finished after the limit, of those finished",
            State::NotComputable => "that cannot be told, of all to which the rule applies",
            _ if result.rule.kind == Kind::Status => "that do not meet it, of all open",
            _ => "past the limit, of those open",
        };
        let title = &result.rule.title;
        let evidence = Evidence {
            label: format!("E{number}"),
            rule: result.rule.id.clone(),
            level: result.rule.level.label().to_owned(),
            numerator,
            denominator,
            not_computable: count(result, State::NotComputable),
            as_at,
            what: format!("{title}: {} {what}", people.word(2)),
            gaps: pick.gaps.clone(),
        };
        Self {
            pick,
            result,
            evidence,
            people,
        }
    }

    /// Fills words from this item's own figures.
    fn fill(&self, section: &str, key: &str) -> String {
        let (rule, evidence) = (&self.result.rule, &self.evidence);
        let share = evidence
            .share()
            .unwrap_or_else(|| "none to count".to_owned());
        let longest = self.longest();
        fill(
            words(section, key),
            &[
                ("title", &rule.title),
                ("short", &rule.short),
                ("rule", &rule.id),
                ("label", &evidence.label),
                ("level", &evidence.level),
                ("n", &evidence.numerator.to_string()),
                ("d", &evidence.denominator.to_string()),
                ("share", &share),
                ("what", self.people.word(evidence.denominator)),
                ("as_at", &evidence.as_at.long()),
                ("marked", &self.marked()),
                ("families", &self.families()),
                ("longest", &longest),
                (
                    "limit",
                    &rule
                        .limit
                        .map_or_else(|| "none tolerated".to_owned(), limit_words),
                ),
                ("needs", &sentence(&rule.needs)),
                ("shown_by", &sentence(&rule.shown_by)),
                ("source", &sentence(&rule.source)),
                (
                    "caution",
                    rule.caution
                        .as_deref()
                        .unwrap_or_default()
                        .trim_end_matches('.'),
                ),
            ],
        )
    }

    /// "12 children".
    fn marked(&self) -> String {
        let people = match self.people {
            People::Clocks => u32::try_from(self.pick.gaps.len()).unwrap_or(u32::MAX),
            _ => self.pick.people,
        };
        format!("{people} {}", self.people.word(people))
    }

    /// " in 9 families", where the families are children's.
    fn families(&self) -> String {
        match (self.people, self.pick.families) {
            (People::Workers, _) => String::new(),
            (_, 1) => " in 1 family".to_owned(),
            (_, families) => format!(" in {families} families"),
        }
    }

    fn longest(&self) -> String {
        let over = self.pick.longest.filter(|over| *over > 0);
        let unit = self.result.rule.limit.map(|limit| limit.unit);
        over.map_or_else(String::new, |over| {
            let unit = match unit {
                Some(Unit::WorkingDays) => "working day",
                _ => "day",
            };
            let plural = if over == 1 { "" } else { "s" };
            fill(
                words("children", "longest"),
                &[("over", &format!("{over} {unit}{plural}"))],
            )
        })
    }
}

fn header(context: &Context<'_>) -> String {
    let as_at = context.as_at.long();
    let mut lines = vec![fill(
        words("header", "table").trim(),
        &[
            ("audience", &cell(context.audience)),
            ("author", &cell(context.author)),
            ("council", &cell(context.council)),
            ("as_at", &as_at),
            ("policy", &cell(context.policy)),
        ],
    )];
    for kind in [FeedKind::Cases, FeedKind::Supervision] {
        let feed = context.feeds.iter().find(|feed| feed.kind == kind);
        let name = capital(kind.word());
        lines.push(match feed {
            Some(feed) => fill(
                words("header", "feed"),
                &[
                    ("feed", &name),
                    ("to", &feed.covers.to.long()),
                    ("from", &feed.covers.from.long()),
                    ("age", &age(context.today.days_since(feed.as_at))),
                ],
            ),
            None => fill(words("header", "no_feed"), &[("feed", &name)]),
        });
    }
    lines.join("\n")
}

fn found(items: &[Item<'_>]) -> String {
    let mut parts = vec![heading("found"), words("found", "lead").to_owned()];
    let levels = [
        (Level::Law, "law_heading"),
        (Level::Local, "local_heading"),
        (Level::Prompt, "prompt_heading"),
    ];
    for (level, key) in levels {
        let of_level: Vec<String> = items
            .iter()
            .filter(|item| item.result.rule.level == level)
            .map(finding)
            .collect();
        if !of_level.is_empty() {
            parts.push(format!("### {}", words("found", key)));
            parts.push(of_level.join("\n"));
        }
    }
    parts.join("\n\n")
}

fn finding(item: &Item<'_>) -> String {
    let key = match (item.pick.state, item.result.rule.kind) {
        (State::NotComputable, _) => "unknown",
        (_, Kind::Indicator) => "yes",
        (State::Late, _) => "late",
        (_, Kind::Status) => "status",
        _ => "overdue",
    };
    let mut sentences = vec![item.fill("found", key)];
    if item.result.rule.limit.is_some() {
        sentences.push(item.fill("found", "limit"));
    }
    sentences.push(item.fill("found", "picked"));
    format!("- {}", sentences.join(" "))
}

fn children(items: &[Item<'_>]) -> String {
    let lines: Vec<String> = items
        .iter()
        .filter_map(|item| {
            let key = match (item.pick.state, item.people, item.result.rule.kind) {
                (_, _, Kind::Indicator) | (State::NotComputable, _, _) => return None,
                (State::Late, _, _) => "was_late",
                (_, People::Workers, _) => "waiting_staff",
                _ => "waiting",
            };
            Some(format!("- {}", item.fill("children", key)))
        })
        .collect();
    let mut parts = vec![heading("children")];
    if !lines.is_empty() {
        parts.push(lines.join("\n"));
    }
    parts.push(words("children", "question").to_owned());
    parts.join("\n\n")
}

fn actions(items: &[Item<'_>]) -> String {
    let mut lines = vec![heading("actions"), String::new()];
    lines.push(words("actions", "table").trim().to_owned());
    for (place, item) in items.iter().enumerate() {
        let key = match (item.pick.state, item.people) {
            (State::NotComputable, _) => "unknown",
            (State::Late, _) => "late",
            (_, People::Workers) => "overdue_staff",
            _ => "overdue",
        };
        lines.push(fill(
            words("actions", "row"),
            &[
                ("no", &(place + 1).to_string()),
                ("action", &cell(&item.fill("actions", key))),
                ("label", &item.evidence.label),
            ],
        ));
    }
    lines.join("\n")
}

fn measures(items: &[Item<'_>]) -> String {
    let mut lines = vec![heading("measure"), String::new()];
    lines.push(words("measure", "table").trim().to_owned());
    lines.extend(items.iter().map(|item| item.fill("measure", "row")));
    lines.join("\n")
}

fn limits(items: &[Item<'_>], context: &Context<'_>) -> String {
    let mut lines: Vec<String> = ["record", "quality", "latest"]
        .map(|key| words("limits", key).to_owned())
        .to_vec();
    for kind in [FeedKind::Cases, FeedKind::Supervision] {
        if !context.feeds.iter().any(|feed| feed.kind == kind) {
            lines.push(fill(words("limits", "no_feed"), &[("feed", kind.word())]));
        }
    }
    if items
        .iter()
        .any(|item| item.result.rule.level == Level::Local)
    {
        lines.push(words("limits", "local").to_owned());
    }
    let mut told: Vec<&str> = Vec::new();
    for item in items {
        if told.contains(&item.evidence.rule.as_str()) {
            continue;
        }
        told.push(&item.evidence.rule);
        let unknown = item.evidence.not_computable;
        if unknown > 0 {
            let all = applicable(item.result);
            lines.push(fill(
                words("limits", "unknown"),
                &[
                    ("title", &item.result.rule.title),
                    ("n", &unknown.to_string()),
                    ("d", &all.to_string()),
                    ("what", item.people.word(all)),
                ],
            ));
        }
        if item.result.rule.caution.is_some() {
            lines.push(item.fill("limits", "caution"));
        }
    }
    lines.push(words("limits", "exact").to_owned());
    format!("{}\n\n- {}", heading("limits"), lines.join("\n- "))
}

fn annex(items: &[Item<'_>]) -> String {
    let rows: Vec<String> = items
        .iter()
        .map(|item| format!("- {}", item.fill("annex", "row")))
        .collect();
    format!("{}\n\n{}", heading("annex"), rows.join("\n"))
}

fn question(section: &str) -> String {
    format!("{}\n\n{}", heading(section), words(section, "question"))
}

fn heading(section: &str) -> String {
    format!("## {}", words(section, "heading"))
}

fn count(result: &RuleResult, state: State) -> u32 {
    let place = State::ALL.iter().position(|each| *each == state);
    place
        .and_then(|place| result.counts.0.get(place))
        .copied()
        .unwrap_or(0)
}

/// Every clock that runs, whether it can be told or not.
fn applicable(result: &RuleResult) -> u32 {
    let all: u32 = result.counts.0.iter().sum();
    all - count(result, State::NotApplicable)
}

/// Numerator and denominator: open clocks for overdue, finished ones for late. A status has no
/// dates, so that everything that meets it is its other half; an indicator likewise.
fn figure(state: State, result: &RuleResult) -> (u32, u32) {
    let of = |state| count(result, state);
    match state {
        State::NotComputable => (of(state), applicable(result)),
        State::Late => (of(state), of(State::Met) + of(state)),
        _ if result.rule.kind == Kind::Status => {
            (of(State::Overdue), of(State::Overdue) + of(State::Met))
        }
        _ => (of(State::Overdue), of(State::Overdue) + of(State::Due)),
    }
}

/// Whom the figure counts: people where each stands in it once, otherwise cases.
fn people(state: State, result: &RuleResult) -> People {
    let status = result.rule.kind == Kind::Status;
    let counted = |other: State| match state {
        State::NotComputable => other != State::NotApplicable,
        State::Late => matches!(other, State::Met | State::Late),
        _ if status => matches!(other, State::Met | State::Overdue),
        _ => matches!(other, State::Overdue | State::Due),
    };
    let mut seen = std::collections::HashSet::new();
    let mut workers = false;
    for finding in result
        .findings
        .iter()
        .filter(|finding| counted(finding.state))
    {
        workers |= matches!(finding.subject, Subject::Worker(_));
        if !seen.insert(&finding.subject) {
            return People::Clocks;
        }
    }
    if workers {
        People::Workers
    } else {
        People::Children
    }
}

fn age(days: i32) -> String {
    match days {
        ..=0 => "of the same day".to_owned(),
        1 => "1 day old".to_owned(),
        days => format!("{days} days old"),
    }
}

fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() || text.ends_with(['.', '?', '!']) {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + letters.as_str()
    })
}

/// Text that can stand in a table.
fn cell(text: &str) -> String {
    text.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .replace('|', "\\|")
}
