//! The groups of a report: their key, and their order.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};

use chrono::Datelike;
use chrono_tz::Tz;

use super::figures::{Count, Figures};
use super::rate::FEW;
use crate::rules::commitment::Commitment;
use crate::rules::time::Instant;
use crate::rules::words::words;

words! {
    /// The key by which a report is grouped.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum GroupKey = "group" {
        /// Who had to keep it.
        /// The owner at the known due, or at closing if that was earlier.
        Owner = "owner",
        /// The customer.
        To = "to",
        /// The kind.
        Kind = "kind",
        /// Each tag.
        Tag = "tag",
        /// The month it was due in.
        /// That of the original due, in the ledger's zone; of what is withdrawn or void, that of its closing.
        Month = "month",
    }
}

/// One group of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its key; `None` for commitments without an owner or a tag.
    pub key: Option<String>,
    /// What was counted.
    pub figures: Figures,
    /// Whether it has the best rate of all groups that are large enough. Recognition is part of the job.
    pub best: bool,
}

/// Groups in the making. Each key is allocated once.
#[derive(Debug, Clone, Default)]
pub(super) struct Groups {
    counts: Vec<(Option<String>, Count)>,
    named: HashMap<String, usize>,
    months: BTreeMap<(i32, u32), usize>,
    nameless: Option<usize>,
}

impl Groups {
    /// Counts one cycle in its group, or by tag in its groups: `owner` is who had it, `at` decides the month.
    pub(super) fn add(
        &mut self,
        by: GroupKey,
        commitment: &Commitment<'_>,
        (owner, at): (Option<&str>, Instant),
        zone: Tz,
        add: &dyn Fn(&mut Count),
    ) {
        let place = match by {
            GroupKey::Owner => self.named(owner),
            GroupKey::To => self.named(Some(&commitment.to)),
            GroupKey::Kind => self.named(Some(&commitment.kind)),
            GroupKey::Month => self.month(at, zone),
            GroupKey::Tag if commitment.tags.is_empty() => self.named(None),
            GroupKey::Tag => {
                // A tag written twice is still one tag.
                let mut places: Vec<_> = commitment.tags.iter().map(|tag| self.named(Some(tag))).collect();
                places.sort_unstable();
                places.dedup();
                places.into_iter().for_each(|place| self.count(place, add));
                return;
            }
        };
        self.count(place, add);
    }

    fn count(&mut self, place: usize, add: &dyn Fn(&mut Count)) {
        if let Some((_, count)) = self.counts.get_mut(place) {
            add(count);
        }
    }

    fn named(&mut self, key: Option<&str>) -> usize {
        let known = key.map_or(self.nameless, |key| self.named.get(key).copied());
        known.unwrap_or_else(|| {
            let place = self.begin(key.map(str::to_owned));
            match key {
                Some(key) => drop(self.named.insert(key.to_owned(), place)),
                None => self.nameless = Some(place),
            }
            place
        })
    }

    fn month(&mut self, at: Instant, zone: Tz) -> usize {
        let utc = at.date_in(Tz::UTC);
        // No zone is a whole day from UTC, so the zone matters only around the turn of a month.
        let date = if (3..=26).contains(&utc.day()) { utc } else { at.date_in(zone) };
        let month = (date.year(), date.month());
        self.months.get(&month).copied().unwrap_or_else(|| {
            let place = self.begin(Some(format!("{:04}-{:02}", month.0, month.1)));
            self.months.insert(month, place);
            place
        })
    }

    fn begin(&mut self, key: Option<String>) -> usize {
        self.counts.push((key, Count::default()));
        self.counts.len().saturating_sub(1)
    }

    /// Returns the groups, best first, the best one marked.
    pub(super) fn finish(self) -> Vec<Group> {
        let counts = self.counts.into_iter();
        let mut groups: Vec<_> =
            counts.map(|(key, count)| Group { key, figures: count.finish(), best: false }).collect();
        groups.sort_by(order);
        mark(&mut groups);
        groups
    }
}

/// Returns true if the group is large enough to compare its rate with others.
fn tells(group: &Group) -> bool {
    group.figures.due >= FEW
}

/// Compares by keep rate, then by size; groups that are too small come after all others.
fn order(a: &Group, b: &Group) -> Ordering {
    let record = tells(b).cmp(&tells(a)).then_with(|| worse(a, b));
    record.then_with(|| a.key.is_none().cmp(&b.key.is_none())).then_with(|| a.key.cmp(&b.key))
}

fn worse(a: &Group, b: &Group) -> Ordering {
    b.figures.keep().compare(a.figures.keep()).then_with(|| b.figures.due.cmp(&a.figures.due))
}

/// Marks the best group that is large enough. One without a key and one that kept nothing are never marked; of equal
/// ones all are.
fn mark(groups: &mut [Group]) {
    let deserves = |group: &Group| tells(group) && group.key.is_some() && group.figures.kept > 0;
    let Some(best) = groups.iter().find(|group| deserves(group)).cloned() else { return };
    for group in groups.iter_mut().filter(|group| deserves(group)) {
        group.best = worse(&best, group) == Ordering::Equal;
    }
}
