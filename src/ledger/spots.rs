//! Where the parts of a block stand in the file, for findings.

use std::ops::Range;

use toml::de::DeValue;

use super::block::HEADER;
use super::tree::{self, Fields};
use crate::rules::audit::Spot;

/// The bytes of a block's text that a finding is about; the header if there is nothing closer.
pub fn find(block: &str, spot: &Spot) -> Range<usize> {
    let header = header(block);
    let found = match spot {
        Spot::Block => None,
        Spot::Key(name) => key(block, name),
        Spot::Event(place) => event(block, *place),
    };
    found.unwrap_or(header)
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

fn event(block: &str, place: usize) -> Option<Range<usize>> {
    let DeValue::Array(events) = fields(block)?.take("history")?.into_inner() else { return None };
    events.into_iter().nth(place).map(|event| event.span())
}

/// The place of a key; `history[3].x` is the key `x` of an event.
fn key(block: &str, name: &str) -> Option<Range<usize>> {
    let Some((place, inner)) = name.strip_prefix("history[").and_then(|rest| rest.split_once("].")) else {
        return fields(block)?.rest().find(|(_, key, _)| key == name).map(|(span, ..)| span);
    };
    let DeValue::Array(events) = fields(block)?.take("history")?.into_inner() else { return None };
    let event = events.into_iter().nth(place.parse().ok()?)?;
    let span = event.span();
    let DeValue::Table(table) = event.into_inner() else { return None };
    Fields::new(table, span).rest().find(|(_, key, _)| key == inner).map(|(span, ..)| span)
}
