//! `owed forecast`: which date is safe to promise.

use insta::assert_snapshot;
use serde_json::Value;

use crate::support::TestEnv;

const SAMPLE: &str = include_str!("../../examples/boston311.csv");
const QUESTIONS: &str = include_str!("../data/foresight.json");

/// Returns a ledger of the requests of the Boston sample that have a due.
fn boston() -> TestEnv {
    let env = TestEnv::new()
        .ledger("format = 1\ntimezone = \"America/New_York\"\n")
        .file("boston311.csv", SAMPLE)
        .at("2016-01-13T00:00:00-05:00");
    let said =
        env.owed("import boston311.csv --map ref=id,to=customer_or_category,owner=owner_or_department");
    assert_eq!(said.status, 0, "{said}");
    env
}

fn questions(op: &str) -> Vec<Value> {
    let all: Value = serde_json::from_str(QUESTIONS).unwrap();
    let all = all["questions"].as_array().unwrap().clone();
    let of = all.into_iter().filter(|question| question["op"] == op).collect::<Vec<_>>();
    assert!(of.len() >= 8, "{op}");
    of
}

/// Returns whether two numbers are the same to a millionth; null is only null.
fn is_near(one: &Value, other: &Value) -> bool {
    match (one.as_f64(), other.as_f64()) {
        (Some(one), Some(other)) => (one - other).abs() < 1e-6,
        _ => one == other,
    }
}

#[test]
fn the_dates_are_those_of_the_answered_questions() {
    let env = boston();
    for question in questions("forecast") {
        let percent = (question["q"].as_f64().unwrap() * 100.0).round().to_string();
        let [now, kind] = ["now", "kind"].map(|key| question[key].as_str().unwrap());
        let args = ["forecast", kind, "--confidence", &percent, "--json", "--now", now];
        let (said, wanted) = (env.args(args).json(), &question["expect"]);
        let keys = [("answer", "answer"), ("bound_s", "span_s"), ("closed", "closed"), ("open", "open")];
        let dated = [("at", "at"), ("shown", "shown"), ("furthest_s", "furthest_s")];
        for (key, own) in keys.into_iter().chain(dated.into_iter().filter(|(key, _)| !wanted[*key].is_null()))
        {
            assert_eq!(said[own], wanted[key], "{own} of {question}");
        }
        if !wanted["furthest"].is_null() {
            assert!(is_near(&said["furthest"], &wanted["furthest"]), "{said} {question}");
        }
    }
}

#[test]
fn the_chances_are_those_of_the_answered_questions() {
    let env = boston();
    for question in questions("keep") {
        let [now, kind, due] = ["now", "kind", "due"].map(|key| question[key].as_str().unwrap());
        let said = env.args(["forecast", kind, "--by", due, "--json", "--now", now]).json();
        let wanted = &question["expect"];
        assert!(is_near(&said["keep_probability"], &wanted["p"]), "{said} {question}");
        assert_eq!((&said["closed"], &said["like"]), (&wanted["closed"], &wanted["up"]), "{question}");
    }
}

#[test]
fn what_is_probably_late_is_that_of_the_answered_questions() {
    let env = boston();
    for question in questions("risk") {
        let [now, reference] = ["now", "ref"].map(|key| question[key].as_str().unwrap());
        let said = env.args(["list", reference, "--json", "--now", now]).json();
        let listed = &said["commitments"][0];
        assert_eq!(listed["ref"], reference, "{question}");
        assert!(is_near(&listed["late_probability"], &question["expect"]["p_late"]), "{listed} {question}");
        let id = listed["id"].as_str().unwrap();
        let shown = env.args(["show", id, "--json", "--now", now]).json();
        assert_eq!(shown["commitments"][0]["late_probability"], listed["late_probability"]);
    }
}

