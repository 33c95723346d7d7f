//! `owed report`: what was kept, late and broken, with how many.

use insta::assert_snapshot;

use crate::support::{RULES, TestEnv};

#[test]
fn the_report_says_what_was_kept_with_how_many() {
    assert_snapshot!(TestEnv::sample().owed("report"), @"
    4 promises were due from Wed 21 Oct 09:30 until Fri 20 Nov 09:30
    4 are open now: 1 overdue, 1 at risk, 0 waiting; `owed overdue` lists 2

    outcome       n
    kept          1  ██▌       by the date that was first promised
    renegotiated  0            by a later date, told in time
    late          3  ███████▌  done late, or open past its known due
    broken        0            given up, or cancelled too late

    rate            of
    kept       1/4   4  of all that was due
    honoured   1/4   4  kept or renegotiated, of all that was due
    callbacks  0/1   1  within their limit, of all decided
    notice     0/1   1  told in time, of all moves to later
    one touch  2/2   2  one owner and no chasing, of all done

    how long     half  9 in 10  longest
    late           2h  16h 30m  16h 30m
    silent      1d 7h       8d       8d
    until done  1d 7h   1d 10h   1d 10h
    --- exit 0
    ");
    assert_snapshot!(TestEnv::sample().owed("report --by owner"), @"
    4 promises were due from Wed 21 Oct 09:30 until Fri 20 Nov 09:30
    4 are open now: 1 overdue, 1 at risk, 0 waiting; `owed overdue` lists 2
    what was due counts for its owner of that time, what is open now for its owner now

    outcome       n
    kept          1  ██▌       by the date that was first promised
    renegotiated  0            by a later date, told in time
    late          3  ███████▌  done late, or open past its known due
    broken        0            given up, or cancelled too late

    rate            of
    kept       1/4   4  of all that was due
    honoured   1/4   4  kept or renegotiated, of all that was due
    callbacks  0/1   1  within their limit, of all decided
    notice     0/1   1  told in time, of all moves to later
    one touch  2/2   2  one owner and no chasing, of all done

    how long     half  9 in 10  longest
    late           2h  16h 30m  16h 30m
    silent      1d 7h       8d       8d
    until done  1d 7h   1d 10h   1d 10h

    owner  due  kept         honoured  late  overdue
    dana     2   1/2  █████       1/2     1        1
    lee      2   0/2              0/2     2        0
    --- exit 0
    ");
    assert_snapshot!(TestEnv::sample().terminal(60, "report --by to"), @"
    4 promises were due from Wed 21 Oct 09:30 until Fri 20 Nov
    09:30
    4 are open now: 1 overdue, 1 at risk, 0 waiting; `owed
    overdue` lists 2

    outcome       n
    kept          1  ██▌       by the date that was first
                               promised
    renegotiated  0            by a later date, told in time
    late          3  ███████▌  done late, or open past its known
                               due
    broken        0            given up, or cancelled too late

    rate            of
    kept       1/4   4  of all that was due
    honoured   1/4   4  kept or renegotiated, of all that was
                        due
    callbacks  0/1   1  within their limit, of all decided
    notice     0/1   1  told in time, of all moves to later
    one touch  2/2   2  one owner and no chasing, of all done

    how long     half  9 in 10  longest
    late           2h  16h 30m  16h 30m
    silent      1d 7h       8d       8d
    until done  1d 7h   1d 10h   1d 10h

    to           due  kept         honoured  late  overdue
    Acme Corp      2   1/2  █████       1/2     1        1
    Globex         1   0/1              0/1     1        0
    Initech        1   0/1              0/1     1        0
    Müller GmbH    0   n/a              n/a     0        0
    --- exit 0
    ");
}

#[test]
fn a_report_of_nothing_is_no_success() {
    let env = TestEnv::new().ledger(RULES);
    assert_snapshot!(env.owed("report"), @"
    nothing was due from Wed 21 Oct 09:30 until Fri 20 Nov 09:30
    --- exit 0
    ");
    assert_snapshot!(env.owed("report --fail-under 90"), @"
    nothing was due from Wed 21 Oct 09:30 until Fri 20 Nov 09:30
    --- stderr
    gate passed: no promise was due between Wed 21 Oct 09:30 and Fri 20 Nov 09:30
    --- exit 0
    ");
}

#[test]
fn a_rate_under_the_gate_ends_with_1() {
    let env = TestEnv::sample();
    let status = |line: &str| env.owed(line).status;
    assert_eq!(status("report -q --fail-under 25"), 0);
    assert_eq!(status("report -q --fail-under 100"), 1);
    assert_eq!(status("report -q --fail-under 0"), 0);
    assert_eq!(status("report -q --fail-under 100 --gate callbacks"), 1);
    assert_eq!(status("report -q --fail-under 100 --gate notice"), 1);
    assert_eq!(status("report --owner dana --fail-under 100 --gate honoured"), 1);
}

#[test]
fn a_gate_that_is_no_percentage_is_refused() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("report --fail-under most"), @"
    --- stderr
    error: --fail-under: `most` is not a percentage
    hint: write a number from 0 to 100 with at most nine decimals, such as 95 or 99.5
    --- exit 2
    ");
    assert_snapshot!(env.owed("report --fail-under 101"), @"
    --- stderr
    error: --fail-under: `101` is not a percentage
    hint: write a number from 0 to 100 with at most nine decimals, such as 95 or 99.5
    --- exit 2
    ");
    assert_snapshot!(env.owed("report --gate keep"), @"
    --- stderr
    error: under how many percent? add `--fail-under 95`
    hint: `owed help report` says what else it takes
    --- exit 2
    ");
    assert_snapshot!(env.owed("report --by colour"), @r#"
    --- stderr
    error: --by must be owner, to, kind, tag, class, month, week, quarter or ledger, not "colour"
    --- exit 2
    "#);
    assert_snapshot!(env.owed("report --since 2026-11-10 --until 2026-11-01"), @"
    --- stderr
    error: the period ends before it begins
    hint: --since is where it starts, --until where it ends; both belong to it
    --- exit 2
    ");
}

#[test]
fn an_owner_is_asked_for_as_a_report_names_them() {
    let env = TestEnv::new().ledger(format!(
        "{RULES}
[[commitment]]
id = \"bbbbbbbb\"
kind = \"promise\"
to = \"Acme\"
what = \"visit\"
owner = \"dana\"
made = 2026-11-16T09:00:00-05:00
due = 2026-11-18T09:00:00-05:00
history = [
  {{ at = 2026-11-19T09:00:00-05:00, did = \"handed\", to = \"sam\", why = \"late\" }},
]
"
    ));
    // It was late when dana had it: in her group, and so in her report.
    let key = |line: &str| env.owed(line).json()["groups"][0]["key"].clone();
    assert_eq!(key("report --by owner --json"), "dana");
    assert_eq!(key("report --by owner --json --owner dana"), "dana");
    assert_eq!(env.owed("report --json --owner sam").json()["total"]["due"], 0);
}

#[test]
fn a_report_looks_back() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("report --since 2027-01-01"), @r#"
    --- stderr
    error: "2027-01-01" is in the future; a report looks back
    hint: it is Fri 20 Nov 09:30 now, and the period would begin on Fri 1 Jan 2027 00:00; `owed list` looks ahead
    --- exit 2
    "#);
    assert_snapshot!(env.owed("report --since 2027-01-01 --until 2028-01-01 --fail-under 95"), @r#"
    --- stderr
    error: "2027-01-01" is in the future; a report looks back
    hint: it is Fri 20 Nov 09:30 now, and the period would begin on Fri 1 Jan 2027 00:00; `owed list` looks ahead
    --- exit 2
    "#);
    assert_eq!(env.owed("report -q --since today").status, 0);
}

#[test]
fn a_gate_with_nothing_to_judge_says_so() {
    let env = TestEnv::sample();
    let stderr = |line: &str| {
        let said = env.owed(line);
        assert_eq!(said.status, 0, "{said}");
        said.stderr
    };
    assert_snapshot!(stderr("report -q --since 2026-11-18 --until 2026-11-18 --fail-under 95 --owner dana"), @"gate passed: no promise was due between Wed 18 Nov 00:00 and end of Wed 18 Nov (owner dana)");
    assert_snapshot!(
        stderr("report -q globex --fail-under 95 --gate callbacks --to Globex --kind email --class customer"),
        @"gate passed: no callback due between Wed 21 Oct 09:30 and Fri 20 Nov 09:30 is decided (words globex, to Globex, kind email, class customer)"
    );
    assert_snapshot!(stderr("report -q --fail-under 95 --gate notice --tag prices"), @"gate passed: no promise due between Wed 21 Oct 09:30 and Fri 20 Nov 09:30 was moved later (tag prices)");
    assert_snapshot!(stderr("report -q --since 2026-11-18 --until 2026-11-18 --fail-under 95 --gate honoured"), @"gate passed: no promise was due between Wed 18 Nov 00:00 and end of Wed 18 Nov");
    assert_eq!(env.owed("report -q --fail-under 0").stderr, "");
}

#[test]
fn a_report_says_how_late_it_was_recorded_and_what_came_back() {
    let env = TestEnv::new().ledger(RULES).at("2026-11-02T09:00:00-05:00");
    for (what, due) in
        [("quote", "3 nov 5pm"), ("visit", "4 nov 5pm"), ("part", "5 nov 5pm"), ("list", "5 nov 5pm")]
    {
        assert_eq!(env.owed(&format!("promise {what} --to Acme --by {due}")).status, 0);
    }
    // The next day is not late; what is typed on Saturday makes a date that was missed one that was told in time.
    let env = env.at("2026-11-04T12:00:00-05:00");
    assert_eq!(env.owed("done quote --at 3 nov 12:01").status, 0);
    let env = env.at("2026-11-07T12:00:00-05:00");
    assert_eq!(env.owed("move visit --by 9 nov 5pm --why rain --told --at 4 nov 12:00").status, 0);
    assert_eq!(env.owed("done part --at 5 nov 16:00").status, 0);
    assert_eq!(env.owed("reopen quote --by 9 nov --why it leaks again").status, 0);
    let env = env.at("2026-11-09T12:00:00-05:00");
    assert_eq!(env.owed("done visit").status, 0);
    let env = env.at("2026-11-09T18:00:00-05:00");
    let said = env.owed("report --since 2026-11-01");
    let title: Vec<_> = said.stdout.split("\n\n").next().unwrap().lines().collect();
    assert_snapshot!(title.join("\n"), @"
    4 promises were due from Sun 1 Nov 00:00 until Mon 9 Nov 18:00
    2 are open now: 1 overdue, 1 at risk, 0 waiting; `owed overdue` lists 1
    2 of 4 were recorded more than a day afterwards
    1 of 2 kept was reopened within a week
    ");
    let total = &env.owed("report --since 2026-11-01 --json").json()["total"];
    assert_eq!(
        (&total["due"], &total["recorded_late"], &total["kept_reopened"]),
        (&4.into(), &2.into(), &1.into())
    );
}

#[test]
fn an_import_is_not_recorded_late() {
    let rows = "to,what,made,due,done\nAcme,visit,2026-11-01 09:00,2026-11-03 17:00,2026-11-03 12:00\n";
    let env = TestEnv::new().ledger(RULES).file("rows.csv", rows);
    assert_eq!(env.owed("import rows.csv --from csv").status, 0);
    let total = &env.owed("report --json").json()["total"];
    assert_eq!((&total["kept"], &total["recorded_late"]), (&1.into(), &0.into()));
}

#[test]
fn what_was_withdrawn_or_void_is_said_of_whoever_closed_it() {
    let env = TestEnv::sample();
    assert_eq!(env.owed("cancel ccc --as withdrawn --why no longer needed").status, 0);
    assert_eq!(env.owed("hand ddd --to lee --why leave").status, 0);
    assert_eq!(env.owed("cancel ddd --as void --why entered twice").status, 0);
    let env = env.at("2026-11-20T10:00:00-05:00");
    let said = env.owed("report --since 2026-11-20 --by owner");
    assert_snapshot!(said, @"
    1 promise was due from Fri 20 Nov 00:00 until Fri 20 Nov 10:00
    2 are open now: 1 overdue, 0 at risk, 0 waiting; `owed overdue` lists 2
    closed in this period and in no rate: 1 withdrawn, 1 void
    what was due counts for its owner of that time, what is open now for its owner now

    outcome       n
    kept          0              by the date that was first promised
    renegotiated  0              by a later date, told in time
    late          1  ██████████  done late, or open past its known due
    broken        0              given up, or cancelled too late

    rate            of
    kept       0/1   1  of all that was due
    honoured   0/1   1  kept or renegotiated, of all that was due
    callbacks  0/1   1  within their limit, of all decided
    notice     n/a   0  told in time, of all moves to later
    one touch  n/a   0  one owner and no chasing, of all done

    how long   half  9 in 10  longest
    late         2h       2h       2h
    silent    1d 1h    1d 1h    1d 1h

    owner  due  kept  honoured  late  overdue  withdrawn  void
    dana     1   0/1       0/1     1        1          0     0
    lee      0   n/a       n/a     0        0          1     1
    --- exit 0
    ");
    // A report on lee has both, a report on dana none; and only one that includes the day.
    let gone = |line: &str| {
        let total = env.owed(line).json()["total"].clone();
        (total["withdrawn"].clone(), total["void"].clone())
    };
    assert_eq!(gone("report --json --owner lee"), (1.into(), 1.into()));
    assert_eq!(gone("report --json --owner dana"), (0.into(), 0.into()));
    assert_eq!(gone("report --json --until 2026-11-19"), (0.into(), 0.into()));
    assert_snapshot!(env.owed("report --owner lee --since 2026-11-20 9:30"), @"
    nothing was due from Fri 20 Nov 09:30 until Fri 20 Nov 10:00
    1 is open now: 0 overdue, 0 at risk, 0 waiting; `owed overdue` lists 1
    closed in this period and in no rate: 1 withdrawn, 1 void
    what was due counts for its owner of that time, what is open now for its owner now
    --- exit 0
    ");
}

#[test]
fn a_gate_that_is_missed_says_so_in_its_last_line_quiet_or_not() {
    let env = TestEnv::sample();
    for line in ["report --fail-under 95", "report -q --fail-under 95", "report --json --fail-under 95"] {
        let said = env.owed(line);
        assert_eq!(
            (said.stderr.lines().last(), said.status),
            (Some("gate: keep 1/4 is under 95%"), 1),
            "{line}"
        );
    }
    assert_snapshot!(env.owed("report --fail-under 0.95"), @"
    --- stderr
    error: --fail-under: `0.95` is less than one percent
    hint: 0.95 %? write 95; or 0.95%, if that is meant
    --- exit 2
    ");
}

#[test]
fn two_keys_are_two_that_go_together() {
    let env = TestEnv::sample();
    let groups = env.owed("report --by owner,kind --json").json()["groups"].clone();
    assert_eq!(groups[0]["key"], "dana,promise");
    assert_eq!(groups[0]["keys"], serde_json::json!(["dana", "promise"]));
    for by in ["owner,owner", "week,month", "owner,to,kind"] {
        assert_eq!(env.owed(&format!("report --by {by}")).status, 2, "{by}");
    }
}

#[test]
fn a_weekday_is_the_last_one_for_a_report_and_the_next_one_for_a_list() {
    let env = TestEnv::sample();
    let until = |line: &str| env.owed(line).json()["until"].clone();
    assert_eq!(until("report --until thu --json"), "2026-11-19T23:59:59-05:00");
    assert_eq!(until("report --until 2026-11-18 --json"), "2026-11-18T23:59:59-05:00");
    assert_eq!(until("report --until 2026-11-18 12:00 --json"), "2026-11-18T12:00:00-05:00");
    let listed = |line: &str| env.owed(line).json()["commitments"].as_array().unwrap().len();
    assert_eq!(listed("list --json --since tomorrow --until thu"), 0);
    assert_eq!(listed("list --json --since tomorrow --until 2026-11-27"), 1);
    // What is due at the instant is in the period.
    assert_eq!(listed("list --json --since tomorrow --until 2026-11-27 17:00"), 1);
    assert_eq!(listed("list --json --since tomorrow --until 2026-11-27 16:59:59"), 0);
}

#[test]
fn a_reopened_promise_is_listed_by_the_due_that_a_report_counts() {
    let env = TestEnv::sample();
    assert_eq!(env.owed("reopen ggg --by 2026-12-24 --why again").status, 0);
    let day = "--since 2026-11-17 --until 2026-11-17 --json";
    assert_eq!(env.owed(&format!("report {day}")).json()["total"]["kept"], 1);
    let listed = env.owed(&format!("list --all {day}")).json()["commitments"].clone();
    assert_eq!(listed.as_array().unwrap().len(), 2);
    assert_eq!(listed[0]["id"], "ggg66666");
}

#[test]
fn misses_say_why_as_overdue_does() {
    let env = TestEnv::sample();
    for line in [
        "promise samples --to Zeta --by 2026-11-18 12:00 --at 2026-11-17 09:00",
        "move zeta --by 2026-11-25 --why parts --at 2026-11-17 10:00",
        "told zeta sorry --at 2026-11-19 09:00",
    ] {
        assert_eq!(env.owed(line).status, 0, "{line}");
    }
    let said = env.owed("report --misses --json").json();
    let open = env.owed("list --json").json();
    let mut flagged = 0;
    for miss in said["misses"].as_array().unwrap() {
        let row = open["commitments"].as_array().unwrap().iter().find(|row| row["id"] == miss["id"]);
        let nothing = serde_json::json!([]);
        assert_eq!(miss["reasons"], row.map_or(&nothing, |row| &row["reasons"]).clone());
        flagged += u32::from(miss["reasons"] != nothing);
        assert_eq!(
            miss["told_late"] == true,
            miss["to"] == "Zeta" || miss["reasons"].to_string().contains("untold")
        );
    }
    assert!(flagged > 0);
    let table = env.owed("report --misses").stdout;
    let why = |to: &str| table.lines().rfind(|line| line.contains(to)).unwrap().to_owned();
    assert!(why("Zeta").ends_with("not told in time; parts"), "{table}");
    assert!(table.contains("due, limit"), "{table}");
}
