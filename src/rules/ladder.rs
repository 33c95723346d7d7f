//! The ladder: which rungs of a commitment have come, and when the others will.
//!
//! A rung is stateless. The fired ones are those that the current cycle has recorded, so that a climb that was missed,
//! killed or done twice changes nothing about those still to fire.
//!
//! A rung that repeats has steps: the first at its own instant, the others so many times its `repeat` later, whenever
//! it was climbed. Steps are numbered through, so that after an outage the last one that has come says what is behind.
//! When the known due moves, the steps go on from the rung's new instant.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::sync::Arc;

use super::calendar::Calendar;
use super::clock::OwnClock;
use super::cycle::{Cycle, Progress};
use super::time::Instant;
use crate::rules::policy::{Policy, Rung, RungAt};

/// When the rungs fire for a commitment in one cycle.
pub struct Timetable<'p> {
    asked: Instant,
    due: Instant,
    policy: &'p Policy,
    calendar: &'p Calendar,
    clock: OwnClock<'p>,
    /// How often it was reopened.
    reopenings: u32,
    /// The own-clock time from asked to the known due. It is the same for every rung, and takes as long to compute as
    /// the rest.
    total: OnceCell<i64>,
}

impl<'p> Timetable<'p> {
    /// Returns the timetable of a cycle.
    pub fn new(cycle: &Cycle<'_>, policy: &'p Policy) -> Self {
        Self {
            asked: cycle.asked,
            due: cycle.known_due,
            policy,
            calendar: policy.calendar_of(cycle.basis),
            clock: policy.clock(cycle.basis),
            reopenings: cycle.reopenings(),
            total: OnceCell::new(),
        }
    }

    /// Returns the rungs of a kind that are there after so many reopenings, with their places in the file.
    fn rungs(&self, kind: &str) -> impl Iterator<Item = (usize, &'p Arc<Rung>)> {
        let reopenings = self.reopenings;
        self.policy.ladder.of(kind).filter(move |(_, rung)| rung.reopened <= reopenings)
    }

    /// Returns when a rung fires for the first time, whether it has to be quiet then or not. `None` if that is after the supported years, or if the calendar it is counted in
    /// never opens.
    pub fn of(&self, rung: &Rung) -> Option<Instant> {
        let (zone, calendar) = (self.policy.zone, Some(self.calendar));
        match rung.at {
            RungAt::Percent(share) => self.share(share),
            RungAt::Before(length) => length.before(self.due, zone, calendar).ok(),
            RungAt::After(length) => length.due(self.due, zone, calendar).ok(),
        }
    }

    /// Returns when a rung fires that has to wait for the opening of its calendar, if it has one; and when it came.
    fn heard(&self, rung: &Rung, came: Instant) -> Moment {
        let calendar = rung.quiet.as_ref().and_then(|name| self.policy.calendars.get(name));
        // What no opening is known for is better heard at night than never.
        let fires = calendar.map_or(came, |calendar| calendar.next_open(came).unwrap_or(came));
        Moment { fires, came }
    }

    /// Returns when a rung fires for the `repeats`-th time after its first.
    fn repeated(&self, rung: &Rung, start: Instant, repeats: u32) -> Option<Moment> {
        let came = if repeats == 0 {
            start
        } else {
            let length = rung.repeat?.times(repeats)?;
            length.due(start, self.policy.zone, Some(self.calendar)).ok()?
        };
        Some(self.heard(rung, came))
    }

    /// Returns what of a rung has come by `now` and is not recorded, `None` if nothing has.
    fn pending(&self, rung: &Rung, progress: Progress, now: Instant) -> Option<Pending> {
        if progress.last > 0 && (rung.repeat.is_none() || !progress.goes_on) {
            return None;
        }
        let start = self.of(rung)?;
        let by_now = |repeats| self.repeated(rung, start, repeats).filter(|moment| moment.fires <= now);
        let mut repeats = progress.last.saturating_sub(progress.before);
        let first = by_now(repeats)?;
        let (mut last, mut stride, mut grows) = (first, u32::from(rung.repeat.is_some()), true);
        // An outage may be long and the repeat short: in strides that double, and then halve.
        while stride > 0 {
            let further = repeats.checked_add(stride);
            if let Some((further, moment)) = further.and_then(|further| Some((further, by_now(further)?))) {
                (repeats, last) = (further, moment);
                stride = if grows { stride.saturating_mul(2) } else { stride };
            } else {
                grows = false;
                stride >>= 1;
            }
        }
        let step = progress.before.saturating_add(repeats).saturating_add(1);
        Some(Pending { first, step, at: last.fires })
    }

