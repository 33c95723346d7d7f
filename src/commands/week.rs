//! `owed week`: [`agenda`] of the week.

use super::agenda;
use crate::context::Context;
use crate::error::Exit;
use crate::views::agenda::Length;
use crate::views::formats::Formats;

/// Show what is late, and due on each of the next seven days
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Above the list stands how many are in each group; what is due later or waits for them is only counted, unless it \
    wants something now. Exit code 0, whatever is late: `owed overdue` is the gate."
)]
pub struct Args {
    /// The same as for the other length.
    #[command(flatten)]
    pub agenda: agenda::Options,
}

/// What the help shows to type.
pub const EXAMPLES: [&str; 2] = ["owed week --owner me", "owed week --tag workshop"];
/// What it shows.
pub const FORMATS: Formats = Formats::List;

/// Shows the agenda of the week.
pub fn run(args: &Args, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    agenda::run(&args.agenda, Length::Week, context)
}
