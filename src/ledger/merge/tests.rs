//! What holds for any three versions of a ledger.
#![allow(
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    reason = "a test that fails may end in any way"
)]

use std::collections::BTreeMap;

use super::marks::Take;
use super::*;
use crate::ledger::canonical::writer;
use crate::ledger::change::{Change, NewBlock, apply_to_text};
use crate::ledger::samples::{self, Dice};
use crate::rules::commitment::{Commitment, Id};

/// Returns how many triples are tried; `OWED_TEST_MERGES` says how many instead. Where the other properties are tried less than usual,
/// so is this one.
#[expect(clippy::disallowed_methods, reason = "asked for by the person who runs the tests")]
fn cases() -> u64 {
    let set = |wanted: &str| std::env::vars().find(|(name, _)| name == wanted)?.1.parse::<u64>().ok();
    set("OWED_TEST_MERGES").or_else(|| Some(set("PROPTEST_CASES")? * 8)).unwrap_or(2_000)
}

fn merged(base: &str, ours: &str, theirs: &str) -> Merged {
    merge(Texts { base, ours, theirs }, &Marks::default()).unwrap()
}

fn clean(base: &str, ours: &str, theirs: &str) -> Option<String> {
    let merged = merged(base, ours, theirs);
    merged.contradictions.is_empty().then_some(merged.text)
}

/// Returns a ledger that can be read, with a few blocks.
fn ledger(dice: &mut Dice) -> String {
    loop {
        let text = samples::ledger(dice, 5);
        if side::read(&text, false).is_ok() {
            return text;
        }
    }
}

/// Returns what somebody made of a ledger.
fn variant(dice: &mut Dice, base: &str) -> String {
    let mut text = base.to_owned();
    for _ in 0..=dice.roll(4) {
        let next = changed(dice, &text);
        if side::read(&next, false).is_ok() {
            text = next;
        }
    }
    text
}

/// Returns what somebody who only adds made of a ledger.
fn grown(dice: &mut Dice, base: &str) -> String {
    let mut text = base.to_owned();
    for _ in 0..=dice.roll(4) {
        text = if dice.one_in(3) { with_new(dice, &text) } else { with_event(dice, &text) };
    }
    text
}

fn with_new(dice: &mut Dice, text: &str) -> String {
    let zone = samples::zone(dice);
    let new = NewBlock::of(&samples::commitment(dice), zone).unwrap();
    apply_to_text(text, &[Change::Add(new)], zone).unwrap().0
}

fn with_event(dice: &mut Dice, text: &str) -> String {
    let spans = spans(text);
    if spans.is_empty() {
        return with_new(dice, text);
    }
    let span = spans[dice.roll(spans.len())].clone();
    // Few instants, so that some are the same.
    let mut event = samples::event(dice);
    event.at = crate::rules::time::Instant::from_epoch(1_790_000_000 + dice.roll(4) as i64 * 3_600);
    let zone = samples::zone(dice);
    apply_to_text(text, &[Change::Happened { span, events: vec![event] }], zone).unwrap().0
}

/// Returns what two made of a ledger of whom both have an event, as after a cherry-pick, which one of them has in place of the one it is like.
fn picked(dice: &mut Dice, base: &str) -> (String, String) {
    let spans = spans(base);
    let Some(span) = spans.get(dice.roll(spans.len().max(1))) else {
        return (base.to_owned(), base.to_owned());
    };
    let commitment = block::read(&base[span.clone()]).unwrap().into_owned();
    let Some(old) = commitment.history.get(dice.roll(commitment.history.len().max(1))) else {
        return (base.to_owned(), base.to_owned());
    };
    let mut new = old.clone();
    if dice.one_in(2) {
        new.at = samples::instant(dice);
    } else {
        new.note = Some(samples::text(dice));
    }
    let with = |history: Vec<_>| {
        let mut extra = commitment.extra.clone();
        extra.retain(|(key, _)| !key.starts_with("history["));
        let block = writer::block(&Commitment { history, extra, ..commitment.clone() }, chrono_tz::Tz::UTC);
        [&base[..span.start], &block, &base[span.end..]].concat()
    };
    if new == *old {
        return (base.to_owned(), base.to_owned());
    }
    let instead = commitment.history.iter().map(|event| if event == old { &new } else { event }).cloned();
    (with(instead.collect()), with(commitment.history.iter().chain([&new]).cloned().collect()))
}

