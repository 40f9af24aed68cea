//! `completions` and `man`: made from the words of the command line, so that they cannot differ.

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;
use clap_mangen::{
    Man,
    roff::{Roff, bold, roman},
};

use super::{Answer, args::Words, failed, words};

/// For which shell.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  caselight completions bash > ~/.local/share/bash-completion/completions/caselight
  caselight completions fish > ~/.config/fish/completions/caselight.fish
  caselight completions zsh > ~/.zfunc/_caselight")]
pub(super) struct Completions {
    shell: Shell,
}

/// Which pages.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  caselight man | man -l -
  caselight man --all ~/.local/share/man/man1")]
pub(super) struct Pages {
    /// Write a page for every command into this folder
    #[arg(long, value_name = "DIR")]
    all: Option<PathBuf>,
}

const NAME: &str = "caselight";

/// Written into memory first: the makers of both panic where the output is closed early.
pub(super) fn completions(asked: &Completions, out: &mut dyn Write) -> Answer {
    let mut text = Vec::new();
    clap_complete::generate(asked.shell, &mut Words::command(), NAME, &mut text);
    out.write_all(&text)?;
    Ok(0)
}

pub(super) fn man(asked: &Pages, out: &mut dyn Write) -> Answer {
    match &asked.all {
        None => main_page(out)?,
        Some(folder) => {
            if !folder.is_dir() {
                return Err(words(format!(
                    "Writing the pages: there is no folder {}. Make it, then try again.",
                    folder.display()
                )));
            }
            write_pages(folder).map_err(|e| {
                failed(format!(
                    "Writing the pages into {}: {e}. Check that you may write there.",
                    folder.display()
                ))
            })?;
        }
    }
    Ok(0)
}

/// A page for each command: caselight-note-draft.1 and the like, and the main one.
fn write_pages(folder: &Path) -> std::io::Result<()> {
    clap_mangen::generate_to(Words::command(), folder)?;
    let mut page = Vec::new();
    main_page(&mut page)?;
    std::fs::write(folder.join("caselight.1"), page)
}

fn main_page(out: &mut dyn Write) -> std::io::Result<()> {
    let mut command = Words::command();
    command.build();
    let mut page = Vec::new();
    let man = Man::new(command).title(NAME).section("1");
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    man.render_subcommands_section(&mut page)?;
    for (heading, entries) in SECTIONS {
        let mut roff = Roff::new();
        roff.control("SH", [heading]);
        for (term, about) in entries {
            roff.control("TP", []);
            roff.text([bold(*term)]);
            roff.text([roman(*about)]);
        }
        roff.to_writer(&mut page)?;
    }
    man.render_version_section(&mut page)?;
    out.write_all(&page)
}

/// A heading, and under it a term with its sentence each.
type Section = (&'static str, &'static [(&'static str, &'static str)]);

const SECTIONS: [Section; 4] = [
    (
        "EXIT STATUS",
        &[
            ("0", "It is done."),
            (
                "1",
                "It failed, and standard error says why and what to do next.",
            ),
            ("2", "The words of the call are off; nothing was done."),
            ("3", "check --fail-on found what it names."),
            ("4", "The passphrase is wrong, or the store is damaged."),
            (
                "5",
                "An import was refused as a whole; nothing of it was kept.",
            ),
        ],
    ),
    (
        "ENVIRONMENT",
        &[
            (
                "CASELIGHT_PASSPHRASE",
                "The passphrase, so that none is asked for. A file named with --passphrase-file comes first.",
            ),
            ("NO_COLOR", "Set to anything: the workbench uses no colour."),
            (
                "CASELIGHT_TRACE",
                "Set to timing: times in milliseconds on standard error, without content.",
            ),
            (
                "XDG_CONFIG_HOME, XDG_DATA_HOME",
                "On Linux: where the folders of the settings and of the store lie.",
            ),
        ],
    ),
    (
        "FILES",
        &[
            (
                "~/.config/caselight/config.toml",
                "Your settings. caselight config write makes one with every choice explained.",
            ),
            (
                "~/.config/caselight/keys.toml",
                "Your own keys, where you have any. caselight keys --help says how to write it.",
            ),
            (
                "~/.local/share/caselight/store.caselight",
                "The store, encrypted as a whole. caselight config path names these places on this system.",
            ),
        ],
    ),
    (
        "EXAMPLES",
        &[
            (
                "caselight demo",
                "Opens the workbench on a made-up authority that is gone when you quit.",
            ),
            (
                "caselight import annex_a.xlsx supervision.csv --as-at 2026-06-12",
                "Reads an extract and supervision records into the store.",
            ),
            (
                "caselight gaps --filter 'team:north over:>10' --by supervisor",
                "Lists gaps as the pane does, under the names of supervisors.",
            ),
        ],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_the_command_line_hold_together() {
        Words::command().debug_assert();
    }

    #[test]
    fn every_command_is_completed_and_has_a_page_and_a_sentence() {
        let mut script = Vec::new();
        clap_complete::generate(Shell::Bash, &mut Words::command(), NAME, &mut script);
        let script = String::from_utf8(script).unwrap();
        let folder = tempfile::tempdir().unwrap();
        write_pages(folder.path()).unwrap();
        let command = Words::command();
        let mut below: Vec<(String, &clap::Command)> = command
            .get_subcommands()
            .map(|one| (format!("{NAME}-{}", one.get_name()), one))
            .collect();
        let mut seen = 0;
        while let Some((name, one)) = below.pop() {
            seen += 1;
            assert!(one.get_about().is_some(), "{name} has no sentence");
            let completed = name.replace('-', "__subcmd__");
            assert!(script.contains(&completed), "{name}");
            let page = std::fs::read_to_string(folder.path().join(format!("{name}.1"))).unwrap();
            assert!(page.contains(".SH SYNOPSIS"), "{name}");
            let more = one.get_subcommands();
            below.extend(more.map(|more| (format!("{name}-{}", more.get_name()), more)));
        }
        assert!(seen > 20, "{seen}");
    }

    #[test]
    fn the_main_page_says_how_a_call_ends_and_where_things_lie() {
        let mut page = Vec::new();
        main_page(&mut page).unwrap();
        let page = String::from_utf8(page).unwrap();
        for heading in [
            "NAME",
            "SYNOPSIS",
            "DESCRIPTION",
            "OPTIONS",
            "SUBCOMMANDS",
            "\"EXIT STATUS\"",
            "ENVIRONMENT",
            "FILES",
            "EXAMPLES",
        ] {
            assert!(
                page.contains(&format!(".SH {heading}\n")),
                "{heading}\n{page}"
            );
        }
    }
}
