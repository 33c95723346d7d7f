//! Selectors name one commitment or a few, and filters match many.

pub mod filter;
pub mod selector;
pub mod words;
