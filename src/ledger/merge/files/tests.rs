use super::super::marks::Take::{Ours, Theirs};
use super::*;

const LEDGER: &str = "format = 1\ntimezone = \"UTC\"\n";
const ARCHIVE: &str = "# archive\nformat = 1\ntimezone = \"UTC\"\n";

/// Returns a block with these events of November 2026.
fn block(id: &str, keys: &str, events: &[&str]) -> String {
    let lines: String = events.iter().map(|event| format!("  {{ at = 2026-11-{event}\" }},\n")).collect();
    format!(
        "\n[[commitment]]\nid = \"{id}\"\nto = \"Acme\"\nwhat = \"call\"\nmade = 2026-11-02T09:00:00Z\n\
         due = 2026-11-09T09:00:00Z\n{keys}history = [\n{lines}]\n"
    )
}

const TOLD: &str = "03T09:00:00Z, did = \"told";
const NOTED: &str = "03T10:00:00Z, did = \"noted";
const DONE: &str = "04T09:00:00Z, did = \"done";
const REOPENED: &str =
    "05T09:00:00Z, did = \"reopened\", why = \"again\", due = 2026-11-12T09:00:00Z, note = \"";

fn settled(files: &[[&str; 3]], choices: &[Take]) -> Vec<Merged> {
    let texts: Vec<_> = files.iter().map(|[base, ours, theirs]| Texts { base, ours, theirs }).collect();
    let merged = merge(&texts, choices).unwrap();
    let turned: Vec<_> =
        files.iter().map(|[base, ours, theirs]| Texts { base, ours: theirs, theirs: ours }).collect();
    let other = |take: &Take| if *take == Ours { Theirs } else { Ours };
    let again = merge(&turned, &choices.iter().map(other).collect::<Vec<_>>()).unwrap();
    let texts = |merged: &[Merged]| merged.iter().map(|one| one.text.clone()).collect::<Vec<_>>();
    if merged.iter().all(|one| one.contradictions.is_empty()) {
        assert_eq!(texts(&merged), texts(&again), "the same from both sides");
    }
    merged
}

/// Returns the texts of a merge in which nothing contradicts.
fn clean(files: &[[&str; 3]]) -> Vec<String> {
    let merged = settled(files, &[]);
    merged.into_iter().map(|one| (one.contradictions.is_empty().then_some(one.text)).unwrap()).collect()
}

#[test]
fn what_one_side_undid_before_both_archived_it_stays_undone() {
    let (more, less) = (block("k7qdm2xv", "", &[TOLD, DONE]), block("k7qdm2xv", "", &[DONE]));
    let base = format!("{LEDGER}{more}");
    let (ours, theirs) = (format!("{ARCHIVE}{less}"), format!("{ARCHIVE}{more}"));
    let ledger = [&*base, LEDGER, LEDGER];
    assert_eq!(clean(&[ledger, ["", &ours, &theirs]]), [LEDGER.to_owned(), ours.clone()]);
    // One file alone does not know: it comes back.
    let alone = clean(&[["", &ours, &theirs]]);
    assert_eq!(alone, std::slice::from_ref(&theirs));
    // The other side noted something too.
    let noted = format!("{ARCHIVE}{}", block("k7qdm2xv", "", &[TOLD, NOTED, DONE]));
    let wanted = format!("{ARCHIVE}{}", block("k7qdm2xv", "", &[NOTED, DONE]));
    assert_eq!(clean(&[ledger, ["", &ours, &noted]]), [LEDGER.to_owned(), wanted]);
}

