//! The files that are made from the program, so that they cannot drift: the man pages in `man/`, the scripts for shells
//! in `completions/` and the tables of keys in the reference. `UPDATE=1 cargo test --test it generated` updates them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use clap_mangen::Man;
use clap_mangen::roff::{Roff, roman};
use owed::inside::help::markdown::Block;
use owed::inside::help::{self, TOPICS, Topic};
use owed::inside::{Commitment, Deed, Did, Figures, Key, Number, Reason, Word as _, clause};

use crate::support::{TestEnv, reader};

/// Each shell, and the name under which it looks for the script of a command.
const SHELLS: [(&str, &str); 5] = [
    ("bash", "owed.bash"),
    ("zsh", "_owed"),
    ("fish", "owed.fish"),
    ("powershell", "_owed.ps1"),
    ("elvish", "owed.elv"),
];

#[test]
fn the_man_pages_say_what_the_help_says() {
    let root = owed::inside::help::whole(0);
    let verbs: Vec<_> = root.get_subcommands().filter(|verb| !verb.is_hide_set()).cloned().collect();
    let mut pages: BTreeMap<_, _> = TOPICS.iter().map(topic).collect();
    pages.extend(verbs.into_iter().chain([root]).map(|command| {
        let name = command.get_display_name().unwrap_or(command.get_name()).to_owned();
        // The version of a release would make every page differ.
        let man = Man::new(command.version("")).title(name.to_uppercase()).date(changed());
        let mut page = Vec::new();
        man.source("owed").manual("owed").render(&mut page).unwrap();
        (format!("{name}.1"), grouped(&tidied(&String::from_utf8(page).unwrap())))
    }));
    assert_current("man", pages);
}

/// Returns the page of a topic, in section 7, by its name.
fn topic(topic: &Topic) -> (String, String) {
    let mut page = Roff::new();
    let name = format!("owed-{}", topic.name);
    page.control("TH", [name.to_uppercase().as_str(), "7", &changed(), "owed", "owed"]);
    page.control("SH", ["NAME"]).text([roman(format!("{name} - {}", topic.about))]);
    page.control("SH", ["DESCRIPTION"]);
    for block in topic.blocks() {
        match block {
            Block::Heading(1, _) => &mut page,
            Block::Heading(2, title) => page.control("SH", [title.to_uppercase().as_str()]),
            Block::Heading(_, title) => page.control("SS", [title.as_str()]),
            Block::Text(words) => page.control("PP", []).text([roman(words)]),
            Block::Point(_, sign, words) => page.control("IP", [sign.as_str(), "4"]).text([roman(words)]),
            Block::Code(lines) => {
                page.control("PP", []).control("in", ["+4n"]).control("nf", []);
                page.text([roman(lines.trim_end())]).control("fi", []).control("in", [])
            }
            Block::Table(head, rows) => {
                for row in rows {
                    page.control("TP", []).text([roman(row[0].clone())]);
                    for (place, cell) in row.iter().enumerate().skip(1).filter(|(_, cell)| !cell.is_empty()) {
                        let head = if place == 1 || head[place].is_empty() {
                            String::new()
                        } else {
                            format!("{}: ", head[place])
                        };
                        let line = roman(format!("{head}{cell}"));
                        if place > 1 {
                            page.control("br", []);
                        }
                        page.text([line]);
                    }
                }
                &mut page
            }
        };
    }
    let page = page.to_roff();
    // A heading begins a paragraph by itself.
    let is_heading = |line: &str| line.starts_with(".SH") || line.starts_with(".SS");
    let before = std::iter::once("").chain(page.lines());
    let lines = before.zip(page.lines()).filter(|(before, line)| *line != ".PP" || !is_heading(before));
    let page: String = lines.map(|(_, line)| format!("{line}\n")).collect();
    (format!("{name}.7"), tidied(&page))
}

