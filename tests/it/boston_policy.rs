//! The policy of the City of Boston, as owed's own targets count it, against the dues that the city gave.

use std::collections::{BTreeMap, BTreeSet};

use owed::inside::Calendar;
use owed::inside::Error;
use owed::inside::Fault;
use owed::inside::Problem;
use owed::inside::Target;
use owed::inside::policy;
use owed::inside::{CalendarChoice, Policy};
use owed::inside::{Incoming, Map, Options, decode, guess};

const POLICY: &str = include_str!("../../examples/boston-policy.toml");
const SAMPLE: &[u8] = include_bytes!("../../examples/boston311.csv");

/// The requests whose due differs from the rule of their type, and the length that gives it: other rules, other times,
/// extra seconds, and dues in the second of the request, which no target can give.
const OTHERWISE: [(&str, &str, &str); 35] = [
    ("Graffiti Removal", "101001365937", ""),
    ("Graffiti Removal", "101001655809", "43bd"),
    ("MBTA Request", "101001265070", "16d 19h 22m 50s"),
    ("Missing Sign", "101001355319", "2bd"),
    ("Missing Sign", "101001407639", "10bd 81s"),
    ("New Sign Crosswalk or Pavement Marking", "101001244495", "45d"),
    ("New Sign Crosswalk or Pavement Marking", "101001364362", ""),
    ("New Tree Requests", "101001618027", "365d 84s"),
    ("News Boxes", "101001531019", "14d 2h 13m 57s"),
    ("No-Tow Complaint Confirmation", "101001504535", ""),
    ("PWD Graffiti", "101001249591", "45bd"),
    ("PWD Graffiti", "101001249640", "45bd"),
    ("PWD Graffiti", "101001249696", "45bd"),
    ("PWD Graffiti", "101001249711", "45bd"),
    ("Request for Recycling Cart", "101001241909", "20bd"),
    ("Request for Recycling Cart", "101001343773", "42bd"),
    ("Request for Recycling Cart", "101001350189", "36bd"),
    ("Sidewalk Repair", "101001396579", "730d"),
    ("Sidewalk Repair", "101001501062", "730d"),
    ("Sidewalk Repair (Make Safe)", "101001371905", "83bd"),
    ("Sidewalk Repair (Make Safe)", "101001656641", "37d 4h 7m"),
    ("Street Light Knock Downs", "101001262140", "23h 57m 40s"),
    ("Street Light Outages", "101001326151", "52bd"),
    ("Street Light Outages", "101001333914", "13d 23h 56m 32s"),
    ("Street Light Outages", "101001360977", ""),
    ("Traffic Signal Inspection", "101001579340", ""),
    ("Traffic Signal Inspection", "101001609770", ""),
    ("Traffic Signal Inspection", "101001615610", ""),
    ("Traffic Signal Inspection", "101001632827", ""),
    ("Traffic Signal Repair", "101001241917", "1bd"),
    ("Tree Emergencies", "101001519090", "1bd 81s"),
    ("Tree Emergencies", "101001529724", "1bd 66s"),
    ("Tree Maintenance Requests", "101001244840", "545d"),
    ("Tree Maintenance Requests", "101001378507", "365d 71s"),
    ("Tree Maintenance Requests", "101001571765", "365d 61s"),
];

/// Returns the type of a request: its text, without the ward of the city.
fn type_of(row: &Incoming) -> &str {
    row.what.split_once(", Ward ").map_or(row.what.as_str(), |(kind, _)| kind)
}

/// Returns the calendar in which the working time of this type is counted.
fn calendar<'h>(policy: &'h Policy, kind: &str) -> Option<&'h Calendar> {
    match policy.calendar_for(Some(kind)) {
        CalendarChoice::One(calendar) => Some(calendar),
        CalendarChoice::Default | CalendarChoice::Several => None,
    }
}

/// Returns true if the target gives the due of the city, to the minute: the city adds a second to many.
fn gives(target: Target, policy: &Policy, row: &Incoming) -> bool {
    let ours = target.due(row.made, policy.zone, calendar(policy, type_of(row)));
    row.due.zip(ours.ok()).is_some_and(|(city, ours)| city.since(ours).abs() < 60)
}

