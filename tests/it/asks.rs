//! What is asked when words are missing: on a real terminal, and never anywhere else.

use pty_process::blocking::Command;

use crate::edit::editor;
use crate::prompts::TWO_FOR_ACME;
use crate::pty::Terminal;
use crate::support::{NOW, RULES, TestEnv};

/// One that is open for another customer.
const GLOBEX: &str = r#"
[[commitment]]
id = "ddd22222"
to = "Globex"
what = "ring back"
made = 2026-11-19T09:00:00-05:00
due = 2026-11-26T12:00:00-05:00
"#;

fn env() -> TestEnv {
    TestEnv::new().ledger(format!("{RULES}{TWO_FOR_ACME}{GLOBEX}"))
}

/// Runs a line of `sh` on a terminal, with `owed` on its path; says how it ended.
pub fn run(env: &TestEnv, line: &str) -> Terminal {
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_owed")).parent().unwrap();
    // ^C takes nothing away of what is shown, and the shell lives on to say how owed ended.
    let line = format!("stty noflsh; trap : INT; {line}; echo exit $?");
    let mut command = Command::new("sh").args(["-c", &line]).current_dir(env.folder()).env_clear();
    let path = format!("{}:/usr/bin:/bin", program.display());
    for (name, value) in [
        ("PATH", path.as_str()),
        ("TERM", "xterm"),
        ("OWED_NOW", NOW),
        ("OWED_ME", "dana"),
        ("OWED_LEDGER", "ledger.toml"),
    ] {
        command = command.env(name, value);
    }
    Terminal::start(command.env("HOME", env.path("~/")))
}

#[test]
fn promise_alone_asks_what_to_whom_and_by_when_until_each_holds() {
    let env = env();
    let before = env.text();
    let mut terminal = run(&env, "owed promise");
    terminal.wait_for("What? ");
    terminal.press("call by fri 5pm\r");
    terminal.wait_for("the promise ends in a date: \"by fri 5pm\"");
    terminal.wait_for("What? ");
    terminal.press("call back\r");
    terminal.wait_for("To whom? ");
    terminal.press("\r");
    terminal.wait_for("is empty");
    terminal.wait_for("To whom? ");
    // Known from its table alone.
    terminal.press("zet\t");
    terminal.wait_for("Zeta Works");
    terminal.press("\r");
    terminal.wait_for("By when? ");
    terminal.press("soon\r");
    terminal.wait_for("error:");
    terminal.wait_for("By when? ");
    assert_eq!(env.text(), before);
    terminal.press("tue 5pm\r");
    terminal.wait_for("due Tue 2026-11-24 17:00");
    terminal.wait_for("call back → Zeta Works");
    terminal.wait_for("exit 0");
    assert!(env.text().contains("to = \"Zeta Works\"\nwhat = \"call back\""), "{}", env.text());
    assert!(env.owed("undo --list").stdout.contains("promise 'call back' --to 'Zeta Works' --by 'tue 5pm'"));
}

#[test]
fn only_what_is_missing_is_asked_for_and_a_target_is_taken() {
    let env = env();
    let mut terminal = run(&env, "owed promise mend it -k repair --to Globex");
    let shown = terminal.wait_for("exit 0");
    assert!(!shown.contains('?'), "{shown}");
    let mut terminal = run(&env, "owed promise mend it -k repair");
    terminal.wait_for("To whom? ");
    terminal.press("Acme\r");
    terminal.wait_for("By when? [2d] ");
    terminal.press("\r");
    terminal.wait_for("mend it → Acme");
    terminal.wait_for("exit 0");
    let mut terminal = run(&env, "owed promise send it --to Globex");
    let shown = terminal.wait_for("By when? ");
    assert!(!shown.contains("What?") && !shown.contains("To whom?"), "{shown}");
    terminal.press("tue 5pm\r");
    terminal.wait_for("send it → Globex");
}

