//! Calendars that organisations have, by the lists that they publish, and hours that people asked other programs for.

use chrono::{Datelike as _, NaiveDate};
use chrono_tz::Tz;

use super::days::easter;
use super::slow;
use super::tests::{at, date, week, weekdays};
use super::{Because, Calendar, Observed};

/// Returns the dates from Monday to Friday of a year that are closed, as `01-01`.
fn closed(calendar: &Calendar, year: i32) -> Vec<String> {
    let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
    let days = first.iter_days().take_while(|date| date.year() == year);
    days.filter(|date| matches!(calendar.rule_on(*date).1, Because::Holiday(_)))
        .map(|date| date.format("%m-%d").to_string())
        .collect()
}

/// Returns the legal holidays of the United States (5 U.S.C. 6103), observed as 6103(b) and Executive Order 11582 say.
fn federal() -> Calendar {
    let days = [
        "01-01",
        "3rd mon jan",
        "3rd mon feb",
        "last mon may",
        "06-19",
        "07-04",
        "1st mon sep",
        "2nd mon oct",
        "11-11",
        "4th thu nov",
        "12-25",
    ];
    weekdays(Tz::America__New_York, "09:00-17:00").with_holidays(&days).observed(Observed::Nearest)
}

#[test]
fn the_federal_holidays_of_the_united_states_are_those_that_opm_lists() {
    let lists = [
        (2021, "01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31"),
        (2022, "01-17 02-21 05-30 06-20 07-04 09-05 10-10 11-11 11-24 12-26"),
        (2026, "01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25"),
        (2027, "01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31"),
    ];
    for (year, list) in lists {
        assert_eq!(closed(&federal(), year).join(" "), list, "{year}");
    }
    // New Year's Day of 2028 is a Saturday: it is observed the day before, in 2027.
    assert_eq!(federal().due(at("2027-12-30T16:00:00-05:00"), 2 * 3600), Ok(at("2028-01-03T10:00:00-05:00")));
}

