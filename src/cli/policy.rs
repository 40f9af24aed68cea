//! `policy`: the service's own limits as a file to look at, to check and to take into use, and what
//! was agreed for single children, which stands in the store.

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use clap::{Args, Subcommand};
use serde_json::json;

use super::{
    Answer, Door, Failure,
    args::{Format, day},
    failed,
    plain::cleaned,
    table::Table,
    words,
};
use crate::model::{ChildId, ChildOverride, Day, Ruling};
use crate::review::{self, Access};
use crate::rules::{DEFAULT_NAME, Limit, Policy, Rule, RuleBook, Unit, limit_words};

#[derive(Debug, Subcommand)]
#[command(after_help = "\
Examples:
  caselight policy write our-policy
  caselight policy check our-policy
  caselight policy use our-policy
  caselight policy show --format csv > rules.csv
  caselight policy override set --child 900138 --rule CLA-VISIT-6W --limit 3 --unit months \\
    --reason 'Long-term fostering, agreed at the review' --approved-by 'Reviewing officer'")]
pub(super) enum Words {
    /// Every rule as it is in force, and where it differs from the default of England
    Show {
        /// A policy by its name or file; by default the one in use
        policy: Option<PathBuf>,
        /// How to print it
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Say everything that is wrong with a policy, by its lines, and what deserves a second look
    Check {
        /// A policy by its name or file
        policy: PathBuf,
        /// How to print it
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Take a policy into use; `default` goes back to the default of England
    Use {
        /// A policy by its name or file
        policy: PathBuf,
    },
    /// List the policies in the folder of your settings
    List {
        /// How to print it
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Write a policy with every choice explained, to start from
    Write {
        /// Its name, or a file
        policy: PathBuf,
    },
    /// What was agreed for single children; it stands in the store
    #[command(subcommand)]
    Override(Agreements),
}

#[derive(Debug, Subcommand)]
pub(super) enum Agreements {
    /// Keep what was agreed for one child, as one step that can be undone
    Set(Box<Agree>),
    /// Take back what was agreed for one child
    Lift(Lift),
    /// List what was agreed, the newest first
    List {
        /// How to print it
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
}

/// For whom and for which rule, why, and who approved it.
#[derive(Debug, Args)]
struct Agreement {
    /// The child's id
    #[arg(long, value_name = "ID")]
    child: String,
    /// The rule's id
    #[arg(long, value_name = "ID")]
    rule: String,
    /// Why, in a few words; they may be disclosed to the family or to a court
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// The role or the person who approved it
    #[arg(long, value_name = "NAME")]
    approved_by: String,
    /// When; by default today
    #[arg(long, value_name = "DATE", value_parser = day)]
    approved_on: Option<Day>,
}

#[derive(Debug, Args)]
#[command(group(clap::ArgGroup::new("what").required(true).args(["limit", "off"])))]
pub(super) struct Agree {
    #[command(flatten)]
    agreement: Agreement,
    /// The limit for this child
    #[arg(long, value_name = "N", requires = "unit")]
    limit: Option<u32>,
    /// `working_days`, `calendar_days`, `weeks` or `months`
    #[arg(long, value_name = "UNIT", value_parser = unit)]
    unit: Option<Unit>,
    /// Do not apply the rule to this child; never for law or statutory guidance
    #[arg(long)]
    off: bool,
    /// The last day on which it counts
    #[arg(long, value_name = "DATE", value_parser = day)]
    until: Option<Day>,
}

#[derive(Debug, Args)]
pub(super) struct Lift {
    #[command(flatten)]
    agreement: Agreement,
}

fn unit(text: &str) -> Result<Unit, String> {
    Limit::unit_of(text).ok_or_else(|| {
        let words: Vec<_> = Unit::ALL.iter().map(|unit| unit.word()).collect();
        format!("there are the units {}", words.join(", "))
    })
}

pub(super) fn run(door: &Door, what: &Words, out: &mut dyn Write) -> Answer {
    match what {
        Words::Show { policy, format } => show(policy.as_deref(), *format, out),
        Words::Check { policy, format } => check(policy, *format, out),
        Words::Use { policy } => take_into_use(policy, out),
        Words::List { format } => list(*format, out),
        Words::Write { policy } => write(policy, out),
        Words::Override(Agreements::Set(agree)) => set(door, agree, out),
        Words::Override(Agreements::Lift(lift)) => {
            keep(door, &lift.agreement, (Ruling::Lifted, None), out)
        }
        Words::Override(Agreements::List { format }) => agreements(door, *format, out),
    }
}

/// The file that is meant: a name stands for a file in the folder of the policies.
fn place(policy: &Path) -> Result<PathBuf, Failure> {
    let is_name = policy.extension().is_none() && policy.components().count() == 1;
    match policy.to_str().filter(|_| is_name && !policy.exists()) {
        Some(name) => Ok(Door::paths()?.profiles().path_of(name)),
        None => std::path::absolute(policy).map_err(Failure::Output),
    }
}

fn text_of(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|e| {
        failed(format!(
            "Reading the policy {}: {e}. `caselight policy list` shows those that are there.",
            path.display()
        ))
    })
}

fn show(policy: Option<&Path>, format: Format, out: &mut dyn Write) -> Answer {
    let named = policy.map(place).transpose()?;
    let file = Door::policy_file(named.as_deref())?;
    let path = file.as_ref().map(|(path, _)| path.display().to_string());
    let book = review::rule_book(file)?;
    let usual = RuleBook::embedded();
    if format.is_for_reading() {
        let policy = book.policy();
        writeln!(out, "{}", policy.name)?;
        for (what, words) in [
            (
                "file",
                path.unwrap_or_else(|| "none: the default of England".to_owned()),
            ),
            ("calendar", policy.calendar.word().to_owned()),
            ("closures", dates(&policy.closures)),
            ("months", policy.months.label().to_owned()),
            ("not a worker", policy.placeholder_workers.join(", ")),
            ("managers with cases", policy.manager_caseholders.join(", ")),
        ] {
            if !words.is_empty() {
                writeln!(out, "  {what:<15} {words}")?;
            }
        }
        writeln!(out)?;
    }
    let mut table = Table::new(&[
        "rule",
        "title",
        "mode",
        "limit",
        "grace",
        "level",
        "differs",
        "certainty",
        "caution",
        "source",
    ]);
    for rule in book.rules() {
        let default = usual.rule(&rule.id);
        let source = (!format.is_for_reading()).then(|| rule.source.clone());
        table.push(vec![
            json!(rule.id),
            json!(rule.title),
            json!(rule.standing()),
            json!(rule.limit.map(limit_words)),
            json!((rule.grace > 0).then_some(rule.grace)),
            json!(rule.level.label()),
            json!(default.map_or_else(String::new, |default| differs(rule, default))),
            json!(rule.certainty),
            json!(rule.cautions().join(" ")),
            json!(source),
        ]);
    }
    table.print(format, out)?;
    Ok(0)
}

fn dates(days: &[Day]) -> String {
    let days: Vec<String> = days.iter().map(Day::to_string).collect();
    days.join(", ")
}

/// In what a rule differs from the default of England; nothing where it does not.
fn differs(rule: &Rule, default: &Rule) -> String {
    let mut words = Vec::new();
    if rule.mode != default.mode {
        words.push(format!("{} by default", default.mode.word()));
    }
    if let Some(limit) = default.limit.filter(|_| rule.limit != default.limit) {
        words.push(format!("{} by default", limit_words(limit)));
    }
    for (what, is_other) in [
        ("grace", rule.grace != default.grace),
        ("what counts", rule.counts != default.counts),
        ("basis", rule.basis != default.basis),
        ("teams", rule.teams != default.teams),
        ("earlier limits", rule.editions != default.editions),
        (
            "months",
            rule.months != default.months && rule.limit.is_some_and(|one| one.unit == Unit::Months),
        ),
    ] {
        if is_other {
            words.push(what.to_owned());
        }
    }
    words.join("; ")
}

fn check(policy: &Path, format: Format, out: &mut dyn Write) -> Answer {
    let path = place(policy)?;
    let text = text_of(&path)?;
    let faults = Policy::faults(&text);
    let warnings = Policy::parse(&text).map_or_else(|_| Vec::new(), |policy| policy.warnings());
    let mut table = Table::new(&["line", "kind", "what"]);
    for fault in &faults {
        table.push(vec![
            json!(fault.line),
            json!("mistake"),
            json!(cleaned(&fault.problem)),
        ]);
    }
    for warning in &warnings {
        table.push(vec![json!(null), json!("warning"), json!(warning)]);
    }
    if table.is_empty() && format.is_for_reading() {
        writeln!(out, "{} can be used.", path.display())?;
    } else {
        table.print(format, out)?;
    }
    Ok(if faults.is_empty() { 0 } else { 2 })
}

fn take_into_use(policy: &Path, out: &mut dyn Write) -> Answer {
    let profiles = Door::paths()?.profiles();
    let kept = |path: Option<&Path>| {
        profiles
            .take_into_use(path)
            .map_err(|e| failed(e.to_string()))
    };
    if policy == Path::new("default") && !place(policy)?.exists() {
        kept(None)?;
        writeln!(out, "{DEFAULT_NAME} is in use.")?;
        return Ok(0);
    }
    let path = place(policy)?;
    let book = review::rule_book(Some((path.clone(), text_of(&path)?)))?;
    kept(Some(&path))?;
    writeln!(out, "{} is in use: {}", book.policy().name, path.display())?;
    for warning in book.policy().warnings() {
        super::say(&warning);
    }
    Ok(0)
}

fn list(format: Format, out: &mut dyn Write) -> Answer {
    let used = Door::config()?.policy;
    let profiles = Door::paths()?
        .profiles()
        .list()
        .map_err(|e| failed(e.to_string()))?;
    let mut table = Table::new(&["name", "in use", "title", "file"]);
    table.push(vec![
        json!("default"),
        json!(used.is_none()),
        json!(DEFAULT_NAME),
        json!(null),
    ]);
    let elsewhere = used
        .as_ref()
        .filter(|used| profiles.iter().all(|one| one.path != **used));
    let named = profiles.iter().map(|one| (Some(&one.name), &one.path));
    for (name, path) in named.chain(elsewhere.map(|path| (None, path))) {
        let title = match std::fs::read_to_string(path).map(|text| Policy::parse(&text)) {
            Ok(Ok(policy)) => policy.name,
            Ok(Err(fault)) => format!("cannot be used: line {}", fault.line),
            Err(_) => "cannot be read".to_owned(),
        };
        table.push(vec![
            json!(name),
            json!(used.as_ref() == Some(path)),
            json!(cleaned(&title)),
            json!(path),
        ]);
    }
    table.print(format, out)?;
    Ok(0)
}

fn write(policy: &Path, out: &mut dyn Write) -> Answer {
    let path = place(policy)?;
    if path.exists() {
        return Err(failed(format!(
            "Writing a policy: {} is there already, and nothing was changed. Choose another name.",
            path.display()
        )));
    }
    let name = path
        .file_stem()
        .map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    let profiles = Door::paths()?.profiles();
    profiles
        .write(&path, &Policy::template(&name))
        .map_err(|e| failed(e.to_string()))?;
    writeln!(out, "{}", path.display())?;
    Ok(0)
}

fn set(door: &Door, agree: &Agree, out: &mut dyn Write) -> Answer {
    let ruling = match (agree.limit, agree.unit) {
        (Some(value), Some(unit)) => Ruling::Limit {
            value,
            unit: unit.word().into(),
        },
        _ => Ruling::Off,
    };
    keep(door, &agree.agreement, (ruling, agree.until), out)
}

fn keep(
    door: &Door,
    agreement: &Agreement,
    (ruling, until): (Ruling, Option<Day>),
    out: &mut dyn Write,
) -> Answer {
    let child = ChildId::read(&agreement.child)
        .ok_or_else(|| words("The child's id is empty. Give it as the extract writes it."))?;
    let mut desk = door.open(Access::Write, None)?;
    if desk.picture()?.caseload.position(&child).is_none() {
        return Err(failed(format!(
            "Nothing was saved: no extract holds a child {}. `caselight cases --all` lists the ids.",
            cleaned(&agreement.child)
        )));
    }
    let step = desk.agree(&ChildOverride {
        child,
        rule: agreement.rule.clone(),
        ruling,
        reason: cleaned(&agreement.reason),
        approved_by: cleaned(&agreement.approved_by).trim().into(),
        approved_on: agreement.approved_on.unwrap_or_else(review::today),
        until,
    })?;
    writeln!(out, "{}. `caselight undo` takes it back.", step.label)?;
    Ok(0)
}

fn agreements(door: &Door, format: Format, out: &mut dyn Write) -> Answer {
    let desk = door.open(Access::Read, None)?;
    let mut table = Table::new(&[
        "child",
        "rule",
        "agreed",
        "until",
        "approved by",
        "approved on",
        "reason",
        "entered by",
        "entered",
        "place",
    ]);
    for given in desk.agreements()? {
        let is = given.is;
        let agreed = match &is.ruling {
            Ruling::Off => "not applied".to_owned(),
            Ruling::Lifted => "taken back".to_owned(),
            Ruling::Limit { value, unit } => Limit::unit_of(unit).map_or_else(
                || format!("{value} {unit}"),
                |unit| {
                    limit_words(Limit {
                        value: *value,
                        unit,
                    })
                },
            ),
        };
        table.push(vec![
            json!(is.child),
            json!(is.rule),
            json!(agreed),
            json!(is.until),
            json!(is.approved_by.as_ref()),
            json!(is.approved_on),
            json!(is.reason),
            json!(given.person.as_ref()),
            json!(given.at),
            json!(given.place.word()),
        ]);
    }
    table.print(format, out)?;
    Ok(0)
}
