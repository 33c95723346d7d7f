//! Cells and columns as they are found in files, and what they mean in New York.

mod properties;

use chrono_tz::Tz;

use super::*;

const YORK: Tz = Tz::America__New_York;

/// Returns the judged column of these cells, the first on line 2.
fn column(cells: &[&str], alone: Alone) -> Result<Column> {
    judge_as(cells, None, alone, None)
}

fn judge_as(cells: &[&str], asked: Option<&str>, alone: Alone, forced: Option<Forced>) -> Result<Column> {
    let asked = asked.map(|asked| Dates::parse(asked).expect("an order or a format"));
    judge("Due", (2_u64..).zip(cells.iter().copied()), asked.as_ref(), alone, forced, YORK)
}

/// Judges a column by the line and the text of every cell, in any order.
fn judge<'t>(
    column: &str,
    cells: impl IntoIterator<Item = (u64, &'t str)>,
    asked: Option<&Dates>,
    alone: Alone,
    forced: Option<Forced>,
    zone: Tz,
) -> Result<Column> {
    let mut judge = Judge::new(asked, alone, forced, zone);
    cells.into_iter().for_each(|(line, text)| judge.see(line, text));
    judge.column(column, None)
}

/// Returns what each cell of a column means, or why it cannot be read.
fn all(column: &Column, cells: &[&str]) -> Vec<String> {
    let shown = |cell: &&str| match column.read(cell) {
        Ok(None) => "-".to_owned(),
        Ok(Some(Moment { at, last })) if at == last => at.rfc3339(YORK),
        Ok(Some(Moment { at, last })) => format!("{} .. {}", at.rfc3339(YORK), last.rfc3339(YORK)),
        Err(why) => why,
    };
    cells.iter().map(shown).collect()
}

/// Returns what one cell means beside a time of day, so that its column is one of times.
fn one(cell: &str) -> String {
    let column = column(&[cell, "20 Nov 2026 09:30"], Alone::Begins).expect("one order");
    all(&column, &[cell]).remove(0)
}

