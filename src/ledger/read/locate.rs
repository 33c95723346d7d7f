//! Where the parts of a block are in the file, for findings.

use std::borrow::Cow;
use std::collections::HashMap;

use toml::de::DeValue;

use super::block::HEADER;
use crate::document::tree::{self, Fields};
use crate::rules::audit::Spot;

/// The places of a block's parts, read once for all its findings.
#[derive(Debug, Default)]
pub struct Spots<'t> {
    header: usize,
    keys: Keys<'t>,
    events: Vec<(usize, Keys<'t>)>,
}

type Keys<'t> = HashMap<Cow<'t, str>, usize>;

impl<'t> Spots<'t> {
    /// Returns the places in this text of a block.
    pub fn of(block: &'t str) -> Self {
        let mut spots = Self { header: header(block), ..Self::default() };
        let Some(mut fields) = fields(block) else { return spots };
        spots.keys = fields.places().map(|(key, span)| (key, span.start)).collect();
        if let Some(DeValue::Array(events)) = fields.take("history").map(toml::Spanned::into_inner) {
            spots.events =
                events.into_iter().map(|event| (event.span().start, keys(event.into_inner()))).collect();
        }
        spots
    }

    /// Returns the first byte that a finding is about; that of the header if nothing is closer.
    pub fn find(&self, spot: &Spot) -> usize {
        let found = match spot {
            Spot::Block => None,
            Spot::Key(name) => self.key(name),
            Spot::Event(place) => self.events.get(*place).map(|(start, _)| *start),
        };
        found.unwrap_or(self.header)
    }

    /// Returns the place of a key; `history[3].x` is the key `x` of an event.
    fn key(&self, name: &str) -> Option<usize> {
        match name.strip_prefix("history[").and_then(|rest| rest.split_once("].")) {
            None => self.keys.get(name).copied(),
            Some((place, inner)) => self.events.get(place.parse::<usize>().ok()?)?.1.get(inner).copied(),
        }
    }
}

/// Returns where the header of a block begins: before it are blank lines and comments.
pub(super) fn header(block: &str) -> usize {
    let mut start = 0_usize;
    for line in block.split_inclusive('\n') {
        let text = line.trim_ascii_start();
        if !text.is_empty() && !text.starts_with('#') {
            return start.saturating_add(line.len().saturating_sub(text.len()));
        }
        start = start.saturating_add(line.len());
    }
    0
}

fn fields(block: &str) -> Option<Fields<'_>> {
    let mut document = Fields::new(tree::parse(block).ok()?, 0..block.len());
    let list = document.take(HEADER)?;
    let DeValue::Array(list) = list.into_inner() else { return None };
    let table = list.into_iter().next()?;
    let span = table.span();
    match table.into_inner() {
        DeValue::Table(table) => Some(Fields::new(table, span)),
        _ => None,
    }
}

fn keys(event: DeValue<'_>) -> Keys<'_> {
    let DeValue::Table(table) = event else { return Keys::new() };
    table
        .into_iter()
        .map(|(key, _)| (key.span().start, key.into_inner()))
        .map(|(start, key)| (key, start))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_in_a_comment_is_not_that_of_the_block() {
        let block = "# [[commitment]] was here\n\n  [[ commitment ]]\nid = \"k7qdm2xv\"\n";
        assert_eq!(block.find("[[ "), Some(header(block)));
        assert_eq!((header("[[commitment]]\n"), header("# only\n"), header("")), (0, 0, 0));
    }
}
