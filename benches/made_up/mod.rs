//! What the three benches share: an authority of twenty thousand invented children, the bare work
//! beside which a time is read, the real program, and the table that is printed.
//!
//! It asserts no time. The surprising thing: everything is plain arithmetic on a child's number,
//! so that every run on every machine reads the same files.

#![allow(dead_code, reason = "each bench uses a part of it")]

pub mod authority;
pub mod bare;
pub mod census;
pub mod lists;
pub mod measure;
pub mod program;

use std::path::Path;

use anyhow::Result;
use caselight::{
    model::Day,
    review::{Access, Desk, Intake, Secret, Unlock},
};

/// The day up to which the invented extract speaks: 12 June 2026, in days since 1970.
pub const AS_AT: Day = Day::from_number(20_616);

/// Opens the invented store; nobody's secret.
pub const PASSPHRASE: &str = "four invented words here";

fn unlock<'a>(store: &'a Path, secret: &'a Secret, access: Access) -> Unlock<'a> {
    Unlock {
        store,
        secret,
        person: None,
        access,
        policy: None,
        council: String::new(),
    }
}

/// Sets an empty store up.
pub fn set_up(store: &Path) -> Result<()> {
    let secret = Secret::passphrase(PASSPHRASE.to_owned());
    Desk::create(unlock(store, &secret, Access::Write))?;
    Ok(())
}

/// Unlocks the store as every command does, key derivation included.
pub fn sit_down(store: &Path, access: Access) -> Result<Desk> {
    let secret = Secret::passphrase(PASSPHRASE.to_owned());
    Ok(Desk::open(unlock(store, &secret, access))?)
}

/// Unlocks the store and imports the authority, as one command does.
pub fn import(store: &Path, files: &authority::Authority) -> Result<()> {
    let mut desk = sit_down(store, Access::Write)?;
    let intake = Intake::of(files.paths(), Some(AS_AT));
    desk.import(&intake, &mut |_| true)?;
    Ok(())
}
