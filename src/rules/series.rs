//! A series: promises that are made again and again, each of which follows the one before (`docs/rules.md`, "Again and
//! again").

use chrono_tz::Tz;

use super::calendar::Calendar;
use super::commitment::{Basis, Commitment, Id};
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
            from: commitment.every_from.unwrap_or(commitment.due),
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

/// Returns true if a commitment is the next one in the series of another.
pub fn continues(next: &Commitment<'_>, before: Id) -> bool {
    next.every.is_some() && next.follows == Some(before)
}
