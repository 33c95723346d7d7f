//! A change to the text of a ledger: the blocks it changes, and the proof that nothing else changed.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use chrono_tz::Tz;

use crate::error::{Error, Kind, Problem};
use crate::ledger::canonical::reader::{Outcome, Reader};
use crate::ledger::canonical::writer;
use crate::ledger::read::block;
use crate::ledger::read::scan::LARGEST_PIECE;
use crate::ledger::read::segment::{self, Piece, Segment};
use crate::ledger::read::stored::Stored;
use crate::rules::commitment::{Commitment, Event, Id};
use draft::{Draft, Mark, Part, Sources};
use places::Places;

pub mod blocks;
pub mod customers;
pub mod draft;
mod facts;
pub(super) mod history;
mod moved;
pub mod places;

/// One change.
#[derive(Debug, Clone)]
pub enum Change {
    /// A new commitment, at its place.
    Add(NewBlock),
    /// Events of the commitment whose block is at these bytes.
    Happened {
        /// The bytes of the block.
        span: Range<usize>,
        /// What happened, in order.
        events: Vec<Event<'static>>,
    },
    /// Other facts of the commitment whose block is at these bytes, and events.
    Restated {
        /// The bytes of the block.
        span: Range<usize>,
        /// The commitment after that.
        commitment: Box<Commitment<'static>>,
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
    /// The removal of the blocks at these bytes, out of [`blocks::removals`]. It is never undone, so their texts are not
    /// kept.
    Remove {
        /// The bytes of the blocks.
        span: Range<usize>,
    },
    /// New blocks as they are, each at its place.
    Append(Vec<String>),
    /// New blocks at the end, copied from these bytes of another ledger.
    Move(Vec<Range<usize>>),
    /// A new text for the whole ledger; no other change goes with it.
    Whole(String),
    /// A key at the top, and its value in TOML.
    Key(&'static str, String),
    /// A new text for the piece of the policy at these bytes.
    Rules {
        /// The bytes of the piece.
        span: Range<usize>,
        /// Its new text.
        text: String,
    },
}

/// The block of a new commitment: read again, it says the same. Of an import of many the text is all that is held.
#[derive(Debug, Clone)]
pub struct NewBlock {
    id: Id,
    text: Box<str>,
}

impl NewBlock {
    /// Writes the block of a commitment.
    ///
    /// # Errors
    /// It is too large; or, read again, it does not say the same: that is an internal error.
    pub fn of(new: &Commitment<'_>, zone: Tz) -> Result<Self, Error> {
        let text = writer::block(new, zone);
        check_size(&text, new.id)?;
        let is_same = read(&text).is_ok_and(|found| found == *new);
        if is_same { Ok(Self { id: new.id, text: text.into() }) } else { Err(unproven(DIFFERENT)) }
    }

    /// Returns its text.
    pub const fn text(&self) -> &str {
        &self.text
    }
}

/// The text of one block before and after a change.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rewritten {
    /// The commitment; `None` if the text is the whole ledger, or a piece of the policy.
    pub id: Option<Id>,
    /// Whether it is a piece of the policy.
    pub is_rules: bool,
    /// Its block before, `None` if it is new.
    pub before: Option<String>,
    /// Its block now, `None` if it was removed.
    pub after: Option<String>,
    /// The text that was put between it and the old end of the ledger.
    pub gap: String,
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
    /// What this new block says, borrowed: an import adds hundreds of thousands.
    New(&'c NewBlock),
    /// This commitment.
    Commitment(Box<Commitment<'static>>),
    /// What it said before, and these events; the splice is the whole block. A climb may record 100,000 events, so
    /// neither they nor their text are copied.
    Events(Vec<&'c Event<'static>>),
    /// What it is: a piece of the policy, and nothing else.
    Rules,
}

/// Returns the draft of a ledger after some changes, proven: each changed block is read again where it now is, equals the
/// old one plus exactly the wanted change, and begins and ends where it should. The bytes between are only named.
pub fn apply<'s>(
    sources: impl Into<Sources<'s>>,
    changes: &[Change],
    zone: Tz,
) -> Result<(Draft, Vec<Rewritten>), Error> {
    apply_in_places(sources, changes, zone, &Places::default())
}

/// Returns the draft as [`apply`] does, with the new blocks at these places.
pub fn apply_in_places<'s>(
    sources: impl Into<Sources<'s>>,
    changes: &[Change],
    zone: Tz,
    places: &Places,
) -> Result<(Draft, Vec<Rewritten>), Error> {
    let sources = sources.into();
    let stored = sources.old;
    if let [Change::Whole(new)] = changes {
        let before = stored.text(0..stored.size())?.into_owned();
        let rewritten = Rewritten { before: Some(before), after: Some(new.clone()), ..Rewritten::default() };
        return Ok((new.clone().into(), vec![rewritten]));
    }
    let (mut draft, mut copied) = (Draft::default(), 0);
    let mut kept = Vec::with_capacity(changes.len());
    let (edits, gap) = edits(stored, changes, zone, places)?;
    for Edit { splice: Splice { span, text }, rewritten, claim } in edits {
        if span.start < copied || span.end < span.start {
            return Err(unproven("two changes overlap"));
        }
        draft.push(Part::Kept(copied..span.start));
        kept.extend(rewritten.map(|block| (block, claim, draft.end(), draft.parts().len())));
        draft.push(Part::New(text));
        copied = span.end;
    }
    if copied > stored.size() {
        return Err(unproven("a change is outside the ledger"));
    }
    draft.push(Part::Kept(copied..stored.size()));
    let blocks = changes.iter().filter_map(|change| match change {
        Change::Move(blocks) => Some(blocks),
        _ => None,
    });
    moved::append(&mut draft, sources, &blocks.flatten().collect::<Vec<_>>(), gap)?;
    let mut rewritten = Vec::with_capacity(kept.len());
    for (mut block, claim, start, part) in kept {
        let text = match draft.parts().get(part) {
            Some(Part::New(text)) => text.as_str(),
            // Nothing is left there.
            _ if claim.is_none() => "",
            _ => return Err(unproven("there is no new block")),
        };
        let gap = claim.as_ref().map_or(0, |claim| claim.gap);
        let after = blocks::text_at(text, gap..text.len())?;
        let from = (&draft, sources, start.plus(gap));
        match claim.map(|claim| claim.wanted) {
            None => {}
            Some(Wanted::New(wanted)) => {
                prove(from, after, &read(&wanted.text)?)?;
                block.after = Some(after.to_owned());
            }
            Some(Wanted::Commitment(wanted)) => {
                let after = block.after.as_deref().ok_or_else(|| unproven("there is no new block"))?;
                prove(from, after, &wanted)?;
            }
            Some(Wanted::Rules) => prove_rules(from, after)?,
            Some(Wanted::Events(events)) => {
                let old = block.before.as_deref().ok_or_else(|| unproven("there is no old block"))?;
                let mut wanted = read(old)?;
                wanted.history.extend(events.into_iter().cloned());
                prove(from, after, &wanted)?;
                block.after = Some(after.to_owned());
            }
        }
        rewritten.push(block);
    }
    Ok((draft, rewritten))
}

/// Returns the whole text after some changes, proven as [`apply`] does.
pub fn apply_to_text(text: &str, changes: &[Change], zone: Tz) -> Result<(String, Vec<Rewritten>), Error> {
    let (draft, rewritten) = apply(Stored::from(text), changes, zone)?;
    Ok((draft.text(text.into())?, rewritten))
}

/// Returns the changes in the order of the file, those to one block combined, and what goes between its end and a block after it.
fn edits<'c>(
    stored: Stored<'_>,
    changes: &'c [Change],
    zone: Tz,
    places: &Places,
) -> Result<(Vec<Edit<'c>>, String), Error> {
    let newline = newline(stored)?;
    let (mut edits, mut added) = (Vec::new(), Vec::with_capacity(changes.len()));
    let mut histories: BTreeMap<usize, (Range<usize>, Vec<&'c Event<'static>>)> = BTreeMap::new();
    for change in changes {
        match change {
            Change::Add(new) => {
                let text = match newline {
                    "\n" => Cow::Borrowed(new.text()),
                    _ => Cow::Owned(new.text.replace('\n', newline)),
                };
                added.push(blocks::New::of(new, text));
            }
            Change::Append(blocks) => {
                for block in blocks {
                    added.push(blocks::New::as_it_is(block)?);
                }
            }
            Change::Happened { span, events } => {
                histories.entry(span.start).or_insert_with(|| (span.clone(), Vec::new())).1.extend(events);
            }
            Change::Restated { span, commitment, events } => {
                edits.push(restated(stored, span.clone(), commitment, events, zone)?);
            }
            Change::Replace { span, text: new } => edits.push(blocks::replace(stored, span.clone(), new)?),
            Change::Remove { span } => {
                let splice = Splice { span: span.clone(), text: String::new() };
                edits.push(Edit { splice, rewritten: None, claim: None });
            }
            // They are copied, after all that is new here.
            Change::Move(_) => {}
            Change::Whole(_) => return Err(unproven("a whole ledger is changed alone")),
            Change::Rules { span, text } => edits.push(rules(stored, span.clone(), text)?),
            Change::Key(key, value) => {
                let splice = blocks::key(stored, key, value, newline)?;
                edits.push(Edit { splice, rewritten: None, claim: None });
            }
        }
    }
    for (span, events) in histories.into_values() {
        edits.push(happened(stored, span, events, zone)?);
    }
    let mut gap = gap(stored, newline)?;
    places.arrange(&mut added, |new| new.id);
    for new in added {
        edits.push(match places.of(new.id).filter(|at| *at < stored.size()) {
            Some(at) => {
                let blank = if blocks::is_spaced(stored, at)? { newline } else { "" };
                new.before(at, &format!("{newline}{blank}"))
            }
            None => new.behind(stored.size(), std::mem::replace(&mut gap, newline.to_owned())),
        });
    }
    edits.sort_by_key(|edit| (edit.splice.span.start, edit.splice.span.end));
    Ok((edits, gap))
}

