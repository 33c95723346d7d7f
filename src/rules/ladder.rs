//! The ladder: which rungs of a commitment have come, and when the others will.
//!
//! A rung has no memory of its own. What has been fired is what the current cycle has recorded, so that a climb
//! that was missed, killed or done twice changes nothing about what is still to be fired.

use super::commitment::Commitment;
use super::cycle::Cycle;
use super::time::Instant;
use crate::rules::policy::{Policy, Rung, RungAt};

/// When a rung fires in a cycle. `None` if that is after all time that owed works with, or if the calendar it
/// is counted in never opens.
pub fn rung_at(
    commitment: &Commitment<'_>,
    cycle: &Cycle<'_>,
    rung: &Rung,
    policy: &Policy,
) -> Option<Instant> {
    let (due, zone) = (cycle.known_due, policy.zone);
    let calendar = Some(policy.calendar_of(commitment));
    match rung.at {
        RungAt::Percent(share) => share_at(share, commitment, cycle, policy),
        RungAt::Before(length) => length.before(due, zone, calendar).ok(),
        RungAt::After(length) => length.due(due, zone, calendar).ok(),
    }
}

/// When a share of the own-clock time from asked to the known due has passed, in percent.
fn share_at(share: u32, commitment: &Commitment<'_>, cycle: &Cycle<'_>, policy: &Policy) -> Option<Instant> {
    let (asked, due) = (cycle.asked, cycle.known_due);
    let clock = policy.clock(commitment);
    let total = clock.elapsed(asked, due);
    // All of the time is up at the due itself, also where that is a date outside the hours, or was past from
    // the start.
    if share == 100 || total <= 0 {
        return Some(due);
    }
    // A second that has only begun has not passed.
    let passed = total.saturating_mul(share.into()).saturating_add(99).checked_div(100)?;
    clock.plus(asked, passed).ok()
}

/// The rungs whose instant has come and that are not recorded in this cycle, in the order in which they fire:
/// by instant, ties in the order of the file. None while it is closed or waiting.
pub fn due_rungs<'h>(
    commitment: &Commitment<'_>,
    cycle: &Cycle<'_>,
    policy: &'h Policy,
    now: Instant,
) -> Vec<(&'h Rung, Instant)> {
    if cycle.closing.is_some() || cycle.pause.is_some() {
        return Vec::new();
    }
    let open = policy.ladder.of(&commitment.kind).filter(|(_, rung)| !is_recorded(rung, cycle));
    let mut due: Vec<_> = open
        .filter_map(|(place, rung)| Some((rung_at(commitment, cycle, rung, policy)?, place, rung)))
        .filter(|(at, ..)| *at <= now)
        .collect();
    due.sort_unstable_by_key(|(at, place, _)| (*at, *place));
    due.into_iter().map(|(at, _, rung)| (rung, at)).collect()
}

/// Whether the rung has been fired in this cycle. It is known by its `at` as written.
pub fn is_recorded(rung: &Rung, cycle: &Cycle<'_>) -> bool {
    cycle.rungs.contains(&rung.name.as_str())
}

/// What a climb has to do for one commitment: the rungs that have come and are not recorded are one message, that of
/// the last, and the ownership moves at most once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call<'h> {
    /// The rungs before the last, in order; they are recorded with it.
    pub earlier: Vec<&'h Rung>,
    /// The rung that is told.
    pub last: &'h Rung,
    /// When that was to fire.
    pub at: Instant,
    /// Who becomes the owner: whom the last of these rungs that names anybody names.
    pub owner: Option<&'h str>,
}

impl<'h> Call<'h> {
    /// Returns what has to be done at `now`; `None` if no rung has come.
    pub fn new(
        commitment: &Commitment<'_>,
        cycle: &Cycle<'_>,
        policy: &'h Policy,
        now: Instant,
    ) -> Option<Self> {
        let due = due_rungs(commitment, cycle, policy, now);
        let ((last, at), earlier) = due.split_last()?;
        let owner = due.iter().rev().find(|(rung, _)| rung.to.is_some());
        let owner = owner.and_then(|(rung, at)| new_owner(commitment, cycle, rung, *at, policy));
        Some(Self { earlier: earlier.iter().map(|(rung, _)| *rung).collect(), last, at: *at, owner })
    }

    /// Who is called in: the new owner, or whom the last rung names though somebody else keeps the commitment.
    pub fn to(&self) -> Option<&'h str> {
        self.owner.or(self.last.to.as_deref())
    }

    /// Whether there is anybody to tell: whom a rung names, or the owner.
    pub fn reaches_somebody(&self, cycle: &Cycle<'_>) -> bool {
        self.to().is_some() || cycle.owner.is_some()
    }
}

/// Returns who owns the commitment from this rung on, which fires at `at`, if the rung says so.
///
/// A rung that is fired behind a later one (it failed before, or was only now added to the ladder) tells whom it
/// is to tell, but does not take the commitment back from the person it was escalated to since.
fn new_owner<'h>(
    commitment: &Commitment<'_>,
    cycle: &Cycle<'_>,
    rung: &'h Rung,
    at: Instant,
    policy: &Policy,
) -> Option<&'h str> {
    let to = rung.to.as_deref()?;
    let mut recorded = policy
        .ladder
        .of(&commitment.kind)
        .filter(|(_, other)| other.to.is_some() && is_recorded(other, cycle));
    let is_late =
        recorded.any(|(_, other)| rung_at(commitment, cycle, other, policy).is_some_and(|later| later > at));
    (!is_late).then_some(to)
}

#[cfg(test)]
mod tests;
