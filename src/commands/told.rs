//! `owed told`: what we told one customer, or every customer whom a filter names.

use std::cell::Cell;

use super::contact;
use crate::cli::{FilterOptions, HappenedArgs, values};
use crate::context::{Context, Inputs};
use crate::error::{Error, Exit};
use crate::events::{self, After, Decision, Planned, bare_day};
use crate::ledger::change::Change;
use crate::rules::commitment::Deed;
use crate::rules::policy::Policy;
use crate::rules::standing::standing;
use crate::select::filter::Filter;
use crate::select::selector::Scope;
use crate::views::answer::Changed;
use crate::views::formats::Formats;

/// Record that you told the customer something; with filters, every matching customer
#[derive(Debug, clap::Args)]
#[command(after_help = "With a filter, all words are the message: owed told back by noon --tag outage")]
pub struct Args {
    /// An id (or its words in quotes), then what the customer was told
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

/// What it shows.
pub const FORMATS: Formats = Formats::Answer;

/// Records that we reached the customer.
pub fn run(args: &Args, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    if !args.filter.is_empty() {
        return told_all(args, context);
    }
    if args.dry_run {
        return Err(Error::new("--dry-run needs a filter, such as --tag outage").into());
    }
    contact::record(&args.words, &args.happened, &Deed::Told, Scope::Open, context)?;
    Ok(Exit::Success)
}

/// Everyone whom a filter names was told the same, in one change.
fn told_all(args: &Args, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    let said = values::need("the text", &args.words)?;
    let now = context.inputs.now;
    let filter = Filter::new(&[], &args.filter, &context.inputs);
    let unseen = Cell::default();
    let plan = &mut |text: &str, inputs: &Inputs<'_>| {
        let ready = |policy: &Policy| {
            Ok((filter.read(now, policy)?, values::happened(&args.happened, inputs, policy)?))
        };
        let found = inputs.read_text(text, ready, |(asked, _), look| {
            asked.see(look.commitment);
            let standing = standing(look.commitment, look.policy, now)?;
            let fits = standing.is_open() && asked.fits_due(look.commitment, &standing);
            fits.then(|| (look.commitment.clone().into_owned(), look.span))
        })?;
        if found.kept.is_empty() {
            unseen.set(found.prepared.0.unseen());
            return Err(Error::new("no open commitment matches, so nobody was told")
                .hint("`owed list` with the same filters shows what matches"));
        }
        let happened = found.prepared.1;
        let (mut changes, mut commitments) = (Vec::new(), Vec::new());
        for (commitment, span) in found.kept {
            let policy = &found.scanned.policy;
            let plan = &mut |happened| {
                let outcome = Decision { deed: Deed::Told, note: Some(said.clone()), next: None };
                events::after(&commitment, outcome, happened, policy, inputs)
            };
            let After { commitment, event, .. } = bare_day::settle(&commitment, happened, policy, now, plan)?;
            commitments.push(commitment);
            changes.push(Change::Happened { span, events: vec![event] });
        }
        let zone = found.scanned.policy.zone;
        Ok(Planned {
            changes,
            zone,
            tell: Changed { policy: found.scanned.policy, ids: found.ids, commitments },
        })
    };
    let told = if args.dry_run {
        let text = context.inputs.store.text()?;
        plan(&text, &context.inputs).map(|planned| planned.tell)
    } else {
        events::write(context, None, plan)
    };
    if told.is_err() {
        filter.warn_of_unseen(unseen.get(), context)?;
    }
    let told = told?;
    context.changed(&told, &contact::line)?;
    if args.dry_run {
        context.note("nothing was changed (--dry-run)");
    }
    Ok(Exit::Success)
}
