//! The rule as `docs/forecast.md` has it: tables, an independent slow count, and what holds for any past.

use chrono_tz::America::New_York;
use proptest::prelude::*;

use super::*;
use crate::rules::policy::Kind;
use crate::rules::target::Target;
use crate::rules::time::Instant;

/// Monday 2015-03-02, 00:00 in New York.
const MONDAY: i64 = 1_425_272_400;
const DAY: i64 = 86_400;

fn s(seconds: i64) -> Instant {
    Instant::from_epoch(MONDAY + seconds)
}

fn done(made: i64, took: i64) -> Case {
    Case { made: s(made), end: End::Done(s(made + took)) }
}

fn open(made: i64) -> Case {
    Case { made: s(made), end: End::Never }
}

fn history(cases: impl IntoIterator<Item = Case>) -> History {
    let mut history = History::default();
    cases.into_iter().for_each(|case| history.push(case, &[]));
    history
}

fn confidence(text: &str) -> Confidence {
    Confidence::parse(text).unwrap()
}

/// Returns the clock of whole days from Monday to Friday.
fn weekdays() -> OwnClock<'static> {
    OwnClock::of(Target::parse("1bd").ok(), None, New_York)
}

fn span(curve: &Curve, at: &str, clock: &OwnClock<'_>, now: Instant) -> Option<i64> {
    match Safe::of(curve, confidence(at), clock, New_York, now).answer {
        Answer::Date { span, .. } => Some(span),
        Answer::Few | Answer::None => None,
    }
}

#[test]
fn nine_are_enough_for_ninety_and_eight_are_not() {
    let needs = ["50", "75", "90", "95", "99", "99.5", "0.5%"].map(|text| confidence(text).needs());
    assert_eq!(needs, [1, 3, 9, 19, 99, 199, 1]);
    let of = |count: i64| history((0..count).map(|n| done(0, 10 * (n + 1)))).at(&OwnClock::Elapsed, s(1_000));
    assert_eq!(span(&of(9), "90", &OwnClock::Elapsed, s(1_000)), Some(90));
    let eight = Safe::of(&of(8), confidence("90"), &OwnClock::Elapsed, New_York, s(1_000));
    assert_eq!(eight.answer, Answer::Few);
    // What is open is no closing.
    let with_open = history((0..8).map(|n| done(0, 10 * (n + 1))).chain([open(0), open(0)]));
    let with_open = with_open.at(&OwnClock::Elapsed, s(1_000));
    let safe = Safe::of(&with_open, confidence("90"), &OwnClock::Elapsed, New_York, s(1_000));
    assert_eq!(safe.answer, Answer::Few);
}

#[test]
fn a_confidence_is_a_percentage_between_none_and_all() {
    assert_eq!(confidence("90"), confidence("90%"));
    assert_eq!(confidence("90").to_string(), "90 %");
    for refused in ["0", "100", "0%", "101", "-1", "", "ninety", "0.9"] {
        assert!(Confidence::parse(refused).is_err(), "{refused}");
    }
}

#[test]
fn what_is_open_counts_as_long_as_it_is_old() {
    // Three took 10, 20 and 30 seconds; one is open for 25. With one more: 1 - 1/5, then 1 - 1/4, and of the last two one.
    let curve = history([done(0, 10), done(0, 20), done(0, 30), open(75)]).at(&OwnClock::Elapsed, s(100));
    let left: Vec<_> = curve.steps().iter().map(|step| (step.length, step.left)).collect();
    let [first, second] = [0.8, 0.8 * 0.75];
    assert_eq!(left, [(10, first), (20, second), (30, second * 0.5)]);
    assert_eq!((curve.closed, curve.open), (3, 1));
    assert!((curve.left_after(29) - 0.6).abs() < 1e-12);
    assert!((curve.left_after(30) - 0.3).abs() < 1e-12);
    assert!((curve.left_after(9) - 1.0).abs() < 1e-12);
}

