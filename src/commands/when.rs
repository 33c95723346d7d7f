//! `owed when`: the instant that words mean.

use chrono_tz::Tz;
use serde_json::json;

use super::{World, lines, typed};
use crate::cli::When;
use crate::error::{Exit, Result, Trouble};
use crate::rules::house::House;
use crate::rules::time::Instant;
use crate::text;
use crate::views::json;
use crate::when::{self, Calendars, Context, Way, say};

/// Says which instant words mean.
pub fn run(args: &When, world: &mut World<'_, '_>) -> Result<Exit> {
    let house = house(args, world)?;
    let calendars = match &args.calendar {
        None => typed::calendars(&house, None),
        Some(name) => Calendars::One(house.calendars.get(name).ok_or_else(|| unknown(name, &house))?),
    };
    let now = world.desk.now;
    let start = match typed::said("--from", &args.from)? {
        None => now,
        Some(words) => {
            let context = Context { now, zone: house.zone, calendars: calendars.clone() };
            when::read(&words, Way::From, &context)?.at
        }
    };
    let way = if args.past { Way::Back } else { Way::Due };
    let at = when::read(&args.words.join(" "), way, &Context { now: start, zone: house.zone, calendars })?.at;
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

/// The rules to read by: the ledger's if there is one, else those of a ledger that says nothing.
fn house(args: &When, world: &World<'_, '_>) -> Result<House> {
    if args.calendar.is_some() || world.desk.store.exists()? {
        return Ok(world.desk.read(|_| Ok(()), |(), _| None::<()>)?.scanned.house);
    }
    Ok(House::new((world.desk.machine_zone)()?))
}

fn unknown(name: &str, house: &House) -> Trouble {
    let names: Vec<_> = house.calendars.keys().map(String::as_str).collect();
    let hint = match names.as_slice() {
        [] => "the ledger has none; a table [calendar.NAME] makes one".to_owned(),
        names => format!("the ledger has {}", text::clean(&names.join(", "))),
    };
    Trouble::new(format!("there is no calendar {:?}", text::clean(name))).hint(hint)
}
