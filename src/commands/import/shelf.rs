//! Rows that were closed long ago, on their way into the archives of their years (`--archive-closed`).
//!
//! They are written as `owed archive` writes what it moves, and by the same steps; but they were in no ledger before.

use std::collections::BTreeMap;

use crate::commands::archive::{self, Shelves};
use crate::context::Inputs;
use crate::error::{Error, Result};
use crate::events::archives::{Counts, Put};
use crate::rules::commitment::{Commitment, Id};
use crate::rules::policy::Policy;

/// What goes into each archive.
pub(super) type Puts = BTreeMap<String, Vec<(Id, Put)>>;

/// The archives, and what goes into them.
pub(super) struct Shelf<'i> {
    inputs: &'i Inputs<'i>,
    shelves: Shelves<'i, 'i>,
    pub(super) puts: Puts,
}

impl<'i> Shelf<'i> {
    pub(super) const fn new(inputs: &'i Inputs<'i>) -> Self {
        Self { inputs, shelves: Shelves::new(inputs), puts: BTreeMap::new() }
    }

    /// Takes a new commitment with its block, if it was closed long ago. Returns whether it did. A rehearsal keeps no text.
    pub(super) fn take(&mut self, new: &Commitment<'_>, block: &str, policy: &Policy) -> Result<bool> {
        let now = self.inputs.now;
        let Some(year) = archive::year(new, policy, archive::long_ago(now), now) else { return Ok(false) };
        let name = self.shelves.place(year, block.len())?;
        let span = match &self.inputs.spool {
            None => 0..0,
            Some(spool) => spool.add(block).map_err(full)?,
        };
        match self.puts.get_mut(&name) {
            Some(puts) => puts.push((new.id, Put::Moved(span))),
            None => drop(self.puts.insert(name, vec![(new.id, Put::Moved(span))])),
        }
        Ok(true)
    }
}

/// Returns the error of blocks that cannot be kept.
pub(super) fn full(error: std::io::Error) -> Error {
    Error::io("cannot write the temporary file of the import", error)
}

/// Returns how many go into each archive.
pub(super) fn counts(puts: &Puts) -> Counts {
    puts.iter().map(|(name, puts)| (name.clone(), puts.len())).collect()
}
