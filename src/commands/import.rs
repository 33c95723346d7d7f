//! `owed import`: imports commitments from another system, all of them or none.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read as _};
use std::ops::Range;
use std::path::PathBuf;

mod remarks;

use super::again;
use super::promise::{
    self,
    terms::{self, Terms},
};
use crate::cli::values::Happened;
use crate::context::{Context, Inputs};
use crate::error::{Error, Exit, Result};
use crate::events::{Planned, Scene, fitting, write};
use crate::intake::{self, Incoming, LeftOut, Map, Source};
use crate::ledger::canonical::writer as form;
use crate::ledger::change::Change;
use crate::ledger::read::scan::{Look, Seen};
use crate::ledger::read::stored::Stored;
use crate::rules::commitment::{Commitment, Deed, Event, Id};
use crate::rules::cycle::cycles;
use crate::rules::ids::Ids;
use crate::rules::policy::Policy;
use crate::rules::series::continues;
use crate::rules::standing::standing;
use crate::rules::target::Target;
use crate::rules::time::Instant;
use crate::text;
use crate::views::answer::{Answer, Imported, Skipped};
use crate::views::formats::Formats;
use crate::when::say;

use remarks::Remarks;

/// Import commitments from a file
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The file
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The format of the file
    #[arg(long, value_name = "FORMAT", value_parser = source())]
    pub from: &'static Source,
    /// Which column is which: FIELD=COLUMN,… with the fields ref, to, what, kind, owner, made, asked, due, done, class, tags, contact
    #[arg(long, value_name = "FIELD=COLUMN,…", value_delimiter = ',')]
    pub map: Vec<String>,
    /// Skip rows that cannot be imported, instead of importing nothing
    #[arg(long)]
    pub skip_bad: bool,
    /// Show what would be imported, and change nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// Returns the parser for the name of a source.
fn source() -> impl TypedValueParser<Value = &'static Source> {
    let names = intake::sources().iter().map(|source| PossibleValue::new(source.name).help(source.help));
    PossibleValuesParser::new(names)
        .try_map(|name| intake::sources().iter().find(|source| source.name == name).ok_or("unknown source"))
}

/// The largest file that is read.
const LARGEST: u64 = 256 * 1024 * 1024;
/// The hint after a path that is not a file.
const CSV: &str = "give a CSV file";
/// The hint after a file that is too large, or makes the ledger too large.
const IN_PARTS: &str = "import it in parts: divide its rows among several files, each with the header line, and run `owed archive` after each";
/// The most lines that are named together.
const NAMED: usize = 8;

/// The counts of an import.
#[derive(Default)]
struct Tally {
    added: usize,
    closed: usize,
    /// How many were promised, each after one of a series that was closed.
    promised_again: usize,
    present: usize,
    left_out: Vec<LeftOut>,
    /// What to warn of.
    warnings: Vec<String>,
}

/// What it shows.
pub const FORMATS: Formats = Formats::Answer;

/// Imports commitments.
pub fn run(args: &Args, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    let map = Map::parse(&args.map)?;
    context.inputs.store = context.inputs.store.clone().hinting(IN_PARTS);
    let bytes = read_file(args, &context.inputs)?;
    let there = context.inputs.store.exists()?;
    let fresh = if there { None } else { Some(form::new_ledger((context.inputs.machine_zone)()?)) };
    let plan = &|stored: Stored<'_>, inputs: &Inputs<'_>| {
        let (changes, tally, policy) = plan(stored, &bytes, &map, args, inputs)?;
        Ok(Planned::new(changes, policy.zone, tally))
    };
    let tally = if args.dry_run {
        let rehearse = |stored: Stored<'_>| plan(stored, &context.inputs);
        match &fresh {
            Some(fresh) => rehearse(fresh.as_str().into())?.tell,
            None => context.inputs.store.read(rehearse)?.tell,
        }
    } else {
        write(context, fresh.as_deref(), plan)?
    };
    tell(&tally, args, context)?;
    Ok(Exit::Success)
}

