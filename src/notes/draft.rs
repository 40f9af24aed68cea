//! From picks to a page.

use std::collections::HashSet;

use super::{
    answers,
    cover::sources,
    figure::{Item, Row, key},
    found::{evidence, found},
    limits::limits,
    pick::{Pick, size},
    since::{Earlier, since},
    template::{fill, words},
    unit::Stage,
};
use crate::model::{Day, Evidence, Feed, Name, Standing, State, prose::BLANK};
use crate::rules::{Kind, RuleResult};

/// What the draft may know besides the marked gaps.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    pub as_at: Day,
    /// The day of drafting, for the age of the data.
    pub today: Day,
    /// The earlier day whose knowledge it draws on; `None`: everything that is known.
    pub looks_back: Option<Day>,
    /// The policy's name.
    pub policy: &'a str,
    pub feeds: &'a [Feed],
    /// The rules of the check, with every finding; a pick's `rule` is an index into them.
    pub rules: &'a [RuleResult],
    /// The teams of which the note speaks, never people; empty for the whole authority.
    pub scope: &'a [Name],
    /// The note to hold this one beside, if there is one.
    pub earlier: Option<Earlier<'a>>,
}

impl Context<'_> {
    /// "Hub 1 and Hub 2", or nothing for the whole authority.
    pub(super) fn scope_words(&self) -> String {
        self.scope.join(" and ")
    }
}

/// A note before anybody has worked on it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Draft {
    pub title: String,
    /// Markdown from the first section on; the title and the cover are not in it.
    pub body_markdown: String,
    /// The standards and the feeds, for the cover.
    pub sources: String,
    pub evidence: Vec<Evidence>,
}

/// Drafts the note. Every number in it has its denominator, its date and a label; no child,
/// family or member of staff is named.
#[must_use]
pub fn draft(title: &str, picks: &[Pick], context: &Context<'_>) -> Draft {
    // In the order in which they are read, so that E1 comes first on the page.
    let mut found_in: Vec<(&Pick, &RuleResult)> = picks
        .iter()
        .filter_map(|pick| Some((pick, context.rules.get(pick.rule)?)))
        .collect();
    found_in.sort_by_key(|(_, result)| result.rule.level);
    let mut items: Vec<Item<'_>> = Vec::new();
    let mut figures = 0;
    for (pick, result) in found_in {
        items.push(Item::new(figures, pick, result, context));
        figures += pick.parts.len();
    }
    let sections = [
        found(&items, context),
        evidence(&items, context),
        children(&items, context),
        with_question("since", &since(&items, context)),
        why(&items),
        actions(&items, context),
        measures(&items, context),
        pace(&items),
        limits(&items, context),
        with_question("asks", &[]),
        annex(&items),
    ];
    let rows = items.into_iter().flat_map(|item| item.rows);
    Draft {
        title: title.to_owned(),
        body_markdown: sections.join("\n\n") + "\n",
        sources: sources(context),
        evidence: rows.map(|row| row.evidence).collect(),
    }
}

