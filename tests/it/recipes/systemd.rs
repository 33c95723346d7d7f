//! The units of systemd: what they start, and what is started when that fails.

use std::fs;

use super::{Desk, TEAM, check, said, text};
use crate::support::reader::{self, run};
use crate::support::{Said, words};

const UNITS: [&str; 3] = ["owed-overdue.service", "owed-overdue.timer", "owed-alert.service"];

/// Returns what a unit sets a key to.
fn value(unit: &str, key: &str) -> String {
    let text = text(&format!("systemd/{unit}"));
    let value = text.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix('=')).unwrap();
    value.to_owned()
}

/// Runs what a service starts, with these variables besides those of a user's manager.
fn start(desk: &Desk, unit: &str, variables: &[(&str, &str)]) -> Said {
    let home = desk.env.path("~/").display().to_string();
    let line = value(unit, "ExecStart").replace("%h", home.trim_end_matches('/'));
    let (program, args) = line.split_once(' ').unwrap_or((&line, ""));
    said(desk.command(program).args(words(args)).envs(variables.iter().copied()))
}

#[test]
fn the_service_fails_if_something_is_overdue_and_the_alert_says_which_failure_it_was() {
    for (ledger, status, urgent, says) in
        [(TEAM, 1, false, "Promises are overdue"), ("what = 1\n", 2, true, "owed could not check the ledger")]
    {
        let desk = Desk::new(ledger);
        desk.env.write("~/.local/share/owed/ledger.toml", ledger);
        assert_eq!(start(&desk, "owed-overdue.service", &[]).status, status);
        let alert = value("owed-overdue.service", "OnFailure");
        assert!(UNITS.contains(&alert.as_str()));
        let variables = [
            ("MONITOR_SERVICE_RESULT", "exit-code"),
            ("MONITOR_EXIT_CODE", "exited"),
            ("MONITOR_EXIT_STATUS", &status.to_string()),
            ("MONITOR_UNIT", "owed-overdue.service"),
        ];
        assert_eq!(start(&desk, &alert, &variables).to_string(), "--- exit 0");
        let called = desk.called("notify-send");
        assert_eq!(called.len(), 1);
        assert_eq!(called[0].contains(&"--urgency=critical".to_owned()), urgent, "{called:?}");
        assert!(called[0].contains(&says.to_owned()), "{called:?}");
    }
    // A systemd that does not say how it failed.
    let desk = Desk::new(TEAM);
    start(&desk, "owed-alert.service", &[]);
    assert!(desk.called("notify-send")[0].contains(&"owed could not check the ledger".to_owned()));
}

#[test]
fn the_service_succeeds_in_silence_while_nothing_is_wrong() {
    let desk = Desk::new("");
    desk.env.write("~/.local/share/owed/ledger.toml", "timezone = \"UTC\"\n");
    assert_eq!(start(&desk, "owed-overdue.service", &[]).to_string(), "--- exit 0");
}

#[test]
fn systemd_analyze_has_nothing_to_say() {
    let desk = Desk::new(TEAM);
    let home = desk.env.path("~/").display().to_string();
    let folder = desk.env.folder().display().to_string();
    if reader::installed("systemd-analyze").is_none() {
        return;
    }
    for unit in UNITS {
        fs::copy(super::example(&format!("systemd/{unit}")), desk.env.path(unit)).unwrap();
    }
    for unit in UNITS {
        // What it starts has to be there.
        let (program, home) = (format!("HOME={home}"), format!("XDG_RUNTIME_DIR={home}"));
        let path = format!("{folder}/{unit}");
        let worse: &[(&str, &str)] = match unit {
            "owed-overdue.timer" => &[("Mon..Fri", "Mon..Fry"), ("Persistent", "Persistence")],
            "owed-alert.service" => &[("%h/bin/owed-alert", "%h/bin/no-such-alert"), ("oneshot", "twoshot")],
            _ => &[("OnFailure", "OnFailing"), ("%h/.cargo", "%h/cargo")],
        };
        check(&text(&format!("systemd/{unit}")), worse, |text| {
            desk.env.write(unit, text);
            Some(run("env", &[&program, &home, "systemd-analyze", "--user", "verify", &path], "")?.map(drop))
        });
    }
}
