//! How much is open over long spans, without a look at each day.
//!
//! Most weeks are like every other week. So the open time from the first date to another is that of whole weeks and of
//! the days that are left, less the yearly holidays, with a correction for each date that has other hours: a holiday, a
//! date with special hours, a change of the clock. The corrections are added up once for each calendar, so that an
//! answer takes a search among them, however long the span and however many there are.
//!
//! Two sums are taken at once: open seconds, and business days.

use std::sync::OnceLock;

use chrono::{Datelike as _, NaiveDate};

use super::changes::{self, FIRST, LAST, odd_dates};
use super::{Calendar, Holiday, Hours};

/// Open time, or the difference from the usual.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Open {
    /// Open seconds.
    pub(super) seconds: i64,
    /// Dates with hours.
    pub(super) days: i64,
}

impl Open {
    /// Returns the open time of a date with these hours.
    fn on(hours: &[Hours]) -> Self {
        let seconds = hours.iter().map(|hours| i64::from(hours.close).saturating_sub(hours.open.into()));
        Self { seconds: seconds.sum(), days: i64::from(!hours.is_empty()) }
    }

    fn and(self, other: Self) -> Self {
        self.and_times(other, 1)
    }

    pub(super) fn less(self, other: Self) -> Self {
        self.and_times(other, -1)
    }

    fn and_times(self, other: Self, times: i64) -> Self {
        Self {
            seconds: self.seconds.saturating_add(other.seconds.saturating_mul(times)),
            days: self.days.saturating_add(other.days.saturating_mul(times)),
        }
    }
}

/// The sums of a calendar, which does not change.
#[derive(Debug)]
pub(super) struct Sums {
    /// The days of the week, Monday first.
    week: [Open; 7],
    yearly: Yearly,
    /// The unusual dates, in order, each with the sum of the corrections up to and with it.
    corrections: Vec<(NaiveDate, Open)>,
}

impl Sums {
    fn new(calendar: &Calendar) -> Self {
        let week = calendar.week.each_ref().map(|hours| Open::on(hours));
        let yearly = Yearly::new(&calendar.holidays, &week);
        let odd = odd_dates(calendar.zone);
        let holidays = calendar.holidays.iter().filter_map(|holiday| match holiday {
            Holiday::Date(date) => Some(*date),
            Holiday::Yearly(..) => None,
        });
        let mut dates: Vec<_> = calendar.special.keys().copied().chain(holidays).collect();
        dates.extend(odd.iter().map(|odd| odd.date));
        dates.sort_unstable();
        dates.dedup();
        let (mut odd, mut sum) = (odd.iter().peekable(), Open::default());
        let mut corrections = Vec::new();
        for date in dates {
            let hours = calendar.rule_for(date);
            let open = match odd.next_if(|odd| odd.date == date) {
                None => Open::on(hours),
                Some(odd) => {
                    let periods = Calendar::odd_day(hours, odd);
                    let seconds = periods.iter().map(|period| period.close.since(period.open)).sum();
                    Open { seconds, days: i64::from(!periods.is_empty()) }
                }
            };
            let is_holiday = calendar.holidays.binary_search(&Holiday::every_year_on(date)).is_ok();
            let usual = if is_holiday { None } else { week.get(changes::weekday(date)) };
            let correction = open.less(usual.copied().unwrap_or_default());
            if correction != Open::default() {
                sum = sum.and(correction);
                corrections.push((date, sum));
            }
        }
        Self { week, yearly, corrections }
    }

