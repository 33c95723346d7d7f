//! A change to the text of a ledger: the smallest span, and the proof that nothing else changed.

use std::ops::Range;

use chrono_tz::Tz;
use toml_edit::{Document, Item, TableLike, Value};

use super::segment::{self, Piece};
use super::{block, write};
use crate::error::Trouble;
use crate::rules::commitment::{Commitment, Event, Id};

pub mod whole;

/// One thing to change.
#[derive(Debug, Clone)]
pub enum Change {
    /// A new commitment, at the end.
    Add(Box<Commitment<'static>>),
    /// Events that happened to a commitment, whose block stands at these bytes.
    Happened {
        /// Where the block stands.
        span: Range<usize>,
        /// What happened, in order.
        events: Vec<Event<'static>>,
    },
    /// Another text for a block, which stands at these bytes.
    Replace {
        /// Where the block stands.
        span: Range<usize>,
        /// Its new text.
        text: String,
    },
    /// No block any more at these bytes.
    Remove {
        /// Where the block stands.
        span: Range<usize>,
    },
    /// Texts of blocks, as they are, at the end.
    Append(Vec<String>),
    /// Another text for the whole ledger; it stands alone.
    Whole(String),
    /// The names of the files that closed commitments were moved to, at the top.
    Archives(Vec<String>),
}

/// The text of one block before and after a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rewritten {
    /// The commitment; none: the text is the whole ledger's.
    pub id: Option<Id>,
    /// Its block as it was, nothing if it is new.
    pub before: Option<String>,
    /// Its block as it is now, nothing if it is gone.
    pub after: Option<String>,
}

/// A text to put in the place of some bytes.
struct Splice {
    span: Range<usize>,
    text: String,
}

/// The text after some changes, proven: read again, each changed block is the old one plus exactly the
/// wanted change, and begins and ends where it should. The bytes between are copied.
pub fn apply(text: &str, changes: &[Change], zone: Tz) -> Result<(String, Vec<Rewritten>), Trouble> {
    if let [Change::Whole(new)] = changes {
        let rewritten = Rewritten { id: None, before: Some(text.to_owned()), after: Some(new.clone()) };
        return Ok((new.clone(), vec![rewritten]));
    }
    let newline = if first_line_is_crlf(text) { "\r\n" } else { "\n" };
    let mut splices: Vec<Splice> = Vec::new();
    let mut rewritten = Vec::new();
    let mut gap = gap(text, newline);
    for change in changes {
        let (splice, block) = match change {
            Change::Add(commitment) => {
                add(text, std::mem::replace(&mut gap, newline.to_owned()), commitment, newline, zone)?
            }
            Change::Happened { span, events } => happened(text, span.clone(), events, zone)?,
            Change::Replace { span, text: new } => whole::replace(text, span.clone(), new)?,
            Change::Remove { span } => whole::remove(text, span.clone())?,
            Change::Append(blocks) => {
                for block in blocks {
                    let gap = std::mem::replace(&mut gap, newline.to_owned());
                    let end = text.len();
                    let (splice, added) = whole::append(end, &gap, block)?;
                    splices.push(splice);
                    rewritten.push(added);
                }
                continue;
            }
            Change::Whole(_) => return Err(unproven("a whole ledger is changed alone")),
            Change::Archives(names) => {
                splices.push(whole::archives(text, names, newline)?);
                continue;
            }
        };
        splices.push(splice);
        rewritten.push(block);
    }
    splices.sort_by_key(|splice| splice.span.start);
    let grown = splices.iter().map(|splice| splice.text.len()).sum::<usize>();
    let mut changed = String::with_capacity(text.len().saturating_add(grown));
    let mut copied = 0;
    for splice in &splices {
        // Two blocks that are taken out may share the blank line between them.
        let start = if splice.text.is_empty() { splice.span.start.max(copied) } else { splice.span.start };
        changed.push_str(text.get(copied..start).ok_or_else(|| unproven("two changes overlap"))?);
        changed.push_str(&splice.text);
        copied = splice.span.end;
    }
    changed.push_str(text.get(copied..).ok_or_else(|| unproven("a change lies outside the ledger"))?);
    Ok((changed, rewritten))
}

fn first_line_is_crlf(text: &str) -> bool {
    memchr::memchr(b'\n', text.as_bytes())
        .and_then(|at| at.checked_sub(1))
        .is_some_and(|at| text.as_bytes().get(at) == Some(&b'\r'))
}

/// What goes between a text and a block behind it: the end of its last line, and one blank line.
fn gap(text: &str, newline: &str) -> String {
    if text.is_empty() || text.ends_with("\n\n") || text.ends_with("\n\r\n") {
        String::new()
    } else if text.ends_with('\n') {
        newline.to_owned()
    } else {
        newline.repeat(2)
    }
}

/// That the new text would not say what it should: nothing is written, and somebody has to look at owed.
fn unproven(why: &str) -> Trouble {
    Trouble::new(format!("nothing was written: the changed ledger would not read back as it should ({why})"))
        .hint("the ledger is as it was; `owed check` says if something in it is off")
}

