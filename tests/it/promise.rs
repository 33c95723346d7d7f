//! `owed promise`: what is promised, to whom, by when, and the questions about what was left out.

use insta::assert_snapshot;

use crate::policy::policy;
use crate::support::{RULES, Said, TestEnv};

/// Returns the only block that a run added, without its id.
fn block(env: &TestEnv) -> String {
    let text = env.text();
    let (_, block) = text.rsplit_once("[[commitment]]\n").unwrap();
    let lines = block.lines().filter(|line| !line.starts_with("id = "));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_promise_needs_no_quotes_and_is_read_back() {
    let env = TestEnv::new();
    assert_snapshot!(
        env.owed("promise call back about the invoice --to Acme Corp --by tue 5pm").ids(),
        @"
    NEW  call back about the invoice → Acme Corp, due Tue 24 Nov 17:00, in 4d 7h
    --- stderr
    ledger.toml: a new ledger, in time zone America/New_York
    --- exit 0
    "
    );
    assert_snapshot!(block(&env), @r#"
    kind = "promise"
    to = "Acme Corp"
    what = "call back about the invoice"
    owner = "dana"
    made = 2026-11-20T09:30:00-05:00
    due = 2026-11-24T17:00:00-05:00
    "#);
}

#[test]
fn the_first_promise_makes_the_ledger_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let env = TestEnv::new();
    assert_eq!(env.owed("promise x --to y --by 2h").status, 0);
    let mode = std::fs::metadata(env.path("ledger.toml")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let text = env.text();
    assert_snapshot!(text.split("[[").next().unwrap(), @r#"
    # owed ledger. Edit it by hand if you like; `owed check` says if something is off.
    format = 1
    timezone = "America/New_York"
    "#);
    assert_eq!(env.files(), [".ledger.toml.lock", "ledger.toml"]);
}

#[test]
fn a_promise_says_everything_it_was_told() {
    let env = TestEnv::sample();
    let said = env.owed(
        "promise replace the valve --to Initech --by 2026-11-25 -k email --owner Sam Lee --class self \
         --tag pump --tag urgent --tag pump --contact +1 555 0102, ask for Kim --asked yesterday 16:00 --at 9am \
         --follows fff --ref=T-9",
    );
    assert_snapshot!(said.ids(), @"
    NEW  replace the valve → Initech, due end of Wed 25 Nov, in 5d 14h
    --- exit 0
    ");
    assert_snapshot!(block(&env), @r#"
    kind = "email"
    to = "Initech"
    what = "replace the valve"
    owner = "Sam Lee"
    class = "self"
    tags = ["pump", "urgent"]
    ref = "T-9"
    contact = "+1 555 0102, ask for Kim"
    follows = "fff55555"
    made = 2026-11-20T09:00:00-05:00
    asked = 2026-11-19T16:00:00-05:00
    due = 2026-11-25T23:59:59-05:00
    "#);
}

#[test]
fn quiet_says_the_whole_id_alone() {
    let env = TestEnv::new();
    assert_snapshot!(env.owed("promise x --to y --by 2h -q").ids(), @"
    NEW
    --- exit 0
    ");
}

#[test]
fn no_by_takes_the_target_of_the_kind() {
    let env = TestEnv::new().ledger(format!("{RULES}\n[kind.repair]\ntarget = \"3bd\"\n"));
    assert_snapshot!(env.owed("promise call back --to Acme -k callback").ids(), @"
    NEW  call back → Acme, due Sat 21 Nov 09:30, in 1d
    --- exit 0
    ");
    assert_snapshot!(block(&env), @r#"
    kind = "callback"
    to = "Acme"
    what = "call back"
    owner = "dana"
    made = 2026-11-20T09:30:00-05:00
    due = 2026-11-21T09:30:00-05:00
    target = "24h"
    limit = "24h"
    "#);
    assert_snapshot!(env.owed("promise repair the pump --to Acme --kind repair").ids(), @"
    NEW  repair the pump → Acme, due Wed 25 Nov 09:30, in 5d
    --- exit 0
    ");
    assert_snapshot!(env.owed("promise nothing in particular --to Acme"), @r#"
    --- stderr
    error: when is it due? kind "promise" has no target
    hint: add a date, such as --by tomorrow 5pm or --by 2h
    --- exit 2
    "#);
}

#[test]
fn a_callback_is_never_promised_later_than_its_limit() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("promise call back --to Acme -k callback --by mon"), @"
    --- stderr
    error: a callback must be due within 24h of being asked for: Sat 2026-11-21 09:30 -05:00 (America/New_York) at the latest
    hint: reach them by then, close the callback and promise the rest: owed done ID --next WHAT --by WHEN
    hint: if the customer asked for that time, record a promise: owed promise WHAT --to NAME --by WHEN
    --- exit 2
    ");
    assert_snapshot!(env.owed("promise call back --to Acme -k callback --by 24h").ids(), @r#"
    NEW  call back → Acme, due Sat 21 Nov 09:30, in 1d
    --- stderr
    did you mean "Acme Corp"? that customer is in the ledger already; this one is new
    --- exit 0
    "#);
    assert_eq!(env.owed("promise call back --to Acme -k callback --by '24h 1s'").status, 2);
    assert_snapshot!(
        env.owed("promise call back --to Acme -k callback --asked yesterday 10am --by 11am"),
        @"
    --- stderr
    error: a callback must be due within 24h of being asked for: Fri 2026-11-20 10:00 -05:00 (America/New_York) at the latest
    hint: reach them by then, close the callback and promise the rest: owed done ID --next WHAT --by WHEN
    hint: if the customer asked for that time, record a promise: owed promise WHAT --to NAME --by WHEN
    --- exit 2
    "
    );
}

#[test]
fn a_callback_that_is_entered_late_is_taken_and_flagged_at_once() {
    let env = TestEnv::new();
    assert_snapshot!(env.owed("promise call --to Acme -k callback --asked wed 10am").ids(), @"
    NEW  call → Acme, due Thu 19 Nov 10:00, 23h 30m late
    --- stderr
    ledger.toml: a new ledger, in time zone America/New_York
    --- exit 0
    ");
    assert_snapshot!(env.owed("overdue --count"), @"
    1
    --- exit 1
    ");
}

#[test]
fn a_by_in_the_past_is_refused() {
    let env = TestEnv::new();
    assert_snapshot!(env.owed("promise x --to y --by yesterday"), @r#"
    --- stderr
    error: "yesterday" is in the past: end of Thu 19 Nov
    hint: it is Fri 20 Nov 09:30 now; write a later time, for instance 2026-11-20
    hint: if it is missed already, say when it was promised or moved: --at WHEN
    --- exit 2
    "#);
    assert_snapshot!(env.owed("promise x --to y --by 2026-11-19"), @r#"
    --- stderr
    error: "2026-11-19" is in the past: end of Thu 19 Nov
    hint: it is Fri 20 Nov 09:30 now; write a later time, for instance 2026-11-20
    hint: if it is missed already, say when it was promised or moved: --at WHEN
    --- exit 2
    "#);
    assert_snapshot!(env.owed("promise x --to y --by 2026-11-20 9am"), @r#"
    --- stderr
    error: "2026-11-20 9am" is in the past: Fri 20 Nov 09:00
    hint: it is Fri 20 Nov 09:30 now; write a later time, for instance 2026-11-21 09:00
    hint: if it is missed already, say when it was promised or moved: --at WHEN
    --- exit 2
    "#);
    assert_snapshot!(env.owed("promise x --to y --by 2h ago"), @r#"
    --- stderr
    error: "2h ago" is in the past: Fri 20 Nov 07:30
    hint: it is Fri 20 Nov 09:30 now; write a later time, for instance 2026-11-21 07:30
    hint: if it is missed already, say when it was promised or moved: --at WHEN
    --- exit 2
    "#);
    assert!(!env.path("ledger.toml").exists());
}

#[test]
fn vague_dates_are_refused_with_three_that_are_not() {
    let env = TestEnv::new();
    assert_snapshot!(env.owed("promise x --to y --by soon"), @r#"
    --- stderr
    error: "soon" is not an exact time
    hint: write something like tomorrow 5pm (Sat 21 Nov 17:00), 2026-11-22 (Sun) or 2026-11-27 12:00
    --- exit 2
    "#);
    assert_snapshot!(env.owed("promise x --to y --by asap"), @r#"
    --- stderr
    error: "asap" is not an exact time
    hint: write something like tomorrow 5pm (Sat 21 Nov 17:00), 2026-11-22 (Sun) or 2026-11-27 12:00
    --- exit 2
    "#);
    assert_snapshot!(env.owed("promise x --to y --by next week"), @r#"
    --- stderr
    error: "next week" is not an exact day
    hint: write one: 2026-11-23 (Mon), 2026-11-25 (Wed), 2026-11-27 (Fri)
    --- exit 2
    "#);
    assert_snapshot!(env.owed("promise x --to y --by when possible"), @r#"
    --- stderr
    error: "possible" is not an exact time
    hint: write something like tomorrow 5pm (Sat 21 Nov 17:00), 2026-11-22 (Sun) or 2026-11-27 12:00
    --- exit 2
    "#);
    assert_snapshot!(env.owed("promise x --to y --by TBD"), @r#"
    --- stderr
    error: "TBD" is not an exact time
    hint: write something like tomorrow 5pm (Sat 21 Nov 17:00), 2026-11-22 (Sun) or 2026-11-27 12:00
    --- exit 2
    "#);
}

#[test]
fn what_is_no_date_is_refused() {
    let env = TestEnv::new();
    assert_snapshot!(env.owed("promise x --to y --by fri 25:00"), @r#"
    --- stderr
    error: "25:00" is not a time of day
    hint: write it as 17:30 or 5:30pm
    --- exit 2
    "#);
    assert_snapshot!(env.owed("promise x --to y --by 3/4"), @r#"
    --- stderr
    error: "3/4" could be 4 March or 3 April
    hint: write 4 March or 3 April
    --- exit 2
    "#);
    assert_snapshot!(env.owed("promise x --to y --by the cows come home"), @r#"
    --- stderr
    error: "cows" is not a date word
    hint: write something like tomorrow 5pm (Sat 21 Nov 17:00), 2026-11-22 (Sun) or 2026-11-27 12:00
    --- exit 2
    "#);
    assert_snapshot!(env.owed("promise x --to y --by 2101-01-01"), @r#"
    --- stderr
    error: "2101-01-01" is outside the years 1900 to 2099
    hint: write the date as 2026-12-01
    --- exit 2
    "#);
    assert_snapshot!(env.owed("promise x --to y --by 8bh"), @r#"
    --- stderr
    error: "8bh" is in working hours, and the ledger has no calendar
    hint: add a `[calendar.NAME]` to the ledger, or write elapsed hours: 8h
    --- exit 2
    "#);
    assert_snapshot!(env.owed("promise x --to y --by"), @"
    --- stderr
    error: --by needs a value
    --- exit 2
    ");
    assert_snapshot!(env.args(["promise", "x", "--to", "y", "--by", ""]), @"
    --- stderr
    error: --by is empty
    --- exit 2
    ");
}

#[test]
fn one_name_of_another_system_is_open_once() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("promise prices --to Müller --by 2h --ref TICKET-7"), @r#"
    --- stderr
    error: "TICKET-7" is already promised
    hint: ddd is open: send the price list → Müller GmbH; close it first, or use another --ref
    --- exit 2
    "#);
    assert_eq!(env.owed("done ddd").status, 0);
    assert_eq!(env.owed("promise prices again --to Müller --by 2h --ref TICKET-7").status, 0);
}

#[test]
fn an_unknown_kind_or_class_is_refused_with_the_nearest() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("promise x --to y --by 2h -k calback"), @r#"
    --- stderr
    error: unknown kind "calback"
    hint: did you mean "callback"?
    --- exit 2
    "#);
    assert_snapshot!(env.owed("promise x --to y --by 2h -k zebra"), @r#"
    --- stderr
    error: unknown kind "zebra"
    hint: use one of callback, email, promise; a table `[kind.NAME]` in the ledger adds another
    --- exit 2
    "#);
    assert_snapshot!(env.owed("promise x --to y --by 2h --class company-wide"), @r#"
    --- stderr
    error: unknown class "company-wide"
    hint: use one of customer, company, self
    --- exit 2
    "#);
}

#[test]
fn what_is_left_out_or_empty_is_asked_for() {
    let env = TestEnv::new();
    assert_snapshot!(env.owed("promise"), @"
    --- stderr
    error: what is owed and to whom? add `send the quote`, `--to 'Bloom Cafe'` and `--by thursday`
    hint: `owed promise --help` says what else it takes
    --- exit 2
    ");
    assert_snapshot!(env.owed("promise x"), @"
    --- stderr
    error: to whom? add `--to 'Bloom Cafe'` and `--by thursday`
    hint: `owed promise --help` says what else it takes
    --- exit 2
    ");
    assert_snapshot!(env.owed("promise x -k callback"), @"
    --- stderr
    error: to whom? add `--to 'Bloom Cafe'`
    hint: `owed promise --help` says what else it takes
    --- exit 2
    ");
    assert_snapshot!(env.owed("promise x --by 2h"), @"
    --- stderr
    error: to whom? add `--to 'Bloom Cafe'`
    hint: `owed promise --help` says what else it takes
    --- exit 2
    ");
    assert_snapshot!(env.owed("promise --to Acme --by 2h"), @"
    --- stderr
    error: what is owed? add `send the quote`
    hint: put ids and text before the options: an option takes every word up to the next one
    hint: `owed promise --help` says what else it takes
    --- exit 2
    ");
    assert_snapshot!(env.owed("promise '' --to Acme --by 2h"), @"
    --- stderr
    error: what is owed is empty
    --- exit 2
    ");
    assert_snapshot!(env.owed("promise x --to '' --by 2h"), @"
    --- stderr
    error: --to is empty
    --- exit 2
    ");
    assert_snapshot!(env.owed("promise x --to ' ' --by 2h"), @"
    --- stderr
    error: --to is empty
    --- exit 2
    ");
    assert_snapshot!(env.owed("promise x --to Acme --by 2h --tag ''"), @"
    --- stderr
    error: --tag is empty
    --- exit 2
    ");
    assert_snapshot!(env.owed("promise x --to Acme --by 2h --ref ''"), @"
    --- stderr
    error: --ref is empty
    --- exit 2
    ");
    assert_snapshot!(env.owed("promise x --to Acme --by 2h -k ''"), @r#"
    --- stderr
    error: unknown kind ""
    hint: use one of callback, email, promise; a table `[kind.NAME]` in the ledger adds another
    --- exit 2
    "#);
    assert!(!env.path("ledger.toml").exists());
}

#[test]
fn what_it_follows_has_to_be_there() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("promise x --to y --by 2h --follows zzz"), @r#"
    --- stderr
    error: no commitment matches "zzz"
    hint: give the start of an id, or words from the customer's name or the promise; `owed` lists what is open
    --- exit 2
    "#);
}

#[test]
fn it_is_not_asked_for_after_it_was_promised() {
    let env = TestEnv::new();
    assert_snapshot!(env.owed("promise x --to y --by 2h --at yesterday --asked 9am"), @"
    --- stderr
    error: --asked is after the promise was made
    hint: --asked is when the customer asked, --at when you promised; --asked must be the earlier one
    --- exit 2
    ");
}

#[test]
fn the_owner_is_named_by_option_environment_or_config() {
    let env = TestEnv::new().env("OWED_ME", "Kim").config("me = \"dana\"");
    env.owed("promise x --to y --by 2h");
    assert!(env.text().contains("owner = \"Kim\""));
    let env = env.without("OWED_ME");
    env.owed("promise x --to z --by 2h");
    assert!(env.text().contains("owner = \"dana\""));
    env.owed("promise x --to z --by 2h --owner Lee");
    assert!(env.text().contains("owner = \"Lee\""));
    let env = env.env("OWED_ME", " ");
    env.owed("promise w --to z --by 2h");
    assert_eq!(env.text().matches("owner = \"dana\"").count(), 2, "a blank name is none");
}

#[test]
fn a_limit_is_counted_in_the_calendar_it_was_promised_by() {
    let week = "mon = [\"09:00-17:00\"]\ntue = [\"09:00-17:00\"]\nwed = [\"09:00-17:00\"]\nthu = [\"09:00-17:00\"]\nfri = [\"09:00-17:00\"]\n";
    let all = week.replace("09:00-17:00", "00:00-24:00");
    let rules = format!(
        "{RULES}[kind.fix]\ntarget = \"4bh\"\nlimit = \"16bh\"\ncalendar = \"office\"\n[calendar.office]\n{week}[calendar.always]\n{all}"
    );
    let env = TestEnv::new().ledger(rules);
    assert_eq!(env.owed("promise mend --to Acme -k fix").status, 0);
    // The kind counts in another calendar from now on: sixteen of its hours would end tonight.
    let text = env.text().replacen("calendar = \"office\"", "calendar = \"always\"", 1);
    let env = env.ledger(text);
    assert_eq!(env.owed("move mend --by mon 5pm --why parts --told").status, 0);
    assert_eq!(env.owed("move mend --by tue 5pm --why parts --told").status, 2);
}

#[test]
fn the_first_promise_says_where_it_is_kept_and_in_which_zone() {
    let env = TestEnv::new();
    assert_snapshot!(env.owed("promise call back --to Acme --by 2h").ids(), @"
    NEW  call back → Acme, due Fri 20 Nov 11:30, in 2h
    --- stderr
    ledger.toml: a new ledger, in time zone America/New_York
    --- exit 0
    ");
    assert_snapshot!(env.owed("promise call again --to Acme --by 3h").ids(), @"
    NEW  call again → Acme, due Fri 20 Nov 12:30, in 3h
    --- exit 0
    ");
    let home = TestEnv::new().without("OWED_LEDGER").env("TZ", "Europe/Berlin");
    let said = home.owed("promise x --to y --by 2h");
    let place = home.path("~/.local/share/owed/ledger.toml").display().to_string();
    assert!(
        said.stderr.starts_with(&format!("{place}: a new ledger, in time zone Europe/Berlin\n")),
        "{said}"
    );
    for quiet in ["-q", "--json"] {
        assert_eq!(TestEnv::new().owed(&format!("promise x --to y --by 2h {quiet}")).stderr, "", "{quiet}");
    }
}

/// Promises something to somebody, and returns the output.
fn promise(env: &TestEnv, to: &str) -> Said {
    let said = env.args(["promise", "call", "--to", to, "--by", "2026-12-01"]);
    assert_eq!(said.status, 0, "{said}");
    said
}

#[test]
fn a_new_customer_that_is_near_a_known_one_is_taken_and_asked_about() {
    let env = policy("");
    assert_eq!(promise(&env, "Acme Corp").stderr, "");
    assert_eq!(promise(&env, "Acme Corp").stderr, "");
    let note = "did you mean \"Acme Corp\"? that customer is in the ledger already; this one is new\n";
    assert_eq!(promise(&env, "ACME, Inc.").stderr, note);
    assert_eq!(promise(&env, "Amce Corp").stderr, note);
    assert_eq!(promise(&env, "Globex").stderr, "");
    assert_eq!(promise(&env, "Unit 4").stderr, "");
    assert_eq!(promise(&env, "Unit 5").stderr, "");
    let quiet = env.args(["-q", "promise", "call", "--to", "Globx", "--by", "2026-12-01"]);
    assert_eq!((quiet.stderr.as_str(), quiet.status), ("", 0));
    let ledger = env.text();
    for name in ["\"ACME, Inc.\"", "\"Amce Corp\"", "\"Globx\""] {
        assert!(ledger.contains(&format!("to = {name}")), "{ledger}");
    }
}

#[test]
fn a_name_that_is_asked_about_cannot_move_the_cursor() {
    let env = policy("");
    promise(&env, "Ac\u{1b}me Corp");
    let said = promise(&env, "Acme Corp");
    assert!(said.stderr.contains("did you mean") && !said.stderr.contains('\u{1b}'), "{said}");
}

#[test]
fn a_promise_that_is_refused_makes_no_ledger_and_no_folder() {
    let env = TestEnv::new().without("OWED_LEDGER");
    assert_eq!(env.owed("promise ring back --to Acme --by soon").status, 2);
    assert!(!env.path("~/.local").exists());
    assert_eq!(env.owed("promise ring back --to Acme --by tomorrow").status, 0);
    assert!(env.path("~/.local/share/owed/ledger.toml").exists());
}

#[test]
fn a_promise_that_begins_with_a_hyphen_goes_after_two() {
    let shop = TestEnv::new();
    assert_snapshot!(shop.owed("promise -5 boxes --to Acme --by fri"), @"
    --- stderr
    error: unexpected argument '-5' found
    hint: put words that begin with a hyphen at the end, after `--`
    hint: Usage: owed promise [OPTIONS] --to <NAME>... <WHAT>
    hint: For more information, try '--help'
    --- exit 2
    ");
    assert_snapshot!(shop.owed("promise boxes --to -Acme --by tomorrow"), @"
    --- stderr
    error: unexpected argument '-A' found
    hint: for a value that begins with a hyphen, write --to=VALUE
    hint: Usage: owed promise [OPTIONS] --to <NAME>... <WHAT>
    hint: For more information, try '--help'
    --- exit 2
    ");
    assert!(shop.owed("promise boxes --to=-Acme --by tomorrow").stdout.contains("boxes → -Acme"));
    let said = shop.owed("promise --to Acme --by 2026-12-01 -- -5 boxes");
    assert!(said.stdout.contains("-5 boxes → Acme"), "{said}");
}
