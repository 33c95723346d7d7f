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
    let mut cursor = Cursor { rest: text.as_bytes(), text };
    match block(&mut cursor, is_all, into) {
        Some(end) => Outcome::Block(end),
        None => Outcome::Other,
    }
}

fn block<'t>(cursor: &mut Cursor<'t>, is_all: bool, into: &mut Commitment<'t>) -> Option<usize> {
    while !cursor.take(b"[[commitment]]") {
        // A blank line above the header is not the block's: what stands above that is the rules.
        if !cursor.at_comment() {
            return None;
        }
        cursor.filler()?;
    }
    cursor.end()?;
    into.tags.clear();
    into.history.clear();
    into.extra.clear();
    let mut facts = Facts::default();
    let mut comments = None;
    loop {
        match cursor.rest.first() {
            Some(b'a'..=b'z') => {
                comments = None;
                line(cursor, &mut facts, into)?;
            }
            Some(b'[') => break,
            Some(_) => {
                comments = comments.or(Some(cursor.offset())).filter(|_| cursor.at_comment());
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
    if !cursor.rest.is_empty() && !cursor.rest.starts_with(b"[[commitment]]") {
        return None;
    }
    facts.fill(into)?;
    Some(comments.unwrap_or_else(|| cursor.offset()))
}

/// The plain facts of a block, each at most once.
#[derive(Default)]
struct Facts<'t> {
    id: Option<Id>,
    kind: Option<&'t str>,
    to: Option<&'t str>,
    what: Option<&'t str>,
    owner: Option<&'t str>,
    class: Option<Class>,
    tags: Option<()>,
    reference: Option<&'t str>,
    contact: Option<&'t str>,
    follows: Option<Id>,
    made: Option<Instant>,
    asked: Option<Instant>,
    due: Option<Instant>,
    target: Option<Target>,
    limit: Option<Target>,
    calendar: Option<&'t str>,
    history: Option<()>,
}

impl<'t> Facts<'t> {
    fn fill(self, into: &mut Commitment<'t>) -> Option<()> {
        into.id = self.id?;
        into.kind = Cow::Borrowed(self.kind?);
        into.to = Cow::Borrowed(self.to?);
        into.what = Cow::Borrowed(self.what?);
        into.owner = self.owner.map(Cow::Borrowed);
        into.class = self.class.unwrap_or_default();
        into.reference = self.reference.map(Cow::Borrowed);
        into.contact = self.contact.map(Cow::Borrowed);
        into.follows = self.follows;
        into.made = self.made?;
        into.asked = self.asked;
        into.due = self.due?;
        into.target = self.target;
        into.limit = self.limit;
        into.calendar = self.calendar.map(Cow::Borrowed);
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

fn line<'t>(cursor: &mut Cursor<'t>, facts: &mut Facts<'t>, into: &mut Commitment<'t>) -> Option<()> {
    match cursor.key()? {
        b"id" => once(&mut facts.id, cursor.id())?,
        b"kind" => once(&mut facts.kind, cursor.string())?,
        b"to" => once(&mut facts.to, cursor.string())?,
        b"what" => once(&mut facts.what, cursor.string())?,
        b"owner" => once(&mut facts.owner, cursor.string())?,
        b"class" => once(&mut facts.class, cursor.string().and_then(Class::named))?,
        b"tags" => once(&mut facts.tags, tags(cursor, into))?,
        b"ref" => once(&mut facts.reference, cursor.string())?,
        b"contact" => once(&mut facts.contact, cursor.string())?,
        b"follows" => once(&mut facts.follows, cursor.id())?,
        b"made" => once(&mut facts.made, cursor.instant())?,
        b"asked" => once(&mut facts.asked, cursor.instant())?,
        b"due" => once(&mut facts.due, cursor.instant())?,
        b"target" => once(&mut facts.target, cursor.target())?,
        b"limit" => once(&mut facts.limit, cursor.target())?,
        b"calendar" => once(&mut facts.calendar, cursor.string())?,
        b"history" => once(&mut facts.history, history(cursor, into))?,
        _ => return None,
    }
    cursor.end()
}

fn tags<'t>(cursor: &mut Cursor<'t>, into: &mut Commitment<'t>) -> Option<()> {
    cursor.expect(b"[")?;
    while !cursor.take(b"]") {
        if !into.tags.is_empty() {
            cursor.expect(b", ")?;
        }
        into.tags.push(Cow::Borrowed(cursor.string()?));
    }
    Some(())
}

fn history<'t>(cursor: &mut Cursor<'t>, into: &mut Commitment<'t>) -> Option<()> {
    cursor.expect(b"[")?;
    cursor.end()?;
    while !cursor.take(b"]") {
        if cursor.take(b"  { ") {
            into.history.push(event(cursor)?);
            cursor.expect(b",")?;
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
        if cursor.take(b" }") {
            break;
        }
        cursor.expect(b", ")?;
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
    rest: &'t [u8],
    text: &'t str,
}

impl<'t> Cursor<'t> {
    fn offset(&self) -> usize {
        self.text.len().saturating_sub(self.rest.len())
    }

    fn take(&mut self, bytes: &[u8]) -> bool {
        let rest = self.rest.strip_prefix(bytes);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn expect(&mut self, bytes: &[u8]) -> Option<()> {
        self.rest = self.rest.strip_prefix(bytes)?;
        Some(())
    }

    fn split(&mut self, at: usize) -> Option<&'t [u8]> {
        let (taken, rest) = self.rest.split_at_checked(at)?;
        self.rest = rest;
        Some(taken)
    }

    /// A key and the ` = ` after it.
    fn key(&mut self) -> Option<&'t [u8]> {
        let length = self.rest.iter().take(9).position(|byte| *byte == b' ')?;
        let key = self.split(length)?;
        self.expect(b" = ")?;
        Some(key)
    }

    /// The end of a line, after blanks and a comment.
    fn end(&mut self) -> Option<()> {
        if self.take(b"\n") {
            return Some(());
        }
        self.filler()
    }

    /// Whether the rest of the line is a comment.
    fn at_comment(&self) -> bool {
        self.rest.iter().find(|byte| !matches!(byte, b' ' | b'\t')) == Some(&b'#')
    }

    /// Blanks, a comment and a newline.
    fn filler(&mut self) -> Option<()> {
        while let [b' ' | b'\t', rest @ ..] = self.rest {
            self.rest = rest;
        }
        if self.take(b"#") {
            let length = self.rest.iter().position(|byte| is_control(*byte))?;
            self.split(length)?;
        }
        if self.take(b"\n") || self.take(b"\r\n") { Some(()) } else { None }
    }

    /// A string without escapes.
    fn string(&mut self) -> Option<&'t str> {
        self.expect(b"\"")?;
        let start = self.offset();
        let length = plain_length(self.rest)?;
        self.split(length)?;
        self.expect(b"\"")?;
        self.text.get(start..start.saturating_add(length))
    }

    fn id(&mut self) -> Option<Id> {
        Id::new(self.string()?.as_bytes())
    }

    fn target(&mut self) -> Option<Target> {
        Target::parse(self.string()?).ok()
    }

    fn flag(&mut self) -> Option<bool> {
        if self.take(b"true") { Some(true) } else { self.take(b"false").then_some(false) }
    }

    fn instant(&mut self) -> Option<Instant> {
        let local: &[u8; 19] = self.split(19)?.try_into().ok()?;
        let offset = match self.split(1)? {
            b"Z" => 0,
            sign @ (b"+" | b"-") => {
                let [h1, h2, b':', m1, m2] = self.split(5)? else { return None };
                let (hours, minutes) = (two(*h1, *h2)?, two(*m1, *m2)?);
                if hours > 23 || minutes > 59 {
                    return None;
                }
                let seconds = hours.wrapping_mul(3_600).wrapping_add(minutes.wrapping_mul(60));
                if sign == b"-" { seconds.wrapping_neg() } else { seconds }
            }
            _ => return None,
        };
        Some(local_seconds(local)?.plus(offset.wrapping_neg()))
    }
}

