//! What the ledger states, as JSON: the keys of the vocabulary, under their names in the ledger.

use std::borrow::Cow;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::Clock;
use crate::rules::commitment::keys::{Key, Sink};
use crate::rules::commitment::{Commitment, Deed, Event};
use crate::rules::standing::Standing;
use crate::rules::target::Target;
use crate::rules::time::Instant;

/// A commitment without its id and its history. The owner, the kind and what was stated with it, the date of the promise
/// and the dues are those of the current cycle.
pub(super) struct Stated<'r> {
    pub(super) commitment: &'r Commitment<'r>,
    pub(super) standing: &'r Standing<'r>,
    pub(super) clock: &'r Clock,
}

impl Serialize for Stated<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        let as_stated = Entries { map: &mut map, done: Ok(()), clock: self.clock };
        let mut judged = Judged { as_stated, standing: self.standing };
        self.commitment.write(&mut judged);
        judged.as_stated.done?;
        map.end()
    }
}

/// An event.
pub(super) struct Happened<'r> {
    pub(super) event: &'r Event<'r>,
    /// Whether its writer saw something else than what stood there.
    pub(super) is_crossed: bool,
    pub(super) clock: &'r Clock,
}

impl Serialize for Happened<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        let mut entries = Entries { map: &mut map, done: Ok(()), clock: self.clock };
        self.event.write(&mut entries);
        if matches!(self.event.deed, Deed::Moved { .. } | Deed::Handed { .. }) {
            entries.put("crossed", &self.is_crossed);
        }
        entries.done?;
        map.end()
    }
}

/// Writes every key as it is stated, `null` if it is absent.
struct Entries<'m, M: SerializeMap> {
    map: &'m mut M,
    done: Result<(), M::Error>,
    clock: &'m Clock,
}

impl<M: SerializeMap> Entries<'_, M> {
    fn put(&mut self, name: &'static str, value: &(impl Serialize + ?Sized)) {
        if self.done.is_ok() {
            self.done = self.map.serialize_entry(name, value);
        }
    }

    fn put_instant(&mut self, name: &'static str, at: Option<Instant>) {
        let said = at.map(|at| self.clock.say(at));
        self.put(name, &said);
    }
}

impl<M: SerializeMap> Sink for Entries<'_, M> {
    fn text(&mut self, key: Key, value: Option<&str>) {
        self.put(key.name, &value);
    }

    fn names(&mut self, key: Key, value: &[Cow<'_, str>]) {
        self.put(key.name, value);
    }

    fn instant(&mut self, key: Key, value: Option<Instant>) {
        self.put_instant(key.name, value);
    }

    fn flag(&mut self, key: Key, value: bool) {
        self.put(key.name, &value);
    }

    fn count(&mut self, key: Key, value: Option<u32>) {
        self.put(key.name, &value);
    }

    fn word(&mut self, key: Key, value: &'static str, _: bool) {
        self.put(key.name, value);
    }
}

/// Writes judged values in place of some keys.
struct Judged<'m, M: SerializeMap> {
    as_stated: Entries<'m, M>,
    standing: &'m Standing<'m>,
}

impl<M: SerializeMap> Judged<'_, M> {
    fn length(&mut self, key: Key, length: Option<&Target>) {
        self.as_stated.text(key, length.map(Target::to_string).as_deref());
    }
}

impl<M: SerializeMap> Sink for Judged<'_, M> {
    fn text(&mut self, key: Key, value: Option<&str>) {
        let cycle = &self.standing.cycle;
        match key.name {
            // A list writes it once it knows how short it may be.
            "id" => {}
            "owner" => self.as_stated.text(key, cycle.owner),
            "kind" => self.as_stated.text(key, Some(cycle.basis.kind)),
            "target" => self.length(key, cycle.basis.target),
            "limit" => self.length(key, cycle.limited_by.and_then(|basis| basis.limit)),
            "calendar" => self.as_stated.text(key, cycle.basis.calendar),
            _ => self.as_stated.text(key, value),
        }
    }

    fn names(&mut self, key: Key, value: &[Cow<'_, str>]) {
        self.as_stated.names(key, value);
    }

    fn instant(&mut self, key: Key, value: Option<Instant>) {
        let cycle = &self.standing.cycle;
        match key.name {
            "made" => self.as_stated.instant(key, Some(cycle.made)),
            "asked" => self.as_stated.instant(key, Some(cycle.asked)),
            "due" => {
                self.as_stated.put_instant("original_due", Some(cycle.original_due));
                self.as_stated.instant(key, self.standing.due);
                self.as_stated.put_instant("known_due", Some(cycle.known_due));
                self.as_stated.put_instant("given_due", Some(cycle.given_due));
            }
            _ => self.as_stated.instant(key, value),
        }
    }

    fn flag(&mut self, key: Key, value: bool) {
        self.as_stated.flag(key, value);
    }

    fn count(&mut self, key: Key, value: Option<u32>) {
        self.as_stated.count(key, value);
    }

    fn word(&mut self, key: Key, value: &'static str, is_default: bool) {
        self.as_stated.word(key, value, is_default);
    }
}
