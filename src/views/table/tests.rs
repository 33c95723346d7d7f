use insta::assert_snapshot;
use proptest::prelude::*;

use super::*;
use crate::text::{tests::nasty, width};

const COLUMNS: [Column; 6] = [
    Column::new("id"),
    Column::new("due"),
    Column::new("to").shrinks(),
    Column::new("what").shrinks(),
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
fn a_cell_that_is_not_where_it_was_drawn_is_refused() {
    let damage: [fn(&mut Table); 5] = [
        |table| table.starts[1] = 1_000_000,
        // Within the ü.
        |table| table.slots[8].length = 2,
        |table| table.slots[29].length = 1,
        |table| table.slots.truncate(29),
        |table| *table = table.clone().ordered(vec![Pick { row: 5, first: 3 }]),
    ];
    for damage in damage {
        let mut table = table();
        damage(&mut table);
        for width in [None, Some(200), Some(20)] {
            assert!(table.write(Page { width, colour: false }, &mut Vec::new()).is_err(), "{width:?}");
        }
    }
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
    id    due         to              what                            owner  why
    k7q   2h 5m late  Acme Corp       call back about invoice 1182    dana   due
    m2x4  17:00       Müller & Söhne  send the revised offer for the  sam
                      Maschinenbau    lathe, with dates
    bcd   Fri 09:12   東京電力ホール  年次点検の見積もりを送る、でき  lee    silence
                      ディングス      るだけ早く
    rst   Mon         école 👨‍👩‍👧‍👦        fix the 🔧                      dana
    zz9   Wed         evil\x1b[31m\u  two\nlines
                      {202e}txt
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
fn a_text_goes_on_below_up_to_ten_lines_and_a_rule_to_its_end() {
    let mut table = Table::new([Column::new("id"), Column::new("what").shrinks()]);
    let words =
        |count: usize| (1..=count).map(|number| format!("word{number:02}")).collect::<Vec<_>>().join(" ");
    for count in [3, 10, 11] {
        table.row(["k7q".into(), words(count).into()]);
    }
    let text = drawn(&table, Some(20), false);
    assert_eq!(text.lines().count(), 1 + 2 + 5 + 6);
    table.row(["m2x".into(), words(60).into()]);
    let text = drawn(&table, Some(20), false);
    assert!(text.ends_with("word20…\n"), "{text}");
    assert_eq!(text.lines().count(), 1 + 2 + 5 + 6 + 10);
    let whole = drawn(&table.whole(), Some(20), false);
    assert!(whole.ends_with("word60\n"), "{whole}");
}

#[test]
fn a_text_wider_than_any_terminal_is_drawn_at_every_width() {
    for long in ["x".repeat(150_000), "x y ".repeat(40_000), "年".repeat(75_000)] {
        let mut table = Table::new(COLUMNS);
        table.row(["k7q", "2h late", &long, &long, "dana", "due"].map(Cell::from));
        for width in [20, 40, 80, 200, 5_000, 70_000, 200_000, usize::MAX] {
            let text = drawn(&table, Some(width), true);
            assert!(text.lines().count() <= 100, "{width}");
            assert!(text.contains('…'), "{width}");
        }
        let whole = drawn(&table.whole(), Some(80), false);
        assert!(!whole.contains('…'));
        let letters = |text: &str| text.matches(['x', '年']).count();
        assert_eq!(letters(&whole), 2 * letters(&long));
    }
}

#[test]
fn a_long_table_has_one_head_and_every_row() {
    let mut table = Table::new([Column::new("n").right(), Column::new("what").shrinks()]);
    for number in 0..2_500 {
        table.row([Cell::from(number.to_string()), Cell::from("call back about the invoice")]);
    }
    let text = drawn(&table, Some(80), false);
    assert_eq!(text, drawn(&table, None, false));
    let narrow = drawn(&table, Some(24), false);
    assert_eq!(narrow.matches("what").count(), 1);
    assert_eq!(narrow.lines().count(), 1 + 2 * 2_500);
    assert!(narrow.lines().skip(1).step_by(2).all(|line| line.ends_with("  call back about")));
}

#[test]
fn a_column_in_which_no_row_says_anything_can_be_left_out() {
    let rows = [["dana", "", "3"], ["lee", "", "17"]];
    let table = Table::filled(["owner", "best", "due"].map(Column::new), rows.map(|row| row.map(Cell::from)));
    assert_eq!(drawn(&table, Some(80), false), "owner  due\ndana   3\nlee    17\n");
    assert_eq!(drawn(&table, None, false), drawn(&table, Some(80), false));
}

#[test]
fn colour_goes_with_a_text_that_goes_on_below() {
    let mut table = Table::new([Column::new("who").shrinks(), Column::new("for")]);
    table.row([Cell::from("the whole team takes over").style(Style::Bold), Cell::from("callbacks")]);
    assert_eq!(
        drawn(&table, Some(24), true),
        "\x1b[1mwho\x1b[0m            \x1b[1mfor\x1b[0m\n\
         \x1b[1mthe whole\x1b[0m      callbacks\n\
         \x1b[1mteam takes\x1b[0m\n\
         \x1b[1mover\x1b[0m\n"
    );
}

#[test]
fn colour_parts_no_two_characters_that_are_drawn_as_one() {
    // Arabic lam and alef, a Khmer subscript.
    for text in ["لا", "\u{17d2}ឫa", "السلام"] {
        let mut table = Table::new([Column::new("to"), Column::new("for")]);
        table.row([Cell::from(text).style(Style::Bold), Cell::from("us")]);
        let plain = drawn(&table, Some(24), false);
        let coloured = drawn(&table, Some(24), true);
        assert_eq!(coloured.replace("\x1b[0m", "").replace("\x1b[1m", ""), plain);
        assert!(coloured.contains(&["\x1b[1m", text, "\x1b[0m"].concat()), "{coloured}");
    }
}

fn tables() -> impl Strategy<Value = Table> {
    let columns = prop::collection::vec((any::<bool>(), any::<bool>()), 1..7);
    let rows = prop::collection::vec(prop::collection::vec(nasty(), 0..7), 0..12);
    (columns, rows).prop_map(|(columns, rows)| {
        let heads = ["id", "due", "to", "what", "owner", "why"];
        let column = |(head, (right, shrinks))| {
            let column = if shrinks { Column::new(head).shrinks() } else { Column::new(head) };
            if right { column.right() } else { column }
        };
        let mut table = Table::new(heads.into_iter().zip(columns).map(column).collect::<Vec<_>>());
        for row in rows {
            let styles =
                [Style::Bold, Style::Late, Style::Plain, Style::Risk, Style::Dim].into_iter().cycle();
            table.row(row.into_iter().zip(styles).map(|(text, style)| Cell::from(text).style(style)));
        }
        table
    })
}

proptest! {
    #[test]
    fn every_line_fits_the_terminal(table in tables(), columns in 4_usize..=200) {
        for line in drawn(&table, Some(columns), false).lines() {
            prop_assert!(width(line) <= columns, "{} > {columns}: {line:?}", width(line));
            prop_assert!(!line.ends_with(' '), "{line:?}");
        }
    }

    #[test]
    fn colour_takes_no_room_and_changes_no_text(table in tables(), columns in prop::option::of(4_usize..=200)) {
        let mut uncoloured = drawn(&table, columns, true);
        for code in ["\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[31m", "\x1b[33m"] {
            uncoloured = uncoloured.replace(code, "");
        }
        for line in uncoloured.lines() {
            prop_assert!(width(line) <= columns.unwrap_or(usize::MAX), "{line:?}");
        }
        // A joiner that joins nothing may make a line end elsewhere than without colour.
        let plain = drawn(&table, columns, false);
        prop_assert!(uncoloured == plain || plain.contains('\u{200d}'), "{uncoloured}\n{plain}");
    }

    #[test]
    fn piped_lines_are_the_rows_and_a_head(table in tables()) {
        let text = drawn(&table, None, false);
        prop_assert_eq!(text.lines().skip(1).count(), table.rows().count());
        prop_assert!(text.lines().all(|line| !line.ends_with(' ')));
        for (line, mut row) in text.lines().skip(1).zip(table.rows()) {
            prop_assert!(row.all(|cell| line.contains(cell.unwrap().text)));
        }
    }
}

#[test]
fn a_name_breaks_at_its_hyphens_and_blanks() {
    let mut table = Table::new([Column::new("to").shrinks(), Column::new("what")]);
    table.row([Cell::from("Schmidt-Hohenberg Immobilien"), Cell::from("send the keys")]);
    table.row([Cell::from("Tel. 555-0101-22"), Cell::from("call")]);
    assert_eq!(
        drawn(&table, Some(27), false),
        "to            what\nSchmidt-      send the keys\nHohenberg\nImmobilien\nTel.          call\n555-0101-22\n"
    );
}

#[test]
fn what_all_rows_say_is_said_once_on_a_terminal() {
    let table = |owners: &[&'static str]| {
        let mut table =
            Table::new([Column::new("what"), Column::new("owner").once("all ", "'s"), Column::new("why")]);
        owners.iter().for_each(|owner| table.row([Cell::from("ring back"), Cell::from(*owner)]));
        table
    };
    let terminal = |owners: &[&'static str]| drawn(&table(owners), Some(40), false);
    assert_eq!(terminal(&["dana"; 3]), "all dana's\nwhat\nring back\nring back\nring back\n");
    assert_eq!(terminal(&["dana"; 2]), "what       owner\nring back  dana\nring back  dana\n");
    assert!(terminal(&["dana", "dana", "lee"]).starts_with("what       owner\n"));
    // What nobody owns is no owner of all.
    assert_eq!(terminal(&[""; 3]), "what\nring back\nring back\nring back\n");
    assert!(drawn(&table(&["dana"; 3]), None, false).starts_with("what       owner  why\nring back  dana\n"));
}

#[test]
fn two_columns_share_one_where_there_is_no_room_for_both() {
    let mut table = Table::new([Column::new("due").yields(), Column::new("when"), Column::new("what")]);
    let row = |due: Cell<'static>| [due, Cell::from("Fri 17:00"), Cell::from("ring back")];
    table.row(row(Cell::from("2h late").style(Style::Late)));
    table.row(row(Cell::from("in 3d")));
    assert_eq!(
        drawn(&table, Some(30), false),
        "due      when       what\n2h late  Fri 17:00  ring back\nin 3d    Fri 17:00  ring back\n"
    );
    assert_eq!(
        drawn(&table, Some(20), false),
        "due        what\n2h late    ring back\nFri 17:00  ring back\n"
    );
}
