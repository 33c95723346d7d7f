//! The ledger: one TOML file, read strictly, changed block by block, replaced in one step.
//!
//! It knows files and TOML; it reads no clock and prints nothing.

pub mod archive;
pub mod canonical;
pub mod change;
pub mod file;
pub mod read;
#[cfg(test)]
mod samples;

use crate::error::{Error, Result};
use crate::rules::commitment::{ID_LETTERS, Id};

/// Returns random letters, for an id or the name of a temporary file.
pub fn random_letters() -> Result<String> {
    let mut letters = String::new();
    while letters.len() < Id::LENGTH {
        let mut bytes = [0_u8; 16];
        getrandom::fill(&mut bytes)
            .map_err(|error| Error::io("the system has no random numbers", error.into()))?;
        // Five bits of a byte choose a letter; the five values too many are drawn again, so that all letters are
        // equally likely.
        let drawn = bytes.iter().filter_map(|byte| ID_LETTERS.get(usize::from(byte & 31)));
        letters
            .extend(drawn.map(|letter| char::from(*letter)).take(Id::LENGTH.saturating_sub(letters.len())));
    }
    Ok(letters)
}
