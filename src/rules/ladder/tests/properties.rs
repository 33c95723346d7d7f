//! Under any ladder and any run of owners: however often it is climbed between two events, and whatever climbs are missed
//! in which no event falls, the same rungs fire in the same order, each step once per cycle and up to the same one, and
//! it never goes down.

#![expect(clippy::arithmetic_side_effects, reason = "a test that overflows fails, as it should")]

use proptest::prelude::*;

use super::*;
use crate::rules::commitment::CancelAs;

const HOUR: i64 = 3_600;
/// The most hours between two events of a story.
const MOST_HOURS: i64 = 40;

const TIMES: [&str; 8] = ["0%", "50%", "100%", "-3h", "+1d", "+4bh", "150%", "+24h"];

/// Names of the ladder, and of one who is never on it.
const NAMES: [&str; 4] = ["sam", "lee", "kim", "dana"];
const OUTSIDE: &str = "robin";

/// Draws any ladder: some of the times, for anybody or the owner, for all kinds or one.
fn ladders() -> impl Strategy<Value = Policy> {
    let to = prop_oneof![
        Just(String::new()),
        prop::sample::select(&NAMES[..]).prop_map(|to| format!("to = \"{to}\"\n"))
    ];
    let kinds = prop_oneof![3 => Just(""), 1 => Just("kinds = [\"promise\"]\n")];
    let repeat = prop_oneof![
        2 => Just(""),
        1 => prop::sample::select(vec!["repeat = \"5h\"\n", "repeat = \"1d\"\n", "repeat = \"3bh\"\n", "repeat = \"1bd\"\n"])
    ];
    let quiet = prop_oneof![2 => Just(""), 1 => Just("quiet = \"office\"\n")];
    let reopened = prop_oneof![4 => Just(""), 1 => Just("reopened = 1\n"), 1 => Just("reopened = 2\n")];
    let times = prop::sample::subsequence(TIMES.to_vec(), 1..=TIMES.len()).prop_shuffle();
    let rest = prop::collection::vec((to, kinds, repeat, quiet, reopened), TIMES.len());
    (times, rest).prop_map(|(times, rest)| {
        let rungs = times.iter().zip(rest).map(|(time, (to, kinds, repeat, quiet, reopened))| {
            format!("at = \"{time}\"\n{to}{kinds}{repeat}{quiet}{reopened}")
        });
        let rungs: Vec<_> = rungs.collect();
        ladder(&rungs.iter().map(String::as_str).collect::<Vec<_>>())
    })
}

/// Returns Friday 2026-11-20 09:00 in New York.
fn start() -> Instant {
    at("2026-11-20T09:00:00-05:00")
}

/// Returns what people do between climbs, each a number of hours after the one before; dues are hours from then.
fn story() -> impl Strategy<Value = Vec<(i64, Deed<'static>)>> {
    let deed = prop_oneof![
        Just(Deed::Told),
        Just(Deed::Noted),
        Just(Deed::Heard),
        Just(Deed::Done),
        Just(Deed::Cancelled { way: CancelAs::Void, why: "slip".into() }),
        Just(Deed::Waiting { why: "photos".into(), until: None }),
        Just(Deed::Resumed { due: None, told: false }),
        prop::sample::select(vec!["sam", "lee", "kim", "dana", OUTSIDE]).prop_map(|to| Deed::Handed {
            to: to.into(),
            why: "leave".into(),
            from: None
        }),
        (-5..60_i64, any::<bool>()).prop_map(|(hours, told)| Deed::Moved {
            due: start().plus(hours * HOUR),
            why: "rain".into(),
            told,
            from: None
        }),
        (1..60_i64).prop_map(|hours| Deed::Reopened {
            due: start().plus(hours * HOUR),
            why: "again".into(),
            told: false
        }),
    ];
    prop::collection::vec((1..MOST_HOURS, deed), 0..6)
}

/// Returns when the ladder is climbed after each event, in seconds; the last climb before an event is always made.
fn climbs() -> impl Strategy<Value = Vec<Vec<i64>>> {
    prop::collection::vec(prop::collection::vec(1..MOST_HOURS * HOUR, 0..6), 7)
}

/// A rung that fired, with its cycle and its step.
type Fired = (u32, String, u32);

/// Returns the rungs in the order in which they first fired, each with the last step of it.
fn last_steps(fired: &[Fired]) -> Vec<Fired> {
    let mut lasts: Vec<Fired> = Vec::new();
    for (cycle, name, step) in fired {
        match lasts.iter_mut().find(|(of, rung, _)| (of, rung) == (cycle, name)) {
            Some((.., last)) => *last = *step,
            None => lasts.push((*cycle, name.clone(), *step)),
        }
    }
    lasts
}

