//! The time zone of the machine: what `TZ` says where that can be understood, else the system's.
//!
//! A ledger names an IANA zone, so a rule that is spelled out (`EST5EDT,M3.2.0,M11.1.0`) stands for the zone whose clocks
//! and abbreviations are the same.

use std::ffi::OsStr;

use chrono::{Offset as _, TimeZone as _};
use chrono_tz::{OffsetName as _, TZ_VARIANTS, Tz, TzOffset};

use crate::rules::time::Instant;

/// The zone of the machine's clocks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MachineZone {
    /// The zone.
    pub zone: Tz,
    /// The value of `TZ`, if it was not understood and the system's zone was used instead.
    pub ignored: Option<String>,
}

/// Returns the zone by `TZ`, else by the system; `None` if neither is known.
pub fn machine(variable: Option<&OsStr>, system: impl Fn() -> Option<Tz>) -> Option<MachineZone> {
    let Some(said) = variable.map(OsStr::to_string_lossy).filter(|said| !said.trim().is_empty()) else {
        return system().map(|zone| MachineZone { zone, ignored: None });
    };
    let name = said.trim().strip_prefix(':').unwrap_or(said.trim());
    if name == "/etc/localtime" {
        return system().map(|zone| MachineZone { zone, ignored: None });
    }
    match understood(name) {
        Some(zone) => Some(MachineZone { zone, ignored: None }),
        None => system().map(|zone| MachineZone { zone, ignored: Some(said.into_owned()) }),
    }
}

/// Returns the zone of an IANA name, the path of its file, or a POSIX rule.
fn understood(said: &str) -> Option<Tz> {
    let in_folder = said.split_once("/zoneinfo/").map(|(_, name)| name);
    let name = in_folder.unwrap_or(said);
    let name = ["posix/", "right/"].iter().find_map(|folder| name.strip_prefix(folder)).unwrap_or(name);
    name.parse().ok().or_else(|| if in_folder.is_some() { None } else { by_rule(said) })
}

/// Returns the zone that has the clocks of a rule: the one with that name, else the first with the same abbreviations,
/// else (of a fixed offset) the one of `Etc` with it.
fn by_rule(rule: &str) -> Option<Tz> {
    let no_files = |_: &str| Err("a rule is no file".into());
    let wanted = tz::TimeZoneSettings::new(&[], no_files).parse_posix_tz(rule).ok()?;
    let (head, _) = rule.split_once(',').unwrap_or((rule, ""));
    let letters: String = rule.chars().take_while(char::is_ascii_alphabetic).collect();
    let is_same = |zone: &Tz| {
        samples().all(|at| offset(&wanted, at) == Some(offset_in(*zone, at).fix().local_minus_utc()))
    };
    let named = [head, &letters].into_iter().filter_map(|name| name.parse().ok()).find(is_same);
    named.or_else(|| {
        let is_fixed = samples().all(|at| offset(&wanted, at) == offset(&wanted, FIRST));
        let zones = || TZ_VARIANTS.iter().copied();
        let etc = zones().filter(|zone| is_fixed && is_etc(*zone)).find(is_same);
        // No zone of `Etc` has half hours, so these go by their letters. The stations of the Antarctic keep the clocks of another place.
        let mut like =
            zones().filter(|zone| has_letters(*zone, &wanted) && !zone.name().starts_with("Antarctica/"));
        etc.or_else(|| like.find(is_same))
    })
}

/// The first second that rules are compared at: 1 January 2026.
const FIRST: i64 = 1_767_225_600;

/// Returns every half hour of two years, so that no change of the clocks is missed.
fn samples() -> impl Iterator<Item = i64> {
    (0..35_040).map(|half_hours: i64| FIRST.saturating_add(half_hours.saturating_mul(1_800)))
}

fn offset(zone: &tz::TimeZone, at: i64) -> Option<i32> {
    zone.find_local_time_type(at).ok().map(tz::LocalTimeType::ut_offset)
}

fn offset_in(zone: Tz, at: i64) -> TzOffset {
    zone.offset_from_utc_datetime(&Instant::from_epoch(at).in_zone(Tz::UTC).naive_utc())
}

fn is_etc(zone: Tz) -> bool {
    zone.name().starts_with("Etc/")
}

/// Returns true if a zone has the same abbreviations in January and in July as a rule. An abbreviation that is an offset
/// (`<+0330>`) is none in IANA's tables.
fn has_letters(zone: Tz, wanted: &tz::TimeZone) -> bool {
    let halves = [FIRST, FIRST.saturating_add(181 * 86_400)];
    halves.iter().all(|at| {
        let letters = wanted.find_local_time_type(*at).ok().map(tz::LocalTimeType::time_zone_designation);
        letters.is_some_and(|letters| {
            let letters = Some(letters).filter(|letters| !letters.starts_with(['+', '-']));
            offset_in(zone, *at).abbreviation() == letters
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(said: &str) -> String {
        let found = machine(Some(OsStr::new(said)), || Some(Tz::Asia__Tokyo)).unwrap();
        if let Some(ignored) = &found.ignored {
            assert_eq!((ignored.as_str(), found.zone), (said, Tz::Asia__Tokyo));
            return "not understood".to_owned();
        }
        found.zone.name().to_owned()
    }

    #[test]
    fn every_form_of_tz_that_names_a_clock_is_understood_and_anything_else_is_said() {
        let cases = [
            ("Europe/Berlin", "Europe/Berlin"),
            (":Europe/Berlin", "Europe/Berlin"),
            ("/usr/share/zoneinfo/Europe/Berlin", "Europe/Berlin"),
            (":/usr/share/zoneinfo/posix/Europe/Berlin", "Europe/Berlin"),
            ("EST5EDT", "EST5EDT"),
            ("EST5EDT,M3.2.0,M11.1.0", "EST5EDT"),
            ("CET-1CEST,M3.5.0,M10.5.0/3", "CET"),
            ("AEST-10AEDT,M10.1.0,M4.1.0/3", "Australia/ACT"),
            ("<+03>-3", "Etc/GMT-3"),
            ("IST-5:30", "Asia/Calcutta"),
            ("<+0330>-3:30", "Asia/Tehran"),
            ("<+0545>-5:45", "Asia/Kathmandu"),
            ("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "Australia/LHI"),
            ("posix/Europe/Berlin", "Europe/Berlin"),
            ("UTC0", "UTC"),
            ("/etc/localtime", "Asia/Tokyo"),
            ("", "Asia/Tokyo"),
            // Clocks that no zone has: the change is in another week.
            ("EST5EDT,M3.1.0,M11.1.0", "not understood"),
            ("<+0330>-3:37", "not understood"),
            ("Europe/Berln", "not understood"),
            ("/usr/share/zoneinfo/Europe/Berln", "not understood"),
            ("\u{1b}[31m", "not understood"),
        ];
        for (said, wanted) in cases {
            assert_eq!(zone(said), wanted, "{said:?}");
        }
        assert_eq!(machine(Some(OsStr::new("nonsense")), || None), None);
    }
}
