//! `undo`, `edit` and `archive`: the ledger itself.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::PathBuf;

use insta::assert_snapshot;

use crate::shop::{LEDGER, Said, Shop};

/// An editor that runs these shell commands on the file `$1`.
pub fn editor(shop: Shop, script: &str) -> Shop {
    let shop = shop.file("editor.sh", format!("#!/bin/sh\nset -e\n{script}\n"));
    fs::set_permissions(shop.path("editor.sh"), fs::Permissions::from_mode(0o700)).unwrap();
    shop.env("EDITOR", "./editor.sh").env("PATH", "/usr/bin:/bin").env("OWED", env!("CARGO_BIN_EXE_owed"))
}

/// What was said, less the random name of a kept edit.
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
fn every_change_can_be_taken_back_to_the_byte() {
    for line in [
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
    ] {
        let shop = Shop::busy();
        assert_eq!(shop.owed(line).status, 0, "{line}");
        assert_ne!(shop.text(), LEDGER, "{line}");
        let said = shop.owed("undo");
        assert_eq!((said.status, said.stderr.as_str()), (0, ""), "{line}");
        assert_eq!(shop.text(), LEDGER, "{line}");
    }
}

#[test]
fn changes_are_listed_and_taken_back_one_after_the_other() {
    let shop = Shop::busy();
    assert_snapshot!(shop.owed("undo"), @"
    --- stderr
    error: there is no change to undo
    hint: `owed undo --list` shows the changes that can be undone
    --- exit 2
    ");
    shop.owed("note ccc one");
    shop.owed("note ddd two");
    let shop = shop.at("2026-11-20T10:30:00-05:00");
    assert_snapshot!(shop.owed("undo --list"), @"
    n  when    what
    1  1h ago  note ddd two
    2  1h ago  note ccc one
    --- exit 0
    ");
    assert_snapshot!(shop.owed("undo --list --json"), @r#"
    {"schema":1,"changes":[{"number":1,"at":"2026-11-20T14:30:00+00:00","what":"note ddd two"},{"number":2,"at":"2026-11-20T14:30:00+00:00","what":"note ccc one"}]}
    --- exit 0
    "#);
    assert_snapshot!(shop.owed("undo 2"), @"
    undone: note ccc one
    --- exit 0
    ");
    assert_snapshot!(shop.owed("undo 2"), @"
    --- stderr
    error: there is no change 2 to undo
    hint: `owed undo --list` shows the changes that can be undone
    --- exit 2
    ");
    assert_snapshot!(shop.owed("undo"), @"
    undone: note ddd two
    --- exit 0
    ");
    assert_eq!(shop.text(), LEDGER);
}

#[test]
fn what_was_changed_since_is_not_taken_back() {
    let shop = Shop::busy();
    shop.owed("note ccc one");
    shop.owed("note ccc two");
    let before = shop.text();
    assert_snapshot!(shop.owed("undo 2"), @"
    --- stderr
    error: changed since then, so nothing was undone: ccc33333
    hint: `owed undo --list` shows the later changes; undo those first, or use `owed edit`
    --- exit 2
    ");
    assert_eq!(shop.text(), before);
}

#[test]
fn a_damaged_record_does_not_let_the_change_before_it_be_taken_back() {
    let shop = Shop::busy();
    shop.owed("note ccc one");
    let one = shop.text();
    shop.owed("note ccc two");
    let both = shop.text();
    let undo = fs::read_dir(shop.path("~/.local/state/owed/undo")).unwrap().next().unwrap().unwrap().path();
    let (first, last) = (undo.join("1.json"), undo.join("2.json"));
    let records = [fs::read(&first).unwrap(), fs::read(&last).unwrap()];
    fs::write(&last, &records[1][..40]).unwrap();
    for undo in ["undo", "undo --list"] {
        let said = shop.owed(undo);
        assert_eq!(said.status, 2);
        assert!(
            said.stderr.contains("2.json is damaged; if you delete it, `owed undo` undoes"),
            "{}",
            said.stderr
        );
    }
    assert_eq!(shop.text(), both);
    // One that is older than what is taken back is of no matter.
    fs::write(&last, &records[1]).unwrap();
    fs::write(&first, &records[0][..40]).unwrap();
    assert_eq!(shop.owed("undo").status, 0);
    assert_eq!(shop.text(), one);
}

#[test]
fn without_a_place_for_it_a_change_stands_and_undo_says_so() {
    let shop = Shop::busy().without("HOME");
    assert_snapshot!(shop.owed("note ccc one"), @"
    ccc  send the signed offer → Globex: noted: one
    --- stderr
    warning: the change was made, but `owed undo` cannot undo it: HOME is not an absolute path
    --- exit 0
    ");
    assert_snapshot!(shop.owed("undo"), @"
    --- stderr
    error: no directory for the undo history: HOME is not an absolute path
    hint: set XDG_STATE_HOME or HOME
    --- exit 2
    ");
}

#[test]
fn an_edit_counts_when_it_is_in_order() {
    let shop = editor(Shop::busy(), "sed -i 's/the signed offer/the better offer/' \"$1\"");
    assert_snapshot!(shop.owed("edit"), @"
    ledger.toml: edited
    --- exit 0
    ");
    assert_eq!(shop.text(), LEDGER.replace("the signed offer", "the better offer"));
    assert_eq!(shop.owed("undo").status, 0);
    assert_eq!(shop.text(), LEDGER);
    let shop = editor(shop, "true");
    assert_snapshot!(shop.owed("edit"), @"
    --- stderr
    nothing was changed
    --- exit 0
    ");
}

#[test]
fn an_edit_that_is_not_understood_is_kept_and_changes_nothing() {
    let shop = editor(Shop::busy(), "sed -i 's/^made = 2026-11-18T10:00:00-05:00/maid = 1/' \"$1\"");
    assert_snapshot!(without_names(shop.owed("edit")), @"
    --- stderr
    error: …:20:1: missing key `made`
      20 | [[commitment]]
         | ^^^^^^^^^^^^^^
    hint: add `made = 2026-11-20T17:00:00-05:00`, with your own time
    hint: the edit is kept in …
    --- exit 2
    ");
    assert_eq!(shop.text(), LEDGER);
    let kept: Vec<_> = fs::read_dir(shop.path("~/.local/state/owed/edit")).unwrap().collect();
    assert_eq!(kept.len(), 1);
}

#[test]
fn an_editor_that_fails_changes_nothing() {
    let shop = editor(Shop::busy(), "exit 3");
    assert_snapshot!(without_names(shop.owed("edit")), @"
    --- stderr
    error: the editor `./editor.sh` failed (exit status: 3); nothing was changed
    hint: set VISUAL or EDITOR to name the editor
    --- exit 2
    ");
    assert_eq!(shop.text(), LEDGER);
}

#[test]
fn what_others_write_during_an_edit_is_not_lost() {
    let shop = editor(
        Shop::busy(),
        "sed -i 's/the signed offer/the better offer/' \"$1\"\n\"$OWED\" -q done bbb\n\"$OWED\" -q promise new --to Zoe --by mon >/dev/null",
    );
    assert_snapshot!(shop.owed("edit"), @"
    ledger.toml: edited
    --- exit 0
    ");
    let text = shop.text();
    assert!(text.contains("the better offer") && text.contains("to = \"Zoe\""));
    assert_eq!(shop.owed("show bbb --json").json()["commitments"][0]["state"], "closed");
}

#[test]
fn two_changes_of_one_block_are_for_a_person_to_settle() {
    let shop =
        editor(Shop::busy(), "sed -i 's/the signed offer/the better offer/' \"$1\"\n\"$OWED\" -q done ccc");
    assert_snapshot!(without_names(shop.owed("edit")), @"
    --- stderr
    error: ccc33333 was changed by the edit and, meanwhile, by something else
    hint: nothing was changed; run `owed edit` again and copy what you want from the kept edit
    hint: the edit is kept in …
    --- exit 2
    ");
    assert!(shop.text().contains("the signed offer"));
}

#[test]
fn what_is_closed_long_ago_moves_into_an_archive_and_is_still_read() {
    let shop = Shop::busy().at("2027-02-20T09:30:00-05:00");
    let all = shop.owed("list --all --json").json();
    let report = shop.owed("report --since 2026-01-01 --until 2028-01-01 --json").json();
    assert_snapshot!(shop.owed("archive"), @"
    2 moved to ledger.2026.toml
    --- exit 0
    ");
    assert_eq!(shop.files().iter().filter(|name| !name.starts_with('.')).count(), 2);
    let archived = fs::read_to_string(shop.path("ledger.2026.toml")).unwrap();
    assert!(archived.contains("ggg66666") && archived.contains("hhh77777"));
    assert!(!shop.text().contains("ggg66666") && shop.text().contains("archives = [\"ledger.2026.toml\"]"));
    assert_eq!(shop.owed("check").stdout.matches("archive").count(), 0);
    let after = shop.owed("list --all --json").json();
    assert_eq!(after["commitments"].as_array().unwrap().len(), all["commitments"].as_array().unwrap().len());
    assert_eq!(shop.owed("report --since 2026-01-01 --until 2028-01-01 --json").json(), report);
    assert_eq!(shop.owed("show ggg --json").json()["commitments"][0]["verdict"], "kept");
    assert_snapshot!(shop.owed("archive"), @"
    nothing to archive
    --- exit 0
    ");
    assert_snapshot!(shop.owed("reopen ggg --by mon --why x"), @"
    --- stderr
    error: ggg66666 is archived in ledger.2026.toml
    hint: move its block from there to the end of the ledger, and try again
    --- exit 2
    ");
    assert_snapshot!(shop.owed("undo"), @"
    --- stderr
    error: there is no change to undo
    hint: `owed undo --list` shows the changes that can be undone
    --- exit 2
    ");
}

#[test]
fn an_archive_that_is_missing_is_never_passed_over() {
    let shop = Shop::busy().at("2027-02-20T09:30:00-05:00");
    assert_eq!(shop.owed("archive").status, 0);
    fs::remove_file(shop.path("ledger.2026.toml")).unwrap();
    assert_snapshot!(shop.owed("report"), @"
    --- stderr
    error: ledger.2026.toml: there is no archive here
    hint: the ledger names it in `archives`: restore the file, or remove the name
    --- exit 2
    ");
    assert_eq!(shop.owed("list --all").status, 2);
    assert_eq!(shop.owed("overdue --count").status, 1, "what is late stands in the ledger itself");
}

#[test]
fn a_copy_left_by_a_run_that_did_not_end_is_dropped_by_the_next() {
    let shop = Shop::busy().at("2027-02-20T09:30:00-05:00");
    assert_eq!(shop.owed("archive").status, 0);
    // As if the ledger had not been written any more.
    let listed = LEDGER.replacen("timezone", "archives = [\"ledger.2026.toml\"]\ntimezone", 1);
    let shop = shop.ledger(&listed);
    assert_eq!(shop.owed("list --all --json").json()["commitments"].as_array().unwrap().len(), 6);
    assert_snapshot!(shop.owed("check"), @"
    ledger.toml:60:1: ggg66666: also in ledger.2026.toml; this one counts, and the next `owed archive` unites them [archived-twice]
    ledger.toml:73:1: hhh77777: also in ledger.2026.toml; this one counts, and the next `owed archive` unites them [archived-twice]
    --- exit 1
    ");
    assert_eq!(shop.owed("archive").status, 0);
    let archived = fs::read_to_string(shop.path("ledger.2026.toml")).unwrap();
    assert_eq!(archived.matches("id = \"ggg66666\"").count(), 1);
    assert_eq!(shop.owed("list --all --json").json()["commitments"].as_array().unwrap().len(), 6);
}

#[test]
fn what_is_carried_on_and_archived_is_not_missing() {
    let shop = Shop::new().at("2026-01-05T09:00:00-05:00");
    assert_eq!(shop.owed("promise call back --to Acme --by tomorrow").status, 0);
    assert_eq!(shop.owed("done call --next the rest --by 2027-01-04").status, 0);
    let shop = shop.at("2026-11-20T09:30:00-05:00");
    assert_snapshot!(shop.owed("archive"), @"
    1 moved to ledger.2026.toml
    --- exit 0
    ");
    assert_snapshot!(shop.owed("check"), @"--- exit 0");
}

#[test]
fn an_edit_answers_in_json_with_what_it_changed() {
    let shop = editor(Shop::busy(), "sed -i 's/the signed offer/the better offer/' \"$1\"");
    let said = shop.owed("edit --json").json();
    let changed: Vec<_> =
        said["commitments"].as_array().unwrap().iter().map(|one| one["id"].clone()).collect();
    assert_eq!(changed, ["ccc33333"]);
    assert_eq!(said["commitments"][0]["what"], "send the better offer");
}

#[test]
fn what_is_archived_can_still_be_carried_on() {
    let shop = Shop::busy().at("2027-02-20T09:30:00-05:00");
    assert_eq!(shop.owed("archive").status, 0);
    let said = shop.owed("promise look at it again --to Acme Corp --by tomorrow --follows ggg --json").json();
    assert_eq!(said["commitments"][0]["follows"], "ggg66666");
    assert_eq!(shop.owed("promise x --to Acme Corp --by tomorrow --follows zzz").status, 2);
}

/// The folder of the records of the shop's only ledger.
fn records(shop: &Shop) -> PathBuf {
    fs::read_dir(shop.path("~/.local/state/owed/undo")).unwrap().next().unwrap().unwrap().path()
}

#[test]
fn what_owed_did_not_write_leaves_undo_working_for_the_rest() {
    let shop = Shop::busy();
    shop.owed("note ccc one");
    let one = shop.text();
    let folder = records(&shop);
    for name in ["18446744073709551615.json", "18446744073709551616.json", "+9.json", "0007.json", "x.json"] {
        fs::copy(folder.join("1.json"), folder.join(name)).unwrap();
    }
    fs::File::create(folder.join("2.json")).unwrap().set_len(64 * 1024 * 1024 + 1).unwrap();
    symlink(folder.join("1.json"), folder.join("3.json")).unwrap();
    fs::create_dir(folder.join("4.json")).unwrap();
    let said = shop.owed("undo --list");
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
    assert_eq!(shop.owed("note ccc two").status, 0);
    assert_eq!(shop.owed("undo").stdout, "undone: note ccc two\n");
    assert_eq!(shop.text(), one);
    assert_eq!(shop.owed("undo").status, 0);
    assert_eq!(shop.text(), LEDGER);
}

#[test]
fn changes_that_undo_can_no_longer_take_back_are_said() {
    let shop = Shop::busy();
    shop.owed("note ccc 1");
    let folder = records(&shop);
    for at in 2..100 {
        fs::copy(folder.join("1.json"), folder.join(format!("{at}.json"))).unwrap();
    }
    let said = shop.owed("note ccc 100");
    assert_eq!((said.status, said.stderr.as_str()), (0, ""));
    let listed = || shop.owed("undo --list").stdout.lines().count() - 1;
    assert_eq!(listed(), 100);
    assert_snapshot!(shop.owed("note ccc 101"), @"
    ccc  send the signed offer → Globex: noted: 101
    --- stderr
    `owed undo` can no longer undo the oldest changes: it keeps the last 100, up to 64 MiB
    --- exit 0
    ");
    // Some at a time, so that it is not said after every change.
    assert_eq!(listed(), 75);
    assert_eq!(shop.owed("note ccc 102").stderr, "");
    assert_eq!(listed(), 76);
}

#[test]
fn a_record_that_others_could_have_planted_is_never_taken_for_a_change() {
    let shop = Shop::busy();
    shop.owed("note ccc one");
    let before = shop.text();
    let (state, folder) = (shop.path("~/.local/state/owed"), records(&shop));
    let record = fs::read_to_string(folder.join("1.json")).unwrap();
    // Of another ledger, or of a text that is not in this one.
    let here = shop.desk().display().to_string();
    for planted in [record.replace(&here, "/elsewhere"), record.replace("noted", "heard")] {
        assert_ne!(planted, record);
        fs::write(folder.join("2.json"), planted).unwrap();
        shop.owed("undo");
        assert!(shop.text() == before || shop.text() == LEDGER);
        fs::write(shop.path("ledger.toml"), &before).unwrap();
        fs::write(folder.join("1.json"), &record).unwrap();
    }
    fs::remove_file(folder.join("2.json")).unwrap();
    // Where others can write, nothing is believed, and nothing is kept.
    for (open, mode) in [(state.clone(), 0o777), (state.clone(), 0o770), (state.join("undo"), 0o777)]
        .into_iter()
        .chain([(state.join("undo"), 0o750), (state.join("undo"), 0o701)])
    {
        fs::set_permissions(&open, fs::Permissions::from_mode(mode)).unwrap();
        for undo in ["undo", "undo --list"] {
            let said = shop.owed(undo);
            assert_eq!((said.status, said.stdout.as_str()), (2, ""), "{open:?} {mode:o} {said}");
            assert!(
                said.stderr.contains("others have access to this folder\nhint: run `chmod go-rwx /"),
                "{said}"
            );
        }
        assert_eq!(shop.text(), before);
        let said = shop.owed("note ddd two");
        assert!(said.status == 0 && said.stderr.contains("`owed undo` cannot undo it: "), "{said}");
        assert!(said.stderr.contains("hint: run `chmod go-rwx /"), "{said}");
        fs::write(shop.path("ledger.toml"), &before).unwrap();
        fs::set_permissions(&open, fs::Permissions::from_mode(0o700)).unwrap();
    }
    assert_eq!(shop.owed("undo").status, 0);
    assert_eq!(shop.text(), LEDGER);
}

#[test]
fn a_copy_to_edit_is_not_put_where_others_can_read_it() {
    let shop = editor(Shop::busy(), "false");
    fs::create_dir_all(shop.path("~/.local/state/owed/edit")).unwrap();
    fs::set_permissions(shop.path("~/.local/state/owed/edit"), fs::Permissions::from_mode(0o755)).unwrap();
    let said = shop.owed("edit");
    assert_eq!(said.status, 2);
    assert!(said.stderr.starts_with("error: ledger.toml: cannot make a copy to edit: /"), "{said}");
    assert!(said.stderr.contains("others have access to this folder"), "{said}");
    assert_eq!(fs::read_dir(shop.path("~/.local/state/owed/edit")).unwrap().count(), 0);
}
