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

    # [kind.callback]
    # answer_within = "24h"   # an answer is owed this long after they got in touch
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
    NEW  replace the valve → Initech, owner Sam Lee, due end of Wed 25 Nov, in 5d 14h
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
    warning: customer "Acme" is new; did you mean "Acme Corp"?
    hint: if that was not meant, `owed undo` takes the promise back
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
    hint: `owed help promise` says what else it takes
    --- exit 2
    ");
    assert_snapshot!(env.owed("promise x"), @"
    --- stderr
    error: to whom? add `--to 'Bloom Cafe'` and `--by thursday`
    hint: `owed help promise` says what else it takes
    --- exit 2
    ");
    assert_snapshot!(env.owed("promise x -k callback"), @"
    --- stderr
    error: to whom? add `--to 'Bloom Cafe'`
    hint: `owed help promise` says what else it takes
    --- exit 2
    ");
    assert_snapshot!(env.owed("promise x --by 2h"), @"
    --- stderr
    error: to whom? add `--to 'Bloom Cafe'`
    hint: `owed help promise` says what else it takes
    --- exit 2
    ");
    assert_snapshot!(env.owed("promise --to Acme --by 2h"), @"
    --- stderr
    error: what is owed? add `send the quote`
    hint: put ids and text before the options: an option takes every word up to the next one
    hint: `owed help promise` says what else it takes
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
    hint: give the start of an id, or words of the customer, the promise, a tag, the `ref` or the contact; `owed` lists what is open
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
fn a_new_customer_that_is_near_a_known_one_is_taken_with_a_warning_quiet_or_not() {
    let env = policy("");
    let say = |to: &str, more: &[&str]| {
        let said = env.args([&["promise", to, "--to", to, "--by", "2026-12-01"], more].concat());
        assert_eq!(said.status, 0, "{said}");
        said.stderr
    };
    assert_eq!(say("Acme Corp", &[]), "");
    let warning = |to: &str| format!("warning: customer \"{to}\" is new; did you mean \"Acme Corp\"?\n");
    let hint = "hint: if that was not meant, `owed undo` takes the promise back\n";
    for to in ["Amce Corp", "ACME, Inc."] {
        assert_eq!(say(to, &[]), warning(to) + hint);
    }
    for to in ["Globex", "Unit 4", "Unit 5"] {
        assert_eq!(say(to, &[]), "");
    }
    assert_eq!(say("Acme Korp", &["-q"]), warning("Acme Korp"));
    assert!(
        ["ACME, Inc.", "Amce Corp", "Acme Korp"]
            .iter()
            .all(|to| env.text().contains(&format!("to = \"{to}\"")))
    );
}

#[test]
fn a_name_that_is_asked_about_cannot_move_the_cursor() {
    let env = policy("");
    promise(&env, "Axme Corp");
    env.put(env.text().replace("Axme", "Ac\\u001bme"));
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
    assert_snapshot!(shop.owed("promise -5 boxes --to Acme --by fri"), @r#"
    --- stderr
    error: unknown option "-5"
    hint: put words that begin with a hyphen at the end, after `--`
    hint: `owed help promise` says what it takes
    --- exit 2
    "#);
    assert_snapshot!(shop.owed("promise boxes --to -Acme --by tomorrow"), @r#"
    --- stderr
    error: unknown option "-A"
    hint: for a value that begins with a hyphen, write --to=VALUE
    hint: `owed help promise` says what it takes
    --- exit 2
    "#);
    assert!(shop.owed("promise boxes --to=-Acme --by tomorrow").stdout.contains("boxes → -Acme"));
    let said = shop.owed("promise --to Acme --by 2026-12-01 -- -5 boxes");
    assert!(said.stdout.contains("-5 boxes → Acme"), "{said}");
}

#[test]
fn a_name_that_ends_in_a_date_is_refused_with_the_command_to_type() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("promise x --to Acme Corp by monday -k callback"), @r#"
    --- stderr
    error: --to ends in a date: "by monday"
    hint: write `owed promise x --to 'Acme Corp' --by monday --kind callback`
    --- exit 2
    "#);
    assert_snapshot!(env.owed("promise x --to Acme Corp until 24 nov noon --by 2h --ref 'T 1' --tag a --tag b"), @r#"
    --- stderr
    error: --to ends in a date: "until 24 nov noon"
    hint: write `owed promise x --to 'Acme Corp' --by 2h --ref 'T 1' --tag a --tag b`
    --- exit 2
    "#);
    assert_snapshot!(env.owed("promise x --to Acme Corp --owner kim BY 5pm --by 2h"), @r#"
    --- stderr
    error: --owner ends in a date: "BY 5pm"
    hint: write `owed promise x --to 'Acme Corp' --by 2h --owner kim`
    --- exit 2
    "#);
    assert_snapshot!(env.owed("hand ccc --to kim before monday --why x"), @r#"
    --- stderr
    error: --to ends in a date: "before monday"
    hint: write `--to kim`; the due date is changed with `owed move`
    --- exit 2
    "#);
    assert_snapshot!(env.owed("escalate ccc --to kim by monday --why x"), @r#"
    --- stderr
    error: --to ends in a date: "by monday"
    hint: write `--to kim`; the due date is changed with `owed move`
    --- exit 2
    "#);
    assert_snapshot!(env.owed("promise x --to Acme Corp by soon -k callback"), @r#"
    --- stderr
    error: --to ends in a date: "by soon"
    hint: write `owed promise x --to 'Acme Corp' --by WHEN --kind callback`; "soon" is not an exact time
    --- exit 2
    "#);
    for (line, end) in [
        ("promise x --to Acme Corp by then --by 2h", "by then"),
        ("promise x --to Acme Corp --owner kim before first thing --by 2h", "before first thing"),
        ("hand ccc --to kim by asap --why x", "by asap"),
    ] {
        let said = env.owed(line);
        assert!(
            said.status == 2 && said.stderr.contains(&format!("ends in a date: \"{end}\"")),
            "{line}: {said}"
        );
    }
    // A date that could be two, is past, or is a whole week would be lost as well.
    for date in ["friday", "3/4", "yesterday", "next week", "5:30", "2h", "end of tomorrow", "2026-12-01"] {
        let said = env.owed(&format!("promise x --to Acme Corp by {date} -k callback"));
        assert!(said.stderr.contains(&format!("--to ends in a date: \"by {date}\"")), "{date}: {said}");
    }
    for name in ["Stand by Me", "By the Sea", "Before", "Until Then", "Written by 3 Friends", "by monday"] {
        let said = env.owed(&format!("promise x --to {name} -k callback"));
        assert_eq!(said.status, 0, "{name}: {said}");
    }
}

#[test]
fn a_promise_without_by_that_ends_in_a_date_is_refused_and_what_was_told_may_end_so() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("promise send invoice by friday --to Acme Corp -k callback"), @r#"
    --- stderr
    error: the promise ends in a date: "by friday"
    hint: write `owed promise 'send invoice' --to 'Acme Corp' --by friday --kind callback`
    --- exit 2
    "#);
    assert_snapshot!(env.owed("promise send invoice by monday --to Acme Corp"), @r#"
    --- stderr
    error: the promise ends in a date: "by monday"
    hint: write `owed promise 'send invoice' --to 'Acme Corp' --by monday`
    --- exit 2
    "#);
    assert_snapshot!(env.owed("promise ring --to Acme Corp -k callback --contact +1 555 0101 by noon"), @r#"
    --- stderr
    error: --contact ends in a date: "by noon"
    hint: write `owed promise ring --to 'Acme Corp' --by noon --kind callback --contact '+1 555 0101'`
    --- exit 2
    "#);
    assert_eq!(env.owed("promise send the invoice by friday --to Acme Corp --by 2h").status, 0);
    for line in
        ["told initech by noon", "heard initech by noon", "note initech by noon", "told by noon --to acme"]
    {
        assert_eq!(env.owed(line).status, 0, "{line}");
    }
}

/// What is said beside a promise to this customer, after one to Acme Corp, Harbor Café and Müller & Söhne.
fn said_of(name: &str) -> (String, String) {
    let env = TestEnv::new();
    for known in ["Acme Corp", "Harbor Café", "Müller & Söhne"] {
        assert_eq!(
            env.owed(&format!("promise first --to '{known}' --by 2h")).stderr.matches("warning").count(),
            0
        );
    }
    let said = env.owed(&format!("promise x --to '{name}' --by 2h"));
    assert_eq!(said.status, 0, "{said}");
    let text = env.text();
    let to = text.rsplit_once("to = \"").unwrap().1.lines().next().unwrap().trim_end_matches('"').to_owned();
    (to, said.stderr.lines().next().unwrap_or_default().to_owned())
}

#[test]
fn a_near_name_is_warned_about_and_written() {
    for (name, known) in [
        ("Acme Crop", "Acme Corp"),
        ("Acme Copr", "Acme Corp"),
        ("Acme Cor", "Acme Corp"),
        ("Acme", "Acme Corp"),
        ("Harbor", "Harbor Café"),
        ("Harbor Cafe", "Harbor Café"),
        ("Harbor Café North", "Harbor Café"),
        ("Müller", "Müller & Söhne"),
        ("Muller und Söhne", "Müller & Söhne"),
        ("Muller & Sohne", "Müller & Söhne"),
    ] {
        let warning = format!("warning: customer \"{name}\" is new; did you mean \"{known}\"?");
        assert_eq!(said_of(name), (name.to_owned(), warning));
    }
    for name in ["Globex", "Harbour Inn", "Acme Corp"] {
        assert_eq!(said_of(name), (name.to_owned(), String::new()));
    }
}

#[test]
fn a_name_that_differs_in_capitals_or_spaces_is_written_as_known() {
    for name in ["acme corp", "ACME  CORP", "AcmeCorp", "Acme\u{a0}Corp"] {
        assert_eq!(said_of(name), ("Acme Corp".to_owned(), "written as \"Acme Corp\", as before".to_owned()));
    }
    assert_eq!(said_of("HARBOR CAFE\u{301}").0, "Harbor Café");
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("promise x --to acme corp --by 2h -q").ids(), @"
    NEW
    --- exit 0
    ");
    assert_eq!(env.text().matches("to = \"Acme Corp\"").count(), 3);
}

#[test]
fn owners_are_known_by_the_ledger_the_policy_and_who_asks() {
    let ladder = "[owner.priya]\n[[rung]]\nat = \"50%\"\nto = \"Samantha\"\n";
    let env = TestEnv::new().ledger(format!("{RULES}{ladder}"));
    assert_eq!(env.owed("promise first --to Acme --by 2h --owner Leonard").status, 0);
    for (typed, written) in
        [("LEONARD", "Leonard"), ("Priya", "priya"), ("samantha", "Samantha"), ("Dana", "dana")]
    {
        let said = env.owed(&format!("promise {typed} --to Globex --by 2h --owner {typed}"));
        assert_eq!(said.stderr, format!("written as \"{written}\", as before\n"));
        let owner = format!("owner = \"{written}\"");
        assert!(block(&env).contains(&owner), "{typed}");
    }
    let said = env.owed("promise y --to Globex --by 2h --owner Leonrad");
    assert!(
        said.stderr.starts_with("warning: owner \"Leonrad\" is new; did you mean \"Leonard\"?\n"),
        "{said}"
    );
    let id = env.owed("promise z --to Globex --by 2h -q").stdout.trim().to_owned();
    for (line, says) in [
        (format!("hand {id} --to PRIYA --why x"), "written as \"priya\", as before\n"),
        (format!("escalate {id} --to leonard --why x"), "written as \"Leonard\", as before\n"),
        (
            format!("hand {id} --to Pirya --why x"),
            "warning: owner \"Pirya\" is new; did you mean \"priya\"?\n",
        ),
        (
            format!("escalate {id} --to Samanta --why x"),
            "warning: owner \"Samanta\" is new; did you mean \"Samantha\"?\n",
        ),
    ] {
        let said = env.owed(&line);
        assert!(said.status == 0 && said.stderr.contains(says), "{line}: {said}");
    }
    assert!(env.owed(&format!("hand {id} --to SAMANTA --why x")).stderr.contains("Samanta already owns it"));
}

#[test]
fn the_same_open_promise_is_warned_about_and_written() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("promise Send the  signed offer --to GLOBEX --by 2h").ids(), @r#"
    NEW  Send the signed offer → Globex, due Fri 20 Nov 11:30, in 2h
    --- stderr
    written as "Globex", as before
    warning: the same is promised already: ccc, due Fri 20 Nov 12:00
    hint: if that was not meant, `owed undo` takes the promise back
    --- exit 0
    "#);
    assert_eq!(env.text().matches("igned offer").count(), 2);
    // Another customer, another text, and what is closed are something else.
    for line in [
        "send the signed offer --to Initech",
        "send the signed offers --to Globex",
        "answer about the discount --to Globex",
    ] {
        let said = env.owed(&format!("promise {line} --by 2h"));
        assert!(!said.stderr.contains("promised already"), "{said}");
    }
    // It is said by when it is due now.
    assert_eq!(env.owed("move ccc --by 4pm --why x").status, 0);
    let said = env.owed("promise send the signed offer --to Globex --by 2h").stderr;
    assert!(said.contains("ccc, due Fri 20 Nov 16:00"), "{said}");
}

#[test]
fn the_confirmation_names_the_owner_if_it_is_not_you() {
    let env = TestEnv::sample();
    let owner = |line: &str| {
        env.owed(line)
            .stdout
            .split_once(", owner ")
            .map(|(_, owner)| owner.split(',').next().unwrap().to_owned())
    };
    assert_eq!(owner("promise a --to Globex --by 2h --owner lee").as_deref(), Some("lee"));
    assert_eq!(owner("promise b --to Globex --by 2h --owner dana"), None);
    assert_eq!(owner("promise c --to Globex --by 2h"), None);
    assert_eq!(owner("done fff --next d --by 2h").as_deref(), Some("lee"));
}

#[test]
fn a_name_that_shows_nothing_or_hides_something_is_refused() {
    let env = TestEnv::sample();
    for name in ["\u{200b}", "\u{3164}", "\u{2800}", " \u{2800}\u{200b} ", "\u{feff}", "\u{e0041}"] {
        for option in ["--to", "--owner", "--tag", "--ref", "--kind"] {
            let given = if option == "--to" { "" } else { "Acme Corp" };
            let mut args = vec!["promise", "x", "--by", "2h"];
            if !given.is_empty() {
                args.extend(["--to", given]);
            }
            args.extend([option, name]);
            let said = env.args(args);
            assert!(
                said.status == 2 && (option == "--kind" || said.stderr.contains(option)),
                "{option} {name:?}: {said}"
            );
        }
        for what in [
            ["promise", name, "--to", "x", "--by", "2h"],
            ["hand", "ccc", "--to", name, "--why", "x"],
            ["hand", "ccc", "--to", "x", "--why", name],
        ] {
            assert_eq!(env.args(what).status, 2, "{what:?}");
        }
    }
    for name in ["Ac\u{feff}me", "Acme\u{200b}", "Ac\u{ad}me", "\u{202e}emcA"] {
        let said = env.args(["promise", "x", "--by", "2h", "--to", name]);
        assert!(said.stderr.contains("--to has a character that cannot be seen"), "{name:?}: {said}");
    }
    // Joined emoji, and the letters of scripts that need joiners, can be seen.
    for name in ["👩\u{200d}💻 Ada", "می\u{200c}خواهم", "⠓⠊⠀⠓⠕"] {
        assert_eq!(env.args(["promise", "x", "--by", "2h", "--to", name]).status, 0, "{name}");
    }
    let env = env.file("rows.csv", "to,what,made,due\nAc\u{200b}me,x,2026-11-19,2026-11-27\n");
    assert!(env.owed("import rows.csv --from csv").stderr.contains("to has a character that cannot be seen"));
}
