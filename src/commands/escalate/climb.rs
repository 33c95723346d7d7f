//! `owed escalate` alone: climbs the ladder. Every rung whose instant has come fires once per cycle, in order; if
//! several have come for one commitment, one message is sent, that of the last.
//!
//! A rung is recorded after the notify command has succeeded, so that a climb that is killed in between tells people
//! twice rather than never. The ledger is never locked while a command runs: anything may happen to it meanwhile, so a
//! commitment is read again before its rung fires, and again when that is recorded.

mod known;
mod send;
mod step;

use std::io;

use crate::context::{Context, Inputs};
use crate::error::{Exit, Result};
use crate::external::notify::Messenger;
use crate::ledger::change::{self, Change};
use crate::ledger::file::store::{Around, Plan, Written};
use crate::ledger::read::scan::Look;
use crate::ledger::read::stored::Stored;
use crate::rules::ladder::Call;
use crate::rules::policy::Policy;
use crate::text;
use crate::views::answer::Answer;
use crate::views::ladder::{self, Item, Telling};
use crate::views::line;
use crate::views::row::{Row, Sheet};

use step::{DueRungs, Gathered, Kept};

/// How many blocks are written at a time to record what fired.
const AT_ONCE: usize = 1_000;

/// The result for one commitment.
struct FiredRung {
    /// Nobody could be told: there is no owner. Nothing is recorded, so that the next climb tries again.
    nobody: bool,
    /// For people.
    line: String,
    /// For scripts.
    item: Item,
}

/// Climbs, or shows what a climb would do. Without a messenger nobody is waited for.
pub fn run(
    dry_run: bool,
    messenger: Option<&dyn Messenger>,
    context: &mut Context<'_, '_>,
) -> anyhow::Result<Exit> {
    let silent = messenger.is_none();
    if dry_run {
        let found = found(&context.inputs, None)?;
        say_all(&found, Telling::Would, context)?;
        say_unnotified(&found, silent, "nobody would be notified", context);
        if !found.state.kept.is_empty() {
            context.note("nothing was changed (--dry-run)");
        }
        return Ok(Exit::Success);
    }
    let Some(_lock) = context.inputs.store.lock_climb(context.inputs.clock)? else {
        if context.out.terminal().stdout_tty {
            context.note("another owed process is running the ladder");
        }
        context.answer(&Answer::Climb(None))?;
        return Ok(Exit::Success);
    };
    let Some(messenger) = messenger else {
        let found = record(context, &|stored, inputs| {
            let text = inputs.store.text_of(stored)?;
            let found = found(inputs, Some(&text))?;
            Ok(Plan { text: fired(&text, &found, inputs)?.map(Into::into), tell: found })
        })?;
        say_all(&found, Telling::Silent, context)?;
        say_unnotified(&found, silent, "nobody was notified", context);
        return Ok(Exit::Success);
    };
    let found = found(&context.inputs, None)?;
    say_no_ladder(&found, context);
    context.warn_of_lost_calendar(found.state.lost_calendar.as_deref());
    let mut items = Vec::new();
    let outcome = send::all(found.state.kept, messenger, &mut items, context);
    if outcome.is_ok() || !items.is_empty() {
        context.answer(&Answer::Climb(Some(&items)))?;
    }
    outcome
}

/// Writes what fired. `undo` does not record it: what people were told cannot be taken back.
fn record<T>(
    context: &mut Context<'_, '_>,
    plan: &dyn Fn(Stored<'_>, &Inputs<'_>) -> Result<Plan<T>>,
) -> Result<T> {
    let Context { out, inputs } = context;
    let around = Around {
        say: &mut |message| out.status(message),
        other: None,
        first: &mut |_, _| Ok(()),
        done: &mut |_, _| inputs.written.set(true),
    };
    let written = inputs.store.write(None, &|stored| plan(stored, inputs), around)?;
    let (Written::Changed(tell) | Written::Unchanged(tell)) = written;
    Ok(tell)
}

/// Returns the commitments for which rungs have come, in the ledger or in this text of it, in the order in which they
/// are told: by the instant of the last rung, ties in the order of the file.
fn found(inputs: &Inputs<'_>, text: Option<&str>) -> Result<DueRungs> {
    let begin = |_: &Policy| Ok(Gathered::default());
    let see = |gathered: &mut Gathered, look: Look<'_, '_>| gathered.see(look, inputs.now);
    let mut found = match text {
        None => inputs.fold(begin, see),
        Some(text) => inputs.fold_stored(text, begin, see),
    }?;
    found.state.kept.sort_by_key(|kept| kept.step.call.last.at);
    Ok(found)
}

