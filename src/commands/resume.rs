//! `owed resume`: the customer has acted, and the clock goes on.

use crate::cli::{HappenedArgs, values};
use crate::context::Context;
use crate::error::{Error, Exit};
use crate::events::{self, Decision};
use crate::rules::commitment::Deed;
use crate::rules::cycle;
use crate::select::selector::{Scope, Selector};
use crate::views::formats::Formats;
use crate::views::line::Line;

/// Start the clock again
#[derive(Debug, clap::Args)]
pub struct Args {
    /// An id, or words that match one commitment
    #[arg(value_name = "ID", required = true)]
    pub which: Vec<String>,
    /// A note
    #[arg(long, value_name = "TEXT", num_args = 1..)]
    pub note: Vec<String>,
    /// The customer has been told of the new due
    #[arg(long)]
    pub told: bool,
    /// When it happened.
    #[command(flatten)]
    pub happened: HappenedArgs,
}

/// What it shows.
pub const FORMATS: Formats = Formats::Answer;

/// Starts the clock again.
pub fn run(args: &Args, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    let note = values::said("--note", &args.note)?;
    let which = Selector::new(&args.which, Scope::Open).single();
    let told = events::happen(context, &which, &args.happened, &|scene, _| {
        let Some(pause) = scene.cycle.pause else {
            return Err(Error::new(format!("{} is not waiting", scene.commitment.id)));
        };
        let clock = scene.policy.clock(scene.commitment);
        let due = cycle::slid(scene.cycle.due, pause.since, scene.happened.at, &clock);
        let deed = Deed::Resumed { due: pause.slides.then_some(due), told: args.told };
        Ok(Decision { deed, note: note.clone(), next: None })
    })?;
    context.changed(&told, &|row, sheet| {
        let line = Line::about(row.commitment, sheet).say(": resumed, ");
        line.due_of(row.commitment, &row.standing.cycle, sheet)
    })?;
    Ok(Exit::Success)
}
