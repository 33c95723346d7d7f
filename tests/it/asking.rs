//! `owed when`, `owed check`, `owed init`.

use insta::assert_snapshot;

use crate::shop::{LEDGER, RULES, Shop};

#[test]
fn when_says_which_instant_words_mean() {
    let shop = Shop::new();
    assert_snapshot!(shop.owed("when tue 5pm"), @"
    2026-11-24T17:00:00-05:00  Tue 2026-11-24 17:00 -05:00 (America/New_York), in 4d 7h
    --- exit 0
    ");
    assert_snapshot!(shop.owed("when tomorrow"), @"
    2026-11-21T23:59:59-05:00  Sat 2026-11-21 23:59:59 -05:00 (America/New_York), in 1d 14h
    --- exit 0
    ");
    assert_snapshot!(shop.owed("when 3bd"), @"
    2026-11-25T09:30:00-05:00  Wed 2026-11-25 09:30 -05:00 (America/New_York), in 5d
    --- exit 0
    ");
    assert_snapshot!(shop.owed("when -q in 2h"), @"
    2026-11-20T11:30:00-05:00
    --- exit 0
    ");
    assert_snapshot!(shop.owed("when --json eow"), @r#"
    {"schema":1,"at":"2026-11-20T23:59:59-05:00","reading":"Fri 2026-11-20 23:59:59 -05:00 (America/New_York), in 14h 29m"}
    --- exit 0
    "#);
    assert_snapshot!(shop.owed("when 9am --past"), @"
    2026-11-20T09:00:00-05:00  Fri 2026-11-20 09:00 -05:00 (America/New_York), 30m ago
    --- exit 0
    ");
    assert_snapshot!(shop.owed("when 2h --from 2026-12-01 9am"), @"
    2026-12-01T11:00:00-05:00  Tue 2026-12-01 11:00 -05:00 (America/New_York), in 2h
    --- exit 0
    ");
    assert_snapshot!(shop.owed("when soon"), @r#"
    --- stderr
    error: "soon" is not an exact time
    hint: write something like tomorrow 5pm (Sat 21 Nov 17:00), 2026-11-22 (Sun) or 2026-11-27 12:00
    --- exit 2
    "#);
    assert_snapshot!(shop.owed("when"), @"
    --- stderr
    error: which date? add `friday 5pm`
    hint: `owed when --help` says what else it takes
    --- exit 2
    ");
    assert!(shop.files().is_empty());
}

const OFFICE: &str = "[calendar.office]\nmon = [\"09:00-17:00\"]\nfri = [\"09:00-12:00\"]\n";

#[test]
fn when_counts_in_the_calendar_of_the_ledger() {
    let shop = Shop::new().ledger(format!("{RULES}{OFFICE}"));
    assert_snapshot!(shop.owed("when 3bh"), @"
    2026-11-23T09:30:00-05:00  Mon 2026-11-23 09:30 -05:00 (America/New_York), in 3d
    --- exit 0
    ");
    assert_snapshot!(shop.owed("when eod"), @"
    2026-11-20T12:00:00-05:00  Fri 2026-11-20 12:00 -05:00 (America/New_York), in 2h 30m
    --- exit 0
    ");
    assert_snapshot!(shop.owed("when 3bh --calendar office"), @"
    2026-11-23T09:30:00-05:00  Mon 2026-11-23 09:30 -05:00 (America/New_York), in 3d
    --- exit 0
    ");
    assert_snapshot!(shop.owed("when 3bh --calendar offcie"), @r#"
    --- stderr
    error: unknown calendar "offcie"
    hint: the ledger has office
    --- exit 2
    "#);
    let two = Shop::new().ledger(format!("{RULES}{OFFICE}{}", OFFICE.replace("office", "night")));
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
    assert_snapshot!(Shop::new().owed("when 3bh --calendar office"), @"
    --- stderr
    error: ledger.toml: there is no ledger here
    hint: `owed promise` makes one with the first promise, `owed init` makes an empty one
    --- exit 2
    ");
    assert_snapshot!(Shop::new().ledger(RULES).owed("when 3bh --calendar office"), @r#"
    --- stderr
    error: unknown calendar "office"
    hint: the ledger has none; a table `[calendar.NAME]` adds one
    --- exit 2
    "#);
}

#[test]
fn check_is_silent_when_nothing_is_off() {
    let shop = Shop::new().ledger(RULES);
    assert_snapshot!(shop.owed("check"), @"--- exit 0");
    assert_snapshot!(shop.owed("check --json"), @r#"
    {"schema":1,"findings":[]}
    --- exit 0
    "#);
}

const ODD: &str = r#"
[[commitment]]
id = "bbb22222"
kind = "callback"
to = "Acme"
what = "call"
whta = "call"
made = 2026-11-19T08:00:00-05:00
due = 2026-11-27T17:00:00-05:00
follows = "zzz99999"
history = [
  { at = 2026-11-19T09:00:00-05:00, did = "resumed", hwo = "phone" },
  { at = 2026-11-18T09:00:00-05:00, did = "handed", to = "lee", why = "x" },
  { at = 2026-11-21T09:00:00-05:00, did = "noted", note = "tomorrow" },
]

[[commitment]]
id = "bbb22222"
kind = "callback"
to = " "
what = "call"
made = 2026-11-19T08:00:00-05:00
due = 2026-11-27T17:00:00-05:00
limit = "48h"
x-own = true

[[commitment]]
id = "ccc33333"
to = "Globex"
what = "done before it was made"
made = 2026-11-19T08:00:00-05:00
due = 2026-11-18T17:00:00-05:00
history = [
  { at = 2026-11-19T07:59:58-05:00, did = "done" },
]

[[commitment]]
id = "ddd44444"
to = "Globex"
what = "made tomorrow"
made = 2026-11-21T08:00:00-05:00
due = 2026-11-28T17:00:00-05:00
"#;

#[test]
fn check_names_what_is_off_one_finding_a_line() {
    let shop = Shop::new().ledger(format!("{RULES}{ODD}"));
    assert_snapshot!(shop.owed("check"), @r#"
    ledger.toml:4:1: bbb22222: missing `limit`, so it is never checked; add `limit = "24h"` [limit]
    ledger.toml:9:1: bbb22222: unknown key `whta`; it is kept [unknown-key]
    ledger.toml:12:1: bbb22222: `follows` names no known commitment: zzz99999 [follows]
    ledger.toml:14:3: bbb22222: `resumed` has no effect here: it is not waiting [misfit]
    ledger.toml:14:54: bbb22222: unknown key `history[0].hwo`; it is kept [unknown-key]
    ledger.toml:15:3: bbb22222: `handed` is dated before the promise was made [order]
    ledger.toml:15:3: bbb22222: dated before the event above it; events count in order of time [order]
    ledger.toml:16:3: bbb22222: dated after the current time, so it is ignored until then [future]
    ledger.toml:20:1: bbb22222: another commitment has the id bbb22222 already; give this one another id [id-twice]
    ledger.toml:22:1: bbb22222: `to` is empty [empty]
    ledger.toml:25:1: bbb22222: due later than the limit of its kind (`callback`) allows [limit]
    ledger.toml:43:1: ddd44444: made after the current time, so it is ignored until then [future]
    --- exit 1
    "#);
    assert_snapshot!(shop.owed("check --all"), @r#"
    ledger.toml:4:1: bbb22222: missing `limit`, so it is never checked; add `limit = "24h"` [limit]
    ledger.toml:9:1: bbb22222: unknown key `whta`; it is kept [unknown-key]
    ledger.toml:12:1: bbb22222: `follows` names no known commitment: zzz99999 [follows]
    ledger.toml:14:3: bbb22222: `resumed` has no effect here: it is not waiting [misfit]
    ledger.toml:14:54: bbb22222: unknown key `history[0].hwo`; it is kept [unknown-key]
    ledger.toml:15:3: bbb22222: `handed` is dated before the promise was made [order]
    ledger.toml:15:3: bbb22222: dated before the event above it; events count in order of time [order]
    ledger.toml:16:3: bbb22222: dated after the current time, so it is ignored until then [future]
    ledger.toml:20:1: bbb22222: another commitment has the id bbb22222 already; give this one another id [id-twice]
    ledger.toml:22:1: bbb22222: `to` is empty [empty]
    ledger.toml:25:1: bbb22222: due later than the limit of its kind (`callback`) allows [limit]
    ledger.toml:34:1: note: ccc33333: `due` is before the customer asked [order]
    ledger.toml:36:3: note: ccc33333: `done` is dated before the promise was made [order]
    ledger.toml:43:1: ddd44444: made after the current time, so it is ignored until then [future]
    --- exit 1
    "#);
    assert_snapshot!(shop.owed("check -q"), @"--- exit 1");
}

#[test]
fn notes_about_what_is_closed_do_not_count() {
    let (_, closed) = ODD.split_once("x-own = true\n").unwrap();
    let (closed, _) = closed.split_once("[[commitment]]\nid = \"ddd").unwrap();
    let shop = Shop::new().ledger(format!("{RULES}{closed}"));
    assert_snapshot!(shop.owed("check"), @"--- exit 0");
    assert_snapshot!(shop.owed("check --all"), @"
    ledger.toml:9:1: note: ccc33333: `due` is before the customer asked [order]
    ledger.toml:11:3: note: ccc33333: `done` is dated before the promise was made [order]
    --- exit 0
    ");
}

#[test]
fn what_overdue_says_anyway_is_a_note_so_that_check_can_stand_in_ci() {
    // A callback past its limit, and a date that was moved without a word.
    let shop = Shop::busy();
    assert_eq!(shop.owed("overdue --count").stdout, "2\n");
    assert_snapshot!(shop.owed("check"), @"--- exit 0");
    assert_snapshot!(shop.owed("check --all"), @"
    ledger.toml:45:1: note: fff55555: due later than 2026-11-19T17:00:00-05:00, which is what the customer was last given: `owed told` [untold]
    --- exit 0
    ");
    // Due later than its limit is a finding until the limit is past; from then on `overdue` says it.
    let (top, _) = ODD.split_once("\n[[commitment]]\nid = \"ccc").unwrap();
    let (_, callback) = top.split_once("x\" },\n").unwrap();
    let callback = callback.split_once("]\n").unwrap().1.replace("to = \" \"", "to = \"Acme\"");
    let shop = Shop::new().ledger(format!("{RULES}{callback}"));
    assert_snapshot!(shop.owed("check"), @"
    ledger.toml:10:1: bbb22222: due later than the limit of its kind (`callback`) allows [limit]
    --- exit 1
    ");
    let shop = shop.at("2026-11-21T08:00:01-05:00");
    assert_snapshot!(shop.owed("check"), @"--- exit 0");
    assert_snapshot!(shop.owed("check --all"), @"
    ledger.toml:10:1: note: bbb22222: due later than the limit of its kind (`callback`) allows [limit]
    --- exit 0
    ");
    assert_eq!(shop.owed("overdue --count").stdout, "1\n");
}

#[test]
fn check_notes_what_nobody_owns_where_there_is_a_ladder_for_it() {
    let (top, blocks) = LEDGER.split_once("\n\n").unwrap();
    let blocks = blocks.replace("owner = \"dana\"\n", "");
    let with = |rung: &str| Shop::new().ledger(format!("{top}\n{rung}\n{blocks}"));
    let noted = |shop: &Shop| {
        let said = shop.owed("check --all");
        assert_eq!((said.status, shop.owed("check").stdout.as_str()), (0, ""), "{said}");
        said.stdout.lines().filter(|line| line.contains("no-owner")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(
        noted(&with("[[rung]]\nat = \"75%\"\n")),
        [
            "ledger.toml:8:1: note: bbb22222: nobody owns it, so the ladder can warn nobody: `owed hand` [no-owner]",
            "ledger.toml:31:1: note: ddd44444: nobody owns it, so the ladder can warn nobody: `owed hand` [no-owner]",
        ]
    );
    assert_eq!(noted(&with("[[rung]]\nat = \"75%\"\nkinds = [\"email\"]\n")).len(), 1);
    assert_eq!(noted(&with("")), [] as [&str; 0]);
    let handed = with("[[rung]]\nat = \"75%\"\nkinds = [\"email\"]\n");
    assert_eq!(handed.owed("hand ddd --to kim --why hers").status, 0);
    assert_eq!(noted(&handed), [] as [&str; 0]);
}

#[test]
fn init_makes_an_empty_ledger_once() {
    let shop = Shop::new();
    assert_snapshot!(shop.owed("init"), @"
    ledger.toml: an empty ledger, in time zone America/New_York
    --- exit 0
    ");
    assert_snapshot!(shop.text(), @r#"
    # owed ledger. Edit it by hand if you like; `owed check` says if something is off.
    format = 1
    timezone = "America/New_York"
    "#);
    assert_snapshot!(shop.owed("init"), @"
    --- stderr
    error: ledger.toml: a ledger already exists here
    hint: `owed check` finds problems in it
    --- exit 2
    ");
    assert_snapshot!(shop.owed("overdue"), @"--- exit 0");
    assert_eq!(Shop::busy().owed("init").status, 2);
    assert_eq!(LEDGER, Shop::busy().text());
}

#[test]
fn a_new_ledger_needs_to_know_its_zone() {
    let shop = Shop::new().env("TZ", ":Europe/Berlin");
    assert_snapshot!(shop.owed("init"), @"
    ledger.toml: an empty ledger, in time zone Europe/Berlin
    --- exit 0
    ");
}
