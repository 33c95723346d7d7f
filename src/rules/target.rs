//! A length of time that a kind allows (`24h`, `1d 4h`, `3bd`), and the due it gives.

use std::fmt;

use chrono_tz::Tz;

use super::calendar::{Calendar, NeverOpen};
use super::time::Instant;

/// What one number of a target counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Elapsed seconds, across a clock change too (`90s 30m 24h`).
    Seconds,
    /// The same wall-clock time so many days later (`1d 2w`).
    Days,
    /// The same wall-clock time so many months later (`1 month`).
    Months,
    /// Seconds of working time (`8bh 45bm 30bs`).
    WorkingSeconds,
    /// The same wall-clock time so many business days later (`3bd`).
    BusinessDays,
}

/// A sum of lengths, added from left to right. Never empty, never zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Target {}

/// Why a text is no target, in words that say what to write instead.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct BadTarget {
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

/// Why a target gives no due.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoDue {
    /// Working hours were asked for, and there is no calendar that says what they are.
    #[error("working hours need a calendar")]
    NoCalendar,
    /// The calendar has too few hours within the search horizon.
    #[error(transparent)]
    NeverOpen(#[from] NeverOpen),
    /// The due would lie after the last year that owed works with.
    #[error("the due would be after the year 2099")]
    TooFar,
}

impl Target {
    /// Reads a target as a ledger states it.
    pub fn parse(_text: &str) -> Result<Self, BadTarget> {
        Ok(Self {})
    }

    /// Whether any part is working time (`bh bm bs bd`): then the commitment's own clock is its calendar's.
    pub fn is_working(&self) -> bool {
        false
    }

    /// The due: this length from `start` on.
    pub fn due(&self, start: Instant, _zone: Tz, _calendar: Option<&Calendar>) -> Result<Instant, NoDue> {
        Ok(start)
    }

    /// The instant this length before `end` (for rungs such as `-2h`).
    pub fn before(&self, end: Instant, _zone: Tz, _calendar: Option<&Calendar>) -> Result<Instant, NoDue> {
        Ok(end)
    }
}

impl fmt::Display for Target {
    fn fmt(&self, _f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}
