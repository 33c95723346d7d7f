//! `owed today` and `owed week`: one view in two lengths. What is late, what is due on each day, and what wants something now.
//!
//! One pass, as `list`: each open commitment that matches is counted in its group of the [`Agenda`], and those that are shown are
//! rows of a list whose rank is that of their group.

use crate::cli::{EntryArgs, FilterArgs, LimitArgs};
use crate::context::ledgers::{Ledger, Shown};
use crate::context::{Context, Sources, Step};
use crate::error::Exit;
use crate::ledger::read::scan::Look;
use crate::rules::forecast::Foresight;
use crate::rules::policy::Policy;
use crate::select::filter::{Criteria, Filter};
use crate::views::agenda::{Agenda, Length};
use crate::views::row::Row;
use crate::views::rows::{About, Rows};

// Which, and how many.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Which.
    #[command(flatten)]
    pub filter: FilterArgs,
    /// How many.
    #[command(flatten)]
    pub limit: LimitArgs,
    /// What a calendar shows.
    #[command(flatten)]
    pub calendar: EntryArgs,
}

/// Shows the agenda of that length.
pub(super) fn run(args: &Options, length: Length, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    let (now, lister) = (context.inputs.now, context.inputs.lister()?);
    let entry = context.inputs.entry(args.calendar.entry)?;
    let limit = context.inputs.limit(args.limit.limit, lister)?;
    let filter = Filter::new(&args.filter.words, &args.filter.options, &context.inputs);
    let begin = |filter: &Filter<'_>, policy: &Policy, shown: Shown<'_>| {
        let (first, origin) = (shown.first(policy), shown.origin(policy));
        Ok(Day {
            asked: filter.read_among(now, policy, first)?,
            rows: Rows::new(lister, &About { policy, now, origin, entry, limit }),
            agenda: Agenda::new(length, first.zone, now),
            others: 0,
        })
    };
    let see = |day: &mut Day, look: Look<'_, '_>, foresight: Option<&Foresight>| {
        day.asked.see(look.commitment);
        if look.commitment.is_closed_for_good(now) {
            return Step::Done;
        }
        let Some(mut row) = Row::new(look.commitment, look.policy, now) else { return Step::Done };
        day.asked.see_calendar(&row.standing, look.policy);
        if !row.standing.is_open() {
            return Step::Done;
        }
        if !day.asked.fits_due(look.commitment, &row.standing) {
            day.others = day.others.saturating_add(1);
            return Step::Done;
        }
        if let Some(rank) = day.agenda.rank(&row.standing) {
            row.rank = rank;
            if !row.foresee(foresight, look.policy, now) {
                return Step::Again;
            }
            day.rows.add(&row, look.policy, look.span);
        }
        day.agenda.count(&row.standing);
        Step::Done
    };
    let inputs = &context.inputs;
    let sources = Sources { past: !inputs.speaks_quietly(), archives: false };
    let pass = |filter: &Filter<'_>| {
        let one = |Ledger { inputs, shown }: &Ledger<'_, '_>| {
            let begin = |policy: &Policy| begin(filter, policy, *shown);
            inputs.store.read(|stored| inputs.fold_with_foresight(stored, sources, begin, see, Day::join))
        };
        inputs.read_all(one, Day::join)
    };
    let seen = filter.read_by(pass, |day| &day.asked)?;
    let Day { asked, rows, agenda, others } = seen.state;
    filter.warn_of_unseen(asked.unseen(), context)?;
    context.warn_of_lost_calendar(asked.lost_calendar());
    context.list(rows.of(agenda), &seen.ids, &super::list::nothing_open(others))?;
    Ok(Exit::Success)
}

/// An agenda in the making, and what it was asked by.
struct Day {
    asked: Criteria,
    rows: Rows,
    agenda: Agenda,
    /// How many are open that nobody asked for.
    others: usize,
}

impl Day {
    /// Adds the next part of the ledger.
    fn join(self, next: Self) -> Self {
        let (asked, rows) = (self.asked.join(&next.asked), self.rows.join(next.rows));
        let agenda = self.agenda.join(&next.agenda);
        Self { asked, rows, agenda, others: self.others.saturating_add(next.others) }
    }
}
