//! `owed move`: moves a due, with a reason, and records whether the customer was told.

use super::asked::{self, Said, Typed};
use super::many;
use super::promise::terms;
use crate::cli::values::{self, Begun};
use crate::cli::{HappenedArgs, ManyArgs};
use crate::context::{Context, Inputs};
use crate::error::{Error, Exit};
use crate::events::{self, Scene};
use crate::rules::commitment::Deed;
use crate::views::formats::Formats;
use crate::views::line::Line;
use crate::views::row::{Row, Sheet};
use crate::when::say;

/// Move a due date
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The new due; `due+2d` counts from the due in force
    #[arg(long, value_name = "WHEN", num_args = 1.., required = true)]
    pub by: Vec<String>,
    /// Why
    #[arg(long, value_name = "TEXT", num_args = 1.., required = true)]
    pub why: Vec<String>,
    /// The customer has been told
    #[arg(long)]
    pub told: bool,
    /// When it happened.
    #[command(flatten)]
    pub happened: HappenedArgs,
    /// Which ones.
    #[command(flatten)]
    pub many: ManyArgs,
}

/// What the help shows to type.
pub const EXAMPLES: [&str; 2] = [
    "owed move espresso --by wed noon --why waiting for the part --told",
    "owed move 'loan machine' --by due+2d --why the van is broken",
];
/// What it shows.
pub const FORMATS: Formats = Formats::Answer;

/// Moves dues, all that were named or match, or none.
pub fn run(args: &Args, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    let decide = &|said: &Said, scene: &Scene<'_>, inputs: &Inputs<'_>| {
        let (policy, commitment) = (scene.policy, scene.commitment);
        // What is recorded late is told what stands in its way.
        if scene.cycle.is_stopped() && scene.happened.logged.is_none() {
            let short = scene.ids.short(commitment.id);
            return Err(events::misfit(commitment, "it is waiting, so it has no due date to move")
                .hint(format!("`owed resume {short}` ends the wait; then the due date can be moved")));
        }
        let Some(by) = &said.by else { return Ok(asked::unsettled()) };
        let begun = Begun { at: scene.happened.at, due: Some(scene.cycle.due), has_at: true };
        let due = values::due(by, begun, inputs.now, policy, scene.cycle.basis.kind)?;
        if due == scene.cycle.due {
            let told = "to record that the customer was told of it: `owed told ID TEXT`";
            return Err(Error::new(format!("it is already due {}", say::full(due, policy.zone)))
                .hint_maybe(scene.cycle.is_untold().then_some(told)));
        }
        if let Some(limit) = scene.cycle.limited_by {
            terms::refuse_after(limit, due, scene.cycle.asked, by, commitment, policy)?;
        }
        let from = Some(scene.cycle.due);
        Ok(Deed::Moved { due, why: said.why.clone().into(), told: args.told, from }.into())
    };
    let which = many::meant(&args.many, &args.many.filter, "move them all", context)?;
    let typed = Typed { to: None, by: Some(&args.by), why: &args.why };
    let (said, which) = asked::filled(typed, which, &args.happened, context, decide)?;
    let (told, doubts) =
        events::date(context, &which, &args.happened, args.many.dry_run, &|scene, inputs| {
            decide(&said, scene, inputs)
        })?;
    let by = said.by.as_deref().unwrap_or_default();
    many::show(&args.many, &told, context, &|row, sheet| line(row, by, sheet))?;
    doubts.into_iter().for_each(|warning| context.out.warn(warning));
    Ok(Exit::Success)
}

fn line(row: &Row<'_>, by: &str, sheet: Sheet<'_>) -> Line {
    let opening = values::counted_from(by, sheet.now, sheet.policy, row.standing.cycle.basis.kind);
    let line = Line::about(row.commitment, sheet).say(": moved, ");
    line.due_of(row.commitment, &row.standing.cycle, sheet).counted_from(opening, sheet)
}
