//! `move`, `cancel`, `wait` and `hand` of several, or of all that filters match: all of them or none.

use insta::assert_snapshot;
use pty_process::blocking::Command;

use crate::pty::Terminal;
use crate::support::{NOW, RULES, TestEnv};

/// Three that are open, one of which is Sam's, and one that is closed.
const LEDGER: &str = r#"
[[commitment]]
id = "bbb22222"
to = "Acme"
what = "send the quote"
owner = "dana"
made = 2026-11-19T09:00:00-05:00
due = 2026-11-24T12:00:00-05:00

[[commitment]]
id = "ccc22222"
to = "Acme"
what = "fix the pump"
owner = "dana"
tags = ["outage"]
made = 2026-11-19T09:00:00-05:00
due = 2026-11-25T12:00:00-05:00

[[commitment]]
id = "ddd22222"
to = "Globex"
what = "ring about the pump"
owner = "sam"
tags = ["outage"]
made = 2026-11-19T09:00:00-05:00
due = 2026-11-26T12:00:00-05:00

[[commitment]]
id = "fff22222"
to = "Acme"
what = "send the parts"
owner = "dana"
made = 2026-11-18T09:00:00-05:00
due = 2026-11-20T12:00:00-05:00
history = [
  { at = 2026-11-19T09:00:00-05:00, did = "done", by = "dana" },
]
"#;

fn env() -> TestEnv {
    TestEnv::new().ledger(format!("{RULES}{LEDGER}"))
}

