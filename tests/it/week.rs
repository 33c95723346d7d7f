//! `owed week`: what is late, and due on each of seven days.

use insta::assert_snapshot;

use crate::support::{RULES, TestEnv};

#[test]
fn each_day_has_its_group_in_local_time() {
    // Saturday 23:59:59, Sunday 00:00:00, the last second of the seventh day, and the first of the eighth.
    let due = |id: &str, at: &str| {
        format!(
            "\n[[commitment]]\nid = \"{id}\"\nto = \"Ada\"\nwhat = \"send it\"\nmade = 2026-11-19T09:00:00-05:00\ndue = {at}\n"
        )
    };
    let ledger = [
        RULES.to_owned(),
        due("bbbbbbbb", "2026-11-21T23:59:59-05:00"),
        due("cccccccc", "2026-11-22T00:00:00-05:00"),
        due("dddddddd", "2026-11-26T23:59:59-05:00"),
        due("ffffffff", "2026-11-27T00:00:00-05:00"),
        due("gggggggg", "2026-11-20T09:30:00-05:00"),
        due("hhhhhhhh", "2026-11-20T09:29:59-05:00"),
    ];
    let env = TestEnv::new().ledger(ledger.concat());
    assert_snapshot!(env.owed("week"), @"
    1 late, 1 today, 1 tomorrow, 2 more by Thu 26 Nov, 1 later
    id   due        when                 to   what     owner  why
    late
    hhh  1s late    Fri 20 Nov 09:29:59  Ada  send it
    today
    ggg  now        Fri 20 Nov 09:30     Ada  send it         at risk
    tomorrow
    bbb  in 1d 14h  end of Sat 21 Nov    Ada  send it
    Sun 22 Nov
    ccc  in 1d 14h  Sun 22 Nov 00:00     Ada  send it
    Thu 26 Nov
    ddd  in 6d 14h  end of Thu 26 Nov    Ada  send it
    --- exit 0
    ");
    assert_eq!(
        env.owed("week --json").json()["counts"].to_string(),
        r#"{"late":1,"today":1,"tomorrow":1,"week":2,"later":1,"waiting":0}"#
    );
    assert_eq!(env.owed("today --json").json()["counts"], env.owed("week --json").json()["counts"]);
    assert_snapshot!(env.terminal(80, "week"), @"
    1 late, 1 today, 1 tomorrow, 2 more by Thu 26 Nov, 1 later
    id   due        when                 to   what     why
    late
    hhh  1s late    Fri 20 Nov 09:29:59  Ada  send it
    today
    ggg  now        Fri 20 Nov 09:30     Ada  send it  at risk
    tomorrow
    bbb  in 1d 14h  end of Sat 21 Nov    Ada  send it
    Sun 22 Nov
    ccc  in 1d 14h  Sun 22 Nov 00:00     Ada  send it
    Thu 26 Nov
    ddd  in 6d 14h  end of Thu 26 Nov    Ada  send it
    --- exit 0
    ");
    // Half a day further east it is another day.
    let env = env.at("2026-11-20T23:30:00-05:00");
    assert_snapshot!(env.owed("week --limit 3"), @"
    2 late, 1 tomorrow, 2 more by Thu 26 Nov, 1 later
    id   due       when                 to   what     owner  why
    late
    hhh  14h late  Fri 20 Nov 09:29:59  Ada  send it
    ggg  14h late  Fri 20 Nov 09:30     Ada  send it
    tomorrow
    bbb  in 1d     end of Sat 21 Nov    Ada  send it
    --- stderr
    2 more (--limit)
    --- exit 0
    ");
}

#[test]
fn a_week_in_which_the_clocks_change_has_seven_days() {
    let ledger = format!(
        "{RULES}\n[[commitment]]\nid = \"bbbbbbbb\"\nto = \"Ada\"\nwhat = \"send it\"\nmade = 2026-10-19T09:00:00-04:00\n\
         due = 2026-11-04T23:30:00-05:00\n"
    );
    let env = TestEnv::new().ledger(ledger).at("2026-10-29T12:00:00-04:00");
    assert_snapshot!(env.owed("week"), @"
    1 more by Wed 4 Nov
    id   due        when             to   what     owner  why
    Wed 4 Nov
    bbb  in 6d 12h  Wed 4 Nov 23:30  Ada  send it
    --- exit 0
    ");
}

#[test]
fn seventy_five_open_promises_are_counted_whole_on_any_terminal() {
    let mut ledger = RULES.to_owned();
    for place in 0..75_usize {
        let letters = b"bcdfghjkmnpqrstvwxz";
        let id: String = [place / 19, place % 19].map(|part| letters[part] as char).iter().collect();
        let (day, hour) = (18 + place % 12, 8 + place % 9);
        ledger += &format!(
            "\n[[commitment]]\nid = \"{id}bbbbbb\"\nto = \"Customer {place}\"\nwhat = \"send the offer for the week\"\n\
             owner = \"dana\"\nmade = 2026-11-16T08:00:00-05:00\ndue = 2026-11-{day}T{hour:02}:30:00-05:00\n"
        );
    }
    let env = TestEnv::new().ledger(ledger);
    for width in [200, 80, 60, 40] {
        let said = env.terminal(width, "week");
        assert!(said.stdout.lines().all(|line| line.chars().count() <= width), "{width}: {said}");
        // Where it does not fit, the line goes on below.
        let (whole, first) = (env.owed("week").stdout, said.stdout.lines().next().unwrap());
        assert!(whole.starts_with(first), "{width}: {first}");
        let headings = ["late", "today", "tomorrow", "Sun 22 Nov", "Thu 26 Nov"];
        for heading in headings {
            assert_eq!(said.stdout.lines().filter(|line| *line == heading).count(), 1, "{width} {heading}");
        }
    }
    assert_snapshot!(env.owed("week").stdout.lines().next().unwrap(), @"14 late, 7 today, 6 tomorrow, 30 more by Thu 26 Nov, 18 later");
}
