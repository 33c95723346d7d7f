//! What a climb does for one commitment, and whether it still should.

use std::ops::Range;

use crate::context::Inputs;
use crate::context::read::{Look, Read};
use crate::rules::commitment::{Commitment, Deed, Event, Id};
use crate::rules::cycle::{self, Cycle};
use crate::rules::ladder::Call;
use crate::rules::policy::Policy;
use crate::rules::time::Instant;
use crate::views::json::Fired;

/// What a pass over the ledger found.
pub type Found = Read<(), Kept>;

/// A commitment, and where its block stands.
pub struct Kept {
    /// The commitment.
    pub commitment: Commitment<'static>,
    /// Where its block stands.
    pub span: Range<usize>,
}

impl Kept {
    /// Keeps a commitment that passes.
    pub fn new(look: Look<'_, '_>) -> Self {
        Self { commitment: look.commitment.clone().into_owned(), span: look.span }
    }
}

/// A commitment for which rungs have come.
pub struct Step {
    /// Selector.
    pub id: Id,
    /// Where it was among those that were found.
    pub place: usize,
    /// In which cycle.
    cycle: u32,
    /// How many events it had.
    events: usize,
    /// When the rung that is told was to fire.
    at: Instant,
}

/// Returns every commitment for which rungs have come, in the order in which they are told: by the instant of the last
/// rung, ties in the order of the file.
pub fn all(found: &Found, now: Instant) -> Vec<Step> {
    let policy = found.policy();
    let steps = found.kept.iter().enumerate().filter_map(|(place, Kept { commitment, .. })| {
        let cycle = cycle::cycles(commitment, policy, now)?.current;
        let Call { at, .. } = Call::new(commitment, &cycle, policy, now)?;
        Some(Step { id: commitment.id, place, cycle: cycle.number, events: commitment.history.len(), at })
    });
    let mut steps: Vec<_> = steps.collect();
    steps.sort_by_key(|step| step.at);
    steps
}

impl Step {
    /// Returns what has to be done now; `None` if somebody has done it, closed the commitment or moved the due since the
    /// climb began.
    pub fn call<'h>(
        &self,
        commitment: &Commitment<'_>,
        policy: &'h Policy,
        now: Instant,
    ) -> Option<Call<'h>> {
        let cycle = self.cycle_in(commitment, policy, self.present(commitment, now))?;
        Call::new(commitment, &cycle, policy, now)
    }

    /// Returns what can still be recorded of what was told: the rungs that nobody has recorded, while the commitment is
    /// open.
    pub fn record(
        &self,
        sent: &Sent,
        commitment: &Commitment<'_>,
        policy: &Policy,
        inputs: &Inputs<'_>,
    ) -> Vec<Event<'static>> {
        let seen = self.present(commitment, inputs.now);
        let cycle = self.cycle_in(commitment, policy, seen);
        let Some(cycle) = cycle.filter(|cycle| cycle.closing.is_none()) else { return Vec::new() };
        let mut events = sent.events(seen, inputs);
        events.retain(|event| {
            let Deed::Escalated { rung: Some(rung), .. } = &event.deed else { return false };
            !cycle.rungs.contains(&rung.as_ref())
        });
        events
    }

    /// The present moment of a commitment: now, or when the last thing happened to it since the climb began.
    ///
    /// The clock is read once, when owed starts. While a command runs, another owed may write what happens later
    /// than that, and it has happened all the same.
    fn present(&self, commitment: &Commitment<'_>, now: Instant) -> Instant {
        commitment.history.iter().skip(self.events).map(|event| event.at).fold(now, Instant::max)
    }

    fn cycle_in<'c>(
        &self,
        commitment: &'c Commitment<'_>,
        policy: &Policy,
        seen: Instant,
    ) -> Option<Cycle<'c>> {
        let cycle = cycle::cycles(commitment, policy, seen)?.current;
        (cycle.number == self.cycle).then_some(cycle)
    }
}

/// What is recorded of a call, whatever becomes of the ladder meanwhile.
pub struct Sent {
    /// The rungs, in order; the last is the one that is told.
    rungs: Vec<String>,
    /// Who becomes the owner.
    owner: Option<String>,
}

impl Sent {
    /// Keeps what is recorded of a call.
    pub fn new(call: &Call<'_>) -> Self {
        let rungs = call.earlier.iter().copied().chain([call.last]);
        Self { rungs: rungs.map(|rung| rung.name.clone()).collect(), owner: call.owner.map(str::to_owned) }
    }

    /// Returns an event for each rung; the last makes the owner.
    pub fn events(&self, at: Instant, inputs: &Inputs<'_>) -> Vec<Event<'static>> {
        let by = (inputs.me)();
        let last = self.rungs.len().saturating_sub(1);
        let event = |(place, rung): (usize, &String)| {
            let to = self.owner.clone().filter(|_| place == last).map(Into::into);
            let deed = Deed::Escalated { to, why: None, rung: Some(rung.clone().into()) };
            Event { by: by.clone().map(Into::into), ..Event::new(at, deed) }
        };
        self.rungs.iter().enumerate().map(event).collect()
    }
}

/// Returns the rung that is told, for those who are told.
pub fn fired<'c>(call: &Call<'c>) -> Fired<'c> {
    Fired { rung: &call.last.name, to: call.to(), at: call.at }
}
