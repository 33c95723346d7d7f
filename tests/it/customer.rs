//! `[customer.NAME]` and `owed customer`: who the customers are, under one name each.

use crate::check::block;
use crate::support::{RULES, Said, TestEnv};

/// Two customers; one is written in three ways, and somebody else begins alike.
const TABLES: &str = r#"
[owner.kim]
called = "Kim Ortiz"
contact = "+1 555 0142"

[customer."Acme Corp"]
called = "Mrs Thomas"
contact = "+1 555 0101"
owner = "kim"
also = ["ACME Inc", "Ácme"]
timezone = "Europe/Vienna"
cares_about = ["call, never write", "says the price before the work"]

[customer.Globex]
"#;

fn ledger(tables: &str) -> TestEnv {
    let blocks = [
        block("bbbbbbbb", "promise", "Acme Corp", "dana"),
        block("cccccccc", "promise", "acme inc", "dana"),
        block("dddddddd", "email", "Acme", "sam"),
        block("ffffffff", "promise", "Acme Widgets", "sam"),
    ];
    TestEnv::new().ledger(format!("{RULES}{tables}\n{}", blocks.concat()))
}

/// Returns the customers of a list.
fn customers(said: &Said) -> Vec<String> {
    let all = said.json();
    let all = all["commitments"].as_array().unwrap().iter().map(|one| one["to"].as_str().unwrap().to_owned());
    all.collect()
}

#[test]
fn every_view_shows_the_one_name_of_a_customer() {
    let env = ledger(TABLES);
    let before = env.text();
    assert_eq!(customers(&env.owed("list --json")), ["Acme Corp", "Acme Corp", "Acme Corp", "Acme Widgets"]);
    for line in [
        "list",
        "today",
        "week",
        "log --since 2000-01-01",
        "show ccc",
        "list --format csv",
        "list --format ics",
        "list --format ndjson",
        "report --until 2027-01-01 --by to",
        "overdue --within 30d",
        "overdue --within 30d --format github",
        "overdue --format junit",
    ] {
        let said = env.owed(line);
        assert!(!said.stdout.to_lowercase().contains("acme inc") && said.status < 2, "{line}: {said}");
    }
    assert_eq!(env.text(), before);
    // Without the tables everybody is who is written.
    let said = ledger("").owed("list --json");
    assert_eq!(customers(&said), ["Acme Corp", "acme inc", "Acme", "Acme Widgets"]);
}

#[test]
fn a_filter_finds_a_customer_by_every_spelling() {
    let env = ledger(TABLES);
    for (filter, count) in [
        ("--to 'Acme Corp'", 3),
        ("--to 'ACME Inc'", 3),
        ("--to acme", 3),
        ("--to inc", 3),
        ("--to widgets", 1),
        ("--to ac", 4),
        ("acme", 3),
        ("'acme inc'", 3),
        ("inc call", 3),
        ("widg", 1),
    ] {
        let said = env.owed(&format!("list {filter} --json"));
        assert_eq!((customers(&said).len(), said.stderr.as_str()), (count, ""), "{filter}: {said}");
    }
    // Who has a table is known before anything is promised to them; a slip is not.
    for (filter, status) in [("--to globex", 0), ("--to globx", 2)] {
        assert_eq!(env.owed(&format!("overdue {filter}")).status, status, "{filter}");
    }
}

#[test]
fn a_verb_finds_what_is_owed_by_every_spelling_and_keeps_the_one_of_the_block() {
    let env = ledger(TABLES);
    let said = env.owed("done 'acme inc'");
    assert!(said.status == 2 && said.stderr.contains("matches several commitments"), "{said}");
    for (line, answer) in [
        ("told ccc hello", "call → Acme Corp: told"),
        ("change ccc --every 1w --why weekly", "call → Acme Corp: ↻ weekly"),
        ("undo", "undone: change"),
        ("done ccc", "call → Acme Corp"),
        ("undo", "undone: done ccc"),
    ] {
        let said = env.owed(line);
        assert!(said.status == 0 && said.stdout.contains(answer), "{line}: {said}");
        assert_eq!(env.text().matches("to = \"acme inc\"").count(), 1, "{line}");
    }
    env.owed("note ccc x");
    let undone = env.owed("undo --json").json();
    assert_eq!(undone["commitments"][0]["to"], "Acme Corp");
}

