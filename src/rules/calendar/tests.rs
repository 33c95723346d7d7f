//! The rules of calendars, an example or two for each.

use chrono_tz::Tz;

use super::skipped::Why;
use super::*;

const HOUR: i64 = 3600;

pub(super) fn at(text: &str) -> Instant {
    Instant::from_datetime(&chrono::DateTime::parse_from_rfc3339(text).unwrap())
}

pub(super) fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(super) fn hours(day: &str) -> Vec<Hours> {
    day.split_whitespace().map(|hours| Hours::parse(hours).unwrap()).collect()
}

/// Returns a calendar with the hours of each day from Monday on.
pub(super) fn week(zone: Tz, days: [&str; 7]) -> Calendar {
    Calendar::new("office", zone, Plan { week: days.map(hours), ..Plan::default() }).unwrap()
}

/// Returns a calendar with those hours from Monday to Friday.
pub(super) fn weekdays(zone: Tz, day: &str) -> Calendar {
    week(zone, [day, day, day, day, day, "", ""])
}

/// Returns a calendar with those hours every day.
pub(super) fn daily(zone: Tz, day: &str) -> Calendar {
    week(zone, [day; 7])
}

impl Calendar {
    pub(super) fn with_holidays(mut self, holidays: &[&str]) -> Self {
        self.plan.holidays.extend(holidays.iter().map(|days| Days::parse(days).unwrap()));
        Self::unchecked(self.name, self.zone, self.plan)
    }

    pub(super) fn with_special(mut self, days: &str, open: &str) -> Self {
        self.plan.open.push((Days::parse(days).unwrap(), hours(open)));
        Self::unchecked(self.name, self.zone, self.plan)
    }

    pub(super) fn with_season(mut self, from: &str, until: Option<&str>, week: [Option<&str>; 7]) -> Self {
        let time = SeasonTime::parse(from, until).unwrap();
        self.plan.seasons.push(Season { time, week: week.map(|day| day.map(hours)) });
        Self::new(self.name, self.zone, self.plan).unwrap()
    }

    pub(super) fn observed(mut self, observed: Observed) -> Self {
        self.plan.observed = Some(observed);
        Self::unchecked(self.name, self.zone, self.plan)
    }
}

fn spans(calendar: &Calendar, day: &str) -> Vec<(String, String)> {
    let shown = |at: Instant| at.rfc3339(calendar.zone);
    calendar.hours_on(date(day)).map(|period| (shown(period.open), shown(period.close))).collect()
}

fn span(open: &str, close: &str) -> (String, String) {
    (open.to_owned(), close.to_owned())
}

#[test]
fn a_calendar_says_what_it_was_made_of() {
    let (day, eve) = (Days::parse("2026-11-26").unwrap(), Days::parse("12-24").unwrap());
    let office = weekdays(Tz::UTC, "09:00-17:00")
        .with_holidays(&["12-24", "2026-11-26", "12-24"])
        .with_special("2026-12-31", "09:00-12:00");
    assert_eq!(office.plan().holidays, [day, eve]);
    assert_eq!(office.plan().open, [(Days::Date(date("2026-12-31")), hours("09:00-12:00"))]);
}

#[test]
fn a_due_on_a_closing_is_that_closing() {
    let office = weekdays(Tz::UTC, "09:00-17:00");
    assert_eq!(office.due(at("2026-11-20T09:00:00Z"), 8 * HOUR), Ok(at("2026-11-20T17:00:00Z")));
    assert_eq!(office.due(at("2026-11-20T09:00:00Z"), 8 * HOUR + 1), Ok(at("2026-11-23T09:00:01Z")));
    assert_eq!(office.before(at("2026-11-23T10:00:00Z"), HOUR), Ok(at("2026-11-23T09:00:00Z")));
    assert_eq!(office.before(at("2026-11-23T10:00:00Z"), HOUR + 1), Ok(at("2026-11-20T16:59:59Z")));
}

