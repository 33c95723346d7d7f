//! A pass through a small buffer sees what a pass through a large one sees, and every text, however deep, long or
//! broken, is at worst an error.
#![allow(
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    reason = "a test that fails may end in any way"
)]

use proptest::prelude::*;

use super::*;
use crate::ledger::samples::{self, Dice};

/// What was seen, and where.
pub(super) type Blocks = Vec<(Range<usize>, Commitment<'static>)>;

pub(super) fn nothing(_: &Policy) -> Blocks {
    Vec::new()
}

pub(super) fn take(blocks: &mut Blocks, look: Look<'_, '_>) {
    blocks.push((look.span, look.commitment.clone().into_owned()));
}

/// A reader that gives a few bytes at a time, and is sometimes interrupted.
struct Trickle<'t> {
    rest: &'t [u8],
    most: usize,
    interrupted: bool,
}

impl Read for Trickle<'_> {
    fn read(&mut self, room: &mut [u8]) -> std::io::Result<usize> {
        self.interrupted = !self.interrupted;
        if self.interrupted {
            return Err(std::io::ErrorKind::Interrupted.into());
        }
        let (now, rest) = self.rest.split_at(self.most.min(room.len()).min(self.rest.len()));
        room[..now.len()].copy_from_slice(now);
        self.rest = rest;
        Ok(now.len())
    }
}

pub(super) type Outcome = Result<(Blocks, String, Vec<(usize, usize)>), String>;

fn through(buffer: usize, most: usize, bytes: &[u8]) -> Outcome {
    let open = || Ok(Trickle { rest: bytes, most, interrupted: false });
    match fold_through(buffer, open, &|| Ok(chrono_tz::UTC), &nothing, &take) {
        Ok(seen) => Ok((seen.state, seen.rules.text, seen.rules.pieces)),
        Err(Stop::Io(error)) => Err(error.to_string()),
        Err(Stop::Fault(fault)) => Err(format!("{fault:?}")),
        Err(Stop::NotUtf8(at)) => Err(format!("no UTF-8 at {at}")),
        Err(Stop::Empty) => Err("empty".to_owned()),
        Err(Stop::Foreign) => Err("not a ledger".to_owned()),
    }
}

pub(super) fn whole(text: &str) -> Outcome {
    through(text.len() + 1, usize::MAX, text.as_bytes())
}