    /// Returns the open time of all dates before this one, counted from the first.
    pub(super) fn until(&self, date: NaiveDate) -> Open {
        let days = date.signed_duration_since(FIRST).num_days();
        let (weeks, rest) = (days.div_euclid(7), usize::try_from(days.rem_euclid(7)).unwrap_or_default());
        let whole = self.week.iter().fold(Open::default(), |sum, day| sum.and(*day));
        let begun = self.week.iter().take(rest).fold(Open::default(), |sum, day| sum.and(*day));
        let corrected = self.corrections.partition_point(|(other, _)| *other < date).checked_sub(1);
        let corrections = corrected.and_then(|place| self.corrections.get(place)).map(|(_, sum)| *sum);
        begun
            .and_times(whole, weeks)
            .less(self.yearly.until(date, &self.week))
            .and(corrections.unwrap_or_default())
    }
}

/// What the yearly holidays take away from the usual weeks.
///
/// Their weekdays follow from that of the first of January, so there are only two lists.
#[derive(Debug, Default)]
struct Yearly {
    /// The holidays of common years, and of leap years.
    lists: [Vec<YearlyHoliday>; 2],
    /// The time taken away before each year, from that of [`FIRST`] on.
    years: Vec<Open>,
}

#[derive(Debug)]
struct YearlyHoliday {
    /// The days of the year before it.
    day: u32,
    /// How many holidays up to and with it are so many weekdays after that of the first of January.
    by_weekday: [u16; 7],
}

impl Yearly {
    fn new(holidays: &[Holiday], week: &[Open; 7]) -> Self {
        let mut yearly = Self::default();
        // A common year, and a leap year.
        for (year, list) in [2001, 2000].into_iter().zip(&mut yearly.lists) {
            let mut by_weekday = [0_u16; 7];
            // They are in the order of the year.
            for holiday in holidays {
                let Holiday::Yearly(month, day) = *holiday else { continue };
                let Some(date) = NaiveDate::from_ymd_opt(year, month, day) else { continue };
                let day = date.ordinal0();
                let place = usize::try_from(day.rem_euclid(7)).unwrap_or_default();
                if let Some(count) = by_weekday.get_mut(place) {
                    *count = count.saturating_add(1);
                }
                list.push(YearlyHoliday { day, by_weekday });
            }
        }
        if yearly.lists.iter().any(|list| !list.is_empty()) {
            let mut sum = Open::default();
            for year in FIRST.year()..=LAST.year().saturating_add(1) {
                yearly.years.push(sum);
                sum = sum.and(yearly.within(year, u32::MAX, week));
            }
        }
        yearly
    }

    /// Returns the time that they take away before this date.
    fn until(&self, date: NaiveDate, week: &[Open; 7]) -> Open {
        let place = usize::try_from(date.year().saturating_sub(FIRST.year())).ok();
        match place.and_then(|place| self.years.get(place)) {
            Some(before) => before.and(self.within(date.year(), date.ordinal0(), week)),
            None => Open::default(),
        }
    }

    /// Returns the time that they take away within a year, before the date that has `day` days before it.
    fn within(&self, year: i32, day: u32, week: &[Open; 7]) -> Open {
        let Some(first) = NaiveDate::from_ymd_opt(year, 1, 1) else { return Open::default() };
        let [common, leap] = &self.lists;
        let list = if first.leap_year() { leap } else { common };
        let Some(last) = list.partition_point(|holiday| holiday.day < day).checked_sub(1) else {
            return Open::default();
        };
        let Some(YearlyHoliday { by_weekday, .. }) = list.get(last) else { return Open::default() };
        let weekdays = week.iter().cycle().skip(changes::weekday(first));
        weekdays
            .zip(by_weekday)
            .fold(Open::default(), |sum, (open, count)| sum.and_times(*open, i64::from(*count)))
    }
}

/// The sums of a calendar, made when first needed. They follow from the calendar alone.
#[derive(Debug, Default)]
pub(super) struct Memo(OnceLock<Box<Sums>>);

impl Memo {
    pub(super) fn sums(&self, calendar: &Calendar) -> &Sums {
        self.0.get_or_init(|| Box::new(Sums::new(calendar)))
    }
}

impl Clone for Memo {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl PartialEq for Memo {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Memo {}
