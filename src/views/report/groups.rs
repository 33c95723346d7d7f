//! A line a group, best first, with a bar for the kept rate.

use super::is_narrow;
use crate::out::{Page, Style};
use crate::rules::tally::{FEW, Group, GroupKey, Rate};
use crate::views::bar::bar;
use crate::views::table::{Cell, Column, Table};

const BAR: usize = 10;

/// Returns the groups as a table: on a narrow page only the key, the rate and its bar.
pub(super) fn groups(by: GroupKey, groups: &[Group], page: Page) -> Table {
    let narrow = is_narrow(page);
    let mut columns = vec![
        Column::new(by.name()).shrinks(),
        Column::new("").right(),
        Column::new("due").right(),
        Column::new("kept").right(),
        Column::new(""),
    ];
    if !narrow {
        let more = ["honoured", "late", "overdue"];
        columns.extend(more.map(|head| Column::new(head).right()));
    }
    // They are rare; without any they take no room.
    let unrated = !narrow && groups.iter().any(|group| group.figures.withdrawn > 0 || group.figures.void > 0);
    if unrated {
        columns.extend(["withdrawn", "void"].map(|head| Column::new(head).right()));
    }
    let worst = worst(groups);
    let width = columns.len();
    let rows = groups.iter().map(|group| {
        let figures = &group.figures;
        let keep = figures.keep();
        let bar = Cell::from(bar(keep.fraction().unwrap_or(0.0), BAR)).style(style(group, worst));
        let cells = [
            Cell::from(name(by, group.key.as_deref())),
            Cell::from(if group.best { "best" } else { "" }).style(Style::Good),
            Cell::from(keep.of.to_string()),
            Cell::from(keep.to_string()),
            bar,
            Cell::from(figures.honoured().with_n()),
            Cell::from(figures.late.to_string()),
            Cell::from(figures.overdue.to_string()),
            Cell::from(figures.withdrawn.to_string()),
            Cell::from(figures.void.to_string()),
        ];
        cells.into_iter().take(width)
    });
    Table::filled(columns, rows)
}

/// Returns the key, or the name of the group without one.
fn name(by: GroupKey, key: Option<&str>) -> String {
    key.map_or_else(|| format!("(no {})", by.name()), str::to_owned)
}

/// Returns the worst rate of a group that is large enough, if there is a better one too.
fn worst(groups: &[Group]) -> Option<Rate> {
    let mut telling = groups.iter().map(|group| group.figures.keep()).filter(|rate| rate.of >= FEW);
    let best = telling.next()?;
    telling.next_back().filter(|worst| worst.compare(best).is_lt())
}

fn style(group: &Group, worst: Option<Rate>) -> Style {
    let keep = group.figures.keep();
    match worst {
        _ if group.best => Style::Good,
        _ if keep.of < FEW => Style::Dim,
        Some(worst) if keep.compare(worst).is_eq() => Style::Late,
        _ => Style::Plain,
    }
}
