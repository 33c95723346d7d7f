//! Which group a promise is in, and which group comes first.

use super::*;

fn groups(commitments: &[Commitment<'_>], by: GroupKey) -> Vec<(Option<String>, Rate, bool)> {
    let groups = report_on(commitments, Some(by), (0, 101), h(100)).groups.into_iter();
    groups.map(|group| (group.keys[0].clone(), group.figures.keep(), group.best)).collect()
}

fn line(key: &str, part: u64, of: u64, best: bool) -> (Option<String>, Rate, bool) {
    (Some(key.to_owned()), Rate::new(part, of), best)
}

/// Returns `of` promises of one owner, of which `kept` are kept.
fn record(owner: &'static str, kept: usize, of: usize) -> Vec<Commitment<'static>> {
    let late = (kept..of).map(|_| due(10).of(owner));
    (0..kept).map(|_| due(10).of(owner).done(5)).chain(late).collect()
}

#[test]
fn an_owner_answers_for_what_was_theirs_at_the_known_due_or_when_it_was_closed() {
    let owner =
        |commitment| groups(&[commitment], GroupKey::Owner).into_iter().next().and_then(|line| line.0);
    let handed = |hour| due(10).handed(hour, "lee", "leave");
    assert_eq!(owner(handed(9).done(20)).as_deref(), Some("lee"));
    assert_eq!(owner(handed(10).done(20)).as_deref(), Some("lee"));
    assert_eq!(owner(handed(11).done(20)).as_deref(), Some("dana"));
    assert_eq!(owner(handed(5).done(7)).as_deref(), Some("lee"));
    assert_eq!(owner(handed(11)).as_deref(), Some("dana"));
    // The known due moved with the promise, so it was lee's when it had to be kept.
    assert_eq!(owner(due(10).moved(5, 20, true, "rain").handed(15, "lee", "leave")).as_deref(), Some("lee"));
    assert_eq!(
        owner(due(10).moved(5, 20, false, "rain").handed(15, "lee", "leave")).as_deref(),
        Some("dana")
    );
    // Reopened, it continues with the owner it had.
    let again = [handed(11).done(12).reopened(20, 30).done(25)];
    assert_eq!(groups(&again, GroupKey::Owner), [line("lee", 1, 1, false), line("dana", 0, 1, false)]);
}

#[test]
fn a_month_is_that_of_the_known_due_in_the_ledgers_zone() {
    let month = |at: i64, zone| {
        let commitment = Commitment { made: h(-9_000), due: h(at), ..due(0) }.done(at);
        let (policy, period) = (Policy::new(zone), Period { since: h(-9_000), until: h(9_000) });
        let mut tally = Tally::new(period, vec![GroupKey::Month]);
        let standing = standing(&commitment, &policy, h(9_000)).unwrap();
        tally.add(&commitment, &standing, &|_, _| true, &policy, h(9_000));
        tally.finish(&policy, h(9_000)).unwrap().groups.remove(0).keys.remove(0).unwrap()
    };
    assert_eq!(month(0, Tz::UTC), "2026-11");
    assert_eq!(month(-1, Tz::UTC), "2026-10");
    assert_eq!(month(3, Tz::America__New_York), "2026-10");
    assert_eq!(month(4, Tz::America__New_York), "2026-11");
    assert_eq!(month(-14, Tz::Pacific__Kiritimati), "2026-11");
    assert_eq!(month(-15, Tz::Pacific__Kiritimati), "2026-10");
    assert_eq!(month(24 * 15, Tz::Pacific__Kiritimati), "2026-11");
}

#[test]
fn with_tags_a_promise_counts_once_under_each() {
    let tagged =
        [due(10).tagged(&["outage", "vip", "outage"]).done(5), due(10).tagged(&["vip"]), due(10).done(5)];
    let report = report_on(&tagged, Some(GroupKey::Tag), (0, 101), h(100));
    assert_eq!(report.total.due, 3);
    let expected = [line("outage", 1, 1, false), (None, Rate::new(1, 1), false), line("vip", 1, 2, false)];
    assert_eq!(groups(&tagged, GroupKey::Tag), expected);
}

#[test]
fn the_best_record_stands_first_and_too_few_to_tell_stand_last() {
    let all = [
        record("one of one", 1, 1),
        record("two of three", 2, 3),
        record("half", 5, 10),
        record("best", 9, 10),
        record("best, of fewer", 6, 6),
        record("none", 0, 7),
        record("more of the same", 10, 20),
    ];
    let expected = [
        line("best, of fewer", 6, 6, true),
        line("best", 9, 10, false),
        line("more of the same", 10, 20, false),
        line("half", 5, 10, false),
        line("none", 0, 7, false),
        line("two of three", 2, 3, false),
        line("one of one", 1, 1, false),
    ];
    assert_eq!(groups(&all.concat(), GroupKey::Owner), expected);
}

#[test]
fn recognition_goes_to_all_who_earned_it_and_to_somebody() {
    let mut all = [record("lee", 5, 5), record("dana", 5, 5), record("sam", 4, 5)].concat();
    all.extend(record("", 6, 6).into_iter().map(|commitment| Commitment { owner: None, ..commitment }));
    let expected = [
        (None, Rate::new(6, 6), false),
        line("dana", 5, 5, true),
        line("lee", 5, 5, true),
        line("sam", 4, 5, false),
    ];
    assert_eq!(groups(&all, GroupKey::Owner), expected);
    // Nothing kept is never marked as best, even if nobody has a better rate.
    assert_eq!(groups(&record("lee", 0, 9), GroupKey::Owner), [line("lee", 0, 9, false)]);
    assert_eq!(groups(&record("lee", 4, 4), GroupKey::Owner), [line("lee", 4, 4, false)]);
}

#[test]
fn a_long_record_is_better_than_a_short_one_without_a_fault() {
    let all = [record("short", 5, 5), record("long", 45, 50)].concat();
    assert_eq!(groups(&all, GroupKey::Owner), [line("long", 45, 50, true), line("short", 5, 5, false)]);
}

/// Returns the keys of the groups, how much each has, and the change to the group before.
fn changes(commitments: &[Commitment<'_>], by: &[GroupKey]) -> Vec<(String, u64, u64, Option<i64>)> {
    let mut tally = Tally::new(Period { since: h(-9_000), until: h(9_000) }, by.to_vec());
    for commitment in commitments {
        let standing = standing(commitment, &policy(), h(2_000)).unwrap();
        tally.add(commitment, &standing, &|_, _| true, &policy(), h(2_000));
    }
    let groups = tally.finish(&policy(), h(2_000)).unwrap().groups.into_iter();
    let keys = |keys: Vec<Option<String>>| {
        keys.into_iter().map(|key| key.unwrap_or_else(|| "-".to_owned())).collect::<Vec<_>>().join(" ")
    };
    groups.map(|group| (keys(group.keys), group.figures.due, group.figures.ahead, group.change)).collect()
}

#[test]
fn spans_of_time_stand_as_time_goes_from_the_first_to_the_last_with_none_missing() {
    let week = 7 * 24;
    let of = |owner, weeks: i64, done: bool| {
        let due = due(30 + weeks * week).of(owner);
        if done { due.done(29) } else { due }
    };
    let all = [
        of("dana", 5, true),
        of("dana", 0, true),
        of("dana", 0, false),
        of("sam", 1, false),
        of("sam", 2, true),
        // Done, and due a long time from now.
        of("sam", 14, true),
    ];
    let line = |key: &str, due, ahead, change| (key.to_owned(), due, ahead, change);
    let weeks = changes(&all, &[GroupKey::Week]);
    assert_eq!(weeks.len(), 15);
    assert_eq!(
        weeks[..7],
        [
            line("2026-W45", 2, 0, None),
            line("2026-W46", 1, 0, Some(-50)),
            line("2026-W47", 1, 0, Some(100)),
            line("2026-W48", 0, 0, None),
            line("2026-W49", 0, 0, None),
            line("2026-W50", 1, 0, None),
            line("2026-W51", 0, 0, None),
        ]
    );
    // The year has 53 weeks.
    assert_eq!(weeks[8].0, "2026-W53");
    assert_eq!(weeks[14], line("2027-W06", 0, 1, None));
    let months = changes(&all, &[GroupKey::Month]);
    let expected = ["2026-11", "2026-12", "2027-01", "2027-02"];
    assert_eq!(months.iter().map(|line| line.0.as_str()).collect::<Vec<_>>(), expected);
    let quarters = changes(&all, &[GroupKey::Quarter]);
    assert_eq!(quarters, [line("2026-Q4", 5, 0, None), line("2027-Q1", 0, 1, None)]);
    // Each owner from their own first month to their own last, and the change is to their own month before.
    let expected = [
        line("dana 2026-11", 2, 0, None),
        line("dana 2026-12", 1, 0, Some(50)),
        line("sam 2026-11", 2, 0, None),
        line("sam 2026-12", 0, 0, None),
        line("sam 2027-01", 0, 0, None),
        line("sam 2027-02", 0, 1, None),
    ];
    assert_eq!(changes(&all, &[GroupKey::Owner, GroupKey::Month]), expected);
    let months = changes(&all, &[GroupKey::Month, GroupKey::Owner]);
    assert_eq!(months[0].0, "2026-11 dana");
    assert_eq!(months.len(), 6);
    assert!(months.iter().map(|line| line.0.split_once(' ').unwrap().0).is_sorted());
}

#[test]
fn two_far_dates_make_no_millions_of_lines() {
    let far = |to: &'static str, years: i64| {
        let due = h(0).plus(years * 365 * 24 * HOUR);
        Commitment { to: to.into(), made: due.plus(-HOUR), due, ..super::due(0) }
    };
    let names = ["a", "b", "c", "d", "e"];
    let all: Vec<_> = names.iter().flat_map(|to| [far(to, -100), far(to, 0)]).collect();
    let mut tally =
        Tally::new(Period { since: Instant::FIRST, until: h(9_000) }, vec![GroupKey::To, GroupKey::Week]);
    for commitment in &all {
        let standing = standing(commitment, &policy(), h(9_000)).unwrap();
        tally.add(commitment, &standing, &|_, _| true, &policy(), h(9_000));
    }
    let refused = tally.finish(&policy(), h(9_000)).unwrap_err();
    assert_eq!(refused.message, "the report would have 26075 lines, at most 20000 are shown");
}
