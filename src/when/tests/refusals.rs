//! The exact messages for words that are refused.

use super::super::{Way, read};
use super::context;

fn refused(way: Way, typed: &str, message: &str, hint: &str) {
    let refusal = read(typed, way, &context()).expect_err(typed);
    assert_eq!(refusal.message, message);
    assert_eq!(refusal.hint.as_deref(), Some(hint));
}

#[test]
fn what_could_be_two_is_shown_both_ways() {
    for (typed, message, hint) in [
        (
            "next friday 5pm",
            "\"next friday\" could be Fri 20 Nov or Fri 27 Nov",
            "write 2026-11-20 or 2026-11-27",
        ),
        ("wed", "\"wed\" could be Wed 18 Nov or Wed 25 Nov", "write 2026-11-18 or 2026-11-25"),
        ("12/01/2026", "\"12/01/2026\" could be 1 December or 12 January", "write 2026-12-01 or 2026-01-12"),
        ("fri 5:30", "\"5:30\" could be am or pm", "write 05:30 or 17:30"),
        (
            "friday midnight",
            "\"friday midnight\" could be the start or the end of that day",
            "write 2026-11-20 00:00 or 2026-11-21 00:00",
        ),
        ("3M", "\"3M\" could be minutes or months", "write 3m or 3 months"),
        (
            "before friday",
            "\"before friday\" may or may not include that day",
            "write friday to include it, or the day before",
        ),
    ] {
        refused(Way::Due, typed, message, hint);
    }
}

#[test]
fn vague_words_are_named_and_three_dates_offered() {
    let offer = "write something like tomorrow 5pm (Thu 19 Nov 17:00), 2026-11-20 (Fri) or 2026-11-25 12:00";
    refused(Way::Due, "as soon as possible", "\"soon\" is not an exact time", offer);
    refused(Way::Due, "First thing tomorrow", "\"First thing\" is not an exact time", offer);
    refused(
        Way::Due,
        "next week",
        "\"next week\" is not an exact day",
        "write one: 2026-11-23 (Mon), 2026-11-25 (Wed), 2026-11-27 (Fri)",
    );
    refused(
        Way::Back,
        "recently",
        "\"recently\" is not an exact time",
        "write something like yesterday 5pm (Tue 17 Nov 17:00), 2026-11-16 (Mon) or 2026-11-11 12:00",
    );
}

#[test]
fn what_is_offered_can_be_typed() {
    for typed in ["tomorrow 5pm", "2026-11-20", "2026-11-25 12:00"] {
        assert!(read(typed, Way::Due, &context()).is_ok(), "{typed}");
    }
    for typed in ["yesterday 5pm", "2026-11-16", "2026-11-11 12:00"] {
        assert!(read(typed, Way::Back, &context()).is_ok(), "{typed}");
    }
}

#[test]
fn a_slip_is_answered_with_the_nearest_word() {
    for (typed, near) in [
        ("tomorow 5pm", "tomorrow"),
        ("frday", "friday"),
        ("wendesday", "wednesday"),
        ("3 dyas", "days"),
        ("decmber 1", "december"),
        ("in 2 huors", "hours"),
    ] {
        let refusal = read(typed, Way::Due, &context()).expect_err(typed);
        assert_eq!(refusal.hint, Some(format!("did you mean \"{near}\"?")), "{typed}: {}", refusal.message);
    }
}

#[test]
fn the_wrong_side_of_now_is_said_with_the_time() {
    refused(
        Way::Due,
        "today 9am",
        "\"today 9am\" is in the past: Wed 18 Nov 09:00",
        "it is Wed 18 Nov 10:30 now; write a later time, for instance 2026-11-19 09:00",
    );
    refused(
        Way::Back,
        "tomorrow",
        "\"tomorrow\" is in the future: end of Thu 19 Nov",
        "it is Wed 18 Nov 10:30 now; write an earlier time, for instance 2026-11-17",
    );
    refused(
        Way::Due,
        "nov 17",
        "\"nov 17\" has just passed: Tue 17 Nov",
        "if another year is meant, write it: 2027-11-17",
    );
    for way in [Way::SinceAhead, Way::UntilAhead] {
        refused(way, "nov 17", "\"nov 17\" has just passed: Tue 17 Nov", "write 2026-11-17 or 2027-11-17");
    }
}

