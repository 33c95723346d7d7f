//! Blocks that are added, replaced or removed as they are: for `undo`, `edit` and `archive`.

use std::borrow::Cow;
use std::ops::Range;

use toml_edit::{Document, Item, Value};

use super::history::after_line;
use super::{
    BOM, Change, Claim, Edit, NEAR, NewBlock, Rewritten, Splice, Wanted, first_piece, head, read, segment,
    unproven,
};
use crate::error::Error;
use crate::ledger::read::segment::Piece;
use crate::ledger::read::stored::Stored;
use crate::rules::commitment::{Commitment, Id};

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

/// A new block, and what it must say.
pub(super) struct New<'c> {
    /// Its id.
    pub id: Id,
    text: Cow<'c, str>,
    wanted: Wanted<'c>,
    /// Its text as it is, if it is not made from a commitment.
    after: Option<String>,
}

impl<'c> New<'c> {
    /// Returns the block of a commitment, with its text as it is to be written.
    pub fn of(new: &'c NewBlock, text: Cow<'c, str>) -> Self {
        Self { id: new.id, text, wanted: Wanted::New(new), after: None }
    }

    /// Returns a block that stays as it is.
    pub fn as_it_is(text: &'c str) -> Result<Self, Error> {
        let found = one_block(text)?;
        let (id, wanted) = (found.id, Wanted::Commitment(Box::new(found.into_owned())));
        Ok(Self { id, text: text.into(), wanted, after: Some(text.to_owned()) })
    }

    /// Returns the edit that puts it behind the end of the file, after a gap.
    pub fn behind(self, end: usize, gap: String) -> Edit<'c> {
        let newline = if self.text.contains("\r\n") { "\r\n" } else { "\n" };
        let text = format!("{gap}{}{newline}", bare(&self.text));
        self.put(end, gap, text)
    }

    /// Returns the edit that puts it before a piece of the file, and blank lines behind it.
    pub fn before(self, at: usize, blanks: &str) -> Edit<'c> {
        let text = format!("{}{blanks}", bare(&self.text));
        self.put(at, String::new(), text)
    }

    fn put(self, at: usize, gap: String, text: String) -> Edit<'c> {
        let Self { id, wanted, after, .. } = self;
        Edit {
            splice: Splice { span: at..at, text },
            claim: Some(Claim { gap: gap.len(), wanted }),
            rewritten: Some(Rewritten { id: Some(id), after, gap, ..Rewritten::default() }),
        }
    }
}

/// Returns true if a blank line, or nothing, is before a piece of the file: then one goes behind what is put there too, so that
/// its removal leaves what was there.
pub(super) fn is_spaced(stored: Stored<'_>, at: usize) -> Result<bool, Error> {
    let before = stored.bytes(at.saturating_sub(4)..at)?;
    Ok(at <= BOM.len() && (before.is_empty() || *before == *BOM.as_bytes())
        || before.ends_with(b"\n\n")
        || before.ends_with(b"\n\r\n"))
}

/// Returns the splice of a key and its value among those at the top of the ledger.
pub(super) fn key(stored: Stored<'_>, key: &str, value: &str, newline: &str) -> Result<Splice, Error> {
    let has_bom = stored.bytes(0..BOM.len().min(stored.size()))? == BOM.as_bytes();
    let bom = if has_bom { BOM.len() } else { 0 };
    let top = first_piece(NEAR, |bytes| head(stored, bom, bytes))?;
    let top = top.filter(|(piece, _)| *piece == Piece::Rules).map(|(_, text)| text).unwrap_or_default();
    let document = Document::parse(top.as_str()).map_err(|error| unproven(error.message()))?;
    let at = |span: Range<usize>| bom.saturating_add(span.start)..bom.saturating_add(span.end);
    if let Some(span) = document.get(key).and_then(Item::span) {
        return Ok(Splice { span: at(span), text: value.to_owned() });
    }
    let line = format!("{key} = {value}{newline}");
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
