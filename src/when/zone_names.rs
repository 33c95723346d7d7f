//! The names of zones: which zone a word names, and which words name none.

use chrono_tz::{TZ_VARIANTS, Tz};

use crate::error::Problem;

/// Abbreviations that stand for different offsets in different places, or in summer and winter.
const ABBREVIATIONS: &str = "acdt acst act adt aedt aest aet akdt akst amt art ast awst bdt brt bst cat cdt cest cet \
     cst ct ddt eat edt eest eet est et hkt hst ict idt ist jst kst mdt mest met msd msk mst mt ndt nst nzdt nzst nzt \
     pdt pht pkt pacific eastern central mountain pst pt sast sgt sst wast wat west wet wib";

/// Returns the zone of an IANA name, in any case.
pub(super) fn named(name: &str) -> Option<Tz> {
    TZ_VARIANTS.iter().copied().find(|zone| zone.name().eq_ignore_ascii_case(name))
}

/// Returns the refusal of a zone's abbreviation, `None` if the word is not one.
pub(super) fn abbreviation(word: &str) -> Option<Problem> {
    ABBREVIATIONS.split_whitespace().find(|known| *known == word)?;
    Some(
        Problem::new(format!("\"{}\" is not the same zone everywhere", word.to_ascii_uppercase()))
            .hint("write an offset after the time (5pm -05:00) or a place (5pm America/New_York)"),
    )
}

/// Returns the IANA name whose last part is this word, for a hint: `london` is Europe/London.
pub(super) fn place(word: &str) -> Option<&'static str> {
    let last =
        |zone: &&Tz| zone.name().rsplit('/').next().is_some_and(|last| last.eq_ignore_ascii_case(word));
    TZ_VARIANTS.iter().filter(|zone| zone.name().contains('/')).find(last).map(|zone| zone.name())
}
