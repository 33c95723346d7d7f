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

/// Returns the draft of a mail about a promise, by a shell; `None` where there is no jq.
fn draft(desk: &Desk, shell: &str, id: &str) -> Option<crate::support::Said> {
    run("jq", &["--version"], "")?.unwrap();
    let mut command = desk.command(shell);
    command.arg(example("draft")).arg(id).env("TZ", "Europe/Zurich").env("OWED_LEDGER", "team.toml");
    Some(said(&mut command))
}

#[test]
fn a_draft_says_what_became_of_a_promise_in_the_customers_zone() {
    let desk = Desk::new(TEAM);
    let news = [
        (
            "k7q",
            "We had said Thursday 19 November 2026, 15:12 CET, and it is not done yet: [why]. We are sorry.",
        ),
        (
            "m4x",
            "It will be done by Tuesday 24 November 2026, 23:00 CET, not by Thursday 19 November 2026, 16:00 CET: part on \
             back order. We are sorry.",
        ),
        ("t2b", "It will be done by Friday 20 November 2026, 21:00 CET, as we said."),
        (
            "d6w",
            "It is done since Thursday 12 November 2026, 15:15 CET. We had said Wednesday 11 November 2026, 16:00",
        ),
        ("b3n", "It is done since Tuesday 17 November 2026, 15:20 CET. Thank you for your trust."),
    ];
    for (id, news) in news {
        let Some(mail) = draft(&desk, "dash", id) else { return };
        assert_eq!((mail.status, mail.stderr.as_str()), (0, ""), "{mail}");
        assert!(mail.stdout.contains(&format!("\n{news}")), "{mail}");
    }
    let mail = draft(&desk, "sh", "k7q").unwrap().stdout;
    let begins = "To: +1 555 0101\nSubject: call back about invoice 1182\n\nDear Acme Corp,\n\nabout what we promised you: ";
    assert!(
        mail.starts_with(begins) && mail.ends_with("\n\nYou can reach dana about it: [how].\n\n"),
        "{mail}"
    );
    desk.env.owed("cancel t2b --ledger team.toml --now 2026-11-20T12:00:00-05:00 --as broken --why no part");
    let mail = draft(&desk, "sh", "t2b").unwrap().stdout;
    assert!(
        mail.contains("\nIt will not be done: no part. We are sorry. [what we offer instead]\n"),
        "{mail}"
    );
    let mail = draft(&desk, "sh", "nobody").unwrap();
    assert_eq!(
        (mail.status, mail.stdout.as_str(), mail.stderr.starts_with("error: ")),
        (2, "", true),
        "{mail}"
    );
}

#[test]
fn a_draft_has_the_headers_that_it_has_whatever_a_ledger_says() {
    let desk = Desk::new(NASTY);
    let all = desk.env.owed("list --all --json --ledger team.toml --now 2026-11-20T12:00:00-05:00").json();
    for one in all["commitments"].as_array().unwrap() {
        let Some(mail) = draft(&desk, "sh", one["id"].as_str().unwrap()) else { return };
        assert_eq!((mail.status, mail.stderr.as_str()), (0, ""), "{mail}");
        assert!(!mail.stdout.chars().any(|letter| letter.is_control() && letter != '\n'), "{mail}");
        let lines: Vec<_> = mail.stdout.lines().collect();
        assert!(
            lines[0].starts_with("To: ") && lines[1].starts_with("Subject: ") && lines[2].is_empty(),
            "{mail}"
        );
        assert_eq!(lines.len(), 10, "{mail}");
    }
}
