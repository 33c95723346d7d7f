//! The standing of a commitment at an instant: its state, the time left, the breaches.

use super::clock::{Lateness, OwnClock};
use super::commitment::{Basis, Commitment};
use super::cycle::{Crossed, Cycle, Cycles, Pause, cycles};
use super::time::Instant;
use super::words::words;
use crate::rules::policy::Policy;

const QUARTER_HOUR: i64 = 15 * 60;
const DAY: i64 = 24 * 60 * 60;
const WORKING_DAY: i64 = 8 * 60 * 60;
const LONGEST_WAIT: i64 = 7 * DAY;

words! {
    /// Whether a commitment is running.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum State = "state" {
        /// It is our turn.
        Open = "open",
        /// The customer has to act. The clock may stand still meanwhile ([`Cycle::is_stopped`]).
        Waiting = "waiting",
        /// Done or cancelled.
        Closed = "closed",
    }
}

words! {
    /// Why a commitment is flagged, gravest first.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Reason = "reason" {
        /// Its due in force is past.
        Due = "due",
        /// It has taken longer than its kind may ever take.
        Limit = "limit",
        /// Its due was moved and the customer does not know.
        Untold = "untold",
        /// The customer has not heard from us for too long.
        Silence = "silence",
        /// They got in touch, and have had no answer for too long.
        Unanswered = "unanswered",
        /// It has waited for the customer for too long, or for longer than they said.
        Waiting = "waiting",
        /// Little of its time is left; only with `--at-risk`.
        AtRisk = "at_risk",
        /// It is due within the time asked for; only with `--within`.
        Within = "within",
        /// It is probably done late, by what was done before; only with `--likely`.
        LikelyLate = "likely_late",
    }
}

/// A set of reasons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reasons([bool; Reason::ALL.len()]);

impl Reasons {
    /// Adds a reason if the condition holds.
    pub fn add_if(&mut self, condition: bool, reason: Reason) {
        if let Some(is_in) = self.0.get_mut(reason as usize) {
            *is_in |= condition;
        }
    }

    /// Returns whether it is in the set.
    pub fn has(self, reason: Reason) -> bool {
        self.0.get(reason as usize).is_some_and(|is_in| *is_in)
    }

    /// Returns whether there is none.
    pub fn is_empty(self) -> bool {
        self.iter().next().is_none()
    }

    /// Returns the reasons, gravest first.
    pub fn iter(self) -> impl Iterator<Item = Reason> {
        Reason::ALL.into_iter().filter(move |reason| self.has(*reason))
    }
}

/// The standing of a commitment at an instant.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing<'c> {
    /// Whether it is running.
    pub state: State,
    /// The current cycle.
    pub cycle: Cycle<'c>,
    /// The cycles before it.
    pub earlier: Vec<Cycle<'c>>,
    /// The due in force; `None` while its clock is stopped, unless it was overdue before.
    pub due: Option<Instant>,
    /// The due in force or the limit, whichever passed first, unless it is closed.
    pub overdue_since: Option<Instant>,
    /// The time left while its clock is stopped, in seconds of the own clock.
    pub left: Option<i64>,
    /// Whether it is not closed, not overdue, its clock running, and little of its time left.
    pub at_risk: bool,
    /// Why `overdue` lists it.
    pub reasons: Reasons,
    /// Its events whose writers saw another due or owner than what stood there.
    pub crossed: Vec<Crossed<'c>>,
}

impl Standing<'_> {
    /// Returns true if it is past its due in force or its limit.
    pub const fn is_overdue(&self) -> bool {
        self.overdue_since.is_some()
    }

    /// Returns true if it is open or waiting.
    pub fn is_open(&self) -> bool {
        self.state != State::Closed
    }

    /// Returns the elapsed seconds to the due, while its clock runs and it is not overdue.
    pub fn remaining(&self, now: Instant) -> Option<i64> {
        if !self.is_open() || self.is_overdue() {
            return None;
        }
        self.due.map(|due| due.since(now))
    }

    /// Returns the due for filters and lists: the one in force, or for a closed commitment the known due. `None` while
    /// its clock is stopped: without a due it is in no period.
    pub fn listed_due(&self) -> Option<Instant> {
        if self.state == State::Closed { Some(self.cycle.known_due) } else { self.due }
    }

    /// Returns how far it is past its due in force or its limit, unless it is closed.
    pub fn overdue_by(&self, policy: &Policy, now: Instant) -> Option<Lateness> {
        self.overdue_since.map(|since| policy.lateness(self.cycle.basis, since, now))
    }

    /// Returns its place in a list: overdue, at risk, open, waiting, closed.
    pub fn rank(&self) -> u8 {
        match self.state {
            State::Closed => 4,
            _ if self.is_overdue() => 0,
            _ if self.at_risk => 1,
            State::Open => 2,
            State::Waiting => 3,
        }
    }
}

/// Judges a commitment at `now`. Returns `None` if it was made after `now`.
pub fn standing<'c>(commitment: &'c Commitment<'_>, policy: &Policy, now: Instant) -> Option<Standing<'c>> {
    let all = cycles(commitment, policy, now)?;
    let Judged { state, due, overdue_since, left, at_risk, reasons } = judge(&all.current, policy, now);
    let Cycles { earlier, current: cycle, crossed, .. } = all;
    Some(Standing { state, cycle, earlier, due, overdue_since, left, at_risk, reasons, crossed })
}

