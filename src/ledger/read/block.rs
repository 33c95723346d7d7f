//! One block in any TOML form, read by the `toml` crate.
//!
//! This is the reader that defines what a block means. [`crate::ledger::canonical::reader`] reads the canonical form,
//! faster, and must agree with this one on everything it accepts.

use std::borrow::Cow;
use std::ops::Range;

use toml::de::{DeTable, DeValue};

use crate::document::problem::Fault;
use crate::document::tree::{self, Fields};
use crate::rules::commitment::keys::{Key, Keys};
use crate::rules::commitment::{Commitment, Event, Id};
use crate::rules::every::Every;
use crate::rules::target::Target;
use crate::rules::time::Instant;
use crate::rules::words::Word;
use crate::text;

/// The key of a block's header.
pub const HEADER: &str = "commitment";

/// Reads the text of one block. The places of a fault count from the start of that text.
pub fn read(text: &str) -> Result<Commitment<'_>, Fault> {
    let whole = 0..text.len();
    let mut document = Fields::new(tree::parse(text)?, whole.clone());
    let found = document.take(HEADER).map(toml::Spanned::into_inner);
    let Some(DeValue::Array(list)) = found else {
        return Err(Fault::new(whole, "expected a `[[commitment]]` block"));
    };
    let mut tables = list.into_iter();
    let (Some(table), None) = (tables.next(), tables.next()) else {
        return Err(Fault::new(whole, "expected one `[[commitment]]` block"));
    };
    let header = table.span();
    let DeValue::Table(table) = table.into_inner() else {
        return Err(Fault::new(whole, "expected a `[[commitment]]` block"));
    };
    commitment(Fields::new(table, header))
}

fn commitment<'t>(mut fields: Fields<'t>) -> Result<Commitment<'t>, Fault> {
    let mut commitment = Commitment::default();
    commitment.read(&mut fields)?;
    let mut extra = Vec::new();
    commitment.history = history(&mut fields, &mut extra)?;
    for (_, key, value) in fields.rest() {
        if let Some(stray) = tree::stray(&value, true) {
            return Err(stray);
        }
        extra.push((key, tree::json(value.into_inner())));
    }
    commitment.extra = extra;
    Ok(commitment)
}

impl<'t> Keys<'t> for Fields<'t> {
    type Refusal = Fault;
    type Text = Cow<'t, str>;

    fn text(&mut self, key: Key) -> Result<Option<Cow<'t, str>>, Fault> {
        self.text(key.name)
    }

    fn name(&mut self, key: Key) -> Result<Option<Cow<'t, str>>, Fault> {
        self.name(key.name)
    }

    fn names(&mut self, key: Key, into: &mut Vec<Cow<'t, str>>) -> Result<(), Fault> {
        *into = self.names(key.name)?;
        Ok(())
    }

    fn instant(&mut self, key: Key) -> Result<Option<Instant>, Fault> {
        self.instant(key.name)
    }

    fn flag(&mut self, key: Key) -> Result<Option<bool>, Fault> {
        let Some(value) = self.take(key.name) else { return Ok(None) };
        let span = value.span();
        match value.into_inner() {
            DeValue::Boolean(flag) => Ok(Some(flag)),
            other => Err(tree::wrong(key.name, "a boolean", &other, span)
                .hint(format!("write `{} = true`, without quotes, or leave it out", key.name))),
        }
    }

    fn count(&mut self, key: Key, most: u32) -> Result<Option<u32>, Fault> {
        self.count(key.name, most)
    }

    fn id(&mut self, key: Key) -> Result<Option<Id>, Fault> {
        let Some(value) = self.take(key.name) else { return Ok(None) };
        let span = value.span();
        let text = tree::text(key.name, value)?;
        Id::new(text.as_bytes()).map(Some).ok_or_else(|| {
            Fault::new(span, format!("{} is not an id", text::quote_start(&text)))
                .hint("an id is eight letters or digits out of bcdfghjkmnpqrstvwxz23456789")
        })
    }

    fn length(&mut self, key: Key, into: &mut Option<Target>) -> Result<(), Fault> {
        *into = None;
        let Some(value) = self.take(key.name) else { return Ok(()) };
        let span = value.span();
        let text = tree::length(key.name, value)?;
        *into = Some(Target::parse(&text).map_err(|problem| Fault { span, problem })?);
        Ok(())
    }

    fn every(&mut self, key: Key) -> Result<Option<Every>, Fault> {
        let Some(value) = self.take(key.name) else { return Ok(None) };
        let span = value.span();
        let text = tree::text(key.name, value)?;
        Every::parse(&text).map(Some).map_err(|problem| Fault { span, problem })
    }

    fn word<W: Word>(&mut self, key: Key) -> Result<Option<W>, Fault> {
        let Some(value) = self.take(key.name) else { return Ok(None) };
        let span = value.span();
        let word = tree::text(key.name, value)?;
        W::named(&word).map(Some).ok_or_else(|| unknown(W::WHAT, &word, &W::names(), span))
    }

    fn missing(&self, key: Key) -> Fault {
        self.missing(key.name)
    }
}

/// Returns the fault of an unknown word, with the nearest known one as a hint.
pub fn unknown(what: &str, word: &str, words: &[&str], span: Range<usize>) -> Fault {
    let hint = text::meant(word, words.iter().copied())
        .unwrap_or_else(|| format!("use one of {}", text::list(words.iter().copied())));
    Fault::new(span, format!("unknown {what} {}", text::quote_start(word))).hint(hint)
}

type Extra<'t> = Vec<(Cow<'t, str>, serde_json::Value)>;

fn history<'t>(fields: &mut Fields<'t>, extra: &mut Extra<'t>) -> Result<Vec<Event<'t>>, Fault> {
    let Some(value) = fields.take("history") else { return Ok(Vec::new()) };
    let span = value.span();
    match value.into_inner() {
        DeValue::Array(list) => {
            list.into_iter().enumerate().map(|(place, item)| event(place, item, extra)).collect()
        }
        other => Err(tree::wrong("history", "a list of events", &other, span)
            .hint("write `history = [ … ]` with one `{ at = …, did = \"…\" }` a line")),
    }
}

fn event<'t>(place: usize, value: tree::Value<'t>, extra: &mut Extra<'t>) -> Result<Event<'t>, Fault> {
    let span = value.span();
    let table: DeTable<'t> = match value.into_inner() {
        // Keys of a commitment after an event are a commitment that lost its header, not remarks on the event.
        DeValue::Table(table) if tree::is_commitment(&table) => return Err(tree::no_header(span)),
        DeValue::Table(table) => table,
        other => {
            return Err(tree::must_be("each item of `history`", "a table", &other, span)
                .hint("write `{ at = 2026-11-20T15:00:00-05:00, did = \"told\" }`"));
        }
    };
    let mut fields = Fields::new(table, span);
    let event = Event::read(&mut fields)?;
    for (_, key, value) in fields.rest() {
        if let Some(stray) = tree::stray(&value, true) {
            return Err(stray);
        }
        extra.push((Cow::Owned(format!("history[{place}].{key}")), tree::json(value.into_inner())));
    }
    Ok(event)
}
