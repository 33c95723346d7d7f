//! Values from TOML's own tree, with the place of everything that is wrong.

use std::borrow::Cow;
use std::ops::Range;

use chrono::{NaiveDate, NaiveTime};
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml::value::{Datetime, Offset};
use toml_parser::Source;
use toml_parser::lexer::{Token, TokenKind};

use crate::document::problem::Fault;
use crate::document::syntax;
use crate::rules::commitment::{AT, Commitment, DID};
use crate::rules::time::{FIRST_YEAR, Instant, LAST_YEAR};
use crate::text::{self, names};

/// A value with its place.
pub type Value<'t> = Spanned<DeValue<'t>>;

/// A text of this many bytes or more is checked before it is parsed, and only its first error is reported.
const LARGE: usize = 512 * 1024;
/// A text of this many bytes or more is checked for its number of tables.
const MAY_BE_TABLES: usize = 256 * 1024;
/// A text with more than one table or list for this many bytes is refused, however they are written (a header, brackets,
/// a dotted key): the densest possible history has one for 38 bytes, and a table may take the TOML crate two thousand.
const BYTES_PER_TABLE: usize = 32;
/// A large text with more than one token for this many bytes is refused: the densest possible history has one for 2.3
/// bytes, junk has one for each, and the TOML crate needs sixty bytes for each.
const BYTES_PER_TOKEN: usize = 2;
/// The hint for a file that nobody can have written.
pub const NO_LEDGER: &str =
    "is this file a ledger? if it is, take the last good version from git or a backup";
/// The longest name or number.
const LONGEST_WORD: usize = 64 * 1024;

/// Parses a text into TOML's tree; the error is the first fault.
pub fn parse(text: &str) -> Result<DeTable<'_>, Fault> {
    let is_large = text.len() > LARGE;
    if is_large {
        too_much(text)?;
    }
    if text.len() > MAY_BE_TABLES {
        too_many_tables(text)?;
    }
    DeTable::parse(text).map(toml::Spanned::into_inner).map_err(|error| {
        let all = || DeTable::parse_recoverable(text).1;
        syntax::explain(text, &if is_large { vec![error] } else { all() })
    })
}

/// Refuses what would take the TOML crate much time and memory: it goes on after every error and keeps them all.
fn too_much(text: &str) -> Result<(), Fault> {
    let bytes = text.as_bytes();
    let is_control = |at: &usize| match bytes.get(*at) {
        Some(b'\r') => bytes.get(at.saturating_add(1)) != Some(&b'\n'),
        byte => byte.is_some_and(|byte| byte.is_ascii_control() && !b"\t\n".contains(byte)),
    };
    if let Some(at) = (0..bytes.len()).find(is_control) {
        return Err(syntax::control_character(text, at..at.saturating_add(1)));
    }
    let is_endless = |token: &Token| token.kind() == TokenKind::Atom && token.span().len() > LONGEST_WORD;
    let most = text.len().checked_div(BYTES_PER_TOKEN).unwrap_or_default();
    let mut tokens = Source::new(text).lex().enumerate();
    match tokens.find(|(at, token)| *at > most || is_endless(token)) {
        Some((_, last)) => Err(too_large(&last)),
        None => Ok(()),
    }
}

/// Refuses more than one table for [`BYTES_PER_TABLE`].
fn too_many_tables(text: &str) -> Result<(), Fault> {
    use TokenKind::{Dot, LeftCurlyBracket, LeftSquareBracket};
    let begins = |token: &Token| matches!(token.kind(), Dot | LeftCurlyBracket | LeftSquareBracket);
    let most = text.len().checked_div(BYTES_PER_TABLE).unwrap_or_default();
    match Source::new(text).lex().filter(begins).nth(most) {
        Some(last) => Err(too_large(&last)),
        None => Ok(()),
    }
}

fn too_large(last: &Token) -> Fault {
    let span = last.span().start()..last.span().end();
    Fault::new(span, "this part of the file is too large to parse").hint(NO_LEDGER)
}

/// A table whose keys are taken out one by one; what is left is unknown.
pub struct Fields<'t> {
    /// The place of the whole table.
    pub span: Range<usize>,
    entries: Vec<(Range<usize>, Cow<'t, str>, Option<Value<'t>>)>,
}

impl<'t> Fields<'t> {
    /// Returns the fields of a table, in the order of the file.
    pub fn new(table: DeTable<'t>, span: Range<usize>) -> Self {
        let mut entries: Vec<_> =
            table.into_iter().map(|(key, value)| (key.span(), key.into_inner(), Some(value))).collect();
        entries.sort_by_key(|(span, ..)| span.start);
        Self { span, entries }
    }

