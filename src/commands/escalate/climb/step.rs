//! What a climb does for one commitment, and whether it still should.

use std::ops::Range;

use crate::context::Inputs;
use crate::ledger::read::scan::{Look, Seen};
use crate::rules::commitment::{Commitment, Deed, Event, Id};
use crate::rules::cycle::{self, Cycle};
use crate::rules::ladder::{Call, Come};
use crate::rules::policy::Policy;
use crate::rules::time::Instant;
use crate::views::ladder::Fired;

/// What a pass over the ledger found.
pub type DueRungs = Seen<Gathered>;

/// The commitments that a pass found.
#[derive(Default)]
pub struct Gathered {
    /// Those for which rungs have come.
    pub kept: Vec<Kept>,
    /// A calendar that an open one names and the ledger has no longer.
    pub lost_calendar: Option<String>,
}

impl Gathered {
    /// Adds a commitment, if rungs have come for it.
    pub fn see(&mut self, look: Look<'_, '_>, now: Instant) {
        if look.commitment.is_closed_for_good(now) {
            return;
        }
        let Some(all) = cycle::cycles(look.commitment, look.policy, now) else { return };
        let cycle = all.current;
        if self.lost_calendar.is_none() && cycle.closing.is_none() {
            self.lost_calendar = look.policy.lost_calendar(cycle.basis).map(str::to_owned);
        }
        self.kept.extend(Kept::new(look, &cycle, now));
    }
}

/// A commitment for which rungs have come.
pub struct Kept {
    /// The commitment.
    pub commitment: Commitment<'static>,
    /// The bytes of its block.
    pub span: Range<usize>,
    /// What is to be done.
    pub step: Step,
}

impl Kept {
    /// Returns a commitment for which rungs have come, `None` if none has.
    fn new(look: Look<'_, '_>, cycle: &Cycle<'_>, now: Instant) -> Option<Self> {
        let call = Call::new(cycle, look.policy, now)?;
        let step = Step {
            id: look.commitment.id,
            cycle: cycle.number,
            events: look.commitment.history.len(),
            reaches_somebody: call.who(cycle).is_some(),
            call,
        };
        Some(Self { commitment: look.commitment.clone().into_owned(), span: look.span, step })
    }
}

/// What a climb does for one commitment, as it was when the climb began.
pub struct Step {
    /// The commitment.
    pub id: Id,
    /// Its cycle.
    cycle: u32,
    /// The number of its events.
    events: usize,
    /// The rungs that had come.
    pub call: Call,
    /// Whether there was anybody to tell.
    pub reaches_somebody: bool,
}

impl Step {
    /// Returns what has to be done now; `None` if somebody has done it, closed the commitment or moved the due since
    /// the climb began.
    pub fn call_now(&self, commitment: &Commitment<'_>, policy: &Policy, now: Instant) -> Option<Call> {
        let cycle = self.cycle_in(commitment, policy, self.present(commitment, now))?;
        Call::new(&cycle, policy, now)
    }

    /// Returns what can still be recorded: the rungs that nobody has recorded, while the commitment is open.
    pub fn record(
        &self,
        sent: &Call,
        commitment: &Commitment<'_>,
        policy: &Policy,
        inputs: &Inputs<'_>,
    ) -> Vec<Event<'static>> {
        let seen = self.present(commitment, inputs.now);
        let cycle = self.cycle_in(commitment, policy, seen);
        let Some(cycle) = cycle.filter(|cycle| cycle.closing.is_none()) else { return Vec::new() };
        let mut events = events(sent, seen, inputs);
        events.retain(|event| {
            let Deed::Escalated { rung: Some(rung), step, .. } = &event.deed else { return false };
            cycle.progress(rung).last < step.unwrap_or(1)
        });
        events
    }

    /// Returns the current time of a commitment: now, or the time of its last event since the climb began.
    ///
    /// The clock is read once, when owed starts. While a command runs, another owed may record a later event, and it
    /// has happened all the same.
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

/// Returns an event for each rung of a call; the last one sets the owner.
pub fn events(call: &Call, at: Instant, inputs: &Inputs<'_>) -> Vec<Event<'static>> {
    let by = (inputs.me)();
    let last = call.earlier.len();
    let event = |(place, Come { rung, step, .. }): (usize, &Come)| {
        let to = call.owner().filter(|_| place == last).map(|owner| owner.to_owned().into());
        let step = Some(*step).filter(|step| *step > 1);
        let deed = Deed::Escalated { to, why: None, rung: Some(rung.name.clone().into()), step };
        Event { by: by.clone().map(Into::into), ..Event::new(at, deed) }
    };
    call.rungs().enumerate().map(event).collect()
}

/// Returns the rung that is told, for the notify command.
pub fn fired<'c>(call: &'c Call, who: &'c str) -> Fired<'c> {
    Fired { rung: Some(&call.last), to: call.owner(), who, why: None }
}
