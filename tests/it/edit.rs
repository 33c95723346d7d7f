//! `owed edit`: the ledger in an editor, and what becomes of an edit that is refused.

use std::fs::{self, File};
use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _, symlink};
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use insta::assert_snapshot;

use crate::support::{SAMPLE, Said, TestEnv};

/// Returns the copies of edits.
fn copies(env: &TestEnv) -> Vec<PathBuf> {
    let folder = fs::read_dir(env.path("~/.local/state/owed/edit"));
    let mut copies: Vec<_> = folder.into_iter().flatten().map(|file| file.unwrap().path()).collect();
    copies.sort();
    copies
}

#[test]
fn an_edit_that_is_empty_changes_nothing() {
    for script in [
        ": > \"$1\"",
        "printf '\\357\\273\\277' > \"$1\"",
        "printf '\\n  \\n\\n' > \"$1\"",
        "printf '# all of it gone\\n' > \"$1\"",
        "sed -i d \"$1\"",
    ] {
        let env = editor(TestEnv::sample(), script);
        assert_eq!(env.owed("edit").to_string(), "--- stderr\nnothing was changed\n--- exit 0", "{script}");
        assert_eq!(env.text(), SAMPLE, "{script}");
        assert_eq!(copies(&env), [""; 0].map(PathBuf::from), "{script}");
    }
}

#[test]
fn an_edit_that_is_no_file_is_not_read() {
    for (script, said) in [
        ("rm \"$1\"; mkfifo \"$1\"", "the edit is not a regular file, so nothing was changed"),
        ("rm \"$1\"; mkdir \"$1\"", "the edit is not a regular file, so nothing was changed"),
        ("ln -sf /dev/zero \"$1\"", "the edit is a link, so nothing was changed"),
        ("ln -sf /dev/null \"$1\"", "the edit is a link, so nothing was changed"),
        ("ln -sf \"$PWD/ledger.toml\" \"$1\"", "the edit is a link, so nothing was changed"),
        ("truncate -s 300M \"$1\"", "the edit is larger than 256 MiB, so nothing was changed"),
        ("rm \"$1\"", "cannot read the edit: no such file or directory"),
    ] {
        let env = editor(TestEnv::sample(), script);
        let answer = env.owed("edit");
        assert_eq!((answer.stdout.as_str(), answer.status), ("", 2), "{script}: {answer}");
        assert!(answer.stderr.starts_with(&format!("error: ledger.toml: {said}\n")), "{script}: {answer}");
        assert_eq!(
            answer.stderr.contains("the edit is kept in"),
            !copies(&env).is_empty(),
            "{script}: {answer}"
        );
        assert_eq!(env.text(), SAMPLE, "{script}");
    }
}

#[test]
fn an_edit_that_is_no_text_is_told_where() {
    let env = editor(TestEnv::sample(), "printf '# \\377\\n' >> \"$1\"");
    let lines = SAMPLE.lines().count() + 1;
    let said = without_names(env.owed("edit"));
    assert!(said.contains(&format!("error: …:{lines}:3: not valid UTF-8\n")), "{said}");
    assert_eq!(env.text(), SAMPLE);
}

/// Returns the editor that takes two commitments out, and the ledger that it leaves.
fn two_gone() -> (String, String) {
    let blocks: Vec<_> = SAMPLE.split_inclusive("\n\n").collect();
    let left = blocks.iter().filter(|block| !block.contains("ccc33333") && !block.contains("ddd44444"));
    let left = left.copied().collect::<String>();
    assert_eq!(left.matches("[[commitment]]").count() + 2, SAMPLE.matches("[[commitment]]").count());
    ("cp left.toml \"$1\"".to_owned(), left)
}

