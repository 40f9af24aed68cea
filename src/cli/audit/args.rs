//! The words of `audit` and `sample`.

use clap::{Args, Subcommand, ValueEnum};

use crate::cli::args::{Format, day};
use crate::model::{Day, Rating, Strata};

/// What to do.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum Words {
    /// Read a child's record: seven questions, under a minute
    #[command(after_help = "\
Examples:
  caselight audit read 900138 --direction yes --rationale partly --actions no --lived-experience yes \\
      --analysis no --challenge no --difference partly --words 'A list of visits, no thinking'
  caselight audit read 900138        asks what was left out, a line a question

Answers are yes, partly, no or not-applicable (y p n -).")]
    Read(Box<Read>),
    /// How many records were read, and what was found in them
    Readings(Listed),
    /// Draw a sample that another person can draw again, or draw one again
    #[command(after_help = "\
Examples:
  caselight audit sample --size 20 --seed june --by team
  caselight audit sample --size 20 --seed june --filter 'kind:cp'
  caselight audit sample --again 1

The same extract, seed, filter and way of spreading draw the same children on any machine.")]
    Sample(Draw),
    /// List the samples, how far each is, and on how many grades two people agree
    List(Listed),
    /// The children of a sample, or one audit whole
    Show(Show),
    /// Audit a child's record: answers, a grade, and what is to be done
    #[command(after_help = "\
Examples:
  caselight audit grade 900138 --sample 1
  caselight audit grade 900138 --sample 1 --answer safe-now=yes ... --grade good --reaudit 2026-09-12 \\
      --remedy 'Write the reason for the plan' --owner 'T Mockridge' --due 2026-06-26

What is left out is asked for, a line a question. The remedy is followed until it is done.")]
    Grade(Box<Grade>),
    /// Grade an audited record as a second person
    #[command(after_help = "\
Example:
  caselight --person 'T Mockridge' audit moderate 3 --grade good

Whoever audited the record is refused. What is left out is asked for, a line a question.")]
    Moderate(Box<Moderate>),
    /// On how many grades and answers auditor and moderator agree
    Agreement {
        /// Only this sample
        #[arg(long, value_name = "N")]
        sample: Option<i64>,
        /// How to print it
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// What audits still ask for: remedies and re-audits, the longest overdue first
    Due(Listed),
    /// Which way grades moved since each child's audit before
    Movement(Listed),
    /// The questions that audits ask: show them, write a copy to edit, check it
    Template {
        /// What to do with them
        #[arg(value_enum, default_value_t)]
        what: OnTemplate,
        /// With write: replace the copy that is there
        #[arg(long)]
        overwrite: bool,
    },
}

