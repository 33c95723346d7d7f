//! A base that git itself had to merge, because the sides met more than once before: it has markers, and what its two versions
//! agree on is the base.

use std::borrow::Cow;
use std::collections::HashMap;

use super::body;
use super::ends::plain;
use super::side::{Name, Piece, Side};

/// Returns what two versions agree on.
pub fn agreed<'t>(one: Side<'t>, other: &Side<'_>) -> Side<'t> {
    let known: HashMap<&Name, &Piece<'_>> = other.pieces.iter().map(|piece| (&piece.name, piece)).collect();
    let agreed = |piece: Piece<'t>| {
        let other = known.get(&piece.name)?;
        if piece.body == other.body {
            return Some(piece);
        }
        let text = body::agreed(&plain(&piece.body), &plain(&other.body), piece.name.shape());
        Some(Piece { body: Cow::Owned(text), ..piece })
    };
    Side { pieces: one.pieces.into_iter().filter_map(agreed).collect(), ..one }
}
