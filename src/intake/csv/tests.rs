use chrono_tz::Tz;

use super::*;
use crate::intake::{Closing, Incoming, LeftOut, Read, State, bytes};
use crate::rules::commitment::Class;
use crate::rules::time::Instant;

const ZONE: Tz = chrono_tz::America::New_York;
const HEAD: &str = "ref,to,what,made,due\n";

fn read(file: &[u8], map: &Map, zone: Tz) -> Result<Read> {
    let options = Options { map: map.clone(), ..Options::default() };
    SOURCE.read(&bytes::decode(file, None)?, &options, zone)
}

/// Returns what is read, a line each: `LINE: what for to` with its times, and `LINE! why` for a row that was left out.
fn shown(bytes: &[u8]) -> Vec<String> {
    let read = read(bytes, &Map::default(), ZONE).unwrap();
    let row = |row: &Incoming| {
        let due = row.due.map_or_else(|| "no due".to_owned(), |due| due.rfc3339(ZONE));
        (row.line, format!("{}: {:?} for {:?}, {due}", row.line, row.what, row.to))
    };
    let out = |out: &LeftOut| {
        let value = out.value.as_ref().map_or_else(String::new, |value| format!(": {value}"));
        (out.line, format!("{}! {}{value}", out.line, out.why))
    };
    let mut shown: Vec<_> = read.rows.iter().map(row).chain(read.bad.iter().map(out)).collect();
    shown.sort_by_key(|(line, _)| *line);
    shown.into_iter().map(|(_, text)| text).collect()
}

fn refused(bytes: &[u8]) -> String {
    read(bytes, &Map::default(), ZONE).unwrap_err().message
}

#[test]
fn a_row_that_ends_outside_of_its_file_is_refused() {
    let mut lines = Lines::new(b"ref,to\r\nT-1,Bo\r\n", 1);
    assert_eq!(lines.stretch(7).map(|header| header.line), Ok(1));
    for end in [3, 18, u64::MAX] {
        assert!(lines.stretch(end).is_err(), "{end}");
    }
    assert_eq!(lines.stretch(15).map(|row| row.line), Ok(2));
    // The reader counts every byte that it passes over.
    assert_eq!(shown(b"\xef\xbb\xbfref,to,what,made,due\n\n\r\n1,a,b,2015-01-02,2015-01-03\n").len(), 1);
}

#[test]
fn every_field_is_read() {
    let file = "ref,to,what,kind,owner,class,tags,contact,made,asked,due,done\n\
        T-7, Acme Corp ,\"call \"\"Bo\"\" back\",callback,dana,Company,\"vip, it;vip;\",+1 555,2015-01-02 09:00,\
        2015-01-02,2015-01-03,2015-01-02T08:59:59-05:00\n";
    let at = |text: &str| Some(Instant::from_datetime(&chrono::DateTime::parse_from_rfc3339(text).unwrap()));
    let some = |text: &str| Some(text.to_owned());
    let expected = Incoming {
        line: 2,
        reference: some("T-7"),
        to: "Acme Corp".to_owned(),
        what: "call \"Bo\" back".to_owned(),
        kind: some("callback"),
        owner: some("dana"),
        class: Some(Class::Company),
        tags: vec!["vip".to_owned(), "it".to_owned()],
        contact: some("+1 555"),
        made: at("2015-01-02T09:00:00-05:00").unwrap(),
        asked: at("2015-01-02T00:00:00-05:00"),
        begun_by: at("2015-01-02T23:59:59-05:00").unwrap(),
        due: at("2015-01-03T23:59:59-05:00"),
        // Done a second before it was promised: a fact, taken as it is.
        state: State::Done(Closing {
            at: at("2015-01-02T08:59:59-05:00").unwrap(),
            last: at("2015-01-02T08:59:59-05:00").unwrap(),
            note: None,
        }),
        notes: Vec::new(),
        history: Vec::new(),
        extra: Vec::new(),
    };
    let read = read(file.as_bytes(), &Map::default(), ZONE).unwrap();
    assert_eq!(read.rows, [expected]);
    assert_eq!(read.fields.len(), 12);
}

#[test]
fn what_says_nothing_is_nothing() {
    let file = "ref,to,what,kind,owner,class,tags,contact,made,asked,due,done\n\
        ,Bo,x,,  ,,,,2015-01-02 09:00,2015-01-02 09:00:00,,\n";
    let read = read(file.as_bytes(), &Map::default(), ZONE).unwrap();
    let row = &read.rows[0];
    assert_eq!((&row.reference, &row.kind, &row.owner, &row.contact), (&None, &None, &None, &None));
    assert_eq!((row.class, row.tags.len(), row.due, &row.state), (None, 0, None, &State::Open));
    assert_eq!(row.asked, None, "asked only when it differs from made");
}

