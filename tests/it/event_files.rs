//! Event files: one row an event, as help desks export the history of their tickets.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use insta::assert_snapshot;

use crate::support::TestEnv;

/// 103 closed tickets of a public exercise, and agreements of 7, 11 or 18 business days: 71 met, 32 missed.
fn tickets(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import/tickets-103");
    fs::read_to_string(folder.join(name)).unwrap()
}

/// Returns the tickets as the help desk's history of them: a row when each was opened, and one when it was closed.
fn history() -> String {
    let mut all = "ticket,department,event,when\n".to_owned();
    for row in tickets("tickets.csv").lines().skip(1) {
        let [ticket, department, logged, closed] = row.split(',').collect::<Vec<_>>()[..] else {
            panic!("{row}")
        };
        writeln!(all, "{ticket},,closed,{closed}\n{ticket},{department},opened,{logged}").unwrap();
    }
    all
}

const EVENTS: &str =
    "--events id=ticket,at=when,did=event --map-value did.made=opened --map-value did.done=closed";

fn verdicts(env: &TestEnv) -> [u64; 3] {
    let total = env.owed("report --since 2019-01-01 --until 2022-01-01 --json").json()["total"].clone();
    ["due", "kept", "late"].map(|key| total[key].as_u64().unwrap())
}

