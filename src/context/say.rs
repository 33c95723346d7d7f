//! How a verb shows its results: in the chosen format, and quietly with `-q`. Nobody else tests for either.
//!
//! An answer is a value, a list is made row by row; both are data. A note is a message, which `-q` silences; warnings
//! and errors are never silenced, and are written by [`Out`](crate::out::Out) alone. Of the table, `-q` leaves what a
//! script needs: of `list` and of the log the whole ids; of `overdue`, a report and findings nothing, for the exit code answers; of an
//! answer [`Answer::quiet`]. Any other format was asked for, and is printed whole.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::io::{self, Write as _};

use chrono_tz::Tz;

use super::{Context, Inputs};
use crate::error::{Error, Result};
use crate::out::Out;
use crate::rules::commitment::{Commitment, Id};
use crate::rules::ids::Ids;
use crate::rules::policy::Policy;
use crate::rules::tally::ReportData;
use crate::rules::time::Instant;
use crate::text;
use crate::views::answer::{Answer, Changed, Findings, Said};
use crate::views::calibration::Calibration;
use crate::views::customer::Customers;
use crate::views::entry::Entry;
use crate::views::forecast::Forecasts;
use crate::views::formats::Reporter;
use crate::views::ladder::Item;
use crate::views::line::Line;
use crate::views::log::{Log, Logger};
use crate::views::report::page::Beside;
use crate::views::row::{Row, Sheet};
use crate::views::rows::{Lister, Rows};
use crate::when::say;

impl Context<'_, '_> {
    /// Shows an answer.
    pub fn answer(&mut self, answer: &Answer<'_>) -> io::Result<()> {
        let quiet = if self.inputs.speaks_quietly() { answer.quiet() } else { None };
        match quiet {
            Some(said) => self.print(&said),
            None => self.shown(self.inputs.format.answer, answer),
        }
    }

    /// Shows commitments after a change; people see a line of each.
    pub fn changed(
        &mut self,
        changed: &Changed,
        line: &dyn Fn(&Row<'_>, Sheet<'_>) -> Line,
    ) -> io::Result<()> {
        self.changed_as(changed, Said::Lines(line), None)
    }

    /// Shows commitments that say something else now, without an event; people see a line of each.
    pub fn corrected(
        &mut self,
        changed: &Changed,
        line: &dyn Fn(&Row<'_>, Sheet<'_>) -> Line,
    ) -> io::Result<()> {
        self.changed_as(changed, Said::Corrections(line), None)
    }

    /// Shows people commitments after a change, before what follows and may take long. The other formats have them in
    /// [`Self::changed_and_told`].
    pub fn changed_early(
        &mut self,
        changed: &Changed,
        line: &dyn Fn(&Row<'_>, Sheet<'_>) -> Line,
    ) -> io::Result<()> {
        if !self.inputs.format.is_for_people {
            return Ok(());
        }
        self.changed(changed, line)?;
        self.flush()
    }

    /// Shows in all other formats what people saw before, and what became of telling those that have it now.
    pub fn changed_and_told(
        &mut self,
        changed: &Changed,
        line: &dyn Fn(&Row<'_>, Sheet<'_>) -> Line,
        told: &[Item],
    ) -> io::Result<()> {
        if self.inputs.format.is_for_people {
            return Ok(());
        }
        self.changed_as(changed, Said::Lines(line), Some(told))
    }

    /// Shows commitments after a change of the whole ledger; people see one sentence.
    pub fn changed_at_once(&mut self, changed: &Changed, sentence: String) -> io::Result<()> {
        self.changed_as(changed, Said::Sentence(sentence), None)
    }

    fn changed_as(&mut self, changed: &Changed, said: Said<'_>, fired: Option<&[Item]>) -> io::Result<()> {
        let sheet = self.inputs.sheet(&changed.policy, &changed.ids);
        let zone = changed.policy.zone;
        let happened = changed.commitments.iter().filter(|_| !matches!(said, Said::Corrections(_)));
        let typed = happened.flat_map(|commitment| just_typed(commitment, sheet.now));
        let twice: BTreeSet<_> = typed.filter(|at| say::is_one_of_two(*at, zone)).collect();
        for at in twice {
            self.note(format_args!("recorded for {}", say::absolute(at, sheet.now, zone)));
        }
        self.answer(&Answer::Changed { rows: &changed.rows(sheet.now), sheet, said, fired })
    }

