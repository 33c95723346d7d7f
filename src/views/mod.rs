//! Rows and the formats they are shown in.
//!
//! Nothing here touches a file or the clock, or asks how wide a terminal is: the page is given.

pub mod bar;
pub mod json;
pub mod ladder;
pub mod list;
pub mod policy;
pub mod report;
pub mod row;
mod sentence;
pub mod show;
pub mod table;