#[test]
fn a_time_that_no_clock_shows_is_explained() {
    refused(
        Way::Due,
        "2027-03-14 02:30",
        "2027-03-14 02:30 does not exist in America/New_York: the clock jumps from 02:00 to 03:00",
        "write 2027-03-14 03:30, or a time before 02:00",
    );
}

#[test]
fn a_weekday_that_is_wrong_is_corrected() {
    refused(
        Way::Due,
        "fri 21 nov",
        "21 November 2026 is a Saturday, not a Friday",
        "write 2026-11-21 or 2026-11-20",
    );
}

#[test]
fn zones_are_written_so_that_everybody_reads_them_alike() {
    refused(
        Way::Due,
        "5pm EST",
        "\"EST\" is not the same zone everywhere",
        "write an offset after the time (5pm -05:00) or a place (5pm America/New_York)",
    );
    refused(Way::Due, "5pm london", "\"london\" is not a time zone name", "write 5pm Europe/London");
}

#[test]
fn long_input_is_quoted_in_part() {
    let long = "friday ".repeat(150_000);
    let refusal = read(&long, Way::Due, &context()).expect_err("a megabyte");
    assert!(refusal.message.chars().count() < 120, "{}", refusal.message);
    let refusal = read(&"x".repeat(190), Way::Due, &context()).expect_err("no word");
    assert!(refusal.message.chars().count() < 120, "{}", refusal.message);
    let refusal = read("fri\u{202e}day\u{7}", Way::Due, &context()).expect_err("no word");
    assert_eq!(refusal.message, "\"fri\\u{202e}day\\x07\" is not a date");
}

#[test]
fn numbers_that_are_times_elsewhere_say_how_they_are_written_here() {
    refused(
        Way::Due,
        "1795798800",
        "\"1795798800\" is too large a number",
        "for Unix time, write @1795798800",
    );
    refused(
        Way::Due,
        "1795798800000",
        "\"1795798800000\" is too large a number",
        "for Unix time, write @1795798800000",
    );
    refused(
        Way::Due,
        "2026-W48",
        "\"2026-W48\" is not an exact day",
        "write the day too: 2026-W48-1 is its Monday",
    );
    refused(Way::Due, "half past 5", "\"half past 5\" could be am or pm", "write 05:30 or 17:30");
    refused(Way::Due, "fri quarter", "\"quarter\" does not fit here", "write quarter past 5pm (17:15)");
}

// Every form that a hint names has to be read as what was meant.
#[test]
fn a_hint_points_to_what_is_understood() {
    refused(
        Way::Due,
        "17.30",
        "\"17.30\" is neither a date nor a duration",
        "write, for a time 17:30, for a duration 17.30h",
    );
    refused(
        Way::Due,
        "9.12",
        "\"9.12\" is neither a date nor a duration",
        "write, for a time 09:12, for a date 9.12. or 2026-12-01, for a duration 9.12h",
    );
    refused(
        Way::Due,
        "31.5",
        "\"31.5\" is neither a date nor a duration",
        "write, for a date 31.5. or 2026-12-01, for a duration 31.5h",
    );
    refused(Way::Due, "-2h", "\"-2h\" is in the past", "for a time to come, write in 2h");
    refused(Way::Back, "-2h", "\"-2h\" is in the past", "for a time in the past, write 2h ago");
    refused(Way::Due, "20 to 5", "\"20 to 5\" could be am or pm", "write 04:40 or 16:40");
    refused(Way::Due, "quarter past five", "\"quarter past five\" could be am or pm", "write 05:15 or 17:15");
    let offer = "write something like tomorrow 5pm (Thu 19 Nov 17:00), 2026-11-20 (Fri) or 2026-11-25 12:00";
    refused(Way::Due, "new year's eve", "\"new\" is not a date word", offer);
}