#[test]
fn every_form_of_the_wild_is_read_to_the_second() {
    // Where it is from, the cell, and when that is in New York.
    let rows = [
        ("Boston's 311", "2015-01-30 17:00:05", "2015-01-30T17:00:05-05:00"),
        ("RFC 3339", "2015-01-30T17:00:05-05:00", "2015-01-30T17:00:05-05:00"),
        ("RFC 3339 in capitals and not", "2015-01-30t22:00:05z", "2015-01-30T17:00:05-05:00"),
        ("another zone", "2015-01-31 03:30:05+05:30", "2015-01-30T17:00:05-05:00"),
        ("without seconds", "2015-07-30T17:00", "2015-07-30T17:00:00-04:00"),
        ("JavaScript", "2026-11-20T22:00:05.250Z", "2026-11-20T17:00:05-05:00"),
        ("PostgreSQL", "2026-11-20 17:00:05.123456-05", "2026-11-20T17:00:05-05:00"),
        ("Python's logging", "2026-11-20 17:00:05,123", "2026-11-20T17:00:05-05:00"),
        ("Jira's REST", "2026-11-20T17:00:05.000-0400", "2026-11-20T16:00:05-05:00"),
        ("Ruby", "2026-11-20 22:00:05 UTC", "2026-11-20T17:00:05-05:00"),
        ("git", "2026-11-20 17:00:05 -0400", "2026-11-20T16:00:05-05:00"),
        ("RFC 2822", "Fri, 20 Nov 2026 17:00:05 -0500", "2026-11-20T17:00:05-05:00"),
        ("RFC 2822 with a comment", "Fri, 20 Nov 2026 17:00:05 -0500 (EST)", "2026-11-20T17:00:05-05:00"),
        (
            "JavaScript's toString",
            "Fri Nov 20 2026 17:00:05 GMT-0500 (Eastern Standard Time)",
            "2026-11-20T17:00:05-05:00",
        ),
        ("HTTP", "Fri, 20 Nov 2026 22:00:05 GMT", "2026-11-20T17:00:05-05:00"),
        ("American prose", "Dec 21, 2026 5:00 PM", "2026-12-21T17:00:00-05:00"),
        ("with slashes", "2026/12/21 17:00", "2026-12-21T17:00:00-05:00"),
        ("Taskwarrior, iCalendar", "20261120T170000Z", "2026-11-20T12:00:00-05:00"),
        ("iCalendar, floating", "20261120T170000", "2026-11-20T17:00:00-05:00"),
        ("Unix", "1795798800", "2026-11-27T12:00:00-05:00"),
        ("Unix in Python", "1795798800.75", "2026-11-27T12:00:00-05:00"),
        ("JavaScript's milliseconds", "1795798800250", "2026-11-27T12:00:00-05:00"),
        ("Jira", "14/Jun/24 10:28 AM", "2024-06-14T10:28:00-04:00"),
        ("Jira at midnight", "28/Oct/25 12:00 AM", "2025-10-28T00:00:00-04:00"),
        ("New York's 311", "05/14/2022 01:30:00 PM", "2022-05-14T13:30:00-04:00"),
        ("New York's 311 at noon", "05/14/2022 12:30:00 PM", "2022-05-14T12:30:00-04:00"),
        ("Excel", "5/14/2022 5:30", "2022-05-14T05:30:00-04:00"),
        ("toLocaleString", "5/14/2022, 5:30:07 PM", "2022-05-14T17:30:07-04:00"),
        ("Oracle's day", "14-JUN-24 10:28", "2024-06-14T10:28:00-04:00"),
        ("German", "14.06.2024 10:28", "2024-06-14T10:28:00-04:00"),
        ("with its zone", "2026-11-20 23:00 Europe/Berlin", "2026-11-20T17:00:00-05:00"),
        // Of two the later, unless the offset decides; and it decides within the hour that clocks skipped.
        ("twice", "2015-11-01 01:30", "2015-11-01T01:30:00-05:00"),
        ("once", "2015-11-01T01:30:00-04:00", "2015-11-01T01:30:00-04:00"),
        ("skipped", "2015-03-08T02:30:00-05:00", "2015-03-08T03:30:00-04:00"),
        ("blanks around", "  2015-01-30   17:00 ", "2015-01-30T17:00:00-05:00"),
    ];
    for (source, cell, wanted) in rows {
        assert_eq!(one(cell), wanted, "{source}: {cell}");
    }
}

#[test]
fn words_for_nothing_are_empty() {
    let words = "|-|N/A|n/a|null|NULL|None|none|0000-00-00|0000-00-00 00:00:00|0000-00-00T00:00:00Z| ";
    let column = column(&["2026-11-20 09:30"], Alone::Ends).expect("one order");
    for word in words.split('|') {
        assert_eq!(column.read(word), Ok(None), "{word:?}");
    }
}

#[test]
fn what_cannot_be_read_says_what_to_write_and_equal_faults_are_equal() {
    let no_date =
        "is not a date that can be read: write it as 2026-12-01 17:00, or say its form with --dates";
    let relative = "depends on the day it is read: write the date, as 2026-12-01";
    let rows = [
        ("soon", no_date),
        ("12", no_date),
        ("2026", no_date),
        ("２０１５-01-30", no_date),
        ("2015-W05", no_date),
        ("20261221170000", "is a date in digits alone: say its form with --dates, such as %Y%m%d%H%M"),
        ("tomorrow", relative),
        ("fri 5pm", relative),
        ("2h ago", relative),
        ("in 3 days", relative),
        ("now", relative),
        ("due+2d", relative),
        ("dec 1", "has no year: write it as 2026-12-01"),
        ("17:30", "is a time without a date: write both, as 2026-12-01 17:00"),
        ("2026-11-20 eod", "is not an exact time: write it as 2026-12-01 17:00"),
        ("20 nov 2026 midnight", "could be the start or the end of its day: write it as 00:00"),
        ("Thu, 20 Nov 2026 17:00:05 -0500", "names another weekday than that of its date"),
        ("2026-11-20 17:00 EST", "names a zone that is not the same everywhere: write its offset, as -05:00"),
        ("2015-02-29", "is not a real date"),
        ("2015-13-01 10:00", "is not a real date"),
        ("2015-00-00", "is not a real date"),
        ("31.02.2015", "is not a real date"),
        ("2015-01-30 25:00", "is not a real time of day"),
        ("2015-01-30 17:00:61", "is not a real time of day"),
        ("2015-01-30 17:00 PM", "is not a real time of day"),
        ("2015-01-30 24:00", "has the hour 24: write 00:00 of the next day"),
        ("2015-06-30T23:59:60Z", "has a second 60: write second 59"),
        ("1899-12-31", "is out of range: supported years are 1900 to 2099"),
        ("2100-01-01T00:00:00Z", "is out of range: supported years are 1900 to 2099"),
        ("2099-12-31T23:59:59-05:00", "is out of range: supported years are 1900 to 2099"),
        ("9999-12-31T23:59:59-12:00", "is out of range: supported years are 1900 to 2099"),
        ("99999999999", "is out of range: supported years are 1900 to 2099"),
        ("45981", "looks like a spreadsheet's day number: format the column as a date"),
        ("45981.7083333333", "looks like a spreadsheet's day number: format the column as a date"),
        ("45981,7083333333", "looks like a spreadsheet's day number: format the column as a date"),
        ("1.79E+09", "was shortened by a spreadsheet: format the column as a date"),
        (
            "2015-03-08 02:30",
            "does not exist in America/New_York, where the clocks skip it: write another, or add its offset",
        ),
    ];
    for (cell, wanted) in rows {
        assert_eq!(one(cell), wanted, "{cell}");
    }
}

