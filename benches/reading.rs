//! How long the parts of reading take, a commitment: `cargo bench --bench reading`.
//!
//! Whole commands are compared by `benches/compare.sh`; this shows where their time goes. The best of many rounds is
//! printed, because everything else that runs on a machine can only make a round longer.

#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "what fails here fails before the eyes of the one who runs it"
)]

use std::hint::black_box;
use std::time::Instant;

use chrono_tz::Tz;
use owed::inside::Id;
use owed::inside::Ids;
use owed::inside::Policy;
use owed::inside::block;
use owed::inside::reader::{self, Outcome};
use owed::inside::scan::{self, Look};
use owed::inside::standing;
use owed::inside::time;

const COUNT: usize = 20_000;
const ROUNDS: usize = 20;

fn blocks() -> Vec<String> {
    let block = |number: usize| {
        let mut id = String::new();
        let mut rest = number.wrapping_mul(104_729_000_039);
        for _ in 0..Id::LENGTH {
            id.push(char::from(b"bcdfghjkmnpqrstvwxz23456789"[rest % 27]));
            rest /= 27;
        }
        format!(
            "[[commitment]]\nid = \"{id}\"\nkind = \"callback\"\nto = \"Acme Corp\"\n\
             what = \"send the quote about invoice {number}\"\nowner = \"dana\"\n\
             made = 2026-11-20T09:30:00-05:00\ndue = 2026-11-21T09:30:00-05:00\ntarget = \"24h\"\nlimit = \"24h\"\n\
             history = [\n  {{ at = 2026-11-20T16:00:00-05:00, did = \"done\", by = \"dana\" }},\n]\n\n"
        )
    };
    (0..COUNT).map(block).collect()
}

/// Prints the best time of a round, in nanoseconds a commitment.
#[expect(clippy::disallowed_methods, reason = "to measure is to read the clock")]
fn time(what: &str, mut round: impl FnMut() -> usize) {
    let one = |_| {
        let start = Instant::now();
        let done = black_box(round());
        start.elapsed().as_nanos() as f64 / done as f64
    };
    let best = (0..ROUNDS).map(one).fold(f64::INFINITY, f64::min);
    println!("{what:40} {best:8.0} ns");
}

fn main() {
    let blocks = blocks();
    let (now, zone) = (time::Instant::from_epoch(1_795_359_600), Tz::America__New_York);
    let policy = Policy::new(zone);
    time("read a block, exact form", || {
        let mut reader = reader::Reader::default();
        blocks.iter().filter(|text| matches!(reader.read(text, true), Outcome::Block(_))).count()
    });
    time("read a block, with the toml crate", || {
        blocks.iter().take(2_000).filter(|text| block::read(text).is_ok()).count()
    });
    let read: Vec<_> = blocks.iter().filter_map(|text| block::read(text).ok()).collect();
    time("judge a commitment", || {
        read.iter().filter(|one| black_box(standing(one, &policy, now)).is_some()).count()
    });
    let text = format!("format = 1\n\n{}", blocks.concat());
    time("read and judge a ledger", || {
        let see = |count: &mut usize, look: Look<'_, '_>| {
            *count += usize::from(black_box(standing(look.commitment, look.policy, now)).is_some());
        };
        let seen = scan::fold(|| Ok(text.as_bytes()), &|| Ok(zone), |_| 0, see);
        seen.map_or(0, |seen| seen.state)
    });
    let ids: Vec<_> = read.iter().map(|one| one.id).collect();
    time("sort the ids, and shorten each", || {
        let sorted = Ids::new(ids.clone());
        ids.iter().filter(|id| black_box(sorted.short_length(**id)) > 0).count()
    });
}
