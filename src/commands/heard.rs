//! `owed heard`: the customer reached us.

use super::contact;
use crate::cli::TextArgs;
use crate::context::Context;
use crate::error::Exit;
use crate::rules::commitment::Deed;
use crate::rules::cycle;
use crate::select::selector::Scope;
use crate::views::formats::Formats;

/// Record that the customer got in touch
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The commitment and the text.
    #[command(flatten)]
    pub text: TextArgs,
}

/// What it shows.
pub const FORMATS: Formats = Formats::Answer;

/// Records that the customer reached us. If we were waiting for that, the clock can go on.
pub fn run(args: &Args, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    let TextArgs { words, happened } = &args.text;
    let changed = contact::record(words, happened, &Deed::Heard, Scope::Open, context)?;
    for commitment in &changed.commitments {
        let waits = cycle::cycles(commitment, &changed.policy, context.inputs.now)
            .is_some_and(|all| all.current.pause.is_some());
        if waits {
            let short = changed.ids.short(commitment.id);
            context.hint(format_args!(
                "it is waiting for the customer: `owed resume {short}` starts the clock again"
            ));
        }
    }
    Ok(Exit::Success)
}
