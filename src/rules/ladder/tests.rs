//! When rungs fire, by tables; that no particular time of climbing matters, by properties.

use super::*;
use crate::ledger;
use crate::rules::commitment::{Commitment, Deed, Event};
use crate::rules::cycle::{Cycles, cycles};

mod properties;

const OFFICE: &str = r#"
    timezone = "America/New_York"
    [calendar.office]
    mon = ["09:00-17:00"]
    tue = ["09:00-17:00"]
    wed = ["09:00-17:00"]
    thu = ["09:00-17:00"]
    fri = ["09:00-17:00"]
"#;

/// Returns the policy in this text.
fn policy(rules: &str) -> Policy {
    ledger::read::policy::read(rules, &|| Ok(chrono_tz::Tz::UTC)).unwrap()
}

/// Returns the policy of an office with this ladder.
fn ladder(rungs: &[&str]) -> Policy {
    let rungs: String = rungs.iter().map(|rung| format!("[[rung]]\n{rung}\n")).collect();
    policy(&format!("{OFFICE}{rungs}"))
}

/// Returns the commitment of a block with these lines, besides those that every block needs.
fn commitment(lines: &str) -> Commitment<'static> {
    let head = "[[commitment]]\nid = \"k7qdm2xv\"\nto = \"Acme Corp\"\nwhat = \"quote\"\nowner = \"dana\"\n";
    ledger::read::block::read(&format!("{head}{lines}")).unwrap().into_owned()
}

fn at(text: &str) -> Instant {
    Instant::from_datetime(&chrono::DateTime::parse_from_rfc3339(text).unwrap())
}

fn all<'c>(commitment: &'c Commitment<'_>, policy: &Policy, now: &str) -> Cycles<'c> {
    cycles(commitment, policy, at(now)).unwrap()
}

/// Returns when the only rung of a ladder fires, in the zone of the ledger.
fn fires(rung: &str, lines: &str) -> String {
    let policy = ladder(&[&format!("at = \"{rung}\"")]);
    let commitment = commitment(lines);
    let current = all(&commitment, &policy, "2099-01-01T00:00:00Z").current;
    let times = Timetable::new(&current, &policy);
    times.of(&policy.ladder.rungs()[0]).unwrap().rfc3339(policy.zone)
}

/// Returns the names of the rungs that have come.
fn due(commitment: &Commitment<'_>, policy: &Policy, now: &str) -> Vec<String> {
    let current = all(commitment, policy, now).current;
    let times = Timetable::new(&current, policy);
    due_rungs(&current, &times, at(now)).iter().map(|come| come.said().into_owned()).collect()
}

/// Friday 12:00 to Monday 12:00, given as a date.
const WEEKEND: &str = "made = 2026-11-20T12:00:00-05:00\ndue = 2026-11-23T12:00:00-05:00\n";

#[test]
fn a_share_is_of_the_time_that_the_own_clock_counts_from_asked_to_the_known_due() {
    // A date is measured in elapsed time: 18 of 72 hours.
    assert_eq!(fires("25%", WEEKEND), "2026-11-21T06:00:00-05:00");
    // A working day is measured in the office's time: 2 of its 8 hours, and 6 of them.
    let office = format!("{WEEKEND}target = \"8bh\"\ncalendar = \"office\"\n");
    assert_eq!(fires("25%", &office), "2026-11-20T14:00:00-05:00");
    assert_eq!(fires("75%", &office), "2026-11-23T10:00:00-05:00");
    // It counts from when it was asked, not from when it was promised.
    let asked = format!("{WEEKEND}asked = 2026-11-19T12:00:00-05:00\n");
    assert_eq!(fires("25%", &asked), "2026-11-20T12:00:00-05:00");
    // More than all of it is after the due.
    assert_eq!(fires("150%", WEEKEND), "2026-11-25T00:00:00-05:00");
    assert_eq!(fires("150%", &office), "2026-11-23T16:00:00-05:00");
}

