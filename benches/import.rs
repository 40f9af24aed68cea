//! How long an import takes: the bare reader, the bare encrypted insert, the first import into an
//! empty store, the same import again, and the memory that the program holds for it.

mod made_up;

use std::{fs, time::Instant};

use anyhow::Result;
use caselight::import::{Control, ReadOptions, read};
use made_up::{
    AS_AT, authority::Authority, bare, census::Census, import, measure, measure::Table,
    measure::Timing, program::Program, set_up,
};

const ROUNDS: u32 = 5;

fn main() -> Result<()> {
    if !measure::is_asked_for() {
        return Ok(());
    }
    let files = Authority::write()?;
    let mut table = Table::titled(
        &format!("Import. {}", files.words()?),
        &["what", "median, ms", "from, to", "times the bare work"],
    );
    let reader = Timing::over(ROUNDS, || bare::read(&files).map(|_| ()))?;
    let place = files.place("bare.db");
    let insert = Timing::prepared(
        ROUNDS,
        || bare::table(&place),
        |mut rows| rows.insert(files.rows()),
    )?;
    let both = Timing {
        least: reader.least + insert.least,
        median: reader.median + insert.median,
        most: reader.most + insert.most,
    };
    let reading = Timing::over(ROUNDS, || {
        read(&files.paths(), &ReadOptions::default(), &mut |_| {
            Control::Continue
        })?;
        Ok(())
    })?;
    let mut nth = 0;
    let first = Timing::prepared(
        ROUNDS,
        || {
            nth += 1;
            let store = files.place(&format!("store-{nth}.db"));
            set_up(&store)?;
            Ok(store)
        },
        |store| import(&store, &files),
    )?;
    let again = Timing::over(ROUNDS, || import(&files.place("store-1.db"), &files))?;
    table.timed("bare reader: every cell, nothing understood", reader, both);
    table.timed("bare encrypted insert of as many rows", insert, both);
    table.timed("both, one after the other", both, both);
    table.timed("reading the files into facts", reading, both);
    table.timed("first import, unlocking included", first, both);
    table.timed("the same import again", again, both);
    table.print()?;
    memory(&files)?;
    census(&files)
}

/// A CIN census of fifty megabytes: how fast it is read, and what its first load holds at most.
fn census(files: &Authority) -> Result<()> {
    let home = files.place("census");
    fs::create_dir(&home)?;
    let census = Census::write(&home, 50_000_000)?;
    let megabytes = u32::try_from(census.bytes / 1_000_000)?;
    let read = || -> Result<()> {
        read(
            std::slice::from_ref(&census.path),
            &ReadOptions::default(),
            &mut |_| Control::Continue,
        )?;
        Ok(())
    };
    let reading = Timing::over(ROUNDS, read)?;
    let program = Program {
        store: home.join("store.db"),
        home,
    };
    program.run(&["init"])?;
    let path = census.path.display().to_string();
    let first = Instant::now();
    let ran = program.run_watched(&["import", &path])?;
    let first = measure::milliseconds(first.elapsed());
    let again = Instant::now();
    program.run(&["import", &path])?;
    let again = measure::milliseconds(again.elapsed());
    let title = format!(
        "A CIN census of {megabytes} MB, {} children",
        census.children
    );
    let mut table = Table::titled(&title, &["what", "figure"]);
    let rate = f64::from(megabytes) * 1000.0 / reading.median;
    let peak = ran.peak.map_or_else(
        || "not told by this system".to_owned(),
        |kib| format!("{} MiB", kib / 1024),
    );
    for (what, figure) in [
        (
            "read into facts",
            format!("{:.0} ms, {rate:.0} MB/s", reading.median),
        ),
        ("first import, unlocking included", format!("{first:.0} ms")),
        ("the same import again", format!("{again:.0} ms")),
        ("greatest memory of the first import", peak),
    ] {
        table.row(&[what.to_owned(), figure]);
    }
    table.print()
}

/// What the program itself holds at most while it imports.
fn memory(files: &Authority) -> Result<()> {
    let home = files.place("home");
    fs::create_dir(&home)?;
    let program = Program {
        store: home.join("store.db"),
        home,
    };
    program.run(&["init"])?;
    let [workbook, supervision] =
        [&files.workbook, &files.supervision].map(|p| p.display().to_string());
    let ran = program.run_watched(&[
        "import",
        &workbook,
        &supervision,
        "--as-at",
        &AS_AT.to_string(),
    ])?;
    let mut table = Table::titled("Memory of the program that imports first", &["what", "MiB"]);
    let peak = ran.peak.map_or_else(
        || "not told by this system".to_owned(),
        |kib| (kib / 1024).to_string(),
    );
    table.row(&["greatest memory, key derivation included".to_owned(), peak]);
    table.print()
}
