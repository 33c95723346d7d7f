//! What every reader of a format yields: headings, and records of text cells.
//!
//! A record is lent, not given: a file of a million rows is passed over twice (the dates of a column are judged before
//! the first is read), and never held as a whole.

use ::csv::StringRecord;
use serde_json::Value;

use crate::error::Result;

/// Words that stand for nothing in a cell, whatever its field.
const NOTHING: [&str; 8] = ["-", "--", "n/a", "na", "null", "nil", "none", "\\n"];

/// The contents of a file.
pub struct Sheet<'b> {
    /// The names of the cells, in the order of the file.
    pub headings: Vec<String>,
    /// The records below them.
    pub records: Box<dyn Records + 'b>,
    /// What a person has to know of how it was read, a line each.
    pub said: Vec<String>,
    /// The places of cells that no commitment has a key for: they are dropped, unless somebody has mapped them.
    pub dropped: Vec<usize>,
    /// The places of those that a commitment keeps under their names, unless somebody has mapped them.
    pub kept: Vec<usize>,
    /// The places of those that the format has, and no record of this file.
    pub absent: Vec<usize>,
}

/// Records that can be passed over more than once.
pub trait Records {
    /// Calls `take` with every record, in the order of the file.
    ///
    /// # Errors
    /// The file cannot be read any further.
    fn each(&self, take: &mut dyn FnMut(Record<'_>) -> Result<()>) -> Result<()>;
}

/// One record.
pub struct Record<'r> {
    /// The line of the file that it begins on, from 1.
    pub line: u64,
    /// Its cells, or why it has none.
    pub cells: Result<Cells<'r>, &'r Unread>,
}

/// Why a record is no row of cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unread {
    /// It is damaged: why, and the text that is meant.
    Bad(String, Option<String>),
    /// It is no promise.
    NoPromise(&'static str),
}

/// The cells of a record.
#[derive(Debug, Clone, Copy)]
pub enum Cells<'r> {
    /// A row of a CSV file.
    Csv(&'r StringRecord),
    /// Cells that a reader has made.
    Made(&'r Row),
}

/// A row that a reader has made.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    /// The texts of its cells.
    pub texts: Vec<String>,
    /// Values that belong to no field, each under the place of its heading: a commitment keeps them as `x-HEADING`, but
    /// for those whose column somebody has mapped.
    pub extra: Vec<(usize, Value)>,
}

impl<'r> Cells<'r> {
    /// Returns the text of the cell at a place, from 0; without one it is empty.
    pub fn get(self, place: usize) -> &'r str {
        let cell = match self {
            Self::Csv(record) => record.get(place),
            Self::Made(row) => row.texts.get(place).map(String::as_str),
        };
        cell.unwrap_or_default()
    }

    /// Returns the values that belong to no field.
    pub fn extra(self) -> &'r [(usize, Value)] {
        match self {
            Self::Csv(_) => &[],
            Self::Made(row) => &row.extra,
        }
    }
}

/// Returns true if a cell has no text, or a word that stands for nothing.
pub(super) fn says_nothing(cell: &str) -> bool {
    cell.is_empty() || (cell.len() < 5 && NOTHING.iter().any(|word| word.eq_ignore_ascii_case(cell)))
}

/// Records that a reader has made, with the line of each.
pub struct Made(pub Vec<(u64, Result<Row, Unread>)>);

impl Made {
    /// Returns true if a record has a text at a place, from 0.
    pub fn has(&self, place: usize) -> bool {
        let has = |row: &Row| row.texts.get(place).is_some_and(|text| !text.is_empty());
        self.0.iter().any(|(_, row)| row.as_ref().is_ok_and(has))
    }
}

impl Records for Made {
    fn each(&self, take: &mut dyn FnMut(Record<'_>) -> Result<()>) -> Result<()> {
        self.0
            .iter()
            .try_for_each(|(line, row)| take(Record { line: *line, cells: row.as_ref().map(Cells::Made) }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_docs_name_every_word_that_stands_for_nothing() {
        let docs = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/import.md");
        let docs = std::fs::read_to_string(docs).unwrap();
        let line = docs.lines().find(|line| line.contains("are empty, in any field")).unwrap();
        let (_, words) = line.split_once("says so. ").unwrap();
        let words: Vec<_> = words.split('`').skip(1).step_by(2).map(str::to_lowercase).collect();
        assert_eq!(words, NOTHING);
        assert!(words.iter().all(|word| says_nothing(word)));
    }
}
