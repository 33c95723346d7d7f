//! Days on which something happened at an unknown time: no verdict and no due is invented.

use insta::assert_snapshot;

use crate::support::{RULES, Said, TestEnv};

/// Returns a quote due on Friday at 17:00, made on Wednesday; seen on Saturday at noon.
pub fn saturday() -> TestEnv {
    TestEnv::new().at("2026-11-21T12:00:00-05:00").ledger(quote(""))
}

fn quote(more: &str) -> String {
    format!(
        "{RULES}
[kind.repair]
target = \"4h\"

[[commitment]]
id = \"bbb22222\"
kind = \"promise\"
to = \"Acme\"
what = \"send the quote\"
owner = \"dana\"
made = 2026-11-18T09:00:00-05:00
due = 2026-11-20T17:00:00-05:00
{more}"
    )
}

fn history(events: &[&str]) -> String {
    format!(
        "history = [\n{}]\n",
        events.iter().map(|event| format!("  {{ {event} }},\n")).collect::<String>()
    )
}

/// Returns the last line of the ledger with an event.
fn event(env: &TestEnv) -> String {
    let text = env.text();
    text.lines().rfind(|line| line.contains("did = ")).unwrap().trim().to_owned()
}

/// Checks that a command asks for the time of day and changes nothing; returns the question.
fn asks(env: &TestEnv, line: &str) -> String {
    let before = env.text();
    let Said { stdout, stderr, status, .. } = env.owed(line);
    assert_eq!((stdout.as_str(), status, env.text()), ("", 2, before), "{line}: {stderr}");
    assert!(stderr.starts_with("error: at what time? "), "{line}: {stderr}");
    stderr
}

/// Checks that a command is accepted because the time makes no difference; returns the event.
fn takes(env: &TestEnv, line: &str) -> String {
    let said = env.owed(line);
    assert_eq!(said.status, 0, "{line}: {said}");
    event(env)
}

