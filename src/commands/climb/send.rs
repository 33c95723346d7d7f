//! Climbing with a notify command: tell, then record, one rung after the other.

use std::io::Write as _;
use std::path::Path;

use super::step::{self, Found, Kept, Step};
use super::{Told, found, say, tell};
use crate::commands::change::Planned;
use crate::commands::{World, answer, lines};
use crate::error::{Exit, Result, Trouble};
use crate::ledger::change::Change;
use crate::notify::{Failure, Messenger};
use crate::rules::ladder::new_owner;
use crate::text;
use crate::views::ladder::{self, Item};
use crate::views::row::{Row, Sheet};

/// Fires every rung that has come. `items`: those that were tried.
pub fn all(messenger: &dyn Messenger, items: &mut Vec<Item>, world: &mut World<'_, '_>) -> Result<Exit> {
    let ledger = world.desk.store.real()?;
    let steps = step::all(&found(&world.desk, None)?, world.desk.now);
    let mut exit = Exit::Fine;
    for step in &steps {
        let Some(told) = one(step, messenger, &ledger, items, world)? else { continue };
        if told.item.ok == Some(true) {
            items.push(say(told, world)?);
            // Whoever watches a long climb wants to know what has been done.
            world.out.flush().map_err(|error| lines::unprinted(&error))?;
        } else {
            world.out.error(told.line);
            items.push(told.item);
            exit = Exit::Trouble;
        }
    }
    Ok(exit)
}

/// Fires one rung. `None`: there is no need any more.
fn one(
    step: &Step,
    messenger: &dyn Messenger,
    ledger: &Path,
    items: &mut Vec<Item>,
    world: &mut World<'_, '_>,
) -> Result<Option<Told>> {
    let now = world.desk.now;
    let again: Found = world.desk.read(
        |_| Ok(()),
        |(), look| {
            let is_due = look.commitment.id == step.id && step.is_due(look.commitment, look.house, now);
            is_due.then(|| Kept::new(look))
        },
    )?;
    let sheet = Sheet { house: again.house(), ids: &again.ids, now };
    let Some(row) = again.kept.first().and_then(|kept| Row::new(&kept.commitment, sheet.house, sheet.now))
    else {
        return Ok(None);
    };
    let owner = new_owner(row.commitment, &row.standing.cycle, &step.rung, sheet.house);
    let mut told = tell(&row, step, owner, Some(true), sheet);
    let subject = format!("{}: {}", answer::subject(row.commitment, sheet), text::clean(&step.rung.name));
    let notice = ladder::notice(&row, &step.fired(), sheet, ledger)
        .map_err(|error| Trouble::new(format!("{subject}: could not write the message: {error}")))?;
    match messenger.send(notice) {
        Ok(()) => {}
        // The next one would not start either.
        Err(failure @ Failure::NoStart { .. }) => {
            items.push(Item { ok: Some(false), ..told.item });
            return Err(Trouble::new(failure.to_string())
                .hint("the `[notify]` command of the config file runs without a shell: name a program on the PATH, or give its full path"));
        }
        Err(failure) => {
            told.item.ok = Some(false);
            told.line = format!("{subject}: {failure}; the next run tries again");
            return Ok(Some(told));
        }
    }
    match recorded(step, world) {
        Ok(true) => {}
        Ok(false) => told.line.push_str("; not recorded: it was closed or recorded meanwhile"),
        Err(trouble) => {
            items.push(told.item);
            return Err(sent_unrecorded(trouble, &subject));
        }
    }
    Ok(Some(told))
}

/// Records that a rung has fired, if the commitment is still open and nobody has recorded it.
fn recorded(step: &Step, world: &mut World<'_, '_>) -> Result<bool> {
    super::record(world, &mut |text, desk| {
        let found = desk.read_text(
            text,
            |_| Ok(()),
            |(), look| {
                let is_it = look.commitment.id == step.id;
                let event = is_it.then(|| step.record(look.commitment, look.house, desk.now, desk))??;
                Some((look.span, event))
            },
        )?;
        let zone = found.house().zone;
        let first = found.kept.into_iter().next();
        let changes: Vec<_> =
            first.map(|(span, event)| Change::Happened { span, events: vec![event] }).into_iter().collect();
        Ok(Planned { zone, tell: !changes.is_empty(), changes })
    })
}

/// A climb that cannot record ends: it would tell everyone again, every time it is run.
fn sent_unrecorded(trouble: Trouble, subject: &str) -> Trouble {
    if trouble.message.starts_with("written, but") {
        return trouble;
    }
    let message = format!("{subject}: sent, but not recorded: {}", trouble.message);
    Trouble { message, ..trouble }.hint("it will be sent again")
}
