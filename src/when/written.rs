//! Dates as a program or a spreadsheet wrote them into a file: what they mean hangs on no clock.
//!
//! The grammar is that of what people type. What counts from now (`tomorrow`, `2h ago`, `dec 1`) is refused, because a
//! file must not change its meaning with the day on which it is read. A time of day is read as programs write it: `5:30`
//! is in the morning, and `12:00 AM` is the beginning of its day.

use chrono::{Datelike as _, NaiveDate, NaiveDateTime, NaiveTime};
use chrono_tz::Tz;

use super::cursor::Cursor;
use super::dates::Day;
use super::grammar::{self, Said};
use super::times::Clock;
use super::tokens::{self, Kind, Token};
use super::zones::Zone;
use super::{Calendars, Reference, Way, zone_names};
use crate::rules::time::Instant;

/// The order of the numbers of a date, such as `08/04/2026`, as `--dates` names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// 8 April.
    Dmy,
    /// 4 August.
    Mdy,
    /// The year comes first; with four digits it says so itself.
    Ymd,
}

/// The meaning of what was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// A day, without a time of day.
    Day(NaiveDate),
    /// A time on a clock.
    Time {
        /// What the clock shows.
        local: NaiveDateTime,
        /// Where it hangs, if that was written.
        zone: Option<Zone>,
        /// Whether a fraction of the second was left out.
        is_cut: bool,
    },
    /// Unix time.
    Epoch {
        /// The instant.
        at: Instant,
        /// Whether a fraction of the second was left out.
        is_cut: bool,
    },
}

/// The refusal of what is no date at all.
pub const NO_DATE: &str =
    "is not a date that can be read: write it as 2026-12-01 17:00, or say its form with --dates";
/// The refusal of what hangs on the day it is read.
pub const RELATIVE: &str = "depends on the day it is read: write the date, as 2026-12-01";

/// Returns the whole seconds of Unix time in digits, and whether a part of one was left out; `None` if there are too few
/// digits or too many.
pub fn epoch(digits: &str) -> Option<(i64, bool)> {
    tokens::epoch_of(digits)
}

/// Returns what was written; numbers whose order is unknown are read in `order`.
///
/// # Errors
///
/// Why not, without the words themselves, so that equal faults have equal texts.
pub fn written(words: &str, order: Order) -> Result<Written, &'static str> {
    let mut tokens = tokens::split(words).map_err(|_| NO_DATE)?;
    tokens.iter_mut().for_each(|token| token.put_in(order));
    meaning(&tokens)
}

/// Returns what was written if the day comes first, and if the month does.
pub fn written_both_ways(words: &str) -> [Result<Written, &'static str>; 2] {
    let is_ordered = |token: &Token<'_>| matches!(token.kind, Kind::Slashed(..));
    match tokens::split(words) {
        Ok(tokens) if !tokens.iter().any(is_ordered) => [meaning(&tokens); 2],
        _ => [Order::Dmy, Order::Mdy].map(|order| written(words, order)),
    }
}

/// Returns the meaning of tokens among which no numbers are without an order.
fn meaning(tokens: &[Token<'_>]) -> Result<Written, &'static str> {
    let said = grammar::parse(&mut Cursor::new(tokens), Way::From, &anywhere()).map_err(|_| fault(tokens))?;
    let moment = match said {
        Said::At(at) => {
            let is_cut = tokens.iter().any(|token| matches!(token.kind, Kind::Epoch { cut: true, .. }));
            return Ok(Written::Epoch { at, is_cut });
        }
        Said::Now | Said::Length { .. } | Said::Away { .. } | Said::Due { .. } => return Err(RELATIVE),
        Said::Moment(moment) => moment,
    };
    let date = match moment.day {
        Some(Day::Date(date)) => date,
        Some(Day::OfYear(..) | Day::EndOfMonth(..)) => return Err("has no year: write it as 2026-12-01"),
        Some(_) => return Err(RELATIVE),
        None => return Err("is a time without a date: write both, as 2026-12-01 17:00"),
    };
    if moment.weekday.is_some_and(|weekday| weekday != date.weekday()) {
        return Err("names another weekday than that of its date");
    }
    if moment.part.is_some() || moment.close.is_some() {
        return Err("is not an exact time: write it as 2026-12-01 17:00");
    }
    let time = match moment.clock {
        None => return Ok(Written::Day(date)),
        Some(Clock::At(time)) => time,
        Some(Clock::Half { hour, minute }) => NaiveTime::from_hms_opt(hour, minute, 0).ok_or(NO_DATE)?,
        Some(Clock::Midnight) if moment.clock_words.contains(':') => NaiveTime::MIN,
        Some(Clock::Midnight) => return Err("could be the start or the end of its day: write it as 00:00"),
        Some(Clock::DayEnd) => return Err("has the hour 24: write 00:00 of the next day"),
    };
    let is_cut = tokens.iter().any(|token| matches!(token.kind, Kind::Clock { cut: true, .. }));
    Ok(Written::Time { local: date.and_time(time), zone: moment.zone, is_cut })
}

impl Token<'_> {
    /// Makes a date of numbers whose order was unknown.
    fn put_in(&mut self, order: Order) {
        let Kind::Slashed(first, second, Some(year)) = self.kind else { return };
        self.kind = match order {
            Order::Dmy => Kind::Date([year, second, first]),
            Order::Mdy => Kind::Date([year, first, second]),
            Order::Ymd => Kind::Unknown,
        };
    }
}

/// Returns why words are no date, as far as a single word says so.
fn fault(tokens: &[Token<'_>]) -> &'static str {
    let abbreviated = |token: &Token<'_>| matches!(&token.kind, Kind::Word(word) if zone_names::abbreviation(word).is_some());
    if tokens.iter().any(abbreviated) {
        return "names a zone that is not the same everywhere: write its offset, as -05:00";
    }
    NO_DATE
}

/// Returns a reference that no date may depend on.
pub(super) const fn anywhere() -> Reference<'static> {
    let now = Instant::FIRST;
    Reference { now, begun: now, zone: Tz::UTC, calendars: Calendars::None, due: None }
}
