//! Many at once: nothing is lost, doubled or read in part; and a person's own edits are kept.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::ScopedJoinHandle;

use owed::Step;
use serde_json::Value;

use crate::support::{Said, TestEnv};
use crate::verbs::{CHANGES, CLIMB, ID, SAMPLE, UNDO};

const WRITERS: usize = 8;
const ROUNDS: usize = 3;

fn commitments(json: &str) -> Vec<Value> {
    let answer: Value = serde_json::from_str(json).unwrap();
    answer["commitments"].as_array().unwrap().clone()
}

/// Runs one of eight in a round: adds a commitment, and lets everything happen to it that can; returns its id.
fn round(env: &TestEnv, name: &str) -> String {
    let run = |args: &[&str]| Said::from(env.program(args).output().unwrap()).fine(&format!("{args:?}"));
    let what = format!("thing {name}");
    let new = ["promise", &what, "--to", "Crowd", "--by", "2026-12-01", "-q"];
    let id = run(&new).stdout.trim().to_owned();
    run(&["told", &id, "it comes"]);
    run(&["move", &id, "--by", "2026-12-02", "--why", "parts"]);
    run(&["escalate", &id, "--to", "lee", "--why", "too hard"]);
    // An editor who takes a while writes one line below the id; the others go on meanwhile.
    let editor = format!("sleep 0.02; sed -i '/^id = \"{id}\"/a ref = \"{name}\"'");
    let edited = env.program(&["edit"]).env("EDITOR", editor).output().unwrap();
    Said::from(edited).fine("an edit");
    run(&["note", ID, name]);
    // The ladder, for everybody: each rung fires for one climb only.
    run(CLIMB);
    run(&["done", &id]);
    id
}

/// Returns the names of the events of a commitment.
fn deeds(one: &Value) -> Vec<&str> {
    one["history"].as_array().unwrap().iter().map(|event| event["did"].as_str().unwrap()).collect()
}

/// Returns how often the rung has fired for each commitment of the sample.
fn fired(all: &[Value]) -> Vec<(String, usize)> {
    let of_sample = all.iter().filter(|one| one["to"] != "Crowd");
    let fired = of_sample
        .map(|one| (one["id"].to_string(), deeds(one).into_iter().filter(|did| *did == "escalated").count()));
    fired.collect()
}

#[test]
fn eight_writers_and_a_reader_lose_and_double_nothing() {
    let env = TestEnv::of_twenty();
    let list = || {
        let said = Said::from(env.program(&["list", "--all", "--json"]).output().unwrap());
        commitments(&said.fine("a reader").stdout)
    };
    let before = list().len();
    let is_over = AtomicBool::new(false);
    let (made, polls) = std::thread::scope(|scope| {
        let env = &env;
        let rounds = |writer| move || (0..ROUNDS).map(|at| round(env, &format!("{writer}.{at}"))).collect();
        let writers: Vec<_> = (0..WRITERS).map(|writer| scope.spawn(rounds(writer))).collect();
        let reader = scope.spawn(|| {
            let (mut last, mut polls) = (before, 0);
            while !is_over.load(Ordering::Relaxed) {
                let seen = list().len();
                assert!(seen >= last, "{seen} after {last}");
                (last, polls) = (seen, polls + 1);
            }
            polls
        });
        // A writer that failed ends the test, and nobody waits for the reader any longer.
        let made: Vec<_> = writers.into_iter().map(ScopedJoinHandle::join).collect();
        is_over.store(true, Ordering::Relaxed);
        let made: Vec<Vec<String>> = made.into_iter().map(Result::unwrap).collect();
        (made, reader.join().unwrap())
    });
    assert!(polls > 0);
    let after = list();
    let ids: BTreeSet<_> = after.iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert_eq!((after.len(), ids.len()), (before + WRITERS * ROUNDS, before + WRITERS * ROUNDS));
    for (writer, ids) in made.iter().enumerate() {
        for (at, id) in ids.iter().enumerate() {
            let one = after.iter().find(|one| one["id"] == id.as_str()).unwrap();
            assert_eq!(deeds(one), ["told", "moved", "escalated", "done"]);
            assert_eq!((&one["ref"], &one["owner"]), (&format!("{writer}.{at}").into(), &"lee".into()));
        }
    }
    let alone = TestEnv::of_twenty();
    alone.run(CLIMB).fine("one climb alone");
    assert_eq!(fired(&after), fired(&commitments(&alone.run(&["list", "--all", "--json"]).stdout)));
    let shared = after.iter().find(|one| one["id"] == ID).unwrap();
    let noted: Vec<_> =
        shared["history"].as_array().unwrap().iter().filter(|event| event["did"] == "noted").collect();
    let notes: BTreeSet<_> = noted.iter().map(|event| event["note"].to_string()).collect();
    assert_eq!((noted.len(), notes.len()), (WRITERS * ROUNDS, WRITERS * ROUNDS));
    assert_eq!((env.leftovers(), env.copies()), (vec![], vec![]));
    // No lock is left: the next one does not have to wait.
    Said::from(env.program(&["note", ID, "the last"]).output().unwrap()).fine("no lock is left");
    assert!(env.text().starts_with(&SAMPLE[..SAMPLE.find("history").unwrap()]));
    assert_eq!(env.run(&["check", "-q"]).status, TestEnv::of_twenty().run(&["check", "-q"]).status);
}

