//! `owed note`: records a remark, on an open commitment or a closed one.

use super::contact;
use crate::cli::TextArgs;
use crate::context::Context;
use crate::error::Exit;
use crate::rules::commitment::Deed;
use crate::select::selector::Scope;
use crate::views::formats::Formats;

/// Record a note
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The commitment and the text.
    #[command(flatten)]
    pub text: TextArgs,
}

/// What the help shows to type.
pub const EXAMPLES: [&str; 2] =
    ["owed note k7q the invoice is on its way", "owed note m4x part ordered --at yesterday 16:00"];
/// What it shows.
pub const FORMATS: Formats = Formats::Answer;

/// Records a remark.
pub fn run(args: &Args, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    let TextArgs { words, happened } = &args.text;
    contact::record(words, happened, &|_, _| Ok(Deed::Noted.into()), Scope::OpenFirst, context)?;
    Ok(Exit::Success)
}
