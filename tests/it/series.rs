//! Promises that are made again and again: `--every`, and what `done`, `cancel`, `reopen` and `undo` make of a series
//! (`docs/rules.md`, "Again and again").

use std::collections::{BTreeMap, BTreeSet};

use insta::assert_snapshot;
use owed::Instant;
use proptest::prelude::*;
use serde_json::Value;

use crate::support::{RULES, TestEnv};

/// A report every Friday at 17:00, the first on the 27th of November.
const WEEKLY: &str = r#"
[[commitment]]
id = "rrr22222"
to = "Acme Corp"
what = "send the report"
owner = "dana"
tags = ["reports"]
contact = "+1 555 0101"
made = 2026-11-20T09:00:00-05:00
due = 2026-11-27T17:00:00-05:00
every = "1w"
every_from = 2026-11-27T17:00:00-05:00
"#;

const OFFICE: &str = r#"
[calendar.office]
mon = ["09:00-17:00"]
tue = ["09:00-17:00"]
wed = ["09:00-17:00"]
thu = ["09:00-17:00"]
fri = ["09:00-17:00"]
holidays = ["2026-11-26", "12-25", "01-01"]
"#;

fn weekly() -> TestEnv {
    TestEnv::new().ledger(format!("{RULES}{WEEKLY}"))
}

/// Returns every commitment of a ledger, closed ones too, from the output of `list`.
fn all(env: &TestEnv) -> Vec<Value> {
    env.within("list --all --json").json()["commitments"].as_array().unwrap().clone()
}

/// Returns the original dues of all commitments, in order: those of their first cycles.
fn dues(env: &TestEnv) -> Vec<String> {
    let first = |one: &Value| {
        let cycle = one["cycles"].as_array().unwrap().first().cloned();
        cycle.unwrap_or_else(|| one.clone())["original_due"].as_str().unwrap().to_owned()
    };
    let mut dues: Vec<_> = all(env).iter().map(first).collect();
    dues.sort();
    dues
}

