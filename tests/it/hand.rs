//! `owed hand`: another owner, with a reason.

use insta::assert_snapshot;

use crate::support::{TestEnv, new_lines};

#[test]
fn another_owner_is_named_with_a_reason() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("hand ccc --to Sam Lee --why on holiday"), @"
    ccc  send the signed offer → Globex: handed to Sam Lee, due Fri 20 Nov 12:00, in 2h 30m
    --- exit 0
    ");
    assert_snapshot!(env.owed("hand ccc --to Sam Lee --why again"), @"
    --- stderr
    error: Sam Lee already owns it
    --- exit 2
    ");
    assert_snapshot!(env.owed("hand ccc --to dana"), @"
    --- stderr
    error: why? add `--why 'waiting for parts'`
    hint: `owed help hand` says what else it takes
    --- exit 2
    ");
    assert_snapshot!(env.owed("hand ccc --why because"), @"
    --- stderr
    error: to whom? add `--to sam`
    hint: `owed help hand` says what else it takes
    --- exit 2
    ");
    assert_snapshot!(new_lines(&env), @r#"  { at = 2026-11-20T09:30:00-05:00, did = "handed", to = "Sam Lee", why = "on holiday", from = "lee", by = "dana" },"#);
}
