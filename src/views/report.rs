//! A report: for people as short tables, for scripts as JSON.
//!
//! The total first, with every figure; then the groups with a bar each, so that the eye finds the worst one before it
//! reads a number; then the causes.

use std::io::{self, Write};

use crate::out::{Page, Style};
use crate::rules::tally::{Cause, Figures, ReportData};
use crate::when::say;

mod groups;
#[cfg(test)]
#[expect(clippy::arithmetic_side_effects, reason = "an overflow fails the test, as it should")]
mod tests;
mod total;

use super::sentence::sentence;
use super::table::{Cell, Column, Table};

/// On a narrower page explanations and optional columns are left out.
const NARROW: usize = 60;

/// Draws the report on the page.
pub fn table(report: &ReportData, page: Page, to: &mut dyn Write) -> io::Result<()> {
    title(report, page, to)?;
    let Figures { due, lateness, silence, .. } = report.total;
    let all = due > 0;
    let blocks = [
        all.then(|| total::outcomes(&report.total, page)),
        all.then(|| total::rates(&report.total, page)),
        Some(total::lengths(lateness, silence)),
        report.by.map(|by| groups::groups(by, &report.groups, page)),
        Some(causes(&report.causes)),
    ];
    for block in blocks.into_iter().flatten().filter(|block| !block.is_empty()) {
        to.write_all(b"\n")?;
        block.write(page, to)?;
    }
    Ok(())
}

/// Writes how many promises the report counts, and which.
fn title(report: &ReportData, page: Page, to: &mut dyn Write) -> io::Result<()> {
    let day = |at| say::absolute(at, report.now, report.zone);
    let which = match report.total.due {
        0 => "nothing was due".to_owned(),
        1 => "1 promise was due".to_owned(),
        due => format!("{due} promises were due"),
    };
    let period = format!("from {} until {}", day(report.period.since), day(report.period.until));
    sentence(&format!("{which} {period}"), Style::Bold, page, to)?;
    let Figures { due, open, overdue, at_risk, hops, .. } = report.total;
    if due > 0 {
        let still = match open {
            0 => "none of them is open".to_owned(),
            _ => format!("{open} of them still open: {overdue} overdue, {at_risk} at risk"),
        };
        let changes =
            if hops == 1 { "1 change of owner".to_owned() } else { format!("{hops} changes of owner") };
        sentence(&format!("{still}; {changes}"), Style::Plain, page, to)?;
    }
    for doubt in doubts(&report.total) {
        sentence(&doubt, Style::Plain, page, to)?;
    }
    Ok(())
}

/// Returns what weakens the figures, a sentence each: how late they were recorded, how many of the kept ones came back,
/// and what none of them counts.
fn doubts(figures: &Figures) -> Vec<String> {
    let Figures { due, recorded_late, kept_reopened, withdrawn, void, .. } = *figures;
    let were = |count| if count == 1 { "was" } else { "were" };
    let mut said = Vec::new();
    if recorded_late > 0 {
        said.push(format!(
            "{recorded_late} of {due} {} recorded more than a day afterwards",
            were(recorded_late)
        ));
    }
    if kept_reopened > 0 {
        let kept = figures.kept;
        said.push(format!("{kept_reopened} of {kept} kept {} reopened within a week", were(kept_reopened)));
    }
    if withdrawn > 0 || void > 0 {
        said.push(format!("closed in this period and in no rate: {withdrawn} withdrawn, {void} void"));
    }
    said
}

fn causes(causes: &[Cause]) -> Table {
    let mut table = Table::new([Column::new("times").right(), Column::new("cause").shrinks()]);
    for cause in causes {
        table.row([Cell::from(cause.count.to_string()), Cell::from(cause.why.as_str())]);
    }
    table
}

/// Returns true if the page is narrow.
fn is_narrow(page: Page) -> bool {
    page.width.is_some_and(|width| width < NARROW)
}
