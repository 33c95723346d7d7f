//! How often, as it is read and said; and every series against a counter that walks day by day.

#![expect(clippy::arithmetic_side_effects, reason = "a test that overflows fails, as it should")]

use std::collections::BTreeSet;

use chrono::{DateTime, LocalResult, NaiveTime, TimeZone as _, Weekday};
use chrono_tz::America::New_York;
use proptest::prelude::*;
use proptest::sample::select;

use super::super::calendar::{Hours, Plan};
use super::super::time::SECONDS_PER_DAY;
use super::super::time::tests::{changes, zones};
use super::*;

fn at(text: &str) -> Instant {
    Instant::from_datetime(&DateTime::parse_from_rfc3339(text).unwrap())
}

fn every(text: &str) -> Every {
    Every::parse(text).unwrap()
}

/// Returns a calendar that is open from Monday to Friday, 9 to 17, but not on Christmas Day and New Year's Day.
fn office(zone: Tz) -> Calendar {
    let day = || vec![Hours { open: 9 * 3600, close: 17 * 3600 }];
    let week = [day(), day(), day(), day(), day(), Vec::new(), Vec::new()];
    let holidays = ["12-25", "01-01"].map(|day| Days::parse(day).unwrap()).to_vec();
    Calendar::new("office".to_owned(), zone, Plan { week, holidays, ..Plan::default() }).unwrap()
}

/// Returns the first dues of a series after its first, as a clock in New York shows them.
fn dues(text: &str, from: &str, count: usize) -> Vec<String> {
    let (every, first, calendar) = (every(text), at(from), office(New_York));
    let next = |due: &Instant| every.after(*due, first, New_York, &calendar);
    let dues = std::iter::successors(next(&first), next).take(count);
    dues.map(|due| due.in_zone(New_York).format("%a %Y-%m-%d %H:%M:%S").to_string()).collect()
}

#[test]
fn the_last_of_a_month_stays_the_last() {
    assert_eq!(
        dues("1 month", "2026-01-31T17:00:00-05:00", 4),
        [
            "Sat 2026-02-28 17:00:00",
            "Tue 2026-03-31 17:00:00",
            "Thu 2026-04-30 17:00:00",
            "Sun 2026-05-31 17:00:00"
        ]
    );
    assert_eq!(
        dues("12 months", "2028-02-29T17:00:00-05:00", 4)[2..],
        ["Fri 2031-02-28 17:00:00", "Sun 2032-02-29 17:00:00"]
    );
}

#[test]
fn days_and_weeks_keep_the_time_of_the_clock() {
    // The clocks are set forward on the 8th of March.
    assert_eq!(
        dues("1w", "2026-03-02T17:00:00-05:00", 2),
        ["Mon 2026-03-09 17:00:00", "Mon 2026-03-16 17:00:00"]
    );
    // 02:30 is not there on that day, and is there again the day after.
    assert_eq!(
        dues("1d", "2026-03-07T02:30:00-05:00", 2),
        ["Sun 2026-03-08 03:30:00", "Mon 2026-03-09 02:30:00"]
    );
}

#[test]
fn business_days_are_dates_of_the_calendar() {
    // Christmas is on a Friday, New Year's Day too. A due on the closing stays there: dates are counted, not time.
    assert_eq!(
        dues("3bd", "2026-12-21T17:00:00-05:00", 3),
        ["Thu 2026-12-24 17:00:00", "Wed 2026-12-30 17:00:00", "Tue 2027-01-05 17:00:00"]
    );
    // Outside the hours of a day, the end of the hours before it counts; the time of day is that of the first due.
    assert_eq!(dues("1bd", "2026-12-22T23:59:59-05:00", 1), ["Wed 2026-12-23 17:00:00"]);
    // The day before: Saturday is not a business day, and Monday is the first one after it.
    assert_eq!(dues("1bd", "2026-12-19T10:00:00-05:00", 1), ["Mon 2026-12-21 10:00:00"]);
}

#[test]
fn a_closing_at_midnight_belongs_to_the_day_that_it_ends() {
    let whole = Calendar::monday_to_friday(New_York);
    let friday_night = at("2026-11-28T00:00:00-05:00");
    let next = every("1bd").after(friday_night, friday_night, New_York, &whole).unwrap();
    assert_eq!(next, at("2026-12-01T00:00:00-05:00"));
    let next = every("1st business day").after(friday_night, friday_night, New_York, &whole).unwrap();
    assert_eq!(next, at("2026-12-02T00:00:00-05:00"));
}

