//! `person`: who works in this store, and in what role.

use std::io::Write;

use clap::{Args, Subcommand, builder::PossibleValuesParser};
use serde_json::json;

use super::{Answer, Door, args::Format, table::Table};
use crate::model::StaffRole;
use crate::review::Access;

/// The word for a role that is taken back.
const NOT_SAID: &str = "not-said";

/// What `init` may be told beside the store.
#[derive(Debug, Args)]
pub(super) struct Init {
    /// Your role: it tells whether somebody above team manager has looked at a gap
    #[arg(long, value_name = "ROLE", value_parser = role)]
    pub role: Option<StaffRole>,
}

fn role(word: &str) -> Result<StaffRole, String> {
    StaffRole::from_word(word).ok_or_else(|| {
        let known: Vec<&str> = StaffRole::ALL.into_iter().map(StaffRole::word).collect();
        format!(
            "there is no role {word:?}; write one of {}",
            known.join(", ")
        )
    })
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(super) enum Words {
    /// List everybody who works here with their role
    List {
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Say what role somebody has
    #[command(after_help = "\
Example:
  caselight person role \"Moss Invented\" head_of_service")]
    Role {
        /// The person's name, as they sit at the bench
        #[arg(value_name = "NAME")]
        name: String,
        /// The role; not-said takes it back
        #[arg(value_name = "ROLE", value_parser = roles())]
        role: String,
    },
}

fn roles() -> PossibleValuesParser {
    let words = StaffRole::ALL.into_iter().map(StaffRole::word);
    PossibleValuesParser::new(words.chain([NOT_SAID]))
}

pub(super) fn run(door: &Door, words: Words, out: &mut dyn Write) -> Answer {
    match words {
        Words::List { format } => {
            let desk = door.open(Access::Read, None)?;
            let mut table = Table::new(&["person", "role"]);
            for (name, role) in desk.people()? {
                table.push(vec![
                    json!(name.as_ref()),
                    json!(role.map_or("not said", StaffRole::label)),
                ]);
            }
            table.print(format, out)?;
        }
        Words::Role { name, role } => {
            let name = super::plain::cleaned(&name);
            let name = name.trim();
            if name.is_empty() {
                return Err(super::words(
                    "Saying a role: the name is empty. Write the person's name.",
                ));
            }
            let mut desk = door.open(Access::Write, None)?;
            let role = StaffRole::from_word(&role);
            desk.set_role(name, role)?;
            writeln!(out, "{name}: {}", role.map_or("not said", StaffRole::label))?;
        }
    }
    Ok(0)
}
