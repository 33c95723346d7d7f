//! `owed done`: close what was done, and promise the rest.

use super::again;
use super::promise::{
    self,
    terms::{self, Said},
};
use crate::cli::values::{DateAtEnd, Happened};
use crate::cli::{HappenedArgs, values};
use crate::context::{Context, Inputs};
use crate::error::{Error, Exit, Result};
use crate::events::{self, Decision, Scene, asked};
use crate::rules::commitment::{Commitment, Deed};
use crate::rules::policy::Policy;
use crate::rules::time::Instant;
use crate::select::selector::{Scope, Selector};
use crate::text;
use crate::views::answer::Changed;
use crate::views::formats::Formats;
use crate::views::line::{Line, verdict};
use crate::views::row::{Row, Sheet};

/// Close commitments as done, and say whether each was on time
#[derive(Debug, clap::Args)]
#[command(
    after_help = "With --next and a kind that has a target, the next is due as the kind says, counted from when the customer first \
    asked."
)]
pub struct Args {
    /// Ids, or words that match one commitment
    #[arg(value_name = "ID", required = true)]
    pub which: Vec<String>,
    /// When it was done.
    #[command(flatten)]
    pub happened: HappenedArgs,
    /// A note
    #[arg(long, value_name = "TEXT", num_args = 1..)]
    pub note: Vec<String>,
    /// Promise the rest to the same customer
    #[arg(long, value_name = "WHAT", num_args = 1..)]
    pub next: Vec<String>,
    /// When the rest is due [default: the target of its kind, from when the customer first asked]
    #[arg(long, value_name = "WHEN", num_args = 1.., requires = "next")]
    pub by: Vec<String>,
    /// The kind of the rest
    #[arg(short, long, value_name = "KIND", default_value = "promise", requires = "next")]
    pub kind: String,
    /// When the customer asked for the rest, if it was not with the first
    #[arg(long, value_name = "WHEN", num_args = 1.., requires = "next")]
    pub asked: Vec<String>,
}

/// What the help shows to type.
pub const EXAMPLES: [&str; 2] =
    ["owed done acme", "owed done acme --next send the invoice again --by mon noon"];
/// What it shows.
pub const FORMATS: Formats = Formats::Answer;

/// Closes commitments, all that were named or none.
pub fn run(args: &Args, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    let note = values::said("--note", &args.note)?;
    let next = values::said("--next", &args.next)?;
    let which = Selector::new(&args.which, Scope::Open);
    // One promise follows one commitment.
    let which = if next.is_some() { which.single() } else { which };
    let decide = &|scene: &Scene<'_>, inputs: &Inputs<'_>| {
        let rest = next.as_deref().map(|what| rest(what, args, scene, inputs)).transpose()?;
        let next = again::next(scene, inputs)?.into_iter().chain(rest).collect();
        Ok(Decision { next, ..Decision::saying(Deed::Done, note.clone()) })
    };
    let (told, warning) = match &next {
        Some(next) => events::happen_and_promise(context, &which, &args.happened, next, decide)?,
        None => (events::happen(context, &which, &args.happened, decide)?, None),
    };
    let (by, me) = (values::joined(&args.by), (context.inputs.me)());
    context.changed(&told, &|row, sheet| line(row, by.as_deref(), &told, sheet, me.as_deref()))?;
    if let Some(warning) = warning {
        context.out.warn(warning);
        context.hint("if that was not meant, `owed undo` takes both back");
    }
    Ok(Exit::Success)
}

fn line(row: &Row<'_>, by: Option<&str>, told: &Changed, sheet: Sheet<'_>, me: Option<&str>) -> Line {
    if row.standing.cycle.closing.is_some() {
        let verdict = verdict(&row.standing.cycle, sheet.policy);
        return again::over(Line::about(row.commitment, sheet).say(format!(": done, {verdict}")), row, sheet);
    }
    if row.commitment.every.is_some() {
        return again::line(row, told, sheet, me);
    }
    promise::line(row, by, sheet, me).asked(row.commitment.asked, sheet)
}

/// Returns the promise that follows this one: to the same customer, by the same owner.
fn rest(what: &str, args: &Args, scene: &Scene<'_>, inputs: &Inputs<'_>) -> Result<Commitment<'static>> {
    let (policy, before, made) = (scene.policy, scene.commitment, scene.happened.at);
    events::known_kind(&args.kind, scene, inputs)?;
    refuse_date(what, args, inputs.now, policy)?;
    let said = Said { kind: &args.kind, by: &args.by, asked: &args.asked };
    // What hangs on a missing time of day is compared by those who plan this.
    let given = Happened::exactly(made, inputs.now);
    let (asked, due) = terms::agreed(&said, given, unsaid(args, scene, inputs)?, inputs.now, policy)?;
    Ok(Commitment {
        id: promise::new_id(scene.ids)?,
        kind: values::name("--kind", args.kind.clone())?.into(),
        to: before.to.clone(),
        what: what.to_owned().into(),
        owner: scene.cycle.owner.map(|owner| owner.to_owned().into()),
        class: before.class,
        tags: before.tags.clone(),
        contact: before.contact.clone(),
        follows: Some(before.id),
        made,
        asked: (asked != made).then_some(asked),
        due: due.at,
        target: due.target,
        limit: due.limit,
        calendar: due.calendar.map(Into::into),
        ..Commitment::default()
    })
}

/// Refuses a rest without a due date that ends in one, as `promise` does: the date would be lost in the text.
fn refuse_date(what: &str, args: &Args, now: Instant, policy: &Policy) -> Result<()> {
    let end = values::date_at_end(what, now, policy, &args.kind).filter(|_| args.by.is_empty());
    let Some(DateAtEnd { before, said, date }) = end else { return Ok(()) };
    let [before, date] = [&before, &date].map(|words| text::shell_word(words));
    Err(Error::new(format!("--next ends in a date: {}", text::quote(&said)))
        .hint(format!("write `--next {before} --by {date}`")))
}

/// Returns when the rest was asked for, where `--asked` does not say. A target counts from when the customer first asked. A date
/// that is said begins now, and so does a limit: the first asking was answered by what is done.
fn unsaid(args: &Args, scene: &Scene<'_>, inputs: &Inputs<'_>) -> Result<Instant> {
    let kind = scene.policy.kind(&args.kind);
    let counts = args.by.is_empty() && kind.is_some_and(|kind| kind.target.is_some() && kind.limit.is_none());
    if counts { asked::first_asked(scene, inputs) } else { Ok(scene.happened.at) }
}
