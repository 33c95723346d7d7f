//! `owed config`: shows the settings in force. They are changed in the config file, by hand.

use crate::config::settings::{Setting as Found, Source};
use crate::context::Context;
use crate::error::Exit;
use crate::views::answer::{Answer, Setting};
use crate::views::formats::Formats;

/// Show the settings in force, and where each comes from
#[derive(Debug, clap::Args)]
#[command(
    after_help = "An option goes before a variable, a variable before the config file, and that before the default. `owed help environment` \
    has what each setting does."
)]
pub struct Args {}

/// What the help shows to type.
pub const EXAMPLES: [&str; 2] = ["owed config", "owed config --json"];
/// What it shows.
pub const FORMATS: Formats = Formats::Answer;

/// Shows the settings. No ledger is read.
pub fn run(_: &Args, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    let settings = (context.inputs.settings)();
    let rows: Vec<_> = settings.iter().map(row).collect();
    context.answer(&Answer::Settings(&rows))?;
    Ok(Exit::Success)
}

fn row(found: &Found) -> Setting<'_> {
    let (source, name) = match found.source {
        Source::Option(name) => ("option", Some(name)),
        Source::Variable(name) => ("variable", Some(name)),
        Source::File => ("file", None),
        Source::Default => ("default", None),
    };
    Setting { key: &found.key, value: found.value.as_deref(), source, name }
}
