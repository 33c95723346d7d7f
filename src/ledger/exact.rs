//! A block in the exact form that owed itself writes, read by hand because that is ten times faster.
//!
//! ```text
//! block   = comment* "[[commitment]]" end line*
//! line    = key " = " value end | "history = [" end event* "]" end | filler
//! event   = "  { " pair (", " pair)* " }," end | filler
//! pair    = key " = " value
//! value   = string | instant | "true" | "false"        (tags: "[" string (", " string)* "]")
//! string  = '"' any byte but '"', '\', control characters '"'
//! instant = "2026-11-20T09:30:00-05:00" or with "Z", exactly
//! comment = blanks "#" anything newline                (directly above a header: part of its block)
//! filler  = comment | blanks newline
//! end     = blanks (comment)? newline
//! newline = "\n" | "\r\n"
//! ```
//!
//! Whatever does not fit (another order within an event, an escape in a string, an unknown key, a value that
//! is refused) is left to [`super::block`], which says what is wrong with it or reads it. On everything that
//! is accepted here the two agree: a property test holds them together.

use std::borrow::Cow;

use crate::rules::commitment::{CancelAs, Class, Commitment, Deed, Event, Id};
use crate::rules::target::Target;
use crate::rules::time::{FIRST_YEAR, Instant, LAST_YEAR};

/// What the reader made of a text.
pub enum Outcome {
    /// It begins with a block of the exact form, which ends at this offset.
    Block(usize),
    /// It begins with something else.
    Other,
}

/// A commitment to read into, again and again: its vectors keep their room.
pub fn blank<'t>() -> Commitment<'t> {
    let never = Instant::from_epoch(0);
    Commitment {
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
    }
}

/// Reads the block that a text begins with. `is_all`: nothing follows the text.
pub fn read<'t>(text: &'t str, is_all: bool, into: &mut Commitment<'t>) -> Outcome {
    match block(text, is_all, into) {
        Some(end) => Outcome::Block(end),
        None => Outcome::Other,
    }
}

fn block<'t>(text: &'t str, is_all: bool, into: &mut Commitment<'t>) -> Option<usize> {
    let mut cursor = Cursor { rest: text };
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

/// Sets what was not set before; a key that stands twice is an error, and so not for this reader.
fn once<T>(slot: &mut Option<T>, value: Option<T>) -> Option<()> {
    if slot.is_some() {
        return None;
    }
    *slot = Some(value?);
    Some(())
}

/// Reads the lines that stand in the order in which owed writes them. Here one comparison finds a key, and what is
/// left out costs no more than one either.
fn usual<'t>(cursor: &mut Cursor<'t>, facts: &mut Facts<'t>, into: &mut Commitment<'t>) -> Option<()> {
    cursor.line("id = ", &mut facts.id, Cursor::id)?;
    cursor.line("kind = ", &mut facts.kind, Cursor::string)?;
    cursor.line("to = ", &mut facts.to, Cursor::string)?;
    cursor.line("what = ", &mut facts.what, Cursor::string)?;
    cursor.line("owner = ", &mut into.owner, Cursor::text)?;
    cursor.line("class = ", &mut facts.class, Cursor::class)?;
    cursor.line("tags = ", &mut facts.tags, |cursor| tags(cursor, into))?;
    cursor.line("ref = ", &mut into.reference, Cursor::text)?;
    cursor.line("contact = ", &mut into.contact, Cursor::text)?;
    cursor.line("follows = ", &mut into.follows, Cursor::id)?;
    cursor.line("made = ", &mut facts.made, Cursor::instant)?;
    cursor.line("asked = ", &mut into.asked, Cursor::instant)?;
    cursor.line("due = ", &mut facts.due, Cursor::instant)?;
    cursor.line("target = ", &mut into.target, Cursor::target)?;
    cursor.line("limit = ", &mut into.limit, Cursor::target)?;
    cursor.line("calendar = ", &mut into.calendar, Cursor::text)?;
    cursor.line("history = ", &mut facts.history, |cursor| history(cursor, into))
}

