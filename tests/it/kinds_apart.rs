//! What is said of one kind does not depend on what else a ledger has, nor on the verb that asks: archives count for the kinds of which
//! the ledger itself has fewer than 501 closings, and for no other.

use chrono::{DateTime, Duration};
use serde_json::Value;

use crate::support::TestEnv;

const NOW: &str = "2026-11-18T10:30:00+01:00";

/// Blocks of a ledger or an archive, as they are added.
struct Blocks {
    text: String,
    next: u64,
}

impl Blocks {
    /// Begins with a head; the ids of several files differ by where they begin.
    fn new(head: &str, next: u64) -> Self {
        Self { text: head.to_owned(), next }
    }

    /// Adds one that was made so many hours ago, with what happened so many hours after that.
    fn add(&mut self, (kind, owner): (&str, &str), ago: i64, event: Option<(i64, &str)>) -> String {
        let at =
            |hours: i64| (DateTime::parse_from_rfc3339(NOW).unwrap() + Duration::hours(hours)).to_rfc3339();
        let letters: Vec<_> = "bcdfghjkmnpqrstvwxz23456789".chars().collect();
        let mut rest = self.next * 7_919 + 12_345_678;
        let mut id = String::new();
        for _ in 0..8 {
            id.insert(0, letters[usize::try_from(rest % 27).unwrap()]);
            rest /= 27;
        }
        self.next += 1;
        let due = if event.is_some() { at(100 - ago) } else { at(20) };
        let history = event.map_or_else(String::new, |(after, did)| {
            format!("history = [\n  {{ at = {}, {did} }},\n]\n", at(after - ago))
        });
        self.text.push_str(&format!(
            "\n[[commitment]]\nid = \"{id}\"\nkind = \"{kind}\"\nto = \"Acme\"\nwhat = \"mend the pump\"\nowner = \"{owner}\"\n\
             made = {}\ndue = {due}\n{history}",
            at(-ago),
        ));
        id
    }

    /// Adds so many that were done, each within one to sixty hours, one an hour.
    fn add_done(&mut self, kind: &str, owners: &[&str], count: i64) {
        for (number, owner) in (0..count).zip(owners.iter().cycle()) {
            self.add((kind, owner), 6_000 - number, Some((number % 60 + 1, "did = \"done\"")));
        }
    }
}

const HEAD: &str = "format = 1\ntimezone = \"Europe/Berlin\"\n";

/// What a ledger and its archive have besides repairs.
struct Besides {
    visits_done: i64,
    visits_open: i64,
    visits_archived: i64,
}

const BESIDES: [Besides; 5] = [
    Besides { visits_done: 0, visits_open: 0, visits_archived: 0 },
    Besides { visits_done: 0, visits_open: 1, visits_archived: 0 },
    Besides { visits_done: 20, visits_open: 2, visits_archived: 30 },
    Besides { visits_done: 520, visits_open: 1, visits_archived: 30 },
    Besides { visits_done: 520, visits_open: 0, visits_archived: 0 },
];

/// Returns a ledger with so many repairs that were done, one that is open, whose id it returns too, and in its archive thirty that were
/// done and two hundred that were given up.
fn repairs(done: i64, besides: &Besides) -> (TestEnv, String) {
    let head = format!(
        "{HEAD}archives = [\"old.toml\"]\n\n[kind.repair]\ntarget = \"30h\"\n\n[kind.visit]\ntarget = \"30h\"\n"
    );
    let (mut ledger, mut archive) = (Blocks::new(&head, 0), Blocks::new(HEAD, 5_000));
    ledger.add_done("visit", &["dana"], besides.visits_done);
    for _ in 0..besides.visits_open {
        ledger.add(("visit", "dana"), 1, None);
    }
    ledger.add_done("repair", &["dana", "sam"], done);
    let open = ledger.add(("repair", "dana"), 1, None);
    archive.add_done("repair", &["dana"], 30);
    for _ in 0..200 {
        archive.add(
            ("repair", "dana"),
            7_000,
            Some((200, "did = \"cancelled\", as = \"broken\", why = \"no part\"")),
        );
    }
    archive.add_done("visit", &["dana"], besides.visits_archived);
    (TestEnv::new().ledger(ledger.text).file("old.toml", archive.text).at(NOW), open)
}

