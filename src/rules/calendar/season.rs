//! Seasons: other hours of the week for a time.

use chrono::NaiveDate;

use super::days::{Days, MonthDay};
use super::hours::Hours;
use crate::error::Problem;
use crate::text::quote_start;

/// Other hours of the week for a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Season {
    /// When it is.
    pub time: SeasonTime,
    /// The hours of each weekday, Monday first; `None` keeps those of the calendar.
    pub week: [Option<Vec<Hours>>; 7],
}

/// When a season is; both ends are included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeasonTime {
    /// Once, or from that date on for good.
    Once(NaiveDate, Option<NaiveDate>),
    /// Every year; the second day may be in the next one.
    EveryYear(MonthDay, MonthDay),
}

impl SeasonTime {
    /// Reads `from` and `until`: two dates, two days of every year, or one date.
    ///
    /// # Errors
    /// Anything else; a day of every year without `until`.
    pub fn parse(from: &str, until: Option<&str>) -> Result<Self, Problem> {
        let days = match until {
            Some(until) => Days::range(from, until).map_err(|problem| match Days::range(until, from) {
                Ok(_) => problem.hint(format!("write `from = \"{until}\"` and `until = \"{from}\"`")),
                Err(_) => problem,
            })?,
            None => Days::parse(from)?,
        };
        match days {
            Days::Date(from) => Ok(Self::Once(from, None)),
            Days::Dates(from, until) => Ok(Self::Once(from, Some(until))),
            Days::YearlyRange(from, until) => Ok(Self::EveryYear(from, until)),
            Days::Yearly(_) => Err(Problem::new("a season of every year needs `until`")
                .hint("add `until = \"08-31\"`, its last day; a date as `from` needs no end")),
            Days::Easter(_) | Days::Weekday(_) => {
                Err(Problem::new(format!("a season cannot begin on {}", quote_start(from)))
                    .hint("write a date, \"2026-05-01\", or the month and day of every year, \"05-01\""))
            }
        }
    }
}

impl std::fmt::Display for SeasonTime {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Once(from, Some(until)) => write!(f, "{from}..{until}"),
            Self::Once(from, None) => write!(f, "{from}.."),
            Self::EveryYear(from, until) => write!(f, "{from}..{until}"),
        }
    }
}
