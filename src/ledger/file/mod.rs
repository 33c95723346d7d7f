//! The ledger's files: found, locked, read and replaced; and the journal that `undo` reads.

pub mod disk;
pub mod journal;
pub mod private;
pub mod spool;
pub mod store;
