use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::*;

/// Formats for the tests of verbs: one that shows nothing, and one for each thing that can be shown.
pub(super) static PARTIAL: &[Format] = &[
    NOTHING,
    Format { name: "only-list", list: json::FORMAT.list, ..NOTHING },
    Format { name: "only-overdue", overdue: json::FORMAT.overdue, ..NOTHING },
    Format { name: "only-log", log: json::FORMAT.log, ..NOTHING },
    Format { name: "only-report", report: json::FORMAT.report, ..NOTHING },
    Format { name: "only-forecast", forecast: json::FORMAT.forecast, ..NOTHING },
    Format { name: "only-findings", findings: json::FORMAT.findings, ..NOTHING },
    Format { name: "only-customers", customers: json::FORMAT.customers, ..NOTHING },
    Format { name: "only-answer", answer: json::FORMAT.answer, ..NOTHING },
];

const NOTHING: Format = Format {
    name: "nothing",
    help: "For tests",
    is_for_people: false,
    list: None,
    overdue: None,
    log: None,
    report: None,
    forecast: None,
    calibration: None,
    findings: None,
    customers: None,
    answer: None,
};

#[test]
fn every_file_of_a_format_is_in_the_list_under_its_name() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/views/formats");
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let files = files.filter(|file| file.is_file() && !file.ends_with("tests.rs"));
    let files: BTreeSet<_> =
        files.map(|file| file.file_stem().unwrap().to_str().unwrap().to_owned()).collect();
    assert_eq!(files, ALL.iter().map(|format| format.name.to_owned()).collect());
}

#[test]
fn json_is_short_for_its_format_and_people_read_the_table() {
    let chosen = |format, is_json| super::chosen(format, is_json).name;
    assert_eq!((chosen(None, false), chosen(None, true)), ("table", "json"));
    assert_eq!(chosen(named("only-list"), false), "only-list");
    assert_eq!(all().filter(|format| format.is_for_people).count(), 1);
}

#[test]
fn a_format_that_is_refused_is_answered_with_those_there_are() {
    let error = Formats::Script.check(&json::FORMAT).unwrap_err();
    assert_eq!(error.message, "this command has no format `json`");
    assert_eq!(error.hints, ["it has: table"]);
    let error = Formats::Report.check(&NOTHING).unwrap_err();
    let names: Vec<_> = all().filter(|format| format.report.is_some()).map(|format| format.name).collect();
    assert_eq!(error.hints, [format!("it has: {}", names.join(", "))]);
}
