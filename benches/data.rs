//! Makes the data that `benches/compare.sh` compares with: one set of commitments as owed, sqlite3, ledger and
//! Taskwarrior keep it. The same every time.
//!
//! ```text
//! cargo bench --bench data -- FOLDER COMMITMENTS OPEN [A_SIDE]
//! ```
//!
//! With A_SIDE it makes what `benches/merge.sh` merges instead: `base.toml`, and `ours.toml` and `theirs.toml`, each with so many new
//! promises and so many events more; in the folder `end` with what is new at the end, in `id` with all by their ids.

use std::fmt::Write as _;
use std::path::Path;

use chrono::{DateTime, TimeDelta, Utc};

/// The current time of the comparison's commands: 2026-11-22T10:00:00-05:00.
const NOW: i64 = 1_795_359_600;
const DAY: i64 = 86_400;

const CUSTOMERS: [&str; 7] =
    ["Acme Corp", "Hyde Park", "Globex", "Initech GmbH", "Müller & Söhne", "Ada Lovelace", "Back Bay Dental"];
const OWNERS: [&str; 4] = ["dana", "sam", "lee", "kim"];
const KINDS: [&str; 4] = ["promise", "callback", "email", "promise"];

/// Numbers that look random and are the same every time (Knuth's linear congruential generator).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: i64) -> i64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from(self.0 >> 33).unwrap_or_default().rem_euclid(limit.max(1))
    }

    fn of<'o>(&mut self, all: &[&'o str]) -> &'o str {
        let limit = i64::try_from(all.len()).unwrap_or_default();
        usize::try_from(self.below(limit)).ok().and_then(|place| all.get(place)).copied().unwrap_or_default()
    }
}

struct Promise {
    id: String,
    number: usize,
    kind: &'static str,
    to: &'static str,
    owner: &'static str,
    made: i64,
    due: i64,
    told: bool,
    done: Option<i64>,
    /// What a side added to its history, a line each.
    later: Vec<String>,
}

fn promises(count: usize, open: usize) -> Vec<Promise> {
    let mut dice = Dice(7);
    (0..count).map(|number| promise(number, count, open, &mut dice)).collect()
}

fn promise(number: usize, count: usize, open: usize, dice: &mut Dice) -> Promise {
    // Every so many is open, and was made in the last three weeks; the others were made in the last 900 days.
    let is_open = number.saturating_mul(open).checked_rem(count).unwrap_or_default() < open;
    let age = i64::try_from(count.saturating_sub(number).saturating_mul(900).checked_div(count).unwrap_or(0));
    let days = if is_open { dice.below(20) } else { age.unwrap_or_default().saturating_add(3) };
    let made = NOW.saturating_sub(days.saturating_mul(DAY)).saturating_sub(dice.below(DAY));
    let kind = dice.of(&KINDS);
    let hours = if kind == "callback" { 24 } else { 24_i64.saturating_mul(dice.below(8).saturating_add(1)) };
    let due = made.saturating_add(hours.saturating_mul(3_600));
    let early = dice.below(12).saturating_sub(3).saturating_mul(3_600);
    Promise {
        id: id(number),
        number,
        kind,
        to: dice.of(&CUSTOMERS),
        owner: dice.of(&OWNERS),
        made,
        due,
        told: dice.below(10) < 3,
        done: (!is_open).then(|| due.saturating_sub(early).min(NOW)),
        later: Vec::new(),
    }
}

/// Returns eight letters that no other number has, in random order.
fn id(number: usize) -> String {
    const LETTERS: &[u8; 27] = b"bcdfghjkmnpqrstvwxz23456789";
    const ALL: u64 = 27_u64.pow(8);
    // Multiplying by a number without a factor in common with the number of ids mixes them up and keeps them apart.
    let mut rest = (number as u64).wrapping_mul(104_729_000_039).checked_rem(ALL).unwrap_or_default();
    let mut letters = String::new();
    for _ in 0..8 {
        let letter = usize::try_from(rest % 27).ok().and_then(|place| LETTERS.get(place));
        letters.push(char::from(*letter.unwrap_or(&b'b')));
        rest /= 27;
    }
    letters
}

fn instant(at: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(at, 0).unwrap_or_default()
}

