//! A calendar file (RFC 5545): each commitment as a to-do, or as an event at its due.
//!
//! A calendar that reads it again finds the same entries by their UID, and takes those that changed. The time stamps are
//! those of the last change, not of the clock, so that a ledger gives the same file until something happens.

use std::io::{self, Write};

use super::Format;
use crate::rules::commitment::{Class, Deed};
use crate::rules::policy::Policy;
use crate::rules::standing::at_risk_from;
use crate::rules::time::Instant;
use crate::text;
use crate::views::entry::Entry;
use crate::views::row::Row;
use crate::views::rows::{About, Drawn, Lister, RowWriter};

pub(super) const FORMAT: Format = Format {
    name: "ics",
    help: "A calendar file with to-dos, or with events (--as vevent)",
    is_for_people: false,
    list: Some(LIST),
    overdue: Some(LIST),
    log: None,
    report: None,
    forecast: None,
    calibration: None,
    findings: None,
    customers: None,
    answer: None,
};

const LIST: Lister = Lister::Rows(|about| Box::new(Entries::new(about)));

/// The most octets of a line, without its end.
const WIDEST: usize = 75;

struct Entries {
    now: Instant,
    entry: Entry,
}

impl Entries {
    fn new(about: &About<'_>) -> Self {
        Self { now: about.now, entry: about.entry }
    }

    /// Appends an entry. An event without a due is none: it would be nowhere in a calendar.
    fn entry(&self, row: &Row<'_>, policy: &Policy, lines: &mut Lines<'_>) {
        let (commitment, standing, cycle) = (row.commitment, &row.standing, &row.standing.cycle);
        let (changed, closing) = (last_change(row, self.now), cycle.closing);
        let is_cancelled = closing.is_some_and(|closing| !closing.is_done());
        let uid = match self.entry {
            Entry::Todo => format!("{}@owed", commitment.id),
            Entry::Event if standing.due.is_none() => return,
            Entry::Event => format!("{}-event@owed", commitment.id),
        };
        let component = self.entry.name().to_ascii_uppercase();
        lines.put("BEGIN", &component);
        lines.put("UID", &uid);
        lines.at("DTSTAMP", changed);
        lines.at("CREATED", commitment.made);
        lines.at("LAST-MODIFIED", changed);
        lines.put("SEQUENCE", &sequence(row, self.now).to_string());
        match (self.entry, standing.due) {
            (_, None) => {}
            (Entry::Todo, Some(due)) => lines.at("DUE", due),
            (Entry::Event, Some(due)) => {
                lines.at("DTSTART", due);
                // It takes no time of anybody's day.
                lines.put("TRANSP", "TRANSPARENT");
            }
        }
        let summary = format!("{} ({})", commitment.what, commitment.to);
        lines.text("SUMMARY", &summary);
        lines.text("DESCRIPTION", &description(row));
        let tags = commitment.tags.iter().map(AsRef::as_ref);
        let categories = [cycle.basis.kind].into_iter().chain(tags).map(escaped).collect::<Vec<_>>();
        lines.put("CATEGORIES", &categories.join(","));
        lines.put("PRIORITY", priority(commitment.class));
        match (self.entry, closing) {
            (Entry::Todo, None) => lines.put("STATUS", "NEEDS-ACTION"),
            (_, Some(_)) if is_cancelled => lines.put("STATUS", "CANCELLED"),
            (Entry::Todo, Some(closing)) => {
                lines.put("STATUS", "COMPLETED");
                lines.at("COMPLETED", closing.at);
                lines.put("PERCENT-COMPLETE", "100");
            }
            (Entry::Event, _) => lines.put("STATUS", "CONFIRMED"),
        }
        let runs = standing.is_open() && !cycle.is_stopped();
        if let Some(at) = at_risk_from(cycle, policy).filter(|at| runs && *at > self.now) {
            lines.put("BEGIN", "VALARM");
            lines.put("ACTION", "DISPLAY");
            lines.text("DESCRIPTION", &format!("at risk: {summary}"));
            lines.at("TRIGGER;VALUE=DATE-TIME", at);
            lines.put("END", "VALARM");
        }
        lines.put("END", &component);
    }
}

impl RowWriter for Entries {
    fn draw(&mut self, row: &Row<'_>, policy: &Policy, text: &mut Vec<u8>) {
        self.entry(row, policy, &mut Lines(text));
    }

    fn write(
        &self,
        rows: &mut dyn Iterator<Item = io::Result<Drawn<'_>>>,
        to: &mut dyn Write,
    ) -> io::Result<()> {
        let mut head = Vec::new();
        let mut lines = Lines(&mut head);
        lines.put("BEGIN", "VCALENDAR");
        lines.put("VERSION", "2.0");
        lines.put("PRODID", concat!("-//owed//owed ", env!("CARGO_PKG_VERSION"), "//EN"));
        lines.put("CALSCALE", "GREGORIAN");
        lines.put("X-WR-CALNAME", "owed");
        to.write_all(&head)?;
        for row in rows {
            to.write_all(row?.text)?;
        }
        to.write_all(b"END:VCALENDAR\r\n")
    }
}

