//! A ledger as pieces: blocks and sections of the policy, with the blank lines between them.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::ops::Range;

use chrono_tz::Tz;

use super::body::Shape;
use super::entries::{Kind, entries};
use super::value;
use crate::document::problem::Fault;
use crate::document::tree;
use crate::ledger::canonical::writer;
use crate::ledger::change::BOM;
use crate::ledger::change::blocks::bare;
use crate::ledger::read::scan::{self, Stop};
use crate::rules::commitment::Id;
use crate::rules::policy::Policy;

/// What a piece is known by. Policy comes before blocks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Name {
    /// A section of the policy: its header, and what tells those with the same header apart.
    Section(Box<(String, String)>),
    /// A block, and how many of the same id are above it.
    Block(Id, u32),
}

impl Name {
    /// Returns true for a block.
    pub const fn is_block(&self) -> bool {
        matches!(self, Self::Block(..))
    }

    /// Returns what kind of piece it is.
    pub const fn shape(&self) -> Shape {
        if self.is_block() { Shape::Block } else { Shape::Section }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Block(id, 0) => write!(to, "{id}"),
            Self::Block(id, nth) => write!(to, "{id} (block {})", nth.saturating_add(1)),
            Self::Section(key) if key.0.is_empty() => to.write_str("the top of the ledger"),
            Self::Section(key) => write!(to, "[{}]", key.0),
        }
    }
}

/// One piece.
#[derive(Debug, Clone)]
pub struct Piece<'t> {
    /// What it is known by.
    pub name: Name,
    /// When its promise was given, in seconds since 1970; 0 for policy.
    pub made: i64,
    /// The blank lines above it, beginning with the end of the last line of the piece above.
    pub gap: &'t str,
    /// Its text, without the last line end.
    pub body: Cow<'t, str>,
}

/// A ledger as pieces.
#[derive(Debug)]
pub struct Side<'t> {
    /// There is a byte-order mark.
    pub has_bom: bool,
    /// The pieces.
    pub pieces: Vec<Piece<'t>>,
    /// What is behind the last piece: the end of its last line, and blank lines.
    pub end: &'t str,
    /// The policy.
    pub policy: Policy,
}

/// Reads a ledger, or an archive of one, as pieces. A file with nothing in it has none where that is allowed.
///
/// # Errors
/// What is not understood; a file with nothing in it.
pub fn read(text: &str, may_be_empty: bool) -> Result<Side<'_>, Fault> {
    let zone = || Ok(Tz::UTC);
    let has_bom = text.starts_with(BOM);
    if may_be_empty && scan::is_empty(text) {
        return Ok(Side { has_bom, pieces: Vec::new(), end: "", policy: Policy::new(Tz::UTC) });
    }
    let see = |blocks: &mut Vec<(Id, i64, Range<usize>)>, look: scan::Look<'_, '_>| {
        blocks.push((look.commitment.id, look.commitment.made.epoch(), look.span));
    };
    let seen = scan::fold(|| Ok(text.as_bytes()), &zone, |_| Vec::new(), see).map_err(fault)?;
    let mut pieces = Vec::with_capacity(seen.state.len().saturating_add(16));
    let mut at = if has_bom { BOM.len() } else { 0 };
    let mut counts = Counts::default();
    for (id, made, span) in seen.state {
        sections(text, at..span.start, &mut counts, &mut pieces);
        pieces.push((Name::Block(id, counts.of_block(id)), made, span.clone()));
        at = span.end;
    }
    sections(text, at..text.len(), &mut counts, &mut pieces);
    let (pieces, end) =
        spaced(text, has_bom, pieces).ok_or_else(|| Fault::new(0..0, "the pieces overlap"))?;
    Ok(Side { has_bom, pieces, end, policy: seen.policy })
}

fn fault(stop: Stop) -> Fault {
    match stop {
        Stop::Io(error) => Fault::new(0..0, error.to_string()),
        Stop::Fault(fault) => fault,
        Stop::NotUtf8(at) => Fault::not_utf8(at),
        Stop::Empty => Fault::new(0..0, "the file is empty"),
        Stop::Foreign => Fault::new(0..0, "this file is not a ledger"),
    }
}

