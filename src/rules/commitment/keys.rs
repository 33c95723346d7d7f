//! How the vocabulary is read and written: a reader is a [`Keys`], a writer is a [`Sink`], and the kinds of values are
//! between them.
//!
//! The rows of the vocabulary (in [`super`] and in [`super::deed`]) name a key and the kind of its value. The type of
//! the field decides whether a key is required: an `Option` may be left out.

use std::borrow::Cow;

use super::id::Id;
use crate::rules::every::Every;
use crate::rules::target::Target;
use crate::rules::time::Instant;
use crate::rules::words::Word;

/// A key, and what a line or a pair with it begins with in the canonical form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// The key.
    pub name: &'static str,
    /// The key, ` = `.
    pub start: &'static str,
    /// The key, ` = ` and a quote.
    pub quoted: &'static str,
    /// Whether it is required.
    pub is_needed: bool,
}

/// Makes a key of its name, of a kind of value and the type of the field for it: `key!("to", Name, Cow<'a, str>)`.
macro_rules! key {
    ($name:literal, $kind:ty, $type:ty) => {
        $crate::rules::commitment::keys::Key {
            name: $name,
            start: concat!($name, " = "),
            quoted: concat!($name, " = \""),
            is_needed: $crate::rules::commitment::keys::is_needed::<$kind, $type>(),
        }
    };
}

pub(super) use key;

/// A source of values, read key by key, in the order of the canonical form. `None` is an absent key.
pub trait Keys<'t> {
    /// The error of a value.
    type Refusal;
    /// A string as it is read. (Two words stay in registers; a `Cow` would pass through memory.)
    type Text: Into<Cow<'t, str>>;

    /// Reads a string.
    fn text(&mut self, key: Key) -> Result<Option<Self::Text>, Self::Refusal>;
    /// Reads a string that is short enough for a name.
    fn name(&mut self, key: Key) -> Result<Option<Self::Text>, Self::Refusal>;
    /// Reads a list of names in place of another, empty if the key is absent.
    fn names(&mut self, key: Key, into: &mut Vec<Cow<'t, str>>) -> Result<(), Self::Refusal>;
    /// Reads an instant.
    fn instant(&mut self, key: Key) -> Result<Option<Instant>, Self::Refusal>;
    /// Reads `true` or `false`.
    fn flag(&mut self, key: Key) -> Result<Option<bool>, Self::Refusal>;
    /// Reads a whole number from 1 to `most`.
    fn count(&mut self, key: Key, most: u32) -> Result<Option<u32>, Self::Refusal>;
    /// Reads an id.
    fn id(&mut self, key: Key) -> Result<Option<Id>, Self::Refusal>;
    /// Reads a length of time in place of another.
    fn length(&mut self, key: Key, into: &mut Option<Target>) -> Result<(), Self::Refusal>;
    /// Reads how often a promise is made again.
    fn every(&mut self, key: Key) -> Result<Option<Every>, Self::Refusal>;
    /// Reads one of some words.
    fn word<W: Word>(&mut self, key: Key) -> Result<Option<W>, Self::Refusal>;
    /// Returns the error of a missing required key.
    fn missing(&self, key: Key) -> Self::Refusal;
}

