//! `config`: where the settings lie, what is in force, and a file with comments to start from.

use std::io::Write;

use clap::Subcommand;
use serde_json::json;

use super::{Answer, Door, args::Format, failed, table::Table};
use crate::settings::Config;

#[derive(Debug, Subcommand)]
pub(super) enum Words {
    /// Print where the settings, the keys and the store lie
    Path {
        /// How to print it
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Print every choice that is in force
    Show {
        /// How to print it
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Write a file with every choice explained, where there is none yet
    Write {
        /// Write over the file that is there; your choices are kept, your comments are not
        #[arg(long)]
        overwrite: bool,
    },
}

pub(super) fn run(door: &Door, words: &Words, out: &mut dyn Write) -> Answer {
    let paths = Door::paths()?;
    match words {
        Words::Path { format } => {
            let mut table = Table::new(&["what", "path", "there"]);
            for (what, path) in [
                ("settings", paths.config_file()),
                ("keys", paths.keys_file()),
                ("store", door.store_in(&paths)),
            ] {
                table.push(vec![json!(what), json!(path), json!(path.exists())]);
            }
            table.print(*format, out)?;
        }
        Words::Show { format } => {
            let mut table = Table::new(&["choice", "value", "from", "about"]);
            for line in Door::config()?.lines() {
                let from = if line.is_default {
                    "default"
                } else {
                    "your file"
                };
                table.push(vec![
                    json!(line.key),
                    json!(line.value),
                    json!(from),
                    json!(line.about),
                ]);
            }
            table.print(*format, out)?;
        }
        Words::Write { overwrite } => {
            let path = paths.config_file();
            if path.exists() && !overwrite {
                return Err(failed(format!(
                    "Writing your settings: {} is there already, and nothing was changed. Amend it, or say --overwrite.",
                    path.display()
                )));
            }
            let config = Config::read(&path).map_err(|e| failed(e.to_string()))?;
            config.write(&path).map_err(|e| failed(e.to_string()))?;
            writeln!(out, "{}", path.display())?;
        }
    }
    Ok(0)
}
