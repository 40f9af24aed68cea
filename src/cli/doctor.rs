//! `doctor`: what is well here, what to look at, what is wrong, and what to do about each.
//!
//! It changes nothing, prints nothing about a child, and asks for no passphrase unless it is told
//! to. The surprising thing: it goes on after whatever it finds, so one slip hides no other.

use std::{io::Write, path::Path};

use clap::Args;
use serde_json::json;

use super::{Answer, Door, args::Format, table::Table, terminal};
use crate::model::Day;
use crate::review::{self, Access, Desk, DeskError, Looks, Secret, Unlock};
use crate::settings::{Config, OwnKeys, Paths, Place, SettingsError};

/// How to look.
#[derive(Debug, Args)]
pub(super) struct Doctor {
    /// Ask for the passphrase, so that the store can be looked into
    #[arg(long)]
    unlock: bool,
    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// Days after which the newest extract is worth a word.
const OLD: i32 = 31;
/// Bytes on the disk below which to take care, and below which an import may not fit.
const LITTLE: u64 = 500_000_000;
const TOO_LITTLE: u64 = 50_000_000;

/// How a thing was found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Verdict {
    Ok,
    Look,
    Wrong,
}

impl Verdict {
    const fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Look => "look",
            Self::Wrong => "wrong",
        }
    }
}

/// One thing that was looked at.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Seen {
    area: &'static str,
    what: &'static str,
    verdict: Verdict,
    found: String,
    /// What to do; empty where nothing has to be done.
    next: String,
}

/// Everything that was looked at, in order.
#[derive(Debug, Default)]
pub(super) struct Round {
    area: &'static str,
    seen: Vec<Seen>,
}

impl Round {
    pub fn begin(&mut self, area: &'static str) {
        self.area = area;
    }

    pub fn ok(&mut self, what: &'static str, found: impl Into<String>) {
        self.see(Verdict::Ok, what, found, "");
    }

    pub fn see(
        &mut self,
        verdict: Verdict,
        what: &'static str,
        found: impl Into<String>,
        next: impl Into<String>,
    ) {
        self.seen.push(Seen {
            area: self.area,
            what,
            verdict,
            found: found.into(),
            next: next.into(),
        });
    }

    fn count(&self, verdict: Verdict) -> usize {
        self.seen
            .iter()
            .filter(|one| one.verdict == verdict)
            .count()
    }

    fn print(&self, format: Format, out: &mut dyn Write) -> std::io::Result<()> {
        if format != Format::Table {
            let mut table = Table::new(&["area", "what", "state", "found", "next"]);
            for one in &self.seen {
                table.push(vec![
                    json!(one.area),
                    json!(one.what),
                    json!(one.verdict.word()),
                    json!(one.found),
                    json!((!one.next.is_empty()).then_some(&one.next)),
                ]);
            }
            return table.print(format, out);
        }
        for of_area in self.seen.chunk_by(|a, b| a.area == b.area) {
            let area = of_area.first().map_or("", |one| one.area);
            writeln!(out, "{area}")?;
            for one in of_area {
                writeln!(
                    out,
                    "  {:<6} {:<12} {}",
                    one.verdict.word(),
                    one.what,
                    one.found
                )?;
                if !one.next.is_empty() {
                    writeln!(out, "         {:<12} do: {}", "", one.next)?;
                }
            }
        }
        writeln!(out)?;
        match (self.count(Verdict::Wrong), self.count(Verdict::Look)) {
            (0, 0) => writeln!(out, "Everything is well."),
            (0, look) => writeln!(out, "Nothing is wrong. To look at: {look}."),
            (wrong, look) => writeln!(out, "Wrong: {wrong}. To look at: {look}."),
        }
    }
}

pub(super) fn run(door: &Door, words: &Doctor, out: &mut dyn Write) -> Answer {
    let mut round = Round::default();
    round.begin("program");
    round.ok(
        "version",
        format!("Caselight {}", env!("CARGO_PKG_VERSION")),
    );
    let paths = Door::paths()?;
    let config = Config::read(&paths.config_file());
    terminal::look(&mut round, config.as_ref().ok());
    settings(door, &paths, config, &mut round);
    calendar(review::today(), &mut round);
    store(door, words, &paths, &mut round);
    round.print(words.format, out)?;
    Ok(u8::from(round.count(Verdict::Wrong) > 0))
}

