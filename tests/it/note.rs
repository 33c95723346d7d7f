//! `owed note`: what only we need to know, in the history and nowhere else.

use insta::assert_snapshot;

use crate::support::TestEnv;

#[test]
fn a_note_changes_nothing_but_the_history() {
    let env = TestEnv::sample();
    let before = env.owed("show fff --json").json()["commitments"][0].clone();
    assert_snapshot!(env.owed("note fff the pump needs a part"), @"
    fff  repair the pump → Initech: noted: the pump needs a part
    --- exit 0
    ");
    let after = env.owed("show fff --json").json()["commitments"][0].clone();
    let changed = after.as_object().unwrap().keys().filter(|key| before[*key] != after[*key]);
    assert_eq!(changed.collect::<Vec<_>>(), ["history"]);
    assert_eq!(after["history"].as_array().unwrap().last().unwrap()["note"], "the pump needs a part");
}
