//! A line a group, with a bar for what was kept.

use super::{full_bar, is_narrow, is_wide};
use crate::out::{Page, Style};
use crate::rules::tally::{FEW, Figures, Group, GroupKey, Rate, Stand};
use crate::views::bar::bar;
use crate::views::table::{Cell, Column, Table};

/// Returns the groups as a table: with little room only the keys, the rate and its bar.
pub(super) fn groups(by: &[GroupKey], groups: &[Group], page: Page) -> Table {
    let (narrow, timed) = (is_narrow(page), by.iter().any(|key| key.is_time()));
    let any = |has: &dyn Fn(&Figures) -> bool| !narrow && groups.iter().any(|group| has(&group.figures));
    let unrated = is_wide(page) && any(&|figures| figures.withdrawn > 0 || figures.void > 0);
    let worst = worst(groups);
    let right = |head: &'static str| Column::new(head).right();
    // What is seldom takes no room where there is none, and what is open now belongs to no span of time.
    let columns = [
        (true, Column::new("due").right()),
        (true, Column::new("kept").right()),
        (true, Column::new("")),
        (timed, right("change")),
        (!narrow, right("honoured")),
        (!narrow, right("late")),
        (any(&|figures| figures.ratings > 0), right("stars")),
        (any(&|figures| figures.ratings > 0), right("rated")),
        (any(&|figures| figures.ahead > 0), right("ahead")),
        (!narrow && !timed, right("overdue")),
        (unrated, right("withdrawn")),
        (unrated, right("void")),
    ];
    let shown: Vec<_> = columns.iter().map(|(is_shown, _)| *is_shown).collect();
    let mut heads: Vec<_> = by.iter().map(|key| Column::new(key.name()).shrinks()).collect();
    if !timed {
        heads.push(right(""));
    }
    heads.extend(columns.into_iter().filter(|(is_shown, _)| *is_shown).map(|(_, column)| column));
    let rows = groups.iter().map(|group| {
        let Figures { late, ahead, withdrawn, void, now, ratings, done, .. } = group.figures;
        let stars = if ratings == 0 { String::new() } else { group.figures.mean().to_string() };
        // How many said so stands beside, of all that could have.
        let rated = if ratings == 0 { String::new() } else { format!("{ratings} of {done}") };
        let Stand { overdue, .. } = now.unwrap_or_default();
        let keep = group.figures.keep();
        let names = by.iter().zip(&group.keys).map(|(key, name)| Cell::from(called(*key, name.as_deref())));
        let best = Cell::from(if group.best { "best" } else { "" }).style(Style::Good);
        let cells = [
            keep.of.to_string().into(),
            keep.to_string().into(),
            Cell::from(bar(keep.fraction().unwrap_or(0.0), full_bar(page))).style(style(group, worst)),
            group.change.map_or_else(String::new, |points| format!("{points:+}")).into(),
            group.figures.honoured().to_string().into(),
            late.to_string().into(),
            stars.into(),
            rated.into(),
            ahead.to_string().into(),
            overdue.to_string().into(),
            withdrawn.to_string().into(),
            void.to_string().into(),
        ];
        let cells = cells.into_iter().zip(&shown).filter(|(_, is_shown)| **is_shown).map(|(cell, _)| cell);
        names.chain((!timed).then_some(best)).chain(cells).collect::<Vec<_>>()
    });
    Table::filled(heads, rows)
}

/// Returns the key, or what to call the group that has none.
pub(super) fn called(by: GroupKey, key: Option<&str>) -> String {
    key.map_or_else(|| format!("(no {})", by.name()), str::to_owned)
}

/// Returns the worst rate of a group that is large enough, if there is a better one too.
pub(super) fn worst(groups: &[Group]) -> Option<Rate> {
    let telling = || groups.iter().map(|group| group.figures.keep()).filter(|rate| rate.of >= FEW);
    let best = telling().max_by(|a, b| a.compare(*b))?;
    telling().min_by(|a, b| a.compare(*b)).filter(|worst| worst.compare(best).is_lt())
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
