//! A ledger that is shared by git, with the real git: `owed init --git`, and what git does with it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicU32, Ordering};

use tempfile::TempDir;

use crate::support::RULES;

mod clones;
mod deleted;
mod names;
mod whole;

/// Returns another second each time: what one person does twice in one second is told in two ways.
fn now() -> String {
    static SECONDS: AtomicU32 = AtomicU32::new(0);
    let seconds = 9 * 3600 + SECONDS.fetch_add(1, Ordering::Relaxed);
    let (days, hours) = (seconds / 86_400, seconds / 3600 % 24);
    format!("2026-11-{:02}T{hours:02}:{:02}:{:02}-05:00", 20 + days, seconds / 60 % 60, seconds % 60)
}

/// A clone with its ledger.
struct Clone {
    folder: PathBuf,
    /// Where `owed` is found; empty: nowhere.
    path: String,
}

/// A repository with one ledger, in which owed merges.
fn first(desk: &TempDir) -> Clone {
    let folder = desk.path().join("one");
    fs::create_dir(&folder).unwrap();
    let program = Path::new(env!("CARGO_BIN_EXE_owed")).parent().unwrap();
    let clone = Clone { folder, path: format!("{}:/usr/local/bin:/usr/bin:/bin", program.display()) };
    clone.git("init -q -b main");
    clone.write(&format!("{RULES}\n"));
    clone.owed("init --git");
    clone.owed("promise call --to Acme --by 2026-11-24");
    clone.commit("begin");
    clone
}

/// Returns another clone of a repository; `owed` merges there if it is `set_up`.
fn second(desk: &TempDir, one: &Clone, set_up: bool) -> Clone {
    let folder = desk.path().join("two");
    one.git(&format!("clone -q . {}", folder.display()));
    let clone = Clone { folder, path: one.path.clone() };
    if set_up {
        clone.owed("init --git");
    }
    clone
}

impl Clone {
    fn command(&self, program: &str, line: &str) -> Output {
        self.words(program, &line.split(' ').collect::<Vec<_>>())
    }

    fn words(&self, program: &str, words: &[&str]) -> Output {
        let mut command = Command::new(program);
        command.env_clear().env("PATH", &self.path).env("HOME", self.folder.parent().unwrap());
        for (name, value) in [
            ("OWED_NOW", now().as_str()),
            ("OWED_LEDGER", "ledger.toml"),
            ("OWED_ME", "dana"),
            ("TZ", "America/New_York"),
            ("GIT_CONFIG_NOSYSTEM", "1"),
            ("GIT_AUTHOR_NAME", "dana"),
            ("GIT_AUTHOR_EMAIL", "dana@example.com"),
            ("GIT_COMMITTER_NAME", "dana"),
            ("GIT_COMMITTER_EMAIL", "dana@example.com"),
            ("GIT_EDITOR", "true"),
        ] {
            command.env(name, value);
        }
        command.current_dir(&self.folder).args(words).output().unwrap()
    }

    fn git(&self, line: &str) -> String {
        let output = self.command("git", line);
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said).into_owned();
        assert!(output.status.success(), "git {line}: {said}");
        said
    }

    /// Runs git, which stops at a conflict.
    fn stops(&self, line: &str) -> String {
        let output = self.command("git", line);
        assert!(!output.status.success(), "git {line}");
        String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned()
    }

    fn owed(&self, line: &str) -> String {
        let output = self.command(env!("CARGO_BIN_EXE_owed"), line);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "owed {line}: {said}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Runs owed; returns what it says beside its answer.
    fn said(&self, line: &str) -> String {
        let output = self.command(env!("CARGO_BIN_EXE_owed"), line);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "owed {line}: {said}");
        said
    }

    /// Runs owed, which has something to settle; returns what it says.
    fn waits(&self, line: &str) -> String {
        let output = self.command(env!("CARGO_BIN_EXE_owed"), line);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "owed {line}: {said}");
        said
    }

    fn commit(&self, message: &str) {
        self.git("add -A");
        self.git(&format!("commit -q -m {message}"));
    }

    fn promise(&self, what: &str) {
        self.owed(&format!("promise {what} --to Bloom --by 2026-11-25"));
        self.commit(what);
    }

    fn note(&self, text: &str) {
        self.owed(&format!("note acme {text}"));
        self.commit(text);
    }

    fn text(&self) -> String {
        fs::read_to_string(self.folder.join("ledger.toml")).unwrap()
    }

    fn write(&self, text: &str) {
        fs::write(self.folder.join("ledger.toml"), text).unwrap();
    }

    /// Checks that the ledger is fine, and has each of these once.
    fn has(&self, words: &[&str]) {
        self.owed("check");
        for word in words {
            assert_eq!(self.text().matches(word).count(), 1, "{word}: {}", self.text());
        }
    }
}

