//! `owed log`: what happened, an event a line, grouped by day.

use std::collections::BTreeSet;

use insta::assert_snapshot;
use proptest::prelude::*;
use serde_json::Value;

use crate::agree::{at, ledger};
use crate::support::{RULES, SAMPLE, TestEnv, words};

#[test]
fn what_happened_is_grouped_by_day_the_last_at_the_end() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("log"), @"
    id   when   did       what                                                                 by
    Mon 16 Nov
    ggg  09:00  promised  Acme Corp: send the invoice again, due Tue 17 Nov 17:00              dana
    hhh  09:00  promised  Globex: answer about the discount, due Tue 17 Nov 17:00              lee
    Tue 17 Nov
    ggg  16:30  done      Acme Corp: send the invoice again, kept 30m early                    dana
    hhh  19:00  done      Globex: answer about the discount, late by 2h: sent with an apology  lee
    Wed 18 Nov
    ccc  10:00  promised  Globex: send the signed offer, due Fri 20 Nov 12:00                  lee
    fff  10:00  moved     Initech: repair the pump, to Tue 1 Dec 17:00 (part is late)          lee
    Thu 19 Nov
    bbb  08:10  promised  Acme Corp: call back about invoice 1182, due Fri 20 Nov 08:00        dana
    ddd  15:00  promised  Müller GmbH: send the price list, due Fri 27 Nov 17:00               dana
    ddd  16:00  heard     Müller GmbH: send the price list: asked again                        dana
    --- exit 0
    ");
    assert_snapshot!(env.owed("log --since 2026-11-20"), @"--- exit 0");
    assert_snapshot!(env.owed("log --to acme --since 2026-11-01 --limit 2"), @"
    id   when   did       what                                                           by
    Tue 17 Nov
    ggg  16:30  done      Acme Corp: send the invoice again, kept 30m early              dana
    Thu 19 Nov
    bbb  08:10  promised  Acme Corp: call back about invoice 1182, due Fri 20 Nov 08:00  dana
    --- stderr
    1 more before (--limit)
    --- exit 0
    ");
    assert_snapshot!(env.owed("log --since 2026-11-18 --until 2026-11-18"), @"
    id   when   did       what                                                         by
    Wed 18 Nov
    ccc  10:00  promised  Globex: send the signed offer, due Fri 20 Nov 12:00          lee
    fff  10:00  moved     Initech: repair the pump, to Tue 1 Dec 17:00 (part is late)  lee
    --- exit 0
    ");
    assert_eq!(env.owed("log -q --limit 1").stdout.lines().count(), 1);
    assert_eq!(env.text(), SAMPLE);
}

/// A ledger in which everything happened that can.
fn every() -> TestEnv {
    let history = [
        "at = 2026-11-19T09:05:00-05:00, did = \"heard\", by = \"dana\", note = \"they ask for a date\"",
        "at = 2026-11-19T09:10:00-05:00, did = \"noted\", by = \"dana\", note = \"look at the valve\"",
        "at = 2026-11-19T09:15:00-05:00, did = \"moved\", due = 2026-11-23T17:00:00-05:00, why = \"no part\", told = true, by = \"dana\"",
        "at = 2026-11-19T09:20:00-05:00, did = \"told\", by = \"dana\", note = \"Monday\"",
        "at = 2026-11-19T09:25:00-05:00, did = \"waiting\", why = \"photos\", until = 2026-11-20T17:00:00-05:00, by = \"dana\"",
        "at = 2026-11-19T09:30:00-05:00, did = \"resumed\", by = \"dana\"",
        "at = 2026-11-19T09:35:00-05:00, did = \"handed\", to = \"lee\", why = \"holiday\", by = \"dana\"",
        "at = 2026-11-19T09:40:00-05:00, did = \"escalated\", to = \"sam\", rung = \"75%\"",
        "at = 2026-11-19T09:45:00-05:00, did = \"changed\", kind = \"email\", why = \"a slip\", by = \"sam\"",
        "at = 2026-11-19T09:50:00-05:00, did = \"done\", by = \"sam\", note = \"new valve\"",
        "at = 2026-11-19T09:52:00-05:00, did = \"rated\", stars = 4, by = \"sam\", note = \"quick\"",
        "at = 2026-11-19T09:55:00-05:00, did = \"reopened\", due = 2026-11-20T09:00:00-05:00, why = \"it drips\", by = \"sam\"",
        "at = 2026-11-20T09:00:30-05:00, did = \"cancelled\", as = \"broken\", why = \"they moved out\", by = \"sam\"",
    ];
    let history: String = history.iter().map(|event| format!("  {{ {event} }},\n")).collect();
    TestEnv::new().ledger(format!(
        "{RULES}\n[[commitment]]\nid = \"bbbbbbbb\"\nto = \"Hotel Bellevue\"\nwhat = \"mend the valve\"\nowner = \"dana\"\n\
         made = 2026-11-19T09:00:00-05:00\ndue = 2026-11-20T17:00:00-05:00\nhistory = [\n{history}]\n"
    ))
}

#[test]
fn every_event_has_its_line() {
    let env = every();
    assert_snapshot!(env.owed("log"), @"
    id   when   did        what                                                                     by
    Thu 19 Nov
    bbb  09:00  promised   Hotel Bellevue: mend the valve, due Fri 20 Nov 17:00                     dana
    bbb  09:05  heard      Hotel Bellevue: mend the valve: they ask for a date                      dana
    bbb  09:10  noted      Hotel Bellevue: mend the valve: look at the valve                        dana
    bbb  09:15  moved      Hotel Bellevue: mend the valve, to Mon 23 Nov 17:00, and told (no part)  dana
    bbb  09:20  told       Hotel Bellevue: mend the valve: Monday                                   dana
    bbb  09:25  waiting    Hotel Bellevue: mend the valve (photos; they said Fri 20 Nov 17:00)      dana
    bbb  09:30  resumed    Hotel Bellevue: mend the valve                                           dana
    bbb  09:35  handed     Hotel Bellevue: mend the valve, to lee (holiday)                         dana
    bbb  09:40  escalated  Hotel Bellevue: mend the valve, to sam by the rung at 75%
    bbb  09:45  changed    Hotel Bellevue: mend the valve, from promise to email (a slip)           sam
    bbb  09:50  done       Hotel Bellevue: mend the valve, kept 4d 7h early: new valve              sam
    bbb  09:52  rated      Hotel Bellevue: mend the valve, 4/5: quick                               sam
    bbb  09:55  reopened   Hotel Bellevue: mend the valve, due Fri 20 Nov 09:00 (it drips)          sam
    Fri 20 Nov
    bbb  09:00  cancelled  Hotel Bellevue: mend the valve, as broken (they moved out)               sam
    --- exit 0
    ");
    assert_eq!(env.owed("check").status, 0);
    for width in [200, 80, 60, 40] {
        let said = env.terminal(width, "log");
        assert!(said.stdout.lines().all(|line| line.chars().count() <= width), "{width}: {said}");
    }
    assert_snapshot!(env.terminal(80, "log --limit 4"), @"
    id   when   did        what                                                  by
    Thu 19 Nov
    bbb  09:50  done       Hotel Bellevue: mend the valve, kept 4d 7h early:     sam
                           new valve
    bbb  09:52  rated      Hotel Bellevue: mend the valve, 4/5: quick            sam
    bbb  09:55  reopened   Hotel Bellevue: mend the valve, due Fri 20 Nov 09:00  sam
                           (it drips)
    Fri 20 Nov
    bbb  09:00  cancelled  Hotel Bellevue: mend the valve, as broken (they       sam
                           moved out)
    --- stderr
    10 more before (--limit)
    --- exit 0
    ");
    assert_snapshot!(env.terminal(60, "log --limit 3"), @"
    id   when   did        what                              by
    Thu 19 Nov
    bbb  09:52  rated      Hotel Bellevue: mend the valve,   sam
                           4/5: quick
    bbb  09:55  reopened   Hotel Bellevue: mend the valve,   sam
                           due Fri 20 Nov 09:00 (it drips)
    Fri 20 Nov
    bbb  09:00  cancelled  Hotel Bellevue: mend the valve,   sam
                           as broken (they moved out)
    --- stderr
    11 more before (--limit)
    --- exit 0
    ");
    assert_snapshot!(env.terminal(40, "log --limit 2"), @"
    id   when   did        what          by
    Thu 19 Nov
    bbb  09:55  reopened   Hotel         sam
                           Bellevue:
                           mend the
                           valve, due
                           Fri 20 Nov
                           09:00 (it
                           drips)
    Fri 20 Nov
    bbb  09:00  cancelled  Hotel         sam
                           Bellevue:
                           mend the
                           valve, as
                           broken (they
                           moved out)
    --- stderr
    12 more before (--limit)
    --- exit 0
    ");
    assert_snapshot!(env.terminal(200, "log --limit 2"), @"
    id   when   did        what                                                             by
    Thu 19 Nov
    bbb  09:55  reopened   Hotel Bellevue: mend the valve, due Fri 20 Nov 09:00 (it drips)  sam
    Fri 20 Nov
    bbb  09:00  cancelled  Hotel Bellevue: mend the valve, as broken (they moved out)       sam
    --- stderr
    12 more before (--limit)
    --- exit 0
    ");
    assert_snapshot!(env.owed("log --format csv"), @"
    id,short,at,did,by,to,what,kind,owner,due,handed_to,rung,why,note,told,verdict,late_by_s,early_by_s,logged,stars,ledger,until
    bbbbbbbb,bbb,2026-11-19T09:00:00-05:00,promised,dana,Hotel Bellevue,mend the valve,email,sam,2026-11-20T17:00:00-05:00,,,,,,,,,,,ledger.toml,
    bbbbbbbb,bbb,2026-11-19T09:05:00-05:00,heard,dana,Hotel Bellevue,mend the valve,email,sam,,,,,they ask for a date,,,,,,,ledger.toml,
    bbbbbbbb,bbb,2026-11-19T09:10:00-05:00,noted,dana,Hotel Bellevue,mend the valve,email,sam,,,,,look at the valve,,,,,,,ledger.toml,
    bbbbbbbb,bbb,2026-11-19T09:15:00-05:00,moved,dana,Hotel Bellevue,mend the valve,email,sam,2026-11-23T17:00:00-05:00,,,no part,,true,,,,,,ledger.toml,
    bbbbbbbb,bbb,2026-11-19T09:20:00-05:00,told,dana,Hotel Bellevue,mend the valve,email,sam,,,,,Monday,,,,,,,ledger.toml,
    bbbbbbbb,bbb,2026-11-19T09:25:00-05:00,waiting,dana,Hotel Bellevue,mend the valve,email,sam,,,,photos,,,,,,,,ledger.toml,2026-11-20T17:00:00-05:00
    bbbbbbbb,bbb,2026-11-19T09:30:00-05:00,resumed,dana,Hotel Bellevue,mend the valve,email,sam,,,,,,false,,,,,,ledger.toml,
    bbbbbbbb,bbb,2026-11-19T09:35:00-05:00,handed,dana,Hotel Bellevue,mend the valve,email,sam,,lee,,holiday,,,,,,,,ledger.toml,
    bbbbbbbb,bbb,2026-11-19T09:40:00-05:00,escalated,,Hotel Bellevue,mend the valve,email,sam,,sam,75%,,,,,,,,,ledger.toml,
    bbbbbbbb,bbb,2026-11-19T09:45:00-05:00,changed,sam,Hotel Bellevue,mend the valve,email,sam,,,,a slip,,false,,,,,,ledger.toml,
    bbbbbbbb,bbb,2026-11-19T09:50:00-05:00,done,sam,Hotel Bellevue,mend the valve,email,sam,,,,,new valve,,kept,,371400,,,ledger.toml,
    bbbbbbbb,bbb,2026-11-19T09:52:00-05:00,rated,sam,Hotel Bellevue,mend the valve,email,sam,,,,,quick,,,,,,4,ledger.toml,
    bbbbbbbb,bbb,2026-11-19T09:55:00-05:00,reopened,sam,Hotel Bellevue,mend the valve,email,sam,2026-11-20T09:00:00-05:00,,,it drips,,false,,,,,,ledger.toml,
    bbbbbbbb,bbb,2026-11-20T09:00:30-05:00,cancelled,sam,Hotel Bellevue,mend the valve,email,sam,,,,they moved out,,,broken,,,,,ledger.toml,
    --- exit 0
    ");
    assert_snapshot!(env.owed("log --format markdown --limit 2"), @"
    **Thu 19 Nov**

    | id | when | did | what | by |
    | --- | --- | --- | --- | --- |
    | bbb | 09:55 | reopened | Hotel Bellevue: mend the valve, due Fri 20 Nov 09:00 (it drips) | sam |

    **Fri 20 Nov**

    | id | when | did | what | by |
    | --- | --- | --- | --- | --- |
    | bbb | 09:00 | cancelled | Hotel Bellevue: mend the valve, as broken (they moved out) | sam |
    --- stderr
    12 more before (--limit)
    --- exit 0
    ");
    assert_snapshot!(env.owed("log --json --limit 1"), @r#"
    {"schema":1,"now":"2026-11-20T09:30:00-05:00","from":"2026-11-13T09:30:00-05:00","until":"2026-11-20T09:30:00-05:00","events":[{"id":"bbbbbbbb","short":"bbb","at":"2026-11-20T09:00:30-05:00","did":"cancelled","by":"sam","to":"Hotel Bellevue","what":"mend the valve","kind":"email","owner":"sam","due":null,"handed_to":null,"rung":null,"why":"they moved out","note":null,"told":null,"verdict":"broken","late_by_s":null,"early_by_s":null,"logged":null,"stars":null,"ledger":"ledger.toml","until":null}]}
    --- stderr
    13 more before (--limit)
    --- exit 0
    "#);
    assert_eq!(env.owed("log --format ndjson").stdout.lines().count(), 14);
    assert_eq!(env.owed("log --format tsv").stdout.lines().count(), 15);
    assert_snapshot!(env.owed("log --format ics"), @"
    --- stderr
    error: this command has no format `ics`
    hint: it has: table, json, ndjson, csv, tsv, markdown
    --- exit 2
    ");
}

#[test]
fn by_is_who_did_it_and_a_promise_is_its_first_owners() {
    let env = every();
    let did = |line: &str| -> Vec<String> {
        let said: Value = serde_json::from_str(&env.owed(&format!("log {line} --json")).stdout).unwrap();
        let events = said["events"].as_array().unwrap();
        events.iter().map(|event| event["did"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(did("--by sam"), ["changed", "done", "rated", "reopened", "cancelled"]);
    assert_eq!(
        did("--by me"),
        ["promised", "heard", "noted", "moved", "told", "waiting", "resumed", "handed"]
    );
    assert_eq!(did("--by me --since 2026-11-19T09:25"), ["waiting", "resumed", "handed"]);
    assert_eq!(did("--within 1h"), ["cancelled"]);
    // Whoever has it by now is its owner.
    assert_eq!(did("--owner dana").len(), 0);
    assert_eq!(did("--owner sam").len(), 14);
    assert_snapshot!(env.owed("log --by sma"), @r#"
    --- stderr
    warning: --by "sma" matches nobody who did something in the ledger or its archives; did you mean "sam"?
    --- exit 0
    "#);
    assert_snapshot!(env.owed("log --by me --since 2026-11-20"), @"--- exit 0");
    assert_snapshot!(env.terminal(80, "log --by me --since 2026-11-20"), @"
    nothing that matches happened from Fri 20 Nov 00:00 until Fri 20 Nov 09:30; 1 did
    --- exit 0
    ");
    assert_snapshot!(env.owed("log --since fri --until 2026-11-19"), @r#"
    --- stderr
    error: "fri" could be Fri 13 Nov or Fri 20 Nov
    hint: write 2026-11-13 or 2026-11-20
    --- exit 2
    "#);
}

#[test]
fn archives_belong_to_what_happened() {
    let archive = every().text().replace("bbbbbbbb", "zzzzzzzz");
    let env = TestEnv::new()
        .ledger(every().text().replace("format = 1", "format = 1\narchives = [\"old.toml\"]"))
        .file("old.toml", archive);
    assert_eq!(env.owed("log --format ndjson").stdout.lines().count(), 28);
}

proptest! {
    #[test]
    fn a_log_has_every_event_once_in_order_however_the_ledger_is_read(ledger in ledger(), hour in 1..280_i64) {
        let env = TestEnv::new().ledger(&ledger).at(&at(hour));
        let all = env.within("list --all --json").json()["commitments"].as_array().unwrap().clone();
        let line = "log --since 2026-10-01 --json";
        let said = env.within(line);
        let said = said.json();
        let events = said["events"].as_array().unwrap();
        let histories = all.iter().map(|row| row["history"].as_array().unwrap().len() + 1);
        prop_assert_eq!(events.len(), histories.sum::<usize>());
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let instant = |event: &Value| chrono::DateTime::parse_from_rfc3339(event["at"].as_str().unwrap()).unwrap();
        prop_assert!(events.is_sorted_by_key(instant));
        // What closed a cycle says how it ended, as the list does.
        let ends = all.iter().flat_map(|row| {
            let cycles = row["cycles"].as_array().unwrap().iter().chain([row]);
            cycles.filter(|cycle| !cycle["closed"].is_null()).map(|cycle| {
                (text(&row["id"]), text(&cycle["closed"]), text(&cycle["verdict"]), cycle["late_by_s"].as_i64())
            })
        });
        let closings = events.iter().filter(|event| !event["verdict"].is_null()).map(|event| {
            (text(&event["id"]), text(&event["at"]), text(&event["verdict"]), event["late_by_s"].as_i64())
        });
        prop_assert_eq!(closings.collect::<BTreeSet<_>>(), ends.collect::<BTreeSet<_>>());
        for options in ["", "--format csv", "--format markdown", "--by dana", "--owner sam --limit 3"] {
            let line = format!("log --since 2026-10-01 {options}");
            let line = words(line.trim_end());
            let line: Vec<_> = line.iter().map(String::as_str).collect();
            let whole = env.in_parts(1, &|_, _| Ok(usize::MAX), &line).stdout;
            for parts in [2, 3] {
                prop_assert_eq!(&env.in_parts(parts, &|_, _| Ok(usize::MAX), &line).stdout, &whole, "{:?}", line);
            }
        }
    }
}
