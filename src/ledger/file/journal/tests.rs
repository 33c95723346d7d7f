//! Which large changes are kept, and which are removed for them.

use super::*;
use crate::error::Diagnostic;

fn record(ledger: &Path, what: &str, bytes: usize) -> Record {
    let block = Block { id: None, before: Some("x".repeat(bytes)), after: None, gap: None };
    Record { ledger: ledger.to_owned(), at: 0, what: what.to_owned(), blocks: vec![block] }
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
