//! One rung that fires for one commitment, and whether it still should.

use std::ops::Range;

use crate::commands::Desk;
use crate::commands::read::{Look, Read};
use crate::rules::commitment::{Commitment, Deed, Event, Id};
use crate::rules::cycle::{self, Cycle};
use crate::rules::house::{House, Rung};
use crate::rules::ladder::{due_rungs, is_recorded, new_owner};
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

/// A rung that has come.
pub struct Step {
    /// Of which commitment.
    pub id: Id,
    /// Where that was among those that were found.
    pub place: usize,
    /// In which cycle.
    pub cycle: u32,
    /// How many events it had.
    events: usize,
    /// The rung.
    pub rung: Rung,
    /// When it was to fire.
    pub at: Instant,
}

/// Every rung that has come, in the order in which they fire: by instant, ties in the order of the file.
pub fn all(found: &Found, now: Instant) -> Vec<Step> {
    let house = found.house();
    let mut steps = Vec::new();
    for (place, Kept { commitment, .. }) in found.kept.iter().enumerate() {
        let Some(cycles) = cycle::cycles(commitment, house, now) else { continue };
        let (cycle, events) = (cycles.current.number, commitment.history.len());
        let due = due_rungs(commitment, &cycles.current, house, now).into_iter();
        steps.extend(due.map(|(rung, at)| Step {
            id: commitment.id,
            place,
            cycle,
            events,
            rung: rung.clone(),
            at,
        }));
    }
    steps.sort_by_key(|step| step.at);
    steps
}

impl Step {
    /// The rung, for those who are told.
    pub fn fired(&self) -> Fired<'_> {
        Fired { rung: &self.rung.name, to: self.rung.to.as_deref(), at: self.at }
    }

    /// What is recorded of it.
    pub fn event(&self, owner: Option<&str>, at: Instant, desk: &Desk<'_>) -> Event<'static> {
        let to = owner.map(|owner| owner.to_owned().into());
        let deed = Deed::Escalated { to, why: None, rung: Some(self.rung.name.clone().into()) };
        Event { by: (desk.me)().map(Into::into), ..Event::new(at, deed) }
    }

    /// Whether it should fire: nobody has fired it, closed the commitment or moved the due since it was planned.
    pub fn is_due(&self, commitment: &Commitment<'_>, house: &House, now: Instant) -> bool {
        let seen = self.present(commitment, now);
        self.cycle_in(commitment, house, seen).is_some_and(|cycle| {
            due_rungs(commitment, &cycle, house, now).iter().any(|(rung, _)| rung.name == self.rung.name)
        })
    }

    /// What to record of it, if it can still be recorded.
    pub fn record(
        &self,
        commitment: &Commitment<'_>,
        house: &House,
        now: Instant,
        desk: &Desk<'_>,
    ) -> Option<Event<'static>> {
        let seen = self.present(commitment, now);
        let cycle = self.cycle_in(commitment, house, seen)?;
        let is_open = cycle.closing.is_none() && !is_recorded(&self.rung, &cycle);
        is_open.then(|| self.event(new_owner(commitment, &cycle, &self.rung, house), seen, desk))
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
        house: &House,
        seen: Instant,
    ) -> Option<Cycle<'c>> {
        let cycle = cycle::cycles(commitment, house, seen)?.current;
        (cycle.number == self.cycle).then_some(cycle)
    }
}
