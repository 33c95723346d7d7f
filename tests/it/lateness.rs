//! How late, on the clock that a promise was counted by: working time, and by the wall.

use insta::assert_snapshot;

use crate::support::{RULES, TestEnv};

/// A promise of four working hours, due on Friday at four, and a callback, due then too.
fn office() -> TestEnv {
    let days = ["mon", "tue", "wed", "thu", "fri"].map(|day| format!("{day} = [\"09:00-17:00\"]\n")).concat();
    let quote = "id = \"qqq22222\"\nkind = \"quote\"\nto = \"Acme\"\nwhat = \"send the quote\"\nowner = \"kim\"\n\
        made = 2026-11-20T12:00:00-05:00\ndue = 2026-11-20T16:00:00-05:00\ntarget = \"4bh\"\ncalendar = \"office\"\n";
    let call = "id = \"ccc33333\"\nto = \"Globex\"\nwhat = \"call\"\nowner = \"kim\"\nmade = 2026-11-19T16:00:00-05:00\n\
        due = 2026-11-20T16:00:00-05:00\ntarget = \"24h\"\n";
    let rules = format!("{RULES}[kind.quote]\ntarget = \"4bh\"\n[calendar.office]\n{days}");
    let ledger = format!("{rules}\n[[commitment]]\n{quote}\n[[commitment]]\n{call}");
    TestEnv::new().ledger(ledger).at("2026-11-23T10:00:00-05:00")
}

// A help desk's rule: what is due within working hours is late by working hours, and a customer waits by the wall.
#[test]
fn what_was_counted_in_working_time_is_late_by_working_time_and_by_the_wall() {
    let env = office();
    assert_snapshot!(env.owed("overdue"), @"
    id   due          when              to      what            owner  why
    ccc  2d 18h late  Fri 20 Nov 16:00  Globex  call            kim
    qqq  2bh late     Fri 20 Nov 16:00  Acme    send the quote  kim
    --- exit 1
    ");
    assert_snapshot!(env.owed("show qqq").stdout.lines().nth(4).unwrap(), @"state      2bh late (2d 18h by the wall)");
    assert_snapshot!(env.owed("show ccc").stdout.lines().nth(4).unwrap(), @"state      2d 18h late");
    let json = env.owed("overdue --json").json();
    let late = |place: usize, key: &str| json["commitments"][place][key].as_i64();
    assert_eq!((late(0, "overdue_by_s"), late(0, "overdue_by_own_s")), (Some(66 * 3_600), Some(66 * 3_600)));
    assert_eq!((late(1, "overdue_by_s"), late(1, "overdue_by_own_s")), (Some(66 * 3_600), Some(2 * 3_600)));
    let report = env.owed("report --since 2026-11-01 --misses").stdout;
    assert_snapshot!(report.lines().skip(16).collect::<Vec<_>>().join("\n"), @"
    how long              half  9 in 10  longest
    late                2d 18h   2d 18h   2d 18h
    late, by own clock      2h      66h      66h
    silent              2d 22h   3d 18h   3d 18h

    id   missed             was due           to      what            owner  why
    ccc  2d 18h late, open  Fri 20 Nov 16:00  Globex  call            kim    due
    qqq  2bh late, open     Fri 20 Nov 16:00  Acme    send the quote  kim    due
    ");
    assert_snapshot!(env.owed("done qqq"), @"
    qqq  send the quote → Acme: done, late, by 2bh (2d 18h by the wall)
    --- exit 0
    ");
    assert_snapshot!(env.owed("done ccc"), @"
    ccc  call → Globex: done, late, by 2d 18h
    --- exit 0
    ");
    assert_snapshot!(env.owed("show qqq").stdout.lines().nth(4).unwrap(), @"state      late by 2bh (2d 18h by the wall), closed Mon 2026-11-23 10:00 -05:00 (America/New_York)");
    let json = env.owed("show qqq --json").json();
    let shown = &json["commitments"][0];
    assert_eq!(
        (shown["late_by_s"].as_i64(), shown["late_by_own_s"].as_i64()),
        (Some(66 * 3_600), Some(2 * 3_600))
    );
    assert!(shown["overdue_by_own_s"].is_null());
    let report = env.owed("report --since 2026-11-01 --misses --json").json();
    let total = |key: &str| report["total"][key].as_i64();
    assert_eq!(
        (total("lateness_own_p50_s"), total("lateness_own_p90_s")),
        (Some(2 * 3_600), Some(66 * 3_600))
    );
    assert_eq!((total("lateness_p50_s"), total("lateness_p90_s")), (Some(66 * 3_600), Some(66 * 3_600)));
    assert_eq!(report["misses"][1]["late_by_own_s"], 7_200);
}

#[test]
fn nobody_works_at_the_weekend_and_it_is_late_all_the_same() {
    let env = office().at("2026-11-21T12:00:00-05:00");
    let ledger = env.text().replace("16:00:00-05:00\ntarget = \"4bh\"", "17:00:00-05:00\ntarget = \"4bh\"");
    let env = env.ledger(ledger);
    assert_snapshot!(env.owed("overdue acme"), @"
    id   due       when              to    what            owner  why
    qqq  0bs late  Fri 20 Nov 17:00  Acme  send the quote  kim
    --- exit 1
    ");
    assert_snapshot!(env.owed("done qqq"), @"
    qqq  send the quote → Acme: done, late, by 0bs (19h by the wall)
    --- exit 0
    ");
}

#[test]
fn the_calendar_that_it_was_counted_in_says_how_late_it_is() {
    let shop = "[calendar.shop]\nsat = [\"09:00-17:00\"]\n[calendar.office]";
    let ledger = office().text().replace("target = \"4bh\"\n[", "target = \"4bh\"\ncalendar = \"shop\"\n[");
    let env = office().ledger(ledger.replace("[calendar.office]", shop));
    assert_eq!(env.owed("policy --json").json()["kinds"][3]["calendar"], "shop");
    assert_eq!(env.owed("show qqq --json").json()["commitments"][0]["overdue_by_own_s"], 7_200);
}

#[test]
fn a_calendar_that_is_gone_counts_no_lateness_and_no_other_does() {
    let env = office();
    let env = TestEnv::new()
        .ledger(env.text().replace("[calendar.office]", "[calendar.shop]"))
        .at("2026-11-23T10:00:00-05:00");
    assert_snapshot!(env.owed("overdue acme").stdout, @"
    id   due          when              to    what            owner  why
    qqq  2d 18h late  Fri 20 Nov 16:00  Acme  send the quote  kim
    ");
    let said = env.owed("overdue --json");
    let json: serde_json::Value = serde_json::from_str(&said.stdout).unwrap();
    assert!(json["commitments"][1]["overdue_by_own_s"].is_null());
    assert_eq!(json["commitments"][1]["overdue_by_s"], 66 * 3_600);
}
