//! What a report counts (`docs/rules.md`, "What a report counts"): how many promises were kept, of all that were due.
//!
//! Counting is one pass: commitments are judged and passed on one by one, and only numbers are kept. Every cycle counts
//! by itself. Exact throughout: rates are pairs of counts, percentiles are lengths that occurred.
//!
//! ```text
//! let mut tally = Tally::new(Period { since, until }, Some(GroupKey::Owner));
//! for commitment in … {                                  // those that the filter lets through
//!     if let Some(standing) = standing(&commitment, &policy, now) {
//!         tally.add(&commitment, &standing, &|_owner| true, &policy, now);
//!     }
//! }
//! let report = tally.finish(&policy, now);
//! let met = report.total.keep().at_least(Percent::parse("95")?);    // --fail-under 95
//! views::report::table(&report, out.page(), &mut out)?;             // or views::report::json(&report, &mut out)
//! ```
//!
//! A gate on a rate whose `of` is 0 passes; the command says on stderr that there was nothing to judge.

mod causes;
mod facts;
mod figures;
mod groups;
mod rate;
#[cfg(test)]
#[expect(clippy::arithmetic_side_effects, reason = "an overflow fails the test, as it should")]
pub(crate) mod tests;

use chrono_tz::Tz;

use super::commitment::Commitment;
use super::standing::Standing;
use super::time::Instant;
use crate::rules::policy::Policy;
use causes::Causes;
use facts::Unrated;
use figures::{Count, Now};
use groups::Groups;

pub use causes::Cause;
pub use facts::CycleFacts;
pub use figures::{Figure, Figures, Gate, METRICS, Metric, Number, Spread};
pub use groups::{Group, GroupKey};
pub use rate::{FEW, Percent, Rate};

/// The original dues that a report is about: from `since`, and before `until`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first instant in it.
    pub since: Instant,
    /// The first instant after it.
    pub until: Instant,
}

impl Period {
    /// Returns true if the instant is in it.
    pub fn contains(self, at: Instant) -> bool {
        self.since <= at && at < self.until
    }
}

/// A report, ready to be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct ReportData {
    /// When it was judged.
    pub now: Instant,
    /// The original dues it is about.
    pub period: Period,
    /// The ledger's zone.
    pub zone: Tz,
    /// The key of its groups.
    pub by: Option<GroupKey>,
    /// Everything.
    pub total: Figures,
    /// The groups, best first: by keep rate, then by how many were due, those with fewer than [`FEW`] last. By tag, a
    /// commitment may be in several, and they add up to more than the total.
    pub groups: Vec<Group>,
    /// The reasons given more than once, most frequent first.
    pub causes: Vec<Cause>,
}

/// A report in the making.
#[derive(Debug, Clone)]
pub struct Tally {
    period: Period,
    by: Option<GroupKey>,
    total: Count,
    groups: Groups,
    causes: Causes,
}

impl Tally {
    /// Returns an empty report on this period, grouped by this key.
    pub fn new(period: Period, by: Option<GroupKey>) -> Self {
        Self { period, by, total: Count::default(), groups: Groups::default(), causes: Causes::default() }
    }

    /// Counts the cycles of one commitment, whose `standing` is that at the same `now`: those whose owner, as a report
    /// names it, matches.
    pub fn add(
        &mut self,
        commitment: &Commitment<'_>,
        standing: &Standing<'_>,
        is_owned: &dyn Fn(Option<&str>) -> bool,
        policy: &Policy,
        now: Instant,
    ) {
        let current =
            Now { open: standing.is_open(), at_risk: standing.at_risk, overdue: standing.is_overdue() };
        let cycles = || standing.earlier.iter().chain([&standing.cycle]);
        let mut nexts = cycles().skip(1);
        for cycle in cycles() {
            let next = nexts.next();
            let stands = if next.is_none() { current } else { Now::default() };
            if let Some(unrated) = Unrated::of(cycle, self.period).filter(|unrated| is_owned(unrated.owner)) {
                let whose = (unrated.owner, unrated.at);
                self.count(commitment, whose, policy.zone, &|count| count.add_unrated(&unrated));
            }
            let facts = CycleFacts::of(cycle, next, commitment, self.period, now);
            if let Some(facts) = facts.filter(|facts| is_owned(facts.owner)) {
                let whose = (facts.owner, cycle.original_due);
                self.count(commitment, whose, policy.zone, &|count| count.add(&facts, stands));
                self.causes.add(cycle, &facts);
            }
        }
    }

    /// Counts a cycle in the total, and in its groups.
    fn count(
        &mut self,
        commitment: &Commitment<'_>,
        whose: (Option<&str>, Instant),
        zone: Tz,
        add: &dyn Fn(&mut Count),
    ) {
        add(&mut self.total);
        if let Some(by) = self.by {
            self.groups.add(by, commitment, whose, zone, add);
        }
    }

    /// Returns the report at `now`.
    pub fn finish(self, policy: &Policy, now: Instant) -> ReportData {
        ReportData {
            now,
            period: self.period,
            zone: policy.zone,
            by: self.by,
            total: self.total.finish(),
            groups: self.groups.finish(),
            causes: self.causes.finish(),
        }
    }
}
