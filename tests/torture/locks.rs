//! The lock files beside a ledger: removed under a running writer, held for long, or something else in their place.

use std::cell::{Cell, RefCell};
use std::fs::{self, File, Permissions};
use std::io;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::Path;
use std::process::Command;
use std::time::UNIX_EPOCH;

use owed::Step;

use crate::support::{Said, TestEnv};
use crate::verbs::{CHANGES, CLIMB, ID, SAMPLE};

const LOCK: &str = ".ledger.toml.lock";
const CLIMBERS: &str = ".ledger.toml.escalate.lock";

/// Removes the lock file, as `git clean` does, and lets another process make it anew and hold it.
fn another_gets_in(env: &TestEnv) -> File {
    let path = env.path(LOCK);
    fs::remove_file(&path).unwrap();
    let lock = File::create_new(path).unwrap();
    lock.lock().unwrap();
    lock
}

/// Lets another process get in at a step, which goes on once `until` steps have asked for the lock. The ledger may not
/// change before that.
fn lock_removed_at(at: Step, until: usize) {
    let env = TestEnv::of_twenty();
    env.run(&["note", "pgr3cd9x", "makes the lock"]).fine("a change");
    let before = env.text();
    let (other, asked) = (RefCell::new(None), Cell::new(0));
    let is_over = Cell::new(false);
    let gate = |step: Step, path: &Path| -> io::Result<usize> {
        let is_locking = step == Step::Lock && path.ends_with(LOCK);
        asked.set(asked.get() + usize::from(is_locking));
        if other.borrow().is_none() && !is_over.get() && step == at {
            other.replace(Some(another_gets_in(&env)));
        }
        // With a lock that no longer counts, nothing is begun: not even to tidy up, which would remove the other's
        // file.
        let begins = matches!(step, Step::List | Step::Create);
        assert!(!begins || other.borrow().is_none(), "{at:?}: {step:?} {path:?}");
        if is_locking && asked.get() == until {
            // The other is done, and only now may this one go on.
            assert_eq!(env.text(), before, "{at:?}");
            drop(other.take());
            is_over.set(true);
        }
        Ok(usize::MAX)
    };
    env.behind(&gate, CHANGES[1]).fine("a change");
    assert!(is_over.get(), "{at:?}: nobody asked for the lock that is there now");
    assert!(env.text().contains("in time"));
    assert_eq!(env.leftovers(), [""; 0]);
}

#[test]
fn a_lock_that_was_removed_before_it_was_taken_is_no_lock() {
    lock_removed_at(Step::Lock, 4);
}

#[test]
fn a_writer_whose_lock_is_removed_starts_over_with_the_new_one() {
    for at in [Step::Write, Step::SetOwner, Step::Sync] {
        lock_removed_at(at, 4);
    }
}

#[test]
fn two_writers_of_whom_one_lost_its_lock_both_keep_what_they_wrote() {
    let env = TestEnv::of_twenty();
    let is_done = Cell::new(false);
    let gate = |step: Step, _: &Path| {
        if step == Step::Sync && !is_done.replace(true) {
            fs::remove_file(env.path(LOCK)).unwrap();
            env.run(&["note", ID, "from the other"]).fine("the other");
        }
        Ok(usize::MAX)
    };
    env.behind(&gate, CHANGES[1]).fine("the first");
    assert!(env.text().contains("from the other") && env.text().contains("in time"));
}

#[test]
fn something_else_in_the_place_of_a_lock_is_refused_and_left_as_it_is() {
    for (lock, args) in [(LOCK, CHANGES[0]), (CLIMBERS, CLIMB)] {
        let env = TestEnv::of_twenty();
        let path = env.path(lock);
        for mode in [0o600, 0o640, 0o400] {
            fs::write(&path, "private").unwrap();
            fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
            let before = fs::metadata(&path).unwrap();
            let said = env.run(args).refused(lock);
            assert!(said.stderr.contains(lock), "{said:?}");
            let after = fs::metadata(&path).unwrap();
            assert_eq!((after.mode(), after.ctime_nsec()), (before.mode(), before.ctime_nsec()));
            assert_eq!(fs::read_to_string(&path).unwrap(), "private");
            fs::remove_file(&path).unwrap();
        }
        // An empty file that was there keeps its mode, whatever the ledger's is.
        File::create_new(&path).unwrap();
        fs::set_permissions(&path, Permissions::from_mode(0o604)).unwrap();
        env.run(args).fine(lock);
        assert_eq!(fs::metadata(&path).unwrap().mode() & 0o7777, 0o604);
        fs::remove_file(&path).unwrap();
        for make in ["mkfifo", "mkdir"] {
            assert!(Command::new(make).arg(&path).status().unwrap().success());
            env.run(args).refused(make);
            let _ = fs::remove_file(&path).or_else(|_| fs::remove_dir(&path));
        }
        // A broken link does not create its target.
        std::os::unix::fs::symlink("victim", &path).unwrap();
        env.run(args).refused("a link");
        assert!(!env.path("victim").exists());
        fs::remove_file(&path).unwrap();
    }
}

#[test]
fn a_lock_that_cannot_be_made_for_all_who_need_it_is_not_left_behind() {
    for args in [CHANGES[0], CLIMB] {
        let env = TestEnv::of_twenty();
        let gate = |step: Step, _: &Path| match step {
            Step::SetOwner => Err(io::Error::from_raw_os_error(libc::EPERM)),
            _ => Ok(usize::MAX),
        };
        env.behind(&gate, args).refused("no mode can be set");
        assert_eq!(env.text(), SAMPLE);
        assert!(!env.path(LOCK).exists() && !env.path(CLIMBERS).exists());
    }
}

#[test]
fn a_lock_that_another_is_just_making_is_waited_for() {
    let env = TestEnv::of_twenty();
    let tries = Cell::new(0);
    let gate = |step: Step, _: &Path| {
        // Not open to the group yet, or made between two looks.
        let errors = [libc::EACCES, libc::ENOENT];
        let at = if step == Step::OpenLock { tries.replace(tries.get() + 1) } else { errors.len() };
        errors.get(at).map_or(Ok(usize::MAX), |code| Err(io::Error::from_raw_os_error(*code)))
    };
    env.run(&["note", "pgr3cd9x", "makes the lock"]).fine("a change");
    env.behind(&gate, CHANGES[1]).fine("a change");
    assert!(tries.get() > 2);
}

#[test]
fn a_climb_whose_lock_somebody_holds_for_long_says_so_and_fails() {
    let env = TestEnv::of_twenty();
    env.run(CLIMB).fine("a climb");
    let lock = File::options().write(true).open(env.path(CLIMBERS)).unwrap();
    lock.lock().unwrap();
    lock.set_modified(UNIX_EPOCH).unwrap();
    let run = |args: &[&str]| Said::from(env.program(args).output().unwrap());
    for args in [CLIMB, &["escalate", "--json"], &["escalate", "-q"]] {
        let said = run(args).refused("a lock that is stuck");
        assert!(said.stderr.contains("has been held for over 30 seconds"), "{said:?}");
        assert!(said.stderr.contains("hint: `lsof "), "{said:?}");
    }
    run(&["escalate", "--dry-run"]).fine("a dry run needs no lock");
    run(&["note", ID, "x"]).fine("nor does a change");
    drop(lock);
    run(CLIMB).fine("nobody holds it");
}
