//! Every verb has the same result, however often it has to look at the ledger.
//!
//! A policy below commitments takes a second pass over them, and a ledger that somebody saves meanwhile a second plan.
//! A state kept from the first would count twice, or get in the way of the second.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::path::Path;
use std::{fs, io};

use clap::CommandFactory as _;
use owed::Step;
use owed::inside::scan::{self, Look, Stop};

use crate::support::{Said, TestEnv};
use crate::verbs::{ARCHIVE, BEGINNINGS, CHANGES, COPIED, ID, READS, SAMPLE, UNDO, with_csv};

/// The placeholder for every random id.
const NEW: &str = "bbbbbbbb";

/// A ledger in pieces.
struct Pieces {
    /// The keys that must be at its top.
    keys: String,
    tables: String,
    blocks: Vec<String>,
}

fn pieces(text: &str) -> Pieces {
    let see = |blocks: &mut Vec<String>, look: Look<'_, '_>| blocks.push(text[look.span].to_owned());
    let zone = || Ok(chrono_tz::UTC);
    let seen = match scan::fold(|| Ok(text.as_bytes()), &zone, |_| Vec::new(), see) {
        Ok(seen) => seen,
        Err(Stop::Fault(fault)) => panic!("{fault:?} in {text}"),
        Err(_) => panic!("no ledger: {text}"),
    };
    let (keys, tables) = seen.rules.text.split_at(seen.rules.text.find("\n[").unwrap() + 1);
    Pieces { keys: keys.to_owned(), tables: tables.to_owned(), blocks: seen.state }
}

impl Pieces {
    /// Returns the ledger, with its tables after `count` commitments.
    fn with_tables_after(&self, count: usize) -> String {
        let (before, after) = self.blocks.split_at(count);
        [&self.keys, &before.concat(), &self.tables, &after.concat()].map(String::as_str).concat()
    }
}

/// The result of a verb, with random ids replaced by one placeholder.
#[derive(Debug, PartialEq)]
struct Outcome {
    status: i32,
    out: String,
    err: String,
    ledger: String,
    archives: Vec<String>,
}

impl Outcome {
    fn new(env: &TestEnv, said: Said, known: &str) -> Self {
        let ledger = env.bytes().map_or_else(String::new, |bytes| String::from_utf8(bytes).unwrap());
        let ids = ids(&ledger);
        let [here, home] = [env.folder(), env.path("~/")].map(|folder| folder.display().to_string());
        let bare = |text: &str| text.replace(&format!("{here}/"), "").replace(&home, "~/");
        let plain = |text: &str| with_whole_ids(&bare(text), &ids, known);
        let mut archives: Vec<_> =
            fs::read_dir(env.folder()).unwrap().map(|file| file.unwrap().path()).collect();
        archives.retain(|path| path.to_string_lossy().ends_with("26.toml"));
        archives.sort();
        Self {
            status: said.status,
            out: plain(&said.stdout),
            err: plain(&said.stderr),
            ledger: plain(&ledger),
            archives: archives.iter().map(|path| plain(&fs::read_to_string(path).unwrap())).collect(),
        }
    }

    /// Returns the same, without the places in the ledger.
    fn without_places(self, args: &[&str]) -> Self {
        let mut blocks = if self.ledger.is_empty() { Vec::new() } else { pieces(&self.ledger).blocks };
        blocks.iter_mut().for_each(|block| *block = block.trim_end().to_owned());
        let out = if args[0] == "check" { sorted_findings(&self.out) } else { self.out };
        Self { ledger: blocks.join("\n\n"), out, ..self }
    }
}

/// Returns the findings of `check`, sorted and without their places.
fn sorted_findings(out: &str) -> String {
    let mut lines: Vec<_> = out.lines().map(|line| line.splitn(4, ':').last().unwrap()).collect();
    lines.sort_unstable();
    lines.join("\n")
}

fn ids(ledger: &str) -> Vec<String> {
    let lines =
        ledger.lines().filter_map(|line| line.trim_start().strip_prefix("id = \"")?.strip_suffix('"'));
    lines.map(str::to_owned).collect()
}

