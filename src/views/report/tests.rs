use insta::assert_snapshot;

use super::*;
use crate::rules::tally::tests::tiny_report;
use crate::rules::tally::{Group, GroupKey};
use crate::text;

fn drawn(report: &ReportData, page: Page) -> String {
    let mut drawn = Vec::new();
    table(report, page, &mut drawn).unwrap();
    String::from_utf8(drawn).unwrap()
}

fn plain(width: usize) -> Page {
    Page { width: Some(width), colour: false }
}

const PIPE: Page = Page { width: None, colour: false };

/// Returns a report whose groups differ in everything that decides how a line looks.
fn records() -> ReportData {
    let record = |key: Option<&str>, kept, due, best| {
        let figures = Figures {
            due,
            kept,
            late: due - kept,
            now: Some(Stand { open: 2, overdue: 1, ..Stand::default() }),
            ..Figures::default()
        };
        Group { keys: vec![key.map(str::to_owned)], figures, best, change: None, lowest: vec![] }
    };
    let groups = vec![
        record(Some("dana"), 199, 200, true),
        record(Some("Inspectional Services, Housing Division"), 732, 1200, false),
        record(Some("sam\u{202e}\u{1b}[2J"), 1, 5, false),
        record(Some("lee"), 3, 4, false),
        record(None, 0, 1, false),
    ];
    ReportData { groups, ..tiny_report(Some(GroupKey::Owner)) }
}

