//! `owed completions`: what a shell needs to complete a command line.

use std::io::Write as _;

use clap::CommandFactory as _;

use super::lines;
use crate::cli::{Cli, Completions};
use crate::context::Context;
use crate::error::{Exit, Result};

/// Prints the completions for a shell.
pub fn run(args: &Completions, context: &mut Context<'_, '_>) -> Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "owed", &mut script);
    context.out.write_all(&script).map_err(|error| lines::unprinted(&error))?;
    Ok(Exit::Fine)
}
