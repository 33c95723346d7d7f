//! `[customer.NAME]` and `owed customer`: who the customers are, under one name each.

use crate::check::block;
use crate::support::{RULES, Said, TestEnv};

/// Two customers; one is written in three ways, and somebody else begins alike.
const TABLES: &str = r#"
[owner.kim]
called = "Kim Ortiz"
contact = "+1 555 0142"

[customer."Acme Corp"]
called = "Mrs Thomas"
contact = "+1 555 0101"
owner = "kim"
also = ["ACME Inc", "Ácme"]
timezone = "Europe/Vienna"
cares_about = ["call, never write", "says the price before the work"]

[customer.Globex]
"#;

fn ledger(tables: &str) -> TestEnv {
    let blocks = [
        block("bbbbbbbb", "promise", "Acme Corp", "dana"),
        block("cccccccc", "promise", "acme inc", "dana"),
        block("dddddddd", "email", "Acme", "sam"),
        block("ffffffff", "promise", "Acme Widgets", "sam"),
    ];
    TestEnv::new().ledger(format!("{RULES}{tables}\n{}", blocks.concat()))
}

/// Returns the customers of a list.
fn customers(said: &Said) -> Vec<String> {
    let all = said.json();
    let all = all["commitments"].as_array().unwrap().iter().map(|one| one["to"].as_str().unwrap().to_owned());
    all.collect()
}

#[test]
fn every_view_shows_the_one_name_of_a_customer() {
    let env = ledger(TABLES);
    let before = env.text();
    assert_eq!(customers(&env.owed("list --json")), ["Acme Corp", "Acme Corp", "Acme Corp", "Acme Widgets"]);
    for line in [
        "list",
        "today",
        "week",
        "log --since 2000-01-01",
        "show ccc",
        "list --format csv",
        "list --format ics",
        "list --format ndjson",
        "report --until 2027-01-01 --by to",
        "overdue --within 30d",
        "overdue --within 30d --format github",
        "overdue --format junit",
    ] {
        let said = env.owed(line);
        assert!(!said.stdout.to_lowercase().contains("acme inc") && said.status < 2, "{line}: {said}");
    }
    assert_eq!(env.text(), before);
    // Without the tables everybody is who is written.
    let said = ledger("").owed("list --json");
    assert_eq!(customers(&said), ["Acme Corp", "acme inc", "Acme", "Acme Widgets"]);
}

#[test]
fn a_filter_finds_a_customer_by_every_spelling() {
    let env = ledger(TABLES);
    for (filter, count) in [
        ("--to 'Acme Corp'", 3),
        ("--to 'ACME Inc'", 3),
        ("--to acme", 3),
        ("--to inc", 3),
        ("--to widgets", 1),
        ("--to ac", 4),
        ("acme", 3),
        ("'acme inc'", 3),
        ("inc call", 3),
        ("widg", 1),
    ] {
        let said = env.owed(&format!("list {filter} --json"));
        assert_eq!((customers(&said).len(), said.stderr.as_str()), (count, ""), "{filter}: {said}");
    }
    // Who has a table is known before anything is promised to them; a slip is not.
    for (filter, status) in [("--to globex", 0), ("--to globx", 2)] {
        assert_eq!(env.owed(&format!("overdue {filter}")).status, status, "{filter}");
    }
}

#[test]
fn a_verb_finds_what_is_owed_by_every_spelling_and_keeps_the_one_of_the_block() {
    let env = ledger(TABLES);
    let said = env.owed("done 'acme inc'");
    assert!(said.status == 2 && said.stderr.contains("matches several commitments"), "{said}");
    for (line, answer) in [
        ("told ccc hello", "call → Acme Corp: told"),
        ("change ccc --every 1w --why weekly", "call → Acme Corp: ↻ weekly"),
        ("undo", "undone: change"),
        ("done ccc", "call → Acme Corp"),
        ("undo", "undone: done ccc"),
    ] {
        let said = env.owed(line);
        assert!(said.status == 0 && said.stdout.contains(answer), "{line}: {said}");
        assert_eq!(env.text().matches("to = \"acme inc\"").count(), 1, "{line}");
    }
    env.owed("note ccc x");
    let undone = env.owed("undo --json").json();
    assert_eq!(undone["commitments"][0]["to"], "Acme Corp");
}

#[test]
fn a_promise_to_another_spelling_is_one_to_the_customer() {
    let env = ledger(TABLES);
    let said = env.owed("promise send the parts --to acme INC --by 2026-11-27");
    assert!(said.stdout.contains("send the parts → Acme Corp"), "{said}");
    assert!(said.stderr.contains("\"acme INC\" is \"Acme Corp\"\n"), "{said}");
    assert!(env.text().contains("to = \"Acme Corp\"\nwhat = \"send the parts\""), "{}", env.text());
}

#[test]
fn an_import_knows_the_customer_by_every_spelling() {
    let rows = "to,what,made,due\nACME Inc,call,2026-11-17T09:00:00-05:00,2026-12-01T17:00:00-05:00\n";
    for (tables, added) in [(TABLES, 0), ("", 1)] {
        let env = TestEnv::new().ledger(format!("{RULES}{tables}")).file("rows.csv", rows);
        let first = env.owed("import rows.csv --from csv --json").json();
        assert_eq!(first["added"], 1, "{first}");
        env.write("rows.csv", rows.replace("ACME Inc", "Ácme"));
        let second = env.owed("import rows.csv --from csv --json").stdout;
        let second: serde_json::Value = serde_json::from_str(&second).unwrap();
        assert_eq!(second["added"], added, "{second}");
    }
}

#[test]
fn a_customer_of_another_spelling_is_no_near_name() {
    let is_found = |tables: &str| ledger(tables).owed("check --all").stdout.contains("acme inc");
    assert!(is_found("") && !is_found(TABLES));
}

#[test]
fn the_policy_says_who_is_who() {
    let env = ledger(TABLES);
    let said = env.owed("policy").stdout;
    for shown in [
        "on our side  called     contact\nkim          Kim Ortiz  +1 555 0142\n",
        "customer   called      contact      owner  also            time zone\n\
         Acme Corp  Mrs Thomas  +1 555 0101  kim    ACME Inc, Ácme  Europe/Vienna\nGlobex",
    ] {
        assert!(said.contains(shown), "{said}");
    }
    let said = env.owed("policy --json").stdout;
    let (_, people) = said.split_once("\"owners\":").unwrap();
    assert_eq!(
        people,
        "[{\"name\":\"kim\",\"called\":\"Kim Ortiz\",\"contact\":\"+1 555 0142\"}],\
         \"customers\":[{\"name\":\"Acme Corp\",\"called\":\"Mrs Thomas\",\"contact\":\"+1 555 0101\",\"owner\":\"kim\",\
         \"also\":[\"ACME Inc\",\"Ácme\"],\"timezone\":\"Europe/Vienna\",\
         \"cares_about\":[\"call, never write\",\"says the price before the work\"]},\
         {\"name\":\"Globex\",\"called\":null,\"contact\":null,\"owner\":null,\"also\":[],\"timezone\":null,\
         \"cares_about\":[]}]}\n"
    );
    assert!(!ledger("").owed("policy").stdout.contains("on our side"));
}