#[test]
fn a_report_has_every_figure_then_the_groups_then_the_causes() {
    assert_snapshot!(drawn(&tiny_report(Some(GroupKey::Kind)), plain(80)), @"
    9 promises were due from Sun 1 Nov 00:00 until Thu 5 Nov 04:00
    1 was done ahead of a due that is still to come
    5 are open now: 1 overdue, 2 at risk, 1 waiting; `owed overdue` lists 1
    1 change of owner
    3 of 7 done were rated: 3.6/5 on average
    1 of 3 kept was reopened within a week
    closed in this period and in no rate: 1 withdrawn, 1 void

    outcome       n
    kept          3  ███▎   by the date that was first promised
    renegotiated  1  █      by a later date, told in time
    late          4  ████▍  done late, or open past its known due
    broken        1  █      given up, or cancelled too late

    rate            of
    kept       33%   9  of all that was due
    honoured   44%   9  kept or renegotiated, of all that was due
    callbacks  1/2   2  within their limit, of all decided
    notice     1/2   2  told in time, of all moves to later
    one touch  71%   7  one owner and no chasing, of all done
    rated      42%   7  rated by the customer, of all done

    how long    half  9 in 10  longest
    late          1h   1d 22h   1d 22h
    silent       15h   2d 22h   2d 22h
    until done   13h      22h      22h

    kind            due  kept         honoured  late  stars   rated  ahead  overdue
    promise   best    5   20%  ██          40%     2    5.0  1 of 4      1        0
    callback          2   1/2  █████       1/2     1                     0        1
    email             2   1/2  █████       1/2     1    3.0  2 of 2      0        0

    times  cause
        2  parts late

    kind     lowest  to         what
    promise     5/5  Acme Corp  send the quote
    email       2/5  Acme Corp  send the quote
    email       4/5  Acme Corp  send the quote
    ");
}

#[test]
fn with_little_room_it_keeps_to_the_figures() {
    assert_snapshot!(drawn(&tiny_report(Some(GroupKey::Owner)), plain(46)), @"
    9 promises were due from Sun 1 Nov 00:00 until
    Thu 5 Nov 04:00
    1 was done ahead of a due that is still to
    come
    5 are open now: 1 overdue, 2 at risk, 1
    waiting; `owed overdue` lists 1
    1 change of owner
    3 of 7 done were rated: 3.6/5 on average
    1 of 3 kept was reopened within a week
    closed in this period and in no rate: 1
    withdrawn, 1 void
    what was due counts for its owner of that
    time, what is open now for its owner now

    outcome       n
    kept          3  ███▎
    renegotiated  1  █
    late          4  ████▍
    broken        1  █

    rate            of
    kept       33%   9
    honoured   44%   9
    callbacks  1/2   2
    notice     1/2   2
    one touch  71%   7
    rated      42%   7

    how long    half  9 in 10  longest
    late          1h   1d 22h   1d 22h
    silent       15h   2d 22h   2d 22h
    until done   13h      22h      22h

    owner       due  kept
    dana          4   2/4  █████
    lee           3   1/3  ███▎
    sam           1   0/1
    (no owner)    1   0/1

    times  cause
        2  parts late

    owner  lowest  to
    dana      5/5  Acme Corp
    lee       2/5  Acme Corp
    lee       4/5  Acme Corp
    ");
}

#[test]
fn a_bar_a_group_and_nothing_cut_in_a_pipe() {
    let drawn = drawn(&records(), PIPE);
    let groups = drawn.split("\n\n").find(|block| block.starts_with("owner")).unwrap();
    assert_snapshot!(groups, @r#"
    owner                                           due  kept              honoured  late  overdue
    dana                                     best   200   99%  █████████▉       99%     1        1
    Inspectional Services, Housing Division        1200   61%  ██████           61%   468        1
    sam\u{202e}\x1b[2J                                5   20%  ██               20%     4        1
    lee                                               4   3/4  ███████▌         3/4     1        1
    (no owner)                                        1   0/1                   0/1     1        1
    "#);
}

#[test]
fn where_nothing_was_due_that_is_all_it_says() {
    let report = ReportData {
        total: Figures::default(),
        groups: vec![],
        causes: vec![],
        lowest: vec![],
        ..tiny_report(None)
    };
    assert_snapshot!(drawn(&report, plain(80)), @"nothing was due from Sun 1 Nov 00:00 until Thu 5 Nov 04:00");
}

#[test]
fn one_of_everything_is_said_in_the_singular() {
    let total = Figures { due: 1, late: 1, hops: 1, ..Figures::default() };
    let drawn = drawn(&ReportData { total, causes: vec![], ..tiny_report(None) }, plain(80));
    assert_snapshot!(drawn.split("\n\n").next().unwrap(), @"
    1 promise was due from Sun 1 Nov 00:00 until Thu 5 Nov 04:00
    1 change of owner
    ");
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    for report in [tiny_report(Some(GroupKey::Owner)), tiny_report(Some(GroupKey::Kind)), records()] {
        for width in 24..120 {
            for line in drawn(&report, plain(width)).lines() {
                assert!(text::width(line) <= width, "{width}: {line}");
            }
        }
    }
}

#[test]
fn colour_only_repeats_what_the_words_say() {
    let coloured = drawn(&records(), Page { width: Some(80), colour: true });
    let mut bare = String::new();
    for (nth, part) in coloured.split('\u{1b}').enumerate() {
        bare.push_str(if nth == 0 { part } else { part.split_once('m').unwrap().1 });
    }
    assert_eq!(bare, drawn(&records(), plain(80)));
    // The best bar is green, the worst that counts is red, the others are not; one with too few promises is dim.
    assert!(coloured.contains("\u{1b}[32m█████████▉"));
    assert!(coloured.contains("\u{1b}[31m██\u{1b}"));
    assert!(coloured.contains("\u{1b}[2m███████▌"));
}

#[test]
fn json_has_every_key_in_its_order() {
    let mut written = Vec::new();
    crate::views::formats::json::report(&tiny_report(Some(GroupKey::Owner)), &mut written).unwrap();
    let written = String::from_utf8(written).unwrap();
    let figures = Figures::default().all();
    let keys = figures.iter().map(|(key, ..)| written.find(&format!(r#""{key}":"#)));
    assert!(keys.collect::<Option<Vec<_>>>().unwrap().is_sorted());
    let (first, _) = written.split_once(r#","renegotiated":"#).unwrap();
    assert_snapshot!(first, @r#"{"schema":1,"now":"2026-11-05T04:00:00+00:00","from":"2026-11-01T00:00:00+00:00","until":"2026-11-05T05:00:00+00:00","by":"owner","total":{"due":9,"kept":3"#);
    assert!(written.contains(r#""groups":[{"key":"dana","due":4,"kept":2,"#));
    let document: serde_json::Value = serde_json::from_str(&written).unwrap();
    let groups = document["groups"].as_array().unwrap();
    assert_eq!(groups.len(), 4);
    assert!(groups[3]["key"].is_null() && groups[0]["lateness_max_s"].is_null());
    let keys = |of: &serde_json::Value| of.as_object().unwrap().len();
    assert!(groups.iter().all(|group| keys(group) == keys(&document["total"]) + 2));
    assert!(
        written.contains("\"causes\":[{\"why\":\"parts late\",\"count\":2}],\"misses\":null,\"lowest\":[{")
    );
}

#[test]
fn json_of_nothing_has_no_rates() {
    let report = ReportData {
        total: Figures::default(),
        groups: vec![],
        causes: vec![],
        lowest: vec![],
        ..tiny_report(None)
    };
    let mut written = Vec::new();
    crate::views::formats::json::report(&report, &mut written).unwrap();
    let document: serde_json::Value = serde_json::from_slice(&written).unwrap();
    for key in ["keep_rate", "honoured_rate", "lateness_p50_s", "silence_max_s"] {
        assert!(document["total"].as_object().unwrap()[key].is_null(), "{key}");
    }
    assert!(document["by"].is_null());
    assert_eq!(document["groups"], serde_json::json!([]));
}