    /// Shows customers. With `-q` people see names alone.
    pub fn customers(&mut self, customers: &Customers<'_>) -> io::Result<()> {
        if !self.inputs.speaks_quietly() {
            return self.shown(self.inputs.format.customers, customers);
        }
        let all = match customers {
            Customers::All { all, .. } => *all,
            Customers::One { of, .. } => std::slice::from_ref(*of),
            Customers::Renamed { .. } => &[],
        };
        all.iter().try_for_each(|one| self.out.data(&format!("{}\n", one.name)))
    }

    /// Shows a report; a page has more than its figures.
    pub fn report(&mut self, report: &ReportData, beside: &Beside) -> io::Result<()> {
        if self.inputs.speaks_quietly() {
            return Ok(());
        }
        match self.inputs.format.report.ok_or_else(|| self.inputs.cannot())? {
            Reporter::Figures(show) => show(report, self.out),
            Reporter::Page(show) => show(report, beside, self.out),
        }
    }

    /// Shows forecasts.
    pub fn forecasts(&mut self, forecasts: &Forecasts) -> io::Result<()> {
        self.shown(self.inputs.format.forecast, forecasts)
    }

    /// Shows how often forecasts would have come true.
    pub fn calibration(&mut self, calibration: &Calibration) -> io::Result<()> {
        let show = self.inputs.format.calibration;
        if self.inputs.speaks_quietly() { Ok(()) } else { self.shown(show, calibration) }
    }

    /// Shows the findings of `check`.
    pub fn findings(&mut self, findings: &Findings<'_>) -> io::Result<()> {
        if self.inputs.speaks_quietly() { Ok(()) } else { self.shown(self.inputs.format.findings, findings) }
    }

    /// Shows a list, and how many more there are than were asked for. If it is empty, people see `nothing` on a terminal.
    pub fn list(&mut self, rows: Rows, ids: &Ids, nothing: &str) -> io::Result<()> {
        self.warn_of_shared(ids);
        let left_out = rows.left_out();
        rows.write(ids, nothing, self.out)?;
        if left_out > 0 {
            self.note(format_args!("{left_out} more (--limit)"));
        }
        Ok(())
    }

    /// Shows what happened, and how much more did. If nothing did, people see `nothing` on a terminal.
    pub fn log(&mut self, log: Log, limit: Option<usize>, ids: &Ids, nothing: &str) -> io::Result<()> {
        self.warn_of_shared(ids);
        match log.write(limit.unwrap_or(usize::MAX), ids, nothing, self.out)? {
            0 => {}
            left_out => self.note(format_args!("{left_out} more before (--limit)")),
        }
        Ok(())
    }

    /// Prints lines that are the same in every format.
    pub fn print(&mut self, lines: &str) -> io::Result<()> {
        self.out.data(lines)
    }

    /// Writes a script for another program, as it is.
    pub fn print_script(&mut self, script: &[u8]) -> io::Result<()> {
        self.out.write_all(script)
    }

    /// Prints a line of a slow answer as soon as it is known, to people only. The other formats have it in the answer
    /// at the end.
    pub fn print_early(&mut self, line: &str) -> io::Result<()> {
        if !self.inputs.format.is_for_people || self.inputs.quiet {
            return Ok(());
        }
        self.print(&format!("{line}\n"))
    }

    /// Flushes what was printed so far.
    pub fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    /// Shows a note beside the data; not with `-q`.
    pub fn note(&mut self, note: impl Display) {
        if !self.inputs.quiet {
            self.out.status(note);
        }
    }

    /// Warns of ids that more than one ledger of a view has.
    pub fn warn_of_shared(&mut self, ids: &Ids) {
        if !ids.shared().is_empty() {
            let ids = text::list(ids.shared().iter().map(Id::as_str));
            self.out.warn(format_args!("more than one of the ledgers has {ids}"));
        }
    }

    /// Warns of a calendar that an open commitment names and the ledger has no longer, if there is one.
    pub fn warn_of_lost_calendar(&mut self, name: Option<&str>) {
        let Some(name) = name.map(text::quote) else { return };
        self.out.warn(format_args!(
            "calendar {name} is not in the ledger, so open commitments are counted by another: `owed check` names them"
        ));
    }

