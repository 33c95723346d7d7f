//! `owed escalate`: hands a commitment to somebody who can solve it; or, without one, climbs the ladder.

mod by_hand;
mod climb;

use std::path::Path;

use crate::cli::HappenedArgs;
use crate::context::Context;
use crate::error::{Error, Exit};
use crate::external::notify::{Messenger, Program};
use crate::text;
use crate::views::formats::Formats;

/// Escalate a commitment to someone who can solve it, or run the escalation ladder
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Without an ID it runs the escalation ladder. A rung is one step of it, a `[[rung]]` in the ledger: when the owner is \
                  warned, or who gets the commitment. Every rung whose time has come fires once, or with `repeat` again until \
                  somebody acts. What has gathered for one commitment is one message, that of the last rung; a rung \
                  with `quiet` waits for the opening of that calendar. The ladder never goes down: the last rung that names \
                  the owner, and all before it, only warn. A rung that finds no owner to warn is reported and tried again.\n\
                  With an ID or without, people are notified by the `[notify]` command of the config file; without one, owed \
                  says that nobody was. It gets the commitment as JSON on stdin, and in variables: OWED_WHO (whom the message is \
                  for), OWED_WHO_CONTACT, OWED_ID, OWED_KIND, OWED_TO, OWED_WHAT, OWED_CONTACT, OWED_OWNER, OWED_DUE, OWED_RUNG, OWED_RUNG_STEP, \
                  OWED_ESCALATE_TO, OWED_WHY and OWED_LEDGER.\n\
                  Exit codes: 0 fired, or nothing to do; 2 error, or a notify command failed: the others were tried all the same, \
                  and what had been recorded stays."
)]
pub struct Args {
    /// Ids, or words that match one commitment; with neither, run the escalation ladder
    #[arg(value_name = "ID")]
    pub which: Vec<String>,
    /// Who can solve it
    #[arg(long, value_name = "WHO", num_args = 1..)]
    pub to: Vec<String>,
    /// Why
    #[arg(long, value_name = "TEXT", num_args = 1..)]
    pub why: Vec<String>,
    /// When it happened.
    #[command(flatten)]
    pub happened: HappenedArgs,
    /// Do not run the notify command for these
    #[arg(long)]
    pub no_notify: bool,
    /// Show what would be done, and change nothing
    #[arg(long)]
    pub dry_run: bool,
}

const USAGE: &str =
    "`owed escalate ID --to WHO --why TEXT` escalates one; `owed escalate` alone runs the escalation ladder";

/// What the help shows to type.
pub const EXAMPLES: [&str; 2] =
    ["owed escalate --dry-run", "owed escalate k7q --to lee --why she asks for the manager"];
/// What it shows.
pub const FORMATS: Formats = Formats::Answer;

/// Hands commitments over now, or climbs the ladder.
pub fn run(args: &Args, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    let program = Program::configured(context.inputs.notify);
    let messenger = program.as_ref().map(|program| program as &dyn Messenger);
    if !args.which.is_empty() {
        return by_hand::run(args, messenger, context);
    }
    // Half a command line must not become a climb: a script may have lost the id on its way here.
    let options = [
        ("--to", !args.to.is_empty()),
        ("--why", !args.why.is_empty()),
        ("--at", !args.happened.at.is_empty()),
        ("--no-notify", args.no_notify),
    ];
    if let Some((option, _)) = options.into_iter().find(|(_, is_given)| *is_given) {
        return Err(Error::new(format!("{option} needs a commitment")).hint(USAGE).into());
    }
    climb::run(args.dry_run, messenger, context)
}

/// Says that nobody was notified because there is no command that does it, and how to set one up.
fn say_unnotified(nobody: &str, context: &mut Context<'_, '_>) {
    let file = context.inputs.notify.file.as_deref();
    let file = file.map_or("your owed/config.toml".into(), Path::to_string_lossy);
    context.note(format_args!("{nobody}: no notify command is set up"));
    context.hint(format_args!("name a program of yours in {}:", text::sanitize(&file)));
    for line in ["[notify]", "command = [\"/usr/local/bin/page-someone\"]"] {
        context.hint(line);
    }
}
