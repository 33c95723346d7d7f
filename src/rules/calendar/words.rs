//! Hours, holidays and calendars as a ledger writes them, with the hints for what is not valid.

use chrono_tz::Tz;

use super::tests::date;
use super::*;

#[test]
fn hours_and_holidays_are_read_and_shown_alike() {
    for text in ["09:00-12:30", "00:00-24:00", "23:59-24:00", "00:00-00:01"] {
        assert_eq!(Hours::parse(text).unwrap().to_string(), text);
    }
    for text in [
        "2026-12-25",
        "01-01",
        "02-29",
        "2028-02-29",
        "12-31",
        "2026-12-24..2027-01-02",
        "12-24..01-02",
        "1st mon sep",
        "last mon may",
        "2nd sat",
        "easter",
        "easter-2",
        "easter+39",
    ] {
        assert_eq!(Days::parse(text).unwrap().to_string(), text);
    }
}

#[test]
fn what_are_no_hours_is_refused_with_what_to_write() {
    let general = "write \"09:00-17:00\", between 00:00 and 24:00";
    let table = [
        ("9:00-17:30", "\"9:00-17:30\" is not a time range", "write \"09:00-17:30\""),
        ("9 – 17", "\"9 – 17\" is not a time range", "write \"09:00-17:00\""),
        ("09.00-17.30", "\"09.00-17.30\" is not a time range", "write \"09:00-17:30\""),
        ("09:00", "\"09:00\" is not a time range", general),
        ("", "\"\" is not a time range", general),
        ("closed", "\"closed\" is not a time range", general),
        ("09:00-24:01", "\"09:00-24:01\" is not a time range", general),
        ("09:60-10:00", "\"09:60-10:00\" is not a time range", general),
        ("09:00-+9:30", "\"09:00-+9:30\" is not a time range", general),
        ("09:00-12:00-13:00", "\"09:00-12:00-13:00\" is not a time range", general),
        (
            "22:00-06:00",
            "22:00-06:00 ends before it begins",
            "split hours that cross midnight: \"22:00-24:00\", and \"00:00-06:00\" on the next day",
        ),
        (
            "18:00-00:00",
            "18:00-00:00 ends before it begins",
            "the end of the day is 24:00: write \"18:00-24:00\"",
        ),
        (
            "09:00-09:00",
            "09:00-09:00 has no length",
            "write \"00:00-24:00\" for a whole day; leave out a closed day",
        ),
    ];
    for (written, message, hint) in table {
        let bad = Hours::parse(written).unwrap_err();
        assert_eq!((bad.message.as_str(), bad.hint.as_deref()), (message, Some(hint)), "{written}");
    }
}

#[test]
fn what_is_no_holiday_is_refused_with_what_to_write() {
    let general =
        "write \"2026-12-25\", \"12-25\" (of every year), \"12-24..01-02\", \"last mon may\" or \"easter+1\"";
    let first = "write the month before the day";
    let table = [
        ("02-30", "there is no 02-30 in any year", "the last day of that month is \"02-29\"".to_owned()),
        ("04-31", "there is no 04-31 in any year", "the last day of that month is \"04-30\"".to_owned()),
        ("25-12", "there is no 25-12 in any year", format!("{first}: \"12-25\" is the 25th of December")),
        ("2026-02-29", "there is no 2026-02-29", "the last day of that month is \"2026-02-28\"".to_owned()),
        ("2026-25-12", "there is no 2026-25-12", format!("{first}: \"2026-12-25\"")),
        ("1899-01-01", "there is no 1899-01-01", "supported years are 1900 to 2099".to_owned()),
        ("2026-1-1", "\"2026-1-1\" is not a day", general.to_owned()),
        ("christmas", "\"christmas\" is not a day", general.to_owned()),
        ("", "\"\" is not a day", general.to_owned()),
        ("-12-25", "\"-12-25\" is not a day", general.to_owned()),
        ("26-12-25", "\"26-12-25\" is not a day", general.to_owned()),
        ("12-24..", "\"\" is not a day", general.to_owned()),
        ("..12-24", "\"\" is not a day", general.to_owned()),
        (
            "easter..12-24",
            "\"easter\" is not a day of a range",
            "write both ends as dates, or both as the month and day of every year".to_owned(),
        ),
        ("6th mon", "\"6th mon\" is not a day", general.to_owned()),
        ("easter+0", "\"easter+0\" is not a day", general.to_owned()),
        (
            "first Monday in September",
            "\"first Monday in September\" is not a day",
            "write \"1st mon sep\"".to_owned(),
        ),
        (
            "The last Mon. of May",
            "\"The last Mon. of May\" is not a day",
            "write \"last mon may\"".to_owned(),
        ),
        ("Easter + 39", "\"Easter + 39\" is not a day", "write \"easter+39\"".to_owned()),
        (
            "easter+251",
            "easter+251 may be in another year",
            "days are counted from easter-80 to easter+250".to_owned(),
        ),
        (
            "easter-81",
            "easter-81 may be in another year",
            "days are counted from easter-80 to easter+250".to_owned(),
        ),
        (
            "2027-01-02..2026-12-24",
            "2027-01-02..2026-12-24 ends before it begins",
            "write \"2026-12-24..2027-01-02\"".to_owned(),
        ),
        (
            "2026-12-24..01-02",
            "2026-12-24..01-02 has one end with a year and one without",
            "write both ends as dates, or both as the month and day of every year".to_owned(),
        ),
    ];
    for (written, message, hint) in table {
        let bad = Days::parse(written).unwrap_err();
        assert_eq!((bad.message.as_str(), bad.hint), (message, Some(hint)), "{written}");
    }
}

