//! Rows in every state that a source can know, and what `--update` makes of any course of things there and here.

#![expect(clippy::arithmetic_side_effects, reason = "a test that overflows fails, as it should")]

use std::fs;

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::Value;

use crate::commands::tests::Desk;
use crate::error::Exit;

const RULES: &str = "format = 1\ntimezone = \"America/New_York\"\n";
const HEAD: &str = "ref,to,what,owner,made,due,done,status,outcome,note\n";
/// The options for such a file.
const CSV: &str = "--from csv --map status=status --map-value status.cancelled=cancelled";
const JIRA: &str =
    "Issue key,Reporter,Summary,Assignee,Created,Due Date,Resolved,Status Category,Resolution,Comment\n";

fn desk() -> Desk {
    let desk = Desk::new();
    fs::write(desk.path("ledger.toml"), RULES).unwrap();
    desk
}

/// Returns a row; `rest` is its status, what came of it, and a note.
fn row(name: &str, due: &str, done: &str, rest: &str) -> String {
    format!("{name},Acme,call,dana,2026-11-16T09:00:00-05:00,{due},{done},{rest}\n")
}

/// Imports rows, and returns what was said.
fn import(desk: &Desk, rows: &str, options: &str) -> (Exit, String) {
    run(desk, &format!("{HEAD}{rows}"), &format!("{CSV} {options}"))
}

/// Imports issues of Jira: key, due, resolved, category, resolution and comment.
fn jira(desk: &Desk, rows: &[[&str; 6]], options: &str) -> (Exit, String) {
    let row = |[key, due, done, category, resolution, comment]: &[&str; 6]| {
        format!(
            "{key},Acme,call,dana,2026-11-16T09:00:00-05:00,{due},{done},{category},{resolution},{comment}\n"
        )
    };
    let rows: String = rows.iter().map(row).collect();
    run(desk, &format!("{JIRA}{rows}"), &format!("--from jira {options}"))
}

fn run(desk: &Desk, file: &str, options: &str) -> (Exit, String) {
    fs::write(desk.path("rows.csv"), file).unwrap();
    let line = format!("import FOLDER/rows.csv {options}");
    let (exit, stdout, stderr) = desk.run(&line.split_whitespace().collect::<Vec<_>>().join(" "));
    (exit, stdout + &stderr)
}

fn ledger(desk: &Desk) -> String {
    fs::read_to_string(desk.path("ledger.toml")).unwrap()
}

/// Returns the events of the ledger, a line each.
fn events(desk: &Desk) -> Vec<String> {
    let text = ledger(desk);
    text.lines().filter_map(|line| line.strip_prefix("  ")).map(str::to_owned).collect()
}

fn verdicts(desk: &Desk) -> Vec<String> {
    let (_, said, _) = desk.run("list --all --json");
    let said: Value = serde_json::from_str(&said).unwrap();
    let all = said["commitments"].as_array().unwrap().iter();
    all.map(|one| one["verdict"].as_str().unwrap_or("open").to_owned()).collect()
}

#[test]
fn what_was_cancelled_comes_in_as_withdrawn_at_its_time_or_when_it_was_made() {
    let due = "2026-11-18T17:00:00-05:00";
    let rows = [
        row("T-1", due, "2026-11-17T09:00:00-05:00", "cancelled,as agreed,"),
        row("T-2", due, "", "cancelled,,"),
        row("T-3", due, "2026-11-19T09:00:00-05:00", "cancelled,as agreed,"),
    ];
    let desk = desk();
    let (exit, said) = import(&desk, &rows.concat(), "");
    assert_eq!(
        (exit, said.lines().next().unwrap()),
        (Exit::Success, "3 imported, 0 closed, 0 changed, 0 already present, 0 left out")
    );
    let why = "did = \"cancelled\", as = \"withdrawn\", why = \"cancelled at csv\"";
    let note = ", note = \"as agreed\"";
    let event = |at: &str, note: &str| format!("{{ at = {at}, {why}{note} }},");
    assert_eq!(
        events(&desk),
        [
            event("2026-11-17T09:00:00-05:00", note),
            event("2026-11-16T09:00:00-05:00", ""),
            event("2026-11-19T09:00:00-05:00", note),
        ]
    );
    let mut verdicts = verdicts(&desk);
    verdicts.sort();
    assert_eq!(verdicts, ["broken", "withdrawn", "withdrawn"]);
    let before = ledger(&desk);
    let (_, said) = import(&desk, &rows.concat(), "--update");
    assert_eq!(said, "0 imported, 0 closed, 0 changed, 3 already present, 0 left out\n");
    assert_eq!(ledger(&desk), before);
}

