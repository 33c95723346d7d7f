//! How the verbs that list commitments answer.

use super::read::Read;
use super::{UNPRINTED, World};
use crate::error::{Result, Trouble};
use crate::rules::commitment::Commitment;
use crate::views::row::{Row, Sheet};
use crate::views::{json, list};

/// That an answer could not be printed.
pub fn unprinted(error: &std::io::Error) -> Trouble {
    Trouble::io(UNPRINTED, error)
}

/// Shows the commitments that a pass kept, most pressing first. `mark` sets why each is listed. If there is
/// nothing to show, `nothing` is said to a person, and nothing at all into a pipe.
pub fn show<P>(
    world: &mut World<'_, '_>,
    found: &Read<P, Commitment<'static>>,
    mark: &dyn Fn(&mut Row<'_>),
    nothing: &str,
) -> Result<()> {
    let sheet = Sheet { house: found.house(), ids: &found.ids, now: world.desk.now };
    let mut rows: Vec<_> = found.kept.iter().filter_map(|commitment| Row::new(commitment, sheet)).collect();
    rows.iter_mut().for_each(mark);
    rows.sort_by(Row::order);
    let page = world.out.page();
    if world.desk.json {
        json::commitments(&rows, sheet, &mut world.out)
    } else if rows.is_empty() && page.width.is_some() {
        world.out.data(&format!("{nothing}\n"))
    } else {
        list::table(&rows, sheet, page, &mut world.out)
    }
    .map_err(|error| unprinted(&error))
}
