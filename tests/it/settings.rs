//! Where settings come from: flags, variables, the config file, and the machine.

use std::fs;

use insta::assert_snapshot;

use crate::support::{NOW, TestEnv};

#[test]
fn a_bare_environment_is_enough_with_a_ledger_named() {
    let env = TestEnv::sample().bare();
    assert_snapshot!(env.owed(&format!("--ledger ledger.toml --now {NOW} overdue --count")), @"
    2
    --- exit 1
    ");
    assert_eq!(env.owed(&format!("--ledger ledger.toml --now {NOW} note ccc hello")).status, 0);
    assert_snapshot!(env.owed("overdue"), @"
    --- stderr
    error: no data directory for the ledger: HOME is not an absolute path
    hint: name the ledger with --ledger PATH or OWED_LEDGER
    --- exit 2
    ");
    assert_snapshot!(env.owed("promise x --to y --by 2h"), @"
    --- stderr
    error: no data directory for the ledger: HOME is not an absolute path
    hint: name the ledger with --ledger PATH or OWED_LEDGER
    --- exit 2
    ");
}

#[test]
fn a_home_that_is_no_path_is_no_home() {
    for home in ["", "relative/home", "."] {
        let env = TestEnv::new().without("OWED_LEDGER").env("HOME", home);
        let said = env.owed("promise x --to y --by 2h");
        assert_eq!(said.status, 2, "{home:?}: {said}");
        assert_eq!(env.files(), Vec::<String>::new(), "{home:?}");
    }
}

#[test]
fn the_ledger_is_in_the_data_directory_if_nothing_else_is_said() {
    let env = TestEnv::new().without("OWED_LEDGER");
    let data = env.path("data");
    let env = env.env("XDG_DATA_HOME", data);
    assert_eq!(env.owed("promise x --to y --by 2h").status, 0);
    assert!(env.path("data/owed/ledger.toml").is_file());
    assert_eq!(env.owed("overdue").status, 0);
    let env = env.env("XDG_DATA_HOME", "relative");
    assert_eq!(env.owed("overdue").status, 2);
}

#[test]
fn the_flag_comes_before_the_variable_and_that_before_the_config_file() {
    let env = TestEnv::new().config("ledger = \"~/three.toml\"\n");
    let env = env.env("OWED_LEDGER", "two.toml");
    let there = |env: &TestEnv| ["one.toml", "two.toml", "~/three.toml"].map(|name| env.path(name).exists());
    assert_eq!(env.owed("init --ledger one.toml").status, 0);
    assert_eq!(there(&env), [true, false, false]);
    assert_eq!(env.owed("init").status, 0);
    assert_eq!(there(&env), [true, true, false]);
    fs::create_dir(env.path("~/")).ok();
    let env = env.without("OWED_LEDGER");
    assert_eq!(env.owed("init").status, 0);
    assert_eq!(there(&env), [true, true, true]);
}

#[test]
fn a_wrong_config_file_is_trouble_at_its_place() {
    let say = |config: &str| TestEnv::sample().config(config).owed("overdue");
    let show = |config: &str| {
        let said = say(config);
        let (_, place) = said.stderr.split_once("config.toml").unwrap();
        format!("{place}--- exit {}", said.status)
    };
    assert_snapshot!(show("mee = \"Kim\"\n"), @r#"
    :1:1: unknown field `mee`, expected one of `me`, `ledger`, `ledgers`, `color`, `pager`, `notify`, `import`
      1 | mee = "Kim"
        | ^^^
    hint: the keys are `me`, `ledger`, `ledgers`, `color`, `pager`, in `[notify]` `command` and `timeout`, and those of `[import.NAME]`
    --- exit 2
    "#);
    assert_snapshot!(show("color = \"sometimes\"\n"), @r#"
    :1:9: unknown variant `sometimes`, expected one of `auto`, `always`, `never`
      1 | color = "sometimes"
        |         ^^^^^^^^^^^
    hint: the keys are `me`, `ledger`, `ledgers`, `color`, `pager`, in `[notify]` `command` and `timeout`, and those of `[import.NAME]`
    --- exit 2
    "#);
    assert_snapshot!(show("me = Kim\n"), @r#"
    :1:6: expected a value: a quoted string, a number, a date-time, `true` or `false`
      1 | me = Kim
        |      ^^^
    hint: put a string in quotes, `"…"`; write a date-time as 2026-11-20T17:00:00-05:00
    --- exit 2
    "#);
    assert_snapshot!(say("ledger = \"ledger.toml\"\n"), @"
    id   due          when              to         what                          owner  why
    bbb  1h 30m late  Fri 20 Nov 08:00  Acme Corp  call back about invoice 1182  dana   over its 24h limit
    fff  in 11d 7h    Tue 1 Dec 17:00   Initech    repair the pump               lee    customer not told of the new date
    --- exit 1
    ");
    assert_eq!(say("[notify]\ncommand = [\"mail\"]\n").status, 1);
}

#[test]
fn now_is_what_it_is_said_to_be() {
    let env = TestEnv::sample();
    assert_eq!(env.owed("overdue --count --now 2026-11-20T12:00:01-05:00").stdout, "3\n");
    assert_eq!(env.owed("overdue --count --now '2026-11-20 12:00:01'").stdout, "3\n");
    assert_eq!(env.owed("overdue --count --now 2026-11-20T12:00").stdout, "2\n");
    for (words, refusal) in [
        ("soon", "\"soon\" is not an exact time"),
        (
            "2026-03-08T02:30",
            "2026-03-08 02:30 does not exist in America/New_York: the clock jumps from 02:00 to 03:00",
        ),
        ("1815-06-18T12:00:00Z", "\"1815-06-18\" is outside the years 1900 to 2099"),
        ("", "no date was given"),
        // No clock shows a sixtieth.
        ("2026-11-20T09:30:60-05:00", "\"09:30:60\" is not a time of day"),
    ] {
        let said = env.args(["overdue", "--now", words]);
        assert!(said.stderr.starts_with(&format!("error: --now: {refusal}\nhint: ")), "{said}");
        assert_eq!((said.stdout.as_str(), said.status), ("", 2), "{words}");
        let same = env.args(["when", words]).stderr;
        assert!(same.is_empty() || same.starts_with(&format!("error: {refusal}\n")), "{words}: {same}");
    }
    let said = env.at("sometime").owed("overdue");
    assert!(said.stderr.starts_with("error: OWED_NOW: \"sometime\" is not an exact time\nhint: "), "{said}");
    assert_eq!(said.status, 2);
}

#[test]
fn now_takes_what_when_takes_and_the_past() {
    // The clock of a terminal here says 1970 in Greenwich.
    let env = TestEnv::sample().without("OWED_NOW");
    for (words, at) in [
        ("2026-11-20", "2026-11-20T23:59:59-05:00"),
        ("tomorrow 5pm", "1970-01-01T17:00:00-05:00"),
        ("yesterday 5pm", "1969-12-30T17:00:00-05:00"),
        ("2h", "1969-12-31T21:00:00-05:00"),
        ("2h ago", "1969-12-31T17:00:00-05:00"),
        ("2026-11-20T09:30Z", "2026-11-20T04:30:00-05:00"),
        // Instants are whole seconds.
        ("2026-11-20T09:30:00.5-05:00", "2026-11-20T09:30:00-05:00"),
        ("20 nov 2026 9:30 am", "2026-11-20T09:30:00-05:00"),
        ("2026-11-20 09:30 Europe/Berlin", "2026-11-20T03:30:00-05:00"),
    ] {
        let said = env.terminal(100, &format!("--now '{words}' -q when now"));
        assert_eq!((said.stdout.trim(), said.stderr.as_str()), (at, ""), "{words}");
        assert_eq!(
            env.terminal(100, &format!("-q when {words}")).status,
            i32::from(at < "1969-12-31T19") * 2
        );
    }
}

#[test]
fn an_instant_that_needs_no_zone_is_taken_without_reading_the_ledger() {
    let env = TestEnv::new().ledger("broken");
    assert_eq!(env.owed("completions fish --now '2026-11-20 09:30:00 -05:00'").status, 0);
    assert_eq!(env.owed("completions fish --now 2026-11-20T09:30Z").status, 0);
    assert_eq!(env.owed("completions fish --now '2026-11-20 09:30'").status, 2);
}

#[test]
fn a_machine_without_a_zone_is_asked_for_one_only_where_it_is_needed() {
    let env = TestEnv::sample().env("TZ", "Mars/Olympus");
    assert_eq!(env.owed("overdue").status, 1);
}

#[test]
fn the_page_on_settings_names_every_key_and_every_variable() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |name: &str| fs::read_to_string(root.join(name)).unwrap();
    let page = read("docs/environment.md");
    let env = TestEnv::new();
    fs::create_dir_all(env.path("~/.config/owed")).unwrap();
    fs::write(env.path("~/.config/owed/config.toml"), "mee = 1\n").unwrap();
    let said = env.owed("list").stderr;
    let keys: Vec<_> =
        said.split("expected one of").nth(1).unwrap().lines().next().unwrap().split('`').collect();
    let keys: Vec<_> = keys.into_iter().skip(1).step_by(2).collect();
    assert!(keys.len() >= 6, "{said}");
    for key in keys {
        let is_there = [format!("`{key}`"), format!("`[{key}]`"), format!("`[{key}.NAME]`")];
        assert!(is_there.iter().any(|row| page.contains(&format!("| {row} |"))), "{key}");
    }
    let mut count = 0;
    for file in ["src/app.rs", "src/config.rs", "src/out/colour.rs", "src/external/pager.rs"] {
        let text = read(file);
        let quoted = text.split('"').skip(1).step_by(2);
        let is_name = |word: &&str| {
            word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_')
        };
        for name in quoted.filter(is_name).filter(|name| *name != "FRX") {
            count += 1;
            assert!(page.contains(&format!("`{name}`")), "{file} reads {name}");
        }
    }
    assert!(count >= 18, "{count} variables were found");
}