#[test]
fn one_value_that_fits_one_order_only_decides_for_the_column() {
    let cells = ["05/04/2022 01:30:00 PM", "N/A", "05/14/2022 01:30:00 PM"];
    let column = column(&cells, Alone::Ends).expect("one order");
    assert_eq!(all(&column, &cells), ["2022-05-04T13:30:00-04:00", "-", "2022-05-14T13:30:00-04:00"]);
    assert_eq!(
        column.said(),
        ["read as month/day/year: \"05/14/2022 01:30:00 PM\" on line 4 can be nothing else"]
    );
}

#[test]
fn the_day_may_come_first() {
    let cells = ["08-04-2023 20:52", "14-06-2023 08:01"];
    let column = column(&cells, Alone::Ends).expect("one order");
    assert_eq!(all(&column, &cells), ["2023-04-08T20:52:00-04:00", "2023-06-14T08:01:00-04:00"]);
    assert_eq!(column.said(), ["read as day/month/year: \"14-06-2023 08:01\" on line 3 can be nothing else"]);
}

#[test]
fn points_are_written_where_the_day_comes_first() {
    let cells = ["05.04.2022 09:30"];
    let column = column(&cells, Alone::Ends).expect("one order");
    assert_eq!(all(&column, &cells), ["2022-04-05T09:30:00-04:00"]);
    assert_eq!(column.said(), ["read as day/month/year, as dates with points are"]);
}

#[test]
fn an_order_that_nothing_decides_is_asked_for() {
    let hint = "say it with --dates dmy, mdy, ymd or a format such as \"%d.%m.%y\"";
    let spreadsheet = "a spreadsheet leaves this where it swapped the day and the month of what it could: export it \
                       again; if the dates are right, say the order with --dates";
    let mend = "mend the file, or say the order with --dates: what does not fit it is bad then";
    let rows: [(&[&str], &str, &str); 6] = [
        (
            &["05/05/2022", "05/06/2022", "01/02/2022"],
            "column \"Due\": \"05/06/2022\" on line 3 could be day/month/year or month/day/year",
            hint,
        ),
        (&["05/14/22"], "column \"Due\": the year of \"05/14/22\" on line 2 has two digits", hint),
        (
            &["05/06/2022", "05/14/2022", "14/05/2022"],
            "column \"Due\" mixes orders: \"14/05/2022\" on line 4 is day/month/year, \"05/14/2022\" on line 3 is \
             month/day/year",
            mend,
        ),
        (
            &["14.05.2022", "05/14/2022"],
            "column \"Due\" mixes orders: \"14.05.2022\" on line 2 is day/month/year, \"05/14/2022\" on line 3 is \
             month/day/year",
            mend,
        ),
        (
            &["2022-06-05", "14/05/2022"],
            "column \"Due\" mixes forms: \"2022-06-05\" on line 2 and \"14/05/2022\" on line 3",
            spreadsheet,
        ),
        (
            &["Fri 20 Nov 2026", "at 9am on 05/06/2022"],
            "column \"Due\": \"at 9am on 05/06/2022\" on line 3 could be day/month/year or month/day/year",
            hint,
        ),
    ];
    for (cells, message, hint) in rows {
        let refusal = column(cells, Alone::Ends).expect_err(message);
        assert_eq!((refusal.message.as_str(), refusal.hints), (message, vec![hint.to_owned()]));
    }
}

