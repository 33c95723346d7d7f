//! Every operation of every writing verb fails, once and for good: the old ledger or the new one is there, whole,
//! and the exit code says which.

use std::cell::{Cell, RefCell};
use std::io;
use std::path::Path;

use owed::ledger::disk::Step;

use super::desk::{ARCHIVE, BEGINNINGS, CHANGES, Desk, ID, SAMPLE, Said, but_for_new_ids, with_csv};

const ERRORS: [i32; 4] = [libc::ENOSPC, libc::EIO, libc::EDQUOT, libc::EACCES];

/// How operations fail from some operation on.
#[derive(Debug, Clone, Copy)]
enum Fault {
    /// That one.
    Once(i32),
    /// That one and all after it.
    ForGood(i32),
    /// That one and all of its sort after it.
    SortForGood(i32),
    /// That one and the two after it, as a signal does.
    Interrupted,
    /// It and all after it write a few bytes at a time.
    ShortWrites,
}

/// A run in which the operation at a place fails.
struct Failing {
    fault: Fault,
    place: usize,
    count: Cell<usize>,
    sort: Cell<Option<Step>>,
    failed: RefCell<Vec<Step>>,
}

impl Failing {
    fn new(fault: Fault, place: usize) -> Self {
        Self { fault, place, count: Cell::new(0), sort: Cell::new(None), failed: RefCell::default() }
    }

    fn pass(&self, step: Step) -> io::Result<usize> {
        let now = self.count.replace(self.count.get() + 1);
        if now == self.place {
            self.sort.set(Some(step));
        }
        let code = match self.fault {
            Fault::Once(code) if now == self.place => code,
            Fault::ForGood(code) if now >= self.place => code,
            Fault::SortForGood(code) if now >= self.place && self.sort.get() == Some(step) => code,
            Fault::Interrupted if (self.place..self.place + 3).contains(&now) && retried(step) => libc::EINTR,
            Fault::ShortWrites if now >= self.place => return Ok(7),
            _ => return Ok(usize::MAX),
        };
        self.failed.borrow_mut().push(step);
        Err(io::Error::from_raw_os_error(code))
    }
}

/// A failed flush is final, whatever made it fail.
fn retried(step: Step) -> bool {
    !matches!(step, Step::Sync | Step::SyncFolder)
}

/// How many operations a run has.
fn operations(desk: &Desk, args: &[&str]) -> usize {
    let count = Cell::new(0);
    desk.behind(
        &|_, _| {
            count.set(count.get() + 1);
            Ok(usize::MAX)
        },
        args,
    )
    .fine("nothing fails");
    count.get()
}

/// Lets a verb fail in every way at every operation. `old`: the ledger before, if there is one.
fn try_everything(args: &[&str], old: Option<&str>, turn: usize, kinds: usize) {
    let (desk, mut path) = (Desk::empty(), String::new());
    let reset = |desk: &Desk| match old {
        Some(old) => desk.put(old),
        None => drop(std::fs::remove_file(desk.ledger())),
    };
    reset(&desk);
    let args = with_csv(&desk, args, &mut path);
    let operations = operations(&desk, &args);
    let new = but_for_new_ids(&desk.text(), SAMPLE);
    let mut outcomes = [0, 0];
    for place in 0..operations {
        let code = |kind: usize| ERRORS[(place + turn + kind) % ERRORS.len()];
        let faults = [
            Fault::Once(code(0)),
            Fault::ForGood(code(1)),
            Fault::SortForGood(code(2)),
            Fault::Interrupted,
            Fault::ShortWrites,
        ];
        for fault in faults.into_iter().take(kinds) {
            let what = format!("{args:?}, operation {place}: {fault:?}");
            reset(&desk);
            let failing = Failing::new(fault, place);
            let said = desk.behind(&|step, _| failing.pass(step), &args);
            let failed = failing.failed.borrow();
            outcomes[usize::from(said.is_written())] += 1;
            let there = desk.bytes().map(|bytes| String::from_utf8(bytes).unwrap());
            if said.is_written() {
                assert_eq!(there.map(|text| but_for_new_ids(&text, SAMPLE)), Some(new.clone()), "{what}");
            } else {
                assert_eq!(there.as_deref(), old, "{what}");
            }
            if said.code != 0 {
                said.refused(&what);
            }
            if matches!(fault, Fault::Interrupted | Fault::ShortWrites) {
                assert!(there_is_no_error(&failing), "{what}");
            }
            if !failed.contains(&Step::Remove) {
                assert_eq!(desk.leftovers(), [""; 0], "{what}");
            }
            let next = match (old, desk.bytes()) {
                (Some(_), _) => desk.owed(&["note", ID, "still here"]),
                (None, None) => desk.owed(&["init"]),
                (None, Some(_)) => desk.owed(&["promise", "x", "--to", "y", "--by", "2026-12-01"]),
            };
            next.fine(&what);
            assert_eq!(desk.leftovers(), [""; 0], "{what}");
        }
    }
    assert!(outcomes.iter().all(|count| *count > 5), "{args:?}: {outcomes:?}");
}

