//! `owed escalate ID --to WHO --why TEXT`: somebody hands it to who can solve it, and those are notified.
//!
//! It is recorded first: what was refused or closed meanwhile is nobody's business. So a notify command that fails takes
//! nothing back; it is said, and is exit 2.

use std::path::Path;

use super::{Args, USAGE, say_unnotified};
use crate::cli::values;
use crate::commands::asked::{self, Said, Typed};
use crate::context::{Context, Inputs};
use crate::error::{Diagnostic, Error, Exit, Kind};
use crate::events::{self, Decision, Scene};
use crate::external::notify::{Failure, Messenger};
use crate::rules::commitment::{Commitment, Deed};
use crate::rules::time::Instant;
use crate::select::selector::{Scope, Selector};
use crate::text::names::Meant;
use crate::views::answer::Changed;
use crate::views::ladder::{Fired, Item};
use crate::views::line::{self, Line};
use crate::views::notice;
use crate::views::row::{Row, Sheet};

/// Hands commitments over, and tells who they go to.
pub fn run(
    args: &Args,
    messenger: Option<&dyn Messenger>,
    context: &mut Context<'_, '_>,
) -> anyhow::Result<Exit> {
    let missing = |option: &str| Error::new(format!("missing {option}")).hint(USAGE);
    for (option, words) in [("--to", &args.to), ("--why", &args.why)] {
        if words.is_empty() && context.prompts().is_none() {
            return Err(missing(option).into());
        }
    }
    let decide = &|said: &Said, scene: &Scene<'_>, inputs: &Inputs<'_>| {
        let Some(to) = &said.to else { return Ok(asked::unsettled()) };
        values::refuse_date("--to", to, inputs.now, scene.policy)?;
        let to = scene.to.map_or(to.as_str(), Meant::written);
        let (to, why) = (to.to_owned().into(), said.why.clone().into());
        let deed = Deed::Escalated { to: Some(to), why: Some(why), rung: None, step: None };
        Ok(Decision::from(deed))
    };
    let typed = Typed { to: Some(&args.to), by: None, why: &args.why };
    let which = Selector::new(&args.which, Scope::Open);
    let (said, which) = asked::filled(typed, which, &args.happened, context, decide)?;
    let to = said.to.as_deref().unwrap_or_default();
    let (changed, to) =
        events::give(context, &which, &args.happened, (to, args.dry_run), &|scene, inputs| {
            decide(&said, scene, inputs)
        })?;
    let escalated = if args.dry_run { "would be escalated" } else { "escalated" };
    let line = &|row: &Row<'_>, sheet: Sheet<'_>| {
        let cycle = &row.standing.cycle;
        let line = Line::about(row.commitment, sheet).say(format!(": {escalated} to "));
        line.text(cycle.owner.unwrap_or_default()).say(", ").due_of(row.commitment, cycle, sheet)
    };
    // Whoever waits for a slow command wants to know what has been done; who is notified has not to wait for a pipe.
    let early = context.changed_early(&changed, line);
    let sends = messenger.filter(|_| !args.no_notify && !args.dry_run);
    let (items, outcome) = match sends {
        Some(messenger) => notify(&changed, (&to, &said.why), messenger, context),
        None => (untold(&changed, &to, args.dry_run, context.inputs.now), Ok(Exit::Success)),
    };
    let late = context.changed_and_told(&changed, line, &items);
    if messenger.is_none() && !args.no_notify {
        let nobody = if args.dry_run { "nobody would be notified" } else { "nobody was notified" };
        say_unnotified(nobody, context);
    }
    if args.dry_run {
        context.note("nothing was changed (--dry-run)");
    }
    let exit = outcome?;
    early.and(late).map(|()| exit).map_err(Into::into)
}

/// Returns an item for each commitment of which nobody is told.
fn untold(changed: &Changed, to: &str, is_rehearsal: bool, now: Instant) -> Vec<Item> {
    let ok = (!is_rehearsal).then_some(true);
    changed.rows(now).iter().map(|row| Item { ok, ..item(row, to) }).collect()
}

/// Returns what there is to say of one before anybody was told. What is over, or went to somebody else since (it was
/// recorded late), is nobody's business.
fn item(row: &Row<'_>, to: &str) -> Item {
    let cycle = &row.standing.cycle;
    let who = cycle.owner.filter(|owner| *owner == to && cycle.closing.is_none());
    Item {
        id: row.commitment.id,
        rung: None,
        step: None,
        to: Some(to.to_owned()),
        who: who.map(str::to_owned),
        ok: Some(true),
        notified: false,
    }
}

/// Notifies who has them now, and returns what became of each.
fn notify(
    changed: &Changed,
    (to, why): (&str, &str),
    messenger: &dyn Messenger,
    context: &mut Context<'_, '_>,
) -> (Vec<Item>, anyhow::Result<Exit>) {
    let sheet = context.inputs.sheet(&changed.policy, &changed.ids);
    let rows = changed.rows(sheet.now);
    let mut items: Vec<_> = rows.iter().map(|row| item(row, to)).collect();
    let mut outcome = Ok(Exit::Success);
    let ledger = match context.inputs.store.real() {
        Ok(ledger) => ledger,
        Err(error) => return (items, Err(error.kind(Kind::Written).into())),
    };
    for (row, item) in rows.iter().zip(&mut items).filter(|(_, item)| item.who.is_some()) {
        // If one does not start, the next one would not either.
        let sent = match &outcome {
            Ok(_) => send(row.commitment, (to, why), messenger, &ledger, sheet),
            Err(_) => {
                item.ok = Some(false);
                continue;
            }
        };
        item.notified = sent.is_ok();
        item.ok = Some(sent.is_ok());
        let Err(failure) = sent else { continue };
        let subject = line::subject(row.commitment, sheet);
        let why = Diagnostic::new(&failure).message;
        let error = Error::new(format!("{subject}: nobody was notified: {why}")).kind(Kind::Written);
        if let Failure::NoStart(Error { hints, .. }) = failure {
            outcome = Err(hints.into_iter().fold(error, Error::hint).into());
        } else {
            context.out.show(&error);
            outcome = Ok(Exit::Error);
        }
    }
    (items, outcome)
}

/// Tells of one, as it stood before: the command learns who had it, as it does of a rung.
fn send(
    commitment: &Commitment<'_>,
    (to, why): (&str, &str),
    messenger: &dyn Messenger,
    ledger: &Path,
    sheet: Sheet<'_>,
) -> Result<(), Failure> {
    let mut before = commitment.clone();
    before.history.pop();
    let Some(row) = Row::new(&before, sheet.policy, sheet.now) else { return Ok(()) };
    let fired = Fired { rung: None, to: Some(to), who: to, why: Some(why) };
    let cannot = |error| Failure::NoStart(Error::io("could not write the message", error));
    messenger.send(notice::notice(&row, &fired, sheet, ledger).map_err(cannot)?)
}
