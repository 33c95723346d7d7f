//! The recipes for prompts in `docs/shell.md`, as far as each can be run without the program it is for.

use std::fs;
use std::path::Path;
use std::process::Command;

use pty_process::blocking;

use crate::pty::Terminal;
use crate::shells;
use crate::support::{NOW, SAMPLE, TestEnv};

/// A ledger, and how many are overdue in it: `None` for trouble.
fn ledgers() -> [(TestEnv, Option<u32>); 3] {
    let (late, broken) = (TestEnv::new().ledger(SAMPLE), TestEnv::new().ledger("x"));
    let none = TestEnv::new().ledger("format = 1\ntimezone = \"UTC\"\n");
    let count = late.owed("overdue --count").stdout.trim().parse().unwrap();
    [(late, Some(count)), (none, Some(0)), (broken, None)]
}

/// Returns the block of the page in that language.
fn block(language: &str) -> String {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/shell.md")).unwrap();
    let (_, rest) = page.split_once(&format!("```{language}\n")).unwrap();
    rest.split("```").next().unwrap().to_owned()
}

/// Returns `PATH` with owed in front.
fn path() -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_owed"));
    format!("{}:/usr/bin:/bin", program.parent().unwrap().display())
}

/// Returns what a line of a recipe prints in `sh`, and its exit code.
fn sh(env: &TestEnv, line: &str) -> (String, i32) {
    let mut command = Command::new("sh");
    command.args(["-c", line]).env_clear().current_dir(env.folder());
    command
        .env("PATH", path())
        .env("OWED_NOW", NOW)
        .env("OWED_LEDGER", "ledger.toml")
        .env("HOME", env.path("~/"));
    let said = command.output().unwrap();
    (String::from_utf8(said.stdout).unwrap().trim().to_owned(), said.status.code().unwrap())
}

#[test]
fn the_prompts_of_bash_and_zsh_say_how_many_are_overdue() {
    for (shell, path_of, options) in
        shells::installed().into_iter().map(|(path, name, options)| (name, path, options))
    {
        let recipe = match shell {
            "bash" => block("bash"),
            "zsh" => block("bash").replace("PS1=", "# PS1=") + &block("zsh"),
            _ => continue,
        };
        for (env, count) in ledgers() {
            fs::write(env.path("recipe"), format!("PS1='ready> '\n{recipe}")).unwrap();
            let mut command =
                blocking::Command::new(&path_of).args(options).current_dir(env.folder()).env_clear();
            for (name, value) in
                [("TERM", "xterm"), ("OWED_NOW", NOW), ("OWED_LEDGER", "ledger.toml"), ("LC_ALL", "C.UTF-8")]
            {
                command = command.env(name, value);
            }
            let mut terminal = Terminal::start(command.env("PATH", path()).env("HOME", env.path("~/")));
            terminal.press("source ./recipe; echo be''gin\r");
            terminal.wait_for("begin\r\n");
            let shown = terminal.wait_for("ready> ");
            let said = match count {
                None => shown.contains("owed: trouble ready> "),
                Some(0) => !shown.contains("overdue") && !shown.contains("trouble"),
                Some(count) => shown.contains(&format!("{count} overdue ready> ")),
            };
            assert!(said, "{shell} {count:?}: {shown:?}");
        }
    }
}

#[test]
fn starship_shows_how_many_are_overdue_if_any_are() {
    let recipe: toml::Table = block("toml").parse().unwrap();
    let (when, command) = (&recipe["custom"]["owed"]["when"], &recipe["custom"]["owed"]["command"]);
    for (env, count) in ledgers() {
        // It runs both in a shell, and shows nothing unless `when` succeeds.
        let is_shown = sh(&env, when.as_str().unwrap()).1 == 0;
        assert_eq!(is_shown, count.is_some_and(|count| count > 0), "{count:?}");
        if is_shown {
            assert_eq!(sh(&env, command.as_str().unwrap()), (count.unwrap().to_string(), 0));
        }
    }
}

#[test]
fn tmux_shows_how_many_are_overdue() {
    let recipe = block("tmux");
    let line = recipe.split("#(").nth(1).unwrap().rsplit_once(")'").unwrap().0;
    for (env, count) in ledgers() {
        let wanted = count.filter(|count| *count > 0).map(|count| format!("{count} overdue"));
        assert_eq!(sh(&env, line).0, wanted.unwrap_or_default());
    }
}