#[test]
fn ids_that_were_typed_need_no_yes_and_one_that_is_refused_stops_all() {
    let env = env();
    let before = env.text();
    assert_snapshot!(env.owed("move bbb fff --by mon --why rain"), @"
    --- stderr
    error: fff22222 (send the parts → Acme): it is already closed, since Thu 19 Nov 09:00 (kept)
    --- exit 2
    ");
    assert_snapshot!(env.owed("hand bbb ddd --to sam --why hers"), @"
    --- stderr
    error: sam already owns it
    hint: this is about ddd22222 (ring about the pump → Globex)
    --- exit 2
    ");
    assert_eq!(env.text(), before);
    assert_snapshot!(env.owed("move bbb ddd --by 'due+2d' --why rain"), @"
    bbb  send the quote → Acme: moved, due Thu 26 Nov 12:00, in 6d 2h
    ddd  ring about the pump → Globex: moved, due Sat 28 Nov 12:00, in 8d 2h
    --- stderr
    hint: the customer was last given Tue 24 Nov 12:00: `owed told bbb TEXT`
    hint: the customer was last given Thu 26 Nov 12:00: `owed told ddd TEXT`
    --- exit 0
    ");
    assert_snapshot!(env.owed("wait bbb ccc --why photos --until mon"), @"
    bbb  send the quote → Acme: waiting for them, but a date that was said stands: due Thu 26 Nov 12:00, in 6d 2h; they said end of Mon 23 Nov
    ccc  fix the pump → Acme: waiting for them, but a date that was said stands: due Wed 25 Nov 12:00, in 5d 2h; they said end of Mon 23 Nov
    --- exit 0
    ");
    assert_snapshot!(env.owed("cancel bbb ddd --as void --why twice"), @"
    bbb  send the quote → Acme: cancelled as void
    ddd  ring about the pump → Globex: cancelled as void
    --- exit 0
    ");
}

#[test]
fn more_than_one_match_wants_all_and_undo_takes_it_back_at_once() {
    let env = env();
    let before = env.text();
    assert_snapshot!(env.owed("hand --owner dana --to sam --why holiday"), @"
    --- stderr
    error: 2 commitments match, so nothing was changed
    hint: add --all to hand them all to sam, or --dry-run to see what would be done
    --- exit 2
    ");
    assert_eq!(env.text(), before);
    assert_snapshot!(env.owed("hand --owner dana --to sam --why holiday --dry-run"), @"
    bbb  send the quote → Acme: handed to sam, due Tue 24 Nov 12:00, in 4d 2h
    ccc  fix the pump → Acme: handed to sam, due Wed 25 Nov 12:00, in 5d 2h
    --- stderr
    nothing was changed (--dry-run)
    --- exit 0
    ");
    assert_eq!(env.text(), before);
    let rehearsed = env.owed("hand --owner dana --to sam --why holiday --dry-run --json -q").json();
    assert_eq!(rehearsed["commitments"].as_array().unwrap().len(), 2);
    assert_eq!(rehearsed["commitments"][0]["owner"], "sam");
    assert_eq!(env.text(), before);
    assert_snapshot!(env.owed("hand --owner dana --to sam --why holiday --all"), @"
    bbb  send the quote → Acme: handed to sam, due Tue 24 Nov 12:00, in 4d 2h
    ccc  fix the pump → Acme: handed to sam, due Wed 25 Nov 12:00, in 5d 2h
    --- exit 0
    ");
    // What is closed is nobody's to hand over.
    assert_eq!(env.owed("list --all --owner dana --json").json()["commitments"].as_array().unwrap().len(), 1);
    assert_eq!(env.owed("undo").status, 0);
    assert_eq!(env.text(), before);
}

#[test]
fn words_beside_a_filter_narrow_it_and_one_match_needs_no_yes() {
    let env = env();
    assert_snapshot!(env.owed("cancel pump --owner dana --as void --why slip"), @"
    ccc  fix the pump → Acme: cancelled as void
    --- exit 0
    ");
    assert_snapshot!(env.owed("hand Acme --to lee --why hers --owner dana"), @"
    bbb  send the quote → Acme: handed to lee, due Tue 24 Nov 12:00, in 4d 2h
    --- exit 0
    ");
    assert_snapshot!(env.owed("wait --tag outage --why photos --until mon"), @"
    ddd  ring about the pump → Globex: waiting for them, but a date that was said stands: due Thu 26 Nov 12:00, in 6d 2h; they said end of Mon 23 Nov
    --- stderr
    hint: to give them another date: `owed move ddd --by WHEN --why TEXT`
    --- exit 0
    ");
    assert_snapshot!(env.owed("move --owner sam --until 2026-11-26 --by 'due+1d' --why rain"), @"
    ddd  ring about the pump → Globex: moved, due Fri 27 Nov 12:00, in 7d 2h
    --- stderr
    hint: the customer was last given Thu 26 Nov 12:00: `owed told ddd TEXT`
    --- exit 0
    ");
}

#[test]
fn filters_that_match_nothing_and_words_without_one_say_so() {
    let env = env();
    let before = env.text();
    assert_snapshot!(env.owed("move --owner dnaa --by mon --why x"), @r#"
    --- stderr
    warning: --owner "dnaa" matches no owner in the ledger or its archives; did you mean "dana"?
    error: no open commitment matches, so nothing was changed
    hint: `owed list` with the same filters shows what matches
    --- exit 2
    "#);
    assert_snapshot!(env.owed("cancel Acme --as void --why x"), @r#"
    --- stderr
    error: "Acme" matches several commitments
    hint: bbb  send the quote → Acme, due Tue 2026-11-24 12:00 -05:00 (America/New_York)
    hint: ccc  fix the pump → Acme, due Wed 2026-11-25 12:00 -05:00 (America/New_York)
    --- exit 2
    "#);
    assert_snapshot!(env.owed("cancel bbb --as void --why x --all"), @"
    --- stderr
    error: --all goes with a filter, such as --owner or --tag
    hint: to do it to several, type their ids
    --- exit 2
    ");
    assert_snapshot!(env.owed("hand --to sam --why x"), @"
    --- stderr
    error: which commitment? add an id or words of it, or a filter such as --owner
    --- exit 2
    ");
    assert_eq!(env.text(), before);
}

#[test]
fn a_rehearsal_of_ids_changes_nothing_either() {
    let env = env();
    let before = env.text();
    for line in [
        "move bbb --by 'due+2d' --why rain",
        "wait bbb --why photos",
        "cancel bbb --as broken --why x",
        "hand bbb --to sam --why x",
    ] {
        let rehearsed = env.owed(&format!("{line} --dry-run"));
        assert_eq!((rehearsed.status, env.text()), (0, before.clone()), "{line}");
        assert!(rehearsed.stderr.contains("nothing was changed (--dry-run)\n"), "{rehearsed}");
        assert_eq!(env.owed(line).stdout, rehearsed.stdout, "{line}");
        assert_eq!(env.owed("undo").status, 0);
    }
}

#[test]
fn what_is_about_several_names_the_one_that_stands_in_the_way() {
    let env = env();
    assert_eq!(env.owed("wait ccc --why photos").status, 0);
    let before = env.text();
    assert_snapshot!(env.owed("wait --to Acme --why photos --all"), @"
    --- stderr
    error: ccc22222 (fix the pump → Acme): it is already waiting
    --- exit 2
    ");
    assert_snapshot!(env.owed("hand --tag outage --to sam --why x --all"), @"
    --- stderr
    error: sam already owns it
    hint: this is about ddd22222 (ring about the pump → Globex)
    --- exit 2
    ");
    assert_eq!(env.text(), before);
}

#[test]
fn on_a_terminal_it_shows_what_matches_and_asks() {
    let env = env();
    let before = env.text();
    for answer in [None, Some(""), Some("n"), Some("what?")] {
        let said = env.answering(answer, "hand --owner dana --to sam --why holiday");
        assert_eq!((said.status, env.text()), (2, before.clone()), "{answer:?}");
    }
    assert_snapshot!(env.answering(Some("y"), "hand --owner dana --to sam --why holiday"), @"
    bbb  send the quote → Acme: handed to sam, due Tue 24 Nov 12:00, in 4d 2h
    ccc  fix the pump → Acme: handed to sam, due Wed 25 Nov 12:00, in 5d 2h
    --- stderr
    bbb  send the quote → Acme
    ccc  fix the pump → Acme
    2 commitments match: hand them all to sam? [y/N]
    --- exit 0
    ");
    // With --all nothing is asked.
    assert_eq!(env.answering(None, "move --owner sam --by 'due+1d' --why rain --all").status, 0);
}

#[test]
fn a_real_terminal_takes_a_yes() {
    let env = env();
    let run = || {
        let command = Command::new(env!("CARGO_BIN_EXE_owed")).current_dir(env.folder()).env_clear();
        let command = command.args(["cancel", "--owner", "dana", "--as", "void", "--why", "a", "slip"]);
        let command = command.env("OWED_LEDGER", "ledger.toml").env("OWED_NOW", NOW).env("OWED_ME", "dana");
        Terminal::start(command.env("TERM", "dumb").env("HOME", env.path("~/")))
    };
    let before = env.text();
    let mut terminal = run();
    let asked = terminal.wait_for("2 commitments match: cancel them all? [y/N]");
    assert!(asked.contains("bbb  send the quote → Acme"), "{asked}");
    terminal.press("n\r");
    terminal.wait_for("2 commitments match, so nothing was changed");
    assert_eq!(env.text(), before);
    let mut terminal = run();
    terminal.wait_for("[y/N]");
    terminal.press("y\r");
    terminal.wait_for("fix the pump → Acme: cancelled as void");
}
