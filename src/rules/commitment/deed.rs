//! The vocabulary of events, a row each. The readers, the writer, JSON, the samples of the tests and the table in
//! `docs/ledger.md` come from these rows.

use std::borrow::Cow;

use super::keys::{
    self, Count, Flag, Key, Keys, LengthApart, Moment, Name, OneOf, Own as _, Sink, StarCount, Text, key,
};
use super::{Basis, CancelAs};
use crate::rules::target::Target;
use crate::rules::time::Instant;
use crate::rules::words::words;

/// The key that says which event it is.
pub const DID: Key = key!("did", OneOf<Did>, Did);

type Way = OneOf<CancelAs>;

/// Declares the events: a name, the word for it, and its keys, each with the type of its value, which decides whether
/// it is optional, and the kind of value in a ledger.
macro_rules! deeds {
    ($(#[$about:meta])* pub enum Deed<'a> { $(
        #[doc = $meaning:literal]
        $name:ident = $did:literal
            $({ $(#[doc = $doc:literal] $field:ident: $type:ty = $kind:ident($key:literal),)* })?,
    )* }) => {
        words! {
            /// The word for what happened.
            #[derive(Debug, Clone, Copy, PartialEq, Eq)]
            pub enum Did = "event" {
                $(#[doc = $meaning] $name = $did,)*
            }
        }

        $(#[$about])*
        pub enum Deed<'a> {
            $(#[doc = $meaning] $name $({ $(#[doc = $doc] $field: $type,)* })?,)*
        }

        impl<'a> Deed<'a> {
            /// Returns the word for it.
            pub const fn did(&self) -> Did {
                match self {
                    $(Self::$name { .. } => Did::$name,)*
                }
            }

            /// Returns the keys that belong to such an event.
            pub const fn keys(did: Did) -> &'static [Key] {
                match did {
                    $(Did::$name => const { &[$($(key!($key, $kind, $type)),*)?] },)*
                }
            }

            /// Reads what happened, and the keys that belong to it.
            ///
            /// # Errors
            /// What the reader refuses, and a missing required key.
            #[inline(always)]
            pub fn read<K: Keys<'a>>(keys: &mut K) -> Result<Self, K::Refusal> {
                let did = keys.word(DID)?.ok_or_else(|| keys.missing(DID))?;
                Self::of(did, keys)
            }

            #[inline(always)]
            fn of<K: Keys<'a>>(did: Did, keys: &mut K) -> Result<Self, K::Refusal> {
                Ok(match did {
                    $(Did::$name => Self::$name { $($($field: keys::read::<$kind, _, _>(keys, key!($key, $kind, $type))?,)*)? },)*
                })
            }

            /// Writes the keys that belong to it, not the word.
            pub(super) fn write(&self, to: &mut impl Sink) {
                match self {
                    $(Self::$name { $($($field),*)? } => { $($(keys::write::<$kind, $type>(to, key!($key, $kind, $type), $field);)*)? })*
                }
            }

            /// Returns the same deed with texts of its own.
            pub fn into_owned(self) -> Deed<'static> {
                match self {
                    $(Self::$name { $($($field),*)? } => Deed::$name { $($($field: $field.own()),*)? },)*
                }
            }
        }
    };
}

