//! A change touches its own bytes and no others, and says what it should, in whatever style the ledger is written.
#![allow(
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    reason = "a test that fails may end in any way"
)]

use std::cell::Cell;
use std::io;

use chrono_tz::UTC;
use proptest::prelude::*;

use super::super::samples::{self, Dice};
use super::*;
use crate::ledger::read::segment;
use crate::ledger::read::stored::ReadAt;
use crate::rules::commitment::Class;
use crate::rules::time::Instant;

fn adding(new: &Commitment<'_>) -> Change {
    Change::Add(NewBlock::of(new, UTC).unwrap())
}

/// Returns every block of a text, with its place.
fn blocks(text: &str) -> Vec<(Range<usize>, Commitment<'static>)> {
    let mut start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let mut blocks = Vec::new();
    while start < text.len() {
        let segment = segment::first(&text[start..], true).unwrap();
        let end = start + segment.end;
        if segment.piece == Piece::Block {
            let commitment =
                block::read(&text[start..end]).unwrap_or_else(|fault| panic!("{fault:?}: {text}"));
            blocks.push((start..end, commitment.into_owned()));
        }
        start = end;
    }
    blocks
}

/// Returns the lines of a text that another one lacks, in the same order.
fn lost<'t>(old: &'t str, new: &str) -> Vec<&'t str> {
    let new: Vec<_> = new.split('\n').collect();
    let mut next = 0;
    old.trim_end()
        .split('\n')
        .filter(|line| match new[next..].iter().position(|other| other.trim_end() == line.trim_end()) {
            Some(place) => {
                next += place + 1;
                false
            }
            None => true,
        })
        .collect()
}

/// Returns true if all that is not blank in one text is in the other, in the same order.
fn is_kept(old: &str, new: &str) -> bool {
    let mut rest = new.bytes();
    old.bytes().filter(|byte| !byte.is_ascii_whitespace()).all(|byte| rest.any(|other| other == byte))
}

fn is_crlf(text: &str) -> bool {
    !text.replace("\r\n", "").contains('\n')
}

fn is_blank(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_whitespace())
}

/// Returns a ledger of one block after one event.
fn one(old: &str) -> String {
    let event = Event::new(Instant::from_epoch(0), crate::rules::commitment::Deed::Done);
    let span = blocks(old)[0].0.clone();
    apply_to_text(old, &[Change::Happened { span, events: vec![event] }], UTC).unwrap().0
}

/// A file that is read a few bytes at a time, and says how many there were.
struct Crumbs<'t> {
    text: &'t str,
    read: Cell<usize>,
}

impl<'t> Crumbs<'t> {
    fn of(text: &'t str) -> Self {
        Self { text, read: Cell::new(0) }
    }
}

impl ReadAt for Crumbs<'_> {
    fn read_at(&self, room: &mut [u8], at: u64) -> io::Result<usize> {
        let rest = &self.text.as_bytes()[usize::try_from(at).unwrap()..];
        let count = room.len().min(rest.len()).min(7);
        room[..count].copy_from_slice(&rest[..count]);
        self.read.set(self.read.get() + count);
        Ok(count)
    }

    fn at_once(&self) -> io::Result<&(dyn ReadAt + Sync)> {
        Err(io::ErrorKind::Unsupported.into())
    }
}

#[test]
fn of_a_large_ledger_only_what_is_changed_is_read_and_held() {
    let block = format!("[[commitment]]\n{FACTS}\n\n");
    let (old, place) = (block.repeat(5_000), 2_000 * block.len());
    let file = Crumbs::of(&old);
    let stored = Stored::file(&file, old.len() as u64, "ledger.toml").unwrap();
    let event = Event::new(Instant::from_epoch(0), crate::rules::commitment::Deed::Done);
    let changes = [
        Change::Happened { span: place..place + block.len(), events: vec![event] },
        adding(&block::read(&block).unwrap()),
        Change::Key("archives", "[\"a.toml\"]".to_owned()),
    ];
    let (draft, _) = apply(stored, &changes, UTC).unwrap();
    let held: usize = draft
        .parts()
        .iter()
        .filter_map(|part| match part {
            Part::New(text) => Some(text.len()),
            _ => None,
        })
        .sum();
    assert!(old.len() > 20 * NEAR && file.read.get() < 4 * NEAR, "{} bytes were read", file.read.get());
    assert!(held < 4 * block.len(), "{held} bytes are held");
}