/// Interruptions and short writes are no reason to give up: whatever was asked for was done.
fn there_is_no_error(failing: &Failing) -> bool {
    failing.count.get() > failing.place
}

#[test]
fn a_fault_in_a_change_leaves_the_old_ledger_or_the_new_one() {
    for (turn, args) in CHANGES.iter().enumerate() {
        // What is written differs from verb to verb; how, does not.
        let kinds = if [0, 2, 10].contains(&turn) { 5 } else { 2 };
        try_everything(args, Some(SAMPLE), turn, kinds);
    }
}

#[test]
fn a_fault_in_taking_back_leaves_the_ledger_as_it_is_or_as_it_was() {
    let desk = Desk::empty();
    let mut outcomes = [0, 0];
    for place in 0.. {
        desk.put(SAMPLE);
        desk.owed(&["note", ID, "a slip"]).fine("a slip");
        let slip = desk.text();
        let failing = Failing::new(Fault::Once(ERRORS[place % ERRORS.len()]), place);
        let said = desk.behind(&|step, _| failing.pass(step), &["undo"]);
        if failing.failed.borrow().is_empty() {
            break;
        }
        let wanted = if said.is_written() { SAMPLE } else { slip.as_str() };
        assert_eq!(desk.text(), wanted, "operation {place}: {said:?}");
        outcomes[usize::from(said.is_written())] += 1;
        if !said.is_written() {
            desk.owed(&["undo"]).fine("the next one");
            assert_eq!(desk.text(), SAMPLE);
        }
        assert_eq!(desk.leftovers(), [""; 0], "operation {place}");
    }
    assert!(outcomes.iter().all(|count| *count > 2), "{outcomes:?}");
}

#[test]
fn a_fault_in_making_a_ledger_leaves_none_or_all_of_it() {
    for (turn, args) in BEGINNINGS.iter().enumerate() {
        try_everything(args, None, turn, 5);
    }
}

/// The ids of all commitments, archived ones too.
fn ids(desk: &Desk) -> Vec<String> {
    let answer = desk.owed(&["list", "--all", "--json"]).fine("everything").out;
    let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
    let all = answer["commitments"].as_array().unwrap().iter();
    let mut ids: Vec<_> = all.map(|one| one["id"].as_str().unwrap().to_owned()).collect();
    ids.sort();
    ids
}

