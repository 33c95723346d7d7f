//! One thing owed, as the ledger states it: facts only, nothing derived.
//!
//! A commitment borrows its texts from the block it was read from, so that reading a hundred thousand of
//! them copies nothing; [`Commitment::into_owned`] keeps one.

use std::borrow::Cow;
use std::fmt;

use super::target::Target;
use super::time::{Instant, SECONDS_PER_DAY};

/// The letters an id is made of: no vowels, and none that are easily taken for another.
pub const ID_LETTERS: &[u8; 27] = b"bcdfghjkmnpqrstvwxz23456789";

/// The eight letters that name a commitment for good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id([u8; Id::LENGTH]);

impl Id {
    /// How many letters an id has.
    pub const LENGTH: usize = 8;

    /// An id that stands where none has been read yet.
    pub const PLACEHOLDER: Self = Self(*b"bbbbbbbb");

    /// Whether this letter can stand in an id.
    pub const fn is_letter(letter: u8) -> bool {
        matches!(letter, b'2'..=b'9' | b'b'..=b'd' | b'f'..=b'h' | b'j' | b'k' | b'm' | b'n' | b'p'..=b't' | b'v'..=b'x' | b'z')
    }

    /// The id with these letters, `None` if they are not eight letters of the alphabet.
    pub fn new(letters: &[u8]) -> Option<Self> {
        let letters: [u8; Self::LENGTH] = letters.try_into().ok()?;
        // All eight are looked up before the verdict, without a branch for each.
        let places = letters.iter().fold(0, |places, letter| places | Self::place_or_none(*letter));
        (places & Self::NO_LETTER == 0).then_some(Self(letters))
    }

    /// Which letter of the alphabet this is, in the order in which ids are sorted.
    pub fn place(letter: u8) -> Option<u8> {
        Some(Self::place_or_none(letter)).filter(|place| *place != Self::NO_LETTER)
    }

    /// Stands for the place of a byte that is no letter; no place has its bit.
    const NO_LETTER: u8 = 0x80;

    fn place_or_none(byte: u8) -> u8 {
        #[expect(clippy::indexing_slicing, reason = "an index that is out of bounds does not compile")]
        const PLACES: [u8; 256] = {
            let mut places = [Id::NO_LETTER; 256];
            let (mut byte, mut next) = (0_u8, 0);
            while byte < u8::MAX {
                if Id::is_letter(byte) {
                    places[byte as usize] = next;
                    next += 1;
                }
                byte += 1;
            }
            places
        };
        PLACES.get(usize::from(byte)).copied().unwrap_or(Self::NO_LETTER)
    }

    /// The eight letters, as bytes.
    pub const fn as_bytes(&self) -> &[u8; Self::LENGTH] {
        &self.0
    }

    /// The eight letters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// Whose interest comes first. The order is the order of precedence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Class {
    /// Somebody outside waits for it.
    #[default]
    Customer,
    /// The firm waits for it.
    Company,
    /// A promise to oneself.
    Own,
}

impl Class {
    /// Every class, most important first.
    pub const ALL: [Self; 3] = [Self::Customer, Self::Company, Self::Own];

    /// The word that the ledger and the command line use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Company => "company",
            Self::Own => "self",
        }
    }

    /// The class of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.name() == name)
    }
}

/// How a commitment was cancelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CancelAs {
    /// The customer no longer wants it.
    Withdrawn,
    /// We will not keep it.
    Broken,
    /// It was entered by mistake.
    Void,
}

impl CancelAs {
    /// Every way to cancel.
    pub const ALL: [Self; 3] = [Self::Withdrawn, Self::Broken, Self::Void];

    /// The word that the ledger and the command line use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Withdrawn => "withdrawn",
            Self::Broken => "broken",
            Self::Void => "void",
        }
    }

    /// Says what it means.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Withdrawn => "the customer no longer wants it",
            Self::Broken => "we will not keep it",
            Self::Void => "it was entered by mistake",
        }
    }

    /// The way of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.name() == name)
    }
}

/// What an event says happened, with what only that kind of event carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed<'a> {
    /// We reached the customer.
    Told,
    /// The customer reached us.
    Heard,
    /// A remark; it changes nothing.
    Noted,
    /// The due was moved; `told` when the customer was told in the same breath.
    Moved {
        /// The new due.
        due: Instant,
        /// The reason; never empty.
        why: Cow<'a, str>,
        /// Whether the customer was told at once.
        told: bool,
    },
    /// The customer has to act; the clock stands still.
    Waiting {
        /// What they have to do.
        why: Cow<'a, str>,
    },
    /// The clock runs again, towards `due` where it was written down; `told` when the customer was told of it.
    Resumed {
        /// The due after the pause.
        due: Option<Instant>,
        /// Whether the customer was told at once.
        told: bool,
    },
    /// Another owner.
    Handed {
        /// The new owner.
        to: Cow<'a, str>,
        /// The reason.
        why: Cow<'a, str>,
    },
    /// Somebody who can solve it was called in, or warned; `rung` when the ladder did it.
    Escalated {
        /// The new owner, if there is one.
        to: Option<Cow<'a, str>>,
        /// The reason, when a person did it.
        why: Option<Cow<'a, str>>,
        /// The rung, when the ladder did it.
        rung: Option<Cow<'a, str>>,
    },
    /// Kept, sooner or later.
    Done,
    /// It will not be done.
    Cancelled {
        /// What that makes of the promise.
        way: CancelAs,
        /// The reason.
        why: Cow<'a, str>,
    },
    /// The next cycle begins; or, after it was withdrawn or void, the same one goes on.
    Reopened {
        /// The original due of the new cycle, or the due that the same one was moved to.
        due: Instant,
        /// The reason.
        why: Cow<'a, str>,
        /// Whether the customer was told at once.
        told: bool,
    },
}

