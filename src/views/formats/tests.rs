use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::*;

/// A format that shows nothing, which tests can ask every verb for.
pub(super) const NOTHING: Format = Format {
    name: "nothing",
    help: "Nothing at all",
    is_for_people: false,
    list: None,
    overdue: None,
    report: None,
    findings: None,
    answer: None,
};

#[test]
fn every_file_of_a_format_is_in_the_list_under_its_name() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/views/formats");
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let files = files.filter(|file| file.is_file() && !file.ends_with("tests.rs"));
    let files: BTreeSet<_> =
        files.map(|file| file.file_stem().unwrap().to_str().unwrap().to_owned()).collect();
    let names = all().iter().map(|format| format.name).filter(|name| *name != NOTHING.name);
    assert_eq!(files, names.map(str::to_owned).collect());
}

#[test]
fn every_format_but_that_of_this_test_shows_something() {
    for format in all() {
        let shown = [Formats::List, Formats::Overdue, Formats::Report, Formats::Findings, Formats::Answer];
        let is_empty = shown.iter().all(|formats| !formats.has(format));
        assert_eq!(is_empty, format.name == NOTHING.name, "{}", format.name);
    }
}

#[test]
fn json_is_short_for_its_format_and_people_read_the_table() {
    let chosen = |format, is_json| super::chosen(format, is_json).name;
    assert_eq!((chosen(None, false), chosen(None, true)), ("table", "json"));
    assert_eq!(chosen(named("nothing"), false), "nothing");
    assert_eq!(all().iter().filter(|format| format.is_for_people).count(), 1);
}

#[test]
fn a_format_that_is_refused_is_answered_with_those_there_are() {
    let error = Formats::Script.check(&json::FORMAT).unwrap_err();
    assert_eq!(error.message, "this command has no format `json`");
    assert_eq!(error.hints, ["it has: table"]);
    let error = Formats::Report.check(&NOTHING).unwrap_err();
    let names: Vec<_> =
        all().iter().filter(|format| format.report.is_some()).map(|format| format.name).collect();
    assert_eq!(error.hints, [format!("it has: {}", names.join(", "))]);
}
