//! The tasks of Taskwarrior, as `task export` writes them.
//!
//! Its times are instants, also where somebody typed a day: `due:2026-10-21` is the midnight with which that day begins, and
//! stays one. An attribute that Taskwarrior does not have itself (a UDA) is kept as `x-NAME`.

use std::collections::HashSet;

use serde_json::Value;

use super::dates::Forced;
use super::objects::{self, Object};
use super::preset::{Notes, Preset, Rule, Then};
use super::sheet::{Cells, Record, Records, Row, Sheet};
use super::state::Status;
use super::{Field, Open, Options, Source};
use crate::error::{Error, Result};

pub(super) const SOURCE: Source = Source {
    name: "taskwarrior",
    help: "The tasks that `task export` writes",
    open: Open::Table(open),
    fits: |text, _| {
        objects::first(text).is_some_and(|task| FIRST.iter().all(|name| task.contains_key(*name)))
    },
    preset: &Preset {
        columns: &[
            (Field::Reference, &["uuid"]),
            (Field::To, &["project"]),
            (Field::What, &["description"]),
            (Field::Made, &["entry"]),
            (Field::Due, &["due"]),
            (Field::Done, &["end"]),
            (Field::Status, &["status"]),
            (Field::Tags, &["tags"]),
            (Field::Contact, &[URL]),
            (Field::Note, &["annotations"]),
        ],
        status: &[(Status::Closed, &["completed"]), (Status::Open, &["pending", "waiting"])],
        rules: &[
            Rule { column: "status", words: &["deleted"], then: Then::Gone, why: "deleted at taskwarrior" },
            Rule {
                column: "status",
                words: &["recurring"],
                then: Then::NoPromise,
                why: "the template of a recurring task, whose instances come in",
            },
        ],
        tags: &['\n'],
        notes: Notes::Dated,
        due: Some(Forced::Time),
        to_nobody: Some("owed to nobody: no project, or nothing in the attribute that --map to=… names"),
        is_system: true,
    },
};

/// What every task has.
const FIRST: [&str; 4] = ["uuid", "description", "entry", "status"];

/// The attributes that a commitment has a key for.
const KEPT: [&str; 8] = ["uuid", "project", "description", "entry", "due", "end", "status", "tags"];

/// The attributes of Taskwarrior that it has none for.
const DROPPED: [&str; 16] = [
    "depends",
    "id",
    "imask",
    "last",
    "mask",
    "modified",
    "parent",
    "priority",
    "recur",
    "rtype",
    "scheduled",
    "start",
    "template",
    "until",
    "urgency",
    "wait",
];

/// The column with the first attribute whose name ends in `url`.
const URL: &str = "*url";

/// The most attributes of all tasks together.
const MOST_ATTRIBUTES: usize = 1_000;

const ANNOTATIONS: &str = "annotations";

/// Reads the tasks. The columns are the attributes, in the order in which they are found after those that every file has.
fn open<'t>(text: &'t str, _: &Options) -> Result<Sheet<'t>> {
    let mut headings: Vec<String> = KEPT.into_iter().chain([URL]).map(str::to_owned).collect();
    let mut known: HashSet<String> = headings.iter().cloned().chain([ANNOTATIONS.to_owned()]).collect();
    let (mut tasks, mut most_notes) = (Vec::new(), 0);
    let mut found = HashSet::new();
    objects::each(text, |line, task| {
        if url(&task).is_some() {
            found.insert(URL);
        }
        for name in task.keys() {
            found.extend(KEPT.into_iter().find(|kept| kept == name));
            if !known.contains(name) {
                known.insert(name.clone());
                headings.push(name.clone());
            }
        }
        if headings.len() > MOST_ATTRIBUTES {
            return Err(Error::new(format!("line {line}: more than {MOST_ATTRIBUTES} attributes"))
                .hint("this is not an export of Taskwarrior"));
        }
        most_notes = most_notes.max(notes(&task).len());
        tasks.push((line, task));
        Ok(())
    })?;
    let places = |is_it: &dyn Fn(&str) -> bool| -> Vec<usize> {
        let those = headings.iter().enumerate().filter(|(_, name)| is_it(name));
        those.map(|(place, _)| place).collect()
    };
    let has_place = |name: &str| KEPT.contains(&name) || name == URL;
    let dropped = places(&|name| DROPPED.contains(&name));
    let kept = places(&|name| !has_place(name) && !DROPPED.contains(&name));
    let absent = places(&|name| has_place(name) && !found.contains(name));
    let records = Box::new(Tasks { attributes: headings.clone(), tasks });
    headings.extend(std::iter::repeat_n(ANNOTATIONS.to_owned(), most_notes));
    Ok(Sheet { headings, records, said: Vec::new(), dropped, kept, absent })
}

/// Tasks with their lines. Their cells are made when they are lent: there may be as many of them as tasks times attributes.
struct Tasks {
    attributes: Vec<String>,
    tasks: Vec<(u64, Object)>,
}

impl Records for Tasks {
    fn each(&self, take: &mut dyn FnMut(Record<'_>) -> Result<()>) -> Result<()> {
        self.tasks.iter().try_for_each(|(line, task)| {
            let row = row(task, &self.attributes);
            take(Record { line: *line, cells: Ok(Cells::Made(&row)) })
        })
    }
}

/// Returns the cells of a task under these headings, and those of its notes after them.
fn row(task: &Object, headings: &[String]) -> Row {
    let mut row = Row::default();
    for (place, name) in headings.iter().enumerate() {
        let value = task.get(name).filter(|value| !value.is_null());
        row.texts.push(match value {
            Some(value) => cell(value),
            None if name == URL => url(task).unwrap_or_default().to_owned(),
            None => String::new(),
        });
        let is_own = KEPT.contains(&name.as_str()) || DROPPED.contains(&name.as_str());
        if let Some(value) = value.filter(|_| !is_own) {
            row.extra.push((place, as_it_stands(value)));
        }
    }
    row.texts.extend(notes(task));
    row
}

/// Returns the text of an attribute; that of a list has a line for each.
fn cell(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(list) => list.iter().map(cell).collect::<Vec<_>>().join("\n"),
        other => other.to_string(),
    }
}

/// Returns the value of an attribute as a ledger can keep it: what holds others is kept as its text.
fn as_it_stands(value: &Value) -> Value {
    match value {
        Value::Array(_) | Value::Object(_) | Value::Null => Value::String(value.to_string()),
        other => other.clone(),
    }
}

/// Returns the first address among the attributes, as bugwarrior writes them: `githuburl`, `jiraurl`.
fn url(task: &Object) -> Option<&str> {
    let urls = task.iter().filter(|(name, _)| name.ends_with("url"));
    urls.filter_map(|(_, value)| value.as_str()).find(|url| !url.trim().is_empty())
}

/// Returns the annotations, each with its time.
fn notes(task: &Object) -> Vec<String> {
    let Some(Value::Array(all)) = task.get(ANNOTATIONS) else { return Vec::new() };
    let note = |note: &Value| {
        let text = |key| note.get(key).and_then(Value::as_str);
        Some(format!("{};;{}", text("entry").unwrap_or_default(), text("description")?))
    };
    all.iter().filter_map(note).collect()
}

#[cfg(test)]
mod tests;