#[test]
fn a_promise_says_how_often_it_is_made_again() {
    let env = TestEnv::new().ledger(RULES);
    assert_snapshot!(env.owed("promise send the report --to Acme Corp --by 2026-11-27 5pm --every weekly").ids(), @"
    NEW  send the report → Acme Corp, due Fri 27 Nov 17:00, in 7d 7h, ↻ weekly
    --- exit 0
    ");
    assert!(env.text().ends_with(
        "due = 2026-11-27T17:00:00-05:00\nevery = \"1w\"\nevery_from = 2026-11-27T17:00:00-05:00\n"
    ));
}

#[test]
fn a_kind_with_a_limit_and_what_does_not_count_days_are_refused() {
    let env = TestEnv::new().ledger(RULES);
    assert_snapshot!(env.owed("promise ring --to Acme -k callback --every 1w"), @"
    --- stderr
    error: a callback is due within 24h of being asked for, so it cannot be promised again and again
    hint: use a kind without a limit, for instance --kind promise
    --- exit 2
    ");
    assert_snapshot!(env.owed("promise ring --to Acme --by 2026-11-27 --every 24h"), @r#"
    --- stderr
    error: --every: "24h" does not count days
    hint: write "1d"
    --- exit 2
    "#);
    assert_snapshot!(env.owed("promise ring --to Acme --by 2026-11-27 --every sometimes"), @r#"
    --- stderr
    error: --every: "sometimes" does not say how often
    hint: write something like "1w", "1 month", "3bd", "1st business day" or "last fri"
    --- exit 2
    "#);
    let two = format!("{RULES}{OFFICE}{}", OFFICE.replace("office", "night"));
    let env = TestEnv::new().ledger(&two);
    assert_snapshot!(env.owed("promise ring --to Acme --by 2026-11-27 --every 3bd"), @r#"
    --- stderr
    error: --every 3bd needs a calendar, and there are several: night, office
    hint: use a kind that names its calendar: `calendar = "…"` in its table
    --- exit 2
    "#);
    assert_eq!(env.text(), two);
}

#[test]
fn done_promises_the_next_one_at_once() {
    let env = weekly();
    assert_snapshot!(env.owed("done rrr").ids(), @"
    rrr  send the report → Acme Corp: done, kept, 7d 7h early
    NEW  send the report → Acme Corp, due Fri 4 Dec 17:00, in 14d 7h, ↻ weekly
    --- exit 0
    ");
    let text = env.text();
    let (_, next) = text.rsplit_once("[[commitment]]\nid = \"").unwrap();
    assert_snapshot!(next.split_once('\n').unwrap().1, @r#"
    kind = "promise"
    to = "Acme Corp"
    what = "send the report"
    owner = "dana"
    tags = ["reports"]
    contact = "+1 555 0101"
    follows = "rrr22222"
    made = 2026-11-20T09:30:00-05:00
    due = 2026-12-04T17:00:00-05:00
    every = "1w"
    every_from = 2026-11-27T17:00:00-05:00
    "#);
    assert!(env.owed("list").stdout.contains("  send the report ↻ weekly  dana"));
    let json = env.owed("list --json").json();
    let one = &json["commitments"][0];
    assert_eq!((&one["every"], &one["every_from"]), (&"1w".into(), &"2026-11-27T17:00:00-05:00".into()));
}

#[test]
fn the_next_one_is_of_its_kind_and_class_and_whoever_has_it_now_owns_it() {
    let kind = "[kind.audit]\ntarget = \"3d\"\n";
    let block = WEEKLY.replace("to = ", "kind = \"audit\"\nclass = \"company\"\nto = ");
    let env = TestEnv::new().ledger([RULES, kind, &block].concat());
    env.within("hand rrr --to sam --why 'on leave'");
    env.within("done rrr");
    let next = &all(&env)[0];
    assert_eq!(
        (&next["kind"], &next["class"], &next["owner"]),
        (&"audit".into(), &"company".into(), &"sam".into())
    );
    // Its due is a date that was said, whatever the target of the kind.
    assert_eq!((&next["target"], &next["calendar"]), (&Value::Null, &Value::Null));
}

#[test]
fn only_the_id_of_the_next_one_is_left_for_a_script() {
    assert_snapshot!(weekly().owed("done rrr -q").ids(), @"
    NEW
    --- exit 0
    ");
}

#[test]
fn a_month_that_is_shorter_puts_no_later_one_off() {
    // github.com/GothenburgBitFactory/taskwarrior/issues/1698: "slips to 28th in February and stays on 28th".
    let env = TestEnv::new().ledger(RULES).at("2026-01-20T09:00:00-05:00");
    env.within("promise pay the rent --to Landlord --by 2026-01-31 --every 1mo");
    let mut env = env;
    for day in ["2026-01-30", "2026-02-27", "2026-03-30", "2026-04-30"] {
        env = env.at(&format!("{day}T09:00:00-05:00"));
        assert_eq!(env.within("done rent").status, 0);
    }
    assert_eq!(
        dues(&env),
        [
            "2026-01-31T23:59:59-05:00",
            "2026-02-28T23:59:59-05:00",
            "2026-03-31T23:59:59-04:00",
            "2026-04-30T23:59:59-04:00",
            "2026-05-31T23:59:59-04:00"
        ]
    );
}

#[test]
fn dates_that_are_past_already_are_skipped_and_counted() {
    // github.com/obsidian-tasks-group/obsidian-tasks/issues/1344: "when you miss a few days […] the due/scheduled date
    // gets set in the past".
    let env = weekly().at("2026-12-24T09:30:00-05:00");
    assert_snapshot!(env.owed("done rrr").ids(), @"
    rrr  send the report → Acme Corp: done, late, by 26d 16h
    NEW  send the report → Acme Corp, due Fri 25 Dec 17:00, in 1d 7h, ↻ weekly; 3 dates before it are past already, and skipped
    --- exit 0
    ");
    // To the second it is not past.
    let env = weekly().at("2026-12-04T17:00:00-05:00");
    assert_snapshot!(env.owed("done rrr").ids(), @"
    rrr  send the report → Acme Corp: done, late, by 7d
    NEW  send the report → Acme Corp, due Fri 4 Dec 17:00, now, ↻ weekly
    --- exit 0
    ");
    let env = weekly().at("2026-12-04T17:00:01-05:00");
    assert_snapshot!(env.owed("done rrr").ids(), @"
    rrr  send the report → Acme Corp: done, late, by 7d
    NEW  send the report → Acme Corp, due Fri 11 Dec 17:00, in 6d 23h, ↻ weekly; 1 date before it is past already, and skipped
    --- exit 0
    ");
}

#[test]
fn what_was_done_earlier_is_followed_by_a_date_that_is_to_come() {
    let env = weekly().at("2026-12-14T09:30:00-05:00");
    assert_snapshot!(env.owed("done rrr --at 2026-11-27 16:00").ids(), @"
    rrr  send the report → Acme Corp: done, kept, 1h early
    NEW  send the report → Acme Corp, due Fri 18 Dec 17:00, in 4d 7h, ↻ weekly; 2 dates before it are past already, and skipped
    --- exit 0
    ");
    let next = &all(&env)[0];
    assert_eq!(next["made"], "2026-11-27T16:00:00-05:00");
    assert_eq!(next["asked"], next["made"]);
}

#[test]
fn two_that_alternate_go_on_alternating_after_a_break() {
    // github.com/TracksApp/tracks/issues/2104: both of two that were overdue came back on the same day.
    let env = TestEnv::new().ledger(RULES);
    env.within("promise water --to Garden --by 2026-11-21 --every 2d");
    env.within("promise weed --to Garden --by 2026-11-22 --every 2d");
    let env = env.at("2026-12-01T09:00:00-05:00");
    env.within("done water");
    env.within("done weed");
    assert_eq!(dues(&env)[2..], ["2026-12-01T23:59:59-05:00", "2026-12-02T23:59:59-05:00"]);
}

#[test]
fn moves_of_one_do_not_move_the_series() {
    let env = weekly();
    env.within("move rrr --by 2026-12-01 12:00 --why ill --told");
    env.within("done rrr");
    assert_eq!(dues(&env), ["2026-11-27T17:00:00-05:00", "2026-12-04T17:00:00-05:00"]);
}

#[test]
fn business_days_keep_to_the_calendar_that_the_block_names() {
    let env = TestEnv::new().ledger(format!("{RULES}{OFFICE}")).at("2026-11-23T09:30:00-05:00");
    env.within("promise count the till --to Acme --by 2026-11-24 17:00 --every 1bd");
    assert!(env.text().contains("calendar = \"office\"\nevery = \"1bd\"\n"));
    let env = env.at("2026-11-24T16:00:00-05:00");
    env.within("done till");
    let env = env.at("2026-11-25T16:00:00-05:00");
    env.within("promise send the bill --to Acme --by 2026-12-01 --every '1st business day'");
    assert!(env.text().contains("calendar = \"office\"\nevery = \"1st business day\"\n"));
    // Thanksgiving is closed.
    let said = env.owed("done till").stdout;
    assert!(
        said.ends_with("  count the till → Acme, due Fri 27 Nov 17:00, in 2d 1h, ↻ every business day\n")
    );
    env.put(env.text().replace("calendar.office", "calendar.shop"));
    let said = env.owed("done till");
    assert_eq!((said.status, said.stdout.as_str()), (2, ""));
    assert!(said.stderr.contains("its calendar \"office\" is not in the ledger"), "{said}");
}

#[test]
fn a_reopened_one_whose_next_already_follows_makes_none() {
    let env = weekly();
    env.within("done rrr");
    env.within("reopen rrr --by 2026-11-28 --why 'a page was missing'");
    assert_snapshot!(env.owed("done rrr"), @"
    rrr  send the report → Acme Corp: done, kept, 8d 14h early
    --- exit 0
    ");
    assert_eq!(all(&env).len(), 2);
}

#[test]
fn a_next_one_in_an_archive_counts_too() {
    let env = weekly();
    env.within("done rrr");
    let next = all(&env)[0]["id"].as_str().unwrap().to_owned();
    env.within(&format!("cancel {next} --as withdrawn --why x"));
    env.within("reopen rrr --by 2026-11-28 --why 'a page was missing'");
    let env = env.at("2027-06-01T09:00:00-04:00");
    assert_eq!(env.within("archive").status, 0);
    assert!(!env.text().contains(&next));
    assert_snapshot!(env.owed("done rrr"), @"
    rrr  send the report → Acme Corp: done, late, by 184d 8h
    --- exit 0
    ");
    assert_eq!(all(&env).len(), 2);
}

#[test]
fn what_follows_and_begins_another_series_is_not_the_next_one() {
    let env = weekly();
    env.within("promise show them how to read it --to Acme Corp --by 2026-12-01 --every 1mo --follows rrr");
    assert_snapshot!(env.owed("done rrr").ids(), @"
    rrr  send the report → Acme Corp: done, kept, 7d 7h early
    NEW  send the report → Acme Corp, due Fri 4 Dec 17:00, in 14d 7h, ↻ weekly
    --- exit 0
    ");
    assert_eq!(env.owed("check").status, 0);
    // The next one is itself whatever is changed about it: how often, or its words.
    let next = all(&env)[1]["id"].as_str().unwrap().to_owned();
    env.within("reopen rrr --by 2026-11-28 --why 'a page was missing'");
    assert_eq!(env.within(&format!("change {next} --every 2w --why fewer")).status, 0);
    assert_snapshot!(env.owed("done rrr"), @"
    rrr  send the report → Acme Corp: done, kept, 8d 14h early
    --- exit 0
    ");
    let block = WEEKLY.replace("rrr22222", &next).replace("the report", "both reports");
    let env = TestEnv::new().ledger([RULES, WEEKLY, &block, "follows = \"rrr22222\"\n"].concat());
    assert_eq!(env.within("done rrr").stdout.lines().count(), 1);
    // By hand one can follow itself, which is no next one.
    let env = TestEnv::new().ledger([RULES, WEEKLY, "follows = \"rrr22222\"\n"].concat());
    assert_eq!(env.within("done rrr").stdout.lines().count(), 2);
}

#[test]
fn what_an_import_closes_is_followed_by_the_next_one() {
    let block = WEEKLY.replace("made", "ref = \"T-1\"\nmade");
    let rows = "ref,to,what,due,made,done\nT-1,Acme Corp,send the report,2026-11-27 17:00,2026-11-20 09:00,2026-11-20 09:20\n";
    let env = TestEnv::new().ledger([RULES, &block].concat()).file("rows.csv", rows);
    assert_snapshot!(env.owed("import rows.csv --from csv --dry-run"), @"
    read as csv
    times without an offset are in America/New_York
    column  field  how it is read
    ref     ref
    to      to
    what    what
    due     due    times
    made    made   times
    done    done   times

    due   when              to         what                      owner  why
    kept  Fri 27 Nov 17:00  Acme Corp  send the report ↻ weekly  dana
    0 would be imported, 1 would be closed, 0 changed, 0 already present, 0 left out
    --- stderr
    1 of a series is closed: the next one would be promised
    --- exit 0
    ");
    assert_snapshot!(env.owed("import rows.csv --from csv"), @"
    0 imported, 1 closed, 0 changed, 0 already present, 0 left out
      times without an offset are in America/New_York
    --- stderr
    1 of a series is closed: the next one is promised
    --- exit 0
    ");
    assert_eq!(dues(&env), ["2026-11-27T17:00:00-05:00", "2026-12-04T17:00:00-05:00"]);
    let next = &all(&env)[0];
    assert_eq!((&next["follows"], &next["ref"]), (&"rrr22222".into(), &Value::Null));
    // Not again, if that was promised already.
    env.within("reopen rrr --by 2026-11-28 --why 'a page was missing'");
    env.put(env.text().replace("T-1", "T-2"));
    env.write("rows.csv", rows.replace("T-1", "T-2").replace("09:20", "09:30"));
    assert_snapshot!(env.owed("import rows.csv --from csv"), @"
    0 imported, 1 closed, 0 changed, 0 already present, 0 left out
      times without an offset are in America/New_York
    --- exit 0
    ");
    assert_eq!(all(&env).len(), 2);
}

#[test]
fn a_rest_is_promised_beside_the_next_one() {
    let env = weekly();
    assert_snapshot!(env.owed("done rrr --next mend page 2 --by 2026-11-23").ids(), @"
    rrr  send the report → Acme Corp: done, kept, 7d 7h early
    NEW  send the report → Acme Corp, due Fri 4 Dec 17:00, in 14d 7h, ↻ weekly
    NEW  mend page 2 → Acme Corp, due end of Mon 23 Nov, in 3d 14h
    --- exit 0
    ");
    // The rest follows it too, and is not of its series.
    env.within("reopen rrr --by 2026-11-28 --why 'a page was missing'");
    env.within("done rrr");
    assert_eq!(all(&env).len(), 3);
}

#[test]
fn undo_takes_back_both() {
    let env = weekly();
    let before = env.text();
    env.within("done rrr");
    assert_snapshot!(env.owed("undo"), @"
    undone: done rrr
    --- exit 0
    ");
    assert_eq!(env.text(), before);
    // Not if somebody has worked on the next one since.
    env.within("done rrr");
    let next = all(&env)[0]["id"].as_str().unwrap().to_owned();
    env.within(&format!("told {next} 'it comes'"));
    env.within("undo");
    env.within(&format!("note {next} hm"));
    let said = env.within("undo 2");
    assert_eq!(said.status, 2, "{said}");
    assert!(said.stderr.contains(&next), "{said}");
}

#[test]
fn cancel_ends_the_series_and_says_so() {
    for way in ["withdrawn", "broken", "void"] {
        let env = weekly();
        let said = env.owed(&format!("cancel rrr --as {way} --why 'no longer wanted'"));
        assert_eq!(
            said.stdout,
            format!("rrr  send the report → Acme Corp: cancelled as {way}; its series ends (weekly)\n")
        );
        assert_eq!(all(&env).len(), 1);
    }
}

#[test]
fn cancel_can_promise_the_next_one() {
    let env = weekly();
    assert_snapshot!(env.owed("cancel rrr --as withdrawn --why 'nobody reads it this week' --next").ids(), @"
    rrr  send the report → Acme Corp: cancelled as withdrawn
    NEW  send the report → Acme Corp, due Fri 4 Dec 17:00, in 14d 7h, ↻ weekly
    --- exit 0
    ");
    // What is promised already goes on.
    env.within("reopen rrr --by 2026-11-28 --why wrong --told");
    assert_snapshot!(env.owed("cancel rrr --as void --why x"), @"
    rrr  send the report → Acme Corp: cancelled as void
    --- exit 0
    ");
    assert_eq!(all(&env).len(), 2);
}

#[test]
fn what_is_promised_once_has_no_next_one() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("cancel ccc --as void --why x --next"), @"
    --- stderr
    error: ccc33333 is promised once, so there is no next one
    hint: leave out --next; `owed promise … --every 1w` begins a series
    --- exit 2
    ");
}

#[test]
fn a_series_ends_with_the_last_supported_year() {
    let env = TestEnv::new().ledger(RULES).at("2099-12-20T09:00:00-05:00");
    env.within("promise count the till --to Acme --by 2099-12-28 17:00 --every 1w");
    let said = env.owed("done till").stdout;
    assert!(
        said.ends_with("  count the till → Acme: done, kept, 8d 8h early; no date of its series is left\n")
    );
    assert_eq!(all(&env).len(), 1);
}

#[test]
fn a_series_by_hand_needs_no_first_due() {
    let env = TestEnv::new().ledger(format!("{RULES}{}", WEEKLY.replace("every_from", "# every_from")));
    env.within("done rrr");
    assert_eq!(dues(&env)[1], "2026-12-04T17:00:00-05:00");
    assert!(env.text().contains("every = \"1w\"\nevery_from = 2026-11-27T17:00:00-05:00\n"));
    let env = TestEnv::new().ledger(format!("{RULES}{}", WEEKLY.replace("1w", "monthly")));
    assert_snapshot!(env.owed("list"), @r#"
    --- stderr
    error: ledger.toml:13:9: "monthly" does not say how often
      13 | every = "monthly"
         |         ^^^^^^^^^
    hint: write "1 month"
    --- exit 2
    "#);
}

#[test]
fn a_card_says_when_the_next_one_would_be_due() {
    let env = weekly();
    let card = env.owed("show rrr").stdout;
    let line = card.lines().find(|line| line.starts_with("again")).unwrap();
    assert_snapshot!(line, @"again      weekly, from Fri 27 Nov 17:00; the next one is due Fri 4 Dec 17:00");
    env.within("done rrr");
    assert!(env.owed("show rrr").stdout.contains("\nagain      weekly, from Fri 27 Nov 17:00\n"));
    // That one is promised already.
    env.within("reopen rrr --by 2026-11-28 --why 'a page was missing'");
    assert!(env.owed("show rrr").stdout.contains("\nagain      weekly, from Fri 27 Nov 17:00\n"));
}

/// A verb on one of the series, by its place in time; and how many hours pass before it.
#[derive(Debug, Clone, Copy)]
enum Verb {
    Done,
    Reopen,
    Cancel,
    CancelNext,
    Move,
    Undo,
}

fn verbs() -> impl Strategy<Value = Vec<(Verb, usize, i64)>> {
    let verb = prop_oneof![
        8 => Just(Verb::Done),
        3 => Just(Verb::Reopen),
        1 => Just(Verb::Cancel),
        2 => Just(Verb::CancelNext),
        2 => Just(Verb::Move),
        3 => Just(Verb::Undo),
    ];
    prop::collection::vec((verb, 0..4_usize, 1..900_i64), 1..14)
}

/// Checks that each one that was done has exactly one next, and none has two; and that no due is off the series.
fn check(env: &TestEnv, said: &str) {
    let all = all(env);
    let mut next = BTreeMap::<&str, usize>::new();
    for one in &all {
        if let Some(before) = one["follows"].as_str() {
            *next.entry(before).or_default() += 1;
        }
    }
    for one in &all {
        let history = one["history"].as_array().unwrap().iter().rev();
        let did = |event: &Value| event["did"].as_str().unwrap().to_owned();
        let closed = history.map(did).find(|did| ["done", "cancelled", "reopened"].contains(&did.as_str()));
        let id = one["id"].as_str().unwrap();
        let count = next.get(id).copied().unwrap_or(0);
        assert!(count < 2, "{said}: {count} follow {id}");
        assert!(count == 1 || closed.as_deref() != Some("done"), "{said}: none follows {id}");
    }
    let dues = dues(env);
    assert_eq!(dues.iter().collect::<BTreeSet<_>>().len(), dues.len(), "{said}: {dues:?}");
    for due in dues {
        let at = chrono::DateTime::parse_from_rfc3339(&due).unwrap();
        let first = chrono::NaiveDate::from_ymd_opt(2026, 11, 27).unwrap();
        let days = at.date_naive().signed_duration_since(first).num_days();
        assert!(days % 7 == 0 && due.contains("T17:00:00-0"), "{said}: {due}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Never two, never none, never off: whatever is done, taken back, moved and reopened, over both clock changes.
    #[test]
    fn a_series_is_never_two_and_never_none(verbs in verbs()) {
        let mut env = weekly();
        let (mut now, mut said) = (Instant::from_epoch(1_795_183_200), String::new());
        for (verb, which, hours) in verbs {
            now = now.plus(hours * 3_600);
            let at = now.rfc3339(chrono_tz::UTC);
            env = env.at(&at);
            let ids: Vec<_> = all(&env).iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect();
            let id = &ids[which % ids.len()];
            let later = now.plus(86_400).rfc3339(chrono_tz::UTC);
            let line = match verb {
                Verb::Done => format!("done {id}"),
                Verb::Reopen => format!("reopen {id} --by {later} --why x --told"),
                Verb::Cancel => format!("cancel {id} --as void --why x"),
                Verb::CancelNext => format!("cancel {id} --as withdrawn --why x --next"),
                Verb::Move => format!("move {id} --by {later} --why x"),
                Verb::Undo => "undo".to_owned(),
            };
            let status = env.within(&line).status;
            said.push_str(&format!("{at} {line}: {status}\n"));
            check(&env, &said);
        }
    }
}
