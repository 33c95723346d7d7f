//! What holds for any cells.

use proptest::prelude::*;

use super::super::cell::{self, Look};
use super::super::plain;
use super::*;
use crate::when::written;

/// Returns anything that looks like a date, and is one more often than not.
fn near() -> impl Strategy<Value = String> {
    let mark = || prop::sample::select(vec!["-", "/", ".", " "]);
    let number = || {
        prop_oneof![4 => 1_u32..13, 1 => 0_u32..40]
            .prop_flat_map(|n| prop::sample::select(vec![format!("{n}"), format!("{n:02}")]))
    };
    let year = || {
        prop_oneof![6 => 1998_u32..2031, 1 => 0_u32..99, 1 => 1890_u32..2110]
            .prop_map(|year| year.to_string())
    };
    let date = prop_oneof![
        (year(), mark(), number(), number()).prop_map(|(y, m, a, b)| format!("{y}{m}{a}{m}{b}")),
        (year(), mark(), number(), number()).prop_map(|(y, m, a, b)| format!("{a}{m}{b}{m}{y}")),
        (year(), mark(), number(), prop::sample::select(vec!["Jun", "dec", "MAY"]))
            .prop_map(|(y, m, a, b)| format!("{a}{m}{b}{m}{y}")),
        (1998_u32..2031, 1_u32..14, 1_u32..33).prop_map(|(y, m, d)| format!("{y}{m:02}{d:02}")),
    ];
    let gap = prop::sample::select(vec![" ", "T", "t", ", ", "  ", ","]);
    let clock = (0_u32..26, 0_u32..62, prop::option::of(0_u32..62), any::<bool>(), any::<bool>()).prop_map(
        |(h, m, s, two, colon)| {
            let colon = if colon { ":" } else { "" };
            let hour = if two { format!("{h:02}") } else { h.to_string() };
            let second = s.map_or_else(String::new, |s| format!("{colon}{s:02}"));
            format!("{hour}{colon}{m:02}{second}")
        },
    );
    let fraction = prop::sample::select(vec!["", "", "", ".0", ".25", ",250", "."]);
    let half = prop::sample::select(vec!["", "", " AM", "pm", " Pm", " a", "AMX"]);
    let zone = prop::sample::select(vec![
        "", "", "Z", " UTC", "gmt", "-0400", " +05:30", "-05", " +1500", "+5", " EST", "+05:60",
    ]);
    let time = (gap, clock, fraction, half, zone).prop_map(|(g, c, f, h, z)| format!("{g}{c}{f}{h}{z}"));
    (date, prop_oneof![3 => time, 1 => Just(String::new())]).prop_map(|(date, time)| date + &time)
}

/// Returns any cell of a file.
fn cell() -> impl Strategy<Value = String> {
    let known = [
        "",
        "N/A",
        "0000-00-00",
        "45981",
        "1795798800",
        "1795798800250",
        "tomorrow",
        "14/Jun/24 10:28 AM",
        "foo",
    ];
    prop_oneof![6 => near(), 2 => prop::sample::select(known.map(str::to_owned).to_vec()), 1 => any::<String>()]
}

fn order() -> impl Strategy<Value = Order> {
    prop::sample::select(vec![Order::Dmy, Order::Mdy, Order::Ymd])
}