#[test]
fn commitments_that_an_edit_takes_out_are_asked_about() {
    let (script, left) = two_gone();
    let env = || editor(TestEnv::sample().file("left.toml", &left), &script);
    let refused = env();
    assert_snapshot!(without_names(refused.owed("edit")), @"
    --- stderr
    error: the edit removes 2 commitments (ccc33333, ddd44444), so nothing was changed
    hint: `owed cancel` closes what will not be done; `owed archive` moves what was closed long ago
    hint: run `owed edit` on a terminal to confirm it
    hint: the edit is kept in …
    --- exit 2
    ");
    assert_eq!(refused.text(), SAMPLE);
    assert_eq!(copies(&refused).len(), 1);
    for answer in [None, Some(""), Some("n"), Some("what?")] {
        let env = env().env("EDITOR", format!("cp {}", refused.path("left.toml").display()));
        assert_eq!(env.answering(answer, "edit").status, 2, "{answer:?}");
        assert_eq!(env.text(), SAMPLE, "{answer:?}");
    }
    let agreed = env().env("EDITOR", format!("cp {}", refused.path("left.toml").display()));
    assert_snapshot!(without_names(agreed.answering(Some("y"), "edit")), @"
    ledger.toml: edited
    --- stderr
    the edit removes 2 commitments (ccc33333, ddd44444). Save it? [y/N]
    --- exit 0
    ");
    assert_eq!(agreed.text(), left);
    assert_eq!(copies(&agreed).len(), 0);
    assert_eq!(agreed.owed("undo").status, 0);
    assert_eq!(agreed.text(), SAMPLE);
}

#[test]
fn an_id_that_is_changed_by_hand_is_a_commitment_gone() {
    let env = editor(TestEnv::sample(), "sed -i s/ccc33333/ccc33334/ \"$1\"");
    let said = env.owed("edit");
    assert!(said.stderr.contains("the edit removes 1 commitment (ccc33333)"), "{said}");
    assert_eq!(env.text(), SAMPLE);
}

#[test]
fn a_ledger_that_is_not_in_order_is_mended_by_an_edit() {
    let broken = SAMPLE.replacen("made = ", "maid = ", 1);
    assert_ne!(broken, SAMPLE);
    let env = editor(TestEnv::new().ledger(&broken), "sed -i 's/^maid = /made = /' \"$1\"");
    assert_eq!(env.owed("edit").status, 0);
    assert_eq!(env.text(), SAMPLE);
    // What is lost in mending it counts too.
    let (_, left) = two_gone();
    let env = editor(TestEnv::new().ledger(&broken).file("left.toml", &left), "cp left.toml \"$1\"");
    let said = env.owed("edit");
    assert!(said.stderr.contains("the edit removes 2 commitments"), "{said}");
    assert_eq!(env.text(), broken);
}

/// Makes a copy as a killed edit leaves it, saved `days` days before now; returns its path.
fn left_behind(env: &TestEnv, name: &str, text: &str, days: u64) -> PathBuf {
    let path = env.path(format!("~/.local/state/owed/edit/{name}"));
    fs::DirBuilder::new().recursive(true).mode(0o700).create(path.parent().unwrap()).unwrap();
    fs::write(&path, text).unwrap();
    // The Friday morning that every test is on.
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_185_000);
    let saved = now - Duration::from_secs(days * 86_400);
    File::options().append(true).open(&path).unwrap().set_modified(saved).unwrap();
    path
}

#[test]
fn edits_that_never_ended_are_named_and_the_idle_ones_go() {
    let env = editor(TestEnv::sample(), "true");
    let other = SAMPLE.replace("Globex", "Initech");
    let stay = [
        left_behind(&env, "ledger.bbbbbbbb.toml", SAMPLE, 29),
        left_behind(&env, "ledger.cccccccc.toml", &other, 400),
        left_behind(&env, "ledger.dddddddd.toml", "", 400),
    ];
    let others = [
        left_behind(&env, "another.bbbbbbbb.toml", SAMPLE, 400),
        left_behind(&env, "ledger.notes.toml", SAMPLE, 400),
    ];
    let link = env.path("~/.local/state/owed/edit/ledger.ffffffff.toml");
    symlink(env.path("ledger.toml"), &link).unwrap();
    let gone = left_behind(&env, "ledger.gggggggg.toml", SAMPLE, 31);
    let said = env.owed("edit");
    let named = |path: &PathBuf| said.stderr.contains(&format!(": {}\n", path.display()));
    assert!(stay.iter().all(|path| path.exists() && named(path)), "{said}");
    assert!(named(&link) && link.is_symlink(), "{said}");
    assert!(others.iter().all(|path| path.exists() && !named(path)), "{said}");
    assert!(!gone.exists() && !named(&gone), "{said}");
    assert_eq!(env.text(), SAMPLE);
    assert_eq!(said.stderr.lines().filter(|line| line.contains("an earlier edit")).count(), 4, "{said}");
    assert!(said.stderr.ends_with("\nnothing was changed\n"), "{said}");
    assert_eq!(env.owed("edit -q").stderr, "");
}

#[test]
fn an_edit_that_was_refused_is_named_by_the_next() {
    let env = editor(TestEnv::sample(), "sed -i 's/^made/maid/' \"$1\"");
    assert_eq!(env.owed("edit").status, 2);
    let copy = copies(&env).remove(0);
    let env = editor(env, "true");
    assert!(env.owed("edit").stderr.contains(copy.to_str().unwrap()));
}

/// Sets an editor that runs these shell commands on the file `$1`.
pub fn editor(env: TestEnv, script: &str) -> TestEnv {
    let env = env.file("editor.sh", format!("#!/bin/sh\nset -e\n{script}\n"));
    fs::set_permissions(env.path("editor.sh"), fs::Permissions::from_mode(0o700)).unwrap();
    env.env("EDITOR", "./editor.sh").env("PATH", "/usr/bin:/bin").env("OWED", env!("CARGO_BIN_EXE_owed"))
}

/// Returns the output, without the random name of a kept edit.
pub fn without_names(said: Said) -> String {
    let text = said.to_string();
    let lines = text.lines().map(|line| {
        let place = line.strip_prefix("error: /").and_then(|line| line.split_once(".toml:"));
        match (line.split_once("the edit is kept in "), place) {
            (Some((before, _)), _) => format!("{before}the edit is kept in …"),
            (None, Some((_, place))) => format!("error: …:{place}"),
            (None, None) => line.to_owned(),
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn an_edit_counts_when_it_is_in_order() {
    let env = editor(TestEnv::sample(), "sed -i 's/the signed offer/the better offer/' \"$1\"");
    assert_snapshot!(env.owed("edit"), @"
    ledger.toml: edited
    --- exit 0
    ");
    assert_eq!(env.text(), SAMPLE.replace("the signed offer", "the better offer"));
    assert_eq!(env.owed("undo").status, 0);
    assert_eq!(env.text(), SAMPLE);
    let env = editor(env, "true");
    assert_snapshot!(env.owed("edit"), @"
    --- stderr
    nothing was changed
    --- exit 0
    ");
}

#[test]
fn an_edit_that_is_not_understood_is_kept_and_changes_nothing() {
    let env = editor(TestEnv::sample(), "sed -i 's/^made = 2026-11-18T10:00:00-05:00/maid = 1/' \"$1\"");
    assert_snapshot!(without_names(env.owed("edit")), @"
    --- stderr
    error: …:20:1: missing key `made`
      20 | [[commitment]]
         | ^^^^^^^^^^^^^^
    hint: add `made = 2026-11-20T17:00:00-05:00`, with your own time
    hint: the edit is kept in …
    --- exit 2
    ");
    assert_eq!(env.text(), SAMPLE);
    let kept: Vec<_> = fs::read_dir(env.path("~/.local/state/owed/edit")).unwrap().collect();
    assert_eq!(kept.len(), 1);
}

#[test]
fn an_editor_that_fails_changes_nothing() {
    let env = editor(TestEnv::sample(), "exit 3");
    assert_snapshot!(without_names(env.owed("edit")), @"
    --- stderr
    error: the editor `./editor.sh` failed (exit status: 3); nothing was changed
    hint: set VISUAL or EDITOR to name the editor
    --- exit 2
    ");
    assert_eq!(env.text(), SAMPLE);
}

#[test]
fn what_others_write_during_an_edit_is_not_lost() {
    let env = editor(
        TestEnv::sample(),
        "sed -i 's/the signed offer/the better offer/' \"$1\"\n\"$OWED\" -q done bbb\n\"$OWED\" -q promise new --to Zoe --by mon >/dev/null",
    );
    assert_snapshot!(env.owed("edit"), @"
    ledger.toml: edited
    --- exit 0
    ");
    let text = env.text();
    assert!(text.contains("the better offer") && text.contains("to = \"Zoe\""));
    assert_eq!(env.owed("show bbb --json").json()["commitments"][0]["state"], "closed");
}

#[test]
fn two_changes_of_one_commitment_are_united() {
    let env = editor(
        TestEnv::sample(),
        "sed -i 's/the signed offer/the better offer/' \"$1\"\n\"$OWED\" -q done ccc",
    );
    assert_eq!(env.owed("edit").status, 0);
    assert!(env.text().contains("the better offer"));
    assert_eq!(env.owed("show ccc --json").json()["commitments"][0]["state"], "closed");
}

#[test]
fn a_ledger_with_conflict_markers_can_be_repaired() {
    let both = "<<<<<<< ours\nwhat = \"send the signed offer\"\n=======\nwhat = \"send the offer\"\n>>>>>>> theirs\n";
    let twice = SAMPLE.replace("what = \"send the signed offer\"\n", both);
    assert_ne!(twice, SAMPLE);
    let env = editor(TestEnv::new().ledger(twice), "sed -i '/^<<<<<<</d; /^=======/,/^>>>>>>>/d' \"$1\"");
    assert_eq!(env.owed("edit").status, 0);
    assert_eq!(env.text(), SAMPLE);
}

#[test]
fn two_values_of_one_key_are_for_a_person_to_settle() {
    let env = editor(
        TestEnv::sample(),
        "sed -i 's/the signed offer/the better offer/' \"$1\"\nsed -i 's/the signed offer/the last offer/' ledger.toml",
    );
    assert_snapshot!(without_names(env.owed("edit")), @"
    --- stderr
    error: the edit contradicts what was written meanwhile: ccc33333: `what` has two values
    hint: nothing was changed; run `owed edit` again and copy what you want from the kept edit
    hint: the edit is kept in …
    --- exit 2
    ");
    assert!(env.text().contains("the last offer"));
}

#[test]
fn a_policy_that_others_change_during_an_edit_is_not_lost() {
    let env = editor(
        TestEnv::sample(),
        "sed -i 's/the signed offer/the better offer/' \"$1\"\nsed -i 's/^timezone = .*/timezone = \"UTC\"/' ledger.toml",
    );
    assert_eq!(env.owed("edit").status, 0);
    assert!(env.text().contains("the better offer") && env.text().contains("timezone = \"UTC\""));
}

#[test]
fn an_edit_answers_in_json_with_what_it_changed() {
    let env = editor(TestEnv::sample(), "sed -i 's/the signed offer/the better offer/' \"$1\"");
    let said = env.owed("edit --json").json();
    let changed: Vec<_> =
        said["commitments"].as_array().unwrap().iter().map(|one| one["id"].clone()).collect();
    assert_eq!(changed, ["ccc33333"]);
    assert_eq!(said["commitments"][0]["what"], "send the better offer");
}

#[test]
fn a_copy_to_edit_is_not_put_where_others_can_read_it() {
    let env = editor(TestEnv::sample(), "false");
    fs::create_dir_all(env.path("~/.local/state/owed/edit")).unwrap();
    fs::set_permissions(env.path("~/.local/state/owed/edit"), fs::Permissions::from_mode(0o755)).unwrap();
    let said = env.owed("edit");
    assert_eq!(said.status, 2);
    assert!(said.stderr.starts_with("error: ledger.toml: cannot make a copy to edit: /"), "{said}");
    assert!(said.stderr.contains("others have access to this folder"), "{said}");
    assert_eq!(fs::read_dir(env.path("~/.local/state/owed/edit")).unwrap().count(), 0);
}
