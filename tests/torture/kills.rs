//! Killed at every step and at any moment: the old ledger or the new one is there, whole, and the next command
//! works and tidies up.

use std::cell::Cell;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use owed::Stdin;
use owed::{Disk, Step};

use crate::support::{Process, TestEnv};
use crate::verbs::{
    AGAIN, ARCHIVE, BEGINNINGS, CHANGES, COPIED, ID, SAMPLE, UNDO, at_once, but_for_new_ids, with_closed,
    with_csv,
};

/// Which operation kills the child, in how many parts it reads, and its arguments.
const AT: &str = "OWED_TEST_KILLED_AT";
const PARTS: &str = "OWED_TEST_PARTS";
const ARGS: &str = "OWED_TEST_ARGS";

/// Runs a verb in a process that is to die; not a test of its own.
#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "the parent process has no other way to say what is to be done"
)]
fn child() {
    let Ok(at) = std::env::var(AT) else { return };
    let at: usize = at.parse().unwrap();
    let parts = std::env::var(PARTS).unwrap().parse().unwrap();
    let args = std::env::var(ARGS).unwrap();
    let args: Vec<_> = args.split('\u{1f}').collect();
    let count = Cell::new(0);
    let gate = |_: Step, _: &Path| {
        if count.replace(count.get() + 1) == at {
            std::process::abort();
        }
        // Short writes, so that some kills come between two of them.
        Ok(1000)
    };
    let stdin = Stdin::closed();
    let env = |name: &str| std::env::var_os(name);
    let said = Process {
        env: &env,
        disk: Disk::behind(&gate),
        parts,
        largest: owed::LARGEST,
        stdin,
        terminal: None,
    }
    .run(args);
    std::process::exit(said.status);
}

/// Runs the child; returns whether it lived to the end.
fn lives(env: &TestEnv, parts: usize, args: &[&str], at: usize) -> bool {
    let status = Command::new(std::env::current_exe().unwrap())
        .args(["kills::child", "--exact", "--nocapture"])
        .env(AT, at.to_string())
        .env(PARTS, parts.to_string())
        .envs(env.variables())
        .env(ARGS, args.join("\u{1f}"))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success() || status.code().is_none(), "{args:?} at {at}: {status}");
    status.success()
}

/// Kills a verb at every operation. `before` prepares the ledger, which is read in so many `parts`.
fn kill_everywhere(args: &[&str], parts: usize, before: &dyn Fn(&TestEnv)) {
    let (env, mut path) = (TestEnv::empty(), String::new());
    let text = |env: &TestEnv| env.bytes().map(|bytes| String::from_utf8(bytes).unwrap());
    let args = with_csv(&env, args, &mut path);
    before(&env);
    // In a process of its own: a lock taken in this one would for a moment be shared by any process that another test
    // starts, and an escalation that finds it taken leaves the ladder to the other.
    assert!(lives(&env, parts, &args, usize::MAX), "{args:?}: without a kill");
    let new = but_for_new_ids(&env.text(), SAMPLE);
    let (mut left, mut seen) = (0, [false, false]);
    for at in 0.. {
        before(&env);
        let old = text(&env);
        if lives(&env, parts, &args, at) {
            break;
        }
        left += env.leftovers().len();
        let there = text(&env);
        let is_old = there == old;
        seen[usize::from(is_old)] = true;
        if !is_old {
            assert_eq!(but_for_new_ids(&there.unwrap(), SAMPLE), new, "{args:?} at {at}");
        }
        let next = if old.is_some() || !is_old {
            env.run(&["promise", "x", "--to", "y", "--by", "2026-12-01"])
        } else {
            env.run(&["init"])
        };
        next.fine(&format!("{args:?}, after a kill at {at}"));
        assert_eq!(env.leftovers(), [""; 0], "{args:?} at {at}");
    }
    assert_eq!(seen, [true, true], "{args:?}: killed before and after it was written");
    assert!(left > 0, "{args:?}: no kill left anything to tidy up");
}

/// Makes a change that can be taken back.
fn slip(env: &TestEnv) {
    env.reset(Some(SAMPLE));
    env.run(&["note", ID, "a slip"]).fine("a slip");
}

/// Makes a change and takes it back.
fn undone(env: &TestEnv) {
    slip(env);
    env.run(UNDO).fine("an undo");
}

#[test]
fn a_kill_at_any_step_of_a_change_leaves_the_old_ledger_or_the_new_one() {
    at_once(&CHANGES, |_, args| kill_everywhere(args, 1, &|env| env.reset(Some(SAMPLE))));
    at_once(&COPIED, |_, args| kill_everywhere(args, 3, &|env| env.reset(Some(SAMPLE))));
    kill_everywhere(UNDO, 1, &slip);
    kill_everywhere(AGAIN, 1, &undone);
}

