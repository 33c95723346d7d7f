//! `owed policy`: the policy of a ledger, and rules that contradict each other.

use crate::check::block;
use crate::support::TestEnv;

pub const OFFICE_HOURS: &str = r#"timezone = "America/New_York"

[kind.repair]
target = "3bd"
calendar = "office"

[calendar.office]
mon = ["09:00-17:00"]
tue = ["09:00-17:00"]
wed = ["09:00-17:00"]
thu = ["09:00-17:00"]
fri = ["09:00-17:00"]
"#;

pub fn policy(more: &str) -> TestEnv {
    TestEnv::new().ledger(format!("{OFFICE_HOURS}{more}"))
}

#[test]
fn the_policy_is_that_of_a_ledger() {
    let said = policy("").args(["policy"]);
    assert!(said.stdout.contains("\nrepair    3 business days                 office\n"), "{}", said.stdout);
    assert!(
        said.stdout.contains("\ncalendar office (America/New_York)\nMon-Fri   09:00-17:00\n"),
        "{}",
        said.stdout
    );
    assert_eq!((said.stderr.as_str(), said.status), ("", 0));
    assert_eq!(TestEnv::new().args(["policy"]).status, 2);
}

#[test]
fn two_rungs_of_one_name_are_for_different_kinds() {
    let rung = |kinds: &str| match kinds {
        "" => "\n[[rung]]\nat = \"75%\"\n".to_owned(),
        kinds => format!("\n[[rung]]\nat = \"75%\"\nkinds = [\"{}\"]\n", kinds.replace(' ', "\", \"")),
    };
    for (one, other, clash) in [
        ("", "", true),
        ("", "email", true),
        ("email", "", true),
        ("email", "email", true),
        ("email", "callback", false),
        ("email callback", "promise", false),
        ("email callback", "promise callback", true),
        ("email email", "callback", false),
    ] {
        let between = "\n[[rung]]\nat = \"80%\"\n";
        let text =
            [OFFICE_HOURS, &rung(one), between, &rung(other), &block("bbbbbbbb", "promise", "Acme", "dana")];
        let said = TestEnv::new().ledger(text.concat()).args(["list"]);
        let refused = said.stderr.contains("two rungs at \"75%\" for the same kind");
        assert_eq!(
            (said.status, refused),
            if clash { (2, true) } else { (0, false) },
            "{one:?} {other:?}: {said}"
        );
    }
}

#[test]
fn what_is_promised_again_and_again_is_shown_with_the_next_due() {
    let one = block("bbbbbbbb", "promise", "Acme", "dana");
    let weekly = block("cccccccc", "repair", "Globex", "sam") + "every = \"1w\"\n";
    let over = weekly.replace("cccccccc", "dddddddd")
        + "history = [{ at = 2026-11-20T09:10:00-05:00, did = \"cancelled\", as = \"void\", why = \"x\" }]\n";
    let env = policy(&[one, weekly, over].concat());
    let said = env.owed("policy").stdout;
    let shown = "\nagain and again  to      how often  next due\ncall             Globex  weekly     Tue 1 Dec 17:00\n\n";
    assert!(said.contains(shown), "{said}");
    let json = env.owed("policy --json").stdout;
    let (_, series) = json.split_once("\"series\":").unwrap();
    assert_eq!(
        series,
        "[{\"id\":\"cccccccc\",\"what\":\"call\",\"to\":\"Globex\",\"owner\":\"sam\",\"every\":\"1w\",\
         \"every_from\":\"2026-12-01T17:00:00-05:00\",\"due\":\"2026-12-01T17:00:00-05:00\"}],\
         \"owners\":[],\"customers\":[],\"forecast\":{\"warn\":0.5,\"confidence\":0.9}}\n"
    );
    assert!(!policy("").owed("policy").stdout.contains("again and again"));
}

/// Returns a ledger with the calendars of `examples/calendars.toml`.
fn calendars() -> TestEnv {
    TestEnv::new().ledger(include_str!("../../examples/calendars.toml"))
}

