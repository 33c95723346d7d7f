//! Every operation of every writing verb fails, once and for good: the old ledger or the new one is there, whole,
//! and the exit code says which.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::path::Path;
use std::{fs, io};

use clap::CommandFactory as _;
use owed::Step;

use crate::support::{Said, TestEnv};
use crate::verbs::{
    AGAIN, ARCHIVE, BEGINNINGS, CHANGES, CLIMB, COPIED, ID, READS, RESUME, SAMPLE, UNDO, at_once,
    but_for_new_ids, with_closed, with_csv,
};

const ERRORS: [i32; 4] = [libc::ENOSPC, libc::EIO, libc::EDQUOT, libc::EACCES];

/// How operations fail, from a given one on.
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

/// Returns true if a step is tried again after an interruption. A failed flush is final, whatever made it fail.
fn retried(step: Step) -> bool {
    !matches!(step, Step::Sync | Step::SyncFolder)
}

/// Returns how many operations a run has.
fn operations(env: &TestEnv, parts: usize, args: &[&str]) -> usize {
    let count = Cell::new(0);
    env.in_parts(
        parts,
        &|_, _| {
            count.set(count.get() + 1);
            Ok(usize::MAX)
        },
        args,
    )
    .fine("nothing fails");
    count.get()
}

/// Returns every way to fail at a place.
fn faults(turn: usize) -> [Fault; 5] {
    let code = |kind: usize| ERRORS[(turn + kind) % ERRORS.len()];
    let [once, for_good, sort] = [Fault::Once(code(0)), Fault::ForGood(code(1)), Fault::SortForGood(code(2))];
    [once, for_good, sort, Fault::Interrupted, Fault::ShortWrites]
}

/// Lets a verb fail in every way at every operation. `before` prepares the ledger, which is read in so many `parts`.
fn try_everything(args: &[&str], parts: usize, before: &dyn Fn(&TestEnv), turn: usize) {
    let (env, mut path) = (TestEnv::empty(), String::new());
    let text = |env: &TestEnv| env.bytes().map(|bytes| String::from_utf8(bytes).unwrap());
    let args = with_csv(&env, args, &mut path);
    before(&env);
    let old = text(&env);
    let operations = operations(&env, parts, &args);
    let new = but_for_new_ids(&env.text(), SAMPLE);
    assert_ne!(Some(&new), old.as_ref(), "{args:?} changes nothing");
    let mut outcomes = [0, 0];
    for place in 0..operations {
        for fault in faults(place + turn) {
            let what = format!("{args:?}, operation {place}: {fault:?}");
            before(&env);
            let old = text(&env);
            let failing = Failing::new(fault, place);
            let said = env.in_parts(parts, &|step, _| failing.pass(step), &args);
            let failed = failing.failed.borrow();
            outcomes[usize::from(said.is_written())] += 1;
            let there = text(&env);
            if said.is_written() {
                assert_eq!(there.map(|text| but_for_new_ids(&text, SAMPLE)), Some(new.clone()), "{what}");
            } else {
                assert_eq!(there, old, "{what}");
            }
            let is_waiting = args == RESUME && !said.is_written();
            let is_kept = is_waiting || said.stderr.contains("the edit is kept in ");
            if said.status != 0 {
                said.refused(&what);
            }
            if matches!(fault, Fault::Interrupted | Fault::ShortWrites) {
                assert!(there_is_no_error(&failing), "{what}");
            }
            if !failed.contains(&Step::Remove) {
                assert_eq!(env.leftovers(), [""; 0], "{what}");
                // A copy, and what it began with.
                assert_eq!(env.copies().len(), 2 * usize::from(is_kept), "{what}");
            }
            let next = match (&old, env.bytes()) {
                (Some(_), _) => env.run(&["note", ID, "still here"]),
                (None, None) => env.run(&["init"]),
                (None, Some(_)) => env.run(&["promise", "x", "--to", "y", "--by", "2026-12-01"]),
            };
            next.fine(&what);
            assert_eq!(env.leftovers(), [""; 0], "{what}");
        }
    }
    assert!(outcomes.iter().all(|count| *count > 5), "{args:?}: {outcomes:?}");
}

/// Checks that interruptions and short writes do not make a verb fail.
fn there_is_no_error(failing: &Failing) -> bool {
    failing.count.get() > failing.place
}

