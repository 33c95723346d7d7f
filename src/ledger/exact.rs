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

/// The keys as numbers, so that one comparison tells two apart.
mod key {
    /// The bytes of a name, the first the lowest, and blanks up to eight: no key can have one of those in it.
    const fn number(name: &[u8]) -> u64 {
        match name {
            [first, rest @ ..] => (number(rest) << 8) | *first as u64,
            [] => super::repeat(b' '),
        }
    }

    pub(super) const AS: u64 = number(b"as");
    pub(super) const ASKED: u64 = number(b"asked");
    pub(super) const AT: u64 = number(b"at");
    pub(super) const BY: u64 = number(b"by");
    pub(super) const CALENDAR: u64 = number(b"calendar");
    pub(super) const CLASS: u64 = number(b"class");
    pub(super) const CONTACT: u64 = number(b"contact");
    pub(super) const DID: u64 = number(b"did");
    pub(super) const DUE: u64 = number(b"due");
    pub(super) const FOLLOWS: u64 = number(b"follows");
    pub(super) const HISTORY: u64 = number(b"history");
    pub(super) const ID: u64 = number(b"id");
    pub(super) const KIND: u64 = number(b"kind");
    pub(super) const LIMIT: u64 = number(b"limit");
    pub(super) const LOGGED: u64 = number(b"logged");
    pub(super) const MADE: u64 = number(b"made");
    pub(super) const NOTE: u64 = number(b"note");
    pub(super) const OWNER: u64 = number(b"owner");
    pub(super) const REF: u64 = number(b"ref");
    pub(super) const RUNG: u64 = number(b"rung");
    pub(super) const TAGS: u64 = number(b"tags");
    pub(super) const TARGET: u64 = number(b"target");
    pub(super) const TO: u64 = number(b"to");
    pub(super) const TOLD: u64 = number(b"told");
    pub(super) const WHAT: u64 = number(b"what");
    pub(super) const WHY: u64 = number(b"why");
}