    /// Returns where the name of a field stands, if it has not been taken out.
    pub fn span_of(&self, name: &str) -> Option<Range<usize>> {
        let found = self.entries.iter().find(|(_, key, value)| key == name && value.is_some());
        found.map(|(span, ..)| span.clone())
    }

    /// Returns every key that nobody took, with its place.
    pub fn places(&self) -> impl Iterator<Item = (Cow<'t, str>, Range<usize>)> {
        let left = self.entries.iter().filter(|(.., value)| value.is_some());
        left.map(|(span, key, _)| (key.clone(), span.clone()))
    }

    /// Takes a value out and returns it.
    pub fn take(&mut self, name: &str) -> Option<Value<'t>> {
        self.entries.iter_mut().find(|(_, key, _)| key == name).and_then(|(.., value)| value.take())
    }

    /// Takes a string out; the error names the key and the type that was found.
    pub fn text(&mut self, name: &str) -> Result<Option<Cow<'t, str>>, Fault> {
        self.take(name).map(|value| text(name, value)).transpose()
    }

    /// Takes a name out; the error is a wrong type or a name that is too long.
    pub fn name(&mut self, key: &str) -> Result<Option<Cow<'t, str>>, Fault> {
        self.take(key).map(|value| name(key, value)).transpose()
    }

    /// Takes an instant out; the error is a wrong type or a date-time that is not an instant.
    pub fn instant(&mut self, name: &str) -> Result<Option<Instant>, Fault> {
        self.take(name).map(|value| instant(name, &value)).transpose()
    }

    /// Takes a whole number from 1 to `most` out; the error is another number or a wrong type.
    pub fn count(&mut self, key: &str, most: u32) -> Result<Option<u32>, Fault> {
        self.take(key).map(|value| count(key, &value, most)).transpose()
    }

    /// Takes a list of strings out; an absent key gives an empty list.
    pub fn texts(&mut self, name: &str) -> Result<Vec<Cow<'t, str>>, Fault> {
        self.list(name, item)
    }

    /// Takes a list of names out; an absent key gives an empty list.
    pub fn names(&mut self, key: &str) -> Result<Vec<Cow<'t, str>>, Fault> {
        self.list(key, |key, value| {
            let span = value.span();
            item(key, value).and_then(|text| short_enough(&format!("an item of `{key}`"), text, span))
        })
    }

    fn list(
        &mut self,
        name: &str,
        read: impl Fn(&str, Value<'t>) -> Result<Cow<'t, str>, Fault>,
    ) -> Result<Vec<Cow<'t, str>>, Fault> {
        let Some(value) = self.take(name) else { return Ok(Vec::new()) };
        let span = value.span();
        match value.into_inner() {
            DeValue::Array(list) => list.into_iter().map(|one| read(name, one)).collect(),
            other => Err(wrong(name, "a list of strings", &other, span)
                .hint(format!("write `{name} = [\"one\", \"two\"]`"))),
        }
    }

    /// Returns the fault of a missing key, at the table that should have it.
    pub fn missing(&self, name: &str) -> Fault {
        let left = self.entries.iter().filter(|(.., value)| value.is_some()).map(|(_, key, _)| key.as_ref());
        let hint = match name {
            _ if text::nearest(name, left).is_some() => {
                format!("did you mean `{name}`? (a similar key is present)")
            }
            "id" => {
                "add `id = \"…\"` with eight letters or digits out of bcdfghjkmnpqrstvwxz23456789".to_owned()
            }
            "at" | "made" | "due" => format!("add `{name} = 2026-11-20T17:00:00-05:00`, with your own time"),
            "as" => "add `as = \"withdrawn\"`, `\"broken\"` or `\"void\"`".to_owned(),
            "did" => "add `did = \"told\"`, or what else happened".to_owned(),
            _ => format!("add `{name} = \"…\"`"),
        };
        Fault::new(self.span.clone(), format!("missing key `{name}`")).hint(hint)
    }

    /// Returns the fields that nobody took, in the order of the file.
    pub fn rest(self) -> impl Iterator<Item = (Range<usize>, Cow<'t, str>, Value<'t>)> {
        self.entries.into_iter().filter_map(|(span, key, value)| Some((span, key, value?)))
    }
}

/// Returns the string in a value.
pub fn text<'t>(name: &str, value: Value<'t>) -> Result<Cow<'t, str>, Fault> {
    let span = value.span();
    match value.into_inner() {
        DeValue::String(text) => Ok(text),
        other @ (DeValue::Array(_) | DeValue::Table(_)) => {
            Err(wrong(name, "a string", &other, span).hint(format!("write one string: `{name} = \"…\"`")))
        }
        other => {
            Err(wrong(name, "a string", &other, span).hint(format!("put it in quotes: `{name} = \"…\"`")))
        }
    }
}

