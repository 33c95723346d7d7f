//! The tables of dates that people type, and properties that hold for everything else they could.

use chrono::NaiveDateTime;
use chrono_tz::Tz;

use super::{Calendars, Context, Reading, Refusal, Way, read};
use crate::rules::time::{Fold, Instant, exact};

const ZONE: Tz = Tz::America__New_York;

/// Wed 2026-11-18 10:30 in New York, no calendar.
fn context() -> Context<'static> {
    Context { now: local("2026-11-18 10:30:00"), zone: ZONE, calendars: Calendars::None }
}

fn local(text: &str) -> Instant {
    let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").expect("a local time");
    exact(local, ZONE, Fold::Later).expect("a time that exists")
}

#[test]
#[ignore]
fn dump() {
    let way = match std::fs::read_to_string("/tmp/way").unwrap().trim() {
        "due" => Way::Due,
        "back" => Way::Back,
        "asked" => Way::Asked,
        "since" => Way::Since,
        _ => Way::From,
    };
    for line in std::fs::read_to_string("/tmp/in.tsv").unwrap().lines() {
        let typed = line.split('\t').next().unwrap();
        match read(typed, way, &context()) {
            Ok(r) => println!(
                "{typed:40} {} {}{}",
                super::say::full(r.at, ZONE),
                if r.date_alone { "date " } else { "" },
                r.target.map(|t| t.to_string()).unwrap_or_default()
            ),
            Err(e) => {
                println!("{typed:40} - {}  || {}", e.message, e.hint.unwrap_or_else(|| "NOHINT".into()))
            }
        }
    }
}
