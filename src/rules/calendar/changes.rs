//! The dates of a zone on which its clock changes, found once for each of its years.
//!
//! A calendar that sums years must know every date that is not 24 hours long, and the zone's own data does not list
//! them. So the offsets of all weeks of a year are compared: around a week that begins and ends with the same offset there is no
//! such date. (In no zone two changes within the same of these weeks undo each other, though in Boa Vista the clock was
//! once set back after seven days: a test looks at every date of every zone.)

use std::sync::OnceLock;

use chrono::{Datelike as _, Days, NaiveDate, NaiveDateTime, NaiveTime, Weekday};
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

/// Returns the dates of a year on which the clock of a zone changes, in order; none of a year without sums.
pub(super) fn odd_dates(zone: Tz, year: i32) -> &'static [OddDate] {
    type Years = Box<[OnceLock<Vec<OddDate>>]>;
    static FOUND: [OnceLock<Years>; TZ_VARIANTS.len()] = [const { OnceLock::new() }; TZ_VARIANTS.len()];
    let none = || (FIRST.year()..=LAST.year()).map(|_| OnceLock::new()).collect();
    let place = usize::try_from(year.saturating_sub(FIRST.year())).ok();
    let found =
        FOUND.get(zone as usize).zip(place).and_then(|(years, place)| years.get_or_init(none).get(place));
    found.map_or(&[], |found| found.get_or_init(|| look_through(zone, year)))
}

/// Returns true if the clock of a zone changes on that date.
pub(super) fn is_odd(zone: Tz, date: NaiveDate) -> bool {
    odd_dates(zone, date.year()).iter().any(|odd| odd.date == date)
}

fn look_through(zone: Tz, year: i32) -> Vec<OddDate> {
    let mut found: Vec<OddDate> = Vec::new();
    let offset = |date: NaiveDate| {
        Instant::from_epoch(date.and_time(NaiveTime::MIN).and_utc().timestamp()).offset_in(zone)
    };
    // A local date may begin a day before it does in UTC, and end a day after: the week before the first has dates too.
    let Some(first) = NaiveDate::from_isoywd_opt(year, 1, Weekday::Mon) else { return found };
    let mondays = first.checked_sub_days(Days::new(7)).unwrap_or(first).iter_weeks();
    for monday in mondays.take_while(|monday| monday.pred_opt().is_some_and(|date| date.year() <= year)) {
        let next = monday.checked_add_days(Days::new(7)).unwrap_or(monday);
        if offset(monday) != offset(next) {
            let dates = monday.pred_opt().unwrap_or(monday).iter_days().take(9);
            let last = found.last().map(|odd| odd.date);
            let new = dates.filter(|date| date.year() == year && last.is_none_or(|last| *date > last));
            found.extend(new.filter_map(|date| OddDate::new(date, zone).ok()));
        }
    }
    found
}

/// Returns the weekday of a date, counted from Monday.
pub(super) fn weekday(date: NaiveDate) -> usize {
    usize::try_from(date.weekday().num_days_from_monday()).unwrap_or_default()
}
