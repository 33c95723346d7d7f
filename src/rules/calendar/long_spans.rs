//! Long spans, which are summed, give the same as walking through them: in every zone, with holidays and clock changes.

#![expect(clippy::arithmetic_side_effects, reason = "a test that overflows fails, as it should")]

use chrono::{Datelike as _, Days as Count, NaiveTime, TimeDelta};
use chrono_tz::{TZ_VARIANTS, Tz};
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::super::time::{self, Fold, SECONDS_PER_DAY, start_of_day};
use super::periods::{LOOKED_AT, Period, dates};
use super::properties::{ODD, every_year_on, some_hours};
use super::slow::with_everything;
use super::tests::{daily, weekdays};
use super::*;

/// Returns the open periods that end after `start`, in the order of time, for ten years.
pub(super) fn open_from(calendar: &Calendar, start: Instant) -> impl Iterator<Item = Period> {
    let first = calendar.first_day(start);
    calendar.open_between(first, first + HORIZON).skip_while(move |period| period.close <= start)
}

/// Returns the open periods that begin before `end`, the latest first, for ten years.
pub(super) fn open_until(calendar: &Calendar, end: Instant) -> impl Iterator<Item = Period> {
    let last = calendar.last_day(end);
    calendar.open_between(last - HORIZON, last).rev().skip_while(move |period| period.open >= end)
}

/// Returns the due after `left` open seconds, by walking through every period.
fn slow_due(calendar: &Calendar, start: Instant, mut left: i64) -> Option<Instant> {
    open_from(calendar, start).find_map(|period| {
        let open = period.open.max(start);
        let at = (left <= period.close.since(open)).then(|| open.plus(left));
        left -= period.close.since(open);
        at
    })
}

/// Returns the same, back from an end.
fn slow_before(calendar: &Calendar, end: Instant, mut left: i64) -> Option<Instant> {
    open_until(calendar, end).find_map(|period| {
        let close = period.close.min(end);
        let at = (left <= close.since(period.open)).then(|| close.plus(-left));
        left -= close.since(period.open);
        at
    })
}

/// Returns the open seconds between two instants, by walking through every period between them.
fn slow_elapsed(calendar: &Calendar, start: Instant, end: Instant) -> i64 {
    let days = calendar.first_day(start)..=calendar.last_day(end);
    calendar.open_between(*days.start(), *days.end()).map(|period| period.within(start, end)).sum()
}

/// Returns the dates of all years on which the clock of a zone changes.
fn all_odd_dates(zone: Tz) -> Vec<changes::OddDate> {
    let years = changes::FIRST.year()..=changes::LAST.year();
    years.flat_map(|year| changes::odd_dates(zone, year)).copied().collect()
}

