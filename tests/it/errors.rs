//! Every way in which a ledger can be wrong, and the error: `tests/errors/NAME.toml` and `NAME.txt`.
//!
//! `UPDATE=1 cargo test` updates the texts; read what changed before you commit it.

use std::fs;
use std::path::Path;

use clap::CommandFactory as _;
use insta::assert_snapshot;
use owed::Cli;

use crate::support::{RULES, TestEnv};

#[test]
fn a_pipe_in_the_place_of_a_ledger_hangs_nobody() {
    let env = TestEnv::new();
    let made = std::process::Command::new("mkfifo").arg(env.path("pipe.toml")).status();
    if made.is_ok_and(|status| status.success()) {
        assert_eq!(env.owed("overdue --ledger pipe.toml").status, 2);
        assert_eq!(env.owed("promise x --to y --by 2h --ledger pipe.toml").status, 2);
    }
}

/// Returns the ledgers of the gallery by name.
fn gallery() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/errors");
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let ledgers = files.filter(|file| file.extension().is_some_and(|ending| ending == "toml"));
    let mut all: Vec<_> = ledgers
        .map(|file| (file.file_stem().unwrap().to_str().unwrap().to_owned(), fs::read(&file).unwrap()))
        .collect();
    all.sort();
    all
}

#[test]
fn every_ledger_of_the_gallery_is_refused_in_the_words_beside_it() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/errors");
    let all = gallery();
    assert!(all.len() >= 140, "the gallery has lost some: {}", all.len());
    let mut wrong = Vec::new();
    for (name, ledger) in all {
        let said = TestEnv::new().ledger(ledger).within("overdue");
        assert_eq!((said.stdout.as_str(), said.status), ("", 2), "{name}");
        let file = folder.join(format!("{name}.txt"));
        #[expect(clippy::disallowed_methods, reason = "asked for by the person who runs the tests")]
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&file, &said.stderr).unwrap();
        }
        let expected = fs::read_to_string(&file).unwrap_or_default();
        if said.stderr != expected {
            wrong.push(format!("{name}\n--- expected\n{expected}--- said\n{}", said.stderr));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_text_of_the_gallery_has_its_ledger() {
    let names: Vec<_> = gallery().into_iter().map(|(name, _)| name).collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/errors");
    for file in fs::read_dir(folder).unwrap() {
        let stem = file.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned();
        assert!(names.contains(&stem), "{stem}");
    }
}

#[test]
fn no_error_leaves_its_reader_without_a_next_step() {
    for (name, ledger) in gallery() {
        let said = TestEnv::new().ledger(ledger).within("overdue");
        assert!(said.stderr.contains("\nhint: "), "{name}\n{said}");
    }
}

#[test]
fn no_verb_answers_from_or_writes_to_a_ledger_it_does_not_understand() {
    let broken = format!("{RULES}\n[[commitment]]\nid = \"k7qdm2xv\"\nto = \"Acme\"\nwhat = \"call\"\n");
    for line in [
        "",
        "list --all",
        "overdue",
        "overdue -q",
        "overdue --count",
        "overdue --json",
        "show k7q",
        "report",
        "check",
        "promise x --to y --by 2h",
        "done k7q",
        "told k7q hello",
        "move k7q --by 2h --why x",
        "change k7q --kind email --why x",
        "cancel k7q --as void --why x",
        "import rows.csv --from csv",
        "when 2h",
        "undo",
        "archive",
        "init",
    ] {
        let env = TestEnv::new().ledger(&broken).file("rows.csv", "to,what,made,due\n");
        let said = env.owed(line);
        assert_eq!((said.stdout.as_str(), said.status), ("", 2), "{line}: {said}");
        assert_eq!(env.text(), broken, "{line}");
    }
}

#[test]
fn bytes_that_are_no_text_are_refused_at_their_place() {
    let say = |bytes: &[u8]| {
        TestEnv::new().ledger([RULES.as_bytes(), b"\n# a comment\n", bytes].concat()).owed("overdue")
    };
    assert_snapshot!(say(b"name = \"M\xfcller\"\n"), @r#"
    --- stderr
    error: ledger.toml:5:10: not valid UTF-8
      5 | name = "M�ller"
        |          ^
    hint: save the file as UTF-8, or take the last good version from git
    --- exit 2
    "#);
    assert_snapshot!(say(b"x-a = \"a\0b\"\n"), @r#"
    --- stderr
    error: ledger.toml:5:9: unexpected NUL byte
      5 | x-a = "a\x00b"
        |         ^^^^
    hint: the file is damaged: take the last good version from git or a backup
    --- exit 2
    "#);
    assert_snapshot!(say(b"[[commitment]]\nid = \"k7q\0m2xv\"\n"), @r#"
    --- stderr
    error: ledger.toml:6:10: unexpected NUL byte
      6 | id = "k7q\x00m2xv"
        |          ^^^^
    hint: the file is damaged: take the last good version from git or a backup
    --- exit 2
    "#);
    assert_snapshot!(TestEnv::new().ledger(b"\xff\xfef\0o\0r\0").owed("overdue"), @r"
    --- stderr
    error: ledger.toml:1:1: not valid UTF-8
    hint: save the file as UTF-8, or take the last good version from git
    --- exit 2
    ");
    assert_snapshot!(TestEnv::new().ledger([0; 4096]).owed("overdue"), @"
    --- stderr
    error: ledger.toml:1:1: unexpected NUL byte
    hint: the file is damaged: take the last good version from git or a backup
    --- exit 2
    ");
    let good = b"[[commitment]]\nid = \"k7qdm2xv\"\nto = \"Acme\"\nwhat = \"call\xe2\x98";
    assert_snapshot!(say(good), @r#"
    --- stderr
    error: ledger.toml:8:13: not valid UTF-8
      8 | what = "call�
        |             ^
    hint: save the file as UTF-8, or take the last good version from git
    --- exit 2
    "#);
}

#[test]
fn a_ledger_that_is_not_there_or_is_no_file_is_trouble() {
    let env = TestEnv::new();
    assert_snapshot!(env.owed("overdue"), @"
    --- stderr
    error: ledger.toml: there is no ledger here
    hint: `owed promise` makes one with the first promise, `owed init` makes an empty one
    --- exit 2
    ");
    assert_snapshot!(env.owed(""), @"
    --- stderr
    error: ledger.toml: there is no ledger here
    hint: `owed promise` makes one with the first promise, `owed init` makes an empty one
    --- exit 2
    ");
    assert_snapshot!(env.owed("overdue --count --ledger none/at/all.toml"), @"
    --- stderr
    error: none/at/all.toml: the folder none/at does not exist
    hint: check --ledger, OWED_LEDGER, or `ledger` in the config file
    hint: `owed init` creates the folder and an empty ledger
    --- exit 2
    ");
    assert_snapshot!(env.owed("overdue --ledger ."), @"
    --- stderr
    error: .: this is a folder
    hint: name the ledger file with --ledger or OWED_LEDGER
    --- exit 2
    ");
    assert_snapshot!(env.owed("overdue --ledger /dev/null"), @"
    --- stderr
    error: /dev/null: not a regular file
    hint: name the ledger file with --ledger or OWED_LEDGER
    --- exit 2
    ");
    assert_snapshot!(env.owed("overdue --ledger ''"), @"
    --- stderr
    error: --ledger needs a value
    --- exit 2
    ");
    assert_snapshot!(env.owed("promise x --to y --by 2h --ledger /dev/full"), @"
    --- stderr
    error: /dev/full: not a regular file
    hint: name the ledger file with --ledger or OWED_LEDGER
    --- exit 2
    ");
    std::os::unix::fs::symlink("nowhere", env.path("link.toml")).unwrap();
    assert_snapshot!(env.owed("overdue --ledger link.toml"), @"
    --- stderr
    error: link.toml: broken symbolic link
    hint: fix the link, or remove it and run `owed init`
    --- exit 2
    ");
    assert_snapshot!(env.owed("promise x --to y --by 2h --ledger link.toml"), @"
    --- stderr
    error: link.toml: broken symbolic link
    hint: fix the link, or remove it and run `owed init`
    --- exit 2
    ");
}

/// What a full disk or an interrupted sync may leave of a ledger.
pub const EMPTY: [&str; 6] =
    ["", "\u{feff}", "\n \t\n", "# a comment\n", "\u{feff}# one\r\n\r\n# two", "  # three"];

/// A line of each verb that needs a ledger.
const LINES: [&str; 45] = [
    "",
    "list --all --json",
    "overdue",
    "overdue -q",
    "overdue --count",
    "today",
    "week",
    "log",
    "show k7q",
    "report --fail-under 90",
    "report --calibration",
    "check",
    "policy",
    "when 2h",
    "between 9am 11am",
    "forecast",
    "forecast promise --by 2h",
    "promise x --to y --by 2h",
    "done k7q",
    "told k7q hello",
    "told all is well --tag outage",
    "heard k7q hello",
    "note k7q hello",
    "move k7q --by 2h --why x",
    "wait k7q --why x",
    "resume k7q",
    "hand k7q --to sam --why x",
    "change k7q --kind email --why x",
    "cancel k7q --why x --as void",
    "reopen k7q --by 2h --why x",
    "rate k7q 5",
    "customer",
    "customer acme",
    "customer acme --rename x",
    "escalate",
    "escalate --dry-run",
    "escalate k7q --to sam --why x",
    "import rows.csv --from csv",
    "import rows.csv --from csv --dry-run",
    "undo",
    "undo --list",
    "archive",
    "merge",
    "merge --take ours",
    "edit",
];

#[test]
fn every_verb_but_init_refuses_an_empty_ledger() {
    for verb in Cli::command().get_subcommands().map(clap::Command::get_name) {
        let is_tried = LINES.iter().any(|line| line.split(' ').next() == Some(verb));
        assert!(
            is_tried || ["init", "completions", "merge-driver", "config", "help"].contains(&verb),
            "{verb}"
        );
    }
    for empty in EMPTY {
        let env = TestEnv::new().ledger(empty).file("rows.csv", "to,what,made,due\n").env("EDITOR", "true");
        for line in LINES {
            let said = env.owed(line);
            assert_eq!((said.stdout.as_str(), said.status), ("", 2), "{empty:?}: {line}: {said}");
            let expected =
                "error: ledger.toml: the ledger is empty\nhint: if that is right, run `owed init`;";
            assert!(said.stderr.starts_with(expected), "{empty:?}: {line}: {said}");
            assert_eq!(env.text(), empty, "{line}");
        }
    }
}

#[test]
fn every_verb_refuses_a_file_that_has_nothing_of_a_ledger() {
    let others = [
        "[registry]\ntoken = \"hunter2\"\n",
        "# hunter2\n[[package]]\nname = \"hunter2\"\n[[package]]\nname = \"b\"\n",
        "x-mine = \"hunter2\"\n",
        "\u{feff}[hunter2]\n",
    ];
    for other in others {
        let env = TestEnv::new().ledger(other).file("rows.csv", "to,what,made,due\n").env("EDITOR", "true");
        for line in LINES {
            let said = env.owed(line);
            assert!(!said.to_string().contains("hunter2"), "{other:?}: {line}: {said}");
            assert_eq!(env.text(), other, "{line}");
            // What can be undone or edited is not read from the text of the ledger.
            if !line.starts_with("undo") && line != "edit" {
                assert_eq!((said.stdout.as_str(), said.status), ("", 2), "{other:?}: {line}: {said}");
                let expected = "error: ledger.toml: this file is not a ledger\nhint: ";
                assert!(said.stderr.starts_with(expected), "{other:?}: {line}: {said}");
            }
        }
        for ours in ["format = 1\n", "timezone = \"UTC\"\n"] {
            let env = TestEnv::new().ledger(format!("{ours}{}", other.trim_start_matches('\u{feff}')));
            assert_eq!(env.owed("overdue").status, 0, "{ours}{other}");
        }
    }
}

#[test]
fn an_error_quotes_no_line_of_a_file_that_is_no_ledger() {
    let secrets = [
        (".git-credentials", "https://dana:hunter2@example.com\n"),
        (".netrc", "machine example.com login dana password hunter2\n"),
        (".env", "PASSWORD=hunter2\n"),
        (".envrc", "PASSWORD=\"hunter2\"\nexport X\n"),
        (".pgpass", "localhost:5432:*:dana:hunter2\n"),
        (".aws/credentials", "[default]\nsecret = hunter2\n"),
        (".my.cnf", "[client]\nformat = hunter2\n"),
        (".cargo/credentials.toml", "[registry]\ntoken = \"hunter2\"\n"),
        (".ssh/id", "-----BEGIN PRIVATE KEY-----\nhunter2\n"),
        (".bytes", "hunter2 \u{fc}\0\n"),
    ];
    for (name, secret) in secrets {
        let env = TestEnv::new()
            .env("EDITOR", "sed -i 1p")
            .file(&format!("~/{name}"), secret)
            .file("plain.toml", "format = 1\n")
            .file("mine.toml", "format = 1\narchives = [\"a.toml\"]\n");
        for link in ["ledger.toml", "a.toml", "rows.csv"] {
            std::os::unix::fs::symlink(env.path(format!("~/{name}")), env.path(link)).unwrap();
        }
        for line in [
            "overdue",
            "check",
            "list --all --json",
            "promise x --to y --by 2h",
            "edit",
            "init",
            "list --all --ledger mine.toml",
            "check --ledger mine.toml",
            "archive --ledger mine.toml",
            "import rows.csv --from csv --ledger plain.toml",
            "import rows.csv --from csv --map to=Customer --ledger plain.toml",
        ] {
            let said = env.owed(line);
            assert_eq!(said.status, 2, "{name}: {line}: {said}");
            assert!(!said.to_string().contains("hunter2"), "{name}: {line}: {said}");
        }
    }
}

#[test]
fn an_error_quotes_the_line_of_a_ledger() {
    for above in [
        "format = 1\n",
        "timezone=\"UTC\"\n",
        "archives = []\n",
        "[kind.repair]\ntarget = \"2h\"\n",
        "[[rung]]\nat = \"75%\"\n",
    ] {
        let said = TestEnv::new().ledger(format!("\u{feff}# mine\n{above}x = oops\n")).owed("overdue");
        assert!(said.stderr.contains(" | x = oops\n"), "{above:?}: {said}");
    }
    // Not what is below a foreign header, nor above our first one.
    for text in ["[client]\nformat = 1\nx = oops\n", "x = oops\nformat = 1\n"] {
        let said = TestEnv::new().ledger(text).owed("overdue");
        assert!(!said.stderr.contains("oops"), "{text:?}: {said}");
    }
}

#[test]
fn a_line_that_is_too_long_to_show_is_named_by_its_number() {
    let long = "x".repeat(1_000_000);
    let env = TestEnv::new().ledger(format!("{RULES}[[commitment]]\nclass = \"{long}\"\n"));
    let said = env.owed("overdue");
    assert!(said.stderr.len() < 2_000, "{} bytes", said.stderr.len());
}

#[test]
fn rules_are_one_document_wherever_they_stand() {
    let block = "\n[[commitment]]\nid = \"k7qdm2xv\"\nkind = \"repair\"\nto = \"Acme\"\nwhat = \"call\"\n\
                 made = 2026-11-19T08:00:00-05:00\ndue = 2026-11-27T17:00:00-05:00\n\n";
    let kind = "[kind.repair]\ntarget = \"8bh\"\ncalendar = \"office\"\n";
    let office = "[calendar.office]\nfri = [\"09:00-17:00\"]\n";
    let env = TestEnv::new().ledger(format!("{RULES}{kind}{block}{office}"));
    assert_snapshot!(env.owed("promise fix it --to Acme -k repair").ids(), @"
    NEW  fix it → Acme, due Fri 27 Nov 09:30, in 7d
    --- exit 0
    ");
}
