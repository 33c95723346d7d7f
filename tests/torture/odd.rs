//! Files that are not ledgers, and ledgers in odd places: refused with one message, or kept as they are.

use std::fs::{self, File, Permissions};
use std::io::Write as _;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;

use crate::support::{Said, TestEnv};
use crate::verbs::{BEGINNINGS, CHANGES, CLIMB, ID, SAMPLE};

/// A verb that reads and one that writes.
const BOTH: [&[&str]; 3] = [&["list"], &["note", ID, "x"], CHANGES[0]];

/// Returns true if permissions mean nothing to the user who runs this.
fn is_root() -> bool {
    let file = tempfile::NamedTempFile::new().unwrap();
    file.as_file().metadata().unwrap().uid() == 0
}

fn names(env: &TestEnv) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(env.folder())
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn mode(path: &Path) -> u32 {
    fs::symlink_metadata(path).unwrap().mode() & 0o7777
}

#[test]
fn what_is_no_regular_file_is_refused_and_nothing_is_made_beside_it() {
    for make in [
        &["mkfifo", "ledger.toml"][..],
        &["mkdir", "ledger.toml"],
        &["ln", "-s", "/dev/null", "ledger.toml"],
        &["ln", "-s", "/dev/zero", "ledger.toml"],
        &["ln", "-s", "nowhere", "ledger.toml"],
        &["ln", "-s", "ledger.toml", "ledger.toml"],
    ] {
        let env = TestEnv::empty();
        assert!(Command::new(make[0]).args(&make[1..]).current_dir(env.folder()).status().unwrap().success());
        for args in BOTH.into_iter().chain([&["check"][..], &["init"]]) {
            env.run(args).refused(&format!("{make:?} {args:?}"));
        }
        assert_eq!(names(&env), ["ledger.toml"], "{make:?}");
    }
}

#[test]
fn a_ledger_that_is_not_there_is_not_nothing_overdue() {
    let env = TestEnv::empty();
    for args in [&["list"][..], &["overdue"], &["note", ID, "x"], &["check"], &["show", ID]] {
        let said = env.run(args).refused(&format!("{args:?}"));
        assert!(said.stderr.contains("there is no ledger here"), "{said:?}");
    }
    assert_eq!(names(&env), [""; 0]);
}

#[test]
fn a_file_that_is_too_large_is_refused_before_it_is_read() {
    let env = TestEnv::empty();
    File::create(env.path("ledger.toml")).unwrap().set_len(256 * 1024 * 1024 + 1).unwrap();
    for args in BOTH {
        let read = |step, _: &Path| {
            assert_ne!(step, owed::Step::Read);
            Ok(usize::MAX)
        };
        assert!(env.behind(&read, args).refused("too large").stderr.contains("256 MiB"));
    }
}

#[test]
fn bytes_that_are_no_text_are_refused_at_their_place_and_left() {
    let place = SAMPLE.find("call back").unwrap();
    let line = SAMPLE[..place].matches('\n').count() + 1;
    for junk in [&b"\xff"[..], b"\xc3", b"\xed\xa0\x80", b"\0", b"\x01", b"\x7f", b"\r"] {
        let mut bytes = SAMPLE.as_bytes().to_vec();
        bytes.splice(place..place, junk.iter().copied());
        let env = TestEnv::empty();
        env.put(&bytes);
        for args in BOTH {
            let said = env.run(args).refused(&format!("{junk:?}"));
            let at = format!("ledger.toml:{line}:9");
            assert!(said.stderr.contains(&at), "{at}: {said:?}");
            assert!(!said.stderr.bytes().any(|byte| byte != b'\n' && byte.is_ascii_control()), "{said:?}");
        }
        assert_eq!(env.bytes().unwrap(), bytes);
    }
}

#[test]
fn a_new_ledger_is_for_its_owner_alone_and_an_old_one_keeps_its_mode() {
    for args in [BEGINNINGS[0], BEGINNINGS[1]] {
        let env = TestEnv::empty();
        env.run(args).fine("a new ledger");
        assert_eq!(mode(&env.path("ledger.toml")), 0o600);
        assert_eq!(mode(&env.path(".ledger.toml.lock")), 0o600);
    }
    for (old, lock) in [(0o600, 0o600), (0o640, 0o600), (0o644, 0o600), (0o660, 0o660), (0o664, 0o660)] {
        let env = TestEnv::of_twenty();
        fs::set_permissions(env.path("ledger.toml"), Permissions::from_mode(old)).unwrap();
        env.run(CHANGES[0]).fine("a change");
        assert_eq!(mode(&env.path("ledger.toml")), old);
        env.run(CLIMB).fine("a climb");
        for name in [".ledger.toml.lock", ".ledger.toml.escalate.lock"] {
            assert_eq!(mode(&env.path(name)), lock, "{name} of a ledger {old:o}");
        }
    }
}

