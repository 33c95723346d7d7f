//! Commitments in JSON, the same for every verb that lists, shows or changes them.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::stated::{Happened, Stated};
use super::{Clock, Rung, SCHEMA, line, write};
use crate::rules::clock::Lateness;
use crate::rules::commitment::Commitment;
use crate::rules::cycle::Cycle;
use crate::rules::policy::Policy;
use crate::rules::standing::{Reason, Standing};
use crate::rules::target::Target;
use crate::rules::time::Instant;
use crate::views::agenda::Counts;
use crate::views::ladder::Fired;
use crate::views::misplaced;
use crate::views::origin::Origin;
use crate::views::row::{Row, Sheet};
use crate::views::rows::{Drawn, RowWriter};

/// Writes `{"schema":1,"now":…,"commitments":[…]}` and a newline; with `"fired":[…]` if they were escalated.
pub(super) fn commitments(
    rows: &[Row<'_>],
    sheet: Sheet<'_>,
    fired: Option<&[Rung<'_>]>,
    to: &mut dyn Write,
) -> io::Result<()> {
    let mut list = List::new(sheet.origin, sheet.now);
    let mut draw = |row: &Row<'_>| {
        let mut text = Vec::new();
        list.draw(row, sheet.policy, &mut text);
        (row.commitment.id, text)
    };
    let texts: Vec<_> = rows.iter().map(&mut draw).collect();
    let drawn = texts
        .iter()
        .map(|(id, text)| Ok(Drawn { id: *id, short: sheet.ids.short_length(*id), text, line: None }));
    list.write_open(&mut { drawn }, to)?;
    if let Some(fired) = fired {
        to.write_all(b",\"fired\":")?;
        write(&fired, to)?;
    }
    to.write_all(b"}\n")
}

/// Writes `[…]` of the same objects without `id` and `short`: what would be promised has no id yet.
pub(super) fn nameless(rows: &[Row<'_>], sheet: Sheet<'_>, to: &mut dyn Write) -> io::Result<()> {
    let mut list = List::new(sheet.origin, sheet.now);
    let mut text = vec![b'['];
    for row in rows {
        if text.len() > 1 {
            text.push(b',');
        }
        list.draw(row, sheet.policy, &mut text);
    }
    text.push(b']');
    to.write_all(&text)
}

/// The writer of a list of them.
pub struct List {
    now: Instant,
    clock: Clock,
    ledger: String,
}

impl List {
    /// Returns one for commitments of that ledger at the current time.
    pub fn new(origin: Origin<'_>, now: Instant) -> Self {
        Self { now, clock: Clock::new(origin.zone), ledger: origin.name.to_owned() }
    }

    /// Writes all but the end of the object.
    fn write_open(
        &self,
        rows: &mut dyn Iterator<Item = io::Result<Drawn<'_>>>,
        to: &mut dyn Write,
    ) -> io::Result<()> {
        write!(to, r#"{{"schema":{SCHEMA},"now":"{}","commitments":["#, self.clock.say(self.now))?;
        let mut comma = "";
        for row in rows {
            to.write_all(comma.as_bytes())?;
            object(row?, to)?;
            comma = ",";
        }
        to.write_all(b"]")
    }
}

/// Writes a commitment that was drawn by a [`List`].
pub fn object(row: Drawn<'_>, to: &mut dyn Write) -> io::Result<()> {
    write!(to, r#"{{"id":"{}","short":"{}","#, row.id, row.short())?;
    // The object that was drawn without these two begins with its own bracket.
    to.write_all(row.text.strip_prefix(b"{").ok_or_else(misplaced)?)
}

impl RowWriter for List {
    fn draw(&mut self, row: &Row<'_>, policy: &Policy, text: &mut Vec<u8>) {
        // Writing to memory, with keys that are all strings, cannot fail.
        let _ = write(&one(row, &row.commitment.as_of(self.now), policy, self), text);
    }

    fn write(
        &self,
        rows: &mut dyn Iterator<Item = io::Result<Drawn<'_>>>,
        to: &mut dyn Write,
    ) -> io::Result<()> {
        self.write_open(rows, to)?;
        to.write_all(b"}\n")
    }

    fn write_counted(
        &self,
        rows: &mut dyn Iterator<Item = io::Result<Drawn<'_>>>,
        counts: &Counts,
        to: &mut dyn Write,
    ) -> io::Result<()> {
        self.write_open(rows, to)?;
        to.write_all(b",\"counts\":")?;
        write(counts, to)?;
        to.write_all(b"}\n")
    }
}

/// Returns one commitment as in [`commitments`], and the rung that fires or why somebody escalated it: the notify command
/// reads it.
pub fn notice(row: &Row<'_>, fired: &Fired<'_>, sheet: Sheet<'_>) -> io::Result<Vec<u8>> {
    let list = List::new(sheet.origin, sheet.now);
    let instant = |at: Instant| list.clock.say(at);
    let commitment = row.commitment.as_of(sheet.now);
    let mut text = Vec::new();
    let notice = Notice {
        schema: SCHEMA,
        now: instant(sheet.now),
        who: fired.who,
        who_contact: sheet.policy.owner_contact(fired.who),
        why: fired.why,
        rung: fired.rung.map(|come| come.rung.name.as_str()),
        rung_step: fired.rung.map(|come| come.step),
        rung_to: fired.to,
        rung_at: fired.rung.map(|come| instant(come.at)),
        id: row.commitment.id.as_str(),
        short: sheet.ids.short(row.commitment.id),
        commitment: one(row, &commitment, sheet.policy, &list),
    };
    line(&notice, &mut text)?;
    Ok(text)
}

#[derive(Serialize)]
struct Notice<'r> {
    schema: u32,
    now: String,
    who: &'r str,
    who_contact: Option<&'r str>,
    why: Option<&'r str>,
    rung: Option<&'r str>,
    rung_step: Option<u32>,
    rung_to: Option<&'r str>,
    rung_at: Option<String>,
    id: &'r str,
    short: String,
    #[serde(flatten)]
    commitment: Shown<'r>,
}

/// The keys of commitments that are no objects and no lists of them, after `id` and `short`.
pub struct Scalars(List);

impl Scalars {
    /// Returns them for commitments of that ledger at the current time.
    pub fn new(origin: Origin<'_>, now: Instant) -> Self {
        Self(List::new(origin, now))
    }

    /// Returns the keys with the values of a row.
    pub fn of(&self, row: &Row<'_>, policy: &Policy) -> Map<String, Value> {
        let commitment = row.commitment.as_of(self.0.now);
        // Keys that are texts, and numbers: nothing that could fail.
        match serde_json::to_value(plain(row, &commitment, policy, &self.0)) {
            Ok(Value::Object(map)) => map,
            _ => Map::new(),
        }
    }

    /// Returns the keys: every commitment has the same.
    pub fn keys(&self, policy: &Policy) -> Vec<String> {
        let any = Commitment { made: self.0.now, due: self.0.now, ..Commitment::default() };
        let row = Row::new(&any, policy, self.0.now);
        row.map(|row| self.of(&row, policy).into_iter().map(|(key, _)| key).collect()).unwrap_or_default()
    }
}

/// The keys of one commitment (`docs/json.md`, "Commitments"), after `id` and `short`.
#[derive(Serialize)]
struct Shown<'r> {
    #[serde(flatten)]
    plain: Plain<'r>,
    cycles: Vec<Value>,
    stated: Option<Value>,
    extra: Map<String, Value>,
    history: Vec<Happened<'r>>,
}

/// Those of them that are texts, numbers, truths and lists of texts.
#[derive(Serialize)]
struct Plain<'r> {
    #[serde(flatten)]
    stated: Stated<'r>,
    state: &'static str,
    overdue: bool,
    overdue_by_s: Option<i64>,
    overdue_by_own_s: Option<i64>,
    remaining_s: Option<i64>,
    left_s: Option<i64>,
    at_risk: bool,
    reasons: Vec<&'static str>,
    moves: u32,
    hops: u32,
    chases: u32,
    last_told: Option<String>,
    closed: Option<String>,
    verdict: Option<&'static str>,
    late_by_s: Option<i64>,
    late_by_own_s: Option<i64>,
    cycle: u32,
    rating: Option<u32>,
    late_probability: Option<f64>,
    ledger: &'r str,
}

/// Returns the keys of a row; `commitment` is that of the row, as of now.
fn one<'r>(row: &'r Row<'_>, commitment: &'r Commitment<'_>, policy: &Policy, list: &'r List) -> Shown<'r> {
    let clock = &list.clock;
    let cycles = row.standing.earlier.iter();
    let crossed = |place| row.standing.crossed.iter().any(|crossed| crossed.place == place);
    let places = row.commitment.history.iter().enumerate().filter(|(_, event)| event.at <= list.now);
    let history = commitment.history.iter().zip(places);
    let happened = history.map(|(event, (place, _))| Happened { event, is_crossed: crossed(place), clock });
    Shown {
        plain: plain(row, commitment, policy, list),
        cycles: cycles.map(|cycle| earlier(cycle, cycle.lateness(policy), &|at| clock.say(at))).collect(),
        stated: stated(commitment, &row.standing.cycle, clock),
        extra: commitment.extra.iter().map(|(key, value)| (key.to_string(), value.clone())).collect(),
        history: happened.collect(),
    }
}