#[test]
fn what_happens_later_is_not_known() {
    let all = [done(0, 10), done(0, 50), done(41, 5), open(41)];
    let curve = history(all).at(&OwnClock::Elapsed, s(40));
    assert_eq!((curve.closed, curve.open), (1, 1), "the second is open, the others are not made");
    let curve = history(all).at(&OwnClock::Elapsed, s(41));
    assert_eq!((curve.closed, curve.open), (1, 3), "the others were made at the very second");
    let curve = history(all).at(&OwnClock::Elapsed, s(49));
    assert_eq!((curve.closed, curve.open), (2, 2));
    // At the very second both are known.
    let curve = history(all).at(&OwnClock::Elapsed, s(50));
    assert_eq!((curve.closed, curve.open), (3, 1));
}

#[test]
fn what_was_given_up_never_ends_and_what_was_withdrawn_is_seen_until_then() {
    let withdrawn = Case { made: s(0), end: End::Withdrawn(s(15)) };
    let all = history([done(0, 10), done(0, 20), withdrawn, open(0)]);
    let curve = all.at(&OwnClock::Elapsed, s(100));
    let left: Vec<_> = curve.steps().iter().map(|step| step.left).collect();
    assert_eq!(left, [0.8, 0.8 * (1.0 - 1.0 / 3.0)]);
    assert_eq!((curve.closed, curve.open), (2, 2));
}

#[test]
fn the_window_begins_at_the_501st_latest_closing_and_those_made_before_it_come_in_late() {
    // 500 closings in the window, 10 seconds each; before it two, of which one gives its begin.
    let window = (0..500).map(|n| done(1_000 + n, 10));
    let before = [done(0, 5), done(400, 100)];
    let late = [done(300, 709), open(450)];
    let curve = history(window.clone().chain(before).chain([late[1]])).at(&OwnClock::Elapsed, s(5_000));
    assert_eq!((curve.closed, curve.open), (500, 1));
    // One that was made 200 seconds before the window and is open counts from an age of 50 on: not at 10 seconds.
    assert_eq!(curve.steps().len(), 1);
    assert!((curve.left_after(10) - (1.0 - 500.0 / 501.0)).abs() < 1e-12);
    assert_eq!(curve.older_than(49), 0);
    assert_eq!(curve.older_than(50), 1);
    // One closing more moves the window on by one.
    let curve = history(window.clone().chain(before).chain(late)).at(&OwnClock::Elapsed, s(5_000));
    assert_eq!((curve.closed, curve.open), (500, 1));
    assert_eq!((curve.older_than(558), curve.older_than(559)), (0, 1));
    // What closed in the very second in which the window begins is before it.
    let curve = history(window.chain([done(300, 710)])).at(&OwnClock::Elapsed, s(5_000));
    assert_eq!((curve.closed, curve.open), (499, 0));
}

#[test]
fn what_comes_in_late_is_at_risk_after_the_age_at_which_it_comes_in() {
    // The window begins at 500.
    let window = (0..499).map(|n| done(1_000 + n, 10)).chain([done(400, 100)]);
    let with = |case: Case, waits: &[(Instant, Option<Instant>)]| {
        let mut all = history(window.clone().chain([done(900, 10)]));
        all.push(case, waits);
        all.at(&OwnClock::Elapsed, s(5_000))
    };
    let left = |curve: &Curve| curve.left_after(10);
    assert!(
        (left(&with(open(490), &[])) - (1.0 - 500.0 / 501.0)).abs() < 1e-12,
        "just as old is not at risk"
    );
    assert!((left(&with(open(491), &[])) - (1.0 - 500.0 / 502.0)).abs() < 1e-12);
    // A wait of 130 seconds is taken out of the 200 that it was old.
    let waited = with(open(300), &[(s(350), Some(s(480)))]);
    assert_eq!((waited.older_than(69), waited.older_than(70)), (0, 1));
    // What waited from before the window until it was done is seen at no age.
    let mut all = history(window);
    all.push(done(300, 300), &[(s(400), Some(s(600)))]);
    let curve = all.at(&OwnClock::Elapsed, s(5_000));
    assert_eq!((curve.closed, curve.steps().len(), curve.older_than(99)), (500, 1, 0));
}

