//! Comma-separated values, for spreadsheets and databases: RFC 4180 with line feeds, in UTF-8 without a mark.
//!
//! A row has the keys of the JSON that are no objects, in their order; lists of texts are one cell. `null` is an empty cell.
//! A text that a spreadsheet would run as a formula begins with an apostrophe, which `owed import` takes off again.

use std::io::{self, Write};

use csv::{Terminator, WriterBuilder};
use serde_json::{Map, Value};

use super::{Format, Reporter, json};
use crate::out::Out;
use crate::rules::policy::Policy;
use crate::rules::tally::ReportData;
use crate::text::{self, formula};
use crate::views::calibration::Calibration;
use crate::views::customer::Customers;
use crate::views::forecast::Forecasts;
use crate::views::log::{EventWriter, Happening, Logger, Period};
use crate::views::origin::Origin;
use crate::views::row::Row;
use crate::views::rows::{About, Drawn, Lister, RowWriter};

pub(super) const FORMAT: Format = Format {
    name: "csv",
    help: "Comma-separated values for spreadsheets",
    is_for_people: false,
    list: Some(LIST),
    overdue: Some(LIST),
    log: Some(Logger::Events(|period, origin| Box::new(Events::new(period, origin, DIALECT)))),
    report: Some(Reporter::Figures(|data, out| report(data, DIALECT, out))),
    forecast: Some(|data, out| forecasts(data, DIALECT, out)),
    calibration: Some(|data, out| calibration(data, DIALECT, out)),
    findings: None,
    customers: Some(|all, out| customers(all, DIALECT, out)),
    answer: None,
};

const LIST: Lister = Lister::Rows(|about| Box::new(Rows::new(about, DIALECT)));

const DIALECT: Dialect = Dialect { separator: ',', record };

/// How a row of cells is written.
#[derive(Clone, Copy)]
pub(super) struct Dialect {
    /// What is between two cells.
    pub(super) separator: char,
    /// Appends a record and a line feed.
    pub(super) record: fn(&[String], &mut Vec<u8>),
}

fn record(cells: &[String], text: &mut Vec<u8>) {
    let mut writer = WriterBuilder::new().terminator(Terminator::Any(b'\n')).from_writer(text);
    // Writing to memory cannot fail.
    let _ = writer.write_record(cells);
}

/// The writer of a list.
pub(super) struct Rows {
    scalars: json::Scalars,
    dialect: Dialect,
    head: Vec<u8>,
}

impl Rows {
    /// Returns one for what a list is made for.
    pub(super) fn new(about: &About<'_>, dialect: Dialect) -> Self {
        let scalars = json::Scalars::new(about.origin, about.now);
        let head = dialect.head(scalars.keys(about.policy));
        Self { scalars, dialect, head }
    }
}

impl Dialect {
    /// Returns the record of heads: the two of every row, and these.
    fn head(self, keys: Vec<String>) -> Vec<u8> {
        let keys = ["id", "short"].into_iter().map(str::to_owned).chain(keys);
        let mut head = Vec::new();
        (self.record)(&keys.collect::<Vec<_>>(), &mut head);
        head
    }

    /// Writes the heads, and each row after its ids.
    fn write(
        self,
        head: &[u8],
        rows: &mut dyn Iterator<Item = io::Result<Drawn<'_>>>,
        to: &mut dyn Write,
    ) -> io::Result<()> {
        let separator = self.separator;
        to.write_all(head)?;
        for row in rows {
            let row = row?;
            write!(to, "{}{separator}{}{separator}", row.id, row.short())?;
            to.write_all(row.text)?;
        }
        Ok(())
    }
}

impl RowWriter for Rows {
    fn draw(&mut self, row: &Row<'_>, policy: &Policy, text: &mut Vec<u8>) {
        (self.dialect.record)(&cells(&self.scalars.of(row, policy)), text);
    }

    fn write(
        &self,
        rows: &mut dyn Iterator<Item = io::Result<Drawn<'_>>>,
        to: &mut dyn Write,
    ) -> io::Result<()> {
        self.dialect.write(&self.head, rows, to)
    }
}

/// The writer of a log.
pub(super) struct Events {
    events: json::Events,
    dialect: Dialect,
}

impl Events {
    /// Returns one for what happens in that ledger in a period.
    pub(super) fn new(period: &Period, origin: Origin<'_>, dialect: Dialect) -> Self {
        Self { events: json::Events::new(period, origin), dialect }
    }
}

