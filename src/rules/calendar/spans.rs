//! Searches over long spans: when so many seconds have been open, and on which date so many business days have passed.
//!
//! Nearly every due is days away, and those days are walked through one by one. A due further off is found by the sums
//! of years, and then of the days of one.

use chrono::{Days, NaiveDate};

use super::super::time::Instant;
use super::changes::{FIRST, LAST};
use super::periods::{Period, dates};
use super::{Calendar, HORIZON};

/// The days that are walked through one by one, if the result may be in them.
const NEAR: Days = Days::new(7);
const DAYS_NEAR: i64 = 7;
/// More seconds than those days can have.
const MOST_NEAR: i64 = DAYS_NEAR * 25 * 3_600;
/// Otherwise only those that a start or an end may be in.
const ENDS: Days = Days::new(1);

impl Calendar {
    /// Returns the instant at which `seconds` open seconds have passed since `start`, within ten years.
    pub(super) fn forward(&self, start: Instant, seconds: i64) -> Option<Instant> {
        let first = self.first_day(start);
        let (near, last) = Self::ahead(first, seconds > MOST_NEAR);
        let mut left = seconds;
        let mut pass = |period: Period| {
            let open = period.open.max(start);
            let here = period.close.since(open).max(0);
            if left <= here {
                return Some(open.plus(left));
            }
            left = left.saturating_sub(here);
            None
        };
        if let Some(at) = self.open_between(first, near).find_map(&mut pass) {
            return Some(at);
        }
        let (date, before) = self.date_when(near.succ_opt()?, last, left, |open| open.seconds)?;
        left = left.saturating_sub(before);
        self.hours_on(date).find_map(|period| {
            let here = period.close.since(period.open);
            let at = (left <= here).then(|| period.open.plus(left));
            left = left.saturating_sub(here);
            at
        })
    }

    /// Returns the instant from which `seconds` open seconds pass until `end`, within ten years.
    pub(super) fn backward(&self, end: Instant, seconds: i64) -> Option<Instant> {
        let last = self.last_day(end);
        let (near, first) = Self::behind(last, seconds > MOST_NEAR);
        let mut left = seconds;
        let mut pass = |period: Period| {
            let close = period.close.min(end);
            let here = close.since(period.open).max(0);
            if left <= here {
                return Some(close.plus(left.saturating_neg()));
            }
            left = left.saturating_sub(here);
            None
        };
        if let Some(at) = self.open_between(near, last).rev().find_map(&mut pass) {
            return Some(at);
        }
        let (date, after) = self.date_since(first, near.pred_opt()?, left, |open| open.seconds)?;
        left = left.saturating_sub(after);
        self.hours_on(date).rev().find_map(|period| {
            let here = period.close.since(period.open);
            let at = (left <= here).then(|| period.close.plus(left.saturating_neg()));
            left = left.saturating_sub(here);
            at
        })
    }

    /// Returns the business day that has `more` others between `date` and itself, within ten years.
    pub(super) fn business_day_after(&self, date: NaiveDate, more: u32) -> Option<NaiveDate> {
        let mut left = i64::from(more).saturating_add(1);
        let (near, last) = Self::ahead(date, left > DAYS_NEAR);
        for date in dates(date.succ_opt()?, near).filter(|date| self.is_open_on(*date)) {
            left = left.saturating_sub(1);
            if left == 0 {
                return Some(date);
            }
        }
        self.date_when(near.succ_opt()?, last, left, |open| open.days).map(|(date, _)| date)
    }

    /// Returns the business day that has `more` others between itself and `date`, within ten years.
    pub(super) fn business_day_before(&self, date: NaiveDate, more: u32) -> Option<NaiveDate> {
        let mut left = i64::from(more).saturating_add(1);
        let (near, first) = Self::behind(date, left > DAYS_NEAR);
        for date in dates(near, date.pred_opt()?).rev().filter(|date| self.is_open_on(*date)) {
            left = left.saturating_sub(1);
            if left == 0 {
                return Some(date);
            }
        }
        self.date_since(first, near.pred_opt()?, left, |open| open.days).map(|(date, _)| date)
    }

    /// Returns the date up to which a search that begins with `first` walks, and the date where it ends; dates without
    /// sums are all walked through. `is_far` is set if the result cannot be near.
    fn ahead(first: NaiveDate, is_far: bool) -> (NaiveDate, NaiveDate) {
        let last = first.checked_add_days(HORIZON).unwrap_or(NaiveDate::MAX);
        let walked = first.checked_add_days(if is_far { ENDS } else { NEAR });
        (walked.filter(|_| FIRST <= first && last <= LAST).unwrap_or(last), last)
    }

    /// Returns the same for a search that goes back from `last`.
    fn behind(last: NaiveDate, is_far: bool) -> (NaiveDate, NaiveDate) {
        let first = last.checked_sub_days(HORIZON).unwrap_or(NaiveDate::MIN);
        let walked = last.checked_sub_days(if is_far { ENDS } else { NEAR });
        (walked.filter(|_| FIRST <= first && last <= LAST).unwrap_or(first), first)
    }
}
