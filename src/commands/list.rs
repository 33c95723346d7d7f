//! `owed list`, and `owed` alone: lists commitments.

use crate::cli::FilterArgs;
use crate::context::Context;
use crate::error::Exit;
use crate::ledger::read::scan::Look;
use crate::rules::policy::Policy;
use crate::select::filter::{Criteria, Filter};
use crate::views::formats::Formats;
use crate::views::row::Row;
use crate::views::rows::Rows;

/// List commitments, most pressing first
#[derive(Debug, clap::Args, Default)]
pub struct Args {
    /// Which.
    #[command(flatten)]
    pub filter: FilterArgs,
    /// List closed ones too
    #[arg(long)]
    pub all: bool,
}

/// What it shows.
pub const FORMATS: Formats = Formats::List;

/// Lists what is open, or everything.
pub fn run(args: &Args, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    let (now, lister) = (context.inputs.now, context.inputs.lister()?);
    let filter =
        Filter::new(&args.filter.words, &args.filter.options, &context.inputs).looking_back(args.all);
    let begin = |policy: &Policy| Ok((filter.read(now, policy)?, Rows::new(lister, policy, now)));
    let see = |(asked, rows): &mut (Criteria, Rows), look: Look<'_, '_>| {
        asked.see(look.commitment);
        if !args.all && look.commitment.is_closed_for_good(now) {
            return;
        }
        let Some(row) = Row::new(look.commitment, look.policy, now) else { return };
        if (args.all || row.standing.is_open()) && asked.fits_due(look.commitment, &row.standing) {
            rows.add(&row, look.policy);
        }
    };
    let join = |(asked, rows): (Criteria, Rows), (other, more): (Criteria, Rows)| {
        (asked.join(&other), rows.join(more))
    };
    let mut seen = context.inputs.fold_in_parts(begin, see, join)?;
    if args.all {
        seen = context.inputs.fold_archives(seen, see)?;
    }
    let (asked, rows) = seen.state;
    filter.warn_of_unseen(asked.unseen(), context)?;
    let nothing = if args.all { "nothing is promised" } else { "nothing is open" };
    context.list(rows, &seen.ids, nothing)?;
    Ok(Exit::Success)
}

/// Runs `owed` without a verb: lists what is open, or says how to begin.
pub fn bare(context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    if context.is_read_by_a_person() && !context.inputs.store.exists()? {
        context.print(WELCOME)?;
        return Ok(Exit::Success);
    }
    run(&Args::default(), context)
}

const WELCOME: &str = "\
owed keeps the promises you make to other people. There is no ledger yet; the first promise makes it:

  owed promise call back about the invoice --to Acme Corp --by fri 5pm
  owed                 what is open, most pressing first
  owed done acme       kept, or late and by how much
  owed overdue         what is late; exit 1 if anything is

`owed --help` shows the rest.
";
