//! The key by which names are compared: a name without everything that people write in several ways.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::text::{MOST_LETTERS, fold};

/// The titles that may come before a person's name.
const TITLES: [&str; 7] = ["mr", "mrs", "ms", "miss", "mx", "dr", "prof"];

/// The suffixes that may come after a company's name.
const SUFFIXES: [&str; 32] = [
    "inc",
    "incorporated",
    "ltd",
    "limited",
    "llc",
    "llp",
    "lp",
    "plc",
    "corp",
    "corporation",
    "co",
    "company",
    "gmbh",
    "mbh",
    "ag",
    "kg",
    "kgaa",
    "ohg",
    "ug",
    "se",
    "sa",
    "sas",
    "sarl",
    "srl",
    "spa",
    "bv",
    "nv",
    "ab",
    "oy",
    "aps",
    "pty",
    "pte",
];

/// At so many ends of words a name may be the beginning of another.
const MOST_ENDS: usize = 8;

/// A name, ready to be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Key {
    /// Its letters and digits.
    pub(super) text: String,
    /// The characters of the text.
    pub(super) length: usize,
    /// Its numbers, in their order: names with different numbers are never near.
    pub(super) numbers: String,
    /// The words of one letter, and Roman numerals: `J Smith`, `Phase II`.
    pub(super) initials: Vec<String>,
    /// The ends of words at which another name may end of which this is the longer one: `Harbor|Café`.
    pub(super) ends: Vec<usize>,
    letters: usize,
    /// Each of its characters says as much as a word (CJK).
    is_dense: bool,
}

/// One word of a name, in small letters.
#[derive(Debug, Default)]
struct Word {
    text: String,
    /// The last place where a capital follows a small letter: `Acme|Corp`.
    hump: Option<usize>,
}

/// A name in both forms in which it is compared.
#[derive(Debug)]
pub(super) struct Forms {
    /// Without titles and suffixes.
    pub(super) key: Key,
    /// With them, if there are any: `Acme Copr` is a misspelling of `Acme Corp`, not of `Acme`.
    pub(super) whole: Option<Key>,
}

impl Forms {
    pub(super) fn new(name: &str) -> Self {
        let whole = words(name);
        let mut words = words(name);
        strip(&mut words);
        let (key, whole) = (Key::of(words, name), Key::of(whole, name));
        Self { whole: (whole.text != key.text).then_some(whole), key }
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = &Key> {
        std::iter::once(&self.key).chain(&self.whole)
    }
}

impl Key {
    pub(super) fn new(name: &str) -> Self {
        Forms::new(name).key
    }

    fn of(words: Vec<Word>, name: &str) -> Self {
        let mut key = String::with_capacity(name.len());
        // What follows must tell more than which of several it is: a number, an initial.
        let is_more = |rest: &[Word]| {
            !rest.iter().any(|word| word.text.contains(is_digit))
                && !rest.iter().all(|word| is_initial(&word.text))
        };
        let (mut ends, mut letters, mut is_dense) = (Vec::new(), 0_usize, false);
        let mut rest = words.as_slice();
        while let [Word { text, .. }, others @ ..] = rest {
            rest = others;
            // Numbers side by side stay apart: flat 1, 12 High Street is not flat 11, 2 High Street.
            if key.ends_with(is_digit) && text.starts_with(is_digit) {
                key.push(' ');
            }
            key.push_str(text);
            letters = letters.saturating_add(text.chars().filter(|letter| letter.is_alphabetic()).count());
            is_dense |= text.chars().any(is_dense_letter);
            let can_begin = (super::LETTERS_FOR_ONE..=MOST_LETTERS).contains(&letters) && !is_dense;
            if can_begin && ends.len() < MOST_ENDS && is_more(rest) {
                ends.push(key.len());
            }
        }
        if key.is_empty() {
            fold::fold(name).trim().clone_into(&mut key);
        }
        let numbers = key.split(|letter| !is_digit(letter)).filter(|run| !run.is_empty());
        let numbers = numbers.collect::<Vec<_>>().join(" ");
        let initials = words.into_iter().map(|word| word.text).filter(|word| is_initial(word)).collect();
        let letters = key.chars().filter(|letter| letter.is_alphabetic()).count();
        let is_dense = key.chars().any(is_dense_letter);
        Self { length: key.chars().count(), text: key, numbers, initials, ends, letters, is_dense }
    }

