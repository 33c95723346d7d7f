//! Where events go in the text of a block, however its history is written. They follow the style that is there: its
//! indentation, its line endings, its comments, a list or tables.

use std::ops::Range;

use chrono_tz::Tz;
use toml_edit::{Array, Document, Item, TableLike, Value};

use super::{Splice, block, writer};
use crate::rules::commitment::Event;

/// The indentation step of a list.
const STEP: &str = "  ";

/// Returns where events go in a block, and their text.
pub(super) fn into_block(block: &str, events: &[&Event<'_>], newline: &str, zone: Tz) -> Option<Splice> {
    let document = Document::parse(block).ok()?;
    let table = document.get(block::HEADER)?.as_array_of_tables()?.get(0)?;
    match table.get("history") {
        None => {
            let last = last_value(table, false)?;
            let indent = indent(block, last.start)?;
            let lines = lines(events, &format!("{indent}{STEP}"), newline, zone);
            let list = format!("{indent}history = [{newline}{lines}{indent}]{newline}");
            after_line(block, last.end, newline, &list)
        }
        Some(Item::Value(Value::Array(array))) => into_list(block, array, events, newline, zone),
        Some(Item::ArrayOfTables(list)) => {
            let last = list.iter().last()?;
            let indent = indent(block, last_value(last, false)?.start)?;
            let tables: String = events.iter().map(|event| own_table(event, indent, newline, zone)).collect();
            after_line(block, last_value(last, true)?.end, newline, &tables)
        }
        Some(_) => None,
    }
}

fn into_list(block: &str, array: &Array, events: &[&Event<'_>], newline: &str, zone: Tz) -> Option<Splice> {
    let span = array.span()?;
    let close = span.end.checked_sub(1)?;
    let last = array.iter().last().and_then(Value::span);
    let key = indent(block, span.start)?;
    let step = format!("{key}{STEP}");
    let beside = last.as_ref().and_then(|last| alone(block, last.start)).unwrap_or(&step);
    let start = last.as_ref().map_or(span.start.saturating_add(1), |last| last.end);
    // Between the last event and the bracket: a comma, a comment, a newline.
    let rest = block.get(start..close)?;
    let between = rest.trim_end_matches([' ', '\t']);
    let comma = if array.is_empty() || array.trailing_comma() { "" } else { "," };
    let lines = lines(events, beside, newline, zone);
    if between.ends_with('\n') {
        // The bracket has a line of its own, and keeps it.
        let span = start..start.saturating_add(between.len());
        return Some(Splice { span, text: format!("{comma}{between}{lines}") });
    }
    Some(Splice { span: start..close, text: format!("{comma}{between}{newline}{lines}{key}") })
}

fn lines(events: &[&Event<'_>], indent: &str, newline: &str, zone: Tz) -> String {
    events.iter().map(|event| format!("{indent}{},{newline}", writer::event(event, zone))).collect()
}

/// Returns an event as a table of its own, for a history that is written that way.
fn own_table(event: &Event<'_>, indent: &str, newline: &str, zone: Tz) -> String {
    let pairs: String = writer::pairs(event, zone)
        .iter()
        .map(|(key, value)| format!("{indent}{key} = {value}{newline}"))
        .collect();
    format!("{newline}{indent}[[{}.history]]{newline}{pairs}", block::HEADER)
}

/// Returns the blanks at the beginning of the line of a byte.
fn indent(block: &str, byte: usize) -> Option<&str> {
    let line = before(block, byte)?;
    line.strip_suffix(line.trim_start_matches([' ', '\t']))
}

/// Returns the text before a byte on its line, if it is only blanks.
fn alone(block: &str, byte: usize) -> Option<&str> {
    before(block, byte).filter(|line| line.chars().all(|letter| letter == ' ' || letter == '\t'))
}

fn before(block: &str, byte: usize) -> Option<&str> {
    block.get(..byte)?.rsplit('\n').next()
}

/// Returns the place of the last value in a table; with `deep`, in the tables below it too.
fn last_value(table: &dyn TableLike, deep: bool) -> Option<Range<usize>> {
    let values = table.iter().filter_map(|(_, item)| match item {
        Item::Value(Value::InlineTable(inline)) if inline.is_dotted() => last_value(inline, deep),
        Item::Value(value) => value.span(),
        Item::Table(below) if deep || below.is_dotted() => last_value(below, deep),
        Item::ArrayOfTables(list) if deep => {
            list.iter().filter_map(|below| last_value(below, deep)).max_by_key(|value| value.end)
        }
        _ => None,
    });
    values.max_by_key(|value| value.end)
}

/// Returns the splice of a text on lines of its own after the line in which a value ends. A last line without a newline
/// stays so.
pub(super) fn after_line(block: &str, byte: usize, newline: &str, text: &str) -> Option<Splice> {
    let rest = block.get(byte..)?;
    Some(match rest.find('\n') {
        Some(end) => {
            let at = byte.saturating_add(end).saturating_add(1);
            Splice { span: at..at, text: text.to_owned() }
        }
        None => {
            let text = text.strip_suffix(newline).unwrap_or(text);
            Splice { span: block.len()..block.len(), text: format!("{newline}{text}") }
        }
    })
}
