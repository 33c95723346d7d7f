//! A ledger that is read in parts at the same time is answered from as one that is read front to back.

use std::cell::Cell;

use owed::ledger::file::disk::Step;

use super::test_ledger::{ARCHIVE, TestLedger, run_in_parts};

const ASKED: [&[&str]; 12] = [
    &["overdue"],
    &["overdue", "--json"],
    &["overdue", "--count"],
    &["overdue", "--at-risk", "--within", "9d"],
    &["overdue", "--within", "nonsense"],
    &["overdue", "--owner", "nobody"],
    &["list"],
    &["list", "--json"],
    &["list", "-q"],
    &["list", "--all"],
    &["list", "--all", "--json"],
    &["list", "--since", "nonsense"],
];

/// Sixty commitments, a third of them closed long ago, with every sort of name.
fn sixty() -> String {
    const LETTERS: &[u8] = b"bcdfghjkmnpqrstvwxz23456789";
    let block = |number: usize| {
        let letter = |place: usize| char::from(LETTERS[place % LETTERS.len()]);
        // Each shares four letters with one that is in another part.
        let (pair, last) = (number % 30, number / 30);
        let id = format!("{}{}km{}qqq", letter(pair * 7), letter(pair / 5), letter(last));
        let to = ["Acme", "Müller & Söhne", "東京電力", "Evil \u{202e}", "👩‍👩‍👧"][number % 5];
        let day = number % 28 + 1;
        let history = if number.is_multiple_of(3) {
            format!(
                "history = [\n  {{ at = 2025-02-{day:02}T10:00:00-05:00, did = \"done\", by = \"dana\" }},\n]\n"
            )
        } else {
            String::new()
        };
        format!(
            "[[commitment]]\nid = \"{id}\"\nkind = \"promise\"\nto = \"{to}\"\nwhat = \"thing {number}\"\n\
             owner = \"dana\"\nmade = 2025-02-01T09:00:00-05:00\ndue = 2026-11-{day:02}T17:00:00-05:00\n{history}"
        )
    };
    let blocks: Vec<_> = (0..60).map(block).collect();
    format!("format = 1\ntimezone = \"America/New_York\"\n\n{}", blocks.join("\n"))
}

fn desk_of_sixty() -> TestLedger {
    let desk = TestLedger::sample();
    desk.put(sixty());
    desk
}

/// What a verb answers, and how often the ledger file was read from.
fn ask(desk: &TestLedger, parts: usize, args: &[&str]) -> ((u8, String, String), usize) {
    let reads = Cell::new(0);
    let ledger = desk.ledger();
    let gate = |step: Step, path: &std::path::Path| {
        reads.set(reads.get() + usize::from(step == Step::Read && path == ledger));
        Ok(usize::MAX)
    };
    let said = run_in_parts(parts, &ledger, &gate, args);
    ((said.code, said.out, said.err), reads.get())
}

fn same_in_parts(desk: &TestLedger) {
    for args in ASKED {
        let (whole, reads) = ask(desk, 1, args);
        assert!(reads > 1, "{args:?}: a pass from front to back reads until there is nothing more");
        for parts in 2..=4 {
            let (said, reads) = ask(desk, parts, args);
            assert_eq!(said, whole, "{args:?} in {parts} parts");
            // A list that shows nothing is followed by a pass for the names that were meant.
            let again = args.contains(&"nobody");
            assert!(reads == 1 || again, "{args:?}: it was not read in {parts} parts");
        }
    }
}

#[test]
fn what_is_read_in_parts_is_answered_as_what_is_read_in_one_piece() {
    same_in_parts(&desk_of_sixty());
}

/// How often the archive was read from, when a verb that finds nothing is asked.
fn archive_reads(desk: &TestLedger, args: &[&str]) -> (u8, usize, usize) {
    let (reads, archived) = (Cell::new(0), Cell::new(0));
    let ledger = desk.ledger();
    let gate = |step: Step, path: &std::path::Path| {
        let count = if path == ledger { &reads } else { &archived };
        count.set(count.get() + usize::from(step == Step::Read));
        Ok(usize::MAX)
    };
    let code = run_in_parts(3, &ledger, &gate, args).code;
    (code, reads.get(), archived.get())
}

#[test]
fn a_filter_costs_no_second_pass_and_no_archive_if_the_ledger_has_what_it_names() {
    let desk = desk_of_sixty();
    desk.owed(ARCHIVE).fine("archiving");
    // Each occurs in one part only, and nothing that fits is overdue.
    for number in [1, 29, 59] {
        let thing = format!("{number}");
        let args = ["overdue", "thing", &thing, "--owner", "dana", "--since", "2099-01-01"];
        assert_eq!(archive_reads(&desk, &args), (0, 1, 0), "{number}");
    }
    // Archived with all others that were done.
    let (code, reads, archived) = archive_reads(&desk, &["overdue", "thing", "57"]);
    assert!(code == 0 && reads > 1 && archived > 0, "{code} {reads} {archived}");
    let (code, reads, archived) = archive_reads(&desk, &["overdue", "thing", "60"]);
    assert!(code == 2 && reads > 1 && archived > 0, "{code} {reads} {archived}");
}

#[test]
fn archives_are_read_behind_the_parts() {
    let desk = desk_of_sixty();
    desk.owed(ARCHIVE).fine("archiving");
    same_in_parts(&desk);
}

#[test]
fn a_fault_in_a_part_is_named_as_ever() {
    let desk = desk_of_sixty();
    for place in [100, 2_000, 5_000] {
        let mut text = desk.text();
        let header = text[place..].find("[[commitment]]").map_or(0, |at| at + place);
        text.insert_str(header, "[kind.late]\ntarget = \"1h\"\n\n");
        desk.put(&text);
        for broken in [text.clone(), text.replacen("kind = ", "kindd = ", 3), format!("{text}id = 1\n")] {
            desk.put(&broken);
            for args in ASKED {
                assert_eq!(ask(&desk, 3, args).0, ask(&desk, 1, args).0, "{args:?}");
            }
        }
        desk.put(sixty());
    }
}
