use proptest::prelude::*;

use super::nearest::nearest_within;
use super::*;

#[test]
fn what_can_be_seen_is_kept_and_not_copied() {
    let texts = [
        "",
        "call back about invoice 1182 \\o/ C:\\new",
        "Müller & Söhne — “offer” €5",
        "東京電力　株式会社",
        "e\u{301}cole, a\u{300}\u{301}\u{302}",
        "👨‍👩‍👧‍👦 👩🏽‍⚕️ 🏳️‍🌈 🇩🇪 1️⃣ ❤️ 🧔‍♂️",
        "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
        "می\u{200c}خواهم",
        "ക്\u{200d}ഷ ന്\u{200d}",
        "עברית العربية",
        "葛\u{e0100}城",
        "\u{a0}no-break\u{2003}em",
    ];
    for text in texts {
        assert!(matches!(sanitize(text), Cow::Borrowed(same) if same == text), "{text:?}");
    }
}

#[test]
fn what_acts_or_hides_is_written_out() {
    let texts = [
        ("a\nb\tc\rd", "a\\nb\\tc\\rd"),
        ("\x1b[31mred\x1b[0m\x07\0\x7f", "\\x1b[31mred\\x1b[0m\\x07\\x00\\x7f"),
        ("\u{9b}31m", "\\u{9b}31m"),
        ("\u{85}\u{2028}\u{2029}", "\\u{85}\\u{2028}\\u{2029}"),
        ("\u{202e}txt.exe\u{202c}", "\\u{202e}txt.exe\\u{202c}"),
        ("\u{2066}\u{2069}\u{200e}\u{200f}\u{61c}", "\\u{2066}\\u{2069}\\u{200e}\\u{200f}\\u{61c}"),
        ("ac\u{200b}me\u{feff}\u{ad}", "ac\\u{200b}me\\u{feff}\\u{ad}"),
        ("ac\u{200d}me", "ac\\u{200d}me"),
        ("👩\u{200d}bob", "👩\\u{200d}bob"),
        ("می\u{200c}\u{200c}خ", "می\\u{200c}\\u{200c}خ"),
        ("a\u{fe0f}", "a\\u{fe0f}"),
        ("❤\u{fe0f}\u{fe01}\u{fe02}", "❤\u{fe0f}\\u{fe01}\\u{fe02}"),
        ("tag\u{e0041}", "tag\\u{e0041}"),
        ("\u{3164}\u{ffff}\u{fdd0}", "\\u{3164}\\u{ffff}\\u{fdd0}"),
    ];
    for (text, wanted) in texts {
        assert_eq!(sanitize(text), wanted, "{text:?}");
    }
}

