//! Random ledgers for tests: commitments of every shape, as owed writes them and as people do.
#![allow(
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    reason = "a test that fails may end in any way"
)]

use std::borrow::Cow;
use std::convert::Infallible;

use chrono_tz::Tz;

use crate::ledger::canonical::writer;
use crate::rules::commitment::keys::{Key, Keys};
use crate::rules::commitment::{Commitment, Event, ID_LETTERS, Id};
use crate::rules::every::Every;
use crate::rules::target::Target;
use crate::rules::time::Instant;
use crate::rules::words::Word;

/// Reproducible chance: the same seed rolls the same.
pub struct Dice(pub u64);

impl Dice {
    /// Returns a number below `most`.
    pub fn roll(&mut self, most: usize) -> usize {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % most.max(1) as u64) as usize
    }

    /// Returns true once in `times` times.
    pub fn one_in(&mut self, times: usize) -> bool {
        self.roll(times) == 0
    }

    /// Picks one of these.
    pub fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.roll(of.len())]
    }

    fn maybe<T>(&mut self, key: Key, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        (key.is_needed || self.one_in(3)).then(|| make(self))
    }
}

const WORDS: [&str; 12] = [
    "call back",
    "Acme Corp",
    "Zoë",
    "部品",
    "a",
    "about invoice 1182",
    "+1 555 0101",
    "x, y",
    "[draft]",
    "= 3",
    "it's",
    "# no comment",
];
const ODD: [&str; 13] = [
    "\"",
    "\\",
    "\n",
    "\r\n",
    "\t",
    "\u{7f}",
    "\0",
    "\u{1b}[31m",
    "\u{202e}",
    "[[commitment]]",
    "\n[[commitment]]\n",
    "\"\"\"",
    "'''",
];

/// Returns a text that is not blank, sometimes one that tries to break out.
pub fn text(dice: &mut Dice) -> Cow<'static, str> {
    let mut text = String::new();
    for _ in 0..=dice.roll(3) {
        text.push_str(if dice.one_in(60) { dice.pick(&ODD) } else { dice.pick(&WORDS) });
    }
    text.into()
}

/// Returns any instant that can be written in any zone.
pub fn instant(dice: &mut Dice) -> Instant {
    let last = Instant::LAST.since(Instant::FIRST) as usize - 3 * 86_400;
    let seconds = if dice.one_in(8) { dice.roll(last) } else { last / 2 + dice.roll(200_000_000) };
    Instant::FIRST.plus(86_400 + seconds as i64)
}

/// Returns a random id.
pub fn id(dice: &mut Dice) -> Id {
    let letters: Vec<u8> = (0..Id::LENGTH).map(|_| dice.pick(ID_LETTERS)).collect();
    Id::new(&letters).unwrap()
}

/// Returns an event of any kind, whether it fits or not.
pub fn event(dice: &mut Dice) -> Event<'static> {
    let Ok(event) = Event::read(dice);
    event
}

/// Returns any value that a ledger can keep of what owed does not know.
pub fn value(dice: &mut Dice, deepest: usize) -> serde_json::Value {
    use serde_json::Value;
    match dice.roll(if deepest == 0 { 4 } else { 6 }) {
        0 => Value::from(text(dice)),
        1 => Value::from(dice.one_in(2)),
        2 => Value::from(dice.roll(usize::MAX) as i64),
        3 => Value::from(dice.roll(usize::MAX) as f64 / 7.0),
        4 => (0..dice.roll(3)).map(|_| value(dice, deepest - 1)).collect(),
        _ => (0..dice.roll(3))
            .map(|place| (format!("{place} {}", text(dice)), value(dice, deepest - 1)))
            .collect(),
    }
}

/// Returns any commitment.
pub fn commitment(dice: &mut Dice) -> Commitment<'static> {
    let mut commitment = Commitment::default();
    let Ok(()) = commitment.read(dice);
    commitment.history = (0..dice.roll(5).saturating_sub(1)).map(|_| event(dice)).collect();
    commitment
}