#[test]
fn all_of_the_time_is_up_at_the_due_itself() {
    assert_eq!(fires("100%", WEEKEND), "2026-11-23T12:00:00-05:00");
    // A working promise that was moved to a Sunday: the clock stood at 100 % on Friday already.
    let sunday = "made = 2026-11-20T12:00:00-05:00\ndue = 2026-11-22T12:00:00-05:00\n\
                  target = \"8bh\"\ncalendar = \"office\"\n";
    assert_eq!(fires("100%", sunday), "2026-11-22T12:00:00-05:00");
    // Due before it was asked for: there is no time to share.
    let backwards = "made = 2026-11-20T12:00:00-05:00\ndue = 2026-11-20T11:00:00-05:00\n";
    for share in ["1%", "100%", "150%"] {
        assert_eq!(fires(share, backwards), "2026-11-20T11:00:00-05:00", "{share}");
    }
}

#[test]
fn a_second_that_has_only_begun_has_not_passed() {
    let ten = "made = 2026-11-20T12:00:00-05:00\ndue = 2026-11-20T12:00:10-05:00\n";
    assert_eq!(fires("75%", ten), "2026-11-20T12:00:08-05:00");
    assert_eq!(fires("70%", ten), "2026-11-20T12:00:07-05:00");
}

#[test]
fn a_length_is_counted_from_the_known_due() {
    assert_eq!(fires("-2h", WEEKEND), "2026-11-23T10:00:00-05:00");
    assert_eq!(fires("+1d", WEEKEND), "2026-11-24T12:00:00-05:00");
    // In working time: by the calendar of the commitment, here the only one.
    assert_eq!(fires("+4bh", WEEKEND), "2026-11-23T16:00:00-05:00");
    assert_eq!(fires("+6bh", WEEKEND), "2026-11-24T10:00:00-05:00");
    assert_eq!(fires("-4bh", WEEKEND), "2026-11-20T16:00:00-05:00");
    assert_eq!(fires("-1bd", WEEKEND), "2026-11-20T12:00:00-05:00");
}

#[test]
fn a_day_is_by_the_clock_on_the_wall_and_hours_are_hours() {
    // Clocks go back in the night to 2026-11-01.
    let saturday = "made = 2026-10-30T12:00:00-04:00\ndue = 2026-10-31T12:00:00-04:00\n";
    assert_eq!(fires("+1d", saturday), "2026-11-01T12:00:00-05:00");
    assert_eq!(fires("+24h", saturday), "2026-11-01T11:00:00-05:00");
}

#[test]
fn a_rung_that_lies_beyond_all_time_never_fires() {
    let policy = ladder(&["at = \"+150w\""]);
    let late = commitment("made = 2099-01-01T00:00:00Z\ndue = 2099-12-01T00:00:00Z\n");
    assert_eq!(due(&late, &policy, "2099-12-31T00:00:00Z"), [] as [&str; 0]);
}

#[test]
fn rungs_fire_in_the_order_of_their_instants_and_then_of_the_file() {
    let rungs =
        ["at = \"+1d\"", "at = \"100%\"\nto = \"sam\"", "at = \"75%\"", "at = \"+24h\"", "at = \"-18h\""];
    let policy = ladder(&rungs);
    let promise = commitment(WEEKEND);
    for (now, expected) in [
        ("2026-11-22T17:59:59-05:00", vec![]),
        ("2026-11-22T18:00:00-05:00", vec!["75%", "-18h"]),
        ("2026-11-23T12:00:00-05:00", vec!["75%", "-18h", "100%"]),
        ("2026-11-24T12:00:00-05:00", vec!["75%", "-18h", "100%", "+1d", "+24h"]),
    ] {
        assert_eq!(due(&promise, &policy, now), expected, "{now}");
    }
}

#[test]
fn a_rung_is_for_the_kinds_it_names() {
    let policy =
        ladder(&["at = \"10%\"\nkinds = [\"callback\"]", "at = \"20%\"\nkinds = [\"email\", \"promise\"]"]);
    let named = |kind: &str| commitment(&format!("{WEEKEND}kind = \"{kind}\"\n"));
    let now = "2026-11-23T12:00:00-05:00";
    assert_eq!(due(&named("callback"), &policy, now), ["10%"]);
    assert_eq!(due(&named("email"), &policy, now), ["20%"]);
    assert_eq!(due(&named("repair"), &policy, now), [] as [&str; 0]);
}

