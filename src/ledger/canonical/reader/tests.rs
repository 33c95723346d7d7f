//! The fast reader against the TOML crate: both read the same from whatever the fast one accepts.
#![allow(
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    reason = "a test that fails may end in any way"
)]

use proptest::prelude::*;
use toml_writer::{ToTomlValue as _, TomlStringBuilder};

use super::*;
use crate::ledger::canonical::writer;
use crate::ledger::read::block;
use crate::ledger::read::segment::{self, Piece, Segment};
use crate::ledger::samples::{self, Dice};
use crate::rules::commitment::Deed;

/// Reads a text block by block for as long as the fast reader accepts them, and compares; returns how many it accepted.
fn agree(text: &str, is_all: bool) -> usize {
    let (mut rest, mut taken) = (text, 0);
    let mut fast = Reader::default();
    while let Outcome::Block(end) = fast.read(rest, is_all) {
        let segment = segment::first(rest, is_all);
        assert_eq!(segment, Some(Segment { piece: Piece::Block, end }), "its end: {rest:?}");
        let piece = rest.get(..end).expect("a whole letter");
        match block::read(piece) {
            Ok(slow) => assert_eq!(fast.commitment, slow, "what it says: {piece:?}"),
            Err(fault) => panic!("no block at all ({}): {piece:?}", fault.problem.message),
        }
        taken += 1;
        rest = &rest[end..];
        if rest.is_empty() {
            break;
        }
    }
    taken
}

/// Bytes and pieces that matter to a TOML reader.
const PIECES: [&str; 46] = [
    "\n",
    "\r\n",
    "\r",
    " ",
    "\t",
    "#",
    "# note\n",
    "  # note\n",
    "\"",
    "'",
    "\"\"\"",
    "'''",
    "\\",
    "\\\"",
    "\\n",
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    ",",
    ", ",
    "=",
    " = ",
    ".",
    "-",
    "+",
    ":",
    "Z",
    "T",
    "0",
    "60",
    "\0",
    "\u{7f}",
    "\u{feff}",
    "é",
    "\u{2028}",
    "[[commitment]]\n",
    "[commitment.x]\n",
    "[[commitment.history]]\n",
    "[kind.x]\n",
    "history = [\n",
    "]\n",
    "told = true",
    "tags = [\"a\", \"b\"]\n",
];