/// Control characters end a comment (a tab does not); all but the newline's own are no TOML.
const fn is_control(byte: u8) -> bool {
    (byte < b' ' && byte != b'\t') || byte == 0x7f
}

/// How many bytes come before the first that is a quote, a backslash or a control character.
fn plain_length(bytes: &[u8]) -> Option<usize> {
    let stops = |byte: u8| byte == b'"' || byte == b'\\' || is_control(byte);
    let (words, _) = bytes.as_chunks::<8>();
    let whole = words.iter().take_while(|word| !may_stop(u64::from_le_bytes(**word))).count().wrapping_mul(8);
    let tail = bytes.get(whole..)?.iter().position(|byte| stops(*byte))?;
    Some(whole.wrapping_add(tail))
}

/// Whether one of eight bytes is a quote, a backslash, below a space or 0x7f. (Mycroft's zero-byte trick: a
/// byte is zero where subtracting one borrows into its top bit.)
const fn may_stop(word: u64) -> bool {
    const LOW: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    const fn has_zero(word: u64) -> u64 {
        word.wrapping_sub(LOW) & !word & HIGH
    }
    let below_space = word.wrapping_sub(LOW.wrapping_mul(0x20)) & !word & HIGH;
    let quote = has_zero(word ^ LOW.wrapping_mul(b'"' as u64));
    let backslash = has_zero(word ^ LOW.wrapping_mul(b'\\' as u64));
    let delete = has_zero(word ^ LOW.wrapping_mul(0x7f));
    below_space | quote | backslash | delete != 0
}

const fn digit(byte: u8) -> Option<i64> {
    let value = byte.wrapping_sub(b'0');
    if value < 10 { Some(value as i64) } else { None }
}

fn two(tens: u8, ones: u8) -> Option<i64> {
    Some(digit(tens)?.wrapping_mul(10).wrapping_add(digit(ones)?))
}

/// `2026-11-20T09:30:00` as seconds, as if it were UTC.
fn local_seconds(bytes: &[u8; 19]) -> Option<Instant> {
    let [y1, y2, y3, y4, b'-', mo1, mo2, b'-', d1, d2, b'T', h1, h2, b':', mi1, mi2, b':', s1, s2] = *bytes
    else {
        return None;
    };
    let year = two(y1, y2)?.wrapping_mul(100).wrapping_add(two(y3, y4)?);
    let (month, day) = (two(mo1, mo2)?, two(d1, d2)?);
    let (hour, minute, second) = (two(h1, h2)?, two(mi1, mi2)?, two(s1, s2)?);
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
