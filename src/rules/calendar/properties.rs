//! What holds for every calendar, in every zone, at every instant.

#![expect(clippy::arithmetic_side_effects, reason = "a test that overflows fails, as it should")]

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDateTime, NaiveTime, TimeDelta};
use chrono_tz::{TZ_VARIANTS, Tz};
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::super::time::tests::{changes, zones};
use super::super::time::{SECONDS_PER_DAY, start_of_day};
use super::long_spans::{open_from, open_until};
use super::slow::{Slow, with_everything};
use super::tests::daily;
use super::*;

/// Zones with odd changes; half of the cases take one of these.
pub(super) const ODD: [Tz; 16] = [
    Tz::Africa__Cairo,
    Tz::Africa__Casablanca,
    Tz::America__Havana,
    Tz::America__New_York,
    Tz::America__Nuuk,
    Tz::America__Sao_Paulo,
    Tz::America__Scoresbysund,
    Tz::America__St_Johns,
    Tz::Antarctica__Troll,
    Tz::Asia__Beirut,
    Tz::Asia__Gaza,
    Tz::Asia__Kathmandu,
    Tz::Asia__Pyongyang,
    Tz::Australia__Lord_Howe,
    Tz::Europe__Dublin,
    Tz::Pacific__Apia,
];

/// Returns hours of a day: any, touching ones too, at whole minutes.
pub(super) fn some_hours() -> impl Strategy<Value = Vec<Hours>> {
    // Clocks change at night: half of the openings and closings are there.
    let night = prop_oneof![3 => 0..=16_u32, 1 => 88..=96_u32].prop_map(|quarter| quarter * 900);
    let edge = prop_oneof![
        2 => (0..=96_u32).prop_map(|quarter| quarter * 900),
        3 => night,
        1 => (0..=1440_u32).prop_map(|minute| minute * 60),
    ];
    prop::collection::vec(edge, 0..=6).prop_map(|mut edges| {
        edges.sort_unstable();
        let pairs = edges.chunks_exact(2).map(|pair| Hours { open: pair[0], close: pair[1] });
        pairs.filter(|hours| hours.open < hours.close).collect()
    })
}

/// Returns a calendar, and a few instants of which some are near a clock change.
fn some_case() -> impl Strategy<Value = (Calendar, Instant, Vec<i64>)> {
    let zone = prop_oneof![select(&ODD[..]), select(&TZ_VARIANTS[..])];
    let week = prop_oneof![
        5 => prop::array::uniform7(some_hours()),
        1 => Just([const { Vec::new() }; 7].map(|_: Vec<Hours>| vec![Hours::WHOLE_DAY])),
    ];
    let special = prop::collection::vec((-5..20_i64, some_hours()), 0..3);
    let holidays = prop::collection::vec((-5..20_i64, any::<bool>()), 0..3);
    // The years since clocks show whole minutes.
    let base = (at_year(1973)..at_year(2090), any::<Index>(), prop::bool::weighted(0.8));
    let steps = prop::collection::vec(prop_oneof![-2 * 1440..2 * 1440_i64, 0..40_000_i64], 3);
    let plan = prop_oneof![Just(Plan::default()), with_everything(Just(Plan::default()))];
    (zone, week, (special, holidays, plan), base, steps).prop_map(|(zone, week, days, base, steps)| {
        let (special, holidays, mut plan) = days;
        let from = Instant::from_epoch(base.0 - base.0 % 60);
        let near = changes(zone, from, from.plus(400 * SECONDS_PER_DAY));
        let start = if base.2 && !near.is_empty() { *base.1.get(&near) } else { from };
        let day = |days: i64| start.plus(days * SECONDS_PER_DAY).date_in(zone);
        let holiday = |(days, yearly)| match day(days) {
            date if yearly => every_year_on(date),
            date => Days::Date(date),
        };
        plan.week = week;
        plan.holidays.extend(holidays.into_iter().map(holiday));
        for (days, hours) in special {
            let days = Days::Date(day(days));
            plan.open.retain(|(known, _)| *known != days);
            plan.open.push((days, hours));
        }
        let calendar = Calendar::unchecked("any".to_owned(), zone, plan);
        (calendar, start, steps.into_iter().map(|minutes| minutes * 60).collect())
    })
}

/// Returns that day of every year.
pub(super) fn every_year_on(date: NaiveDate) -> Days {
    Days::parse(&date.format("%m-%d").to_string()).unwrap()
}

fn at_year(year: i32) -> i64 {
    NaiveDate::from_ymd_opt(year, 1, 1).unwrap().and_time(NaiveTime::MIN).and_utc().timestamp()
}

/// The rules of `docs/rules.md` ("Lengths of time") once more, by walking over every minute with nothing but what the
/// clock shows.
struct Minutes {
    shown: Vec<(Instant, NaiveDateTime)>,
}

