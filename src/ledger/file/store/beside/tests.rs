//! What was copied before a change was known leads to the same file as a copy made afterwards.

use std::fs;

use super::*;

const MIB: usize = 1024 * 1024;

/// Returns the file that a draft becomes, after so much of the old file was copied.
fn written(draft: &Draft, old: &str, copied: u64) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let (disk, path) = (Disk::real(), folder.path().join("old"));
    fs::write(&path, old).unwrap();
    let file = disk.open(&path).unwrap();
    let mut beside = Beside::create(folder.path().join("new"), disk).unwrap();
    if copied > 0 {
        let (planned, copied) = beside.copy_during((&file, copied), || "a plan", |_| true);
        assert_eq!((planned, copied.is_ok()), ("a plan", true));
    }
    let filling = Filling { draft, file: Some(&file), old: old.into(), other: None };
    assert!(beside.write(&filling).unwrap());
    fs::read(folder.path().join("new")).unwrap()
}

#[test]
fn a_file_is_the_same_however_much_of_the_old_one_was_copied_before() {
    let old: String = (0..3 * MIB / 16).map(|line| format!("{line:15}\n")).collect();
    let new = || Part::New("a new line\n".to_owned());
    for cut in [0, MIB + 16, old.len()] {
        // A change, another after it, a change at the start, and a text that is new.
        for parts in [
            vec![Part::Kept(0..cut), new(), Part::Kept(cut..old.len())],
            vec![Part::Kept(0..cut), new(), Part::Kept(cut..old.len()), new()],
            vec![new(), Part::Kept(cut..old.len())],
            vec![Part::Kept(cut..old.len())],
            vec![new()],
        ] {
            let mut draft = Draft::default();
            parts.into_iter().for_each(|part| draft.push(part));
            let wanted = draft.text(old.as_str().into()).unwrap();
            // The last is more than there is.
            for copied in [0, 16, 2 * MIB + 5, old.len() + MIB] {
                let found = written(&draft, &old, copied as u64);
                assert!(found == wanted.as_bytes(), "{copied} copied, changed at {cut}");
            }
        }
    }
}

#[test]
fn a_copy_that_is_not_needed_ends_and_leaves_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let (disk, path) = (Disk::real(), folder.path().join("old"));
    fs::write(&path, vec![b' '; 3 * MIB]).unwrap();
    let file = disk.open(&path).unwrap();
    let mut beside = Beside::create(folder.path().join("new"), disk).unwrap();
    let (refused, copied) = beside.copy_during((&file, u64::MAX), || false, |is_change| *is_change);
    assert!(!refused && copied.is_ok() && folder.path().join("new").exists());
    drop(beside);
    assert!(!folder.path().join("new").exists());
}
