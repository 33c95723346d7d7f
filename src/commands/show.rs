//! `owed show`: one commitment, how its due was worked out, and its history.

use crate::context::{Context, Inputs};
use crate::error::{Error, Exit};
use crate::events;
use crate::rules::forecast::Foresight;
use crate::select::selector::{Met, Scope, Selected, Selector};
use crate::views::answer::Answer;
use crate::views::formats::Formats;
use crate::views::row::Row;

/// Show one commitment: how its due date was worked out, and its history
#[derive(Debug, clap::Args)]
#[command(after_help = super::help::WORDS)]
pub struct Args {
    /// An id, or words that match one commitment
    #[arg(value_name = "ID", required = true)]
    pub which: Vec<String>,
}

/// What the help shows to type.
pub const EXAMPLES: [&str; 2] = ["owed show espresso", "owed show k7q --json"];
/// What it shows.
pub const FORMATS: Formats = Formats::Answer;

/// Shows one commitment.
pub fn run(args: &Args, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    let which = Selector::new(&args.which, Scope::OpenFirst).single();
    let now = context.inputs.now;
    let met = events::picking(context, &which, &mut |context, which| which.resolve_in_all(&context.inputs))?;
    let Met { selected: Selected { commitment, ledger, .. }, policy, zone, ids } = met;
    let commitment = commitment.as_of(now);
    let mut row = Row::new(&commitment, &policy, now)
        .ok_or_else(|| Error::new(format!("{} was promised after the current time", commitment.id)))?;
    if row.standing.is_open() {
        events::calendar_is_there(&commitment, row.standing.cycle.basis, &policy)?;
    }
    let kind = row.standing.cycle.basis.kind;
    let foresee =
        |inputs: &Inputs<'_>| inputs.store.read(|stored| inputs.foresight(stored, &|of, _| of == kind));
    let (sheet, foresight) = context.inputs.at(ledger, |inputs, _| {
        let foresight = if row.standing.is_open() { foresee(inputs)? } else { Foresight::default() };
        anyhow::Ok((inputs.sheet_in(zone, &policy, &ids), foresight))
    })?;
    let _ = row.foresee(Some(&foresight), sheet.policy, sheet.now);
    context.answer(&Answer::Card(&row, sheet))?;
    Ok(Exit::Success)
}
