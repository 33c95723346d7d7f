//! `owed report`: how many promises were kept, and whether that is enough.

mod calibration;

use anyhow::Context as _;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use crate::cli::{self, FilterArgs};
use crate::commands::forecast::pasts::Pasts;
use crate::context::Context;
use crate::context::ledgers::Ledger;
use crate::error::{Error, Exit, Result};
use crate::ledger::read::scan::{Look, Seen};
use crate::rules::forecast::Confidence;
use crate::rules::policy::Policy;
use crate::rules::standing::standing;
use crate::rules::tally::{Gate, GroupKey, METRICS, Metric, Percent, Period, ReportData, Tally};
use crate::rules::target::{Target, Unit};
use crate::rules::time::Instant;
use crate::select::filter::{Criteria, Filter};
use crate::text;
use crate::views::formats::Formats;
use crate::views::list::List;
use crate::views::report::page::Beside;
use crate::views::row::Row;
use crate::when::say;

/// Report how many promises were kept
#[derive(Debug, clap::Args)]
#[command(mut_args(of_a_period))]
pub struct Args {
    /// Which.
    #[command(flatten)]
    pub filter: FilterArgs,
    /// Add a line for each, or for each of two: `owner,month`
    #[arg(
        long,
        value_name = "WHAT",
        value_parser = cli::word::<GroupKey>(),
        value_delimiter = ',',
        action = clap::ArgAction::Set
    )]
    pub by: Vec<GroupKey>,
    /// List what was late or broken, and why
    #[arg(long)]
    pub misses: bool,
    /// Say how often forecasts would have come true, by playing the ledger's past again; takes --owner and --kind alone
    #[arg(
        long,
        conflicts_with_all = ["by", "misses", "fail_under", "words", "to", "tag", "class", "since", "until", "within"]
    )]
    pub calibration: bool,
    /// Exit 1 if the rate is below this percentage
    #[arg(long, value_name = "PCT")]
    pub fail_under: Option<String>,
    /// The rate that --fail-under checks
    #[arg(long, value_name = "RATE", value_parser = gates(), default_value = "keep", requires = "fail_under")]
    pub gate: &'static Metric,
}

/// Returns an argument with the help that it has in a report.
fn of_a_period(arg: clap::Arg) -> clap::Arg {
    match arg.get_id().as_str() {
        "since" => arg.help("Due in the period from this on [default: 30 days ago]"),
        "until" => arg.help("Due in the period up to this; a day is all of it [default: now]"),
        "within" => arg.help("Due in the last so long: `4h`, `7d`"),
        _ => arg,
    }
}

/// Returns the parser for the rates that can be a gate.
fn gates() -> impl TypedValueParser<Value = &'static Metric> {
    let value = |gate: Gate| PossibleValue::new(gate.name).help(gate.help);
    let values = METRICS.iter().filter_map(|metric| metric.gate.map(value));
    PossibleValuesParser::new(values)
        .try_map(|name| Metric::gated(&name).ok_or("not a rate that can be a gate"))
}

/// The default period of a report, in days.
const DAYS: i64 = 30;

/// What the help shows to type.
pub const EXAMPLES: [&str; 2] =
    ["owed report --by owner", "owed report --since '1 nov' --misses --fail-under 95"];
/// What it shows.
pub const FORMATS: Formats = Formats::Report;

/// Counts, shows, and compares the rate with the gate.
pub(super) fn run(args: &Args, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    if args.calibration {
        return calibration::run(args, context);
    }
    let now = context.inputs.now;
    let least = args.fail_under.as_deref().map(percent).transpose()?;
    let filter = Filter::new(&args.filter.words, &args.filter.options, &context.inputs).looking_back(true);
    let is_page = context.inputs.reports_a_page();
    let mut by = groups(&args.by)?;
    if is_page && by.is_empty() {
        // A page shows the best and the worst.
        by.push(GroupKey::Owner);
    }
    let tally = |period: Period| {
        let tally = Tally::new(period, by.clone());
        let tally = if args.misses { tally.with_misses() } else { tally };
        if is_page { tally.with_weeks() } else { tally }
    };
    // The like cases of a forecast are of a kind and an owner: of what else a page is about it would say what is not so.
    let foresees = is_page && is_of_kinds_and_owners(&args.filter);
    let see = |state: &mut State, look: Look<'_, '_>| {
        let State { asked, tally, listed, pasts } = state;
        asked.see(look.commitment);
        if let Some(pasts) = pasts {
            pasts.see(&look, asked, now);
        }
        let Some(standing) = standing(look.commitment, look.policy, now) else { return };
        asked.see_calendar(&standing, look.policy);
        if asked.fits(look.commitment) {
            let is_asked = |owner: Option<&str>, kind: &str| asked.fits_owner(owner) && asked.fits_kind(kind);
            tally.add(look.commitment, &standing, &is_asked, look.policy, now);
            let (owner, kind) = (standing.cycle.owner, standing.cycle.basis.kind);
            if is_page && !standing.reasons.is_empty() && is_asked(owner, kind) {
                listed.add(&Row::of(look.commitment, standing), look.policy);
            }
        }
    };
    let pass = |filter: &Filter<'_>| {
        let one = |Ledger { inputs, shown }: &Ledger<'_, '_>, before: &[Seen<State>]| {
            let begin = |policy: &Policy| {
                let first = shown.first(policy);
                let asked = filter.read_among(now, policy, first)?;
                // One count goes on through all ledgers: percentiles are those of all.
                let tally = match before.last() {
                    Some(seen) => seen.state.tally.clone(),
                    None => tally(period(&asked, &args.filter.options.since, now, first)?),
                };
                let listed = List::new(shown.origin(policy), now);
                let tally = tally.of_ledger(shown.name(), first.zone);
                Ok(State { asked, tally, listed, pasts: foresees.then(Pasts::default) })
            };
            let mut seen = inputs.fold(begin, see)?;
            seen.state.pasts = seen.state.pasts.map(|pasts| pasts.filled(now));
            let Seen { policy, rules, ids, mut state } = inputs.fold_archives(seen, see)?;
            state.pasts = state.pasts.map(|pasts| pasts.judged_by(&policy));
            Ok(Seen { policy, rules, ids, state })
        };
        Ok(Seen::joined(context.inputs.read_each(one)?, State::join)?)
    };
    let seen = filter.read_by(pass, |state| &state.asked)?;
    let State { asked, tally, listed, pasts } = seen.state;
    if least.is_some() {
        filter.refuse_unseen(asked.unseen(), context)?;
    } else {
        filter.warn_of_unseen(asked.unseen(), context)?;
    }
    context.warn_of_lost_calendar(asked.lost_calendar());
    context.warn_of_shared(&seen.ids);
    let mut data = tally.finish(&seen.policy, now)?;
    data.ledger.clone_from(&context.inputs.store.path);
    data.is_of_several = context.inputs.named.is_one_of_several;
    data.is_of_owner = !args.filter.options.owner.is_empty();
    let lowest = data.groups.iter_mut().flat_map(|group| &mut group.lowest);
    for rated in data.lowest.iter_mut().chain(lowest) {
        rated.short = seen.ids.short(rated.id);
    }
    for miss in data.misses.iter_mut().flatten() {
        miss.short = seen.ids.short(miss.id);
    }
    let forecasts = pasts.map(|pasts| {
        let confidence = Confidence::of(seen.policy.forecast.confidence);
        let owner = filter.owner_as_written(&asked)?;
        pasts.forecasts(confidence, owner, |_| Ok(None), &seen.policy, context)
    });
    let beside = Beside { listed: listed.ordered(&seen.ids), forecasts: forecasts.transpose()? };
    context.report(&data, &beside)?;
    Ok(least.map_or(Exit::Success, |least| gate(args.gate, &filter, least, &data, context)))
}

