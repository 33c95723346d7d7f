//! `owed overdue`: what is late, for people, cron and scripts.

use crate::cli::{EntryArgs, FilterArgs, LikelyArgs, LimitArgs};
use crate::context::ledgers::{Ledger, Shown};
use crate::context::{Context, Sources, Step};
use crate::error::Exit;
use crate::ledger::read::lines::Lines;
use crate::ledger::read::scan::Look;
use crate::rules::forecast::Foresight;
use crate::rules::policy::Policy;
use crate::rules::standing::{Reason, Reasons, Standing, begun_since};
use crate::rules::time::Instant;
use crate::select::filter::{Criteria, Filter, within};
use crate::views::formats::Formats;
use crate::views::row::Row;
use crate::views::rows::{About, Lister, Rows};

/// List what is overdue; exit 1 if anything is
#[derive(Debug, clap::Args)]
#[command(
    mut_arg("within", |within| within.help("Also list what is due within this time: `4h`, `2d`")),
    mut_arg("likely", |likely| likely.help("Also list what is probably done late: half as likely or more, or this percentage")),
    after_help = "Exit codes: 0 nothing to list, 1 something, 2 error, which a name or word that occurs nowhere is too. With \
    nothing to list, nothing is printed into a pipe."
)]
pub struct Args {
    /// Which.
    #[command(flatten)]
    pub filter: FilterArgs,
    /// Also list commitments at risk: a quarter or less of their time is left
    #[arg(long)]
    pub at_risk: bool,
    /// How likely late.
    #[command(flatten)]
    pub likely: LikelyArgs,
    /// List only what became overdue or flagged within this time: `1d`
    #[arg(long, value_name = "DURATION", conflicts_with_all = ["at_risk", "within", "likely"])]
    pub new: Option<String>,
    /// Print only how many
    #[arg(long)]
    pub count: bool,
    /// How many.
    #[command(flatten)]
    pub limit: LimitArgs,
    /// What a calendar shows.
    #[command(flatten)]
    pub calendar: EntryArgs,
}

/// What the help shows to type.
pub const EXAMPLES: [&str; 2] = ["owed overdue", "owed overdue --at-risk --within 4h"];
/// What it shows.
pub const FORMATS: Formats = Formats::Overdue;

/// Lists what is flagged. Exits with 1 if anything is.
pub fn run(args: &Args, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    let now = context.inputs.now;
    let lister = if args.count { Lister::Unseen } else { context.inputs.overdue_lister()? };
    let entry = context.inputs.entry(args.calendar.entry)?;
    let limit = context.inputs.limit(args.limit.limit, lister)?;
    let filter = Filter::new(&args.filter.words, &args.filter.options, &context.inputs).adding_within();
    let begin = |filter: &Filter<'_>, policy: &Policy, shown: Shown<'_>| {
        let (first, origin) = (shown.first(policy), shown.origin(policy));
        let rows = Rows::new(lister, &About { policy, now, origin, entry, limit });
        let since = args.new.as_deref().map(|length| within("--new", length, true, now, first));
        let asked = filter.read_among(now, policy, first)?;
        Ok(Flagged { asked, since: since.transpose()?, rows, count: 0, others: 0 })
    };
    let likely = args.likely.share()?;
    let see = |flagged: &mut Flagged, look: Look<'_, '_>, foresight: Option<&Foresight>| {
        flagged.asked.see(look.commitment);
        if look.commitment.is_closed_for_good(now) {
            return Step::Done;
        }
        let Some(mut row) = Row::new(look.commitment, look.policy, now) else { return Step::Done };
        flagged.asked.see_calendar(&row.standing, look.policy);
        row.reasons = reasons(&row.standing, args.at_risk, flagged.asked.within);
        if let Some(since) = flagged.since {
            row.reasons = begun_since(since, row.reasons, look.commitment, look.policy, now);
        }
        let may_be_flagged = likely.is_some() || !row.reasons.is_empty();
        if may_be_flagged && !row.foresee(foresight, look.policy, now) {
            return Step::Again;
        }
        row.flag_likely_late(likely);
        let is_flagged = !row.reasons.is_empty();
        let is_shown = is_flagged || (lister.is_of_all_open() && row.standing.is_open());
        if !is_shown {
            return Step::Done;
        }
        if flagged.asked.fits_due(look.commitment, &row.standing) {
            flagged.rows.add(&row, look.policy, look.span);
            flagged.count = flagged.count.saturating_add(usize::from(is_flagged));
        } else {
            flagged.others = flagged.others.saturating_add(usize::from(is_flagged));
        }
        Step::Done
    };
    let shows_chances = !matches!(lister, Lister::Unseen) && !lister.is_of_all_open();
    let sources = Sources { past: shows_chances || likely.is_some(), archives: false };
    // The lines are those of the file that was read, whoever replaces it meanwhile.
    let inputs = &context.inputs;
    let pass = |filter: &Filter<'_>| {
        let one = |Ledger { inputs, shown }: &Ledger<'_, '_>| {
            let begin = |policy: &Policy| begin(filter, policy, *shown);
            inputs.store.read(|stored| {
                let mut seen = inputs.fold_with_foresight(stored, sources, begin, see, Flagged::join)?;
                let mut lines = Lines::of(stored);
                seen.state.rows.find_lines(|block| lines.of_block(block))?;
                Ok(seen)
            })
        };
        inputs.read_all(one, Flagged::join)
    };
    let seen = filter.read_by(pass, |flagged| &flagged.asked)?;
    let Flagged { asked, rows, count, others, .. } = seen.state;
    filter.refuse_unseen(asked.unseen(), context)?;
    context.warn_of_lost_calendar(asked.lost_calendar());
    if args.count {
        context.print(&format!("{count}\n"))?;
    }
    let nothing = match (others, args.new.is_some()) {
        (0, false) => "nothing is overdue".to_owned(),
        (0, true) => "nothing is newly overdue".to_owned(),
        (1, false) => "nothing overdue matches; 1 is overdue".to_owned(),
        (1, true) => "nothing newly overdue matches; 1 is newly overdue".to_owned(),
        (others, false) => format!("nothing overdue matches; {others} are overdue"),
        (others, true) => format!("nothing newly overdue matches; {others} are newly overdue"),
    };
    context.list(rows, &seen.ids, &nothing)?;
    Ok(if count == 0 { Exit::Success } else { Exit::Holds })
}

/// What is flagged, and the filter.
struct Flagged {
    asked: Criteria,
    /// After which a reason has to have begun, if only what is new is asked for.
    since: Option<Instant>,
    rows: Rows,
    count: usize,
    /// How many are flagged that nobody asked for.
    others: usize,
}

impl Flagged {
    /// Adds what is flagged in the next part of the ledger.
    fn join(self, next: Self) -> Self {
        let (asked, rows) = (self.asked.join(&next.asked), self.rows.join(next.rows));
        let (count, others) =
            (self.count.saturating_add(next.count), self.others.saturating_add(next.others));
        Self { asked, since: self.since, rows, count, others }
    }
}

/// Returns why it is listed, including the reasons of the options.
fn reasons(standing: &Standing<'_>, at_risk: bool, until: Option<Instant>) -> Reasons {
    let mut reasons = standing.reasons;
    reasons.add_if(at_risk && standing.at_risk, Reason::AtRisk);
    let soon = standing.is_open()
        && !standing.is_overdue()
        && until.is_some_and(|until| standing.due.is_some_and(|due| due <= until));
    reasons.add_if(soon, Reason::Within);
    reasons
}