proptest! {
    #[test]
    fn events_and_new_blocks_change_what_they_should_and_nothing_else(seed: u64) {
        let mut dice = Dice(seed);
        let old = samples::ledger(&mut dice, 5);
        let zone = samples::zone(&mut dice);
        let before = blocks(&old);
        let mut wanted: Vec<_> = before.iter().map(|(_, one)| one.clone()).collect();
        let mut changes = Vec::new();
        for _ in 0..=dice.roll(4) {
            if before.is_empty() || dice.one_in(3) {
                let new = samples::commitment(&mut dice);
                wanted.push(new.clone());
                changes.push(adding(&new));
            } else {
                let place = dice.roll(before.len());
                let events: Vec<_> = (0..=dice.roll(2)).map(|_| samples::event(&mut dice)).collect();
                wanted[place].history.extend(events.iter().cloned());
                changes.push(Change::Happened { span: before[place].0.clone(), events });
            }
        }
        let (new, rewritten) = apply_to_text(&old, &changes, zone).unwrap_or_else(|error| panic!("{error}\n{old}"));
        let file = Crumbs::of(&old);
        let stored = Stored::file(&file, old.len() as u64, "ledger.toml").unwrap();
        let (draft, same) = apply(stored, &changes, zone).unwrap();
        prop_assert_eq!((draft.text(stored).unwrap(), draft.size(), &same), (new.clone(), new.len(), &rewritten));
        let after = blocks(&new);
        prop_assert_eq!(after.iter().map(|(_, one)| one.clone()).collect::<Vec<_>>(), wanted, "{}", new);
        // Other blocks are the same to the byte, and in the same order.
        let untouched = |place: usize| {
            let (span, _) = &before[place];
            !changes.iter().any(|change| matches!(change, Change::Happened { span: other, .. } if other == span))
        };
        for (place, (span, _)) in before.iter().enumerate() {
            let (old, new) = (&old[span.clone()], &new[after[place].0.clone()]);
            if untouched(place) {
                prop_assert!(new.strip_prefix(old).is_some_and(is_blank), "{:?} {:?}", old, new);
                continue;
            }
            // Of the changed block everything stays, and at most its last event's line gets a comma.
            prop_assert!(is_kept(old, new), "{:?} {:?}", old, new);
            prop_assert!(lost(old, new).len() <= 1, "{:?} {:?}", lost(old, new), new);
            prop_assert!(is_crlf(new) || !is_crlf(old), "{:?}", new);
        }
        let first = before.first().map_or(old.len(), |(span, _)| span.start);
        prop_assert_eq!(&old[..first], &new[..first]);
        for one in &rewritten {
            let place = after.iter().position(|(_, other)| Some(other.id) == one.id).unwrap();
            prop_assert_eq!(new[after[place].0.clone()].trim_end(), one.after.as_deref().unwrap().trim_end());
            prop_assert_eq!(one.before.is_some(), place < before.len());
        }
        let touched = (0..before.len()).filter(|place| !untouched(*place)).count();
        prop_assert_eq!(rewritten.len(), after.len() - before.len() + touched);
    }

    #[test]
    fn in_an_order_by_id_new_blocks_stand_behind_the_greatest_smaller_id_and_leave_no_trace(seed: u64) {
        let mut dice = Dice(seed);
        let old = samples::ledger(&mut dice, 5);
        let before = blocks(&old);
        let known: Vec<_> = before.iter().map(|(_, one)| one.id).collect();
        let mut new: Vec<_> = (0..=dice.roll(4)).map(|_| samples::commitment(&mut dice)).collect();
        new.sort_by_key(|one| one.id);
        new.dedup_by_key(|one| one.id);
        new.retain(|one| !known.contains(&one.id));
        let mut places = Places::by_id();
        before.iter().for_each(|(span, one)| places.see(one.id, span));
        let changes: Vec<_> = new.iter().rev().map(adding).collect();
        let (draft, rewritten) = apply_in_places(Stored::from(old.as_str()), &changes, UTC, &places.sorted()).unwrap();
        let text = draft.text(old.as_str().into()).unwrap();
        let after = blocks(&text);
        let ids: Vec<_> = after.iter().map(|(_, one)| one.id).collect();
        let is_old = |id: &Id| known.contains(id);
        prop_assert_eq!(ids.iter().copied().filter(is_old).collect::<Vec<_>>(), known.clone());
        for (place, id) in ids.iter().enumerate().filter(|(_, id)| !is_old(id)) {
            let above = ids[..place].iter().rev().find(|id| is_old(id));
            prop_assert_eq!(above, known.iter().filter(|other| *other < id).max(), "{}", text);
            prop_assert!(place == 0 || is_old(&ids[place - 1]) || ids[place - 1] < *id);
        }
        let gap = |span: &Range<usize>| {
            let id = after.iter().find(|(other, _)| other == span)?.1.id;
            Some(rewritten.iter().find(|one| one.id == Some(id))?.gap.clone())
        };
        let added = after.iter().filter(|(_, one)| !is_old(&one.id)).map(|(span, _)| span.clone()).collect();
        let removals = blocks::removals(text.as_str().into(), added, &gap).unwrap();
        prop_assert_eq!(apply_to_text(&text, &removals, UTC).unwrap().0, old);
    }

    #[test]
    fn what_owed_does_not_know_of_a_new_block_is_written_as_it_is(seed: u64) {
        let mut dice = Dice(seed);
        let mut new = samples::commitment(&mut dice);
        let keys = |dice: &mut Dice| format!("x-{}", samples::text(dice));
        for place in 0..new.history.len() {
            let key = format!("history[{place}].{}", keys(&mut dice));
            new.extra.push((key.into(), samples::value(&mut dice, 2)));
        }
        new.extra.push((keys(&mut dice).into(), samples::value(&mut dice, 3)));
        let zone = samples::zone(&mut dice);
        let (text, _) = apply_to_text("", &[Change::Add(NewBlock::of(&new, zone).unwrap())], zone)
            .unwrap_or_else(|error| panic!("{error} {:?}", new.extra));
        prop_assert_eq!(&blocks(&text)[0].1, &new, "{}", text);
    }

    #[test]
    fn other_facts_change_their_own_values_and_nothing_else(seed: u64) {
        let mut dice = Dice(seed);
        let old = samples::ledger(&mut dice, 4);
        let zone = samples::zone(&mut dice);
        let before = blocks(&old);
        prop_assume!(!before.is_empty());
        let place = dice.roll(before.len());
        let (span, one) = before[place].clone();
        let other = samples::commitment(&mut dice);
        // Any fact may be another, be added or be taken away.
        let mut new = Commitment {
            id: one.id,
            kind: if dice.one_in(2) { other.kind } else { one.kind },
            to: if dice.one_in(2) { other.to } else { one.to },
            what: if dice.one_in(2) { other.what } else { one.what },
            owner: if dice.one_in(2) { other.owner } else { one.owner },
            class: if dice.one_in(2) { other.class } else { one.class },
            tags: if dice.one_in(2) { other.tags } else { one.tags },
            reference: if dice.one_in(2) { other.reference } else { one.reference },
            contact: if dice.one_in(2) { other.contact } else { one.contact },
            follows: if dice.one_in(2) { other.follows } else { one.follows },
            made: if dice.one_in(2) { other.made } else { one.made },
            asked: if dice.one_in(2) { other.asked } else { one.asked },
            due: if dice.one_in(2) { other.due } else { one.due },
            target: if dice.one_in(2) { other.target } else { one.target },
            limit: if dice.one_in(2) { other.limit } else { one.limit },
            calendar: if dice.one_in(2) { other.calendar } else { one.calendar },
            every: if dice.one_in(2) { other.every } else { one.every },
            every_from: if dice.one_in(2) { other.every_from } else { one.every_from },
            history: one.history,
            extra: one.extra,
        };
        let events = vec![samples::event(&mut dice)];
        new.history.extend(events.clone());
        let mut wanted: Vec<_> = before.iter().map(|(_, one)| one.clone()).collect();
        wanted[place] = new.clone();
        let change = Change::Restated { span: span.clone(), commitment: Box::new(new), events };
        let (text, rewritten) = apply_to_text(&old, &[change], zone).unwrap();
        let found: Vec<_> = blocks(&text).into_iter().map(|(_, one)| one).collect();
        prop_assert_eq!(found, wanted, "{}\n---\n{}", old, text);
        prop_assert!(text.starts_with(&old[..span.start]) && text.ends_with(&old[span.end..]));
        prop_assert_eq!(is_crlf(&text), is_crlf(&old));
        let [Rewritten { before: Some(before), after: Some(after), .. }] = rewritten.as_slice() else { panic!() };
        prop_assert_eq!(before, &old[span]);
        // Lines of comments stay, and so does every line that is not about a fact.
        let comments = |text: &str| text.lines().filter(|line| line.trim_start().starts_with("# ")).count();
        prop_assert_eq!(comments(before), comments(after), "{}\n---\n{}", before, after);
    }

    #[test]
    fn a_ledger_of_crlf_stays_one(seed: u64) {
        let mut dice = Dice(seed);
        let commitment = samples::commitment(&mut dice);
        let old = samples::styled(&mut dice, &commitment, "\r\n");
        let zone = samples::zone(&mut dice);
        let span = blocks(&old)[0].0.clone();
        let changes = [
            adding(&samples::commitment(&mut dice)),
            Change::Happened { span, events: vec![samples::event(&mut dice)] },
        ];
        let (new, _) = apply_to_text(&old, &changes, zone).unwrap();
        prop_assert!(is_crlf(&new), "{:?}", new);
    }
}

