//! `owed undo`: a change is taken back, to the byte, or not at all.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::PathBuf;

use insta::assert_snapshot;
use proptest::prelude::*;

use crate::pty::Terminal;
use crate::support::{SAMPLE, TestEnv};

/// A line of each kind of change to the sample.
const LINES: [&str; 15] = [
    "promise ring back --to Acme --by tomorrow",
    "done ccc",
    "done bbb ccc",
    "done ccc --next send the rest --by mon",
    "move ddd --by dec 1 --why x",
    "told ddd hello",
    "told all is well --owner dana",
    "cancel ddd --as void --why x",
    "reopen ggg --by mon --why x",
    "hand ddd --to sam --why x",
    "change ccc --what send the better offer --kind email --tag new --why slip",
    "promise the backup --to Acme --by mon --every week",
    "customer Globex --rename Initech",
    "hand --owner dana --to sam --why holiday --all",
    "import in.csv --from csv",
];

/// New blocks go where their ids are, not to the end.
const ORDERED: &str = "order = \"id\"\n";

/// Three rows to import.
const CSV: &str = "what,to,made,due\none,Acme,2026-11-20,2026-12-01\ntwo,Acme,2026-11-20,2026-12-02\nthree,Acme,2026-11-20,2026-12-03\n";

#[test]
fn every_change_can_be_taken_back_to_the_byte() {
    for line in LINES {
        let env = TestEnv::sample().file("in.csv", CSV);
        assert_eq!(env.owed(line).status, 0, "{line}");
        assert_ne!(env.text(), SAMPLE, "{line}");
        let said = env.owed("undo");
        assert_eq!((said.status, said.stderr.as_str()), (0, ""), "{line}");
        assert_eq!(env.text(), SAMPLE, "{line}");
    }
}

#[test]
fn taking_back_an_undo_does_the_same_again_to_the_byte_as_often_as_one_likes() {
    let ends = ["", "\n\n", "\n# the end", "\n  \n"];
    let added = ends.into_iter().flat_map(|end| [(LINES[0], end), (LINES[LINES.len() - 1], end)]);
    let lines: Vec<_> = LINES.into_iter().map(|line| (line, "\n")).chain(added).collect();
    for (order, (line, end)) in
        ["", ORDERED].into_iter().flat_map(|order| lines.iter().map(move |line| (order, line)))
    {
        let text = format!("{order}{}{end}", SAMPLE.trim_end());
        let env = TestEnv::new().ledger(&text).file("in.csv", CSV);
        assert_eq!(env.owed(line).status, 0, "{line}");
        let changed = env.text();
        for _ in 0..2 {
            assert_eq!(env.owed("undo").stderr, "", "{line}");
            assert_eq!(env.text(), text, "{line} {end:?}");
            assert_eq!(env.owed("undo 1").stderr, "", "{line}");
            assert_eq!(env.text(), changed, "{line} {end:?}");
        }
        // Neither leaves a record of its own behind.
        assert_eq!(env.owed("undo --list --json").json()["changes"].as_array().unwrap().len(), 1);
    }
}

#[test]
fn what_was_added_is_taken_back_to_the_byte_however_the_ledger_ends() {
    let sample = SAMPLE.trim_end();
    for end in ["", "\n", "\n\n", "\n\n\n", "\n# the end", "\n# the end\n", "\n# the end\n\n", "\n  \n"] {
        for newline in ["\n", "\r\n"] {
            for line in ["promise x --to Acme --by tomorrow", "import in.csv --from csv"] {
                let text = format!("{sample}{end}").replace('\n', newline);
                let env = TestEnv::new().ledger(&text).file("in.csv", CSV);
                assert_eq!(env.owed(line).status, 0, "{line}");
                assert_ne!(env.text(), text, "{line}");
                assert_eq!(env.owed("undo").stderr, "", "{line}");
                assert_eq!(env.text(), text, "{line} {end:?}");
                // Of two the first; the second stays where it was.
                env.owed(line);
                env.owed("promise y --to Zoe --by tomorrow");
                let last = env.text().rfind("[[commitment]]").unwrap();
                let last = env.text().get(last..).unwrap().to_owned();
                assert_eq!(env.owed("undo 2").stderr, "", "{line}");
                assert!(env.text().starts_with(&text) && env.text().ends_with(&last), "{line} {end:?}");
            }
        }
    }
}