#[test]
fn nothing_fires_twice_in_a_cycle_while_waiting_or_after_closing() {
    let policy = ladder(&["at = \"50%\"", "at = \"75%\""]);
    let working = format!("{WEEKEND}target = \"72h\"\n");
    let with = |history: &str| commitment(&format!("{working}history = [{history}]\n"));
    let now = "2026-11-23T12:00:00-05:00";
    for (history, expected) in [
        ("", vec!["50%", "75%"]),
        ("{ at = 2026-11-22T12:00:00-05:00, did = \"escalated\", rung = \"50%\" }", vec!["75%"]),
        // Not by the ladder.
        (
            "{ at = 2026-11-22T12:00:00-05:00, did = \"escalated\", to = \"sam\", why = \"stuck\" }",
            vec!["50%", "75%"],
        ),
        ("{ at = 2026-11-23T10:00:00-05:00, did = \"done\" }", vec![]),
        ("{ at = 2026-11-21T10:00:00-05:00, did = \"waiting\", why = \"photos\" }", vec![]),
        // An event of tomorrow has not happened.
        ("{ at = 2026-11-24T10:00:00-05:00, did = \"done\" }", vec!["50%", "75%"]),
    ] {
        assert_eq!(due(&with(history), &policy, now), expected, "{history}");
    }
}

#[test]
fn a_move_that_the_customer_knows_of_shifts_what_is_not_yet_recorded() {
    let policy = ladder(&["at = \"50%\"", "at = \"100%\""]);
    let with = |told: &str| {
        commitment(&format!(
            "{WEEKEND}history = [\n{{ at = 2026-11-22T00:00:00-05:00, did = \"escalated\", rung = \"50%\" }},\n\
             {{ at = 2026-11-22T12:00:00-05:00, did = \"moved\", due = 2026-11-24T12:00:00-05:00, why = \"rain\"{told} }},\n]\n"
        ))
    };
    let (silent, told) = (with(""), with(", told = true"));
    assert_eq!(due(&silent, &policy, "2026-11-23T12:00:00-05:00"), ["100%"]);
    assert_eq!(due(&told, &policy, "2026-11-23T12:00:00-05:00"), [] as [&str; 0]);
    assert_eq!(due(&told, &policy, "2026-11-24T12:00:00-05:00"), ["100%"]);
}

#[test]
fn reopening_begins_the_ladder_anew_from_then() {
    let policy = ladder(&["at = \"50%\""]);
    let reopened = commitment(&format!(
        "{WEEKEND}history = [\n{{ at = 2026-11-22T00:00:00-05:00, did = \"escalated\", rung = \"50%\" }},\n\
         {{ at = 2026-11-22T12:00:00-05:00, did = \"done\" }},\n\
         {{ at = 2026-11-25T12:00:00-05:00, did = \"reopened\", due = 2026-11-27T12:00:00-05:00, why = \"broke again\" }},\n]\n"
    ));
    assert_eq!(due(&reopened, &policy, "2026-11-26T11:59:59-05:00"), [] as [&str; 0]);
    assert_eq!(due(&reopened, &policy, "2026-11-26T12:00:00-05:00"), ["50%"]);
}

/// Returns what a climb must do: how many rungs are recorded before the one that is told, that one, whom the message is for,
/// and who becomes the owner.
fn call(
    history: &str,
    policy: &Policy,
    now: &str,
) -> Option<(usize, String, Option<String>, Option<String>)> {
    let commitment = commitment(&format!("{WEEKEND}history = [{history}]\n"));
    let current = all(&commitment, policy, now).current;
    let call = Call::new(&current, policy, at(now))?;
    let own = |name: Option<&str>| name.map(str::to_owned);
    Some((call.earlier.len(), call.last.said().into_owned(), own(call.who(&current)), own(call.owner())))
}

fn some(name: &str) -> Option<String> {
    Some(name.to_owned())
}