#[test]
fn a_promise_to_another_spelling_is_one_to_the_customer() {
    let env = ledger(TABLES);
    let said = env.owed("promise send the parts --to acme INC --by 2026-11-27");
    assert!(said.stdout.contains("send the parts → Acme Corp"), "{said}");
    assert!(said.stderr.contains("\"acme INC\" is \"Acme Corp\"\n"), "{said}");
    assert!(env.text().contains("to = \"Acme Corp\"\nwhat = \"send the parts\""), "{}", env.text());
}

#[test]
fn an_import_knows_the_customer_by_every_spelling() {
    let rows = "to,what,made,due\nACME Inc,call,2026-11-17T09:00:00-05:00,2026-12-01T17:00:00-05:00\n";
    for (tables, added) in [(TABLES, 0), ("", 1)] {
        let env = TestEnv::new().ledger(format!("{RULES}{tables}")).file("rows.csv", rows);
        let first = env.owed("import rows.csv --from csv --json").json();
        assert_eq!(first["added"], 1, "{first}");
        env.write("rows.csv", rows.replace("ACME Inc", "Ácme"));
        let second = env.owed("import rows.csv --from csv --json").stdout;
        let second: serde_json::Value = serde_json::from_str(&second).unwrap();
        assert_eq!(second["added"], added, "{second}");
    }
}

#[test]
fn a_customer_of_another_spelling_is_no_near_name() {
    let is_found = |tables: &str| ledger(tables).owed("check --all").stdout.contains("acme inc");
    assert!(is_found("") && !is_found(TABLES));
}

#[test]
fn the_policy_says_who_is_who() {
    let env = ledger(TABLES);
    let said = env.owed("policy").stdout;
    for shown in [
        "on our side  called     contact\nkim          Kim Ortiz  +1 555 0142\n",
        "customer   called      contact      owner  also            time zone\n\
         Acme Corp  Mrs Thomas  +1 555 0101  kim    ACME Inc, Ácme  Europe/Vienna\nGlobex",
    ] {
        assert!(said.contains(shown), "{said}");
    }
    let said = env.owed("policy --json").stdout;
    let (_, people) = said.split_once("\"owners\":").unwrap();
    assert_eq!(
        people,
        "[{\"name\":\"kim\",\"called\":\"Kim Ortiz\",\"contact\":\"+1 555 0142\"}],\
         \"customers\":[{\"name\":\"Acme Corp\",\"called\":\"Mrs Thomas\",\"contact\":\"+1 555 0101\",\"owner\":\"kim\",\
         \"also\":[\"ACME Inc\",\"Ácme\"],\"timezone\":\"Europe/Vienna\",\
         \"cares_about\":[\"call, never write\",\"says the price before the work\"]},\
         {\"name\":\"Globex\",\"called\":null,\"contact\":null,\"owner\":null,\"also\":[],\"timezone\":null,\
         \"cares_about\":[]}],\"forecast\":{\"warn\":0.5,\"confidence\":0.9}}\n"
    );
    assert!(!ledger("").owed("policy").stdout.contains("on our side"));
}

/// A customer of whom everything can be said, at noon on Friday 20 November.
const STORY: &str = r#"
[[commitment]]
id = "bbbbbbbb"
to = "ACME Inc"
what = "call back about invoice 1182"
owner = "kim"
made = 2026-11-19T09:00:00-05:00
due = 2026-11-20T09:00:00-05:00
history = [
  { at = 2026-11-19T10:00:00-05:00, did = "told", by = "kim", note = "we look at it" },
  { at = 2026-11-20T08:00:00-05:00, did = "heard", by = "sam", note = "where is it?" },
]

