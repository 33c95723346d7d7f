//! A block in canonical form, read by hand because that is thirty times faster.
//!
//! ```text
//! block   = comment* "[[commitment]]" end line*
//! line    = key " = " value end | "history = [" end event* "]" end | filler
//! event   = "  { " pair (", " pair)* " }," end | filler
//! pair    = key " = " value
//! value   = string | instant | count | "true" | "false"        (tags: "[" (string (", " string)*)? "]")
//! name    = string of at most 1024 bytes              (kind, to, owner, tags, ref, calendar, by, rung)
//! string  = '"' any byte but '"', '\' and control characters, of which a tab may stand there '"'
//! count   = digits, the first of which is not 0           (from 1 to 4294967295)
//! instant = "2026-11-20T09:30:00-05:00" or with "Z", exactly
//! comment = blanks "#" anything newline                (directly above a header: part of its block)
//! filler  = comment | blanks newline
//! end     = blanks (comment)? newline
//! newline = "\n" | "\r\n"
//! ```
//!
//! The keys stand in the order of the vocabulary (`rules::commitment`), which asks for them one after the other: one
//! comparison finds a key, and what is left out costs no more. Whatever does not fit (another order, a key twice, an
//! escape in a string, an unknown key, a value that is refused) is left to `ledger::read::block`, which says what is
//! wrong with it or reads it. The two agree on everything that is accepted here; a property test checks that.

use std::borrow::Cow;

use crate::rules::commitment::keys::{Key, Keys};
use crate::rules::commitment::{Commitment, Event, Id};
use crate::rules::every::Every;
use crate::rules::target::Target;
use crate::rules::time::Instant;
use crate::rules::words::Word;

use super::cursor::{Cursor, Last};

/// The result of reading a block.
pub enum Outcome {
    /// The text begins with a canonical block, which ends at this offset.
    Block(usize),
    /// The text begins with something else.
    Other,
}

/// Reads blocks, one after the other.
#[derive(Default)]
pub struct Reader<'t> {
    /// The commitment that was read last.
    pub commitment: Commitment<'t>,
    last: Last<'t>,
}

impl<'t> Reader<'t> {
    /// Reads the block that a text begins with. `is_all` is set if nothing follows the text.
    pub fn read(&mut self, text: &'t str, is_all: bool) -> Outcome {
        match block(text, is_all, self) {
            Some(end) => Outcome::Block(end),
            None => Outcome::Other,
        }
    }
}

fn block<'t>(text: &'t str, is_all: bool, reader: &mut Reader<'t>) -> Option<usize> {
    let Reader { commitment: into, last } = reader;
    let mut cursor = Cursor { rest: text, last };
    while !cursor.take("[[commitment]]") {
        // A comment above a blank line does not belong to the block but to the policy.
        if !cursor.at_comment() {
            return None;
        }
        cursor.filler()?;
    }
    let mut lines = Lines { cursor, comments: None };
    lines.end()?;
    into.read(&mut lines).ok()?;
    into.history.clear();
    if lines.cursor.take("history = ") {
        history(&mut lines.cursor, &mut into.history)?;
        lines.end()?;
    }
    into.extra.clear();
    let Lines { cursor, comments } = lines;
    // Another key is left to the general reader, as is a header inside this block (`[commitment.…]`); a key that is cut
    // off needs a larger buffer. Comments directly above the next header belong to its block.
    if cursor.rest.starts_with("[[commitment]]") {
        return Some(text.len().saturating_sub(comments.unwrap_or(cursor.rest.len())));
    }
    (cursor.rest.is_empty() && is_all).then_some(text.len())
}

fn history<'t>(cursor: &mut Cursor<'t, '_>, into: &mut Vec<Event<'t>>) -> Option<()> {
    cursor.expect("[")?;
    cursor.end()?;
    while !cursor.take("]") {
        if cursor.take("  { ") {
            let mut pairs = Pairs { cursor, has_ended: false };
            into.push(Event::read(&mut pairs).ok()?);
            if !pairs.has_ended {
                return None;
            }
            cursor.expect(",")?;
            cursor.end()?;
        } else {
            cursor.filler()?;
        }
    }
    Some(())
}

/// A text that is not canonical, or that has a value that is refused.
struct Other;

/// The lines of a block.
struct Lines<'t, 'l> {
    cursor: Cursor<'t, 'l>,
    /// How much was left where the comments directly above the next line begin.
    comments: Option<usize>,
}

