//! Other facts in the text of a block: only the values that change are written, each in its place.

use chrono_tz::Tz;
use toml_edit::{Document, Item, Value};

use super::history::after_line;
use super::{Splice, block, writer};
use crate::ledger::canonical::writer::Defaults;
use crate::rules::commitment::Commitment;

/// Returns a block that says the facts of `new` in the place of those of `old`, which it says now. A key that is added goes
/// to the place that the canonical form has for it; comments and blanks stay. `None` if a key would have to go: the
/// comments above it may be about it, or about what comes next.
pub(super) fn into_block(
    text: &str,
    old: &Commitment<'_>,
    new: &Commitment<'_>,
    newline: &str,
    zone: Tz,
) -> Option<String> {
    let document = Document::parse(text).ok()?;
    let table = document.get(block::HEADER)?.as_array_of_tables()?.get(0)?;
    let [old, new] = [old, new].map(|commitment| writer::facts(commitment, zone, Defaults::LeftOut));
    if old.iter().any(|(name, _)| !new.iter().any(|(other, _)| name == other)) {
        return None;
    }
    let mut splices = Vec::new();
    // The end of the last value before the present key.
    let mut before = None;
    for (key, _) in Commitment::KEYS {
        let place = table.get(key.name).and_then(Item::as_value).and_then(Value::span);
        let now = new.iter().find(|(name, _)| *name == key.name).filter(|pair| !old.contains(pair));
        if let Some((_, now)) = now {
            splices.push(match &place {
                Some(place) => Splice { span: place.clone(), text: now.clone() },
                None => after_line(text, before?, newline, &format!("{} = {now}{newline}", key.name))?,
            });
        }
        before = place.map(|place| place.end).or(before);
    }
    splices.sort_by_key(|splice| splice.span.start);
    let (mut changed, mut from) = (String::with_capacity(text.len()), 0);
    for Splice { span, text: new } in splices {
        changed.push_str(text.get(from..span.start)?);
        changed.push_str(&new);
        from = span.end;
    }
    changed.push_str(text.get(from..)?);
    Some(changed)
}
