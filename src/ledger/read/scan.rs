//! The one way of reading a ledger: front to back through a buffer, block by block, nothing kept.
//!
//! The policy mostly stand at the top, and every block is judged with them as it passes. If rules
//! are found after a block, or those before it are not complete, the pass goes on only to collect them, and a
//! second one does the judging.

use std::io::Read;
use std::ops::Range;

use super::block;
use super::segment::{self, Piece};
use crate::document::problem::Fault;
use crate::document::tree;
use crate::error::Problem;
use crate::ledger::canonical::reader::{self, Outcome};
use crate::ledger::read::policy;
use crate::rules::commitment::Commitment;
use crate::rules::policy::Policy;

pub mod parts;

/// How much is read at a time: little enough to stay in the processor's cache, and to cost a small ledger nothing.
const BUFFER: usize = 64 * 1024;
/// The most that one block, or the rules in one place, may take.
pub const LARGEST_PIECE: usize = 4 * 1024 * 1024;

/// What is done with the blocks of a ledger as they pass.
pub trait Visitor {
    /// Starts over: nothing has been seen yet.
    fn restart(&mut self);
    /// Takes a look at a block, which stands at these bytes of the file.
    fn visit(
        &mut self,
        policy: &Policy,
        commitment: &Commitment<'_>,
        span: Range<usize>,
    ) -> Result<(), Fault>;
}

/// The rules of a ledger as text, and where each piece of it stands in the file.
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

    /// A fault of the rules, placed in the file.
    pub fn place(&self, fault: Fault) -> Fault {
        let after = self.pieces.partition_point(|(start, _)| *start <= fault.span.start);
        let Some((start, offset)) = self.pieces.get(..after).and_then(<[_]>::last) else { return fault };
        let shift = |at: usize| at.saturating_sub(*start).saturating_add(*offset);
        Fault { span: shift(fault.span.start)..shift(fault.span.end), ..fault }
    }
}

/// Why a scan ended before its end.
pub enum Stop {
    /// The file could not be read.
    Io(std::io::Error),
    /// Something in it was not understood.
    Fault(Fault),
    /// It is no UTF-8 from this byte on.
    NotUtf8(usize),
    /// There is nothing in it: see [`is_empty`].
    Empty,
    /// Nothing in it is a ledger's: a link in a clone may lead to any TOML file.
    Foreign,
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// What a scan found besides the blocks.
#[derive(Debug)]
pub struct Scanned {
    /// The rules.
    pub policy: Policy,
    /// Their text.
    pub rules: RulesText,
}

/// Whether a text says nothing: no bytes, a byte-order mark, blanks and comments. It is what a full disk or a sync that
/// broke off leaves of a ledger, so nobody may take it for one in which nothing is owed.
pub fn is_empty(text: &str) -> bool {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = text.lines().map(str::trim_ascii_start);
    lines.all(|line| line.is_empty() || line.starts_with('#')) && tree::parse(text).is_ok()
}

/// A pass over a ledger.
struct Pass<'v> {
    zone: &'v dyn Fn() -> Result<chrono_tz::Tz, Problem>,
    visitor: &'v mut dyn Visitor,
    /// Where it begins in the file.
    start: usize,
    rules: RulesText,
    /// There is a block.
    blocks: bool,
    policy: Option<Policy>,
    /// The rules are known from a pass before this one.
    known: bool,
    /// The rules are another file's.
    given: bool,
    /// Rules came after a block was judged without them, or those before it do not stand by themselves.
    late: bool,
}

impl<'v> Pass<'v> {
    fn new(
        policy: Option<Policy>,
        zone: &'v dyn Fn() -> Result<chrono_tz::Tz, Problem>,
        visitor: &'v mut dyn Visitor,
    ) -> Self {
        let (given, rules) = (policy.is_some(), RulesText::default());
        Self { zone, visitor, start: 0, rules, blocks: false, policy, known: false, given, late: false }
    }
}

/// Reads an archive, whose commitments stand under the rules of the ledger it belongs to. Of its own rules only
/// the form is checked; their text is returned.
pub fn archive<R: Read>(reader: R, policy: &Policy, visitor: &mut dyn Visitor) -> Result<String, Stop> {
    let zone = || Ok(policy.zone);
    let mut pass = Pass::new(Some(policy.clone()), &zone, visitor);
    pass.run(BUFFER, reader)?;
    pass.policy = None;
    pass.settle()?;
    Ok(pass.rules.text)
}

/// Reads a ledger. `open` gives its bytes from the start, a second time if need be; `zone` is the zone of a
/// ledger that names none.
pub fn scan<R: Read>(
    open: impl FnMut() -> std::io::Result<R>,
    zone: &dyn Fn() -> Result<chrono_tz::Tz, Problem>,
    visitor: &mut dyn Visitor,
) -> Result<Scanned, Stop> {
    scan_through(BUFFER, open, zone, visitor)
}