/// A destination of values, written key by key. Absent ones are handed over too: JSON writes `null`.
pub trait Sink {
    /// Writes a string.
    fn text(&mut self, key: Key, value: Option<&str>);
    /// Writes a list of names.
    fn names(&mut self, key: Key, value: &[Cow<'_, str>]);
    /// Writes an instant.
    fn instant(&mut self, key: Key, value: Option<Instant>);
    /// Writes `true` or `false`; an absent key is `false`.
    fn flag(&mut self, key: Key, value: bool);
    /// Writes a whole number from 1 on.
    fn count(&mut self, key: Key, value: Option<u32>);
    /// Writes a word, which may be left out if it is the default.
    fn word(&mut self, key: Key, value: &'static str, is_default: bool);
}

/// A kind of value, with its reader and its writer.
pub trait Kind {
    /// Its type in memory.
    type Value<'t>;
    /// Whether it has a value if the key is absent.
    const HAS_DEFAULT: bool = false;
    /// Whether it is large: moving it takes a fifth of all the reading of a block.
    const IS_LARGE: bool = false;

    /// Reads a value.
    fn read<'t, K: Keys<'t>>(keys: &mut K, key: Key) -> Result<Option<Self::Value<'t>>, K::Refusal>;

    /// Reads a value in place of another.
    #[inline(always)]
    fn read_into<'t, K: Keys<'t>>(
        keys: &mut K,
        key: Key,
        into: &mut Self::Value<'t>,
    ) -> Result<(), K::Refusal> {
        *into = Self::read(keys, key)?.ok_or_else(|| keys.missing(key))?;
        Ok(())
    }

    /// Writes a value.
    fn write(to: &mut impl Sink, key: Key, value: Option<&Self::Value<'_>>);
}

/// A required value or, in an `Option`, an optional one.
pub trait Presence<T>: Sized {
    /// Whether it is optional.
    const IS_OPTIONAL: bool;

    /// Returns the field for what was read, `None` if a required value is absent.
    fn of(found: Option<T>) -> Option<Self>;
    /// Returns the value, if there is one.
    fn get(&self) -> Option<&T>;
    /// Returns the place of a required value.
    fn place(&mut self) -> Option<&mut T>;
}

impl<T> Presence<T> for T {
    const IS_OPTIONAL: bool = false;

    #[inline(always)]
    fn of(found: Option<T>) -> Option<Self> {
        found
    }

    fn get(&self) -> Option<&T> {
        Some(self)
    }

    #[inline(always)]
    fn place(&mut self) -> Option<&mut T> {
        Some(self)
    }
}

impl<T> Presence<T> for Option<T> {
    const IS_OPTIONAL: bool = true;

    #[inline(always)]
    fn of(found: Self) -> Option<Self> {
        Some(found)
    }

    fn get(&self) -> Option<&T> {
        self.as_ref()
    }

    #[inline(always)]
    fn place(&mut self) -> Option<&mut T> {
        None
    }
}

/// Returns whether a field of this type needs a key with this kind of value.
pub(super) const fn is_needed<'t, D: Kind, V: Presence<D::Value<'t>>>() -> bool {
    !(V::IS_OPTIONAL || D::HAS_DEFAULT)
}

/// Reads a key of this kind for a field of this type.
#[inline(always)]
pub(super) fn read<'t, D: Kind, V: Presence<D::Value<'t>>, K: Keys<'t>>(
    keys: &mut K,
    key: Key,
) -> Result<V, K::Refusal> {
    V::of(D::read(keys, key)?).ok_or_else(|| keys.missing(key))
}

/// Reads a key of this kind into a field of this type.
#[inline(always)]
pub(super) fn read_into<'t, D: Kind, V: Presence<D::Value<'t>>, K: Keys<'t>>(
    keys: &mut K,
    key: Key,
    into: &mut V,
) -> Result<(), K::Refusal> {
    match into.place().filter(|_| D::IS_LARGE) {
        Some(place) => D::read_into(keys, key, place)?,
        None => *into = read::<D, V, K>(keys, key)?,
    }
    Ok(())
}

/// Writes a key of this kind, if it has a value.
pub(super) fn write<'t, D: Kind, V: Presence<D::Value<'t>>>(to: &mut impl Sink, key: Key, value: &V) {
    D::write(to, key, value.get());
}

/// Any string.
pub(super) struct Text;
/// A string that is short enough for a name.
pub(super) struct Name;
/// The name of a kind; `"promise"` if absent.
pub(super) struct KindName;
/// A list of names.
pub(super) struct Names;
/// An instant.
pub(super) struct Moment;
/// A flag; `false` if absent.
pub(super) struct Flag;
/// A whole number from 1 on.
pub(super) struct Count;
/// The most stars that a customer gives.
pub const MOST_STARS: u32 = 5;

/// A whole number of stars.
pub(super) struct StarCount;
/// An id.
pub(super) struct IdLetters;
/// A length of time.
pub(super) struct Length;
/// A length of time in a place of its own, where few have one: it would make every event larger.
pub(super) struct LengthApart;
/// How often a promise is made again.
pub(super) struct Again;
/// One of some words.
pub(super) struct OneOf<W>(W);
/// One of some words, and the default if absent.
pub(super) struct OneOfOrDefault<W>(W);

/// Declares a kind of value: the reader that reads it, its value if the key is absent, and how it is written.
macro_rules! kinds {
    ($($kind:ident($value:ty) = $read:ident $(or $default:expr)?, |$to:ident, $key:ident, $one:ident| $write:expr;)*) => {$(
        impl Kind for $kind {
            type Value<'t> = $value;
            $(const HAS_DEFAULT: bool = !stringify!($default).is_empty();)?

            #[inline(always)]
            fn read<'t, K: Keys<'t>>(keys: &mut K, key: Key) -> Result<Option<$value>, K::Refusal> {
                let found: Option<$value> = keys.$read(key)?.map(Into::into);
                $(let found = Some(found.unwrap_or($default));)?
                Ok(found)
            }

            fn write($to: &mut impl Sink, $key: Key, $one: Option<&Self::Value<'_>>) {
                $write
            }
        }
    )*};
}

kinds! {
    Text(Cow<'t, str>) = text, |to, key, one| to.text(key, one.map(AsRef::as_ref));
    Name(Cow<'t, str>) = name, |to, key, one| to.text(key, one.map(AsRef::as_ref));
    KindName(Cow<'t, str>) = name or Cow::Borrowed("promise"), |to, key, one| to.text(key, one.map(AsRef::as_ref));
    Moment(Instant) = instant, |to, key, one| to.instant(key, one.copied());
    Flag(bool) = flag or false, |to, key, one| to.flag(key, one.is_some_and(|flag| *flag));
    Again(Every) = every, |to, key, one| to.text(key, one.map(Every::to_string).as_deref());
    IdLetters(Id) = id, |to, key, one| to.text(key, one.map(Id::as_str));
}

/// Declares a kind of large value.
macro_rules! large_kinds {
    ($($kind:ident($value:ty) = $read:ident, |$to:ident, $key:ident, $one:ident| $write:expr;)*) => {$(
        impl Kind for $kind {
            type Value<'t> = $value;
            const HAS_DEFAULT: bool = true;
            const IS_LARGE: bool = true;

            fn read<'t, K: Keys<'t>>(keys: &mut K, key: Key) -> Result<Option<$value>, K::Refusal> {
                let mut found = <$value>::default();
                keys.$read(key, &mut found)?;
                Ok(Some(found))
            }

            #[inline(always)]
            fn read_into<'t, K: Keys<'t>>(keys: &mut K, key: Key, into: &mut $value) -> Result<(), K::Refusal> {
                keys.$read(key, into)
            }

            fn write($to: &mut impl Sink, $key: Key, $one: Option<&Self::Value<'_>>) {
                $write
            }
        }
    )*};
}

large_kinds! {
    Names(Vec<Cow<'t, str>>) = names, |to, key, one| to.names(key, one.map_or(&[], Vec::as_slice));
    Length(Option<Target>) = length, |to, key, one| {
        to.text(key, one.and_then(Option::as_ref).map(Target::to_string).as_deref());
    };
}

/// Declares a kind of whole number from 1 on, with the most that it may be.
macro_rules! numbers {
    ($($kind:ident to $most:expr;)*) => {$(
        impl Kind for $kind {
            type Value<'t> = u32;

            #[inline(always)]
            fn read<'t, K: Keys<'t>>(keys: &mut K, key: Key) -> Result<Option<u32>, K::Refusal> {
                keys.count(key, $most)
            }

            fn write(to: &mut impl Sink, key: Key, one: Option<&u32>) {
                to.count(key, one.copied());
            }
        }
    )*};
}

numbers! {
    Count to u32::MAX;
    StarCount to MOST_STARS;
}

impl Kind for LengthApart {
    type Value<'t> = Box<Target>;

    fn read<'t, K: Keys<'t>>(keys: &mut K, key: Key) -> Result<Option<Box<Target>>, K::Refusal> {
        let mut found = None;
        keys.length(key, &mut found)?;
        Ok(found.map(Box::new))
    }

    fn write(to: &mut impl Sink, key: Key, value: Option<&Box<Target>>) {
        to.text(key, value.map(|length| length.to_string()).as_deref());
    }
}

impl<W: Word> Kind for OneOf<W> {
    type Value<'t> = W;

    #[inline(always)]
    fn read<'t, K: Keys<'t>>(keys: &mut K, key: Key) -> Result<Option<W>, K::Refusal> {
        keys.word(key)
    }

    fn write(to: &mut impl Sink, key: Key, value: Option<&W>) {
        to.text(key, value.map(|word| word.name()));
    }
}

impl<W: Word + Default + PartialEq> Kind for OneOfOrDefault<W> {
    type Value<'t> = W;
    const HAS_DEFAULT: bool = true;

    #[inline(always)]
    fn read<'t, K: Keys<'t>>(keys: &mut K, key: Key) -> Result<Option<W>, K::Refusal> {
        Ok(Some(keys.word(key)?.unwrap_or_default()))
    }

    fn write(to: &mut impl Sink, key: Key, value: Option<&W>) {
        let word = value.copied().unwrap_or_default();
        to.word(key, word.name(), word == W::default());
    }
}

/// Makes a value own its texts.
pub(super) trait Own {
    /// The value, borrowing nothing.
    type Owned;
    /// Returns the same value with texts of its own.
    fn own(self) -> Self::Owned;
}

impl Own for Cow<'_, str> {
    type Owned = Cow<'static, str>;

    fn own(self) -> Cow<'static, str> {
        Cow::Owned(self.into_owned())
    }
}

impl<T: Own> Own for Option<T> {
    type Owned = Option<T::Owned>;

    fn own(self) -> Self::Owned {
        self.map(Own::own)
    }
}

impl<T: Own> Own for Vec<T> {
    type Owned = Vec<T::Owned>;

    fn own(self) -> Self::Owned {
        self.into_iter().map(Own::own).collect()
    }
}

/// Values that borrow nothing.
macro_rules! owned {
    ($($value:ty),*) => {$(
        impl Own for $value {
            type Owned = Self;

            fn own(self) -> Self {
                self
            }
        }
    )*};
}

owned!(bool, u32, Id, Instant, Target, Box<Target>, Every, super::Class, super::CancelAs);
