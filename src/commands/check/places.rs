//! The places of findings: the line and the column of each.

use std::ops::Range;

use super::Found;
use crate::error::Problem;
use crate::ledger::read::locate::Spots;

/// A line and a column of the ledger, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) line: usize,
    pub(super) column: usize,
}

/// Returns findings in the order of the file, each with its place. They come sorted by the block or the part of the
/// policy that they are about. A block is read once, however many findings it has, and lines are counted in one pass
/// over the text.
pub(super) fn placed<'t>(
    text: &'t str,
    all: Vec<Found>,
    read: &mut dyn FnMut(&'t str) -> Spots<'t>,
) -> Result<Vec<(Place, Found)>, Problem> {
    let outside = || Problem::internal("something was found outside of the ledger");
    let mut block: Option<(Range<usize>, Spots<'t>)> = None;
    let mut starts = Vec::with_capacity(all.len());
    for found in all {
        let span = found.span.clone();
        let mut start = span.start;
        if found.id.is_some() {
            let known = block.take().filter(|(known, _)| *known == span);
            let (_, spots) = block.insert(match known {
                Some(known) => known,
                None => (span.clone(), read(text.get(span).ok_or_else(outside)?)),
            });
            start = start.saturating_add(spots.find(&found.finding.spot));
        }
        starts.push((start, found));
    }
    starts.sort_by_key(|(start, _)| *start);
    let (mut rest, mut place) = (text, Place { line: 1, column: 1 });
    let mut place_at = |start: usize| {
        let at = text.len().saturating_sub(rest.len());
        let (passed, behind) = rest.split_at_checked(start.checked_sub(at)?)?;
        rest = behind;
        let lines = memchr::memchr_iter(b'\n', passed.as_bytes()).count();
        place.line = place.line.saturating_add(lines);
        let (begin, within) = passed.rsplit_once('\n').map_or((place.column, passed), |(_, last)| (1, last));
        place.column = begin.saturating_add(within.chars().count());
        Some(place)
    };
    starts.into_iter().map(|(start, found)| Ok((place_at(start).ok_or_else(outside)?, found))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::audit::{Finding, Spot};
    use crate::rules::commitment::Id;

    fn found(id: Option<Id>, span: Range<usize>, spot: Spot) -> Found {
        Found { id, span, finding: Finding { name: "any", spot, message: String::new(), is_note: false } }
    }

    #[test]
    fn a_block_is_read_once_however_much_is_found_in_it() {
        let keys: String = (0..500).map(|key| format!("k{key} = 1\n")).collect();
        let event = "{ at = 2026-11-20T09:30:00Z, \"é\" = \"é\", \"ö\" = 1 }, ";
        let events = event.repeat(500);
        let block = format!("[[commitment]]\n{keys}history = [{events}]\n");
        let text = format!("x-e = \"é\"\n{block}{block}");
        let first = text.len() - 2 * block.len();
        let mut all = vec![found(None, 0..4, Spot::Block)];
        for start in [first, first + block.len()] {
            let span = start..start + block.len();
            let spots = (0..500).flat_map(|n| {
                [
                    Spot::Key(format!("history[{n}].ö")),
                    Spot::Key(format!("k{n}")),
                    Spot::Event(n),
                    Spot::Block,
                ]
            });
            all.extend(spots.map(|spot| found(Id::new(b"k7qdm2xv"), span.clone(), spot)));
        }
        let mut blocks = 0;
        let placed = placed(&text, all, &mut |block| {
            blocks += 1;
            Spots::of(block)
        })
        .unwrap();
        assert_eq!(blocks, 2);
        let places: Vec<_> = placed.iter().map(|(place, _)| (place.line, place.column)).collect();
        assert_eq!(places[..2], [(1, 1), (2, 1)]);
        assert_eq!((placed[501].1.finding.spot.clone(), places[501]), (Spot::Key("k0".to_owned()), (3, 1)));
        // All events are on one line: the last one, and its second key, with letters of two bytes before it.
        let (begin, width) = ("history = [".len() + 1, event.chars().count());
        let key = event.chars().take_while(|letter| *letter != 'ö').count() - 1;
        let last = [(503, begin + 499 * width), (503, begin + 499 * width + key)];
        assert_eq!(places[1 + 2_000 - 2..=2_000], last);
        assert_eq!(places[2_001], (504, 1));
        let mut sorted = places.clone();
        sorted.sort_unstable();
        assert_eq!(places, sorted);
    }
}
