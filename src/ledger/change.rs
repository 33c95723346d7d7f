//! A change to the text of a ledger: the blocks it changes, and the proof that nothing else changed.

use std::collections::BTreeMap;
use std::ops::Range;

use chrono_tz::Tz;

use crate::error::{Error, Kind};
use crate::ledger::canonical::writer;
use crate::ledger::read::block;
use crate::ledger::read::segment::{self, Piece};
use crate::rules::commitment::{Commitment, Event, Id};

pub mod blocks;
pub(super) mod history;
pub mod merge;

/// One change.
#[derive(Debug, Clone)]
pub enum Change {
    /// A new commitment, at the end.
    Add(Box<Commitment<'static>>),
    /// Events of the commitment whose block is at these bytes.
    Happened {
        /// The bytes of the block.
        span: Range<usize>,
        /// What happened, in order.
        events: Vec<Event<'static>>,
    },
    /// A new text for the block at these bytes.
    Replace {
        /// The bytes of the block.
        span: Range<usize>,
        /// Its new text.
        text: String,
    },
    /// The removal of the block at these bytes.
    Remove {
        /// The bytes of the block.
        span: Range<usize>,
    },
    /// Blocks as they are, at the end.
    Append(Vec<String>),
    /// A new text for the whole ledger; no other change goes with it.
    Whole(String),
    /// The names of the archives, at the top.
    Archives(Vec<String>),
}

/// The text of one block before and after a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rewritten {
    /// The commitment; `None` if the text is the whole ledger.
    pub id: Option<Id>,
    /// Its block before, `None` if it is new.
    pub before: Option<String>,
    /// Its block now, `None` if it was removed.
    pub after: Option<String>,
}

/// A text that replaces some bytes.
struct Splice {
    span: Range<usize>,
    text: String,
}

/// One change to the text.
struct Edit<'c> {
    splice: Splice,
    /// The block that it changes, if it changes one.
    rewritten: Option<Rewritten>,
    /// What that block must say afterwards.
    claim: Option<Claim<'c>>,
}

/// Where a block begins in its splice, and what it must say.
struct Claim<'c> {
    /// The bytes from the start of the splice to the block: the gap above a new one.
    gap: usize,
    wanted: Wanted<'c>,
}

/// What a block must say after a change.
enum Wanted<'c> {
    /// This new commitment, borrowed: an import adds tens of thousands, and a second copy of each is too much.
    New(&'c Commitment<'static>),
    /// This commitment.
    Commitment(Box<Commitment<'static>>),
    /// What it said before, and these events; the splice is the whole block. A climb may record 100,000 events, so
    /// neither they nor their text are copied.
    Events(Vec<&'c Event<'static>>),
}

/// Returns the text after some changes, proven: each changed block is read again where it now is, equals the old one
/// plus exactly the wanted change, and begins and ends where it should. The bytes between are copied.
pub fn apply(text: &str, changes: &[Change], zone: Tz) -> Result<(String, Vec<Rewritten>), Error> {
    if let [Change::Whole(new)] = changes {
        let rewritten = Rewritten { id: None, before: Some(text.to_owned()), after: Some(new.clone()) };
        return Ok((new.clone(), vec![rewritten]));
    }
    let edits = edits(text, changes, zone)?;
    let grown = edits.iter().map(|edit| edit.splice.text.len()).sum::<usize>();
    let mut changed = String::with_capacity(text.len().saturating_add(grown));
    let mut copied = 0;
    let mut starts = Vec::with_capacity(edits.len());
    for Edit { splice, claim, .. } in &edits {
        // Two blocks that are removed may share the blank line between them.
        let start = if splice.text.is_empty() { splice.span.start.max(copied) } else { splice.span.start };
        changed.push_str(text.get(copied..start).ok_or_else(|| unproven("two changes overlap"))?);
        starts.push(changed.len().saturating_add(claim.as_ref().map_or(0, |claim| claim.gap)));
        changed.push_str(&splice.text);
        copied = splice.span.end;
    }
    changed.push_str(text.get(copied..).ok_or_else(|| unproven("a change is outside the ledger"))?);
    let mut rewritten = Vec::with_capacity(edits.len());
    for (Edit { splice, rewritten: block, claim }, start) in edits.into_iter().zip(starts) {
        let Some(mut block) = block else { continue };
        let text = blocks::text_at(&changed, start..changed.len())?;
        let gap = claim.as_ref().map_or(0, |claim| claim.gap);
        match claim.map(|claim| claim.wanted) {
            None => {}
            Some(Wanted::New(wanted)) => {
                let after = blocks::text_at(&splice.text, gap..splice.text.len())?;
                prove(text, after, wanted)?;
                block.after = Some(after.to_owned());
            }
            Some(Wanted::Commitment(wanted)) => {
                let after = block.after.as_deref().ok_or_else(|| unproven("there is no new block"))?;
                prove(text, after, &wanted)?;
            }
            Some(Wanted::Events(events)) => {
                let old = block.before.as_deref().ok_or_else(|| unproven("there is no old block"))?;
                let mut wanted = block::read(old).map_err(|fault| unproven(&fault.problem.message))?;
                wanted.history.extend(events.into_iter().cloned());
                prove(text, &splice.text, &wanted)?;
                block.after = Some(splice.text);
            }
        }
        rewritten.push(block);
    }
    Ok((changed, rewritten))
}

