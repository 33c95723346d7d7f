//! Programs that others wrote, for the formats and for the recipes in `examples/` (`tests/it/recipes`).
//!
//! `.ci/run` installs them, and there (`CI=true`) a missing one is a failure; elsewhere its test says that it was
//! skipped.

use std::collections::BTreeSet;
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Mutex;
use std::thread;

/// What a reader said: its output, or what it complained of.
pub type Read = Result<String, String>;

/// The exit code of a script whose module is missing.
const NO_MODULE: i32 = 77;

/// Runs a program on this input. `None`: it is not installed.
pub fn run(program: &str, args: &[&str], input: &str) -> Option<Read> {
    match output(program, args, input) {
        Err(error) if error.kind() == ErrorKind::NotFound => skip(program),
        Err(error) => panic!("{program}: {error}"),
        Ok(output) => Some(judged(&output)),
    }
}

/// Runs a Python script on this input, with these modules. `None`: Python, or one of them, is not installed.
pub fn python(modules: &[&str], script: &str, input: &str) -> Option<Read> {
    let imports: String = modules.iter().map(|module| format!("    import {module}\n")).collect();
    let script = format!(
        "import io, json, sys\ntry:\n    pass\n{imports}except ImportError:\n    sys.exit({NO_MODULE})\n{script}"
    );
    // Modules of the distribution are found by its own Python only.
    for python in ["/usr/bin/python3", "python3"] {
        match output(python, &["-c", &script], input) {
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => panic!("{python}: {error}"),
            Ok(output) if output.status.code() == Some(NO_MODULE) => {}
            Ok(output) => return Some(judged(&output)),
        }
    }
    skip(&format!("python3 with {modules:?}"))
}

fn output(program: &str, args: &[&str], input: &str) -> io::Result<Output> {
    let mut command = Command::new(program);
    command.args(args).env("LC_ALL", "C.UTF-8").env("TZ", "UTC");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn()?;
    let mut stdin = child.stdin.take().unwrap();
    thread::scope(|scope| {
        // One that refuses its input may not read all of it.
        scope.spawn(move || drop(stdin.write_all(input.as_bytes())));
        child.wait_with_output()
    })
}

/// Returns what it printed. A complaint is one also where the program succeeds in spite of it.
fn judged(output: &Output) -> Read {
    let [stdout, stderr] = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes));
    if output.status.success() && stderr.is_empty() {
        Ok(stdout.into_owned())
    } else {
        Err(format!("{}: {stderr}{stdout}", output.status))
    }
}

/// Returns the path of a program. `None`: it is not installed.
pub fn installed(program: &str) -> Option<PathBuf> {
    let folders = ["/usr/bin", "/bin", "/usr/local/bin", "/opt/homebrew/bin"];
    let found = folders.iter().map(|folder| Path::new(folder).join(program)).find(|path| path.is_file());
    if found.is_none() {
        skip(program);
    }
    found
}

/// Says once that a reader is missing.
#[expect(clippy::disallowed_methods, reason = "whether a missing reader is a failure")]
pub fn skip(reader: &str) -> Option<Read> {
    static SAID: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    let is_ci = std::env::var_os("CI").is_some_and(|value| value == "true");
    assert!(!is_ci, "{reader} is not installed, and CI=true");
    if SAID.lock().unwrap().insert(reader.to_owned()) {
        // Past the capture of the test harness: a skipped test must not look like one that passed.
        let _ = writeln!(io::stderr(), "skipped: {reader} is not installed");
    }
    None
}
