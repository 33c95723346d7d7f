//! `owed check`: the problems in a ledger, one finding a line.

use insta::assert_snapshot;

use crate::policy::{OFFICE_HOURS, policy};
use crate::support::{RULES, SAMPLE, TestEnv};

#[test]
fn check_is_silent_when_nothing_is_off() {
    let env = TestEnv::new().ledger(RULES);
    assert_snapshot!(env.owed("check"), @"--- exit 0");
    assert_snapshot!(env.owed("check --json"), @r#"
    {"schema":1,"findings":[]}
    --- exit 0
    "#);
}

const ODD: &str = r#"
[[commitment]]
id = "bbb22222"
kind = "callback"
to = "Acme"
what = "call"
whta = "call"
made = 2026-11-19T08:00:00-05:00
due = 2026-11-27T17:00:00-05:00
follows = "zzz99999"
history = [
  { at = 2026-11-19T09:00:00-05:00, did = "resumed", hwo = "phone" },
  { at = 2026-11-18T09:00:00-05:00, did = "handed", to = "lee", why = "x" },
  { at = 2026-11-21T09:00:00-05:00, did = "noted", note = "tomorrow" },
]

[[commitment]]
id = "bbb22222"
kind = "callback"
to = " "
what = "call"
made = 2026-11-19T08:00:00-05:00
due = 2026-11-27T17:00:00-05:00
limit = "48h"
x-own = true

[[commitment]]
id = "ccc33333"
to = "Globex"
what = "done before it was made"
made = 2026-11-19T08:00:00-05:00
due = 2026-11-18T17:00:00-05:00
history = [
  { at = 2026-11-19T07:59:58-05:00, did = "done" },
]

[[commitment]]
id = "ddd44444"
to = "Globex"
what = "made tomorrow"
made = 2026-11-21T08:00:00-05:00
due = 2026-11-28T17:00:00-05:00
"#;

#[test]
fn check_names_what_is_off_one_finding_a_line() {
    let env = TestEnv::new().ledger(format!("{RULES}{ODD}"));
    assert_snapshot!(env.owed("check"), @r#"
    ledger.toml:4:1: bbb22222: missing `limit`, so it is never checked; add `limit = "24h"` [limit]
    ledger.toml:9:1: bbb22222: unknown key `whta`; it is kept [unknown-key]
    ledger.toml:12:1: bbb22222: `follows` names no known commitment: zzz99999 [follows]
    ledger.toml:14:3: bbb22222: `resumed` has no effect here: it is not waiting [misfit]
    ledger.toml:14:54: bbb22222: unknown key `history[0].hwo`; it is kept [unknown-key]
    ledger.toml:15:3: bbb22222: `handed` is dated before the promise was made [order]
    ledger.toml:15:3: bbb22222: dated before the event above it; events count in order of time [order]
    ledger.toml:16:3: bbb22222: dated after the current time, so it is ignored until then [future]
    ledger.toml:20:1: bbb22222: another commitment has the id bbb22222 already; give this one another id [id-twice]
    ledger.toml:22:1: bbb22222: `to` is empty [empty]
    ledger.toml:25:1: bbb22222: due later than the limit of its kind (`callback`) allows [limit]
    ledger.toml:43:1: ddd44444: made after the current time, so it is ignored until then [future]
    --- exit 1
    "#);
    assert_snapshot!(env.owed("check --all"), @r#"
    ledger.toml:4:1: bbb22222: missing `limit`, so it is never checked; add `limit = "24h"` [limit]
    ledger.toml:9:1: bbb22222: unknown key `whta`; it is kept [unknown-key]
    ledger.toml:12:1: bbb22222: `follows` names no known commitment: zzz99999 [follows]
    ledger.toml:14:3: bbb22222: `resumed` has no effect here: it is not waiting [misfit]
    ledger.toml:14:54: bbb22222: unknown key `history[0].hwo`; it is kept [unknown-key]
    ledger.toml:15:3: bbb22222: `handed` is dated before the promise was made [order]
    ledger.toml:15:3: bbb22222: dated before the event above it; events count in order of time [order]
    ledger.toml:16:3: bbb22222: dated after the current time, so it is ignored until then [future]
    ledger.toml:20:1: bbb22222: another commitment has the id bbb22222 already; give this one another id [id-twice]
    ledger.toml:22:1: bbb22222: `to` is empty [empty]
    ledger.toml:25:1: bbb22222: due later than the limit of its kind (`callback`) allows [limit]
    ledger.toml:34:1: note: ccc33333: `due` is before the customer asked [order]
    ledger.toml:36:3: note: ccc33333: `done` is dated before the promise was made [order]
    ledger.toml:43:1: ddd44444: made after the current time, so it is ignored until then [future]
    --- exit 1
    "#);
    assert_snapshot!(env.owed("check -q"), @"--- exit 1");
}

#[test]
fn notes_about_what_is_closed_do_not_count() {
    let (_, closed) = ODD.split_once("x-own = true\n").unwrap();
    let (closed, _) = closed.split_once("[[commitment]]\nid = \"ddd").unwrap();
    let env = TestEnv::new().ledger(format!("{RULES}{closed}"));
    assert_snapshot!(env.owed("check"), @"--- exit 0");
    assert_snapshot!(env.owed("check --all"), @"
    ledger.toml:9:1: note: ccc33333: `due` is before the customer asked [order]
    ledger.toml:11:3: note: ccc33333: `done` is dated before the promise was made [order]
    --- exit 0
    ");
}

#[test]
fn what_overdue_says_anyway_is_a_note_so_that_check_can_stand_in_ci() {
    // A callback past its limit, and a date that was moved without a word.
    let env = TestEnv::sample();
    assert_eq!(env.owed("overdue --count").stdout, "2\n");
    assert_snapshot!(env.owed("check"), @"--- exit 0");
    assert_snapshot!(env.owed("check --all"), @"
    ledger.toml:45:1: note: fff55555: due later than 2026-11-19T17:00:00-05:00, which is what the customer was last given: `owed told` [untold]
    --- exit 0
    ");
    // Due later than its limit is a finding until the limit is past; from then on `overdue` says it.
    let (top, _) = ODD.split_once("\n[[commitment]]\nid = \"ccc").unwrap();
    let (_, callback) = top.split_once("x\" },\n").unwrap();
    let callback = callback.split_once("]\n").unwrap().1.replace("to = \" \"", "to = \"Acme\"");
    let env = TestEnv::new().ledger(format!("{RULES}{callback}"));
    assert_snapshot!(env.owed("check"), @"
    ledger.toml:10:1: bbb22222: due later than the limit of its kind (`callback`) allows [limit]
    --- exit 1
    ");
    let env = env.at("2026-11-21T08:00:01-05:00");
    assert_snapshot!(env.owed("check"), @"--- exit 0");
    assert_snapshot!(env.owed("check --all"), @"
    ledger.toml:10:1: note: bbb22222: due later than the limit of its kind (`callback`) allows [limit]
    --- exit 0
    ");
    assert_eq!(env.owed("overdue --count").stdout, "1\n");
}

#[test]
fn check_notes_what_nobody_owns_where_there_is_a_ladder_for_it() {
    let (top, blocks) = SAMPLE.split_once("\n\n").unwrap();
    let blocks = blocks.replace("owner = \"dana\"\n", "");
    let with = |rung: &str| TestEnv::new().ledger(format!("{top}\n{rung}\n{blocks}"));
    let noted = |env: &TestEnv| {
        let said = env.owed("check --all");
        assert_eq!((said.status, env.owed("check").stdout.as_str()), (0, ""), "{said}");
        said.stdout.lines().filter(|line| line.contains("no-owner")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(
        noted(&with("[[rung]]\nat = \"75%\"\n")),
        [
            "ledger.toml:8:1: note: bbb22222: nobody owns it, so the ladder can warn nobody: `owed hand` [no-owner]",
            "ledger.toml:31:1: note: ddd44444: nobody owns it, so the ladder can warn nobody: `owed hand` [no-owner]",
        ]
    );
    assert_eq!(noted(&with("[[rung]]\nat = \"75%\"\nkinds = [\"email\"]\n")).len(), 1);
    assert_eq!(noted(&with("")), [] as [&str; 0]);
    let handed = with("[[rung]]\nat = \"75%\"\nkinds = [\"email\"]\n");
    assert_eq!(handed.owed("hand ddd --to kim --why hers").status, 0);
    assert_eq!(noted(&handed), [] as [&str; 0]);
}

/// Returns a commitment's block.
pub fn block(id: &str, kind: &str, to: &str, owner: &str) -> String {
    format!(
        "\n[[commitment]]\nid = \"{id}\"\nkind = \"{kind}\"\nto = \"{to}\"\nwhat = \"call\"\nowner = \"{owner}\"\n\
         made = 2026-11-20T09:00:00-05:00\ndue = 2026-12-01T17:00:00-05:00\n"
    )
}

#[test]
fn a_series_that_promise_would_refuse_or_that_goes_on_twice_is_found() {
    let weekly = |id: &str, kind: &str, more: &str| block(id, kind, id, "dana") + "every = \"1w\"\n" + more;
    let follows = "follows = \"bbbbbbbb\"\n";
    let void =
        "history = [{ at = 2026-11-20T09:10:00-05:00, did = \"cancelled\", as = \"void\", why = \"x\" }]\n";
    let done = "history = [{ at = 2026-11-20T09:10:00-05:00, did = \"done\" }]\n";
    let blocks = [
        weekly("bbbbbbbb", "promise", done),
        weekly("cccccccc", "promise", follows),
        weekly("dddddddd", "promise", &[follows, void].concat()),
        weekly("ffffffff", "promise", follows),
        weekly("gggggggg", "promise", &[follows, done].concat()),
        block("hhhhhhhh", "promise", "h", "dana") + follows + "every_from = 2026-12-01T17:00:00-05:00\n",
        weekly("jjjjjjjj", "callback", ""),
        weekly("kkkkkkkk", "promise", "limit = \"24h\"\n"),
    ];
    let env = TestEnv::new().ledger(format!("{RULES}{}", blocks.concat()));
    let said = env.owed("check --all").stdout;
    let lines: Vec<_> = said.lines().filter(|line| line.ends_with("[series]")).collect();
    assert_snapshot!(lines.join("\n"), @"
    ledger.toml:47:1: ffffffff: the next one after bbbbbbbb is cccccccc already: cancel one of the two as void [series]
    ledger.toml:58:1: note: gggggggg: the next one after bbbbbbbb is cccccccc already: cancel one of the two as void [series]
    ledger.toml:70:1: hhhhhhhh: `every_from` has no effect without `every` [series]
    ledger.toml:80:1: jjjjjjjj: `every` of a kind with a limit: the next one is promised without it; use another kind [series]
    ledger.toml:90:1: kkkkkkkk: `every` of a kind with a limit: the next one is promised without it; use another kind [series]
    ");
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
    let said = policy(&blocks.concat()).args(["check"]);
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
    let env = policy(&blocks);
    assert_eq!(env.args(["check"]).to_string(), "--- exit 0");
    let said = env.args(["check", "--all"]);
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
    let said = policy(&format!("{more}{}", blocks.concat())).args(["check"]);
    let expected = "\
        ledger.toml:14:2: unknown table `outage`; it is kept [unknown-table]\n\
        ledger.toml:22:20: unknown kind \"repiar\": no commitment has it and no table defines it; did you mean \"repair\"? [kind-typo]\n\
        ledger.toml:26:1: bbbbbbbb: kind \"calback\" is not defined, so it has no target and no limit; did you mean \"callback\"? [kind-typo]\n";
    assert_eq!((said.stdout.as_str(), said.stderr.as_str(), said.status), (expected, "", 1));
}

#[test]
fn check_finds_the_kinds_that_promise_would_refuse() {
    let kinds = "
[kind.visit]
target = \"3bd\"
limit = \"72h\"
calendar = \"office\"

[kind.offer]
target = \"2bd\"

[kind.fine]
target = \"1bd\"
limit = \"2bd\"
calendar = \"office\"

[kind.elapsed]
target = \"2d\"
limit = \"1w\"

[calendar.office]
mon = [\"09:00-17:00\"]
fri = [\"09:00-17:00\"]
[calendar.shop]
sat = [\"09:00-17:00\"]
";
    let env = TestEnv::new().ledger(format!("{RULES}{kinds}"));
    assert_snapshot!(env.owed("check"), @r#"
    ledger.toml:4:7: kind "visit": its target is after its limit, so `promise` refuses it: 3bd and 72h from 2026-11-20T09:30:00-05:00 [target]
    ledger.toml:9:7: kind "offer": it counts business days and has no `calendar`, so they are Monday to Friday; add one of office, shop [calendar]
    --- exit 1
    "#);
    assert_snapshot!(env.owed("promise visit the site --to Acme -k visit"), @"
    --- stderr
    error: kind visit has a target after its limit: due Mon 2026-11-30 09:30 -05:00 (America/New_York), and 72h allows Mon 2026-11-23 09:30 -05:00 (America/New_York) at the latest
    hint: add a date, such as --by tomorrow 5pm, or change `target` or `limit` in [kind.visit]
    --- exit 2
    ");
    assert_eq!(env.owed("promise visit the site --to Acme -k visit --by '2026-11-23 09:30'").status, 0);
}

#[test]
fn a_name_written_by_hand_that_shows_nothing_or_hides_something_is_found() {
    let at = "at = 2026-11-19T12:00:00-05:00, why = \"x\"";
    let history = format!(
        "history = [{{ {at}, did = \"handed\", to = \"d\u{200b}ana\" }}, {{ {at}, did = \"changed\", kind = \"e\u{200b}mail\" }}]\n"
    );
    let block = block("bbbbbbbb", "promise", "\u{3164}", "Ac\u{feff}me")
        .replace("due =", "ref = \"\u{2800}\"\ndue =");
    let said = TestEnv::new().ledger(format!("{RULES}{block}{history}")).owed("check");
    assert_eq!((said.status, said.stdout.matches("[unseen]").count()), (1, 5), "{said}");
    for name in [
        "`to` shows nothing",
        "`owner` has a character that cannot be seen",
        "`ref` shows nothing",
        "`to` has a character that cannot be seen: \"d\\u{200b}ana\"",
        "`kind` has a character that cannot be seen: \"e\\u{200b}mail\"",
    ] {
        assert!(said.stdout.contains(name), "{name}: {said}");
    }
}

#[test]
fn what_a_change_does_not_state_is_found_at_the_change() {
    let changed = |stated: &str| {
        let history = format!(
            "history = [\n  {{ at = 2026-11-20T09:10:00-05:00, did = \"changed\", kind = \"callback\", why = \"x\"{stated} }},\n]\n"
        );
        let block = block("bbbbbbbb", "promise", "Acme", "dana");
        TestEnv::new().ledger(format!("{RULES}{block}{history}")).owed("check").stdout
    };
    let lines = format!("{RULES}{}", block("bbbbbbbb", "promise", "Acme", "dana")).lines().count();
    let place = format!("ledger.toml:{}:3: ", lines + 2);
    let said = changed("");
    assert!(said.contains(&format!("{place}bbbbbbbb: missing `limit`")), "{said}");
    let said = changed(", limit = \"8bh\", calendar = \"nowhere\"");
    assert!(said.contains(&format!("{place}bbbbbbbb: its `calendar` is not in the ledger")), "{said}");
}

#[test]
fn what_says_nothing_and_what_comes_to_no_date_is_found() {
    let hours = "[calendar.once]\nopen = { \"2026-11-23\" = [\"09:00-10:00\"] }\n";
    let kind = "[kind.visit]\nlimit = \"9bh\"\ncalendar = \"once\"\n";
    let empty =
        block("bbbbbbbb", "promise", "Acme", " ").replace("due =", "ref = \"\"\ntags = [\"\"]\ndue =");
    let said = TestEnv::new().ledger(format!("{RULES}{hours}{kind}{empty}")).owed("check");
    assert_eq!(said.stdout.lines().count(), 4, "{said}");
    for name in [
        "`owner` is empty [empty]",
        "`ref` is empty [empty]",
        "`tags` is empty [empty]",
        "its `limit` comes to no date from",
    ] {
        assert!(said.stdout.contains(name), "{said}");
    }
}

#[test]
fn a_ref_of_two_open_commitments_is_found() {
    let block = |id: &str| block(id, "promise", "Acme", "dana").replace("due =", "ref = \"TICKET-7\"\ndue =");
    let env = TestEnv::new().ledger(format!("{RULES}{}{}", block("bbbbbbbb"), block("cccccccc")));
    assert_snapshot!(env.owed("check"), @r#"
    ledger.toml:21:1: cccccccc: `ref` "TICKET-7" is that of bbbbbbbb too, and both are open: close one, or change its `ref` [ref-twice]
    --- exit 1
    "#);
    assert_eq!(env.owed("done bbbbbbbb").status, 0);
    assert_eq!(env.owed("check").to_string(), "--- exit 0");
}

#[test]
fn rules_behind_commitments_are_placed_in_the_file_and_double_nothing() {
    let first =
        block("bbbbbbbb", "promise", "Acme", "dana").replace("due =", "follows = \"zzzzzzzz\"\ndue =");
    let said = policy(&format!("{first}\n[steps]\nx = 1\n")).args(["check", "--json"]);
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
    let said = TestEnv::new().ledger(&text).args(["check"]);
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
fn check_notes_a_ledger_of_which_most_was_closed_long_ago() {
    let block = |number: usize, done: &str| {
        let letter = |at: usize| char::from(b"bcdfghjkmn"[at % 10]);
        let id = format!(
            "kkkk{}{}{}{}",
            letter(number / 1000),
            letter(number / 100),
            letter(number / 10),
            letter(number)
        );
        format!(
            "\n[[commitment]]\nid = \"{id}\"\nkind = \"promise\"\nto = \"Acme\"\nwhat = \"x\"\nmade = 2025-01-02T09:00:00Z\n\
             due = 2027-01-03T09:00:00Z\n{done}"
        )
    };
    let done = "history = [\n  { at = 2025-01-03T08:00:00Z, did = \"done\" },\n]\n";
    let ledger = |closed: usize, open: usize| -> String {
        let count = closed;
        let closed = (0..count).map(|number| block(number, done));
        let open = (count..count + open).map(|number| block(number, ""));
        RULES.to_owned() + &closed.chain(open).collect::<String>()
    };
    let env = TestEnv::new().ledger(ledger(1_000, 900));
    assert_snapshot!(env.owed("check"), @"
    ledger.toml:1:1: note: 1000 of 1900 commitments were closed over 90 days ago: `owed archive` would make every command faster [archive]
    --- exit 0
    ");
    assert_eq!(env.owed("check -q").to_string(), "--- exit 0");
    assert_eq!(env.owed("archive").status, 0);
    assert_eq!(env.owed("check").to_string(), "--- exit 0");
    for (closed, open) in [(999, 0), (1_000, 1_000)] {
        assert_eq!(TestEnv::new().ledger(ledger(closed, open)).owed("check").to_string(), "--- exit 0");
    }
}

#[test]
fn near_names_are_found_as_promise_warns_of_them() {
    for (known, other) in [
        ("Acme Corp", "Acme Crop"),
        ("Acme Corp", "Acme Copr"),
        ("Acme Corp", "Acme Cor"),
        ("Harbor Café", "Harbor"),
        ("Müller & Söhne", "Müller"),
    ] {
        let env = TestEnv::new();
        for name in [known, other] {
            assert_eq!(env.owed(&format!("promise x --to '{name}' --by 2h")).status, 0);
        }
        let said = env.owed("check");
        let near = [known, other].map(|name| format!("\"{name}\""));
        assert!(said.status == 1 && near.iter().all(|name| said.stdout.contains(name)), "{said}");
    }
}

#[test]
fn what_will_go_wrong_with_a_calendar_is_named_at_its_line() {
    let calendar = |holidays: &str, more: &str| {
        TestEnv::new().ledger(format!("{OFFICE_HOURS}holidays = [{holidays}]\n{more}"))
    };
    let found = |holidays: &str, more: &str| calendar(holidays, more).args(["check"]).stdout;
    // It is Friday 20 November 2026.
    let run_out = |last: &str, when: &str| {
        format!(
            "ledger.toml:13:22: calendar \"office\": {last} is the last dated holiday, {when}; add the next ones, or write \
             them by a rule (a day that was closed once only belongs into `open`, with no hours) [holidays-end]\n"
        )
    };
    assert_eq!(found("\"12-25\", \"2026-11-26\"", ""), run_out("2026-11-26", "less than 60 days ahead"));
    assert_eq!(found("\"12-25\", \"2026-11-13\"", ""), run_out("2026-11-13", "which is past"));
    assert_eq!(found("\"12-25\", \"2027-01-18\"", ""), run_out("2027-01-18", "less than 60 days ahead"));
    assert_eq!(found("\"12-25\", \"2027-01-19\"", ""), "", "60 days ahead");
    assert_eq!(found("\"12-25\", \"2026-11-20..2027-03-01\", \"2026-11-26\"", ""), "");
    assert_eq!(found("\"12-25\", \"4th thu nov\"", "open = { \"2022-09-19\" = [] }\n"), "");
    // What is open counts, and what is closed does not.
    let due = |history: &str| {
        format!(
            "\n[[commitment]]\nid = \"bbbbbbbb\"\nto = \"Acme\"\nwhat = \"x\"\nmade = 2026-11-19T09:00:00-05:00\n\
             due = 2027-04-01T09:00:00-04:00\n{history}"
        )
    };
    let done = "history = [\n  { at = 2026-11-19T10:00:00-05:00, did = \"done\" },\n]\n";
    let later = run_out("2027-03-01", "and something is due on 2027-04-01");
    assert_eq!(found("\"12-25\", \"2027-03-01\"", &due("")), later);
    assert_eq!(found("\"12-25\", \"2027-03-01\"", &due(done)), "");
    // Saturdays are closed, but not in every season.
    let idle = "ledger.toml:13:13: calendar \"office\": 2nd sat never falls on a day that is open, and changes nothing [idle-holiday]\n";
    assert_eq!(found("\"2nd sat\", \"easter+1\"", ""), idle);
    let season = |from: &str| format!("\n[[calendar.office.season]]\n{from}\nsat = [\"09:00-12:00\"]\n");
    assert_eq!(found("\"2nd sat\", \"easter+1\"", &season("from = \"05-01\"\nuntil = \"05-31\"")), "");
    assert_eq!(
        found("\"2nd sat\", \"easter+1\"", &season("from = \"2025-05-01\"\nuntil = \"2025-05-31\"")),
        idle
    );
    assert_eq!(
        found("\"1st sat sep\"", &season("from = \"05-01\"\nuntil = \"05-31\""))
            .matches("idle-holiday")
            .count(),
        1
    );
    // A minute before midnight, wherever hours stand.
    let short = |text: &str| found("", text).lines().filter(|line| line.ends_with("[lost-minute]")).count();
    let said = found("", "sat = [\"00:00-23:59\"]\n");
    let lost = "ledger.toml:14:8: calendar \"office\": 00:00-23:59 loses a minute every night; write \"00:00-24:00\" [lost-minute]\n";
    assert_eq!(said, lost);
    assert_eq!(short("open = { \"12-24\" = [\"09:00-12:00\", \"13:00-23:59\"] }\n"), 1);
    assert_eq!(short("\n[[calendar.office.season]]\nfrom = \"2026-05-01\"\nmon = [\"00:00-23:59\"]\n"), 1);
    assert_eq!(calendar("", "sat = [\"00:00-23:59\"]\n").args(["check"]).status, 1);
}

#[test]
fn a_block_out_of_its_order_is_a_note_if_the_ledger_has_one() {
    let block = |id: &str| {
        format!(
            "[[commitment]]\nid = \"{id}\"\nto = \"Acme\"\nwhat = \"{id}\"\nmade = 2026-11-20T09:00:00Z\ndue = 2026-12-20T09:00:00Z\n"
        )
    };
    let found = |top: &str, ids: &[&str]| {
        let blocks: Vec<_> = ids.iter().map(|id| block(id)).collect();
        let env =
            TestEnv::new().ledger(format!("format = 1\ntimezone = \"UTC\"\n{top}\n{}", blocks.join("\n")));
        assert_eq!(env.owed("check").stdout, "");
        let said = env.owed("check --all");
        assert_eq!(said.stderr, "");
        said.stdout
    };
    let ids = ["ccc22222", "ddd33333", "bbb22222", "fff22222", "ddd22222"];
    assert_eq!(found("", &ids), "");
    assert_eq!(found("order = \"id\"\n", &ids[..2]), "");
    assert_eq!(
        found("order = \"id\"\n", &ids),
        "ledger.toml:20:1: note: bbb22222: it stands below ddd33333, and `order` is \"id\"; 1 more is out of place [order]\n"
    );
}

#[test]
fn the_same_open_promise_is_a_note_as_promise_warns_of_it() {
    let env = TestEnv::sample();
    assert_eq!(env.owed("check").status, 0);
    assert_eq!(env.owed("promise Send the  signed offer --to GLOBEX --by 2h --ref T1").status, 0);
    let note =
        "the same as ccc33333, which is open too: if that was not meant, cancel one as void [same-promise]";
    let said = env.owed("check --all");
    assert!(said.status == 0 && said.stdout.contains(note), "{said}");
    // Two tickets of another system are two, whatever they say.
    assert_eq!(env.owed("cancel ccc --as void --why twice").status, 0);
    let again = env.owed("promise Send the signed offer --to Globex --by 2h --ref T2");
    assert!(again.status == 0 && again.stderr.is_empty(), "{again}");
    assert!(!env.owed("check --all").stdout.contains("same-promise"));
}

/// Returns what `check --all` finds in one commitment, each finding from its place on.
fn found_in(policy: &str, keys: &str, events: &[&str]) -> Vec<String> {
    let lines: String = events.iter().map(|event| format!("  {{ at = 2026-11-{event} }},\n")).collect();
    let history = if lines.is_empty() { lines } else { format!("history = [\n{lines}]\n") };
    let block = format!("\n[[commitment]]\nid = \"bbbbbbbb\"\nto = \"Acme\"\nwhat = \"x\"\n{keys}{history}");
    let found = TestEnv::new().ledger(format!("{policy}{block}")).owed("check --all");
    found
        .stdout
        .lines()
        .map(|line| line.rsplit_once(" [").unwrap().1.trim_end_matches(']').to_owned())
        .collect()
}

#[test]
fn what_happens_at_the_very_instant_is_in_order() {
    let keys = |due: &str| format!("made = 2026-11-19T09:00:00-05:00\ndue = 2026-11-{due}:00-05:00\n");
    let found = |due: &str, events: &[&str]| found_in(RULES, &keys(due), events);
    // Due when the customer asked, and told in the instant of the promise.
    assert_eq!(found("19T09:00", &["19T09:00:00-05:00, did = \"told\""]), [""; 0]);
    assert_eq!(found("19T08:59", &["19T08:59:59-05:00, did = \"told\""]), ["order", "order"]);
    // What is written late belongs to the cycle that began at its instant; what was before it, to one that is over.
    let reopened = "20T09:00:00-05:00, did = \"reopened\", due = 2026-11-27T09:00:00-05:00, why = \"x\"";
    let of =
        |told: &str| {
            let told = format!("20T{told}-05:00, did = \"told\"");
            let events = ["20T08:00:00-05:00, did = \"done\"", reopened, &told];
            let said = TestEnv::new().ledger(RULES.to_owned() + "\n" + &format!(
            "[[commitment]]\nid = \"bbbbbbbb\"\nto = \"Acme\"\nwhat = \"x\"\n{}history = [\n{}]\n",
            keys("27T09:00"),
            events.map(|event| format!("  {{ at = 2026-11-{event} }},\n")).concat()
        ));
            let said = said.owed("check --all");
            (said.status, said.stdout.contains("note:"))
        };
    assert_eq!(of("08:59:59"), (0, true));
    assert_eq!(of("09:00:00"), (0, false));
    // A due on the limit is within it.
    let callback = "\n[kind.callback]\nlimit = \"24h\"\n";
    let limited = |due: &str| {
        found_in(
            &format!("{RULES}{callback}"),
            &format!("kind = \"callback\"\nlimit = \"24h\"\n{}", keys(due)),
            &[],
        )
    };
    assert_eq!((limited("20T09:00"), limited("20T09:01")), (vec![], vec!["limit".to_owned()]));
}

#[test]
fn a_closed_day_is_a_note_only_where_a_calendar_has_a_say() {
    // 21 November 2026 is a Saturday. No calendar is named: what is counted in business days has Monday to Friday.
    let rules =
        "timezone = \"America/New_York\"\n\n[kind.repair]\ntarget = \"1bd\"\n\n[kind.day]\ntarget = \"1d\"\n";
    let found = |rules: &str, kind: &str, due: &str, events: &[&str]| {
        let keys = format!("{kind}made = 2026-11-19T09:00:00-05:00\ndue = 2026-11-{due}-05:00\n");
        found_in(rules, &keys, events)
    };
    let counted = "kind = \"repair\"\ntarget = \"1bd\"\n";
    assert_eq!(found(rules, counted, "21T09:00:00", &[]), ["closed-day"]);
    assert_eq!(found(rules, counted, "20T09:00:00", &[]), [""; 0]);
    // Somebody said that day.
    let moved =
        "19T10:00:00-05:00, did = \"moved\", due = 2026-11-21T09:00:00-05:00, why = \"x\", told = true";
    assert_eq!(found(rules, counted, "20T09:00:00", &[moved]), [""; 0]);
    assert_eq!(found(rules, "kind = \"repair\"\n", "21T09:00:00", &[]), [""; 0]);
    assert_eq!(found(rules, "", "21T09:00:00", &[]), [""; 0]);
    // What counts in days of the week may end on any.
    assert_eq!(found(rules, "kind = \"day\"\ntarget = \"2d\"\n", "21T09:00:00", &[]), [""; 0]);
    // With a calendar of its own, what somebody said is looked at too.
    let office = OFFICE_HOURS.replace("[\"09:00-17:00\"]", "[\"09:00-24:00\"]");
    let named = "kind = \"repair\"\n";
    assert_eq!(found(&office, named, "21T09:00:00", &[]), ["closed-day"]);
    // While the clock stands it has no due.
    let waiting = "19T10:00:00-05:00, did = \"waiting\", why = \"x\"";
    let own = "kind = \"repair\"\ntarget = \"3bd\"\ncalendar = \"office\"\n";
    assert_eq!(found(&office, own, "21T09:00:00", &[]), ["closed-day"]);
    assert_eq!(found(&office, own, "21T09:00:00", &[waiting]), [""; 0]);
    // Midnight is the end of Friday.
    assert_eq!(found(&office, own, "21T00:00:00", &[]), [""; 0]);
    assert_eq!(found(&office, own, "21T00:00:01", &[]), ["closed-day"]);
}

/// Returns a promise of one day, with this history.
fn with_history(events: &[&str]) -> TestEnv {
    let lines: String = events.iter().map(|event| format!("  {{ at = 2026-11-{event} }},\n")).collect();
    let head = "[[commitment]]\nid = \"k7qdm2xv\"\nto = \"Acme\"\nwhat = \"offer\"\nowner = \"dana\"\n";
    let dates = "made = 2026-11-19T08:00:00-05:00\ndue = 2026-11-24T17:00:00-05:00\n";
    TestEnv::new().ledger(format!("{RULES}\n{head}{dates}history = [\n{lines}]\n"))
}

const MOVED: &str = "19T09:00:00-05:00, did = \"moved\", due = 2026-11-25T17:00:00-05:00, why = \"rain\", told = true, from = 2026-11-24T22:00:00Z";

#[test]
fn a_move_and_a_handover_that_did_not_see_the_one_before_are_crossed() {
    let moved = "19T10:00:00-05:00, did = \"moved\", due = 2026-11-26T17:00:00-05:00, why = \"snow\", told = true, from = 2026-11-24T17:00:00-05:00, by = \"sam\"";
    let handed = "19T11:00:00-05:00, did = \"handed\", to = \"sam\", why = \"leave\", from = \"dana\"";
    let crossed = "19T12:00:00-05:00, did = \"handed\", to = \"lee\", why = \"leave\", from = \"dana\"";
    let env = with_history(&[MOVED, moved, handed, crossed]);
    assert_snapshot!(env.owed("check"), @"
    ledger.toml:13:3: k7qdm2xv: whoever wrote `moved` did not see that it was due 2026-11-25T17:00:00-05:00 by then; `owed move` it to the due that is meant [crossed]
    ledger.toml:15:3: k7qdm2xv: whoever wrote `handed` did not see that sam owned it by then; `owed hand` it to who is meant [crossed]
    --- exit 1
    ");
    assert_snapshot!(env.owed("show k7q --no-pager"), @"
    k7qdm2xv   offer
    to         Acme
    owner      lee
    kind       promise
    state      open, due in 6d 7h
    so far     third owner

    how the due came about
    made       Thu 2026-11-19 08:00 -05:00 (America/New_York)
    due        Tue 2026-11-24 17:00 -05:00 (America/New_York)
    now due    Thu 2026-11-26 17:00 -05:00 (America/New_York), after moving

    history
    Thu 19 Nov 09:00  moved to Wed 2026-11-25 17:00 -05:00 (America/New_York), and told (rain)
    Thu 19 Nov 10:00  moved to Thu 2026-11-26 17:00 -05:00 (America/New_York), and told (snow), by sam; crossed: it was due Wed 2026-11-25 17:00 -05:00 (America/New_York) by then
    Thu 19 Nov 11:00  handed to sam (leave)
    Thu 19 Nov 12:00  handed to lee (leave); crossed: sam owned it by then
    --- exit 0
    ");
    let shown = env.owed("show k7q --json").json();
    let marks: Vec<_> = shown["commitments"][0]["history"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| &event["crossed"])
        .collect();
    assert_eq!(marks, [false, true, false, true]);
    // Who moves it again saw what stands there, and that settles it.
    assert_eq!(env.owed("move k7q --by 2026-11-27 --why agreed --told").status, 0);
    assert_eq!(env.owed("hand k7q --to sam --why agreed").status, 0);
    assert_eq!(env.owed("check").to_string(), "--- exit 0");
    assert_eq!(env.owed("check --all").stdout.matches("[crossed]").count(), 2);
    assert_snapshot!(crate::support::new_lines(&env), @r#"
    to = "Acme"
    what = "offer"
    made = 2026-11-19T08:00:00-05:00
    due = 2026-11-24T17:00:00-05:00
      { at = 2026-11-19T09:00:00-05:00, did = "moved", due = 2026-11-25T17:00:00-05:00, why = "rain", told = true, from = 2026-11-24T22:00:00Z },
      { at = 2026-11-19T10:00:00-05:00, did = "moved", due = 2026-11-26T17:00:00-05:00, why = "snow", told = true, from = 2026-11-24T17:00:00-05:00, by = "sam" },
      { at = 2026-11-19T11:00:00-05:00, did = "handed", to = "sam", why = "leave", from = "dana" },
      { at = 2026-11-19T12:00:00-05:00, did = "handed", to = "lee", why = "leave", from = "dana" },
      { at = 2026-11-20T09:30:00-05:00, did = "moved", due = 2026-11-27T23:59:59-05:00, why = "agreed", told = true, from = 2026-11-26T17:00:00-05:00, by = "dana" },
      { at = 2026-11-20T09:30:00-05:00, did = "handed", to = "sam", why = "agreed", from = "lee", by = "dana" },
    "#);
}

#[test]
fn what_stood_there_when_it_was_written_is_not_crossed_and_nor_is_an_old_event() {
    let late = "19T08:30:00-05:00, did = \"moved\", due = 2026-11-23T17:00:00-05:00, why = \"early\", logged = 2026-11-19T12:00:00-05:00";
    let old =
        "19T10:00:00-05:00, did = \"moved\", due = 2026-11-26T17:00:00-05:00, why = \"snow\", told = true";
    let nobody = "19T10:30:00-05:00, did = \"handed\", to = \"sam\", why = \"leave\"";
    let env = with_history(&[MOVED, old, nobody]);
    assert_eq!(env.owed("check --all").stdout.matches("[crossed]").count(), 0);
    // It was written down after the move: whoever did so saw the move.
    let env = with_history(&[late, MOVED]);
    assert_eq!(env.owed("check").to_string(), "--- exit 0");
    assert_eq!(env.owed("check --all").stdout.matches("[crossed]").count(), 1);
    // What is over is a note.
    let done = "19T12:00:00-05:00, did = \"done\"";
    let twice = MOVED.replace("T09", "T10").replace("rain", "snow");
    let env = with_history(&[MOVED, &twice, done]);
    assert_eq!(env.owed("check").to_string(), "--- exit 0");
    assert_eq!(env.owed("check --all").stdout.matches("[crossed]").count(), 1);
}

#[test]
fn two_who_take_what_nobody_owned_are_crossed() {
    let ledger = with_history(&[]).text().replace("owner = \"dana\"\n", "").replace("history = [\n]\n", "");
    let env = TestEnv::new().ledger(&ledger);
    assert_eq!(env.owed("hand k7q --to sam --why free").status, 0);
    let line = crate::support::new_lines(&env);
    assert!(line.contains("to = \"sam\", why = \"free\", from = \"\", by = \"dana\""), "{line}");
    assert_eq!(env.owed("check").to_string(), "--- exit 0");
    let taken =
        |from: &str| format!("19T11:00:00-05:00, did = \"handed\", to = \"sam\", why = \"free\"{from}");
    let of = |lines: &[&str]| {
        let env = with_history(lines);
        let text = env.text().replace("owner = \"dana\"\n", "");
        env.ledger(text)
    };
    let second = taken(", from = \"\"").replace("T11", "T12").replace("sam", "lee");
    let env = of(&[&taken(", from = \"\""), &second]);
    assert_snapshot!(env.owed("check"), @"
    ledger.toml:12:3: k7qdm2xv: whoever wrote `handed` did not see that sam owned it by then; `owed hand` it to who is meant [crossed]
    --- exit 1
    ");
    assert!(
        env.owed("show k7q --no-pager")
            .stdout
            .contains("handed to lee (free); crossed: sam owned it by then")
    );
    let shown = env.owed("show k7q --json").json();
    let history = &shown["commitments"][0]["history"];
    assert_eq!((&history[0]["from"], &history[0]["crossed"]), (&"".into(), &false.into()));
    assert_eq!(history[1]["crossed"], true);
    // Whoever does not say what they saw is not asked.
    let env = of(&[&taken(""), &second.replace(", from = \"\"", "")]);
    assert_eq!(env.owed("check --all").stdout.matches("[crossed]").count(), 0);
    // Whoever saw nobody where there was an owner is.
    let env = with_history(&[&taken(", from = \"\"")]);
    assert!(env.owed("check").stdout.contains("did not see that dana owned it by then"));
}
