//! `owed archive`: what was closed long ago moves beside the ledger, and every clone keeps what it knew.

use std::fs;
use std::os::unix::fs::symlink;
use std::process::Command;

use insta::assert_snapshot;

use crate::support::{RULES, SAMPLE, TestEnv};

/// A day on which everything closed in the sample is old.
const LATER: &str = "2027-02-20T09:30:00-05:00";

/// The first line of an archive.
const HEADER: &str = "# What was closed in the owed ledger beside this file, moved here by `owed archive`.\n";

/// Returns a block that was closed in 2025, with these lines among its keys.
fn closed(id: &str, what: &str, more: &str) -> String {
    format!(
        "\n[[commitment]]\nid = \"{id}\"\nto = \"Acme\"\nwhat = \"{what}\"\nmade = 2025-01-02T09:00:00-05:00\n\
         due = 2025-01-03T09:00:00-05:00\n{more}history = [\n  {{ at = 2025-01-03T08:00:00-05:00, did = \"done\" }},\n]\n"
    )
}

/// Returns a block that is open, and overdue.
fn open(id: &str, what: &str) -> String {
    closed(id, what, "").split("history").next().unwrap().to_owned()
}

/// Returns a ledger that names these archives.
fn naming(archives: &str) -> String {
    format!("{RULES}archives = [{archives}]\n")
}

/// Checks that every verb that reads archives fails with the same error, and returns it.
fn all_refuse(env: &TestEnv) -> String {
    let verbs = ["list --all", "report", "check", "archive", "show zzz99999"];
    let said: Vec<_> = verbs.iter().map(|verb| env.owed(verb)).collect();
    for (one, verb) in said.iter().zip(verbs) {
        assert_eq!((one.status, one.stdout.as_str(), &one.stderr), (2, "", &said[0].stderr), "{verb}");
    }
    said[0].to_string()
}

/// Returns everything in the folder, by name.
fn everything(env: &TestEnv) -> Vec<(String, Vec<u8>)> {
    let read = |name: &String| fs::read(env.path(name)).unwrap_or_default();
    env.files()
        .into_iter()
        .filter(|name| !name.ends_with(".lock"))
        .map(|name| (name.clone(), read(&name)))
        .collect()
}

/// Returns the ids in a file.
fn ids_in(env: &TestEnv, name: &str) -> Vec<String> {
    let text = fs::read_to_string(env.path(name)).unwrap_or_default();
    let lines = text.lines().filter_map(|line| line.strip_prefix("id = \"")?.strip_suffix('"'));
    lines.map(str::to_owned).collect()
}

#[test]
fn a_clone_with_a_link_for_an_archive_writes_nothing_into_a_login_script() {
    let env = TestEnv::new().at(LATER);
    let bomb = closed("k7qdm2xv", "x", "").replace("Acme", "$(touch ~/PWNED)");
    let stranger = TestEnv::new().file("t.toml", format!("{RULES}{bomb}"));
    symlink("../../home/.bash_profile", stranger.path("t.2025.toml")).unwrap();
    let git = |folder: std::path::PathBuf, args: &[&str]| {
        let mut git = Command::new("git");
        git.env_clear().env("HOME", "/nonexistent").env("PATH", "/usr/bin:/bin").current_dir(folder);
        git.args(["-c", "user.name=x", "-c", "user.email=x", "-c", "init.defaultBranch=main"]).args(args);
        git.output().is_ok_and(|output| output.status.success())
    };
    let has_git = git(stranger.folder(), &["init", "-q"])
        && git(stranger.folder(), &["add", "t.toml", "t.2025.toml"])
        && git(stranger.folder(), &["commit", "-qm", "x"]);
    if has_git {
        let from = stranger.folder().to_string_lossy().into_owned();
        assert!(git(env.folder(), &["clone", "-q", &from, "clone"]));
    } else {
        println!("without git: the clone is made by hand");
        fs::create_dir(env.path("clone")).unwrap();
        symlink("../../home/.bash_profile", env.path("clone/t.2025.toml")).unwrap();
    }
    assert!(env.path("clone/t.2025.toml").is_symlink());
    for profile in [None, Some(""), Some("# my profile\n"), Some("format = 1\n"), Some(HEADER)] {
        let path = env.path("~/.bash_profile");
        let _ = fs::remove_file(&path);
        if let Some(profile) = profile {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, profile).unwrap();
        }
        for named in [false, true] {
            let names = if named { "archives = [\"t.2025.toml\"]\n" } else { "" };
            fs::write(env.path("clone/t.toml"), format!("{RULES}{names}{bomb}")).unwrap();
            let said = env.owed("archive --ledger clone/t.toml");
            assert_eq!(
                said.to_string(),
                "--- stderr\nerror: clone/t.2025.toml: this is a symbolic link\n\
                 hint: an archive is a regular file in the ledger's folder: put one there, or remove the name from \
                 `archives`\n--- exit 2"
            );
            let left = fs::read_to_string(&path).ok();
            assert_eq!(left.as_deref(), profile, "{named}");
            assert!(fs::read_to_string(env.path("clone/t.toml")).unwrap().contains("PWNED"));
        }
        let login = "[ ! -f ~/.bash_profile ] || . ~/.bash_profile";
        let mut shell = Command::new("/bin/sh");
        shell.env_clear().env("HOME", env.path("~/")).env("PATH", "/usr/bin:/bin").args(["-c", login]);
        shell.output().unwrap();
        assert!(!env.path("~/PWNED").exists());
    }
}

