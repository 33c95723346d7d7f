//! `owed policy`: the policy of a ledger, and rules that contradict each other.

use crate::check::block;
use crate::support::TestEnv;

pub const OFFICE_HOURS: &str = r#"timezone = "America/New_York"

[kind.repair]
target = "3bd"
calendar = "office"

[calendar.office]
mon = ["09:00-17:00"]
tue = ["09:00-17:00"]
wed = ["09:00-17:00"]
thu = ["09:00-17:00"]
fri = ["09:00-17:00"]
"#;

pub fn policy(more: &str) -> TestEnv {
    TestEnv::new().ledger(format!("{OFFICE_HOURS}{more}"))
}

#[test]
fn the_policy_is_that_of_a_ledger() {
    let said = policy("").args(["policy"]);
    assert!(said.stdout.contains("\nrepair    3 business days                 office\n"), "{}", said.stdout);
    assert!(
        said.stdout.contains("\ncalendar office (America/New_York)\nMon-Fri   09:00-17:00\n"),
        "{}",
        said.stdout
    );
    assert_eq!((said.stderr.as_str(), said.status), ("", 0));
    assert_eq!(TestEnv::new().args(["policy"]).status, 2);
}

#[test]
fn two_rungs_of_one_name_are_for_different_kinds() {
    let rung = |kinds: &str| match kinds {
        "" => "\n[[rung]]\nat = \"75%\"\n".to_owned(),
        kinds => format!("\n[[rung]]\nat = \"75%\"\nkinds = [\"{}\"]\n", kinds.replace(' ', "\", \"")),
    };
    for (one, other, clash) in [
        ("", "", true),
        ("", "email", true),
        ("email", "", true),
        ("email", "email", true),
        ("email", "callback", false),
        ("email callback", "promise", false),
        ("email callback", "promise callback", true),
        ("email email", "callback", false),
    ] {
        let between = "\n[[rung]]\nat = \"80%\"\n";
        let text =
            [OFFICE_HOURS, &rung(one), between, &rung(other), &block("bbbbbbbb", "promise", "Acme", "dana")];
        let said = TestEnv::new().ledger(text.concat()).args(["list"]);
        let refused = said.stderr.contains("two rungs at \"75%\" for the same kind");
        assert_eq!(
            (said.status, refused),
            if clash { (2, true) } else { (0, false) },
            "{one:?} {other:?}: {said}"
        );
    }
}
