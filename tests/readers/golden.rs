//! What each format looks like, to the byte.

use std::fs;
use std::path::Path;

use crate::{NASTY, TEAM, printed};

/// Each command, and how its file in `golden/` ends; the file begins with the name of the ledger.
const FILES: &[(&str, &str)] = &[
    ("list --all --format ndjson", "ndjson"),
    ("list --all --format csv", "csv"),
    ("list --all --format tsv", "tsv"),
    ("list --all --format markdown", "md"),
    ("report --by owner --format ndjson", "report.ndjson"),
    ("report --by owner --format csv", "report.csv"),
    ("report --by owner --format tsv", "report.tsv"),
    ("report --by owner --misses --format markdown", "report.md"),
    ("report --misses --format html", "html"),
    ("overdue --format junit", "junit.xml"),
    ("overdue --at-risk --format github", "github"),
    ("overdue --format prometheus", "prom"),
    ("report --format prometheus", "report.prom"),
    ("list --all --format ics", "ics"),
    ("list --all --format ics --as vevent", "vevent.ics"),
];

#[test]
#[expect(clippy::disallowed_methods, reason = "whether to write the files anew")]
fn each_format_looks_as_its_file_does() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/readers/golden");
    let is_update = std::env::var_os("UPDATE").is_some();
    for (name, ledger) in [("team", TEAM), ("nasty", NASTY)] {
        for (line, ending) in FILES {
            let path = folder.join(format!("{name}.{ending}"));
            let said = printed(ledger, line);
            if is_update {
                fs::write(&path, &said).unwrap();
            }
            let wanted = fs::read_to_string(&path).unwrap_or_default();
            assert!(said == wanted, "{}: `owed {line}` prints\n{said}", path.display());
        }
    }
}

#[test]
fn each_golden_file_is_one_of_these() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/readers/golden");
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    for file in files {
        let (ledger, ending) = file.split_once('.').unwrap();
        assert!(["team", "nasty"].contains(&ledger) && FILES.iter().any(|(_, one)| *one == ending), "{file}");
    }
}
