//! Dates and times in numbers alone, read without the grammar, in a twentieth of its time: a file has a million of them.
//!
//! Nothing here means anything else than the grammar says (a property holds it); what does not look exactly like this is left to it.
//! Only the year of two digits is known here alone: nobody can say its order at a prompt.

use chrono::{FixedOffset, NaiveDate, NaiveTime};
use chrono_tz::Tz;

use crate::rules::time::{FIRST_YEAR, LAST_YEAR};
use crate::when::Zone;
use crate::when::written::{Order, Written};

/// Where the year is, and how the numbers are parted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// `2026-12-01`, `2026/12/01`, `20261201`.
    YearFirst,
    /// `1.12.2026`: points are written where the day comes first.
    Dotted,
    /// `12/01/2026`, `01-12-2026`.
    Slashed,
    /// `12/01/26`: none of them has to be the year.
    Short,
}

/// What was written, before the order of its numbers is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Plain {
    numbers: [u32; 3],
    pub(super) form: Form,
    clock: Option<Clock>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Clock {
    hour: u32,
    minute: u32,
    second: u32,
    is_cut: bool,
    /// Whether it is after noon, if the hours are those of half a day.
    after_noon: Option<bool>,
    zone: Option<Zone>,
}

/// Returns the numbers of a text that is nothing else.
pub(super) fn read(text: &str) -> Option<Plain> {
    let (numbers, form, rest) = date(text.as_bytes())?;
    let clock = match rest {
        [] => None,
        [b'T' | b't', rest @ ..] if matches!(form, Form::YearFirst | Form::Dotted) => {
            Some(compact(rest).or_else(|| clock(rest))?)
        }
        [b' ', rest @ ..] | [b',', b' ', rest @ ..] => Some(clock(rest)?),
        _ => return None,
    };
    Some(Plain { numbers, form, clock })
}

impl Plain {
    /// Returns what it means if the numbers stand in `order`.
    pub(super) fn written(&self, order: Order) -> Result<Written, &'static str> {
        let [a, b, c] = self.numbers;
        let century = |year: u32| year.saturating_add(2_000);
        let date = match (self.form, order) {
            (Form::YearFirst, _) => Some([a, b, c]),
            (Form::Dotted, _) | (Form::Slashed, Order::Dmy) => Some([c, b, a]),
            (Form::Slashed, Order::Mdy) => Some([c, a, b]),
            (Form::Slashed, Order::Ymd) => None,
            (Form::Short, Order::Dmy) => Some([century(c), b, a]),
            (Form::Short, Order::Mdy) => Some([century(c), a, b]),
            (Form::Short, Order::Ymd) => Some([century(a), b, c]),
        };
        let [year, month, day] = date.ok_or(NO_SUCH_DATE)?;
        let year = i32::try_from(year).map_err(|_| NO_SUCH_DATE)?;
        let date = NaiveDate::from_ymd_opt(year, month, day).ok_or(NO_SUCH_DATE)?;
        if !(FIRST_YEAR..=LAST_YEAR).contains(&year) {
            return Err(super::OUT_OF_RANGE);
        }
        let Some(clock) = self.clock else { return Ok(Written::Day(date)) };
        let local = date.and_time(clock.time()?);
        Ok(Written::Time { local, zone: clock.zone, is_cut: clock.is_cut })
    }
}

/// The fault of a day that no calendar has.
pub(super) const NO_SUCH_DATE: &str = "is not a real date";
const NO_SUCH_TIME: &str = "is not a real time of day";

impl Clock {
    fn time(self) -> Result<NaiveTime, &'static str> {
        let Self { hour, minute, second, after_noon, .. } = self;
        let hour = match after_noon {
            None => hour,
            Some(_) if !(1..=12).contains(&hour) => return Err(NO_SUCH_TIME),
            Some(after_noon) => hour.rem_euclid(12).saturating_add(if after_noon { 12 } else { 0 }),
        };
        match (hour, minute, second) {
            (24, 0, 0) => Err("has the hour 24: write 00:00 of the next day"),
            (_, _, 60) => Err("has a second 60: write second 59"),
            _ => NaiveTime::from_hms_opt(hour, minute, second).ok_or(NO_SUCH_TIME),
        }
    }
}

