//! `owed edit`: the ledger in an editor, and what becomes of an edit that is refused.

use std::fs::{self, File};
use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _, symlink};
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use insta::assert_snapshot;

use crate::support::{SAMPLE, Said, TestEnv};

/// Returns the copies of edits; each has what it began with beside it.
fn copies(env: &TestEnv) -> Vec<PathBuf> {
    let folder = fs::read_dir(env.path("~/.local/state/owed/edit"));
    let files = folder.into_iter().flatten().map(|file| file.unwrap().path());
    let mut copies: Vec<_> = files.filter(|path| path.extension().unwrap() == "toml").collect();
    copies.sort();
    copies
}

/// Returns how many files of edits there are.
fn files(env: &TestEnv) -> usize {
    fs::read_dir(env.path("~/.local/state/owed/edit")).into_iter().flatten().count()
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
        assert_eq!(files(&env), 0, "{script}");
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
    assert_eq!(files(&agreed), 0);
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
    assert_eq!((copies(&env).len(), files(&env)), (1, 2));
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

/// Keeps an edit of the sample with a mistake; returns where.
fn with_a_mistake() -> (TestEnv, PathBuf) {
    let env =
        editor(TestEnv::sample(), "sed -i 's/the signed offer/the better offer/; s/^made/maid/' \"$1\"");
    let said = env.owed("edit");
    assert_eq!(said.status, 2, "{said}");
    let copy = copies(&env).remove(0);
    let hint =
        format!("hint: the edit is kept in {}; `owed edit --resume` goes on with it\n", copy.display());
    assert!(said.stderr.ends_with(&hint), "{said}");
    (env, copy)
}

const MEND: &str = "sed -i 's/^maid/made/' \"$1\"";

#[test]
fn an_edit_that_was_kept_is_gone_on_with() {
    let (env, copy) = with_a_mistake();
    for file in fs::read_dir(copy.parent().unwrap()).unwrap() {
        assert_eq!(file.unwrap().metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }
    let env = editor(env, MEND);
    let said = env.owed("edit --resume");
    assert_eq!(
        said.to_string(),
        format!("ledger.toml: edited\n--- stderr\ngoing on with {}\n--- exit 0", copy.display())
    );
    assert_eq!(env.text(), SAMPLE.replace("the signed offer", "the better offer"));
    assert_eq!(files(&env), 0);
    assert_eq!(env.owed("undo").status, 0);
    assert_eq!(env.text(), SAMPLE);
    assert_snapshot!(env.owed("edit --resume"), @"
    --- stderr
    error: ledger.toml: no edit was kept
    hint: `owed edit` begins one
    --- exit 2
    ");
}

#[test]
fn a_resumed_edit_is_united_with_what_others_wrote_since_it_began() {
    let (env, _) = with_a_mistake();
    assert_eq!(env.owed("done ccc").status, 0);
    assert_eq!(env.owed("promise new --to Zoe --by mon").status, 0);
    let env = editor(env, MEND);
    assert_eq!(env.owed("edit --resume").status, 0);
    assert!(env.text().contains("the better offer") && env.text().contains("to = \"Zoe\""));
    assert_eq!(env.owed("show ccc --json").json()["commitments"][0]["state"], "closed");
    // What contradicts is kept again, until it is settled.
    let (env, copy) = with_a_mistake();
    env.put(SAMPLE.replace("the signed offer", "the last offer"));
    let env = editor(env, MEND);
    let said = env.owed("edit --resume");
    assert!(
        said.stderr.contains("contradicts what was written meanwhile: ccc33333: `what` has two values"),
        "{said}"
    );
    assert_eq!((said.status, copies(&env)), (2, vec![copy]));
    let env = editor(env, "sed -i 's/the better offer/the last offer/; s/Globex/Initech/' \"$1\"");
    assert_eq!(env.owed("edit --resume").status, 0);
    assert_eq!(env.text(), SAMPLE.replace("the signed offer", "the last offer").replace("Globex", "Initech"));
    assert_eq!(files(&env), 0);
}

#[test]
fn an_edit_that_the_ledger_says_by_now_changes_nothing() {
    let (env, _) = with_a_mistake();
    let better = SAMPLE.replace("the signed offer", "the better offer");
    env.put(&better);
    let env = editor(env, MEND);
    let said = env.owed("edit --resume");
    assert!(said.stderr.ends_with("\nnothing was changed\n") && said.stdout.is_empty(), "{said}");
    assert_eq!((said.status, env.text(), files(&env)), (0, better, 0));
    // Nor one that is only a part of it; there is nothing to undo.
    let (env, _) = with_a_mistake();
    env.put(SAMPLE.replace("the signed offer", "the better offer").replace("Globex", "Initech"));
    let env = editor(env, MEND);
    let said = env.owed("edit --resume");
    assert!(said.stderr.ends_with("\nnothing was changed\n") && said.stdout.is_empty(), "{said}");
    assert_eq!(env.owed("undo").status, 2);
    // One that is put back to what it began with is as little an edit.
    let (env, _) = with_a_mistake();
    let env = editor(env, "sed -i 's/the better offer/the signed offer/; s/^maid/made/' \"$1\"");
    assert!(env.owed("edit --resume").stderr.ends_with("\nnothing was changed\n"));
    assert_eq!((env.text().as_str(), files(&env)), (SAMPLE, 0));
}

#[test]
fn an_edit_that_mends_a_ledger_can_be_gone_on_with() {
    let broken = SAMPLE.replacen("made = ", "maid = ", 1);
    let kept = || {
        let env = editor(TestEnv::new().ledger(&broken), "sed -i 's/Globex/Initech/' \"$1\"");
        assert_eq!(env.owed("edit").status, 2);
        editor(env, MEND)
    };
    let env = kept();
    assert_eq!(env.owed("edit --resume").status, 0);
    assert_eq!(env.text(), SAMPLE.replace("Globex", "Initech"));
    // Somebody else has mended it meanwhile.
    let env = kept();
    env.put(SAMPLE);
    let said = env.owed("edit --resume");
    assert_eq!(
        said.stderr.lines().nth(1),
        Some(
            "error: the ledger could not be read when the edit began, and was changed since: the two cannot be united"
        ),
        "{said}"
    );
    assert_eq!((env.text().as_str(), copies(&env).len()), (SAMPLE, 1));
}

#[test]
fn of_several_kept_edits_the_one_saved_last_is_gone_on_with() {
    let (env, first) = with_a_mistake();
    assert_eq!(env.owed("edit").status, 2);
    let second = copies(&env).into_iter().find(|copy| *copy != first).unwrap();
    let saved = |copy: &PathBuf, seconds| {
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        File::options().append(true).open(copy).unwrap().set_modified(time).unwrap();
    };
    saved(&first, 1_795_185_000);
    saved(&second, 1_795_184_999);
    let env = editor(env, "echo \"$1\" > edited");
    let said = env.owed("edit --resume");
    assert_eq!(fs::read_to_string(env.path("edited")).unwrap(), format!("{}\n", first.display()));
    assert!(said.stderr.starts_with(&format!(
        "an earlier edit was not finished, or is still open: {}\ngoing on with {}\n",
        second.display(),
        first.display()
    )));
}

#[test]
fn an_edit_of_another_ledger_or_without_its_beginning_is_not_gone_on_with() {
    let (env, copy) = with_a_mistake();
    let other = env.path("other");
    fs::create_dir(&other).unwrap();
    fs::write(other.join("ledger.toml"), SAMPLE).unwrap();
    let said = env.owed("edit --resume --ledger other/ledger.toml");
    assert!(
        said.stderr.ends_with("error: other/ledger.toml: no edit was kept\nhint: `owed edit` begins one\n"),
        "{said}"
    );
    fs::remove_file(copy.with_extension("base")).unwrap();
    let env = editor(env, "touch edited");
    let said = env.owed("edit --resume");
    assert_eq!(
        said.to_string(),
        format!(
            "--- stderr\nan earlier edit was not finished, or is still open: {0}\n\
             error: it is not known what the kept edit began with\n\
             hint: run `owed edit`, copy what you want from {0}, and remove that file\n--- exit 2",
            copy.display()
        )
    );
    assert!(copy.exists() && !env.path("edited").exists());
    assert_eq!(env.text(), SAMPLE);
}

#[test]
fn what_an_edit_began_with_goes_after_a_month_if_it_is_alone() {
    let env = editor(TestEnv::sample(), "true");
    let gone = left_behind(&env, "ledger.bbbbbbbb.base", SAMPLE, 31);
    let idle = [
        left_behind(&env, "ledger.cccccccc.toml", SAMPLE, 31),
        left_behind(&env, "ledger.cccccccc.base", SAMPLE, 31),
    ];
    let stay = [
        left_behind(&env, "ledger.dddddddd.base", SAMPLE, 29),
        left_behind(&env, "ledger.ffffffff.toml", "", 31),
        left_behind(&env, "ledger.ffffffff.base", SAMPLE, 31),
        left_behind(&env, "another.gggggggg.base", SAMPLE, 31),
    ];
    assert_eq!(env.owed("edit").status, 0);
    assert!(!gone.exists() && !idle.iter().any(|path| path.exists()));
    assert!(stay.iter().all(|path| path.exists()));
}

#[test]
fn after_a_mistake_a_person_edits_again_keeps_or_discards() {
    let wrong = || editor(TestEnv::sample(), "sed -i 's/^made/maid/' \"$1\"");
    let asked = "edit again, keep, or discard? [E/k/d]\n";
    for answer in [None, Some("k"), Some(" Keep ")] {
        let env = wrong().env("EDITOR", "sed -i s/^made/maid/");
        let said = env.answering(answer, "edit");
        let (mistake, rest) = said.stderr.split_once(asked).unwrap();
        assert!(mistake.contains("missing key `made`") && !mistake.contains("kept"), "{said}");
        let copy = copies(&env).remove(0);
        let expected = format!(
            "error: the edit has a mistake, so nothing was changed\nhint: the edit is kept in {}; \
             `owed edit --resume` goes on with it\n",
            copy.display()
        );
        assert_eq!((rest, said.status), (expected.as_str(), 2), "{answer:?}");
        assert_eq!((env.text().as_str(), files(&env)), (SAMPLE, 2));
    }
    for answer in ["d", "discard"] {
        let env = wrong().env("EDITOR", "sed -i s/^made/maid/");
        let said = env.answering(Some(answer), "edit");
        let expected = "the edit is discarded; nothing was changed\n";
        assert_eq!((said.stderr.split_once(asked).unwrap().1, said.status), (expected, 0), "{said}");
        assert_eq!((env.text().as_str(), files(&env)), (SAMPLE, 0));
    }
}