/// Returns the changes in the order of the file, those to one block combined, new blocks last.
fn edits<'c>(text: &str, changes: &'c [Change], zone: Tz) -> Result<Vec<Edit<'c>>, Error> {
    let newline = if first_line_is_crlf(text) { "\r\n" } else { "\n" };
    let (mut edits, mut added) = (Vec::new(), Vec::with_capacity(changes.len()));
    let mut histories: BTreeMap<usize, (Range<usize>, Vec<&'c Event<'static>>)> = BTreeMap::new();
    let mut gap = gap(text, newline);
    let mut next_gap = || std::mem::replace(&mut gap, newline.to_owned());
    for change in changes {
        match change {
            Change::Add(commitment) => {
                let block = writer::block(commitment, zone).replace('\n', newline);
                added.push(blocks::append(text.len(), &next_gap(), &block, Some(commitment))?);
            }
            Change::Append(blocks) => {
                for block in blocks {
                    added.push(blocks::append(text.len(), &next_gap(), block, None)?);
                }
            }
            Change::Happened { span, events } => {
                histories.entry(span.start).or_insert_with(|| (span.clone(), Vec::new())).1.extend(events);
            }
            Change::Replace { span, text: new } => edits.push(blocks::replace(text, span.clone(), new)?),
            Change::Remove { span } => edits.push(blocks::remove(text, span.clone())?),
            Change::Whole(_) => return Err(unproven("a whole ledger is changed alone")),
            Change::Archives(names) => {
                let splice = blocks::archives(text, names, newline)?;
                edits.push(Edit { splice, rewritten: None, claim: None });
            }
        }
    }
    for (span, events) in histories.into_values() {
        edits.push(happened(text, span, events, zone)?);
    }
    edits.sort_by_key(|edit| (edit.splice.span.start, edit.splice.span.end));
    edits.append(&mut added);
    Ok(edits)
}

fn first_line_is_crlf(text: &str) -> bool {
    memchr::memchr(b'\n', text.as_bytes())
        .and_then(|at| at.checked_sub(1))
        .is_some_and(|at| text.as_bytes().get(at) == Some(&b'\r'))
}

/// Returns what goes between a text and a block after it: the end of its last line, and one blank line.
fn gap(text: &str, newline: &str) -> String {
    if text.is_empty() || text == "\u{feff}" || text.ends_with("\n\n") || text.ends_with("\n\r\n") {
        String::new()
    } else if text.ends_with('\n') {
        newline.to_owned()
    } else {
        newline.repeat(2)
    }
}

/// Returns the internal error of a new text that failed the proof; nothing was written.
fn unproven(why: &str) -> Error {
    Error::new(format!("internal error: the new text failed verification ({why})"))
        .hint("please report this")
        .kind(Kind::Unchanged)
}

fn happened<'c>(
    text: &str,
    span: Range<usize>,
    events: Vec<&'c Event<'static>>,
    zone: Tz,
) -> Result<Edit<'c>, Error> {
    let old = text.get(span.clone()).ok_or_else(|| unproven("a block is outside the ledger"))?;
    let id = block::read(old).map_err(|fault| unproven(&fault.problem.message))?.id;
    let newline = if first_line_is_crlf(old) { "\r\n" } else { "\n" };
    let Splice { span: at, text } = history::into_block(old, &events, newline, zone)
        .ok_or_else(|| unproven("the end of its history was not found"))?;
    let (head, tail) = (blocks::text_at(old, 0..at.start)?, blocks::text_at(old, at.end..old.len())?);
    Ok(Edit {
        splice: Splice { span, text: format!("{head}{text}{tail}") },
        rewritten: Some(Rewritten { id: Some(id), before: Some(old.to_owned()), after: None }),
        claim: Some(Claim { gap: 0, wanted: Wanted::Events(events) }),
    })
}

/// The largest block that is written: half of what can be read, so that nobody is locked out of their ledger.
pub(super) const LARGEST_BLOCK: usize = crate::ledger::read::scan::LARGEST_PIECE / 2;

/// Checks that a text begins with one block, which is `after` but for blank lines after it, and says what it should.
fn prove(text: &str, after: &str, wanted: &Commitment<'_>) -> Result<(), Error> {
    let segment = segment::first(text, true).filter(|one| one.piece == Piece::Block);
    let block = segment.and_then(|one| text.get(..one.end));
    let block = block.filter(|block| !block.is_empty() && blocks::bare(block) == blocks::bare(after));
    let block = block.ok_or_else(|| unproven("it is not one block"))?;
    if block.len() > LARGEST_BLOCK {
        return Err(Error::new(format!("{} would be larger than 2 MiB in the ledger", wanted.id))
            .hint("shorten the text and refer to a file for the rest")
            .kind(Kind::Unchanged));
    }
    let found = block::read(block).map_err(|fault| unproven(&fault.problem.message))?;
    if found == *wanted { Ok(()) } else { Err(unproven("it reads back differently")) }
}

#[cfg(test)]
mod tests;