#[test]
fn a_start_outside_the_hours_rolls_forward() {
    let office = weekdays(Tz::UTC, "09:00-12:00 13:00-17:00");
    let monday = at("2026-11-23T09:00:00Z");
    for outside in
        ["2026-11-20T17:00:00Z", "2026-11-21T10:00:00Z", "2026-11-23T08:59:59Z", "2026-11-23T09:00:00Z"]
    {
        assert_eq!(office.next_open(at(outside)), Ok(monday), "{outside}");
        assert_eq!(office.due(at(outside), HOUR), Ok(monday.plus(HOUR)), "{outside}");
    }
    assert_eq!(office.next_open(at("2026-11-23T12:00:00Z")), Ok(at("2026-11-23T13:00:00Z")));
    assert_eq!(office.next_open(at("2026-11-23T11:59:59Z")), Ok(at("2026-11-23T11:59:59Z")));
    assert_eq!(office.due(at("2026-11-21T10:00:00Z"), 0), Ok(at("2026-11-21T10:00:00Z")));
}

#[test]
fn periods_are_half_open() {
    let office = weekdays(Tz::UTC, "09:00-17:00");
    assert!(office.is_open(at("2026-11-20T09:00:00Z")) && office.is_open(at("2026-11-20T16:59:59Z")));
    assert!(!office.is_open(at("2026-11-20T08:59:59Z")) && !office.is_open(at("2026-11-20T17:00:00Z")));
}

#[test]
fn no_time_passes_outside_the_hours_or_backwards() {
    let office = weekdays(Tz::UTC, "09:00-17:00");
    assert_eq!(office.elapsed(at("2026-11-20T17:00:00Z"), at("2026-11-23T09:00:00Z")), 0);
    assert_eq!(office.elapsed(at("2026-11-20T16:00:00Z"), at("2026-11-23T10:00:00Z")), 2 * HOUR);
    assert_eq!(office.elapsed(at("2026-11-23T10:00:00Z"), at("2026-11-20T16:00:00Z")), 0);
    assert_eq!(office.elapsed(at("2026-11-20T10:00:00Z"), at("2026-11-20T10:00:00Z")), 0);
}

#[test]
fn a_day_with_a_clock_change_is_23_or_25_hours_long() {
    let zone = Tz::America__New_York;
    let always = daily(zone, "00:00-24:00");
    assert_eq!(always.elapsed(at("2026-03-08T00:00:00-05:00"), at("2026-03-09T00:00:00-04:00")), 23 * HOUR);
    assert_eq!(always.elapsed(at("2026-11-01T00:00:00-04:00"), at("2026-11-02T00:00:00-05:00")), 25 * HOUR);
    let night = daily(zone, "00:00-06:00");
    assert_eq!(night.elapsed(at("2026-03-08T00:00:00-05:00"), at("2026-03-08T12:00:00-04:00")), 5 * HOUR);
    assert_eq!(night.elapsed(at("2026-11-01T00:00:00-04:00"), at("2026-11-01T12:00:00-05:00")), 7 * HOUR);
}

#[test]
fn hours_in_the_missing_hour_move_forward_by_its_length() {
    let zone = Tz::America__New_York;
    let on = |day: &str| spans(&daily(zone, day), "2026-03-08");
    assert_eq!(on("02:30-08:00"), [span("2026-03-08T03:30:00-04:00", "2026-03-08T08:00:00-04:00")]);
    assert_eq!(on("01:00-02:30"), [span("2026-03-08T01:00:00-05:00", "2026-03-08T03:30:00-04:00")]);
    assert_eq!(on("02:15-02:45"), [span("2026-03-08T03:15:00-04:00", "2026-03-08T03:45:00-04:00")]);
    // What was moved must not count twice where it meets the hours after the gap …
    assert_eq!(
        on("01:00-02:30 03:00-03:10"),
        [span("2026-03-08T01:00:00-05:00", "2026-03-08T03:30:00-04:00")]
    );
    assert_eq!(
        on("02:45-02:50 03:00-04:00"),
        [span("2026-03-08T03:00:00-04:00", "2026-03-08T04:00:00-04:00")]
    );
    // … and a range whose opening has moved past its closing is empty.
    assert_eq!(on("02:30-03:15"), []);
    assert!(!daily(zone, "02:30-03:15").is_open_on(date("2026-03-08")));
}

#[test]
fn hours_in_the_repeated_hour_are_the_first() {
    let zone = Tz::America__New_York;
    let on = |day: &str| spans(&daily(zone, day), "2026-11-01");
    assert_eq!(on("01:30-08:00"), [span("2026-11-01T01:30:00-04:00", "2026-11-01T08:00:00-05:00")]);
    assert_eq!(on("00:00-01:30"), [span("2026-11-01T00:00:00-04:00", "2026-11-01T01:30:00-04:00")]);
    assert_eq!(on("01:15-01:45"), [span("2026-11-01T01:15:00-04:00", "2026-11-01T01:45:00-04:00")]);
}

