//! What is wrong with a text, by byte offset; lines and columns are counted only when the error is shown.

use std::io::Read;
use std::ops::Range;

use crate::error::{Error, Place, Problem};

/// The longest line that an error shows.
const SHOWN: usize = 120;
/// How much of a file is read at a time to find a place in it.
const CHUNK: u64 = 64 * 1024;

/// A fault that a reader found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The bytes it is about, counted from the start of the text that was read.
    pub span: Range<usize>,
    /// What is wrong.
    pub problem: Problem,
}

impl Fault {
    /// Returns a fault at these bytes.
    pub fn new(span: Range<usize>, message: impl Into<String>) -> Self {
        Self { span, problem: Problem::new(message) }
    }

    /// Returns the fault of a text that is not UTF-8 from byte `at` on.
    pub fn not_utf8(at: usize) -> Self {
        Self::new(at..at.saturating_add(1), "not valid UTF-8")
            .hint("save the file as UTF-8, or take the last good version from git")
    }

    /// Returns the fault with a hint.
    #[must_use]
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { problem: self.problem.hint(hint), ..self }
    }

    /// Returns the same fault, in a text that begins `offset` bytes later in the file.
    #[must_use]
    pub fn shifted(mut self, offset: usize) -> Self {
        self.span = self.span.start.saturating_add(offset)..self.span.end.saturating_add(offset);
        self
    }

    /// Returns the error for a person: FILE:LINE:COLUMN, the hint, and the line if the file is a ledger (see `Signs`).
    /// `from_start` reads the file from its start; of the lines before the place nothing is kept. If it cannot be read,
    /// the error names no line.
    pub fn locate(self, file: &str, from_start: impl Read) -> Error {
        self.locate_with(file, from_start, Signs::default())
    }

    /// Returns the error of a file that is the user's own, whatever is in it: its line is always shown.
    pub fn locate_own(self, file: &str, from_start: impl Read) -> Error {
        self.locate_with(file, from_start, Signs { ledger: true, ..Signs::default() })
    }

    /// Returns the error without a line, for a file that cannot be read again.
    pub fn unlocated(self, file: &str) -> Error {
        let Problem { message, hint } = self.problem;
        Error::new(format!("{file}: {message}")).hint_maybe(hint)
    }

    fn locate_with(self, file: &str, from_start: impl Read, mut signs: Signs) -> Error {
        match place_in(file, from_start, &self.span, &mut signs) {
            Ok(place) => Error::from(self.problem).at(place),
            Err(_) => self.unlocated(file),
        }
    }
}

/// The keys at the top that only a ledger has.
const KEYS: [&[u8]; 3] = [b"format", b"timezone", b"archives"];
/// How the headers begin that only a ledger has.
const HEADERS: [&[u8]; 4] = [b"[[commitment", b"[kind.", b"[calendar.", b"[[rung"];

/// The signs that a file is a ledger: a line with a key of its rules above every header, or with a header of ours, at
/// or above the line in question. The name of a ledger may lead to any file of the user's, by a link in a clone; the
/// first line of a file of passwords must not appear in the log of `owed overdue`.
#[derive(Debug, Default)]
struct Signs {
    ledger: bool,
    below_header: bool,
}

impl Signs {
    /// Looks at some lines of the file, the next ones.
    fn look(&mut self, lines: &[u8]) {
        for line in lines.split(|byte| *byte == b'\n') {
            if self.ledger {
                return;
            }
            let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line).trim_ascii();
            let mut parts = line.splitn(2, |byte| *byte == b'=').map(<[u8]>::trim_ascii_end);
            let (key, value) = (parts.next(), parts.next());
            let is_key = !self.below_header && value.is_some() && key.is_some_and(|key| KEYS.contains(&key));
            self.ledger = is_key || HEADERS.iter().any(|header| line.starts_with(header));
            self.below_header |= line.starts_with(b"[");
        }
    }
}

/// Returns the place of some bytes in a file that is read from its start. The line is left empty unless the file shows
/// that it is a ledger.
fn place_in(
    file: &str,
    from_start: impl Read,
    span: &Range<usize>,
    signs: &mut Signs,
) -> std::io::Result<Place> {
    // A line longer than this is not shown.
    let enough = span.end.max(span.start.saturating_add(SHOWN)).saturating_add(1);
    let mut reader = from_start.take(u64::try_from(enough).unwrap_or(u64::MAX));
    let (mut kept, mut base, mut lines) = (Vec::new(), 0_usize, 0_usize);
    while (&mut reader).take(CHUNK).read_to_end(&mut kept)? > 0 {
        let before = kept.get(..span.start.saturating_sub(base)).unwrap_or(&kept);
        if let Some(newline) = memchr::memrchr(b'\n', before) {
            let whole = newline.saturating_add(1);
            lines = lines.saturating_add(memchr::memchr_iter(b'\n', before).count());
            base = base.saturating_add(whole);
            let passed: Vec<_> = kept.drain(..whole).collect();
            signs.look(&passed);
        }
    }
    signs.look(first_line(&kept));
    let place = place(file, &kept, &(span.start.saturating_sub(base)..span.end.saturating_sub(base)));
    let text = if signs.ledger { place.text } else { String::new() };
    Ok(Place { line: place.line.saturating_add(lines), text, ..place })
}

/// Returns the place of some bytes of a file, counted in lines and characters.
fn place(file: &str, bytes: &[u8], span: &Range<usize>) -> Place {
    let (before, after) = bytes.split_at_checked(span.start).unwrap_or((bytes, &[]));
    let line = memchr::memchr_iter(b'\n', before).count().saturating_add(1);
    let lead = String::from_utf8_lossy(before.rsplit(|byte| *byte == b'\n').next().unwrap_or(before));
    let rest = String::from_utf8_lossy(first_line(after));
    let rest = rest.strip_suffix('\r').unwrap_or(&rest);
    let meant = span.end.saturating_sub(span.start).min(rest.len());
    let width = rest.char_indices().take_while(|(at, _)| *at < meant).count().max(1);
    let column = lead.chars().count().saturating_add(1);
    Place { file: file.to_owned(), line, column, text: excerpt(&lead, rest), width }
}

/// Returns the bytes up to the first newline.
fn first_line(bytes: &[u8]) -> &[u8] {
    bytes.split(|byte| *byte == b'\n').next().unwrap_or(bytes)
}

fn excerpt(lead: &str, rest: &str) -> String {
    if lead.len().saturating_add(rest.len()) <= SHOWN {
        return format!("{lead}{rest}");
    }
    // A long line is left out, not cut: half a line is no help beyond its number.
    String::new()
}

#[cfg(test)]
mod tests;
