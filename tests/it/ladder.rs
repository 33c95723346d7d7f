//! The ladder: which rungs fire when, once, and for whom.

#![expect(
    clippy::disallowed_methods,
    reason = "a shell has to be found on the PATH of whoever runs the tests"
)]

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};

use tempfile::TempDir;

pub const LADDER: &str = "timezone = \"America/New_York\"\n\
    [[rung]]\nat = \"75%\"\n\
    [[rung]]\nat = \"100%\"\nto = \"sam\"\n\
    [[rung]]\nat = \"+1d\"\nto = \"lee\"\nkinds = [\"callback\"]\n";

/// Made Friday 2026-11-20 12:00 and due Monday 12:00: 75 % is Sunday 18:00.
pub fn block(id: &str, to: &str, lines: &str) -> String {
    format!(
        "\n[[commitment]]\nid = \"{id}\"\nto = \"{to}\"\nwhat = \"quote\"\nowner = \"dana\"\n\
         made = 2026-11-20T12:00:00-05:00\ndue = 2026-11-23T12:00:00-05:00\n{lines}"
    )
}

/// A folder with a ledger, a config file and whatever the notify command leaves there.
pub struct Bench {
    folder: TempDir,
}

impl Bench {
    pub fn new(ledger: &str) -> Self {
        let bench = Self { folder: tempfile::tempdir().unwrap() };
        fs::write(bench.path("ledger.toml"), ledger).unwrap();
        fs::create_dir(bench.path("owed")).unwrap();
        fs::set_permissions(bench.path("owed"), Permissions::from_mode(0o700)).unwrap();
        bench
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Has this script run as the notify command.
    pub fn notify(&self, script: &str) -> &Self {
        self.notify_within(script, "20s")
    }

    pub fn notify_within(&self, script: &str, timeout: &str) -> &Self {
        fs::write(self.path("notify.sh"), script).unwrap();
        let script = self.path("notify.sh").display().to_string();
        self.config(&format!("[notify]\ncommand = [\"sh\", {script:?}]\ntimeout = \"{timeout}\"\n"))
    }

    pub fn config(&self, text: &str) -> &Self {
        fs::write(self.path("owed/config.toml"), text).unwrap();
        fs::set_permissions(self.path("owed/config.toml"), Permissions::from_mode(0o600)).unwrap();
        self
    }

    pub fn command(&self, now: &str, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_owed"));
        let here = self.folder.path();
        command.env_clear().args(args).current_dir(here).stdin(Stdio::null());
        for variable in ["HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "BENCH"] {
            command.env(variable, here);
        }
        command.env("PATH", std::env::var_os("PATH").unwrap()).env("TZ", "America/New_York");
        command.env("OWED", env!("CARGO_BIN_EXE_owed")).env("OWED_ME", "cron").env("OWED_NOW", now);
        command.env("OWED_LEDGER", "ledger.toml").stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    pub fn run(&self, now: &str, args: &[&str]) -> Went {
        Went::from(self.command(now, args).output().unwrap())
    }

    pub fn climb(&self, now: &str) -> Went {
        self.run(now, &["escalate"])
    }

    pub fn spawn(&self, now: &str, args: &[&str]) -> Child {
        self.command(now, args).spawn().unwrap()
    }

    pub fn text(&self) -> String {
        self.read("ledger.toml")
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_default()
    }

    /// The rungs that the ledger has recorded, in the order of the file.
    pub fn recorded(&self) -> Vec<String> {
        let text = self.text();
        let rungs = text.lines().filter_map(|line| line.split_once("rung = \"")?.1.split('"').next());
        rungs.map(str::to_owned).collect()
    }
}

/// How a run ended.
#[derive(Debug)]
pub struct Went {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl From<Output> for Went {
    fn from(output: Output) -> Self {
        let [stdout, stderr] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
        Self { code: output.status.code(), stdout, stderr }
    }
}

/// That a run ended well and had nothing to say.
#[track_caller]
pub fn silent(went: &Went) {
    assert_eq!((went.code, went.stdout.as_str(), went.stderr.as_str()), (Some(0), "", ""), "{went:?}");
}

pub const NOTE: &str = "echo \"$OWED_ID $OWED_RUNG $OWED_OWNER>$OWED_ESCALATE_TO\" >> \"$BENCH/told\"\n";

pub const SUNDAY: &str = "2026-11-22 18:00";

pub const MONDAY: &str = "2026-11-23 12:00";

pub const TUESDAY: &str = "2026-11-24 12:00";

#[test]
fn a_rung_fires_once_is_told_and_is_recorded() {
    let bench = Bench::new(&format!("{LADDER}{}", block("k7qdm2xv", "Acme Corp", "")));
    bench.notify(NOTE);
    silent(&bench.climb("2026-11-22 17:59:59"));
    let went = bench.climb(SUNDAY);
    assert_eq!(
        went.stdout,
        "k7q  quote → Acme Corp: 75%: warned dana, \
         due Mon 23 Nov 12:00, in 18h\n"
    );
    assert_eq!((went.code, went.stderr.as_str()), (Some(0), ""));
    silent(&bench.climb(SUNDAY));
    silent(&bench.climb("2026-11-23 11:59:59"));
    let went = bench.climb(MONDAY);
    assert!(went.stdout.starts_with("k7q  quote → Acme Corp: 100%: escalated to sam, due Mon"), "{went:?}");
    silent(&bench.climb(TUESDAY));
    assert_eq!(bench.read("told"), "k7qdm2xv 75% dana>\nk7qdm2xv 100% dana>sam\n");
    let history = "history = [\n  \
        { at = 2026-11-22T18:00:00-05:00, did = \"escalated\", rung = \"75%\", by = \"cron\" },\n  \
        { at = 2026-11-23T12:00:00-05:00, did = \"escalated\", to = \"sam\", rung = \"100%\", by = \"cron\" },\n]\n";
    assert!(bench.text().ends_with(history), "{}", bench.text());
    silent(&bench.run(TUESDAY, &["check"]));
}

#[test]
fn after_an_outage_what_has_gathered_is_one_message_a_commitment() {
    let blocks = [
        block("k7qdm2xv", "Acme Corp", "kind = \"callback\"\nlimit = \"72h\"\n"),
        block("m4xzzzzz", "Globex", "asked = 2026-11-18T12:00:00-05:00\n"),
    ];
    let bench = Bench::new(&format!("{LADDER}{}", blocks.concat()));
    bench.notify(NOTE);
    let went = bench.climb("2026-11-30 09:00");
    assert_eq!((went.code, went.stderr.as_str()), (Some(0), ""));
    // By the instant of the last rung; +1d is for callbacks.
    assert_eq!(bench.read("told"), "m4xzzzzz 100% dana>sam\nk7qdm2xv +1d dana>lee\n");
    assert_eq!(went.stdout.lines().count(), 2);
    assert!(
        went.stdout.contains("Acme Corp: +1d (and 2 earlier rungs): escalated to lee, due Mon"),
        "{went:?}"
    );
    assert_eq!(bench.recorded(), ["75%", "100%", "+1d", "75%", "100%"]);
    let shown = bench.run(TUESDAY, &["--now", "2026-11-30 09:00", "show", "k7q", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&shown.stdout).unwrap();
    assert_eq!(
        (&json["commitments"][0]["owner"], &json["commitments"][0]["hops"]),
        (&"lee".into(), &1.into())
    );
    silent(&bench.climb("2026-11-30 09:00"));
    silent(&bench.run("2026-11-30 09:00", &["check"]));
}

#[test]
fn a_monday_climb_does_not_warn_dana_and_escalate_to_sam_together() {
    let bench = Bench::new(&format!("{LADDER}{}", block("k7qdm2xv", "Acme Corp", "")));
    bench.notify(NOTE);
    let went = bench.climb(MONDAY);
    assert_eq!(
        went.stdout,
        "k7q  quote → Acme Corp: 100% (and 1 earlier rung): escalated to sam, \
         due Mon 23 Nov 12:00, now\n"
    );
    assert_eq!(bench.read("told"), "k7qdm2xv 100% dana>sam\n");
    let history = "history = [\n  \
        { at = 2026-11-23T12:00:00-05:00, did = \"escalated\", rung = \"75%\", by = \"cron\" },\n  \
        { at = 2026-11-23T12:00:00-05:00, did = \"escalated\", to = \"sam\", rung = \"100%\", by = \"cron\" },\n]\n";
    assert!(bench.text().ends_with(history), "{}", bench.text());
}

#[test]
fn a_rung_waits_for_an_owner_to_warn() {
    let unowned = block("k7qdm2xv", "Acme Corp", "").replace("owner = \"dana\"\n", "");
    let bench = Bench::new(&format!("{LADDER}{unowned}"));
    bench.notify(NOTE);
    let before = bench.text();
    for _ in 0..2 {
        let went = bench.climb(SUNDAY);
        assert_eq!((went.code, went.stdout.as_str()), (Some(0), ""), "{went:?}");
        assert_eq!(
            went.stderr,
            "warning: k7q  quote → Acme Corp: 75%: there is no owner to warn; nothing is recorded, and the next run \
             tries again (`owed hand k7q --to WHO --why TEXT`)\n"
        );
    }
    assert_eq!((bench.text(), bench.read("told")), (before, String::new()));
    silent(&bench.run(SUNDAY, &["hand", "k7q", "--to", "kim", "--why", "hers", "-q"]));
    assert!(bench.climb(SUNDAY).stdout.contains("75%: warned kim"));
    assert_eq!(bench.read("told"), "k7qdm2xv 75% kim>\n");
}

/// A step of a climb once held a copy of its rung: 5.5 GB from a ledger of half a megabyte.
#[cfg(target_os = "linux")]
#[test]
fn a_rung_with_a_hundred_thousand_kinds_takes_no_memory_for_each_commitment() {
    const LETTERS: &[u8] = b"bcdfghjkmnpqrstvwxz23456789";
    let kinds: String = (0..100_000).map(|kind| format!("\"{kind:x}\",")).collect();
    let id = |number: usize| -> String {
        (0..8).map(|place| char::from(LETTERS[number / 27_usize.pow(place) % 27])).collect()
    };
    let blocks: String = (0..1_000).map(|number| block(&id(number), "a", "")).collect();
    let bench = Bench::new(&format!("[[rung]]\nat = \"50%\"\nkinds = [{kinds}\"promise\"]\n{blocks}"));
    let owed = bench.command(SUNDAY, &["escalate", "-q"]);
    let mut limited = Command::new("sh");
    limited.args(["-c", "ulimit -v 262144 && exec \"$0\" escalate -q"]).arg(owed.get_program());
    limited.env_clear().envs(owed.get_envs().filter_map(|(name, value)| Some((name, value?))));
    silent(&Went::from(limited.current_dir(bench.folder.path()).output().unwrap()));
    assert_eq!(bench.recorded().len(), 1_000);
}

#[test]
fn without_a_command_a_rung_is_recorded_at_once() {
    let bench = Bench::new(&format!("{LADDER}{}", block("k7qdm2xv", "Acme Corp", "")));
    assert_eq!(bench.climb(TUESDAY).stdout.lines().count(), 1);
    assert_eq!(bench.recorded(), ["75%", "100%"]);
    silent(&bench.climb(TUESDAY));
}

#[test]
fn an_announced_move_shifts_what_has_not_fired_and_reopening_fires_anew() {
    let bench = Bench::new(&format!("{LADDER}{}", block("k7qdm2xv", "Acme Corp", "")));
    bench.notify(NOTE);
    assert_eq!(bench.climb(SUNDAY).code, Some(0));
    let moved = ["move", "k7q", "--by", "2026-11-24 12:00", "--why", "rain", "--told", "-q"];
    silent(&bench.run("2026-11-23 09:00", &moved));
    silent(&bench.climb(MONDAY));
    assert_eq!(bench.climb(TUESDAY).stdout.lines().count(), 1);
    silent(&bench.run(TUESDAY, &["done", "k7q", "-q"]));
    silent(&bench.climb("2026-11-25 12:00"));
    let reopened = ["reopen", "k7q", "--by", "2026-11-27 12:00", "--why", "broke again", "-q"];
    silent(&bench.run("2026-11-25 12:00", &reopened));
    silent(&bench.climb("2026-11-26 23:59:59"));
    // In the new cycle sam has it already: told, and no hop.
    let again = bench.climb("2026-11-27 12:00").stdout;
    assert!(again.contains("100% (and 1 earlier rung): told sam, the owner"), "{again}");
    assert_eq!(bench.recorded(), ["75%", "100%", "75%", "100%"]);
    assert!(bench.read("told").ends_with("k7qdm2xv 100% dana>sam\nk7qdm2xv 100% sam>sam\n"));
}

#[test]
fn while_waiting_for_the_customer_nothing_fires() {
    let bench = Bench::new(&format!("{LADDER}{}", block("k7qdm2xv", "Acme Corp", "target = \"72h\"\n")));
    silent(&bench.run("2026-11-21 12:00", &["wait", "k7q", "--why", "photos", "-q"]));
    silent(&bench.climb(TUESDAY));
    silent(&bench.run(TUESDAY, &["resume", "k7q", "-q"]));
    silent(&bench.climb(TUESDAY));
    // The due moved by three days, to Thursday 12:00: 75 % of six days is Wednesday 00:00.
    silent(&bench.climb("2026-11-24 23:59:59"));
    assert_eq!(bench.climb("2026-11-25 00:00").stdout.lines().count(), 1);
}