#[test]
fn where_several_match_one_is_picked() {
    let env = env();
    for (line, said) in [
        ("owed show acme", "fix the pump"),
        ("owed note acme 'is on its way'", "fix the pump → Acme: noted: is on its way"),
        ("owed move acme --by 'due+2d' --why rain", "fix the pump → Acme"),
        ("owed wait acme --why photos --dry-run", "nothing was changed (--dry-run)"),
        ("owed done acme", "fix the pump → Acme: done"),
    ] {
        let mut terminal = run(&env, line);
        terminal.wait_for("\"acme\" matches several commitments: which one?");
        terminal.wait_for("send the quote → Acme, due");
        terminal.wait_for("fix the pump → Acme, due");
        // Down, and Enter.
        terminal.press("\u{1b}[B\r");
        terminal.wait_for(said);
        terminal.wait_for("exit 0");
    }
}

#[test]
fn which_one_is_asked_before_how_it_ended() {
    let env = env();
    let mut terminal = run(&env, "owed cancel acme --why 'they said so'");
    terminal.wait_for("which one?");
    terminal.press("\r");
    terminal.wait_for("how did \"send the quote → Acme\" end?");
    terminal.press("w\r");
    terminal.wait_for("cancelled as withdrawn");
}

#[test]
fn by_when_and_why_are_asked_for_until_each_holds() {
    let env = env();
    let mut terminal = run(&env, "owed move acme");
    terminal.wait_for("which one?");
    terminal.press("\u{1b}[B\r");
    terminal.wait_for("By when? ");
    terminal.press("soon\r");
    terminal.wait_for("\"soon\" is not an exact time");
    terminal.wait_for("By when? ");
    terminal.press("wed 5pm\r");
    terminal.wait_for("due Wed 2026-11-25 17:00");
    terminal.wait_for("Why? ");
    terminal.press("\r");
    terminal.wait_for("is empty");
    terminal.wait_for("Why? ");
    terminal.press("the van broke\r");
    terminal.wait_for("fix the pump → Acme: moved, due Wed 25 Nov 17:00");
    terminal.wait_for("exit 0");
    assert!(env.text().contains("why = \"the van broke\""), "{}", env.text());
    assert!(env.owed("undo --list").stdout.contains("move acme --by 'wed 5pm' --why 'the van broke'"));
}

#[test]
fn only_why_is_asked_for_where_nothing_else_is_missing() {
    let env = env();
    for (line, said) in [
        ("owed escalate ring --to lee --no-notify", "escalated to lee"),
        ("owed hand ring --to sam", "handed to sam"),
        ("owed wait ring", "waiting for them"),
        ("owed move ring --by 'tue 5pm'", "moved, due Tue 24 Nov 17:00"),
        ("owed cancel ring --as void", "cancelled as void"),
        ("owed reopen ring --by 'tue 5pm'", "reopened, due Tue 24 Nov 17:00"),
    ] {
        let mut terminal = run(&env, line);
        let before = terminal.wait_for("Why? ");
        assert!(!before.contains("By when?"), "{line}: {before}");
        terminal.press("they asked\r");
        terminal.wait_for(said);
        terminal.wait_for("exit 0");
    }
    let mut terminal = run(&env, "owed cancel --to Acme --as void");
    terminal.wait_for("cancel them all? [y/N]");
    terminal.press("y\r");
    terminal.wait_for("Why? ");
    terminal.press("a mistake\r");
    terminal.wait_for("exit 0");
    assert_eq!(env.text().matches("why = \"a mistake\"").count(), 2);
}

#[test]
fn nothing_is_asked_for_what_no_answer_can_mend() {
    let env = env();
    let before = env.text();
    for line in [
        "owed move nosuch",
        "owed reopen ring",
        "owed move ring --by soon",
        "owed wait ring --at tomorrow",
        "owed hand ring --to me --at 2020-01-01",
        "owed cancel --to nobody --as void",
    ] {
        let mut terminal = run(&env, line);
        let shown = terminal.wait_for("exit 2");
        assert!(!shown.contains("By when?") && !shown.contains("Why?"), "{line}: {shown}");
    }
    assert_eq!(env.text(), before);
}

