//! A report as a page.

use crate::support::{RULES, TestEnv};

const LINE: &str = "report --format html";

fn blocks(count: usize) -> TestEnv {
    let block = |n: usize| {
        let id: String =
            format!("{n:08}").chars().map(|digit| char::from(b"bcdfghjkmn"[digit as usize - 48])).collect();
        let at = owed::Instant::from_epoch(1_795_180_800 - 604_800 * n as i64).rfc3339(chrono_tz::UTC);
        format!(
            "\n[[commitment]]\nid = \"{id}\"\nto = \"Acme\"\nwhat = \"x\"\nowner = \"dana\"\nmade = 2020-01-01T00:00:00Z\ndue = {at}\n\
            history = [{{ at = {at}, did = \"done\" }}]\n"
        )
    };
    TestEnv::new().ledger([RULES, &(0..count).map(block).collect::<String>()].concat())
}

#[test]
fn a_page_without_figures_is_whole() {
    let said = TestEnv::new().ledger(RULES).owed(LINE);
    assert!(said.stdout.starts_with("<!DOCTYPE html>") && said.stdout.ends_with("</html>\n"), "{said}");
    assert!(said.stdout.contains("<h1>nothing was due"), "{said}");
    assert!(said.stdout.contains("Nothing is overdue now."), "{said}");
    assert!(!said.stdout.contains("<svg"), "{said}");
}

#[test]
fn of_many_weeks_the_chart_shows_half_a_year_and_the_table_all() {
    let said = blocks(60).owed(&format!("{LINE} --since 2024-01-01"));
    assert_eq!(said.stdout, blocks(60).owed(&format!("{LINE} --since 2024-01-01")).stdout);
    let bars = said.stdout.matches("<rect ").count();
    assert_eq!(bars, 26, "{said}");
    let weeks = said.stdout.matches("<tr><th scope=\"row\">202").count();
    assert_eq!(weeks, 60);
    assert!(!said.stdout.contains("=\"-"), "{said}");
}

#[test]
fn without_a_key_the_best_and_the_worst_are_owners_and_the_exit_code_is_that_of_the_gate() {
    let env = blocks(6);
    let said = env.owed(&format!("{LINE} --since 2024-01-01 --fail-under 90"));
    assert!(said.stdout.contains("<th scope=\"col\">owner</th>") && said.stdout.contains(">dana<"), "{said}");
    assert_eq!(said.status, 0);
    let said = env.owed(&format!("{LINE} --by kind"));
    assert!(said.stdout.contains("<th scope=\"col\">kind</th>"), "{said}");
    let said = env.owed("report --by week --json --since 2024-01-01").json();
    assert!(said.get("weeks").is_none());
}

// A ledger from somebody who means harm is shown, not run.
#[test]
fn what_a_ledger_says_is_no_markup() {
    let evil = "<script>alert(1)</script>\\u001b[31m\\\" onload=x";
    let env = TestEnv::new().ledger(format!(
        "{RULES}\n[[commitment]]\nid = \"bbb22222\"\nto = \"{evil}\"\nwhat = \"{evil}\"\nowner = \"{evil}\"\nkind = \"{evil}\"\n\
        made = 2026-11-01T00:00:00Z\ndue = 2026-11-02T00:00:00Z\nhistory = [{{ at = 2026-11-01T01:00:00Z, did = \"moved\", due = 2026-11-03T00:00:00Z, why = \"{evil}\" }}]\n"
    ));
    for line in [LINE, "report --format html --misses --by kind", "report --format html --by to"] {
        let said = env.owed(line).stdout;
        assert!(
            !said.contains("<script") && !said.contains('\u{1b}') && !said.contains("\" onload"),
            "{said}"
        );
        assert!(said.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "{said}");
    }
}
