//! `owed reopen`: begins the next cycle of what was done or broken; resumes what was withdrawn or void.

use super::asked::{self, Said, Typed};
use super::promise::terms;
use crate::cli::HappenedArgs;
use crate::cli::values::{self, Begun};
use crate::context::{Context, Inputs};
use crate::error::Exit;
use crate::events::{self, Scene};
use crate::rules::commitment::Deed;
use crate::rules::standing::Reason;
use crate::select::selector::{Scope, Selector};
use crate::views::formats::Formats;
use crate::views::line::Line;
use crate::views::row::{Row, Sheet};

/// Reopen a closed commitment with a new due date
#[derive(Debug, clap::Args)]
#[command(
    after_help = "What was done or broken starts a new cycle. What was cancelled as withdrawn or void goes on, with the limit \
                  and the original due it had; the new due is a move, flagged until the customer is told."
)]
pub struct Args {
    /// An id, or words that match one closed commitment
    #[arg(value_name = "ID", required = true)]
    pub which: Vec<String>,
    /// When it is due now; `due+2d` counts from the due it had
    #[arg(long, value_name = "WHEN", num_args = 1.., required = true)]
    pub by: Vec<String>,
    /// Why
    #[arg(long, value_name = "TEXT", num_args = 1.., required = true)]
    pub why: Vec<String>,
    /// The customer has been told of the new due
    #[arg(long)]
    pub told: bool,
    /// When it happened.
    #[command(flatten)]
    pub happened: HappenedArgs,
}

/// What the help shows to type.
pub const EXAMPLES: [&str; 2] = [
    "owed reopen gasket --by mon noon --why it drips again",
    "owed reopen b3n --by 2h --why they rang again --told",
];
/// What it shows.
pub const FORMATS: Formats = Formats::Answer;

/// Begins a closed commitment again, or resumes a cancelled one.
pub fn run(args: &Args, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    let decide = &|said: &Said, scene: &Scene<'_>, inputs: &Inputs<'_>| {
        let Some(by) = &said.by else { return Ok(asked::unsettled()) };
        let (policy, commitment) = (scene.policy, scene.commitment);
        let begun = Begun { at: scene.happened.at, due: Some(scene.cycle.due), has_at: true };
        let due = values::due(by, begun, inputs.now, policy, scene.cycle.basis.kind)?;
        let (asked, limit) = if scene.cycle.goes_on() {
            // It still counts from when it was asked for; if its limit is past, no date could be within it.
            let is_past = scene.cycle.limit_at.is_some_and(|limit| limit < inputs.now);
            (scene.cycle.asked, scene.cycle.limited_by.filter(|_| !is_past))
        } else {
            (scene.happened.at, Some(scene.cycle.basis))
        };
        if let Some(limit) = limit {
            terms::refuse_after(limit, due, asked, by, commitment, policy)?;
        }
        Ok(Deed::Reopened { due, why: said.why.clone().into(), told: args.told }.into())
    };
    let which = Selector::new(&args.which, Scope::Closed).single();
    let typed = Typed { to: None, by: Some(&args.by), why: &args.why };
    let (said, which) = asked::filled(typed, which, &args.happened, context, decide)?;
    let (told, doubts) =
        events::date(context, &which, &args.happened, false, &|scene, inputs| decide(&said, scene, inputs))?;
    let by = said.by.as_deref().unwrap_or_default();
    context.changed(&told, &|row, sheet| line(row, by, sheet))?;
    doubts.into_iter().for_each(|warning| context.out.warn(warning));
    Ok(Exit::Success)
}

fn line(row: &Row<'_>, by: &str, sheet: Sheet<'_>) -> Line {
    let opening = values::counted_from(by, sheet.now, sheet.policy, row.standing.cycle.basis.kind);
    let limit = if row.standing.reasons.has(Reason::Limit) { "; past its limit" } else { "" };
    let line = Line::about(row.commitment, sheet).say(": reopened, ");
    line.due_of(row.commitment, &row.standing.cycle, sheet).counted_from(opening, sheet).say(limit)
}