fn settings(door: &Door, paths: &Paths, config: Result<Config, SettingsError>, round: &mut Round) {
    round.begin("settings");
    let file = paths.config_file();
    folder(round, "folder", paths.config_folder());
    let config = match config {
        Ok(config) if file.exists() => {
            round.ok("config.toml", format!("{} is understood", file.display()));
            config
        }
        Ok(config) => {
            let found = format!("there is none at {}; the defaults stand", file.display());
            round.ok("config.toml", found);
            config
        }
        Err(error) => {
            let next = "Amend that line, then run doctor again; the workbench does not start until it is read.";
            round.see(Verdict::Wrong, "config.toml", error.to_string(), next);
            Config::default()
        }
    };
    match OwnKeys::find(&config, paths) {
        Ok(None) => round.ok("keys", "those that come with Caselight"),
        Ok(Some(own)) => match door.keys_with(Some(&own)) {
            Ok(rows) => {
                let changed = rows.iter().filter(|row| row.own).count();
                let found = format!("{} changes {changed} of them", own.path.display());
                round.ok("keys", found);
            }
            Err(faults) => {
                let next = "Amend these lines; `caselight keys check FILE` tries them.";
                round.see(
                    Verdict::Wrong,
                    "keys",
                    faults.to_string().replace('\n', " "),
                    next,
                );
            }
        },
        Err(error) => {
            let next = "Name another file in config.toml, or take its `keys` line out.";
            round.see(Verdict::Wrong, "keys", error.to_string(), next);
        }
    }
    policy(&config, round);
}

fn policy(config: &Config, round: &mut Round) {
    let Some(path) = &config.policy else {
        return round.ok("policy", "the England default");
    };
    let next = "Amend the file, or take the `policy` line out of config.toml.";
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) => {
            let found = format!("{} cannot be read: {error}", path.display());
            return round.see(Verdict::Wrong, "policy", found, next);
        }
    };
    match review::rule_book(Some((path.clone(), text))) {
        Ok(book) => {
            let found = format!("{}, from {}", book.policy().name, path.display());
            round.ok("policy", found);
        }
        Err(error) => round.see(Verdict::Wrong, "policy", error.to_string(), next),
    }
}

fn calendar(today: Day, round: &mut Round) {
    round.begin("calendar");
    let Some(known) = review::calendar_span() else {
        let next = "Install Caselight again.";
        return round.see(Verdict::Wrong, "holidays", "cannot be read", next);
    };
    let found = format!(
        "England and Wales, {} to {}",
        known.from.year(),
        known.to.year()
    );
    let next =
        "Install a newer Caselight: days beyond the calendar cannot be told in working days.";
    if !(known.from..=known.to).contains(&today) {
        let found = format!("{found}; today, {}, is outside it", today.long());
        round.see(Verdict::Wrong, "holidays", found, next);
    } else if known.to < today.plus_months(12) {
        let found = format!("{found}; it ends within twelve months");
        round.see(Verdict::Look, "holidays", found, next);
    } else {
        round.ok(
            "holidays",
            format!("{found}; the next twelve months are in it"),
        );
    }
    let found = format!(
        "{}; what was proclaimed later is not in it",
        known.compiled.long()
    );
    round.ok("compiled", found);
}

/// A folder of the person's own: there, writable, nobody else's.
fn folder(round: &mut Round, what: &'static str, path: &Path) {
    let place = Place::look(path);
    let shown = path.display();
    if !place.there {
        let found = format!("{shown} is not there yet; it is made when it is needed");
        return round.ok(what, found);
    }
    if !place.writable {
        let next = "Ask for the right to write there, or name another place.";
        return round.see(
            Verdict::Wrong,
            what,
            format!("{shown} cannot be written"),
            next,
        );
    }
    match place.others {
        Some(rights) if rights != 0 => {
            let next = format!("chmod 700 {shown}");
            let found = format!("{shown} can be entered by other people on this machine");
            round.see(Verdict::Look, what, found, next);
        }
        _ => round.ok(what, format!("{shown}")),
    }
}

fn store(door: &Door, words: &Doctor, paths: &Paths, round: &mut Round) {
    round.begin("store");
    let path = door.store_in(paths);
    folder(
        round,
        "folder",
        path.parent().unwrap_or(paths.data_folder()),
    );
    room(round, &path);
    match review::look_at_store(&path) {
        Ok(Looks::Missing) => {
            let found = format!("there is none at {}", path.display());
            let next = "`caselight init` sets one up; `caselight demo` needs none.";
            round.see(Verdict::Look, "file", found, next);
        }
        Ok(Looks::Whole { bytes, in_use }) => {
            let found = format!("{}, {}", path.display(), size(bytes));
            match Place::look(&path).others {
                Some(rights) if rights != 0 => {
                    let next = format!("chmod 600 {}", path.display());
                    let found = format!("{found}; other people on this machine may read it");
                    round.see(Verdict::Wrong, "file", found, next);
                }
                _ => round.ok("file", found),
            }
            if in_use {
                let found = "another Caselight has it open for writing";
                let next = "Nothing, if that is you; else close that window.";
                round.see(Verdict::Look, "in use", found, next);
            } else {
                round.ok("in use", "nobody else writes in it");
            }
            inside(door, words, &path, round);
        }
        Err(error) => {
            let next = "Restore the newest backup; keep this file until that is done.";
            round.see(Verdict::Wrong, "file", error.to_string(), next);
        }
    }
}

