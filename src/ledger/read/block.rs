//! One block of any TOML form, read by the `toml` crate.
//!
//! This is the reader that defines what a block means. [`crate::ledger::canonical::reader`] reads the form that owed itself
//! writes, faster, and has to agree with this one on everything it accepts.

use std::borrow::Cow;
use std::ops::Range;

use toml::de::{DeTable, DeValue};

use crate::document::problem::Fault;
use crate::document::tree::{self, Fields};
use crate::rules::commitment::{CancelAs, Class, Commitment, Deed, Event, Id};
use crate::rules::target::Target;
use crate::text;

/// The key of a block's header.
pub const HEADER: &str = "commitment";

/// Every `did` there is.
const DEEDS: [&str; 11] = [
    "told",
    "heard",
    "noted",
    "moved",
    "waiting",
    "resumed",
    "handed",
    "escalated",
    "done",
    "cancelled",
    "reopened",
];

/// Reads the text of one block. Places in a fault count from the start of that text.
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
    let mut extra = Vec::new();
    let commitment = Commitment {
        id: match id(&mut fields, "id")? {
            Some(id) => id,
            None => return Err(fields.missing("id")),
        },
        kind: fields.name("kind")?.unwrap_or(Cow::Borrowed("promise")),
        to: fields.need_name("to")?,
        what: fields.need_text("what")?,
        owner: fields.name("owner")?,
        class: class(&mut fields)?,
        tags: fields.names("tags")?,
        reference: fields.name("ref")?,
        contact: fields.text("contact")?,
        follows: id(&mut fields, "follows")?,
        made: fields.need_instant("made")?,
        asked: fields.instant("asked")?,
        due: fields.need_instant("due")?,
        target: target(&mut fields, "target")?,
        limit: target(&mut fields, "limit")?,
        calendar: fields.name("calendar")?,
        history: history(&mut fields, &mut extra)?,
        extra: Vec::new(),
    };
    for (_, key, value) in fields.rest() {
        if let Some(stray) = tree::stray(&value, true) {
            return Err(stray);
        }
        extra.push((key, tree::json(value.into_inner())));
    }
    Ok(Commitment { extra, ..commitment })
}

fn id(fields: &mut Fields<'_>, name: &str) -> Result<Option<Id>, Fault> {
    let Some(value) = fields.take(name) else { return Ok(None) };
    let span = value.span();
    let text = tree::text(name, value)?;
    Id::new(text.as_bytes()).map(Some).ok_or_else(|| {
        Fault::new(span, format!("{} is not an id", text::quote_start(&text)))
            .hint("an id is eight letters or digits out of bcdfghjkmnpqrstvwxz23456789")
    })
}

fn class(fields: &mut Fields<'_>) -> Result<Class, Fault> {
    let Some(value) = fields.take("class") else { return Ok(Class::default()) };
    let span = value.span();
    let name = tree::text("class", value)?;
    Class::named(&name).ok_or_else(|| unknown("class", &name, Class::ALL.map(Class::name).as_slice(), span))
}

fn target(fields: &mut Fields<'_>, name: &str) -> Result<Option<Target>, Fault> {
    let Some(value) = fields.take(name) else { return Ok(None) };
    let span = value.span();
    let text = tree::length(name, value)?;
    Target::parse(&text).map(Some).map_err(|problem| Fault { span, problem })
}

/// That a word is none of those there are.
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
        // Keys of a commitment after an event are one whose header was lost, not remarks on the event.
        DeValue::Table(table) if tree::is_commitment(&table) => return Err(tree::no_header(span)),
        DeValue::Table(table) => table,
        other => {
            return Err(tree::must_be("each item of `history`", "a table", &other, span)
                .hint("write `{ at = 2026-11-20T15:00:00-05:00, did = \"told\" }`"));
        }
    };
    let mut fields = Fields::new(table, span);
    let event = Event {
        at: fields.need_instant("at")?,
        deed: deed(&mut fields)?,
        by: fields.name("by")?,
        note: fields.text("note")?,
        logged: fields.instant("logged")?,
    };
    for (_, key, value) in fields.rest() {
        if let Some(stray) = tree::stray(&value, true) {
            return Err(stray);
        }
        extra.push((Cow::Owned(format!("history[{place}].{key}")), tree::json(value.into_inner())));
    }
    Ok(event)
}

fn deed<'t>(fields: &mut Fields<'t>) -> Result<Deed<'t>, Fault> {
    let Some(value) = fields.take("did") else { return Err(fields.missing("did")) };
    let span = value.span();
    let did = tree::text("did", value)?;
    Ok(match did.as_ref() {
        "told" => Deed::Told,
        "heard" => Deed::Heard,
        "noted" => Deed::Noted,
        "moved" => Deed::Moved {
            due: fields.need_instant("due")?,
            why: fields.need_text("why")?,
            told: flag(fields, "told")?,
        },
        "waiting" => Deed::Waiting { why: fields.need_text("why")? },
        "resumed" => Deed::Resumed { due: fields.instant("due")?, told: flag(fields, "told")? },
        "handed" => Deed::Handed { to: fields.need_name("to")?, why: fields.need_text("why")? },
        "escalated" => {
            Deed::Escalated { to: fields.name("to")?, why: fields.text("why")?, rung: fields.name("rung")? }
        }
        "done" => Deed::Done,
        "cancelled" => Deed::Cancelled { way: cancel_as(fields)?, why: fields.need_text("why")? },
        "reopened" => Deed::Reopened {
            due: fields.need_instant("due")?,
            why: fields.need_text("why")?,
            told: flag(fields, "told")?,
        },
        other => return Err(unknown("event", other, &DEEDS, span)),
    })
}

fn flag(fields: &mut Fields<'_>, name: &str) -> Result<bool, Fault> {
    let Some(value) = fields.take(name) else { return Ok(false) };
    let span = value.span();
    match value.into_inner() {
        DeValue::Boolean(flag) => Ok(flag),
        other => Err(tree::wrong(name, "a boolean", &other, span)
            .hint(format!("write `{name} = true`, without quotes, or leave it out"))),
    }
}

fn cancel_as(fields: &mut Fields<'_>) -> Result<CancelAs, Fault> {
    let Some(value) = fields.take("as") else { return Err(fields.missing("as")) };
    let span = value.span();
    let name = tree::text("as", value)?;
    CancelAs::named(&name)
        .ok_or_else(|| unknown("value of `as`:", &name, CancelAs::ALL.map(CancelAs::name).as_slice(), span))
}
