//! A series: promises that are made again and again, each of which follows the one before (`docs/rules.md`, "Again and
//! again").

use chrono_tz::Tz;

use super::calendar::Calendar;
use super::commitment::{Basis, Commitment};
use super::every::Every;
use super::policy::Policy;
use super::time::Instant;

/// The series of a commitment.
#[derive(Debug, Clone, Copy)]
pub struct Series<'p> {
    /// How often it is promised again.
    pub every: Every,
    /// Its first original due.
    pub from: Instant,
    /// The calendar that counts its business days.
    pub calendar: &'p Calendar,
    zone: Tz,
}

/// The next due of a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Next {
    /// The due.
    pub due: Instant,
    /// How many before it were past already.
    pub skipped: usize,
}

impl<'p> Series<'p> {
    /// Returns the series of a commitment that is judged by `basis`; `None` if it is promised once.
    pub fn of(commitment: &Commitment<'_>, basis: Basis<'_>, policy: &'p Policy) -> Option<Self> {
        Some(Self {
            every: commitment.every?,
            from: first_due(commitment),
            calendar: policy.calendar_of(basis),
            zone: policy.zone,
        })
    }

    /// Returns the next due after an original due that is not past at `now`; `None` if none is supported.
    pub fn next(&self, due: Instant, now: Instant) -> Option<Next> {
        let mut next = Next { due: self.after(due)?, skipped: 0 };
        while next.due < now {
            next = Next { due: self.after(next.due)?, skipped: next.skipped.saturating_add(1) };
        }
        Some(next)
    }

    fn after(&self, due: Instant) -> Option<Instant> {
        self.every.after(due, self.from, self.zone, self.calendar)
    }
}

/// Returns true if a commitment is the next one in the series of another. What follows it and begins a series of its own
/// (`--follows`, `--every`) has another first due and other words. `change --every` of the next one leaves the words, and who
/// edits the words leaves the first due.
pub fn continues(next: &Commitment<'_>, before: &Commitment<'_>) -> bool {
    next.every.is_some()
        && next.follows == Some(before.id)
        && next.id != before.id
        && (first_due(next) == first_due(before) || next.what == before.what)
}

fn first_due(commitment: &Commitment<'_>) -> Instant {
    commitment.every_from.unwrap_or(commitment.due)
}
