//! A commitment and its events as text: plain TOML 1.0, in the form that [`crate::ledger::canonical::reader`] reads.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use chrono_tz::Tz;
use serde_json::Value;
use toml_writer::{ToTomlValue as _, TomlStringBuilder};

use crate::rules::commitment::keys::{Key, Sink};
use crate::rules::commitment::{Commitment, Event, key_of_event};
use crate::rules::policy::{Form, Order};
use crate::rules::time::Instant;

/// Room for most blocks.
const USUAL: usize = 512;

/// Returns the text that a new ledger begins with.
pub fn new_ledger(form: impl Into<Form>) -> String {
    let Form { zone, order } = form.into();
    let order = match order {
        Order::End => "",
        Order::Id => "order = \"id\"\n",
    };
    format!(
        "# owed ledger. Edit it by hand if you like; `owed check` says if something is off.\n\
         format = 1\ntimezone = {}\n{order}\n\
         # [kind.callback]\n# answer_within = \"24h\"   # an answer is owed this long after they got in touch\n",
        string(zone.name())
    )
}

/// Returns a text as a TOML string on one line.
pub fn string(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len().saturating_add(2));
    push_string(text, &mut quoted);
    quoted
}

/// Adds a text as a TOML string on one line. Most have nothing to escape: an import writes millions.
fn push_string(text: &str, into: &mut String) {
    if text.bytes().any(|byte| byte.is_ascii_control() || byte == b'"' || byte == b'\\') {
        into.push_str(&TomlStringBuilder::new(text).as_basic().to_toml_value());
    } else {
        into.push('"');
        into.push_str(text);
        into.push('"');
    }
}

/// Returns a `[[commitment]]` block; keys that owed does not know stand after those that it knows.
pub fn block(commitment: &Commitment<'_>, zone: Tz) -> String {
    let mut lines = Lines(String::with_capacity(USUAL));
    lines.0.push_str("[[commitment]]\n");
    let mut toml = Toml { into: lines, zone };
    commitment.write(&mut toml);
    let Lines(mut block) = toml.into;
    let mut of_events: BTreeMap<usize, Vec<_>> = BTreeMap::new();
    for (name, value) in &commitment.extra {
        match key_of_event(name) {
            Some((place, name)) => of_events.entry(place).or_default().push((key(name), json(value))),
            None => {
                let _ = writeln!(block, "{} = {}", key(name), json(value));
            }
        }
    }
    if !commitment.history.is_empty() {
        block.push_str("history = [\n");
        for (place, event) in commitment.history.iter().enumerate() {
            block.push_str("  ");
            block = inline(event, zone, of_events.remove(&place).unwrap_or_default(), block);
            block.push_str(",\n");
        }
        block.push_str("]\n");
    }
    block
}

/// Returns an event as an inline table.
pub fn event(event: &Event<'_>, zone: Tz) -> String {
    inline(event, zone, Vec::new(), String::new())
}

/// Returns a text with an event after it, as an inline table with these keys after those that owed knows.
fn inline(event: &Event<'_>, zone: Tz, more: Vec<(Cow<'_, str>, String)>, into: String) -> String {
    let inline = Inline { text: into, before: "{ " };
    let mut toml = Toml { into: inline, zone };
    event.write(&mut toml);
    more.iter().for_each(|(key, value)| toml.into.add(key, |text| text.push_str(value)));
    let Inline { mut text, .. } = toml.into;
    text.push_str(" }");
    text
}

fn table<'k>(pairs: impl Iterator<Item = (Cow<'k, str>, String)>) -> String {
    let pairs: Vec<_> = pairs.map(|(key, value)| format!("{key} = {value}")).collect();
    format!("{{ {} }}", pairs.join(", "))
}

/// Returns a key, in quotes if it needs them.
pub fn key(name: &str) -> Cow<'_, str> {
    let is_bare = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    match name.is_empty() || !name.bytes().all(is_bare) {
        true => string(name).into(),
        false => name.into(),
    }
}

/// Returns a value that owed does not know as TOML, on one line. TOML has no `null`: it is an empty text.
fn json(value: &Value) -> String {
    match value {
        Value::Null => string(""),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => string(text),
        Value::Array(list) => format!("[{}]", list.iter().map(json).collect::<Vec<_>>().join(", ")),
        Value::Object(map) => table(map.iter().map(|(name, value)| (key(name), json(value)))),
    }
}

/// Returns the keys of a commitment that have a value, with the values as TOML; not its history.
pub fn facts(commitment: &Commitment<'_>, zone: Tz) -> Pairs {
    let mut toml = Toml { into: Vec::new(), zone };
    commitment.write(&mut toml);
    toml.into
}

/// Returns the keys of an event, with their values as TOML.
pub fn pairs(event: &Event<'_>, zone: Tz) -> Pairs {
    let mut toml = Toml { into: Vec::new(), zone };
    event.write(&mut toml);
    toml.into
}

/// Keys and their values as TOML.
pub type Pairs = Vec<(&'static str, String)>;

/// Where keys go, each with a value that is written into a text.
trait Place {
    fn put(&mut self, key: &'static str, value: impl FnOnce(&mut String));
}

impl Place for Pairs {
    fn put(&mut self, key: &'static str, value: impl FnOnce(&mut String)) {
        let mut text = String::new();
        value(&mut text);
        self.push((key, text));
    }
}

/// A line each.
struct Lines(String);

impl Place for Lines {
    fn put(&mut self, key: &'static str, value: impl FnOnce(&mut String)) {
        self.0.push_str(key);
        self.0.push_str(" = ");
        value(&mut self.0);
        self.0.push('\n');
    }
}

/// One after another, in an inline table.
struct Inline {
    text: String,
    /// What comes before the next.
    before: &'static str,
}

impl Inline {
    fn add(&mut self, key: &str, value: impl FnOnce(&mut String)) {
        self.text.push_str(std::mem::replace(&mut self.before, ", "));
        self.text.push_str(key);
        self.text.push_str(" = ");
        value(&mut self.text);
    }
}

impl Place for Inline {
    fn put(&mut self, key: &'static str, value: impl FnOnce(&mut String)) {
        self.add(key, value);
    }
}

/// Writes values as TOML.
struct Toml<P> {
    into: P,
    zone: Tz,
}

impl<P: Place> Sink for Toml<P> {
    fn text(&mut self, key: Key, value: Option<&str>) {
        if let Some(value) = value {
            self.into.put(key.name, |text| push_string(value, text));
        }
    }

    fn names(&mut self, key: Key, value: &[Cow<'_, str>]) {
        if !value.is_empty() {
            let names: Vec<_> = value.iter().map(|name| string(name)).collect();
            self.into.put(key.name, |text| {
                let _ = write!(text, "[{}]", names.join(", "));
            });
        }
    }

    fn instant(&mut self, key: Key, value: Option<Instant>) {
        if let Some(at) = value {
            let offset = at.offset_in(self.zone);
            self.into.put(key.name, |text| at.push_rfc3339(offset, text));
        }
    }

    fn flag(&mut self, key: Key, value: bool) {
        if value {
            self.into.put(key.name, |text| text.push_str("true"));
        }
    }

    fn count(&mut self, key: Key, value: Option<u32>) {
        if let Some(count) = value {
            self.into.put(key.name, |text| {
                let _ = write!(text, "{count}");
            });
        }
    }

    fn word(&mut self, key: Key, value: &'static str, is_default: bool) {
        self.text(key, Some(value).filter(|_| !is_default));
    }
}
