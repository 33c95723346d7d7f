//! What a commitment says of itself before its history is replayed.

use super::*;

fn at(seconds: i64) -> Instant {
    Instant::from_epoch(seconds)
}

#[test]
fn nothing_happens_before_it_was_asked_for_or_made() {
    for (asked, made, begun) in [(None, 5, 5), (Some(3), 5, 3), (Some(7), 5, 5)] {
        let one = Commitment { asked: asked.map(at), made: at(made), ..Commitment::default() };
        assert_eq!(one.begun(), at(begun), "asked {asked:?}, made {made}");
    }
}

#[test]
fn what_all_is_still_to_come_has_not_happened_yet() {
    let one = Commitment { history: vec![Event::new(at(10), Deed::Told)], ..Commitment::default() };
    assert_eq!([9, 10].map(|now| one.as_of(at(now)).history.len()), [0, 1]);
}

#[test]
fn it_is_closed_for_good_once_it_was_closed_and_unless_it_was_ever_reopened() {
    let reopened = Deed::Reopened { due: at(99), why: "why".into(), told: false };
    let done = Event::new(at(10), Deed::Done);
    let told = Event::new(at(5), Deed::Told);
    let again = Event::new(at(20), reopened);
    let table: [(&[&Event<'_>], _); 4] = [
        (&[], [false, false, false]),
        (&[&told], [false, false, false]),
        (&[&told, &done], [false, true, true]),
        // Also before it is reopened: only replaying the history says more.
        (&[&told, &done, &again], [false, false, false]),
    ];
    for (history, wanted) in table {
        let history = history.iter().map(|event| (*event).clone()).collect();
        let one = Commitment { history, ..Commitment::default() };
        assert_eq!([9, 10, 11].map(|now| one.is_closed_for_good(at(now))), wanted, "{:?}", one.history);
    }
}
