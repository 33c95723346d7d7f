//! The one way of reading a ledger: front to back through a buffer, block by block; a fold keeps what it wants.
//!
//! The policy mostly stands at the top, and every block is judged by it as it passes. If policy is found after a block,
//! or the policy before it is incomplete, the pass goes on only to collect it, and a second one judges. Each pass
//! begins its own state, so that nothing counts twice.

use std::io::Read;
use std::ops::Range;

use super::block;
use super::segment::{self, Piece};
use super::stored::Stored;
use crate::document::problem::Fault;
use crate::document::tree;
use crate::error::Problem;
use crate::ledger::canonical::reader::{self, Outcome};
use crate::ledger::read::policy;
use crate::rules::commitment::{Commitment, Id};
use crate::rules::ids::Ids;
use crate::rules::policy::Policy;

pub mod parts;

/// How much is read at a time: it fits the processor's cache, and costs a small ledger nothing.
const BUFFER: usize = 64 * 1024;
/// The largest block, and the largest part of the policy in one place.
pub const LARGEST_PIECE: usize = 4 * 1024 * 1024;

/// One commitment as it passes.
pub struct Look<'l, 'c> {
    /// The policy that it is judged by.
    pub policy: &'l Policy,
    /// The commitment, with the name of its customer that is shown.
    pub commitment: &'l Commitment<'c>,
    /// The bytes of its block in the file.
    pub span: Range<usize>,
    /// The archive it is in; `None` for the ledger itself.
    pub archive: Option<&'l str>,
}

/// The result of reading a ledger.
#[derive(Debug)]
pub struct Seen<S> {
    /// The policy.
    pub policy: Policy,
    /// The text of the policy.
    pub rules: RulesText,
    /// Every id in the file.
    pub ids: Ids,
    /// The result of the fold over the commitments, in the order of the file.
    pub state: S,
}

impl<S, E> Seen<Result<S, E>> {
    /// Returns the result, or why the fold could not begin.
    pub fn begun(self) -> Result<Seen<S>, E> {
        let Self { policy, rules, ids, state } = self;
        Ok(Seen { policy, rules, ids, state: state? })
    }
}

impl<S> Seen<S> {
    /// Returns the same with another result of the fold.
    pub fn map<T>(self, map: impl FnOnce(S) -> T) -> Seen<T> {
        let Self { policy, rules, ids, state } = self;
        Seen { policy, rules, ids, state: map(state) }
    }

    /// Returns what was seen of several ledgers as one, with the policy of the first.
    ///
    /// # Errors
    /// There is none.
    pub fn joined(all: Vec<Self>, join: impl Fn(S, S) -> S) -> Result<Self, Problem> {
        let mut all = all.into_iter();
        let first = all.next().ok_or_else(|| Problem::internal("no ledger was read"))?;
        Ok(all.fold(first, |all, next| Self {
            ids: all.ids.beside_others(next.ids),
            state: join(all.state, next.state),
            ..all
        }))
    }
}

/// The policy of a ledger as text, and where each piece of it is in the file.
#[derive(Debug, Clone, Default)]
pub struct RulesText {
    /// The pieces, one after the other.
    pub text: String,
    /// Where a piece begins in `text`, and in the file.
    pub pieces: Vec<(usize, usize)>,
}

impl RulesText {
    fn push(&mut self, piece: &str, offset: usize) {
        self.pieces.push((self.text.len(), offset));
        self.text.push_str(piece);
        if !piece.ends_with('\n') {
            self.text.push('\n');
        }
    }

    /// Returns the pieces as they are in a file of that size, each with its bytes.
    pub fn places(&self, size: usize) -> Vec<(&str, Range<usize>)> {
        let ends = self.pieces.iter().skip(1).map(|(start, _)| *start).chain([self.text.len()]);
        let pieces = self.pieces.iter().zip(ends).filter_map(|((start, offset), end)| {
            // A piece at the end of the file may have no line feed, which was added here.
            let end = end.min(start.saturating_add(size.saturating_sub(*offset)));
            Some((self.text.get(*start..end)?, *offset..offset.saturating_add(end.saturating_sub(*start))))
        });
        pieces.collect()
    }

