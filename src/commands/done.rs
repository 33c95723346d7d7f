//! `owed done`: close what was done, and promise the rest.

use super::promise::{self, Terms};
use crate::cli::{HappenedArgs, values};
use crate::context::{Context, Inputs};
use crate::error::{Exit, Result};
use crate::events::{self, Decision, Scene};
use crate::rules::commitment::{Commitment, Deed};
use crate::select::selector::{Scope, Selector};
use crate::views::formats::Formats;
use crate::views::line::{Line, verdict};
use crate::views::row::{Row, Sheet};

/// Close commitments as done, and say whether each was on time
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Ids, or words that match one commitment
    #[arg(value_name = "ID", required = true)]
    pub which: Vec<String>,
    /// When it was done.
    #[command(flatten)]
    pub happened: HappenedArgs,
    /// A note
    #[arg(long, value_name = "TEXT", num_args = 1..)]
    pub note: Vec<String>,
    /// Promise the rest to the same customer
    #[arg(long, value_name = "WHAT", num_args = 1.., requires = "by")]
    pub next: Vec<String>,
    /// When the rest is due
    #[arg(long, value_name = "WHEN", num_args = 1.., requires = "next")]
    pub by: Vec<String>,
}

/// What it shows.
pub const FORMATS: Formats = Formats::Answer;

/// Closes commitments, all that were named or none.
pub fn run(args: &Args, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    let note = values::said("--note", &args.note)?;
    let next = values::said("--next", &args.next)?;
    let which = Selector::new(&args.which, Scope::Open);
    // One promise follows one commitment.
    let which = if next.is_some() { which.single() } else { which };
    let told = events::happen(context, &which, &args.happened, &|scene, inputs| {
        let next = next.as_deref().map(|what| rest(what, args, scene, inputs)).transpose()?;
        Ok(Decision { next, ..Decision::saying(Deed::Done, note.clone()) })
    })?;
    let (by, me) = (values::joined(&args.by), (context.inputs.me)());
    context.changed(&told, &|row, sheet| line(row, by.as_deref(), sheet, me.as_deref()))?;
    Ok(Exit::Success)
}

fn line(row: &Row<'_>, by: Option<&str>, sheet: Sheet<'_>, me: Option<&str>) -> Line {
    if row.standing.cycle.closing.is_none() {
        return promise::line(row, by, sheet, me);
    }
    Line::about(row.commitment, sheet).say(format!(": done, {}", verdict(&row.standing.cycle)))
}

/// Returns the promise that follows this one: to the same customer, by the same owner.
fn rest(what: &str, args: &Args, scene: &Scene<'_>, inputs: &Inputs<'_>) -> Result<Commitment<'static>> {
    let (policy, before) = (scene.policy, scene.commitment);
    let by = Some(values::need("--by", &args.by)?);
    let made = scene.happened.at;
    let due = promise::due(&Terms { kind: "promise", asked: made, by }, inputs.now, policy)?;
    Ok(Commitment {
        id: promise::new_id(scene.ids)?,
        kind: "promise".into(),
        to: before.to.clone(),
        what: what.to_owned().into(),
        owner: scene.cycle.owner.map(|owner| owner.to_owned().into()),
        class: before.class,
        tags: before.tags.clone(),
        contact: before.contact.clone(),
        follows: Some(before.id),
        made,
        due: due.at,
        target: due.target,
        limit: due.limit,
        calendar: due.calendar.map(Into::into),
        ..Commitment::default()
    })
}
