//! The rules and the calendar that `when` and `between` count by.

use super::World;
use crate::error::{Result, Trouble};
use crate::rules::calendar::Calendar;
use crate::rules::house::House;
use crate::text;

/// The rules to read by: the ledger's if there is one, else those of a ledger that says nothing. With a calendar
/// named there has to be one.
pub fn house(calendar: Option<&str>, world: &World<'_, '_>) -> Result<House> {
    if calendar.is_some() || world.desk.store.exists()? {
        return Ok(world.desk.read(|_| Ok(()), |(), _| None::<()>)?.scanned.house);
    }
    Ok(House::new((world.desk.machine_zone)()?))
}

/// The calendar of that name.
pub fn calendar<'h>(name: &str, house: &'h House) -> Result<&'h Calendar> {
    house.calendars.get(name).ok_or_else(|| unknown(name, house))
}

fn unknown(name: &str, house: &House) -> Trouble {
    let names: Vec<_> = house.calendars.keys().map(String::as_str).collect();
    let hint = match names.as_slice() {
        [] => "the ledger has none; a table `[calendar.NAME]` adds one".to_owned(),
        names => format!("the ledger has {}", text::list(names.iter().copied())),
    };
    Trouble::new(format!("unknown calendar {:?}", text::clean(name))).hint(hint)
}
