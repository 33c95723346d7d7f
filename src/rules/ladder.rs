//! The ladder: which rungs of a commitment have come, and when the others will.
//!
//! A rung is stateless. The fired ones are those that the current cycle has recorded, so that a climb that was missed,
//! killed or done twice changes nothing about those still to fire.

use std::cell::OnceCell;
use std::sync::Arc;

use super::calendar::Calendar;
use super::clock::OwnClock;
use super::commitment::Commitment;
use super::cycle::Cycle;
use super::time::Instant;
use crate::rules::policy::{Policy, Rung, RungAt};

/// When the rungs fire for a commitment in one cycle.
pub struct Timetable<'p> {
    asked: Instant,
    due: Instant,
    policy: &'p Policy,
    calendar: &'p Calendar,
    clock: OwnClock<'p>,
    /// The own-clock time from asked to the known due. It is the same for every rung, and takes as long to compute as
    /// the rest.
    total: OnceCell<i64>,
}

impl<'p> Timetable<'p> {
    /// Returns the timetable of a commitment's cycle.
    pub fn new(commitment: &Commitment<'_>, cycle: &Cycle<'_>, policy: &'p Policy) -> Self {
        Self {
            asked: cycle.asked,
            due: cycle.known_due,
            policy,
            calendar: policy.calendar_of(commitment),
            clock: policy.clock(commitment),
            total: OnceCell::new(),
        }
    }

    /// Returns when a rung fires. `None` if that is after the supported years, or if the calendar it is counted in
    /// never opens.
    pub fn of(&self, rung: &Rung) -> Option<Instant> {
        let (zone, calendar) = (self.policy.zone, Some(self.calendar));
        match rung.at {
            RungAt::Percent(share) => self.share(share),
            RungAt::Before(length) => length.before(self.due, zone, calendar).ok(),
            RungAt::After(length) => length.due(self.due, zone, calendar).ok(),
        }
    }

    /// Returns when a share of the own-clock time from asked to the known due has passed, in percent.
    fn share(&self, share: u32) -> Option<Instant> {
        let total = *self.total.get_or_init(|| self.clock.elapsed(self.asked, self.due));
        // All of the time is up at the due itself, even if that is outside the hours, or was past from the start.
        if share == 100 || total <= 0 {
            return Some(self.due);
        }
        // A second that has only begun has not passed.
        let passed = total.saturating_mul(share.into()).saturating_add(99).checked_div(100)?;
        self.clock.plus(self.asked, passed).ok()
    }
}

/// Returns the rungs whose instant has come and that are not recorded in this cycle, in the order in which they fire:
/// by instant, ties in the order of the file. None while it is closed or its clock is stopped.
fn due_rungs<'p>(
    commitment: &Commitment<'_>,
    cycle: &Cycle<'_>,
    times: &Timetable<'p>,
    now: Instant,
) -> Vec<(&'p Arc<Rung>, Instant)> {
    if cycle.closing.is_some() || cycle.is_stopped() {
        return Vec::new();
    }
    let open = times.policy.ladder.of(&commitment.kind).filter(|(_, rung)| !is_recorded(rung, cycle));
    let mut due: Vec<_> = open
        .filter_map(|(place, rung)| Some((times.of(rung)?, place, rung)))
        .filter(|(at, ..)| *at <= now)
        .collect();
    due.sort_unstable_by_key(|(at, place, _)| (*at, *place));
    due.into_iter().map(|(at, _, rung)| (rung, at)).collect()
}

/// Returns true if the rung has fired in this cycle. Its `at` as written identifies it.
pub fn is_recorded(rung: &Rung, cycle: &Cycle<'_>) -> bool {
    cycle.rungs.contains(&rung.name.as_str())
}

/// What a climb must do for one commitment: the rungs that have come and are not recorded are one message, that of the
/// last, and the owner changes at most once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The rungs before the last, in order; they are recorded with it.
    pub earlier: Vec<Arc<Rung>>,
    /// The rung that is told.
    pub last: Arc<Rung>,
    /// When it was to fire.
    pub at: Instant,
    /// The rung that makes the owner, if these rungs change it.
    takes_over: Option<Arc<Rung>>,
}

impl Call {
    /// Returns what has to be done at `now`; `None` if no rung has come.
    pub fn new(
        commitment: &Commitment<'_>,
        cycle: &Cycle<'_>,
        policy: &Policy,
        now: Instant,
    ) -> Option<Self> {
        let times = Timetable::new(commitment, cycle, policy);
        let due = due_rungs(commitment, cycle, &times, now);
        let ((last, at), earlier) = due.split_last()?;
        let mut owner = cycle.owner;
        let mut takes_over = None;
        if due.iter().any(|(rung, _)| rung.to.is_some()) {
            let order = in_order(commitment, &times);
            for (rung, _) in &due {
                if is_above(rung, owner, &order) {
                    owner = rung.to.as_deref();
                    takes_over = Some(Arc::clone(rung));
                }
            }
        }
        Some(Self {
            earlier: earlier.iter().map(|(rung, _)| Arc::clone(rung)).collect(),
            last: Arc::clone(last),
            at: *at,
            takes_over,
        })
    }

    /// Returns the rungs that are recorded, in order; the last is the one that is told.
    pub fn rungs(&self) -> impl Iterator<Item = &Rung> {
        self.earlier.iter().chain([&self.last]).map(Arc::as_ref)
    }

    /// Returns who becomes the owner; `None`: these rungs only warn.
    pub fn owner(&self) -> Option<&str> {
        self.takes_over.as_ref()?.to.as_deref()
    }

    /// Returns whom the message is for: who becomes the owner, or the owner who is warned. `None`: there is nobody.
    pub fn who<'w>(&'w self, cycle: &Cycle<'w>) -> Option<&'w str> {
        self.owner().or(cycle.owner)
    }
}

/// Returns every rung for the kind of a commitment in the order in which they fire, those that never do at the end.
fn in_order<'p>(commitment: &Commitment<'_>, times: &Timetable<'p>) -> Vec<&'p Arc<Rung>> {
    let mut order: Vec<_> = times.policy.ladder.of(&commitment.kind).collect();
    order.sort_by_cached_key(|(place, rung)| (times.of(rung).unwrap_or(Instant::LAST), *place));
    order.into_iter().map(|(_, rung)| rung).collect()
}

/// Returns whether a rung takes a commitment from its owner: the ladder never goes down. The last rung that names the
/// owner, and all before it, only warn them, also where they fire behind it: because a run was missed, the due moved,
/// somebody handed it over by hand, or the rung is new in the ladder.
fn is_above(rung: &Arc<Rung>, owner: Option<&str>, order: &[&Arc<Rung>]) -> bool {
    let later = order.iter().rev().take_while(|other| !Arc::ptr_eq(other, rung));
    let mut this_and_later = later.chain([&rung]);
    rung.to.is_some() && (owner.is_none() || this_and_later.all(|rung| rung.to.as_deref() != owner))
}

#[cfg(test)]
mod tests;
