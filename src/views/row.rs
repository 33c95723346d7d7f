//! A commitment and what the rules say of it, ready to be shown in any format.

use std::cmp::Ordering;

use crate::rules::commitment::Commitment;
use crate::rules::house::House;
use crate::rules::ids::Ids;
use crate::rules::standing::{Reasons, Standing, standing};
use crate::rules::time::Instant;
use crate::when::say;

/// What every view needs to know besides the rows.
#[derive(Clone, Copy)]
pub struct Sheet<'s> {
    /// The rules of the house.
    pub house: &'s House,
    /// Every id, for the shortest prefixes.
    pub ids: &'s Ids,
    /// The present moment.
    pub now: Instant,
}

/// One commitment to show.
#[derive(Debug, Clone, PartialEq)]
pub struct Row<'r> {
    /// The commitment.
    pub commitment: &'r Commitment<'r>,
    /// What the rules say of it.
    pub standing: Standing<'r>,
    /// Why it is listed, with the reasons that were asked for.
    pub reasons: Reasons,
}

impl<'r> Row<'r> {
    /// Judges a commitment. `None` if it is of later than now.
    pub fn new(commitment: &'r Commitment<'r>, sheet: Sheet<'_>) -> Option<Self> {
        let standing = standing(commitment, sheet.house, sheet.now)?;
        Some(Self { commitment, reasons: standing.reasons, standing })
    }

    /// What is left while it waits, in the words of its own clock.
    pub fn left(&self, sheet: Sheet<'_>) -> String {
        let left = self.standing.left.unwrap_or_default();
        if sheet.house.clock(self.commitment).is_working() { say::working(left) } else { say::span(left) }
    }

    /// The order of every list: overdue, at risk, open, waiting, closed; then class; then due; then id.
    pub fn order(&self, other: &Self) -> Ordering {
        let key = |row: &Self| {
            let standing = &row.standing;
            (standing.rank(), row.commitment.class, standing.listed_due(), row.commitment.id)
        };
        key(self).cmp(&key(other))
    }
}
