//! The past of many kinds: what a pass over a ledger gathers for forecasts.

use std::collections::{BTreeMap, BTreeSet};

use super::history::{Case, End, History, age_of};
use super::{Curve, WINDOW, clock_of};
use crate::rules::clock::OwnClock;
use crate::rules::commitment::{Commitment, Deed, Event};
use crate::rules::cycle::{Cycle, cycles};
use crate::rules::policy::Policy;
use crate::rules::standing::Standing;
use crate::rules::time::Instant;

/// Whether the cases of a kind and an owner are wanted.
pub type Wanted<'w> = &'w (dyn Fn(&str, Option<&str>) -> bool + Sync);

/// The past of each kind.
#[derive(Debug, Clone, Default)]
pub struct Past {
    kinds: BTreeMap<String, History>,
    /// The kinds of what is open.
    open: BTreeSet<String>,
}

impl Past {
    /// Adds the cycles of a commitment that are wanted.
    pub fn see(&mut self, commitment: &Commitment<'_>, wanted: Wanted<'_>, policy: &Policy, now: Instant) {
        if commitment.made > now {
            return;
        }
        if let Some(case) = plain(commitment, now) {
            let (kind, owner) = (&*commitment.kind, commitment.owner.as_deref());
            if wanted(kind, owner) {
                self.meet(kind, case.end == End::Never);
                self.add(kind, |history| history.push(case, &[]));
            }
            return;
        }
        let Some(all) = cycles(commitment, policy, now) else { return };
        for cycle in all.earlier.iter().chain([&all.current]) {
            let kind = cycle.basis.kind;
            if wanted(kind, cycle.owner) {
                self.meet(kind, cycle.closing.is_none());
                self.add(kind, |history| history.add(cycle));
            }
        }
    }

    /// Adds the cycles of a commitment that are of these kinds, whoever has to keep them.
    pub fn see_kinds(
        &mut self,
        commitment: &Commitment<'_>,
        wanted: &(dyn Fn(&str) -> bool + Sync),
        policy: &Policy,
        now: Instant,
    ) {
        let changed = || commitment.history.iter().filter_map(|event| event.deed.basis());
        if wanted(&commitment.kind) || changed().any(|basis| wanted(basis.kind)) {
            self.see(commitment, &|kind, _| wanted(kind), policy, now);
        }
    }

    /// Forgets all other kinds.
    pub fn keep(&mut self, wanted: impl Fn(&str) -> bool) {
        self.kinds.retain(|kind, _| wanted(kind));
        self.open.retain(|kind| wanted(kind));
    }

    fn meet(&mut self, kind: &str, is_open: bool) {
        if is_open && !self.open.contains(kind) {
            self.open.insert(kind.to_owned());
        }
    }

    /// Adds to the past of a kind; its name is made once.
    fn add(&mut self, kind: &str, add: impl FnOnce(&mut History)) {
        match self.kinds.get_mut(kind) {
            Some(history) => add(history),
            None => add(self.kinds.entry(kind.to_owned()).or_default()),
        }
    }

    /// Returns it with more of a kind.
    #[cfg(test)]
    pub fn joined(mut self, kind: &str, history: History) -> Self {
        self.add(kind, |own| own.join(history));
        self
    }

    /// Adds the past that another pass gathered.
    #[must_use]
    pub fn join(mut self, next: Self) -> Self {
        for (kind, history) in next.kinds {
            self.add(&kind, |own| own.join(history));
        }
        self.open.extend(next.open);
        self
    }

    /// Returns the kinds with their pasts, by name.
    pub fn kinds(&self) -> impl Iterator<Item = (&str, &History)> {
        self.kinds.iter().map(|(kind, history)| (kind.as_str(), history))
    }

    /// Returns the past of a kind.
    pub fn of(&self, kind: &str) -> Option<&History> {
        self.kinds.get(kind)
    }

    /// Returns the kinds whose windows are full. Archives add nothing to these, and whether they are read for another kind makes no
    /// difference to them.
    pub fn full(&self, now: Instant) -> BTreeSet<String> {
        let full = self.kinds().filter(|(_, history)| history.closings(now) > WINDOW);
        full.map(|(kind, _)| kind.to_owned()).collect()
    }

    /// Returns whether something is open of a kind that is not among these full ones.
    pub fn has_open_besides(&self, full: &BTreeSet<String>) -> bool {
        !self.open.is_subset(full)
    }
}

/// Returns the only cycle of a commitment that was done, or is open, and to which nothing else happened that matters here;
/// `None` if its history has to be replayed. Nearly all are so.
pub(super) fn plain(commitment: &Commitment<'_>, now: Instant) -> Option<Case> {
    let mut end = End::Never;
    for Event { at, deed, .. } in commitment.history.iter().filter(|event| event.at <= now) {
        match deed {
            Deed::Done if end == End::Never => end = End::Done(*at),
            Deed::Told | Deed::Heard | Deed::Noted | Deed::Moved { .. } | Deed::Escalated { .. } => {}
            _ => return None,
        }
    }
    Some(Case { made: commitment.made, end })
}

/// The curves of kinds, as of one instant.
#[derive(Debug, Clone, Default)]
pub struct Foresight {
    curves: BTreeMap<String, Curve>,
}

impl Foresight {
    /// Returns what a past says at `now`, of the kinds of which it says anything.
    pub fn of(past: &Past, policy: &Policy, now: Instant) -> Self {
        let curves = past.kinds().filter_map(|(kind, history)| {
            let curve = history.at(&clock_of(kind, policy), now);
            curve.can_say().then(|| (kind.to_owned(), curve))
        });
        Self { curves: curves.collect() }
    }

    /// Returns the curve of a kind, if it says anything.
    pub fn curve(&self, kind: &str) -> Option<&Curve> {
        self.curves.get(kind)
    }

    /// Returns the due of what is open, and not past it at `now`: of nothing else a past says anything.
    pub fn due_ahead(standing: &Standing<'_>, now: Instant) -> Option<Instant> {
        standing.due.filter(|due| standing.is_open() && now <= *due)
    }

    /// Returns the chance that what is open, and not past its due, is done after it; `None` where that is not known.
    pub fn late(&self, standing: &Standing<'_>, policy: &Policy, now: Instant) -> Option<f64> {
        let due = Self::due_ahead(standing, now)?;
        let kind = standing.cycle.basis.kind;
        aged(self.curve(kind)?, &standing.cycle, due, &clock_of(kind, policy), now)
    }
}

/// Returns the chance that a cycle, open at `now`, is not done at a due; `None` where that is not known.
pub fn aged(
    curve: &Curve,
    cycle: &Cycle<'_>,
    due: Instant,
    clock: &OwnClock<'_>,
    now: Instant,
) -> Option<f64> {
    let age = age_of(cycle, clock, now);
    curve.late_after(age.saturating_add(clock.elapsed(now, due)), age)
}

#[cfg(test)]
#[expect(clippy::arithmetic_side_effects, reason = "an overflow fails the test, as it should")]
mod tests;