#[test]
fn leaving_a_question_leaves_nothing_behind() {
    let env = env();
    let before = env.text();
    let mut terminal = run(&env, "owed promise");
    terminal.wait_for("What? ");
    terminal.press("half a se\u{3}");
    terminal.wait_for("exit 130");
    let mut terminal = run(&env, "owed move ring --by 'tue 5pm'");
    terminal.wait_for("Why? ");
    terminal.press("half a rea\u{3}");
    terminal.wait_for("exit 130");
    for key in ["\u{3}", "\u{1b}"] {
        let mut terminal = run(&env, "owed done acme");
        terminal.wait_for("fix the pump");
        terminal.press(key);
        // The cursor is shown again.
        terminal.wait_for("\u{1b}[?25h");
        terminal.wait_for("exit 130");
    }
    assert_eq!(env.text(), before);
    // The lock of a ledger stays beside it, as after every change that is refused.
    let files = env.files().into_iter().filter(|name| name != "home");
    assert_eq!(files.collect::<Vec<_>>(), [".ledger.toml.lock", "ledger.toml"]);
}

#[test]
fn no_ledger_is_made_by_questions_alone() {
    let env = TestEnv::new();
    let mut terminal = run(&env, "owed promise");
    terminal.wait_for("What? ");
    terminal.press("\u{3}");
    terminal.wait_for("exit 130");
    assert!(!env.path("ledger.toml").exists());
}

#[test]
fn nothing_is_asked_of_a_script() {
    let env = env();
    let before = env.text();
    for line in [
        "owed promise --no-input",
        "owed promise < /dev/null",
        "owed promise 2> said",
        "owed done acme --no-input",
        "owed done acme < /dev/null",
        "owed done acme 2> said",
        "owed promise call --to Acme --no-input",
        "owed move ring --no-input",
        "owed hand ring --to sam < /dev/null",
        "owed escalate ring --to sam 2> said",
    ] {
        let mut terminal = run(&env, line);
        let shown = terminal.wait_for("exit 2");
        let asks = ["What?", "By when?", "Why?", "which one?"];
        assert!(!asks.iter().any(|asked| shown.contains(asked)), "{line}: {shown}");
    }
    assert_eq!(env.text(), before);
    let said = env.owed("promise");
    assert!(said.stderr.starts_with("error: what is owed and to whom? add `send the quote`"), "{said}");
}

#[test]
fn after_a_mistake_in_an_edit_it_is_asked_what_becomes_of_it() {
    // Each time the editor is run it writes the next of these words over `fix the pump`.
    let script = "n=$(cat turn); echo $((n + 1)) > turn; sed -i \"$(sed -n ${n}p edits)\" \"$1\"";
    let edits = "s/^to/too/\ns/^too/toe/\ns/^toe/to/; s/fix the pump/mend the pump/\n";
    let begin = || {
        let env = editor(env().file("edits", edits).file("turn", "1"), script);
        let mut terminal = run(&env, "EDITOR=./editor.sh owed edit");
        terminal.wait_for("edit again, keep, or discard? [E/k/d]");
        (env, terminal)
    };
    let (env, mut terminal) = begin();
    terminal.press("what?\r");
    terminal.wait_for("edit again, keep, or discard? [E/k/d]");
    terminal.press("\r");
    terminal.wait_for("did you mean `to`?");
    terminal.wait_for("edit again, keep, or discard? [E/k/d]");
    terminal.press("e\r");
    terminal.wait_for("ledger.toml: edited");
    terminal.wait_for("exit 0");
    assert!(env.text().contains("mend the pump"));
    // ^D keeps it, and it is gone on with.
    let (env, mut terminal) = begin();
    let before = env.text();
    terminal.press("\u{4}");
    terminal.wait_for("`owed edit --resume` goes on with it");
    terminal.wait_for("exit 2");
    assert_eq!(env.text(), before);
    let mut terminal = run(&env, "EDITOR=./editor.sh owed edit --resume");
    terminal.wait_for("going on with ");
    terminal.wait_for("did you mean `to`?");
    terminal.wait_for("edit again, keep, or discard? [E/k/d]");
    terminal.press("d\r");
    terminal.wait_for("the edit is discarded; nothing was changed");
    terminal.wait_for("exit 0");
    assert_eq!(env.text(), before);
    assert_eq!(std::fs::read_dir(env.path("~/.local/state/owed/edit")).unwrap().count(), 0);
}
