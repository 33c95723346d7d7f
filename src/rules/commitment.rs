//! One thing owed, as the ledger states it: facts only, nothing derived.
//!
//! The rows below and in [`deed`] are the vocabulary of the ledger: each key once, with its type and its kind of value.
//! Both readers, the writer, JSON and the samples of the tests come from them, through [`keys::Keys`] and [`keys::Sink`].
//!
//! A commitment borrows its texts from the block it was read from, so that reading a hundred thousand of
//! them copies nothing; [`Commitment::into_owned`] keeps one.

mod basis;
mod deed;
mod id;
pub mod keys;

use std::borrow::Cow;

use super::every::Every;
use super::target::Target;
use super::time::{Instant, SECONDS_PER_DAY};
use super::words::words;
use keys::{
    Again, IdLetters, Key, Keys, KindName, Length, Moment, Name, Names, OneOfOrDefault, Own as _, Sink, Text,
    key,
};

pub use basis::Basis;
pub use deed::{DID, Deed, Did, Turn};
pub use id::{ID_LETTERS, Id};
pub use keys::MOST_STARS;

words! {
    /// Whose interest comes first. The order is the order of precedence.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
    pub enum Class = "class" {
        /// Somebody outside waits for it.
        #[default]
        Customer = "customer",
        /// The firm waits for it.
        Company = "company",
        /// A promise to oneself.
        Own = "self",
    }
}

words! {
    /// How a commitment was cancelled.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum CancelAs = "value of `as`:" {
        /// The customer no longer wants it.
        Withdrawn = "withdrawn",
        /// We will not keep it.
        Broken = "broken",
        /// It was entered by mistake.
        Void = "void",
    }
}

type ClassWord = OneOfOrDefault<Class>;