#[test]
fn rungs_that_have_gathered_are_one_message_that_of_the_last() {
    let policy = ladder(&["at = \"50%\"\nto = \"kim\"", "at = \"100%\"\nto = \"sam\"", "at = \"+1d\""]);
    let call = |now: &str| call("", &policy, now);
    assert_eq!(call("2026-11-21T23:59:59-05:00"), None);
    assert_eq!(call("2026-11-22T00:00:00-05:00"), Some((0, "50%".to_owned(), some("kim"), some("kim"))));
    assert_eq!(call("2026-11-23T12:00:00-05:00"), Some((1, "100%".to_owned(), some("sam"), some("sam"))));
    // The last one only warns; it warns sam, as if somebody had climbed the day before.
    assert_eq!(call("2026-11-24T12:00:00-05:00"), Some((2, "+1d".to_owned(), some("sam"), some("sam"))));
}

#[test]
fn a_rung_below_the_owner_only_warns_them() {
    let policy =
        ladder(&["at = \"50%\"\nto = \"kim\"", "at = \"100%\"\nto = \"sam\"", "at = \"+1d\"\nto = \"lee\""]);
    let sam = "{ at = 2026-11-23T12:00:00-05:00, did = \"escalated\", to = \"sam\", rung = \"100%\" }";
    assert_eq!(
        call(sam, &policy, "2026-11-23T13:00:00-05:00"),
        Some((0, "50%".to_owned(), some("sam"), None))
    );
    assert_eq!(
        call(sam, &policy, "2026-11-24T12:00:00-05:00"),
        Some((1, "+1d".to_owned(), some("lee"), some("lee")))
    );
}

/// Returns the owner after each time that the ladder was climbed, as somebody with this name got it by hand on Saturday.
fn owners(rungs: &[&str], owner: &str) -> Vec<Option<String>> {
    let policy = ladder(rungs);
    let handed =
        format!("{{ at = 2026-11-21T12:00:00-05:00, did = \"handed\", to = \"{owner}\", why = \"x\" }},");
    let mut history = handed;
    let times = ["2026-11-22T00:00:00-05:00", "2026-11-23T12:00:00-05:00", "2026-11-24T12:00:00-05:00"];
    let climb = |time: &&str| {
        let (_, name, _, owner) = call(&history, &policy, time)?;
        let to = owner.as_ref().map_or_else(String::new, |owner| format!("to = \"{owner}\", "));
        history.push_str(&format!("{{ at = {time}, did = \"escalated\", {to}rung = \"{name}\" }},"));
        owner
    };
    times.iter().map(climb).collect()
}

#[test]
fn the_ladder_never_goes_down() {
    let ladder = ["at = \"50%\"\nto = \"kim\"", "at = \"100%\"\nto = \"sam\"", "at = \"+1d\"\nto = \"lee\""];
    assert_eq!(owners(&ladder, "dana"), [some("kim"), some("sam"), some("lee")]);
    // It was handed to somebody of the ladder: the rungs up to theirs only warn.
    assert_eq!(owners(&ladder, "kim"), [None, some("sam"), some("lee")]);
    assert_eq!(owners(&ladder, "sam"), [None, None, some("lee")]);
    assert_eq!(owners(&ladder, "lee"), [None, None, None]);
    // The last rung that names them counts.
    let twice = ["at = \"50%\"\nto = \"kim\"", "at = \"100%\"\nto = \"sam\"", "at = \"+1d\"\nto = \"kim\""];
    assert_eq!(owners(&twice, "dana"), [some("kim"), None, None]);
    assert_eq!(owners(&twice, "sam"), [None, None, some("kim")]);
    // Rungs for other kinds say nothing of this one; a rung that never comes does.
    let other = ["at = \"50%\"\nto = \"kim\"", "at = \"100%\"\nto = \"sam\"\nkinds = [\"email\"]"];
    assert_eq!(owners(&other, "sam"), [some("kim"), None, None]);
    let never = ["at = \"50%\"\nto = \"kim\"", "at = \"+9999w\"\nto = \"sam\""];
    assert_eq!(owners(&never, "sam"), [None, None, None]);
}

#[test]
fn what_has_gathered_changes_the_owner_as_climbs_between_would_have() {
    let policy =
        ladder(&["at = \"50%\"\nto = \"kim\"", "at = \"100%\"\nto = \"sam\"", "at = \"+1d\"\nto = \"kim\""]);
    assert_eq!(
        call("", &policy, "2026-11-23T12:00:00-05:00"),
        Some((1, "100%".to_owned(), some("kim"), some("kim")))
    );
}

