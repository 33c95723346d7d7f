//! Words that count in a calendar.

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::super::{Calendars, Reference, Way, read};
use super::{ZONE, at_now, context, local, mean};
use crate::rules::calendar::{Calendar, Days, Hours, Plan};

/// Returns a calendar: Monday to Thursday 9 to 5, Friday 9 to 1, closed on Thu 26 November, open on Sat 28 November
/// until noon.
fn office(zone: Tz) -> Calendar {
    let hours = |close: u32| vec![Hours { open: 9 * 3_600, close: close.saturating_mul(3_600) }];
    let week = [hours(17), hours(17), hours(17), hours(17), hours(13), Vec::new(), Vec::new()];
    let day = |day| NaiveDate::from_ymd_opt(2026, 11, day).expect("a date");
    let (holidays, open) = (vec![Days::Date(day(26))], vec![(Days::Date(day(28)), hours(12))]);
    Calendar::new("office", zone, Plan { week, holidays, open, ..Plan::default() }).expect("a calendar")
}

#[test]
fn ends_are_the_last_closings() {
    let office = office(ZONE);
    let context = Reference { calendars: Calendars::One(&office), ..context() };
    mean(
        Way::Due,
        &context,
        &[
            ("eod", "2026-11-18 17:00:00"),
            ("cob", "2026-11-18 17:00:00"),
            ("friday eod", "2026-11-20 13:00:00"),
            ("eod friday", "2026-11-20 13:00:00"),
            ("end of tomorrow", "2026-11-19 17:00:00"),
            ("close of business friday", "2026-11-20 13:00:00"),
            ("eow", "2026-11-20 13:00:00"),
            ("end of next week", "2026-11-28 12:00:00"),
            ("eom", "2026-11-30 17:00:00"),
            ("eow at noon", "2026-11-20 12:00:00"),
            ("next business day", "2026-11-19 17:00:00"),
            ("2 business days from tuesday", "2026-11-27 13:00:00"),
            // A bare date ignores calendars, and so does a day that was counted in days.
            ("friday", "2026-11-20 23:59:59"),
            ("2 days from friday", "2026-11-22 23:59:59"),
        ],
    );
    mean(
        Way::From,
        &context,
        &[("last business day", "2026-11-17 00:00:00"), ("2 days ago at noon", "2026-11-16 12:00:00")],
    );
    mean(
        Way::Back,
        &context,
        &[("yesterday eod", "2026-11-17 17:00:00"), ("eod", "-"), ("2bh ago", "2026-11-17 16:30:00")],
    );
}

#[test]
fn lengths_in_working_time_count_its_hours() {
    let office = office(ZONE);
    let context = Reference { calendars: Calendars::One(&office), ..context() };
    mean(
        Way::Due,
        &context,
        &[
            ("8bh", "2026-11-19 10:30:00"),
            ("90 business minutes", "2026-11-18 12:00:00"),
            ("half a business hour", "2026-11-18 11:00:00"),
            ("1d 2bh", "2026-11-19 12:30:00"),
            ("2bh from friday 12:00", "2026-11-23 10:00:00"),
        ],
    );
    assert!(
        read("8bh", Way::Due, &context).expect("a length").target.is_some_and(|target| target.is_working())
    );
}

#[test]
fn a_day_that_is_closed_has_no_end() {
    let office = office(ZONE);
    let context = Reference { calendars: Calendars::One(&office), ..context() };
    let refusal = read("eod 2026-11-26", Way::Due, &context).expect_err("a holiday");
    assert_eq!(refusal.message, "office is closed on Thu 26 Nov");
    assert_eq!(refusal.hint.as_deref(), Some("the next open day is Fri 27 Nov: write 2026-11-27"));
    let now = local("2026-11-18 17:00:01", ZONE);
    let after = Reference { now, begun: now, ..context };
    let refusal = read("eod", Way::Due, &after).expect_err("it is over");
    assert_eq!(refusal.message, "\"eod\" is in the past: Wed 18 Nov 17:00");
}

#[test]
fn the_days_of_a_calendar_are_those_of_its_zone() {
    // 20:30 in New York is 10:30 of the next day in Tokyo.
    let office = office(Tz::Asia__Tokyo);
    let now = local("2026-11-18 20:30:00", ZONE);
    let context = Reference { now, begun: now, zone: ZONE, calendars: Calendars::One(&office), due: None };
    mean(Way::Due, &context, &[("eod", "2026-11-19 03:00:00"), ("next business day", "2026-11-19 23:00:00")]);
}

#[test]
fn several_calendars_are_listed() {
    let context = Reference { calendars: Calendars::Several(vec!["office", "night"]), ..context() };
    for typed in
        ["eod", "eow", "eom", "next business day", "2bd", "8bh", "friday eod", "2 business days from friday"]
    {
        let refusal = read(typed, Way::Due, &context).expect_err(typed);
        let wanted = "needs a calendar, and there are several: office, night";
        assert!(refusal.message.ends_with(wanted), "{typed}: {}", refusal.message);
    }
    mean(Way::Due, &context, &[("friday", "2026-11-20 23:59:59"), ("2d", "2026-11-20 10:30:00")]);
}

