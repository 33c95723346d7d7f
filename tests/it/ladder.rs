//! The ladder: which rungs fire when, once, and for whom.

use std::fs;
use std::process::Command;

use crate::support::{Said, TestEnv};

pub const LADDER: &str = "timezone = \"America/New_York\"\n\
    [[rung]]\nat = \"75%\"\n\
    [[rung]]\nat = \"100%\"\nto = \"sam\"\n\
    [[rung]]\nat = \"+1d\"\nto = \"lee\"\nkinds = [\"callback\"]\n";

/// Returns a block made Friday 2026-11-20 12:00 and due Monday 12:00: 75 % is Sunday 18:00.
pub fn block(id: &str, to: &str, lines: &str) -> String {
    format!(
        "\n[[commitment]]\nid = \"{id}\"\nto = \"{to}\"\nwhat = \"quote\"\nowner = \"dana\"\n\
         made = 2026-11-20T12:00:00-05:00\ndue = 2026-11-23T12:00:00-05:00\n{lines}"
    )
}

impl TestEnv {
    /// Returns an environment with a ledger, and the variables of a notify command: `$PATH`, `$OWED`, and `$HERE` to
    /// leave something in.
    #[expect(
        clippy::disallowed_methods,
        reason = "a shell has to be found on the PATH of whoever runs the tests"
    )]
    pub fn climbing(ledger: &str) -> Self {
        let env = Self::new().ledger(ledger).env("OWED_ME", "cron").env("OWED", env!("CARGO_BIN_EXE_owed"));
        let here = env.folder();
        env.env("PATH", std::env::var_os("PATH").unwrap()).env("HERE", here)
    }

    /// Has this script run as the notify command.
    pub fn notify(&self, script: &str) {
        self.notify_within(script, "20s");
    }

    pub fn notify_within(&self, script: &str, timeout: &str) {
        self.write("notify.sh", script);
        let script = self.path("notify.sh").display().to_string();
        self.write_config(format!("[notify]\ncommand = [\"sh\", {script:?}]\ntimeout = \"{timeout}\"\n"));
    }

    pub fn command_at(&self, now: &str, args: &[&str]) -> Command {
        let mut command = self.command();
        command.env("OWED_NOW", now).args(args);
        command
    }

    pub fn run(&self, now: &str, args: &[&str]) -> Said {
        Said::from(self.command_at(now, args).output().unwrap())
    }

    pub fn climb(&self, now: &str) -> Said {
        self.run(now, &["escalate"])
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_default()
    }

    /// Returns the rungs that the ledger has recorded, in the order of the file.
    pub fn recorded(&self) -> Vec<String> {
        let text = self.text();
        let rungs = text.lines().filter_map(|line| line.split_once("rung = \"")?.1.split('"').next());
        rungs.map(str::to_owned).collect()
    }
}

/// Checks that a run ended well and printed nothing.
#[track_caller]
pub fn silent(said: &Said) {
    assert_eq!((said.status, said.stdout.as_str(), said.stderr.as_str()), (0, "", ""), "{said}");
}

pub const NOTE: &str = "echo \"$OWED_ID $OWED_RUNG $OWED_OWNER>$OWED_ESCALATE_TO\" >> \"$HERE/told\"\n";

pub const SUNDAY: &str = "2026-11-22 18:00";

pub const MONDAY: &str = "2026-11-23 12:00";

pub const TUESDAY: &str = "2026-11-24 12:00";

#[test]
fn a_rung_fires_once_is_told_and_is_recorded() {
    let env = TestEnv::climbing(&format!("{LADDER}{}", block("k7qdm2xv", "Acme Corp", "")));
    env.notify(NOTE);
    silent(&env.climb("2026-11-22 17:59:59"));
    let said = env.climb(SUNDAY);
    assert_eq!(
        said.stdout,
        "k7q  quote → Acme Corp: 75%: warned dana, \
         due Mon 23 Nov 12:00, in 18h\n"
    );
    assert_eq!((said.status, said.stderr.as_str()), (0, ""));
    silent(&env.climb(SUNDAY));
    silent(&env.climb("2026-11-23 11:59:59"));
    let said = env.climb(MONDAY);
    assert!(said.stdout.starts_with("k7q  quote → Acme Corp: 100%: escalated to sam, due Mon"), "{said}");
    silent(&env.climb(TUESDAY));
    assert_eq!(env.read("told"), "k7qdm2xv 75% dana>\nk7qdm2xv 100% dana>sam\n");
    let history = "history = [\n  \
        { at = 2026-11-22T18:00:00-05:00, did = \"escalated\", rung = \"75%\", by = \"cron\" },\n  \
        { at = 2026-11-23T12:00:00-05:00, did = \"escalated\", to = \"sam\", rung = \"100%\", by = \"cron\" },\n]\n";
    assert!(env.text().ends_with(history), "{}", env.text());
    silent(&env.run(TUESDAY, &["check"]));
}

