//! Readers for import: from another system's records to what a ledger could hold.
//!
//! Bytes in, rows out. Nothing here opens a file, reads a clock or knows a ledger: the caller decides which kind has a
//! target, what is already present, and what becomes of a row without a due.
//!
//! A **source** is a reader, from text to a [`sheet::Sheet`] of named cells, and a [`preset::Preset`], a table that says
//! what they are. All after that is one way for all of them: the [`Map`] (the preset, over it the config file, over it
//! the command line), the dates of a column judged by the whole column, and a record that becomes an [`Incoming`].

pub mod bytes;
pub mod csv;
pub mod dates;
mod field;
mod guess;
mod history;
mod ics;
mod jira;
mod json;
pub mod map;
mod mapped;
mod objects;
mod preset;
mod reader;
mod row;
mod sheet;
#[cfg(test)]
mod shown;
mod state;
mod taskwarrior;
mod todotxt;
mod words;
mod zendesk;

use std::collections::{BTreeSet, HashSet};
use std::rc::Rc;

use crate::error::Result;
use crate::rules::commitment::{Class, Commitment, Event};
use crate::rules::time::Instant;

use dates::Dates;
use preset::Preset;
use sheet::Sheet;

pub use field::Field;
pub use guess::guess;
pub use history::Events;
pub use map::Map;
pub use mapped::Mapped;
pub use reader::File;
pub use state::{Closing, State};

/// Every source, as the help lists them: a new source is a file beside the others, and a line here (with its `mod`).
const ALL: &[Source] = &[
    csv::SOURCE,
    ics::SOURCE,
    jira::SOURCE,
    json::SOURCE,
    json::LINES,
    taskwarrior::SOURCE,
    todotxt::SOURCE,
    zendesk::SOURCE,
];

/// A format of another system.
#[derive(Debug, Clone, Copy)]
pub struct Source {
    /// Its name on the command line.
    pub name: &'static str,
    /// Its line in the help.
    pub help: &'static str,
    /// Returns true if a text can be a file of it.
    fits: fn(&str, &Options) -> bool,
    /// Reads the text of a file.
    open: Open,
    /// What is known of it.
    preset: &'static Preset,
}

/// How a source is read.
#[derive(Debug, Clone, Copy)]
enum Open {
    /// As named cells, which are mapped.
    Table(for<'t> fn(&'t str, &Options) -> Result<Sheet<'t>>),
    /// As whole commitments.
    Commitments(fn(&str) -> Result<Rest>),
}

/// Returns every source.
pub const fn sources() -> &'static [Source] {
    ALL
}

impl Source {
    /// Returns what is known of its columns; whole commitments have none.
    pub fn map(&self) -> Map {
        match self.open {
            Open::Commitments(_) => Map::default(),
            Open::Table(_) => self.preset.map(),
        }
    }
}

/// How a file is read.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// What stands before the names of the other system; without it the source's own name, if it has one.
    pub system: Option<String>,
    /// The columns, and what is said about them.
    pub map: Map,
    /// What stands between two cells; without it the first line says.
    pub delimiter: Option<u8>,
    /// How dates are written; without it the column says.
    pub dates: Option<Dates>,
    /// The columns of an event file; without them a row is a commitment.
    pub events: Option<Events>,
    /// When it is read: what does not say when it was promised was promised by now.
    pub now: Instant,
}

impl Options {
    /// Returns true if anything is said about columns, words or dates.
    fn says_how(&self) -> bool {
        let is_mapped = self.map != Map::default() || self.events.is_some();
        is_mapped || self.dates.is_some() || self.delimiter.is_some()
    }
}

