//! `owed when`: which instant words mean.

use insta::assert_snapshot;

use crate::support::{RULES, TestEnv};

#[test]
fn when_says_which_instant_words_mean() {
    let env = TestEnv::new();
    assert_snapshot!(env.owed("when tue 5pm"), @"
    2026-11-24T17:00:00-05:00  Tue 2026-11-24 17:00 -05:00 (America/New_York), in 4d 7h
    --- exit 0
    ");
    assert_snapshot!(env.owed("when tomorrow"), @"
    2026-11-21T23:59:59-05:00  Sat 2026-11-21 23:59:59 -05:00 (America/New_York), in 1d 14h
    --- exit 0
    ");
    assert_snapshot!(env.owed("when 3bd"), @"
    2026-11-25T09:30:00-05:00  Wed 2026-11-25 09:30 -05:00 (America/New_York), in 5d
    --- exit 0
    ");
    assert_snapshot!(env.owed("when -q in 2h"), @"
    2026-11-20T11:30:00-05:00
    --- exit 0
    ");
    assert_snapshot!(env.owed("when --json eow"), @r#"
    {"schema":1,"at":"2026-11-20T23:59:59-05:00","reading":"Fri 2026-11-20 23:59:59 -05:00 (America/New_York), in 14h 29m","counted_from":null}
    --- exit 0
    "#);
    assert_snapshot!(env.owed("when 9am --past"), @"
    2026-11-20T09:00:00-05:00  Fri 2026-11-20 09:00 -05:00 (America/New_York), 30m ago
    --- exit 0
    ");
    assert_snapshot!(env.owed("when 2h --from 2026-12-01 9am"), @"
    2026-12-01T11:00:00-05:00  Tue 2026-12-01 11:00 -05:00 (America/New_York), in 2h
    --- exit 0
    ");
    assert_snapshot!(env.owed("when soon"), @r#"
    --- stderr
    error: "soon" is not an exact time
    hint: write something like tomorrow 5pm (Sat 21 Nov 17:00), 2026-11-22 (Sun) or 2026-11-27 12:00
    --- exit 2
    "#);
    assert_snapshot!(env.owed("when"), @"
    --- stderr
    error: which date? add `friday 5pm`
    hint: `owed help when` says what else it takes
    --- exit 2
    ");
    assert!(env.files().is_empty());
}

#[test]
fn a_business_day_that_is_said_outside_the_hours_names_its_start() {
    let week = ["mon", "tue", "wed", "thu", "fri"].map(|day| format!("{day} = [\"09:00-17:00\"]\n")).concat();
    let env = TestEnv::new()
        .ledger(format!("{RULES}[calendar.office]\n{week}[kind.repair]\ntarget = \"1bd\"\n"))
        .at("2026-11-21T11:00:00-05:00");
    assert_snapshot!(env.owed("when 1 business day"), @"
    2026-11-24T09:00:00-05:00  Tue 2026-11-24 09:00 -05:00 (America/New_York), in 2d 22h, counted from Mon 09:00, when you open
    --- exit 0
    ");
    assert_snapshot!(env.owed("when next business day"), @"
    2026-11-23T17:00:00-05:00  Mon 2026-11-23 17:00 -05:00 (America/New_York), in 2d 6h
    --- exit 0
    ");
    assert_snapshot!(env.owed("when --json 1 business day"), @r#"
    {"schema":1,"at":"2026-11-24T09:00:00-05:00","reading":"Tue 2026-11-24 09:00 -05:00 (America/New_York), in 2d 22h","counted_from":"2026-11-23T09:00:00-05:00"}
    --- exit 0
    "#);
    for (line, due) in [
        ("promise mend the pump --to Acme --by 1 business day", "due Tue 24 Nov 09:00, in 2d 22h"),
        ("promise mend the tap --to Acme -k repair", "due Tue 24 Nov 09:00, in 2d 22h"),
        ("move pump --by 2bd --why parts --told", "due Wed 25 Nov 09:00, in 3d 22h"),
        ("done pump --next test the pump --by 4bh", "due Mon 23 Nov 13:00, in 2d 2h"),
        ("reopen mend pump --by 4bh --why leaks", "due Mon 23 Nov 13:00, in 2d 2h"),
    ] {
        let said = env.owed(line);
        let counted = format!("{due}, counted from Mon 09:00, when you open\n");
        assert!(said.stdout.ends_with(&counted), "{line}: {said}");
    }
    // An office that is closed for longer is given with its date; without a calendar nothing opens.
    let shut = format!("{RULES}[calendar.office]\nmon = [\"09:00-17:00\"]\nholidays = [\"2026-11-23\"]\n");
    assert_snapshot!(TestEnv::new().ledger(shut).at("2026-11-21T11:00:00-05:00").owed("when 4bh"), @"
    2026-11-30T13:00:00-05:00  Mon 2026-11-30 13:00 -05:00 (America/New_York), in 9d 2h, counted from Mon 30 Nov 09:00, when you open
    --- exit 0
    ");
    assert_snapshot!(TestEnv::new().at("2026-11-21T11:00:00-05:00").owed("when 1bd"), @"
    2026-11-24T00:00:00-05:00  Tue 2026-11-24 00:00 -05:00 (America/New_York), in 2d 13h, counted from Mon 00:00, the next business day
    --- exit 0
    ");
}

const OFFICE: &str = "[calendar.office]\nmon = [\"09:00-17:00\"]\nfri = [\"09:00-12:00\"]\n";

#[test]
fn when_counts_in_the_calendar_of_the_ledger() {
    let env = TestEnv::new().ledger(format!("{RULES}{OFFICE}"));
    assert_snapshot!(env.owed("when 3bh"), @"
    2026-11-23T09:30:00-05:00  Mon 2026-11-23 09:30 -05:00 (America/New_York), in 3d
    --- exit 0
    ");
    assert_snapshot!(env.owed("when eod"), @"
    2026-11-20T12:00:00-05:00  Fri 2026-11-20 12:00 -05:00 (America/New_York), in 2h 30m
    --- exit 0
    ");
    assert_snapshot!(env.owed("when 3bh --calendar office"), @"
    2026-11-23T09:30:00-05:00  Mon 2026-11-23 09:30 -05:00 (America/New_York), in 3d
    --- exit 0
    ");
    assert_snapshot!(env.owed("when 3bh --calendar offcie"), @r#"
    --- stderr
    error: unknown calendar "offcie"
    hint: the ledger has office
    --- exit 2
    "#);
    let two = TestEnv::new().ledger(format!("{RULES}{OFFICE}{}", OFFICE.replace("office", "night")));
    assert_snapshot!(two.owed("when 3bh"), @r#"
    --- stderr
    error: "3bh" needs a calendar, and there are several: night, office
    hint: choose one with --calendar or by the kind, or write a date and a time
    --- exit 2
    "#);
    assert_snapshot!(two.owed("when eod"), @r#"
    --- stderr
    error: "eod" needs a calendar, and there are several: night, office
    hint: choose one with --calendar or by the kind, or write a date and a time
    --- exit 2
    "#);
    assert_snapshot!(TestEnv::new().owed("when 3bh --calendar office"), @"
    --- stderr
    error: ledger.toml: there is no ledger here
    hint: `owed promise` makes one with the first promise, `owed init` makes an empty one
    --- exit 2
    ");
    assert_snapshot!(TestEnv::new().ledger(RULES).owed("when 3bh --calendar office"), @r#"
    --- stderr
    error: unknown calendar "office"
    hint: the ledger has none; a table `[calendar.NAME]` adds one
    --- exit 2
    "#);
}

#[test]
fn a_time_that_comes_twice_says_which_one_was_taken() {
    let shop = TestEnv::new().at("2026-10-30T10:00:00-04:00");
    assert_snapshot!(shop.owed("when 2026-11-01 01:30"), @"
    2026-11-01T01:30:00-05:00  Sun 2026-11-01 01:30 -05:00 (America/New_York, the second 01:30), in 1d 16h
    --- exit 0
    ");
    assert_snapshot!(shop.owed("when 2026-11-01 01:30-04:00"), @"
    2026-11-01T01:30:00-04:00  Sun 2026-11-01 01:30 -04:00 (America/New_York, the first 01:30), in 1d 15h
    --- exit 0
    ");
    let said = shop.owed("promise ring --to Acme --by 2026-11-01 01:30").stdout;
    assert!(said.ends_with("due Sun 1 Nov 01:30 (the second, -05:00), in 1d 16h\n"), "{said}");
    // The hour before and the hour after come once.
    for once in ["00:59:59", "02:00"] {
        let said = shop.owed(&format!("when 2026-11-01 {once}")).stdout;
        assert!(said.contains("(America/New_York)"), "{said}");
    }
}

#[test]
fn words_are_read_without_a_home_a_ledger_or_a_config_file_that_can_be_read() {
    let bare = || TestEnv::new().bare().env("TZ", "America/New_York").at("2026-11-20T09:30:00-05:00");
    assert_snapshot!(bare().owed("when tue 5pm"), @"
    2026-11-24T17:00:00-05:00  Tue 2026-11-24 17:00 -05:00 (America/New_York), in 4d 7h
    --- exit 0
    ");
    assert_eq!(bare().owed("between -q '2026-11-20 9am' '2026-11-20 5pm'").stdout, "28800\n");
    assert_eq!(bare().owed("completions fish").status, 0);
    assert_eq!(bare().owed("--help").status, 0);
    assert_eq!(bare().owed("when --help").status, 0);
    // A named calendar needs a ledger.
    assert_snapshot!(bare().owed("when 2bh --calendar office"), @"
    --- stderr
    error: no data directory for the ledger: HOME is not an absolute path
    hint: name the ledger with --ledger PATH or OWED_LEDGER
    --- exit 2
    ");
    let shop = TestEnv::new().config("me = [");
    for words in ["when -q 5pm", "between -q 5pm 6pm", "completions bash"] {
        let said = shop.owed(words);
        assert_eq!(said.status, 0, "{words}: {said}");
        assert!(said.stderr.starts_with("warning: the config file is not used: "), "{words}: {said}");
    }
    assert_eq!(shop.owed("list").status, 2);
}

#[test]
fn a_tz_that_is_no_iana_name_is_understood_or_said() {
    let at = |zone: &str| TestEnv::new().env("TZ", zone).owed("when 2026-07-01 12:00 --past");
    let read = [
        ("EST5EDT,M3.2.0,M11.1.0", "2026-07-01T12:00:00-04:00"),
        (":/usr/share/zoneinfo/Europe/Berlin", "2026-07-01T12:00:00+02:00"),
        ("CET-1CEST,M3.5.0,M10.5.0/3", "2026-07-01T12:00:00+02:00"),
    ];
    for (zone, wanted) in read {
        let said = at(zone);
        assert!(said.stdout.starts_with(wanted) && said.stderr.is_empty(), "{zone}: {said}");
    }
    let said = TestEnv::new().env("TZ", "Europe/Berln").owed("promise ring --to Acme --by 2026-12-01");
    assert!(
        said.stderr.contains(
            "warning: TZ=Europe/Berln is not a time zone that owed knows; the time zone of the system, "
        ),
        "{said}"
    );
    // Words with a zone do not ask for the machine's.
    let said = TestEnv::sample().env("TZ", "\u{1b}[31m").owed("overdue -q");
    assert_eq!((said.status, said.stderr.as_str()), (1, ""));
}

/// The clocks of New York go back from 02:00 to 01:00 in that night.
#[test]
fn every_answer_that_names_a_time_which_comes_twice_says_which() {
    let env = TestEnv::new().ledger("timezone = \"America/New_York\"\n").at("2026-10-28T10:30:00-04:00");
    let second = "Sun 1 Nov 01:30 (the second, -05:00)";
    for line in [
        "promise quote --to Acme --by 2026-11-01 1:30am",
        "hand quote --to sam --why leave",
        "list",
        "move quote --by 2026-11-02 --why rain",
        "move quote --by 2026-11-01 1:30am --why sun",
    ] {
        let said = env.owed(line);
        assert!(said.stdout.contains(second) || said.stderr.contains(second), "{line}: {said}");
    }
    // What happened then stands in no line, so it is said beside it.
    let env = env.at("2026-11-02T10:00:00-05:00");
    for line in [
        "told acme hello --at '2026-11-01 1:30am'",
        "note acme hello --at '2026-11-01 1:30am'",
        "promise call --to Acme --asked '2026-11-01 1:30am' --by fri",
        "done quote --at '2026-11-01 1:30am'",
    ] {
        let said = env.owed(line);
        assert_eq!((said.status, said.stderr), (0, format!("recorded for {second}\n")), "{line}");
    }
}

#[test]
fn every_line_of_the_page_on_dates_says_what_it_shows() {
    let page = include_str!("../../docs/dates.md");
    let team = include_str!("../../examples/team.toml");
    let env = TestEnv::new().file("team.toml", team).at("2026-11-18T10:30:00-05:00");
    let (mut count, mut wrong) = (0, Vec::new());
    for section in page.split("\n## ").skip(1) {
        let options = match section.lines().next().unwrap() {
            "Working time" => "--ledger team.toml --calendar office",
            "What has happened" => "--past",
            _ => "",
        };
        let rows = section.lines().filter(|line| line.starts_with("| `"));
        for (typed, means) in rows.map(|row| row.trim_matches(['|', ' ']).split_once(" | ").unwrap()) {
            for words in typed.split('`').skip(1).step_by(2) {
                count += 1;
                let said = env.owed(&format!("when {words} {options}"));
                let is_refused = section.starts_with("What is refused");
                let says = if is_refused {
                    said.stderr.contains(means)
                } else {
                    said.stdout.contains(&format!("  {means} "))
                };
                if !says || said.status != i32::from(is_refused) * 2 {
                    wrong.push(format!("{words}: {means}\n{said}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count > 50, "{count}");
}
