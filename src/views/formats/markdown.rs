//! Markdown, for stand-up notes and `$GITHUB_STEP_SUMMARY`: the tables for people as tables of GitHub's Markdown.

use std::io::{self, Write};

use super::{Format, Reporter};
use crate::out::{Out, Page, Style};
use crate::rules::tally::ReportData;
use crate::text;
use crate::views::calibration::{self, Calibration};
use crate::views::customer::{self, Customers};
use crate::views::log::Logger;
use crate::views::report;
use crate::views::rows::Lister;
use crate::views::table::markdown::escape;

pub(super) const FORMAT: Format = Format {
    name: "markdown",
    help: "A Markdown table for notes and GitHub's job summaries",
    is_for_people: false,
    list: Some(LIST),
    overdue: Some(LIST),
    log: Some(LOG),
    report: Some(Reporter::Figures(report)),
    forecast: None,
    calibration: Some(calibration),
    findings: None,
    customers: Some(customers),
    answer: None,
};

/// An empty list is one sentence, so that a note says it too.
const LIST: Lister = Lister::Table(|list, ids, nothing, out| {
    let lead = list.lead();
    match (&lead, list.is_empty()) {
        (None, true) => return writeln!(out, "{}", escape(nothing)),
        (Some(lead), true) => writeln!(out, "{}", escape(lead))?,
        (Some(lead), false) => writeln!(out, "{}\n", escape(lead))?,
        (None, false) => {}
    }
    list.ordered(ids).write_markdown(out)
});

/// An empty log is one sentence too.
const LOG: Logger = Logger::Table(|table, nothing, out| {
    if table.is_empty() { writeln!(out, "{}", escape(nothing)) } else { table.write_markdown(out) }
});

/// Writes customers; a page has a heading above each part.
fn customers(customers: &Customers<'_>, out: &mut Out<'_>) -> io::Result<()> {
    match customers {
        Customers::All { all, sheet } => customer::table(all, *sheet).write_markdown(out),
        Customers::Renamed { said, .. } => writeln!(out, "{}", escape(said)),
        Customers::One { of, promised, limit, sheet } => {
            for (place, part) in customer::parts(of, promised, *limit, *sheet).0.iter().enumerate() {
                let before = if place == 0 { "" } else { "\n" };
                writeln!(out, "{before}**{}**\n", escape(&text::sanitize(&part.head)))?;
                part.table.write_markdown(out)?;
            }
            Ok(())
        }
    }
}

/// Writes how often forecasts would have come true, below what that is.
fn calibration(all: &Calibration, out: &mut Out<'_>) -> io::Result<()> {
    let (about, rates) = (calibration::about(all), calibration::rates(all));
    writeln!(out, "{}", escape(about))?;
    if rates.is_empty() {
        return Ok(());
    }
    out.write_all(b"\n")?;
    rates.write_markdown(out)
}

/// Nothing is left out for want of room.
const PAGE: Page = Page { width: None, colour: false };

fn report(report: &ReportData, out: &mut Out<'_>) -> io::Result<()> {
    let report::Drawn { sentences, tables } = report::draw(report, PAGE);
    for (index, (sentence, style)) in sentences.iter().enumerate() {
        let sentence = escape(&text::sanitize(sentence));
        let mark = if *style == Style::Bold { "**" } else { "" };
        let before = if index == 0 { "" } else { "\n" };
        writeln!(out, "{before}{mark}{sentence}{mark}")?;
    }
    for table in tables {
        out.write_all(b"\n")?;
        table.write_markdown(out)?;
    }
    Ok(())
}
