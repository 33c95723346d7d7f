//! What the README, the rules, and the pages on cron, formats and import show is what happens: every ```console block is run, top to bottom, in one folder.
//!
//! A line that begins with `$ ` is a command for `sh`; the lines below it are what it says, on both streams. A
//! command with nothing below it is run all the same. Ids are drawn anew each time, so an id at the start of a line
//! is as good as another, and blanks do not count. The home directory is `/home/dana`.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::support::TestEnv;

/// A command of the README, and the output it is shown with.
#[derive(Debug, PartialEq)]
struct Shown {
    line: usize,
    command: String,
    says: Vec<String>,
}

fn shown(readme: &str) -> Vec<Shown> {
    let mut all: Vec<Shown> = Vec::new();
    let mut inside = false;
    for (number, line) in readme.lines().enumerate() {
        match (inside, line) {
            (_, line) if line.starts_with("```") => inside = line == "```console",
            (false, _) => {}
            (true, line) => match (line.strip_prefix("$ "), all.last_mut()) {
                (Some(command), _) => {
                    all.push(Shown { line: number + 1, command: command.to_owned(), says: Vec::new() });
                }
                (None, Some(last)) => last.says.push(line.to_owned()),
                (None, None) => panic!("line {}: a block begins with no command", number + 1),
            },
        }
    }
    all
}

/// Returns a line with single blanks, and `ID` for an id at its start.
fn plain(line: &str) -> String {
    let mut words: Vec<_> = line.split_whitespace().collect();
    if let Some(first) = words.first_mut() {
        let letters = first.bytes().all(|byte| b"bcdfghjkmnpqrstvwxz23456789".contains(&byte));
        if letters && (3..=8).contains(&first.len()) && line.starts_with(*first) {
            *first = "ID";
        }
    }
    words.join(" ")
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(plain).filter(|line| !line.is_empty()).collect()
}

#[test]
fn every_console_block_of_the_readme_says_what_it_shows() {
    runs("README.md", 8);
}

#[test]
fn every_example_of_the_rules_says_what_it_shows() {
    runs("docs/rules.md", 20);
}

#[test]
fn every_example_of_the_page_on_cron_says_what_it_shows() {
    runs("docs/cron.md", 1);
}

#[test]
fn every_sample_of_the_formats_is_what_is_printed() {
    runs("docs/formats.md", 11);
}

#[test]
fn every_example_of_import_says_what_it_shows() {
    runs("docs/import.md", 6);
}

/// Runs the commands of a page in one folder; there must be at least `least`.
fn runs(page: &str, least: usize) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let env = TestEnv::new();
    std::os::unix::fs::symlink(root.join("examples"), env.path("examples")).unwrap();
    let bin = Path::new(env!("CARGO_BIN_EXE_owed")).parent().unwrap().display().to_string();
    let commands = shown(&fs::read_to_string(root.join(page)).unwrap());
    assert!(commands.len() >= least, "{page} shows {} commands", commands.len());
    let mut wrong = Vec::new();
    for Shown { line, command, says } in commands {
        let output = Command::new("sh")
            .args(["-c", &format!("exec 2>&1\n{command}")])
            .env_clear()
            .env("PATH", format!("{bin}:/usr/bin:/bin"))
            .env("HOME", env.path("~/"))
            .env("OWED_NOW", "2026-11-18T10:30:00-05:00")
            .env("OWED_ME", "dana")
            .env("TZ", "America/New_York")
            .current_dir(env.folder())
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let home = env.path("~/").display().to_string();
        let said =
            String::from_utf8(output.stdout).unwrap().replace(home.trim_end_matches('/'), "/home/dana");
        let differs = !says.is_empty() && lines(&says.join("\n")) != lines(&said);
        let refused = says.is_empty() && output.status.code() == Some(2);
        if differs || refused {
            wrong.push(format!(
                "{page}:{line}: $ {command}\n--- shown\n{}\n--- said\n{said}",
                says.join("\n")
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn blocks_are_read_as_commands_and_what_they_say() {
    let text = "```sh\n$ no\n```\n```console\n$ a b\none\ntwo\n$ c\n```\n";
    let shown = shown(text);
    let commands: Vec<_> = shown.iter().map(|one| (one.line, one.command.as_str(), one.says.len())).collect();
    assert_eq!(commands, [(5, "a b", 2), (8, "c", 0)]);
    assert_eq!(plain("k7q   a  b"), "ID a b");
    assert_eq!(plain("  k7q a"), "k7q a");
}
