//! The words for a status in a file: what each means. In a source that lets its users add their own, those that nobody has
//! explained are open, and named.

use std::collections::BTreeMap;

use super::field::Field;
use super::map::{Columns, Map};
use super::preset::{Preset, Rule};
use super::sheet::{Cells, says_nothing};
use super::state::Status;
use crate::text;

/// The most words that are told apart: a column with more has no words.
const MOST: usize = 1_000;

/// The words of a file.
pub(super) struct Words<'f> {
    preset: &'static Preset,
    map: &'f Map,
    columns: &'f Columns,
    rules: &'f [(&'static Rule, usize)],
    all: BTreeMap<String, Word>,
}

/// A word.
struct Word {
    /// What it means.
    status: Option<Status>,
    rows: Rows,
    /// Those that it makes open, though nobody has explained it.
    taken_as_open: Rows,
}

/// How many rows there are, and the line of the first.
#[derive(Default)]
struct Rows {
    count: u64,
    first: u64,
}

impl Rows {
    fn add(&mut self, line: u64) {
        if self.count == 0 {
            self.first = line;
        }
        self.count = self.count.saturating_add(1);
    }
}

impl<'f> Words<'f> {
    /// Returns none of them yet.
    pub(super) const fn new(
        preset: &'static Preset,
        map: &'f Map,
        columns: &'f Columns,
        rules: &'f [(&'static Rule, usize)],
    ) -> Self {
        Self { preset, map, columns, rules, all: BTreeMap::new() }
    }

    /// Takes a row into account.
    pub(super) fn see(&mut self, line: u64, cells: Cells<'_>) {
        let said = |field| {
            let cells = self.columns.places(field).iter().map(|place| cells.get(*place).trim());
            cells.filter(|cell| !says_nothing(cell))
        };
        let Some(word) = said(Field::Status).next() else { return };
        let is_done = said(Field::Done).next().is_some();
        if !self.all.contains_key(word) && self.all.len() < MOST {
            let (rows, taken_as_open) = <(Rows, Rows)>::default();
            let status = self.map.status(word);
            self.all.insert(word.to_owned(), Word { status, rows, taken_as_open });
        }
        let Some(word) = self.all.get_mut(word) else { return };
        word.rows.add(line);
        let is_ruled = |(rule, place): &(&Rule, usize)| !rule.is_noted() && rule.holds(cells.get(*place));
        if self.preset.has_own_words()
            && word.status.is_none()
            && !is_done
            && !self.rules.iter().any(is_ruled)
        {
            word.taken_as_open.add(line);
        }
    }

    /// Returns which are taken as open, if any are.
    pub(super) fn taken_as_open(&self) -> Option<String> {
        let taken = self.all.iter().filter(|(_, word)| word.taken_as_open.count > 0);
        let named: Vec<_> = taken.map(|(word, of)| named(word, &of.taken_as_open)).collect();
        (!named.is_empty()).then(|| {
            let named = text::list(named.iter().map(String::as_str));
            format!("taken as open, for nothing says what it means: {named}")
        })
    }

    /// Returns what each means that the rules of the source do not look at: `"Closed", "Resolved": closed`.
    pub(super) fn meanings(&self) -> Vec<String> {
        let places = self.columns.places(Field::Status);
        let is_ruled = |word: &str| {
            let is_it =
                |(rule, at): &(&Rule, usize)| !rule.is_noted() && places.contains(at) && rule.holds(word);
            self.rules.iter().any(is_it)
        };
        let free = || self.all.iter().filter(|(word, _)| !is_ruled(word));
        let of = |status: Status| {
            let those = free().filter(|(_, word)| word.status == Some(status));
            let those: Vec<_> = those.map(|(word, _)| text::quote_start(word)).collect();
            let listed = text::list(those.iter().map(String::as_str));
            (!those.is_empty()).then(|| format!("{listed}: {}", status.name()))
        };
        let known = Status::ALL.into_iter().filter_map(of);
        if self.preset.has_own_words() {
            return known.chain(self.taken_as_open()).collect();
        }
        let unknown: Vec<_> = free()
            .filter(|(_, word)| word.status.is_none())
            .map(|(word, of)| named(word, &of.rows))
            .collect();
        let listed = text::list(unknown.iter().map(String::as_str));
        known.chain((!unknown.is_empty()).then(|| format!("no known meaning: {listed}"))).collect()
    }
}

/// Returns a word with its rows: `"Paused" (2 rows, the first on line 3)`.
fn named(word: &str, Rows { count, first }: &Rows) -> String {
    match count {
        1 => format!("{} (line {first})", text::quote_start(word)),
        _ => format!("{} ({count} rows, the first on line {first})", text::quote_start(word)),
    }
}