#[test]
fn whoever_takes_back_in_a_crowd_takes_back_one_change_or_none() {
    let env = TestEnv::of_twenty();
    let run = |args: &[&str]| Said::from(env.program(args).output().unwrap());
    let before = env.text().matches("[[commitment]]").count();
    let taken_back: usize = std::thread::scope(|scope| {
        let turns = |writer: usize| {
            let mut taken_back = 0;
            for at in 0..ROUNDS {
                let what = format!("thing {writer}.{at}");
                run(&["promise", &what, "--to", "Crowd", "--by", "2026-12-01"]).fine("a promise");
                if writer % 2 == 1 {
                    continue;
                }
                let said = run(UNDO);
                // Another may have undone the same one: then nothing is changed.
                assert!([0, 2].contains(&said.status), "{said:?}");
                taken_back += usize::from(said.status == 0);
            }
            taken_back
        };
        let writers: Vec<_> = (0..WRITERS).map(|writer| scope.spawn(move || turns(writer))).collect();
        writers.into_iter().map(|writer| writer.join().unwrap()).sum()
    });
    assert!(taken_back > 0);
    let after = env.text().matches("[[commitment]]").count();
    assert_eq!(after, before + WRITERS * ROUNDS - taken_back);
    assert_eq!((env.listed_ids().len(), env.leftovers()), (20 + WRITERS * ROUNDS - taken_back, vec![]));
}

/// Edits the ledger as an editor does: in its place, or by putting another file there.
fn edit(ledger: &Path, in_place: bool) {
    let text = fs::read_to_string(ledger).unwrap() + "# edited by hand\n";
    if in_place {
        fs::write(ledger, text).unwrap();
    } else {
        let other = ledger.with_extension("swap");
        fs::write(&other, text).unwrap();
        fs::rename(other, ledger).unwrap();
    }
}

#[test]
fn an_edit_that_is_saved_during_a_write_is_kept() {
    for in_place in [true, false] {
        for at in 0..40 {
            let env = TestEnv::of_twenty();
            let (count, step_of_edit) = (Cell::new(0), Cell::new(None));
            let gate = |step: Step, _: &Path| {
                if count.replace(count.get() + 1) == at {
                    edit(&env.path("ledger.toml"), in_place);
                    step_of_edit.set(Some(step));
                }
                Ok(usize::MAX)
            };
            env.behind(&gate, CHANGES[1]).fine(&format!("an edit at {at}"));
            let text = env.text();
            assert!(text.contains("in time"));
            // Between the last look and the rename nobody can look.
            if !matches!(step_of_edit.get(), None | Some(Step::Rename)) {
                assert_eq!(text.matches("# edited by hand").count(), 1, "{:?}", step_of_edit.get());
            }
            assert_eq!(env.leftovers(), [""; 0]);
        }
    }
}

#[test]
fn a_ledger_that_somebody_removes_or_breaks_during_a_write_is_not_written_over() {
    let cases: [&dyn Fn(&Path); 2] = [&|ledger| fs::remove_file(ledger).unwrap(), &|ledger| {
        fs::write(ledger, "[[commitment]]\n").unwrap()
    }];
    for harm in cases {
        let env = TestEnv::of_twenty();
        let once = Cell::new(false);
        let gate = |step: Step, _: &Path| {
            if step == Step::Sync && !once.replace(true) {
                harm(&env.path("ledger.toml"));
            }
            Ok(usize::MAX)
        };
        env.behind(&gate, CHANGES[1]).refused("harm during a write");
        assert!(env.bytes().is_none_or(|bytes| bytes == b"[[commitment]]\n"));
        assert_eq!(env.leftovers(), [""; 0]);
    }
}

#[test]
fn a_ledger_that_is_saved_again_and_again_is_left_alone() {
    let env = TestEnv::of_twenty();
    let gate = |step: Step, _: &Path| {
        if step == Step::Sync {
            edit(&env.path("ledger.toml"), true);
        }
        Ok(usize::MAX)
    };
    let said = env.behind(&gate, CHANGES[1]).refused("edits without end");
    assert!(said.stderr.contains("keeps saving"), "{said:?}");
    assert!(!env.text().contains("in time") && env.text().starts_with(SAMPLE));
    assert_eq!(env.leftovers(), [""; 0]);
}

#[test]
fn two_that_make_the_same_ledger_make_one() {
    let env = TestEnv::empty();
    let promise = |what: &str| {
        Said::from(env.program(&["promise", what, "--to", "y", "--by", "2026-12-01"]).output().unwrap())
    };
    std::thread::scope(|scope| {
        let both = ["one", "two", "three", "four"].map(|what| scope.spawn(move || promise(what)));
        for one in both {
            one.join().unwrap().fine("a first promise");
        }
    });
    let text = env.text();
    assert_eq!((text.matches("timezone").count(), text.matches("[[commitment]]").count()), (1, 4));
}
