//! Enums whose values have a word each, with the list of them made by the compiler.

/// A value with a word for it.
pub trait Word: Copy + 'static {
    /// What the words are called in a message.
    const WHAT: &'static str;
    /// Every value, in the order in which they are declared.
    const ALL: &'static [Self];

    /// Returns the word, as ledgers, arguments and JSON have it.
    fn name(self) -> &'static str;

    /// Returns the value of that word.
    fn named(word: &str) -> Option<Self>;

    /// Returns its meaning, as a sentence.
    fn meaning(self) -> &'static str;

    /// Says what it means, as a part of a sentence.
    fn clause(self) -> String {
        clause(self.meaning())
    }

    /// Returns every word.
    fn names() -> Vec<&'static str> {
        Self::ALL.iter().map(|one| one.name()).collect()
    }
}

/// Returns a sentence as a part of one.
pub fn clause(sentence: &str) -> String {
    let mut letters = sentence.trim_end_matches('.').chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// Declares an enum, each value with its meaning and its word, and the name for them in a message.
macro_rules! words {
    ($(#[$about:meta])* pub enum $name:ident = $what:literal {
        $(#[doc = $meaning:literal] $(#[$more:meta])* $one:ident = $word:literal,)*
    }) => {
        $(#[$about])*
        pub enum $name {
            $(#[doc = $meaning] $(#[$more])* $one,)*
        }

        impl $name {
            /// Every value, in the order in which they are declared.
            pub const ALL: [Self; [$($word),*].len()] = [$(Self::$one),*];

            /// Returns the word, as ledgers, arguments and JSON have it.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$one => $word,)*
                }
            }

            /// Returns the value of that word.
            pub fn named(word: &str) -> Option<Self> {
                match word {
                    $($word => Some(Self::$one),)*
                    _ => None,
                }
            }
        }

        impl $crate::rules::words::Word for $name {
            const WHAT: &'static str = $what;
            const ALL: &'static [Self] = &Self::ALL;

            fn name(self) -> &'static str {
                Self::name(self)
            }

            fn named(word: &str) -> Option<Self> {
                Self::named(word)
            }

            fn meaning(self) -> &'static str {
                match self {
                    $(Self::$one => $meaning.trim_ascii(),)*
                }
            }
        }
    };
}

pub(crate) use words;
