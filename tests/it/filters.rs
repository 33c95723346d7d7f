//! Filters and words: whom they match, and names that occur nowhere.

use insta::assert_snapshot;

use crate::support::{RULES, SAMPLE, Said, TestEnv};

#[test]
fn a_name_that_occurs_nowhere_is_refused_by_overdue_with_the_nearest() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("overdue --to Acmee"), @r#"
    --- stderr
    error: --to "Acmee" matches no customer in the ledger or its archives
    hint: did you mean "Acme Corp"?
    hint: `owed list --all` shows every customer
    --- exit 2
    "#);
    assert_snapshot!(env.owed("overdue --owner dnaa"), @r#"
    --- stderr
    error: --owner "dnaa" matches no owner in the ledger or its archives
    hint: did you mean "dana"?
    hint: a table `[owner.NAME]` in the ledger makes a name known before it has commitments
    --- exit 2
    "#);
    assert_snapshot!(env.owed("overdue --tag price"), @r#"
    --- stderr
    error: --tag "price" is on no commitment in the ledger or its archives
    hint: did you mean "prices"?
    hint: write the tag exactly as the ledger has it
    --- exit 2
    "#);
    assert_snapshot!(env.owed("overdue globx"), @r#"
    --- stderr
    error: "globx" matches no commitment in the ledger or its archives
    hint: did you mean "Globex"?
    hint: each word must start a word of the customer's name or of the promise; a date goes with --until
    --- exit 2
    "#);
    // A word may be a misspelling of one in a promise, and an owner of one that only the policy names.
    assert_hint(&env.owed("overdue discuont"), "did you mean \"discount\"?");
    assert_hint(&env.owed("report discuont --fail-under 95"), "did you mean \"discount\"?");
    let robin =
        TestEnv::new().ledger(format!("{RULES}[owner.robin]\n[[rung]]\nat = \"100%\"\nto = \"quentin\"\n"));
    assert_hint(&robin.owed("overdue --owner robni"), "did you mean \"robin\"?");
    assert_hint(&robin.owed("overdue --owner quenten"), "did you mean \"quentin\"?");
    assert_hint(&robin.owed("overdue --owner dnaa"), "did you mean \"dana\"?");
    for format in ["--json", "--count", "-q"] {
        let said = env.owed(&format!("overdue --owner dnaa {format}"));
        assert_eq!((said.stdout.as_str(), said.status), ("", 2), "{format}");
    }
}

fn assert_hint(said: &Said, hint: &str) {
    assert!(said.status == 2 && said.stderr.contains(&format!("hint: {hint}\n")), "{said}");
}

#[test]
fn what_occurs_but_is_not_late_is_nothing_overdue() {
    let env = TestEnv::sample();
    for filter in
        ["--to globex", "--owner dana --to initech", "--tag q4", "discount", "--kind promise --tag prices"]
    {
        let said = env.owed(&format!("overdue {filter}"));
        assert_eq!((said.stdout.as_str(), said.stderr.as_str(), said.status), ("", "", 0), "{filter}");
    }
}

#[test]
fn a_gate_refuses_what_a_report_warns_of() {
    let env = TestEnv::sample();
    for (filter, problem) in [
        ("--owner dnaa", "--owner \"dnaa\" matches no owner in the ledger or its archives"),
        ("--to Acmee", "--to \"Acmee\" matches no customer in the ledger or its archives"),
        ("--tag price", "--tag \"price\" is on no commitment in the ledger or its archives"),
        ("zebra", "\"zebra\" matches no commitment in the ledger or its archives"),
    ] {
        let said = env.owed(&format!("report {filter} --fail-under 95"));
        assert_eq!((said.stdout.as_str(), said.status), ("", 2), "{filter}");
        assert!(said.stderr.starts_with(&format!("error: {problem}\n")), "{said}");
        let said = env.owed(&format!("report {filter}"));
        assert_eq!(said.status, 0, "{said}");
        assert!(said.stderr.starts_with(&format!("warning: {problem}")), "{said}");
    }
    assert_eq!(env.owed("report --owner dana --fail-under 10").status, 0);
}

#[test]
fn elsewhere_what_occurs_nowhere_is_warned_of() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("list --owner leee"), @r#"
    --- stderr
    warning: --owner "leee" matches no owner in the ledger or its archives; did you mean "lee"?
    --- exit 0
    "#);
    assert_snapshot!(env.owed("list --all --tag price --to acmee"), @r#"
    --- stderr
    warning: --to "acmee" matches no customer in the ledger or its archives; did you mean "Acme Corp"?
    warning: --tag "price" is on no commitment in the ledger or its archives; did you mean "prices"?
    --- exit 0
    "#);
    assert_snapshot!(env.owed("told the lines are down --owner dnaa"), @r#"
    --- stderr
    warning: --owner "dnaa" matches no owner in the ledger or its archives; did you mean "dana"?
    error: no open commitment matches, so nobody was told
    hint: `owed list` with the same filters shows what matches
    --- exit 2
    "#);
    assert_eq!(env.text(), SAMPLE);
}

#[test]
fn whoever_asks_is_known_and_me_is_they() {
    let env = TestEnv::sample().env("OWED_ME", "zoe");
    let said = env.owed("overdue --owner zoe");
    assert_eq!((said.stderr.as_str(), said.status), ("", 0), "{said}");
    let said = env.owed("overdue --owner me");
    assert_eq!((said.stderr.as_str(), said.status), ("", 0), "{said}");
    let said = env.owed("report --owner me --fail-under 95");
    assert_eq!(said.status, 0, "{said}");
    let lee = TestEnv::sample().env("OWED_ME", "lee");
    assert_eq!(lee.owed("overdue --owner me --count").stdout, "1\n");
    assert_eq!(lee.owed("overdue --owner me").stdout, lee.owed("overdue --owner lee").stdout);
    // A person who signs promises to themselves with `me` finds them.
    let own = TestEnv::new()
        .ledger(format!("{RULES}\n{}", SAMPLE.replace("Initech", "me").split_once("\n\n").unwrap().1));
    assert_eq!(own.owed("overdue --to me --count").stdout, "1\n");
}

#[test]
fn a_name_is_known_by_the_policy_before_it_has_commitments() {
    for (policy, filter) in [
        ("[owner.kim]\n", "--owner kim"),
        ("[owner.\"Kim Ortiz\"]\n", "--owner kim ortiz"),
        ("[[rung]]\nat = \"100%\"\nto = \"kim\"\n", "--owner kim"),
        ("[kind.repair]\ntarget = \"24h\"\n", "--kind repair"),
    ] {
        let (top, blocks) = SAMPLE.split_once("\n\n").unwrap();
        let said =
            TestEnv::new().ledger(format!("{top}\n{policy}\n{blocks}")).owed(&format!("overdue {filter}"));
        assert_eq!((said.stdout.as_str(), said.stderr.as_str(), said.status), ("", "", 0), "{policy}");
        let said = TestEnv::new().ledger(format!("{top}\n\n{blocks}")).owed(&format!("overdue {filter}"));
        assert_eq!((said.stdout.as_str(), said.status), ("", 2), "{policy}");
    }
    // Only among owners: it is not a customer.
    let (top, blocks) = SAMPLE.split_once("\n\n").unwrap();
    let said = TestEnv::new().ledger(format!("{top}\n[owner.kim]\n\n{blocks}")).owed("overdue --to kim");
    assert_eq!(said.status, 2, "{said}");
}

#[test]
fn what_only_an_archive_has_is_known() {
    let old = "\n[[commitment]]\nid = \"zzz22222\"\nkind = \"visit\"\nto = \"Hooli\"\nwhat = \"mend the gate\"\nowner = \"pat\"\n\
               tags = [\"gates\"]\nmade = 2025-11-16T09:00:00-05:00\ndue = 2025-11-17T17:00:00-05:00\n\
               history = [\n  { at = 2025-11-17T12:00:00-05:00, did = \"done\" },\n]\n";
    let ledger = SAMPLE.replacen("timezone", "archives = [\"ledger.2025.toml\"]\ntimezone", 1);
    let env = TestEnv::new().ledger(ledger).file("ledger.2025.toml", format!("{RULES}{old}"));
    for filter in
        ["--owner pat", "--to hooli", "--tag gates", "--kind visit", "gate", "--owner pat --to acme"]
    {
        let said = env.owed(&format!("overdue {filter}"));
        assert_eq!((said.stdout.as_str(), said.stderr.as_str(), said.status), ("", "", 0), "{filter}");
        let said = env.owed(&format!("list {filter}"));
        assert_eq!((said.stderr.as_str(), said.status), ("", 0), "{filter}");
        assert_eq!(TestEnv::sample().owed(&format!("overdue {filter}")).status, 2, "{filter}");
    }
    assert_snapshot!(env.owed("overdue --owner pet"), @r#"
    --- stderr
    error: --owner "pet" matches no owner in the ledger or its archives
    hint: did you mean "pat"?
    hint: a table `[owner.NAME]` in the ledger makes a name known before it has commitments
    --- exit 2
    "#);
}

#[test]
fn who_once_owned_a_commitment_is_known() {
    let env = TestEnv::sample();
    for line in [
        "hand ddd --to kim --why leave",
        "escalate ddd --to sam --why stuck",
        "hand ddd --to dana --why back",
    ] {
        assert_eq!(env.owed(line).status, 0, "{line}");
    }
    for owner in ["kim", "sam"] {
        let said = env.owed(&format!("overdue --owner {owner}"));
        assert_eq!((said.stderr.as_str(), said.status), ("", 0), "{owner}");
    }
}

#[test]
fn signs_alone_mean_nobody_and_not_everybody() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("told we are back --to '???'"), @r#"
    --- stderr
    warning: --to "???" matches no customer in the ledger or its archives
    error: no open commitment matches, so nobody was told
    hint: `owed list` with the same filters shows what matches
    --- exit 2
    "#);
    assert_snapshot!(env.owed("list '!!!'"), @r#"
    --- stderr
    warning: "!!!" matches no commitment in the ledger or its archives
    --- exit 0
    "#);
    assert_snapshot!(env.owed("overdue --owner ."), @r#"
    --- stderr
    error: --owner "." matches no owner in the ledger or its archives
    hint: a table `[owner.NAME]` in the ledger makes a name known before it has commitments
    --- exit 2
    "#);
    assert_snapshot!(env.owed("done '!!!'"), @r#"
    --- stderr
    error: no open commitment matches "!!!"
    hint: give the start of an id, or words from the customer's name or the promise; `owed` lists what is open
    --- exit 2
    "#);
    assert_eq!(env.text(), SAMPLE);
}

#[test]
fn words_that_fit_nothing_do_not_pass_for_nothing_overdue() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("overdue today"), @r#"
    --- stderr
    error: "today" matches no commitment in the ledger or its archives
    hint: each word must start a word of the customer's name or of the promise; a date goes with --until
    --- exit 2
    "#);
    assert_snapshot!(env.owed("list zebra"), @r#"
    --- stderr
    warning: "zebra" matches no commitment in the ledger or its archives
    --- exit 0
    "#);
    assert_snapshot!(env.owed("report zebra"), @r#"
    nothing was due from Wed 21 Oct 09:30 until Fri 20 Nov 09:30
    --- stderr
    warning: "zebra" matches no commitment in the ledger or its archives
    --- exit 0
    "#);
    assert_snapshot!(env.owed("overdue discount"), @"--- exit 0");
}
