use super::*;

/// Returns what a value means in New York, or the error.
fn read_in(zone: Tz, value: &str, alone: Alone) -> String {
    read(value, alone, zone).map_or_else(|why| why, |at| at.rfc3339(zone))
}

#[test]
fn one_form_of_date_and_time_is_read_with_or_without_an_offset() {
    let cases = [
        // RFC 3339, also of another zone.
        ("2015-01-30T17:00:05-05:00", "2015-01-30T17:00:05-05:00"),
        ("2015-01-30T22:00:05Z", "2015-01-30T17:00:05-05:00"),
        ("2015-01-30t22:00:05z", "2015-01-30T17:00:05-05:00"),
        ("2015-01-31 03:30:05+05:30", "2015-01-30T17:00:05-05:00"),
        ("2015-01-30T17:00-05:00", "2015-01-30T17:00:00-05:00"),
        // Local in the ledger's zone, which has another offset in summer.
        ("2015-01-30 17:00:05", "2015-01-30T17:00:05-05:00"),
        ("2015-01-30T17:00:05", "2015-01-30T17:00:05-05:00"),
        ("2015-01-30 17:00", "2015-01-30T17:00:00-05:00"),
        ("2015-07-30T17:00", "2015-07-30T17:00:00-04:00"),
        // A fraction of zero is accepted.
        ("2015-01-30 17:00:05.000", "2015-01-30T17:00:05-05:00"),
        ("2015-01-30T17:00:05.000000-05:00", "2015-01-30T17:00:05-05:00"),
        // Occurs twice when clocks were set back: the later one, unless the offset decides.
        ("2015-11-01 01:30", "2015-11-01T01:30:00-05:00"),
        ("2015-11-01T01:30:00-04:00", "2015-11-01T01:30:00-04:00"),
        // The offset decides, even within the hour that clocks skipped.
        ("2015-03-08T02:30:00-05:00", "2015-03-08T03:30:00-04:00"),
        ("2016-02-29 00:00", "2016-02-29T00:00:00-05:00"),
    ];
    for (value, expected) in cases {
        for alone in [Alone::Begins, Alone::Ends] {
            assert_eq!(read_in(chrono_tz::America::New_York, value, alone), expected, "{value}");
        }
    }
}

#[test]
fn a_date_alone_is_its_first_second_for_what_happened_and_its_last_for_what_is_due() {
    let (york, havana) = (chrono_tz::America::New_York, chrono_tz::America::Havana);
    assert_eq!(read_in(york, "2015-01-30", Alone::Begins), "2015-01-30T00:00:00-05:00");
    assert_eq!(read_in(york, "2015-01-30", Alone::Ends), "2015-01-30T23:59:59-05:00");
    // Havana's clocks skip from midnight to one, and the day begins all the same.
    assert_eq!(read_in(havana, "2015-03-08", Alone::Begins), "2015-03-08T01:00:00-04:00");
    assert_eq!(read_in(havana, "2015-03-08", Alone::Ends), "2015-03-08T23:59:59-04:00");
}

#[test]
fn whatever_else_it_is_is_refused_and_says_what_to_write() {
    let one_way = "is not an unambiguous date";
    let behind = "has unexpected text after the time";
    let cases = [
        ("01/02/2015", one_way),
        ("1.2.2015 17:00", one_way),
        ("2015-1-30", one_way),
        ("20150130T170000Z", one_way),
        ("30 Jan 2015", one_way),
        ("tomorrow", one_way),
        ("1420134925", one_way),
        ("NULL", one_way),
        ("２０１５-01-30", one_way),
        ("", one_way),
        ("2015-02-29", "is not a real date"),
        ("2015-13-01 10:00", "is not a real date"),
        ("2015-00-00", "is not a real date"),
        ("2015-01-30 ", "has unexpected text after the date"),
        ("2015-01-30T", "has unexpected text after the date"),
        ("2015-01-30 5pm", "has unexpected text after the date"),
        ("2015-01-30-05:00", "has unexpected text after the date"),
        ("2015-01-30  17:00", "has unexpected text after the date"),
        ("2015-01-30 17:00 PM", behind),
        ("2015-01-30 17:00:5", behind),
        ("2015-01-30 17:00 -05:00", behind),
        ("2015-01-30 17:00-0500", behind),
        ("2015-01-30 17:00-05", behind),
        ("2015-01-30 17:00+24:00", behind),
        ("2015-01-30 17:00+00:60", behind),
        ("2015-01-30 17:00Z!", behind),
        ("2015-01-30 17:00:05.", behind),
        ("2015-01-30 17:00:05.0x", behind),
        ("2015-01-30 25:00", "is not a real time of day"),
        ("2015-01-30 17:60", "is not a real time of day"),
        ("2015-01-30 17:00:61", "is not a real time of day"),
    ];
    for (value, expected) in cases {
        let why = read(value, Alone::Begins, chrono_tz::America::New_York).unwrap_err();
        assert_eq!(why, format!("\"{value}\" {expected}: {FORM}"));
    }
}

#[test]
fn what_is_nearly_right_is_refused_with_its_own_advice() {
    let cases = [
        ("2015-01-30 17:00:05.250", "has a fraction of a second: write whole seconds"),
        ("2015-06-30T23:59:60Z", "has a second 60: write second 59"),
        ("2015-01-30 24:00", "is the day after: write 00:00 of that day"),
        (
            "2015-03-08 02:30",
            "does not exist in America/New_York (the clocks skip it): write another, or add its offset",
        ),
        ("1899-12-31", "is out of range: supported years are 1900 to 2099"),
        ("2100-01-01T00:00:00Z", "is out of range: supported years are 1900 to 2099"),
        ("0000-01-01T00:00:00Z", "is out of range: supported years are 1900 to 2099"),
        ("9999-12-31T23:59:59-23:59", "is out of range: supported years are 1900 to 2099"),
    ];
    for (value, expected) in cases {
        let why = read(value, Alone::Begins, chrono_tz::America::New_York).unwrap_err();
        assert_eq!(why, format!("\"{value}\" {expected}"));
    }
}

proptest::proptest! {
    #[test]
    fn nothing_makes_it_panic(value in "\\PC*", near in "[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}[:.0-9Z+-]*") {
        for value in [value, near] {
            let _ = read(&value, Alone::Ends, chrono_tz::Pacific::Apia);
        }
    }
}
