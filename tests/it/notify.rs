//! The notify command: what it is given, and what happens if it fails, hangs or cannot be found.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;

use crate::ladder::{LADDER, NOTE, SUNDAY, TUESDAY, block, silent};
use crate::support::{Said, TestEnv};

#[test]
fn what_failed_is_not_recorded_and_tried_again_and_the_others_are_tried_all_the_same() {
    let blocks = [block("k7qdm2xv", "Acme Corp", ""), block("m4xzzzzz", "Globex", "")];
    let env = TestEnv::climbing(&format!("{LADDER}{}", blocks.concat()));
    env.notify("echo talk; echo more >&2; test \"$OWED_TO\" != 'Acme Corp' || exit 7\n");
    let said = env.run(SUNDAY, &["escalate", "--json"]);
    assert_eq!(said.status, 2);
    assert_eq!(
        said.stdout,
        "{\"schema\":1,\"fired\":[{\"id\":\"k7qdm2xv\",\"rung\":\"75%\",\"step\":1,\"to\":null,\"ok\":false,\"who\":\"dana\",\"notified\":false},\
         {\"id\":\"m4xzzzzz\",\"rung\":\"75%\",\"step\":1,\"to\":null,\"ok\":true,\"who\":\"dana\",\"notified\":true}]}\n"
    );
    // The command's output is a message, never data.
    assert_eq!(
        said.stderr,
        "talk\nmore\nerror: k7q  quote → Acme Corp: 75%: the notify command failed (exit status: 7); \
         the next run tries again\ntalk\nmore\n"
    );
    env.notify(NOTE);
    assert_eq!(env.climb(SUNDAY).status, 0);
    assert_eq!(env.read("told"), "k7qdm2xv 75% dana>\n");
    assert_eq!(env.recorded().len(), 2);
}

#[test]
fn a_command_that_hangs_is_ended_and_the_ledger_is_free_meanwhile() {
    let blocks = [block("k7qdm2xv", "Acme Corp", ""), block("m4xzzzzz", "Globex", "")];
    let env = TestEnv::climbing(&format!("{LADDER}{}", blocks.concat()));
    let script = "test \"$OWED_TO\" = Globex && exit\n\"$OWED\" note k7q 'while it hangs' > \"$HERE/noted\" 2>&1\nsleep 600\n";
    env.notify_within(script, "2s");
    let said = env.climb(SUNDAY);
    assert_eq!(said.status, 2, "{said}");
    assert!(said.stderr.contains("75%: the notify command ran longer than 2s and was stopped"), "{said}");
    assert!(said.stdout.starts_with("m4x  quote → Globex: 75%: warned dana"), "{said}");
    assert_eq!(env.read("noted"), "k7q  quote → Acme Corp: noted: while it hangs\n");
    assert_eq!(env.recorded().len(), 1);
}