    /// Returns when a share of the own-clock time from asked to the known due has passed, in percent.
    fn share(&self, share: u32) -> Option<Instant> {
        if share == 0 {
            return Some(self.asked);
        }
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

/// When a step of a rung fires, and when it came if it had to wait for an opening: what waited for the same one fires
/// in the order in which it came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Moment {
    fires: Instant,
    came: Instant,
}

/// What of a rung has come and is not recorded.
struct Pending {
    /// Its first step.
    first: Moment,
    /// Its last step.
    step: u32,
    /// When that fires.
    at: Instant,
}

/// A rung that has come and is not recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Come {
    /// The rung.
    pub rung: Arc<Rung>,
    /// The step of it that has come last; 1 unless it repeats.
    pub step: u32,
    /// When that was to fire.
    pub at: Instant,
}

impl Come {
    /// Returns the rung's name, with the step of one that repeats.
    pub fn said(&self) -> Cow<'_, str> {
        Rung::said(&self.rung.name, self.step)
    }
}

/// Returns the rungs whose instant has come and that are not recorded in this cycle, in the order in which they fire:
/// by instant, ties in the order of the file. Of a rung that repeats, its first step decides that is not recorded, and
/// the last one that has come is what fires. None while it is closed or its clock is stopped.
fn due_rungs(cycle: &Cycle<'_>, times: &Timetable<'_>, now: Instant) -> Vec<Come> {
    if cycle.closing.is_some() || cycle.is_stopped() {
        return Vec::new();
    }
    let come = times.rungs(cycle.basis.kind).filter_map(|(place, rung)| {
        let Pending { first, step, at } = times.pending(rung, cycle.progress(&rung.name), now)?;
        Some((first, place, Come { rung: Arc::clone(rung), step, at }))
    });
    let mut come: Vec<_> = come.collect();
    come.sort_unstable_by_key(|(first, place, _)| (*first, *place));
    come.into_iter().map(|(.., come)| come).collect()
}

/// What a climb must do for one commitment: the rungs that have come and are not recorded are one message, that of the
/// last, and the owner changes at most once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The rungs before the last, in order; they are recorded with it.
    pub earlier: Vec<Come>,
    /// The rung that is told.
    pub last: Come,
    /// The rung that makes the owner, if these rungs change it.
    takes_over: Option<Arc<Rung>>,
}

impl Call {
    /// Returns what has to be done at `now`; `None` if no rung has come.
    pub fn new(cycle: &Cycle<'_>, policy: &Policy, now: Instant) -> Option<Self> {
        let times = Timetable::new(cycle, policy);
        let mut come = due_rungs(cycle, &times, now);
        let mut owner = cycle.owner;
        let mut takes_over = None;
        if come.iter().any(|Come { rung, .. }| rung.to.is_some()) {
            let order = in_order(cycle.basis.kind, &times);
            for Come { rung, .. } in &come {
                if is_above(rung, owner, &order) {
                    owner = rung.to.as_deref();
                    takes_over = Some(Arc::clone(rung));
                }
            }
        }
        let last = come.pop()?;
        Some(Self { earlier: come, last, takes_over })
    }

    /// Returns the rungs that are recorded, in order; the last is the one that is told.
    pub fn rungs(&self) -> impl Iterator<Item = &Come> {
        self.earlier.iter().chain([&self.last])
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

/// Returns every rung for a kind in the order of the ladder, those that never fire at the end.
fn in_order<'p>(kind: &str, times: &Timetable<'p>) -> Vec<&'p Arc<Rung>> {
    let mut order: Vec<_> = times.rungs(kind).collect();
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
