//! The tables of dates that people type, and properties of everything else.

mod calendars;
mod properties;
mod refusals;

use std::cell::RefCell;

use chrono::NaiveDateTime;
use chrono_tz::Tz;

use super::{Calendars, Reference, Way, read, say};
use crate::error::Problem;
use crate::rules::calendar::Calendar;
use crate::rules::target::Target;
use crate::rules::time::{Fold, Instant, exact};

const ZONE: Tz = Tz::America__New_York;

/// Returns Wed 2026-11-18 10:30 in New York, without a calendar.
fn context() -> Reference<'static> {
    at_now("2026-11-18 10:30:00")
}

fn at_now(now: &str) -> Reference<'static> {
    let now = local(now, ZONE);
    Reference { now, begun: now, zone: ZONE, calendars: Calendars::None, due: None }
}

fn local(text: &str, zone: Tz) -> Instant {
    let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").expect("a local time");
    exact(local, zone, Fold::Later).expect("a time that exists")
}

/// Returns a reading as the tables write it, `-` for a refusal.
fn shown(typed: &str, way: Way, context: &Reference<'_>) -> String {
    match read(typed, way, context) {
        Ok(reading) => reading.at.in_zone(context.zone).format("%Y-%m-%d %H:%M:%S %:z").to_string(),
        Err(Problem { hint: Some(_), .. }) => "-".to_owned(),
        Err(Problem { hint: None, message }) => format!("refused without a hint: {message}"),
    }
}

