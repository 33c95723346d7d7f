//! Blocks that move as they are from another ledger to the end of this one. They are copied from file to file: `archive`
//! may move most of a large ledger.

use std::ops::Range;

use super::blocks::{bare, one_block};
use super::draft::{Draft, Mark, Part, Sources};
use super::{in_place, unproven};
use crate::error::Error;
use crate::ledger::read::ahead::Ahead;
use crate::ledger::read::stored::Stored;

/// Adds blocks of the other ledger to a draft, the first of them after this gap, and proves them once the draft is whole.
pub(super) fn append(
    draft: &mut Draft,
    sources: Sources<'_>,
    blocks: &[&Range<usize>],
    mut gap: String,
) -> Result<(), Error> {
    if blocks.is_empty() {
        return Ok(());
    }
    let other = sources.other.ok_or_else(|| unproven("there is no ledger to move blocks from"))?;
    let ahead = other.in_file().map(Ahead::new);
    let other = ahead.as_ref().map_or(other, |ahead| other.through(ahead));
    let sources = Sources { other: Some(other), ..sources };
    let mut starts = Vec::with_capacity(blocks.len());
    for (place, block) in blocks.iter().enumerate() {
        draft.push(Part::New(gap));
        starts.push(draft.end());
        gap = append_one(draft, other, block, place.saturating_add(1) == blocks.len())?;
    }
    starts.into_iter().zip(blocks).try_for_each(|(start, block)| proven(draft, sources, start, other, block))
}

/// Adds one block to a draft, and returns the gap after it. A blank line that follows the block goes with it, so that
/// adjacent blocks stay one place.
fn append_one(
    draft: &mut Draft,
    other: Stored<'_>,
    block: &Range<usize>,
    is_last: bool,
) -> Result<String, Error> {
    let text = other.text(block.clone())?;
    let bare = bare(&text);
    let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
    if !is_last && text.strip_prefix(bare) == Some(newline.repeat(2).as_str()) {
        draft.push(Part::Moved(block.clone()));
        return Ok(String::new());
    }
    draft.push(Part::Moved(block.start..block.start.saturating_add(bare.len())));
    draft.push(Part::New(newline.to_owned()));
    Ok(newline.to_owned())
}

fn proven(
    draft: &Draft,
    sources: Sources<'_>,
    start: Mark,
    other: Stored<'_>,
    block: &Range<usize>,
) -> Result<(), Error> {
    let text = other.text(block.clone())?;
    // The same text says the same.
    in_place((draft, sources, start), bare(&text), one_block(&text)?.id).map(drop)
}
