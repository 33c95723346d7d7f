//! From a day as it was typed to its date, seen from today.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use super::closings::Calendared;
use super::dates::{Day, Period, Which};
use super::{Way, say, words};
use crate::error::Problem;
use crate::rules::target::{Symbol, Target};
use crate::text::quote_start;

/// How many days away a date still counts as recent or imminent, so that next year's, or last year's, was hardly meant.
const JUST: i64 = 31;

/// The days that others are counted from.
#[derive(Debug, Clone, Copy)]
pub(super) struct From<'a> {
    pub(super) today: NaiveDate,
    /// The first day that a due may be on.
    pub(super) begun: NaiveDate,
    pub(super) way: Way,
    pub(super) calendar: &'a Calendared<'a>,
    /// The words, to name them.
    pub(super) typed: &'a str,
}

impl From<'_> {
    /// Returns the date of a day; the error is one that could mean several dates.
    pub(super) fn date(&self, day: &Day) -> Result<NaiveDate, Problem> {
        match day {
            Day::Today(days) => self.plus_days(self.today, *days),
            Day::Date(date) => Ok(*date),
            Day::Weekday(which, weekday) => self.weekday(*which, *weekday),
            Day::OfYear(month, day) => self.month_day(*month, *day),
            Day::Nth(day, None) => self.nth(*day),
            Day::Nth(day, Some(months)) => {
                let month = self.months(*months)?;
                month.with_day(*day).ok_or_else(|| self.short_month(month, *day))
            }
            Day::Business { back } => self.business_day(self.today, 1, *back),
            Day::End(period, count) => self.end(*period, *count),
            Day::EndOfMonth(month, year) => {
                let year = year.unwrap_or_else(|| self.year_of(*month));
                let first = NaiveDate::from_ymd_opt(year, *month, 1).ok_or_else(|| self.too_far())?;
                self.calendar.last_open(first, last_of(first), self.typed)
            }
            Day::Counted { length, back, from } => self.counted(length, *back, self.date(from)?),
        }
    }

    fn weekday(&self, which: Which, weekday: Weekday) -> Result<NaiveDate, Problem> {
        let today = self.today;
        let ahead = i64::from(weekday.days_since(today.weekday()));
        let is_today = ahead == 0;
        let coming = self.plus_days(today, if is_today { 7 } else { ahead })?;
        let past = self.plus_days(today, ahead.saturating_sub(7))?;
        let sunday = today.weekday() == Weekday::Sun;
        let dates = match which {
            Which::Bare => match self.way {
                way if way.looks_ahead() && is_today => vec![today, coming],
                way if way.looks_ahead() => vec![coming],
                Way::From if is_today => vec![past, today, coming],
                Way::From => vec![past, coming],
                _ if is_today => vec![past, today],
                _ => vec![past],
            },
            Which::This if is_today => vec![today],
            Which::This => {
                let mut dates = self.in_week(0, weekday)?;
                if self.way.looks_ahead() && dates.iter().all(|date| *date < today) {
                    dates = vec![coming];
                }
                dates
            }
            Which::Coming => vec![coming],
            Which::Past => vec![past],
            // Some count a week from Monday, some from Sunday; on a Sunday they disagree about the next week.
            Which::Next if sunday => [vec![coming], self.in_week(1, weekday)?].concat(),
            Which::Next => vec![coming, self.of_week(1, 0, weekday)?],
            Which::Last => vec![past, self.of_week(-1, 0, weekday)?],
            Which::Week(weeks) => self.in_week(weeks, weekday)?,
        };
        self.only(dates)
    }

    /// Returns a weekday of the week so many from this one, for weeks that begin on Monday and on Sunday.
    fn in_week(&self, weeks: i32, weekday: Weekday) -> Result<Vec<NaiveDate>, Problem> {
        Ok(vec![self.of_week(weeks, 0, weekday)?, self.of_week(weeks, 1, weekday)?])
    }

    /// Returns a weekday of the week so many from this one; weeks begin `before` days before Monday.
    fn of_week(&self, weeks: i32, before: i64, weekday: Weekday) -> Result<NaiveDate, Problem> {
        let into = |day: Weekday| i64::from(day.num_days_from_monday()).saturating_add(before).rem_euclid(7);
        let days = i64::from(weeks).saturating_mul(7).saturating_add(into(weekday));
        self.plus_days(self.today, days.saturating_sub(into(self.today.weekday())))
    }

    fn month_day(&self, month: u32, day: u32) -> Result<NaiveDate, Problem> {
        let in_year = |offset: i32| {
            let year = self.today.year().saturating_add(offset);
            NaiveDate::from_ymd_opt(year, month, day).ok_or_else(|| {
                Problem::new(format!("there is no {day} {} {year}", words::month_name(month)))
                    .hint("write the date with its year, as 2028-02-29")
            })
        };
        // Whether this year's is past does not depend on a 29 February.
        let key = (month, day);
        let today = (self.today.month(), self.today.day());
        if key == today {
            return in_year(0);
        }
        match self.way {
            way if way.looks_ahead() && key > today => in_year(0),
            Way::Due | Way::SinceAhead | Way::UntilAhead => match in_year(0) {
                Ok(near) if near >= self.begun && self.is_just(near) => Ok(near),
                near => self.not_just(near.ok(), in_year(1)?, "has just passed"),
            },
            Way::Back | Way::Asked if key > today => {
                self.not_just(in_year(0).ok(), in_year(-1)?, "has not come yet")
            }
            Way::Back | Way::Asked => in_year(0),
            Way::Since | Way::Until => in_year(if key > today { -1 } else { 0 }),
            Way::From if key > today => self.only(vec![in_year(-1)?, in_year(0)?]),
            Way::From => self.only(vec![in_year(0)?, in_year(1)?]),
        }
    }

    fn is_just(&self, date: NaiveDate) -> bool {
        date.signed_duration_since(self.today).num_days().abs() <= JUST
    }

    /// Returns the date of another year; the error is that this year's is so near that it may have been meant.
    fn not_just(&self, near: Option<NaiveDate>, far: NaiveDate, why: &str) -> Result<NaiveDate, Problem> {
        match near {
            Some(near) if self.is_just(near) => {
                let hint = match self.way {
                    // Of a list, the day that has passed can be meant as well.
                    Way::SinceAhead | Way::UntilAhead => format!("write {near} or {far}"),
                    _ => format!("if another year is meant, write it: {far}"),
                };
                Err(Problem::new(format!("{} {why}: {}", quote_start(self.typed), self.name(near)))
                    .hint(hint))
            }
            _ => Ok(far),
        }
    }

    fn nth(&self, day: u32) -> Result<NaiveDate, Problem> {
        let in_month = |months| {
            let first = self.months(months)?;
            first.with_day(day).ok_or_else(|| self.short_month(first, day))
        };
        let here = in_month(0)?;
        if here == self.today {
            return Ok(here);
        }
        let ahead = here > self.today;
        match self.way {
            Way::Due | Way::SinceAhead | Way::UntilAhead => {
                if ahead {
                    Ok(here)
                } else {
                    in_month(1)
                }
            }
            Way::Back | Way::Asked | Way::Since | Way::Until => {
                if ahead {
                    in_month(-1)
                } else {
                    Ok(here)
                }
            }
            Way::From => {
                self.only(vec![in_month(if ahead { -1 } else { 0 })?, in_month(if ahead { 0 } else { 1 })?])
            }
        }
    }

    fn short_month(&self, month: NaiveDate, day: u32) -> Problem {
        let last = last_of(month);
        Problem::new(format!(
            "{} has {} days, no {day}{}",
            month.format("%B %Y"),
            last.day(),
            words::ordinal(day)
        ))
        .hint(format!("write the date: {last}, or one of another month"))
    }

    /// Returns the last open day of a period.
    fn end(&self, period: Period, count: i32) -> Result<NaiveDate, Problem> {
        let months = |size: i32| -> Result<(NaiveDate, NaiveDate), Problem> {
            let size_u = i32::try_from(self.today.month0()).unwrap_or(0).rem_euclid(size);
            let first = self.months(count.saturating_mul(size).saturating_sub(size_u))?;
            let rest = u32::try_from(size.saturating_sub(1)).unwrap_or(0);
            let last = first.checked_add_months(Months::new(rest)).ok_or_else(|| self.too_far())?;
            Ok((first, last_of(last)))
        };
        let (first, last) = match period {
            Period::Week => {
                let mut dates = Vec::new();
                for (monday, sunday) in
                    self.in_week(count, Weekday::Mon)?.into_iter().zip(self.in_week(count, Weekday::Sun)?)
                {
                    // Weeks from Sunday to Saturday: their Sunday comes before their Monday.
                    let (first, last) =
                        if sunday < monday { (sunday, self.plus_days(sunday, 6)?) } else { (monday, sunday) };
                    dates.push(self.calendar.last_open(first, last, self.typed)?);
                }
                return self.only(dates);
            }
            Period::Month => months(1)?,
            Period::Quarter => months(3)?,
            Period::Year => months(12)?,
        };
        self.calendar.last_open(first, last, self.typed)
    }

    /// Returns the year of a month that was named without one.
    fn year_of(&self, month: u32) -> i32 {
        let year = self.today.year();
        match self.way {
            way if way.looks_ahead() && month < self.today.month() => year.saturating_add(1),
            way if way.looks_back() && month > self.today.month() => year.saturating_sub(1),
            _ => year,
        }
    }

    /// Returns the date that is a length after, or before, another.
    fn counted(&self, length: &Target, back: bool, from: NaiveDate) -> Result<NaiveDate, Problem> {
        length.parts().try_fold(from, |date, part| {
            let moved = match (part.symbol, back) {
                (Symbol::Month, false) => date.checked_add_months(Months::new(part.number)),
                (Symbol::Month, true) => date.checked_sub_months(Months::new(part.number)),
                (Symbol::BusinessDay, back) => return self.business_day(date, part.number, back),
                (_, false) => date.checked_add_days(days(part.count().0)),
                (_, true) => date.checked_sub_days(days(part.count().0)),
            };
            moved.ok_or_else(|| self.too_far())
        })
    }

    /// Returns the business day that is `count` after, or before, a date.
    fn business_day(&self, from: NaiveDate, count: u32, back: bool) -> Result<NaiveDate, Problem> {
        // Nothing is further away than the supported years.
        let mut left = count;
        let mut date = from;
        while left > 0 {
            let next = if back { date.pred_opt() } else { date.succ_opt() };
            date = next.filter(|date| (1900..=2100).contains(&date.year())).ok_or_else(|| self.too_far())?;
            if self.calendar.is_open_on(date, self.typed)? {
                left = left.saturating_sub(1);
            }
        }
        Ok(date)
    }

    /// Returns the first of the month so many from this one.
    fn months(&self, months: i32) -> Result<NaiveDate, Problem> {
        let first = self.today.with_day(1).unwrap_or(self.today);
        let by = Months::new(months.unsigned_abs());
        let month = if months < 0 { first.checked_sub_months(by) } else { first.checked_add_months(by) };
        month.ok_or_else(|| self.too_far())
    }

    fn plus_days(&self, date: NaiveDate, days: i64) -> Result<NaiveDate, Problem> {
        let by = Days::new(days.unsigned_abs());
        let moved = if days < 0 { date.checked_sub_days(by) } else { date.checked_add_days(by) };
        moved.ok_or_else(|| self.too_far())
    }

    /// Returns the one date that is meant. Dates on the wrong side of today do not count if there is another.
    fn only(&self, mut dates: Vec<NaiveDate>) -> Result<NaiveDate, Problem> {
        let right = |date: &NaiveDate| match self.way {
            Way::Due | Way::SinceAhead | Way::UntilAhead => *date >= self.today,
            Way::Back | Way::Asked | Way::Until => *date <= self.today,
            Way::Since | Way::From => true,
        };
        dates.sort_unstable();
        dates.dedup();
        if dates.iter().any(right) {
            dates.retain(right);
        }
        match dates.as_slice() {
            [date] => Ok(*date),
            dates => {
                let names: Vec<String> = dates.iter().map(|date| self.name(*date)).collect();
                let dates: Vec<String> = dates.iter().map(NaiveDate::to_string).collect();
                Err(Problem::new(format!("{} could be {}", quote_start(self.typed), names.join(" or ")))
                    .hint(format!("write {}", dates.join(" or "))))
            }
        }
    }

    fn name(&self, date: NaiveDate) -> String {
        say::date(date, self.today)
    }

    fn too_far(&self) -> Problem {
        super::out_of_range(self.typed)
    }
}

fn last_of(month: NaiveDate) -> NaiveDate {
    month.with_day(u32::from(month.num_days_in_month())).unwrap_or(month)
}

fn days(count: i64) -> Days {
    Days::new(count.unsigned_abs())
}
