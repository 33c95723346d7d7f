//! What the past says of what is open: gathered while the rows pass, for the views that say how likely it is late.
//!
//! How likely is known only when all has passed. So a row of which the past says something is left out at first, its block is
//! seen once more at the end, and nothing is kept of it but its place. That costs what those rows cost, and no second pass over what is
//! closed since long.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::context::Inputs;
use crate::context::read::stopped;
use crate::error::Result;
use crate::ledger::read::scan::{self, Look, Seen};
use crate::ledger::read::stored::Stored;
use crate::rules::commitment::Commitment;
use crate::rules::forecast::{Doubt, Foresight, Past, Wanted};
use crate::rules::ids::Ids;
use crate::rules::policy::Policy;
use crate::rules::standing::{Standing, standing};

/// What became of a commitment that was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// All that was to be done.
    Done,
    /// Nothing that counts: it is seen once more when it is known what the past says of it.
    Again,
}

/// A commitment with a date that was just given.
#[derive(Debug, Clone, Copy)]
pub struct Dated<'c> {
    /// The commitment as it is by now.
    pub commitment: &'c Commitment<'c>,
    /// Whether a cycle was begun with it.
    pub is_promised: bool,
}

/// What a fold looks at.
#[derive(Debug, Clone, Copy)]
pub struct Sources {
    /// What the past says; else it says nothing of anything.
    pub past: bool,
    /// The archives, too.
    pub archives: bool,
}

impl Inputs<'_> {
    /// Reads what the past says of the kinds that are wanted, out of a ledger's text. Its archives are read only if it has itself
    /// too few closings to fill the window of a kind of which something is open.
    pub fn foresight(&self, stored: Stored<'_>, wanted: Wanted<'_>) -> Result<Foresight> {
        let now = self.now;
        let see = |past: &mut Past, look: Look<'_, '_>| past.see(look.commitment, wanted, look.policy, now);
        let seen = self.fold_stored_in_parts(stored, |_| Ok(Past::default()), see, Past::join)?;
        self.foresight_of(seen.state, &seen.policy, &seen.ids, wanted)
    }

    /// Folds over a ledger's text as [`Self::fold_stored_in_parts`] does, with foresight. It is `None` where it is not known yet; then
    /// `see` says of which commitments it has to be, and sees those once more.
    pub fn fold_with_foresight<S: Send>(
        &self,
        stored: Stored<'_>,
        sources: Sources,
        begin: impl Fn(&Policy) -> Result<S> + Sync,
        see: impl Fn(&mut S, Look<'_, '_>, Option<&Foresight>) -> Step + Sync,
        join: impl Fn(S, S) -> S,
    ) -> Result<Seen<S>> {
        let (now, nothing) = (self.now, Foresight::default());
        let known = (!sources.past).then_some(&nothing);
        let begin = |policy: &Policy| Ok((begin(policy)?, Pending::default()));
        let look_at = |(state, pending): &mut (S, Pending), look: Look<'_, '_>| {
            if sources.past {
                pending.past.see(look.commitment, ALL, look.policy, now);
            }
            let block = look.span.clone();
            if see(state, look, known) == Step::Again {
                pending.blocks.push(block);
            }
        };
        let join = |(state, pending): (S, Pending), (next, later)| (join(state, next), pending.join(later));
        let Seen { policy, rules, ids, state } = self.fold_stored_in_parts(stored, begin, look_at, join)?;
        let (mut state, Pending { past, blocks }) = state;

        let reads_archives = sources.archives && !policy.archives.is_empty();
        let is_asked = sources.past && (reads_archives || !blocks.is_empty());
        let foresight = if is_asked { self.foresight_of(past, &policy, &ids, ALL)? } else { nothing };
        let mut see_again = |look: Look<'_, '_>| _ = see(&mut state, look, Some(&foresight));
        let seen = scan::again(stored, &blocks, &policy, &mut see_again);
        seen.map_err(|stop| stopped(&self.store, stop, Ok(stored.all())))?;
        let seen = Seen { policy, rules, ids, state };
        if !reads_archives {
            return Ok(seen);
        }
        self.fold_archives(seen, |state, look| _ = see(state, look, Some(&foresight)))
    }

    /// Returns what is doubtful about dates that were just given, each in its place. `past` is that of the ledger, of the kinds that
    /// are warned of; archives are read only if it has itself too few closings to fill the window of one of these kinds. Where one
    /// cannot be read nothing is doubtful of these: that is no reason not to promise.
    pub fn doubts(
        &self,
        mut past: Past,
        dated: &[Dated<'_>],
        policy: &Policy,
        ids: &Ids,
    ) -> Vec<Option<Doubt>> {
        let now = self.now;
        let standings = dated.iter().map(|one| standing(one.commitment, policy, now));
        let standings: Vec<_> = standings.collect();
        let ahead = standings.iter().flatten().filter(|one| Foresight::due_ahead(one, now).is_some());
        let kinds: BTreeSet<_> =
            ahead.map(|one| one.cycle.basis.kind).filter(|kind| policy.warns_of(kind)).collect();
        past.keep(|kind| kinds.contains(kind));
        let full = past.full(now);
        if !kinds.iter().all(|kind| full.contains(*kind)) {
            match self.archived(policy, ids, &|kind, _| kinds.contains(kind) && !full.contains(kind)) {
                Ok(more) => past = past.join(more),
                Err(_) => past.keep(|kind| full.contains(kind)),
            }
        }
        let foresight = Foresight::of(&past, policy, now);
        let doubt = |(standing, one): (&Option<Standing<'_>>, &Dated<'_>)| {
            Doubt::of(standing.as_ref()?, one.is_promised, (&past, &foresight), policy, now)
        };
        standings.iter().zip(dated).map(doubt).collect()
    }

    /// Returns what the past of a ledger says, with that of its archives if it needs it: of the kinds whose windows it does not fill.
    fn foresight_of(
        &self,
        mut past: Past,
        policy: &Policy,
        ids: &Ids,
        wanted: Wanted<'_>,
    ) -> Result<Foresight> {
        let full = past.full(self.now);
        if past.has_open_besides(&full) {
            let more =
                self.archived(policy, ids, &|kind, owner| !full.contains(kind) && wanted(kind, owner))?;
            past = past.join(more);
        }
        Ok(Foresight::of(&past, policy, self.now))
    }

    /// Returns what the archives of a ledger say of what is wanted.
    fn archived(&self, policy: &Policy, ids: &Ids, wanted: Wanted<'_>) -> Result<Past> {
        let (mut past, now) = (Past::default(), self.now);
        self.see_archives(policy, ids, |look| past.see(look.commitment, wanted, look.policy, now))?;
        Ok(past)
    }
}

const ALL: Wanted<'_> = &|_, _| true;

/// What a pass leaves for its end.
#[derive(Default)]
struct Pending {
    past: Past,
    /// The blocks that have to be seen once more.
    blocks: Vec<Range<usize>>,
}

impl Pending {
    /// Adds what the next part of the ledger leaves.
    fn join(mut self, next: Self) -> Self {
        self.blocks.extend(next.blocks);
        Self { past: self.past.join(next.past), blocks: self.blocks }
    }
}
