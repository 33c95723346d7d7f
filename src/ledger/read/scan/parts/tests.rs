//! Reading in parts gives the same as reading in one piece; whatever is not simple is read in one piece.

use proptest::prelude::*;

use super::super::tests::{BLOCK, Blocks, Outcome, nothing, take, whole};
use super::*;
use crate::ledger::samples::{self, Dice};

/// A file that ends at a place, or cannot be read there.
struct Bytes<'b> {
    bytes: &'b [u8],
    fails_at: Option<usize>,
}

impl ReadAt for Bytes<'_> {
    fn read_at(&self, room: &mut [u8], at: u64) -> io::Result<usize> {
        let at = usize::try_from(at).unwrap();
        if self.fails_at.is_some_and(|place| (at..at.saturating_add(room.len())).contains(&place)) {
            return Err(io::Error::other("a bad block"));
        }
        let rest = self.bytes.get(at..).unwrap_or_default();
        let count = rest.len().min(room.len());
        room[..count].copy_from_slice(&rest[..count]);
        Ok(count)
    }

    fn at_once(&self) -> io::Result<&(dyn ReadAt + Sync)> {
        Err(io::ErrorKind::Unsupported.into())
    }
}

/// Returns what each part saw.
fn in_parts(buffer: usize, count: usize, source: &Bytes<'_>, size: usize) -> Option<Seen<Vec<Blocks>>> {
    let begin = |policy: &Policy| vec![nothing(policy)];
    let see = |parts: &mut Vec<Blocks>, look: Look<'_, '_>| take(&mut parts[0], look);
    let join = |parts: Vec<Blocks>, next: Vec<Blocks>| [parts, next].concat();
    fold_through(buffer, source, (size as u64, count), &|| Ok(chrono_tz::UTC), &begin, &see, join)
}

fn parts_of(text: &str, buffer: usize, count: usize) -> Option<Seen<Vec<Blocks>>> {
    in_parts(buffer, count, &Bytes { bytes: text.as_bytes(), fails_at: None }, text.len())
}

/// Returns what the parts saw, joined.
fn joined(seen: Seen<Vec<Blocks>>) -> Outcome {
    Ok((seen.state.concat(), seen.rules.text, seen.rules.pieces))
}

proptest! {
    #[test]
    fn parts_show_what_one_piece_shows(seed: u64, buffer in 100_usize..3_000, count in 2_usize..5) {
        let text = samples::ledger(&mut Dice(seed), 12);
        if let Some(parts) = parts_of(&text, buffer, count) {
            prop_assert_eq!(joined(parts), whole(&text), "{}", text);
        }
    }

    #[test]
    fn parts_refuse_nothing(seed: u64, count in 2_usize..5, at: prop::sample::Index, bit in 0_u32..8) {
        let mut bytes = samples::ledger(&mut Dice(seed), 12).into_bytes();
        if bytes.is_empty() {
            return Ok(());
        }
        let at = at.index(bytes.len());
        bytes[at] ^= 1_u8 << bit;
        let source = Bytes { bytes: &bytes, fails_at: None };
        if let Some(parts) = in_parts(2_000, count, &source, bytes.len()) {
            let text = String::from_utf8(bytes.clone()).map_err(|_| TestCaseError::fail("taken, and no UTF-8"))?;
            prop_assert_eq!(joined(parts), whole(&text), "{}", text);
        }
    }
}

/// Returns a ledger with a policy and this many blocks, with blank lines between them.
fn ledger(blocks: usize) -> String {
    format!("format = 1\n\n{}", vec![BLOCK; blocks].join("\n"))
}

#[test]
fn each_part_sees_its_share() {
    let text = ledger(40);
    for count in 2..=5 {
        let parts = parts_of(&text, 300, count).unwrap_or_else(|| panic!("{count} parts"));
        let shares: Vec<_> = parts.state.iter().map(Vec::len).collect();
        assert!(shares.iter().all(|share| *share >= 40 / count - 1), "{shares:?}");
        assert_eq!(joined(parts), whole(&text));
    }
}

#[test]
fn what_is_not_simple_is_left_to_one_piece() {
    let text = ledger(40);
    let behind = |place: usize, what: &str| {
        let blocks: Vec<_> =
            (0..40).map(|at| format!("{BLOCK}{}", if at == place { what } else { "" })).collect();
        format!("format = 1\n\n{}", blocks.join("\n"))
    };
    assert!(parts_of(&behind(0, ""), 300, 3).is_some(), "what the others are like");
    for place in [0, 1, 12, 13, 14, 26, 27, 38, 39] {
        for what in [
            "[kind.repair]\ntarget = \"3d\"\n",
            "[notes]\na = 1\n",
            "x-y = \"\"\"\n",
            "id = \"k7qdm2xv\"\n",
            "<<<<<<< HEAD\n",
            "\0",
        ] {
            assert!(parts_of(&behind(place, what), 300, 3).is_none(), "{what:?} behind block {place}");
        }
    }
    // A header in a string, where a part would begin.
    let inside = format!("{BLOCK}x-y = \"\"\"\n{}\"\"\"\n\n", vec![BLOCK; 30].join("\n"));
    assert!(parts_of(&format!("format = 1\n\n{inside}{BLOCK}"), 300, 2).is_none());
    assert!(parts_of(&text.replace('\n', "\r\n"), 300, 3).is_none(), "no line that is only a line feed");
    assert!(parts_of(&ledger(2), 300, 3).is_none(), "more parts than blocks");
    assert!(parts_of("", 300, 2).is_none());
    assert!(parts_of(&format!("format = 2\n\n{text}"), 300, 2).is_none(), "rules that are none");
}

#[test]
fn a_file_that_shrinks_or_cannot_be_read_is_left_to_one_piece() {
    let text = ledger(40);
    for at in (0..text.len()).step_by(97) {
        let source = Bytes { bytes: text.as_bytes(), fails_at: Some(at) };
        assert!(in_parts(300, 3, &source, text.len()).is_none(), "a read that fails at {at}");
    }
    let (blocks, at) = (13, text.len() - BLOCK.len() * 13 - 13);
    let source = Bytes { bytes: &text.as_bytes()[..at], fails_at: None };
    let parts = in_parts(300, 2, &source, text.len()).expect("a file that ends at a block");
    assert_eq!(joined(parts).map(|(seen, ..)| seen.len()), Ok(40 - blocks));
    let source = Bytes { bytes: &text.as_bytes()[..at / 2], fails_at: None };
    assert!(in_parts(300, 2, &source, text.len()).is_none(), "a part that is gone");
}

#[test]
fn a_small_file_is_one_part() {
    for size in [0, 1, SMALLEST, 2 * SMALLEST - 1] {
        assert_eq!(best(size), 1, "{size}");
    }
    assert!((1..=3).contains(&best(3 * SMALLEST)));
}

#[test]
fn the_properties_above_are_not_about_nothing() {
    let taken =
        (0..1_200).filter(|seed| parts_of(&samples::ledger(&mut Dice(*seed), 12), 2_000, 2).is_some());
    let taken = taken.count();
    assert!(taken > 10, "{taken} of 1,200");
}
