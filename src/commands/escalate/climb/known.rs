//! The ledger as a climb knows it from one message to the next.
//!
//! Between two messages anything may happen to a ledger, and mostly nothing does. So its text is read each time, but
//! the policy and the blocks are read again only if the text has changed: a thousand messages from a large ledger cost
//! a thousand reads of its bytes, and one pass over its blocks.

use std::ops::Range;

use crate::context::Inputs;
use crate::error::Result;
use crate::ledger::read::block;
use crate::ledger::read::scan::{Look, Seen};
use crate::rules::commitment::{Commitment, Id};
use crate::rules::ids::Ids;
use crate::rules::policy::Policy;

/// The text of a ledger, and what was read from it.
pub struct Known {
    text: String,
    /// The bytes of each commitment's block, sorted by id; those of one id in the order of the file.
    found: Seen<Vec<(Id, Range<usize>)>>,
}

impl Known {
    /// Reads the policy and the blocks of a text of the ledger.
    pub fn new(text: String, inputs: &Inputs<'_>) -> Result<Self> {
        let see = |places: &mut Vec<_>, look: Look<'_, '_>| places.push((look.commitment.id, look.span));
        let mut found = inputs.fold_stored(text.as_str(), |_| Ok(Vec::new()), see)?;
        found.state.sort_by_key(|(id, _)| *id);
        Ok(Self { text, found })
    }

    /// Returns the ledger as it is now, `None` if its text is still the same.
    pub fn again(&self, text: &str, inputs: &Inputs<'_>) -> Result<Option<Self>> {
        if text == self.text { Ok(None) } else { Self::new(text.to_owned(), inputs).map(Some) }
    }

    /// Returns the policy.
    pub fn policy(&self) -> &Policy {
        &self.found.policy
    }

    /// Returns every id in the ledger.
    pub fn ids(&self) -> &Ids {
        &self.found.ids
    }

    /// Returns the commitments of an id, mostly one, with the bytes of their blocks.
    pub fn of(&self, id: Id) -> impl Iterator<Item = (Commitment<'_>, &Range<usize>)> {
        let places = &self.found.state;
        let first = places.partition_point(|(other, _)| *other < id);
        let same = places.iter().skip(first).take_while(move |(other, _)| *other == id);
        same.filter_map(|(_, span)| {
            let mut commitment = block::read(self.text.get(span.clone())?).ok()?;
            self.policy().customers.name(&mut commitment);
            Some((commitment, span))
        })
    }

    /// Notes a change of one block. If the file differs from what was written, the next look at the ledger finds out.
    pub fn replace(&mut self, span: Range<usize>, block: &str) {
        self.text.replace_range(span.clone(), block);
        let shift = |at: usize| at.saturating_sub(span.len()).saturating_add(block.len());
        for (_, place) in self.found.state.iter_mut().filter(|(_, place)| place.end >= span.end) {
            if place.start >= span.end {
                place.start = shift(place.start);
            }
            place.end = shift(place.end);
        }
    }
}