const FACTS: &str =
    "id = \"k7qdm2xv\"\nto = \"a\"\nwhat = \"b\"\nmade = 2026-11-20T09:30:00Z\ndue = 2026-11-21T09:30:00Z";
const DONE: &str = "{ at = 1970-01-01T00:00:00+00:00, did = \"done\" }";
const TOLD: &str = "{ at = 2026-11-20T10:00:00Z, did = \"told\" }";

#[test]
fn an_event_takes_the_looks_of_the_history_it_joins() {
    let cases = [
        // The text there before, and the text there afterwards.
        ("", "\nhistory = [\n  DONE,\n]"),
        (" # by phone\n\n# more", " # by phone\nhistory = [\n  DONE,\n]\n\n# more"),
        ("\nhistory = []", "\nhistory = [\n  DONE,\n]"),
        ("\nhistory = [ ] # none", "\nhistory = [\n  DONE,\n] # none"),
        ("\nhistory = [TOLD]", "\nhistory = [TOLD,\n  DONE,\n]"),
        ("\nhistory = [ TOLD, ]", "\nhistory = [ TOLD,\n  DONE,\n]"),
        ("\nhistory = [\n  TOLD,\n]", "\nhistory = [\n  TOLD,\n  DONE,\n]"),
        ("\nhistory = [\n    TOLD # once\n  ]", "\nhistory = [\n    TOLD, # once\n    DONE,\n  ]"),
        ("\nhistory = [\nTOLD,\n# so far\n]", "\nhistory = [\nTOLD,\n# so far\nDONE,\n]"),
        ("\nhistory = [ # none\n]", "\nhistory = [ # none\n  DONE,\n]"),
        ("\nx-a.b = 1", "\nx-a.b = 1\nhistory = [\n  DONE,\n]"),
        ("\nx-a = { b = 1 } # so", "\nx-a = { b = 1 } # so\nhistory = [\n  DONE,\n]"),
        ("\n[commitment.x]\ny = 1", "\nhistory = [\n  DONE,\n]\n[commitment.x]\ny = 1"),
        (
            "\n[[commitment.history]]\nat = 2026-11-20T10:00:00Z\ndid = \"told\"\n[[commitment.history.x]]\ny = 1\n[[commitment.history.x]]\ny = 2\n# end",
            "\n[[commitment.history]]\nat = 2026-11-20T10:00:00Z\ndid = \"told\"\n[[commitment.history.x]]\ny = 1\n[[commitment.history.x]]\ny = 2\n\n\
             [[commitment.history]]\nat = 1970-01-01T00:00:00+00:00\ndid = \"done\"\n# end",
        ),
        (
            "\n  [[commitment.history]]\n  at = 2026-11-20T10:00:00Z\n  did = \"told\" # once\n  [commitment.history.x]\n  y = 1\n\n# end",
            "\n  [[commitment.history]]\n  at = 2026-11-20T10:00:00Z\n  did = \"told\" # once\n  [commitment.history.x]\n  y = 1\n\n  \
             [[commitment.history]]\n  at = 1970-01-01T00:00:00+00:00\n  did = \"done\"\n\n# end",
        ),
    ];
    for (old, new) in cases {
        let of = |history: &str| {
            format!("[[commitment]]\n{FACTS}{}", history.replace("DONE", DONE).replace("TOLD", TOLD))
        };
        for end in ["\n", ""] {
            let (old, new) = (format!("{}{end}", of(old)), format!("{}{end}", of(new)));
            assert_eq!(one(&old), new);
            assert_eq!(one(&old.replace('\n', "\r\n")), new.replace('\n', "\r\n"));
        }
    }
}

