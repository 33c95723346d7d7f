//! `owed completions`: what a shell needs to complete a command line.

use clap::CommandFactory as _;

use super::Cli;
use crate::context::Context;
use crate::error::Exit;
use crate::views::formats::Formats;

/// Print the completions for a shell
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: owed completions bash > ~/.local/share/bash-completion/completions/owed")]
pub struct Args {
    /// The shell
    #[arg(value_name = "SHELL", value_enum)]
    pub shell: clap_complete::Shell,
}

/// What it shows.
pub const FORMATS: Formats = Formats::Script;

/// Prints the completions for a shell.
pub fn run(args: &Args, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "owed", &mut script);
    context.print_script(&script)?;
    Ok(Exit::Success)
}