#[test]
fn like_cases_as_old_are_counted_before_the_window_too() {
    let all = history((0..600).map(|n| done(n, 10)).chain([open(100)]));
    let as_old =
        [4_401, 4_402, 4_900, 5_000, 5_001].map(|span| all.as_old(span, &OwnClock::Elapsed, s(5_000)));
    assert_eq!(as_old, [601, 600, 102, 1, 0]);
}

#[test]
fn a_due_is_judged_by_the_time_until_then_on_the_clock_of_the_kind() {
    let mut policy = Policy::new(New_York);
    let kind = Kind { target: Target::parse("1bd").ok(), ..Kind::default() };
    policy.kinds.insert("repair".to_owned(), kind);
    // Ten that took one to ten hours of a Monday; asked on a Friday at 22:00, for Monday at 02:00: four hours.
    let all = history((1..=10).map(|hours| done(-28 * DAY, 3_600 * hours)));
    let (now, due) = (s(4 * DAY + 22 * 3_600), s(7 * DAY + 3_600));
    let forecast = Forecast::of("repair", &all, confidence("90"), Some(due), (&policy, New_York), now);
    let chance = forecast.by.unwrap();
    assert_eq!((forecast.is_working, chance.like), (true, 10));
    assert!(chance.kept.is_some_and(|kept| (kept - 4.0 / 11.0).abs() < 1e-12), "{chance:?}");
}

#[test]
fn five_hundred_closings_have_no_window() {
    let all = history((0..500).map(|n| done(n, 10)).chain([open(0)]));
    let curve = all.at(&OwnClock::Elapsed, s(5_000));
    assert_eq!((curve.closed, curve.open, curve.older_than(0)), (500, 1, 501));
}

#[test]
fn on_a_working_clock_only_open_time_counts_and_a_closing_outside_it_a_second_more() {
    let clock = weekdays();
    let friday = 4 * DAY;
    // The clocks go forward on that Sunday.
    let monday = 3 * DAY - 3_600;
    let cases = [
        (done(friday, DAY / 2), DAY / 2),
        // The end of Friday belongs to it.
        (done(friday, DAY), DAY),
        (done(friday, DAY + 1), DAY + 1),
        (done(friday, 2 * DAY), DAY + 1),
        // Monday's first second is over at its end.
        (done(friday, monday), DAY + 1),
        (done(friday, monday + 1), DAY + 1),
        (done(friday, monday + 2), DAY + 2),
        (done(friday, -5), 0),
        // On Saturday at noon, and before that.
        (done(5 * DAY + DAY / 2, 0), 1),
        (done(5 * DAY + DAY / 2, -5), 0),
    ];
    for (case, length) in cases {
        let curve = history([case]).at(&clock, s(30 * DAY));
        assert_eq!(curve.steps().first().map(|step| step.length), Some(length), "{case:?}");
    }
    // It is over at the very second at which it is asked.
    let curve = history([done(friday, 2 * DAY)]).at(&clock, s(friday + 2 * DAY));
    assert_eq!(curve.steps().first().map(|step| step.length), Some(DAY + 1));
}

#[test]
fn time_waiting_for_the_customer_is_taken_out() {
    let mut all = History::default();
    all.push(done(0, 100), &[(s(10), Some(s(30))), (s(50), Some(s(60)))]);
    let curve = all.at(&OwnClock::Elapsed, s(1_000));
    assert_eq!(curve.steps().first().map(|step| step.length), Some(70));
    // Known only so far.
    let mut all = History::default();
    all.push(open(0), &[(s(10), Some(s(30))), (s(50), None)]);
    all.push(open(5), &[]);
    let ages = |now: i64| (0..100).find(|age| all.at(&OwnClock::Elapsed, s(now)).older_than(*age) < 2);
    assert_eq!(ages(20), Some(10));
    assert_eq!(ages(40), Some(20));
    assert_eq!(ages(70), Some(30));
    assert_eq!(
        (all.as_old(30, &OwnClock::Elapsed, s(70)), all.as_old(31, &OwnClock::Elapsed, s(70))),
        (2, 1)
    );
}

