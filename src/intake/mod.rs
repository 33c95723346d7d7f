//! Readers for import: from another system's records to what a ledger could hold.
//!
//! Bytes in, rows out. Nothing here opens a file, reads a clock or knows a ledger: the caller decides which kind has a
//! target, what is already present, and what becomes of a row without a due.

pub mod csv;
pub mod dates;
mod field;
pub mod map;
mod time;

use std::collections::{BTreeSet, HashSet};
use std::rc::Rc;

use chrono_tz::Tz;

use crate::error::Result;
use crate::rules::commitment::Class;
use crate::rules::time::Instant;

pub use field::Field;
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
    /// What became of it, as the other system says.
    pub state: State,
    /// What was said meanwhile, in order; without an instant it is of when the promise was made.
    pub notes: Vec<(Option<Instant>, String)>,
}

/// What became of a commitment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// It is open.
    Open,
    /// It was done.
    Done(Closing),
    /// The customer no longer wanted it; without a closing, when is not known.
    Cancelled(Option<Closing>),
    /// It is no promise any more where it came from (cancelled, deleted), and why: nothing new comes in. An open one that
    /// came from there before has changed.
    Gone(Option<Closing>, Rc<str>),
}

/// When and how a commitment was closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closing {
    /// The instant. It may lie before `made`: clocks differ, and a fact is taken as it is.
    pub at: Instant,
    /// The last instant that it may stand for: the end of the day, if only a day was written.
    pub last: Instant,
    /// What came of it.
    pub note: Option<String>,
}

impl State {
    /// Returns the closing of what was done.
    pub fn done(&self) -> Option<&Closing> {
        if let Self::Done(closing) = self { Some(closing) } else { None }
    }
}

/// A row that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The line of the file that it begins on, from 1.
    pub line: u64,
    /// What is wrong with it, and what to write instead; one line, sanitized.
    pub why: Rc<str>,
}

/// The contents of a file. Every row is in one of the three lists, in the order of the file; blank rows are in none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Read {
    /// The rows that were read.
    pub rows: Vec<Incoming>,
    /// The rows that are no promise: they fail no import.
    pub left_out: Vec<LeftOut>,
    /// The rows that could not be read: they fail it, unless such rows are skipped.
    pub bad: Vec<LeftOut>,
    /// The fields that the file knows: what it does not know has not changed.
    pub fields: BTreeSet<Field>,
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
