//! The figures of one cycle in a report (`docs/rules.md`, "What a report counts").

use super::Period;
use crate::rules::commitment::Commitment;
use crate::rules::cycle::{Cycle, Verdict};
use crate::rules::time::{Instant, SECONDS_PER_DAY};

/// The kind whose limit a report counts.
const CALLBACK: &str = "callback";

/// A promise reopened within this many seconds was hardly kept.
const WEEK: i64 = 7 * SECONDS_PER_DAY;

/// The outcome of a promise that was due. Every one that counts has exactly one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Closed as kept.
    Kept,
    /// Closed by a later date that the customer was told of in time.
    Renegotiated,
    /// Closed late, or not closed and past the known due.
    Late,
    /// Closed as broken.
    Broken,
    /// Not closed, and not late by the known due; or waiting for the customer since before it was.
    Pending,
}

/// The figures of one cycle that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CycleFacts<'c> {
    /// Its outcome.
    pub outcome: Outcome,
    /// The seconds from the known due to the closing, or to now; only if it is late.
    pub lateness_s: Option<i64>,
    /// The longest silence towards the customer, in seconds.
    pub silence_s: i64,
    /// Whether a decided callback was done within its limit; `None` for others.
    pub in_limit: Option<bool>,
    /// Moves to after the known due.
    pub moves_later: u32,
    /// Those of them that the customer was told of in time.
    pub moves_announced: u32,
    /// Changes of owner.
    pub hops: u32,
    /// Whether it was done.
    pub done: bool,
    /// Whether it was done by its first owner and without the customer having to ask.
    pub one_touch: bool,
    /// Whether something that its verdict depends on was recorded more than a day after it happened.
    pub recorded_late: bool,
    /// Whether it was kept, and reopened within a week.
    pub kept_reopened: bool,
    /// Who had to keep it: the owner at the known due, or at closing if that was earlier.
    pub owner: Option<&'c str>,
}

impl<'c> CycleFacts<'c> {
    /// Returns the figures of the cycle in the report of a period at `now`; `None` if it is not counted. `next` is the
    /// cycle that reopening it began.
    pub fn of(
        cycle: &Cycle<'c>,
        next: Option<&Cycle<'_>>,
        commitment: &Commitment<'_>,
        period: Period,
        now: Instant,
    ) -> Option<Self> {
        if !period.contains(cycle.original_due) {
            return None;
        }
        let outcome = outcome(cycle, now)?;
        let closed_at = cycle.closing.map(|closing| closing.at);
        let done_at = cycle.closing.filter(|closing| closing.done).map(|closing| closing.at);
        let late_until = closed_at.unwrap_or(now);
        let is_reopened = |at: Instant| next.is_some_and(|next| next.made.since(at) <= WEEK);
        Some(Self {
            outcome,
            lateness_s: (outcome == Outcome::Late).then(|| late_until.since(cycle.known_due)),
            silence_s: cycle.silence_until(now),
            in_limit: in_limit(cycle, commitment, done_at, now),
            moves_later: cycle.moves_later,
            moves_announced: cycle.moves_announced,
            hops: cycle.hops,
            done: done_at.is_some(),
            one_touch: done_at.is_some() && cycle.hops == 0 && cycle.chases == 0,
            recorded_late: cycle.is_recorded_late(),
            kept_reopened: outcome == Outcome::Kept && closed_at.is_some_and(is_reopened),
            owner: cycle.owner_at(closed_at.map_or(cycle.known_due, |at| at.min(cycle.known_due))),
        })
    }
}

/// A cycle that ended without a verdict that counts: withdrawn or void. A report shows how many, so that somebody can
/// ask about them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unrated<'c> {
    /// When it was closed.
    pub(super) at: Instant,
    /// Whether it was entered by mistake; otherwise the customer no longer wanted it.
    pub(super) void: bool,
    /// Who owned it then.
    pub(super) owner: Option<&'c str>,
}

impl<'c> Unrated<'c> {
    /// Returns how the cycle was closed in the period, if no rate counts it.
    pub(super) fn of(cycle: &Cycle<'c>, period: Period) -> Option<Self> {
        let closing = cycle.closing.filter(|closing| period.contains(closing.at))?;
        let void = match closing.verdict {
            Verdict::Withdrawn => false,
            Verdict::Void => true,
            Verdict::Kept | Verdict::Renegotiated | Verdict::Late | Verdict::Broken => return None,
        };
        Some(Self { at: closing.at, void, owner: cycle.owner_at(closing.at) })
    }
}

/// Returns the outcome; `None` if no rate counts it: withdrawn, void, or open and not due yet.
fn outcome(cycle: &Cycle<'_>, now: Instant) -> Option<Outcome> {
    let Some(closing) = cycle.closing else {
        // A clock that was stopped by the due moves it; no other pause does.
        let breached = now > cycle.known_due && cycle.pause.is_none_or(|pause| !pause.slides);
        let outcome = if breached { Outcome::Late } else { Outcome::Pending };
        return (now > cycle.original_due).then_some(outcome);
    };
    match closing.verdict {
        Verdict::Kept => Some(Outcome::Kept),
        Verdict::Renegotiated => Some(Outcome::Renegotiated),
        Verdict::Late => Some(Outcome::Late),
        Verdict::Broken => Some(Outcome::Broken),
        Verdict::Withdrawn | Verdict::Void => None,
    }
}

/// Returns whether a callback was within its limit; it is decided when it is done or can no longer be. One without a
/// limit (a ledger may remove it) is not counted here.
fn in_limit(
    cycle: &Cycle<'_>,
    commitment: &Commitment<'_>,
    done_at: Option<Instant>,
    now: Instant,
) -> Option<bool> {
    let limit = cycle.limit_at.filter(|_| commitment.kind == CALLBACK)?;
    match done_at {
        Some(at) => Some(at <= limit),
        None => (now > limit).then_some(false),
    }
}