#[test]
fn a_date_that_does_not_exist_has_no_hours() {
    let always = daily(Tz::Pacific__Apia, "00:00-24:00");
    assert_eq!(spans(&always, "2011-12-30"), []);
    assert_eq!(always.last_closing(date("2011-12-30")), None);
    assert_eq!(
        spans(&always, "2011-12-29"),
        [span("2011-12-29T00:00:00-10:00", "2011-12-31T00:00:00+14:00")]
    );
    let office = daily(Tz::Pacific__Apia, "09:00-17:00");
    assert_eq!(office.due(at("2011-12-29T16:00:00-10:00"), 2 * HOUR), Ok(at("2011-12-31T10:00:00+14:00")));
    assert_eq!(office.business_days(at("2011-12-29T10:00:00-10:00"), 1), Ok(at("2011-12-31T10:00:00+14:00")));
}

#[test]
fn a_date_that_does_not_exist_is_no_day_of_other_hours() {
    let office = weekdays(Tz::Pacific__Apia, "09:00-17:00");
    // The Friday that Samoa skipped.
    assert_eq!(office.why_closed(date("2011-12-30")), Some(Why::Missing));
    assert_eq!(office.why_closed(date("2011-12-31")), Some(Why::Weekday));
}

#[test]
fn a_day_has_24_ranges_of_hours_at_most() {
    let of = |count: u32| {
        let day: Vec<_> =
            (0..count).map(|place| Hours { open: place * 3_000, close: place * 3_000 + 60 }).collect();
        let plan = Plan { week: [day, vec![], vec![], vec![], vec![], vec![], vec![]], ..Plan::default() };
        Calendar::new("office", Tz::UTC, plan).map_err(|bad| bad.problem.message)
    };
    assert!(of(24).is_ok());
    assert_eq!(of(25).unwrap_err(), "mon: 25 time ranges in one day, and 24 is the most");
}

#[test]
fn a_day_that_ends_at_midnight_is_the_one_before_it() {
    let late = weekdays(Tz::UTC, "09:00-24:00");
    let saturday = at("2026-11-21T00:00:00Z");
    assert_eq!(late.date_of(saturday), date("2026-11-20"));
    assert_eq!(late.business_days_before(saturday, 1), Ok(at("2026-11-20T00:00:00Z")));
    // Where the next day opens then, it is the beginning of that.
    assert_eq!(weekdays(Tz::UTC, "00:00-24:00").date_of(at("2026-11-20T00:00:00Z")), date("2026-11-20"));
}

#[test]
fn a_range_of_dates_includes_the_first_and_the_last_day_of_a_year() {
    let office =
        daily(Tz::UTC, "09:00-17:00").with_holidays(&["2026-12-24..2027-01-01", "2027-12-31..2028-01-02"]);
    let open = |day: &str| office.is_open_on(date(day));
    assert_eq!(
        ["2026-12-23", "2026-12-24", "2026-12-31", "2027-01-01", "2027-01-02"].map(open),
        [true, false, false, false, true]
    );
    assert_eq!(
        ["2027-12-30", "2027-12-31", "2028-01-01", "2028-01-02", "2028-01-03"].map(open),
        [true, false, false, false, true]
    );
}

#[test]
fn hours_never_reach_out_of_their_date() {
    // The clock of Nuuk skips from 23:00 to 00:00, and the Sunday is closed.
    let nuuk = week(Tz::America__Nuuk, ["", "", "", "", "", "20:00-23:30", ""]);
    assert_eq!(spans(&nuuk, "2026-03-28"), [span("2026-03-28T20:00:00-02:00", "2026-03-29T00:00:00-01:00")]);
    // Toronto's clock skipped from 23:30 to 00:30: both ends of the day are there all the same.
    let toronto = daily(Tz::America__Toronto, "00:00-24:00");
    assert_eq!(
        spans(&toronto, "1919-03-30"),
        [span("1919-03-30T00:00:00-05:00", "1919-03-31T00:30:00-04:00")]
    );
    assert_eq!(
        spans(&toronto, "1919-03-31"),
        [span("1919-03-31T00:30:00-04:00", "1919-04-01T00:00:00-04:00")]
    );
}

