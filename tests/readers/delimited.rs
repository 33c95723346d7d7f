//! csv and tsv, read by Miller, Python, SQLite and awk: the cells are the values of the JSON.

use owed::inside::unguard;
use serde_json::{Map, Value};

use crate::reader::{Read, python, run};
use crate::support::{RULES, TestEnv};
use crate::{NASTY, TEAM, check, commitments, owed, printed, same, shown};

/// The keys that no row has: objects, and lists of them.
const NO_CELLS: [&str; 4] = ["cycles", "stated", "extra", "history"];

/// Returns what the rows have to say: every other key with its value as a text.
fn rows(objects: &[Value]) -> Vec<Map<String, Value>> {
    let row = |object: &Value| {
        let keys = object.as_object().unwrap().iter().filter(|(key, _)| !NO_CELLS.contains(&key.as_str()));
        keys.map(|(key, value)| (key.clone(), Value::String(text(value)))).collect()
    };
    objects.iter().map(row).collect()
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => shown(text, "\n\t\r"),
        Value::Array(list) => list.iter().map(text).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}

/// Compares rows that a reader has as JSON with those of a ledger. No cell may be a formula.
fn compare(read: &str, wanted: &[Map<String, Value>]) -> Result<(), String> {
    let mut rows: Vec<Map<String, Value>> = serde_json::from_str(read).map_err(|error| error.to_string())?;
    for cell in rows.iter_mut().flat_map(Map::values_mut) {
        // A cell that is missing, or one too many, is no text.
        let text = cell.as_str().ok_or("a row has more cells than the head, or fewer")?;
        if text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']) {
            return Err(format!("this is a formula: {text}"));
        }
        *cell = unguard(text).into();
    }
    let keys = |rows: &[Map<String, Value>]| {
        rows.iter().map(|row| row.keys().cloned().collect::<Vec<_>>()).collect::<Vec<_>>()
    };
    same(&keys(&rows), &keys(wanted))?;
    same(&rows, &wanted.to_vec())
}

/// What every reader of csv refuses: a text without its quotes, a formula, a line of the head too few, a row cut off.
const BAD_CSV: [(&str, &str); 4] = [
    ("\"due,limit\"", "due,limit"),
    ("\"'=HYPERLINK", "\"=HYPERLINK"),
    ("id,short,", "id,"),
    (",1,,,ledger.toml\nfghjkmnp", ",1,,ledger.toml\nfghjkmnp"),
];

/// The same of tsv.
const BAD_TSV: [(&str, &str); 4] = [
    ("line one\\nline", "line one\nline"),
    ("'=HYPERLINK", "=HYPERLINK"),
    ("\tshort\t", "\t"),
    ("'\\tTab", "'\tTab"),
];

fn try_reader(format: &str, bad: &[(&str, &str)], read: impl Fn(&str) -> Option<Read>) {
    for ledger in [TEAM, NASTY] {
        let good = printed(ledger, &format!("list --all --format {format}"));
        let wanted = rows(&commitments(ledger));
        let bad = bad.iter().map(|(from, to)| good.replace(from, to));
        let bad: Vec<_> = bad.filter(|bad| ledger == NASTY || *bad != good).collect();
        check(&good, &bad.iter().map(String::as_str).collect::<Vec<_>>(), |text| {
            Some(read(text)?.and_then(|rows| compare(&rows, &wanted)))
        });
    }
}

#[test]
fn python_reads_the_csv() {
    let script = "
text = io.TextIOWrapper(sys.stdin.buffer, encoding='utf-8', newline='')
print(json.dumps(list(csv.DictReader(text, strict=True))))";
    try_reader("csv", &BAD_CSV, |text| python(&["csv"], script, text));
}

#[test]
fn sqlite_imports_the_csv() {
    let commands =
        [":memory:", "-cmd", ".import --csv /dev/stdin t", "-cmd", ".mode json", "select * from t"];
    try_reader("csv", &BAD_CSV, |text| run("sqlite3", &commands, text));
}

