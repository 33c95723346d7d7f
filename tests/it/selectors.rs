//! How a commitment is selected: by the beginning of its id, or by words.

use insta::assert_snapshot;

use crate::support::{RULES, TestEnv};

#[test]
fn a_commitment_is_named_by_the_beginning_of_its_id_in_any_case() {
    let env = TestEnv::sample();
    let first = |line: &str| env.owed(line).stdout.lines().next().map(str::to_owned);
    let whole = first("show bbb22222");
    assert!(whole.is_some());
    assert_eq!(first("show bbb"), whole);
    assert_eq!(first("show BBB2"), whole);
    assert_eq!(first("show acme call"), whole);
    assert_eq!(first("show 'INV acm 1182'"), whole);
}

#[test]
fn two_letters_are_no_id() {
    assert_snapshot!(TestEnv::sample().owed("show bb"), @r#"
    --- stderr
    error: no commitment matches "bb"
    hint: give the start of an id, or words from the customer's name or the promise; `owed` lists what is open
    --- exit 2
    "#);
}

#[test]
fn words_that_fit_several_are_refused_with_a_list() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("done send the"), @r#"
    --- stderr
    error: "send the" matches several commitments
    hint: ccc  send the signed offer → Globex, due Fri 2026-11-20 12:00 -05:00 (America/New_York)
    hint: ddd  send the price list → Müller GmbH, due Fri 2026-11-27 17:00 -05:00 (America/New_York)
    --- exit 2
    "#);
    assert_snapshot!(env.owed("note send hello"), @r#"
    --- stderr
    error: "send" matches several commitments
    hint: ccc  send the signed offer → Globex, due Fri 2026-11-20 12:00 -05:00 (America/New_York)
    hint: ddd  send the price list → Müller GmbH, due Fri 2026-11-27 17:00 -05:00 (America/New_York)
    --- exit 2
    "#);
}

#[test]
fn words_that_fit_nothing_open_are_refused_even_if_something_closed_fits() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("done discount"), @r#"
    --- stderr
    error: no open commitment matches "discount"
    hint: give the start of an id, or words from the customer's name or the promise; `owed` lists what is open
    --- exit 2
    "#);
    assert_snapshot!(env.owed("show zebra"), @r#"
    --- stderr
    error: no commitment matches "zebra"
    hint: give the start of an id, or words from the customer's name or the promise; `owed` lists what is open
    --- exit 2
    "#);
}

#[test]
fn show_and_note_take_a_closed_one_when_no_open_one_fits() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("show discount"), @"
    hhh77777   answer about the discount
    to         Globex
    owner      lee
    kind       email
    state      late by 2h, closed Tue 2026-11-17 19:00 -05:00 (America/New_York)

    how the due came about
    made       Mon 2026-11-16 09:00 -05:00 (America/New_York)
    due        Tue 2026-11-17 17:00 -05:00 (America/New_York)

    history
    Tue 17 Nov 19:00  done, by lee: sent with an apology
    --- exit 0
    ");
    assert_snapshot!(env.owed("note discount they were happy"), @"
    hhh  answer about the discount → Globex: noted: they were happy
    --- exit 0
    ");
}

const TWINS: &str = r#"
[[commitment]]
id = "kkk22222"
to = "Acme"
what = "first"
made = 2026-11-19T08:00:00-05:00
due = 2026-11-27T17:00:00-05:00

[[commitment]]
id = "kkk23333"
to = "Acme"
what = "second"
made = 2026-11-19T08:00:00-05:00
due = 2026-11-27T17:00:00-05:00

[[commitment]]
id = "www22222"
to = "kkk22 Ltd"
what = "third"
made = 2026-11-19T08:00:00-05:00
due = 2026-11-27T17:00:00-05:00
"#;

#[test]
fn a_beginning_that_two_ids_share_is_refused_and_the_list_shows_longer_ones() {
    let env = TestEnv::new().ledger(format!("{RULES}{TWINS}"));
    assert_snapshot!(env.owed(""), @"
    id     due       when              to         what    owner  why
    kkk22  in 7d 7h  Fri 27 Nov 17:00  Acme       first
    kkk23  in 7d 7h  Fri 27 Nov 17:00  Acme       second
    www    in 7d 7h  Fri 27 Nov 17:00  kkk22 Ltd  third
    --- exit 0
    ");
    assert_snapshot!(env.owed("done kkk"), @r#"
    --- stderr
    error: "kkk" matches several ids
    hint: kkk22  first → Acme, due Fri 2026-11-27 17:00 -05:00 (America/New_York)
    hint: kkk23  second → Acme, due Fri 2026-11-27 17:00 -05:00 (America/New_York)
    --- exit 2
    "#);
    assert_snapshot!(env.owed("done kkk2"), @r#"
    --- stderr
    error: "kkk2" matches several ids
    hint: kkk22  first → Acme, due Fri 2026-11-27 17:00 -05:00 (America/New_York)
    hint: kkk23  second → Acme, due Fri 2026-11-27 17:00 -05:00 (America/New_York)
    --- exit 2
    "#);
}

#[test]
fn what_is_an_id_and_a_word_of_another_is_refused_unless_it_is_the_whole_id() {
    let env = TestEnv::new().ledger(format!("{RULES}{TWINS}"));
    assert_snapshot!(env.owed("done kkk22"), @r#"
    --- stderr
    error: "kkk22" is an id, and its words match another commitment
    hint: kkk22  first → Acme, due Fri 2026-11-27 17:00 -05:00 (America/New_York)
    hint: www  third → kkk22 Ltd, due Fri 2026-11-27 17:00 -05:00 (America/New_York)
    --- exit 2
    "#);
    assert_snapshot!(env.owed("done kkk22222"), @"
    kkk22  first → Acme: done, kept, 7d 7h early
    --- exit 0
    ");
}

#[test]
fn ids_and_words_are_not_mixed() {
    assert_snapshot!(TestEnv::sample().owed("done bbb pump"), @r#"
    --- stderr
    error: no commitment has the id "pump" (the other arguments are ids)
    hint: give ids only, or words that match one commitment
    --- exit 2
    "#);
}

#[test]
fn one_at_a_time_where_one_is_meant() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("show bbb ccc"), @"
    --- stderr
    error: this takes one commitment at a time
    hint: give one id, or words that match one commitment
    --- exit 2
    ");
    assert_snapshot!(env.owed("hand bbb ccc --to sam --why x"), @"
    --- stderr
    error: this takes one commitment at a time
    hint: give one id, or words that match one commitment
    --- exit 2
    ");
}

#[test]
fn accents_need_not_be_typed_however_they_are_written() {
    let env = TestEnv::sample();
    for words in ["muller", "MÜLLER", "mu\u{308}ller price"] {
        let said = env.args(["show", "--json", words]).json();
        assert_eq!(said["commitments"][0]["id"], "ddd44444", "{words}");
    }
}
