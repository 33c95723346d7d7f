//! Readers for import: from another system's records to what a ledger could hold.
//!
//! Bytes in, rows out. Nothing here opens a file, reads a clock or knows a ledger: the caller decides which kind has a
//! target, what is already present, and what becomes of a row without a due.

pub mod csv;
mod field;
pub mod map;
mod time;

use std::collections::HashSet;
use std::rc::Rc;

use chrono_tz::Tz;

use crate::error::Result;
use crate::rules::commitment::Class;
use crate::rules::time::Instant;

pub use map::Map;

/// Every source, as the help lists them: a new source is a file beside the others, and a line here (with its `mod`).
const ALL: &[Source] = &[csv::SOURCE];

/// A format of another system, and its reader.
#[derive(Debug, Clone, Copy)]
pub struct Source {
    /// Its name on the command line.
    pub name: &'static str,
    /// Its line in the help.
    pub help: &'static str,
    /// Reads a file of this format; a time without an offset is local in the zone.
    pub read: fn(&[u8], &Map, Tz) -> Result<Read>,
}

/// Returns every source.
pub const fn sources() -> &'static [Source] {
    ALL
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
    /// When it is due. A row without a due is not a commitment, unless its kind has a target.
    pub due: Option<Instant>,
    /// When it was done. It may lie before `made`: clocks differ, and a fact is taken as it is.
    pub done: Option<Instant>,
    /// The last instant that `done` may stand for: the end of the day, if only a day was written.
    pub done_last: Option<Instant>,
}

/// A row that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The line of the file that it begins on, from 1.
    pub line: u64,
    /// What is wrong with it, and what to write instead; one line, sanitized.
    pub why: Rc<str>,
}

/// The contents of a file. Every row is in one of the two lists, in the order of the file; blank rows are in neither.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Read {
    /// The rows that were read.
    pub rows: Vec<Incoming>,
    /// The rows that were left out.
    pub left_out: Vec<LeftOut>,
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
