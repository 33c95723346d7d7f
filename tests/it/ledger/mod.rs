//! The ledger file under fire: faults, kills, crowds, odd files, cuts and flipped bits.

mod crowd;
mod cuts;
pub mod desk;
mod faults;
mod kills;
mod locks;
mod odd;
mod parts;
mod people;
