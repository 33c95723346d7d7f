//! Everything that one module offers another says what it is, and every file says what it is for.
//!
//! The compiler asks that only of what other crates can see, which is next to nothing here.

use std::fs;
use std::path::Path;

/// What may be offered without a doc comment: clap takes the doc comments of arguments for help.
const ARGUMENTS: [&str; 2] = ["cli/mod.rs", "commands/"];

#[test]
fn what_a_module_offers_has_a_doc_comment() {
    let mut found = Vec::new();
    look(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    assert_eq!(found, [""; 0]);
}

#[test]
fn what_has_none_is_found() {
    assert_eq!(bare("//! A file.\n\npub const fn one() {}\n"), [3]);
    assert_eq!(bare("/// One.\n#[must_use]\npub fn one() {}\n    pub name: String,\n"), [1, 4]);
    assert_eq!(
        bare(
            "//! A file.\n/// One.\n#[expect(\n    a,\n    b\n)]\npub struct One {\n    pub(super) two: u8,\n"
        ),
        [0; 0]
    );
}

fn look(folder: &Path, found: &mut Vec<String>) {
    for file in fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()) {
        if file.is_dir() {
            look(&file, found);
            continue;
        }
        let shown = file.strip_prefix(concat!(env!("CARGO_MANIFEST_DIR"), "/src")).unwrap();
        let shown = shown.to_string_lossy().into_owned();
        if shown.contains("tests") {
            continue;
        }
        let is_free = ARGUMENTS.iter().any(|part| shown.starts_with(part));
        let lines = bare(&fs::read_to_string(&file).unwrap());
        found.extend(
            lines.into_iter().filter(|line| !is_free || *line == 1).map(|line| format!("{shown}:{line}")),
        );
    }
}

/// The lines that offer something without saying what; 1 for a file that does not say what it is for.
fn bare(code: &str) -> Vec<usize> {
    let lines: Vec<_> = code.lines().map(str::trim).collect();
    let offers = |line: &str| {
        let rest = line.strip_prefix("pub ");
        rest.is_some_and(|rest| !rest.starts_with("use ") && !rest.starts_with("mod "))
    };
    let head = (!code.starts_with("//!") && !code.starts_with("#![")).then_some(1);
    let bare = lines.iter().enumerate().filter(|(place, line)| {
        // Attributes stand between an item and its comment, some of them on several lines.
        let above = lines[..*place].iter().rev();
        // In a macro, the comment comes with what it is given.
        let is_comment = |line: &&str| line.starts_with("///") || line.starts_with("$(#[");
        let mut above = above.skip_while(|line| {
            !is_comment(line) && (line.starts_with("#[") || line.ends_with(")]") || is_within(line))
        });
        offers(line) && !above.next().is_some_and(is_comment)
    });
    head.into_iter().chain(bare.map(|(place, _)| place + 1)).collect()
}

/// Whether a line can stand within an attribute.
fn is_within(line: &str) -> bool {
    !line.is_empty()
        && !line.starts_with("//")
        && !line.ends_with(['{', '}', ';'])
        && !line.starts_with("pub")
}