impl EventWriter for Events {
    fn draw(&mut self, event: &Happening<'_>, policy: &Policy, text: &mut Vec<u8>) {
        (self.dialect.record)(&cells(&self.events.scalars(event, policy)), text);
    }

    fn write(
        &self,
        events: &mut dyn Iterator<Item = io::Result<Drawn<'_>>>,
        to: &mut dyn Write,
    ) -> io::Result<()> {
        self.dialect.write(&self.dialect.head(json::Events::keys()), events, to)
    }
}

/// Writes a row for each customer.
pub(super) fn customers(all: &Customers<'_>, dialect: Dialect, out: &mut Out<'_>) -> io::Result<()> {
    let mut text = Vec::new();
    (dialect.record)(&json::customer_keys(), &mut text);
    json::customer_rows(all).iter().for_each(|row| (dialect.record)(&cells(row), &mut text));
    out.write_all(&text)
}

/// Writes the figures of each group as a row, after what it is a group of; without groups those of the total.
pub(super) fn report(report: &ReportData, dialect: Dialect, out: &mut Out<'_>) -> io::Result<()> {
    let json::Report { by, total, groups } = json::figures(report);
    let mut text = Vec::new();
    let heads = ["by", "key"].into_iter().chain(total.keys().map(String::as_str)).map(str::to_owned);
    (dialect.record)(&heads.collect::<Vec<_>>(), &mut text);
    let rows = if by.is_some() { groups } else { vec![(None, total)] };
    for (key, figures) in rows {
        let of = [&by, &key].map(|name| cell(&name.as_deref().into()));
        (dialect.record)(&of.into_iter().chain(cells(&figures)).collect::<Vec<_>>(), &mut text);
    }
    out.write_all(&text)
}

/// Writes forecasts: of one kind a row for each confidence, of several a row each.
pub(super) fn forecasts(all: &Forecasts, dialect: Dialect, out: &mut Out<'_>) -> io::Result<()> {
    let rows = json::forecast_rows(all)?;
    let mut text = Vec::new();
    let heads = json::forecast_keys();
    (dialect.record)(&heads, &mut text);
    rows.iter().for_each(|row| (dialect.record)(&cells(row), &mut text));
    out.write_all(&text)
}

/// Writes how often forecasts would have come true: a row for each kind and confidence.
pub(super) fn calibration(all: &Calibration, dialect: Dialect, out: &mut Out<'_>) -> io::Result<()> {
    let mut text = Vec::new();
    let heads = ["kind", "confidence", "asked", "kept", "keep_rate"].map(str::to_owned);
    (dialect.record)(&heads, &mut text);
    for row in json::calibration_rows(all) {
        let cells = heads.iter().map(|head| row.get(head).map_or_else(String::new, cell));
        (dialect.record)(&cells.collect::<Vec<_>>(), &mut text);
    }
    out.write_all(&text)
}

fn cells(values: &Map<String, Value>) -> Vec<String> {
    values.values().map(cell).collect()
}

/// Returns a value as a cell.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => safe(text),
        Value::Array(list) => safe(&list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(",")),
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => value.to_string(),
    }
}

/// Returns a text that acts in no spreadsheet and on no terminal. Line breaks and tabs stay.
fn safe(text: &str) -> String {
    formula::guard(&text::sanitize_cell(text)).into_owned()
}

#[cfg(test)]
mod tests {
    use csv::ReaderBuilder;
    use proptest::prelude::*;

    use super::*;

    /// Reads a record as `owed import` does: an apostrophe before a formula is taken off.
    fn read(bytes: &[u8]) -> Vec<String> {
        let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
        let records: Vec<_> = reader.records().map(|record| record.unwrap()).collect();
        assert_eq!(records.len(), 1, "{bytes:?}");
        records[0].iter().map(|cell| formula::unguard(cell).to_owned()).collect()
    }

    proptest! {
        #[test]
        fn a_text_comes_back_from_csv_as_it_was(
            texts in prop::collection::vec("'{0,2}[=+@\\-＝]?[ -~\\t\\r\\néü日，\"',;]{0,12}", 2..6)
        ) {
            let mut bytes = Vec::new();
            record(&texts.iter().map(|text| safe(text)).collect::<Vec<_>>(), &mut bytes);
            prop_assert_eq!(read(&bytes), texts);
        }

        #[test]
        fn no_cell_acts_in_a_spreadsheet_or_on_a_terminal(texts in prop::collection::vec(".{0,12}", 2..6)) {
            for cell in texts.iter().map(|text| safe(text)) {
                prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']));
                prop_assert_eq!(&*text::sanitize_cell(&cell), cell.as_str());
            }
        }
    }
}
