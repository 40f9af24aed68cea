//! How long it takes to say what falls short: reading the caseload, assessing it, laying out what
//! the workbench shows, and the command `check` from unlock to its last line.

mod made_up;

use std::{fs, hint::black_box};

use anyhow::Result;
use caselight::{
    calendar::now,
    review::{
        Access, Lens, Secret,
        delays::{Asking, Delays},
        try_on,
    },
    rules::{self, Amendment, Keep, Limit, Policy, RuleBook, Unit},
    store::Store,
};
use made_up::{
    AS_AT, PASSPHRASE,
    authority::Authority,
    bare, import,
    measure::{self, Table, Timing},
    program::{Program, timings},
    set_up, sit_down,
};

const ROUNDS: u32 = 9;

fn main() -> Result<()> {
    if !measure::is_asked_for() {
        return Ok(());
    }
    let files = Authority::write()?;
    let home = files.place("home");
    fs::create_dir(&home)?;
    let program = Program {
        store: home.join("store.db"),
        home,
    };
    set_up(&program.store)?;
    import(&program.store, &files)?;
    let mut table = Table::titled(
        &format!("Check. {}", files.words()?),
        &["what", "median, ms", "from, to", "times the bare scan"],
    );
    let mut rows = bare::table(&files.place("bare.db"))?;
    rows.insert(files.rows())?;
    let scan = Timing::over(ROUNDS, || rows.scan().map(|sum| _ = black_box(sum)))?;
    let bytes = Timing::over(ROUNDS, || {
        black_box(fs::read(&program.store)?);
        Ok(())
    })?;
    table.timed("every byte of the store's file", bytes, scan);
    table.timed("bare scan of as many encrypted rows", scan, scan);
    inside(&program, &mut table, scan)?;
    for words in [
        &["check"][..],
        &["check", "--format", "json"],
        &["check", "--format", "json", "--all"],
    ] {
        let mut times = Vec::new();
        for _ in 0..ROUNDS {
            times.extend(timings(&program.run(words)?.said, "check"));
        }
        let what = format!("`{}`, from unlock to the end", words.join(" "));
        table.timed(&what, Timing::of(times), scan);
    }
    table.print()
}

/// The parts, without a process around them.
fn inside(program: &Program, table: &mut Table, scan: Timing) -> Result<()> {
    let secret = Secret::passphrase(PASSPHRASE.to_owned());
    let store = Store::open(&program.store, &secret, None, &now::moment(), Access::Read)?;
    let load = Timing::over(ROUNDS, || {
        black_box(store.caseload(AS_AT)?);
        Ok(())
    })?;
    let caseload = store.caseload(AS_AT)?;
    let book = RuleBook::with(&Policy::default())?;
    let assess = |keep| {
        Timing::over(ROUNDS, || {
            black_box(rules::check(&caseload, &book, AS_AT, AS_AT, keep));
            Ok(())
        })
    };
    table.timed("the caseload, read", load, scan);
    table.timed("assessed, what asks only", assess(Keep::Asking)?, scan);
    table.timed("assessed, every finding", assess(Keep::Every)?, scan);
    let mut desk = sit_down(&program.store, Access::Read)?;
    let picture = Timing::over(ROUNDS, || {
        desk.look_through(Lens::default());
        black_box(desk.picture()?);
        Ok(())
    })?;
    table.timed(
        "all that the workbench shows, from the store",
        picture,
        scan,
    );
    let shown = desk.picture()?;
    let delays = Timing::over(ROUNDS, || {
        black_box(Delays::of(&shown, Asking::default()));
        Ok(())
    })?;
    table.timed("the delays of every step, counted", delays, scan);
    for (rule, value, unit) in [
        ("SUP-CASE-CP", 21, Unit::CalendarDays),
        ("ASSESS-45WD", 40, Unit::WorkingDays),
    ] {
        let limit = Limit { value, unit };
        let rule = rule.to_owned();
        let what = format!("one limit of the policy changed: {rule}");
        let amendments = [Amendment::Limit { rule, limit }];
        let tried = Timing::over(ROUNDS, || {
            black_box(try_on(&shown, "", &amendments)?);
            Ok(())
        })?;
        table.timed(&what, tried, scan);
    }
    Ok(())
}
