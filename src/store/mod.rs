//! The encrypted store: one SQLCipher file, owner-only, the only room that knows SQLite.
//!
//! It keeps what was imported (append-only, versioned by as-at), what people decided and what they
//! wrote. It never assesses a rule and never reads a file of the council's. The surprising thing:
//! the first sixteen bytes of the file are its salt, used both by SQLCipher and by the key
//! derivation, so that a store is one file and nothing beside it has to be kept.

mod audits;
mod briefs;
mod entries;
mod error;
mod facts;
mod hands;
mod health;
mod history;
mod key;
mod known;
mod load;
mod merge;
mod notes;
mod open;
mod outcomes;
mod overrides;
mod people;
mod promises;
mod reconcile;
mod reviews;
mod row;
mod row_further;
mod surgery;
mod take_back;
#[cfg(test)]
mod tests;
mod views;

pub use briefs::{KeptLine, NewBrief, PastBrief};
pub use error::StoreError;
pub use facts::{Changes, ImportTicket};
pub use hands::{NamedBefore, Whose};
pub use health::{Health, Looks, look_at};
pub use history::{PastFile, PastImport, PastProblem};
pub use key::Secret;
pub use load::{Shelf, Told};
pub use notes::NewNote;
pub use open::{Access, Store};
pub use outcomes::{NewOutcome, Undone};
pub use people::OutcomeRoles;
pub use promises::{NewStep, NewTurn};
pub use reviews::NewLook;
pub use surgery::{KeptAnswer, NewAnswer};
pub use views::Drawer;