#[test]
fn two_people_who_each_add_a_promise_do_not_conflict() {
    let desk = tempfile::tempdir().unwrap();
    let one = first(&desk);
    let two = second(&desk, &one, true);
    one.promise("alpha");
    two.promise("beta");
    two.git("pull -q --no-rebase --no-edit");
    two.has(&["alpha", "beta", "\"call\""]);
}

#[test]
fn rebase_squash_cherry_pick_revert_and_stash_merge_promise_by_promise() {
    let desk = tempfile::tempdir().unwrap();
    let one = first(&desk);
    one.git("checkout -q -b side");
    one.promise("alpha");
    one.note("gamma");
    one.git("checkout -q main");
    one.promise("beta");
    one.note("delta");
    one.git("checkout -q -b picked");
    one.git("cherry-pick side");
    one.has(&["beta", "gamma", "delta"]);
    assert!(!one.text().contains("alpha"));
    one.git("checkout -q -b squashed main");
    one.git("merge -q --squash side");
    one.has(&["alpha", "beta", "gamma", "delta"]);
    one.commit("squash");
    one.git("revert --no-edit main");
    one.has(&["alpha", "beta", "gamma"]);
    assert!(!one.text().contains("delta"));
    one.git("checkout -q side");
    one.git("rebase -q main");
    one.has(&["alpha", "beta", "gamma", "delta"]);
    one.git("checkout -q main");
    one.owed("note acme epsilon");
    one.git("stash -q");
    one.note("zeta");
    one.git("stash pop -q");
    one.has(&["epsilon", "zeta", "delta"]);
}

#[test]
fn an_octopus_stops_because_git_asks_no_driver_there_and_one_branch_after_another_merges() {
    let desk = tempfile::tempdir().unwrap();
    let one = first(&desk);
    for (branch, what) in [("a", "alpha"), ("b", "beta"), ("c", "gamma")] {
        one.git(&format!("checkout -q -b {branch} main"));
        one.promise(what);
    }
    one.git("checkout -q main");
    one.promise("delta");
    one.stops("merge -q --no-edit a b c");
    one.git("reset -q --hard");
    for branch in ["a", "b", "c"] {
        one.git(&format!("merge -q --no-edit {branch}"));
    }
    one.has(&["alpha", "beta", "gamma", "delta"]);
}

#[test]
fn a_contradiction_stops_git_and_says_what_it_is_about() {
    let desk = tempfile::tempdir().unwrap();
    let one = first(&desk);
    one.git("checkout -q -b side");
    one.write(&one.text().replace("\"call\"", "\"call today\""));
    one.commit("today");
    one.git("checkout -q main");
    one.write(&one.text().replace("\"call\"", "\"call twice\""));
    one.commit("twice");
    let said = one.stops("merge -q side");
    assert!(said.contains(": `what` has two values"), "{said}");
    let lines = "<<<<<<< HEAD\nwhat = \"call twice\"\n=======\nwhat = \"call today\"\n>>>>>>> side\n";
    assert!(one.text().contains(lines), "{}", one.text());
}

#[test]
fn without_owed_git_stops_and_loses_nothing() {
    let desk = tempfile::tempdir().unwrap();
    let one = first(&desk);
    one.git("checkout -q -b side");
    one.note("alpha");
    one.git("checkout -q main");
    one.promise("beta");
    let gone = Clone { folder: one.folder.clone(), path: "/usr/local/bin:/usr/bin:/bin".to_owned() };
    gone.stops("merge -q side");
    assert!(one.text().contains("alpha") && one.text().contains("beta"), "{}", one.text());
}

