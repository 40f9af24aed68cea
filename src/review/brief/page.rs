//! The pages of a brief: one a family or child, and before them the list of those that follow.

use std::collections::HashSet;

use super::{
    BriefOf, Ids,
    fit::{Section, fitted},
    items::Ground,
    lines::Item,
    whose::Leaf,
};
use crate::export::{Block, Line, Mark, Page, Row};
use crate::model::{Day, State};
use crate::review::Picture;
use crate::store::{KeptLine, PastBrief};

/// Lines to write on.
const TO_WRITE_ON: u8 = 5;
/// Days for which data are taken as fresh.
const FRESH: i32 = 7;
/// Rows of the list of pages that one page holds.
const ROWS: usize = 24;
/// Lines that a page's list is never cut below, where there are as many.
const LEAST: usize = 3;

/// What the whole is called.
pub fn title(ground: &Ground<'_>, of: &BriefOf) -> String {
    match of {
        BriefOf::Child(_) | BriefOf::Family(_) => "Brief for supervision".to_owned(),
        BriefOf::Worker(name) => format!("Briefs for supervision: {}", ground.name(Some(name))),
        BriefOf::Supervisor(name) => {
            format!("Briefs for supervision by {}", ground.name(Some(name)))
        }
    }
}

/// Under every page.
pub fn foot(picture: &Picture) -> String {
    let council = match picture.council.as_str() {
        "" => String::new(),
        name => format!("{name}. "),
    };
    format!(
        "{council}Data as at {}. Confidential: about children. It may be disclosed to the family or a court.",
        picture.check.as_at.long()
    )
}

fn page_title(ground: &Ground<'_>, leaf: &Leaf, number: usize) -> String {
    let children = match (leaf.children.as_slice(), ground.ids) {
        ([one], Ids::Shown) => format!("child {}", ground.child(*one, &leaf.children)),
        ([_], Ids::Hidden) => "1 child".to_owned(),
        (more, _) => format!("{} children", more.len()),
    };
    match (&leaf.family, ground.ids) {
        (Some(family), Ids::Shown) => format!("Family {family}, {children}"),
        (Some(_), Ids::Hidden) => format!("Family on page {number}, {children}"),
        (None, Ids::Hidden) => format!("Child on page {number}"),
        (None, Ids::Shown) => {
            let child = leaf.children.first().copied().unwrap_or_default();
            format!("Child {}", ground.child(child, &leaf.children))
        }
    }
}

fn head(ground: &Ground<'_>, leaf: &Leaf, (title, past): (String, Option<&PastBrief>)) -> Page {
    let picture = ground.picture;
    let mut under = vec![format!(
        "Data as at {}. For a meeting by {}.",
        picture.check.as_at.long(),
        ground.until.long()
    )];
    under.extend(aged(picture));
    under.extend(held(ground, leaf));
    under.push(match past {
        None => "First brief: nothing is marked.".to_owned(),
        Some(past) => format!(
            "Marked [new] or [changed]: since the brief of {} by {}.",
            past.made_on.long(),
            ground.name(Some(&past.by))
        ),
    });
    if let Some(day) = picture.looks_back {
        under.push(format!("As it was known on {}.", day.long()));
    }
    Page {
        title,
        under,
        blocks: Vec::new(),
    }
}

/// What data of some age cannot say.
fn aged(picture: &Picture) -> Option<String> {
    let days = picture.age_of_data();
    (days > FRESH && picture.looks_back.is_none())
        .then(|| format!("The data are {days} days old: ask what has happened since."))
}