#[test]
fn rows_are_read_and_told_by_the_line_of_the_file() {
    let cases: [(&str, &str, &[&str]); 20] = [
        ("a row", "1,Bo,x,2015-01-02,2015-01-03\n", &["2: \"x\" for \"Bo\", 2015-01-03T23:59:59-05:00"]),
        ("no line end", "1,Bo,x,2015-01-02,2015-01-03", &["2: \"x\" for \"Bo\", 2015-01-03T23:59:59-05:00"]),
        ("no due", "1,Bo,x,2015-01-02,\n", &["2: \"x\" for \"Bo\", no due"]),
        ("no rows", "", &[]),
        (
            "quotes of several lines",
            "1,Bo,\"x\ny\",2015-01-02,\n2,Al,z,2015-01-02,\n",
            &["2: \"x\\ny\" for \"Bo\", no due", "4: \"z\" for \"Al\", no due"],
        ),
        (
            "blank lines",
            "\n\n1,Bo,x,2015-01-02,\n\n\n2,Al,z,2015-01-02,\n\n",
            &["4: \"x\" for \"Bo\", no due", "7: \"z\" for \"Al\", no due"],
        ),
        (
            "CRLF",
            "1,Bo,\"x\r\ny\",2015-01-02,\r\n\r\n2,Al,z,2015-01-02,\r\n",
            &["2: \"x\\r\\ny\" for \"Bo\", no due", "5: \"z\" for \"Al\", no due"],
        ),
        (
            "CR",
            "1,Bo,x,2015-01-02,\r2,Al,z,2015-01-02,\r",
            &["2: \"x\" for \"Bo\", no due", "3: \"z\" for \"Al\", no due"],
        ),
        ("empty rows", ",,,,\n , ,,,\n1,Bo,x,2015-01-02,\n", &["4: \"x\" for \"Bo\", no due"]),
        (
            "controls",
            "1,Bo\u{1b}[2J,a\tbc,2015-01-02,\n",
            &["2! to has a character that cannot be seen: \"Bo\\x1b[2J\""],
        ),
        ("a quote within", "1,Bo,5\" pipe,2015-01-02,\n", &["2: \"5\\\" pipe\" for \"Bo\", no due"]),
        (
            "too few",
            "1,Bo,x,2015-01-02\n2,Al,z,2015-01-02,\n",
            &["2! the row has 4 columns, the header 5", "3: \"z\" for \"Al\", no due"],
        ),
        ("too many", "1,Bo,x, and y,2015-01-02,\n", &["2! the row has 6 columns, the header 5"]),
        ("one", "1 Bo\n", &["2! the row has 1 column, the header 5"]),
        ("no what", "1,Bo, ,2015-01-02,\n", &["2! no what"]),
        ("no to", "1,,x,2015-01-02,\n", &["2! no to"]),
        ("no made", "1,Bo,x,,2015-01-02\n", &["2! no made"]),
        (
            "a bad time",
            "\n1,Bo,x,2015-01-02,in a week\n",
            &["3! due depends on the day it is read: write the date, as 2026-12-01: \"in a week\""],
        ),
        (
            "a gap",
            "1,Bo,x,2015-03-08 02:10,\n",
            &[
                "2! made does not exist in America/New_York, where the clocks skip it: write another, or add its offset: \
             \"2015-03-08 02:10\"",
            ],
        ),
        (
            "a fold",
            "1,Bo,x,2015-01-02,2015-11-01 01:30\n",
            &["2: \"x\" for \"Bo\", 2015-11-01T01:30:00-05:00"],
        ),
    ];
    for (name, rows, expected) in cases {
        let end = if name == "CRLF" || name == "CR" {
            name.replace("CR", "\r").replace("LF", "\n")
        } else {
            "\n".into()
        };
        let file = HEAD.replace('\n', &end) + rows;
        assert_eq!(shown(file.as_bytes()), expected, "{name}");
        assert_eq!(shown(format!("\u{feff}{file}").as_bytes()), expected, "{name}, after a byte order mark");
    }
}

#[test]
fn quotes_that_do_not_fit_swallow_no_row_in_silence() {
    let closes = "a quote closes in the middle of a cell: write quotes inside a cell twice";
    let cases: [(&str, &[String]); 5] = [
        // Read leniently, this is one sound row of five cells, and the second promise is lost.
        (
            "1,Bo,\"x,2015-01-02,\n2,Al,\"z,2015-01-02,\n3,Cy,w,2015-01-02,\n",
            &[
                format!("2! {closes} (read together with the next line)"),
                "4: \"w\" for \"Cy\", no due".to_owned(),
            ],
        ),
        ("1,Bo,\"x\" y,2015-01-02,\n", &[format!("2! {closes}")]),
        (
            "1,Bo,x,2015-01-02,\n2,Al,\"z,2015-01-02,\n3,Cy,w,2015-01-02,\n\n",
            &[
                "2: \"x\" for \"Bo\", no due".to_owned(),
                "3! a quote is not closed (read together with the next line)".to_owned(),
            ],
        ),
        ("1,Bo,x,2015-01-02,\"", &["2! a quote is not closed".to_owned()]),
        ("1,Bo,x,2015-01-02,\"2015-01-03\"", &["2: \"x\" for \"Bo\", 2015-01-03T23:59:59-05:00".to_owned()]),
    ];
    for (rows, expected) in cases {
        assert_eq!(shown(format!("{HEAD}{rows}").as_bytes()), expected, "{rows:?}");
    }
}