/// Climbs once, as `owed escalate` does.
fn climb(commitment: &mut Commitment<'static>, policy: &Policy, now: Instant) -> Vec<Fired> {
    let current = cycles(commitment, policy, now).unwrap().current;
    let Some(call) = Call::new(&current, policy, now) else { return Vec::new() };
    let fired: Vec<_> =
        call.rungs().map(|come| (current.number, come.rung.name.clone(), come.step)).collect();
    let owner = call.owner().map(str::to_owned);
    is_no_step_down(&current, owner.as_deref(), policy);
    for (place, (_, rung, step)) in fired.iter().enumerate() {
        let to = owner.clone().filter(|_| place + 1 == fired.len()).map(Into::into);
        let deed = Deed::Escalated { to, why: None, rung: Some(rung.clone().into()), step: Some(*step) };
        commitment.history.push(Event::new(now, deed));
    }
    fired
}

/// Asserts that who takes over is named by the ladder behind every rung that names who had it.
fn is_no_step_down(cycle: &Cycle<'_>, to: Option<&str>, policy: &Policy) {
    let Some(to) = to else { return };
    let times = Timetable::new(cycle, policy);
    let mut rungs: Vec<_> = times.rungs(cycle.basis.kind).collect();
    rungs.sort_by_key(|(place, rung)| (times.of(rung).unwrap_or(Instant::LAST), *place));
    let last = |name: &str| rungs.iter().rposition(|(_, rung)| rung.to.as_deref() == Some(name));
    assert!(last(to) > cycle.owner.and_then(last), "from {:?} to {to}: {rungs:?}", cycle.owner);
}

/// Plays a story, with climbs in between; returns what fired, and the commitment at the end.
fn play(
    mut commitment: Commitment<'static>,
    policy: &Policy,
    story: &[(i64, Deed<'static>)],
    climbs: &[Vec<i64>],
) -> (Vec<Fired>, Commitment<'static>) {
    let mut now = commitment.made;
    let mut fired = Vec::new();
    let end = (MOST_HOURS * 3, Deed::Noted);
    for ((hours, deed), between) in story.iter().chain([&end]).zip(climbs) {
        let next = now.plus(hours * HOUR);
        let mut between: Vec<_> = between.iter().map(|seconds| now.plus(*seconds)).collect();
        between.retain(|climb| *climb < next);
        between.push(next.plus(-1));
        between.sort();
        for climbed in between {
            fired.extend(climb(&mut commitment, policy, climbed));
        }
        let fits = cycles(&commitment, policy, next).unwrap().current.misfit(deed).is_none();
        if fits {
            commitment.history.push(Event::new(next, deed.clone()));
        }
        now = next;
    }
    (fired, commitment)
}

fn any_commitment() -> impl Strategy<Value = Commitment<'static>> {
    let target = prop_oneof![Just(""), Just("target = \"24h\"\n"), Just("target = \"8bh\"\n")];
    (1..60_i64, target, prop_oneof![Just("promise"), Just("email")]).prop_map(|(hours, target, kind)| {
        let due = start().plus(hours * HOUR).rfc3339(chrono_tz::Tz::UTC);
        commitment(&format!("made = 2026-11-20T09:00:00-05:00\ndue = {due}\nkind = \"{kind}\"\n{target}"))
    })
}

proptest! {
    #[test]
    fn the_same_rungs_fire_in_the_same_order_however_often_one_climbs(
        commitment in any_commitment(),
        story in story(),
        often in climbs(),
        policy in ladders(),
    ) {
                let seldom = vec![Vec::new(); often.len()];
        let (fired, ended) = play(commitment.clone(), &policy, &story, &often);
        let (once, single) = play(commitment, &policy, &story, &seldom);
        prop_assert_eq!(last_steps(&fired), last_steps(&once));
        let owner = |commitment: &Commitment<'_>| {
            let end = Instant::LAST;
            cycles(commitment, &policy, end).unwrap().current.owner.map(str::to_owned)
        };
        prop_assert_eq!(owner(&ended), owner(&single));
    }

    #[test]
    fn each_step_of_a_rung_fires_once_per_cycle_and_a_second_climb_finds_nothing(
        commitment in any_commitment(),
        story in story(),
        often in climbs(),
        policy in ladders(),
    ) {
                let (fired, mut ended) = play(commitment, &policy, &story, &often);
        // Steps only go up.
        for (place, (cycle, name, step)) in fired.iter().enumerate() {
            let before = fired.iter().take(place).filter(|(of, rung, _)| (of, rung) == (cycle, name));
            prop_assert!(before.map(|(.., before)| before).max() < Some(step));
        }
        let mut seen: Vec<_> = fired.iter().collect();
        seen.sort();
        let all = seen.len();
        seen.dedup();
        prop_assert_eq!(seen.len(), all);
        let last = ended.history.iter().map(|event| event.at).max().unwrap_or(ended.made);
        let later = last.plus(HOUR);
        climb(&mut ended, &policy, later);
        prop_assert_eq!(climb(&mut ended, &policy, later), []);
    }

    #[test]
    fn what_is_recorded_never_makes_another_event_misfit(
        commitment in any_commitment(),
        story in story(),
        often in climbs(),
        policy in ladders(),
    ) {
                let (_, ended) = play(commitment, &policy, &story, &often);
        prop_assert_eq!(cycles(&ended, &policy, Instant::LAST).unwrap().misfits, []);
        prop_assert!(ended.history.is_sorted_by_key(|event| event.at));
    }
}
