//! How often a promise is made again: `1w`, `1 month`, `3bd`, `last fri`, `1st business day`.
//!
//! A series counts dates, and every one of them has the time of day of its first due. So nothing drifts: the 31st of
//! January is followed by the 28th of February and the 31st of March, and 17:00 stays 17:00 when the clocks change.
//!
//! ```text
//! after(at) = the first of the first due + k × length that is after `at`    1d · 2w · 1 month, in the zone of the ledger
//!           | so many business days after the date of `at`                  3bd, in the calendar
//!           | the first day of a rule after the date of `at`                last fri · 1st mon sep · easter+1
//!           | that business day of a month, after the date of `at`          1st business day, in the calendar
//! ```
//!
//! Business days are counted from the date before, which a series without a change of its calendar has in common with
//! counting all of them from the first due: holidays that are taken out of a ledger years later put nothing off.

use std::fmt;

use chrono::{Datelike as _, Days as Count, Months, NaiveDate, NaiveDateTime};
use chrono_tz::Tz;

use super::calendar::{Calendar, Days};
use super::target::{Part, Symbol, Target};
use super::time::{Fold, Instant, LAST_YEAR, forward};
use crate::error::Problem;
use crate::text::quote_start;

/// How often a promise is made again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Every {
    /// Every so many days, weeks, months or business days.
    Length(Part),
    /// On the days of a rule.
    Rule(Days),
    /// On a business day of each month.
    BusinessDay(Nth),
}

/// Which business day of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nth {
    /// From 1.
    Counted(u8),
    /// The last one.
    Last,
}

/// The most business days that are asked for in a month.
const MOST: u8 = 23;
/// The hint when no better one is known.
const FOR_INSTANCE: &str =
    "write something like \"1w\", \"1 month\", \"3bd\", \"1st business day\" or \"last fri\"";

impl Every {
    /// Reads it as a ledger states it: a number of days, weeks, months or business days (`1w`, `3bd`), a rule as in
    /// calendars (`last fri`, `1st mon sep`), or a business day of the month (`1st business day`).
    ///
    /// # Errors
    /// Anything else: a sum, and what is not counted in days, because a day is not always 24 hours long.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        exactly(text).ok_or_else(|| explain(text))
    }

    /// Reads what people type: also `1mo`, `weekly`, `every 2 weeks`, `first Friday of the month`.
    ///
    /// # Errors
    /// As [`Every::parse`].
    pub fn typed(text: &str) -> Result<Self, Problem> {
        exactly(text).or_else(|| meant(text)).ok_or_else(|| explain(text))
    }

    /// Returns true if it counts the days of a calendar.
    pub const fn is_working(self) -> bool {
        match self {
            Self::Length(part) => part.symbol.is_working(),
            Self::Rule(_) => false,
            Self::BusinessDay(_) => true,
        }
    }

    /// Returns it in words, for people: `weekly`, `every 3 business days`, `last fri`.
    pub fn words(self) -> String {
        let Self::Length(part) = self else { return self.to_string() };
        match (part.number, part.symbol) {
            (1, Symbol::Day) => "daily".to_owned(),
            (1, Symbol::Week) => "weekly".to_owned(),
            (1, Symbol::Month) => "monthly".to_owned(),
            (3, Symbol::Month) => "quarterly".to_owned(),
            (12, Symbol::Month) => "yearly".to_owned(),
            (1, symbol) => format!("every {}", symbol.word()),
            _ => format!("every {}", part.words()),
        }
    }

    /// Returns the first due after `at` of the series that began with `from`; `None` if none is supported. Its days are
    /// those of `calendar` if it is working, else those of `zone`.
    pub fn after(self, at: Instant, from: Instant, zone: Tz, calendar: &Calendar) -> Option<Instant> {
        if at < from {
            return Some(from);
        }
        let found = match self {
            Self::Length(Part { number, symbol: Symbol::BusinessDay }) => {
                calendar.business_day_later(at, number, from)
            }
            Self::Length(part) => stride(part, at, from, zone),
            // The same date does not come twice, even where `at` is outside the hours or a clock was set back.
            Self::Rule(days) => {
                let (date, time) = (at.date_in(zone), from.in_zone(zone).time());
                let mut dates = (date.year()..=LAST_YEAR).flat_map(|year| days.by_rule(year));
                dates.find(|next| *next > date).map(|next| wall(next.and_time(time), zone))
            }
            Self::BusinessDay(nth) => {
                let date = calendar.date_of(at);
                let mut dates = months_from(date).filter_map(|month| nth.of(month, calendar));
                dates.find(|next| *next > date).map(|next| calendar.at_time_of(from, next))
            }
        };
        found.filter(|due| *due <= Instant::LAST)
    }
}

