//! `owed resume`: the customer has acted; a stopped clock runs again.

use crate::cli::{HappenedArgs, values};
use crate::context::Context;
use crate::error::{Error, Exit};
use crate::events::{self, Decision, Scene};
use crate::rules::commitment::Deed;
use crate::rules::cycle::{self, Pause};
use crate::select::selector::{Scope, Selector};
use crate::views::formats::Formats;
use crate::views::line::Line;

/// Say that the customer has acted; a clock that stood still goes on
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

/// What the help shows to type.
pub const EXAMPLES: [&str; 2] = ["owed resume boiler", "owed resume boiler --note the photo is here --told"];
/// What it shows.
pub const FORMATS: Formats = Formats::Answer;

/// Ends a pause.
pub fn run(args: &Args, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    let note = values::said("--note", &args.note)?;
    let which = Selector::new(&args.which, Scope::Open).single();
    let told = events::happen(context, &which, &args.happened, &|scene, _| {
        let Some(pause) = scene.cycle.pause else {
            return Err(Error::new(format!("{} is not waiting", scene.commitment.id)));
        };
        Ok(Decision::saying(resumed(&pause, scene, args.told), note.clone()))
    })?;
    context.changed(&told, &|row, sheet| {
        let line = Line::about(row.commitment, sheet).say(": resumed, ");
        line.due_of(row.commitment, &row.standing.cycle, sheet)
    })?;
    Ok(Exit::Success)
}

/// Returns the end of a pause, with the due that it moves; without one if the clock was not stopped.
pub fn resumed(pause: &Pause<'_>, scene: &Scene<'_>, told: bool) -> Deed<'static> {
    let slid = || {
        let clock = scene.policy.clock(scene.cycle.basis);
        cycle::slid(scene.cycle.due, pause.since, scene.happened.at, &clock)
    };
    Deed::Resumed { due: pause.slides.then(slid), told }
}
