//! The rooms of `src`, and the modules inside each, use one another one way only: what two of them need is below both.
//!
//! The compiler accepts a circle, and circles make a program one piece that nobody can take apart. A module uses what
//! it names by a path from `crate` or `super`; its tests may use anything. A module and those inside it are one thing,
//! so that only modules side by side are compared.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The path of a module from the root of the crate: `["when", "tokens"]`.
type Module = Vec<String>;

/// Modules by their paths, and the code of each without comments and tests.
type Sources = BTreeMap<Module, String>;

/// The uses of each module among those side by side, with the place.
type Uses = BTreeMap<String, BTreeMap<String, String>>;

#[test]
fn no_two_modules_side_by_side_use_each_other() {
    assert_eq!(circles(&sources()), [""; 0]);
}

/// What the pure rooms may use: other rooms, and crates. ARCHITECTURE.md says why.
const MAY_USE: [(&str, &str); 7] = [
    ("text", "error strsim unicode_normalization unicode_segmentation unicode_width"),
    ("rules", "error text chrono chrono_tz serde_json thiserror"),
    ("when", "error rules text chrono chrono_tz thiserror"),
    ("document", "error rules text chrono memchr serde_json toml toml_parser"),
    (
        "intake",
        "error rules text when chrono chrono_tz csv encoding_rs icalendar memchr serde serde_json siphasher windows_timezones",
    ),
    (
        "config",
        "document error out rules text chrono chrono_tz dirs glob iana_time_zone rustix serde toml tz whoami",
    ),
    (
        "views",
        "error external out rules text when chrono chrono_tz comfy_table csv maud plotters quick_junit serde serde_json \
         unicode_segmentation",
    ),
];

#[test]
fn a_room_uses_only_what_it_may() {
    let (sources, crates) = (sources(), crates());
    for (room, may) in MAY_USE {
        for (module, code) in
            sources.iter().filter(|(module, _)| module.first().is_some_and(|top| top == room))
        {
            let rooms = used(module, code, &sources).into_iter().filter_map(|path| path.into_iter().next());
            let crates = crates.iter().filter(|name| names(code, &format!("{name}::"))).cloned();
            let used: BTreeSet<_> = rooms.chain(crates).filter(|name| name != room).collect();
            let other: Vec<_> = used.iter().filter(|name| !may.split(' ').any(|one| one == *name)).collect();
            assert!(other.is_empty(), "{} uses {other:?}", module.join("::"));
        }
    }
}

/// The modules that call the file system: behind the gate; where a config file and what it names are found.
const OPENS_FILES: [&str; 3] = ["ledger::file::disk", "config", "external::notify"];

/// How it is called. Reading a `Metadata` is not a call.
const CALLS: [&str; 11] = [
    "fs::metadata",
    "fs::symlink_metadata",
    "fs::read",
    "fs::write",
    "fs::remove",
    "fs::rename",
    "OpenOptions::",
    "File::",
    "path.is_symlink()",
    ".try_exists()",
    ".canonicalize()",
];

#[test]
fn the_file_system_is_called_behind_the_gate() {
    for (module, code) in sources() {
        let module = module.join("::");
        let calls: Vec<_> = CALLS.iter().filter(|call| names(&code, call)).collect();
        // A store asks the gate whether its file exists.
        let exists = code.matches(".exists()").count() - code.matches("store.exists()").count();
        let exists = exists - code.matches("self.exists()").count();
        let is_behind = calls.is_empty() && exists == 0;
        assert!(is_behind || OPENS_FILES.contains(&module.as_str()), "{module} calls {calls:?} {exists}");
    }
}

#[test]
fn each_crate_has_its_reason() {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("ARCHITECTURE.md")).unwrap();
    let (_, table) = text.split_once("\n## Libraries, and why\n\n").unwrap();
    let rows = table.lines().skip(2).take_while(|line| !line.is_empty());
    let named: Vec<_> = rows.flat_map(|row| row.split('|').nth(1).unwrap().trim().split(", ")).collect();
    let named: Vec<_> = named.iter().map(|name| name.replace('-', "_")).collect();
    let missing: Vec<_> = crates().into_iter().filter(|name| !named.contains(name)).collect();
    assert_eq!(missing, [""; 0], "say in ARCHITECTURE.md what they are for");
}

/// Returns the crates that owed uses, as code names them.
fn crates() -> Vec<String> {
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap();
    let (_, dependencies) = manifest.split_once("[dependencies]\n").unwrap();
    let lines = dependencies.lines().take_while(|line| !line.is_empty());
    lines.map(|line| line.split(' ').next().unwrap().replace('-', "_")).collect()
}

/// Returns true if code has these words, and not at the end of a longer one.
fn names(code: &str, words: &str) -> bool {
    code.match_indices(words).any(|(at, _)| {
        let before = code[..at].chars().next_back().unwrap_or(' ');
        words.starts_with('.') || !(before.is_alphanumeric() || before == '_')
    })
}

