//! Killed at every step and at any moment: the old ledger or the new one is there, whole, and the next command
//! works and tidies up.

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use owed::ledger::disk::Step;

use super::desk::{BEGINNINGS, CHANGES, Desk, ID, SAMPLE, but_for_new_ids, run_on, with_csv};

/// Which operation kills the child, which ledger it works on, and its arguments.
const AT: &str = "OWED_TEST_KILLED_AT";
const ON: &str = "OWED_TEST_LEDGER";
const ARGS: &str = "OWED_TEST_ARGS";

/// Not a test of its own: what the tests below run in a process that is to die.
#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "the parent process has no other way to say what is to be done"
)]
fn child() {
    let Ok(at) = std::env::var(AT) else { return };
    let at: usize = at.parse().unwrap();
    let ledger = PathBuf::from(std::env::var_os(ON).unwrap());
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
    let said = run_on(&ledger, &gate, &args);
    std::process::exit(said.code.into());
}

/// Runs the child; whether it lived to the end.
fn lives(desk: &Desk, args: &[&str], at: usize) -> bool {
    let status = Command::new(std::env::current_exe().unwrap())
        .args(["ledger::kills::child", "--exact", "--nocapture"])
        .env(AT, at.to_string())
        .env(ON, desk.ledger())
        .env(ARGS, args.join("\u{1f}"))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success() || status.code().is_none(), "{args:?} at {at}: {status}");
    status.success()
}

fn kill_everywhere(args: &[&str], old: Option<&str>) {
    let (desk, mut path) = (Desk::empty(), String::new());
    let args = with_csv(&desk, args, &mut path);
    let reset = |desk: &Desk| match old {
        Some(old) => desk.put(old),
        None => drop(std::fs::remove_file(desk.ledger())),
    };
    reset(&desk);
    desk.owed(&args).fine("without a kill");
    let new = but_for_new_ids(&desk.text(), SAMPLE);
    let (mut at, mut left, mut seen) = (0, 0, [false, false]);
    loop {
        reset(&desk);
        if lives(&desk, &args, at) {
            break;
        }
        left += desk.leftovers().len();
        let there = desk.bytes().map(|bytes| String::from_utf8(bytes).unwrap());
        let is_old = there.as_deref() == old;
        seen[usize::from(is_old)] = true;
        if !is_old {
            assert_eq!(but_for_new_ids(&there.unwrap(), SAMPLE), new, "{args:?} at {at}");
        }
        let next = if old.is_some() || !is_old {
            desk.owed(&["promise", "x", "--to", "y", "--by", "2026-12-01"])
        } else {
            desk.owed(&["init"])
        };
        next.fine(&format!("{args:?}, after a kill at {at}"));
        assert_eq!(desk.leftovers(), [""; 0], "{args:?} at {at}");
        at += 1;
    }
    assert_eq!(seen, [true, true], "{args:?}: killed before and after it was written");
    assert!(left > 0, "{args:?}: no kill left anything to tidy up");
}

#[test]
fn a_kill_at_any_step_of_a_change_leaves_the_old_ledger_or_the_new_one() {
    // What is written differs from verb to verb; how, does not.
    for args in [CHANGES[2], CHANGES[10]] {
        kill_everywhere(args, Some(SAMPLE));
    }
}

#[test]
fn a_kill_while_a_ledger_is_made_leaves_none_or_all_of_it() {
    for args in BEGINNINGS {
        kill_everywhere(args, None);
    }
}

#[test]
fn two_hundred_kills_at_any_moment_lose_nothing() {
    let desk = Desk::sample();
    let mut kept = SAMPLE.matches("\n[[commitment]]").count();
    let (mut killed, mut roll) = (0, 0x2545_f491_u64);
    for _ in 0..200 {
        roll = roll.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let args: &[&str] = if roll >> 63 == 0 {
            &["promise", "x", "--to", "y", "--by", "2026-12-01", "-q"]
        } else {
            &["note", ID, "once more"]
        };
        let before = desk.text();
        let mut child = desk.program(args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_micros((roll >> 32) % 12_000));
        child.kill().unwrap();
        let status = child.wait().unwrap();
        killed += usize::from(status.code().is_none());
        let after = desk.text();
        assert!(!status.success() || after != before, "it said that it was written");
        assert!(after == before || after.len() > before.len());
        let blocks = after.matches("\n[[commitment]]").count();
        assert!((kept..=kept + 1).contains(&blocks));
        kept = blocks;
    }
    assert!(killed > 0);
    desk.owed(&["note", ID, "the last"]).fine("after all the kills");
    assert_eq!(desk.leftovers(), [""; 0]);
    let all = desk.owed(&["list", "--all", "--json"]).fine("after all the kills").out;
    assert_eq!(all.matches("\"original_due\":").count(), desk.text().matches("\nid").count() + 1);
}