#[test]
fn a_command_gets_the_commitment_as_json_and_no_text_can_act() {
    let nasty = "$(touch hacked)`touch hacked`; 'touch' \\\"hacked\\\" \\u0000\\n\\u001b[2J*";
    let dana = "\n[owner.dana]\ncontact = \"+1 555 0142\"\n";
    let of = block("k7qdm2xv", nasty, "contact = \"+1 555 0101\"\n");
    let env = TestEnv::climbing(&format!("{LADDER}{dana}{of}"));
    env.notify(
        "cat > \"$HERE/json\"; env | grep ^OWED_ > \"$HERE/variables\"; printf %s \"$#\" > \"$HERE/count\"\n",
    );
    assert_eq!(env.climb(SUNDAY).status, 0);
    let json: serde_json::Value = serde_json::from_str(&env.read("json")).unwrap();
    assert_eq!(json["to"], "$(touch hacked)`touch hacked`; 'touch' \"hacked\" \0\n\u{1b}[2J*");
    assert_eq!((&json["rung"], &json["rung_to"]), (&"75%".into(), &serde_json::Value::Null));
    assert_eq!(json["rung_at"], "2026-11-22T18:00:00-05:00");
    assert_eq!((&json["who"], &json["who_contact"]), (&"dana".into(), &"+1 555 0142".into()));
    assert_eq!((&json["schema"], &json["now"]), (&1.into(), &"2026-11-22T18:00:00-05:00".into()));
    // Everything that a list shows of a commitment is there.
    let listed = env.run("2026-11-22 17:59:59", &["list", "--json"]);
    let listed: serde_json::Value = serde_json::from_str(&listed.stdout).unwrap();
    for key in listed["commitments"][0].as_object().unwrap().keys() {
        assert!(json.get(key).is_some(), "{key}");
    }
    let variables = env.read("variables");
    let ledger = fs::canonicalize(env.path("ledger.toml")).unwrap();
    for line in [
        "OWED_ID=k7qdm2xv",
        "OWED_KIND=promise",
        "OWED_TO=$(touch hacked)`touch hacked`; 'touch' \"hacked\" \\x00\\n\\x1b[2J*",
        "OWED_WHAT=quote",
        "OWED_CONTACT=+1 555 0101",
        "OWED_OWNER=dana",
        "OWED_DUE=2026-11-23T12:00:00-05:00",
        "OWED_WHO=dana",
        "OWED_WHO_CONTACT=+1 555 0142",
        "OWED_WHY=",
        "OWED_RUNG=75%",
        "OWED_ESCALATE_TO=",
        &format!("OWED_LEDGER={}", ledger.display()),
    ] {
        assert!(variables.lines().any(|variable| variable == line), "{line}\n{variables}");
    }
    assert_eq!(env.read("count"), "0");
    assert!(!env.path("hacked").exists());
}

#[test]
fn a_promise_longer_than_a_variable_may_be_is_told_all_the_same() {
    let long = "x".repeat(300_000);
    let block = block("k7qdm2xv", "Acme Corp", "").replace("quote", &long);
    let env = TestEnv::climbing(&format!("{LADDER}{block}"));
    // It does not read its stdin either.
    env.notify("exec 0<&-; printf %s \"$OWED_WHAT\" | wc -m > \"$HERE/length\"\n");
    assert_eq!(env.run(SUNDAY, &["escalate", "-q"]).status, 0);
    assert_eq!(env.recorded(), ["75%"]);
}

#[test]
fn a_commitment_that_its_command_closes_is_not_recorded_and_left_alone() {
    let env = TestEnv::climbing(&format!("{LADDER}{}", block("k7qdm2xv", "Acme Corp", "")));
    env.notify(&format!("{NOTE}\"$OWED\" done \"$OWED_ID\" -q\n"));
    let said = env.climb(TUESDAY);
    assert_eq!(said.status, 0, "{said}");
    assert!(said.stdout.contains("not recorded"), "{said}");
    assert_eq!(env.read("told"), "k7qdm2xv 100% dana>sam\n");
    assert_eq!(env.recorded(), [] as [&str; 0]);
    silent(&env.climb(TUESDAY));
}

#[test]
fn what_is_wrong_with_the_command_or_the_config_is_said_once() {
    let blocks = [block("k7qdm2xv", "Acme Corp", ""), block("m4xzzzzz", "Globex", "")];
    let env = TestEnv::climbing(&format!("{LADDER}{}", blocks.concat()));
    env.write_config("[notify]\ncommand = [\"owed-no-such-program\"]\n");
    let said = env.climb(SUNDAY);
    assert_eq!(said.status, 2);
    assert_eq!(said.stderr.matches("error:").count(), 1, "{said}");
    assert!(said.stderr.starts_with("error: \"owed-no-such-program\" cannot be started: "), "{said}");
    for timeout in ["2bd", "1d", "0s", "soon"] {
        env.notify_within("exit 0", timeout);
        let said = env.climb(SUNDAY);
        assert_eq!(said.status, 2, "{timeout}");
        assert!(said.stderr.contains("owed/config.toml:3:11: "), "{said}");
    }
    assert_eq!(env.recorded(), [] as [&str; 0]);
}

