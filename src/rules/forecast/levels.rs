//! Whether the targets of a policy are kept: of the last that were closed of a kind, how many were done within its target.

use std::collections::BTreeMap;

use super::WINDOW;
use super::past::plain;
use crate::rules::commitment::Commitment;
use crate::rules::cycle::{Cycle, cycles, slid};
use crate::rules::policy::Policy;
use crate::rules::rate::Rate;
use crate::rules::time::Instant;

/// The closings of each kind that has a target.
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
            if let Some(at) = case.done_by(now).filter(|_| commitment.made <= now) {
                self.add(&commitment.kind, Closing { at, met: Met::From(asked) });
            }
            return;
        }
        let Some(all) = cycles(commitment, policy, now) else { return };
        for cycle in all.earlier.iter().chain([&all.current]) {
            let done = cycle.closing.filter(|closing| closing.done && has_target(cycle.basis.kind));
            let Some(at) = done.map(|closing| closing.at) else { continue };
            let met = if cycle.waits().next().is_none() {
                Met::From(cycle.asked)
            } else {
                Met::Known(is_met(cycle, at, policy))
            };
            self.add(cycle.basis.kind, Closing { at, met });
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

    /// Adds to a kind; its name is made once.
    fn add(&mut self, kind: &str, closing: Closing) {
        match self.kinds.get_mut(kind) {
            Some(closings) => closings.push(closing),
            None => self.kinds.entry(kind.to_owned()).or_default().push(closing),
        }
    }

    /// Returns whether archives would add nothing: the window is full of every kind that has a target.
    pub fn is_full(&self, policy: &Policy) -> bool {
        let mut kinds = policy.kinds.iter().filter(|(_, kind)| kind.target.is_some());
        kinds.all(|(kind, _)| self.kinds.get(kind).is_some_and(|closings| closings.len() > WINDOW))
    }

    /// Returns how many of the last that were closed met the target of their kind, which is that of the policy now. The window is
    /// that of forecasts. Kinds of which nothing was closed are not there.
    pub fn rates(mut self, policy: &Policy) -> BTreeMap<String, Rate> {
        let mut rates = BTreeMap::new();
        for (kind, closings) in &mut self.kinds {
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
