//! What a report counts (`docs/rules.md`, "What a report counts"): how many promises were kept, of all that were due.
//!
//! Counting is one pass: commitments are judged and handed over one by one, and only numbers are kept of them, and the misses
//! where they are asked for. Every cycle counts by itself, by its known due; how commitments stand now is counted beside, whatever
//! the period. Exact throughout: rates are pairs of counts, percentiles are lengths that occurred.
//!
//! ```text
//! let mut tally = Tally::new(Period { since, until }, vec![GroupKey::Owner]);
//! for commitment in … {                                  // those that the filter lets through
//!     if let Some(standing) = standing(&commitment, &policy, now) {
//!         tally.add(&commitment, &standing, &|_owner, _kind| true, &policy, now);
//!     }
//! }
//! let report = tally.finish(&policy, now)?;
//! let met = report.total.keep().at_least(Percent::parse("95")?);    // --fail-under 95
//! views::report::table(&report, out.page(), &mut out)?;             // or views::report::json(&report, &mut out)
//! ```
//!
//! A gate on a rate whose `of` is 0 passes; the command says on stderr that there was nothing to judge.

mod causes;
mod facts;
mod figures;
mod groups;
mod lowest;
mod misses;
#[cfg(test)]
#[expect(clippy::arithmetic_side_effects, reason = "an overflow fails the test, as it should")]
pub(crate) mod tests;

use std::path::PathBuf;
use std::sync::Arc;

use chrono_tz::Tz;

use super::commitment::Commitment;
use super::standing::{Reasons, Standing};
use super::time::Instant;
use crate::error::Problem;
use crate::rules::policy::Policy;
use causes::Causes;
use facts::Apart;
use figures::Count;
use groups::{Groups, Whose, Within};

#[cfg(test)]
use super::rate::Mean;
pub use super::rate::{FEW, Percent, Rate};
pub use causes::Cause;
pub use facts::CycleFacts;
pub use figures::{Figure, Figures, Gate, METRICS, Metric, Number, Spread, Stand};
pub use groups::{Group, GroupKey};
pub use lowest::Rated;
pub use misses::Miss;

/// The known dues that a report is about, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first instant in it.
    pub since: Instant,
    /// The last.
    pub until: Instant,
}

impl Period {
    /// Returns true if the instant is in it.
    pub fn contains(self, at: Instant) -> bool {
        self.since <= at && at <= self.until
    }
}

/// A report, ready to be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct ReportData {
    /// When it was judged.
    pub now: Instant,
    /// The known dues it is about.
    pub period: Period,
    /// The ledger's zone.
    pub zone: Tz,
    /// What its groups are: nothing, one key or two.
    pub by: Vec<GroupKey>,
    /// Whether it is of one owner's promises.
    pub is_of_owner: bool,
    /// The path of the ledger, as it was named; of several, the first.
    pub ledger: PathBuf,
    /// Whether it is of several ledgers, so that what is listed says of which.
    pub is_of_several: bool,
    /// Everything.
    pub total: Figures,
    /// The groups: by time as it goes, else best first, those with fewer than [`FEW`] last. With tags, a commitment is in
    /// several, and they add up to more than the total.
    pub groups: Vec<Group>,
    /// The same by week, as it goes; `None` if it was not asked for.
    pub weeks: Option<Vec<Group>>,
    /// The reasons given more than once, most frequent first.
    pub causes: Vec<Cause>,
    /// The lowest ratings of all, the lowest first.
    pub lowest: Vec<Rated>,
    /// What was late or broken, in the order in which it was due; `None` if it was not asked for.
    pub misses: Option<Vec<Miss>>,
}

impl ReportData {
    /// Returns the lowest ratings, with the keys of the group that they are of: of each group in the order of the groups, or of
    /// all where there are none.
    pub fn lowest(&self) -> impl Iterator<Item = (&[Option<String>], &Rated)> {
        let of_all = self.lowest.iter().filter(|_| self.by.is_empty()).map(|rated| ([].as_slice(), rated));
        let of_groups = self.groups.iter().flat_map(|group| {
            let keys = group.keys.as_slice();
            group.lowest.iter().map(move |rated| (keys, rated))
        });
        of_all.chain(of_groups)
    }
}