/// Repairs that took one day to so many, and two that are open: seven and one day old.
pub fn repairs(closed: usize) -> TestEnv {
    let mut text = "format = 1\ntimezone = \"Europe/Berlin\"\n".to_owned();
    let block = |id: String, made: String, due: &str, done: Option<String>| {
        let history = done
            .map_or_else(String::new, |at| format!("history = [\n  {{ at = {at}, did = \"done\" }},\n]\n"));
        format!(
            "\n[[commitment]]\nid = \"{id}\"\nkind = \"repair\"\nto = \"Acme\"\nwhat = \"mend the pump\"\nowner = \"dana\"\n\
             made = {made}\ndue = {due}\n{history}"
        )
    };
    for (days, letter) in (1..).zip("23456789bcdfghjkmnpqrs".chars().take(closed)) {
        let (id, done) = (format!("bbbbbbb{letter}"), format!("2026-03-{:02}T09:00:00+01:00", 2 + days));
        text.push_str(&block(
            id,
            "2026-03-02T09:00:00+01:00".to_owned(),
            "2026-03-20T09:00:00+01:00",
            Some(done),
        ));
    }
    for (id, day) in [("ccccccc7", 13), ("ccccccc2", 19)] {
        text.push_str(&block(
            id.to_owned(),
            format!("2026-03-{day}T09:00:00+01:00"),
            "2026-03-21T09:00:00+01:00",
            None,
        ));
    }
    TestEnv::new().ledger(text).at("2026-03-20T09:00:00+01:00")
}

