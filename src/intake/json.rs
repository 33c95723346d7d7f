//! Commitments as owed itself prints them: `list --all --json`, or one object a line.
//!
//! Nothing has to be mapped or guessed: an object has the keys of a ledger, read by the vocabulary as a ledger is. What
//! JSON says of the present cycle, it says in place of what the ledger states; where the two differ, `stated` has the
//! latter. Keys that are judgements are not read: they are made anew.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::preset::{Notes, Preset};
use super::{LeftOut, Open, Reasons, Rest, Source, objects};
use crate::error::{Error, Result};
use crate::rules::commitment::keys::{Key, Keys};
use crate::rules::commitment::{Commitment, Event, Id};
use crate::rules::every::Every;
use crate::rules::target::Target;
use crate::rules::time::Instant;
use crate::rules::words::Word;
use crate::text::{self, names};

/// What is known of both: there is nothing to map.
const PRESET: &Preset = &Preset {
    columns: &[],
    status: &[],
    rules: &[],
    tags: &[],
    notes: Notes::Plain,
    due: None,
    to_nobody: None,
    is_system: false,
};

/// The document that `list --json` prints.
pub(super) const SOURCE: Source = Source {
    name: "json",
    help: "What `owed list --all --json` prints",
    fits: |text, _| is_document(text),
    open: Open::Commitments(document),
    preset: PRESET,
};

/// One object a line.
pub(super) const LINES: Source = Source {
    name: "ndjson",
    help: "What `owed list --all --format ndjson` prints",
    fits: |text, _| objects::first(text).is_some_and(|one| one.contains_key("original_due")),
    open: Open::Commitments(lines),
    preset: PRESET,
};

/// The keys of the document that are read.
#[derive(Deserialize)]
struct Document<'t> {
    schema: u32,
    #[serde(borrow)]
    commitments: Vec<&'t RawValue>,
}

fn is_document(text: &str) -> bool {
    text.trim_ascii_start().starts_with('{') && serde_json::from_str::<Document<'_>>(text).is_ok()
}

fn document(text: &str) -> Result<Rest> {
    let document: Document<'_> = serde_json::from_str(text).map_err(|error| {
        Error::new(format!(
            "line {}: this is not what `owed list --json` prints: {}",
            error.line(),
            shown(&error)
        ))
    })?;
    if document.schema != 1 {
        return Err(Error::new(format!("schema {} is not known", document.schema)).hint("upgrade owed"));
    }
    let (mut rest, mut reasons) = (Rest::default(), Reasons::default());
    let mut at = objects::Lines::new(text);
    for raw in document.commitments {
        let line = at.up_to(raw.get().as_ptr().addr().saturating_sub(text.as_ptr().addr()));
        match serde_json::from_str::<Map<String, Value>>(raw.get()) {
            Ok(object) => take(line, object, &mut rest, &mut reasons),
            Err(error) => rest.bad.push(LeftOut::new(line, reasons.keep(&shown(&error)))),
        }
    }
    Ok(rest)
}

fn lines(text: &str) -> Result<Rest> {
    let (mut rest, mut reasons) = (Rest::default(), Reasons::default());
    objects::each(text, |line, object| {
        take(line, object, &mut rest, &mut reasons);
        Ok(())
    })?;
    Ok(rest)
}

/// Returns what is wrong, without the place: that is known better.
fn shown(error: &serde_json::Error) -> String {
    let said = error.to_string();
    let why = said.rsplit_once(" at line ").map_or(said.as_str(), |(why, _)| why);
    text::sanitize(why).into_owned()
}

fn take(line: u64, object: Map<String, Value>, rest: &mut Rest, reasons: &mut Reasons) {
    match commitment(object) {
        Ok(commitment) => rest.whole.push((line, Box::new(commitment))),
        Err(why) => rest.bad.push(LeftOut::new(line, reasons.keep(&why))),
    }
}

/// Returns the commitment of an object.
fn commitment(mut object: Map<String, Value>) -> Result<Commitment<'static>, String> {
    let history = match object.remove("history") {
        Some(Value::Array(events)) => events,
        None | Some(Value::Null) => Vec::new(),
        Some(_) => return Err("history is no list".to_owned()),
    };
    let extra = match object.remove("extra") {
        Some(Value::Object(extra)) => extra,
        None | Some(Value::Null) => Map::new(),
        Some(_) => return Err("extra is no object".to_owned()),
    };
    match object.remove("stated") {
        Some(Value::Object(stated)) => object.extend(stated),
        _ => {
            let due = object.remove("original_due");
            due.map(|due| object.insert("due".to_owned(), due));
        }
    }
    let mut commitment = Commitment::default();
    commitment.read(&mut Object(object))?;
    // JSON always says when they asked: at `made` where the ledger says nothing. Whoever states that very instant says no
    // more, so that no answer tells the two apart.
    commitment.asked = commitment.asked.filter(|asked| *asked != commitment.made);
    commitment.history = history.into_iter().map(event).collect::<Result<_, _>>()?;
    commitment.extra = extra.into_iter().map(|(key, value)| (key.into(), value)).collect();
    Ok(commitment)
}