[[commitment]]
id = "cccccccc"
to = "Acme Corp"
what = "send the offer"
owner = "kim"
made = 2026-11-02T09:00:00-05:00
due = 2026-11-04T17:00:00-05:00
history = [{ at = 2026-11-03T17:00:00-05:00, did = "done", by = "kim" }]

[[commitment]]
id = "dddddddd"
to = "Acme Corp"
what = "bring the keys"
made = 2026-11-02T09:00:00-05:00
due = 2026-11-04T17:00:00-05:00
history = [
  { at = 2026-11-05T17:00:00-05:00, did = "done", by = "kim" },
  { at = 2026-11-06T09:00:00-05:00, did = "rated", stars = 4, note = "friendly, but late" },
]

[[commitment]]
id = "ffffffff"
to = "Globex"
what = "send the parts"
made = 2026-11-02T09:00:00-05:00
due = 2026-11-25T17:00:00-05:00
"#;

fn story() -> TestEnv {
    TestEnv::new().ledger(format!("{RULES}{TABLES}{STORY}")).at("2026-11-20T12:00:00-05:00")
}

#[test]
fn the_page_of_a_customer_fits_the_terminal() {
    insta::assert_snapshot!(story().terminal(80, "customer thomas").stdout, @r"
    Acme Corp
    called     Mrs Thomas
    contact    +1 555 0101
    owner      kim (Kim Ortiz, +1 555 0142)
    also       ACME Inc, Ácme
    there      Fri 18:00 (Europe/Vienna)
    cares      call, never write
               says the price before the work
    told       1d 2h ago, by kim: we look at it [call back about invoice 1182]
    heard      4h ago, by sam: where is it? [call back about invoice 1182]
    open       1, 1 late
    kept       1/3
    rated      4.0 of 1, last 4/5: friendly, but late [bring the keys]

    open
    id   due      when              what                          owner
    bbb  3h late  Fri 20 Nov 09:00  call back about invoice 1182  kim

    promised before
    closed     made       due                        what            id
    Thu 5 Nov  Mon 2 Nov  Wed 4 Nov  late, by 1d     bring the keys  ddd
    Tue 3 Nov  Mon 2 Nov  Wed 4 Nov  kept, 1d early  send the offer  ccc
    ");
    insta::assert_snapshot!(story().terminal(40, "customer acme inc").stdout, @r"
    Acme Corp
    called     Mrs Thomas
    contact    +1 555 0101
    owner      kim (Kim Ortiz, +1 555 0142)
    also       ACME Inc, Ácme
    there      Fri 18:00 (Europe/Vienna)
    cares      call, never write
               says the price before the
               work
    told       1d 2h ago, by kim: we look at
               it [call back about invoice
               1182]
    heard      4h ago, by sam: where is it?
               [call back about invoice
               1182]
    open       1, 1 late
    kept       1/3
    rated      4.0 of 1, last 4/5: friendly,
               but late [bring the keys]

    open
    id   due      what                 owner
    bbb  3h late  call back about      kim
                  invoice 1182

    promised before
    closed: Thu 5 Nov
    made:   Mon 2 Nov
    due:    Wed 4 Nov
            late, by 1d
    what:   bring the keys
    id:     ddd

    closed: Tue 3 Nov
    made:   Mon 2 Nov
    due:    Wed 4 Nov
            kept, 1d early
    what:   send the offer
    id:     ccc
    ");
    insta::assert_snapshot!(story().terminal(80, "customer").stdout, @r"
    customer   called      open  late  last told  last heard  kept     rated  owner
    Acme Corp  Mrs Thomas     1     1  1d 2h ago  4h ago       1/3  4.0 of 1  kim
    Globex                    1
    ");
}

#[test]
fn a_page_has_what_archives_have() {
    let env = story();
    let page = env.owed("customer acme").stdout;
    assert_eq!(env.owed("archive --before 2026-11-19").status, 0);
    assert!(env.text().len() < STORY.len() && page.contains("bring the keys"), "{page}");
    assert_eq!(env.owed("customer acme").stdout, page);
    let limited = env.owed("customer acme --limit 1").stdout;
    assert!(limited.contains("bring the keys") && !limited.contains("send the offer"), "{limited}");
    assert!(limited.ends_with("1 more (--limit)\n"), "{limited}");
}

#[test]
fn a_list_of_customers_has_every_format_of_rows() {
    let env = story();
    assert_eq!(
        env.owed("customer --format csv").stdout,
        "name,called,contact,owner,also,timezone,cares_about,open,late,last_told,last_heard,due,kept,keep_rate,ratings,rating_mean,ledgers\n\
         Acme Corp,Mrs Thomas,'+1 555 0101,kim,\"ACME Inc,Ácme\",Europe/Vienna,\
         \"call, never write,says the price before the work\",1,1,2026-11-19T10:00:00-05:00,2026-11-20T08:00:00-05:00,3,1,\
         0.3333333333333333,1,4.0,ledger.toml\nGlobex,,,,,,,1,0,,,0,0,,0,,ledger.toml\n"
    );
    let first = env.owed("customer --format ndjson").stdout.lines().next().unwrap().to_owned();
    let first: serde_json::Value = serde_json::from_str(&first).unwrap();
    assert_eq!((&first["name"], &first["late"]), (&"Acme Corp".into(), &1.into()));
    assert_eq!(env.owed("customer --json").json()["customers"][0], first);
    let page = env.owed("customer acme --json").json();
    assert_eq!((&page["customer"], page["commitments"].as_array().unwrap().len()), (&first, 3));
    assert_eq!(env.owed("customer -q").stdout, "Acme Corp\nGlobex\n");
    let markdown = env.owed("customer acme --format markdown").stdout;
    assert!(
        markdown.starts_with("**Acme Corp**\n\n|") && markdown.contains("\n**promised before**\n\n|"),
        "{markdown}"
    );
}

#[test]
fn who_is_meant_is_clear_or_asked() {
    let env = story();
    for (who, is) in
        [("acme", "Acme Corp"), ("THOMAS", "Acme Corp"), ("acme inc", "Acme Corp"), ("glo", "Globex")]
    {
        assert_eq!(env.owed(&format!("customer {who} -q")).stdout, format!("{is}\n"), "{who}");
    }
    let several = ledger(TABLES).owed("customer ac");
    assert_eq!(
        (several.status, several.stderr.as_str()),
        (
            2,
            "error: \"ac\" fits several customers\nhint: write more of the name: \"Acme Corp\", \"Acme Widgets\"\n"
        )
    );
    let nobody = env.owed("customer globx");
    assert_eq!(
        (nobody.status, nobody.stderr.as_str()),
        (
            2,
            "error: \"globx\" is no customer in the ledger or its archives\nhint: did you mean \"Globex\"?\n\
             hint: `owed customer` lists them\n"
        )
    );
}

#[test]
fn a_promise_takes_from_the_table_what_was_not_typed() {
    let env = story();
    let said = env.owed("promise send the bill --to acme inc --by 2026-11-27 17:00");
    assert!(
        said.stdout.contains(", owner kim, due Fri 27 Nov 17:00 (Fri 27 Nov 23:00 for them), in 7d"),
        "{said}"
    );
    assert!(
        said.stderr.contains("Mrs Thomas cares about: call, never write; says the price before the work\n"),
        "{said}"
    );
    assert!(
        env.text().contains("owner = \"kim\"\ncontact = \"+1 555 0101\"\nmade = 2026-11-20T12"),
        "{}",
        env.text()
    );
    env.owed("promise send the rest --to Acme Corp --by 2026-11-27 --owner sam --contact fax");
    assert!(env.text().contains("owner = \"sam\"\ncontact = \"fax\"\n"), "{}", env.text());
    let quiet = env.owed("promise send it --to Acme Corp --by 2026-11-27 -q");
    assert_eq!(quiet.stderr, "");
    assert!(env.owed("show bill").stdout.contains("(Fri 27 Nov 23:00 for them)"));
}

#[test]
fn a_new_name_is_one_table_that_undo_takes_back_whatever_happened_since() {
    let env = TestEnv::new().ledger(format!("{RULES}{STORY}")).at("2026-11-20T12:00:00-05:00");
    let before = env.text();
    let said = env.owed("customer globex --rename Globex Ltd");
    assert_eq!(
        (said.stdout.as_str(), said.status),
        ("\"Globex\" is \"Globex Ltd\" from now on\n", 0),
        "{said}"
    );
    let table = "[customer.\"Globex Ltd\"]\nalso = [\"Globex\"]\n\n";
    assert_eq!(env.text(), before.replacen("[[commitment]]", &format!("{table}[[commitment]]"), 1));
    assert_eq!(customers(&env.owed("list globex --json")), ["Globex Ltd"]);
    env.owed("note fff hello");
    let noted = env.text();
    assert_eq!(env.owed("undo 2").status, 0);
    assert_eq!(env.text(), noted.replacen(table, "", 1));
    // What was changed in the policy meanwhile is left alone.
    env.owed("customer globex --rename Globex Ltd");
    env.put(env.text().replace("Globex Ltd", "Globex GmbH"));
    let said = env.owed("undo");
    assert!(said.status == 2 && said.stderr.contains("the policy was changed since then"), "{said}");
}

#[test]
fn a_customer_is_renamed_again_and_back_and_made_one_with_another() {
    let env = TestEnv::new().ledger(format!("{RULES}{STORY}")).at("2026-11-20T12:00:00-05:00");
    let table = |env: &TestEnv| {
        let text = env.text();
        text.strip_prefix(RULES).unwrap().split("[[commitment]]").next().unwrap().trim().to_owned()
    };
    for (line, said, tables) in [
        ("customer globex --rename Globex Ltd", "", "[customer.\"Globex Ltd\"]\nalso = [\"Globex\"]"),
        ("customer globex --rename Initech", "", "[customer.Initech]\nalso = [\"Globex\", \"Globex Ltd\"]"),
        ("customer initech --rename globex", "", "[customer.Globex]\nalso = [\"Globex Ltd\", \"Initech\"]"),
        (
            "customer globex --rename acme corp",
            ", and the two are one",
            "[customer.\"Acme Corp\"]\nalso = [\"Globex Ltd\", \"Initech\", \"Globex\"]",
        ),
        (
            "customer 'ACME Inc' --rename initech",
            ", and the two are one",
            "[customer.\"Acme Corp\"]\nalso = [\"Globex Ltd\", \"Initech\", \"Globex\", \"ACME Inc\"]",
        ),
        ("undo", "", "[customer.\"Acme Corp\"]\nalso = [\"Globex Ltd\", \"Initech\", \"Globex\"]"),
    ] {
        let answer = env.owed(line);
        assert!(answer.status == 0 && answer.stdout.trim_end().ends_with(said), "{line}: {answer}");
        assert_eq!(table(&env), tables, "{line}");
        assert_eq!(env.owed("check").stderr, "", "{line}");
    }
    for (line, error) in [
        ("customer 'acme corp' --rename Acme Corp", "is called that already"),
        ("customer nobody --rename X", "is no customer"),
        ("customer acme --rename ' '", "--rename is empty"),
    ] {
        let said = env.owed(line);
        assert!(said.status == 2 && said.stderr.contains(error), "{line}: {said}");
    }
}

#[test]
fn two_tables_become_one_and_nothing_in_them_is_lost() {
    let acme = "[customer.Acme]\ncalled = \"Mrs Thomas\"\ncontact = \"+1\"\nx-no = 1\n";
    let two = |globex: &str| {
        let text = format!("{RULES}\n{acme}\n{globex}\n[kind.repair]\ntarget = \"3d\"\n{STORY}");
        TestEnv::new().ledger(text).at("2026-11-20T12:00:00-05:00")
    };
    let env = two("[customer.Globex]\nowner = \"kim\"\nalso = [\"Globex Ltd\"]  # by mail\n");
    let said = env.owed("customer Acme --rename globex ltd");
    assert_eq!(said.stdout, "\"Acme\" is \"Globex\" from now on, and the two are one\n", "{said}");
    let text = env.text();
    for line in [
        "called = \"Mrs Thomas\"\ncontact = \"+1\"\nx-no = 1\n",
        "also = [\"Globex Ltd\", \"Acme\"]  # by mail\n",
        "\n[kind.repair]\n",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    env.owed("undo");
    assert_eq!(
        env.text(),
        two("[customer.Globex]\nowner = \"kim\"\nalso = [\"Globex Ltd\"]  # by mail\n").text()
    );
    for (globex, why) in [
        ("[customer.Globex]\ncontact = \"+2\"\n", "different values for `contact`"),
        ("[customer.Globex]\nx-no = 2\n", "both have a key of your own"),
        ("# by hand\n[customer.Globex]\n", ""),
        ("[customer.Globex]   # by hand\n", ""),
        ("[customer.Globex]\n# by hand\nowner = \"kim\"\n", ""),
    ] {
        // The comment above a table that goes would go too.
        let (line, why) = match why {
            "" => ("customer globex --rename acme", "there is a comment in"),
            why => ("customer acme --rename globex", why),
        };
        let env = two(globex);
        let (said, text) = (env.owed(line), env.text());
        assert!(said.status == 2 && said.stderr.contains(why), "{said}");
        assert_eq!(text, two(globex).text());
    }
}

#[test]
fn a_new_table_ends_its_lines_as_the_ledger_does() {
    for (bom, policy) in [("", ""), ("\u{feff}", ""), ("\u{feff}", "format = 1\n\n"), ("", "# mine\n\n")] {
        let ledger =
            |table: &str| format!("{bom}{policy}{table}{}", STORY.trim_start()).replace('\n', "\r\n");
        let env = TestEnv::new().ledger(ledger("")).at("2026-11-20T12:00:00-05:00");
        assert_eq!(env.owed("customer globex --rename Globex Ltd").status, 0, "{policy}");
        assert_eq!(env.text(), ledger("[customer.\"Globex Ltd\"]\nalso = [\"Globex\"]\n\n"));
        assert_eq!(env.owed("customer globex --rename Initech").status, 0, "{policy}");
        assert_eq!(env.text(), ledger("[customer.Initech]\nalso = [\"Globex\", \"Globex Ltd\"]\n\n"));
        assert_eq!((env.owed("undo").status, env.owed("undo").status), (0, 0));
        assert_eq!(env.text(), ledger(""));
    }
}

#[test]
fn the_case_of_a_name_is_put_right_as_often_as_it_is_wrong() {
    let env = story();
    for new in ["globex", "GLOBEX", "GlobeX", "Globex"] {
        let said = env.owed(&format!("customer globex --rename {new}"));
        assert!(said.stdout.ends_with(&format!(" is \"{new}\" from now on\n")), "{said}");
        assert_eq!(customers(&env.owed("list GLOBEX --json")), [new]);
        assert_eq!(env.owed("check").stderr, "");
    }
}

#[test]
fn a_name_that_cannot_be_a_spelling_is_written_anew() {
    let env = TestEnv::new().ledger(format!("{RULES}{STORY}").replace("Globex", "Glo\\u200bbex"));
    let (said, text) = (env.owed("customer glo --rename Globex"), env.text());
    assert_eq!(
        said.stderr,
        "error: the name has a character that cannot be seen: \"Glo\\u{200b}bex\"\n\
         hint: write it anew with `owed change ID… --to NAME`\n"
    );
    assert!(said.status == 2 && text == env.text());
}

#[test]
fn the_end_of_our_day_is_a_minute_of_theirs() {
    let env = story();
    let said = env.owed("promise send the bill --to acme corp --by 2026-11-27");
    assert!(said.stdout.contains("due end of Fri 27 Nov (Sat 28 Nov 05:59 for them), "), "{said}");
}

#[test]
fn a_line_that_says_nothing_matters_to_nobody() {
    let tables = TABLES.replace("cares_about = [", "cares_about = [\"\", \" \", ");
    assert_eq!(ledger(&tables).owed("policy --json").stdout, ledger(TABLES).owed("policy --json").stdout);
}
