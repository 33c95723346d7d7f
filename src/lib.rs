//! `owed` keeps the promises you make to other people.

pub mod rules;
pub mod when;
