//! What we show to type means the same in bash, zsh and fish: the examples of README, docs, help and `examples/`, run
//! with a stand-in for owed that records its arguments.
//!
//! `.ci/run` installs the shells, and there a missing one is a failure (`CI=true`); elsewhere it is skipped with a
//! note.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use clap::CommandFactory as _;
use tempfile::TempDir;

use crate::support::{self, reader};

/// The shells, started so that none reads a person's settings. bash and zsh treat `!` and `#` in their own way only
/// when they are interactive.
const SHELLS: [(&str, &[&str]); 3] =
    [("bash", &["--norc", "--noprofile", "-i"]), ("zsh", &["-f", "-i"]), ("fish", &["--no-config"])];

/// The tokens that end the part of a line for one command.
const OPERATORS: [&str; 5] = ["&&", "||", "|", ">", ";"];

/// A line that we show, and where.
#[derive(Debug, PartialEq)]
struct Example {
    place: String,
    line: String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Returns every command line in README, docs, help and `examples/`.
fn examples() -> Vec<Example> {
    let mut all = Vec::new();
    for name in files("", "md").into_iter().chain(files("docs", "md")).chain(files("examples", "md")) {
        let text = fs::read_to_string(root().join(&name)).unwrap();
        all.extend(in_markdown(&text).into_iter().map(|line| Example { place: name.clone(), line }));
    }
    for name in files("examples", "toml") {
        let text = fs::read_to_string(root().join(&name)).unwrap();
        let shown = text.lines().filter_map(|line| line.strip_prefix("#     ")).filter(|line| is_ours(line));
        all.extend(shown.map(|line| Example { place: name.clone(), line: line.to_owned() }));
    }
    let command = owed::inside::help::whole(0);
    for verb in command.get_subcommands().chain([&command]) {
        let place = format!("the help of {}", verb.get_display_name().unwrap_or(verb.get_name()));
        all.extend(in_help(verb).into_iter().map(|line| Example { place: place.clone(), line }));
    }
    all
}

/// Returns the files of a folder with that ending.
fn files(folder: &str, ending: &str) -> Vec<String> {
    let found = fs::read_dir(root().join(folder)).unwrap().map(|file| file.unwrap().path());
    let mut names: Vec<_> = found
        .filter(|file| file.extension().is_some_and(|other| other == ending))
        .map(|file| Path::new(folder).join(file.file_name().unwrap()).display().to_string())
        .collect();
    names.sort();
    names
}

/// Returns true if a line runs owed with arguments.
fn is_ours(line: &str) -> bool {
    commands(line).iter().any(|command| command.starts_with("owed "))
}

/// Returns the examples of a page: lines of `console` blocks after `$ `, lines of `sh` blocks, jobs of `cron` blocks,
/// and code within sentences. Scripts, which name their shell, are [`scripts`].
fn in_markdown(text: &str) -> Vec<String> {
    let (mut all, mut fence, mut prose) = (Vec::new(), None, String::new());
    for line in text.lines() {
        match (line.strip_prefix("```"), fence) {
            (Some(_), Some(_)) => fence = None,
            (Some(kind), None) => fence = Some(kind),
            (None, Some("console")) => all.extend(line.strip_prefix("$ ").map(str::to_owned)),
            (None, Some("sh")) if line.starts_with("#!") => fence = Some("script"),
            (None, Some("sh")) if !line.starts_with('#') => all.push(line.to_owned()),
            (None, Some("cron")) if !line.starts_with('#') => {
                all.push(line.split_whitespace().skip(5).collect::<Vec<_>>().join(" "));
            }
            (None, None) => prose.extend([line, "\n"]),
            (None, Some(_)) => {}
        }
    }
    all.extend(code_in(&prose));
    all.retain(|line| is_ours(line));
    all
}

/// Returns the code in backticks, on one line; `\|` is a bar in a table.
fn code_in(prose: &str) -> Vec<String> {
    let spans = prose.split('`').skip(1).step_by(2);
    spans.map(|span| span.split_whitespace().collect::<Vec<_>>().join(" ").replace("\\|", "|")).collect()
}

/// Returns the examples in the help of a verb: in lines of their own at the end of it, and in backticks anywhere.
fn in_help(verb: &clap::Command) -> Vec<String> {
    let after = verb.get_after_help().map(ToString::to_string).unwrap_or_default();
    let mut all: Vec<_> = after
        .lines()
        .filter(|line| line.starts_with("  owed "))
        .map(|line| line.trim_start().to_owned())
        .collect();
    let about = [verb.get_about(), verb.get_long_about(), verb.get_after_help()];
    let helps = verb.get_arguments().map(|argument| argument.get_long_help().or(argument.get_help()));
    for text in about.into_iter().chain(helps).flatten() {
        all.extend(code_in(&text.to_string()));
    }
    all.retain(|line| is_ours(line));
    all
}

/// Returns the scripts of a page, which begin with the shell they are for.
fn scripts(text: &str) -> Vec<String> {
    let blocks = text.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next());
    blocks.filter(|block| block.starts_with("#!")).map(str::to_owned).collect()
}