    /// Returns true if this is the beginning of the other, up to the end of a word.
    pub(super) fn begins(&self, other: &Self) -> bool {
        other.ends.contains(&self.text.len()) && other.text.starts_with(&self.text)
    }

    /// Returns how many of its letters may be wrong.
    pub(super) fn slips(&self) -> usize {
        match self.letters {
            _ if self.is_dense || self.length > MOST_LETTERS => 0,
            super::LETTERS_FOR_TWO.. => 2,
            super::LETTERS_FOR_ONE.. => 1,
            _ => 0,
        }
    }
}

/// Returns the words of a name: letters and digits, without accents; `&` is a word.
fn words(name: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut word = Word::default();
    let mut before = ' ';
    for letter in name.nfkd() {
        let mut folded = fold::letter(letter).peekable();
        if folded.peek().is_none() {
            continue;
        }
        if letter.is_alphanumeric() || (is_combining_mark(letter) && !word.text.is_empty()) {
            if before.is_lowercase() && letter.is_uppercase() {
                word.hump = Some(word.text.len());
            }
            word.text.extend(folded);
        } else if !is_silent(letter) || (letter == '.' && is_digit(before)) {
            end(&mut word, &mut words);
            if matches!(letter, '&' | '+') {
                words.push(Word { text: "and".to_owned(), hump: None });
            }
        }
        before = letter;
    }
    end(&mut word, &mut words);
    words
}

fn end(word: &mut Word, words: &mut Vec<Word>) {
    let mut done = std::mem::take(word);
    if done.text.is_empty() {
        return;
    }
    if !done.text.is_ascii() {
        done.text = done.text.nfc().collect();
        done.hump = None;
    }
    words.push(done);
}

/// Removes titles from the front, and suffixes from the end; the last word always stays.
fn strip(words: &mut Vec<Word>) {
    let last = words.len().saturating_sub(1);
    let titles = words.iter().take(last).take_while(|word| TITLES.contains(&word.text.as_str())).count();
    words.drain(..titles);
    let mut stripped = false;
    while let [_, .., word] = words.as_slice() {
        // GmbH & Co. KG
        let goes = SUFFIXES.contains(&word.text.as_str()) || (stripped && word.text == "and");
        if !goes {
            break;
        }
        words.pop();
        stripped = true;
    }
    if let Some(Word { text, hump: Some(hump) }) = words.last_mut()
        && text.get(*hump..).is_some_and(|tail| SUFFIXES.contains(&tail))
    {
        text.truncate(*hump);
    }
}

/// Returns true for punctuation that does not separate words: O'Brien, U.S.
fn is_silent(letter: char) -> bool {
    matches!(
        letter,
        '.' | '\'' | '`' | '\u{2018}' | '\u{2019}' | '\u{2bc}' | '\u{ad}' | '\u{200b}'..='\u{200f}'
    )
}

/// Returns true for characters that each say as much as a word.
const fn is_dense_letter(letter: char) -> bool {
    letter >= '\u{2e80}'
}

fn is_digit(letter: char) -> bool {
    letter.is_numeric()
}

/// Returns true if a word distinguishes one name from another: a single letter, or a Roman numeral.
fn is_initial(word: &str) -> bool {
    let mut letters = word.chars();
    match (letters.next(), letters.next()) {
        (Some(only), None) => only.is_alphabetic(),
        (Some(_), Some(_)) => word.chars().all(|letter| matches!(letter, 'i' | 'v' | 'x')),
        _ => false,
    }
}
