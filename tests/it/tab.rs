//! TAB and Enter in real shells: what a ledger says is never run, and the customer is the one that was meant.
//!
//! Keys go into bash, zsh and fish through a pseudo-terminal. Nothing waits for what a shell draws but a list, because each draws
//! in its own way: after each line another is typed that says a word, and owed is asked what came of it.

use std::fs;

use pty_process::blocking::Command;
use serde_json::Value;

use crate::pty::Terminal;
use crate::shells;
use crate::support::{NOW, RULES, TestEnv};

/// Customers of a stranger's ledger: whatever a shell may take for something else, at the beginning and inside.
const NAMES: [&str; 37] = [
    "Acme; touch ran",
    "$(touch ran)",
    "`touch ran`",
    "a$(touch ran)`touch ran`",
    "&touch ran",
    "|touch ran",
    ">ran",
    "<ran",
    "it's",
    "its'",
    "'; touch ran #",
    "say \"hi\"",
    "ends\"",
    "\"; touch ran #",
    "a\\b",
    "a\\",
    "\\",
    "-rf",
    "-e;touch ran",
    "~root",
    "~",
    "*",
    "?",
    "[x]",
    "{a,b}",
    "!!",
    "wow!",
    "#c",
    "=ls",
    "a=b",
    "a:b c",
    "two  blanks",
    "$HOME",
    "^x^y",
    "Ünïcode 株式会社　山田",
    "😀 smile",
    "a!b'c\"d$e`f\\g",
];

/// A shell with the completions of owed, in a folder of its own.
struct Tab {
    shell: &'static str,
    env: TestEnv,
    terminal: Terminal,
    lines: usize,
}

impl Tab {
    /// Starts a shell, and has it do something first. `None` if it is not installed.
    fn start(shell: &'static str, env: TestEnv, first: &str) -> Option<Self> {
        let (path, _, options) = shells::installed().into_iter().find(|(_, name, _)| *name == shell)?;
        let program = std::path::Path::new(env!("CARGO_BIN_EXE_owed")).parent().unwrap();
        let mut command = Command::new(path).args(options).current_dir(env.folder()).env_clear();
        for (name, value) in [("HOME", "."), ("TERM", "xterm"), ("LC_ALL", "C.UTF-8"), ("OWED_NOW", NOW)] {
            command = command.env(name, value);
        }
        let path = format!("{}:/usr/bin:/bin", program.display());
        let mut terminal = Terminal::start(command.env("PATH", path).env("HOME", env.path("~/")));
        let load = match shell {
            "bash" => "source <(owed completions bash)",
            "zsh" => "autoload -U compinit && compinit -u -D && source <(owed completions zsh)",
            _ => "owed completions fish | source",
        };
        terminal.press(&format!("{load}\r{first}\recho be''gin\r"));
        terminal.wait_for("begin\r\n");
        Some(Self { shell, env, terminal, lines: 0 })
    }

    /// Types keys and Enter, and returns what was shown until the shell was ready again.
    fn enter(&mut self, keys: &str) -> String {
        self.lines += 1;
        self.terminal.press(&format!("{keys}\recho rea''dy {}\r", self.lines));
        self.terminal.wait_for(&format!("ready {}\r\n", self.lines))
    }

    /// Returns the customers of what was promised with these words, in this ledger.
    fn customers(&self, ledger: &str, what: &str) -> Vec<String> {
        let said = self.env.owed(&format!("--ledger {ledger} list --json")).json();
        let all = said["commitments"].as_array().unwrap();
        let meant = all.iter().filter(|one| one["what"] == what);
        meant.map(|one| one["to"].as_str().unwrap().to_owned()).collect()
    }

    /// Fails if anything was run that made a file.
    fn assert_nothing_ran(&self, after: &str) {
        let ran = self.env.files().into_iter().find(|name| name.contains("ran"));
        assert_eq!(ran, None, "{} ran {after}", self.shell);
    }
}

