//! The commitments behind late and broken: what a report lists with `--misses`.

use super::facts::{CycleFacts, Outcome};
use crate::rules::clock::Lateness;
use crate::rules::commitment::{Commitment, Id};
use crate::rules::cycle::Cycle;
use crate::rules::standing::Reasons;
use crate::rules::time::Instant;

/// A cycle that was late or broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Miss {
    /// The commitment.
    pub id: Id,
    /// The shortest prefix of it that is unique in the ledger; empty until that is known.
    pub short: String,
    /// Which of its cycles, from 1.
    pub cycle: u32,
    /// Its kind.
    pub kind: String,
    /// Who it was promised to.
    pub to: String,
    /// What was promised.
    pub what: String,
    /// Whose miss it is, as the report counts it.
    pub owner: Option<String>,
    /// Whether it was broken; otherwise it was late.
    pub is_broken: bool,
    /// The due that it missed, as the customer knew it.
    pub known_due: Instant,
    /// When it was closed, if it is.
    pub closed: Option<Instant>,
    /// By how much it was late, until it was done or until now.
    pub late_by: Option<Lateness>,
    /// Why `overdue` lists it, while it is open.
    pub reasons: Reasons,
    /// Whether it is late by the date that the customer knew only: it was moved, and they were not told in time.
    pub is_told_late: bool,
    /// The reasons that were given for its moves, waits, changes of owner and end.
    pub why: Vec<String>,
    /// The ledger that it is in.
    pub ledger: String,
}

impl Miss {
    /// Returns the miss that a cycle which counts is, if it is one. `flagged` is why `overdue` lists the cycle.
    pub(super) fn of(
        commitment: &Commitment<'_>,
        cycle: &Cycle<'_>,
        facts: &CycleFacts<'_>,
        flagged: Reasons,
        ledger: &str,
    ) -> Option<Self> {
        let is_broken = match facts.outcome {
            Outcome::Late => false,
            Outcome::Broken => true,
            Outcome::Kept | Outcome::Renegotiated => return None,
        };
        let reasons = cycle.move_reasons.iter().chain(&cycle.other_reasons).chain(&cycle.cancel_reason);
        Some(Self {
            id: commitment.id,
            short: String::new(),
            cycle: cycle.number,
            kind: cycle.basis.kind.to_owned(),
            to: commitment.to.to_string(),
            what: commitment.what.to_string(),
            owner: facts.owner.map(str::to_owned),
            is_broken,
            known_due: cycle.known_due,
            closed: cycle.closing.map(|closing| closing.at),
            late_by: facts.lateness,
            reasons: flagged,
            is_told_late: !is_broken && cycle.known_due < cycle.due,
            why: reasons.map(|why| why.trim().to_owned()).filter(|why| !why.is_empty()).collect(),
            ledger: ledger.to_owned(),
        })
    }
}

/// Puts them in order: as they were due, then by id.
pub(super) fn sort(misses: &mut [Miss]) {
    misses.sort_by_key(|miss| (miss.known_due, miss.id, miss.cycle));
}
