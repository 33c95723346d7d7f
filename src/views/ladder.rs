//! What an escalation shows of a commitment, by hand or of the ladder, to people and to scripts.

use crate::rules::commitment::Id;
use crate::rules::ladder::{Call, Come};
use crate::text;

/// A rung that fired or would, or what somebody escalated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The commitment.
    pub id: Id,
    /// The rung's name; `None`: somebody escalated it.
    pub rung: Option<String>,
    /// Which step of it; 1 unless it repeats.
    pub step: Option<u32>,
    /// Who becomes the owner; `None`: it only warns.
    pub to: Option<String>,
    /// Whom the message is for, if there is anybody.
    pub who: Option<String>,
    /// Whether it fired; `None` if it only would.
    pub ok: Option<bool>,
    /// Whether the notify command has told them.
    pub notified: bool,
}

/// What people are told of: a rung of the ladder that fires, or that somebody escalated a commitment.
pub struct Fired<'f> {
    /// The rung; `None`: somebody escalated it.
    pub rung: Option<&'f Come>,
    /// Who becomes the owner, if that changes.
    pub to: Option<&'f str>,
    /// Whom the message is for.
    pub who: &'f str,
    /// Why, if somebody said so.
    pub why: Option<&'f str>,
}

/// What becomes of a rung.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Telling {
    /// It would fire.
    Would,
    /// It fires, and the notify command tells of it.
    Notifies,
    /// It fires, and there is no command to tell of it.
    Silent,
}

/// Returns what a climb did, or would do, for one commitment, in the words of a person. `who` the message is for.
pub fn line(call: &Call, who: &str, telling: Telling) -> String {
    let clean = text::sanitize;
    let earlier = match call.earlier.len() {
        0 => String::new(),
        1 => " (and 1 earlier rung)".to_owned(),
        many => format!(" (and {many} earlier rungs)"),
    };
    let what = match (call.owner(), telling) {
        (Some(_), Telling::Would) => "would be escalated to ",
        (Some(_), Telling::Notifies | Telling::Silent) => "escalated to ",
        (None, Telling::Would) => "would warn ",
        (None, Telling::Notifies) => "warned ",
        (None, Telling::Silent) => "a warning for ",
    };
    let but = if telling == Telling::Silent { ", but nobody was notified" } else { "" };
    format!("{}{earlier}: {what}{}{but}", clean(&call.last.said()), clean(who))
}
