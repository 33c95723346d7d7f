//! `owed change`: facts that were wrong, another kind, another rhythm.

use insta::assert_snapshot;

use crate::support::{RULES, TestEnv};

/// A repair shop: what its kinds count in is the office's time.
const SHOP: &str = r#"
[kind.repair]
target = "3bd"
calendar = "office"
update_every = "1bd"

[kind.answer]
target = "4h"
limit = "8h"

[kind.visit]
limit = "8h"

[calendar.office]
mon = ["09:00-17:00"]
tue = ["09:00-17:00"]
wed = ["09:00-17:00"]
thu = ["09:00-17:00"]
fri = ["09:00-17:00"]

[[rung]]
at = "0%"
kinds = ["repair"]
"#;

#[test]
fn how_often_it_is_promised_again_changes_from_the_next_one_on() {
    let weekly = "\n[[commitment]]\nid = \"rrr22222\"\nto = \"Acme\"\nwhat = \"send the report\" # to all\n\
        made = 2026-11-20T09:00:00-05:00\ndue = 2026-12-04T17:00:00-05:00\nevery = \"1w\" # since May\n\
        every_from = 2026-11-27T17:00:00-05:00\n";
    let env = TestEnv::new().ledger(format!("{RULES}{weekly}"));
    assert_snapshot!(env.owed("change rrr --every 2w --why nobody reads it weekly"), @"
    rrr  send the report → Acme: ↻ every 2 weeks, the next one due Fri 18 Dec 17:00, in 28d 7h
    --- exit 0
    ");
    // Two weeks after this one, not after the first; the comments stay.
    let changed = weekly.replace("\"1w\"", "\"2w\"").replace("2026-11-27T17", "2026-12-04T17");
    let history = "history = [\n  { at = 2026-11-20T09:30:00-05:00, did = \"noted\", by = \"dana\", \
        note = \"↻ weekly → ↻ every 2 weeks: nobody reads it weekly\" },\n]\n";
    assert_eq!(env.text(), format!("{RULES}{changed}{history}"));
    assert_snapshot!(env.owed("undo"), @"
    undone: change rrr --every 2w --why nobody reads it weekly
    --- exit 0
    ");
    assert_eq!(env.text(), format!("{RULES}{weekly}"));
    env.within("change rrr --every 'last fri' --why x");
    assert_snapshot!(env.owed("done rrr").ids(), @"
    rrr  send the report → Acme: done, kept, 14d 7h early
    NEW  send the report → Acme, due Fri 25 Dec 17:00, in 35d 7h, ↻ last fri
    --- exit 0
    ");
    env.within("reopen rrr --by 2026-11-28 --why x");
    assert_snapshot!(env.owed("change rrr --every 1w --why x"), @"
    --- stderr
    error: the next one after rrr22222 is promised already
    hint: change that one: `owed list` shows it
    --- exit 2
    ");
}

#[test]
fn what_is_promised_once_becomes_a_series_unless_it_has_a_limit() {
    let env = TestEnv::new().ledger(format!("{RULES}{SHOP}{OPEN}"));
    assert_snapshot!(env.owed("change ppp --every 3bd --why 'it breaks all the time'"), @"
    ppp  fix the pump → Acme: ↻ every 3 business days, the next one due Fri 27 Nov 12:00, in 7d 2h
    --- exit 0
    ");
    assert!(env.text().contains("\ncalendar = \"office\"\nevery = \"3bd\"\nevery_from = "), "{}", env.text());
    assert_snapshot!(env.owed("change ppp --every 3bd --why x"), @"
    --- stderr
    error: ppp22222 is promised again so already: every 3 business days
    --- exit 2
    ");
    let said = env.owed("change rrr --every 1w --why x").stderr;
    assert!(
        said.starts_with("error: a callback is due within 24h of being asked for, so it cannot"),
        "{said}"
    );
    let text = env.text();
    assert_eq!(env.owed("change ppp --every 1w --kind repair --why x").status, 2);
    assert_eq!(env.owed("change ppp --every 1w --told --why x").status, 2);
    assert_eq!(env.text(), text);
}

/// A date that was said, and a callback.
const OPEN: &str = r#"
[[commitment]]
id = "ppp22222"
to = "Acme"
what = "fix the pump"
owner = "dana"
made = 2026-11-20T09:30:00-05:00
asked = 2026-11-20T09:00:00-05:00
due = 2026-11-24T12:00:00-05:00

[[commitment]]
id = "rrr22222"
kind = "callback"
to = "Globex"
what = "ring"
owner = "dana"
made = 2026-11-20T09:00:00-05:00
due = 2026-11-21T09:00:00-05:00
target = "24h"
limit = "24h"
"#;

fn shop() -> TestEnv {
    TestEnv::new().ledger(format!("{RULES}{SHOP}{OPEN}"))
}

#[test]
fn the_target_of_the_new_kind_counts_from_when_the_customer_asked() {
    let env = shop();
    let before = env.text();
    assert_snapshot!(env.owed("change ppp --kind repair --why it leaks"), @"
    ppp  fix the pump → Acme: repair now, due Wed 25 Nov 09:00, in 4d 23h
    --- stderr
    hint: the customer was last given Tue 24 Nov 12:00: `owed told ppp TEXT`
    --- exit 0
    ");
    let text = env.text();
    let new: Vec<_> = text.lines().filter(|line| !before.lines().any(|old| old == *line)).collect();
    assert_snapshot!(new.join("\n"), @r#"
    history = [
      { at = 2026-11-20T09:30:00-05:00, did = "changed", kind = "repair", due = 2026-11-25T09:00:00-05:00, target = "3bd", calendar = "office", why = "it leaks", by = "dana" },
    ]
    "#);
    let kept = before.lines().all(|line| text.lines().any(|new| new == line));
    assert!(kept, "what was promised stays as it was promised");
    assert_snapshot!(env.owed("show pump"), @"
    ppp22222   fix the pump
    to         Acme
    owner      dana
    kind       repair
    state      open, due in 4d 23h: customer not told of the new date

    how the due came about
    made        Fri 2026-11-20 09:30 -05:00 (America/New_York)
    asked       Fri 2026-11-20 09:00 -05:00 (America/New_York)
    due         Tue 2026-11-24 12:00 -05:00 (America/New_York)
    kind        repair, changed from promise
    target      3bd: 3 business days of calendar office
    skipped     Sat 21 Nov (closed), Sun 22 Nov (closed)
    now due     Wed 2026-11-25 09:00 -05:00 (America/New_York), after moving
    last given  Tue 2026-11-24 12:00 -05:00 (America/New_York): the customer was told of no later date
    known due   Tue 2026-11-24 12:00 -05:00 (America/New_York): kept or late is judged by it

    history
    Fri 20 Nov 09:30  kind changed from promise to repair, due Wed 2026-11-25 09:00 -05:00 (America/New_York) (it leaks), by dana
    --- exit 0
    ");
    let one = &env.owed("show pump --json").json()["commitments"][0];
    let keys = ["kind", "target", "limit", "calendar", "original_due", "due", "known_due"];
    let shown = keys.map(|key| format!("{key} {}", one[key])).join("\n");
    assert_snapshot!(shown, @r#"
    kind "repair"
    target "3bd"
    limit null
    calendar "office"
    original_due "2026-11-24T12:00:00-05:00"
    due "2026-11-25T09:00:00-05:00"
    known_due "2026-11-24T12:00:00-05:00"
    "#);
}

#[test]
fn another_due_is_a_move_that_the_customer_has_to_hear_of() {
    let env = shop();
    assert_eq!(env.owed("change ppp -k repair --why leaks").status, 0);
    assert_snapshot!(env.owed("overdue"), @"
    id   due        when              to    what          owner  why
    ppp  in 4d 23h  Wed 25 Nov 09:00  Acme  fix the pump  dana   customer not told of the new date
    --- exit 1
    ");
    assert_eq!(env.owed("told ppp Wednesday at nine").status, 0);
    assert_eq!(env.owed("overdue --count").stdout, "0\n");
    let env = shop();
    assert_snapshot!(env.owed("change ppp --kind repair --why leaks --told"), @"
    ppp  fix the pump → Acme: repair now, due Wed 25 Nov 09:00, in 4d 23h
    --- exit 0
    ");
    assert_eq!(env.owed("overdue --count").stdout, "0\n");
    // The same due, or none: nothing was moved, and there is nothing to tell.
    let env = shop();
    assert_snapshot!(env.owed("change rrr --kind email --why they wrote"), @"
    rrr  ring → Globex: email now, due Sat 21 Nov 09:00, in 23h 30m, the limit of callback stays: Sat 21 Nov 09:00
    --- exit 0
    ");
    assert_eq!(env.owed("show ring --json").json()["commitments"][0]["moves"], 0);
}

#[test]
fn a_limit_that_it_had_stays_and_what_would_be_later_is_refused() {
    let env = shop();
    let before = env.text();
    assert_snapshot!(env.owed("change rrr --kind repair --why they want a repair"), @"
    --- stderr
    error: as repair it would be due Wed 2026-11-25 09:00 -05:00 (America/New_York); the limit of callback (24h) allows Sat 2026-11-21 09:00 -05:00 (America/New_York) at the latest
    hint: reach them by then, close the callback and promise the rest: owed done ID --next WHAT -k repair
    hint: if it never was a callback: owed cancel ID --as void --why TEXT, and promise it anew
    --- exit 2
    ");
    assert_snapshot!(env.owed("change ppp --kind visit --why they want to see us"), @"
    --- stderr
    error: as visit it would be due Tue 2026-11-24 12:00 -05:00 (America/New_York); the limit of visit (8h) allows Fri 2026-11-20 17:00 -05:00 (America/New_York) at the latest
    hint: move it first: owed move ID --by WHEN --why TEXT
    --- exit 2
    ");
    assert_eq!(env.text(), before);
    // A target within the limit is fine; the limit of the callback stays, and the report counts it among callbacks.
    assert_snapshot!(env.owed("change rrr --kind answer --why by mail"), @"
    rrr  ring → Globex: answer now, due Fri 20 Nov 13:00, in 3h 30m
    --- exit 0
    ");
    let env = env.at("2026-11-20T18:00:00-05:00");
    assert_eq!(
        env.owed("show ring --json").json()["commitments"][0]["reasons"].to_string(),
        r#"["due","limit"]"#
    );
    let env = env.at("2026-11-23T09:00:00-05:00");
    assert_eq!(env.owed("done ring --at '2026-11-20 16:00'").status, 0);
    let total = &env.owed("report --kind answer --json").json()["total"];
    assert_eq!((&total["callbacks"], &total["callbacks_in_limit"]), (&1.into(), &1.into()));
    assert_eq!(env.owed("report --kind callback --json").json()["total"]["due"], 0);
    // A move is held to the limit that it had, by its name.
    let env = shop();
    assert_eq!(env.owed("change rrr --kind email --why mail").status, 0);
    assert_snapshot!(env.owed("move ring --by mon --why slow"), @"
    --- stderr
    error: a callback must be due within 24h of being asked for: Sat 2026-11-21 09:00 -05:00 (America/New_York) at the latest
    hint: reach them by then, close the callback and promise the rest: owed done ID --next WHAT --by WHEN
    hint: if the customer asked for that time, record a promise: owed promise WHAT --to NAME --by WHEN
    --- exit 2
    ");
}

#[test]
fn everything_that_asks_for_a_kind_gets_the_new_one() {
    let env = shop();
    assert_eq!(env.owed("change ppp --kind repair --why leaks --told").status, 0);
    assert_snapshot!(env.owed("list --kind repair"), @"
    id   due        when              to    what          owner  why
    ppp  in 4d 23h  Wed 25 Nov 09:00  Acme  fix the pump  dana
    --- exit 0
    ");
    assert_snapshot!(env.owed("list --kind promise"), @"--- exit 0");
    // The rungs of its kind, the updates that it owes, and its clock, which stands still while they have to act.
    let climb = env.owed("escalate --dry-run").stdout;
    assert!(climb.starts_with("ppp  fix the pump → Acme: 0%: "), "{climb}");
    let env = env.at("2026-11-24T10:00:00-05:00");
    assert_snapshot!(env.owed("overdue --kind repair"), @"
    id   due     when              to    what          owner  why
    ppp  in 23h  Wed 25 Nov 09:00  Acme  fix the pump  dana   no news for 4 days
    --- exit 1
    ");
    assert_snapshot!(env.owed("wait pump --why photos"), @"
    ppp  fix the pump → Acme: waiting for them, 7bh left
    --- exit 0
    ");
    let env = env.at("2026-11-25T10:00:00-05:00");
    assert_snapshot!(env.owed("resume pump"), @"
    ppp  fix the pump → Acme: resumed, due Wed 25 Nov 17:00, in 7h
    --- stderr
    hint: the customer was last given Wed 25 Nov 09:00: `owed told ppp TEXT`
    --- exit 0
    ");
    let env = env.at("2026-12-01T10:00:00-05:00");
    assert_eq!(env.owed("done pump").status, 0);
    let report = env.owed("report --by kind --json").json();
    let groups: Vec<_> =
        report["groups"].as_array().unwrap().iter().map(|one| one["key"].to_string()).collect();
    assert_eq!(groups, ["\"callback\"", "\"repair\""]);
    assert_snapshot!(env.owed("reopen pump --by '2 business days' --why again"), @"
    ppp  fix the pump → Acme: reopened, due Thu 3 Dec 10:00, in 2d
    --- exit 0
    ");
}

#[test]
fn what_cannot_be_changed_says_why() {
    let env = shop();
    assert_snapshot!(env.owed("change ppp --kind promise --why x"), @r#"
    --- stderr
    error: ppp22222 is of kind "promise" already
    --- exit 2
    "#);
    assert_snapshot!(env.owed("change ppp --kind repiar --why x"), @r#"
    --- stderr
    error: unknown kind "repiar"
    hint: did you mean "repair"?
    --- exit 2
    "#);
    assert_snapshot!(env.owed("change ppp --kind repair"), @"
    --- stderr
    error: why? add `--why 'waiting for parts'`
    hint: `owed help change` says what else it takes
    --- exit 2
    ");
    assert_snapshot!(env.owed("change ppp --why x"), @"
    --- stderr
    error: what is to change?
    hint: add --what, --to, --tag, --contact, --ref or --class, or --kind or --every with --why
    hint: a due date is changed by `owed move`, an owner by `owed hand`
    --- exit 2
    ");
    assert_eq!(env.owed("change ppp --kind repair --why x --told").status, 0);
    assert_eq!(env.owed("wait pump --why photos").status, 0);
    assert_snapshot!(env.owed("change ppp --kind email --why x"), @"
    --- stderr
    error: ppp22222 (fix the pump → Acme): it is waiting, so no target can be counted: resume it first
    --- exit 2
    ");
    assert_eq!(env.owed("done pump").status, 0);
    assert_snapshot!(env.owed("change ppp --kind email --why x"), @"
    --- stderr
    error: ppp22222 (fix the pump → Acme): it is already closed, since Fri 20 Nov 09:30 (kept)
    --- exit 2
    ");
}

#[test]
fn several_change_together_or_none_does_and_undo_takes_it_back() {
    let env = shop();
    let before = env.text();
    assert_eq!(env.owed("change ppp rrr --kind repair --why x").status, 2);
    assert_eq!(env.text(), before);
    assert_eq!(env.owed("change ppp rrr --kind email --why x").status, 0);
    assert_ne!(env.text(), before);
    assert_eq!(env.owed("undo").status, 0);
    assert_eq!(env.text(), before);
}

#[test]
fn a_kind_that_another_commitment_was_changed_to_is_known() {
    let used = OPEN.replace(
        "due = 2026-11-21",
        "history = [{ at = 2026-11-20T09:10:00-05:00, did = \"changed\", kind = \"errand\", why = \"x\" }]\ndue = 2026-11-21",
    );
    let env = TestEnv::new().ledger(format!("{RULES}{used}"));
    assert_eq!(env.owed("list --kind errand").status, 0);
    assert_eq!(env.owed("change ppp --kind errand --why x").status, 0);
    assert_eq!(env.owed("promise x --to y --by 2h --kind errand").status, 0);
    assert_eq!(env.owed("done pump --next x --by 2h --kind errand").status, 0);
}

#[test]
fn a_kind_edited_by_hand_is_found_if_the_target_of_another_stays_behind() {
    let edited = OPEN.replace("kind = \"callback\"", "kind = \"repair\"");
    let env = TestEnv::new().ledger(format!("{RULES}{SHOP}{edited}"));
    assert_snapshot!(env.owed("check"), @r#"
    ledger.toml:38:1: rrr22222: kind "repair" beside the target of kind "callback" (`24h`): write `kind = "callback"` again, and use `owed change --kind`, which counts the due anew [kind-edited]
    --- exit 1
    "#);
    // A target that no other kind has was changed in the policy, which rejudges nothing.
    let policy = OPEN.replace("target = \"24h\"", "target = \"12h\"");
    assert_eq!(TestEnv::new().ledger(format!("{RULES}{SHOP}{policy}")).owed("check").status, 0);
    // What `change` wrote is in order, and a name there that nobody defined is found.
    let env = shop();
    assert_eq!(env.owed("change ppp --kind repair --why x --told").status, 0);
    assert_snapshot!(env.owed("check"), @"--- exit 0");
    env.write("ledger.toml", env.text().replace("kind = \"repair\", due", "kind = \"repiar\", due"));
    assert_snapshot!(env.owed("check"), @r#"
    ledger.toml:36:3: ppp22222: kind "repiar" beside the target of kind "repair" (`3bd`): write `kind = "repair"` again, and use `owed change --kind`, which counts the due anew [kind-edited]
    ledger.toml:36:3: ppp22222: kind "repiar" is not defined, so it has no target and no limit; did you mean "repair"? [kind-typo]
    --- exit 1
    "#);
}

#[test]
fn what_was_wrong_is_corrected_in_its_place_and_undo_takes_it_back() {
    let env = shop();
    let before = env.text();
    assert_snapshot!(env.owed("change ppp --what fix both pumps --to Acme Corp --class company --tag urgent --contact '0171 1' --ref shop:7"), @"
    ppp  fix both pumps → Acme Corp: what, customer, class, tags, ref, contact corrected
    --- exit 0
    ");
    let changed = before
        .replace("to = \"Acme\"\nwhat = \"fix the pump\"\nowner = \"dana\"\n", "to = \"Acme Corp\"\nwhat = \"fix both pumps\"\nowner = \"dana\"\nclass = \"company\"\ntags = [\"urgent\"]\nref = \"shop:7\"\ncontact = \"0171 1\"\n");
    assert_eq!(env.text(), changed);
    assert_snapshot!(env.owed("undo"), @"
    undone: change ppp --what fix both pumps --to Acme Corp --class company --tag urgent --contact 0171 1 --ref shop:7
    --- exit 0
    ");
    assert_eq!(env.text(), before);
}

#[test]
fn an_empty_text_takes_an_optional_fact_away_and_untag_a_label() {
    let facts = "tags = [\"a\", \"b\"] # two\nref = \"shop:7\"\n# by hand\ncontact = \"0171\"\nmade";
    let env = TestEnv::new().ledger(format!("{RULES}{}", OPEN.replacen("made", facts, 1)));
    let before = env.text();
    assert_snapshot!(env.owed("change ppp --ref '' --contact '' --untag a --tag c --tag b"), @"
    ppp  fix the pump → Acme: tags, ref, contact corrected
    --- exit 0
    ");
    let changed = before.replace(facts, "tags = [\"b\", \"c\"] # two\n# by hand\nmade");
    assert_eq!(env.text(), changed);
    assert_eq!(env.owed("change ppp --untag b --untag c").status, 0);
    assert_eq!(env.text(), changed.replace("tags = [\"b\", \"c\"] # two\n", ""));
    assert_snapshot!(env.owed("change ppp --what ''"), @"
    --- stderr
    error: --what is empty
    --- exit 2
    ");
    assert_snapshot!(env.owed("change ppp --untag b"), @r#"
    --- stderr
    error: ppp22222 has no tag "b"
    --- exit 2
    "#);
}

#[test]
fn a_correction_takes_ids_alone_and_shows_those_of_words() {
    let reference = OPEN.replacen("made", "ref = \"shop:7\"\nmade", 1);
    let env = TestEnv::new().ledger(format!("{RULES}{reference}"));
    let before = env.text();
    assert_snapshot!(env.owed("change pump --what x"), @r#"
    --- stderr
    error: no commitment has the id "pump"; this takes ids
    hint: ppp  fix the pump → Acme, due Tue 2026-11-24 12:00 -05:00 (America/New_York)
    --- exit 2
    "#);
    assert_snapshot!(env.owed("change rrr pump --tag x"), @r#"
    --- stderr
    error: no commitment has the id "pump"; this takes ids
    hint: ppp  fix the pump → Acme, due Tue 2026-11-24 12:00 -05:00 (America/New_York)
    --- exit 2
    "#);
    assert_snapshot!(env.owed("change shop:7 --tag x"), @r#"
    --- stderr
    error: no commitment has the id "shop:7"; this takes ids
    hint: ppp  fix the pump → Acme, due Tue 2026-11-24 12:00 -05:00 (America/New_York)
    --- exit 2
    "#);
    assert_snapshot!(env.owed("change zzz22222 --tag x"), @r#"
    --- stderr
    error: no commitment has the id "zzz22222"
    hint: this takes ids: `owed` lists them, `owed list --all` those of what is closed too
    --- exit 2
    "#);
    assert_snapshot!(env.owed("change ppp --owner sam"), @"
    --- stderr
    error: an owner is changed by `owed hand`, which keeps who had it first
    hint: owed hand ID --to NAME --why TEXT
    --- exit 2
    ");
    assert_eq!(env.text(), before);
}

#[test]
fn several_facts_and_a_kind_go_together_and_none_is_said_twice() {
    let env = shop();
    assert_snapshot!(env.owed("change ppp --kind repair --why leaks --told --to Acme Corp"), @"
    ppp  fix the pump → Acme Corp: repair now, due Wed 25 Nov 09:00, in 4d 23h; customer corrected
    --- exit 0
    ");
    assert!(env.text().contains("to = \"Acme Corp\"\n"), "{}", env.text());
    assert_snapshot!(env.owed("change ppp --every 1w --why often --tag weekly"), @"
    ppp  fix the pump → Acme Corp: ↻ weekly, the next one due Tue 1 Dec 12:00, in 11d 2h; tags corrected
    --- exit 0
    ");
    assert!(env.text().contains("tags = [\"weekly\"]\n"), "{}", env.text());
    let before = env.text();
    assert_snapshot!(env.owed("change ppp --to Acme Corp --tag weekly"), @"
    --- stderr
    error: ppp22222 says that already
    --- exit 2
    ");
    assert_snapshot!(env.owed("change ppp rrr --to Acme Corp"), @"
    --- stderr
    error: ppp22222 says that already
    --- exit 2
    ");
    assert_snapshot!(env.owed("change ppp --tag x --why x"), @"
    --- stderr
    error: --why goes with --kind or --every: a correction is not an event
    hint: leave it out; `owed note ID TEXT` records a remark
    --- exit 2
    ");
    assert_snapshot!(env.owed("change ppp --tag x --untag x"), @r#"
    --- stderr
    error: --tag and --untag both name "x"
    --- exit 2
    "#);
    assert_snapshot!(env.owed("change ppp rrr --ref x"), @"
    --- stderr
    error: --ref is the name of one commitment
    hint: change one at a time
    --- exit 2
    ");
    assert_snapshot!(env.owed("change ppp --what the pump by friday"), @r#"
    --- stderr
    error: --what ends in a date: "by friday"
    hint: leave it out of the text; the due date is changed with `owed move`
    --- exit 2
    "#);
    assert_eq!(env.text(), before);
    // A kind that it has already is refused, whatever else was typed.
    assert_eq!(env.owed("change ppp --kind repair --why x --tag new").status, 2);
    assert_eq!(env.text(), before);
}

#[test]
fn what_is_closed_can_be_corrected_and_keeps_its_verdict() {
    let env = shop();
    assert_eq!(env.owed("done ppp rrr").status, 0);
    let verdicts = env.owed("report --json").json()["total"].clone();
    assert_snapshot!(env.owed("change ppp rrr --tag gone --class self"), @"
    ppp  fix the pump → Acme: class, tags corrected
    rrr  ring → Globex: class, tags corrected
    --- exit 0
    ");
    assert_eq!(env.owed("report --json").json()["total"]["kept"], verdicts["kept"]);
    assert_eq!(env.owed("change ppp --kind repair --why x --tag y").status, 2);
}

#[test]
fn a_ref_is_of_one_open_commitment_and_a_customer_near_another_is_warned_of() {
    let env = TestEnv::new().ledger(format!("{RULES}{}", OPEN.replacen("made", "ref = \"shop:7\"\nmade", 1)));
    assert_snapshot!(env.owed("change rrr --ref shop:7"), @r#"
    --- stderr
    error: "shop:7" is already promised
    hint: ppp is open: fix the pump → Acme; close it first, or use another --ref
    --- exit 2
    "#);
    assert_eq!(env.owed("change ppp --ref shop:8").status, 0);
    assert_eq!(env.owed("change rrr --ref shop:7").status, 0);
    assert_snapshot!(env.owed("change ppp --to Globexx"), @r#"
    ppp  fix the pump → Globexx: customer corrected
    --- stderr
    warning: customer "Globexx" is new; did you mean "Globex"?
    --- exit 0
    "#);
    assert_snapshot!(env.owed("change ppp --to GLOBEX"), @r#"
    ppp  fix the pump → GLOBEX: customer corrected
    --- stderr
    warning: customer "GLOBEX" is "Globex" elsewhere
    --- exit 0
    "#);
    assert_eq!(env.owed("change ppp --to Globex").stderr, "");
}

#[test]
fn what_is_missing_is_an_id_for_words_are_not_taken() {
    let said = TestEnv::sample().owed("change --what x");
    assert!(said.stderr.starts_with("error: which commitment? add its id\n"), "{said}");
}
