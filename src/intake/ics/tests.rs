use insta::assert_snapshot;

use super::*;
use crate::intake::shown::{shown, shown_with};
use crate::intake::{Map, guess};

/// Returns a calendar of these components, each of its own lines.
fn calendar(components: &[&str]) -> String {
    let all = components.iter().map(|lines| {
        let lines: Vec<_> = lines.lines().collect();
        format!("BEGIN:vtodo\r\nUID:u\r\nDTSTAMP:20261118T143000Z\r\nORGANIZER;CN=Bo:mailto:bo@example.org\r\nSUMMARY:a\r\n{}\r\nEND:vtodo\r\n", lines.join("\r\n"))
    });
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{}END:VCALENDAR\r\n", all.collect::<String>())
}

fn only(lines: &str) -> String {
    shown(&SOURCE, &calendar(&[lines])).pop().unwrap()
}

/// Returns how the due of a to-do with this line is read.
fn due(line: &str) -> String {
    let shown = only(line);
    shown.split_once("due ").map_or(shown.clone(), |(_, due)| due.to_owned())
}

#[test]
fn a_due_is_an_instant_a_local_time_or_a_day() {
    for (line, wanted) in [
        ("DUE:20261120T160000Z", "2026-11-20T17:00:00+01:00"),
        ("DUE:20240418T180000", "2024-04-18T18:00:00+02:00"),
        ("DUE;VALUE=DATE:20261121", "2026-11-21T23:59:59+01:00"),
        ("DUE:20261121", "2026-11-21T23:59:59+01:00"),
        ("DUE:20261121T000000", "2026-11-21T00:00:00+01:00"),
        ("DUE:20261121T000000Z", "2026-11-21T01:00:00+01:00"),
        ("DUE;TZID=America/New_York:20261120T170000", "2026-11-20T23:00:00+01:00"),
        ("DUE;TZID=\"America/New_York\":20261120T170000", "2026-11-20T23:00:00+01:00"),
        ("DUE;TZID=Eastern Standard Time:20261120T170000", "2026-11-20T23:00:00+01:00"),
        ("DUE;TZID=W. Europe Standard Time:20260720T170000", "2026-07-20T17:00:00+02:00"),
        (
            "DUE;TZID=/freeassociation.sourceforge.net/Europe/Lisbon:20261120T170000",
            "2026-11-20T18:00:00+01:00",
        ),
        ("DTSTART:20261118T143000Z\nDURATION:PT48H", "2026-11-20T15:30:00+01:00"),
        ("DTSTART;TZID=Europe/Lisbon:20261118T143000\nDURATION:P1DT1H30M", "2026-11-19T17:00:00+01:00"),
        ("DTSTART;VALUE=DATE:20261118\nDURATION:P1W", "2026-11-25T23:59:59+01:00"),
        ("DTSTART:20261118T143000\nDURATION:PT1H\nDUE:20261120T160000Z", "2026-11-20T17:00:00+01:00"),
        // Twice in that night: the later one, so that nobody is late who could still be on time.
        ("DUE;TZID=Europe/Berlin:20261025T023000", "2026-10-25T02:30:00+01:00"),
    ] {
        assert_eq!(due(line), wanted, "{line}");
    }
}

#[test]
fn a_due_that_cannot_be_meant_is_bad() {
    for (line, wanted) in [
        (
            "DUE;TZID=Customized Time Zone:20261120T170000",
            "the zone of DUE is not known: write its IANA name, as TZID=America/New_York: \"Customized Time Zone\"",
        ),
        ("DUE:2026-11-20", "DUE is not a time, such as 20261121T170000Z: \"2026-11-20\""),
        (
            "DUE;TZID=Europe/Berlin:20260329T023000",
            "DUE does not exist in Europe/Berlin (the clocks skip it): \"20260329T023000\"",
        ),
        (
            "DUE:20260329T023000",
            "due does not exist in Europe/Berlin, where the clocks skip it: write another, or add its offset: \"2026-03-29T02:30:00\"",
        ),
        (
            "DTSTART:20261118T143000Z\nDURATION:48H",
            "DURATION is not a length of time, such as P2D or PT48H: \"48H\"",
        ),
        (
            "DTSTART:20261118T143000Z\nDURATION:-PT15M",
            "DURATION is not a length of time, such as P2D or PT48H: \"-PT15M\"",
        ),
        (
            "DTSTART:20261118T143000Z\nDURATION:P99999999999999999D",
            "DURATION is not a length of time, such as P2D or PT48H: \"P99999999999999999D\"",
        ),
    ] {
        assert_eq!(only(line), format!("3! {wanted}"), "{line}");
    }
}

