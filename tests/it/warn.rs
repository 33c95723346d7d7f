//! What `promise`, `move` and `reopen` say of a date that was too seldom kept.

use insta::assert_snapshot;
use serde_json::Value;

use crate::forecast::repairs;
use crate::support::TestEnv;

/// Returns the ledger of fourteen repairs that took one day to fourteen, with more of a policy.
fn fourteen(more: &str) -> TestEnv {
    let env = repairs(14);
    let text = env.text();
    let (top, blocks) = text.split_once("\n[[commitment]]").unwrap();
    let text = format!("{top}\n{more}\n[[commitment]]{blocks}");
    TestEnv::new().ledger(text).at("2026-03-20T09:00:00+01:00")
}

#[test]
fn a_promise_that_is_seldom_kept_is_warned_of_and_made() {
    let env = fourteen("");
    assert_snapshot!(env.owed("promise mend the valve --to Acme -k repair --by sun 9am").ids(), @"
    NEW  mend the valve → Acme, due Sun 22 Mar 09:00 Europe/Berlin, in 2d
    --- stderr
    warning: about 1 in 10 repairs were done this fast (14 closed, 2 open); 90 % would be Fri 3 Apr
    --- exit 0
    ");
    assert!(env.text().contains("mend the valve"));
    assert_snapshot!(env.owed("promise mend the hose --to Acme -k repair --by 'mon 30 mar'").ids(), @"
    NEW  mend the hose → Acme, due end of Mon 30 Mar Europe/Berlin, in 10d 13h
    --- exit 0
    ");
    // The warning is no data.
    let said = env.owed("promise mend the hinge --to Acme -k repair --by sun 9am --json");
    assert!(said.stderr.starts_with("warning: about 1 in 10 repairs"), "{said}");
    let json: Value = serde_json::from_str(&said.stdout).unwrap();
    assert_eq!(json["commitments"][0]["what"], "mend the hinge");
    let said = env.owed("promise mend the lamp --to Acme -k repair --by sun 9am -q");
    assert!(said.stderr.starts_with("warning: about 1 in 10 repairs"), "{said}");
}

#[test]
fn a_ledger_says_when_to_warn_and_how_sure_is_safe() {
    let promise = "promise mend the valve --to Acme -k repair --by sun 9am";
    let warned = |table: &str| fourteen(table).owed(promise).stderr;
    assert_eq!(warned("[forecast]\nwarn = \"off\"\n"), "");
    assert_eq!(warned("[forecast]\nwarn = \"12%\"\n"), "");
    assert_snapshot!(warned("[forecast]\nwarn = \"13%\"\nconfidence = \"75%\"\n"), @"warning: about 1 in 10 repairs were done this fast (14 closed, 2 open); 75 % would be Wed 1 Apr");
    let set = fourteen("[forecast]\nwarn = \"12.5%\"\nconfidence = \"75%\"\n");
    let confidence = |line: &str| set.owed(line).json()["confidence"].clone();
    assert_eq!(confidence("forecast repair --json"), 0.75);
    assert_eq!(confidence("forecast repair --confidence 95 --json"), 0.95);
    assert_eq!(
        set.owed("policy --json").json()["forecast"],
        serde_json::json!({"warn":0.125,"confidence":0.75})
    );
    assert!(
        set.owed("policy").stdout.contains("kept by less than 12.5 % is warned of"),
        "{}",
        set.owed("policy")
    );
    let off = fourteen("[forecast]\nwarn = \"off\"\n");
    assert_eq!(off.owed("policy --json").json()["forecast"]["warn"], Value::Null);
    assert!(!fourteen("").owed("policy").stdout.contains("warned"));
}

#[test]
fn a_mixture_of_everything_is_warned_of_only_if_the_ledger_has_a_table_for_it() {
    for kind in ["promise", "email"] {
        let as_kind = |more: &str| {
            let text = fourteen(more).text().replace("kind = \"repair\"", &format!("kind = \"{kind}\""));
            let env = TestEnv::new().ledger(text).at("2026-03-20T09:00:00+01:00");
            let closed = env.owed(&format!("forecast {kind} --json")).json()["closed"].clone();
            assert_eq!(closed, 14, "{kind}");
            env.owed(&format!("promise call about the valve --to Acme -k {kind} --by sun 9am")).stderr
        };
        assert_eq!(as_kind(""), "");
        assert!(as_kind(&format!("[kind.{kind}]\ntarget = \"2d\"\n")).starts_with("warning: about 1 in 10"));
    }
}

#[test]
fn a_move_is_judged_by_how_long_it_has_been_open() {
    let env = fourteen("");
    // A dry run warns, too, and changes nothing.
    let before = env.text();
    let rehearsed = env.owed("move ccccccc2 --by sun 9am --why waiting for the part --dry-run").stderr;
    assert_eq!(env.text(), before);
    assert_snapshot!(env.owed("move ccccccc2 --by sun 9am --why waiting for the part --told"), @"
    ccccccc2  mend the pump → Acme: moved, due Sun 22 Mar 09:00 Europe/Berlin, in 2d
    --- stderr
    warning: about 1 in 10 repairs as old as this one were done this fast (14 closed, 2 open); 90 % would be Thu 2 Apr
    --- exit 0
    ");
    assert!(rehearsed.contains("warning: about 1 in 10 repairs as old as this one"), "{rehearsed}");
    // The list says the same chance.
    let listed = env.owed("show ccccccc2 --json").json();
    let late = listed["commitments"][0]["late_probability"].as_f64().unwrap();
    assert!((late - 13.0 / 15.0).abs() < 1e-9, "{late}");
    // Of those open for seven days only seven took longer.
    assert_eq!(env.owed("move ccccccc7 --by sun 9am --why waiting for the part --told").stderr, "");
    assert_eq!(env.owed("move ccccccc2 --by 'fri 3 apr' --why waiting for the part --told").stderr, "");
    let both = fourteen("").owed("move --kind repair --all --by sun 9am --why a storm --told");
    assert_snapshot!(both.stderr, @"warning: ccccccc2: about 1 in 10 repairs as old as this one were done this fast (14 closed, 2 open); 90 % would be Thu 2 Apr");
    let off = fourteen("[forecast]\nwarn = \"off\"\n");
    assert_eq!(off.owed("move ccccccc2 --by sun 9am --why waiting for the part --told").stderr, "");
}

#[test]
fn a_reopening_is_a_promise_or_a_move() {
    let env = fourteen("");
    assert_snapshot!(env.owed("reopen bbbbbbb2 --by sun 9am --why it drips --told"), @"
    bbbbbbb2  mend the pump → Acme: reopened, due Sun 22 Mar 09:00 Europe/Berlin, in 2d
    --- stderr
    warning: about 1 in 10 repairs were done this fast (14 closed, 2 open); 90 % would be Fri 3 Apr
    --- exit 0
    ");
    assert_eq!(env.owed("cancel ccccccc2 --as withdrawn --why they mend it").status, 0);
    assert_snapshot!(env.owed("reopen ccccccc2 --by sun 9am --why they do not --told"), @"
    ccccccc2  mend the pump → Acme: reopened, due Sun 22 Mar 09:00 Europe/Berlin, in 2d
    --- stderr
    warning: about 1 in 10 repairs as old as this one were done this fast (14 closed, 3 open); 90 % would be Thu 2 Apr
    --- exit 0
    ");
    assert_eq!(env.owed("reopen bbbbbbb3 --by 'fri 3 apr' --why it drips --told").stderr, "");
}

#[test]
fn archives_warn_too_and_one_that_cannot_be_read_is_no_reason_not_to_promise() {
    let env = fourteen("");
    assert_eq!(env.owed("archive --before 2026-03-20").status, 0);
    let promise = |what: &str| env.owed(&format!("promise {what} --to Acme -k repair --by sun 9am"));
    assert!(promise("mend the valve").stderr.contains("about 1 in 10 repairs"), "{}", promise("x"));
    assert!(!env.text().contains("bbbbbbb2"));
    std::fs::remove_file(env.path("ledger.2026.toml")).unwrap();
    let said = promise("mend the lamp");
    assert_eq!((said.status, said.stderr.as_str()), (0, ""), "{said}");
}

#[test]
fn what_promises_by_the_way_warns_of_nothing() {
    let env = fourteen("");
    let said = env.owed("done ccccccc2 --next look at it again -k repair --by sun 9am");
    assert_eq!((said.status, said.stderr.as_str()), (0, ""), "{said}");
}
