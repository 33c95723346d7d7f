//! The JSON of every verb, held against its schema (`docs/json.md`) by two validators: Ajv, and jsonschema of Python.
//!
//! The schemas leave objects open, because keys are added. Here they are closed first: what a schema does not know is
//! refused, and so is every answer with a key less, a key more, a key under another name or a value of another type.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use clap::CommandFactory as _;
use owed::Cli;
use serde_json::{Map, Value, json};

use crate::reader::{Read, python, run};
use crate::support::{RULES, TestEnv};
use crate::{NASTY, NOON, TEAM};

/// Each command with what prepares for it, and the schema of what it prints.
const LINES: &[(&[&str], &str)] = &[
    (&["list --all --json"], "commitments"),
    (&["list --all --format ndjson"], "commitment"),
    (&["today --json"], "agenda"),
    (&["week --json"], "agenda"),
    (&["log --since 2000-01-01 --json"], "log"),
    (&["log --since 2000-01-01 --format ndjson"], "event"),
    (&["week --format ndjson"], "commitment"),
    (&["customer --json"], "customers"),
    (&["customer --format ndjson"], "customer"),
    (&["customer CUSTOMER --json"], "customer-page"),
    (&["customer CUSTOMER --rename 'New Name' --json"], "customers"),
    (&["overdue --at-risk --within 30d --json"], "commitments"),
    (&["overdue --at-risk --format ndjson"], "commitment"),
    (&["show OPEN --json"], "commitments"),
    (&["promise x --to y --by 2h --every 1w --json"], "commitments"),
    (&["done OPEN --json"], "commitments"),
    (&["move OPEN --by 2026-12-01 --why x --json"], "commitments"),
    (&["told OPEN hello --json"], "commitments"),
    (&["heard OPEN hello --json"], "commitments"),
    (&["note OPEN hello --at '2026-11-20 9:00' --json"], "commitments"),
    (&["wait OPEN --why x --until 8d --json"], "commitments"),
    (&["wait OPEN --why x", "resume OPEN --json"], "commitments"),
    (&["hand OPEN --to ada --why x --json"], "commitments"),
    (&["change OPEN --kind email --why x --told --json"], "commitments"),
    (&["cancel OPEN --as void --why x --json"], "commitments"),
    (&["reopen CLOSED --by 2h --why x --json"], "commitments"),
    (&["rate CLOSED 5 quick --json"], "commitments"),
    (&["edit --json"], "commitments"),
    (&["note OPEN hello", "undo --json"], "commitments"),
    (&["note OPEN hello", "undo --list --json"], "undo-list"),
    (&["note OPEN hello", "undo", "undo --list --json"], "undo-list"),
    (&["escalate --json"], "escalate"),
    (&["escalate OPEN --to ada --why x --no-notify --json"], "escalate-id"),
    (&["report --since 2026-11-01 --misses --json"], "report"),
    (&["report --since 2026-11-01 --by owner --misses --json"], "report"),
    (&["report --since 2026-11-01 --by tag,month --json"], "report"),
    (&["report --since 2026-11-01 --format ndjson"], "report-line"),
    (&["report --since 2026-11-01 --by tag --format ndjson"], "report-line"),
    (&["forecast callback --json"], "forecast"),
    (&["import past.csv", "report --calibration --owner dana --json"], "calibration"),
    (&["import past.csv", "forecast repair --owner dana --by 3d --confidence 75 --json"], "forecast"),
    (&["import past.csv", "forecast --owner dana --by 3d --confidence 75 --json"], "forecasts"),
    (&["import past.csv", "list --json"], "commitments"),
    (&["when '1 business day' --now '2026-11-22 12:00' --json"], "when"),
    (&["between 2026-11-20 2026-11-24 --json"], "between"),
    (&["config --json --no-pager --now 2026-11-20T12:00:00-05:00"], "config"),
    (&["check --all --json"], "check"),
    (&["policy --json"], "policy"),
    (&["policy --ledger ledger.toml --ledger other.toml --json"], "policies"),
    (&["policy --calendar CALENDAR --month 2026-12 --json"], "policy-month"),
    (&["init --ledger new.toml --json"], "commitments"),
    (&["import rows.csv --from csv --skip-bad --dry-run --json"], "import"),
    (&["import rows.csv --from csv --skip-bad --archive-closed --json"], "import"),
    (&["import --sources --json"], "import-sources"),
    (&["archive --before 2026-11-19 --json"], "archive"),
    (&["merge --take theirs --ledger marked.toml --json"], "commitments"),
];

/// A ledger with every key and every event.
const EVERY: &str = include_str!("every.toml");

