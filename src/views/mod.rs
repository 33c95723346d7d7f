//! The results of verbs: values and rows, and the formats they are shown in.
//!
//! A verb returns an [`answer`] or adds [`rows`] to a list; [`formats`] has a file for each way of showing them, and
//! the other modules draw what people see. Nothing here touches a file or the clock, or asks how wide a terminal is.

pub mod agenda;
pub mod answer;
pub mod bar;
pub mod calibration;
pub mod customer;
pub mod entry;
mod flag;
pub mod forecast;
pub mod formats;
pub mod ladder;
pub mod line;
pub mod list;
pub mod log;
pub mod notice;
pub mod origin;
pub mod policy;
pub mod report;
pub mod row;
pub mod rows;
mod sentence;
pub mod show;
pub mod table;
mod why;

/// Returns the error of a row or a cell that is not where it was drawn: a list with a gap in it would look complete.
fn misplaced() -> std::io::Error {
    std::io::Error::other(crate::error::Problem::internal("a row is not where it was drawn"))
}
