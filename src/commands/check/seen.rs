//! What one pass over a ledger gathers for the findings that need to know all of it.

use std::collections::HashMap;
use std::ops::Range;

use crate::rules::audit::Spot;
use crate::rules::commitment::{Commitment, Id};

/// Where a name is used first, and how often it is used.
pub(super) struct Use {
    /// The number of times.
    pub(super) count: usize,
    /// The first commitment it is used in.
    pub(super) id: Id,
    /// The bytes of that.
    pub(super) span: Range<usize>,
    /// Where in it.
    pub(super) spot: Spot,
}

/// Names, and what is known of each.
pub(super) type Uses = HashMap<String, Use>;

/// What was gathered.
#[derive(Default)]
pub(super) struct Gathered {
    /// Whom something is owed to.
    pub(super) customers: Uses,
    /// Who owns or owned something.
    pub(super) owners: Uses,
    /// The kinds in use.
    pub(super) kinds: Uses,
    /// Commitments that carry on another one, and that one.
    pub(super) follows: Vec<(Id, Range<usize>, Id)>,
}

impl Gathered {
    /// Takes a commitment in. They come in the order of the file.
    pub(super) fn take(&mut self, commitment: &Commitment<'_>, span: &Range<usize>) {
        let id = commitment.id;
        self.follows.extend(commitment.follows.map(|before| (id, span.clone(), before)));
        add(&mut self.customers, &commitment.to, id, span, || Spot::Key("to".to_owned()));
        add(&mut self.kinds, &commitment.kind, id, span, || Spot::Key("kind".to_owned()));
        if let Some(owner) = &commitment.owner {
            add(&mut self.owners, owner, id, span, || Spot::Key("owner".to_owned()));
        }
        for (place, event) in commitment.history.iter().enumerate() {
            if let Some(owner) = event.deed.owner() {
                add(&mut self.owners, owner, id, span, || Spot::Event(place));
            }
        }
    }
}

fn add(uses: &mut Uses, name: &str, id: Id, span: &Range<usize>, spot: impl Fn() -> Spot) {
    match uses.get_mut(name) {
        Some(known) => known.count = known.count.saturating_add(1),
        None => {
            uses.insert(name.to_owned(), Use { count: 1, id, span: span.clone(), spot: spot() });
        }
    }
}
