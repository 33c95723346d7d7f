//! The ledger file under fire: faults, kills, crowds, odd files, cuts and flipped bits.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    reason = "a test that fails may end in any way"
)]

mod crowd;
mod cuts;
mod desk;
mod faults;
mod kills;
mod odd;
