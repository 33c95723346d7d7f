//! Customers in JSON: a summary each, and the page of one with everything that was promised to them.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Map, Value};

use super::commitments::List;
use super::policy::OneCustomer;
use super::{SCHEMA, line, write};
use crate::rules::policy::Customer;
use crate::rules::time::Instant;
use crate::views::customer::{Customers, Promised, Summary};
use crate::views::row::Sheet;
use crate::views::rows::{Drawn, RowWriter as _};

/// A customer: what the policy says of them, and how things stand.
#[derive(Serialize)]
struct One<'c> {
    #[serde(flatten)]
    who: OneCustomer<'c>,
    open: usize,
    late: usize,
    last_told: Option<String>,
    last_heard: Option<String>,
    due: u64,
    kept: u64,
    keep_rate: Option<f64>,
    ratings: u64,
    rating_mean: Option<f64>,
    ledgers: &'c [&'c str],
}

#[derive(Serialize)]
struct All<'c> {
    schema: u32,
    now: String,
    customers: Vec<One<'c>>,
}

/// Who has no table.
static NOBODY: Customer = Customer {
    called: None,
    contact: None,
    owner: None,
    also: Vec::new(),
    timezone: None,
    cares_about: Vec::new(),
};

impl<'c> One<'c> {
    fn of(one: &'c Summary<'c>, sheet: Sheet<'_>) -> Self {
        let at = |at: Option<Instant>| at.map(|at| at.rfc3339(sheet.origin.zone));
        Self {
            who: OneCustomer::of((one.name, one.table.unwrap_or(&NOBODY))),
            open: one.open,
            late: one.late,
            last_told: at(one.last_told),
            last_heard: at(one.last_heard),
            due: one.keep.of,
            kept: one.keep.part,
            keep_rate: one.keep.fraction(),
            ratings: one.stars.of,
            rating_mean: one.stars.fraction(),
            ledgers: &one.ledgers,
        }
    }
}

/// Writes customers as one JSON document, and a newline.
pub(super) fn customers(customers: &Customers<'_>, to: &mut dyn Write) -> io::Result<()> {
    let (all, sheet) = customers.lines();
    let now = sheet.now.rfc3339(sheet.origin.zone);
    let Customers::One { of, promised, .. } = customers else {
        let customers = all.iter().map(|one| One::of(one, sheet)).collect();
        return line(&All { schema: SCHEMA, now, customers }, to);
    };
    write!(to, r#"{{"schema":{SCHEMA},"now":"{now}","customer":"#)?;
    write(&One::of(of, sheet), to)?;
    to.write_all(b",\"commitments\":[")?;
    let drawn = promised.iter().flat_map(|Promised { rows, sheet }| {
        let mut list = List::new(sheet.origin, sheet.now);
        rows.iter().map(move |row| {
            let mut text = Vec::new();
            list.draw(row, sheet.policy, &mut text);
            (row.order(), text)
        })
    });
    let mut order: Vec<_> = drawn.collect();
    order.sort_by_key(|(order, _)| *order);
    for (place, (order, text)) in order.into_iter().enumerate() {
        let id = order.id();
        if place > 0 {
            to.write_all(b",")?;
        }
        super::object(Drawn { id, short: sheet.ids.short_length(id), text: &text, line: None }, to)?;
    }
    to.write_all(b"]}\n")
}

/// Writes an object a line.
pub fn customer_lines(customers: &Customers<'_>, to: &mut dyn Write) -> io::Result<()> {
    let (all, sheet) = customers.lines();
    all.iter().try_for_each(|one| line(&One::of(one, sheet), to))
}

/// Returns the keys of every customer.
pub fn customer_keys() -> Vec<String> {
    let nobody = One {
        who: OneCustomer::of(("", &NOBODY)),
        open: 0,
        late: 0,
        last_told: None,
        last_heard: None,
        due: 0,
        kept: 0,
        keep_rate: None,
        ratings: 0,
        rating_mean: None,
        ledgers: &[],
    };
    map(&nobody).keys().cloned().collect()
}

fn map(one: &One<'_>) -> Map<String, Value> {
    // Keys that are texts, and numbers: nothing that could fail.
    match serde_json::to_value(one) {
        Ok(Value::Object(map)) => map,
        _ => Map::new(),
    }
}

/// Returns each as its keys and values, for formats of rows.
pub fn customer_rows(customers: &Customers<'_>) -> Vec<Map<String, Value>> {
    let (all, sheet) = customers.lines();
    all.iter().map(|one| map(&One::of(one, sheet))).collect()
}
