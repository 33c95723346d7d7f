//! Valid and invalid targets with their messages, and the dues that targets give.

use chrono_tz::Tz;
use proptest::prelude::*;

use super::super::calendar::{Days, Hours, Plan};
use super::*;

fn at(text: &str) -> Instant {
    Instant::from_datetime(&chrono::DateTime::parse_from_rfc3339(text).unwrap())
}

fn target(text: &str) -> Target {
    Target::parse(text).unwrap()
}

fn office(zone: Tz) -> Calendar {
    let day = vec![Hours::parse("09:00-12:00").unwrap(), Hours::parse("13:00-17:00").unwrap()];
    let week = [day.clone(), day.clone(), day.clone(), day.clone(), day, Vec::new(), Vec::new()];
    let holidays = vec![Days::parse("2026-11-26").unwrap()];
    Calendar::new("office", zone, Plan { week, holidays, ..Plan::default() }).unwrap()
}

#[test]
fn a_target_is_shown_as_it_was_written() {
    let table = [
        ("24h", "24h"),
        ("90s", "90s"),
        ("30m", "30m"),
        ("90m", "90m"),
        ("1d", "1d"),
        ("2w", "2w"),
        ("8bh", "8bh"),
        ("45bm", "45bm"),
        ("30bs", "30bs"),
        ("3bd", "3bd"),
        ("1 month", "1 month"),
        ("1month", "1 month"),
        ("2 months", "2 months"),
        ("6months", "6 months"),
        ("1d 4h", "1d 4h"),
        ("4h 1d", "4h 1d"),
        ("1h30m", "1h 30m"),
        ("1h1month30m", "1h 1 month 30m"),
        ("49bh 30bm 12bs", "49bh 30bm 12bs"),
        ("  1d \t 4h ", "1d 4h"),
        ("007h", "7h"),
        ("1d1d1d1d1d1d", "1d 1d 1d 1d 1d 1d"),
        ("1753152h", "1753152h"),
    ];
    for (written, shown) in table {
        assert_eq!(target(written).to_string(), shown);
        assert_eq!(target(shown), target(written));
    }
    assert_eq!(format!("{:>6}|{:<6}|", target("24h"), target("24h")), "   24h|24h   |");
}

#[test]
fn what_is_no_target_is_refused_with_what_to_write() {
    let table = [
        ("", "a target cannot be empty", "write something like \"24h\", \"3bd\" or \"1d 4h\""),
        ("   ", "a target cannot be empty", "write something like \"24h\", \"3bd\" or \"1d 4h\""),
        ("0h", "\"0h\" must be longer than zero", "write something like \"24h\", \"3bd\" or \"1d 4h\""),
        ("1d 0h", "\"0h\" must be longer than zero", "write \"1d\""),
        ("-2h", "\"-2h\" is negative", "write \"2h\""),
        ("- 2 hours", "\"- 2 hours\" is negative", "write \"2h\""),
        ("+2h", "\"+2h\" is not a duration", "write \"2h\""),
        ("24", "\"24\" has no unit", "add one: \"24h\", \"24d\" or \"24bd\"; UNITS"),
        ("24 hours", "\"hours\" is not a unit", "write \"24h\""),
        ("24 h", "\"24 h\" is not a duration", "write \"24h\""),
        ("24H", "\"H\" is not a unit", "write \"24h\""),
        ("3 business days", "\"business days\" is not a unit", "write \"3bd\""),
        ("3 working days", "\"working days\" is not a unit", "write \"3bd\""),
        ("8 business hours", "\"business hours\" is not a unit", "write \"8bh\""),
        ("1h and 30 min", "\"h and\" is not a unit", "write \"1h 30m\""),
        ("1h, 30m", "\"h,\" is not a unit", "write \"1h 30m\""),
        ("1d + 4h", "\"d +\" is not a unit", "write \"1d 4h\""),
        ("1.5h", "\"1.5h\" is not a whole number", "write \"1h 30m\""),
        ("0.5h", "\"0.5h\" is not a whole number", "write \"30m\""),
        ("1,25 bh", "\"1,25bh\" is not a whole number", "write \"1bh 15bm\""),
        ("1.5d", "\"1.5d\" is not a whole number", "write whole numbers, for instance \"1h 30m\""),
        ("1 year", "\"year\" is not a unit", "write \"12 months\""),
        ("2mo", "\"mo\" is not a unit", "write \"2 months\""),
        ("5x", "\"x\" is not a unit", "UNITS"),
        ("soon", "\"soon\" is not a duration", "write something like \"24h\", \"3bd\" or \"1d 4h\""),
        ("h", "\"h\" is not a duration", "write something like \"24h\", \"3bd\" or \"1d 4h\""),
        ("1753153h", "\"1753153h\" is longer than 200 years", "nothing can be due after the year 2099"),
        (
            "99999999999999999999d",
            "\"99999999999999999999d\" is longer than 200 years",
            "nothing can be due after the year 2099",
        ),
        ("2400 months 1x", "\"x\" is not a unit", "UNITS"),
        ("4294967295s", "\"4294967295s\" is longer than 200 years", "nothing can be due after the year 2099"),
        ("1d1d1d1d1d1d1d", "a target has at most 6 parts, this has 7", "add some of them up"),
        ("24h!", "\"h!\" is not a unit", "UNITS"),
        ("２４h", "\"２４h\" is not a duration", "write something like \"24h\", \"3bd\" or \"1d 4h\""),
    ];
    let units = "the units are s m h (elapsed time), d w month (calendar days), bs bm bh bd (working time)";
    for (written, message, hint) in table {
        let bad = Target::parse(written).unwrap_err();
        assert_eq!(bad.to_string(), message, "{written}");
        assert_eq!(bad.hint.as_deref(), Some(hint.replace("UNITS", units).as_str()), "{written}");
    }
}