#[test]
fn an_order_is_not_asked_for_where_it_makes_no_difference() {
    let cells = ["05/05/2022", "12/12/2022", "06/31/2022", "foo"];
    let column = column(&cells, Alone::Ends).expect("no order needed");
    let no_date =
        "is not a date that can be read: write it as 2026-12-01 17:00, or say its form with --dates";
    let read = ["2022-05-05T23:59:59-04:00", "2022-12-12T23:59:59-05:00", "is not a real date", no_date];
    assert_eq!(all(&column, &cells), read);
}

#[test]
fn an_order_that_was_said_counts() {
    let cells = ["05/06/2022", "14/05/2022", "07/12/22", "2022-12-07", "1.12.2022"];
    let read = |asked| all(&judge_as(&cells, Some(asked), Alone::Ends, None).expect("as asked"), &cells);
    let day = |date: &str, offset: &str| format!("{date}T23:59:59{offset}");
    assert_eq!(
        read("dmy"),
        [
            day("2022-06-05", "-04:00"),
            day("2022-05-14", "-04:00"),
            day("2022-12-07", "-05:00"),
            day("2022-12-07", "-05:00"),
            day("2022-12-01", "-05:00"),
        ]
    );
    assert_eq!(
        read("mdy")[..3],
        [day("2022-05-06", "-04:00"), "is not written as `--dates` says".into(), day("2022-07-12", "-04:00")]
    );
    assert_eq!(
        read("YMD")[1..3],
        ["is not written as `--dates` says".to_owned(), day("2007-12-22", "-05:00")]
    );
}

#[test]
fn what_was_said_is_named_where_it_decides() {
    let said = |cells: &[&str], asked| {
        judge_as(cells, Some(asked), Alone::Begins, None).expect("as asked").said().to_vec()
    };
    assert_eq!(said(&["05/06/2022 09:30"], "dmy"), ["read as day/month/year, as `--dates` says"]);
    assert_eq!(
        said(&["21.12.26 09:30"], "%d.%m.%y %H:%M"),
        ["read as \"%d.%m.%y %H:%M\", as `--dates` says"]
    );
    for asked in ["dmy", "%d.%m.%y %H:%M"] {
        assert!(said(&["2026-11-20 09:30"], asked).is_empty());
    }
}

#[test]
fn a_format_reads_what_no_grammar_does() {
    let rows = [
        ("%d.%m.%y %H:%M", "21.12.26 17:00", "2026-12-21T17:00:00-05:00"),
        ("%d.%m.%y", "21.12.26", "2026-12-21T00:00:00-05:00 .. 2026-12-21T23:59:59-05:00"),
        ("%Y%m%d%H%M%S", "20261221170000", "2026-12-21T17:00:00-05:00"),
        ("%d-%b-%y %I.%M.%S%.f %p", "21-DEC-26 05.00.00.750000 PM", "2026-12-21T17:00:00-05:00"),
        ("%m/%d/%Y %H:%M %z", "12/21/2026 17:00 +0000", "2026-12-21T12:00:00-05:00"),
        ("%s", "1795798800", "2026-11-27T12:00:00-05:00"),
        ("%G-W%V-%u", "2026-W48-5", "2026-11-27T00:00:00-05:00 .. 2026-11-27T23:59:59-05:00"),
        // What does not fit it has to have one meaning only.
        ("%d.%m.%y %H:%M", "2026-11-20T17:00Z", "2026-11-20T12:00:00-05:00"),
        ("%d.%m.%y %H:%M", "05/06/2022", "is not written as `--dates` says"),
        ("%d/%m/%Y", "05/14/2022", "is not written as `--dates` says"),
        ("%d.%m.%y", "45981", "looks like a spreadsheet's day number: format the column as a date"),
    ];
    for (format, cell, wanted) in rows {
        let column =
            judge_as(&[cell, "2026-11-20 09:30"], Some(format), Alone::Begins, None).expect("as asked");
        assert_eq!(all(&column, &[cell]), [wanted], "{format}: {cell}");
    }
}