/// Reads a line with any key.
fn line<'t>(cursor: &mut Cursor<'t>, facts: &mut Facts<'t>, into: &mut Commitment<'t>) -> Option<()> {
    match cursor.key()? {
        b"id" => once(&mut facts.id, cursor.id())?,
        b"kind" => once(&mut facts.kind, cursor.string())?,
        b"to" => once(&mut facts.to, cursor.string())?,
        b"what" => once(&mut facts.what, cursor.string())?,
        b"owner" => once(&mut into.owner, cursor.text())?,
        b"class" => once(&mut facts.class, cursor.class())?,
        b"tags" => once(&mut facts.tags, tags(cursor, into))?,
        b"ref" => once(&mut into.reference, cursor.text())?,
        b"contact" => once(&mut into.contact, cursor.text())?,
        b"follows" => once(&mut into.follows, cursor.id())?,
        b"made" => once(&mut facts.made, cursor.instant())?,
        b"asked" => once(&mut into.asked, cursor.instant())?,
        b"due" => once(&mut facts.due, cursor.instant())?,
        b"target" => once(&mut into.target, cursor.target())?,
        b"limit" => once(&mut into.limit, cursor.target())?,
        b"calendar" => once(&mut into.calendar, cursor.text())?,
        b"history" => once(&mut facts.history, history(cursor, into))?,
        _ => return None,
    }
    cursor.end()
}

fn tags<'t>(cursor: &mut Cursor<'t>, into: &mut Commitment<'t>) -> Option<()> {
    cursor.expect("[")?;
    while !cursor.take("]") {
        if !into.tags.is_empty() {
            cursor.expect(", ")?;
        }
        into.tags.push(cursor.text()?);
    }
    Some(())
}

fn history<'t>(cursor: &mut Cursor<'t>, into: &mut Commitment<'t>) -> Option<()> {
    cursor.expect("[")?;
    cursor.end()?;
    while !cursor.take("]") {
        if cursor.take("  { ") {
            into.history.push(event(cursor)?);
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

fn event<'t>(cursor: &mut Cursor<'t>) -> Option<Event<'t>> {
    let mut pairs = Pairs::default();
    // The usual pairs in the order in which owed writes them, and any others after that.
    let mut ended = cursor.pair("at = ", &mut pairs.at, Cursor::instant)?
        || cursor.pair("did = ", &mut pairs.did, Cursor::string)?
        || cursor.pair("by = ", &mut pairs.by, Cursor::string)?
        || cursor.pair("note = ", &mut pairs.note, Cursor::string)?;
    while !ended {
        match cursor.key()? {
            b"at" => once(&mut pairs.at, cursor.instant())?,
            b"did" => once(&mut pairs.did, cursor.string())?,
            b"due" => once(&mut pairs.due, cursor.instant())?,
            b"why" => once(&mut pairs.why, cursor.string())?,
            b"told" => once(&mut pairs.told, cursor.flag())?,
            b"to" => once(&mut pairs.to, cursor.string())?,
            b"rung" => once(&mut pairs.rung, cursor.string())?,
            b"as" => once(&mut pairs.way, cursor.string().and_then(CancelAs::named))?,
            b"by" => once(&mut pairs.by, cursor.string())?,
            b"note" => once(&mut pairs.note, cursor.string())?,
            b"logged" => once(&mut pairs.logged, cursor.instant())?,
            _ => return None,
        }
        ended = cursor.ended()?;
    }
    let at = pairs.at?;
    let by = pairs.by.take().map(Cow::Borrowed);
    let note = pairs.note.take().map(Cow::Borrowed);
    let logged = pairs.logged.take();
    Some(Event { at, deed: pairs.deed()?, by, note, logged })
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
            "resumed" => Deed::Resumed { due: self.due.take() },
            "handed" => {
                Deed::Handed { to: Cow::Borrowed(self.to.take()?), why: Cow::Borrowed(self.why.take()?) }
            }
            "escalated" => Deed::Escalated {
                to: self.to.take().map(Cow::Borrowed),
                why: self.why.take().map(Cow::Borrowed),
                rung: self.rung.take().map(Cow::Borrowed),
            },
            "cancelled" => Deed::Cancelled { way: self.way.take()?, why: Cow::Borrowed(self.why.take()?) },
            "reopened" => Deed::Reopened { due: self.due.take()?, why: Cow::Borrowed(self.why.take()?) },
            _ => return None,
        };
        let Self { due: None, why: None, told: None, to: None, rung: None, way: None, .. } = self else {
            return None;
        };
        Some(deed)
    }
}

