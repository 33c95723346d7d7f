//! A block in the exact form that owed itself writes, read by hand because that is thirty times faster.
//!
//! ```text
//! block   = comment* "[[commitment]]" end line*
//! line    = key " = " value end | "history = [" end event* "]" end | filler
//! event   = "  { " pair (", " pair)* " }," end | filler
//! pair    = key " = " value
//! value   = string | instant | "true" | "false"        (tags: "[" (string (", " string)*)? "]")
//! name    = string of at most 1024 bytes              (kind, to, owner, tags, ref, calendar, by, rung)
//! string  = '"' any byte but '"', '\' and control characters, of which a tab may stand there '"'
//! instant = "2026-11-20T09:30:00-05:00" or with "Z", exactly
//! comment = blanks "#" anything newline                (directly above a header: part of its block)
//! filler  = comment | blanks newline
//! end     = blanks (comment)? newline
//! newline = "\n" | "\r\n"
//! ```
//!
//! Whatever does not fit (another order within an event, an escape in a string, an unknown key, a value that
//! is refused) is left to [`crate::ledger::read::block`], which says what is wrong with it or reads it. On everything that
//! is accepted here the two agree: a property test holds them together.

use std::borrow::Cow;

use crate::rules::commitment::{CancelAs, Class, Commitment, Deed, Event, Id};
use crate::rules::time::Instant;

use super::cursor::{Cursor, Last, once};

/// What the reader made of a text.
pub enum Outcome {
    /// It begins with a block of the exact form, which ends at this offset.
    Block(usize),
    /// It begins with something else.
    Other,
}

/// Reads blocks, one after the other.
pub struct Reader<'t> {
    /// The commitment that was read last. Its vectors keep their room.
    pub commitment: Commitment<'t>,
    last: Last<'t>,
}

impl Default for Reader<'_> {
    fn default() -> Self {
        let never = Instant::from_epoch(0);
        let commitment = Commitment {
            id: Id::PLACEHOLDER,
            kind: Cow::Borrowed(""),
            to: Cow::Borrowed(""),
            what: Cow::Borrowed(""),
            owner: None,
            class: Class::Customer,
            tags: Vec::new(),
            reference: None,
            contact: None,
            follows: None,
            made: never,
            asked: None,
            due: never,
            target: None,
            limit: None,
            calendar: None,
            history: Vec::new(),
            extra: Vec::new(),
        };
        Self { commitment, last: Last::default() }
    }
}

impl<'t> Reader<'t> {
    /// Reads the block that a text begins with. `is_all`: nothing follows the text.
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
        // A blank line above the header is not the block's: what stands above that is the rules.
        if !cursor.at_comment() {
            return None;
        }
        cursor.filler()?;
    }
    cursor.end()?;
    clear(into);
    let mut facts = Facts::default();
    usual(&mut cursor, &mut facts, into)?;
    let mut comments = None;
    loop {
        match cursor.rest.as_bytes().first() {
            Some(b'a'..=b'z') => {
                comments = None;
                line(&mut cursor, &mut facts, into)?;
            }
            Some(b'[') => break,
            Some(b'\n') => {
                comments = None;
                cursor.expect("\n")?;
            }
            Some(_) => {
                comments = comments.or(Some(cursor.rest.len())).filter(|_| cursor.at_comment());
                cursor.filler()?;
            }
            None if is_all => {
                comments = None;
                break;
            }
            None => return None,
        }
    }
    // A header of this block's own (`[commitment.…]`) is not for this reader, and one that is cut off is not
    // for this buffer.
    if !cursor.rest.is_empty() && !cursor.rest.starts_with("[[commitment]]") {
        return None;
    }
    facts.fill(into)?;
    Some(text.len().saturating_sub(comments.unwrap_or(cursor.rest.len())))
}

/// Forgets what need not stand in a block.
fn clear(into: &mut Commitment<'_>) {
    into.owner = None;
    into.tags.clear();
    into.reference = None;
    into.contact = None;
    into.follows = None;
    into.asked = None;
    into.target = None;
    into.limit = None;
    into.calendar = None;
    into.history.clear();
    into.extra.clear();
}