#[test]
fn somebody_is_reached_if_a_rung_names_them_or_there_is_an_owner() {
    let policy = ladder(&["at = \"50%\"", "at = \"100%\"\nto = \"sam\""]);
    let reaches = |owner: &str, now: &str| {
        let mut commitment = commitment(WEEKEND);
        commitment.owner = Some(owner).filter(|owner| !owner.is_empty()).map(|owner| owner.to_owned().into());
        let current = all(&commitment, &policy, now).current;
        Call::new(&current, &policy, at(now)).unwrap().who(&current).is_some()
    };
    assert!(reaches("dana", "2026-11-22T00:00:00-05:00"));
    assert!(!reaches("", "2026-11-22T00:00:00-05:00"));
    assert!(reaches("", "2026-11-23T12:00:00-05:00"));
}

#[test]
fn a_ladder_gives_each_kind_the_rungs_that_are_for_it() {
    let policy = ladder(&[
        "at = \"10%\"\nkinds = [\"callback\", \"email\", \"callback\"]",
        "at = \"20%\"",
        "at = \"30%\"\nkinds = [\"email\"]",
    ]);
    let of = |kind: &str| {
        let mut places: Vec<_> = policy.ladder.of(kind).map(|(place, _)| place).collect();
        places.sort_unstable();
        places
    };
    assert_eq!((of("callback"), of("email"), of("promise")), (vec![0, 1], vec![0, 1, 2], vec![1]));
}

#[test]
fn a_kind_has_at_most_twelve_rungs_however_many_kinds_there_are() {
    let rungs = |count: usize, kinds: &str| -> String {
        let rung = |number| format!("[[rung]]\nat = \"+{number}h\"\n{kinds}");
        (1..=count).map(rung).collect()
    };
    let read = |rules: &str| ledger::read::policy::read(rules, &|| Ok(chrono_tz::Tz::UTC));
    assert!(read(&rungs(12, "")).is_ok());
    assert!(read(&rungs(13, "")).is_err());
    assert!(read(&rungs(13, "kinds = [\"email\"]\n")).is_err());
    // Six for all kinds and six for each of two.
    let all: String = (1..=6).map(|number| format!("[[rung]]\nat = \"{number}%\"\n")).collect();
    let two = [rungs(6, "kinds = [\"email\"]\n"), rungs(6, "kinds = [\"callback\"]\n")].concat();
    assert_eq!(read(&format!("{all}{two}")).unwrap().ladder.rungs().len(), 18);
    assert!(read(&format!("{all}{two}[[rung]]\nat = \"7%\"\n")).is_err());
}

/// Returns a history of what happened, at a time of November 2026 in New York.
fn history(events: &[(&str, &str)]) -> String {
    let events = events.iter().map(|(at, did)| format!("{{ at = 2026-11-{at}:00-05:00, did = {did} }},"));
    format!("{WEEKEND}history = [{}]\n", events.collect::<String>())
}

#[test]
fn a_rung_can_be_there_from_a_reopening_on() {
    let policy =
        ladder(&["at = \"100%\"", "at = \"0%\"\nreopened = 3\nto = \"lee\"", "at = \"100%\"\nreopened = 2"]);
    let mut events = Vec::new();
    let now = "2026-11-30T12:00:00-05:00";
    let mut due_after = |reopenings| {
        let times = ["23T08", "23T09", "23T10", "23T11"];
        events.clear();
        for time in times.into_iter().take(reopenings) {
            events.push((format!("{time}:00"), "\"done\"".to_owned()));
            let again = "\"reopened\", due = 2026-11-27T12:00:00-05:00, why = \"again\"";
            events.push((format!("{time}:30"), again.to_owned()));
        }
        let events: Vec<_> = events.iter().map(|(at, did)| (at.as_str(), did.as_str())).collect();
        due(&commitment(&history(&events)), &policy, now)
    };
    assert_eq!(due_after(0), ["100%"]);
    assert_eq!(due_after(1), ["100%"]);
    // Two at one time are two, each with a name of its own.
    assert_eq!(due_after(2), ["100%", "100%, reopened 2"]);
    assert_eq!(due_after(3), ["0%, reopened 3", "100%", "100%, reopened 2"]);
    assert_eq!(due_after(4), ["0%, reopened 3", "100%", "100%, reopened 2"]);
    // Not by a reopening of what was withdrawn or void: it goes on.
    let void = ("23T08:00", "\"cancelled\", as = \"void\", why = \"slip\"");
    let back = ("23T08:30", "\"reopened\", due = 2026-11-27T12:00:00-05:00, why = \"no slip\"");
    let first = ladder(&["at = \"0%\"\nreopened = 1"]);
    assert_eq!(due(&commitment(&history(&[void, back])), &first, now), [] as [&str; 0]);
    let done = ("23T08:00", "\"done\"");
    assert_eq!(due(&commitment(&history(&[done, back])), &first, now), ["0%, reopened 1"]);
}

