//! `owed escalate`, the real binary: the ladder, the notify command, and two climbs at once.

#![expect(
    clippy::disallowed_methods,
    reason = "a shell has to be found on the PATH of whoever runs the tests"
)]

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};

use tempfile::TempDir;

const LADDER: &str = "timezone = \"America/New_York\"\n\
    [[rung]]\nat = \"75%\"\n\
    [[rung]]\nat = \"100%\"\nto = \"sam\"\n\
    [[rung]]\nat = \"+1d\"\nto = \"lee\"\nkinds = [\"callback\"]\n";

/// Made Friday 2026-11-20 12:00 and due Monday 12:00: 75 % is Sunday 18:00.
fn block(id: &str, to: &str, lines: &str) -> String {
    format!(
        "\n[[commitment]]\nid = \"{id}\"\nto = \"{to}\"\nwhat = \"quote\"\nowner = \"dana\"\n\
         made = 2026-11-20T12:00:00-05:00\ndue = 2026-11-23T12:00:00-05:00\n{lines}"
    )
}

/// A folder with a ledger, a config file and whatever the notify command leaves there.
struct Bench {
    folder: TempDir,
}

impl Bench {
    fn new(ledger: &str) -> Self {
        let bench = Self { folder: tempfile::tempdir().unwrap() };
        fs::write(bench.path("ledger.toml"), ledger).unwrap();
        fs::create_dir(bench.path("owed")).unwrap();
        fs::set_permissions(bench.path("owed"), Permissions::from_mode(0o700)).unwrap();
        bench
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Has this script run as the notify command.
    fn notify(&self, script: &str) -> &Self {
        self.notify_within(script, "20s")
    }

    fn notify_within(&self, script: &str, timeout: &str) -> &Self {
        fs::write(self.path("notify.sh"), script).unwrap();
        let script = self.path("notify.sh").display().to_string();
        self.config(&format!("[notify]\ncommand = [\"sh\", {script:?}]\ntimeout = \"{timeout}\"\n"))
    }

    fn config(&self, text: &str) -> &Self {
        fs::write(self.path("owed/config.toml"), text).unwrap();
        fs::set_permissions(self.path("owed/config.toml"), Permissions::from_mode(0o600)).unwrap();
        self
    }

    fn command(&self, now: &str, args: &[&str]) -> Command {
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

    fn run(&self, now: &str, args: &[&str]) -> Went {
        Went::from(self.command(now, args).output().unwrap())
    }

    fn climb(&self, now: &str) -> Went {
        self.run(now, &["escalate"])
    }

    fn spawn(&self, now: &str, args: &[&str]) -> Child {
        self.command(now, args).spawn().unwrap()
    }

    fn text(&self) -> String {
        self.read("ledger.toml")
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_default()
    }

    /// The rungs that the ledger has recorded, in the order of the file.
    fn recorded(&self) -> Vec<String> {
        let text = self.text();
        let rungs = text.lines().filter_map(|line| line.split_once("rung = \"")?.1.split('"').next());
        rungs.map(str::to_owned).collect()
    }
}

/// How a run ended.
#[derive(Debug)]
struct Went {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

impl From<Output> for Went {
    fn from(output: Output) -> Self {
        let [stdout, stderr] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
        Self { code: output.status.code(), stdout, stderr }
    }
}

/// That a run ended well and had nothing to say.
#[track_caller]
fn silent(went: &Went) {
    assert_eq!((went.code, went.stdout.as_str(), went.stderr.as_str()), (Some(0), "", ""), "{went:?}");
}

const NOTE: &str = "echo \"$OWED_ID $OWED_RUNG $OWED_OWNER>$OWED_ESCALATE_TO\" >> \"$BENCH/told\"\n";
const SUNDAY: &str = "2026-11-22 18:00";
const MONDAY: &str = "2026-11-23 12:00";
const TUESDAY: &str = "2026-11-24 12:00";

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
fn what_failed_is_not_recorded_and_tried_again_and_the_others_are_tried_all_the_same() {
    let blocks = [block("k7qdm2xv", "Acme Corp", ""), block("m4xzzzzz", "Globex", "")];
    let bench = Bench::new(&format!("{LADDER}{}", blocks.concat()));
    bench.notify("echo talk; echo more >&2; test \"$OWED_TO\" != 'Acme Corp' || exit 7\n");
    let went = bench.run(SUNDAY, &["escalate", "--json"]);
    assert_eq!(went.code, Some(2));
    assert_eq!(
        went.stdout,
        "{\"schema\":1,\"fired\":[{\"id\":\"k7qdm2xv\",\"rung\":\"75%\",\"to\":null,\"ok\":false},\
         {\"id\":\"m4xzzzzz\",\"rung\":\"75%\",\"to\":null,\"ok\":true}]}\n"
    );
    // What the command says is talk, never data.
    assert_eq!(
        went.stderr,
        "talk\nmore\nerror: k7q  quote → Acme Corp: 75%: the notify command failed (exit status: 7); \
         the next run tries again\ntalk\nmore\n"
    );
    bench.notify(NOTE);
    assert_eq!(bench.climb(SUNDAY).code, Some(0));
    assert_eq!(bench.read("told"), "k7qdm2xv 75% dana>\n");
    assert_eq!(bench.recorded().len(), 2);
}

#[test]
fn a_command_that_hangs_is_ended_and_the_ledger_is_free_meanwhile() {
    let blocks = [block("k7qdm2xv", "Acme Corp", ""), block("m4xzzzzz", "Globex", "")];
    let bench = Bench::new(&format!("{LADDER}{}", blocks.concat()));
    let script = "test \"$OWED_TO\" = Globex && exit\n\"$OWED\" note k7q 'while it hangs' > \"$BENCH/noted\" 2>&1\nsleep 600\n";
    bench.notify_within(script, "2s");
    let went = bench.climb(SUNDAY);
    assert_eq!(went.code, Some(2), "{went:?}");
    assert!(went.stderr.contains("75%: the notify command ran longer than 2s and was stopped"), "{went:?}");
    assert!(went.stdout.starts_with("m4x  quote → Globex: 75%: warned dana"), "{went:?}");
    assert_eq!(bench.read("noted"), "k7q  quote → Acme Corp: noted: while it hangs\n");
    assert_eq!(bench.recorded().len(), 1);
}

#[test]
fn a_command_gets_the_commitment_as_json_and_no_text_can_act() {
    let nasty = "$(touch hacked)`touch hacked`; 'touch' \\\"hacked\\\" \\u0000\\n\\u001b[2J*";
    let bench = Bench::new(&format!("{LADDER}{}", block("k7qdm2xv", nasty, "contact = \"+1 555 0101\"\n")));
    bench.notify("cat > \"$BENCH/json\"; env | grep ^OWED_ > \"$BENCH/variables\"; printf %s \"$#\" > \"$BENCH/count\"\n");
    assert_eq!(bench.climb(SUNDAY).code, Some(0));
    let json: serde_json::Value = serde_json::from_str(&bench.read("json")).unwrap();
    assert_eq!(json["to"], "$(touch hacked)`touch hacked`; 'touch' \"hacked\" \0\n\u{1b}[2J*");
    assert_eq!((&json["rung"], &json["rung_to"]), (&"75%".into(), &serde_json::Value::Null));
    assert_eq!(json["rung_at"], "2026-11-22T18:00:00-05:00");
    assert_eq!((&json["schema"], &json["now"]), (&1.into(), &"2026-11-22T18:00:00-05:00".into()));
    // Everything that a list says of a commitment is there.
    let listed = bench.run("2026-11-22 17:59:59", &["list", "--json"]);
    let listed: serde_json::Value = serde_json::from_str(&listed.stdout).unwrap();
    for key in listed["commitments"][0].as_object().unwrap().keys() {
        assert!(json.get(key).is_some(), "{key}");
    }
    let variables = bench.read("variables");
    let ledger = fs::canonicalize(bench.path("ledger.toml")).unwrap();
    for line in [
        "OWED_ID=k7qdm2xv",
        "OWED_KIND=promise",
        "OWED_TO=$(touch hacked)`touch hacked`; 'touch' \"hacked\" \\x00\\n\\x1b[2J*",
        "OWED_WHAT=quote",
        "OWED_CONTACT=+1 555 0101",
        "OWED_OWNER=dana",
        "OWED_DUE=2026-11-23T12:00:00-05:00",
        "OWED_RUNG=75%",
        "OWED_ESCALATE_TO=",
        &format!("OWED_LEDGER={}", ledger.display()),
    ] {
        assert!(variables.lines().any(|variable| variable == line), "{line}\n{variables}");
    }
    assert_eq!(bench.read("count"), "0");
    assert!(!bench.path("hacked").exists());
}

#[test]
fn a_promise_longer_than_a_variable_may_be_is_told_all_the_same() {
    let long = "x".repeat(300_000);
    let block = block("k7qdm2xv", "Acme Corp", "").replace("quote", &long);
    let bench = Bench::new(&format!("{LADDER}{block}"));
    // It does not read its stdin either.
    bench.notify("exec 0<&-; printf %s \"$OWED_WHAT\" | wc -m > \"$BENCH/length\"\n");
    assert_eq!(bench.run(SUNDAY, &["escalate", "-q"]).code, Some(0));
    assert_eq!(bench.recorded(), ["75%"]);
}

#[test]
fn a_commitment_that_its_command_closes_is_not_recorded_and_left_alone() {
    let bench = Bench::new(&format!("{LADDER}{}", block("k7qdm2xv", "Acme Corp", "")));
    bench.notify(&format!("{NOTE}\"$OWED\" done \"$OWED_ID\" -q\n"));
    let went = bench.climb(TUESDAY);
    assert_eq!(went.code, Some(0), "{went:?}");
    assert!(went.stdout.contains("not recorded"), "{went:?}");
    assert_eq!(bench.read("told"), "k7qdm2xv 100% dana>sam\n");
    assert_eq!(bench.recorded(), [] as [&str; 0]);
    silent(&bench.climb(TUESDAY));
}

#[test]
fn two_climbs_at_once_fire_each_rung_once() {
    let blocks: String =
        ["k7qdm2xv", "m4xzzzzz", "n4xzzzzz"].iter().map(|id| block(id, "Acme", "")).collect();
    let bench = Bench::new(&format!("{LADDER}{blocks}"));
    bench.notify(&format!("sleep 0.05\n{NOTE}"));
    let all: Vec<_> = (0..6).map(|_| bench.spawn(TUESDAY, &["escalate"])).collect();
    let mut lines = 0;
    for one in all {
        let went = Went::from(one.wait_with_output().unwrap());
        assert_eq!((went.code, went.stderr.as_str()), (Some(0), ""), "{went:?}");
        lines += went.stdout.lines().count();
    }
    assert_eq!(lines, 3);
    let told = bench.read("told");
    let mut told: Vec<_> = told.lines().collect();
    assert_eq!(told.len(), 3);
    told.sort_unstable();
    told.dedup();
    assert_eq!(told.len(), 3);
    assert_eq!(bench.recorded().len(), 6);
}

#[test]
fn a_climb_that_is_killed_in_between_tells_again_and_leaves_nothing_locked() {
    let bench = Bench::new(&format!("{LADDER}{}", block("k7qdm2xv", "Acme Corp", "")));
    bench.notify(&format!("{NOTE}touch \"$BENCH/there\"\ntest -e \"$BENCH/go\" || sleep 5\n"));
    let mut first = bench.spawn(SUNDAY, &["escalate"]);
    while !bench.path("there").exists() {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    first.kill().unwrap();
    first.wait().unwrap();
    assert_eq!(bench.recorded(), [] as [&str; 0]);
    fs::write(bench.path("go"), "").unwrap();
    assert_eq!(bench.climb(SUNDAY).code, Some(0));
    assert_eq!(bench.read("told"), "k7qdm2xv 75% dana>\nk7qdm2xv 75% dana>\n");
    assert_eq!(bench.recorded(), ["75%"]);
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

#[test]
fn what_people_were_told_cannot_be_undone() {
    let bench = Bench::new(&format!("{LADDER}{}", block("k7qdm2xv", "Acme Corp", "")));
    silent(&bench.run(SUNDAY, &["note", "k7q", "first", "-q"]));
    assert_eq!(bench.climb(SUNDAY).code, Some(0));
    bench.notify(NOTE);
    assert_eq!(bench.climb(MONDAY).code, Some(0));
    let list = bench.run(MONDAY, &["undo", "--list"]);
    assert_eq!(list.stdout.lines().filter(|line| line.contains("escalate")).count(), 0, "{list:?}");
    assert!(list.stdout.contains("note k7q first"), "{list:?}");
}

#[test]
fn half_a_command_line_is_never_a_climb() {
    let bench = Bench::new(&format!("{LADDER}{}", block("k7qdm2xv", "Acme Corp", "")));
    let before = bench.text();
    for (args, message) in [
        (&["escalate", "--to", "sam", "--why", "stuck"][..], "error: --to needs a commitment"),
        (&["escalate", "--why", "stuck"], "error: --why needs a commitment"),
        (&["escalate", "--at", "9am"], "error: --at needs a commitment"),
        (&["escalate", "k7q"], "error: missing --to"),
        (&["escalate", "k7q", "--to", "sam"], "error: missing --why"),
        (&["escalate", "k7q", "--to", "", "--why", "x"], "error: --to is empty"),
        (&["escalate", "", "--to", "sam", "--why", "x"], "error: no open commitment matches \"\""),
        (&["escalate", ""], "error: missing --to"),
    ] {
        let went = bench.run(TUESDAY, args);
        assert_eq!((went.code, went.stdout.as_str()), (Some(2), ""), "{went:?}");
        assert!(went.stderr.starts_with(message), "{args:?} {went:?}");
    }
    assert_eq!(bench.text(), before);
}

#[test]
fn a_ledger_without_a_ladder_says_how_to_make_one() {
    let bench = Bench::new(&format!("timezone = \"UTC\"\n{}", block("k7qdm2xv", "Acme Corp", "")));
    for args in [&["escalate"][..], &["escalate", "--dry-run"], &["escalate", "--json"]] {
        let went = bench.run(TUESDAY, args);
        assert_eq!((went.code, went.stdout.as_str()), (Some(2), ""), "{went:?}");
        assert_eq!(
            went.stderr,
            "error: the ledger has no escalation ladder\n\
             hint: add its rungs to the ledger: a warning at 75% of the time, and when it is due someone who can solve it\n\
             hint: [[rung]]\nhint: at = \"75%\"\nhint: [[rung]]\nhint: at = \"100%\"\nhint: to = \"WHO\"\n"
        );
    }
}

#[test]
fn a_dry_run_says_what_would_be_done_and_does_nothing() {
    let bench = Bench::new(&format!("{LADDER}{}", block("k7qdm2xv", "Acme Corp", "")));
    bench.notify(NOTE);
    let before = bench.text();
    let went = bench.run(SUNDAY, &["escalate", "--dry-run"]);
    assert!(went.stdout.starts_with("k7q  quote → Acme Corp: 75%: would warn dana, due Mon"), "{went:?}");
    assert_eq!((went.code, went.stderr.as_str()), (Some(0), "nothing was changed (--dry-run)\n"));
    silent(&bench.run("2026-11-20 13:00", &["escalate", "--dry-run"]));
    let went = bench.run(SUNDAY, &["escalate", "k7q", "--to", "sam", "--why", "stuck", "--dry-run"]);
    assert!(
        went.stdout.starts_with("k7q  quote → Acme Corp: would be escalated to sam, due Mon"),
        "{went:?}"
    );
    assert_eq!((went.code, went.stderr.as_str()), (Some(0), "nothing was changed (--dry-run)\n"));
    assert_eq!(bench.text(), before);
    assert_eq!(bench.read("told"), "");
    assert!(!bench.path(".ledger.toml.escalate.lock").exists());
    let went = bench.run(SUNDAY, &["escalate", "k7q", "--to", "sam", "--why", "stuck"]);
    assert!(went.stdout.starts_with("k7q  quote → Acme Corp: escalated to sam, due Mon"), "{went:?}");
}

#[test]
fn what_is_wrong_with_the_command_or_the_config_is_said_once() {
    let blocks = [block("k7qdm2xv", "Acme Corp", ""), block("m4xzzzzz", "Globex", "")];
    let bench = Bench::new(&format!("{LADDER}{}", blocks.concat()));
    bench.config("[notify]\ncommand = [\"owed-no-such-program\"]\n");
    let went = bench.climb(SUNDAY);
    assert_eq!(went.code, Some(2));
    assert_eq!(went.stderr.matches("error:").count(), 1, "{went:?}");
    assert!(went.stderr.starts_with("error: \"owed-no-such-program\" cannot be started: "), "{went:?}");
    for timeout in ["2bd", "1d", "0s", "soon"] {
        bench.notify_within("exit 0", timeout);
        let went = bench.climb(SUNDAY);
        assert_eq!(went.code, Some(2), "{timeout}");
        assert!(went.stderr.contains("owed/config.toml:3:11: "), "{went:?}");
    }
    assert_eq!(bench.recorded(), [] as [&str; 0]);
}

#[test]
fn a_ledger_that_cannot_be_written_to_is_refused_before_anybody_is_told() {
    let bench = Bench::new(&format!("{LADDER}{}", block("k7qdm2xv", "Acme Corp", "")));
    bench.notify(NOTE);
    let mut readable = fs::metadata(bench.path("ledger.toml")).unwrap().permissions();
    readable.set_readonly(true);
    fs::set_permissions(bench.path("ledger.toml"), readable).unwrap();
    if fs::OpenOptions::new().append(true).open(bench.path("ledger.toml")).is_ok() {
        // Whoever is root may write to anything.
        return;
    }
    let went = bench.climb(SUNDAY);
    assert_eq!(went.code, Some(2));
    assert!(went.stderr.contains("cannot write to it"), "{went:?}");
    assert_eq!(bench.read("told"), "");
}

#[test]
fn a_command_out_of_the_folder_one_stands_in_is_never_run() {
    let bench = Bench::new(&format!("{LADDER}{}", block("k7qdm2xv", "Acme Corp", "")));
    let script = "#!/bin/sh\ntouch \"$BENCH/pwned\"\n";
    fs::create_dir(bench.path("bin")).unwrap();
    for name in ["page", "bin/page"] {
        fs::write(bench.path(name), script).unwrap();
        fs::set_permissions(bench.path(name), Permissions::from_mode(0o755)).unwrap();
    }
    for relative in ["./page", "bin/page", "../x/page", "~/page", ""] {
        bench.config(&format!("[notify]\ncommand = [{relative:?}]\n"));
        let went = bench.climb(SUNDAY);
        assert_eq!((went.code, went.stdout.as_str()), (Some(2), ""), "{went:?}");
        assert!(
            went.stderr.contains("owed/config.toml:2:11: `command` must begin with an absolute path"),
            "{went:?}"
        );
    }
    // Nor by a PATH with the folder one stands in.
    bench.config("[notify]\ncommand = [\"page\"]\n");
    for path in [".", "", ":", "bin", "./bin:.", "bin:/usr/bin", ":/usr/bin"] {
        let went = Went::from(bench.command(SUNDAY, &["escalate"]).env("PATH", path).output().unwrap());
        assert_eq!(went.code, Some(2), "{path:?} {went:?}");
        assert!(
            went.stderr.starts_with("error: \"page\" cannot be started: no such program on the PATH"),
            "{went:?}"
        );
    }
    assert!(!bench.path("pwned").exists());
    assert_eq!(bench.recorded(), [] as [&str; 0]);
    // A bare name is found in the others, past what cannot be run.
    fs::create_dir(bench.path("first")).unwrap();
    fs::write(bench.path("first/page"), "no program").unwrap();
    fs::set_permissions(bench.path("first/page"), Permissions::from_mode(0o644)).unwrap();
    let path = format!(".:{0}/first:{0}/bin:/usr/bin:/bin", bench.path("").display());
    let went = Went::from(bench.command(SUNDAY, &["escalate"]).env("PATH", path).output().unwrap());
    assert_eq!((went.code, bench.recorded()), (Some(0), vec!["75%".to_owned()]), "{went:?}");
    assert!(bench.path("pwned").exists());
}
