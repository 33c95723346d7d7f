//! Tables, cards and sentences for people. They may change with any version.

use std::io;

use super::{Format, Reporter};
use crate::out::{Out, Style};
use crate::rules::time::Instant;
use crate::text;
use crate::views::answer::{
    Answer, Archived, Between, Findings, Importable, Imported, Mapping, Placed, Said, Setting, Undoable,
    Working,
};
use crate::views::customer::{self, Customers};
use crate::views::line::Line;
use crate::views::list::List;
use crate::views::log::Logger;
use crate::views::row::{Row, Sheet};
use crate::views::rows::Lister;
use crate::views::sentence::sentence;
use crate::views::table::{Cell, Column, Table};
use crate::views::{calibration, forecast, policy, report, show};
use crate::when::say;

pub(super) const FORMAT: Format = Format {
    name: "table",
    help: "A table for people; it may change with any version",
    is_for_people: true,
    list: Some(LIST),
    overdue: Some(LIST),
    log: Some(LOG),
    report: Some(Reporter::Figures(|data, out| report::table(data, out.page(), out))),
    forecast: Some(|data, out| forecast::table(data, out.page(), out)),
    calibration: Some(|data, out| calibration::table(data, out.page(), out)),
    findings: Some(findings),
    customers: Some(customers),
    answer: Some(answer),
};

/// The most columns of a file that are named as not read.
const MOST_NOT_READ: usize = 60;

/// Of an empty list a person is told; into a pipe goes nothing.
const LIST: Lister = Lister::Table(|list, ids, nothing, out| {
    let (page, lead) = (out.page(), list.lead());
    if list.is_empty() && lead.is_none() && page.width.is_some() {
        return out.data(&format!("{nothing}\n"));
    }
    if let Some(lead) = lead {
        sentence(&lead, Style::Plain, page, out)?;
    }
    list.ordered(ids).write(page, out)
});

/// Of an empty log a person is told, as of an empty list.
const LOG: Logger = Logger::Table(|table, nothing, out| {
    let page = out.page();
    if table.is_empty() && page.width.is_some() {
        return out.data(&format!("{nothing}\n"));
    }
    table.write(page, out)
});

fn customers(customers: &Customers<'_>, out: &mut Out<'_>) -> io::Result<()> {
    let page = out.page();
    match customers {
        Customers::All { all: [], .. } if page.width.is_some() => out.data("there are no customers\n"),
        Customers::All { all, sheet } => customer::table(all, *sheet).write(page, out),
        Customers::Renamed { said, .. } => out.data(&format!("{said}\n")),
        Customers::One { of, promised, limit, sheet } => {
            let (parts, left_out) = customer::parts(of, promised, *limit, *sheet);
            customer::page(&parts, page, out)?;
            if left_out > 0 {
                out.data(&format!("{left_out} more (--limit)\n"))?;
            }
            Ok(())
        }
    }
}

fn answer(answer: &Answer<'_>, out: &mut Out<'_>) -> io::Result<()> {
    let page = out.page();
    match answer {
        Answer::Changed { rows, sheet, said: Said::Lines(line) | Said::Corrections(line), .. } => {
            changed(rows, *sheet, line, out)
        }
        Answer::Changed { said: Said::Sentence(sentence), .. } => out.data(&format!("{sentence}\n")),
        Answer::Card(row, sheet) => show::card(row, *sheet, page, out),
        Answer::Policies(all, now) => policy::tables(all, *now, page, out),
        Answer::Month(month) => policy::month(month, page, out),
        Answer::Climb(Some([])) if page.width.is_some() => out.data("nothing to escalate\n"),
        Answer::Climb(_) => Ok(()),
        Answer::Changes(changes, now) => undoable(changes, *now).write(page, out),
        Answer::Reading { at, from, zone, counted_from, has_calendar } => {
            let start = counted_from.map(|opening| say::counted_from(opening, *from, *zone, *has_calendar));
            let start = start.map_or_else(String::new, |start| format!(", {start}"));
            out.data(&format!("{}  {}{start}\n", at.rfc3339(*zone), say::reading(*at, *from, *zone)))
        }
        Answer::Between(between) => out.data(&lengths(between)),
        Answer::Imported(said) => imported(said, out),
        Answer::Sources(all) => sources(all).write(page, out),
        Answer::Settings(all) => settings(all).write(page, out),
        Answer::Archived(archived) => out.data(&moved(archived)),
    }
}