/// Returns the first page with the verbs by what people do, and with what else there is to read.
fn grouped(page: &str) -> String {
    let Some((before, verbs)) = page.split_once(".SH SUBCOMMANDS\n") else { return page.to_owned() };
    let (mut page, mut group) = (format!("{before}.SH SUBCOMMANDS\n"), None);
    for part in verbs.split_inclusive(".TP\n") {
        let name = part.strip_prefix("owed\\-").and_then(|rest| rest.split('(').next());
        let next = name.and_then(help::group);
        if let Some(name) = next.filter(|_| next != group) {
            group = next;
            page.truncate(page.len() - ".TP\n".len());
            page += &format!(".SS {}\n.TP\n", name.replace(' ', "\\ "));
        }
        page += part;
    }
    let topics: Vec<_> = TOPICS.iter().map(|topic| format!(".BR owed\\-{} (7)", topic.name)).collect();
    page + ".SH SEE ALSO\n" + &topics.join(",\n") + "\n"
}

/// Returns the date of the man pages: that of the last release, by the changelog; the day of the first commit before one.
fn changed() -> String {
    let changes = include_str!("../../CHANGELOG.md");
    let released = changes.lines().find_map(|line| line.strip_prefix("## [")?.split_once("] - "));
    released.map_or("2026-11-22", |(_, date)| date).to_owned()
}

/// Returns a page of clap_mangen as mandoc wants one: no blank line between two breaks, none at the end of a line, no line of
/// more than 80 bytes but an example, and no version where there is none.
fn tidied(page: &str) -> String {
    let page = page.replace("\n.br\n\n.br\n", "\n.sp\n").replace(".SH VERSION\nv\n", "");
    let page = page.replace(".SH EXTRA\n", ".SH NOTES\n");
    let (page, examples) = page.split_once("\n\nExamples:\n").unwrap_or((&page, ""));
    let text: String = page.lines().map(|line| broken(line.trim_end())).collect();
    let examples: String = examples.lines().map(|line| format!("{}\n", line.trim_start())).collect();
    if examples.is_empty() { text } else { format!("{text}.SH EXAMPLES\n.nf\n{examples}.fi\n") }
}

/// Returns a line of text as several. None begins with a sign that makes it a request.
fn broken(line: &str) -> String {
    if line.starts_with('.') {
        return format!("{line}\n");
    }
    // mandoc counts other letters as it writes them: `\[u2026]`.
    let bytes = |word: &str| word.chars().map(|letter| if letter.is_ascii() { 1 } else { 9 }).sum::<usize>();
    let (mut lines, mut length) = (String::new(), 0);
    for word in line.split(' ') {
        let fits =
            length == 0 || length + 1 + bytes(word) <= 80 || word.starts_with(['.', '\'']) || word.is_empty();
        if length > 0 {
            lines.push(if fits { ' ' } else { '\n' });
        }
        length = if fits { length + 1 } else { 0 } + bytes(word);
        lines.push_str(word);
    }
    lines + "\n"
}

#[test]
fn mandoc_finds_nothing_in_the_man_pages() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("man");
    let pages = fs::read_dir(&folder).unwrap().map(|page| page.unwrap().path());
    let Some(mandoc) = reader::installed("mandoc") else { return };
    let said = Command::new(mandoc).args(["-T", "lint", "-W", "all"]).args(pages).output().unwrap();
    assert_eq!(String::from_utf8(said.stdout).unwrap(), "");
}

#[test]
fn a_line_for_mandoc_is_broken_between_words_and_begins_with_no_request() {
    assert_eq!(broken("short"), "short\n");
    let long = format!("{} .b 'c {}", "a".repeat(78), "d".repeat(80));
    assert_eq!(broken(&long), format!("{} .b 'c\n{}\n", "a".repeat(78), "d".repeat(80)));
    assert_eq!(broken(&format!(".TH {}", "a b ".repeat(40))), format!(".TH {}\n", "a b ".repeat(40)));
}