/// What can be done with the questions.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, ValueEnum)]
pub(in crate::cli) enum OnTemplate {
    /// Print those in use
    #[default]
    Show,
    /// Write a copy among your settings, to edit
    Write,
    /// Say whether your copy can be used
    Check,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Listed {
    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

fn rating(word: &str) -> Result<Rating, String> {
    Rating::read(word).ok_or_else(|| "answer yes, partly, no or not-applicable".to_owned())
}

fn strata(word: &str) -> Result<Strata, String> {
    Strata::read(word).ok_or_else(|| {
        let known: Vec<_> = Strata::ALL.into_iter().map(Strata::word).collect();
        format!("a sample is spread by {}", known.join(", "))
    })
}

fn answered(text: &str) -> Result<(String, Rating), String> {
    let (question, answer) = text
        .split_once('=')
        .ok_or("write the question's id, = and the answer, such as plan=partly")?;
    Ok((question.trim().to_owned(), rating(answer)?))
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Read {
    /// The child's id
    #[arg(value_name = "CHILD")]
    pub child: String,
    /// What is to happen, by whom and by when is clear
    #[arg(long, value_parser = rating, value_name = "ANSWER")]
    pub direction: Option<Rating>,
    /// Why it was decided is written down
    #[arg(long, value_parser = rating, value_name = "ANSWER")]
    pub rationale: Option<Rating>,
    /// Somebody came back to the last actions
    #[arg(long, value_parser = rating, value_name = "ANSWER")]
    pub actions: Option<Rating>,
    /// The child's day-to-day life is in it
    #[arg(long, value_parser = rating, value_name = "ANSWER")]
    pub lived_experience: Option<Rating>,
    /// There is analysis and reflection in it
    #[arg(long, value_parser = rating, value_name = "ANSWER")]
    pub analysis: Option<Rating>,
    /// Somebody questioned the plan, drift or optimism
    #[arg(long, value_parser = rating, value_name = "ANSWER")]
    pub challenge: Option<Rating>,
    /// What changed for the child can be seen
    #[arg(long, value_parser = rating, value_name = "ANSWER")]
    pub difference: Option<Rating>,
    /// What struck you; - reads standard input
    #[arg(long, value_name = "TEXT|-", default_value = "")]
    pub words: String,
    /// The day on which you read it; by default today
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub on: Option<Day>,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Draw {
    /// How many children
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub size: u32,
    /// Any word or two; the same draw the same children again
    #[arg(long, value_name = "WORDS", required_unless_present = "again")]
    pub seed: Option<String>,
    /// Spread it over these, each by its share
    #[arg(long, value_name = "team|status|age", value_parser = strata, visible_alias = "stratify")]
    pub by: Option<Strata>,
    /// Only these cases, as in the pane: team:north kind:cp age:<5 gaps:>0
    #[arg(long, value_name = "WORDS", default_value = "")]
    pub filter: String,
    /// Draw this sample again and hold both side by side; exit with 3 if they differ
    #[arg(long, value_name = "SAMPLE", conflicts_with_all = ["size", "seed", "by", "filter"])]
    pub again: Option<i64>,
    /// Say who would be drawn, and keep nothing
    #[arg(long, conflicts_with = "again")]
    pub dry_run: bool,
    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Show {
    /// The sample's number; by default the newest
    #[arg(value_name = "SAMPLE")]
    pub sample: Option<i64>,
    /// One audit whole, by its number
    #[arg(long, value_name = "AUDIT", conflicts_with = "sample")]
    pub audit: Option<i64>,
    /// Show the first grade before a second person has given theirs: then you grade it blind no more
    #[arg(long)]
    pub unblind: bool,
    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Answers {
    /// An answer: the question's id, = and yes, partly, no or not-applicable (may be given more than once)
    #[arg(long = "answer", value_name = "ID=ANSWER", value_parser = answered)]
    pub given: Vec<(String, Rating)>,
    /// The grade, by its word or how it begins
    #[arg(long, value_name = "WORD")]
    pub grade: Option<String>,
    /// What the grade rests on; - reads standard input
    #[arg(long, value_name = "TEXT|-", default_value = "")]
    pub words: String,
    /// The day of it; by default today
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub on: Option<Day>,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Grade {
    /// The child's id
    #[arg(value_name = "CHILD")]
    pub child: String,
    /// The sample that the child was drawn in
    #[arg(long, value_name = "N")]
    pub sample: Option<i64>,
    #[command(flatten)]
    pub answers: Answers,
    /// When the record is to be audited again
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub reaudit: Option<Day>,
    /// What is to be done about it
    #[arg(long, value_name = "TEXT")]
    pub remedy: Option<String>,
    /// Who does it
    #[arg(long, value_name = "NAME", requires = "remedy")]
    pub owner: Option<String>,
    /// By when
    #[arg(long, value_name = "DATE", value_parser = day, requires = "remedy")]
    pub due: Option<Day>,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct Moderate {
    /// The audit's number
    #[arg(value_name = "AUDIT")]
    pub audit: i64,
    #[command(flatten)]
    pub answers: Answers,
}
