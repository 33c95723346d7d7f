//! A large ledger read in parts at the same time, on a core each.
//!
//! Every part but the first begins at a header below a blank line. TOML is read forwards: after a complete text that
//! ends with a line, its reader is in the initial state. So if each part is complete by itself, and has nothing but
//! blocks below the policy at the top, they are what one pass from front to back would have seen. In any other case (a
//! fault, policy further down, a header inside some string), the result is discarded, and that one pass is made: parts
//! never refuse anything and never read policy further down. A large ledger with a fault takes twice as long.

use std::io::{self, Read};
use std::ops::Range;
use std::thread;

use super::{BUFFER, Gathered, Look, Pass, Seen, Zone};
use crate::ledger::read::stored::ReadAt;
use crate::rules::ids::Ids;
use crate::rules::policy::Policy;

/// The smallest part worth a core of its own: a smaller one is read before another core has started.
const SMALLEST: u64 = 4 * 1024 * 1024;
/// The beginning of a part, with the end of the one before it.
const SEAM: &[u8] = b"\n\n[[commitment]]\n";
/// Where in the seam the next part begins.
const BEFORE: usize = 2;
/// How far a seam is searched for at first.
const NEAR: usize = 4 * 1024;

/// Returns the best number of parts for a file of that size on this machine.
pub fn best(size: u64) -> usize {
    let most = usize::try_from(size.checked_div(SMALLEST).unwrap_or_default()).unwrap_or(usize::MAX);
    if most < 2 { 1 } else { thread::available_parallelism().map_or(1, |cores| cores.get().min(most)) }
}

/// Folds over a ledger of that size as [`super::fold`] does, in several parts, and joins their states in the order of
/// the file. Returns `None` if it must be read in one piece.
pub fn fold<S: Send>(
    source: &(dyn ReadAt + Sync),
    (size, count): (u64, usize),
    zone: Zone<'_>,
    begin: &(impl Fn(&Policy) -> S + Sync),
    see: &(impl Fn(&mut S, Look<'_, '_>) + Sync),
    join: impl Fn(S, S) -> S,
) -> Option<Seen<S>> {
    fold_through(BUFFER, source, (size, count), zone, begin, see, join)
}

fn fold_through<S: Send>(
    buffer: usize,
    source: &(dyn ReadAt + Sync),
    (size, count): (u64, usize),
    zone: Zone<'_>,
    begin: &(impl Fn(&Policy) -> S + Sync),
    see: &(impl Fn(&mut S, Look<'_, '_>) + Sync),
    join: impl Fn(S, S) -> S,
) -> Option<Seen<S>> {
    let parts = parts(source, size, count, buffer)?;
    let first = parts.first()?.clone();
    let mut top = Pass::new(None, zone);
    let head = top.gather(buffer, Window { source, place: 0..first.start }, begin, see).ok()?;
    if top.late {
        return None;
    }
    top.settle().ok()?;
    let (policy, rules) = (top.policy?, top.rules);
    let read =
        |place: &Range<u64>| part(buffer, Window { source, place: place.clone() }, &policy, begin, see);
    let read = &read;
    let gathered = thread::scope(|scope| {
        let mut begun = Vec::with_capacity(parts.len());
        for place in parts.iter().skip(1) {
            begun.push(thread::Builder::new().spawn_scoped(scope, move || read(place)).ok()?);
        }
        let mine = read(&first)?;
        let others = begun.into_iter().map(|thread| thread.join().ok()?);
        [Some(head), Some(mine)].into_iter().chain(others).collect::<Option<Vec<_>>>()
    })?;
    let (mut ids, mut all) = (Vec::new(), None);
    for Gathered { ids: more, state } in gathered {
        ids.extend(more);
        all = match (all, state) {
            (Some(all), Some(state)) => Some(join(all, state)),
            (one, other) => one.or(other),
        };
    }
    let state = all.unwrap_or_else(|| begin(&policy));
    Some(Seen { policy, rules, ids: Ids::new(ids), state })
}

/// Returns where the parts of about the same size begin and end; the policy is above the first.
fn parts(source: &(dyn ReadAt + Sync), size: u64, count: usize, buffer: usize) -> Option<Vec<Range<u64>>> {
    let fair = |part: u64| size.checked_div(count as u64)?.checked_mul(part);
    let starts = (0..count as u64).map(|part| seam(source, fair(part)?, buffer));
    let starts = starts.collect::<Option<Vec<_>>>()?;
    let ends = starts.iter().skip(1).copied().chain([u64::MAX]);
    let parts: Vec<_> = starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect();
    parts.iter().all(|part| !part.is_empty()).then_some(parts)
}

/// Returns the first beginning of a part after a place, within `most` bytes.
fn seam(source: &(dyn ReadAt + Sync), from: u64, most: usize) -> Option<u64> {
    // Nearly every block ends within the first few.
    let look = |bytes: usize| {
        let mut near = vec![0; bytes];
        let filled = Window { source, place: from..from.checked_add(bytes as u64)? }.read(&mut near).ok()?;
        let found = memchr::memmem::find(near.get(..filled)?, SEAM)?.checked_add(BEFORE)?;
        from.checked_add(found as u64)
    };
    look(most.min(NEAR)).or_else(|| look(most))
}

/// Reads a part. Returns `None` if it has anything but blocks, or if some of it is gone.
fn part<S>(
    buffer: usize,
    mut window: Window<'_>,
    policy: &Policy,
    begin: &impl Fn(&Policy) -> S,
    see: &impl Fn(&mut S, Look<'_, '_>),
) -> Option<Gathered<S>> {
    let zone = || Ok(policy.zone);
    let mut pass = Pass::new(Some(policy.clone()), &zone);
    pass.start = usize::try_from(window.place.start).ok()?;
    let gathered = pass.gather(buffer, &mut window, begin, see).ok()?;
    let is_whole = window.place.is_empty() || window.place.end == u64::MAX;
    (is_whole && pass.rules.text.trim_ascii().is_empty()).then_some(gathered)
}

/// Some of the bytes of a file.
struct Window<'s> {
    source: &'s (dyn ReadAt + Sync),
    place: Range<u64>,
}

impl Read for Window<'_> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.place.end.saturating_sub(self.place.start)).unwrap_or(usize::MAX);
        let most = most.min(room.len());
        let room = room.get_mut(..most).ok_or(io::ErrorKind::InvalidInput)?;
        let count = self.source.read_at(room, self.place.start)?;
        self.place.start = self.place.start.saturating_add(count as u64);
        Ok(count)
    }
}

#[cfg(test)]
mod tests;
