//! Instants and lengths in words, for people. What scripts read is `Instant::rfc3339`.

use std::fmt::Write as _;

use chrono::{Datelike, MappedLocalTime, NaiveDate, Offset as _, TimeZone as _, Timelike};
use chrono_tz::Tz;

use super::words;
use crate::rules::clock::Lateness;
use crate::rules::time::{Instant, Offsets, SECONDS_PER_DAY, two_digits};

const MINUTE: u64 = 60;
const HOUR: u64 = 3_600;
const DAY: u64 = 86_400;

/// Returns a short date and time: `Fri 20 Nov 17:00`, with the year if it differs from that of `now`, with seconds if
/// there are any. The last second of a day, which is what a date alone means, is `end of Fri 20 Nov`. A local time that
/// occurs twice, as the clocks go back, has its offset and says which it is: `Sun 1 Nov 01:30 (the second, -05:00)`.
pub fn absolute(at: Instant, now: Instant, zone: Tz) -> String {
    let mut said = String::new();
    let local = at.in_zone(zone).naive_local();
    let second = i64::from(local.num_seconds_from_midnight());
    push_second(second, &mut said, |said| push_date(local.date(), now.date_in(zone), said));
    push_which(at, zone, &mut said);
    said
}

/// Appends which of the two it is, of a local time that occurs twice.
fn push_which(at: Instant, zone: Tz, said: &mut String) {
    if let Some(which) = which_of_two(at, zone) {
        // Writing to a String cannot fail.
        let _ = write!(said, " (the {which}, {})", at.in_zone(zone).format("%:z"));
    }
}

/// Returns whether the local time of an instant occurs twice, as the clocks go back.
pub fn is_one_of_two(at: Instant, zone: Tz) -> bool {
    which_of_two(at, zone).is_some()
}

/// Returns an instant in full, and how far off it is as seen from another: what is read back after words.
pub fn reading(at: Instant, from: Instant, zone: Tz) -> String {
    let off = match from.since(at) {
        ago if ago > 0 => format!("{} ago", span(ago)),
        _ => relative(at, from),
    };
    format!("{}, {off}", full(at, zone))
}

/// Returns "first" or "second" for an instant whose local time occurs twice, as the clocks go back.
fn which_of_two(at: Instant, zone: Tz) -> Option<&'static str> {
    let local = at.in_zone(zone);
    match zone.offset_from_local_datetime(&local.naive_local()) {
        MappedLocalTime::Ambiguous(first, _) if first.fix() == local.offset().fix() => Some("first"),
        MappedLocalTime::Ambiguous(..) => Some("second"),
        _ => None,
    }
}

/// A writer of instants as [`absolute`] has them, for many instants that lie on few days: each day is put into words once.
pub struct Dates {
    today: NaiveDate,
    zone: Tz,
    offsets: Offsets,
    /// A local day, counted from 1970, in words, at its number modulo [`Dates::DAYS`].
    days: Vec<(i64, String)>,
}

impl Dates {
    const DAYS: usize = 512;

    /// Returns a writer for instants seen from `now` in that zone.
    pub fn new(now: Instant, zone: Tz) -> Self {
        Self { today: now.date_in(zone), zone, offsets: Offsets::new(zone), days: Vec::new() }
    }

    /// Appends a short date and time.
    pub fn push(&mut self, at: Instant, said: &mut String) {
        let offset = self.offsets.at(at);
        let local = at.plus(offset).epoch();
        let (day, second) = (local.div_euclid(SECONDS_PER_DAY), local.rem_euclid(SECONDS_PER_DAY));
        if self.days.is_empty() {
            self.days.resize(Self::DAYS, (i64::MIN, String::new()));
        }
        let place = usize::try_from(day.rem_euclid(Self::DAYS as i64)).unwrap_or_default();
        let Some((known, words)) = self.days.get_mut(place) else { return };
        if *known != day {
            *known = day;
            words.clear();
            push_date(at.local(offset).date(), self.today, words);
        }
        push_second(second, said, |said| said.push_str(words));
        // A time occurs twice only near a change of the clocks, and the offsets of most days are known.
        let near = |hours: i64| at.plus(hours.saturating_mul(HOUR as i64));
        if self.offsets.at(near(-25)) != self.offsets.at(near(25)) {
            push_which(at, self.zone, said);
        }
    }
}

