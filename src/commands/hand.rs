//! `owed hand`: another owner.

use super::asked::{self, Said, Typed};
use super::many;
use crate::cli::{FilterOptions, HappenedArgs, ManyArgs, values};
use crate::context::{Context, Inputs};
use crate::error::{Error, Exit};
use crate::events::{self, Scene};
use crate::rules::commitment::Deed;
use crate::text;
use crate::text::names::Meant;
use crate::views::formats::Formats;
use crate::views::line::Line;

/// Give a commitment to another owner
#[derive(Debug, clap::Args)]
#[command(mut_arg("to", |to| {
    to.help("The new owner; `me` is you").value_name("WHO").required(true).help_heading(None::<&str>)
}))]
pub struct Args {
    /// Why
    #[arg(long, value_name = "TEXT", num_args = 1.., required = true)]
    pub why: Vec<String>,
    /// When it happened.
    #[command(flatten)]
    pub happened: HappenedArgs,
    /// Which ones; `--to` is not a filter here.
    #[command(flatten)]
    pub many: ManyArgs,
}

/// What the help shows to type.
pub const EXAMPLES: [&str; 2] = [
    "owed hand boiler --to lee --why knows the model",
    "owed hand --owner dana --to sam --why holiday --all",
];
/// What it shows.
pub const FORMATS: Formats = Formats::Answer;

/// Gives commitments to another owner, all that were named or match, or none.
pub fn run(args: &Args, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    let filter = &args.many.filter;
    let act = match values::joined(&filter.to) {
        Some(to) => format!("hand them all to {}", text::sanitize(&to)),
        None => "hand them all over".to_owned(),
    };
    let typed = Typed { to: Some(&filter.to), by: None, why: &args.why };
    let filter = FilterOptions { to: Vec::new(), ..filter.clone() };
    let which = many::meant(&args.many, &filter, &act, context)?;
    let decide = &|said: &Said, scene: &Scene<'_>, inputs: &Inputs<'_>| {
        let Some(to) = &said.to else { return Ok(asked::unsettled()) };
        values::refuse_date("--to", to, inputs.now, scene.policy)?;
        let to = scene.to.map_or(to.as_str(), Meant::written);
        if scene.cycle.owner == Some(to) {
            return Err(Error::new(format!("{} already owns it", text::sanitize(to))));
        }
        let from = scene.cycle.owner.unwrap_or_default().to_owned().into();
        Ok(Deed::Handed { to: to.to_owned().into(), why: said.why.clone().into(), from: Some(from) }.into())
    };
    let (said, which) = asked::filled(typed, which, &args.happened, context, decide)?;
    let to = said.to.as_deref().unwrap_or_default();
    let (told, _) =
        events::give(context, &which, &args.happened, (to, args.many.dry_run), &|scene, inputs| {
            decide(&said, scene, inputs)
        })?;
    many::show(&args.many, &told, context, &|row, sheet| {
        let cycle = &row.standing.cycle;
        let line =
            Line::about(row.commitment, sheet).say(": handed to ").text(cycle.owner.unwrap_or_default());
        line.say(", ").due_of(row.commitment, cycle, sheet)
    })?;
    Ok(Exit::Success)
}
