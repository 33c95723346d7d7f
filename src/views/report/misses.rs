//! A line for each promise that was late or broken, and why.

use std::iter;

use super::is_narrow;
use crate::out::{Page, Style};
use crate::rules::standing::Reason;
use crate::rules::tally::{Miss, ReportData};
use crate::views::table::{Cell, Column, Table};
use crate::views::why;
use crate::when::say;

/// Returns the misses as a table; with little room without owner and reasons.
pub(super) fn misses(misses: &[Miss], report: &ReportData, page: Page) -> Table {
    let mut columns = vec![
        Column::new("id"),
        Column::new("missed"),
        Column::new("was due"),
        Column::new("to").shrinks(),
        Column::new("what").shrinks(),
    ];
    if !is_narrow(page) {
        columns.extend([Column::new("owner").shrinks(), Column::new("why").shrinks()]);
    }
    let width = columns.len();
    columns.extend(report.is_of_several.then(|| Column::new("ledger").shrinks()));
    let rows = misses.iter().map(|miss| {
        let by = miss.late_by.map_or_else(|| "broken".to_owned(), |late| format!("{} late", say::own(late)));
        let open = if miss.closed.is_none() { ", open" } else { "" };
        let cells = [
            Cell::from(miss.short.as_str()),
            Cell::from(format!("{by}{open}")).style(Style::Late),
            Cell::from(say::absolute(miss.known_due, report.now, report.zone)),
            Cell::from(miss.to.as_str()),
            Cell::from(miss.what.as_str()),
            Cell::from(miss.owner.as_deref().unwrap_or("")),
            Cell::from(why(miss)),
        ];
        cells.into_iter().take(width).chain(report.is_of_several.then(|| miss.ledger.as_str().into()))
    });
    Table::filled(columns, rows)
}

/// Returns why: what `overdue` says of it while it is open, and the reasons that were given.
fn why(miss: &Miss) -> String {
    let told_late = miss.is_told_late && !miss.reasons.has(Reason::Untold);
    let flagged = miss.reasons.iter().map(why::mark).chain(told_late.then_some("not told in time"));
    let flagged = flagged.collect::<Vec<_>>().join(", ");
    let parts = iter::once(flagged.as_str()).chain(miss.why.iter().map(String::as_str));
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
}
