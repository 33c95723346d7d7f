//! How much is open over long spans, without a look at each day's instants.
//!
//! The lines of a year are drawn once ([`Lines::draw`]), and the open time of a line is known. So a part of a year is
//! added up from its lines, with what the clock adds or takes on the dates on which it changes, and a whole year is
//! added up once. An answer takes two parts of years and the years between them, however long the span.
//!
//! Years of which only the whole counts are not kept: a ledger of a thousand calendars and two centuries fits into
//! memory. Two sums are taken at once: open seconds, and business days.

use std::sync::OnceLock;

use chrono::{Datelike as _, NaiveDate};

use super::changes::{FIRST, LAST, odd_dates};
use super::lines::{Line, Lines, Year};
use super::{Calendar, Hours};

/// Open time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Open {
    /// Open seconds.
    pub(super) seconds: i64,
    /// Dates with hours.
    pub(super) days: i64,
}

impl Open {
    fn and(self, other: Self) -> Self {
        Self {
            seconds: self.seconds.saturating_add(other.seconds),
            days: self.days.saturating_add(other.days),
        }
    }
}

/// The years of a calendar, which does not change.
#[derive(Debug)]
pub(super) struct Years {
    lines: Lines,
    /// The open seconds of each line on a day on which no clock changes.
    seconds: Vec<u32>,
    /// From that of [`FIRST`] to that of [`LAST`].
    years: Vec<Slot>,
}

#[derive(Debug, Default)]
struct Slot {
    drawn: OnceLock<Box<Year>>,
    whole: OnceLock<Open>,
}

impl Years {
    fn new(calendar: &Calendar) -> Self {
        let seconds = |hours: &[Hours]| {
            let each = hours.iter().map(|hours| hours.close.saturating_sub(hours.open));
            each.fold(0, u32::saturating_add)
        };
        Self {
            lines: Lines::new(calendar),
            seconds: (0..calendar.plan.lines()).map(|line| seconds(calendar.line(line).0)).collect(),
            years: (FIRST.year()..=LAST.year()).map(|_| Slot::default()).collect(),
        }
    }

    fn slot(&self, year: i32) -> Option<&Slot> {
        self.years.get(usize::try_from(year.checked_sub(FIRST.year())?).ok()?)
    }

    /// Calls a function with the lines of a year. Those outside the years that are counted are not kept.
    fn with<T>(&self, year: i32, ask: impl FnOnce(&Year) -> T) -> T {
        match self.slot(year) {
            Some(slot) => ask(slot.drawn.get_or_init(|| Box::new(self.lines.draw(year)))),
            None => ask(&self.lines.draw(year)),
        }
    }
}

impl Calendar {
    /// Returns the line that decides the hours of a local date.
    pub(super) fn line_on(&self, date: NaiveDate) -> Line {
        let place = usize::try_from(date.ordinal0()).unwrap_or_default();
        self.memo.years(self).with(date.year(), |year| year.get(place).copied().unwrap_or_default())
    }

    /// Returns the open time of the dates from `first` to `last`, both included.
    pub(super) fn open_time(&self, first: NaiveDate, last: NaiveDate) -> Open {
        let years = self.memo.years(self);
        let part = |(from, until): (NaiveDate, NaiveDate)| {
            let sum = |year: &Year| {
                self.opens(year, from, until).fold(Open::default(), |sum, (_, open)| sum.and(open))
            };
            let slot = years.slot(from.year()).filter(|_| is_whole(from, until));
            match slot {
                Some(slot) => *slot.whole.get_or_init(|| match slot.drawn.get() {
                    Some(year) => sum(year),
                    None => sum(&years.lines.draw(from.year())),
                }),
                None => years.with(from.year(), sum),
            }
        };
        parts(first, last).map(part).fold(Open::default(), Open::and)
    }

    /// Returns the first date from `first` to `last` at whose end `wanted` has been open, and what was open before it
    /// began.
    pub(super) fn date_when(
        &self,
        first: NaiveDate,
        last: NaiveDate,
        wanted: i64,
        of: fn(Open) -> i64,
    ) -> Option<(NaiveDate, i64)> {
        let mut sum = 0_i64;
        for (from, until) in parts(first, last) {
            let with = sum.saturating_add(of(self.open_time(from, until)));
            if with >= wanted {
                return self.memo.years(self).with(from.year(), |year| {
                    self.opens(year, from, until).find_map(|(date, open)| {
                        let before = sum;
                        sum = sum.saturating_add(of(open));
                        (sum >= wanted).then_some((date, before))
                    })
                });
            }
            sum = with;
        }
        None
    }

    /// Returns the last date from `first` to `last` from whose beginning on `wanted` is open, and what is open after it
    /// ended.
    pub(super) fn date_since(
        &self,
        first: NaiveDate,
        last: NaiveDate,
        wanted: i64,
        of: fn(Open) -> i64,
    ) -> Option<(NaiveDate, i64)> {
        let mut after = 0_i64;
        let parts: Vec<_> = parts(first, last).collect();
        for (from, until) in parts.into_iter().rev() {
            let mut with = after.saturating_add(of(self.open_time(from, until)));
            if with < wanted {
                after = with;
                continue;
            }
            return self.memo.years(self).with(from.year(), |year| {
                self.opens(year, from, until).find_map(|(date, open)| {
                    with = with.saturating_sub(of(open));
                    (with < wanted).then_some((date, with))
                })
            });
        }
        None
    }

    /// Returns the open time of each date of a part of a year.
    fn opens(
        &self,
        year: &Year,
        from: NaiveDate,
        until: NaiveDate,
    ) -> impl Iterator<Item = (NaiveDate, Open)> {
        let odd = odd_dates(self.zone, from.year());
        let begin = odd.partition_point(|odd| odd.date < from);
        let mut odd = odd.iter().skip(begin).peekable();
        let place = usize::try_from(from.ordinal0()).unwrap_or_default();
        let lines = year.iter().skip(place);
        let years = self.memo.years(self);
        from.iter_days().take_while(move |date| *date <= until).zip(lines).map(move |(date, line)| {
            let seconds = match odd.next_if(|odd| odd.date == date) {
                None => years.seconds.get(usize::from(*line)).copied().unwrap_or_default().into(),
                Some(odd) => {
                    let periods = Self::odd_day(self.line(*line).0, odd);
                    periods.iter().map(|period| period.close.since(period.open)).sum()
                }
            };
            (date, Open { seconds, days: i64::from(seconds > 0) })
        })
    }
}

/// Returns the parts that years have of the dates from `first` to `last`, in order.
fn parts(first: NaiveDate, last: NaiveDate) -> impl Iterator<Item = (NaiveDate, NaiveDate)> {
    (first.year()..=last.year()).filter_map(move |year| {
        let begin = NaiveDate::from_ymd_opt(year, 1, 1)?.max(first);
        let end = NaiveDate::from_ymd_opt(year, 12, 31)?.min(last);
        (begin <= end).then_some((begin, end))
    })
}

fn is_whole(from: NaiveDate, until: NaiveDate) -> bool {
    from.ordinal0() == 0 && until.month() == 12 && until.day() == 31
}

/// The years of a calendar, made when first needed. They follow from the calendar alone.
#[derive(Debug, Default)]
pub(super) struct Memo(OnceLock<Box<Years>>);

impl Memo {
    pub(super) fn years(&self, calendar: &Calendar) -> &Years {
        self.0.get_or_init(|| Box::new(Years::new(calendar)))
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
