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
fn events_of_what_is_there_are_added_and_of_what_is_not_are_named() {
    let block = "\n[[commitment]]\nid = \"bcdfghjk\"\nkind = \"repair\"\nto = \"Acme\"\nwhat = \"the valve\"\nref = \"7\"\n\
        made = 2026-11-02T09:00:00Z\ndue = 2026-11-07T09:00:00Z\ntarget = \"5d\"\n";
    let file = "id,at,did,why\n7,2026-11-03 09:00,waiting,sends a photo\n8,2026-11-03 09:00,done,\n\
        7,2026-11-03 10:00,resumed,\n7,2026-11-04 09:00,done,\n7,2026-11-05 09:00,waiting,too late\n";
    let env = TestEnv::new().ledger([DESK, block].concat()).file("history.csv", file);
    let import = "import history.csv --from csv --events id=id,at=at,did=did,why=why";
    assert_snapshot!(env.owed(import), @"
    --- stderr
    error: nothing was imported: 1 row cannot be imported
    hint: 1 bcdfghjk (the valve → Acme): it is already closed, since Wed 4 Nov 09:00 (kept): line 6
    hint: fix them, or skip them with --skip-bad
    --- exit 2
    ");
    assert_snapshot!(env.owed(&format!("{import} --skip-bad")), @"
    0 imported, 1 closed, 0 changed, 0 already present, 1 left out, 1 skipped
      1 an event of a commitment that is not there: line 3
      1 bcdfghjk (the valve → Acme): it is already closed, since Wed 4 Nov 09:00 (kept): line 6
      times without an offset are in UTC
    --- exit 0
    ");
    assert_eq!(env.owed("list --all --json").json()["commitments"][0]["verdict"], "kept");
    let before = env.text();
    assert!(
        env.owed(&format!("{import} --skip-bad"))
            .stdout
            .starts_with("0 imported, 0 closed, 0 changed, 1 already")
    );
    assert_eq!(env.text(), before);
}
