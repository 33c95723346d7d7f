//! One part of a target: a number and its unit as written, and what adding it means.

use std::fmt;

use chrono::{Days, Months, NaiveDateTime};
use chrono_tz::Tz;

use super::super::calendar::Calendar;
use super::super::time::{self, Fold, Instant};
use super::{NoDue, Unit};

/// The letters after a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Symbol {
    /// `s`
    Second,
    /// `m`
    Minute,
    /// `h`
    Hour,
    /// `d`
    Day,
    /// `w`
    Week,
    /// `month`
    Month,
    /// `bs`
    WorkingSecond,
    /// `bm`
    WorkingMinute,
    /// `bh`
    WorkingHour,
    /// `bd`
    BusinessDay,
}

impl Symbol {
    /// Every unit, the most frequent ones first; of two whose letters begin alike, the longer one is first.
    pub(super) const ALL: [Self; 10] = [
        Self::Hour,
        Self::Day,
        Self::Week,
        Self::WorkingHour,
        Self::BusinessDay,
        Self::Month,
        Self::Minute,
        Self::Second,
        Self::WorkingMinute,
        Self::WorkingSecond,
    ];

    /// Returns the unit with this name, in small letters and without blanks, and how many of it the name means: a year
    /// is twelve months.
    pub fn named(word: &str) -> Option<(Self, u32)> {
        Some(match word {
            "s" | "sec" | "secs" | "second" | "seconds" => (Self::Second, 1),
            "m" | "min" | "mins" | "minute" | "minutes" => (Self::Minute, 1),
            "h" | "hr" | "hrs" | "hour" | "hours" => (Self::Hour, 1),
            "d" | "day" | "days" => (Self::Day, 1),
            "w" | "wk" | "wks" | "week" | "weeks" => (Self::Week, 1),
            "fortnight" | "fortnights" => (Self::Week, 2),
            "mo" | "mos" | "mth" | "mths" | "month" | "months" => (Self::Month, 1),
            "y" | "yr" | "yrs" | "year" | "years" => (Self::Month, 12),
            "bs" | "bsec" => (Self::WorkingSecond, 1),
            "bm" | "bmin" => (Self::WorkingMinute, 1),
            "bh" | "bhr" | "bhrs" | "wh" => (Self::WorkingHour, 1),
            "bd" | "bday" | "bdays" | "wd" | "weekday" | "weekdays" => (Self::BusinessDay, 1),
            _ => (Self::of_working_time(word)?, 1),
        })
    }

    /// Returns the unit of working time with this name: `businesshour`, `workdays`.
    fn of_working_time(word: &str) -> Option<Self> {
        let rest = ["business", "working", "work"].iter().find_map(|kind| word.strip_prefix(kind))?;
        Some(match rest {
            "second" | "seconds" => Self::WorkingSecond,
            "minute" | "minutes" => Self::WorkingMinute,
            "hour" | "hours" => Self::WorkingHour,
            "day" | "days" => Self::BusinessDay,
            _ => return None,
        })
    }

    /// Returns the letters.
    pub const fn letters(self) -> &'static str {
        match self {
            Self::Second => "s",
            Self::Minute => "m",
            Self::Hour => "h",
            Self::Day => "d",
            Self::Week => "w",
            Self::Month => "month",
            Self::WorkingSecond => "bs",
            Self::WorkingMinute => "bm",
            Self::WorkingHour => "bh",
            Self::BusinessDay => "bd",
        }
    }

    /// Returns its name in the singular.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Second => "second",
            Self::Minute => "minute",
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::WorkingSecond => "working second",
            Self::WorkingMinute => "working minute",
            Self::WorkingHour => "working hour",
            Self::BusinessDay => "business day",
        }
    }

    /// Returns what it counts, and how many of that one of it is.
    pub const fn unit(self) -> (Unit, i64) {
        match self {
            Self::Second => (Unit::Seconds, 1),
            Self::Minute => (Unit::Seconds, 60),
            Self::Hour => (Unit::Seconds, 3600),
            Self::Day => (Unit::Days, 1),
            Self::Week => (Unit::Days, 7),
            Self::Month => (Unit::Months, 1),
            Self::WorkingSecond => (Unit::WorkingSeconds, 1),
            Self::WorkingMinute => (Unit::WorkingSeconds, 60),
            Self::WorkingHour => (Unit::WorkingSeconds, 3600),
            Self::BusinessDay => (Unit::BusinessDays, 1),
        }
    }

    /// Returns true if it counts the time of a calendar.
    pub const fn is_working(self) -> bool {
        matches!(self.unit().0, Unit::WorkingSeconds | Unit::BusinessDays)
    }

    /// Returns the highest number before it: the 200 supported years.
    pub(super) const fn most(self) -> u32 {
        match self {
            Self::Second | Self::WorkingSecond => u32::MAX - 1,
            Self::Minute | Self::WorkingMinute => 105_189_120,
            Self::Hour | Self::WorkingHour => 1_753_152,
            Self::Day | Self::BusinessDay => 73_048,
            Self::Week => 10_435,
            Self::Month => 2_400,
        }
    }
}

