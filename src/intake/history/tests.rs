use chrono_tz::Tz;
use proptest::strategy::Strategy as _;

use super::*;
use crate::intake::{Options, Read, csv};

const FILE: &str = "ticket,what,who,when,customer,subject,team,reason,until\n\
    7,opened,,2026-11-02 09:00,Acme,the invoice,billing,,\n\
    7,handed on,dana,2026-11-02 11:00,,,,too much to do,lee\n\
    8,reopened,dana,2026-11-04 09:00,,,,,\n\
    7,parked,lee,2026-11-02 10:00,,,,wants the number,\n\
    7,closed,lee,2026-11-03 10:00,,,,,\n\
    7,assigned,lee,2026-11-03 10:00,,,,,\n\
    7,closed,lee,2026-11-01 10:00,,,,,\n\
    7,opened,,2026-11-02 09:00,Acme,again,billing,,\n";

fn read(file: &str) -> Read {
    let list = |items: &[&str]| items.iter().map(|item| (*item).to_owned()).collect::<Vec<_>>();
    let words = ["did.made=opened", "did.done=closed", "did.waiting=parked", "did.handed=handed on"];
    let options = Options {
        map: Map::parse(&list(&["to=customer,what=subject,kind=team"]), &list(&words), &[]).unwrap(),
        events: Some(
            Events::parse(&list(&["id=ticket,at=when,did=what,by=who,why=reason,to=until"])).unwrap(),
        ),
        ..Options::default()
    };
    csv::SOURCE.read(file, &options, Tz::UTC).unwrap()
}

fn said(happening: &Happening) -> String {
    let event = &happening.event;
    format!("{}: {} {:?} by {:?}", happening.line, event.at.rfc3339(Tz::UTC), event.deed, event.by.as_deref())
}

#[test]
fn the_rows_of_one_commitment_become_its_history_in_order_of_time() {
    let read = read(FILE);
    let [row] = &*read.rows else { panic!("{:?}", read.rows) };
    assert_eq!(
        (row.reference.as_deref(), &*row.to, &*row.what, row.line),
        (Some("7"), "Acme", "the invoice", 2)
    );
    assert_eq!(row.made.rfc3339(Tz::UTC), "2026-11-02T09:00:00+00:00");
    assert_eq!(
        row.history.iter().map(said).collect::<Vec<_>>(),
        [
            "5: 2026-11-02T10:00:00+00:00 Waiting { why: \"wants the number\", until: None } by Some(\"lee\")",
            "3: 2026-11-02T11:00:00+00:00 Handed { to: \"lee\", why: \"too much to do\", from: None } by Some(\"dana\")",
            "6: 2026-11-03T10:00:00+00:00 Done by Some(\"lee\")",
        ]
    );
}

#[test]
fn an_event_of_what_the_file_does_not_make_is_handed_over() {
    let read = read(FILE);
    let [(name, happened)] = &*read.events else { panic!("{:?}", read.events) };
    assert_eq!(name, "8");
    let [reopened] = &**happened else { panic!("{happened:?}") };
    assert!(!reopened.has_due, "its due has to be counted");
    assert!(said(reopened).contains("why: \"reopened at csv\""), "{}", said(reopened));
}

#[test]
fn rows_that_cannot_be_are_named() {
    let bad =
        read(FILE).bad.into_iter().map(|row| (row.line, row.why.to_string(), row.value)).collect::<Vec<_>>();
    assert_eq!(
        bad,
        [
            (
                7,
                "did is no event: say what its words mean with --map-value did.done=…, did.made=…".to_owned(),
                Some("\"assigned\"".into())
            ),
            (9, "made twice".to_owned(), Some("\"first on line 2\"".into())),
            (8, "it happened before the commitment was made".to_owned(), None),
        ]
    );
}

#[test]
fn the_columns_that_every_event_needs_are_asked_for() {
    let said = |items: &str| {
        let error = Events::parse(&[items.to_owned()]).unwrap_err();
        [vec![error.message], error.hints].concat().join("; ")
    };
    assert!(said("id=a,by=b").starts_with("--events: no column for at, did; write "), "{}", said("id=a"));
    assert!(
        said("ids=a").starts_with("--events: unknown key \"ids\"; did you mean \"id\"?"),
        "{}",
        said("ids=a")
    );
    assert_eq!(said("id=a,id=b"), "--events: two columns for id");
}

/// Returns the history of the only commitment that a file makes, an event each: its minute, its deed and who did it.
fn history(rows: &[String]) -> Vec<String> {
    let head = "ticket,what,who,when,customer,subject,team,reason,until\n";
    let read = read(&format!("{head}{}", rows.concat()));
    let [row] = &*read.rows else { panic!("{:?}", read.bad) };
    let shown = row.history.iter().map(|Happening { event, .. }| {
        let (minute, did) = (event.at.rfc3339(Tz::UTC), event.deed.did().name());
        format!("{} {did} {}", minute.get(11..16).unwrap(), event.by.as_deref().unwrap_or_default())
    });
    shown.collect()
}

fn row(minute: u8, did: &str, by: &str) -> String {
    format!("7,{did},{by},2026-11-02 09:{minute:02},Acme,the invoice,billing,,lee\n")
}

#[test]
fn of_events_of_one_instant_the_next_is_one_that_fits() {
    let newest_first = [
        row(9, "done", "lee"),
        row(9, "reopened", "lee"),
        row(7, "done", "lee"),
        row(7, "resumed", "lee"),
        row(5, "waiting", "dana"),
        row(5, "resumed", "lee"),
        row(3, "waiting", "lee"),
        row(3, "noted", "lee"),
        row(3, "handed", "lee"),
        row(0, "made", "lee"),
    ];
    assert_eq!(
        history(&newest_first),
        [
            "09:03 handed lee",
            "09:03 noted lee",
            "09:03 waiting lee",
            "09:05 resumed lee",
            "09:05 waiting dana",
            "09:07 resumed lee",
            "09:07 done lee",
            "09:09 reopened lee",
            "09:09 done lee",
        ]
    );
}

proptest::proptest! {
    #[test]
    fn any_order_of_the_rows_gives_the_same_history(
        (one, other) in proptest::collection::vec(
            (0_u8..4, proptest::sample::select(vec!["waiting", "resumed", "done", "reopened", "handed", "noted"]),
             proptest::sample::select(vec!["lee", "dana"])),
            0..12,
        ).prop_flat_map(|rows| {
            let rows: Vec<_> = rows.into_iter().map(|(minute, did, by)| row(minute, did, by)).chain([row(0, "made", "")]).collect();
            (proptest::strategy::Just(rows.clone()), proptest::strategy::Just(rows).prop_shuffle())
        })
    ) {
        proptest::prop_assert_eq!(history(&one), history(&other));
    }
}
