//! The tables of people: `[owner.NAME]` and `[customer.NAME]`.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use toml::de::DeValue;

use super::{Named, not_too_many, nothing_unknown, timezone};
use crate::document::problem::Fault;
use crate::document::tree::{self, Fields};
use crate::rules::policy::{Claimed, Customer, Customers, Owner};
use crate::text::{self, names};

const OWNER_KEYS: [&str; 2] = ["called", "contact"];
const CUSTOMER_KEYS: [&str; 6] = ["called", "contact", "owner", "also", "timezone", "cares_about"];

/// Reads `[owner.NAME]`.
pub(super) fn owners(tables: Vec<Named<'_>>) -> Result<BTreeMap<String, Owner>, Fault> {
    let mut all = BTreeMap::new();
    for (name, span, mut table) in tables {
        needs_name("an owner", &name, span, "write `[owner.NAME]`")?;
        let owner = Owner { called: text(&mut table, "called")?, contact: text(&mut table, "contact")? };
        nothing_unknown(table, &format!("in [owner.{}]", text::sanitize(&name)), &OWNER_KEYS, false)?;
        all.insert(name, owner);
    }
    Ok(all)
}

/// Reads `[customer.NAME]`: first all names, then their other spellings, because none may be the name of another.
pub(super) fn customers(tables: Vec<Named<'_>>) -> Result<Customers, Fault> {
    let (mut all, mut spellings) = (Customers::default(), Vec::new());
    for (name, span, mut table) in tables {
        needs_name("a customer", &name, span, "write `[customer.NAME]`")?;
        for (place, spelling) in also(&mut table)? {
            spellings.push((name.clone(), place, spelling));
        }
        let customer = Customer {
            called: text(&mut table, "called")?,
            contact: text(&mut table, "contact")?,
            owner: table.name("owner")?.map(Cow::into_owned).filter(|owner| !owner.trim().is_empty()),
            also: Vec::new(),
            timezone: table.take("timezone").map(|value| timezone("timezone", value)).transpose()?,
            cares_about: table
                .texts("cares_about")?
                .into_iter()
                .filter(|line| !line.trim().is_empty())
                .map(Cow::into_owned)
                .collect(),
        };
        let place = format!("in [customer.{}]", text::sanitize(&name));
        nothing_unknown(table, &place, &CUSTOMER_KEYS, false)?;
        all.add(name, customer);
    }
    let last = spellings.last().map(|(_, place, _)| place.clone()).unwrap_or_default();
    not_too_many("`also` has", spellings.len(), "spellings", last)
        .map_err(|fault| fault.hint("take out those that no promise has"))?;
    for (name, place, spelling) in spellings {
        let said = text::quote(&spelling);
        all.claim(&name, spelling).map_err(|claimed| match claimed {
            Claimed::Name(other) => {
                Fault::new(place, format!("{said} is a customer with a table of their own"))
                    .hint(format!("take out [customer.{}], or the spelling here", text::quote(&other)))
            }
            Claimed::By(other) if other == name => Fault::new(place, format!("{said} is there twice"))
                .hint("case and accents make no other spelling"),
            Claimed::By(other) => {
                Fault::new(place, format!("{said} is another spelling of {} already", text::quote(&other)))
                    .hint("leave it with one of the two")
            }
        })?;
    }
    Ok(all)
}

/// Returns the other spellings, each with its place.
fn also(table: &mut Fields<'_>) -> Result<Vec<(Range<usize>, String)>, Fault> {
    let Some(value) = table.take("also") else { return Ok(Vec::new()) };
    let span = value.span();
    let list = match value.into_inner() {
        DeValue::Array(list) => list,
        other => {
            return Err(tree::wrong("also", "a list of strings", &other, span)
                .hint("write `also = [\"one\", \"two\"]`"));
        }
    };
    let spelling = |value: tree::Value<'_>| {
        let span = value.span();
        let name = tree::item("also", value)?;
        let name = tree::short_enough("an item of `also`", name, span.clone())?;
        names::check_seen("an item of `also`", &name)
            .map_err(|problem| Fault { span: span.clone(), problem })?;
        Ok((span, name.into_owned()))
    };
    list.into_iter().map(spelling).collect()
}

fn text(table: &mut Fields<'_>, key: &str) -> Result<Option<String>, Fault> {
    Ok(table.text(key)?.map(Cow::into_owned).filter(|text| !text.trim().is_empty()))
}

fn needs_name(what: &str, name: &str, span: Range<usize>, hint: &str) -> Result<(), Fault> {
    if name.trim().is_empty() {
        return Err(Fault::new(span, format!("{what} needs a name")).hint(hint));
    }
    Ok(())
}
