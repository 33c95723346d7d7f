//! The man pages in `man/`, made from the same words as the help: `UPDATE=1 cargo test` writes them anew.

use std::fs;
use std::path::Path;

use clap::CommandFactory as _;
use clap_mangen::Man;

#[test]
fn the_man_pages_say_what_the_help_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("man");
    let mut root = owed::cli::Cli::command();
    root.build();
    let mut drifted = Vec::new();
    let verbs: Vec<_> = root.get_subcommands().filter(|verb| !verb.is_hide_set()).cloned().collect();
    for command in verbs.into_iter().chain([root]) {
        let name = command.get_display_name().unwrap_or(command.get_name()).to_owned();
        // The version of a release would make every page differ.
        let mut page = Vec::new();
        Man::new(command.version("")).date("").source("owed").render(&mut page).unwrap();
        let file = folder.join(format!("{name}.1"));
        #[expect(clippy::disallowed_methods, reason = "asked for by the person who runs the tests")]
        if std::env::var_os("UPDATE").is_some() {
            fs::create_dir_all(&folder).unwrap();
            fs::write(&file, &page).unwrap();
        }
        if fs::read(&file).unwrap_or_default() != page {
            drifted.push(file);
        }
    }
    assert!(drifted.is_empty(), "UPDATE=1 cargo test writes them anew: {drifted:?}");
}