/// One commitment as another system knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incoming {
    /// The line of the file that it begins on, from 1.
    pub line: u64,
    /// Its name in the other system.
    pub reference: Option<String>,
    /// The person or company it is owed to; never empty.
    pub to: String,
    /// What is owed; never empty.
    pub what: String,
    /// Its kind.
    pub kind: Option<String>,
    /// Who has to keep it.
    pub owner: Option<String>,
    /// Whose interest it is.
    pub class: Option<Class>,
    /// Labels, none of them twice.
    pub tags: Vec<String>,
    /// How to reach the customer.
    pub contact: Option<String>,
    /// When it was promised.
    pub made: Instant,
    /// When the customer asked, if that was not when it was promised.
    pub asked: Option<Instant>,
    /// The last instant that `asked`, or else `made`, may stand for: the end of the day, if only a day was written.
    pub begun_by: Instant,
    /// When it is due. A row without a due is not a commitment, unless its kind has a target.
    pub due: Option<Instant>,
    /// What became of it, as the other system says.
    pub state: State,
    /// What was said meanwhile, in order; without an instant it is of when the promise was made.
    pub notes: Vec<(Option<Instant>, String)>,
    /// What happened to it besides, where that is known event by event.
    pub history: Vec<Happening>,
    /// What else the other system knows: kept, and never judged.
    pub extra: Vec<(String, serde_json::Value)>,
}

/// An event of a commitment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happening {
    /// The line of the file that it is on, from 1.
    pub line: u64,
    /// The event.
    pub event: Event<'static>,
    /// The last instant that its own may stand for: the end of the day, if only a day was written.
    pub last: Instant,
    /// Whether its due was written; if it has one and it was not, it has to be counted from the event.
    pub has_due: bool,
}

/// A row that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The line of the file that it begins on, from 1.
    pub line: u64,
    /// What is wrong with it, and what to write instead: one line, sanitized, the same for rows with the same fault.
    pub why: Rc<str>,
    /// What stands there, quoted.
    pub value: Option<Box<str>>,
}

impl LeftOut {
    /// Returns a row of which no text has to be shown.
    pub fn new(line: u64, why: impl Into<Rc<str>>) -> Self {
        Self { line, why: why.into(), value: None }
    }
}

/// The contents of a file. Every row is in one of the three lists, in the order of the file; blank rows are in none.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Read {
    /// The rows that were read.
    pub rows: Vec<Incoming>,
    /// Whole commitments, as another ledger has them, with the line of each.
    pub whole: Vec<(u64, Box<Commitment<'static>>)>,
    /// Events of commitments that the file does not make, by their names in the other system.
    pub events: Vec<(String, Vec<Happening>)>,
    /// The rows that are no promise: they fail no import.
    pub left_out: Vec<LeftOut>,
    /// The rows that could not be read: they fail it, unless such rows are skipped.
    pub bad: Vec<LeftOut>,
    /// The fields that the file knows: what it does not know has not changed.
    pub fields: BTreeSet<Field>,
    /// How its columns were read, a line each, for the person who imports it.
    pub said: Vec<String>,
}

/// What is in a file besides its rows, in the order of the file.
#[derive(Debug, Default)]
pub struct Rest {
    /// Whole commitments, as another ledger has them, with the line of each.
    pub whole: Vec<(u64, Box<Commitment<'static>>)>,
    /// Events of commitments that the file does not make, by their names in the other system.
    pub events: Vec<(String, Vec<Happening>)>,
    /// The rows that are no promise: they fail no import.
    pub left_out: Vec<LeftOut>,
    /// The rows that could not be read: they fail it, unless such rows are skipped.
    pub bad: Vec<LeftOut>,
}

/// Reasons why rows are left out, each kept once: a file may have one for a hundred thousand rows.
#[derive(Debug, Default)]
pub struct Reasons(HashSet<Rc<str>>);

impl Reasons {
    /// Returns the reason, shared with equal ones.
    pub fn keep(&mut self, why: &str) -> Rc<str> {
        if let Some(known) = self.0.get(why) {
            return Rc::clone(known);
        }
        let kept: Rc<str> = why.into();
        self.0.insert(Rc::clone(&kept));
        kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_of_many_rows_is_kept_once() {
        let mut reasons = Reasons::default();
        let [one, other, again] = ["no due", "no to", "no due"].map(|why| reasons.keep(why));
        assert_eq!((&*one, &*other), ("no due", "no to"));
        assert!(Rc::ptr_eq(&one, &again));
    }
}
