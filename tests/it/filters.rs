//! Filters and words: whom they match, and names that occur nowhere.

use std::collections::BTreeSet;

use insta::assert_snapshot;
use proptest::prelude::*;
use serde_json::Value;

use crate::support::{RULES, SAMPLE, Said, TestEnv, words};

#[test]
fn a_name_that_occurs_nowhere_is_refused_by_overdue_with_the_nearest() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("overdue --to Acmee"), @r#"
    --- stderr
    error: --to "Acmee" matches no customer in the ledger or its archives
    hint: did you mean "Acme Corp"?
    hint: `owed list --all` shows every customer
    --- exit 2
    "#);
    assert_snapshot!(env.owed("overdue --owner dnaa"), @r#"
    --- stderr
    error: --owner "dnaa" matches no owner in the ledger or its archives
    hint: did you mean "dana"?
    hint: a table `[owner.NAME]` in the ledger makes a name known before it has commitments
    --- exit 2
    "#);
    assert_snapshot!(env.owed("overdue --tag price"), @r#"
    --- stderr
    error: --tag "price" is on no commitment in the ledger or its archives
    hint: did you mean "prices"?
    hint: write the tag exactly as the ledger has it
    --- exit 2
    "#);
    assert_snapshot!(env.owed("overdue globx"), @r#"
    --- stderr
    error: "globx" matches no commitment in the ledger or its archives
    hint: did you mean "Globex"?
    hint: each word must start a word of the customer, the promise, a tag, the ref or the contact; a date goes with --until
    --- exit 2
    "#);
    // A word may be a misspelling of one in a promise, and an owner of one that only the policy names.
    assert_hint(&env.owed("overdue discuont"), "did you mean \"discount\"?");
    assert_hint(&env.owed("report discuont --fail-under 95"), "did you mean \"discount\"?");
    let robin =
        TestEnv::new().ledger(format!("{RULES}[owner.robin]\n[[rung]]\nat = \"100%\"\nto = \"quentin\"\n"));
    assert_hint(&robin.owed("overdue --owner robni"), "did you mean \"robin\"?");
    assert_hint(&robin.owed("overdue --owner quenten"), "did you mean \"quentin\"?");
    assert_hint(&robin.owed("overdue --owner dnaa"), "did you mean \"dana\"?");
    for format in ["--json", "--count", "-q"] {
        let said = env.owed(&format!("overdue --owner dnaa {format}"));
        assert_eq!((said.stdout.as_str(), said.status), ("", 2), "{format}");
    }
}

fn assert_hint(said: &Said, hint: &str) {
    assert!(said.status == 2 && said.stderr.contains(&format!("hint: {hint}\n")), "{said}");
}

#[test]
fn what_occurs_but_is_not_late_is_nothing_overdue() {
    let env = TestEnv::sample();
    for filter in
        ["--to globex", "--owner dana --to initech", "--tag q4", "discount", "--kind promise --tag prices"]
    {
        let said = env.owed(&format!("overdue {filter}"));
        assert_eq!((said.stdout.as_str(), said.stderr.as_str(), said.status), ("", "", 0), "{filter}");
    }
}

#[test]
fn a_gate_refuses_what_a_report_warns_of() {
    let env = TestEnv::sample();
    for (filter, problem) in [
        ("--owner dnaa", "--owner \"dnaa\" matches no owner in the ledger or its archives"),
        ("--to Acmee", "--to \"Acmee\" matches no customer in the ledger or its archives"),
        ("--tag price", "--tag \"price\" is on no commitment in the ledger or its archives"),
        ("zebra", "\"zebra\" matches no commitment in the ledger or its archives"),
    ] {
        let said = env.owed(&format!("report {filter} --fail-under 95"));
        assert_eq!((said.stdout.as_str(), said.status), ("", 2), "{filter}");
        assert!(said.stderr.starts_with(&format!("error: {problem}\n")), "{said}");
        let said = env.owed(&format!("report {filter}"));
        assert_eq!(said.status, 0, "{said}");
        assert!(said.stderr.starts_with(&format!("warning: {problem}")), "{said}");
    }
    assert_eq!(env.owed("report --owner dana --fail-under 10").status, 0);
}

#[test]
fn elsewhere_what_occurs_nowhere_is_warned_of() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("list --owner leee"), @r#"
    --- stderr
    warning: --owner "leee" matches no owner in the ledger or its archives; did you mean "lee"?
    --- exit 0
    "#);
    assert_snapshot!(env.owed("list --all --tag price --to acmee"), @r#"
    --- stderr
    warning: --to "acmee" matches no customer in the ledger or its archives; did you mean "Acme Corp"?
    warning: --tag "price" is on no commitment in the ledger or its archives; did you mean "prices"?
    --- exit 0
    "#);
    assert_snapshot!(env.owed("told the lines are down --owner dnaa"), @r#"
    --- stderr
    warning: --owner "dnaa" matches no owner in the ledger or its archives; did you mean "dana"?
    error: no open commitment matches, so nobody was told
    hint: `owed list` with the same filters shows what matches
    --- exit 2
    "#);
    assert_eq!(env.text(), SAMPLE);
}

#[test]
fn whoever_asks_is_known_and_me_is_they() {
    let env = TestEnv::sample().env("OWED_ME", "zoe");
    let said = env.owed("overdue --owner zoe");
    assert_eq!((said.stderr.as_str(), said.status), ("", 0), "{said}");
    let said = env.owed("overdue --owner me");
    assert_eq!((said.stderr.as_str(), said.status), ("", 0), "{said}");
    let said = env.owed("report --owner me --fail-under 95");
    assert_eq!(said.status, 0, "{said}");
    let lee = TestEnv::sample().env("OWED_ME", "lee");
    assert_eq!(lee.owed("overdue --owner me --count").stdout, "1\n");
    assert_eq!(lee.owed("overdue --owner me").stdout, lee.owed("overdue --owner lee").stdout);
    // A person who signs promises to themselves with `me` finds them.
    let own = TestEnv::new()
        .ledger(format!("{RULES}\n{}", SAMPLE.replace("Initech", "me").split_once("\n\n").unwrap().1));
    assert_eq!(own.owed("overdue --to me --count").stdout, "1\n");
}

#[test]
fn a_name_is_known_by_the_policy_before_it_has_commitments() {
    for (policy, filter) in [
        ("[owner.kim]\n", "--owner kim"),
        ("[owner.\"Kim Ortiz\"]\n", "--owner kim ortiz"),
        ("[[rung]]\nat = \"100%\"\nto = \"kim\"\n", "--owner kim"),
        ("[kind.repair]\ntarget = \"24h\"\n", "--kind repair"),
    ] {
        let (top, blocks) = SAMPLE.split_once("\n\n").unwrap();
        let said =
            TestEnv::new().ledger(format!("{top}\n{policy}\n{blocks}")).owed(&format!("overdue {filter}"));
        assert_eq!((said.stdout.as_str(), said.stderr.as_str(), said.status), ("", "", 0), "{policy}");
        let said = TestEnv::new().ledger(format!("{top}\n\n{blocks}")).owed(&format!("overdue {filter}"));
        assert_eq!((said.stdout.as_str(), said.status), ("", 2), "{policy}");
    }
    // Only among owners: it is not a customer.
    let (top, blocks) = SAMPLE.split_once("\n\n").unwrap();
    let said = TestEnv::new().ledger(format!("{top}\n[owner.kim]\n\n{blocks}")).owed("overdue --to kim");
    assert_eq!(said.status, 2, "{said}");
}

#[test]
fn what_only_an_archive_has_is_known() {
    let old = "\n[[commitment]]\nid = \"zzz22222\"\nkind = \"visit\"\nto = \"Hooli\"\nwhat = \"mend the gate\"\nowner = \"pat\"\n\
               tags = [\"gates\"]\nmade = 2025-11-16T09:00:00-05:00\ndue = 2025-11-17T17:00:00-05:00\n\
               history = [\n  { at = 2025-11-17T12:00:00-05:00, did = \"done\" },\n]\n";
    let ledger = SAMPLE.replacen("timezone", "archives = [\"ledger.2025.toml\"]\ntimezone", 1);
    let env = TestEnv::new().ledger(ledger).file("ledger.2025.toml", format!("{RULES}{old}"));
    for filter in
        ["--owner pat", "--to hooli", "--tag gates", "--kind visit", "gate", "--owner pat --to acme"]
    {
        let said = env.owed(&format!("overdue {filter}"));
        assert_eq!((said.stdout.as_str(), said.stderr.as_str(), said.status), ("", "", 0), "{filter}");
        let said = env.owed(&format!("list {filter}"));
        assert_eq!((said.stderr.as_str(), said.status), ("", 0), "{filter}");
        assert_eq!(TestEnv::sample().owed(&format!("overdue {filter}")).status, 2, "{filter}");
    }
    assert_snapshot!(env.owed("overdue --owner pet"), @r#"
    --- stderr
    error: --owner "pet" matches no owner in the ledger or its archives
    hint: did you mean "pat"?
    hint: a table `[owner.NAME]` in the ledger makes a name known before it has commitments
    --- exit 2
    "#);
}

#[test]
fn who_once_owned_a_commitment_is_known() {
    let env = TestEnv::sample();
    for line in [
        "hand ddd --to kim --why leave",
        "escalate ddd --to sam --why stuck",
        "hand ddd --to dana --why back",
    ] {
        assert_eq!(env.owed(line).status, 0, "{line}");
    }
    for owner in ["kim", "sam"] {
        let said = env.owed(&format!("overdue --owner {owner}"));
        assert_eq!((said.stderr.as_str(), said.status), ("", 0), "{owner}");
    }
}

#[test]
fn signs_alone_mean_nobody_and_not_everybody() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("told we are back --to '???'"), @r#"
    --- stderr
    warning: --to "???" matches no customer in the ledger or its archives
    error: no open commitment matches, so nobody was told
    hint: `owed list` with the same filters shows what matches
    --- exit 2
    "#);
    assert_snapshot!(env.owed("list '!!!'"), @r#"
    --- stderr
    warning: "!!!" matches no commitment in the ledger or its archives
    --- exit 0
    "#);
    assert_snapshot!(env.owed("overdue --owner ."), @r#"
    --- stderr
    error: --owner "." matches no owner in the ledger or its archives
    hint: a table `[owner.NAME]` in the ledger makes a name known before it has commitments
    --- exit 2
    "#);
    assert_snapshot!(env.owed("done '!!!'"), @r#"
    --- stderr
    error: no open commitment matches "!!!"
    hint: give the start of an id, or words of the customer, the promise, a tag, the `ref` or the contact; `owed` lists what is open
    --- exit 2
    "#);
    assert_eq!(env.text(), SAMPLE);
}

#[test]
fn words_that_fit_nothing_do_not_pass_for_nothing_overdue() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("overdue today"), @r#"
    --- stderr
    error: "today" matches no commitment in the ledger or its archives
    hint: each word must start a word of the customer, the promise, a tag, the ref or the contact; a date goes with --until
    --- exit 2
    "#);
    assert_snapshot!(env.owed("list zebra"), @r#"
    --- stderr
    warning: "zebra" matches no commitment in the ledger or its archives
    --- exit 0
    "#);
    assert_snapshot!(env.owed("report zebra"), @r#"
    nothing was due from Wed 21 Oct 09:30 until Fri 20 Nov 09:30
    --- stderr
    warning: "zebra" matches no commitment in the ledger or its archives
    --- exit 0
    "#);
    assert_snapshot!(env.owed("overdue discount"), @"--- exit 0");
}

#[test]
fn what_no_filter_finds_is_said_where_it_is_found() {
    let env = TestEnv::sample();
    for (line, hint) in [
        ("overdue bbb", "it is an id, which no filter takes: `owed show bbb`"),
        ("overdue Dana", "did you mean `--owner Dana`?"),
        (
            "overdue --owner dana discount",
            "an option takes every word up to the next one: did you mean `discount --owner dana`?",
        ),
        (
            "overdue --to acme corp call back",
            "an option takes every word up to the next one: did you mean `'call back' --to 'acme corp'`?",
        ),
    ] {
        assert_hint(&env.owed(line), hint);
    }
}

/// Returns the block of a promise, and whether it was kept.
fn block(id: &str, to: &str, owner: &str, is_closed: bool) -> String {
    let history = if is_closed {
        "history = [\n  { at = 2026-11-19T12:00:00-05:00, did = \"done\" },\n]\n"
    } else {
        ""
    };
    format!(
        "\n[[commitment]]\nid = \"{id}\"\nto = \"{to}\"\nwhat = \"send the keys\"\nowner = \"{owner}\"\n\
         made = 2026-11-19T09:00:00-05:00\ndue = 2026-11-20T09:00:00-05:00\n{history}"
    )
}

fn ids(said: &Said) -> BTreeSet<String> {
    let said: Value = serde_json::from_str(&said.stdout).unwrap();
    let rows = said["commitments"].as_array().unwrap().clone();
    rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_whole_name_means_only_whose_it_is() {
    let blocks = [
        block("bbbbbbbb", "Anna Berg", "dan", false),
        block("cccccccc", "Ánna", "dan brown", false),
        block("dddddddd", "Annabel", "DAN", false),
        block("ffffffff", "Zoë Brandt", "zoe", false),
    ];
    let env = TestEnv::new().ledger(format!("{RULES}{}", blocks.concat()));
    for (filter, found) in [
        ("--to anna", vec!["cccccccc"]),
        ("--to ANNA  BERG", vec!["bbbbbbbb"]),
        ("--to ann", vec!["bbbbbbbb", "cccccccc", "dddddddd"]),
        ("anna", vec!["cccccccc"]),
        ("anna berg", vec!["bbbbbbbb"]),
        ("keys", vec!["bbbbbbbb", "cccccccc", "dddddddd", "ffffffff"]),
        ("--owner dan", vec!["bbbbbbbb", "dddddddd"]),
        ("--owner dan --to anna", vec![]),
        ("--owner brown", vec!["cccccccc"]),
        ("--to zoe", vec!["ffffffff"]),
    ] {
        for verb in ["list", "overdue", "list --all"] {
            let said = env.owed(&format!("{verb} {filter} --json"));
            assert_eq!(ids(&said), found.iter().map(ToString::to_string).collect(), "{verb} {filter}");
        }
    }
    // A report and a message to many read the same.
    assert_eq!(env.owed("report --to anna --json").json()["total"]["due"], 1);
    assert_eq!(env.owed("report --to ann --json").json()["total"]["due"], 3);
    assert_eq!(
        ids(&env.owed("told we are late --to anna --dry-run --json")),
        BTreeSet::from(["cccccccc".to_owned()])
    );
    // Who has nothing open is still who is meant.
    assert_eq!(env.owed("done anna").status, 0);
    assert_snapshot!(env.owed("list --to anna"), @"--- exit 0");
    assert_snapshot!(env.owed("done anna"), @r#"
    --- stderr
    error: no open commitment matches "anna"
    hint: bbb  send the keys → Anna Berg, due Fri 2026-11-20 09:00 -05:00 (America/New_York)
    hint: ccc  send the keys → Ánna, closed Fri 2026-11-20 09:30 -05:00 (America/New_York)
    hint: ddd  send the keys → Annabel, due Fri 2026-11-20 09:00 -05:00 (America/New_York)
    --- exit 2
    "#);
    // Anybody whom the policy names is known too.
    let robin = TestEnv::new().ledger(format!("{RULES}[owner.dan]\n{}", blocks[1]));
    assert_eq!(ids(&robin.owed("list --owner dan --json")), BTreeSet::new());
}

#[test]
fn words_look_at_the_ref_the_tags_and_the_contact_too() {
    let env = TestEnv::sample();
    let promise = "promise send the keys --to Vandelay --by mon 5pm --ref jira:OPS-7 --tag fragile --tag 'two words' \
                   --contact art@vandelay.example";
    assert_eq!(env.owed(promise).status, 0);
    for word in ["ops-7", "jira", "fragile", "two words", "art@vandelay", "vandelay keys fragile"] {
        assert_eq!(
            env.owed(&format!("list {word} --json")).json()["commitments"].as_array().unwrap().len(),
            1,
            "{word}"
        );
    }
    assert_hint(&env.owed("overdue fragil3"), "did you mean \"fragile\"?");
    assert_hint(&env.owed("overdue jira:OPS-8"), "did you mean \"jira:OPS-7\"?");
    assert_eq!(env.owed("done fragile").status, 0);
}

#[test]
fn within_is_what_is_late_or_due_by_then_and_of_the_past_what_was_due_since() {
    let env = TestEnv::sample();
    assert_eq!(
        ids(&env.owed("list --within 4h --json")),
        ids(&env.owed("list --until 2026-11-20T13:30 --json"))
    );
    assert_eq!(
        ids(&env.owed("list --within 4h --until 11:00 --json")),
        ids(&env.owed("list --until 11:00 --json"))
    );
    assert_eq!(
        ids(&env.owed("list --within 1h --until 11:00 --json")),
        ids(&env.owed("list --within 1h --json"))
    );
    assert_eq!(
        env.owed("report --within 4d --json").json()["from"],
        env.owed("report --since 2026-11-16T09:30 --json").json()["from"]
    );
    assert_eq!(
        ids(&env.owed("list --all --within 4d --json")),
        ids(&env.owed("list --all --since 2026-11-16T09:30 --json"))
    );
    for verb in ["list", "overdue", "report", "list --all"] {
        assert_hint(
            &env.owed(&format!("{verb} --within soon")),
            "write it like 4h or 2d; for a date, use --until",
        );
        assert_eq!(env.owed(&format!("{verb} --within fri")).status, 2, "{verb}");
    }
}

#[test]
fn owed_alone_takes_the_options_of_list_and_no_words() {
    let env = TestEnv::sample();
    for options in
        ["--owner dana", "--all", "--to acme --json", "-k email", "--within 4h", "--limit 1", "-q --all"]
    {
        assert_eq!(
            env.owed(options).to_string(),
            env.owed(&format!("list {options}")).to_string(),
            "{options}"
        );
    }
    assert_eq!(env.owed("dana").status, 2);
    assert_snapshot!(env.owed("--owner dana list"), @"
    --- stderr
    error: --owner stands before the command `list`
    hint: write `owed list --owner`; a name that is a command's is written --owner=list
    --- exit 2
    ");
    assert_snapshot!(env.owed("--all done bbb"), @"
    --- stderr
    error: --all stands before the command `done`
    hint: write `owed done --all`
    --- exit 2
    ");
    assert_snapshot!(env.owed("--to=Acme overdue"), @"
    --- stderr
    error: --to stands before the command `overdue`
    hint: write `owed overdue --to`; a name that is a command's is written --to=overdue
    --- exit 2
    ");
    assert_eq!(
        env.owed("--to=done").stderr,
        "warning: --to \"done\" matches no customer in the ledger or its archives\n"
    );
    assert_eq!(env.text(), SAMPLE);
}

#[test]
fn a_limit_leaves_the_first_and_counts_the_rest() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("list --limit 2"), @"
    id   due          when              to           what                          owner  why
    bbb  1h 30m late  Fri 20 Nov 08:00  Acme Corp    call back about invoice 1182  dana   over its 24h limit
    ccc  in 2h 30m    Fri 20 Nov 12:00  Globex       send the signed offer         lee    at risk
    --- stderr
    2 more (--limit)
    --- exit 0
    ");
    assert_snapshot!(env.owed("overdue --limit 1"), @"
    id   due          when              to         what                          owner  why
    bbb  1h 30m late  Fri 20 Nov 08:00  Acme Corp  call back about invoice 1182  dana   over its 24h limit
    --- stderr
    1 more (--limit)
    --- exit 1
    ");
    let all = env.owed("list --json").json()["commitments"].as_array().unwrap().clone();
    for format in ["json", "ndjson", "csv", "tsv", "ics", "markdown"] {
        let said = env.owed(&format!("list --limit 2 --format {format}"));
        assert_eq!(said.stderr, format!("{} more (--limit)\n", all.len() - 2), "{format}");
        assert_eq!(env.owed(&format!("list --limit 9 --format {format}")).stderr, "", "{format}");
    }
    let two: Value = serde_json::from_str(&env.owed("list --limit 2 --json").stdout).unwrap();
    assert_eq!(two["commitments"].as_array().unwrap(), &all[..2]);
    assert_eq!(env.owed("list -q --limit 2").stdout.lines().count(), 2);
    assert_eq!(env.owed("list -q --limit 2").stderr, "");
    assert_eq!(env.owed("overdue --count --limit 1").stdout, "2\n");
    assert_snapshot!(env.owed("list --limit 0"), @r#"
    --- stderr
    error: --limit cannot be "0": it is a whole number from 1 on
    --- exit 2
    "#);
    assert_snapshot!(env.owed("overdue --limit 1 --format junit"), @"
    --- stderr
    error: --limit is for lists, not for `junit`
    hint: it is about everything that is open; leave out --limit
    --- exit 2
    ");
}

#[test]
fn me_is_an_owner_wherever_one_is_asked_for() {
    let env = TestEnv::sample().env("OWED_ME", "kim");
    let owner =
        |which: &str| env.owed(&format!("show {which} --json")).json()["commitments"][0]["owner"].clone();
    assert_eq!(env.owed("hand bbb --to me --why leave").status, 0);
    assert_eq!(owner("bbb"), "kim");
    assert_eq!(env.owed("escalate ccc --to me --why stuck --no-notify").status, 0);
    assert_eq!(owner("ccc"), "kim");
    assert_eq!(env.owed("promise mend the gate --to Vandelay --by mon 5pm --owner me").status, 0);
    assert_eq!(owner("gate"), "kim");
    assert_eq!(ids(&env.owed("list --owner me --json")).len(), 3);
}

proptest! {
    #[test]
    fn a_whole_name_is_exact_in_one_pass_in_parts_and_with_archives(
        all in prop::collection::vec((0..6_usize, 0..4_usize, any::<bool>(), any::<bool>()), 1..8),
        asked in 0..6_usize,
        by_owner in any::<bool>(),
    ) {
        const NAMES: [&str; 6] = ["Anna", "Anna Berg", "ÁNNA", "Annabel", "Berg", "Bergmann Anna"];
        const OWNERS: [&str; 4] = ["Anna", "Anna Berg", "anna", "Berg"];
        let id = |place: usize| format!("bbbbbbb{}", ["b", "c", "d", "f", "g", "h", "k", "m"][place]);
        let (mut ledger, mut archive) = (format!("archives = [\"old.toml\"]\n{RULES}"), format!("{RULES}{}", block("zzzzzzzz", "Zed", "zed", true)));
        for (place, (to, owner, is_closed, is_archived)) in all.iter().enumerate() {
            let block = block(&id(place), NAMES[*to], OWNERS[*owner], *is_closed);
            if *is_closed && *is_archived { archive += &block } else { ledger += &block }
        }
        let env = TestEnv::new().ledger(ledger).file("old.toml", archive);
        let fold = |name: &str| name.to_lowercase().replace('á', "a");
        for is_all in [false, true] {
            let seen = all.iter().enumerate().filter(|(_, (_, _, is_closed, is_archived))| is_all || !(*is_closed && *is_archived));
            let seen: Vec<_> = seen.map(|(place, (to, owner, is_closed, _))| {
                (id(place), fold(if by_owner { OWNERS[*owner] } else { NAMES[*to] }), *is_closed)
            }).collect();
            let mut seen = seen;
            seen.extend(is_all.then(|| ("zzzzzzzz".to_owned(), "zed".to_owned(), true)));
            let name = fold(NAMES[asked]);
            let begins = |other: &str| name.split(' ').all(|word| other.split(' ').any(|other| other.starts_with(word)));
            let is_whole = seen.iter().any(|(_, other, _)| *other == name);
            let found: BTreeSet<_> = seen
                .iter()
                .filter(|(_, other, is_closed)| (is_all || !is_closed) && if is_whole { *other == name } else { begins(other) })
                .map(|(id, ..)| id.clone())
                .collect();
            let option = if by_owner { "--owner" } else { "--to" };
            let all = if is_all { " --all" } else { "" };
            let line = format!("list {option} '{}'{all} --json", NAMES[asked]);
            prop_assert_eq!(ids(&env.within(&line)), found.clone(), "{}", line);
            for parts in [2, 3] {
                let line: Vec<_> = words(&line);
                let line: Vec<&str> = line.iter().map(String::as_str).collect();
                prop_assert_eq!(ids(&env.in_parts(parts, &|_, _| Ok(usize::MAX), &line)), found.clone(), "{:?}", line);
            }
        }
    }
}