/// Reads the file. Its path may lead to a pipe that nobody writes to, or to an endless device: only a regular file is
/// read, and no more of it than is allowed, even if it grows meanwhile.
fn read_file(args: &Args, inputs: &Inputs<'_>) -> Result<Vec<u8>> {
    let shown = text::sanitize(&args.file.to_string_lossy()).into_owned();
    let failed = |error: std::io::Error| Error::io(format_args!("{shown}: cannot read it"), error);
    let refused = |what: &str, hint: &str| Err(Error::new(format!("{shown}: {what}")).hint(hint));
    let file = inputs.disk.open(&args.file).map_err(failed)?;
    let meta = file.stat().map_err(failed)?;
    if meta.is_dir() {
        return refused("this is a folder", CSV);
    }
    if !meta.is_file() {
        return refused("this is not a regular file", CSV);
    }
    let mut bytes = Vec::new();
    (&file).take(LARGEST.saturating_add(1)).read_to_end(&mut bytes).map_err(failed)?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > LARGEST {
        return refused("larger than 256 MiB", IN_PARTS);
    }
    Ok(bytes)
}

/// What an import needs to know about a commitment of the ledger.
struct Known {
    span: Range<usize>,
    /// The commitment, while no event closes it, not even one after now.
    open: Option<Box<Commitment<'static>>>,
}

/// What makes two commitments without a reference equal.
type Facts = (String, String, String, Instant);

fn facts(kind: &str, to: &str, what: &str, made: Instant) -> Facts {
    (kind.to_owned(), to.to_owned(), what.to_owned(), made)
}

/// The commitments that are already present, by reference, or by their facts without one.
#[derive(Default)]
struct Present {
    by_reference: BTreeMap<String, Known>,
    by_facts: BTreeMap<Facts, Known>,
    /// Those of series that follow another, by its id.
    next: BTreeMap<Id, Vec<Commitment<'static>>>,
}

impl Present {
    fn take(&mut self, look: &Look<'_, '_>) {
        let Commitment { kind, to, what, made, reference, history, .. } = look.commitment;
        if let Some(before) = look.commitment.follows.filter(|_| look.commitment.every.is_some()) {
            self.next.entry(before).or_default().push(look.commitment.clone().into_owned());
        }
        let end = history.iter().map(|event| event.at).fold(*made, Instant::max);
        // An archived commitment is already present, and nothing happens to it any more.
        let is_open = look.archive.is_none()
            && standing(look.commitment, look.policy, end).is_some_and(|one| one.is_open());
        let open = is_open.then(|| Box::new(look.commitment.clone().into_owned()));
        let known = Known { span: look.span.clone(), open };
        match reference {
            // Of two with the same reference, the open one is meant.
            Some(name) if self.by_reference.get(name.as_ref()).is_none_or(|other| other.open.is_none()) => {
                self.by_reference.insert(name.to_string(), known);
            }
            Some(_) => {}
            None => {
                self.by_facts.insert(facts(kind, to, what, *made), known);
            }
        }
    }

    /// Returns what is still open.
    fn open(&self) -> impl Iterator<Item = &Commitment<'static>> {
        let all = self.by_reference.values().chain(self.by_facts.values());
        all.filter_map(|known| known.open.as_deref())
    }

    fn find(&mut self, row: &Incoming) -> Option<&mut Known> {
        match &row.reference {
            Some(reference) => self.by_reference.get_mut(reference),
            None => self.by_facts.get_mut(&facts(kind(row), &row.to, &row.what, row.made)),
        }
    }
}

fn kind(row: &Incoming) -> &str {
    row.kind.as_deref().unwrap_or("promise")
}

