//! What people read: the note for the stand-up, and the page of the week.

use super::{Desk, NASTY, TEAM, example, said};
use crate::support::reader::run;

#[test]
fn the_note_says_what_is_wrong_and_what_was_kept() {
    for ledger in [TEAM, NASTY] {
        let desk = Desk::new(ledger);
        let note = said(desk.command(example("standup")).env("OWED_LEDGER", "team.toml"));
        assert_eq!((note.status, note.stderr.as_str()), (0, ""), "{note}");
        let listed = desk.env.owed(
            "overdue --ledger team.toml --now '2026-11-20 12:00' --at-risk --within 1bd --format markdown",
        );
        let begins = format!(
            "## Late, at risk, or due within a business day\n\n{}\n## The last seven days\n\n**",
            listed.stdout
        );
        assert!(note.stdout.starts_with(&begins), "{note}");
        let html = run("cmark-gfm", &["-e", "table"], &note.stdout);
        if let Some(html) = html.map(Result::unwrap) {
            let count = |tag: &str| html.matches(tag).count();
            assert_eq!([count("<h2>"), count("<table>"), count("<strong>")], [2, 2, 1], "{html}");
        }
    }
}

#[test]
fn the_note_of_one_owner_is_theirs_and_one_that_cannot_be_made_fails() {
    let desk = Desk::new(TEAM);
    let mut command = desk.command(example("standup"));
    let of_sam = said(command.args(["--owner", "sam"]).env("OWED_LEDGER", "team.toml")).stdout;
    assert!(!of_sam.contains("Acme") && of_sam.contains("**1 promise was due"), "{of_sam}");
    for line in [["--owner", "nobody"], ["--ledger", "gone.toml"]] {
        let note = said(desk.command(example("standup")).args(line).env("OWED_LEDGER", "team.toml"));
        assert_eq!((note.status, note.stderr.starts_with("error: ")), (2, true), "{note}");
    }
}

#[test]
fn the_page_of_the_week_is_replaced_whole_or_not_at_all() {
    let desk = Desk::new(TEAM);
    let page = |ledger: &str, args: &[&str]| {
        said(desk.command(example("weekly-report")).args(args).env("OWED_LEDGER", ledger))
    };
    assert_eq!(page("team.toml", &["week.html"]).to_string(), "--- exit 0");
    let made = std::fs::read_to_string(desk.env.path("week.html")).unwrap();
    assert!(
        made.contains("<h1>4 promises were due from Fri 13 Nov 12:00 until Fri 20 Nov 12:00</h1>"),
        "{made}"
    );
    assert_eq!(page("gone.toml", &["week.html"]).status, 2);
    assert_eq!(std::fs::read_to_string(desk.env.path("week.html")).unwrap(), made);
    assert_eq!(page("team.toml", &["week.html", "--owner", "sam"]).to_string(), "--- exit 0");
    let of_sam = std::fs::read_to_string(desk.env.path("week.html")).unwrap();
    assert!(of_sam.contains("<h1>1 promise was due") && !of_sam.contains("Acme"), "{of_sam}");
    assert_ne!(page("team.toml", &[]).status, 0);
}
