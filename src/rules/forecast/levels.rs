//! Whether the targets of a policy are kept: of the last that were closed of a kind, how many were done within its target.

use std::collections::BTreeMap;

use super::WINDOW;
use super::past::plain;
use crate::rules::commitment::Commitment;
use crate::rules::cycle::{Cycle, cycles, slid};
use crate::rules::policy::Policy;
use crate::rules::rate::Rate;
use crate::rules::time::Instant;

/// The closings of each kind that has a target; of one that is only open, none.
#[derive(Debug, Clone, Default)]
pub struct Levels {
    kinds: BTreeMap<String, Vec<Closing>>,
}

/// Something that was done, 24 bytes.
#[derive(Debug, Clone, Copy)]
struct Closing {
    /// When it was done.
    at: Instant,
    met: Met,
}

/// Whether something was done within the target.
#[derive(Debug, Clone, Copy)]
enum Met {
    /// It has to be counted from when it was asked for.
    From(Instant),
    /// It is known, because what was waited for had to be counted too.
    Known(bool),
}

impl Levels {
    /// Adds what was done of a commitment by `now`, if its kind has a target.
    pub fn see(&mut self, commitment: &Commitment<'_>, policy: &Policy, now: Instant) {
        let has_target = |kind: &str| policy.kind(kind).is_some_and(|kind| kind.target.is_some());
        let mut changed = commitment.history.iter().filter_map(|event| event.deed.basis());
        if !has_target(&commitment.kind) && !changed.any(|basis| has_target(basis.kind)) {
            return;
        }
        if let Some(case) = plain(commitment, now) {
            let asked = commitment.asked.unwrap_or(commitment.made);
            let done = case.done_by(now).map(|at| Closing { at, met: Met::From(asked) });
            if commitment.made <= now {
                self.add(&commitment.kind, done);
            }
            return;
        }
        let Some(all) = cycles(commitment, policy, now) else { return };
        for cycle in all.earlier.iter().chain([&all.current]) {
            if !has_target(cycle.basis.kind) {
                continue;
            }
            let met = |at| match cycle.waits().next() {
                None => Met::From(cycle.asked),
                Some(_) => Met::Known(is_met(cycle, at, policy)),
            };
            let done = cycle.closing.filter(|closing| closing.is_done()).map(|closing| closing.at);
            self.add(cycle.basis.kind, done.map(|at| Closing { at, met: met(at) }));
        }
    }

    /// Adds the closings that another pass gathered.
    #[must_use]
    pub fn join(mut self, next: Self) -> Self {
        for (kind, closings) in next.kinds {
            self.kinds.entry(kind).or_default().extend(closings);
        }
        self
    }

    /// Adds a case of a kind, whose name is made once, with its closing if it has one.
    fn add(&mut self, kind: &str, closing: Option<Closing>) {
        match self.kinds.get_mut(kind) {
            Some(closings) => closings.extend(closing),
            None => self.kinds.entry(kind.to_owned()).or_default().extend(closing),
        }
    }

    /// Returns whether the archives of a ledger may have something to say, if this is what the ledger itself says: of a kind with a
    /// target, which it has a table for or a case of, and not so many closings that the window is full.
    pub fn needs_archives(&self, policy: &Policy) -> bool {
        policy.kinds.keys().any(|kind| self.needs_archives_of(kind, policy))
    }

    fn needs_archives_of(&self, name: &str, policy: &Policy) -> bool {
        let kind = policy.kind(name).filter(|kind| kind.target.is_some());
        kind.is_some_and(|kind| match self.kinds.get(name) {
            Some(closings) => closings.len() <= WINDOW,
            None => !kind.is_built_in,
        })
    }

    /// Returns what a ledger says with what its archives say, each kind for itself: only of those that need them, whatever they were
    /// read for.
    #[must_use]
    pub fn with_archives(self, mut archived: Self, policy: &Policy) -> Self {
        archived.kinds.retain(|kind, _| self.needs_archives_of(kind, policy));
        self.join(archived)
    }

    /// Returns what is known if its archives cannot be read: the kinds whose window the ledger itself fills.
    #[must_use]
    pub fn without_archives(mut self) -> Self {
        self.kinds.retain(|_, closings| closings.len() > WINDOW);
        self
    }

    /// Returns how many of the last that were closed met the target of their kind, which is that of the policy now. The window is
    /// that of forecasts. Kinds of which nothing was closed are not there.
    pub fn rates(mut self, policy: &Policy) -> BTreeMap<String, Rate> {
        let mut rates = BTreeMap::new();
        for (kind, closings) in self.kinds.iter_mut().filter(|(_, closings)| !closings.is_empty()) {
            let since = (closings.len() > WINDOW).then(|| {
                let (_, last, _) = closings.select_nth_unstable_by(WINDOW, |a, b| b.at.cmp(&a.at));
                last.at
            });
            let window = closings.iter().filter(|closing| since.is_none_or(|since| closing.at > since));
            let rate = window.fold(Rate::default(), |rate, closing| {
                let is_met = match closing.met {
                    Met::Known(is_met) => is_met,
                    Met::From(asked) => due(kind, asked, policy).is_none_or(|due| closing.at <= due),
                };
                Rate::new(rate.part.saturating_add(u64::from(is_met)), rate.of.saturating_add(1))
            });
            rates.insert(kind.clone(), rate);
        }
        rates
    }
}

/// Returns the due that the target of a kind gives what was asked for then; `None` if it has none, or one beyond all calendars.
fn due(kind: &str, asked: Instant, policy: &Policy) -> Option<Instant> {
    let target = policy.kind(kind)?.target?;
    target.due(asked, policy.zone, Some(policy.calendar_for_kind(kind))).ok()
}

/// Returns whether a cycle that waited for the customer and was done then met the target: its clock stood still meanwhile, as
/// that of a due does, unless the kind has a limit.
fn is_met(cycle: &Cycle<'_>, at: Instant, policy: &Policy) -> bool {
    let kind = cycle.basis.kind;
    let Some(due) = due(kind, cycle.asked, policy) else { return true };
    let stops = policy.kind(kind).is_some_and(|kind| kind.limit.is_none());
    let clock = super::clock_of(kind, policy);
    let due = cycle.waits().filter(|_| stops).fold(due, |due, (since, until)| {
        let until = until.map_or(at, |until| until.min(at));
        if since <= due { slid(due, since, until, &clock) } else { due }
    });
    at <= due
}

#[cfg(test)]
#[expect(clippy::arithmetic_side_effects, reason = "an overflow fails the test, as it should")]
mod tests;
