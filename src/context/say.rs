//! How a verb says things: in the format that was asked for, and quietly where that was. Nobody else asks for either.
//!
//! An answer is a value, a list is made row by row; both are data. A note is talk, which `-q` silences; a warning and an
//! error are not silenced, and are said by [`Out`](crate::out::Out) alone. With `-q` a list, a report and findings are not
//! shown, in any format, for the exit code says what a script asks; what answers leave is
//! [`Answer::quiet`].

use std::fmt::Display;
use std::io::{self, Write as _};

use super::{Context, Inputs};
use crate::out::Out;
use crate::rules::ids::Ids;
use crate::rules::policy::Policy;
use crate::rules::tally::ReportData;
use crate::views::answer::{Answer, Changed, Findings, Said};
use crate::views::line::Line;
use crate::views::row::{Row, Sheet};
use crate::views::rows::{Lister, Rows};

impl Context<'_, '_> {
    /// Shows an answer.
    pub fn answer(&mut self, answer: &Answer<'_>) -> io::Result<()> {
        let quiet = if self.speaks_quietly() { answer.quiet() } else { None };
        match quiet {
            Some(said) => self.print(&said),
            None => self.shown(self.inputs.format.answer, answer),
        }
    }

    /// Shows commitments after a change; people read a line of each.
    pub fn changed(
        &mut self,
        changed: &Changed,
        line: &dyn Fn(&Row<'_>, Sheet<'_>) -> Line,
    ) -> io::Result<()> {
        self.changed_as(changed, Said::Lines(line))
    }

    /// Shows commitments after a change of the whole ledger; people read a sentence.
    pub fn changed_at_once(&mut self, changed: &Changed, sentence: String) -> io::Result<()> {
        self.changed_as(changed, Said::Sentence(sentence))
    }

    fn changed_as(&mut self, changed: &Changed, said: Said<'_>) -> io::Result<()> {
        let sheet = self.inputs.sheet(&changed.policy, &changed.ids);
        self.answer(&Answer::Changed { rows: &changed.rows(sheet.now), sheet, said })
    }

    /// Shows a report.
    pub fn report(&mut self, report: &ReportData) -> io::Result<()> {
        if self.inputs.quiet { Ok(()) } else { self.shown(self.inputs.format.report, report) }
    }

    /// Shows what `check` found.
    pub fn findings(&mut self, findings: &Findings<'_>) -> io::Result<()> {
        if self.inputs.quiet { Ok(()) } else { self.shown(self.inputs.format.findings, findings) }
    }

    /// Shows a list. Of nothing, people read `nothing` on a terminal.
    pub fn list(&mut self, rows: Rows, ids: &Ids, nothing: &str) -> io::Result<()> {
        rows.write(ids, nothing, self.out)
    }

    /// Prints lines that are the same in every format.
    pub fn print(&mut self, lines: &str) -> io::Result<()> {
        self.out.data(lines)
    }

    /// Writes what another program reads, as it is.
    pub fn print_script(&mut self, script: &[u8]) -> io::Result<()> {
        self.out.write_all(script)
    }

    /// Prints a line of an answer that takes long, as soon as there is something to say: to people. The other formats have
    /// it in the answer at the end.
    pub fn print_early(&mut self, line: &str) -> io::Result<()> {
        if !self.inputs.format.is_for_people || self.inputs.quiet {
            return Ok(());
        }
        self.print(&format!("{line}\n"))
    }

    /// Hands on what was printed so far.
    pub fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }

    /// Says something beside the data; not if it shall be quiet.
    pub fn note(&mut self, note: impl Display) {
        if !self.inputs.quiet {
            self.out.status(note);
        }
    }

    /// Says what to do next; not if it shall be quiet.
    pub fn hint(&mut self, hint: impl Display) {
        if !self.inputs.quiet {
            self.out.hint(hint);
        }
    }

    /// Whether a person reads the answer, on a terminal.
    pub fn is_read_by_a_person(&self) -> bool {
        self.inputs.format.is_for_people && self.out.terminal().stdout_tty
    }

    fn speaks_quietly(&self) -> bool {
        self.inputs.quiet && self.inputs.format.is_for_people
    }

    fn shown<T>(&mut self, show: Option<Show<T>>, said: &T) -> io::Result<()> {
        let show = show.ok_or_else(|| self.inputs.cannot())?;
        show(said, self.out)
    }
}

/// How a format shows something.
type Show<T> = fn(&T, &mut Out<'_>) -> io::Result<()>;

impl Inputs<'_> {
    /// Returns what every row needs to know, with whether its times need their zone.
    pub fn sheet<'s>(&self, policy: &'s Policy, ids: &'s Ids) -> Sheet<'s> {
        let is_away = (self.machine_zone)() != Ok(policy.zone);
        Sheet { policy, ids, now: self.now, is_away }
    }

    /// Returns how the list of `list` is made.
    pub fn lister(&self) -> io::Result<Lister> {
        self.unless_quiet(self.format.list)
    }

    /// Returns how the list of `overdue` is made.
    pub fn overdue_lister(&self) -> io::Result<Lister> {
        self.unless_quiet(self.format.overdue)
    }

    fn unless_quiet(&self, lister: Option<Lister>) -> io::Result<Lister> {
        let lister = lister.ok_or_else(|| self.cannot())?;
        Ok(if self.quiet { Lister::Unseen } else { lister })
    }

    /// That the format cannot show what a verb says: its `FORMATS` names something else.
    fn cannot(&self) -> io::Error {
        io::Error::other(format!("the answer cannot be shown as {}", self.format.name))
    }
}
