//! `owed heard`: the customer got in touch, which ends a wait for them.

use super::{contact, resume};
use crate::cli::TextArgs;
use crate::context::{Context, Inputs};
use crate::error::{Error, Exit};
use crate::events::{Decision, Scene};
use crate::rules::commitment::Deed;
use crate::rules::cycle::{self, Pause};
use crate::select::selector::Scope;
use crate::views::formats::Formats;

/// Record that the customer got in touch; if it waited for them, it goes on
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The commitment and the text.
    #[command(flatten)]
    pub text: TextArgs,
    /// They have not done yet what it waits for
    #[arg(long)]
    pub still_waiting: bool,
}

/// What the help shows to type.
pub const EXAMPLES: [&str; 2] =
    ["owed heard acme they ask where it is", "owed heard t2b here is the photo --at 9am"];
/// What it shows.
pub const FORMATS: Formats = Formats::Answer;

/// Records that the customer got in touch. If it waits for them, that resumes it.
pub fn run(args: &Args, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    let TextArgs { words, happened } = &args.text;
    let decide = &|scene: &Scene<'_>, inputs: &Inputs<'_>| {
        let ended = ended(scene, inputs);
        if args.still_waiting && ended.is_none() {
            return Err(Error::new(format!("{} is not waiting", scene.commitment.id)));
        }
        let ended = ended.filter(|_| !args.still_waiting);
        let then = ended.map(|pause| resume::resumed(&pause, scene, false));
        Ok(Decision { then, ..Deed::Heard.into() })
    };
    contact::record(words, happened, decide, Scope::Open, context)?;
    Ok(Exit::Success)
}

/// Returns the wait that the customer ends: the one it was in when they got in touch, if nothing has ended that since.
fn ended<'s>(scene: &Scene<'s>, inputs: &Inputs<'_>) -> Option<Pause<'s>> {
    let then = scene.cycle.pause?;
    let current = cycle::cycles(scene.commitment, scene.policy, inputs.now)?.current;
    current.pause.filter(|pause| pause.since == then.since).map(|_| then)
}
