//! Who gets in touch is owed an answer: within how long, on which clock, and what answers.

use insta::assert_snapshot;

use crate::support::{RULES, TestEnv};

/// A desk that answers within four working hours, and a request of Thursday afternoon.
fn desk() -> TestEnv {
    let days = ["mon", "tue", "wed", "thu", "fri"].map(|day| format!("{day} = [\"09:00-17:00\"]\n")).concat();
    let request = "id = \"rrr22222\"\nkind = \"ticket\"\nto = \"Acme\"\nwhat = \"mend the till\"\nowner = \"kim\"\n\
        made = 2026-11-19T14:00:00-05:00\ndue = 2026-11-27T17:00:00-05:00\n";
    let rules = format!("{RULES}[kind.ticket]\nanswer_within = \"4bh\"\n[calendar.office]\n{days}");
    TestEnv::new().ledger(format!("{rules}\n[[commitment]]\n{request}"))
}

fn reasons(env: &TestEnv, now: &str) -> serde_json::Value {
    env.owed(&format!("show rrr --json --now '{now}'")).json()["commitments"][0]["reasons"].clone()
}

// A help desk's rule: whoever writes is answered within so many working hours, whatever became of the request.
#[test]
fn who_got_in_touch_and_was_told_nothing_is_flagged_when_the_time_is_up() {
    let env = desk();
    assert_eq!(env.owed("heard rrr is it done? --at '2026-11-19 15:00'").status, 0);
    assert_eq!(env.owed("heard rrr hello?? --at '2026-11-19 16:30'").status, 0);
    // Two hours of Thursday and two of Friday, from the first of the two on.
    assert_snapshot!(env.owed("overdue --now '2026-11-20 11:00'"), @"--- exit 0");
    assert_snapshot!(env.owed("overdue --now '2026-11-20 11:00:01'"), @"
    id   due       when              to    what           owner  why
    rrr  in 7d 5h  Fri 27 Nov 17:00  Acme  mend the till  kim    no answer for 20 hours
    --- exit 1
    ");
    assert_snapshot!(env.owed("overdue --count --now '2026-11-20 12:00'"), @"
    1
    --- exit 1
    ");
    assert_eq!(reasons(&env, "2026-11-20 12:00"), serde_json::json!(["unanswered"]));
    let shown = env.owed("show rrr --now '2026-11-20 12:00'").stdout;
    assert_snapshot!(shown.lines().skip(4).take(3).collect::<Vec<_>>().join("\n"), @"
    state      open, due in 7d 5h: no answer for 21 hours
    so far     asked 2 times
    answer     owed by Fri 20 Nov 11:00: they got in touch Thu 19 Nov 15:00
    ");
    // They have to act, and have no answer all the same.
    let env = env.at("2026-11-20T12:00:00-05:00");
    assert_eq!(env.owed("wait rrr --why photos").status, 0);
    assert_eq!(reasons(&env, "2026-11-20 12:00"), serde_json::json!(["unanswered"]));
    assert_eq!(env.owed("told rrr tomorrow --at '2026-11-20 11:30'").status, 0);
    assert_eq!(reasons(&env, "2026-11-20 12:00"), serde_json::json!([]));
    // The photos come, which ends the wait; an answer is owed from then on.
    assert_eq!(env.owed("heard rrr the photos").status, 0);
    assert_eq!(reasons(&env, "2026-11-20 16:00"), serde_json::json!([]));
    assert_eq!(reasons(&env, "2026-11-20 16:00:01"), serde_json::json!(["unanswered"]));
    assert_eq!(env.owed("done rrr --at '2026-11-20 12:00'").status, 0);
    assert_eq!(reasons(&env, "2026-11-20 16:00:01"), serde_json::json!([]));
    assert!(!env.owed("show rrr").stdout.contains("\nanswer"), "closing answers");
    assert_eq!(env.owed("heard rrr thanks").status, 0);
    assert_snapshot!(env.owed("overdue --now '2026-11-25 12:00'"), @"--- exit 0");
    let report = env.owed("report --since 2026-11-01 --now '2026-11-28 12:00'");
    assert!(report.stdout.contains("1 of 2 answers were given in time\n"), "{report}");
    assert!(report.stdout.contains("until answered       0s  20h 30m  20h 30m\n"), "{report}");
    let json = env.owed("report --since 2026-11-01 --now '2026-11-28 12:00' --json").json();
    let total = |key: &str| json["total"][key].as_i64();
    assert_eq!((total("answers"), total("answers_in_time")), (Some(2), Some(1)));
    assert_eq!((total("answer_p50_s"), total("answer_p90_s")), (Some(0), Some(73_800)));
}

#[test]
fn an_answer_is_counted_in_the_calendar_of_the_kind_in_whichever_the_due_was() {
    let night = "[calendar.night]\nfri = [\"18:00-23:00\"]\n";
    let ledger = desk()
        .text()
        .replace("\"4bh\"\n", "\"4bh\"\ncalendar = \"office\"\n")
        .replace("\n[[", &format!("\n{night}[["));
    for calendar in ["", "calendar = \"night\"\n", "target = \"9bh\"\ncalendar = \"night\"\n"] {
        let env = TestEnv::new().ledger(format!("{ledger}{calendar}"));
        assert_eq!(env.owed("heard rrr is it done? --at '2026-11-19 15:00'").status, 0);
        assert_eq!(reasons(&env, "2026-11-20 11:00"), serde_json::json!([]));
        assert_eq!(reasons(&env, "2026-11-20 11:00:01"), serde_json::json!(["unanswered"]), "{calendar}");
    }
}

#[test]
fn the_policy_says_within_how_long_an_answer_is_owed() {
    let env = desk();
    let policy = env.owed("policy").stdout;
    assert_snapshot!(policy.lines().skip(3).take(5).collect::<Vec<_>>().join("\n"), @"
    kind      due        at the latest  answer within    calendar
    callback  24 hours   24 hours
    email     as agreed
    promise   as agreed
    ticket    as agreed                 4 working hours  office
    ");
    let kinds = env.owed("policy --json").json()["kinds"].clone();
    let within: Vec<_> = kinds.as_array().unwrap().iter().map(|kind| kind["answer_within"].clone()).collect();
    assert_eq!(
        within,
        [serde_json::Value::Null, serde_json::Value::Null, serde_json::Value::Null, "4bh".into()]
    );
    // No kind that is built in has it, and `none` takes it away.
    let none = TestEnv::new().ledger(env.text().replace("\"4bh\"", "\"none\""));
    assert_eq!(none.owed("policy --json").json()["kinds"][3]["answer_within"], serde_json::Value::Null);
    // What a new ledger has as a comment is a rule as soon as it is none any more.
    let env = TestEnv::new();
    assert_eq!(env.owed("init").status, 0);
    assert!(env.owed("policy").stdout.lines().all(|line| !line.contains("answer")));
    let rules = env.text().replace("\n# [kind", "\n[kind").replace("\n# answer", "\nanswer");
    let env = TestEnv::new().ledger(rules);
    assert_eq!(env.owed("policy --json").json()["kinds"][0]["answer_within"], "24h");
    assert_eq!(env.owed("check").status, 0);
}

#[test]
fn working_hours_of_an_answer_need_a_calendar() {
    let ledger = format!("{RULES}[kind.ticket]\nanswer_within = \"4bh\"\n");
    assert_snapshot!(TestEnv::new().ledger(ledger).owed("check"), @r#"
    --- stderr
    error: ledger.toml:3:7: kind `ticket` uses working hours but has no `calendar`
      3 | [kind.ticket]
        |       ^^^^^^
    hint: add a table `[calendar.office]` with its hours: `mon = ["09:00-17:00"]` …
    --- exit 2
    "#);
    let two = "[calendar.a]\nmon = [\"09:00-17:00\"]\n[calendar.b]\nmon = [\"09:00-17:00\"]\n";
    let ledger = format!("{RULES}[kind.ticket]\nanswer_within = \"2bd\"\n{two}");
    assert_snapshot!(TestEnv::new().ledger(ledger).owed("check"), @r#"
    ledger.toml:3:7: kind "ticket": it counts business days and has no `calendar`, so they are Monday to Friday; add one of a, b [calendar]
    --- exit 1
    "#);
}