proptest! {
    #[test]
    fn a_small_buffer_shows_what_a_large_one_shows(seed: u64, buffer in 1_usize..200, most in 1_usize..50) {
        let mut dice = Dice(seed);
        let text = samples::ledger(&mut dice, 4);
        let small = through(buffer, most, text.as_bytes());
        prop_assert_eq!(&small, &whole(&text), "{}", text);
        if is_empty(&text) {
            prop_assert_eq!(small, Err("empty".to_owned()));
            return Ok(());
        }
        if segment_headers(&text) == 0 && !policy::is_one(text.trim_start_matches('\u{feff}')) {
            prop_assert_eq!(small, Err("not a ledger".to_owned()));
            return Ok(());
        }
        let (blocks, rules, pieces) = small.map_err(|error| TestCaseError::fail(format!("{error}: {text}")))?;
        // Nothing is lost between the pieces: blocks and policy are the whole text.
        let mut all: Vec<_> = blocks.iter().map(|(span, _)| span.clone()).collect();
        for (place, (start, offset)) in pieces.iter().enumerate() {
            let end = pieces.get(place + 1).map_or(rules.len(), |(next, _)| *next);
            let piece = &rules[*start..end];
            let piece = if text[*offset..].starts_with(piece) { piece } else { piece.trim_end_matches('\n') };
            prop_assert!(text[*offset..].starts_with(piece));
            all.push(*offset..offset + piece.len());
        }
        all.sort_by_key(|span| span.start);
        let ends = all.iter().map(|span| span.end);
        let mut starts = all.iter().map(|span| span.start).chain([text.len()]);
        let bom = if text.starts_with('\u{feff}') { 3 } else { 0 };
        prop_assert_eq!(starts.next(), Some(if all.is_empty() { text.len() } else { bom }));
        prop_assert!(starts.eq(ends), "{:?} in {}", all, text);
        let headers = segment_headers(&text);
        prop_assert_eq!(blocks.len(), headers);
    }

    #[test]
    fn blocks_that_are_seen_again_are_what_they_were(seed: u64, every in 1_usize..5) {
        let text = samples::ledger(&mut Dice(seed), 12);
        let stored = Stored::from(text.as_str());
        let seen = fold(|| Ok(text.as_bytes()), &|| Ok(chrono_tz::UTC), nothing, take);
        // Some samples are empty.
        let Ok(Seen { policy, state, .. }) = seen else { return Err(TestCaseError::reject("no ledger")) };
        let some: Blocks = state.into_iter().step_by(every).collect();
        let places: Vec<_> = some.iter().map(|(place, _)| place.clone()).collect();
        let mut seen_again = Blocks::new();
        prop_assert!(again(stored, &places, &policy, &mut |look| take(&mut seen_again, look)).is_ok());
        prop_assert_eq!(seen_again, some);
    }

    #[test]
    fn what_is_refused_is_refused_through_any_buffer(seed: u64, buffer in 1_usize..200, at: prop::sample::Index, bit in 0_u32..8) {
        let mut dice = Dice(seed);
        let mut bytes = samples::ledger(&mut dice, 4).into_bytes();
        if bytes.is_empty() {
            return Ok(());
        }
        let at = at.index(bytes.len());
        bytes[at] ^= 1_u8 << bit;
        prop_assert_eq!(through(buffer, 7, &bytes), through(bytes.len() + 1, usize::MAX, &bytes));
    }
}

/// Returns how many blocks the lexer finds, piece by piece.
fn segment_headers(text: &str) -> usize {
    let mut rest = text.trim_start_matches('\u{feff}');
    let mut blocks = 0;
    while !rest.is_empty() {
        let segment = segment::first(rest, true).unwrap();
        blocks += usize::from(segment.piece == Piece::Block);
        rest = &rest[segment.end..];
    }
    blocks
}

pub(super) const BLOCK: &str = "[[commitment]]\nid = \"k7qdm2xv\"\nkind = \"promise\"\nto = \"a\"\nwhat = \"b\"\nmade = 2026-11-20T09:30:00Z\ndue = 2026-11-21T09:30:00Z\n";

fn refused(text: &str) -> String {
    match whole(text) {
        Ok(seen) => panic!("taken: {seen:?}"),
        Err(error) => error,
    }
}

#[test]
fn rules_below_commitments_are_rules_for_all_of_them() {
    let text = format!("{BLOCK}\n{BLOCK}\n# late\n[kind.repair]\ntarget = \"3d\"\n{BLOCK}");
    let has_it = |policy: &Policy| policy.kind("repair").is_some();
    let see = |seen: &mut Vec<bool>, look: Look<'_, '_>| seen.push(has_it(look.policy));
    let begin = |policy: &Policy| vec![has_it(policy)];
    let seen = fold(|| Ok(text.as_bytes()), &|| Ok(chrono_tz::UTC), begin, see);
    assert_eq!(
        seen.map(|seen| seen.state).ok(),
        Some(vec![true; 4]),
        "the beginning, and each of three once"
    );
}

#[test]
fn rules_above_may_need_rules_below() {
    let above = "[kind.repair]\ntarget = \"3bh\"\ncalendar = \"office\"\n";
    let below = "[calendar.office]\nmon = [\"09:00-17:00\"]\n";
    let (blocks, ..) = whole(&format!("{above}{BLOCK}{below}")).unwrap();
    assert_eq!(blocks.len(), 1);
    assert!(refused(&format!("{above}{BLOCK}")).contains("unknown calendar"));
    // The policy of the whole file is read before any block is judged, and its format before either.
    assert!(refused(&format!("{above}{BLOCK}id = 1\n{below}")).contains("is defined twice"));
    assert!(refused(&format!("format = 2\n{BLOCK}history = 3\n{below}")).contains("format 2"));
}

