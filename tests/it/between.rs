//! `owed between`: elapsed and working time from one instant to another.

use crate::policy::policy;
use crate::support::TestEnv;

const SECOND: &str = "\n[calendar.weekend]\nsat = [\"10:00-14:00\"]\n";

const STRETCH: [&str; 3] = ["between", "2026-11-20 9am", "2026-11-24 5pm"];

#[test]
fn between_two_instants_lie_the_wall_and_the_working_time() {
    let env = policy("");
    let said = env.args(STRETCH);
    let mut lines = said.stdout.lines();
    assert_eq!(
        lines.next(),
        Some("4d 8h by the wall, 24bh working time, 2 business days (calendar office)"),
        "{said}"
    );
    assert_eq!(lines.next(), Some("from   Fri 2026-11-20 09:00 -05:00 (America/New_York)"));
    assert_eq!(lines.next(), Some("until  Tue 2026-11-24 17:00 -05:00 (America/New_York)"));
    assert_eq!((said.stderr.as_str(), said.status), ("", 0));
    let json = env.args([&STRETCH[..], &["--json"]].concat());
    assert_eq!(json.stdout, "{\"schema\":1,\"wall_s\":374400,\"working_s\":86400,\"business_days\":2}\n");
}

#[test]
fn between_counts_the_hour_of_a_clock_change() {
    let said = policy("").args(["between", "2026-11-01", "2026-11-02", "--json"]);
    assert_eq!(said.stdout, "{\"schema\":1,\"wall_s\":90000,\"working_s\":0,\"business_days\":0}\n");
}

#[test]
fn business_days_are_the_most_that_can_be_counted() {
    let env = policy("");
    for (from, until, days) in [
        ("2026-11-20 9am", "2026-11-24 8:59am", "1 business day"),
        ("2026-11-20 9am", "2026-11-24 9am", "2 business days"),
        // A start outside the hours counts from the next opening.
        ("2026-11-21", "2026-11-23 9am", "0 business days"),
        ("2026-11-21", "2026-11-24 9am", "1 business day"),
        // 26 weeks of five days.
        ("2026-06-01 9am", "2026-11-30 9am", "130 business days"),
        ("1910-01-03 9am", "2090-01-02 9am", "46960 business days"),
    ] {
        let said = env.args(["between", from, until]);
        assert!(said.stdout.contains(&format!(", {days} (")), "{from} {until}: {said}");
    }
}

#[test]
fn between_needs_no_ledger_unless_a_calendar_is_named() {
    let env = TestEnv::new();
    let said = env.args([&STRETCH[..], &["--json"]].concat());
    assert_eq!(said.stdout, "{\"schema\":1,\"wall_s\":374400,\"working_s\":null,\"business_days\":null}\n");
    assert!(env.args(STRETCH).stdout.starts_with("4d 8h by the wall\n"));
    let said = env.args([&STRETCH[..], &["--calendar", "office"]].concat());
    assert_eq!((said.status, said.stdout.as_str()), (2, ""));
    assert!(said.stderr.contains("there is no ledger here"), "{said}");
}

#[test]
fn of_several_calendars_none_is_guessed() {
    let env = policy(SECOND);
    let said = env.args([&STRETCH[..], &["--json"]].concat());
    assert_eq!(said.stdout, "{\"schema\":1,\"wall_s\":374400,\"working_s\":null,\"business_days\":null}\n");
    let note = "the ledger has several calendars (office, weekend): choose one with --calendar to get the working time\n";
    assert_eq!((said.stderr.as_str(), said.status), (note, 0));
    let said = env.args([&STRETCH[..], &["--calendar", "weekend"]].concat());
    assert!(
        said.stdout.starts_with("4d 8h by the wall, 4bh working time, 0 business days (calendar weekend)\n"),
        "{said}"
    );
    let said = env.args([&STRETCH[..], &["--calendar", "ofice"]].concat());
    let error = "error: unknown calendar \"ofice\"\nhint: the ledger has office, weekend\n";
    assert_eq!((said.stderr.as_str(), said.status), (error, 2));
}

#[test]
fn quiet_is_one_number_of_seconds() {
    let env = policy("");
    assert_eq!(env.args([&STRETCH[..], &["-q"]].concat()).stdout, "374400\n");
    assert_eq!(env.args([&STRETCH[..], &["-q", "--calendar", "office"]].concat()).stdout, "86400\n");
}

#[test]
fn a_stretch_that_ends_before_it_begins_is_refused_and_an_empty_one_is_not() {
    let env = policy("");
    let said = env.args(["between", "2026-11-24", "2026-11-20"]);
    assert_eq!((said.status, said.stdout.as_str()), (2, ""));
    assert!(said.stderr.starts_with("error: it ends before it begins\nhint: "), "{said}");
    let said = env.args(["between", "2026-11-20", "2026-11-20"]);
    assert!(said.stdout.starts_with("0s by the wall, 0bs working time"), "{said}");
    for words in [&["2026-11-20", "9am", "2026-11-24"][..], &["2026-11-20"]] {
        let said = env.args([&["between"], words].concat());
        assert_eq!(said.status, 2);
        assert!(said.stderr.contains("put each in quotes"), "{said}");
    }
}

#[test]
fn what_opens_more_than_ten_years_later_is_counted_from_then() {
    let env = policy(
        "[calendar.hall]\n[[calendar.hall.season]]\nfrom = \"2040-01-02\"\nmon = [\"09:00-17:00\"]\ntue = [\"09:00-17:00\"]\n",
    );
    let counted = |from: &str| {
        let said = env.args(["between", from, "2040-01-11", "--calendar", "hall", "--json"]).json();
        (said["working_s"].as_i64(), said["business_days"].as_i64())
    };
    // Two Mondays and two Tuesdays; from the first opening three business days later are the last Tuesday, 09:00.
    assert_eq!(counted("2026-11-20"), (Some(4 * 8 * 3_600), Some(3)));
    assert_eq!(counted("2026-11-20"), counted("2040-01-02 09:00"));
    assert_eq!(env.args(["between", "2026-11-20", "2039-12-31", "--calendar", "hall", "-q"]).stdout, "0\n");
}
