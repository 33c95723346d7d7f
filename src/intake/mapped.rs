//! What becomes of each column of a file, for the person who says whether that is what was meant.

use std::collections::BTreeMap;

use super::field::Field;
use super::map::{Columns, Map};
use super::preset::{Notes, Preset, Rule};
use super::row::Place;
use super::sheet::Sheet;
use crate::text;

/// A column of a file, or a value that every row has, and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapped {
    /// Its name in the file; `None` for a value.
    pub column: Option<String>,
    /// The field that it fills, or the key of a commitment or an event.
    pub field: Option<String>,
    /// How it is read, a sentence each. A column without a field and without any of these is not read.
    pub how: Vec<String>,
}

/// What is known of the columns of a file.
pub(super) struct Known<'f> {
    pub(super) sheet: &'f Sheet<'f>,
    pub(super) columns: &'f Columns,
    pub(super) map: &'f Map,
    pub(super) preset: &'static Preset,
    pub(super) rules: &'f [(&'static Rule, usize)],
    /// The columns of an event file.
    pub(super) events: Option<&'f BTreeMap<&'static str, usize>>,
    /// How the times of each are read.
    pub(super) dates: &'f BTreeMap<Place, super::dates::Column>,
    /// What the words for a status mean.
    pub(super) words: Vec<String>,
}

impl Known<'_> {
    /// Returns every column in the order of the file, then the values of all rows. Columns of one name are one.
    pub(super) fn mapped(&self) -> Vec<Mapped> {
        let mut all: Vec<Mapped> = Vec::new();
        for (place, heading) in self.sheet.headings.iter().enumerate() {
            for (field, how) in self.uses(place, heading) {
                let is_it = |one: &&mut Mapped| one.column.as_deref() == Some(heading) && one.field == field;
                match all.iter_mut().find(is_it) {
                    Some(same) if same.how.is_empty() => same.how = how,
                    Some(_) => {}
                    None => all.push(Mapped { column: Some(heading.clone()), field, how }),
                }
            }
        }
        all.extend(self.map.fields_set().map(|field| {
            let value = text::quote_start(self.map.value(field).unwrap_or_default());
            let mut how = vec![format!("{value} in every row")];
            how.extend(self.times(Place::Set(field)));
            Mapped { column: None, field: Some(field.name().to_owned()), how }
        }));
        all
    }

    /// Returns what a column is used for: the field, and how it is read. A column that is not in the file has no use, one
    /// that is not read has one without a field.
    fn uses(&self, place: usize, heading: &str) -> Vec<(Option<String>, Vec<String>)> {
        if self.sheet.absent.contains(&place) {
            return Vec::new();
        }
        let keys = self.events.into_iter().flatten().filter(|(_, at)| **at == place);
        let mut uses: Vec<_> = keys.map(|(key, _)| (Some((*key).to_owned()), self.key(key, place))).collect();
        // Their columns are those of `id` and `at`.
        let is_key = |field| self.events.is_some() && matches!(field, Field::Reference | Field::Made);
        let fields = self.columns.all().filter(|(field, at)| *at == place && !is_key(*field));
        uses.extend(fields.map(|(field, _)| (Some(field.name().to_owned()), self.how(field, place))));
        let rules = self.rules.iter().filter(|(_, at)| *at == place).map(|(rule, _)| rule.said());
        match uses.first_mut() {
            Some((_, how)) => how.extend(rules),
            None if self.sheet.kept.contains(&place) => {
                uses.push((Some(format!("x-{heading}")), vec!["kept as it is".to_owned()]));
            }
            None => uses.push((None, rules.collect())),
        }
        uses
    }

    /// Returns how a column of an event is read.
    fn key(&self, key: &str, place: usize) -> Vec<String> {
        let field = match key {
            "at" => Field::Made,
            "due" => Field::Due,
            _ => return vec!["of each event".to_owned()],
        };
        std::iter::once("of each event".to_owned()).chain(self.times(Place::Column(place, field))).collect()
    }

    /// Returns how a column of a field is read.
    fn how(&self, field: Field, place: usize) -> Vec<String> {
        let mut how = Vec::new();
        let mut there = self.columns.places(field).iter().filter(|at| !self.sheet.absent.contains(at));
        let best = there.next().filter(|best| **best != place && !field.is_list());
        if let Some(best) = best.and_then(|best| self.sheet.headings.get(*best)) {
            how.push(format!("where {} is empty", text::quote_start(best)));
        }
        match field {
            Field::Status => how.extend(self.words.iter().cloned()),
            Field::Note if self.preset.notes == Notes::Dated => {
                how.push("each at its time".to_owned());
                how.extend(self.times(Place::Notes));
            }
            Field::Tags => {
                let splits = self.preset.tags.iter().filter_map(|split| match split {
                    '\n' => None,
                    ' ' => Some("blanks".to_owned()),
                    other => Some(text::quote(&other.to_string())),
                });
                let splits: Vec<_> = splits.collect();
                how.extend((!splits.is_empty()).then(|| format!("split at {}", splits.join(" and "))));
            }
            _ if field.is_time() => how.extend(self.times(Place::Column(place, field))),
            _ if self.map.has_words(field) => how.push("its words as `--map-value` says".to_owned()),
            _ => {}
        }
        how
    }

    fn times(&self, place: Place) -> Vec<String> {
        let Some(column) = self.dates.get(&place) else { return Vec::new() };
        match column.said() {
            [] if column.is_empty() => vec!["empty".to_owned()],
            [] => vec!["times".to_owned()],
            said => said.to_vec(),
        }
    }
}
