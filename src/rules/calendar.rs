//! Working time: when a calendar is open, and the two calculations over that, `due` and `elapsed`.
//!
//! Everything follows from one lazy sequence, the open periods in the order of time ([`Calendar::open_between`]). The
//! shape is that of the Ruby library biz. Long spans are summed rather than walked through (`sums`), and a property
//! test compares the two. Nothing here reads a clock.

mod business;
mod changes;
mod check;
mod hours;
mod periods;
mod skipped;
mod spans;
mod sums;

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use chrono_tz::Tz;

use super::time::Instant;
use crate::text;

pub use check::{BadCalendar, WEEKDAYS};
pub use hours::{Holiday, Hours};

/// How far a search for open hours goes before it gives up.
const HORIZON: Days = Days::new(3653);

/// When a team works.
///
/// [`Calendar::new`] makes one, and nothing changes it after that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// Its name in the ledger.
    pub name: String,
    /// The zone its hours are local to.
    pub zone: Tz,
    /// The hours of each weekday, Monday first, in order and not overlapping.
    week: [Vec<Hours>; 7],
    /// Whole days that are closed, in order.
    holidays: Vec<Holiday>,
    /// The hours of single dates; they win over a holiday.
    special: BTreeMap<NaiveDate, Vec<Hours>>,
    sums: sums::Memo,
}

/// The error of a calendar that is not open long enough within ten years.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("calendar {} has too few open hours within ten years of {from}", text::quote(calendar))]
pub struct NeverOpen {
    /// Its name.
    pub calendar: String,
    /// Where the search began.
    pub from: String,
}

impl Calendar {
    /// Returns the calendar of business days without one in the ledger: Monday to Friday, whole days.
    pub fn monday_to_friday(zone: Tz) -> Self {
        let day = || vec![Hours::WHOLE_DAY];
        let week = [day(), day(), day(), day(), day(), Vec::new(), Vec::new()];
        Self::unchecked("Monday to Friday".to_owned(), zone, week, Vec::new(), BTreeMap::new())
    }

    /// Returns a calendar of checked hours.
    fn unchecked(
        name: String,
        zone: Tz,
        week: [Vec<Hours>; 7],
        mut holidays: Vec<Holiday>,
        special: BTreeMap<NaiveDate, Vec<Hours>>,
    ) -> Self {
        holidays.sort_unstable();
        holidays.dedup();
        Self { name, zone, week, holidays, special, sums: sums::Memo::default() }
    }

    /// Returns the hours of each weekday, Monday first, in order and not overlapping.
    pub fn week(&self) -> &[Vec<Hours>; 7] {
        &self.week
    }

    /// Returns the whole days that are closed, in order: single dates, then those of every year.
    pub fn holidays(&self) -> &[Holiday] {
        &self.holidays
    }

    /// Returns the hours of single dates; they win over a holiday.
    pub fn special(&self) -> &BTreeMap<NaiveDate, Vec<Hours>> {
        &self.special
    }

    /// Returns the earliest instant with `elapsed(start, due) = seconds`.
    ///
    /// A start outside the hours rolls forward, and a due that falls on a closing is that closing.
    ///
    /// # Errors
    /// [`NeverOpen`] if the ten years after `start` have fewer open seconds.
    pub fn due(&self, start: Instant, seconds: i64) -> Result<Instant, NeverOpen> {
        if seconds <= 0 {
            return Ok(start);
        }
        self.forward(start, seconds).ok_or_else(|| self.never_open(start))
    }

    /// Returns the latest instant with `elapsed(start, end) = seconds`: the mirror of [`Calendar::due`].
    ///
    /// # Errors
    /// [`NeverOpen`] if the ten years before `end` have fewer open seconds.
    pub fn before(&self, end: Instant, seconds: i64) -> Result<Instant, NeverOpen> {
        if seconds <= 0 {
            return Ok(end);
        }
        self.backward(end, seconds).ok_or_else(|| self.never_open(end))
    }

    /// Returns the real seconds inside open periods between two instants; 0 if `end` is not after `start`.
    ///
    /// Time outside the supported years does not count.
    pub fn elapsed(&self, start: Instant, end: Instant) -> i64 {
        let (start, end) = (start.max(Instant::FIRST), end.min(Instant::LAST));
        if end <= start {
            return 0;
        }
        let (first, last) = (self.first_day(start), self.last_day(end));
        let ends = |first, last| {
            self.open_between(first, last)
                .map(|period| period.within(start, end))
                .fold(0, |sum: i64, seconds| sum.saturating_add(seconds))
        };
        // Only two dates at each end can lie partly outside.
        let (second, last_but_one) =
            (first.checked_add_days(Days::new(1)), last.checked_sub_days(Days::new(1)));
        let inner =
            second.and_then(|date| date.succ_opt()).zip(last_but_one.and_then(|date| date.pred_opt()));
        match (second, inner, last_but_one) {
            (Some(second), Some((from, to)), Some(last_but_one)) if from <= to => {
                let inside = self.open_seconds(from, to);
                ends(first, second).saturating_add(inside).saturating_add(ends(last_but_one, last))
            }
            _ => ends(first, last),
        }
    }

    /// Returns true if it is open at that instant. The closing itself is outside.
    pub fn is_open(&self, at: Instant) -> bool {
        self.open_between(self.first_day(at), self.last_day(at)).any(|period| period.has(at))
    }

    /// Returns the first open instant at or after this one, to which a start outside the hours rolls.
    ///
    /// # Errors
    /// [`NeverOpen`] if nothing opens within ten years.
    pub fn next_open(&self, at: Instant) -> Result<Instant, NeverOpen> {
        // Where one second has passed, it began where that second did.
        Ok(self.due(at, 1)?.plus(-1))
    }

    /// Returns the last closing of a local date, `None` if it is closed all day.
    pub fn last_closing(&self, date: NaiveDate) -> Option<Instant> {
        self.hours_on(date).next_back().map(|period| period.close)
    }

    /// Returns true if a local date has an open period, which makes it a business day.
    pub fn is_open_on(&self, date: NaiveDate) -> bool {
        self.hours_on(date).next().is_some()
    }

    /// Returns the hours of a local date: special ones first, then none on a holiday, then the week's.
    pub fn rule_for(&self, date: NaiveDate) -> &[Hours] {
        if let Some(special) = self.special.get(&date) {
            return special;
        }
        let week = self.week_on(date);
        // Most closed days are weekends: the holidays need not be searched for them.
        if week.is_empty() || self.is_holiday(date) { &[] } else { week }
    }

    fn week_on(&self, date: NaiveDate) -> &[Hours] {
        self.week.get(changes::weekday(date)).map_or(&[], Vec::as_slice)
    }

    /// Returns true if a local date is a holiday, even if it has special hours.
    pub fn is_holiday(&self, date: NaiveDate) -> bool {
        let is = |holiday| self.holidays.binary_search(&holiday).is_ok();
        is(Holiday::Date(date)) || is(Holiday::every_year_on(date))
    }

    fn never_open(&self, from: Instant) -> NeverOpen {
        NeverOpen { calendar: self.name.clone(), from: from.date_in(self.zone).to_string() }
    }
}

#[cfg(test)]
mod examples;
#[cfg(test)]
mod long_spans;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod words;