/// Returns a ledger of open commitments to these customers.
fn ledger(customers: &[&str]) -> String {
    let block = |(at, to): (usize, &&str)| {
        let (id, to) = (format!("{}bbb2222", ["c", "d", "f", "g"][at]), Value::from(*to));
        format!(
            "\n[[commitment]]\nid = \"{id}\"\nto = {to}\nwhat = \"first\"\nmade = 2026-11-20T09:00:00-05:00\n\
             due = 2026-11-20T17:00:00-05:00\n"
        )
    };
    RULES.to_owned() + &customers.iter().enumerate().map(block).collect::<String>()
}

/// Returns whether a shell is offered no such customer after this beginning: nothing would insert it as it is.
fn is_left_out(shell: &str, before: &str, name: &str) -> bool {
    let beginning = name.chars().next().unwrap();
    match (shell, before) {
        (_, " " | " '" | " \"") if beginning == '-' => true,
        ("fish", _) => beginning == '~' || (before == "=" && beginning == '-'),
        ("bash", " '") => beginning == '\'',
        ("bash", " \"") => beginning == '!',
        _ => false,
    }
}

/// Promises something to each customer by TAB, after each beginning of a word.
fn promise_to_each(shell: &'static str) {
    let Some(mut tab) = Tab::start(shell, TestEnv::new(), "") else { return };
    for (at, name) in NAMES.iter().enumerate() {
        let file = format!("{at}.toml");
        tab.env.write(&file, ledger(&[name]));
        for (place, before) in [" ", " '", " \"", "="].into_iter().enumerate() {
            if is_left_out(shell, before, name) {
                continue;
            }
            let what = format!("call{place}");
            tab.enter(&format!("owed promise {what} --by 2h --ledger {file} --to{before}\t"));
            tab.assert_nothing_ran(&format!("{name:?} after {before:?}"));
            assert_eq!(tab.customers(&file, &what), [*name], "{shell} after {before:?}");
        }
    }
}

#[test]
fn bash_promises_to_the_customer_of_the_ledger_and_runs_nothing() {
    promise_to_each("bash");
}

#[test]
fn zsh_promises_to_the_customer_of_the_ledger_and_runs_nothing() {
    promise_to_each("zsh");
}

#[test]
fn fish_promises_to_the_customer_of_the_ledger_and_runs_nothing() {
    promise_to_each("fish");
}

#[test]
fn what_nothing_quotes_would_run() {
    let stand_in = "owed() { echo 'Acme; touch ran'; }; type() { return 0; }";
    let Some(mut tab) = Tab::start("bash", TestEnv::new(), stand_in) else { return };
    tab.enter("owed promise call --to Ac\t");
    assert!(tab.env.files().contains(&"ran".to_owned()), "the tests above would see it");
}

#[test]
fn a_word_that_is_begun_in_any_way_is_ended() {
    for shell in ["bash", "zsh", "fish"] {
        let env = TestEnv::new().file("l.toml", ledger(&["Acme Corp; touch ran", "Zoë"]));
        let Some(mut tab) = Tab::start(shell, env, "") else { continue };
        for (at, begun) in
            ["--to Acme\\ C", "--to 'Acme C", "--to \"Acme C", "--to=Acme\\ C", "--to Acme C", "--to ac"]
                .iter()
                .enumerate()
        {
            let what = format!("call{at}");
            tab.enter(&format!("owed promise {what} --by 2h --ledger l.toml {begun}\t"));
            tab.assert_nothing_ran(begun);
            assert_eq!(tab.customers("l.toml", &what), ["Acme Corp; touch ran"], "{shell}: {begun}");
        }
    }
}

#[test]
fn what_several_customers_have_in_common_is_inserted_in_quotes_too() {
    for shell in ["bash", "zsh"] {
        let env = TestEnv::new().file("l.toml", ledger(&["Acme; touch ran", "Acme; touch ran 2"]));
        let Some(mut tab) = Tab::start(shell, env, "") else { continue };
        for (at, (begun, end)) in [("Ac", "\\ \t"), ("'Ac", " \t"), ("\"Ac", " \t")].iter().enumerate() {
            let what = format!("call{at}");
            tab.enter(&format!("owed promise {what} --by 2h --ledger l.toml --to {begun}\t{end}"));
            tab.assert_nothing_ran(begun);
            assert_eq!(tab.customers("l.toml", &what), ["Acme; touch ran 2"], "{shell}: {begun}");
        }
    }
}