#[test]
fn without_a_calendar_a_weekend_starts_on_monday() {
    let saturday = at_now("2026-11-21 12:00:00");
    mean(
        Way::Due,
        &saturday,
        &[
            ("next business day", "2026-11-23 23:59:59"),
            ("eod", "2026-11-21 23:59:59"),
            ("eow", "-"),
            ("end of next week", "2026-11-27 23:59:59"),
        ],
    );
}

#[test]
fn lengths_count_from_the_due_in_force() {
    let office = office(ZONE);
    let of = |due: &str| Reference {
        calendars: Calendars::One(&office),
        due: Some(local(due, ZONE)),
        ..context()
    };
    // Wednesday at its closing, before a holiday. Its days are those of a date: a business day later is Friday at that
    // time, and not an opening.
    mean(
        Way::Due,
        &of("2026-11-25 17:00:00"),
        &[
            ("due+2d", "2026-11-27 17:00:00"),
            ("due + 2d", "2026-11-27 17:00:00"),
            ("Due + 2 days", "2026-11-27 17:00:00"),
            ("2 weeks after due", "2026-12-09 17:00:00"),
            ("2 weeks after the due date", "2026-12-09 17:00:00"),
            ("a week from due", "2026-12-02 17:00:00"),
            ("the day after the due", "2026-11-26 17:00:00"),
            ("2d before due", "2026-11-23 17:00:00"),
            ("due-2d", "2026-11-23 17:00:00"),
            ("due + 1 month", "2026-12-25 17:00:00"),
            ("due + 1bd", "2026-11-27 17:00:00"),
            ("due + 10bd", "2026-12-09 17:00:00"),
            ("due+2h", "2026-11-25 19:00:00"),
            ("due+2bh", "2026-11-27 11:00:00"),
            ("due + 1d 4h", "2026-11-26 21:00:00"),
            ("due", "2026-11-25 17:00:00"),
            ("the due date", "2026-11-25 17:00:00"),
            ("due+2", "-"),
            ("due 2d", "-"),
            ("due+2d 5pm", "-"),
            ("due+friday", "-"),
            ("2 days after due at 5pm", "-"),
        ],
    );
    // A due that is a date without a time stays one.
    mean(
        Way::Due,
        &of("2026-11-20 23:59:59"),
        &[
            ("due+2d", "2026-11-22 23:59:59"),
            ("due+1w", "2026-11-27 23:59:59"),
            ("due+1bd", "2026-11-23 17:00:00"),
            ("due + 5bd", "2026-11-28 12:00:00"),
            ("due+3h", "2026-11-21 02:59:59"),
        ],
    );
    // Where the clocks go forward a time that is missing moves on, and of two that come in autumn it is the later.
    mean(Way::Due, &of("2027-03-13 02:30:00"), &[("due+1d", "2027-03-14 03:30:00")]);
    mean(Way::Due, &of("2027-11-06 01:30:00"), &[("due+1d", "2027-11-07 01:30:00 -05:00")]);
    // Nothing is due before now, or without a due to count from.
    let past = of("2026-11-10 12:00:00");
    let refusal = read("due+2d", Way::Due, &past).expect_err("it is past");
    assert_eq!(refusal.message, "\"due+2d\" is in the past: Thu 12 Nov 12:00");
    let refusal = read("due+2d", Way::Due, &context()).expect_err("no due");
    assert_eq!(refusal.message, "there is no due date here to count from");
}

#[test]
fn working_time_that_begins_outside_the_hours_says_from_when_it_is_counted() {
    let office = office(ZONE);
    let from = |now: &str, typed: &str, calendars: Calendars<'_>| {
        let now = local(now, ZONE);
        let context = Reference { now, begun: now, zone: ZONE, calendars, due: None };
        let reading = read(typed, Way::Due, &context).expect(typed);
        reading.counted_from.map(|opening| opening.in_zone(ZONE).format("%a %d %H:%M").to_string())
    };
    let (saturday, wednesday) = ("2026-11-21 11:00:00", "2026-11-18 10:30:00");
    let here = || Calendars::One(&office);
    for typed in ["1 business day", "in 1bd", "4bh", "30bm", "1bd 2d"] {
        assert_eq!(from(saturday, typed, here()).as_deref(), Some("Mon 23 09:00"), "{typed}");
        assert_eq!(from(wednesday, typed, here()), None, "{typed}");
    }
    // A closing is outside, an opening is not.
    assert_eq!(from("2026-11-18 17:00:00", "1bd", here()).as_deref(), Some("Thu 19 09:00"));
    assert_eq!(from("2026-11-19 09:00:00", "1bd", here()), None);
    for typed in ["next business day", "2d", "1d 1bd", "mon 9am", "1bd at 5pm"] {
        assert_eq!(from(saturday, typed, here()), None, "{typed}");
    }
    assert_eq!(from(saturday, "1bd", Calendars::None).as_deref(), Some("Mon 23 00:00"));
}
