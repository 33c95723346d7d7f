//! The texts of new blocks on their way to archives, in a file beside the ledger: an import may have more of them than there
//! is memory.
//!
//! The file has lost its name before anything is written to it, so that whatever ends the process leaves nothing.

use std::cell::{Cell, RefCell};
use std::io::{self, Write as _};
use std::ops::Range;

use super::disk::Open;
use crate::error::Result;
use crate::ledger::read::stored::Stored;

/// How much is written at a time.
const BUFFER: usize = 64 * 1024;

/// Blocks, each with a blank line after it.
pub struct Spool<'g> {
    file: Open<'g>,
    /// The number of bytes in the file.
    size: Cell<usize>,
    /// What is not in the file yet.
    waiting: RefCell<String>,
    shown: String,
}

impl<'g> Spool<'g> {
    /// Returns an empty one in this file, which messages show as `shown`.
    pub(super) const fn new(file: Open<'g>, shown: String) -> Self {
        Self { file, size: Cell::new(0), waiting: RefCell::new(String::new()), shown }
    }

    /// Adds a block, and returns its place.
    pub fn add(&self, block: &str) -> io::Result<Range<usize>> {
        let mut waiting = self.waiting.borrow_mut();
        let start = self.size.get().saturating_add(waiting.len());
        waiting.push_str(block);
        waiting.push('\n');
        let end = self.size.get().saturating_add(waiting.len());
        if waiting.len() >= BUFFER {
            self.write(&mut waiting)?;
        }
        Ok(start..end)
    }

    /// Writes what waits.
    pub fn flush(&self) -> io::Result<()> {
        self.write(&mut self.waiting.borrow_mut())
    }

    fn write(&self, waiting: &mut String) -> io::Result<()> {
        (&self.file).write_all(waiting.as_bytes())?;
        self.size.set(self.size.get().saturating_add(waiting.len()));
        waiting.clear();
        Ok(())
    }

    /// Removes all blocks.
    pub fn clear(&self) -> io::Result<()> {
        self.waiting.borrow_mut().clear();
        self.size.set(0);
        self.file.cut(0)
    }

    /// Returns the blocks that were flushed.
    pub fn stored(&self) -> Result<Stored<'_>> {
        Stored::file(&self.file, self.size.get() as u64, &self.shown)
    }
}
