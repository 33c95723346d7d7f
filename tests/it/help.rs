//! The help of every verb, so that it cannot drift: `tests/help/VERB.txt`.
//!
//! `UPDATE=1 cargo test` updates it; read what changed before you commit it.

use std::fs;
use std::path::Path;

use clap::CommandFactory as _;

use crate::support::TestEnv;

#[test]
fn the_help_of_every_verb_is_as_it_was_read_last() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/help");
    let root = owed::Cli::command();
    let verbs = root.get_subcommands().filter(|verb| !verb.is_hide_set()).map(clap::Command::get_name);
    let mut drifted = Vec::new();
    for name in verbs.chain(["owed"]) {
        let line = if name == "owed" { "--help".to_owned() } else { format!("{name} --help") };
        let said = TestEnv::new().owed(&line);
        assert_eq!((said.stderr.as_str(), said.status), ("", 0), "{name}");
        let file = folder.join(format!("{name}.txt"));
        #[expect(clippy::disallowed_methods, reason = "asked for by the person who runs the tests")]
        if std::env::var_os("UPDATE").is_some() {
            fs::create_dir_all(&folder).unwrap();
            fs::write(&file, &said.stdout).unwrap();
        }
        if fs::read_to_string(&file).unwrap_or_default() != said.stdout {
            drifted.push(format!("{}\n{}", file.display(), said.stdout));
        }
    }
    assert!(drifted.is_empty(), "{}", drifted.join("\n"));
}

#[test]
fn help_fits_a_terminal_of_80_columns() {
    let root = owed::Cli::command();
    for verb in root.get_subcommands().map(clap::Command::get_name) {
        let help = TestEnv::new().owed(&format!("{verb} --help")).stdout;
        let widest = help.lines().map(owed::inside::width).max().unwrap();
        assert!(widest <= 80, "{verb}: {widest} columns");
    }
}

#[test]
fn the_version_is_that_of_the_package() {
    let said = TestEnv::new().owed("--version");
    assert_eq!(said.stdout, format!("owed {}\n", env!("CARGO_PKG_VERSION")));
}

/// The ledger of a repair shop, at noon on a Friday: what the examples are about.
const TEAM: &str = include_str!("../../examples/team.toml");

/// The lines that come before an example, where something has to have happened.
const BEFORE: [(&str, &str); 1] = [("owed undo", "note acme a slip")];

/// The examples that find something, and so exit 1.
const FINDING: [&str; 3] = [
    "owed overdue",
    "owed overdue --at-risk --within 4h",
    "owed report --since '1 nov' --misses --fail-under 95",
];

#[test]
fn the_examples_of_every_verb_run_as_they_stand() {
    let root = owed::inside::help::whole(0);
    let mut wrong = Vec::new();
    for verb in root.get_subcommands() {
        let help = verb.get_after_help().unwrap().to_string();
        let (_, examples) =
            help.split_once("\n\nExamples:\n").unwrap_or_else(|| panic!("{}", verb.get_name()));
        assert_eq!(examples.lines().count(), 2, "{}", verb.get_name());
        for line in examples.lines().map(|line| line.strip_prefix("  ").unwrap()) {
            assert!(line.len() <= 76, "{line}");
            let rows = "id,to,what,made,due\n7,Acme Corp,send the contract,2026-11-19,2026-12-01\n";
            let env = TestEnv::new().at("2026-11-20T12:00:00-05:00").env("EDITOR", "true");
            let mut env = env.file("export.csv", rows).file("shop.toml", TEAM);
            if !line.starts_with("owed init") {
                env.put(TEAM);
            }
            if line.ends_with("--resume") {
                env = env.env("EDITOR", "sed -i s/^made/maid/");
                assert_eq!(env.owed("edit").status, 2);
                env = env.env("EDITOR", "sed -i s/^maid/made/");
            }
            let before = BEFORE.iter().filter(|(begin, _)| line.starts_with(begin));
            before.for_each(|(_, line)| assert_eq!(env.owed(line).status, 0, "{line}"));
            let said = env.owed(line.strip_prefix("owed ").unwrap());
            if said.status != i32::from(FINDING.contains(&line)) || said.stderr.contains("warning") {
                wrong.push(format!("$ {line}\n{said}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// The topics of `owed help`.
const TOPICS: [&str; 6] = ["dates", "ledger", "rules", "cron", "environment", "formats"];

#[test]
fn help_for_a_verb_is_what_its_option_says_and_alone_it_is_the_first_page() {
    let env = TestEnv::new();
    assert_eq!(env.owed("help"), env.owed("--help"));
    assert_eq!(env.owed("help promise"), env.owed("promise --help"));
    assert_eq!(env.owed("help help"), env.owed("help --help"));
    assert!(env.files().is_empty());
}

#[test]
fn a_topic_is_a_page_of_the_documentation() {
    let env = TestEnv::new().ledger("broken");
    for topic in TOPICS {
        let said = env.owed(&format!("help {topic}"));
        assert_eq!((said.stderr.as_str(), said.status), ("", 0), "{topic}");
        let page =
            std::fs::read_to_string(format!("{}/docs/{topic}.md", env!("CARGO_MANIFEST_DIR"))).unwrap();
        let title = page.lines().next().unwrap().strip_prefix("# ").unwrap();
        assert_eq!(said.stdout.lines().next(), Some(title));
        let words = |text: &str| {
            text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| word.len() > 3).count()
        };
        assert!(words(&said.stdout) * 10 >= words(&page) * 8, "{topic} loses text");
    }
    assert!(env.owed("help environment").stdout.contains("`owed help cron`"), "a link says what to type");
}

#[test]
fn no_text_of_a_topic_is_wider_than_the_terminal() {
    for topic in TOPICS {
        let page = TestEnv::new().terminal(40, &format!("help {topic}")).stdout;
        for line in page.lines().filter(|line| !line.starts_with("    ")) {
            assert!(owed::inside::width(line) <= 40, "{topic}: {line}");
        }
    }
}

#[test]
fn help_for_nonsense_names_the_nearest() {
    let env = TestEnv::new();
    let said = |name: &str| env.owed(&format!("help {name}")).to_string();
    assert!(said("promis").contains("did you mean \"promise\"?"), "{}", said("promis"));
    assert!(said("enviroment").contains("did you mean \"environment\"?"), "{}", said("enviroment"));
    assert!(said("close").contains("did you mean \"done\"?"), "{}", said("close"));
    insta::assert_snapshot!(said("qwxz"), @r#"
    --- stderr
    error: no help for "qwxz"
    hint: `owed help` lists the commands; the topics are dates, ledger, rules, cron, environment, formats
    --- exit 2
    "#);
}
