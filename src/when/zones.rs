//! The zone after a time, and how a local time in it becomes an instant.

use chrono::{FixedOffset, NaiveDate, NaiveDateTime, Offset, TimeDelta, TimeZone};
use chrono_tz::Tz;

use super::cursor::Cursor;
use super::tokens::Kind;
use super::zone_names::{abbreviation, named};
use crate::error::Problem;
use crate::rules::time::{Fold, Instant, exact, forward};
use crate::text::quote_start;

/// No place is further from UTC than this.
const WIDEST: u32 = 14 * 3_600;

/// The zone in which a time of day is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Zone {
    /// So many seconds east of UTC.
    Offset(FixedOffset),
    /// By the clocks of a place.
    Named(Tz),
}

impl Zone {
    /// Returns the date there at an instant.
    pub(super) fn today(self, now: Instant) -> NaiveDate {
        match self {
            Self::Named(zone) => now.date_in(zone),
            Self::Offset(offset) => now.in_zone(Tz::UTC).with_timezone(&offset).date_naive(),
        }
    }

    /// Returns the instant of a local time that was typed. The error is a time that the clock skips; of two instants it
    /// is the later.
    pub fn exact(self, local: NaiveDateTime) -> Result<Instant, Problem> {
        match self {
            Self::Named(zone) => exact(local, zone, Fold::Later).ok_or_else(|| missing(local, zone)),
            Self::Offset(_) => Ok(self.forward(local, Fold::Later)),
        }
    }

    /// Returns the instant of a local time that was not typed but follows from a word: it moves forward out of a gap.
    pub(super) fn forward(self, local: NaiveDateTime, fold: Fold) -> Instant {
        match self {
            Self::Named(zone) => forward(local, zone, fold),
            Self::Offset(offset) => Instant::from_epoch(local.and_utc().timestamp())
                .plus(i64::from(offset.local_minus_utc()).saturating_neg()),
        }
    }
}

/// Reads the zone that comes next, if one does.
pub(super) fn read(cursor: &mut Cursor<'_>) -> Result<Option<Zone>, Problem> {
    if let Some(Kind::Zone(zone)) = cursor.kind() {
        let zone = *zone;
        cursor.next();
        return Ok(Some(Zone::Named(zone)));
    }
    if cursor.eat("utc") || cursor.eat("gmt") {
        let offset = offset(cursor)?;
        return Ok(Some(offset.map_or(Zone::Named(Tz::UTC), Zone::Offset)));
    }
    if cursor.eat("z") || cursor.eat("zulu") {
        return Ok(Some(Zone::Named(Tz::UTC)));
    }
    if let Some(offset) = offset(cursor)? {
        return Ok(Some(Zone::Offset(offset)));
    }
    let Some(word) = cursor.word() else { return Ok(None) };
    if let Some(refusal) = abbreviation(word) {
        return Err(refusal);
    }
    // The names without a slash are countries (`Japan`) and three-letter ones that nobody should use.
    let zone = Some(word).filter(|word| word.len() > 3).and_then(named);
    if zone.is_some() {
        cursor.next();
    }
    Ok(zone.map(Zone::Named))
}

/// Reads `+02:00`, `-0500`, `+2`.
fn offset(cursor: &mut Cursor<'_>) -> Result<Option<FixedOffset>, Problem> {
    let west = match cursor.kind() {
        Some(Kind::Plus) => false,
        Some(Kind::Minus) => true,
        _ => return Ok(None),
    };
    let (hours, minutes) = match cursor.peek(1).map(|token| (&token.kind, token.text.len())) {
        Some((Kind::Clock { hour, minute, second: 0, .. }, _)) => (*hour, *minute),
        Some((Kind::Number(hours), 1 | 2)) => (*hours, 0),
        Some((Kind::Number(both), 4)) => (both.div_euclid(100), both.rem_euclid(100)),
        _ => return Ok(None),
    };
    let text = cursor.text(cursor.at(), cursor.at().saturating_add(2));
    cursor.next();
    cursor.next();
    let seconds = hours.saturating_mul(3_600).saturating_add(minutes.saturating_mul(60));
    let east = i32::try_from(seconds).ok().filter(|_| minutes < 60 && seconds <= WIDEST);
    let found = east.and_then(|east| FixedOffset::east_opt(if west { east.saturating_neg() } else { east }));
    found.map(Some).ok_or_else(|| {
        Problem::new(format!("{} is not a UTC offset", quote_start(&text))).hint("write it as +02:00")
    })
}

/// Returns the problem of a local time without an instant: between which two times the clock jumps.
fn missing(local: NaiveDateTime, zone: Tz) -> Problem {
    let offset = |at: i64| {
        let at = Instant::from_epoch(at).in_zone(Tz::UTC).naive_utc();
        i64::from(zone.offset_from_utc_datetime(&at).fix().local_minus_utc())
    };
    // The jump lies between the day before and the instant to which the missing time moves: halve until it is found.
    let mut after = forward(local, zone, Fold::Later).epoch();
    let mut before = after.saturating_sub(86_400);
    while after.saturating_sub(before) > 1 {
        let middle = before.midpoint(after);
        if offset(middle) == offset(after) {
            after = middle;
        } else {
            before = middle;
        }
    }
    let shown = |offset: i64| {
        let local = Instant::from_epoch(after.saturating_add(offset)).in_zone(Tz::UTC).naive_utc();
        local.format("%H:%M").to_string()
    };
    let (from, to) = (shown(offset(before)), shown(offset(after)));
    let length = offset(after).saturating_sub(offset(before));
    let moved = local.checked_add_signed(TimeDelta::seconds(length)).unwrap_or(local);
    Problem::new(format!(
        "{} does not exist in {}: the clock jumps from {from} to {to}",
        local.format("%Y-%m-%d %H:%M"),
        zone.name()
    ))
    .hint(format!("write {}, or a time before {from}", moved.format("%Y-%m-%d %H:%M")))
}
