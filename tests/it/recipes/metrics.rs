//! The job that makes metrics, and the alerts on them.

use std::collections::BTreeSet;
use std::fs;

use serde_json::{Value, json};

use super::{Desk, NASTY, NOON, TEAM, check, example, said, text};
use crate::support::Said;
use crate::support::reader::run;

/// Runs the job as cron would.
fn job(desk: &Desk, ledger: &str) -> Said {
    said(desk.command(example("prometheus/owed-metrics")).args([ledger, "."]))
}

/// Returns the metrics of both files.
fn metrics(desk: &Desk) -> String {
    ["owed-team.prom", "owed-team-report.prom"]
        .map(|name| fs::read_to_string(desk.env.path(name)).unwrap())
        .concat()
}

#[test]
fn the_job_makes_two_files_for_each_ledger_that_lie_in_one_folder() {
    let desk = Desk::new(TEAM);
    desk.env.write("shop.toml", NASTY);
    for ledger in ["team.toml", "./shop.toml"] {
        assert_eq!(job(&desk, ledger).to_string(), "--- exit 0");
    }
    assert_eq!(
        desk.env.files(),
        [
            "owed-shop-report.prom",
            "owed-shop.prom",
            "owed-team-report.prom",
            "owed-team.prom",
            "shop.toml",
            "team.toml"
        ]
    );
    let metrics = metrics(&desk);
    assert!(metrics.contains("owed_commitments_overdue{ledger=\"team\",kind=\"callback\"} 1\n"), "{metrics}");
    assert!(metrics.contains("owed_report_keep_ratio{ledger=\"team\"} 0.2\n"), "{metrics}");
    check(&metrics, &[(" gauge", " gouge")], |text| {
        Some(run("promtool", &["check", "metrics"], text)?.map(drop))
    });
}

#[test]
fn a_ledger_that_cannot_be_read_leaves_the_old_files_to_grow_old() {
    let desk = Desk::new(TEAM);
    job(&desk, "team.toml");
    let before = metrics(&desk);
    desk.env.write("team.toml", "what = 1\n");
    let said = job(&desk, "team.toml");
    assert!(said.status != 0 && said.stderr.starts_with("error: "), "{said}");
    assert_eq!(metrics(&desk), before);
    // One file that cannot be made is enough.
    desk.env.write("team.toml", TEAM);
    fs::remove_file(desk.env.path("owed-team.prom")).unwrap();
    fs::create_dir(desk.env.path("owed-team.prom")).unwrap();
    assert_eq!(job(&desk, "team.toml").status, 1);
    for args in [[""; 0].as_slice(), &["team.toml"]] {
        let said = super::said(desk.command(example("prometheus/owed-metrics")).args(args));
        assert!(said.status != 0 && said.stderr.contains('?'), "{said}");
    }
}

/// Has promtool try tests of alerts, beside these rules.
fn tried(rules: &str, tests: &str) -> Option<Result<(), String>> {
    let folder = tempfile::TempDir::new().unwrap();
    fs::write(folder.path().join("alerts.yml"), rules).unwrap();
    let tests_path = folder.path().join("tests.yml").display().to_string();
    fs::write(&tests_path, tests).unwrap();
    Some(run("promtool", &["test", "rules", &tests_path], "")?.map(drop))
}

#[test]
fn promtool_checks_the_alerts_and_tries_their_tests() {
    let said =
        run("promtool", &["check", "rules", &example("prometheus/alerts.yml").display().to_string()], "");
    assert!(said.is_none_or(|said| said.is_ok_and(|said| said.contains("SUCCESS: 6 rules found"))));
    let tests = text("prometheus/alerts_test.yml");
    let worse = [
        ("overdue) > 0", "overdue) > 2"),
        ("at_risk) > 0", "at_risk) >"),
        ("silent + owed_commitments_unanswered", "silent"),
        ("for: 1d", "for: 2d"),
        ("report_due >= 10", "report_due >= 9"),
        ("> 1200", "> 1800"),
        (" or absent(owed_last_run_timestamp_seconds)", ""),
        ("severity: critical", "severity: low"),
    ];
    check(&text("prometheus/alerts.yml"), &worse, |rules| tried(rules, &tests));
}

#[test]
fn every_metric_that_an_alert_asks_for_is_there_and_the_alerts_say_what_owed_says() {
    let desk = Desk::new(TEAM);
    job(&desk, "team.toml");
    let metrics = metrics(&desk);
    let samples: Vec<_> = metrics.lines().filter(|line| !line.starts_with('#')).collect();
    let names: BTreeSet<_> = samples.iter().map(|line| line.split(['{', ' ']).next().unwrap()).collect();
    let rules = text("prometheus/alerts.yml");
    let words = rules.split(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '_'));
    let asked: BTreeSet<_> = words.filter(|word| word.starts_with("owed_")).collect();
    assert!(asked.len() >= 8 && asked.is_subset(&names), "{asked:?} of {names:?}");

    // What was printed is what is scraped, at that noon.
    let noon = chrono::DateTime::parse_from_rfc3339(NOON).unwrap().timestamp();
    let series: Vec<_> = samples
        .iter()
        .filter_map(|line| line.rsplit_once(' '))
        .map(|(series, value)| json!({"series": series, "values": format!("{value}x400")}))
        .collect();
    let alert = |name: &str, alerts: &[(&str, &str, &str)]| {
        let alerts = alerts.iter().map(|(kind, severity, summary)| {
            let labels = json!({"ledger": "team", "kind": kind, "severity": severity});
            json!({"exp_labels": labels, "exp_annotations": {"summary": summary}})
        });
        json!({"eval_time": "1500m", "alertname": name, "exp_alerts": alerts.collect::<Vec<Value>>()})
    };
    let tests = json!({
        "rule_files": ["alerts.yml"],
        "evaluation_interval": "5m",
        "tests": [{"interval": "5m", "input_series": series, "alert_rule_test": [
            alert("PromisesOverdue", &[("callback", "critical", "1 of kind callback overdue in team")]),
            alert("PromisesAtRisk", &[("quote", "warning", "1 of kind quote at risk in team")]),
            alert("CustomersKnowLittle", &[(
                "repair",
                "warning",
                "customers of kind repair were told nothing, too little or a date that is old (team)",
            )]),
            alert("PromisesWaitLong", &[("repair", "warning", "1 of kind repair wait for the customer for long in team")]),
            // Of five, which is few.
            alert("KeepRateLow", &[]),
            // The clock of the test begins in 1970.
            alert("OwedDoesNotRun", &[]),
        ]}],
    });
    assert!(noon > 1_500 * 60);
    check(&rules, &[("owed_commitments_overdue", "owed_commitments_untold")], |rules| {
        tried(rules, &tests.to_string())
    });
}
