//! Arguments: words and options, what is mistyped, doubled, too long or not text.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;

use insta::assert_snapshot;

use crate::support::{RULES, SAMPLE, TestEnv};

#[test]
fn an_option_with_an_equals_sign_takes_one_word() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("promise call --to=Acme Corp --by 2h"), @r#"
    --- stderr
    error: unexpected word "Corp": an option with `=` takes exactly one word
    hint: write the option without `=`, or put its words in quotes
    --- exit 2
    "#);
    assert_eq!(env.text(), SAMPLE);
    assert_snapshot!(env.owed("promise call --to='Acme Corp' --by=2h").ids(), @"
    NEW  call → Acme Corp, due Fri 20 Nov 11:30, in 2h
    --- exit 0
    ");
}

#[test]
fn words_stand_together_or_are_refused() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("promise call --class customer back --to Acme --by 2h"), @r#"
    --- stderr
    error: unexpected word "back": there are words both before and after an option
    hint: keep the words together, or put them in quotes
    --- exit 2
    "#);
    assert_snapshot!(env.owed("promise call -q back --to Acme --by 2h"), @r#"
    --- stderr
    error: unexpected word "back": there are words both before and after an option
    hint: keep the words together, or put them in quotes
    --- exit 2
    "#);
    assert_snapshot!(env.owed("done bbb -q ccc"), @r#"
    --- stderr
    error: unexpected word "ccc": there are words both before and after an option
    hint: keep the words together, or put them in quotes
    --- exit 2
    "#);
    assert_eq!(env.text(), SAMPLE);
    assert_snapshot!(env.owed("promise --to Acme Corp --by 2h -- call back").ids(), @"
    NEW  call back → Acme Corp, due Fri 20 Nov 11:30, in 2h
    --- exit 0
    ");
    assert_snapshot!(env.owed("--json promise --class=self call back --to Acme Corp --by 2h -q").ids().status, @"0");
}

#[test]
fn the_same_option_twice_is_refused() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("promise x --to Acme --by 2h --to Globex"), @"
    --- stderr
    error: --to is given twice
    hint: leave one of them out
    --- exit 2
    ");
    assert_snapshot!(env.owed("promise x --to Acme --by 2h --by 3h"), @"
    --- stderr
    error: --by is given twice
    hint: leave one of them out
    --- exit 2
    ");
    assert_snapshot!(env.owed("list --to Acme --to Globex"), @"
    --- stderr
    error: --to is given twice
    hint: leave one of them out
    --- exit 2
    ");
    assert_snapshot!(env.owed("list --kind email --kind callback"), @"
    --- stderr
    error: --kind is given twice
    hint: leave one of them out
    hint: `owed help list` says what it takes
    --- exit 2
    ");
    assert_snapshot!(env.owed("move ccc --by mon --why x --why y"), @"
    --- stderr
    error: --why is given twice
    hint: leave one of them out
    --- exit 2
    ");
    assert_snapshot!(env.owed("overdue -q -q"), @"
    --- stderr
    error: --quiet is given twice
    hint: leave one of them out
    hint: `owed help overdue` says what it takes
    --- exit 2
    ");
    assert_snapshot!(env.owed("overdue --json --format table"), @"
    --- stderr
    error: --json and --format do not go together
    hint: leave one of them out
    hint: `owed help overdue` says what it takes
    --- exit 2
    ");
    assert_eq!(env.text(), SAMPLE);
}

#[test]
fn an_option_of_other_programs_gets_what_to_type_here() {
    let env = TestEnv::sample();
    let lines = [
        "--mine",
        "list --me",
        "log --mine",
        "done --mine",
        "list --customer acme",
        "promise call --for Acme",
        "done --customer acme",
        "list --assignee lee",
        "hand ccc --assign lee",
        "list --all-owners",
        "list --due friday",
        "promise call --to Acme --due friday",
        "done ccc --due friday",
        "list --before friday",
        "list --after friday",
        "list --from monday",
        "done ccc --date yesterday",
        "report --date 2026-11-01",
        "today --closed",
        "list --closed",
        "list --open",
        "list --overdue",
        "list --week",
        "--today",
        "list --month",
        "move ccc --by mon --reason rain",
        "done ccc --message sent",
        "done ccc -m sent",
        "promise --title call --to Acme --by 2h",
        "show --id ccc",
        "list --search acme",
        "list --project x",
        "list --type email",
        "promise call --to Acme --by 2h --priority high",
        "promise call --to Acme --by 2h --weekly",
        "list -n 5",
        "list --sort due",
        "list --csv",
        "list -o out",
        "list --file x.toml",
        "list --no-color",
        "list -v",
        "hand ccc --to lee --preview",
        "cancel ccc --delete",
        "log --who dana",
        "log --last 7d",
        "log --week",
        "report --month",
        "done ccc --why sent",
        "list --zzz",
        "list --sinse friday",
    ];
    let said = lines.map(|line| {
        let said = env.owed(line);
        assert_eq!((said.stdout.as_str(), said.status), ("", 2), "{line}");
        let hint = said.stderr.lines().find_map(|line| line.strip_prefix("hint: ")).unwrap_or_default();
        format!("{line}: {hint}\n")
    });
    assert_eq!(env.text(), SAMPLE);
    assert_snapshot!(said.concat(), @"
    --mine: write `--owner me`
    list --me: write `--owner me`
    log --mine: write `--owner me`
    done --mine: write `owed list --owner me` for the ids
    list --customer acme: write `--to NAME`
    promise call --for Acme: write `--to NAME`
    done --customer acme: the customer is named by words, without an option
    list --assignee lee: write `--owner WHO`
    hand ccc --assign lee: write `--to WHO`
    list --all-owners: leave `--owner` out: then it is about everybody
    list --due friday: write `--within 2d`, or `--since WHEN` and `--until WHEN`
    promise call --to Acme --due friday: write `--by WHEN`
    done ccc --due friday: write `owed move ID --by WHEN --why TEXT` for another due
    list --before friday: write `--until WHEN`
    list --after friday: write `--since WHEN`
    list --from monday: write `--since WHEN`
    done ccc --date yesterday: write `--at WHEN`
    report --date 2026-11-01: write `--since WHEN` and `--until WHEN`
    today --closed: write `owed list --all` for closed ones too, `owed log` for what happened
    list --closed: write `--all`
    list --open: write `owed list`: without `--all` it lists what is open
    list --overdue: write `owed overdue`
    list --week: write `owed week`, or `--within 7d`
    --today: write `owed today`
    list --month: write `--within 30d`, or `--until WHEN`
    move ccc --by mon --reason rain: write `--why TEXT`
    done ccc --message sent: write `--note TEXT`
    done ccc -m sent: write `--note TEXT`
    promise --title call --to Acme --by 2h: what is owed is written without an option: `owed promise WHAT --to NAME --by WHEN`
    show --id ccc: an id is written without an option
    list --search acme: words are written without an option: `owed list acme`
    list --project x: write `--tag TAG`
    list --type email: write `--kind KIND`
    promise call --to Acme --by 2h --priority high: there are no priorities: what is due first comes first
    promise call --to Acme --by 2h --weekly: write `--every 1w`
    list -n 5: write `--limit N`
    list --sort due: a list is in the order of what presses most; `--format tsv` is for `sort`
    list --csv: write `--format FORMAT`; the help of the command has the names
    list -o out: write `--output FILE`
    list --file x.toml: write `--ledger PATH`
    list --no-color: write `--color never`, or `always`
    list -v: write `owed show ID`: everything about one
    hand ccc --to lee --preview: write `--dry-run`
    cancel ccc --delete: write `owed cancel ID --as void --why TEXT`
    log --who dana: write `--by WHO` for who did it, `--owner WHO` for whose it is
    log --last 7d: write `--since WHEN`: `yesterday`, `'last mon'`, `'7 days ago'`
    log --week: write `--since WHEN`, and `--until WHEN`
    report --month: write `--since WHEN`, and `--until WHEN`
    done ccc --why sent: write `--note TEXT`
    list --zzz: `owed help list` says what it takes
    list --sinse friday: did you mean `--since`?
    ");
}

#[test]
fn what_is_mistyped_is_refused_with_the_nearest() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("overdu"), @r#"
    --- stderr
    error: unknown command "overdu"
    hint: did you mean "overdue"?
    hint: `owed help` lists the commands; `owed list WORDS` finds commitments
    --- exit 2
    "#);
    assert_snapshot!(env.owed("lsit"), @r#"
    --- stderr
    error: unknown command "lsit"
    hint: did you mean "list"?
    hint: `owed help` lists the commands; `owed list WORDS` finds commitments
    --- exit 2
    "#);
    assert_snapshot!(env.owed("acme"), @r#"
    --- stderr
    error: unknown command "acme"
    hint: `owed help` lists the commands; `owed list WORDS` finds commitments
    --- exit 2
    "#);
    assert_snapshot!(env.owed("overdue --atrisk"), @r#"
    --- stderr
    error: unknown option "--atrisk"
    hint: did you mean `--at-risk`?
    hint: `owed help overdue` says what it takes
    --- exit 2
    "#);
    assert_snapshot!(env.owed("promise x --too Acme --by 2h"), @r#"
    --- stderr
    error: unknown option "--too"
    hint: did you mean `--to`?
    hint: `owed help promise` says what it takes
    --- exit 2
    "#);
    // The help lists the formats.
    let said = env.owed("overdue --format jsn");
    assert!(said.stderr.starts_with("error: --format must be ") && said.status == 2, "{said}");
    assert!(said.stderr.ends_with(", not \"jsn\"\nhint: did you mean \"json\"?\n"), "{said}");
    assert_snapshot!(env.owed("overdue --color sometimes"), @r#"
    --- stderr
    error: --color must be auto, always or never, not "sometimes"
    --- exit 2
    "#);
    assert_snapshot!(env.owed("completions zhs"), @r#"
    --- stderr
    error: SHELL must be bash, elvish, fish, powershell or zsh, not "zhs"
    hint: did you mean "zsh"?
    --- exit 2
    "#);
    assert_snapshot!(env.owed("overdue --color"), @r"
    --- stderr
    error: --color needs a value
    hint: write auto, always or never
    --- exit 2
    ");
    assert_snapshot!(env.owed("undo x"), @r#"
    --- stderr
    error: N cannot be "x": it must be a number, as `owed undo --list` has them
    --- exit 2
    "#);
    assert_snapshot!(env.owed("-x"), @r#"
    --- stderr
    error: unknown option "-x"
    hint: `owed help` says what it takes
    --- exit 2
    "#);
}

#[test]
fn a_name_of_more_than_a_kib_is_refused_wherever_it_is_typed() {
    let (most, long) = ("x".repeat(1_024), "x".repeat(1_025));
    let promise = "promise call --to Acme --by 2h";
    let lines: [(&str, String); 8] = [
        ("--to", "promise call --by 2h --to".to_owned()),
        ("--owner", format!("{promise} --owner")),
        ("--tag", format!("{promise} --tag vip --tag")),
        ("--ref", format!("{promise} --ref")),
        ("--to", "hand bbb22222 --why x --to".to_owned()),
        ("--to", "escalate bbb22222 --why x --to".to_owned()),
        ("OWED_ME", "told bbb22222 hello".to_owned()),
        ("OWED_ME", promise.to_owned()),
    ];
    for (place, line) in lines {
        let say = |name: &str| {
            let env = TestEnv::sample();
            let (env, line) = match place {
                "OWED_ME" => (env.env("OWED_ME", name), line.clone()),
                _ => (env, format!("{line} {name}")),
            };
            (env.owed(&line), env.text())
        };
        let (said, text) = say(&long);
        let expected =
            format!("error: {place} has 1025 bytes; a name has at most 1024\nhint: write a shorter name\n");
        assert_eq!((said.stderr.as_str(), said.status), (expected.as_str(), 2), "{line}");
        assert_eq!(text, SAMPLE, "{line}");
        let (said, text) = say(&most);
        assert_eq!(said.status, 0, "{line}: {said}");
        assert!(text.contains(&most), "{line}");
    }
    let kind = TestEnv::new().ledger(format!("{RULES}[kind.{most}]\n"));
    assert_eq!(kind.owed(&format!("{promise} --kind {most}")).status, 0);
    let config = format!("me = \"{long}\"");
    let said = TestEnv::sample().without("OWED_ME").file("~/.config/owed/config.toml", config).owed("list");
    assert!(said.stderr.starts_with("error: `me` in the config file has 1025 bytes"), "{said}");
}

#[test]
fn the_commands_of_other_trackers_are_understood_as_ours() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("add call back --to Acme --by mon"), @r#"
    --- stderr
    error: unknown command "add"
    hint: did you mean "promise"?
    hint: `owed help` lists the commands; `owed list WORDS` finds commitments
    --- exit 2
    "#);
    assert_snapshot!(env.owed("close bbb"), @r#"
    --- stderr
    error: unknown command "close"
    hint: did you mean "done"?
    hint: `owed help` lists the commands; `owed list WORDS` finds commitments
    --- exit 2
    "#);
    assert_snapshot!(env.owed("ls"), @r#"
    --- stderr
    error: unknown command "ls"
    hint: did you mean "list"?
    hint: `owed help` lists the commands; `owed list WORDS` finds commitments
    --- exit 2
    "#);
    for (word, verb) in
        [("history", "log"), ("stats", "report"), ("clients", "customer"), ("tomorrow", "week")]
    {
        let said = env.owed(word);
        assert!(said.stderr.contains(&format!("hint: did you mean \"{verb}\"?\n")), "{said}");
    }
    assert_eq!(env.text(), SAMPLE);
}

#[test]
fn an_option_that_took_the_words_is_named() {
    let env = TestEnv::sample();
    assert_snapshot!(env.owed("promise --to acme call back --by 5pm"), @"
    --- stderr
    error: what is owed? add `send the quote`
    hint: put ids and text before the options: an option takes every word up to the next one
    hint: `owed help promise` says what else it takes
    --- exit 2
    ");
    assert_snapshot!(env.owed("told --to nobody hello"), @"
    --- stderr
    error: which commitment, and what was said? add an id, and the text
    hint: put ids and text before the options: an option takes every word up to the next one
    hint: `owed help told` says what else it takes
    --- exit 2
    ");
    assert_snapshot!(env.owed("promise call -by mon --to acme"), @r#"
    --- stderr
    error: unknown option "-b"
    hint: did you mean `--by`?
    hint: `owed help promise` says what it takes
    --- exit 2
    "#);
    assert_snapshot!(env.owed("promise call --due mon --to acme"), @r#"
    --- stderr
    error: unknown option "--due"
    hint: write `--by WHEN`
    hint: `owed help promise` says what it takes
    --- exit 2
    "#);
    assert_snapshot!(env.owed("promise call --by -1h --to acme"), @r#"
    --- stderr
    error: "-1h": a duration has no sign
    hint: write 1h for the future, "1h ago" for the past
    --- exit 2
    "#);
    assert_snapshot!(env.owed("list -5"), @r#"
    --- stderr
    error: unknown option "-5"
    hint: `owed help list` says what it takes
    --- exit 2
    "#);
    assert_snapshot!(env.owed("promise call --by -2026-11-20 --to acme"), @r#"
    --- stderr
    error: unknown option "-2"
    hint: for a value that begins with a hyphen, write --by=VALUE
    hint: `owed help promise` says what it takes
    --- exit 2
    "#);
}

#[test]
fn an_error_that_quotes_what_was_typed_stays_short() {
    let env = TestEnv::sample();
    let big = "é".repeat(60_000);
    let lines: [&[&str]; 12] = [
        &[&big],
        &["done", &big],
        &["show", &big],
        &["list", "--kind", &big],
        &["list", "--class", &big],
        &["when", &big],
        &["--now", &big, "list"],
        &["overdue", "--within", &big],
        &["report", "--fail-under", &big],
        &["import", &big, "--from", "csv"],
        &["promise", "x", "--to", "y", "--by", &big],
        &["--ledger", &big, "list"],
    ];
    for line in lines {
        let said = env.args(line);
        assert_eq!(said.status, 2, "{}", line[0]);
        assert!(said.stderr.len() < 8_000, "{}: {} bytes", line[0], said.stderr.len());
    }
}

#[test]
fn arguments_that_are_no_text_are_refused() {
    let env = TestEnv::sample();
    let bad = OsStr::from_bytes(b"\xff");
    for line in [
        &[bad][..],
        &[OsStr::new("list"), bad],
        &[OsStr::new("done"), bad],
        &[OsStr::new("list"), OsStr::new("--to"), bad],
        &[OsStr::new("--now"), bad],
        &[OsStr::new("import"), bad, OsStr::new("--from=csv")],
        &[OsStr::new("--ledger"), bad],
    ] {
        let said = env.args(line);
        assert_eq!((said.stdout.as_str(), said.status), ("", 2), "{said}");
        assert!(said.stderr.starts_with("error: "), "{said}");
    }
    assert_eq!(TestEnv::sample().env("OWED_NOW", bad).owed("overdue").status, 2);
    assert_eq!(TestEnv::sample().env("OWED_LEDGER", bad).owed("overdue").status, 2);
    assert_eq!(TestEnv::sample().env("OWED_ME", bad).owed("note ccc hello").status, 0);
    assert_eq!(TestEnv::sample().env("TZ", bad).owed("overdue").status, 1);
}

#[test]
fn a_word_that_begins_with_a_hyphen_is_no_call_for_help_and_goes_after_two() {
    let env = TestEnv::sample();
    for (line, hint) in [
        ("told fff -hello", "put words that begin with a hyphen at the end, after `--`"),
        ("note fff they said -hm", "put words that begin with a hyphen at the end, after `--`"),
        ("promise -Vague things --to x --by 2h", "put words that begin with a hyphen at the end, after `--`"),
        ("done -x", "put words that begin with a hyphen at the end, after `--`"),
        ("show -x", "put words that begin with a hyphen at the end, after `--`"),
        ("escalate -x --to sam --why x", "put words that begin with a hyphen at the end, after `--`"),
        ("list -help", "did you mean `--help`?"),
        ("list -json", "did you mean `--json`?"),
        ("list -x", "`owed help list` says what it takes"),
    ] {
        let said = env.owed(line);
        assert_eq!((said.status, said.stdout.as_str()), (2, ""), "{line}: {said}");
        assert!(said.stderr.starts_with("error: unknown option \"-"), "{line}: {said}");
        assert_eq!(said.stderr.lines().nth(1), Some(format!("hint: {hint}").as_str()), "{line}: {said}");
    }
    for line in ["told fff -h", "-qh", "list -hq", "-V", "done -- -h"] {
        let said = env.owed(line);
        let help = said.status == 0 && said.stderr.is_empty();
        assert_eq!(help, !line.contains("--"), "{line}: {said}");
    }
    assert_eq!(env.owed("told fff -- -hello").status, 0);
}