impl Deed<'_> {
    /// The word that the ledger uses for it.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Told => "told",
            Self::Heard => "heard",
            Self::Noted => "noted",
            Self::Moved { .. } => "moved",
            Self::Waiting { .. } => "waiting",
            Self::Resumed { .. } => "resumed",
            Self::Handed { .. } => "handed",
            Self::Escalated { .. } => "escalated",
            Self::Done => "done",
            Self::Cancelled { .. } => "cancelled",
            Self::Reopened { .. } => "reopened",
        }
    }
}

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

/// One thing owed: what, to whom, by when, and what happened since.
#[derive(Debug, Clone, PartialEq)]
pub struct Commitment<'a> {
    /// The name that never changes.
    pub id: Id,
    /// What sort it is.
    pub kind: Cow<'a, str>,
    /// The person or firm it is owed to.
    pub to: Cow<'a, str>,
    /// What is owed.
    pub what: Cow<'a, str>,
    /// Who on our side had to keep it first; who has to now is in the standing.
    pub owner: Option<Cow<'a, str>>,
    /// Whose interest comes first.
    pub class: Class,
    /// Labels.
    pub tags: Vec<Cow<'a, str>>,
    /// The name that another system has for it.
    pub reference: Option<Cow<'a, str>>,
    /// How to reach the customer.
    pub contact: Option<Cow<'a, str>>,
    /// The commitment that this one carries on.
    pub follows: Option<Id>,
    /// When the promise was given.
    pub made: Instant,
    /// When the customer asked, if that is not when the promise was made.
    pub asked: Option<Instant>,
    /// The original due.
    pub due: Instant,
    /// The target the due was counted from, if it was.
    pub target: Option<Target>,
    /// The most it may ever take, counted from when it was asked.
    pub limit: Option<Target>,
    /// The calendar that the due was counted in, if it was counted in working time.
    pub calendar: Option<Cow<'a, str>>,
    /// What happened since, in the order of the file.
    pub history: Vec<Event<'a>>,
    /// Keys that owed does not know, as JSON, in the order of the file: kept, shown, never judged.
    pub extra: Vec<(Cow<'a, str>, serde_json::Value)>,
}

impl Commitment<'_> {
    /// When the customer asked: every target and limit counts from here.
    pub fn asked(&self) -> Instant {
        self.asked.unwrap_or(self.made)
    }

    /// Returns the first instant at which anything can happen to it: when it was asked for, or promised without being asked.
    pub fn begun(&self) -> Instant {
        self.asked().min(self.made)
    }

    /// Whether it is plain without judging it that this is closed at `now`: it was done or cancelled, and never
    /// reopened. (The first closing finds it open, and nothing but a reopening changes that.)
    pub fn is_closed_for_good(&self, now: Instant) -> bool {
        let reopened = |event: &Event<'_>| matches!(event.deed, Deed::Reopened { .. });
        let closes =
            |event: &Event<'_>| event.at <= now && matches!(event.deed, Deed::Done | Deed::Cancelled { .. });
        self.history.iter().any(closes) && !self.history.iter().any(reopened)
    }

    /// The same commitment with texts of its own.
    pub fn into_owned(self) -> Commitment<'static> {
        Commitment {
            id: self.id,
            kind: own(self.kind),
            to: own(self.to),
            what: own(self.what),
            owner: self.owner.map(own),
            class: self.class,
            tags: self.tags.into_iter().map(own).collect(),
            reference: self.reference.map(own),
            contact: self.contact.map(own),
            follows: self.follows,
            made: self.made,
            asked: self.asked,
            due: self.due,
            target: self.target,
            limit: self.limit,
            calendar: self.calendar.map(own),
            history: self.history.into_iter().map(Event::into_owned).collect(),
            extra: self.extra.into_iter().map(|(key, value)| (own(key), value)).collect(),
        }
    }
}

impl Event<'_> {
    /// Returns whether it was written down more than a day after it happened; of one without `logged` nobody knows.
    pub fn is_recorded_late(&self) -> bool {
        self.logged.is_some_and(|logged| logged.since(self.at) > SECONDS_PER_DAY)
    }

    /// An event of which nothing but the deed and its instant is known.
    pub const fn new(at: Instant, deed: Deed<'_>) -> Event<'_> {
        Event { at, deed, by: None, note: None, logged: None }
    }

    /// The same event with texts of its own.
    pub fn into_owned(self) -> Event<'static> {
        Event {
            at: self.at,
            deed: self.deed.into_owned(),
            by: self.by.map(own),
            note: self.note.map(own),
            logged: self.logged,
        }
    }
}

impl Deed<'_> {
    /// The same deed with texts of its own.
    pub fn into_owned(self) -> Deed<'static> {
        match self {
            Self::Told => Deed::Told,
            Self::Heard => Deed::Heard,
            Self::Noted => Deed::Noted,
            Self::Moved { due, why, told } => Deed::Moved { due, why: own(why), told },
            Self::Waiting { why } => Deed::Waiting { why: own(why) },
            Self::Resumed { due, told } => Deed::Resumed { due, told },
            Self::Handed { to, why } => Deed::Handed { to: own(to), why: own(why) },
            Self::Escalated { to, why, rung } => {
                Deed::Escalated { to: to.map(own), why: why.map(own), rung: rung.map(own) }
            }
            Self::Done => Deed::Done,
            Self::Cancelled { way, why } => Deed::Cancelled { way, why: own(why) },
            Self::Reopened { due, why, told } => Deed::Reopened { due, why: own(why), told },
        }
    }
}

fn own(text: Cow<'_, str>) -> Cow<'static, str> {
    Cow::Owned(text.into_owned())
}
