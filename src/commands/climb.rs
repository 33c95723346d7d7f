//! `owed escalate` alone: climb the ladder. Every rung whose instant has come fires once per cycle, in order; those of
//! one commitment that have gathered are one message, that of the last.
//!
//! A rung is recorded when the notify command has succeeded, so that a climb that is killed in between tells
//! people twice rather than never. The ledger is never locked while a command runs: anything may happen to it
//! meanwhile, so a commitment is read anew before its rung fires, and again when that is recorded.

mod send;
mod step;

use super::change::{self, Planned};
use super::{Desk, World, answer, lines};
use crate::error::{Exit, Result, Trouble};
use crate::ledger::change::Change;
use crate::notify::Messenger;
use crate::rules::cycle;
use crate::rules::house::House;
use crate::rules::ladder::Call;
use crate::text;
use crate::views::json;
use crate::views::ladder::{Climb, Item};
use crate::views::row::{Row, Sheet};

use step::{Found, Kept, Sent};

/// What there is to say of one commitment.
struct Told {
    /// Nobody could be told: there is no owner. Nothing is recorded, so that the next climb tries again.
    nobody: bool,
    /// To people.
    line: String,
    /// To scripts.
    item: Item,
}

/// Climbs, or says what a climb would do. Without a messenger there is nobody to wait for.
pub fn run(dry_run: bool, messenger: Option<&dyn Messenger>, world: &mut World<'_, '_>) -> Result<Exit> {
    if dry_run {
        let found = found(&world.desk, None)?;
        let (_, told) = play(found, &world.desk, false);
        let any = !told.is_empty();
        let items = told.into_iter().map(|told| say(told, world)).collect::<Result<_>>()?;
        finish(items, world)?;
        if any && !world.desk.quiet {
            world.out.talk("nothing was changed (--dry-run)");
        }
        return Ok(Exit::Fine);
    }
    let Some(_lock) = world.desk.store.lock_climb(world.desk.clock)? else {
        if world.out.terminal().stdout_tty && !world.desk.quiet {
            world.out.talk("another owed process is running the ladder");
        }
        if world.desk.json {
            finish(Vec::new(), world)?;
        }
        return Ok(Exit::Fine);
    };
    let Some(messenger) = messenger else {
        let told = record(world, &mut |text, desk| {
            let found = found(desk, Some(text))?;
            let zone = found.scanned.house.zone;
            let (changes, tell) = play(found, desk, true);
            Ok(Planned { changes, zone, tell })
        })?;
        let items = told.into_iter().map(|told| say(told, world)).collect::<Result<_>>()?;
        finish(items, world)?;
        return Ok(Exit::Fine);
    };
    let mut items = Vec::new();
    let outcome = send::all(messenger, &mut items, world);
    if outcome.is_ok() || !items.is_empty() {
        finish(items, world)?;
    }
    outcome
}

/// Writes down what fired. `undo` leaves it alone: what people were told cannot be taken back.
fn record<T>(
    world: &mut World<'_, '_>,
    plan: &mut dyn FnMut(&str, &Desk<'_>) -> Result<Planned<T>>,
) -> Result<T> {
    change::write_unkept(world, None, plan, &mut |_, _, _| Ok(()))
}

/// The commitments of which a rung has come, in the ledger or in this text of it.
fn found(desk: &Desk<'_>, text: Option<&str>) -> Result<Found> {
    let now = desk.now;
    let prepare = |house: &House| if house.ladder.is_empty() { Err(no_ladder()) } else { Ok(()) };
    let keep = |(): &(), look: super::read::Look<'_, '_>| {
        if look.commitment.is_closed_for_good(now) {
            return None;
        }
        let current = cycle::cycles(look.commitment, look.house, now)?.current;
        Call::new(look.commitment, &current, look.house, now).map(|_| Kept::new(look))
    };
    match text {
        None => desk.read(prepare, keep),
        Some(text) => desk.read_text(text, prepare, keep),
    }
}

/// That there is nothing to climb, and how to make it.
fn no_ladder() -> Trouble {
    let add = ["[[rung]]", "at = \"75%\"", "[[rung]]", "at = \"100%\"", "to = \"WHO\""];
    let trouble = Trouble::new("the ledger has no escalation ladder")
        .hint("add its rungs to the ledger: a warning at 75% of the time, and when it is due someone who can solve it");
    add.into_iter().fold(trouble, Trouble::hint)
}

/// What firing every rung that has come would change, and say.
fn play(found: Found, desk: &Desk<'_>, is_done: bool) -> (Vec<Change>, Vec<Told>) {
    let steps = step::all(&found, desk.now);
    let sheet = answer::sheet(&found.scanned.house, &found.ids, desk);
    let (mut changes, mut all) = (Vec::new(), Vec::new());
    for step in &steps {
        let Some(Kept { commitment, span }) = found.kept.get(step.place) else { continue };
        let Some(row) = Row::new(commitment, sheet.house, sheet.now) else { continue };
        let Some(call) = step.call(commitment, sheet.house, sheet.now) else { continue };
        let told = tell(&row, &call, is_done.then_some(true), sheet);
        if !told.nobody {
            let events = Sent::new(&call).events(desk.now, desk);
            changes.push(Change::Happened { span: span.clone(), events });
        }
        all.push(told);
    }
    (changes, all)
}

/// What there is to say of a call. `ok`: whether people were told; `None` if they only would be.
fn tell(row: &Row<'_>, call: &Call<'_>, ok: Option<bool>, sheet: Sheet<'_>) -> Told {
    let id = row.commitment.id;
    let subject = answer::subject(row.commitment, sheet);
    let nobody = !call.reaches_somebody(&row.standing.cycle);
    let ok = ok.map(|ok| ok && !nobody);
    let item =
        Item { id: id.to_string(), rung: call.last.name.clone(), to: call.to().map(str::to_owned), ok };
    let line = if nobody {
        let (rung, short) = (text::clean(&call.last.name), sheet.ids.short(id));
        format!(
            "{subject}: {rung}: there is no owner to warn; nothing is recorded, and the next run tries again \
             (`owed hand {short} --to WHO --why TEXT`)"
        )
    } else {
        let what = crate::views::ladder::line(row, call, ok.is_some());
        format!("{subject}: {what}, {}", answer::dues(&row.standing.cycle, sheet))
    };
    Told { nobody, line, item }
}

/// Says it to people at once; to scripts it is said at the end.
fn say(told: Told, world: &mut World<'_, '_>) -> Result<Item> {
    if told.nobody {
        world.out.warn(told.line);
    } else if !world.desk.quiet && !world.desk.json {
        world.out.data(&format!("{}\n", told.line)).map_err(|error| lines::unprinted(&error))?;
    }
    Ok(told.item)
}

/// The end of the answer.
fn finish(items: Vec<Item>, world: &mut World<'_, '_>) -> Result<()> {
    let World { out, desk } = world;
    let said = if desk.json {
        json::line(&Climb::new(items), out)
    } else if items.is_empty() && !desk.quiet && out.terminal().stdout_tty {
        out.data("nothing to escalate\n")
    } else {
        Ok(())
    };
    said.map_err(|error| lines::unprinted(&error))
}

#[cfg(test)]
mod tests;
