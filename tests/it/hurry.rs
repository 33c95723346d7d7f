//! What people type in a hurry, and what nobody should: each line here was once answered badly.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;

use insta::assert_snapshot;

use crate::shop::{LEDGER, RULES, Shop};

#[test]
fn signs_alone_mean_nobody_and_not_everybody() {
    let shop = Shop::busy();
    assert_snapshot!(shop.owed("told we are back --to '???'"), @r#"
    --- stderr
    warning: --to "???" matches no customer in the ledger or its archives
    error: no open commitment matches, so nobody was told
    hint: `owed list` with the same filters shows what matches
    --- exit 2
    "#);
    assert_snapshot!(shop.owed("list '!!!'"), @r#"
    --- stderr
    warning: "!!!" matches no commitment in the ledger or its archives
    --- exit 0
    "#);
    assert_snapshot!(shop.owed("overdue --owner ."), @r#"
    --- stderr
    error: --owner "." matches no owner in the ledger or its archives
    hint: a table `[owner.NAME]` in the ledger makes a name known before it has commitments
    --- exit 2
    "#);
    assert_snapshot!(shop.owed("done '!!!'"), @r#"
    --- stderr
    error: no open commitment matches "!!!"
    hint: give the start of an id, or words from the customer's name or the promise; `owed` lists what is open
    --- exit 2
    "#);
    assert_eq!(shop.text(), LEDGER);
}

#[test]
fn words_that_fit_nothing_do_not_pass_for_nothing_overdue() {
    let shop = Shop::busy();
    assert_snapshot!(shop.owed("overdue today"), @r#"
    --- stderr
    error: "today" matches no commitment in the ledger or its archives
    hint: each word must start a word of the customer's name or of the promise; a date goes with --until
    --- exit 2
    "#);
    assert_snapshot!(shop.owed("list zebra"), @r#"
    --- stderr
    warning: "zebra" matches no commitment in the ledger or its archives
    --- exit 0
    "#);
    assert_snapshot!(shop.owed("report zebra"), @r#"
    nothing was due from Wed 21 Oct 09:30 until Fri 20 Nov 09:30
    --- stderr
    warning: "zebra" matches no commitment in the ledger or its archives
    --- exit 0
    "#);
    assert_snapshot!(shop.owed("overdue discount"), @"--- exit 0");
}

#[test]
fn the_commands_of_other_trackers_are_understood_as_ours() {
    let shop = Shop::busy();
    assert_snapshot!(shop.owed("add call back --to Acme --by mon"), @r#"
    --- stderr
    error: unknown command "add"
    hint: did you mean "promise"?
    hint: `owed --help` lists the commands; `owed list WORDS` finds commitments
    --- exit 2
    "#);
    assert_snapshot!(shop.owed("close bbb"), @r#"
    --- stderr
    error: unknown command "close"
    hint: did you mean "done"?
    hint: `owed --help` lists the commands; `owed list WORDS` finds commitments
    --- exit 2
    "#);
    assert_snapshot!(shop.owed("ls"), @r#"
    --- stderr
    error: unknown command "ls"
    hint: did you mean "list"?
    hint: `owed --help` lists the commands; `owed list WORDS` finds commitments
    --- exit 2
    "#);
    assert_eq!(shop.text(), LEDGER);
}

#[test]
fn an_option_that_took_the_words_is_named() {
    let shop = Shop::busy();
    assert_snapshot!(shop.owed("promise --to acme call back --by 5pm"), @"
    --- stderr
    error: what is owed? add `send the quote`
    hint: put ids and text before the options: an option takes every word up to the next one
    hint: `owed promise --help` says what else it takes
    --- exit 2
    ");
    assert_snapshot!(shop.owed("told --to nobody hello"), @"
    --- stderr
    error: which commitment, and what was said? add an id, and the text
    hint: put ids and text before the options: an option takes every word up to the next one
    hint: `owed told --help` says what else it takes
    --- exit 2
    ");
    assert_snapshot!(shop.owed("promise call -by mon --to acme"), @"
    --- stderr
    error: unexpected argument '-b' found
    hint: Usage: owed promise [OPTIONS] --to <NAME>... <WHAT>
    hint: For more information, try '--help'
    --- exit 2
    ");
    assert_snapshot!(shop.owed("promise call --due mon --to acme"), @"
    --- stderr
    error: unexpected argument '--due' found
    hint: Usage: owed promise --to <NAME>... <WHAT>
    hint: For more information, try '--help'
    --- exit 2
    ");
    assert_snapshot!(shop.owed("promise call --by -1h --to acme"), @r#"
    --- stderr
    error: "-1h": a duration has no sign
    hint: write 1h for the future, "1h ago" for the past
    --- exit 2
    "#);
    assert_snapshot!(shop.owed("list -5"), @"
    --- stderr
    error: unexpected argument '-5' found
    hint: Usage: owed list [OPTIONS] [WORDS]
    hint: For more information, try '--help'
    --- exit 2
    ");
    assert_snapshot!(shop.owed("promise call --by -2026-11-20 --to acme"), @"
    --- stderr
    error: unexpected argument '-2' found
    hint: Usage: owed promise [OPTIONS] --to <NAME>... <WHAT>
    hint: For more information, try '--help'
    --- exit 2
    ");
}

#[test]
fn an_error_that_quotes_what_was_typed_stays_short() {
    let shop = Shop::busy();
    let big = "é".repeat(60_000);
    let lines: [&[&str]; 12] = [
        &[&big],
        &["done", &big],
        &["show", &big],
        &["list", "--kind", &big],
        &["list", "--class", &big],
        &["when", &big],
        &["--now", &big, "list"],
        &["overdue", "--within", &big],
        &["report", "--fail-under", &big],
        &["import", &big, "--from", "csv"],
        &["promise", "x", "--to", "y", "--by", &big],
        &["--ledger", &big, "list"],
    ];
    for line in lines {
        let said = shop.args(line);
        assert_eq!(said.status, 2, "{}", line[0]);
        assert!(said.stderr.len() < 8_000, "{}: {} bytes", line[0], said.stderr.len());
    }
}

#[test]
fn texts_of_any_size_and_kind_are_kept_as_they_are() {
    let shop = Shop::new().ledger(RULES);
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
        let id = shop.args(["promise", "-q", "--to=y", "--by=2h", "--", what]);
        assert_eq!(id.status, 0, "{id}");
        let json = shop.args(["show", "--json", id.stdout.trim()]).json();
        assert_eq!(json["commitments"][0]["what"], what.trim());
        for line in [&["list"][..], &["show", id.stdout.trim()]] {
            let shown = shop.args(line).stdout;
            let hostile = |letter: char| letter.is_control() && letter != '\n' || letter == '\u{202e}';
            assert!(!shown.contains(hostile), "{what:?}");
        }
    }
    assert_eq!(shop.owed("check").to_string(), "--- exit 0");
}

#[test]
fn arguments_that_are_no_text_are_refused() {
    let shop = Shop::busy();
    let bad = OsStr::from_bytes(b"\xff");
    for line in [
        &[bad][..],
        &[OsStr::new("list"), bad],
        &[OsStr::new("done"), bad],
        &[OsStr::new("list"), OsStr::new("--to"), bad],
        &[OsStr::new("--now"), bad],
        &[OsStr::new("import"), bad, OsStr::new("--from=csv")],
        &[OsStr::new("--ledger"), bad],
    ] {
        let said = shop.args(line);
        assert_eq!((said.stdout.as_str(), said.status), ("", 2), "{said}");
        assert!(said.stderr.starts_with("error: "), "{said}");
    }
    assert_eq!(Shop::busy().env("OWED_NOW", bad).owed("overdue").status, 2);
    assert_eq!(Shop::busy().env("OWED_LEDGER", bad).owed("overdue").status, 2);
    assert_eq!(Shop::busy().env("OWED_ME", bad).owed("note ccc hello").status, 0);
    assert_eq!(Shop::busy().env("TZ", bad).owed("overdue").status, 1);
}

#[test]
fn a_pipe_in_the_place_of_a_ledger_hangs_nobody() {
    let shop = Shop::new();
    let made = std::process::Command::new("mkfifo").arg(shop.path("pipe.toml")).status();
    if made.is_ok_and(|status| status.success()) {
        assert_eq!(shop.owed("overdue --ledger pipe.toml").status, 2);
        assert_eq!(shop.owed("promise x --to y --by 2h --ledger pipe.toml").status, 2);
    }
}

#[test]
fn the_line_endings_and_the_mark_of_a_file_stay() {
    let shop = Shop::new().ledger(LEDGER.replace('\n', "\r\n"));
    assert_eq!(shop.owed("note ccc hello").status, 0);
    assert_eq!(shop.owed("promise x --to y --by 2h").status, 0);
    let text = shop.text();
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    let shop = Shop::new().ledger(format!("\u{feff}{}# no newline", LEDGER));
    assert_eq!(shop.owed("note ccc hello").status, 0);
    assert_eq!(shop.owed("promise x --to y --by 2h").status, 0);
    assert!(shop.text().starts_with("\u{feff}# A ledger"));
    assert!(shop.text().contains("# no newline\n\n[[commitment]]\n"));
    assert_eq!(shop.owed("list --json").json()["commitments"].as_array().unwrap().len(), 5);
}