#[test]
fn a_kill_at_any_step_of_taking_back_leaves_a_change_that_can_be_taken_back_or_done_again() {
    for (args, before) in [(UNDO, slip as fn(&TestEnv)), (AGAIN, undone)] {
        let env = TestEnv::empty();
        for at in 0.. {
            before(&env);
            let old = env.text();
            if lives(&env, 1, args, at) {
                break;
            }
            if env.text() == old {
                env.run(args).fine(&format!("{args:?}, after a kill at {at}"));
                assert_ne!(env.text(), old, "{args:?} at {at}");
            }
            // A kill while the record is written damages it, and that is said. Else there are no two records of one change.
            let said = env.run(&["undo", "--list", "--json"]);
            if said.status == 2 {
                assert!(said.stderr.contains("is damaged; if you delete it"), "{args:?} at {at}: {said:?}");
                continue;
            }
            let listed = said.json();
            let left = listed["changes"].as_array().unwrap();
            assert!((1..=2).contains(&left.len()), "{args:?} at {at}: {listed}");
        }
    }
}

#[test]
fn a_kill_while_a_ledger_is_made_leaves_none_or_all_of_it() {
    at_once(&BEGINNINGS, |_, args| kill_everywhere(args, 1, &|env| env.reset(None)));
}

#[test]
fn a_kill_at_any_step_of_archiving_loses_nothing_between_the_two_files() {
    let env = TestEnv::of_twenty();
    let all = env.listed_ids();
    env.run(ARCHIVE).fine("without a kill");
    let new = env.text();
    for at in 0.. {
        let env = TestEnv::of_twenty();
        if lives(&env, 1, ARCHIVE, at) {
            break;
        }
        assert!([SAMPLE, &new].contains(&env.text().as_str()), "at {at}");
        assert_eq!(env.listed_ids(), all, "at {at}");
        env.run(ARCHIVE).fine(&format!("after a kill at {at}"));
        assert_eq!(
            (env.text(), env.listed_ids(), env.leftovers()),
            (new.clone(), all.clone(), vec![]),
            "at {at}"
        );
    }
}

#[test]
fn a_kill_at_any_step_of_an_import_into_archives_leaves_nothing_wrong() {
    let (mut half_done, mut path) = (0, String::new());
    for at in 0.. {
        let env = TestEnv::empty();
        let args = with_closed(&env, &mut path);
        let args: Vec<_> = args.iter().map(String::as_str).collect();
        if lives(&env, 1, &args, at) {
            break;
        }
        let is_there = env.bytes().is_some();
        half_done += usize::from(!is_there && env.path("ledger.2019.toml").exists());
        if is_there {
            assert_eq!(env.all_references(), ["A-1", "A-2", "A-3"], "at {at}");
        }
        env.run(&args).fine(&format!("after a kill at {at}"));
        assert_eq!(env.all_references(), ["A-1", "A-2", "A-3"], "at {at}");
        env.run(&["promise", "x", "--to", "y", "--by", "2026-12-01"]).fine("and the next change");
        assert_eq!(env.leftovers(), [""; 0], "at {at}");
    }
    assert!(half_done > 5, "{half_done}");
}

#[test]
fn a_kill_at_any_step_of_an_answer_into_a_file_leaves_the_old_file_or_all_of_the_new_one() {
    for old in [Some("an older answer"), None] {
        let env = TestEnv::of_twenty();
        let path = env.path("answer.csv").display().to_string();
        let args = ["list", "--all", "--format", "csv", "--output", &path];
        let new = env.run(&args[..4]).fine("printed").stdout;
        let (mut seen, mut left) = ([false, false], 0);
        for at in 0.. {
            match old {
                Some(old) => std::fs::write(&path, old).unwrap(),
                None => drop(std::fs::remove_file(&path)),
            }
            let is_done = lives(&env, 1, &args, at);
            let there = std::fs::read_to_string(&path).ok();
            let is_new = there.as_ref() == Some(&new);
            assert!(is_new || there.as_deref() == old, "at {at}: {there:?}");
            assert_eq!(env.text(), SAMPLE, "at {at}");
            if is_done {
                assert!(is_new, "at {at}: it said that it was written");
                break;
            }
            seen[usize::from(is_new)] = true;
            left += env.leftovers().len();
            env.leftovers().iter().for_each(|name| std::fs::remove_file(env.path(name)).unwrap());
        }
        assert_eq!(seen, [true, true], "killed before and after it was written");
        assert!(left > 0, "no kill left anything beside it");
    }
}

/// The number of random kills, to change the default.
const KILLS: &str = "OWED_TEST_KILLS";