#[test]
fn miller_reads_the_csv_but_for_carriage_returns() {
    // It reads the line end `\r\n` inside quotes as `\n`.
    try_reader("csv", &BAD_CSV, |text| {
        let read = run("mlr", &["--icsv", "--ojson", "-S", "cat"], &text.replace('\r', "CR"))?;
        Some(read.map(|rows| rows.replace("CR", "\\r")))
    });
}

#[test]
fn miller_reads_the_tsv() {
    try_reader("tsv", &BAD_TSV, |text| run("mlr", &["--itsv", "--ojson", "-S", "cat"], text));
}

#[test]
fn python_reads_the_tsv_a_record_a_line() {
    let script = r"
def plain(cell):
    return re.sub(r'\\(.)', lambda found: {'t': '\t', 'n': '\n', 'r': '\r'}.get(found[1], found[1]), cell)
lines = csv.reader(sys.stdin.read().removesuffix('\n').split('\n'), delimiter='\t', quoting=csv.QUOTE_NONE)
head, *rows = [[plain(cell) for cell in line] for line in lines]
print(json.dumps([dict(zip(head, row, strict=True)) for row in rows]))";
    try_reader("tsv", &BAD_TSV, |text| python(&["csv", "re"], script, text));
}

#[test]
fn the_rows_of_a_report_have_the_figures_of_its_groups() {
    for ledger in [TEAM, NASTY] {
        for line in ["report", "report --by owner", "report --by kind,owner"] {
            let json = owed(ledger, &format!("{line} --json")).json();
            let groups = json["groups"].as_array().unwrap().clone();
            let of = if json["by"].is_null() { vec![json["total"].clone()] } else { groups };
            let wanted = of.iter().map(|figures| {
                let mut row = Map::from_iter([
                    ("by".to_owned(), json["by"].clone()),
                    ("key".to_owned(), figures.get("key").cloned().unwrap_or_default()),
                ]);
                row.extend(figures.as_object().unwrap().clone());
                row.remove("keys");
                Value::Object(row)
            });
            let wanted = rows(&wanted.collect::<Vec<_>>());
            for (format, input) in [("csv", "--icsv"), ("tsv", "--itsv")] {
                let said = printed(ledger, &format!("{line} --format {format}"));
                if let Some(read) = run("mlr", &[input, "--ojson", "-S", "cat"], &said) {
                    assert_eq!(read.and_then(|rows| compare(&rows, &wanted)), Ok(()), "{line}");
                }
            }
        }
    }
}

#[test]
fn nothing_to_list_is_the_head_alone() {
    for format in ["csv", "tsv"] {
        let all = printed(TEAM, &format!("list --all --format {format}"));
        let none = printed(TEAM, &format!("overdue --owner sam --format {format}"));
        assert_eq!(none, all.split_inclusive('\n').next().unwrap());
    }
}

#[test]
fn texts_come_back_by_import_as_they_were() {
    let rows = printed(NASTY, "list --all --format csv");
    let env = TestEnv::new().ledger(RULES).file("rows.csv", rows);
    let said = env.owed("import rows.csv --from csv --map ref=id");
    assert_eq!((said.stderr.as_str(), said.status), ("", 0), "{said}");
    let there = env.owed("list --all --json").json()["commitments"].as_array().unwrap().clone();
    let texts = |of: &Value| ["to", "what", "owner", "contact"].map(|key| text(&of[key]));
    for was in commitments(NASTY) {
        let id = was["id"].as_str().unwrap();
        let is = there.iter().find(|one| one["ref"].as_str().unwrap().ends_with(id)).unwrap();
        assert_eq!(texts(is), texts(&was));
    }
}

#[test]
fn awk_finds_a_cell_of_the_tsv_by_its_number() {
    let said = printed(NASTY, "overdue --format tsv");
    let Some(read) = run("awk", &["-F", "\t", "NR > 1 { print $1, NF }"], &said) else { return };
    let cells = said.lines().next().unwrap().split('\t').count();
    assert_eq!(read, Ok(format!("bcdfghjk {cells}\ncdfghjkm {cells}\n")));
}
