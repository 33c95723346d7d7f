//! The lines of a piece, read: what each is, whatever it says, and what its value means.

use std::collections::HashMap;

use super::Shape;
use crate::document::tree;
use crate::ledger::canonical::writer;
use crate::ledger::merge::entries::{Entry, Kind, entries};
use crate::ledger::merge::history::History;
use crate::ledger::merge::value;
use crate::ledger::read::block::HEADER;

/// What a line is, whatever it says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum What {
    Header,
    Key(String),
    /// Its text, and how many like it are above it.
    Comment(String, usize),
    History,
    /// Its header, and how many like it are above it.
    Sub(String, usize),
}

/// A line, or several that are one.
#[derive(Debug, Clone)]
pub(super) struct Item<'t> {
    pub(super) what: What,
    /// The blank lines above it.
    pub(super) blanks: usize,
    /// Its text up to the comment at its end.
    pub(super) lead: &'t str,
    /// That comment, with the blanks before it.
    pub(super) tail: &'t str,
    /// What its value means.
    pub(super) meaning: String,
    /// What the items of its set mean, each with its text.
    pub(super) items: Option<Vec<(String, String)>>,
}

/// The lines of a piece on one side.
pub(super) struct Lines<'t> {
    pub(super) items: Vec<Item<'t>>,
    pub(super) history: Option<History>,
}

const HISTORY: &str = "history";

impl<'t> Lines<'t> {
    /// Reads the lines of a piece.
    pub(super) fn read(text: &'t str, shape: Shape) -> Self {
        let entries = entries(text);
        let first = entries.iter().position(|entry| !matches!(entry.kind, Kind::Blank | Kind::Comment));
        let is_header = |entry: &Entry<'_>| matches!(entry.kind, Kind::Table | Kind::Tables);
        let own = first.filter(|at| entries.get(*at).is_some_and(is_header));
        let headers = entries.iter().enumerate().filter(|(at, entry)| is_header(entry) && Some(*at) != own);
        // The comments directly above a header belong to it.
        let starts: Vec<_> = headers.map(|(at, _)| above(&entries, at)).collect();
        let mut lines = Self { items: Vec::new(), history: None };
        let mut counts = HashMap::new();
        let head = entries.iter().take(starts.first().copied().unwrap_or(entries.len()));
        let mut blanks = lines.head(head, shape, &mut counts);
        let mut tables: Vec<(usize, String)> = Vec::new();
        for (place, start) in starts.iter().enumerate() {
            let end = starts.get(place.saturating_add(1)).copied().unwrap_or(entries.len());
            let Some(group) = entries.get(*start..end) else { continue };
            let below = std::mem::replace(
                &mut blanks,
                group.iter().rev().take_while(|entry| entry.kind == Kind::Blank).count(),
            );
            let Some((header, lead)) = sub(text, group) else { continue };
            let path = header.path();
            let is_event =
                shape == Shape::Block && path.iter().map(String::as_str).take(2).eq([HEADER, HISTORY]);
            match (is_event, path.len(), tables.last_mut()) {
                (true, 2, _) => {
                    if tables.is_empty() {
                        lines.push(What::History, below, lead, "", String::new());
                    }
                    tables.push((below, lead.to_owned()));
                }
                // A table inside the event above it.
                (true, _, Some((_, event))) => event.push_str(&format!("\n{lead}")),
                _ => {
                    let meaning = tree::parse(lead).map(|table| value::fields(&table, lead));
                    let meaning =
                        meaning.map(|fields| format!("{fields:?}")).unwrap_or_else(|_| lead.to_owned());
                    let name = format!("{:?} {}", header.kind, path.join("."));
                    let nth = next(&mut counts, name.clone());
                    lines.push(What::Sub(name, nth), below, lead, "", meaning);
                }
            }
        }
        if !tables.is_empty() {
            lines.history = Some(History::tables(tables));
        }
        lines
    }

    /// Reads the lines above the first table below; returns how many blank lines are at their end.
    fn head<'e>(
        &mut self,
        entries: impl Iterator<Item = &'e Entry<'t>>,
        shape: Shape,
        counts: &mut HashMap<String, usize>,
    ) -> usize
    where
        't: 'e,
    {
        let mut blanks = 0_usize;
        for entry in entries {
            let above = std::mem::take(&mut blanks);
            match entry.kind {
                Kind::Blank => blanks = above.saturating_add(1),
                Kind::Comment => {
                    let text = entry.text.trim().to_owned();
                    let nth = next(counts, text.clone());
                    self.push(What::Comment(text, nth), above, entry.text.trim_end(), "", String::new());
                }
                Kind::Table | Kind::Tables => {
                    self.push(What::Header, above, entry.lead, entry.tail(), String::new())
                }
                Kind::Key => self.key(entry, above, shape),
            }
        }
        blanks
    }

    fn key(&mut self, entry: &Entry<'t>, blanks: usize, shape: Shape) {
        let path = entry.path();
        let name = path.iter().map(|part| writer::key(part)).collect::<Vec<_>>().join(".");
        if shape == Shape::Block && name == HISTORY && entry.value.starts_with('[') {
            let prefix = entry.lead.strip_suffix(entry.value).unwrap_or(entry.lead);
            self.history = Some(History::list(prefix, entry.value, entry.tail()));
            self.push(What::History, blanks, entry.text, "", String::new());
            return;
        }
        let source = format!("x = {}", entry.value);
        let last = path.last().map(String::as_str).unwrap_or_default();
        let table = tree::parse(&source).ok();
        let found = table.as_ref().and_then(|table| table.iter().next()).map(|(_, value)| value);
        let meaning = found.map_or_else(|| entry.value.to_owned(), |value| value::meaning_of(last, value));
        let items = found.and_then(|value| value::items(last, value, &source));
        self.items.push(Item {
            what: What::Key(name),
            blanks,
            lead: entry.lead,
            tail: entry.tail(),
            meaning,
            items,
        });
    }

    fn push(&mut self, what: What, blanks: usize, lead: &'t str, tail: &'t str, meaning: String) {
        self.items.push(Item { what, blanks, lead, tail, meaning, items: None });
    }

    /// Returns all that it says, in any order.
    pub(super) fn says(&self) -> Vec<(What, String)> {
        let items = self.items.iter().filter(|item| item.what != What::History);
        let mut all: Vec<_> = items.map(|item| (item.what.clone(), item.meaning.clone())).collect();
        let events = self.history.iter().flat_map(|history| &history.events);
        all.extend(events.map(|event| (What::History, event.identity.clone())));
        all.sort_unstable();
        all
    }
}

fn next(counts: &mut HashMap<String, usize>, text: String) -> usize {
    let count = counts.entry(text).or_default();
    let nth = *count;
    *count = count.saturating_add(1);
    nth
}

/// Returns where the comments directly above a header begin.
fn above(entries: &[Entry<'_>], header: usize) -> usize {
    let before = entries.iter().take(header).rev();
    header.saturating_sub(before.take_while(|entry| entry.kind == Kind::Comment).count())
}

/// Returns the header of a table below a piece, and all of the table's text.
fn sub<'e, 't>(text: &'t str, group: &'e [Entry<'t>]) -> Option<(&'e Entry<'t>, &'t str)> {
    let header = group.iter().find(|entry| matches!(entry.kind, Kind::Table | Kind::Tables))?;
    let (first, last) = (group.first()?, group.iter().rev().find(|entry| entry.kind != Kind::Blank)?);
    Some((header, text.get(first.start..last.start.saturating_add(last.text.len()))?.trim_end()))
}
