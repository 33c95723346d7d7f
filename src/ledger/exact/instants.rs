//! Dates and times of the one form that owed writes, eight bytes at a time.

use crate::rules::time::{FIRST_YEAR, Instant, LAST_YEAR};

const fn digit(byte: u8) -> Option<i64> {
    let value = byte.wrapping_sub(b'0');
    if value < 10 { Some(value as i64) } else { None }
}

pub(super) fn two(tens: u8, ones: u8) -> Option<i64> {
    Some(digit(tens)?.wrapping_mul(10).wrapping_add(digit(ones)?))
}

/// Digits and signs in fixed places, eight bytes at a time.
pub(super) struct Form {
    /// Zeros where the digits stand, and the signs.
    text: u64,
    /// What makes a digit overflow its four bits if it is none.
    past_nine: u64,
    /// The bits that are set in nothing that fits.
    never: u64,
}

const DATE: Form = Form {
    text: u64::from_le_bytes(*b"0000-00-"),
    past_nine: u64::from_le_bytes(*b"\x06\x06\x06\x06\0\x06\x06\0"),
    never: u64::from_le_bytes(*b"\xf0\xf0\xf0\xf0\xff\xf0\xf0\xff"),
};
const TIME: Form = Form {
    text: u64::from_le_bytes(*b"00T00:00"),
    past_nine: u64::from_le_bytes(*b"\x06\x06\0\x06\x06\0\x06\x06"),
    never: u64::from_le_bytes(*b"\xf0\xf0\xff\xf0\xf0\xff\xf0\xf0"),
};

/// Seconds and an offset, whose sign is one or the other.
pub(super) const EAST: Form = Form {
    text: u64::from_le_bytes(*b"00+00:00"),
    past_nine: u64::from_le_bytes(*b"\x06\x06\0\x06\x06\0\x06\x06"),
    never: u64::from_le_bytes(*b"\xf0\xf0\xff\xf0\xf0\xff\xf0\xf0"),
};
pub(super) const WEST: Form = Form { text: u64::from_le_bytes(*b"00-00:00"), ..EAST };

impl Form {
    /// In each byte the number that it makes with the byte after it, if the text has this form.
    pub(super) fn numbers(&self, text: [u8; 8]) -> Option<[u8; 8]> {
        let digits = u64::from_le_bytes(text) ^ self.text;
        if (digits | digits.wrapping_add(self.past_nine)) & self.never != 0 {
            return None;
        }
        Some(digits.wrapping_mul(10).wrapping_add(digits >> 8).to_le_bytes())
    }
}

/// `2026-11-` and `20T09:30` as an instant, as if it were UTC.
pub(super) fn local_minute(date: [u8; 8], time: [u8; 8]) -> Option<Instant> {
    let [century, _, year, _, _, month, ..] = DATE.numbers(date)?.map(i64::from);
    let [day, _, _, hour, _, _, minute, _] = TIME.numbers(time)?.map(i64::from);
    if !(1..=12).contains(&month) || hour > 23 || minute > 59 {
        return None;
    }
    let years = century.wrapping_mul(100).wrapping_add(year).wrapping_sub(FIRST);
    let (start, end) = days_of(years.wrapping_mul(12).wrapping_add(month).wrapping_sub(1))?;
    if day == 0 || day > end.wrapping_sub(start) {
        return None;
    }
    let days = start.wrapping_add(day).wrapping_sub(1);
    let minutes = days.wrapping_mul(1_440).wrapping_add(hour.wrapping_mul(60)).wrapping_add(minute);
    Some(Instant::from_epoch(minutes.wrapping_mul(60)))
}

const FIRST: i64 = FIRST_YEAR as i64;
/// How many months there are in the years that owed takes.
const MONTHS: usize = 12 * (LAST_YEAR - FIRST_YEAR + 1) as usize;

/// The days, counted from 1970, on which a month begins and the next one does.
fn days_of(month: i64) -> Option<(i64, i64)> {
    /// The first day of each month, and of the one after the last.
    #[expect(clippy::indexing_slicing, reason = "an index that is out of bounds does not compile")]
    const STARTS: [i32; MONTHS + 1] = {
        let mut starts = [-25_567; MONTHS + 1]; // 1900-01-01
        let mut month = 0;
        while month < MONTHS {
            let year = FIRST_YEAR + month as i32 / 12;
            let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            let length = match month % 12 {
                1 if is_leap => 29,
                1 => 28,
                3 | 5 | 8 | 10 => 30,
                _ => 31,
            };
            starts[month + 1] = starts[month] + length;
            month += 1;
        }
        starts
    };
    let month = usize::try_from(month).ok()?;
    let (start, end) = (STARTS.get(month)?, STARTS.get(month.wrapping_add(1))?);
    Some((i64::from(*start), i64::from(*end)))
}