/// Appends a date and a second of it.
fn push_second(second: i64, said: &mut String, push_date: impl FnOnce(&mut String)) {
    if second == SECONDS_PER_DAY.saturating_sub(1) {
        said.push_str("end of ");
        push_date(said);
    } else {
        push_date(said);
        said.push(' ');
        push_clock(second, said);
    }
}

/// Returns a weekday and a time, for an instant whose date is known: `Fri 17:00`, `end of Fri`.
pub fn weekday_and_time(at: Instant, zone: Tz) -> String {
    let local = at.in_zone(zone).naive_local();
    let (second, mut said) = (i64::from(local.num_seconds_from_midnight()), String::new());
    // Writing to a String cannot fail.
    push_second(second, &mut said, |said| write!(said, "{}", local.format("%a")).unwrap_or_default());
    said
}

/// Returns the time of day of an instant whose date is known, to the minute: `17:00`.
pub fn minute(at: Instant, zone: Tz) -> String {
    at.in_zone(zone).format("%H:%M").to_string()
}

/// Returns an unambiguous date and time: `Fri 2026-11-20 17:00 -05:00 (America/New_York)`. Of a local time that occurs
/// twice it says which it is.
pub fn full(at: Instant, zone: Tz) -> String {
    let local = at.in_zone(zone);
    let mut clock = String::new();
    push_clock(i64::from(local.num_seconds_from_midnight()), &mut clock);
    let which = which_of_two(at, zone).map_or_else(String::new, |which| format!(", the {which} {clock}"));
    format!("{} {clock} {} ({}{which})", local.format("%a %Y-%m-%d"), local.format("%:z"), zone.name())
}

/// Returns from when working time is counted that was asked for outside the hours: `counted from Mon 09:00, when you
/// open`, with the date if it is a week away or more. Without a calendar the next business day opens nothing.
pub fn counted_from(opening: Instant, now: Instant, zone: Tz, has_calendar: bool) -> String {
    let week = (7 * DAY) as i64;
    let at = if (0..week).contains(&opening.since(now)) {
        weekday_and_time(opening, zone)
    } else {
        absolute(opening, now, zone)
    };
    let why = if has_calendar { "when you open" } else { "the next business day" };
    format!("counted from {at}, {why}")
}

/// Returns a short date: `Fri 20 Nov`, with the year if it differs from that of `today`.
pub fn date(date: NaiveDate, today: NaiveDate) -> String {
    let mut said = String::new();
    push_date(date, today, &mut said);
    said
}

fn push_date(date: NaiveDate, today: NaiveDate, said: &mut String) {
    let short = |name: &'static str| name.get(..3).unwrap_or(name);
    let day = two_digits(date.day());
    said.push_str(short(words::weekday_name(date.weekday())));
    said.push(' ');
    said.push_str(day.strip_prefix('0').unwrap_or(day));
    said.push(' ');
    said.push_str(short(words::month_name(date.month())));
    if date.year() != today.year() {
        // Writing to a String cannot fail.
        let _ = write!(said, " {}", date.year());
    }
}

/// Appends the time of day of a second of it.
fn push_clock(second: i64, said: &mut String) {
    let digits = |number: i64| two_digits(u32::try_from(number).unwrap_or_default());
    said.extend([digits(second.div_euclid(3_600)), ":", digits(second.div_euclid(60).rem_euclid(60))]);
    if second.rem_euclid(60) > 0 {
        said.extend([":", digits(second.rem_euclid(60))]);
    }
}

