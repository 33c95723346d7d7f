//! Foresight (`docs/forecast.md`): by when something is done that is promised now, judged by the last 500 that were closed and
//! everything that is still open, with one more counted as never done.
//!
//! ```text
//! commitments ─→ History (like cases: made, ended, waits) ─ at(now) ─→ Curve (share that takes longer than so many seconds)
//!                                                     Curve ─→ Safe (a date), the chance that a due is kept, or missed
//! ```
//!
//! A date that was just given and is probably not kept is a [`Doubt`].
//!
//! The curve is that of Kaplan and Meier with late entry: a case that was made before the window counts from the age that it
//! had when the window began. Leaving out what is open would make every date too early, and so would a wider group of
//! cases; neither is done.

mod curve;
mod doubt;
mod history;
mod levels;
mod past;
mod replay;
mod safe;
#[cfg(test)]
#[expect(clippy::arithmetic_side_effects, reason = "an overflow fails the test, as it should")]
mod tests;

use chrono_tz::Tz;

use super::clock::OwnClock;
use super::policy::Policy;
use super::time::Instant;

pub use curve::Curve;
pub use doubt::Doubt;
pub use history::History;
#[cfg(test)]
use history::{Case, End};
pub use levels::Levels;
pub use past::{Foresight, Past, Wanted};
pub use replay::Kept;
pub use safe::{Answer, Confidence, Safe};

/// The closings that are looked back at.
pub const WINDOW: usize = 500;
/// The closings in the window without which no chance is said.
pub const LEAST_CLOSED: usize = 9;
/// The like cases as old without which no chance is said.
pub const LEAST_LIKE: usize = 10;
/// What rounding may take from a share.
const ROUNDING: f64 = 1e-9;

/// Returns whether a share of 1 is as large as another, whatever rounding took from it. Every chance is compared so with what was
/// asked for, and said so that its words do not contradict that.
pub fn at_least(share: f64, other: f64) -> bool {
    share + ROUNDING >= other
}

/// Returns the clock on which the cases of a kind are compared: open time if its target counts in it (or its limit, if it has no
/// target), else elapsed time.
pub fn clock_of<'p>(kind: &str, policy: &'p Policy) -> OwnClock<'p> {
    let counted = policy.kind(kind).and_then(|kind| kind.target.or(kind.limit));
    match counted {
        Some(target) if target.is_working() => {
            OwnClock::of(Some(target), Some(policy.calendar_for_kind(kind)), policy.zone)
        }
        _ => OwnClock::Elapsed,
    }
}

/// What can be said of one kind.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecast {
    /// The kind.
    pub kind: String,
    /// Whether it is counted in open time.
    pub is_working: bool,
    /// The share that takes longer than so long.
    pub curve: Curve,
    /// The answer at the confidence that was asked for.
    pub asked: Safe,
    /// The answers at 50, 75, 90 and 95 %.
    pub table: Vec<Safe>,
    /// The chance of a due, if one was asked for.
    pub by: Option<Chance>,
}

/// The chance that a due is kept.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Chance {
    /// The due.
    pub due: Instant,
    /// From 0 to 1; `None`: too little is known.
    pub kept: Option<f64>,
    /// How many like cases were made at least that long ago.
    pub like: usize,
}

impl Forecast {
    /// Returns what can be said of something of this kind that is promised now, with dates as they are in that zone.
    pub fn of(
        kind: &str,
        history: &History,
        confidence: Confidence,
        due: Option<Instant>,
        (policy, zone): (&Policy, Tz),
        now: Instant,
    ) -> Self {
        let clock = clock_of(kind, policy);
        let curve = history.at(&clock, now);
        let safe = |confidence: Confidence| Safe::of(&curve, confidence, &clock, zone, now);
        let (asked, table) = (safe(confidence), Confidence::USUAL.map(safe).to_vec());
        let by = due.map(|due| {
            let span = clock.elapsed(now, due);
            let like = history.as_old(span, &clock, now);
            Chance { due, kept: curve.kept_within(span, like), like }
        });
        Self { kind: kind.to_owned(), is_working: clock.is_working(), curve, asked, table, by }
    }

    /// Returns when half are done, if that can be said.
    pub fn half(&self) -> Option<Instant> {
        let [half, ..] = self.table.as_slice() else { return None };
        half.shown()
    }
}