#[test]
fn what_is_gone_is_left_out_unless_it_is_open_here() {
    let due = "2026-11-23T17:00:00-05:00";
    let never = "not going to be done at jira";
    let desk = desk();
    let (exit, said) = jira(&desk, &[["T-1", due, "", "Done", "Duplicate", ""]], "");
    let nothing = "0 imported, 0 closed, 0 changed, 0 already present, 1 left out\n";
    assert_eq!((exit, said), (Exit::Success, format!("{nothing}  1 row is {never}: line 2\n")));
    let open = [["T-1", due, "", "To Do", "", ""], ["T-2", due, "", "To Do", "", ""]];
    assert_eq!(jira(&desk, &open, "").0, Exit::Success);
    assert_eq!(desk.run("done T-2").0, Exit::Success);
    let resolved = "2026-11-19T09:00:00-05:00";
    let gone = [["T-1", due, resolved, "Done", "Duplicate", ""], ["T-2", due, "", "Done", "Duplicate", ""]];
    let counts = "0 imported, 0 closed, 1 changed, 1 already present, 0 left out\n";
    let changed = format!("  changed: call → Acme: {never}: line 2\n");
    let hint = "hint: `--update` records what changed\n";
    assert_eq!(jira(&desk, &gone, "").1, format!("{counts}{changed}{hint}"));
    assert_eq!(jira(&desk, &gone, "--update").1, format!("{counts}{changed}"));
    let withdrawn = "did = \"cancelled\", as = \"withdrawn\", why = \"cancelled at jira\"";
    let withdrawn = format!("{{ at = {resolved}, {withdrawn} }},");
    assert!(events(&desk).contains(&withdrawn), "{:?}", events(&desk));
    let before = ledger(&desk);
    let nothing = "0 imported, 0 closed, 0 changed, 2 already present, 0 left out\n";
    assert_eq!(jira(&desk, &gone, "--update").1, nothing);
    assert_eq!(ledger(&desk), before);
    // And back again.
    let (_, said) = jira(&desk, &open, "--update");
    assert!(said.contains("changed: call → Acme: open again, due Mon 23 Nov 17:00: line 2\n"), "{said}");
    assert_eq!(verdicts(&desk).iter().filter(|verdict| *verdict == "open").count(), 1);
}

#[test]
fn what_is_cancelled_there_and_done_here_is_listed_and_stays() {
    let due = "2026-11-23T17:00:00-05:00";
    let desk = desk();
    assert_eq!(import(&desk, &row("T-1", due, "2026-11-18T09:00:00-05:00", ",,"), "").0, Exit::Success);
    let before = ledger(&desk);
    let (_, said) = import(&desk, &row("T-1", due, "", "cancelled,,"), "--update");
    assert_eq!(
        said,
        "0 imported, 0 closed, 1 changed, 0 already present, 0 left out\n  changed: call → Acme: cancelled there, closed \
         Wed 18 Nov 09:00 here (not recorded: it stays as it is): line 2\n"
    );
    assert_eq!(ledger(&desk), before);
}

