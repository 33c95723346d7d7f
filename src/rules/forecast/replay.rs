//! How often forecasts would have come true: the past is played again, and at each promise the safe spans are asked for, from what
//! was known then.
//!
//! The curve of each question is the one that [`History::at`] makes of all others that were made by then; a test holds the two
//! equal. Here what changes from one question to the next is kept sorted, so that a question costs what the steps of its curve cost,
//! and not what is open or was ever closed.

use std::collections::BTreeSet;

use super::history::{Case, End, History, Wait, age, ends_open};
use super::{Confidence, WINDOW, at_least};
use crate::rules::clock::OwnClock;
use crate::rules::rate::Rate;
use crate::rules::time::Instant;

/// How many dates would have been kept at each of [`Confidence::USUAL`], of those that were asked for and are over.
pub type Kept = [Rate; Confidence::USUAL.len()];

/// The safe spans at [`Confidence::USUAL`].
type Spans = [Option<i64>; Confidence::USUAL.len()];

impl History {
    /// Returns how many safe spans would have been kept that end before `now`, each asked for when a case was made, of all others that
    /// were known then.
    ///
    /// What was given up is not kept. What was withdrawn counts only if it was still open when its span had passed.
    pub fn replay(&self, clock: &OwnClock<'_>, now: Instant) -> Kept {
        let mut cases: Vec<_> = self.known(now).collect();
        cases.sort_by_key(|(case, _)| case.made);
        let axis = Axis::of(&cases, clock, now);
        let all: Vec<_> = cases.iter().map(|(case, waits)| Told::of(case, waits, &axis, now)).collect();
        let mut later: Vec<_> = (0..all.len()).filter(|place| over(&all, *place).is_some()).collect();
        let known_at =
            |place: &usize| over(&all, *place).zip(all.get(*place)).map(|(at, told)| at.max(told.made));
        later.sort_by_key(known_at);
        let mut later = later.into_iter().peekable();
        let (mut replay, mut kept, mut place) = (Replay::of(&all, &axis), Kept::default(), 0_usize);
        for group in all.chunk_by(|one, other| one.made == other.made) {
            let Some(Told { made: then, .. }) = group.first() else { continue };
            let places = place..place.saturating_add(group.len());
            place = places.end;
            places.clone().for_each(|place| replay.open(place));
            while let Some(over) = later.next_if(|place| known_at(place) <= Some(*then)) {
                replay.unopen(over);
                replay.close(over);
            }
            for (place, told) in places.zip(group) {
                let is_over = over(&all, place).is_some_and(|at| at <= *then);
                if is_over {
                    replay.unclose(place)
                } else {
                    replay.unopen(place)
                }
                let spans = replay.ask(*then);
                if is_over {
                    replay.close(place)
                } else {
                    replay.open(place)
                }
                for (rate, span) in kept.iter_mut().zip(spans) {
                    let Some(is_kept) = span.and_then(|span| told.is_kept(span, &axis, now)) else {
                        continue;
                    };
                    *rate =
                        Rate::new(rate.part.saturating_add(u64::from(is_kept)), rate.of.saturating_add(1));
                }
            }
        }
        kept
    }
}

/// The clock as a line: how much of it had passed at each instant that matters. Lengths are differences.
struct Axis<'c> {
    clock: &'c OwnClock<'c>,
    instants: Vec<Instant>,
    passed: Vec<i64>,
}

impl<'c> Axis<'c> {
    fn of(cases: &[(&Case, &[(usize, Wait)])], clock: &'c OwnClock<'c>, now: Instant) -> Self {
        let ends = cases.iter().filter_map(|(case, _)| case.over_by(now));
        let mut instants: Vec<_> = cases.iter().map(|(case, _)| case.made).chain(ends).chain([now]).collect();
        instants.sort_unstable();
        instants.dedup();
        let (mut sum, mut last) = (0_i64, instants.first().copied().unwrap_or(now));
        let passed = instants.iter().map(|at| {
            sum = sum.saturating_add(clock.elapsed(last, *at));
            last = *at;
            sum
        });
        let passed = passed.collect();
        Self { clock, instants, passed }
    }

    /// Returns how much had passed at one of its instants.
    fn at(&self, at: Instant) -> i64 {
        let place = self.instants.binary_search(&at).ok();
        place.and_then(|place| self.passed.get(place)).copied().unwrap_or_default()
    }
}

/// A case with what is asked of it again and again.
struct Told<'h> {
    made: Instant,
    /// What had passed on the axis when it was made.
    begun: i64,
    /// When it was over, by now.
    over: Option<Instant>,
    is_done: bool,
    /// How long it took until it was over, as a curve counts it.
    length: i64,
    waits: &'h [(usize, Wait)],
}

impl<'h> Told<'h> {
    fn of(case: &Case, waits: &'h [(usize, Wait)], axis: &Axis<'_>, now: Instant) -> Self {
        let (over, is_done) = (case.over_by(now), matches!(case.end, End::Done(_)));
        let mut told = Self { made: case.made, begun: axis.at(case.made), over, is_done, length: 0, waits };
        let unfair = |at: Instant| is_done && at >= case.made && !ends_open(axis.clock, at);
        let length = |at: Instant| told.age(at, axis).saturating_add(i64::from(unfair(at)));
        told.length = over.map_or(0, length);
        told
    }

