//! `owed` keeps the promises you make to other people: an SLA and commitment tracker.
//!
//! ```text
//! argv, env, clock ─→ main ─→ commands::VERB ─→ ledger (text → blocks → commitments)
//!                                    │                       │
//!                                    │            rules (commitment + policy + now → standing)
//!                                    │                       │
//!                                    └──→ views (answers, rows → a format) ─→ out
//!         a change:  commands::VERB ─→ event ─→ ledger::change ─→ prove ─→ replace the file
//! ```
//!
//! One way, no way back: words become values at one edge (`cli`, `when`), the middle is pure, and text is made
//! again at the other edge (`views`, `out`). ARCHITECTURE.md says more.
//!
//! Everything is private but what a program or a test needs, so that the compiler sees what nobody uses.

mod app;
mod cli;
mod commands;
mod config;
mod context;
mod document;
mod error;
mod events;
mod external;
mod intake;
mod ledger;
mod out;
mod rules;
mod select;
mod text;
mod views;
mod when;

pub use app::{Host, run};
pub use commands::Cli;
pub use context::{Progress, Stdin};
pub use external::ask::{Asking, Complete, Prompts};
pub use ledger::file::disk::{Disk, Step};
pub use ledger::file::store::LARGEST;
pub use ledger::read::scan::parts;
pub use rules::time::Instant;

/// What tests, benches and fuzz targets use. Nothing else may use it.
#[doc(hidden)]
pub mod inside {
    pub use crate::commands::help;
    pub use crate::document::problem::Fault;
    pub use crate::error::{Error, Problem};
    pub use crate::intake::bytes::decode;
    pub use crate::intake::{Incoming, Map, Options, Source, dates, guess, sources};
    pub use crate::ledger::canonical::reader;
    pub use crate::ledger::change;
    pub use crate::ledger::read::{block, policy, scan, segment};
    pub use crate::rules::calendar::Calendar;
    pub use crate::rules::commitment::keys::Key;
    pub use crate::rules::commitment::{Commitment, Deed, Did, Event, Id};
    pub use crate::rules::ids::Ids;
    pub use crate::rules::ladder::Call;
    pub use crate::rules::policy::{CalendarChoice, Policy};
    pub use crate::rules::standing::{Reason, standing};
    pub use crate::rules::tally::{Figure, Figures, Number};
    pub use crate::rules::target::Target;
    pub use crate::rules::words::{Word, clause};
    pub use crate::rules::{audit, cycle, time};
    pub use crate::text::formula::unguard;
    pub use crate::text::names::{LONGEST, near_pairs};
    pub use crate::text::width;
    pub use crate::when::{Calendars, Reference, Way, read as read_date};
}
