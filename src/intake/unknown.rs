//! Words for a status that nobody has explained. In a source that lets its users add their own they are open, and named.

use std::collections::BTreeMap;

use super::field::Field;
use super::map::{Columns, Map};
use super::preset::{Preset, Rule};
use super::sheet::{Cells, says_nothing};
use crate::text;

/// The unknown words of a file.
pub(super) struct Unknown<'f> {
    preset: &'static Preset,
    map: &'f Map,
    columns: &'f Columns,
    rules: &'f [(&'static Rule, usize)],
    /// How many rows have each, and the line of the first.
    words: BTreeMap<String, (u64, u64)>,
}

impl<'f> Unknown<'f> {
    /// Returns none of them yet.
    pub(super) const fn new(
        preset: &'static Preset,
        map: &'f Map,
        columns: &'f Columns,
        rules: &'f [(&'static Rule, usize)],
    ) -> Self {
        Self { preset, map, columns, rules, words: BTreeMap::new() }
    }

    /// Takes a row into account: its word counts if it makes the row open.
    pub(super) fn see(&mut self, line: u64, cells: Cells<'_>) {
        if !self.preset.has_own_words() {
            return;
        }
        let said = |field| {
            let cells = self.columns.places(field).iter().map(|place| cells.get(*place).trim());
            cells.filter(|cell| !says_nothing(cell))
        };
        let Some(word) = said(Field::Status).next().filter(|word| self.map.status(word).is_none()) else {
            return;
        };
        let is_ruled = |(rule, place): &(&Rule, usize)| !rule.is_noted() && rule.holds(cells.get(*place));
        if said(Field::Done).next().is_none() && !self.rules.iter().any(is_ruled) {
            let (rows, _) = self.words.entry(word.to_owned()).or_insert((0, line));
            *rows = rows.saturating_add(1);
        }
    }

    /// Returns what a person has to know of them.
    pub(super) fn said(self) -> Option<String> {
        let named = self.words.iter().map(|(word, (rows, line))| match rows {
            1 => format!("{} (line {line})", text::quote_start(word)),
            _ => format!("{} ({rows} rows, the first on line {line})", text::quote_start(word)),
        });
        let named: Vec<_> = named.collect();
        (!named.is_empty()).then(|| {
            let named = text::list(named.iter().map(String::as_str));
            format!("status: taken as open, for nothing says what it means: {named}")
        })
    }
}
