//! The lines of a row in the file, and whether its quotes are closed.

use crate::error::Problem;

/// A counter for the lines of a file, row by row.
///
/// The csv crate counts too, but from where the row before ended: blank lines, and the second half of a CRLF, are then
/// part of the next row.
pub(super) struct Lines<'b> {
    /// The bytes after the last row.
    rest: &'b [u8],
    /// Where they begin in the file.
    at: u64,
    /// The line of the first of them, from 1.
    line: u64,
}

/// The bytes of one row.
pub(super) struct Stretch<'b> {
    /// The line it begins on, from 1.
    pub(super) line: u64,
    bytes: &'b [u8],
}

impl<'b> Lines<'b> {
    /// Counts from `line`, that of the first byte.
    pub(super) fn new(bytes: &'b [u8], line: u64) -> Self {
        Self { rest: bytes, at: 0, line }
    }

    /// Returns the line on which the next row begins.
    pub(super) fn next_line(&self) -> u64 {
        past_blank(self.rest, self.line).1
    }

    /// Returns the bytes of the row that the reader has just passed, which ends before byte `end`.
    ///
    /// # Errors
    /// `end` is before the row or after the file.
    pub(super) fn stretch(&mut self, end: u64) -> Result<Stretch<'b>, Problem> {
        let length = end.checked_sub(self.at).and_then(|length| usize::try_from(length).ok());
        let (bytes, rest) = length
            .and_then(|length| self.rest.split_at_checked(length))
            .ok_or_else(|| Problem::internal("a row ends outside of its file"))?;
        let (bytes, line) = past_blank(bytes, self.line);
        self.line = line.saturating_add(line_ends(bytes, rest.first().copied()));
        (self.rest, self.at) = (rest, end);
        Ok(Stretch { line, bytes })
    }
}

/// Returns the bytes after blank lines, and the line that they begin on.
fn past_blank(mut bytes: &[u8], mut line: u64) -> (&[u8], u64) {
    while let [blank @ (b'\r' | b'\n'), behind @ ..] = bytes {
        line = line.saturating_add(line_ends(&[*blank], behind.first().copied()));
        bytes = behind;
    }
    (bytes, line)
}

/// Returns how many lines end in these bytes, before `next`. A line ends with LF, CRLF or, on old machines, CR.
fn line_ends(bytes: &[u8], next: Option<u8>) -> u64 {
    let ends = memchr::memchr2_iter(b'\n', b'\r', bytes).filter(|at| {
        let behind = || bytes.get(at.saturating_add(1)).copied().or(next);
        bytes.get(*at) == Some(&b'\n') || behind() != Some(b'\n')
    });
    u64::try_from(ends.count()).unwrap_or(u64::MAX)
}

/// The state of reading a row, quote by quote.
#[derive(Clone, Copy)]
enum Cell {
    Begins,
    Bare,
    Quoted,
    Closed,
}

impl Stretch<'_> {
    /// Refuses a row with misplaced quotes, or with more or fewer cells than the header.
    pub(super) fn check(&self, delimiter: u8, cells: usize, columns: usize) -> Result<(), String> {
        let wrong = match self.quotes(delimiter) {
            Cell::Quoted => "a quote is not closed".to_owned(),
            Cell::Closed => {
                "a quote closes in the middle of a cell: write quotes inside a cell twice".to_owned()
            }
            Cell::Begins | Cell::Bare if cells == columns => return Ok(()),
            Cell::Begins | Cell::Bare => format!("the row has {}, the header {columns}", columns_are(cells)),
        };
        // The person who mends the file must know about the lines that went with this one.
        match line_ends(self.bytes.trim_ascii_end(), None) {
            0 => Err(wrong),
            // Their number, not the last of them: so a reason is the same for many rows.
            1 => Err(format!("{wrong} (read together with the next line)")),
            more => Err(format!("{wrong} (read together with the next {more} lines)")),
        }
    }

    /// Returns how the row ends: in an open quote, with a quote that closed before its cell ended, or correctly.
    fn quotes(&self, delimiter: u8) -> Cell {
        if memchr::memchr(b'"', self.bytes).is_none() {
            return Cell::Bare;
        }
        let mut cell = Cell::Begins;
        for &byte in self.bytes {
            let ends = byte == delimiter || matches!(byte, b'\r' | b'\n');
            cell = match cell {
                Cell::Begins | Cell::Closed if byte == b'"' => Cell::Quoted,
                Cell::Quoted if byte == b'"' => Cell::Closed,
                Cell::Quoted => Cell::Quoted,
                _ if ends => Cell::Begins,
                Cell::Closed => return Cell::Closed,
                Cell::Begins | Cell::Bare => Cell::Bare,
            };
        }
        // At the very end of the file a quote has nothing to close before.
        if matches!(cell, Cell::Closed) { Cell::Bare } else { cell }
    }
}

fn columns_are(cells: usize) -> String {
    if cells == 1 { "1 column".to_owned() } else { format!("{cells} columns") }
}
