//! `owed escalate ID --to WHO --why TEXT`: somebody hands it to who can solve it, and those are notified.
//!
//! It is recorded first: what was refused or closed meanwhile is nobody's business. So a notify command that fails takes
//! nothing back; it is said, and is exit 2.

use std::path::Path;

use super::{Args, USAGE, say_unnotified};
use crate::cli::values;
use crate::context::{Context, Inputs};
use crate::error::{Diagnostic, Error, Exit, Kind};
use crate::events::{self, Decision, Scene};
use crate::external::notify::{Failure, Messenger};
use crate::rules::commitment::{Commitment, Deed};
use crate::select::selector::{Scope, Selector};
use crate::text::names::Meant;
use crate::views::answer::Changed;
use crate::views::ladder::Fired;
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
    let to = values::said_name("--to", &args.to)?.ok_or_else(|| missing("--to"))?;
    let why = values::said("--why", &args.why)?.ok_or_else(|| missing("--why"))?;
    let which = Selector::new(&args.which, Scope::Open);
    let decide = &|scene: &Scene<'_>, inputs: &Inputs<'_>| {
        values::refuse_date("--to", &to, inputs.now, scene.policy)?;
        let to = scene.to.map_or(to.as_str(), Meant::written);
        let (to, why) = (to.to_owned().into(), why.clone().into());
        let deed = Deed::Escalated { to: Some(to), why: Some(why), rung: None, step: None };
        Ok(Decision::from(deed))
    };
    let (changed, to) = events::give(context, &which, &args.happened, (&to, args.dry_run), decide)?;
    let escalated = if args.dry_run { "would be escalated" } else { "escalated" };
    let printed = context.changed(&changed, &|row, sheet| {
        let cycle = &row.standing.cycle;
        let line = Line::about(row.commitment, sheet).say(format!(": {escalated} to "));
        line.text(cycle.owner.unwrap_or_default()).say(", ").due_of(row.commitment, cycle, sheet)
    });
    // Whoever waits for a slow command wants to know what has been done; who is notified has not to wait for a pipe.
    let printed = printed.and_then(|()| context.flush());
    let exit = match messenger {
        _ if args.no_notify => Exit::Success,
        Some(_) if args.dry_run => Exit::Success,
        Some(messenger) => notify(&changed, (&to, &why), messenger, context)?,
        None => {
            say_unnotified(
                if args.dry_run { "nobody would be notified" } else { "nobody was notified" },
                context,
            );
            Exit::Success
        }
    };
    if args.dry_run {
        context.note("nothing was changed (--dry-run)");
    }
    printed.map(|()| exit).map_err(Into::into)
}

/// Notifies who has it now. What is over, or went to somebody else since (it was recorded late), they need not do.
fn notify(
    changed: &Changed,
    (to, why): (&str, &str),
    messenger: &dyn Messenger,
    context: &mut Context<'_, '_>,
) -> anyhow::Result<Exit> {
    let ledger = context.inputs.store.real().map_err(|error| error.kind(Kind::Written))?;
    let sheet = context.inputs.sheet(&changed.policy, &changed.ids);
    let mut exit = Exit::Success;
    let rows = changed.rows(sheet.now);
    for row in rows.iter().filter(|row| row.standing.cycle.closing.is_none()) {
        if row.standing.cycle.owner != Some(to) {
            continue;
        }
        if let Err(failure) = send(row.commitment, (to, why), messenger, &ledger, sheet) {
            let subject = line::subject(row.commitment, sheet);
            let why = Diagnostic::new(&failure).message;
            let error = Error::new(format!("{subject}: nobody was notified: {why}")).kind(Kind::Written);
            // The next one would not start either.
            if let Failure::NoStart(Error { hints, .. }) = failure {
                return Err(hints.into_iter().fold(error, Error::hint).into());
            }
            context.out.show(&error);
            exit = Exit::Error;
        }
    }
    Ok(exit)
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