#[test]
fn no_way_of_bash_to_insert_candidates_runs_one() {
    let customers = ["Acme; touch ran", "Acme$(touch ran)", "Acme`touch ran`"];
    let menu = "bind 'TAB: menu-complete'; bind 'set show-all-if-ambiguous on'";
    let each = "bind 'set show-all-if-unmodified on'; bind '\"\\C-t\": insert-completions'";
    for (first, keys) in [(menu, "\t"), (menu, "\t\t"), (menu, "\t\t\t"), (each, "\t"), (each, "\u{14}")] {
        for begun in ["", "Ac", "'Ac", "\"Ac"] {
            let env = TestEnv::new().file("l.toml", ledger(&customers));
            let Some(mut tab) = Tab::start("bash", env, first) else { return };
            // Whether a quote stayed open or not, none is after this. An interrupt would throw away what bash has not read.
            let quote = begun.trim_end_matches("Ac");
            let close = if quote.is_empty() { String::new() } else { format!("{quote} #{quote}") };
            tab.terminal.press(&format!("owed promise call --by 2h --ledger l.toml --to {begun}{keys}\r"));
            tab.enter(&close);
            tab.assert_nothing_ran(&format!("{first} {begun}"));
        }
    }
}

#[test]
fn a_list_in_bash_says_what_each_id_is() {
    let env = TestEnv::new().file("l.toml", ledger(&["Acme; touch ran", "Zoë"]));
    let Some(mut tab) = Tab::start("bash", env, "") else { return };
    // What clears the line comes when bash reads it: before, the terminal itself would clear what was typed.
    tab.terminal.press("owed --ledger l.toml done \t\t");
    let shown = tab.terminal.wait_for("dbb  Zoë: first");
    assert!(shown.contains("cbb  Acme; touch ran: first"), "{shown}");
    tab.enter("\u{15}");
    tab.assert_nothing_ran("a list");
}

#[test]
fn files_are_completed_by_the_shell_itself() {
    for shell in ["bash", "zsh", "fish"] {
        let env = TestEnv::new().file("team x.toml", ledger(&["Acme"]));
        let Some(mut tab) = Tab::start(shell, env, "") else { continue };
        for (at, option) in ["--ledger te", "--ledger=te"].iter().enumerate() {
            let what = format!("call{at}");
            tab.enter(&format!("owed promise {what} --by 2h --to Acme {option}\t"));
            assert_eq!(tab.customers("'team x.toml'", &what), ["Acme"], "{shell}: {option}");
        }
    }
}

#[test]
fn owed_is_completed_by_a_path_and_by_another_name() {
    for (shell, named) in [
        ("bash", "complete -F _owed o"),
        ("zsh", "compdef _owed o"),
        ("fish", "complete --command o --wraps owed"),
    ] {
        let env = TestEnv::new().file("l.toml", ledger(&["Acme; touch ran"]));
        let program = env!("CARGO_BIN_EXE_owed");
        fs::create_dir(env.path("bin")).unwrap();
        std::os::unix::fs::symlink(program, env.path("bin/o")).unwrap();
        let path = if shell == "fish" { "set -x PATH $PWD/bin $PATH" } else { "PATH=$PWD/bin:$PATH" };
        let Some(mut tab) = Tab::start(shell, env, &format!("{path}; {named}")) else { continue };
        for (at, name) in [program, "o"].iter().enumerate() {
            let what = format!("call{at}");
            tab.enter(&format!("{name} promise {what} --by 2h --ledger l.toml --to Ac\t"));
            assert_eq!(tab.customers("l.toml", &what), ["Acme; touch ran"], "{shell}: {name}");
        }
    }
}