/// How many pieces of one name there are so far.
#[derive(Default)]
struct Counts {
    blocks: HashMap<Id, u32>,
    sections: HashMap<(String, String), usize>,
    tables: HashMap<String, usize>,
}

impl Counts {
    fn of_block(&mut self, id: Id) -> u32 {
        let count = self.blocks.entry(id).and_modify(|count| *count = count.saturating_add(1));
        *count.or_default()
    }
}

type Found = (Name, i64, Range<usize>);

/// Adds the sections of the policy in these bytes.
fn sections(text: &str, span: Range<usize>, counts: &mut Counts, pieces: &mut Vec<Found>) {
    let Some(part) = text.get(span.clone()).filter(|part| !part.trim().is_empty()) else { return };
    let entries = entries(part);
    // The header that the section began with, and where it starts; without one it is the keys at the top.
    let (mut header, mut start, mut is_list) = (Vec::new(), 0_usize, false);
    let mut close = |header: &[String], is_list: bool, from: usize, to: usize| {
        let Some(body) = part.get(from..to).filter(|body| !body.trim().is_empty()) else { return };
        let mark = if is_list { told_apart(header, body, counts) } else { String::new() };
        let key = (header.iter().map(|part| writer::key(part)).collect::<Vec<_>>().join("."), mark);
        let count = counts.sections.entry(key.clone()).or_default();
        let nth = *count;
        *count = count.saturating_add(1);
        let (header, mark) = key;
        let mark = if nth == 0 { mark } else { format!("{mark} #{nth}") };
        let span = span.start.saturating_add(from)..span.start.saturating_add(to);
        pieces.push((Name::Section(Box::new((header, mark))), 0, span));
    };
    for (place, entry) in entries.iter().enumerate() {
        if !matches!(entry.kind, Kind::Table | Kind::Tables) {
            continue;
        }
        let path = entry.path();
        // A table inside the last of a list belongs to it.
        let is_inside = is_list && path.len() > header.len() && path.starts_with(&header);
        if is_inside {
            continue;
        }
        let before = entries.iter().take(place).rev();
        let from = before
            .take_while(|entry| entry.kind == Kind::Comment)
            .last()
            .map_or(entry.start, |entry| entry.start);
        close(&header, is_list, start, from);
        (header, start, is_list) = (path, from, entry.kind == Kind::Tables);
    }
    close(&header, is_list, start, part.len());
}

/// Returns what tells a table of a list apart from the others: what identifies a rung or a season, else its number.
fn told_apart(header: &[String], body: &str, counts: &mut Counts) -> String {
    let names: Vec<_> = header.iter().map(String::as_str).collect();
    let keys: &[&str] = match names.as_slice() {
        ["rung"] => &["at", "reopened", "kinds"],
        ["calendar", _, "season"] => &["from", "until"],
        _ => {
            let count = counts.tables.entry(names.join("\n")).or_default();
            *count = count.saturating_add(1);
            return format!("{count:06}");
        }
    };
    let Ok(table) = tree::parse(body) else { return String::new() };
    let of = |key: &&str| {
        let path: Vec<_> = header.iter().cloned().chain([(*key).to_owned()]).collect();
        value::at(&table, &path).map(|found| value::meaning_of(key, found)).unwrap_or_default()
    };
    keys.iter().map(of).collect::<Vec<_>>().join(" ")
}

/// Returns the pieces with the blanks between them, and what is behind the last.
fn spaced(text: &str, has_bom: bool, found: Vec<Found>) -> Option<(Vec<Piece<'_>>, &str)> {
    let mut at = if has_bom { BOM.len() } else { 0 };
    let mut pieces = Vec::with_capacity(found.len());
    for (name, made, span) in found {
        let all = text.get(span.clone())?;
        // Blank lines at the top of a piece belong to what is above it.
        let blank = all.len().saturating_sub(all.trim_start_matches(['\n', '\r', ' ', '\t']).len());
        let lines = all.get(..blank)?.rfind('\n').map_or(0, |newline| newline.saturating_add(1));
        let body = bare(all.get(lines..)?);
        let start = span.start.saturating_add(lines);
        pieces.push(Piece { name, made, gap: text.get(at..start)?, body: Cow::Borrowed(body) });
        at = start.saturating_add(body.len());
    }
    Some((pieces, text.get(at..)?))
}