/// Returns the first instant after `at` that is a number of lengths after `from` on the clock of a zone.
fn stride(part: Part, at: Instant, from: Instant, zone: Tz) -> Option<Instant> {
    let (start, now) = (from.in_zone(zone).naive_local(), at.in_zone(zone).naive_local());
    let (days, size) = match part.symbol {
        Symbol::Month => (false, part.number),
        _ => (true, u32::try_from(part.count().0).ok()?),
    };
    let passed = if days {
        now.date().signed_duration_since(start.date()).num_days()
    } else {
        let months = |local: NaiveDateTime| {
            i64::from(local.year()).saturating_mul(12).saturating_add(i64::from(local.month0()))
        };
        months(now).saturating_sub(months(start))
    };
    // A date that a zone left out is passed one day early.
    let whole = passed.checked_div(i64::from(size))?.saturating_sub(1).max(1);
    (u32::try_from(whole).ok()?..)
        .map_while(|times| {
            let count = times.checked_mul(size)?;
            if days {
                start.checked_add_days(Count::new(count.into()))
            } else {
                start.checked_add_months(Months::new(count))
            }
        })
        .map(|local| wall(local, zone))
        .find(|due| *due > at)
}

/// Returns the instant at which a clock shows that time.
fn wall(local: NaiveDateTime, zone: Tz) -> Instant {
    forward(local, zone, Fold::Later)
}

/// Returns the first date of each month from that of a date on.
fn months_from(date: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    let first = date.with_day(1).unwrap_or(date);
    (0..)
        .map_while(move |months| first.checked_add_months(Months::new(months)))
        .take_while(|first| first.year() <= LAST_YEAR)
}

impl Nth {
    /// Returns that business day of the month that begins with a date.
    fn of(self, first: NaiveDate, calendar: &Calendar) -> Option<NaiveDate> {
        let month = first.iter_days().take_while(|date| date.month0() == first.month0());
        let mut open = month.filter(|date| calendar.is_open_on(*date));
        match self {
            Self::Counted(nth) => open.nth(usize::from(nth.checked_sub(1)?)),
            Self::Last => open.last(),
        }
    }

    fn parse(text: &str) -> Option<Self> {
        if text == "last" {
            return Some(Self::Last);
        }
        let digits = text.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
        let nth = Self::Counted(digits.parse().ok().filter(|nth| (1..=MOST).contains(nth))?);
        (nth.to_string() == text).then_some(nth)
    }
}

fn exactly(text: &str) -> Option<Every> {
    if let Ok(days) = Days::parse(text) {
        return days.is_rule().then_some(Every::Rule(days));
    }
    if let Some(nth) = text.strip_suffix(" business day") {
        return Nth::parse(nth).map(Every::BusinessDay);
    }
    // `1mo` is how people type it, and what `target` leaves to `1 month`.
    let months = text.strip_suffix("mo").map(|number| format!("{number} month"));
    of_target(Target::parse(months.as_deref().unwrap_or(text)).ok()?)
}

