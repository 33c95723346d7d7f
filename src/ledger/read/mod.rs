//! Reads a ledger: finds its blocks, reads each, and reads the policy between them.

pub mod ahead;
pub mod block;
pub mod calendars;
pub mod lines;
pub mod locate;
pub mod policy;
pub mod scan;
pub mod segment;
pub mod stored;
pub mod unknown;