/// What a pass gathers.
struct State {
    asked: Criteria,
    tally: Tally,
    listed: List,
    /// What forecasts are made from, where they are wanted.
    pasts: Option<Pasts>,
}

impl State {
    /// Adds what was gathered of the next ledger, whose tally goes on from this one.
    fn join(self, next: Self) -> Self {
        let Self { asked, tally: _, listed, pasts } = self;
        Self {
            asked: asked.join(&next.asked),
            tally: next.tally,
            listed: listed.join(next.listed),
            pasts: pasts.zip(next.pasts).map(|(pasts, next)| pasts.join(next)),
        }
    }
}

/// Returns true if a filter lets through what is of a kind or an owner, or was due in a period, and asks nothing else.
fn is_of_kinds_and_owners(filter: &FilterArgs) -> bool {
    let FilterArgs { words, options } = filter;
    words.is_empty() && options.to.is_empty() && options.tag.is_none() && options.class.is_none()
}

fn percent(text: &str) -> anyhow::Result<Percent> {
    Percent::parse(text).context("--fail-under")
}

/// Reads one key or two different ones, at most one of them a span of time.
fn groups(by: &[GroupKey]) -> Result<Vec<GroupKey>> {
    let refused = match by {
        [one, other] if one == other => "--by names the same twice",
        [one, other] if one.is_time() && other.is_time() => "--by takes one of month, week and quarter",
        [] | [_] | [_, _] => return Ok(by.to_vec()),
        _ => "--by takes two at most",
    };
    Err(Error::new(refused).hint("for instance `--by owner,month`"))
}

/// Returns the period of the filter, by default the last 30 days.
fn period(asked: &Criteria, since_words: &[String], now: Instant, policy: &Policy) -> Result<Period> {
    if let Some(since) = asked.since.filter(|since| *since > now) {
        let (since, clock) = (say::absolute(since, now, policy.zone), say::absolute(now, now, policy.zone));
        let words = since_words.join(" ");
        let message = format!("{} is in the future; a report looks back", text::quote(&words));
        return Err(Error::new(message).hint(format!(
            "it is {clock} now, and the period would begin on {since}; `owed list` looks ahead"
        )));
    }
    let until = asked.until.unwrap_or(now);
    // The same time of day, also across a clock change.
    let days_before = || Target::of(DAYS, Unit::Days)?.before(until.min(now), policy.zone, None).ok();
    let since = asked.since.or_else(days_before).unwrap_or(until);
    if since > until {
        return Err(Error::new("the period ends before it begins")
            .hint("--since is where it starts, --until where it ends; both belong to it"));
    }
    Ok(Period { since, until })
}

/// Returns the exit code of the gate. Without anything to count it passes, with a note.
fn gate(
    metric: &Metric,
    filter: &Filter<'_>,
    least: Percent,
    data: &ReportData,
    context: &mut Context<'_, '_>,
) -> Exit {
    let rate = metric.of(&data.total);
    let (name, (nothing, then)) = metric.gate.map(|gate| (gate.name, gate.nothing)).unwrap_or_default();
    if rate.of == 0 {
        let at = |at| say::absolute(at, data.now, data.zone);
        let (since, until) = (at(data.period.since), at(data.period.until.min(data.now)));
        let asked = filter.shown();
        let asked = if asked.is_empty() { asked } else { format!(" ({asked})") };
        context.out.status(format_args!("gate passed: {nothing} between {since} and {until}{then}{asked}"));
    }
    if rate.at_least(least) {
        return Exit::Success;
    }
    context.out.status(format_args!("gate: {name} {} is under {least}", rate.with_n()));
    Exit::Holds
}