    /// Shows the next step; not with `-q`.
    pub fn hint(&mut self, hint: impl Display) {
        if !self.inputs.quiet {
            self.out.hint(hint);
        }
    }

    /// Returns true if a person reads the answer, on a terminal.
    pub fn is_read_by_a_person(&self) -> bool {
        self.inputs.format.is_for_people && self.out.terminal().stdout_tty
    }

    fn shown<T>(&mut self, show: Option<Show<T>>, said: &T) -> io::Result<()> {
        let show = show.ok_or_else(|| self.inputs.cannot())?;
        show(said, self.out)
    }
}

/// Returns the times, besides now, at which something happened that was recorded just now: they stand in no answer.
fn just_typed(commitment: &Commitment<'_>, now: Instant) -> impl Iterator<Item = Instant> {
    let is_new = commitment.history.is_empty();
    let begun = [commitment.asked, Some(commitment.made)].into_iter().flatten();
    let begun = begun.filter(move |at| is_new && *at != now);
    let event = commitment.history.last().filter(|event| event.logged == Some(now));
    begun.chain(event.map(|event| event.at))
}

/// Shows something in a format.
type Show<T> = fn(&T, &mut Out<'_>) -> io::Result<()>;

impl<'w> Inputs<'w> {
    /// Returns what every row needs, with whether its times need their zone.
    pub fn sheet<'s>(&self, policy: &'s Policy, ids: &'s Ids) -> Sheet<'s>
    where
        'w: 's,
    {
        self.sheet_in(policy.zone, policy, ids)
    }

    /// Returns what every row needs, where times are said in this zone.
    pub fn sheet_in<'s>(&self, zone: Tz, policy: &'s Policy, ids: &'s Ids) -> Sheet<'s>
    where
        'w: 's,
    {
        let is_away = (self.machine_zone)() != Ok(zone);
        Sheet { policy, ids, now: self.now, origin: self.named.origin(zone), is_away }
    }

    /// Returns the writer for the list of `list`.
    pub fn lister(&self) -> io::Result<Lister> {
        let lister = self.format.list.ok_or_else(|| self.cannot())?;
        Ok(if self.speaks_quietly() { Lister::IDS } else { lister })
    }

    /// Returns the writer for the list of `overdue`.
    pub fn overdue_lister(&self) -> io::Result<Lister> {
        let lister = self.format.overdue.ok_or_else(|| self.cannot())?;
        Ok(if self.speaks_quietly() { Lister::Unseen } else { lister })
    }

    /// Returns the writer for what happened.
    pub fn logger(&self) -> io::Result<Logger> {
        let logger = self.format.log.ok_or_else(|| self.cannot())?;
        Ok(if self.speaks_quietly() { Logger::IDS } else { logger })
    }

    /// Returns the most rows of a list that are shown.
    ///
    /// # Errors
    /// The format is about all that is open, and a limit was said.
    pub fn limit(&self, said: Option<usize>, lister: Lister) -> Result<Option<usize>> {
        if said.is_some() && lister.is_of_all_open() {
            let message = format!("--limit is for lists, not for `{}`", self.format.name);
            return Err(Error::new(message).hint("it is about everything that is open; leave out --limit"));
        }
        Ok(said)
    }

    /// Returns true if a report is a page, which needs more than figures.
    pub fn reports_a_page(&self) -> bool {
        matches!(self.format.report, Some(Reporter::Page(_)))
    }

    /// Returns what a calendar shows of each commitment.
    ///
    /// # Errors
    /// The format is not one of a calendar, and it was said.
    pub fn entry(&self, said: Option<Entry>) -> Result<Entry> {
        if said.is_some() && !self.format.has_entries() {
            let message = format!("--as is for calendars, not for `{}`", self.format.name);
            return Err(Error::new(message).hint("add --format ics, or leave out --as"));
        }
        Ok(said.unwrap_or_default())
    }

    /// Returns true if people read the answer, and want no more of it than a script needs.
    pub const fn speaks_quietly(&self) -> bool {
        self.quiet && self.format.is_for_people
    }

    /// Returns the error of a format that cannot show the answer, though the verb's `FORMATS` names it.
    fn cannot(&self) -> io::Error {
        io::Error::other(format!("the answer cannot be shown as {}", self.format.name))
    }
}