#[test]
fn a_fault_in_a_change_leaves_the_old_ledger_or_the_new_one() {
    at_once(&CHANGES, |turn, args| try_everything(args, 1, &|env| env.reset(Some(SAMPLE)), turn));
}

#[test]
fn a_fault_while_a_ledger_is_copied_and_read_at_the_same_time_leaves_the_old_one_or_the_new_one() {
    at_once(&COPIED, |turn, args| try_everything(args, 3, &|env| env.reset(Some(SAMPLE)), turn));
}

#[test]
fn a_fault_in_taking_back_leaves_the_ledger_as_it_is_or_as_it_was() {
    at_once(&[CHANGES[10], &["edit"]], |_, slip| {
        let before = |env: &TestEnv| {
            let mut path = String::new();
            env.reset(Some(SAMPLE));
            env.run(&with_csv(env, slip, &mut path)).fine("a slip");
        };
        try_everything(UNDO, 1, &before, 0);
        let undone = |env: &TestEnv| {
            before(env);
            env.run(UNDO).fine("an undo");
        };
        try_everything(AGAIN, 1, &undone, 0);
    });
}

#[test]
fn a_fault_in_going_on_with_an_edit_loses_neither_the_ledger_nor_the_edit() {
    let before = |env: &TestEnv| {
        env.reset(Some(SAMPLE));
        let gate = |step: Step, path: &Path| {
            let is_it = step == Step::Rename && path.ends_with("ledger.toml");
            if is_it { Err(io::Error::from_raw_os_error(libc::EIO)) } else { Ok(usize::MAX) }
        };
        env.behind(&gate, &["edit"]).refused("an edit that cannot be saved");
        assert_eq!(env.text(), SAMPLE);
    };
    try_everything(RESUME, 1, &before, 0);
}

#[test]
fn no_older_change_is_taken_back_because_the_last_cannot_be_read() {
    for step in [Step::Open, Step::Read] {
        let env = TestEnv::of_twenty();
        env.run(&["note", ID, "one"]).fine("a change");
        env.run(&["note", "pgr3cd9x", "two"]).fine("another");
        let before = env.text();
        let gate = |now: Step, path: &Path| {
            let is_it = now == step && path.ends_with("2.json");
            if is_it { Err(io::Error::from_raw_os_error(libc::EIO)) } else { Ok(usize::MAX) }
        };
        env.behind(&gate, UNDO).refused("a change that cannot be read");
        assert_eq!(env.text(), before);
        env.run(UNDO).fine("it can be read again");
        assert!(env.text().contains("\"one\"") && !env.text().contains("\"two\""));
    }
}

#[test]
fn a_fault_in_making_a_ledger_leaves_none_or_all_of_it() {
    at_once(&BEGINNINGS, |turn, args| try_everything(args, 1, &|env| env.reset(None), turn));
}

#[test]
fn a_fault_in_a_climb_that_tells_people_loses_no_record_and_the_next_climb_goes_on() {
    let env = TestEnv::empty();
    let reset = || {
        env.reset(Some(SAMPLE));
        env.write_config("[notify]\ncommand = [\"true\"]\n");
    };
    reset();
    // Each rung is recorded by itself: the ledger goes through these, in this order.
    let (states, count) = (RefCell::new(Vec::new()), Cell::new(0));
    let gate = |_: Step, _: &Path| {
        let mut states = states.borrow_mut();
        states.push(env.text());
        states.dedup();
        count.set(count.get() + 1);
        Ok(usize::MAX)
    };
    env.behind(&gate, CLIMB).fine("a climb");
    let states = states.into_inner();
    assert_eq!((states[0].as_str(), states.last()), (SAMPLE, Some(&env.text())));
    assert!(states.len() > 2, "{} states", states.len());
    let mut seen = vec![0; states.len()];
    for place in 0..count.get() {
        for fault in faults(place) {
            let what = format!("climb, operation {place}: {fault:?}");
            reset();
            let failing = Failing::new(fault, place);
            let said = env.behind(&|step, _| failing.pass(step), CLIMB);
            let errors = said.stderr.matches("error: ").count();
            assert_eq!(
                (said.status, errors),
                if said.status == 0 { (0, 0) } else { (2, 1) },
                "{what}: {said:?}"
            );
            assert!(said.status == 0 || said.stderr.contains("ledger.toml"), "{what}: {said:?}");
            let text = env.text();
            let state = states.iter().position(|state| *state == text);
            seen[state.unwrap_or_else(|| panic!("{what}: {text}"))] += 1;
            // A person who was told is recorded there.
            let recorded = said.stdout.lines().count();
            assert!(state >= Some(recorded), "{what}: {said:?}");
            if !failing.failed.borrow().contains(&Step::Remove) {
                assert_eq!(env.leftovers(), [""; 0], "{what}");
            }
            let rest = env.run(CLIMB).fine(&what).stdout.lines().count();
            assert_eq!(
                (Some(&env.text()), rest),
                (states.last(), states.len() - 1 - state.unwrap()),
                "{what}"
            );
            assert_eq!(env.leftovers(), [""; 0], "{what}");
        }
    }
    assert!(seen.iter().all(|count| *count > 5), "{seen:?}");
}

