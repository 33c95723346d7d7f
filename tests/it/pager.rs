//! What does not fit the screen goes through a pager, on a real terminal of 40 lines and 200 columns.

use std::fs;

use pty_process::blocking::Command;

use crate::pty::Terminal;
use crate::support::{NOW, TestEnv};

/// A ledger that needs two screens.
fn much() -> TestEnv {
    let letters = ["b", "c", "d", "f", "g", "h", "j", "k", "m"];
    let ids = letters.iter().flat_map(|one| letters.iter().map(move |two| format!("bbbbbb{one}{two}")));
    let made = "made = 2026-11-02T09:00:00Z\ndue = 2026-11-03T09:00:00Z";
    let block =
        |id| format!("\n[[commitment]]\nid = \"{id}\"\nto = \"Acme\"\nwhat = \"ring back\"\n{made}\n");
    let blocks: String = ids.take(75).map(block).collect();
    TestEnv::new().ledger(format!("format = 1\ntimezone = \"UTC\"\n{blocks}"))
}

/// Runs a line of `sh` on a terminal, where `owed` is found and `PAGER` is this.
pub fn run(env: &TestEnv, pager: &str, line: &str) -> Terminal {
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_owed")).parent().unwrap();
    let mut command = Command::new("sh").args(["-c", line]).current_dir(env.folder()).env_clear();
    let path = format!("{}:/usr/bin:/bin", program.display());
    for (name, value) in [
        ("PATH", path.as_str()),
        ("TERM", "xterm"),
        ("PAGER", pager),
        ("OWED_NOW", NOW),
        ("OWED_LEDGER", "ledger.toml"),
    ] {
        command = command.env(name, value);
    }
    Terminal::start(command.env("XDG_CONFIG_HOME", env.path("~/.config")).env("HOME", env.path("~/")))
}

/// A pager that keeps what it is given.
const KEEPS: &str = "cat > paged; echo paged";

#[test]
fn a_list_of_two_screens_goes_through_the_pager_and_exit_codes_stay() {
    let env = much();
    let mut terminal = run(&env, KEEPS, "owed overdue; echo exit $?");
    terminal.wait_for("paged\r\nexit 1\r\n");
    let paged = fs::read_to_string(env.path("paged")).unwrap();
    assert_eq!(paged.lines().filter(|line| line.contains("Acme")).count(), 75, "{paged}");
    // It is drawn for the terminal, colours and all.
    assert!(paged.contains("\u{1b}["), "{paged}");
}

#[test]
fn what_fits_and_what_is_not_to_be_paged_is_printed() {
    let env = much();
    for (pager, line) in [
        (KEEPS, "owed overdue --no-pager"),
        (KEEPS, "owed overdue --count"),
        (KEEPS, "owed overdue Globex 2>&1; owed show bbbbbbbb"),
        (KEEPS, "owed overdue | cat"),
        (KEEPS, "owed overdue --output out; cat out"),
        ("cat", "owed overdue"),
        ("there-is-no-such-pager 2>/dev/null", "owed overdue"),
        ("", "PATH=${PATH%%:*} owed overdue"),
    ] {
        run(&env, pager, &format!("{line}; echo en''d")).wait_for("end\r\n");
        assert!(!env.path("paged").exists(), "{pager}: {line}");
        _ = fs::remove_file(env.path("out"));
    }
    // A pager that cannot be run hides nothing.
    let shown = run(&env, "there-is-no-such-pager", "owed overdue; echo en''d").wait_for("end\r\n");
    assert_eq!(shown.matches("Acme").count(), 75, "{shown}");
}

#[test]
fn a_topic_of_help_goes_through_the_pager() {
    run(&TestEnv::new(), KEEPS, "owed help rules; echo exit $?").wait_for("paged\r\nexit 0\r\n");
}

#[test]
fn the_config_file_names_the_pager_or_none() {
    let env = much();
    fs::create_dir_all(env.path("~/.config/owed")).unwrap();
    for (pager, said) in [("\"\"", "Acme"), ("\"echo mine; cat >/dev/null\"", "mine\r\nend")] {
        fs::write(env.path("~/.config/owed/config.toml"), format!("pager = {pager}\n")).unwrap();
        run(&env, KEEPS, "owed overdue; echo en''d").wait_for(said);
        assert!(!env.path("paged").exists(), "{pager}");
    }
}

#[test]
fn a_message_stands_where_it_would_on_the_screen() {
    let env = much();
    run(&env, KEEPS, "owed list --limit 70").wait_for("paged\r\n");
    let paged = fs::read_to_string(env.path("paged")).unwrap();
    assert!(paged.ends_with("5 more (--limit)\n"), "{paged}");
}

#[test]
fn interrupting_is_for_the_pager() {
    let env = much();
    let pager = "trap : INT; cat > paged; echo wai''ting; read line < /dev/tty; echo got $line";
    let mut terminal = run(&env, pager, "stty noflsh; trap : INT; owed overdue; echo exit $?");
    terminal.wait_for("waiting\r\n");
    terminal.press("\u{3}");
    // It may have come before the pager reads a line. (Without `noflsh` it takes away what was shown at that moment.)
    terminal.press("\r");
    terminal.wait_for("got");
    terminal.wait_for("exit 1\r\n");
}