#[test]
fn what_one_side_archived_and_the_other_changed_is_changed_in_the_archive() {
    let (was, now) = (block("k7qdm2xv", "", &[DONE]), block("k7qdm2xv", "owner = \"sam\"\n", &[DONE]));
    let other = block("bbb22222", "", &[DONE]);
    let ledger = [&*format!("{LEDGER}{was}"), &*format!("{LEDGER}{now}"), LEDGER];
    let archived = format!("{ARCHIVE}{other}{was}");
    let before = format!("{ARCHIVE}{other}");
    let wanted = vec![LEDGER.to_owned(), format!("{ARCHIVE}{other}{now}")];
    assert_eq!(clean(&[ledger, [&before, &before, &archived]]), wanted);
    // An archive that is merged already stands for every side.
    assert_eq!(clean(&[ledger, [&archived, &archived, &archived]]), wanted);
    // Without a base it is archived too.
    let no_base = ["", ledger[1], ledger[2]];
    assert_eq!(clean(&[no_base, ["", &before, &archived]])[0], LEDGER);
}

#[test]
fn what_is_open_on_one_side_stays_in_the_ledger() {
    let (was, open) = (block("k7qdm2xv", "", &[DONE]), block("k7qdm2xv", "", &[DONE, REOPENED]));
    let ledger = [&*format!("{LEDGER}{was}"), &*format!("{LEDGER}{open}"), LEDGER];
    let archive = ["", "", &*format!("{ARCHIVE}{was}")];
    assert_eq!(clean(&[ledger, archive]), [format!("{LEDGER}{open}"), ARCHIVE.trim_end().to_owned() + "\n"]);
}

#[test]
fn what_two_archives_have_goes_where_it_was_moved_last() {
    let was = block("k7qdm2xv", "", &[DONE]);
    let (with, without) = (format!("{ARCHIVE}{was}"), ARCHIVE.to_owned());
    let moved = |first: [&str; 3], second: [&str; 3]| clean(&[[LEDGER, LEDGER, LEDGER], first, second]);
    let all = moved([&with, &without, &with], [&without, &with, &without]);
    assert_eq!(all[1..], [without.clone(), with.clone()], "ours moved it");
    let all = moved([&without, &with, &without], [&without, &without, &with]);
    assert_eq!(all[1..], [with.clone(), without.clone()], "each to another: the first");
}

#[test]
fn what_is_chosen_is_taken_file_by_file_in_order() {
    let owner = |owner: &str| block("k7qdm2xv", &format!("owner = \"{owner}\"\n"), &[]);
    let ledger = [owner("dana"), owner("sam"), owner("lee")].map(|block| format!("{LEDGER}{block}"));
    let old = |owner: &str| block("bbb22222", &format!("owner = \"{owner}\"\n"), &[DONE]);
    let archive = [old("dana"), old("sam"), old("lee")].map(|block| format!("{ARCHIVE}{block}"));
    let files = [ledger.each_ref().map(String::as_str), archive.each_ref().map(String::as_str)];
    let open = settled(&files, &[]);
    let count = |merged: &[Merged]| merged.iter().map(|one| one.contradictions.len()).collect::<Vec<_>>();
    assert_eq!(count(&open), [1, 1]);
    let first = &open[0].contradictions[0];
    assert_eq!(first.to_string(), "k7qdm2xv: `owner` has two values");
    assert_eq!((&*first.ours, &*first.theirs), ("owner = \"sam\"", "owner = \"lee\""));
    let half = settled(&files, &[Theirs]);
    assert_eq!((count(&half), &half[0].text), (vec![0, 1], &ledger[2]));
    let all = settled(&files, &[Theirs, Ours]);
    assert_eq!((count(&all), &all[0].text, &all[1].text), (vec![0, 0], &ledger[2], &archive[1]));
}

#[test]
fn a_version_that_is_not_understood_is_named_with_its_file() {
    let texts = Texts { base: LEDGER, ours: LEDGER, theirs: LEDGER };
    let bad = Texts { theirs: "[[commitment]]\n", ..texts };
    let (place, misread) = merge(&[texts, bad], &[]).unwrap_err();
    assert_eq!((place, misread.which), (1, super::super::Which::Theirs));
}