/// Declares the keys of a record, in the order of the canonical form: each field with its type, which decides whether
/// it is optional, the kind of its value in a ledger, and its key. Then the other fields, with what makes them own
/// their texts.
macro_rules! record {
    ($(#[$about:meta])* pub struct $record:ident<'a> {
        $(#[doc = $doc:literal] $field:ident: $type:ty = $kind:ident($key:literal),)*
        ---
        $($(#[$other_doc:meta])* $other:ident: $other_type:ty = |$it:ident| $own:expr,)*
    }) => {
        $(#[$about])*
        pub struct $record<'a> {
            $(#[doc = $doc] pub $field: $type,)*
            $($(#[$other_doc])* pub $other: $other_type,)*
        }

        impl<'a> $record<'a> {
            /// Its keys and what they mean, in the order of the canonical form.
            pub const KEYS: &'static [(Key, &'static str)] =
                &[$((key!($key, $kind, $type), $doc.trim_ascii())),*];

            /// Reads every key, in the order of the canonical form; nothing is left of the values before.
            ///
            /// # Errors
            ///
            /// What the reader refuses, and a missing required key.
            #[inline(always)]
            pub fn read<K: Keys<'a>>(&mut self, keys: &mut K) -> Result<(), K::Refusal> {
                $(keys::read_into::<$kind, $type, K>(keys, key!($key, $kind, $type), &mut self.$field)?;)*
                Ok(())
            }

            /// Writes every key, in the order of the canonical form.
            pub fn write(&self, to: &mut impl Sink) {
                $(keys::write::<$kind, $type>(to, key!($key, $kind, $type), &self.$field);)*
            }

            /// Returns the same with texts of its own.
            pub fn into_owned(self) -> $record<'static> {
                $record {
                    $($field: self.$field.own(),)*
                    $($other: { let $it = self.$other; $own },)*
                }
            }
        }
    };
}

record! {
    /// One thing owed: what, to whom, by when, and what happened since.
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct Commitment<'a> {
        /// The name that never changes: eight of `bcdfghjkmnpqrstvwxz23456789`, never used twice.
        id: Id = IdLetters("id"),
        /// What sort it was first; `changed` says what it is by now. `"promise"` if absent.
        kind: Cow<'a, str> = KindName("kind"),
        /// The person or firm it is owed to.
        to: Cow<'a, str> = Name("to"),
        /// What is owed.
        what: Cow<'a, str> = Text("what"),
        /// Who on our side had to keep it first; `handed` and `escalated` say who has to now.
        owner: Option<Cow<'a, str>> = Name("owner"),
        /// Whose interest comes first: `"customer"` (if absent), `"company"` or `"self"`.
        class: Class = ClassWord("class"),
        /// Labels, a list of strings.
        tags: Vec<Cow<'a, str>> = Names("tags"),
        /// The name that another system has for it.
        reference: Option<Cow<'a, str>> = Name("ref"),
        /// How to reach the customer.
        contact: Option<Cow<'a, str>> = Text("contact"),
        /// The id of the commitment that this one carries on.
        follows: Option<Id> = IdLetters("follows"),
        /// When the promise was given.
        made: Instant = Moment("made"),
        /// When the customer asked, if that is not when the promise was made.
        asked: Option<Instant> = Moment("asked"),
        /// The original due.
        due: Instant = Moment("due"),
        /// The target the due was counted from, if it was.
        target: Option<Target> = Length("target"),
        /// The most it may ever take, counted from when it was asked.
        limit: Option<Target> = Length("limit"),
        /// The calendar that the due was counted in, if it was counted in working time.
        calendar: Option<Cow<'a, str>> = Name("calendar"),
        /// How often it is promised again: `1w`, `1 month`, `3bd`, `1st business day`, `last fri`.
        every: Option<Every> = Again("every"),
        /// The first original due of its series, from which `every` counts.
        every_from: Option<Instant> = Moment("every_from"),
        ---
        /// What happened since, in the order of the file.
        history: Vec<Event<'a>> = |events| events.into_iter().map(Event::into_owned).collect(),
        /// Keys that owed does not know, as JSON, in the order of the file: kept, shown, never judged.
        extra: Vec<(Cow<'a, str>, serde_json::Value)> =
            |all| all.into_iter().map(|(key, value)| (key.own(), value)).collect(),
    }
}

/// Returns the place of an event and its key, of a key among the `extra` of its commitment: `history[3].key`.
pub fn key_of_event(key: &str) -> Option<(usize, &str)> {
    let (place, name) = key.strip_prefix("history[")?.split_once("].")?;
    Some((place.parse().ok()?, name))
}

/// When an event happened.
pub const AT: Key = key!("at", Moment, Instant);
/// The other keys that every event can have.
const BY: Key = key!("by", Name, Option<Cow<'static, str>>);
const NOTE: Key = key!("note", Text, Option<Cow<'static, str>>);
const LOGGED: Key = key!("logged", Moment, Option<Instant>);

/// One line of a history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event<'a> {
    /// When it happened.
    pub at: Instant,
    /// What happened.
    pub deed: Deed<'a>,
    /// Who did it.
    pub by: Option<Cow<'a, str>>,
    /// What was said.
    pub note: Option<Cow<'a, str>>,
    /// When it was written down, if that was later (`--at`).
    pub logged: Option<Instant>,
}

impl Commitment<'_> {
    /// Returns a due as somebody would say it. One that was counted from an instant (`--by 24h`, the target of a kind) has the
    /// seconds of that instant, which nobody typed: it is said to the minute.
    pub fn as_said(&self, due: Instant) -> Instant {
        let second = |at: Instant| at.epoch().rem_euclid(60);
        let known = [self.made, self.asked()].into_iter().chain(self.history.iter().map(|event| event.at));
        // The last second of a day is what a date alone means.
        match second(due) {
            59 => due,
            odd if known.into_iter().any(|at| second(at) == odd) => due.plus(odd.saturating_neg()),
            _ => due,
        }
    }

    /// Returns when the customer asked: every target and limit counts from here.
    pub fn asked(&self) -> Instant {
        self.asked.unwrap_or(self.made)
    }

    /// Returns the first instant at which anything can happen to it: when it was asked for, or promised without being
    /// asked.
    pub fn begun(&self) -> Instant {
        self.asked().min(self.made)
    }

    /// Returns it as it was at `now`: without the events that have not happened yet, and what owed does not know of them.
    pub fn as_of(&self, now: Instant) -> Cow<'_, Commitment<'_>> {
        if self.history.iter().all(|event| event.at <= now) {
            return Cow::Borrowed(self);
        }
        let mut then = Commitment { history: Vec::new(), extra: Vec::new(), ..self.clone() };
        let mut places = Vec::new();
        for (place, event) in self.history.iter().enumerate().filter(|(_, event)| event.at <= now) {
            then.history.push(event.clone());
            places.push(place);
        }
        for (key, value) in &self.extra {
            // The event may stand at another place now, or not at all.
            let key = match key_of_event(key) {
                None => Some(key.clone()),
                Some((place, name)) => {
                    let place = places.binary_search(&place);
                    place.ok().map(|place| Cow::Owned(format!("history[{place}].{name}")))
                }
            };
            then.extra.extend(key.map(|key| (key, value.clone())));
        }
        Cow::Owned(then)
    }

    /// Returns true if it is certain without replaying the history that this is closed at `now`: it was done or
    /// cancelled, and never reopened. (The first closing finds it open, and nothing but a reopening changes that.)
    pub fn is_closed_for_good(&self, now: Instant) -> bool {
        let closes = |event: &Event<'_>| event.at <= now && event.deed.turn() == Turn::Closes;
        let reopens = |event: &Event<'_>| event.deed.turn() == Turn::Reopens;
        self.history.iter().any(closes) && !self.history.iter().any(reopens)
    }
}

impl<'a> Event<'a> {
    /// Reads one event, in the order of the canonical form.
    ///
    /// # Errors
    /// What the reader refuses, and a missing required key.
    #[inline(always)]
    pub fn read<K: Keys<'a>>(keys: &mut K) -> Result<Self, K::Refusal> {
        Ok(Self {
            at: keys::read::<Moment, _, _>(keys, AT)?,
            deed: Deed::read(keys)?,
            by: keys::read::<Name, _, _>(keys, BY)?,
            note: keys::read::<Text, _, _>(keys, NOTE)?,
            logged: keys::read::<Moment, _, _>(keys, LOGGED)?,
        })
    }

    /// Writes every key, in the order of the canonical form.
    pub fn write(&self, to: &mut impl Sink) {
        let Self { at, deed, by, note, logged } = self;
        keys::write::<Moment, _>(to, AT, at);
        to.text(DID, Some(deed.name()));
        deed.write(to);
        keys::write::<Name, _>(to, BY, by);
        keys::write::<Text, _>(to, NOTE, note);
        keys::write::<Moment, _>(to, LOGGED, logged);
    }

    /// Returns the same event with texts of its own.
    pub fn into_owned(self) -> Event<'static> {
        let Self { at, deed, by, note, logged } = self;
        Event { at, deed: deed.into_owned(), by: by.own(), note: note.own(), logged }
    }

    /// Returns an event with only an instant and a deed.
    pub const fn new(at: Instant, deed: Deed<'a>) -> Self {
        Self { at, deed, by: None, note: None, logged: None }
    }

    /// Returns when it happened as somebody would say it: what was recorded as it happened has seconds that nobody typed.
    pub fn said_at(&self) -> Instant {
        let second = if self.logged.is_none() { self.at.epoch().rem_euclid(60) } else { 0 };
        self.at.plus(second.saturating_neg())
    }

    /// Returns whether it was recorded more than a day after it happened; false without `logged`, where that is
    /// unknown.
    pub fn is_recorded_late(&self) -> bool {
        self.logged.is_some_and(|logged| logged.since(self.at) > SECONDS_PER_DAY)
    }
}

#[cfg(test)]
mod tests;