/// Returns the first piece of a text, and its bytes as text. `look` reads so many bytes from the start of the text, and
/// says whether there are no more; `bytes` is how many it reads at first.
fn first_piece(
    mut bytes: usize,
    look: impl Fn(usize) -> Result<(Vec<u8>, bool), Error>,
) -> Result<Option<(Piece, String)>, Error> {
    loop {
        let (mut window, is_all) = look(bytes)?;
        if !is_all {
            // A line that is cut off cannot be judged.
            window.truncate(memchr::memrchr(b'\n', &window).map_or(0, |newline| newline.saturating_add(1)));
        }
        let mut text = String::from_utf8(window).map_err(|_| unproven("it is not UTF-8"))?;
        if let Some(segment) = segment(&text, is_all) {
            text.truncate(segment.end);
            return Ok(Some((segment.piece, text)));
        }
        if is_all || bytes > LARGEST_PIECE.saturating_mul(2) {
            return Ok(None);
        }
        bytes = bytes.saturating_mul(2);
    }
}

/// Reads at most so many bytes after the skipped ones, and says whether there are no more.
fn head(stored: Stored<'_>, skip: usize, bytes: usize) -> Result<(Vec<u8>, bool), Error> {
    let end = stored.size().min(skip.saturating_add(bytes));
    let found = stored.bytes(skip.min(end)..end)?.into_owned();
    Ok((found, end == stored.size()))
}