/// Asserts that every row reads as the table says.
fn hold(table: &str, way: Way) {
    let mut wrong = Vec::new();
    for row in table.lines().filter(|row| !row.starts_with('#')) {
        let (typed, rest) = row.split_once('\t').expect("words, then what they mean");
        let wanted = rest.split('\t').next().unwrap_or_default();
        let typed = if typed == "\"\"" { "" } else { typed };
        let full = match wanted.len() {
            10 => format!("{wanted} 23:59:59"),
            16 => format!("{wanted}:00"),
            23 => wanted.replace(" -", ":00 -"),
            _ => wanted.to_owned(),
        };
        let got = shown(typed, way, &context());
        if !got.starts_with(&full) {
            wrong.push(format!("{typed:?}: wanted {full}, got {got}"));
        }
    }
    assert!(wrong.is_empty(), "{} rows:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_row_of_the_table_holds() {
    hold(include_str!("../../tests/data/dates.tsv"), Way::Due);
}

#[test]
fn every_row_of_the_second_table_holds() {
    hold(include_str!("../../tests/data/dates_more.tsv"), Way::Due);
}

#[test]
fn every_row_of_the_past_holds() {
    hold(include_str!("../../tests/data/dates_past.tsv"), Way::Back);
}

/// Asserts what words mean, to the second, all read in the same way.
fn mean(way: Way, context: &Reference<'_>, rows: &[(&str, &str)]) {
    for (typed, wanted) in rows {
        let got = shown(typed, way, context);
        assert!(got.starts_with(wanted), "{typed:?} {way:?}: wanted {wanted}, got {got}");
    }
}

#[test]
fn asked_takes_the_start_of_a_day() {
    mean(
        Way::Asked,
        &context(),
        &[
            ("today", "2026-11-18 00:00:00"),
            ("yesterday", "2026-11-17 00:00:00"),
            ("monday", "2026-11-16 00:00:00"),
            ("2026-11-17", "2026-11-17 00:00:00"),
            ("yesterday evening", "2026-11-17 18:00:00"),
            ("yesterday eod", "2026-11-17 23:59:59"),
            ("9am", "2026-11-18 09:00:00"),
            ("2h ago", "2026-11-18 08:30:00"),
            ("tomorrow", "-"),
            ("2h", "-"),
        ],
    );
}

#[test]
fn since_looks_back_and_takes_the_future_too() {
    mean(
        Way::Since,
        &context(),
        &[
            ("monday", "2026-11-16 00:00:00"),
            ("7d", "2026-11-11 10:30:00"),
            ("3 months", "2026-08-18 10:30:00"),
            ("2h ago", "2026-11-18 08:30:00"),
            ("in 2h", "2026-11-18 12:30:00"),
            ("nov 1", "2026-11-01 00:00:00"),
            ("dec 1", "2025-12-01 00:00:00"),
            ("the 20th", "2026-10-20 00:00:00"),
            ("2027-01-01", "2027-01-01 00:00:00"),
            ("9am", "2026-11-18 09:00:00"),
            ("wed", "-"),
        ],
    );
}

#[test]
fn until_is_the_end_of_a_day_and_looks_where_the_command_looks() {
    let both = [
        ("2026-11-20", "2026-11-20 23:59:59"),
        ("2026-11-10", "2026-11-10 23:59:59"),
        ("2026-11-20 12:00", "2026-11-20 12:00:00"),
        ("today", "2026-11-18 23:59:59"),
        ("tomorrow", "2026-11-19 23:59:59"),
        ("2h ago", "2026-11-18 08:30:00"),
        ("in 2h", "2026-11-18 12:30:00"),
        ("wed", "-"),
    ];
    let back = [
        ("fri", "2026-11-13 23:59:59"),
        ("2d", "2026-11-16 10:30:00"),
        ("9am", "2026-11-18 09:00:00"),
        ("5pm", "2026-11-17 17:00:00"),
        ("dec 1", "2025-12-01 23:59:59"),
        ("the 20th", "2026-10-20 23:59:59"),
    ];
    let ahead = [
        ("fri", "2026-11-20 23:59:59"),
        ("2d", "2026-11-20 10:30:00"),
        ("9am", "2026-11-19 09:00:00"),
        ("5pm", "2026-11-18 17:00:00"),
        ("dec 1", "2026-12-01 23:59:59"),
        ("the 20th", "2026-11-20 23:59:59"),
    ];
    mean(Way::Until, &context(), &[both.as_slice(), &back].concat());
    mean(Way::UntilAhead, &context(), &[both.as_slice(), &ahead].concat());
    let since = [
        ("fri", "2026-11-20 00:00:00"),
        ("2d", "2026-11-20 10:30:00"),
        ("2026-11-10", "2026-11-10 00:00:00"),
        ("yesterday", "2026-11-17 00:00:00"),
        // This year's has just passed: it may well have been meant.
        ("nov 10", "-"),
    ];
    mean(Way::SinceAhead, &context(), &since);
}

#[test]
fn from_takes_any_instant_that_needs_no_side() {
    mean(
        Way::From,
        &context(),
        &[
            ("today", "2026-11-18 00:00:00"),
            ("tomorrow", "2026-11-19 00:00:00"),
            ("2025-01-01", "2025-01-01 00:00:00"),
            ("2027-01-01 09:00", "2027-01-01 09:00:00"),
            ("next monday", "2026-11-23 00:00:00"),
            ("last friday", "2026-11-13 00:00:00"),
            ("9am", "2026-11-18 09:00:00"),
            ("5pm", "2026-11-18 17:00:00"),
            ("in 2h", "2026-11-18 12:30:00"),
            ("2h ago", "2026-11-18 08:30:00"),
            ("monday", "-"),
            ("dec 1", "-"),
            ("the 25th", "-"),
            ("2h", "-"),
        ],
    );
}

#[test]
fn a_unit_has_the_same_names_in_dates_and_in_what_a_ledger_is_advised_to_say() {
    for (word, wanted) in [
        ("sec", "3s"),
        ("mins", "3m"),
        ("hrs", "3h"),
        ("mos", "3 months"),
        ("bsec", "3bs"),
        ("years", "36 months"),
        ("working seconds", "3bs"),
        ("working minutes", "3bm"),
        ("business hours", "3bh"),
        ("bhrs", "3bh"),
        ("work days", "3bd"),
        ("weekdays", "3bd"),
    ] {
        let typed = format!("3 {word}");
        let calendars = Calendars::One(&Calendar::monday_to_friday(Tz::UTC));
        let read = read(&typed, Way::Due, &Reference { calendars, ..context() }).expect(&typed);
        assert_eq!(read.target.expect(&typed).to_string(), wanted);
        let advised = Target::parse(&typed.to_uppercase()).expect_err("no form of a ledger").hint;
        assert_eq!(advised, Some(format!("write \"{wanted}\"")), "{typed}");
    }
}

#[test]
fn a_length_from_now_is_kept_as_the_target_it_is() {
    let target =
        |typed| read(typed, Way::Due, &context()).expect(typed).target.map(|target| target.to_string());
    assert_eq!(target("in 1 hour and 30 minutes").as_deref(), Some("1h 30m"));
    assert_eq!(target("2 business days").as_deref(), Some("2bd"));
    assert_eq!(target("a year").as_deref(), Some("12 months"));
    for other in ["tomorrow", "3 days from friday", "in 3 days at 5pm", "now", "2h before friday 5pm"] {
        assert_eq!(target(other), None, "{other}");
    }
}

#[test]
fn a_day_or_a_part_of_one_without_a_time_spans_all_of_it() {
    let span = |typed| {
        let reading = read(typed, Way::Back, &context()).expect(typed);
        let (first, last) = reading.span?;
        // While the day lasts, it is over now.
        assert!(first <= reading.at && reading.at <= last, "{typed}");
        let shown = |at: Instant| at.in_zone(ZONE).format("%d %H:%M:%S").to_string();
        Some(format!("{} to {}", shown(first), shown(last)))
    };
    assert_eq!(span("yesterday").as_deref(), Some("17 00:00:00 to 17 23:59:59"));
    assert_eq!(span("2026-11-16").as_deref(), Some("16 00:00:00 to 16 23:59:59"));
    assert_eq!(span("today").as_deref(), Some("18 00:00:00 to 18 23:59:59"));
    assert_eq!(span("monday").as_deref(), Some("16 00:00:00 to 16 23:59:59"));
    assert_eq!(span("yesterday morning").as_deref(), Some("17 00:00:00 to 17 12:00:00"));
    assert_eq!(span("yesterday evening").as_deref(), Some("17 18:00:00 to 17 22:00:00"));
    for exact in ["yesterday 5pm", "9am", "now", "2h ago", "yesterday eod", "end of last month"] {
        assert_eq!(span(exact), None, "{exact}");
    }
}

#[test]
fn a_due_may_lie_before_now_but_not_before_what_it_is_for_began() {
    let since = |begun| Reference { begun: local(begun, ZONE), ..context() };
    let monday = since("2026-11-16 09:00:00");
    mean(
        Way::Due,
        &monday,
        &[
            ("yesterday", "2026-11-17 23:59:59"),
            ("2026-11-17 5pm", "2026-11-17 17:00:00"),
            ("20h ago", "2026-11-17 14:30:00"),
            ("17 nov", "2026-11-17 23:59:59"),
            ("2026-11-16 9am", "2026-11-16 09:00:00"),
            ("2026-11-16 08:59:59", "-"),
            ("2026-11-15", "-"),
            ("15 nov", "-"),
            // Words that name no particular date look ahead, as always.
            ("9am", "2026-11-19 09:00:00"),
            ("tuesday", "2026-11-24 23:59:59"),
            ("the 17th", "2026-12-17 23:59:59"),
            ("fri 5pm", "2026-11-20 17:00:00"),
        ],
    );
    // What is promised for later, as an import may say, does not move a due away from now.
    mean(Way::Due, &since("2026-11-19 09:00:00"), &[("11am", "2026-11-18 11:00:00")]);
    mean(Way::Back, &monday, &[("15 nov", "2026-11-15 23:59:59")]);
}

#[test]
fn a_weekday_on_that_day_could_be_two() {
    let friday = at_now("2026-11-20 18:30:00");
    mean(
        Way::Due,
        &friday,
        &[
            ("fri", "-"),
            ("this friday", "2026-11-20 23:59:59"),
            ("next friday", "2026-11-27 23:59:59"),
            ("next monday", "2026-11-23 23:59:59"),
            ("eow", "2026-11-20 23:59:59"),
            ("this afternoon", "-"),
        ],
    );
}

#[test]
fn on_a_sunday_it_is_not_agreed_which_week_is_next() {
    let sunday = at_now("2026-11-22 12:00:00");
    mean(
        Way::Due,
        &sunday,
        &[
            ("next monday", "-"),
            ("friday next week", "-"),
            ("end of next week", "-"),
            // Of the two weeks one is over, and a due is not in the past.
            ("eow", "2026-11-27 23:59:59"),
            ("monday", "2026-11-23 23:59:59"),
        ],
    );
}

#[test]
fn a_time_in_another_zone_is_of_the_day_that_both_have() {
    // 22:30 in New York is 03:30 of the next day in UTC.
    let late = at_now("2026-11-18 22:30:00");
    mean(
        Way::Due,
        &late,
        &[
            ("tomorrow 5pm UTC", "-"),
            ("friday 5pm UTC", "2026-11-20 12:00:00"),
            ("2026-11-20 5pm UTC", "2026-11-20 12:00:00"),
            ("4am UTC", "2026-11-18 23:00:00"),
            ("3am UTC", "2026-11-19 22:00:00"),
            ("5pm +09:00", "2026-11-19 03:00:00"),
        ],
    );
}

#[test]
fn clocks_that_change_are_followed() {
    let march = at_now("2027-03-13 12:00:00");
    mean(
        Way::Due,
        &march,
        &[
            ("24h", "2027-03-14 13:00:00 -04:00"),
            ("1 day", "2027-03-14 12:00:00 -04:00"),
            ("tomorrow 2:30am", "-"),
            ("2:30am", "-"),
            ("tomorrow 3am", "2027-03-14 03:00:00 -04:00"),
            ("tomorrow 02:30 -05:00", "2027-03-14 03:30:00 -04:00"),
        ],
    );
    // After the jump, the missing time of that morning is not in the way of tomorrow's.
    mean(Way::Due, &at_now("2027-03-14 12:00:00"), &[("2:30am", "2027-03-15 02:30:00")]);
    mean(
        Way::Due,
        &at_now("2026-10-31 12:00:00"),
        &[
            ("tomorrow 1:30am", "2026-11-01 01:30:00 -05:00"),
            ("2026-11-01T01:30:00-04:00", "2026-11-01 01:30:00 -04:00"),
        ],
    );
    // In Santiago the clock jumps at midnight: a day begins an hour late.
    let zone = Tz::America__Santiago;
    let now = local("2026-09-05 12:00:00", zone);
    let chile = Reference { now, begun: now, zone, calendars: Calendars::None, due: None };
    mean(Way::From, &chile, &[("tomorrow", "2026-09-06 01:00:00")]);
    mean(Way::Due, &chile, &[("midnight", "2026-09-06 01:00:00"), ("tomorrow 00:30", "-")]);
}

#[test]
fn times_are_said_shortly_and_without_doubt() {
    let now = context().now;
    let calendar = RefCell::new(say::Dates::new(now, ZONE));
    let said = |text| {
        let (at, mut said) = (local(text, ZONE), String::new());
        calendar.borrow_mut().push(at, &mut said);
        assert_eq!(said, say::absolute(at, now, ZONE));
        said
    };
    assert_eq!(said("2026-11-20 17:00:00"), "Fri 20 Nov 17:00");
    assert_eq!(said("2026-11-20 17:00:30"), "Fri 20 Nov 17:00:30");
    assert_eq!(said("2026-11-20 23:59:59"), "end of Fri 20 Nov");
    assert_eq!(said("2026-11-20 00:00:00"), "Fri 20 Nov 00:00");
    assert_eq!(said("2027-01-05 09:00:00"), "Tue 5 Jan 2027 09:00");
    assert_eq!(said("2026-11-01 01:30:00"), "Sun 1 Nov 01:30 (the second, -05:00)");
    // Days that share a place in the calendar, clock changes, and a day that did not exist in the zone.
    for day in (-30_000..30_000_i64).step_by(7) {
        for zone in [ZONE, Tz::Pacific__Apia, Tz::Africa__Monrovia] {
            let at = Instant::from_epoch(day * 86_400 + day.rem_euclid(86_400));
            let mut calendar = say::Dates::new(now, zone);
            for at in [at, at.plus(512 * 86_400), at] {
                let mut said = String::new();
                calendar.push(at, &mut said);
                assert_eq!(said, say::absolute(at, now, zone));
            }
        }
    }
    let due = local("2026-11-20 17:00:00", ZONE);
    assert_eq!(say::full(due, ZONE), "Fri 2026-11-20 17:00 -05:00 (America/New_York)");
    assert_eq!(say::full(due, Tz::UTC), "Fri 2026-11-20 22:00 +00:00 (UTC)");
}

#[test]
fn lengths_are_said_in_two_units_at_most() {
    let day = 86_400;
    for (seconds, wanted) in [
        (0, "0s"),
        (12, "12s"),
        (60, "1m"),
        (2_700, "45m"),
        (3_905, "1h 5m"),
        (2 * day + 3 * 3_600 + 59, "2d 3h"),
        (2 * day + 59 * 60, "2d"),
        (-90, "1m 30s"),
        (i64::MIN, "106751991167300d 15h"),
    ] {
        assert_eq!(say::span(seconds), wanted);
    }
    for (seconds, wanted) in
        [(0, "0bs"), (27_000, "7bh 30bm"), (2_700, "45bm"), (12, "12bs"), (360_000, "100bh")]
    {
        assert_eq!(say::working(seconds), wanted);
    }
    let now = context().now;
    for (ahead, wanted) in [(10_800, "in 3h"), (-2 * day, "2d late"), (0, "now"), (1, "in 1s")] {
        assert_eq!(say::relative(now.plus(ahead), now), wanted);
    }
}
