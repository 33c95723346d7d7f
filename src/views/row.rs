//! A commitment with its standing, ready to be shown in any format.

use super::origin::Origin;
use crate::rules::commitment::{Class, Commitment, Id};
use crate::rules::forecast::{Foresight, at_least};
use crate::rules::ids::Ids;
use crate::rules::policy::Policy;
use crate::rules::standing::{Reason, Reasons, Standing, standing};
use crate::rules::time::Instant;
use crate::when::say;

/// What every view needs besides the rows.
#[derive(Clone, Copy)]
pub struct Sheet<'s> {
    /// The policy.
    pub policy: &'s Policy,
    /// Every id, for the shortest prefixes.
    pub ids: &'s Ids,
    /// The current time.
    pub now: Instant,
    /// The ledger.
    pub origin: Origin<'s>,
    /// Whether the machine's zone differs from the ledger's, so that a time without its zone would mislead.
    pub is_away: bool,
}

/// One commitment to show.
#[derive(Debug, Clone, PartialEq)]
pub struct Row<'r> {
    /// The commitment.
    pub commitment: &'r Commitment<'r>,
    /// Its standing.
    pub standing: Standing<'r>,
    /// Why it is listed, including the reasons of the options.
    pub reasons: Reasons,
    /// Its place among the parts of a list, the first part first.
    pub rank: u8,
    /// The chance that it is done after its due, from 0 to 1; `None` where that is not known, or was not asked for.
    pub late: Option<f64>,
}

impl<'r> Row<'r> {
    /// Judges a commitment. Returns `None` if it was made after `now`.
    pub fn new(commitment: &'r Commitment<'r>, policy: &Policy, now: Instant) -> Option<Self> {
        Some(Self::of(commitment, standing(commitment, policy, now)?))
    }

    /// Returns the row of a commitment with its standing.
    pub fn of(commitment: &'r Commitment<'r>, standing: Standing<'r>) -> Self {
        Self { commitment, reasons: standing.reasons, rank: standing.rank(), late: None, standing }
    }

    /// Adds what the past says of it. Returns false if that has to be known first: it says something only of what is open and not
    /// past its due.
    #[must_use]
    pub fn foresee(&mut self, foresight: Option<&Foresight>, policy: &Policy, now: Instant) -> bool {
        self.late = foresight.and_then(|foresight| foresight.late(&self.standing, policy, now));
        foresight.is_some() || Foresight::due_ahead(&self.standing, now).is_none()
    }

    /// Flags it if it is late with at least this chance. Returns whether it is so, or no chance was asked for.
    pub fn flag_likely_late(&mut self, share: Option<f64>) -> bool {
        let Some(share) = share else { return true };
        let is_likely = self.late.is_some_and(|late| at_least(late, share));
        self.reasons.add_if(is_likely, Reason::LikelyLate);
        is_likely
    }

    /// Returns the time left while its clock is stopped, in the units of its own clock.
    pub fn left(&self, policy: &Policy) -> String {
        let left = self.standing.left.unwrap_or_default();
        if policy.clock(self.standing.cycle.basis).is_working() {
            say::working(left)
        } else {
            say::span(left)
        }
    }

    /// Returns its place in a list.
    pub fn order(&self) -> Order {
        Order::new(self.rank, self.commitment.class, self.standing.listed_due(), self.commitment.id)
    }
}

/// The order of every list: overdue, at risk, open, waiting, closed (of an agenda, its groups); then class; then due; then id.
///
/// One number, because a long list spends much of its time comparing: from the top a byte for the rank and one for the
/// class, 48 bits for the due, and the letters of the id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Order(u128);

impl Order {
    fn new(rank: u8, class: Class, due: Option<Instant>, id: Id) -> Self {
        // 48 bits hold far more seconds than the years 1900 to 2099 need. Commitments without a due come last.
        let [_, _, due @ ..] = due.map_or(i64::MAX, |due| due.epoch().saturating_add(1 << 47)).to_be_bytes();
        let [a, b, c, d, e, f] = due;
        let [s, t, u, v, w, x, y, z] = *id.as_bytes();
        Self(u128::from_be_bytes([rank, class as u8, a, b, c, d, e, f, s, t, u, v, w, x, y, z]))
    }

    /// Returns the rank of its part of the list.
    pub fn rank(self) -> u8 {
        let [rank, ..] = self.0.to_be_bytes();
        rank
    }

    /// Returns the commitment's id.
    pub fn id(self) -> Id {
        let [.., s, t, u, v, w, x, y, z] = self.0.to_be_bytes();
        Id::new(&[s, t, u, v, w, x, y, z]).unwrap_or(Id::PLACEHOLDER)
    }
}