/// How many bytes are read at first to find the end of the first line or of the policy at the top.
const NEAR: usize = 16 * 1024;

/// Returns how the lines of a ledger end.
///
/// # Errors
/// It cannot be read.
pub fn newline(stored: Stored<'_>) -> Result<&'static str, Error> {
    Ok(if first_line_is_crlf(stored)? { "\r\n" } else { "\n" })
}

fn first_line_is_crlf(stored: Stored<'_>) -> Result<bool, Error> {
    let mut bytes = NEAR;
    loop {
        let (head, is_all) = head(stored, 0, bytes)?;
        if let Some(newline) = memchr::memchr(b'\n', &head) {
            let before = newline.checked_sub(1).and_then(|at| head.get(at));
            return Ok(before == Some(&b'\r'));
        }
        if is_all {
            return Ok(false);
        }
        bytes = bytes.saturating_mul(2);
    }
}

/// Returns what goes between a text and a block after it: the end of its last line, and one blank line.
fn gap(stored: Stored<'_>, newline: &str) -> Result<String, Error> {
    let end = stored.bytes(stored.size().saturating_sub(BOM.len())..stored.size())?;
    let is_empty = stored.size() <= BOM.len() && (end.is_empty() || *end == *BOM.as_bytes());
    Ok(if is_empty || end.ends_with(b"\n\n") || end.ends_with(b"\n\r\n") {
        String::new()
    } else if end.ends_with(b"\n") {
        newline.to_owned()
    } else {
        newline.repeat(2)
    })
}

/// The byte-order mark that some programs put before a text.
pub const BOM: &str = "\u{feff}";

/// Returns the internal error of a new text that failed the proof; nothing was written.
fn unproven(why: &str) -> Error {
    Error::from(Problem::internal(&format!("the new text failed verification ({why})"))).kind(Kind::Unchanged)
}

fn happened<'c>(
    stored: Stored<'_>,
    span: Range<usize>,
    events: Vec<&'c Event<'static>>,
    zone: Tz,
) -> Result<Edit<'c>, Error> {
    let old = stored.text(span.clone())?.into_owned();
    let id = read(&old)?.id;
    let newline = newline(old.as_str().into())?;
    let Splice { span: at, text } = history::into_block(&old, &events, newline, zone)
        .ok_or_else(|| unproven("the end of its history was not found"))?;
    let (head, tail) = (blocks::text_at(&old, 0..at.start)?, blocks::text_at(&old, at.end..old.len())?);
    Ok(Edit {
        splice: Splice { span, text: format!("{head}{text}{tail}") },
        rewritten: Some(Rewritten { id: Some(id), before: Some(old), ..Rewritten::default() }),
        claim: Some(Claim { gap: 0, wanted: Wanted::Events(events) }),
    })
}