/// Writes a line a commitment, which fits the terminal if there is one, and the hints below.
fn changed(
    rows: &[Row<'_>],
    sheet: Sheet<'_>,
    line: &dyn Fn(&Row<'_>, Sheet<'_>) -> Line,
    out: &mut Out<'_>,
) -> io::Result<()> {
    let width = out.page().width;
    for row in rows {
        let line = line(row, sheet);
        line.note().into_iter().for_each(|note| out.status(note));
        out.data(&format!("{}\n", line.fit(width)))?;
        line.hint().into_iter().for_each(|hint| out.hint(hint));
    }
    Ok(())
}

fn undoable(changes: &[Undoable<'_>], now: Instant) -> Table {
    let mut table =
        Table::new([Column::new("n").right(), Column::new("when"), Column::new("what").shrinks()]);
    for (number, change) in (1_usize..).zip(changes) {
        let ago = say::span(now.since(change.at).max(0));
        let what = match change.undid {
            Some(undid) => Cell::new(format!("{} ({undid})", change.what)),
            None => Cell::new(change.what),
        };
        table.row([number.to_string().into(), format!("{ago} ago").into(), what]);
    }
    table
}

fn settings(all: &[Setting<'_>]) -> Table {
    let mut table =
        Table::new([Column::new("setting"), Column::new("value").shrinks(), Column::new("from").shrinks()]);
    for Setting { key, value, source, name } in all {
        let from = match (*source, name) {
            (_, Some(name)) => name,
            ("file", None) => "the config file",
            (source, None) => source,
        };
        table.row([Cell::new(*key), Cell::new(value.unwrap_or("none")), Cell::new(from)]);
    }
    table
}

fn lengths(between: &Between<'_>) -> String {
    let Between { start, end, working, zone, .. } = between;
    let counted =
        working.as_ref().map_or_else(String::new, |Working { calendar, seconds, business_days }| {
            let (calendar, days) = (text::sanitize(calendar), policy::days(*business_days));
            format!(", {} working time, {days} (calendar {calendar})", say::working(*seconds))
        });
    let (from, until) = (say::full(*start, *zone), say::full(*end, *zone));
    format!("{} by the wall{counted}\nfrom   {from}\nuntil  {until}\n", say::span(end.since(*start)))
}

/// Writes how a file was read and some of its commitments, if nothing was changed; then what came of its rows.
fn imported(imported: &Imported<'_>, out: &mut Out<'_>) -> io::Result<()> {
    let Imported { archived, from, about, columns, mapping, sample, sheet, lines, is_dry_run, .. } = imported;
    if *is_dry_run {
        out.data(&format!("read as {}\n", text::sanitize(from)))?;
        about.iter().try_for_each(|line| out.data(&format!("{}\n", text::sanitize(line))))?;
        let page = out.page();
        if !mapping.is_empty() {
            self::mapping(mapping).write(page, out)?;
            not_read(mapping).map_or(Ok(()), |line| out.data(&line))?;
            out.data("\n")?;
        }
        let mut list = List::nameless(sheet.origin, sheet.now);
        sample.iter().for_each(|row| list.add(row, sheet.policy));
        if !list.is_empty() {
            list.ordered(sheet.ids).write(page, out)?;
        }
    }
    out.data(&counts(imported))?;
    let into = if *is_dry_run { "would go into" } else { "into" };
    archived
        .iter()
        .try_for_each(|(name, count)| out.data(&format!("  {count} {into} {}\n", text::sanitize(name))))?;
    lines.iter().try_for_each(|line| out.data(&format!("  {line}\n")))?;
    let columns = about.iter().chain(*columns).filter(|_| !is_dry_run);
    columns.map(|column| text::sanitize(column)).try_for_each(|column| out.data(&format!("  {column}\n")))
}

/// Returns what each column fills, and how it is read.
fn mapping(all: &[Mapping<'_>]) -> Table {
    let mut table = Table::new([
        Column::new("column").shrinks(),
        Column::new("field"),
        Column::new("how it is read").shrinks(),
    ]);
    for Mapping { column, field, how } in all.iter().filter(|one| one.is_read()) {
        let cells = [column.unwrap_or("(--set)"), field.unwrap_or("(rule)")];
        table.row(cells.map(Cell::new).into_iter().chain([Cell::new(how.join("; "))]));
    }
    table
}

/// Returns the columns that are not read.
fn not_read(all: &[Mapping<'_>]) -> Option<String> {
    let names = all.iter().filter(|one| !one.is_read()).filter_map(|one| one.column);
    let names: Vec<_> = names.map(text::brief).collect();
    let more = names.len().saturating_sub(MOST_NOT_READ);
    let more = if more > 0 { format!(" and {more} more (--json names every column)") } else { String::new() };
    let named = names.iter().take(MOST_NOT_READ).map(String::as_str).collect::<Vec<_>>().join(", ");
    (!names.is_empty()).then(|| format!("not read: {named}{more}\n"))
}

/// Returns the formats that can be imported, each with a row for each of its fields.
fn sources(all: &[Importable]) -> Table {
    let mut table =
        Table::new([Column::new("format"), Column::new("field"), Column::new("column").shrinks()]);
    for Importable { name, about, columns } in all {
        table.row([Cell::new(name.as_str()), Cell::new(""), Cell::new(about.as_str())]);
        for (field, columns) in columns {
            table.row([Cell::new(""), Cell::new(*field), Cell::new(columns.join(", "))]);
        }
    }
    table
}

fn counts(imported: &Imported<'_>) -> String {
    let Imported {
        added, closed, present, changed, recorded, left_out, skipped, is_dry_run, is_refused, ..
    } = imported;
    let only = if *is_refused { "with --skip-bad: " } else { "" };
    let (come, close) =
        if *is_dry_run { ("would be imported", "would be closed") } else { ("imported", "closed") };
    let skipped = match skipped.len() {
        0 => String::new(),
        count => format!(", {count} skipped"),
    };
    let recorded = match recorded.len() {
        0 => String::new(),
        count => format!(", {count} with new events"),
    };
    let (changed, left_out) = (changed.len(), left_out.len());
    format!(
        "{only}{added} {come}, {closed} {close}, {changed} changed{recorded}, {present} already present, {left_out} left out{skipped}\n"
    )
}

fn moved(archived: &Archived<'_>) -> String {
    let into =
        archived.files.iter().map(|(name, count)| format!("{count} moved to {}\n", text::sanitize(name)));
    let from = archived.duplicates.iter();
    let from =
        from.map(|(name, count)| format!("{count} removed from {} (duplicate)\n", text::sanitize(name)));
    let said: String = into.chain(from).collect();
    if said.is_empty() { "nothing to archive\n".to_owned() } else { said }
}

/// Writes a finding a line, as compilers do, so that editors find the place.
fn findings(findings: &Findings<'_>, out: &mut Out<'_>) -> io::Result<()> {
    for Placed { file, line, column, id, finding, .. } in &findings.all {
        let note = if finding.is_note { "note: " } else { "" };
        let message = text::sanitize(&finding.message);
        let id = id.map_or_else(String::new, |id| format!("{id}: "));
        let file = text::sanitize(file);
        out.data(&format!("{file}:{line}:{column}: {note}{id}{message} [{}]\n", finding.name))?;
    }
    Ok(())
}