#[test]
fn notes_become_events_and_that_of_a_closing_its_own() {
    let due = "2026-11-23T17:00:00-05:00";
    let rows =
        row("T-1", due, "", ",,first") + &row("T-2", due, "2026-11-18T09:00:00-05:00", ",as agreed,then");
    let desk = desk();
    assert_eq!(import(&desk, &rows, "").0, Exit::Success);
    let dated = [["T-1", due, "", "To Do", "", "2026-11-17T09:00:00-05:00;kim;they rang"]];
    assert_eq!(jira(&desk, &dated, "").0, Exit::Success);
    assert_eq!(
        events(&desk),
        [
            "{ at = 2026-11-16T09:00:00-05:00, did = \"noted\", note = \"first\" },",
            "{ at = 2026-11-16T09:00:00-05:00, did = \"noted\", note = \"then\" },",
            "{ at = 2026-11-18T09:00:00-05:00, did = \"done\", note = \"as agreed\" },",
            "{ at = 2026-11-17T09:00:00-05:00, did = \"noted\", note = \"kim: they rang\" },",
        ]
    );
    let before = ledger(&desk);
    let nothing = "0 imported, 0 closed, 0 changed, 2 already present, 0 left out\n";
    assert_eq!(import(&desk, &rows, "--update").1, nothing);
    assert_eq!(jira(&desk, &dated, "--update").1, nothing.replace('2', "1"));
    assert_eq!(ledger(&desk), before);
}

/// What a source says of one promise; hours count from Friday the 20th, 09:30.
#[derive(Debug, Clone)]
struct There {
    owner: usize,
    due: i64,
    state: State,
}

#[derive(Debug, Clone)]
enum State {
    Open,
    Done(i64),
    Cancelled(Option<i64>),
}

impl There {
    /// Returns what a source can say at an hour: nothing was closed later.
    fn by(self, hour: i64) -> Self {
        let state = match self.state {
            State::Done(at) => State::Done(at.min(hour)),
            State::Cancelled(at) => State::Cancelled(at.map(|at| at.min(hour))),
            State::Open => State::Open,
        };
        Self { state, ..self }
    }
}

/// What happens next.
#[derive(Debug, Clone)]
enum Step {
    /// Something is changed at the source, and its file is imported.
    There(usize, There),
    /// Somebody does something here.
    Here(usize, usize),
}

fn hours(hours: i64) -> String {
    crate::rules::time::Instant::from_epoch(1_795_185_000).plus(hours * 3_600).rfc3339(chrono_tz::UTC)
}

fn there() -> impl Strategy<Value = There> {
    let at = || -40..90_i64;
    let state = prop_oneof![
        3 => Just(State::Open),
        3 => at().prop_map(State::Done),
        2 => proptest::option::of(at()).prop_map(State::Cancelled),
    ];
    (0..3_usize, -1..4_i64, state).prop_map(|(owner, due, state)| There { owner, due: due * 24, state })
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let there = (0..3_usize, there()).prop_map(|(which, there)| Step::There(which, there));
    let here = (0..3_usize, 0..HERE.len()).prop_map(|(which, verb)| Step::Here(which, verb));
    vec(prop_oneof![2 => there, 1 => here], 1..10)
}

const HERE: [&str; 8] = [
    "done T-N",
    "move T-N --by 2d --why rain",
    "hand T-N --to kim --why lunch",
    "reopen T-N --by 3d --why again",
    "wait T-N --why photos",
    "resume T-N",
    "cancel T-N --as void --why slip",
    "note T-N hello",
];

/// Whose files they are.
#[derive(Debug, Clone, Copy, PartialEq)]
enum From {
    Csv,
    /// Without a `ref`: told apart by what is owed.
    Nameless,
    /// What is cancelled is gone.
    Jira,
}

