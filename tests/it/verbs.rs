//! Each verb has a file of tests here, named by it.

use std::fs;
use std::path::Path;

use clap::CommandFactory as _;
use owed::Cli;

#[test]
fn every_verb_has_a_file_of_tests_named_by_it() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it");
    let mods = fs::read_to_string(folder.join("main.rs")).unwrap();
    let root = Cli::command();
    let verbs = root.get_subcommands().filter(|verb| !verb.is_hide_set());
    let mut count = 0;
    for verb in verbs.map(clap::Command::get_name) {
        // `move` is a word of the language.
        let module = verb.replace("move", "move_");
        let tests = fs::read_to_string(folder.join(&module).with_extension("rs")).unwrap_or_default();
        assert!(tests.contains("#[test]"), "tests/it/{module}.rs has no test of `owed {verb}`");
        assert!(mods.contains(&format!("\nmod {module};\n")), "tests/it/main.rs leaves {module}.rs out");
        count += 1;
    }
    assert!(count > 20, "{count} verbs are known");
}