#[test]
fn a_fault_in_archiving_loses_nothing_between_the_two_files() {
    let desk = Desk::sample();
    let (all, operations) = (ids(&desk), operations(&desk, ARCHIVE));
    let new = desk.text();
    assert!(new.len() < SAMPLE.len() && ids(&desk) == all);
    for place in 0..operations {
        let code = |kind: usize| ERRORS[(place + kind) % ERRORS.len()];
        let faults =
            [Fault::Once(code(0)), Fault::ForGood(code(1)), Fault::SortForGood(code(2)), Fault::Interrupted];
        for fault in faults {
            let what = format!("archive, operation {place}: {fault:?}");
            let desk = Desk::sample();
            let failing = Failing::new(fault, place);
            let said = desk.behind(&|step, _| failing.pass(step), ARCHIVE);
            if said.code != 0 {
                assert_eq!((said.code, said.err.matches("error: ").count()), (2, 1), "{what}: {said:?}");
            }
            assert!([SAMPLE, &new].contains(&desk.text().as_str()), "{what}");
            assert_eq!(ids(&desk), all, "{what}");
            desk.owed(ARCHIVE).fine(&what);
            assert_eq!((desk.text(), ids(&desk)), (new.clone(), all.clone()), "{what}");
            assert_eq!(desk.leftovers(), [""; 0], "{what}");
        }
    }
}

#[test]
fn a_signal_or_a_short_write_is_no_reason_to_give_up() {
    for fault in [Fault::Interrupted, Fault::ShortWrites] {
        for place in 0..40 {
            let desk = Desk::sample();
            let failing = Failing::new(fault, place);
            let gate = |step: Step, _: &Path| failing.pass(step);
            desk.behind(&gate, CHANGES[2]).fine(&format!("{fault:?} at {place}"));
        }
    }
}

#[test]
fn a_failed_flush_is_final() {
    for (step, written) in [(Step::Sync, false), (Step::SyncFolder, true)] {
        for code in [libc::EIO, libc::EINTR, libc::ENOSPC] {
            let desk = Desk::sample();
            let tries = Cell::new(0);
            let said = desk.behind(
                &|now, _| {
                    if now != step {
                        return Ok(usize::MAX);
                    }
                    tries.set(tries.get() + 1);
                    Err(io::Error::from_raw_os_error(code))
                },
                CHANGES[1],
            );
            assert_eq!((tries.get(), said.is_written()), (1, written), "{said:?}");
            assert_eq!(desk.text() == SAMPLE, !written);
            said.refused("a failed flush");
        }
    }
}

#[test]
fn what_only_reads_does_not_write() {
    for args in [
        &["list"][..],
        &["report"],
        &["list", "--all", "--json"],
        &["overdue"],
        &["show", ID],
        &["check"],
        &["when", "tomorrow", "--calendar", "office"],
        &["done", "nobody"],
    ] {
        let desk = Desk::sample();
        let gate = |step: Step, path: &Path| match step {
            Step::Open | Step::Read | Step::Stat | Step::Resolve => Ok(usize::MAX),
            // A verb that changes something has to take the lock before it knows that it has nothing to do.
            Step::OpenLock | Step::Lock | Step::SetOwner | Step::List | Step::MayWrite
                if args[0] == "done" =>
            {
                Ok(usize::MAX)
            }
            _ => panic!("{step:?} {path:?}"),
        };
        desk.behind(&gate, args);
        assert_eq!(desk.text(), SAMPLE);
    }
}

#[test]
fn an_answer_that_cannot_be_printed_says_whether_the_ledger_was_written() {
    let full = || std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let desk = Desk::sample();
    let to_full = |args: &[&str]| Said::from(desk.program(args).stdout(full()).output().unwrap());
    for args in [CHANGES[0], CHANGES[1], &["promise", "x", "--to", "y", "--by", "2026-12-01", "-q"]] {
        desk.put(SAMPLE);
        let said = to_full(args).refused_by_stdout();
        assert!(said.is_written(), "{said:?}");
        assert_ne!(desk.text(), SAMPLE);
    }
    desk.put(SAMPLE);
    let said = to_full(&["list"]).refused_by_stdout();
    assert!(!said.is_written(), "{said:?}");
}

impl Said {
    fn refused_by_stdout(self) -> Self {
        assert_eq!(self.code, 2, "{self:?}");
        assert_eq!(self.err.matches("error: ").count(), 1, "{self:?}");
        self
    }
}