#[test]
fn a_number_of_a_unit_is_written_in_the_largest_that_is_whole() {
    let table = [
        (86_400, Unit::Seconds, Some("24h")),
        (5_400, Unit::Seconds, Some("90m")),
        (61, Unit::Seconds, Some("61s")),
        (28_800, Unit::WorkingSeconds, Some("8bh")),
        (7, Unit::Days, Some("7d")),
        (2, Unit::Months, Some("2 months")),
        (3, Unit::BusinessDays, Some("3bd")),
        (0, Unit::Days, None),
        (-3_600, Unit::Seconds, None),
        (i64::MAX, Unit::Seconds, None),
        (i64::MIN, Unit::WorkingSeconds, None),
        (73_049, Unit::Days, None),
    ];
    for (number, unit, shown) in table {
        assert_eq!(Target::of(number, unit).map(|target| target.to_string()).as_deref(), shown, "{number}");
    }
}

#[test]
fn the_parts_say_what_they_count() {
    let parts: Vec<_> =
        target("1w 49bh 1bd 2 months").parts().map(|part| (part.count(), part.words())).collect();
    let expected = [
        ((7, Unit::Days), "1 week"),
        ((176_400, Unit::WorkingSeconds), "49 working hours"),
        ((1, Unit::BusinessDays), "1 business day"),
        ((2, Unit::Months), "2 months"),
    ];
    assert_eq!(parts, expected.map(|(count, words)| (count, words.to_owned())));
    assert!(["8bh", "3bd", "30bm", "5bs", "1d 4bh"].iter().all(|text| target(text).is_working()));
    assert!(!["24h", "1d", "2w", "1 month", "1d 4h"].iter().any(|text| target(text).is_working()));
}

