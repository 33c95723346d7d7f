//! What every change has in common: the rest of the file stays, links and modes stay, and no writer loses another's.

use std::fs::{self, File};

use insta::assert_snapshot;

use crate::support::{RULES, SAMPLE, TestEnv};

#[test]
fn quiet_changes_and_says_nothing() {
    for line in [
        "done ccc -q",
        "move ddd --by mon --why x -q",
        "told fff hello -q",
        "heard fff hello -q",
        "note fff hello -q",
        "hand ccc --to sam --why x -q",
        "change ccc --kind email --why x -q",
        "change ccc --tag x --contact 1 -q",
        "escalate ccc --to sam --why x -q",
        "cancel ccc --as void --why x -q",
    ] {
        let env = TestEnv::sample();
        let said = env.owed(line);
        assert_eq!((said.stdout.as_str(), said.stderr.as_str(), said.status), ("", "", 0), "{line}");
        assert_ne!(env.text(), SAMPLE, "{line}");
    }
}

#[test]
fn a_change_touches_no_other_byte() {
    let env = TestEnv::sample();
    env.owed("note ccc hello");
    let text = env.text();
    let (before, after) = SAMPLE.split_once("due = 2026-11-20T12:00:00-05:00\n").unwrap();
    assert!(text.starts_with(before) && text.ends_with(after));
}

#[test]
fn texts_of_any_size_and_kind_are_kept_as_they_are() {
    let env = TestEnv::new().ledger(RULES);
    let big = "ä ".repeat(30_000);
    for what in [
        "call 🎉 back",
        "evil \u{1b}[31mred\u{1b}[0m \u{202e}rtl",
        "quote \" back\\slash ''' \"\"\"",
        "line\nbreak\ttab",
        "[[commitment]]\nid = \"zzzzzzzz\"",
        "# comment",
        "-x",
        "e\u{301}\u{200d}\u{fe0f}",
        &big,
    ] {
        let id = env.args(["promise", "-q", "--to=y", "--by=2h", "--", what]);
        assert_eq!(id.status, 0, "{id}");
        let json = env.args(["show", "--json", id.stdout.trim()]).json();
        assert_eq!(json["commitments"][0]["what"], what.trim());
        for line in [&["list"][..], &["show", id.stdout.trim()]] {
            let shown = env.args(line).stdout;
            let hostile = |letter: char| letter.is_control() && letter != '\n' || letter == '\u{202e}';
            assert!(!shown.contains(hostile), "{what:?}");
        }
    }
    assert_eq!(env.owed("check").to_string(), "--- exit 0");
}

#[test]
fn the_line_endings_and_the_mark_of_a_file_stay() {
    let env = TestEnv::new().ledger(SAMPLE.replace('\n', "\r\n"));
    assert_eq!(env.owed("note ccc hello").status, 0);
    assert_eq!(env.owed("promise x --to y --by 2h").status, 0);
    let text = env.text();
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    let env = TestEnv::new().ledger(format!("\u{feff}{}# no newline", SAMPLE));
    assert_eq!(env.owed("note ccc hello").status, 0);
    assert_eq!(env.owed("promise x --to y --by 2h").status, 0);
    assert!(env.text().starts_with("\u{feff}# A ledger"));
    assert!(env.text().contains("# no newline\n\n[[commitment]]\n"));
    assert_eq!(env.owed("list --json").json()["commitments"].as_array().unwrap().len(), 5);
}

#[test]
fn a_ledger_that_may_not_be_written_is_not_changed() {
    let env = TestEnv::sample();
    let mut permissions = fs::metadata(env.path("ledger.toml")).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(env.path("ledger.toml"), permissions).unwrap();
    // The administrator may write to anything.
    if File::options().append(true).open(env.path("ledger.toml")).is_err() {
        assert_snapshot!(env.owed("done ccc"), @"");
        assert_eq!(env.text(), SAMPLE);
    }
    assert_eq!(env.owed("overdue").status, 1);
}

#[test]
fn a_link_to_the_ledger_stays_a_link() {
    let env = TestEnv::sample();
    fs::create_dir(env.path("elsewhere")).unwrap();
    fs::rename(env.path("ledger.toml"), env.path("elsewhere/real.toml")).unwrap();
    std::os::unix::fs::symlink("elsewhere/real.toml", env.path("ledger.toml")).unwrap();
    assert_eq!(env.owed("done ccc").status, 0);
    assert!(env.path("ledger.toml").is_symlink());
    assert_eq!(env.owed("overdue --count").stdout, "2\n");
    assert!(!env.owed("list ccc").stdout.contains("ccc"));
}

#[test]
fn writers_at_the_same_time_lose_nothing() {
    let env = TestEnv::new();
    assert_eq!(env.owed("init").status, 0);
    let promise = |number: usize| {
        let what = format!("number {number}");
        env.command().args(["promise", what.as_str(), "--to", "Acme", "--by", "2h"]).spawn().unwrap()
    };
    let children: Vec<_> = (0..12).map(promise).collect();
    for mut child in children {
        assert_eq!(child.wait().unwrap().code(), Some(0));
    }
    assert_eq!(env.owed("list --json").json()["commitments"].as_array().unwrap().len(), 12);
}