#[test]
fn odd_ledgers_that_are_fine_are_taken() {
    for (text, blocks) in [
        ("format = 1", 0),
        ("\u{feff}timezone = \"UTC\"\n[notes]", 0),
        ("[[rung]]\nat = \"75%\"", 0),
        (BLOCK, 1),
        (BLOCK.trim_end(), 1),
        (&format!("\u{feff}{BLOCK}"), 1),
        (&BLOCK.replace('\n', "\r\n"), 1),
        (&BLOCK.replace('\n', "  \t\n"), 1),
        (&format!("[notes]\na = [[1], [[2]]]\n[x-y.z]\nid = 1\n{BLOCK}"), 1),
        (&BLOCK.replace("\"b\"", "\"\"\"\n[[commitment]]\n\"\"\""), 1),
    ] {
        let (seen, ..) = whole(text).unwrap_or_else(|error| panic!("{error}: {text:?}"));
        assert_eq!(seen.len(), blocks, "{text:?}");
    }
}

#[test]
fn what_says_nothing_is_no_ledger() {
    for text in ["", "\u{feff}", "\n\n", "\r\n", "# nothing", "\u{feff}# nothing\n", "  \t", " # a\n\t\n#\n"]
    {
        assert_eq!(whole(text), Err("empty".to_owned()), "{text:?}");
        assert!(is_empty(text), "{text:?}");
        assert!(
            !is_empty(&format!("{text}\nformat = 1")) && !is_empty(&format!("{text}\n{BLOCK}")),
            "{text:?}"
        );
    }
    // A character that no text may have is not a comment either.
    assert!(!is_empty("# \0") && !is_empty("\u{a0}") && !is_empty("\u{feff}\u{feff}"));
}

#[test]
fn what_says_nothing_of_ours_is_no_ledger() {
    for text in ["[notes]", "\u{feff}[notes]\r\n", "x-a = 1\n[registry]\ntoken = \"a\"\n", "[x-a]\n\n[[y]]\n"]
    {
        assert_eq!(whole(text), Err("not a ledger".to_owned()), "{text:?}");
        assert!(whole(&format!("{text}\n{BLOCK}")).is_ok(), "{text:?}");
    }
}

#[test]
fn what_cannot_be_understood_is_refused() {
    for text in [
        "\0",
        "# a\0comment",
        "[[commitment]]",
        "[[commitment]]\nid = \"k7qdm2xv\"\n",
        "commitment = []",
        "[commitment]\nid = \"k7qdm2xv\"\n",
        "[[\"commitment\"]]\nid = \"k7qdm2xv\"\n",
        "[kind.x]\n[kind.x]\n",
        &format!("[kind.x]\n{BLOCK}[kind.x]\n"),
        &format!("format = 1\n{BLOCK}[rung]\n"),
        &format!("{BLOCK}id = \"k7qdm2xv\"\n"),
        &format!("{BLOCK}<<<<<<< HEAD\n"),
        &format!("{BLOCK}=======\n{BLOCK}"),
        &format!("{BLOCK}x = \"\"\"\n{BLOCK}"),
        &format!("{BLOCK}x = [\n{BLOCK}"),
        &format!("{BLOCK}x = \"\r\"\n"),
        &format!("{BLOCK}\r[[commitment]]\n"),
        &BLOCK.replace("due", "dew"),
    ] {
        refused(text);
    }
    let at = BLOCK.len();
    let bytes = [BLOCK.as_bytes(), b"x = \"\xff\"\n", BLOCK.as_bytes()].concat();
    assert_eq!(through(64, 9, &bytes), Err(format!("no UTF-8 at {}", at + 5)));
    let cut = [BLOCK.as_bytes(), b"x = \"\xc3"].concat();
    assert_eq!(through(64, 9, &cut), Err(format!("no UTF-8 at {}", at + 5)));
}