#[test]
fn a_ledger_keeps_its_owner() {
    if !is_root() {
        return;
    }
    let env = TestEnv::of_twenty();
    std::os::unix::fs::chown(env.path("ledger.toml"), Some(12_345), Some(54_321)).unwrap();
    env.run(CHANGES[0]).fine("a change");
    for path in [env.path("ledger.toml"), env.path(".ledger.toml.lock")] {
        let meta = fs::metadata(path).unwrap();
        assert_eq!((meta.uid(), meta.gid()), (12_345, 54_321));
    }
}

#[test]
fn only_init_makes_a_folder_for_a_ledger_that_was_named() {
    let env = TestEnv::empty().env("OWED_LEDGER", "a/b/ledger.toml");
    for args in [BEGINNINGS[1], CHANGES[1], &["list"], &["overdue"]] {
        let said = env.run(args).refused("a folder that is not there");
        assert!(said.stderr.contains("here/a/b does not exist\n"), "{said:?}");
        assert_eq!(names(&env), [""; 0]);
    }
    env.run(BEGINNINGS[0]).fine("in a new folder");
    assert_eq!((mode(&env.path("a")), mode(&env.path("a/b"))), (0o700, 0o700));
    assert_eq!(mode(&env.path("a/b/ledger.toml")), 0o600);
    env.run(BEGINNINGS[1]).fine("in a folder that is there");
}

#[test]
fn links_stay_links_and_the_work_is_done_beside_the_file() {
    let env = TestEnv::empty();
    let folder = env.path("real");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("l.toml"), SAMPLE).unwrap();
    symlink("real/l.toml", env.path("one")).unwrap();
    symlink(env.path("one"), env.path("two")).unwrap();
    symlink("two", env.path("ledger.toml")).unwrap();
    for args in CHANGES.iter().take(1).chain(CHANGES.iter().skip(3).take(4)) {
        env.run(args).fine("through links");
    }
    assert_eq!(names(&env), ["ledger.toml", "one", "real", "two"]);
    for link in ["ledger.toml", "one", "two"] {
        assert!(env.path(link).is_symlink());
    }
    assert!(!folder.join("l.toml").is_symlink() && folder.join(".l.toml.lock").exists());
    assert_ne!(fs::read_to_string(folder.join("l.toml")).unwrap(), SAMPLE);
}

#[test]
fn a_link_in_the_place_of_the_lock_is_not_followed() {
    let env = TestEnv::of_twenty();
    let (lock, victim) = (env.path(".ledger.toml.lock"), env.path("victim"));
    symlink(&victim, &lock).unwrap();
    let said = env.run(CHANGES[0]).refused("a planted link");
    assert!(said.stderr.contains(".ledger.toml.lock"), "{said:?}");
    assert!(!victim.exists());
    fs::write(&victim, "precious").unwrap();
    fs::set_permissions(&victim, Permissions::from_mode(0o444)).unwrap();
    env.run(CHANGES[0]).refused("a planted link");
    // Nor does a file with another name change its owner or its mode.
    fs::remove_file(&lock).unwrap();
    fs::hard_link(&victim, &lock).unwrap();
    env.run(CHANGES[0]);
    assert_eq!((fs::read_to_string(&victim).unwrap().as_str(), mode(&victim)), ("precious", 0o444));
}

#[test]
fn only_what_owed_left_behind_is_tidied_away() {
    let env = TestEnv::of_twenty();
    let victim = env.path("victim");
    fs::write(&victim, "precious").unwrap();
    symlink(&victim, env.path(".ledger.toml.bcdfghjk.tmp")).unwrap();
    fs::write(env.path(".ledger.toml.23456789.tmp"), "left").unwrap();
    let kept = [
        ".ledger.toml.ABCDEFGH.tmp",
        ".ledger.toml.bcdfghj.tmp",
        ".ledger.toml.swp",
        ".other.toml.bcdfghjk.tmp",
        "ledger.toml.bcdfghjk.tmp",
        "ledger.toml~",
    ];
    kept.iter().for_each(|name| fs::write(env.path(name), "kept").unwrap());
    env.run(CHANGES[0]).fine("a change");
    let mut wanted: Vec<_> = kept.into_iter().chain([".ledger.toml.lock", "ledger.toml", "victim"]).collect();
    wanted.sort_unstable();
    assert_eq!(names(&env), wanted);
    assert_eq!(fs::read_to_string(victim).unwrap(), "precious");
}

