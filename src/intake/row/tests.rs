//! What rows of a table become.

use super::*;
use crate::intake::shown::shown_with;
use crate::intake::{Options, csv, jira, zendesk};

/// Returns how a table is read with these options: `--map`, `--map-value` and `--set`.
fn read(text: &str, map: &[&str], words: &[&str], set: &[&str]) -> Vec<String> {
    let list = |items: &[&str]| items.iter().map(|item| (*item).to_owned()).collect::<Vec<_>>();
    let map = Map::parse(&list(map), &list(words), &list(set)).unwrap();
    shown_with(&csv::SOURCE, text, Options { map, ..Options::default() })
        .into_iter()
        .filter(|line| !line.starts_with("said times"))
        .collect()
}

const MEANING: &str = "status has no known meaning: say it with --map-value status.closed=…, status.open=… or status.cancelled=…";

#[test]
fn the_words_of_owed_mean_themselves_and_another_status_that_nobody_has_explained_is_open_for_nobody() {
    let file = "to,what,made,due,done,State\n\
        A,a,2026-11-03 09:00,2026-11-30 09:00,,Open\n\
        A,b,2026-11-03 09:00,2026-11-30 09:00,,closed\n\
        A,c,2026-11-03 09:00,2026-11-30 09:00,2026-11-04 09:00,CLOSED\n\
        A,d,2026-11-03 09:00,2026-11-30 09:00,,Cancelled\n\
        A,e,2026-11-03 09:00,2026-11-30 09:00,,Erledigt\n\
        A,f,2026-11-03 09:00,2026-11-30 09:00,2026-11-04 09:00,Weird\n\
        A,g,2026-11-03 09:00,2026-11-30 09:00,2026-11-04 09:00,\n";
    let times = "made 2026-11-03T09:00:00+01:00, due 2026-11-30T09:00:00+01:00";
    let done = "done 2026-11-04T09:00:00+01:00";
    assert_eq!(
        read(file, &["status=State"], &[], &[]),
        [
            format!("2: \"a\" for \"A\", {times}"),
            "3- closed, but without a closing time".to_owned(),
            format!("4: \"c\" for \"A\", {times}, {done}"),
            format!("5: \"d\" for \"A\", {times}, cancelled"),
            format!("6! {MEANING}: \"Erledigt\""),
            format!("7! {MEANING}: \"Weird\""),
            format!("8: \"g\" for \"A\", {times}, {done}"),
        ]
    );
    // A word that is mapped means what somebody says, and so does a status that every row has.
    let all = read(file, &["status=State"], &["status.closed=Erledigt,Weird,open"], &[]);
    assert_eq!(all[0], "2- closed, but without a closing time");
    let all = read(file, &[], &[], &["status=closed"]);
    assert_eq!(all[0], "2- closed, but without a closing time");
}

#[test]
fn a_status_that_users_have_added_to_their_help_desk_is_open_and_named() {
    let file = "Id,Requester,Subject,Created at,Due date,Solved at,Status\n\
        1,A,a,2026-11-03 09:00,2026-11-30 09:00,,Escalated\n\
        2,A,b,2026-11-03 09:00,2026-11-30 09:00,,Escalated\n\
        3,A,c,2026-11-03 09:00,2026-11-30 09:00,,Vendor\n\
        4,A,d,2026-11-03 09:00,2026-11-30 09:00,2026-11-04 09:00,Vendor\n\
        5,A,e,2026-11-03 09:00,2026-11-30 09:00,,deleted\n\
        6,A,f,2026-11-03 09:00,2026-11-30 09:00,,Open\n";
    let all = shown_with(&zendesk::SOURCE, file, Options::default());
    let said: Vec<_> = all.iter().filter(|line| line.contains("taken as open")).collect();
    assert_eq!(
        said,
        [
            "said status: taken as open, for nothing says what it means: \"Escalated\" (2 rows, the first on line 2), \"Vendor\" (line 4)"
        ]
    );
    assert!(all.contains(&format!("5! {MEANING}: \"Vendor\"")), "{all:?}");
    assert!(all.iter().any(|line| line.starts_with("3: \"b\" for \"A\", zendesk:2")), "{all:?}");
    let none = shown_with(&jira::SOURCE, "Issue key,Summary,Created\n", Options::default());
    assert!(none.iter().all(|line| !line.contains("taken as open")), "{none:?}");
}

#[test]
fn one_column_for_two_fields_is_read_as_each_of_them() {
    let file = "to,what,Day\nA,a,2026-11-16\n";
    for map in ["due=Day,made=Day", "made=Day,due=Day"] {
        assert_eq!(
            read(file, &[map], &[], &[]).last().unwrap(),
            "2: \"a\" for \"A\", made 2026-11-16T00:00:00+01:00, due 2026-11-16T23:59:59+01:00"
        );
    }
}

#[test]
fn the_outcome_of_what_is_open_is_a_note() {
    let file = "to,what,made,due,done,outcome\n\
        A,a,2026-11-03 09:00,2026-11-30 09:00,,will see\n\
        A,b,2026-11-03 09:00,2026-11-30 09:00,2026-11-04 09:00,seen\n";
    let all = read(file, &[], &[], &[]);
    assert!(all[0].ends_with(", note \"will see\""), "{all:?}");
    assert!(!all[1].contains("note"), "{all:?}");
}

#[test]
fn a_cell_that_is_longer_than_any_text_is_a_bad_row() {
    let of = |length: usize| {
        let file = format!("to,what,made,due\nA,{},2026-11-03 09:00,2026-11-30 09:00\n", "x".repeat(length));
        read(&file, &[], &[], &[]).remove(0)
    };
    assert!(of(LONGEST).starts_with("2: "));
    let long = of(LONGEST.saturating_add(1));
    assert!(long.starts_with("2! what has 1048577 bytes; a text has at most 1048576: \"xxx"), "{long}");
}