/// Imports the file of a source, in one order or the other.
fn take(desk: &Desk, all: &[There], from: From, backwards: bool, options: &str) -> (Exit, String) {
    let row = |(number, there): (usize, &There)| {
        let (done, is_over) = match &there.state {
            State::Open => (None, false),
            State::Done(at) => (Some(*at), false),
            State::Cancelled(at) => (*at, true),
        };
        let done = done.map_or_else(String::new, hours);
        let owner = ["", "dana", "lee"][there.owner];
        let (made, due) = (hours(-48), hours(there.due));
        let rest = match (from, is_over) {
            (From::Jira, true) => format!("{done},Done,Duplicate,"),
            (From::Jira, false) => format!("{done},{},,", if done.is_empty() { "To Do" } else { "Done" }),
            (_, true) => format!("{done},cancelled,,"),
            (_, false) => format!("{done},,,"),
        };
        let name = if from == From::Nameless { String::new() } else { format!("T-{number}") };
        format!("{name},Acme,T-{number},{owner},{made},{due},{rest}\n")
    };
    let mut rows: Vec<_> = all.iter().enumerate().map(row).collect();
    if backwards {
        rows.reverse();
    }
    match from {
        From::Jira => run(desk, &format!("{JIRA}{}", rows.concat()), &format!("--from jira {options}")),
        _ => import(desk, &rows.concat(), options),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    // Whatever happens at a source and here: an import with `--update` records what fits, and once more changes nothing,
    // in any order of rows. What nobody touched here is then as the source has it.
    #[test]
    fn a_second_update_changes_nothing(
        from in prop_oneof![Just(From::Csv), Just(From::Nameless), Just(From::Jira)],
        begin in vec(there(), 3), steps in steps()) {
        let desk = desk();
        let mut all: Vec<_> = begin.into_iter().map(|there| there.by(0)).collect();
        let mut touched = [false; 3];
        let first = "--skip-bad".to_owned();
        let mut course = vec![(None, first)];
        course.extend(steps.into_iter().map(|step| (Some(step), "--skip-bad --update".to_owned())));
        for (hour, (step, options)) in course.into_iter().enumerate() {
            let hour = i64::try_from(hour).unwrap() * 5;
            let now = format!("--now={}", hours(hour));
            match step {
                Some(Step::Here(which, verb)) => {
                    let line = HERE[verb].replace("T-N", &format!("T-{which}"));
                    touched[which] |= desk.run(&format!("{line} {now}")).0 == Exit::Success;
                }
                Some(Step::There(which, there)) => all[which] = there.by(hour),
                None => {}
            }
            let (exit, said) = take(&desk, &all, from, false, &format!("{options} {now}"));
            prop_assert_eq!(exit, Exit::Success, "{}", said);
            let before = ledger(&desk);
            for (options, backwards) in [("--update", true), ("", false), ("--update", false)] {
                let (exit, said) = take(&desk, &all, from, backwards, &format!("--skip-bad {options} {now}"));
                prop_assert_eq!(exit, Exit::Success, "{}", said);
                prop_assert!(said.starts_with("0 imported, 0 closed, "), "{}", said);
                prop_assert_eq!(ledger(&desk), before.clone(), "{}", said);
            }
            let (exit, found, _) = desk.run(&format!("check --now={}", hours(1_000)));
            prop_assert_eq!(exit, Exit::Success, "{}", found);
            let (_, said, _) = desk.run(&format!("list --all --json --now={}", hours(1_000)));
            let said: Value = serde_json::from_str(&said).unwrap();
            for (number, there) in all.iter().enumerate().filter(|(number, _)| !touched[*number]) {
                let what = format!("T-{number}");
                let here = said["commitments"].as_array().unwrap().iter().find(|one| one["what"] == what.as_str());
                match (&there.state, here) {
                    (State::Cancelled(_), None) if from == From::Jira => {}
                    (State::Cancelled(_), Some(one)) => prop_assert_eq!(&one["state"], "closed"),
                    (State::Open, Some(one)) => {
                        prop_assert_eq!(&one["state"], "open");
                        let due = crate::rules::time::Instant::from_datetime(
                            &chrono::DateTime::parse_from_rfc3339(one["due"].as_str().unwrap()).unwrap(),
                        );
                        prop_assert_eq!(due.rfc3339(chrono_tz::UTC), hours(there.due));
                    }
                    (State::Done(_), Some(_)) => {}
                    (_, None) => prop_assert!(false, "{} is missing", what),
                }
            }
        }
    }
}