#[test]
fn a_bare_day_invents_no_verdict() {
    let env = saturday();
    assert_snapshot!(env.owed("done quote --at yesterday"), @"
    --- stderr
    error: at what time? it was due Fri 17:00
    hint: write the time too, for instance --at '2026-11-20 12:00'
    hint: this is about send the quote → Acme
    --- exit 2
    ");
    assert_snapshot!(asks(&env, "done quote --at yesterday afternoon"), @"
    error: at what time? it was due Fri 17:00
    hint: write the time too, for instance --at '2026-11-20 15:00'
    hint: this is about send the quote → Acme
    ");
    // In the morning it was kept, in the evening it was late, whenever that was.
    assert_snapshot!(takes(&env, "done quote --at yesterday evening"), @r#"{ at = 2026-11-20T22:00:00-05:00, did = "done", by = "dana", logged = 2026-11-21T12:00:00-05:00 },"#);
    assert_snapshot!(takes(&saturday(), "done quote --at yesterday morning"), @r#"{ at = 2026-11-20T12:00:00-05:00, did = "done", by = "dana", logged = 2026-11-21T12:00:00-05:00 },"#);
    assert_snapshot!(takes(&saturday(), "done quote --at thursday"), @r#"{ at = 2026-11-19T23:59:59-05:00, did = "done", by = "dana", logged = 2026-11-21T12:00:00-05:00 },"#);
    assert_snapshot!(takes(&saturday(), "done quote --at today"), @r#"{ at = 2026-11-21T12:00:00-05:00, did = "done", by = "dana" },"#);
    assert_snapshot!(takes(&saturday(), "done quote --at yesterday 16:00"), @r#"{ at = 2026-11-20T16:00:00-05:00, did = "done", by = "dana", logged = 2026-11-21T12:00:00-05:00 },"#);
    // Not before it was made, and not after now.
    let env = saturday().at("2026-11-20T16:59:00-05:00");
    assert_snapshot!(takes(&env, "done quote --at today"), @r#"{ at = 2026-11-20T16:59:00-05:00, did = "done", by = "dana" },"#);
    let env = saturday().at("2026-11-20T17:00:01-05:00");
    asks(&env, "done quote --at today");
    let made = quote("")
        .replace("made = 2026-11-18T09", "made = 2026-11-20T17")
        .replace("T17:00:00-05:00\ndue", "T17:00:01-05:00\ndue");
    assert_snapshot!(takes(&TestEnv::new().at("2026-11-21T12:00:00-05:00").ledger(made), "done quote --at yesterday"), @r#"{ at = 2026-11-20T23:59:59-05:00, did = "done", by = "dana", logged = 2026-11-21T12:00:00-05:00 },"#);
}

#[test]
fn every_verb_asks_for_the_time_where_a_verdict_or_a_due_hangs_on_it() {
    assert_snapshot!(asks(&saturday(), "cancel bbb --as withdrawn --why x --at yesterday"), @"
    error: at what time? it was due Fri 17:00
    hint: write the time too, for instance --at '2026-11-20 12:00'
    hint: this is about send the quote → Acme
    ");
    assert_snapshot!(asks(&saturday(), "move bbb --by tue --why x --told --at yesterday"), @"
    error: at what time? it was due Fri 17:00
    hint: write the time too, for instance --at '2026-11-20 12:00'
    hint: this is about send the quote → Acme
    ");
    assert_snapshot!(takes(&saturday(), "move bbb --by tue --why x --at yesterday"), @r#"
    { at = 2026-11-20T23:59:59-05:00, did = "moved", due = 2026-11-24T23:59:59-05:00, why = "x", from = 2026-11-20T17:00:00-05:00, by = "dana", logged = 2026-11-21T12:00:00-05:00 },
    "#);
    // Told by the due, the new date is theirs; told later, it is late notice.
    let moved = history(&[
        "at = 2026-11-19T10:00:00-05:00, did = \"moved\", due = 2026-11-24T17:00:00-05:00, why = \"rain\"",
    ]);
    let env = || saturday().ledger(quote(&moved));
    assert_snapshot!(asks(&env(), "told bbb tuesday --at yesterday"), @"
    error: at what time? it was due Fri 17:00
    hint: write the time too, for instance --at '2026-11-20 12:00'
    hint: this is about send the quote → Acme
    ");
    assert_snapshot!(asks(&env(), "told tuesday --to Acme --at yesterday"), @"
    error: at what time? it was due Fri 17:00
    hint: write the time too, for instance --at '2026-11-20 12:00'
    hint: this is about send the quote → Acme
    ");
    // Before the move, or after it.
    assert_snapshot!(asks(&env(), "told bbb tuesday --at thursday"), @"
    error: at what time? `moved` is recorded for Thu 10:00
    hint: write the time too, for instance --at '2026-11-19 12:00'
    hint: this is about send the quote → Acme
    ");
    assert_snapshot!(takes(&env(), "told bbb tuesday --at today"), @r#"{ at = 2026-11-21T12:00:00-05:00, did = "told", by = "dana", note = "tuesday" },"#);
    // The rest of the pause moves the due.
    let target = "target = \"56h\"\n";
    let waiting = history(&["at = 2026-11-19T10:00:00-05:00, did = \"waiting\", why = \"photos\""]);
    let env = |more: &str| saturday().ledger(quote(&format!("{target}{more}")));
    assert_snapshot!(asks(&env(""), "wait bbb --why photos --at thursday"), @"
    error: at what time? a due or a limit is counted from it
    hint: write the time too, for instance --at '2026-11-19 12:00'
    hint: this is about send the quote → Acme
    ");
    assert_snapshot!(asks(&env(&waiting), "resume bbb --at yesterday"), @"
    error: at what time? a due or a limit is counted from it
    hint: write the time too, for instance --at '2026-11-20 12:00'
    hint: this is about send the quote → Acme
    ");
    // A limit counts from the reopening.
    let limited = "limit = \"72h\"\n";
    let done = history(&["at = 2026-11-19T10:00:00-05:00, did = \"done\""]);
    let env = saturday().ledger(quote(&format!("{limited}{done}")));
    assert_snapshot!(asks(&env, "reopen bbb --by tomorrow --why again --at yesterday"), @"
    error: at what time? a due or a limit is counted from it
    hint: write the time too, for instance --at '2026-11-20 12:00'
    hint: this is about send the quote → Acme
    ");
    assert_snapshot!(takes(&saturday().ledger(quote(&done)), "reopen bbb --by tomorrow --why again --at yesterday"), @r#"{ at = 2026-11-20T23:59:59-05:00, did = "reopened", due = 2026-11-22T23:59:59-05:00, why = "again", by = "dana", logged = 2026-11-21T12:00:00-05:00 },"#);
}

#[test]
fn where_nothing_hangs_on_the_time_a_day_is_read_as_ever() {
    for line in [
        "heard bbb they called --at yesterday",
        "note bbb a remark --at yesterday",
        "told bbb it is on its way --at yesterday",
        "hand bbb --to lee --why leave --at yesterday",
        "escalate bbb --to lee --why leave --at yesterday",
    ] {
        let event = takes(&saturday(), line);
        assert!(event.contains("at = 2026-11-20T23:59:59-05:00"), "{line}: {event}");
    }
}

#[test]
fn the_order_of_events_is_not_invented() {
    // It was handed over at ten: was it done before or after that?
    let handed =
        history(&["at = 2026-11-19T10:00:00-05:00, did = \"handed\", to = \"lee\", why = \"leave\""]);
    let env = saturday().ledger(quote(&handed));
    assert_snapshot!(asks(&env, "done bbb --at thursday"), @"
    error: at what time? `handed` is recorded for Thu 10:00
    hint: write the time too, for instance --at '2026-11-19 12:00'
    hint: this is about send the quote → Acme
    ");
    assert_snapshot!(takes(&env, "done bbb --at thursday 11am"), @r#"{ at = 2026-11-19T11:00:00-05:00, did = "done", by = "dana", logged = 2026-11-21T12:00:00-05:00 },"#);
    // Moved at ten, and told that day in time: neither at its beginning nor at its end, but in between.
    let moved =
        "at = 2026-11-20T10:00:00-05:00, did = \"moved\", due = 2026-11-24T17:00:00-05:00, why = \"rain\"";
    assert_snapshot!(asks(&saturday().ledger(quote(&history(&[moved]))), "told bbb tuesday --at yesterday"), @"
    error: at what time? it was due Fri 17:00
    hint: write the time too, for instance --at '2026-11-20 12:00'
    hint: this is about send the quote → Acme
    ");
}

#[test]
fn what_was_reopened_that_day_was_done_after_that() {
    let again = [
        "at = 2026-11-19T10:00:00-05:00, did = \"done\"",
        "at = 2026-11-20T10:00:00-05:00, did = \"reopened\", due = 2026-11-24T17:00:00-05:00, why = \"again\"",
    ];
    let env = || saturday().ledger(quote(&history(&again)));
    assert_snapshot!(takes(&env(), "done bbb --at yesterday"), @r#"{ at = 2026-11-20T23:59:59-05:00, did = "done", by = "dana", logged = 2026-11-21T12:00:00-05:00 },"#);
    // The day before, it was another cycle: told in time or not, that one was closed at ten.
    assert_snapshot!(takes(&env(), "told bbb it is done --at thursday"), @r#"{ at = 2026-11-19T23:59:59-05:00, did = "told", by = "dana", note = "it is done", logged = 2026-11-21T12:00:00-05:00 },"#);
}

#[test]
fn several_are_done_on_a_day_or_none() {
    let second = quote("")
        .split_once("[[commitment]]")
        .unwrap()
        .1
        .replace("bbb22222", "ccc33333")
        .replace("2026-11-20T17", "2026-11-25T17");
    let env = saturday().ledger(format!("{}\n[[commitment]]{second}", quote("")));
    assert_snapshot!(asks(&env, "done ccc bbb --at yesterday"), @"
    error: at what time? it was due Fri 17:00
    hint: write the time too, for instance --at '2026-11-20 12:00'
    hint: this is about send the quote → Acme
    ");
    assert_eq!(env.owed("done ccc --at yesterday").status, 0);
}

#[test]
fn a_promise_asks_for_the_time_it_was_asked_for_where_a_target_or_a_limit_counts_from_it() {
    let env = saturday();
    assert_snapshot!(asks(&env, "promise call --to Acme -k callback --asked yesterday"), @"
    error: at what time? the due is counted from it
    hint: write the time too, for instance --asked '2026-11-20 12:00'
    ");
    assert_snapshot!(asks(&env, "promise call --to Acme -k callback --by today 5pm --asked yesterday"), @"
    error: at what time? the limit is counted from it
    hint: write the time too, for instance --asked '2026-11-20 12:00'
    ");
    assert_snapshot!(asks(&env, "promise mend it --to Acme -k repair --asked yesterday"), @"
    error: at what time? the due is counted from it
    hint: write the time too, for instance --asked '2026-11-20 12:00'
    ");
    assert_snapshot!(asks(&env, "promise mend it --to Acme -k repair --at yesterday"), @"
    error: at what time? the due is counted from it
    hint: write the time too, for instance --at '2026-11-20 12:00'
    ");
    assert_snapshot!(asks(&env, "promise mend it --to Acme --by yesterday 5pm --at yesterday"), @"
    error: at what time? it was due Fri 17:00
    hint: write the time too, for instance --at '2026-11-20 12:00'
    ");
    let block = |line: &str| {
        let said = env.owed(line);
        assert_eq!(said.status, 0, "{line}: {said}");
        let text = env.text();
        let block = text.rsplit_once("[[commitment]]\n").unwrap().1;
        let dates =
            block.lines().filter(|line| ["made", "asked", "due"].iter().any(|key| line.starts_with(key)));
        dates.collect::<Vec<_>>().join("\n")
    };
    // A given date depends on nothing.
    assert_snapshot!(block("promise mend it --to Acme --by tomorrow 5pm --asked yesterday"), @"
    made = 2026-11-21T12:00:00-05:00
    asked = 2026-11-20T00:00:00-05:00
    due = 2026-11-22T17:00:00-05:00
    ");
    assert_snapshot!(block("promise mend it --to Acme -k repair --by tomorrow 5pm --at yesterday"), @"
    made = 2026-11-20T23:59:59-05:00
    due = 2026-11-22T17:00:00-05:00
    ");
    assert_snapshot!(block("promise mend it --to Acme -k repair --asked yesterday 9am --at yesterday"), @"
    made = 2026-11-20T23:59:59-05:00
    asked = 2026-11-20T09:00:00-05:00
    due = 2026-11-20T13:00:00-05:00
    ");
}
