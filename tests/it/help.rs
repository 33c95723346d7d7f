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
fn help_fits_a_terminal_of_100_columns() {
    let root = owed::Cli::command();
    for verb in root.get_subcommands().map(clap::Command::get_name) {
        let help = TestEnv::new().owed(&format!("{verb} --help")).stdout;
        let widest = help.lines().map(owed::inside::width).max().unwrap();
        assert!(widest <= 100, "{verb}: {widest} columns");
    }
}

#[test]
fn the_version_is_that_of_the_package() {
    let said = TestEnv::new().owed("--version");
    assert_eq!(said.stdout, format!("owed {}\n", env!("CARGO_PKG_VERSION")));
}
