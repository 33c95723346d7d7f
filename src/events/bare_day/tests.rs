//! Asking for a time against trying every second at which anything could change.

use proptest::prelude::*;

use super::*;
use crate::rules::commitment::Deed;
use crate::rules::tally::tests::properties::{commitment, event};
use crate::rules::tally::tests::{h, policy};

/// Returns the commitment with the event, refused as the verbs refuse it: if an event that fitted no longer does.
fn plan(commitment: &Commitment<'static>, deed: &Deed<'static>, at: Instant, now: Instant) -> Result<After> {
    let misfits = |commitment: &Commitment<'_>| cycle::cycles(commitment, &policy(), now).unwrap().misfits;
    let event = Event::new(at, deed.clone());
    let mut changed = commitment.clone();
    changed.history.push(event.clone());
    let before = misfits(commitment);
    if at < commitment.made || misfits(&changed).iter().any(|misfit| !before.contains(misfit)) {
        return Err(Error::new("it does not fit"));
    }
    Ok(After { commitment: changed, events: vec![event], next: Vec::new(), is_restated: false })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn the_time_is_asked_for_exactly_where_something_hangs_on_it(
        commitment in commitment(), (_, deed) in event(), day in 0..6_i64, hours in 1..25_i64, now in 50..160_i64
    ) {
        let day = day % (now / 24 + 1);
        let (first, last, now) = (h(day * 24), h(day * 24 + hours).plus(-1), h(now));
        let at = last.min(now);
        let happened = Happened { span: Some((first, last)), ..Happened::exactly(at, now) };
        let settled = settle(&commitment, happened, &policy(), now, &|happened| {
            plan(&commitment, &deed, happened.at, now)
        });
        let judged_at = |at| plan(&commitment, &deed, at, now).ok().and_then(|after| judged(&after, &policy(), now));
        let expected = judged_at(at);
        // Everything happens, and is due, on the hour.
        let seconds = (0..=hours).flat_map(|hour| [-1, 0, 1].map(|second| h(day * 24 + hour).plus(second)));
        let begun = cycle::cycles(&commitment, &policy(), now).unwrap().current.made;
        let begun = if begun <= last.min(now) { begun } else { commitment.made };
        let mut tried = seconds.filter(|at| *at >= first.max(begun) && *at <= last.min(now));
        let hangs = tried.any(|at| judged_at(at) != expected);
        let asked = settled.as_ref().is_err_and(|error| error.message.starts_with("at what time? "));
        prop_assert_eq!(asked, hangs, "{:?}", settled.err());
    }
}
