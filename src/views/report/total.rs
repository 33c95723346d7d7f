//! Every figure of the whole report, in three small tables.

use super::is_narrow;
use crate::out::{Page, Style};
use crate::rules::tally::{Figures, METRICS, Rate, Spread};
use crate::views::bar::bar;
use crate::views::table::{Cell, Column, Table};
use crate::when::say;

const BAR: usize = 16;

/// On a narrower page the bars are left out too: a short bar in a line is better than a long one in a card.
const VERY_NARROW: usize = 40;

/// Returns what became of the promises.
pub(super) fn outcomes(figures: &Figures, page: Page) -> Table {
    let rows = [
        ("kept", figures.kept, Style::Good, "by the date that was first promised"),
        ("renegotiated", figures.renegotiated, Style::Plain, "by a later date, told in time"),
        ("late", figures.late, Style::Late, "done late, or still open and past due"),
        ("broken", figures.broken, Style::Late, "given up, or cancelled too late"),
        ("pending", figures.pending, Style::Dim, "not closed, and not late"),
    ];
    let length = if page.width.is_some_and(|width| width < VERY_NARROW) { BAR / 4 } else { BAR };
    let head = [Column::new("outcome"), Column::new("n").right(), Column::new("share").right()];
    let mut table = Table::new([&head, explained(page, Column::new("")).as_slice()].concat());
    for (name, count, style, what) in rows {
        let rate = Rate::new(count, figures.due);
        let share = Cell::from(rate.to_string());
        let bar = Cell::from(bar(rate.fraction().unwrap_or(0.0), length)).style(style);
        table.row([name.into(), count.to_string().into(), share, bar, note(what)]);
    }
    table
}

/// Returns the rates, each with its base.
pub(super) fn rates(figures: &Figures, page: Page) -> Table {
    let head = [Column::new("rate"), Column::new("").right()];
    let mut table = Table::new([&head, explained(page, Column::new("of").right()).as_slice()].concat());
    for metric in METRICS {
        let rate = metric.of(figures);
        let share = Cell::from(rate.to_string()).style(Style::Bold);
        table.row([metric.head.into(), share, rate.of.to_string().into(), note(metric.explanation)]);
    }
    table
}

/// Returns how late the late ones are, and how long customers were told nothing.
pub(super) fn lengths(lateness: Option<Spread>, silence: Option<Spread>) -> Table {
    let heads = [Column::new("how long"), Column::new("half").right(), Column::new("9 in 10").right()];
    let mut table = Table::new([heads.as_slice(), &[Column::new("longest").right()]].concat());
    let rows = [("late", lateness), ("silent", silence)];
    for (name, spread) in rows {
        if let Some(Spread { p50, p90, max }) = spread {
            table.row([name.into(), say::span(p50).into(), say::span(p90).into(), say::span(max).into()]);
        }
    }
    table
}

/// Returns a column, and beside it, if there is room, one that explains the row.
fn explained(page: Page, column: Column) -> Vec<Column> {
    let meaning = (!is_narrow(page)).then(|| Column::new("").shrinks());
    std::iter::once(column).chain(meaning).collect()
}

fn note(what: &'static str) -> Cell<'static> {
    Cell::from(what).style(Style::Dim)
}