/// Reads a ledger through a buffer of that size, to begin with.
fn scan_through<R: Read>(
    buffer: usize,
    mut open: impl FnMut() -> std::io::Result<R>,
    zone: &dyn Fn() -> Result<chrono_tz::Tz, Problem>,
    visitor: &mut dyn Visitor,
) -> Result<Scanned, Stop> {
    let mut pass = Pass::new(None, zone, visitor);
    pass.visitor.restart();
    pass.run(buffer, open().map_err(Stop::Io)?)?;
    if pass.late {
        pass.policy = None;
        pass.settle()?;
        (pass.known, pass.late) = (true, false);
        pass.visitor.restart();
        pass.run(buffer, open().map_err(Stop::Io)?)?;
    }
    pass.settle()?;
    pass.says_something()?;
    let policy = pass.policy.ok_or_else(|| Fault::new(0..0, "the ledger has no rules"))?;
    Ok(Scanned { policy, rules: pass.rules })
}

impl Pass<'_> {
    fn run(&mut self, size: usize, mut reader: impl Read) -> Result<(), Stop> {
        let mut buffer = vec![0; size];
        let (mut filled, mut offset, mut at_end) = (0_usize, self.start, false);
        loop {
            while !at_end && filled < buffer.len() {
                let room = buffer.get_mut(filled..).unwrap_or_default();
                match reader.read(room) {
                    Ok(0) => at_end = true,
                    Ok(count) => filled = filled.saturating_add(count),
                    Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                    Err(error) => return Err(Stop::Io(error)),
                }
            }
            let bytes = buffer.get(..filled).unwrap_or_default();
            let text = utf8(bytes, at_end).map_err(|at| Stop::NotUtf8(offset.saturating_add(at)))?;
            let text = if at_end { text } else { whole_lines(text) };
            let used = self.pieces(text, offset, at_end)?;
            if at_end {
                return Ok(());
            }
            if used == 0 {
                // Behind a piece, the header of the next one has to fit in too.
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

    /// Reads the pieces that end within a text, and says how much of it they were.
    fn pieces(&mut self, text: &str, offset: usize, is_all: bool) -> Result<usize, Stop> {
        let mut used = if offset == 0 && text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let mut reader = reader::Reader::default();
        while let Some(rest) = text.get(used..).filter(|rest| !rest.is_empty()) {
            let start = offset.saturating_add(used);
            if let Outcome::Block(length) = reader.read(rest, is_all) {
                fits(length, start)?;
                self.blocks = true;
                self.visit(&reader.commitment, start..start.saturating_add(length))?;
                used = used.saturating_add(length);
                continue;
            }
            let Some(segment) = segment::first(rest, is_all) else { break };
            fits(segment.end, start)?;
            let piece = rest.get(..segment.end).unwrap_or_default();
            self.blocks |= matches!(segment.piece, Piece::Block);
            match segment.piece {
                // A ledger of another format may have blocks that nobody here can read: the rules come first.
                Piece::Block if !self.has_rules() => {}
                Piece::Block => {
                    let commitment = block::read(piece).map_err(|fault| fault.shifted(start))?;
                    self.visit(&commitment, start..start.saturating_add(segment.end))?;
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

    /// Reads the rules, if that has not been done.
    fn settle(&mut self) -> Result<(), Fault> {
        if self.policy.is_none() {
            let policy =
                policy::read(&self.rules.text, self.zone).map_err(|fault| self.rules.place(fault))?;
            self.policy = Some(policy);
        }
        Ok(())
    }

    /// Refuses a file in which there is nothing, or nothing of a ledger.
    fn says_something(&self) -> Result<(), Stop> {
        match &self.rules.text {
            _ if self.blocks => Ok(()),
            rules if is_empty(rules) => Err(Stop::Empty),
            rules if !policy::is_one(rules) => Err(Stop::Foreign),
            _ => Ok(()),
        }
    }

    /// Whether blocks can be judged. If the rules so far are not in order, those below may complete them: a kind
    /// may name a calendar that stands further down.
    fn has_rules(&mut self) -> bool {
        self.late = self.late || self.settle().is_err();
        !self.late
    }

    fn visit(&mut self, commitment: &Commitment<'_>, span: Range<usize>) -> Result<(), Fault> {
        if !self.has_rules() {
            return Ok(());
        }
        match &self.policy {
            Some(policy) => self.visitor.visit(policy, commitment, span),
            None => Ok(()),
        }
    }
}

/// Refuses a piece that is too large: by its length, however much of the file happens to be at hand.
fn fits(length: usize, start: usize) -> Result<(), Fault> {
    if length > LARGEST_PIECE { Err(too_large(start)) } else { Ok(()) }
}

#[cold]
fn too_large(at: usize) -> Fault {
    Fault::new(at..at, "this part of the ledger is larger than 4 MiB").hint(crate::document::tree::NO_LEDGER)
}

/// The text of some bytes, less a letter that is cut off at the end of a buffer; or where it is no UTF-8.
fn utf8(bytes: &[u8], is_all: bool) -> Result<&str, usize> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text),
        Err(error) if error.error_len().is_none() && !is_all => {
            let valid = bytes.get(..error.valid_up_to()).unwrap_or_default();
            std::str::from_utf8(valid).map_err(|error| error.valid_up_to())
        }
        Err(error) => Err(error.valid_up_to()),
    }
}

/// A text up to its last newline.
fn whole_lines(text: &str) -> &str {
    let end = memchr::memrchr(b'\n', text.as_bytes()).map_or(0, |newline| newline.saturating_add(1));
    text.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests;