#[test]
fn a_rule_gives_its_days_at_the_time_of_the_first_due() {
    assert_eq!(
        dues("last fri", "2026-11-27T12:00:00-05:00", 3),
        ["Fri 2026-12-25 12:00:00", "Fri 2027-01-29 12:00:00", "Fri 2027-02-26 12:00:00"]
    );
    assert_eq!(
        dues("1st business day", "2026-12-01T12:00:00-05:00", 3),
        ["Mon 2027-01-04 12:00:00", "Mon 2027-02-01 12:00:00", "Mon 2027-03-01 12:00:00"]
    );
    assert_eq!(dues("last business day", "2026-12-15T12:00:00-05:00", 1), ["Thu 2026-12-31 12:00:00"]);
    // Not every month has one.
    assert_eq!(
        dues("23rd business day", "2026-12-01T12:00:00-05:00", 2),
        ["Wed 2027-03-31 12:00:00", "Fri 2027-12-31 12:00:00"]
    );
    assert_eq!(dues("easter+1", "2026-12-15T12:00:00-05:00", 1), ["Mon 2027-03-29 12:00:00"]);
}

#[test]
fn no_date_comes_twice() {
    // Outside the hours: its own date has 09:00 to come.
    assert_eq!(dues("last business day", "2026-11-30T08:30:00-05:00", 1), ["Thu 2026-12-31 09:00:00"]);
    // The first 01:30 of two.
    assert_eq!(dues("1st sun", "2026-11-01T01:30:00-04:00", 1), ["Sun 2026-12-06 01:30:00"]);
    assert_eq!(dues("1d", "2026-11-01T01:30:00-04:00", 1), ["Mon 2026-11-02 01:30:00"]);
}

#[test]
fn what_comes_before_the_first_due_is_followed_by_it() {
    let (first, calendar) = (at("2026-11-27T12:00:00-05:00"), office(New_York));
    for text in ["1d", "2w", "1 month", "3bd", "last fri", "1st business day"] {
        let next = every(text).after(first.plus(-86_400 * 400), first, New_York, &calendar);
        assert_eq!(next, Some(first), "{text}");
    }
}

#[test]
fn nothing_comes_after_the_last_supported_year() {
    let (last, calendar) = (at("2099-12-31T12:00:00-05:00"), office(New_York));
    for text in ["1d", "2w", "1 month", "3bd", "last fri", "1st business day", "10000 days"] {
        let found = Every::typed(text).unwrap().after(last, last, New_York, &calendar);
        assert_eq!(found, None, "{text}");
    }
}

#[test]
fn what_is_written_is_read_again() {
    for text in [
        "1d",
        "2w",
        "1 month",
        "3 months",
        "3bd",
        "1st business day",
        "2nd business day",
        "21st business day",
        "last business day",
        "last fri",
        "2nd sat",
        "1st mon sep",
        "easter",
        "easter+39",
    ] {
        assert_eq!(every(text).to_string(), text);
        assert_eq!(Every::typed(text), Ok(every(text)));
    }
}

#[test]
fn people_may_say_it_in_other_words() {
    for (typed, text) in [
        ("1mo", "1 month"),
        ("1y", "12 months"),
        ("weekly", "1w"),
        ("Daily", "1d"),
        ("every month", "1 month"),
        ("quarterly", "3 months"),
        ("every 2 weeks", "2w"),
        ("2 business days", "2bd"),
        ("weekday", "1bd"),
        ("business day", "1bd"),
        ("first business day", "1st business day"),
        ("First Friday of the month", "1st fri"),
        ("last friday", "last fri"),
        ("last working day of the month", "last business day"),
        ("fortnight", "2w"),
    ] {
        assert_eq!(Every::typed(typed).map(|every| every.to_string()), Ok(text.to_owned()), "{typed}");
    }
}

#[test]
fn what_is_not_counted_in_days_is_refused() {
    for (text, message, hint) in [
        ("24h", "\"24h\" does not count days", "write \"1d\""),
        ("90m", "\"90m\" does not count days", FOR_INSTANCE),
        ("8bh", "\"8bh\" does not count days", FOR_INSTANCE),
        ("1 month 1d", "\"1 month 1d\" has more than one part", FOR_INSTANCE),
        ("0d", "\"0d\" does not say how often", FOR_INSTANCE),
        ("24th business day", "\"24th business day\" does not say how often", FOR_INSTANCE),
        ("1nd business day", "\"1nd business day\" does not say how often", FOR_INSTANCE),
        ("2026-12-24", "\"2026-12-24\" does not say how often", FOR_INSTANCE),
        ("12-24", "\"12-24\" does not say how often", FOR_INSTANCE),
        ("sometimes", "\"sometimes\" does not say how often", FOR_INSTANCE),
        ("", "\"\" does not say how often", FOR_INSTANCE),
    ] {
        let problem = Every::typed(text).unwrap_err();
        assert_eq!((problem.message.as_str(), problem.hint.as_deref()), (message, Some(hint)), "{text}");
    }
    // A ledger has one way to write it.
    assert_eq!(Every::parse("Monthly").unwrap_err().hint.unwrap(), "write \"1 month\"");
    assert_eq!(Every::parse("first friday").unwrap_err().hint.unwrap(), "write \"1st fri\"");
}

