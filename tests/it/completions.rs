//! `owed completions`: every verb is completed in every shell, and of a ledger what belongs there.

use clap::{CommandFactory as _, ValueEnum as _};
use clap_complete::Shell;
use owed::Cli;

use crate::support::{RULES, SAMPLE, TestEnv};

#[test]
fn every_shell_completes_every_verb() {
    let root = Cli::command();
    let verbs: Vec<_> =
        root.get_subcommands().filter(|verb| !verb.is_hide_set()).map(|verb| verb.get_name()).collect();
    for shell in Shell::value_variants() {
        let line = match shell.to_string().as_str() {
            "bash" => "-- 9 '' 'owed '",
            "zsh" | "fish" => "-- ''",
            _ => "",
        };
        let said = TestEnv::new().owed(&format!("completions {shell} {line}"));
        assert_eq!((said.stderr.as_str(), said.status), ("", 0), "{shell}");
        for verb in &verbs {
            let is_word = |word: &str| word == *verb;
            let mut words = said.stdout.split(|letter: char| !letter.is_alphanumeric());
            assert!(words.any(is_word), "{shell} does not complete {verb}");
        }
    }
    assert_eq!(TestEnv::new().owed("completions tcsh").status, 2);
}

/// Returns the candidates for a line without what they mean; none says anything else, or leaves a file.
fn candidates(env: &TestEnv, line: &str) -> Vec<String> {
    let before = env.files();
    let said = env.owed(&format!("completions fish -- {line}"));
    assert_eq!((said.stderr.as_str(), said.status), ("", 0), "{line}");
    assert_eq!(env.files(), before, "{line}");
    said.stdout.lines().map(|line| line.split('\t').next().unwrap().to_owned()).collect()
}

/// A ledger with one customer.
fn owed_to(customer: &str) -> String {
    format!(
        "{RULES}\n[[commitment]]\nid = \"bbb22222\"\nto = \"{customer}\"\nwhat = \"call\"\nowner = \"sam\"\ntags = [\"big\"]\n\
         made = 2026-11-20T09:00:00-05:00\ndue = 2026-11-20T17:00:00-05:00\n"
    )
}

#[test]
fn each_argument_has_what_the_ledger_has_for_it() {
    let env =
        TestEnv::new().ledger(owed_to("Acme Corp") + "\n[kind.repair]\ntarget = \"2d\"\n\n[owner.lee]\n");
    assert_eq!(candidates(&env, "promise call --to ''"), ["Acme Corp"]);
    assert_eq!(candidates(&env, "list --to=ac"), ["--to=Acme Corp"]);
    assert_eq!(candidates(&env, "list --to acme ''"), ["Corp"], "an option takes words");
    assert_eq!(candidates(&env, "list acm"), ["Acme Corp"]);
    assert_eq!(candidates(&env, "list --owner ''"), ["lee", "me", "sam"]);
    assert_eq!(candidates(&env, "list --tag ''"), ["big"]);
    assert_eq!(candidates(&env, "promise call -k r"), ["repair"]);
    assert_eq!(candidates(&env, "done ''"), ["bbb"]);
    assert_eq!(candidates(&env, "done bbb2"), ["bbb2"]);
    assert!(!candidates(&env, "reopen ''").contains(&"bbb".to_owned()), "it is open");
    assert_eq!(candidates(&env, "move bbb --why waiting for pr"), [""; 0], "nobody knows why but who types");
    assert_eq!(candidates(&env, "promise call --by tom"), ["tomorrow"]);
    assert_eq!(candidates(&env, "promise call --by fri ''"), ["9am", "noon", "5pm"]);
    assert_eq!(candidates(&env, "list --since y"), ["yesterday"]);
    assert_eq!(candidates(&env, "list --format cs"), ["csv"]);
    assert_eq!(candidates(&env, "help ed"), ["edit"]);
    assert_eq!(candidates(&env, "help da"), ["dates"]);
    assert_eq!(candidates(&env, "import --timezone Europe/Berl"), ["Europe/Berlin"]);
    let meant = env.owed("completions fish -- done ''");
    assert_eq!(meant.stdout, "bbb\tAcme Corp: call\n");
}