fn restated<'c>(
    stored: Stored<'_>,
    span: Range<usize>,
    commitment: &Commitment<'static>,
    events: &[Event<'static>],
    zone: Tz,
) -> Result<Edit<'c>, Error> {
    let old = stored.text(span.clone())?.into_owned();
    let before = read(&old)?;
    let newline = if first_line_is_crlf(old.as_str().into())? { "\r\n" } else { "\n" };
    let text = facts::into_block(&old, &before, commitment, newline, zone)
        .ok_or_else(|| unproven("the place of a key was not found"))?;
    let text = if events.is_empty() {
        text
    } else {
        let events: Vec<_> = events.iter().collect();
        let Splice { span: at, text: more } = history::into_block(&text, &events, newline, zone)
            .ok_or_else(|| unproven("the end of its history was not found"))?;
        let (head, tail) =
            (blocks::text_at(&text, 0..at.start)?, blocks::text_at(&text, at.end..text.len())?);
        format!("{head}{more}{tail}")
    };
    let id = before.id;
    let rewritten =
        Rewritten { id: Some(id), before: Some(old), after: Some(text.clone()), ..Rewritten::default() };
    Ok(Edit {
        splice: Splice { span, text },
        rewritten: Some(rewritten),
        claim: Some(Claim { gap: 0, wanted: Wanted::Commitment(Box::new(commitment.clone())) }),
    })
}

