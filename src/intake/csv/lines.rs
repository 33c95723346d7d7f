//! Where in the file a row stands, and whether its quotes are whole.

use ::csv::ByteRecord;

/// Counts the lines of a file as its rows pass.
///
/// The csv crate counts too, but from where the row before ended: blank lines, and the second half of a CRLF,
/// are then part of the next row.
pub(super) struct Lines<'b> {
    bytes: &'b [u8],
    /// How far the counting has come.
    at: usize,
    /// The line that is there, from 1.
    line: u64,
}

/// The bytes of one row.
pub(super) struct Stretch<'b> {
    /// The line it begins on, from 1.
    pub(super) line: u64,
    bytes: &'b [u8],
}

impl<'b> Lines<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        Self { bytes, at: 0, line: 1 }
    }

    /// The stretch of a row that the reader has just passed, and that ends before byte `end`.
    pub(super) fn stretch(&mut self, record: &ByteRecord, end: u64) -> Stretch<'b> {
        let place = |byte: u64| usize::try_from(byte).unwrap_or(usize::MAX).min(self.bytes.len());
        let end = place(end);
        let start = record.position().map_or(self.at, |position| place(position.byte()));
        let row = self.bytes.get(start..end).unwrap_or_default();
        let blank = row.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let start = start.saturating_add(blank);
        let passed =
            line_ends(self.bytes.get(self.at..start).unwrap_or_default(), self.bytes.get(start).copied());
        self.line = self.line.saturating_add(passed);
        self.at = start;
        Stretch { line: self.line, bytes: self.bytes.get(start..end).unwrap_or_default() }
    }
}

/// How many lines end in these bytes, before `next`. A line ends with LF, CRLF or, on old machines, CR.
fn line_ends(bytes: &[u8], next: Option<u8>) -> u64 {
    let after = bytes.iter().skip(1).copied().map(Some).chain([next]);
    let ends = bytes.iter().zip(after).filter(|(byte, after)| match byte {
        b'\n' => true,
        b'\r' => *after != Some(b'\n'),
        _ => false,
    });
    u64::try_from(ends.count()).unwrap_or(u64::MAX)
}

impl Stretch<'_> {
    /// Refuses a row whose quotes do not fit, or that has more or fewer cells than the header.
    pub(super) fn check(&self, delimiter: u8, cells: usize, columns: usize) -> Result<(), String> {
        self.quotes(delimiter)?;
        if cells == columns {
            return Ok(());
        }
        let lines = line_ends(self.bytes.trim_ascii_end(), None);
        let until = match lines {
            0 => String::new(),
            more => format!(", and goes on to line {}", self.line.saturating_add(more)),
        };
        Err(format!("the row has {}, the header {columns}{until}", cells_are(cells)))
    }

    /// Refuses a quote that is never closed, and one that closes before its cell ends.
    fn quotes(&self, delimiter: u8) -> Result<(), String> {
        #[derive(Clone, Copy)]
        enum In {
            Start,
            Bare,
            Quotes,
            Closed,
        }
        let mut now = In::Start;
        let mut line = self.line;
        for (place, &byte) in self.bytes.iter().enumerate() {
            let ends = byte == delimiter || matches!(byte, b'\r' | b'\n');
            let after = self.bytes.get(place.saturating_add(1)).copied();
            line = line.saturating_add(line_ends(&[byte], after));
            now = match now {
                In::Start | In::Closed if byte == b'"' => In::Quotes,
                In::Quotes if byte == b'"' => In::Closed,
                In::Quotes => In::Quotes,
                In::Start | In::Bare | In::Closed if ends => In::Start,
                In::Closed => {
                    return Err(format!(
                        "on line {line} a quoted cell goes on behind its closing quote: double the quotes inside it"
                    ));
                }
                In::Start | In::Bare => In::Bare,
            };
        }
        match now {
            In::Quotes => {
                Err("a quote is opened and never closed: the file is read to its end in search of it"
                    .to_owned())
            }
            _ => Ok(()),
        }
    }
}

fn cells_are(cells: usize) -> String {
    if cells == 1 { "1 column".to_owned() } else { format!("{cells} columns") }
}