/// Says to a person that there is nothing to climb, and how to make it. In cron it is nothing to do.
fn say_no_ladder(found: &DueRungs, context: &mut Context<'_, '_>) {
    if !found.policy.ladder.is_empty() || !context.is_read_by_a_person() {
        return;
    }
    context.note("the ledger has no escalation ladder");
    context.hint("add rungs to the ledger: a warning, then somebody who can solve it");
    for line in ["[[rung]]", "at = \"75%\"", "[[rung]]", "at = \"100%\"", "to = \"WHO\""] {
        context.hint(line);
    }
}

/// Says that there is no command to tell people, if there was anybody to tell.
fn say_unnotified(found: &DueRungs, silent: bool, nobody: &str, context: &mut Context<'_, '_>) {
    if silent && found.state.kept.iter().any(|kept| kept.step.reaches_somebody) {
        super::say_unnotified(nobody, context);
    }
}

/// Returns the ledger in which every rung that has come has fired, `None` if none reaches anybody.
fn fired(text: &str, found: &DueRungs, inputs: &Inputs<'_>) -> Result<Option<String>> {
    let mut reached: Vec<_> = found.state.kept.iter().filter(|kept| kept.step.reaches_somebody).collect();
    // From the end of the ledger on, so that the blocks before stay where they are: some at a time, because a short
    // block may have to record twelve rungs with long names.
    reached.sort_by_key(|kept| std::cmp::Reverse(kept.span.start));
    let mut fired = None;
    for some in reached.chunks(AT_ONCE) {
        let change = |kept: &&Kept| Change::Happened {
            span: kept.span.clone(),
            events: step::events(&kept.step.call, inputs.now, inputs),
        };
        let changes: Vec<_> = some.iter().map(change).collect();
        let before = fired.as_deref().unwrap_or(text);
        fired = Some(change::apply_to_text(before, &changes, found.policy.zone)?.0);
    }
    Ok(fired)
}

/// Shows which rungs fired, or would.
fn say_all(found: &DueRungs, telling: Telling, context: &mut Context<'_, '_>) -> io::Result<()> {
    say_no_ladder(found, context);
    context.warn_of_lost_calendar(found.state.lost_calendar.as_deref());
    let sheet = context.inputs.sheet(&found.policy, &found.ids);
    let mut items = Vec::new();
    for Kept { commitment, step, .. } in &found.state.kept {
        let Some(row) = Row::new(commitment, sheet.policy, sheet.now) else { continue };
        items.push(say(tell(&row, &step.call, telling, sheet), context)?);
    }
    context.answer(&Answer::Climb(Some(&items)))
}

/// Returns what there is to say of a call.
fn tell(row: &Row<'_>, call: &Call, telling: Telling, sheet: Sheet<'_>) -> FiredRung {
    let id = row.commitment.id;
    let subject = line::subject(row.commitment, sheet);
    let who = call.who(&row.standing.cycle);
    let item = Item {
        id,
        rung: Some(call.last.rung.name.clone()),
        step: Some(call.last.step),
        to: call.owner().map(str::to_owned),
        who: who.map(str::to_owned),
        ok: (telling != Telling::Would).then_some(who.is_some()),
        notified: telling == Telling::Notifies && who.is_some(),
    };
    let line = match who {
        Some(who) => {
            let what = ladder::line(call, who, telling);
            format!("{subject}: {what}, {}", line::dues(row.commitment, &row.standing.cycle, sheet))
        }
        None => {
            let (rung, short) = (text::sanitize(&call.last.said()).into_owned(), sheet.ids.short(id));
            format!(
                "{subject}: {rung}: there is no owner to warn; nothing is recorded, and the next run tries again \
                 (`owed hand {short} --to WHO --why TEXT`)"
            )
        }
    };
    FiredRung { nobody: who.is_none(), line, item }
}

/// Shows it to people at once; scripts get it at the end.
fn say(told: FiredRung, context: &mut Context<'_, '_>) -> io::Result<Item> {
    if told.nobody {
        context.out.warn(told.line);
    } else {
        context.print_early(&told.line)?;
    }
    Ok(told.item)
}

#[cfg(test)]
mod tests;
