//! The examples of help desks and libraries of business time, from their own documentation.
//!
//! Where a document and owed differ on purpose, the row is in the second table, with the reason.

use chrono_tz::Tz;

use super::super::target::Target;
use super::tests::{at, week, weekdays};
use super::{Calendar, Instant};

struct Example {
    source: &'static str,
    calendar: Calendar,
    start: &'static str,
    target: &'static str,
    due: &'static str,
}

fn nine_to_five() -> Calendar {
    weekdays(Tz::UTC, "09:00-17:00")
}

/// Returns Matrix42's working times: Karlsruhe, 8 to 17, Easter Monday and the first of May closed.
fn karlsruhe() -> Calendar {
    weekdays(Tz::Europe__Berlin, "08:00-17:00").with_holidays(&["2009-04-13", "2009-05-01"])
}

/// Returns the same with a short Friday (Matrix42, example 6).
fn karlsruhe_short_friday() -> Calendar {
    let day = "08:00-17:00";
    week(Tz::Europe__Berlin, [day, day, day, day, "08:00-14:00", "", ""]).with_holidays(&["2009-05-01"])
}

fn lunch() -> Calendar {
    weekdays(Tz::UTC, "09:00-12:00 13:00-18:00")
}

/// Returns the schedule of the README of biz.
fn biz() -> Calendar {
    let week = week(
        Tz::America__Los_Angeles,
        ["09:00-17:00", "00:00-24:00", "09:00-17:00", "09:00-12:00 13:00-17:00", "", "10:00-14:00", ""],
    );
    week.with_holidays(&["2014-01-01", "2014-12-25"])
}

fn examples() -> Vec<Example> {
    const MATRIX_2: &str =
        "Matrix42 Help Center, Service Inputs Guide, Example 2: Creation Date Outside Working Times";
    const MATRIX_4: &str =
        "Matrix42 Help Center, Service Inputs Guide, Example 4: Escalation Points Outside Working Times";
    const MATRIX_6: &str = "Matrix42 Help Center, Service Inputs Guide, Example 6: Moving escalation points";
    const PANDAS: &str = "pandas API reference, CustomBusinessHour";
    const AFTER_BIZ: &str = "biz README, periods before a time for 3598 minutes, read forward";
    let thursday_noon = "2009-04-30T12:00:00+02:00";
    let easter_monday = "2009-04-13T00:00:00+02:00";
    let before_may = "2009-04-30T15:00:00+02:00";
    let example = |source, calendar, start, target, due| Example { source, calendar, start, target, due };
    vec![
        example(MATRIX_2, karlsruhe(), easter_monday, "1bh", "2009-04-14T09:00:00+02:00"),
        example(MATRIX_2, karlsruhe(), easter_monday, "1bd", "2009-04-15T08:00:00+02:00"),
        example(MATRIX_2, karlsruhe(), easter_monday, "3bd", "2009-04-17T08:00:00+02:00"),
        example(MATRIX_2, karlsruhe(), easter_monday, "5bd", "2009-04-21T08:00:00+02:00"),
        example(MATRIX_2, karlsruhe(), easter_monday, "10bd", "2009-04-28T08:00:00+02:00"),
        example(MATRIX_4, karlsruhe(), thursday_noon, "1bh", "2009-04-30T13:00:00+02:00"),
        example(MATRIX_4, karlsruhe(), thursday_noon, "8bh", "2009-05-04T11:00:00+02:00"),
        example(MATRIX_4, karlsruhe(), thursday_noon, "12bh", "2009-05-04T15:00:00+02:00"),
        example(MATRIX_4, karlsruhe(), thursday_noon, "24bh", "2009-05-06T09:00:00+02:00"),
        example(MATRIX_4, karlsruhe(), thursday_noon, "48bh", "2009-05-08T15:00:00+02:00"),
        example(MATRIX_6, karlsruhe_short_friday(), before_may, "1bh", "2009-04-30T16:00:00+02:00"),
        example(MATRIX_6, karlsruhe_short_friday(), before_may, "1bd", "2009-05-04T15:00:00+02:00"),
        example(MATRIX_6, karlsruhe_short_friday(), before_may, "3bd", "2009-05-06T15:00:00+02:00"),
        // Friday closes at two: what lands after it is due at the closing.
        example(MATRIX_6, karlsruhe_short_friday(), before_may, "5bd", "2009-05-08T14:00:00+02:00"),
        example(MATRIX_6, karlsruhe_short_friday(), before_may, "10bd", "2009-05-15T14:00:00+02:00"),
        example(
            "Eccentex documentation, Business Hours Setup: SLA Calculations",
            nine_to_five(),
            "2026-11-24T11:00:00Z",
            "8bh",
            "2026-11-25T11:00:00Z",
        ),
        example(
            "AirClou help inputs documentation, Business Hours: how business hours affect SLA",
            nine_to_five(),
            "2026-11-20T16:00:00Z",
            "4bh",
            "2026-11-23T12:00:00Z",
        ),
        example(
            "ServiceNow Jakarta, SLA duration and schedules: a duration of one day on a schedule of 9 to 5",
            nine_to_five(),
            "2026-11-24T09:00:00Z",
            "24bh",
            "2026-11-26T17:00:00Z",
        ),
        example(
            "businesstimedelta README: start + 40 hours, with a lunch break",
            lunch(),
            "2016-01-18T09:00:00Z",
            "40bh",
            "2016-01-22T18:00:00Z",
        ),
        example(
            PANDAS,
            weekdays(Tz::UTC, "09:00-19:00"),
            "2022-08-05T16:00:00Z",
            "1bh",
            "2022-08-05T17:00:00Z",
        ),
        example(
            PANDAS,
            weekdays(Tz::UTC, "09:00-19:00"),
            "2022-08-05T22:00:00Z",
            "1bh",
            "2022-08-08T10:00:00Z",
        ),
        example(
            "business_time README: Friday 24 December 2010, 15:00, and nine hours",
            week(Tz::UTC, ["09:00-17:00", "", "", "", "09:00-17:00", "10:00-15:00", ""]),
            "2010-12-24T15:00:00Z",
            "9bh",
            "2010-12-27T11:00:00Z",
        ),
        example(
            "working_hours README: 31 December 2014 and eight working days",
            nine_to_five(),
            "2014-12-31T09:00:00Z",
            "8bd",
            "2015-01-12T09:00:00Z",
        ),
        example(
            "Switch Labs CRM guide, Business Hours: example calculation, Thursday 3 PM",
            nine_to_five(),
            "2026-11-19T15:00:00Z",
            "4bh",
            "2026-11-20T11:00:00Z",
        ),
        example(AFTER_BIZ, biz(), "2015-04-27T20:36:57Z", "3598bm", "2015-05-05T12:34:57Z"),
        // Without a schedule the documents count every hour, as owed does with h and d.
        example(
            "Matrix42 Help Center, Service Inputs Guide, Example 1: Basic Calculation",
            karlsruhe(),
            "2009-01-05T00:00:00+01:00",
            "10d",
            "2009-01-15T00:00:00+01:00",
        ),
    ]
}