#[test]
fn where_midnight_is_shown_twice_the_day_begins_with_the_first() {
    // At 00:01 on Sunday the clock of St John's went back to 23:01 on Saturday.
    let sunday = week(Tz::America__St_Johns, ["", "", "", "", "", "", "00:00-24:00"]);
    let (midnight, saturday_again) = (at("2010-11-07T00:00:00-02:30"), at("2010-11-06T23:30:00-03:30"));
    assert_eq!(sunday.elapsed(midnight, saturday_again), 1800);
    assert!(sunday.is_open(saturday_again) && !sunday.is_open(midnight.plus(-1)));
    assert_eq!(sunday.before(saturday_again, 1800), Ok(midnight));
    assert_eq!(sunday.due(saturday_again, 60), Ok(saturday_again.plus(60)));
}

#[test]
fn special_hours_win_over_a_holiday_and_a_holiday_over_the_week() {
    let office = weekdays(Tz::UTC, "09:00-17:00")
        .with_holidays(&["2026-12-24", "12-25", "2026-12-31"])
        .with_special("2026-12-24", "09:00-12:00")
        .with_special("2026-12-26", "10:00-11:00")
        .with_special("2026-12-28", "");
    let open: Vec<_> =
        (24..32).map(|day| office.is_open_on(NaiveDate::from_ymd_opt(2026, 12, day).unwrap())).collect();
    assert_eq!(open, [true, false, true, false, false, true, true, false]);
    assert_eq!(office.last_closing(date("2026-12-24")), Some(at("2026-12-24T12:00:00Z")));
    assert!(!office.is_open_on(date("2030-12-25")), "every year");
    let why: Vec<_> = office.skipped(at("2026-12-23T12:00:00Z"), at("2026-12-31T12:00:00Z")).collect();
    let expected = [("2026-12-25", Why::Holiday), ("2026-12-27", Why::Weekday), ("2026-12-28", Why::Special)];
    assert_eq!(why[..3], expected.map(|(day, why)| (date(day), why)));
    assert_eq!(why[3], (date("2026-12-31"), Why::Holiday));
    assert_eq!(daily(Tz::Pacific__Apia, "09:00-17:00").why_closed(date("2011-12-30")), Some(Why::Missing));
    assert_eq!(weekdays(Tz::Pacific__Apia, "09:00-17:00").why_closed(date("2011-12-30")), Some(Why::Missing));
}

#[test]
fn the_29th_of_february_is_a_holiday_when_there_is_one() {
    let office = daily(Tz::UTC, "09:00-17:00").with_holidays(&["02-29"]);
    assert!(!office.is_open_on(date("2028-02-29")));
    assert!(office.is_open_on(date("2027-02-28")) && office.is_open_on(date("2027-03-01")));
}

#[test]
fn business_days_keep_the_time_on_the_wall() {
    let office = weekdays(Tz::America__New_York, "09:00-17:00").with_holidays(&["2026-11-26"]);
    let table = [
        // Over Thanksgiving.
        ("2026-11-24T10:30:00-05:00", 3, "2026-11-30T10:30:00-05:00"),
        // Rolled forward to the next opening first: at night, at the weekend, on a closing, before an opening.
        ("2026-11-20T22:00:00-05:00", 1, "2026-11-24T09:00:00-05:00"),
        ("2026-11-21T12:00:00-05:00", 1, "2026-11-24T09:00:00-05:00"),
        ("2026-11-20T17:00:00-05:00", 1, "2026-11-24T09:00:00-05:00"),
        ("2026-11-20T08:00:00-05:00", 1, "2026-11-23T09:00:00-05:00"),
        // Across a change of the clock, the same local time.
        ("2026-03-06T10:30:00-05:00", 1, "2026-03-09T10:30:00-04:00"),
        ("2026-11-20T10:30:00-05:00", 0, "2026-11-20T10:30:00-05:00"),
    ];
    for (start, days, due) in table {
        assert_eq!(
            office.business_days(at(start), days).map(|due| due.rfc3339(office.zone)),
            Ok(due.to_owned()),
            "{start}"
        );
    }
}

