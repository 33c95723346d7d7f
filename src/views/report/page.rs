//! A report as the sections of a page: tables without bars, for there are charts, and what the charts show.

use super::groups::{called, worst};
use super::{causes, lowest, misses, total};
use crate::out::{Page, Style};
use crate::rules::tally::{FEW, Figures, Group, METRICS, ReportData};
use crate::views::forecast::Forecasts;
use crate::views::table::{Cell, Column, Table};

/// Nothing is left out for want of room.
const PAGE: Page = Page { width: None, colour: false };

/// What a page has beside the figures.
#[derive(Debug)]
pub struct Beside {
    /// What `overdue` lists now of what the report is about.
    pub listed: Table,
    /// What can be promised; `None` where forecasts are not about what the report is about.
    pub forecasts: Option<Forecasts>,
}

/// Bars: what each is of, and how long it is.
pub type Bars = Vec<(String, u64)>;

/// Returns the rates, each with its base.
pub fn rates(figures: &Figures) -> Table {
    let heads = [Column::new("rate"), Column::new("share").right(), Column::new("n").right()];
    let rows = METRICS.iter().filter(|metric| metric.is_shown(figures)).map(|metric| {
        let rate = metric.of(figures);
        let share = Cell::from(rate.to_string()).style(Style::Bold);
        [metric.head.into(), share, rate.of.to_string().into(), metric.explanation.into()]
    });
    Table::filled([heads.as_slice(), &[Column::new("what")]].concat(), rows)
}

/// Returns what became of the promises.
pub fn outcomes(figures: &Figures) -> Table {
    let rows = [
        ("kept", figures.kept, Style::Good),
        ("renegotiated", figures.renegotiated, Style::Plain),
        ("late", figures.late, Style::Late),
        ("broken", figures.broken, Style::Late),
    ];
    let rows = rows.map(|(name, count, style)| {
        let style = if count > 0 { style } else { Style::Plain };
        [name.into(), Cell::from(count.to_string()).style(style)]
    });
    Table::filled(vec![Column::new("outcome"), Column::new("n").right()], rows)
}

/// Returns the weeks in which something was due, and the percentage of each that was kept.
pub fn weeks(weeks: &[Group]) -> (Table, Bars) {
    let due = || weeks.iter().filter(|week| week.figures.due > 0);
    let name = |week: &Group| week.keys.iter().flatten().cloned().collect::<String>();
    let rows = due().map(|week| {
        let keep = week.figures.keep();
        [
            name(week).into(),
            keep.of.to_string().into(),
            keep.part.to_string().into(),
            Cell::from(keep.to_string()),
        ]
    });
    let [n, kept, share] = ["due", "kept", "share"].map(|head| Column::new(head).right());
    let table = Table::filled(vec![Column::new("week"), n, kept, share], rows);
    let percent =
        |week: &Group| week.figures.keep().percent().and_then(|percent| u64::try_from(percent).ok());
    (table, due().map(|week| (name(week), percent(week).unwrap_or_default())).collect())
}

/// Returns how many were late, by how long.
pub fn lateness(figures: &Figures) -> (Table, Bars) {
    let bars = [
        ("up to 1h", figures.late_within_1h),
        ("up to 1d", figures.late_within_1d),
        ("up to 1w", figures.late_within_1w),
        ("longer", figures.late_beyond),
    ];
    let bars = bars.map(|(name, count)| (name.to_owned(), count));
    let rows = bars.iter().map(|(name, count)| [Cell::from(name.as_str()), count.to_string().into()]);
    (Table::filled(vec![Column::new("late by"), Column::new("n").right()], rows), bars.to_vec())
}

/// Returns how long things took.
pub fn lengths(figures: &Figures) -> Table {
    total::lengths(figures)
}

/// Returns the groups, the best and the worst of those marked that are large enough.
pub fn ranking(report: &ReportData) -> Table {
    let worst = worst(&report.groups);
    let heads = report.by.iter().map(|key| Column::new(key.name()));
    let [kept, n, late] = ["kept", "n", "late"].map(|head| Column::new(head).right());
    let rows = report.groups.iter().map(|group| {
        let keep = group.figures.keep();
        let is_worst = keep.of >= FEW && worst.is_some_and(|worst| keep.compare(worst).is_eq());
        let mark = match (group.best, is_worst) {
            (true, _) => Cell::from("best").style(Style::Good),
            (false, true) => Cell::from("worst").style(Style::Late),
            (false, false) => Cell::default(),
        };
        let names =
            report.by.iter().zip(&group.keys).map(|(key, name)| Cell::from(called(*key, name.as_deref())));
        let late = group.figures.late.to_string();
        names
            .chain([keep.to_string().into(), keep.of.to_string().into(), late.into(), mark])
            .collect::<Vec<_>>()
    });
    Table::filled(heads.chain([kept, n, late, Column::new("mark")]).collect::<Vec<_>>(), rows)
}

/// Returns the causes that were given more than once.
pub fn reasons(report: &ReportData) -> Table {
    causes(&report.causes)
}

/// Returns what was late or broken, if it was asked for.
pub fn missed(report: &ReportData) -> Option<Table> {
    Some(misses::misses(report.misses.as_ref()?, report, PAGE))
}

/// Returns the lowest ratings.
pub fn lowest(report: &ReportData) -> Table {
    lowest::lowest(report, PAGE)
}

/// Returns the sentences above the figures.
pub fn sentences(report: &ReportData) -> Vec<String> {
    super::title(report).into_iter().map(|(sentence, _)| sentence.replace('`', "")).collect()
}