#[test]
fn after_an_outage_what_has_gathered_is_one_message_a_commitment() {
    let blocks = [
        block("k7qdm2xv", "Acme Corp", "kind = \"callback\"\nlimit = \"72h\"\n"),
        block("m4xzzzzz", "Globex", "asked = 2026-11-18T12:00:00-05:00\n"),
    ];
    let env = TestEnv::climbing(&format!("{LADDER}{}", blocks.concat()));
    env.notify(NOTE);
    let said = env.climb("2026-11-30 09:00");
    assert_eq!((said.status, said.stderr.as_str()), (0, ""));
    // By the instant of the last rung; +1d is for callbacks.
    assert_eq!(env.read("told"), "m4xzzzzz 100% dana>sam\nk7qdm2xv +1d dana>lee\n");
    assert_eq!(said.stdout.lines().count(), 2);
    assert!(
        said.stdout.contains("Acme Corp: +1d (and 2 earlier rungs): escalated to lee, due Mon"),
        "{said}"
    );
    assert_eq!(env.recorded(), ["75%", "100%", "+1d", "75%", "100%"]);
    let shown = env.run(TUESDAY, &["--now", "2026-11-30 09:00", "show", "k7q", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&shown.stdout).unwrap();
    assert_eq!(
        (&json["commitments"][0]["owner"], &json["commitments"][0]["hops"]),
        (&"lee".into(), &1.into())
    );
    silent(&env.climb("2026-11-30 09:00"));
    silent(&env.run("2026-11-30 09:00", &["check"]));
}

#[test]
fn a_monday_climb_does_not_warn_dana_and_escalate_to_sam_together() {
    let env = TestEnv::climbing(&format!("{LADDER}{}", block("k7qdm2xv", "Acme Corp", "")));
    env.notify(NOTE);
    let said = env.climb(MONDAY);
    assert_eq!(
        said.stdout,
        "k7q  quote → Acme Corp: 100% (and 1 earlier rung): escalated to sam, \
         due Mon 23 Nov 12:00, now\n"
    );
    assert_eq!(env.read("told"), "k7qdm2xv 100% dana>sam\n");
    let history = "history = [\n  \
        { at = 2026-11-23T12:00:00-05:00, did = \"escalated\", rung = \"75%\", by = \"cron\" },\n  \
        { at = 2026-11-23T12:00:00-05:00, did = \"escalated\", to = \"sam\", rung = \"100%\", by = \"cron\" },\n]\n";
    assert!(env.text().ends_with(history), "{}", env.text());
}

#[test]
fn a_rung_waits_for_an_owner_to_warn() {
    let unowned = block("k7qdm2xv", "Acme Corp", "").replace("owner = \"dana\"\n", "");
    let env = TestEnv::climbing(&format!("{LADDER}{unowned}"));
    env.notify(NOTE);
    let before = env.text();
    for _ in 0..2 {
        let said = env.climb(SUNDAY);
        assert_eq!((said.status, said.stdout.as_str()), (0, ""), "{said}");
        assert_eq!(
            said.stderr,
            "warning: k7q  quote → Acme Corp: 75%: there is no owner to warn; nothing is recorded, and the next run \
             tries again (`owed hand k7q --to WHO --why TEXT`)\n"
        );
    }
    assert_eq!((env.text(), env.read("told")), (before, String::new()));
    silent(&env.run(SUNDAY, &["hand", "k7q", "--to", "kim", "--why", "hers", "-q"]));
    let said = env.climb(SUNDAY);
    assert!(said.stdout.contains("75%: warned kim"), "{said}");
    assert_eq!(env.read("told"), "k7qdm2xv 75% kim>\n");
}

// A step of a climb once held a copy of its rung: 5.5 GB from a ledger of half a megabyte.
#[cfg(target_os = "linux")]
#[test]
fn a_rung_with_a_hundred_thousand_kinds_takes_no_memory_for_each_commitment() {
    const LETTERS: &[u8] = b"bcdfghjkmnpqrstvwxz23456789";
    let kinds: String = (0..100_000).map(|kind| format!("\"{kind:x}\",")).collect();
    let id = |number: usize| -> String {
        (0..8).map(|place| char::from(LETTERS[number / 27_usize.pow(place) % 27])).collect()
    };
    let blocks: String = (0..1_000).map(|number| block(&id(number), "a", "")).collect();
    let env = TestEnv::climbing(&format!("[[rung]]\nat = \"50%\"\nkinds = [{kinds}\"promise\"]\n{blocks}"));
    let owed = env.command_at(SUNDAY, &["escalate", "-q"]);
    let mut limited = Command::new("sh");
    limited.args(["-c", "ulimit -v 262144 && exec \"$0\" escalate -q"]).arg(owed.get_program());
    limited.env_clear().envs(owed.get_envs().filter_map(|(name, value)| Some((name, value?))));
    silent(&Said::from(limited.current_dir(env.folder()).output().unwrap()));
    assert_eq!(env.recorded().len(), 1_000);
}

#[test]
fn without_a_command_a_rung_is_recorded_at_once_and_it_is_said_that_nobody_was_notified() {
    let env = TestEnv::climbing(&format!("{LADDER}{}", block("k7qdm2xv", "Acme Corp", "")));
    let config = env.path("~/.config/owed/config.toml");
    let how = |nobody: &str| {
        format!(
            "{nobody} notified: no notify command is set up\nhint: name a program of yours in {}:\n\
             hint: [notify]\nhint: command = [\"/usr/local/bin/page-someone\"]\n",
            config.display()
        )
    };
    let said = env.climb(SUNDAY);
    assert_eq!(
        said.stdout,
        "k7q  quote → Acme Corp: 75%: a warning for dana, but nobody was notified, due Mon 23 Nov 12:00, in 18h\n"
    );
    assert_eq!((said.status, said.stderr), (0, how("nobody was")));
    let said = env.run(MONDAY, &["escalate", "--dry-run"]);
    assert!(said.stdout.contains("100%: would be escalated to sam, due"), "{said}");
    assert_eq!(said.stderr, how("nobody would be") + "nothing was changed (--dry-run)\n");
    let said = env.climb(MONDAY);
    assert!(said.stdout.contains("100%: escalated to sam, but nobody was notified, due Mon"), "{said}");
    assert_eq!(said.stderr, how("nobody was"));
    assert_eq!(env.recorded(), ["75%", "100%"]);
    silent(&env.climb(TUESDAY));
    // By hand too, and what it says to do is what helps.
    let said = env.run(TUESDAY, &["escalate", "k7q", "--to", "lee", "--why", "stuck"]);
    assert!(said.stdout.starts_with("k7q  quote → Acme Corp: escalated to lee, due Mon"), "{said}");
    assert_eq!((said.status, said.stderr), (0, how("nobody was")));
    env.write_config("[notify]\ncommand = [\"true\"]\n");
    let said = env.run(TUESDAY, &["escalate", "k7q", "--to", "sam", "--why", "stuck"]);
    assert_eq!((said.status, said.stderr.as_str()), (0, ""), "{said}");
}

#[test]
fn the_ladder_never_takes_a_commitment_back_to_the_first_level() {
    let rungs = "[[rung]]\nat = \"50%\"\nto = \"kim\"\n[[rung]]\nat = \"75%\"\nto = \"sam\"\n\
                 [[rung]]\nat = \"100%\"\nto = \"lee\"\n[[rung]]\nat = \"+1d\"\nto = \"boss\"\n";
    let env = TestEnv::climbing(&format!(
        "timezone = \"America/New_York\"\n{rungs}{}",
        block("k7qdm2xv", "Acme", "")
    ));
    env.notify(NOTE);
    silent(
        &env.run(
            "2026-11-20 13:00",
            &["escalate", "k7q", "--to", "lee", "--why", "hard", "--no-notify", "-q"],
        ),
    );
    for (now, said) in [
        ("2026-11-22 00:00", "50%: warned lee"),
        (SUNDAY, "75%: warned lee"),
        (MONDAY, "100%: warned lee"),
        (TUESDAY, "+1d: escalated to boss"),
    ] {
        let climbed = env.climb(now);
        assert!(climbed.stdout.contains(said), "{climbed}");
    }
    assert_eq!(
        env.read("told"),
        "k7qdm2xv 50% lee>\nk7qdm2xv 75% lee>\nk7qdm2xv 100% lee>\nk7qdm2xv +1d lee>boss\n"
    );
    silent(&env.run(TUESDAY, &["check"]));
}

/// It is the known due that a rung goes by, so a line with the due in force alone would not explain it.
#[test]
fn what_was_moved_and_not_told_names_the_date_that_the_customer_knows() {
    let env = TestEnv::climbing(&format!("{LADDER}{}", block("k7qdm2xv", "Acme Corp", "")));
    env.notify(NOTE);
    silent(&env.run(SUNDAY, &["move", "k7q", "--by", "2026-11-26 12:00", "--why", "rain", "-q"]));
    let said = env.climb(MONDAY);
    assert_eq!(
        said.stdout,
        "k7q  quote → Acme Corp: 100% (and 1 earlier rung): escalated to sam, due Thu 26 Nov 12:00, in 3d; \
         the customer was last given Mon 23 Nov 12:00\n"
    );
}

#[test]
fn an_announced_move_shifts_what_has_not_fired_and_reopening_fires_anew() {
    let env = TestEnv::climbing(&format!("{LADDER}{}", block("k7qdm2xv", "Acme Corp", "")));
    env.notify(NOTE);
    assert_eq!(env.climb(SUNDAY).status, 0);
    let moved = ["move", "k7q", "--by", "2026-11-24 12:00", "--why", "rain", "--told", "-q"];
    silent(&env.run("2026-11-23 09:00", &moved));
    silent(&env.climb(MONDAY));
    assert_eq!(env.climb(TUESDAY).stdout.lines().count(), 1);
    silent(&env.run(TUESDAY, &["done", "k7q", "-q"]));
    silent(&env.climb("2026-11-25 12:00"));
    let reopened = ["reopen", "k7q", "--by", "2026-11-27 12:00", "--why", "broke again", "-q"];
    silent(&env.run("2026-11-25 12:00", &reopened));
    silent(&env.climb("2026-11-26 23:59:59"));
    // In the new cycle sam owns it already: warned, and no hop.
    let again = env.climb("2026-11-27 12:00").stdout;
    assert!(again.contains("100% (and 1 earlier rung): warned sam"), "{again}");
    assert_eq!(env.recorded(), ["75%", "100%", "75%", "100%"]);
    assert!(env.read("told").ends_with("k7qdm2xv 100% dana>sam\nk7qdm2xv 100% sam>\n"));
}

#[test]
fn while_waiting_for_the_customer_nothing_fires() {
    let env = TestEnv::climbing(&format!("{LADDER}{}", block("k7qdm2xv", "Acme Corp", "target = \"72h\"\n")));
    silent(&env.run("2026-11-21 12:00", &["wait", "k7q", "--why", "photos", "-q"]));
    silent(&env.climb(TUESDAY));
    silent(&env.run(TUESDAY, &["resume", "k7q", "-q"]));
    silent(&env.climb(TUESDAY));
    // The due moved by three days, to Thursday 12:00: 75 % of six days is Wednesday 00:00.
    silent(&env.climb("2026-11-24 23:59:59"));
    assert_eq!(env.climb("2026-11-25 00:00").stdout.lines().count(), 1);
}

/// A ladder that warns every four hours in the hours of the office, and calls sam in once it was reopened.
const REPEATING: &str = "timezone = \"America/New_York\"\n\
    [calendar.office]\nmon = [\"09:00-17:00\"]\ntue = [\"09:00-17:00\"]\nfri = [\"09:00-17:00\"]\n\
    [[rung]]\nat = \"100%\"\nrepeat = \"4h\"\nquiet = \"office\"\n\
    [[rung]]\nat = \"0%\"\nreopened = 1\nto = \"sam\"\n";

#[test]
fn a_rung_repeats_until_somebody_acts_and_is_quiet_outside_the_hours() {
    let env = TestEnv::climbing(&format!("{REPEATING}{}", block("k7qdm2xv", "Acme Corp", "")));
    env.notify("echo \"$OWED_RUNG $OWED_RUNG_STEP $OWED_WHO\" >> \"$HERE/told\"\n");
    // Monday 12:00, 16:00, and then only at nine on Tuesday: what came at night is one message.
    for now in
        ["23 12:00", "23 15:59", "23 16:00", "23 20:00", "24 04:00", "24 08:59", "24 09:00", "24 11:59"]
    {
        env.climb(&format!("2026-11-{now}"));
    }
    assert_eq!(env.read("told"), "100% 1 dana\n100% 2 dana\n100% 6 dana\n");
    assert!(
        env.text().ends_with(
            "{ at = 2026-11-23T12:00:00-05:00, did = \"escalated\", rung = \"100%\", by = \"cron\" },\n  \
             { at = 2026-11-23T16:00:00-05:00, did = \"escalated\", rung = \"100%\", step = 2, by = \"cron\" },\n  \
             { at = 2026-11-24T09:00:00-05:00, did = \"escalated\", rung = \"100%\", step = 6, by = \"cron\" },\n]\n"
        ),
        "{}",
        env.text()
    );
    // The customer who chases ends nothing; a note does.
    env.run("2026-11-24 12:10", &["heard", "k7q"]);
    let said = env.climb("2026-11-24 12:20");
    assert!(said.stdout.starts_with("k7q  quote → Acme Corp: 100%, step 7: warned dana, due Mon"), "{said}");
    let shown = env.run("2026-11-24 12:30", &["show", "k7q"]);
    assert!(shown.stdout.contains("escalated by the rung at 100%, step 7, by cron"), "{shown}");
    env.run("2026-11-24 12:30", &["note", "k7q", "on it"]);
    silent(&env.climb("2026-11-30 12:00"));
    // Reopened: sam has it at once.
    env.run("2026-11-30 12:00", &["done", "k7q"]);
    env.run("2026-11-30 13:00", &["reopen", "k7q", "--by", "2026-12-01 17:00", "--why", "it broke"]);
    let said = env.run("2026-11-30 13:00", &["escalate", "--json"]);
    assert_eq!(
        said.stdout,
        "{\"schema\":1,\"fired\":[{\"id\":\"k7qdm2xv\",\"rung\":\"0%, reopened 1\",\"step\":1,\"to\":\"sam\",\"ok\":true,\"who\":\"sam\",\"notified\":true}]}\n"
    );
    silent(&env.climb("2026-11-30 14:00"));
    silent(&env.run("2026-11-30 14:00", &["check"]));
}

#[test]
fn the_policy_shows_what_a_rung_waits_for_and_when_it_comes_again() {
    let env = TestEnv::new().ledger(REPEATING);
    let said = env.owed("policy").stdout;
    assert!(
        said.contains("when due, again every 4 hours until somebody acts, in the hours of office"),
        "{said}"
    );
    assert!(said.contains("at once, if reopened 1 time or more"), "{said}");
    for (repeat, words) in [("1d", "again every day until"), ("1d 4h", "again every 1 day and 4 hours until")]
    {
        let env = TestEnv::new().ledger(REPEATING.replace("\"4h\"", &format!("\"{repeat}\"")));
        let said = env.owed("policy").stdout;
        assert!(said.contains(words), "{said}");
    }
    let json = env.owed("policy --json").json();
    assert_eq!(
        json["rungs"].to_string(),
        "[{\"at\":\"100%\",\"to\":null,\"reopened\":null,\"repeat\":\"4h\",\"quiet\":\"office\",\"kinds\":[]},\
         {\"at\":\"0%\",\"to\":\"sam\",\"reopened\":1,\"repeat\":null,\"quiet\":null,\"kinds\":[]}]"
    );
}