impl Minutes {
    fn around(from: Instant, to: Instant, zone: Tz) -> Self {
        let begin = from.plus(-2 * SECONDS_PER_DAY);
        let count = (to.since(from) + 4 * SECONDS_PER_DAY) / 60;
        let minutes = (0..count).map(|minute| begin.plus(minute * 60));
        Self { shown: minutes.map(|at| (at, at.in_zone(zone).naive_local())).collect() }
    }

    /// Returns the first instant that shows this local time; from a gap, as far after the gap as the time is inside it.
    fn first(&self, local: NaiveDateTime) -> Option<Instant> {
        if let Some((at, _)) = self.shown.iter().find(|(_, shown)| *shown == local) {
            return Some(*at);
        }
        let gap = self.shown.windows(2).find(|pair| pair[0].1 < local && local < pair[1].1)?;
        Some(gap[0].0.plus(local.signed_duration_since(gap[0].1).num_seconds()))
    }

    /// Returns the first instant that shows this date or a later one.
    fn begin(&self, date: NaiveDate) -> Option<Instant> {
        self.shown.iter().find(|(_, shown)| shown.date() >= date).map(|(at, _)| *at)
    }

    /// Returns the open minutes between two instants.
    fn open(&self, calendar: &Calendar, from: Instant, to: Instant) -> i64 {
        let mut open: Vec<bool> = vec![false; self.shown.len()];
        let (first, last) = (self.shown[0].1.date(), self.shown[self.shown.len() - 1].1.date());
        let mut years = BTreeMap::new();
        for date in first.iter_days().skip(1).take_while(|date| *date < last) {
            let (Some(begin), Some(end)) = (self.begin(date), self.begin(date.succ_opt().unwrap())) else {
                continue;
            };
            let year = years.entry(date.year()).or_insert_with(|| Slow::new(calendar, date.year()));
            for hours in year.hours(date) {
                let instant = |second: u32| match second {
                    0 => Some(begin),
                    86_400 => Some(end),
                    second => self.first(date.and_time(NaiveTime::MIN) + TimeDelta::seconds(second.into())),
                };
                let (Some(opening), Some(closing)) = (instant(hours.open), instant(hours.close)) else {
                    continue;
                };
                for (is_open, (at, _)) in open.iter_mut().zip(&self.shown) {
                    *is_open |= opening.max(begin) <= *at && *at < closing.min(end);
                }
            }
        }
        let minutes =
            open.iter().zip(&self.shown).filter(|(is_open, (at, _))| **is_open && from <= *at && *at < to);
        i64::try_from(minutes.count()).unwrap()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn elapsed_counts_the_minutes_that_the_rules_say_are_open((calendar, start, steps) in some_case()) {
        let [from, to] = [0, 1].map(|n| start.plus(steps[n] % (2 * SECONDS_PER_DAY)));
        let (from, to) = (from.min(to), from.max(to));
        let minutes = Minutes::around(from, to, calendar.zone);
        prop_assert_eq!(calendar.elapsed(from, to), minutes.open(&calendar, from, to) * 60);
    }

    #[test]
    fn periods_are_in_order_and_apart((calendar, start, _) in some_case()) {
        // Both ways look ten years ahead, but not from the same day.
        let end = start.plus(9 * 365 * SECONDS_PER_DAY);
        let periods: Vec<_> = open_from(&calendar, start).take(60).take_while(|period| period.open < end).collect();
        prop_assert!(periods.iter().all(|period| period.open < period.close && period.close > start));
        prop_assert!(periods.windows(2).all(|pair| pair[0].close <= pair[1].open));
        if let Some(last) = periods.last() {
            let back: Vec<_> = open_until(&calendar, last.close).take(periods.len()).collect();
            prop_assert!(back.iter().rev().eq(&periods));
        }
        for date in super::periods::dates(start.date_in(calendar.zone), start.plus(9 * SECONDS_PER_DAY).date_in(calendar.zone)) {
            let (begin, end) = (start_of_day(date, calendar.zone), start_of_day(date.succ_opt().unwrap(), calendar.zone));
            prop_assert!(calendar.hours_on(date).all(|period| begin <= period.open && period.close <= end));
            prop_assert_eq!(calendar.is_open_on(date), calendar.last_closing(date).is_some());
            prop_assert_eq!(calendar.is_open_on(date), calendar.why_closed(date).is_none());
        }
    }

    #[test]
    fn so_much_time_has_passed_at_the_due_and_never_before((calendar, start, steps) in some_case()) {
        let (start, seconds) = (start.plus(steps[0]), steps[1].abs() + 1);
        if let Ok(due) = calendar.due(start, seconds) {
            prop_assert_eq!(calendar.elapsed(start, due), seconds);
            prop_assert_eq!(calendar.elapsed(start, due.plus(-1)), seconds - 1);
            prop_assert!(due.since(start) >= seconds);
            let rolled = calendar.next_open(start).unwrap();
            prop_assert_eq!(calendar.due(rolled, seconds), Ok(due));
            prop_assert!(calendar.due(start.plus(60), seconds).is_ok_and(|later| later >= due));
            prop_assert!(calendar.due(start, seconds + 1).is_ok_and(|later| later > due));
        } else {
            prop_assert!(calendar.elapsed(start, start.plus(3650 * SECONDS_PER_DAY)) < seconds);
        }
    }

    #[test]
    fn before_is_the_mirror_of_due((calendar, end, steps) in some_case()) {
        let seconds = steps[0].abs() + 1;
        if let Ok(start) = calendar.before(end, seconds) {
            prop_assert_eq!(calendar.elapsed(start, end), seconds);
            prop_assert_eq!(calendar.elapsed(start.plus(1), end), seconds - 1);
            prop_assert!(calendar.due(start, seconds).is_ok_and(|due| due <= end));
        }
    }

    #[test]
    fn a_sum_is_due_when_its_parts_are_one_after_the_other((calendar, start, steps) in some_case()) {
        let (a, b) = (steps[0].abs() + 1, steps[1].abs() + 1);
        if let (Ok(first), Ok(both)) = (calendar.due(start, a), calendar.due(start, a + b)) {
            prop_assert_eq!(calendar.due(first, b), Ok(both));
        }
    }

    #[test]
    fn elapsed_adds_up_and_is_never_more_than_real_time((calendar, start, mut steps) in some_case()) {
        steps.sort_unstable();
        let [a, b, c] = [0, 1, 2].map(|n| start.plus(steps[n]));
        let whole = calendar.elapsed(a, c);
        prop_assert_eq!(whole, calendar.elapsed(a, b) + calendar.elapsed(b, c));
        prop_assert!(0 <= whole && whole <= c.since(a));
        prop_assert_eq!(calendar.elapsed(c, a), if a == c { whole } else { 0 });
    }

    #[test]
    fn a_calendar_that_is_always_open_counts_real_time((shaped, start, steps) in some_case()) {
        let always = daily(shaped.zone, "00:00-24:00");
        let end = start.plus(steps[0].abs());
        prop_assert_eq!(always.elapsed(start, end), end.since(start));
        prop_assert_eq!(always.due(start, steps[1].abs()), Ok(start.plus(steps[1].abs())));
        // However the day is divided.
        let cut = daily(shaped.zone, "00:00-02:30 02:30-12:00 12:00-23:45 23:45-24:00");
        prop_assert_eq!(cut.elapsed(start, end), end.since(start));
    }

    #[test]
    fn business_days_between_are_the_most_that_can_be_counted((calendar, start, steps) in some_case()) {
        let end = start.plus(steps[0].abs());
        let count = calendar.business_days_between(start, end);
        prop_assert!(count >= 0);
        let after = |count: i64| calendar.business_days(start, u32::try_from(count).unwrap());
        if count > 0 {
            prop_assert!(after(count).unwrap() <= end);
        }
        prop_assert!(after(count + 1).is_ok_and(|next| next > end) || after(count + 1).is_err());
    }

    #[test]
    fn business_days_land_in_the_hours_of_the_right_day((calendar, start, steps) in some_case()) {
        let days = u32::try_from(steps[0].unsigned_abs() / 60 % 12).unwrap();
        let Ok(rolled) = calendar.next_open(start) else { return Ok(()) };
        let Ok(due) = calendar.business_days(start, days) else { return Ok(()) };
        let date = rolled.date_in(calendar.zone);
        let open = date.iter_days().skip(1).filter(|date| calendar.is_open_on(*date));
        let expected = if days == 0 { date } else { open.take(days as usize).last().unwrap() };
        let hours: Vec<_> = calendar.hours_on(expected).collect();
        prop_assert!(days == 0 || hours.iter().any(|period| period.has(due) || period.close == due), "{due:?} {hours:?}");
        prop_assert_eq!(calendar.business_days(rolled, days), Ok(due));
        prop_assert!(calendar.business_days(start, days + 1).is_ok_and(|later| later >= due));
        prop_assert!(calendar.business_days_before(due, days).is_ok());
    }
}

#[test]
fn a_calendar_that_is_always_open_counts_real_time_over_every_change_there_is() {
    for zone in zones() {
        let always = daily(zone, "00:00-24:00");
        for change in changes(zone, Instant::from_epoch(at_year(1970)), Instant::from_epoch(at_year(2038))) {
            let (start, end) = (change.plus(-40 * 3600), change.plus(40 * 3600));
            assert_eq!(always.elapsed(start, end), 80 * 3600, "{zone} {change:?}");
        }
    }
}
