//! Where the values of each argument are from: one table, by the names that the help has for them.

use clap::Arg;

/// Where the values of an argument are from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The ids of what is open.
    Open,
    /// The ids of what is closed.
    Closed,
    /// The customers.
    Customers,
    /// The people on our side.
    Owners,
    /// The kinds.
    Kinds,
    /// The tags of what is open.
    Tags,
    /// The calendars.
    Calendars,
    /// The classes.
    Classes,
    /// Dates to come.
    Dates,
    /// Dates that have passed.
    Past,
    /// Lengths of time.
    Lengths,
    /// How often something is promised again.
    Again,
    /// What help knows.
    Topics,
    /// Time zones.
    Zones,
    /// The files beside.
    Files,
    /// Words that only the person knows.
    Theirs,
}

impl Source {
    /// All, so that a placeholder can name one.
    pub const ALL: [Self; 16] = [
        Self::Open,
        Self::Closed,
        Self::Customers,
        Self::Owners,
        Self::Kinds,
        Self::Tags,
        Self::Calendars,
        Self::Classes,
        Self::Dates,
        Self::Past,
        Self::Lengths,
        Self::Again,
        Self::Topics,
        Self::Zones,
        Self::Files,
        Self::Theirs,
    ];

    /// Returns where the values of an argument are from; `None` if only the person knows, or clap knows them all.
    pub fn of(verb: &str, arg: &Arg) -> Option<Self> {
        if arg.get_possible_values().iter().any(|value| !value.is_hide_set()) {
            return None;
        }
        let is_past = ["at", "asked", "since", "before", "from"].contains(&arg.get_id().as_str());
        Some(match arg.get_value_names()?.first()?.as_str() {
            "ID" if ["reopen", "rate"].contains(&verb) => Self::Closed,
            "ID" | "ID TEXT" => Self::Open,
            "NAME" | "WORDS" => Self::Customers,
            "WHO" => Self::Owners,
            "KIND" => Self::Kinds,
            "TAG" => Self::Tags,
            "CALENDAR" => Self::Calendars,
            "CLASS" => Self::Classes,
            "WHEN" | "START" if is_past => Self::Past,
            "WHEN" | "START END" => Self::Dates,
            "DURATION" => Self::Lengths,
            "SPAN" => Self::Again,
            "TOPIC" => Self::Topics,
            "ZONE" => Self::Zones,
            "PATH" | "FILE" | "OUT" => Self::Files,
            "BASE" | "OURS" | "THEIRS" if arg.is_positional() => Self::Files,
            _ if !arg.is_positional() && arg.get_num_args().is_some_and(|words| words.max_values() > 1) => {
                Self::Theirs
            }
            _ => return None,
        })
    }
}

/// A value that is wanted, in the place of which the engine had a placeholder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked<'a> {
    /// Where it is from.
    pub source: Source,
    /// What is typed of it, on from the words before.
    pub typed: &'a str,
    /// Which word of the argument it is, from 0.
    pub place: usize,
    /// Whether the argument is an option.
    pub is_option: bool,
    /// What stands before it in the same word: `--to=`.
    pub prefix: &'a str,
}
