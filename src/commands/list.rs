//! `owed list`, and `owed` alone: look.

use std::cell::RefCell;

use crate::cli::FilterArgs;
use crate::context::Context;
use crate::context::read::Look;
use crate::error::Exit;
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
    let filter = Filter::new(&args.filter.words, &args.filter.options, &context.inputs);
    let prepare =
        |policy: &Policy| Ok((filter.read(now, policy)?, RefCell::new(Rows::new(lister, policy, now))));
    let keep = |(asked, rows): &(Criteria, RefCell<Rows>), look: Look<'_, '_>| {
        asked.see(look.commitment);
        if !args.all && look.commitment.is_closed_for_good(now) {
            return None;
        }
        let row = Row::new(look.commitment, look.policy, now)?;
        let wanted = (args.all || row.standing.is_open()) && asked.fits_due(look.commitment, &row.standing);
        wanted.then(|| rows.borrow_mut().add(&row, look.policy))
    };
    let join = |(asked, rows): (Criteria, RefCell<Rows>), (other, more): (Criteria, RefCell<Rows>)| {
        (asked.join(&other), RefCell::new(rows.into_inner().join(more.into_inner())))
    };
    let mut found = context.inputs.read_in_parts(prepare, keep, join)?;
    if args.all {
        found = context.inputs.read_archives(found, keep)?;
    }
    let (asked, rows) = found.prepared;
    filter.warn_of_unseen(asked.unseen(), context)?;
    let nothing = if args.all { "nothing is promised" } else { "nothing is open" };
    context.list(rows.into_inner(), &found.ids, nothing)?;
    Ok(Exit::Success)
}

/// What `owed` says with no verb: what is open, or how to begin.
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
