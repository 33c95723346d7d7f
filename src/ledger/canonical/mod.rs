//! The canonical form of a block, which owed writes: its writer and its fast reader side by side.

mod cursor;
mod instants;
pub mod reader;
pub mod writer;