/// What a figure is for the children in it. A clock that cannot be told says nothing of them.
fn children(items: &[Item<'_>], context: &Context<'_>) -> String {
    let mut parts = vec![heading("children")];
    let lines: Vec<String> = items
        .iter()
        .filter_map(|item| {
            let said: Vec<String> = item
                .rows
                .iter()
                .filter_map(|row| waited(item, row, context))
                .collect();
            let short = item.name();
            (!said.is_empty()).then(|| format!("- **{short}:** {}", said.join(" ")))
        })
        .collect();
    if !lines.is_empty() {
        parts.push(lines.join("\n"));
    }
    parts.push(words("children", "question").to_owned());
    parts.join("\n\n")
}

fn waited(item: &Item<'_>, row: &Row<'_>, context: &Context<'_>) -> Option<String> {
    let held = children_held(item, row, context);
    let key = match (row.part.state, item.result.rule.kind) {
        (_, Kind::Indicator) => return None,
        (State::Overdue, _) if item.is_staff() && held > 0 => "staff",
        (State::Overdue, _) if !item.is_staff() => "waiting",
        (State::Late, _) => "was_late",
        _ => return None,
    };
    let held = if held == 1 {
        "1 child".to_owned()
    } else {
        format!("{held} children")
    };
    Some(fill(
        words("children", key),
        &[
            ("people", &item.people(row.part)),
            ("meant", &item.counted.meant),
            ("held", &held),
            ("longest", &item.longest(row.part)),
            ("label", &row.evidence.label),
        ],
    ))
}

/// Children whose open cases these workers hold, by the rule that looks at every open case.
fn children_held(item: &Item<'_>, row: &Row<'_>, context: &Context<'_>) -> usize {
    if !item.is_staff() {
        return 0;
    }
    let cases = context
        .rules
        .iter()
        .filter(|result| result.rule.kind == Kind::Status);
    let findings = cases.flat_map(|result| &result.findings);
    let held = findings.filter(|finding| {
        let worker = finding.worker.as_ref();
        worker.is_some_and(|name| row.part.who.contains(name))
    });
    held.filter_map(|finding| finding.subject.child())
        .collect::<HashSet<_>>()
        .len()
}

fn why(items: &[Item<'_>]) -> String {
    let standings: Vec<&Standing> = items.iter().flat_map(|i| i.pick.standings()).collect();
    let lines = answers::kinds_of_gap(&standings);
    if lines.is_empty() {
        return with_question("why", &[]);
    }
    let n = standings.len().to_string();
    let lead = fill(words("why", "lead"), &[("n", &n)]);
    with_question("why", &[lead, format!("- {}", lines.join("\n- "))])
}

/// How many of the gaps have a planned date. What is realistic only a person can say.
fn pace(items: &[Item<'_>]) -> String {
    let standings: Vec<&Standing> = items.iter().flat_map(|i| i.pick.standings()).collect();
    let all = standings.len();
    let planned = answers::last_planned(&standings);
    let key = match planned {
        _ if all == 0 => return with_question("pace", &[]),
        None => "unplanned",
        Some((_, some)) if some == all => "all_planned",
        Some(_) => "planned",
    };
    let (date, some) = planned.map_or((String::new(), 0), |(date, some)| (date.long(), some));
    let line = fill(
        words("pace", key),
        &[
            ("gaps", &all.to_string()),
            ("some", &some.to_string()),
            ("have", if some == 1 { "has" } else { "have" }),
            ("date", &date),
            ("others", &(all - some).to_string()),
            (
                "none",
                if all - some == 1 {
                    "has none"
                } else {
                    "have none"
                },
            ),
        ],
    );
    with_question("pace", &[line])
}

/// A section of paragraphs that ends in its question.
fn with_question(section: &str, paragraphs: &[String]) -> String {
    let mut parts = vec![heading(section)];
    parts.extend_from_slice(paragraphs);
    parts.push(words(section, "question").to_owned());
    parts.join("\n\n")
}

/// One action a rule, with the date and the role that people have given already.
fn actions(items: &[Item<'_>], context: &Context<'_>) -> String {
    let mut lines = vec![heading("actions"), String::new()];
    lines.push(words("actions", "table").trim().to_owned());
    for (place, item) in items.iter().enumerate() {
        let standings: Vec<&Standing> = item.pick.standings().collect();
        let owner = answers::owner(&standings, context);
        lines.push(fill(
            words("actions", "row"),
            &[
                ("no", &(place + 1).to_string()),
                ("action", &cell(&action(item))),
                (
                    "owner",
                    &owner.map_or_else(|| BLANK.to_owned(), |o| cell(&o)),
                ),
                ("date", &by(&standings)),
            ],
        ));
    }
    lines.join("\n")
}

fn action(item: &Item<'_>) -> String {
    let first = item.rows.first().map(|row| row.part);
    let (key, stage) = first.map_or(("action", Stage::Open), |part| match part.state {
        State::NotComputable => ("unknown", part.stage),
        State::Late => ("late", part.stage),
        _ => ("action", part.stage),
    });
    let marked = first.map_or(0, |part| size(part.gaps.len()));
    fill(
        words("actions", key),
        &[
            ("short", item.name()),
            ("act", &item.counted.act),
            (
                "n",
                &format!("{marked} {}", item.counted.noun(stage, marked)),
            ),
            ("label", &item.labels()),
        ],
    )
}

fn by(standings: &[&Standing]) -> String {
    match answers::last_planned(standings) {
        None => BLANK.to_owned(),
        Some((date, some)) if some == standings.len() => date.long(),
        Some((date, some)) => fill(
            words("actions", "some_dates"),
            &[
                ("date", &date.long()),
                ("some", &some.to_string()),
                ("n", &standings.len().to_string()),
            ],
        ),
    }
}

/// One measure a rule: its first figure.
fn measures(items: &[Item<'_>], context: &Context<'_>) -> String {
    let lead = fill(
        words("measure", "lead"),
        &[("as_at", &context.as_at.long())],
    );
    let mut lines = vec![heading("measure"), String::new(), lead, String::new()];
    lines.push(words("measure", "table").trim().to_owned());
    for item in items {
        let Some(row) = item.rows.first() else {
            continue;
        };
        let evidence = &row.evidence;
        let state = key(row.part.state, item.result.rule.kind);
        lines.push(fill(
            words("measure", "row"),
            &[
                ("short", &cell(item.name())),
                ("label", &evidence.label),
                ("n", &evidence.numerator.to_string()),
                ("d", &evidence.denominator.to_string()),
                (
                    "unit",
                    item.counted.noun(row.part.stage, evidence.denominator),
                ),
                ("share", &share(evidence)),
                ("state", words("measure", state)),
            ],
        ));
    }
    lines.join("\n")
}

fn annex(items: &[Item<'_>]) -> String {
    let rows: Vec<String> = items
        .iter()
        .map(|item| {
            let rule = &item.result.rule;
            let values = [
                ("title", rule.title.as_str()),
                ("label", &item.labels()),
                ("level", rule.level.label()),
                ("rule", &rule.id),
                ("limit", &item.limit()),
                ("shown_by", &sentence(&rule.shown_by)),
                ("source", &sentence(&rule.source)),
            ];
            format!("- {}", fill(words("annex", "row"), &values))
        })
        .collect();
    format!("{}\n\n{}", heading("annex"), rows.join("\n"))
}

pub(super) fn heading(section: &str) -> String {
    format!("## {}", words(section, "heading"))
}

pub(super) fn share(evidence: &Evidence) -> String {
    evidence
        .share()
        .unwrap_or_else(|| "none to count".to_owned())
}

fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() || text.ends_with(['.', '?', '!']) {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text that can stand in a table.
fn cell(text: &str) -> String {
    one_line(text).replace('|', "\\|")
}
