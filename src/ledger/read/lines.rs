//! The lines on which blocks begin, for those few that are shown with them.

use std::io::Read as _;
use std::ops::Range;

use super::locate::header;
use super::stored::Stored;
use crate::error::{Error, Result};

/// How much is read at a time between two blocks.
const BUFFER: usize = 64 * 1024;

/// Counts lines from front to back, each once.
pub struct Lines<'s> {
    stored: Stored<'s>,
    /// The bytes that were counted, and the line on which they end.
    counted: usize,
    line: usize,
}

impl<'s> Lines<'s> {
    /// Returns the lines of a ledger's text.
    pub const fn of(stored: Stored<'s>) -> Self {
        Self { stored, counted: 0, line: 1 }
    }

    /// Returns the line of a block's header, from 1. Blocks are asked for in the order of the file.
    ///
    /// # Errors
    /// The file cannot be read, or is shorter than it was.
    pub fn of_block(&mut self, block: Range<usize>) -> Result<usize> {
        let mut between = self.stored.reader(self.counted..block.start);
        let mut buffer = vec![0; BUFFER];
        loop {
            let count =
                between.read(&mut buffer).map_err(|error| Error::io("the ledger cannot be read", error))?;
            let Some(bytes) = buffer.get(..count).filter(|bytes| !bytes.is_empty()) else { break };
            self.line = self.line.saturating_add(newlines(bytes));
        }
        self.counted = self.counted.max(block.start);
        let text = self.stored.text(block)?;
        let above = text.get(..header(&text)).map_or(0, |above| newlines(above.as_bytes()));
        Ok(self.line.saturating_add(above))
    }
}

fn newlines(bytes: &[u8]) -> usize {
    memchr::memchr_iter(b'\n', bytes).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_on_the_line_of_its_header() {
        let block = "[[commitment]]\nid = 1\n";
        let text = format!("format = 1\n{block}\n# about\n{block}");
        let second = "format = 1\n".len() + block.len();
        let mut lines = Lines::of(text.as_str().into());
        assert_eq!(lines.of_block(11..second).unwrap(), 2);
        assert_eq!(lines.of_block(second..text.len()).unwrap(), 6);
        assert!(lines.of_block(text.len()..text.len() + 1).is_err());
    }
}