/// Returns a time as owed writes it, in New York's winter time.
fn rfc3339(at: i64) -> String {
    let local = instant(at).checked_sub_signed(TimeDelta::hours(5)).unwrap_or_default();
    local.format("%Y-%m-%dT%H:%M:%S-05:00").to_string()
}

fn ledger(top: &str, all: &[Promise]) -> Result<String, std::fmt::Error> {
    let mut text = format!("format = 1\ntimezone = \"America/New_York\"\n{top}");
    for one in all {
        let Promise { id, number, kind, to, owner, made, due, .. } = one;
        writeln!(text, "\n[[commitment]]\nid = \"{id}\"\nkind = \"{kind}\"\nto = \"{to}\"")?;
        writeln!(text, "what = \"send the quote about invoice {number}\"\nowner = \"{owner}\"")?;
        writeln!(text, "made = {}\ndue = {}", rfc3339(*made), rfc3339(*due))?;
        if *kind == "callback" {
            text.push_str("target = \"24h\"\nlimit = \"24h\"\n");
        }
        let mut events = String::new();
        if one.told {
            let at = rfc3339(made.saturating_add(3 * 3_600));
            writeln!(
                events,
                "  {{ at = {at}, did = \"told\", by = \"dana\", note = \"parts arrive Tuesday\" }},"
            )?;
        }
        if let Some(at) = one.done {
            writeln!(events, "  {{ at = {}, did = \"done\", by = \"{owner}\" }},", rfc3339(at))?;
        }
        events.extend(one.later.iter().map(String::as_str));
        if !events.is_empty() {
            writeln!(text, "history = [\n{events}]")?;
        }
    }
    Ok(text)
}

fn table(all: &[Promise]) -> Result<String, std::fmt::Error> {
    let mut text =
        "create table commitment(id text primary key, kind text, customer text, what text, owner text,\n  \
        made integer, due integer, latest integer, done integer);\nbegin;\n"
            .to_owned();
    for Promise { id, number, kind, to, owner, made, due, done, .. } in all {
        let latest = if *kind == "callback" { made.saturating_add(DAY).to_string() } else { "null".into() };
        let done = done.map_or("null".to_owned(), |at| at.to_string());
        write!(
            text,
            "insert into commitment values('{id}','{kind}','{to}','send the quote about invoice {number}',"
        )?;
        writeln!(text, "'{owner}',{made},{due},{latest},{done});")?;
    }
    text.push_str("commit;\ncreate index pressing on commitment(done, due);\n");
    Ok(text)
}

/// Returns plain text accounting: a promise is a debt of one, and keeping it pays the debt.
fn journal(all: &[Promise]) -> Result<String, std::fmt::Error> {
    let mut entries = Vec::new();
    for Promise { number, to, owner, made, due, done, .. } in all {
        let (day, due) = (instant(*made).format("%Y/%m/%d"), instant(*due).format("%Y/%m/%d"));
        let what = format!("send the quote about invoice {number}");
        entries.push((
            *made,
            format!("{day} {what}\n  ; due: [{due}]\n  Owed:{to}  1 PROMISE\n  Owner:{owner}\n\n"),
        ));
        if let Some(at) = done {
            let day = instant(*at).format("%Y/%m/%d");
            entries.push((*at, format!("{day} {what}\n  Owner:{owner}  1 PROMISE\n  Owed:{to}\n\n")));
        }
    }
    entries.sort_by_key(|(at, _)| *at);
    Ok(entries.into_iter().map(|(_, entry)| entry).collect())
}

/// Returns Taskwarrior's own files: pending tasks, and completed ones.
fn tasks(all: &[Promise]) -> Result<(String, String), std::fmt::Error> {
    let (mut pending, mut completed) = (String::new(), String::new());
    for Promise { number, kind, to, owner, made, due, done, .. } in all {
        let (text, status) =
            if done.is_some() { (&mut completed, "completed") } else { (&mut pending, "pending") };
        write!(text, "[description:\"send the quote about invoice {number}\" due:\"{due}\" ")?;
        if let Some(at) = done {
            write!(text, "end:\"{at}\" ")?;
        }
        write!(text, "entry:\"{made}\" modified:\"{made}\" project:\"{to}\" status:\"{status}\" ")?;
        writeln!(text, "tags:\"{owner},{kind}\" uuid:\"00000000-0000-4000-8000-{number:012}\"]")?;
    }
    Ok((pending, completed))
}