/// Returns a text with some changes, at random or line by line.
fn mutate(dice: &mut Dice, text: String) -> String {
    let mut bytes = text.into_bytes();
    for _ in 0..=dice.roll(2) {
        let at = dice.roll(bytes.len() + 1);
        let lines: Vec<usize> =
            [0].into_iter().chain(memchr::memchr_iter(b'\n', &bytes).map(|newline| newline + 1)).collect();
        let line = dice.roll(lines.len());
        let (start, end) = (lines[line], lines.get(line + 1).copied().unwrap_or(bytes.len()));
        let piece = dice.pick(&PIECES).bytes();
        match dice.roll(12) {
            0 if at < bytes.len() => bytes[at] ^= 1 << dice.roll(8),
            1 => drop(bytes.splice(at..at, piece)),
            2 => drop(bytes.splice(at..(at + dice.roll(4)).min(bytes.len()), piece)),
            3 => drop(bytes.drain(at..(at + dice.roll(6)).min(bytes.len()))),
            4 => drop(bytes.drain(start..end)),
            5 => {
                let copy = bytes[start..end].to_vec();
                let place = dice.pick(&lines);
                drop(bytes.splice(place..place, copy));
            }
            6 => {
                let copy: Vec<u8> = bytes.drain(start..end).collect();
                let place = start.min(bytes.len());
                let before = bytes[..place.saturating_sub(1)].iter().rposition(|byte| *byte == b'\n');
                let place = before.map_or(0, |newline| newline + 1);
                drop(bytes.splice(place..place, copy));
            }
            7 => drop(bytes.splice(start..start, piece)),
            8 if end > start => drop(bytes.splice(end - 1..end - 1, piece)),
            9 => bytes.truncate(at),
            10 => {
                let crlf = String::from_utf8_lossy(&bytes).replace('\n', "\r\n");
                bytes = crlf.into_bytes();
            }
            _ => drop(bytes.splice(start..start, dice.pick(&["# c\n", "\n", " \t\n", "\t# c\n"]).bytes())),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Returns one to three blocks, canonical or in a person's style.
fn blocks(dice: &mut Dice, by_hand: bool) -> String {
    let zone = samples::zone(dice);
    let some: Vec<_> = (0..=dice.roll(3)).map(|_| samples::commitment(dice)).collect();
    let texts = some
        .iter()
        .map(|one| if by_hand { samples::styled(dice, one, "\n") } else { writer::block(one, zone) });
    texts.collect::<Vec<_>>().join("\n")
}

/// Returns random lines that look like a block.
fn nonsense(dice: &mut Dice) -> String {
    let keys: Vec<_> =
        Commitment::KEYS.iter().map(|(key, _)| key.name).chain(["history", "x", "id2"]).collect();
    const VALUES: [&str; 17] = [
        "\"k7qdm2xv\"",
        "\"a\"",
        "'a'",
        "\"\"",
        "2026-11-20T09:30:00-05:00",
        "2026-02-29T09:30:00Z",
        "true",
        "1",
        "\"24h\"",
        "\"self\"",
        "[]",
        "[\"a\", \"b\"]",
        "[\"a\",\"b\"]",
        "[\"a\", ]",
        "[\n]",
        "[\n  { at = 2026-11-20T09:30:00Z, did = \"done\" },\n]",
        "[\n  # none\n\n  { did = \"told\", at = 2024-02-29T23:59:59+23:59 }, # c\n\t]",
    ];
    let mut text = String::new();
    let usual = "id = \"k7qdm2xv\"\nkind = \"\"\nto = \"\"\nwhat = \"\"\nmade = 1900-01-01T00:00:00Z\ndue = 2099-12-31T23:59:59Z\n";
    for _ in 0..=dice.roll(2) {
        text.push_str("[[commitment]]\n");
        if dice.one_in(2) {
            text.push_str(usual);
        }
        for _ in 0..dice.roll(7) {
            text.push_str(&format!("{} = {}\n", dice.pick(&keys), dice.pick(&VALUES)));
        }
    }
    text
}

proptest! {
    #[test]
    fn a_text_is_written_as_the_toml_crate_writes_it(text: String) {
        let wanted = TomlStringBuilder::new(&text).as_basic().to_toml_value();
        prop_assert_eq!(writer::string(&text), wanted);
    }

    #[test]
    fn what_owed_writes_is_read_fast_unless_it_has_escapes(seed: u64) {
        let mut dice = Dice(seed);
        let commitment = samples::commitment(&mut dice);
        let text = writer::block(&commitment, samples::zone(&mut dice));
        let taken = agree(&text, true);
        prop_assert_eq!(taken, usize::from(!text.contains('\\')), "{}", text);
        prop_assert_eq!(block::read(&text).unwrap(), commitment);
        // Whether more follows is unknown before it is there.
        prop_assert_eq!(agree(&text, false), 0);
    }

    #[test]
    fn a_block_that_was_changed_is_read_the_same_by_both_or_not_at_all(seed: u64) {
        let mut dice = Dice(seed);
        let by_hand = dice.one_in(4);
        let text = blocks(&mut dice, by_hand);
        let text = mutate(&mut dice, text);
        agree(&text, true);
        agree(&text, false);
    }

    #[test]
    fn nonsense_is_read_the_same_by_both_or_not_at_all(seed: u64) {
        let mut dice = Dice(seed);
        let mut text = nonsense(&mut dice);
        agree(&text, true);
        text = mutate(&mut dice, text);
        agree(&text, true);
        agree(&text, false);
    }
}

/// Returns how many blocks out of a thousand seeds are accepted.
fn share(make: impl Fn(&mut Dice) -> String) -> usize {
    (0..1000).filter(|seed| agree(&make(&mut Dice(seed * 7919)), true) > 0).count()
}

#[test]
fn the_properties_above_are_not_about_nothing() {
    let mutated = |dice: &mut Dice| {
        let text = blocks(dice, false);
        mutate(dice, text)
    };
    assert!(share(mutated) > 200);
    assert!(share(nonsense) > 50);
}

#[test]
fn no_letter_of_a_key_is_overlooked() {
    let text = "[[commitment]]\nid = \"k7qdm2xv\"\nkind = \"promise\"\nto = \"a\"\nwhat = \"b\"\n\
        made = 2026-11-20T09:30:00-05:00\ndue = 2026-11-21T09:30:00Z\ncalendar = \"c\"\n\
        history = [\n  { at = 2026-11-20T09:40:00Z, did = \"told\" },\n]\n";
    assert_eq!(agree(text, true), 1);
    for (at, _) in text.match_indices(" = ") {
        for odd in ["\0", "\0\0", " ", "\t", "\r", "\u{7f}", "\u{80}", "x"] {
            for place in [at, at - 1, at - 2] {
                let text = format!("{}{odd}{}", &text[..place], &text[place..]);
                assert_eq!(agree(&text, true), 0, "{text:?}");
            }
        }
    }
}

#[test]
fn a_block_says_nothing_that_the_block_before_it_said() {
    let zone = chrono_tz::UTC;
    for seed in 0..500 {
        let mut dice = Dice(seed * 7919);
        let (full, bare) = (samples::commitment(&mut dice), samples::commitment(&mut dice));
        let text = [writer::block(&full, zone), writer::block(&bare, zone)].concat();
        let mut fast = Reader::default();
        let Outcome::Block(end) = fast.read(&text, true) else { continue };
        let rest = &text[end..];
        if let Outcome::Block(_) = fast.read(rest, true) {
            assert_eq!(fast.commitment, bare);
        }
    }
}

#[test]
fn a_key_that_stands_twice_or_too_early_is_left_to_the_other_reader() {
    let mut dice = Dice(1);
    let one = std::iter::repeat_with(|| samples::commitment(&mut dice));
    let written = one.map(|one| writer::block(&one, chrono_tz::UTC)).filter(|text| !text.contains('\\'));
    for text in written.take(100) {
        let lines: Vec<_> = text.lines().take_while(|line| !line.starts_with("history")).collect();
        let rest = text.lines().skip(lines.len()).collect::<Vec<_>>().join("\n");
        for place in 1..lines.len() {
            let twice = [&lines[..=place], &lines[place..]].concat().join("\n");
            assert_eq!(agree(&format!("{twice}\n{rest}\n"), true), 0, "{twice}");
        }
        let mut swapped = lines.clone();
        swapped.swap(1, 2);
        assert_eq!(agree(&format!("{}\n{rest}\n", swapped.join("\n")), true), 0);
    }
}

#[test]
fn comments_blank_lines_and_crlf_are_read_fast() {
    let text = "# above\n  # indented\n[[commitment]] # beside\nid = \"k7qdm2xv\" \t# the id\n\n# between\nkind = \"promise\"\n\
        to = \"Zoë\"\nwhat = \"\"\nmade = 2026-11-20T09:30:00-05:00\ndue = 2026-11-21T09:30:00Z\nhistory = [ # three\n\n  # one\n\
        \x20 { at = 2026-11-20T09:40:00Z, did = \"told\" }, # two\n]\n\n  # about the next\n[[commitment]]\n";
    for text in [text.to_owned(), text.replace('\n', "\r\n")] {
        assert_eq!(agree(&text, true), 1);
        assert_eq!(agree(&text, false), 1);
    }
}

#[test]
fn both_readers_take_a_name_of_a_kib_and_neither_takes_a_longer_one() {
    let block = |key: &str, name: &str| {
        let name = if key == "tags" { format!("[\"a\", \"{name}\"]") } else { format!("\"{name}\"") };
        let fact = |of: &str, value: &str| if of == key { name.clone() } else { value.to_owned() };
        let line = |of: &str| if of == key { format!("{of} = {name}\n") } else { String::new() };
        let event = |did: &str, rest: &str, of: &str, value: &str| {
            let value = if key == format!("{did}.{of}") { name.clone() } else { value.to_owned() };
            let rest = rest.replace('_', &format!("{of} = {value}"));
            format!("  {{ at = 2026-11-20T09:30:00-05:00, did = \"{did}\", {rest} }},\n")
        };
        format!(
            "[[commitment]]\nid = \"k7qdm2xv\"\nkind = {}\nto = {}\nwhat = \"call\"\n{}{}{}\
             made = 2026-11-20T09:30:00-05:00\ndue = 2026-11-21T09:30:00-05:00\n{}history = [\n{}{}{}{}]\n",
            fact("kind", "\"email\""),
            fact("to", "\"Acme\""),
            line("owner"),
            line("tags"),
            line("ref"),
            line("calendar"),
            event("handed", "_, why = \"x\"", "to", "\"bo\""),
            event("escalated", "_, why = \"x\"", "to", "\"bo\""),
            event("escalated", "why = \"x\", _", "rung", "\"75%\""),
            event("waiting", "why = \"x\", _, note = \"n\"", "by", "\"bo\""),
        )
    };
    let keys = ["kind", "to", "owner", "tags", "ref", "calendar"];
    for key in keys.into_iter().chain(["handed.to", "escalated.to", "escalated.rung", "waiting.by"]) {
        // Letters of two bytes: the limit counts bytes.
        let taken = block(key, &"é".repeat(512));
        assert_eq!(agree(&taken, true), 1, "{key}");
        let refused = block(key, &format!("x{}", "é".repeat(512)));
        assert_eq!(agree(&refused, true), 0, "{key}");
        let said = block::read(&refused).unwrap_err().problem.message;
        let of = key.rsplit('.').next().unwrap();
        assert!(said.contains(&format!("`{of}` has 1025 bytes; a name has at most 1024")), "{key}: {said}");
    }
    // A text that is not a name has no such limit.
    assert_eq!(agree(&block("", "").replace("call", &"x".repeat(100_000)), true), 1);
}

#[test]
fn both_readers_take_the_same_steps() {
    let block = |step: &str| {
        format!(
            "[[commitment]]\nid = \"k7qdm2xv\"\nto = \"Acme\"\nwhat = \"call\"\nmade = 2026-11-20T09:30:00-05:00\n\
             due = 2026-11-21T09:30:00-05:00\nhistory = [\n  {{ at = 2026-11-21T09:30:00-05:00, did = \"escalated\", \
             rung = \"100%\", step = {step} }},\n]\n"
        )
    };
    let read = |step: &str| {
        let commitment = block::read(&block(step)).ok()?.into_owned();
        match commitment.history.into_iter().next()?.deed {
            Deed::Escalated { step, .. } => step,
            _ => None,
        }
    };
    for (step, number) in [("1", 1), ("2", 2), ("10", 10), ("4294967295", u32::MAX)] {
        assert_eq!((agree(&block(step), true), read(step)), (1, Some(number)), "{step}");
    }
    // These are numbers too, but owed does not write them so.
    for (step, number) in [("+2", 2), ("0x10", 16), ("1_0", 10), ("0o17", 15)] {
        assert_eq!((agree(&block(step), true), read(step)), (0, Some(number)), "{step}");
    }
    for step in
        ["0", "-1", "02", "00", "4294967296", "99999999999999999999", "2.0", "1e1", "\"2\"", "true", ""]
    {
        assert_eq!((agree(&block(step), true), read(step)), (0, None), "{step}");
    }
}
