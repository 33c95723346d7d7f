//! Which changes are kept, which are removed for them, and which are left out.

use super::super::disk::Step;
use super::*;
use crate::error::Diagnostic;

fn record(ledger: &Path, what: &str, bytes: usize) -> Record {
    let block = Block { id: None, is_rules: false, before: Some("x".repeat(bytes)), after: None, gap: None };
    Record { ledger: ledger.to_owned(), at: 0, what: what.to_owned(), blocks: vec![block], undid: None }
}

fn whats(journal: &Journal<'_>) -> Vec<String> {
    journal.records().unwrap().records.into_iter().map(|(_, record)| record.what).collect()
}

#[test]
fn one_change_that_is_too_large_is_not_kept_and_costs_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = Path::new("/l.toml");
    let journal = Journal::new(&folder.path().join("owed"), ledger, Disk::real());
    assert_eq!(journal.keep(&record(ledger, "one", 10)).unwrap(), 0);
    let error = journal.keep(&record(ledger, "huge", 65 * 1024 * 1024)).unwrap_err();
    assert_eq!(error.message, TOO_LARGE);
    assert_eq!(whats(&journal), ["one"]);
    assert_eq!(journal.keep(&record(ledger, "two", 10)).unwrap(), 0);
    assert_eq!(whats(&journal), ["two", "one"]);
}

#[test]
fn those_for_which_there_is_no_room_go_and_are_counted() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = Path::new("/l.toml");
    let journal = Journal::new(&folder.path().join("owed"), ledger, Disk::real());
    assert_eq!(journal.keep(&record(ledger, "one", 10)).unwrap(), 0);
    for number in [2, 3, 4] {
        std::fs::File::create(journal.path(number)).unwrap().set_len(30 * 1024 * 1024).unwrap();
    }
    assert_eq!(journal.keep(&record(ledger, "five", 10)).unwrap(), 1);
    assert_eq!(journal.numbers().unwrap(), [1, 3, 4, 5]);
    assert_eq!(journal.keep(&record(ledger, "six", 5 * 1024 * 1024)).unwrap(), 1);
    assert_eq!(journal.numbers().unwrap(), [1, 4, 5, 6]);
}

/// Makes files of these sizes, numbered from 1 on.
fn fill(journal: &Journal<'_>, sizes: &[u64]) {
    std::fs::create_dir_all(&journal.folder).unwrap();
    for (number, size) in (1..).zip(sizes) {
        std::fs::File::create(journal.path(number)).unwrap().set_len(*size).unwrap();
    }
}

#[test]
fn room_is_made_for_100_changes_and_64_mib_and_no_more() {
    let table: [(&[u64], _, &[u64]); 5] = [
        (&[MOST_BYTES - 10], 0, &[1]),
        (&[MOST_BYTES - 9], 1, &[]),
        (&[9, MOST_BYTES - 9, 1], 1, &[1, 3]),
        (&[1; 99], 0, &[1; 99]),
        // Several at a time: with the new one 75 are left.
        (&[1; 100], 26, &[1; 74]),
    ];
    for (sizes, removed, left) in table {
        let folder = tempfile::tempdir().unwrap();
        let journal = Journal::new(folder.path(), Path::new("/l.toml"), Disk::real());
        fill(&journal, sizes);
        assert_eq!(journal.prune(&journal.numbers().unwrap(), 10), removed);
        let numbers = journal.numbers().unwrap();
        if sizes.len() < 10 {
            assert_eq!(numbers, left);
        } else {
            assert_eq!(
                (numbers.len(), numbers.last().copied()),
                (left.len(), u64::try_from(sizes.len()).ok())
            );
        }
    }
}

#[test]
fn only_numbers_as_owed_writes_them_are_changes_and_they_end_somewhere() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = Path::new("/l.toml");
    let journal = Journal::new(&folder.path().join("owed"), ledger, Disk::real());
    assert_eq!(journal.keep(&record(ledger, "one", 10)).unwrap(), 0);
    for name in ["0.json", "02.json", "+3.json", "4.txt", "x.json", "1000000000000.json"] {
        std::fs::write(journal.folder.join(name), "").unwrap();
    }
    assert_eq!(journal.numbers().unwrap(), [1]);
    std::fs::write(journal.path(LAST_NUMBER - 1), "").unwrap();
    assert_eq!(journal.keep(&record(ledger, "last", 10)).unwrap(), 0);
    assert_eq!(journal.numbers().unwrap(), [1, LAST_NUMBER - 1, LAST_NUMBER]);
    let error = journal.keep(&record(ledger, "more", 10)).unwrap_err();
    assert!(error.message.ends_with("999999999999.json is in the way"), "{}", error.message);
}

