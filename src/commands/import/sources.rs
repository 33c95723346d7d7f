//! What can be imported: the sources, and the mappings of the config file, each with its columns.

use super::reading::{map_of, place, refuse_built_in, source_of};
use crate::context::Context;
use crate::intake::{self, Map};
use crate::views::answer::{Answer, Importable};

/// Shows them.
pub(super) fn show(context: &mut Context<'_, '_>) -> anyhow::Result<()> {
    refuse_built_in(&context.inputs)?;
    let mut all = Vec::new();
    for source in intake::sources() {
        all.push(importable(source.name, source.help.to_owned(), &source.map()));
    }
    for (name, mapping) in context.inputs.mappings {
        let place = place(name, &context.inputs);
        let source = source_of(mapping, &place)?;
        let about = format!("[import.{name}] of the config file: {}", source.name);
        all.push(importable(name, about, &map_of(mapping, &place)?.over(source.map())));
    }
    context.answer(&Answer::Sources(&all))?;
    Ok(())
}

fn importable(name: &str, about: String, map: &Map) -> Importable {
    let columns = map.all().map(|(field, columns)| (field.name(), columns.to_vec())).collect();
    Importable { name: name.to_owned(), about, columns }
}