fn spans(text: &str) -> Vec<std::ops::Range<usize>> {
    let zone = || Ok(chrono_tz::Tz::UTC);
    let see = |spans: &mut Vec<_>, look: crate::ledger::read::scan::Look<'_, '_>| spans.push(look.span);
    crate::ledger::read::scan::fold(|| Ok(text.as_bytes()), &zone, |_| Vec::new(), see).ok().unwrap().state
}

fn commitments(text: &str) -> BTreeMap<Id, Commitment<'static>> {
    spans(text)
        .into_iter()
        .map(|span| block::read(&text[span]).unwrap().into_owned())
        .map(|commitment| (commitment.id, commitment))
        .collect()
}

fn changed(dice: &mut Dice, text: &str) -> String {
    let side = side::read(text, false).unwrap();
    let mut pieces: Vec<_> =
        side.pieces.iter().map(|piece| (piece.name.clone(), piece.gap, piece.body.to_string())).collect();
    let at = dice.roll(pieces.len().max(1));
    let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
    match dice.roll(13) {
        0 | 1 => return with_event(dice, text),
        2 => return with_new(dice, text),
        3 => {
            return if text.contains("\r\n") {
                text.replace("\r\n", "\n")
            } else {
                text.replace('\n', "\r\n")
            };
        }
        4 => return text.trim_end().to_owned(),
        5 => return format!("{}{newline}", text.trim_start_matches('\u{feff}')),
        6 if !pieces.is_empty() => drop(pieces.remove(at)),
        7 if !pieces.is_empty() => {
            let other = dice.roll(pieces.len());
            pieces.swap(at, other);
        }
        8 => pieces.push((
            Name::Block(samples::id(dice), 0),
            "\n\n",
            format!("[kind.n{}]{newline}target = \"{}h\"", dice.roll(4), 1 + dice.roll(3)),
        )),
        9 if !pieces.is_empty() => {
            let (_, _, body) = &mut pieces[at];
            if let Some(end) = body.find('\n') {
                let comment = dice.pick(&["# one", "  # two", "\t# [[commitment]]"]);
                body.insert_str(end + 1, &format!("{comment}{newline}"));
            }
        }
        _ if !pieces.is_empty() && pieces[at].0.is_block() => {
            let (_, _, body) = &mut pieces[at];
            let mut commitment = block::read(body).unwrap().into_owned();
            match dice.roll(6) {
                0 if !commitment.history.is_empty() => {
                    drop(commitment.history.remove(dice.roll(commitment.history.len())))
                }
                1 if !commitment.history.is_empty() => {
                    let event = dice.roll(commitment.history.len());
                    commitment.history[event].note = Some(samples::text(dice));
                }
                2 if !commitment.history.is_empty() => {
                    let event = dice.roll(commitment.history.len());
                    commitment.history[event].at = samples::instant(dice);
                }
                3 => commitment.tags.push(samples::text(dice)),
                4 => commitment.what = samples::text(dice),
                _ => commitment.owner = dice.one_in(2).then(|| samples::text(dice)),
            }
            commitment.extra.retain(|(key, _)| !key.starts_with("history["));
            *body = if dice.one_in(2) {
                writer::block(&commitment, samples::zone(dice)).trim_end().to_owned()
            } else {
                samples::styled(dice, &commitment, "\n").trim_end().to_owned()
            };
        }
        _ => {}
    }
    let mut all = if side.has_bom { "\u{feff}".to_owned() } else { String::new() };
    for (place, (_, gap, body)) in pieces.iter().enumerate() {
        all.push_str(if place == 0 || !gap.is_empty() { gap } else { "\n\n" });
        all.push_str(body);
    }
    all + if side.end.is_empty() { "\n" } else { side.end }
}

/// Calls with three random versions.
fn each(mut check: impl FnMut(u64, [&str; 3])) {
    for seed in 0..cases() {
        let mut dice = Dice(seed);
        let base = ledger(&mut dice);
        let (mut ours, mut theirs) = (base.clone(), base.clone());
        if seed % 4 == 3 {
            (ours, theirs) = picked(&mut dice, &base);
        }
        let (ours, theirs) = (variant(&mut dice, &ours), variant(&mut dice, &theirs));
        check(seed, [&base, &ours, &theirs]);
    }
}

