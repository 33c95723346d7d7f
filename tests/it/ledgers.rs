//! Several ledgers in one view: each judged by itself, and shown together.

use std::fs;
use std::os::unix::fs::symlink;

use clap::CommandFactory as _;
use insta::assert_snapshot;
use owed::Cli;

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
due = 2026-11-20T10:00:00-05:00

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
due = 2026-11-20T17:00:00+01:00
history = [
  { at = 2026-11-20T17:30:00+01:00, did = "done", by = "kim" },
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
const LOOKS: &[&str] = &["show bbbbbbbb", "log"];

#[test]
fn what_looks_takes_several_and_everything_else_refuses_more_than_one() {
    let env = two();
    for line in LOOKS {
        let said = owed(&env, line);
        assert!(said.status < 2, "{line}: {said}");
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
    fff   03:00  promised  Müller GmbH: send the price list, due Fri 20 Nov 11:00        kim   berlin/team.toml
    Thu 19 Nov
    bbbc  10:00  promised  Globex: send the offer, due Mon 23 Nov 12:00                  lee   york/team.toml
    bbbc  11:00  told      Globex: send the offer: on Monday                             lee   york/team.toml
    Fri 20 Nov
    ddd   04:00  promised  Acme Corp: call back about the pump, due Sun 22 Nov 04:00     kim   berlin/team.toml
    bbbb  06:00  promised  Acme Corp: call back about the invoice, due Fri 20 Nov 10:00  dana  york/team.toml
    --- exit 0
    ");
    assert_snapshot!(env.owed("log --ledger berlin/team.toml --ledger york/team.toml --since today"), @"
    id    when   did       what                                                          by    ledger
    Fri 20 Nov
    ddd   10:00  promised  Acme Corp: call back about the pump, due Sun 22 Nov 10:00     kim   berlin/team.toml
    bbbb  12:00  promised  Acme Corp: call back about the invoice, due Fri 20 Nov 16:00  dana  york/team.toml
    --- exit 0
    ");
    assert_snapshot!(owed(&env, "log --since today --format csv"), @"
    id,short,at,did,by,to,what,kind,owner,due,handed_to,rung,why,note,told,verdict,late_by_s,early_by_s,logged,stars,ledger,until
    dddddddd,ddd,2026-11-20T04:00:00-05:00,promised,kim,Acme Corp,call back about the pump,callback,kim,2026-11-22T04:00:00-05:00,,,,,,,,,,,berlin/team.toml,
    bbbbbbbb,bbbb,2026-11-20T06:00:00-05:00,promised,dana,Acme Corp,call back about the invoice,callback,dana,2026-11-20T10:00:00-05:00,,,,,,,,,,,york/team.toml,
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
    hint: bbbb  call back about the invoice → Acme Corp, due Fri 2026-11-20 10:00 -05:00 (America/New_York), in york/team.toml
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
    hint: bbbb  call back about the invoice → Acme Corp, due Fri 2026-11-20 10:00 -05:00 (America/New_York), in york/team.toml
    hint: bbbb  call back about the pump → Acme Corp, due Sun 2026-11-22 04:00 -05:00 (America/New_York), in berlin/team.toml
    --- exit 2
    ");
    assert_snapshot!(owed(&env, "log --since today"), @"
    id    when   did       what                                                          by    ledger
    Fri 20 Nov
    bbbb  04:00  promised  Acme Corp: call back about the pump, due Sun 22 Nov 04:00     kim   berlin/team.toml
    bbbb  06:00  promised  Acme Corp: call back about the invoice, due Fri 20 Nov 10:00  dana  york/team.toml
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
