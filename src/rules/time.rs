//! Instants, and how a local date and time becomes one. Nothing here reads a clock.

use chrono::{
    DateTime, Datelike as _, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta, TimeZone,
    Timelike as _, Utc,
};
use chrono_tz::Tz;

use crate::error::Problem;
use crate::text;

/// The first supported year.
pub const FIRST_YEAR: i32 = 1900;
/// The last supported year (`docs/rules.md`, "Lengths of time").
pub const LAST_YEAR: i32 = 2099;
/// The length of a local day on which no clock changes.
pub const SECONDS_PER_DAY: i64 = 86_400;

/// A whole second, counted from 1970-01-01T00:00:00Z; negative before it.
///
/// Differences are elapsed seconds: a day on which a clock changes has 23 or 25 hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Instant(i64);

impl Instant {
    /// The first instant of [`FIRST_YEAR`] in UTC.
    pub const FIRST: Self = Self(-2_208_988_800);
    /// The last instant of [`LAST_YEAR`] in UTC.
    pub const LAST: Self = Self(4_102_444_799);

    /// Returns the instant `seconds` after the epoch.
    pub const fn from_epoch(seconds: i64) -> Self {
        Self(seconds)
    }

    /// Returns the seconds since the epoch.
    pub const fn epoch(self) -> i64 {
        self.0
    }

    /// Returns this instant moved by elapsed seconds (back if negative).
    #[must_use]
    pub const fn plus(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds))
    }

    /// Returns the elapsed seconds from `earlier` to this instant; negative if `earlier` is the later one.
    pub const fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// Returns the date, time and offset that a clock in `zone` shows at this instant.
    pub fn in_zone(self, zone: Tz) -> DateTime<Tz> {
        self.in_utc().with_timezone(&zone)
    }

    /// Returns the seconds east of UTC that a clock in `zone` shows at this instant.
    pub fn offset_in(self, zone: Tz) -> i64 {
        i64::from(zone.offset_from_utc_datetime(&self.in_utc().naive_utc()).fix().local_minus_utc())
    }

    fn in_utc(self) -> DateTime<Utc> {
        // The years of four digits, less a day for the offset: beyond them neither RFC 3339 nor chrono works.
        let seconds = self.0.clamp(-62_135_510_400, 253_402_214_400);
        DateTime::<Utc>::from_timestamp(seconds, 0).unwrap_or_default()
    }

    /// Returns the local date in `zone`.
    pub fn date_in(self, zone: Tz) -> NaiveDate {
        self.in_zone(zone).date_naive()
    }

    /// Returns RFC 3339 with the offset of `zone`, for instance `2026-11-20T09:30:00-05:00`. An offset with a part of a
    /// minute (Amsterdam until 1937), which RFC 3339 cannot write, is given in UTC.
    pub fn rfc3339(self, zone: Tz) -> String {
        let mut text = String::with_capacity(25);
        self.push_rfc3339(self.offset_in(zone), &mut text);
        text
    }

    /// Appends RFC 3339 with an offset in seconds; in UTC if those are not whole minutes. (chrono's own formatting
    /// reads a pattern each time, and takes ten times as long.)
    pub fn push_rfc3339(self, offset: i64, text: &mut String) {
        let offset = if offset.rem_euclid(60) == 0 { offset } else { 0 };
        let local = self.local(offset);
        let (date, time) = (local.date(), local.time());
        let (century, year) = (date.year().div_euclid(100), date.year().rem_euclid(100));
        let east = offset.unsigned_abs().div_euclid(60);
        let (hours, minutes) = (east.div_euclid(60), east.rem_euclid(60));
        let number = |number: u64| two_digits(u32::try_from(number).unwrap_or_default());
        let parts = [
            two_digits(century.unsigned_abs()),
            two_digits(year.unsigned_abs()),
            "-",
            two_digits(date.month()),
            "-",
            two_digits(date.day()),
            "T",
            two_digits(time.hour()),
            ":",
            two_digits(time.minute()),
            ":",
            two_digits(time.second()),
            if offset < 0 { "-" } else { "+" },
            number(hours),
            ":",
            number(minutes),
        ];
        text.extend(parts);
    }

    /// Returns what a clock shows that is `offset` seconds ahead of UTC.
    pub fn local(self, offset: i64) -> NaiveDateTime {
        let utc = self.in_utc().naive_utc();
        utc.checked_add_signed(TimeDelta::seconds(offset)).unwrap_or(utc)
    }

    /// Returns true if the year (in UTC) is supported.
    pub fn in_range(self) -> bool {
        (Self::FIRST..=Self::LAST).contains(&self)
    }

    /// Returns the instant of a date-time with its own offset.
    pub fn from_datetime<T: TimeZone>(at: &DateTime<T>) -> Self {
        Self(at.timestamp())
    }
}