    /// Returns a fault of the policy, placed in the file.
    pub fn place(&self, fault: Fault) -> Fault {
        let after = self.pieces.partition_point(|(start, _)| *start <= fault.span.start);
        let Some((start, offset)) = self.pieces.get(..after).and_then(<[_]>::last) else { return fault };
        let shift = |at: usize| at.saturating_sub(*start).saturating_add(*offset);
        Fault { span: shift(fault.span.start)..shift(fault.span.end), ..fault }
    }
}

/// Why a scan stopped early.
pub enum Stop {
    /// The file could not be read.
    Io(std::io::Error),
    /// Something in it was not understood.
    Fault(Fault),
    /// The file is not UTF-8 from this byte on.
    NotUtf8(usize),
    /// The file is empty: see [`is_empty`].
    Empty,
    /// Nothing in it is from a ledger: a link in a clone may lead to any TOML file.
    Foreign,
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// Returns true if a text has no content: no bytes, a byte-order mark, blanks and comments. A full disk or an
/// interrupted sync leaves such a file, so it must not be read as a ledger in which nothing is owed.
pub fn is_empty(text: &str) -> bool {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = text.lines().map(str::trim_ascii_start);
    lines.all(|line| line.is_empty() || line.starts_with('#')) && tree::parse(text).is_ok()
}

/// The zone of a ledger that names none.
type Zone<'z> = &'z dyn Fn() -> Result<chrono_tz::Tz, Problem>;

/// Called with every commitment.
type Eye<'e> = &'e mut dyn FnMut(Look<'_, '_>);

/// A pass over a ledger.
struct Pass<'p> {
    zone: Zone<'p>,
    /// The name of the archive, if the file is one.
    archive: Option<&'p str>,
    /// Where it begins in the file.
    start: usize,
    rules: RulesText,
    /// There is a block.
    blocks: bool,
    policy: Option<Policy>,
    /// The policy is known from an earlier pass.
    known: bool,
    /// The policy is from another file.
    given: bool,
    /// Policy came after a block was judged without it, or the policy before it is incomplete.
    late: bool,
}

impl<'p> Pass<'p> {
    fn new(policy: Option<Policy>, zone: Zone<'p>) -> Self {
        let (given, rules) = (policy.is_some(), RulesText::default());
        Self { zone, archive: None, start: 0, rules, blocks: false, policy, known: false, given, late: false }
    }
}

/// What one pass made of the commitments it saw, if it saw any, and their ids. Another pass over the same ones cannot
/// continue it.
struct Gathered<S> {
    ids: Vec<Id>,
    state: Option<S>,
}

/// Shows every commitment of an archive, under the policy of its ledger, in one pass. Of its own policy only the form
/// is checked; the text of it is returned.
pub fn archive<R: Read>(reader: R, name: &str, policy: &Policy, see: Eye<'_>) -> Result<String, Stop> {
    let zone = || Ok(policy.zone);
    let mut pass = Pass { archive: Some(name), ..Pass::new(Some(policy.clone()), &zone) };
    pass.run(BUFFER, reader, see)?;
    pass.policy = None;
    pass.settle()?;
    Ok(pass.rules.text)
}

/// Folds over a ledger: `begin` makes the state before its first commitment, and `see` adds each. A ledger whose policy
/// is below commitments takes a second pass, for which `begin` is called again, so that nothing counts twice. `open`
/// reads the file from the start; `zone` is the zone of a ledger that names none.
///
/// # Errors
///
/// The file cannot be read, is empty, or has a fault.
pub fn fold<S, R: Read>(
    open: impl FnMut() -> std::io::Result<R>,
    zone: Zone<'_>,
    begin: impl Fn(&Policy) -> S,
    see: impl Fn(&mut S, Look<'_, '_>),
) -> Result<Seen<S>, Stop> {
    fold_through(BUFFER, open, zone, &begin, &see)
}

