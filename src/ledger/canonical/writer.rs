//! A commitment and its events as text: plain TOML 1.0, in the exact form that [`crate::ledger::canonical::reader`] reads.

use std::fmt::Write as _;

use chrono_tz::Tz;
use toml_writer::{ToTomlValue as _, TomlStringBuilder};

use crate::rules::commitment::{Class, Commitment, Deed, Event};
use crate::rules::time::Instant;

/// What a new ledger begins with.
pub fn new_ledger(zone: Tz) -> String {
    format!(
        "# owed ledger. Edit it by hand if you like; `owed check` says if something is off.\n\
         format = 1\ntimezone = {}\n",
        string(zone.name())
    )
}

/// A text as a TOML string on one line.
pub fn string(text: &str) -> String {
    TomlStringBuilder::new(text).as_basic().to_toml_value()
}

/// One `[[commitment]]` block. The keys that owed does not know are not written: a new block has none.
pub fn block(commitment: &Commitment<'_>, zone: Tz) -> String {
    let mut block = Lines { text: "[[commitment]]\n".to_owned(), zone };
    block.text("id", Some(commitment.id.as_str()));
    block.text("kind", Some(&commitment.kind));
    block.text("to", Some(&commitment.to));
    block.text("what", Some(&commitment.what));
    block.text("owner", commitment.owner.as_deref());
    block.text("class", (commitment.class != Class::default()).then(|| commitment.class.name()));
    if !commitment.tags.is_empty() {
        let tags: Vec<_> = commitment.tags.iter().map(|tag| string(tag)).collect();
        block.line("tags", &format!("[{}]", tags.join(", ")));
    }
    block.text("ref", commitment.reference.as_deref());
    block.text("contact", commitment.contact.as_deref());
    block.text("follows", commitment.follows.as_ref().map(|id| id.as_str()));
    block.instant("made", Some(commitment.made));
    block.instant("asked", commitment.asked);
    block.instant("due", Some(commitment.due));
    block.text("target", commitment.target.map(|target| target.to_string()).as_deref());
    block.text("limit", commitment.limit.map(|limit| limit.to_string()).as_deref());
    block.text("calendar", commitment.calendar.as_deref());
    if !commitment.history.is_empty() {
        block.text.push_str("history = [\n");
        for one in &commitment.history {
            let _ = writeln!(block.text, "  {},", event(one, zone));
        }
        block.text.push_str("]\n");
    }
    block.text
}

struct Lines {
    text: String,
    zone: Tz,
}

impl Lines {
    fn line(&mut self, key: &str, value: &str) {
        let _ = writeln!(self.text, "{key} = {value}");
    }

    fn text(&mut self, key: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.line(key, &string(value));
        }
    }

    fn instant(&mut self, key: &str, value: Option<Instant>) {
        if let Some(value) = value {
            self.line(key, &value.rfc3339(self.zone));
        }
    }
}

/// One event as an inline table.
pub fn event(event: &Event<'_>, zone: Tz) -> String {
    let pairs: Vec<_> =
        pairs(event, zone).into_iter().map(|(key, value)| format!("{key} = {value}")).collect();
    format!("{{ {} }}", pairs.join(", "))
}

/// The keys of an event and their values as TOML.
pub fn pairs(event: &Event<'_>, zone: Tz) -> Vec<(&'static str, String)> {
    let instant = |at: Instant| at.rfc3339(zone);
    let mut pairs = vec![("at", instant(event.at)), ("did", string(event.deed.name()))];
    let text =
        |key, value: &Option<std::borrow::Cow<'_, str>>| value.as_deref().map(|value| (key, string(value)));
    let told = |told: bool| told.then(|| ("told", "true".to_owned()));
    match &event.deed {
        Deed::Told | Deed::Heard | Deed::Noted | Deed::Done => {}
        Deed::Moved { due, why, told: is_told } | Deed::Reopened { due, why, told: is_told } => {
            pairs.extend([("due", instant(*due)), ("why", string(why))]);
            pairs.extend(told(*is_told));
        }
        Deed::Waiting { why } => pairs.push(("why", string(why))),
        Deed::Resumed { due, told: is_told } => {
            pairs.extend(due.map(|due| ("due", instant(due))));
            pairs.extend(told(*is_told));
        }
        Deed::Handed { to, why } => pairs.extend([("to", string(to)), ("why", string(why))]),
        Deed::Escalated { to, why, rung } => {
            pairs.extend([text("to", to), text("why", why), text("rung", rung)].into_iter().flatten());
        }
        Deed::Cancelled { way, why } => pairs.extend([("as", string(way.name())), ("why", string(why))]),
    }
    pairs.extend([text("by", &event.by), text("note", &event.note)].into_iter().flatten());
    pairs.extend(event.logged.map(|at| ("logged", instant(at))));
    pairs
}
