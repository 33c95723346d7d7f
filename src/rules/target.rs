//! A length of time such as `24h`, `1d 4h` or `3bd`, and the due it gives.

mod part;
mod read;

use std::fmt;

use chrono_tz::Tz;

use super::calendar::{Calendar, NeverOpen};
use super::time::Instant;
use crate::error::Problem;

pub use part::{Part, Symbol, share};

/// The unit of one number of a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Elapsed seconds, across a clock change too (`90s 30m 24h`).
    Seconds,
    /// The same local time, a number of days later (`1d 2w`).
    Days,
    /// The same local time, a number of months later (`1 month`).
    Months,
    /// Seconds of working time (`8bh 45bm 30bs`).
    WorkingSeconds,
    /// The same local time, a number of business days later (`3bd`).
    BusinessDays,
}

impl Unit {
    const ALL: [Self; 5] =
        [Self::Seconds, Self::Days, Self::Months, Self::WorkingSeconds, Self::BusinessDays];
}

/// A sum of lengths, added from left to right. Never empty, never zero.
///
/// It keeps its units: `24h` is not `1d`, and `90m` is shown as `90m`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Target {
    // Two arrays rather than one of pairs: 32 bytes instead of 48, in every commitment twice.
    numbers: [u32; Target::MOST_PARTS],
    symbols: [Option<Symbol>; Target::MOST_PARTS],
}

/// Why a target gives no due.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoDue {
    /// Working hours were asked for without a calendar.
    #[error("working hours need a calendar")]
    NoCalendar,
    /// The calendar has too few hours within the search horizon.
    #[error(transparent)]
    NeverOpen(#[from] NeverOpen),
    /// The due would be after the last supported year.
    #[error("the due would be after the year 2099")]
    TooFar,
}

impl Target {
    /// The most parts of a sum.
    pub const MOST_PARTS: usize = 6;

    const EMPTY: Self = Self { numbers: [0; Self::MOST_PARTS], symbols: [None; Self::MOST_PARTS] };

    /// Reads a target as a ledger states it: `24h`, `3bd`, `1d 4h`, `1h30m`, `1 month`.
    ///
    /// # Errors
    /// Anything else: an empty text, zero, less than zero, an unknown unit, more than 200 years.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        read::exactly(text).ok_or_else(|| read::explain(text))
    }

    /// Returns the probable meaning of a length in a person's words: `3 business days`, `1mo`, `2 weeks`.
    pub fn meant(text: &str) -> Option<Self> {
        read::loosely(text)
    }

    /// Returns a number of a unit, `None` if it is zero or too large. Seconds are written as hours or minutes if they
    /// are whole ones.
    pub fn of(number: i64, unit: Unit) -> Option<Self> {
        let mut target = Self::EMPTY;
        target.push(Part::of(number, unit)?)?;
        Some(target)
    }

    /// Returns this length so many times, `None` if that is more than 200 years, or nothing.
    pub fn times(&self, count: u32) -> Option<Self> {
        let mut times = Self::EMPTY;
        for Part { number, symbol } in self.parts() {
            let number = number.checked_mul(count).filter(|number| (1..=symbol.most()).contains(number))?;
            times.push(Part { number, symbol })?;
        }
        Some(times)
    }

    /// Returns the parts of the sum, from left to right.
    pub fn parts(&self) -> impl DoubleEndedIterator<Item = Part> {
        let pairs = self.numbers.into_iter().zip(self.symbols);
        pairs.filter_map(|(number, symbol)| symbol.map(|symbol| Part { number, symbol }))
    }

    /// Returns true if any part is working time (`bh bm bs bd`): then the commitment's own clock is its calendar's.
    pub fn is_working(&self) -> bool {
        self.parts().any(|part| part.symbol.is_working())
    }

    /// Returns true if it is longer than another, whatever the calendar and the clock: more in some unit, and less in none.
    /// `1d` and `24h`, or `3bd` and `72h`, cannot be compared.
    pub fn is_longer_than(&self, other: &Self) -> bool {
        let (own, others) = (self.sums(), other.sums());
        own != others && own.iter().zip(others).all(|(own, other)| *own >= other)
    }

    /// Returns true if it is less than a minute, elapsed or of working time.
    pub fn is_under_a_minute(&self) -> bool {
        self.sums().iter().zip(Unit::ALL).all(|(sum, unit)| match unit {
            Unit::Seconds | Unit::WorkingSeconds => *sum < 60,
            Unit::Days | Unit::Months | Unit::BusinessDays => *sum == 0,
        })
    }

    /// Returns how many of each unit it counts.
    fn sums(&self) -> [i64; Unit::ALL.len()] {
        Unit::ALL.map(|unit| {
            let counted = self.parts().filter(|part| part.symbol.unit().0 == unit);
            counted.fold(0_i64, |sum, part| {
                sum.saturating_add(i64::from(part.number).saturating_mul(part.symbol.unit().1))
            })
        })
    }

    /// Returns the due: this length after `start`.
    ///
    /// Days and months count in the local time of the calendar if the target is working time and there is one, else in
    /// that of `zone`. Business days without a calendar are Monday to Friday.
    ///
    /// # Errors
    ///
    /// No calendar for working hours, too few hours in it, or a due after 2099.
    pub fn due(&self, start: Instant, zone: Tz, calendar: Option<&Calendar>) -> Result<Instant, NoDue> {
        let zone = self.wall_clock(zone, calendar);
        self.parts().try_fold(start, |at, part| part.after(at, zone, calendar))
    }

    /// Returns the instant this length before `end` (for rungs such as `-2h`): the sum is subtracted from right to
    /// left.
    ///
    /// # Errors
    /// No calendar for working hours, or too few hours in it.
    pub fn before(&self, end: Instant, zone: Tz, calendar: Option<&Calendar>) -> Result<Instant, NoDue> {
        let zone = self.wall_clock(zone, calendar);
        self.parts().rev().try_fold(end, |at, part| part.before(at, zone, calendar))
    }

    /// Returns the opening from which it counts, if it begins with working time and the calendar is closed at `start`.
    pub fn counted_from(&self, start: Instant, calendar: &Calendar) -> Option<Instant> {
        let opening = calendar.next_open(start).ok()?;
        let is_working = self.parts().next()?.symbol.is_working();
        (is_working && opening > start).then_some(opening)
    }

    fn wall_clock(&self, zone: Tz, calendar: Option<&Calendar>) -> Tz {
        calendar.filter(|_| self.is_working()).map_or(zone, |calendar| calendar.zone)
    }

    /// Adds a part on the right, `None` if there is no room for it.
    fn push(&mut self, part: Part) -> Option<()> {
        let mut places = self.numbers.iter_mut().zip(&mut self.symbols);
        let (number, symbol) = places.find(|(_, symbol)| symbol.is_none())?;
        (*number, *symbol) = (part.number, Some(part.symbol));
        Some(())
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts: Vec<String> = self.parts().map(|part| part.to_string()).collect();
        f.pad(&parts.join(" "))
    }
}

#[cfg(test)]
mod tests;
