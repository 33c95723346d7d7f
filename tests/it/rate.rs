//! `owed rate`: what the customer said of how it was.

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::support::{RULES, TestEnv};

/// Returns the rating of a commitment, and those of its earlier cycles.
fn ratings(env: &TestEnv, which: &str) -> Value {
    let one = env.owed(&format!("show {which} --json")).json()["commitments"][0].clone();
    let before: Vec<_> = one["cycles"].as_array().unwrap().iter().map(|cycle| &cycle["rating"]).collect();
    json!([one["rating"], before])
}

#[test]
fn what_is_done_is_rated_and_the_words_stand_where_one_looks() {
    let env = TestEnv::sample();
    assert_eq!(ratings(&env, "hhh"), json!([null, []]));
    assert_snapshot!(env.owed("rate hhh 2 late, and nobody said why"), @"
    hhh  answer about the discount → Globex: rated 2/5: late, and nobody said why
    --- exit 0
    ");
    assert_eq!(ratings(&env, "hhh"), json!([2, []]));
    let block = env.text();
    let event = r#"did = "rated", stars = 2, by = "dana", note = "late, and nobody said why" }"#;
    assert!(block.contains(event), "{block}");
    assert_snapshot!(env.owed("log --since today"), @"
    id   when   did    what                                                               by
    Fri 20 Nov
    hhh  09:30  rated  Globex: answer about the discount, 2/5: late, and nobody said why  dana
    --- exit 0
    ");
    let shown = env.owed("show hhh").stdout;
    assert!(shown.contains("\nrated      2/5: late, and nobody said why\n"), "{shown}");
    assert!(shown.contains("rated 2/5, by dana: late, and nobody said why\n"), "{shown}");
    let event = env.owed("log --since today --json").json()["events"][0].clone();
    assert_eq!(
        json!([event["did"], event["stars"], event["note"]]),
        json!(["rated", 2, "late, and nobody said why"])
    );
    assert_eq!(env.owed("check").status, 0);
    assert_eq!(env.owed("undo").status, 0);
    assert_eq!(ratings(&env, "hhh"), json!([null, []]));
}

#[test]
fn the_last_one_of_a_cycle_counts_whenever_it_was_recorded() {
    let env = TestEnv::sample();
    for line in
        ["rate ggg 3", "rate ggg 5 they rang again, and were glad", "rate ggg 1 --at '2026-11-18 9am'"]
    {
        assert_eq!(env.owed(line).status, 0, "{line}");
    }
    assert_eq!(ratings(&env, "ggg"), json!([5, []]));
    assert_eq!(env.owed("reopen ggg --by mon --why again").status, 0);
    assert_eq!(ratings(&env, "ggg"), json!([null, [5]]), "a cycle that goes on has none yet");
    let env = env.at("2026-11-20T12:00:00-05:00");
    assert_eq!(env.owed("rate ggg 2 --at '2026-11-20 9am'").status, 0);
    assert_eq!(ratings(&env, "ggg"), json!([null, [5]]), "said before the last");
    assert_eq!(env.owed("done ggg").status, 0);
    assert_eq!(env.owed("rate ggg 4").status, 0);
    assert_eq!(ratings(&env, "ggg"), json!([4, [5]]));
}

#[test]
fn what_is_open_or_was_cancelled_has_nothing_to_rate() {
    let env = TestEnv::sample();
    let before = env.text();
    assert_snapshot!(env.owed("rate ccc 5"), @"
--- stderr
error: ccc33333 (send the signed offer → Globex): it is not done, so there is nothing to rate yet
hint: when it is done: `owed done ccc`, then rate it
--- exit 2
");
    assert_snapshot!(env.owed("rate offer 5"), @"
    --- stderr
    error: ccc33333 (send the signed offer → Globex): it is not done, so there is nothing to rate yet
    hint: when it is done: `owed done ccc`, then rate it
    --- exit 2
    ");
    assert_snapshot!(env.owed("rate ggg 5 --at '2026-11-17 9am'"), @"
    --- stderr
    error: ggg66666 (send the invoice again → Acme Corp): it was not done then
    hint: give an --at after it was done, or none
    --- exit 2
    ");
    assert_eq!(env.text(), before);
    assert_eq!(env.owed("cancel ccc --as broken --why 'no stock'").status, 0);
    assert_snapshot!(env.owed("rate ccc 1"), @"
    --- stderr
    error: ccc33333 (send the signed offer → Globex): it was cancelled, so there is nothing to rate
    --- exit 2
    ");
}

#[test]
fn by_hand_too_a_rating_of_what_is_not_done_changes_nothing() {
    let block = |history: &str| {
        format!(
            "{RULES}\n[[commitment]]\nid = \"bbbbbbbb\"\nto = \"Ada\"\nwhat = \"ring\"\nmade = 2026-11-18T09:00:00-05:00\ndue = 2026-11-19T09:00:00-05:00\nhistory = [\n{history}]\n"
        )
    };
    let rated = "  { at = 2026-11-18T11:00:00-05:00, did = \"rated\", stars = 5 },\n";
    let done = "  { at = 2026-11-18T12:00:00-05:00, did = \"done\" },\n";
    let env = TestEnv::new().ledger(block(&[rated, done].concat()));
    assert_eq!(ratings(&env, "bbb"), json!([null, []]));
    assert_snapshot!(env.owed("check"), @"
            ledger.toml:11:3: bbbbbbbb: `rated` has no effect here: it is not done [misfit]
            --- exit 1
            ");
    for stars in ["0", "6", "\"5\"", "4.5", "-1"] {
        let env = TestEnv::new().ledger(block(&rated.replace("stars = 5", &format!("stars = {stars}"))));
        let said = env.owed("list --all");
        assert_eq!((said.status, said.stdout.as_str()), (2, ""), "{stars}: {said}");
        assert!(said.stderr.contains("`stars`"), "{stars}: {said}");
    }
}

#[test]
fn stars_are_one_to_five_and_come_after_one_commitment() {
    let env = TestEnv::sample();
    for line in ["rate ggg 0", "rate ggg 6", "rate ggg 4.5", "rate send the invoice 4"] {
        let said = env.owed(line);
        assert_eq!((said.status, said.stdout.as_str()), (2, ""), "{line}: {said}");
        assert!(said.stderr.contains("a whole number from 1 to 5"), "{line}: {said}");
    }
    assert_snapshot!(env.owed("rate ggg"), @"
--- stderr
error: how many stars? add a number from 1 to 5
hint: `owed help rate` says what else it takes
--- exit 2
");
    assert_snapshot!(env.owed("rate"), @"
    --- stderr
    error: which commitment and how many stars? add an id or words of it and a number from 1 to 5
    hint: `owed help rate` says what else it takes
    --- exit 2
    ");
}

#[test]
fn a_day_without_a_time_is_asked_for_where_another_cycle_would_be_rated() {
    let env = TestEnv::sample();
    assert_eq!(env.owed("reopen ggg --by mon --why again --at '2026-11-19 10am'").status, 0);
    assert_eq!(env.owed("done ggg --at '2026-11-19 3pm'").status, 0);
    let said = env.owed("rate ggg 5 --at 2026-11-19");
    assert_eq!(said.status, 2, "{said}");
    assert!(said.stderr.starts_with("error: at what time?"), "{said}");
    assert_eq!(env.owed("rate ggg 5 --at '2026-11-19 9am'").status, 0);
    assert_eq!(ratings(&env, "ggg"), json!([null, [5]]));
}

/// Returns a ledger of six that are done, four of them rated.
fn rated() -> TestEnv {
    let block = |(id, what, to, owner, done, said): &(&str, &str, &str, &str, u32, &str)| {
        let rated = match said.split_once(' ') {
            Some((stars, "")) => {
                format!("  {{ at = 2026-11-18T10:00:00-05:00, did = \"rated\", stars = {stars} }},\n")
            }
            Some((stars, said)) => {
                format!(
                    "  {{ at = 2026-11-18T10:00:00-05:00, did = \"rated\", stars = {stars}, note = \"{said}\" }},\n"
                )
            }
            None => String::new(),
        };
        format!(
            "\n[[commitment]]\nid = \"{id}\"\nto = \"{to}\"\nwhat = \"{what}\"\nowner = \"{owner}\"\n\
             made = 2026-11-16T09:00:00-05:00\ndue = 2026-11-19T12:00:00-05:00\nhistory = [\n  \
             {{ at = 2026-11-{done}T09:00:00-05:00, did = \"done\" }},\n{rated}]\n"
        )
    };
    let blocks = [
        ("bbb22222", "ring", "Acme", "dana", 18, "2 too late for us"),
        ("ccc33333", "mend the pump", "Globex", "dana", 18, "5 "),
        ("ddd44444", "send the list", "Initech", "dana", 18, "4 \\u001b[31mred"),
        ("fff55555", "paint", "Acme", "sam", 18, "5 lovely"),
        ("ggg66666", "sand", "Umbrella", "sam", 18, ""),
        ("hhh77777", "clean", "Acme", "lee", 20, ""),
    ];
    TestEnv::new().ledger([RULES.to_owned(), blocks.iter().map(block).collect()].concat())
}

#[test]
fn a_report_has_the_mean_with_n_the_share_and_the_lowest_with_their_words() {
    let env = rated();
    assert_snapshot!(env.owed("report"), @r#"
    6 promises were due from Wed 21 Oct 09:30 until Fri 20 Nov 09:30
    nothing is open now
    4 of 6 done were rated: 4.0/5 on average

    outcome       n
    kept          5  ████████▎  by the date that was first promised
    renegotiated  0             by a later date, told in time
    late          1  █▋         done late, or open past its known due
    broken        0             given up, or cancelled too late

    rate             of
    kept        83%   6  of all that was due
    honoured    83%   6  kept or renegotiated, of all that was due
    callbacks   n/a   0  within their limit, of all decided
    notice      n/a   0  told in time, of all moves to later
    one touch  100%   6  one owner and no chasing, of all done
    rated       66%   6  rated by the customer, of all done

    how long    half  9 in 10  longest
    late         21h      21h      21h
    silent        2d       4d       4d
    until done    2d       4d       4d

    lowest  id   to       what           in their words
       2/5  bbb  Acme     ring           too late for us
       4/5  ddd  Initech  send the list  \x1b[31mred
       5/5  ccc  Globex   mend the pump
    --- exit 0
    "#);
    assert_snapshot!(env.owed("report --by owner"), @r#"
    6 promises were due from Wed 21 Oct 09:30 until Fri 20 Nov 09:30
    nothing is open now
    4 of 6 done were rated: 4.0/5 on average
    what was due counts for its owner of that time, what is open now for its owner now

    outcome       n
    kept          5  ████████▎  by the date that was first promised
    renegotiated  0             by a later date, told in time
    late          1  █▋         done late, or open past its known due
    broken        0             given up, or cancelled too late

    rate             of
    kept        83%   6  of all that was due
    honoured    83%   6  kept or renegotiated, of all that was due
    callbacks   n/a   0  within their limit, of all decided
    notice      n/a   0  told in time, of all moves to later
    one touch  100%   6  one owner and no chasing, of all done
    rated       66%   6  rated by the customer, of all done

    how long    half  9 in 10  longest
    late         21h      21h      21h
    silent        2d       4d       4d
    until done    2d       4d       4d

    owner  due  kept              honoured  late  stars   rated  overdue
    dana     3   3/3  ██████████       3/3     0    3.6  3 of 3        0
    sam      2   2/2  ██████████       2/2     0    5.0  1 of 2        0
    lee      1   0/1                   0/1     1                       0

    owner  lowest  id   to       what           in their words
    dana      2/5  bbb  Acme     ring           too late for us
    dana      4/5  ddd  Initech  send the list  \x1b[31mred
    dana      5/5  ccc  Globex   mend the pump
    sam       5/5  fff  Acme     paint          lovely
    --- exit 0
    "#);
    let report = env.owed("report --by owner --json").json();
    let of = |figures: &Value| ["ratings", "rating_mean", "rated_rate"].map(|key| figures[key].clone());
    assert_eq!(of(&report["total"]), [json!(4), json!(4.0), json!(4.0 / 6.0)]);
    assert_eq!(of(&report["groups"][0]), [json!(3), json!(11.0 / 3.0), json!(1.0)]);
    let lowest = report["lowest"].as_array().unwrap();
    let lowest: Vec<_> = lowest.iter().map(|one| (&one["keys"][0], &one["stars"], &one["what"])).collect();
    assert_eq!(
        json!(lowest),
        json!([
            ["dana", 2, "ring"],
            ["dana", 4, "send the list"],
            ["dana", 5, "mend the pump"],
            ["sam", 5, "paint"]
        ])
    );
    for by in ["to", "kind", "tag", "class", "month", "week", "quarter", "owner,month"] {
        let groups = env.owed(&format!("report --by {by} --json")).json()["groups"].clone();
        let ratings = groups.as_array().unwrap().iter().map(|group| group["ratings"].as_u64().unwrap());
        assert_eq!(ratings.sum::<u64>(), 4, "{by}");
    }
    let page = env.owed("report --format html").stdout;
    assert!(page.contains("too late for us") && page.contains("How it was"), "{page}");
    let metrics = env.owed("report --format prometheus").stdout;
    assert!(metrics.contains("\nowed_report_rating_mean{ledger=\"ledger\"} 4\n"), "{metrics}");
}

#[test]
fn groups_are_never_in_the_order_of_their_stars() {
    let order = |env: &TestEnv| -> Vec<String> {
        let groups = env.owed("report --by owner --json").json()["groups"].clone();
        groups.as_array().unwrap().iter().map(|group| group["key"].as_str().unwrap().to_owned()).collect()
    };
    let env = rated();
    let before = order(&env);
    for what in ["ring", "mend", "send"] {
        env.owed(&format!("rate {what} 1"));
    }
    env.owed("rate clean 5");
    assert_eq!(order(&env), before);
}

#[test]
fn a_report_without_a_rating_says_nothing_of_them() {
    let env = TestEnv::sample();
    for line in ["report", "report --by owner", "report --format markdown", "report --format html"] {
        let said = env.owed(line).stdout;
        assert!(
            !said.contains("rated") && !said.contains("stars") && !said.contains("lowest"),
            "{line}: {said}"
        );
    }
}

#[test]
fn whom_to_ask_is_what_was_done_since_and_is_not_rated() {
    let env = rated();
    assert_snapshot!(env.owed("list --unrated"), @"
    id   due   when              to        what   owner  why
    ggg  kept  Thu 19 Nov 12:00  Umbrella  sand   sam
    hhh  late  Thu 19 Nov 12:00  Acme      clean  lee
    --- exit 0
    ");
    assert_snapshot!(env.owed("list --unrated --since thu"), @"
    id   due   when              to    what   owner  why
    hhh  late  Thu 19 Nov 12:00  Acme  clean  lee
    --- exit 0
    ");
    assert_snapshot!(env.owed("list --unrated --until 2026-11-18"), @"
    id   due   when              to        what  owner  why
    ggg  kept  Thu 19 Nov 12:00  Umbrella  sand  sam
    --- exit 0
    ");
    assert_snapshot!(env.terminal(80, "list --unrated --to globex"), @"
    nothing unrated matches; 2 on record
    --- exit 0
    ");
    assert_eq!(env.owed("list --unrated --within 2d").stdout, env.owed("list --unrated --since thu").stdout);
    // What goes on has nothing to ask for, and what was cancelled neither.
    assert_eq!(env.owed("reopen sand --by mon --why again").status, 0);
    assert_eq!(env.owed("list --unrated --json").json()["commitments"].as_array().unwrap().len(), 1);
    assert_eq!(env.owed("cancel sand --as broken --why no").status, 0);
    assert_eq!(env.owed("list --unrated -q").stdout.lines().count(), 1);
    assert_eq!(env.owed("list --unrated --all").status, 2);
}
