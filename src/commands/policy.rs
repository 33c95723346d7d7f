//! `owed policy`: what every customer can expect of us, by when, and from whom; and a month of a calendar.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate};

use crate::cli::calendar_arg;
use crate::context::ledgers::Ledger;
use crate::context::{Context, Inputs};
use crate::error::{Diagnostic, Error, Exit, Result};
use crate::ledger::read::scan::{Look, Seen};
use crate::rules::calendar::{Calendar, Days};
use crate::rules::forecast::Levels;
use crate::rules::policy::{CalendarChoice, Policy};
use crate::rules::rate::Rate;
use crate::rules::standing::{Standing, standing};
use crate::rules::time::Instant;
use crate::text;
use crate::views::answer::Answer;
use crate::views::formats::Formats;
use crate::views::policy::{Again, Month, Stated};

/// Show the service policy: targets, limits, escalation and calendars
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Show a month of that calendar day by day: when it is open, and why not [default: the only one, with --month]
    #[arg(long, value_name = "CALENDAR")]
    pub calendar: Option<String>,
    /// The month to show, such as 2026-12 [default: this one, with --calendar]
    #[arg(long, value_name = "YYYY-MM")]
    pub month: Option<String>,
}

/// What the help shows to type.
pub const EXAMPLES: [&str; 2] = ["owed policy", "owed policy --calendar office --month 2026-12"];
/// What it shows.
pub const FORMATS: Formats = Formats::Answer;

/// Shows the policy, or a month of a calendar. There must be a ledger: without one there is no policy.
pub fn run(args: &Args, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    let now = context.inputs.now;
    if args.calendar.is_none() && args.month.is_none() {
        let all = context.inputs.read_each(|Ledger { inputs, .. }, _| lived(inputs))?;
        for error in all.iter().filter_map(|seen| seen.state.unread.as_ref()) {
            let Diagnostic { message, hints, .. } = Diagnostic::new(error);
            context.out.warn(format_args!("how often targets were met is not known: {message}"));
            hints.into_iter().for_each(|hint| context.hint(hint));
        }
        let named = context.inputs.all_named().zip(&all);
        let stated = named.map(|(named, Seen { policy, state: Lived { series, met, .. }, .. })| Stated {
            ledger: &named.name,
            policy,
            series,
            met,
        });
        context.answer(&Answer::Policies(&stated.collect::<Vec<_>>(), now))?;
        return Ok(Exit::Success);
    }
    context.inputs.is_of_one("a calendar")?;
    let policy = context.inputs.policy()?;
    let calendar = match &args.calendar {
        Some(name) => calendar_arg::named(name, &policy)?,
        None => the_only(&policy)?,
    };
    let first = match &args.month {
        Some(month) => first_of(month)?,
        None => now.date_in(calendar.zone).with_day(1).unwrap_or_default(),
    };
    context.answer(&Answer::Month(Month { calendar, first }))?;
    Ok(Exit::Success)
}

/// What comes of a policy.
struct Lived {
    /// What is promised again and again.
    series: Vec<Again>,
    /// How often the target of each kind was met.
    met: BTreeMap<String, Rate>,
    /// Why the archives are not in it, where they should be.
    unread: Option<Error>,
}

/// Reads the policy of a ledger, with what is promised again and again and how often targets were met. Archives are read where they
/// may say more of that ([`Levels::needs_archives`]); where they cannot be read, the policy is what it is all the same.
fn lived(inputs: &Inputs<'_>) -> Result<Seen<Lived>> {
    let now = inputs.now;
    let see = |(series, levels): &mut (Vec<Again>, Levels), look: Look<'_, '_>| {
        series.extend(again(&look, now));
        levels.see(look.commitment, look.policy, now);
    };
    let begin = |_: &Policy| Ok((Vec::new(), Levels::default()));
    let join = |(mut series, levels): (Vec<Again>, Levels), (more, next): (Vec<Again>, Levels)| {
        series.extend(more);
        (series, levels.join(next))
    };
    let seen = inputs.fold_in_parts(begin, see, join)?;
    let Seen { policy, rules, ids, state: (series, mut levels) } = seen;
    let mut unread = None;
    if levels.needs_archives(&policy) {
        let mut archived = Levels::default();
        let read = inputs.see_archives(&policy, &ids, |look| archived.see(look.commitment, look.policy, now));
        match read {
            Ok(_) => levels = levels.with_archives(archived, &policy),
            Err(error) => {
                levels = levels.without_archives();
                unread = Some(error);
            }
        }
    }
    let met = levels.rates(&policy);
    Ok(Seen { policy, rules, ids, state: Lived { series, met, unread } })
}

/// Returns what is shown of a commitment that is open and promised again and again.
fn again(look: &Look<'_, '_>, now: Instant) -> Option<Again> {
    let commitment = look.commitment;
    let every = commitment.every?;
    let standing = standing(commitment, look.policy, now).filter(Standing::is_open)?;
    Some(Again {
        id: commitment.id,
        what: commitment.what.to_string(),
        to: commitment.to.to_string(),
        owner: standing.cycle.owner.map(str::to_owned),
        every,
        from: commitment.every_from.unwrap_or(commitment.due),
        due: standing.listed_due(),
    })
}

/// Returns the only calendar; the error is none, or several.
fn the_only(policy: &Policy) -> Result<&Calendar> {
    match policy.calendar_for(None) {
        CalendarChoice::One(calendar) => Ok(calendar),
        CalendarChoice::Default => Err(Error::new("the ledger has no calendar")
            .hint("a table `[calendar.office]` with its hours adds one: `mon = [\"09:00-17:00\"]` …")),
        CalendarChoice::Several => {
            let names = text::list(policy.calendars.keys().map(String::as_str));
            Err(Error::new("the ledger has several calendars")
                .hint(format!("add `--calendar` with one of {names}")))
        }
    }
}

/// Returns the first date of a month that is written `2026-12`.
fn first_of(month: &str) -> Result<NaiveDate> {
    match Days::parse(&format!("{month}-01")) {
        Ok(Days::Date(first)) => Ok(first),
        _ => Err(Error::new(format!("{} is not a month", text::quote_start(month)))
            .hint("write the year and the month, such as 2026-12")),
    }
}
