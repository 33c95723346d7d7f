//! Everything that one module offers another says what it is, and every file says what it is for.
//!
//! The compiler asks that only of what other crates can see, which is next to nothing here. The doc comment of a function
//! begins with a verb in the third person, as STYLE.md says.

use std::fs;
use std::path::Path;

/// Items that need no doc comment: clap takes the doc comments of arguments for help.
const ARGUMENTS: [&str; 2] = ["cli/mod.rs", "commands/"];

#[test]
fn what_a_module_offers_has_a_doc_comment() {
    let mut found = Vec::new();
    look(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut |shown, code| {
        if shown.contains("tests") {
            return;
        }
        let is_free = ARGUMENTS.iter().any(|part| shown.starts_with(part));
        let lines = bare(code).into_iter().filter(|line| !is_free || *line == 1);
        found.extend(lines.map(|line| format!("{shown}:{line}")));
    });
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

#[test]
fn the_doc_comment_of_a_function_begins_with_a_verb() {
    let mut found = Vec::new();
    look(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut |shown, code| {
        found.extend(verbless(code).into_iter().map(|line| format!("{shown}:{line}")));
    });
    assert_eq!(found, [""; 0], "begin with \"Returns\", \"Reads\", \"Refuses\" or another verb of that form");
}

#[test]
fn a_function_without_a_verb_is_found() {
    let functions =
        "/// The id.\nfn id() {}\n\n    /// Whether.\n    #[must_use]\n    pub(super) const fn is() {}\n";
    assert_eq!(verbless(functions), [1, 4]);
    assert_eq!(verbless("/// That a\n/// key is missing.\n#[expect(\n    a,\n    b\n)]\nfn a() {}\n"), [1]);
    assert_eq!(verbless("/// A name.\nfn a(\n    one: u8,\n) -> u8 {\n"), [1]);
    assert_eq!(verbless("/// Its length.\nfn a();\n/// Seconds.\npub async unsafe fn b();\n"), [1, 3]);
    let others =
        "/// Returns it,\n/// The end.\nfn a() {}\n/// A type.\nstruct A;\n/// A call.\ntype F = fn();\n";
    assert_eq!(verbless(others), [0; 0]);
}

/// Shows every file below a folder, by its path there.
fn look(folder: &Path, see: &mut dyn FnMut(&str, &str)) {
    for file in fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()) {
        if file.is_dir() {
            look(&file, see);
        } else {
            let shown = file.strip_prefix(concat!(env!("CARGO_MANIFEST_DIR"), "/src")).unwrap();
            see(&shown.to_string_lossy(), &fs::read_to_string(&file).unwrap());
        }
    }
}

/// Words that end in s and are not verbs.
const NO_VERBS: [&str; 8] = ["Characters", "Days", "Hours", "Is", "Its", "Seconds", "This", "Words"];

/// Returns the lines on which the doc comment of a function begins without a verb in the third person.
fn verbless(code: &str) -> Vec<usize> {
    let lines: Vec<_> = code.lines().map(str::trim).collect();
    let is_verb = |word: &str| word.ends_with('s') && !NO_VERBS.contains(&word);
    let begins = lines.iter().enumerate().filter(|(place, line)| {
        let is_first = *place == 0 || !lines[*place - 1].starts_with("///");
        let first =
            line.strip_prefix("/// ").and_then(|text| text.split(|c: char| !c.is_alphanumeric()).next());
        is_first && first.is_some_and(|word| !is_verb(word)) && is_function(&lines[*place..])
    });
    begins.map(|(place, _)| place + 1).collect()
}

/// Returns true if the item after a doc comment, and after its attributes, is a function.
fn is_function(lines: &[&str]) -> bool {
    let mut open = 0_usize;
    let item = lines.iter().find(|line| {
        let is_attribute = open > 0 || line.starts_with("#[");
        if is_attribute {
            open = (open + line.matches('[').count()).saturating_sub(line.matches(']').count());
        }
        !is_attribute && !line.starts_with("//")
    });
    let Some((before, _)) = item.and_then(|item| item.split_once("fn ")) else { return false };
    let qualifiers = ["pub", "const", "async", "unsafe", "extern"];
    before.split_whitespace().all(|word| qualifiers.iter().any(|one| word.starts_with(one)))
}

/// Returns the lines of items without a doc comment; 1 for a file without one.
fn bare(code: &str) -> Vec<usize> {
    let lines: Vec<_> = code.lines().map(str::trim).collect();
    let offers = |line: &str| {
        let rest = line.strip_prefix("pub ");
        rest.is_some_and(|rest| !rest.starts_with("use ") && !rest.starts_with("mod "))
    };
    let head = (!code.starts_with("//!") && !code.starts_with("#![")).then_some(1);
    let bare = lines.iter().enumerate().filter(|(place, line)| {
        // Attributes are between an item and its comment, some of them on several lines.
        let above = lines[..*place].iter().rev();
        // In a macro, the comment comes with the arguments.
        let is_comment = |line: &&str| line.starts_with("///") || line.starts_with("$(#[");
        let mut above = above.skip_while(|line| {
            !is_comment(line) && (line.starts_with("#[") || line.ends_with(")]") || is_within(line))
        });
        offers(line) && !above.next().is_some_and(is_comment)
    });
    head.into_iter().chain(bare.map(|(place, _)| place + 1)).collect()
}

/// Returns true if a line can be part of an attribute.
fn is_within(line: &str) -> bool {
    !line.is_empty()
        && !line.starts_with("//")
        && !line.ends_with(['{', '}', ';'])
        && !line.starts_with("pub")
}