fn plan(
    stored: Stored<'_>,
    bytes: &[u8],
    map: &Map,
    args: &Args,
    inputs: &Inputs<'_>,
) -> Result<(Vec<Change>, Tally, Policy)> {
    let see = |(present, remarks): &mut (Present, Remarks), look: Look<'_, '_>| {
        remarks.see(&look);
        present.take(&look);
    };
    let me = (inputs.me)();
    let begin = |policy: &Policy| Ok((Present::default(), Remarks::new(policy, me.as_deref())));
    let seen = inputs.fold_stored(stored, begin, see)?;
    let Seen { policy, ids, state: (mut present, mut remarks), .. } = inputs.fold_archives(seen, see)?;
    let intake::Read { rows, left_out, bad, .. } = (args.from.read)(bytes, map, policy.zone)?;
    let mut tally = Tally { left_out: [left_out, bad].concat(), ..Tally::default() };
    let mut changes = Vec::new();
    let (mut new_ids, mut seen) = (BTreeSet::new(), BTreeMap::new());
    let known_next = std::mem::take(&mut present.next);
    for row in rows {
        if let Some(first) = row.reference.clone().and_then(|reference| seen.insert(reference, row.line)) {
            let why = format!("the same ref as line {first}");
            tally.left_out.push(LeftOut { line: row.line, why: why.into() });
            continue;
        }
        match (present.find(&row), row.state.done().cloned()) {
            (Some(Known { span, open }), Some(done)) => match open.take() {
                None => tally.present = tally.present.saturating_add(1),
                // Closed once: another row may be about the same one.
                Some(open) => {
                    let event = Event::new(done.at, Deed::Done);
                    let mut after = known_next.get(&open.id).into_iter().flatten();
                    let is_followed = after.any(|next| continues(next, &open));
                    let next = || {
                        if is_followed {
                            Ok(None)
                        } else {
                            next(&open, done.at, &policy, &ids, stored, inputs)
                        }
                    };
                    match fitting(&open, &event, &policy, inputs).and_then(|closed| Ok((closed, next()?))) {
                        Err(error) => {
                            let Error { message, hints, .. } = error;
                            let why = std::iter::once(message).chain(hints).collect::<Vec<_>>().join("; ");
                            tally.left_out.push(LeftOut { line: row.line, why: why.into() });
                        }
                        Ok((closed, next)) => {
                            if let Some(why) = hangs_on_time(&closed, Some(done.last), &policy, inputs.now) {
                                tally.left_out.push(LeftOut { line: row.line, why: why.into() });
                                continue;
                            }
                            changes.push(Change::Happened { span: span.clone(), events: vec![event] });
                            tally.closed = tally.closed.saturating_add(1);
                            if let Some(next) = next {
                                let id = new_id(&ids, &mut new_ids)?;
                                changes.push(Change::Add(Box::new(Commitment { id, ..next })));
                                tally.promised_again = tally.promised_again.saturating_add(1);
                            }
                        }
                    }
                }
            },
            (Some(_), None) => tally.present = tally.present.saturating_add(1),
            (None, _) => match due(&row, inputs.now, &policy) {
                Err(why) => tally.left_out.push(LeftOut { line: row.line, why: why.into() }),
                Ok((due, target)) => {
                    let (line, last) = (row.line, row.state.done().map(|closing| closing.last));
                    let id = new_id(&ids, &mut new_ids)?;
                    let new = commitment(row, id, due, target, &policy);
                    if let Some(why) = hangs_on_time(&new, last, &policy, inputs.now) {
                        tally.left_out.push(LeftOut { line, why: why.into() });
                        continue;
                    }
                    remarks.take(line, &new);
                    changes.push(Change::Add(Box::new(new)));
                    tally.added = tally.added.saturating_add(1);
                }
            },
        }
    }
    tally.left_out.sort_by_key(|row| row.line);
    if !args.skip_bad && !tally.left_out.is_empty() {
        return Err(refused(&tally));
    }
    tally.warnings = remarks.warnings(present.open());
    Ok((changes, tally, policy))
}

fn new_id(ids: &Ids, new: &mut BTreeSet<Id>) -> Result<Id> {
    loop {
        let id = promise::new_id(ids)?;
        if new.insert(id) {
            return Ok(id);
        }
    }
}

/// Returns why a day alone is not enough for a closing, which is the last event of its commitment: another instant up
/// to `last`, from when the promise was made to now, would give another verdict.
fn hangs_on_time(
    done: &Commitment<'static>,
    last: Option<Instant>,
    policy: &Policy,
    now: Instant,
) -> Option<String> {
    let first = done.history.last()?.at.max(done.made);
    let last = last?.min(now);
    if first >= last {
        return None;
    }
    let closed_at = |at: Instant| {
        let mut other = done.clone();
        other.history.last_mut()?.at = at;
        let cycle = cycles(&other, policy, now)?.current;
        Some((cycle.closing?.verdict, cycle.known_due))
    };
    let ((early, due), (late, _)) = (closed_at(first)?, closed_at(last)?);
    let due = say::weekday_and_time(due, policy.zone);
    (early != late).then(|| format!("at what time was it done? it was due {due}; write the time too"))
}

/// Returns the due of a row: its own, or the one that the target of its kind gives.
fn due(row: &Incoming, now: Instant, policy: &Policy) -> Result<(Instant, Option<Target>), String> {
    if let Some(due) = row.due {
        return Ok((due, None));
    }
    if policy.kind(kind(row)).is_none_or(|kind| kind.target.is_none()) {
        return Err("no due".to_owned());
    }
    let terms = Terms { kind: kind(row), asked: row.asked.unwrap_or(row.made), by: None };
    terms::due(&terms, now, policy).map(|due| (due.at, due.target)).map_err(|error| error.message)
}

