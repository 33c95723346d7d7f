//! What one pass over a ledger gathers for the findings that need all of it.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::ops::Range;

use crate::rules::audit::Spot;
use crate::rules::commitment::{Commitment, Id};
use crate::rules::cycle;
use crate::rules::policy::Policy;
use crate::rules::standing::{Standing, standing};
use crate::rules::time::Instant;
use crate::text::names;

/// The first use of a name, and how often it is used.
pub(super) struct Use {
    /// The number of times.
    pub(super) count: usize,
    /// The first commitment that has it.
    pub(super) id: Id,
    /// The bytes of its block.
    pub(super) span: Range<usize>,
    /// The place in that block.
    pub(super) spot: Spot,
}

/// Names, and the uses of each.
pub(super) type Uses = HashMap<String, Use>;

/// What was gathered.
#[derive(Default)]
pub(super) struct Gathered {
    /// The customers.
    pub(super) customers: Uses,
    /// Everybody who owns or owned a commitment.
    pub(super) owners: Uses,
    /// The kinds in use.
    pub(super) kinds: Uses,
    /// The last due of what is not closed, by the calendar that counts its working time.
    pub(super) dues: HashMap<String, Instant>,
    /// Commitments with `follows`, and the id there.
    pub(super) follows: Vec<(Id, Range<usize>, Id)>,
    /// The next ones of series that were not cancelled.
    pub(super) next: Vec<Next>,
    /// How many `owed archive` would move.
    pub(super) old: usize,
    /// The names in other systems of what is open.
    pub(super) references: Vec<(String, Id, Range<usize>)>,
    /// What is open, by its customer and its text as [`names::sameness`] has them.
    pub(super) open: HashMap<(String, String), Same>,
}

/// The next one of a series.
pub(super) struct Next {
    pub(super) id: Id,
    /// The bytes of its block.
    pub(super) span: Range<usize>,
    /// The commitment that it continues, and what is promised: one may be followed by several series.
    pub(super) continued: (Id, String),
    pub(super) is_closed: bool,
}

/// Open commitments that promise the same to the same customer.
pub(super) struct Same {
    /// The first.
    pub(super) first: Id,
    /// Its name in another system.
    reference: Option<String>,
    /// The others.
    pub(super) others: Vec<(Id, Range<usize>)>,
}

impl Gathered {
    /// Adds a commitment. They come in the order of the file.
    pub(super) fn take(
        &mut self,
        commitment: &Commitment<'_>,
        span: &Range<usize>,
        policy: &Policy,
        now: Instant,
    ) {
        let id = commitment.id;
        self.take_due(commitment, policy, now);
        self.follows.extend(commitment.follows.map(|before| (id, span.clone(), before)));
        let is_next = |before: &Id| commitment.every.is_some() && *before != id;
        if let Some(before) = commitment.follows.filter(is_next) {
            let closing = standing(commitment, policy, now).and_then(|one| one.cycle.closing);
            let is_cancelled = closing.is_some_and(|closing| !closing.is_done());
            self.next.extend((!is_cancelled).then(|| Next {
                id,
                span: span.clone(),
                continued: (before, commitment.what.to_string()),
                is_closed: closing.is_some(),
            }));
        }
        add(&mut self.customers, &commitment.to, id, span, || Spot::Key("to".to_owned()));
        add(&mut self.kinds, &commitment.kind, id, span, || Spot::Key("kind".to_owned()));
        if let Some(owner) = &commitment.owner {
            add(&mut self.owners, owner, id, span, || Spot::Key("owner".to_owned()));
        }
        for (place, event) in commitment.history.iter().enumerate() {
            if let Some(basis) = event.deed.basis() {
                add(&mut self.kinds, basis.kind, id, span, || Spot::Event(place));
            }
            if let Some(owner) = event.deed.owner() {
                add(&mut self.owners, owner, id, span, || Spot::Event(place));
            }
        }
    }

    /// Adds a commitment to those that are open, if it is.
    pub(super) fn take_open(
        &mut self,
        commitment: &Commitment<'_>,
        span: &Range<usize>,
        policy: &Policy,
        now: Instant,
    ) {
        if cycle::cycles(commitment, policy, now).is_none_or(|all| all.current.closing.is_some()) {
            return;
        }
        let reference = commitment.reference.as_deref().map(str::to_owned);
        self.references.extend(reference.clone().map(|reference| (reference, commitment.id, span.clone())));
        let key = (names::sameness(&commitment.to), names::sameness(&commitment.what));
        match self.open.entry(key) {
            Entry::Vacant(first) => {
                first.insert(Same { first: commitment.id, reference, others: Vec::new() });
            }
            // Two names in another system are two things there.
            Entry::Occupied(mut known) => {
                let known = known.get_mut();
                if reference.is_none() || known.reference.is_none() {
                    known.others.push((commitment.id, span.clone()));
                }
            }
        }
    }
}

impl Gathered {
    /// Keeps the due of a commitment if it is open and none that is later has its calendar.
    fn take_due(&mut self, commitment: &Commitment<'_>, policy: &Policy, now: Instant) {
        if policy.calendars.is_empty() {
            return;
        }
        let Some(standing) = standing(commitment, policy, now).filter(Standing::is_open) else { return };
        let Some(due) = standing.due else { return };
        let calendar = &policy.calendar_of(standing.cycle.basis).name;
        match self.dues.get_mut(calendar) {
            Some(last) => *last = due.max(*last),
            None => {
                self.dues.insert(calendar.clone(), due);
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
