//! Workflow commands of GitHub Actions: an annotation for each commitment that is listed, at its line of the ledger.
//!
//! GitHub shows ten annotations of a level in a step, so that the tenth says how many more there are.

use std::io::{self, Write};

use chrono_tz::Tz;

use super::Format;
use crate::out::Out;
use crate::rules::policy::Policy;
use crate::rules::standing::Reason;
use crate::rules::time::Instant;
use crate::text;
use crate::views::answer::{Findings, Placed};
use crate::views::flag;
use crate::views::row::Row;
use crate::views::rows::{About, Drawn, Lister, RowWriter};

pub(super) const FORMAT: Format = Format {
    name: "github",
    help: "Annotations for a workflow of GitHub Actions",
    is_for_people: false,
    list: None,
    overdue: Some(Lister::Placed(|about| Box::new(Annotations::new(about)))),
    log: None,
    report: None,
    forecast: None,
    calibration: None,
    findings: Some(findings),
    customers: None,
    answer: None,
};

/// How many annotations of a level GitHub shows in a step.
const MOST: usize = 10;

/// How grave an annotation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    Error,
    Warning,
    Notice,
}

impl Level {
    const ALL: [Self; 3] = [Self::Error, Self::Warning, Self::Notice];

    const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Notice => "notice",
        }
    }

    const fn of(reason: Reason) -> Self {
        match reason {
            Reason::Due | Reason::Limit => Self::Error,
            Reason::Untold | Reason::Silence | Reason::Unanswered | Reason::Waiting => Self::Warning,
            Reason::AtRisk | Reason::Within | Reason::LikelyLate => Self::Notice,
        }
    }
}

/// An annotation: its level, its file, its title, its line and column if it has them, and what it says.
struct Annotation<'a> {
    level: Level,
    file: &'a str,
    title: &'a str,
    line: Option<usize>,
    column: Option<usize>,
    text: &'a str,
}

/// Writes annotations, the most of each level that are shown, in their order.
fn annotate(all: &[Annotation<'_>], to: &mut dyn Write) -> io::Result<()> {
    for level in Level::ALL {
        let all: Vec<_> = all.iter().filter(|one| one.level == level).collect();
        let (shown, left) =
            if all.len() > MOST { all.split_at(MOST.saturating_sub(1)) } else { (&*all, &[][..]) };
        for Annotation { file, title, line, column, text, .. } in shown {
            write!(to, "::{} title={},file={}", level.name(), property(title), property(file))?;
            for (key, number) in [("line", line), ("col", column)] {
                if let Some(number) = number {
                    write!(to, ",{key}={number}")?;
                }
            }
            writeln!(to, "::{}", data(text))?;
        }
        if !left.is_empty() {
            writeln!(to, "::{}::and {} more", level.name(), left.len())?;
        }
    }
    Ok(())
}

/// Returns a text as what a command says.
fn data(text: &str) -> String {
    let text = text::sanitize(text);
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Returns a text as the value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// What `overdue` lists.
struct Annotations {
    now: Instant,
    zone: Tz,
    file: String,
}

impl Annotations {
    fn new(about: &About<'_>) -> Self {
        Self {
            now: about.now,
            zone: about.origin.zone,
            file: about.origin.path.to_string_lossy().into_owned(),
        }
    }
}

impl RowWriter for Annotations {
    /// Appends the level, the file, the title and the text, each in a line.
    fn draw(&mut self, row: &Row<'_>, policy: &Policy, text: &mut Vec<u8>) {
        let level = row.reasons.iter().next().map_or(Level::Notice, Level::of).name();
        let line = flag::line(row, policy, self.zone, self.now);
        let parts = [level, &text::sanitize(&self.file), &flag::title(row.commitment), &line];
        text.extend(parts.join("\n").bytes());
    }

    fn write(
        &self,
        rows: &mut dyn Iterator<Item = io::Result<Drawn<'_>>>,
        to: &mut dyn Write,
    ) -> io::Result<()> {
        let mut all = Vec::new();
        for row in rows {
            let Drawn { text, line, .. } = row?;
            let text = str::from_utf8(text).map_err(io::Error::other)?;
            let mut parts = text.splitn(4, '\n');
            let mut next = || parts.next().unwrap_or_default();
            let (level, file, title, text) = (next(), next(), next(), next());
            let level = Level::ALL.into_iter().find(|one| one.name() == level).unwrap_or(Level::Notice);
            all.push(Annotation { level, file, title, line, column: None, text });
        }
        annotate(&all, to)
    }
}

/// Writes what `check` found: what fails it as errors, notes as notices.
fn findings(findings: &Findings<'_>, out: &mut Out<'_>) -> io::Result<()> {
    let all = findings.all.iter().map(|Placed { file, line, column, finding, .. }| Annotation {
        file,
        level: if finding.is_note { Level::Notice } else { Level::Error },
        title: finding.name,
        line: Some(*line),
        column: Some(*column),
        text: &finding.message,
    });
    annotate(&all.collect::<Vec<_>>(), out)
}