fn room(round: &mut Round, path: &Path) {
    let Some(free) = Place::look(path).free else {
        return round.ok(
            "room",
            "how much the disk has left is not told on this system",
        );
    };
    let found = format!("{} left on its disk", size(free));
    let next = "Free some of the disk before the next import.";
    match free {
        0..TOO_LITTLE => round.see(Verdict::Wrong, "room", found, next),
        TOO_LITTLE..LITTLE => round.see(Verdict::Look, "room", found, next),
        _ => round.ok("room", found),
    }
}

/// What only the passphrase shows.
fn inside(door: &Door, words: &Doctor, path: &Path, round: &mut Round) {
    let secret = match door.given_secret() {
        Ok(None) if words.unlock => door.secret_for(path).map(Some),
        given => given,
    };
    let secret = match secret {
        Ok(Some(secret)) => secret,
        Ok(None) => {
            let next = "Say --unlock, or give the passphrase with --passphrase-file or CASELIGHT_PASSPHRASE.";
            return round.see(
                Verdict::Look,
                "inside",
                "not looked into: no passphrase was given",
                next,
            );
        }
        Err(error) => {
            let next = "Put it right and run doctor again.";
            return round.see(Verdict::Wrong, "passphrase", error.to_string(), next);
        }
    };
    if let Err(error) = opened(path, &secret, round) {
        let next = "Do what the message says, then run doctor again.";
        round.see(Verdict::Wrong, "inside", error.to_string(), next);
    }
}

fn opened(path: &Path, secret: &Secret, round: &mut Round) -> Result<(), DeskError> {
    let desk = Desk::open(Unlock {
        store: path,
        secret,
        person: None,
        access: Access::Read,
        policy: None,
        council: String::new(),
    })?;
    let health = desk.health()?;
    let (schema, known) = health.schema;
    round.ok(
        "format",
        format!("{schema}, and this Caselight knows up to {known}"),
    );
    if health.faults.is_empty() {
        round.ok("pages", "every page and every index is sound");
    } else {
        let next = "Restore the newest backup; keep this file until that is done.";
        round.see(Verdict::Wrong, "pages", health.faults.join("; "), next);
    }
    let shelf = desk.shelf()?;
    let found = format!(
        "imports: {}, problems in them: {}",
        shelf.imports, shelf.problems
    );
    if shelf.imports == 0 {
        let next = "`caselight import FILE --as-at DATE` reads an extract.";
        round.see(Verdict::Look, "extracts", "nothing was imported yet", next);
    } else {
        round.ok("extracts", found);
    }
    for feed in shelf.feeds {
        let age = review::today().days_since(feed.as_at);
        let found = format!("to {}, {age} days old", feed.as_at.long());
        if age > OLD {
            round.see(
                Verdict::Look,
                feed.kind.word(),
                found,
                "Import a newer extract.",
            );
        } else {
            round.ok(feed.kind.word(), found);
        }
    }
    Ok(())
}

/// Bytes as a person says them.
fn size(bytes: u64) -> String {
    const STEPS: [(u64, &str); 3] = [(1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")];
    let step = STEPS.into_iter().find(|(step, _)| bytes >= *step);
    step.map_or_else(
        || format!("{bytes} bytes"),
        |(step, unit)| format!("{}.{} {unit}", bytes / step, bytes % step * 10 / step),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_calendar_is_wrong_after_its_end_and_worth_a_look_in_its_last_year() {
        let verdict = |today: &str| {
            let mut round = Round::default();
            calendar(Day::parse_iso(today).unwrap(), &mut round);
            round.seen[0].verdict
        };
        assert_eq!(verdict("2026-06-12"), Verdict::Ok);
        assert_eq!(verdict("2030-06-12"), Verdict::Look);
        assert_eq!(verdict("2031-01-01"), Verdict::Wrong);
    }

    #[test]
    fn a_size_is_said_in_the_unit_that_fits() {
        assert_eq!(size(999), "999 bytes");
        assert_eq!(size(1_540_000), "1.5 MB");
        assert_eq!(size(23_000_000_000), "23.0 GB");
    }
}
