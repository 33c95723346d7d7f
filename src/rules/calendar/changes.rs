//! The dates of a zone on which its clock changes, found once for each zone.
//!
//! A calendar that sums years has to know every date that has not 24 hours, and the zone's own data does not list them.
//! So the starts of all its weeks are compared: a week of seven times 24 hours has no such date. (There is no zone in
//! which two changes within a week undo each other; a test looks through every week.)

use std::sync::OnceLock;

use chrono::{Datelike as _, Days, NaiveDate, NaiveDateTime};
use chrono_tz::{TZ_VARIANTS, Tz};

use super::super::time::{self, Fold, Instant, SECONDS_PER_DAY};

/// The first date that is looked at: a Monday, and so early that ten years before 1900 lie behind it.
pub(super) const FIRST: NaiveDate = date(1883, 1, 1);
/// The last date: ten years after 2099 lie before it.
pub(super) const LAST: NaiveDate = date(2110, 12, 31);

const fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(date) => date,
        None => NaiveDate::MIN,
    }
}

/// The length of a week on which no clock changes.
const SECONDS_PER_WEEK: i64 = 7 * SECONDS_PER_DAY;

/// A date on which the clock changes, or that does not exist.
#[derive(Debug, Clone, Copy)]
pub(super) struct OddDate {
    /// The date.
    pub(super) date: NaiveDate,
    /// Its first instant.
    pub(super) start: Instant,
    /// The first instant after it.
    pub(super) end: Instant,
    zone: Tz,
    change: Option<Change>,
}

/// One change of a clock.
#[derive(Debug, Clone, Copy)]
struct Change {
    at: Instant,
    /// Seconds east of UTC.
    before: i64,
    after: i64,
}

impl OddDate {
    /// That date, if the clock changes on it.
    pub(super) fn new(date: NaiveDate, zone: Tz) -> Result<Self, Instant> {
        let start = time::start_of_day(date, zone);
        let end = time::start_of_day(date.checked_add_days(Days::new(1)).unwrap_or(date), zone);
        if end.since(start) == SECONDS_PER_DAY {
            return Err(start);
        }
        Ok(Self { date, start, end, zone, change: Change::between(start.plus(-1), end, zone) })
    }

    /// The instant of a local time of that date. One that the clock shows twice is the first; one that it jumps over
    /// moves forward by the length of the gap.
    pub(super) fn instant(&self, local: NaiveDateTime) -> Instant {
        let Some(Change { at, before, after }) = self.change else {
            return time::forward(local, self.zone, Fold::First);
        };
        let shown = Instant::from_epoch(local.and_utc().timestamp());
        let (early, late) = (shown.plus(before.saturating_neg()), shown.plus(after.saturating_neg()));
        // In a gap neither is shown, and the offset before it counts.
        if early >= at && late >= at { late } else { early }
    }
}

impl Change {
    /// The only change after `from` and up to `to`; `None` if there are several.
    fn between(from: Instant, to: Instant, zone: Tz) -> Option<Self> {
        let (before, after) = (from.offset_in(zone), to.offset_in(zone));
        let (mut less, mut more) = (from, to);
        while more.since(less) > 1 {
            let middle = less.plus(more.since(less) >> 1);
            if middle.offset_in(zone) == before { less = middle } else { more = middle }
        }
        (before != after && more.offset_in(zone) == after).then_some(Self { at: more, before, after })
    }
}

/// The dates from [`FIRST`] to [`LAST`] on which the clock of a zone changes, in order.
pub(super) fn odd_dates(zone: Tz) -> &'static [OddDate] {
    static FOUND: [OnceLock<Vec<OddDate>>; TZ_VARIANTS.len()] =
        [const { OnceLock::new() }; TZ_VARIANTS.len()];
    FOUND.get(zone as usize).map_or(&[], |found| found.get_or_init(|| look_through(zone)))
}

fn look_through(zone: Tz) -> Vec<OddDate> {
    let mut found = Vec::new();
    let (mut monday, mut start) = (FIRST, time::start_of_day(FIRST, zone));
    while let Some(next) = monday.checked_add_days(Days::new(7)).filter(|_| monday <= LAST) {
        let end = time::start_of_day(next, zone);
        if end.since(start) != SECONDS_PER_WEEK {
            found.extend(monday.iter_days().take(7).filter_map(|date| OddDate::new(date, zone).ok()));
        }
        (monday, start) = (next, end);
    }
    found
}

/// The weekday of a date, counted from Monday.
pub(super) fn weekday(date: NaiveDate) -> usize {
    usize::try_from(date.weekday().num_days_from_monday()).unwrap_or_default()
}