/// Returns everything that is said of repairs, and what the verbs agree on: how many were closed and how many open.
fn said_of_repairs(env: &TestEnv, open: &str) -> (Vec<(String, String)>, String) {
    let of_kind = |line: &str| {
        let said = env.owed(line).json();
        let kinds = said["kinds"].as_array().unwrap_or_else(|| panic!("{line}: {said}"));
        kinds.iter().find(|one| one["kind"] == "repair").unwrap_or_else(|| panic!("{line}: {said}")).clone()
    };
    let of_open = |line: &str| {
        let said = env.owed(line).json();
        let all = said["commitments"].as_array().unwrap();
        let one = all.iter().find(|one| one["id"] == open).unwrap_or_else(|| panic!("{line}: {said}"));
        assert!(one["late_probability"].is_f64(), "{one}");
        (one["late_probability"].clone(), one["reasons"].clone())
    };
    let mut one = env.owed("forecast repair --by 'in 20h' --json").json();
    let counts = format!("({} closed, {} open)", one["closed"], one["open"]);
    one.as_object_mut().unwrap().retain(|key, _| !["schema", "now"].contains(&key.as_str()));
    let among = of_kind("forecast --by 'in 20h' --json");
    assert_eq!(one, among);
    let mut said = vec![("forecast".to_owned(), one.to_string())];
    let owned = ["forecast repair --owner dana --json", "forecast --owner dana --json"];
    let owned = [env.owed(owned[0]).json(), of_kind(owned[1])]
        .map(|one| ["closed", "open", "span_s", "furthest"].map(|key| one[key].to_string()).join(" "));
    assert_eq!(owned[0], owned[1]);
    said.push(("forecast --owner".to_owned(), owned[0].clone()));
    let late = of_open("list --json").0;
    assert_eq!(of_open("list --all --json").0, late);
    assert_eq!(of_open(&format!("show {open} --json")).0, late);
    let listed = of_open("overdue --likely 1 --json");
    assert_eq!(listed, (late.clone(), serde_json::json!(["likely_late"])));
    said.push(("late".to_owned(), late.to_string()));
    // Where two hundred were given up, no date was ever safe, and nothing was asked.
    let replayed = env.owed("report --calibration --json").json();
    let replayed: Vec<_> =
        replayed["kinds"].as_array().unwrap().iter().filter(|one| one["kind"] == "repair").cloned().collect();
    said.push(("calibration".to_owned(), Value::from(replayed).to_string()));
    let page = env.owed("report --format html").stdout;
    let captions: Vec<_> = page.split("<figcaption").filter(|part| part.contains("</figcaption>")).collect();
    let caption =
        captions.iter().find(|caption| caption.contains("repair")).unwrap_or_else(|| panic!("{page}"));
    let caption = caption.split("</figure>").next().unwrap();
    // Each curve of a page has its number.
    said.push(("page".to_owned(), caption.replace("curve-2", "curve-1")));
    let policy = of_kind("policy --json");
    let met = ["target_met_rate", "target_met_of"].map(|key| policy[key].to_string());
    said.push(("policy".to_owned(), met.join(" of ")));
    let before = env.text();
    for line in [
        "promise mend the valve --to Acme -k repair --by 'in 5h'".to_owned(),
        "move --to Acme --all --by 'in 5h' --why a storm --told".to_owned(),
    ] {
        let warned = env.owed(&line).stderr;
        env.put(&before);
        let warned: Vec<_> = warned.lines().filter(|line| line.contains(" repairs")).collect();
        let [warned] = warned.as_slice() else { panic!("{line}: {warned:?}") };
        assert!(warned.contains(&counts), "{line}: {warned}, not {counts}");
        // Of several, each has its short id before it.
        said.push((line, warned.rsplit(": ").next().unwrap().to_owned()));
    }
    (said, counts)
}

#[test]
fn what_is_said_of_a_kind_does_not_depend_on_another_kind_or_on_who_asks() {
    // With 501 closings the archive says nothing, and with 500 it does.
    for (done, wanted) in
        [(501, "(500 closed, 1 open)"), (500, "(500 closed, 201 open)"), (20, "(50 closed, 201 open)")]
    {
        let (env, open) = repairs(done, &BESIDES[0]);
        let (alone, counts) = said_of_repairs(&env, &open);
        assert_eq!(counts, wanted);
        for besides in &BESIDES[1..] {
            let (env, open) = repairs(done, besides);
            assert_eq!(said_of_repairs(&env, &open).0, alone, "{} visits done", besides.visits_done);
        }
    }
}

#[test]
fn an_archive_that_cannot_be_read_takes_the_warning_only_of_the_kinds_that_need_it() {
    let (env, _) = repairs(501, &BESIDES[2]);
    let moves = "move --to Acme --all --by 'in 5h' --why a storm --told --dry-run";
    let warned = |env: &TestEnv| {
        let said = env.owed(moves).stderr;
        (said.contains(" repairs as old as this one"), said.contains(" visits"))
    };
    assert_eq!(warned(&env), (true, true));
    std::fs::remove_file(env.path("old.toml")).unwrap();
    assert_eq!(warned(&env), (true, false));
    assert_eq!(env.owed("forecast repair").status, 0);
    let said: Value = env.owed("forecast repair --json").json();
    assert_eq!(said["closed"], 500);
}