#[test]
fn a_season_says_which_of_its_days_to_write() {
    let refused = |from, until| SeasonTime::parse(from, until).unwrap_err();
    let backwards = refused("2026-08-31", Some("2026-05-01"));
    assert_eq!(backwards.message, "2026-08-31..2026-05-01 ends before it begins");
    assert_eq!(backwards.hint.unwrap(), "write `from = \"2026-05-01\"` and `until = \"2026-08-31\"`");
    let mixed = refused("2026-05-01", Some("08-31")).hint.unwrap();
    assert_eq!(mixed, "write both ends as dates, or both as the month and day of every year");
}

#[test]
fn a_second_change_of_hours_for_good_says_that_the_first_must_end() {
    let season = |from, until| Season {
        time: SeasonTime::parse(from, until).unwrap(),
        week: std::array::from_fn(|_| Some(Vec::new())),
    };
    let hint = |seasons: [Season; 2]| {
        let day = vec![Hours { open: 540, close: 1_020 }];
        let week = std::array::from_fn(|_| day.clone());
        let plan = Plan { week, seasons: seasons.into(), ..Plan::default() };
        Calendar::new("office", Tz::UTC, plan).unwrap_err().problem.hint.unwrap()
    };
    let (first, second) = (season("2026-01-01", None), season("2027-01-01", None));
    let ends = "2026-01-01.. goes on for good: give it an `until`, its last day";
    assert_eq!(hint([second.clone(), first]), ends);
    let once = "a day may be in one season of dates and in one of every year, where the dates win";
    assert_eq!(hint([season("2026-11-01", Some("2027-01-31")), second]), once);
}

#[test]
fn what_is_no_calendar_is_refused_with_what_to_write() {
    let check = |tue: &[(u32, u32)], special: &[(u32, u32)]| {
        let day = |hours: &[(u32, u32)]| {
            hours.iter().map(|(open, close)| Hours { open: open * 60, close: close * 60 }).collect()
        };
        let week = [Vec::new(), day(tue), Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new()];
        let open = vec![(Days::Date(date("2026-12-24")), day(special))];
        Calendar::new("office", Tz::UTC, Plan { week, open, ..Plan::default() })
            .map_err(|bad| (bad.problem.message, bad.problem.hint.unwrap(), bad.key))
    };
    let refused = |message: &str, hint: &str, key: &str| {
        Err((message.to_owned(), hint.to_owned(), Some(key.to_owned())))
    };
    assert!(check(&[(540, 720), (720, 1020)], &[]).is_ok(), "touching hours are fine");
    assert_eq!(
        check(&[(540, 720), (700, 1020)], &[]),
        refused(
            "tue: 09:00-12:00 and 11:40-17:00 overlap",
            "write \"09:00-17:00\", or hours that do not overlap",
            "tue"
        )
    );
    assert_eq!(
        check(&[(780, 1020), (540, 720)], &[]),
        refused(
            "tue: 09:00-12:00 must come before 13:00-17:00",
            "write the hours of a day in order: [\"09:00-12:00\", \"13:00-17:00\"]",
            "tue"
        )
    );
    assert_eq!(
        check(&[(540, 720)], &[(600, 600)]),
        refused(
            "2026-12-24: 10:00-10:00 has no length",
            "write \"00:00-24:00\" for a whole day; leave out a closed day",
            "2026-12-24"
        )
    );
    assert_eq!(
        check(&[(540, 1441)], &[]),
        refused("tue: 09:00-24:01 ends after 24:00", "the latest closing time is 24:00", "tue")
    );
    let never = Err((
        "calendar \"office\" never opens".to_owned(),
        "name the days that are open, for instance mon = [\"09:00-17:00\"]".to_owned(),
        None,
    ));
    assert_eq!(check(&[], &[]), never);
    assert!(check(&[], &[(540, 720)]).is_ok(), "special hours are hours");
}
