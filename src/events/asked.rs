//! When the customer first asked for what a commitment carries on: one request may take several promises.

use std::collections::BTreeMap;

use crate::context::Inputs;
use crate::error::Result;
use crate::events::Scene;
use crate::ledger::read::scan::Look;
use crate::rules::commitment::{Commitment, Id};
use crate::rules::cycle::{self, Cycles};
use crate::rules::policy::Policy;
use crate::rules::time::Instant;

/// When a commitment was asked for, and what it follows.
struct Link {
    made: Instant,
    asked: Instant,
    /// When it was asked for anew: each reopening that began a cycle, earliest first.
    again: Vec<Instant>,
    follows: Option<Id>,
}

type Links = BTreeMap<Id, Link>;

impl Link {
    fn of(commitment: &Commitment<'_>, policy: &Policy, now: Instant) -> Self {
        let cycles = cycle::cycles(commitment, policy, now);
        let later = |all: Cycles<'_>| {
            let cycles = all.earlier.iter().chain([&all.current]).skip(1);
            cycles.map(|cycle| cycle.made).collect()
        };
        Self {
            made: commitment.made,
            asked: commitment.asked(),
            again: cycles.map(later).unwrap_or_default(),
            // What comes back is asked for anew each time.
            follows: commitment.follows.filter(|_| commitment.every.is_none()),
        }
    }

    /// Returns what it was asked for at an instant, and what it followed then: what is reopened was asked for anew.
    fn at(&self, at: Instant) -> (Instant, Option<Id>) {
        match self.again.iter().rfind(|again| **again <= at) {
            Some(again) => (*again, None),
            None => (self.asked, self.follows),
        }
    }
}

/// Returns when the customer first asked for what the commitment of a scene carries on: the earliest asking of those that
/// it follows, in the ledger and its archives, and of itself.
///
/// # Errors
///
/// A ledger or an archive that cannot be read.
pub fn first_asked(scene: &Scene<'_>, inputs: &Inputs<'_>) -> Result<Instant> {
    let of_scene = Link::of(scene.commitment, scene.policy, inputs.now);
    let (asked, Some(before)) = of_scene.at(scene.happened.at) else { return Ok(scene.cycle.asked) };
    let see = |links: &mut Links, look: Look<'_, '_>| {
        links.insert(look.commitment.id, Link::of(look.commitment, look.policy, inputs.now));
    };
    let seen = inputs.fold_stored(scene.stored, |_| Ok(Links::new()), see)?;
    let (mut first, missing) = earliest(&seen.state, (before, of_scene.made), asked);
    if missing {
        first = earliest(&inputs.fold_archives(seen, see)?.state, (before, of_scene.made), asked).0;
    }
    Ok(first)
}

/// Returns the earliest asking of a chain, and whether one of those that it names is not there. Each is looked at once:
/// by hand, a chain can be made that ends nowhere.
fn earliest(links: &Links, (mut next, mut made): (Id, Instant), mut first: Instant) -> (Instant, bool) {
    for _ in 0..=links.len() {
        let Some(link) = links.get(&next) else { return (first, true) };
        let (asked, follows) = link.at(made);
        first = first.min(asked);
        let Some(before) = follows else { break };
        (next, made) = (before, link.made);
    }
    (first, false)
}
