//! What holds for any text.

use proptest::prelude::*;

use super::super::{Calendars, Reference, Way, read, say, zone_names};
use super::{ZONE, context};
use crate::rules::calendar::Calendar;
use crate::rules::time::Instant;

const PIECES: &str = "today tomorrow yesterday fri friday mon sunday next last this coming past week month year \
     quarter day days hours h m bh bd business working in on at by before after from ago now of end eod eow eom cob \
     the a an one two twenty half and quarter noon midnight morning tonight evening am pm 5pm 5 25 25th 31st 1st 2026 \
     99999999 4294967296 0 1.5 1.12. 1.12.2026 12/01/2026 12/25 2026-12-01 2027-03-14 2027-11-07 2028-02-29 02:30 \
     01:30 17:00 5:30 24:00 23:59:60 T Z UTC +02:00 -05:00 + - +3d America/New_York Asia/Tokyo Japan EST dec feb 30 \
     20261201 20261301 T170030 @1795798800 14/Jun/24 .25 ,250 2h 1h30m 3M -3d soon o'clock , . / : 😀 İ ß \u{202e} ’";

/// Returns any of the words that dates are made of, with and without blanks between.
fn words() -> impl Strategy<Value = String> {
    words_but(&[])
}

fn words_but(left_out: &[&str]) -> impl Strategy<Value = String> + use<> {
    let pieces = PIECES.split_whitespace().filter(|piece| !left_out.contains(piece));
    let pieces: Vec<&'static str> = pieces.collect();
    let glue = prop_oneof![6 => Just(" "), 1 => Just(""), 1 => Just("\u{a0}"), 1 => Just(", ")];
    prop::collection::vec((prop::sample::select(pieces), glue), 0..8)
        .prop_map(|words| words.into_iter().flat_map(|(word, glue)| [word, glue]).collect())
}

fn way() -> impl Strategy<Value = Way> {
    let periods = [Way::Since, Way::Until, Way::SinceAhead, Way::UntilAhead];
    prop::sample::select([[Way::Due, Way::Back, Way::Asked, Way::From], periods].concat())
}

/// Returns any supported second, from the middle of the last century on.
fn now() -> impl Strategy<Value = Instant> {
    (-631_152_000_i64..4_102_444_800).prop_map(Instant::from_epoch)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn what_is_read_is_within_bounds_and_reads_back_the_same(typed in words(), way in way(), now in now(), open in any::<bool>()) {
        let calendar = Calendar::monday_to_friday(ZONE);
        let calendars = if open { Calendars::One(&calendar) } else { Calendars::None };
        let context = Reference { now, begun: now, zone: ZONE, calendars, due: None };
        match read(&typed, way, &context) {
            Ok(reading) => {
                prop_assert!(reading.at.in_range());
                prop_assert!(way != Way::Due || reading.at >= now);
                prop_assert!(!matches!(way, Way::Back | Way::Asked) || reading.at <= now);
                let again = read(&reading.at.rfc3339(ZONE), way, &context).map(|again| again.at);
                prop_assert_eq!(again, Ok(reading.at));
                prop_assert!(!say::absolute(reading.at, now, ZONE).is_empty());
            }
            Err(refusal) => {
                prop_assert!(refusal.message.chars().count() < 400, "{}", refusal.message);
                prop_assert!(!refusal.message.contains('\n'));
                prop_assert!(refusal.hint.is_some(), "{:?}: {}", typed, refusal.message);
            }
        }
    }

    #[test]
    fn any_text_is_answered(typed in any::<String>(), way in way()) {
        let _ = read(&typed, way, &context());
    }

    #[test]
    // With one exception: 3M is not 3m.
    fn case_and_blanks_do_not_matter(typed in words_but(&["m", "3M", "1h30m"])) {
        let plain = read(&typed, Way::Due, &context()).map(|reading| reading.at).ok();
        let spaced = format!("  {} ", typed.to_ascii_uppercase().replace(' ', "  "));
        prop_assert_eq!(read(&spaced, Way::Due, &context()).map(|reading| reading.at).ok(), plain);
    }
}

#[test]
fn every_zone_is_found_by_its_name_in_any_case() {
    for zone in chrono_tz::TZ_VARIANTS {
        assert_eq!(
            zone_names::named(&zone.name().to_ascii_uppercase()),
            Some(zone),
            "no two names differ by case alone"
        );
    }
}