/// Returns the whole number from 1 to `most` in a value.
pub fn count(key: &str, value: &Value<'_>, most: u32) -> Result<u32, Fault> {
    let number = match value.get_ref() {
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix()).ok(),
        other => {
            return Err(wrong(key, "a whole number", other, value.span()).hint(format!("write `{key} = 3`")));
        }
    };
    let count =
        number.and_then(|number| u32::try_from(number).ok()).filter(|count| (1..=most).contains(count));
    count.ok_or_else(|| {
        Fault::new(value.span(), format!("`{key}` must be a whole number from 1 to {most}"))
            .hint(format!("write `{key} = 3`"))
    })
}

/// Returns the string in a value if it is short enough for a name.
pub fn name<'t>(key: &str, value: Value<'t>) -> Result<Cow<'t, str>, Fault> {
    let span = value.span();
    text(key, value).and_then(|text| short_enough(&format!("`{key}`"), text, span))
}

/// Returns the name unless it is longer than a name may be.
pub fn short_enough<'t>(place: &str, name: Cow<'t, str>, span: Range<usize>) -> Result<Cow<'t, str>, Fault> {
    names::check_length(place, &name).map_err(|problem| Fault { span, problem })?;
    Ok(name)
}

/// Returns the string in one item of a list.
pub fn item<'t>(name: &str, value: Value<'t>) -> Result<Cow<'t, str>, Fault> {
    let span = value.span();
    match value.into_inner() {
        DeValue::String(text) => Ok(text),
        other => Err(must_be(&format!("each item of `{name}`"), "a string", &other, span)
            .hint(format!("put each in quotes: `{name} = [\"…\"]`"))),
    }
}

/// Returns the string in a value that must be a length of time.
pub fn length<'t>(name: &str, value: Value<'t>) -> Result<Cow<'t, str>, Fault> {
    let span = value.span();
    match value.into_inner() {
        DeValue::String(text) => Ok(text),
        DeValue::Integer(number) => {
            Err(Fault::new(span, format!("`{name}` must be a duration, not a number"))
                .hint(format!("give a unit, in quotes, such as `{name} = \"{number}h\"`")))
        }
        other => {
            Err(wrong(name, "a duration", &other, span).hint(format!("write it like `{name} = \"24h\"`")))
        }
    }
}

/// Returns the fault of a key whose value has the wrong type.
pub fn wrong(key: &str, wanted: &str, found: &DeValue<'_>, span: Range<usize>) -> Fault {
    must_be(&format!("`{key}`"), wanted, found, span)
}

