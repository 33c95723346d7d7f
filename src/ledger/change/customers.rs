//! The text of the policy when a customer gets another name: one table with the old name as another spelling, or a line more in
//! one that is there. Comments, order and whatever else the policy says stay.

use std::ops::Range;

use toml_edit::{Array, DocumentMut, Item, Table, TableLike, Value};

use super::writer;
use crate::error::Problem;
use crate::rules::policy::Customers;

/// The table of customers.
const CUSTOMER: &str = "customer";
const ALSO: &str = "also";

/// A piece of the policy, and its place in the file.
pub struct RulesPiece<'p> {
    /// Its text.
    pub text: &'p str,
    /// Its bytes.
    pub span: Range<usize>,
    /// Whether the file ends with it.
    pub is_last: bool,
}

/// Returns the piece that changes when the customer `old` is called `new`, by its number, with its new text: the one that has
/// their tables, else the first; lines that come in end as those of the ledger. `wanted` is who is who afterwards. `None` if that cannot be written without changing something
/// else.
///
/// # Errors
/// Both have a table, and the comments above one would be lost, or they are far from each other.
pub fn renamed(
    pieces: &[RulesPiece<'_>],
    old: &str,
    new: &str,
    wanted: &Customers,
    newline: &str,
) -> Result<Option<(usize, String)>, Problem> {
    let has = |name: &str| pieces.iter().position(|piece| has_table(piece.text, name));
    let place = match (has(old), has(new)) {
        (None, None) => {
            let (text, is_last) = pieces.first().map_or(("", false), |piece| (piece.text, piece.is_last));
            return Ok(Some((0, with_table(text, is_last, (old, new), newline))));
        }
        (Some(one), Some(other)) if one != other => return Err(by_hand("their tables are in two places")),
        (one, other) => one.or(other).unwrap_or_default(),
    };
    let Some(piece) = pieces.get(place) else { return Ok(None) };
    // Lines end in one way, which comes back.
    let is_crlf = piece.text.contains("\r\n");
    let text = piece.text.replace("\r\n", "\n");
    let Ok(mut document) = text.parse::<DocumentMut>() else { return Ok(None) };
    let is_kept = document.to_string() == text && (!is_crlf || text.replace('\n', "\r\n") == piece.text);
    let tables = document.get_mut(CUSTOMER).and_then(Item::as_table_like_mut).filter(|_| is_kept);
    let Some(tables) = tables else { return Ok(None) };
    unite(tables, old, new)?;
    let also = wanted.get(new).map(|customer| customer.also.as_slice()).unwrap_or_default();
    let Some(table) = tables.get_mut(new).and_then(Item::as_table_like_mut) else { return Ok(None) };
    put_spellings(table, also);
    let text = document.to_string();
    Ok(Some((place, if is_crlf { text.replace('\n', "\r\n") } else { text })))
}

fn has_table(text: &str, name: &str) -> bool {
    let document = text.parse::<DocumentMut>();
    document.is_ok_and(|document| document.get(CUSTOMER).and_then(|all| all.get(name)).is_some())
}

/// Returns a piece with the table of a new customer at its end; the blank lines there stay below it, and one is above a block.
fn with_table(text: &str, is_last: bool, (old, new): (&str, &str), newline: &str) -> String {
    let body = text.trim_end();
    let gap = text.get(body.len()..).and_then(|rest| rest.strip_prefix(newline)).unwrap_or_default();
    let gap = if is_last || gap.contains('\n') { gap } else { newline };
    let before = if body.is_empty() { String::new() } else { newline.repeat(2) };
    let (name, old) = (key(new), writer::string(old));
    format!("{body}{before}[{CUSTOMER}.{name}]{newline}{ALSO} = [{old}]{newline}{gap}")
}

/// Returns a name as a key of TOML.
fn key(name: &str) -> String {
    let is_bare = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    if !name.is_empty() && name.bytes().all(is_bare) { name.to_owned() } else { writer::string(name) }
}

/// Puts what the table of the old name says into that of the new one, which may not be there yet.
fn unite(tables: &mut dyn TableLike, old: &str, new: &str) -> Result<(), Problem> {
    if !tables.contains_key(old) {
        return Ok(());
    }
    let has_comment = tables.get(old).is_some_and(has_comment);
    let Some(from) = tables.remove(old) else { return Ok(()) };
    let Some(into) = tables.get_mut(new) else {
        tables.insert(new, from);
        return Ok(());
    };
    if has_comment {
        return Err(by_hand("there is a comment in the one that would go"));
    }
    let (Some(into), Ok(from)) = (into.as_table_like_mut(), from.into_table()) else { return Ok(()) };
    for (key, item) in from {
        let Some(there) = into.get_mut(&key) else {
            into.insert(&key, item);
            continue;
        };
        match (there.as_array_mut(), item.as_array()) {
            (Some(list), Some(more)) if !key.starts_with("x-") => {
                let is_new = |value: &&Value| !list.iter().any(|one| one.as_str() == value.as_str());
                let more: Vec<_> = more.iter().filter(is_new).cloned().collect();
                more.into_iter().for_each(|value| list.push(value.decorated("", "")));
            }
            // Of the others both say the same.
            _ if key.starts_with("x-") => return Err(by_hand("both have a key of your own that is alike")),
            _ => {}
        }
    }
    Ok(())
}

/// Returns true if there is a comment in a table or around its header, or a sign that could be one.
fn has_comment(table: &Item) -> bool {
    let decor = table.as_table().map(Table::decor);
    let around = decor.into_iter().flat_map(|decor| [decor.prefix(), decor.suffix()]).flatten();
    let is_around = around.filter_map(|text| text.as_str()).any(|text| text.contains('#'));
    is_around || table.to_string().contains('#')
}

/// Makes a list say these spellings, and leaves those that it says already as they are written.
fn put_spellings(table: &mut dyn TableLike, also: &[String]) {
    let list = table.entry(ALSO).or_insert(Item::Value(Value::Array(Array::new())));
    let Some(list) = list.as_array_mut() else { return };
    list.retain(|one| one.as_str().is_some_and(|one| also.iter().any(|spelling| spelling == one)));
    // What follows the first of a list stands behind a blank, which the first does not.
    if let Some(first) =
        list.get_mut(0).filter(|one| one.decor().prefix().and_then(|text| text.as_str()) == Some(" "))
    {
        first.decor_mut().set_prefix("");
    }
    for spelling in also {
        if !list.iter().any(|one| one.as_str() == Some(spelling)) {
            list.push(spelling.as_str());
        }
    }
}

fn by_hand(why: &str) -> Problem {
    Problem::new(format!("two tables of customers cannot be made one: {why}"))
        .hint("make them one with `owed edit`, and try again")
}
