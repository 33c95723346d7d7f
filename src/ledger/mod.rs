//! The ledger: one TOML file, read strictly, changed block by block, replaced in one step.
//!
//! It knows files and TOML; it reads no clock and prints nothing.

pub mod archive;
pub mod canonical;
pub mod change;
pub mod file;
pub mod merge;
pub mod read;
#[cfg(test)]
pub mod samples;

use crate::error::{Error, Result};
use crate::rules::commitment::{ID_LETTERS, Id};

/// Returns random letters, for an id or the name of a temporary file.
pub fn random_letters() -> Result<String> {
    Random::default().letters()
}

/// Random numbers, of which the system is asked for many at a time.
#[derive(Default)]
pub struct Random(Vec<u8>);

impl Random {
    /// Draws the letters of an id.
    pub fn letters(&mut self) -> Result<String> {
        let mut letters = String::with_capacity(Id::LENGTH);
        while letters.len() < Id::LENGTH {
            let Some(byte) = self.0.pop() else {
                let mut drawn = [0_u8; 256];
                getrandom::fill(&mut drawn)
                    .map_err(|error| Error::io("the system has no random numbers", error.into()))?;
                self.0.extend(drawn);
                continue;
            };
            // Five bits of a byte choose a letter; the five values too many are drawn again, so that all letters are
            // equally likely.
            letters.extend(ID_LETTERS.get(usize::from(byte & 31)).map(|letter| char::from(*letter)));
        }
        Ok(letters)
    }
}