fn date(text: &[u8]) -> Option<([u32; 3], Form, &[u8])> {
    let (a, first, rest) = number(text)?;
    if first == 8 {
        let numbers = [a.div_euclid(10_000), a.div_euclid(100).rem_euclid(100), a.rem_euclid(100)];
        let [year, month, day] = numbers;
        let is_date = (1_900..2_100).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
        return is_date.then_some((numbers, Form::YearFirst, rest));
    }
    let (mark, rest) = rest.split_first()?;
    let (b, second, rest) = number(rest)?;
    let (c, third, rest) = number(rest.strip_prefix(&[*mark])?)?;
    let form = match (first, second, third, mark) {
        (4, 1 | 2, 1 | 2, b'-' | b'/' | b'.') => Form::YearFirst,
        (1 | 2, 1 | 2, 4, b'.') => Form::Dotted,
        (1 | 2, 1 | 2, 4, b'-' | b'/') => Form::Slashed,
        (1 | 2, 1 | 2, 1 | 2, b'-' | b'/' | b'.') => Form::Short,
        _ => return None,
    };
    Some(([a, b, c], form, rest))
}

/// Reads `1700` and `170030`.
fn compact(text: &[u8]) -> Option<Clock> {
    let (number, width, rest) = number(text)?;
    let number = match width {
        4 => number.checked_mul(100)?,
        6 => number,
        _ => return None,
    };
    let (hour, minute) = (number.div_euclid(10_000), number.div_euclid(100).rem_euclid(100));
    let clock =
        Clock { hour, minute, second: number.rem_euclid(100), is_cut: false, after_noon: None, zone: None };
    behind(clock, rest)
}

fn clock(text: &[u8]) -> Option<Clock> {
    let (hour, 1 | 2, rest) = number(text)? else { return None };
    let (minute, 2, mut rest) = number(rest.strip_prefix(b":")?)? else { return None };
    let (mut second, mut is_cut) = (0, false);
    if let [b':', after @ ..] = rest {
        let (number, 2, after) = number(after)? else { return None };
        (second, rest) = (number, after);
        if let [b'.' | b',', fraction @ ..] = rest {
            let width = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
            let (digits, after) =
                fraction.split_at_checked(width).filter(|(digits, _)| !digits.is_empty())?;
            (is_cut, rest) = (digits.iter().any(|digit| *digit != b'0'), after);
        }
    }
    behind(Clock { hour, minute, second, is_cut, after_noon: None, zone: None }, rest)
}

/// Reads what comes after a time of day, to the end.
fn behind(mut clock: Clock, text: &[u8]) -> Option<Clock> {
    let mut rest = text.strip_prefix(b" ").unwrap_or(text);
    if let [half @ (b'a' | b'A' | b'p' | b'P'), b'm' | b'M', after @ ..] = rest {
        clock.after_noon = Some(half.eq_ignore_ascii_case(&b'p'));
        rest = after.strip_prefix(b" ").unwrap_or(after);
        if rest.first().is_some_and(u8::is_ascii_alphabetic) && after.len() == rest.len() {
            return None;
        }
    }
    clock.zone = match rest {
        // A blank at the end is no blank between.
        [] => return (text.last() != Some(&b' ')).then_some(clock),
        [b'Z' | b'z'] => Some(Zone::Named(Tz::UTC)),
        [b'+', offset @ ..] => Some(Zone::Offset(FixedOffset::east_opt(seconds(offset)?)?)),
        [b'-', offset @ ..] => Some(Zone::Offset(FixedOffset::west_opt(seconds(offset)?)?)),
        name if name.eq_ignore_ascii_case(b"utc") || name.eq_ignore_ascii_case(b"gmt") => {
            Some(Zone::Named(Tz::UTC))
        }
        _ => return None,
    };
    Some(clock)
}

/// Reads `05`, `0530` and `05:30`, and returns the seconds; no place is further from UTC than 14 hours.
fn seconds(text: &[u8]) -> Option<i32> {
    let (number, width, rest) = number(text)?;
    let (hours, minutes) = match (width, rest) {
        (2, []) => (number, 0),
        (4, []) => (number.div_euclid(100), number.rem_euclid(100)),
        (2, [b':', rest @ ..]) => {
            let (minutes, 2, []) = self::number(rest)? else { return None };
            (number, minutes)
        }
        _ => return None,
    };
    let seconds = hours.checked_mul(60)?.checked_add(minutes)?.checked_mul(60)?;
    i32::try_from(seconds).ok().filter(|seconds| minutes < 60 && *seconds <= 14 * 3_600)
}

/// Reads digits as a number, and returns it with their count and what comes after them.
fn number(text: &[u8]) -> Option<(u32, usize, &[u8])> {
    let width = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = text.split_at_checked(width).filter(|_| (1..=8).contains(&width))?;
    let number = digits
        .iter()
        .try_fold(0_u32, |number, digit| number.checked_mul(10)?.checked_add(u32::from(digit & 0xf)))?;
    Some((number, width, rest))
}
