//! `between`, `policy`, the names that `promise` and `check` ask about, and what `check` says of the rules: by
//! the real program, with its environment cleared and the clock pinned.

use crate::shop::{Said, Shop};

const OFFICE_HOURS: &str = r#"timezone = "America/New_York"

[kind.repair]
target = "3bd"
calendar = "office"

[calendar.office]
mon = ["09:00-17:00"]
tue = ["09:00-17:00"]
wed = ["09:00-17:00"]
thu = ["09:00-17:00"]
fri = ["09:00-17:00"]
"#;
const SECOND: &str = "\n[calendar.weekend]\nsat = [\"10:00-14:00\"]\n";

fn policy(more: &str) -> Shop {
    Shop::new().ledger(format!("{OFFICE_HOURS}{more}"))
}

/// A promise to somebody, and what was said of it.
fn promise(shop: &Shop, to: &str) -> Said {
    let said = shop.args(["promise", "call", "--to", to, "--by", "2026-12-01"]);
    assert_eq!(said.status, 0, "{said}");
    said
}

const STRETCH: [&str; 3] = ["between", "2026-11-20 9am", "2026-11-24 5pm"];

#[test]
fn between_two_instants_lie_the_wall_and_the_working_time() {
    let shop = policy("");
    let said = shop.args(&STRETCH);
    let mut lines = said.stdout.lines();
    assert_eq!(lines.next(), Some("4d 8h by the wall, 24bh working time (calendar office)"), "{said}");
    assert_eq!(lines.next(), Some("from   Fri 2026-11-20 09:00 -05:00 (America/New_York)"));
    assert_eq!(lines.next(), Some("until  Tue 2026-11-24 17:00 -05:00 (America/New_York)"));
    assert_eq!((said.stderr.as_str(), said.status), ("", 0));
    let json = shop.args(&[&STRETCH[..], &["--json"]].concat());
    assert_eq!(json.stdout, "{\"schema\":1,\"wall_s\":374400,\"working_s\":86400}\n");
}

#[test]
fn between_counts_the_hour_of_a_clock_change() {
    let said = policy("").args(&["between", "2026-11-01", "2026-11-02", "--json"]);
    assert_eq!(said.stdout, "{\"schema\":1,\"wall_s\":90000,\"working_s\":0}\n");
}

#[test]
fn between_needs_no_ledger_unless_a_calendar_is_named() {
    let shop = Shop::new();
    let said = shop.args(&[&STRETCH[..], &["--json"]].concat());
    assert_eq!(said.stdout, "{\"schema\":1,\"wall_s\":374400,\"working_s\":null}\n");
    assert!(shop.args(&STRETCH).stdout.starts_with("4d 8h by the wall\n"));
    let said = shop.args(&[&STRETCH[..], &["--calendar", "office"]].concat());
    assert_eq!((said.status, said.stdout.as_str()), (2, ""));
    assert!(said.stderr.contains("there is no ledger here"), "{said}");
}

#[test]
fn of_several_calendars_none_is_guessed() {
    let shop = policy(SECOND);
    let said = shop.args(&[&STRETCH[..], &["--json"]].concat());
    assert_eq!(said.stdout, "{\"schema\":1,\"wall_s\":374400,\"working_s\":null}\n");
    let note = "the ledger has several calendars (office, weekend): choose one with --calendar to get the working time\n";
    assert_eq!((said.stderr.as_str(), said.status), (note, 0));
    let said = shop.args(&[&STRETCH[..], &["--calendar", "weekend"]].concat());
    assert!(said.stdout.starts_with("4d 8h by the wall, 4bh working time (calendar weekend)\n"), "{said}");
    let said = shop.args(&[&STRETCH[..], &["--calendar", "ofice"]].concat());
    let error = "error: unknown calendar \"ofice\"\nhint: the ledger has office, weekend\n";
    assert_eq!((said.stderr.as_str(), said.status), (error, 2));
}

#[test]
fn quiet_is_one_number_of_seconds() {
    let shop = policy("");
    assert_eq!(shop.args(&[&STRETCH[..], &["-q"]].concat()).stdout, "374400\n");
    assert_eq!(shop.args(&[&STRETCH[..], &["-q", "--calendar", "office"]].concat()).stdout, "86400\n");
}

