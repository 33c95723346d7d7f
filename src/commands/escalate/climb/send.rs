//! Climbing with a notify command: tell, then record, one commitment after the other.

use std::path::Path;

use anyhow::Context as _;

use super::known::Known;
use super::step::{self, Kept, Step};
use super::{FiredRung, say, tell};
use crate::context::Context;
use crate::error::{Diagnostic, Exit, Kind, Result};
use crate::external::notify::{Failure, Messenger};
use crate::ledger::change::{self, Change};
use crate::ledger::file::store::Plan;
use crate::rules::ladder::Call;
use crate::text;
use crate::views::ladder::{Item, Telling};
use crate::views::row::Row;
use crate::views::{line, notice};

/// Tells people about every rung that was found to have come, and adds to `items` what was tried.
pub fn all(
    found: Vec<Kept>,
    messenger: &dyn Messenger,
    items: &mut Vec<Item>,
    context: &mut Context<'_, '_>,
) -> anyhow::Result<Exit> {
    let ledger = context.inputs.store.real()?;
    let steps: Vec<_> = found.into_iter().map(|Kept { step, .. }| step).collect();
    let mut exit = Exit::Success;
    if steps.is_empty() {
        return Ok(exit);
    }
    let mut known = Known::new(context.inputs.store.text()?, &context.inputs)?;
    for step in &steps {
        let Some(told) = one(step, messenger, &ledger, &mut known, items, context)? else { continue };
        if told.nobody || told.item.ok == Some(true) {
            items.push(say(told, context)?);
            // A person who watches a long climb wants to see its progress.
            context.flush()?;
        } else {
            context.out.error(told.line);
            items.push(told.item);
            exit = Exit::Error;
        }
    }
    Ok(exit)
}

/// Tells people about one commitment. Returns `None` if that is no longer necessary.
fn one(
    step: &Step,
    messenger: &dyn Messenger,
    ledger: &Path,
    known: &mut Known,
    items: &mut Vec<Item>,
    context: &mut Context<'_, '_>,
) -> anyhow::Result<Option<FiredRung>> {
    let now = context.inputs.now;
    if let Some(again) = known.again(&context.inputs.store.text()?, &context.inputs)? {
        *known = again;
    }
    let sheet = context.inputs.sheet(known.policy(), known.ids());
    let due = |(commitment, _)| Some((step.call_now(&commitment, sheet.policy, now)?, commitment));
    let Some((call, commitment)) = known.of(step.id).find_map(due) else { return Ok(None) };
    let Some(row) = Row::new(&commitment, sheet.policy, sheet.now) else { return Ok(None) };
    let mut told = tell(&row, &call, Telling::Notifies, sheet);
    let Some(who) = call.who(&row.standing.cycle) else { return Ok(Some(told)) };
    let subject = format!("{}: {}", line::subject(row.commitment, sheet), text::sanitize(&call.last.said()));
    let notice = notice::notice(&row, &step::fired(&call, who), sheet, ledger)
        .with_context(|| format!("{subject}: could not write the message"))?;
    if let Err(failure) = messenger.send(notice) {
        told.item.ok = Some(false);
        told.item.notified = false;
        told.line = format!("{subject}: {}; the next run tries again", Diagnostic::new(&failure).message);
        // The next one would not start either.
        if let Failure::NoStart(error) = failure {
            items.push(told.item);
            return Err(error.into());
        }
        return Ok(Some(told));
    }
    match recorded(step, &call, known, context) {
        Ok(true) => {}
        Ok(false) => told.line.push_str("; not recorded: it was closed or recorded meanwhile"),
        Err(error) => {
            items.push(told.item);
            // Otherwise the climb would tell everyone again, every time it is run.
            if error.kind == Kind::Written {
                return Err(error.into());
            }
            let error = anyhow::Error::from(error.hint("it will be sent again"));
            return Err(error.context(format!("{subject}: sent, but not recorded")));
        }
    }
    Ok(Some(told))
}

/// Records what was told, if the commitment is still open and nobody has recorded it; returns whether it did.
fn recorded(step: &Step, sent: &Call, known: &mut Known, context: &mut Context<'_, '_>) -> Result<bool> {
    let (again, block) = super::record(context, &|stored, inputs| {
        let again = known.again(&inputs.store.text_of(stored)?, inputs)?;
        let known = again.as_ref().unwrap_or(known);
        let first = known.of(step.id).find_map(|(commitment, span)| {
            let events = step.record(sent, &commitment, known.policy(), inputs);
            (!events.is_empty()).then(|| (span.clone(), events))
        });
        let Some((span, events)) = first else { return Ok(Plan { text: None, tell: (again, None) }) };
        let change = Change::Happened { span: span.clone(), events };
        let (text, rewritten) = change::apply(stored, &[change], known.policy().zone)?;
        let block = rewritten.into_iter().find_map(|block| block.after);
        Ok(Plan { text: Some(text), tell: (again, block.map(|block| (span, block))) })
    })?;
    if let Some(again) = again {
        *known = again;
    }
    let Some((span, block)) = block else { return Ok(false) };
    known.replace(span, &block);
    Ok(true)
}