fn event(value: Value) -> Result<Event<'static>, String> {
    match value {
        Value::Object(object) => Event::read(&mut Object(object)),
        _ => Err("an event in history is no object".to_owned()),
    }
}

/// The keys of an object, as a ledger's.
struct Object(Map<String, Value>);

impl Object {
    fn take(&mut self, key: Key) -> Option<Value> {
        self.0.remove(key.name).filter(|value| !value.is_null())
    }

    /// Returns a text, or the refusal of what is none.
    fn string(&mut self, key: Key) -> Result<Option<String>, String> {
        match self.take(key) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(format!("{} is no text", key.name)),
        }
    }

    /// Returns what a text is read as.
    fn parsed<T>(
        &mut self,
        key: Key,
        what: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, String> {
        let Some(text) = self.string(key)? else { return Ok(None) };
        parse(&text)
            .map(Some)
            .ok_or_else(|| format!("{} is no {what}: {}", key.name, text::quote_start(&text)))
    }
}

impl Keys<'static> for Object {
    type Refusal = String;
    type Text = Cow<'static, str>;

    fn text(&mut self, key: Key) -> Result<Option<Self::Text>, String> {
        Ok(self.string(key)?.map(Cow::Owned))
    }

    fn name(&mut self, key: Key) -> Result<Option<Self::Text>, String> {
        let Some(name) = self.string(key)? else { return Ok(None) };
        names::check_length(key.name, &name).map_err(|problem| problem.message)?;
        Ok(Some(name.into()))
    }

    fn names(&mut self, key: Key, into: &mut Vec<Cow<'static, str>>) -> Result<(), String> {
        let list = match self.take(key) {
            None => Vec::new(),
            Some(Value::Array(list)) => list,
            Some(_) => return Err(format!("{} is no list", key.name)),
        };
        let name = |value| match value {
            Value::String(name) => {
                names::check_length(key.name, &name).map(|()| name.into()).map_err(|problem| problem.message)
            }
            _ => Err(format!("{} has something that is no text", key.name)),
        };
        *into = list.into_iter().map(name).collect::<Result<_, _>>()?;
        Ok(())
    }

    fn instant(&mut self, key: Key) -> Result<Option<Instant>, String> {
        self.parsed(key, "instant", |text| {
            let read = chrono::DateTime::parse_from_rfc3339(text).ok()?;
            Some(Instant::from_datetime(&read)).filter(|at| at.in_range())
        })
    }

    fn flag(&mut self, key: Key) -> Result<Option<bool>, String> {
        match self.take(key) {
            None => Ok(None),
            Some(Value::Bool(flag)) => Ok(Some(flag)),
            Some(_) => Err(format!("{} is neither true nor false", key.name)),
        }
    }

    fn count(&mut self, key: Key, most: u32) -> Result<Option<u32>, String> {
        let Some(value) = self.take(key) else { return Ok(None) };
        let count = value.as_u64().and_then(|count| u32::try_from(count).ok());
        let count = count.filter(|count| (1..=most).contains(count));
        count.map(Some).ok_or_else(|| format!("{} is no whole number from 1 to {most}", key.name))
    }

    fn id(&mut self, key: Key) -> Result<Option<Id>, String> {
        self.parsed(key, "id", |text| Id::new(text.as_bytes()))
    }

    fn length(&mut self, key: Key, into: &mut Option<Target>) -> Result<(), String> {
        *into = self.parsed(key, "length of time", |text| Target::parse(text).ok())?;
        Ok(())
    }

    fn every(&mut self, key: Key) -> Result<Option<Every>, String> {
        self.parsed(key, "interval", |text| Every::parse(text).ok())
    }

    fn word<W: Word>(&mut self, key: Key) -> Result<Option<W>, String> {
        self.parsed(key, W::WHAT, |text| W::named(text))
    }

    fn missing(&self, key: Key) -> String {
        format!("no {}", key.name)
    }
}

#[cfg(test)]
mod tests;
