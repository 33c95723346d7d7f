//! The figures of one cycle in a report (`docs/rules.md`, "What a report counts").

use super::Period;
use crate::rules::clock::Lateness;
use crate::rules::cycle::{Cycle, Rating, Verdict};
use crate::rules::policy::Policy;
use crate::rules::standing::answer_to;
use crate::rules::time::{Instant, SECONDS_PER_DAY};

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
}

/// The figures of one cycle that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CycleFacts<'c> {
    /// Its outcome.
    pub outcome: Outcome,
    /// How late it is, from the known due to the closing, or to now; only if it is late.
    pub lateness: Option<Lateness>,
    /// The longest silence towards the customer, in seconds.
    pub silence_s: i64,
    /// The answers that were owed, if its kind owes any: those that were given, and one that is past its time.
    pub answers: Vec<Answer>,
    /// From asked to done; only of what is done. Seconds.
    pub done_s: Option<i64>,
    /// Of a callback that is decided: whether it was done within its limit.
    pub in_limit: Option<bool>,
    /// Moves to after the known due.
    pub moves_later: u32,
    /// Those of them that the customer was told of in time.
    pub moves_announced: u32,
    /// Changes of owner.
    pub hops: u32,
    /// Whether it was done by its first owner and without the customer having to ask.
    pub one_touch: bool,
    /// Whether something that its verdict depends on was recorded more than a day after it happened.
    pub recorded_late: bool,
    /// Whether it was kept, and reopened within a week.
    pub kept_reopened: bool,
    /// What the customer said of how it was.
    pub rating: Option<Rating<'c>>,
    /// Who had to keep it: the owner at the known due, or at closing if that was earlier; while it waits, the owner now.
    pub owner: Option<&'c str>,
}

impl<'c> CycleFacts<'c> {
    /// Returns the figures of the cycle in the report of a period at `now`; `None` if it is not counted. `next` is the
    /// cycle that reopening it began.
    pub fn of(
        cycle: &Cycle<'c>,
        next: Option<&Cycle<'_>>,
        period: Period,
        policy: &Policy,
        now: Instant,
    ) -> Option<Self> {
        if !period.contains(cycle.known_due) || cycle.known_due >= now {
            return None;
        }
        let outcome = outcome(cycle)?;
        let closed_at = cycle.closing.map(|closing| closing.at);
        let done_at = cycle.closing.filter(|closing| closing.is_done()).map(|closing| closing.at);
        let lateness = || policy.lateness(cycle.basis, cycle.known_due, closed_at.unwrap_or(now));
        let is_reopened = |at: Instant| next.is_some_and(|next| next.made.since(at) <= WEEK);
        Some(Self {
            outcome,
            lateness: (outcome == Outcome::Late).then(lateness),
            silence_s: cycle.silence_until(now),
            answers: answers(cycle, policy, now).collect(),
            done_s: done_at.map(|at| at.since(cycle.asked)),
            in_limit: in_limit(cycle, done_at, now),
            moves_later: cycle.moves_later(),
            moves_announced: cycle.moves_announced,
            hops: cycle.hops,
            one_touch: done_at.is_some() && cycle.hops == 0 && cycle.chases == 0,
            recorded_late: cycle.is_recorded_late(),
            kept_reopened: outcome == Outcome::Kept && closed_at.is_some_and(is_reopened),
            rating: cycle.rating,
            owner: owner(cycle),
        })
    }

    /// Returns true if it was late by more than `over` seconds and at most `most`.
    pub fn is_late_by(&self, over: i64, most: i64) -> bool {
        self.lateness.is_some_and(|late| over < late.wall && late.wall <= most)
    }
}

/// An answer that was owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// From when they got in touch until they were answered, or until now. Seconds.
    pub took_s: i64,
    /// Whether that was within what the kind allows.
    pub in_time: bool,
}

/// Returns the answers that were owed in a cycle, without one whose time is still running.
fn answers(cycle: &Cycle<'_>, policy: &Policy, now: Instant) -> impl Iterator<Item = Answer> {
    cycle.answers().filter_map(move |(heard, told)| {
        let by = answer_to(heard, cycle.basis, policy)?;
        let until = told.unwrap_or(now);
        (told.is_some() || now > by).then(|| Answer { took_s: until.since(heard), in_time: until <= by })
    })
}

/// Returns who had to keep it. While it waits, whoever has it now answers for it: it was handed on to them with the wait.
fn owner<'c>(cycle: &Cycle<'c>) -> Option<&'c str> {
    if cycle.pause.is_some() {
        return cycle.owner;
    }
    cycle.owner_at(cycle.closing.map_or(cycle.known_due, |closing| closing.at.min(cycle.known_due)))
}

/// A cycle that was closed in the period and is in no rate. A report says how many, so that somebody can ask about them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Apart<'c> {
    /// Why it is in no rate.
    pub(super) why: Why,
    /// Where a period of time has it: withdrawn or void when it was closed, done ahead when it will have been due.
    pub(super) at: Instant,
    /// Who had it when it was closed.
    pub(super) owner: Option<&'c str>,
}

/// Why a closed cycle is in no rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    /// It was done, and its known due is still to come.
    Ahead,
    /// The customer no longer wanted it.
    Withdrawn,
    /// It was entered by mistake.
    Void,
}

impl<'c> Apart<'c> {
    /// Returns how the cycle was closed in the period, if that is in no rate.
    pub(super) fn of(cycle: &Cycle<'c>, period: Period, now: Instant) -> Option<Self> {
        let closing = cycle.closing.filter(|closing| period.contains(closing.at))?;
        let owner = cycle.owner_at(closing.at);
        let (why, at) = match closing.verdict {
            Verdict::Withdrawn => (Why::Withdrawn, closing.at),
            Verdict::Void => (Why::Void, closing.at),
            _ if closing.is_done() && cycle.known_due >= now => (Why::Ahead, cycle.known_due),
            _ => return None,
        };
        Some(Self { why, at, owner })
    }
}

/// Returns what became of a cycle whose known due is past. `None` if it is in no rate: withdrawn, void, or its clock stands still,
/// which will move the due.
fn outcome(cycle: &Cycle<'_>) -> Option<Outcome> {
    let Some(closing) = cycle.closing else {
        // A clock that stands still since before the due moves it; no other pause does.
        return cycle.pause.is_none_or(|pause| !pause.slides).then_some(Outcome::Late);
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
/// limit (a ledger may remove it) is not counted here; one that became another kind still is.
fn in_limit(cycle: &Cycle<'_>, done_at: Option<Instant>, now: Instant) -> Option<bool> {
    let limit = cycle.limit_at.filter(|_| cycle.is_callback)?;
    match done_at {
        Some(at) => Some(at <= limit),
        None => (now > limit).then_some(false),
    }
}
