//! What owed prints of a commitment is read as that commitment.

use std::path::Path;

use chrono_tz::America::New_York;
use proptest::prelude::*;

use crate::intake::{Options, sources};
use crate::ledger::samples::{self, Dice};
use crate::rules::commitment::Commitment;
use crate::rules::policy::Policy;
use crate::rules::time::Instant;
use crate::views::entry::Entry;
use crate::views::formats;
use crate::views::origin::Origin;
use crate::views::row::Row;
use crate::views::rows::{About, Drawn, Lister};

/// Returns what a format says of a commitment when all of its events have happened; `None` if it is made later still.
fn printed(format: &str, commitment: &Commitment<'_>) -> Option<String> {
    let (policy, now) = (Policy::new(New_York), Instant::LAST);
    let about = About {
        policy: &policy,
        now,
        origin: Origin { path: Path::new("x"), name: "x", is_one_of_several: false, zone: policy.zone },
        entry: Entry::default(),
        limit: None,
    };
    let Some(Lister::Rows(new)) = formats::named(format).unwrap().list else { panic!("{format}") };
    let mut writer = new(&about);
    let (mut text, mut all) = (Vec::new(), Vec::new());
    writer.draw(&Row::new(commitment, &policy, now)?, &policy, &mut text);
    let drawn = Drawn { id: commitment.id, short: 3, text: &text, line: None };
    writer.write(&mut std::iter::once(Ok(drawn)), &mut all).unwrap();
    Some(String::from_utf8(all).unwrap())
}

/// Returns what stands in the same place in JSON: the very instant of `made` says no more than no `asked`.
fn as_answered(mut commitment: Commitment<'static>) -> Commitment<'static> {
    commitment.asked = commitment.asked.filter(|asked| *asked != commitment.made);
    commitment
}

proptest! {
    #[test]
    fn any_commitment_is_read_as_it_was_printed(seed in any::<u64>(), lines in any::<bool>(), asked in 0..4) {
        let mut dice = Dice(seed);
        let mut commitment = samples::commitment(&mut dice);
        if asked == 0 {
            commitment.asked = Some(commitment.made);
        }
        let places = 0..dice.roll(3);
        commitment.extra =
            places.map(|place| (format!("x-{place}").into(), samples::value(&mut dice, 2))).collect();
        let format = if lines { "ndjson" } else { "json" };
        let Some(text) = printed(format, &commitment) else { return Ok(()) };
        let source = sources().iter().find(|source| source.name == format).unwrap();
        let read = source.read(&text, &Options::default(), New_York).unwrap();
        prop_assert!(read.bad.is_empty(), "{:?}: {}", read.bad, text);
        let [(_, found)] = read.whole.as_slice() else { panic!("{text}") };
        prop_assert_eq!(printed(format, found), Some(text));
        prop_assert_eq!((**found).clone(), as_answered(commitment));
    }
}
