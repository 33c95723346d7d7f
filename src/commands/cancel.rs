//! `owed cancel`: closes what will not be done, and records who ended it.

use std::cell::RefCell;
use std::collections::BTreeSet;

use super::asked::{self, Said, Typed};
use super::{again, many};
use crate::cli::{self, HappenedArgs, ManyArgs};
use crate::context::{Context, Inputs};
use crate::error::{Error, Exit, Result};
use crate::events::{self, Decision, Scene};
use crate::rules::commitment::{CancelAs, Commitment, Deed};
use crate::rules::cycle::Verdict;
use crate::rules::words::Word as _;
use crate::text;
use crate::views::formats::Formats;
use crate::views::line::Line;
use crate::views::row::{Row, Sheet};
use crate::when::say;

/// Close a commitment that will not be done
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Why
    #[arg(long, value_name = "TEXT", num_args = 1.., required = true)]
    pub why: Vec<String>,
    /// How it ended; has to be said, and is asked for on a terminal
    #[arg(long = "as", value_name = "HOW", value_parser = cli::word::<CancelAs>())]
    pub way: Option<CancelAs>,
    /// Promise the next one of its series; without this, the series ends
    #[arg(long)]
    pub next: bool,
    /// When it happened.
    #[command(flatten)]
    pub happened: HappenedArgs,
    /// Which ones.
    #[command(flatten)]
    pub many: ManyArgs,
}

/// What the help shows to type.
pub const EXAMPLES: [&str; 2] = [
    "owed cancel grinders --as withdrawn --why they bought elsewhere",
    "owed cancel loan --as void --why entered twice",
];
/// What it shows.
pub const FORMATS: Formats = Formats::Answer;

/// Closes commitments without doing them, all that were named or match, or none.
pub fn run(args: &Args, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    // Those whose series goes on.
    let going_on = RefCell::new(BTreeSet::new());
    let decide = |way: CancelAs, said: &Said| {
        let (why, going_on) = (said.why.clone(), &going_on);
        move |scene: &Scene<'_>, inputs: &Inputs<'_>| {
            let next = if args.next { next(scene, inputs)? } else { None };
            if next.is_some() || again::is_followed(scene, inputs)? {
                going_on.borrow_mut().insert(scene.commitment.id);
            }
            let next = next.into_iter().collect();
            Ok(Decision { next, ..Decision::from(Deed::Cancelled { way, why: why.clone().into() }) })
        }
    };
    let which = many::meant(&args.many, &args.many.filter, "cancel them all", context)?;
    let typed = Typed { to: None, by: None, why: &args.why };
    let (said, which) = asked::filled(typed, which, &args.happened, context, &|said, scene, inputs| {
        decide(args.way.unwrap_or(CancelAs::Broken), said)(scene, inputs)
    })?;
    // Which one is asked before how it ended.
    let (way, told) = events::picking(context, &which, &mut |context, which| {
        let way = match args.way {
            Some(way) => way,
            None if context.can_ask() => {
                // Whether it can be cancelled at all does not depend on the answer, so that is checked first.
                let (inputs, decide) = (&context.inputs, &decide(CancelAs::Broken, &said));
                let meant = events::rehearse(inputs, which, &args.happened, decide)?;
                for commitment in &meant.commitments {
                    let (what, to) = (text::sanitize(&commitment.what), text::sanitize(&commitment.to));
                    context.out.status(format_args!("how did \"{what} → {to}\" end?"));
                }
                ask(context)?
            }
            None => return Err(unsaid()),
        };
        Ok((way, many::happen(&args.many, which, &args.happened, context, &decide(way, &said))?))
    })?;
    let (me, going_on) = ((context.inputs.me)(), going_on.borrow());
    many::show(&args.many, &told, context, &|row, sheet| {
        if row.standing.is_open() {
            return again::line(row, &told, sheet, me.as_deref());
        }
        let line = line(row, way, sheet);
        match row.commitment.every.filter(|_| !going_on.contains(&row.commitment.id)) {
            Some(every) => line.say(format!("; its series ends ({})", every.words())),
            None => line,
        }
    })?;
    Ok(Exit::Success)
}

/// Returns the next promise of the series, `None` if it is there already or no date is left; the error is a promise that
/// is made once.
fn next(scene: &Scene<'_>, inputs: &Inputs<'_>) -> Result<Option<Commitment<'static>>> {
    if scene.commitment.every.is_none() {
        return Err(Error::new(format!("{} is promised once, so there is no next one", scene.commitment.id))
            .hint("leave out --next; `owed promise … --every 1w` begins a series"));
    }
    again::next(scene, inputs)
}

/// Asks a person how it ended; a word or its first letter is an answer.
fn ask(context: &mut Context<'_, '_>) -> Result<CancelAs> {
    CancelAs::ALL
        .iter()
        .for_each(|way| context.out.status(format_args!("  {}: {}", way.name(), way.clause())));
    let answer = context.asks("withdrawn, broken or void? [w/b/v]").unwrap_or_default();
    let fits = |way: &CancelAs| !answer.is_empty() && way.name().starts_with(&answer);
    CancelAs::ALL.into_iter().find(fits).ok_or_else(unsaid)
}

/// Returns the error of a cancelling without `--as`.
fn unsaid() -> Error {
    let error = Error::new("how did it end? say it with `--as`; nothing was cancelled");
    CancelAs::ALL
        .into_iter()
        .fold(error, |error, way| error.hint(format!("--as {}: {}", way.name(), way.clause())))
}

/// Returns what was written, and what it counts as if that differs.
fn line(row: &Row<'_>, way: CancelAs, sheet: Sheet<'_>) -> Line {
    let cycle = &row.standing.cycle;
    let said = Line::about(row.commitment, sheet).say(format!(": cancelled as {}", way.name()));
    match cycle.closing {
        Some(closing) if (way, closing.verdict) == (CancelAs::Withdrawn, Verdict::Broken) => {
            let late = say::span(closing.at.since(cycle.known_due));
            said.say(format!(", {late} after its due: counts as broken"))
        }
        _ => said,
    }
}
