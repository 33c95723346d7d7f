//! `owed completions`: every verb is completed in every shell.

use clap::{CommandFactory as _, ValueEnum as _};
use clap_complete::Shell;
use owed::Cli;

use crate::support::TestEnv;

#[test]
fn every_shell_completes_every_verb() {
    let root = Cli::command();
    let verbs: Vec<_> =
        root.get_subcommands().filter(|verb| !verb.is_hide_set()).map(|verb| verb.get_name()).collect();
    for shell in Shell::value_variants() {
        let said = TestEnv::new().owed(&format!("completions {shell}"));
        assert_eq!((said.stderr.as_str(), said.status), ("", 0), "{shell}");
        for verb in &verbs {
            let is_word = |word: &str| word == *verb;
            let mut words = said.stdout.split(|letter: char| !letter.is_alphanumeric());
            assert!(words.any(is_word), "{shell} does not complete {verb}");
        }
    }
    assert_eq!(TestEnv::new().owed("completions tcsh").status, 2);
}
