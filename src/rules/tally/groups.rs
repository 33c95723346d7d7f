//! The lines of a report: what it is broken down by, and in which order they stand.
//!
//! Each cycle is counted at a place, a number for each key: of a name, where it stands among the names that occurred; of a
//! month, a quarter or a week, how many there were before it. So a place costs no text, and what comes after a month is known.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};

use chrono::{Datelike, NaiveDate};
use chrono_tz::Tz;

use super::figures::{Count, Figures};
use super::lowest::Rated;
use crate::error::Problem;
use crate::rules::commitment::Commitment;
use crate::rules::rate::FEW;
use crate::rules::time::Instant;
use crate::rules::words::words;

/// More lines than this nobody reads; two far dates must not make millions of empty ones.
const MOST_LINES: i64 = 20_000;

words! {
    /// The key by which a report is grouped.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum GroupKey = "group" {
        /// Who had to keep it.
        /// The owner at the known due, or at closing if that was earlier; while it waits, the owner now.
        Owner = "owner",
        /// The customer.
        To = "to",
        /// The kind.
        Kind = "kind",
        /// Each tag.
        Tag = "tag",
        /// Whose interest comes first.
        Class = "class",
        /// The month it was due in.
        /// That of the known due, in the ledger's zone; of what is withdrawn or void, that of its closing.
        Month = "month",
        /// The week it was due in, from Monday on.
        Week = "week",
        /// The quarter it was due in.
        Quarter = "quarter",
        /// The ledger, of several.
        Ledger = "ledger",
    }
}

impl GroupKey {
    /// Returns true if its groups are spans of time. How things stand now belongs to none of them.
    pub const fn is_time(self) -> bool {
        matches!(self, Self::Month | Self::Week | Self::Quarter)
    }
}

/// One line of a report.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Whose it is, a value for each key; `None`: of what has no owner or no tag.
    pub keys: Vec<Option<String>>,
    /// What was counted.
    pub figures: Figures,
    /// Its lowest ratings, the lowest first.
    pub lowest: Vec<Rated>,
    /// Whether it has the best rate of all groups that are large enough. Recognition is part of the job.
    pub best: bool,
    /// Of a span of time: by how many points of whole percent the keep rate differs from that of the span before it, if
    /// something was due in both.
    pub change: Option<i64>,
}

/// Who had it, what kind it was, and of which time it is; without the last it is in no group by time.
pub(super) type Whose<'w> = (Option<&'w str>, &'w str, Option<Instant>);

/// Where something is counted: in which zone it is of a month, and in which ledger it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Within<'w> {
    pub(super) zone: Tz,
    pub(super) ledger: &'w str,
}

/// A number for each key; 0 where there is no second key.
type Place = [i64; 2];

/// The number of what has no owner or no tag.
const NOBODY: i64 = -1;

/// Groups in the making.
#[derive(Debug, Clone)]
pub(super) struct Groups {
    by: Vec<GroupKey>,
    names: HashMap<String, i64>,
    counts: HashMap<Place, Count>,
}

impl Groups {
    /// Returns no groups yet, by these keys.
    pub(super) fn new(by: Vec<GroupKey>) -> Self {
        Self { by, names: HashMap::new(), counts: HashMap::new() }
    }

    /// Counts something of a commitment in the group that it belongs to, or with tags in each.
    pub(super) fn add(
        &mut self,
        commitment: &Commitment<'_>,
        whose: Whose<'_>,
        within: Within<'_>,
        add: &dyn Fn(&mut Count),
    ) {
        let by = |place: usize| self.by.get(place).copied();
        let (Some(first), second) = (by(0), by(1)) else { return };
        let firsts = self.numbers(first, commitment, whose, within);
        let seconds = second.map_or(vec![0], |key| self.numbers(key, commitment, whose, within));
        for first in firsts {
            for second in &seconds {
                add(self.counts.entry([first, *second]).or_default());
            }
        }
    }