#[test]
fn a_date_is_the_next_full_hour_or_the_end_of_its_day_or_of_its_hours() {
    let shown = |took: i64, clock: &OwnClock<'_>, now: i64| {
        let all = history((0..9).map(|n| done(-40 * DAY - n, took)));
        let safe = Safe::of(&all.at(clock, s(now)), confidence("90"), clock, New_York, s(now));
        safe.shown().map(|at| at.since(s(0)))
    };
    let wall = &OwnClock::Elapsed;
    assert_eq!(shown(3_600, wall, 0), Some(3_600));
    assert_eq!(shown(3_601, wall, 0), Some(7_200));
    assert_eq!(shown(3_660, wall, 0), Some(7_200));
    assert_eq!(shown(DAY - 1, wall, 0), Some(DAY));
    // In Greenwich it is another day by then.
    assert_eq!(shown(DAY + 20 * 3_600, wall, 0), Some(2 * DAY - 1));
    assert_eq!(shown(DAY, wall, 0), Some(2 * DAY - 1));
    assert_eq!(shown(0, wall, 1), Some(3_600));
    // The clocks go forward on Sunday: the day has 23 hours.
    assert_eq!(shown(DAY, wall, 5 * DAY + 7_200), Some(6 * DAY + 23 * 3_600 - 1));
    // On Friday at noon half a day is left of the week.
    let noon = 4 * DAY + DAY / 2;
    assert_eq!(shown(3_600, &weekdays(), noon), Some(5 * DAY));
    assert_eq!(shown(DAY / 2, &weekdays(), noon), Some(5 * DAY));
    // Monday to Friday, and the clocks went forward.
    assert_eq!(shown(DAY / 2 + 1, &weekdays(), noon), Some(8 * DAY - 3_600));
    // Nothing is promised for a Saturday.
    assert_eq!(shown(0, &weekdays(), noon + DAY), Some(8 * DAY - 3_600));
}

#[test]
fn no_chance_is_said_from_too_little() {
    let nine = |others: i64| {
        let closed = (0..9).map(|n| done(0, 10 * (n + 1)));
        history(closed.chain((0..others).map(open))).at(&OwnClock::Elapsed, s(1_000))
    };
    assert_eq!(nine(0).kept_within(45, 9), None);
    assert!(nine(0).kept_within(45, 10).is_some_and(|kept| (kept - 0.4).abs() < 1e-12));
    let eight = history((0..8).map(|n| done(0, 10 * (n + 1)))).at(&OwnClock::Elapsed, s(1_000));
    assert_eq!(eight.kept_within(45, 10), None);
    // At an age of 0 nine closed are older, and one that is open.
    assert_eq!(nine(0).late_after(45, 0), None);
    let chance = nine(1).late_after(45, 0).unwrap();
    assert!((chance - nine(1).left_after(45)).abs() < 1e-12);
}

/// Counts what the rule says, word for word: slow, and without sorting.
fn slow(cases: &[Case], clock: &OwnClock<'_>, now: Instant) -> (Vec<(i64, f64)>, usize, usize) {
    let done_at = |case: &Case| match case.end {
        End::Done(at) if at <= now => Some(at),
        _ => None,
    };
    let ended = |case: &Case| match case.end {
        End::Done(at) | End::Withdrawn(at) if at <= now => Some(at),
        _ => None,
    };
    let mut closings: Vec<_> = cases.iter().filter_map(done_at).collect();
    closings.sort_unstable();
    closings.reverse();
    let tau = closings.get(500).copied();
    let in_window =
        |case: &&Case| case.made <= now && tau.is_none_or(|tau| ended(case).is_none_or(|at| at > tau));
    let measured = cases.iter().filter(in_window).map(|case| {
        let mut x = clock.elapsed(case.made, ended(case).unwrap_or(now));
        if let (OwnClock::Working(calendar), Some(at)) = (clock, done_at(case))
            && at >= case.made
        {
            let days = [at.plus(-DAY), at].map(|at| at.date_in(New_York));
            let mut periods = days.into_iter().flat_map(|date| calendar.hours_on(date));
            x += i64::from(!periods.any(|period| period.open < at && at <= period.close));
        }
        let a = tau.map_or(0, |tau| clock.elapsed(case.made, tau));
        (x, a, done_at(case).is_some())
    });
    let measured: Vec<_> = measured.collect();
    let mut lengths: Vec<_> =
        measured.iter().filter(|(x, a, done)| *done && (*a == 0 || a < x)).map(|(x, ..)| *x).collect();
    lengths.sort_unstable();
    lengths.dedup();
    let mut left = 1.0;
    let steps = lengths.into_iter().map(|d| {
        let r = 1 + measured.iter().filter(|(x, a, _)| *x >= d && (*a == 0 || *a < d)).count();
        let e = measured.iter().filter(|(x, a, done)| *done && *x == d && (*a == 0 || *a < d)).count();
        left *= 1.0 - e as f64 / r as f64;
        (d, left)
    });
    let steps = steps.collect();
    let closed = measured.iter().filter(|(.., done)| *done).count();
    (steps, closed, measured.len() - closed)
}