fn add(
    text: &str,
    gap: String,
    commitment: &Commitment<'static>,
    newline: &str,
    zone: Tz,
) -> Result<(Splice, Rewritten), Trouble> {
    let block = write::block(commitment, zone).replace('\n', newline);
    prove(&block, commitment)?;
    let end = text.len();
    let rewritten = Rewritten { id: Some(commitment.id), before: None, after: Some(block.clone()) };
    Ok((Splice { span: end..end, text: format!("{gap}{block}") }, rewritten))
}

fn happened(
    text: &str,
    span: Range<usize>,
    events: &[Event<'static>],
    zone: Tz,
) -> Result<(Splice, Rewritten), Trouble> {
    let old = text.get(span.clone()).ok_or_else(|| unproven("a block lies outside the ledger"))?;
    let mut wanted = block::read(old).map_err(|fault| unproven(&fault.message))?.into_owned();
    wanted.history.extend(events.iter().cloned());
    let newline = if first_line_is_crlf(old) { "\r\n" } else { "\n" };
    let Splice { span: at, text } =
        into_history(old, events, newline, zone).ok_or_else(|| unproven("its history has no end"))?;
    let (head, tail) = (old.get(..at.start).unwrap_or_default(), old.get(at.end..).unwrap_or_default());
    let new = format!("{head}{text}{tail}");
    prove(&new, &wanted)?;
    let place = span.start.saturating_add(at.start)..span.start.saturating_add(at.end);
    let rewritten = Rewritten { id: Some(wanted.id), before: Some(old.to_owned()), after: Some(new) };
    Ok((Splice { span: place, text }, rewritten))
}

/// That a text is one block, and says what it should.
fn prove(block: &str, wanted: &Commitment<'_>) -> Result<(), Trouble> {
    let segment = segment::first(block, true);
    if segment.is_none_or(|segment| segment.piece != Piece::Block || segment.end != block.len()) {
        return Err(unproven("it is not one block"));
    }
    let found = block::read(block).map_err(|fault| unproven(&fault.message))?;
    if found == *wanted { Ok(()) } else { Err(unproven("it says something else")) }
}

/// Where events go into a block, and the text that is put there.
fn into_history(block: &str, events: &[Event<'_>], newline: &str, zone: Tz) -> Option<Splice> {
    let document = Document::parse(block).ok()?;
    let table = document.get(block::HEADER)?.as_array_of_tables()?.get(0)?;
    let lines = |indent: &str| -> String {
        events.iter().map(|event| format!("{indent}{},{newline}", write::event(event, zone))).collect()
    };
    match table.get("history") {
        None => {
            let lines = lines("  ");
            Some(after_line(
                block,
                last_value(table)?,
                newline,
                &format!("history = [{newline}{lines}]{newline}"),
            ))
        }
        Some(Item::Value(Value::Array(array))) => {
            let span = array.span()?;
            let close = span.end.checked_sub(1)?;
            let last = array.iter().last().and_then(Value::span);
            let indent = last.as_ref().map_or("  ", |last| indent_of(block, last.start));
            let start = last.as_ref().map_or(span.start.saturating_add(1), |last| last.end);
            // What stands between the last event and the bracket: a comma, a comment, a newline.
            let between = block.get(start..close)?.trim_end_matches([' ', '\t']);
            let comma = if array.is_empty() || array.trailing_comma() { "" } else { "," };
            let gap = if between.ends_with('\n') { "" } else { newline };
            let text = format!("{comma}{between}{gap}{}", lines(indent));
            Some(Splice { span: start..start.saturating_add(between.len()), text })
        }
        Some(Item::ArrayOfTables(list)) => {
            let tables: String = events.iter().map(|event| table_event(event, newline, zone)).collect();
            Some(after_line(block, last_value(list.iter().last()?)?, newline, &tables))
        }
        Some(_) => None,
    }
}

/// The blanks that the line of an event begins with, if it has that line to itself.
fn indent_of(block: &str, event: usize) -> &str {
    let before = block.get(..event).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    if line.chars().all(|c| c == ' ' || c == '\t') && !line.is_empty() { line } else { "  " }
}

/// Where the last value ends that stands in the table itself, not in a table below it.
fn last_value(table: &dyn TableLike) -> Option<usize> {
    let ends = table.iter().filter_map(|(_, item)| match item {
        Item::Value(Value::InlineTable(inline)) if inline.is_dotted() => last_value(inline),
        Item::Value(value) => value.span().map(|span| span.end),
        Item::Table(below) if below.is_dotted() => last_value(below),
        _ => None,
    });
    ends.max()
}

/// A text on lines of its own after the line in which a byte stands.
fn after_line(block: &str, byte: usize, newline: &str, text: &str) -> Splice {
    let rest = block.get(byte..).unwrap_or_default();
    match rest.find('\n') {
        Some(end) => {
            let at = byte.saturating_add(end).saturating_add(1);
            Splice { span: at..at, text: text.to_owned() }
        }
        None => Splice { span: block.len()..block.len(), text: format!("{newline}{text}") },
    }
}

/// An event as a table of its own, for a history that somebody wrote that way.
fn table_event(event: &Event<'_>, newline: &str, zone: Tz) -> String {
    let pairs: String =
        write::pairs(event, zone).iter().map(|(key, value)| format!("{key} = {value}{newline}")).collect();
    format!("{newline}[[{}.history]]{newline}{pairs}", block::HEADER)
}
