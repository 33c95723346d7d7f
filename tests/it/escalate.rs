//! `owed escalate`: one by hand, and a climb of the ladder as a command ([`crate::ladder`] says which rungs fire).

use std::fs;

use insta::assert_snapshot;

use crate::ladder::{LADDER, MONDAY, NOTE, SUNDAY, TUESDAY, block, silent};
use crate::support::{Said, TestEnv, new_lines};

#[test]
fn several_are_escalated_at_once() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("escalate bbb fff --to Sam --why the customer is angry --no-notify"), @"
    bbb  call back about invoice 1182 → Acme Corp: escalated to Sam, due Fri 20 Nov 08:00, 1h 30m late
    fff  repair the pump → Initech: escalated to Sam, due Tue 1 Dec 17:00, in 11d 7h
    --- stderr
    hint: the customer was last given Thu 19 Nov 17:00: `owed told fff TEXT`
    --- exit 0
    ");
    assert_snapshot!(env.owed("escalate ccc --to Sam --why late --dry-run --no-notify"), @"
    ccc  send the signed offer → Globex: would be escalated to Sam, due Fri 20 Nov 12:00, in 2h 30m
    --- stderr
    nothing was changed (--dry-run)
    --- exit 0
    ");
    assert_snapshot!(env.owed("escalate ccc --why late"), @"
    --- stderr
    error: missing --to
    hint: `owed escalate ID --to WHO --why TEXT` escalates one; `owed escalate` alone runs the escalation ladder
    --- exit 2
    ");
    assert_snapshot!(env.owed("escalate --to Sam"), @"
    --- stderr
    error: --to needs a commitment
    hint: `owed escalate ID --to WHO --why TEXT` escalates one; `owed escalate` alone runs the escalation ladder
    --- exit 2
    ");
    assert_snapshot!(new_lines(&env), @r#"
    { at = 2026-11-20T09:30:00-05:00, did = "escalated", to = "Sam", why = "the customer is angry", by = "dana" },
    { at = 2026-11-20T09:30:00-05:00, did = "escalated", to = "Sam", why = "the customer is angry", by = "dana" },
    "#);
}

#[test]
fn two_climbs_at_once_fire_each_rung_once() {
    let blocks: String =
        ["k7qdm2xv", "m4xzzzzz", "n4xzzzzz"].iter().map(|id| block(id, "Acme", "")).collect();
    let env = TestEnv::climbing(&format!("{LADDER}{blocks}"));
    env.notify(&format!("sleep 0.05\n{NOTE}"));
    let all: Vec<_> = (0..6).map(|_| env.command_at(TUESDAY, &["escalate"]).spawn().unwrap()).collect();
    let mut lines = 0;
    for one in all {
        let said = Said::from(one.wait_with_output().unwrap());
        assert_eq!((said.status, said.stderr.as_str()), (0, ""), "{said}");
        lines += said.stdout.lines().count();
    }
    assert_eq!(lines, 3);
    let told = env.read("told");
    let mut told: Vec<_> = told.lines().collect();
    assert_eq!(told.len(), 3);
    told.sort_unstable();
    told.dedup();
    assert_eq!(told.len(), 3);
    assert_eq!(env.recorded().len(), 6);
}

#[test]
fn a_climb_that_is_killed_in_between_tells_again_and_leaves_nothing_locked() {
    let env = TestEnv::climbing(&format!("{LADDER}{}", block("k7qdm2xv", "Acme Corp", "")));
    env.notify(&format!("{NOTE}touch \"$HERE/there\"\ntest -e \"$HERE/go\" || sleep 5\n"));
    let mut first = env.command_at(SUNDAY, &["escalate"]).spawn().unwrap();
    while !env.path("there").exists() {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    first.kill().unwrap();
    first.wait().unwrap();
    assert_eq!(env.recorded(), [] as [&str; 0]);
    fs::write(env.path("go"), "").unwrap();
    assert_eq!(env.climb(SUNDAY).status, 0);
    assert_eq!(env.read("told"), "k7qdm2xv 75% dana>\nk7qdm2xv 75% dana>\n");
    assert_eq!(env.recorded(), ["75%"]);
}

#[test]
fn what_people_were_told_cannot_be_undone() {
    let env = TestEnv::climbing(&format!("{LADDER}{}", block("k7qdm2xv", "Acme Corp", "")));
    silent(&env.run(SUNDAY, &["note", "k7q", "first", "-q"]));
    assert_eq!(env.climb(SUNDAY).status, 0);
    env.notify(NOTE);
    assert_eq!(env.climb(MONDAY).status, 0);
    let list = env.run(MONDAY, &["undo", "--list"]);
    assert_eq!(list.stdout.lines().filter(|line| line.contains("escalate")).count(), 0, "{list:?}");
    assert!(list.stdout.contains("note k7q first"), "{list:?}");
}

#[test]
fn half_a_command_line_is_never_a_climb() {
    let env = TestEnv::climbing(&format!("{LADDER}{}", block("k7qdm2xv", "Acme Corp", "")));
    let before = env.text();
    for (args, message) in [
        (&["escalate", "--to", "sam", "--why", "stuck"][..], "error: --to needs a commitment"),
        (&["escalate", "--why", "stuck"], "error: --why needs a commitment"),
        (&["escalate", "--at", "9am"], "error: --at needs a commitment"),
        (&["escalate", "--no-notify"], "error: --no-notify needs a commitment"),
        (&["escalate", "k7q"], "error: missing --to"),
        (&["escalate", "k7q", "--to", "sam"], "error: missing --why"),
        (&["escalate", "k7q", "--to", "", "--why", "x"], "error: --to is empty"),
        (&["escalate", "", "--to", "sam", "--why", "x"], "error: no open commitment matches \"\""),
        (&["escalate", ""], "error: missing --to"),
    ] {
        let said = env.run(TUESDAY, args);
        assert_eq!((said.status, said.stdout.as_str()), (2, ""), "{said}");
        assert!(said.stderr.starts_with(message), "{args:?} {said}");
    }
    assert_eq!(env.text(), before);
}

#[test]
fn a_ledger_without_a_ladder_is_nothing_to_do_and_a_person_is_told_how_to_make_one() {
    let text = format!("timezone = \"America/New_York\"\n{}", block("k7qdm2xv", "Acme Corp", ""));
    let env = TestEnv::climbing(&text);
    let how = "the ledger has no escalation ladder\n\
               hint: add rungs to the ledger: a warning, then somebody who can solve it\n\
               hint: [[rung]]\nhint: at = \"75%\"\nhint: [[rung]]\nhint: at = \"100%\"\nhint: to = \"WHO\"\n";
    for command in [false, true] {
        if command {
            env.notify(NOTE);
        }
        silent(&env.climb(TUESDAY));
        silent(&env.run(TUESDAY, &["escalate", "--dry-run"]));
        let json = env.run(TUESDAY, &["escalate", "--json"]);
        assert_eq!((json.stdout.as_str(), json.stderr.as_str()), ("{\"schema\":1,\"fired\":[]}\n", ""));
        for line in ["escalate", "escalate --dry-run"] {
            let said = env.terminal(80, line);
            assert_eq!(
                (said.status, said.stdout.as_str(), said.stderr.as_str()),
                (0, "nothing to escalate\n", how)
            );
            silent(&env.terminal(80, &format!("{line} -q")));
        }
    }
    assert_eq!(env.text(), text);
}

/// Writes down who was told what, and by what.
const WHO: &str = "echo \"$OWED_WHO: $OWED_ID $OWED_OWNER>$OWED_ESCALATE_TO [$OWED_RUNG] $OWED_WHY\" >> \"$HERE/told\"\ncat >> \"$HERE/json\"\n";

#[test]
fn one_escalated_by_hand_is_told_of_too() {
    let blocks = [block("k7qdm2xv", "Acme Corp", ""), block("m4xzzzzz", "Globex", "")];
    let env = TestEnv::climbing(&format!("{LADDER}{}", blocks.concat()));
    env.notify(WHO);
    let said = env.run(SUNDAY, &["escalate", "k7q", "m4x", "--to", "sam", "--why", "he", "knows", "it"]);
    assert_eq!((said.status, said.stderr.as_str()), (0, ""), "{said}");
    assert_eq!(
        env.read("told"),
        "sam: k7qdm2xv dana>sam [] he knows it\nsam: m4xzzzzz dana>sam [] he knows it\n"
    );
    let json: serde_json::Value = serde_json::from_str(env.read("json").lines().next().unwrap()).unwrap();
    assert_eq!(
        (&json["who"], &json["why"], &json["owner"], &json["rung_to"]),
        (&"sam".into(), &"he knows it".into(), &"dana".into(), &"sam".into())
    );
    assert!(json["rung"].is_null() && json["rung_at"].is_null(), "{json}");
    // Not if one says so, nor if nothing is changed, nor of what is over, nor for one who has it no longer.
    fs::remove_file(env.path("told")).unwrap();
    for args in [
        &["escalate", "k7q", "--to", "lee", "--why", "x", "--no-notify"][..],
        &["escalate", "k7q", "--to", "kim", "--why", "x", "--dry-run"],
        &["done", "m4x"],
        &["escalate", "m4x", "--to", "lee", "--why", "x", "--at", "2026-11-21 12:00"],
        &["escalate", "k7q", "--to", "kim", "--why", "x", "--at", "2026-11-21 12:00"],
    ] {
        let said = env.run(SUNDAY, args);
        assert!(!said.stderr.contains("notified"), "{said}");
    }
    assert_eq!(env.read("told"), "");
}

#[test]
fn what_was_escalated_stays_so_where_the_command_fails() {
    let blocks = [block("k7qdm2xv", "Acme Corp", ""), block("m4xzzzzz", "Globex", "")];
    let env = TestEnv::climbing(&format!("{LADDER}{}", blocks.concat()));
    env.notify(&format!("test \"$OWED_TO\" != 'Acme Corp' || exit 7\n{NOTE}"));
    let said = env.run(SUNDAY, &["escalate", "k7q", "m4x", "--to", "sam", "--why", "stuck"]);
    assert_eq!((said.status, said.stdout.lines().count()), (2, 2), "{said}");
    assert_eq!(
        said.stderr,
        "error: written, but k7q  quote → Acme Corp: nobody was notified: the notify command failed (exit status: 7)\n"
    );
    assert_eq!(env.read("told"), "m4xzzzzz  dana>sam\n");
    assert_eq!(env.text().matches("did = \"escalated\", to = \"sam\", why = \"stuck\"").count(), 2);
    env.write_config("[notify]\ncommand = [\"owed-no-such-program\"]\n");
    let said = env.run(SUNDAY, &["escalate", "k7q", "m4x", "--to", "lee", "--why", "stuck"]);
    assert_eq!((said.status, said.stderr.matches("error: ").count()), (2, 1), "{said}");
    assert!(
        said.stderr.starts_with(
            "error: written, but k7q  quote → Acme Corp: nobody was notified: \"owed-no-such-program\" cannot"
        ),
        "{said}"
    );
    assert!(said.stderr.contains("\nhint: the `[notify]` command"), "{said}");
}

#[test]
fn whom_a_message_is_for_is_said_to_the_command_and_in_json() {
    let env = TestEnv::climbing(&format!("{LADDER}{}", block("k7qdm2xv", "Acme Corp", "")));
    env.notify(WHO);
    for (now, fired) in [
        (SUNDAY, "\"rung\":\"75%\",\"step\":1,\"to\":null,\"ok\":true,\"who\":\"dana\",\"notified\":true"),
        (MONDAY, "\"rung\":\"100%\",\"step\":1,\"to\":\"sam\",\"ok\":true,\"who\":\"sam\",\"notified\":true"),
    ] {
        let said = env.run(now, &["escalate", "--json"]);
        assert!(said.stdout.contains(fired), "{said}");
    }
    assert_eq!(env.read("told"), "dana: k7qdm2xv dana> [75%] \nsam: k7qdm2xv dana>sam [100%] \n");
}

#[test]
fn what_became_of_telling_whom_one_was_escalated_to_is_in_json() {
    let blocks = [block("k7qdm2xv", "Acme Corp", ""), block("m4xzzzzz", "Globex", "")];
    let env = TestEnv::climbing(&format!("{LADDER}{}", blocks.concat()));
    let fired = |args: &[&str], status: i32| {
        let said = env.run(SUNDAY, &[&["escalate", "--why", "stuck", "--json", "k7q"], args].concat());
        assert_eq!(said.status, status, "{said}");
        let json: serde_json::Value = serde_json::from_str(&said.stdout).unwrap();
        assert_eq!(json["commitments"][0]["id"], "k7qdm2xv");
        let text = json["fired"].to_string();
        (json["fired"].as_array().unwrap().len(), text)
    };
    let said = |to: &str, who: &str, ok: &str, notified: bool| {
        let rung = "\"rung\":null,\"step\":null";
        format!(
            "[{{\"id\":\"k7qdm2xv\",{rung},\"to\":\"{to}\",\"ok\":{ok},\"who\":{who},\"notified\":{notified}}}]"
        )
    };
    // Without a command nobody is told.
    assert_eq!(fired(&["--to", "sam"], 0), (1, said("sam", "\"sam\"", "true", false)));
    env.notify(NOTE);
    assert_eq!(fired(&["--to", "lee", "--dry-run"], 0), (1, said("lee", "\"lee\"", "null", false)));
    assert_eq!(fired(&["--to", "kim", "--no-notify"], 0), (1, said("kim", "\"kim\"", "true", false)));
    assert_eq!(env.read("told"), "");
    assert_eq!(fired(&["--to", "lee"], 0), (1, said("lee", "\"lee\"", "true", true)));
    assert_eq!(env.read("told"), "k7qdm2xv  kim>lee\n");
    // One who has it no longer.
    let late = ["--to", "kim", "--at", "2026-11-21 12:00"];
    assert_eq!(fired(&late, 0), (1, said("kim", "null", "true", false)));
    // The command fails for one, and does not start at all.
    env.notify("test \"$OWED_TO\" != 'Acme Corp' || exit 7\n");
    let (count, text) = fired(&["m4x", "--to", "sam"], 2);
    assert_eq!(
        (count, text.matches("\"ok\":false").count(), text.matches("\"notified\":true").count()),
        (2, 1, 1)
    );
    env.write_config("[notify]\ncommand = [\"owed-no-such-program\"]\n");
    let (count, text) = fired(&["m4x", "--to", "lee"], 2);
    assert_eq!(
        (count, text.matches("\"ok\":false").count(), text.matches("\"notified\":true").count()),
        (2, 2, 0)
    );
}

#[test]
fn a_dry_run_says_what_would_be_done_and_does_nothing() {
    let env = TestEnv::climbing(&format!("{LADDER}{}", block("k7qdm2xv", "Acme Corp", "")));
    env.notify(NOTE);
    let before = env.text();
    let said = env.run(SUNDAY, &["escalate", "--dry-run"]);
    assert!(said.stdout.starts_with("k7q  quote → Acme Corp: 75%: would warn dana, due Mon"), "{said}");
    assert_eq!((said.status, said.stderr.as_str()), (0, "nothing was changed (--dry-run)\n"));
    silent(&env.run("2026-11-20 13:00", &["escalate", "--dry-run"]));
    let said = env.run(SUNDAY, &["escalate", "k7q", "--to", "sam", "--why", "stuck", "--dry-run"]);
    assert!(said.stdout.starts_with("k7q  quote → Acme Corp: would be escalated to sam, due Mon"), "{said}");
    assert_eq!((said.status, said.stderr.as_str()), (0, "nothing was changed (--dry-run)\n"));
    assert_eq!(env.text(), before);
    assert_eq!(env.read("told"), "");
    assert!(!env.path(".ledger.toml.escalate.lock").exists());
    let said = env.run(SUNDAY, &["escalate", "k7q", "--to", "sam", "--why", "stuck"]);
    assert!(said.stdout.starts_with("k7q  quote → Acme Corp: escalated to sam, due Mon"), "{said}");
    assert_eq!(env.read("told"), "k7qdm2xv  dana>sam\n");
}

#[test]
fn a_ledger_that_cannot_be_written_to_is_refused_before_anybody_is_told() {
    let env = TestEnv::climbing(&format!("{LADDER}{}", block("k7qdm2xv", "Acme Corp", "")));
    env.notify(NOTE);
    let mut readable = fs::metadata(env.path("ledger.toml")).unwrap().permissions();
    readable.set_readonly(true);
    fs::set_permissions(env.path("ledger.toml"), readable).unwrap();
    if fs::OpenOptions::new().append(true).open(env.path("ledger.toml")).is_ok() {
        // Root may write to anything.
        return;
    }
    let said = env.climb(SUNDAY);
    assert_eq!(said.status, 2);
    assert!(said.stderr.contains("cannot write to it"), "{said}");
    assert_eq!(env.read("told"), "");
}
