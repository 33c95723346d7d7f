//! Words that somebody typed, and the texts that they match.

use unicode_normalization::char::is_combining_mark;

use crate::rules::commitment::Commitment;
use crate::rules::policy::Customers;
use crate::text::fold;

/// Words, each of which must begin a word of the text; or, all of them, the whole of a name.
#[derive(Debug, Clone, Default)]
pub struct Words {
    /// The words, folded.
    each: Vec<String>,
    /// All of them as one name, folded.
    name: String,
}

impl Words {
    /// Returns the words of a text, without case and accents: `zoe` finds Zoë. A text of signs only keeps them, and so
    /// matches nothing: `--to ???` must not mean everybody.
    pub fn new(text: &str) -> Self {
        let mut asked: Vec<String> = words(text).map(|word| fold::letters(word).collect()).collect();
        asked.retain(|word| !word.is_empty());
        if asked.is_empty() && !text.trim().is_empty() {
            asked.push(text.trim().to_owned());
        }
        let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
        Self { each: asked, name: fold::fold(&name).into_owned() }
    }

    /// Returns true if there are no words.
    pub fn is_empty(&self) -> bool {
        self.each.is_empty()
    }

    /// Returns true if it is one word.
    pub fn is_one(&self) -> bool {
        self.each.len() == 1
    }

    /// Returns true if they are a name, all of it: case and accents aside.
    pub fn are(&self, name: &str) -> bool {
        let name = name.trim();
        if name.is_ascii() {
            return name.eq_ignore_ascii_case(&self.name);
        }
        fold::fold(name) == self.name
    }

    /// Returns true if each is the beginning of a word in one of the texts.
    pub fn fit<'t>(&self, texts: impl Iterator<Item = &'t str> + Clone) -> bool {
        self.each.iter().all(|asked| texts.clone().any(|text| has_word(text, asked)))
    }

    /// Returns true if they are the name of a customer, or another spelling of it, all of it.
    pub fn are_customer(&self, name: &str, customers: &Customers) -> bool {
        customers.names(name).any(|name| self.are(name))
    }

    /// Returns true if they match what a commitment says: its customer, by any spelling, the promise, the tags, the `ref` and
    /// the contact.
    pub fn fit_commitment(&self, commitment: &Commitment<'_>, customers: &Customers) -> bool {
        let Commitment { to, what, tags, reference, contact, .. } = commitment;
        let always = customers.names(to).chain([what.as_ref()]);
        let others = reference.as_deref().into_iter().chain(contact.as_deref());
        self.fit(always.chain(others).chain(tags.iter().map(AsRef::as_ref)))
    }
}

/// Returns true if a word of the text begins with these letters. Nearly every text of a ledger is asked that, so one of ASCII
/// is not taken apart by the tables of Unicode.
fn has_word(text: &str, asked: &str) -> bool {
    if !text.is_ascii() {
        return words(text).any(|word| fold::begins(word, asked));
    }
    let (text, asked) = (text.as_bytes(), asked.as_bytes());
    let is_letter = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
    let Some(first) = asked.first().filter(|_| asked.iter().all(u8::is_ascii_alphanumeric)) else {
        return false;
    };
    memchr::memchr2_iter(first.to_ascii_lowercase(), first.to_ascii_uppercase(), text).any(|start| {
        let begins =
            |word: &[u8]| word.get(..asked.len()).is_some_and(|head| head.eq_ignore_ascii_case(asked));
        text.split_at_checked(start).is_some_and(|(before, word)| !is_letter(before.last()) && begins(word))
    })
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    let parts = |letter: char| !(letter.is_alphanumeric() || is_combining_mark(letter));
    text.split(parts).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_word_of_ascii_is_found_as_any_other(text in "[aAbB1 ./-]{0,12}", asked in "[aAbB1./é]{1,3}") {
            let asked: String = fold::letters(&asked).collect();
            let found = words(&text).any(|word| fold::begins(word, &asked));
            prop_assert_eq!(has_word(&text, &asked), found);
        }
    }
}