#[test]
fn a_circle_is_found_wherever_it_is_closed() {
    let sources = sources();
    for (module, code, circle) in [
        ("rules::time", "use crate::when::say;", "rules::time uses when::say"),
        ("out", "use crate::{text, views::list as shown};", "out uses views::list"),
        ("when::tokens", "use super::{Way, cursor::Cursor, words};", "when::tokens uses when::cursor"),
        (
            "ledger::canonical::writer",
            "fn f() { crate::ledger::change::apply }",
            "ledger::canonical::writer uses ",
        ),
        ("ledger::file::disk", "use super::super::{change, file::store::Store};", "ledger::file::disk uses "),
    ] {
        let mut sources = sources.clone();
        sources.get_mut(&path(module)).unwrap().push_str(code);
        let found = circles(&sources).join("\n");
        assert!(found.contains(circle), "{module}: {code}: {found:?}");
    }
}

#[test]
fn processes_are_started_in_external_only() {
    let sources = sources();
    let starts = sources.iter().filter(|(_, code)| code.contains("std::process"));
    let rooms: BTreeSet<_> = starts.map(|(module, _)| module[0].as_str()).collect();
    assert_eq!(rooms, BTreeSet::from(["external"]));
}

#[test]
fn questions_are_drawn_in_one_place() {
    let sources = sources();
    let draws: Vec<_> = sources.iter().filter(|(_, code)| names(code, "dialoguer::")).collect();
    assert_eq!(draws.into_iter().map(|(module, _)| module.join("::")).collect::<Vec<_>>(), ["external::ask"]);
}

/// The modules whose ranges are of something else than bytes or text.
const RANGES_OF_OTHERS: [&str; 1] = ["rules::ids"];

#[test]
fn a_wrong_offset_is_refused_and_not_made_an_empty_text() {
    assert_eq!(emptied("text.get(at..)\n    .unwrap_or_default()"), ["get(at..).unwrap_or_default()"]);
    assert_eq!(emptied("text.get(..f(1)).unwrap_or(\"\")"), ["get(..f(1)).unwrap_or(\"\")"]);
    assert_eq!(emptied("text.get(at..).ok_or(1); text.get(at).unwrap_or_default()"), [""; 0]);
    for (module, code) in sources() {
        let module = module.join("::");
        let emptied = emptied(&code);
        assert!(emptied.is_empty() || RANGES_OF_OTHERS.contains(&&*module), "{module}: {emptied:?}");
    }
}

/// Returns the calls that make a part of a text or of bytes empty where it is outside.
fn emptied(code: &str) -> Vec<String> {
    let code: String = code.chars().filter(|letter| !letter.is_whitespace()).collect();
    let calls = ["get(", "get_mut(", "split_at_checked("];
    let starts = calls.iter().flat_map(|call| code.match_indices(&format!(".{call}")).collect::<Vec<_>>());
    let call = |(start, _): (usize, &str)| {
        let mut depth = 0;
        let closes = |(at, letter)| {
            depth += i32::from(letter == '(') - i32::from(letter == ')');
            (letter == ')' && depth == 0).then_some(at)
        };
        let rest = &code[start + 1..];
        let (call, then) = rest.split_at(rest.char_indices().find_map(closes)? + 1);
        let ends =
            [".unwrap_or_default()", ".unwrap_or(\"\")", ".unwrap_or(&[])", ".map_or(\"\"", ".map_or(&[]"];
        let empty = ends.into_iter().find(|end| then.starts_with(end))?;
        (call.contains("..") || call.starts_with("split")).then(|| [call, empty].concat())
    };
    starts.filter_map(call).collect()
}

#[test]
fn what_tests_and_comments_name_is_no_use() {
    for code in [
        "//! See [`crate::when`].\n",
        "#[cfg(test)]\nmod tests {\n    use crate::when::say;\n}\n",
        "use super::time;\nuse super::Kind;\nuse self::inner::Thing;\n",
    ] {
        let mut sources = sources();
        sources.insert(path("rules::time"), code_of(code).0);
        assert_eq!(circles(&sources), [""; 0], "{code}");
    }
}

fn path(module: &str) -> Module {
    module.split("::").map(str::to_owned).collect()
}

fn sources() -> Sources {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (mut all, mut tests) = (Sources::new(), BTreeSet::new());
    gather(&src, &Module::new(), &mut all, &mut tests);
    assert!(all.len() > 100, "{}", all.len());
    all.retain(|module, _| !tests.iter().any(|test: &Module| module.starts_with(test)));
    // One module is shared by the tests of two rooms.
    all.retain(|module, _| !module.iter().any(|name| name == "tests"));
    all
}

