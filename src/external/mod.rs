//! Every process that owed starts, and what is asked on a terminal.

pub mod ask;
pub mod editor;
pub mod git;
pub mod notify;
pub mod pager;
