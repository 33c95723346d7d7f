//! `owed show`: one commitment, how its due came about, and its history.

use super::answer;
use crate::context::Context;
use crate::error::{Error, Exit};
use crate::select::selector::{Scope, Selector};
use crate::views::row::Row;
use crate::views::{json, show};

/// Show one commitment: how its due date was worked out, and its history
#[derive(Debug, clap::Args)]
pub struct Args {
    /// An id, or words that match one commitment
    #[arg(value_name = "ID", required = true)]
    pub which: Vec<String>,
}

/// Shows one commitment.
pub fn run(args: &Args, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    let which = Selector::new(&args.which, Scope::OpenFirst).single();
    let now = context.inputs.now;
    let found = context.inputs.read_all(|_| Ok(()), |(), look| which.keep(look, now))?;
    let commitment = which.resolve_one(&found)?.commitment;
    let sheet = answer::sheet(found.policy(), &found.ids, &context.inputs);
    let row = Row::new(&commitment, sheet.policy, sheet.now)
        .ok_or_else(|| Error::new(format!("{} was promised after the current time", commitment.id)))?;
    let page = context.out.page();
    if context.inputs.json {
        json::commitments(&[row], sheet, &mut context.out)
    } else {
        show::card(&row, sheet, page, &mut context.out)
    }?;
    Ok(Exit::Success)
}