#[test]
fn a_key_that_is_added_stands_where_the_canonical_form_has_it() {
    let old = format!(
        "# about it\n[[commitment]] # one\n{FACTS}# said once\ntarget = \"3d\" # of the kind\nhistory = [\n]\n"
    );
    let (span, one) = blocks(&old)[0].clone();
    let every = Some(crate::rules::every::Every::parse("1w").unwrap());
    let new = Commitment { every, every_from: Some(one.due), ..one.clone() };
    let change = Change::Restated { span, commitment: Box::new(new), events: Vec::new() };
    let (text, _) = apply_to_text(&old, &[change], UTC).unwrap();
    let due = one.due.rfc3339(UTC);
    let added = format!("# of the kind\nevery = \"1w\"\nevery_from = {due}\nhistory = [\n]\n");
    assert_eq!(text, old.replace("# of the kind\nhistory = [\n]\n", &added));
    // Taken away, they leave nothing.
    let span = blocks(&text)[0].0.clone();
    let change = Change::Restated { span, commitment: Box::new(one), events: Vec::new() };
    assert_eq!(apply_to_text(&text, &[change], UTC).unwrap().0, old);
}

#[test]
fn a_key_that_is_taken_away_goes_with_its_line_and_comments_beside_it_stay() {
    let with = |newline: &str, end: &str| {
        let (head, last) =
            ("[[commitment]]\n# who\n", "\n  # a shop\n  tags = [\n    \"x\", # one\n  ]\n# how\n");
        format!("{head}{FACTS}{last}contact = \"0171\" # her own{end}").replace('\n', newline)
    };
    for newline in ["\n", "\r\n"] {
        for end in ["\n", ""] {
            let old = with(newline, end);
            let (span, one) = blocks(&old)[0].clone();
            let new = Commitment { tags: Vec::new(), contact: None, class: Class::Own, ..one };
            let change = Change::Restated { span, commitment: Box::new(new), events: Vec::new() };
            let (text, _) = apply_to_text(&old, &[change], UTC).unwrap();
            let facts = FACTS.replace("what = \"b\"\n", "what = \"b\"\nclass = \"self\"\n");
            // Below the last value they would be those of the next block.
            let (facts, last) = facts.rsplit_once('\n').unwrap();
            let left = format!("[[commitment]]\n# who\n{facts}\n  # a shop\n# how\n{last}\n");
            assert_eq!(text, left.replace('\n', newline));
        }
    }
}

