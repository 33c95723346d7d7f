//! What holds for every verb.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use clap::CommandFactory as _;

use super::*;
use crate::app::Host;
use crate::cli::missing::ask;
use crate::context::Stdin;
use crate::ledger::file::disk::Disk;
use crate::rules::time::Instant;
use crate::views::formats;

#[test]
fn whatever_a_verb_needs_has_a_question() {
    let mut root = Cli::command();
    root.build();
    let mut needed = 0;
    for verb in root.get_subcommands() {
        for arg in verb.get_arguments().filter(|arg| arg.is_required_set()) {
            needed += 1;
            let shown = arg.to_string();
            assert!(
                ask(std::slice::from_ref(&shown), "Usage: owed x").is_some(),
                "{}: {shown}",
                verb.get_name()
            );
        }
    }
    assert!(needed > 20, "{needed}");
}

/// A line for each verb with all its effects, after the lines that prepare for it.
const LINES: [(&str, &[&str]); 37] = [
    ("promise", &["promise call --to Acme --by 2h"]),
    ("done", &["done ccc"]),
    ("overdue", &["overdue"]),
    ("escalate", &["escalate ccc --to sam --why late"]),
    ("report", &["report"]),
    ("today", &["today"]),
    ("week", &["week"]),
    ("log", &["log"]),
    ("customer", &["customer"]),
    ("list", &["list"]),
    ("show", &["show ccc"]),
    ("move", &["move ddd --by mon --why rain"]),
    ("told", &["told fff hello"]),
    ("heard", &["heard fff hello"]),
    ("note", &["note ggg hello"]),
    ("wait", &["wait rrr --why photos"]),
    ("resume", &["wait rrr --why photos", "resume rrr"]),
    ("hand", &["hand ccc --to sam --why hers"]),
    ("change", &["change ccc --kind email --why slip --tag new"]),
    ("cancel", &["cancel ccc --as void --why twice"]),
    ("reopen", &["reopen ggg --by mon --why again"]),
    ("rate", &["rate ggg 4 quick"]),
    ("forecast", &["forecast"]),
    ("when", &["when 2h"]),
    ("edit", &["edit"]),
    ("undo", &["note ccc hello", "undo"]),
    ("archive", &["archive --before 2026-11-20"]),
    (
        "merge-driver",
        &["merge-driver FOLDER/ledger.toml FOLDER/ledger.toml FOLDER/ledger.toml -o FOLDER/merged.toml"],
    ),
    ("between", &["between 2026-11-20 2026-11-24"]),
    ("policy", &["policy"]),
    ("check", &["check"]),
    ("merge", &["merge --take ours --ledger FOLDER/marked.toml"]),
    ("init", &["init --ledger FOLDER/new.toml"]),
    ("completions", &["completions bash"]),
    ("config", &["config"]),
    ("help", &["help dates"]),
    ("import", &["import FOLDER/rows.csv --from csv"]),
];

/// Something of everything, and a commitment that can wait.
const LEDGER: &str = concat!(
    include_str!("../../tests/data/sample.toml"),
    "\n[[commitment]]\nid = \"rrr88888\"\nto = \"Ada\"\nwhat = \"repair\"\ntarget = \"8h\"\n",
    "made = 2026-11-20T08:00:00-05:00\ndue = 2026-11-20T16:00:00-05:00\n",
);

/// The verbs that change no file.
const READING: [&str; 16] = [
    "forecast",
    "overdue",
    "report",
    "today",
    "week",
    "log",
    "customer",
    "list",
    "show",
    "when",
    "between",
    "policy",
    "check",
    "config",
    "completions",
    "help",
];

