//! The dates people type: an instant on the right side of now, or an error; and the result can be read again. The same
//! words as the lines of a column: a decision that the order of the lines does not change, and no surprise in a cell.
#![no_main]

use libfuzzer_sys::fuzz_target;
use owed::Instant;
use owed::inside::dates::{Alone, Judge};
use owed::inside::{Calendars, Reference, Way, read_date as read};

fuzz_target!(|words: &str| {
    let now = Instant::from_epoch(1_795_000_000);
    let zone = chrono_tz::America::New_York;
    let context = Reference { now, begun: now, zone, calendars: Calendars::None, due: None };
    let periods = [Way::Since, Way::Until, Way::SinceAhead, Way::UntilAhead];
    for way in [Way::Due, Way::Back, Way::Asked, Way::From].into_iter().chain(periods) {
        let Ok(reading) = read(words, way, &context) else { continue };
        assert!(reading.at.in_range());
        match way {
            Way::Due => assert!(reading.at >= now),
            Way::Back | Way::Asked => assert!(reading.at <= now),
            Way::Since | Way::Until | Way::SinceAhead | Way::UntilAhead | Way::From => {}
        }
        let again = read(&reading.at.rfc3339(zone), way, &context).expect("an exact instant can be read");
        assert_eq!(again.at, reading.at);
    }
    let cells: Vec<(u64, &str)> = (2..).zip(words.lines()).collect();
    let judge = |cells: &mut dyn Iterator<Item = &(u64, &str)>| {
        let mut judge = Judge::new(None, Alone::Ends, None, zone);
        cells.for_each(|(line, text)| judge.see(*line, text));
        judge.column("Due", None)
    };
    let (judged, turned) = (judge(&mut cells.iter()), judge(&mut cells.iter().rev()));
    match (judged, turned) {
        (Ok(column), Ok(turned)) => {
            assert_eq!(column.said(), turned.said());
            for (_, cell) in cells {
                assert_eq!(column.read(cell), turned.read(cell));
                assert!(column.read(cell).ok().flatten().is_none_or(|moment| moment.at.in_range()));
            }
        }
        (Err(one), Err(other)) => assert_eq!(one.message, other.message),
        _ => panic!("the order of lines decides"),
    }
});