/// Returns the edit of a piece of the policy. What it says is proven by whoever made it.
fn rules<'c>(stored: Stored<'_>, span: Range<usize>, text: &str) -> Result<Edit<'c>, Error> {
    let rewritten = Rewritten {
        is_rules: true,
        before: Some(stored.text(span.clone())?.into_owned()),
        after: Some(text.to_owned()),
        ..Rewritten::default()
    };
    let claim = (!text.is_empty()).then_some(Claim { gap: 0, wanted: Wanted::Rules });
    Ok(Edit { splice: Splice { span, text: text.to_owned() }, rewritten: Some(rewritten), claim })
}

/// Checks that a draft has one piece of the policy at a place, which is `after`.
fn prove_rules((draft, sources, from): (&Draft, Sources<'_>, Mark), after: &str) -> Result<(), Error> {
    let look = |bytes| draft.window(sources, from, bytes);
    let found = first_piece(after.len().saturating_add(HEADER), look)?;
    match found {
        Some((Piece::Rules, text)) if text == after => Ok(()),
        _ => Err(unproven("it is not one piece of the policy")),
    }
}

/// The largest block that is written: half of what can be read, so that nobody is locked out of their ledger.
pub(super) const LARGEST_BLOCK: usize = LARGEST_PIECE / 2;
/// How many bytes are read after a block at first: the header of the next.
const HEADER: usize = 64;

/// Checks that a draft has one block at a place, which is `after` but for blank lines after it, and says what it should.
fn prove(place: (&Draft, Sources<'_>, Mark), after: &str, wanted: &Commitment<'_>) -> Result<(), Error> {
    let block = in_place(place, after, wanted.id)?;
    let found = read(&block)?;
    if found == *wanted { Ok(()) } else { Err(unproven(DIFFERENT)) }
}

/// Why a block is not written that does not say what it should.
const DIFFERENT: &str = "it reads back differently";

/// Returns the text of the block that a draft has at a place.
///
/// # Errors
/// It is not one block, or not `after` but for blank lines after it, or too large.
fn in_place(
    (draft, sources, from): (&Draft, Sources<'_>, Mark),
    after: &str,
    id: Id,
) -> Result<String, Error> {
    let look = |bytes| draft.window(sources, from, bytes);
    let found = first_piece(after.len().saturating_add(HEADER), look)?;
    let block = found.filter(|(piece, _)| *piece == Piece::Block).map(|(_, text)| text);
    let block = block.filter(|block| blocks::bare(block) == blocks::bare(after));
    let block = block.ok_or_else(|| unproven("it is not one block"))?;
    check_size(&block, id)?;
    Ok(block)
}

fn check_size(block: &str, id: Id) -> Result<(), Error> {
    if block.len() <= LARGEST_BLOCK {
        return Ok(());
    }
    Err(Error::new(format!("{id} would be larger than 2 MiB in the ledger"))
        .hint("shorten the text and refer to a file for the rest")
        .kind(Kind::Unchanged))
}

/// Reads a text that is one block, as every pass over a ledger does: in canonical form by hand, else with the `toml` crate.
fn read(text: &str) -> Result<Commitment<'_>, Error> {
    let mut reader = Reader::default();
    match reader.read(text, true) {
        Outcome::Block(end) if end == text.len() => Ok(reader.commitment),
        Outcome::Block(_) | Outcome::Other => {
            block::read(text).map_err(|fault| unproven(&fault.problem.message))
        }
    }
}

/// Returns the first piece of a text, as every pass over a ledger finds it.
fn segment(text: &str, is_all: bool) -> Option<Segment> {
    match Reader::default().read(text, is_all) {
        Outcome::Block(end) => Some(Segment { piece: Piece::Block, end }),
        Outcome::Other => segment::first(text, is_all),
    }
}

#[cfg(test)]
mod tests;
