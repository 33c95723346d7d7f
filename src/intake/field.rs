//! The fields of a commitment that a file can fill.

/// A field of a commitment in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// `ref`
    Reference,
    /// `to`
    To,
    /// `what`
    What,
    /// `kind`
    Kind,
    /// `owner`
    Owner,
    /// `class`
    Class,
    /// `tags`
    Tags,
    /// `contact`
    Contact,
    /// `made`
    Made,
    /// `asked`
    Asked,
    /// `due`
    Due,
    /// `done`
    Done,
    /// `status`: open, closed or cancelled, in the words of the file.
    Status,
    /// `outcome`: the note of the closing.
    Outcome,
    /// `note`
    Note,
    /// `did`: which event it was, in an event file; `--events` names its column.
    Did,
}

impl Field {
    /// Every field that `--map` can fill.
    pub const ALL: [Self; 15] = [
        Self::Reference,
        Self::To,
        Self::What,
        Self::Kind,
        Self::Owner,
        Self::Class,
        Self::Tags,
        Self::Contact,
        Self::Made,
        Self::Asked,
        Self::Due,
        Self::Done,
        Self::Status,
        Self::Outcome,
        Self::Note,
    ];

    /// Returns the word for `--map`, which is also the column that is used without `--map`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Reference => "ref",
            Self::To => "to",
            Self::What => "what",
            Self::Kind => "kind",
            Self::Owner => "owner",
            Self::Class => "class",
            Self::Tags => "tags",
            Self::Contact => "contact",
            Self::Made => "made",
            Self::Asked => "asked",
            Self::Due => "due",
            Self::Done => "done",
            Self::Status => "status",
            Self::Outcome => "outcome",
            Self::Note => "note",
            Self::Did => "did",
        }
    }

    /// Returns the field of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }

    /// Returns true if a row needs this field.
    pub(super) const fn is_needed(self) -> bool {
        matches!(self, Self::To | Self::What | Self::Made)
    }

    /// Returns true if it is an instant.
    pub(super) const fn is_time(self) -> bool {
        matches!(self, Self::Made | Self::Asked | Self::Due | Self::Done)
    }

    /// Returns true if several columns can fill it together.
    pub(super) const fn is_list(self) -> bool {
        matches!(self, Self::Tags | Self::Note)
    }
}