#[test]
fn every_verb_is_tried_here() {
    let verbs = owed::Cli::command();
    // A merge driver is given three files by git, and touches no ledger by itself (tests/it/merge.rs).
    let verbs = verbs.get_subcommands().filter(|verb| verb.get_name() != "merge-driver");
    let verbs: BTreeSet<_> = verbs.map(|verb| verb.get_name().to_owned()).collect();
    let writing = CHANGES.iter().chain(&BEGINNINGS).chain([&ARCHIVE, &UNDO]);
    let tried: BTreeSet<_> = writing.chain(&READS).map(|args| args[0].to_owned()).collect();
    assert_eq!(tried, verbs);
}

#[test]
fn a_fault_in_archiving_loses_nothing_between_the_two_files() {
    let env = TestEnv::of_twenty();
    let (all, operations) = (env.listed_ids(), operations(&env, 1, ARCHIVE));
    let new = env.text();
    assert!(new.len() < SAMPLE.len() && env.listed_ids() == all);
    let mut half_done = 0;
    for place in 0..operations {
        for fault in faults(place) {
            let what = format!("archive, operation {place}: {fault:?}");
            let env = TestEnv::of_twenty();
            let failing = Failing::new(fault, place);
            let said = env.behind(&|step, _| failing.pass(step), ARCHIVE);
            if said.status != 0 {
                assert_eq!((said.status, said.stderr.matches("error: ").count()), (2, 1), "{what}: {said:?}");
                let is_written = env.path("ledger.2026.toml").exists() || env.text() != SAMPLE;
                assert_eq!(said.is_written(), is_written, "{what}: {said:?}");
                assert!(!is_written || !said.stderr.contains("nothing was changed"), "{what}: {said:?}");
                half_done += usize::from(is_written);
            }
            assert!([SAMPLE, &new].contains(&env.text().as_str()), "{what}");
            assert_eq!(env.listed_ids(), all, "{what}");
            env.run(ARCHIVE).fine(&what);
            assert_eq!((env.text(), env.listed_ids()), (new.clone(), all.clone()), "{what}");
            assert_eq!(env.leftovers(), [""; 0], "{what}");
        }
    }
    assert!(half_done > 20, "{half_done}");
}

#[test]
fn a_fault_in_an_import_into_archives_leaves_nothing_wrong() {
    let (env, mut path) = (TestEnv::empty(), String::new());
    let args = with_closed(&env, &mut path);
    let args: Vec<_> = args.iter().map(String::as_str).collect();
    let operations = operations(&env, 1, &args);
    let mut half_done = 0;
    for place in 0..operations {
        for fault in faults(place) {
            let what = format!("import, operation {place}: {fault:?}");
            let env = TestEnv::empty();
            let args = with_closed(&env, &mut path);
            let args: Vec<_> = args.iter().map(String::as_str).collect();
            let failing = Failing::new(fault, place);
            let said = env.behind(&|step, _| failing.pass(step), &args);
            let has_archive = env.path("ledger.2019.toml").exists();
            if said.status != 0 {
                assert_eq!((said.status, said.stderr.matches("error: ").count()), (2, 1), "{what}: {said:?}");
                assert_eq!(said.is_written(), has_archive, "{what}: {said:?}");
                half_done += usize::from(has_archive && env.bytes().is_none());
            }
            env.run(&args).fine(&what);
            assert_eq!(env.all_references(), ["A-1", "A-2", "A-3"], "{what}");
            env.run(&["promise", "x", "--to", "y", "--by", "2026-12-01"]).fine(&what);
            assert_eq!(env.leftovers(), [""; 0], "{what}");
        }
    }
    assert!(half_done > 20, "{half_done}");
}

