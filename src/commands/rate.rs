//! `owed rate`: what the customer said of how it was, after it was done.

use super::asked;
use crate::cli::{HappenedArgs, values};
use crate::context::{Context, Inputs};
use crate::error::{Error, Exit, Result};
use crate::events::{self, Decision, Scene};
use crate::external::ask::Prompts;
use crate::rules::commitment::{Deed, MOST_STARS};
use crate::rules::cycle;
use crate::select::selector::{Scope, Selector};
use crate::views::formats::Formats;
use crate::views::line::Line;
use crate::views::row::{Row, Sheet};

/// Record how it was for the customer, after it was done
#[derive(Debug, clap::Args)]
pub struct Args {
    /// An id, or words in quotes that match one closed commitment
    #[arg(value_name = "ID", required = true)]
    pub which: Option<String>,
    /// From 1 (bad) to 5 (good)
    #[arg(value_name = "STARS", required = true, value_parser = stars)]
    pub stars: Option<u32>,
    /// What they said
    #[arg(value_name = "TEXT")]
    pub said: Vec<String>,
    /// When they said it.
    #[command(flatten)]
    pub happened: HappenedArgs,
}

/// What the help shows to type.
pub const EXAMPLES: [&str; 2] =
    ["owed rate b3n 5", "owed rate gasket 4 quick, and cleaned up after --at yesterday 4pm"];
/// What it shows.
pub const FORMATS: Formats = Formats::Answer;

/// Reads a number of stars.
fn stars(text: &str) -> Result<u32, String> {
    text.parse().ok().filter(|stars| (1..=MOST_STARS).contains(stars)).ok_or_else(|| {
        format!("it is a whole number from 1 to {MOST_STARS}, after one id (or words in quotes)")
    })
}

/// Asks how many stars it got.
fn ask(prompts: &dyn Prompts, context: &mut Context<'_, '_>) -> Result<u32> {
    let question = format!("How many stars, from 1 (bad) to {MOST_STARS} (good)?");
    let given = asked::until(context, prompts, &question, &|_| None, &|said, _| {
        stars(said.trim()).map_err(|_| Error::new(format!("it is a whole number from 1 to {MOST_STARS}")))
    })?;
    context.inputs.add_to_typed(&given.to_string());
    Ok(given)
}

/// Records a rating; the last one of a cycle counts.
pub fn run(args: &Args, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    let said = values::said("the text", &args.said)?;
    let decide = |stars: u32| {
        let said = &said;
        move |scene: &Scene<'_>, inputs: &Inputs<'_>| {
            let rated = Deed::Rated { stars };
            match scene.cycle.misfit(&rated) {
                Some(why) => Err(not_done(why, scene, inputs)),
                None => Ok(Decision::saying(rated, said.clone())),
            }
        }
    };
    let mut which = Selector::new(args.which.as_slice(), Scope::ClosedFirst).single();
    let stars = match (args.stars, context.prompts()) {
        (Some(stars), _) => stars,
        (None, Some(prompts)) => {
            which = asked::settled(&which, &args.happened, context, &decide(MOST_STARS))?;
            ask(prompts, context)?
        }
        (None, None) => return Err(Error::new("how many stars? add a number from 1 to 5").into()),
    };
    let told = events::happen(context, &which, &args.happened, &decide(stars))?;
    context.changed(&told, &line)?;
    Ok(Exit::Success)
}

/// Returns the error of what is not done, or was not when the customer is said to have rated it.
fn not_done(why: &str, scene: &Scene<'_>, inputs: &Inputs<'_>) -> Error {
    if scene.cycle.closing.is_some() {
        return events::misfit(scene.commitment, why);
    }
    let is_closed = cycle::cycles(scene.commitment, scene.policy, inputs.now)
        .is_some_and(|all| all.current.closing.is_some());
    if is_closed {
        return events::misfit(scene.commitment, "it was not done then")
            .hint("give an --at after it was done, or none");
    }
    let short = scene.ids.short(scene.commitment.id);
    events::misfit(scene.commitment, "it is not done, so there is nothing to rate yet")
        .hint(format!("when it is done: `owed done {short}`, then rate it"))
}

fn line(row: &Row<'_>, sheet: Sheet<'_>) -> Line {
    let line = Line::about(row.commitment, sheet);
    let Some(event) = row.commitment.history.last() else { return line };
    let Deed::Rated { stars } = event.deed else { return line };
    let line = line.say(format!(": rated {stars}/{MOST_STARS}"));
    match &event.note {
        Some(said) => line.say(": ").text(said),
        None => line,
    }
}