/// Reads the modules of a folder; `tests` gets those that are compiled for tests only.
fn gather(folder: &Path, within: &Module, all: &mut Sources, tests: &mut BTreeSet<Module>) {
    for file in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let name = file.file_name().into_string().unwrap();
        let stem = name.trim_end_matches(".rs").to_owned();
        let module = match stem.as_str() {
            "lib" | "main" => continue,
            "mod" => within.clone(),
            _ => [within.as_slice(), &[stem]].concat(),
        };
        if file.path().is_dir() {
            gather(&file.path(), &module, all, tests);
            continue;
        }
        let (code, inside) = code_of(&fs::read_to_string(file.path()).unwrap());
        tests.extend(inside.into_iter().map(|test| [module.as_slice(), &[test]].concat()));
        all.insert(module, code);
    }
}

/// Returns the code of a file without comments and its tests, and the names of its test modules.
fn code_of(text: &str) -> (String, Vec<String>) {
    let lines = text.lines().map(|line| line.split("//").next().unwrap_or_default());
    let (mut code, mut tests, mut is_test) = (String::new(), Vec::new(), false);
    for line in lines {
        let declared = line.trim_start().strip_prefix("mod ");
        match declared {
            Some(name) if is_test && name.ends_with(';') => tests.push(name.trim_end_matches(';').to_owned()),
            // The tests of a file are at its end.
            Some(_) if is_test => break,
            _ => code.extend([line, "\n"]),
        }
        let is_attribute = line.starts_with("#[");
        is_test = line == "#[cfg(test)]" || is_test && is_attribute;
    }
    (code, tests)
}

/// Returns every circle, with who uses what in it: one for each group of modules side by side.
fn circles(sources: &Sources) -> Vec<String> {
    let mut levels: BTreeMap<Module, Uses> = BTreeMap::new();
    for (module, code) in sources {
        for used in used(module, code, sources) {
            let shared = module.iter().zip(&used).take_while(|(one, other)| one == other).count();
            if let (Some(from), Some(to)) = (module.get(shared), used.get(shared)) {
                let place = format!("{} uses {}", module.join("::"), used.join("::"));
                let uses = levels.entry(module[..shared].to_vec()).or_default();
                uses.entry(from.clone()).or_default().entry(to.clone()).or_insert(place);
            }
        }
    }
    levels.values_mut().filter_map(circle).collect()
}

fn circle(uses: &mut Uses) -> Option<String> {
    // A module that uses none of the others is below them all.
    loop {
        let left: BTreeSet<String> = uses.keys().cloned().collect();
        uses.values_mut().for_each(|used| used.retain(|name, _| left.contains(name)));
        uses.retain(|_, used| !used.is_empty());
        if uses.len() == left.len() {
            break;
        }
    }
    let (mut seen, mut at): (Vec<&String>, _) = (Vec::new(), uses.keys().next()?);
    while !seen.contains(&at) {
        seen.push(at);
        at = uses[at].keys().next()?;
    }
    let places = seen.iter().skip_while(|name| **name != at).map(|name| uses[*name].values().next());
    Some(
        places.collect::<Option<Vec<_>>>()?.iter().map(|place| place.as_str()).collect::<Vec<_>>().join(", "),
    )
}

/// Returns the modules that a module names by a path from `crate` or `super`.
fn used(module: &Module, code: &str, sources: &Sources) -> BTreeSet<Module> {
    let mut paths = Vec::new();
    for word in ["crate::", "super::"] {
        for (at, _) in code.match_indices(word) {
            // `super::super::` is read from its beginning.
            if !code[..at].ends_with("super::")
                && !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_')
            {
                read(&code[at..], module.clone(), &mut paths);
            }
        }
    }
    let known = |mut path: Module| {
        while !path.is_empty() && !sources.keys().any(|module| module.starts_with(&path)) {
            path.pop();
        }
        path
    };
    paths.into_iter().map(known).collect()
}

/// Reads one path, or a tree of them as in `use`, from the beginning of a text; returns its length.
fn read(text: &str, from: Module, paths: &mut Vec<Module>) -> usize {
    let (mut path, mut at) = (from, 0);
    loop {
        let rest = &text[at..];
        let blank = rest.len() - rest.trim_start().len();
        let rest = &rest[blank..];
        at += blank;
        if rest.starts_with('{') {
            at += 1;
            while !text[at..].starts_with('}') {
                at += read(&text[at..], path.clone(), paths);
                at += text[at..].find([',', '}']).unwrap();
                at += usize::from(text[at..].starts_with(','));
                at += text[at..].len() - text[at..].trim_start().len();
            }
            return at + 1;
        }
        let name = &rest[..rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len())];
        at += name.len();
        match name {
            "crate" => path.clear(),
            "super" => drop(path.pop()),
            "self" | "" => {}
            name => path.push(name.to_owned()),
        }
        if !text[at..].starts_with("::") || name.is_empty() {
            paths.push(path);
            return at;
        }
        at += 2;
    }
}
