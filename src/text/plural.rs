//! More than one of something that people gave a name to.

/// Returns the plural of an English noun: `repairs`. `None` of what is not one small word: nobody knows how that goes.
pub fn plural(word: &str) -> Option<String> {
    let is_word = !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase());
    if !is_word {
        return None;
    }
    let vowel = |rest: &str| rest.ends_with(['a', 'e', 'i', 'o', 'u']);
    Some(match word.strip_suffix('y').filter(|rest| !vowel(rest)) {
        Some(rest) => format!("{rest}ies"),
        None if word.ends_with('s') && !word.ends_with("ss") => word.to_owned(),
        None if ["s", "x", "z", "ch", "sh"].iter().any(|end| word.ends_with(end)) => {
            format!("{word}es")
        }
        None => format!("{word}s"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_small_word_has_a_plural() {
        let cases = [
            ("repair", Some("repairs")),
            ("delivery", Some("deliveries")),
            ("relay", Some("relays")),
            ("fix", Some("fixes")),
            ("patch", Some("patches")),
            ("parts", Some("parts")),
            ("address", Some("addresses")),
            ("Highway Maintenance", None),
            ("rückruf", None),
            ("tier-1", None),
            ("", None),
        ];
        for (word, many) in cases {
            assert_eq!(plural(word).as_deref(), many, "{word}");
        }
    }
}