#[test]
fn a_clone_without_the_driver_merges_by_lines_and_check_says_so() {
    let desk = tempfile::tempdir().unwrap();
    let one = first(&desk);
    // By their ids the two might stand in different places, which git merges.
    one.write(&one.text().replace("order = \"id\"\n", ""));
    one.commit("ordered");
    let two = second(&desk, &one, false);
    assert!(two.owed("check").contains("run `owed init --git`"));
    one.promise("alpha");
    two.promise("beta");
    two.stops("pull -q --no-rebase --no-edit");
    assert!(two.text().contains("<<<<<<<") && two.text().contains("alpha") && two.text().contains("beta"));
}

#[test]
fn the_first_set_up_orders_new_promises_by_their_ids() {
    let desk = tempfile::tempdir().unwrap();
    let one = first(&desk);
    assert_eq!(one.text().matches("order = \"id\"\n").count(), 1, "{}", one.text());
    for what in ["alpha", "beta", "gamma", "delta"] {
        one.promise(what);
    }
    let ids = |text: &str| -> Vec<String> {
        text.lines().filter_map(|line| Some(line.strip_prefix("id = ")?.to_owned())).collect()
    };
    let mut sorted = ids(&one.text());
    sorted.sort();
    assert_eq!(ids(&one.text()), sorted);
    // Whoever takes it out again is not overruled.
    one.write(&one.text().replace("order = \"id\"\n", ""));
    one.owed("init --git");
    assert!(!one.text().contains("order"));
    // A ledger that it makes has it from the start.
    fs::remove_file(one.folder.join("ledger.toml")).unwrap();
    one.owed("init --git");
    assert!(one.text().contains("order = \"id\"\n"));
}

#[test]
fn it_is_set_up_once_however_often_it_is_asked_for() {
    let desk = tempfile::tempdir().unwrap();
    let one = first(&desk);
    let files =
        || [".gitattributes", ".gitignore"].map(|name| fs::read_to_string(one.folder.join(name)).unwrap());
    let before = files();
    one.owed("init --git");
    assert_eq!(files(), before);
    let [attributes, _] = before;
    assert_eq!(attributes, "ledger.toml merge=owed\nledger.[0-9][0-9][0-9][0-9]*.toml merge=owed\n");
    assert_eq!(one.git("status --porcelain"), "", "the locks are ignored");
}

#[test]
fn what_git_is_told_otherwise_is_refused() {
    let desk = tempfile::tempdir().unwrap();
    let one = first(&desk);
    let refused = |why: &str| {
        let output = one.command(env!("CARGO_BIN_EXE_owed"), "init --git");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(why), "{said}");
    };
    one.git("config merge.owed.driver true");
    refused("is another command already");
    one.git("config --unset merge.owed.driver");
    fs::write(one.folder.join(".gitattributes"), "*.toml merge=union\n").unwrap();
    refused("another merge for it, \"union\"");
    fs::remove_file(one.folder.join(".gitattributes")).unwrap();
    one.git("rm -q --cached ledger.toml");
    fs::write(one.folder.join(".gitignore"), "*.toml\n").unwrap();
    refused("git ignores this file");
    fs::remove_dir_all(one.folder.join(".git")).unwrap();
    refused("not in the work tree of a git repository");
}

/// Two clones in which git merges by lines, each with a note of its own: the second has stopped at both.
fn stopped(desk: &TempDir) -> Clone {
    let one = first(desk);
    let two = second(desk, &one, false);
    one.note("alpha");
    two.note("beta");
    two.stops("pull -q --no-rebase --no-edit");
    assert!(two.text().contains("<<<<<<<"), "{}", two.text());
    two
}

#[test]
fn what_git_left_between_markers_is_settled_and_not_added() {
    let desk = tempfile::tempdir().unwrap();
    let two = stopped(&desk);
    two.owed("merge");
    assert!(two.git("status --short").contains("UU ledger.toml"));
    two.git("add ledger.toml");
    two.git("commit -q --no-edit");
    two.has(&["alpha", "beta"]);
    // There is nothing left to do.
    two.owed("merge");
}

