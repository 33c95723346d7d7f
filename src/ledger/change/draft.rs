//! The text of a changed ledger as what it is made of: places of the old text that stay as they are, and new texts between
//! them. What stays is never held: whoever writes the ledger copies it from file to file.

use std::ops::Range;

use crate::error::{Error, Result};
use crate::ledger::read::stored::Stored;

/// One part of a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// These bytes of the old text.
    Kept(Range<usize>),
    /// These bytes of the other ledger that blocks are moved from.
    Moved(Range<usize>),
    /// A new text.
    New(String),
}

impl Part {
    fn len(&self) -> usize {
        match self {
            Self::Kept(place) | Self::Moved(place) => place.len(),
            Self::New(text) => text.len(),
        }
    }
}

/// A new text of a ledger, out of an old one.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    parts: Vec<Part>,
    len: usize,
}

/// The texts that the places of a draft are in.
#[derive(Clone, Copy)]
pub struct Sources<'s> {
    /// The old text.
    pub old: Stored<'s>,
    /// The other ledger.
    pub other: Option<Stored<'s>>,
}

impl<'s> From<Stored<'s>> for Sources<'s> {
    fn from(old: Stored<'s>) -> Self {
        Self { old, other: None }
    }
}

impl From<String> for Draft {
    fn from(text: String) -> Self {
        let mut draft = Self::default();
        draft.push(Part::New(text));
        draft
    }
}

impl Draft {
    /// Returns the number of bytes.
    pub const fn size(&self) -> usize {
        self.len
    }

    /// Returns the parts in order.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Adds a part at the end. Adjacent places become one.
    pub fn push(&mut self, part: Part) {
        self.len = self.len.saturating_add(part.len());
        match (self.parts.last_mut(), &part) {
            _ if part.len() == 0 => {}
            (Some(Part::Kept(last)), Part::Kept(next)) | (Some(Part::Moved(last)), Part::Moved(next))
                if last.end == next.start =>
            {
                last.end = next.end;
            }
            _ => self.parts.push(part),
        }
    }

    /// Returns at most so many bytes from the start.
    pub fn start(&self, old: Stored<'_>, most: usize) -> Result<Vec<u8>> {
        Ok(self.window(old.into(), Mark::START, most)?.0)
    }

    /// Returns the draft with a text before it, and without its first `without` bytes.
    ///
    /// # Errors
    /// The first byte that stays is not the first of a letter.
    pub fn beginning_with(self, text: String, mut without: usize) -> Result<Self> {
        let mut new = Self::from(text);
        for part in self.parts {
            let cut = without.min(part.len());
            without = without.saturating_sub(cut);
            let rest = |place: Range<usize>| place.start.saturating_add(cut)..place.end;
            new.push(match part {
                Part::Kept(place) => Part::Kept(rest(place)),
                Part::Moved(place) => Part::Moved(rest(place)),
                Part::New(text) => Part::New(text.get(cut..).ok_or_else(missing)?.to_owned()),
            });
        }
        Ok(new)
    }

    /// Returns the place at the end, where the next part will begin.
    pub(super) fn end(&self) -> Mark {
        let within = match self.parts.last() {
            // The next part may be joined to it.
            Some(Part::Kept(place) | Part::Moved(place)) => place.len(),
            Some(Part::New(_)) | None => return Mark { part: self.parts.len(), within: 0 },
        };
        Mark { part: self.parts.len().saturating_sub(1), within }
    }

    /// Returns at most so many bytes from a place on, and whether there are no more.
    pub(super) fn window(&self, sources: Sources<'_>, from: Mark, most: usize) -> Result<(Vec<u8>, bool)> {
        let mut bytes = Vec::with_capacity(most.min(self.len));
        let mut skip = from.within;
        for part in self.parts.iter().skip(from.part) {
            let room = most.saturating_sub(bytes.len());
            if room == 0 {
                return Ok((bytes, false));
            }
            let start = skip.min(part.len());
            skip = skip.saturating_sub(part.len());
            let end = part.len().min(start.saturating_add(room));
            let in_place =
                |place: &Range<usize>| place.start.saturating_add(start)..place.start.saturating_add(end);
            match part {
                Part::New(text) => {
                    bytes.extend_from_slice(text.as_bytes().get(start..end).ok_or_else(missing)?);
                }
                Part::Kept(place) => {
                    bytes.extend_from_slice(&sources.old.bytes(in_place(place))?);
                }
                Part::Moved(place) => {
                    let other = sources.other.ok_or_else(|| super::unproven("nothing is moved here"))?;
                    bytes.extend_from_slice(&other.bytes(in_place(place))?);
                }
            }
            if end < part.len() {
                return Ok((bytes, false));
            }
        }
        Ok((bytes, true))
    }

    /// Returns the whole text.
    pub fn text(&self, old: Stored<'_>) -> Result<String> {
        let (bytes, _) = self.window(old.into(), Mark::START, usize::MAX)?;
        String::from_utf8(bytes).map_err(|_| super::unproven("it is not UTF-8"))
    }
}

/// A place in a draft.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    /// The index of the part.
    part: usize,
    /// The number of bytes after its start.
    within: usize,
}

impl Mark {
    const START: Self = Self { part: 0, within: 0 };

    /// Returns the place so many bytes later.
    pub(super) const fn plus(self, bytes: usize) -> Self {
        Self { within: self.within.saturating_add(bytes), ..self }
    }
}

/// Returns the internal error of a part that is not in the draft.
fn missing() -> Error {
    super::unproven("a part is missing")
}