#[test]
fn a_month_is_drawn_day_by_day_with_what_decides() {
    let said = calendars().args(["policy", "--calendar", "new-york", "--month", "2026-07"]);
    let lines: Vec<_> =
        said.stdout.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    assert_eq!(
        lines[..7],
        [
            "calendar new-york (America/New_York), July 2026",
            "day open why",
            "Wed 1 09:00-17:00",
            "Thu 2 09:00-17:00",
            "Fri 3 closed holiday 07-04, observed",
            "Sat 4 closed",
            "Sun 5 closed",
        ]
    );
    assert_eq!(lines[11], "Fri 10 09:00-12:00 season 05-01..08-31");
    assert_eq!(lines[33], "22 business days, 156bh working time");
    assert_eq!((said.stderr.as_str(), said.status), ("", 0));
    // Without a month it is this one, and without a calendar the only one.
    let only = policy("").args(["policy", "--month", "2024-02"]);
    assert!(only.stdout.contains("office (America/New_York), February 2024\n"), "{only}");
    assert_eq!(only.stdout.lines().count(), 2 + 29 + 1);
    let this = policy("").args(["policy", "--calendar", "office"]);
    assert!(this.stdout.contains(", November 2026\n"), "{this}");
}

#[test]
fn a_month_for_scripts_has_every_day_and_the_sums() {
    let said = calendars().args(["policy", "--calendar", "london", "--month", "2026-12", "--json"]);
    let month: serde_json::Value = serde_json::from_str(&said.stdout).unwrap();
    assert_eq!(
        (&month["month"], &month["business_days"], &month["working_s"]),
        (&"2026-12".into(), &18.into(), &550_800.into())
    );
    assert_eq!(month["days"].as_array().unwrap().len(), 31);
    let day = serde_json::json!({
        "date": "2026-12-28", "hours": [], "working_s": 0, "why": "holiday", "by": "12-26", "observed": true,
    });
    assert_eq!(month["days"][27], day);
}

#[test]
fn what_is_no_month_and_which_calendar_is_asked() {
    for month in ["2026-13", "december", "2026-12-01", "26-12", "1899-12", "12"] {
        let said = calendars().args(["policy", "--calendar", "london", "--month", month]);
        assert_eq!(said.status, 2, "{said}");
        assert!(
            said.stderr.ends_with("is not a month\nhint: write the year and the month, such as 2026-12\n"),
            "{said}"
        );
    }
    let said = calendars().args(["policy", "--month", "2026-12"]);
    let error =
        "error: the ledger has several calendars\nhint: add `--calendar` with one of london, new-york\n";
    assert_eq!((said.stderr.as_str(), said.status), (error, 2));
    let said = calendars().args(["policy", "--calendar", "paris"]);
    assert!(said.stderr.contains("unknown calendar \"paris\""), "{said}");
    let none = TestEnv::new().ledger("format = 1\n").args(["policy", "--month", "2026-12"]);
    assert!(none.stderr.contains("the ledger has no calendar"), "{none}");
}

/// Returns repairs that took one day to so many, with a target of five.
fn repaired(days: i64) -> TestEnv {
    let rules = "format = 1\ntimezone = \"Europe/Berlin\"\n[kind.repair]\ntarget = \"5d\"\n[kind.offer]\ntarget = \"3d\"\n";
    let block = |(day, letter): (i64, char)| {
        format!(
            "\n[[commitment]]\nid = \"bbbbbbb{letter}\"\nkind = \"repair\"\nto = \"Acme\"\nwhat = \"mend the pump\"\n\
             made = 2026-03-02T09:00:00+01:00\ndue = 2026-03-20T09:00:00+01:00\n\
             history = [\n  {{ at = 2026-03-{:02}T09:00:00+01:00, did = \"done\" }},\n]\n",
            2 + day
        )
    };
    let blocks = (1..=days).zip("23456789bcdfgh".chars()).map(block);
    TestEnv::new().ledger(rules.to_owned() + &blocks.collect::<String>()).at("2026-03-20T09:00:00+01:00")
}

