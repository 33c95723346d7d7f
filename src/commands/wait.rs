//! `owed wait`: the customer has to act. The clock of a counted due stops meanwhile.

use super::asked::{self, Said, Typed};
use super::many;
use crate::cli::{FilterOptions, HappenedArgs, ManyArgs, values};
use crate::context::{Context, Inputs};
use crate::error::Exit;
use crate::events::Scene;
use crate::rules::commitment::Deed;
use crate::rules::cycle::{self, Cycle};
use crate::views::formats::Formats;
use crate::views::line::Line;
use crate::views::row::{Row, Sheet};
use crate::when::say;

/// Say that the customer has to act; the clock of a counted due stops
#[derive(Debug, clap::Args)]
#[command(
    after_help = "The clock stands still if the due was counted from a target, without a limit. A date that was said, \
    and a limit, go on as before."
)]
#[command(mut_arg("until", |until| {
    until.help("When they said they will; once that has passed, `overdue` lists it").help_heading(None::<&str>)
}))]
pub struct Args {
    /// What the customer has to do
    #[arg(long, value_name = "TEXT", num_args = 1.., required = true)]
    pub why: Vec<String>,
    /// When it happened.
    #[command(flatten)]
    pub happened: HappenedArgs,
    /// Which ones; `--until` is not a filter here.
    #[command(flatten)]
    pub many: ManyArgs,
}

/// What the help shows to type.
pub const EXAMPLES: [&str; 2] = [
    "owed wait acme --why they look for the invoice",
    "owed wait loan --why they ask their landlord --until mon noon",
];
/// What it shows.
pub const FORMATS: Formats = Formats::Answer;

/// Records that customers have to act, of all that were named or match, or of none.
pub fn run(args: &Args, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    let until = values::said("--until", &args.many.filter.until)?;
    let filter = FilterOptions { until: Vec::new(), ..args.many.filter.clone() };
    let which = many::meant(&args.many, &filter, "wait for them all", context)?;
    let decide = &|said: &Said, scene: &Scene<'_>, inputs: &Inputs<'_>| {
        let (at, kind) = (scene.happened.at, Some(scene.cycle.basis.kind));
        // A wait that is recorded late may be over by their words.
        let date = |words| values::date_after(words, at, inputs.now, scene.policy, kind);
        let until = until.as_deref().map(date).transpose()?;
        Ok(Deed::Waiting { why: said.why.clone().into(), until }.into())
    };
    let typed = Typed { to: None, by: None, why: &args.why };
    let (said, which) = asked::filled(typed, which, &args.happened, context, decide)?;
    let told = many::happen(&args.many, &which, &args.happened, context, &|scene, inputs| {
        decide(&said, scene, inputs)
    })?;
    many::show(&args.many, &told, context, &line)?;
    // Of several, it would be said again and again.
    if let [commitment] = told.commitments.as_slice() {
        let all = cycle::cycles(commitment, &told.policy, context.inputs.now);
        let stands =
            |cycle: &Cycle<'_>| cycle.limited_by.is_none() && cycle.pause.is_some_and(|pause| !pause.stops);
        if all.is_some_and(|all| stands(&all.current)) {
            let short = told.ids.short(commitment.id);
            context.hint(format_args!("to give them another date: `owed move {short} --by WHEN --why TEXT`"));
        }
    }
    Ok(Exit::Success)
}

fn line(row: &Row<'_>, sheet: Sheet<'_>) -> Line {
    let line = goes_on(row, sheet);
    match row.standing.cycle.pause.and_then(|pause| pause.until) {
        Some(until) => {
            line.say(format!("; they said {}", say::absolute(until, sheet.now, sheet.policy.zone)))
        }
        None => line,
    }
}

/// Returns what becomes of its due meanwhile.
fn goes_on(row: &Row<'_>, sheet: Sheet<'_>) -> Line {
    let line = Line::about(row.commitment, sheet);
    let standing = &row.standing;
    match standing.due {
        None => line.say(format!(": waiting for them, {} left", row.left(sheet.policy))),
        Some(due) if standing.cycle.is_stopped() => {
            line.say(": waiting, but late: ").due(due, row.commitment, sheet)
        }
        Some(due) => {
            let goes_on = if standing.cycle.limited_by.is_some() {
                "a limit goes on"
            } else {
                "a date that was said stands"
            };
            line.say(format!(": waiting for them, but {goes_on}: ")).due(due, row.commitment, sheet)
        }
    }
}
