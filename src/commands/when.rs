//! `owed when`: the instant that words mean.

use chrono_tz::Tz;
use serde_json::json;

use super::{World, hours, lines, typed};
use crate::cli::When;
use crate::error::{Exit, Result};
use crate::rules::time::Instant;
use crate::views::json;
use crate::when::{self, Calendars, Context, Way, say};

/// Says which instant words mean.
pub fn run(args: &When, world: &mut World<'_, '_>) -> Result<Exit> {
    let house = hours::house(args.calendar.as_deref(), world)?;
    let calendars = match &args.calendar {
        None => typed::calendars(&house, None),
        Some(name) => Calendars::One(hours::calendar(name, &house)?),
    };
    let now = world.desk.now;
    let start = match typed::said("--from", &args.from)? {
        None => now,
        Some(words) => {
            let context = Context { now, begun: now, zone: house.zone, calendars: calendars.clone() };
            when::read(&words, Way::From, &context)?.at
        }
    };
    let way = if args.past { Way::Back } else { Way::Due };
    let context = Context { now: start, begun: start, zone: house.zone, calendars };
    let at = when::read(&args.words.join(" "), way, &context)?.at;
    say(at, start, house.zone, world)?;
    Ok(Exit::Fine)
}

fn say(at: Instant, start: Instant, zone: Tz, world: &mut World<'_, '_>) -> Result<()> {
    let exact = at.rfc3339(zone);
    let off = match start.since(at) {
        ago if ago > 0 => format!("{} ago", say::span(ago)),
        _ => say::relative(at, start),
    };
    let reading = format!("{}, {off}", say::full(at, zone));
    if world.desk.json {
        json::line(&json!({ "schema": json::SCHEMA, "at": exact, "reading": reading }), &mut world.out)
    } else if world.desk.quiet {
        world.out.data(&format!("{exact}\n"))
    } else {
        world.out.data(&format!("{exact}  {reading}\n"))
    }
    .map_err(|error| lines::unprinted(&error))
}
