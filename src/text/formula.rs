//! Texts that a spreadsheet would take for a formula, in a file that one may open.

use std::borrow::Cow;

/// Returns the text with an apostrophe before it if a spreadsheet would take it for a formula: then it is shown as text. One
/// that begins with apostrophes and then as a formula does gets another, so that [`unguard`] knows which was ours.
pub fn guard(text: &str) -> Cow<'_, str> {
    if is_formula(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// Returns the text that `guard` was given.
pub fn unguard(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| is_formula(rest)).unwrap_or(text)
}

/// Returns true for what begins as a formula does, behind any apostrophes. Phone numbers do too.
fn is_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_formula_gets_an_apostrophe_and_other_texts_stay() {
        for formula in
            ["=1+1", "+1 555 0101", "-1", "@x", "\tx", "\rx", "＝1", "＋1", "－1", "＠x", "'=1", "''-", "="]
        {
            assert_eq!(guard(formula), format!("'{formula}"));
            assert_eq!(unguard(&guard(formula)), formula);
        }
        for plain in ["", "'", "''", "1-1", " =1", "\n=1", "'s", "o'brien", "x=1", "é=", "2026-11-20"] {
            assert_eq!(guard(plain), plain);
            assert_eq!(unguard(plain), plain);
        }
    }

    proptest! {
        #[test]
        fn what_is_guarded_is_exactly_what_comes_back(text in "'{0,3}[=+\\-@\t\r＝＋－＠a]?.*") {
            let guarded = guard(&text);
            prop_assert_eq!(unguard(&guarded), &text);
            prop_assert!(!guarded.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']));
        }
    }
}
