//! Whether a date that was just given will probably be kept: what `promise`, `move` and `reopen` warn of.

use super::history::age_of;
use super::past::aged;
use super::{Confidence, Foresight, Past, Safe, at_least, clock_of};
use crate::rules::policy::Policy;
use crate::rules::standing::Standing;
use crate::rules::time::Instant;

/// A date that will probably not be kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Doubt {
    /// The kind of what it was given for.
    pub kind: String,
    /// The chance that it is kept, from 0 to 1.
    pub kept: f64,
    /// The chance under which it is doubtful.
    pub under: f64,
    /// Whether it is judged by those that were open as long, rather than as a new promise.
    pub is_aged: bool,
    /// How many of those looked at were done.
    pub closed: usize,
    /// How many were not.
    pub open: usize,
    /// What would be safe at the confidence of the ledger.
    pub safe: Safe,
}

impl Doubt {
    /// Returns what is doubtful about the due that a commitment has by now: as that of a promise, if a cycle was begun with it,
    /// else by how long it has been open. `None` if it is likely enough, or too little is known, or it is past.
    pub fn of(
        standing: &Standing<'_>,
        is_promised: bool,
        (past, foresight): (&Past, &Foresight),
        policy: &Policy,
        now: Instant,
    ) -> Option<Self> {
        let (cycle, kind) = (&standing.cycle, standing.cycle.basis.kind);
        let warn = policy.forecast.warn.filter(|_| policy.warns_of(kind))?;
        let due = Foresight::due_ahead(standing, now)?;
        let (curve, clock) = (foresight.curve(kind)?, clock_of(kind, policy));
        let (confidence, zone) = (Confidence::of(policy.forecast.confidence), policy.zone);
        let (kept, safe) = if is_promised {
            let span = clock.elapsed(cycle.made, due);
            let as_old = past.of(kind)?.as_old(span, &clock, now);
            let safe = Safe::of(curve, confidence, &clock, zone, cycle.made);
            (curve.kept_within(span, as_old)?, safe)
        } else {
            let age = age_of(cycle, &clock, now);
            let safe = Safe::at_age(curve, age, confidence, &clock, zone, now);
            (1.0 - aged(curve, cycle, due, &clock, now)?, safe)
        };
        (!at_least(kept, warn.fraction())).then(|| Self {
            kind: kind.to_owned(),
            kept,
            under: warn.fraction(),
            is_aged: !is_promised,
            closed: curve.closed,
            open: curve.open,
            safe,
        })
    }
}

#[cfg(test)]
#[expect(clippy::arithmetic_side_effects, reason = "an overflow fails the test, as it should")]
mod tests;