#[test]
fn a_to_do_is_what_its_properties_say() {
    let file = calendar(&[
        "DUE:20261120T160000Z\nSTATUS:COMPLETED\nCOMPLETED:20261119T150000Z",
        "DUE:20261120T160000Z\nSTATUS:COMPLETED\nLAST-MODIFIED:20261119T150000Z",
        "DUE:20261120T160000Z\nCOMPLETED:20261119T150000",
        "DUE:20261120T160000Z\nSTATUS:IN-PROCESS\nCOMPLETED:20261119T150000Z",
        "DUE:20261120T160000Z\nSTATUS:NEEDS-ACTION\nLAST-MODIFIED:20261119T150000Z",
        "DUE:20261120T160000Z\nSTATUS:COMPLETED",
        "DUE:20261120T160000Z\nSTATUS:CANCELLED",
        "DUE:20261120T160000Z\nRECURRENCE-ID:20261120T160000Z",
        "DUE:20261120T160000Z\nRRULE:FREQ=WEEKLY;BYDAY=FR\nCREATED:20261101T000000Z",
        "DUE:20261120T160000Z\nCATEGORIES:phone,a\\,b\nCATEGORIES:c\nDESCRIPTION:one\\ntwo\\; three\\\\four",
        "DUE:20261120T160000Z\nDESCRIPTION:folded\n\u{20} in the middle\nX-APPLE-SORT-ORDER:3",
        "DUE:20261120T160000Z\nBEGIN:VALARM\nTRIGGER:-PT15M\nACTION:DISPLAY\nDUE:19990101T000000Z\nEND:VALARM",
    ]);
    assert_snapshot!(shown(&SOURCE, &file).join("\n"), @r#"
    said times without an offset are in Europe/Berlin
    said CREATED: every time is midnight by an offset that Europe/Berlin does not have: not days, but instants
    3: "a" for "Bo", ics:u, made 2026-11-18T15:30:00+01:00, due 2026-11-20T17:00:00+01:00, done 2026-11-19T16:00:00+01:00
    12: "a" for "Bo", ics:u, made 2026-11-18T15:30:00+01:00, due 2026-11-20T17:00:00+01:00, done 2026-11-19T16:00:00+01:00
    21: "a" for "Bo", ics:u, made 2026-11-18T15:30:00+01:00, due 2026-11-20T17:00:00+01:00, done 2026-11-19T15:00:00+01:00
    29: "a" for "Bo", ics:u, made 2026-11-18T15:30:00+01:00, due 2026-11-20T17:00:00+01:00
    38: "a" for "Bo", ics:u, made 2026-11-18T15:30:00+01:00, due 2026-11-20T17:00:00+01:00
    47- closed, but without a closing time
    55: "a" for "Bo", ics:u, made 2026-11-18T15:30:00+01:00, due 2026-11-20T17:00:00+01:00, cancelled at ics
    63- one instance of a recurring to-do, which comes in as a whole
    71: "a" for "Bo", ics:u, made 2026-11-01T01:00:00+01:00, due 2026-11-20T17:00:00+01:00, note "repeats at ics: FREQ=WEEKLY;BYDAY=FR"
    80: "a" for "Bo", ics:u, made 2026-11-18T15:30:00+01:00, due 2026-11-20T17:00:00+01:00, tags phone/a,b/c, note "one\ntwo; three\\four"
    90: "a" for "Bo", ics:u, made 2026-11-18T15:30:00+01:00, due 2026-11-20T17:00:00+01:00, note "folded in the middle"
    100: "a" for "Bo", ics:u, made 2026-11-18T15:30:00+01:00, due 2026-11-20T17:00:00+01:00
    "#);
}

#[test]
fn nothing_depends_on_the_time_of_day_but_what_says_nothing() {
    let bare = "BEGIN:VCALENDAR\nBEGIN:vtodo\nUID:u\nSUMMARY:a\nCONTACT:Bo\\, Bob\nDUE:20261120T160000Z\nEND:vtodo\nEND:VCALENDAR\n";
    // The caller says what the time is, not the machine.
    assert_snapshot!(shown(&SOURCE, bare).join("\n"), @r#"2: "a" for "Bo, Bob", ics:u, made 2026-11-20T13:00:00+01:00, due 2026-11-20T17:00:00+01:00"#);
}

#[test]
fn whom_it_is_owed_to_can_be_said_for_all() {
    let file = calendar(&["DUE:20261120T160000Z"]).replace(";CN=Bo", "");
    assert_snapshot!(shown(&SOURCE, &file).join("\n"), @"3- owed to nobody: no ORGANIZER with a name (CN), no CONTACT, and no --set to=…");
    let map = Map::parse(&[], &[], &["to=Acme Corp".to_owned()]).unwrap();
    let shown = shown_with(&SOURCE, &file, Options { map, ..Options::default() });
    assert_snapshot!(shown.join("\n"), @r#"3: "a" for "Acme Corp", ics:u, made 2026-11-18T15:30:00+01:00, due 2026-11-20T17:00:00+01:00"#);
}

#[test]
fn a_calendar_without_to_dos_is_refused() {
    let event = "BEGIN:VEVENT\r\nUID:e\r\nEND:VEVENT\r\n";
    let entry = "BEGIN:VJOURNAL\r\nUID:j\r\nEND:VJOURNAL\r\n";
    let with = |others: &str, todos: &[&str]| {
        calendar(todos).replace("END:VCALENDAR", &format!("{others}END:VCALENDAR"))
    };
    let two = [event, event, entry].concat();
    assert_eq!(
        shown(&SOURCE, &with(&two, &[])),
        ["! the file has no to-do; it has events (2), journal entries (1), and only to-dos are promises"]
    );
    assert_eq!(shown(&SOURCE, &with("", &[])), ["! the file has no to-do"]);
    assert_eq!(shown(&SOURCE, "to,what\n"), ["! the file has no to-do"]);
    let both = with(&two, &["DUE:20261120T160000Z"]);
    assert_eq!(shown(&SOURCE, &both)[0], "said not to-dos, and not read: events (2), journal entries (1)");
    assert_eq!(guess(&both, &Options::default(), &[]).unwrap().name, "ics");
}

#[test]
fn a_damaged_calendar_is_refused_with_its_line() {
    for (text, why) in [
        (
            "BEGIN:VCALENDAR\nBEGIN:vtodo\nEND:VCALENDAR\n",
            "line 3: the end of \"vcalendar\" without its beginning",
        ),
        ("BEGIN:VCALENDAR\nBEGIN:vtodo\nEND:vtodo\n", "line 1: \"vcalendar\" has no end"),
        ("END:vtodo\n", "line 1: the end of \"vtodo\" without its beginning"),
        (&"BEGIN:vtodo\n".repeat(100_000), "line 9: too many components inside one another"),
    ] {
        let shown = shown(&SOURCE, text);
        assert!(shown[0].starts_with(&format!("! {why}")), "{shown:?}");
    }
    assert_eq!(only("DUE:20261120T160000Z\nwithout a colon"), "3! a property without a name or a colon");
}

#[test]
fn a_zone_is_known_by_every_text_that_outlook_shows_for_it() {
    for (shown, zone) in [
        ("(UTC-05:00) Eastern Time (US & Canada)", "America/New_York"),
        ("(GMT-05:00) Eastern Time (US & Canada)", "America/New_York"),
        ("Eastern Time (US & Canada)", "America/New_York"),
        ("(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", "Europe/Berlin"),
        ("(UTC) Coordinated Universal Time", "Etc/UTC"),
        ("Eastern Standard Time", "America/New_York"),
    ] {
        assert_eq!(times::zone(shown).map(|zone| zone.name()), Some(zone), "{shown}");
    }
    assert_eq!(times::zone("(UTC-05:00) Nowhere"), None);
    let file = calendar(&["DUE;TZID=\"(UTC-05:00) Eastern Time (US & Canada)\":20261120T110000"]);
    let said = shown(&SOURCE, &file).join("\n");
    assert!(said.contains("due 2026-11-20T17:00:00+01:00"), "{said}");
}

#[test]
fn no_two_zones_of_windows_are_shown_by_one_text() {
    let all = chrono_tz::TZ_VARIANTS
        .iter()
        .filter_map(|zone| windows_timezones::WindowsTimezone::try_from(*zone).ok());
    let mut names = std::collections::BTreeMap::new();
    for zone in all {
        let text = times::without_offset(zone.description());
        assert_eq!(*names.entry(text).or_insert(zone.name()), zone.name(), "{text}");
    }
    assert!(names.len() > 100, "{}", names.len());
}