/// Returns what the ledger states, where it is not what is in force by now; `None` where it is.
fn stated(commitment: &Commitment<'_>, cycle: &Cycle<'_>, clock: &Clock) -> Option<Value> {
    let limit = cycle.limited_by.and_then(|basis| basis.limit);
    let is_in_force = commitment.kind == cycle.basis.kind
        && commitment.owner.as_deref() == cycle.owner
        && commitment.target.as_ref() == cycle.basis.target
        && commitment.limit.as_ref() == limit
        && commitment.calendar.as_deref() == cycle.basis.calendar
        && commitment.made == cycle.made
        && commitment.asked() == cycle.asked
        && commitment.due == cycle.original_due;
    let length = |length: &Option<Target>| length.as_ref().map(Target::to_string);
    (!is_in_force).then(|| {
        json!({
            "kind": commitment.kind,
            "owner": commitment.owner,
            "made": clock.say(commitment.made),
            "asked": clock.say(commitment.asked()),
            "due": clock.say(commitment.due),
            "target": length(&commitment.target),
            "limit": length(&commitment.limit),
            "calendar": commitment.calendar,
        })
    })
}

fn plain<'r>(
    row: &'r Row<'_>,
    commitment: &'r Commitment<'_>,
    policy: &Policy,
    List { now, clock, ledger }: &'r List,
) -> Plain<'r> {
    let now = *now;
    let instant = |at: Instant| clock.say(at);
    let Standing { cycle, .. } = &row.standing;
    let (overdue_by, late_by) = (row.standing.overdue_by(policy, now), cycle.lateness(policy));
    Plain {
        stated: Stated { commitment, standing: &row.standing, clock },
        state: row.standing.state.name(),
        overdue: row.standing.is_overdue(),
        overdue_by_s: overdue_by.map(|late| late.wall),
        overdue_by_own_s: overdue_by.and_then(|late| late.own),
        remaining_s: row.standing.remaining(now),
        left_s: row.standing.left,
        at_risk: row.standing.at_risk,
        reasons: row.reasons.iter().map(Reason::name).collect(),
        moves: cycle.moves,
        hops: cycle.hops,
        chases: cycle.chases,
        last_told: cycle.last_told.map(instant),
        closed: cycle.closing.map(|closing| instant(closing.at)),
        verdict: cycle.closing.map(|closing| closing.verdict.name()),
        late_by_s: late_by.map(|late| late.wall),
        late_by_own_s: late_by.and_then(|late| late.own),
        cycle: cycle.number,
        rating: cycle.rating.map(|rating| rating.stars),
        late_probability: row.late,
        ledger,
    }
}

/// Returns a cycle that was reopened.
fn earlier(cycle: &Cycle<'_>, late_by: Option<Lateness>, instant: &dyn Fn(Instant) -> String) -> Value {
    json!({
        "cycle": cycle.number,
        "kind": cycle.basis.kind,
        "made": instant(cycle.made),
        "asked": instant(cycle.asked),
        "original_due": instant(cycle.original_due),
        "due": instant(cycle.due),
        "known_due": instant(cycle.known_due),
        "given_due": instant(cycle.given_due),
        "owner": cycle.owner,
        "moves": cycle.moves,
        "hops": cycle.hops,
        "chases": cycle.chases,
        "last_told": cycle.last_told.map(instant),
        "closed": cycle.closing.map(|closing| instant(closing.at)),
        "verdict": cycle.closing.map(|closing| closing.verdict.name()),
        "late_by_s": late_by.map(|late| late.wall),
        "late_by_own_s": late_by.and_then(|late| late.own),
        "rating": cycle.rating.map(|rating| rating.stars),
    })
}
