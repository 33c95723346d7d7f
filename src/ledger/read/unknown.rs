//! The parts of the policy that are kept without an effect. Nothing here is an error.

use std::ops::Range;

use toml::de::DeValue;

use super::scan::RulesText;
use crate::document::problem::Fault;
use crate::document::tree::{self, Fields};
use crate::ledger::read::policy::TOP_KEYS;

/// A name in the policy, and its bytes in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The name.
    pub name: String,
    /// Where it stands.
    pub span: Range<usize>,
}

/// Returns the unknown tables at the top. Names that begin with `x-` are left alone.
pub fn tables(rules: &RulesText) -> Vec<Named> {
    let Some(fields) = fields(rules) else { return Vec::new() };
    let unknown =
        fields.rest().filter(|(_, name, _)| !TOP_KEYS.contains(&name.as_ref()) && !name.starts_with("x-"));
    unknown.map(|(span, name, _)| named(name.into_owned(), span, rules)).collect()
}

/// Returns the kinds that rungs of the ladder name.
pub fn kinds_of_rungs(rules: &RulesText) -> Vec<Named> {
    let Some(rungs) = fields(rules).and_then(|mut fields| list(fields.take("rung"))) else {
        return Vec::new();
    };
    let kinds = rungs.into_iter().filter_map(|rung| match rung {
        (DeValue::Table(table), span) => list(Fields::new(table, span).take("kinds")),
        _ => None,
    });
    let names = kinds.flatten().filter_map(|(kind, span)| match kind {
        DeValue::String(name) => Some(named(name.into_owned(), span, rules)),
        _ => None,
    });
    names.collect()
}

/// Returns the names in the tables `[kind.NAME]`.
pub fn kinds(rules: &RulesText) -> Vec<Named> {
    let Some(value) = fields(rules).and_then(|mut fields| fields.take("kind")) else { return Vec::new() };
    let span = value.span();
    let DeValue::Table(table) = value.into_inner() else { return Vec::new() };
    let tables = Fields::new(table, span).rest();
    tables.map(|(span, name, _)| named(name.into_owned(), span, rules)).collect()
}

/// Returns the place of the key `archives`, if there is one.
pub fn archives(rules: &RulesText) -> Option<Range<usize>> {
    let span = fields(rules)?.span_of("archives")?;
    Some(named(String::new(), span, rules).span)
}

fn fields(rules: &RulesText) -> Option<Fields<'_>> {
    Some(Fields::new(tree::parse(&rules.text).ok()?, 0..rules.text.len()))
}

type Placed<'t> = (DeValue<'t>, Range<usize>);

fn list(value: Option<tree::Value<'_>>) -> Option<Vec<Placed<'_>>> {
    let DeValue::Array(list) = value?.into_inner() else { return None };
    let placed = list.into_iter().map(|item| {
        let span = item.span();
        (item.into_inner(), span)
    });
    Some(placed.collect())
}

fn named(name: String, span: Range<usize>, rules: &RulesText) -> Named {
    Named { name, span: rules.place(Fault::new(span, "")).span }
}
