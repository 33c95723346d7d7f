//! `owed wait`: the customer has to act. The clock of a counted due stops meanwhile.

use crate::cli::{HappenedArgs, values};
use crate::context::Context;
use crate::error::Exit;
use crate::events;
use crate::rules::commitment::Deed;
use crate::rules::cycle;
use crate::select::selector::{Scope, Selector};
use crate::views::formats::Formats;
use crate::views::line::Line;
use crate::views::row::{Row, Sheet};
use crate::when::say;

/// Say that the customer has to act; the clock of a counted due stops
#[derive(Debug, clap::Args)]
#[command(
    after_help = "The clock stands still if the due was counted from a target, without a limit. A date that was said, \
    and a limit, go on as before."
)]
pub struct Args {
    /// An id, or words that match one commitment
    #[arg(value_name = "ID", required = true)]
    pub which: Vec<String>,
    /// What the customer has to do
    #[arg(long, value_name = "TEXT", num_args = 1.., required = true)]
    pub why: Vec<String>,
    /// When they said they will; once that has passed, `overdue` lists it
    #[arg(long, value_name = "WHEN", num_args = 1..)]
    pub until: Vec<String>,
    /// When it happened.
    #[command(flatten)]
    pub happened: HappenedArgs,
}

/// What the help shows to type.
pub const EXAMPLES: [&str; 2] = [
    "owed wait acme --why they look for the invoice",
    "owed wait loan --why they ask their landlord --until mon noon",
];
/// What it shows.
pub const FORMATS: Formats = Formats::Answer;

/// Records that the customer has to act.
pub fn run(args: &Args, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    let why = values::need("--why", &args.why)?;
    let until = values::said("--until", &args.until)?;
    let which = Selector::new(&args.which, Scope::Open).single();
    let told = events::happen(context, &which, &args.happened, &|scene, inputs| {
        let (at, kind) = (scene.happened.at, Some(scene.cycle.basis.kind));
        // A wait that is recorded late may be over by their words.
        let date = |words| values::date_after(words, at, inputs.now, scene.policy, kind);
        let until = until.as_deref().map(date).transpose()?;
        Ok(Deed::Waiting { why: why.clone().into(), until }.into())
    })?;
    context.changed(&told, &line)?;
    for commitment in &told.commitments {
        let Some(all) = cycle::cycles(commitment, &told.policy, context.inputs.now) else { continue };
        let cycle = all.current;
        if cycle.limited_by.is_none() && cycle.pause.is_some_and(|pause| !pause.stops) {
            let short = told.ids.short(commitment.id);
            context.hint(format_args!("to give them another date: `owed move {short} --by WHEN --why TEXT`"));
        }
    }
    Ok(Exit::Success)
}

fn line(row: &Row<'_>, sheet: Sheet<'_>) -> Line {
    let line = goes_on(row, sheet);
    match row.standing.cycle.pause.and_then(|pause| pause.until) {
        Some(until) => {
            line.say(format!("; they said {}", say::absolute(until, sheet.now, sheet.policy.zone)))
        }
        None => line,
    }
}

/// Returns what becomes of its due meanwhile.
fn goes_on(row: &Row<'_>, sheet: Sheet<'_>) -> Line {
    let line = Line::about(row.commitment, sheet);
    let standing = &row.standing;
    match standing.due {
        None => line.say(format!(": waiting for them, {} left", row.left(sheet.policy))),
        Some(due) if standing.cycle.is_stopped() => {
            line.say(": waiting, but late: ").due(due, row.commitment, sheet)
        }
        Some(due) => {
            let goes_on = if standing.cycle.limited_by.is_some() {
                "a limit goes on"
            } else {
                "a date that was said stands"
            };
            line.say(format!(": waiting for them, but {goes_on}: ")).due(due, row.commitment, sheet)
        }
    }
}
