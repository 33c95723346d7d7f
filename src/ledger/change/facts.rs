//! Other facts in the text of a block: only the values that change are written, each in its place.

use std::ops::Range;

use chrono_tz::Tz;
use toml_edit::{Document, Item, Value};

use super::history::after_line;
use super::{Splice, block, writer};
use crate::ledger::canonical::writer::Pairs;
use crate::rules::commitment::Commitment;

/// Returns a block that says the facts of `new` in the place of those of `old`, which it says now. A key that is added goes
/// to the place that the canonical form has for it; the line of one that is taken away goes, with the comment on it. Comments
/// and blanks on other lines stay. `None` if a place is not found.
pub(super) fn into_block(
    text: &str,
    old: &Commitment<'_>,
    new: &Commitment<'_>,
    newline: &str,
    zone: Tz,
) -> Option<String> {
    let document = Document::parse(text).ok()?;
    let table = document.get(block::HEADER)?.as_array_of_tables()?.get(0)?;
    let [old, new] = [old, new].map(|commitment| writer::facts(commitment, zone));
    let of = |facts: &Pairs, key: &str| facts.iter().find(|(name, _)| *name == key).cloned();
    let mut splices = Vec::new();
    // The end of the last value before the present key.
    let mut before = None;
    for (key, _) in Commitment::KEYS {
        let place = table.get(key.name).and_then(Item::as_value).and_then(Value::span);
        let (was, now) = (of(&old, key.name), of(&new, key.name));
        if was != now {
            splices.push(match (&place, &now) {
                (Some(place), Some((_, now))) => Splice { span: place.clone(), text: now.clone() },
                (None, Some((_, now))) => {
                    after_line(text, before?, newline, &format!("{} = {now}{newline}", key.name))?
                }
                (Some(place), None) => Splice { span: lines_of(text, place)?, text: String::new() },
                (None, None) => return None,
            });
        }
        before = place.filter(|_| now.is_some() || was.is_none()).map(|place| place.end).or(before);
    }
    splices.sort_by_key(|splice| (splice.span.start, splice.span.end));
    let (mut changed, mut from) = (String::with_capacity(text.len()), 0);
    for Splice { span, text: new } in splices {
        changed.push_str(text.get(from..span.start)?);
        changed.push_str(&new);
        from = span.end;
    }
    changed.push_str(text.get(from..)?);
    ended(text, changed)
}

/// Returns a block whose last value was taken away, with the comments that stood before that one before what is last now: at its end
/// they would be those of the next block.
fn ended(old: &str, new: String) -> Option<String> {
    let (_, remarks) = last_value(old)?;
    let (last, tail) = last_value(&new)?;
    let is_moved = remarks.is_empty() && tail.ends_with('\n');
    if !is_moved {
        return Some(new);
    }
    Some([new.get(..last.start)?, tail, new.get(last)?].concat())
}

/// Returns the bytes of the lines of the last value of a block, and the comments and blanks below it if nothing else is.
fn last_value(text: &str) -> Option<(Range<usize>, &str)> {
    let document = Document::parse(text).ok()?;
    let table = document.get(block::HEADER)?.as_array_of_tables()?.get(0)?;
    let values = table.iter().filter_map(|(_, item)| item.as_value()?.span());
    let last = lines_of(text, &values.max_by_key(|span| span.end)?)?;
    let is_remark = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('#');
    let tail = text.get(last.end..).filter(|tail| tail.lines().all(is_remark));
    Some((last, tail.unwrap_or_default()))
}

/// Returns the bytes of the lines on which a value stands, with the key before it and the end of the last.
fn lines_of(text: &str, value: &Range<usize>) -> Option<Range<usize>> {
    let start = text.get(..value.start)?.rfind('\n').map_or(0, |end| end.saturating_add(1));
    let rest = text.get(value.end..)?;
    let length = rest.find('\n').map_or(rest.len(), |end| end.saturating_add(1));
    Some(start..value.end.saturating_add(length))
}