/// Returns the lines of all files of a commitment that is in three places; each has an event of its own.
fn lines_of(env: &TestEnv) -> BTreeSet<String> {
    let text = |name: &str| fs::read_to_string(env.path(name)).unwrap();
    let all = ["ledger.toml", "a.toml", "b.toml"].map(text).concat();
    all.lines().filter(|line| line.starts_with("  { ")).map(str::to_owned).collect()
}

/// The beginning of an archive.
const HEADER: &str = "# What was closed in the owed ledger beside this file, moved here by `owed archive`.\n";

/// Returns a commitment that was told something at these times.
fn told(times: &[&str]) -> String {
    let line = |time: &&str| format!("  {{ at = 2026-11-1{time}:00-05:00, did = \"told\" }},\n");
    let lines: String = times.iter().map(line).collect();
    format!(
        "\n[[commitment]]\nid = \"{ID}\"\nto = \"Acme\"\nwhat = \"x\"\nmade = 2026-11-10T09:00:00-05:00\n\
         due = 2026-11-30T09:00:00-05:00\nhistory = [\n{lines}]\n"
    )
}

#[test]
fn a_fault_in_a_merge_leaves_each_file_as_it_was_or_merged() {
    let begun = || {
        let env = TestEnv::empty();
        let either = |one: &str, other: &str| format!("<<<<<<< a\n{one}=======\n{other}>>>>>>> b\n");
        let rules = "format = 1\ntimezone = \"America/New_York\"\narchives = [\"a.toml\"]\n";
        let [one, other] = ["1T09:00", "2T09:00"].map(|time| told(&[time]));
        env.put(rules.to_owned() + &either(&one, &other));
        let closed = |id: &str| {
            told(&["1T09:00"]).replace(ID, id).replace("told", "done").replace("2026-11-30", "2026-11-29")
        };
        fs::write(env.path("a.toml"), HEADER.to_owned() + &either(&closed("bbb22222"), &closed("ccc22222")))
            .unwrap();
        env
    };
    const MERGE: &[&str] = &["merge"];
    let archive = |env: &TestEnv| fs::read_to_string(env.path("a.toml")).unwrap();
    let env = begun();
    let old = (env.text(), archive(&env));
    let operations = operations(&env, 1, MERGE);
    let new = (env.text(), archive(&env));
    assert!(new.0.matches("did = ").count() == 2 && new.1.matches("[[commitment]]").count() == 2, "{new:?}");
    for place in 0..operations {
        for fault in faults(place).into_iter().take(2) {
            let what = format!("merge, operation {place}: {fault:?}");
            let env = begun();
            let failing = Failing::new(fault, place);
            let said = env.behind(&|step, _| failing.pass(step), MERGE);
            let is = (env.text() == new.0, archive(&env) == new.1);
            assert!(is.0 || env.text() == old.0, "{what}");
            assert!(is.1 || archive(&env) == old.1, "{what}");
            assert!(is.1 || !is.0, "{what}: the archive comes first");
            assert_eq!(said.is_written(), is.1, "{what}: {said:?}");
            env.run(MERGE).fine(&what);
            assert_eq!((env.text(), archive(&env)), new, "{what}");
        }
    }
}

/// Returns a ledger with two archives that have copies of its commitment, each with something of its own.
fn copied() -> TestEnv {
    let env = TestEnv::empty();
    let rules = "format = 1\ntimezone = \"America/New_York\"\narchives = [\"a.toml\", \"b.toml\"]\n";
    env.put(rules.to_owned() + &told(&["1T09:00", "4T09:00"]));
    fs::write(env.path("a.toml"), HEADER.to_owned() + &told(&["2T09:00"])).unwrap();
    fs::write(env.path("b.toml"), HEADER.to_owned() + &told(&["1T09:00", "3T09:00"])).unwrap();
    env
}

