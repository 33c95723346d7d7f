//! Who is who: the people on our side whom a customer can reach, and the customers of whom more is known than their names.

use std::io::{self, Write};

use crate::out::{Page, Style};
use crate::rules::policy::Policy;
use crate::views::table::{Cell, Column, Table};

/// Draws both tables, each below a blank line, as far as there is something in them.
pub(super) fn write(policy: &Policy, page: Page, to: &mut dyn Write) -> io::Result<()> {
    for table in [owners(policy), customers(policy)].into_iter().flatten() {
        to.write_all(b"\n")?;
        table.write(page, to)?;
    }
    Ok(())
}

/// Returns the people on our side who can be reached, or are called something.
fn owners(policy: &Policy) -> Option<Table> {
    let rows = policy.owners.iter().filter(|(_, owner)| owner.called.is_some() || owner.contact.is_some());
    let rows = rows.map(|(name, owner)| [Some(name), owner.called.as_ref(), owner.contact.as_ref()]);
    people(["on our side", "called", "contact"], rows)
}

/// Returns the customers; what they care about is on the page of each.
fn customers(policy: &Policy) -> Option<Table> {
    let rows: Vec<_> = policy
        .customers
        .all()
        .map(|(name, customer)| {
            let zone = customer.timezone.map(|zone| zone.name().to_owned());
            (name.to_owned(), customer, customer.also.join(", "), zone)
        })
        .collect();
    let rows = rows.iter().map(|(name, customer, also, zone)| {
        [
            Some(name),
            customer.called.as_ref(),
            customer.contact.as_ref(),
            customer.owner.as_ref(),
            Some(also),
            zone.as_ref(),
        ]
    });
    people(["customer", "called", "contact", "owner", "also", "time zone"], rows)
}

/// Returns a table with a name in the first column; `None` without rows.
fn people<'p, const N: usize>(
    heads: [&'static str; N],
    rows: impl Iterator<Item = [Option<&'p String>; N]>,
) -> Option<Table> {
    let rows: Vec<_> = rows.collect();
    let cells = |row: &[Option<&'p String>; N]| {
        let mut style = Style::Bold;
        row.map(|text| Cell::from(text.map_or("", String::as_str)).style(std::mem::take(&mut style)))
    };
    let table = Table::filled(heads.map(|head| Column::new(head).shrinks()), rows.iter().map(cells)).whole();
    (!rows.is_empty()).then_some(table)
}
