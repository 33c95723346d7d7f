//! Blocks that are added, replaced or removed as they are: for `undo`, `edit` and `archive`.

use std::ops::Range;

use toml_edit::{Document, Item, Value};

use super::history::after_line;
use super::{Claim, Edit, Rewritten, Splice, Wanted, block, segment, unproven, writer};
use crate::error::Error;
use crate::ledger::read::segment::Piece;
use crate::rules::commitment::Commitment;

/// Returns a block's text without the blank lines that separate it from the next.
pub fn bare(block: &str) -> &str {
    block.trim_end_matches(['\n', '\r', ' ', '\t'])
}

/// Returns the commitment of a text that is exactly one block.
fn one_block(text: &str) -> Result<Commitment<'_>, Error> {
    let segment = segment::first(text, true);
    if segment.is_none_or(|segment| segment.piece != Piece::Block || segment.end != text.len()) {
        return Err(unproven("it is not one block"));
    }
    block::read(text).map_err(|fault| unproven(&fault.problem.message))
}

/// Returns a part of a text.
///
/// # Errors
/// A span outside the text: it was computed wrongly, and text that is not read here could be lost.
pub fn text_at(text: &str, span: Range<usize>) -> Result<&str, Error> {
    text.get(span).ok_or_else(|| unproven("a span is outside the text"))
}

/// Returns the edit that replaces a block; the blank lines after it stay.
pub(super) fn replace(text: &str, span: Range<usize>, new: &str) -> Result<Edit<'static>, Error> {
    let old = text_at(text, span.clone())?;
    let (before, after) = (one_block(old)?, one_block(new)?);
    if before.id != after.id {
        return Err(unproven("it is a different commitment"));
    }
    let end = span.start.saturating_add(bare(old).len());
    Ok(Edit {
        splice: Splice { span: span.start..end, text: bare(new).to_owned() },
        rewritten: Some(Rewritten {
            id: Some(after.id),
            before: Some(old.to_owned()),
            after: Some(new.to_owned()),
        }),
        claim: Some(Claim { gap: 0, wanted: Wanted::Commitment(Box::new(after.into_owned())) }),
    })
}

/// Returns the edit that removes a block; of the blank lines around it, those before it stay, unless it was the last.
pub(super) fn remove(text: &str, span: Range<usize>) -> Result<Edit<'static>, Error> {
    let old = text_at(text, span.clone())?;
    let id = one_block(old)?.id;
    let before = text_at(text, 0..span.start)?;
    let start = if span.end == text.len() {
        let line = before.strip_suffix("\r\n").or_else(|| before.strip_suffix('\n')).unwrap_or(before);
        if line.ends_with('\n') { line.len() } else { span.start }
    } else {
        span.start
    };
    let rewritten = Some(Rewritten { id: Some(id), before: Some(old.to_owned()), after: None });
    Ok(Edit { splice: Splice { span: start..span.end, text: String::new() }, rewritten, claim: None })
}

/// Returns the edit that appends a block as it is. It must say what is `wanted`, if that is known.
pub(super) fn append<'c>(
    end: usize,
    gap: &str,
    new: &str,
    wanted: Option<&'c Commitment<'static>>,
) -> Result<Edit<'c>, Error> {
    let (id, after, wanted) = match wanted {
        Some(wanted) => (wanted.id, None, Wanted::New(wanted)),
        None => {
            let found = one_block(new)?;
            (found.id, Some(new.to_owned()), Wanted::Commitment(Box::new(found.into_owned())))
        }
    };
    let newline = if new.contains("\r\n") { "\r\n" } else { "\n" };
    Ok(Edit {
        splice: Splice { span: end..end, text: format!("{gap}{}{newline}", bare(new)) },
        rewritten: Some(Rewritten { id: Some(id), before: None, after }),
        claim: Some(Claim { gap: gap.len(), wanted }),
    })
}

/// Returns the splice of the line `archives = […]` among the keys at the top of the ledger.
pub(super) fn archives(text: &str, names: &[String], newline: &str) -> Result<Splice, Error> {
    let rest = text.strip_prefix('\u{feff}').unwrap_or(text);
    let bom = text.len().saturating_sub(rest.len());
    let names: Vec<_> = names.iter().map(|name| writer::string(name)).collect();
    let list = format!("[{}]", names.join(", "));
    let top = segment::first(rest, true).filter(|segment| segment.piece == Piece::Rules);
    let top = text_at(rest, 0..top.map_or(0, |segment| segment.end))?;
    let document = Document::parse(top).map_err(|error| unproven(error.message()))?;
    let at = |span: Range<usize>| bom.saturating_add(span.start)..bom.saturating_add(span.end);
    if let Some(span) = document.get("archives").and_then(Item::span) {
        return Ok(Splice { span: at(span), text: list });
    }
    let line = format!("archives = {list}{newline}");
    let last = document
        .iter()
        .filter_map(|(_, item)| item.as_value().and_then(Value::span))
        .map(|span| span.end)
        .max();
    Ok(match last {
        Some(byte) => {
            let after = after_line(top, byte, newline, &line);
            let Splice { span, text } = after.ok_or_else(|| unproven("a key is outside the ledger"))?;
            Splice { span: at(span), text }
        }
        None => Splice { span: bom..bom, text: format!("{line}{newline}") },
    })
}
