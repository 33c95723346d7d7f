//! The open periods of a calendar as instants: one day's, and the lazy sequence of many days'.
//!
//! This is the only place where local hours meet the zone.

use std::{iter, slice, vec};

use chrono::{Days, NaiveDate, NaiveTime, TimeDelta, Timelike as _};

use super::super::time::{self, Instant, SECONDS_PER_DAY};
use super::changes::{OddDate, is_odd};
use super::{Calendar, Hours};

/// A range of open time, `[open, close)`. Never empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first open instant.
    pub open: Instant,
    /// The first closed instant after it.
    pub close: Instant,
}

impl Period {
    /// Returns true if the instant is inside; the closing is not.
    pub fn has(self, at: Instant) -> bool {
        self.open <= at && at < self.close
    }

    /// Returns how many of its seconds are between two instants.
    pub fn within(self, start: Instant, end: Instant) -> i64 {
        self.close.min(end).since(self.open.max(start)).max(0)
    }
}

/// The open periods of one local date, in the order of time.
#[derive(Debug, Clone)]
pub struct HoursOn<'a>(Day<'a>);

#[derive(Debug, Clone)]
enum Day<'a> {
    /// The clock does not change: hours are seconds after midnight.
    Even { midnight: Instant, hours: slice::Iter<'a, Hours> },
    /// The clock changes, or the date does not exist.
    Odd(vec::IntoIter<Period>),
}

impl Iterator for HoursOn<'_> {
    type Item = Period;

    fn next(&mut self) -> Option<Period> {
        match &mut self.0 {
            Day::Even { midnight, hours } => hours.next().map(|hours| hours.after(*midnight)),
            Day::Odd(periods) => periods.next(),
        }
    }
}

impl DoubleEndedIterator for HoursOn<'_> {
    fn next_back(&mut self) -> Option<Period> {
        match &mut self.0 {
            Day::Even { midnight, hours } => hours.next_back().map(|hours| hours.after(*midnight)),
            Day::Odd(periods) => periods.next_back(),
        }
    }
}

impl Hours {
    fn after(self, midnight: Instant) -> Period {
        Period { open: midnight.plus(i64::from(self.open)), close: midnight.plus(i64::from(self.close)) }
    }
}

impl Calendar {
    /// Returns the open periods of one local date, in the order of time; they never reach out of that date.
    pub fn hours_on(&self, date: NaiveDate) -> HoursOn<'_> {
        #[cfg(test)]
        LOOKED_AT.set(LOOKED_AT.get().saturating_add(1));
        let (hours, _) = self.rule_on(date);
        if hours.is_empty() {
            return HoursOn(Day::Odd(Vec::new().into_iter()));
        }
        HoursOn(match OddDate::new(date, self.zone) {
            Err(midnight) => Day::Even { midnight, hours: hours.iter() },
            Ok(odd) => Day::Odd(Self::odd_day(hours, &odd).into_iter()),
        })
    }

    /// Returns the periods of a date on which the clock changes.
    pub(super) fn odd_day(hours: &[Hours], odd: &OddDate) -> Vec<Period> {
        let OddDate { date, start, end, .. } = *odd;
        let instant = |second: u32| {
            let local = date.and_time(NaiveTime::MIN).checked_add_signed(TimeDelta::seconds(second.into()));
            // 00:00 and 24:00 mean the ends of the date, even if the clock skips midnight. A gap around midnight must
            // not carry an opening or closing into the next date, which may be a holiday.
            match local {
                _ if second == 0 => start,
                Some(local) if i64::from(second) < SECONDS_PER_DAY => odd.instant(local).clamp(start, end),
                _ => end,
            }
        };
        let mut periods: Vec<Period> = hours
            .iter()
            .map(|hours| Period { open: instant(hours.open), close: instant(hours.close) })
            .filter(|period| period.open < period.close)
            .collect();
        // A time that moved out of a gap may overlap what follows it: no second may count twice.
        periods.sort_by_key(|period| period.open);
        periods.dedup_by(|later, earlier| {
            let touch = later.open <= earlier.close;
            if touch {
                earlier.close = earlier.close.max(later.close);
            }
            touch
        });
        periods
    }

    /// Returns the open periods of the local dates from `first` to `last`, both included. Lazy, from either end.
    pub fn open_between(&self, first: NaiveDate, last: NaiveDate) -> impl DoubleEndedIterator<Item = Period> {
        dates(first, last).flat_map(|date| self.hours_on(date))
    }

    /// Returns the date that has this instant, and how many of its open seconds have passed then. Only for the years with
    /// sums.
    pub(super) fn passed(&self, at: Instant) -> (NaiveDate, i64) {
        let local = at.in_zone(self.zone).naive_local();
        let date = local.date();
        let next = date.succ_opt().unwrap_or(date);
        if !is_odd(self.zone, date) && !is_odd(self.zone, next) {
            // What the clock shows is the time since midnight: nothing more has to be asked of the zone.
            let second = local.num_seconds_from_midnight();
            let passed = |hours: &Hours| second.min(hours.close).saturating_sub(hours.open);
            return (date, self.rule_on(date).0.iter().map(|hours| i64::from(passed(hours))).sum());
        }
        // Where midnight is repeated the clock shows the old date again after the new one has begun.
        let date = if time::start_of_day(next, self.zone) <= at { next } else { date };
        (date, self.hours_on(date).map(|period| period.within(period.open, at)).sum())
    }

    /// Returns the first local date whose periods may end after this instant.
    pub(super) fn first_day(&self, at: Instant) -> NaiveDate {
        at.date_in(self.zone)
    }

    /// Returns the last local date whose periods may begin at or before this instant.
    pub(super) fn last_day(&self, at: Instant) -> NaiveDate {
        // Where midnight is repeated the clock shows the old date again after the new one has begun.
        let date = at.date_in(self.zone);
        date.checked_add_days(Days::new(1)).unwrap_or(date)
    }
}

#[cfg(test)]
thread_local! {
    /// The number of dates that were looked at, for tests to count.
    pub(super) static LOOKED_AT: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// Returns the dates from `first` to `last`, both included.
pub(super) fn dates(first: NaiveDate, last: NaiveDate) -> impl DoubleEndedIterator<Item = NaiveDate> {
    let days = u64::try_from(last.signed_duration_since(first).num_days()).ok();
    iter::once(days)
        .flatten()
        .flat_map(|days| 0..=days)
        .filter_map(move |n| first.checked_add_days(Days::new(n)))
}
