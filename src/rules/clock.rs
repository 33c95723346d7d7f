//! The own clock of a commitment: the time that its own calendar counts, or simply elapsed time.

use std::borrow::Cow;

use chrono_tz::Tz;

use super::calendar::{Calendar, NeverOpen};
use super::target::Target;
use super::time::Instant;

/// How late something is, in seconds: by the wall, and on its own clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lateness {
    /// Elapsed seconds.
    pub wall: i64,
    /// Seconds of its own clock; `None` if that is the working time of a calendar that the ledger has no longer.
    pub own: Option<i64>,
    /// Whether its own clock counts working time.
    pub is_working: bool,
}

/// The time that counts for one commitment.
#[expect(clippy::large_enum_variant, reason = "made where it is used, one at a time; a box would cost more")]
#[derive(Debug, Clone, PartialEq)]
pub enum OwnClock<'a> {
    /// Every second.
    Elapsed,
    /// The open seconds of a calendar.
    Working(Cow<'a, Calendar>),
}

impl<'a> OwnClock<'a> {
    /// Returns whether it counts as another does, whatever their calendars are called.
    pub fn is_like(&self, other: &OwnClock<'_>) -> bool {
        match (self, other) {
            (Self::Elapsed, OwnClock::Elapsed) => true,
            (Self::Working(one), OwnClock::Working(other)) => one.is_like(other),
            _ => false,
        }
    }

    /// Returns the working time of the calendar if the target was in `bh`, `bm`, `bs` or `bd`, else elapsed seconds.
    ///
    /// Without a calendar a working day is Monday to Friday in `zone`, as it was when the due was counted.
    pub fn of(target: Option<Target>, calendar: Option<&'a Calendar>, zone: Tz) -> Self {
        if !target.is_some_and(|target| target.is_working()) {
            return Self::Elapsed;
        }
        Self::Working(match calendar {
            Some(calendar) => Cow::Borrowed(calendar),
            None => Cow::Owned(Calendar::monday_to_friday(zone)),
        })
    }

    /// Returns true if it is the working time of a calendar.
    pub const fn is_working(&self) -> bool {
        matches!(self, Self::Working(_))
    }

    /// Returns the seconds on this clock from `start` to `end`; 0 if `end` is not after `start`.
    pub fn elapsed(&self, start: Instant, end: Instant) -> i64 {
        match self {
            Self::Elapsed => end.since(start).max(0),
            Self::Working(calendar) => calendar.elapsed(start, end),
        }
    }

    /// Returns the earliest instant at which `seconds` have passed on this clock since `start`; with a negative number
    /// the latest instant from which as many pass until `start`.
    ///
    /// # Errors
    ///
    /// [`NeverOpen`] if the calendar has fewer open seconds within ten years.
    pub fn plus(&self, start: Instant, seconds: i64) -> Result<Instant, NeverOpen> {
        match self {
            Self::Elapsed => Ok(start.plus(seconds)),
            Self::Working(calendar) if seconds < 0 => calendar.before(start, seconds.saturating_neg()),
            Self::Working(calendar) => calendar.due(start, seconds),
        }
    }
}

#[cfg(test)]
mod tests;
