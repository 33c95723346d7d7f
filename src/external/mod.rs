//! Every process that owed starts.

pub mod notify;
