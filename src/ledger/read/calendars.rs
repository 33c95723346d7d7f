//! Where the lines of the calendars stand, for what `check` says of them.

use std::ops::Range;

use toml::de::DeValue;

use super::scan::RulesText;
use crate::document::problem::Fault;
use crate::document::tree::{self, Fields, Value};

/// A string in a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The name of the calendar.
    pub calendar: String,
    /// Whether it stands in `holidays`; else it is hours, if it is a time range.
    pub is_holiday: bool,
    /// The string.
    pub text: String,
    /// Its bytes in the file.
    pub span: Range<usize>,
}

/// Returns every string in the lists of the calendars, of their seasons and of `open`.
pub fn lines(rules: &RulesText) -> Vec<Line> {
    let mut lines = Vec::new();
    let Ok(top) = tree::parse(&rules.text) else { return lines };
    let Some(calendars) = Fields::new(top, 0..rules.text.len()).take("calendar") else { return lines };
    for (name, calendar) in entries(calendars) {
        for (key, value) in entries(calendar).into_iter().filter(|(key, _)| !key.starts_with("x-")) {
            add(value, &mut |text, span| {
                let span = rules.place(Fault::new(span, "")).span;
                lines.push(Line { calendar: name.clone(), is_holiday: key == "holidays", text, span });
            });
        }
    }
    lines
}

fn entries(table: Value<'_>) -> Vec<(String, Value<'_>)> {
    let span = table.span();
    let DeValue::Table(table) = table.into_inner() else { return Vec::new() };
    Fields::new(table, span).rest().map(|(_, key, value)| (key.into_owned(), value)).collect()
}

/// Adds the strings in lists, however deep. (A valid calendar has them four levels deep at most.)
fn add(value: Value<'_>, line: &mut dyn FnMut(String, Range<usize>)) {
    let span = value.span();
    match value.into_inner() {
        DeValue::Array(items) => {
            for item in items {
                let span = item.span();
                match item.into_inner() {
                    DeValue::String(text) => line(text.into_owned(), span),
                    DeValue::Table(table) => {
                        Fields::new(table, span).rest().for_each(|(.., value)| add(value, line));
                    }
                    _ => {}
                }
            }
        }
        DeValue::Table(table) => Fields::new(table, span).rest().for_each(|(.., value)| add(value, line)),
        _ => {}
    }
}