/// Who holds the case: one line where it is the same for all, else one for each.
fn held(ground: &Ground<'_>, leaf: &Leaf) -> Vec<String> {
    let mut lines: Vec<(String, Vec<String>)> = Vec::new();
    for child in &leaf.children {
        let row = ground.picture.case_row(*child);
        let worker = row.and_then(|row| row.worker.as_ref());
        let team = row
            .and_then(|row| row.team.as_deref())
            .unwrap_or("not known");
        let supervisor = ground.supervisor(*child);
        let words = format!(
            "Worker: {}. Team: {team}. Supervisor: {}.",
            ground.name(worker),
            ground.name(supervisor.as_ref())
        );
        let who = ground.child(*child, &leaf.children);
        match lines.iter_mut().find(|(known, _)| *known == words) {
            Some((_, children)) => children.push(who),
            None => lines.push((words, vec![who])),
        }
    }
    match lines.as_slice() {
        [(words, _)] => vec![words.clone()],
        several => {
            let said = several.iter().take(3);
            let mut said: Vec<String> = said
                .map(|(words, children)| format!("{}: {words}", children.join(", ")))
                .collect();
            if several.len() > 3 {
                said.push(format!("and {} more", several.len() - 3));
            }
            said
        }
    }
}

/// One page, and its lines as they are kept once it is printed.
pub fn of(
    ground: &Ground<'_>,
    (leaf, number): (&Leaf, usize),
    past: Option<&PastBrief>,
) -> (Page, Vec<KeptLine>) {
    let mut sections = sections(ground, leaf);
    let items = sections.iter().flat_map(|section| &section.items);
    let kept: Vec<KeptLine> = items.flat_map(|(item, _)| kept(item)).collect();
    if let Some(past) = past {
        for section in &mut sections {
            for (item, mark) in &mut section.items {
                *mark = mark_of(item, past);
            }
        }
        sections.extend(gone(ground, leaf, (past, &kept)));
    }
    let head = head(ground, leaf, (page_title(ground, leaf, number), past));
    let writing = Block::Writing {
        label: "Decision and why".to_owned(),
        lines: TO_WRITE_ON,
    };
    (fitted(&head, &sections, &writing), kept)
}

fn sections(ground: &Ground<'_>, leaf: &Leaf) -> Vec<Section> {
    let children = leaf.children.as_slice();
    let one = children.len() == 1;
    let (actions, escalations) = ground.told_of();
    let unmarked = |items: Vec<Item>| items.into_iter().map(|item| (item, None)).collect();

    let mut who = Section {
        heading: "Last seen and last supervision".to_owned(),
        lead: Vec::new(),
        columns: vec!["Child", "Age", "Plan", "Last seen", "Alone", "Supervision"],
        items: unmarked(ground.children(children)),
        least: LEAST,
    };
    let mut agreed = Section {
        heading: "What was agreed".to_owned(),
        lead: Vec::new(),
        columns: vec!["Child", "What", "Who", "By", "Where it stands"],
        items: unmarked(ground.agreed(children)),
        least: LEAST,
    };
    if agreed.items.is_empty() {
        agreed.lead.push("Nothing agreed is on record.".to_owned());
    }
    if !actions {
        let words = "No list of actions was imported: what supervision set may be missing here.";
        agreed.lead.push(words.to_owned());
    }
    agreed.lead.extend(ground.outstanding(children));
    let mut clocks = Section {
        heading: format!("Overdue, and due by {}", ground.until.long()),
        lead: Vec::new(),
        columns: vec!["Child", "Clock", "Due", "State", "What people said"],
        items: unmarked(ground.clocks(children)),
        least: LEAST,
    };
    if clocks.items.is_empty() {
        clocks
            .lead
            .push("Nothing is overdue, and nothing runs out by then.".to_owned());
    }
    clocks.lead.extend(match ground.untold(children) {
        0 => None,
        1 => Some("1 more clock cannot be told: something it needs is not in the data.".to_owned()),
        more => Some(format!(
            "{more} more clocks cannot be told: something they need is not in the data."
        )),
    });
    let mut raised = Section {
        heading: "Open escalations".to_owned(),
        lead: Vec::new(),
        columns: Vec::new(),
        items: unmarked(ground.escalations(children)),
        least: LEAST,
    };
    if raised.items.is_empty() {
        let words = if escalations {
            "None is open."
        } else {
            "None was made here. No list of escalations was imported."
        };
        raised.lead.push(words.to_owned());
    }
    if one {
        for section in [&mut who, &mut agreed, &mut clocks] {
            section.columns.remove(0);
            for (item, _) in &mut section.items {
                item.cells.remove(0);
            }
        }
    }
    let unfiled = ground.unfiled(children);
    if unfiled > 0 {
        let words = match unfiled {
            1 => "1 entry made here is not yet on the file.".to_owned(),
            more => format!("{more} entries made here are not yet on the file."),
        };
        raised.lead.push(words);
    }
    vec![who, agreed, clocks, raised]
}

