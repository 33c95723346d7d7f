//! Instants and lengths in words, for people. What scripts read is `Instant::rfc3339`.

use chrono::{Datelike, NaiveDate, NaiveTime, Timelike};
use chrono_tz::Tz;

use crate::rules::time::Instant;

const MINUTE: u64 = 60;
const HOUR: u64 = 3_600;
const DAY: u64 = 86_400;

/// A short date and time: `Fri 20 Nov 17:00`, with the year if it is not that of `now`, with seconds if there are
/// any. The last second of a day, which is what a date alone means, is `end of Fri 20 Nov`.
pub fn absolute(at: Instant, now: Instant, zone: Tz) -> String {
    let local = at.in_zone(zone);
    let day = date(local.date_naive(), now.date_in(zone));
    let time = local.time();
    if (time.hour(), time.minute(), time.second()) == (23, 59, 59) {
        format!("end of {day}")
    } else {
        format!("{day} {}", clock(time))
    }
}

/// A date and time that leaves nothing open: `Fri 2026-11-20 17:00 -05:00 (America/New_York)`.
pub fn full(at: Instant, zone: Tz) -> String {
    let local = at.in_zone(zone);
    format!(
        "{} {} {} ({})",
        local.format("%a %Y-%m-%d"),
        clock(local.time()),
        local.format("%:z"),
        zone.name()
    )
}

/// A short date: `Fri 20 Nov`, with the year if it is not that of `today`.
pub fn date(date: NaiveDate, today: NaiveDate) -> String {
    let form = if date.year() == today.year() { "%a %-d %b" } else { "%a %-d %b %Y" };
    date.format(form).to_string()
}

fn clock(time: NaiveTime) -> String {
    time.format(if time.second() == 0 { "%H:%M" } else { "%H:%M:%S" }).to_string()
}

/// A length in its two largest units, cut off below: `2d 3h`, `45m`, `12s`. A day is 24 hours; the sign is dropped.
pub fn span(seconds: i64) -> String {
    units(seconds.unsigned_abs(), &[(DAY, "d"), (HOUR, "h"), (MINUTE, "m"), (1, "s")])
}

/// A length of working time: `7bh 30bm`, `45bm`, `12bs`, cut off below the second unit; the sign is dropped.
pub fn working(seconds: i64) -> String {
    units(seconds.unsigned_abs(), &[(HOUR, "bh"), (MINUTE, "bm"), (1, "bs")])
}

/// Where a due lies from `now`: `in 3h`, `2d late`, or `now`.
pub fn relative(due: Instant, now: Instant) -> String {
    let left = due.since(now);
    match left.signum() {
        1 => format!("in {}", span(left)),
        0 => "now".to_owned(),
        _ => format!("{} late", span(left)),
    }
}

/// The largest unit that fits at least once, and the one below it unless that is zero.
fn units(seconds: u64, ladder: &[(u64, &str)]) -> String {
    let mut rungs = ladder.iter().skip_while(|(size, _)| *size > seconds.max(1));
    let mut said = String::new();
    let mut rest = seconds;
    if let Some((size, name)) = rungs.next() {
        said = format!("{}{name}", rest.checked_div(*size).unwrap_or(0));
        rest = rest.checked_rem(*size).unwrap_or(0);
    }
    if let Some((size, name)) = rungs.next() {
        let count = rest.checked_div(*size).unwrap_or(0);
        if count > 0 {
            said = format!("{said} {count}{name}");
        }
    }
    said
}
