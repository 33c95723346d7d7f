//! The share that is still open after so long: the curve of Kaplan and Meier, with late entry and one case more.

use super::{LEAST_CLOSED, LEAST_LIKE, at_least};

/// What is seen of one case, in seconds of its clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// The age from which on it is observed; 0: from the beginning.
    pub from: i64,
    /// How long it took, or has taken by now.
    pub length: i64,
    /// Whether it was done after that; otherwise it took longer.
    pub is_done: bool,
}

/// A length after which some were done, and the share that took longer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// In seconds of the clock.
    pub length: i64,
    /// From 0 to 1.
    pub left: f64,
}

/// The share of cases that take longer than a length.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// Shortest first.
    steps: Vec<Step>,
    /// How many of those looked at were done.
    pub closed: usize,
    /// How many were not.
    pub open: usize,
    seen: Vec<Seen>,
}

impl Curve {
    /// Returns the curve of these cases and one more, which is never done.
    pub fn of(seen: Vec<Seen>) -> Self {
        let closed = seen.iter().filter(|case| case.is_done).count();
        let open = seen.len().saturating_sub(closed);
        // What was over before it was observed is never at risk.
        let at_risk = || seen.iter().filter(|case| case.from <= 0 || case.from < case.length);
        let sorted = |values: &mut Vec<i64>| values.sort_unstable();
        let (mut lengths, mut entries, mut done) = (Vec::new(), Vec::new(), Vec::new());
        for case in at_risk() {
            lengths.push(case.length);
            entries.extend((case.from > 0).then_some(case.from));
            done.extend(case.is_done.then_some(case.length));
        }
        [&mut lengths, &mut entries, &mut done].into_iter().for_each(sorted);
        let from = |values: &[i64], length: i64| {
            values.len().saturating_sub(values.partition_point(|value| *value < length))
        };
        let (mut steps, mut left) = (Vec::new(), 1.0);
        for ended in done.chunk_by(|a, b| a == b) {
            let Some(&length) = ended.first() else { continue };
            let others = from(&lengths, length).saturating_sub(from(&entries, length));
            left *= 1.0 - ended.len() as f64 / (others as f64 + 1.0);
            steps.push(Step { length, left });
        }
        Self { steps, closed, open, seen }
    }

    /// Returns the steps, shortest first.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Returns the share that takes longer than so many seconds of the clock, from 0 to 1.
    pub fn left_after(&self, length: i64) -> f64 {
        let passed = self.steps.partition_point(|step| step.length <= length);
        passed.checked_sub(1).and_then(|last| self.steps.get(last)).map_or(1.0, |step| step.left)
    }

    /// Returns the shortest length after which at most this share is left.
    pub fn when_left(&self, share: f64) -> Option<i64> {
        let longer = self.steps.partition_point(|step| !at_least(share, step.left));
        self.steps.get(longer).map(|step| step.length)
    }

    /// Returns true if enough were done for it to say a chance.
    pub const fn can_say(&self) -> bool {
        self.closed >= LEAST_CLOSED
    }

    /// Returns how many are observed at an age and took longer.
    pub fn older_than(&self, age: i64) -> usize {
        self.seen.iter().filter(|case| case.from <= age && age < case.length).count()
    }

    /// Returns the chance that something promised now is done within so many seconds; `None` if too little is known. `as_old` is
    /// how many like cases were made at least that long ago.
    pub fn kept_within(&self, length: i64, as_old: usize) -> Option<f64> {
        let is_known = self.can_say() && as_old >= LEAST_LIKE;
        is_known.then(|| 1.0 - self.left_after(length))
    }

    /// Returns the chance that something of this age, still open, is not done at another; `None` if too little is known.
    pub fn late_after(&self, length: i64, age: i64) -> Option<f64> {
        let is_known = self.can_say() && self.older_than(age) >= LEAST_LIKE;
        is_known.then(|| self.left_after(length.max(age)) / self.left_after(age))
    }
}