/// Returns the length of a series, if it is one number of days, weeks, months or business days.
fn of_target(target: Target) -> Option<Every> {
    let mut parts = target.parts();
    let (part, None) = (parts.next()?, parts.next()) else { return None };
    let counts_days = matches!(part.symbol, Symbol::Day | Symbol::Week | Symbol::Month | Symbol::BusinessDay);
    counts_days.then_some(Every::Length(part))
}

/// Returns the probable meaning of `Weekly`, `1mo`, `every 2 weeks`, `first Friday of the month`.
fn meant(text: &str) -> Option<Every> {
    // Nobody says how often in so many letters.
    let text = text.get(..text.len().min(60))?.trim().to_lowercase();
    let text = text.strip_prefix("every ").or_else(|| text.strip_prefix("each ")).unwrap_or(&text).trim();
    let length = |number, symbol| Some(Every::Length(Part { number, symbol }));
    match text {
        "daily" => return length(1, Symbol::Day),
        "weekly" => return length(1, Symbol::Week),
        "fortnightly" => return length(2, Symbol::Week),
        "monthly" => return length(1, Symbol::Month),
        "quarter" | "quarterly" => return length(3, Symbol::Month),
        "yearly" | "annually" => return length(12, Symbol::Month),
        _ => {}
    }
    let joined: String = text.split([' ', '-']).collect();
    if let Some((symbol, number)) = Symbol::named(&joined) {
        return of_target(Target::parse(&format!("{number}{}", symbol.letters())).ok()?);
    }
    let month = [" of the month", " of every month", " of each month"];
    let text = month.iter().find_map(|end| text.strip_suffix(end)).unwrap_or(text);
    let named = [("first", "1st"), ("second", "2nd"), ("third", "3rd"), ("fourth", "4th"), ("fifth", "5th")];
    for end in [" business day", " working day", " workday", " weekday"] {
        if let Some(nth) = text.strip_suffix(end) {
            let nth = named.iter().find(|(name, _)| *name == nth).map_or(nth, |(_, nth)| nth);
            return Nth::parse(nth).map(Every::BusinessDay);
        }
    }
    if let Some(days) = Days::meant(text).filter(|days| days.is_rule()) {
        return Some(Every::Rule(days));
    }
    of_target(Target::meant(text)?)
}

#[cold]
fn explain(text: &str) -> Problem {
    let (text, quoted) = (text.trim(), quote_start(text.trim()));
    let hint = || meant(text).map_or_else(|| FOR_INSTANCE.to_owned(), |every| format!("write \"{every}\""));
    let Ok(target) = Target::parse(text) else {
        return Problem::new(format!("{quoted} does not say how often")).hint(hint());
    };
    let parts: Vec<_> = target.parts().collect();
    match parts.as_slice() {
        [part] => {
            let (count, _) = part.count();
            let days = count.checked_div(86_400).filter(|_| !part.symbol.is_working());
            let days = days.filter(|days| *days > 0 && count.checked_rem(86_400) == Some(0));
            let hint = days.map_or_else(|| FOR_INSTANCE.to_owned(), |days| format!("write \"{days}d\""));
            Problem::new(format!("{quoted} does not count days")).hint(hint)
        }
        _ => Problem::new(format!("{quoted} has more than one part")).hint(FOR_INSTANCE),
    }
}

impl fmt::Display for Every {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length(part) => write!(f, "{part}"),
            Self::Rule(days) => write!(f, "{days}"),
            Self::BusinessDay(nth) => write!(f, "{nth} business day"),
        }
    }
}

impl fmt::Display for Nth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Last => f.write_str("last"),
            Self::Counted(nth @ (1 | 21)) => write!(f, "{nth}st"),
            Self::Counted(nth @ (2 | 22)) => write!(f, "{nth}nd"),
            Self::Counted(nth @ (3 | 23)) => write!(f, "{nth}rd"),
            Self::Counted(nth) => write!(f, "{nth}th"),
        }
    }
}

#[cfg(test)]
mod tests;