#[test]
fn a_command_out_of_the_folder_one_stands_in_is_never_run() {
    let env = TestEnv::climbing(&format!("{LADDER}{}", block("k7qdm2xv", "Acme Corp", "")));
    let script = "#!/bin/sh\ntouch \"$HERE/pwned\"\n";
    fs::create_dir(env.path("bin")).unwrap();
    for name in ["page", "bin/page"] {
        fs::write(env.path(name), script).unwrap();
        fs::set_permissions(env.path(name), Permissions::from_mode(0o755)).unwrap();
    }
    for relative in ["./page", "bin/page", "../x/page", "~/page", ""] {
        env.write_config(format!("[notify]\ncommand = [{relative:?}]\n"));
        let said = env.climb(SUNDAY);
        assert_eq!((said.status, said.stdout.as_str()), (2, ""), "{said}");
        assert!(
            said.stderr.contains("owed/config.toml:2:11: `command` must begin with an absolute path"),
            "{said}"
        );
    }
    // Nor by a PATH with the current directory.
    env.write_config("[notify]\ncommand = [\"page\"]\n");
    for path in [".", "", ":", "bin", "./bin:.", "bin:/usr/bin", ":/usr/bin"] {
        let said = Said::from(env.command_at(SUNDAY, &["escalate"]).env("PATH", path).output().unwrap());
        assert_eq!(said.status, 2, "{path:?} {said}");
        assert!(
            said.stderr.starts_with("error: \"page\" cannot be started: no such program on the PATH"),
            "{said}"
        );
    }
    assert!(!env.path("pwned").exists());
    assert_eq!(env.recorded(), [] as [&str; 0]);
    // A bare name is found in the others, past what cannot be run.
    fs::create_dir(env.path("first")).unwrap();
    fs::write(env.path("first/page"), "no program").unwrap();
    fs::set_permissions(env.path("first/page"), Permissions::from_mode(0o644)).unwrap();
    let path = format!(".:{0}/first:{0}/bin:/usr/bin:/bin", env.path("").display());
    let said = Said::from(env.command_at(SUNDAY, &["escalate"]).env("PATH", path).output().unwrap());
    assert_eq!((said.status, env.recorded()), (0, vec!["75%".to_owned()]), "{said}");
    assert!(env.path("pwned").exists());
}

#[test]
fn the_script_that_we_show_takes_no_text_of_a_ledger_for_an_option() {
    let page = include_str!("../../docs/cron.md");
    let scripts: Vec<_> = page.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    let scripts = scripts.into_iter().filter(|script| script.contains("$OWED_") && script.starts_with("#!"));
    let [script] = scripts.collect::<Vec<_>>()[..] else {
        panic!("the page has one script that is given texts")
    };
    let nasty = "--config=x";
    let env = TestEnv::climbing(&format!("{LADDER}{}", block("k7qdm2xv", nasty, "")).replace("quote", nasty));
    // Every program records what it was given.
    fs::create_dir(env.path("bin")).unwrap();
    fs::write(env.path("bin/notify-send"), "#!/bin/sh\nprintf '%s\\n' \"$@\" > \"$HERE/given\"\n").unwrap();
    fs::set_permissions(env.path("bin/notify-send"), Permissions::from_mode(0o755)).unwrap();
    env.notify(script);
    let path = format!("{}:/usr/bin:/bin", env.path("bin").display());
    let said = Said::from(env.command_at(SUNDAY, &["escalate"]).env("PATH", path).output().unwrap());
    assert_eq!((said.status, env.recorded().len()), (0, 1), "{said}");
    assert_eq!(env.read("given"), "--\nowed for dana: --config=x\n--config=x\n");
}