/// Returns the promise that comes after what a row closes, if that is one of a series.
fn next(
    open: &Commitment<'static>,
    done: Instant,
    policy: &Policy,
    ids: &Ids,
    stored: Stored<'_>,
    inputs: &Inputs<'_>,
) -> Result<Option<Commitment<'static>>> {
    let Some(cycles) = cycles(open, policy, done.max(open.made)) else { return Ok(None) };
    let happened = Happened::exactly(done, inputs.now);
    let scene = Scene { commitment: open, cycle: &cycles.current, policy, ids, stored, happened, to: None };
    again::following(&scene, inputs)
}

fn commitment(
    row: Incoming,
    id: Id,
    due: Instant,
    target: Option<Target>,
    policy: &Policy,
) -> Commitment<'static> {
    let kind = row.kind.unwrap_or_else(|| "promise".to_owned());
    let limit = policy.kind(&kind).and_then(|kind| kind.limit);
    let calendar = policy.counted_in(&kind, [target, limit]);
    Commitment {
        id,
        kind: kind.into(),
        to: row.to.into(),
        what: row.what.into(),
        owner: row.owner.map(Into::into),
        class: row.class.unwrap_or_default(),
        tags: row.tags.into_iter().map(Into::into).collect(),
        reference: row.reference.map(Into::into),
        contact: row.contact.map(Into::into),
        made: row.made,
        asked: row.asked.filter(|asked| *asked != row.made),
        due,
        target,
        limit,
        calendar: calendar.map(Into::into),
        history: row.state.done().map(|done| Event::new(done.at, Deed::Done)).into_iter().collect(),
        ..Commitment::default()
    }
}

/// Returns the rows that were left out, by reason: `no due: 123 (lines 4, 9, …)`.
fn reasons(left_out: &[LeftOut]) -> Vec<String> {
    let mut by_reason: BTreeMap<&str, Vec<u64>> = BTreeMap::new();
    for row in left_out {
        by_reason.entry(&row.why).or_default().push(row.line);
    }
    let mut reasons: Vec<_> = by_reason.into_iter().collect();
    reasons.sort_by_key(|(_, lines)| std::cmp::Reverse(lines.len()));
    let say = |(why, lines): (&str, Vec<u64>)| {
        format!("{} {}: {}", lines.len(), text::sanitize(why), self::lines(&lines))
    };
    reasons.into_iter().map(say).collect()
}

/// Returns these lines in words, the first few: `lines 4, 9, …`.
fn lines(all: &[u64]) -> String {
    let named: Vec<_> = all.iter().take(NAMED).map(u64::to_string).collect();
    let more = if all.len() > NAMED { ", …" } else { "" };
    let word = if all.len() == 1 { "line" } else { "lines" };
    format!("{word} {}{more}", named.join(", "))
}

fn refused(tally: &Tally) -> Error {
    let count = tally.left_out.len();
    let rows = if count == 1 { "1 row" } else { &format!("{count} rows") };
    let error = Error::new(format!("nothing was imported: {rows} cannot be imported"));
    let error = reasons(&tally.left_out).into_iter().take(NAMED).fold(error, Error::hint);
    error.hint("fix them, or skip them with --skip-bad")
}

fn tell(tally: &Tally, args: &Args, context: &mut Context<'_, '_>) -> io::Result<()> {
    let Tally { added, closed, promised_again, present, left_out, warnings } = tally;
    let mut reasons = reasons(left_out);
    reasons.extend((left_out.len() > NAMED).then(|| "(--json names every line)".to_owned()));
    let skipped = left_out.iter().map(|row| Skipped { line: row.line, why: &row.why });
    context.answer(&Answer::Imported(Imported {
        added: *added,
        closed: *closed,
        present: *present,
        skipped: skipped.collect(),
        reasons,
        is_dry_run: args.dry_run,
    }))?;
    let would = if args.dry_run { "would be" } else { "is" };
    match promised_again {
        0 => {}
        1 => context.note(format!("1 of a series is closed: the next one {would} promised")),
        more => context.note(format!("{more} of a series are closed: the next one of each {would} promised")),
    }
    warnings.iter().for_each(|warning| context.out.warn(warning));
    if !warnings.is_empty() {
        context.hint(if args.dry_run {
            "if that is not meant, correct the file before you import it"
        } else {
            "`owed check --all` shows each; if that was not meant, `owed undo` takes the import back"
        });
    }
    Ok(())
}