#[test]
fn hours_pass_and_days_go_by_the_wall_clock() {
    let zone = Tz::America__New_York;
    let table = [
        ("2026-03-07T12:00:00-05:00", "24h", "2026-03-08T13:00:00-04:00"),
        ("2026-03-07T12:00:00-05:00", "1d", "2026-03-08T12:00:00-04:00"),
        ("2026-10-31T12:00:00-04:00", "24h", "2026-11-01T11:00:00-05:00"),
        ("2026-10-31T12:00:00-04:00", "1d", "2026-11-01T12:00:00-05:00"),
        ("2026-10-31T12:00:00-04:00", "1w", "2026-11-07T12:00:00-05:00"),
        // In a gap forward by its length, in a fold the later.
        ("2026-03-07T02:30:00-05:00", "1d", "2026-03-08T03:30:00-04:00"),
        ("2026-10-31T01:30:00-04:00", "1d", "2026-11-01T01:30:00-05:00"),
        ("2026-02-08T02:30:00-05:00", "1 month", "2026-03-08T03:30:00-04:00"),
        ("2026-10-01T01:30:00-04:00", "1 month", "2026-11-01T01:30:00-05:00"),
        // A missing day of a month is its last.
        ("2026-01-31T09:00:00-05:00", "1 month", "2026-02-28T09:00:00-05:00"),
        ("2027-12-31T09:00:00-05:00", "2 months", "2028-02-29T09:00:00-05:00"),
        ("2026-01-31T09:00:00-05:00", "1 month 1 month", "2026-03-28T09:00:00-04:00"),
        // Sums go from left to right.
        ("2026-03-07T01:00:00-05:00", "1d 1h", "2026-03-08T03:00:00-04:00"),
        ("2026-03-07T01:30:00-05:00", "1h 1d", "2026-03-08T03:30:00-04:00"),
    ];
    for (start, text, due) in table {
        let found = target(text).due(at(start), zone, None).map(|due| due.rfc3339(zone));
        assert_eq!(found, Ok(due.to_owned()), "{start} {text}");
        // A calendar makes no difference to a target that is not working time.
        assert_eq!(target(text).due(at(start), zone, Some(&office(Tz::Asia__Tokyo))), Ok(at(due)));
    }
}

#[test]
fn working_time_goes_by_the_calendar_and_its_zone() {
    let berlin = office(Tz::Europe__Berlin);
    let table = [
        ("2026-11-20T16:00:00+01:00", "8bh", "2026-11-23T17:00:00+01:00"),
        ("2026-11-20T16:00:00+01:00", "1bh", "2026-11-20T17:00:00+01:00"),
        ("2026-11-25T10:30:00+01:00", "1bd", "2026-11-27T10:30:00+01:00"),
        ("2026-11-20T16:00:00+01:00", "1bd 4bh", "2026-11-24T12:00:00+01:00"),
        // The added day is one of the calendar's local time, not of the ledger's.
        ("2026-03-28T02:30:00+01:00", "1d 1bh", "2026-03-30T10:00:00+02:00"),
    ];
    for (start, text, due) in table {
        let found =
            target(text).due(at(start), Tz::Asia__Tokyo, Some(&berlin)).map(|due| due.rfc3339(berlin.zone));
        assert_eq!(found, Ok(due.to_owned()), "{start} {text}");
    }
}

#[test]
fn without_a_calendar_there_are_business_days_but_no_working_hours() {
    let zone = Tz::America__New_York;
    let friday = at("2026-11-20T16:00:00-05:00");
    assert_eq!(target("3bd").due(friday, zone, None), Ok(at("2026-11-25T16:00:00-05:00")));
    assert_eq!(target("3bd").before(friday, zone, None), Ok(at("2026-11-17T16:00:00-05:00")));
    assert_eq!(target("8bh").due(friday, zone, None), Err(NoDue::NoCalendar));
    assert_eq!(target("1d 1bs").before(friday, zone, None), Err(NoDue::NoCalendar));
}

#[test]
fn nothing_is_due_after_2099() {
    let start = at("2099-12-31T23:59:58Z");
    assert_eq!(target("1s").due(start, Tz::UTC, None), Ok(Instant::LAST));
    for text in ["2s", "1d", "1 month", "2400 months", "4294967294s", "73048d", "1bd"] {
        assert_eq!(target(text).due(start, Tz::UTC, None), Err(NoDue::TooFar), "{text}");
    }
    let longest = target("2400 months 2400 months 73048d 73048d 1753152h 1753152h");
    assert_eq!(longest.due(start, Tz::UTC, None), Err(NoDue::TooFar));
    assert_eq!(longest.before(start, Tz::UTC, None), Ok(Instant::FIRST));
    assert!(matches!(
        target("73048bd").due(at("1950-01-01T00:00:00Z"), Tz::UTC, None),
        Err(NoDue::NeverOpen(_))
    ));
}