impl Lines<'_, '_> {
    /// Takes the end of a line, and skips to the next that has a key or a header.
    #[inline(always)]
    fn end(&mut self) -> Option<()> {
        self.cursor.end()?;
        // One blank line separates two blocks.
        self.cursor.take("\n");
        self.comments = None;
        match self.cursor.bytes().first() {
            Some(b'a'..=b'z' | b'[') | None => Some(()),
            Some(_) => self.between(),
        }
    }

    #[cold]
    fn between(&mut self) -> Option<()> {
        while !matches!(self.cursor.bytes().first(), Some(b'a'..=b'z' | b'[') | None) {
            self.comments =
                self.comments.or(Some(self.cursor.rest.len())).filter(|_| self.cursor.at_comment());
            self.cursor.filler()?;
        }
        Some(())
    }
}

/// The pairs of an event.
struct Pairs<'p, 't, 'l> {
    cursor: &'p mut Cursor<'t, 'l>,
    has_ended: bool,
}

impl Pairs<'_, '_, '_> {
    /// Takes the end of a pair; no key can follow the last one.
    #[inline(always)]
    fn end(&mut self) -> Option<()> {
        self.has_ended = self.cursor.take(" }");
        if self.has_ended { Some(()) } else { self.cursor.expect(", ") }
    }
}

/// Reads the value of a key, if the text begins with that key, and takes its end.
macro_rules! take {
    ($self:ident, $start:expr, $read:expr) => {
        if $self.cursor.take($start) {
            match $read {
                Some(value) if $self.end().is_some() => Ok(Some(value)),
                _ => Err(Other),
            }
        } else {
            Ok(None)
        }
    };
}

/// Reads keys off the front of a text, each with an end of its own.
macro_rules! keys {
    ($reader:ty) => {
        impl<'t> Keys<'t> for $reader {
            type Refusal = Other;
            type Text = &'t str;

            #[inline(always)]
            fn text(&mut self, key: Key) -> Result<Option<&'t str>, Other> {
                take!(
                    self,
                    key.quoted,
                    if key.is_needed { self.cursor.string_end() } else { self.cursor.rare_string_end() }
                )
            }

            #[inline(always)]
            fn name(&mut self, key: Key) -> Result<Option<&'t str>, Other> {
                take!(
                    self,
                    key.quoted,
                    if key.is_needed { self.cursor.name_end() } else { self.cursor.rare_name_end() }
                )
            }

            #[inline(always)]
            fn names(&mut self, key: Key, into: &mut Vec<Cow<'t, str>>) -> Result<(), Other> {
                into.clear();
                take!(self, key.start, self.cursor.names(into)).map(drop)
            }

            #[inline(always)]
            fn instant(&mut self, key: Key) -> Result<Option<Instant>, Other> {
                take!(
                    self,
                    key.start,
                    if key.is_needed { self.cursor.instant() } else { self.cursor.rare_instant() }
                )
            }

            #[inline(always)]
            fn flag(&mut self, key: Key) -> Result<Option<bool>, Other> {
                take!(self, key.start, self.cursor.flag())
            }

            #[inline(always)]
            fn count(&mut self, key: Key, most: u32) -> Result<Option<u32>, Other> {
                take!(self, key.start, self.cursor.count(most))
            }

            #[inline(always)]
            fn id(&mut self, key: Key) -> Result<Option<Id>, Other> {
                take!(self, key.start, if key.is_needed { self.cursor.id() } else { self.cursor.rare_id() })
            }

            #[inline(always)]
            fn length(&mut self, key: Key, into: &mut Option<Target>) -> Result<(), Other> {
                *into = None;
                take!(self, key.start, self.cursor.target(into)).map(drop)
            }

            #[inline(always)]
            fn every(&mut self, key: Key) -> Result<Option<Every>, Other> {
                take!(self, key.quoted, self.cursor.every_end())
            }

            #[inline(always)]
            fn word<W: Word>(&mut self, key: Key) -> Result<Option<W>, Other> {
                take!(self, key.quoted, self.cursor.string_end().and_then(W::named))
            }

            fn missing(&self, _: Key) -> Other {
                Other
            }
        }
    };
}

keys!(Lines<'t, '_>);
keys!(Pairs<'_, 't, '_>);

#[cfg(test)]
mod tests;