/// Rows to import: new, unreadable, closed long ago, and closed on a day without a time.
const ROWS: &str = "to,what,made,due,closed\nGlobex,x,2026-11-19,2026-11-27,\nGlobex,y,,,\n\
    Acme,z,2025-01-02T10:00:00Z,2025-01-03T10:00:00Z,2025-01-03T09:00:00Z\n\
    Acme,w,2026-11-02T10:00:00Z,2026-11-03T10:00:00Z,2026-11-03\n";

/// A ledger that git could not merge: two versions of one due.
const MARKED: &str = "[[commitment]]\nid = \"bbb22222\"\nto = \"Acme\"\nwhat = \"x\"\nmade = 2026-11-19T08:00:00-05:00\n\
    <<<<<<< a\ndue = 2026-11-27T08:00:00-05:00\n=======\ndue = 2026-11-28T08:00:00-05:00\n>>>>>>> b\n";

/// Repairs that took a day each, and one that is open.
fn past() -> String {
    let done = (1..=14).map(|day| {
        format!("Acme,fix {day},dana,repair,2026-10-{day:02}T09:00:00Z,2026-11-01T09:00:00Z,2026-10-{:02}T09:00:00Z\n", day + 1)
    });
    let head = "to,what,owner,kind,made,due,done\n".to_owned();
    let open = "Acme,fix,dana,repair,2026-11-20T09:00:00Z,2026-11-27T09:00:00Z,\n".to_owned();
    std::iter::once(head).chain(done).chain([open]).collect()
}

/// The verbs that have no JSON.
const NONE: [&str; 3] = ["completions", "help", "merge-driver"];

/// Objects whose keys are names of the ledger.
const MAPS: [&str; 6] = ["extra", "archived", "files", "duplicates", "columns", "open"];

/// An answer, and the name of its schema.
type Case = (Value, &'static str);

fn schemas() -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schema");
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    files
        .map(|path| {
            (path.file_stem().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(path).unwrap())
        })
        .collect()
}

/// Returns the schemas as they are, or closed.
fn parsed(is_closed: bool) -> Map<String, Value> {
    let parse = |(name, text): (String, String)| {
        let closed = text.replace("Properties\": true", "Properties\": false");
        (name, serde_json::from_str(if is_closed { &closed } else { &text }).unwrap())
    };
    schemas().into_iter().map(parse).collect()
}

/// The ledgers, each with what it has for the words in capitals.
const LEDGERS: [(&str, &[(&str, &str)]); 4] = [
    (TEAM, &[("OPEN", "x9d"), ("CLOSED", "b3n"), ("CALENDAR", "office"), ("CUSTOMER", "acme")]),
    (NASTY, &[("OPEN", "dfg"), ("CLOSED", "fgh")]),
    (EVERY, &[("OPEN", "bbb"), ("CLOSED", "fff"), ("CALENDAR", "office"), ("CUSTOMER", "acme")]),
    (RULES, &[]),
];

/// Every answer of the lines, for each ledger that has what they need, with its schema.
static ANSWERS: LazyLock<Vec<Case>> = LazyLock::new(answers);

fn answers() -> Vec<Case> {
    let mut all = notices();
    for (ledger, words) in LEDGERS {
        for (lines, schema) in LINES {
            let put = |line: &&str| {
                words.iter().fold((*line).to_owned(), |line, (word, is)| line.replace(word, is))
            };
            let lines: Vec<_> = lines.iter().map(put).collect();
            if lines
                .iter()
                .any(|line| ["OPEN", "CLOSED", "CALENDAR", "CUSTOMER"].iter().any(|word| line.contains(word)))
            {
                continue;
            }
            let env = TestEnv::new()
                .ledger(ledger)
                .file("rows.csv", ROWS)
                .file("marked.toml", MARKED)
                .file("past.csv", past())
                .file("other.toml", RULES)
                .at(NOON);
            let env = env.env("EDITOR", "echo '# edited' >>");
            let said = lines.iter().fold(None, |_, line| Some(env.owed(line))).unwrap();
            assert!(said.status < 2, "{lines:?}: {said}");
            all.extend(said.stdout.lines().map(|line| (serde_json::from_str(line).unwrap(), *schema)));
        }
    }
    all
}

/// Returns what the notify command reads: of rungs, and of what somebody escalated.
fn notices() -> Vec<Case> {
    let env = TestEnv::new().ledger(EVERY).at(NOON);
    let file = env.path("notices");
    env.write_config(format!("[notify]\ncommand = [\"sh\", \"-c\", \"cat >> '{}'\"]\n", file.display()));
    for line in ["escalate", "escalate fff --to ada --why x", "escalate bbb --to ada --why x"] {
        env.owed(line);
    }
    let notices = fs::read_to_string(file).unwrap();
    notices.lines().map(|line| (serde_json::from_str(line).unwrap(), "notify")).collect()
}

