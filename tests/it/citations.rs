//! Comments cite only what is in the repository: files of `docs/`, and their sections.

use std::fs;
use std::path::Path;

/// Collects every Rust file below a folder, as one line without comment marks, so that a citation is found across
/// lines.
fn sources(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") && !path.ends_with("it/citations.rs")
        {
            let text = fs::read_to_string(&path).unwrap();
            let lines = text.lines().map(|line| line.trim_start().trim_start_matches(['/', '!']).trim());
            found.push((path.display().to_string(), lines.collect::<Vec<_>>().join(" ")));
        }
    }
}

#[test]
fn what_a_comment_cites_is_in_the_repository() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in ["src", "tests", "benches", "fuzz/fuzz_targets"] {
        sources(&root.join(folder), &mut files);
    }
    let mut cited = 0;
    for (file, text) in files {
        for word in ["DESIGN", "HOUSE.md", "PLAIN-ENGLISH", "the design", "shared/"] {
            assert!(!text.contains(word), "{file} cites {word:?}");
        }
        for citation in text.split("`docs/").skip(1) {
            let (page, rest) = citation.split_once('`').unwrap();
            let page = fs::read_to_string(root.join("docs").join(page));
            let page = page.unwrap_or_else(|error| panic!("{file}: docs/{citation:.30}: {error}"));
            let section = rest.strip_prefix(", \"").or_else(|| rest.strip_prefix(" (\""));
            if let Some((section, _)) = section.and_then(|rest| rest.split_once('"')) {
                let is_heading = |line: &str| line.trim_start_matches('#') == format!(" {section}");
                assert!(page.lines().any(is_heading), "{file}: no section {section:?}");
                cited += 1;
            }
        }
    }
    assert!(cited > 5, "{cited} sections are cited");
}
