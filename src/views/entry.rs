//! What a calendar shows of a commitment.

use crate::rules::words::words;

words! {
    /// What a commitment is in a calendar.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
    pub enum Entry = "entry" {
        /// A to-do with its due, as RFC 5545 has it.
        #[default]
        Todo = "vtodo",
        /// An event at the due, for calendars that show no to-dos.
        Event = "vevent",
    }
}
