//! Every figure of the whole report, in three small tables.

use super::{full_bar, is_narrow};
use crate::out::{Page, Style};
use crate::rules::tally::{Figures, METRICS, Rate, Spread};
use crate::views::bar::bar;
use crate::views::table::{Cell, Column, Table};
use crate::when::say;

/// Returns what became of the promises, as a table.
pub(super) fn outcomes(figures: &Figures, page: Page) -> Table {
    let rows = [
        ("kept", figures.kept, Style::Good, "by the date that was first promised"),
        ("renegotiated", figures.renegotiated, Style::Plain, "by a later date, told in time"),
        ("late", figures.late, Style::Late, "done late, or open past its known due"),
        ("broken", figures.broken, Style::Late, "given up, or cancelled too late"),
    ];
    let head = [Column::new("outcome"), Column::new("n").right()];
    let mut table = Table::new([&head, explained(page, Column::new("")).as_slice()].concat());
    for (name, count, style, what) in rows {
        let share = Rate::new(count, figures.due).fraction().unwrap_or(0.0);
        let bar = Cell::from(bar(share, full_bar(page))).style(style);
        table.row([name.into(), count.to_string().into(), bar, note(what)]);
    }
    table
}

/// Returns the rates, each with its base.
pub(super) fn rates(figures: &Figures, page: Page) -> Table {
    let head = [Column::new("rate"), Column::new("").right()];
    let mut table = Table::new([&head, explained(page, Column::new("of").right()).as_slice()].concat());
    for metric in METRICS.iter().filter(|metric| metric.is_shown(figures)) {
        let rate = metric.of(figures);
        let share = Cell::from(rate.to_string()).style(Style::Bold);
        table.row([metric.head.into(), share, rate.of.to_string().into(), note(metric.explanation)]);
    }
    table
}

/// Returns how late the late ones are, how long customers were told nothing, and how long it took to do what is done.
pub(super) fn lengths(figures: &Figures) -> Table {
    let heads = [Column::new("how long"), Column::new("half").right(), Column::new("9 in 10").right()];
    let mut table = Table::new([heads.as_slice(), &[Column::new("longest").right()]].concat());
    let own = figures.lateness_own.filter(|_| figures.lateness_own != figures.lateness);
    let mut row = |name: &'static str, spread: Option<Spread>, said: fn(i64) -> String| {
        if let Some(Spread { p50, p90, max }) = spread {
            table.row([name.into(), said(p50).into(), said(p90).into(), said(max).into()]);
        }
    };
    row("late", figures.lateness, say::span);
    // Days of an own clock are not days.
    row("late, by own clock", own, say::hours);
    row("silent", figures.silence, say::span);
    row("until answered", figures.answered, say::span);
    row("until done", figures.taken, say::span);
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
