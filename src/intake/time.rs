//! Times as other systems write them: year first, nothing guessed.

use chrono::{NaiveDate, NaiveTime};
use chrono_tz::Tz;

use crate::error::Problem;
use crate::rules::time::{self, FIRST_YEAR, Fold, Instant, LAST_YEAR};
use crate::text;

/// The hint when no better one is known.
const FORM: &str = "write it as 2015-01-30 17:00:00 or 2015-01-30T17:00:00-05:00";

/// Which instant of a day a date without a time means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Alone {
    /// Its first second: what happened that day.
    Begins,
    /// Its last second: what is due that day.
    Ends,
}

/// What comes after the time.
enum Offset {
    /// Nothing: it is local in the ledger's zone.
    Local,
    /// This many seconds east of UTC.
    East(i64),
}

/// Reads `2015-01-30`, alone or with a time, with or without an offset; without one it is local in `zone`.
///
/// Of a local time that occurs twice the later one counts, so that nobody is late who could still be on time.
///
/// # Errors
///
/// Anything else, in one line that says what to write.
pub(super) fn read(value: &str, alone: Alone, zone: Tz) -> Result<Instant, String> {
    let refuse = |Problem { message, hint }| {
        format!("{} {message}: {}", text::quote_start(value), hint.as_deref().unwrap_or(FORM))
    };
    let (date, rest) = date(value.as_bytes()).map_err(refuse)?;
    let (clock, offset) = match (rest, alone) {
        ([], Alone::Begins) => (NaiveTime::MIN, Offset::Local),
        ([], Alone::Ends) => (NaiveTime::from_hms_opt(23, 59, 59).unwrap_or_default(), Offset::Local),
        _ => clock(rest).map_err(refuse)?,
    };
    let local = date.and_time(clock);
    let at = match (offset, rest) {
        (Offset::East(seconds), _) => {
            Instant::from_epoch(local.and_utc().timestamp()).plus(seconds.saturating_neg())
        }
        // A date alone is a whole day, and a day has a beginning even where the clock skips midnight.
        (Offset::Local, []) if alone == Alone::Begins => time::start_of_day(date, zone),
        (Offset::Local, _) => time::exact(local, zone, Fold::Later).ok_or_else(|| {
            let what = format!("does not exist in {zone} (the clocks skip it)");
            refuse(Problem::new(what).hint("write another, or add its offset"))
        })?,
    };
    if at.in_range() {
        return Ok(at);
    }
    let years = format!("supported years are {FIRST_YEAR} to {LAST_YEAR}");
    Err(refuse(Problem::new("is out of range").hint(years)))
}

fn date(text: &[u8]) -> Result<(NaiveDate, &[u8]), Problem> {
    let parts = || {
        let (year, rest) = digits(text, 4)?;
        let (month, rest) = digits(rest.strip_prefix(b"-")?, 2)?;
        let (day, rest) = digits(rest.strip_prefix(b"-")?, 2)?;
        Some((i32::try_from(year).ok()?, month, day, rest))
    };
    let (year, month, day, rest) = parts().ok_or_else(|| Problem::new("is not an unambiguous date"))?;
    let date = NaiveDate::from_ymd_opt(year, month, day);
    date.map(|date| (date, rest)).ok_or_else(|| Problem::new("is not a real date"))
}

/// Reads the time of day, and its offset, after a date.
fn clock(text: &[u8]) -> Result<(NaiveTime, Offset), Problem> {
    let parts = || {
        let [b'T' | b't' | b' ', rest @ ..] = text else { return None };
        let (hour, rest) = digits(rest, 2)?;
        let (minute, rest) = digits(rest.strip_prefix(b":")?, 2)?;
        Some((hour, minute, rest))
    };
    let (hour, minute, rest) = parts().ok_or_else(|| Problem::new("has unexpected text after the date"))?;
    let (second, rest) = match rest {
        [b':', rest @ ..] => {
            digits(rest, 2).ok_or_else(|| Problem::new("has unexpected text after the time"))?
        }
        _ => (0, rest),
    };
    let rest = match rest {
        [b'.', rest @ ..] => no_fraction(rest)?,
        _ => rest,
    };
    let offset = offset(rest).ok_or_else(|| Problem::new("has unexpected text after the time"))?;
    match NaiveTime::from_hms_opt(hour, minute, second) {
        Some(clock) => Ok((clock, offset)),
        None if (hour, minute, second) == (24, 0, 0) => {
            Err(Problem::new("is the day after").hint("write 00:00 of that day"))
        }
        None if second == 60 => Err(Problem::new("has a second 60").hint("write second 59")),
        None => Err(Problem::new("is not a real time of day")),
    }
}

/// Skips a fraction of a second, which must be zero: owed counts whole seconds.
fn no_fraction(text: &[u8]) -> Result<&[u8], Problem> {
    let end = text.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len());
    match text.split_at_checked(end) {
        Some((fraction @ [_, ..], rest)) if fraction.iter().all(|digit| *digit == b'0') => Ok(rest),
        Some(([_, ..], _)) => Err(Problem::new("has a fraction of a second").hint("write whole seconds")),
        _ => Err(Problem::new("has unexpected text after the time")),
    }
}

fn offset(text: &[u8]) -> Option<Offset> {
    let (sign, rest) = match text {
        [] => return Some(Offset::Local),
        [b'Z' | b'z'] => return Some(Offset::East(0)),
        [b'+', rest @ ..] => (1_i64, rest),
        [b'-', rest @ ..] => (-1, rest),
        _ => return None,
    };
    let (hours, rest) = digits(rest, 2)?;
    let (minutes, rest) = digits(rest.strip_prefix(b":")?, 2)?;
    let seconds = i64::from(hours).saturating_mul(60).saturating_add(i64::from(minutes)).saturating_mul(60);
    (rest.is_empty() && hours < 24 && minutes < 60).then(|| Offset::East(seconds.saturating_mul(sign)))
}

/// Reads `count` digits as a number, and returns it with what comes after them.
fn digits(text: &[u8], count: usize) -> Option<(u32, &[u8])> {
    let (digits, rest) = text.split_at_checked(count)?;
    let number = digits.iter().try_fold(0_u32, |number, digit| {
        let digit = digit.is_ascii_digit().then(|| u32::from(digit & 0xf))?;
        number.checked_mul(10)?.checked_add(digit)
    })?;
    Some((number, rest))
}

#[cfg(test)]
mod tests;
