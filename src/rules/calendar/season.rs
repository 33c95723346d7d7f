//! Seasons: other hours of the week for a time, and what makes them valid together.

use chrono::NaiveDate;

use super::check::{BadCalendar, WEEKDAYS, check_day};
use super::days::{Days, MonthDay};
use super::hours::Hours;
use super::lines::without_wrap;
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
            Some(until) => Days::range(from, until)?,
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

/// Refuses hours that are not valid, a season without hours, and two of one sort that overlap. The keys of the errors
/// are `season[0]` and `season[0].mon`.
pub(super) fn check(seasons: &[Season]) -> Result<(), BadCalendar> {
    for (number, season) in seasons.iter().enumerate() {
        if season.week.iter().all(Option::is_none) {
            let problem = Problem::new(format!("season {} names no weekday", season.time))
                .hint("name the days whose hours are other, for instance `fri = [\"09:00-12:00\"]`");
            return Err(BadCalendar { problem, key: Some(format!("season[{number}]")) });
        }
        for (weekday, hours) in WEEKDAYS.iter().zip(&season.week) {
            check_day(hours.as_deref().unwrap_or_default()).map_err(|Problem { message, hint }| {
                let problem =
                    Problem { message: format!("season {}: {weekday}: {message}", season.time), hint };
                BadCalendar { problem, key: Some(format!("season[{number}].{weekday}")) }
            })?;
        }
    }
    let all = || seasons.iter().map(|season| season.time).enumerate();
    let mut once: Vec<_> = all()
        .filter_map(|(number, time)| match time {
            SeasonTime::Once(from, until) => Some((from, until.unwrap_or(NaiveDate::MAX), number)),
            SeasonTime::EveryYear(..) => None,
        })
        .collect();
    let mut every_year: Vec<_> = all()
        .filter_map(|(number, time)| match time {
            SeasonTime::Once(..) => None,
            SeasonTime::EveryYear(from, until) => Some((from, until, number)),
        })
        .flat_map(without_wrap)
        .collect();
    match overlap(&mut once).or_else(|| overlap(&mut every_year)) {
        None => Ok(()),
        Some((one, other)) => {
            let shown = |number| seasons.get(number).map(|season: &Season| season.time.to_string());
            let (earlier, later) = (shown(one).unwrap_or_default(), shown(other).unwrap_or_default());
            let problem = Problem::new(format!("seasons {earlier} and {later} overlap"))
                .hint("a day may be in one season of dates and in one of every year, where the dates win");
            Err(BadCalendar { problem, key: Some(format!("season[{}]", one.max(other))) })
        }
    }
}

/// Returns the numbers of two ranges that have a day in common, the one that begins earlier first.
pub(super) fn overlap<T: Ord + Copy>(ranges: &mut [(T, T, usize)]) -> Option<(usize, usize)> {
    ranges.sort_unstable();
    let pairs = ranges.iter().zip(ranges.iter().skip(1));
    let mut found = pairs.filter(|((_, last, _), (first, ..))| first <= last);
    found.next().map(|((.., one), (.., other))| (*one, *other))
}
