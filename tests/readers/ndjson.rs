//! ndjson, read by jq and Python: the objects of `--json`, one a line.

use serde_json::Value;

use crate::reader::{Read, python, run};
use crate::{NASTY, TEAM, check, commitments, owed, printed, same};

const LIST: &str = "list --all --format ndjson";

/// What every reader refuses: half an object, an object on two lines, a text with a line break in it, and a line too few.
fn bad(good: &str) -> Vec<String> {
    let (first, rest) = good.split_once('\n').unwrap();
    vec![
        good[..good.len() - 3].to_owned(),
        good.replacen(",\"what\"", ",\n\"what\":1}\n{\"what\"", 1),
        good.replacen("\"what\":\"", "\"what\":\"\n", 1),
        rest.to_owned(),
        format!("{first}\n"),
    ]
}

fn try_reader(read: impl Fn(&str) -> Option<Read>) {
    for ledger in [TEAM, NASTY] {
        let (good, wanted) = (printed(ledger, LIST), commitments(ledger));
        let bad = bad(&good);
        check(&good, &bad.iter().map(String::as_str).collect::<Vec<_>>(), |text| {
            Some(read(text)?.and_then(|all| {
                let all: Vec<Value> = serde_json::from_str(&all).map_err(|error| error.to_string())?;
                same(&all, &wanted)
            }))
        });
    }
}

#[test]
fn jq_reads_the_objects_of_the_json() {
    try_reader(|text| run("jq", &["-n", "[inputs]"], text));
}

#[test]
fn python_reads_an_object_from_every_line() {
    let script = "print(json.dumps([json.loads(line) for line in sys.stdin]))";
    try_reader(|text| python(&[], script, text));
}

#[test]
fn a_report_is_a_line_a_group_and_without_groups_the_total() {
    for (line, key) in
        [("report", "/total"), ("report --by owner", "/groups"), ("report --by kind,owner", "/groups")]
    {
        let wanted = owed(TEAM, &format!("{line} --json")).json().pointer(key).unwrap().clone();
        let wanted = wanted.as_array().cloned().unwrap_or_else(|| vec![wanted]);
        let said = printed(TEAM, &format!("{line} --format ndjson"));
        let lines: Vec<Value> = said.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines, wanted, "{line}");
    }
}

#[test]
fn what_is_overdue_is_listed_with_the_exit_code_of_overdue() {
    let said = owed(NASTY, "overdue --format ndjson");
    assert_eq!((said.stdout.lines().count(), said.status), (2, 1));
    let said = owed(NASTY, "overdue --owner sam --format ndjson");
    assert_eq!((said.stdout.as_str(), said.status), ("", 0));
}
