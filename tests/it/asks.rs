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

fn assert_asks_nothing(shown: &str, line: &str) {
    let asks =
        ["What?", "By when?", "Why?", "which one?", "What was said?", "To whom?", "How many stars, from"];
    assert!(!asks.iter().any(|asked| shown.contains(asked)), "{line}: {shown}");
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
fn a_verb_alone_asks_which_one_by_what_is_due_first() {
    // The pump was moved behind all others.
    let moved = r#"history = [{ did = "moved", at = 2026-11-19T10:00:00-05:00, due = 2026-12-01T09:00:00-05:00, why = "van" }]"#;
    for (line, answers, said) in [
        ("owed done", &[][..], "send the quote → Acme: done"),
        ("owed show", &[], "send the quote"),
        ("owed wait --why photos", &[], "send the quote → Acme: waiting for them"),
        ("owed note", &["What was said? ", "it is on its way"], "noted: it is on its way"),
        ("owed told", &["What was said? ", "back by noon"], "told: back by noon"),
        ("owed heard --at 9am", &["What was said? ", "they rang"], "heard: they rang"),
        ("owed hand", &["To whom? ", "sam", "Why? ", "holiday"], "handed to sam"),
        ("owed move", &["By when? ", "tue 5pm", "Why? ", "rain"], "moved, due Tue 24 Nov 17:00"),
        ("owed cancel --as void", &["Why? ", "twice"], "cancelled as void"),
    ] {
        let env = TestEnv::new().ledger(format!("{RULES}{GLOBEX}{TWO_FOR_ACME}{moved}\n"));
        let before = env.text();
        let mut terminal = run(&env, line);
        let shown = terminal.wait_for("fix the pump → Acme, due Tue 2026-12-01 09:00");
        let places =
            ["3 open: which one?", "quote → Acme, due Tue 2026-11-24 12:00", "back → Globex, due", "pump"]
                .map(|text| shown.find(text).unwrap_or_else(|| panic!("{text}: {shown}")));
        assert!(places.is_sorted(), "{line}: {shown}");
        terminal.press("\r");
        for pair in answers.chunks(2) {
            terminal.wait_for(pair[0]);
            assert_eq!(env.text(), before);
            terminal.press(&format!("{}\r", pair[1]));
        }
        terminal.wait_for(said);
        terminal.wait_for("exit 0");
        if line != "owed show" {
            let verb = line.split(' ').nth(1).unwrap();
            let undone = env.owed("undo --list");
            assert!(undone.stdout.contains(&format!("{verb} bbb22222")), "{undone}");
        }
    }
}

#[test]
fn of_what_is_closed_the_last_is_offered_first() {
    let env = env();
    env.owed("done bbb --at 9am").ids();
    env.owed("done ddd").ids();
    let mut terminal = run(&env, "owed rate");
    terminal.wait_for("2 closed: which one?");
    terminal.press("\r");
    terminal.wait_for("How many stars, from 1 (bad) to 5 (good)? ");
    terminal.press("6\r");
    terminal.wait_for("it is a whole number from 1 to 5");
    terminal.wait_for("How many stars");
    terminal.press("4\r");
    terminal.wait_for("Globex: rated 4/5");
    terminal.wait_for("exit 0");
    assert!(env.owed("undo --list").stdout.contains("rate ddd22222 4"));
    let mut terminal = run(&env, "owed reopen --by 'tue 5pm' --why again");
    terminal.wait_for("2 closed: which one?");
    terminal.press("\u{1b}[B\r");
    terminal.wait_for("send the quote → Acme: reopened");
    terminal.wait_for("exit 0");
}

#[test]
fn of_many_a_hundred_are_offered() {
    let block = |number: u32| {
        let id = format!("bbbbb{number:03}").replace('0', "b").replace('1', "c");
        format!(
            "[[commitment]]\nid = \"{id}\"\nto = \"Acme\"\nwhat = \"call {number}\"\nmade = 2026-11-19T09:00:00-05:00\n\
             due = 2026-11-24T12:00:00-05:00\n"
        )
    };
    let env = TestEnv::new().ledger(format!("{RULES}{}", (0..101).map(block).collect::<String>()));
    let mut terminal = run(&env, "owed done");
    terminal.wait_for("101 open, the 100 due first are shown: which one?");
    terminal.press("\r");
    terminal.wait_for("→ Acme: done");
}

#[test]
fn where_nothing_is_open_no_question_is_asked() {
    let env = TestEnv::new().ledger(RULES);
    let mut terminal = run(&env, "owed done");
    let shown = terminal.wait_for("exit 2");
    assert!(shown.contains("nothing is open"), "{shown}");
}

#[test]
fn what_was_said_to_everybody_of_a_filter_is_asked_for_too() {
    let env = env();
    let mut terminal = run(&env, "owed told --to Acme");
    terminal.wait_for("What was said? ");
    terminal.press("back by noon\r");
    terminal.wait_for("exit 0");
    assert_eq!(env.text().matches("note = \"back by noon\"").count(), 2);
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
        "owed told nosuch",
        "owed rate ring",
        "owed hand nosuch",
        "owed escalate nosuch",
    ] {
        let mut terminal = run(&env, line);
        let shown = terminal.wait_for("exit 2");
        assert_asks_nothing(&shown, line);
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
        "owed escalate ring --no-input",
        "owed hand --no-input",
        "owed done --no-input",
        "owed show < /dev/null",
        "owed told ring 2> said",
        "owed told --to Acme --no-input",
        "owed rate --no-input",
        "owed move --by 2d --why rain < /dev/null",
    ] {
        let mut terminal = run(&env, line);
        let shown = terminal.wait_for("exit 2");
        assert_asks_nothing(&shown, line);
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