/// Returns the fault of `what`, which has the wrong type.
pub fn must_be(what: &str, wanted: &str, found: &DeValue<'_>, span: Range<usize>) -> Fault {
    let found = match found {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "a number",
        DeValue::Float(_) => "a decimal number",
        DeValue::Boolean(_) => "a boolean",
        DeValue::Datetime(_) => "a date-time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    };
    Fault::new(span, format!("{what} must be {wanted}, not {found}"))
}

/// Returns the instant in a value: RFC 3339 with an offset, whole seconds.
pub fn instant(name: &str, value: &Value<'_>) -> Result<Instant, Fault> {
    let span = value.span();
    match value.get_ref() {
        DeValue::Datetime(at) => exact_instant(at).map_err(|(message, instead)| {
            let fault = Fault::new(span, format!("`{name}` {message}"));
            match instead {
                Some((instead, true)) => fault.hint(format!("write `{name} = {instead}`")),
                Some((instead, false)) => {
                    fault.hint(format!("write `{name} = {instead}`, with your own offset"))
                }
                None => fault.hint("supported years are 1900 to 2099"),
            }
        }),
        other => Err(wrong(name, "a date-time", other, span)
            .hint(format!("write it without quotes: `{name} = 2026-11-20T17:00:00-05:00`"))),
    }
}

/// The text to write instead of a date-time, and whether its offset is the one that was there.
type Instead = (String, bool);

/// Reads a date-time. The error says what is wrong with it, and what to write instead if that is certain.
fn exact_instant(at: &Datetime) -> Result<Instant, (String, Option<Instead>)> {
    let instead = |time: Option<toml::value::Time>| {
        let date = at.date.map_or_else(|| "2026-11-20".to_owned(), |date| date.to_string());
        let time = time.map_or_else(
            || "23:59:59".to_owned(),
            |time| {
                format!("{:02}:{:02}:{:02}", time.hour, time.minute, time.second.unwrap_or_default().min(59))
            },
        );
        let offset = at.offset.map_or_else(|| "-05:00".to_owned(), |offset| offset.to_string());
        (format!("{date}T{time}{offset}"), at.offset.is_some())
    };
    let refuse = |message: &str| Err((message.to_owned(), Some(instead(at.time))));
    let (Some(date), Some(time)) = (at.date, at.time) else {
        return refuse("needs a date, a time and a UTC offset");
    };
    let Some(offset) = at.offset else { return refuse("needs a UTC offset, such as -05:00") };
    if time.nanosecond.is_some() {
        return refuse("must be in whole seconds");
    }
    if time.second == Some(60) {
        return refuse("has second 60; leap seconds are not supported");
    }
    if !(FIRST_YEAR..=LAST_YEAR).contains(&i32::from(date.year)) {
        return Err((format!("is in the year {}", date.year), None));
    }
    let offset = match offset {
        Offset::Z => 0,
        Offset::Custom { minutes } => i64::from(minutes).saturating_mul(60),
    };
    let day = NaiveDate::from_ymd_opt(i32::from(date.year), date.month.into(), date.day.into());
    let second = time.second.unwrap_or_default();
    let clock = NaiveTime::from_hms_opt(time.hour.into(), time.minute.into(), second.into());
    let (Some(day), Some(clock)) = (day, clock) else { return refuse("does not exist") };
    if offset.abs() >= 86_400 {
        return refuse("has a UTC offset of a day or more");
    }
    Ok(Instant::from_epoch(day.and_time(clock).and_utc().timestamp().saturating_sub(offset)))
}

/// Returns true if these are the keys that every commitment has, and hardly anything else has all of.
pub fn is_commitment(table: &DeTable<'_>) -> bool {
    Commitment::KEYS.iter().filter(|(key, _)| key.is_needed).all(|(key, _)| get(table, key.name).is_some())
}

fn get<'v, 't>(table: &'v DeTable<'t>, name: &str) -> Option<&'v DeValue<'t>> {
    table.iter().find(|(key, _)| key.get_ref() == name).map(|(_, value)| value.get_ref())
}

/// Returns the fault of a commitment, or with `events` an event, inside a value that owed does not know. Its header was
/// mistyped or lost; to skip it would lose it silently.
pub fn stray(value: &Value<'_>, events: bool) -> Option<Fault> {
    match value.get_ref() {
        DeValue::Table(table) if is_commitment(table) => Some(no_header(value.span())),
        DeValue::Table(table) if events && is_event(table) => Some(
            Fault::new(value.span(), "this looks like an event; move it into a commitment's `history`")
                .hint("write `history = [ … ]` or `[[commitment.history]]` in the block it belongs to"),
        ),
        DeValue::Table(table) => table.iter().find_map(|(_, value)| stray(value, events)),
        DeValue::Array(list) => list.iter().find_map(|value| stray(value, events)),
        _ => None,
    }
}

fn is_event(table: &DeTable<'_>) -> bool {
    let is_date = matches!(get(table, AT.name), Some(DeValue::Datetime(_)));
    is_date && matches!(get(table, DID.name), Some(DeValue::String(_)))
}

/// Returns the fault of a commitment without its header.
pub fn no_header(span: Range<usize>) -> Fault {
    Fault::new(span, "this looks like a commitment; start it with a line `[[commitment]]`")
        .hint("every commitment needs a `[[commitment]]` header of its own")
}

/// Returns a value as JSON, for the keys that owed does not know. Dates become strings.
pub fn json(value: DeValue<'_>) -> serde_json::Value {
    use serde_json::Value as Json;
    match value {
        DeValue::String(text) => Json::String(text.into_owned()),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map_or_else(|_| Json::String(number.to_string()), Json::from),
        DeValue::Float(number) => number
            .as_str()
            .parse()
            .ok()
            .and_then(serde_json::Number::from_f64)
            .map_or_else(|| Json::String(number.to_string()), Json::Number),
        DeValue::Boolean(flag) => Json::Bool(flag),
        DeValue::Datetime(at) => Json::String(at.to_string()),
        DeValue::Array(list) => Json::Array(list.into_iter().map(|item| json(item.into_inner())).collect()),
        DeValue::Table(table) => Json::Object(
            table
                .into_iter()
                .map(|(key, value)| (key.into_inner().into_owned(), json(value.into_inner())))
                .collect(),
        ),
    }
}

#[cfg(test)]
mod tests;
