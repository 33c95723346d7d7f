//! What makes a calendar valid: its hours are in order, do not overlap, and some day is open.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::{Calendar, Holiday, Hours};
use crate::error::Problem;
use crate::text;

/// The names of the weekdays as a ledger writes them, Monday first.
pub const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Why a calendar is invalid, with a hint.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{problem}")]
pub struct BadCalendar {
    /// What is wrong.
    pub problem: Problem,
    /// The wrong key of the calendar, if it is one key: a weekday, or the date of special hours.
    pub key: Option<String>,
}

impl Calendar {
    /// Returns a valid calendar. `week` begins with Monday.
    ///
    /// # Errors
    ///
    /// Hours that end before they begin, overlap or are out of order, and a calendar that never opens.
    pub fn new(
        name: impl Into<String>,
        zone: Tz,
        week: [Vec<Hours>; 7],
        holidays: Vec<Holiday>,
        special: BTreeMap<NaiveDate, Vec<Hours>>,
    ) -> Result<Self, BadCalendar> {
        let name = name.into();
        let of = |key: String, Problem { message, hint }| {
            let problem = Problem { message: format!("{key}: {message}"), hint };
            BadCalendar { problem, key: Some(key) }
        };
        for (weekday, hours) in WEEKDAYS.iter().zip(&week) {
            check_day(hours).map_err(|problem| of((*weekday).to_owned(), problem))?;
        }
        for (date, hours) in &special {
            check_day(hours).map_err(|problem| of(date.to_string(), problem))?;
        }
        if week.iter().chain(special.values()).all(Vec::is_empty) {
            let hint = "name the days that are open, for instance mon = [\"09:00-17:00\"]";
            let problem = Problem::new(format!("calendar {} never opens", text::quote(&name))).hint(hint);
            return Err(BadCalendar { problem, key: None });
        }
        Ok(Self::unchecked(name, zone, week, holidays, special))
    }
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
