//! Climbing with a notify command: tell, then record, one commitment after the other.

use std::io::Write as _;
use std::path::Path;

use super::step::{self, Found, Kept, Sent, Step};
use super::{Told, found, say, tell};
use crate::commands::{answer, lines};
use crate::context::Context;
use crate::error::{Error, Exit, Result};
use crate::events::Planned;
use crate::external::notify::{Failure, Messenger};
use crate::ledger::change::Change;
use crate::text;
use crate::views::ladder::{self, Item};
use crate::views::row::Row;

/// Tells of every rung that has come. `items`: what was tried.
pub fn all(messenger: &dyn Messenger, items: &mut Vec<Item>, context: &mut Context<'_, '_>) -> Result<Exit> {
    let ledger = context.inputs.store.real()?;
    let steps = step::all(&found(&context.inputs, None)?, context.inputs.now);
    let mut exit = Exit::Fine;
    for step in &steps {
        let Some(told) = one(step, messenger, &ledger, items, context)? else { continue };
        if told.nobody || told.item.ok == Some(true) {
            items.push(say(told, context)?);
            // Whoever watches a long climb wants to know what has been done.
            context.out.flush().map_err(|error| lines::unprinted(&error))?;
        } else {
            context.out.error(told.line);
            items.push(told.item);
            exit = Exit::Error;
        }
    }
    Ok(exit)
}

/// Tells of one commitment. `None`: there is no need any more.
fn one(
    step: &Step,
    messenger: &dyn Messenger,
    ledger: &Path,
    items: &mut Vec<Item>,
    context: &mut Context<'_, '_>,
) -> Result<Option<Told>> {
    let now = context.inputs.now;
    let again: Found = context.inputs.read(
        |_| Ok(()),
        |(), look| {
            let is_it = look.commitment.id == step.id;
            is_it.then(|| step.call(look.commitment, look.policy, now)).flatten().map(|_| Kept::new(look))
        },
    )?;
    let sheet = answer::sheet(again.policy(), &again.ids, &context.inputs);
    let Some(row) = again.kept.first().and_then(|kept| Row::new(&kept.commitment, sheet.policy, sheet.now))
    else {
        return Ok(None);
    };
    let Some(call) = step.call(row.commitment, sheet.policy, now) else { return Ok(None) };
    let mut told = tell(&row, &call, Some(true), sheet);
    if told.nobody {
        return Ok(Some(told));
    }
    let subject = format!("{}: {}", answer::subject(row.commitment, sheet), text::sanitize(&call.last.name));
    let notice = ladder::notice(&row, &step::fired(&call), sheet, ledger)
        .map_err(|error| Error::new(format!("{subject}: could not write the message: {error}")))?;
    match messenger.send(notice) {
        Ok(()) => {}
        // The next one would not start either.
        Err(failure @ Failure::NoStart { .. }) => {
            items.push(Item { ok: Some(false), ..told.item });
            return Err(Error::new(failure.to_string())
                .hint("the `[notify]` command of the config file runs without a shell: name a program on the PATH, or give its full path"));
        }
        Err(failure) => {
            told.item.ok = Some(false);
            told.line = format!("{subject}: {failure}; the next run tries again");
            return Ok(Some(told));
        }
    }
    match recorded(step, &Sent::new(&call), context) {
        Ok(true) => {}
        Ok(false) => told.line.push_str("; not recorded: it was closed or recorded meanwhile"),
        Err(trouble) => {
            items.push(told.item);
            return Err(sent_unrecorded(trouble, &subject));
        }
    }
    Ok(Some(told))
}

/// Records what was told, if the commitment is still open and nobody has recorded it.
fn recorded(step: &Step, sent: &Sent, context: &mut Context<'_, '_>) -> Result<bool> {
    super::record(context, &mut |text, inputs| {
        let found = inputs.read_text(
            text,
            |_| Ok(()),
            |(), look| {
                if look.commitment.id != step.id {
                    return None;
                }
                let events = step.record(sent, look.commitment, look.policy, inputs);
                (!events.is_empty()).then_some((look.span, events))
            },
        )?;
        let zone = found.policy().zone;
        let first = found.kept.into_iter().next();
        let changes: Vec<_> =
            first.map(|(span, events)| Change::Happened { span, events }).into_iter().collect();
        Ok(Planned { zone, tell: !changes.is_empty(), changes })
    })
}

/// A climb that cannot record ends: it would tell everyone again, every time it is run.
fn sent_unrecorded(trouble: Error, subject: &str) -> Error {
    if trouble.message.starts_with("written, but") {
        return trouble;
    }
    let message = format!("{subject}: sent, but not recorded: {}", trouble.message);
    Error { message, ..trouble }.hint("it will be sent again")
}
