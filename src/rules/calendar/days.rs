//! Days as a ledger names them in `holidays` and `open`: a date, a range of dates, a day or a range of every year, a
//! weekday of a month, and days counted from Easter.

use std::fmt;

use chrono::{Datelike as _, Days as Count, NaiveDate, Weekday};

use super::super::time::{FIRST_YEAR, LAST_YEAR};
use super::hours::{WEEKDAYS, digits};
use crate::error::Problem;
use crate::text::quote_start;

/// The names of the months in rules.
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const ORDINALS: [&str; 5] = ["1st", "2nd", "3rd", "4th", "5th"];
/// How far from Easter a day may be. Within these, it is in the same year.
const FROM_EASTER: std::ops::RangeInclusive<i32> = -80..=250;

/// One or more days, in one word.
///
/// The order is that of exactness: what comes first wins over what comes later. Of two rules the rarer is the more
/// exact one, and then the one with the earlier ordinal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Days {
    /// One date.
    Date(NaiveDate),
    /// All dates from one to another, both included.
    Dates(NaiveDate, NaiveDate),
    /// One day of every year.
    Yearly(MonthDay),
    /// All days of every year from one to another, both included; the second may be in the next year.
    YearlyRange(MonthDay, MonthDay),
    /// So many days after Easter Sunday.
    Easter(i32),
    /// A weekday of a month.
    Weekday(NthWeekday),
}

/// A day of every year, counted from the first of January in a leap year. The 29th of February is in leap years only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct MonthDay(u16);

/// The first, second … or last such weekday of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct NthWeekday {
    months: Months,
    nth: Nth,
    /// Counted from Monday.
    weekday: u8,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Months {
    /// From 1.
    One(u32),
    Every,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Nth {
    /// From 1.
    Counted(u8),
    Last,
}

/// One end of a range.
enum End {
    Date(NaiveDate),
    Yearly(MonthDay),
}

impl Days {
    /// Reads `2026-12-25`, `12-25` (of every year), a range of either (`12-24..01-02`), `1st mon sep`, `2nd sat` (of
    /// every month), `last mon may`, `easter` or `easter+39`.
    ///
    /// # Errors
    /// Anything else, days that do not exist, and a range that ends before it begins.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        if let Some((from, until)) = text.split_once("..") {
            return Self::range(from, until);
        }
        if let Some(rule) = rule(text) {
            return rule;
        }
        Ok(match End::parse(text)? {
            End::Date(date) => Self::Date(date),
            End::Yearly(day) => Self::Yearly(day),
        })
    }

    /// Returns all days from one to another, each a date or a day of every year.
    ///
    /// # Errors
    /// A date and a day of every year, dates in the wrong order, and what is neither.
    pub fn range(from: &str, until: &str) -> Result<Self, Problem> {
        let both = "write both ends as dates, or both as the month and day of every year";
        let end = |text: &str| match rule(text) {
            Some(_) => Err(Problem::new(format!("{} is not a day of a range", quote_start(text))).hint(both)),
            None => End::parse(text),
        };
        match (end(from)?, end(until)?) {
            (End::Date(first), End::Date(last)) if first <= last => Ok(Self::Dates(first, last)),
            (End::Date(first), End::Date(last)) => {
                Err(Problem::new(format!("{first}..{last} ends before it begins"))
                    .hint(format!("write \"{last}..{first}\"")))
            }
            (End::Yearly(first), End::Yearly(last)) => Ok(Self::YearlyRange(first, last)),
            _ => {
                Err(Problem::new(format!("{from}..{until} has one end with a year and one without"))
                    .hint(both))
            }
        }
    }

    /// Returns the rule that was probably meant by `First Monday in September` or `Easter + 1`.
    pub fn meant(text: &str) -> Option<Self> {
        // Nobody writes a day in so many letters.
        let plain = text.get(..text.len().min(60))?.to_lowercase();
        let close: String = plain.chars().filter(|letter| !letter.is_whitespace()).collect();
        if let Some(Ok(days)) = rule(&close) {
            return Some(days);
        }
        let words = plain.split(|letter: char| !letter.is_alphanumeric());
        let words =
            words.filter(|word| !matches!(*word, "" | "the" | "in" | "of" | "every" | "each" | "month"));
        let short = |word: &str| match word {
            "first" => "1st".to_owned(),
            "second" => "2nd".to_owned(),
            "third" => "3rd".to_owned(),
            "fourth" => "4th".to_owned(),
            "fifth" => "5th".to_owned(),
            "last" => "last".to_owned(),
            word => word.chars().take(3).collect(),
        };
        let words: Vec<_> = words.map(short).collect();
        rule(&words.join(" "))?.ok()
    }

    /// Returns the last date, if they have one.
    pub const fn last(self) -> Option<NaiveDate> {
        match self {
            Self::Date(date) | Self::Dates(_, date) => Some(date),
            Self::Yearly(_) | Self::YearlyRange(..) | Self::Easter(_) | Self::Weekday(_) => None,
        }
    }

    /// Returns true if they follow a rule: a weekday of a month, or Easter.
    pub const fn is_rule(self) -> bool {
        matches!(self, Self::Easter(_) | Self::Weekday(_))
    }

    /// Returns the dates that a rule gives in a year; none for days that follow no rule.
    pub fn by_rule(self, year: i32) -> Vec<NaiveDate> {
        match self {
            Self::Easter(days) => {
                let count = Count::new(days.unsigned_abs().into());
                let date = easter(year).and_then(|easter| match days {
                    0.. => easter.checked_add_days(count),
                    _ => easter.checked_sub_days(count),
                });
                date.into_iter().collect()
            }
            Self::Weekday(weekday) => weekday.dates(year).collect(),
            Self::Date(_) | Self::Dates(..) | Self::Yearly(_) | Self::YearlyRange(..) => Vec::new(),
        }
    }
}

