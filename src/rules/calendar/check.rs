//! What makes a calendar valid: its hours are in order, nothing overlaps, and some day is open.

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::days::without_wrap;
use super::hours::WEEKDAYS;
use super::season::{Season, SeasonTime};
use super::{Calendar, Days, Hours, Plan};
use crate::error::Problem;
use crate::text;

/// Why a calendar is invalid, with a hint.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{problem}")]
pub struct BadCalendar {
    /// What is wrong.
    pub problem: Problem,
    /// The wrong key of the calendar, if it is one key: a weekday, the days of special hours, or a season.
    pub key: Option<String>,
}

/// The most days in `holidays` and `open`, and the most seasons: each has a number, and a year is drawn with them.
const MOST_DAYS: usize = 50_000;
const MOST_SEASONS: usize = 1_000;

impl Calendar {
    /// Returns a valid calendar.
    ///
    /// # Errors
    ///
    /// Hours that end before they begin, overlap or are out of order; special hours or seasons that overlap; too many
    /// of them; a calendar that never opens.
    pub fn new(name: impl Into<String>, zone: Tz, plan: Plan) -> Result<Self, BadCalendar> {
        let calendar = Self::unchecked(name.into(), zone, plan);
        let plan = &calendar.plan;
        let of = |key: String, Problem { message, hint }| {
            let problem = Problem { message: format!("{key}: {message}"), hint };
            BadCalendar { problem, key: Some(key) }
        };
        for (weekday, hours) in WEEKDAYS.iter().zip(&plan.week) {
            check_day(hours).map_err(|problem| of((*weekday).to_owned(), problem))?;
        }
        for (days, hours) in &plan.open {
            check_day(hours).map_err(|problem| of(days.to_string(), problem))?;
        }
        let name = text::quote(&calendar.name);
        let whole = |message, hint| Err(BadCalendar { problem: Problem::new(message).hint(hint), key: None });
        for (count, most, what) in [
            (plan.holidays.len().saturating_add(plan.open.len()), MOST_DAYS, "days in `holidays` and `open`"),
            (plan.seasons.len(), MOST_SEASONS, "seasons"),
        ] {
            if count > most {
                let message = format!("calendar {name} has {count} {what}, and {most} is the most");
                return whole(message, "write them as ranges, or by a rule");
            }
        }
        check_seasons(&plan.seasons)?;
        if let Some((earlier, later)) = open_overlap(&plan.open) {
            let problem = Problem::new(format!("special hours of {earlier} and {later} overlap"))
                .hint("cut one of the ranges, so that each day has its hours once");
            return Err(BadCalendar { problem, key: Some(later.to_string()) });
        }
        let seasons = plan.seasons.iter().flat_map(|season| season.week.iter().flatten());
        let special = plan.open.iter().map(|(_, hours)| hours);
        if plan.week.iter().chain(seasons).chain(special).all(Vec::is_empty) {
            let message = format!("calendar {name} never opens");
            return whole(message, "name the days that are open, for instance mon = [\"09:00-17:00\"]");
        }
        Ok(calendar)
    }
}

/// Returns two ranges with hours of their own that are equally exact and have a day in common.
fn open_overlap(open: &[(Days, Vec<Hours>)]) -> Option<(Days, Days)> {
    let all = || open.iter().map(|(days, _)| *days).enumerate();
    let mut dates: Vec<_> = all()
        .filter_map(|(place, days)| match days {
            Days::Dates(from, until) => Some((from, until, place)),
            _ => None,
        })
        .collect();
    let mut yearly: Vec<_> = all()
        .filter_map(|(place, days)| match days {
            Days::YearlyRange(from, until) => Some((from, until, place)),
            _ => None,
        })
        .flat_map(without_wrap)
        .collect();
    let (one, other) = overlap(&mut dates).or_else(|| overlap(&mut yearly))?;
    Some((open.get(one)?.0, open.get(other)?.0))
}

/// The most hours of one day, because a search passes over every one of a span.
const MOST_HOURS: usize = 24;

fn check_day(day: &[Hours]) -> Result<(), Problem> {
    if day.len() > MOST_HOURS {
        let message = format!("{} time ranges in one day, and {MOST_HOURS} is the most", day.len());
        return Err(Problem::new(message).hint("join those that touch, and leave short breaks out"));
    }
    for hours in day {
        hours.check()?;
    }
    for (earlier, later) in day.iter().zip(day.iter().skip(1)) {
        if earlier.close <= later.open {
            continue;
        }
        if later.close <= earlier.open {
            let mut sorted = day.to_vec();
            sorted.sort_unstable();
            let message = format!("{later} must come before {earlier}");
            return Err(
                Problem::new(message).hint(format!("write the hours of a day in order: {}", list(&sorted)))
            );
        }
        let message = format!("{earlier} and {later} overlap");
        let both = Hours { open: earlier.open.min(later.open), close: earlier.close.max(later.close) };
        return Err(Problem::new(message).hint(format!("write \"{both}\", or hours that do not overlap")));
    }
    Ok(())
}

fn list(hours: &[Hours]) -> String {
    let each: Vec<String> = hours.iter().map(|hours| format!("\"{hours}\"")).collect();
    format!("[{}]", each.join(", "))
}

/// Refuses hours that are not valid, a season without hours, and two of one sort that overlap. The keys of the errors
/// are `season[0]` and `season[0].mon`.
fn check_seasons(seasons: &[Season]) -> Result<(), BadCalendar> {
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
            let problem = Problem::new(format!("seasons {earlier} and {later} overlap"));
            let goes_on =
                seasons.get(one).is_some_and(|season| matches!(season.time, SeasonTime::Once(_, None)));
            let problem = problem.hint(if goes_on {
                format!("{earlier} goes on for good: give it an `until`, its last day")
            } else {
                "a day may be in one season of dates and in one of every year, where the dates win".to_owned()
            });
            Err(BadCalendar { problem, key: Some(format!("season[{}]", one.max(other))) })
        }
    }
}

/// Returns the numbers of two ranges that have a day in common, the one that begins earlier first.
fn overlap<T: Ord + Copy>(ranges: &mut [(T, T, usize)]) -> Option<(usize, usize)> {
    ranges.sort_unstable();
    let pairs = ranges.iter().zip(ranges.iter().skip(1));
    let mut found = pairs.filter(|((_, last, _), (first, ..))| first <= last);
    found.next().map(|((.., one), (.., other))| (*one, *other))
}