#[test]
fn a_link_is_no_archive_to_any_verb_even_to_a_good_one_in_the_same_folder() {
    let env = TestEnv::new().at(LATER).ledger(naming("\"a.toml\""));
    let env = env.file("real.toml", format!("{HEADER}{}", closed("k7qdm2xv", "x", "")));
    symlink("real.toml", env.path("a.toml")).unwrap();
    assert_snapshot!(all_refuse(&env), @"
    --- stderr
    error: a.toml: this is a symbolic link
    hint: an archive is a regular file in the ledger's folder: put one there, or remove the name from `archives`
    --- exit 2
    ");
    // A broken link is not a new archive either.
    fs::remove_file(env.path("real.toml")).unwrap();
    assert_snapshot!(all_refuse(&env), @"
    --- stderr
    error: a.toml: this is a symbolic link
    hint: an archive is a regular file in the ledger's folder: put one there, or remove the name from `archives`
    --- exit 2
    ");
    assert!(!env.path("real.toml").exists());
}

#[test]
fn a_pipe_a_folder_and_a_socket_are_no_archives_and_nobody_waits_for_them() {
    let env = TestEnv::new().at(LATER).ledger(naming("\"a.toml\"") + &closed("k7qdm2xv", "x", ""));
    assert!(Command::new("mkfifo").arg(env.path("a.toml")).status().unwrap().success());
    assert_snapshot!(all_refuse(&env), @"
    --- stderr
    error: a.toml: not a regular file
    hint: an archive is a regular file in the ledger's folder: put one there, or remove the name from `archives`
    --- exit 2
    ");
    fs::remove_file(env.path("a.toml")).unwrap();
    fs::create_dir(env.path("a.toml")).unwrap();
    assert_snapshot!(all_refuse(&env), @"
    --- stderr
    error: a.toml: this is a folder
    hint: an archive is a regular file in the ledger's folder: put one there, or remove the name from `archives`
    --- exit 2
    ");
    fs::remove_dir(env.path("a.toml")).unwrap();
    drop(std::os::unix::net::UnixListener::bind(env.path("a.toml")).unwrap());
    assert_eq!(env.owed("list --all").status, 2);
    // The name that `archive` chooses by itself is checked in the same way.
    let env = TestEnv::new().at(LATER).ledger(RULES.to_owned() + &closed("k7qdm2xv", "x", ""));
    assert!(Command::new("mkfifo").arg(env.path("ledger.2025.toml")).status().unwrap().success());
    assert_snapshot!(env.owed("archive"), @"
    --- stderr
    error: ledger.2025.toml: not a regular file
    hint: an archive is a regular file in the ledger's folder: put one there, or remove the name from `archives`
    --- exit 2
    ");
    assert!(env.text().contains("k7qdm2xv"));
}

#[test]
fn a_file_that_is_larger_than_a_ledger_may_be_is_no_archive() {
    let env = TestEnv::new().at(LATER).ledger(naming("\"a.toml\""));
    let file = fs::File::create(env.path("a.toml")).unwrap();
    file.set_len(256 * 1024 * 1024 + 1).unwrap();
    assert_snapshot!(all_refuse(&env), @"
    --- stderr
    error: a.toml: larger than 256 MiB
    hint: move some of its commitments into another file, and name that in `archives` too
    --- exit 2
    ");
}

/// Many blocks that were closed in a year, and their ids.
fn many(count: usize, first: u8) -> (String, Vec<String>) {
    let ids: Vec<_> = (0..count)
        .map(|number| {
            let letter = |at: usize| char::from(b"bcdfghjkmn"[at % 10]);
            format!("{}zzzzz{}{}", char::from(first), letter(number / 10), letter(number))
        })
        .collect();
    (ids.iter().map(|id| closed(id, "x", "")).collect(), ids)
}

#[test]
fn a_ledger_that_no_other_verb_reads_is_archived_into_as_many_files_as_it_takes() {
    const MOST: u64 = 4_000;
    let (blocks, ids) = many(56, b'k');
    let rest = open("bbb22222", "call back");
    let env = TestEnv::new().at(LATER).ledger(format!("{RULES}{blocks}{rest}"));
    assert!(env.text().len() > 2 * 4_000);
    assert_snapshot!(env.of_at_most(MOST, "list"), @"
    --- stderr
    error: ledger.toml: larger than 256 MiB
    hint: `owed archive` moves closed commitments into files of their own
    --- exit 2
    ");
    assert_snapshot!(env.of_at_most(MOST, "archive"), @"
    19 moved to ledger.2025-2.toml
    18 moved to ledger.2025-3.toml
    19 moved to ledger.2025.toml
    --- exit 0
    ");
    let files = ["ledger.2025.toml", "ledger.2025-2.toml", "ledger.2025-3.toml"];
    let sizes = files.map(|name| fs::metadata(env.path(name)).unwrap().len());
    assert!(
        sizes.iter().all(|size| *size <= MOST) && sizes[0] > MOST - 500 && sizes[1] > MOST - 500,
        "{sizes:?}"
    );
    let moved: Vec<_> = files.iter().flat_map(|name| ids_in(&env, name)).collect();
    assert_eq!(moved, ids, "each once, in order");
    assert_eq!(ids_in(&env, "ledger.toml"), ["bbb22222"]);
    for name in files {
        let text = fs::read_to_string(env.path(name)).unwrap();
        assert!(text.starts_with(HEADER) && text.ends_with("]\n") && !text.contains("\n\n\n"), "{text}");
    }
    // Every verb that reads archives reads all of them.
    let all = env.of_at_most(MOST, "list --all --json").json();
    assert_eq!(all["commitments"].as_array().unwrap().len(), 57);
    assert_eq!(env.of_at_most(MOST, &format!("show {}", ids[55])).status, 0);
    assert_snapshot!(env.of_at_most(MOST, "archive"), @"
    nothing to archive
    --- exit 0
    ");
    // What is closed later goes on in the last one, and then in the next.
    let (more, later) = many(20, b'm');
    env.put(format!("{}{more}", env.text()));
    assert_eq!(env.of_at_most(MOST, "archive").status, 0);
    let names: Vec<_> = env.files().into_iter().filter(|name| name.starts_with("ledger.2025")).collect();
    assert_eq!(names, ["ledger.2025-2.toml", "ledger.2025-3.toml", "ledger.2025-4.toml", "ledger.2025.toml"]);
    assert!(ids_in(&env, "ledger.2025-3.toml").contains(&later[0]));
    assert!(ids_in(&env, "ledger.2025-4.toml").contains(&later[19]));
    assert!(env.files().iter().all(|name| fs::metadata(env.path(name)).unwrap().len() <= MOST));
    assert_eq!(env.of_at_most(MOST, "check").stdout, env.owed("check").stdout);
}

#[test]
fn a_ledger_that_is_still_too_large_after_archiving_says_so() {
    let (blocks, _) = many(10, b'k');
    let rest: String = many(20, b'm').1.iter().map(|id| open(id, "call back")).collect();
    let env = TestEnv::new().at(LATER).ledger(format!("{RULES}{blocks}{rest}"));
    assert_snapshot!(env.of_at_most(rest.len() as u64, "archive"), @"
    10 moved to ledger.2025.toml
    --- stderr
    warning: ledger.toml: still larger than 256 MiB, so that no other command reads it
    hint: `owed archive --before today` moves all that is closed; what is open and too much belongs in several ledgers
    --- exit 0
    ");
    assert_eq!(ids_in(&env, "ledger.2025.toml").len(), 10);
}

#[test]
fn what_moves_says_the_same_in_whatever_hand_it_is_written() {
    // Without a blank line, with several, with a comment of its own, and in the middle of others.
    let blocks = [
        closed("bbb22222", "one", "").trim().to_owned() + "\n",
        closed("ccc22222", "two", "").trim().to_owned() + "\n\n\n\n",
        format!("# about three\n{}\n\n", closed("ddd22222", "three", "").trim()),
        open("fff22222", "stays").trim().to_owned() + "\n\n",
        closed("ggg22222", "four", "").trim().to_owned(),
    ];
    for newline in ["\n", "\r\n"] {
        let text = format!("{RULES}\n{}", blocks.concat()).replace('\n', newline);
        let env = TestEnv::new().at(LATER).ledger(&text);
        let all = |env: &TestEnv| env.owed("list --all --json").json()["commitments"].clone();
        let before = all(&env);
        assert_eq!(env.owed("archive").to_string(), "4 moved to ledger.2025.toml\n--- exit 0");
        let archive = fs::read_to_string(env.path("ledger.2025.toml")).unwrap();
        for block in [&blocks[0], &blocks[1], &blocks[2], &blocks[4]] {
            assert!(archive.contains(&block.trim().replace('\n', newline)), "{archive}");
        }
        assert_eq!(all(&env).as_array().unwrap().len(), before.as_array().unwrap().len());
        assert_eq!(ids_in(&env, "ledger.toml").len(), 1);
        assert!(env.text().ends_with(&format!("{}{newline}", blocks[3].trim().replace('\n', newline))));
    }
}

#[test]
fn blocks_that_stood_close_together_get_a_blank_line_between_them() {
    let blocks =
        ["k7qdm2xv", "m7qdm2xv", "n7qdm2xv"].map(|id| closed(id, "quote", "").trim_start().to_owned());
    for gap in ["", "\n", "\n\n"] {
        let env = TestEnv::new().at(LATER).ledger(format!("{RULES}\n{}", blocks.join(gap)));
        assert_eq!(env.owed("archive").status, 0);
        let text = fs::read_to_string(env.path("ledger.2025.toml")).unwrap();
        assert!(text.ends_with(&format!("\n\n{}", blocks.join("\n"))), "{gap:?}: {text}");
    }
}

#[test]
fn keys_below_a_long_text_are_found_where_an_archive_is_named() {
    let remark = "# Nobody reads a text this long, but a ledger may have it.\n".repeat(1_000);
    for rules in [format!("{remark}{RULES}"), format!("{}{remark}{RULES}", "\u{feff}")] {
        let env = TestEnv::new().at(LATER).ledger(rules.clone() + &closed("k7qdm2xv", "quote", ""));
        assert_eq!(env.owed("archive").status, 0);
        let (text, rules) = (env.text(), rules.trim_end());
        assert!(text.starts_with(&format!("{rules}\narchives = [\"ledger.2025.toml\"]\n")), "{text}");
        assert_eq!(env.owed("list --all --json").json()["commitments"].as_array().unwrap().len(), 1);
    }
}

#[test]
fn an_archive_is_named_without_a_folder() {
    for name in
        ["../x.toml", "/etc/passwd", "a/b.toml", "", ".", "..", "./a.toml", "a.toml/", "\\u0000", "a\\u0000b"]
    {
        let env = TestEnv::new().at(LATER).ledger(naming(&format!("\"{name}\"")));
        let env = env.file("a.toml", format!("{HEADER}{}", closed("k7qdm2xv", "x", "")));
        let before = everything(&env);
        let said = all_refuse(&env);
        assert!(said.contains("must be a file beside the ledger"), "{name:?}: {said}");
        assert_eq!(everything(&env), before, "{name:?}");
    }
    for name in ["\\u001b[31m", "a\\nb", "\\u202e"] {
        let said = all_refuse(&TestEnv::new().at(LATER).ledger(naming(&format!("\"{name}\""))));
        assert!(!said.contains(['\u{1b}', '\u{202e}', '\0']) && said.lines().count() == 4, "{said:?}");
    }
}

#[test]
fn archives_lie_beside_the_real_ledger_not_beside_a_link_to_it() {
    let env = TestEnv::new().at(LATER).file("real/t.toml", RULES.to_owned() + &closed("k7qdm2xv", "x", ""));
    symlink("real/t.toml", env.path("ledger.toml")).unwrap();
    assert_snapshot!(env.owed("archive"), @"
    1 moved to t.2025.toml
    --- exit 0
    ");
    assert_eq!(env.files(), ["ledger.toml", "real"]);
    assert_eq!(ids_in(&env, "real/t.2025.toml"), ["k7qdm2xv"]);
    assert_eq!(env.owed("list --all --json").json()["commitments"].as_array().unwrap().len(), 1);
}

#[test]
fn nothing_is_written_to_a_file_that_is_no_archive() {
    let mine = RULES.to_owned() + &closed("k7qdm2xv", "x", "");
    let notes = [
        String::new(),
        "# my notes\n".to_owned(),
        RULES.to_owned(),
        RULES.to_owned() + &open("bbb22222", "y"),
        format!("{RULES}\n[kind.repair]\ntarget = \"1d\"\n{}", closed("bbb22222", "y", "")),
        format!("[notify]\ncommand = [\"x\"]\n{}", closed("bbb22222", "y", "")),
    ];
    for text in notes {
        for ledger in [mine.clone(), naming("\"ledger.2025.toml\"") + &closed("k7qdm2xv", "x", "")] {
            let env = TestEnv::new().at(LATER).ledger(ledger).file("ledger.2025.toml", &text);
            let before = everything(&env);
            let said = env.owed("archive");
            assert_eq!((said.status, said.stdout.as_str()), (2, ""), "{text}");
            assert!(said.stderr.contains("ledger.2025.toml: this is not an archive: "), "{}", said.stderr);
            assert_eq!(everything(&env), before, "{text}");
        }
    }
    // With owed's header, or with only closed commitments, it is an archive.
    for text in [HEADER.to_owned(), closed("bbb22222", "y", "")] {
        let env = TestEnv::new().at(LATER).ledger(&mine).file("ledger.2025.toml", &text);
        assert_eq!(env.owed("archive").to_string(), "1 moved to ledger.2025.toml\n--- exit 0", "{text}");
        assert!(fs::read_to_string(env.path("ledger.2025.toml")).unwrap().starts_with(&text));
    }
}

#[test]
fn another_ledger_that_is_named_as_an_archive_keeps_its_open_promise() {
    let mine = RULES.to_owned() + &open("k7qdm2xv", "pay back the deposit");
    let env = TestEnv::new().at(LATER).ledger(&mine);
    let env = env.file("other.toml", naming("\"ledger.toml\"") + &closed("k7qdm2xv", "x", ""));
    let env = env.env("OWED_LEDGER", "other.toml");
    assert_snapshot!(all_refuse(&env), @"
    --- stderr
    error: ledger.toml: this is not an archive: a commitment in it is open
    hint: an archive holds closed commitments and nothing else; rename the file, or remove its name from `archives`
    --- exit 2
    ");
    assert_eq!(env.text(), mine);
}

#[test]
fn an_archive_that_is_the_ledger_itself_is_refused() {
    for name in ["ledger.toml", "hard.toml"] {
        let text = naming(&format!("\"{name}\"")) + &closed("k7qdm2xv", "x", "");
        let env = TestEnv::new().at(LATER).ledger(&text);
        fs::hard_link(env.path("ledger.toml"), env.path("hard.toml")).unwrap();
        let said = all_refuse(&env);
        assert!(said.contains(&format!("{name}: this is the ledger itself")), "{said}");
        assert_eq!(env.text(), text);
    }
}

#[test]
fn the_same_archive_under_two_names_is_refused() {
    let env = TestEnv::new().at(LATER).file("a.toml", format!("{HEADER}{}", closed("k7qdm2xv", "x", "")));
    fs::hard_link(env.path("a.toml"), env.path("b.toml")).unwrap();
    let env = env.ledger(naming("\"a.toml\", \"b.toml\""));
    assert_snapshot!(all_refuse(&env), @"
    --- stderr
    error: b.toml and a.toml are the same file, and both are in `archives`
    hint: remove one of the two
    --- exit 2
    ");
    assert_snapshot!(all_refuse(&env.ledger(naming("\"a.toml\", \"a.toml\""))), @"
    --- stderr
    error: a.toml is in `archives` twice
    hint: remove one of the two
    --- exit 2
    ");
}

#[test]
fn an_id_in_two_archives_is_counted_once() {
    let env = TestEnv::new().at(LATER).ledger(naming("\"a.toml\", \"b.toml\""));
    let env = env.file("a.toml", HEADER.to_owned() + &closed("k7qdm2xv", "the first", ""));
    let both =
        closed("k7qdm2xv", "the second", "") + &closed("bbb22222", "y", "") + &closed("bbb22222", "z", "");
    let env = env.file("b.toml", HEADER.to_owned() + &both);
    let all = env.owed("list --all --json").json();
    let what: Vec<_> = all["commitments"].as_array().unwrap().iter().map(|one| one["what"].clone()).collect();
    assert_eq!(what, ["y", "the first"]);
    let report = env.owed("report --since 2025-01-01 --json").json();
    assert_eq!(report["total"]["due"], 2);
}

#[test]
fn more_archives_than_anybody_has_are_refused_by_every_verb() {
    let names = |count: usize| (0..count).map(|n| format!("\"{n}.toml\", ")).collect::<String>();
    let env = TestEnv::new().at(LATER).ledger(naming(&names(200_000)));
    for verb in ["list", "list --all", "report", "check", "archive", "overdue"] {
        let said = env.owed(verb);
        assert!(
            said.stderr.contains("`archives` names 200000 files, and 1,000 is the most"),
            "{verb}: {said}"
        );
        assert_eq!(said.status, 2);
    }
    assert_eq!(TestEnv::new().at(LATER).ledger(naming(&names(1_000))).owed("list").status, 0);
}

#[test]
fn archives_that_are_read_are_a_thousand_files_without_running_out_of_them() {
    let mut env = TestEnv::new()
        .at(LATER)
        .ledger(naming(&(0..1_000).map(|n| format!("\"{n}.toml\", ")).collect::<String>()));
    for number in 0..1_000 {
        env = env.file(&format!("{number}.toml"), HEADER);
    }
    let said = Command::new("/bin/sh")
        .args(["-c", "ulimit -n 64; exec \"$0\" list --all --json", env!("CARGO_BIN_EXE_owed")])
        .env_clear()
        .env("OWED_LEDGER", env.path("ledger.toml"))
        .output()
        .unwrap();
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
}

#[test]
fn an_undo_never_reaches_into_an_archive() {
    let env = TestEnv::sample().at(LATER);
    assert_eq!(env.owed("note ggg late remark").status, 0);
    let remark = env.text();
    assert_eq!(env.owed("archive").status, 0);
    let before = everything(&env);
    assert_snapshot!(env.owed("undo"), @"
    --- stderr
    error: changed since then, so nothing was undone: ggg66666
    hint: ggg66666 is archived in ledger.2026.toml: move its block from there to the end of the ledger, and try again
    --- exit 2
    ");
    assert_eq!(everything(&env), before);
    // As it says.
    let archive = fs::read_to_string(env.path("ledger.2026.toml")).unwrap();
    let block = archive.split("\n\n").find(|block| block.contains("ggg66666")).unwrap();
    env.write("ledger.2026.toml", archive.replace(block, ""));
    env.put(format!("{}\n{block}\n", env.text()));
    assert_eq!(env.owed("undo").stderr, "");
    assert!(!env.text().contains("late remark") && remark.contains("late remark"));
}

/// Returns a block of 2025 with these keys and these events.
fn block(id: &str, keys: &str, events: &[&str]) -> String {
    let lines: String = events.iter().map(|event| format!("  {{ at = 2025-01-{event} }},\n")).collect();
    let history = if lines.is_empty() { String::new() } else { format!("history = [\n{lines}]\n") };
    format!("{}{keys}{history}", open(id, "x"))
}

const TOLD: &str = "03T10:00:00-05:00, did = \"told\"";

const HEARD: &str = "03T11:00:00-05:00, did = \"heard\"";

const DONE: &str = "03T12:00:00-05:00, did = \"done\"";

#[test]
fn what_only_the_copy_in_an_archive_says_comes_into_the_ledger() {
    let env = TestEnv::new()
        .at(LATER)
        .ledger(naming("\"a.toml\"") + &block("k7qdm2xv", "owner = \"dana\"\n", &[TOLD]));
    let env = env.file("a.toml", HEADER.to_owned() + &block("k7qdm2xv", "contact = \"phone\"\n", &[HEARD]));
    assert_eq!(env.owed("list --all --json").json()["commitments"].as_array().unwrap().len(), 1);
    assert_snapshot!(env.owed("check"), @"
    ledger.toml:5:1: k7qdm2xv: also in a.toml; this one counts, and they differ: the next `owed archive` unites them [archived-twice]
    --- exit 1
    ");
    assert_snapshot!(env.owed("archive"), @"
    1 removed from a.toml (duplicate)
    --- exit 0
    ");
    let united = block("k7qdm2xv", "owner = \"dana\"\ncontact = \"phone\"\n", &[TOLD, HEARD]);
    assert_eq!(env.text(), naming("\"a.toml\"") + &united);
    assert_eq!(ids_in(&env, "a.toml"), [""; 0]);
    assert_eq!(env.owed("check").to_string(), "--- exit 0");
    assert_eq!(env.owed("archive").to_string(), "nothing to archive\n--- exit 0");
    // None of these changes can be undone in part.
    assert_eq!(env.owed("undo").status, 2);
}

#[test]
fn what_was_done_in_the_archive_only_is_done_and_stays_there() {
    let env = TestEnv::new().at(LATER).ledger(naming("\"a.toml\"") + &block("k7qdm2xv", "", &[TOLD]));
    let env = env.file("a.toml", HEADER.to_owned() + &block("k7qdm2xv", "", &[HEARD, DONE]));
    assert_snapshot!(env.owed("archive --json"), @r#"
    {"schema":1,"archived":1,"files":{"a.toml":1},"duplicates":{}}
    --- exit 0
    "#);
    assert_eq!(env.text(), naming("\"a.toml\""));
    assert_eq!(
        fs::read_to_string(env.path("a.toml")).unwrap(),
        HEADER.to_owned() + &block("k7qdm2xv", "", &[TOLD, HEARD, DONE])
    );
    assert_eq!(env.owed("check").to_string(), "--- exit 0");
}

#[test]
fn copies_that_contradict_each_other_stay_and_are_named() {
    let ledger = naming("\"a.toml\", \"b.toml\"") + &block("k7qdm2xv", "owner = \"dana\"\n", &[DONE]);
    let copy =
        |owner: &str| HEADER.to_owned() + &block("k7qdm2xv", &format!("owner = \"{owner}\"\n"), &[TOLD]);
    let twice = block("bbb22222", "owner = \"dana\"\n", &[DONE]);
    let env = TestEnv::new().at(LATER).ledger(&ledger);
    let env =
        env.file("a.toml", copy("sam") + &twice).file("b.toml", copy("dana") + &twice.replace("dana", "sam"));
    let before = everything(&env);
    assert_snapshot!(env.owed("archive"), @"
    nothing to archive
    --- stderr
    warning: 2 in more than one file contradict each other and stay there: `owed check` names them
    --- exit 0
    ");
    assert_eq!(everything(&env), before);
    assert_snapshot!(env.owed("check"), @"
    ledger.toml:3:1: bbb22222 is in a.toml and in b.toml; the first counts, and they contradict each other (`owner` has two values): correct or remove what is wrong in the files [archived-twice]
    ledger.toml:5:1: k7qdm2xv: also in a.toml and in b.toml; this one counts, and they contradict each other (`owner` has two values): correct or remove what is wrong in the files [archived-twice]
    --- exit 1
    ");
    let all = env.owed("list --all --json").json();
    let owners: Vec<_> =
        all["commitments"].as_array().unwrap().iter().map(|one| one["owner"].clone()).collect();
    assert_eq!(owners, ["dana", "dana"]);
    assert_eq!(env.owed("report --since 2025-01-01 --json").json()["total"]["due"], 2);
}

#[test]
fn an_id_in_two_archives_becomes_one_that_says_what_both_said() {
    let env = TestEnv::new().at(LATER).ledger(naming("\"b.toml\", \"a.toml\""));
    let env = env.file("a.toml", HEADER.to_owned() + &block("k7qdm2xv", "", &[TOLD, DONE]));
    let env = env.file("b.toml", HEADER.to_owned() + &block("k7qdm2xv", "", &[HEARD, DONE]));
    assert_snapshot!(env.owed("check"), @"
    ledger.toml:3:1: k7qdm2xv is in b.toml and in a.toml; the first counts, and they differ: the next `owed archive` unites them [archived-twice]
    --- exit 1
    ");
    assert_snapshot!(env.owed("archive"), @"
    1 removed from b.toml (duplicate)
    --- exit 0
    ");
    assert_eq!(
        fs::read_to_string(env.path("a.toml")).unwrap(),
        HEADER.to_owned() + &block("k7qdm2xv", "", &[TOLD, HEARD, DONE])
    );
    assert_eq!((ids_in(&env, "b.toml"), env.text()), (vec![], naming("\"b.toml\", \"a.toml\"")));
    assert_eq!(env.owed("check").to_string(), "--- exit 0");
}

#[test]
fn an_archive_that_is_emptied_by_uniting_is_an_archive_still() {
    for top in ["", RULES, "\u{feff}", "# closed in 2025\n"] {
        let env = TestEnv::new().ledger(naming("\"a.toml\"") + &block("k7qdm2xv", "", &[DONE]));
        let env = env.file("a.toml", top.to_owned() + &block("k7qdm2xv", "", &[DONE]));
        let said = env.owed("archive --before 2020-01-01");
        assert_eq!(said.to_string(), "1 removed from a.toml (duplicate)\n--- exit 0", "{top:?}");
        let rest = top.trim_start_matches('\u{feff}');
        let text = fs::read_to_string(env.path("a.toml")).unwrap();
        assert_eq!(text.trim_end(), (HEADER.to_owned() + rest).trim_end(), "{top:?}");
        for verb in ["check", "list --all", "report", "archive --before 2020-01-01"] {
            assert_eq!(env.owed(verb).status, 0, "{top:?} {verb}");
        }
    }
}

#[test]
fn an_archive_has_no_archive_of_its_own() {
    let env = TestEnv::new().at(LATER).ledger(HEADER.to_owned() + RULES + &closed("k7qdm2xv", "quote", ""));
    let before = everything(&env);
    assert_snapshot!(env.owed("archive"), @"
    --- stderr
    error: ledger.toml: this is an archive already
    hint: name the ledger whose archive it is: what is moved on from here, that ledger would not find
    --- exit 2
    ");
    assert_eq!(everything(&env), before);
}

#[test]
fn an_id_that_stands_twice_in_the_ledger_is_left_alone() {
    let doubled = block("k7qdm2xv", "", &[DONE]);
    let env = TestEnv::new().at(LATER).ledger(naming("\"a.toml\"") + &doubled + &doubled);
    let env = env.file("a.toml", HEADER.to_owned() + &doubled);
    let before = everything(&env);
    assert_eq!(env.owed("archive").to_string(), "nothing to archive\n--- exit 0");
    assert_eq!(everything(&env), before);
    assert_eq!(env.owed("check").stdout.lines().count(), 1);
}

#[test]
fn more_copies_than_any_accident_makes_are_left_to_a_person() {
    let copies: String = (0..17).map(|_| block("k7qdm2xv", "", &[DONE])).collect();
    let env = TestEnv::new().at(LATER).ledger(naming("\"a.toml\"") + &block("k7qdm2xv", "", &[DONE]));
    let env = env.file("a.toml", HEADER.to_owned() + &copies);
    let before = everything(&env);
    assert_eq!(env.owed("archive").status, 0);
    assert_eq!(everything(&env), before);
    let fewer = copies.split_at(copies.len() / 17).1;
    let env = env.file("a.toml", HEADER.to_owned() + fewer);
    assert_snapshot!(env.owed("archive"), @"
    1 moved to a.toml
    15 removed from a.toml (duplicate)
    --- exit 0
    ");
    assert_eq!((ids_in(&env, "a.toml").len(), ids_in(&env, "ledger.toml").len()), (1, 0));
}

#[test]
fn an_open_promise_in_an_archive_is_a_finding() {
    let env = TestEnv::new().at(LATER).ledger(naming("\"a.toml\""));
    let env = env.file("a.toml", HEADER.to_owned() + &open("k7qdm2xv", "x") + &closed("bbb22222", "x", ""));
    assert_snapshot!(env.owed("check"), @"
    ledger.toml:3:1: k7qdm2xv is open in a.toml, where nothing watches it; move its block to the end of the ledger [archived-open]
    --- exit 1
    ");
}

#[test]
fn an_archive_that_was_made_before_a_failure_is_named() {
    let env =
        TestEnv::new().at(LATER).ledger(RULES.to_owned() + &closed("k7qdm2xv", "x", "") + &later("bbb22222"));
    let env = env.file("ledger.2026.toml", "# my notes of 2026\n");
    assert_snapshot!(env.owed("archive"), @"
    --- stderr
    error: ledger.2026.toml: this is not an archive: nothing closed is in it
    hint: an archive holds closed commitments and nothing else; rename the file, or remove its name from `archives`
    --- exit 2
    ");
    assert!(
        !env.path("ledger.2025.toml").exists(),
        "what can be refused is refused before anything is written"
    );
    // A file that is not a lock stops the second archive, after the first was made.
    fs::remove_file(env.path("ledger.2026.toml")).unwrap();
    fs::create_dir(env.path(".ledger.2026.toml.lock")).unwrap();
    let before = env.text();
    let said = env.owed("archive");
    assert_eq!((said.status, said.stdout.as_str()), (2, ""));
    assert!(
        said.stderr.starts_with("error: written, but only ledger.2025.toml: ledger.2026.toml: "),
        "{said}"
    );
    assert!(
        said.stderr
            .ends_with("hint: nothing is lost: a commitment is removed only after it was copied; run `owed archive` again\n"),
        "{said}"
    );
    assert_eq!((ids_in(&env, "ledger.2025.toml"), env.text()), (vec!["k7qdm2xv".to_owned()], before));
    fs::remove_dir(env.path(".ledger.2026.toml.lock")).unwrap();
    assert_snapshot!(env.owed("archive"), @"
    1 moved to ledger.2025.toml
    1 moved to ledger.2026.toml
    --- exit 0
    ");
    assert_eq!(ids_in(&env, "ledger.2025.toml"), ["k7qdm2xv"]);
}

/// Returns a block that was closed in 2026.
fn later(id: &str) -> String {
    closed(id, "x", "").replace("2025-", "2026-")
}

#[test]
fn nothing_that_five_clones_knew_is_lost_by_archiving() {
    let events =
        [TOLD, HEARD, DONE, "04T09:00:00-05:00, did = \"noted\"", "05T09:00:00-05:00, did = \"told\""];
    let ids = ["bbb22222", "ccc33333", "ddd44444"];
    let mut roll = 0x2545_f491_u64;
    let mut random = |below: u64| {
        roll = roll.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (roll >> 33) % below
    };
    let mut united = 0;
    for round in 0..60 {
        let names = ["ledger.toml", "a.toml", "b.toml", "c.toml", "ledger.2025.toml"];
        let mut env = TestEnv::new().at(LATER);
        for name in &names[..4] {
            let head = if *name == "ledger.toml" {
                naming("\"a.toml\", \"b.toml\", \"c.toml\"")
            } else {
                HEADER.to_owned()
            };
            let mut text = head;
            for id in ids.into_iter().filter(|_| random(3) > 0).collect::<Vec<_>>() {
                let some: Vec<_> = events.into_iter().filter(|_| random(2) > 0).collect();
                let owner =
                    ["", "owner = \"dana\"\n", "owner = \"sam\"\n"][random(3).min(random(3)) as usize];
                text.push_str(&block(id, owner, &some));
            }
            env = env.file(name, text);
        }
        let known = knowledge(&env, &names);
        let all = env.within("list --all --json").json()["commitments"].as_array().unwrap().len();
        let said = env.within("archive");
        assert_eq!(said.status, 0, "{round}: {said}");
        assert_eq!(knowledge(&env, &names), known, "{round}: {said}");
        assert_eq!(
            env.within("list --all --json").json()["commitments"].as_array().unwrap().len(),
            all,
            "{round}"
        );
        let places: Vec<_> = names.iter().flat_map(|name| ids_in(&env, name)).collect();
        let contradictions = env.within("check").stdout.matches("contradict").count();
        let single = ids.iter().filter(|id| places.iter().filter(|place| place == id).count() < 2).count();
        assert_eq!(single + contradictions, ids.len(), "{round}: {said}");
        united += usize::from(said.stdout.contains("(duplicate)"));
        assert!(env.within("archive").stdout.starts_with("nothing to archive"), "{round}");
    }
    assert!(united > 20, "{united}");
}

/// Returns every line of every block, with the id of the block, once.
fn knowledge(env: &TestEnv, names: &[&str]) -> std::collections::BTreeSet<String> {
    let mut known = std::collections::BTreeSet::new();
    for name in names {
        let text = fs::read_to_string(env.path(name)).unwrap_or_default();
        for block in text.split("[[commitment]]\n").skip(1) {
            let id = block.lines().find(|line| line.starts_with("id = ")).unwrap();
            let lines = block.lines().filter(|line| !line.is_empty() && !["history = [", "]"].contains(line));
            known.extend(lines.map(|line| format!("{id} {line}")));
        }
    }
    known
}

#[test]
fn what_is_closed_long_ago_moves_into_an_archive_and_is_still_read() {
    let env = TestEnv::sample().at("2027-02-20T09:30:00-05:00");
    let all = env.owed("list --all --json").json();
    let report = env.owed("report --since 2026-01-01 --until 2028-01-01 --json").json();
    assert_snapshot!(env.owed("archive"), @"
    2 moved to ledger.2026.toml
    --- exit 0
    ");
    assert_eq!(env.files().iter().filter(|name| !name.starts_with('.')).count(), 2);
    let archived = fs::read_to_string(env.path("ledger.2026.toml")).unwrap();
    assert!(archived.contains("ggg66666") && archived.contains("hhh77777"));
    assert!(!env.text().contains("ggg66666") && env.text().contains("archives = [\"ledger.2026.toml\"]"));
    assert_eq!(env.owed("check").stdout.matches("archive").count(), 0);
    let after = env.owed("list --all --json").json();
    assert_eq!(after["commitments"].as_array().unwrap().len(), all["commitments"].as_array().unwrap().len());
    assert_eq!(env.owed("report --since 2026-01-01 --until 2028-01-01 --json").json(), report);
    assert_eq!(env.owed("show ggg --json").json()["commitments"][0]["verdict"], "kept");
    assert_snapshot!(env.owed("archive"), @"
    nothing to archive
    --- exit 0
    ");
    assert_snapshot!(env.owed("reopen ggg --by mon --why x"), @"
    --- stderr
    error: ggg66666 is archived in ledger.2026.toml
    hint: move its block from there to the end of the ledger, and try again
    --- exit 2
    ");
    assert_snapshot!(env.owed("undo"), @"
    --- stderr
    error: there is no change to undo
    hint: `owed undo --list` shows the changes that can be undone
    --- exit 2
    ");
}

#[test]
fn an_archive_that_is_missing_is_never_passed_over() {
    let env = TestEnv::sample().at("2027-02-20T09:30:00-05:00");
    assert_eq!(env.owed("archive").status, 0);
    fs::remove_file(env.path("ledger.2026.toml")).unwrap();
    assert_snapshot!(env.owed("report"), @"
    --- stderr
    error: ledger.2026.toml: there is no archive here
    hint: the ledger names it in `archives`: restore the file, or remove the name
    --- exit 2
    ");
    assert_eq!(env.owed("list --all").status, 2);
    assert_eq!(env.owed("overdue --count").status, 1, "what is late stands in the ledger itself");
}

#[test]
fn a_copy_left_by_a_run_that_did_not_end_is_dropped_by_the_next() {
    let env = TestEnv::sample().at("2027-02-20T09:30:00-05:00");
    assert_eq!(env.owed("archive").status, 0);
    // As if the ledger had not been written after it.
    let listed = SAMPLE.replacen("timezone", "archives = [\"ledger.2026.toml\"]\ntimezone", 1);
    let env = env.ledger(&listed);
    assert_eq!(env.owed("list --all --json").json()["commitments"].as_array().unwrap().len(), 6);
    assert_snapshot!(env.owed("check"), @"
    ledger.toml:60:1: ggg66666: also in ledger.2026.toml; this one counts, and they are the same: the next `owed archive` removes the copy [archived-twice]
    ledger.toml:73:1: hhh77777: also in ledger.2026.toml; this one counts, and they are the same: the next `owed archive` removes the copy [archived-twice]
    --- exit 1
    ");
    assert_eq!(env.owed("archive").status, 0);
    let archived = fs::read_to_string(env.path("ledger.2026.toml")).unwrap();
    assert_eq!(archived.matches("id = \"ggg66666\"").count(), 1);
    assert_eq!(env.owed("list --all --json").json()["commitments"].as_array().unwrap().len(), 6);
}

#[test]
fn what_is_carried_on_and_archived_is_not_missing() {
    let env = TestEnv::new().at("2026-01-05T09:00:00-05:00");
    assert_eq!(env.owed("promise call back --to Acme --by tomorrow").status, 0);
    assert_eq!(env.owed("done call --next the rest --by 2027-01-04").status, 0);
    let env = env.at("2026-11-20T09:30:00-05:00");
    assert_snapshot!(env.owed("archive"), @"
    1 moved to ledger.2026.toml
    --- exit 0
    ");
    assert_snapshot!(env.owed("check"), @"--- exit 0");
}

#[test]
fn what_is_archived_can_still_be_carried_on() {
    let env = TestEnv::sample().at("2027-02-20T09:30:00-05:00");
    assert_eq!(env.owed("archive").status, 0);
    let said = env.owed("promise look at it again --to Acme Corp --by tomorrow --follows ggg --json").json();
    assert_eq!(said["commitments"][0]["follows"], "ggg66666");
    assert_eq!(env.owed("promise x --to Acme Corp --by tomorrow --follows zzz").status, 2);
}

#[test]
fn a_name_that_only_an_archive_has_is_not_unknown() {
    let more = "kind = \"repair\"\nowner = \"kim\"\ntags = [\"rush\"]\n";
    let old = closed("k7qdm2xv", "fix the pump", more).replace("Acme", "Harbor Café");
    let env = TestEnv::new().ledger(format!("{RULES}{old}{}", open("k7qdm2xw", "call")));
    assert_eq!(env.owed("archive -q").status, 0);
    for filter in ["--kind repair", "--to harbor", "--owner kim", "--tag rush", "pump"] {
        for verb in ["report", "report --fail-under 1", "list", "list --all", "overdue"] {
            let said = env.owed(&format!("{verb} {filter}"));
            assert!(said.status < 2 && !said.stderr.contains("warning"), "{verb} {filter}: {said}");
        }
    }
    for (line, near) in [
        ("report --kind repiar", "repair"),
        ("list --all --to Habror", "Harbor Café"),
        ("list --all --owner kmi", "kim"),
        ("list --all --tag rsuh", "rush"),
        ("promise x --to Acme --by 2h --kind repiar", "repair"),
    ] {
        let said = env.owed(line).stderr;
        assert!(said.contains(&format!("did you mean \"{near}\"?")), "{line}: {said}");
    }
    assert_eq!(env.owed("promise x --to Acme --by 2h --kind repair").status, 0);
}
