//! `owed told`: records what we told one customer, or every customer of a filter.

use super::{asked, contact};
use crate::cli::{FilterOptions, HappenedArgs, values};
use crate::context::{Context, Inputs};
use crate::error::{Error, Exit};
use crate::events::{self, After, Decision, Planned, Scene, bare_day};
use crate::ledger::change::Change;
use crate::ledger::read::scan::{Look, Seen};
use crate::ledger::read::stored::Stored;
use crate::rules::commitment::Deed;
use crate::rules::standing::standing;
use crate::select::filter::{Criteria, Filter};
use crate::select::selector::Scope;
use crate::views::answer::Changed;
use crate::views::formats::Formats;

/// Record that you told the customer something; with filters, every matching customer
#[derive(Debug, clap::Args)]
#[command(after_help = "With a filter, all words are the message: owed told back by noon --tag outage")]
pub struct Args {
    /// An id (or words in quotes; one word is the customer's), then what they were told
    #[arg(value_name = "ID TEXT", required = true)]
    pub words: Vec<String>,
    /// Everyone these name.
    #[command(flatten)]
    pub filter: FilterOptions,
    /// When it happened.
    #[command(flatten)]
    pub happened: HappenedArgs,
    /// Show who would be told, and change nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// What the help shows to type.
pub const EXAMPLES: [&str; 2] =
    ["owed told k7q left a message on the phone", "owed told back by noon --tag workshop"];
/// What it shows.
pub const FORMATS: Formats = Formats::Answer;

/// Records that we told the customer something.
pub fn run(args: &Args, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    if !args.filter.is_empty() {
        return told_all(args, context);
    }
    if args.dry_run {
        return Err(Error::new("--dry-run needs a filter, such as --tag outage").into());
    }
    let decide = &|_: &Scene<'_>, _: &Inputs<'_>| Ok(Deed::Told.into());
    contact::record(&args.words, &args.happened, decide, Scope::Open, context)?;
    Ok(Exit::Success)
}

/// Records in one change that everyone in a filter was told the same.
fn told_all(args: &Args, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    let said = match (values::said("the text", &args.words)?, context.prompts()) {
        (Some(said), _) => said,
        (None, Some(prompts)) => asked::message(prompts, context)?,
        (None, None) => return Err(Error::new("what were they told? add the text").into()),
    };
    let now = context.inputs.now;
    let filter = Filter::new(&[], &args.filter, &context.inputs);
    let plan = &|stored: Stored<'_>, inputs: &Inputs<'_>| {
        let see = |(asked, meant): &mut (Criteria, Vec<_>), look: Look<'_, '_>| {
            asked.see(look.commitment);
            let fits = standing(look.commitment, look.policy, now)
                .is_some_and(|standing| standing.is_open() && asked.fits_due(look.commitment, &standing));
            meant.extend(fits.then(|| (look.commitment.clone().into_owned(), look.span)));
        };
        let pass = |filter: &Filter<'_>| {
            inputs.fold_stored(stored, |policy| Ok((filter.read(now, policy)?, Vec::new())), see)
        };
        let seen = filter.read_by(pass, |(asked, _)| asked)?;
        let Seen { policy, ids, state: (asked, meant), .. } = seen;
        let (form, happened) = (policy.form(), values::happened(&args.happened, inputs, &policy)?);
        if meant.is_empty() {
            return Ok(Planned::new(Vec::new(), form, Err(asked.unseen())));
        }
        let (mut changes, mut commitments) = (Vec::new(), Vec::new());
        for (commitment, span) in meant {
            let plan = &|happened| {
                let outcome = Decision::saying(Deed::Told, Some(said.clone()));
                events::after(&commitment, outcome, happened, &policy, inputs)
            };
            let After { commitment, events, .. } =
                bare_day::settle(&commitment, happened, &policy, now, plan)?;
            commitments.push(commitment);
            changes.push(Change::Happened { span, events });
        }
        Ok(Planned::new(changes, form, Ok(Changed { policy, ids, commitments })))
    };
    let told = if args.dry_run {
        context.inputs.store.read(|stored| plan(stored, &context.inputs))?.tell
    } else {
        events::write(context, None, plan)?
    };
    let told = match told {
        Ok(told) => told,
        Err(unseen) => {
            filter.warn_of_unseen(unseen, context)?;
            return Err(Error::new("no open commitment matches, so nobody was told")
                .hint("`owed list` with the same filters shows what matches")
                .into());
        }
    };
    context.changed(&told, &contact::line)?;
    if args.dry_run {
        context.note("nothing was changed (--dry-run)");
    }
    Ok(Exit::Success)
}