/// Returns when something was last written of a commitment.
fn last_change(row: &Row<'_>, now: Instant) -> Instant {
    let events = row.commitment.history.iter().filter(|event| event.at <= now);
    events.map(|event| event.logged.unwrap_or(event.at)).fold(row.commitment.made, Instant::max)
}

/// Returns how often its due may have become another: by moves, resumptions and reopenings.
fn sequence(row: &Row<'_>, now: Instant) -> u32 {
    let moves = row.commitment.history.iter().filter(|event| {
        let moves = match &event.deed {
            Deed::Moved { .. } | Deed::Resumed { .. } | Deed::Reopened { .. } => true,
            Deed::Changed { due, .. } => due.is_some(),
            _ => false,
        };
        moves && event.at <= now
    });
    u32::try_from(moves.count()).unwrap_or(u32::MAX)
}

fn description(row: &Row<'_>) -> String {
    let cycle = &row.standing.cycle;
    let parts = [
        ("to", Some(&*row.commitment.to)),
        ("contact", row.commitment.contact.as_deref()),
        ("owner", cycle.owner),
        ("waiting", cycle.pause.map(|pause| pause.why)),
    ];
    let lines = parts.into_iter().filter_map(|(key, text)| Some(format!("{key}: {}", text?)));
    lines.collect::<Vec<_>>().join("\n")
}

/// Returns the priority: 1 is the highest, 5 in the middle, 9 the lowest.
const fn priority(class: Class) -> &'static str {
    match class {
        Class::Customer => "1",
        Class::Company => "5",
        Class::Own => "9",
    }
}

/// Returns a text as a value: line breaks stay, a tab is a blank, and whatever else acts or hides is written out.
fn escaped(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\t', " ");
    let mut escaped = String::with_capacity(text.len());
    for letter in text::sanitize_lines(&text).chars() {
        match letter {
            '\n' => escaped.push_str("\\n"),
            '\\' | ',' | ';' => escaped.extend(['\\', letter]),
            letter => escaped.push(letter),
        }
    }
    escaped
}

/// Content lines, folded at 75 octets and never inside a character.
struct Lines<'t>(&'t mut Vec<u8>);

impl Lines<'_> {
    /// Appends a line whose value is as it has to be.
    fn put(&mut self, name: &str, value: &str) {
        let mut room = WIDEST;
        for letter in [name, ":", value].into_iter().flat_map(str::chars) {
            let mut bytes = [0; 4];
            let bytes = letter.encode_utf8(&mut bytes).as_bytes();
            if bytes.len() > room {
                self.0.extend(b"\r\n ");
                room = WIDEST.saturating_sub(1);
            }
            self.0.extend(bytes);
            room = room.saturating_sub(bytes.len());
        }
        self.0.extend(b"\r\n");
    }

    fn text(&mut self, name: &str, text: &str) {
        self.put(name, &escaped(text));
    }

    /// Appends an instant in UTC.
    fn at(&mut self, name: &str, at: Instant) {
        self.put(name, &at.local(0).format("%Y%m%dT%H%M%SZ").to_string());
    }
}

#[cfg(test)]
mod tests {
    use icalendar::{Calendar, Component as _};
    use proptest::prelude::*;

    use super::*;

    fn line(name: &str, text: &str) -> String {
        let mut bytes = Vec::new();
        Lines(&mut bytes).text(name, text);
        String::from_utf8(bytes).unwrap()
    }

    proptest! {
        #[test]
        fn a_text_is_folded_at_75_octets_inside_no_character_and_read_back(text in "[a-zä日👩\u{200d}\u{202e}\u{1b},;:\\\\\" \n\r\t]{0,300}") {
            let folded = line("SUMMARY", &text);
            for line in folded.strip_suffix("\r\n").unwrap().split("\r\n") {
                prop_assert!(line.len() <= WIDEST && !line.contains(char::is_control), "{}", line);
            }
            let calendar = format!("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n{folded}END:VEVENT\r\nEND:VCALENDAR\r\n");
            let calendar: Calendar = calendar.parse().unwrap();
            let read = calendar.events().next().unwrap().get_summary().unwrap_or_default();
            let shown = text::sanitize_lines(&text.replace("\r\n", "\n").replace('\t', " ")).into_owned();
            prop_assert_eq!(read, shown);
        }
    }

    #[test]
    fn a_line_that_fits_is_not_folded_and_the_next_one_has_room_for_its_blank() {
        let text = |octets: usize| "x".repeat(octets - "SUMMARY:".len());
        assert_eq!(line("SUMMARY", &text(75)).matches("\r\n").count(), 1);
        let lengths = |octets: usize| {
            let folded = line("SUMMARY", &text(octets));
            folded.lines().map(str::len).collect::<Vec<_>>()
        };
        assert_eq!(lengths(76), [75, 2]);
        assert_eq!(lengths(75 + 74), [75, 75]);
        assert_eq!(lengths(75 + 75), [75, 75, 2]);
    }
}
