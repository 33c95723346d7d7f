//! `owed init`: a ledger in which nothing is owed yet.

use super::change::Told;
use super::{World, answer, lines};
use crate::error::{Exit, Result, Trouble};
use crate::ledger::scan;
use crate::ledger::store::{Plan, Written};
use crate::ledger::write as form;
use crate::rules::house::House;
use crate::rules::ids::Ids;

/// Makes an empty ledger where there is none, or a file with nothing in it.
pub fn run(world: &mut World<'_, '_>) -> Result<Exit> {
    let World { out, desk } = world;
    let shown = desk.store.shown();
    let there = || {
        Trouble::new(format!("{shown}: a ledger already exists here"))
            .hint("`owed check` finds problems in it")
    };
    if desk.store.exists()? && !desk.is_empty() {
        return Err(there());
    }
    let zone = (desk.machine_zone)()?;
    let fresh = form::new_ledger(zone);
    let plan = &mut |text: &str| {
        // Somebody else may have made one while we waited for the lock.
        match text {
            _ if text == fresh => Ok(Plan { text: None, tell: () }),
            _ if scan::is_empty(text) => Ok(Plan { text: Some(below_comments(text, &fresh)), tell: () }),
            _ => Err(there()),
        }
    };
    let made = desk
        .store
        .write(Some(&fresh), &mut |message| out.talk(message), plan, &mut |(), _| desk.written.set(true))?;
    if matches!(made, Written::Unchanged(())) {
        return Err(there());
    }
    if desk.json {
        let told = Told { house: House::new(zone), ids: Ids::default(), commitments: Vec::new() };
        answer::tell(world, &told, &|_, _| answer::Line::default())?;
    } else if !desk.quiet {
        let line = format!("{shown}: an empty ledger, in time zone {}\n", zone.name());
        out.data(&line).map_err(|error| lines::unprinted(&error))?;
    }
    Ok(Exit::Fine)
}

/// A fresh ledger below the comments of a file that holds nothing else.
fn below_comments(text: &str, fresh: &str) -> String {
    match text.trim_start_matches('\u{feff}').trim() {
        "" => fresh.to_owned(),
        comments => format!("{comments}\n\n{fresh}"),
    }
}
