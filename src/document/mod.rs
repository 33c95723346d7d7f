//! TOML with places: the tree of a document, and what is wrong with it. The ledger and the config file share it.

pub mod problem;
mod syntax;
pub mod tree;
