//! `owed hand`: another owner.

use crate::cli::{HappenedArgs, values};
use crate::context::Context;
use crate::error::{Error, Exit};
use crate::rules::commitment::Deed;
use crate::select::selector::{Scope, Selector};
use crate::text::names::Meant;
use crate::views::formats::Formats;
use crate::views::line::Line;
use crate::{events, text};

/// Give a commitment to another owner
#[derive(Debug, clap::Args)]
pub struct Args {
    /// An id, or words that match one commitment
    #[arg(value_name = "ID", required = true)]
    pub which: Vec<String>,
    /// The new owner; `me` is you
    #[arg(long, value_name = "WHO", num_args = 1.., required = true)]
    pub to: Vec<String>,
    /// Why
    #[arg(long, value_name = "TEXT", num_args = 1.., required = true)]
    pub why: Vec<String>,
    /// When it happened.
    #[command(flatten)]
    pub happened: HappenedArgs,
}

/// What the help shows to type.
pub const EXAMPLES: [&str; 2] =
    ["owed hand k7q --to sam --why holiday", "owed hand boiler --to lee --why knows the model"];
/// What it shows.
pub const FORMATS: Formats = Formats::Answer;

/// Gives a commitment to another owner.
pub fn run(args: &Args, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    let to = values::whom("--to", values::need_name("--to", &args.to)?, &context.inputs)?;
    let why = values::need("--why", &args.why)?;
    let which = Selector::new(&args.which, Scope::Open).single();
    let (told, _) = events::give(context, &which, &args.happened, (&to, false), &|scene, inputs| {
        values::refuse_date("--to", &to, inputs.now, scene.policy)?;
        let to = scene.to.map_or(to.as_str(), Meant::written);
        if scene.cycle.owner == Some(to) {
            return Err(Error::new(format!("{} already owns it", text::sanitize(to))));
        }
        Ok(Deed::Handed { to: to.to_owned().into(), why: why.clone().into() }.into())
    })?;
    context.changed(&told, &|row, sheet| {
        let cycle = &row.standing.cycle;
        let line =
            Line::about(row.commitment, sheet).say(": handed to ").text(cycle.owner.unwrap_or_default());
        line.say(", ").due_of(row.commitment, cycle, sheet)
    })?;
    Ok(Exit::Success)
}
