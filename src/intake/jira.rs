//! The issues of a Jira export.

use super::preset::{Notes, Preset, Rule, Then};
use super::state::Status;
use super::{Field, Open, Source, csv};

/// The resolutions of what nobody will do.
const NOT_DONE: &[&str] = &[
    "won't do",
    "won't fix",
    "duplicate",
    "cannot reproduce",
    "declined",
    "incomplete",
    "known error",
    "cancelled",
    "canceled",
];

pub(super) const SOURCE: Source = Source {
    name: "jira",
    help: "The issues of a Jira search, as CSV",
    open: Open::Table(csv::open),
    fits: |text, options| csv::has(text, options, &["Issue key", "Summary", "Created"]),
    preset: &Preset {
        columns: &[
            (Field::Reference, &["Issue key"]),
            (Field::To, &["Reporter"]),
            (Field::What, &["Summary"]),
            (Field::Owner, &["Assignee"]),
            (Field::Made, &["Created"]),
            (Field::Due, &["Due Date"]),
            (Field::Done, &["Resolved"]),
            (Field::Status, &["Status Category"]),
            (Field::Tags, &["Labels"]),
            (Field::Note, &["Comment"]),
        ],
        status: &[(Status::Closed, &["Done"]), (Status::Open, &["To Do", "In Progress", "New"])],
        rules: &[
            Rule {
                column: "Resolution",
                words: NOT_DONE,
                then: Then::Gone,
                why: "not going to be done at jira",
            },
            Rule {
                column: "Status",
                words: &["waiting for customer"],
                then: Then::Noted,
                why: "waiting for the customer at jira",
            },
        ],
        tags: &[' ', ','],
        notes: Notes::Dated,
        due: None,
        to_nobody: None,
        is_system: true,
    },
};
