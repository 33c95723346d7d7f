//! junit, read by libxml2 and junitparser: a test for each open commitment, a failure for what `overdue` lists.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::reader::{python, run};
use crate::{NASTY, TEAM, check, owed, printed, same, shown};

const LINE: &str = "overdue --format junit";

/// Returns what the report says of each test, by its name: its class, and how it ended.
fn wanted(ledger: &str) -> BTreeMap<String, Value> {
    let rows = |line: &str| owed(ledger, line).json()["commitments"].as_array().unwrap().clone();
    let listed = rows("overdue --json");
    let test = |row: &Value| {
        let [id, to, what, kind] = ["id", "to", "what", "kind"].map(|key| row[key].as_str().unwrap());
        let reasons = listed.iter().find(|listed| listed["id"] == row["id"]).map(|listed| &listed["reasons"]);
        let ended = match reasons {
            Some(reasons) => json!(["Failure", reasons[0]]),
            None if row["state"] == "waiting" => json!(["Skipped", null]),
            None => json!([]),
        };
        (format!("{}: {} [{id}]", shown(to, ""), shown(what, "")), json!([format!("owed.{kind}"), ended]))
    };
    rows("list --json").iter().map(test).collect()
}

/// Returns reports that are wrong in one thing each.
fn bad(good: &str) -> Vec<String> {
    let (first, _) = good.split_once("<testcase").unwrap();
    let after = good.split_once("</testcase>").unwrap().1;
    vec![
        good.replace("</testsuites>", ""),
        good.replace("name=\"owed\"", "name=\"\u{1b}\""),
        good.replace("[", "<"),
        good.replacen(" [", " & [", 1),
        good.replacen("classname=\"owed.", "classname=\"", 1),
        // A test less.
        format!("{first}{after}"),
        good.replacen("<failure", "<error", 1).replacen("</failure", "</error", 1),
    ]
}

#[test]
fn junitparser_reads_a_test_for_each_open_commitment() {
    let script = "
from junitparser import JUnitXml
suites = JUnitXml.fromstring(sys.stdin.read().encode())
ends = lambda case: [[type(end).__name__, end.type] for end in case.result]
print(json.dumps({case.name: [case.classname, (ends(case) or [[]])[0]] for suite in suites for case in suite}))
assert all(suite.tests == len(list(suite)) for suite in suites)
assert sum(len(list(suite)) for suite in suites) == suites.tests
assert all(case.time == 0 and all(end.message for end in case.result) for suite in suites for case in suite)
assert all(end.text for suite in suites for case in suite for end in case.result if type(end).__name__ == 'Failure')
";
    for ledger in [TEAM, NASTY] {
        let (good, wanted) = (printed(ledger, LINE), wanted(ledger));
        let bad = bad(&good);
        check(&good, &bad.iter().map(String::as_str).collect::<Vec<_>>(), |text| {
            Some(python(&["junitparser"], script, text)?.and_then(|all| {
                let all: BTreeMap<String, Value> =
                    serde_json::from_str(&all).map_err(|error| error.to_string())?;
                same(&all, &wanted)
            }))
        });
    }
}

#[test]
fn xmllint_finds_the_same_number_of_each() {
    let counts = "concat(count(/testsuites/testsuite/testcase[starts-with(@classname,'owed.')]),' ',count(//failure),' ',count(//skipped))";
    for ledger in [TEAM, NASTY] {
        let (good, wanted) = (printed(ledger, LINE), wanted(ledger));
        let ended = |how: &str| wanted.values().filter(|test| test[1][0] == how).count();
        let wanted = format!("{} {} {}", wanted.len(), ended("Failure"), ended("Skipped"));
        let bad = bad(&good);
        check(&good, &bad.iter().map(String::as_str).collect::<Vec<_>>(), |text| {
            let read = run("xmllint", &["--xpath", counts, "-"], text)?;
            Some(read.and_then(|read| same(&read.trim(), &wanted.as_str())))
        });
    }
}
