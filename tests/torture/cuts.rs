//! A ledger that was cut short, or has a wrong bit: no commitment is lost silently.
//!
//! No reader can notice what a hand edit could have meant as well: a cut between two blocks, or after the due of the
//! last one, and a letter within a text, a date or a comment. The tests prove that every commitment with a header is
//! read or the ledger is refused, that a cut changes only the last commitment, and that a flipped bit changes at most
//! one.

use owed::inside::Commitment;
use owed::inside::scan::{self, Look};

use crate::support::TestEnv;
use crate::verbs::{CHANGES, SAMPLE};

/// Returns every commitment, `None` if the ledger is refused.
fn read(bytes: &[u8]) -> Option<Vec<Commitment<'static>>> {
    let zone = || Ok(chrono_tz::UTC);
    let see = |all: &mut Vec<_>, look: Look<'_, '_>| all.push(look.commitment.clone().into_owned());
    scan::fold(|| Ok(bytes), &zone, |_| Vec::new(), see).ok().map(|seen| seen.state)
}

/// Returns where the headers of the sample end, without those in strings.
fn headers() -> Vec<usize> {
    let mut headers = Vec::new();
    for (at, _) in SAMPLE.match_indices("commitment") {
        let line = SAMPLE[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let rest = &SAMPLE[line..];
        let next = rest.split('\n').nth(1).unwrap_or_default().trim_start();
        if rest.starts_with("[[") && next.starts_with("id") {
            headers.push(line + rest.find("]]").unwrap() + 2);
        }
    }
    headers
}

#[test]
fn a_cut_at_any_byte_is_refused_or_loses_only_what_it_cut_off() {
    let (whole, headers) = (read(SAMPLE.as_bytes()).unwrap(), headers());
    assert_eq!((whole.len(), headers.len()), (20, 20));
    let mut taken = 0;
    for cut in 0..SAMPLE.len() {
        let Some(found) = read(&SAMPLE.as_bytes()[..cut]) else { continue };
        taken += 1;
        let there = headers.iter().filter(|end| **end <= cut).count();
        assert_eq!(found.len(), there, "cut at {cut}");
        let before_last = there.saturating_sub(1);
        assert_eq!(found[..before_last], whole[..before_last], "cut at {cut}");
        if let (Some(last), Some(was)) = (found.last(), whole.get(before_last)) {
            // Of the last one only optional parts are gone.
            assert_eq!((last.id, &last.to, &last.what, last.made), (was.id, &was.to, &was.what, was.made));
            assert!(was.history.starts_with(&last.history));
        }
    }
    assert!(taken > 20 && taken < SAMPLE.len() / 3, "{taken}");
}

#[test]
fn a_flipped_bit_anywhere_is_refused_or_changes_one_commitment_and_loses_none() {
    let whole = read(SAMPLE.as_bytes()).unwrap();
    let mut bytes = SAMPLE.as_bytes().to_vec();
    let mut taken = 0;
    for at in 0..bytes.len() {
        // Unoptimized, every bit of the lines that decide what belongs where, and two of every other byte.
        let line = bytes[..at].iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
        let decides = bytes[at] == b'\n' || bytes[line..].trim_ascii_start().starts_with(b"[");
        let all = decides || !cfg!(debug_assertions);
        for bit in (0..8).filter(|bit| all || [at % 8, (at + 3) % 8].contains(bit)) {
            bytes[at] ^= 1_u8 << bit;
            if let Some(found) = read(&bytes) {
                taken += 1;
                let context =
                    String::from_utf8_lossy(&bytes[at.saturating_sub(20)..(at + 20).min(bytes.len())]);
                assert_eq!(found.len(), whole.len(), "bit {bit} of byte {at}: {context}");
                let changed = found.iter().zip(&whole).filter(|(one, other)| one != other).count();
                assert!(changed <= 1, "bit {bit} of byte {at}: {context}");
            }
            bytes[at] ^= 1_u8 << bit;
        }
    }
    assert!(taken > 1000, "{taken}");
}

#[test]
fn a_ledger_that_is_cut_or_flipped_is_not_written_over() {
    let env = TestEnv::empty();
    let mut refused = 0;
    for at in (0..SAMPLE.len()).step_by(61) {
        let cut = SAMPLE.as_bytes()[..at].to_vec();
        let mut flipped = SAMPLE.as_bytes().to_vec();
        flipped[at] ^= 1 << (at % 8);
        for bytes in [cut, flipped] {
            env.put(&bytes);
            let (list, change) = (env.run(&["list", "--all", "--json"]), env.run(CHANGES[0]));
            assert_eq!(list.status, change.status, "{list:?} {change:?}");
            if read(&bytes).is_none() {
                refused += 1;
                list.refused("reading");
                let said = change.refused("writing");
                let place = said.stderr.split("ledger.toml:").nth(1).unwrap_or_default();
                let has_place = place.starts_with(|digit: char| digit.is_ascii_digit());
                assert!(has_place || place.starts_with(" the ledger is empty"), "{said:?}");
                assert_eq!(env.bytes().unwrap(), bytes);
            } else {
                assert!(env.bytes().unwrap().starts_with(&bytes));
            }
        }
    }
    assert!(refused > 50, "{refused}");
}
