//! The like cases: when each was made, and how and when it ended.

use crate::rules::calendar::Calendar;
use crate::rules::clock::OwnClock;
use crate::rules::commitment::CancelAs;
use crate::rules::cycle::Cycle;
use crate::rules::time::Instant;

use super::WINDOW;
use super::curve::{Curve, Seen};

/// How a case ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// It has not: it is open, or was given up, which never ends it.
    Never,
    /// Done then.
    Done(Instant),
    /// The customer no longer wanted it, before its due or after: nobody knows how long it would have taken.
    Withdrawn(Instant),
}

/// One cycle of a commitment, 24 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Case {
    /// When it was promised.
    pub made: Instant,
    /// How it ended.
    pub end: End,
}

/// What is known of all cases of one sort, the end of the latest included.
#[derive(Debug, Clone, Default)]
pub struct History {
    cases: Vec<Case>,
    /// The waits for the customer of the few cases that have any, in the order of the cases.
    waits: Vec<(usize, Wait)>,
}

/// A wait for the customer: since when, and until when if it is over.
pub(super) type Wait = (Instant, Option<Instant>);

impl History {
    /// Adds a cycle; one that was entered by mistake is none.
    pub fn add(&mut self, cycle: &Cycle<'_>) {
        // The way it was cancelled, and not the verdict: what was withdrawn after its due was broken, and yet nobody gave it up.
        let end = match cycle.closing.map(|closing| (closing.way, closing.at)) {
            None | Some((Some(CancelAs::Broken), _)) => End::Never,
            Some((None, at)) => End::Done(at),
            Some((Some(CancelAs::Withdrawn), at)) => End::Withdrawn(at),
            Some((Some(CancelAs::Void), _)) => return,
        };
        let place = self.cases.len();
        self.waits.extend(cycle.waits().map(|wait| (place, wait)));
        self.cases.push(Case { made: cycle.made, end });
    }

    /// Adds a case with its waits.
    pub fn push(&mut self, case: Case, waits: &[Wait]) {
        let place = self.cases.len();
        self.waits.extend(waits.iter().map(|wait| (place, *wait)));
        self.cases.push(case);
    }

    /// Adds all of another history.
    pub fn join(&mut self, other: Self) {
        let before = self.cases.len();
        self.cases.extend(other.cases);
        let later = other.waits.into_iter().map(|(place, wait)| (place.saturating_add(before), wait));
        self.waits.extend(later);
    }

    /// Returns how many were done by `now`.
    pub fn closings(&self, now: Instant) -> usize {
        self.cases.iter().filter(|case| case.done_by(now).is_some()).count()
    }

    /// Returns the curve of what was known at `now`.
    pub fn at(&self, clock: &OwnClock<'_>, now: Instant) -> Curve {
        let since = self.window(now);
        let mut curve = Vec::new();
        for (case, waits) in self.known(now) {
            let over = case.over_by(now);
            if since.zip(over).is_some_and(|(since, over)| over <= since) {
                continue;
            }
            let aged = |at: Instant| age(case.made, at, waits.iter().map(|(_, wait)| *wait), clock);
            let is_done = case.done_by(now).is_some();
            let unfair = is_done && over.is_some_and(|at| at >= case.made && !ends_open(clock, at));
            curve.push(Seen {
                from: since.map_or(0, aged),
                length: aged(over.unwrap_or(now)).saturating_add(i64::from(unfair)),
                is_done,
            });
        }
        Curve::of(curve)
    }

    /// Returns how many cases were made at least `span` seconds of the clock before `now`, before the window as well.
    pub fn as_old(&self, span: i64, clock: &OwnClock<'_>, now: Instant) -> usize {
        let is_as_old = |(case, waits): &(&Case, &[(usize, Wait)])| {
            age(case.made, now, waits.iter().map(|(_, wait)| *wait), clock) >= span
        };
        self.known(now).filter(is_as_old).count()
    }

    /// Returns the last instant before the window: the 501st latest closing that is known at `now`, if there are so many.
    fn window(&self, now: Instant) -> Option<Instant> {
        let mut closings: Vec<_> = self.cases.iter().filter_map(|case| case.done_by(now)).collect();
        if closings.len() <= WINDOW {
            return None;
        }
        let (_, latest, _) = closings.select_nth_unstable_by(WINDOW, |a, b| b.cmp(a));
        Some(*latest)
    }

    /// Returns the cases that were made by `now`, each with its waits.
    pub(super) fn known(&self, now: Instant) -> impl Iterator<Item = (&Case, &[(usize, Wait)])> {
        let mut rest = self.waits.as_slice();
        let cases = self.cases.iter().enumerate().map(move |(place, case)| {
            let own = rest.partition_point(|(of, _)| *of <= place);
            let (waits, later) = rest.split_at(own);
            rest = later;
            (case, waits)
        });
        cases.filter(move |(case, _)| case.made <= now)
    }
}

impl Case {
    /// Returns when it was done, if that was by `now`.
    pub fn done_by(&self, now: Instant) -> Option<Instant> {
        match self.end {
            End::Done(at) => Some(at).filter(|at| *at <= now),
            End::Never | End::Withdrawn(_) => None,
        }
    }

    /// Returns when it was over, done or no longer wanted, if that was by `now`.
    pub(super) fn over_by(&self, now: Instant) -> Option<Instant> {
        match self.end {
            End::Done(at) | End::Withdrawn(at) => Some(at).filter(|at| *at <= now),
            End::Never => None,
        }
    }
}

/// Returns the seconds of the clock from when a case was made, less those in which it waited for the customer; 0 before.
pub(super) fn age(
    made: Instant,
    at: Instant,
    waits: impl Iterator<Item = Wait>,
    clock: &OwnClock<'_>,
) -> i64 {
    let waited = waits.map(|(since, until)| clock.elapsed(since, until.map_or(at, |until| until.min(at))));
    clock.elapsed(made, at).saturating_sub(waited.fold(0, i64::saturating_add)).max(0)
}

/// Returns the age of a cycle in seconds of the clock, as [`History`] counts it.
pub fn age_of(cycle: &Cycle<'_>, clock: &OwnClock<'_>, now: Instant) -> i64 {
    age(cycle.made, now, cycle.waits(), clock)
}

/// Returns whether something that ends then ends within open time, whose ends are its closings; on a clock that never stops
/// everything does.
pub(super) fn ends_open(clock: &OwnClock<'_>, at: Instant) -> bool {
    match clock {
        OwnClock::Elapsed => true,
        OwnClock::Working(calendar) => Calendar::is_open(calendar, at.plus(-1)),
    }
}
