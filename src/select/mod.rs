//! Who is meant: references to one commitment or a few, and filters that many may match.

pub mod filter;
pub mod selector;