/// Gives every key of the vocabulary a random value. A required key always has one.
impl Keys<'static> for Dice {
    type Refusal = Infallible;
    type Text = Cow<'static, str>;

    fn text(&mut self, key: Key) -> Result<Option<Cow<'static, str>>, Infallible> {
        Ok(self.maybe(key, text))
    }

    fn name(&mut self, key: Key) -> Result<Option<Cow<'static, str>>, Infallible> {
        self.text(key)
    }

    fn names(&mut self, _: Key, into: &mut Vec<Cow<'static, str>>) -> Result<(), Infallible> {
        *into = (0..self.roll(4).saturating_sub(1)).map(|_| text(self)).collect();
        Ok(())
    }

    fn instant(&mut self, key: Key) -> Result<Option<Instant>, Infallible> {
        Ok(self.maybe(key, instant))
    }

    fn flag(&mut self, _: Key) -> Result<Option<bool>, Infallible> {
        Ok(Some(self.one_in(2)))
    }

    fn count(&mut self, key: Key, most: u32) -> Result<Option<u32>, Infallible> {
        let highest = [1, 2, 10, 4_000_000_000, u32::MAX].map(|number| number.min(most));
        Ok(self.maybe(key, |dice| {
            let highest = dice.pick(&highest) as usize;
            u32::try_from(dice.roll(highest).max(1)).unwrap()
        }))
    }

    fn id(&mut self, key: Key) -> Result<Option<Id>, Infallible> {
        Ok(self.maybe(key, id))
    }

    fn length(&mut self, key: Key, into: &mut Option<Target>) -> Result<(), Infallible> {
        let lengths = ["24h", "3bd", "8bh 30bm", "1d 4h", "1 month", "90s"];
        *into = self.maybe(key, |dice| Target::parse(dice.pick(&lengths)).unwrap());
        Ok(())
    }

    fn every(&mut self, key: Key) -> Result<Option<Every>, Infallible> {
        let all = [
            "1d",
            "2w",
            "1 month",
            "3bd",
            "1st business day",
            "last business day",
            "last fri",
            "1st mon sep",
            "easter+1",
        ];
        Ok(self.maybe(key, |dice| Every::parse(dice.pick(&all)).unwrap()))
    }

    fn word<W: Word>(&mut self, key: Key) -> Result<Option<W>, Infallible> {
        Ok(self.maybe(key, |dice| dice.pick(W::ALL)))
    }

    fn missing(&self, key: Key) -> Infallible {
        panic!("`{}` has to be there", key.name)
    }
}

/// Returns a zone, some with offsets of odd minutes.
pub fn zone(dice: &mut Dice) -> Tz {
    use chrono_tz::{Africa::Monrovia, America::New_York, Asia::Kathmandu, Europe::Amsterdam, UTC};
    dice.pick(&[UTC, New_York, Kathmandu, Amsterdam, Monrovia])
}

/// A style of writing.
struct Hand {
    newline: &'static str,
    indent: &'static str,
    equals: &'static str,
    zone: Tz,
}

impl Hand {
    fn string(&self, dice: &mut Dice, text: &str) -> String {
        let plain = !text.contains(|letter: char| letter == '\'' || letter.is_control());
        match dice.roll(6) {
            0 if plain => format!("'{text}'"),
            1 if plain => format!("'''{text}'''"),
            2 => format!("\"\"{}\"\"", writer::string(text)),
            3 => {
                let newline = self.newline;
                format!("\"\"{}{newline}  [[commitment]] # no header{newline}\"\"\"", {
                    let quoted = writer::string(text);
                    quoted[..quoted.len() - 1].to_owned()
                })
            }
            _ => writer::string(text),
        }
    }