#[test]
fn a_format_that_a_verb_does_not_have_is_refused_before_it_changes_anything() {
    let known: BTreeSet<_> = LINES.iter().map(|(verb, _)| (*verb).to_owned()).collect();
    let verbs = Cli::command().get_subcommands().map(|verb| verb.get_name().to_owned()).collect();
    assert_eq!(known, verbs, "a line for every verb");
    let mut refused = 0;
    for (verb, lines) in LINES {
        for format in formats::all() {
            let desk = Desk::new();
            let (last, before) = lines.split_last().unwrap();
            before.iter().for_each(|line| assert_eq!(desk.run(line).0, Exit::Success, "{line}"));
            let files = desk.files();
            let line = format!("{last} --format {}", format.name);
            let has = Cli::parse_from(desk.words(&line)).verb.unwrap().formats().has(format);
            let (exit, stdout, stderr) = desk.run(&line);
            if has {
                // A verb that shows something other than its `FORMATS` would fail here: some formats show one thing.
                assert_ne!(exit, Exit::Error, "{line}: {stderr}");
                assert_eq!(desk.files() == files, READING.contains(&verb), "{line}");
                continue;
            }
            refused += 1;
            assert_eq!((exit, stdout.as_str()), (Exit::Error, ""), "{line}");
            let said = format!("error: this command has no format `{}`\nhint: it has: table", format.name);
            assert!(stderr.starts_with(&said), "{line}: {stderr}");
            assert_eq!(desk.files(), files, "{line}");
        }
    }
    assert!(refused > LINES.len(), "{refused}");
}

#[test]
fn an_output_file_is_for_the_verbs_that_change_no_file() {
    for (verb, lines) in LINES {
        let desk = Desk::new();
        let (last, before) = lines.split_last().unwrap();
        before.iter().for_each(|line| assert_eq!(desk.run(line).0, Exit::Success, "{line}"));
        let files = desk.files();
        let (exit, stdout, stderr) = desk.run(&format!("{last} --output FOLDER/answer"));
        assert_eq!(stdout, "", "{verb}");
        if READING.contains(&verb) {
            assert_ne!(exit, Exit::Error, "{verb}: {stderr}");
            assert_eq!(desk.files().len(), files.len() + 1, "{verb}");
        } else {
            assert!(stderr.starts_with("error: --output is only for commands"), "{verb}: {stderr}");
            assert_eq!((exit, desk.files()), (Exit::Error, files), "{verb}");
        }
    }
}

/// A folder with a ledger that has something of everything, and a file to import.
pub(super) struct Desk(tempfile::TempDir);

impl Desk {
    pub(super) fn new() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        fs::write(desk.0.path().join("ledger.toml"), LEDGER).unwrap();
        fs::write(desk.0.path().join("rows.csv"), "to,what,made,due\nAcme,x,2026-11-19,2026-11-27\n")
            .unwrap();
        let conflict = "<<<<<<< a\n[kind.x]\ntarget = \"1h\"\n=======\n>>>>>>> b\n";
        fs::write(desk.path("marked.toml"), format!("{LEDGER}\n{conflict}")).unwrap();
        desk
    }

    fn words(&self, line: &str) -> Vec<OsString> {
        let line = line.replace("FOLDER", self.0.path().to_str().unwrap());
        ["owed"].into_iter().chain(line.split(' ')).map(OsString::from).collect()
    }

    /// Returns the path of a file in the folder.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(super) fn run(&self, line: &str) -> (Exit, String, String) {
        let folder = self.0.path();
        let env = |name: &str| match name {
            "OWED_LEDGER" => Some(folder.join("ledger.toml").into()),
            "OWED_ME" => Some("dana".into()),
            "OWED_NOW" => Some("2026-11-20T09:30:00-05:00".into()),
            "TZ" => Some("America/New_York".into()),
            "EDITOR" => Some("echo '# edited' >>".into()),
            "XDG_CONFIG_HOME" => Some(folder.join("config").into()),
            "XDG_STATE_HOME" => Some(folder.join("state").into()),
            _ => None,
        };
        let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
        let exit = crate::app::run(Host {
            args: self.words(line),
            env: &env,
            now: Instant::from_epoch(0),
            disk: Disk::real(),
            parts: &|_| 1,
            largest: crate::LARGEST,
            stdin: Stdin::closed(),
            stdout: &mut stdout,
            stderr: &mut stderr,
            progress: &|_| {},
            stdout_tty: false,
            stderr_tty: false,
            width: 80,
            height: 0,
        });
        let [stdout, stderr] = [stdout, stderr].map(|bytes| String::from_utf8(bytes).unwrap());
        (exit, stdout, stderr)
    }

    fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = BTreeMap::new();
        gather(self.0.path(), &mut files);
        files
    }
}

/// Gathers every file in a folder, with its contents.
fn gather(folder: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for path in fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()) {
        if path.is_dir() {
            gather(&path, files);
        }
        files.insert(path.clone(), fs::read(&path).unwrap_or_default());
    }
}
