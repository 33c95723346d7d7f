//! `owed` keeps the promises you make to other people: a command-line SLA and commitment tracker.
//!
//! ```text
//! argv, env, clock ─→ main ─→ commands::VERB ─→ ledger (text → blocks → commitments)
//!                                    │                       │
//!                                    │            rules (commitment + policy + now → standing)
//!                                    │                       │
//!                                    └──→ views (standings → rows → table | json) ─→ out
//!         a change:  commands::VERB ─→ event ─→ ledger::change ─→ prove ─→ replace the file
//! ```
//!
//! One way, no way back: words become values at one edge (`cli`, `when`), the middle is pure, and text is made
//! again at the other edge (`views`, `out`). ARCHITECTURE.md says more.

pub mod app;
pub mod cli;
pub mod commands;
pub mod config;
pub mod context;
pub mod document;
pub mod error;
pub mod events;
pub mod external;
pub mod intake;
pub mod ledger;
pub mod out;
pub mod rules;
pub mod select;
pub mod text;
pub mod views;
pub mod when;