/// Returns a number below 100 in two digits.
pub fn two_digits(number: u32) -> &'static str {
    const DIGITS: &str = "0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243\
         444546474849505152535455565758596061626364656667686970717273747576777879808182838485868788899091929394959697\
         9899";
    let start = usize::try_from(number).unwrap_or_default().saturating_mul(2);
    DIGITS.get(start..start.saturating_add(2)).unwrap_or("??")
}

/// The offsets of a zone, cached by day: for many instants on few days.
#[derive(Debug, Clone)]
pub struct Offsets {
    zone: Tz,
    /// A day in UTC and the offset that holds all through it, at the day's number modulo [`Offsets::DAYS`].
    days: Vec<Option<(i64, i64)>>,
}

impl Offsets {
    const DAYS: usize = 1_024;

    /// Returns the offsets of that zone.
    pub fn new(zone: Tz) -> Self {
        Self { zone, days: Vec::new() }
    }

    /// Returns the seconds east of UTC that a clock in the zone shows at that instant.
    pub fn at(&mut self, at: Instant) -> i64 {
        let day = at.epoch().div_euclid(SECONDS_PER_DAY);
        if self.days.is_empty() {
            self.days.resize(Self::DAYS, None);
        }
        let place = usize::try_from(day).unwrap_or_default().checked_rem(Self::DAYS).unwrap_or_default();
        let Some(known) = self.days.get_mut(place) else { return at.offset_in(self.zone) };
        if let Some((_, offset)) = known.filter(|(known, _)| *known == day) {
            return offset;
        }
        let start = Instant::from_epoch(day.saturating_mul(SECONDS_PER_DAY));
        let (first, last) = (start.offset_in(self.zone), start.plus(SECONDS_PER_DAY).offset_in(self.zone));
        // No zone has ever changed its clocks and changed them back within a day.
        if first != last {
            return at.offset_in(self.zone);
        }
        *known = Some((day, first));
        first
    }
}

/// Which of two instants is meant if a local time occurs twice, because a clock was set back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fold {
    /// The first one: openings and closings of a calendar.
    First,
    /// The second one: dues, so that nobody is late who could still be on time.
    Later,
}

/// Returns the zone of a name.
///
/// # Errors
/// Any other name, with the nearest.
pub fn zone(name: &str) -> Result<Tz, Problem> {
    name.parse().map_err(|_| {
        let names = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
        let hint = text::meant(name, names)
            .unwrap_or_else(|| "write an IANA name, such as \"Europe/Berlin\"".to_owned());
        Problem::new(format!("unknown time zone {}", text::quote_start(name))).hint(hint)
    })
}

/// Returns the instant of a local time, `None` for one that the clock skips.
pub fn exact(local: NaiveDateTime, zone: Tz, fold: Fold) -> Option<Instant> {
    match zone.from_local_datetime(&local) {
        LocalResult::Single(at) => Some(Instant::from_datetime(&at)),
        LocalResult::Ambiguous(a, b) => {
            let (a, b) = (Instant::from_datetime(&a), Instant::from_datetime(&b));
            Some(if fold == Fold::First { a.min(b) } else { a.max(b) })
        }
        LocalResult::None => None,
    }
}

/// Returns the instant of a local time; one that the clock skips moves forward by the length of the gap.
pub fn forward(local: NaiveDateTime, zone: Tz, fold: Fold) -> Instant {
    exact(local, zone, fold).unwrap_or_else(|| {
        // Reading the missing time with the offset that held before the gap is the same as adding the gap's length.
        let last = last_before_gap(local, zone);
        Instant(local.and_utc().timestamp()).plus(last.offset_in(zone).saturating_neg())
    })
}

/// Returns the first instant of a local date: midnight, or the next time that the clock shows if it skips midnight.
///
/// The start of a date that does not exist in `zone` is the start of the date after it.
pub fn start_of_day(date: NaiveDate, zone: Tz) -> Instant {
    let midnight = date.and_time(NaiveTime::MIN);
    exact(midnight, zone, Fold::First).unwrap_or_else(|| last_before_gap(midnight, zone).plus(1))
}

/// Returns the last second before the clock skips `local`, a time that does not exist in `zone`.
///
/// Searched for rather than guessed from a day earlier, because clocks have been changed twice within days and by a
/// whole day at once.
fn last_before_gap(local: NaiveDateTime, zone: Tz) -> Instant {
    // No offset is as much as a day, so a day earlier the clock showed less and a day later it shows more.
    let wanted = Instant(local.and_utc().timestamp());
    let (mut less, mut more) = (wanted.plus(-SECONDS_PER_DAY), wanted.plus(SECONDS_PER_DAY));
    while more.since(less) > 1 {
        let middle = less.plus(more.since(less) >> 1);
        if middle.plus(middle.offset_in(zone)) < wanted { less = middle } else { more = middle }
    }
    less
}

#[cfg(test)]
pub(super) mod tests;