#[test]
fn the_completions_are_what_the_program_prints() {
    let scripts = SHELLS.map(|(shell, name)| {
        let said = TestEnv::new().owed(&format!("completions {shell}"));
        assert_eq!((said.stderr.as_str(), said.status), ("", 0), "{shell}");
        (name.to_owned(), said.stdout)
    });
    assert_current("completions", scripts.into());
}

#[test]
fn the_reference_of_the_ledger_has_every_key_and_every_event() {
    let fields = Commitment::KEYS.iter().map(|(key, meaning)| {
        let needed = if key.is_needed { "required" } else { "" };
        format!("| `{}` | {} | {needed} |\n", key.name, clause(meaning))
    });
    let history = "| `history` | what happened since, a list of [events](#events) |  |\n".to_owned();
    assert_table(
        "docs/ledger.md",
        "| key | value | |\n|---|---|---|\n",
        &fields.chain([history]).collect::<String>(),
    );
    let events = Did::ALL.iter().map(|did| {
        let key = |key: &Key| format!("`{}`{}", key.name, if key.is_needed { "" } else { "?" });
        let keys: Vec<_> = Deed::keys(*did).iter().map(key).collect();
        format!("| `{}` | {} | {} |\n", did.name(), keys.join(", "), did.clause())
    });
    let head = "| `did` | other keys | meaning |\n|---|---|---|\n";
    assert_table("docs/ledger.md", head, &events.collect::<String>());
}

#[test]
fn the_reference_of_json_has_every_reason() {
    let reasons = Reason::ALL.map(|reason| format!("| `{}` | {} |\n", reason.name(), reason.clause()));
    assert_table("docs/json.md", "| reason | meaning |\n|---|---|\n", &reasons.concat());
}

#[test]
fn the_reference_of_json_has_every_figure() {
    let figures = Figures::default().all().into_iter();
    let rows = figures.map(|(key, meaning, number)| {
        let rate = if matches!(number, Number::Rate(_)) { "rate: " } else { "" };
        format!("| `{key}` | {rate}{} |\n", clause(meaning))
    });
    assert_table("docs/json.md", "counted.\n\n| key | meaning |\n|---|---|\n", &rows.collect::<String>());
}

/// Checks that these are the rows of the table with this head; with `UPDATE`, makes it so.
fn assert_table(file: &str, head: &str, rows: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    let text = fs::read_to_string(&path).unwrap();
    let (before, rest) = text.split_once(head).unwrap();
    let (found, after) = rest.split_once("\n\n").unwrap();
    #[expect(clippy::disallowed_methods, reason = "asked for by the person who runs the tests")]
    if std::env::var_os("UPDATE").is_some() && found != rows.trim_end() {
        return fs::write(&path, format!("{before}{head}{rows}\n{after}")).unwrap();
    }
    assert!(
        found == rows.trim_end(),
        "{file} is not current: UPDATE=1 cargo test --test it generated\n{found}\n{rows}"
    );
}

/// Checks that a folder holds exactly these files; with `UPDATE`, makes it so.
fn assert_current(folder: &str, wanted: BTreeMap<String, String>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    #[expect(clippy::disallowed_methods, reason = "asked for by the person who runs the tests")]
    if std::env::var_os("UPDATE").is_some() {
        fs::remove_dir_all(&folder).unwrap();
        fs::create_dir(&folder).unwrap();
        wanted.iter().for_each(|(name, text)| fs::write(folder.join(name), text).unwrap());
    }
    let read = |file: fs::DirEntry| {
        (file.file_name().into_string().unwrap(), fs::read_to_string(file.path()).unwrap())
    };
    let found: BTreeMap<_, _> = fs::read_dir(&folder).unwrap().map(|file| read(file.unwrap())).collect();
    let names = found.keys().chain(wanted.keys());
    let differing: Vec<_> = names.filter(|name| found.get(*name) != wanted.get(*name)).collect();
    assert!(
        differing.is_empty(),
        "`UPDATE=1 cargo test --test it generated` makes these in {} anew: {differing:?}",
        folder.display()
    );
}
