//! The recipes in `examples/`, each run as the program runs it that it is for: with the real binary, in an environment with
//! little in it. What they call besides (sendmail, notify-send) has a stand-in that notes how it was called.
//!
//! Programs of others judge what can be judged without being run. `.ci/run` installs them, and there a missing one is a
//! failure.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::support::reader::run;
use crate::support::{Said, TestEnv};

mod cron;
mod mail;
mod metrics;
mod nagios;
mod notes;
mod systemd;
mod week;
mod workflow;

/// An ordinary ledger, one whose texts mean harm, and the noon at which both are read.
const TEAM: &str = include_str!("../../../examples/team.toml");
const NASTY: &str = include_str!("../../readers/nasty.toml");
const NOON: &str = "2026-11-20T12:00:00-05:00";

/// Returns the path of a recipe.
fn example(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name)
}

/// Returns the text of a recipe.
fn text(name: &str) -> String {
    fs::read_to_string(example(name)).unwrap()
}

/// A home with owed where `cargo install` puts it, and the recipes in `~/bin`.
struct Desk {
    env: TestEnv,
}

impl Desk {
    /// Returns a home with this ledger, which is named `team.toml`.
    fn new(ledger: &str) -> Self {
        let env = TestEnv::new().file("team.toml", ledger);
        let links = [
            (PathBuf::from(env!("CARGO_BIN_EXE_owed")), "~/.cargo/bin/owed"),
            (example("standup"), "~/bin/standup"),
            (example("weekly-report"), "~/bin/weekly-report"),
            (example("systemd/owed-alert"), "~/bin/owed-alert"),
        ];
        let stand_in = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/recipes/stand-in");
        let named = ["~/stand-ins/sendmail", "~/stand-ins/notify-send", "~/stand-ins/cargo"];
        for (from, to) in links.into_iter().chain(named.map(|name| (stand_in.clone(), name))) {
            let to = env.path(to);
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            std::os::unix::fs::symlink(from, to).unwrap();
        }
        Self { env }
    }

    /// Returns a command with nothing in its environment but a home, a language, the time, and a PATH on which owed and the stand-ins are.
    fn command(&self, program: impl AsRef<Path>) -> Command {
        let folder = |name: &str| self.env.path(name).display().to_string();
        let mut command = Command::new(program.as_ref());
        command.env_clear().env("HOME", folder("~/").trim_end_matches('/')).env("OWED_NOW", NOON);
        // In which awk would count letters, unless a recipe says otherwise.
        command.env("LANG", "C.UTF-8");
        let path = format!("{}:{}:/usr/bin:/bin", folder("~/.cargo/bin"), folder("~/stand-ins"));
        command.env("PATH", path).current_dir(self.env.folder());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Returns how a stand-in was called, each time with which arguments.
    fn called(&self, program: &str) -> Vec<Vec<String>> {
        let noted = fs::read_to_string(self.env.path(format!("~/{program}.args"))).unwrap_or_default();
        let calls = noted.split_terminator('\u{1e}');
        calls.map(|call| call.split_terminator('\u{1f}').map(str::to_owned).collect()).collect()
    }

    /// Returns what a stand-in was told on its stdin.
    fn told(&self, program: &str) -> String {
        fs::read_to_string(self.env.path(format!("~/{program}.input"))).unwrap_or_default()
    }
}

/// Runs a command to its end.
fn said(command: &mut Command) -> Said {
    Said::from(command.output().unwrap())
}

/// Tries the check of a program on a recipe, which passes, and on worse ones, each with one thing replaced.
fn check(good: &str, worse: &[(&str, &str)], check: impl Fn(&str) -> Option<Result<(), String>>) {
    let Some(passed) = check(good) else { return };
    assert_eq!(passed, Ok(()), "{good}");
    for (from, to) in worse {
        assert!(good.contains(from), "{from}");
        assert!(check(&good.replace(from, to)).is_some_and(|passed| passed.is_err()), "{to} was let pass");
    }
}

/// Returns every file in `examples/`, by its path in it.
fn all() -> Vec<String> {
    let mut folders = vec![example("")];
    let mut all = Vec::new();
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()) {
            match path.is_dir() {
                true => folders.push(path),
                false => all.push(path.strip_prefix(example("")).unwrap().display().to_string()),
            }
        }
    }
    all.sort();
    all
}

#[test]
fn every_example_is_named_by_the_page_of_examples() {
    let page = text("README.md");
    for name in all() {
        assert!(name == "README.md" || page.contains(&format!("`{name}`")), "{name}");
    }
}

#[test]
fn shellcheck_has_nothing_to_say_of_the_scripts() {
    let scripts = all().into_iter().filter(|name| text(name).starts_with("#!"));
    let mut count = 0;
    for name in scripts {
        count += 1;
        // POSIX sh, whatever `/bin/sh` is.
        assert!(text(&name).starts_with("#!/bin/sh\n"), "{name}");
        let checked = |script: &str| Some(run("shellcheck", &["--shell=sh", "-"], script)?.map(drop));
        check(&text(&name), &[("#!/bin/sh\n", "#!/bin/sh\n[[ $1 ]] && echo $1\n")], checked);
    }
    assert_eq!(count, 9);
}
