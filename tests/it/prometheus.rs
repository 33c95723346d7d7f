//! Metrics for Prometheus.

use crate::support::{RULES, TestEnv};

// Metrics are read by many, and kept for long.
#[test]
fn no_customer_and_no_owner_is_in_a_metric() {
    let env = TestEnv::sample();
    for line in ["overdue", "report", "report --by owner --misses", "report --by to"] {
        let said = env.owed(&format!("{line} --format prometheus")).stdout;
        assert!(said.contains("ledger=\"ledger\""), "{said}");
        let rows = env.owed("list --all --json").json()["commitments"].as_array().unwrap().clone();
        for key in ["to", "owner", "contact", "id", "what"] {
            let names = rows.iter().filter_map(|row| row[key].as_str());
            assert_eq!(names.filter(|name| said.contains(&format!("\"{name}\""))).count(), 0, "{said}");
        }
    }
}

#[test]
fn every_known_kind_is_there_and_so_is_one_that_the_policy_does_not_know() {
    let block = "\n[[commitment]]\nid = \"bbb22222\"\nkind = \"od\\\"d\\\\\"\nto = \"Acme\"\nwhat = \"x\"\n\
        made = 2026-11-10T09:00:00-05:00\ndue = 2026-11-19T09:00:00-05:00\n";
    let env = TestEnv::new().ledger(format!("{RULES}[kind.repair]\ntarget = \"3d\"\n{block}"));
    let said = env.owed("overdue --format prometheus").stdout;
    let overdue = said.lines().filter(|line| line.starts_with("owed_commitments_overdue"));
    assert_eq!(
        overdue.collect::<Vec<_>>(),
        [
            "owed_commitments_overdue{ledger=\"ledger\",kind=\"callback\"} 0",
            "owed_commitments_overdue{ledger=\"ledger\",kind=\"email\"} 0",
            r#"owed_commitments_overdue{ledger="ledger",kind="od\"d\\"} 1"#,
            "owed_commitments_overdue{ledger=\"ledger\",kind=\"promise\"} 0",
            "owed_commitments_overdue{ledger=\"ledger\",kind=\"repair\"} 0",
        ]
    );
    // Nothing is due any more.
    assert!(!said.contains("\nowed_next_due_timestamp_seconds{"), "{said}");
}
