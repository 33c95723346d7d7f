//! Dates and times in the form that owed writes, eight bytes at a time.

use crate::rules::time::{FIRST_YEAR, Instant, LAST_YEAR};

const fn digit(byte: u8) -> Option<i64> {
    let value = byte.wrapping_sub(b'0');
    if value < 10 { Some(value as i64) } else { None }
}

fn two(tens: u8, ones: u8) -> Option<i64> {
    Some(digit(tens)?.wrapping_mul(10).wrapping_add(digit(ones)?))
}

/// Digits and signs in fixed places, eight bytes at a time.
struct Form {
    /// Zeros at the digits, and the signs.
    text: u64,
    /// Added to the text, it makes anything above a nine overflow its four bits.
    past_nine: u64,
    /// The bits that no matching text has set.
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

impl Form {
    /// Returns, in each byte, the number that it makes with the byte after it; `None` if the text has another form.
    fn numbers(&self, text: [u8; 8]) -> Option<[u8; 8]> {
        let digits = u64::from_le_bytes(text) ^ self.text;
        if (digits | digits.wrapping_add(self.past_nine)) & self.never != 0 {
            return None;
        }
        Some(digits.wrapping_mul(10).wrapping_add(digits >> 8).to_le_bytes())
    }
}

/// The month and the offset that were read last: most instants of a ledger share them with the one before.
pub(super) struct Last {
    month: [u8; 8],
    /// The days, counted from 1970, on which it begins and the next one begins.
    days: (i64, i64),
    zone: [u8; 6],
    /// Seconds to add to a local time for UTC.
    offset: i64,
}

impl Default for Last {
    fn default() -> Self {
        Self { month: *b"1970-01-", days: (0, 31), zone: *b"+00:00", offset: 0 }
    }
}

impl Last {
    /// Reads `2026-11-20T09:30:00-05:00`.
    #[inline(always)]
    pub(super) fn instant(&mut self, text: &[u8; 25]) -> Option<Instant> {
        let (month, rest) = text.split_first_chunk()?;
        let (time, rest) = rest.split_first_chunk()?;
        let &[b':', s1, s2, ref zone @ ..] = rest else { return None };
        let zone: &[u8; 6] = zone.try_into().ok()?;
        if zone != &self.zone {
            self.offset = offset(*zone)?;
            self.zone = *zone;
        }
        let seconds = self.local_minute(*month, *time)?.wrapping_add(second(s1, s2)?);
        Some(Instant::from_epoch(seconds.wrapping_add(self.offset)))
    }

    /// Reads `2026-11-20T09:30:00Z` in the same way.
    #[cold]
    pub(super) fn utc(&mut self, text: &[u8; 20]) -> Option<Instant> {
        let (month, rest) = text.split_first_chunk()?;
        let (time, rest) = rest.split_first_chunk()?;
        let &[b':', s1, s2, b'Z'] = rest else { return None };
        Some(Instant::from_epoch(self.local_minute(*month, *time)?.wrapping_add(second(s1, s2)?)))
    }

    /// Reads `2026-11-` and `20T09:30` as seconds since 1970, as if they were UTC.
    #[inline(always)]
    fn local_minute(&mut self, month: [u8; 8], time: [u8; 8]) -> Option<i64> {
        if month != self.month {
            self.days = days_of(month)?;
            self.month = month;
        }
        let [day, _, _, hour, _, _, minute, _] = TIME.numbers(time)?.map(i64::from);
        let (start, end) = self.days;
        if hour > 23 || minute > 59 || day == 0 || day > end.wrapping_sub(start) {
            return None;
        }
        let days = start.wrapping_add(day).wrapping_sub(1);
        let minutes = days.wrapping_mul(1_440).wrapping_add(hour.wrapping_mul(60)).wrapping_add(minute);
        Some(minutes.wrapping_mul(60))
    }
}

fn second(tens: u8, ones: u8) -> Option<i64> {
    two(tens, ones).filter(|second| *second < 60)
}

/// Reads `-05:00`, and returns the seconds to add to a local time for UTC.
#[cold]
fn offset([sign, h1, h2, colon, m1, m2]: [u8; 6]) -> Option<i64> {
    let (hours, minutes) = (two(h1, h2)?, two(m1, m2)?);
    if colon != b':' || hours > 23 || minutes > 59 {
        return None;
    }
    let east = hours.wrapping_mul(3_600).wrapping_add(minutes.wrapping_mul(60));
    match sign {
        b'-' => Some(east),
        b'+' => Some(east.wrapping_neg()),
        _ => None,
    }
}

const FIRST: i64 = FIRST_YEAR as i64;
/// The number of months in the supported years.
const MONTHS: usize = 12 * (LAST_YEAR - FIRST_YEAR + 1) as usize;

/// Returns the days, counted from 1970, on which `2026-11-` begins and the next month begins.
#[cold]
fn days_of(month: [u8; 8]) -> Option<(i64, i64)> {
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
    let [century, _, year, _, _, month, ..] = DATE.numbers(month)?.map(i64::from);
    if !(1..=12).contains(&month) {
        return None;
    }
    let years = century.wrapping_mul(100).wrapping_add(year).wrapping_sub(FIRST);
    let month = usize::try_from(years.wrapping_mul(12).wrapping_add(month).wrapping_sub(1)).ok()?;
    let (start, end) = (STARTS.get(month)?, STARTS.get(month.wrapping_add(1))?);
    Some((i64::from(*start), i64::from(*end)))
}
