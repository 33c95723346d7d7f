//! `owed today`: what is late and due today, and what is flagged.

use insta::assert_snapshot;

use crate::support::{RULES, SAMPLE, TestEnv};

#[test]
fn what_is_late_and_due_today_stands_under_its_count() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("today"), @"
    1 late, 1 today, 2 later
    id   due          when              to         what                          owner  why
    late
    bbb  1h 30m late  Fri 20 Nov 08:00  Acme Corp  call back about invoice 1182  dana   over its 24h limit
    today
    ccc  in 2h 30m    Fri 20 Nov 12:00  Globex     send the signed offer         lee    at risk
    later, but flagged
    fff  in 11d 7h    Tue 1 Dec 17:00   Initech    repair the pump               lee    customer not told of the new date
    --- exit 0
    ");
    assert_snapshot!(env.owed("today --owner dana"), @"
    1 late, 1 later
    id   due          when              to         what                          owner  why
    late
    bbb  1h 30m late  Fri 20 Nov 08:00  Acme Corp  call back about invoice 1182  dana   over its 24h limit
    --- exit 0
    ");
    assert_snapshot!(env.owed("today --limit 1"), @"
    1 late, 1 today, 2 later
    id   due          when              to         what                          owner  why
    late
    bbb  1h 30m late  Fri 20 Nov 08:00  Acme Corp  call back about invoice 1182  dana   over its 24h limit
    --- stderr
    2 more (--limit)
    --- exit 0
    ");
    assert_snapshot!(env.owed("today -q"), @"
    bbb22222
    ccc33333
    fff55555
    --- exit 0
    ");
    assert_snapshot!(env.owed("today discount"), @"--- exit 0");
    assert_snapshot!(env.owed("today zebra"), @r#"
    --- stderr
    warning: "zebra" matches no commitment in the ledger or its archives
    --- exit 0
    "#);
}

#[test]
fn a_terminal_of_any_width_has_the_same_groups() {
    let env = TestEnv::sample();
    for width in [200, 80, 60, 40] {
        let said = env.terminal(width, "today");
        assert!(said.stdout.lines().all(|line| line.chars().count() <= width), "{width}: {said}");
    }
    assert_snapshot!(env.terminal(200, "today"), @"
    1 late, 1 today, 2 later
    id   due          when              to         what                          owner  why
    late
    bbb  1h 30m late  Fri 20 Nov 08:00  Acme Corp  call back about invoice 1182  dana   over its 24h limit
    today
    ccc  in 2h 30m    Fri 20 Nov 12:00  Globex     send the signed offer         lee    at risk
    later, but flagged
    fff  in 11d 7h    Tue 1 Dec 17:00   Initech    repair the pump               lee    customer not told of the new date
    --- exit 0
    ");
    assert_snapshot!(env.terminal(80, "today"), @"
    1 late, 1 today, 2 later
    id   due              to         what             owner  why
    late
    bbb  1h 30m late      Acme Corp  call back about  dana   over its 24h limit
                                     invoice 1182
    today
    ccc  in 2h 30m        Globex     send the signed  lee    at risk
                                     offer
    later, but flagged
    fff  Tue 1 Dec 17:00  Initech    repair the pump  lee    customer not told of
                                                             the new date
    --- exit 0
    ");
    assert_snapshot!(env.terminal(60, "today"), @"
    1 late, 1 today, 2 later
    late
    id:    bbb
    due:   1h 30m late
    when:  Fri 20 Nov 08:00
    to:    Acme Corp
    what:  call back about invoice 1182
    owner: dana
    why:   over its 24h limit

    today
    id:    ccc
    due:   in 2h 30m
    when:  Fri 20 Nov 12:00
    to:    Globex
    what:  send the signed offer
    owner: lee
    why:   at risk

    later, but flagged
    id:    fff
    due:   in 11d 7h
    when:  Tue 1 Dec 17:00
    to:    Initech
    what:  repair the pump
    owner: lee
    why:   customer not told of the new date
    --- exit 0
    ");
    assert_snapshot!(env.terminal(40, "today"), @"
    1 late, 1 today, 2 later
    late
    id:    bbb
    due:   1h 30m late
    when:  Fri 20 Nov 08:00
    to:    Acme Corp
    what:  call back about invoice 1182
    owner: dana
    why:   over its 24h limit

    today
    id:    ccc
    due:   in 2h 30m
    when:  Fri 20 Nov 12:00
    to:    Globex
    what:  send the signed offer
    owner: lee
    why:   at risk

    later, but flagged
    id:    fff
    due:   in 11d 7h
    when:  Tue 1 Dec 17:00
    to:    Initech
    what:  repair the pump
    owner: lee
    why:   customer not told of the new date
    --- exit 0
    ");
}

#[test]
fn nothing_at_all_is_said_to_a_person_only() {
    let env = TestEnv::new().ledger(RULES);
    assert_snapshot!(env.owed("today"), @"--- exit 0");
    assert_snapshot!(env.terminal(80, "today"), @"
    nothing is open
    --- exit 0
    ");
    assert_eq!(env.owed("today --json").json()["counts"]["late"], 0);
}

#[test]
fn every_format_of_a_list_has_it_and_json_has_the_counts() {
    let env = TestEnv::sample();
    let said = env.owed("today --json").json();
    assert_eq!(
        said["counts"].to_string(),
        r#"{"late":1,"today":1,"tomorrow":0,"week":0,"later":2,"waiting":0}"#
    );
    assert_eq!(said["commitments"].as_array().unwrap().len(), 3);
    // The same objects as those of `list`.
    let listed = env.owed("list --json").json()["commitments"].as_array().unwrap().clone();
    for row in said["commitments"].as_array().unwrap() {
        assert!(listed.contains(row));
    }
    for (format, lines) in [("ndjson", 3), ("csv", 4), ("tsv", 4)] {
        assert_eq!(env.owed(&format!("today --format {format}")).stdout.lines().count(), lines, "{format}");
    }
    assert_eq!(env.owed("today --format ics").stdout.matches("\r\nUID:").count(), 3);
    assert_snapshot!(env.owed("today --format markdown"), @"
    1 late, 1 today, 2 later

    **late**

    | id | due | when | to | what | owner | why |
    | --- | --- | --- | --- | --- | --- | --- |
    | bbb | 1h 30m late | Fri 20 Nov 08:00 | Acme Corp | call back about invoice 1182 | dana | over its 24h limit |

    **today**

    | id | due | when | to | what | owner | why |
    | --- | --- | --- | --- | --- | --- | --- |
    | ccc | in 2h 30m | Fri 20 Nov 12:00 | Globex | send the signed offer | lee | at risk |

    **later, but flagged**

    | id | due | when | to | what | owner | why |
    | --- | --- | --- | --- | --- | --- | --- |
    | fff | in 11d 7h | Tue 1 Dec 17:00 | Initech | repair the pump | lee | customer not told of the new date |
    --- exit 0
    ");
}

#[test]
fn what_is_flagged_is_shown_wherever_its_due_is() {
    // Moved and not told, waiting for a long time, and waiting for a day.
    let waits = |id: &str, since: &str| {
        format!(
            "\n[[commitment]]\nid = \"{id}\"\nto = \"Ada\"\nwhat = \"repair\"\nmade = 2026-11-02T09:00:00-05:00\n\
         due = 2026-11-30T09:00:00-05:00\ntarget = \"4w\"\nhistory = [\n  {{ at = {since}, did = \"waiting\", why = \"photos\" }},\n]\n"
        )
    };
    let ledger = [
        SAMPLE,
        &waits("kkkkkkkk", "2026-11-03T09:00:00-05:00"),
        &waits("mmmmmmmm", "2026-11-20T09:00:00-05:00"),
    ];
    let env = TestEnv::new().ledger(ledger.concat());
    assert_snapshot!(env.owed("today"), @"
    1 late, 1 today, 2 later, 2 wait for them
    id   due          when              to         what                          owner  why
    late
    bbb  1h 30m late  Fri 20 Nov 08:00  Acme Corp  call back about invoice 1182  dana   over its 24h limit
    today
    ccc  in 2h 30m    Fri 20 Nov 12:00  Globex     send the signed offer         lee    at risk
    later, but flagged
    fff  in 11d 7h    Tue 1 Dec 17:00   Initech    repair the pump               lee    customer not told of the new date
    waiting, but flagged
    kkk  27d left                       Ada        repair                               waiting for them for 17 days
    --- exit 0
    ");
}