/// Returns true if a shortened id may follow: at the start of a line, in JSON, and in a command to type. Elsewhere a word
/// like `24h` is not one, though a random id may begin so.
fn is_before_short(text: &str) -> bool {
    let command = text.rsplit_once("`owed ").and_then(|(_, verb)| verb.strip_suffix(' '));
    let is_command = command.is_some_and(|verb| verb.bytes().all(|byte| byte.is_ascii_lowercase()));
    text.is_empty() || text.ends_with('\n') || text.ends_with("\"short\":\"") || is_command
}

/// Returns a text with shortened ids in full; an unknown one is [`NEW`].
fn with_whole_ids(text: &str, ids: &[String], known: &str) -> String {
    let is_part = |letter: char| letter.is_ascii_alphanumeric();
    let whole = |before: &str, word: &str| {
        let least = if is_before_short(before) { 3 } else { NEW.len() };
        let id = Some(word)
            .filter(|word| word.len() >= least)
            .and_then(|word| ids.iter().find(|id| id.starts_with(word)));
        id.map(|id| if known.contains(id.as_str()) { id.clone() } else { NEW.to_owned() })
    };
    let mut rest = text;
    let mut all = String::new();
    while !rest.is_empty() {
        let end = rest.find(|letter| !is_part(letter)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        let word = whole(&all, word).unwrap_or_else(|| word.to_owned());
        all.push_str(&word);
        let other = after.find(is_part).unwrap_or(after.len());
        all.push_str(&after[..other]);
        rest = &after[other..];
    }
    all
}

/// Returns every verb as it is tried here, with the commands before it.
fn verbs() -> Vec<(&'static [&'static [&'static str]], &'static [&'static str])> {
    const MORE: [&[&str]; 4] = [
        &["promise", "x", "--to", "Acme Crop", "--by", "2026-12-01"],
        &["promise", "x", "--to", "Acme Corp", "--by", "2026-12-01", "--ref", "A-2", "--follows", ID],
        &["done", "call back about invoice", "--next", "send it", "--by", "2026-12-05"],
        &["archive", "--before", "2026-11-20 08:00", "--json"],
    ];
    const BEFORE_UNDO: [&[&[&str]]; 3] = [&[CHANGES[0]], &[CHANGES[3]], &[&["edit"]]];
    let all = || CHANGES.into_iter().chain(MORE).chain(READS).chain([ARCHIVE]);
    let alone = all().map(|args| (&[][..], args));
    let archived = all().map(|args| (&[ARCHIVE][..], args));
    alone.chain(archived).chain(BEFORE_UNDO.map(|before| (before, UNDO))).collect()
}

#[test]
fn every_verb_is_tried_here() {
    let program = owed::Cli::command();
    // A merge driver is given three files by git, and touches no ledger by itself (tests/it/merge.rs).
    let verbs_of = program.get_subcommands().filter(|verb| verb.get_name() != "merge-driver");
    let all: BTreeSet<_> = verbs_of.map(|verb| verb.get_name().to_owned()).collect();
    let tried = verbs().into_iter().map(|(_, args)| args).chain(BEGINNINGS);
    assert_eq!(tried.map(|args| args[0].to_owned()).collect::<BTreeSet<_>>(), all);
}

/// Returns the outcome of a verb on this ledger, after the commands before it.
fn outcome(
    text: Option<&str>,
    before: &[&[&str]],
    args: &[&str],
    gate: &dyn Fn(&TestEnv, Step, &Path) -> io::Result<usize>,
) -> Outcome {
    outcome_in_parts(1, text, before, args, gate)
}

/// Returns the outcome of a verb on this ledger, if it is read in so many parts.
fn outcome_in_parts(
    parts: usize,
    text: Option<&str>,
    before: &[&[&str]],
    args: &[&str],
    gate: &dyn Fn(&TestEnv, Step, &Path) -> io::Result<usize>,
) -> Outcome {
    let env = TestEnv::empty();
    env.reset(text);
    before.iter().for_each(|args| drop(env.run(args).fine("what is done before")));
    let mut path = String::new();
    let args = with_csv(&env, args, &mut path);
    let said = env.in_parts(parts, &|step, path| gate(&env, step, path), &args);
    Outcome::new(&env, said, SAMPLE)
}

fn open(_: &TestEnv, _: Step, _: &Path) -> io::Result<usize> {
    Ok(usize::MAX)
}

#[test]
fn a_policy_below_commitments_changes_no_answer() {
    let sample = pieces(SAMPLE);
    let count = sample.blocks.len();
    assert!(count > 15 && sample.tables.contains("[calendar.office]") && sample.tables.contains("[[rung]]"));
    for (before, args) in verbs() {
        let wanted = outcome(Some(&sample.with_tables_after(0)), before, args, &open).without_places(args);
        for place in [1, count / 2, count] {
            let text = sample.with_tables_after(place);
            let found = outcome(Some(&text), before, args, &open).without_places(args);
            assert_eq!(found, wanted, "{before:?}, {args:?}, tables after {place}");
        }
    }
}

/// The change that somebody else makes to the ledger meanwhile.
const OTHER: &str = "\n[[commitment]]\nid = \"wwww2222\"\nkind = \"promise\"\nto = \"Acme Corp\"\nwhat = \"another\"\nmade = 2026-11-19T09:30:00-05:00\ndue = 2026-12-19T09:30:00-05:00\n";

#[test]
fn a_verb_does_the_same_when_somebody_saves_the_ledger_meanwhile() {
    let writes = |args: &[&str]| !READS.contains(&args);
    let verbs = verbs().into_iter().filter(|(_, args)| writes(args)).map(|verb| (1, verb));
    let copied = COPIED.map(|args| (3, (&[][..], args)));
    for (parts, (before, args)) in verbs.chain(copied) {
        let saved = Cell::new(0);
        let save = |env: &TestEnv, text: &str| {
            saved.set(saved.get() + 1);
            env.put(text);
        };
        // Saved while owed writes the new ledger beside it, once.
        let gate = |env: &TestEnv, step: Step, path: &Path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if saved.get() == 0
                && step == Step::Create
                && name.starts_with(".ledger.toml.")
                && name.ends_with(".tmp")
            {
                save(env, &format!("{}{OTHER}", env.text()));
            }
            Ok(usize::MAX)
        };
        let found = outcome_in_parts(parts, Some(SAMPLE), before, args, &gate);
        // Saved before the verb begins.
        let at_once = |env: &TestEnv, _: Step, _: &Path| {
            if saved.get() == 1 {
                save(env, &format!("{}{OTHER}", env.text()));
            }
            Ok(usize::MAX)
        };
        let is_saved = saved.get() == 1;
        saved.set(1);
        let wanted = outcome(Some(SAMPLE), before, args, &at_once);
        assert!(is_saved || !before.is_empty(), "{args:?} writes nothing: {found:?}");
        if is_saved {
            assert_eq!(found, wanted, "{before:?}, {args:?}, in {parts} parts");
        }
    }
}

#[test]
fn a_ledger_that_somebody_makes_meanwhile_is_the_ledger() {
    for args in BEGINNINGS {
        let made = Cell::new(false);
        let gate = |env: &TestEnv, step: Step, _: &Path| {
            if step == Step::Create && !made.replace(true) {
                env.put(SAMPLE);
            }
            Ok(usize::MAX)
        };
        let found = outcome(None, &[], args, &gate);
        assert!(made.get(), "{args:?}");
        assert_eq!(found, outcome(Some(SAMPLE), &[], args, &open), "{args:?}");
    }
}

#[test]
fn the_customer_who_may_be_meant_is_the_one_with_most_promises_wherever_the_policy_stands() {
    let block = |number: usize, to: &str| {
        format!(
            "[[commitment]]\nid = \"bbbbbbb{number}\"\nkind = \"promise\"\nto = \"{to}\"\nwhat = \"x\"\n\
             made = 2026-11-20T09:30:00Z\ndue = 2026-12-21T09:30:00Z\n\n"
        )
    };
    let (two, three) = ([2, 3].map(|at| block(at, "Meyer")), [4, 5, 6].map(|at| block(at, "Mayer")));
    let env = TestEnv::empty();
    env.put(format!("format = 1\n\n{}[notes]\nx = 1\n\n{}", two.concat(), three.concat()));
    let said = env.run(&["promise", "x", "--to", "Mxyer", "--by", "2026-12-01"]).fine("a new name");
    assert!(said.stderr.contains("did you mean \"Mayer\"?"), "{said:?}");
}
