//! A ledger, a name and an argument from somebody who means harm: none of them acts on a terminal, forges a line or
//! changes what a script reads. Every verb, every answer, every error.

use std::ffi::OsString;
use std::fs;
use std::os::unix::ffi::OsStringExt as _;
use std::path::PathBuf;

use clap::CommandFactory as _;
use owed::Cli;
use owed::Disk;
use owed::Stdin;
use proptest::prelude::*;
use serde_json::Value;
use tempfile::TempDir;

use crate::support::{NOW, Process, Said};

/// The placeholder for a hostile text in the lines below.
const TEXT: &str = "TEXT";

/// The lines to type, one a way; a line is split at its blanks. Every verb must be here.
const LINES: &[&str] = &[
    "",
    "TEXT",
    "--TEXT",
    "--now TEXT",
    "--color TEXT",
    "--format TEXT list",
    "--ledger TEXT list",
    "merge-driver ledger.toml ledger.toml ledger.toml -o merged.toml --path TEXT",
    "list --all",
    "list --all --now 2030-01-01T00:00:00Z",
    "list --all --format ndjson",
    "list --all --format markdown",
    "list TEXT",
    "list --to TEXT",
    "list --owner TEXT",
    "overdue --owner TEXT",
    "overdue --tag TEXTtga",
    "list --kind TEXT",
    "list --tag TEXT",
    "list --class TEXT",
    "list --since TEXT",
    "list --TEXT",
    "list --to=a TEXT",
    "overdue",
    "today",
    "today TEXT",
    "today --format markdown",
    "log --since 2000-01-01",
    "forecast --confidence 1%",
    "report --calibration",
    "report --calibration --owner TEXT",
    "forecast TEXT",
    "forecast TEXTkind --confidence 1%",
    "forecast promise --owner TEXT",
    "forecast promise --by TEXT",
    "forecast promise --confidence TEXT",
    "list --likely TEXT",
    "log --by TEXT",
    "log --since TEXT",
    "log --since 2000-01-01 --format markdown",
    "log --since 2000-01-01 --format ndjson",
    "week",
    "week --within TEXT",
    "overdue --within TEXT",
    "overdue --at-risk --format junit",
    "overdue --at-risk --format github",
    "overdue --format prometheus",
    "report --format prometheus",
    "report --misses --by owner --format html",
    "check --all --format github",
    "show ccc",
    "show ddd",
    "show vvv",
    "show TEXT",
    "report --by owner",
    "report --by kind",
    "report --by customer",
    "report --by owner --misses --format markdown",
    "report --fail-under TEXT",
    "promise TEXT --to TEXT --by 2h --owner TEXT --tag TEXT --ref TEXT --contact TEXT",
    "promise TEXT --to TEXT --by TEXT",
    "promise TEXT --to TEXT -k TEXT",
    "promise TEXT --to TEXT -k TEXTkind",
    "promise TEXT --to TEXT --by 2h --follows TEXT",
    "done ccc",
    "done TEXT",
    "done word",
    "done ccc --at TEXT",
    "move ccc --by 3h --why TEXT",
    "move ddd --by TEXT --why TEXT",
    "told ccc TEXT",
    "told TEXT --tag TEXTtag",
    "told ccc TEXT --at 1990-01-01",
    "heard ccc TEXT",
    "heard vvv TEXT",
    "note ccc TEXT",
    "note TEXT TEXT",
    "wait ccc --why TEXT",
    "resume vvv",
    "resume TEXT",
    "hand ccc --to TEXT --why TEXT",
    "hand TEXT --owner dana --to TEXT --why TEXT --all",
    "move --tag TEXTtag --by 3h --why TEXT --dry-run",
    "cancel TEXT --owner TEXT --as void --why TEXT",
    "wait --to TEXT --why TEXT",
    "change ccc --kind email --why TEXT",
    "change ddd --kind TEXT --why TEXT",
    "change ccc --what TEXT --to TEXT --contact TEXT --ref TEXT --tag TEXT",
    "change ccc --untag TEXT",
    "change TEXT --tag x",
    "cancel ccc --why TEXT",
    "cancel ccc --why TEXT --as TEXT",
    "reopen ddd --by 3h --why TEXT",
    "reopen TEXT --by 3h --why TEXT",
    "rate ddd 5 TEXT",
    "rate TEXT 5 TEXT",
    "escalate ccc --to TEXT --why TEXT",
    "escalate --to TEXT",
    "escalate --dry-run",
    "escalate",
    "when TEXT",
    "when 2h -k TEXT",
    "between TEXT --and TEXT",
    "between 9am 11am --calendar TEXT",
    "policy",
    "check",
    "check --all",
    "undo --list",
    "undo",
    "undo TEXT",
    "archive --before TEXT",
    "archive --before tomorrow",
    "import rows.csv --from csv",
    "import rows.csv --from csv --skip-bad",
    "import rows.csv --from csv --update --skip-bad --dry-run",
    "import rows.csv --from csv --map to=TEXT",
    "import rows.csv --from csv --map TEXT=to",
    "import rows.csv --from TEXT",
    "import columns.csv --from csv",
    "import TEXT --from csv",
    "completions TEXT",
    "config",
    "help TEXT",
    "edit",
    "merge --take TEXT",
    "merge",
    "init",
    "init TEXT",
];