#[test]
fn tickets_and_their_history_give_the_same_report() {
    let ledger = || TestEnv::new().ledger(tickets("policy.toml"));
    let rows = ledger().file("tickets.csv", tickets("tickets.csv"));
    let map = "--map ref=ticket,kind=department,to=department,what=ticket,made=logged,done=closed";
    assert_eq!(rows.owed(&format!("import tickets.csv --from csv {map}")).status, 0);
    assert_eq!(verdicts(&rows), [103, 71, 32]);

    let events = ledger().file("history.csv", history());
    let map = "--map kind=department,to=department,what=ticket";
    let import = format!("import history.csv --from csv {EVENTS} {map}");
    assert_snapshot!(events.owed(&import), @"
    103 imported, 0 closed, 0 changed, 0 already present, 0 left out
      times without an offset are in UTC
    --- exit 0
    ");
    assert_eq!(verdicts(&events), [103, 71, 32]);
    let before = events.text();
    assert_snapshot!(events.owed(&import), @"
    0 imported, 0 closed, 0 changed, 103 already present, 0 left out
      times without an offset are in UTC
    --- exit 0
    ");
    assert_eq!(events.text(), before);

    // Whichever comes first, the other has nothing to add.
    let before = rows.text();
    let rows = rows.file("history.csv", history());
    assert!(rows.owed(&import).stdout.starts_with("0 imported, 0 closed, 0 changed, 103 already present"));
    assert_eq!(rows.text(), before);
}

const DESK: &str = "format = 1\ntimezone = \"UTC\"\n\n[kind.repair]\ntarget = \"5d\"\n";

#[test]
fn waits_owners_and_reopens_come_along() {
    let file = "id,at,did,by,why,to,customer,what\n\
        7,2026-11-02 09:00,made,,,,Acme,the valve\n\
        7,2026-11-03 09:00,waiting,dana,sends a photo,,,\n\
        7,2026-11-05 09:00,resumed,dana,,,,\n\
        7,2026-11-06 09:00,handed,dana,on holiday,lee,,\n\
        7,2026-11-07 09:00,done,lee,,,,\n\
        7,2026-11-10 09:00,reopened,Acme,it leaks,,,\n";
    let env = TestEnv::new().ledger(DESK).file("history.csv", file);
    let import = "import history.csv --from csv --events id=id,at=at,did=did,by=by,why=why,to=to --map to=customer --set kind=repair";
    assert_eq!(env.owed(import).status, 0);
    let one = env.owed("list --all --json").json()["commitments"][0].clone();
    // The wait stopped the clock for two days; the reopening counts its due anew.
    assert_eq!((&one["owner"], &one["due"]), (&"lee".into(), &"2026-11-15T09:00:00+00:00".into()));
    assert_eq!(one["cycles"][0]["due"], "2026-11-09T09:00:00+00:00");
    assert_eq!(one["cycles"][0]["verdict"], "kept");
}

#[test]
fn how_it_was_comes_along_of_the_day_on_which_it_was_done_too() {
    let file = "id,at,did,note,stars,customer,what\n\
        7,2026-11-02,made,,,Acme,the valve\n\
        7,2026-11-07,rated,quick,5,,\n\
        7,2026-11-07,done,,,,\n\
        7,2026-11-08,rated,it drips,six,,\n\
        7,2026-11-09,rated,it drips,2,,\n";
    let env = TestEnv::new().ledger(DESK).file("history.csv", file);
    let import = "import history.csv --from csv --events id=id,at=at,did=did,note=note,stars=stars --map to=customer --set kind=repair --skip-bad";
    let said = env.owed(import).stdout;
    assert!(said.contains("stars is no whole number from 1 to 5"), "{said}");
    let one = env.owed("list --all --json").json()["commitments"][0].clone();
    assert_eq!((&one["rating"], &one["verdict"]), (&2.into(), &"kept".into()));
    assert_eq!(one["history"].as_array().unwrap().len(), 3, "{one}");
    let before = env.text();
    assert!(env.owed(import).stdout.starts_with("0 imported, 0 closed, 0 changed, 1 already present"));
    assert_eq!(env.text(), before);
}

#[test]
fn events_of_what_is_there_are_added_and_of_what_is_not_are_named() {
    let block = "\n[[commitment]]\nid = \"bcdfghjk\"\nkind = \"repair\"\nto = \"Acme\"\nwhat = \"the valve\"\nref = \"7\"\n\
        made = 2026-11-02T09:00:00Z\ndue = 2026-11-07T09:00:00Z\ntarget = \"5d\"\n";
    let file = "id,at,did,why\n7,2026-11-03 09:00,waiting,sends a photo\n8,2026-11-03 09:00,done,\n\
        7,2026-11-03 10:00,resumed,\n7,2026-11-04 09:00,done,\n7,2026-11-05 09:00,waiting,too late\n";
    let env = TestEnv::new().ledger([DESK, block].concat()).file("history.csv", file);
    let import = "import history.csv --from csv --events id=id,at=at,did=did,why=why";
    assert_snapshot!(env.owed(import), @"
    0 imported, 1 closed, 1 changed, 0 already present, 1 left out
      changed: the valve → Acme: waiting Thu 5 Nov 09:00 (not recorded: it is already closed, since Wed 4 Nov 09:00 (kept)): line 6
      1 row: an event of a commitment that is not there: line 3
      times without an offset are in UTC
    --- exit 0
    ");
    assert_eq!(env.owed("list --all --json").json()["commitments"][0]["verdict"], "kept");
    let before = env.text();
    assert!(env.owed(import).stdout.starts_with("0 imported, 0 closed, 1 changed, 0 already"));
    assert_eq!(env.text(), before);
}

#[test]
fn events_of_what_stays_open_are_recorded_and_not_changed() {
    let block = "\n[[commitment]]\nid = \"bcdfghjk\"\nto = \"Acme\"\nwhat = \"the valve\"\nref = \"7\"\n\
        made = 2026-11-02T09:00:00Z\ndue = 2026-11-07T09:00:00Z\n";
    let file = "id,at,did\n7,2026-11-03 09:00,waiting\n7,2026-11-03 10:00,resumed\n";
    let env = TestEnv::new().ledger([DESK, block].concat()).file("history.csv", file);
    let import = "import history.csv --events id=id,at=at,did=did";
    let json = env.owed(&format!("{import} --dry-run --json")).json();
    assert_eq!(
        (&json["changed"], &json["recorded"][0]["what"]),
        (&serde_json::json!([]), &"waiting, resumed".into())
    );
    assert_snapshot!(env.owed(import), @"
    0 imported, 0 closed, 0 changed, 1 with new events, 0 already present, 0 left out
      recorded: the valve → Acme: waiting, resumed: line 2
      times without an offset are in UTC
    --- exit 0
    ");
}

/// Imports an event file, once and once more, and returns what was said first.
fn import(env: &TestEnv, rows: &str) -> crate::support::Said {
    env.write("history.csv", format!("id,at,did,by,note,why,to,due,customer,what\n{rows}"));
    let columns = "id=id,at=at,did=did,by=by,note=note,why=why,to=to,due=due";
    let line =
        format!("import history.csv --from csv --events {columns} --map to=customer --set kind=repair");
    let said = env.owed(&line);
    let before = env.text();
    if said.status == 0 {
        assert!(env.owed(&line).stdout.starts_with("0 imported, 0 closed, "));
    }
    assert_eq!(env.text(), before);
    said
}

const MADE: &str = "7,2026-11-02 09:00,made,,,,,,Acme,the valve\n";

/// Returns the events of the ledger.
fn events(env: &TestEnv) -> String {
    let text = env.text();
    text.lines().filter(|line| line.starts_with("  { at")).map(|line| format!("{}\n", line.trim())).collect()
}

#[test]
fn two_events_of_a_kind_at_one_instant_are_two() {
    let two = "7,2026-11-03 09:00,noted,dana,they rang,,,,,\n7,2026-11-03 09:00,noted,dana,they wrote,,,,,\n\
        7,2026-11-03 09:00,told,dana,,,,,,\n7,2026-11-03 09:00,told,lee,,,,,,\n\
        7,2026-11-03 09:00,handed,,,lunch,lee,,,\n7,2026-11-03 09:00,handed,,,lunch,sam,,,\n";
    let env = TestEnv::new().ledger(DESK);
    import(&env, &[MADE, two].concat());
    assert_snapshot!(events(&env), @r#"
    { at = 2026-11-03T09:00:00+00:00, did = "handed", to = "lee", why = "lunch" },
    { at = 2026-11-03T09:00:00+00:00, did = "handed", to = "sam", why = "lunch" },
    { at = 2026-11-03T09:00:00+00:00, did = "noted", by = "dana", note = "they rang" },
    { at = 2026-11-03T09:00:00+00:00, did = "noted", by = "dana", note = "they wrote" },
    { at = 2026-11-03T09:00:00+00:00, did = "told", by = "dana" },
    { at = 2026-11-03T09:00:00+00:00, did = "told", by = "lee" },
    "#);
    // One more is one more, whatever was recorded here meanwhile.
    assert_eq!(env.owed("note 7 later").status, 0);
    let three = "7,2026-11-03 09:00,noted,dana,they rang,,,,,\n";
    import(&env, &[MADE, two, three].concat());
    assert_eq!(events(&env).matches("they rang").count(), 2);
}

#[test]
fn a_day_alone_that_decides_a_verdict_is_counted() {
    let env = TestEnv::new().ledger(DESK);
    let rows = "7,2026-11-02,made,,,,,2026-11-04 12:00,Acme,the valve\n7,2026-11-04,done,,,,,,,\n";
    let said = import(&env, rows).stdout;
    assert!(
        said.contains(
            "  1 row has a day without a time, which decides how it counts: read as 00:00:00: line 3\n"
        ),
        "{said}"
    );
    // A day alone stands for any time of it: also after it was made.
    let env = TestEnv::new().ledger(DESK);
    let said = import(&env, &[MADE, "7,2026-11-02,done,,,,,,,\n"].concat()).stdout;
    assert!(said.starts_with("1 imported, 0 closed, 0 changed, 0 already present, 0 left out\n"), "{said}");
}

#[test]
fn what_was_reopened_there_and_is_archived_here_is_listed() {
    let done = [MADE, "7,2026-11-03 09:00,done,,,,,,,\n"].concat();
    let env = TestEnv::new().ledger(DESK);
    import(&env, &done);
    assert_eq!(env.owed("archive --before 2026-11-20").status, 0);
    assert!(import(&env, &done).stdout.contains("0 changed, 1 already present"));
    let again = "7,2026-11-04 09:00,reopened,,,it leaks,,,,\n";
    for rows in [[&done, again].concat(), again.to_owned()] {
        let said = import(&env, &rows).stdout;
        let listed = "  changed: 7: reopened Wed 4 Nov 09:00 (not recorded: it is archived): line ";
        assert!(said.lines().nth(1).unwrap().starts_with(listed), "{said}");
    }
}

#[test]
fn an_event_that_cannot_have_happened_names_what_the_file_names() {
    let env = TestEnv::new().ledger(DESK).file("history.csv", "");
    let rows = "7,2026-11-03 09:00,done,,,,,,,\n7,2026-11-04 09:00,waiting,,,photo,,,,\n";
    assert_snapshot!(import(&env, &[MADE, rows].concat()), @r#"
    --- stderr
    error: nothing was imported: 1 row cannot be imported
    hint: 1 row: "7": it is already closed, since Tue 3 Nov 09:00 (kept): line 4
    hint: fix them, or skip them with --skip-bad
    --- exit 2
    "#);
}