/// A report in the making.
#[derive(Debug, Clone)]
pub struct Tally {
    period: Period,
    by: Vec<GroupKey>,
    total: Count,
    groups: Groups,
    weeks: Option<Groups>,
    causes: Causes,
    misses: Option<Vec<Miss>>,
    /// The name of the ledger that is counted.
    ledger: Arc<str>,
    /// The zone of months and weeks, if not that of the policy.
    zone: Option<Tz>,
}

impl Tally {
    /// Returns an empty report on this period, broken down by these keys.
    pub fn new(period: Period, by: Vec<GroupKey>) -> Self {
        let groups = Groups::new(by.clone());
        let (total, causes) = (Count::default(), Causes::default());
        Self {
            period,
            by,
            total,
            groups,
            weeks: None,
            causes,
            misses: None,
            ledger: Arc::default(),
            zone: None,
        }
    }

    /// Goes on with a ledger of this name, in a report that says times in this zone.
    #[must_use]
    pub fn of_ledger(self, name: &str, zone: Tz) -> Self {
        Self { ledger: name.into(), zone: Some(zone), ..self }
    }

    /// Adds a group for each week.
    #[must_use]
    pub fn with_weeks(self) -> Self {
        Self { weeks: Some(Groups::new(vec![GroupKey::Week])), ..self }
    }

    /// Adds a list of what was late or broken.
    #[must_use]
    pub fn with_misses(self) -> Self {
        Self { misses: Some(Vec::new()), ..self }
    }

    /// Counts one commitment, which `standing` judged at the same `now`: of its cycles those whose owner and kind, as a
    /// report names them, are asked for; and how it stands now, if its owner and its kind now are.
    pub fn add(
        &mut self,
        commitment: &Commitment<'_>,
        standing: &Standing<'_>,
        is_asked: &dyn Fn(Option<&str>, &str) -> bool,
        policy: &Policy,
        now: Instant,
    ) {
        let ledger = Arc::clone(&self.ledger);
        let within = Within { zone: self.zone.unwrap_or(policy.zone), ledger: &ledger };
        let (owner, kind) = (standing.cycle.owner, standing.cycle.basis.kind);
        if standing.is_open() && is_asked(owner, kind) {
            self.count(commitment, (owner, kind, None), within, &|count| count.add_now(standing));
        }
        let cycles = || standing.earlier.iter().chain([&standing.cycle]);
        let mut nexts = cycles().skip(1);
        for cycle in cycles() {
            let (next, kind) = (nexts.next(), cycle.basis.kind);
            let apart = Apart::of(cycle, self.period, now).filter(|apart| is_asked(apart.owner, kind));
            if let Some(apart) = apart {
                let whose = (apart.owner, kind, Some(apart.at));
                self.count(commitment, whose, within, &|count| count.add_apart(&apart));
            }
            let facts = CycleFacts::of(cycle, next, self.period, policy, now);
            if let Some(facts) = facts.filter(|facts| is_asked(facts.owner, kind)) {
                let whose = (facts.owner, kind, Some(cycle.known_due));
                self.count(commitment, whose, within, &|count| {
                    count.add(commitment, cycle.number, &facts, &ledger)
                });
                self.causes.add(cycle, &facts);
                if let Some(misses) = &mut self.misses {
                    let flagged = if next.is_none() { standing.reasons } else { Reasons::default() };
                    misses.extend(Miss::of(commitment, cycle, &facts, flagged, &ledger));
                }
            }
        }
    }

    /// Counts something in the total, and in its groups.
    fn count(
        &mut self,
        commitment: &Commitment<'_>,
        whose: Whose<'_>,
        within: Within<'_>,
        add: &dyn Fn(&mut Count),
    ) {
        add(&mut self.total);
        self.groups.add(commitment, whose, within, add);
        if let Some(weeks) = &mut self.weeks {
            weeks.add(commitment, whose, within, add);
        }
    }

    /// Returns the report at `now`.
    ///
    /// # Errors
    /// More groups by time than anybody reads.
    pub fn finish(mut self, policy: &Policy, now: Instant) -> Result<ReportData, Problem> {
        if let Some(misses) = &mut self.misses {
            misses::sort(misses);
        }
        Ok(ReportData {
            now,
            period: self.period,
            zone: policy.zone,
            by: self.by,
            is_of_owner: false,
            ledger: PathBuf::new(),
            is_of_several: false,
            lowest: self.total.lowest(),
            total: self.total.finish(true),
            groups: self.groups.finish()?,
            weeks: self.weeks.map(Groups::finish).transpose()?,
            causes: self.causes.finish(),
            misses: self.misses,
        })
    }
}
