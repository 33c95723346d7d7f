//! The column of each field.

use std::collections::{BTreeMap, BTreeSet};

use super::field::Field;
use crate::error::{Error, Result};
use crate::text;

/// The columns that `--map` names. Other fields are in the column of their own name, if there is one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Map(BTreeMap<Field, String>);

/// The place of each field in a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Columns(BTreeMap<Field, usize>);

impl Map {
    /// Reads `FIELD=COLUMN` items. `FIELD=` with no column leaves the field out, even if a column has its name.
    ///
    /// # Errors
    /// An item without `=`, an unknown field, a field given twice, and no column for a required one.
    pub fn parse(items: &[String]) -> Result<Self> {
        let mut map = BTreeMap::new();
        for item in items {
            let Some((name, column)) = item.split_once('=') else {
                return Err(Error::new(format!("--map {}: missing column", text::quote(item)))
                    .hint("write FIELD=COLUMN, such as due=Deadline; a column name cannot contain a comma"));
            };
            let field = field(name.trim())?;
            let column = column.trim().to_owned();
            if column.is_empty() && field.is_needed() {
                return Err(Error::new(format!(
                    "--map: missing field {}, which every commitment needs",
                    field.name()
                ))
                .hint(format!("write {}=COLUMN", field.name())));
            }
            if let Some(other) = map.insert(field, column) {
                return Err(Error::new(format!("--map: two columns for {}", field.name()))
                    .hint(format!("one of them is {}; leave one out", text::quote(&other))));
            }
        }
        Ok(Self(map))
    }

    /// Finds the columns in the header of a file.
    ///
    /// # Errors
    /// A missing column or one that occurs twice, and no column for a required field.
    pub(super) fn columns(&self, header: &[String]) -> Result<Columns> {
        let mut columns = BTreeMap::new();
        // The columns of `--map` come first: a typing mistake in one is the likelier reason for what is missing.
        for (field, column) in self.0.iter().filter(|(_, column)| !column.is_empty()) {
            columns.insert(*field, place(column, header)?.ok_or_else(|| missing(column, header))?);
        }
        for field in Field::ALL.into_iter().filter(|field| !self.0.contains_key(field)) {
            let name = field.name();
            if let Some(place) = place(name, header)? {
                columns.insert(field, place);
            } else if field.is_needed() {
                return Err(Error::new(format!("no column for {}", text::quote(name)))
                    .hint(format!("add --map {name}=COLUMN; {}", list(name, header))));
            }
        }
        Ok(Columns(columns))
    }
}

impl Columns {
    /// Returns the fields that have a place.
    pub(super) fn fields(&self) -> BTreeSet<Field> {
        self.0.keys().copied().collect()
    }

    /// Returns the place of a field in a row, from 0.
    pub(super) fn place(&self, field: Field) -> Option<usize> {
        self.0.get(&field).copied()
    }
}

fn field(name: &str) -> Result<Field> {
    let names = || Field::ALL.iter().map(|field| field.name());
    Field::ALL.into_iter().find(|field| field.name() == name).ok_or_else(|| {
        Error::new(format!("--map: unknown field {}", text::quote(name)))
            .hint_maybe(text::meant(name, names()))
            .hint(format!("the fields are {}", names().collect::<Vec<_>>().join(", ")))
    })
}

/// Returns the place of a column: the one of exactly that name, else the one that differs in capitals and accents only.
fn place(name: &str, header: &[String]) -> Result<Option<usize>> {
    let folded = text::fold(name);
    let tests: [&dyn Fn(&str) -> bool; 2] =
        [&|column| column == name, &|column| text::fold(column) == folded];
    for test in tests {
        let mut places = header.iter().enumerate().filter(|(_, column)| test(column));
        match (places.next(), places.next()) {
            (None, _) => {}
            (Some((place, _)), None) => return Ok(Some(place)),
            (Some(_), Some(_)) => {
                return Err(Error::new(format!("the file has more than one column {}", text::quote(name)))
                    .hint("rename them in the first line of the file"));
            }
        }
    }
    Ok(None)
}

fn missing(column: &str, header: &[String]) -> Error {
    Error::new(format!("the file has no column {}", text::quote(column)))
        .hint_maybe(text::meant(column, nameable(header)))
        .hint(list(column, header))
}

/// Returns the columns that an error may name: none if there are fewer than a commitment needs. Such a file has no
/// commitments, and its first line may be a password, because the name of a file can lead anywhere.
fn nameable(header: &[String]) -> Vec<&str> {
    let columns: Vec<_> = header.iter().map(String::as_str).filter(|column| !column.is_empty()).collect();
    let needed = Field::ALL.into_iter().filter(|field| field.is_needed()).count();
    if columns.len() < needed { Vec::new() } else { columns }
}

/// Returns the columns as a list, those nearest to `name` first.
fn list(name: &str, header: &[String]) -> String {
    let folded = text::fold(name);
    let mut columns = nameable(header);
    let mut comparisons = text::Comparisons::default();
    columns.sort_by_cached_key(|column| {
        comparisons.slips(&folded, &text::fold(column), usize::MAX).unwrap_or(usize::MAX)
    });
    if columns.is_empty() {
        return "the first line of the file must name the columns".to_owned();
    }
    format!("the columns are {}", text::list(columns.iter().copied()))
}

#[cfg(test)]
mod tests;
