use insta::assert_snapshot;
use proptest::prelude::*;

use super::*;
use crate::text::{tests::nasty, width};

const COLUMNS: [Column; 6] = [
    Column::new("id"),
    Column::new("due"),
    Column::new("to").shrinks(1),
    Column::new("what").shrinks(2),
    Column::new("owner"),
    Column::new("why"),
];

fn table() -> Table {
    let mut table = Table::new(COLUMNS);
    let rows = [
        ["k7q", "2h 5m late", "Acme Corp", "call back about invoice 1182", "dana", "due"],
        [
            "m2x4",
            "17:00",
            "Müller & Söhne Maschinenbau",
            "send the revised offer for the lathe, with dates",
            "sam",
            "",
        ],
        [
            "bcd",
            "Fri 09:12",
            "東京電力ホールディングス",
            "年次点検の見積もりを送る、できるだけ早く",
            "lee",
            "silence",
        ],
        ["rst", "Mon", "e\u{301}cole 👨‍👩‍👧‍👦", "fix the 🔧", "dana", ""],
        ["zz9", "Wed", "evil\x1b[31m\u{202e}txt", "two\nlines ", "", ""],
    ];
    for row in rows {
        table.row(row.map(Cell::from));
    }
    table
}

fn drawn(table: &Table, width: Option<usize>, colour: bool) -> String {
    let mut bytes = Vec::new();
    table.write(Page { width, colour }, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn a_pipe_gets_every_row_whole_on_a_line() {
    assert_snapshot!(drawn(&table(), None, false), @r#"
    id    due         to                           what                                              owner  why
    k7q   2h 5m late  Acme Corp                    call back about invoice 1182                      dana   due
    m2x4  17:00       Müller & Söhne Maschinenbau  send the revised offer for the lathe, with dates  sam
    bcd   Fri 09:12   東京電力ホールディングス     年次点検の見積もりを送る、できるだけ早く          lee    silence
    rst   Mon         école 👨‍👩‍👧‍👦                     fix the 🔧                                        dana
    zz9   Wed         evil\x1b[31m\u{202e}txt      two\nlines
    "#);
}

#[test]
fn a_terminal_gets_rows_that_fit() {
    assert_snapshot!(drawn(&table(), Some(80), false), @r"
    id    due         to                 what                        owner  why
    k7q   2h 5m late  Acme Corp          call back about invoice     dana   due
                                         1182
    m2x4  17:00       Müller & Söhne     send the revised offer for  sam
                      Maschinenbau       the lathe, with dates
    bcd   Fri 09:12   東京電力ホールデ   年次点検の見積もりを送る、  lee    silence
                      ィングス           できるだけ早く
    rst   Mon         école 👨‍👩‍👧‍👦           fix the 🔧                  dana
    zz9   Wed         evil\x1b[31m\u{20  two\nlines
                      2e}txt
    ");
}

#[test]
fn a_narrow_terminal_gets_cards() {
    assert_snapshot!(drawn(&table(), Some(40), false), @r#"
    id:    k7q
    due:   2h 5m late
    to:    Acme Corp
    what:  call back about invoice 1182
    owner: dana
    why:   due

    id:    m2x4
    due:   17:00
    to:    Müller & Söhne Maschinenbau
    what:  send the revised offer for the
           lathe, with dates
    owner: sam

    id:    bcd
    due:   Fri 09:12
    to:    東京電力ホールディングス
    what:  年次点検の見積もりを送る、できる
           だけ早く
    owner: lee
    why:   silence

    id:    rst
    due:   Mon
    to:    école 👨‍👩‍👧‍👦
    what:  fix the 🔧
    owner: dana

    id:    zz9
    due:   Wed
    to:    evil\x1b[31m\u{202e}txt
    what:  two\nlines
    "#);
}

#[test]
fn a_very_narrow_one_gets_text_below_its_head() {
    assert_snapshot!(drawn(&table(), Some(16), false), @r#"
    id:
    k7q
    due:
    2h 5m late
    to:
    Acme Corp
    what:
    call back about
    invoice 1182
    owner:
    dana
    why:
    due

    id:
    m2x4
    due:
    17:00
    to:
    Müller & Söhne
    Maschinenbau
    what:
    send the revised
    offer for the
    lathe, with
    dates
    owner:
    sam

    id:
    bcd
    due:
    Fri 09:12
    to:
    東京電力ホールデ
    ィングス
    what:
    年次点検の見積も
    りを送る、できる
    だけ早く
    owner:
    lee
    why:
    silence

    id:
    rst
    due:
    Mon
    to:
    école 👨‍👩‍👧‍👦
    what:
    fix the 🔧
    owner:
    dana

    id:
    zz9
    due:
    Wed
    to:
    evil\x1b[31m\u{2
    02e}txt
    what:
    two\nlines
    "#);
}

#[test]
fn a_table_that_fits_a_narrow_terminal_stays_a_table() {
    let mut table = Table::new([Column::new("owner"), Column::new("late").right(), Column::new("").right()]);
    table.row(["dana".into(), "3".into(), "97%".into()]);
    table.row(["lee".into(), "17".into(), "8%".into()]);
    assert_snapshot!(drawn(&table, Some(20), false), @r#"
    owner  late
    dana      3  97%
    lee      17   8%
    "#);
}

#[test]
fn a_wide_terminal_cuts_nothing() {
    assert_eq!(drawn(&table(), Some(200), false), drawn(&table(), None, false));
}

#[test]
fn a_terminal_of_no_width_is_taken_for_one_of_80() {
    assert_eq!(drawn(&table(), Some(0), false), drawn(&table(), Some(80), false));
}

#[test]
fn no_rows_show_nothing_not_even_a_head() {
    for width in [None, Some(80), Some(20)] {
        assert_eq!(drawn(&Table::new(COLUMNS), width, true), "");
        assert_eq!(drawn(&Table::new([]), width, true), "");
    }
}

#[test]
fn colour_adds_nothing_but_colour() {
    let mut table = Table::new(COLUMNS);
    table.row(["k7q", "2h late", "Acme", "call"].map(|text| Cell::new(text).style(Style::Late)));
    let plain = drawn(&table, Some(80), false);
    let coloured = drawn(&table, Some(80), true);
    assert!(coloured.contains("\x1b[1m\x1b[31m2h late\x1b[0m  "), "{coloured:?}");
    let mut uncoloured = coloured;
    for code in ["\x1b[0m", "\x1b[1m", "\x1b[31m"] {
        uncoloured = uncoloured.replace(code, "");
    }
    assert_eq!(uncoloured, plain);
}

#[test]
fn one_long_note_does_not_make_a_line_of_every_row() {
    let mut table = Table::new([Column::new("what"), Column::new("owner")]);
    let long = "x".repeat(5000);
    table.row([long.clone().into(), "dana".into()]);
    table.row(["short".into(), "lee".into()]);
    assert_eq!(drawn(&table, None, false), format!("what   owner\n{long}  dana\nshort  lee\n"));
}

#[test]
fn cards_can_be_asked_for_where_nothing_is_cut() {
    let mut table = Table::new(COLUMNS);
    table.row(["k7q", "", "Acme", "call back"].map(Cell::from));
    let mut bytes = Vec::new();
    table.write_cards(Page { width: None, colour: false }, &mut bytes).unwrap();
    assert_snapshot!(String::from_utf8(bytes).unwrap(), @r#"
    id:    k7q
    to:    Acme
    what:  call back
    "#);
}

fn tables() -> impl Strategy<Value = Table> {
    let columns = prop::collection::vec((any::<bool>(), 0_usize..4), 1..7);
    let rows = prop::collection::vec(prop::collection::vec(nasty(), 0..7), 0..12);
    (columns, rows).prop_map(|(columns, rows)| {
        let heads = ["id", "due", "to", "what", "owner", "why"];
        let column = |(head, (right, share))| {
            let column = Column::new(head).shrinks(share);
            if right { column.right() } else { column }
        };
        let mut table = Table::new(heads.into_iter().zip(columns).map(column).collect::<Vec<_>>());
        for row in rows {
            table.row(row.into_iter().map(Cell::from));
        }
        table
    })
}

proptest! {
    #[test]
    fn every_line_fits_the_terminal(table in tables(), columns in 4_usize..160) {
        for line in drawn(&table, Some(columns), false).lines() {
            prop_assert!(width(line) <= columns, "{} > {columns}: {line:?}", width(line));
            prop_assert!(!line.ends_with(' '), "{line:?}");
        }
    }

    #[test]
    fn piped_lines_are_the_rows_and_a_head(table in tables()) {
        let text = drawn(&table, None, false);
        prop_assert_eq!(text.lines().skip(1).count(), table.rows().count());
        prop_assert!(text.lines().all(|line| !line.ends_with(' ')));
        for (line, mut row) in text.lines().skip(1).zip(table.rows()) {
            prop_assert!(row.all(|cell| line.contains(&*cell.text)));
        }
    }
}
