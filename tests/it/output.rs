//! `--output FILE`: the answer in a file, replaced in one step, or left as it was.

use std::cell::Cell;
use std::fs::{self, Permissions};
use std::io;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::process::Command;
use std::time::Duration;

use insta::assert_snapshot;
use owed::Step;

use crate::support::{SAMPLE, TestEnv};

/// Every verb that reads, with whatever it needs.
const READS: [&str; 14] = [
    "",
    "list --all --format csv",
    "overdue --json",
    "overdue --count",
    "today",
    "week --format csv",
    "log --since 2026-11-01",
    "report --by owner",
    "show ccc",
    "policy",
    "check --all",
    "when in 2h",
    "between 9am 11am",
    "completions fish",
];

fn mode(env: &TestEnv, name: &str) -> u32 {
    fs::metadata(env.path(name)).unwrap().mode() & 0o7777
}

fn text(env: &TestEnv, name: &str) -> String {
    fs::read_to_string(env.path(name)).unwrap()
}

#[test]
fn the_file_has_what_would_be_printed_and_the_exit_code_is_the_same() {
    for line in READS {
        let env = TestEnv::sample();
        let printed = env.owed(line);
        assert!(!printed.stdout.is_empty(), "{line}");
        let said = env.owed(&format!("{line} --output out.txt"));
        assert_eq!(said.stdout, "", "{line}");
        assert_eq!((said.stderr, said.status), (printed.stderr, printed.status), "{line}");
        assert_eq!(text(&env, "out.txt"), printed.stdout, "{line}");
        assert_eq!(env.files(), ["ledger.toml", "out.txt"], "{line}");
    }
}

#[test]
fn on_a_terminal_the_file_has_what_a_pipe_gets() {
    let env = TestEnv::sample();
    let said = env.terminal(40, &format!("list --output {}", env.path("out.txt").display()));
    assert_eq!(said.to_string(), "--- exit 0");
    assert_eq!(text(&env, "out.txt"), env.owed("list").stdout);
}

#[test]
fn a_command_that_may_change_something_has_no_output_file() {
    for line in ["promise call --to Acme --by 2h", "undo --list", "escalate --dry-run", "edit", "init"] {
        let env = TestEnv::sample();
        let said = env.owed(&format!("{line} --output out.txt"));
        assert_eq!(
            (env.files().join(" "), env.text().as_str()),
            ("ledger.toml".to_owned(), SAMPLE),
            "{line}"
        );
        assert_eq!(
            said.to_string(),
            "--- stderr\nerror: --output is only for commands that change nothing\n\
             hint: `> FILE` after the command puts what it prints into a file\n--- exit 2",
            "{line}"
        );
    }
}

#[test]
fn an_old_file_keeps_its_mode_and_a_new_one_has_that_of_the_mask() {
    let env = TestEnv::sample().file("old.csv", "old");
    for wanted in [0o600, 0o640, 0o666, 0o755] {
        fs::set_permissions(env.path("old.csv"), Permissions::from_mode(wanted)).unwrap();
        env.owed("list --format csv --output old.csv");
        assert_eq!(mode(&env, "old.csv"), wanted);
    }
    assert_eq!(text(&env, "old.csv"), env.owed("list --format csv").stdout);
    for (mask, wanted) in [("022", 0o644), ("027", 0o640), ("077", 0o600), ("000", 0o666)] {
        let name = format!("new{mask}.csv");
        let script = format!("umask {mask}; exec \"$0\" list --format csv --output {name}");
        let owed = env.command();
        let mut shell = Command::new("/bin/sh");
        shell.args(["-c", &script]).arg(owed.get_program()).current_dir(env.folder()).env_clear();
        shell.envs(owed.get_envs().filter_map(|(name, value)| Some((name, value?))));
        assert!(shell.status().unwrap().success());
        assert_eq!(mode(&env, &name), wanted, "{mask}");
    }
}

#[test]
fn a_link_stays_and_the_file_behind_it_is_replaced() {
    let env = TestEnv::sample().file("far/real.csv", "old");
    symlink("far/real.csv", env.path("near.csv")).unwrap();
    symlink("near.csv", env.path("nearer.csv")).unwrap();
    let said = env.owed("list --format csv --output nearer.csv");
    assert_eq!(said.to_string(), "--- exit 0");
    assert!(env.path("near.csv").is_symlink() && env.path("nearer.csv").is_symlink());
    assert!(!env.path("far/real.csv").is_symlink());
    assert_eq!(text(&env, "far/real.csv"), env.owed("list --format csv").stdout);
    assert_eq!(env.files(), ["far", "ledger.toml", "near.csv", "nearer.csv"]);
    assert_eq!(fs::read_dir(env.path("far")).unwrap().count(), 1);
}