/// What has to stand in a block, and what else needs watching lest it stand there twice.
#[derive(Default)]
struct Facts<'t> {
    id: Option<Id>,
    kind: Option<&'t str>,
    to: Option<&'t str>,
    what: Option<&'t str>,
    class: Option<Class>,
    tags: Option<()>,
    made: Option<Instant>,
    due: Option<Instant>,
    history: Option<()>,
}

impl<'t> Facts<'t> {
    fn fill(self, into: &mut Commitment<'t>) -> Option<()> {
        into.id = self.id?;
        into.kind = Cow::Borrowed(self.kind?);
        into.to = Cow::Borrowed(self.to?);
        into.what = Cow::Borrowed(self.what?);
        into.class = self.class.unwrap_or_default();
        into.made = self.made?;
        into.due = self.due?;
        Some(())
    }
}

/// Reads the lines that stand in the order in which owed writes them. Here one comparison finds a key, and what is
/// left out costs no more than one either.
fn usual<'t>(cursor: &mut Cursor<'t, '_>, facts: &mut Facts<'t>, into: &mut Commitment<'t>) -> Option<()> {
    cursor.line("id = ", &mut facts.id, |cursor| cursor.id())?;
    cursor.line("kind = \"", &mut facts.kind, Cursor::name_end)?;
    cursor.line("to = \"", &mut facts.to, Cursor::name_end)?;
    cursor.line("what = \"", &mut facts.what, Cursor::string_end)?;
    cursor.line("owner = \"", &mut into.owner, |cursor| cursor.name_end().map(Cow::Borrowed))?;
    cursor.line("class = ", &mut facts.class, Cursor::class)?;
    cursor.line("tags = ", &mut facts.tags, |cursor| tags(cursor, into))?;
    cursor.line("ref = ", &mut into.reference, Cursor::rare_name)?;
    cursor.line("contact = ", &mut into.contact, Cursor::text)?;
    cursor.line("follows = ", &mut into.follows, Cursor::rare_id)?;
    cursor.line("made = ", &mut facts.made, |cursor| cursor.instant())?;
    cursor.line("asked = ", &mut into.asked, Cursor::rare_instant)?;
    cursor.line("due = ", &mut facts.due, |cursor| cursor.instant())?;
    cursor.line("target = ", &mut into.target, Cursor::target)?;
    cursor.line("limit = ", &mut into.limit, Cursor::target)?;
    cursor.line("calendar = ", &mut into.calendar, Cursor::rare_name)?;
    cursor.line("history = ", &mut facts.history, |cursor| history(cursor, into))
}

/// Reads a line with any key.
fn line<'t>(cursor: &mut Cursor<'t, '_>, facts: &mut Facts<'t>, into: &mut Commitment<'t>) -> Option<()> {
    match cursor.key()? {
        b"id" => once(&mut facts.id, cursor.rare_id())?,
        b"kind" => once(&mut facts.kind, cursor.name())?,
        b"to" => once(&mut facts.to, cursor.name())?,
        b"what" => once(&mut facts.what, cursor.string())?,
        b"owner" => once(&mut into.owner, cursor.rare_name())?,
        b"class" => once(&mut facts.class, cursor.class())?,
        b"tags" => once(&mut facts.tags, tags(cursor, into))?,
        b"ref" => once(&mut into.reference, cursor.rare_name())?,
        b"contact" => once(&mut into.contact, cursor.text())?,
        b"follows" => once(&mut into.follows, cursor.rare_id())?,
        b"made" => once(&mut facts.made, cursor.rare_instant())?,
        b"asked" => once(&mut into.asked, cursor.rare_instant())?,
        b"due" => once(&mut facts.due, cursor.rare_instant())?,
        b"target" => once(&mut into.target, cursor.target())?,
        b"limit" => once(&mut into.limit, cursor.target())?,
        b"calendar" => once(&mut into.calendar, cursor.rare_name())?,
        b"history" => once(&mut facts.history, history(cursor, into))?,
        _ => return None,
    }
    cursor.end()
}

fn tags<'t>(cursor: &mut Cursor<'t, '_>, into: &mut Commitment<'t>) -> Option<()> {
    cursor.expect("[")?;
    while !cursor.take("]") {
        if !into.tags.is_empty() {
            cursor.expect(", ")?;
        }
        into.tags.push(cursor.rare_name()?);
    }
    Some(())
}