fn case() -> impl Strategy<Value = Case> {
    (0..20 * DAY, -5..30_000_i64, 0..10_u8).prop_map(|(made, took, end)| {
        let at = s(made + took * 40);
        let end = match end {
            0 | 1 => End::Never,
            2 => End::Withdrawn(at.max(s(made))),
            _ => End::Done(at),
        };
        Case { made: s(made), end }
    })
}

proptest! {
    #[test]
    fn the_curve_is_that_of_the_slow_count(
        cases in prop_oneof![prop::collection::vec(case(), 0..60), prop::collection::vec(case(), 500..900)],
        now in 0..40 * DAY,
        is_working in any::<bool>(),
    ) {
        let (clock, now) = (if is_working { weekdays() } else { OwnClock::Elapsed }, s(now));
        let curve = history(cases.clone()).at(&clock, now);
        let steps: Vec<_> = curve.steps().iter().map(|step| (step.length, step.left)).collect();
        prop_assert_eq!((steps, curve.closed, curve.open), slow(&cases, &clock, now));
    }

    #[test]
    fn without_open_ones_and_a_window_the_safe_span_is_a_quantile(
        took in prop::collection::vec(0..1_000_i64, 19..120),
        percent in prop::sample::select(vec![50_usize, 75, 90, 95]),
    ) {
        let all = history(took.iter().map(|took| done(0, *took)));
        let curve = all.at(&OwnClock::Elapsed, s(DAY));
        let mut sorted = took.clone();
        sorted.sort_unstable();
        let place = ((took.len() + 1) * percent).div_ceil(100);
        let wanted = sorted.get(place - 1).copied();
        prop_assert_eq!(span(&curve, &percent.to_string(), &OwnClock::Elapsed, s(DAY)), wanted);
    }

    #[test]
    fn more_confidence_never_makes_an_earlier_date_and_none_is_sooner_than_the_quickest(
        cases in prop::collection::vec(case(), 0..200),
        now in 0..40 * DAY,
    ) {
        let now = s(now);
        let curve = history(cases).at(&OwnClock::Elapsed, now);
        let safe = |text: &str| Safe::of(&curve, confidence(text), &OwnClock::Elapsed, New_York, now);
        let all = ["10", "50", "75", "90", "95", "99"].map(safe);
        let mut before = curve.steps().first().map_or(0, |step| step.length);
        for Safe { confidence, answer } in all {
            if let Answer::Date { span, at, shown } = answer {
                prop_assert!(before <= span && at <= shown);
                before = span;
                let left = curve.left_after(shown.since(now));
                prop_assert!(left <= 1.0 - confidence.share() + 1e-9);
            }
        }
    }

    #[test]
    fn the_order_of_cases_changes_nothing(
        cases in prop::collection::vec(case(), 0..600).prop_flat_map(|cases| (Just(cases.clone()), Just(cases).prop_shuffle())),
        now in 0..40 * DAY,
    ) {
        let (one, other) = cases;
        let curve = |cases: Vec<Case>| {
            let curve = history(cases).at(&OwnClock::Elapsed, s(now));
            (curve.steps().to_vec(), curve.closed, curve.open)
        };
        prop_assert_eq!(curve(one), curve(other));
    }
}