#[test]
fn a_merge_waits_for_what_contradicts_and_takes_a_side() {
    let desk = tempfile::tempdir().unwrap();
    let one = first(&desk);
    one.git("checkout -q -b side");
    one.write(&one.text().replace("\"call\"", "\"call today\""));
    one.commit("today");
    one.git("checkout -q main");
    one.write(&one.text().replace("\"call\"", "\"call twice\""));
    one.commit("twice");
    one.stops("rebase -q side");
    let before = one.text();
    let said = one.waits("merge");
    assert!(said.contains("`what` has two values"), "{said}");
    assert_eq!(one.text(), before);
    one.owed("merge --take theirs");
    one.git("add ledger.toml");
    one.git("rebase --continue");
    one.has(&["call twice"]);
}

#[test]
fn an_edit_between_the_markers_is_merged_as_it_is() {
    let desk = tempfile::tempdir().unwrap();
    let two = stopped(&desk);
    two.write(&two.text().replace("alpha", "alpha, by phone"));
    two.owed("merge");
    two.has(&["alpha, by phone", "beta"]);
}

#[test]
fn what_a_driver_that_failed_left_out_is_merged_from_the_index() {
    let desk = tempfile::tempdir().unwrap();
    let one = first(&desk);
    let two = second(&desk, &one, true);
    two.git("config merge.owed.driver false");
    one.note("alpha");
    two.note("beta");
    two.stops("pull -q --no-rebase --no-edit");
    assert!(!two.text().contains("alpha") && !two.text().contains("<<<<<<<"), "{}", two.text());
    two.owed("merge");
    two.has(&["alpha", "beta"]);
    // What was settled by hand is left as it is.
    let text = two.text().replace("beta", "gamma");
    two.write(&text);
    two.owed("merge");
    assert_eq!(two.text(), text);
}

#[test]
fn what_is_settled_and_not_added_is_not_asked_for_again() {
    for (has_driver, style, side) in
        [(true, "merge", "ours"), (false, "diff3", "ours"), (true, "merge", "theirs")]
    {
        let desk = tempfile::tempdir().unwrap();
        let two = of_two_dues(&desk, has_driver, style);
        let left = two.text();
        let said = two.waits("merge");
        assert!(said.contains("`due` has two values"), "{said}");
        two.owed(&format!("merge --take {side}"));
        // Of ours alone nothing is left but what the index has.
        let settled = two.text();
        assert_eq!(settled == two.git("show :2:./ledger.toml"), side == "ours");
        let again = two.said("merge");
        assert_eq!(again, "nothing to merge: it is settled already, and `git add ledger.toml` says so\n");
        assert_eq!((two.text(), two.git("status --short")), (settled.clone(), "UU ledger.toml\n".to_owned()));
        // It can be had again, by owed and by git.
        two.owed("undo");
        assert_eq!(two.text(), left);
        two.waits("merge");
        two.owed("merge --take theirs");
        two.git("checkout -q -m ledger.toml");
        two.waits("merge");
        two.write(&settled);
        two.git("add ledger.toml");
        two.git("commit -q --no-edit");
        assert_eq!(
            two.said("merge"),
            "nothing to merge: git waits for none of these files, and none has markers\n"
        );
    }
}