#[test]
fn none_of_the_time_is_at_once() {
    assert_eq!(fires("0%", WEEKEND), "2026-11-20T12:00:00-05:00");
    // Also where it was asked for in the evening, or is due before.
    let office = "asked = 2026-11-20T20:00:00-05:00\nmade = 2026-11-20T20:00:00-05:00\n\
                  due = 2026-11-24T09:00:00-05:00\ntarget = \"8bh\"\ncalendar = \"office\"\n";
    assert_eq!(fires("0%", office), "2026-11-20T20:00:00-05:00");
    let backwards = "made = 2026-11-20T12:00:00-05:00\ndue = 2026-11-20T11:00:00-05:00\n";
    assert_eq!(fires("0%", backwards), "2026-11-20T12:00:00-05:00");
}

/// A rung that fires each day from Monday noon.
const DAILY: &str = "at = \"100%\"\nrepeat = \"1d\"";
const RECORDED: (&str, &str) = ("23T12:05", "\"escalated\", rung = \"100%\"");

#[test]
fn a_rung_repeats_in_steps_and_an_outage_is_one_message() {
    let policy = ladder(&[DAILY]);
    let due = |events: &[(&str, &str)], now: &str| due(&commitment(&history(events)), &policy, now);
    let at = |day: &str| format!("2026-11-{day}-05:00");
    assert_eq!(due(&[], &at("23T11:59:59")), [] as [&str; 0]);
    assert_eq!(due(&[], &at("23T12:00:00")), ["100%"]);
    assert_eq!(due(&[RECORDED], &at("24T11:59:59")), [] as [&str; 0]);
    assert_eq!(due(&[RECORDED], &at("24T12:00:00")), ["100%, step 2"]);
    // Nobody climbed for six days, or from the start: one message, and the next one is not put off by it.
    assert_eq!(due(&[RECORDED], &at("29T13:00:00")), ["100%, step 7"]);
    assert_eq!(due(&[], &at("29T13:00:00")), ["100%, step 7"]);
    let late = ("29T13:00", "\"escalated\", rung = \"100%\", step = 7");
    assert_eq!(due(&[late], &at("30T11:59:59")), [] as [&str; 0]);
    assert_eq!(due(&[late], &at("30T12:00:00")), ["100%, step 8"]);
}

#[test]
fn a_rung_repeats_until_somebody_acts() {
    let policy = ladder(&[DAILY]);
    let now = "2026-11-25T12:00:00-05:00";
    let after = |did: &str| due(&commitment(&history(&[RECORDED, ("23T15:00", did)])), &policy, now);
    for did in [
        "\"told\"",
        "\"noted\", note = \"on it\"",
        "\"handed\", to = \"kim\", why = \"leave\"",
        "\"escalated\", to = \"kim\", why = \"stuck\"",
        "\"moved\", due = 2026-11-27T12:00:00-05:00, why = \"parts\", told = true",
        "\"done\"",
    ] {
        assert_eq!(after(did), [] as [&str; 0], "{did}");
    }
    // The customer who chases is no reason to be quiet; nor is another rung, or a due that they do not know of.
    for did in [
        "\"heard\"",
        "\"escalated\", rung = \"75%\"",
        "\"moved\", due = 2026-11-27T12:00:00-05:00, why = \"parts\"",
    ] {
        assert_eq!(after(did), ["100%, step 3"], "{did}");
    }
    // Who acted before it fired has not answered it; who acts at the same second has, if it stands behind.
    let before = [("23T12:05", "\"told\""), RECORDED];
    assert_eq!(due(&commitment(&history(&before)), &policy, now), ["100%, step 3"]);
    let behind = [RECORDED, ("23T12:05", "\"told\"")];
    assert_eq!(due(&commitment(&history(&behind)), &policy, now), [] as [&str; 0]);
}

