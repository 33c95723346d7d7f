//! `owed list`, and `owed` alone: lists commitments.

use super::init;
use crate::cli::{EntryArgs, FilterOptions, LikelyArgs, LimitArgs};
use crate::context::ledgers::{Ledger, Shown};
use crate::context::{Context, Sources, Step};
use crate::error::Exit;
use crate::ledger::read::scan::Look;
use crate::rules::forecast::Foresight;
use crate::rules::policy::Policy;
use crate::rules::standing::Standing;
use crate::select::filter::{Criteria, Filter};
use crate::views::formats::Formats;
use crate::views::row::Row;
use crate::views::rows::{About, Rows};

/// List commitments, most pressing first
#[derive(Debug, clap::Args, Default)]
pub struct Args {
    /// Match by prefix: each word must start a word of the customer, the promise, a tag, the ref or the contact
    #[arg(value_name = "WORDS")]
    pub words: Vec<String>,
    /// Which, and how.
    #[command(flatten)]
    pub options: Options,
}

// Which, and how, by options alone: `owed` without a verb takes them too.
#[derive(Debug, Clone, clap::Args, Default)]
pub struct Options {
    /// Names, kinds and dates.
    #[command(flatten)]
    pub filter: FilterOptions,
    /// List closed ones too
    #[arg(long)]
    pub all: bool,
    /// List what is done and not rated instead: whom to ask (`--since` and `--until`: when it was done)
    #[arg(long, conflicts_with = "all")]
    pub unrated: bool,
    /// How likely late.
    #[command(flatten)]
    pub likely: LikelyArgs,
    /// How many.
    #[command(flatten)]
    pub limit: LimitArgs,
    /// What a calendar shows.
    #[command(flatten)]
    pub calendar: EntryArgs,
}

/// What the help shows to type.
pub const EXAMPLES: [&str; 2] =
    ["owed list --to Acme Corp --all", "owed list --owner kim --until tomorrow --json"];
/// What it shows.
pub const FORMATS: Formats = Formats::List;

/// Lists what is open, or everything.
pub fn run(args: &Args, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    list(&args.words, &args.options, context)
}

fn list(words: &[String], args: &Options, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    let (now, lister) = (context.inputs.now, context.inputs.lister()?);
    let entry = context.inputs.entry(args.calendar.entry)?;
    let limit = context.inputs.limit(args.limit.limit, lister)?;
    let filter = Filter::new(words, &args.filter, &context.inputs);
    let filter = if args.unrated { filter.of_closings() } else { filter.looking_back(args.all) };
    let begin = |filter: &Filter<'_>, policy: &Policy, shown: Shown<'_>| {
        let about = About { policy, now, origin: shown.origin(policy), entry, limit };
        let asked = filter.read_among(now, policy, shown.first(policy))?;
        Ok(Listed { asked, rows: Rows::new(lister, &about), others: 0 })
    };
    let likely = args.likely.share()?;
    let see = |listed: &mut Listed, look: Look<'_, '_>, foresight: Option<&Foresight>| {
        listed.asked.see(look.commitment);
        let lists_closed = args.all || args.unrated;
        if !lists_closed && look.commitment.is_closed_for_good(now) {
            return Step::Done;
        }
        let Some(mut row) = Row::new(look.commitment, look.policy, now) else { return Step::Done };
        listed.asked.see_calendar(&row.standing, look.policy);
        let is_listed = match args.unrated {
            true => is_unrated(&row.standing),
            false => args.all || row.standing.is_open(),
        };
        if !is_listed {
            return Step::Done;
        }
        let is_asked = listed.asked.fits_due(look.commitment, &row.standing);
        if is_asked && !row.foresee(foresight, look.policy, now) {
            return Step::Again;
        }
        if is_asked && row.flag_likely_late(likely) {
            listed.rows.add(&row, look.policy, look.span);
        } else {
            listed.others = listed.others.saturating_add(1);
        }
        Step::Done
    };
    let inputs = &context.inputs;
    let sources = Sources { past: !inputs.speaks_quietly() || likely.is_some(), archives: args.all };
    let pass = |filter: &Filter<'_>| {
        let one = |Ledger { inputs, shown }: &Ledger<'_, '_>| {
            let begin = |policy: &Policy| begin(filter, policy, *shown);
            inputs.store.read(|stored| inputs.fold_with_foresight(stored, sources, begin, see, Listed::join))
        };
        inputs.read_all(one, Listed::join)
    };
    let seen = filter.read_by(pass, |listed| &listed.asked)?;
    let Listed { asked, rows, others } = seen.state;
    filter.warn_of_unseen(asked.unseen(), context)?;
    context.warn_of_lost_calendar(asked.lost_calendar());
    let nothing = match (args.all, others) {
        (_, 0) if args.unrated => "nothing that is done is unrated".to_owned(),
        (_, others) if args.unrated => format!("nothing unrated matches; {others} on record"),
        (true, 0) => "nothing is promised".to_owned(),
        (true, others) => format!("nothing matches; {others} on record"),
        (false, others) => nothing_open(others),
    };
    context.list(rows, &seen.ids, &nothing)?;
    Ok(Exit::Success)
}

/// Returns true if it is done, and its customer has not said yet how it was.
fn is_unrated(standing: &Standing<'_>) -> bool {
    standing.cycle.closing.is_some_and(|closing| closing.is_done()) && standing.cycle.rating.is_none()
}

/// Returns what is said if nothing open is listed, of which there are so many that nobody asked for.
pub(super) fn nothing_open(others: usize) -> String {
    match others {
        0 => "nothing is open".to_owned(),
        1 => "nothing open matches; 1 is open".to_owned(),
        others => format!("nothing open matches; {others} are open"),
    }
}

/// What is listed, and what it was asked by.
struct Listed {
    asked: Criteria,
    rows: Rows,
    /// How many there are that nobody asked for.
    others: usize,
}

impl Listed {
    /// Adds the rows of the next part of the ledger.
    fn join(self, next: Self) -> Self {
        let (asked, rows) = (self.asked.join(&next.asked), self.rows.join(next.rows));
        Self { asked, rows, others: self.others.saturating_add(next.others) }
    }
}

/// Runs `owed` without a verb: lists what is open, or says how to begin.
pub fn bare(args: &Options, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    if context.is_read_by_a_person() && context.inputs.others.is_empty() && !context.inputs.store.exists()? {
        return welcome(context);
    }
    list(&[], args, context)
}

/// Says how to begin, and offers a person to make a ledger.
fn welcome(context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    // A question cannot wait for a pager.
    context.out.kept();
    context.print(WELCOME)?;
    let question = format!("make an empty ledger now, {}?", context.inputs.store.shown());
    if context.agrees(question) { init::run(&init::Args::default(), context) } else { Ok(Exit::Success) }
}

const WELCOME: &str = "\
owed keeps the promises you make to people. The first one makes the ledger:
  owed promise call back about the invoice --to Acme Corp --by tomorrow 5pm
  owed             what is open, most pressing first; `owed done acme` closes it
  owed overdue     what is late; exit 1 if anything is
`owed help` has the rest, `owed config` where the ledger will be.
";
