//! How a commitment is selected: by the beginning of its id, or by words.

use insta::assert_snapshot;

use crate::prompts::TWO_FOR_ACME;
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
    hint: give the start of an id, or words of the customer, the promise, a tag, the `ref` or the contact; `owed` lists what is open
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
fn each_of_several_is_shown_with_the_due_it_has_now() {
    let history = r#"history = [{ did = "moved", at = 2026-11-19T10:00:00-05:00, due = 2026-12-01T09:00:00-05:00, why = "van" }]"#;
    let env = TestEnv::new().ledger(format!("{RULES}{TWO_FOR_ACME}{history}\n"));
    let said = env.owed("done acme");
    assert_eq!(said.status, 2);
    assert!(said.stderr.contains("fix the pump → Acme, due Tue 2026-12-01 09:00 -05:00"), "{said}");
}

#[test]
fn words_that_fit_nothing_open_are_refused_even_if_something_closed_fits() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("done discount"), @r#"
    --- stderr
    error: no open commitment matches "discount"
    hint: hhh  answer about the discount → Globex, closed Tue 2026-11-17 19:00 -05:00 (America/New_York)
    --- exit 2
    "#);
    assert_snapshot!(env.owed("show zebra"), @r#"
    --- stderr
    error: no commitment matches "zebra"
    hint: give the start of an id, or words of the customer, the promise, a tag, the `ref` or the contact; `owed` lists what is open
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
    assert_snapshot!(env.owed("note discount they were happy"), @r#"
    --- stderr
    error: "discount" is a word of what is owed, not of the customer: answer about the discount → Globex
    hint: if that is meant, write hhh in place of discount
    --- exit 2
    "#);
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
    error: no commitment has the id or the `ref` "pump" (the other arguments are ids)
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
}

#[test]
fn accents_need_not_be_typed_however_they_are_written() {
    let env = TestEnv::sample();
    for words in ["muller", "MÜLLER", "mu\u{308}ller price"] {
        let said = env.args(["show", "--json", words]).json();
        assert_eq!(said["commitments"][0]["id"], "ddd44444", "{words}");
    }
}

/// A block of the ledger, closed where a time is given.
fn block(id: &str, to: &str, what: &str, reference: &str, closed: Option<&str>) -> String {
    let history =
        closed.map(|at| format!("history = [\n  {{ at = {at}, did = \"done\" }},\n]\n")).unwrap_or_default();
    let reference = if reference.is_empty() { String::new() } else { format!("ref = \"{reference}\"\n") };
    format!(
        "\n[[commitment]]\nid = \"{id}\"\nto = \"{to}\"\nwhat = \"{what}\"\n{reference}\
         made = 2026-01-05T08:00:00-05:00\ndue = 2026-12-01T17:00:00-05:00\n{history}"
    )
}

const LONG_AGO: Option<&str> = Some("2026-01-06T08:00:00-05:00");

/// A ledger whose closed commitments are archived.
fn archived(blocks: &[String]) -> TestEnv {
    let env = TestEnv::new().ledger([RULES, &blocks.concat()].concat());
    assert_eq!(env.owed("archive -q").status, 0);
    env
}

#[test]
fn a_whole_ref_or_its_part_after_the_source_names_a_commitment_wherever_an_id_does() {
    let blocks = [
        block("kkk22222", "Acme", "first", "jira:T-7", None),
        block("kkk23333", "Globex", "second", "", None),
        block("www22222", "Initech", "third", "SUP 12", LONG_AGO),
    ];
    let env = TestEnv::new().ledger([RULES, &blocks.concat()].concat());
    for name in ["jira:T-7", "T-7", "t-7", "JIRA:t-7"] {
        assert!(env.owed(&format!("show {name}")).stdout.starts_with("kkk22222"), "{name}");
    }
    assert!(env.owed("show 'SUP 12'").stdout.starts_with("www22222"));
    assert_eq!(env.owed("show T-77").status, 2);
    // A part of it is a word like any other: it finds one, and is not its name.
    assert!(env.owed("show jira").stdout.starts_with("kkk22222"));
    assert_eq!(env.owed("done jira kkk23333").status, 2);
    for line in [
        "told T-7 hello",
        "heard T-7 hello",
        "note T-7 hello",
        "move T-7 --by 2026-12-04 --why x",
        "hand T-7 --to sam --why x",
        "escalate T-7 --to kim --why x",
        "promise next --to Acme --by 2h --follows T-7",
        "done T-7 kkk23333",
        "reopen T-7 --by 2026-12-04 --why x",
        "cancel T-7 --as void --why x",
    ] {
        assert_eq!(env.owed(line).status, 0, "{line}: {}", env.owed(line));
    }
}

#[test]
fn an_id_comes_before_a_ref_and_a_ref_before_words_and_two_readings_are_listed() {
    let blocks = [
        block("kkk22222", "Acme", "first", "", None),
        block("kkk23333", "Globex", "about T-7", "kkk22", None),
        block("www22222", "Initech", "third", "T-7", None),
        block("zzz22222", "Initech", "fourth", "kkk22222", None),
    ];
    let env = TestEnv::new().ledger([RULES, &blocks.concat()].concat());
    assert_snapshot!(env.owed("done kkk22"), @r#"
    --- stderr
    error: "kkk22" is the start of an id, and the `ref` of another commitment
    hint: kkk22  first → Acme, due Tue 2026-12-01 17:00 -05:00 (America/New_York)
    hint: kkk23  about T-7 → Globex, due Tue 2026-12-01 17:00 -05:00 (America/New_York)
    --- exit 2
    "#);
    assert_snapshot!(env.owed("done T-7"), @r#"
    --- stderr
    error: "T-7" is a `ref`, and its words match another commitment
    hint: www  third → Initech, due Tue 2026-12-01 17:00 -05:00 (America/New_York)
    hint: kkk23  about T-7 → Globex, due Tue 2026-12-01 17:00 -05:00 (America/New_York)
    --- exit 2
    "#);
    assert!(env.owed("show kkk22222").stdout.starts_with("kkk22222"), "a whole id is nothing else");
}

#[test]
fn of_several_with_one_ref_the_open_one_is_meant_and_reopen_means_the_closed_one() {
    let blocks = [
        block("kkk22222", "Acme", "first", "T-7", LONG_AGO),
        block("kkk23333", "Acme", "second", "T-7", None),
    ];
    let env = TestEnv::new().ledger([RULES, &blocks.concat()].concat());
    assert!(env.owed("show T-7").stdout.starts_with("kkk23333"));
    assert_eq!(env.owed("reopen T-7 --by 2026-12-04 --why x").status, 0);
    assert_snapshot!(env.owed("done T-7"), @r#"
    --- stderr
    error: "T-7" is the `ref` of several commitments
    hint: kkk22  first → Acme, due Fri 2026-12-04 23:59:59 -05:00 (America/New_York)
    hint: kkk23  second → Acme, due Tue 2026-12-01 17:00 -05:00 (America/New_York)
    --- exit 2
    "#);
}

#[test]
fn a_prefix_that_is_unique_in_the_ledger_means_that_one_and_archives_are_asked_last() {
    let blocks = [
        block("kkk22222", "Acme", "first", "", None),
        block("kkk23333", "Globex", "second", "jira:T-7", LONG_AGO),
        block("kkk24444", "Initech", "third", "", LONG_AGO),
        block("www22222", "Initech", "fourth", "", LONG_AGO),
    ];
    let env = archived(&blocks);
    assert!(env.owed("show kkk").stdout.starts_with("kkk22222"));
    assert!(env.owed("show www").stdout.starts_with("www22222"));
    assert!(env.owed("show globex").stdout.starts_with("kkk23333"));
    assert!(env.owed("show T-7").stdout.starts_with("kkk23333"));
    assert_eq!(env.owed("promise x --to Acme --by 2h --follows T-7").status, 0);
    assert_snapshot!(env.owed("show initech"), @r#"
    --- stderr
    error: "initech" matches several commitments
    hint: kkk24  third → Initech, closed Tue 2026-01-06 08:00 -05:00 (America/New_York)
    hint: www  fourth → Initech, closed Tue 2026-01-06 08:00 -05:00 (America/New_York)
    --- exit 2
    "#);
    // Every short id of a list is one that `show` takes.
    let all = env.owed("list --all --json").json();
    for one in all["commitments"].as_array().unwrap() {
        let shown = env.owed(&format!("show {} --json", one["short"].as_str().unwrap())).json();
        assert_eq!(
            (&shown["commitments"][0]["id"], &shown["commitments"][0]["short"]),
            (&one["id"], &one["short"])
        );
    }
}

#[test]
fn what_is_closed_already_says_since_when() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("done hhh"), @"
    --- stderr
    error: hhh77777 (answer about the discount → Globex): it is already closed, since Tue 17 Nov 19:00 (late)
    --- exit 2
    ");
    assert_snapshot!(env.owed("move hhh --by mon --why x"), @"
    --- stderr
    error: hhh77777 (answer about the discount → Globex): it is already closed, since Tue 17 Nov 19:00 (late)
    --- exit 2
    ");
    assert_snapshot!(env.owed("done discount"), @r#"
    --- stderr
    error: no open commitment matches "discount"
    hint: hhh  answer about the discount → Globex, closed Tue 2026-11-17 19:00 -05:00 (America/New_York)
    --- exit 2
    "#);
    assert_snapshot!(env.owed("reopen globex offer --by mon --why x"), @r#"
    --- stderr
    error: no closed commitment matches "globex offer"
    hint: ccc  send the signed offer → Globex, due Fri 2026-11-20 12:00 -05:00 (America/New_York)
    --- exit 2
    "#);
}

#[test]
fn the_hint_names_the_list_of_what_could_have_been_meant() {
    let env = TestEnv::sample();
    for line in ["reopen zebra --by mon --why again", "rate zebra 5"] {
        assert!(env.owed(line).stderr.ends_with("; `owed list --all` lists what is closed too\n"), "{line}");
    }
    assert!(env.owed("done zebra").stderr.ends_with("; `owed` lists what is open\n"));
}