#[test]
fn what_is_not_a_change_of_this_ledger_is_passed_over_but_never_a_damaged_last_one() {
    let folder = tempfile::tempdir().unwrap();
    let (ledger, other) = (Path::new("/l.toml"), Path::new("/m.toml"));
    let journal = Journal::new(&folder.path().join("owed"), ledger, Disk::real());
    for (ledger, what) in [(ledger, "one"), (ledger, "two"), (other, "of another"), (ledger, "four")] {
        assert_eq!(journal.keep(&record(ledger, what, 10)).unwrap(), 0);
    }
    assert_eq!(whats(&journal), ["four", "two", "one"]);
    std::fs::write(journal.path(1), "{").unwrap();
    assert_eq!(whats(&journal), ["four", "two"], "what came after it is whole");
    let file = std::fs::File::create(journal.path(5)).unwrap();
    file.set_len(MOST_BYTES + 1).unwrap();
    let kept = journal.records().unwrap();
    assert!(
        kept.records.len() == 2 && kept.left_out[0].ends_with("5.json is left out: it is larger than 64 MiB")
    );
    file.set_len(MOST_BYTES).unwrap();
    assert!(journal.records().is_err(), "it may have been the last change");
    journal.keep_instead(&record(ledger, "two undone", 10), &[5, 4]).unwrap();
    assert_eq!(whats(&journal), ["two undone", "two"]);
}

#[test]
fn a_change_that_vanishes_while_it_is_read_is_none_and_one_that_cannot_be_read_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = Path::new("/l.toml");
    for (kind, wanted) in [(ErrorKind::NotFound, Some(0)), (ErrorKind::PermissionDenied, None)] {
        let gate = |step: Step, _: &Path| if step == Step::Open { Err(kind.into()) } else { Ok(usize::MAX) };
        let journal = Journal::new(&folder.path().join("owed"), ledger, Disk::behind(&gate));
        journal.keep(&record(ledger, "one", 10)).unwrap();
        assert_eq!(journal.records().ok().map(|kept| kept.records.len()), wanted, "{kind:?}");
    }
}

#[test]
fn the_folder_of_a_ledger_is_named_by_the_hash_of_its_path() {
    let hashes =
        [("", 0xcbf2_9ce4_8422_2325), ("a", 0xaf63_dc4c_8601_ec8c), ("foobar", 0x8594_4171_f739_67e8)];
    for (text, hash) in hashes {
        assert_eq!(fingerprint(text.as_bytes()), hash, "as the authors of FNV-1a say of {text:?}");
    }
}

#[test]
fn the_texts_of_a_change_are_read_only_to_take_it_back() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = Path::new("/l.toml");
    let journal = Journal::new(&folder.path().join("owed"), ledger, Disk::real());
    assert_eq!(journal.keep(&record(ledger, "one", 10)).unwrap(), 0);
    assert_eq!(journal.record(1).unwrap(), record(ledger, "one", 10));
    let text = std::fs::read_to_string(journal.path(1)).unwrap();
    std::fs::write(journal.path(1), text.replace("\"xxxxxxxxxx\"", "10")).unwrap();
    assert_eq!(whats(&journal), ["one"]);
    let damaged = journal.record(1).unwrap_err();
    assert!(
        Diagnostic::new(&damaged)
            .message
            .ends_with("1.json is damaged; if you delete it, `owed undo` undoes the change before it")
    );
    assert!(journal.record(2).is_err());
}

#[test]
fn taking_back_turns_the_texts_round_and_doing_it_again_keeps_the_first_command() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = Path::new("/l.toml");
    let journal = Journal::new(&folder.path().join("owed"), ledger, Disk::real());
    let block = |before: Option<&str>, after: Option<&str>, gap: Option<&str>| Block {
        id: Some("ccc33333".to_owned()),
        is_rules: false,
        before: before.map(str::to_owned),
        after: after.map(str::to_owned),
        gap: gap.map(str::to_owned),
    };
    let new = Record { blocks: vec![block(None, Some("new"), Some("\n\n"))], ..record(ledger, "promise", 0) };
    assert_eq!(journal.keep(&new).unwrap(), 0);
    let undo = new.taken_back(1, Instant::from_epoch(7), "undo".to_owned(), Vec::new());
    assert_eq!((undo.what.as_str(), undo.at), ("undo", 7));
    assert_eq!(undo.undid, Some(Undid { number: 1, what: "promise".to_owned() }));
    assert_eq!(undo.blocks, [block(Some("new"), None, None)]);
    // Killed before the first could be forgotten: it counts as taken back.
    assert_eq!(journal.keep(&undo).unwrap(), 0);
    assert_eq!(whats(&journal), ["undo"]);
    let put = Rewritten { id: undo.blocks[0].id(), gap: "\n".to_owned(), ..Rewritten::default() };
    let again = undo.taken_back(2, Instant::from_epoch(8), "undo 1".to_owned(), vec![put]);
    assert_eq!((again.what.as_str(), again.at, &again.undid), ("promise", 8, &None));
    assert_eq!(again.blocks, [block(None, Some("new"), Some("\n"))]);
    assert_eq!(journal.keep_instead(&again, &[1, 2]).unwrap(), 0);
    assert_eq!((whats(&journal), journal.numbers().unwrap()), (vec!["promise".to_owned()], vec![3]));
    assert_eq!(journal.record(3).unwrap(), again);
}

#[test]
fn what_was_taken_back_is_forgotten_even_if_that_cannot_be_kept() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = Path::new("/l.toml");
    let journal = Journal::new(&folder.path().join("owed"), ledger, Disk::real());
    for what in ["one", "two"] {
        journal.keep(&record(ledger, what, 10)).unwrap();
    }
    let error = journal.keep_instead(&record(ledger, "huge", 65 * 1024 * 1024), &[2]).unwrap_err();
    assert_eq!(error.message, TOO_LARGE);
    assert_eq!(whats(&journal), ["one"]);
}