#[test]
fn a_fault_in_uniting_copies_loses_nothing_that_any_of_them_said() {
    let env = copied();
    let operations = operations(&env, 1, ARCHIVE);
    let new = env.text();
    let all = lines_of(&env);
    assert_eq!((all.len(), new.matches("did = ").count()), (4, 4), "{new}");
    for place in 0..operations {
        for fault in faults(place).into_iter().take(2) {
            let what = format!("archive, operation {place}: {fault:?}");
            let env = copied();
            let failing = Failing::new(fault, place);
            let said = env.behind(&|step, _| failing.pass(step), ARCHIVE);
            assert_eq!(lines_of(&env), all, "{what}");
            assert_eq!(said.is_written(), env.text() == new, "{what}: {said:?}");
            env.run(ARCHIVE).fine(&what);
            assert_eq!((env.text(), lines_of(&env)), (new.clone(), all.clone()), "{what}");
            for name in ["a.toml", "b.toml"] {
                assert_eq!(fs::read_to_string(env.path(name)).unwrap(), HEADER, "{what}");
            }
        }
    }
}

#[test]
fn what_somebody_writes_to_a_copy_while_copies_are_united_is_not_dropped_with_it() {
    let env = copied();
    let late = HEADER.to_owned() + &told(&["2T09:00", "5T09:00"]);
    let is_written = Cell::new(false);
    let gate = |step: Step, path: &Path| {
        // The ledger has everything from the copies by now; next, they are removed.
        if step == Step::OpenLock && path.ends_with(".a.toml.lock") && !is_written.replace(true) {
            fs::write(env.path("a.toml"), &late)?;
        }
        Ok(usize::MAX)
    };
    env.behind(&gate, ARCHIVE).fine("while somebody writes");
    let archive = |name: &str| fs::read_to_string(env.path(name)).unwrap();
    assert_eq!((archive("a.toml"), archive("b.toml")), (late.clone(), HEADER.to_owned()));
    assert_eq!(env.text().matches("did = ").count(), 4);
    env.run(ARCHIVE).fine("afterwards");
    assert_eq!((archive("a.toml").as_str(), env.text().matches("did = ").count()), (HEADER, 5));
}

/// Saves a file once while owed writes the new one beside it: after owed read it, and before owed replaces it.
fn save_meanwhile(env: &TestEnv, name: &str, text: &str, args: &[&str]) -> Said {
    let is_saved = Cell::new(false);
    let gate = |step: Step, path: &Path| {
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        let is_new = file.starts_with(&format!(".{name}.")) && file.ends_with(".tmp");
        if step == Step::Create && is_new && !is_saved.replace(true) {
            fs::write(env.path(name), text)?;
        }
        Ok(usize::MAX)
    };
    let said = env.behind(&gate, args);
    assert!(is_saved.get(), "{args:?} does not write {name}");
    said
}

#[test]
fn what_somebody_saves_in_an_archive_between_its_read_and_its_write_is_kept() {
    let archive = |env: &TestEnv, name: &str| fs::read_to_string(env.path(name)).unwrap();
    let begun = || {
        let env = TestEnv::of_twenty();
        env.run(&["archive", "--before", "2026-11-10 00:00"]).fine("the oldest");
        let more = archive(&env, "ledger.2026.toml") + &told(&["2T09:00"]).replace(ID, "wwww2222");
        (env, more)
    };
    let (env, more) = begun();
    fs::write(env.path("ledger.2026.toml"), &more).unwrap();
    env.run(ARCHIVE).fine("saved before");
    let wanted = (env.text(), archive(&env, "ledger.2026.toml"));
    assert!(wanted.1.contains("wwww2222") && wanted.1.len() > more.len());
    let (env, more) = begun();
    save_meanwhile(&env, "ledger.2026.toml", &more, ARCHIVE).fine("saved meanwhile");
    assert_eq!((env.text(), archive(&env, "ledger.2026.toml")), wanted);
    // A copy that says more by then stays.
    let env = copied();
    let late = HEADER.to_owned() + &told(&["2T09:00", "5T09:00"]);
    save_meanwhile(&env, "a.toml", &late, ARCHIVE).fine("a copy saved meanwhile");
    assert_eq!((archive(&env, "a.toml"), archive(&env, "b.toml")), (late, HEADER.to_owned()));
}