#[test]
fn what_holds_for_any_three_versions() {
    let (mut clean, mut looks_edited) = (0, 0);
    each(|seed, versions| {
        what_only_one_side_changed_is_taken_as_it_is(seed, versions);
        blocks_that_nobody_changed_keep_their_bytes(seed, versions);
        what_was_taken_out_does_not_come_back(seed, versions);
        no_event_is_there_more_often_than_on_one_side(seed, versions);
        let again = it_is_the_same_from_both_sides_and_the_second_time_says_the_same(seed, versions);
        clean += u64::from(again.is_some());
        looks_edited += again.unwrap_or_default();
    });
    assert!(clean > cases() / 8, "{clean}");
    assert!(looks_edited <= clean / 50, "{looks_edited} of {clean}");
}

fn what_only_one_side_changed_is_taken_as_it_is(seed: u64, [base, ours, theirs]: [&str; 3]) {
    assert_eq!(clean(ours, ours, ours).as_deref(), Some(ours), "{seed}");
    assert_eq!(clean(base, base, theirs).as_deref(), Some(theirs), "{seed}");
    assert_eq!(clean(base, ours, base).as_deref(), Some(ours), "{seed}");
}

/// Returns how often a merge that is merged again with the old base contradicts one of its sides; `None` if they contradict each other.
/// What one side took out and the other added may look like an edit in the result of both, which contradicts the side that took
/// it out. Git has another base by then.
fn it_is_the_same_from_both_sides_and_the_second_time_says_the_same(
    seed: u64,
    [base, ours, theirs]: [&str; 3],
) -> Option<u64> {
    let (one, other) = (merged(base, ours, theirs), merged(base, theirs, ours));
    let turned = |one: Contradiction| Contradiction { ours: one.theirs, theirs: one.ours, ..one };
    let seen: Vec<_> = other.contradictions.iter().cloned().map(turned).collect();
    assert_eq!(one.contradictions, seen, "{seed}");
    if !one.contradictions.is_empty() {
        whatever_is_chosen_settles_it(seed, [base, ours, theirs], one.contradictions.len());
        return None;
    }
    let mut looks_edited = 0;
    assert_eq!(one.text, other.text, "{seed}\n=== base\n{base}\n=== ours\n{ours}\n=== theirs\n{theirs}");
    assert!(one.text.is_empty() || side::read(&one.text, false).is_ok(), "{seed}");
    for side in [ours, theirs] {
        assert_eq!(clean(side, side, &one.text).as_deref(), Some(&*one.text), "{seed}");
        let again = merged(base, &one.text, side);
        if !again.contradictions.is_empty() {
            let is_edit =
                |one: &Contradiction| one.what.ends_with("was edited on one side and taken out on the other");
            assert!(again.contradictions.iter().all(is_edit), "{seed}: {:?}", again.contradictions);
            looks_edited += 1;
            continue;
        }
        // What two people style differently in one line may take another turn; what it says may not.
        assert_eq!(says(&again.text), says(&one.text), "{seed}\n=== base\n{base}\n=== side\n{side}");
    }
    Some(looks_edited)
}

fn whatever_is_chosen_settles_it(seed: u64, [base, ours, theirs]: [&str; 3], count: usize) {
    let mut dice = Dice(seed);
    let chosen: Vec<_> = (0..count).map(|_| dice.pick(&[Take::Ours, Take::Theirs])).collect();
    let other = |take: &Take| if *take == Take::Ours { Take::Theirs } else { Take::Ours };
    let turned: Vec<_> = chosen.iter().map(other).collect();
    let settle = |ours: &str, theirs: &str, choices: &[Take]| {
        let all = files::merge(&[Texts { base, ours, theirs }], choices).unwrap();
        all.into_iter().next().unwrap()
    };
    let (one, two) = (settle(ours, theirs, &chosen), settle(theirs, ours, &turned));
    // What only a person can put together is said, and never written.
    if one.contradictions.is_empty() {
        assert_eq!(one.text, two.text, "{seed}");
        assert!(one.text.is_empty() || side::read(&one.text, false).is_ok(), "{seed}");
    }
}

/// Returns the commitments of a ledger, which may be empty.
fn says(text: &str) -> BTreeMap<Id, Commitment<'static>> {
    if text.is_empty() { BTreeMap::new() } else { commitments(text) }
}

fn blocks_that_nobody_changed_keep_their_bytes(seed: u64, [base, ours, theirs]: [&str; 3]) {
    let merged = merged(base, ours, theirs);
    let [was, mine, other] = [base, ours, theirs].map(|text| side::read(text, false).unwrap());
    let find = |side: &Side<'_>, name: &Name| {
        side.pieces.iter().find(|piece| piece.name == *name).map(|piece| piece.body.to_string())
    };
    for piece in &was.pieces {
        let (mine, other) = (find(&mine, &piece.name), find(&other, &piece.name));
        if mine.as_deref() == Some(&*piece.body) && other == mine {
            assert!(merged.text.contains(&*piece.body), "{seed}");
        }
    }
}