    /// Returns its age at an instant of the axis, in seconds of the clock.
    fn age(&self, at: Instant, axis: &Axis<'_>) -> i64 {
        if self.waits.is_empty() {
            return axis.at(at).saturating_sub(self.begun).max(0);
        }
        age(self.made, at, self.waits.iter().map(|(_, wait)| *wait), axis.clock)
    }

    /// Returns whether it was done within a span; `None` if that is not over at `now`, or it was withdrawn before.
    fn is_kept(&self, span: i64, axis: &Axis<'_>, now: Instant) -> Option<bool> {
        // What is done in this very second, if it is not done yet, took so long.
        let would_take = |at| self.age(at, axis).saturating_add(i64::from(!ends_open(axis.clock, at)));
        if would_take(now) <= span {
            return None;
        }
        match self.over {
            Some(_) if self.is_done => Some(self.length <= span),
            Some(withdrawn) => (would_take(withdrawn) > span).then_some(false),
            None => Some(false),
        }
    }
}

fn over(all: &[Told<'_>], place: usize) -> Option<Instant> {
    all.get(place)?.over
}

/// What is known at an instant that moves on.
struct Replay<'r, 'h> {
    all: &'r [Told<'h>],
    axis: &'r Axis<'r>,
    /// When each was done that is.
    closings: Vec<Instant>,
    /// Those that are over, by when; from the place `since` on they are in the window.
    over: Vec<(Instant, usize)>,
    since: usize,
    /// Of those in the window that are over: their lengths, those of the closed, and when they began.
    lengths: Vec<i64>,
    closed: Vec<i64>,
    begun: Vec<i64>,
    /// When those began that are open.
    open: Vec<i64>,
    /// Those of both sorts that waited for the customer, which are few and looked at one by one.
    waited: BTreeSet<usize>,
}

impl<'r, 'h> Replay<'r, 'h> {
    const fn of(all: &'r [Told<'h>], axis: &'r Axis<'r>) -> Self {
        Self {
            all,
            axis,
            closings: Vec::new(),
            over: Vec::new(),
            since: 0,
            lengths: Vec::new(),
            closed: Vec::new(),
            begun: Vec::new(),
            open: Vec::new(),
            waited: BTreeSet::new(),
        }
    }

    fn open(&mut self, place: usize) {
        match self.all.get(place) {
            Some(told) if told.waits.is_empty() => put(&mut self.open, told.begun),
            _ => _ = self.waited.insert(place),
        }
    }

    fn unopen(&mut self, place: usize) {
        match self.all.get(place) {
            Some(told) if told.waits.is_empty() => take(&mut self.open, &told.begun),
            _ => _ = self.waited.remove(&place),
        }
    }

    fn close(&mut self, place: usize) {
        let Some((told, at)) = self.all.get(place).and_then(|told| Some((told, told.over?))) else { return };
        if told.is_done {
            put(&mut self.closings, at);
        }
        let of = self.over.partition_point(|other| *other <= (at, place));
        self.over.insert(of, (at, place));
        if of < self.since {
            self.since = self.since.saturating_add(1);
        } else {
            self.enter(place);
        }
        self.move_window();
    }

    fn unclose(&mut self, place: usize) {
        let Some((told, at)) = self.all.get(place).and_then(|told| Some((told, told.over?))) else { return };
        if told.is_done {
            take(&mut self.closings, &at);
        }
        let Ok(of) = self.over.binary_search(&(at, place)) else { return };
        self.over.remove(of);
        if of < self.since {
            self.since = self.since.saturating_sub(1);
        } else {
            self.leave(place);
        }
        self.move_window();
    }

    /// Returns the last instant before the window.
    fn begin(&self) -> Option<Instant> {
        let last = self.closings.len().checked_sub(WINDOW.saturating_add(1))?;
        self.closings.get(last).copied()
    }

    fn move_window(&mut self) {
        let begin = self.begin();
        let since = begin.map_or(0, |begin| self.over.partition_point(|(at, _)| *at <= begin));
        while self.since != since {
            let is_later = self.since < since;
            let passed = if is_later { self.since } else { self.since.saturating_sub(1) };
            let Some((_, place)) = self.over.get(passed).copied() else { return };
            if is_later {
                self.leave(place)
            } else {
                self.enter(place)
            }
            self.since = if is_later { self.since.saturating_add(1) } else { passed };
        }
    }

    fn enter(&mut self, place: usize) {
        match self.all.get(place) {
            Some(told) if told.waits.is_empty() => {
                put(&mut self.lengths, told.length);
                put(&mut self.begun, told.begun);
                if told.is_done {
                    put(&mut self.closed, told.length);
                }
            }
            _ => _ = self.waited.insert(place),
        }
    }

    fn leave(&mut self, place: usize) {
        match self.all.get(place) {
            Some(told) if told.waits.is_empty() => {
                take(&mut self.lengths, &told.length);
                take(&mut self.begun, &told.begun);
                if told.is_done {
                    take(&mut self.closed, &told.length);
                }
            }
            _ => _ = self.waited.remove(&place),
        }
    }

    /// Returns the safe spans of what is known, for what is promised `now`.
    fn ask(&self, now: Instant) -> Spans {
        let mut spans = Spans::default();
        let (then, begin) = (self.axis.at(now), self.begin().map(|begin| self.axis.at(begin)));
        let waited = Waited::of(self, now);
        let all: Vec<_>;
        let closed = if waited.closed.is_empty() {
            &self.closed
        } else {
            let mut both = [self.closed.as_slice(), waited.closed.as_slice()].concat();
            both.sort_unstable();
            all = both;
            &all
        };
        let known = closed.len().saturating_add(waited.never_seen);
        let mut asked = Confidence::USUAL.iter().zip(&mut spans);
        let mut next = asked.next().filter(|(confidence, _)| confidence.needs() <= known);
        let (mut shorter, mut entered, mut open) = (0, self.begun.len(), (self.open.len(), self.open.len()));
        let mut left = 1.0;
        for ended in closed.chunk_by(|one, other| one == other) {
            let Some(&length) = ended.first() else { continue };
            // At a length of 0 only those are seen that are seen from the beginning; else also those that were younger.
            let age = length.max(1);
            while self.lengths.get(shorter).is_some_and(|other| *other < length) {
                shorter = shorter.saturating_add(1);
            }
            open.0 = up_to(&self.open, then.saturating_sub(length), open.0);
            let mut others = self.lengths.len().saturating_sub(shorter).saturating_add(open.0);
            if let Some(begin) = begin {
                entered = up_to(&self.begun, begin.saturating_sub(age), entered);
                open.1 = up_to(&self.open, begin.saturating_sub(age), open.1);
                others = others.saturating_sub(entered).saturating_sub(open.1);
            }
            others = others.saturating_add(waited.at_risk(length));
            left *= 1.0 - ended.len() as f64 / (others as f64 + 1.0);
            while let Some((confidence, span)) = &mut next {
                if !at_least(1.0 - confidence.share(), left) {
                    break;
                }
                **span = Some(length);
                next = asked.next().filter(|(confidence, _)| confidence.needs() <= known);
            }
            if next.is_none() {
                break;
            }
        }
        spans
    }
}