#[test]
fn a_file_or_a_folder_that_may_not_be_written_to_is_left_alone() {
    if is_root() {
        return;
    }
    let env = TestEnv::of_twenty();
    fs::set_permissions(env.path("ledger.toml"), Permissions::from_mode(0o400)).unwrap();
    env.run(&["list"]).fine("reading");
    assert!(env.run(CHANGES[0]).refused("a read-only file").stderr.contains("cannot write"));
    assert_eq!(names(&env), ["ledger.toml"]);
    fs::set_permissions(env.path("ledger.toml"), Permissions::from_mode(0o600)).unwrap();
    env.run(CHANGES[0]).fine("it may be written to again");
    let env = TestEnv::of_twenty();
    fs::set_permissions(env.folder(), Permissions::from_mode(0o500)).unwrap();
    env.run(&["list"]).fine("reading");
    env.run(CHANGES[0]).refused("a read-only folder");
    assert_eq!(env.text(), SAMPLE);
    fs::set_permissions(env.folder(), Permissions::from_mode(0o700)).unwrap();
}

#[test]
fn a_read_only_file_is_refused_whoever_asks() {
    // As the system would answer anybody but root.
    let env = TestEnv::of_twenty();
    let gate = |step, _: &Path| match step {
        owed::Step::MayWrite => Err(std::io::Error::from_raw_os_error(libc::EACCES)),
        _ => Ok(usize::MAX),
    };
    env.behind(&gate, CHANGES[0]).refused("a read-only file");
    assert_eq!((env.text().as_str(), names(&env)), (SAMPLE, vec!["ledger.toml".to_owned()]));
}

#[test]
fn odd_ledgers_are_kept_as_they_are_through_every_change() {
    let block = &SAMPLE[SAMPLE.find("# the oldest").unwrap()
        ..SAMPLE
            .find("[[commitment]]\nid = \"")
            .map_or(0, |at| at + SAMPLE[at + 1..].find("\n\n").unwrap() + 2)];
    assert!(block.ends_with("]\n"));
    for old in [
        SAMPLE.to_owned(),
        SAMPLE.replace('\n', "\r\n"),
        SAMPLE.trim_end().to_owned(),
        format!("\u{feff}{SAMPLE}"),
        format!("{SAMPLE}  \n\t\n# the end  "),
        format!("{block}# last\n[kind.late]\ntarget = \"1d\"\n"),
        SAMPLE.replace("owner = \"dana\"\n", "owner = 'dana' # she knows them   \n"),
    ] {
        let env = TestEnv::empty();
        env.put(&old);
        for args in &CHANGES[..10] {
            if args[0] == "done" || args[0] == "cancel" {
                continue;
            }
            env.run(args).fine(&format!("{args:?}"));
        }
        let new = env.text();
        let crlf = old.contains('\r');
        assert!(!crlf || !new.replace("\r\n", "").contains('\n'));
        // Everything that was there is still there, in its order.
        let mut rest = new.lines();
        for line in old.lines() {
            assert!(rest.any(|other| other == line), "{line:?} is not in {new}");
        }
    }
}

#[test]
fn a_ledger_with_no_commitment_is_a_ledger() {
    for old in ["format = 1", "\u{feff}format = 1\n", "\r\nformat = 1\r\n", "format = 1\n[x-notes]\nx = 1"] {
        let env = TestEnv::empty();
        env.put(old);
        env.run(&["list"]).fine("nothing");
        env.run(CHANGES[0]).fine("the first");
        assert!(env.text().starts_with(old), "{old:?}");
        env.run(&["check"]).fine("the first");
    }
}

#[test]
fn a_ledger_whose_lock_is_held_is_waited_for() {
    let env = TestEnv::of_twenty();
    env.run(&["note", ID, "makes the lock"]).fine("a change");
    let lock = File::options().write(true).open(env.path(".ledger.toml.lock")).unwrap();
    lock.lock().unwrap();
    let mut child = env.program(&["note", ID, "waits"]).spawn().unwrap();
    // Readers do not wait.
    Said::from(env.program(&["list"]).output().unwrap()).fine("a reader");
    assert!(child.try_wait().unwrap().is_none() && !env.text().contains("waits"));
    drop(lock);
    assert!(child.wait().unwrap().success());
    assert!(env.text().contains("waits"));
}

#[test]
fn a_pipe_nobody_writes_to_does_not_hang_a_reader() {
    let env = TestEnv::empty();
    assert!(Command::new("mkfifo").arg(env.path("ledger.toml")).status().unwrap().success());
    let mut child = env.program(&["overdue"]).stderr(std::process::Stdio::null()).spawn().unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(2));
    std::io::stdout().flush().unwrap();
}
