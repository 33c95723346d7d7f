//! github, held to what the official toolkit of GitHub Actions writes for the same annotations.
//!
//! Nothing reads workflow commands but GitHub's own runner, which is no program for a test. `@actions/core` is by the same
//! people, and escapes what their runner takes apart.

use serde_json::{Value, json};

use crate::reader::run;
use crate::{NASTY, TEAM, check, owed, printed, same, shown};

const LINE: &str = "overdue --at-risk --format github";

/// Reads annotations as JSON, and writes them with the toolkit.
const SCRIPT: &str = "
const { execSync } = require('child_process');
const core = require(execSync('npm root -g').toString().trim() + '/@actions/core');
const all = JSON.parse(require('fs').readFileSync(0, 'utf8'));
for (const { level, text, ...place } of all) core[level](text, place);
";

/// Returns the annotations of a ledger, by what its JSON says; the words of each are those of the line.
fn wanted(ledger: &str, said: &str) -> Vec<Value> {
    let rows = owed(ledger, "overdue --at-risk --json").json()["commitments"].as_array().unwrap().clone();
    let annotation = |row: &Value| {
        let [id, to, what] = ["id", "to", "what"].map(|key| row[key].as_str().unwrap());
        let level = match row["reasons"][0].as_str().unwrap() {
            "due" | "limit" => "error",
            "at_risk" | "within" => "notice",
            _ => "warning",
        };
        let (before, _) = ledger.split_once(&format!("id = \"{id}\"")).unwrap();
        let end = format!("({id})");
        let line = said.lines().find(|line| line.ends_with(&end)).unwrap();
        let text = line.splitn(3, "::").nth(2).unwrap().replace("%25", "%");
        json!({
            "level": level,
            "text": text,
            "title": shown(&format!("{to}: {what}"), ""),
            "file": "ledger.toml",
            "startLine": before.matches('\n').count(),
        })
    };
    let mut all: Vec<_> = rows.iter().map(annotation).collect();
    all.sort_by_key(|one| ["error", "warning", "notice"].iter().position(|level| one["level"] == *level));
    all
}

#[test]
fn the_toolkit_of_github_writes_the_same() {
    for ledger in [TEAM, NASTY] {
        let good = printed(ledger, LINE);
        let annotations = Value::from(wanted(ledger, &good)).to_string();
        let bad = [
            good.replacen("%3A", ":", 1),
            good.replacen(",line=", ",line=1", 1),
            good.replacen("::error", "::warning", 1),
            good.replacen("title=", "title=x", 1),
            good.lines().skip(1).collect(),
        ];
        check(&good, &bad.each_ref().map(String::as_str), |text| {
            let written = run("node", &["-e", SCRIPT], &annotations)?;
            Some(written.and_then(|written| same(&text, &written.as_str())))
        });
    }
}
