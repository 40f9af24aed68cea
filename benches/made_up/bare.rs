//! The bare work beside which the times of the house are read: reading cells, writing rows into an
//! encrypted table and reading them back, with nothing understood.

use std::{
    fs,
    io::Cursor,
    path::{Path, PathBuf},
};

use anyhow::Result;
use calamine::{Reader as _, Xlsx};
use rusqlite::{Connection, params, types::ValueRef};

use super::authority::Authority;

/// Every cell of the workbook and every field of the text table, looked at and let go.
pub fn read(files: &Authority) -> Result<usize> {
    let bytes = fs::read(&files.workbook)?;
    let mut book = Xlsx::new(Cursor::new(bytes.as_slice()))?;
    let mut seen = 0;
    for name in book.sheet_names() {
        let mut cells = book.worksheet_cells_reader(&name)?;
        while cells.next_cell()?.is_some() {
            seen += 1;
        }
    }
    let mut lines = csv::Reader::from_path(&files.supervision)?;
    let mut line = csv::ByteRecord::new();
    while lines.read_byte_record(&mut line)? {
        seen += line.len();
    }
    Ok(seen)
}

/// An encrypted table of as many rows as wide as the store's own.
pub struct BareTable {
    db: Connection,
}

/// Sets up the table in a new file with a raw key, so that no key is derived.
pub fn table(path: &PathBuf) -> Result<BareTable> {
    for ending in ["", "-wal", "-shm"] {
        fs::remove_file(Path::new(&format!("{}{ending}", path.display()))).ok();
    }
    let db = Connection::open(path)?;
    let key = "5a".repeat(48);
    db.execute_batch(&format!(
        "PRAGMA key = \"x'{key}'\"; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536;"
    ))?;
    db.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
    db.execute_batch(
        "PRAGMA synchronous = FULL;
         CREATE TABLE bare (a INTEGER NOT NULL, b INTEGER NOT NULL, c INTEGER NOT NULL, d TEXT NOT NULL,
             e INTEGER NOT NULL, f INTEGER, g INTEGER, h INTEGER, i INTEGER, j INTEGER, k INTEGER,
             l INTEGER, m INTEGER, n INTEGER, o INTEGER, p INTEGER, q INTEGER, r INTEGER, s INTEGER,
             t INTEGER, u TEXT, PRIMARY KEY (a, b, c, d, e)) STRICT, WITHOUT ROWID;",
    )?;
    Ok(BareTable { db })
}

impl BareTable {
    /// Writes the rows in the order of their key, as one transaction.
    pub fn insert(&mut self, rows: u32) -> Result<()> {
        let tx = self.db.transaction()?;
        {
            let mut add = tx.prepare(
                "INSERT INTO bare VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14,
                     ?15, ?16, ?17, ?18, ?19, ?20, ?21)",
            )?;
            for n in 0..rows {
                let (kind, child, day) = (n / 12_000, n % 12_000, 20_000 + n % 600);
                let none: Option<u32> = None;
                add.execute(params![
                    kind,
                    child,
                    day,
                    "",
                    0,
                    day,
                    none,
                    1,
                    1,
                    day,
                    none,
                    day,
                    none,
                    3,
                    5,
                    1,
                    n % 60,
                    n % 720,
                    n % 61,
                    none,
                    r#"{"kind":"invented"}"#
                ])?;
            }
        }
        tx.commit()?;
        Ok(())
    }

    /// Reads every column of every row once.
    pub fn scan(&self) -> Result<i64> {
        let mut all = self.db.prepare_cached("SELECT * FROM bare")?;
        let columns = all.column_count();
        let mut rows = all.query([])?;
        let mut sum = 0_i64;
        while let Some(row) = rows.next()? {
            for column in 0..columns {
                sum = sum.wrapping_add(match row.get_ref(column)? {
                    ValueRef::Integer(number) => number,
                    ValueRef::Text(text) => i64::try_from(text.len())?,
                    _ => 0,
                });
            }
        }
        Ok(sum)
    }
}
