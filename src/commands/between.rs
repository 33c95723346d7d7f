//! `owed between`: the elapsed time and the working time between two instants.

use crate::cli::{calendar_arg, values};
use crate::context::Context;
use crate::error::{Error, Exit, Result};
use crate::rules::calendar::Calendar;
use crate::rules::policy::{CalendarChoice, Policy};
use crate::rules::time::Instant;
use crate::text;
use crate::views::answer::{Answer, Between, Working};
use crate::views::formats::Formats;
use crate::when::{self, Calendars, Reference, Way, say};

/// Show the elapsed time, the working time and the business days between two instants
#[derive(Debug, clap::Args)]
#[command(
    after_help = "With -q, print only the elapsed seconds; with --calendar too, only the working seconds."
)]
pub struct Args {
    /// Where it begins and where it ends: two dates, each in quotes if it has several words
    #[arg(value_name = "START END", required = true)]
    pub ends: Vec<String>,
    /// The calendar of the ledger that says what working time is [default: its only one]
    #[arg(long, value_name = "CALENDAR")]
    pub calendar: Option<String>,
}

/// What the help shows to type.
pub const EXAMPLES: [&str; 2] = [
    "owed between '2026-11-20 9am' '2026-11-24 5pm' --calendar office",
    "owed between 2026-11-20 2026-12-24",
];
/// What it shows.
pub const FORMATS: Formats = Formats::Answer;

/// Shows the time between two instants. The elapsed time is always shown; working time, if it is clear which calendar
/// counts it.
pub fn run(args: &Args, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    let [start, end] = args.ends.as_slice() else { return Err(not_two(&args.ends).into()) };
    let policy = calendar_arg::policy(args.calendar.as_deref(), context)?;
    let named = args.calendar.as_deref().map(|name| calendar_arg::named(name, &policy)).transpose()?;
    let calendars = named.map_or_else(|| values::calendars(&policy, None), Calendars::One);
    let now = context.inputs.now;
    let reference = Reference { now, begun: now, zone: policy.zone, calendars, due: None };
    let read = |words: &str| -> Result<Instant> { Ok(when::read(words, Way::From, &reference)?.at) };
    let (start, end) = (read(start)?, read(end)?);
    if end < start {
        let (from, until) = (say::full(start, policy.zone), say::full(end, policy.zone));
        let error = Error::new("it ends before it begins");
        return Err(error.hint(format!("{until} is {} before {from}", say::span(start.since(end)))).into());
    }
    let calendar = named.or_else(|| the_only(&policy, context));
    let working = calendar.map(|calendar| Working {
        calendar: &calendar.name,
        seconds: calendar.elapsed(start, end),
        business_days: calendar.business_days_between(start, end),
    });
    let (is_named, zone) = (args.calendar.is_some(), policy.zone);
    context.answer(&Answer::Between(Between { start, end, working, is_named, zone }))?;
    Ok(Exit::Success)
}

fn not_two(ends: &[String]) -> Error {
    let count = match ends.len() {
        1 => "one date".to_owned(),
        count => format!("{count} words"),
    };
    Error::new(format!("give two dates, a start and an end; this is {count}"))
        .hint("put each in quotes: owed between \"2026-11-20 9am\" \"2026-11-24 5pm\"")
}

/// Returns the only calendar. Of several, none is guessed, and a note says so.
fn the_only<'h>(policy: &'h Policy, context: &mut Context<'_, '_>) -> Option<&'h Calendar> {
    match policy.calendar_for(None) {
        CalendarChoice::One(calendar) => Some(calendar),
        CalendarChoice::Default => None,
        CalendarChoice::Several => {
            let names = text::list(policy.calendars.keys().map(String::as_str));
            context.note(format_args!(
                "the ledger has several calendars ({names}): choose one with --calendar to get the working time"
            ));
            None
        }
    }
}