/// Returns answers with one thing wrong, each fault once: for every key that any of them has, an answer without it, with
/// another name for it, and with a value of another type; for every object, one with a key more.
fn spoiled(all: &[Case]) -> Vec<Case> {
    let (mut bad, mut done) = (Vec::new(), BTreeSet::new());
    // Of those that show a fault, the shortest is the quickest to read.
    let mut all: Vec<_> = all.iter().collect();
    all.sort_by_cached_key(|(answer, _)| answer.to_string().len());
    for (answer, schema) in all {
        let mut places = Vec::new();
        walk(answer, "", schema, false, &mut places);
        for Place { pointer, shape, is_map } in places {
            let spoil = |how: &dyn Fn(&mut Value)| {
                let mut spoiled = answer.clone();
                how(spoiled.pointer_mut(&pointer).unwrap());
                (spoiled, *schema)
            };
            match answer.pointer(&pointer).unwrap() {
                Value::Object(keys) if !is_map && done.insert(shape.clone()) => {
                    bad.push(spoil(&|at| at["unknown"] = 1.into()));
                    for key in keys.keys() {
                        bad.push(spoil(&|at| drop(at.as_object_mut().unwrap().shift_remove(key))));
                        bad.push(spoil(&|at| {
                            let value = at.as_object_mut().unwrap().shift_remove(key).unwrap();
                            at[format!("{key}_")] = value;
                        }));
                    }
                }
                Value::Object(_) => {}
                _ if done.insert(shape) => bad.push(spoil(&|at| *at = json!({ "unknown": 1 }))),
                _ => {}
            }
        }
    }
    bad
}

/// A value in an answer.
struct Place {
    pointer: String,
    /// The same for every value of one meaning: without the numbers of items, with the events named.
    shape: String,
    /// Whether it is an object whose keys are names of the ledger.
    is_map: bool,
}

fn walk(value: &Value, pointer: &str, shape: &str, is_map: bool, places: &mut Vec<Place>) {
    // An event of a history has the keys of its kind, one of a log has all.
    let did = value.get("did").filter(|_| value.get("short").is_none());
    let did = did.map(|did| format!(" {did}")).unwrap_or_default();
    let shape = format!("{shape}{did}");
    match value {
        Value::Object(keys) if !pointer.ends_with("/extra") => {
            for (key, value) in keys {
                let name = if is_map { "*" } else { key };
                let key = key.replace('~', "~0").replace('/', "~1");
                let is_map = MAPS.contains(&name) && value.is_object();
                walk(value, &format!("{pointer}/{key}"), &format!("{shape}/{name}"), is_map, places);
            }
        }
        Value::Array(items) => {
            for (place, item) in items.iter().enumerate() {
                walk(item, &format!("{pointer}/{place}"), &format!("{shape}/*"), false, places);
            }
        }
        _ => {}
    }
    places.push(Place { pointer: pointer.to_owned(), shape, is_map });
}

/// Has a validator judge the good and the bad.
fn try_validator(validate: impl Fn(&str) -> Option<Read>) {
    let good = &*ANSWERS;
    let bad = spoiled(good);
    assert!(bad.len() > 1_000, "{}", bad.len());
    let judge = |cases: &[Case], is_closed| {
        let input = json!({ "schemas": parsed(is_closed), "cases": cases }).to_string();
        let said: Vec<Option<String>> = serde_json::from_str(&validate(&input)?.unwrap()).unwrap();
        assert_eq!(said.len(), cases.len());
        Some(said)
    };
    let Some(said) = judge(good, true) else { return };
    for ((answer, schema), complaint) in good.iter().zip(said) {
        assert_eq!(complaint, None, "{schema}: {answer}");
    }
    for ((answer, schema), complaint) in bad.iter().zip(judge(&bad, true).unwrap()) {
        assert!(complaint.is_some(), "{schema} lets this pass: {answer}");
    }
    let added = |(answer, schema): &Case| {
        let mut answer = answer.clone();
        answer["later"] = "came with a later version".into();
        (answer, *schema)
    };
    let later: Vec<_> = good.iter().map(added).collect();
    assert_eq!(judge(&later, false).unwrap(), vec![None; later.len()], "a key more is no fault of its own");
}

