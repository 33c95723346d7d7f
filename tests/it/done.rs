//! `owed done`: kept or late, and what comes next.

use insta::assert_snapshot;

use crate::support::{RULES, SAMPLE, TestEnv, new_lines};

#[test]
fn done_says_kept_or_late_and_by_how_much() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("done ccc"), @"
    ccc  send the signed offer → Globex: done, kept, 2h 30m early
    --- exit 0
    ");
    assert_snapshot!(env.owed("done bbb --note reached Kim, all is well"), @"
    bbb  call back about invoice 1182 → Acme Corp: done, late, by 1h 30m
    --- exit 0
    ");
    assert_snapshot!(env.owed("done fff --at yesterday 16:00"), @"
    fff  repair the pump → Initech: done, kept, 1h early
    --- exit 0
    ");
    assert_snapshot!(new_lines(&env), @r#"
    { at = 2026-11-20T09:30:00-05:00, did = "done", by = "dana", note = "reached Kim, all is well" },
    { at = 2026-11-20T09:30:00-05:00, did = "done", by = "dana" },
    { at = 2026-11-19T16:00:00-05:00, did = "done", by = "dana", logged = 2026-11-20T09:30:00-05:00 },
    "#);
}

#[test]
fn done_to_the_second_is_kept() {
    let env = TestEnv::sample().at("2026-11-20T12:00:00-05:00");
    assert_snapshot!(env.owed("done ccc"), @"
    ccc  send the signed offer → Globex: done, kept, to the second
    --- exit 0
    ");
    let env = TestEnv::sample().at("2026-11-20T12:00:01-05:00");
    assert_snapshot!(env.owed("done ccc"), @"
    ccc  send the signed offer → Globex: done, late, by 1s
    --- exit 0
    ");
}

#[test]
fn several_are_done_at_once_or_none() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("done bbb ggg ccc"), @"
    --- stderr
    error: ggg66666 (send the invoice again → Acme Corp): it is already closed, since Tue 17 Nov 16:30 (kept)
    --- exit 2
    ");
    assert_eq!(env.text(), SAMPLE);
    assert_snapshot!(env.owed("done bbb ccc bbb"), @"
    bbb  call back about invoice 1182 → Acme Corp: done, late, by 1h 30m
    ccc  send the signed offer → Globex: done, kept, 2h 30m early
    --- exit 0
    ");
}

#[test]
fn the_rest_is_promised_to_the_same_customer() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("done bbb --next send the corrected invoice --by mon 5pm").ids(), @"
    bbb  call back about invoice 1182 → Acme Corp: done, late, by 1h 30m
    NEW  send the corrected invoice → Acme Corp, due Mon 23 Nov 17:00, in 3d 7h
    --- exit 0
    ");
    assert_snapshot!(new_lines(&env), @r#"
      { at = 2026-11-20T09:30:00-05:00, did = "done", by = "dana" },
    what = "send the corrected invoice"
    follows = "bbb22222"
    made = 2026-11-20T09:30:00-05:00
    due = 2026-11-23T17:00:00-05:00
    "#);
    assert_snapshot!(env.owed("done ccc --next x --by 2h -q").ids(), @"
    NEW
    --- exit 0
    ");
    assert_snapshot!(env.owed("done ddd fff --next x --by 2h"), @"
    --- stderr
    error: this takes one commitment at a time
    hint: give one id, or words that match one commitment
    --- exit 2
    ");
    assert_snapshot!(env.owed("done ddd --next x"), @r#"
    --- stderr
    error: when is it due? kind "promise" has no target
    hint: add a date, such as --by tomorrow 5pm or --by 2h
    --- exit 2
    "#);
    assert_snapshot!(env.owed("done ddd --by 2h"), @"
    --- stderr
    error: what comes next? add `--next 'send the rest'`
    hint: `owed help done` says what else it takes
    --- exit 2
    ");
}

#[test]
fn what_is_closed_is_not_done_again() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("done ggg"), @"
    --- stderr
    error: ggg66666 (send the invoice again → Acme Corp): it is already closed, since Tue 17 Nov 16:30 (kept)
    --- exit 2
    ");
    assert_snapshot!(env.owed("move ggg --by mon --why late"), @"
    --- stderr
    error: ggg66666 (send the invoice again → Acme Corp): it is already closed, since Tue 17 Nov 16:30 (kept)
    --- exit 2
    ");
    assert_snapshot!(env.owed("hand ggg --to lee --why holiday"), @"
    --- stderr
    error: ggg66666 (send the invoice again → Acme Corp): it is already closed, since Tue 17 Nov 16:30 (kept)
    --- exit 2
    ");
    assert_snapshot!(env.owed("cancel ggg --as withdrawn --why 'changed their mind'"), @"
    --- stderr
    error: ggg66666 (send the invoice again → Acme Corp): it is already closed, since Tue 17 Nov 16:30 (kept)
    --- exit 2
    ");
    assert_snapshot!(env.owed("escalate ggg --to sam --why stuck"), @"
    --- stderr
    error: ggg66666 (send the invoice again → Acme Corp): it is already closed, since Tue 17 Nov 16:30 (kept)
    --- exit 2
    ");
    assert_eq!(env.text(), SAMPLE);
    assert_snapshot!(env.owed("told ggg it was sent again"), @"
    ggg  send the invoice again → Acme Corp: told: it was sent again
    --- exit 0
    ");
    assert_snapshot!(env.owed("note ggg the invoice was wrong"), @"
    ggg  send the invoice again → Acme Corp: noted: the invoice was wrong
    --- exit 0
    ");
}

#[test]
fn nothing_is_done_before_it_was_promised_or_in_the_future() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("done ccc --at 2026-11-17"), @"
    --- stderr
    error: --at is before ccc33333 was promised
    hint: give an --at after the promise was made
    --- exit 2
    ");
    assert_snapshot!(env.owed("done ccc --at tomorrow"), @r#"
    --- stderr
    error: "tomorrow" is in the future: end of Sat 21 Nov
    hint: it is Fri 20 Nov 09:30 now; write an earlier time, for instance 2026-11-19
    --- exit 2
    "#);
    assert_snapshot!(env.owed("done ccc --at in 2h"), @r#"
    --- stderr
    error: "in 2h" is in the future: Fri 20 Nov 11:30
    hint: it is Fri 20 Nov 09:30 now; write an earlier time, for instance 2026-11-19 11:30
    --- exit 2
    "#);
    assert_eq!(env.text(), SAMPLE);
}

/// A help desk that calls back within a day and repairs within three days of the request, at half past nine on Friday: a call
/// that was asked for on Thursday.
fn desk() -> TestEnv {
    let call = "[kind.fix]\ntarget = \"3d\"\n\n[[commitment]]\nid = \"ccc33333\"\nkind = \"callback\"\nto = \"Acme\"\nwhat = \"call\"\n\
        owner = \"kim\"\nmade = 2026-11-19T10:00:00-05:00\nasked = 2026-11-19T09:12:00-05:00\ndue = 2026-11-20T09:12:00-05:00\n\
        target = \"24h\"\nlimit = \"24h\"\n";
    TestEnv::new().ledger(format!("{RULES}\n{call}"))
}

/// Returns when each was asked for and is due, of what is open, in the order in which it was promised.
fn asked_and_due(env: &TestEnv) -> Vec<String> {
    let listed = env.owed("list --json").json();
    let text = |value: &serde_json::Value| value.as_str().unwrap().replace(":00-05:00", "");
    let each = listed["commitments"].as_array().unwrap().iter();
    let said = |one: &serde_json::Value| {
        format!("{}: asked {}, due {}", text(&one["what"]), text(&one["asked"]), text(&one["due"]))
    };
    each.map(said).collect()
}

// Asked for by help desks that promise a first response and a resolution of one request: both clocks begin with the request.
#[test]
fn the_target_of_the_rest_counts_from_when_the_customer_first_asked() {
    let env = desk();
    assert_snapshot!(env.owed("done call --next repair the pump -k fix").ids(), @"
    ccc  call → Acme: done, late, by 18m
    NEW  repair the pump → Acme, owner kim, due Sun 22 Nov 09:12, in 1d 23h, they asked Thu 19 Nov 09:12
    --- exit 0
    ");
    let text = env.text();
    let new = text.split("[[commitment]]").last().unwrap();
    assert_snapshot!(new.lines().filter(|line| !line.starts_with("id")).collect::<Vec<_>>().join("\n"), @r#"

    kind = "fix"
    to = "Acme"
    what = "repair the pump"
    owner = "kim"
    follows = "ccc33333"
    made = 2026-11-20T09:30:00-05:00
    asked = 2026-11-19T09:12:00-05:00
    due = 2026-11-22T09:12:00-05:00
    target = "3d"
    "#);
    // Whatever comes between: a date that was said, and another call, which began a clock of its own.
    for between in ["-k callback", "--by 2026-11-20 17:00", "-k fix --by 2026-11-20 17:00"] {
        let env = desk();
        assert_eq!(env.owed(&format!("done call --next ring {between}")).status, 0, "{between}");
        let env = env.at("2026-11-20T12:00:00-05:00");
        assert_eq!(asked_and_due(&env).len(), 1);
        assert!(asked_and_due(&env)[0].starts_with("ring: asked 2026-11-20T09:30, "), "{between}");
        assert_eq!(env.owed("done ring --next repair -k fix").status, 0, "{between}");
        assert_eq!(
            asked_and_due(&env),
            ["repair: asked 2026-11-19T09:12, due 2026-11-22T09:12"],
            "{between}"
        );
    }
}

#[test]
fn a_rest_with_a_limit_counts_from_now_or_from_what_is_said() {
    let env = desk();
    assert_eq!(env.owed("done call --at 9:10 --next ring again -k callback").status, 0);
    assert_eq!(asked_and_due(&env), ["ring again: asked 2026-11-20T09:10, due 2026-11-21T09:10"]);
    let env = desk();
    assert_eq!(env.owed("done call --next ring again -k callback --asked 8:00").status, 0);
    assert_eq!(asked_and_due(&env), ["ring again: asked 2026-11-20T08:00, due 2026-11-21T08:00"]);
    // What is asked for during the call itself.
    let env = desk();
    assert_eq!(env.owed("done call --next repair -k fix --asked 9:00").status, 0);
    assert_eq!(asked_and_due(&env), ["repair: asked 2026-11-20T09:00, due 2026-11-23T09:00"]);
    let env = desk();
    assert_snapshot!(env.owed("done call --next ring again -k callback --by 2026-11-21 10:00"), @"
    --- stderr
    error: a callback must be due within 24h of being asked for: Sat 2026-11-21 09:30 -05:00 (America/New_York) at the latest
    hint: reach them by then, close the callback and promise the rest: owed done ID --next WHAT --by WHEN
    hint: if the customer asked for that time, record a promise: owed promise WHAT --to NAME --by WHEN
    --- exit 2
    ");
    assert_snapshot!(env.owed("done call --at 9:00 --next repair -k fix --asked 9:10"), @"
    --- stderr
    error: --asked is after the promise was made
    hint: --asked is when the customer asked, --at when you promised; --asked must be the earlier one
    --- exit 2
    ");
    assert_snapshot!(env.owed("done call --next repair -k fix --asked yesterday"), @"
    --- stderr
    error: at what time? the due is counted from it
    hint: write the time too, for instance --asked '2026-11-19 12:00'
    --- exit 2
    ");
}

#[test]
fn what_was_reopened_was_asked_for_anew() {
    let env = desk();
    assert_eq!(env.owed("done call --at 9:00").status, 0);
    let env = env.at("2026-12-01T08:00:00-05:00");
    assert_eq!(env.owed("reopen call --by 2026-12-01 17:00 --why again").status, 0);
    let env = env.at("2026-12-01T09:00:00-05:00");
    assert_eq!(env.owed("done call --next ring --by 2026-12-01 12:00").status, 0);
    let env = env.at("2026-12-01T10:00:00-05:00");
    assert_eq!(env.owed("done ring --next repair -k fix").status, 0);
    assert_eq!(asked_and_due(&env), ["repair: asked 2026-12-01T08:00, due 2026-12-04T08:00"]);
    // What is reopened after it was followed changes nothing of what followed.
    let env = desk();
    assert_eq!(env.owed("done call --at 9:00 --next ring --by 17:00").status, 0);
    assert_eq!(env.owed("reopen call --by 2026-11-21 9:00 --why again").status, 0);
    let env = env.at("2026-11-20T12:00:00-05:00");
    assert_eq!(env.owed("done ring --next repair -k fix").status, 0);
    assert!(asked_and_due(&env).contains(&"repair: asked 2026-11-19T09:12, due 2026-11-22T09:12".to_owned()));
    // What was void goes on, so it was asked for once.
    let env = desk();
    assert_eq!(env.owed("cancel call --as void --why slip --at 9:00").status, 0);
    assert_eq!(env.owed("reopen call --by 18:00 --why no slip").status, 0);
    assert_eq!(env.owed("done call --next repair -k fix").status, 0);
    assert_eq!(asked_and_due(&env), ["repair: asked 2026-11-19T09:12, due 2026-11-22T09:12"]);
}

#[test]
fn what_comes_back_is_asked_for_anew_each_time() {
    let env = desk();
    assert_eq!(env.owed("done call --next look in --by 17:00").status, 0);
    let weekly =
        env.text().replace("follows =", "every = \"1w\"\nevery_from = 2026-11-20T17:00:00-05:00\nfollows =");
    let env = TestEnv::new().ledger(weekly).at("2026-11-20T12:00:00-05:00");
    assert_eq!(env.owed("done look --next repair -k fix").status, 0);
    assert!(asked_and_due(&env).contains(&"repair: asked 2026-11-20T09:30, due 2026-11-23T09:30".to_owned()));
}

#[test]
fn the_first_asking_is_found_in_an_archive_and_in_a_ring() {
    let env = desk();
    assert_eq!(env.owed("done call --next ring --by 2027-11-20").status, 0);
    let env = env.at("2027-06-01T12:00:00-04:00");
    assert_eq!(env.owed("archive").status, 0);
    assert!(!env.text().contains("ccc33333\"\nkind"));
    assert_eq!(env.owed("done ring --next repair -k fix").status, 0);
    assert_eq!(asked_and_due(&env), ["repair: asked 2026-11-19T09:12, due 2026-11-22T09:12"]);
    let ring = desk().text().replace("owner = \"kim\"", "owner = \"kim\"\nfollows = \"ccc33333\"");
    let env = TestEnv::new().ledger(ring);
    assert_eq!(env.owed("done call --next repair -k fix").status, 0);
    assert_eq!(asked_and_due(&env), ["repair: asked 2026-11-19T09:12, due 2026-11-22T09:12"]);
}

#[test]
fn the_kind_of_the_rest_is_a_known_one() {
    let env = desk();
    assert_snapshot!(env.owed("done call --next repair -k fx"), @r#"
    --- stderr
    error: unknown kind "fx"
    hint: did you mean "fix"?
    --- exit 2
    "#);
    assert_snapshot!(env.owed("done call -k fix"), @"
    --- stderr
    error: what comes next? add `--next 'send the rest'`
    hint: `owed help done` says what else it takes
    --- exit 2
    ");
    let used = desk().text().replace("kind = \"callback\"", "kind = \"visit\"");
    let env = TestEnv::new().ledger(used);
    assert_eq!(env.owed("done call --next look -k visit --by mon").status, 0);
}

#[test]
fn the_rest_that_is_promised_already_is_warned_about_and_written() {
    let env = TestEnv::sample();
    // What is closed by the same change is no second one.
    assert_snapshot!(env.owed("done ccc --next send the signed offer --by 3h").ids(), @"
    ccc  send the signed offer → Globex: done, kept, 2h 30m early
    NEW  send the signed offer → Globex, owner lee, due Fri 20 Nov 12:30, in 3h
    --- exit 0
    ");
    assert_eq!(env.owed("promise a second --to Globex --by 2h").status, 0);
    let said = env.owed("done 'second globex' --next Send the  signed offer --by 4h");
    assert_eq!(said.status, 0);
    let ids = env.owed("list -q Globex signed").stdout;
    let first = ids.lines().next().unwrap();
    assert_snapshot!(said.stderr.replace(&first[..3], "NEW"), @"
    warning: the same is promised already: NEW, due Fri 20 Nov 12:30
    hint: if that was not meant, `owed undo` takes both back
    ");
    assert_eq!(ids.lines().count(), 2);
    // To another customer it is something else.
    assert_eq!(env.owed("promise x --to Initech --by 2h").status, 0);
    assert_eq!(env.owed("done 'x initech' --next send the signed offer --by 4h").stderr, "");
}

#[test]
fn a_rest_without_by_that_ends_in_a_date_is_refused_with_what_to_type() {
    let env = desk();
    let before = env.text();
    assert_snapshot!(env.owed("done call --next send the parts by fri 5pm -k fix"), @r#"
    --- stderr
    error: --next ends in a date: "by fri 5pm"
    hint: write `--next 'send the parts' --by 'fri 5pm'`
    --- exit 2
    "#);
    assert_eq!(env.owed("done call --next send the parts until monday").status, 2);
    assert_eq!(env.text(), before);
    assert_eq!(env.owed("done call --next find out who comes by monday --by mon noon").status, 0);
}
