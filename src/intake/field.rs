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
}

impl Field {
    /// Every field.
    pub const ALL: [Self; 12] = [
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
        }
    }

    /// Returns true if a row needs this field.
    pub(super) const fn is_needed(self) -> bool {
        matches!(self, Self::To | Self::What | Self::Made)
    }
}