#[test]
fn people_are_told_in_words() {
    for (text, words) in [
        ("1d", "daily"),
        ("1w", "weekly"),
        ("1 month", "monthly"),
        ("3 months", "quarterly"),
        ("12 months", "yearly"),
        ("2w", "every 2 weeks"),
        ("1bd", "every business day"),
        ("3bd", "every 3 business days"),
        ("last fri", "last fri"),
        ("1st business day", "1st business day"),
    ] {
        assert_eq!(every(text).words(), words);
    }
}

/// What the counter below can count, by itself.
const COUNTED: [&str; 8] =
    ["1d", "2w", "1 month", "5 months", "3bd", "1st business day", "last business day", "last fri"];

/// A series, counted day by day with nothing but a calendar on the wall: `date` is the day, the others are counted.
struct Slow {
    text: &'static str,
    zone: Tz,
    date: NaiveDate,
    /// The day of the month of the first due.
    day: u32,
    days: u32,
    months: u32,
    /// Business days since the last date of the series, and in this month.
    open: u32,
    in_month: u32,
}

impl Slow {
    fn new(text: &'static str, first: NaiveDate, zone: Tz) -> Self {
        let in_month =
            (1..=first.day()).filter(|day| is_open(first.with_day(*day).unwrap(), zone)).count() as u32;
        Self { text, zone, date: first, day: first.day(), days: 0, months: 0, open: 0, in_month }
    }

    fn is_in(&mut self) -> bool {
        let tomorrow = self.date.succ_opt().unwrap();
        let is_last_of_month = tomorrow.day() == 1;
        let on_day = self.date.day() == self.day || is_last_of_month && self.date.day() < self.day;
        let rest_is_closed = || {
            tomorrow
                .iter_days()
                .take_while(|date| date.month() == self.date.month())
                .all(|date| !is_open(date, self.zone))
        };
        match self.text {
            "1d" => true,
            "2w" => self.days.is_multiple_of(14),
            "1 month" => on_day,
            "5 months" => on_day && self.months.is_multiple_of(5),
            "3bd" => self.open == 3,
            "1st business day" => is_open(self.date, self.zone) && self.in_month == 1,
            "last business day" => is_open(self.date, self.zone) && rest_is_closed(),
            _ => {
                self.date.weekday() == Weekday::Fri
                    && (self.date + Count::new(7)).month() != self.date.month()
            }
        }
    }
}

/// Returns the dates after the first one.
impl Iterator for Slow {
    type Item = NaiveDate;

    fn next(&mut self) -> Option<NaiveDate> {
        loop {
            self.date = self.date.succ_opt()?;
            self.days += 1;
            if self.date.day() == 1 {
                (self.months, self.in_month) = (self.months + 1, 0);
            }
            let open = u32::from(is_open(self.date, self.zone));
            (self.open, self.in_month) = (self.open + open, self.in_month + open);
            if self.is_in() {
                self.open = 0;
                return Some(self.date);
            }
        }
    }
}

/// Returns whether the office is open, by what is written above; a date that the zone left out is no day.
fn is_open(date: NaiveDate, zone: Tz) -> bool {
    let noon = date.and_hms_opt(12, 0, 0).unwrap();
    let is_holiday = [(12, 25), (1, 1)].contains(&(date.month(), date.day()));
    !matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
        && !is_holiday
        && zone.from_local_datetime(&noon) != LocalResult::None
}

/// Returns the instant that a date and a time of day stand for in a zone: the later of two; as far after a gap as it is
/// inside. The date may be left out of the zone.
fn meant(text: &str, date: NaiveDate, time: NaiveTime, zone: Tz) -> Instant {
    let hour = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
    let is_business = text.contains('b') && !text.contains("feb");
    let local = date.and_time(if is_business { time.clamp(hour(9), hour(17)) } else { time });
    match zone.from_local_datetime(&local) {
        LocalResult::Single(at) => Instant::from_datetime(&at),
        // Of an opening or a closing that comes twice, calendars have the first.
        LocalResult::Ambiguous(one, other) if is_business && !(hour(9) < time && time < hour(17)) => {
            Instant::from_datetime(&one.min(other))
        }
        LocalResult::Ambiguous(one, other) => Instant::from_datetime(&one.max(other)),
        LocalResult::None => {
            let minutes = 0..=24 * 60;
            let before = minutes.map(|minute| local - chrono::TimeDelta::minutes(minute));
            let edge = before.filter_map(|local| zone.from_local_datetime(&local).latest()).next().unwrap();
            let inside = local.signed_duration_since(edge.naive_local()).num_seconds();
            Instant::from_datetime(&edge).plus(inside)
        }
    }
}

