//! Business days: the same local time, a number of business days later or earlier.

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use super::super::time::{self, Fold, Instant, SECONDS_PER_DAY};
use super::periods::dates;
use super::{Calendar, NeverOpen};

impl Calendar {
    /// Returns the same local time `count` business days later, after rolling a start outside the hours forward to the
    /// next opening.
    ///
    /// A result outside that day's hours becomes the end of the period before it that day, else that day's first
    /// opening.
    ///
    /// # Errors
    ///
    /// [`NeverOpen`] if the ten years after `start` have fewer business days.
    pub fn business_days(&self, start: Instant, count: u32) -> Result<Instant, NeverOpen> {
        let never = || self.never_open(start);
        let local = self.next_open(start)?.in_zone(self.zone).naive_local();
        let Some(more) = count.checked_sub(1) else { return Ok(self.landing(local.date(), local)) };
        let date = self.business_day_after(local.date(), more).ok_or_else(never)?;
        Ok(self.landing(date, date.and_time(local.time())))
    }

    /// Returns the same local time `count` business days earlier, after rolling an end outside the hours back to the
    /// last closing: the mirror of [`Calendar::business_days`]. An end on a closing is not outside.
    ///
    /// # Errors
    /// [`NeverOpen`] if the ten years before `end` have fewer business days.
    pub fn business_days_before(&self, end: Instant, count: u32) -> Result<Instant, NeverOpen> {
        let never = || self.never_open(end);
        // The closing before a time outside the hours is a second after the start of the last open one.
        let rolled = if self.is_open(end) { end } else { self.before(end, 1)?.plus(1) };
        let (day, time) = self.day_and_time(rolled);
        let Some(more) = count.checked_sub(1) else { return Ok(rolled) };
        let date = self.business_day_before(day, more).ok_or_else(never)?;
        Ok(self.landing(date, after_midnight(date, time)))
    }

    /// Returns the due `count` business days after the date of another, at the time of day of `from`. A time outside the
    /// hours moves as in [`Calendar::business_days`], but no start rolls: dates are counted here, not time. `None` if the
    /// ten years after it have fewer business days.
    pub fn business_day_later(&self, after: Instant, count: u32, from: Instant) -> Option<Instant> {
        let date = self.business_day_after(self.date_of(after), count.checked_sub(1)?)?;
        Some(self.at_time_of(from, date))
    }

    /// Returns the local date of a due; a closing at 24:00 belongs to the day that it ends.
    pub fn date_of(&self, due: Instant) -> NaiveDate {
        self.day_and_time(due).0
    }

    /// Returns the time of day of an instant on another date, within the hours of that date.
    pub fn at_time_of(&self, from: Instant, date: NaiveDate) -> Instant {
        let (_, time) = self.day_and_time(from);
        self.landing(date, after_midnight(date, time))
    }

    /// Returns the most business days that can be counted from `start` without passing `end`, however far off; 0 if
    /// there is none.
    pub fn business_days_between(&self, start: Instant, end: Instant) -> i64 {
        let (start, end) = (start.max(Instant::FIRST), end.min(Instant::LAST));
        let last = self.last_day(end);
        let Some(rolled) = self.first_open(start, last) else { return 0 };
        let local = rolled.in_zone(self.zone).naive_local();
        let Some(first) = local.date().succ_opt() else { return 0 };
        // On the last dates the time of day is still to come.
        let is_late = |date: &NaiveDate| self.landing(*date, date.and_time(local.time())) > end;
        let late = dates(first, last).rev().filter(|date| self.is_open_on(*date)).take_while(is_late).count();
        self.open_time(first, last).days.saturating_sub(i64::try_from(late).unwrap_or(i64::MAX))
    }

    /// Returns the first open instant from `start` on, up to the end of a date; that may be further than a search for
    /// an opening goes.
    fn first_open(&self, start: Instant, last: NaiveDate) -> Option<Instant> {
        if let Ok(open) = self.next_open(start) {
            return Some(open);
        }
        let (date, _) = self.date_when(self.first_day(start), last, 1, |open| open.days)?;
        self.hours_on(date).next().map(|period| period.open)
    }

    /// Returns the instant within a business day's hours to which a local time moves.
    fn landing(&self, date: NaiveDate, local: NaiveDateTime) -> Instant {
        let at = time::forward(local, self.zone, Fold::Later);
        let mut landing = None;
        for period in self.hours_on(date) {
            if period.has(at) {
                return at;
            }
            if period.close <= at || landing.is_none() {
                landing = Some(if period.close <= at { period.close } else { period.open });
            }
        }
        landing.unwrap_or(at)
    }

    /// Returns the date and the time since its midnight; a closing at 24:00 belongs to the day that it ends.
    fn day_and_time(&self, at: Instant) -> (NaiveDate, TimeDelta) {
        let local = at.in_zone(self.zone).naive_local();
        let before = local.date().checked_sub_days(Days::new(1)).unwrap_or(NaiveDate::MIN);
        if !self.is_open(at) && self.last_closing(before) == Some(at) {
            return (before, TimeDelta::seconds(SECONDS_PER_DAY));
        }
        (local.date(), local.time().signed_duration_since(NaiveTime::MIN))
    }
}

/// Returns the local time so long after the midnight of a date.
fn after_midnight(date: NaiveDate, time: TimeDelta) -> NaiveDateTime {
    date.and_time(NaiveTime::MIN).checked_add_signed(time).unwrap_or(NaiveDateTime::MIN)
}
