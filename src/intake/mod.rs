//! Readers for import: what another system wrote down, made into what a ledger could hold.
//!
//! Bytes in, rows out. Nothing here opens a file, reads a clock or knows a ledger: which kind has a target, what
//! is there already and what becomes of a row without a due is for the caller to say.

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

/// Every source, as the help lists them: a source more is a file beside the others, and a line here (with its `mod`).
const ALL: &[Source] = &[csv::SOURCE];

/// What another system writes, and how it is read.
#[derive(Debug, Clone, Copy)]
pub struct Source {
    /// Its name on the command line.
    pub name: &'static str,
    /// Its line in the help.
    pub help: &'static str,
    /// Reads a file of it. A time without an offset is one of the zone.
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
    /// The name that the other system has for it.
    pub reference: Option<String>,
    /// The person or firm it is owed to; never empty.
    pub to: String,
    /// What is owed; never empty.
    pub what: String,
    /// What sort it is.
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
    /// When it is due. A row without one is no commitment yet, unless its kind has a target.
    pub due: Option<Instant>,
    /// When it was done. It may lie before `made`: clocks differ, and a fact is taken as it is.
    pub done: Option<Instant>,
    /// The last instant that `done` may stand for: the end of the day, if only that was written.
    pub done_last: Option<Instant>,
}

/// A row that could not be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The line of the file that it begins on, from 1.
    pub line: u64,
    /// What is wrong with it, and what to write instead; one line, safe to print.
    pub why: Rc<str>,
}

/// What a file holds. Every row is in one of the two, in the order of the file; blank rows are in neither.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Read {
    /// What can be taken.
    pub rows: Vec<Incoming>,
    /// What cannot.
    pub left_out: Vec<LeftOut>,
}

/// Reasons why rows are left out, each kept once: a file may have one for a hundred thousand rows.
#[derive(Debug, Default)]
pub struct Reasons(HashSet<Rc<str>>);

impl Reasons {
    /// The reason, as it is kept.
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