/// Returns a calendar with holidays and hours of its own over two hundred years, and two instants somewhere in them.
fn some_long_case() -> impl Strategy<Value = (Calendar, Instant, Instant)> {
    let zone = prop_oneof![2 => select(&ODD[..]), 1 => select(&TZ_VARIANTS[..])];
    let week = prop_oneof![
        3 => prop::array::uniform7(some_hours()),
        1 => (0..7_usize, some_hours()).prop_map(|(day, hours)| {
            let mut week: [Vec<Hours>; 7] = Default::default();
            week[day] = hours;
            week
        }),
        1 => Just([const { Vec::new() }; 7].map(|_: Vec<Hours>| vec![Hours::WHOLE_DAY])),
    ];
    let date = || (0..75_000_u64).prop_map(|days| changes::FIRST + Count::new(5_000 + days));
    let special = prop::collection::btree_map(date(), some_hours(), 0..40);
    let holidays = prop::collection::vec((date(), any::<bool>()), 0..40);
    let leap = any::<bool>();
    let plan = prop_oneof![Just(Plan::default()), with_everything(Just(Plan::default()))];
    let all = Instant::LAST.since(Instant::FIRST);
    let span = prop_oneof![0..all, 0..400 * SECONDS_PER_DAY, 5 * SECONDS_PER_DAY..15 * SECONDS_PER_DAY];
    (zone, (week, plan), special, holidays, leap, 0..all, span, any::<Index>()).prop_map(
        |(zone, (week, mut plan), special, holidays, leap, start, span, near)| {
            plan.week = week;
            let holidays = holidays.into_iter();
            plan.holidays.extend(
                holidays.map(|(date, yearly)| if yearly { every_year_on(date) } else { Days::Date(date) }),
            );
            plan.holidays.extend(leap.then(|| Days::parse("02-29").unwrap()));
            // Holidays and special hours fall on changes of the clock too.
            let odd = all_odd_dates(zone);
            let mut special = special;
            if !odd.is_empty() {
                plan.holidays.push(Days::Date(near.get(&odd).date));
                special.insert(near.get(&odd).date + Count::new(7), vec![Hours::WHOLE_DAY]);
            }
            plan.open.retain(|(days, _)| !matches!(days, Days::Date(_)));
            plan.open.extend(special.into_iter().map(|(date, hours)| (Days::Date(date), hours)));
            let calendar = Calendar::unchecked("any".to_owned(), zone, plan);
            let start = Instant::FIRST.plus(start);
            let end = start.plus(span).min(Instant::LAST);
            (calendar, start, end)
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 48 } else { 1_000 }))]

    #[test]
    fn long_spans_are_what_walking_through_them_finds((calendar, start, end) in some_long_case()) {
        let elapsed = calendar.elapsed(start, end);
        prop_assert_eq!(elapsed, slow_elapsed(&calendar, start, end));
        for seconds in [1, 86_400, elapsed / 2, elapsed, elapsed + 1] {
            if seconds > 0 {
                prop_assert_eq!(calendar.due(start, seconds).ok(), slow_due(&calendar, start, seconds));
                prop_assert_eq!(calendar.before(end, seconds).ok(), slow_before(&calendar, end, seconds));
            }
        }
        prop_assert_eq!(calendar.next_open(start).ok(), open_from(&calendar, start).next().map(|period| period.open.max(start)));
    }

    #[test]
    fn business_days_far_off_are_what_counting_them_finds((calendar, start, end) in some_long_case()) {
        let (first, last) = (start.date_in(calendar.zone), end.date_in(calendar.zone));
        for more in [0, 4, 7, 40, 900, 2_500, 3_700] {
            let open = |date: &NaiveDate| calendar.is_open_on(*date);
            let mut after = dates(first + Count::new(1), first + HORIZON).filter(open);
            prop_assert_eq!(calendar.business_day_after(first, more), after.nth(more as usize));
            let mut before = dates(last - HORIZON, last - Count::new(1)).rev().filter(open);
            prop_assert_eq!(calendar.business_day_before(last, more), before.nth(more as usize));
        }
    }
}

#[test]
fn every_date_on_which_a_clock_changes_is_found() {
    // Every zone in a long run (`cargo test --release`), the odd ones always.
    let zones = if cfg!(debug_assertions) { &ODD[..] } else { &TZ_VARIANTS[..] };
    for zone in zones {
        let mut found = all_odd_dates(*zone).into_iter().map(|odd| odd.date).peekable();
        let mut start = start_of_day(changes::FIRST, *zone);
        for date in changes::FIRST.iter_days().take_while(|date| *date <= changes::LAST) {
            let end = start_of_day(date.succ_opt().unwrap(), *zone);
            let is_odd = end.since(start) != SECONDS_PER_DAY;
            assert_eq!(found.next_if(|odd| *odd <= date).is_some(), is_odd, "{zone} {date}");
            start = end;
        }
    }
}

#[test]
fn a_time_of_a_date_on_which_the_clock_changes_is_the_instant_that_the_zone_says() {
    let zones = if cfg!(debug_assertions) { &ODD[..] } else { &TZ_VARIANTS[..] };
    for zone in zones {
        for odd in all_odd_dates(*zone) {
            for minute in (0..1440).step_by(if cfg!(debug_assertions) { 15 } else { 1 }) {
                let local = odd.date.and_time(NaiveTime::MIN) + TimeDelta::minutes(minute);
                let said = time::forward(local, *zone, Fold::First);
                assert_eq!(odd.instant(local), said, "{zone} {local}");
            }
        }
    }
}

#[test]
fn however_long_a_span_is_only_a_week_of_it_is_looked_at_day_by_day() {
    let office =
        weekdays(chrono_tz::America::New_York, "09:00-17:00").with_holidays(&["12-25", "2026-11-26"]);
    for calendar in [daily(chrono_tz::America::New_York, "00:00-24:00"), office] {
        let (first, last) = (Instant::FIRST, Instant::LAST);
        let years = 8 * 365 * 4 * 3600;
        let asked: [&dyn Fn(); 5] = [
            &|| assert!(calendar.elapsed(first, last) > 0),
            &|| assert!(calendar.due(first, years).is_ok()),
            &|| assert!(calendar.before(last, years).is_ok()),
            &|| assert!(calendar.business_days(first, 2_000).is_ok()),
            &|| assert!(calendar.business_days_before(last, 2_000).is_ok()),
        ];
        for ask in asked {
            let before = LOOKED_AT.get();
            ask();
            let dates = LOOKED_AT.get() - before;
            assert!(dates < 30, "{dates} dates");
        }
    }
}
