//! One verb a file: read, judge, change or show. This is the table of contents.
//!
//! A verb gets everything by argument: what was typed, and the [`Context`] it acts on. It never asks the
//! environment or the clock, and prints only through [`Context::out`].

use crate::cli::{Cli, Verb};
use crate::context::Context;
use crate::error::{Exit, Result};

mod answer;
mod archive;
mod between;
mod cancel;
mod check;
mod climb;
mod completions;
mod done;
mod edit;
mod escalate;
mod hand;
mod hours;
mod import;
mod init;
mod lines;
mod list;
mod moved;
mod overdue;
mod policy;
mod promise;
mod reopen;
mod report;
mod said;
mod show;
mod undo;
mod wait;
mod when;

/// Does what was typed.
pub fn run(cli: &Cli, context: &mut Context<'_, '_>) -> Result<Exit> {
    match &cli.verb {
        None => list::bare(context),
        Some(Verb::Promise(args)) => promise::run(args, context),
        Some(Verb::Done(args)) => done::run(args, context),
        Some(Verb::Overdue(args)) => overdue::run(args, context),
        Some(Verb::Escalate(args)) => escalate::run(args, context),
        Some(Verb::Report(args)) => report::run(args, context),
        Some(Verb::List(args)) => list::run(args, context),
        Some(Verb::Show(args)) => show::run(args, context),
        Some(Verb::Move(args)) => moved::run(args, context),
        Some(Verb::Told(args)) => said::told(args, context),
        Some(Verb::Heard(args)) => said::heard(args, context),
        Some(Verb::Note(args)) => said::note(args, context),
        Some(Verb::Wait(args)) => wait::wait(args, context),
        Some(Verb::Resume(args)) => wait::resume(args, context),
        Some(Verb::Hand(args)) => hand::run(args, context),
        Some(Verb::Cancel(args)) => cancel::run(args, context),
        Some(Verb::Reopen(args)) => reopen::run(args, context),
        Some(Verb::When(args)) => when::run(args, context),
        Some(Verb::Edit) => edit::run(context),
        Some(Verb::Undo(args)) => undo::run(args, context),
        Some(Verb::Archive(args)) => archive::run(args, context),
        Some(Verb::Between(args)) => between::run(args, context),
        Some(Verb::Policy) => policy::run(context),
        Some(Verb::Check(args)) => check::run(args, context),
        Some(Verb::Init) => init::run(context),
        Some(Verb::Completions(args)) => completions::run(args, context),
        Some(Verb::Import(args)) => import::run(args, context),
    }
}
