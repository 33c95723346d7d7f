//! Everything that is tested from outside: one binary, so that it is linked once.
//!
//! One file a verb, named by it, and topics beside. [`support`] runs owed with nothing of this machine around it; a
//! test of a verb is three lines: an environment, a command, a snapshot of its output.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    reason = "a test that fails may end in any way"
)]

#[path = "../support/mod.rs"]
mod support;

mod agree;
mod answers;
mod archive;
mod args;
mod asks;
mod bare_days;
mod between;
mod boston_policy;
mod calibrations;
mod cancel;
mod change;
mod changes;
mod check;
mod citations;
mod completions;
mod config;
mod confirmations;
mod customer;
mod documented;
mod done;
mod edit;
mod errors;
mod escalate;
mod event_files;
mod filters;
mod folding;
mod forecast;
mod generated;
mod github;
mod hand;
mod heard;
mod help;
mod hostile;
mod html;
mod ics;
mod import;
mod import_size;
mod imported_again;
mod imports;
mod init;
mod json;
mod json_again;
mod junit;
mod kinds_apart;
mod ladder;
mod late_entries;
mod lateness;
mod ledgers;
mod list;
mod log;
mod many;
mod merge;
mod move_;
mod note;
mod notify;
mod output;
mod overdue;
mod pager;
mod picture;
mod policy;
mod prometheus;
mod promise;
mod prompt;
mod prompts;
mod pty;
mod quiet;
mod quoting;
mod rate;
mod readme;
mod recipes;
mod reopen;
mod report;
mod resume;
mod rooms;
mod security;
mod selectors;
mod series;
mod settings;
mod settle;
mod shells;
mod show;
mod streams;
mod tab;
mod team;
mod terminals;
mod today;
mod told;
mod undo;
mod verbs;
mod wait;
mod warn;
mod week;
mod when;
