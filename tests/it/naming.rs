//! How a commitment is named, and which arguments belong together.

use insta::assert_snapshot;

use crate::shop::{LEDGER, RULES, Shop};

#[test]
fn a_commitment_is_named_by_the_beginning_of_its_id_in_any_case() {
    let shop = Shop::busy();
    let first = |line: &str| shop.owed(line).stdout.lines().next().map(str::to_owned);
    let whole = first("show bbb22222");
    assert!(whole.is_some());
    assert_eq!(first("show bbb"), whole);
    assert_eq!(first("show BBB2"), whole);
    assert_eq!(first("show acme call"), whole);
    assert_eq!(first("show 'INV acm 1182'"), whole);
}

#[test]
fn two_letters_are_no_id() {
    assert_snapshot!(Shop::busy().owed("show bb"), @r#"
    --- stderr
    error: no commitment matches "bb"
    hint: give the start of an id, or words from the customer's name or the promise; `owed` lists what is open
    --- exit 2
    "#);
}

#[test]
fn words_that_fit_several_are_refused_with_a_list() {
    let shop = Shop::busy();
    assert_snapshot!(shop.owed("done send the"), @r#"
    --- stderr
    error: "send the" matches several commitments
    hint: ccc  send the signed offer → Globex, due Fri 2026-11-20 12:00 -05:00 (America/New_York)
    hint: ddd  send the price list → Müller GmbH, due Fri 2026-11-27 17:00 -05:00 (America/New_York)
    --- exit 2
    "#);
    assert_snapshot!(shop.owed("note send hello"), @r#"
    --- stderr
    error: "send" matches several commitments
    hint: ccc  send the signed offer → Globex, due Fri 2026-11-20 12:00 -05:00 (America/New_York)
    hint: ddd  send the price list → Müller GmbH, due Fri 2026-11-27 17:00 -05:00 (America/New_York)
    --- exit 2
    "#);
}

#[test]
fn words_that_fit_nothing_open_are_refused_even_if_something_closed_fits() {
    let shop = Shop::busy();
    assert_snapshot!(shop.owed("done discount"), @r#"
    --- stderr
    error: no open commitment matches "discount"
    hint: give the start of an id, or words from the customer's name or the promise; `owed` lists what is open
    --- exit 2
    "#);
    assert_snapshot!(shop.owed("show zebra"), @r#"
    --- stderr
    error: no commitment matches "zebra"
    hint: give the start of an id, or words from the customer's name or the promise; `owed` lists what is open
    --- exit 2
    "#);
}

#[test]
fn show_and_note_take_a_closed_one_when_no_open_one_fits() {
    let shop = Shop::busy();
    assert_snapshot!(shop.owed("show discount"), @"
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
    assert_snapshot!(shop.owed("note discount they were happy"), @"
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
    let shop = Shop::new().ledger(format!("{RULES}{TWINS}"));
    assert_snapshot!(shop.owed(""), @"
    id     due       when              to         what    owner  why
    kkk22  in 7d 7h  Fri 27 Nov 17:00  Acme       first
    kkk23  in 7d 7h  Fri 27 Nov 17:00  Acme       second
    www    in 7d 7h  Fri 27 Nov 17:00  kkk22 Ltd  third
    --- exit 0
    ");
    assert_snapshot!(shop.owed("done kkk"), @r#"
    --- stderr
    error: "kkk" matches several ids
    hint: kkk22  first → Acme, due Fri 2026-11-27 17:00 -05:00 (America/New_York)
    hint: kkk23  second → Acme, due Fri 2026-11-27 17:00 -05:00 (America/New_York)
    --- exit 2
    "#);
    assert_snapshot!(shop.owed("done kkk2"), @r#"
    --- stderr
    error: "kkk2" matches several ids
    hint: kkk22  first → Acme, due Fri 2026-11-27 17:00 -05:00 (America/New_York)
    hint: kkk23  second → Acme, due Fri 2026-11-27 17:00 -05:00 (America/New_York)
    --- exit 2
    "#);
}

#[test]
fn what_is_an_id_and_a_word_of_another_is_refused_unless_it_is_the_whole_id() {
    let shop = Shop::new().ledger(format!("{RULES}{TWINS}"));
    assert_snapshot!(shop.owed("done kkk22"), @r#"
    --- stderr
    error: "kkk22" is an id, and its words match another commitment
    hint: kkk22  first → Acme, due Fri 2026-11-27 17:00 -05:00 (America/New_York)
    hint: www  third → kkk22 Ltd, due Fri 2026-11-27 17:00 -05:00 (America/New_York)
    --- exit 2
    "#);
    assert_snapshot!(shop.owed("done kkk22222"), @"
    kkk22  first → Acme: done, kept, 7d 7h early
    --- exit 0
    ");
}

#[test]
fn ids_and_words_are_not_mixed() {
    assert_snapshot!(Shop::busy().owed("done bbb pump"), @r#"
    --- stderr
    error: no commitment has the id "pump" (the other arguments are ids)
    hint: give ids only, or words that match one commitment
    --- exit 2
    "#);
}

#[test]
fn one_at_a_time_where_one_is_meant() {
    let shop = Shop::busy();
    assert_snapshot!(shop.owed("show bbb ccc"), @"
    --- stderr
    error: this takes one commitment at a time
    hint: give one id, or words that match one commitment
    --- exit 2
    ");
    assert_snapshot!(shop.owed("hand bbb ccc --to sam --why x"), @"
    --- stderr
    error: this takes one commitment at a time
    hint: give one id, or words that match one commitment
    --- exit 2
    ");
}

#[test]
fn an_option_with_an_equals_sign_takes_one_word() {
    let shop = Shop::busy();
    assert_snapshot!(shop.owed("promise call --to=Acme Corp --by 2h"), @r#"
    --- stderr
    error: unexpected word "Corp": an option with `=` takes exactly one word
    hint: write the option without `=`, or put its words in quotes
    --- exit 2
    "#);
    assert_eq!(shop.text(), LEDGER);
    assert_snapshot!(shop.owed("promise call --to='Acme Corp' --by=2h").ids(), @"
    NEW  call → Acme Corp, due Fri 20 Nov 11:30, in 2h
    --- exit 0
    ");
}

#[test]
fn words_stand_together_or_are_refused() {
    let shop = Shop::busy();
    assert_snapshot!(shop.owed("promise call --class customer back --to Acme --by 2h"), @r#"
    --- stderr
    error: unexpected word "back": there are words both before and after an option
    hint: keep the words together, or put them in quotes
    --- exit 2
    "#);
    assert_snapshot!(shop.owed("promise call -q back --to Acme --by 2h"), @r#"
    --- stderr
    error: unexpected word "back": there are words both before and after an option
    hint: keep the words together, or put them in quotes
    --- exit 2
    "#);
    assert_snapshot!(shop.owed("done bbb -q ccc"), @r#"
    --- stderr
    error: unexpected word "ccc": there are words both before and after an option
    hint: keep the words together, or put them in quotes
    --- exit 2
    "#);
    assert_eq!(shop.text(), LEDGER);
    assert_snapshot!(shop.owed("promise --to Acme Corp --by 2h -- call back").ids(), @"
    NEW  call back → Acme Corp, due Fri 20 Nov 11:30, in 2h
    --- exit 0
    ");
    assert_snapshot!(shop.owed("--json promise --class=self call back --to Acme Corp --by 2h -q").ids().status, @"0");
}

#[test]
fn the_same_option_twice_is_refused() {
    let shop = Shop::busy();
    assert_snapshot!(shop.owed("promise x --to Acme --by 2h --to Globex"), @"
    --- stderr
    error: --to is given twice
    hint: leave one of them out
    --- exit 2
    ");
    assert_snapshot!(shop.owed("promise x --to Acme --by 2h --by 3h"), @"
    --- stderr
    error: --by is given twice
    hint: leave one of them out
    --- exit 2
    ");
    assert_snapshot!(shop.owed("list --to Acme --to Globex"), @"
    --- stderr
    error: --to is given twice
    hint: leave one of them out
    --- exit 2
    ");
    assert_snapshot!(shop.owed("list --kind email --kind callback"), @"
    --- stderr
    error: the argument '--kind <KIND>' cannot be used multiple times
    hint: Usage: owed list [OPTIONS] [WORDS]
    hint: For more information, try '--help'
    --- exit 2
    ");
    assert_snapshot!(shop.owed("move ccc --by mon --why x --why y"), @"
    --- stderr
    error: --why is given twice
    hint: leave one of them out
    --- exit 2
    ");
    assert_snapshot!(shop.owed("overdue -q -q"), @"
    --- stderr
    error: the argument '--quiet' cannot be used multiple times
    hint: Usage: owed overdue [OPTIONS] [WORDS]
    hint: For more information, try '--help'
    --- exit 2
    ");
    assert_snapshot!(shop.owed("overdue --json --format table"), @"
    --- stderr
    error: the argument '--json' cannot be used with '--format <FORMAT>'
    hint: Usage: owed overdue --json [WORDS]
    hint: For more information, try '--help'
    --- exit 2
    ");
    assert_eq!(shop.text(), LEDGER);
}

#[test]
fn what_is_mistyped_is_refused_with_the_nearest() {
    let shop = Shop::busy();
    assert_snapshot!(shop.owed("overdu"), @r#"
    --- stderr
    error: unknown command "overdu"
    hint: did you mean "overdue"?
    hint: `owed --help` lists the commands; `owed list WORDS` finds commitments
    --- exit 2
    "#);
    assert_snapshot!(shop.owed("lsit"), @r#"
    --- stderr
    error: unknown command "lsit"
    hint: did you mean "list"?
    hint: `owed --help` lists the commands; `owed list WORDS` finds commitments
    --- exit 2
    "#);
    assert_snapshot!(shop.owed("acme"), @r#"
    --- stderr
    error: unknown command "acme"
    hint: `owed --help` lists the commands; `owed list WORDS` finds commitments
    --- exit 2
    "#);
    assert_snapshot!(shop.owed("overdue --atrisk"), @"
    --- stderr
    error: unexpected argument '--atrisk' found
    hint: a similar argument exists: '--at-risk'
    hint: Usage: owed overdue --at-risk [WORDS]
    hint: For more information, try '--help'
    --- exit 2
    ");
    assert_snapshot!(shop.owed("promise x --too Acme --by 2h"), @"
    --- stderr
    error: unexpected argument '--too' found
    hint: a similar argument exists: '--to'
    hint: Usage: owed promise --to <NAME>... <WHAT>
    hint: For more information, try '--help'
    --- exit 2
    ");
    assert_snapshot!(shop.owed("overdue --format jsn"), @"
    --- stderr
    error: invalid value 'jsn' for '--format <FORMAT>'
    hint: [possible values: table, json]
    hint: a similar value exists: 'json'
    hint: For more information, try '--help'
    --- exit 2
    ");
    assert_snapshot!(shop.owed("overdue --color sometimes"), @"
    --- stderr
    error: invalid value 'sometimes' for '--color <WHEN>'
    hint: [possible values: auto, always, never]
    hint: For more information, try '--help'
    --- exit 2
    ");
    assert_snapshot!(shop.owed("-x"), @"
    --- stderr
    error: unexpected argument '-x' found
    hint: Usage: owed [OPTIONS] [COMMAND]
    hint: For more information, try '--help'
    --- exit 2
    ");
    assert_snapshot!(shop.owed("help"), @r#"
    --- stderr
    error: unknown command "help"
    hint: `owed --help` lists the commands; `owed list WORDS` finds commitments
    --- exit 2
    "#);
}

#[test]
fn accents_need_not_be_typed_however_they_are_written() {
    let shop = Shop::busy();
    for words in ["muller", "MÜLLER", "mu\u{308}ller price"] {
        let said = shop.args(["show", "--json", words]).json();
        assert_eq!(said["commitments"][0]["id"], "ddd44444", "{words}");
    }
}

#[test]
fn a_promise_that_is_refused_makes_no_ledger_and_no_folder() {
    let shop = Shop::new().without("OWED_LEDGER");
    assert_eq!(shop.owed("promise ring back --to Acme --by soon").status, 2);
    assert!(!shop.path("~/.local").exists());
    assert_eq!(shop.owed("promise ring back --to Acme --by tomorrow").status, 0);
    assert!(shop.path("~/.local/share/owed/ledger.toml").exists());
}

#[test]
fn a_name_of_more_than_a_kib_is_refused_wherever_it_is_typed() {
    let (most, long) = ("x".repeat(1_024), "x".repeat(1_025));
    let promise = "promise call --to Acme --by 2h";
    let lines: [(&str, String); 8] = [
        ("--to", "promise call --by 2h --to".to_owned()),
        ("--owner", format!("{promise} --owner")),
        ("--tag", format!("{promise} --tag vip --tag")),
        ("--ref", format!("{promise} --ref")),
        ("--to", "hand bbb22222 --why x --to".to_owned()),
        ("--to", "escalate bbb22222 --why x --to".to_owned()),
        ("OWED_ME", "told bbb22222 hello".to_owned()),
        ("OWED_ME", promise.to_owned()),
    ];
    for (place, line) in lines {
        let say = |name: &str| {
            let shop = Shop::busy();
            let (shop, line) = match place {
                "OWED_ME" => (shop.env("OWED_ME", name), line.clone()),
                _ => (shop, format!("{line} {name}")),
            };
            (shop.owed(&line), shop.text())
        };
        let (said, text) = say(&long);
        let expected =
            format!("error: {place} has 1025 bytes; a name has at most 1024\nhint: write a shorter name\n");
        assert_eq!((said.stderr.as_str(), said.status), (expected.as_str(), 2), "{line}");
        assert_eq!(text, LEDGER, "{line}");
        let (said, text) = say(&most);
        assert_eq!(said.status, 0, "{line}: {said}");
        assert!(text.contains(&most), "{line}");
    }
    let kind = Shop::new().ledger(format!("{RULES}[kind.{most}]\n"));
    assert_eq!(kind.owed(&format!("{promise} --kind {most}")).status, 0);
    let config = format!("me = \"{long}\"");
    let said = Shop::busy().without("OWED_ME").file("~/.config/owed/config.toml", config).owed("list");
    assert!(said.stderr.starts_with("error: `me` in the config file has 1025 bytes"), "{said}");
}