/// Returns a length in its two largest units, rounded down: `2d 3h`, `45m`, `12s`. A day is 24 hours; the sign is
/// dropped.
pub fn span(seconds: i64) -> String {
    let mut said = String::with_capacity(16);
    push_span(seconds, &mut said);
    said
}

fn push_span(seconds: i64, said: &mut String) {
    push_units(seconds.unsigned_abs(), &[(DAY, "d"), (HOUR, "h"), (MINUTE, "m"), (1, "s")], said);
}

/// Returns a length in its largest unit, rounded down, in words: `3 days`, `1 hour`; the sign is dropped.
pub fn roughly(seconds: i64) -> String {
    let seconds = seconds.unsigned_abs();
    let units = [(DAY, "day"), (HOUR, "hour"), (MINUTE, "minute")];
    let (size, name) = units.into_iter().find(|(size, _)| *size <= seconds).unwrap_or((1, "second"));
    match seconds.checked_div(size).unwrap_or_default() {
        1 => format!("1 {name}"),
        count => format!("{count} {name}s"),
    }
}

/// Returns a length in hours, minutes and seconds, in at most two units, rounded down: `30h 15m`; the sign is dropped.
pub fn hours(seconds: i64) -> String {
    let mut said = String::with_capacity(16);
    push_units(seconds.unsigned_abs(), &[(HOUR, "h"), (MINUTE, "m"), (1, "s")], &mut said);
    said
}

/// Returns a length of working time: `7bh 30bm`, `45bm`, `12bs`, in at most two units, rounded down; the sign is
/// dropped.
pub fn working(seconds: i64) -> String {
    let mut said = String::with_capacity(16);
    push_units(seconds.unsigned_abs(), &[(HOUR, "bh"), (MINUTE, "bm"), (1, "bs")], &mut said);
    said
}

/// Returns how late something is on its own clock: `2bh` if that counts working time, else `2d 18h`.
pub fn own(late: Lateness) -> String {
    late.own.filter(|_| late.is_working).map_or_else(|| span(late.wall), working)
}

/// Returns how late something is by the wall, where its own clock says something else: ` (2d 18h by the wall)`.
pub fn by_the_wall(late: Lateness) -> String {
    let own = late.own.filter(|_| late.is_working);
    own.map_or_else(String::new, |_| format!(" ({} by the wall)", span(late.wall)))
}

/// Returns where a due lies from `now`: `in 3h`, `2d late`, or `now`.
pub fn relative(due: Instant, now: Instant) -> String {
    let mut said = String::with_capacity(16);
    push_relative(due, now, &mut said);
    said
}

/// Appends where a due lies from `now`.
pub fn push_relative(due: Instant, now: Instant, said: &mut String) {
    let left = due.since(now);
    match left.signum() {
        1 => {
            said.push_str("in ");
            push_span(left, said);
        }
        0 => said.push_str("now"),
        _ => {
            push_span(left, said);
            said.push_str(" late");
        }
    }
}

/// Appends the largest unit that fits at least once, and the next smaller unless that is zero.
fn push_units(seconds: u64, ladder: &[(u64, &str)], said: &mut String) {
    let mut rungs = ladder.iter().skip_while(|(size, _)| *size > seconds.max(1));
    let mut rest = seconds;
    if let Some((size, name)) = rungs.next() {
        push_number(rest.checked_div(*size).unwrap_or(0), said);
        said.push_str(name);
        rest = rest.checked_rem(*size).unwrap_or(0);
    }
    if let Some((size, name)) = rungs.next() {
        let count = rest.checked_div(*size).unwrap_or(0);
        if count > 0 {
            said.push(' ');
            push_number(count, said);
            said.push_str(name);
        }
    }
}

fn push_number(number: u64, said: &mut String) {
    match u32::try_from(number) {
        Ok(small) if small < 100 => {
            let digits = two_digits(small);
            said.push_str(digits.strip_prefix('0').unwrap_or(digits));
        }
        // Writing to a String cannot fail.
        _ => drop(write!(said, "{number}")),
    }
}