#[test]
fn beside_each_target_stands_how_often_it_was_met() {
    let env = repaired(9);
    let said = env.owed("policy").stdout;
    let kinds = said.split("\n\n").nth(1).unwrap();
    insta::assert_snapshot!(kinds, @r#"
kind      due        met by    at the latest
callback  24 hours             24 hours
email     as agreed
offer     3 days
promise   as agreed
repair    5 days     55% of 9
"#);
    let kinds = |env: &TestEnv| env.owed("policy --json").json()["kinds"].as_array().unwrap().clone();
    let of = |kinds: &[serde_json::Value], kind: &str| {
        let one = kinds.iter().find(|one| one["kind"] == kind).unwrap();
        (one["target_met_rate"].as_f64(), one["target_met_of"].as_u64())
    };
    let all = kinds(&env);
    assert_eq!(of(&all, "repair"), (Some(5.0 / 9.0), Some(9)));
    assert_eq!((of(&all, "offer"), of(&all, "promise")), ((None, None), (None, None)));
    // What is archived counts as well, and what was closed after now does not.
    assert_eq!(env.owed("archive --before 2026-03-06").status, 0);
    assert_eq!(kinds(&env), all);
    let then = env.owed("policy --json --now 2026-03-08T09:00:00+01:00").json();
    assert_eq!(of(then["kinds"].as_array().unwrap(), "repair"), (Some(5.0 / 6.0), Some(6)));
    assert!(repaired(4).owed("policy").stdout.contains(" 4/4"));
    assert!(!repaired(0).owed("policy").stdout.contains("met by"));
}

#[test]
fn a_policy_whose_archives_cannot_be_read_is_shown_and_that_is_said() {
    let env = repaired(9);
    assert_eq!(env.owed("archive --before 2026-03-06").status, 0);
    let archive = "ledger.2026.toml";
    let whole = env.read(archive);
    std::fs::remove_file(env.path(archive)).unwrap();
    let said = env.owed("policy");
    assert_eq!(said.status, 0);
    assert!(said.stdout.contains("\nrepair    5 days\n") && !said.stdout.contains("met by"), "{said}");
    assert_eq!(
        said.stderr,
        "warning: how often targets were met is not known: ledger.2026.toml: there is no archive here\n\
         hint: the ledger names it in `archives`: restore the file, or remove the name\n"
    );
    assert_eq!(env.owed("policy -q").stderr.lines().count(), 1);
    let kinds = env.args(["policy", "--json"]).stdout;
    let kinds: serde_json::Value = serde_json::from_str(&kinds).unwrap();
    let repair = kinds["kinds"].as_array().unwrap().iter().find(|kind| kind["kind"] == "repair").unwrap();
    assert!(repair["target_met_rate"].is_null() && repair["target_met_of"].is_null(), "{repair}");
    // So is one that is no archive.
    let env = env.file(archive, "format = 1\n[[commitment]]\n");
    let said = env.owed("policy");
    assert_eq!(said.status, 0, "{said}");
    assert!(said.stderr.starts_with("warning: how often targets were met is not known: "), "{said}");
    let env = env.file(archive, whole);
    assert!(env.owed("policy").stdout.contains("55% of 9"));
}

#[test]
fn archives_that_say_nothing_of_a_target_are_not_read() {
    // What is there has no target, and callbacks are built in: nobody makes any.
    let ledger = "format = 1\narchives = [\"gone.toml\"]\n\n[[commitment]]\nid = \"bbb22222\"\nkind = \"KIND\"\nto = \"x\"\nwhat = \"x\"\n\
                  made = 2026-11-01T00:00:00Z\ndue = 2026-11-02T00:00:00Z\n";
    let said = |kind: &str, rules: &str| {
        let text = ledger.replace("KIND", kind).replace("]\n\n", &format!("]\n{rules}\n"));
        let said = TestEnv::new().ledger(text).owed("policy");
        assert_eq!(said.status, 0, "{said}");
        said.stderr
    };
    assert_eq!(said("promise", ""), "");
    assert!(said("callback", "").contains("gone.toml: there is no archive here"));
    assert!(
        said("promise", "[kind.repair]\ntarget = \"5d\"\n").contains("gone.toml: there is no archive here")
    );
    assert_eq!(said("promise", "[kind.repair]\nlimit = \"5d\"\n"), "");
}