fn follows_its_rule(policy: &Policy, row: &Incoming) -> bool {
    policy.kind(type_of(row)).and_then(|kind| kind.target).is_some_and(|target| gives(target, policy, row))
}

fn policy() -> Result<Policy, Fault> {
    policy::read(POLICY, &|| Err(Problem::new("the policy names its zone")))
}

fn sample() -> Result<Vec<Incoming>, Error> {
    let columns = ["ref=id", "to=customer_or_category", "owner=owner_or_department"].map(str::to_owned);
    let options = Options { map: Map::parse(&columns, &[], &[])?, ..Options::default() };
    let text = decode(SAMPLE, None)?;
    Ok(guess(&text, &options, &[])?.read(&text, &options, chrono_tz::America::New_York)?.rows)
}

#[test]
fn the_rule_of_its_type_gives_the_due_of_the_city_but_for_those_listed() {
    let (policy, sample) = (policy().unwrap(), sample().unwrap());
    let due = sample.iter().filter(|row| row.due.is_some());
    let (given, otherwise): (Vec<_>, Vec<_>) = due.partition(|row| follows_its_rule(&policy, row));
    let mut otherwise: Vec<_> =
        otherwise.iter().map(|row| (type_of(row), row.reference.as_deref().unwrap())).collect();
    otherwise.sort_unstable();
    let listed: Vec<_> = OTHERWISE.iter().map(|(kind, id, _)| (*kind, *id)).collect();
    assert_eq!((given.len(), otherwise), (442, listed));
}

#[test]
fn what_is_listed_has_the_length_that_the_list_says() {
    let (policy, sample) = (policy().unwrap(), sample().unwrap());
    for (kind, id, length) in OTHERWISE {
        let row = sample.iter().find(|row| row.reference.as_deref() == Some(id)).unwrap();
        let is_right = match length {
            "" => row.due == Some(row.made),
            length => gives(Target::parse(length).unwrap(), &policy, row),
        };
        assert!(is_right, "{kind} {id}: {length:?}");
    }
}

#[test]
fn every_type_is_a_kind_of_the_policy_and_no_kind_is_no_type() {
    let (policy, sample) = (policy().unwrap(), sample().unwrap());
    let types: BTreeSet<_> = sample.iter().map(type_of).collect();
    let built_in = Policy::new(policy.zone);
    let kinds = policy.kinds.keys().filter(|name| !built_in.kinds.contains_key(*name));
    assert_eq!(kinds.map(String::as_str).collect::<BTreeSet<_>>(), types);
    assert_eq!(types.len(), 90);
}

#[test]
fn the_policy_counts_right_what_each_rule_gives() {
    let (policy, sample) = (policy().unwrap(), sample().unwrap());
    let mut said = Vec::new();
    for (name, rule) in POLICY.lines().zip(POLICY.lines().skip(1)) {
        let kind = name.strip_prefix("[kind.\"").and_then(|name| name.strip_suffix("\"]"));
        if let (Some(kind), Some((_, count))) = (kind, rule.split_once("# ")) {
            let (count, others) = count.split_once("; ").unwrap_or((count, ""));
            said.push((kind, count.to_owned()));
            if let Some(other) = others.strip_suffix(" would do as well") {
                let target = Target::parse(other).unwrap();
                let mut rows = sample.iter().filter(|row| type_of(row) == kind && row.due.is_some());
                assert!(rows.all(|row| gives(target, &policy, row)), "{kind}: {other}");
            }
        }
    }
    let mut counted: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    for row in sample.iter().filter(|row| row.due.is_some()) {
        let (given, all) = counted.entry(type_of(row)).or_default();
        *given += u32::from(follows_its_rule(&policy, row));
        *all += 1;
    }
    counted.retain(|kind, _| policy.kind(kind).is_some_and(|kind| kind.target.is_some()));
    said.sort_unstable();
    let counted = counted.into_iter().map(|(kind, (given, all))| (kind, format!("{given} of {all}")));
    assert_eq!(said, counted.collect::<Vec<_>>());
}
