//! When two texts count as the same in a search: the one place where case and accents are removed.
//!
//! Capitals and forms of a letter are one (full case folding: `STRASSE`, `Straße` and `ＳＴＲＡＳＳＥ`), accents and the
//! points of Hebrew and Arabic are left out, and Latin letters that Unicode does not decompose go by their base:
//! `Øresund` is `oresund`, `Łódź` is `lodz`. Folding never changes what is stored; it only finds, compares and counts.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization as _;

/// Returns the folded form of a text, which is equal for all texts that count as the same.
pub fn fold(text: &str) -> Cow<'_, str> {
    if !text.is_ascii() {
        // Syllables of Hangul and voiced kana are one letter each.
        return Cow::Owned(letters(text).nfc().collect());
    }
    if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(text.to_ascii_lowercase())
    } else {
        Cow::Borrowed(text)
    }
}

/// Returns whether a text, folded, begins with these [`letters`].
pub fn begins(text: &str, with: &str) -> bool {
    if text.is_ascii() {
        return text
            .as_bytes()
            .get(..with.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(with.as_bytes()));
    }
    let mut letters = letters(text);
    with.chars().all(|letter| letters.next() == Some(letter))
}

/// Returns the folded letters of a text one by one, decomposed as far as possible: `é` gives only `e`, `한` gives three.
pub fn letters(text: &str) -> impl Iterator<Item = char> {
    text.nfkd().flat_map(letter)
}

/// Returns the folding of a letter that is already decomposed: one letter, two, or none for an accent.
pub fn letter(letter: char) -> impl Iterator<Item = char> {
    // A letter's small form is not the same for all its forms (ς and σ, ß and ss); that of its capital form is.
    let small = letter.to_lowercase().flat_map(char::to_uppercase).flat_map(char::to_lowercase);
    small.filter(|letter| !is_optional(*letter)).flat_map(|small| {
        let (first, second) = base(small);
        std::iter::once(first).chain(second)
    })
}

/// Returns the letters that stand for one that Unicode does not decompose.
const fn base(small: char) -> (char, Option<char>) {
    match small {
        'æ' => ('a', Some('e')),
        'œ' => ('o', Some('e')),
        'þ' => ('t', Some('h')),
        'ø' => ('o', None),
        'ł' => ('l', None),
        'đ' | 'ð' => ('d', None),
        'ħ' => ('h', None),
        'ŧ' => ('t', None),
        'ŋ' => ('n', None),
        _ => (small, None),
    }
}

/// Returns true for marks that people leave out: accents, and the vowels of Hebrew and Arabic. The marks of other
/// scripts are as necessary as English vowels.
const fn is_optional(mark: char) -> bool {
    matches!(mark, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}')
        || matches!(
            mark,
            '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}' | '\u{5c2}' | '\u{5c4}' | '\u{5c5}' | '\u{5c7}'
        )
        || matches!(mark, '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6dc}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_the_same_to_a_person_folds_alike() {
        for (folded, texts) in [
            ("strasse", ["Straße", "STRASSE", "STRAẞE", "ｓｔｒａſſｅ"]),
            ("oresund", ["Øresund", "ØRESUND", "ÖRESUND", "oresund"]),
            ("lodz", ["Łódź", "ŁÓDŹ", "Lodz", "lo\u{301}dz"]),
            ("aether", ["Æther", "ÆTHER", "Aether", "ǽther"]),
            ("istanbul", ["İstanbul", "ISTANBUL", "ıstanbul", "istanbul"]),
            ("σισυφοσ", ["Σίσυφος", "ΣΊΣΥΦΟΣ", "σισυφος", "ΣΙΣΥΦΟΣ"]),
            ("thor and dora", ["Þór and Đóra", "þor AND đora", "Thor and Ðora", "THÓR AND DORA"]),
            ("שלום", ["שָׁלוֹם", "שלום", "שׁלום", "שָלוֹם"]),
            ("한글 がく", ["한글 がく", "\u{1112}\u{1161}\u{11ab}글 か\u{3099}く", "한글 ｶﾞく", "한글 がく"]),
        ] {
            for text in texts {
                if text.contains('ｶ') {
                    // Hiragana and katakana are told apart, only their widths are not.
                    assert_eq!(fold(text), "한글 ガく");
                } else {
                    assert_eq!(fold(text), folded, "{text:?}");
                }
            }
        }
    }

    #[test]
    fn letters_that_tell_words_apart_stay() {
        for (one, other) in [("か", "が"), ("कि", "की"), ("ไม้", "ไม่"), ("й", "н"), ("ä", "o")]
        {
            assert_ne!(fold(one), fold(other));
        }
    }

    proptest! {
        #[test]
        fn folding_again_changes_nothing(text in "\\PC{0,12}|[a-zA-ZßøŁıİΣςﬁ가-힣\u{300}-\u{345} ]{0,12}") {
            let folded = fold(&text).into_owned();
            prop_assert_eq!(fold(&folded), folded.as_str());
        }

        #[test]
        fn a_text_in_capitals_folds_alike(text in "[a-zA-Zà-öø-ÿĀ-ſΑ-ωа-яա-և]{0,12}") {
            let capitals = text.to_uppercase();
            prop_assert_eq!(fold(&capitals), fold(&text));
        }

        #[test]
        fn a_text_begins_with_its_own_letters(text in "[a-zA-Z]{0,4}[a-zßØéİ가-힣]{0,4}", more in "[a-zé]{0,3}") {
            let longer = [text.as_str(), &more].concat();
            let (whole, part): (String, String) = (letters(&longer).collect(), letters(&text).collect());
            prop_assert!(begins(&longer, &part));
            prop_assert_eq!(begins(&text, &whole), whole == part);
        }
    }
}
