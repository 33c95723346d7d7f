//! `owed wait`: the clock stands still while the customer has to act.

use crate::cli::{HappenedArgs, values};
use crate::context::Context;
use crate::error::Exit;
use crate::events;
use crate::rules::commitment::Deed;
use crate::select::selector::{Scope, Selector};
use crate::views::formats::Formats;
use crate::views::line::Line;
use crate::views::row::{Row, Sheet};

/// Stop the clock: the customer has to act
#[derive(Debug, clap::Args)]
pub struct Args {
    /// An id, or words that match one commitment
    #[arg(value_name = "ID", required = true)]
    pub which: Vec<String>,
    /// What the customer has to do
    #[arg(long, value_name = "TEXT", num_args = 1.., required = true)]
    pub why: Vec<String>,
    /// When it happened.
    #[command(flatten)]
    pub happened: HappenedArgs,
}

/// What it shows.
pub const FORMATS: Formats = Formats::Answer;

/// Stops the clock.
pub fn run(args: &Args, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    let why = values::need("--why", &args.why)?;
    let which = Selector::new(&args.which, Scope::Open).single();
    let told = events::happen(context, &which, &args.happened, &|_, _| {
        Ok(Deed::Waiting { why: why.clone().into() }.into())
    })?;
    context.changed(&told, &line)?;
    Ok(Exit::Success)
}

fn line(row: &Row<'_>, sheet: Sheet<'_>) -> Line {
    let line = Line::about(row.commitment, sheet);
    match row.standing.due {
        None => line.say(format!(": waiting for them, {} left", row.left(sheet.policy))),
        Some(due) => line.say(": waiting, but late: ").due(due, sheet),
    }
}