/// Shows some blocks of a ledger once more, which are in the order of the file, by the policy that it was read with. What lies close
/// together is read at once.
///
/// # Errors
/// The file cannot be read any more, or somebody wrote into it meanwhile.
pub fn again(stored: Stored<'_>, blocks: &[Range<usize>], policy: &Policy, see: Eye<'_>) -> Result<(), Stop> {
    let zone = || Ok(policy.zone);
    let mut pass = Pass::new(Some(policy.clone()), &zone);
    let (mut rest, mut buffer) = (blocks, Vec::new());
    while let Some(Range { start, end }) = rest.first().cloned() {
        let is_near = |block: &&Range<usize>| block.end.saturating_sub(start) <= BUFFER;
        let (near, others) = rest.split_at(rest.iter().take_while(is_near).count().max(1));
        rest = others;
        let place = start..near.last().map_or(end, |last| last.end);
        buffer.resize(place.len(), 0);
        stored.reader(place).read_exact(&mut buffer).map_err(Stop::Io)?;
        for block in near {
            let place = block.start.saturating_sub(start)..block.end.saturating_sub(start);
            let bytes = buffer.get(place).ok_or_else(|| outside(block.start))?;
            let text = utf8(bytes, true).map_err(|at| Stop::NotUtf8(block.start.saturating_add(at)))?;
            pass.pieces(text, block.start, true, see)?;
        }
    }
    Ok(())
}

/// Folds over a ledger that is read through a buffer of that size at first.
fn fold_through<S, R: Read>(
    buffer: usize,
    mut open: impl FnMut() -> std::io::Result<R>,
    zone: Zone<'_>,
    begin: &impl Fn(&Policy) -> S,
    see: &impl Fn(&mut S, Look<'_, '_>),
) -> Result<Seen<S>, Stop> {
    let mut pass = Pass::new(None, zone);
    let mut gathered = pass.gather(buffer, open().map_err(Stop::Io)?, begin, see)?;
    if pass.late {
        pass.policy = None;
        pass.settle()?;
        (pass.known, pass.late) = (true, false);
        gathered = pass.gather(buffer, open().map_err(Stop::Io)?, begin, see)?;
    }
    pass.settle()?;
    pass.says_something()?;
    let policy = pass.policy.ok_or_else(|| Fault::new(0..0, "the ledger has no rules"))?;
    let state = gathered.state.unwrap_or_else(|| begin(&policy));
    Ok(Seen { policy, rules: pass.rules, ids: Ids::new(gathered.ids), state })
}

