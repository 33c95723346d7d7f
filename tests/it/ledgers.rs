//! Several ledgers in one view: each judged by itself, and shown together.

use std::fs;
use std::os::unix::fs::symlink;

use clap::CommandFactory as _;
use insta::assert_snapshot;
use owed::Cli;
use proptest::prelude::*;
use serde_json::Value;

use crate::agree::{at, ledger};
use crate::support::{Said, TestEnv};

/// A team in New York, whose callbacks have working hours.
const YORK: &str = r#"format = 1
timezone = "America/New_York"
archives = ["team.2025.toml"]

[kind.callback]
target = "4h"
update_every = "2h"

[[commitment]]
id = "bbbbbbbb"
to = "Acme Corp"
what = "call back about the invoice"
owner = "dana"
kind = "callback"
made = 2026-11-20T06:00:00-05:00
due = 2026-11-20T09:00:00-05:00

[[commitment]]
id = "bbbccccc"
to = "Globex"
what = "send the offer"
owner = "lee"
made = 2026-11-19T10:00:00-05:00
due = 2026-11-23T12:00:00-05:00
history = [
  { at = 2026-11-19T11:00:00-05:00, did = "told", note = "on Monday", by = "lee" },
]
"#;

/// What the team in New York archived.
const YORK_BEFORE: &str = r#"[[commitment]]
id = "kkkkkkkk"
to = "Globex"
what = "repair the pump"
owner = "lee"
made = 2026-11-16T10:00:00-05:00
due = 2026-11-17T12:00:00-05:00
history = [
  { at = 2026-11-17T11:00:00-05:00, did = "done", by = "lee" },
]
"#;

/// A team in Berlin, whose callbacks take longer and are never silent.
const BERLIN: &str = r#"format = 1
timezone = "Europe/Berlin"

[kind.callback]
target = "2d"

[customer."Acme Corp"]
also = ["ACME"]
called = "Ada"

[[commitment]]
id = "dddddddd"
to = "ACME"
what = "call back about the pump"
owner = "kim"
kind = "callback"
made = 2026-11-20T10:00:00+01:00
due = 2026-11-22T10:00:00+01:00

[[commitment]]
id = "fffffff2"
to = "Müller GmbH"
what = "send the price list"
owner = "kim"
made = 2026-11-18T09:00:00+01:00
due = 2026-11-19T17:00:00+01:00
history = [
  { at = 2026-11-19T17:30:00+01:00, did = "done", by = "kim" },
]
"#;

/// The two, in the order in which they are named.
const BOTH: &str = "--ledger york/team.toml --ledger berlin/team.toml";

fn two() -> TestEnv {
    let env = TestEnv::new().file("york/team.toml", YORK).file("york/team.2025.toml", YORK_BEFORE);
    env.file("berlin/team.toml", BERLIN).without("OWED_LEDGER")
}

fn owed(env: &TestEnv, line: &str) -> Said {
    env.owed(&format!("{line} {BOTH}"))
}

/// The verbs that show several ledgers, each with something to type.
const LOOKS: &[&str] = &[
    "",
    "list",
    "list --all",
    "today",
    "week",
    "overdue",
    "show bbbbbbbb",
    "log",
    "report",
    "customer",
    "customer acme",
    "policy",
    "check",
    "forecast",
    "forecast callback",
];

#[test]
fn what_looks_takes_several_and_everything_else_refuses_more_than_one() {
    let env = two();
    for line in LOOKS {
        let said = owed(&env, line);
        assert!(said.status < 2, "{line}: {said}");
        let verb = line.split(' ').next().unwrap();
        for format in ["json", "csv", "ndjson", "markdown", "html", "github"] {
            let said = owed(&env, &format!("{line} --format {format}"));
            assert!(said.status < 2 || said.stderr.contains("no format"), "{verb} {format}: {said}");
        }
    }
    let looks = |name: &str| LOOKS.iter().any(|line| line.split(' ').next() == Some(name));
    for verb in Cli::command().get_subcommands().map(clap::Command::get_name) {
        // git types it, and it has no ledger.
        if looks(verb) || verb == "merge-driver" {
            continue;
        }
        let arguments = match verb {
            "promise" => "x --to y --by 2h",
            "move" => "bbb --by 2h --why x",
            "change" => "bbb --tag x",
            "when" => "2h",
            "import" => "rows.csv",
            "told" | "heard" | "note" => "bbb x",
            "wait" | "cancel" => "bbb --why x",
            "hand" => "bbb --to x --why y",
            "reopen" => "bbb --by 2h --why x",
            "rate" => "bbb 5",
            "done" | "resume" => "bbb",
            "between" => "2026-11-20 2026-11-21",
            "completions" => "bash",
            _ => "",
        };
        let said = owed(&env, &format!("{verb} {arguments}"));
        assert!(said.stderr.starts_with("error: this command takes one ledger\n"), "{verb}: {said}");
        assert_eq!((said.stdout.as_str(), said.status), ("", 2), "{verb}");
    }
    let texts =
        [("york/team.toml", YORK), ("york/team.2025.toml", YORK_BEFORE), ("berlin/team.toml", BERLIN)];
    for (name, text) in texts {
        assert_eq!(fs::read_to_string(env.path(name)).unwrap(), text);
    }
}

