//! A folder of its own, a pinned clock, and owed with nothing else of this machine around it.
//!
//! Both binaries of tests have it, `it` and `torture`.
#![allow(dead_code, reason = "each of the two uses its part")]

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fmt;
use std::fs::{self, Permissions};
use std::io::{self, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use owed::Instant;
use owed::Prompts;
use owed::Stdin;
use owed::{Disk, Step};
use owed::{Host, LARGEST, run};
use serde_json::Value;
use tempfile::TempDir;

pub mod reader;

/// A Friday morning in New York.
pub const NOW: &str = "2026-11-20T09:30:00-05:00";
/// The policy at the top of a test's ledger.
pub const RULES: &str = "format = 1\ntimezone = \"America/New_York\"\n";
/// A ledger with something of everything; its comments say what, on that Friday morning.
pub const SAMPLE: &str = include_str!("../data/sample.toml");

/// A folder in which owed runs, and the environment it sees.
pub struct TestEnv {
    folder: TempDir,
    variables: BTreeMap<String, OsString>,
}

impl TestEnv {
    /// Returns an environment without a ledger.
    pub fn new() -> Self {
        let folder = TempDir::new().unwrap();
        fs::create_dir(folder.path().join("here")).unwrap();
        let home = folder.path().join("home");
        let variables = [
            ("HOME", home.as_os_str()),
            ("OWED_NOW", OsStr::new(NOW)),
            ("OWED_LEDGER", OsStr::new("ledger.toml")),
            ("OWED_ME", OsStr::new("dana")),
            ("TZ", OsStr::new("America/New_York")),
            ("COLUMNS", OsStr::new("100")),
            ("LANG", OsStr::new("C.UTF-8")),
        ];
        let variables = variables.map(|(name, value)| (name.to_owned(), value.to_owned()));
        Self { folder, variables: BTreeMap::from(variables) }
    }

    /// Returns an environment with the ledger that has something of everything.
    pub fn sample() -> Self {
        Self::new().ledger(SAMPLE)
    }

    /// Sets the ledger.
    pub fn ledger(self, text: impl AsRef<[u8]>) -> Self {
        self.file("ledger.toml", text)
    }

    /// Adds a file in its folder.
    pub fn file(self, name: &str, text: impl AsRef<[u8]>) -> Self {
        self.write(name, text);
        self
    }

    /// Sets the config file.
    pub fn config(self, text: impl AsRef<[u8]>) -> Self {
        self.write_config(text);
        self
    }

    /// Writes a file; whatever the umask is, others can read it, and nobody else can write to it.
    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        fs::set_permissions(path, Permissions::from_mode(0o644)).unwrap();
    }

    /// Writes the config file.
    pub fn write_config(&self, text: impl AsRef<[u8]>) {
        self.write("~/.config/owed/config.toml", text);
        for folder in ["~/.config", "~/.config/owed"] {
            fs::set_permissions(self.path(folder), Permissions::from_mode(0o755)).unwrap();
        }
    }

    /// Sets a variable of the environment.
    pub fn env(mut self, name: &str, value: impl Into<OsString>) -> Self {
        self.variables.insert(name.to_owned(), value.into());
        self
    }

    /// Removes a variable.
    pub fn without(mut self, name: &str) -> Self {
        self.variables.remove(name);
        self
    }

    /// Removes every variable.
    pub fn bare(mut self) -> Self {
        self.variables.clear();
        self
    }

    /// Sets the current time.
    pub fn at(self, now: &str) -> Self {
        self.env("OWED_NOW", now)
    }

    /// Returns every variable, for another process that runs owed within itself.
    pub fn variables(&self) -> Vec<(&str, OsString)> {
        let homes = ["XDG_CONFIG_HOME", "XDG_STATE_HOME"];
        let names = self.variables.keys().map(String::as_str).chain(homes);
        names.filter_map(|name| Some((name, self.variable(name)?))).collect()
    }

    /// Returns the folder in which owed runs.
    pub fn folder(&self) -> PathBuf {
        self.folder.path().join("here")
    }

    /// Returns the path of a file in the folder; `~/` is the home of its owner.
    pub fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        match name.as_ref().strip_prefix("~") {
            Ok(name) => self.folder.path().join("home").join(name),
            Err(_) => self.folder().join(name),
        }
    }

    /// Writes the ledger.
    pub fn put(&self, text: impl AsRef<[u8]>) {
        fs::write(self.path("ledger.toml"), text).unwrap();
    }

    /// Returns the bytes of the ledger, `None` if there is none.
    pub fn bytes(&self) -> Option<Vec<u8>> {
        fs::read(self.path("ledger.toml")).ok()
    }

    /// Returns the text of the ledger.
    pub fn text(&self) -> String {
        fs::read_to_string(self.path("ledger.toml")).unwrap()
    }

    /// Returns the names of the files in the folder.
    pub fn files(&self) -> Vec<String> {
        let files = fs::read_dir(self.folder()).unwrap();
        let mut files: Vec<_> = files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        files.sort();
        files
    }

    /// Returns a command for owed, with its output going into pipes.
    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_owed"));
        command.env_clear().envs(&self.variables).current_dir(self.folder());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs owed with the words of a line; `'…'` and `"…"` keep words together.
    pub fn owed(&self, line: &str) -> Said {
        self.args(words(line))
    }

    /// Runs owed with these arguments.
    pub fn args(&self, args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Said {
        let before = self.ledger_ids();
        let said = Said::from(self.command().args(args).output().unwrap());
        let new = self.ledger_ids().into_iter().filter(|id| !before.contains(id)).collect();
        Said { new, ..said }
    }

    /// Runs owed with the words of a line, and with these bytes coming in.
    pub fn piped(&self, line: &str, bytes: &[u8]) -> Said {
        let mut child = self.command().args(words(line)).stdin(Stdio::piped()).spawn().unwrap();
        // A process that reads nothing may have closed its end.
        _ = child.stdin.take().unwrap().write_all(bytes);
        Said::from(child.wait_with_output().unwrap())
    }

    /// Runs owed within the test, on pipes: for tests that run it hundreds of times.
    pub fn within(&self, line: &str) -> Said {
        let words = words(line);
        let args: Vec<_> = words.iter().map(String::as_str).collect();
        self.beside(self.in_parts(1, &|_, _| Ok(usize::MAX), &args))
    }

    /// Runs owed within the test, on a terminal of that width, where nobody answers.
    pub fn terminal(&self, width: usize, line: &str) -> Said {
        self.person(width, line, Stdin::closed())
    }

    /// Runs owed within the test, on a terminal where a person gives this answer to every question; `None`: they close
    /// it.
    pub fn answering(&self, answer: Option<&str>, line: &str) -> Said {
        let line_typed = || answer.map(|text| format!("{text}\n"));
        self.person(100, line, Stdin { is_tty: true, line: &line_typed, ..Stdin::closed() })
    }

    /// Runs owed within the test, on a terminal where this person answers what is asked for more than a yes.
    pub fn asking(&self, person: &dyn Prompts, line: &str) -> Said {
        let before = self.ledger_ids();
        let said = self.person(100, line, Stdin { is_tty: true, prompts: Some(person), ..Stdin::closed() });
        let new = self.ledger_ids().into_iter().filter(|id| !before.contains(id)).collect();
        Said { new, ..said }
    }

    /// Runs owed within the test, on pipes, with ledgers and archives of at most so many bytes.
    pub fn of_at_most(&self, largest: u64, line: &str) -> Said {
        let env = |name: &str| self.variable(name);
        let stdin = Stdin::closed();
        let process = Process { env: &env, disk: Disk::real(), parts: 1, largest, stdin, terminal: None };
        self.beside(process.run(words(line)))
    }

    fn person(&self, width: usize, line: &str, stdin: Stdin<'_>) -> Said {
        let env = |name: &str| self.variable(name);
        let said = Process {
            env: &env,
            disk: Disk::real(),
            parts: 1,
            largest: LARGEST,
            stdin,
            terminal: Some(width),
        }
        .run(words(line));
        self.beside(said)
    }

    /// Returns the output, with the files of the folder named as they are in it.
    fn beside(&self, said: Said) -> Said {
        let here = format!("{}/", self.folder().display());
        let [stdout, stderr] = [said.stdout, said.stderr].map(|text| text.replace(&here, ""));
        Said { stdout, stderr, ..said }
    }

    /// Runs owed within the test, on pipes, behind a gate, and with the ledger read in `parts` parts where a verb
    /// allows it.
    pub fn in_parts(&self, parts: usize, gate: Gate<'_>, args: &[&str]) -> Said {
        let env = |name: &str| self.variable(name);
        let stdin = Stdin::closed();
        Process { env: &env, disk: Disk::behind(gate), parts, largest: LARGEST, stdin, terminal: None }
            .run(args)
    }

    /// Returns a variable, with the paths of this folder and its owner where owed runs in no folder.
    pub fn variable(&self, name: &str) -> Option<OsString> {
        match name {
            "OWED_LEDGER" => Some(self.path(self.variables.get(name)?).into_os_string()),
            "XDG_CONFIG_HOME" => Some(self.path("~/.config").into()),
            "XDG_STATE_HOME" => Some(self.path("~/.local/state").into()),
            name => self.variables.get(name).cloned(),
        }
    }

    /// Returns the ids in the ledger, in the order of the file; none if it cannot be read.
    pub fn ledger_ids(&self) -> Vec<String> {
        ids(&self.path("ledger.toml"))
    }
}