impl Pass<'_> {
    /// Passes over all of it, with a new state.
    fn gather<S>(
        &mut self,
        buffer: usize,
        reader: impl Read,
        begin: &impl Fn(&Policy) -> S,
        see: &impl Fn(&mut S, Look<'_, '_>),
    ) -> Result<Gathered<S>, Stop> {
        let (mut ids, mut state) = (Vec::new(), None);
        self.run(buffer, reader, &mut |look| {
            ids.push(look.commitment.id);
            see(state.get_or_insert_with(|| begin(look.policy)), look);
        })?;
        Ok(Gathered { ids, state })
    }

    fn run(&mut self, size: usize, mut reader: impl Read, see: Eye<'_>) -> Result<(), Stop> {
        let mut buffer = vec![0; size];
        let (mut filled, mut offset, mut at_end) = (0_usize, self.start, false);
        loop {
            while !at_end && let Some(room) = buffer.get_mut(filled..).filter(|room| !room.is_empty()) {
                match reader.read(room) {
                    Ok(0) => at_end = true,
                    Ok(count) => filled = filled.saturating_add(count),
                    Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                    Err(error) => return Err(Stop::Io(error)),
                }
            }
            let bytes = buffer.get(..filled).ok_or_else(|| outside(offset))?;
            let text = utf8(bytes, at_end).map_err(|at| Stop::NotUtf8(offset.saturating_add(at)))?;
            let text = if at_end { text } else { whole_lines(text) };
            let used = self.pieces(text, offset, at_end, see)?;
            if at_end {
                let is_all = used == text.len();
                return if is_all { Ok(()) } else { Err(outside(offset.saturating_add(used)).into()) };
            }
            if used == 0 {
                // The header after a piece must fit too.
                if buffer.len() > LARGEST_PIECE {
                    return Err(too_large(offset).into());
                }
                buffer.resize(buffer.len().saturating_mul(2), 0);
            }
            buffer.copy_within(used..filled, 0);
            filled = filled.saturating_sub(used);
            offset = offset.saturating_add(used);
        }
    }

    /// Reads the pieces that end within a text, and returns how many bytes they were.
    fn pieces(&mut self, text: &str, offset: usize, is_all: bool, see: Eye<'_>) -> Result<usize, Stop> {
        let mut used = if offset == 0 && text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let mut reader = reader::Reader::default();
        loop {
            let start = offset.saturating_add(used);
            let rest = text.get(used..).ok_or_else(|| outside(start))?;
            if rest.is_empty() {
                break;
            }
            if let Outcome::Block(length) = reader.read(rest, is_all) {
                fits(length, start)?;
                self.blocks = true;
                self.show(&mut reader.commitment, start..start.saturating_add(length), see);
                used = used.saturating_add(length);
                continue;
            }
            let Some(segment) = segment::first(rest, is_all) else { break };
            fits(segment.end, start)?;
            let piece = rest.get(..segment.end).ok_or_else(|| outside(start))?;
            self.blocks |= matches!(segment.piece, Piece::Block);
            match segment.piece {
                // A ledger of another format may have blocks that this version cannot read: the policy comes first.
                Piece::Block if !self.has_rules() => {}
                Piece::Block => {
                    let mut commitment = block::read(piece).map_err(|fault| fault.shifted(start))?;
                    self.show(&mut commitment, start..start.saturating_add(segment.end), see);
                }
                Piece::Rules => self.rules(piece, start),
            }
            used = used.saturating_add(segment.end);
        }
        Ok(used)
    }

    fn rules(&mut self, piece: &str, start: usize) {
        if !self.known {
            self.rules.push(piece, start);
            self.late |= !self.given && self.policy.is_some() && !piece.trim().is_empty();
        }
    }

    /// Reads the policy, if that has not been done.
    fn settle(&mut self) -> Result<(), Fault> {
        if self.policy.is_none() {
            let policy =
                policy::read(&self.rules.text, self.zone).map_err(|fault| self.rules.place(fault))?;
            self.policy = Some(policy);
        }
        Ok(())
    }

    /// Refuses a file that is empty, or has nothing from a ledger.
    fn says_something(&self) -> Result<(), Stop> {
        match &self.rules.text {
            _ if self.blocks => Ok(()),
            rules if is_empty(rules) => Err(Stop::Empty),
            rules if !policy::is_one(rules) => Err(Stop::Foreign),
            _ => Ok(()),
        }
    }

    /// Returns true if blocks can be judged. If the policy so far is incomplete, more of it below may complete it: a
    /// kind may name a calendar further down.
    fn has_rules(&mut self) -> bool {
        self.late = self.late || self.settle().is_err();
        !self.late
    }

    /// Shows a commitment with the name of its customer that is shown everywhere, whichever spelling its block has.
    fn show(&mut self, commitment: &mut Commitment<'_>, span: Range<usize>, see: Eye<'_>) {
        if !self.has_rules() {
            return;
        }
        if let Some(policy) = &self.policy {
            policy.customers.name(commitment);
            see(Look { policy, commitment, span, archive: self.archive });
        }
    }
}

/// Refuses a piece that is too large: by its length, however much of the file has been read.
fn fits(length: usize, start: usize) -> Result<(), Fault> {
    if length > LARGEST_PIECE { Err(too_large(start)) } else { Ok(()) }
}

#[cold]
fn too_large(at: usize) -> Fault {
    Fault::new(at..at, "this part of the ledger is larger than 4 MiB").hint(crate::document::tree::NO_LEDGER)
}

/// Returns the internal error of a part whose end is outside its text: none of it may be skipped silently.
fn outside(at: usize) -> Fault {
    Fault { span: at..at, problem: Problem::internal("the end of this part of the ledger was not found") }
}

/// Returns the text of some bytes, without a letter that is cut off at the end of a buffer; the error is where it is
/// not UTF-8.
fn utf8(bytes: &[u8], is_all: bool) -> Result<&str, usize> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text),
        Err(error) if error.error_len().is_none() && !is_all => {
            Ok(bytes.utf8_chunks().next().map_or("", |chunk| chunk.valid()))
        }
        Err(error) => Err(error.valid_up_to()),
    }
}

/// Returns a text up to its last newline.
fn whole_lines(text: &str) -> &str {
    text.trim_end_matches(|letter| letter != '\n')
}

#[cfg(test)]
mod tests;