#[expect(clippy::disallowed_methods, reason = "asked for by the person who runs the tests")]
fn kills() -> usize {
    std::env::var(KILLS).map_or(300, |kills| kills.parse().expect("a number of kills"))
}

/// Returns every verb that writes, the ledger it begins with, and the ledger it leaves if nobody kills it.
fn every_verb(env: &TestEnv) -> Vec<(Vec<String>, Option<String>, String)> {
    let owned = |args: &[&str]| args.iter().map(|arg| (*arg).to_owned()).collect::<Vec<_>>();
    let changes = CHANGES.iter().chain([&ARCHIVE, &UNDO]).map(|args| (*args, true));
    let all = changes.chain(BEGINNINGS.iter().map(|args| (*args, false)));
    all.map(|(args, is_there)| {
        let mut path = String::new();
        let args = with_csv(env, args, &mut path);
        begin(env, &args, is_there);
        let old = env.bytes().map(|bytes| String::from_utf8(bytes).unwrap());
        assert!(env.program(&args).output().unwrap().status.success(), "{args:?}: without a kill");
        (owned(&args), old, but_for_new_ids(&env.text(), SAMPLE))
    })
    .collect()
}

fn begin(env: &TestEnv, args: &[&str], is_there: bool) {
    if args == UNDO {
        slip(env)
    } else {
        env.reset(is_there.then_some(SAMPLE))
    }
    let archive = env.path("ledger.2026.toml");
    drop(std::fs::remove_file(archive));
}

#[test]
fn kills_at_any_moment_lose_nothing() {
    let env = TestEnv::of_twenty();
    let everything = env.listed_ids();
    let cases = every_verb(&env);
    let mut seen = [0, 0, 0, 0];
    let mut roll = 0x2545_f491_u64;
    for round in 0..kills() {
        let (args, old, new) = &cases[round % cases.len()];
        let args: Vec<_> = args.iter().map(String::as_str).collect();
        begin(&env, &args, old.is_some());
        let mut child = env.program(&args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        roll = roll.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        // An editor takes its time.
        let longest = if args == ["edit"] { 12_000 } else { 5_000 };
        std::thread::sleep(Duration::from_micros((roll >> 32) % longest));
        child.kill().unwrap();
        let status = child.wait().unwrap();
        let after = env.bytes().map(|bytes| String::from_utf8(bytes).unwrap());
        let is_new = after != *old;
        let what = format!("{args:?} in round {round}, {status}");
        if is_new {
            assert_eq!(after.map(|text| but_for_new_ids(&text, SAMPLE)).as_ref(), Some(new), "{what}");
        }
        assert!(is_new || !status.success(), "{what}: it said that it was written");
        assert!(status.success() || status.code().is_none(), "{what}");
        let left = env.leftovers().len();
        let outcome = [status.code().is_none(), is_new, status.code().is_none() && is_new, left > 0];
        seen.iter_mut().zip(outcome).for_each(|(count, is)| *count += usize::from(is));
        if args == ARCHIVE {
            assert_eq!(env.listed_ids(), everything, "{what}");
            // What is left beside an archive, the next one removes.
            env.run(ARCHIVE).fine(&what);
        }
        let next: &[&str] = if old.is_some() { &["note", ID, "x"] } else { BEGINNINGS[1] };
        env.run(next).fine(&what);
        assert_eq!(env.leftovers(), [""; 0], "{what}");
    }
    let [killed, written, late, left] = seen;
    println!(
        "{killed} killed, {late} of them after the renaming; {written} written, {left} left a file behind"
    );
    assert!(killed > 0);
}

#[test]
fn kills_one_after_the_other_keep_whatever_was_written() {
    let env = TestEnv::of_twenty();
    let mut kept = SAMPLE.matches("\n[[commitment]]").count();
    let (mut killed, mut roll) = (0, 0x2545_f491_u64);
    for _ in 0..100 {
        roll = roll.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let args: &[&str] = if roll >> 63 == 0 {
            &["promise", "x", "--to", "y", "--by", "2026-12-01", "-q"]
        } else {
            &["note", ID, "once more"]
        };
        let before = env.text();
        let mut child = env.program(args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_micros((roll >> 32) % 12_000));
        child.kill().unwrap();
        let status = child.wait().unwrap();
        killed += usize::from(status.code().is_none());
        let after = env.text();
        assert!(!status.success() || after != before, "it said that it was written");
        assert!(after == before || after.len() > before.len());
        let blocks = after.matches("\n[[commitment]]").count();
        assert!((kept..=kept + 1).contains(&blocks));
        kept = blocks;
    }
    assert!(killed > 0);
    env.run(&["note", ID, "the last"]).fine("after all the kills");
    assert_eq!(env.leftovers(), [""; 0]);
    assert_eq!(env.listed_ids().len(), env.text().matches("\nid").count() + 1);
}
