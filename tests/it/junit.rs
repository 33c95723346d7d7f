//! A test report of what is open.

use insta::assert_snapshot;

use crate::support::{RULES, TestEnv};

fn ledger() -> TestEnv {
    let block = |id: &str, kind: &str, due: &str, rest: &str| {
        format!(
            "\n[[commitment]]\nid = \"{id}\"\nkind = \"{kind}\"\nto = \"Acme & Co\"\nwhat = \"send <it>\"\n\
            made = 2026-11-18T09:00:00-05:00\ndue = {due}\n{rest}"
        )
    };
    let waits = "target = \"9d\"\nhistory = [{ at = 2026-11-19T09:00:00-05:00, did = \"waiting\", why = \"photos\" }]\n";
    let done = "history = [{ at = 2026-11-19T09:00:00-05:00, did = \"done\" }]\n";
    let all = [
        block("bbb22222", "promise", "2026-11-19T09:30:00-05:00", ""),
        block("ccc22222", "promise", "2026-11-29T09:00:00-05:00", ""),
        block("ddd22222", "repair", "2026-11-27T09:00:00-05:00", waits),
        block("fff22222", "repair", "2026-11-27T09:00:00-05:00", done),
    ];
    TestEnv::new().ledger([RULES, &all.concat()].concat())
}

#[test]
fn what_is_listed_fails_what_waits_is_skipped_and_the_rest_of_what_is_open_passes() {
    assert_snapshot!(ledger().owed("overdue --format junit"), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="owed" tests="3" skipped="1" failures="1" errors="0" time="0.000">
        <testsuite name="promise" tests="2" skipped="0" errors="0" failures="1" timestamp="2026-11-20T09:30:00.000-05:00" time="0.000">
            <testcase name="Acme &amp; Co: send &lt;it&gt; [bbb22222]" classname="owed.promise" time="0.000">
                <failure message="1d late: due" type="due">due: 1d late, due Thu 19 Nov 09:30 (bbb22222)</failure>
            </testcase>
            <testcase name="Acme &amp; Co: send &lt;it&gt; [ccc22222]" classname="owed.promise" time="0.000"/>
        </testsuite>
        <testsuite name="repair" tests="1" skipped="1" errors="0" failures="0" timestamp="2026-11-20T09:30:00.000-05:00" time="0.000">
            <testcase name="Acme &amp; Co: send &lt;it&gt; [ddd22222]" classname="owed.repair" time="0.000">
                <skipped message="waiting for the customer"/>
            </testcase>
        </testsuite>
    </testsuites>
    --- exit 1
    "#);
}

// The exit code is that of `overdue`, whatever passes besides.
#[test]
fn a_filter_and_the_exit_code_are_those_of_overdue() {
    let env = ledger();
    let said = env.owed("overdue --kind repair --format junit");
    assert_eq!((said.status, said.stdout.matches("<testcase").count()), (0, 1));
    let said = env.owed("overdue --within 30d --format junit");
    assert_eq!((said.status, said.stdout.matches("<failure").count()), (1, 2));
    assert!(said.stdout.contains("type=\"within\""), "{said}");
    let count = env.owed("overdue --count --format junit");
    assert_eq!((count.status, count.stdout.as_str()), (1, "1\n"));
}
