//! Every process that owed starts.

pub mod editor;
pub mod git;
pub mod notify;
pub mod pager;
