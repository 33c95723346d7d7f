//! The ledger: one TOML file, read strictly, changed block by block, replaced in one step.
//!
//! It knows files and TOML; it reads no clock and prints nothing.

pub mod archive;
pub mod block;
pub mod change;
pub mod disk;
pub mod exact;
pub mod fault;
pub mod house;
pub mod journal;
pub mod merge;
mod not_toml;
pub mod odd;
pub mod private;
#[cfg(test)]
mod samples;
pub mod scan;
pub mod segment;
pub mod spots;
pub mod store;
pub mod tree;
pub mod write;

use crate::error::{Result, Trouble};
use crate::rules::commitment::{ID_LETTERS, Id};

/// Letters that nobody has used before, for an id or the name of a temporary file.
pub fn random_letters() -> Result<String> {
    let mut letters = String::new();
    while letters.len() < Id::LENGTH {
        let mut bytes = [0_u8; 16];
        getrandom::fill(&mut bytes)
            .map_err(|error| Trouble::new(format!("the system has no random numbers: {error}")))?;
        // Five bits of a byte choose a letter; the five values too many are drawn again, so that all are alike.
        let drawn = bytes.iter().filter_map(|byte| ID_LETTERS.get(usize::from(byte & 31)));
        letters
            .extend(drawn.map(|letter| char::from(*letter)).take(Id::LENGTH.saturating_sub(letters.len())));
    }
    Ok(letters)
}
