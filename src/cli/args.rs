//! The words of the command line, as contract.md promises them.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::model::{Covers, Day, GapKey};

/// See which children's work needs a manager's eye, decide, and write the note that improves it.
#[derive(Debug, Parser)]
#[command(
    name = "caselight",
    version,
    propagate_version = true,
    after_help = "\
Start with `caselight demo`. Without a command, the workbench opens on your own store.
Every pane has a command that prints the same; `--format lines` prints a fact a line, for reading
aloud. `caselight doctor` says what is wrong, `caselight man` prints the manual."
)]
pub(super) struct Words {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What every command takes stands under its own heading, so that the words of one command are read
/// together.
const EVERYWHERE: &str = "With every command";

/// What every command understands.
#[derive(Debug, Args)]
pub(super) struct Common {
    /// The store to use, in place of the one in the platform's data folder
    #[arg(long, global = true, help_heading = EVERYWHERE, value_name = "PATH")]
    pub store: Option<PathBuf>,
    /// Read the passphrase from the first line of this file
    #[arg(long, global = true, help_heading = EVERYWHERE, value_name = "PATH")]
    pub passphrase_file: Option<PathBuf>,
    /// Who sits at the bench; by default whoever set the store up
    #[arg(long, global = true, help_heading = EVERYWHERE, value_name = "NAME")]
    pub person: Option<String>,
    /// No colour; setting `NO_COLOR` does the same
    #[arg(long, global = true, help_heading = EVERYWHERE)]
    pub no_color: bool,
    /// Hide child ids, family ids and names: in the workbench, for a projector, and in a brief
    #[arg(long, global = true, help_heading = EVERYWHERE)]
    pub hide: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Open the workbench on a made-up authority in a throw-away store
    Demo(Demo),
    /// Set up a new, encrypted store
    Init(super::person::Init),
    /// Who works in this store, and in what role
    #[command(subcommand)]
    Person(super::person::Words),
    /// Read extracts into the store: Annex A, SSD, CIN census, SSDA903, supervision, your own lists
    Import(Import),
    /// List what was imported, or what an import could not use
    Imports(super::imports::Imports),
    /// Assess every rule and print the result
    Check(Check),
    /// List the gaps: what is overdue, for whom, since when
    Gaps(Gaps),
    /// List the saved views: those on v and a digit in the workbench
    Views(super::views::Views),
    /// One gap, and why it is one
    Gap(super::gap::Words),
    /// Give gaps an outcome with a reason, as one step that can be undone
    Outcome(super::outcome::Give),
    /// Take the latest step of outcomes back
    Undo,
    /// Do the step again that was undone last
    Redo,
    /// List the outcomes: what was given, when, by whom, and where the gap stands now
    Outcomes(super::outcome::List),
    /// Send gaps out on an Excel sheet, read it back, see what became of what was promised
    #[command(subcommand)]
    Surgery(super::surgery::Words),
    /// Work through the gaps in a session, the first to look at first; what sessions left
    Review(super::review::Words),
    /// List the cases
    Cases(Cases),
    /// One child: clocks, sessions, timeline
    Case(Case),
    /// How long each step takes, how much is in time, and who waits now
    Delays(Delays),
    /// What only the figures of the service or a team show: assessments before the ceiling, batches
    Patterns(super::patterns::Words),
    /// What happened to the gaps between what was known on one day and on another
    Changes(super::changes::Words),
    /// A page a family for a supervision meeting: agreed, due, last seen, and room for the decision
    Brief(super::brief::Words),
    /// The rule book, or one rule with its source
    Rules(Rules),
    /// Your service's own limits: look at them, check them, take them into use
    #[command(subcommand)]
    Policy(super::policy::Words),
    /// The columns that are known of each return and export
    #[command(subcommand)]
    Layouts(Layouts),
    /// Draft, list, show, edit and export notes
    #[command(subcommand)]
    Note(super::note_words::Note),
    /// Enter a session, a decision, an action or a visit by hand
    #[command(subcommand)]
    Enter(Box<super::enter::Enter>),
    /// What was entered by hand and is not yet on file; see, correct and withdraw it
    Entries(super::entries::Entries),
    /// What was agreed, what became of it, and what somebody says of it now
    Promises(Box<super::promises::Words>),
    /// What somebody who goes leaves to whoever comes, or the whole service
    Handover(super::handover::Words),
    /// Read records, draw samples, audit, moderate, and see what is due and which way grades moved
    #[command(subcommand)]
    Audit(super::audit::Words),
    /// Draw a sample of open cases that another person can draw again
    Sample(super::audit::Draw),
    /// List the keys of the workbench, or check a key file of your own
    Keys(super::keys::Keys),
    /// Your settings: where they lie, what is in force, a file with comments to start from
    #[command(subcommand)]
    Config(super::config::Words),
    /// Look at the terminal, the settings, the calendar and the store, and say what is wrong
    Doctor(super::doctor::Doctor),
    /// Print what completes these words in your shell
    Completions(super::shell::Completions),
    /// Print the manual page, or write one for each command
    Man(super::shell::Pages),
}

/// What gaps are gathered under.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(super) enum By {
    Rule,
    Supervisor,
    Team,
    Family,
}

