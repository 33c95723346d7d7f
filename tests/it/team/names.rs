//! Ledgers whose names mean something to git.

use super::first;

#[test]
fn git_merges_with_owed_whatever_the_ledger_is_called() {
    let desk = tempfile::tempdir().unwrap();
    let one = first(&desk);
    let owed = env!("CARGO_BIN_EXE_owed");
    for name in [
        "#x.toml",
        "!x.toml",
        "#a b !.toml",
        "[x]*.toml",
        "\"q\".toml",
        "\\#.toml",
        " x.toml",
        "x.toml ",
        "#",
    ] {
        for words in
            [["init", "--git"].as_slice(), &["promise", "call", "--to", "Acme", "--by", "2026-11-24"]]
        {
            let output = one.words(owed, &[["--ledger", name].as_slice(), words].concat());
            assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
        }
        let stem = name.strip_suffix(".toml");
        let archive = stem.map_or_else(|| format!("{name}.2026"), |stem| format!("{stem}.2026.toml"));
        for name in [name, &archive] {
            let said = one.words("git", &["check-attr", "-z", "merge", "--", name]);
            let said = String::from_utf8_lossy(&said.stdout).into_owned();
            assert!(said.ends_with("\0merge\0owed\0"), "{name}: {said:?}");
        }
    }
    one.git("add -A");
    let there = one.git("ls-files");
    assert!(there.contains("!x.toml") && !there.contains("lock"), "{there}");
    let refused = one.words(owed, &["--ledger", "a\nb.toml", "init", "--git"]);
    assert_eq!(refused.status.code(), Some(2));
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(said.contains("git has no pattern for a name with a control character"), "{said}");
    // Other attributes of this clone come first.
    std::fs::write(one.folder.join(".git/info/attributes"), "y.toml !merge\n").unwrap();
    let refused = one.words(owed, &["--ledger", "y.toml", "init", "--git"]);
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert_eq!(refused.status.code(), Some(2), "{said}");
    assert!(said.contains("git does not take its line in `.gitattributes`"), "{said}");
}