#[test]
fn a_format_that_names_no_date_is_refused() {
    let rows = [
        ("dym", "\"dym\" is not an order of dates"),
        ("", "\"\" is not an order of dates"),
        ("%Q", "\"%Q\" is not a format"),
        ("%", "\"%\" is not a format"),
        ("%H:%M", "\"%H:%M\" names no whole date"),
        ("%d.%m.", "\"%d.%m.\" names no whole date"),
        ("%Y-%m-%d %Z", "\"%Y-%m-%d %Z\" has %Z, a name that no zone has for itself: %z is an offset"),
    ];
    for (said, message) in rows {
        let refusal = Dates::parse(said).expect_err(said);
        assert_eq!(refusal.message, format!("--dates: {message}"));
        assert_eq!(refusal.hints, ["write dmy, mdy, ymd, or a format such as \"%d.%m.%y %H:%M\""]);
    }
}

#[test]
fn a_column_of_midnights_or_without_times_is_one_of_days() {
    let ends = |cells: &[&str]| {
        let column = column(cells, Alone::Ends).expect("one order");
        (all(&column, cells).remove(0), column.said().to_vec())
    };
    let day = "2026-11-20T23:59:59-05:00".to_owned();
    let midnights = "a column of days, for every time is 00:00: due at the end of each".to_owned();
    let no_times = "a column of days, for no time is written: due at the end of each".to_owned();
    assert_eq!(ends(&["2026-11-20", "2026-11-21"]), (day.clone(), vec![no_times]));
    for midnight in
        ["2026-11-20 00:00:00", "20/Nov/26 12:00 AM", "2026-11-20T00:00:00-05:00", "20 nov 2026 0:00"]
    {
        assert_eq!(
            ends(&[midnight, "2026-11-21 00:00", "2026-11-22"]),
            (day.clone(), vec![midnights.clone()])
        );
    }
    // One time of day makes the others times too.
    let row = "no time is written, and the end of the day is meant, in 1 row (line 3)".to_owned();
    let cells = ["2026-11-20 00:00", "2026-11-21", "2026-11-22 09:30"];
    assert_eq!(ends(&cells), ("2026-11-20T00:00:00-05:00".to_owned(), vec![row]));
}

#[test]
fn a_midnight_by_another_clock_is_an_instant() {
    let cells = ["2026-11-20T00:00:00Z", "2026-11-21T00:00:00Z"];
    let column = column(&cells, Alone::Ends).expect("one order");
    assert_eq!(all(&column, &cells)[0], "2026-11-19T19:00:00-05:00");
    let said =
        "every time is midnight by an offset that America/New_York does not have: not days, but instants";
    assert_eq!(column.said(), [said]);
    let forced = judge_as(&cells, None, Alone::Ends, Some(Forced::Date)).expect("one order");
    assert_eq!(all(&forced, &cells)[0], "2026-11-20T23:59:59-05:00");
    assert_eq!(forced.said(), ["a column of days, as was asked: due at the end of each"]);
}

#[test]
fn days_or_times_can_be_said() {
    let cells = ["2026-11-20 00:00", "2026-11-20", "1795798800"];
    let read = |forced| all(&judge_as(&cells, None, Alone::Ends, Some(forced)).expect("one order"), &cells);
    let end = "2026-11-20T23:59:59-05:00";
    assert_eq!(read(Forced::Time), ["2026-11-20T00:00:00-05:00", end, "2026-11-27T12:00:00-05:00"]);
    assert_eq!(read(Forced::Date), [end, end, "2026-11-27T23:59:59-05:00"]);
    assert_eq!(Forced::suffix("Due Date:date"), Some(("Due Date", Forced::Date)));
    assert_eq!(Forced::suffix("a:b:time"), Some(("a:b", Forced::Time)));
    assert_eq!(Forced::suffix("Due: Date"), None);
}

