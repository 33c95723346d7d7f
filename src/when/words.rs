//! The words that dates are made of.

use chrono::Weekday;

use crate::text;

/// Returns the weekday of a word, in full or abbreviated.
pub(super) fn weekday(word: &str) -> Option<Weekday> {
    Some(match word {
        "mon" | "monday" => Weekday::Mon,
        "tue" | "tues" | "tuesday" => Weekday::Tue,
        "wed" | "weds" | "wednesday" => Weekday::Wed,
        "thu" | "thur" | "thurs" | "thursday" => Weekday::Thu,
        "fri" | "friday" => Weekday::Fri,
        "sat" | "saturday" => Weekday::Sat,
        "sun" | "sunday" => Weekday::Sun,
        _ => return None,
    })
}

/// Returns the name of a weekday.
pub(super) fn weekday_name(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}

/// The names of the months.
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Returns the number of a month, by its name in full or its first three letters (`sept` too).
pub(super) fn month(word: &str) -> Option<u32> {
    let found = MONTHS.iter().zip(1..).find(|(name, _)| {
        word.eq_ignore_ascii_case(name)
            || name.get(..3).is_some_and(|short| word.eq_ignore_ascii_case(short))
            || word == "sept" && **name == "September"
    });
    found.map(|(_, number)| number)
}

/// Returns the name of a month by its number.
pub(super) fn month_name(number: u32) -> &'static str {
    MONTHS.iter().zip(1..).find(|(_, n)| *n == number).map_or("", |(name, _)| name)
}

/// Returns a number that is written as a word; `an` is one.
pub(super) fn number(word: &str) -> Option<u32> {
    Some(match word {
        "a" | "an" | "one" => 1,
        "two" => 2,
        "three" => 3,
        "four" => 4,
        "five" => 5,
        "six" => 6,
        "seven" => 7,
        "eight" => 8,
        "nine" => 9,
        "ten" => 10,
        "eleven" => 11,
        "twelve" => 12,
        "fourteen" => 14,
        "fifteen" => 15,
        "sixteen" => 16,
        "eighteen" => 18,
        "twenty" => 20,
        "thirty" => 30,
        "forty" => 40,
        "fifty" => 50,
        "sixty" => 60,
        "ninety" => 90,
        _ => return None,
    })
}

/// Returns the day of a month that is written as a word.
pub(super) fn ordinal_word(word: &str) -> Option<u32> {
    const WORDS: &str = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth";
    WORDS.split(' ').zip(1..).find(|(known, _)| *known == word).map(|(_, number)| number)
}

/// The words that are suggested for a mistyped one.
const KNOWN: &str = "today tomorrow yesterday tonight now monday tuesday wednesday thursday friday saturday sunday \
     january february march april june july august september october november december noon midday midnight \
     morning afternoon evening next last this coming seconds minutes hours days weeks months years second minute \
     hour day week month business working within of the before after from until at by on in ago end eod eow eom quarter half fortnight";

/// Common abbreviations that owed does not take, with the word to write.
const SHORT: [(&str, &str); 6] = [
    ("tmrw", "tomorrow"),
    ("tmr", "tomorrow"),
    ("tmw", "tomorrow"),
    ("tom", "tomorrow"),
    ("tonite", "tonight"),
    ("nite", "tonight"),
];

/// Returns the known word nearest to a mistyped one, if any is near.
pub(super) fn nearest(word: &str) -> Option<&'static str> {
    // Every word of two letters is near to one, and what is new is not now.
    if word.len() < 3 || word == "new" {
        return None;
    }
    if let Some((_, long)) = SHORT.iter().find(|(short, _)| *short == word) {
        return Some(long);
    }
    // Two mistakes in a short word make another word of it.
    let slips = if word.chars().count() > 5 { 2 } else { 1 };
    let mut comparisons = text::Comparisons::default();
    KNOWN
        .split_whitespace()
        .filter_map(|known| Some((comparisons.slips(word, known, slips)?, known)))
        .filter(|(distance, known)| {
            // In three letters the first one counts: "tom" is not "eom".
            *distance > 0 && (word.len() > 3 || known.chars().next() == word.chars().next())
        })
        .min()
        .map(|(_, known)| known)
}

/// Returns true if a word has a meaning in some date.
pub(super) fn is_known(word: &str) -> bool {
    weekday(word).is_some()
        || month(word).is_some()
        || number(word).is_some()
        || KNOWN.split_whitespace().any(|known| known == word)
}

/// Returns the letters after the number of a day.
pub(super) fn ordinal(number: u32) -> &'static str {
    match (number.rem_euclid(10), number) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    }
}