    fn numbers(
        &mut self,
        key: GroupKey,
        commitment: &Commitment<'_>,
        (owner, kind, at): Whose<'_>,
        Within { zone, ledger }: Within<'_>,
    ) -> Vec<i64> {
        match key {
            GroupKey::Owner => vec![self.named(owner)],
            GroupKey::To => vec![self.named(Some(&commitment.to))],
            GroupKey::Kind => vec![self.named(Some(kind))],
            GroupKey::Ledger => vec![self.named(Some(ledger))],
            GroupKey::Class => vec![self.named(Some(commitment.class.name()))],
            GroupKey::Tag if commitment.tags.is_empty() => vec![NOBODY],
            GroupKey::Tag => {
                // A tag written twice is still one tag.
                let mut tags: Vec<_> = commitment.tags.iter().map(|tag| self.named(Some(tag))).collect();
                tags.sort_unstable();
                tags.dedup();
                tags
            }
            GroupKey::Month => at.map(|at| month(at, zone)).into_iter().collect(),
            GroupKey::Quarter => at.map(|at| month(at, zone).div_euclid(3)).into_iter().collect(),
            GroupKey::Week => at.map(|at| week(at.date_in(zone))).into_iter().collect(),
        }
    }

    fn named(&mut self, name: Option<&str>) -> i64 {
        let Some(name) = name else { return NOBODY };
        let next = i64::try_from(self.names.len()).unwrap_or(i64::MAX);
        self.names.get(name).copied().unwrap_or_else(|| *self.names.entry(name.to_owned()).or_insert(next))
    }

    /// Returns the groups: by time from the first to the last in which something was due or done ahead, none missing, else the best
    /// first and marked. Of two keys, the second is in that order within each value of the first.
    ///
    /// # Errors
    /// More lines than anybody reads.
    pub(super) fn finish(mut self) -> Result<Vec<Group>, Problem> {
        let by = std::mem::take(&mut self.by);
        let timed = by.iter().position(|key| key.is_time());
        let mut lowest = HashMap::new();
        let mut figures: BTreeMap<Place, Figures> = BTreeMap::new();
        for (place, mut count) in std::mem::take(&mut self.counts) {
            lowest.insert(place, count.lowest());
            figures.insert(place, count.finish(timed.is_none()));
        }
        if let Some(timed) = timed {
            figures = without_gaps(figures, timed)?;
        }
        let names: HashMap<i64, &str> =
            self.names.iter().map(|(name, number)| (*number, name.as_str())).collect();
        let text = |key: GroupKey, number: i64| match key {
            GroupKey::Month => Some(month_name(number)),
            GroupKey::Week => Some(week_name(number)),
            GroupKey::Quarter => Some(quarter_name(number)),
            _ => names.get(&number).map(|name| (*name).to_owned()),
        };
        let group = |(place, of): (&Place, &Figures)| Group {
            keys: by.iter().zip(place).map(|(key, number)| text(*key, *number)).collect(),
            figures: *of,
            lowest: lowest.get(place).cloned().unwrap_or_default(),
            best: false,
            change: timed.and_then(|timed| change(&figures, *place, timed)),
        };
        let mut groups: Vec<_> = figures.iter().map(group).collect();
        groups.sort_by(|a, b| order(a, b, &by));
        if timed.is_none() {
            mark(&mut groups);
        }
        Ok(groups)
    }
}

/// Adds a line for every span of time from the first to the last that has something to say, for each value of the
/// other key.
fn without_gaps(
    mut figures: BTreeMap<Place, Figures>,
    timed: usize,
) -> Result<BTreeMap<Place, Figures>, Problem> {
    figures.retain(|_, figures| figures.due > 0 || figures.ahead > 0);
    let mut spans: BTreeMap<i64, (i64, i64)> = BTreeMap::new();
    for [first, second] in figures.keys() {
        let (time, other) = if timed == 0 { (*first, *second) } else { (*second, *first) };
        let span = spans.entry(other).or_insert((time, time));
        *span = (span.0.min(time), span.1.max(time));
    }
    let lengths = spans.values().map(|(first, last)| last.saturating_sub(*first).saturating_add(1));
    let lines = lengths.fold(0_i64, i64::saturating_add);
    if lines > MOST_LINES {
        return Err(Problem::new(format!(
            "the report would have {lines} lines, at most {MOST_LINES} are shown"
        ))
        .hint(
            "ask for less with --since and --until, or for longer spans with `--by month` or `--by quarter`",
        ));
    }
    for (other, (first, last)) in spans {
        for time in first..=last {
            figures.entry(if timed == 0 { [time, other] } else { [other, time] }).or_default();
        }
    }
    Ok(figures)
}

