//! A name that was typed, and the known ones that it may stand for, gathered while they pass: nothing is kept of those
//! that are not near.

use std::cmp::Reverse;
use std::collections::HashSet;

use super::key::Forms;
use super::{PART, SCHEME, apart, is_same};
use crate::text::{Comparisons, did_you_mean, fold, quote};

/// The most near names that are kept.
const KEPT: usize = 64;
/// The most different names that are compared with the typed one.
const COMPARED: usize = 10_000;

/// The comparisons of two names, each with and without its suffix.
const FORMS: usize = 4;
/// The letters that a suffix may add to a name, such as `Corp` and `GmbH`.
const OF_SUFFIX: u32 = 4;

/// A typed name among known ones.
#[derive(Debug)]
pub struct Meant {
    typed: String,
    forms: Forms,
    /// The letters of its key, and those of the whole name; `None` if it has others than those of ASCII.
    letters: Option<(u32, u32)>,
    is_known: bool,
    /// The names that were compared with it.
    compared: HashSet<String>,
    near: Vec<Near>,
    /// For each end of a word in it, how many known names begin like that.
    schemes: Vec<(usize, usize)>,
    comparisons: Comparisons,
}

/// A known name near the typed one.
#[derive(Debug)]
struct Near {
    name: String,
    uses: usize,
    /// As [`apart`] says.
    apart: usize,
    /// It differs in capitals and spaces only.
    is_same: bool,
    /// The bytes of its key.
    length: usize,
}

impl Near {
    fn rank(&self) -> (bool, usize, Reverse<usize>, &str) {
        (!self.is_same, self.apart, Reverse(self.uses), &self.name)
    }
}

impl Meant {
    /// Returns a typed name among no known ones yet.
    pub fn new(typed: &str) -> Self {
        let forms = Forms::new(typed);
        let letters = letters(&forms.key.text).zip(letters(&fold(typed)));
        let schemes = forms.key.ends.iter().map(|end| (*end, 0)).collect();
        Self {
            typed: typed.to_owned(),
            forms,
            letters,
            is_known: false,
            compared: HashSet::new(),
            near: Vec::new(),
            schemes,
            comparisons: Comparisons::most(COMPARED.saturating_mul(FORMS)),
        }
    }

    /// Takes a known name in. Of names that passed already only how often they do is counted.
    pub fn see(&mut self, known: &str) {
        if self.is_known || known == self.typed {
            self.is_known = true;
            return;
        }
        if let Some(near) = self.near.iter_mut().find(|near| near.name == known) {
            near.uses = near.uses.saturating_add(1);
            return;
        }
        if !self.may_be_near(known) || self.compared.contains(known) {
            return;
        }
        // What is only spelled in another way is found, however many names there are.
        let is_same = is_same(&self.typed, known);
        if !is_same && self.compared.len() >= COMPARED {
            return;
        }
        self.compared.insert(known.to_owned());
        let other = Forms::new(known);
        for (end, count) in &mut self.schemes {
            let [one, other] = [&self.forms.key, &other.key];
            let begins = other.ends.contains(end) && one.text.get(..*end) == other.text.get(..*end);
            *count = count.saturating_add(usize::from(begins));
        }
        let apart = if is_same { Some(0) } else { apart(&self.forms, &other, &mut self.comparisons) };
        if let Some(apart) = apart.filter(|_| is_same || self.near.len() < KEPT) {
            let length = other.key.text.len();
            self.near.push(Near { name: known.to_owned(), uses: 1, apart, is_same, length });
        }
    }

    /// Adds what passed in the next part of a ledger.
    #[must_use]
    pub fn and(mut self, next: Self) -> Self {
        self.is_known |= next.is_known;
        next.compared.iter().for_each(|name| self.see(name));
        for Near { name, uses, .. } in next.near {
            if let Some(near) = self.near.iter_mut().find(|near| near.name == name) {
                // It was seen once just now.
                near.uses = near.uses.saturating_add(uses).saturating_sub(1);
            }
        }
        self
    }

    /// Returns the known name that differs in capitals or spaces only, the most used; `None` if the typed one is known.
    pub fn spelling(&self) -> Option<&str> {
        self.best().filter(|near| near.is_same).map(|near| near.name.as_str())
    }

    /// Returns the known name that the typed one, which is another, may be a misspelling of; of as near ones the most used.
    pub fn near(&self) -> Option<&str> {
        self.best().filter(|near| !near.is_same).map(|near| near.name.as_str())
    }

    /// Returns the name as it is written: as the known one that differs in capitals or spaces only, else as it was typed.
    pub fn written(&self) -> &str {
        self.spelling().unwrap_or(&self.typed)
    }

    /// Says that it is written in another way than it was typed, if it is.
    pub fn note(&self) -> Option<String> {
        Some(format!("written as {}, as before", quote(self.spelling()?)))
    }

    /// Warns of a customer or an owner who is new, and near a known one.
    pub fn warning(&self, what: &str) -> Option<String> {
        Some(format!("{what} {} is new; {}", quote(&self.typed), did_you_mean(self.near()?)))
    }

    fn best(&self) -> Option<&Near> {
        let near = self.near.iter().filter(|near| !self.is_known && !self.follows_scheme(near));
        near.min_by(|one, other| one.rank().cmp(&other.rank()))
    }

    /// Returns true for a name that is near only because many begin alike.
    fn follows_scheme(&self, near: &Near) -> bool {
        let length = self.forms.key.text.len();
        let longer = || self.near.iter().filter(|other| other.apart == PART && other.length > length).count();
        let shorter = || self.schemes.iter().find(|(end, _)| *end == near.length).map(|(_, count)| *count);
        near.apart == PART
            && SCHEME < if near.length > length { longer() } else { shorter().unwrap_or_default() }
    }

    /// Returns false for a name whose letters are too different for it to be near, which is so of nearly all.
    fn may_be_near(&self, known: &str) -> bool {
        let (Some((key, all)), Some(letters)) = (self.letters, letters(known)) else { return true };
        let first =
            |text: &str| text.bytes().find(u8::is_ascii_alphabetic).map(|letter| letter.to_ascii_lowercase());
        let (missing, added) = ((key & !letters).count_ones(), (letters & !all).count_ones());
        let is_slip = missing <= 2 && added <= 2_u32.saturating_add(OF_SUFFIX);
        is_slip || ((missing == 0 || added <= OF_SUFFIX) && first(known) == first(&self.forms.key.text))
    }
}

/// Returns which letters a text has, a bit each; `None` if it has others than those of ASCII.
fn letters(text: &str) -> Option<u32> {
    text.is_ascii().then(|| {
        let letters = text.bytes().filter(u8::is_ascii_alphabetic);
        letters.fold(0, |all, letter| all | 1_u32.rotate_left(u32::from(letter & 31)))
    })
}
