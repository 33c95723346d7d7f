//! `owed merge-driver`: a gallery of merges, `tests/merge/NAME/{base,ours,theirs,want}.toml`, with the exit code and what is said in
//! `tests/merge/NAME/said`. A case with `args` gives these instead of the labels.
//!
//! `UPDATE=1 cargo test --test it merge::` writes `want.toml` and `said`; read what changed before you commit it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::TestEnv;

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/merge");
    let mut cases: Vec<_> = fs::read_dir(folder).unwrap().map(|case| case.unwrap().path()).collect();
    cases.sort();
    cases
}

/// Merges a case, and returns the exit code with what was said, and the result.
fn merged(case: &Path, sides: [&str; 2], labels: &str) -> (String, Vec<u8>) {
    let env = TestEnv::new();
    for name in ["base", "ours", "theirs"] {
        env.write(name, fs::read(case.join(format!("{name}.toml"))).unwrap());
    }
    let before = fs::read(env.path(sides[0])).unwrap();
    let [ours, theirs] = sides;
    let args = fs::read_to_string(case.join("args")).unwrap_or_else(|_| format!("--labels {labels}"));
    let said = env.owed(&format!("merge-driver base {ours} {theirs} -o out --path ledger.toml {args}"));
    assert_eq!(said.stdout, "");
    assert_eq!(fs::read(env.path(ours)).unwrap(), before, "with -o the sides stay");
    (format!("exit {}\n{}", said.status, said.stderr), fs::read(env.path("out")).unwrap())
}

#[test]
fn every_merge_of_the_gallery_is_as_it_was_read_last() {
    let mut drifted = Vec::new();
    for case in cases() {
        let (said, merged) = merged(&case, ["ours", "theirs"], "ours base theirs");
        #[expect(clippy::disallowed_methods, reason = "asked for by the person who runs the tests")]
        if std::env::var_os("UPDATE").is_some() {
            fs::write(case.join("want.toml"), &merged).unwrap();
            fs::write(case.join("said"), &said).unwrap();
        }
        let want = fs::read(case.join("want.toml")).unwrap_or_default();
        if want != merged || fs::read_to_string(case.join("said")).unwrap_or_default() != said {
            drifted.push(format!("{}\n{said}{}", case.display(), String::from_utf8_lossy(&merged)));
        }
    }
    assert!(drifted.is_empty(), "{}", drifted.join("\n"));
}

#[test]
fn the_gallery_is_the_same_from_both_sides() {
    let mut clean = 0;
    for case in cases() {
        let (said, one) = merged(&case, ["ours", "theirs"], "a b c");
        let (said_too, other) = merged(&case, ["theirs", "ours"], "c b a");
        assert_eq!(said.lines().next(), said_too.lines().next(), "{}", case.display());
        if said.starts_with("exit 0") {
            assert_eq!(one, other, "{}", case.display());
            clean += 1;
        }
    }
    assert!(clean >= 30 && cases().len() >= 60, "{clean} of {}", cases().len());
}

#[test]
fn the_null_device_is_a_version_with_nothing_in_it() {
    let env = TestEnv::new();
    let text = "format = 1\ntimezone = \"UTC\"\n";
    env.write("ours", text);
    env.write("theirs", format!("{text}\n[kind.fix]\ntarget = \"1d\"\n"));
    let said = env.owed("merge-driver /dev/null ours theirs -o out");
    assert_eq!(said.to_string(), "--- exit 0");
    assert_eq!(fs::read_to_string(env.path("out")).unwrap(), fs::read_to_string(env.path("theirs")).unwrap());
    assert_eq!(env.owed("merge-driver /dev/null /dev/null /dev/null -o out").status, 0);
    assert_eq!(fs::read_to_string(env.path("out")).unwrap(), "");
    // A version that is gone is one that is not understood.
    let said = env.owed("merge-driver theirs ours /dev/null -o out");
    assert_eq!(said.status, 1, "{said}");
    // It is never written.
    for line in ["merge-driver ours /dev/null theirs", "merge-driver ours ours theirs -o /dev/null"] {
        let said = env.owed(line);
        assert_eq!(said.status, 2, "{said}");
        assert!(said.stderr.contains("/dev/null: not a regular file"), "{said}");
    }
}
