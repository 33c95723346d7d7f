//! Times of a calendar, as the text that any source may write: an instant with `Z`, a local time, or a day.

use chrono::{NaiveDate, NaiveDateTime};
use chrono_tz::{TZ_VARIANTS, Tz};
use icalendar::parser::Property;
use windows_timezones::WindowsTimezone;

use super::parameter;
use crate::intake::sheet::Unread;
use crate::rules::time::{self, Fold, Instant};

/// When a property says that something is.
enum Time {
    /// In UTC, or in a zone.
    At(Instant),
    /// By the clock of whoever reads it.
    Local(NaiveDateTime),
    /// On a day.
    Day(NaiveDate),
}

/// Returns the time of a property.
pub(super) fn time(name: &'static str, property: &Property<'_>) -> Result<String, Unread> {
    read(name, property).map(|time| time.text())
}

/// Returns when something ends that begins with a property, after a duration.
pub(super) fn end(start: &Property<'_>, duration: &str) -> Result<String, Unread> {
    let why = || bad("DURATION is not a length of time, such as P2D or PT48H", duration);
    let seconds = seconds(duration).ok_or_else(why)?;
    let length = chrono::TimeDelta::try_seconds(seconds).ok_or_else(why)?;
    let end = match read("DTSTART", start)? {
        Time::At(at) => Time::At(at.plus(seconds)),
        Time::Local(local) => Time::Local(local.checked_add_signed(length).ok_or_else(why)?),
        Time::Day(day) => Time::Day(day.checked_add_signed(length).ok_or_else(why)?),
    };
    Ok(end.text())
}

impl Time {
    fn text(&self) -> String {
        match self {
            Self::At(at) => at.rfc3339(Tz::UTC),
            Self::Local(local) => local.format("%Y-%m-%dT%H:%M:%S").to_string(),
            Self::Day(day) => day.format("%Y-%m-%d").to_string(),
        }
    }
}

/// Reads `20261121`, `20261121T170000Z`, and `20261121T170000` with a `TZID` or without one.
fn read(name: &'static str, property: &Property<'_>) -> Result<Time, Unread> {
    let text = property.val.as_str().trim();
    let wrong = |why: &str| bad(&format!("{name} {why}"), text);
    if let Ok(day) = NaiveDate::parse_from_str(text, "%Y%m%d") {
        return Ok(Time::Day(day));
    }
    let (local, is_utc) = match text.strip_suffix(['Z', 'z']) {
        Some(local) => (local, true),
        None => (text, false),
    };
    let local = NaiveDateTime::parse_from_str(local, "%Y%m%dT%H%M%S")
        .map_err(|_| wrong("is not a time, such as 20261121T170000Z"))?;
    if is_utc {
        return Ok(Time::At(Instant::from_epoch(local.and_utc().timestamp())));
    }
    let Some(name_of_zone) = parameter(property, "TZID") else { return Ok(Time::Local(local)) };
    let zone = zone(name_of_zone).ok_or_else(|| {
        let why = format!("the zone of {name} is not known: write its IANA name, as TZID=America/New_York");
        bad(&why, name_of_zone)
    })?;
    let at = time::exact(local, zone, Fold::Later);
    at.map(Time::At).ok_or_else(|| wrong(&format!("does not exist in {zone} (the clocks skip it)")))
}

/// Returns the zone of an IANA name, also where a program has put its own before it, or of a name of Windows, also as Outlook
/// shows it.
pub(super) fn zone(name: &str) -> Option<Tz> {
    let iana = |name: &str| name.parse::<Tz>().ok();
    let windows = || name.parse::<WindowsTimezone>().ok().and_then(|zone| iana(zone.tzdb_id()));
    let prefixed = || {
        let rest = name.strip_prefix('/')?;
        rest.match_indices('/').find_map(|(at, _)| iana(rest.get(at.checked_add(1)?..)?))
    };
    iana(name).or_else(windows).or_else(prefixed).or_else(|| shown(name))
}

/// Returns the zone that Windows and Outlook show by this text, `(UTC-05:00) Eastern Time (US & Canada)`.
fn shown(text: &str) -> Option<Tz> {
    let wanted = without_offset(text);
    let all = TZ_VARIANTS.iter().filter_map(|zone| Some((*zone, WindowsTimezone::try_from(*zone).ok()?)));
    let those = all.filter(|(_, windows)| without_offset(windows.description()) == wanted);
    // Several zones are one for Windows, which names the one of its own choice.
    let zone = those.map(|(_, windows)| windows.tzdb_id()).next()?;
    zone.parse().ok()
}

/// Returns such a text without what it has in brackets before it, which older versions write as `(GMT-05:00)`.
pub(super) fn without_offset(text: &str) -> &str {
    let rest = text.strip_prefix("(UTC").or_else(|| text.strip_prefix("(GMT"));
    rest.and_then(|rest| rest.split_once(") ")).map_or(text, |(_, rest)| rest)
}

/// Returns a duration in seconds: `P2D`, `PT48H`, `P1W`, `P1DT12H30M`.
fn seconds(text: &str) -> Option<i64> {
    let text = text.trim().strip_prefix('+').unwrap_or(text.trim());
    let (mut total, mut number, mut is_time) = (0_i64, None, false);
    for letter in text.strip_prefix('P')?.chars() {
        if let Some(digit) = letter.to_digit(10) {
            number = Some(number.unwrap_or(0_i64).checked_mul(10)?.checked_add(i64::from(digit))?);
            continue;
        }
        let unit = match (letter, is_time) {
            ('T', false) if number.is_none() => {
                is_time = true;
                continue;
            }
            ('W', false) => 604_800,
            ('D', false) => 86_400,
            ('H', true) => 3_600,
            ('M', true) => 60,
            ('S', true) => 1,
            _ => return None,
        };
        total = total.checked_add(number.take()?.checked_mul(unit)?)?;
    }
    (number.is_none() && total > 0).then_some(total)
}

fn bad(why: &str, value: &str) -> Unread {
    Unread::Bad(why.to_owned(), Some(value.to_owned()))
}