/// Pieces of text that mean harm, on one line and on several, and some that only look so.
const PIECES: [&str; 28] = [
    "\u{1b}[35m",
    "\u{1b}]0;x\u{7}",
    "\u{9b}35m",
    "\u{85}",
    "\u{7f}",
    "\u{8}\u{8}",
    "\r",
    "\t",
    "\nFORGED",
    "\r\nFORGED",
    "\n\nerror: FORGED\nhint: FORGED\n  tip: FORGED",
    "\u{2028}",
    "\u{202e}",
    "\u{2066}",
    "\u{61c}",
    "\u{200b}",
    "\u{200d}",
    "\u{feff}",
    "\u{e0041}",
    "\\",
    "\"",
    "'",
    "{}",
    "%s",
    "é",
    "東",
    "👩\u{200d}💻",
    " ",
];

/// Returns text that means harm.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => prop::sample::select(&PIECES[..]).prop_map(str::to_owned),
        2 => "[a-z]{1,6}",
        1 => any::<char>().prop_filter("no argument holds a NUL", |c| *c != '\0').prop_map(String::from),
    ];
    prop::collection::vec(piece, 1..8).prop_map(|pieces| pieces.concat())
}

/// Returns true if a letter moves a cursor, hides, or reverses text.
fn acts(letter: char) -> bool {
    (letter.is_control() && letter != '\n')
        || matches!(letter, '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(letter, '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

/// Returns a text as TOML, whatever is in it.
fn quoted(text: &str) -> String {
    let letters = text.chars().map(|letter| match letter {
        'a'..='z' | 'A'..='Z' | '0'..='9' | ' ' => letter.to_string(),
        letter => format!("\\U{:08X}", u32::from(letter)),
    });
    format!("\"{}\"", letters.collect::<String>())
}

/// Returns a ledger with this text everywhere it can be.
fn ledger(text: &str) -> String {
    let name = |what: &str| quoted(&format!("{text}{what}"));
    let (key, value) = (name("key"), quoted(text));
    let (kind, calendar, tag) = (name("kind"), name("calendar"), name("tag"));
    let week = "mon = [\"09:00-17:00\"]\ntue = [\"09:00-17:00\"]\nfri = [\"09:00-17:00\"]\n";
    let who = name("who");
    let block = |id: &str, history: &str| {
        format!(
            "\n[[commitment]]\nid = \"{id}\"\nkind = {kind}\nto = {who}\nwhat = {what}\nowner = {owner}\n\
             tags = [{tag}, {value}]\nref = {reference}\ncontact = {contact}\n\
             made = 2026-11-19T08:00:00-05:00\ndue = 2026-11-20T08:00:00-05:00\ntarget = \"8bh\"\n\
             calendar = {calendar}\nhistory = [\n{history}]\n{key} = {{ {key} = [{value}] }}\n",
            what = name("word"),
            owner = name("owner"),
            reference = name("ref"),
            contact = name("contact"),
        )
    };
    let event = |rest: &str| format!("  {{ at = 2026-11-20T08:30:00-05:00, {rest}, by = {who} }},\n");
    let all = [
        event(&format!("did = \"told\", note = {value}, {key} = {value}")),
        event(&format!("did = \"moved\", due = 2026-11-20T08:45:00-05:00, why = {value}, told = true")),
        event(&format!(
            "did = \"changed\", kind = {kind}, target = \"8bh\", calendar = {calendar}, why = {value}"
        )),
        event(&format!("did = \"handed\", to = {who}, why = {value}")),
        event(&format!("did = \"escalated\", to = {who}, why = {value}, rung = {value}")),
    ];
    let done = event("did = \"done\"");
    let waits = event(&format!("did = \"waiting\", why = {value}"));
    let silent = event(&format!("did = \"noted\", note = {value}")).replace("2026-11-20T08", "2026-11-19T07");
    format!(
        "format = 1\ntimezone = \"America/New_York\"\narchives = []\n\
         [kind.{kind}]\ntarget = \"8bh\"\nlimit = \"16bh\"\ncalendar = {calendar}\n\
         [calendar.{calendar}]\n{week}\n[{table}]\nx = {value}\n[owner.{owner}]\n\
         [[rung]]\nat = \"50%\"\nto = {who}\n[[rung]]\nat = \"100%\"\nkinds = [{kind}, {value}]\n{blocks}",
        table = name("table"),
        owner = name("owner"),
        blocks = [
            block("ccc33333", &all.concat()),
            block("ddd33333", &[all.concat(), done].concat()),
            block("vvv33333", &waits),
            block("zzz33333", &silent),
        ]
        .concat(),
    )
}

/// Ledgers that are refused, each with the text where a message may quote it.
fn refused(text: &str) -> Vec<Vec<u8>> {
    let whole = ledger(text);
    let value = quoted(text);
    let instead = |old: &str, new: &str| {
        let changed = whole.replacen(old, new, 1);
        assert_ne!(changed, whole, "{old}");
        changed.into_bytes()
    };
    let mut all = vec![
        instead("timezone = \"America/New_York\"", &format!("timezone = {value}")),
        instead("archives = []", &format!("archives = [{value}]")),
        instead("format = 1", &format!("format = {value}")),
        instead("target = \"8bh\"", &format!("target = {value}")),
        instead("limit = \"16bh\"", &format!("limti = {value}")),
        instead("mon = [\"09:00-17:00\"]", &format!("mon = [{value}]")),
        instead("mon = [\"09:00-17:00\"]", &format!("holidays = [{value}]")),
        instead("mon = [\"09:00-17:00\"]", &format!("timezone = {value}")),
        instead("at = \"50%\"", &format!("at = {value}")),
        instead("id = \"ccc33333\"", &format!("id = {value}")),
        instead("id = \"ccc33333\"", &format!("id = \"ccc33333\"\nclass = {value}")),
        instead("id = \"ccc33333\"", &format!("id = \"ccc33333\"\n[{value}")),
        instead("id = \"ccc33333\"", &format!("id = \"ccc33333\"\nfollows = {value}")),
        instead("id = \"ccc33333\"", &format!("id = \"ccc33333\"\n{value} = 1\n{value} = 2")),
        instead("did = \"told\"", &format!("did = {value}")),
        instead("did = \"done\"", &format!("did = \"cancelled\", as = {value}, why = \"x\"")),
        instead("made = 2026-11-19T08:00:00-05:00", &format!("made = {value}")),
        instead("target = \"8bh\"\ncalendar", &format!("target = {value}\ncalendar")),
        instead("archives = []", &format!("{value} = 1")),
        instead("limit = \"16bh\"", &format!("{value} = {value}")),
        instead("[[rung]]", &format!("[kinds.{value}]\ntarget = \"2h\"\n[[rung]]")),
        // As it is, where TOML does not allow it.
        instead("archives = []", &format!("archives = []\n# {text}\n{text}")),
        instead("id = \"ccc33333\"", &format!("id = {text}")),
        text.as_bytes().to_vec(),
    ];
    all.push([whole.as_bytes(), b"x = \"", text.as_bytes(), b"\xff\""].concat());
    all
}

struct Place {
    folder: TempDir,
    name: OsString,
}

/// How owed's output is seen.
#[derive(Clone, Copy, PartialEq)]
enum View {
    Pipe,
    Screen,
    Colours,
    Json,
}

impl Place {
    /// Returns a folder with that ledger in a file of a hostile name, and files to import.
    fn new(ledger: &[u8], text: &str) -> Self {
        let folder = TempDir::new().unwrap();
        let name: String = format!("l{}.toml", text.replace('/', "")).chars().take(40).collect();
        let place = Self { folder, name: name.into() };
        fs::write(place.ledger(), ledger).unwrap();
        let cell = format!("\"{}\"", text.replace('"', "\"\""));
        let rows = format!(
            "to,what,made,due,class,kind,{cell}\n\
             {cell},{cell},2026-11-19,2026-11-25,,,\n{cell},{cell},{cell},,,,\n{cell},x,2026-11-19,,,{cell},\n\
             {cell},x,2026-11-19,2026-11-25,{cell},,\n{cell},\"x\"{text},2026-11-19,2026-11-25,,,\n"
        );
        fs::write(place.folder.path().join("rows.csv"), rows).unwrap();
        fs::write(place.folder.path().join("columns.csv"), format!("{cell},{cell}x,{cell}y\n1,2,3\n"))
            .unwrap();
        place
    }

    fn ledger(&self) -> PathBuf {
        self.folder.path().join(&self.name)
    }

    fn owed(&self, line: &str, text: &str, view: View) -> Said {
        let here = self.folder.path();
        let word = |word: &str| match word.ends_with(".csv") {
            true => here.join(word).into_os_string(),
            false => word.replace(TEXT, text).into(),
        };
        let mut args: Vec<OsString> = line.split_ascii_whitespace().map(word).collect();
        match view {
            View::Pipe | View::Screen => {}
            View::Colours => args.extend(["--color".into(), "always".into()]),
            View::Json => args.push("--json".into()),
        }
        self.run(args, text, view)
    }

    fn run(&self, args: Vec<OsString>, text: &str, view: View) -> Said {
        let env = |name: &str| match name {
            "OWED_LEDGER" => Some(self.ledger().into_os_string()),
            "OWED_NOW" => Some(NOW.into()),
            "OWED_ME" => Some(text.into()),
            "HOME" => Some(self.folder.path().join("home").into()),
            "XDG_CONFIG_HOME" => Some(self.folder.path().join("config").into()),
            "XDG_STATE_HOME" => Some(self.folder.path().join("state").into()),
            "TZ" => Some("America/New_York".into()),
            "EDITOR" => Some("false '\u{1b}[35m'".into()),
            _ => None,
        };
        let stdin = Stdin::closed();
        let terminal = (view == View::Screen).then_some(70);
        Process { env: &env, disk: Disk::real(), parts: 1, largest: owed::LARGEST, stdin, terminal }.run(args)
    }
}

/// Checks that no output acts, or is a line that only a hostile text can have made.
fn harmless(said: &Said, view: View, about: &str) {
    for text in [&said.stdout, &said.stderr] {
        let text = if view == View::Colours { without_colours(text) } else { text.to_owned() };
        if let Some(letter) = text.chars().find(|letter| acts(*letter)) {
            panic!("{about}: {letter:?} in {text:?}");
        }
        for line in text.lines().filter(|_| view != View::Screen) {
            let line = line.trim_start_matches(['|', ' ']);
            let line =
                ["error: ", "hint: ", "warning: "].iter().find_map(|l| line.strip_prefix(l)).unwrap_or(line);
            assert!(!line.starts_with("FORGED"), "{about}: {text:?}");
        }
    }
    assert!([0, 1, 2].contains(&said.status), "{about}");
}

/// Returns a text without owed's colours, which no hostile text here uses.
fn without_colours(text: &str) -> String {
    let colours =
        ["\u{1b}[0m", "\u{1b}[1m", "\u{1b}[2m", "\u{1b}[31m", "\u{1b}[32m", "\u{1b}[33m", "\u{1b}[4m"];
    colours.iter().fold(text.to_owned(), |text, colour| text.replace(colour, ""))
}

fn json(said: &Said, about: &str) -> Value {
    serde_json::from_str(&said.stdout).unwrap_or_else(|error| panic!("{about}: {error}"))
}

#[test]
fn every_verb_is_tried_with_hostile_texts() {
    for verb in Cli::command().get_subcommands() {
        let name = verb.get_name();
        assert!(LINES.iter().any(|line| line.split(' ').any(|word| word == name)), "{name}");
    }
}

/// Types lines with this text in the ledger and in the line, and looks at what is said.
fn try_lines(lines: &[&str], text: &str, views: &[View]) {
    let whole = ledger(text);
    for (line, view) in lines.iter().flat_map(|line| views.iter().map(move |view| (line, *view))) {
        let place = Place::new(whole.as_bytes(), text);
        if line.starts_with("undo") {
            harmless(&place.owed("note ccc TEXT", text, view), view, "note");
        }
        let said = place.owed(line, text, view);
        harmless(&said, view, line);
        if view == View::Json && said.status != 2 && !said.stdout.is_empty() && !line.contains("completions")
        {
            json(&said, line);
        }
    }
}

#[test]
fn nothing_that_means_harm_acts_in_any_view() {
    try_lines(LINES, &PIECES.concat(), &[View::Pipe, View::Screen, View::Colours, View::Json]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, max_shrink_iters: 40, ..ProptestConfig::default() })]

    // A few lines for each text: with more cases every line meets more texts, and none of them twice.
    #[test]
    fn nothing_from_a_ledger_or_an_argument_acts_on_a_terminal(
        text in hostile(),
        lines in prop::sample::subsequence(LINES, 8),
        second: prop::sample::Index,
    ) {
        try_lines(&lines, &text, &[View::Pipe, *second.get(&[View::Screen, View::Colours, View::Json])]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 40, ..ProptestConfig::default() })]

    #[test]
    fn no_error_says_anything_that_acts(text in hostile()) {
        for (number, broken) in refused(&text).into_iter().enumerate() {
            for (line, view) in [("overdue", View::Pipe), ("check", View::Screen), ("list --all", View::Json)] {
                let place = Place::new(&broken, &text);
                let said = place.owed(line, &text, view);
                harmless(&said, view, &format!("{number}: {line}"));
            }
        }
    }

    #[test]
    fn json_gives_back_what_the_ledger_says(text in hostile()) {
        let place = Place::new(ledger(&text).as_bytes(), &text);
        let said = place.owed("list --all", &text, View::Json);
        prop_assert_eq!(said.stderr.as_str(), "");
        let answer = json(&said, "list");
        let name = |what: &str| Value::from(format!("{text}{what}"));
        let all = answer["commitments"].as_array().unwrap();
        prop_assert_eq!(all.len(), 4);
        for one in all {
            let fields = [
                ("kind", "kind"), ("to", "who"), ("what", "word"), ("ref", "ref"), ("contact", "contact"),
                ("calendar", "calendar"),
            ];
            for (key, what) in fields {
                prop_assert_eq!(&one[key], &name(what), "{}", key);
            }
            prop_assert_eq!(&one["tags"], &Value::from(vec![format!("{text}tag"), text.clone()]));
            let key = format!("{text}key");
            prop_assert_eq!(&one["extra"][&key][&key][0], &Value::from(text.as_str()));
        }
        let told = all.iter().find(|one| one["id"] == "ccc33333").unwrap();
        prop_assert_eq!(&told["history"][0]["note"], &Value::from(text.as_str()));
        prop_assert_eq!(&told["extra"][&format!("history[0].{text}key")], &Value::from(text.as_str()));
        let policy = json(&place.owed("policy", &text, View::Json), "policy").to_string();
        let calendar = name("calendar").to_string();
        prop_assert!(policy.contains(&calendar));
    }

    #[test]
    fn an_undo_is_told_in_the_words_that_were_typed(text in hostile().prop_map(|text| format!("x{text}"))) {
        let place = Place::new(ledger(&text).as_bytes(), &text);
        let noted = place.owed("note ccc TEXT", &text, View::Pipe);
        prop_assert_eq!(noted.stderr.as_str(), "");
        let answer = json(&place.owed("undo --list", &text, View::Json), "undo --list");
        prop_assert_eq!(&answer["changes"][0]["what"], &Value::from(format!("note ccc {text}")));
    }
}

