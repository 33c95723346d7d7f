//! The formats: one file each, and their list here.
//!
//! A format is a value: its name, its help, and a function for each thing that it can show. A verb names what it shows,
//! and thereby its formats; any other is refused before the verb runs. So a new format is a file beside the others and
//! a line in [`ALL`]: what it does not name it cannot show, and no table is shown instead.

use std::io;

use super::answer::{Answer, Findings};
use super::calibration::Calibration;
use super::customer::Customers;
use super::forecast::Forecasts;
use super::log::Logger;
use super::report::page::Beside;
use super::rows::Lister;
use crate::error::{Error, Result};
use crate::out::Out;
use crate::rules::tally::ReportData;
use crate::text;

mod csv;
mod github;
mod html;
mod ics;
pub mod json;
mod junit;
mod markdown;
mod ndjson;
mod prometheus;
mod table;
#[cfg(test)]
mod tests;
mod tsv;

/// Every format, as the help lists them.
static ALL: &[Format] = &[
    table::FORMAT,
    json::FORMAT,
    ndjson::FORMAT,
    csv::FORMAT,
    tsv::FORMAT,
    markdown::FORMAT,
    html::FORMAT,
    junit::FORMAT,
    github::FORMAT,
    prometheus::FORMAT,
    ics::FORMAT,
];

/// A format, and what it can show; `None` is what it cannot show.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// Its name on the command line.
    pub name: &'static str,
    /// Its line in the help.
    pub help: &'static str,
    /// Whether people read it. Only then `-q` reduces an answer to what a script needs, and slow answers are shown as
    /// they come.
    pub is_for_people: bool,
    /// The commitments of `list`.
    pub list: Option<Lister>,
    /// The commitments of `overdue`.
    pub overdue: Option<Lister>,
    /// What happened.
    pub log: Option<Logger>,
    /// A report.
    pub report: Option<Reporter>,
    /// Forecasts.
    pub forecast: Option<fn(&Forecasts, &mut Out<'_>) -> io::Result<()>>,
    /// How often forecasts would have come true.
    pub calibration: Option<fn(&Calibration, &mut Out<'_>) -> io::Result<()>>,
    /// The findings of `check`.
    pub findings: Option<fn(&Findings<'_>, &mut Out<'_>) -> io::Result<()>>,
    /// Customers.
    pub customers: Option<fn(&Customers<'_>, &mut Out<'_>) -> io::Result<()>>,
    /// Every answer.
    pub answer: Option<fn(&Answer<'_>, &mut Out<'_>) -> io::Result<()>>,
}

impl Format {
    /// Returns true if it cannot say of which of several ledgers something is: metrics have a file for each.
    pub fn is_of_one_ledger(&self) -> bool {
        self.name == prometheus::FORMAT.name
    }

    /// Returns true if it is of a calendar, which shows commitments as entries of one sort or another.
    pub fn has_entries(&self) -> bool {
        self.name == ics::FORMAT.name
    }
}

/// How a report is shown.
#[derive(Debug, Clone, Copy)]
pub enum Reporter {
    /// Its figures.
    Figures(fn(&ReportData, &mut Out<'_>) -> io::Result<()>),
    /// A page of it, with its weeks, and what stands beside its figures.
    Page(fn(&ReportData, &Beside, &mut Out<'_>) -> io::Result<()>),
}

/// What a verb shows, and thereby its formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Formats {
    /// Formats that list commitments.
    List,
    /// Formats that list what is overdue.
    Overdue,
    /// Formats that show what happened.
    Log,
    /// Formats that show a report.
    Report,
    /// Formats that show forecasts.
    Forecast,
    /// Formats that show how often forecasts would have come true.
    Calibration,
    /// Formats that show the findings of `check`.
    Findings,
    /// Formats that show customers.
    Customers,
    /// Formats that show answers.
    Answer,
    /// Only the default format: a text for another program.
    Script,
}

impl Formats {
    /// Returns true if a format is one of them.
    pub fn has(self, format: &Format) -> bool {
        match self {
            Self::List => format.list.is_some(),
            Self::Overdue => format.overdue.is_some(),
            Self::Log => format.log.is_some(),
            Self::Report => format.report.is_some(),
            Self::Forecast => format.forecast.is_some(),
            Self::Calibration => format.calibration.is_some(),
            Self::Findings => format.findings.is_some(),
            Self::Customers => format.customers.is_some(),
            Self::Answer => format.answer.is_some(),
            Self::Script => format.name == table::FORMAT.name,
        }
    }

    /// Refuses a format that a verb does not have; the error lists those it has.
    pub fn check(self, format: &Format) -> Result<()> {
        if self.has(format) {
            return Ok(());
        }
        let names = all().filter(|format| self.has(format)).map(|format| format.name);
        let names = text::list(names.collect::<Vec<_>>());
        Err(Error::new(format!("this command has no format `{}`", format.name))
            .hint(format!("it has: {names}")))
    }
}

/// Returns every format; in tests also some that show one thing each, so that each verb has formats and lacks some.
pub fn all() -> impl Iterator<Item = &'static Format> {
    let all = ALL.iter();
    #[cfg(test)]
    let all = all.chain(tests::PARTIAL);
    all
}

/// Returns the format of that name.
pub fn named(name: &str) -> Option<&'static Format> {
    all().find(|format| format.name == name)
}

/// Returns the chosen format; `--json` is short for `--format json`.
pub fn chosen(format: Option<&'static Format>, is_json: bool) -> &'static Format {
    match format {
        Some(format) => format,
        None if is_json => &json::FORMAT,
        None => &table::FORMAT,
    }
}
