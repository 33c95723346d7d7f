//! A report: for people as short tables, for scripts as JSON.
//!
//! The total first, with every figure there is; then the groups with a bar each, so that the eye finds the worst
//! one before it reads a number; then the causes, and the misses where they are asked for. All bars of a page are on one scale:
//! a full one is all that was due.

use std::io::{self, Write};
use std::iter;

use crate::out::{Page, Style};
use crate::rules::commitment::MOST_STARS;
use crate::rules::tally::{Cause, Figures, GroupKey, ReportData, Stand};
use crate::when::say;

mod groups;
mod lowest;
mod misses;
pub mod page;
#[cfg(test)]
#[expect(clippy::arithmetic_side_effects, reason = "an overflow fails the test, as it should")]
mod tests;
mod total;

use super::sentence::sentence;
use super::table::{Cell, Column, Table};

/// On a narrower page explanations and optional columns are left out.
const NARROW: usize = 60;

/// With less room than this bars are short: a short bar in a line says more than a long one in a card.
const VERY_NARROW: usize = 40;

/// With less room than this, a group does not say what of it is in no rate.
const WIDE: usize = 100;

/// How long a full bar is.
const BAR: usize = 10;

/// A report as people read it: sentences, and tables below them.
pub struct Drawn {
    /// The sentences, each with its style.
    pub sentences: Vec<(String, Style)>,
    /// The tables that have something in them.
    pub tables: Vec<Table>,
}

/// Writes the report on the page.
pub fn table(report: &ReportData, page: Page, to: &mut dyn Write) -> io::Result<()> {
    let Drawn { sentences, tables } = draw(report, page);
    sentences.iter().try_for_each(|(words, style)| sentence(words, *style, page, to))?;
    tables.iter().try_for_each(|table| {
        to.write_all(b"\n")?;
        table.write(page, to)
    })
}

/// Returns the report with as much of it as the page has room for.
pub fn draw(report: &ReportData, page: Page) -> Drawn {
    let all = report.total.due > 0;
    let tables = [
        all.then(|| total::outcomes(&report.total, page)),
        all.then(|| total::rates(&report.total, page)),
        Some(total::lengths(&report.total)),
        (!report.by.is_empty()).then(|| groups::groups(&report.by, &report.groups, page)),
        Some(causes(&report.causes)),
        report.misses.as_ref().map(|misses| misses::misses(misses, report, page)),
        Some(lowest::lowest(report, page)),
    ];
    let tables = tables.into_iter().flatten().filter(|table| !table.is_empty());
    Drawn { sentences: title(report), tables: tables.collect() }
}

/// Returns of how many promises it is, and which; then how things stand now, and what is counted beside.
fn title(report: &ReportData) -> Vec<(String, Style)> {
    let day = |at| say::absolute(at, report.now, report.zone);
    let Figures { due, ahead, hops, now, answers, answers_in_time, .. } = report.total;
    let which = match due {
        0 => "nothing was due".to_owned(),
        1 => "1 promise was due".to_owned(),
        due => format!("{due} promises were due"),
    };
    // Of what is to come nothing is said: it was not due.
    let until = report.period.until.min(report.now);
    let period = format!("from {} until {}", day(report.period.since), day(until));
    let mut said = Vec::new();
    if ahead > 0 {
        said.push(format!("{ahead} {} done ahead of a due that is still to come", were(ahead)));
    }
    said.extend(now.filter(|now| due > 0 || now.open > 0).map(open_now));
    match hops {
        0 => {}
        1 => said.push("1 change of owner".to_owned()),
        _ => said.push(format!("{hops} changes of owner")),
    }
    match answers {
        0 => {}
        1 => said.push(format!("{answers_in_time} of 1 answer was given in time")),
        _ => said.push(format!("{answers_in_time} of {answers} answers were given in time")),
    }
    said.extend(rated(&report.total));
    said.extend(doubts(&report.total));
    if report.is_of_owner || report.by.contains(&GroupKey::Owner) {
        said.push(
            "what was due counts for its owner of that time, what is open now for its owner now".to_owned(),
        );
    }
    let title = (format!("{which} {period}"), Style::Bold);
    iter::once(title).chain(said.into_iter().map(|said| (said, Style::Plain))).collect()
}

fn open_now(now: Stand) -> String {
    let Stand { open, waiting, overdue, at_risk, flagged } = now;
    if open == 0 {
        return "nothing is open now".to_owned();
    }
    let is = if open == 1 { "is" } else { "are" };
    format!(
        "{open} {is} open now: {overdue} overdue, {at_risk} at risk, {waiting} waiting; `owed overdue` lists {flagged}"
    )
}

const fn were(count: u64) -> &'static str {
    if count == 1 { "was" } else { "were" }
}

/// Returns how it was for the customers, with how many said so; nothing where nobody did.
fn rated(figures: &Figures) -> Option<String> {
    let Figures { ratings, done, .. } = *figures;
    let on_average = if ratings == 1 { "" } else { " on average" };
    (ratings > 0).then(|| {
        format!(
            "{ratings} of {done} done {} rated: {}/{MOST_STARS}{on_average}",
            were(ratings),
            figures.mean()
        )
    })
}

/// Returns what weakens the figures, a sentence each: how late they were recorded, how many of the kept ones came back,
/// and what none of them counts.
fn doubts(figures: &Figures) -> Vec<String> {
    let Figures { due, recorded_late, kept_reopened, withdrawn, void, .. } = *figures;
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

/// Returns true if there is much room.
fn is_wide(page: Page) -> bool {
    page.width.is_none_or(|width| width >= WIDE)
}

/// Returns how long a full bar is on this page.
fn full_bar(page: Page) -> usize {
    if page.width.is_some_and(|width| width < VERY_NARROW) { BAR / 2 } else { BAR }
}
