//! The ledger under fire: faults, kills, crowds, two users, odd files, cuts and flipped bits.
//!
//! A binary of its own, because it takes longer than all other tests together: `cargo test --lib --test it` leaves it out.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    reason = "a test that fails may end in any way"
)]

#[path = "../support/mod.rs"]
mod support;

mod crowd;
mod cuts;
mod faults;
mod kills;
mod locks;
mod odd;
mod parts;
mod passes;
mod people;
mod promised;
mod verbs;