#[test]
fn business_days_that_land_outside_the_hours_end_with_the_period_before() {
    let office =
        week(Tz::UTC, ["08:00-12:00 14:00-18:00", "10:00-11:00 13:00-20:00", "08:00-09:00", "", "", "", ""]);
    let table = [
        // In the break: the end of the period before it.
        ("2026-11-23T11:30:00Z", "2026-11-24T11:00:00Z"),
        // Before the first opening: that opening.
        ("2026-11-23T08:30:00Z", "2026-11-24T10:00:00Z"),
        // After the last closing: that closing. On it: the same.
        ("2026-11-24T19:00:00Z", "2026-11-25T09:00:00Z"),
        ("2026-11-23T15:00:00Z", "2026-11-24T15:00:00Z"),
    ];
    for (start, due) in table {
        assert_eq!(office.business_days(at(start), 1), Ok(at(due)), "{start}");
    }
}

#[test]
fn business_days_in_a_gap_move_forward_and_in_a_fold_take_the_later() {
    let night = daily(Tz::America__New_York, "00:00-12:00");
    assert_eq!(night.business_days(at("2026-03-07T02:30:00-05:00"), 1), Ok(at("2026-03-08T03:30:00-04:00")));
    assert_eq!(night.business_days(at("2026-10-31T01:30:00-04:00"), 1), Ok(at("2026-11-01T01:30:00-05:00")));
}

#[test]
fn business_days_before_are_the_mirror() {
    let office = weekdays(Tz::UTC, "09:00-17:00").with_holidays(&["2026-11-26"]);
    let table = [
        ("2026-11-30T10:30:00Z", 3, "2026-11-24T10:30:00Z"),
        // On a closing or an opening: that time, so many business days earlier.
        ("2026-11-24T17:00:00Z", 1, "2026-11-23T17:00:00Z"),
        ("2026-11-24T09:00:00Z", 1, "2026-11-23T09:00:00Z"),
        // Outside: rolled back to the last closing.
        ("2026-11-22T12:00:00Z", 1, "2026-11-19T17:00:00Z"),
        ("2026-11-24T08:00:00Z", 1, "2026-11-20T17:00:00Z"),
    ];
    for (end, days, start) in table {
        assert_eq!(office.business_days_before(at(end), days), Ok(at(start)), "{end}");
    }
    // A closing at 24:00 belongs to the day that it ends.
    let whole = Calendar::monday_to_friday(Tz::UTC);
    assert_eq!(whole.business_days_before(at("2026-11-21T00:00:00Z"), 1), Ok(at("2026-11-20T00:00:00Z")));
    assert_eq!(whole.business_days_before(at("2026-11-22T15:00:00Z"), 1), Ok(at("2026-11-20T00:00:00Z")));
}

#[test]
fn a_search_ends_after_ten_years() {
    let once = Calendar::unchecked("office".to_owned(), Tz::UTC, Plan::default())
        .with_special("2026-12-24", "09:00-12:00");
    assert_eq!(once.due(at("2026-11-20T00:00:00Z"), 3 * HOUR), Ok(at("2026-12-24T12:00:00Z")));
    let error = once.due(at("2026-11-20T00:00:00Z"), 3 * HOUR + 1).unwrap_err();
    assert_eq!(
        error.to_string(),
        "calendar \"office\" has too few open hours within ten years of 2026-11-20"
    );
    assert!(once.next_open(at("2026-12-24T12:00:00Z")).is_err());
    assert!(once.business_days(at("2026-11-20T00:00:00Z"), 1).is_err());
    assert!(once.business_days_before(at("2026-12-26T00:00:00Z"), 1).is_err());
    assert!(once.before(at("2026-12-26T00:00:00Z"), i64::MAX).is_err());
    assert!(weekdays(Tz::UTC, "09:00-17:00").business_days(at("2026-11-20T00:00:00Z"), u32::MAX).is_err());
    let far = weekdays(Tz::UTC, "09:00-17:00").due(at("2026-11-20T00:00:00Z"), i64::MAX);
    assert!(far.is_err());
}

#[test]
fn two_centuries_are_counted_and_no_more() {
    let always = daily(Tz::Europe__Berlin, "00:00-24:00");
    let all = Instant::LAST.since(Instant::FIRST);
    assert_eq!(always.elapsed(Instant::from_epoch(i64::MIN), Instant::from_epoch(i64::MAX)), all);
}
