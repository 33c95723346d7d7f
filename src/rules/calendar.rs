//! Working time: when a calendar is open, and the two calculations over that.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::time::Instant;

/// A stretch of a local day, `[open, close)` in seconds since its midnight; `close` may be 86 400.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hours {
    /// The first second that is open.
    pub open: u32,
    /// The first second that is not.
    pub close: u32,
}

/// A day that is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holiday {
    /// That one date.
    Date(NaiveDate),
    /// That month and day of every year.
    Yearly(u32, u32),
}

/// When a team works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// The name it has in the ledger.
    pub name: String,
    /// The zone its hours are local to.
    pub zone: Tz,
    /// The hours of each weekday, Monday first.
    pub week: [Vec<Hours>; 7],
    /// Whole days that are closed.
    pub holidays: Vec<Holiday>,
    /// The hours of single dates; they win over a holiday.
    pub special: BTreeMap<NaiveDate, Vec<Hours>>,
}

/// The calendar is not open for long enough within ten years.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("calendar {calendar:?} has too few open hours in the ten years after {from}")]
pub struct NeverOpen {
    /// Its name.
    pub calendar: String,
    /// Where the search began.
    pub from: String,
}

impl Calendar {
    /// Monday to Friday, whole days: what a business day is when the ledger has no calendar.
    pub fn monday_to_friday(zone: Tz) -> Self {
        let day = vec![Hours { open: 0, close: 86_400 }];
        let week = [day.clone(), day.clone(), day.clone(), day.clone(), day, Vec::new(), Vec::new()];
        Self { name: "Monday to Friday".to_owned(), zone, week, holidays: Vec::new(), special: BTreeMap::new() }
    }

    /// The earliest instant with `elapsed(start, due) = seconds`.
    pub fn due(&self, start: Instant, _seconds: i64) -> Result<Instant, NeverOpen> {
        Ok(start)
    }

    /// Real seconds inside open periods between two instants; 0 if `end` is not after `start`.
    pub fn elapsed(&self, _start: Instant, _end: Instant) -> i64 {
        0
    }

    /// The last closing of a local date, `None` if it is closed all day.
    pub fn last_closing(&self, _date: NaiveDate) -> Option<Instant> {
        None
    }
}