#[test]
fn a_block_that_is_too_large_to_be_read_again_is_not_written() {
    let old = format!("[[commitment]]\n{FACTS}\n");
    let told = |length: usize| {
        let mut event = Event::new(Instant::from_epoch(0), crate::rules::commitment::Deed::Told);
        event.note = Some("x".repeat(length).into());
        let change = Change::Happened { span: 0..old.len(), events: vec![event] };
        apply_to_text(&old, &[change], UTC)
    };
    let most = LARGEST_BLOCK - (told(1).unwrap().0.len() - 1);
    assert!(told(most).is_ok_and(|(text, _)| text.len() == LARGEST_BLOCK));
    assert!(told(most + 1).is_err_and(|error| error.message.contains("2 MiB")));
}

#[test]
fn a_block_is_proven_to_the_byte_but_for_blank_lines_after_it() {
    let block = format!("[[commitment]]\n{FACTS}\n");
    let proven = |written: String, after: &str| {
        let wanted = block::read(after).unwrap();
        let place = (&Draft::from(written), Stored::from("").into(), Draft::default().end());
        prove(place, after, &wanted)
    };
    let remark = format!("{block}# as agreed\n");
    for (written, after, is_proven) in [
        (block.clone(), &block, true),
        (format!("{block}\r\n \n"), &block, true),
        (format!("{block}\n{block}"), &block, true),
        // They say the same, and still something was lost or added.
        (block.clone(), &remark, false),
        (remark.clone(), &block, false),
        (format!("# as agreed\n\n{block}"), &block, false),
        (String::new(), &block, false),
    ] {
        assert_eq!(proven(written.clone(), after).is_ok(), is_proven, "{written} {after}");
    }
}

