//! `owed escalate`: hands a commitment to somebody who can solve it; or, without one, climbs the ladder.

mod climb;

use crate::cli::{HappenedArgs, values};
use crate::context::{Context, Inputs};
use crate::error::{Error, Exit};
use crate::events::{self, Decision, Scene};
use crate::external::notify::{Messenger, Program};
use crate::rules::commitment::Deed;
use crate::select::selector::{Scope, Selector};
use crate::views::formats::Formats;
use crate::views::line::Line;

/// Escalate a commitment to someone who can solve it, or run the escalation ladder
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Without an ID it runs the escalation ladder: every rung whose time has come fires once, and runs the notify \
                  command of the config file. What has gathered for one commitment is one message, that of the last rung. A \
                  rung that finds no owner to warn is reported and tried again.\n\
                  Exit codes: 0 fired, or nothing to do; 2 error, or a notify command failed."
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
    /// Show what would be done, and change nothing
    #[arg(long)]
    pub dry_run: bool,
}

const USAGE: &str =
    "`owed escalate ID --to WHO --why TEXT` escalates one; `owed escalate` alone runs the escalation ladder";

/// What it shows.
pub const FORMATS: Formats = Formats::Answer;

/// Hands commitments over now, or climbs the ladder.
pub fn run(args: &Args, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    if !args.which.is_empty() {
        return hand_over(args, context);
    }
    // Half a command line must not become a climb: a script may have lost the id on its way here.
    let options = [("--to", &args.to), ("--why", &args.why), ("--at", &args.happened.at)];
    if let Some((option, _)) = options.into_iter().find(|(_, words)| !words.is_empty()) {
        return Err(Error::new(format!("{option} needs a commitment")).hint(USAGE).into());
    }
    let program = Program::configured(context.inputs.notify);
    let messenger = program.as_ref().map(|program| program as &dyn Messenger);
    climb::run(args.dry_run, messenger, context)
}

fn hand_over(args: &Args, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    let missing = |option: &str| Error::new(format!("missing {option}")).hint(USAGE);
    let to = values::said_name("--to", &args.to)?.ok_or_else(|| missing("--to"))?;
    let why = values::said("--why", &args.why)?.ok_or_else(|| missing("--why"))?;
    let which = Selector::new(&args.which, Scope::Open);
    let decide = &|_: &Scene<'_>, _: &Inputs<'_>| {
        let deed = Deed::Escalated { to: Some(to.clone().into()), why: Some(why.clone().into()), rung: None };
        Ok(Decision::from(deed))
    };
    let told = if args.dry_run {
        events::rehearse(&context.inputs, &which, &args.happened, decide)?
    } else {
        events::happen(context, &which, &args.happened, decide)?
    };
    let escalated = if args.dry_run { "would be escalated" } else { "escalated" };
    context.changed(&told, &|row, sheet| {
        let cycle = &row.standing.cycle;
        let line = Line::about(row.commitment, sheet).say(format!(": {escalated} to "));
        line.text(cycle.owner.unwrap_or_default()).say(", ").due_of(row.commitment, cycle, sheet)
    })?;
    if args.dry_run {
        context.note("nothing was changed (--dry-run)");
    }
    Ok(Exit::Success)
}