/// Makes the versions that are merged: a side adds promises, and events to one in ten of the promises that are open, or to closed ones
/// where these are too few. One event in twenty is of a promise that the other side has something new of too.
fn versions(
    folder: &Path,
    count: usize,
    open: usize,
    a_side: usize,
) -> Result<(), Box<dyn std::error::Error>> {
    for (name, top) in [("end", ""), ("id", "order = \"id\"\n")] {
        let folder = folder.join(name);
        std::fs::create_dir_all(&folder)?;
        for (side, file) in ["base.toml", "ours.toml", "theirs.toml"].into_iter().enumerate() {
            let mut all = promises(count, open);
            if let Some(which) = side.checked_sub(1) {
                add(&mut all, count, a_side, which);
            }
            if !top.is_empty() {
                all.sort_by(|one, other| one.id.cmp(&other.id));
            }
            std::fs::write(folder.join(file), ledger(top, &all)?)?;
        }
    }
    Ok(())
}

/// Adds to a side, the first or the second, what it has more than the base.
fn add(all: &mut Vec<Promise>, count: usize, a_side: usize, which: usize) {
    let mut dice = Dice(u64::try_from(which).unwrap_or_default().saturating_add(11));
    let (mut open, closed): (Vec<_>, Vec<_>) =
        (0..all.len()).partition(|at| all.get(*at).is_some_and(|one| one.done.is_none()));
    open.extend(closed);
    let step = open.len().min(a_side.saturating_mul(10)).checked_div(a_side).unwrap_or(1).max(2);
    for nth in 0..a_side {
        let own = if nth % 20 == 0 { 0 } else { which };
        let Some(one) =
            open.get(nth.saturating_mul(step).saturating_add(own)).and_then(|at| all.get_mut(*at))
        else {
            break;
        };
        let by = dice.of(&OWNERS);
        let at = rfc3339(NOW.saturating_add(dice.below(3 * DAY)));
        let said = match dice.below(10) {
            0..4 if one.done.is_none() => format!("did = \"done\", by = \"{by}\""),
            4 | 5 if one.done.is_none() => {
                let due = rfc3339(NOW.saturating_add(5 * DAY).saturating_add(dice.below(9 * DAY)));
                format!("did = \"moved\", by = \"{by}\", due = {due}, why = \"parts are late\", told = true")
            }
            6 if one.done.is_none() => {
                format!("did = \"handed\", by = \"{by}\", to = \"{}\", why = \"on leave\"", dice.of(&OWNERS))
            }
            7 | 8 => format!("did = \"told\", by = \"{by}\", note = \"it takes until Thursday\""),
            _ => format!("did = \"noted\", by = \"{by}\", note = \"asked for the invoice again\""),
        };
        one.later.push(format!("  {{ at = {at}, {said} }},\n"));
    }
    for nth in 0..a_side {
        let number = count.saturating_add(nth.saturating_mul(2)).saturating_add(which);
        let mut new = promise(number, 1, 1, &mut dice);
        let made = NOW.saturating_add(dice.below(3 * DAY));
        (new.due, new.made, new.told, new.done) =
            (made.saturating_add(new.due).saturating_sub(new.made), made, false, None);
        all.push(new);
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    #[expect(clippy::disallowed_methods, reason = "a program of its own, with a main of its own")]
    let mut args = std::env::args().skip(1).filter(|arg| arg != "--bench");
    let (Some(folder), Some(count), Some(open)) = (args.next(), args.next(), args.next()) else {
        return Ok(()); // nothing was asked for: `cargo bench` runs everything
    };
    let (folder, count, open) = (Path::new(&folder), count.parse()?, open.parse()?);
    if let Some(a_side) = args.next() {
        return versions(folder, count, open, a_side.parse()?);
    }
    let all = promises(count, open);
    std::fs::create_dir_all(folder)?;
    std::fs::write(folder.join("ledger.toml"), ledger("", &all)?)?;
    std::fs::write(folder.join("table.sql"), table(&all)?)?;
    std::fs::write(folder.join("journal.ledger"), journal(&all)?)?;
    let (pending, completed) = tasks(&all)?;
    std::fs::write(folder.join("pending.data"), pending)?;
    std::fs::write(folder.join("completed.data"), completed)?;
    Ok(())
}
