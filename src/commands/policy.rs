//! `owed policy`: what every customer can expect of us, by when, and from whom.

use crate::context::Context;
use crate::error::Exit;
use crate::views::answer::Answer;
use crate::views::formats::Formats;

/// Show the service policy: targets, limits, escalation and calendars
#[derive(Debug, clap::Args)]
pub struct Args {}

/// What it shows.
pub const FORMATS: Formats = Formats::Answer;

/// Shows the policy. There must be a ledger: without one there is no policy.
pub fn run(_: &Args, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    let policy = context.inputs.policy()?;
    context.answer(&Answer::Policy(&policy, context.inputs.now))?;
    Ok(Exit::Success)
}
