//! `owed heard`: the customer got in touch, which does not count as telling them, and ends a wait for them.

use insta::assert_snapshot;

use crate::support::TestEnv;
use crate::wait::office;

#[test]
fn hearing_from_a_customer_counts_as_a_chase_and_tells_them_nothing() {
    let env = TestEnv::sample();
    let before = env.owed("show fff --json").json()["commitments"][0].clone();
    assert_snapshot!(env.owed("heard fff when does it come?"), @"
    fff  repair the pump → Initech: heard: when does it come?
    --- exit 0
    ");
    let after = env.owed("show fff --json").json()["commitments"][0].clone();
    let changed = after.as_object().unwrap().keys().filter(|key| before[*key] != after[*key]);
    assert_eq!(changed.collect::<Vec<_>>(), ["chases", "history"]);
}

#[test]
fn hearing_from_them_ends_a_wait_in_one_change() {
    let env = office();
    assert_eq!(env.owed("wait rrr --why she sends a photo").status, 0);
    let env = env.at("2026-11-25T10:30:00-05:00");
    let before = env.text();
    assert_snapshot!(env.owed("heard rrr here is the photo"), @"
    rrr  repair the valve → Ada Okafor: heard: here is the photo; resumed, due Wed 25 Nov 16:00, in 5h 30m
    --- stderr
    hint: the customer was last given Fri 20 Nov 15:00: `owed told rrr TEXT`
    --- exit 0
    ");
    assert!(env.text().ends_with(concat!(
        "  { at = 2026-11-25T10:30:00-05:00, did = \"heard\", by = \"dana\", note = \"here is the photo\" },\n",
        "  { at = 2026-11-25T10:30:00-05:00, did = \"resumed\", due = 2026-11-25T16:00:00-05:00, by = \"dana\" },\n]\n"
    )));
    let one = &env.owed("show rrr --json").json()["commitments"][0];
    assert_eq!((&one["state"], one["chases"].as_i64()), (&"open".into(), Some(0)), "we asked them to");
    assert_eq!(env.owed("undo").status, 0);
    assert_eq!(env.text(), before);
    assert_snapshot!(env.owed("heard rrr when? --still-waiting"), @"
    rrr  repair the valve → Ada Okafor: heard: when?
    --- exit 0
    ");
    assert_eq!(env.owed("show rrr --json").json()["commitments"][0]["state"], "waiting");
    assert_eq!(env.owed("heard rrr here it is").status, 0);
    assert_snapshot!(env.owed("heard rrr thank you --still-waiting"), @"
    --- stderr
    error: rrr22222 is not waiting
    --- exit 2
    ");
}

#[test]
fn hearing_from_them_ends_the_wait_of_a_date_too_and_moves_nothing() {
    let env = TestEnv::sample();
    assert_eq!(env.owed("wait ddd --why a colour").status, 0);
    assert_snapshot!(env.owed("heard ddd blue"), @"
    ddd  send the price list → Müller GmbH: heard: blue; resumed, due Fri 27 Nov 17:00, in 7d 7h
    --- exit 0
    ");
    assert!(env.text().contains("did = \"resumed\", by = \"dana\" }"));
}

#[test]
fn a_call_that_is_recorded_later_ends_the_wait_it_was_in_and_no_other() {
    let env = office();
    assert_eq!(env.owed("wait rrr --why a photo --at '2026-11-18 10:00'").status, 0);
    let waiting = env.text();
    // Before the wait.
    assert_eq!(env.owed("heard rrr hello --at '2026-11-18 09:30'").status, 0);
    assert_eq!(env.owed("show rrr --json").json()["commitments"][0]["state"], "waiting");
    // In it.
    env.put(&waiting);
    assert_eq!(env.owed("heard rrr here --at '2026-11-18 11:00'").status, 0);
    assert!(env.text().contains("at = 2026-11-18T11:00:00-05:00, did = \"resumed\""));
    // In one that has been ended since.
    env.put(&waiting);
    assert_eq!(env.owed("resume rrr --at '2026-11-19 11:00'").status, 0);
    assert_eq!(env.owed("heard rrr here --at '2026-11-18 11:00'").status, 0);
    assert_eq!(env.text().matches("resumed").count(), 1);
    assert_eq!(env.owed("check").status, 0);
}

#[test]
fn a_call_on_record_ends_no_wait() {
    let env = office();
    let history = "history = [\n  { at = 2026-11-18T10:00:00-05:00, did = \"waiting\", why = \"a photo\" },\n  \
                   { at = 2026-11-19T10:00:00-05:00, did = \"heard\" },\n]\n";
    env.put(env.text() + history);
    assert_eq!(env.owed("show rrr --json").json()["commitments"][0]["state"], "waiting");
}
