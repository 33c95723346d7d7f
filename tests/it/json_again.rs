//! What `list --all` prints in JSON, imported into another ledger with the same rules: every answer is the same.

use insta::assert_snapshot;
use proptest::prelude::*;

use crate::agree::{POLICY, at, ledger};
use crate::support::{RULES, Said, TestEnv};

/// Returns everything that a ledger answers, as of its end.
fn answers(env: &TestEnv, now: &str) -> [String; 4] {
    let lines = [
        "list --all --json",
        "overdue --json --at-risk",
        "report --since 2026-10-01 --until 2027-01-01 --by owner --json",
        "report --since 2026-10-01 --until 2027-01-01 --by kind --json",
    ];
    lines.map(|line| env.within(&format!("{line} --now {now}")).stdout)
}

/// Prints a ledger in a format, and imports that into another.
fn copied(env: &TestEnv, format: &str, policy: &str, now: &str) -> (TestEnv, Said) {
    let printed = env.within(&format!("list --all --format {format} --now {now}")).stdout;
    let copy = TestEnv::new().ledger(policy).file("in.txt", printed);
    let file = copy.path("in.txt").display().to_string();
    let said = copy.within(&format!("import {file} --now {now}"));
    (copy, said)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_ledger_comes_back_from_json_with_every_answer(ledger in ledger(), is_lines in any::<bool>()) {
        let now = at(500);
        let env = TestEnv::new().ledger(ledger.replacen("class = ", "x-crm = { no = 7, rate = 0.30000000000000004, long = 8.6978840340600931e-7 }\nclass = ", 1));
        let format = if is_lines { "ndjson" } else { "json" };
        // Without a commitment there is no line to know the format by.
        prop_assume!(ledger.contains("[[commitment]]"));
        let (copy, said) = copied(&env, format, POLICY, &now);
        prop_assert_eq!(said.status, 0, "{}", said);
        for (one, other) in answers(&env, &now).iter().zip(answers(&copy, &now)) {
            prop_assert_eq!(one, &other);
        }
        let before = copy.text();
        let file = copy.path("in.txt").display().to_string();
        let again = copy.within(&format!("import {file} --now {now}"));
        let count = ledger.matches("[[commitment]]").count();
        let present = format!("0 imported, 0 closed, 0 changed, {count} already present, 0 left out\n");
        prop_assert_eq!((again.stdout, again.status), (present, 0));
        prop_assert_eq!(copy.text(), before);
    }
}

const ONE: &str = "\n[[commitment]]\nid = \"bcdfghjk\"\nto = \"Acme\"\nwhat = \"call\"\nmade = 2026-11-18T09:00:00-05:00\n\
    due = 2026-11-24T17:00:00-05:00\n";

#[test]
fn what_happened_there_since_is_added_and_an_id_of_another_is_refused() {
    let env = TestEnv::new().ledger([RULES, ONE].concat());
    let json = env.owed("list --all --json").stdout;
    let later = TestEnv::new().ledger([RULES, ONE].concat());
    assert_eq!(later.owed("done bcdfghjk --note 'it was the valve'").status, 0);
    let env = env.file("later.json", later.owed("list --all --json").stdout);
    assert_snapshot!(env.owed("import later.json"), @"
    0 imported, 1 closed, 0 changed, 0 already present, 0 left out
    --- exit 0
    ");
    assert_eq!(env.owed("list --all --json").stdout, later.owed("list --all --json").stdout);

    let other = TestEnv::new().ledger([RULES, &ONE.replace("call", "visit")].concat()).file("one.json", json);
    let before = other.text();
    assert_snapshot!(other.owed("import one.json"), @"
    --- stderr
    error: nothing was imported: 1 row cannot be imported
    hint: 1 row: the id bcdfghjk is that of another commitment here: line 1
    hint: fix them, or skip them with --skip-bad
    --- exit 2
    ");
    assert_eq!(other.text(), before);
}

#[test]
fn what_is_not_what_owed_prints_is_refused() {
    let env = TestEnv::new().ledger(RULES);
    let refused = |json: &str| {
        env.write("in.json", json);
        env.owed("import in.json --from json").stderr
    };
    let said: String = [
        "{\"schema\":1}",
        "{\"schema\":2,\"commitments\":[]}",
        "{\"schema\":1,\"commitments\":[\n{\"id\":\"bcdfghjk\"},\n{\"id\":7}]}",
        "{\"schema\":1,\"commitments\":[{\"id\":\"bcdfghjk\",\"to\":\"Acme\",\"what\":\"x\",\"made\":\"today\"}]}",
        &"[".repeat(100_000),
    ]
    .map(refused)
    .concat();
    assert_snapshot!(said, @r#"
    error: line 1: this is not what `owed list --json` prints: missing field `commitments`
    error: schema 2 is not known
    hint: upgrade owed
    error: nothing was imported: 2 rows cannot be imported
    hint: 1 row: id is no text: line 3
    hint: 1 row has no to: line 2
    hint: fix them, or skip them with --skip-bad
    error: nothing was imported: 1 row cannot be imported
    hint: 1 row: made is no instant: "today": line 1
    hint: fix them, or skip them with --skip-bad
    error: line 1: this is not what `owed list --json` prints: invalid type: sequence, expected u32
    "#);
    assert_snapshot!(env.owed("import in.json --from json --map to=x"), @"
    --- stderr
    error: json needs no --map, --map-value, --set, --events, --dates or --delimiter
    hint: leave them out: its objects have the keys of a ledger
    --- exit 2
    ");
    assert_eq!(env.text(), RULES);
}