/// What is left of the text. Every step takes something off its front or gives up.
struct Cursor<'t> {
    rest: &'t str,
}

impl<'t> Cursor<'t> {
    fn take(&mut self, text: &str) -> bool {
        let rest = self.rest.strip_prefix(text);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn expect(&mut self, text: &str) -> Option<()> {
        self.rest = self.rest.strip_prefix(text)?;
        Some(())
    }

    fn bytes(&self) -> &'t [u8] {
        self.rest.as_bytes()
    }

    /// Goes on so many bytes further.
    fn skip(&mut self, bytes: usize) -> Option<()> {
        self.rest = self.rest.get(bytes..)?;
        Some(())
    }

    /// A key and the ` = ` after it.
    fn key(&mut self) -> Option<&'t [u8]> {
        let (key, rest) = self.rest.split_once(' ')?;
        self.rest = rest.strip_prefix("= ")?;
        Some(key.as_bytes())
    }

    /// A line with this key, if there is one. (Not inlined, the comparisons are calls, and a tenth of all the work.)
    #[inline(always)]
    fn line<T>(
        &mut self,
        key: &str,
        slot: &mut Option<T>,
        read: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Option<()> {
        if !self.take(key) {
            return Some(());
        }
        once(slot, read(self))?;
        self.end()
    }

    /// A pair with this key, if there is one; inlined like [`Self::line`]. Says whether it was the last.
    #[inline(always)]
    fn pair<T>(
        &mut self,
        key: &str,
        slot: &mut Option<T>,
        read: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Option<bool> {
        if !self.take(key) {
            return Some(false);
        }
        once(slot, read(self))?;
        self.ended()
    }

    /// Whether an event ends behind a pair; if not, another one follows.
    fn ended(&mut self) -> Option<bool> {
        if self.take(" }") {
            return Some(true);
        }
        self.expect(", ")?;
        Some(false)
    }

    /// The end of a line, after blanks and a comment.
    fn end(&mut self) -> Option<()> {
        if self.take("\n") {
            return Some(());
        }
        self.filler()
    }

    /// Whether the rest of the line is a comment.
    fn at_comment(&self) -> bool {
        self.rest.trim_start_matches([' ', '\t']).starts_with('#')
    }

    /// Blanks, a comment and a newline.
    fn filler(&mut self) -> Option<()> {
        self.rest = self.rest.trim_start_matches([' ', '\t']);
        if self.take("#") {
            self.skip(self.bytes().iter().position(|byte| is_control(*byte))?)?;
        }
        if self.take("\n") || self.take("\r\n") { Some(()) } else { None }
    }

    /// A string without escapes.
    fn string(&mut self) -> Option<&'t str> {
        self.expect("\"")?;
        let (string, rest) = self.rest.split_at_checked(plain_length(self.bytes())?)?;
        self.rest = rest;
        self.expect("\"")?;
        Some(string)
    }

    fn text(&mut self) -> Option<Cow<'t, str>> {
        self.string().map(Cow::Borrowed)
    }

    fn id(&mut self) -> Option<Id> {
        Id::new(self.string()?.as_bytes())
    }

    fn class(&mut self) -> Option<Class> {
        Class::named(self.string()?)
    }

    fn target(&mut self) -> Option<Target> {
        Target::parse(self.string()?).ok()
    }

    fn flag(&mut self) -> Option<bool> {
        if self.take("true") { Some(true) } else { self.take("false").then_some(false) }
    }

    fn instant(&mut self) -> Option<Instant> {
        let (date, rest) = self.bytes().split_first_chunk()?;
        let (time, rest) = rest.split_first_chunk()?;
        let local = local_minute(*date, *time)?;
        if let [b':', s1, s2, b'Z', ..] = rest {
            self.skip(20)?;
            return Some(local.plus(two(*s1, *s2).filter(|second| *second < 60)?));
        }
        let [b':', rest @ ..] = rest else { return None };
        let zone: [u8; 8] = *rest.first_chunk()?;
        let [second, _, _, hours, _, _, minutes, _] =
            if zone[2] == b'-' { WEST } else { EAST }.numbers(zone)?.map(i64::from);
        if second > 59 || hours > 23 || minutes > 59 {
            return None;
        }
        let offset = hours.wrapping_mul(3_600).wrapping_add(minutes.wrapping_mul(60));
        let offset = if zone[2] == b'-' { offset } else { offset.wrapping_neg() };
        self.skip(25)?;
        Some(local.plus(second.wrapping_add(offset)))
    }
}