/// Returns the parts of a line between operators outside quotes; a file name after `>` is not one.
fn commands(line: &str) -> Vec<String> {
    let (mut parts, mut part, mut quote, mut is_file) = (Vec::new(), String::new(), None, false);
    for word in line.split(' ') {
        if quote.is_none() && OPERATORS.contains(&word) {
            parts.extend(Some(std::mem::take(&mut part)).filter(|_| !is_file));
            is_file = word == ">";
            continue;
        }
        for letter in word.chars().filter(|letter| matches!(letter, '\'' | '"')) {
            quote = match quote {
                None => Some(letter),
                Some(open) if open == letter => None,
                open => open,
            };
        }
        part.extend((!part.is_empty()).then_some(' '));
        part.push_str(word);
    }
    parts.extend(Some(part).filter(|_| !is_file));
    parts
}

/// Returns the arguments that a line is meant to give owed, once for each time it is run.
fn meant(line: &str) -> Vec<Vec<String>> {
    let words = commands(line).into_iter().map(|command| support::words(&command));
    words
        .filter(|words| words.first().is_some_and(|word| word == "owed"))
        .map(|words| words[1..].to_vec())
        .collect()
}

/// A home with stand-ins on the PATH: one for owed, which records its arguments, and others that do nothing.
struct Bench {
    home: TempDir,
}

impl Bench {
    fn new() -> Self {
        let bench = Self { home: TempDir::new().unwrap() };
        fs::create_dir(bench.home.path().join("bin")).unwrap();
        // The folder for an example's output must exist.
        fs::create_dir_all(bench.home.path().join(".config/fish/completions")).unwrap();
        let record = "for word; do printf '%s\\037' \"$word\"; done >> \"$HOME/said\"; printf '\\036' >> \"$HOME/said\"\n";
        bench.stand_in("owed", &format!("{record}exit \"${{EXIT:-0}}\"\n"));
        bench.stand_in("cargo", "");
        bench.stand_in("notify-send", "printf '%s\\n' \"$*\" >> \"$HOME/notified\"\n");
        bench
    }

    fn stand_in(&self, name: &str, script: &str) -> PathBuf {
        use std::os::unix::fs::PermissionsExt as _;
        let path = self.home.path().join("bin").join(name);
        // Another test may be starting a program just now, and a file that is open for writing cannot be run.
        let made =
            Command::new("sh").args(["-c", "cat > \"$1\"", "sh"]).arg(&path).stdin(Stdio::piped()).spawn();
        let mut made = made.unwrap();
        write!(made.stdin.take().unwrap(), "#!/bin/sh\n{script}").unwrap();
        assert!(made.wait().unwrap().success());
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        path
    }

    fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.env_clear().env("HOME", self.home.path()).env("TERM", "dumb").env("LC_ALL", "C.UTF-8");
        command.env("PATH", format!("{}:/usr/bin:/bin", self.home.path().join("bin").display()));
        command.current_dir(self.home.path()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Types a line into a shell, and returns what owed was given, once for each time it was run.
    fn type_into(&self, shell: &Path, options: &[&str], line: &str) -> Vec<Vec<String>> {
        let said = self.home.path().join("said");
        fs::write(&said, "").unwrap();
        let mut running = self.command(shell).args(options).stdin(Stdio::piped()).spawn().unwrap();
        // A shell that refuses a line may end before it has read it all.
        let _ = writeln!(running.stdin.take().unwrap(), "{line}");
        running.wait_with_output().unwrap();
        let text = String::from_utf8(fs::read(&said).unwrap()).unwrap();
        let runs = text.split_terminator('\u{1e}');
        runs.map(|run| run.split_terminator('\u{1f}').map(str::to_owned).collect()).collect()
    }
}

/// Returns the shells that are installed.
pub fn installed() -> Vec<(PathBuf, &'static str, &'static [&'static str])> {
    SHELLS.iter().filter_map(|(name, options)| Some((reader::installed(name)?, *name, *options))).collect()
}

#[test]
fn every_example_means_the_same_in_every_shell() {
    let (bench, all) = (Bench::new(), examples());
    assert!(all.len() >= 40, "{} examples were found", all.len());
    let mut wrong = Vec::new();
    for (path, shell, options) in installed() {
        for Example { place, line } in &all {
            let given = bench.type_into(&path, options, line);
            if given != meant(line) {
                wrong.push(format!("{place}: {line}\n  {shell}: {given:?}\n  meant: {:?}", meant(line)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_sign_that_needs_quotes_is_named_and_quotes_help() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let rule = readme.split("Plain words need no quotes").nth(1).expect("the rule stands in the README");
    let named = rule.split("quote anything with").nth(1).unwrap().split("as in").next().unwrap();
    assert!(named.contains("a backtick"), "{named}");
    let named = code_in(named).concat() + "`";
    let help = owed::Cli::command().get_after_help().unwrap().to_string();
    assert!(help.contains("Plain words need no quotes; quote anything with & ' $ # ( ) ? * !"), "{help}");
    assert!(named.starts_with("& ' $ # ( ) ? * !"), "{named}");
    let (bench, mut wrong) = (Bench::new(), Vec::new());
    for (path, shell, options) in installed() {
        for sign in ('!'..='~').filter(|sign| !sign.is_ascii_alphanumeric()) {
            let words = [format!("a{sign}b"), format!("{sign}b"), format!("a{sign}"), sign.to_string()];
            for word in words {
                let type_in = |word: &str| bench.type_into(&path, options, &format!("owed x {word} y"));
                let right = [["x", &word, "y"].map(str::to_owned)];
                // A backslash escapes within quotes too, in fish; nobody promises one.
                let quoted = if sign == '\'' { format!("\"{word}\"") } else { format!("'{word}'") };
                if sign != '\\' && type_in(&quoted) != right {
                    wrong.push(format!("{shell}: {quoted}"));
                }
                if !named.contains(sign) && type_in(&word) != right {
                    wrong.push(format!("{shell}: {word} is not named"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_script_tells_a_broken_ledger_from_a_late_promise() {
    let mut count = 0;
    for name in files("", "md").into_iter().chain(files("docs", "md")).chain(files("examples", "md")) {
        let text = fs::read_to_string(root().join(&name)).unwrap();
        assert!(!text.contains("overdue ||"), "{name}: a broken ledger is not a late promise");
        for script in scripts(&text).into_iter().filter(|script| script.contains("overdue")) {
            count += 1;
            let said = ["0", "1", "2"].map(|exit| {
                let bench = Bench::new();
                let path = bench.stand_in("script", &script);
                assert!(bench.command(path).env("EXIT", exit).output().unwrap().status.success());
                fs::read_to_string(bench.home.path().join("notified")).unwrap_or_default()
            });
            assert_eq!(said[0], "", "{name}");
            assert!(said[1].contains("late") && !said[2].contains("late"), "{name}: {said:?}");
            assert!(said[2].contains("ledger"), "{name}: {said:?}");
        }
    }
    assert!(count > 0, "no script was found");
}

#[test]
fn examples_are_found_where_they_stand() {
    let page = "Type `owed done\nID` or `owed`.\n```console\n$ owed a\nb\n$ true && owed c\n```\n```sh\nowed d # e\nls\n```\n\
                ```sh\n#!/bin/sh\nowed f\n```\n```cron\n# g\n0 8 * * 1-5   owed h\n```\n```toml\nowed i\n```\n";
    assert_eq!(in_markdown(page), ["owed a", "true && owed c", "owed d # e", "owed h", "owed done ID"]);
    assert_eq!(scripts(page), ["#!/bin/sh\nowed f\n"]);
    assert_eq!(meant("cargo x && owed a 'b && c' > owed d"), [["a", "b && c"]]);
    assert_eq!(meant("owed a | owed b"), [["a"], ["b"]]);
}