/// What is seen of those that waited for the customer.
#[derive(Default)]
struct Waited {
    lengths: Vec<i64>,
    entries: Vec<i64>,
    closed: Vec<i64>,
    /// How many were closed before anything was seen of them.
    never_seen: usize,
}

impl Waited {
    fn of(replay: &Replay<'_, '_>, now: Instant) -> Self {
        let (mut waited, begin) = (Self::default(), replay.begin());
        for told in replay.waited.iter().filter_map(|place| replay.all.get(*place)) {
            let is_over = told.over.is_some_and(|at| at <= now);
            let length = if is_over { told.length } else { told.age(now, replay.axis) };
            let from = begin.map_or(0, |begin| told.age(begin, replay.axis));
            if from > 0 && from >= length {
                waited.never_seen = waited.never_seen.saturating_add(usize::from(is_over && told.is_done));
                continue;
            }
            waited.lengths.push(length);
            waited.entries.extend((from > 0).then_some(from));
            waited.closed.extend((is_over && told.is_done).then_some(length));
        }
        waited.lengths.sort_unstable();
        waited.entries.sort_unstable();
        waited
    }

    fn at_risk(&self, length: i64) -> usize {
        let from = |values: &[i64]| values.len().saturating_sub(values.partition_point(|one| *one < length));
        from(&self.lengths).saturating_sub(from(&self.entries))
    }
}

/// Puts a value into its place.
fn put<T: Ord>(values: &mut Vec<T>, value: T) {
    let place = values.partition_point(|other| *other <= value);
    values.insert(place, value);
}

/// Takes one such value out.
fn take<T: Ord>(values: &mut Vec<T>, value: &T) {
    if let Ok(place) = values.binary_search(value) {
        values.remove(place);
    }
}

/// Returns how many of sorted values are at most `limit`, of which there were `before` for a higher limit: found from there, because
/// it is near.
fn up_to(values: &[i64], limit: i64, before: usize) -> usize {
    let (mut high, mut step) = (before.min(values.len()), 1_usize);
    loop {
        let low = high.saturating_sub(step);
        let is_below = values.get(low).is_none_or(|value| *value <= limit);
        if is_below || low == 0 {
            let within =
                values.get(low..high).map_or(0, |near| near.partition_point(|value| *value <= limit));
            return low.saturating_add(within);
        }
        (high, step) = (low, step.saturating_mul(2));
    }
}

#[cfg(test)]
#[expect(clippy::arithmetic_side_effects, reason = "an overflow fails the test, as it should")]
mod tests;
