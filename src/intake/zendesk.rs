//! The tickets of a Zendesk export.
//!
//! Only a ticket of type Task has a due date; for the others the kind needs a target (`--set kind=…`).

use super::preset::{Notes, Preset, Rule, Then};
use super::state::Status;
use super::{Field, Open, Source, csv};

pub(super) const SOURCE: Source = Source {
    name: "zendesk",
    help: "The tickets of a Zendesk view, as CSV",
    open: Open::Table(csv::open),
    fits: |text, options| csv::has(text, options, &["Requester", "Subject", "Created at"]),
    preset: &Preset {
        columns: &[
            (Field::Reference, &["Id", "ID"]),
            (Field::To, &["Organization", "Requester"]),
            (Field::What, &["Subject"]),
            (Field::Owner, &["Assignee"]),
            (Field::Made, &["Created at"]),
            (Field::Due, &["Due date"]),
            (Field::Done, &["Solved at"]),
            (Field::Status, &["Status"]),
            (Field::Tags, &["Tags"]),
            (Field::Note, &["Description"]),
            (Field::Contact, &["Requester email"]),
        ],
        status: &[
            (Status::Closed, &["Solved", "Closed"]),
            (Status::Open, &["New", "Open", "Pending", "Hold", "On-hold"]),
        ],
        rules: &[
            Rule { column: "Status", words: &["deleted"], then: Then::Gone, why: "deleted at zendesk" },
            Rule {
                column: "Status",
                words: &["pending"],
                then: Then::Noted,
                why: "pending at zendesk: waiting for the customer",
            },
        ],
        tags: &[' ', ','],
        notes: Notes::Plain,
        due: None,
        to_nobody: None,
        is_system: true,
    },
};
