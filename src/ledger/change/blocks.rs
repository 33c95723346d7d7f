//! Blocks that are added, replaced or removed as they are: for `undo`, `edit` and `archive`.

use std::ops::Range;

use toml_edit::{Document, Item, Value};

use super::history::after_line;
use super::{
    BOM, Change, Claim, Edit, NEAR, NewBlock, Rewritten, Splice, Wanted, first_piece, head, read, segment,
    unproven, writer,
};
use crate::error::Error;
use crate::ledger::read::segment::Piece;
use crate::ledger::read::stored::Stored;
use crate::rules::commitment::Commitment;

/// Returns a block's text without the blank lines that separate it from the next.
pub fn bare(block: &str) -> &str {
    block.trim_end_matches(['\n', '\r', ' ', '\t'])
}

/// Returns the commitment of a text that is exactly one block.
pub(super) fn one_block(text: &str) -> Result<Commitment<'_>, Error> {
    let segment = segment(text, true);
    if segment.is_none_or(|segment| segment.piece != Piece::Block || segment.end != text.len()) {
        return Err(unproven("it is not one block"));
    }
    read(text)
}

/// Returns a part of a text.
///
/// # Errors
/// A span outside the text: it was computed wrongly, and text that is not read here could be lost.
pub fn text_at(text: &str, span: Range<usize>) -> Result<&str, Error> {
    text.get(span).ok_or_else(|| unproven("a span is outside the text"))
}

/// Returns the edit that replaces a block; the blank lines after it stay.
pub(super) fn replace(stored: Stored<'_>, span: Range<usize>, new: &str) -> Result<Edit<'static>, Error> {
    let old = stored.text(span.clone())?;
    let (before, after) = (one_block(&old)?, one_block(new)?);
    if before.id != after.id {
        return Err(unproven("it is a different commitment"));
    }
    let end = span.start.saturating_add(bare(&old).len());
    Ok(Edit {
        splice: Splice { span: span.start..end, text: bare(new).to_owned() },
        rewritten: Some(Rewritten {
            id: Some(after.id),
            before: Some(old.to_string()),
            after: Some(new.to_owned()),
            ..Rewritten::default()
        }),
        claim: Some(Claim { gap: 0, wanted: Wanted::Commitment(Box::new(after.into_owned())) }),
    })
}

/// Returns the changes that remove whole blocks, adjacent ones as one. Of the blank lines around them those before stay. At
/// the end of the ledger the text between it and the removed blocks goes too: what `gap` knows of the first of them, else one
/// blank line.
pub fn removals(
    stored: Stored<'_>,
    mut blocks: Vec<Range<usize>>,
    gap: &dyn Fn(&Range<usize>) -> Option<String>,
) -> Result<Vec<Change>, Error> {
    blocks.sort_by_key(|span| span.start);
    let mut runs: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    for block in blocks {
        match runs.last_mut() {
            Some((run, _)) if run.end == block.start => run.end = block.end,
            _ => runs.push((block.clone(), block)),
        }
    }
    if let Some((run, first)) = runs.last_mut().filter(|(run, _)| run.end == stored.size()) {
        // A gap is at most two line ends.
        let near = run.start.saturating_sub(4)..run.start;
        let before = stored.bytes(near)?;
        let known = gap(first).filter(|gap| before.ends_with(gap.as_bytes()));
        let blank = [b"\n\r\n".as_slice(), b"\n\n"].into_iter().find(|end| before.ends_with(end));
        let blank = blank.map_or(0, |end| end.len().saturating_sub(1));
        run.start = run.start.saturating_sub(known.map_or(blank, |gap| gap.len()));
    }
    Ok(runs.into_iter().map(|(span, _)| Change::Remove { span }).collect())
}

/// Returns the edit that appends a block as it is. It must say what is `wanted`, if that is known.
pub(super) fn append<'c>(
    end: usize,
    gap: String,
    new: &str,
    wanted: Option<&'c NewBlock>,
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
        claim: Some(Claim { gap: gap.len(), wanted }),
        rewritten: Some(Rewritten { id: Some(id), after, gap, ..Rewritten::default() }),
    })
}

/// Returns the splice of the line `archives = […]` among the keys at the top of the ledger.
pub(super) fn archives(stored: Stored<'_>, names: &[String], newline: &str) -> Result<Splice, Error> {
    let has_bom = stored.bytes(0..BOM.len().min(stored.size()))? == BOM.as_bytes();
    let bom = if has_bom { BOM.len() } else { 0 };
    let names: Vec<_> = names.iter().map(|name| writer::string(name)).collect();
    let list = format!("[{}]", names.join(", "));
    let top = first_piece(NEAR, |bytes| head(stored, bom, bytes))?;
    let top = top.filter(|(piece, _)| *piece == Piece::Rules).map(|(_, text)| text).unwrap_or_default();
    let document = Document::parse(top.as_str()).map_err(|error| unproven(error.message()))?;
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
            let after = after_line(&top, byte, newline, &line);
            let Splice { span, text } = after.ok_or_else(|| unproven("a key is outside the ledger"))?;
            Splice { span: at(span), text }
        }
        None => Splice { span: bom..bom, text: format!("{line}{newline}") },
    })
}