#[test]
fn a_hint_names_later_changes_only_where_undo_lists_them() {
    let env = TestEnv::sample();
    env.owed("note ccc one");
    env.owed("note ddd two");
    // Somebody else, by hand.
    env.put(env.text().replace("note = \"one\"", "note = \"other\""));
    assert_snapshot!(env.owed("undo 2"), @"
    --- stderr
    error: changed since then, so nothing was undone: ccc33333
    hint: what changed it is not in `owed undo --list` (an editor, git, `owed archive` or the ladder): use `owed edit`
    --- exit 2
    ");
    env.owed("note ccc three");
    assert!(env.owed("undo 3").stderr.contains("`owed undo --list` shows the later changes"));
}

#[test]
fn changes_are_listed_and_taken_back_one_after_the_other() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("undo"), @"
    --- stderr
    error: there is no change to undo
    hint: `owed undo --list` shows the changes that can be undone
    --- exit 2
    ");
    env.owed("note ccc one");
    env.owed("note ddd two");
    let env = env.at("2026-11-20T10:30:00-05:00");
    assert_snapshot!(env.owed("undo --list"), @"
    n  when    what
    1  1h ago  note ddd two
    2  1h ago  note ccc one
    --- exit 0
    ");
    assert_snapshot!(env.owed("undo --list --json"), @r#"
    {"schema":1,"changes":[{"number":1,"at":"2026-11-20T14:30:00+00:00","what":"note ddd two","undid":null},{"number":2,"at":"2026-11-20T14:30:00+00:00","what":"note ccc one","undid":null}]}
    --- exit 0
    "#);
    let both = env.text();
    assert_snapshot!(env.owed("undo 2"), @"
    undone: note ccc one, 1h ago
    --- exit 0
    ");
    assert_snapshot!(env.owed("undo 3"), @"
    --- stderr
    error: there is no change 3 to undo
    hint: `owed undo --list` shows the changes that can be undone
    --- exit 2
    ");
    // Without a number an undo is passed over.
    assert_snapshot!(env.owed("undo"), @"
    undone: note ddd two, 1h ago
    --- exit 0
    ");
    assert_eq!(env.text(), SAMPLE);
    assert_snapshot!(env.owed("undo"), @"
    --- stderr
    error: there is no change to undo
    hint: `owed undo --list` shows the changes that can be undone
    --- exit 2
    ");
    let env = env.at("2026-11-20T10:35:00-05:00");
    assert_snapshot!(env.owed("undo --list"), @"
    n  when    what
    1  5m ago  undo (note ddd two)
    2  5m ago  undo 2 (note ccc one)
    --- exit 0
    ");
    assert_snapshot!(env.owed("undo --list --json"), @r#"
    {"schema":1,"changes":[{"number":1,"at":"2026-11-20T15:30:00+00:00","what":"undo","undid":"note ddd two"},{"number":2,"at":"2026-11-20T15:30:00+00:00","what":"undo 2","undid":"note ccc one"}]}
    --- exit 0
    "#);
    assert_snapshot!(env.owed("undo 2"), @"
    undone: undo 2 (note ccc one), 5m ago
    --- exit 0
    ");
    assert_snapshot!(env.owed("undo --list"), @"
    n  when    what
    1  0s ago  note ccc one
    2  5m ago  undo (note ddd two)
    --- exit 0
    ");
    assert_eq!(env.owed("undo 2").status, 0);
    assert_eq!(env.text(), both);
}

#[test]
fn an_undo_is_not_taken_back_where_something_changed_since() {
    let env = TestEnv::sample();
    env.owed("note ccc one");
    env.owed("undo");
    env.owed("note ccc two");
    let before = env.text();
    assert_snapshot!(env.owed("undo 2"), @"
    --- stderr
    error: changed since then, so nothing was undone: ccc33333
    hint: `owed undo --list` shows the later changes; undo those first, or use `owed edit`
    --- exit 2
    ");
    assert_eq!(env.text(), before);
}

#[test]
fn what_is_older_than_a_day_is_taken_back_by_its_number_or_a_yes() {
    let noted = |now: &str| {
        let env = TestEnv::sample();
        env.owed("note ccc one");
        env.at(now)
    };
    // A day is not older than a day.
    let env = noted("2026-11-21T09:30:00-05:00");
    assert_snapshot!(env.owed("undo"), @"
    undone: note ccc one, 1d ago
    --- exit 0
    ");
    assert_eq!(env.text(), SAMPLE);
    let old = "2026-11-21T09:30:01-05:00";
    let env = noted(old);
    let before = env.text();
    assert_snapshot!(env.owed("undo"), @"
    --- stderr
    error: the last change is older than a day: note ccc one, 1d ago
    hint: `owed undo 1` undoes it all the same; `owed undo --list` shows what else can be undone
    --- exit 2
    ");
    assert_eq!(env.text(), before);
    for answer in [None, Some(""), Some("n"), Some("what?")] {
        let said = env.answering(answer, "undo");
        assert_eq!((said.status, said.stdout.as_str()), (2, ""), "{answer:?}: {said}");
        assert_eq!(env.text(), before, "{answer:?}");
    }
    assert_snapshot!(env.answering(Some("y"), "undo"), @"
    undone: note ccc one, 1d ago
    --- stderr
    the last change is older than a day: note ccc one, 1d ago. Undo it? [y/N]
    --- exit 0
    ");
    assert_eq!(env.text(), SAMPLE);
    let env = noted(old);
    assert_eq!(env.owed("undo 1").stderr, "");
    assert_eq!(env.text(), SAMPLE);
    // The number that is named is that of the change, with undos before it.
    let env = noted("2026-11-20T10:00:00-05:00");
    env.owed("note ddd two");
    env.owed("undo");
    let env = env.at("2026-11-22T10:00:00-05:00");
    assert!(env.owed("undo").stderr.contains("hint: `owed undo 2` undoes it all the same"));
}

#[test]
fn on_a_terminal_an_old_change_is_asked_about() {
    let env = TestEnv::sample();
    env.owed("note ccc one");
    let env = env.at("2026-11-25T10:00:00-05:00");
    let mut command = pty_process::blocking::Command::new(env!("CARGO_BIN_EXE_owed"));
    command = command.current_dir(env.folder()).env_clear().envs(env.variables()).arg("undo");
    let mut screen = Terminal::start(command);
    screen.wait_for("older than a day: note ccc one, 5d ago. Undo it? [y/N]");
    screen.press("y\r");
    screen.wait_for("undone: note ccc one, 5d ago");
    assert_eq!(env.text(), SAMPLE);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, max_shrink_iters: 40, ..ProptestConfig::default() })]
    #[test]
    fn an_undo_that_is_taken_back_leaves_the_same_bytes(
        lines in prop::collection::vec(prop::sample::select(LINES.to_vec()), 1..4),
        walks in prop::collection::vec(1_usize..5, 1..3),
        order in prop::sample::select(vec!["", ORDERED]),
    ) {
        let env = TestEnv::new().ledger(format!("{order}{SAMPLE}")).file("in.csv", CSV);
        for line in &lines {
            env.owed(line);
        }
        for which in walks {
            let before = env.text();
            if env.owed(&format!("undo {which}")).status != 0 {
                prop_assert_eq!(env.text(), before);
                continue;
            }
            let without = env.text();
            prop_assert_eq!(env.owed("undo 1").status, 0);
            let again = env.text();
            if order.is_empty() {
                // What was taken out of the middle comes back at the end.
                prop_assert_eq!(blocks(&again), blocks(&before), "{:?}", lines);
            } else {
                prop_assert_eq!(&again, &before, "{:?}", lines);
            }
            prop_assert_eq!(env.owed("undo 1").status, 0);
            prop_assert_eq!(env.text(), without);
            prop_assert_eq!(env.owed("undo 1").status, 0);
            prop_assert_eq!(env.text(), again);
        }
    }
}

/// Returns the policy and the blocks of a ledger, sorted, without the blank lines between them.
fn blocks(text: &str) -> Vec<&str> {
    let mut blocks: Vec<_> = text.split("[[commitment]]\n").map(str::trim_end).collect();
    blocks.sort_unstable();
    blocks
}

#[test]
fn what_was_changed_since_is_not_taken_back() {
    let env = TestEnv::sample();
    env.owed("note ccc one");
    env.owed("note ccc two");
    let before = env.text();
    assert_snapshot!(env.owed("undo 2"), @"
    --- stderr
    error: changed since then, so nothing was undone: ccc33333
    hint: `owed undo --list` shows the later changes; undo those first, or use `owed edit`
    --- exit 2
    ");
    assert_eq!(env.text(), before);
}

#[test]
fn a_damaged_record_does_not_let_the_change_before_it_be_taken_back() {
    let env = TestEnv::sample();
    env.owed("note ccc one");
    let one = env.text();
    env.owed("note ccc two");
    let both = env.text();
    let undo = fs::read_dir(env.path("~/.local/state/owed/undo")).unwrap().next().unwrap().unwrap().path();
    let (first, last) = (undo.join("1.json"), undo.join("2.json"));
    let records = [fs::read(&first).unwrap(), fs::read(&last).unwrap()];
    fs::write(&last, &records[1][..40]).unwrap();
    for undo in ["undo", "undo --list"] {
        let said = env.owed(undo);
        assert_eq!(said.status, 2);
        assert!(
            said.stderr.contains("2.json is damaged; if you delete it, `owed undo` undoes"),
            "{}",
            said.stderr
        );
    }
    assert_eq!(env.text(), both);
    // One that is older than the undone change does not matter.
    fs::write(&last, &records[1]).unwrap();
    fs::write(&first, &records[0][..40]).unwrap();
    assert_eq!(env.owed("undo").status, 0);
    assert_eq!(env.text(), one);
}

#[test]
fn without_a_place_for_it_a_change_stands_and_undo_says_so() {
    let env = TestEnv::sample().without("HOME");
    assert_snapshot!(env.owed("note ccc one"), @"
    ccc  send the signed offer → Globex: noted: one
    --- stderr
    warning: the change was made, but `owed undo` cannot undo it: HOME is not an absolute path
    --- exit 0
    ");
    assert_snapshot!(env.owed("undo"), @"
    --- stderr
    error: no directory for the undo history: HOME is not an absolute path
    hint: set XDG_STATE_HOME or HOME
    --- exit 2
    ");
}

/// Returns the folder of the records of the only ledger.
fn records(env: &TestEnv) -> PathBuf {
    fs::read_dir(env.path("~/.local/state/owed/undo")).unwrap().next().unwrap().unwrap().path()
}

#[test]
fn what_owed_did_not_write_leaves_undo_working_for_the_rest() {
    let env = TestEnv::sample();
    env.owed("note ccc one");
    let one = env.text();
    let folder = records(&env);
    for name in ["18446744073709551615.json", "18446744073709551616.json", "+9.json", "0007.json", "x.json"] {
        fs::copy(folder.join("1.json"), folder.join(name)).unwrap();
    }
    fs::File::create(folder.join("2.json")).unwrap().set_len(64 * 1024 * 1024 + 1).unwrap();
    symlink(folder.join("1.json"), folder.join("3.json")).unwrap();
    fs::create_dir(folder.join("4.json")).unwrap();
    let said = env.owed("undo --list");
    assert_eq!((said.status, said.stdout.lines().count()), (0, 2), "{said}");
    let shown = folder.display();
    assert_eq!(
        said.stderr,
        format!(
            "warning: {shown}/4.json is left out: it is not a regular file\n\
             warning: {shown}/3.json is left out: it is not a regular file\n\
             warning: {shown}/2.json is left out: it is larger than 64 MiB\n"
        )
    );
    assert_eq!(env.owed("note ccc two").status, 0);
    assert_eq!(env.owed("undo").stdout, "undone: note ccc two\n");
    assert_eq!(env.text(), one);
    assert_eq!(env.owed("undo").status, 0);
    assert_eq!(env.text(), SAMPLE);
}

#[test]
fn changes_that_undo_can_no_longer_take_back_are_said() {
    let env = TestEnv::sample();
    env.owed("note ccc 1");
    let folder = records(&env);
    for at in 2..100 {
        fs::copy(folder.join("1.json"), folder.join(format!("{at}.json"))).unwrap();
    }
    let said = env.owed("note ccc 100");
    assert_eq!((said.status, said.stderr.as_str()), (0, ""));
    let listed = || env.owed("undo --list").stdout.lines().count() - 1;
    assert_eq!(listed(), 100);
    assert_snapshot!(env.owed("note ccc 101"), @"
    ccc  send the signed offer → Globex: noted: 101
    --- stderr
    `owed undo` can no longer undo the oldest changes: it keeps the last 100, up to 64 MiB
    --- exit 0
    ");
    // Several at a time, so that not every change reports it.
    assert_eq!(listed(), 75);
    assert_eq!(env.owed("note ccc 102").stderr, "");
    assert_eq!(listed(), 76);
}

#[test]
fn a_record_that_others_could_have_planted_is_never_taken_for_a_change() {
    let env = TestEnv::sample();
    env.owed("note ccc one");
    let before = env.text();
    let (state, folder) = (env.path("~/.local/state/owed"), records(&env));
    let record = fs::read_to_string(folder.join("1.json")).unwrap();
    // From another ledger, or from a text that is not in this one.
    let here = env.folder().display().to_string();
    for planted in [record.replace(&here, "/elsewhere"), record.replace("noted", "heard")] {
        assert_ne!(planted, record);
        fs::write(folder.join("2.json"), planted).unwrap();
        env.owed("undo");
        assert!(env.text() == before || env.text() == SAMPLE);
        fs::write(env.path("ledger.toml"), &before).unwrap();
        drop(fs::remove_file(folder.join("3.json")));
        fs::write(folder.join("1.json"), &record).unwrap();
    }
    fs::remove_file(folder.join("2.json")).unwrap();
    // Where others can write, no record is used, and none is kept.
    for (open, mode) in [(state.clone(), 0o777), (state.clone(), 0o770), (state.join("undo"), 0o777)]
        .into_iter()
        .chain([(state.join("undo"), 0o750), (state.join("undo"), 0o701)])
    {
        fs::set_permissions(&open, fs::Permissions::from_mode(mode)).unwrap();
        for undo in ["undo", "undo --list"] {
            let said = env.owed(undo);
            assert_eq!((said.status, said.stdout.as_str()), (2, ""), "{open:?} {mode:o} {said}");
            assert!(
                said.stderr.contains("others have access to this folder\nhint: run `chmod go-rwx /"),
                "{said}"
            );
        }
        assert_eq!(env.text(), before);
        let said = env.owed("note ddd two");
        assert!(said.status == 0 && said.stderr.contains("`owed undo` cannot undo it: "), "{said}");
        assert!(said.stderr.contains("hint: run `chmod go-rwx /"), "{said}");
        fs::write(env.path("ledger.toml"), &before).unwrap();
        fs::set_permissions(&open, fs::Permissions::from_mode(0o700)).unwrap();
    }
    assert_eq!(env.owed("undo").status, 0);
    assert_eq!(env.text(), SAMPLE);
}

#[test]
fn what_is_no_number_of_a_change_is_refused_in_plain_words() {
    let said = TestEnv::sample().owed("undo quote");
    assert_eq!(said.status, 2);
    assert!(said.stderr.contains("it must be a number, as `owed undo --list` has them"), "{said}");
}