#[test]
fn a_commitment_whose_header_is_lost_is_missed() {
    let body = BLOCK.replace("[[commitment]]\n", "");
    for header in [
        "[[comitment]]",
        "[[Commitment]]",
        "[[commitme.t]]",
        "[[co-mitment]]",
        "[commitments]",
        "[notes]",
        "[[x-notes]]",
        "[a.b.c]",
        "[[a]]\n[a.b]\nx = 1\n[[a.c]]",
        "[kidn.callback]\n[notes]",
        "[[commitment.x]]",
    ] {
        let before = if header.contains("commitment.") { BLOCK } else { "" };
        refused(&format!("{before}{header}\n{body}"));
    }
    let event = "at = 2026-11-20T09:30:00Z\ndid = \"done\"\n";
    for text in [
        format!("{BLOCK}[[commitment.history]]\n{event}{body}"),
        format!("{BLOCK}[[commitment.histosy]]\n{event}"),
        format!("{BLOCK}[[commitmentnhistory]]\n{event}"),
        format!("{BLOCK}[[commitment.history]]\n{event}[commitment.history.x]\n{event}"),
        format!("{BLOCK}histroy = [\n{{ at = 2026-11-20T09:30:00Z, did = \"done\" }}\n]\n"),
    ] {
        refused(&text);
    }
}

#[test]
fn depth_is_refused_and_not_followed() {
    let deep = |open: &str, close: &str| format!("{}{}", open.repeat(100_000), close.repeat(100_000));
    for value in [deep("[", "]"), deep("{a=", "}"), deep("[", ""), deep("[\n", "]\n"), deep("[{a=", "}]")] {
        refused(&format!("{BLOCK}x = {value}\n"));
        refused(&format!("x-y = {value}\n"));
        refused(&value);
    }
    let dotted = format!("a{}", ".a".repeat(100_000));
    refused(&format!("{BLOCK}{dotted} = 1\n"));
    refused(&format!("[{dotted}]\nb = 1\n"));
    refused(&format!("[[x-{dotted}]]\nb = 1\n"));
    refused(&format!("{BLOCK}[commitment.{dotted}]\nb = 1\n"));
}

#[test]
fn a_piece_without_end_is_refused_before_it_fills_the_memory() {
    for junk in ["a", "# and so on, and so on, and so on\n"] {
        let bytes = junk.as_bytes().repeat(LARGEST_PIECE / junk.len() + 2);
        let text = String::from_utf8(bytes).unwrap();
        let seen = fold(|| Ok(text.as_bytes()), &|| Ok(chrono_tz::UTC), nothing, take);
        assert!(
            matches!(seen, Err(Stop::Fault(fault)) if fault.problem.message.contains("4 MiB")),
            "{junk:?}"
        );
    }
}

#[test]
fn more_tables_than_there_can_be_any_sense_in_are_refused_before_they_are_parsed() {
    let many = |piece: &dyn Fn(usize) -> String| (0..60_000).map(piece).collect::<String>();
    for text in [
        many(&|n| format!("[x-{n}]\n[x.{n}]\n")),
        many(&|n| format!("[[rung]]\nat = \"+{n}s\"\n")),
        many(&|n| format!("[x-{n}.a]\n")),
        many(&|n| format!("a{n}.b = 1\nb{n}.b = 1\n")),
        format!("{BLOCK}{}", many(&|n| format!("a{n}.b = 1\nb{n}.b = 1\n"))),
        format!("{BLOCK}x = [{}]\n", many(&|_| "[],{},".to_owned())),
    ] {
        let seen = fold(|| Ok(text.as_bytes()), &|| Ok(chrono_tz::UTC), nothing, take);
        let start = &text[..60];
        assert!(
            matches!(seen, Err(Stop::Fault(fault)) if fault.problem.message.contains("too large")),
            "{start}"
        );
    }
}
