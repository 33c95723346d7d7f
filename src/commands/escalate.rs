//! `owed escalate`: hand it to someone who can solve it; or, of no commitment in particular, climb the ladder.

use super::answer::Line;
use super::change::{self, Outcome, Scene};
use super::pick::{Among, Which};
use super::{Desk, World, answer, climb, typed};
use crate::cli::Escalate;
use crate::error::{Exit, Result, Trouble};
use crate::notify::{Messenger, Program};
use crate::rules::commitment::Deed;

const USAGE: &str =
    "`owed escalate ID --to WHO --why TEXT` escalates one; `owed escalate` alone runs the escalation ladder";

/// Hands commitments over now, or climbs the ladder.
pub fn run(args: &Escalate, world: &mut World<'_, '_>) -> Result<Exit> {
    if !args.which.is_empty() {
        return hand_over(args, world);
    }
    // Half a command line must not become a climb: a script may have lost the id on its way here.
    let options = [("--to", &args.to), ("--why", &args.why), ("--at", &args.happened.at)];
    if let Some((option, _)) = options.into_iter().find(|(_, words)| !words.is_empty()) {
        return Err(Trouble::new(format!("{option} needs a commitment")).hint(USAGE));
    }
    let program = Program::configured(world.desk.notify);
    let messenger = program.as_ref().map(|program| program as &dyn Messenger);
    climb::run(args.dry_run, messenger, world)
}

fn hand_over(args: &Escalate, world: &mut World<'_, '_>) -> Result<Exit> {
    let missing = |option: &str| Trouble::new(format!("missing {option}")).hint(USAGE);
    let to = typed::said_name("--to", &args.to)?.ok_or_else(|| missing("--to"))?;
    let why = typed::said("--why", &args.why)?.ok_or_else(|| missing("--why"))?;
    let which = Which::new(&args.which, Among::Open);
    let decide = &mut |_: &Scene<'_>, _: &Desk<'_>| {
        let deed = Deed::Escalated { to: Some(to.clone().into()), why: Some(why.clone().into()), rung: None };
        Ok(Outcome::from(deed))
    };
    let told = if args.dry_run {
        change::rehearse(&world.desk, &which, &args.happened, decide)?
    } else {
        change::happen(world, &which, &args.happened, decide)?
    };
    let escalated = if args.dry_run { "would be escalated" } else { "escalated" };
    answer::tell(world, &told, &|row, sheet| {
        let cycle = &row.standing.cycle;
        let line = Line::about(row.commitment, sheet).say(format!(": {escalated} to "));
        line.text(cycle.owner.unwrap_or_default()).say(", ").due_of(row.commitment, cycle, sheet)
    })?;
    if args.dry_run && !world.desk.quiet {
        world.out.talk("nothing was changed (--dry-run)");
    }
    Ok(Exit::Fine)
}