fn terms() -> impl Strategy<Value = (Option<Dates>, Alone, Option<Forced>)> {
    let asked = prop::sample::select(vec!["", "dmy", "mdy", "ymd", "%d.%m.%y", "%d/%m/%Y %H:%M"]);
    let alone = prop::sample::select(vec![Alone::Begins, Alone::Ends]);
    let forced = prop::sample::select(vec![None, Some(Forced::Date), Some(Forced::Time)]);
    (asked.prop_map(|asked| Dates::parse(asked).ok()), alone, forced)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn numbers_alone_mean_what_the_grammar_says(text in near(), order in order()) {
        if let Some(plain) = plain::read(&text).filter(|plain| plain.form != plain::Form::Short) {
            prop_assert_eq!(plain.written(order).ok(), written::written(&text, order).ok(), "{}", text);
        }
    }

    #[test]
    fn both_ways_are_each_way(text in near(), clock in prop::sample::select(vec!["", "9am ", "Fri "])) {
        let text = format!("{clock}{text}");
        let both = written::written_both_ways(&text);
        prop_assert_eq!(both, [Order::Dmy, Order::Mdy].map(|order| written::written(&text, order)));
    }

    #[test]
    fn any_text_is_answered_in_one_line(text in any::<String>(), near in cell(), (asked, alone, forced) in terms()) {
        for text in [text, near] {
            let judged = judge("x", [(2, &*text)], asked.as_ref(), alone, forced, Tz::Pacific__Apia);
            let Ok(column) = judged else { continue };
            match column.read(&text) {
                Ok(None) => {}
                Ok(Some(moment)) => prop_assert!(moment.at.in_range() && moment.at <= moment.last),
                Err(why) => prop_assert!(!why.contains(['\n', '"']), "{}", why),
            }
        }
    }

    #[test]
    fn the_order_of_rows_decides_nothing(
        cells in prop::collection::vec(cell(), 0..6).prop_map(|cells| (2_u64..).zip(cells).collect::<Vec<_>>()),
        seed in any::<prop::sample::Index>(),
        (asked, alone, forced) in terms(),
    ) {
        let judged = |cells: &[(u64, String)]| {
            let cells = cells.iter().map(|(line, text)| (*line, text.as_str()));
            match judge("Due", cells, asked.as_ref(), alone, forced, YORK) {
                Ok(column) => Ok((column.dates.clone(), column.holds, column.said().to_vec())),
                Err(refusal) => Err((refusal.message, refusal.hints)),
            }
        };
        let mut other = cells.clone();
        if !other.is_empty() {
            let by = seed.index(other.len());
            other.rotate_left(by);
            other.get_mut(by..).into_iter().for_each(<[_]>::reverse);
        }
        prop_assert_eq!(judged(&cells), judged(&other));
    }

    #[test]
    fn a_column_that_is_judged_reads_every_cell_that_has_a_meaning(cells in prop::collection::vec(cell(), 1..6)) {
        let lines = (2_u64..).zip(cells.iter().map(String::as_str));
        let Ok(column) = judge("Due", lines, None, Alone::Ends, None, Tz::UTC) else { return Ok(()) };
        for cell in &cells {
            let text = cell.trim();
            match cell::look(text) {
                _ if cell::is_empty(text) => prop_assert_eq!(column.read(cell), Ok(None)),
                Look::Bad(_) => prop_assert!(column.read(cell).is_err(), "{}", cell),
                Look::Short => prop_assert!(false, "{} should have been asked about", cell),
                Look::Sure { .. } | Look::Ordered { .. } => match column.read(cell) {
                    Ok(moment) => prop_assert!(moment.is_some()),
                    Err(why) => prop_assert!(why.starts_with("is out of range"), "{}: {}", cell, why),
                },
            }
        }
    }

    #[test]
    fn what_is_written_in_an_order_is_read_in_it(days in prop::collection::vec((1_u32..29, 1_u32..13, 1990_i32..2050), 1..8), month_first in any::<bool>()) {
        let date = |(day, month, year): &(u32, u32, i32)| if month_first { format!("{month:02}/{day:02}/{year}") } else { format!("{day:02}/{month:02}/{year}") };
        let cells: Vec<String> = days.iter().map(date).collect();
        let lines = (2_u64..).zip(cells.iter().map(String::as_str));
        let judged = judge("Due", lines, None, Alone::Ends, None, Tz::UTC);
        let decides = days.iter().any(|(day, ..)| *day > 12);
        let differs = days.iter().any(|(day, month, _)| day != month);
        prop_assert_eq!(judged.is_ok(), decides || !differs);
        let Ok(column) = judged else { return Ok(()) };
        for (cell, (day, month, year)) in cells.iter().zip(&days) {
            let at = column.read(cell).ok().flatten().map(|moment| moment.at.rfc3339(Tz::UTC));
            prop_assert_eq!(at, Some(format!("{year:04}-{month:02}-{day:02}T23:59:59+00:00")));
        }
    }
}