#[test]
fn what_is_quoted_is_written_out_once() {
    assert_eq!(quote("fo\to \u{200b}C:\\new \"x\""), r#""fo\to \u{200b}C:\new \"x\"""#);
    assert_eq!(quote_start("a\nb\u{1b}[2J\u{202e}"), r#""a\nb\x1b[2J\u{202e}""#);
    assert_eq!(quote_start(&"x".repeat(1000)).chars().count(), 62);
    assert_eq!(quote_start("مرحبا é"), "\"مرحبا é\"");
}

#[test]
fn a_message_keeps_its_lines() {
    assert_eq!(sanitize_lines("one\ntwo\x1b\tthree\n"), "one\ntwo\\x1b\\tthree\n");
}

#[test]
fn a_json_string_shows_nothing_that_acts_and_says_the_same() {
    assert_eq!(
        clean_json("a\u{7f}\u{9b}\u{202e}\u{feff}\u{e0041}é東"),
        "a\\u007f\\u009b\\u202e\\ufeff\\udb40\\udc41é東"
    );
    assert_eq!(clean_json("\\ \" 👩\u{200d}💻"), "\\ \" 👩\u{200d}💻");
}

#[test]
fn simple_text_is_clean_and_as_wide_as_it_is_measured() {
    for letter in '\0'..='\u{3ff}' {
        for text in [letter.to_string(), format!("a{letter}é"), format!("{letter}{letter} x")] {
            if let Some(width) = simple_width(&text) {
                assert_eq!(width, unicode_width::UnicodeWidthStr::width(text.as_str()), "{text:?}");
                assert!(matches!(escape(&text, &write_out), Cow::Borrowed(_)), "{text:?}");
            }
        }
        assert_eq!(
            simple_width(&letter.to_string()).is_some(),
            matches!(letter, ' '..='~' | '\u{c0}'..='\u{23f}')
        );
    }
}

#[test]
fn width_counts_columns() {
    let texts = [
        ("", 0),
        ("abc", 3),
        ("Müller", 6),
        ("e\u{301}", 1),
        ("東京", 4),
        ("👨‍👩‍👧‍👦", 2),
        ("🇩🇪", 2),
        ("❤️", 2),
        ("1️⃣", 2),
    ];
    for (text, columns) in texts {
        assert_eq!(width(text), columns, "{text:?}");
    }
}

#[test]
fn shortening_ends_in_an_ellipsis_and_cuts_no_character() {
    let texts = [
        ("invoice", 7, "invoice"),
        ("invoices", 7, "invoic…"),
        ("call back", 6, "call…"),
        ("東京電力", 6, "東京…"),
        ("東京電力", 7, "東京電…"),
        ("👨‍👩‍👧‍👦 family", 3, "👨‍👩‍👧‍👦…"),
        ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"),
        ("invoice", 1, "…"),
        ("invoice", 0, ""),
    ];
    for (text, columns, wanted) in texts {
        assert_eq!(shorten(text, columns), wanted, "{text:?} in {columns}");
    }
}

#[test]
fn wrapping_breaks_between_words_where_it_can() {
    assert_eq!(wrap("call back about invoice 1182", 10), ["call back", "about", "invoice", "1182"]);
    assert_eq!(wrap("see https://example.com/a/b", 12), ["see https://", "example.com/", "a/b"]);
    assert_eq!(wrap("年次点検の見積もり", 8), ["年次点検", "の見積も", "り"]);
    assert_eq!(wrap("  one   two  ", 4), ["one", "two"]);
    assert_eq!(wrap("", 4), [""]);
    assert_eq!(wrap("東京", 1), ["東", "京"]);
}

#[test]
fn a_word_of_a_megabyte_wraps_in_no_time() {
    let lines = wrap(&"x".repeat(1 << 20), 40).len();
    assert_eq!(lines, (1_usize << 20).div_ceil(40));
}

#[test]
fn a_slip_finds_what_was_meant() {
    let kinds = ["callback", "email", "promise", "repair"];
    assert_eq!(nearest("calback", kinds), Some("callback"));
    assert_eq!(nearest("Emial", kinds), Some("email"));
    assert_eq!(nearest("promises", kinds), Some("promise"));
    assert_eq!(nearest("tagret", ["timezone", "target", "limit"]), Some("target"));
    assert_eq!(nearest("invoice", kinds), None);
    assert_eq!(nearest("", kinds), None);
    assert_eq!(nearest("x", []), None);
}

#[test]
fn a_word_of_a_name_is_enough_but_a_whole_name_is_better() {
    assert_eq!(nearest("acmee", ["Globex", "Acme Corp"]), Some("Acme Corp"));
    assert_eq!(nearest("acmee", ["Acme Corp", "Acme"]), Some("Acme"));
    assert_eq!(nearest("acme crop", ["Acme", "Acme Corp"]), Some("Acme Corp"));
}

#[test]
fn a_text_of_more_than_a_hundred_letters_is_never_compared() {
    let (word, other) = ("ab".repeat(75_000), "ba".repeat(75_000));
    let mut comparisons = Comparisons::default();
    let all = comparisons.left();
    for (word, candidate) in [(word.as_str(), other.as_str()), ("ab", &other), (&word, "ab"), (&word, &word)]
    {
        assert_eq!(nearest_within(word, [candidate], &mut comparisons), None);
    }
    let (hundred, other) = ("x".repeat(100), format!("{}y", "x".repeat(99)));
    let slip = format!("{other}x");
    assert_eq!(nearest_within(&slip, [hundred.as_str()], &mut comparisons), None);
    assert_eq!(comparisons.left(), all);
    assert_eq!(nearest_within(&hundred, [other.as_str()], &mut comparisons), Some(other.as_str()));
    assert_eq!(comparisons.left(), all - 1);
    // Letters, not bytes.
    assert_eq!(nearest(&"é".repeat(100), ["é".repeat(99).as_str()]), Some("é".repeat(99).as_str()));
}

#[test]
fn one_answer_compares_a_thousand_pairs_and_no_more() {
    let names: Vec<_> = (1_000..9_999).map(|number| format!("name {number}")).collect();
    let mut comparisons = Comparisons::default();
    nearest_within("game", names.iter().map(String::as_str), &mut comparisons);
    assert_eq!(comparisons.left(), 0);
    assert_eq!(nearest_within("name 1001", names.iter().map(String::as_str), &mut comparisons), None);
}

#[test]
fn a_message_lists_twenty_names_and_counts_the_others() {
    assert_eq!(list(["a", "b"]), "a, b");
    assert_eq!(list([]), "");
    let many: Vec<_> = (0..25).map(|number| number.to_string()).collect();
    assert!(list(many.iter().map(String::as_str)).ends_with("18, 19 and 5 more"));
    assert_eq!(list([&*"x".repeat(2_000), "\u{1b}"]).chars().count(), 60 + 2 + 4);
}

/// Returns text that is nasty more often than chance would have it.
pub(crate) fn nasty() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-z]{1,8}",
        4 => Just(" ".to_owned()),
        2 => any::<char>().prop_map(String::from),
        1 => "[\\x00-\\x1f\\x7f-\\u{9f}\\u{200b}-\\u{200f}\\u{2028}-\\u{202e}\\u{2060}-\\u{206f}\\u{fe00}-\\u{fe0f}]",
        1 => "[\\u{e0000}-\\u{e01ff}\\u{300}-\\u{36f}\\u{900}-\\u{97f}\\u{600}-\\u{6ff}\\u{1100}-\\u{11ff}\\u{17a0}-\\u{17df}]",
        1 => prop::sample::select(vec!["👩", "\u{200d}", "\u{fe0f}", "🏽", "🇩", "東", "🏴", "♂", "ﷺ", "𒐫"]).prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn acts(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

proptest! {
    #[test]
    fn clean_text_has_nothing_that_acts(text in nasty()) {
        let cleaned = sanitize(&text);
        prop_assert!(!cleaned.chars().any(acts));
        prop_assert_eq!(sanitize(&cleaned), &*cleaned);
    }

    #[test]
    fn json_that_is_clean_is_the_same_value(text in nasty()) {
        let json = serde_json::to_string(&text).unwrap();
        let cleaned = clean_json(&json);
        prop_assert!(!cleaned.chars().any(acts));
        prop_assert_eq!(serde_json::from_str::<String>(&cleaned).unwrap(), text);
    }

    #[test]
    fn short_text_fits_and_begins_as_the_long_one(text in nasty(), columns in 0_usize..40) {
        let text = sanitize(&text);
        let short = shorten(&text, columns);
        prop_assert!(width(&short) <= columns, "{short:?}");
        prop_assert!(text.starts_with(short.trim_end_matches('…')));
    }

    #[test]
    fn wrapped_lines_fit_and_lose_only_blanks(text in nasty(), columns in 3_usize..40) {
        let text = sanitize(&text);
        let lines = wrap(&text, columns);
        prop_assert!(lines.iter().all(|line| width(line) <= columns), "{lines:?}");
        prop_assert_eq!(lines.concat().replace(' ', ""), text.replace(' ', ""));
    }

    #[test]
    fn nothing_is_nearer_than_the_thing_itself(words in prop::collection::vec("[a-z]{3,8}", 1..9)) {
        let word = &words[0];
        prop_assert_eq!(nearest(word, words.iter().map(String::as_str)), Some(word.as_str()));
    }

    #[test]
    fn few_slips_are_counted_as_the_table_of_all_letters_counts_them(one in "[a-c]{0,9}", other in "[a-c]{0,9}", most in 0_usize..3) {
        let counted = Comparisons::default().slips(&one, &other, most);
        prop_assert_eq!(counted, Some(strsim::osa_distance(&one, &other)).filter(|slips| *slips <= most));
    }
}