/// Returns by how many points the keep rate differs from that of the span before.
fn change(figures: &BTreeMap<Place, Figures>, place: Place, timed: usize) -> Option<i64> {
    let [first, second] = place;
    let before = if timed == 0 { [first.checked_sub(1)?, second] } else { [first, second.checked_sub(1)?] };
    let percent = |place: Place| i64::try_from(figures.get(&place)?.keep().percent()?).ok();
    percent(place)?.checked_sub(percent(before)?)
}

/// Returns how many months there were before this one.
fn month(at: Instant, zone: Tz) -> i64 {
    let utc = at.date_in(Tz::UTC);
    // No zone is a whole day from UTC, so only around the turn of a month does the zone have to be asked.
    let date = if (3..=26).contains(&utc.day()) { utc } else { at.date_in(zone) };
    i64::from(date.year()).saturating_mul(12).saturating_add(i64::from(date.month0()))
}

/// Returns how many weeks there were before that of this date.
fn week(date: NaiveDate) -> i64 {
    i64::from(date.num_days_from_ce()).saturating_sub(1).div_euclid(7)
}

fn month_name(number: i64) -> String {
    format!("{:04}-{:02}", number.div_euclid(12), number.rem_euclid(12).saturating_add(1))
}

fn quarter_name(number: i64) -> String {
    format!("{:04}-Q{}", number.div_euclid(4), number.rem_euclid(4).saturating_add(1))
}

fn week_name(number: i64) -> String {
    let monday = number.saturating_mul(7).saturating_add(1);
    let monday =
        i32::try_from(monday).ok().and_then(NaiveDate::from_num_days_from_ce_opt).unwrap_or_default();
    let week = monday.iso_week();
    format!("{:04}-W{:02}", week.year(), week.week())
}

/// Returns true if there is enough behind the rate to compare it with others.
const fn tells(group: &Group) -> bool {
    group.figures.due >= FEW
}

/// Orders key by key: time as it goes, the last key with the best first, and a name before that by the alphabet.
fn order(a: &Group, b: &Group, by: &[GroupKey]) -> Ordering {
    let last = by.len().saturating_sub(1);
    let keys = by.iter().zip(a.keys.iter().zip(&b.keys)).enumerate();
    keys.fold(Ordering::Equal, |so_far, (place, (key, (one, other)))| {
        so_far.then_with(|| {
            let record = if place == last && !key.is_time() { by_record(a, b) } else { Ordering::Equal };
            // Names of spans of time are in the order of time.
            record.then_with(|| one.is_none().cmp(&other.is_none())).then_with(|| one.cmp(other))
        })
    })
}

/// Orders the best first; those with too few to say anything after all others.
fn by_record(a: &Group, b: &Group) -> Ordering {
    tells(b).cmp(&tells(a)).then_with(|| worse(a, b))
}

/// Orders by what the keep rate is at least, as far as so many can tell, then by how many there were.
fn worse(a: &Group, b: &Group) -> Ordering {
    let least = |group: &Group| group.figures.keep().at_worst().unwrap_or(-1.0);
    least(b).total_cmp(&least(a)).then_with(|| b.figures.due.cmp(&a.figures.due))
}

/// Marks the best group that is large enough. One without a key and one that kept nothing are never marked; of equal
/// ones all are.
fn mark(groups: &mut [Group]) {
    let deserves =
        |group: &Group| tells(group) && group.keys.iter().all(Option::is_some) && group.figures.kept > 0;
    let Some(best) = groups.iter().filter(|group| deserves(group)).min_by(|a, b| worse(a, b)).cloned() else {
        return;
    };
    for group in groups.iter_mut().filter(|group| deserves(group)) {
        group.best = worse(&best, group) == Ordering::Equal;
    }
}