#[test]
fn owed_agrees_with_the_documented_examples() {
    for Example { source, calendar, start, target, due } in examples() {
        let found = Target::parse(target).unwrap().due(at(start), calendar.zone, Some(&calendar));
        assert_eq!(found, Ok(at(due)), "{source}: {start} + {target}");
        let (start, due) = (at(start), at(due));
        if let Some(hours) = target.strip_suffix("bh") {
            let seconds = hours.parse::<i64>().unwrap() * 3600;
            assert_eq!(calendar.elapsed(start, due), seconds, "{source}");
            let back = calendar.before(due, seconds).unwrap();
            assert_eq!(calendar.next_open(back), calendar.next_open(start), "{source}");
        }
    }
}

#[test]
fn owed_differs_from_these_examples_on_purpose() {
    // pandas (CustomBusinessHour) sends a due that falls on a closing to the next opening, Monday 9:00 and 11:00;
    // here the closing is the due.
    for hours in ["09:00-17:00", "11:00-17:00"] {
        let office = weekdays(Tz::UTC, hours);
        assert_eq!(office.due(at("2022-08-05T16:00:00Z"), 3600), Ok(at("2022-08-05T17:00:00Z")));
    }
    // Nine Minds (11.3, Setting Up Business Hours) prints Tuesday 11:00 for its own sum, an hour on Friday and three on Monday.
    let eight_to_five = weekdays(Tz::UTC, "08:00-17:00");
    assert_eq!(eight_to_five.due(at("2026-11-20T16:00:00Z"), 4 * 3600), Ok(at("2026-11-23T11:00:00Z")));
}

#[test]
fn working_time_between_two_instants_agrees_with_the_documented_examples() {
    let elapsed = |calendar: &Calendar, start, end| calendar.elapsed(at(start), at(end));
    // working_hours README: Sunday 8:32 to Monday 10:32.
    assert_eq!(elapsed(&nine_to_five(), "2014-08-03T08:32:00Z", "2014-08-04T10:32:00Z"), 5520);
    // businesstimedelta README.
    assert_eq!(elapsed(&lunch(), "2016-01-18T09:00:00Z", "2016-01-22T18:00:00Z"), 40 * 3600);
    // business-duration README, example 1: three days of ten hours, the 4th of July is a holiday.
    let office = weekdays(Tz::UTC, "07:00-17:00").with_holidays(&["2017-07-04"]);
    assert_eq!(elapsed(&office, "2017-07-01T02:02:00Z", "2017-07-07T04:48:00Z"), 30 * 3600);
}

#[test]
fn working_time_before_an_instant_agrees_with_the_documented_examples() {
    // working_hours README: four hours before Monday 8:32.
    assert_eq!(nine_to_five().before(at("2014-08-04T08:32:00Z"), 4 * 3600), Ok(at("2014-08-01T13:00:00Z")));
    // businesstimedelta README: end - 40 hours.
    assert_eq!(lunch().before(at("2016-01-22T18:00:00Z"), 40 * 3600), Ok(at("2016-01-18T09:00:00Z")));
    // biz README.
    assert_eq!(biz().before(at("2015-05-05T12:34:57Z"), 3598 * 60), Ok(at("2015-04-27T20:36:57Z")));
}

#[test]
fn the_open_periods_are_those_that_biz_lists() {
    let shown = |at: Instant| at.in_zone(Tz::UTC).format("%FT%TZ").to_string();
    let found: Vec<_> = super::long_spans::open_from(&biz(), at("2015-01-10T10:00:00Z"))
        .take_while(|period| period.open < at("2015-01-17T10:00:00Z"))
        .map(|period| (shown(period.open), shown(period.close)))
        .collect();
    // README of biz, "dropping down a level".
    let listed = [
        ("2015-01-10T18:00:00Z", "2015-01-10T22:00:00Z"),
        ("2015-01-12T17:00:00Z", "2015-01-13T01:00:00Z"),
        ("2015-01-13T08:00:00Z", "2015-01-14T08:00:00Z"),
        ("2015-01-14T17:00:00Z", "2015-01-15T01:00:00Z"),
        ("2015-01-15T17:00:00Z", "2015-01-15T20:00:00Z"),
        ("2015-01-15T21:00:00Z", "2015-01-16T01:00:00Z"),
    ];
    assert_eq!(found, listed.map(|(open, close)| (open.to_owned(), close.to_owned())));
}
