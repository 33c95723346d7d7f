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
hint: `owed rate --help` says what else it takes
--- exit 2
");
    assert_snapshot!(env.owed("rate"), @"
    --- stderr
    error: which commitment and how many stars? add an id or words of it and a number from 1 to 5
    hint: `owed rate --help` says what else it takes
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