#[test]
fn a_rung_that_repeats_fires_again_when_the_known_due_moves() {
    let policy = ladder(&["at = \"-1d\"\nrepeat = \"1d\""]);
    let fired = ("22T12:05", "\"escalated\", rung = \"-1d\"");
    let moved = ("22T15:00", "\"moved\", due = 2026-11-26T12:00:00-05:00, why = \"parts\", told = true");
    let due = |events: &[(&str, &str)], now: &str| due(&commitment(&history(events)), &policy, now);
    // The move acts, so that nothing is repeated, until the rung comes again for the new due.
    assert_eq!(due(&[fired, moved], "2026-11-25T11:59:59-05:00"), [] as [&str; 0]);
    assert_eq!(due(&[fired, moved], "2026-11-25T12:00:00-05:00"), ["-1d, step 2"]);
    let again = ("25T12:05", "\"escalated\", rung = \"-1d\", step = 2");
    assert_eq!(due(&[fired, moved, again], "2026-11-26T12:00:00-05:00"), ["-1d, step 3"]);
    let told = ("25T13:00", "\"told\"");
    assert_eq!(due(&[fired, moved, again, told], "2026-11-28T12:00:00-05:00"), [] as [&str; 0]);
    // One that does not repeat has fired in this cycle.
    let once = ladder(&["at = \"-1d\""]);
    let events = history(&[fired, moved]);
    assert_eq!(super::tests::due(&commitment(&events), &once, "2026-11-28T12:00:00-05:00"), [] as [&str; 0]);
}

#[test]
fn a_repeat_is_counted_in_its_own_units() {
    let step = |repeat: &str, now: &str| {
        let policy = ladder(&[&format!("at = \"100%\"\nrepeat = \"{repeat}\"")]);
        due(&commitment(WEEKEND), &policy, now).pop()
    };
    for (repeat, now, expected) in [
        // Monday noon, and then four working hours later: Monday 16:00, Tuesday 12:00.
        ("4bh", "2026-11-24T11:59:59-05:00", "100%, step 2"),
        ("4bh", "2026-11-24T12:00:00-05:00", "100%, step 3"),
        ("1bd", "2026-11-30T11:59:59-05:00", "100%, step 5"),
        ("1bd", "2026-11-30T12:00:00-05:00", "100%, step 6"),
        ("1 month", "2027-02-23T12:00:00-05:00", "100%, step 4"),
        ("1m", "2026-11-23T12:00:00-05:00", "100%"),
        ("1m", "2026-11-24T12:00:00-05:00", "100%, step 1441"),
        // The supported years end.
        ("150w", "2099-12-30T00:00:00-05:00", "100%, step 26"),
    ] {
        assert_eq!(step(repeat, now).as_deref(), Some(expected), "{repeat} {now}");
    }
}

