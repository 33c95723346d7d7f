//! A line for each of the lowest ratings, with what the customer said.

use super::groups::called;
use super::is_narrow;
use crate::out::Page;
use crate::rules::commitment::MOST_STARS;
use crate::rules::tally::ReportData;
use crate::views::table::{Cell, Column, Table};

/// Returns the lowest ratings as a table, of each group in the order of the groups; with little room without what was promised.
pub(super) fn lowest(report: &ReportData, page: Page) -> Table {
    let is_narrow = is_narrow(page);
    let mut columns: Vec<_> = report.by.iter().map(|key| Column::new(key.name()).shrinks()).collect();
    columns.extend([Column::new("lowest").right(), Column::new("id"), Column::new("to").shrinks()]);
    columns.extend((!is_narrow).then(|| Column::new("what").shrinks()));
    columns.push(Column::new("in their words").shrinks());
    columns.extend(report.is_of_several.then(|| Column::new("ledger").shrinks()));
    let rows = report.lowest().map(|(keys, rated)| {
        let keys = report.by.iter().zip(keys).map(|(by, key)| Cell::from(called(*by, key.as_deref())));
        let cells = [
            Some(Cell::from(format!("{}/{MOST_STARS}", rated.stars))),
            Some(rated.short.as_str().into()),
            Some(rated.to.as_str().into()),
            (!is_narrow).then(|| rated.what.as_str().into()),
            Some(rated.words.as_deref().unwrap_or_default().into()),
            report.is_of_several.then(|| rated.ledger.as_str().into()),
        ];
        keys.chain(cells.into_iter().flatten()).collect::<Vec<_>>()
    });
    Table::filled(columns, rows)
}
