//! Where the parts of a block are in the file, for findings.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use toml::de::DeValue;

use super::block::HEADER;
use crate::document::tree::{self, Fields};
use crate::rules::audit::Spot;

/// The places of a block's parts, read once for all its findings.
#[derive(Debug, Default)]
pub struct Spots<'t> {
    header: Range<usize>,
    keys: Keys<'t>,
    events: Vec<(Range<usize>, Keys<'t>)>,
}

type Keys<'t> = HashMap<Cow<'t, str>, Range<usize>>;

impl<'t> Spots<'t> {
    /// Returns the places in this text of a block.
    pub fn of(block: &'t str) -> Self {
        let mut spots = Self { header: header(block), ..Self::default() };
        let Some(mut fields) = fields(block) else { return spots };
        spots.keys = fields.places().collect();
        if let Some(DeValue::Array(events)) = fields.take("history").map(toml::Spanned::into_inner) {
            spots.events = events.into_iter().map(|event| (event.span(), keys(event.into_inner()))).collect();
        }
        spots
    }

    /// Returns the bytes that a finding is about; those of the header if nothing is closer.
    pub fn find(&self, spot: &Spot) -> Range<usize> {
        let found = match spot {
            Spot::Block => None,
            Spot::Key(name) => self.key(name),
            Spot::Event(place) => self.events.get(*place).map(|(span, _)| span),
        };
        found.unwrap_or(&self.header).clone()
    }

    /// Returns the place of a key; `history[3].x` is the key `x` of an event.
    fn key(&self, name: &str) -> Option<&Range<usize>> {
        match name.strip_prefix("history[").and_then(|rest| rest.split_once("].")) {
            None => self.keys.get(name),
            Some((place, inner)) => self.events.get(place.parse::<usize>().ok()?)?.1.get(inner),
        }
    }
}

fn header(block: &str) -> Range<usize> {
    let start = block.find(&format!("[[{HEADER}")).or_else(|| block.find("[[")).unwrap_or_default();
    let length = block.get(start..).and_then(|rest| rest.lines().next()).map_or(1, str::len);
    start..start.saturating_add(length)
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
    table.into_iter().map(|(key, _)| (key.span(), key.into_inner())).map(|(span, key)| (key, span)).collect()
}
