//! The domain, pure: what a commitment is, and what the policy makes of it at an instant.
//!
//! Nothing here touches a file, the environment, the clock or a stream; `now` is an argument, last.

pub mod audit;
pub mod calendar;
pub mod clock;
pub mod commitment;
pub mod cycle;
pub mod every;
pub mod forecast;
pub mod ids;
pub mod ladder;
pub mod policy;
pub mod rate;
pub mod series;
pub mod standing;
pub mod tally;
pub mod target;
pub mod time;
pub mod words;