#[test]
fn a_block_is_replaced_by_one_block_of_the_same_commitment_only() {
    let old = format!("[[commitment]]\n{FACTS}\n");
    let replaced = |new: &str| {
        let change = Change::Replace { span: 0..old.len(), text: new.to_owned() };
        apply_to_text(&old, &[change], UTC).map(|(text, _)| text)
    };
    let new = old.replace("\"b\"", "\"c\"");
    assert_eq!(replaced(&new).unwrap(), new);
    for (new, why) in [
        (format!("{old}{old}"), "it is not one block"),
        ("# a remark\n".to_owned(), "it is not one block"),
        (old.replace("k7qdm2xv", "k7qdm2xw"), "it is a different commitment"),
    ] {
        assert!(replaced(&new).is_err_and(|error| error.message.contains(why)), "{new}");
    }
}

#[test]
fn two_changes_of_the_same_bytes_are_refused() {
    let old = format!("[[commitment]]\n{FACTS}\n");
    let change = || Change::Replace { span: 0..old.len(), text: old.replace("\"b\"", "\"c\"") };
    let changed = apply_to_text(&old, &[change(), change()], UTC);
    assert!(changed.is_err_and(|error| error.message.contains("two changes overlap")));
}

#[test]
fn adjacent_blocks_are_removed_as_one() {
    let text = format!("[[commitment]]\n{FACTS}\n\n").repeat(4);
    let of = |places: &[usize]| {
        let spans = places.iter().map(|place| blocks(&text)[*place].0.clone()).collect();
        super::blocks::removals(text.as_str().into(), spans, &|_| None).unwrap().len()
    };
    assert_eq!([of(&[0]), of(&[1, 0]), of(&[0, 2]), of(&[2, 0, 1])], [1, 1, 2, 1]);
}

#[test]
fn a_key_is_put_after_the_keys_at_the_top() {
    let block = format!("[[commitment]]\n{FACTS}\n");
    for (old, new) in [
        ("", "archives = [\"a\"]\n\n"),
        ("format = 1\n\n", "format = 1\narchives = [\"a\"]\n\n"),
        ("archives = []\nformat = 1\n\n", "archives = [\"a\"]\nformat = 1\n\n"),
    ] {
        let change = Change::Key("archives", "[\"a\"]".to_owned());
        let (text, _) = apply_to_text(&format!("{old}{block}"), &[change], UTC).unwrap();
        assert_eq!(text, format!("{new}{block}"));
    }
}

#[test]
fn a_new_block_comes_after_one_blank_line() {
    let block = format!("[[commitment]]\n{FACTS}\n");
    let new = block::read(&block).unwrap().into_owned();
    let written = writer::block(&new, UTC);
    for (old, gap) in [
        ("", ""),
        ("\u{feff}", ""),
        ("#", "\n\n"),
        ("# a ledger", "\n\n"),
        ("# a ledger\n", "\n"),
        ("# a ledger\n\n", ""),
        ("# a ledger\r\n", "\r\n"),
        ("# a ledger\r\n\r\n", ""),
        ("# a ledger\n  \n", "\n"),
    ] {
        let (text, _) = apply_to_text(old, &[adding(&new)], UTC).unwrap();
        let newline = if old.contains('\r') { "\r\n" } else { "\n" };
        assert_eq!(text, format!("{old}{gap}{}", written.replace('\n', newline)));
    }
}

#[test]
fn a_new_block_does_not_come_between_the_last_one_and_what_happened_to_it() {
    let old = format!("[[commitment]]\n{FACTS}");
    let mut new = block::read(&old).unwrap().into_owned();
    new.id = crate::rules::commitment::Id::PLACEHOLDER;
    let event = Event::new(Instant::from_epoch(0), crate::rules::commitment::Deed::Done);
    let changes = [adding(&new), Change::Happened { span: 0..old.len(), events: vec![event] }];
    let (text, _) = apply_to_text(&old, &changes, UTC).unwrap();
    let told = blocks(&text).into_iter().map(|(_, one)| one.history.len()).collect::<Vec<_>>();
    assert_eq!(told, [1, 0]);
}
