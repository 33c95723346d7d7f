//! A ledger that is read in parts at the same time gives the same answers as one read from front to back.

use std::cell::Cell;

use owed::Step;

use crate::support::TestEnv;
use crate::verbs::ARCHIVE;

const ASKED: [&[&str]; 18] = [
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
    &["list", "--limit", "7", "--to", "acme"],
    &["today"],
    &["week", "--json"],
    &["week", "--format", "markdown"],
    &["log", "--since", "2025-02-01"],
    &["log", "--since", "2025-02-01", "--by", "dana", "--json"],
];

/// Returns sixty commitments, a third of them closed long ago, with every sort of name.
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

fn of_sixty() -> TestEnv {
    let env = TestEnv::of_twenty();
    env.put(sixty());
    env
}

/// Returns the answer of a verb, and how often the ledger file was read from.
fn ask(env: &TestEnv, parts: usize, args: &[&str]) -> ((i32, String, String), usize) {
    let reads = Cell::new(0);
    let ledger = env.path("ledger.toml");
    let gate = |step: Step, path: &std::path::Path| {
        reads.set(reads.get() + usize::from(step == Step::Read && path == ledger));
        Ok(usize::MAX)
    };
    let said = env.in_parts(parts, &gate, args);
    ((said.status, said.stdout, said.stderr), reads.get())
}

fn same_in_parts(env: &TestEnv) {
    for args in ASKED {
        let (whole, reads) = ask(env, 1, args);
        assert!(reads > 1, "{args:?}: a pass from front to back reads until there is nothing more");
        for parts in 2..=4 {
            let (said, reads) = ask(env, parts, args);
            assert_eq!(said, whole, "{args:?} in {parts} parts");
            // An empty list is followed by a pass for the names that were meant.
            let again = args.contains(&"nobody");
            // A list says what is probably late, by a pass over the past before its own; what is overdue only where it may be.
            let is_foreseen = ["list", "today", "week"].contains(&args[0]) || args.contains(&"--at-risk");
            let is_once = if is_foreseen { reads <= 3 } else { reads == 1 };
            assert!(is_once || again, "{args:?}: it was not read in {parts} parts");
        }
    }
}

#[test]
fn what_is_read_in_parts_is_answered_as_what_is_read_in_one_piece() {
    same_in_parts(&of_sixty());
}

/// Returns how often the archive was read from, for a verb that finds nothing.
fn archive_reads(env: &TestEnv, args: &[&str]) -> (i32, usize, usize) {
    let (reads, archived) = (Cell::new(0), Cell::new(0));
    let ledger = env.path("ledger.toml");
    let gate = |step: Step, path: &std::path::Path| {
        let count = if path == ledger { &reads } else { &archived };
        count.set(count.get() + usize::from(step == Step::Read));
        Ok(usize::MAX)
    };
    let code = env.in_parts(3, &gate, args).status;
    (code, reads.get(), archived.get())
}

#[test]
fn a_filter_costs_no_second_pass_and_no_archive_if_the_ledger_has_what_it_names() {
    let env = of_sixty();
    env.run(ARCHIVE).fine("archiving");
    // Each occurs in one part only, and nothing that matches is overdue.
    for number in [1, 29, 59] {
        let thing = format!("{number}");
        let args = ["overdue", "thing", &thing, "--owner", "dana", "--since", "2099-01-01"];
        assert_eq!(archive_reads(&env, &args), (0, 1, 0), "{number}");
    }
    // A whole name costs no second pass where no other begins so.
    assert_eq!(archive_reads(&env, &["list", "-q", "--to", "acme", "--owner", "dana"]), (0, 1, 0));
    // Archived with all others that were done.
    let (code, reads, archived) = archive_reads(&env, &["overdue", "thing", "57"]);
    assert!(code == 0 && reads > 1 && archived > 0, "{code} {reads} {archived}");
    let (code, reads, archived) = archive_reads(&env, &["overdue", "thing", "60"]);
    assert!(code == 2 && reads > 1 && archived > 0, "{code} {reads} {archived}");
}

#[test]
fn archives_are_read_behind_the_parts() {
    let env = of_sixty();
    env.run(ARCHIVE).fine("archiving");
    same_in_parts(&env);
}

#[test]
fn a_fault_in_a_part_is_named_as_ever() {
    let env = of_sixty();
    for place in [100, 2_000, 5_000] {
        let mut text = env.text();
        let header = text[place..].find("[[commitment]]").map_or(0, |at| at + place);
        text.insert_str(header, "[kind.late]\ntarget = \"1h\"\n\n");
        env.put(&text);
        for broken in [text.clone(), text.replacen("kind = ", "kindd = ", 3), format!("{text}id = 1\n")] {
            env.put(&broken);
            for args in ASKED {
                assert_eq!(ask(&env, 3, args).0, ask(&env, 1, args).0, "{args:?}");
            }
        }
        env.put(sixty());
    }
}