#[test]
fn nothing_that_was_added_is_lost_or_doubled() {
    for seed in 0..cases() / 4 {
        let mut dice = Dice(seed);
        let base = ledger(&mut dice);
        let (ours, theirs) = (grown(&mut dice, &base), grown(&mut dice, &base));
        let Some(text) = clean(&base, &ours, &theirs) else { continue };
        // Merged again with what it was made of, it stays as it is, to the byte.
        for side in [&ours, &theirs] {
            assert_eq!(clean(&base, &text, side).as_deref(), Some(&*text), "{seed}");
        }
        let [was, mine, other, now] = [&*base, &ours, &theirs, &text].map(commitments);
        assert_eq!(now.len(), mine.len() + other.len() - was.len(), "{seed}");
        for (id, commitment) in &now {
            let of =
                |side: &BTreeMap<Id, Commitment<'_>>| side.get(id).map_or(0, |found| found.history.len());
            let added = of(&mine) + of(&other) - of(&was);
            let had = |event| {
                [&mine, &other]
                    .iter()
                    .any(|side| side.get(id).is_some_and(|found| found.history.contains(event)))
            };
            assert!(commitment.history.iter().all(had), "{seed}");
            let is_new = !was.contains_key(id);
            assert!(is_new || commitment.history.len() <= added, "{seed}");
            for side in [&mine, &other] {
                let events = side.get(id).map(|found| found.history.clone()).unwrap_or_default();
                let count = |history: &[crate::rules::commitment::Event<'_>], event| {
                    history.iter().filter(|one| *one == event).count()
                };
                assert!(
                    events.iter().all(|event| count(&commitment.history, event) >= count(&events, event)),
                    "{seed}"
                );
            }
        }
    }
}

/// Returns what a ledger says, whatever the order of what happened at one instant, and of tags, and whatever the line ends within a
/// text, which follow those of its block.
fn meant(text: &str) -> BTreeMap<Id, Commitment<'static>> {
    let mut all = says(&ends::plain(text));
    for commitment in all.values_mut() {
        let events: Vec<_> = commitment.history.iter().map(|event| format!("{event:?}")).collect();
        for (key, _) in &mut commitment.extra {
            // A key of an event, which is known by its place.
            let found = key.strip_prefix("history[").and_then(|rest| rest.split_once(']'));
            let place =
                found.and_then(|(place, rest)| Some((events.get(place.parse::<usize>().ok()?)?, rest)));
            if let Some(named) = place.map(|(event, rest)| format!("{event}{rest}")) {
                *key = named.into();
            }
        }
        commitment.history.sort_by_key(|event| (event.at, format!("{event:?}")));
        commitment.tags.sort();
        commitment.extra.sort_by_key(|(key, value)| (key.clone(), value.to_string()));
    }
    all
}

/// Checks that three sides of one base mean the same in each order in which they can be merged; returns whether none contradict each
/// other.
fn mean_the_same_in_any_order(seed: u64, base: &str, [one, two, three]: [&str; 3]) -> bool {
    let in_order = |first: &str, second: &str, third: &str| {
        let both = clean(base, first, second).filter(|both| !both.is_empty())?;
        clean(base, &both, third).map(|text| meant(&text))
    };
    let all = [in_order(one, two, three), in_order(one, three, two), in_order(three, two, one)];
    let [Some(first), Some(second), Some(third)] = all else { return false };
    assert_eq!(first, second, "{seed}");
    assert_eq!(first, third, "{seed}");
    true
}

#[test]
fn three_sides_mean_the_same_in_any_order() {
    let ways: [fn(&mut Dice, &str) -> String; 2] = [grown, variant];
    for side in ways {
        let mut clean_ones = 0;
        for seed in 0..cases() / 4 {
            let mut dice = Dice(seed);
            let base = ledger(&mut dice);
            let [one, two, three] = [(), (), ()].map(|()| side(&mut dice, &base));
            clean_ones += u64::from(mean_the_same_in_any_order(seed, &base, [&one, &two, &three]));
        }
        assert!(clean_ones > cases() / 16, "{clean_ones}");
    }
}