fn history<'t>(cursor: &mut Cursor<'t, '_>, into: &mut Commitment<'t>) -> Option<()> {
    cursor.expect("[")?;
    cursor.end()?;
    while !cursor.take("]") {
        if cursor.take("  { ") {
            event(cursor, &mut into.history)?;
            cursor.expect(",")?;
            cursor.end()?;
        } else {
            cursor.filler()?;
        }
    }
    Some(())
}

/// The plain facts of an event, each at most once.
#[derive(Default)]
struct Pairs<'t> {
    at: Option<Instant>,
    did: Option<&'t str>,
    due: Option<Instant>,
    why: Option<&'t str>,
    told: Option<bool>,
    to: Option<&'t str>,
    rung: Option<&'t str>,
    way: Option<CancelAs>,
    by: Option<&'t str>,
    note: Option<&'t str>,
    logged: Option<Instant>,
}

fn event<'t>(cursor: &mut Cursor<'t, '_>, history: &mut Vec<Event<'t>>) -> Option<()> {
    let mut pairs = Pairs::default();
    // The usual pairs in the order in which owed writes them, and any others after that.
    let mut ended = cursor.pair("at = ", &mut pairs.at, |cursor| cursor.instant())?
        || cursor.pair("did = \"", &mut pairs.did, Cursor::string_end)?
        || cursor.pair("by = \"", &mut pairs.by, Cursor::name_end)?
        || cursor.pair("note = \"", &mut pairs.note, Cursor::string_end)?;
    while !ended {
        match cursor.key()? {
            b"at" => once(&mut pairs.at, cursor.rare_instant())?,
            b"did" => once(&mut pairs.did, cursor.string())?,
            b"due" => once(&mut pairs.due, cursor.rare_instant())?,
            b"why" => once(&mut pairs.why, cursor.string())?,
            b"told" => once(&mut pairs.told, cursor.flag())?,
            b"to" => once(&mut pairs.to, cursor.name())?,
            b"rung" => once(&mut pairs.rung, cursor.name())?,
            b"as" => once(&mut pairs.way, cursor.string().and_then(CancelAs::named))?,
            b"by" => once(&mut pairs.by, cursor.name())?,
            b"note" => once(&mut pairs.note, cursor.string())?,
            b"logged" => once(&mut pairs.logged, cursor.rare_instant())?,
            _ => return None,
        }
        ended = cursor.ended()?;
    }
    let at = pairs.at?;
    let by = pairs.by.take().map(Cow::Borrowed);
    let note = pairs.note.take().map(Cow::Borrowed);
    let logged = pairs.logged.take();
    history.push(Event { at, deed: pairs.deed()?, by, note, logged });
    Some(())
}

impl<'t> Pairs<'t> {
    /// The deed, if it has exactly the keys that its kind may have; any other key is unknown to it.
    fn deed(mut self) -> Option<Deed<'t>> {
        let deed = match self.did? {
            "told" => Deed::Told,
            "heard" => Deed::Heard,
            "noted" => Deed::Noted,
            "done" => Deed::Done,
            "moved" => Deed::Moved {
                due: self.due.take()?,
                why: Cow::Borrowed(self.why.take()?),
                told: self.told.take().unwrap_or(false),
            },
            "waiting" => Deed::Waiting { why: Cow::Borrowed(self.why.take()?) },
            "resumed" => Deed::Resumed { due: self.due.take(), told: self.told.take().unwrap_or(false) },
            "handed" => {
                Deed::Handed { to: Cow::Borrowed(self.to.take()?), why: Cow::Borrowed(self.why.take()?) }
            }
            "escalated" => Deed::Escalated {
                to: self.to.take().map(Cow::Borrowed),
                why: self.why.take().map(Cow::Borrowed),
                rung: self.rung.take().map(Cow::Borrowed),
            },
            "cancelled" => Deed::Cancelled { way: self.way.take()?, why: Cow::Borrowed(self.why.take()?) },
            "reopened" => Deed::Reopened {
                due: self.due.take()?,
                why: Cow::Borrowed(self.why.take()?),
                told: self.told.take().unwrap_or(false),
            },
            _ => return None,
        };
        let Self { due: None, why: None, told: None, to: None, rung: None, way: None, .. } = self else {
            return None;
        };
        Some(deed)
    }
}

#[cfg(test)]
mod tests;
