//! Hours and holidays as a ledger writes them: `"09:00-12:30"`, `"2026-12-25"`, `"01-01"`.

use std::fmt;

use chrono::{Datelike, NaiveDate};

use super::super::time::{FIRST_YEAR, LAST_YEAR};
use crate::error::Problem;
use crate::text::quote_start;

const SECONDS_PER_DAY: u32 = 86_400;

/// A range of a local day, `[open, close)` in seconds since its midnight; `close` may be 86 400.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hours {
    /// The first open second.
    pub open: u32,
    /// The first closed second after it.
    pub close: u32,
}

/// A closed day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holiday {
    /// One date.
    Date(NaiveDate),
    /// A month and day of every year.
    Yearly(u32, u32),
}

impl Hours {
    /// From midnight to midnight.
    pub const WHOLE_DAY: Self = Self { open: 0, close: SECONDS_PER_DAY };

    /// Reads `"09:00-12:30"`; 24:00 may close a day.
    ///
    /// # Errors
    /// Anything else, with a hint.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        if let Some(hours) = Self::strict(text) {
            return hours.check();
        }
        let message = format!("{} is not a time range", quote_start(text));
        Err(Problem::new(message).hint(
            match Self::strict(&tidy(text)).filter(|hours| hours.check().is_ok()) {
                Some(hours) => format!("write \"{hours}\""),
                None => "write \"09:00-17:00\", between 00:00 and 24:00".to_owned(),
            },
        ))
    }

    /// Refuses hours that are not a range of one day.
    pub(super) fn check(self) -> Result<Self, Problem> {
        if self.close > SECONDS_PER_DAY {
            let message = format!("{self} ends after 24:00");
            return Err(Problem::new(message).hint("the latest closing time is 24:00"));
        }
        if self.open < self.close {
            return Ok(self);
        }
        if self.open == self.close {
            let message = format!("{self} has no length");
            return Err(
                Problem::new(message).hint("write \"00:00-24:00\" for a whole day; leave out a closed day")
            );
        }
        let until_midnight = Self { close: SECONDS_PER_DAY, ..self };
        let from_midnight = Self { open: 0, close: self.close };
        let hint = if self.close == 0 {
            format!("the end of the day is 24:00: write \"{until_midnight}\"")
        } else {
            format!(
                "split hours that cross midnight: \"{until_midnight}\", and \"{from_midnight}\" on the next day"
            )
        };
        Err(Problem::new(format!("{self} ends before it begins")).hint(hint))
    }

    fn strict(text: &str) -> Option<Self> {
        let (open, close) = text.split_once('-')?;
        Some(Self { open: second_of_day(open)?, close: second_of_day(close)? })
    }
}

/// Returns the seconds since midnight of `HH:MM`, up to 24:00.
fn second_of_day(text: &str) -> Option<u32> {
    let (hour, minute) = text.split_once(':')?;
    let (hour, minute) = (digits(hour, 2)?, digits(minute, 2)?);
    let seconds = hour.checked_mul(3600)?.checked_add(minute.checked_mul(60)?)?;
    (minute < 60 && seconds <= SECONDS_PER_DAY).then_some(seconds)
}

/// Returns the number that is written with exactly `count` digits.
fn digits(text: &str, count: usize) -> Option<u32> {
    let plain = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

/// Returns the probable meaning of `9 - 17:30`, `9:00–17:30` or `09.00-17.30`.
fn tidy(text: &str) -> String {
    let plain: String = text
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .map(|letter| match letter {
            '–' | '—' | '−' => '-',
            '.' => ':',
            letter => letter,
        })
        .collect();
    let time = |part: &str| {
        let (hour, minute) = part.split_once(':').unwrap_or((part, "00"));
        format!("{hour:0>2}:{minute}")
    };
    match plain.split_once('-') {
        Some((open, close)) => format!("{}-{}", time(open), time(close)),
        None => plain,
    }
}

impl fmt::Display for Hours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = |second: u32| {
            (second.div_euclid(3600), second.div_euclid(60).rem_euclid(60), second.rem_euclid(60))
        };
        let (open, close) = (parts(self.open), parts(self.close));
        if open.2 == 0 && close.2 == 0 {
            write!(f, "{:02}:{:02}-{:02}:{:02}", open.0, open.1, close.0, close.1)
        } else {
            write!(
                f,
                "{:02}:{:02}:{:02}-{:02}:{:02}:{:02}",
                open.0, open.1, open.2, close.0, close.1, close.2
            )
        }
    }
}

impl Holiday {
    /// Reads `"2026-12-25"`, or `"12-25"` for that day of every year.
    ///
    /// # Errors
    /// Anything else, and days that do not exist.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let parts: Vec<&str> = text.split('-').collect();
        let found = match parts.as_slice() {
            [year, month, day] => (digits(year, 4), digits(month, 2), digits(day, 2)),
            [month, day] => (Some(0), digits(month, 2), digits(day, 2)),
            _ => (None, None, None),
        };
        let (Some(year), Some(month), Some(day)) = found else {
            let message = format!("{} is not a holiday", quote_start(text));
            let hint = "write a date, \"2026-12-25\", or the month and day of every year, \"12-25\"";
            return Err(Problem::new(message).hint(hint));
        };
        if parts.len() == 2 {
            return Self::yearly(text, month, day);
        }
        let year = i32::try_from(year).unwrap_or_default();
        let hint = match (NaiveDate::from_ymd_opt(year, month, day), last_day(year, month)) {
            (Some(date), _) if (FIRST_YEAR..=LAST_YEAR).contains(&year) => return Ok(Self::Date(date)),
            (Some(_), _) => format!("supported years are {FIRST_YEAR} to {LAST_YEAR}"),
            (None, Some(last)) => format!("the last day of that month is \"{year:04}-{month:02}-{last:02}\""),
            (None, None) => "write the month before the day: \"2026-12-25\"".to_owned(),
        };
        Err(Problem::new(format!("there is no {text}")).hint(hint))
    }

    fn yearly(text: &str, month: u32, day: u32) -> Result<Self, Problem> {
        // 2000 is a leap year: the 29th of February is a holiday in the years that have it.
        if NaiveDate::from_ymd_opt(2000, month, day).is_some() {
            return Ok(Self::Yearly(month, day));
        }
        let hint = match last_day(2000, month) {
            Some(last) => format!("the last day of that month is \"{month:02}-{last:02}\""),
            None => "write the month before the day: \"12-25\" is the 25th of December".to_owned(),
        };
        Err(Problem::new(format!("there is no {text} in any year")).hint(hint))
    }

    /// Returns the holiday of every year on this date.
    pub fn every_year_on(date: NaiveDate) -> Self {
        Self::Yearly(date.month(), date.day())
    }
}

fn last_day(year: i32, month: u32) -> Option<u32> {
    (28..=31).rev().find(|day| NaiveDate::from_ymd_opt(year, month, *day).is_some())
}

impl fmt::Display for Holiday {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date(date) => write!(f, "{date}"),
            Self::Yearly(month, day) => write!(f, "{month:02}-{day:02}"),
        }
    }
}
