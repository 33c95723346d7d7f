//! A folder with a ledger in it, and owed run on that: in this process behind a gate, or as the real program.

use std::ffi::OsString;
use std::fs::{self, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use owed::app::{Host, run};
use owed::context::Stdin;
use owed::ledger::file::disk::{Disk, Step};
use owed::rules::time::Instant;
use tempfile::TempDir;

/// A ledger of about twenty blocks, in the form of owed and in other people's.
pub const SAMPLE: &str = include_str!("sample.toml");
/// The first commitment of the sample; it is open.
pub const ID: &str = "k7qdm2xv";
/// 2026-11-20T10:00:00-05:00.
const NOW: i64 = 1_795_186_800;

/// A folder of one's own, gone when it is dropped.
pub struct TestLedger {
    folder: PathBuf,
    _dir: TempDir,
}

/// What came of a run.
#[derive(Debug)]
pub struct Said {
    pub code: u8,
    pub out: String,
    pub err: String,
}

impl Said {
    /// Whether the new ledger has to be in place, going by what was said.
    pub fn is_written(&self) -> bool {
        self.code == 0 || self.err.starts_with("error: written, but")
    }

    pub fn fine(self, what: &str) -> Self {
        assert_eq!(self.code, 0, "{what}: {self:?}");
        self
    }

    /// Refused with one message that names the ledger.
    pub fn refused(self, what: &str) -> Self {
        assert_eq!((self.code, self.out.as_str()), (2, ""), "{what}: {self:?}");
        let errors = self.err.lines().filter(|line| line.starts_with("error: ")).count();
        assert!(errors == 1 && self.err.starts_with("error: "), "{what}: {self:?}");
        assert!(self.err.contains("ledger.toml"), "{what}: {self:?}");
        self
    }
}

impl From<Output> for Said {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().map_or(255, |code| code as u8),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl TestLedger {
    /// With nothing in it.
    pub fn empty() -> Self {
        let dir = TempDir::new().unwrap();
        fs::create_dir(dir.path().join("desk")).unwrap();
        Self { folder: dir.path().join("desk"), _dir: dir }
    }

    /// With the sample in it.
    pub fn sample() -> Self {
        let desk = Self::empty();
        desk.put(SAMPLE);
        desk
    }

    pub fn path(&self) -> &Path {
        &self.folder
    }

    pub fn ledger(&self) -> PathBuf {
        self.folder.join("ledger.toml")
    }

    pub fn put(&self, text: impl AsRef<[u8]>) {
        fs::write(self.ledger(), text).unwrap();
    }

    /// The bytes of the ledger, `None` if there is none.
    pub fn bytes(&self) -> Option<Vec<u8>> {
        fs::read(self.ledger()).ok()
    }

    pub fn text(&self) -> String {
        fs::read_to_string(self.ledger()).unwrap()
    }

    /// What killed writes have left behind.
    pub fn leftovers(&self) -> Vec<String> {
        names(self.path()).into_iter().filter(|name| name.ends_with(".tmp")).collect()
    }

    /// Writes the config file, so that owed trusts it whatever the umask is.
    pub fn config(&self, text: &str) {
        let folder = self.home().join("owed");
        fs::create_dir_all(&folder).unwrap();
        fs::set_permissions(&folder, Permissions::from_mode(0o700)).unwrap();
        fs::write(folder.join("config.toml"), text).unwrap();
        fs::set_permissions(folder.join("config.toml"), Permissions::from_mode(0o600)).unwrap();
    }

    /// Where the config file and what `undo` needs are.
    pub fn home(&self) -> PathBuf {
        self.folder.with_file_name("home")
    }

    /// The copies that `edit` has not removed.
    pub fn copies(&self) -> Vec<String> {
        names(&self.home().join("owed/edit"))
    }

    /// As it was made: no config, nothing to undo, no copies, no locks; and in the ledger, if there is to be one, this
    /// text.
    pub fn reset(&self, text: Option<&str>) {
        let _ = fs::remove_dir_all(self.home());
        for lock in [".ledger.toml.lock", ".ledger.toml.escalate.lock"] {
            let _ = fs::remove_file(self.path().join(lock));
        }
        match text {
            Some(text) => self.put(text),
            None => drop(fs::remove_file(self.ledger())),
        }
    }

    /// Runs owed in this process on the file system as it is.
    pub fn owed(&self, args: &[&str]) -> Said {
        self.behind(&|_, _| Ok(usize::MAX), args)
    }

    /// Runs owed in this process behind a gate.
    pub fn behind(&self, gate: &dyn Fn(Step, &Path) -> io::Result<usize>, args: &[&str]) -> Said {
        run_on(&self.ledger(), gate, args)
    }

    /// The ids of all commitments, archived ones too.
    pub fn ids(&self) -> Vec<String> {
        let answer = self.owed(&["list", "--all", "--json"]).fine("everything").out;
        let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
        let all = answer["commitments"].as_array().unwrap().iter();
        let mut ids: Vec<_> = all.map(|one| one["id"].as_str().unwrap().to_owned()).collect();
        ids.sort();
        ids
    }

    /// The real program on this ledger.
    pub fn program(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_owed"));
        command.env_clear().current_dir(self.path()).args(args);
        for name in
            ["OWED_LEDGER", "TZ", "OWED_ME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "OWED_NOW", "EDITOR"]
        {
            command.env(name, variable(&self.ledger(), name).unwrap());
        }
        command
    }
}

fn names(folder: &Path) -> Vec<String> {
    let files = fs::read_dir(folder).into_iter().flatten();
    files.filter_map(|file| file.unwrap().file_name().into_string().ok()).collect()
}

/// Runs owed in this process behind a gate.
pub fn run_on(ledger: &Path, gate: &dyn Fn(Step, &Path) -> io::Result<usize>, args: &[&str]) -> Said {
    run_in_parts(1, ledger, gate, args)
}

/// The same, with the ledger read in so many parts where a verb allows it.
pub fn run_in_parts(
    parts: usize,
    ledger: &Path,
    gate: &dyn Fn(Step, &Path) -> io::Result<usize>,
    args: &[&str],
) -> Said {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let exit = run(Host {
        args: ["owed"].iter().chain(args).map(OsString::from).collect(),
        env: &|name| variable(ledger, name),
        now: Instant::from_epoch(NOW),
        disk: Disk::behind(gate),
        parts: &|_| parts,
        stdin: Stdin { is_tty: false, line: &|| None },
        stdout: &mut out,
        stderr: &mut err,
        stdout_tty: false,
        stderr_tty: false,
        width: 80,
    });
    Said { code: exit.code(), out: String::from_utf8(out).unwrap(), err: String::from_utf8(err).unwrap() }
}

fn variable(ledger: &Path, name: &str) -> Option<OsString> {
    match name {
        "OWED_LEDGER" => Some(ledger.into()),
        "TZ" => Some("America/New_York".into()),
        "OWED_ME" => Some("dana".into()),
        "OWED_NOW" => Some("2026-11-20T10:00:00-05:00".into()),
        // An editor in a hurry.
        "EDITOR" => Some("sed -i 's/thing 16/thing sixteen/'".into()),
        "XDG_CONFIG_HOME" | "XDG_STATE_HOME" => Some(ledger.parent()?.with_file_name("home").into()),
        _ => None,
    }
}

/// A ledger's text with the ids that are not in another text left open: they are random.
pub fn but_for_new_ids(text: &str, old: &str) -> String {
    let lines = text.lines().map(|line| {
        let new = line.starts_with("id = ") && !old.contains(line);
        if new { "id = NEW" } else { line }
    });
    lines.map(|line| format!("{line}\n")).collect()
}

/// Every verb that changes a ledger, on a ledger that is there; [`ARCHIVE`] writes two files and [`UNDO`] wants a
/// change. The import wants the file of [`with_csv`].
pub const CHANGES: [&[&str]; 18] = [
    &["promise", "send the parts", "--to", "Acme Corp", "--by", "2026-12-01"],
    &["done", ID, "--note", "in time"],
    &["done", ID, "--next", "send the rest", "--by", "2026-12-05"],
    &["move", ID, "--by", "2026-11-20 18:00", "--why", "parts", "--told"],
    &["told", ID, "on its way"],
    &["heard", ID, "where is it"],
    &["note", ID, "nobody there"],
    &["hand", ID, "--to", "sam", "--why", "on leave"],
    &["escalate", ID, "--to", "lee", "--why", "too hard"],
    &["cancel", ID, "--as", "withdrawn", "--why", "no longer wanted"],
    &["import", "IN.csv", "--from", "csv"],
    &["done", ID, "--json"],
    &["told", "the parts are here", "--to", "Firm"],
    &["reopen", "fqzcwjcd", "--by", "2026-12-05", "--why", "again"],
    &["wait", "zzrckcxg", "--why", "they look for the papers"],
    &["resume", "pgr3cd9x", "--note", "found"],
    &["edit"],
    CLIMB,
];

/// Climbs the ladder: the rung of the sample has come for some.
pub const CLIMB: &[&str] = &["escalate"];

/// Takes back the last change.
pub const UNDO: &[&str] = &["undo"];

/// Moves nine of the twenty out of the sample.
pub const ARCHIVE: &[&str] = &["archive", "--before", "2026-11-20 08:00"];

/// Every verb that makes a ledger.
pub const BEGINNINGS: [&[&str]; 3] = [
    &["init"],
    &["promise", "send the parts", "--to", "Acme Corp", "--by", "2026-12-01"],
    &["import", "IN.csv", "--from", "csv"],
];

/// Every verb that only reads.
pub const READS: [&[&str]; 14] = [
    &["list"],
    &["list", "--all", "--json"],
    &["overdue"],
    &["report"],
    &["show", ID],
    &["check"],
    &["policy"],
    &["when", "tomorrow", "--calendar", "office"],
    &["between", "2026-11-19 09:00", "2026-11-20 09:00"],
    &["completions", "bash"],
    &["undo", "--list"],
    &["escalate", "--dry-run"],
    &["told", "all is well", "--to", "Firm", "--dry-run"],
    &["escalate", ID, "--to", "lee", "--why", "too hard", "--dry-run"],
];

/// Arguments with the file to import made and named.
pub fn with_csv<'a>(desk: &TestLedger, args: &[&'a str], path: &'a mut String) -> Vec<&'a str> {
    let file = desk.path().join("in.csv");
    fs::write(&file, "ref,to,what,made,due\nA-1,Acme,one,2026-11-01 09:00,2026-12-01 09:00\nA-2,Acme,two,2026-11-01 09:00,2026-12-02 09:00\n").unwrap();
    *path = file.to_string_lossy().into_owned();
    let path: &'a str = path;
    args.iter().map(|arg| if *arg == "IN.csv" { path } else { *arg }).collect()
}
