//! Every promise in docs/security.md names the test that holds it, and each of these tests exists.

use std::fs;
use std::path::Path;

#[test]
fn every_test_that_the_table_of_promises_names_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("docs/security.md")).unwrap();
    let rows = page.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| promise"));
    let mut count = 0;
    for row in rows {
        let (promise, held_by) = row.trim_matches(['|', ' ']).rsplit_once(" | ").unwrap();
        let tests: Vec<_> = held_by.split('`').skip(1).step_by(2).collect();
        assert!(!tests.is_empty(), "nothing holds: {promise}");
        for test in tests {
            let (file, name) = test.rsplit_once("::").unwrap();
            let file = match file.strip_prefix("lib::") {
                // The tests of `a::b::tests` are in `a/b/tests.rs` or in `a/b.rs`.
                Some(file) => {
                    let path = root.join("src").join(file.replace("::", "/")).with_extension("rs");
                    if path.exists() { path } else { path.parent().unwrap().with_extension("rs") }
                }
                None if file.starts_with("torture::") => {
                    root.join("tests").join(file.replace("::", "/")).with_extension("rs")
                }
                None => root.join("tests/it").join(file).with_extension("rs"),
            };
            let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{test}: {error}"));
            let lines: Vec<_> = text.lines().map(str::trim_start).collect();
            let start = format!("fn {name}(");
            let is_there = lines.windows(2).any(|two| two[0] == "#[test]" && two[1].starts_with(&start));
            assert!(is_there, "{test} is not in {file:?}");
            count += 1;
        }
    }
    assert!(count > 40, "{count} tests are named");
}
