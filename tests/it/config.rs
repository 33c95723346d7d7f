//! `owed config`: what is in force, and where it comes from.

use insta::assert_snapshot;
use serde_json::Value;

use crate::support::TestEnv;

/// Runs owed, with the folders of the test named as they are in it.
fn config(env: &TestEnv, line: &str) -> String {
    let said = env.owed(line).to_string();
    let said = said.replace(env.path("~").to_str().unwrap().trim_end_matches('/'), "HOME");
    // How wide a column is depends on where the folders are.
    let cells = |line: &str| {
        line.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join("  ")
    };
    said.lines().map(cells).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_setting_says_where_it_comes_from() {
    let env = TestEnv::new().env("PAGER", "more");
    assert_snapshot!(config(&env, "config"), @"
    setting  value  from
    config  HOME/.config/owed/config.toml  default
    ledger  ledger.toml  OWED_LEDGER
    me  dana  OWED_ME
    now  2026-11-20T09:30:00-05:00  OWED_NOW
    timezone  America/New_York  TZ
    color  auto  default
    pager  more  PAGER
    editor  vi  default
    history  HOME/.local/state/owed  default
    notify.command  none  default
    notify.timeout  30s  default
    --- exit 0
    ");
    assert!(env.files().is_empty(), "it needs no ledger, and makes none");
}

#[test]
fn an_option_goes_before_a_variable_and_that_before_the_config_file() {
    let file = "me = \"kim\"\nledger = \"/srv/team.toml\"\ncolor = \"never\"\npager = \"most\"\n[notify]\ncommand = [\"page-someone\", \"a b\"]\n\
                timeout = \"2m\"\n[import.desk]\nfrom = \"json\"\n";
    let env = TestEnv::new().config(file).env("PAGER", "more").env("NO_COLOR", "1");
    let by_file = env.without("OWED_ME").without("OWED_LEDGER").without("OWED_NOW");
    let said = |env: &TestEnv, line: &str, key: &str| {
        let all = env.owed(&format!("{line} config --json")).json();
        let settings = all["settings"].as_array().unwrap();
        let one = settings.iter().find(|one| one["key"] == key).unwrap();
        let text = |part: &str| one[part].as_str().unwrap_or("none").to_owned();
        format!("{} {} {}", text("value"), text("source"), text("name"))
    };
    assert_eq!(said(&by_file, "", "me"), "kim file none");
    assert_eq!(said(&by_file, "", "ledger"), "/srv/team.toml file none");
    assert_eq!(said(&by_file, "", "color"), "never file none");
    assert_eq!(said(&by_file, "", "pager"), "most file none");
    assert_eq!(said(&by_file, "", "now"), "the clock default none");
    assert_eq!(said(&by_file, "", "notify.command"), "page-someone 'a b' file none");
    assert_eq!(said(&by_file, "", "notify.timeout"), "120s file none");
    assert_eq!(said(&by_file, "", "import.desk"), "reads json file none");
    let env = by_file.env("OWED_ME", "dana").env("OWED_LEDGER", "x.toml").env("OWED_NOW", "2026-11-20");
    assert_eq!(said(&env, "", "me"), "dana variable OWED_ME");
    assert_eq!(said(&env, "", "ledger"), "x.toml variable OWED_LEDGER");
    assert_eq!(said(&env, "", "now"), "2026-11-20 variable OWED_NOW");
    assert_eq!(said(&env, "--ledger y.toml", "ledger"), "y.toml option --ledger");
    assert_eq!(said(&env, "--now 2026-11-21", "now"), "2026-11-21 option --now");
    assert_eq!(said(&env, "--color always", "color"), "always option --color");
    assert_eq!(said(&env, "--no-pager", "pager"), "none option --no-pager");
}

#[test]
fn the_page_on_settings_has_every_setting() {
    let page = include_str!("../../docs/environment.md");
    let env = TestEnv::new().config("[import.desk]\nfrom = \"json\"\n");
    let all = env.owed("config --json").json();
    let keys = all["settings"].as_array().unwrap().iter().filter_map(|one| one["key"].as_str());
    for key in keys.map(|key| key.replace(".desk", ".NAME")) {
        let named = key.strip_prefix("notify.").map_or(format!("`[{key}]`"), |key| format!("`{key}`"));
        assert!(page.contains(&named) || page.contains(&format!("`{key}`")), "{key}");
    }
    assert!(all["settings"].as_array().is_some_and(|all| all.iter().all(Value::is_object)));
}

#[test]
fn a_broken_config_file_is_said_and_the_rest_is_shown() {
    let env = TestEnv::new().config("mee = 1\n");
    let said = env.owed("config");
    assert!(said.stderr.starts_with("warning: the config file is not used: "), "{said}");
    assert_eq!(said.status, 0);
}
