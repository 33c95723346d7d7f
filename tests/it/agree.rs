//! No two answers disagree: `list`, `overdue`, `report` and `show` over random ledgers, filters and instants, and every number
//! that two of them give.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use owed::Instant;
use proptest::prelude::*;
use serde_json::Value;

use crate::support::TestEnv;

pub(crate) const POLICY: &str = "\
format = 1
timezone = \"America/New_York\"
[kind.visit]
update_every = \"30h\"
answer_within = \"20h\"
[calendar.office]
mon = [\"09:00-17:00\"]
tue = [\"09:00-17:00\"]
wed = [\"09:00-17:00\"]
thu = [\"09:00-17:00\"]
fri = [\"09:00-17:00\"]
";

/// Returns the instant so many hours after Sunday 2026-11-01 00:00 UTC.
pub(crate) fn at(hours: i64) -> String {
    Instant::from_epoch(1_793_491_200).plus(hours * 3_600).rfc3339(chrono_tz::UTC)
}

/// Returns an event as it stands in a ledger, and when it happened.
fn event() -> impl Strategy<Value = (i64, String)> {
    let due = || (0..260_i64).prop_map(at);
    let owner = prop::sample::select(vec!["dana", "sam", "lee"]);
    let way = prop::sample::select(vec!["withdrawn", "broken", "void"]);
    let deed = prop_oneof![
        Just("did = \"told\"".to_owned()),
        Just("did = \"heard\"".to_owned()),
        Just("did = \"done\"".to_owned()),
        Just("did = \"done\"".to_owned()),
        Just("did = \"waiting\", why = \"photos\"".to_owned()),
        any::<bool>().prop_map(|told| format!("did = \"resumed\", told = {told}")),
        (due(), any::<bool>())
            .prop_map(|(due, told)| format!("did = \"moved\", due = {due}, why = \"rain\", told = {told}")),
        (due(), any::<bool>()).prop_map(|(due, told)| format!(
            "did = \"reopened\", due = {due}, why = \"again\", told = {told}"
        )),
        owner.prop_map(|to| format!("did = \"handed\", to = \"{to}\", why = \"leave\"")),
        way.prop_map(|way| format!("did = \"cancelled\", as = \"{way}\", why = \"strike\"")),
    ];
    (0..260_i64, deed)
}

/// Returns a block without its id.
fn block() -> impl Strategy<Value = String> {
    let kind = prop::sample::select(vec!["visit", "callback", "promise"]);
    let to = prop::sample::select(vec!["Acme", "Globex", "Initech"]);
    let owner = prop::option::of(prop::sample::select(vec!["dana", "sam", "lee"]));
    let class = prop::sample::select(vec!["customer", "company", "self"]);
    let tags = prop::collection::vec(prop::sample::select(vec!["\"vip\"", "\"outage\""]), 0..3);
    let counted =
        prop::sample::select(vec!["", "target = \"24h\"\n", "target = \"8bh\"\ncalendar = \"office\"\n"]);
    let limit = prop::sample::select(vec!["", "", "limit = \"24h\"\n"]);
    let dates = (0..100_i64, prop::option::of(0..30_i64), 0..150_i64);
    let history = prop::collection::vec(event(), 0..7);
    ((kind, to, owner, class, tags), counted, limit, dates, history).prop_map(
        |((kind, to, owner, class, tags), counted, limit, (made, before, due), mut history)| {
            history.sort();
            let owner = owner.map_or_else(String::new, |owner| format!("owner = \"{owner}\"\n"));
            let asked = before.map_or_else(String::new, |before| format!("asked = {}\n", at(made - before)));
            let mut text = format!(
                "kind = \"{kind}\"\nto = \"{to}\"\nwhat = \"send it\"\n{owner}class = \"{class}\"\ntags = [{}]\nmade = {}\n{asked}due = {}\n{counted}{limit}history = [\n",
                tags.join(", "),
                at(made),
                at(made + due),
            );
            for (hour, deed) in history.into_iter().filter(|(hour, _)| *hour >= made) {
                writeln!(text, "  {{ at = {}, {deed} }},", at(hour)).unwrap();
            }
            text + "]\n"
        },
    )
}

pub(crate) fn ledger() -> impl Strategy<Value = String> {
    prop::collection::vec(block(), 0..8).prop_map(|blocks| {
        let blocks = blocks
            .iter()
            .zip('2'..)
            .map(|(block, letter)| format!("\n[[commitment]]\nid = \"bbbbbbb{letter}\"\n{block}"));
        POLICY.to_owned() + &blocks.collect::<String>()
    })
}

fn filter() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "",
        "",
        "--to Globex",
        "--kind visit",
        "--class company",
        "--tag vip",
        "acme",
        "--owner dana",
    ])
}

/// Returns an instant of the ledger where one is picked, else that hour: ends of periods and now have to fall on a due or a
/// closing often.
fn snapped(ledger: &str, hour: i64, pick: Option<prop::sample::Index>) -> String {
    let words = ledger.split([' ', ',', '\n']);
    let all: Vec<_> = words.filter(|word| chrono::DateTime::parse_from_rfc3339(word).is_ok()).collect();
    pick.filter(|_| !all.is_empty()).map_or_else(|| at(hour), |pick| (*pick.get(&all)).to_owned())
}

/// What a commitment or a cycle of it says.
fn seconds(value: &Value) -> Option<i64> {
    value.as_str().map(|text| chrono::DateTime::parse_from_rfc3339(text).unwrap().timestamp())
}

fn count(rows: &[Value], is: impl Fn(&Value) -> bool) -> u64 {
    rows.iter().filter(|row| is(row)).count() as u64
}

/// Returns the shortest length that so many of a hundred are no longer than.
fn rank(lengths: &[i64], percent: usize) -> Option<i64> {
    let no_longer = |one: &i64| lengths.iter().filter(|other| *other <= one).count();
    lengths.iter().copied().filter(|one| no_longer(one) * 100 >= percent * lengths.len()).min()
}

fn ids<'v>(rows: impl IntoIterator<Item = &'v Value>) -> BTreeSet<String> {
    rows.into_iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn every_number_that_two_answers_give_is_the_same(
        ledger in ledger(),
        filter in filter(),
        (now, since, long) in (1..280_i64, 0..200_i64, 1..200_i64),
        picks in prop::array::uniform3(prop::option::weighted(0.6, any::<prop::sample::Index>())),
    ) {
        let [mut now, mut since, mut until] = [(now, 0), (since, 1), (since + long, 2)]
            .map(|(hour, place)| snapped(&ledger, hour, picks[place]));
        if now < since {
            std::mem::swap(&mut now, &mut since);
        }
        if until < since {
            until.clone_from(&now);
        }
        let env = TestEnv::new().ledger(&ledger).at(&now);
        let said = |line: &str| -> Value {
            // Words of a filter stand before all options.
            let (verb, options) = line.split_once(' ').unwrap_or((line, ""));
            let said = env.within(&format!("{verb} {filter} {options} --json"));
            assert!(said.status < 2, "{line} {filter}: {said}\n{ledger}");
            serde_json::from_str(&said.stdout).unwrap()
        };
        let rows = |line: &str| said(line)["commitments"].as_array().unwrap().clone();
        let period = format!("--since {since} --until {until}");
        let known = env.within(&format!("overdue {filter} --count"));
        // A name that occurs nowhere is refused, which is another test's.
        prop_assume!(known.status < 2);
        let (open, flagged, all) = (rows("list"), rows("overdue"), rows("list --all"));
        let report = said(&format!("report {period} --misses"));
        let total = &report["total"];
        let number = |key: &str| total[key].as_u64().unwrap();

        // How things stand now.
        prop_assert_eq!(number("open"), open.len() as u64);
        prop_assert_eq!(number("waiting"), count(&open, |row| row["state"] == "waiting"));
        prop_assert_eq!(number("overdue"), count(&open, |row| row["overdue"] == true));
        prop_assert_eq!(number("overdue"), count(&flagged, |row| row["overdue"] == true));
        prop_assert_eq!(number("at_risk"), count(&open, |row| row["at_risk"] == true));
        let at_risk = rows("overdue --at-risk");
        prop_assert_eq!(number("at_risk"), count(&at_risk, |row| row["at_risk"] == true));
        prop_assert_eq!(number("flagged"), flagged.len() as u64);
        prop_assert_eq!(known.stdout.trim(), flagged.len().to_string());
        prop_assert_eq!(ids(&open), ids(all.iter().filter(|row| row["state"] != "closed")));
        for row in &all {
            let shown = env.within(&format!("show {} --json", row["id"].as_str().unwrap())).json();
            prop_assert_eq!(&shown["commitments"][0], row);
        }

        // A day and a week count what is open in one group each, and show whatever is flagged.
        for line in ["today", "week"] {
            let agenda = said(line);
            let shown = agenda["commitments"].as_array().unwrap();
            let counts: BTreeMap<_, _> =
                agenda["counts"].as_object().unwrap().iter().map(|(key, count)| (key.as_str(), count.as_u64().unwrap())).collect();
            prop_assert_eq!(counts.values().sum::<u64>(), open.len() as u64);
            prop_assert_eq!(counts["late"], number("overdue"));
            prop_assert_eq!(counts["late"], count(shown, |row| row["overdue"] == true));
            prop_assert_eq!(counts["waiting"], count(&open, |row| row["due"].is_null()));
            prop_assert!(ids(&at_risk).is_subset(&ids(shown)), "{:?}", shown);
            prop_assert!(shown.iter().all(|row| open.contains(row)));
            let today = seconds(&agenda["now"]).unwrap();
            let date = |at: i64| Instant::from_epoch(at).date_in(chrono_tz::America::New_York);
            let is_today = |row: &Value| row["overdue"] == false && seconds(&row["due"]).is_some_and(|due| date(due) == date(today));
            prop_assert_eq!(counts["today"], count(&open, is_today));
            prop_assert_eq!(counts["today"], count(shown, is_today));
            let known = ["late", "today"].into_iter().chain(["tomorrow", "week"].into_iter().filter(|_| line == "week"));
            let least: u64 = known.map(|key| counts[key]).sum();
            let is_flagged = |row: &&Value| row["at_risk"] == true || !row["reasons"].as_array().unwrap().is_empty();
            let is_in = |row: &&Value| seconds(&row["due"]).is_some_and(|due| {
                date(due) <= date(today) + chrono::Days::new(if line == "week" { 6 } else { 0 })
            });
            let others = open.iter().filter(|row| row["overdue"] == false && !is_in(row)).filter(is_flagged).count() as u64;
            prop_assert_eq!(shown.len() as u64, least + others);
        }

        // Metrics are the same numbers, under names that say their unit.
        let metrics = |line: &str| -> BTreeMap<String, f64> {
            let (verb, options) = line.split_once(' ').unwrap_or((line, ""));
            let said = env.within(&format!("{verb} {filter} {options} --format prometheus")).stdout;
            let samples = said.lines().filter(|line| !line.starts_with('#')).map(|line| line.rsplit_once(' ').unwrap());
            let name = |labels: &str| labels.replace("ledger=\"ledger\"", "").replace("{}", "");
            samples.map(|(labels, number)| (name(labels), number.parse().unwrap())).collect()
        };
        let gauges = metrics("overdue");
        for kind in ["callback", "email", "promise", "visit"] {
            let number = |name: &str| gauges[&format!("owed_commitments{name}{{,kind=\"{kind}\"}}")];
            let of_kind = |rows: &[Value], is: &dyn Fn(&Value) -> bool| {
                count(rows, |row| row["kind"] == kind && is(row)) as f64
            };
            let has = |reason: &'static str| {
                move |row: &Value| row["reasons"].as_array().unwrap().iter().any(|one| one == reason)
            };
            prop_assert_eq!(number("_overdue"), of_kind(&flagged, &|row| row["overdue"] == true));
            prop_assert_eq!(number("_at_risk"), of_kind(&at_risk, &has("at_risk")));
            for (name, reason) in
                [("_untold", "untold"), ("_silent", "silence"), ("_unanswered", "unanswered"), ("_waiting_long", "waiting")]
            {
                prop_assert_eq!(number(name), of_kind(&flagged, &has(reason)));
            }
            for state in ["open", "waiting"] {
                let number = gauges[&format!("owed_commitments{{,kind=\"{kind}\",state=\"{state}\"}}")];
                prop_assert_eq!(number, of_kind(&open, &|row| row["state"] == state));
            }
        }
        let longest = flagged.iter().filter_map(|row| row["overdue_by_s"].as_i64()).max().unwrap_or_default();
        prop_assert_eq!(gauges["owed_longest_overdue_seconds"], longest as f64);
        let next = open.iter().filter(|row| row["overdue"] == false).filter_map(|row| seconds(&row["due"])).min();
        prop_assert_eq!(gauges.get("owed_next_due_timestamp_seconds").copied(), next.map(|at| at as f64));
        let gauges = metrics(&format!("report {period}"));
        for (key, number) in total.as_object().unwrap() {
            let name = match (key.strip_suffix("_rate"), key.strip_suffix("_s")) {
                (Some(name), _) => format!("owed_report_{name}_ratio"),
                (_, Some(name)) => format!("owed_report_{name}_seconds"),
                _ => format!("owed_report_{key}"),
            };
            prop_assert_eq!(gauges.get(&name).copied(), number.as_f64(), "{}", key);
        }

        // Who got in touch and was told nothing since is owed an answer. What was reopened, or told with a change that may
        // not fit, is the rules' own test.
        let is_plain = |row: &&Value| {
            let mut events = row["history"].as_array().unwrap().iter();
            events.all(|event| event["did"] != "reopened" && event["told"] != true)
        };
        for row in open.iter().filter(is_plain) {
            let mut heard = None;
            for event in row["history"].as_array().unwrap() {
                match event["did"].as_str().unwrap() {
                    "heard" => heard = heard.or(seconds(&event["at"])),
                    "told" => heard = None,
                    _ => {}
                }
            }
            let is_owed = row["kind"] == "visit"
                && heard.is_some_and(|at| seconds(&report["now"]).unwrap() - at > 20 * 3_600);
            let is_flagged = row["reasons"].as_array().unwrap().iter().any(|reason| reason == "unanswered");
            prop_assert_eq!(is_flagged, is_owed, "{:#}", row);
        }

        // What the list says of each cycle adds up to the report; whose a cycle was is the report's alone.
        if !filter.starts_with("--owner") {
            let (from, to) = (seconds(&report["from"]).unwrap(), seconds(&report["until"]).unwrap());
            let now = seconds(&report["now"]).unwrap();
            let is_within = |at: Option<i64>| at.is_some_and(|at| from <= at && at <= to);
            let cycles = |rows: &[Value]| -> Vec<Value> {
                let earlier = rows.iter().flat_map(|row| row["cycles"].as_array().unwrap().clone());
                earlier.chain(rows.iter().cloned()).collect()
            };
            let is_due = |cycle: &Value| {
                let known = seconds(&cycle["known_due"]);
                is_within(known) && known < Some(now)
                    && cycle["verdict"] != "withdrawn" && cycle["verdict"] != "void"
                    && (!cycle["closed"].is_null() || !cycle["due"].is_null())
            };
            let mut due = cycles(&all);
            due.retain(is_due);
            prop_assert_eq!(number("due"), due.len() as u64);
            for verdict in ["kept", "renegotiated", "broken"] {
                prop_assert_eq!(number(verdict), count(&due, |cycle| cycle["verdict"] == verdict));
            }
            let is_late = |cycle: &Value| cycle["verdict"] == "late" || cycle["closed"].is_null();
            prop_assert_eq!(number("late"), count(&due, is_late));
            let late_by = due.iter().filter(|cycle| is_late(cycle)).map(|cycle| {
                cycle["late_by_s"].as_i64().unwrap_or_else(|| now - seconds(&cycle["known_due"]).unwrap())
            });
            prop_assert_eq!(total["lateness_max_s"].as_i64(), late_by.max());
            // What is closed says how late it is on its own clock; of what is open, the miss does.
            let misses = report["misses"].as_array().unwrap();
            let miss_of = |id: &Value, number: &Value| {
                misses.iter().find(|miss| &miss["id"] == id && &miss["cycle"] == number).unwrap()
            };
            for row in &all {
                let ended = row["cycles"].as_array().unwrap().iter().chain([row]);
                for cycle in ended.filter(|cycle| is_due(cycle) && cycle["verdict"] == "late") {
                    let miss = miss_of(&row["id"], &cycle["cycle"]);
                    prop_assert_eq!(&miss["late_by_own_s"], &cycle["late_by_own_s"]);
                    prop_assert!(cycle["late_by_own_s"].as_i64() <= cycle["late_by_s"].as_i64());
                }
                prop_assert!(row["overdue_by_own_s"].as_i64() <= row["overdue_by_s"].as_i64());
            }
            let mut own: Vec<_> = misses.iter().filter_map(|miss| miss["late_by_own_s"].as_i64()).collect();
            own.sort_unstable();
            for (key, percent) in [("lateness_own_p50_s", 50), ("lateness_own_p90_s", 90)] {
                let rank = (own.len() * percent).div_ceil(100).saturating_sub(1);
                prop_assert_eq!(total[key].as_i64(), own.get(rank).copied(), "{}", key);
            }
            let done: Vec<_> = due.iter().filter(|one| !one["closed"].is_null() && one["verdict"] != "broken").collect();
            prop_assert_eq!(number("done"), done.len() as u64);
            let is_one_touch = |one: &&&Value| one["hops"] == 0 && one["chases"] == 0;
            prop_assert_eq!(number("one_touch"), done.iter().filter(is_one_touch).count() as u64);
            let taken = |one: &&Value| seconds(&one["closed"]).unwrap() - seconds(&one["asked"]).unwrap();
            let taken: Vec<_> = done.iter().map(taken).collect();
            prop_assert_eq!(total["done_p50_s"].as_i64(), rank(&taken, 50));
            prop_assert_eq!(total["done_p90_s"].as_i64(), rank(&taken, 90));
            prop_assert_eq!(number("hops"), due.iter().map(|cycle| cycle["hops"].as_u64().unwrap()).sum::<u64>());
            let closed = |verdicts: &[&str]| {
                cycles(&all).into_iter().filter(|cycle| is_within(seconds(&cycle["closed"])))
                    .filter(|cycle| verdicts.iter().any(|verdict| cycle["verdict"] == *verdict)).collect::<Vec<_>>()
            };
            prop_assert_eq!(number("withdrawn"), closed(&["withdrawn"]).len() as u64);
            prop_assert_eq!(number("void"), closed(&["void"]).len() as u64);
            let done = closed(&["kept", "renegotiated", "late"]);
            prop_assert_eq!(number("ahead"), count(&done, |cycle| seconds(&cycle["known_due"]) >= Some(now)));

            // The same period finds the same cycles.
            let mut listed = cycles(&rows(&format!("list --all {period}")));
            listed.retain(is_due);
            prop_assert_eq!(listed.len(), due.len());
        }

        // The misses, and the groups, are the total once more.
        let misses = report["misses"].as_array().unwrap();
        prop_assert_eq!(count(misses, |miss| miss["outcome"] == "late"), number("late"));
        prop_assert_eq!(count(misses, |miss| miss["outcome"] == "broken"), number("broken"));
        let longest = misses.iter().filter_map(|miss| miss["late_by_s"].as_i64()).max();
        prop_assert_eq!(longest, total["lateness_max_s"].as_i64());
        let late: Vec<_> = misses.iter().filter_map(|miss| miss["late_by_s"].as_i64()).collect();
        prop_assert_eq!(total["lateness_p50_s"].as_i64(), rank(&late, 50));
        prop_assert_eq!(total["lateness_p90_s"].as_i64(), rank(&late, 90));
        let ends = [i64::MIN, 3_600, 86_400, 604_800, i64::MAX];
        for (place, key) in ["late_within_1h", "late_within_1d", "late_within_1w", "late_beyond"].iter().enumerate() {
            let is_in = |late: &&i64| ends[place] < **late && **late <= ends[place + 1];
            prop_assert_eq!(number(key), late.iter().filter(is_in).count() as u64);
        }
        for by in ["owner", "to", "kind", "class", "month", "owner,week", "kind,to"] {
            let by_key = said(&format!("report {period} --by {by}"));
            prop_assert_eq!(&by_key["total"], total);
            let groups = by_key["groups"].as_array().unwrap();
            for key in ["due", "kept", "late", "broken", "ahead", "moves_later", "done", "late_beyond"] {
                let sum: u64 = groups.iter().map(|group| group[key].as_u64().unwrap()).sum();
                prop_assert_eq!(sum, number(key), "{} by {}", key, by);
            }
            for key in ["open", "waiting", "overdue", "at_risk", "flagged"] {
                let now: Option<Vec<_>> = groups.iter().map(|group| group[key].as_u64()).collect();
                let is_timed = by.contains("month") || by.contains("week");
                prop_assert!(is_timed && groups.iter().all(|group| group[key].is_null())
                    || now.is_some_and(|now| now.iter().sum::<u64>() == number(key)));
            }
        }

        // A length and its end list the same.
        let within = rows(&format!("overdue --within {long}h"));
        let until = seconds(&report["now"]).unwrap() + long * 3_600;
        let until = Instant::from_epoch(until).rfc3339(chrono_tz::UTC);
        let until = rows(&format!("list --until {until}"));
        let soon = |row: &&Value| row["overdue"] == false && !row["due"].is_null();
        let is_within = |row: &&Value| row["reasons"].as_array().unwrap().iter().any(|reason| reason == "within");
        prop_assert_eq!(ids(within.iter().filter(is_within)), ids(until.iter().filter(soon)));
    }
}
