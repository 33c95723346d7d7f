//! Values by what they mean: instants in any zone, strings in any quotes, tables in any order.

use std::fmt::Write as _;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::document::tree::{self, Value};
use crate::ledger::canonical::writer;

/// The keys whose lists are sets.
const SETS: [&str; 4] = ["tags", "archives", "holidays", "kinds"];

/// A key with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// What its value means.
    pub meaning: String,
    /// The value as it can stand in an inline table.
    pub text: String,
}

/// Returns what a value means; equal texts mean the same.
pub fn meaning(value: &Value<'_>) -> String {
    let mut text = String::new();
    push(value, &mut text);
    text
}

fn push(value: &Value<'_>, into: &mut String) {
    match value.get_ref() {
        DeValue::String(text) => into.push_str(&writer::string(text)),
        DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
            Ok(number) => drop(write!(into, "{number}")),
            Err(_) => into.push_str(number.as_str()),
        },
        DeValue::Float(number) => match number.as_str().parse::<f64>() {
            Ok(number) => drop(write!(into, "{number:?}f")),
            Err(_) => into.push_str(number.as_str()),
        },
        DeValue::Boolean(flag) => into.push_str(if *flag { "true" } else { "false" }),
        DeValue::Datetime(at) => match tree::instant("at", value) {
            Ok(instant) => drop(write!(into, "@{}", instant.epoch())),
            Err(_) => drop(write!(into, "@{at}")),
        },
        DeValue::Array(list) => {
            into.push('[');
            for item in list.iter() {
                push(item, into);
                into.push(',');
            }
            into.push(']');
        }
        DeValue::Table(table) => {
            let mut keys: Vec<_> = table.iter().collect();
            keys.sort_by(|one, other| one.0.get_ref().cmp(other.0.get_ref()));
            into.push('{');
            for (key, value) in keys {
                into.push_str(&writer::string(key.get_ref()));
                into.push(':');
                push(value, into);
                into.push(',');
            }
            into.push('}');
        }
    }
}

/// Returns what the value of a key means: of a set, in any order.
pub fn meaning_of(name: &str, value: &Value<'_>) -> String {
    match value.get_ref() {
        DeValue::Array(list) if SETS.contains(&name) => {
            let mut items: Vec<_> = list.iter().map(meaning).collect();
            items.sort_unstable();
            items.dedup();
            format!("{{{}}}", items.join(","))
        }
        _ => meaning(value),
    }
}

/// Returns what the items of a set mean, each with its text, in their order; `None` if the key is not one of a set.
pub fn items(name: &str, value: &Value<'_>, source: &str) -> Option<Vec<(String, String)>> {
    match value.get_ref() {
        DeValue::Array(list) if SETS.contains(&name) => {
            Some(list.iter().map(|item| (meaning(item), inline(item, source))).collect())
        }
        _ => None,
    }
}

/// Returns the keys of a table in the order of its text, out of which their values are copied.
pub fn fields(table: &DeTable<'_>, source: &str) -> Vec<Field> {
    let mut keys: Vec<_> = table.iter().collect();
    keys.sort_by_key(|(key, _)| key.span().start);
    keys.into_iter()
        .map(|(key, value)| Field {
            name: key.get_ref().to_string(),
            meaning: meaning_of(key.get_ref(), value),
            text: inline(value, source),
        })
        .collect()
}

/// Returns keys with their values as an inline table.
pub fn table<'f>(fields: impl Iterator<Item = (&'f str, &'f str)>) -> String {
    let pairs: Vec<_> = fields.map(|(name, text)| format!("{} = {text}", writer::key(name))).collect();
    if pairs.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", pairs.join(", ")) }
}

fn inline(value: &Value<'_>, source: &str) -> String {
    match value.get_ref() {
        DeValue::Array(list) => {
            let items: Vec<_> = list.iter().map(|item| inline(item, source)).collect();
            format!("[{}]", items.join(", "))
        }
        DeValue::Table(below) => {
            let fields = fields(below, source);
            table(fields.iter().map(|field| (field.name.as_str(), field.text.as_str())))
        }
        _ => source.get(value.span()).unwrap_or_default().to_owned(),
    }
}

/// Returns the value that a path of keys leads to, through the last table of each list.
pub fn at<'v, 't>(table: &'v DeTable<'t>, path: &[String]) -> Option<&'v Spanned<DeValue<'t>>> {
    let (first, rest) = path.split_first()?;
    let found = table.iter().find(|(key, _)| key.get_ref() == first).map(|(_, value)| value)?;
    if rest.is_empty() {
        return Some(found);
    }
    match found.get_ref() {
        DeValue::Table(below) => at(below, rest),
        DeValue::Array(list) => match list.iter().last()?.get_ref() {
            DeValue::Table(below) => at(below, rest),
            _ => None,
        },
        _ => None,
    }
}
