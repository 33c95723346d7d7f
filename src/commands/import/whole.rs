//! Whole commitments, as another ledger has them: they keep their ids and all that happened.

use super::plan::Planner;
use super::present::Known;
use crate::error::Result;
use crate::intake::Happening;
use crate::rules::commitment::{Commitment, Event};

impl Planner<'_> {
    /// Takes in a commitment of another ledger: new under its own id, or with what happened since to the one that has it.
    pub(super) fn whole(&mut self, line: u64, commitment: Commitment<'static>) -> Result<()> {
        if let Some(place) = self.place_of(&commitment) {
            let is_same = match self.present.all.get(place) {
                Some(known) if !known.is_archived => self.is_same(known, &commitment)?,
                _ => true,
            };
            if !is_same {
                self.bad(line, &format!("the id {} is that of another commitment here", commitment.id));
                return Ok(());
            }
            let event = |event: Event<'static>| Happening { line, last: event.at, event, has_due: true };
            let name = commitment.reference.as_deref().unwrap_or(&commitment.what).to_owned();
            return self.happened((line, &name), place, commitment.history.into_iter().map(event).collect());
        }
        if !self.new_ids.insert(commitment.id) {
            self.bad(line, &format!("the id {} is there twice in the file", commitment.id));
            return Ok(());
        }
        self.note_after_now(line, commitment.made, &commitment.history);
        self.remarks.take(line, &commitment);
        self.show(&commitment);
        self.promise(commitment)?;
        self.tally.added = self.tally.added.saturating_add(1);
        Ok(())
    }

    /// Returns the place of the one that is there with its id, else with its reference.
    fn place_of(&mut self, commitment: &Commitment<'_>) -> Option<usize> {
        let by_id = self.present.with_id(commitment.id);
        by_id.or_else(|| self.present.named(commitment.reference.as_deref()?))
    }

    /// Returns true if both were made at the same time, to the same customer, about the same.
    fn is_same(&self, known: &Known, other: &Commitment<'_>) -> Result<bool> {
        let customers = &self.ground.policy.customers;
        let facts =
            |one: &Commitment<'_>| (one.made, customers.shown(&one.to).to_owned(), one.what.to_string());
        let here = match &known.open {
            Some(open) => facts(open),
            None => facts(&self.ground.commitment(known.span.clone())?),
        };
        Ok(here == facts(other))
    }
}