#[test]
fn before_takes_away_what_due_adds() {
    let zone = Tz::Europe__Berlin;
    let berlin = office(zone);
    let table = [
        ("2026-11-24T11:00:00+01:00", "2h", "2026-11-24T09:00:00+01:00"),
        ("2026-11-24T11:00:00+01:00", "4bh", "2026-11-23T15:00:00+01:00"),
        ("2026-11-27T11:00:00+01:00", "1bd", "2026-11-25T11:00:00+01:00"),
        ("2026-10-25T12:00:00+01:00", "1d", "2026-10-24T12:00:00+02:00"),
        ("2026-10-25T12:00:00+01:00", "24h", "2026-10-24T13:00:00+02:00"),
        ("2026-03-31T12:00:00+02:00", "1 month", "2026-02-28T12:00:00+01:00"),
        ("2026-10-26T13:00:00+01:00", "1d 1h", "2026-10-25T12:00:00+01:00"),
    ];
    for (end, text, start) in table {
        let found = target(text).before(at(end), zone, Some(&berlin)).map(|start| start.rfc3339(zone));
        assert_eq!(found, Ok(start.to_owned()), "{end} {text}");
    }
}

#[test]
fn a_target_is_small() {
    assert!(size_of::<Option<Target>>() <= 32);
}

proptest! {
    #[test]
    fn what_is_shown_is_read_back(parts in prop::collection::vec((1..2_400_u32, 0..10_usize), 1..=6)) {
        let units = ["s", "m", "h", "d", "w", " month", "bs", "bm", "bh", "bd"];
        let text: String = parts.iter().map(|(number, unit)| format!("{number}{} ", units[*unit])).collect();
        let read = target(&text);
        prop_assert_eq!(target(&read.to_string()), read);
        prop_assert_eq!(read.parts().count(), parts.len());
    }

    #[test]
    fn any_text_is_read_or_refused_with_a_hint_that_can_be_written(text in "[-+0-9.,smhdwb onthHé０ ]{0,14}|\\PC{0,8}") {
        if let Err(bad) = Target::parse(&text) {
            let hint = bad.hint.unwrap();
            if let Some(better) = hint.strip_prefix("write \"").and_then(|rest| rest.strip_suffix('"')) {
                prop_assert!(Target::parse(better).is_ok() || hint.starts_with("write something like"), "{}", hint);
            }
        }
    }

    #[test]
    fn elapsed_time_can_be_taken_away_again(seconds in 1..1_000_000_i64, start in 0..4_000_000_000_i64) {
        let length = Target::of(seconds, Unit::Seconds).unwrap();
        let start = Instant::from_epoch(start);
        let due = length.due(start, Tz::Europe__Dublin, None).unwrap();
        prop_assert_eq!(due.since(start), seconds);
        prop_assert_eq!(length.before(due, Tz::Europe__Dublin, None), Ok(start));
    }
}

#[test]
fn one_length_is_longer_than_another_only_if_it_is_whatever_the_calendar() {
    let longer = |one: &str, other: &str| {
        let [one, other] = [one, other].map(|text| Target::parse(text).unwrap());
        one.is_longer_than(&other)
    };
    let table = [
        ("48h", "24h"),
        ("25h", "1440m"),
        ("1w 1d", "7d"),
        ("1d 1h", "1d"),
        ("9bh", "8bh 30bm"),
        ("4bd", "3bd"),
    ];
    for (one, other) in table {
        assert!(longer(one, other) && !longer(other, one), "{one} {other}");
    }
    for (one, other) in [
        ("24h", "1440m"),
        ("1d", "24h"),
        ("2d", "24h"),
        ("3bd", "72h"),
        ("1d 1h", "2d"),
        ("1w", "7d"),
        ("1 month 2h", "1d"),
    ] {
        assert!(!longer(one, other) && !longer(other, one), "{one} {other}");
    }
}