#[test]
fn a_column_of_which_nothing_is_known_moves_nothing() {
    let column = column(&["", "foo"], Alone::Ends).expect("no order needed");
    assert!(column.said().is_empty());
    let unknown = "has numbers whose order nothing decides: say it with --dates";
    let read = all(&column, &["2026-11-20 00:00", "05/06/2022", "05/14/22"]);
    assert_eq!(read, ["2026-11-20T00:00:00-05:00", unknown, unknown]);
}

#[test]
fn what_happened_on_a_day_has_a_first_and_a_last_second() {
    let cells = ["2026-11-20", "2026-11-21 00:00"];
    let column = column(&cells, Alone::Begins).expect("one order");
    assert_eq!(all(&column, &cells)[0], "2026-11-20T00:00:00-05:00 .. 2026-11-20T23:59:59-05:00");
    assert_eq!(column.said(), ["a column of days, for every time is 00:00: the time of day is not known"]);
}

#[test]
fn a_day_has_a_beginning_where_the_clock_skips_midnight() {
    let cells = ["2015-03-08 00:00", "2015-03-09 00:00"];
    let zone = Tz::America__Havana;
    let column = judge("Made", (2_u64..).zip(cells), None, Alone::Begins, None, zone).expect("one order");
    let moment = column.read(cells[0]).expect("a day").expect("not empty");
    assert_eq!(moment.at.rfc3339(zone), "2015-03-08T01:00:00-04:00");
    assert_eq!(moment.last.rfc3339(zone), "2015-03-08T23:59:59-04:00");
}

#[test]
fn what_is_left_out_of_a_time_is_said() {
    let cells = ["2026-11-20T17:00:05.250Z", "2026-11-20T17:00:05.000Z", "1795798800250"];
    let column = column(&cells, Alone::Ends).expect("one order");
    assert_eq!(
        column.said(),
        [
            "numbers are read as Unix time in 1 row (line 4)",
            "fractions of seconds are cut in 2 rows (the first on line 2)"
        ]
    );
}

#[test]
fn an_id_that_begins_with_an_instant_is_that_instant() {
    let cells = [
        "6af96680d3a1b2c3d4e5f601",
        "6AF96680D3A1B2C3D4E5F602",
        "",
        "6af96680d3a1b2c3d4e5f60",
        "6af96680-d3a1b2c3d4e5f60",
    ];
    let column = column(&cells, Alone::Begins).expect("one order");
    let no_date =
        "is not a date that can be read: write it as 2026-12-01 17:00, or say its form with --dates";
    let born = "2026-11-15T03:00:00-05:00";
    assert_eq!(all(&column, &cells), [born, born, "-", no_date, no_date]);
    assert_eq!(
        column.said(),
        ["the instant with which the id begins is taken in 2 rows (the first on line 2)"]
    );
}

#[test]
fn digits_that_are_a_date_and_a_time_are_no_unix_time() {
    let why = "is a date in digits alone: say its form with --dates, such as %Y%m%d%H%M";
    let cells = ["202611160900", "20261116090000", "1795798800250", "202699160900", "20269916090000"];
    let unsure = column(&cells, Alone::Begins).expect("one order");
    let time = |at: &str| at.to_owned();
    assert_eq!(
        all(&unsure, &cells),
        [
            time(why),
            time(why),
            time("2026-11-27T12:00:00-05:00"),
            time("1976-06-03T21:19:20-04:00"),
            time(
                "is not a date that can be read: write it as 2026-12-01 17:00, or say its form with --dates"
            ),
        ]
    );
    let said = judge_as(&cells[..1], Some("%Y%m%d%H%M"), Alone::Begins, None).expect("a form");
    assert_eq!(all(&said, &cells[..1]), ["2026-11-16T09:00:00-05:00"]);
}

#[test]
fn a_date_in_another_order_than_was_said_is_not_written_as_was_said() {
    let cells = ["14/05/2022", "05/14/2022", "05/14/22", "31/31/2022"];
    let column = judge_as(&cells, Some("dmy"), Alone::Begins, None).expect("one order");
    let otherwise = "is not written as `--dates` says";
    let read = all(&column, &cells);
    assert!(read[0].starts_with("2022-05-14T00:00:00-04:00"), "{read:?}");
    assert_eq!(read[1..], [otherwise, otherwise, "is not a real date"]);
}
