//! The environments of these tests, and the verbs they try.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::{Gate, Said, TestEnv};

/// A ledger of about twenty blocks, in canonical form and in other people's.
pub const SAMPLE: &str = include_str!("sample.toml");
/// The first commitment of the sample; it is open.
pub const ID: &str = "k7qdm2xv";
/// One of its commitments that is open, and promised again every week.
pub const SERIES: &str = "h2fvcj7n";

impl Said {
    /// Returns true if the output says that the new ledger must be in place.
    pub fn is_written(&self) -> bool {
        self.status == 0 || self.stderr.starts_with("error: written, but")
    }

    pub fn fine(self, what: &str) -> Self {
        assert_eq!(self.status, 0, "{what}: {self:?}");
        self
    }

    /// Checks that it was refused with one message that names the ledger, or the file to import.
    pub fn refused(self, what: &str) -> Self {
        assert_eq!((self.status, self.stdout.as_str()), (2, ""), "{what}: {self:?}");
        let errors = self.stderr.lines().filter(|line| line.starts_with("error: ")).count();
        assert!(errors == 1 && self.stderr.starts_with("error: "), "{what}: {self:?}");
        let names_file = ["ledger.toml", "in.csv"].iter().any(|file| self.stderr.contains(file));
        assert!(names_file, "{what}: {self:?}");
        self
    }
}

impl TestEnv {
    /// Returns an empty environment, half an hour later, with an editor in a hurry.
    pub fn empty() -> Self {
        Self::new().at("2026-11-20T10:00:00-05:00").env("EDITOR", "sed -i 's/thing 16/thing sixteen/'")
    }

    /// Returns an environment with twenty commitments: [`SAMPLE`].
    pub fn of_twenty() -> Self {
        Self::empty().ledger(SAMPLE)
    }

    /// Returns what killed writes have left behind.
    pub fn leftovers(&self) -> Vec<String> {
        names(&self.folder()).into_iter().filter(|name| name.ends_with(".tmp")).collect()
    }

    /// Returns the copies that `edit` has not removed.
    pub fn copies(&self) -> Vec<String> {
        names(&self.path("~/.local/state/owed/edit"))
    }

    /// Restores the folder: no config, nothing to undo, no copies, no locks; and in the ledger, if there is to be one,
    /// this text.
    pub fn reset(&self, text: Option<&str>) {
        let _ = fs::remove_dir_all(self.path("~/"));
        for lock in [".ledger.toml.lock", ".ledger.toml.escalate.lock"] {
            let _ = fs::remove_file(self.path(lock));
        }
        match text {
            Some(text) => self.put(text),
            None => drop(fs::remove_file(self.path("ledger.toml"))),
        }
    }

    /// Runs owed in this process on the file system as it is.
    pub fn run(&self, args: &[&str]) -> Said {
        self.behind(&|_, _| Ok(usize::MAX), args)
    }

    /// Runs owed in this process behind a gate.
    pub fn behind(&self, gate: Gate<'_>, args: &[&str]) -> Said {
        self.in_parts(1, gate, args)
    }

    /// Returns a command of the real program with these arguments.
    pub fn program(&self, args: &[&str]) -> Command {
        let mut command = self.command();
        command.args(args);
        command
    }

    /// Returns the references of all commitments, archived ones too.
    pub fn all_references(&self) -> Vec<String> {
        let answer = self.run(&["list", "--all", "--json"]).fine("everything").json();
        let all = answer["commitments"].as_array().unwrap().iter();
        let mut all: Vec<_> = all.map(|one| one["ref"].as_str().unwrap().to_owned()).collect();
        all.sort();
        all
    }

    /// Returns the ids of all commitments, archived ones too.
    pub fn listed_ids(&self) -> Vec<String> {
        let answer = self.run(&["list", "--all", "--json"]).fine("everything").json();
        let all = answer["commitments"].as_array().unwrap().iter();
        let mut ids: Vec<_> = all.map(|one| one["id"].as_str().unwrap().to_owned()).collect();
        ids.sort();
        ids
    }
}

fn names(folder: &Path) -> Vec<String> {
    let files = fs::read_dir(folder).into_iter().flatten();
    files.filter_map(|file| file.unwrap().file_name().into_string().ok()).collect()
}

/// Returns a ledger's text without the ids that are not in another text: they are random.
pub fn but_for_new_ids(text: &str, old: &str) -> String {
    let lines = text.lines().map(|line| {
        let new = line.starts_with("id = ") && !old.contains(line);
        if new { "id = NEW" } else { line }
    });
    lines.map(|line| format!("{line}\n")).collect()
}

