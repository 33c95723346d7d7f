//! The lowest ratings, with what the customers said: those from which one learns.
//!
//! Of each group only the few that a report shows are kept while commitments pass. Rows of a report are never in the order of
//! their stars: a rating is a customer's word about one promise, not a grade for who kept it.

use crate::rules::commitment::{Commitment, Id};
use crate::rules::cycle::Rating;
use crate::rules::time::Instant;

/// How many a report shows of each group.
const SHOWN: usize = 3;

/// What a customer said of how it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rated {
    /// The commitment.
    pub id: Id,
    /// The shortest prefix of it that is unique in the ledger; empty until that is known.
    pub short: String,
    /// Which of its cycles, from 1.
    pub cycle: u32,
    /// Who it was promised to.
    pub to: String,
    /// What was promised.
    pub what: String,
    /// Out of five.
    pub stars: u32,
    /// Their words.
    pub words: Option<String>,
    /// When they said it.
    pub at: Instant,
    /// The ledger that it is in.
    pub ledger: String,
}

impl Rated {
    /// Returns what puts it in order: the lowest first, of equal ones the last that was said.
    fn rank(&self) -> (u32, i64, Id, u32) {
        (self.stars, self.at.epoch().saturating_neg(), self.id, self.cycle)
    }
}

/// The lowest of those that were seen so far, the lowest first.
#[derive(Debug, Clone, Default)]
pub(super) struct Lowest(Vec<Rated>);

impl Lowest {
    /// Takes in a rating of a cycle.
    pub(super) fn see(&mut self, rating: &Rating<'_>, commitment: &Commitment<'_>, cycle: u32, ledger: &str) {
        let rated = Rated {
            id: commitment.id,
            short: String::new(),
            cycle,
            to: commitment.to.to_string(),
            what: commitment.what.to_string(),
            stars: rating.stars,
            words: rating.words.map(str::to_owned),
            at: rating.at,
            ledger: ledger.to_owned(),
        };
        let place = self.0.partition_point(|other| other.rank() < rated.rank());
        if place < SHOWN {
            self.0.insert(place, rated);
            self.0.truncate(SHOWN);
        }
    }

    /// Returns them.
    pub(super) fn finish(self) -> Vec<Rated> {
        self.0
    }
}