#[test]
fn ajv_finds_every_answer_as_its_schema_says() {
    let script = "
const modules = require('child_process').execSync('npm root -g').toString().trim();
const Ajv = require(modules + '/ajv/dist/2020').default;
const ajv = new Ajv({ strict: true, allowUnionTypes: true, allErrors: false });
require(modules + '/ajv-formats').default(ajv);
const { schemas, cases } = JSON.parse(require('fs').readFileSync(0, 'utf8'));
for (const name in schemas) ajv.addSchema(schemas[name], name + '.json');
const complaints = cases.map(([answer, schema]) => {
    const check = ajv.getSchema(schema + '.json');
    return check(answer) ? null : ajv.errorsText(check.errors);
});
console.log(JSON.stringify(complaints));";
    try_validator(|input| run("node", &["-e", script], input));
}

#[test]
fn python_finds_every_answer_as_its_schema_says() {
    let script = "
import warnings
warnings.simplefilter('ignore')  # later versions have another way to find schemas
given = json.load(sys.stdin)
schemas = {f'{name}.json': schema for name, schema in given['schemas'].items()}
checks = {}
for name, schema in schemas.items():
    jsonschema.Draft202012Validator.check_schema(schema)
    resolver = jsonschema.RefResolver(name, schema, schemas)
    checks[name] = jsonschema.Draft202012Validator(schema, resolver=resolver)
def complaint(answer, schema):
    error = next(checks[schema + '.json'].iter_errors(answer), None)
    return error and f'{error.json_path}: {error.message}'
print(json.dumps([complaint(*case) for case in given['cases']]))";
    try_validator(|input| python(&["jsonschema"], script, input));
}

#[test]
fn every_key_has_a_value_in_some_answer() {
    // What is one shape in several answers.
    let same = [
        ("commitments/commitments/*", "commitment"),
        ("escalate-id/commitments/*", "commitment"),
        ("import/sample/*", "commitment"),
        ("agenda/commitments/*", "commitment"),
        ("customer-page/commitments/*", "commitment"),
        ("log/events/*", "event"),
        ("notify", "commitment"),
        ("escalate-id/fired", "escalate/fired"),
    ];
    let mut has_value: BTreeMap<_, bool> = BTreeMap::new();
    for (answer, schema) in ANSWERS.iter() {
        let mut places = Vec::new();
        walk(answer, "", schema, false, &mut places);
        for Place { pointer, shape, .. } in places {
            let one = same.iter().find_map(|(from, to)| Some(format!("{to}{}", shape.strip_prefix(from)?)));
            let is_value = !answer.pointer(&pointer).unwrap().is_null();
            *has_value.entry(one.unwrap_or(shape)).or_default() |= is_value;
        }
    }
    has_value.retain(|_, has_value| !*has_value);
    assert!(has_value.is_empty(), "always null, so nothing shows their type: {:#?}", has_value.keys());
}

#[test]
fn every_verb_has_a_schema_and_every_schema_a_verb() {
    let root = Cli::command();
    let verbs: BTreeSet<_> = root.get_subcommands().map(clap::Command::get_name).collect();
    let named = LINES.iter().map(|(lines, _)| lines.last().unwrap().split(' ').next().unwrap());
    assert_eq!(named.chain(NONE).collect::<BTreeSet<_>>(), verbs);
    for verb in NONE {
        assert_eq!(TestEnv::new().owed(&format!("{verb} bash --json")).status, 2, "{verb} has JSON");
    }
    let used: BTreeSet<_> = LINES.iter().map(|(_, schema)| *schema).chain(["notify"]).collect();
    assert_eq!(schemas().keys().map(String::as_str).collect::<BTreeSet<_>>(), used);
}

#[test]
fn every_key_is_required_and_it_is_said_whether_there_may_be_others() {
    fn look(schema: &Value, is_closed_elsewhere: bool) {
        if let Some(keys) = schema.get("properties").and_then(Value::as_object) {
            let keys: Vec<_> = keys.keys().map(|key| Value::from(key.as_str())).collect();
            assert_eq!(schema["required"], Value::from(keys), "{schema}");
            let says = ["additionalProperties", "unevaluatedProperties"].map(|key| schema[key] == true);
            assert_eq!(says.contains(&true), !is_closed_elsewhere, "{schema}");
        }
        let below: Vec<_> = match schema {
            Value::Object(keys) => keys.iter().collect::<Vec<_>>(),
            Value::Array(items) => return items.iter().for_each(|item| look(item, false)),
            _ => return,
        };
        // What others build on is closed where it is used.
        below.into_iter().for_each(|(key, part)| look(part, ["facts", "figures"].contains(&key.as_str())));
    }
    parsed(false).values().for_each(|schema| look(schema, false));
}