    fn comment(&self, dice: &mut Dice) -> &'static str {
        dice.pick(&["", "", "", " # said on the phone", "\t", "  #", " # \"[[commitment]]"])
    }

    fn filler(&self, dice: &mut Dice, lines: &mut String) {
        for _ in 0..dice.roll(6).saturating_sub(4) {
            let line = dice.pick(&["", "  ", "# note", "  # [[commitment]]", "#", "\t# = \"\"\""]);
            lines.push_str(line);
            lines.push_str(self.newline);
        }
    }

    fn inline(&self, dice: &mut Dice, event: &Event<'_>) -> String {
        let mut pairs: Vec<_> =
            writer::pairs(event, self.zone).iter().map(|(key, value)| format!("{key} = {value}")).collect();
        if dice.one_in(6) {
            pairs.push("seen = { on = [\"inputs\"] }".to_owned());
        }
        if dice.one_in(3) {
            let last = pairs.len() - 1;
            pairs.swap(0, last);
        }
        let pairs = pairs.join(dice.pick(&[", ", ",", " , "]));
        if dice.one_in(3) { format!("{{{pairs}}}") } else { format!("{{ {pairs} }}") }
    }

    fn list(&self, dice: &mut Dice, events: &[Event<'_>]) -> String {
        let newline = self.newline;
        if events.is_empty() {
            let empty = [
                "[]",
                "[ ]",
                &format!("[{newline}]"),
                &format!("[ # none yet{newline}  # so far{newline}  ]"),
            ];
            return dice.pick(&empty).to_owned();
        }
        let events: Vec<_> = events.iter().map(|event| self.inline(dice, event)).collect();
        if dice.one_in(4) {
            let (open, close) = dice.pick(&[("[", "]"), ("[ ", " ]"), ("[ ", ", ]"), ("[", ",]")]);
            return format!("{open}{}{close}", events.join(", "));
        }
        let indent = dice.pick(&["  ", "", "    ", "\t"]);
        let mut list = format!("[{}{newline}", self.comment(dice));
        let last = events.len() - 1;
        for (place, event) in events.iter().enumerate() {
            self.filler(dice, &mut list);
            let comma = if place == last && dice.one_in(2) { "" } else { "," };
            list.push_str(&format!("{indent}{event}{comma}{}{newline}", self.comment(dice)));
        }
        self.filler(dice, &mut list);
        list.push_str(dice.pick(&["]", "  ]", "\t]"]));
        list
    }

    fn tables(&self, dice: &mut Dice, events: &[Event<'_>]) -> String {
        let (newline, indent) = (self.newline, self.indent);
        let mut tables = String::new();
        for event in events {
            self.filler(dice, &mut tables);
            tables.push_str(&format!("{indent}[[commitment.history]]{newline}"));
            for (key, value) in writer::pairs(event, self.zone) {
                tables.push_str(&format!("{indent}{key} = {value}{}{newline}", self.comment(dice)));
            }
            if dice.one_in(4) {
                tables.push_str(&format!("[commitment.history.seen]{newline}on = 1{newline}"));
            }
        }
        tables
    }
}

/// Returns a block in a person's style, with unknown keys. It says what the commitment says, but for the texts that run
/// over several lines.
pub fn styled(dice: &mut Dice, commitment: &Commitment<'_>, newline: &'static str) -> String {
    let indent = dice.pick(&["", "", "  ", "\t"]);
    let hand = Hand { newline, indent, equals: dice.pick(&[" = ", "=", "  =   "]), zone: zone(dice) };
    let plain = writer::block(&Commitment { history: Vec::new(), ..commitment.clone() }, hand.zone);
    let mut keys: Vec<String> = Vec::new();
    for line in plain.lines().skip(1) {
        let (key, value) = line.split_once(" = ").unwrap();
        let value = match (key, value.strip_prefix('"')) {
            ("to", Some(_)) => hand.string(dice, &commitment.to),
            ("what", Some(_)) => hand.string(dice, &commitment.what),
            _ => value.to_owned(),
        };
        let key = if dice.one_in(8) { format!("\"{key}\"") } else { key.to_owned() };
        keys.push(format!("{indent}{key}{}{value}{}", hand.equals, hand.comment(dice)));
    }
    if dice.one_in(3) {
        let odd = ["notes.first = 1", "stars = [1, 2]", "big = { a = { b = [{}] } }", "x-y = 0xff"];
        keys.push(format!("{indent}{}", dice.pick(&odd)));
    }
    let as_tables = !commitment.history.is_empty() && dice.one_in(4);
    if !as_tables && (!commitment.history.is_empty() || dice.one_in(3)) {
        let list = hand.list(dice, &commitment.history);
        keys.push(format!("{indent}history = {list}{}", hand.comment(dice)));
    }
    for _ in 0..dice.roll(4) {
        let (one, other) = (dice.roll(keys.len()), dice.roll(keys.len()));
        keys.swap(one, other);
    }
    let mut block = String::new();
    for _ in 0..dice.roll(4).saturating_sub(2) {
        block.push_str(dice.pick(&["# about this", "  # [[commitment]]", "#"]));
        block.push_str(newline);
    }
    let header = dice.pick(&["[[commitment]]", "[[commitment]]", "[[ commitment ]]", "  [[commitment]]"]);
    block.push_str(&format!("{header}{}{newline}", hand.comment(dice)));
    for key in &keys {
        hand.filler(dice, &mut block);
        block.push_str(key);
        block.push_str(newline);
    }
    if dice.one_in(6) {
        block.push_str(&format!("[commitment.more]{newline}depth = 1{newline}"));
    }
    if as_tables {
        block.push_str(&hand.tables(dice, &commitment.history));
    }
    hand.filler(dice, &mut block);
    block
}

/// Returns a whole ledger of up to `most` blocks: policy above, between and below, in one line ending or the other.
pub fn ledger(dice: &mut Dice, most: usize) -> String {
    let newline = dice.pick(&["\n", "\n", "\r\n"]);
    let mut text = String::new();
    if dice.one_in(6) {
        text.push('\u{feff}');
    }
    if dice.one_in(2) {
        text.push_str("# owed ledger\nformat = 1\ntimezone = \"America/New_York\"\n\n");
    }
    let rules = |dice: &mut Dice, text: &mut String, place: usize| {
        let name = format!("k{place}");
        let rule = dice.pick(&[
            "[kind.NAME]\ntarget = \"3d\"\n",
            "# late\n[[rung]]\nat = \"NAME%\"\n\n",
            "[x-NAME]\na = '''\n[[commitment]]\n'''\n",
        ]);
        text.push_str(&rule.replace("NAME%", &format!("{}%", place + 1)).replace("NAME", &name));
    };
    for place in 0..dice.roll(most + 1) {
        if dice.one_in(6) {
            rules(dice, &mut text, place);
        }
        let commitment = commitment(dice);
        if dice.one_in(3) {
            text.push_str(&writer::block(&commitment, zone(dice)));
        } else {
            text.push_str(&styled(dice, &commitment, "\n"));
        }
        if dice.one_in(2) {
            text.push('\n');
        }
    }
    if dice.one_in(8) {
        rules(dice, &mut text, 99);
    }
    if newline == "\r\n" {
        text = text.replace('\n', "\r\n");
    }
    if dice.one_in(5) {
        text.truncate(text.trim_end().len());
    }
    text
}