#[test]
fn a_forecast_is_a_sentence_a_table_and_on_a_terminal_a_curve() {
    let env = repairs(9);
    assert_snapshot!(env.owed("forecast repair"), @"
    repair: no date is safe at 90 %: 87 % are done within 9 days, then it stays there (9 closed, 2 open)

    sure  promise             takes
    50 %  Thu 26 Mar             6d
    75 %  Sat 28 Mar             8d
    90 %  no date is safe
    95 %  too little history
    --- exit 0
    ");
    assert_snapshot!(env.terminal(80, "forecast repair --confidence 75 --by tomorrow 5pm"), @"
    repair: promise Sat 28 Mar or later to keep 75 % (9 closed, 2 open looked at;
    half are done by Thu 26 Mar)
    by Sat 21 Mar 17:00: 8 % are done this fast (9 closed, 2 open)

    sure  promise             takes
    50 %  Thu 26 Mar             6d
    75 %  Sat 28 Mar             8d
    90 %  no date is safe
    95 %  too little history

    100 %                                                ▄
                                         ▁▁▁▁▁▁▄▄▄▄▄██████
                               ▃▃▃▃▃▆▆▆▆▆█████████████████
     done      ▂▂▂▂▂▅▅▅▅▅█████████████████████████████████
          0                                             9d
    --- exit 0
    ");
    // 87.78 % are done.
    let none = env.owed("forecast repair --confidence 87.8").stdout;
    assert!(none.starts_with("repair: no date is safe at 87.8 %: 87 % are done within 9 days"), "{none}");
    assert_snapshot!(env.owed("forecast repair --confidence 95"), @"
    repair: too little history for 95 % (9 closed, 19 needed); 75 % would be Sat 28 Mar

    sure  promise             takes
    50 %  Thu 26 Mar             6d
    75 %  Sat 28 Mar             8d
    90 %  no date is safe
    95 %  too little history
    --- exit 0
    ");
    assert_snapshot!(env.owed("forecast"), @"
    kind    promise          takes  half by     closed  open
    repair  no date is safe         Thu 26 Mar       9     2
    --- exit 0
    ");
    assert_snapshot!(env.owed("forecast --confidence 75"), @"
    kind    promise     takes  half by     closed  open
    repair  Sat 28 Mar     8d  Thu 26 Mar       9     2
    --- exit 0
    ");
    assert_snapshot!(env.owed("forecast callback"), @"
    callback: too little history for 90 % (0 closed, 9 needed)
    --- exit 0
    ");
    assert_snapshot!(env.owed("forecast repair --confidence 75 --by sat 5pm --format csv"), @"
    kind,owner,confidence,answer,at,shown,span_s,closed,open,furthest,furthest_s,by,keep_probability,like
    repair,,0.5,date,2026-03-26T09:00:00+01:00,2026-03-26T23:59:59+01:00,518400,9,2,0.8777777777777778,777600,2026-03-21T17:00:00+01:00,0.08333333333333337,10
    repair,,0.75,date,2026-03-28T09:00:00+01:00,2026-03-28T23:59:59+01:00,691200,9,2,0.8777777777777778,777600,2026-03-21T17:00:00+01:00,0.08333333333333337,10
    repair,,0.9,none,,,,9,2,0.8777777777777778,777600,2026-03-21T17:00:00+01:00,0.08333333333333337,10
    repair,,0.95,few,,,,9,2,0.8777777777777778,777600,2026-03-21T17:00:00+01:00,0.08333333333333337,10
    --- exit 0
    ");
    assert_snapshot!(env.owed("forecast --owner dana --confidence 75 --format tsv"), @"
    kind	owner	confidence	answer	at	shown	span_s	closed	open	furthest	furthest_s	by	keep_probability	like
    repair	dana	0.75	date	2026-03-28T09:00:00+01:00	2026-03-28T23:59:59+01:00	691200	9	2	0.8777777777777778	777600			
    --- exit 0
    ");
}

#[test]
fn what_is_probably_late_is_marked_and_listed_when_it_is_asked_for() {
    let env = repairs(14);
    assert_snapshot!(env.owed("list"), @"
    id        due    when              to    what           owner  why
    ccccccc7  in 1d  Sat 21 Mar 09:00  Acme  mend the pump  dana   at risk
    ccccccc2  in 1d  Sat 21 Mar 09:00  Acme  mend the pump  dana   likely late: 93 %
    --- exit 0
    ");
    assert_snapshot!(env.owed("list --likely"), @"
    id        due    when              to    what           owner  why
    ccccccc2  in 1d  Sat 21 Mar 09:00  Acme  mend the pump  dana   likely late: 93 %
    --- exit 0
    ");
    assert_snapshot!(env.owed("list --likely -q"), @"
    ccccccc2
    --- exit 0
    ");
    assert_snapshot!(env.owed("list --likely 99"), @"--- exit 0");
    assert_snapshot!(env.owed("overdue"), @"--- exit 0");
    assert_snapshot!(env.owed("overdue --likely 40"), @"
    id        due    when              to    what           owner  why
    ccccccc2  in 1d  Sat 21 Mar 09:00  Acme  mend the pump  dana   likely late: 93 %
    --- exit 1
    ");
    assert_snapshot!(env.owed("overdue --likely 40 --count"), @"
    1
    --- exit 1
    ");
    assert_snapshot!(env.owed("overdue --likely 99"), @"--- exit 0");
    let reasons = env.owed("overdue --likely 40 --json").json();
    assert_eq!(reasons["commitments"][0]["reasons"], serde_json::json!(["likely_late"]));
}

#[test]
fn a_chance_that_is_the_share_but_for_rounding_is_as_likely() {
    // Two of the eight that took longer than a day took longer than four; and half of 22.
    let moved = |env: &TestEnv, changes: [[&str; 2]; 3]| {
        let text = changes.iter().fold(env.text(), |text, [from, to]| text.replace(from, to));
        TestEnv::new().ledger(text)
    };
    let quarters = moved(
        &repairs(11),
        [["due = 2026-03-21T09:00:00+01:00", "due = 2026-03-23T09:00:00+01:00"], ["", ""], ["", ""]],
    )
    .at("2026-03-20T09:00:00+01:00");
    let half = moved(
        &repairs(22),
        [
            ["due = 2026-03-21T09:00:00+01:00", "due = 2026-04-05T10:00:00+02:00"],
            ["made = 2026-03-19", "made = 2026-03-24"],
            ["made = 2026-03-13", "made = 2026-03-26"],
        ],
    )
    .at("2026-03-25T09:00:00+01:00");
    for (env, share) in [(&quarters, 0.75), (&half, 0.5)] {
        let percent = share * 100.0;
        let said = env.owed("list --json").json();
        let all = said["commitments"].as_array().unwrap();
        let late =
            all.iter().find(|one| one["id"] == "ccccccc2").unwrap()["late_probability"].as_f64().unwrap();
        assert!(late < share && late > share - 1e-12, "{late} is not {share} but for rounding");
        let listed = env.owed(&format!("list --likely {percent}")).stdout;
        assert!(
            listed.contains("ccccccc2") && listed.contains(&format!("likely late: {percent} %")),
            "{listed}"
        );
        let plain = env.owed("list").stdout;
        assert!(plain.contains(&format!("likely late: {percent} %")), "{plain}");
        let next = env.owed(&format!("overdue --likely {}", percent + 1.0));
        assert!(!next.stdout.contains("ccccccc2"), "{next}");
        assert_eq!(env.owed(&format!("overdue --likely {percent}")).status, 1);
    }
}

#[test]
fn a_forecast_names_whose_history_it_is_as_the_ledger_spells_them() {
    let text = repairs(9).text();
    let env = TestEnv::new()
        .ledger(text.replace("owner = \"dana\"", "owner = \"Dana\""))
        .at("2026-03-20T09:00:00+01:00");
    let named = |env: &TestEnv, who: &str| {
        let lines = ["forecast repair", "forecast", "report --calibration"];
        let said =
            lines.map(|line| env.owed(&format!("{line} --owner {who} --json")).json()["owner"].clone());
        assert!(said.iter().all(|one| *one == said[0]), "{who}: {said:?}");
        let csv = env.owed(&format!("forecast repair --owner {who} --format csv")).stdout;
        let cells = csv.lines().nth(1).unwrap().split(',').collect::<Vec<_>>();
        assert_eq!(said[0], cells[1], "{csv}");
        said[0].as_str().unwrap().to_owned()
    };
    assert_eq!(["Dana", "dana", "DAN", "me"].map(|who| named(&env, who)), ["Dana"; 4]);
    // Of two whose names begin so it is said what was asked; the name of one in full means only them.
    let two = env.text().replacen("owner = \"Dana\"", "owner = \"Danny Doe\"", 1);
    let two = TestEnv::new().ledger(two).at("2026-03-20T09:00:00+01:00");
    assert_eq!(
        ["dan", "danny", "dana", "me"].map(|who| named(&two, who)),
        ["dan", "Danny Doe", "Dana", "Dana"]
    );
    // Whoever asks is known, and has no history.
    let nobody = env.env("OWED_ME", "zoe");
    assert_eq!(named(&nobody, "me"), "zoe");
    let everybody = nobody.owed("forecast repair --json").json();
    assert_eq!(everybody["owner"], Value::Null);
}

#[test]
fn archives_are_history_too() {
    let env = boston();
    let now = "--now 2015-10-27T23:33:27-04:00";
    let lines = ["forecast Highway Maintenance --json", "forecast --json --confidence 75"];
    let said = || {
        let then = lines.map(|line| env.owed(&format!("{line} {now}")).stdout);
        let listed = env.owed("list --json").json();
        let of = |one: &Value| (one["ref"].to_string(), one["late_probability"].to_string());
        (then, listed["commitments"].as_array().unwrap().iter().map(of).collect::<Vec<_>>())
    };
    let before = said();
    let archived = env.owed("archive --before 2016-01-01");
    assert_eq!(archived.status, 0, "{archived}");
    assert!(env.files().iter().any(|name| name.contains("2015")), "{:?}", env.files());
    assert_eq!(said(), before);
    assert!(before.1.iter().any(|(_, late)| late != "null"));
}

#[test]
fn what_cannot_be_forecast_is_refused() {
    let env = repairs(9);
    assert_snapshot!(env.owed("forecast repiar"), @r#"
    --- stderr
    error: unknown kind "repiar"
    hint: did you mean "repair"?
    --- exit 2
    "#);
    assert_snapshot!(env.owed("forecast repair --owner dna"), @r#"
    --- stderr
    error: --owner "dna" matches no owner in the ledger or its archives
    hint: did you mean "dana"?
    hint: a table `[owner.NAME]` in the ledger makes a name known before it has commitments
    --- exit 2
    "#);
    assert_snapshot!(env.owed("forecast repair --confidence 100"), @"
    --- stderr
    error: --confidence: nothing is sure to 100%
    hint: write more than 0 and less than 100
    --- exit 2
    ");
    assert_snapshot!(env.owed("forecast repair --by yesterday"), @r#"
    --- stderr
    error: "yesterday" is in the past: end of Thu 19 Mar
    hint: it is Fri 20 Mar 09:00 now; write a later time, for instance 2026-03-20
    --- exit 2
    "#);
    let none = TestEnv::new().ledger("format = 1\n").owed("forecast --by soon");
    assert_eq!((none.status, none.stdout.as_str()), (2, ""), "{none}");
    assert_snapshot!(env.owed("forecast repair --format junit"), @"
    --- stderr
    error: this command has no format `junit`
    hint: it has: table, json, csv, tsv
    --- exit 2
    ");
    for share in ["0", "0%", "0.5%", "101"] {
        let said = env.owed(&format!("list --likely {share}"));
        let refused = format!("error: --likely takes a percentage from 1 to 100, not \"{share}\"");
        assert_eq!((said.status, said.stderr.starts_with(&refused)), (2, true), "{said}");
        // Nobody who typed a share meant a word.
        assert!(!share.starts_with('0') || !said.stderr.contains("words"), "{said}");
    }
    assert_eq!(env.owed("list --likely 1").status, 0);
    assert_snapshot!(env.owed("list --likely acme"), @r#"
    --- stderr
    error: --likely takes a percentage from 1 to 100, not "acme"
    hint: write words before it: `owed list acme --likely`
    --- exit 2
    "#);
}

/// Plays the past of the sample again, word for word, and returns how many were kept of how many asked at 50, 75, 90 and 95 %.
fn replayed(now: i64) -> [(u64, u64); 4] {
    let instant = |text: &str| chrono::DateTime::parse_from_rfc3339(text).ok().map(|at| at.timestamp());
    let mut reader = csv::Reader::from_reader(SAMPLE.as_bytes());
    let rows: Vec<_> = reader.records().map(Result::unwrap).filter(|row| !row[6].is_empty()).collect();
    let cases: Vec<_> =
        rows.iter().map(|row| (&row[3], instant(&row[5]).unwrap(), instant(&row[7]))).collect();
    let mut counts = [(0, 0); 4];
    for (place, (kind, then, done)) in cases.iter().enumerate() {
        let known = |at: &Option<i64>| at.filter(|at| at <= then);
        let like = cases.iter().enumerate().filter(|(other, case)| *other != place && case.0 == *kind);
        let like: Vec<_> = like.filter(|(_, case)| case.1 <= *then).map(|(_, case)| *case).collect();
        let mut seen: Vec<_> = Vec::new();
        for (_, made, done) in like {
            seen.push(((known(&done).unwrap_or(*then) - made).max(0), known(&done).is_some()));
        }
        // The sample has no kind with a window.
        let closed = seen.iter().filter(|(_, done)| *done).count();
        assert!(closed <= 500);
        let mut lengths: Vec<_> = seen.iter().filter(|(_, done)| *done).map(|(length, _)| *length).collect();
        lengths.sort_unstable();
        lengths.dedup();
        for (count, q) in counts.iter_mut().zip([0.5, 0.75, 0.9, 0.95]) {
            let mut left = 1.0;
            let safe = lengths.iter().find(|length| {
                let at_risk = 1 + seen.iter().filter(|(other, _)| other >= length).count();
                let ended = seen.iter().filter(|(other, done)| *done && other == *length).count();
                left *= 1.0 - ended as f64 / at_risk as f64;
                left <= 1.0 - q + 1e-9
            });
            let Some(safe) = safe.filter(|_| closed as f64 >= q / (1.0 - q) - 1e-9) else { continue };
            if then + safe < now {
                let is_kept = done.is_some_and(|done| done <= now && (done - then).max(0) <= *safe);
                *count = (count.0 + u64::from(is_kept), count.1 + 1);
            }
        }
    }
    counts
}

#[test]
fn a_calibration_is_that_of_an_independent_replay() {
    let env = boston();
    let said = env.owed("report --calibration --json").json();
    let counts = |one: &Value| (one["kept"].as_u64().unwrap(), one["asked"].as_u64().unwrap());
    let total: Vec<_> = said["total"].as_array().unwrap().iter().map(counts).collect();
    let now = chrono::DateTime::parse_from_rfc3339("2016-01-13T00:00:00-05:00").unwrap().timestamp();
    assert_eq!(total, replayed(now));
    assert_eq!(total, [(187, 358), (167, 213), (57, 61), (15, 16)]);
    let prom = env.owed("report --calibration --format prometheus");
    assert_eq!((prom.status, prom.stdout.as_str()), (2, ""), "{prom}");
    assert_eq!(env.owed("report --calibration --misses").status, 2);
}
