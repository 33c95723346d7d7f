//! Many at once: nothing lost, nothing doubled, nothing read half; and a person's own edits are kept.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use owed::ledger::disk::Step;
use serde_json::Value;

use super::desk::{CHANGES, Desk, ID, SAMPLE, Said};

const WRITERS: usize = 8;
const ROUNDS: usize = 3;

fn commitments(json: &str) -> Vec<Value> {
    let answer: Value = serde_json::from_str(json).unwrap();
    answer["commitments"].as_array().unwrap().clone()
}

#[test]
fn eight_writers_and_a_reader_lose_and_double_nothing() {
    let desk = Desk::sample();
    let run = |args: &[&str]| Said::from(desk.program(args).output().unwrap()).fine(&format!("{args:?}"));
    let before = commitments(&run(&["list", "--all", "--json"]).out).len();
    let is_over = AtomicBool::new(false);
    let (made, polls) = std::thread::scope(|scope| {
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                scope.spawn(move || {
                    let mut ids = Vec::new();
                    for round in 0..ROUNDS {
                        let what = format!("thing {writer}.{round}");
                        let new = ["promise", &what, "--to", "Crowd", "--by", "2026-12-01", "-q"];
                        let id = run(&new).out.trim().to_owned();
                        run(&["told", &id, "it comes"]);
                        run(&["move", &id, "--by", "2026-12-02", "--why", "parts"]);
                        run(&["note", ID, &format!("{writer}.{round}")]);
                        run(&["done", &id]);
                        ids.push(id);
                    }
                    ids
                })
            })
            .collect();
        let reader = scope.spawn(|| {
            let (mut last, mut polls) = (before, 0);
            while !is_over.load(Ordering::Relaxed) {
                let seen = commitments(&run(&["list", "--all", "--json"]).out).len();
                assert!(seen >= last, "{seen} after {last}");
                (last, polls) = (seen, polls + 1);
            }
            polls
        });
        let made: Vec<String> = writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect();
        is_over.store(true, Ordering::Relaxed);
        (made, reader.join().unwrap())
    });
    assert!(polls > 0);
    let after = commitments(&run(&["list", "--all", "--json"]).out);
    let ids: BTreeSet<_> = after.iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert_eq!((after.len(), ids.len()), (before + WRITERS * ROUNDS, before + WRITERS * ROUNDS));
    for id in &made {
        let one = after.iter().find(|one| one["id"] == id.as_str()).unwrap();
        let did: Vec<_> = one["history"].as_array().unwrap().iter().map(|event| &event["did"]).collect();
        assert_eq!(did, ["told", "moved", "done"]);
    }
    let shared = after.iter().find(|one| one["id"] == ID).unwrap();
    let notes: BTreeSet<_> =
        shared["history"].as_array().unwrap().iter().map(|e| e["note"].to_string()).collect();
    assert_eq!(notes.len(), 1 + WRITERS * ROUNDS);
    assert_eq!(desk.leftovers(), [""; 0]);
    // No lock is left: the next one does not have to wait.
    run(&["note", ID, "the last"]);
    assert!(desk.text().starts_with(&SAMPLE[..SAMPLE.find("history").unwrap()]));
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
            let desk = Desk::sample();
            let (count, step_of_edit) = (Cell::new(0), Cell::new(None));
            let gate = |step: Step, _: &Path| {
                if count.replace(count.get() + 1) == at {
                    edit(&desk.ledger(), in_place);
                    step_of_edit.set(Some(step));
                }
                Ok(usize::MAX)
            };
            desk.behind(&gate, CHANGES[1]).fine(&format!("an edit at {at}"));
            let text = desk.text();
            assert!(text.contains("in time"));
            // Between the last look and the renaming nobody can look.
            if !matches!(step_of_edit.get(), None | Some(Step::Rename)) {
                assert_eq!(text.matches("# edited by hand").count(), 1, "{:?}", step_of_edit.get());
            }
            assert_eq!(desk.leftovers(), [""; 0]);
        }
    }
}

#[test]
fn a_ledger_that_somebody_removes_or_breaks_during_a_write_is_not_written_over() {
    let cases: [&dyn Fn(&Path); 2] = [&|ledger| fs::remove_file(ledger).unwrap(), &|ledger| {
        fs::write(ledger, "[[commitment]]\n").unwrap()
    }];
    for harm in cases {
        let desk = Desk::sample();
        let once = Cell::new(false);
        let gate = |step: Step, _: &Path| {
            if step == Step::Sync && !once.replace(true) {
                harm(&desk.ledger());
            }
            Ok(usize::MAX)
        };
        desk.behind(&gate, CHANGES[1]).refused("harm during a write");
        assert!(desk.bytes().is_none_or(|bytes| bytes == b"[[commitment]]\n"));
        assert_eq!(desk.leftovers(), [""; 0]);
    }
}

#[test]
fn a_ledger_that_is_saved_again_and_again_is_left_alone() {
    let desk = Desk::sample();
    let gate = |step: Step, _: &Path| {
        if step == Step::Sync {
            edit(&desk.ledger(), true);
        }
        Ok(usize::MAX)
    };
    let said = desk.behind(&gate, CHANGES[1]).refused("edits without end");
    assert!(said.err.contains("keeps saving"), "{said:?}");
    assert!(!desk.text().contains("in time") && desk.text().starts_with(SAMPLE));
    assert_eq!(desk.leftovers(), [""; 0]);
}

#[test]
fn two_that_make_the_same_ledger_make_one() {
    let desk = Desk::empty();
    let promise = |what: &str| {
        Said::from(desk.program(&["promise", what, "--to", "y", "--by", "2026-12-01"]).output().unwrap())
    };
    std::thread::scope(|scope| {
        let both = ["one", "two", "three", "four"].map(|what| scope.spawn(move || promise(what)));
        for one in both {
            one.join().unwrap().fine("a first promise");
        }
    });
    let text = desk.text();
    assert_eq!((text.matches("timezone").count(), text.matches("[[commitment]]").count()), (1, 4));
}
