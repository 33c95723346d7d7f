//! Each verb has a test file here, named after it; and what holds for the code of all.

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
        // `move` is a keyword of the language.
        let module = verb.replace("move", "move_");
        let tests = fs::read_to_string(folder.join(&module).with_extension("rs")).unwrap_or_default();
        assert!(tests.contains("#[test]"), "tests/it/{module}.rs has no test of `owed {verb}`");
        assert!(mods.contains(&format!("\nmod {module};\n")), "tests/it/main.rs leaves {module}.rs out");
        count += 1;
    }
    assert!(count > 20, "{count} verbs are known");
}

#[test]
fn no_verb_asks_for_a_format_or_for_quiet_or_makes_json() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/commands");
    let (mut found, mut count) = (Vec::new(), 0);
    look(&folder, &mut |file, text| {
        count += 1;
        let words = WORDS.iter().filter(|word| uses(text, word));
        found.extend(words.map(|word| format!("{}: {word}: context/say.rs knows that", file.display())));
    });
    assert_eq!(found, [""; 0]);
    assert!(count > 30, "{count} files");
    assert!(uses("if context.inputs.quiet {", ".quiet") && !uses("inputs.quietly() // .quiet", ".quiet"));
}

/// Names that only formats may use.
const WORDS: [&str; 6] = [".json", ".quiet", "json!", "serde_json", "Serialize", "is_for_people"];

/// Returns true if code has this word, and not as the beginning of a longer one.
fn uses(text: &str, word: &str) -> bool {
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    text.lines()
        .map(|line| line.split("//").next().unwrap_or_default())
        .any(|line| line.split(word).skip(1).any(|rest| !rest.starts_with(is_word)))
}

/// Looks at every file in a folder that is not one of tests.
fn look(folder: &Path, see: &mut dyn FnMut(&Path, &str)) {
    for path in fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()) {
        if path.is_dir() {
            look(&path, see);
        } else if !path.ends_with("tests.rs") {
            see(&path, &fs::read_to_string(&path).unwrap());
        }
    }
}
