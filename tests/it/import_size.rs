//! `owed import` of much: what does not fit is refused.

use std::fmt::Write as _;

use insta::assert_snapshot;

use crate::support::TestEnv;

/// Returns a file of so many rows, the first of them closed at the end of a year, one after the other.
fn rows(count: usize, closed: &[&str]) -> String {
    let mut file = "ref,to,what,made,due,done\n".to_owned();
    for row in 0..count {
        let done = closed.get(row).map_or(String::new(), |year| format!("{year}-12-30 10:00"));
        let year = closed.get(row).unwrap_or(&"2026");
        writeln!(file, "T-{row},Acme Corp,send part {row},{year}-01-02 09:00,{year}-12-31 17:00,{done}")
            .unwrap();
    }
    file
}

#[test]
fn what_does_not_fit_into_a_ledger_is_refused_with_the_way_out() {
    let env = TestEnv::new().file("in.csv", rows(40, &[]));
    let import = format!("import {} --from csv", env.path("in.csv").display());
    assert_snapshot!(env.of_at_most(4_000, &import), @"
    --- stderr
    error: ledger.toml: would be larger than 256 MiB
    hint: import it in parts: divide its rows among several files, each with the header line, and run `owed archive` after each
    --- exit 2
    ");
    assert_eq!(env.files(), ["in.csv"]);
    assert_eq!(env.of_at_most(40_000, &import).status, 0);
}