/// A line as it is kept: under the key of each child whom it is about.
fn kept(item: &Item) -> Vec<KeptLine> {
    let cells = item.cells.iter().filter(|cell| !cell.is_empty());
    let words = match &item.later {
        Some(words) => words.clone(),
        None => cells.cloned().collect::<Vec<_>>().join(", "),
    };
    let keys = item.keys.iter();
    let lines = keys.map(|key| KeptLine {
        key: key.clone(),
        digest: digest(&item.essence()),
        words: words.clone(),
    });
    lines.collect()
}

/// FNV-1a: it tells a changed line from the same one, and hides nothing.
fn digest(text: &str) -> i64 {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    hash.cast_signed()
}

fn mark_of(item: &Item, past: &PastBrief) -> Option<Mark> {
    item.keys.first()?;
    let mut lines = past.lines.iter();
    match lines.find(|line| item.keys.contains(&line.key)) {
        None => Some(Mark::New),
        Some(line) if line.digest != digest(&item.essence()) => Some(Mark::Changed),
        Some(_) => None,
    }
}

/// What the last brief said and this one does not: done, met, or of a child who left; and what
/// became of it.
fn gone(
    ground: &Ground<'_>,
    leaf: &Leaf,
    (past, now): (&PastBrief, &[KeptLine]),
) -> Option<Section> {
    let here: HashSet<&str> = now.iter().map(|line| line.key.as_str()).collect();
    let mut gone: Vec<String> = Vec::new();
    for line in &past.lines {
        if here.contains(line.key.as_str()) {
            continue;
        }
        let words = match ground.became(&line.key, &leaf.children) {
            Some(became) => format!("{}: {became}", line.words),
            None => line.words.clone(),
        };
        // Siblings had one line, and have one now.
        if !gone.contains(&words) {
            gone.push(words);
        }
    }
    if gone.is_empty() {
        return None;
    }
    let (lead, items) = match ground.ids {
        Ids::Shown => {
            let items = gone.into_iter().map(|words| {
                let item = Item {
                    cells: vec![words],
                    ..Item::default()
                };
                (item, None)
            });
            (Vec::new(), items.collect())
        }
        Ids::Hidden => (vec![format!("{} of its lines.", gone.len())], Vec::new()),
    };
    Some(Section {
        heading: "In the last brief and no longer here".to_owned(),
        lead,
        columns: Vec::new(),
        items,
        least: 0,
    })
}

