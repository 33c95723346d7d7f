//! `owed heard`: the customer reached us, which is no contact of ours and moves nothing.

use insta::assert_snapshot;

use crate::support::TestEnv;

#[test]
fn hearing_from_a_customer_counts_as_a_chase_and_tells_them_nothing() {
    let env = TestEnv::sample();
    let before = env.owed("show fff --json").json()["commitments"][0].clone();
    assert_snapshot!(env.owed("heard fff when does it come?"), @"
    fff  repair the pump → Initech: heard: when does it come?
    --- exit 0
    ");
    let after = env.owed("show fff --json").json()["commitments"][0].clone();
    let changed = after.as_object().unwrap().keys().filter(|key| before[*key] != after[*key]);
    assert_eq!(changed.collect::<Vec<_>>(), ["chases", "history"]);
}