deeds! {
    /// What an event says happened, with what only that kind of event carries.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub enum Deed<'a> {
        /// We reached the customer.
        Told = "told",
        /// The customer reached us.
        Heard = "heard",
        /// A remark; it changes nothing.
        Noted = "noted",
        /// The due was moved.
        Moved = "moved" {
            /// The new due.
            due: Instant = Moment("due"),
            /// The reason; never empty.
            why: Cow<'a, str> = Text("why"),
            /// Whether the customer was told at once.
            told: bool = Flag("told"),
            /// The due that its writer saw.
            from: Option<Instant> = Moment("from"),
        },
        /// The customer has to act; a clock that was counted from a target, without a limit, stands still.
        Waiting = "waiting" {
            /// What they have to do.
            why: Cow<'a, str> = Text("why"),
            /// When they said they will.
            until: Option<Instant> = Moment("until"),
        },
        /// They have acted; a clock that stood still runs again, towards `due` where it was written down.
        Resumed = "resumed" {
            /// The due after the pause.
            due: Option<Instant> = Moment("due"),
            /// Whether the customer was told at once.
            told: bool = Flag("told"),
        },
        /// Another owner.
        Handed = "handed" {
            /// The new owner.
            to: Cow<'a, str> = Name("to"),
            /// The reason.
            why: Cow<'a, str> = Text("why"),
            /// The owner that its writer saw; empty if there was none.
            from: Option<Cow<'a, str>> = Name("from"),
        },
        /// Somebody who can solve it was called in, or warned by a rung of the ladder.
        Escalated = "escalated" {
            /// The new owner, if there is one.
            to: Option<Cow<'a, str>> = Name("to"),
            /// The reason, when a person did it.
            why: Option<Cow<'a, str>> = Text("why"),
            /// The rung, when the ladder did it.
            rung: Option<Cow<'a, str>> = Name("rung"),
            /// Which step of a rung that repeats, if not the first.
            step: Option<u32> = Count("step"),
        },
        /// Kept, sooner or later.
        Done = "done",
        /// It will not be done.
        Cancelled = "cancelled" {
            /// What that makes of the promise.
            way: CancelAs = Way("as"),
            /// The reason.
            why: Cow<'a, str> = Text("why"),
        },
        /// The customer said how it was, after it was done; `note` has their words.
        Rated = "rated" {
            /// Out of five.
            stars: u32 = StarCount("stars"),
        },
        /// The next cycle begins; or, after it was withdrawn or void, the same one goes on.
        Reopened = "reopened" {
            /// The original due of the new cycle, or the due that the same one was moved to.
            due: Instant = Moment("due"),
            /// The reason.
            why: Cow<'a, str> = Text("why"),
            /// Whether the customer was told at once.
            told: bool = Flag("told"),
        },
        /// Its kind was wrong, or is another by now; what was stated with the old one holds no longer, but for its limit.
        Changed = "changed" {
            /// The new kind.
            kind: Cow<'a, str> = Name("kind"),
            /// The new due, if it is another.
            due: Option<Instant> = Moment("due"),
            /// The target of the new kind.
            target: Option<Box<Target>> = LengthApart("target"),
            /// Its limit.
            limit: Option<Box<Target>> = LengthApart("limit"),
            /// The calendar that either was counted in.
            calendar: Option<Cow<'a, str>> = Name("calendar"),
            /// The reason.
            why: Cow<'a, str> = Text("why"),
            /// Whether the customer was told at once.
            told: bool = Flag("told"),
        },
    }
}

/// The effect of an event on the course of a commitment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// It ends it.
    Closes,
    /// It takes the end back.
    Reopens,
    /// It stops the clock.
    Pauses,
    /// It lets the clock run again.
    Resumes,
    /// It says how it was, once that has ended.
    Rates,
    /// It goes on, with another due or owner, or with the customer knowing more.
    GoesOn,
    /// None: neither a due nor a verdict depends on its time.
    Nothing,
}

impl Deed<'_> {
    /// Returns the word for it in a ledger.
    pub const fn name(&self) -> &'static str {
        self.did().name()
    }

    /// Returns its effect on the course of a commitment that it fits.
    pub const fn turn(&self) -> Turn {
        match self {
            Self::Done | Self::Cancelled { .. } => Turn::Closes,
            Self::Reopened { .. } => Turn::Reopens,
            Self::Waiting { .. } => Turn::Pauses,
            Self::Resumed { .. } => Turn::Resumes,
            Self::Told
            | Self::Moved { .. }
            | Self::Handed { .. }
            | Self::Escalated { .. }
            | Self::Changed { .. } => Turn::GoesOn,
            Self::Rated { .. } => Turn::Rates,
            Self::Heard | Self::Noted => Turn::Nothing,
        }
    }

    /// Returns the kind that it names, and what it states with it.
    pub fn basis(&self) -> Option<Basis<'_>> {
        let Self::Changed { kind, target, limit, calendar, .. } = self else { return None };
        Some(Basis {
            kind,
            target: target.as_deref(),
            limit: limit.as_deref(),
            calendar: calendar.as_deref(),
        })
    }

    /// Returns the owner that it names.
    pub fn owner(&self) -> Option<&str> {
        match self {
            Self::Handed { to, .. } => Some(to),
            Self::Escalated { to, .. } => to.as_deref(),
            Self::Told
            | Self::Heard
            | Self::Noted
            | Self::Moved { .. }
            | Self::Waiting { .. }
            | Self::Resumed { .. }
            | Self::Done
            | Self::Cancelled { .. }
            | Self::Rated { .. }
            | Self::Reopened { .. }
            | Self::Changed { .. } => None,
        }
    }
}
