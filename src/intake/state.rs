//! What became of a commitment where it came from.

use std::rc::Rc;

use crate::rules::time::Instant;

/// What a status of another system means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// `open`
    Open,
    /// `closed`: done.
    Closed,
    /// `cancelled`: the customer no longer wanted it.
    Cancelled,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 3] = [Self::Open, Self::Closed, Self::Cancelled];

    /// Returns its name in `--map-value status.NAME=…`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
            Self::Cancelled => "cancelled",
        }
    }

    /// Returns the status of that name.
    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }
}

/// What became of a commitment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// It is open.
    Open,
    /// It was done.
    Done(Closing),
    /// The customer no longer wanted it; without a closing, when is not known.
    Cancelled(Option<Closing>),
    /// It is no promise any more where it came from (cancelled, deleted), and why: nothing new comes in. An open one that
    /// came from there before has changed.
    Gone(Option<Closing>, Rc<str>),
}

/// When and how a commitment was closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closing {
    /// The instant. It may lie before `made`: clocks differ, and a fact is taken as it is.
    pub at: Instant,
    /// The last instant that it may stand for: the end of the day, if only a day was written.
    pub last: Instant,
    /// What came of it.
    pub note: Option<String>,
}

impl State {
    /// Returns the closing of what was done.
    pub fn done(&self) -> Option<&Closing> {
        if let Self::Done(closing) = self { Some(closing) } else { None }
    }
}