fn ids(ledger: &Path) -> Vec<String> {
    let text = fs::read(ledger).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let lines = text.lines().filter_map(|line| line.strip_prefix("id = \"")?.strip_suffix('"'));
    lines.map(str::to_owned).collect()
}

/// Splits a line into words, as a shell would.
pub fn words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None);
    for letter in line.chars() {
        match (quote, letter) {
            (None, '\'' | '"') => {
                quote = Some(letter);
                word.get_or_insert_default();
            }
            (None, ' ' | '\n') => words.extend(word.take()),
            (Some(end), letter) if end == letter => quote = None,
            (_, letter) => word.get_or_insert_default().push(letter),
        }
    }
    assert_eq!(quote, None, "a quote is not closed: {line}");
    words.extend(word);
    words
}

/// Called before an operation on files: returns how many bytes of it may be done, or why it fails.
pub type Gate<'a> = &'a dyn Fn(Step, &Path) -> io::Result<usize>;

/// Owed within the process of the test.
pub struct Process<'a> {
    pub env: &'a dyn Fn(&str) -> Option<OsString>,
    pub disk: Disk<'a>,
    pub parts: usize,
    pub largest: u64,
    pub stdin: Stdin<'a>,
    /// The columns of the terminal that it talks to, `None` for pipes.
    pub terminal: Option<usize>,
}

