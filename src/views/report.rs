//! A report: for people as short tables, for scripts as JSON.

use std::io::{self, Write};

use crate::out::Page;
use crate::rules::tally::ReportData;

/// Draws the report on the page.
pub fn table(report: &ReportData, page: Page, to: &mut dyn Write) -> io::Result<()> {
    let _ = (report, page, to);
    Ok(())
}

/// Writes the report as one JSON document.
pub fn json(report: &ReportData, to: &mut dyn Write) -> io::Result<()> {
    let _ = (report, to);
    Ok(())
}
