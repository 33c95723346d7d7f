//! What happened, in JSON: a flat object an event, with the same keys whatever happened, so that every row format has them.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Map, Value};

use super::{Clock, SCHEMA, object, write};
use crate::rules::cycle::Verdict;
use crate::rules::policy::Policy;
use crate::views::log::{EventWriter, Facts, Happening, Period};
use crate::views::origin::Origin;
use crate::views::rows::Drawn;

/// The keys of one event (`docs/json.md`, "The log"), after `id` and `short`.
#[derive(Serialize, Default)]
struct Shown<'e> {
    at: String,
    did: &'static str,
    by: Option<&'e str>,
    to: &'e str,
    what: &'e str,
    kind: &'e str,
    owner: Option<&'e str>,
    due: Option<String>,
    handed_to: Option<&'e str>,
    rung: Option<&'e str>,
    why: Option<&'e str>,
    note: Option<&'e str>,
    told: Option<bool>,
    verdict: Option<&'static str>,
    late_by_s: Option<i64>,
    early_by_s: Option<i64>,
    logged: Option<String>,
    stars: Option<u32>,
    ledger: &'e str,
    until: Option<String>,
}

/// The writer of a log.
pub struct Events {
    period: Period,
    clock: Clock,
    ledger: String,
}

impl Events {
    /// Returns one for what happens in that ledger in a period.
    pub fn new(period: &Period, origin: Origin<'_>) -> Self {
        Self { period: *period, clock: Clock::new(period.zone), ledger: origin.name.to_owned() }
    }

    /// Returns the keys of an event with their values.
    pub fn scalars(&self, event: &Happening<'_>, policy: &Policy) -> Map<String, Value> {
        map(&self.shown(event, policy))
    }

    /// Returns the keys: every event has the same.
    pub fn keys() -> Vec<String> {
        map(&Shown::default()).into_iter().map(|(key, _)| key).collect()
    }

    fn shown<'e>(&'e self, event: &Happening<'e>, policy: &Policy) -> Shown<'e> {
        let Facts { due, handed_to, why, told, rung, stars, until } = event.facts();
        let (cycle, closed) = (&event.standing.cycle, event.closed());
        let closing = closed.and_then(|cycle| cycle.closing);
        let early = closed.zip(closing).and_then(|(cycle, closing)| match closing.verdict {
            Verdict::Kept | Verdict::Renegotiated => Some(cycle.known_due.since(closing.at)),
            Verdict::Late | Verdict::Broken | Verdict::Withdrawn | Verdict::Void => None,
        });
        Shown {
            at: self.clock.say(event.at()),
            did: event.did(),
            by: event.by(),
            to: &event.commitment.to,
            what: &event.commitment.what,
            kind: cycle.basis.kind,
            owner: cycle.owner,
            due: due.map(|due| self.clock.say(due)),
            handed_to,
            rung,
            why,
            note: event.note(),
            told,
            verdict: closing.map(|closing| closing.verdict.name()),
            late_by_s: closed.and_then(|cycle| cycle.lateness(policy)).map(|late| late.wall),
            early_by_s: early,
            logged: event.event.and_then(|event| event.logged).map(|at| self.clock.say(at)),
            stars,
            ledger: &self.ledger,
            until: until.map(|until| self.clock.say(until)),
        }
    }
}

impl EventWriter for Events {
    fn draw(&mut self, event: &Happening<'_>, policy: &Policy, text: &mut Vec<u8>) {
        // Writing to memory, with keys that are all strings, cannot fail.
        let _ = write(&self.shown(event, policy), text);
    }

    fn write(
        &self,
        events: &mut dyn Iterator<Item = io::Result<Drawn<'_>>>,
        to: &mut dyn Write,
    ) -> io::Result<()> {
        let [now, from, until] =
            [self.period.now, self.period.since, self.period.until].map(|at| self.clock.say(at));
        write!(to, r#"{{"schema":{SCHEMA},"now":"{now}","from":"{from}","until":"{until}","events":["#)?;
        let mut comma = "";
        for event in events {
            to.write_all(comma.as_bytes())?;
            object(event?, to)?;
            comma = ",";
        }
        to.write_all(b"]}\n")
    }
}

/// Returns the keys of an object. They are texts and numbers: nothing that could fail.
fn map(shown: &Shown<'_>) -> Map<String, Value> {
    match serde_json::to_value(shown) {
        Ok(Value::Object(map)) => map,
        _ => Map::new(),
    }
}
