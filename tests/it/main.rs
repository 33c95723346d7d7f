//! Everything that is tested from outside: one binary, so that it is linked once.
//!
//! [`shop`] runs owed with nothing of this machine around it; a test of a verb is three lines: a shop, a command, a
//! snapshot of what it said.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    reason = "a test that fails may end in any way"
)]

mod archiving;
mod asking;
mod backdating;
mod backlog;
mod boston_policy;
mod confirming;
mod editing;
mod ending;
mod errors;
mod filtering;
mod generated;
mod happening;
mod help;
mod hostile;
mod house_words;
mod hurry;
mod importing;
mod json;
mod ladder;
mod looking;
mod naming;
mod pausing;
mod promising;
mod readme;
mod reporting;
mod rooms;
mod security;
mod shells;
mod shop;
mod streams;
mod undoing;