#[test]
fn a_quiet_rung_waits_for_the_opening() {
    // Saturday noon.
    let lines = "made = 2026-11-20T12:00:00-05:00\ndue = 2026-11-21T12:00:00-05:00\n";
    let quiet = |rung: &str| format!("{rung}\nquiet = \"office\"");
    let policy = ladder(&[
        &quiet("at = \"100%\"\nto = \"sam\""),
        &quiet("at = \"75%\"\nto = \"kim\""),
        "at = \"+1h\"",
    ]);
    let now = |events: &str, now: &str| {
        let commitment = commitment(&format!("{lines}history = [{events}]\n"));
        due(&commitment, &policy, now)
    };
    assert_eq!(now("", "2026-11-21T12:59:59-05:00"), [] as [&str; 0]);
    assert_eq!(now("", "2026-11-21T13:00:00-05:00"), ["+1h"]);
    let fired = "{ at = 2026-11-21T13:00:00-05:00, did = \"escalated\", rung = \"+1h\" },";
    assert_eq!(now(fired, "2026-11-23T08:59:59-05:00"), [] as [&str; 0]);
    // What waited for the same opening fires in the order in which it came.
    assert_eq!(now(fired, "2026-11-23T09:00:00-05:00"), ["75%", "100%"]);
    assert_eq!(now("", "2026-11-23T09:00:00-05:00"), ["+1h", "75%", "100%"]);
    // Within the hours nothing waits; a closing is outside them.
    let friday = ladder(&[&quiet("at = \"+2h\"")]);
    let due_at = |due: &str, now: &str| {
        let lines = format!("made = 2026-11-20T09:00:00-05:00\ndue = 2026-11-20T{due}:00-05:00\n");
        super::tests::due(&commitment(&lines), &friday, now)
    };
    assert_eq!(due_at("14:59", "2026-11-20T16:59:00-05:00"), ["+2h"]);
    assert_eq!(due_at("15:00", "2026-11-20T17:00:00-05:00"), [] as [&str; 0]);
    assert_eq!(due_at("15:00", "2026-11-23T09:00:00-05:00"), ["+2h"]);
}

#[test]
fn what_gathered_in_the_night_is_one_message_and_moves_the_owner_once() {
    let quiet = |rung: &str| format!("{rung}\nquiet = \"office\"");
    let rungs =
        ["at = \"100%\"\nto = \"kim\"", "at = \"+6h\"\nto = \"sam\"", "at = \"+7h\"\nrepeat = \"4h\""]
            .map(quiet);
    let policy = ladder(&rungs.each_ref().map(String::as_str));
    let kim = "{ at = 2026-11-23T12:00:00-05:00, did = \"escalated\", to = \"kim\", rung = \"100%\" }";
    assert_eq!(call(kim, &policy, "2026-11-24T08:59:59-05:00"), None);
    assert_eq!(
        call(kim, &policy, "2026-11-24T09:00:00-05:00"),
        Some((1, "+7h, step 4".to_owned(), some("sam"), some("sam")))
    );
}

#[test]
fn a_rung_that_waited_takes_nothing_from_who_stands_above_it() {
    // Of Saturday, but kim's has to wait for Monday.
    let lines = "made = 2026-11-20T12:00:00-05:00\ndue = 2026-11-21T12:00:00-05:00\n";
    let policy = ladder(&["at = \"75%\"\nto = \"kim\"\nquiet = \"office\"", "at = \"100%\"\nto = \"sam\""]);
    let sam = "{ at = 2026-11-21T12:00:00-05:00, did = \"escalated\", to = \"sam\", rung = \"100%\" }";
    let commitment = commitment(&format!("{lines}history = [{sam}]\n"));
    let now = "2026-11-23T09:00:00-05:00";
    let current = all(&commitment, &policy, now).current;
    let call = Call::new(&current, &policy, at(now)).unwrap();
    assert_eq!((call.owner(), call.who(&current)), (None, Some("sam")));
}

#[test]
fn two_rungs_are_alike_by_what_they_are_known_by() {
    let read = |rungs: &[&str]| {
        let rungs: String = rungs.iter().map(|rung| format!("[[rung]]\nat = \"75%\"\n{rung}\n")).collect();
        ledger::read::policy::read(&format!("{OFFICE}{rungs}"), &|| Ok(chrono_tz::Tz::UTC)).is_ok()
    };
    assert!(read(&["", "reopened = 1", "reopened = 2"]));
    assert!(read(&["reopened = 2\nkinds = [\"email\"]", "reopened = 2\nkinds = [\"callback\"]"]));
    for alike in ["repeat = \"1d\"", "quiet = \"office\"", "to = \"sam\"", "kinds = [\"email\"]"] {
        assert!(!read(&["", alike]), "{alike}");
        assert!(!read(&["reopened = 2", &format!("reopened = 2\n{alike}")]), "{alike}");
    }
}