/// Every verb that changes an existing ledger; [`ARCHIVE`] writes two files and [`UNDO`] needs a change. The import
/// needs the file of [`with_csv`].
pub const CHANGES: [&[&str]; 28] = [
    &["promise", "send the parts", "--to", "Acme Corp", "--by", "2026-12-01"],
    &["done", ID, "--note", "in time"],
    &["done", ID, "--next", "send the rest", "--by", "2026-12-05"],
    &["move", ID, "--by", "2026-11-20 18:00", "--why", "parts", "--told"],
    &["told", ID, "on its way"],
    &["heard", ID, "where is it"],
    &["note", ID, "nobody there"],
    &["hand", ID, "--to", "sam", "--why", "on leave"],
    &["escalate", ID, "--to", "lee", "--why", "too hard"],
    &["change", ID, "--kind", "email", "--why", "they wrote"],
    &["cancel", ID, "--as", "withdrawn", "--why", "no longer wanted"],
    &["import", "IN.csv", "--from", "csv"],
    &["done", ID, "--json"],
    &["told", "the parts are here", "--to", "Firm"],
    &["reopen", "fqzcwjcd", "--by", "2026-12-05", "--why", "again"],
    &["rate", "fqzcwjcd", "4", "quick, and kind"],
    &["wait", "zzrckcxg", "--why", "they look for the papers"],
    &["resume", "pgr3cd9x", "--note", "found"],
    &["edit"],
    &["promise", "send the report", "--to", "Acme Corp", "--by", "2026-12-01", "--every", "last fri"],
    &["done", SERIES],
    &["cancel", SERIES, "--as", "withdrawn", "--why", "nobody reads it", "--next"],
    &["change", SERIES, "--every", "2w", "--why", "nobody reads it"],
    &["hand", "--owner", "dana", "--to", "lee", "--why", "on leave", "--all"],
    &["change", ID, SERIES, "--to", "Acme GmbH", "--tag", "moved", "--contact", ""],
    &["customer", "Firm 2", "--rename", "Firm Two"],
    &["customer", "Firm 2", "--rename", "Acme Corp", "--json"],
    CLIMB,
];

/// Verbs that copy a ledger while they read it, if it is read in parts: all of it, and half.
pub const COPIED: [&[&str]; 3] = [CHANGES[0], CHANGES[1], CHANGES[3]];

/// Tries each of these in a folder of its own, all at the same time: most of their time is spent waiting for the disk.
pub fn at_once<T: Sync>(all: &[T], test: impl Fn(usize, &T) + Sync) {
    std::thread::scope(|scope| {
        for (turn, one) in all.iter().enumerate() {
            let test = &test;
            scope.spawn(move || test(turn, one));
        }
    });
}

/// Climbs the ladder: the rung of the sample has come for some.
pub const CLIMB: &[&str] = &["escalate"];

/// Takes back the last change.
pub const UNDO: &[&str] = &["undo"];

/// Goes on with an edit that was kept.
pub const RESUME: &[&str] = &["edit", "--resume", "-q"];

/// Takes back the undo that was the last change.
pub const AGAIN: &[&str] = &["undo", "1"];

/// Moves nine of the twenty out of the sample.
pub const ARCHIVE: &[&str] = &["archive", "--before", "2026-11-20 08:00"];

/// Puts what was closed long ago into archives of two years; the file is [`with_closed`].
pub const IMPORT: &[&str] = &["import", "IN.csv", "--from", "csv", "--archive-closed"];

/// Makes the file to import: two that were closed long ago, in different years, and one that is open.
pub fn with_closed(env: &TestEnv, path: &mut String) -> Vec<String> {
    let args = with_csv(env, IMPORT, path).into_iter().map(str::to_owned).collect();
    let file = "ref,to,what,made,due,done\nA-1,Acme,one,2019-11-01 09:00,2019-12-01 09:00,2019-11-30 09:00\n\
        A-2,Acme,two,2026-11-01 09:00,2026-12-02 09:00,\nA-3,Acme,three,2024-11-01 09:00,2024-12-01 09:00,2024-12-30 09:00\n";
    fs::write(env.path("in.csv"), file).unwrap();
    args
}

/// Every verb that makes a ledger.
pub const BEGINNINGS: [&[&str]; 3] = [
    &["init"],
    &["promise", "send the parts", "--to", "Acme Corp", "--by", "2026-12-01"],
    &["import", "IN.csv", "--from", "csv"],
];

/// Every verb that only reads.
pub const READS: [&[&str]; 24] = [
    &["list"],
    &["list", "--all", "--json"],
    &["overdue"],
    &["today"],
    &["week", "--json"],
    &["log", "--since", "2026-11-01"],
    &["report", "--since", "2026-11-01", "--until", "2026-12-01", "--by", "kind"],
    &["show", ID],
    &["forecast"],
    &["report", "--calibration"],
    &["check"],
    &["policy"],
    &["customer"],
    &["customer", "acme"],
    &["when", "tomorrow", "--calendar", "office"],
    &["between", "2026-11-19 09:00", "2026-11-20 09:00"],
    &["completions", "bash"],
    &["config"],
    &["help", "dates"],
    &["undo", "--list"],
    // Where no file has markers.
    &["merge"],
    &["escalate", "--dry-run"],
    &["told", "all is well", "--to", "Firm", "--dry-run"],
    &["escalate", ID, "--to", "lee", "--why", "too hard", "--dry-run"],
];

/// Makes the file to import and returns the arguments with its name.
pub fn with_csv<'a>(env: &TestEnv, args: &[&'a str], path: &'a mut String) -> Vec<&'a str> {
    let file = env.path("in.csv");
    fs::write(&file, "ref,to,what,made,due\nA-1,Acme,one,2026-11-01 09:00,2026-12-01 09:00\nA-2,Acme,two,2026-11-01 09:00,2026-12-02 09:00\n").unwrap();
    *path = file.to_string_lossy().into_owned();
    let path: &'a str = path;
    args.iter().map(|arg| if *arg == "IN.csv" { path } else { *arg }).collect()
}