/// The list of the pages that follow, on as many pages as it needs.
pub fn first(ground: &Ground<'_>, of: &BriefOf, leaves: &[Leaf]) -> Vec<Page> {
    let children: usize = leaves.iter().map(|leaf| leaf.children.len()).sum();
    let own = leaves.len().div_ceil(ROWS);
    let pages = match leaves.len() {
        1 => "1 page follows".to_owned(),
        more => format!("{more} pages follow"),
    };
    let under = vec![
        format!(
            "Data as at {}. For a meeting by {}.",
            ground.picture.check.as_at.long(),
            ground.until.long()
        ),
        format!("{pages}; {children} open children."),
        "In this order: what is overdue and not answered; child protection, looked after, in need, assessment; what \
         ran out first. It says nothing about how anybody works."
            .to_owned(),
    ];
    let lists = leaves.chunks(ROWS).enumerate().map(|(at, some)| {
        let rows = some.iter().enumerate();
        let rows = rows.map(|(place, leaf)| {
            let number = at * ROWS + place + 1;
            Row {
                cells: row(ground, (of, leaf), (number, number + own)),
                mark: None,
            }
        });
        let mut blocks = Vec::new();
        if at == 0 {
            let lines = own_clocks(ground, of);
            if !lines.is_empty() {
                blocks.push(Block::Heading("The worker's own supervision".to_owned()));
                blocks.push(Block::Lines(lines));
            }
        }
        blocks.push(Block::Heading("Who is to be spoken of".to_owned()));
        blocks.push(Block::Table {
            name: "Who is to be spoken of".to_owned(),
            columns: columns(of),
            rows: rows.collect(),
        });
        Page {
            title: title(ground, of),
            under: if at == 0 { under.clone() } else { Vec::new() },
            blocks,
        }
    });
    lists.collect()
}

/// The columns of the list; whoever supervises several workers is told whose page it is.
fn columns(of: &BriefOf) -> Vec<String> {
    let mut columns = vec!["Page", "Who", "Plan", "Last supervised", "Overdue", "Due"];
    if matches!(of, BriefOf::Supervisor(_)) {
        columns.insert(2, "Worker");
    }
    columns.into_iter().map(str::to_owned).collect()
}

/// A row of the list: on which page, who, and what waits there.
fn row(
    ground: &Ground<'_>,
    (of, leaf): (&BriefOf, &Leaf),
    (number, page): (usize, usize),
) -> Vec<String> {
    let (overdue, ahead) = ground.counts(&leaf.children);
    let rows = leaf.children.iter();
    let rows: Vec<_> = rows
        .filter_map(|child| ground.picture.case_row(*child))
        .collect();
    let mut statuses: Vec<&str> = rows.iter().map(|row| row.status).collect();
    statuses.sort_unstable();
    statuses.dedup();
    // Of siblings the one for whom it is longest ago.
    let last = rows.iter().map(|row| row.last_supervision).min().flatten();
    let mut cells = vec![
        page.to_string(),
        in_list(ground, leaf, number),
        statuses.join("; "),
        last.map_or_else(|| "none on record".to_owned(), Day::long),
        overdue.to_string(),
        ahead.to_string(),
    ];
    if matches!(of, BriefOf::Supervisor(_)) {
        let mut workers: Vec<String> = rows
            .iter()
            .map(|row| ground.name(row.worker.as_ref()))
            .collect();
        workers.sort_unstable();
        workers.dedup();
        cells.insert(2, workers.join("; "));
    }
    cells
}

/// A page as the list calls it: shorter than its title.
fn in_list(ground: &Ground<'_>, leaf: &Leaf, number: usize) -> String {
    match (&leaf.family, ground.ids, leaf.children.len()) {
        (Some(family), Ids::Shown, 1) => format!("Family {family}"),
        (Some(family), Ids::Shown, more) => format!("Family {family} ({more})"),
        _ => page_title(ground, leaf, number),
    }
}

/// What is overdue about the worker's own supervision.
fn own_clocks(ground: &Ground<'_>, of: &BriefOf) -> Vec<Line> {
    let BriefOf::Worker(name) = of else {
        return Vec::new();
    };
    let picture = ground.picture;
    let own = picture.gaps.iter().filter(|gap| {
        !gap.is_child && gap.state == State::Overdue && gap.who.eq_ignore_ascii_case(name)
    });
    own.map(|gap| {
        let rule = picture.check.rules.get(gap.rule);
        let rule = rule.map_or("", |result| result.rule.short.as_str());
        format!("{rule}: overdue, {}", gap.phrase).into()
    })
    .collect()
}