impl Default for Demo {
    fn default() -> Self {
        Self {
            children: CHILDREN,
            seed: SEED,
            build_only: None,
        }
    }
}

/// The made-up authority that is shown where none other is asked for.
const CHILDREN: u32 = 700;
/// Far more than any council has; a slip of a key beyond it would take all memory of the machine.
const MOST_CHILDREN: i64 = 1_000_000;
const SEED: u64 = 11;

/// How a list is printed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, ValueEnum)]
pub(super) enum Format {
    /// Columns under headings
    #[default]
    Table,
    /// A fact a line, each with its heading, for reading aloud; what is blank is left out
    Lines,
    /// For a sheet
    Csv,
    /// For a program
    Json,
}

impl Format {
    /// Whether a person reads it.
    pub const fn is_for_reading(self) -> bool {
        matches!(self, Self::Table | Self::Lines)
    }
}

#[derive(Debug, Args)]
pub(super) struct Demo {
    /// Open children in the made-up authority, at most 1000000
    #[arg(long, default_value_t = CHILDREN, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=MOST_CHILDREN))]
    pub children: u32,
    /// The same seed makes the same authority
    #[arg(long, default_value_t = SEED, value_name = "S")]
    pub seed: u64,
    /// Build the store here, keep it, and do not open the workbench
    #[arg(long, value_name = "PATH")]
    pub build_only: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  caselight import annex_a.xlsx supervision.csv family.csv --as-at 2026-06-12 --dry-run
  caselight import annex_a.xlsx supervision.csv family.csv --as-at 2026-06-12
  caselight imports --problems 1

Several files in one call are kept together or not at all.")]
pub(super) struct Import {
    /// Workbooks, CSV files, or folders of them
    #[arg(required = true, value_name = "FILE|DIR")]
    pub paths: Vec<PathBuf>,
    /// The day up to which the extract speaks
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub as_at: Option<Day>,
    /// The days the extract covers; by default from its earliest record to its as-at
    #[arg(long, value_name = "FROM..TO", value_parser = covers)]
    pub covers: Option<Covers>,
    /// Read every file by this layout, in place of recognising it
    #[arg(long, value_name = "NAME")]
    pub layout: Option<String>,
    /// Keep free-text columns too; they are left out unless asked for
    #[arg(long)]
    pub with_text: bool,
    /// Leave files out that cannot be used, in place of refusing all
    #[arg(long)]
    pub skip_unusable: bool,
    /// Say what would change, and change nothing
    #[arg(long)]
    pub dry_run: bool,
    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// Whose gaps, and by which rules.
#[derive(Debug, Args)]
pub(super) struct Whose {
    /// Only this rule (may be given more than once)
    #[arg(long = "rule", value_name = "ID")]
    pub rules: Vec<String>,
    /// Only teams whose name holds this
    #[arg(long, value_name = "TEXT")]
    pub team: Option<String>,
    /// Only supervisors whose name holds this
    #[arg(long, value_name = "TEXT")]
    pub supervisor: Option<String>,
}

/// On which day, and by which policy.
#[derive(Debug, Args)]
pub(super) struct View {
    /// Assess as at this day; by default the newest as-at of the case feed
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub as_at: Option<Day>,
    /// Know only what the imports with an as-at on or before this day held; by default all
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub known_on: Option<Day>,
    /// The service's policy file
    #[arg(long, value_name = "FILE")]
    pub policy: Option<PathBuf>,
    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  caselight check
  caselight check --rule SUP-CASE-CP --format csv > clocks.csv
  caselight check --fail-on overdue || echo 'something is overdue'")]
pub(super) struct Check {
    #[command(flatten)]
    pub view: View,
    /// Only this rule (may be given more than once)
    #[arg(long = "rule", value_name = "ID")]
    pub rules: Vec<String>,
    /// List every clock, not only late, overdue and not computable ones
    #[arg(long)]
    pub all: bool,
    /// Exit with 3 if any rule that is on holds a clock in this state (may be given more than once)
    #[arg(long = "fail-on", value_name = "STATE", value_parser = state)]
    pub fail_on: Vec<crate::model::State>,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  caselight gaps
  caselight gaps --filter 'team:north over:>10 -rule:recorded' --by supervisor
  caselight gaps --all --filter state:late --format csv > late.csv
  caselight gap 4k7m2qx

The code in front of a gap stays the same from import to import; `caselight outcome` takes it.")]
pub(super) struct Gaps {
    #[command(flatten)]
    pub view: View,
    #[command(flatten)]
    pub whose: Whose,
    /// As in the pane: team:north over:>10 rule:sup kind:cp worker:x family:f state:late words
    #[arg(long, value_name = "WORDS")]
    pub filter: Option<String>,
    /// Gather the gaps under headings
    #[arg(long, value_enum)]
    pub by: Option<By>,
    /// List as a saved view does, by its name or its digit (see `views`)
    #[arg(long = "view", value_name = "NAME")]
    pub saved: Option<String>,
    /// List what was done late and what cannot be told, too
    #[arg(long)]
    pub all: bool,
    /// Say of each gap why it is one
    #[arg(long)]
    pub explain: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  caselight cases --filter 'kind:cp gaps:>0' --format lines
  caselight case 900138")]
pub(super) struct Cases {
    #[command(flatten)]
    pub view: View,
    /// Only teams whose name holds this
    #[arg(long, value_name = "TEXT")]
    pub team: Option<String>,
    /// As in the pane: team:north worker:x kind:cp age:<5 gaps:>0 family:f words
    #[arg(long, value_name = "WORDS")]
    pub filter: Option<String>,
    /// List closed cases, too
    #[arg(long)]
    pub all: bool,
}

#[derive(Debug, Args)]
pub(super) struct Case {
    /// The child's id
    pub id: String,
    #[command(flatten)]
    pub view: View,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  caselight delays
  caselight delays --step assessment --split 2026-01-01
  caselight delays --step assessment --list overdue --format csv > waiting.csv")]
pub(super) struct Delays {
    #[command(flatten)]
    pub view: View,
    /// Only this step, in full (may be given more than once); the list without it names them
    #[arg(long = "step", value_name = "STEP")]
    pub steps: Vec<String>,
    /// Only teams whose name holds this
    #[arg(long, value_name = "TEXT")]
    pub team: Option<String>,
    /// Beside the whole: what began before this day, and what began from it on
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub split: Option<Day>,
    /// How long it takes until a session that was held is on the file, as a distribution
    #[arg(long, conflicts_with_all = ["steps", "list", "split", "team"])]
    pub recording: bool,
    /// In place of the numbers, the children behind one of them
    #[arg(long, value_enum, value_name = "NUMBER")]
    pub list: Option<Counted>,
}

/// A number of a step, whose children can be listed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(super) enum Counted {
    Completed,
    InTime,
    Late,
    Open,
    Overdue,
    /// Open and still in time, or open where no limit is set
    Pending,
    /// Still in time, and due in the seven days after the extract
    DueSoon,
    /// Completed in the last days before the limit
    LastDays,
    CannotBeTold,
}

#[derive(Debug, Args)]
pub(super) struct Rules {
    /// One rule, by its id
    pub id: Option<String>,
    /// The service's policy file
    #[arg(long, value_name = "FILE")]
    pub policy: Option<PathBuf>,
    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

#[derive(Debug, Subcommand)]
pub(super) enum Layouts {
    /// List the layouts
    List {
        /// How to print it
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Print a layout's file
    Show { name: String },
    /// Look at a file that no layout fits, and say what its columns might mean
    #[command(after_help = "\
Examples:
  caselight layouts propose visits.csv
  caselight layouts propose visits.csv --list \"visits in care\" --save care-visits
  caselight layouts propose log.csv --column \"Day=when the visit was\" --column \"Hub=-\"")]
    Propose {
        /// The file
        file: PathBuf,
        /// Which list it is, where that cannot be told, such as "actions"
        #[arg(long, value_name = "LIST")]
        list: Option<String>,
        /// What a column is, in the words that are shown; "-" leaves it out. May be repeated
        #[arg(long, value_name = "HEADING=MEANING")]
        column: Vec<String>,
        /// Keep the proposal as your own layout under this name
        #[arg(long, value_name = "NAME")]
        save: Option<String>,
        /// How to print it
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Write empty files of the lists that you can fill in, and a sheet that explains the columns
    #[command(after_help = "\
Examples:
  caselight layouts write templates
  caselight layouts write templates.xlsx")]
    Write {
        /// A folder for one .csv a list, or the name of one .xlsx workbook
        path: PathBuf,
        /// Replace files that are there
        #[arg(long)]
        overwrite: bool,
    },
}

pub(super) fn day(text: &str) -> Result<Day, String> {
    Day::parse_iso(text).ok_or_else(|| "write the date like 2026-06-12".to_owned())
}

fn covers(text: &str) -> Result<Covers, String> {
    let (from, to) = text
        .split_once("..")
        .ok_or("write two dates like 2025-06-12..2026-06-12")?;
    let covers = Covers {
        from: day(from)?,
        to: day(to)?,
    };
    if covers.from > covers.to {
        return Err("the first date has to be the earlier one".to_owned());
    }
    Ok(covers)
}

fn state(text: &str) -> Result<crate::model::State, String> {
    let states = crate::model::State::ALL;
    states
        .into_iter()
        .find(|s| s.word() == text)
        .ok_or_else(|| {
            let words: Vec<_> = states.iter().map(|s| s.word()).collect();
            format!("there are the states {}", words.join(", "))
        })
}

#[allow(clippy::unnecessary_wraps, reason = "clap asks for a Result")]
pub(super) fn key(text: &str) -> Result<GapKey, String> {
    Ok(GapKey::stored(text))
}
