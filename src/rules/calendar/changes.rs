//! The dates of a zone on which its clock changes, found once for each zone.
//!
//! A calendar that sums years must know every date that is not 24 hours long, and the zone's own data does not list
//! them. So the offsets of all weeks are compared: around a week that begins and ends with the same offset there is no
//! such date. (In no zone two changes within the same of these weeks undo each other, though in Boa Vista the clock was
//! once set back after seven days: a test looks at every date of every zone.)

use std::sync::OnceLock;

use chrono::{Datelike as _, Days, NaiveDate, NaiveDateTime, NaiveTime};
use chrono_tz::{TZ_VARIANTS, Tz};

use super::super::time::{self, Fold, Instant, SECONDS_PER_DAY};

/// The first date: a Monday, and ten years before it are earlier than 1900.
pub(super) const FIRST: NaiveDate = date(1883, 1, 1);
/// The last date: ten years after 2099 are before it.
pub(super) const LAST: NaiveDate = date(2110, 12, 31);

const fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(date) => date,
        None => NaiveDate::MIN,
    }
}

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
    /// Returns that date, if the clock changes on it; the error is its first instant if not.
    pub(super) fn new(date: NaiveDate, zone: Tz) -> Result<Self, Instant> {
        let start = time::start_of_day(date, zone);
        let end = time::start_of_day(date.checked_add_days(Days::new(1)).unwrap_or(date), zone);
        if end.since(start) == SECONDS_PER_DAY {
            return Err(start);
        }
        Ok(Self { date, start, end, zone, change: Change::between(start.plus(-1), end, zone) })
    }

    /// Returns the instant of a local time of that date. Of one that occurs twice it is the first; one that is skipped
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
    /// Returns the only change after `from` and up to `to`; `None` if there are several.
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

/// Returns the dates from [`FIRST`] to [`LAST`] on which the clock of a zone changes, in order.
pub(super) fn odd_dates(zone: Tz) -> &'static [OddDate] {
    static FOUND: [OnceLock<Vec<OddDate>>; TZ_VARIANTS.len()] =
        [const { OnceLock::new() }; TZ_VARIANTS.len()];
    FOUND.get(zone as usize).map_or(&[], |found| found.get_or_init(|| look_through(zone)))
}

fn look_through(zone: Tz) -> Vec<OddDate> {
    let mut found: Vec<OddDate> = Vec::new();
    let offset = |date: NaiveDate| {
        Instant::from_epoch(date.and_time(NaiveTime::MIN).and_utc().timestamp()).offset_in(zone)
    };
    let (mut monday, mut before) = (FIRST, offset(FIRST));
    while let Some(next) = monday.checked_add_days(Days::new(7)).filter(|_| monday <= LAST) {
        let after = offset(next);
        if before != after {
            // A local date may begin a day before it does in UTC, and end a day after.
            let dates = monday.pred_opt().unwrap_or(monday).iter_days().take(9);
            let last = found.last().map(|odd| odd.date);
            let new = dates.filter(|date| last.is_none_or(|last| *date > last));
            found.extend(new.filter_map(|date| OddDate::new(date, zone).ok()));
        }
        (monday, before) = (next, after);
    }
    found
}

/// Returns the weekday of a date, counted from Monday.
pub(super) fn weekday(date: NaiveDate) -> usize {
    usize::try_from(date.weekday().num_days_from_monday()).unwrap_or_default()
}