/// One number of a target and what it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Part {
    /// The amount, as written.
    pub number: u32,
    /// The unit, as written.
    pub symbol: Symbol,
}

impl Part {
    /// Returns a part of this many of a unit, seconds as whole hours or minutes if possible.
    pub(super) fn of(number: i64, unit: Unit) -> Option<Self> {
        let symbols: &[Symbol] = match unit {
            Unit::Seconds => &[Symbol::Hour, Symbol::Minute, Symbol::Second],
            Unit::WorkingSeconds => &[Symbol::WorkingHour, Symbol::WorkingMinute, Symbol::WorkingSecond],
            Unit::Days => &[Symbol::Day],
            Unit::Months => &[Symbol::Month],
            Unit::BusinessDays => &[Symbol::BusinessDay],
        };
        let symbol = symbols.iter().copied().find(|symbol| number.checked_rem(symbol.unit().1) == Some(0))?;
        let number = u32::try_from(number.checked_div(symbol.unit().1)?).ok()?;
        (1..=symbol.most()).contains(&number).then_some(Self { number, symbol })
    }

    /// Returns how many of its [`Unit`] it is: `2w` is 14 days, `24h` 86 400 seconds.
    pub fn count(self) -> (i64, Unit) {
        let (unit, size) = self.symbol.unit();
        (i64::from(self.number).saturating_mul(size), unit)
    }

    /// Returns it in words: `24 hours`, `1 business day`.
    pub fn words(self) -> String {
        format!("{} {}{}", self.number, self.symbol.word(), if self.number == 1 { "" } else { "s" })
    }

    pub(super) fn after(self, at: Instant, zone: Tz, calendar: Option<&Calendar>) -> Result<Instant, NoDue> {
        let (count, unit) = self.count();
        let due = match unit {
            Unit::Seconds => at.plus(count),
            Unit::Days => {
                on_the_wall(at, zone, |local| local.checked_add_days(days(count))).ok_or(NoDue::TooFar)?
            }
            Unit::Months => on_the_wall(at, zone, |local| local.checked_add_months(Months::new(self.number)))
                .ok_or(NoDue::TooFar)?,
            Unit::WorkingSeconds => calendar.ok_or(NoDue::NoCalendar)?.due(at, count)?,
            Unit::BusinessDays => match calendar {
                Some(calendar) => calendar.business_days(at, self.number)?,
                None => Calendar::monday_to_friday(zone).business_days(at, self.number)?,
            },
        };
        if due > Instant::LAST { Err(NoDue::TooFar) } else { Ok(due) }
    }

    pub(super) fn before(self, at: Instant, zone: Tz, calendar: Option<&Calendar>) -> Result<Instant, NoDue> {
        let (count, unit) = self.count();
        let start = match unit {
            Unit::Seconds => Some(at.plus(count.saturating_neg())),
            Unit::Days => on_the_wall(at, zone, |local| local.checked_sub_days(days(count))),
            Unit::Months => on_the_wall(at, zone, |local| local.checked_sub_months(Months::new(self.number))),
            Unit::WorkingSeconds => Some(calendar.ok_or(NoDue::NoCalendar)?.before(at, count)?),
            Unit::BusinessDays => Some(match calendar {
                Some(calendar) => calendar.business_days_before(at, self.number)?,
                None => Calendar::monday_to_friday(zone).business_days_before(at, self.number)?,
            }),
        };
        // Nothing is before the first instant.
        Ok(start.unwrap_or(Instant::FIRST).max(Instant::FIRST))
    }
}

/// Returns the instant at which a clock in `zone` shows what `change` makes of its time at `at`.
fn on_the_wall(
    at: Instant,
    zone: Tz,
    change: impl FnOnce(NaiveDateTime) -> Option<NaiveDateTime>,
) -> Option<Instant> {
    Some(time::forward(change(at.in_zone(zone).naive_local())?, zone, Fold::Later))
}

fn days(count: i64) -> Days {
    Days::new(u64::try_from(count).unwrap_or_default())
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.symbol {
            // The one unit that is a whole word is written as people write it.
            Symbol::Month => f.write_str(&self.words()),
            symbol => write!(f, "{}{}", self.number, symbol.letters()),
        }
    }
}

/// Returns `0.fraction` of a unit in smaller units, of which it has `size`, if that is a whole number: `5` of 60 is 30.
pub fn share(fraction: &str, size: i64) -> Option<i64> {
    let power = 10_i64.checked_pow(u32::try_from(fraction.len()).ok()?)?;
    let product = fraction.parse::<i64>().ok()?.checked_mul(size)?;
    (product.checked_rem(power)? == 0).then(|| product.checked_div(power)).flatten()
}
