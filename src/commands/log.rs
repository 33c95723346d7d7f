//! `owed log`: what happened, an event a line.
//!
//! One pass over the ledger and its archives, as `list --all`. What is promised is an event too. A commitment with nothing in the
//! period is not judged.

use crate::cli::{FilterArgs, LimitArgs};
use crate::context::Context;
use crate::context::ledgers::Ledger;
use crate::error::{Error, Exit, Result};
use crate::ledger::read::scan::Look;
use crate::rules::policy::Policy;
use crate::rules::standing::standing;
use crate::rules::target::{Target, Unit};
use crate::rules::time::Instant;
use crate::select::filter::{Criteria, Filter};
use crate::views::formats::Formats;
use crate::views::log::{Happening, Log, Period};
use crate::when::say;

/// Show what happened, day by day
#[derive(Debug, clap::Args)]
#[command(
    mut_args(of_a_log),
    after_help = "Promises made are events too. The earliest comes first; --limit leaves the last ones."
)]
pub struct Args {
    /// Which.
    #[command(flatten)]
    pub filter: FilterArgs,
    /// Done by this person; `me` is you
    #[arg(long, value_name = "WHO", num_args = 1.., help_heading = "Filters")]
    pub by: Vec<String>,
    /// How many.
    #[command(flatten)]
    pub limit: LimitArgs,
}

/// Returns an argument with the help that it has for a log.
fn of_a_log(arg: clap::Arg) -> clap::Arg {
    match arg.get_id().as_str() {
        "since" => arg.help("Happened at or after this [default: 7 days ago]"),
        "until" => arg.help("Happened at or before this; a day is all of it [default: now]"),
        "within" => arg.help("Happened in the last so long: `4h`, `2d`"),
        "limit" => arg.help("Show this many at most, the last ones, and count the rest"),
        _ => arg,
    }
}

/// The default period, in days.
const DAYS: i64 = 7;

/// What the help shows to type.
pub const EXAMPLES: [&str; 2] = ["owed log --since monday --by me", "owed log --to Acme Corp"];
/// What it shows.
pub const FORMATS: Formats = Formats::Log;

/// Shows what happened in the period.
pub fn run(args: &Args, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    let (now, logger) = (context.inputs.now, context.inputs.logger()?);
    let options = &args.filter.options;
    let filter = Filter::new(&args.filter.words, options, &context.inputs)
        .looking_back(true)
        .done_by(&args.by, &context.inputs);
    let see = |logged: &mut Logged, look: Look<'_, '_>| logged.see(look, now);
    let pass = |filter: &Filter<'_>| {
        let of_one = |Ledger { inputs, shown }: &Ledger<'_, '_>| {
            let begin = |policy: &Policy| {
                let asked = filter.read_among(now, policy, shown.first(policy))?;
                let period = period(&asked, now, shown.first(policy))?;
                let log = Log::new(logger, period, shown.origin(policy));
                Ok(Logged { asked, period, log, others: 0 })
            };
            inputs.fold_archives(inputs.fold_in_parts(begin, see, Logged::join)?, see)
        };
        context.inputs.read_all(of_one, Logged::join)
    };
    let seen = filter.read_by(pass, |logged| &logged.asked)?;
    let Logged { asked, period, log, others } = seen.state;
    filter.warn_of_unseen(asked.unseen(), context)?;
    let at = |at| say::absolute(at, now, seen.policy.zone);
    let span = format!("from {} until {}", at(period.since), at(period.until));
    let nothing = match others {
        0 => format!("nothing happened {span}"),
        others => format!("nothing that matches happened {span}; {others} did"),
    };
    context.log(log, args.limit.limit, &seen.ids, &nothing)?;
    Ok(Exit::Success)
}

/// Returns the period of the filter, by default the last seven days.
fn period(asked: &Criteria, now: Instant, policy: &Policy) -> Result<Period> {
    let until = asked.until.unwrap_or(now);
    // The same time of day, also across a clock change.
    let days_before = || Target::of(DAYS, Unit::Days)?.before(until.min(now), policy.zone, None).ok();
    let since = asked.since.or_else(days_before).unwrap_or(until);
    if since > until {
        return Err(Error::new("the period ends before it begins")
            .hint("--since is where it starts, --until where it ends; both belong to it"));
    }
    Ok(Period { zone: policy.zone, now, since, until: until.min(now).max(since) })
}

/// A log in the making, and what it was asked by.
struct Logged {
    asked: Criteria,
    period: Period,
    log: Log,
    /// How many events of the period nobody asked for.
    others: usize,
}

impl Logged {
    /// Adds what happened to a commitment in the period.
    fn see(&mut self, Look { commitment, policy, .. }: Look<'_, '_>, now: Instant) {
        self.asked.see(commitment);
        let Period { since, until, .. } = self.period;
        let is_in = |at: Instant| at >= since && at <= until && at <= now;
        let is_made = is_in(commitment.made);
        let events = || commitment.history.iter().filter(|event| is_in(event.at));
        if !is_made && events().next().is_none() {
            return;
        }
        let Some(standing) = standing(commitment, policy, now) else { return };
        let is_asked = self.asked.fits(commitment)
            && self.asked.fits_owner(standing.cycle.owner)
            && self.asked.fits_kind(standing.cycle.basis.kind);
        let mut add = |happening: Happening<'_>, number: usize| {
            if is_asked && self.asked.fits_by(happening.by()) {
                self.log.add(&happening, number, policy);
            } else {
                self.others = self.others.saturating_add(1);
            }
        };
        let mut happening = Happening { commitment, standing: &standing, event: None, had: &commitment.kind };
        if is_made {
            add(happening, 0);
        }
        for (number, event) in (1_usize..).zip(&commitment.history) {
            if is_in(event.at) {
                add(Happening { event: Some(event), ..happening }, number);
            }
            happening.had = event.deed.basis().map_or(happening.had, |basis| basis.kind);
        }
    }

    /// Adds the next part of the ledger.
    fn join(self, next: Self) -> Self {
        let (asked, log) = (self.asked.join(&next.asked), self.log.join(next.log));
        Self { asked, log, others: self.others.saturating_add(next.others), ..self }
    }
}