#[test]
fn a_format_that_is_offered_is_one_that_the_verb_has() {
    let env = TestEnv::sample();
    let all = candidates(&env, "--format ''");
    for (verb, count) in
        [("list", 7), ("overdue", 10), ("report", 8), ("check", 3), ("policy", 2), ("done ccc", 2)]
    {
        let offered = candidates(&env, &format!("{verb} --format ''"));
        assert_eq!(offered.len(), count, "{verb}: {offered:?}");
        for format in &all {
            // Whatever else comes of the line.
            let said = env.owed(&format!("{verb} --format {format}"));
            assert_ne!(said.stderr.contains("has no format"), offered.contains(format), "{format}: {said}");
        }
    }
    assert_eq!(all.len(), 11, "any verb may follow");
}

#[test]
fn a_closed_commitment_is_offered_to_reopen_and_to_rate_only() {
    let env = TestEnv::new().ledger(owed_to("Acme"));
    env.owed("done bbb");
    assert_eq!(candidates(&env, "reopen ''"), ["bbb"]);
    assert_eq!(candidates(&env, "rate ''"), ["bbb"]);
    assert!(!candidates(&env, "done ''").contains(&"bbb".to_owned()));
}

#[test]
fn the_ledger_is_that_of_the_line_then_of_the_environment_then_of_the_config_file() {
    let env = TestEnv::new().ledger(owed_to("By variable")).file("line.toml", owed_to("By line"));
    assert_eq!(candidates(&env, "list --to ''"), ["By variable"]);
    assert_eq!(candidates(&env, "--ledger line.toml list --to ''"), ["By line"]);
    assert_eq!(candidates(&env, "list --ledger=line.toml --to ''"), ["By line"]);
    assert_eq!(candidates(&env, "list --ledger none.toml --to ''"), [""; 0]);
    let env = env.without("OWED_LEDGER").config("ledger = \"~/config.toml\"\n");
    std::fs::write(env.path("~/config.toml"), owed_to("By config")).unwrap();
    assert_eq!(candidates(&env, "list --to ''"), ["By config"]);
    assert_eq!(
        candidates(&env, "list --ledger ~/config.toml --to ''"),
        ["By config"],
        "no shell expanded it"
    );
}

#[test]
fn a_ledger_with_trouble_says_nothing() {
    let broken = owed_to("Acme") + "\n[[commitment]]\nid = \"bbb22223\"\nto = \"Zoe\n";
    for ledger in [broken.as_str(), "", "x = 1\n", "\u{0}"] {
        let env = TestEnv::new().ledger(ledger);
        for line in ["list --to ''", "list --owner ''", "list --tag ''", "list --kind ''"] {
            assert_eq!(candidates(&env, line), [""; 0], "{ledger:?}: {line}");
        }
        assert!(!candidates(&env, "''").is_empty(), "verbs are known without a ledger");
    }
    assert_eq!(candidates(&TestEnv::new(), "list --to ''"), [""; 0]);
}

#[test]
fn nothing_that_acts_on_a_terminal_or_cannot_be_seen_is_a_candidate() {
    for customer in
        ["Acme\\nowed", "Acme\\u001b[2J", "Acme\\u202egnp", "Acme\\tx", "Acme\\u0007", "Acme\\u200b"]
    {
        let env = TestEnv::new().ledger(owed_to(customer));
        assert_eq!(candidates(&env, "list --to ''"), [""; 0], "{customer}");
        let said = env.owed("completions fish -- done ''").stdout;
        assert!(said.starts_with("bbb\tAcme\\"), "written out: {said:?}");
        assert!(said.trim_end().chars().all(|letter| letter == '\t' || !letter.is_control()), "{said:?}");
    }
}

#[test]
fn what_a_shell_would_not_quote_is_left_out() {
    let env = TestEnv::new().ledger(owed_to("~root"));
    assert_eq!(candidates(&env, "list --to ''"), [""; 0], "fish inserts a tilde as it is");
    assert_eq!(candidates(&env, "list --to=''"), ["--to=~root"]);
    let env = TestEnv::new().ledger(owed_to("-rf"));
    assert_eq!(candidates(&env, "list --to ''"), [""; 0], "it would be an option");
    assert_eq!(candidates(&env, "list --to=''"), ["--to=-rf"]);
}

#[test]
fn whatever_the_line_is_nothing_is_said_of_it() {
    let env = TestEnv::new().ledger(SAMPLE);
    for line in ["bash -- ''", "bash -- 9 x y", "bash -- x '' 'owed '", "fish -- -- '' ''", "elvish -- x"] {
        let said = env.owed(&format!("completions {line}"));
        assert_eq!((said.stdout.as_str(), said.stderr.as_str(), said.status), ("", "", 0), "{line}");
    }
}