#[test]
fn the_delimiter_is_the_one_that_cuts_the_header_into_the_most_columns() {
    for file in [
        "to;what;made;due\nBo;x, y;2015-01-02;\n",
        "to\twhat\tmade\tdue\nBo\tx, y\t2015-01-02\t\n",
        "to;\"what\";made;\"a,b\"\nBo;x, y;2015-01-02;\n",
        "to,what,made,note;more\nBo,\"x, y\",2015-01-02,\n",
    ] {
        assert_eq!(shown(file.as_bytes()), ["2: \"x, y\" for \"Bo\", no due"], "{file:?}");
    }
}

#[test]
fn a_line_of_excel_says_the_delimiter_and_two_that_fit_alike_are_refused() {
    for file in
        ["sep=;\nto;what;made\nBo;x, y;2015-01-02\n", "\"sep=;\"\r\nto;what;made\r\nBo;x, y;2015-01-02\r\n"]
    {
        assert_eq!(shown(file.as_bytes()), ["3: \"x, y\" for \"Bo\", no due"], "{file:?}");
    }
    let twice = b"to;what,made\tdue\nBo;x,2015-01-02\t\n";
    assert_eq!(refused(twice), "\",\" and \"\\t\" divide the first line alike");
    let options = Options { delimiter: Some(b'|'), ..Options::default() };
    let read = SOURCE.read("to|what,s;t|made\nBo|x|2015-01-02\n", &options, ZONE);
    assert_eq!(read.unwrap_err().message, "no column for what");
}

#[test]
fn an_unknown_class_is_left_out_with_the_nearest() {
    let file = "to,what,made,class\nBo,x,2015-01-02,custmer\nBo,x,2015-01-02,A\n";
    assert_eq!(
        shown(file.as_bytes()),
        [
            "2! class is unknown: did you mean \"customer\"? write customer, company or self: \"custmer\"",
            "3! class is unknown: write customer, company or self: \"A\"",
        ]
    );
}

#[test]
fn a_file_without_a_header_is_refused() {
    for file in ["", "\u{feff}", "\n\r\n\n", "  \n", ",,,\n"] {
        assert_eq!(refused(file.as_bytes()), "the file is empty", "{file:?}");
    }
    assert_eq!(refused(b"Bo,x,2015-01-02\n"), "no column for to, what, made");
    let many = "a,".repeat(10_001);
    assert_eq!(refused(many.as_bytes()), "the file has 10002 columns");
}

#[test]
fn the_sample_of_boston_is_read_whole() {
    let items = ["ref=id", "to=customer_or_category", "owner=owner_or_department"].map(str::to_owned);
    let sample = include_bytes!("../../../examples/boston311.csv");
    let read = read(sample, &Map::parse(&items, &[], &[]).unwrap(), ZONE).unwrap();
    assert_eq!((read.rows.len(), read.bad.len()), (600, 0));
    assert_eq!(read.rows.iter().filter(|row| row.due.is_none()).count(), 123);
    assert!(read.rows.iter().zip(2..).all(|(row, line)| row.line == line), "every row is one line");
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200)) {
        let _ = read(&bytes, &Map::default(), ZONE);
        let _ = read(&[HEAD.as_bytes(), &bytes].concat(), &Map::default(), ZONE);
    }

    #[test]
    fn what_a_writer_quotes_is_read_back_from_its_line(whats in proptest::collection::vec("[a,\";\n\r ]{0,6}z", 1..8)) {
        let mut writer = ::csv::Writer::from_writer(Vec::new());
        writer.write_record(["to", "what", "made"]).unwrap();
        let (mut line, mut expected) = (2_u64, Vec::new());
        for what in &whats {
            writer.write_record(["Bo", what, "2015-01-02"]).unwrap();
            expected.push((line, what.trim().to_owned()));
            let breaks = what.replace("\r\n", "\n").matches(['\r', '\n']).count();
            line = line.saturating_add(1).saturating_add(u64::try_from(breaks).unwrap());
        }
        let read = read(&writer.into_inner().unwrap(), &Map::default(), ZONE).unwrap();
        proptest::prop_assert_eq!(read.bad, []);
        let found: Vec<_> = read.rows.into_iter().map(|row| (row.line, row.what)).collect();
        proptest::prop_assert_eq!(found, expected);
    }
}