/// Control characters end a comment (a tab does not); all but the newline's own are no TOML.
const fn is_control(byte: u8) -> bool {
    (byte < b' ' && byte != b'\t') || byte == 0x7f
}

/// How many bytes come before the first that is a quote, a backslash or a control character.
fn plain_length(bytes: &[u8]) -> Option<usize> {
    let (words, _) = bytes.as_chunks::<8>();
    let mut whole: usize = 0;
    for word in words {
        let stops = stops(u64::from_le_bytes(*word));
        if stops != 0 {
            let stop = whole.wrapping_add((stops.trailing_zeros() >> 3) as usize);
            if bytes.get(stop) == Some(&b'\t') {
                break;
            }
            return Some(stop);
        }
        whole = whole.wrapping_add(8);
    }
    // The last bytes of a text, or a tab in the string: one by one.
    let stops = |byte: &u8| *byte == b'"' || *byte == b'\\' || is_control(*byte);
    Some(whole.wrapping_add(bytes.get(whole..)?.iter().position(stops)?))
}

const fn repeat(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// The top bits of the bytes that are zero. (Mycroft: a byte is zero where subtracting one borrows into its top
/// bit. A borrow can mark bytes further up too, but nothing below the first zero.)
const fn zeros(word: u64) -> u64 {
    word.wrapping_sub(repeat(1)) & !word & repeat(0x80)
}

/// Marks the quotes, the backslashes, and what is below a space or 0x7f, the first of them rightly.
const fn stops(word: u64) -> u64 {
    let below_space = word.wrapping_sub(repeat(b' ')) & !word & repeat(0x80);
    let quote = zeros(word ^ repeat(b'"'));
    let backslash = zeros(word ^ repeat(b'\\'));
    let delete = zeros(word ^ repeat(0x7f));
    below_space | quote | backslash | delete
}

const fn digit(byte: u8) -> Option<i64> {
    let value = byte.wrapping_sub(b'0');
    if value < 10 { Some(value as i64) } else { None }
}

fn two(tens: u8, ones: u8) -> Option<i64> {
    Some(digit(tens)?.wrapping_mul(10).wrapping_add(digit(ones)?))
}

/// Digits and signs in fixed places, eight bytes at a time.
struct Form {
    /// Zeros where the digits stand, and the signs.
    text: u64,
    /// What makes a digit overflow its four bits if it is none.
    past_nine: u64,
    /// The bits that are set in nothing that fits.
    never: u64,
}

const DATE: Form = Form {
    text: u64::from_le_bytes(*b"0000-00-"),
    past_nine: u64::from_le_bytes(*b"\x06\x06\x06\x06\0\x06\x06\0"),
    never: u64::from_le_bytes(*b"\xf0\xf0\xf0\xf0\xff\xf0\xf0\xff"),
};
const TIME: Form = Form {
    text: u64::from_le_bytes(*b"00T00:00"),
    past_nine: u64::from_le_bytes(*b"\x06\x06\0\x06\x06\0\x06\x06"),
    never: u64::from_le_bytes(*b"\xf0\xf0\xff\xf0\xf0\xff\xf0\xf0"),
};

/// Seconds and an offset, whose sign is one or the other.
const EAST: Form = Form {
    text: u64::from_le_bytes(*b"00+00:00"),
    past_nine: u64::from_le_bytes(*b"\x06\x06\0\x06\x06\0\x06\x06"),
    never: u64::from_le_bytes(*b"\xf0\xf0\xff\xf0\xf0\xff\xf0\xf0"),
};
const WEST: Form = Form { text: u64::from_le_bytes(*b"00-00:00"), ..EAST };

impl Form {
    /// In each byte the number that it makes with the byte after it, if the text has this form.
    fn numbers(&self, text: [u8; 8]) -> Option<[u8; 8]> {
        let digits = u64::from_le_bytes(text) ^ self.text;
        if (digits | digits.wrapping_add(self.past_nine)) & self.never != 0 {
            return None;
        }
        Some(digits.wrapping_mul(10).wrapping_add(digits >> 8).to_le_bytes())
    }
}

/// `2026-11-` and `20T09:30` as an instant, as if it were UTC.
fn local_minute(date: [u8; 8], time: [u8; 8]) -> Option<Instant> {
    let [century, _, year, _, _, month, ..] = DATE.numbers(date)?.map(i64::from);
    let [day, _, _, hour, _, _, minute, _] = TIME.numbers(time)?.map(i64::from);
    if !(1..=12).contains(&month) || hour > 23 || minute > 59 {
        return None;
    }
    let years = century.wrapping_mul(100).wrapping_add(year).wrapping_sub(FIRST);
    let (start, end) = days_of(years.wrapping_mul(12).wrapping_add(month).wrapping_sub(1))?;
    if day == 0 || day > end.wrapping_sub(start) {
        return None;
    }
    let days = start.wrapping_add(day).wrapping_sub(1);
    let minutes = days.wrapping_mul(1_440).wrapping_add(hour.wrapping_mul(60)).wrapping_add(minute);
    Some(Instant::from_epoch(minutes.wrapping_mul(60)))
}

const FIRST: i64 = FIRST_YEAR as i64;
/// How many months there are in the years that owed takes.
const MONTHS: usize = 12 * (LAST_YEAR - FIRST_YEAR + 1) as usize;

/// The days, counted from 1970, on which a month begins and the next one does.
fn days_of(month: i64) -> Option<(i64, i64)> {
    /// The first day of each month, and of the one after the last.
    #[expect(clippy::indexing_slicing, reason = "an index that is out of bounds does not compile")]
    const STARTS: [i32; MONTHS + 1] = {
        let mut starts = [-25_567; MONTHS + 1]; // 1900-01-01
        let mut month = 0;
        while month < MONTHS {
            let year = FIRST_YEAR + month as i32 / 12;
            let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            let length = match month % 12 {
                1 if is_leap => 29,
                1 => 28,
                3 | 5 | 8 | 10 => 30,
                _ => 31,
            };
            starts[month + 1] = starts[month] + length;
            month += 1;
        }
        starts
    };
    let month = usize::try_from(month).ok()?;
    let (start, end) = (STARTS.get(month)?, STARTS.get(month.wrapping_add(1))?);
    Some((i64::from(*start), i64::from(*end)))
}

#[cfg(test)]
mod tests;
