//! `owed policy`: what every customer can expect of us, by when, and from whom.

use crate::context::Context;
use crate::error::Exit;
use crate::views::policy;

/// Show the service policy: targets, limits, escalation and calendars
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Shows the policy. There has to be a ledger: without one there are no rules to hold anyone to.
pub fn run(_: &Args, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    let policy = context.inputs.read(|_| Ok(()), |(), _| None::<()>)?.scanned.policy;
    let (now, page) = (context.inputs.now, context.out.page());
    let shown = if context.inputs.json {
        policy::json(&policy, now, &mut context.out)
    } else {
        policy::table(&policy, now, page, &mut context.out)
    };
    shown?;
    Ok(Exit::Success)
}
