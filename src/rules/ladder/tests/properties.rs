//! However often the ladder is climbed between two events, and whichever climbs are missed without an event after them,
//! the same rungs fire in the same order, each once per cycle.

#![expect(clippy::arithmetic_side_effects, reason = "a test that overflows fails, as it should")]

use proptest::prelude::*;

use super::*;
use crate::rules::commitment::CancelAs;

const HOUR: i64 = 3_600;
/// The most hours between two events of a story.
const MOST_HOURS: i64 = 40;

const RUNGS: [&str; 7] = [
    "at = \"50%\"",
    "at = \"100%\"\nto = \"sam\"",
    "at = \"-3h\"",
    "at = \"+1d\"\nto = \"lee\"\nkinds = [\"promise\"]",
    "at = \"+4bh\"\nto = \"dana\"",
    "at = \"150%\"\nto = \"sam\"",
    "at = \"+24h\"",
];

/// Returns Friday 2026-11-20 09:00 in New York.
fn start() -> Instant {
    at("2026-11-20T09:00:00-05:00")
}

/// Returns what people do between climbs, each a number of hours after the one before; dues are hours from then.
fn story() -> impl Strategy<Value = Vec<(i64, Deed<'static>)>> {
    let deed = prop_oneof![
        Just(Deed::Told),
        Just(Deed::Done),
        Just(Deed::Cancelled { way: CancelAs::Void, why: "slip".into() }),
        Just(Deed::Waiting { why: "photos".into() }),
        Just(Deed::Resumed { due: None, told: false }),
        Just(Deed::Handed { to: "kim".into(), why: "leave".into() }),
        (-5..60_i64, any::<bool>()).prop_map(|(hours, told)| Deed::Moved {
            due: start().plus(hours * HOUR),
            why: "rain".into(),
            told
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

/// A rung that fired, with its cycle.
type Fired = (u32, String);

/// Climbs once, as `owed escalate` does.
fn climb(commitment: &mut Commitment<'static>, policy: &Policy, now: Instant) -> Vec<Fired> {
    let current = cycles(commitment, policy, now).unwrap().current;
    let Some(call) = Call::new(commitment, &current, policy, now) else { return Vec::new() };
    let fired: Vec<_> = call.rungs().map(|rung| (current.number, rung.name.clone())).collect();
    let owner = call.owner().map(str::to_owned);
    for (place, (_, rung)) in fired.iter().enumerate() {
        let to = owner.clone().filter(|_| place + 1 == fired.len()).map(Into::into);
        let deed = Deed::Escalated { to, why: None, rung: Some(rung.clone().into()) };
        commitment.history.push(Event::new(now, deed));
    }
    fired
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
    ) {
        let policy = ladder(&RUNGS);
        let seldom = vec![Vec::new(); often.len()];
        let (fired, ended) = play(commitment.clone(), &policy, &story, &often);
        let (once, single) = play(commitment, &policy, &story, &seldom);
        prop_assert_eq!(&fired, &once);
        let owner = |commitment: &Commitment<'_>| {
            let end = Instant::LAST;
            cycles(commitment, &policy, end).unwrap().current.owner.map(str::to_owned)
        };
        prop_assert_eq!(owner(&ended), owner(&single));
    }

    #[test]
    fn each_rung_fires_once_per_cycle_and_a_second_climb_finds_nothing(
        commitment in any_commitment(),
        story in story(),
        often in climbs(),
    ) {
        let policy = ladder(&RUNGS);
        let (fired, mut ended) = play(commitment, &policy, &story, &often);
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
    ) {
        let policy = ladder(&RUNGS);
        let (_, ended) = play(commitment, &policy, &story, &often);
        prop_assert_eq!(cycles(&ended, &policy, Instant::LAST).unwrap().misfits, []);
        prop_assert!(ended.history.is_sorted_by_key(|event| event.at));
    }
}
