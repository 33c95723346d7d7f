//! Files as other programs export them, after the shape of real ones: each folder of `tests/import/` has a file, the line
//! that imports it (`line`), and what comes of it: the ledger (`want.toml`) and the answer (`want.txt`). A `policy.toml`
//! is the ledger before, a `config.toml` the config file.
//!
//! `UPDATE=1` writes what comes of it; read the difference against the file.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{Said, TestEnv};

fn folders() -> Vec<PathBuf> {
    let all = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import")).unwrap();
    let all = all.map(|folder| folder.unwrap().path()).filter(|folder| folder.join("line").is_file());
    let mut all: Vec<_> = all.collect();
    all.sort();
    all
}

/// Returns the environment with the files of a folder.
fn environment(folder: &Path) -> TestEnv {
    let mut env = TestEnv::new();
    for file in fs::read_dir(folder).unwrap() {
        let file = file.unwrap();
        let (name, bytes) = (file.file_name().into_string().unwrap(), fs::read(file.path()).unwrap());
        env = match &*name {
            "policy.toml" => env.ledger(bytes),
            "config.toml" => env.config(bytes),
            "line" => env,
            _ => env.file(&name, bytes),
        };
    }
    env
}

fn import(folder: &Path, env: &TestEnv) -> Said {
    env.owed(fs::read_to_string(folder.join("line")).unwrap().trim())
}

/// Returns the text with its ids by their order.
fn numbered(text: &str, env: &TestEnv) -> String {
    let ids = env.ledger_ids();
    let number = |text: String, (place, id): (usize, &String)| text.replace(id, &format!("{place:0>8}"));
    ids.iter().enumerate().fold(text.to_owned(), number)
}

#[test]
fn every_file_gives_the_wanted_ledger_and_answer() {
    let folders = folders();
    assert!(folders.len() >= 3, "{folders:?}");
    let mut differ = Vec::new();
    for folder in folders {
        let env = environment(&folder);
        let said = import(&folder, &env);
        let is_there = env.path("ledger.toml").exists();
        let ledger = if is_there { numbered(&env.text(), &env) } else { String::new() };
        for (name, text) in [("want.toml", ledger), ("want.txt", said.to_string())] {
            let file = folder.join(name);
            #[expect(clippy::disallowed_methods, reason = "asked for by the person who runs the tests")]
            let is_asked_for = std::env::var_os("UPDATE").is_some();
            if is_asked_for {
                fs::write(file, text).unwrap();
            } else if fs::read_to_string(&file).ok().as_deref() != Some(&*text) {
                differ.push(format!("{}\n{text}", file.display()));
            }
        }
    }
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}

#[test]
fn every_file_comes_in_once() {
    for folder in folders() {
        let env = environment(&folder);
        assert_eq!(import(&folder, &env).status, 0, "{}", folder.display());
        let before = env.text();
        let said = import(&folder, &env);
        assert!(said.stdout.starts_with("0 imported, 0 closed, 0 changed, "), "{}: {said}", folder.display());
        assert_eq!(env.text(), before, "{}", folder.display());
    }
}

#[test]
fn the_mappings_of_the_docs_are_those_that_run() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let docs = fs::read_to_string(root.join("docs/import.md")).unwrap();
    for name in ["trello", "freshdesk", "hubspot"] {
        let config = fs::read_to_string(root.join("tests/import").join(name).join("config.toml")).unwrap();
        assert!(docs.contains(&config), "{name}");
    }
}

#[test]
fn the_formats_and_their_columns_are_listed_without_a_file() {
    let env = TestEnv::new().config("[import.cards]\nmap = { to = [\"List\", \"Board\"] }\n");
    let said = env.owed("import --sources");
    assert_eq!((said.status, said.stderr.as_str()), (0, ""));
    assert!(said.stdout.contains("jira"), "{said}");
    let json = env.owed("import --sources --json").json();
    let of = |name: &str| {
        let all = json["sources"].as_array().unwrap();
        all.iter().find(|one| one["name"] == name).unwrap_or_else(|| panic!("{name}: {json}"))["columns"]
            .clone()
    };
    assert_eq!(of("taskwarrior")["ref"], serde_json::json!(["uuid"]));
    assert_eq!(of("zendesk")["to"], serde_json::json!(["Organization", "Requester"]));
    assert_eq!(of("cards")["to"], serde_json::json!(["List", "Board"]));
    assert!(env.files().is_empty(), "{:?}", env.files());
    assert_eq!(env.owed("import --sources rows.csv").status, 2);
}
