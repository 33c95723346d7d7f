//! The files that are made from the program, so that they cannot drift: the man pages in `man/` and the scripts for shells
//! in `completions/`. `UPDATE=1 cargo test --test it generated` writes them anew.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use clap::CommandFactory as _;
use clap_mangen::Man;

use crate::support::TestEnv;

/// Each shell, and the name under which it looks for the script of a command.
const SHELLS: [(&str, &str); 5] = [
    ("bash", "owed.bash"),
    ("zsh", "_owed"),
    ("fish", "owed.fish"),
    ("powershell", "_owed.ps1"),
    ("elvish", "owed.elv"),
];

#[test]
fn the_man_pages_say_what_the_help_says() {
    let mut root = owed::Cli::command();
    root.build();
    let verbs: Vec<_> = root.get_subcommands().filter(|verb| !verb.is_hide_set()).cloned().collect();
    let pages = verbs.into_iter().chain([root]).map(|command| {
        let name = command.get_display_name().unwrap_or(command.get_name()).to_owned();
        // The version of a release would make every page differ.
        let mut page = Vec::new();
        Man::new(command.version("")).date("").source("owed").render(&mut page).unwrap();
        (format!("{name}.1"), String::from_utf8(page).unwrap())
    });
    assert_current("man", pages.collect());
}

#[test]
fn the_completions_are_what_the_program_prints() {
    let scripts = SHELLS.map(|(shell, name)| {
        let said = TestEnv::new().owed(&format!("completions {shell}"));
        assert_eq!((said.stderr.as_str(), said.status), ("", 0), "{shell}");
        (name.to_owned(), said.stdout)
    });
    assert_current("completions", scripts.into());
}

/// Checks that a folder holds exactly these files; with `UPDATE`, makes it so.
fn assert_current(folder: &str, wanted: BTreeMap<String, String>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    #[expect(clippy::disallowed_methods, reason = "asked for by the person who runs the tests")]
    if std::env::var_os("UPDATE").is_some() {
        fs::remove_dir_all(&folder).unwrap();
        fs::create_dir(&folder).unwrap();
        wanted.iter().for_each(|(name, text)| fs::write(folder.join(name), text).unwrap());
    }
    let read = |file: fs::DirEntry| {
        (file.file_name().into_string().unwrap(), fs::read_to_string(file.path()).unwrap())
    };
    let found: BTreeMap<_, _> = fs::read_dir(&folder).unwrap().map(|file| read(file.unwrap())).collect();
    let names = found.keys().chain(wanted.keys());
    let differing: Vec<_> = names.filter(|name| found.get(*name) != wanted.get(*name)).collect();
    assert!(
        differing.is_empty(),
        "`UPDATE=1 cargo test --test it generated` makes these in {} anew: {differing:?}",
        folder.display()
    );
}
