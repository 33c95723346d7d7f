//! How a cycle ended, and the verdict.

use super::Cycle;
use crate::rules::commitment::CancelAs;
use crate::rules::time::Instant;

/// The verdict of a closed cycle (`docs/rules.md`, "Closing").
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Done by the known due, and never moved later (or done by the original due all the same).
    Kept,
    /// Done by a later due that the customer was told of in time.
    Renegotiated,
    /// Done after the known due.
    Late,
    /// Cancelled after the known due, or given up.
    Broken,
    /// The customer no longer wanted it.
    Withdrawn,
    /// Entered by mistake.
    Void,
}

impl Verdict {
    /// Returns the word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Renegotiated => "renegotiated",
            Self::Late => "late",
            Self::Broken => "broken",
            Self::Withdrawn => "withdrawn",
            Self::Void => "void",
        }
    }

    /// Returns the verdict of a cycle that ends at `at`: cancelled one way, or done.
    pub(super) fn of(way: Option<CancelAs>, at: Instant, cycle: &Cycle<'_>) -> Self {
        let in_time = at <= cycle.known_due;
        match way {
            Some(CancelAs::Void) => Self::Void,
            None if !in_time => Self::Late,
            None if cycle.moves_later() == 0 || at <= cycle.original_due => Self::Kept,
            None => Self::Renegotiated,
            Some(CancelAs::Withdrawn) if in_time => Self::Withdrawn,
            Some(_) => Self::Broken,
        }
    }
}

/// How a cycle ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closing {
    /// When.
    pub at: Instant,
    /// How it was cancelled; `None`: it was done.
    pub way: Option<CancelAs>,
    /// The verdict.
    pub verdict: Verdict,
    /// Whether it was recorded more than a day after it happened.
    pub recorded_late: bool,
}

impl Closing {
    /// Returns whether it was done; otherwise it was cancelled.
    pub const fn is_done(self) -> bool {
        self.way.is_none()
    }
}
