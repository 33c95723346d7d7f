//! `owed` keeps the promises you make to other people.

pub mod error;
pub mod ledger;
pub mod out;
pub mod rules;
pub mod text;
pub mod views;
pub mod when;
