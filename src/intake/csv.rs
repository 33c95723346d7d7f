//! Comma-separated values with a header line, as spreadsheets and help desks write them.
//!
//! A file is somebody's record of their promises, so no row may vanish or change silently: misplaced quotes, with which
//! a lenient reader would swallow the next row, are reported.

mod lines;

use std::io::{self, Read};

use ::csv::{ReaderBuilder, StringRecord};

use super::map::{Columns, Map};
use super::preset::{Notes, Preset};
use super::sheet::{Cells, Record, Records, Sheet, Unread};
use super::{Open, Options, Source, bytes};
use crate::error::{Error, Result};
use crate::text;

use lines::Lines;

pub(super) const SOURCE: Source = Source {
    name: "csv",
    help: "Comma-separated values with a header line",
    open: Open::Table(open),
    fits: |text, options| open(text, options).is_ok_and(|sheet| finds(options, &sheet.headings).is_ok()),
    preset: &Preset {
        columns: &[],
        status: &[],
        rules: &[],
        tags: &[',', ';'],
        notes: Notes::Plain,
        due: None,
        to_nobody: None,
        is_system: false,
    },
};

/// The possible delimiters.
const DELIMITERS: [u8; 3] = *b",;\t";

/// The most columns of a file: one with more is no table that a person has seen.
const MOST_COLUMNS: usize = 10_000;

/// A file of rows.
struct File<'t> {
    /// The text from the header on.
    text: &'t str,
    /// The line of the header, from 1.
    first: u64,
    delimiter: u8,
    columns: usize,
}

/// Reads the header of a file.
///
/// The delimiter is the one of comma, semicolon and tab that divides the header into the most columns, or what Excel
/// says above it (`sep=;`). Column names lose the blanks around them.
///
/// # Errors
///
/// A file without a header, and one whose header two delimiters divide alike.
pub(super) fn open<'t>(text: &'t str, options: &Options) -> Result<Sheet<'t>> {
    let (asked, first, text) = match separator(text) {
        Some((said, rest)) => (Some(said), 2, rest),
        None => (None, 1, text),
    };
    let (delimiter, headings) = header(text, first, options.delimiter.or(asked))?;
    if headings.len() > MOST_COLUMNS {
        return Err(Error::new(format!("the file has {} columns", headings.len())).hint(format!(
            "at most {MOST_COLUMNS} are read; name what stands between two with --delimiter"
        )));
    }
    let columns = headings.len();
    let records = Box::new(File { text, first, delimiter, columns });
    Ok(Sheet {
        headings,
        records,
        said: Vec::new(),
        dropped: Vec::new(),
        kept: Vec::new(),
        absent: Vec::new(),
    })
}

/// Finds the columns of a file of which nothing is known but what the caller says.
fn finds(options: &Options, headings: &[String]) -> Result<Columns> {
    let map = options.map.clone().over(Map::by_name());
    let map = options.events.iter().fold(map, |map, events| events.over(map));
    map.columns(headings, options.events.is_none())
}

/// Returns true if a text is a table with all of these headings.
pub(super) fn has(text: &str, options: &Options, headings: &[&str]) -> bool {
    open(text, options).is_ok_and(|sheet| {
        headings.iter().all(|heading| sheet.headings.iter().any(|name| name.eq_ignore_ascii_case(heading)))
    })
}

/// Returns what a table lacks to be read; of a text of one column nothing is said.
pub(super) fn lacks(text: &str, options: &Options) -> Option<Error> {
    let sheet = open(text, options).ok().filter(|sheet| sheet.headings.len() > 1)?;
    finds(options, &sheet.headings).err()
}

/// Returns the delimiter that a line of Excel's says, `sep=;`, and the text after it.
fn separator(text: &str) -> Option<(u8, &str)> {
    let rest = text.strip_prefix("sep=").or_else(|| text.strip_prefix("\"sep="))?;
    let (line, rest) = rest.split_once('\n')?;
    match line.trim_end_matches(['\r', '"']).as_bytes() {
        [delimiter] => Some((*delimiter, rest)),
        _ => None,
    }
}

impl Records for File<'_> {
    /// Passes over the rows. Blank ones are none.
    fn each(&self, take: &mut dyn FnMut(Record<'_>) -> Result<()>) -> Result<()> {
        let mut records = records(self.text, self.delimiter);
        let mut lines = Lines::new(self.text.as_bytes(), self.first);
        let mut record = StringRecord::new();
        let mut is_header = true;
        while next(&mut records, &mut record, || lines.next_line())? {
            let stretch = lines.stretch(records.position().byte())?;
            if std::mem::take(&mut is_header) || record.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            let bad = stretch.check(self.delimiter, record.len(), self.columns).err();
            let bad = bad.map(|why| Unread::Bad(why, None));
            let cells = bad.as_ref().map_or(Ok(Cells::Csv(&record)), Err);
            take(Record { line: stretch.line, cells })?;
        }
        Ok(())
    }
}

/// Returns the delimiter, and the names of the columns.
fn header(text: &str, first: u64, delimiter: Option<u8>) -> Result<(u8, Vec<String>)> {
    let mut best: (u8, Vec<String>) = (b',', Vec::new());
    let mut equal = None;
    for delimiter in delimiter.map_or(DELIMITERS.to_vec(), |delimiter| vec![delimiter]) {
        let mut record = StringRecord::new();
        if !next(&mut records(text, delimiter), &mut record, || first)? {
            continue;
        }
        if record.len() > best.1.len() {
            best = (delimiter, record.iter().map(|name| name.trim().to_owned()).collect());
            equal = None;
        } else if record.len() == best.1.len() && record.len() > 1 {
            equal = Some(delimiter);
        }
    }
    if best.1.iter().all(String::is_empty) {
        return Err(Error::new("the file is empty").hint("the first line must name the columns"));
    }
    if let Some(equal) = equal {
        let both = [best.0, equal].map(|delimiter| text::quote(&char::from(delimiter).to_string()));
        return Err(Error::new(format!("{} and {} divide the first line alike", both[0], both[1]))
            .hint("say with --delimiter what stands between two columns: , ; or tab"));
    }
    Ok(best)
}

fn records(text: &str, delimiter: u8) -> ::csv::Reader<Bounded<'_>> {
    let bounded = Bounded { rest: text.as_bytes(), left: 0 };
    ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(bounded)
}

/// A text of which no more is read for one row than is allowed.
struct Bounded<'t> {
    rest: &'t [u8],
    left: usize,
}

impl Read for Bounded<'_> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 && !self.rest.is_empty() {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let most = room.len().min(self.left);
        let count = self.rest.read(room.get_mut(..most).ok_or(io::ErrorKind::InvalidInput)?)?;
        self.left = self.left.saturating_sub(count);
        Ok(count)
    }
}

/// Reads the next row, which begins on `line`.
///
/// # Errors
/// It is larger than any row; nothing else of a text in memory can fail.
fn next(
    records: &mut ::csv::Reader<Bounded<'_>>,
    record: &mut StringRecord,
    line: impl Fn() -> u64,
) -> Result<bool> {
    records.get_mut().left = bytes::LONGEST_ROW;
    records.read_record(record).map_err(|_| {
        Error::new(format!("line {}: a row of more than 4 MiB", line()))
            .hint("a quote in it may not be closed; or this is no table")
    })
}

#[cfg(test)]
mod tests;