#[test]
fn the_bank_holidays_of_england_and_wales_are_those_that_gov_uk_lists() {
    let days =
        ["01-01", "easter-2", "easter+1", "1st mon may", "last mon may", "last mon aug", "12-25", "12-26"];
    let banks = weekdays(Tz::Europe__London, "09:00-17:00").with_holidays(&days).observed(Observed::Next);
    let lists = [
        // Both days of Christmas fall on a weekend.
        (2021, "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28"),
        // New Year's Day on a Sunday; the coronation (8 May) was decreed.
        (2023, "01-02 04-07 04-10 05-01 05-29 08-28 12-25 12-26"),
        (2024, "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26"),
        (2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"),
        (2027, "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28"),
    ];
    for (year, list) in lists {
        assert_eq!(closed(&banks, year).join(" "), list, "{year}");
    }
    // Christmas on a Sunday: Boxing Day stays, and Christmas is observed after it.
    assert_eq!(closed(&banks, 2022)[6..], ["12-26", "12-27"]);
}

#[test]
fn the_days_from_easter_in_north_rhine_westphalia_are_those_of_its_law() {
    // Feiertagsgesetz NW, § 2; the dates of 2026 and 2027 as the ministry of the interior lists them.
    let days = ["easter-2", "easter+1", "easter+39", "easter+50", "easter+60"];
    let nrw = weekdays(Tz::Europe__Berlin, "08:00-17:00").with_holidays(&days);
    assert_eq!(closed(&nrw, 2026), ["04-03", "04-06", "05-14", "05-25", "06-04"]);
    assert_eq!(closed(&nrw, 2027), ["03-26", "03-29", "05-06", "05-17", "05-27"]);
}

#[test]
fn the_hours_of_the_summer_are_asked_for() {
    // github.com/seatgeek/businesstime/issues/1: "open and close times which vary by day of the week, time of the year".
    let short = [None, None, None, None, Some("09:00-12:00"), None, None];
    let office = weekdays(Tz::America__New_York, "09:00-17:00").with_season("05-01", Some("08-31"), short);
    assert_eq!(office.due(at("2026-08-28T10:00:00-04:00"), 4 * 3600), Ok(at("2026-08-31T11:00:00-04:00")));
    assert_eq!(office.due(at("2026-09-04T10:00:00-04:00"), 4 * 3600), Ok(at("2026-09-04T14:00:00-04:00")));
    // Closed on Fridays, across the turn of the year.
    let closed = [None, None, None, None, Some(""), None, None];
    let winter = weekdays(Tz::UTC, "09:00-17:00").with_season("11-15", Some("02-29"), closed);
    for (day, open) in
        [("2026-11-13", true), ("2026-11-20", false), ("2027-02-26", false), ("2027-03-05", true)]
    {
        assert_eq!(winter.is_open_on(date(day)), open, "{day}");
    }
    // A change for good, and a week in between; what is dated wins over what is yearly.
    let all = |hours| [Some(hours), Some(hours), Some(hours), Some(hours), Some(hours), None, None];
    let office = office
        .with_season(
            "2027-06-07",
            Some("2027-06-11"),
            [Some("10:00-11:00"), None, None, None, None, None, None],
        )
        .with_season("2028-01-01", None, all("08:00-16:00"));
    let hours =
        |day| office.rule_on(date(day)).0.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    assert_eq!(hours("2027-06-07"), "10:00-11:00");
    assert_eq!(hours("2027-06-11"), "09:00-17:00", "a weekday that is not named keeps the calendar's");
    assert_eq!(hours("2027-06-18"), "09:00-12:00");
    assert_eq!(hours("2031-06-20"), "08:00-16:00");
}

#[test]
fn a_short_day_before_a_holiday_is_asked_for() {
    // github.com/zendesk/biz/issues/122, and github.com/DeskDirector/UserVoice/issues/280: "at 12 on Christmas Eve".
    let office = weekdays(Tz::UTC, "09:00-17:00")
        .with_holidays(&["12-24..01-02"])
        .with_special("12-24", "09:00-12:00")
        .with_special("12-30..12-31", "10:00-11:00")
        .with_special("2029-12-24", "");
    assert_eq!(office.due(at("2026-12-23T16:00:00Z"), 4 * 3600), Ok(at("2026-12-24T12:00:00Z")));
    assert_eq!(office.due(at("2026-12-24T11:00:00Z"), 2 * 3600), Ok(at("2026-12-30T11:00:00Z")));
    assert!(!office.is_open_on(date("2029-12-24")) && !office.is_open_on(date("2026-12-28")));
}

#[test]
fn the_more_exact_wins_and_at_equal_rank_the_special_hours() {
    let all_closed =
        ["2026-12-24", "2026-12-01..2026-12-31", "12-24", "12-01..12-31", "4th thu dec", "2nd sat"];
    let open = ["2026-12-24", "2026-12-20..2026-12-26", "12-24", "12-20..12-26", "4th thu dec", "4th thu"];
    let base = week(Tz::UTC, ["09:00-17:00"; 7]);
    // Each closes it against all that are less exact, and opens it against all that are equally exact.
    for (exact, days) in
        ["2026-12-24", "2026-12-20..2026-12-26", "12-24", "12-20..12-26"].into_iter().enumerate()
    {
        let closed = base.clone().with_holidays(&[all_closed[exact]]);
        let is_open = |calendar: &Calendar| calendar.is_open_on(date("2026-12-24"));
        assert!(is_open(&closed.clone().with_special(days, "10:00-11:00")), "{days}");
        for days in open.iter().skip(exact + 1) {
            assert!(!is_open(&closed.clone().with_special(days, "10:00-11:00")), "{days}");
        }
    }
    // Of two rules the rarer, then the earlier.
    let hours = |days: [&str; 2]| {
        let calendar = base.clone().with_special(days[0], "10:00-11:00").with_special(days[1], "12:00-13:00");
        calendar.rule_on(date("2026-05-25")).0.first().copied().unwrap().to_string()
    };
    assert_eq!(hours(["easter+50", "last mon may"]), "10:00-11:00");
    assert_eq!(hours(["last mon", "last mon may"]), "12:00-13:00");
    assert_eq!(hours(["last mon may", "4th mon may"]), "12:00-13:00");
}

#[test]
fn a_holiday_that_another_is_observed_on_is_closed_for_itself() {
    // In 2026 the 26th of December is a Saturday, in 2027 the 25th is one.
    let days = ["12-25", "12-26", "12-24"];
    let calendar = week(Tz::UTC, ["09:00-17:00"; 7]).with_holidays(&days).observed(Observed::Nearest);
    let why = |day: &str| match calendar.rule_on(date(day)).1 {
        Because::Holiday(days) => days.to_string(),
        because => format!("{because:?}"),
    };
    assert_eq!([why("2026-12-24"), why("2026-12-25")], ["12-24", "12-25"]);
    assert_eq!([why("2027-12-24"), why("2027-12-27")], ["12-24", "12-26"]);
}

#[test]
fn easter_is_that_of_the_table_and_of_another_formula() {
    // The dates of 1990 to 2050 in the tests of python-dateutil (`test_easter.py`), from the tables of the church.
    let table = "0415 0331 0419 0411 0403 0416 0407 0330 0412 0404 0423 0415 0331 0420 0411 0327 0416 0408 0323 0412 \
                 0404 0424 0408 0331 0420 0405 0327 0416 0401 0421 0412 0404 0417 0409 0331 0420 0405 0328 0416 0401 \
                 0421 0413 0328 0417 0409 0325 0413 0405 0425 0410 0401 0421 0406 0329 0417 0409 0325 0414 0405 0418 \
                 0410";
    let easters = (1990..).map(|year| easter(year).unwrap().format("%m%d").to_string());
    let table: Vec<_> = table.split_whitespace().collect();
    assert_eq!(table.len(), 61);
    assert!(easters.zip(&table).all(|(easter, of_table)| easter == **of_table));
    for year in 1900..2100 {
        assert_eq!(easter(year), Some(slow::easter(year)), "{year}");
    }
    // The earliest and the latest that there can be.
    assert_eq!((easter(1818), easter(1943)), (Some(date("1818-03-22")), Some(date("1943-04-25"))));
}
