//! Which commitments `move`, `cancel`, `wait` and `hand` are about: those that are named, or all open ones that filters match.
//!
//! Filters are read once, before anything is changed. What they match is shown to a person who has to agree, and is named by whole
//! ids from then on: what happens, happens to what was agreed to, all of it or nothing, whatever others write meanwhile.

use std::collections::BTreeSet;

use crate::cli::{FilterOptions, HappenedArgs, ManyArgs};
use crate::context::{Context, Inputs};
use crate::error::{Error, Result};
use crate::events::{self, Decision, Scene};
use crate::ledger::read::scan::{Look, Seen};
use crate::rules::commitment::Commitment;
use crate::rules::ids::Ids;
use crate::rules::standing::standing;
use crate::select::filter::{Criteria, Filter};
use crate::select::selector::{Scope, Selector};
use crate::text;
use crate::views::answer::Changed;
use crate::views::line::Line;
use crate::views::row::{Row, Sheet};

/// The most commitments that are shown before a question.
const SHOWN: usize = 20;

/// Returns which commitments are meant. `act` says what is to be done, as in a question: `move them all`.
///
/// # Errors
/// Nothing that says which, filters that match nothing, and more than one match that nobody agreed to.
pub fn meant(
    args: &ManyArgs,
    filter: &FilterOptions,
    act: &str,
    context: &mut Context<'_, '_>,
) -> Result<Selector> {
    let ManyArgs { which, all, dry_run, .. } = args;
    if filter.is_empty() {
        if *all {
            return Err(Error::new("--all goes with a filter, such as --owner or --tag")
                .hint("to do it to several, type their ids"));
        }
        if which.is_empty() && context.prompts().is_none() {
            return Err(Error::new(
                "which commitment? add an id or words of it, or a filter such as --owner",
            ));
        }
        return Ok(Selector::new(which, Scope::Open));
    }
    let filter = Filter::new(which, filter, &context.inputs);
    let Seen { ids, state: (asked, found), .. } = matching(&filter, &context.inputs)?;
    if found.is_empty() {
        filter.warn_of_unseen(asked.unseen(), context)?;
        return Err(Error::new("no open commitment matches, so nothing was changed")
            .hint("`owed list` with the same filters shows what matches"));
    }
    if found.len() > 1 && !all && !dry_run {
        agree(&found, &ids, act, context)?;
    }
    Ok(Selector::these(found.iter().map(|commitment| commitment.id).collect::<BTreeSet<_>>()))
}

/// Reads the ledger for what is open and matches.
fn matching(filter: &Filter<'_>, inputs: &Inputs<'_>) -> Result<Seen<(Criteria, Vec<Commitment<'static>>)>> {
    let now = inputs.now;
    let see = |(asked, found): &mut (Criteria, Vec<_>), look: Look<'_, '_>| {
        asked.see(look.commitment);
        let fits = standing(look.commitment, look.policy, now)
            .is_some_and(|standing| standing.is_open() && asked.fits_due(look.commitment, &standing));
        found.extend(fits.then(|| look.commitment.clone().into_owned()));
    };
    inputs.store.read(|stored| {
        let pass = |filter: &Filter<'_>| {
            inputs.fold_stored(stored, |policy| Ok((filter.read(now, policy)?, Vec::new())), see)
        };
        filter.read_by(pass, |(asked, _)| asked)
    })
}

/// Asks a person whether all are meant. Without a person, none is.
fn agree(found: &[Commitment<'_>], ids: &Ids, act: &str, context: &mut Context<'_, '_>) -> Result<()> {
    let count = found.len();
    if context.can_ask() {
        for Commitment { id, what, to, .. } in found.iter().take(SHOWN) {
            let (what, to) = (text::sanitize(what), text::sanitize(to));
            context.out.status(format_args!("{}  {what} → {to}", ids.short(*id)));
        }
        if let Some(more) = count.checked_sub(SHOWN).filter(|more| *more > 0) {
            context.out.status(format_args!("… and {more} more"));
        }
        if context.agrees(format_args!("{count} commitments match: {act}?")) {
            return Ok(());
        }
    }
    Err(Error::new(format!("{count} commitments match, so nothing was changed"))
        .hint(format!("add --all to {act}, or --dry-run to see what would be done")))
}

/// Lets something happen to the commitments that are meant, all of them or none; with `--dry-run` only as far as to show it.
pub fn happen(
    args: &ManyArgs,
    which: &Selector,
    at: &HappenedArgs,
    context: &mut Context<'_, '_>,
    decide: &dyn Fn(&Scene<'_>, &Inputs<'_>) -> Result<Decision>,
) -> Result<Changed> {
    if args.dry_run {
        events::picking(context, which, &mut |context, which| {
            events::rehearse(&context.inputs, which, at, decide)
        })
    } else {
        events::happen(context, which, at, decide)
    }
}

/// Shows what was done, or would be.
pub fn show(
    args: &ManyArgs,
    told: &Changed,
    context: &mut Context<'_, '_>,
    line: &dyn Fn(&Row<'_>, Sheet<'_>) -> Line,
) -> anyhow::Result<()> {
    context.changed(told, line)?;
    if args.dry_run {
        context.note("nothing was changed (--dry-run)");
    }
    Ok(())
}