#[test]
fn a_signal_or_a_short_write_is_no_reason_to_give_up() {
    for fault in [Fault::Interrupted, Fault::ShortWrites] {
        for place in 0..40 {
            let env = TestEnv::of_twenty();
            let failing = Failing::new(fault, place);
            let gate = |step: Step, _: &Path| failing.pass(step);
            env.behind(&gate, CHANGES[2]).fine(&format!("{fault:?} at {place}"));
        }
    }
}

#[test]
fn a_failed_flush_is_final() {
    for (step, written) in [(Step::Sync, false), (Step::SyncFolder, true)] {
        for code in [libc::EIO, libc::EINTR, libc::ENOSPC] {
            let env = TestEnv::of_twenty();
            let tries = Cell::new(0);
            let said = env.behind(
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
            assert_eq!(env.text() == SAMPLE, !written);
            said.refused("a failed flush");
        }
    }
}

#[test]
fn a_change_that_is_refused_leaves_nothing_of_its_copy_and_says_why_whatever_became_of_that() {
    for args in [&["done", "nobody"][..], &["promise", "x", "--to", "y", "--kind", "nothing"]] {
        let env = TestEnv::of_twenty();
        let alone = env.run(args);
        assert_eq!(alone.status, 2, "{alone:?}");
        for place in 0..operations_of_copy(&env, args) {
            let step = Cell::new(0);
            let gate = |now: Step, path: &Path| {
                let is_copy = path.extension().is_some_and(|end| end == "tmp") && now != Step::Remove;
                let is_it = is_copy && step.replace(step.get() + 1) == place;
                if is_it { Err(io::Error::from_raw_os_error(libc::ENOSPC)) } else { Ok(usize::MAX) }
            };
            assert_eq!(env.in_parts(3, &gate, args), alone, "operation {place}");
            assert_eq!((env.leftovers(), env.text().as_str()), (vec![], SAMPLE), "operation {place}");
        }
    }
}

/// Returns how many operations a run has with the file beside the ledger, and one more.
fn operations_of_copy(env: &TestEnv, args: &[&str]) -> usize {
    let count = Cell::new(1);
    let gate = |step: Step, path: &Path| {
        let is_copy = path.extension().is_some_and(|end| end == "tmp") && step != Step::Remove;
        count.set(count.get() + usize::from(is_copy));
        Ok(usize::MAX)
    };
    env.in_parts(3, &gate, args);
    assert!(count.get() > 1, "{args:?}: nothing is copied");
    count.get()
}

#[test]
fn what_only_reads_does_not_write() {
    for args in READS.into_iter().chain([&["done", "nobody"][..]]) {
        let env = TestEnv::of_twenty();
        let gate = |step: Step, path: &Path| match step {
            Step::Open | Step::Read | Step::Stat | Step::Resolve => Ok(usize::MAX),
            // A verb that changes something must take the lock before it knows that it has nothing to do.
            Step::OpenLock | Step::Lock | Step::SetOwner | Step::List | Step::MayWrite
                if args[0] == "done" =>
            {
                Ok(usize::MAX)
            }
            _ => panic!("{step:?} {path:?}"),
        };
        let said = env.behind(&gate, args);
        assert!(said.status < 2 || args[0] == "done", "{args:?}: {said:?}");
        assert_eq!(env.text(), SAMPLE);
    }
}

#[test]
fn an_answer_that_cannot_be_printed_says_whether_the_ledger_was_written() {
    let full = || std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let env = TestEnv::of_twenty();
    let to_full = |args: &[&str]| Said::from(env.program(args).stdout(full()).output().unwrap());
    for args in [CHANGES[0], CHANGES[1], &["promise", "x", "--to", "y", "--by", "2026-12-01", "-q"]] {
        env.put(SAMPLE);
        let said = to_full(args).refused_by_stdout();
        assert!(said.is_written(), "{said:?}");
        assert_ne!(env.text(), SAMPLE);
    }
    env.put(SAMPLE);
    let said = to_full(&["list"]).refused_by_stdout();
    assert!(!said.is_written(), "{said:?}");
}

impl Said {
    fn refused_by_stdout(self) -> Self {
        assert_eq!(self.status, 2, "{self:?}");
        assert_eq!(self.stderr.matches("error: ").count(), 1, "{self:?}");
        self
    }
}