#[test]
fn a_stretch_that_ends_before_it_begins_is_refused_and_an_empty_one_is_not() {
    let shop = policy("");
    let said = shop.args(&["between", "2026-11-24", "2026-11-20"]);
    assert_eq!((said.status, said.stdout.as_str()), (2, ""));
    assert!(said.stderr.starts_with("error: it ends before it begins\nhint: "), "{said}");
    let said = shop.args(&["between", "2026-11-20", "2026-11-20"]);
    assert!(said.stdout.starts_with("0s by the wall, 0bs working time"), "{said}");
    for words in [&["2026-11-20", "9am", "2026-11-24"][..], &["2026-11-20"]] {
        let said = shop.args(&[&["between"], words].concat());
        assert_eq!(said.status, 2);
        assert!(said.stderr.contains("put each in quotes"), "{said}");
    }
}

#[test]
fn the_policy_is_that_of_a_ledger() {
    let said = policy("").args(&["policy"]);
    assert!(said.stdout.contains("\nrepair    3 business days                 office\n"), "{}", said.stdout);
    assert!(
        said.stdout.contains("\ncalendar office (America/New_York)\nMon-Fri   09:00-17:00\n"),
        "{}",
        said.stdout
    );
    assert_eq!((said.stderr.as_str(), said.status), ("", 0));
    assert_eq!(Shop::new().args(&["policy"]).status, 2);
}

#[test]
fn a_new_customer_that_is_near_a_known_one_is_taken_and_asked_about() {
    let shop = policy("");
    assert_eq!(promise(&shop, "Acme Corp").stderr, "");
    assert_eq!(promise(&shop, "Acme Corp").stderr, "");
    let note = "did you mean \"Acme Corp\"? that customer is in the ledger already; this one is new\n";
    assert_eq!(promise(&shop, "ACME, Inc.").stderr, note);
    assert_eq!(promise(&shop, "Amce Corp").stderr, note);
    assert_eq!(promise(&shop, "Globex").stderr, "");
    assert_eq!(promise(&shop, "Unit 4").stderr, "");
    assert_eq!(promise(&shop, "Unit 5").stderr, "");
    let quiet = shop.args(&["-q", "promise", "call", "--to", "Globx", "--by", "2026-12-01"]);
    assert_eq!((quiet.stderr.as_str(), quiet.status), ("", 0));
    let ledger = shop.text();
    for name in ["\"ACME, Inc.\"", "\"Amce Corp\"", "\"Globx\""] {
        assert!(ledger.contains(&format!("to = {name}")), "{ledger}");
    }
}

#[test]
fn a_name_that_is_asked_about_cannot_move_the_cursor() {
    let shop = policy("");
    promise(&shop, "Ac\u{1b}me Corp");
    let said = promise(&shop, "Acme Corp");
    assert!(said.stderr.contains("did you mean") && !said.stderr.contains('\u{1b}'), "{said}");
}

/// A commitment, and where it stands.
fn block(id: &str, kind: &str, to: &str, owner: &str) -> String {
    format!(
        "\n[[commitment]]\nid = \"{id}\"\nkind = \"{kind}\"\nto = \"{to}\"\nwhat = \"call\"\nowner = \"{owner}\"\n\
         made = 2026-11-20T09:00:00-05:00\ndue = 2026-12-01T17:00:00-05:00\n"
    )
}

#[test]
fn check_lists_the_rarer_spelling_where_it_stands_first() {
    let blocks = [
        block("bbbbbbbb", "promise", "Acme Corp", "dana"),
        block("cccccccc", "promise", "ACME Inc", "danna"),
        block("dddddddd", "promise", "Acme Corp", "dana"),
        block("ffffffff", "promise", "Amce Corp", "sam"),
        block("gggggggg", "promise", "Amce Corp", "lee"),
        block("hhhhhhhh", "promise", "Acme Corp", "lee"),
    ];
    let said = policy(&blocks.concat()).args(&["check"]);
    let expected = "\
        ledger.toml:26:1: cccccccc: to \"ACME Inc\" is \"Acme Corp\", used 3 times, with another spelling [near-name]\n\
        ledger.toml:28:1: cccccccc: owner \"danna\" is close to \"dana\", used 2 times: a typo? [near-name]\n\
        ledger.toml:44:1: ffffffff: to \"Amce Corp\" is close to \"Acme Corp\", used 3 times: a typo? [near-name]\n";
    assert_eq!((said.stdout.as_str(), said.stderr.as_str(), said.status), (expected, "", 1));
}

#[test]
fn names_that_are_both_in_use_are_no_slips() {
    let ids = "bcdfghjkmn".chars().map(|letter| letter.to_string().repeat(8));
    let blocks: String = ids
        .zip(["Anna", "Anne"].into_iter().cycle())
        .map(|(id, to)| block(&id, "promise", to, "dana"))
        .collect();
    let shop = policy(&blocks);
    assert_eq!(shop.args(&["check"]).to_string(), "--- exit 0");
    let said = shop.args(&["check", "--all"]);
    assert!(
        said.stdout.contains("note: cccccccc: to \"Anne\" is close to \"Anna\"") && said.status == 0,
        "{said}"
    );
}

