//! Why promises were late, broken or moved: the reasons that were given more than once.

use std::collections::HashMap;

use super::facts::{CycleFacts, Outcome};
use crate::rules::cycle::Cycle;
use crate::text;

/// How often a reason must be given: once is a story, twice is a cause.
const LEAST: u64 = 2;

/// A reason that was given several times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    /// As it was first written.
    pub why: String,
    /// How often it was given.
    pub count: u64,
}

/// Reasons being counted, by their folded text.
#[derive(Debug, Clone, Default)]
pub(super) struct Causes {
    seen: HashMap<String, Cause>,
}

impl Causes {
    /// Counts the reasons of one cycle: those of its moves, and where it ended late or broken also those for
    /// which it was paused, handed on, escalated or given up.
    pub(super) fn add(&mut self, cycle: &Cycle<'_>, facts: &CycleFacts<'_>) {
        cycle.move_reasons.iter().for_each(|why| self.count(why));
        if matches!(facts.outcome, Outcome::Late | Outcome::Broken) {
            cycle.other_reasons.iter().chain(&cycle.cancel_reason).for_each(|why| self.count(why));
        }
    }

    fn count(&mut self, why: &str) {
        let folded = fold(why);
        if folded.is_empty() {
            return;
        }
        let first = || Cause { why: why.trim().to_owned(), count: 0 };
        let cause = self.seen.entry(folded).or_insert_with(first);
        cause.count = cause.count.saturating_add(1);
    }

    /// Returns the reasons given at least twice, most frequent first.
    pub(super) fn finish(self) -> Vec<Cause> {
        let mut causes: Vec<_> = self.seen.into_iter().filter(|(_, cause)| cause.count >= LEAST).collect();
        causes.sort_by(|(a_folded, a), (b_folded, b)| {
            b.count.cmp(&a.count).then_with(|| a_folded.cmp(b_folded))
        });
        causes.into_iter().map(|(_, cause)| cause).collect()
    }
}

/// Returns the text folded, without case, accents and spacing.
fn fold(why: &str) -> String {
    let mut folded = String::with_capacity(why.len());
    for word in why.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(&text::fold(word));
    }
    folded
}