impl Process<'_> {
    pub fn run(self, args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Said {
        let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
        let args = args.into_iter().map(|arg| arg.as_ref().to_owned());
        let exit = run(Host {
            args: [OsString::from("owed")].into_iter().chain(args).collect(),
            env: self.env,
            now: Instant::from_epoch(0),
            disk: self.disk,
            parts: &|_| self.parts,
            largest: self.largest,
            stdin: self.stdin,
            stdout: &mut stdout,
            stderr: &mut stderr,
            progress: &|_| {},
            stdout_tty: self.terminal.is_some(),
            stderr_tty: self.terminal.is_some(),
            width: self.terminal.unwrap_or(80),
            height: 0,
        });
        let text = |bytes| String::from_utf8(bytes).expect("owed says UTF-8");
        Said { stdout: text(stdout), stderr: text(stderr), status: exit.code().into(), new: Vec::new() }
    }
}

/// The output of owed, and its exit code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    pub stdout: String,
    pub stderr: String,
    pub status: i32,
    /// The ids that are new in the ledger.
    new: Vec<String>,
}

impl Said {
    /// Replaces ids that were drawn in this run by `NEW`, in full and as the short one that begins a line.
    pub fn ids(mut self) -> Self {
        for text in [&mut self.stdout, &mut self.stderr] {
            let lines = text.split_inclusive('\n').map(|line| {
                let line = self.new.iter().fold(line.to_owned(), |line, id| line.replace(id, "NEW"));
                match line.split_once("  ") {
                    Some((short, rest)) if self.new.iter().any(|id| id.starts_with(short)) => {
                        format!("NEW  {rest}")
                    }
                    _ => line,
                }
            });
            *text = lines.collect();
        }
        self
    }

    /// Parses the output as JSON; nothing may be on stderr.
    pub fn json(&self) -> Value {
        assert_eq!(self.stderr, "");
        serde_json::from_str(&self.stdout).expect("owed says JSON")
    }
}

impl From<Output> for Said {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("owed says UTF-8");
        Self {
            stdout: text(output.stdout),
            stderr: text(output.stderr),
            status: output.status.code().expect("owed ends by itself"),
            new: Vec::new(),
        }
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.stdout)?;
        if !self.stderr.is_empty() {
            write!(f, "--- stderr\n{}", self.stderr)?;
        }
        write!(f, "--- exit {}", self.status)
    }
}

/// Returns the lines that a run added to the ledger.
pub fn new_lines(env: &TestEnv) -> String {
    let text = env.text();
    let new = text.lines().filter(|line| !SAMPLE.lines().any(|old| old == *line) && !line.starts_with("id"));
    new.collect::<Vec<_>>().join("\n")
}