#[test]
fn a_log_is_merged_by_the_instant_and_said_in_the_zone_of_the_first() {
    let env = two();
    assert_snapshot!(owed(&env, "log"), @"
    id    when   did       what                                                          by    ledger
    Mon 16 Nov
    kkk   10:00  promised  Globex: repair the pump, due Tue 17 Nov 12:00                 lee   york/team.toml
    Tue 17 Nov
    kkk   11:00  done      Globex: repair the pump, kept 1h early                        lee   york/team.toml
    Wed 18 Nov
    fff   03:00  promised  Müller GmbH: send the price list, due Thu 19 Nov 11:00        kim   berlin/team.toml
    Thu 19 Nov
    bbbc  10:00  promised  Globex: send the offer, due Mon 23 Nov 12:00                  lee   york/team.toml
    bbbc  11:00  told      Globex: send the offer: on Monday                             lee   york/team.toml
    fff   11:30  done      Müller GmbH: send the price list, late by 30m                 kim   berlin/team.toml
    Fri 20 Nov
    ddd   04:00  promised  Acme Corp: call back about the pump, due Sun 22 Nov 04:00     kim   berlin/team.toml
    bbbb  06:00  promised  Acme Corp: call back about the invoice, due Fri 20 Nov 09:00  dana  york/team.toml
    --- exit 0
    ");
    assert_snapshot!(env.owed("log --ledger berlin/team.toml --ledger york/team.toml --since today"), @"
    id    when   did       what                                                          by    ledger
    Fri 20 Nov
    ddd   10:00  promised  Acme Corp: call back about the pump, due Sun 22 Nov 10:00     kim   berlin/team.toml
    bbbb  12:00  promised  Acme Corp: call back about the invoice, due Fri 20 Nov 15:00  dana  york/team.toml
    --- exit 0
    ");
    assert_snapshot!(owed(&env, "log --since today --format csv"), @"
    id,short,at,did,by,to,what,kind,owner,due,handed_to,rung,why,note,told,verdict,late_by_s,early_by_s,logged,stars,ledger,until
    dddddddd,ddd,2026-11-20T04:00:00-05:00,promised,kim,Acme Corp,call back about the pump,callback,kim,2026-11-22T04:00:00-05:00,,,,,,,,,,,berlin/team.toml,
    bbbbbbbb,bbbb,2026-11-20T06:00:00-05:00,promised,dana,Acme Corp,call back about the invoice,callback,dana,2026-11-20T09:00:00-05:00,,,,,,,,,,,york/team.toml,
    --- exit 0
    ");
}

#[test]
fn one_is_shown_by_its_own_policy_wherever_it_is() {
    let env = two();
    assert_snapshot!(owed(&env, "show dddd"), @"
    dddddddd   call back about the pump
    to         Acme Corp
    owner      kim
    kind       callback
    state      open, due in 1d 18h
    ledger     berlin/team.toml

    how the due came about
    made       Fri 2026-11-20 04:00 -05:00 (America/New_York)
    due        Sun 2026-11-22 04:00 -05:00 (America/New_York)
    --- exit 0
    ");
    assert_snapshot!(owed(&env, "show kkk"), @"
    kkkkkkkk   repair the pump
    to         Globex
    owner      lee
    kind       promise
    state      kept, closed Tue 2026-11-17 11:00 -05:00 (America/New_York)
    ledger     york/team.toml

    how the due came about
    made       Mon 2026-11-16 10:00 -05:00 (America/New_York)
    due        Tue 2026-11-17 12:00 -05:00 (America/New_York)

    history
    Tue 17 Nov 11:00  done, by lee
    --- exit 0
    ");
    let said = owed(&env, "show dddd --json").json();
    assert_eq!(said["commitments"][0]["ledger"], "berlin/team.toml");
    assert_eq!(said["commitments"][0]["due"], "2026-11-22T04:00:00-05:00");
    let said = env.owed("show dddd --json --ledger berlin/team.toml").json();
    assert_eq!(said["commitments"][0]["ledger"], "team.toml");
    assert_snapshot!(owed(&env, "show call back"), @r#"
    --- stderr
    error: "call back" matches several commitments
    hint: bbbb  call back about the invoice → Acme Corp, due Fri 2026-11-20 09:00 -05:00 (America/New_York), in york/team.toml
    hint: ddd  call back about the pump → Acme Corp, due Sun 2026-11-22 04:00 -05:00 (America/New_York), in berlin/team.toml
    --- exit 2
    "#);
    assert_snapshot!(owed(&env, "show ACME"), @"
    dddddddd   call back about the pump
    to         Acme Corp
    owner      kim
    kind       callback
    state      open, due in 1d 18h
    ledger     berlin/team.toml

    how the due came about
    made       Fri 2026-11-20 04:00 -05:00 (America/New_York)
    due        Sun 2026-11-22 04:00 -05:00 (America/New_York)
    --- exit 0
    ");
}

#[test]
fn an_id_that_two_ledgers_have_is_said_and_never_guessed() {
    let env = two();
    env.write("berlin/team.toml", BERLIN.replace("dddddddd", "bbbbbbbb"));
    assert_snapshot!(owed(&env, "show bbbbbbbb"), @"
    --- stderr
    error: more than one of the ledgers has bbbbbbbb
    hint: bbbb  call back about the invoice → Acme Corp, due Fri 2026-11-20 09:00 -05:00 (America/New_York), in york/team.toml
    hint: bbbb  call back about the pump → Acme Corp, due Sun 2026-11-22 04:00 -05:00 (America/New_York), in berlin/team.toml
    --- exit 2
    ");
    assert_snapshot!(owed(&env, "log --since today"), @"
    id    when   did       what                                                          by    ledger
    Fri 20 Nov
    bbbb  04:00  promised  Acme Corp: call back about the pump, due Sun 22 Nov 04:00     kim   berlin/team.toml
    bbbb  06:00  promised  Acme Corp: call back about the invoice, due Fri 20 Nov 09:00  dana  york/team.toml
    --- stderr
    warning: more than one of the ledgers has bbbbbbbb
    --- exit 0
    ");
}

#[test]
fn one_file_counts_once_however_it_is_named() {
    let env = two();
    fs::hard_link(env.path("york/team.toml"), env.path("hard.toml")).unwrap();
    symlink(env.path("york/team.toml"), env.path("link.toml")).unwrap();
    symlink(env.path("york"), env.path("folder")).unwrap();
    for other in [
        "york/team.toml",
        "./york/team.toml",
        "york//team.toml",
        "hard.toml",
        "link.toml",
        "folder/team.toml",
    ] {
        let said = env.owed(&format!("log --ledger york/team.toml --ledger {other}"));
        assert_eq!((said.stdout.as_str(), said.status), ("", 2), "{other}");
        let is_twice = said.stderr.contains("is named twice") || said.stderr.contains("are the same file");
        assert!(is_twice, "{other}: {said}");
    }
    assert_snapshot!(env.owed("--ledger york/team.toml log --ledger berlin/team.toml"), @"
    --- stderr
    error: --ledger is given before the command and after it
    hint: name all ledgers on one side of it
    --- exit 2
    ");
}

#[test]
fn the_first_that_cannot_be_read_is_the_error_and_nothing_is_shown() {
    let env = two();
    env.write("bad.toml", "format = 1\n[[commitment]]\nid = 3\n");
    for line in LOOKS {
        for other in ["bad.toml", "none.toml", "york"] {
            let said = owed(&env, &format!("{line} --ledger {other}"));
            assert_eq!((said.stdout.as_str(), said.status), ("", 2), "{line} {other}: {said}");
            assert!(said.stderr.contains(other), "{line} {other}: {said}");
        }
    }
    fs::remove_file(env.path("york/team.2025.toml")).unwrap();
    assert_snapshot!(owed(&env, "log"), @"
    --- stderr
    error: york/team.2025.toml: there is no archive here
    hint: the ledger names it in `archives`: restore the file, or remove the name
    --- exit 2
    ");
}

#[test]
fn a_report_counts_over_all_and_by_ledger() {
    let env = two();
    assert_snapshot!(owed(&env, "report --by ledger --misses"), @"
    3 promises were due from Wed 21 Oct 09:30 until Fri 20 Nov 09:30
    3 are open now: 1 overdue, 0 at risk, 0 waiting; `owed overdue` lists 1

    outcome       n
    kept          1  ███▎     by the date that was first promised
    renegotiated  0           by a later date, told in time
    late          2  ██████▋  done late, or open past its known due
    broken        0           given up, or cancelled too late

    rate            of
    kept       1/3   3  of all that was due
    honoured   1/3   3  kept or renegotiated, of all that was due
    callbacks  n/a   0  within their limit, of all decided
    notice     n/a   0  told in time, of all moves to later
    one touch  2/2   2  one owner and no chasing, of all done

    how long     half  9 in 10  longest
    late          30m      30m      30m
    silent      1d 1h    1d 8h    1d 8h
    until done  1d 1h    1d 8h    1d 8h

    ledger            due  kept         honoured  late  overdue
    york/team.toml      2   1/2  █████       1/2     1        1
    berlin/team.toml    1   0/1              0/1     1        0

    id    missed          was due           to           what                         owner  why          ledger
    fff   30m late        Thu 19 Nov 11:00  Müller GmbH  send the price list          kim                 berlin/team.toml
    bbbb  30m late, open  Fri 20 Nov 09:00  Acme Corp    call back about the invoice  dana   due, silent  york/team.toml
    --- exit 0
    ");
    let rows = |line: &str| owed(&env, line).json();
    let of_both = rows("report --by ledger --misses --json");
    assert_eq!(of_both["groups"][0]["key"], "york/team.toml");
    let ledgers =
        |of: &Value| of.as_array().unwrap().iter().map(|one| one["ledger"].clone()).collect::<Vec<_>>();
    assert_eq!(ledgers(&of_both["misses"]), ["berlin/team.toml", "york/team.toml"]);
    // Half of all, not the mean of two halves.
    let alone = |name: &str| env.owed(&format!("report --json --ledger {name}/team.toml")).json();
    let (york, berlin) = (alone("york"), alone("berlin"));
    let sum = |key: &str| york["total"][key].as_u64().unwrap() + berlin["total"][key].as_u64().unwrap();
    for key in ["due", "kept", "late", "done", "open", "overdue", "flagged"] {
        assert_eq!(of_both["total"][key], sum(key), "{key}");
    }
    assert_snapshot!(owed(&env, "report --fail-under 100"), @"
    3 promises were due from Wed 21 Oct 09:30 until Fri 20 Nov 09:30
    3 are open now: 1 overdue, 0 at risk, 0 waiting; `owed overdue` lists 1

    outcome       n
    kept          1  ███▎     by the date that was first promised
    renegotiated  0           by a later date, told in time
    late          2  ██████▋  done late, or open past its known due
    broken        0           given up, or cancelled too late

    rate            of
    kept       1/3   3  of all that was due
    honoured   1/3   3  kept or renegotiated, of all that was due
    callbacks  n/a   0  within their limit, of all decided
    notice     n/a   0  told in time, of all moves to later
    one touch  2/2   2  one owner and no chasing, of all done

    how long     half  9 in 10  longest
    late          30m      30m      30m
    silent      1d 1h    1d 8h    1d 8h
    until done  1d 1h    1d 8h    1d 8h
    --- stderr
    gate: keep 1/3 is under 100%
    --- exit 1
    ");
    assert_snapshot!(owed(&env, "report --format prometheus"), @"
    --- stderr
    error: the format `prometheus` is of one ledger
    hint: name that one alone with --ledger
    --- exit 2
    ");
}

#[test]
fn a_customer_of_two_ledgers_is_one_by_the_name_that_each_has() {
    let env = two();
    assert_snapshot!(owed(&env, "customer"), @"
    customer     called  open  late  last told    kept  ledger
    Acme Corp    Ada        2     1                0/1  berlin/team.toml, york/team.toml
    Globex                  1        22h 30m ago   1/1  york/team.toml
    Müller GmbH                                    0/1  berlin/team.toml
    --- exit 0
    ");
    assert_snapshot!(owed(&env, "customer acme"), @"
    Acme Corp
    ledger     berlin/team.toml, york/team.toml
    called     Ada
    also       ACME
    open       2, 1 late
    kept       0/1

    open
    id    due        when              what                         owner  why                  ledger
    bbbb  30m late   Fri 20 Nov 09:00  call back about the invoice  dana   no news for 3 hours  york/team.toml
    ddd   in 1d 18h  Sun 22 Nov 04:00  call back about the pump     kim                         berlin/team.toml
    --- exit 0
    ");
    assert_snapshot!(owed(&env, "customer globex"), @"
    Globex
    ledger     york/team.toml
    told       22h 30m ago, by lee: on Monday [send the offer]
    open       1
    kept       1/1

    open
    id    due       when              what            owner  why  ledger
    bbbc  in 3d 2h  Mon 23 Nov 12:00  send the offer  lee         york/team.toml

    promised before
    closed      made        due                         what             id   ledger
    Tue 17 Nov  Mon 16 Nov  Tue 17 Nov  kept, 1h early  repair the pump  kkk  york/team.toml
    --- exit 0
    ");
    let said = owed(&env, "customer acme --json").json();
    assert_eq!(said["customer"]["ledgers"], serde_json::json!(["berlin/team.toml", "york/team.toml"]));
    let ledgers: Vec<_> = said["commitments"].as_array().unwrap().iter().map(|one| &one["ledger"]).collect();
    assert_eq!(ledgers, ["york/team.toml", "berlin/team.toml"]);
}

#[test]
fn policies_stand_one_after_the_other_each_in_its_own_zone() {
    let env = two();
    assert_snapshot!(owed(&env, "policy"), @"
    york/team.toml
    what every customer can expect of us
    time counts from when they asked; clock times are those of America/New_York

    kind      due        at the latest  update every
    callback  4 hours    24 hours       2 hours
    email     as agreed
    promise   as agreed

    no escalation: there is no [[rung]]

    berlin/team.toml
    what every customer can expect of us
    time counts from when they asked; clock times are those of Europe/Berlin

    kind      due        at the latest
    callback  2 days     24 hours
    email     as agreed
    promise   as agreed

    no escalation: there is no [[rung]]

    customer   called  also
    Acme Corp  Ada     ACME
    --- exit 0
    ");
    let said = owed(&env, "policy --json").json();
    let of = |key: &str| {
        said["policies"].as_array().unwrap().iter().map(|one| one[key].clone()).collect::<Vec<_>>()
    };
    assert_eq!(of("ledger"), ["york/team.toml", "berlin/team.toml"]);
    assert_eq!(of("timezone"), ["America/New_York", "Europe/Berlin"]);
    assert_snapshot!(owed(&env, "policy --month 2026-12"), @"
    --- stderr
    error: a calendar is of one ledger
    hint: name that one alone with --ledger
    --- exit 2
    ");
}

#[test]
fn the_findings_of_each_stand_under_its_path() {
    let env = two();
    assert_snapshot!(owed(&env, "check"), @r#"
    york/team.toml:9:1: bbbbbbbb: missing `limit`, so it is never checked; add `limit = "24h"` [limit]
    berlin/team.toml:4:7: kind "callback": its target is after its limit, so `promise` refuses it: 2d and 24h from 2026-11-20T15:30:00+01:00 [target]
    berlin/team.toml:11:1: dddddddd: missing `limit`, so it is never checked; add `limit = "24h"` [limit]
    --- exit 1
    "#);
    env.write("berlin/team.toml", BERLIN.replace("kind = \"callback\"", "kind = \"calback\""));
    env.write("york/team.toml", YORK.replace("bbbccccc", "bbbbbbbb"));
    assert_snapshot!(owed(&env, "check"), @r#"
    york/team.toml:9:1: bbbbbbbb: missing `limit`, so it is never checked; add `limit = "24h"` [limit]
    york/team.toml:19:1: bbbbbbbb: another commitment has the id bbbbbbbb already; give this one another id [id-twice]
    berlin/team.toml:4:7: kind "callback": its target is after its limit, so `promise` refuses it: 2d and 24h from 2026-11-20T15:30:00+01:00 [target]
    berlin/team.toml:16:1: dddddddd: kind "calback" is not defined, so it has no target and no limit; did you mean "callback"? [kind-typo]
    --- exit 1
    "#);
    let said = owed(&env, "check --json").json();
    let mut ledgers: Vec<_> = said["findings"].as_array().unwrap().iter().map(|one| &one["ledger"]).collect();
    ledgers.dedup();
    assert_eq!(ledgers, ["york/team.toml", "berlin/team.toml"]);
}

/// Returns a ledger of callbacks that were done, with what stands before them.
fn calls(head: &str, letters: &str, hours: i64) -> String {
    let call = |(number, letter): (usize, char)| {
        format!(
            "\n[[commitment]]\nid = \"{letters}{letter}22222\"\nto = \"A\"\nwhat = \"call {letter}\"\nkind = \"call\"\n\
             made = 2026-11-{:02}T09:00:00Z\ndue = 2026-11-{:02}T17:00:00Z\nhistory = [\n  {{ at = 2026-11-{:02}T{:02}:00:00Z, did = \"done\" }},\n]\n",
            number + 2,
            number + 2,
            number + 2,
            9 + hours
        )
    };
    head.to_owned() + &"bcdfghjk".chars().enumerate().map(call).collect::<String>()
}

#[test]
fn a_forecast_is_of_all_cases_only_where_they_are_counted_by_one_clock() {
    let env = two();
    let head = "format = 1\ntimezone = \"UTC\"\n\n[kind.call]\ntarget = \"1d\"\n";
    env.write("york/team.toml", calls(head, "bb", 1));
    env.write("berlin/team.toml", calls(&head.replace("UTC", "Europe/Berlin"), "cc", 5));
    // Eight are too few, and sixteen are enough.
    let answer = |line: &str| env.owed(line).json()["answer"].clone();
    assert_eq!(answer("forecast call --json --ledger york/team.toml"), "few");
    assert_eq!(answer(&format!("forecast call --json {BOTH}")), "date");
    assert_snapshot!(owed(&env, "forecast call"), @"
    call: promise Fri 20 Nov 20:00 or later to keep 90 % (16 closed, 0 open looked at)

    sure  promise             takes
    50 %  Fri 20 Nov 20:00       5h
    75 %  Fri 20 Nov 20:00       5h
    90 %  Fri 20 Nov 20:00       5h
    95 %  too little history
    --- exit 0
    ");
    let hours = "\n[calendar.office]\nmon = [\"09:00-17:00\"]\n";
    env.write("berlin/team.toml", calls(&(head.replace("1d", "8bh") + hours), "cc", 5));
    assert_snapshot!(owed(&env, "forecast call"), @r#"
    --- stderr
    error: the ledgers do not count "call" by the same hours
    hint: ask for a forecast of each ledger alone
    --- exit 2
    "#);
    assert_snapshot!(owed(&env, "forecast --confidence 50"), @r#"
    no kind has enough history for 50 %: 1 closed are needed
    --- stderr
    "call" is left out: the ledgers do not count it by the same hours
    --- exit 0
    "#);
}

#[test]
fn lists_are_of_all_each_row_judged_by_its_own_ledger_and_said_in_the_zone_of_the_first() {
    let env = two();
    assert_snapshot!(owed(&env, ""), @"
    id    due        when              to         what                         owner  why                  ledger
    bbbb  30m late   Fri 20 Nov 09:00  Acme Corp  call back about the invoice  dana   no news for 3 hours  york/team.toml
    ddd   in 1d 18h  Sun 22 Nov 04:00  Acme Corp  call back about the pump     kim                         berlin/team.toml
    bbbc  in 3d 2h   Mon 23 Nov 12:00  Globex     send the offer               lee                         york/team.toml
    --- exit 0
    ");
    assert_snapshot!(owed(&env, "list --all --to acme"), @"
    id    due        when              to         what                         owner  why                  ledger
    bbbb  30m late   Fri 20 Nov 09:00  Acme Corp  call back about the invoice  dana   no news for 3 hours  york/team.toml
    ddd   in 1d 18h  Sun 22 Nov 04:00  Acme Corp  call back about the pump     kim                         berlin/team.toml
    --- exit 0
    ");
    assert_snapshot!(owed(&env, "list --limit 1 --owner kim"), @"
    id   due        when              to         what                      owner  why  ledger
    ddd  in 1d 18h  Sun 22 Nov 04:00  Acme Corp  call back about the pump  kim         berlin/team.toml
    --- exit 0
    ");
    assert_snapshot!(owed(&env, "today"), @"
    1 late, 2 later
    id    due       when              to         what                         owner  why                  ledger
    late
    bbbb  30m late  Fri 20 Nov 09:00  Acme Corp  call back about the invoice  dana   no news for 3 hours  york/team.toml
    --- exit 0
    ");
    assert_snapshot!(owed(&env, "week --to globex"), @"
    1 more by Thu 26 Nov
    id    due       when              to      what            owner  why  ledger
    Mon 23 Nov
    bbbc  in 3d 2h  Mon 23 Nov 12:00  Globex  send the offer  lee         york/team.toml
    --- exit 0
    ");
    assert_snapshot!(owed(&env, "overdue"), @"
    id    due       when              to         what                         owner  why                  ledger
    bbbb  30m late  Fri 20 Nov 09:00  Acme Corp  call back about the invoice  dana   no news for 3 hours  york/team.toml
    --- exit 1
    ");
    assert_snapshot!(owed(&env, "overdue --owner kim"), @"--- exit 0");
    assert_snapshot!(owed(&env, "overdue --count"), @"
    1
    --- exit 1
    ");
    assert_snapshot!(owed(&env, "overdue --format github"), @"
    ::error title=Acme Corp%3A call back about the invoice,file=york/team.toml,line=9::due, silent: 30m late, due Fri 20 Nov 09:00, owner dana (bbbbbbbb)
    --- exit 1
    ");
    assert_snapshot!(owed(&env, "overdue --format prometheus"), @"
    --- stderr
    error: the format `prometheus` is of one ledger
    hint: name that one alone with --ledger
    --- exit 2
    ");
    // A name that only the second knows is known.
    assert_eq!(owed(&env, "list --kind callback --owner kim").stderr, "");
    assert_snapshot!(owed(&env, "list --owner nobody"), @r#"
    --- stderr
    warning: --owner "nobody" matches no owner in the ledger or its archives
    --- exit 0
    "#);
    env.write("berlin/team.toml", BERLIN.replace("dddddddd", "bbbbbbbb"));
    assert_snapshot!(owed(&env, "list --to acme"), @"
    id    due        when              to         what                         owner  why                  ledger
    bbbb  30m late   Fri 20 Nov 09:00  Acme Corp  call back about the invoice  dana   no news for 3 hours  york/team.toml
    bbbb  in 1d 18h  Sun 22 Nov 04:00  Acme Corp  call back about the pump     kim                         berlin/team.toml
    --- stderr
    warning: more than one of the ledgers has bbbbbbbb
    --- exit 0
    ");
}

#[test]
fn a_day_ends_in_the_zone_of_the_first() {
    // 18:30 in New York is after midnight in Berlin.
    let env = two().at("2026-11-20T18:30:00-05:00");
    let of =
        |line: &str| env.owed(&format!("today --json {line}")).json()["counts"]["today"].as_u64().unwrap();
    let late = BERLIN.replace("2026-11-22T10:00:00+01:00", "2026-11-21T04:00:00+01:00");
    env.write("berlin/team.toml", late);
    assert_eq!(of(BOTH), 1);
    assert_eq!(of("--ledger york/team.toml"), 0);
    assert_eq!(of("--ledger berlin/team.toml --ledger york/team.toml --since today"), 1);
}

#[test]
fn a_narrow_terminal_says_the_ledger_too() {
    let env = two();
    let [york, berlin] = ["york", "berlin"].map(|name| env.path(format!("{name}/team.toml")));
    let line = |verb: &str| format!("{verb} --ledger {} --ledger {}", york.display(), berlin.display());
    assert_snapshot!(env.terminal(40, &line("list")), @"
    id:     bbbb
    due:    30m late
    when:   Fri 20 Nov 09:00
    to:     Acme Corp
    what:   call back about the invoice
    owner:  dana
    why:    no news for 3 hours
    ledger: york/team.toml

    id:     ddd
    due:    in 1d 18h
    when:   Sun 22 Nov 04:00
    to:     Acme Corp
    what:   call back about the pump
    owner:  kim
    ledger: berlin/team.toml

    id:     bbbc
    due:    in 3d 2h
    when:   Mon 23 Nov 12:00
    to:     Globex
    what:   send the offer
    owner:  lee
    ledger: york/team.toml
    --- exit 0
    ");
    assert_snapshot!(env.terminal(100, &line("list")), @"
    id    due               to         what                 owner  why                  ledger
    bbbb  30m late          Acme Corp  call back about the  dana   no news for 3 hours  york/team.toml
                                       invoice
    ddd   Sun 22 Nov 04:00  Acme Corp  call back about the  kim                         berlin/team.toml
                                       pump
    bbbc  Mon 23 Nov 12:00  Globex     send the offer       lee                         york/team.toml
    --- exit 0
    ");
    let said = env.terminal(40, &line("log --since today")).stdout;
    assert!(said.contains("berlin/team.toml"), "{said}");
}

#[test]
fn a_path_that_means_harm_acts_on_nothing() {
    let env = two();
    for name in ["\u{1b}[35mx.toml", "a\nFORGED", "\u{202e}x", "=1+1", "a,b\"c"] {
        env.write(&format!("york/{name}"), YORK);
        for format in ["table", "json", "csv", "tsv", "markdown", "ndjson", "github", "junit", "ics"] {
            let path = format!("york/{name}");
            let args = ["overdue", "--ledger", "berlin/team.toml", "--ledger", &path, "--format", format];
            let Said { stdout, stderr, status, .. } = env.args(args);
            assert_eq!(status, 1, "{name:?} {format}: {stderr}");
            let acts = |text: &str| {
                text.contains(['\u{1b}', '\u{202e}']) || text.lines().any(|line| line.starts_with("FORGED"))
            };
            // A cell of CSV keeps line breaks, in quotes.
            let stdout = if format == "csv" { stdout.replace("\"a\nFORGED\"", "") } else { stdout };
            assert!(!acts(&stdout) && !acts(&stderr), "{format}: {stdout:?}");
            if format == "csv" && name.starts_with('=') {
                assert!(stdout.contains(",'=1+1\n"), "{stdout}");
            }
        }
        let args = ["overdue", "--ledger", "berlin/team.toml", "--ledger", &format!("york/{name}"), "--json"];
        let said = env.args(args).json();
        assert_eq!(said["commitments"][0]["ledger"], *name);
    }
}

#[test]
fn an_answer_replaces_none_of_the_ledgers_that_it_is_about() {
    let env = two();
    // Its name does not say that it is a ledger.
    env.write("berlin/promises", BERLIN);
    let line = "list --ledger york/team.toml --ledger berlin/promises --output";
    for (name, what) in [
        ("berlin/promises", "this is the ledger"),
        ("berlin/.promises.lock", "this is a lock file of the ledger"),
    ] {
        let said = env.owed(&format!("{line} {name}"));
        assert_eq!(said.status, 2, "{said}");
        assert!(said.stderr.contains(what), "{said}");
    }
    assert_eq!(fs::read_to_string(env.path("berlin/promises")).unwrap(), BERLIN);
    assert_eq!(env.owed(&format!("{line} berlin/list")).status, 0);
    assert!(fs::read_to_string(env.path("berlin/list")).unwrap().contains("call back about the pump"));
}

#[test]
fn what_any_of_the_ledgers_on_the_line_knows_is_completed() {
    let env = two();
    let complete = |line: &str| env.owed(&format!("completions fish -- {line}"));
    let ids = complete(&format!("show {BOTH} ''"));
    for id in ["bbbb\t", "bbbc\t", "ddd\t"] {
        assert!(ids.stdout.contains(id), "{ids}");
    }
    assert!(complete(&format!("list {BOTH} --owner ki")).stdout.starts_with("kim\t"));
    // Trouble is no candidate, and no message either.
    assert_eq!(complete("show --ledger york/team.toml --ledger york/team.toml b").stderr, "");
    assert_eq!(
        complete("show --ledger york/team.toml --ledger none.toml b"),
        env.owed("completions fish -- show --ledger none.toml b")
    );
}

#[test]
fn all_ledgers_are_those_that_the_patterns_of_the_config_file_find() {
    let env = TestEnv::new().file("~/team/york.toml", YORK.replace("team.2025", "york.2025"));
    let env = env.file("~/team/york.2025.toml", YORK_BEFORE).file("~/team/berlin.toml", BERLIN);
    env.write("~/team/.hidden.toml", "nothing");
    env.write("~/team/deep/other.toml", "nothing");
    assert_snapshot!(env.owed("list --all-ledgers"), @r#"
    --- stderr
    error: --all-ledgers needs `ledgers` in the config file
    hint: for instance `ledgers = ["~/team/*.toml"]`
    --- exit 2
    "#);
    env.write_config("ledgers = [\"~/team/*.toml\", \"~/team/york.toml\"]\n");
    assert_snapshot!(env.owed("list --all --all-ledgers"), @"
    id    due        when              to           what                         owner  why                  ledger
    bbbb  30m late   Fri 20 Nov 15:00  Acme Corp    call back about the invoice  dana   no news for 3 hours  york.toml
    ddd   in 1d 18h  Sun 22 Nov 10:00  Acme Corp    call back about the pump     kim                         berlin.toml
    bbbc  in 3d 2h   Mon 23 Nov 18:00  Globex       send the offer               lee                         york.toml
    kkk   kept       Tue 17 Nov 18:00  Globex       repair the pump              lee                         york.toml
    fff   late       Thu 19 Nov 17:00  Müller GmbH  send the price list          kim                         berlin.toml
    --- exit 0
    ");
    assert_snapshot!(env.owed("list --all-ledgers --ledger x.toml"), @"
    --- stderr
    error: --all-ledgers and --ledger do not go together
    hint: leave one of them out
    hint: `owed help list` says what it takes
    --- exit 2
    ");
    assert_snapshot!(env.owed("done bbb --all-ledgers"), @"
    --- stderr
    error: this command takes one ledger
    hint: `owed list`, `show` and others that only look take several; run this once for each
    --- exit 2
    ");
    let shown = env.owed("config").stdout;
    assert!(shown.contains("~/team/*.toml, ~/team/york.toml"), "{shown}");
    for (said, error) in [
        ("[\"~/none/*.toml\"]", "nothing matches \"~/none/*.toml\""),
        ("[\"team/*.toml\"]", "\"team/*.toml\": it must be an absolute path"),
        ("[\"/a/***\"]", "\"/a/***\": "),
        ("[]", "--all-ledgers needs `ledgers`"),
        ("\"~/team/*.toml\"", "invalid type: string"),
    ] {
        env.write_config(format!("ledgers = {said}\n"));
        let answer = env.owed("list --all-ledgers");
        assert_eq!((answer.stdout.as_str(), answer.status), ("", 2), "{said}");
        assert!(answer.stderr.contains(error), "{said}: {answer}");
    }
}

proptest! {
    #[test]
    fn what_each_ledger_says_alone_is_what_all_say_together(one in ledger(), other in ledger(), hour in 1..280_i64) {
        // The ids of the second differ from those of the first.
        let other = other.replace("id = \"bbbbbbb", "id = \"zzzzzzz").replace("America/New_York", "Europe/Berlin");
        let env = TestEnv::new().file("a.toml", one).file("b.toml", other).at(&at(hour));
        let [a, b] = ["a.toml", "b.toml"].map(|name| format!("--ledger {}", env.path(name).display()));
        for line in ["list --all --json", "overdue --at-risk --json", "list --owner dana --json", "log --since 2026-10-01 --json"] {
            // What depends on the others: how short an id may be; and on the first: the zone in which it is said.
            let said = |of: &str| {
                let said = env.within(&format!("{line} {of}"));
                let mut said: Value = serde_json::from_str(&said.stdout).unwrap();
                let key = if line.starts_with("log") { "events" } else { "commitments" };
                let mut all: Vec<Value> = said[key].as_array_mut().unwrap().drain(..).collect();
                all.iter_mut().for_each(alike);
                all.sort_by_key(|row| row.to_string());
                all
            };
            let mut each = [said(&a), said(&b)].concat();
            each.sort_by_key(|row| row.to_string());
            prop_assert_eq!(said(&format!("{a} {b}")), each.clone(), "{}", line);
            prop_assert_eq!(said(&format!("{b} {a}")), each, "{}", line);
        }
    }
}

/// Leaves of a row what does not depend on the other ledgers of the view: instants are said in one zone.
fn alike(value: &mut Value) {
    match value {
        Value::Object(map) => {
            map.shift_remove("short");
            map.values_mut().for_each(alike);
        }
        Value::Array(list) => list.iter_mut().for_each(alike),
        Value::String(text) => {
            if let Ok(at) = chrono::DateTime::parse_from_rfc3339(text) {
                *text = at.to_utc().to_rfc3339();
            }
        }
        _ => {}
    }
}
