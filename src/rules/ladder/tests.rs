//! When rungs fire, by tables; that no particular time of climbing matters, by properties.

use super::*;
use crate::ledger;
use crate::rules::commitment::{Deed, Event};
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
    let times = Timetable::new(&commitment, &current, &policy);
    times.of(&policy.ladder.rungs()[0]).unwrap().rfc3339(policy.zone)
}

/// Returns the names of the rungs that have come.
fn due(commitment: &Commitment<'_>, policy: &Policy, now: &str) -> Vec<String> {
    let current = all(commitment, policy, now).current;
    let times = Timetable::new(commitment, &current, policy);
    due_rungs(commitment, &current, &times, at(now)).iter().map(|(rung, _)| rung.name.clone()).collect()
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
    let call = Call::new(&commitment, &current, policy, at(now))?;
    let own = |name: Option<&str>| name.map(str::to_owned);
    Some((call.earlier.len(), call.last.name.clone(), own(call.who(&current)), own(call.owner())))
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
        Call::new(&commitment, &current, &policy, at(now)).unwrap().who(&current).is_some()
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