impl End {
    fn parse(text: &str) -> Result<Self, Problem> {
        let parts: Vec<&str> = text.split('-').collect();
        let found = match parts.as_slice() {
            [year, month, day] => (digits(year, 4), digits(month, 2), digits(day, 2)),
            [month, day] => (Some(0), digits(month, 2), digits(day, 2)),
            _ => (None, None, None),
        };
        let (Some(year), Some(month), Some(day)) = found else { return Err(no_days(text)) };
        if parts.len() == 2 {
            return MonthDay::new(month, day).map(Self::Yearly);
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
}

impl MonthDay {
    /// The 29th of February.
    const LEAP: u16 = 59;
    /// The last day of a year.
    pub(super) const LAST: Self = Self(365);
    /// The first day of a year.
    pub(super) const FIRST: Self = Self(0);

    fn new(month: u32, day: u32) -> Result<Self, Problem> {
        // 2000 is a leap year.
        if let Some(date) = NaiveDate::from_ymd_opt(2000, month, day) {
            return Ok(Self(u16::try_from(date.ordinal0()).unwrap_or_default()));
        }
        let hint = match last_day(2000, month) {
            Some(last) => format!("the last day of that month is \"{month:02}-{last:02}\""),
            None => "write the month before the day: \"12-25\" is the 25th of December".to_owned(),
        };
        Err(Problem::new(format!("there is no {month:02}-{day:02} in any year")).hint(hint))
    }

    /// Returns how many days of a year are before a range that begins with it.
    pub(super) fn begins(self, is_leap: bool) -> usize {
        usize::from(if is_leap || self.0 <= Self::LEAP { self.0 } else { self.0.saturating_sub(1) })
    }

    /// Returns how many days of a year are up to and with it, where a range ends.
    pub(super) fn ends(self, is_leap: bool) -> usize {
        usize::from(if is_leap || self.0 < Self::LEAP { self.0.saturating_add(1) } else { self.0 })
    }

    /// Returns the day after it, in a leap year.
    pub(super) const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

impl NthWeekday {
    /// Returns the dates in a year, in order.
    fn dates(self, year: i32) -> impl Iterator<Item = NaiveDate> {
        let months = match self.months {
            Months::One(month) => month..=month,
            Months::Every => 1..=12,
        };
        let weekday = Weekday::try_from(self.weekday).unwrap_or(Weekday::Mon);
        months.filter_map(move |month| {
            let on = |nth| NaiveDate::from_weekday_of_month_opt(year, month, weekday, nth);
            match self.nth {
                Nth::Counted(nth) => on(nth),
                Nth::Last => on(5).or_else(|| on(4)),
            }
        })
    }
}

/// Returns a range of every year as ranges that end in the year in which they begin.
pub(super) fn without_wrap<T: Copy>(
    (from, until, line): (MonthDay, MonthDay, T),
) -> impl Iterator<Item = (MonthDay, MonthDay, T)> {
    let (one, other) = if from <= until {
        (Some((from, until, line)), None)
    } else {
        (Some((from, MonthDay::LAST, line)), Some((MonthDay::FIRST, until, line)))
    };
    one.into_iter().chain(other)
}

/// Returns Easter Sunday of a year, by the algorithm of Meeus, Jones and Butcher for the Gregorian calendar.
#[expect(clippy::arithmetic_side_effects, reason = "every step of it stays within a few thousand")]
pub(super) fn easter(year: i32) -> Option<NaiveDate> {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let d = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    let e = (32 + 2 * (b % 4) + 2 * (c / 4) - d - c % 4) % 7;
    let f = d + e - 7 * ((a + 11 * d + 22 * e) / 451) + 114;
    NaiveDate::from_ymd_opt(year, u32::try_from(f / 31).ok()?, u32::try_from(f % 31 + 1).ok()?)
}

/// Reads a rule; `None` if it is not written as one.
fn rule(text: &str) -> Option<Result<Days, Problem>> {
    if let Some(count) = text.strip_prefix("easter") {
        if count.is_empty() {
            return Some(Ok(Days::Easter(0)));
        }
        let number = count
            .strip_prefix(['+', '-'])
            .filter(|number| number.bytes().all(|byte| byte.is_ascii_digit()) && !number.starts_with('0'))?;
        let number: i32 = number.parse().ok()?;
        let days = if count.starts_with('-') { number.saturating_neg() } else { number };
        let (first, last) = (FROM_EASTER.start(), FROM_EASTER.end());
        return Some(if FROM_EASTER.contains(&days) {
            Ok(Days::Easter(days))
        } else {
            Err(Problem::new(format!("{text} may be in another year"))
                .hint(format!("days are counted from easter{first} to easter+{last}")))
        });
    }
    let words: Vec<&str> = text.split(' ').collect();
    let (nth, weekday, month) = match words.as_slice() {
        [nth, weekday] => (nth, weekday, None),
        [nth, weekday, month] => (nth, weekday, Some(month)),
        _ => return None,
    };
    let place = |names: &[&str], name: &str| names.iter().position(|known| *known == name);
    let nth = match place(&ORDINALS, nth) {
        Some(place) => Nth::Counted(u8::try_from(place.saturating_add(1)).ok()?),
        None if *nth == "last" => Nth::Last,
        None => return None,
    };
    let weekday = u8::try_from(place(&WEEKDAYS, weekday)?).ok()?;
    let months = match month {
        Some(month) => Months::One(u32::try_from(place(&MONTHS, month)?.saturating_add(1)).ok()?),
        None => Months::Every,
    };
    Some(Ok(Days::Weekday(NthWeekday { months, nth, weekday })))
}

fn no_days(text: &str) -> Problem {
    let problem = Problem::new(format!("{} is not a day", quote_start(text)));
    problem.hint(match Days::meant(text) {
        Some(days) => format!("write \"{days}\""),
        None => "write \"2026-12-25\", \"12-25\" (of every year), \"12-24..01-02\", \"last mon may\" or \
                 \"easter+1\""
            .to_owned(),
    })
}

fn last_day(year: i32, month: u32) -> Option<u32> {
    (28..=31).rev().find(|day| NaiveDate::from_ymd_opt(year, month, *day).is_some())
}

impl fmt::Display for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date(date) => write!(f, "{date}"),
            Self::Dates(from, until) => write!(f, "{from}..{until}"),
            Self::Yearly(day) => write!(f, "{day}"),
            Self::YearlyRange(from, until) => write!(f, "{from}..{until}"),
            Self::Easter(0) => f.write_str("easter"),
            Self::Easter(days) => write!(f, "easter{days:+}"),
            Self::Weekday(NthWeekday { months, nth, weekday }) => {
                let name = |names: &[&'static str], place: usize| names.get(place).copied().unwrap_or("?");
                match nth {
                    Nth::Counted(nth) => f.write_str(name(&ORDINALS, usize::from(nth.saturating_sub(1))))?,
                    Nth::Last => f.write_str("last")?,
                }
                write!(f, " {}", name(&WEEKDAYS, usize::from(*weekday)))?;
                match months {
                    Months::One(month) => {
                        let place = usize::try_from(month.saturating_sub(1)).unwrap_or_default();
                        write!(f, " {}", name(&MONTHS, place))
                    }
                    Months::Every => Ok(()),
                }
            }
        }
    }
}

impl fmt::Display for MonthDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = NaiveDate::from_yo_opt(2000, u32::from(self.0).saturating_add(1)).unwrap_or_default();
        write!(f, "{:02}-{:02}", date.month(), date.day())
    }
}
