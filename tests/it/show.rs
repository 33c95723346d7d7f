//! `owed show`: a commitment, its arithmetic and its history.

use insta::assert_snapshot;

use crate::support::TestEnv;
use crate::wait::office;

#[test]
fn show_tells_the_arithmetic_and_the_history() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("show bbb"), @"
    bbb22222   call back about invoice 1182
    to         Acme Corp
    contact    +1 555 0101
    owner      dana
    kind       callback
    state      1h 30m late: over its 24h limit

    how the due came about
    made       Thu 2026-11-19 08:10 -05:00 (America/New_York)
    asked      Thu 2026-11-19 08:00 -05:00 (America/New_York)
    target     24h: 24 hours
    due        Fri 2026-11-20 08:00 -05:00 (America/New_York)
    limit      Fri 2026-11-20 08:00 -05:00 (America/New_York): 24h after it was asked for
    --- exit 0
    ");
    assert_snapshot!(env.owed("show ddd44444"), @"
    ddd44444   send the price list
    to         Müller GmbH
    owner      dana
    kind       email
    tags       prices, q4
    ref        TICKET-7
    state      open, due in 7d 7h
    so far     asked once

    how the due came about
    made       Thu 2026-11-19 15:00 -05:00 (America/New_York)
    due        Fri 2026-11-27 17:00 -05:00 (America/New_York)

    history
    Thu 19 Nov 16:00  heard from them, by dana: asked again
    --- exit 0
    ");
    assert_snapshot!(env.owed("show fff"), @"
    fff55555   repair the pump
    to         Initech
    owner      lee
    kind       promise
    class      company
    state      open, due in 11d 7h: customer not told of the new date

    how the due came about
    made        Thu 2026-11-12 09:00 -05:00 (America/New_York)
    due         Thu 2026-11-19 17:00 -05:00 (America/New_York)
    now due     Tue 2026-12-01 17:00 -05:00 (America/New_York), after moving
    last given  Thu 2026-11-19 17:00 -05:00 (America/New_York): the customer was told of no later date
    known due   Thu 2026-11-19 17:00 -05:00 (America/New_York): kept or late is judged by it

    history
    Wed 18 Nov 10:00  moved to Tue 2026-12-01 17:00 -05:00 (America/New_York) (part is late), by lee
    --- exit 0
    ");
    assert_snapshot!(env.owed("show hhh"), @"
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
}

#[test]
fn a_customer_who_was_told_too_late_is_not_said_to_know_the_old_due_only() {
    let env = TestEnv::sample();
    // The pump was due on Thursday at five, and its due is moved and told on Friday.
    assert_eq!(env.owed("move fff --by 2026-11-27 --why parts --told").status, 0);
    let shown = env.owed("show fff").to_string();
    let line = shown.lines().find(|line| line.starts_with("known due"));
    assert_snapshot!(line.unwrap_or_default(), @"known due  Thu 2026-11-19 17:00 -05:00 (America/New_York): they were told too late of another");
}

#[test]
fn no_line_of_it_is_wider_than_the_terminal() {
    let env = TestEnv::sample();
    for columns in 20..=120 {
        for id in ["bbb", "ddd", "fff"] {
            let shown = env.terminal(columns, &format!("show {id}"));
            let mut lines = shown.stdout.lines();
            assert!(lines.all(|line| line.chars().count() <= columns), "{columns}\n{shown}");
        }
    }
}

#[test]
fn show_says_what_hurts() {
    let env = TestEnv::sample();
    let so_far = |env: &TestEnv| {
        let shown = env.owed("show ddd").stdout;
        shown.lines().find(|line| line.starts_with("so far")).unwrap_or_default().to_owned()
    };
    for line in [
        "heard ddd when?",
        "heard ddd well?",
        "hand ddd --to kim --why leave",
        "hand ddd --to sam --why leave",
    ] {
        assert_eq!(env.owed(line).status, 0, "{line}");
    }
    assert_eq!(so_far(&env), "so far     asked 3 times, third owner");
    // Who has it again is no fourth.
    assert_eq!(env.owed("hand ddd --to kim --why back").status, 0);
    assert_eq!(so_far(&env), "so far     asked 3 times, handed on 3 times");
    // Of this cycle only.
    assert_eq!(env.owed("done ddd").status, 0);
    assert_eq!(env.owed("reopen ddd --by '2026-11-30 17:00' --why missing").status, 0);
    assert_eq!(so_far(&env), "");
}

#[test]
fn show_at_an_earlier_time_shows_nothing_that_happened_later() {
    let history = "history = [\n  \
        { at = 2026-11-19T16:00:00-05:00, did = \"noted\", note = \"third\", x-own = 3 },\n  \
        { at = 2026-11-18T10:00:00-05:00, did = \"noted\", note = \"first\" },\n  \
        { at = 2026-11-18T11:00:00-05:00, did = \"noted\", note = \"second\", x-own = 2 },\n]\n";
    let env = TestEnv::new().ledger(
        crate::check::block("ddd44444", "email", "Acme", "dana").replace("2026-11-20T09", "2026-11-17T09")
            + history,
    );
    let shown = env.owed("--now 2026-11-18T12:00:00-05:00 show ddd").stdout;
    assert!(shown.contains("second") && !shown.contains("third"), "{shown}");
    assert!(shown.contains("history[1].x-own") && !shown.contains("history[0]"), "{shown}");
    for line in ["show ddd --json", "list --json"] {
        let one =
            env.owed(&format!("--now 2026-11-18T12:00:00-05:00 {line}")).json()["commitments"][0].clone();
        let notes: Vec<_> =
            one["history"].as_array().unwrap().iter().map(|event| event["note"].clone()).collect();
        assert_eq!(notes, ["first", "second"]);
        assert_eq!(one["extra"], serde_json::json!({"history[1].x-own": 2}), "its place in what is shown");
    }
    assert_eq!(env.owed("show ddd --json").json()["commitments"][0]["history"].as_array().unwrap().len(), 3);
}

/// A repair whose due was counted before the holiday of its day was entered.
fn repair() -> TestEnv {
    let env = office();
    env.put(env.text().replace("holidays = [", "holidays = [\"3rd fri nov\", "));
    env
}

#[test]
fn a_due_on_record_is_not_explained_by_the_calendar_of_today() {
    assert!(office().owed("show rrr").stdout.contains("3bd: 3 business days of calendar office\ndue "));
    let env = repair();
    assert_snapshot!(env.owed("show rrr"), @"
    rrr22222   repair the valve
    to         Ada Okafor
    owner      kim
    kind       repair
    state      open, due in 5h 30m, at risk

    how the due came about
    made       Tue 2026-11-17 15:00 -05:00 (America/New_York)
    target     3bd: 3 business days of calendar office
    due        Fri 2026-11-20 15:00 -05:00 (America/New_York): counted by the calendar of that day; by today's it would be Mon 23 Nov 15:00
    --- exit 0
    ");
    // The days that today's calendar skips are no part of it, wherever the holiday is.
    let env = office();
    env.put(env.text().replace("holidays = [", "holidays = [\"2026-11-18\", "));
    let shown = env.owed("show rrr").stdout;
    assert!(
        shown.contains("by today's it would be Mon 23 Nov 15:00") && !shown.contains("skipped"),
        "{shown}"
    );
}

#[test]
fn a_due_that_was_changed_by_hand_is_not_explained_by_its_target() {
    let env = TestEnv::sample();
    env.put(env.text().replace("due = 2026-11-20T08:00:00-05:00", "due = 2026-11-20T07:00:00-05:00"));
    let shown = env.owed("show bbb").stdout;
    let due = shown.lines().find(|line| line.starts_with("due"));
    assert_snapshot!(due.unwrap(), @"due        Fri 2026-11-20 07:00 -05:00 (America/New_York): as it was written down; counted today it would be Fri 20 Nov 08:00");
}

#[test]
fn a_limit_in_a_calendar_that_is_gone_allows_no_date() {
    let limit = "limit = \"4bd\"\ncalendar = \"gone\"\ndue = ";
    let env = TestEnv::new()
        .ledger(crate::check::block("ddd44444", "email", "Acme", "dana").replace("due = ", limit));
    let refused = "its calendar \"gone\" is not in the ledger";
    assert!(env.owed("move ddd --by '2026-11-23 12:00' --why x").stderr.contains(refused));
    assert_eq!(env.owed("done ddd").status, 0);
    assert!(env.owed("reopen ddd --by '2026-11-23 12:00' --why x").stderr.contains(refused));
}

#[test]
fn a_calendar_that_is_gone_is_replaced_by_no_other() {
    let env = office();
    env.put(
        env.text()
            .replace("[calendar.office]", "[calendar.works]")
            .replace("d\"\ncalendar = \"office\"\n\n[cal", "d\"\ncalendar = \"works\"\n\n[cal"),
    );
    let before = env.text();
    for line in ["show rrr", "show rrr --json", "wait rrr --why a photo"] {
        assert_eq!(
            env.owed(line).to_string(),
            "--- stderr\nerror: rrr22222 (repair the valve → Ada Okafor): its calendar \"office\" is not in the ledger\n\
             hint: put the table `[calendar.office]` back, or change `calendar` with `owed edit`\n--- exit 2",
            "{line}"
        );
    }
    let waiting = before.clone()
        + "history = [\n  { at = 2026-11-18T10:00:00-05:00, did = \"waiting\", why = \"a photo\" },\n]\n";
    env.put(&waiting);
    for line in ["resume rrr", "heard rrr here", "done rrr", "cancel rrr --as void --why x"] {
        let said = env.owed(line);
        assert!(
            said.status == 2 && said.stderr.contains("its calendar \"office\" is not in the ledger"),
            "{line}: {said}"
        );
        assert_eq!(env.text(), waiting, "{line}");
    }
    assert_snapshot!(env.owed("check"), @"
    ledger.toml:25:1: rrr22222: its `calendar` is not in the ledger, so what is left of its time and the ladder are counted by another: put the calendar back, or change the name [calendar]
    --- exit 1
    ");
    // What is closed is shown, and explained by none; of it, it is a note.
    env.put(&before);
    assert_eq!(env.owed("done rrr").status, 0);
    let shown = env.owed("show rrr").stdout;
    assert!(
        shown.contains(
            "target     3bd: 3 business days of calendar office, which is not in the ledger any more\ndue  "
        ),
        "{shown}"
    );
    assert_eq!(env.owed("check").status, 0);
}

#[test]
fn the_days_that_a_count_skipped_are_named_with_why() {
    let env = office();
    env.put(env.text().replace("holidays = [", "holidays = [\"4th thu nov\", "));
    let made = env.owed("promise mend the pump --to Zoe --kind repair -q");
    let shown = env.owed(&format!("show {}", made.stdout.trim())).stdout;
    let skipped = "skipped    Sat 21 Nov (closed), Sun 22 Nov (closed)\n";
    assert!(shown.contains(skipped), "{shown}");
    let later = env.owed("--now 2026-11-25T10:00:00-05:00 promise mend the tap --to Zoe --kind repair -q");
    let shown = env.owed(&format!("--now 2026-11-25T10:00:00-05:00 show {}", later.stdout.trim())).stdout;
    let skipped = "skipped    Thu 26 Nov (holiday), Sat 28 Nov (closed), Sun 29 Nov (closed)\n";
    assert!(shown.contains(skipped), "{shown}");
}

#[test]
fn an_open_due_on_a_day_that_is_closed_now_is_a_note() {
    let env = repair();
    assert_eq!(env.owed("check").to_string(), "--- exit 0");
    assert_snapshot!(env.owed("check --all"), @"
    ledger.toml:23:1: note: rrr22222: due 2026-11-20T15:00:00-05:00, a day on which calendar `office` is closed now [closed-day]
    --- exit 0
    ");
    assert_eq!(env.owed("move rrr --by '2026-11-24 15:00' --why closed --told").status, 0);
    assert_eq!(env.owed("check --all").to_string(), "--- exit 0");
    assert_eq!(office().owed("check --all").to_string(), "--- exit 0");
}

#[test]
fn what_is_counted_by_another_calendar_than_its_own_is_said() {
    let env = office();
    env.put(
        env.text()
            .replace("[calendar.office]", "[calendar.works]")
            .replace("d\"\ncalendar = \"office\"\n\n[cal", "d\"\ncalendar = \"works\"\n\n[cal"),
    );
    let warning = "warning: calendar \"office\" is not in the ledger, so open commitments are counted by another: `owed check` names them\n";
    let lines = [
        "list",
        "list -q",
        "list --all --json",
        "overdue",
        "overdue --count",
        "report",
        "escalate --dry-run",
        "escalate",
    ];
    for line in lines {
        let said = env.owed(line);
        assert!(said.status < 2 && said.stderr.contains(warning), "{line}: {said}");
    }
    env.write_config("[notify]\ncommand = [\"true\"]\n");
    assert!(env.owed("escalate").stderr.contains(warning));
    // What is closed is judged by what was stored.
    assert_eq!(env.owed("done rrr").status, 0);
    for line in lines {
        assert!(!env.owed(line).stderr.contains("warning"), "{line}");
    }
}