fn line<'t>(cursor: &mut Cursor<'t>, facts: &mut Facts<'t>, into: &mut Commitment<'t>) -> Option<()> {
    match cursor.key()? {
        key::ID => once(&mut facts.id, cursor.id())?,
        key::KIND => once(&mut facts.kind, cursor.string())?,
        key::TO => once(&mut facts.to, cursor.string())?,
        key::WHAT => once(&mut facts.what, cursor.string())?,
        key::OWNER => once(&mut into.owner, cursor.text())?,
        key::CLASS => once(&mut facts.class, cursor.string().and_then(Class::named))?,
        key::TAGS => once(&mut facts.tags, tags(cursor, into))?,
        key::REF => once(&mut into.reference, cursor.text())?,
        key::CONTACT => once(&mut into.contact, cursor.text())?,
        key::FOLLOWS => once(&mut into.follows, cursor.id())?,
        key::MADE => once(&mut facts.made, cursor.instant())?,
        key::ASKED => once(&mut into.asked, cursor.instant())?,
        key::DUE => once(&mut facts.due, cursor.instant())?,
        key::TARGET => once(&mut into.target, cursor.target())?,
        key::LIMIT => once(&mut into.limit, cursor.target())?,
        key::CALENDAR => once(&mut into.calendar, cursor.text())?,
        key::HISTORY => once(&mut facts.history, history(cursor, into))?,
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
    loop {
        match cursor.key()? {
            key::AT => once(&mut pairs.at, cursor.instant())?,
            key::DID => once(&mut pairs.did, cursor.string())?,
            key::DUE => once(&mut pairs.due, cursor.instant())?,
            key::WHY => once(&mut pairs.why, cursor.string())?,
            key::TOLD => once(&mut pairs.told, cursor.flag())?,
            key::TO => once(&mut pairs.to, cursor.string())?,
            key::RUNG => once(&mut pairs.rung, cursor.string())?,
            key::AS => once(&mut pairs.way, cursor.string().and_then(CancelAs::named))?,
            key::BY => once(&mut pairs.by, cursor.string())?,
            key::NOTE => once(&mut pairs.note, cursor.string())?,
            key::LOGGED => once(&mut pairs.logged, cursor.instant())?,
            _ => return None,
        }
        if cursor.take(" }") {
            break;
        }
        cursor.expect(", ")?;
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

    /// A key, as a number, and the ` = ` after it. (Eight bytes: the longest key, or the shortest with a value.)
    fn key(&mut self) -> Option<u64> {
        let word = u64::from_le_bytes(*self.bytes().first_chunk()?);
        let blank = zeros(word ^ repeat(b' ')).trailing_zeros() & !7;
        // What comes after the key gives way to blanks. (Zeros would do for a NUL that is part of it.)
        let after = u64::MAX.checked_shl(blank).unwrap_or(0);
        let key = word & !after | repeat(b' ') & after;
        self.skip((blank >> 3) as usize)?;
        self.expect(" = ")?;
        Some(key)
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

    fn target(&mut self) -> Option<Target> {
        Target::parse(self.string()?).ok()
    }

    fn flag(&mut self) -> Option<bool> {
        if self.take("true") { Some(true) } else { self.take("false").then_some(false) }
    }

    fn instant(&mut self) -> Option<Instant> {
        let (date, rest) = self.bytes().split_first_chunk()?;
        let (time, rest) = rest.split_first_chunk()?;
        let [b':', s1, s2, rest @ ..] = rest else { return None };
        let local = local_seconds(date, time, [*s1, *s2])?;
        let (offset, length) = match rest {
            [b'Z', ..] => (0, 20),
            [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2, ..] => {
                let (hours, minutes) = (two(*h1, *h2)?, two(*m1, *m2)?);
                if hours > 23 || minutes > 59 {
                    return None;
                }
                let seconds = hours.wrapping_mul(3_600).wrapping_add(minutes.wrapping_mul(60));
                (if *sign == b'-' { seconds } else { seconds.wrapping_neg() }, 25)
            }
            _ => return None,
        };
        self.skip(length)?;
        Some(local.plus(offset))
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

/// `2026-11-`, `20T09:30` and `00` as seconds, as if it were UTC.
fn local_seconds(date: &[u8; 8], time: &[u8; 8], [s1, s2]: [u8; 2]) -> Option<Instant> {
    let [century, _, year, _, _, month, ..] = DATE.numbers(*date)?.map(i64::from);
    let [day, _, _, hour, _, _, minute, _] = TIME.numbers(*time)?.map(i64::from);
    let year = century.wrapping_mul(100).wrapping_add(year);
    let second = two(s1, s2)?;
    let in_range = year >= i64::from(FIRST_YEAR) && year <= i64::from(LAST_YEAR);
    if !in_range || hour > 23 || minute > 59 || second > 59 || day == 0 || day > month_length(year, month)? {
        return None;
    }
    let days = days_before(year, month, day);
    let seconds = hour.wrapping_mul(3_600).wrapping_add(minute.wrapping_mul(60)).wrapping_add(second);
    Some(Instant::from_epoch(days.wrapping_mul(86_400).wrapping_add(seconds)))
}

const fn month_length(year: i64, month: i64) -> Option<i64> {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => Some(31),
        4 | 6 | 9 | 11 => Some(30),
        2 if year & 3 == 0 && (year == 2000 || year != 1900) => Some(29),
        2 => Some(28),
        _ => None,
    }
}

/// Days since 1970-01-01 (Howard Hinnant's `days_from_civil`, for the years that owed takes).
fn days_before(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year.wrapping_sub(1) } else { year };
    let from_march = if month > 2 { month.wrapping_sub(3) } else { month.wrapping_add(9) };
    let day_of_year =
        from_march.wrapping_mul(153).wrapping_add(2).wrapping_div(5).wrapping_add(day).wrapping_sub(1);
    let leap_days =
        year.wrapping_div(4).wrapping_sub(year.wrapping_div(100)).wrapping_add(year.wrapping_div(400));
    year.wrapping_mul(365).wrapping_add(leap_days).wrapping_add(day_of_year).wrapping_sub(719_468)
}

#[cfg(test)]
mod tests;
