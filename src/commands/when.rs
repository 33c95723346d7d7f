//! `owed when`: shows the instant that words mean.

use crate::cli::{calendar_arg, values};
use crate::context::Context;
use crate::error::Exit;
use crate::views::answer::Answer;
use crate::views::formats::Formats;
use crate::when::{self, Calendars, Reading, Reference, Way};

/// Show which date and time words mean
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The words, as --by takes them
    #[arg(value_name = "WHEN", required = true)]
    pub words: Vec<String>,
    /// Count from here instead of now
    #[arg(long, value_name = "START", num_args = 1..)]
    pub from: Vec<String>,
    /// The calendar of the ledger that says what a working day is
    #[arg(long, value_name = "CALENDAR")]
    pub calendar: Option<String>,
    /// Look back, as --at does
    #[arg(long)]
    pub past: bool,
}

/// What the help shows to type.
pub const EXAMPLES: [&str; 2] = ["owed when next week friday", "owed when 3 business days --calendar office"];
/// What it shows.
pub const FORMATS: Formats = Formats::Answer;

/// Shows which instant words mean.
pub fn run(args: &Args, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    let policy = calendar_arg::policy(args.calendar.as_deref(), context)?;
    let calendars = match &args.calendar {
        None => values::calendars(&policy, None),
        Some(name) => Calendars::One(calendar_arg::named(name, &policy)?),
    };
    let now = context.inputs.now;
    let start = match values::said("--from", &args.from)? {
        None => now,
        Some(words) => {
            let reference =
                Reference { now, begun: now, zone: policy.zone, calendars: calendars.clone(), due: None };
            when::read(&words, Way::From, &reference)?.at
        }
    };
    let way = if args.past { Way::Back } else { Way::Due };
    let reference = Reference { now: start, begun: start, zone: policy.zone, calendars, due: None };
    let Reading { at, counted_from, .. } = when::read(&args.words.join(" "), way, &reference)?;
    let has_calendar = !policy.calendars.is_empty();
    context.answer(&Answer::Reading { at, from: start, zone: policy.zone, counted_from, has_calendar })?;
    Ok(Exit::Success)
}
