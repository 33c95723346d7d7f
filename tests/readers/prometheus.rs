//! prometheus, read by promtool and by the client library for Python: the numbers of the JSON.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::reader::{python, run};
use crate::{NASTY, TEAM, check, owed, printed, same};

const LINES: [&str; 2] = ["overdue --format prometheus", "report --format prometheus"];

/// Tries a check on an output, and on ones that are wrong in one thing each: a sample without a value, one with a word for it, a
/// label without its quote, an unknown type.
fn try_check(good: &str, checked: impl Fn(&str) -> Option<Result<(), String>>) {
    let sample = good.lines().find(|line| !line.starts_with('#')).unwrap();
    let (labels, _) = sample.rsplit_once(' ').unwrap();
    let bad = [
        good.replacen(sample, labels, 1),
        good.replacen(sample, &format!("{labels} one"), 1),
        good.replacen("ledger=\"ledger\"", "ledger=\"ledger", 1),
        good.replacen("gauge", "gouge", 1),
    ];
    check(good, &bad.each_ref().map(String::as_str), checked);
}

#[test]
fn promtool_has_nothing_to_say() {
    for ledger in [TEAM, NASTY] {
        for line in LINES {
            let checked = |text: &str| {
                let said = run("promtool", &["check", "metrics"], text)?;
                Some(said.and_then(|said| same(&said.as_str(), &"")))
            };
            try_check(&printed(ledger, line), checked);
        }
    }
}

/// Returns every sample by its name and labels. All are gauges without a timestamp.
const SCRIPT: &str = "
from prometheus_client.parser import text_string_to_metric_families
samples = {}
for family in text_string_to_metric_families(sys.stdin.read()):
    assert family.type == 'gauge' and family.documentation, family
    for sample in family.samples:
        name = ' '.join([sample.name, *(sample.labels[label] for label in sample.labels)])
        assert sample.timestamp is None and name not in samples
        samples[name] = sample.value
print(json.dumps(samples))
";

fn samples(read: &str) -> Result<BTreeMap<String, f64>, String> {
    serde_json::from_str(read).map_err(|error| error.to_string())
}

#[test]
fn the_client_library_reads_the_numbers_of_overdue() {
    for ledger in [TEAM, NASTY] {
        let rows = |line: &str| owed(ledger, line).json()["commitments"].as_array().unwrap().clone();
        let (open, kinds) = (rows("list --json"), owed(ledger, "policy --json").json()["kinds"].clone());
        let names = kinds.as_array().unwrap().iter().map(|kind| kind["kind"].as_str().unwrap());
        let has = |row: &Value, name: &str| row["reasons"].as_array().unwrap().iter().any(|one| one == name);
        let mut wanted = BTreeMap::new();
        for kind in names {
            let mut put = |name: &str, is: &dyn Fn(&Value) -> bool| {
                let count = open.iter().filter(|row| row["kind"] == kind && is(row)).count();
                wanted.insert(name.replace("KIND", &format!("ledger {kind}")), count as f64);
            };
            put("owed_commitments KIND open", &|row| row["state"] == "open");
            put("owed_commitments KIND waiting", &|row| row["state"] == "waiting");
            put("owed_commitments_overdue KIND", &|row| row["overdue"] == true);
            put("owed_commitments_at_risk KIND", &|row| row["at_risk"] == true);
            put("owed_commitments_untold KIND", &|row| has(row, "untold"));
            put("owed_commitments_silent KIND", &|row| has(row, "silence"));
            put("owed_commitments_unanswered KIND", &|row| has(row, "unanswered"));
            put("owed_commitments_waiting_long KIND", &|row| has(row, "waiting"));
        }
        let noon = 1_795_194_000.0;
        let longest = open.iter().filter_map(|row| row["overdue_by_s"].as_i64()).max().unwrap_or_default();
        let next = open.iter().filter_map(|row| row["remaining_s"].as_i64()).min().unwrap();
        wanted.insert("owed_longest_overdue_seconds ledger".to_owned(), longest as f64);
        wanted.insert("owed_next_due_timestamp_seconds ledger".to_owned(), noon + next as f64);
        wanted.insert("owed_last_run_timestamp_seconds ledger".to_owned(), noon);
        wanted.insert(format!("owed_build_info ledger {}", env!("CARGO_PKG_VERSION")), 1.0);
        try_check(&printed(ledger, LINES[0]), |text| {
            let read = python(&["prometheus_client"], SCRIPT, text)?;
            Some(read.and_then(|read| same(&samples(&read)?, &wanted)))
        });
    }
}

#[test]
fn the_client_library_reads_the_numbers_of_a_report() {
    for ledger in [TEAM, NASTY] {
        let report = owed(ledger, "report --json").json();
        let name = |key: &str| match (key.strip_suffix("_rate"), key.strip_suffix("_s")) {
            (Some(name), _) => format!("owed_report_{name}_ratio ledger"),
            (_, Some(name)) => format!("owed_report_{name}_seconds ledger"),
            _ => format!("owed_report_{key} ledger"),
        };
        let total = report["total"].as_object().unwrap().iter();
        let mut wanted: BTreeMap<_, _> =
            total.filter_map(|(key, number)| Some((name(key), number.as_f64()?))).collect();
        for (key, name) in [("from", "from"), ("until", "until"), ("now", "last_run")] {
            let at = chrono::DateTime::parse_from_rfc3339(report[key].as_str().unwrap()).unwrap();
            wanted.insert(format!("owed_report_{name}_timestamp_seconds ledger"), at.timestamp() as f64);
        }
        try_check(&printed(ledger, LINES[1]), |text| {
            let read = python(&["prometheus_client"], SCRIPT, text)?;
            Some(read.and_then(|read| same(&samples(&read)?, &wanted)))
        });
    }
}

// The collector of text files refuses a metric that two files have with the same labels.
#[test]
fn files_of_two_ledgers_and_of_a_report_do_not_clash() {
    let two = |file: &str| {
        let env = crate::support::TestEnv::new().at(crate::NOON).file(file, TEAM);
        LINES.map(|line| env.owed(&format!("--ledger {file} {line}")).stdout)
    };
    let (one, other) = (two("team.toml"), two("shop.toml"));
    let all = [&one[0], &one[1], &other[0], &other[1]];
    let samples = all.iter().flat_map(|text| text.lines().filter(|line| !line.starts_with('#')));
    let names: Vec<_> = samples.map(|line| line.rsplit_once(' ').unwrap().0).collect();
    let different: std::collections::BTreeSet<_> = names.iter().collect();
    assert_eq!(different.len(), names.len());
}
