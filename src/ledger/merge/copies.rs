//! Two texts of one commitment in two files, as one: merged without a base.

use super::marks::{Contradiction, Marks, Notes};
use super::side::{Name, Piece};
use super::{both, ends::plain};
use crate::ledger::change::LARGEST_BLOCK;
use crate::ledger::change::blocks::bare;
use crate::ledger::read::block;

/// The most keys with values in a text that is merged with another, and in the result: TOML's trees of two such texts
/// take some 50 MB.
const MOST_PAIRS: usize = 16_384;

/// Returns true if a block says everything that another one of the same commitment says. False if either cannot be
/// read.
pub fn says_all(one: &str, other: &str) -> bool {
    united(one, other).is_ok_and(|united| says_the_same(&united, one))
}

/// Returns the text of a block that says what both say: one of the two if that is enough, else the merge of both.
///
/// # Errors
/// The first contradiction; a text that is not a block of one commitment, or has more in it than anybody has written about one.
pub fn unite(one: &str, other: &str) -> Result<String, Contradiction> {
    let text = united(one, other)?;
    let enough = [one, other].into_iter().find(|own| says_the_same(&text, own));
    Ok(enough.map_or(text, str::to_owned))
}

fn united(one: &str, other: &str) -> Result<String, Contradiction> {
    if one == other {
        return Ok(one.to_owned());
    }
    let (mine, theirs) = (bare(one), bare(other));
    let refused = |what: &str| Contradiction::of("", what, mine, theirs);
    let ids = [mine, theirs].map(|text| block::read(text).map(|commitment| commitment.id));
    let [Ok(id), Ok(same)] = ids else { return Err(refused("one of them cannot be read")) };
    if id != same {
        return Err(refused("they have two ids"));
    }
    let too_much = || refused("there is more in them than is merged");
    if [one, other].into_iter().any(is_too_much) {
        return Err(too_much());
    }
    let piece = |body| Piece { name: Name::Block(id, 0), made: 0, gap: "", body };
    let (mine, theirs) = (piece(mine.into()), piece(theirs.into()));
    let marks = Marks::default();
    let mut notes = Notes::new(&marks, &[]);
    let mut text = both(None, &mine, &theirs, &mut notes).into_owned();
    if let Some(first) = notes.contradictions.into_iter().next() {
        return Err(first);
    }
    text.push_str(one.strip_prefix(bare(one)).unwrap_or_default());
    let is_proven = block::read(&text).is_ok_and(|commitment| commitment.id == id);
    if is_proven && text.len() <= LARGEST_BLOCK && !is_too_much(&text) { Ok(text) } else { Err(too_much()) }
}

/// Returns true if a text has more in it than anybody has written about one commitment.
fn is_too_much(text: &str) -> bool {
    memchr::memchr_iter(b'=', text.as_bytes()).nth(MOST_PAIRS).is_some()
}

fn says_the_same(one: &str, other: &str) -> bool {
    super::body::says_the_same(&plain(bare(one)), &plain(bare(other)), super::Shape::Block)
}

#[cfg(test)]
mod tests;
