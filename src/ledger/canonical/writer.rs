//! A commitment and its events as text: plain TOML 1.0, in the form that [`crate::ledger::canonical::reader`] reads.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use chrono_tz::Tz;
use serde_json::Value;
use toml_writer::{ToTomlValue as _, TomlStringBuilder};

use crate::rules::commitment::keys::{Key, Sink};
use crate::rules::commitment::{Commitment, Event, key_of_event};
use crate::rules::time::Instant;

/// Returns the text that a new ledger begins with.
pub fn new_ledger(zone: Tz) -> String {
    format!(
        "# owed ledger. Edit it by hand if you like; `owed check` says if something is off.\n\
         format = 1\ntimezone = {}\n\n\
         # [kind.callback]\n# answer_within = \"24h\"   # an answer is owed this long after they got in touch\n",
        string(zone.name())
    )
}

/// Returns a text as a TOML string on one line.
pub fn string(text: &str) -> String {
    TomlStringBuilder::new(text).as_basic().to_toml_value()
}

/// Returns a `[[commitment]]` block; keys that owed does not know stand after those that it knows.
pub fn block(commitment: &Commitment<'_>, zone: Tz) -> String {
    let mut block = "[[commitment]]\n".to_owned();
    for (key, value) in facts(commitment, zone, Defaults::LeftOut) {
        let _ = writeln!(block, "{key} = {value}");
    }
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
            let known = pairs(event, zone).into_iter().map(|(key, value)| (key.into(), value));
            let _ =
                writeln!(block, "  {},", table(known.chain(of_events.remove(&place).unwrap_or_default())));
        }
        block.push_str("]\n");
    }
    block
}

/// Returns an event as an inline table.
pub fn event(event: &Event<'_>, zone: Tz) -> String {
    table(pairs(event, zone).into_iter().map(|(key, value)| (key.into(), value)))
}

fn table<'k>(pairs: impl Iterator<Item = (Cow<'k, str>, String)>) -> String {
    let pairs: Vec<_> = pairs.map(|(key, value)| format!("{key} = {value}")).collect();
    format!("{{ {} }}", pairs.join(", "))
}

/// Returns a key, in quotes if it needs them.
fn key(name: &str) -> Cow<'_, str> {
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

/// Whether a default is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Defaults {
    /// No, as owed writes it.
    LeftOut,
    /// Yes, as it is meant.
    Said,
}

/// Returns the keys of a commitment that have a value, with the values as TOML; not its history.
pub fn facts(commitment: &Commitment<'_>, zone: Tz, defaults: Defaults) -> Pairs {
    let mut toml = Toml { pairs: Vec::new(), zone, defaults };
    commitment.write(&mut toml);
    toml.pairs
}

/// Returns the keys of an event, with their values as TOML.
pub fn pairs(event: &Event<'_>, zone: Tz) -> Pairs {
    let mut toml = Toml { pairs: Vec::new(), zone, defaults: Defaults::LeftOut };
    event.write(&mut toml);
    toml.pairs
}

/// Keys and their values as TOML.
pub type Pairs = Vec<(&'static str, String)>;

/// Writes values as TOML.
struct Toml {
    pairs: Pairs,
    zone: Tz,
    defaults: Defaults,
}

impl Sink for Toml {
    fn text(&mut self, key: Key, value: Option<&str>) {
        self.pairs.extend(value.map(|value| (key.name, string(value))));
    }

    fn names(&mut self, key: Key, value: &[Cow<'_, str>]) {
        if !value.is_empty() {
            let names: Vec<_> = value.iter().map(|name| string(name)).collect();
            self.pairs.push((key.name, format!("[{}]", names.join(", "))));
        }
    }

    fn instant(&mut self, key: Key, value: Option<Instant>) {
        self.pairs.extend(value.map(|at| (key.name, at.rfc3339(self.zone))));
    }

    fn flag(&mut self, key: Key, value: bool) {
        let is_said = value || self.defaults == Defaults::Said;
        self.pairs.extend(is_said.then(|| (key.name, value.to_string())));
    }

    fn count(&mut self, key: Key, value: Option<u32>) {
        self.pairs.extend(value.map(|count| (key.name, count.to_string())));
    }

    fn word(&mut self, key: Key, value: &'static str, is_default: bool) {
        let is_said = !is_default || self.defaults == Defaults::Said;
        self.text(key, Some(value).filter(|_| is_said));
    }
}
