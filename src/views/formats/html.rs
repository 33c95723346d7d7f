//! A report as one page that needs nothing else: for a browser, a mail, a phone.
//!
//! The page has no script and no address, and says so to the browser (`Content-Security-Policy`): whatever a ledger says, nothing
//! of it is run or fetched. Its only style is the one below, named by its hash. Each chart has its numbers in a table beside it.

mod chart;
mod style;

use std::io::{self, Write as _};

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{Format, Reporter};
use crate::out::Out;
use crate::rules::tally::ReportData;
use crate::text;
use crate::views::calibration::{self, Calibration};
use crate::views::forecast::{self, Forecasts};
use crate::views::report::page::{self, Beside};
use crate::views::table::Table;
use style::{POLICY, STYLE};

pub(super) const FORMAT: Format = Format {
    name: "html",
    help: "A page for browsers, with charts; it needs nothing else",
    is_for_people: false,
    list: None,
    overdue: None,
    log: None,
    report: Some(Reporter::Page(report)),
    forecast: None,
    calibration: Some(calibration),
    findings: None,
    customers: None,
    answer: None,
};

fn report(report: &ReportData, beside: &Beside, out: &mut Out<'_>) -> io::Result<()> {
    let Beside { listed, forecasts } = beside;
    let mut sentences = page::sentences(report);
    let title = if sentences.is_empty() { String::new() } else { sentences.remove(0) };
    let figures = &report.total;
    let (weeks, trend) = page::weeks(report.weeks.as_deref().unwrap_or_default());
    let (lateness, late) = page::lateness(figures);
    let most = late.iter().map(|(_, count)| *count).max().unwrap_or_default();
    let any = figures.due > 0;
    let missed = page::missed(report);
    let main = html! {
        @for sentence in &sentences { p { (sentence) } }
        @if any {
            (section("rates", "Rates", &[("Each with what it is of", &page::rates(figures)), ("What became of them", &page::outcomes(figures))], None)?)
            (section("weeks", "Kept, week by week", &[("The same in numbers", &weeks)], Some(chart::bars("weeks-chart", "Percent kept of what was due, week by week", &trend, 100)?))?)
        }
        @if figures.late > 0 {
            (section("lateness", "How late", &[("The same in numbers", &lateness)], Some(chart::bars("lateness-chart", "How many were late, by how long", &late, most)?))?)
        }
        (section("lengths", "How long", &[("Half, nine in ten, and the longest", &page::lengths(figures))], None)?)
        @if let Some(forecasts) = forecasts { (foresight(forecasts)?) }
        (section("ranking", "Best and worst", &[("Of how many, by what was kept", &page::ranking(report))], None)?)
        (section("causes", "Causes", &[("Reasons that were given more than once", &page::reasons(report))], None)?)
        (section("ratings", "How it was", &[("The lowest ratings, and what the customers said", &page::lowest(report))], None)?)
        (section("overdue", "Overdue now", &[("What needs somebody, most pressing first", listed)], None)?)
        @if listed.is_empty() { p { "Nothing is overdue now." } }
        @if let Some(missed) = &missed {
            (section("missed", "Missed", &[("What was late or broken, as it was due", missed)], None)?)
        }
    };
    page(&title, &main, out)
}

/// Writes how often forecasts would have come true.
fn calibration(all: &Calibration, out: &mut Out<'_>) -> io::Result<()> {
    let (about, table) = (calibration::about(all), calibration::rates(all));
    let main = html! {
        p { (about) }
        (section("calibration", "Asked and kept", &[("Of how many, at each confidence", &table)], None)?)
    };
    page("How often forecasts would have come true", &main, out)
}

/// Writes a page with this title above what it has.
fn page(title: &str, main: &Markup, out: &mut Out<'_>) -> io::Result<()> {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="generator" content=(concat!("owed ", env!("CARGO_PKG_VERSION")));
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body { main {
                h1 { (title) }
                (main)
            } }
        }
    };
    writeln!(out, "{}", page.into_string())
}

/// Returns what can be promised of each kind, with a curve of each.
fn foresight(forecasts: &Forecasts) -> io::Result<Markup> {
    let caption = format!("Promise this or later to keep {}; half are done sooner", forecasts.confidence);
    let curve = |(nth, one)| -> io::Result<_> {
        let title = format!("Share done over time. {}", forecast::said(one, forecasts));
        Ok((text::sanitize(&one.kind), chart::curve::curve(&format!("curve-{nth}"), &title, one)?))
    };
    let curves = (1_usize..).zip(&forecasts.all).map(curve).collect::<io::Result<Vec<_>>>()?;
    let charts = html! {
        div class="curves" {
            @for (kind, curve) in &curves {
                @if let Some(curve) = curve { figure { figcaption { (kind) } (curve) } }
            }
        }
    };
    section("foresight", "Foresight", &[(&caption, &forecast::kinds(forecasts))], Some(charts))
}

/// Returns a section with a chart, if it has one, and its tables; nothing if all tables are empty.
fn section(id: &str, title: &str, tables: &[(&str, &Table)], chart: Option<Markup>) -> io::Result<Markup> {
    if tables.iter().all(|(_, table)| table.is_empty()) {
        return Ok(html! {});
    }
    let shown = tables.iter().filter(|(_, table)| !table.is_empty());
    let shown = shown.map(|(caption, table)| Ok((*caption, table.html(caption)?)));
    let shown = shown.collect::<io::Result<Vec<_>>>()?;
    Ok(html! {
        section aria-labelledby=(id) {
            h2 id=(id) { (title) }
            @if let Some(chart) = chart { (chart) }
            @for (caption, table) in shown {
                // What is too wide for a phone scrolls by itself, with the keyboard too.
                section class="wide" aria-label=(format!("{title}: {caption}")) tabindex="0" { (table) }
            }
        }
    })
}
