//! Working time: when a calendar is open, and the two calculations over that, `due` and `elapsed`.
//!
//! Everything follows from one lazy sequence, the open periods in the order of time ([`Calendar::open_from`]).
//! The shape is that of the Ruby library biz. Nothing here reads a clock.

mod business;
mod check;
mod hours;
mod periods;
mod skipped;

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};
use chrono_tz::Tz;

use super::time::Instant;

pub use check::BadCalendar;
pub use hours::{Holiday, Hours};
pub use periods::{HoursOn, Period};
pub use skipped::Why;

/// How far a search for open hours goes before it gives up.
const HORIZON: Days = Days::new(3653);

/// When a team works.
///
/// [`Calendar::new`] checks one; the fields are open for whoever needs to look at them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// The name it has in the ledger.
    pub name: String,
    /// The zone its hours are local to.
    pub zone: Tz,
    /// The hours of each weekday, Monday first, in order and not overlapping.
    pub week: [Vec<Hours>; 7],
    /// Whole days that are closed.
    pub holidays: Vec<Holiday>,
    /// The hours of single dates; they win over a holiday.
    pub special: BTreeMap<NaiveDate, Vec<Hours>>,
}

/// The calendar is not open for long enough within ten years.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("calendar {calendar:?} has too few open hours within ten years of {from}")]
pub struct NeverOpen {
    /// Its name.
    pub calendar: String,
    /// Where the search began.
    pub from: String,
}

impl Calendar {
    /// Monday to Friday, whole days: what a business day is when the ledger has no calendar.
    pub fn monday_to_friday(zone: Tz) -> Self {
        let day = || vec![Hours::WHOLE_DAY];
        let week = [day(), day(), day(), day(), day(), Vec::new(), Vec::new()];
        Self {
            name: "Monday to Friday".to_owned(),
            zone,
            week,
            holidays: Vec::new(),
            special: BTreeMap::new(),
        }
    }

    /// The earliest instant with `elapsed(start, due) = seconds`.
    ///
    /// A start outside the hours rolls forward by itself, and a due that falls on a closing is that closing.
    ///
    /// # Errors
    /// [`NeverOpen`] if the ten years after `start` have fewer open seconds.
    pub fn due(&self, start: Instant, seconds: i64) -> Result<Instant, NeverOpen> {
        if seconds <= 0 {
            return Ok(start);
        }
        let mut left = seconds;
        for period in self.open_from(start) {
            let open = period.open.max(start);
            let here = period.close.since(open);
            if left <= here {
                return Ok(open.plus(left));
            }
            left = left.saturating_sub(here);
        }
        Err(self.never_open(start))
    }

    /// The latest instant with `elapsed(start, end) = seconds`: the mirror of [`Calendar::due`].
    ///
    /// # Errors
    /// [`NeverOpen`] if the ten years before `end` have fewer open seconds.
    pub fn before(&self, end: Instant, seconds: i64) -> Result<Instant, NeverOpen> {
        if seconds <= 0 {
            return Ok(end);
        }
        let mut left = seconds;
        for period in self.open_until(end) {
            let close = period.close.min(end);
            let here = close.since(period.open);
            if left <= here {
                return Ok(close.plus(left.saturating_neg()));
            }
            left = left.saturating_sub(here);
        }
        Err(self.never_open(end))
    }

    /// Real seconds inside open periods between two instants; 0 if `end` is not after `start`.
    ///
    /// Time outside the years that owed works with does not count.
    pub fn elapsed(&self, start: Instant, end: Instant) -> i64 {
        let (start, end) = (start.max(Instant::FIRST), end.min(Instant::LAST));
        if end <= start {
            return 0;
        }
        let (first, last) = (self.first_day(start), self.last_day(end));
        self.open_between(first, last)
            .map(|period| period.within(start, end))
            .fold(0, |sum: i64, seconds| sum.saturating_add(seconds))
    }

    /// Whether it is open at that instant. The closing itself is outside.
    pub fn is_open(&self, at: Instant) -> bool {
        self.open_between(self.first_day(at), self.last_day(at)).any(|period| period.has(at))
    }

    /// The first open instant at or after this one: where a start outside the hours rolls to.
    ///
    /// # Errors
    /// [`NeverOpen`] if nothing opens within ten years.
    pub fn next_open(&self, at: Instant) -> Result<Instant, NeverOpen> {
        let next = self.open_from(at).next().map(|period| period.open.max(at));
        next.ok_or_else(|| self.never_open(at))
    }

    /// The last closing of a local date, `None` if it is closed all day.
    pub fn last_closing(&self, date: NaiveDate) -> Option<Instant> {
        self.hours_on(date).next_back().map(|period| period.close)
    }

    /// Whether a local date has an open period, which is what makes it a business day.
    pub fn is_open_on(&self, date: NaiveDate) -> bool {
        self.hours_on(date).next().is_some()
    }

    /// The hours that the rules give a local date: special ones first, then none on a holiday, then the week's.
    pub fn rule_for(&self, date: NaiveDate) -> &[Hours] {
        if let Some(special) = self.special.get(&date) {
            return special;
        }
        let week = self.week_on(date);
        // Most days that are closed are weekends: they need no look at the holidays.
        if week.is_empty() || self.is_holiday(date) { &[] } else { week }
    }

    fn week_on(&self, date: NaiveDate) -> &[Hours] {
        let weekday = usize::try_from(date.weekday().num_days_from_monday()).unwrap_or_default();
        self.week.get(weekday).map_or(&[], Vec::as_slice)
    }

    fn is_holiday(&self, date: NaiveDate) -> bool {
        self.holidays.iter().any(|holiday| holiday.is_on(date))
    }

    fn never_open(&self, from: Instant) -> NeverOpen {
        NeverOpen { calendar: self.name.clone(), from: from.date_in(self.zone).to_string() }
    }
}

#[cfg(test)]
mod examples;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod words;
