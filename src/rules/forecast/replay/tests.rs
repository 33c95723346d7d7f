//! The replay by tables, and as a slow one says that makes the whole curve of each question anew.

use chrono_tz::America::New_York;
use proptest::prelude::*;

use super::*;
use crate::rules::forecast::{Answer, Safe};
use crate::rules::target::Target;

/// Monday 2015-03-02, 00:00 in New York.
const MONDAY: i64 = 1_425_272_400;
const DAY: i64 = 86_400;

fn s(seconds: i64) -> Instant {
    Instant::from_epoch(MONDAY + seconds)
}

fn weekdays() -> OwnClock<'static> {
    OwnClock::of(Target::parse("1bd").ok(), None, New_York)
}

/// A case, and its waits for the customer.
type Waited = (Case, Vec<Wait>);

fn history<'c>(cases: impl IntoIterator<Item = &'c Waited>) -> History {
    let mut history = History::default();
    cases.into_iter().for_each(|(case, waits)| history.push(*case, waits));
    history
}

fn counts(kept: Kept) -> [(u64, u64); 4] {
    kept.map(|rate| (rate.part, rate.of))
}

/// Returns how many in how many were kept at 50 %: the others were made and done before.
fn half(others: &[(i64, i64)], made: i64, end: End, now: i64) -> (u64, u64) {
    let done = |(made, took): &(i64, i64)| Case { made: s(*made), end: End::Done(s(made + took)) };
    let all: Vec<_> =
        others.iter().map(done).chain([Case { made: s(made), end }]).map(|case| (case, Vec::new())).collect();
    let [mine, ..] = counts(history(&all).replay(&OwnClock::Elapsed, s(now)));
    // Of the others the first is never asked about, and each of the later ones is kept if it took no longer than the first.
    let [before, ..] = counts(history(&all[..others.len()]).replay(&OwnClock::Elapsed, s(now)));
    (mine.0 - before.0, mine.1 - before.1)
}

#[test]
fn a_date_is_kept_that_was_done_by_then_and_counts_once_it_is_over() {
    // One took 100 seconds: half are safe within 100.
    let one = [(0, 100)];
    for (end, now, wanted) in [
        (End::Done(s(300)), 1_000, (1, 1)),
        (End::Done(s(301)), 1_000, (0, 1)),
        (End::Done(s(190)), 1_000, (1, 1)),
        // It ends at 300: not before that instant.
        (End::Done(s(250)), 300, (0, 0)),
        (End::Done(s(250)), 301, (1, 1)),
        // Open, or given up, or done after now.
        (End::Never, 300, (0, 0)),
        (End::Never, 301, (0, 1)),
        (End::Done(s(302)), 301, (0, 1)),
        // Withdrawn before nobody knows, withdrawn afterwards it was missed.
        (End::Withdrawn(s(300)), 1_000, (0, 0)),
        (End::Withdrawn(s(301)), 1_000, (0, 1)),
    ] {
        assert_eq!(half(&one, 200, end, now), wanted, "{end:?} at {now}");
    }
    // What was closed later than it was made is not known then.
    assert_eq!(half(&one, 99, End::Done(s(101)), 1_000), (0, 0));
    assert_eq!(half(&one, 100, End::Done(s(101)), 1_000), (1, 1));
}

#[test]
fn a_case_is_not_among_those_that_it_is_judged_by() {
    let at_once = |made: i64| (Case { made: s(made), end: End::Done(s(made)) }, Vec::new());
    assert_eq!(counts(history(&[at_once(0)]).replay(&OwnClock::Elapsed, s(DAY))), [(0, 0); 4]);
    // Each of two in one second knows the other.
    assert_eq!(counts(history(&[at_once(0), at_once(0)]).replay(&OwnClock::Elapsed, s(DAY)))[0], (2, 2));
}

/// Plays the past again, with a curve made of all others for each question.
fn slow(all: &[Waited], clock: &OwnClock<'_>, now: Instant) -> [(u64, u64); 4] {
    let mut counts = [(0, 0); 4];
    for (place, (case, waits)) in all.iter().enumerate().filter(|(_, (case, _))| case.made <= now) {
        let others =
            all.iter().enumerate().filter(|(other, (one, _))| *other != place && one.made <= case.made);
        let curve = history(others.map(|(_, one)| one)).at(clock, case.made);
        let took = |at: Instant| age(case.made, at, waits.iter().copied(), clock);
        let outside = |at: Instant| i64::from(at >= case.made && !ends_open(clock, at));
        for (count, confidence) in counts.iter_mut().zip(Confidence::USUAL) {
            let Answer::Date { span, at, .. } =
                Safe::of(&curve, confidence, clock, New_York, case.made).answer
            else {
                continue;
            };
            let is_over = if waits.is_empty() { at < now } else { took(now) + outside(now) > span };
            let is_kept = match case.end {
                End::Done(at) if at <= now => Some(took(at) + outside(at) <= span),
                End::Withdrawn(at) if at <= now && took(at) + outside(at) <= span => None,
                _ => Some(false),
            };
            if let Some(is_kept) = is_kept.filter(|_| is_over) {
                *count = (count.0 + u64::from(is_kept), count.1 + 1);
            }
        }
    }
    counts
}

/// Cases of few lengths and instants, so that many are at once, in an hour or in a month.
fn cases(count: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Waited>> {
    let wait = prop_oneof![
        9 => Just(None),
        1 => (0..40_i64, 1..40_i64, any::<bool>()).prop_map(Some),
    ];
    let case = (0..400_i64, -2..60_i64, 0..12_u8, wait);
    (prop::sample::select(vec![9, 7_200]), prop::collection::vec(case, count)).prop_map(|(unit, all)| {
        let one = |(made, took, end, wait): (i64, i64, u8, Option<(i64, i64, bool)>)| {
            let (made, at) = (s(made * unit), s((made + took) * unit));
            let end = match end {
                0 | 1 => End::Never,
                2 => End::Withdrawn(at.max(made)),
                _ => End::Done(at),
            };
            let waits = wait.map(|(after, long, is_over)| {
                let since = made.plus(after * unit);
                (since, is_over.then(|| since.plus(long * unit)))
            });
            (Case { made, end }, waits.into_iter().collect())
        };
        all.into_iter().map(one).collect()
    })
}

proptest! {
    #[test]
    fn the_replay_is_that_of_a_curve_for_each_question(
        all in cases(0..80),
        now in 0..500_i64,
        is_working in any::<bool>(),
    ) {
        let clock = if is_working { weekdays() } else { OwnClock::Elapsed };
        let now = s(now * 7_200);
        prop_assert_eq!(counts(history(&all).replay(&clock, now)), slow(&all, &clock, now));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1, ..ProptestConfig::default() })]

    #[test]
    fn the_replay_is_that_of_a_curve_for_each_question_with_a_window_too(
        all in cases(560..620),
        is_working in any::<bool>(),
    ) {
        let clock = if is_working { weekdays() } else { OwnClock::Elapsed };
        let now = s(500 * 7_200);
        prop_assert_eq!(counts(history(&all).replay(&clock, now)), slow(&all, &clock, now));
    }
}
