//! `keys`: the table of keys that is in force, and a check of a file of one's own.

use std::{io::Write, path::PathBuf};

use clap::{Args, Subcommand};
use serde_json::json;

use super::{Answer, Door, args::Format, failed, table::Table};
use crate::settings::OwnKeys;

/// The keys, or a check of a file.
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "\
Your own keys stand in keys.toml, in the folder that `caselight config path` names. One row a binding:

  [[binding]]
  mode = \"gap\"
  action = \"seen-on-file\"
  keys = [\"ctrl-d\", \"f9\"]

It takes the place of the row with the same mode and action; `caselight keys` lists them all."
)]
pub(super) struct Keys {
    #[command(subcommand)]
    check: Option<Check>,
    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Debug, Subcommand)]
enum Check {
    /// Say what is wrong in a key file, line by line; use nothing of it
    Check {
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
}

pub(super) fn run(door: &Door, words: &Keys, out: &mut dyn Write) -> Answer {
    if let Some(Check::Check { file }) = &words.check {
        let own = OwnKeys::read(file).map_err(|e| failed(e.to_string()))?;
        let rows = door.keys_with(Some(&own))?;
        let changed = rows.iter().filter(|row| row.own).count();
        let noun = if changed == 1 { "binding" } else { "bindings" };
        writeln!(
            out,
            "{} can be used: it changes {changed} {noun}.",
            file.display()
        )?;
        return Ok(0);
    }
    let own = Door::own_keys()?;
    let mut table = Table::new(&["mode", "action", "keys", "what it does", "from"]);
    for row in door.keys_with(own.as_ref())? {
        table.push(vec![
            json!(row.mode),
            json!(row.action),
            json!(row.keys.join(", ")),
            json!(row.help),
            json!(if row.own { "your file" } else { "caselight" }),
        ]);
    }
    table.print(words.format, out)?;
    Ok(0)
}