#[test]
fn what_is_taken_out_and_added_again_counts_by_who_is_merged_first() {
    // The result of both is as before, and nobody can tell from it what either did. Only there does the order count.
    let with = |notes: usize| {
        let event = "  { at = 2026-11-19T09:00:00-05:00, did = \"noted\" },\n".repeat(notes);
        format!(
            "[[commitment]]\nid = \"k7qdm2xv\"\nto = \"Acme\"\nwhat = \"call\"\nmade = 2026-11-19T08:00:00-05:00\n\
             due = 2026-11-24T17:00:00-05:00\nhistory = [\n{event}]\n"
        )
    };
    let (base, more, none) = (with(1), with(2), with(0));
    let both = clean(&base, &more, &more).unwrap();
    assert_eq!(clean(&base, &both, &none), Some(with(1)));
    let both = clean(&base, &more, &none).unwrap();
    assert_eq!(both, base);
    assert_eq!(clean(&base, &both, &more), Some(with(2)));
}

fn what_was_taken_out_does_not_come_back(seed: u64, [base, ours, theirs]: [&str; 3]) {
    let Some(text) = clean(base, ours, theirs).filter(|text| !text.is_empty()) else { return };
    let [was, mine, other, now] = [base, ours, theirs, &text].map(commitments);
    for (id, before) in &was {
        let (Some(mine), Some(other), Some(now)) = (mine.get(id), other.get(id), now.get(id)) else {
            continue;
        };
        for event in &before.history {
            let count = |of: &Commitment<'_>| of.history.iter().filter(|one| *one == event).count();
            if count(mine) < count(before) && count(other) <= count(before) {
                assert!(
                    count(now) < count(before),
                    "{seed} {event:?}\n=== base\n{base}\n=== ours\n{ours}\n=== theirs\n{theirs}\n=== now\n{text}"
                );
            }
        }
    }
}

fn no_event_is_there_more_often_than_on_one_side(seed: u64, [base, ours, theirs]: [&str; 3]) {
    let Some(text) = clean(base, ours, theirs) else { return };
    let [mine, other, now] = [ours, theirs, &text].map(says);
    // Keys that owed does not know tell apart events that are the same without them.
    let is_known =
        |commitment: &Commitment<'_>| commitment.extra.iter().all(|(key, _)| !key.starts_with("history["));
    for (id, commitment) in now.iter().filter(|(_, commitment)| is_known(commitment)) {
        let history = |side: &BTreeMap<Id, Commitment<'static>>| {
            side.get(id).map(|found| found.history.clone()).unwrap_or_default()
        };
        let [mine, other] = [&mine, &other].map(history);
        for event in &commitment.history {
            let count = |history: &[_]| history.iter().filter(|one| *one == event).count();
            let most = count(&mine).max(count(&other));
            // What both edited, each another key, is on neither side.
            assert!(
                most == 0 || count(&commitment.history) <= most,
                "{seed}\n=== base\n{base}\n=== ours\n{ours}\n=== theirs\n{theirs}"
            );
        }
    }
}

#[test]
fn parts_that_do_not_go_together_take_the_side_of_the_choices_if_these_are_of_one() {
    let ledger = |what: &str, owner: &str, customers: &str| {
        format!(
            "format = 1\ntimezone = \"America/New_York\"\n\n[[commitment]]\nid = \"k7qdm2xv\"\nto = \"Bloom Cafe\"\nwhat = \"{what}\"\n\
             owner = \"{owner}\"\nmade = 2026-11-20T09:30:00-05:00\ndue = 2026-11-21T09:30:00-05:00\n{customers}"
        )
    };
    let customer = |name: &str| format!("\n[customer.{name}]\nalso = [\"ACME Inc\"]\n");
    let base = ledger("call", "dana", "");
    let ours = ledger("ring", "sam", &customer("Acme"));
    let theirs = ledger("write", "kim", &customer("\"Acme Corp\""));
    let with = |choices: &[Take]| {
        let texts = Texts { base: &base, ours: &ours, theirs: &theirs };
        let merged = files::merge(&[texts], choices).unwrap().into_iter().next().unwrap();
        (merged.contradictions.iter().map(|one| one.what.clone()).collect::<Vec<_>>(), merged.text)
    };
    assert_eq!(with(&[]).0.len(), 2);
    assert_eq!(with(&[Take::Ours; 2]), (Vec::new(), ours.clone()));
    assert_eq!(with(&[Take::Theirs; 2]), (Vec::new(), theirs.clone()));
    let (left, text) = with(&[Take::Ours, Take::Theirs]);
    assert_eq!(
        left,
        ["merged, this is not a ledger: \"ACME Inc\" is another spelling of \"Acme Corp\" already"]
    );
    assert!(text.contains("<<<<<<<"), "{text}");
}
