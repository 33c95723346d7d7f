//! A report as a page.

use crate::forecast::repairs;
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

/// Returns the section of what is safe to promise.
fn foresight(page: &str) -> Option<&str> {
    let (_, section) = page.split_once("<h2 id=\"foresight\">")?;
    section.split_once("<h2 ").map(|(section, _)| section)
}

#[test]
fn a_page_says_what_is_safe_to_promise_and_shows_a_curve_of_it() {
    let env = repairs(12);
    let page = env.owed(LINE).stdout;
    let section = foresight(&page).unwrap();
    let sentence = env.owed("forecast repair").stdout.lines().next().unwrap().to_owned();
    assert!(sentence.starts_with("repair: promise "), "{sentence}");
    let title = format!("<title id=\"curve-1\">Share done over time. {sentence}</title>");
    assert!(
        section.contains("<figure><figcaption>repair</figcaption><svg role=\"img\"")
            && section.contains(&title),
        "{section}"
    );
    let shapes = ["<figure>", "<polygon ", "<circle "].map(|shape| section.matches(shape).count());
    assert_eq!(shapes, [1, 1, 1]);
    // The row of the table for people.
    let rows = env.owed("forecast").stdout;
    let cells: Vec<_> =
        rows.lines().nth(1).unwrap().split("  ").map(str::trim).filter(|cell| !cell.is_empty()).collect();
    let last = section.rsplit_once("<tr>").unwrap().1;
    assert_eq!(cells.len(), 6);
    assert!(cells.iter().all(|cell| last.contains(&format!(">{cell}</t"))), "{cells:?} {last}");
    // What is archived counts as well.
    assert_eq!(env.owed("archive --before 2026-03-06").status, 0);
    assert_eq!(foresight(&env.owed(LINE).stdout), Some(section));
    // Nine are needed.
    assert!(foresight(&repairs(8).owed(LINE).stdout).is_none());
    assert!(foresight(&repairs(9).owed(LINE).stdout).is_some());
}

#[test]
fn only_a_page_of_kinds_owners_and_dates_says_what_is_safe_to_promise() {
    let env = repairs(12);
    for (more, is_said) in [
        ("--owner dana", true),
        ("--kind repair", true),
        ("--since 2026-03-19", true),
        ("--kind offer", false),
        ("--to Acme", false),
        ("--class customer", false),
        ("--tag pump", false),
        ("acme", false),
    ] {
        let page = env.owed(&format!("{LINE} {more}"));
        assert_eq!(foresight(&page.stdout).is_some(), is_said, "{more}: {page}");
    }
    // Of an owner it is what they kept.
    let other = "\n[[commitment]]\nid = \"ddddddd2\"\nkind = \"repair\"\nto = \"Acme\"\nwhat = \"x\"\nowner = \"kim\"\n\
                 made = 2026-03-02T09:00:00+01:00\ndue = 2026-03-20T09:00:00+01:00\n";
    let env = TestEnv::new().ledger(env.read("ledger.toml") + other).at("2026-03-20T09:00:00+01:00");
    let open = |line: &str| {
        let page = env.owed(line).stdout;
        let (before, _) = foresight(&page).unwrap().rsplit_once("</td>").unwrap();
        before.rsplit_once('>').unwrap().1.to_owned()
    };
    assert_eq!([open(LINE), open(&format!("{LINE} --owner dana"))], ["3", "2"]);
}

#[test]
fn a_kind_that_ledgers_count_by_different_hours_has_no_curve() {
    let env = repairs(12);
    let rules = "format = 1\ntimezone = \"Europe/Berlin\"\n[kind.repair]\ntarget = \"3bd\"\n";
    let text = env.read("ledger.toml");
    let (_, blocks) = text.split_once("\n[[commitment]]").unwrap();
    let env = env.file(
        "other.toml",
        format!(
            "{rules}\n[[commitment]]{}",
            blocks.replace("bbbbbbb", "ddddddd").replace("ccccccc", "fffffff")
        ),
    );
    let said = env.owed(&format!("{LINE} --ledger ledger.toml --ledger other.toml"));
    assert!(foresight(&said.stdout).is_none(), "{said}");
    assert_eq!(said.stderr, "\"repair\" is left out: the ledgers do not count it by the same hours\n");
}

#[test]
fn a_kind_that_is_markup_has_a_curve_and_no_power() {
    let evil = "<b>&\\u001b[31m\\\" onload=x";
    let env = TestEnv::new().ledger(format!(
        "format = 1\n[forecast]\nconfidence = \"50%\"\n\n[[commitment]]\nid = \"bbb22222\"\nto = \"x\"\nwhat = \"x\"\nkind = \"{evil}\"\n\
        made = 2026-11-01T00:00:00Z\ndue = 2026-11-02T00:00:00Z\nhistory = [{{ at = 2026-11-01T01:00:00Z, did = \"done\" }}]\n"
    ));
    let page = env.owed(LINE).stdout;
    let section = foresight(&page).unwrap();
    let escaped = "&lt;b&gt;&amp;\\x1b[31m&quot; onload=x";
    for place in [format!("<figcaption>{escaped}</figcaption>"), format!("over time. {escaped}: ")] {
        assert!(section.contains(&place), "{section}");
    }
    assert!(!section.contains("<b>") && !section.contains("\" onload"), "{section}");
}