#[test]
fn what_must_not_be_replaced_is_refused_and_stays() {
    let env = TestEnv::sample().file("ledger.2025.toml", "an archive").file("far/x", "");
    fs::hard_link(env.path("ledger.toml"), env.path("other.txt")).unwrap();
    symlink("ledger.toml", env.path("link.txt")).unwrap();
    symlink("nowhere", env.path("broken.txt")).unwrap();
    let pipe = env.path("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let before = env.files();
    let names = [
        "ledger.toml",
        "./far/../ledger.toml",
        "link.txt",
        "other.txt",
        ".ledger.toml.lock",
        ".ledger.toml.escalate.lock",
        "ledger.2025.toml",
        "far",
        "far/",
        "new/",
        "pipe",
        "/dev/null",
        "/dev/stdout",
        "broken.txt",
        "gone/out.txt",
        "far/x/out.txt",
        "-",
        "",
    ];
    let said = names.map(|name| {
        let said = env.owed(&format!("overdue --output '{name}'"));
        assert_eq!((said.stdout.as_str(), said.status), ("", 2), "{name}: {said}");
        said.stderr
    });
    assert_eq!((env.text().as_str(), env.files()), (SAMPLE, before));
    assert_eq!(text(&env, "ledger.2025.toml"), "an archive");
    assert_snapshot!(said.concat(), @"
    error: ledger.toml: this is the ledger
    hint: give the answer another name
    error: ./far/../ledger.toml: this is the ledger
    hint: give the answer another name
    error: link.txt: this is the ledger
    hint: give the answer another name
    error: other.txt: this is the ledger
    hint: give the answer another name
    error: .ledger.toml.lock: this is a lock file of the ledger
    hint: give the answer another name
    error: .ledger.toml.escalate.lock: this is a lock file of the ledger
    hint: give the answer another name
    error: ledger.2025.toml: there is a TOML file already, which may be a ledger or an archive
    hint: give the answer another name
    error: far: this is a folder
    hint: name a file in it
    error: far/: not a file name
    hint: give the path of a file, not of a folder
    error: new/: not a file name
    hint: give the path of a file, not of a folder
    error: pipe: not a regular file
    hint: without --output the answer is printed
    error: /dev/null: not a regular file
    hint: without --output the answer is printed
    error: /dev/stdout: not a regular file
    hint: without --output the answer is printed
    error: broken.txt: broken symbolic link
    hint: fix the link, or remove it
    error: gone/out.txt: its folder does not exist
    hint: `mkdir -p gone` makes it
    error: far/x/out.txt: cannot look at it: not a directory
    error: --output needs the name of a file, not `-`
    hint: without --output the answer is printed
    error: --output needs a value
    ");
}

#[test]
fn no_answer_is_put_where_a_ledger_would_be_made() {
    let env = TestEnv::new();
    let said = env.owed("when 2h --output ledger.toml");
    assert_eq!((said.status, env.files()), (2, Vec::new()), "{said}");
    // A default ledger in a folder that is missing is not made by asking where it would be.
    let env = TestEnv::new().without("OWED_LEDGER");
    let said = env.owed("when 2h --output out.txt");
    assert_eq!((said.status, env.files()), (0, vec!["out.txt".to_owned()]), "{said}");
    assert!(!env.path("~/.local").exists());
}

#[test]
fn an_error_leaves_the_file_as_it_was() {
    let env = TestEnv::sample().file("out.txt", "old");
    for line in
        ["show nobody", "list --to", "overdue --owner nobdy", "when never", "list --format ndjson --json"]
    {
        let said = env.owed(&format!("{line} --output out.txt"));
        assert_eq!((said.stdout.as_str(), said.status), ("", 2), "{line}: {said}");
        assert_eq!(text(&env, "out.txt"), "old", "{line}");
    }
    env.put("broken = ");
    assert_eq!(env.owed("list --output out.txt").status, 2);
    assert_eq!((text(&env, "out.txt").as_str(), env.files().len()), ("old", 2));
}

#[test]
fn a_file_without_permission_to_write_is_not_replaced() {
    let env = TestEnv::sample().file("out.txt", "old");
    fs::set_permissions(env.path("out.txt"), Permissions::from_mode(0o444)).unwrap();
    let path = env.path("out.txt").display().to_string();
    // Also for root, to whom the system would allow it.
    let denied = |step, _: &std::path::Path| match step {
        Step::MayWrite => Err(io::ErrorKind::PermissionDenied.into()),
        _ => Ok(usize::MAX),
    };
    let said = env.in_parts(1, &denied, &["list", "--output", &path]);
    assert_eq!((said.stdout.as_str(), said.status), ("", 2), "{said}");
    assert_eq!((text(&env, "out.txt").as_str(), mode(&env, "out.txt")), ("old", 0o444));
}

#[test]
fn whatever_fails_the_file_is_old_or_new_and_nothing_is_left_beside_it() {
    for old in [Some("old"), None] {
        let env = TestEnv::sample();
        let path = env.path("out.csv").display().to_string();
        let args = ["list", "--format", "csv", "--output", path.as_str()];
        let new = env.owed("list --format csv").stdout;
        let (mut place, mut outcomes) = (0, [0, 0]);
        loop {
            let _ = fs::remove_file(env.path("out.csv"));
            old.into_iter().for_each(|old| fs::write(env.path("out.csv"), old).unwrap());
            let count = Cell::new(0);
            let gate = |_, _: &std::path::Path| {
                let now = count.replace(count.get() + 1);
                if now == place { Err(io::Error::from_raw_os_error(libc::ENOSPC)) } else { Ok(7) }
            };
            let said = env.in_parts(1, &gate, &args);
            let there = fs::read_to_string(env.path("out.csv")).ok();
            assert_eq!(said.stdout, "", "{place}");
            let is_written = said.status == 0 || said.stderr.starts_with("error: written, but ");
            assert_eq!(
                there.as_deref(),
                if is_written { Some(new.as_str()) } else { old },
                "{place}: {said}"
            );
            assert!(env.files().iter().all(|file| file == "ledger.toml" || file == "out.csv"), "{place}");
            outcomes[usize::from(is_written)] += 1;
            if count.get() <= place {
                break;
            }
            place += 1;
        }
        assert!(outcomes[0] > 10 && outcomes[1] > 1, "{outcomes:?}");
    }
}

#[test]
fn what_a_killed_process_left_an_hour_ago_is_removed_and_nothing_else() {
    let env = TestEnv::sample().file("far/x", "");
    // The file system says what time it is.
    let now = fs::metadata(env.path("ledger.toml")).unwrap().modified().unwrap();
    let write = |name: &str, ago: u64| {
        let old = now - Duration::from_secs(ago);
        fs::write(env.path(name), "half").unwrap();
        fs::File::options().write(true).open(env.path(name)).unwrap().set_modified(old).unwrap();
    };
    let kept = [
        // Somebody else may be writing it.
        (".owed.kkk22222.tmp", 600),
        (".owed.kkk22222.tmp.bak", 9_000),
        (".owed.notes.tmp", 9_000),
        ("owed.kkk22222.tmp", 9_000),
        (".ledger.toml.kkk22222.tmp", 9_000),
        ("far/.owed.kkk22222.tmp", 9_000),
    ];
    for (name, ago) in kept.into_iter().chain([(".owed.kkk33333.tmp", 9_000), (".owed.kkk44444.tmp", 4_000)])
    {
        write(name, ago);
    }
    assert_eq!(env.owed("list --output out.txt").to_string(), "--- exit 0");
    assert!(!env.path(".owed.kkk33333.tmp").exists() && !env.path(".owed.kkk44444.tmp").exists());
    assert_eq!(kept.into_iter().find(|(name, _)| !env.path(name).exists()), None);
}

#[test]
fn the_temporary_file_is_beside_and_ends_in_no_name_that_is_gathered() {
    let env = TestEnv::sample();
    let path = env.path("owed.prom").display().to_string();
    let (made, env_path) = (Cell::new(None), env.folder());
    let gate = |step, path: &std::path::Path| {
        if step == Step::Create {
            made.set(Some(path.to_owned()));
        }
        Ok(usize::MAX)
    };
    assert_eq!(env.in_parts(1, &gate, &["list", "--output", &path]).status, 0);
    let made = made.take().unwrap();
    assert_eq!(made.parent(), Some(env_path.as_path()));
    assert!(made.file_name().unwrap().to_str().unwrap().starts_with(".owed."));
    assert_eq!(made.extension().unwrap(), "tmp");
}