#[test]
fn a_series_over_a_hundred_years_never_drifts() {
    for (place, zone) in zones().step_by(if cfg!(debug_assertions) { 8 } else { 1 }).enumerate() {
        for text in COUNTED {
            let calendar = office(zone);
            // A first due that every series can have: a Monday or the last of a month.
            let first = if place % 2 == 0 { "1990-01-31T16:30:00Z" } else { "1990-01-29T02:10:00Z" };
            let (first, every) = (at(first), every(text));
            let time = first.in_zone(zone).time();
            let (mut due, mut count) = (first, 0);
            for date in Slow::new(text, first.date_in(zone), zone) {
                let expected = meant(text, date, time, zone);
                if expected <= due {
                    // A date that the zone left out is that of the day after.
                    continue;
                }
                let next = every.after(due, first, zone, &calendar);
                if expected > at("2099-12-20T00:00:00Z") {
                    break;
                }
                assert_eq!(next, Some(expected), "{zone} {text} {date}");
                (due, count) = (expected, count + 1);
            }
            assert!(count > 260, "{zone} {text} {count}");
        }
    }
}

#[test]
fn no_clock_change_makes_two_of_one_or_none() {
    let step = if cfg!(debug_assertions) { 6 } else { 1 };
    let mut count = 0;
    for zone in zones().step_by(step) {
        let calendar = office(zone);
        for change in changes(zone, at("1990-01-01T00:00:00Z"), at("2040-01-01T00:00:00Z")) {
            for (text, days) in [("1d", 1), ("1w", 7)] {
                // At a time that is skipped or repeated on the day of the change, a few dates before it.
                for minutes in [-45, -30, 0, 30, 45] {
                    let time = change.plus(minutes * 60).in_zone(zone).time();
                    let start = change.date_in(zone) - Count::new(2 * days);
                    let first = meant(text, start, time, zone);
                    let dates = start.iter_days().step_by(usize::try_from(days).unwrap()).skip(1).take(5);
                    let expected: BTreeSet<_> = dates.map(|date| meant(text, date, time, zone)).collect();
                    let next = |due: &Instant| every(text).after(*due, first, zone, &calendar);
                    let dues = std::iter::successors(next(&first), next).take(expected.len());
                    assert_eq!(dues.collect::<BTreeSet<_>>(), expected, "{zone} {change:?} {text} {minutes}");
                    count += 1;
                }
            }
        }
    }
    assert!(count > 5_000, "{count}");
}

proptest! {
    #[test]
    fn whatever_date_it_is_asked_from_the_next_one_is_that_of_the_counter(
        text in select(&COUNTED[..]),
        zone in select(chrono_tz::TZ_VARIANTS.to_vec()),
        first in 631_152_000..4_000_000_000_i64,
        gap in 0..900 * SECONDS_PER_DAY,
    ) {
        let first = Instant::from_epoch(first - first % 60);
        let (calendar, every) = (office(zone), every(text));
        let time = first.in_zone(zone).time();
        let asked = first.plus(gap);
        let dues = Slow::new(text, first.date_in(zone), zone).map(|date| meant(text, date, time, zone));
        let all: Vec<_> = dues.take_while(|due| *due <= asked.plus(400 * SECONDS_PER_DAY)).collect();
        let next = |due: Instant| every.after(due, first, zone, &calendar);
        let mut due = first;
        // Business days are counted from the date before, whatever it is.
        while let Some(one) = next(due).filter(|one| *one <= asked) {
            prop_assert!(one > due);
            due = one;
        }
        let expected = all.iter().find(|one| **one > asked && **one > due);
        prop_assume!(expected.is_some());
        prop_assert_eq!(next(due), expected.copied());
        // Dates are counted: on a date of the series the next one is meant, whatever the time of day.
        let is_on = |due: &Instant| [*due, due.plus(-1)].map(|at| at.date_in(zone)).contains(&asked.date_in(zone));
        if text != "3bd" && !all.iter().any(is_on) {
            prop_assert_eq!(next(asked), expected.copied());
        }
    }
}