#[test]
fn a_driver_that_failed_is_not_taken_for_somebody_who_took_ours() {
    let desk = tempfile::tempdir().unwrap();
    let two = of_two_dues(&desk, true, "merge");
    two.git("merge --abort");
    two.git("config merge.owed.driver false");
    // What another merge left is there, too.
    two.git("checkout -q -b other");
    two.write(&format!("{}<<<<<<< a\n=======\n# theirs\n>>>>>>> b\n", two.text()));
    two.commit("other");
    two.git("checkout -q main");
    let all = [
        "that it left ours",
        "nothing, as git did before",
        "what it left in another merge",
        "other line ends",
    ];
    for noted in all {
        if noted == "other line ends" {
            two.git("config core.autocrlf true");
            fs::remove_file(two.folder.join("ledger.toml")).unwrap();
            two.git("checkout -q ledger.toml");
            assert!(two.text().contains("\r\n"));
        }
        two.stops("merge -q origin/main");
        assert_eq!(two.text().replace("\r\n", "\n"), two.git("show :2:./ledger.toml"));
        match noted {
            "other line ends" => {}
            "that it left ours" => assert_eq!(two.text(), two.git("show AUTO_MERGE:ledger.toml")),
            "nothing, as git did before" => drop(two.git("update-ref -d AUTO_MERGE")),
            _ => drop(two.git("update-ref AUTO_MERGE other^{tree}")),
        }
        let said = two.waits("merge");
        assert!(said.contains("`due` has two values"), "{noted}: {said}");
        two.owed("merge --take theirs");
        assert!(two.said("merge").contains("`git add ledger.toml`"), "{noted}");
        two.git("merge --abort");
    }
}

#[test]
fn an_archive_that_changed_in_the_same_merge_is_named_too() {
    let desk = tempfile::tempdir().unwrap();
    let two = of_an_undone_one(&desk, true);
    two.owed("merge --take ours");
    let again = two.said("merge");
    assert_eq!(
        again,
        "nothing to merge: it is settled already, and `git add ledger.toml ledger.2026.toml` says so\n"
    );
    let archive = two.folder.join("ledger.2026.toml");
    fs::write(&archive, fs::read_to_string(&archive).unwrap() + "owner = \n").unwrap();
    let refused = two.command(env!("CARGO_BIN_EXE_owed"), "merge");
    assert_eq!(refused.status.code(), Some(2), "{}", String::from_utf8_lossy(&refused.stderr));
}

/// Returns two clones' promise with two dues, and one note that only the first has: the second has stopped at it.
fn of_two_dues(desk: &TempDir, has_driver: bool, style: &str) -> Clone {
    let one = first(desk);
    let two = second(desk, &one, has_driver);
    two.git(&format!("config merge.conflictStyle {style}"));
    for (clone, day) in [(&one, "25"), (&two, "26")] {
        clone.write(&clone.text().replace("due = 2026-11-24", &format!("due = 2026-11-{day}")));
        clone.commit(day);
    }
    two.stops("pull -q --no-rebase --no-edit");
    assert!(two.text().contains("<<<<<<<"), "{}", two.text());
    two
}

/// Returns a clone that has stopped at a contradiction, with an archive in which git has brought back what one side undid.
fn of_an_undone_one(desk: &TempDir, has_driver: bool) -> Clone {
    let one = first(desk);
    one.owed("told acme hello");
    one.owed("done acme");
    one.promise("other");
    let two = second(desk, &one, has_driver);
    let archive = |clone: &Clone| fs::read_to_string(clone.folder.join("ledger.2026.toml")).unwrap();
    let without: String =
        one.text().lines().filter(|line| !line.contains("hello")).map(|line| format!("{line}\n")).collect();
    one.write(&without);
    for (clone, what) in [(&one, "quote"), (&two, "offer")] {
        clone.owed("archive --before 2026-11-21");
        clone.write(&clone.text().replace("\"other\"", &format!("\"{what}\"")));
        clone.commit(what);
    }
    assert!(!archive(&one).contains("hello") && archive(&two).contains("hello"));
    two.stops("pull -q --no-rebase --no-edit");
    two
}

#[test]
fn what_one_clone_undid_before_both_archived_it_stays_undone() {
    for has_driver in [false, true] {
        let desk = tempfile::tempdir().unwrap();
        let two = of_an_undone_one(&desk, has_driver);
        let said = two.waits("merge");
        assert!(said.contains("`what` has two values"), "{said}");
        two.owed("merge --take ours");
        let archive = fs::read_to_string(two.folder.join("ledger.2026.toml")).unwrap();
        assert!(!archive.contains("hello"), "{has_driver}: {archive}");
        two.has(&["\"offer\""]);
        two.git("add -A");
        two.git("commit -q --no-edit");
    }
}