/// Returns the reasons among those that hold at `now` which began after `since`: what did not hold at `since`, or at an instant
/// after it. At an instant only what had happened by then counts.
pub fn begun_since(
    since: Instant,
    reasons: Reasons,
    commitment: &Commitment<'_>,
    policy: &Policy,
    now: Instant,
) -> Reasons {
    // Between two events a reason begins and none ends, so that each holds least at the first instant.
    let events = commitment.history.iter().map(|event| event.at).filter(|at| since < *at && *at <= now);
    let mut begun = Reasons::default();
    for at in std::iter::once(since).chain(events) {
        let held = standing(commitment, policy, at).map(|standing| standing.reasons).unwrap_or_default();
        reasons.iter().for_each(|reason| begun.add_if(!held.has(reason), reason));
        if begun == reasons {
            break;
        }
    }
    begun
}

/// The parts of [`Standing`] besides the cycles.
struct Judged {
    state: State,
    due: Option<Instant>,
    overdue_since: Option<Instant>,
    left: Option<i64>,
    at_risk: bool,
    reasons: Reasons,
}

fn judge(cycle: &Cycle<'_>, policy: &Policy, now: Instant) -> Judged {
    let state = match (cycle.closing.is_some(), cycle.pause) {
        (true, _) => State::Closed,
        (false, Some(_)) => State::Waiting,
        (false, None) => State::Open,
    };
    let (due, mut reasons) = (Some(cycle.due), Reasons::default());
    if state == State::Closed {
        return Judged { state, due, overdue_since: None, left: None, at_risk: false, reasons };
    }
    let due = due.filter(|_| cycle.pause.is_none_or(|pause| !pause.slides));
    let stopped = cycle.pause.filter(|pause| pause.stops);
    let left = stopped.map(|pause| policy.clock(cycle.basis).elapsed(pause.since, cycle.due));
    let past_due = due.filter(|due| now > *due);
    let past_limit = cycle.limit_at.filter(|limit| now > *limit);
    let overdue_since = [past_due, past_limit].into_iter().flatten().min();
    for reason in Reason::ALL {
        let holds = match reason {
            Reason::Due => past_due.is_some(),
            Reason::Limit => past_limit.is_some(),
            Reason::Untold => cycle.is_untold(),
            Reason::Silence => update_by(cycle, policy).is_some_and(|by| now > by),
            Reason::Unanswered => answer_by(cycle, policy).is_some_and(|by| now > by),
            Reason::Waiting => cycle.pause.is_some_and(|pause| now > wait_until(pause, cycle.basis, policy)),
            // `overdue` adds these where they are asked for.
            Reason::AtRisk | Reason::Within | Reason::LikelyLate => false,
        };
        reasons.add_if(holds, reason);
    }
    let at_risk = stopped.is_none() && overdue_since.is_none() && is_at_risk(cycle, policy, now);
    Judged { state, due, overdue_since, left, at_risk, reasons }
}

/// Returns when the customer must have heard from us again; `None` while waiting, or if the kind asks for no updates.
pub fn update_by(cycle: &Cycle<'_>, policy: &Policy) -> Option<Instant> {
    if cycle.pause.is_some() || cycle.closing.is_some() {
        return None;
    }
    let every = policy.kind(cycle.basis.kind)?.update_every?;
    let since = cycle.last_told.unwrap_or(cycle.made);
    every.due(since, policy.zone, Some(policy.calendar_of(cycle.basis))).ok()
}

/// Returns when an answer is owed; `None` if none is, or if the kind asks for none.
pub fn answer_by(cycle: &Cycle<'_>, policy: &Policy) -> Option<Instant> {
    answer_to(cycle.unanswered_since()?, cycle.basis, policy)
}

/// Returns when an answer is owed to who got in touch at an instant; `None` if the kind asks for none. It is counted in the
/// calendar of the kind, in whichever the due was counted.
pub fn answer_to(heard: Instant, basis: Basis<'_>, policy: &Policy) -> Option<Instant> {
    let within = policy.kind(basis.kind)?.answer_within?;
    within.due(heard, policy.zone, Some(policy.calendar_for_kind(basis.kind))).ok()
}

/// Returns when a pause has lasted too long: after `update_every`, or seven days without one; but never later than they said
/// that they would act.
fn wait_until(pause: Pause<'_>, basis: Basis<'_>, policy: &Policy) -> Instant {
    let every = policy.kind(basis.kind).and_then(|kind| kind.update_every);
    let longest = every
        .and_then(|every| every.due(pause.since, policy.zone, Some(policy.calendar_of(basis))).ok())
        .unwrap_or(pause.since.plus(LONGEST_WAIT));
    pause.until.map_or(longest, |until| until.min(longest))
}

/// Returns true if a quarter of the time or less is left, in the own clock; at least 15 minutes, at most a (working)
/// day.
fn is_at_risk(cycle: &Cycle<'_>, policy: &Policy, now: Instant) -> bool {
    let clock = policy.clock(cycle.basis);
    clock.elapsed(now, cycle.due) <= little(cycle, &clock)
}

/// Returns since when a cycle is at risk whose clock runs: the last instant from which on so little time is left. `None`
/// if its calendar is never open.
pub fn at_risk_from(cycle: &Cycle<'_>, policy: &Policy) -> Option<Instant> {
    let clock = policy.clock(cycle.basis);
    clock.plus(cycle.due, little(cycle, &clock).saturating_neg()).ok()
}

/// Returns the seconds of the own clock that are little time.
fn little(cycle: &Cycle<'_>, clock: &OwnClock<'_>) -> i64 {
    let longest = if clock.is_working() { WORKING_DAY } else { DAY };
    let total = clock.elapsed(cycle.asked, cycle.due);
    total.checked_div(4).unwrap_or(0).clamp(QUARTER_HOUR, longest)
}