#[test]
fn the_notify_command_is_given_nothing_that_acts() {
    let text = PIECES.concat();
    let place = Place::new(ledger(&text).as_bytes(), &text);
    let folder = place.folder.path();
    fs::create_dir_all(folder.join("config/owed")).unwrap();
    let script = "cat > \"$0/json\"; env -0 | grep -z ^OWED_ | grep -zv ^OWED_LEDGER= > \"$0/variables\"";
    let command = ["/bin/sh", "-c", script, folder.to_str().unwrap()].map(quoted).join(", ");
    fs::write(folder.join("config/owed/config.toml"), format!("[notify]\ncommand = [{command}]\n")).unwrap();
    harmless(&place.owed("escalate", &text, View::Pipe), View::Pipe, "escalate");
    let given = ["json", "variables"].map(|name| fs::read(folder.join(name)).unwrap());
    for given in &given {
        let given = String::from_utf8(given.clone()).unwrap().replace('\0', "");
        assert!(!given.trim_end().contains(|letter| acts(letter) || letter == '\n'), "{given:?}");
    }
    let json: Value = serde_json::from_slice(&given[0]).unwrap();
    assert_eq!(json["to"], format!("{text}who"));
    assert!(String::from_utf8_lossy(&given[1]).contains("OWED_TO=\\x1b[35m"));
}

#[test]
fn an_argument_that_is_no_text_is_shown_without_what_acts() {
    let place = Place::new(ledger("x").as_bytes(), "x");
    for args in [&["list", "--kind"][..], &["show"], &["--ledger"], &["import", "--from", "csv"], &[]] {
        let args = args.iter().map(|arg| OsString::from(*arg));
        let bytes = OsString::from_vec(b"\xff\x1b[35m\x9b".to_vec());
        let args = args.into_iter().chain([bytes]).collect();
        harmless(&place.run(args, "x", View::Pipe), View::Pipe, "bytes");
    }
}
