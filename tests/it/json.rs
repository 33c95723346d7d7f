//! `--json`: every key of `docs/json.md`, always; `null` where there is nothing.

use std::collections::BTreeSet;

use insta::assert_snapshot;
use owed::inside::{Commitment, Figures};
use serde_json::Value;

use crate::support::{NOW, SAMPLE, TestEnv};

/// The judged keys of a commitment, beside those of the ledger.
const JUDGED: [&str; 28] = [
    "at_risk",
    "chases",
    "closed",
    "cycle",
    "cycles",
    "extra",
    "given_due",
    "history",
    "hops",
    "known_due",
    "last_told",
    "late_by_own_s",
    "late_by_s",
    "left_s",
    "moves",
    "original_due",
    "overdue",
    "overdue_by_own_s",
    "overdue_by_s",
    "late_probability",
    "ledger",
    "rating",
    "reasons",
    "remaining_s",
    "short",
    "state",
    "stated",
    "verdict",
];

fn keys(value: &Value) -> BTreeSet<&str> {
    value.as_object().expect("an object").keys().map(String::as_str).collect()
}

fn set<const N: usize>(names: [&str; N]) -> BTreeSet<&str> {
    BTreeSet::from(names)
}

fn commitment_keys() -> BTreeSet<&'static str> {
    Commitment::KEYS.iter().map(|(key, _)| key.name).chain(JUDGED).collect()
}

#[test]
fn every_verb_that_reads_or_changes_answers_with_all_keys_of_every_commitment() {
    for (line, count) in [
        ("--json", 4),
        ("list --all --json", 6),
        ("overdue --json", 2),
        ("overdue --at-risk --format json", 3),
        ("overdue --kind email --json", 0),
        ("show bbb --json", 1),
        ("promise x --to y --by 2h --json", 1),
        ("promise x --to y --by 2h --json -q", 1),
        ("done bbb --json", 1),
        ("done bbb ccc --json", 2),
        ("done bbb --next x --by 2h --json", 2),
        ("move ddd --by mon --why x --json", 1),
        ("told fff hello --json", 1),
        ("heard fff hello --json", 1),
        ("note ggg hello --json", 1),
        ("hand ccc --to sam --why x --json", 1),
        ("escalate bbb fff --to sam --why x --no-notify --json", 2),
        ("cancel ccc --as void --why x --json", 1),
        ("rate ggg 4 quick --json", 1),
    ] {
        let said = TestEnv::sample().owed(line);
        let json = said.json();
        let more = line.starts_with("escalate").then_some("fired");
        assert_eq!(keys(&json), ["schema", "now", "commitments"].into_iter().chain(more).collect(), "{line}");
        assert_eq!((&json["schema"], &json["now"]), (&Value::from(1), &Value::from(NOW)), "{line}");
        let commitments = json["commitments"].as_array().unwrap();
        assert_eq!(commitments.len(), count, "{line}");
        for commitment in commitments {
            assert_eq!(keys(commitment), commitment_keys(), "{line}");
        }
        assert!(said.stdout.ends_with("}\n") && said.stdout.lines().count() == 1, "{line}");
    }
}

#[test]
fn the_other_verbs_have_shapes_of_their_own() {
    let env =
        TestEnv::sample().file("rows.csv", "to,what,made,due\nGlobex,x,2026-11-19,2026-11-27\nGlobex,y,,\n");
    assert_eq!(keys(&env.owed("when 2h --json").json()), set(["schema", "at", "reading", "counted_from"]));
    let check = env.owed("check --all --json").json();
    assert_eq!(keys(&check), set(["schema", "findings"]));
    let finding = set(["file", "line", "column", "name", "id", "message", "note", "ledger"]);
    assert_eq!(keys(&check["findings"][0]), finding);
    let import = env.owed("import rows.csv --from csv --skip-bad --json").json();
    let mut said =
        set(["schema", "added", "closed", "archived", "present", "changed", "left_out", "skipped"]);
    said.extend(["at_midnight", "after_now", "from", "columns", "mapping"]);
    said.extend(["new_ledger", "recorded", "sample"]);
    assert_eq!(keys(&import), said);
    assert_eq!(keys(&import["skipped"][0]), set(["line", "why"]));
    let report = env.owed("report --by owner --json").json();
    let report_keys =
        ["schema", "now", "from", "until", "by", "total", "groups", "causes", "misses", "lowest"];
    assert_eq!(keys(&report), set(report_keys));
    let mut total: BTreeSet<_> = Figures::default().all().into_iter().map(|(key, ..)| key).collect();
    assert_eq!(keys(&report["total"]), total);
    total.extend(["key", "keys"]);
    assert_eq!(keys(&report["groups"][0]), total);
}

#[test]
fn what_json_says_is_what_the_rules_say() {
    let all = TestEnv::sample().owed("list --all --json").json();
    let [call, offer, .., kept, late] = all["commitments"].as_array().unwrap().as_slice() else { panic!() };
    assert_eq!(call["state"], "open");
    assert_eq!((&call["overdue"], &call["overdue_by_s"]), (&true.into(), &5400.into()));
    assert_eq!(call["overdue_by_own_s"], 5400);
    assert_eq!(call["reasons"], Value::from(vec!["due", "limit"]));
    assert_eq!((&call["asked"], &call["limit"]), (&"2026-11-19T08:00:00-05:00".into(), &"24h".into()));
    assert_eq!((&offer["at_risk"], &offer["remaining_s"]), (&true.into(), &9000.into()));
    assert_eq!((&offer["due"], &offer["contact"]), (&"2026-11-20T12:00:00-05:00".into(), &Value::Null));
    assert_eq!((&kept["verdict"], &kept["late_by_s"]), (&"kept".into(), &Value::Null));
    assert_eq!((&late["verdict"], &late["late_by_s"]), (&"late".into(), &7200.into()));
    assert_eq!((&kept["late_by_own_s"], &late["late_by_own_s"]), (&Value::Null, &7200.into()));
    assert_eq!(late["history"][0]["note"], "sent with an apology");
}

#[test]
fn keys_that_owed_does_not_know_are_extra() {
    let ledger = SAMPLE.replace("contact = \"+1 555 0101\"", "x-mood = \"bad\"\npriority = 3");
    let json = TestEnv::new().ledger(ledger).owed("show bbb --json").json();
    assert_eq!(json["commitments"][0]["extra"], serde_json::json!({ "x-mood": "bad", "priority": 3 }));
}

#[test]
fn trouble_says_nothing_on_stdout_even_as_json() {
    for line in ["show zebra --json", "promise x --to y --by soon --json", "list --json --kind zebra"] {
        let said = TestEnv::sample().owed(line);
        assert_eq!((said.stdout.as_str(), said.status), ("", 2), "{line}");
        assert!(said.stderr.starts_with("error: "), "{line}");
    }
}

#[test]
fn an_empty_ledger_is_made_in_json_too() {
    let env = TestEnv::new();
    assert_snapshot!(env.owed("init --json"), @r#"
    {"schema":1,"now":"2026-11-20T09:30:00-05:00","commitments":[]}
    --- exit 0
    "#);
    assert!(env.path("ledger.toml").exists());
}