#[test]
fn check_finds_what_looks_like_a_rule_and_is_none() {
    let more = "\n[outage.mail]\ntarget = \"1h\"\n\n[x-notes]\na = 1\n\n[[rung]]\nat = \"75%\"\nkinds = [\"repair\", \"repiar\"]\n";
    let blocks =
        [block("bbbbbbbb", "calback", "Acme", "dana"), block("cccccccc", "survey", "Globex", "dana")];
    let said = policy(&format!("{more}{}", blocks.concat())).args(&["check"]);
    let expected = "\
        ledger.toml:14:2: unknown table `outage`; it is kept [unknown-table]\n\
        ledger.toml:22:20: unknown kind \"repiar\": no commitment has it and no table defines it; did you mean \"repair\"? [kind-typo]\n\
        ledger.toml:26:1: bbbbbbbb: kind \"calback\" is not defined, so it has no target and no limit; did you mean \"callback\"? [kind-typo]\n";
    assert_eq!((said.stdout.as_str(), said.stderr.as_str(), said.status), (expected, "", 1));
}

#[test]
fn rules_behind_commitments_are_placed_in_the_file_and_double_nothing() {
    let first =
        block("bbbbbbbb", "promise", "Acme", "dana").replace("due =", "follows = \"zzzzzzzz\"\ndue =");
    let said = policy(&format!("{first}\n[steps]\nx = 1\n")).args(&["check", "--json"]);
    let answer: serde_json::Value = serde_json::from_str(&said.stdout).unwrap();
    let found: Vec<_> = answer["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["name"].as_str().unwrap(), one["line"].as_i64().unwrap(), one["id"].as_str()))
        .collect();
    assert_eq!(found, [("follows", 21, Some("bbbbbbbb")), ("unknown-table", 24, None)]);
}

#[test]
fn of_many_findings_each_is_placed_where_it_is() {
    let ids = ["bbbbbbbb", "cccccccc", "dddddddd", "ffffffff"];
    let pieces = ids.map(|id| {
        let block = block(id, "promise", "Acme", "dana").replace("due =", "follows = \"zzzzzzzz\"\ndue =");
        format!("{block}\n[steps-{id}]\no = \"ö\"\n  [more-{id}]\n")
    });
    let text = [OFFICE_HOURS, "[first]\n[second]\n", &pieces.concat()].concat();
    let said = Shop::new().ledger(&text).args(&["check"]);
    let lines: Vec<_> = text.lines().collect();
    let found: Vec<_> = said.stdout.lines().collect();
    assert_eq!(found.len(), 2 + 3 * ids.len(), "{said}");
    for finding in found {
        let mut parts = finding.split(':').skip(1).map(|number| number.parse::<usize>().unwrap_or_default());
        let (line, column) = (parts.next().unwrap(), parts.next().unwrap());
        let there = &lines[line - 1][column - 1..];
        let name = finding.split(" table `").nth(1).and_then(|rest| rest.split('`').next());
        assert!(there.starts_with(name.unwrap_or("follows")), "{finding}: {there}");
    }
}

#[test]
fn two_rungs_of_one_name_are_for_different_kinds() {
    let rung = |kinds: &str| match kinds {
        "" => "\n[[rung]]\nat = \"75%\"\n".to_owned(),
        kinds => format!("\n[[rung]]\nat = \"75%\"\nkinds = [\"{}\"]\n", kinds.replace(' ', "\", \"")),
    };
    for (one, other, clash) in [
        ("", "", true),
        ("", "email", true),
        ("email", "", true),
        ("email", "email", true),
        ("email", "callback", false),
        ("email callback", "promise", false),
        ("email callback", "promise callback", true),
        ("email email", "callback", false),
    ] {
        let between = "\n[[rung]]\nat = \"80%\"\n";
        let text =
            [OFFICE_HOURS, &rung(one), between, &rung(other), &block("bbbbbbbb", "promise", "Acme", "dana")];
        let said = Shop::new().ledger(text.concat()).args(&["list"]);
        let refused = said.stderr.contains("two rungs at \"75%\" for the same kind");
        assert_eq!(
            (said.status, refused),
            if clash { (2, true) } else { (0, false) },
            "{one:?} {other:?}: {said}"
        );
    }
}
