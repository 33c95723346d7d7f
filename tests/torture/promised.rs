//! No sequence of verbs makes a promise vanish. A model of a few lines says what the customer was promised, told and
//! given; owed must agree with it after any commands, and flag or count what was missed (`docs/rules.md`, "Ways out of
//! a due").

use owed::Instant;
use proptest::prelude::*;
use serde_json::Value;

use crate::support::TestEnv;

const ID: &str = "rrr22222";
/// The hours after which a wait is flagged, and so are silence and what has no answer.
const PATIENCE: i64 = 30;

/// Returns the instant `hours` after Monday 2026-11-02 00:00 UTC, from which everything here is counted.
fn at(hours: i64) -> String {
    Instant::from_epoch(1_793_577_600).plus(hours * 3_600).rfc3339(chrono_tz::UTC)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Done,
    Broken,
    /// Withdrawn or void: reopening says that this was a mistake.
    Cancelled,
}

/// What the customer was promised, told and given.
#[derive(Debug, Clone, Copy)]
struct Promise {
    original: i64,
    due: i64,
    /// The due that is judged: the original, what they were told by then, postponed by their own waits.
    known: i64,
    /// The date they were last given.
    given: i64,
    told: Option<i64>,
    limit: Option<i64>,
    /// When it was asked for, from which a kind counts; and how long the waits were that put off the due since.
    begun: i64,
    waited: i64,
    /// The hours of the kind that it was changed to.
    kind: Option<i64>,
    /// Whether a wait stops its clock: it was counted, no date was given since, and there is no limit.
    counted: bool,
    wait: Option<i64>,
    /// Whether the wait stops the clock, as it could when it began: a kind that it is given meanwhile changes nothing.
    stops: bool,
    /// Since when they have no answer.
    asked: Option<i64>,
    end: Option<End>,
}

/// What somebody types; `by` is in hours from then.
#[derive(Debug, Clone, Copy)]
enum Verb {
    Move {
        by: i64,
    },
    /// To the kind of so many hours, which has no limit.
    Change {
        hours: i64,
    },
    Wait,
    Resume,
    Tell,
    Hear,
    Hand,
    Climb,
    Cancel(&'static str),
    Done,
    Reopen {
        by: i64,
    },
}

impl Promise {
    /// Returns the promise after a verb, by the model. A cancelling that may be undone changes no date.
    fn after(mut self, verb: Verb, told: bool, now: i64) -> Self {
        let ends_wait = matches!(verb, Verb::Resume | Verb::Hear | Verb::Done | Verb::Cancel(_));
        if let Some(since) = self.wait.take_if(|_| ends_wait)
            && self.stops
            && since <= self.known
        {
            self.due += now - since;
            self.known = self.due;
            self.waited += now - since;
        }
        match verb {
            Verb::Reopen { by } if self.end != Some(End::Cancelled) => {
                let by = now + by;
                self = Self {
                    original: by,
                    due: by,
                    known: by,
                    given: by,
                    told: None,
                    limit: self.limit.filter(|_| self.kind.is_none()).map(|_| now + 24),
                    begun: now,
                    waited: 0,
                    kind: self.kind,
                    counted: false,
                    wait: None,
                    stops: false,
                    asked: None,
                    end: None,
                };
            }
            Verb::Move { by } | Verb::Reopen { by } => {
                (self.due, self.end, self.counted) = (now + by, None, false);
                // An earlier date is theirs at once.
                (self.known, self.given) = (self.known.min(self.due), self.given.min(self.due));
            }
            Verb::Change { hours } => {
                (self.due, self.kind, self.counted) =
                    (self.begun + hours + self.waited, Some(hours), self.limit.is_none());
                (self.known, self.given) = (self.known.min(self.due), self.given.min(self.due));
            }
            Verb::Wait => (self.wait, self.stops) = (Some(now), self.counted),
            Verb::Done => self.end = Some(End::Done),
            Verb::Cancel("broken") => self.end = Some(End::Broken),
            Verb::Cancel("withdrawn") if now > self.known => self.end = Some(End::Broken),
            Verb::Cancel(_) => self.end = Some(End::Cancelled),
            // What they say of what is closed for good, nobody has to answer.
            Verb::Hear if !matches!(self.end, Some(End::Done | End::Broken)) => {
                self.asked = self.asked.or(Some(now));
            }
            Verb::Resume | Verb::Tell | Verb::Hear | Verb::Hand | Verb::Climb => {}
        }
        if told && !matches!(self.end, Some(End::Done | End::Broken)) {
            // Told in time, a later date is theirs; told late, they have it, and it is late all the same.
            self.known = if now <= self.known { self.due } else { self.known };
            (self.given, self.told, self.asked) = (self.due, Some(now), None);
        }
        self
    }

    /// Returns whether the verb must be accepted or refused; `None` if either will do.
    fn takes(&self, verb: Verb, now: i64) -> Option<bool> {
        match verb {
            Verb::Done | Verb::Cancel(_) => Some(self.end.is_none()),
            Verb::Reopen { by } => {
                let limit = match (self.end, self.limit) {
                    // The limit survives a cancelling that is taken back; if it is past, any date is too late.
                    (Some(End::Cancelled), limit) => limit.filter(|limit| now <= *limit),
                    (_, limit) => limit.filter(|_| self.kind.is_none()).map(|_| now + 24),
                };
                Some(self.end.is_some() && limit.is_none_or(|limit| now + by <= limit))
            }
            Verb::Change { hours } => {
                let runs = self.end.is_none() && !(self.wait.is_some() && self.stops);
                let due = self.begun + hours + self.waited;
                Some(runs && self.kind != Some(hours) && self.limit.is_none_or(|limit| due <= limit))
            }
            _ => None,
        }
    }
}

/// Returns the command line for a verb.
fn typed(verb: Verb, told: bool, now: i64) -> Vec<String> {
    let told = if told { "--told" } else { "" };
    let line = match verb {
        Verb::Move { by } => format!("move {ID} {told} --why rain --by {}", at(now + by)),
        Verb::Change { hours } => format!("change {ID} {told} --why slip --kind k{hours}"),
        Verb::Wait => format!("wait {ID} --why photos"),
        Verb::Resume => format!("resume {ID} {told}"),
        Verb::Tell => format!("told {ID} soon"),
        Verb::Hear => format!("heard {ID} when?"),
        Verb::Hand => format!("hand {ID} --to sam{now} --why leave"),
        Verb::Climb => "escalate".to_owned(),
        Verb::Cancel(way) => format!("cancel {ID} --as {way} --why so"),
        Verb::Done => format!("done {ID}"),
        Verb::Reopen { by } => format!("reopen {ID} {told} --why again --by {}", at(now + by)),
    };
    line.split_whitespace().map(str::to_owned).collect()
}

/// Returns a verb, whether it tells the customer, and how many hours after the one before.
fn verb() -> impl Strategy<Value = (Verb, bool, i64)> {
    let verb = prop_oneof![
        2 => (1..40_i64).prop_map(|by| Verb::Move { by }),
        2 => prop_oneof![Just(10_i64), Just(30)].prop_map(|hours| Verb::Change { hours }),
        5 => Just(Verb::Wait),
        5 => Just(Verb::Resume),
        1 => Just(Verb::Tell),
        1 => Just(Verb::Hear),
        1 => Just(Verb::Hand),
        1 => Just(Verb::Climb),
        3 => prop_oneof![Just("withdrawn"), Just("broken"), Just("void")].prop_map(Verb::Cancel),
        1 => Just(Verb::Done),
        4 => (1..40_i64).prop_map(|by| Verb::Reopen { by }),
    ];
    (verb, prop::bool::weighted(0.2), prop_oneof![0..4_i64, 0..16_i64]).prop_map(|(verb, told, hours)| {
        match verb {
            Verb::Tell => (verb, true, hours),
            Verb::Move { .. } | Verb::Change { .. } | Verb::Resume | Verb::Reopen { .. } => {
                (verb, told, hours)
            }
            _ => (verb, false, hours),
        }
    })
}

/// Returns a promise with a given date, one that was counted and may wait, and a callback with its limit.
fn promise() -> impl Strategy<Value = (Promise, String)> {
    prop_oneof![
        1 => Just((20, None, "kind = \"promise\"\n")),
        3 => Just((20, None, "kind = \"promise\"\ntarget = \"20h\"\n")),
        3 => Just((24, Some(24), "kind = \"callback\"\ntarget = \"24h\"\nlimit = \"24h\"\n")),
    ]
    .prop_map(|(due, limit, keys)| {
        let (made, until) = (at(0), at(due));
        let kinds = ["promise", "callback", "k10", "k30"].map(|kind| {
            let target = kind.strip_prefix('k').map_or(String::new(), |hours| format!("target = \"{hours}h\"\n"));
            format!("[kind.{kind}]\n{target}update_every = \"{PATIENCE}h\"\nanswer_within = \"{PATIENCE}h\"\n")
        });
        let ledger = format!(
            "timezone = \"UTC\"\n[[rung]]\nat = \"50%\"\n[[rung]]\nat = \"100%\"\nto = \"lee\"\n{}\n[[commitment]]\n\
             id = \"{ID}\"\nto = \"Acme\"\nwhat = \"ring\"\nowner = \"dana\"\nmade = {made}\ndue = {until}\n{keys}",
            kinds.concat()
        );
        let counted = limit.is_none() && keys.contains("target");
        let promise = Promise {
            original: due,
            due,
            known: due,
            given: due,
            told: None,
            limit,
            begun: 0,
            waited: 0,
            kind: None,
            counted,
            wait: None,
            stops: false,
            asked: None,
            end: None,
        };
        (promise, ledger)
    })
}

/// The answer of owed at an instant.
struct Said {
    one: Value,
    reasons: Vec<String>,
    /// How many of its cycles the report counts as anything.
    counted: u64,
}

fn said(env: &TestEnv, now: i64) -> Said {
    let ask = |args: &[&str]| -> Value {
        let now = at(now);
        let answer = env.run(&[&["--now", &now, "--json"], args].concat());
        serde_json::from_str(&answer.stdout).unwrap()
    };
    let one = ask(&["show", ID])["commitments"][0].clone();
    let reasons =
        one["reasons"].as_array().unwrap().iter().map(|one| one.as_str().unwrap().to_owned()).collect();
    let total = ask(&["report", "--since", "2026-11-01"])["total"].clone();
    let counted = ["kept", "renegotiated", "late", "broken"].map(|key| total[key].as_u64().unwrap());
    Said { one, reasons, counted: counted.iter().sum() }
}

/// Compares owed's answer with the model; `past` are the known dues of the cycles that were done or broken, and
/// reopened.
fn agree(promise: &Promise, past: &[i64], env: &TestEnv, now: i64) -> Said {
    let said = said(env, now);
    let before = past.iter().filter(|due| **due < now).count() as u64;
    let is = |reason: &str| said.reasons.iter().any(|one| one == reason);
    let context = format!("at {now}: {promise:?}\n{:#}\n{}", said.one, env.text());
    // What was told after a cancelling counts only once that is taken back.
    if promise.end != Some(End::Cancelled) {
        assert_eq!(said.one["known_due"], at(promise.known), "{context}");
    }
    assert!(said.counted >= before, "reopening took it out of the rates {context}");
    let is_counted = said.counted > before;
    if promise.end.is_none() {
        assert_eq!(said.one["original_due"], at(promise.original), "{context}");
        assert_eq!(said.one["given_due"], at(promise.given), "{context}");
        assert_eq!(
            said.one["last_told"],
            promise.told.map_or(Value::Null, |told| at(told).into()),
            "{context}"
        );
        assert_eq!(is("untold"), promise.due > promise.given, "{context}");
        let is_owed = promise.asked.is_some_and(|asked| now > asked + PATIENCE);
        assert_eq!(is("unanswered"), is_owed, "an answer is owed {context}");
        let waits = promise.wait.filter(|since| promise.stops && *since <= promise.known);
        let is_missed = now > promise.given || promise.limit.is_some_and(|limit| now > limit);
        let is_flagged = match waits {
            Some(since) if promise.due <= promise.given => now <= since + PATIENCE || is("waiting"),
            _ => is("due") || is("limit") || is("untold"),
        };
        assert!(is_flagged || !is_missed, "nobody sees that it was missed {context}");
        let is_late = waits.is_none() && now > promise.known;
        assert!(is_counted || !is_late, "it is late, and in no rate {context}");
    } else if promise.end != Some(End::Cancelled) {
        assert!(is_counted || now <= promise.known, "it is in no rate {context}");
    }
    said
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn no_sequence_of_verbs_makes_a_promise_vanish(
        (mut promise, ledger) in promise(),
        verbs in prop::collection::vec(verb(), 1..14),
        later in 0..60_i64,
    ) {
        let env = TestEnv::empty();
        env.put(ledger);
        let (mut now, mut past) = (0, Vec::new());
        for (verb, told, hours) in verbs {
            now += hours;
            let before = agree(&promise, &past, &env, now);
            let line = typed(verb, told, now);
            let words: Vec<_> = line.iter().map(String::as_str).collect();
            let moment = at(now);
            let answer = env.run(&[&["--now", &moment], words.as_slice()].concat());
            let is_taken = answer.status == 0;
            if let Some(wanted) = promise.takes(verb, now) {
                prop_assert_eq!(is_taken, wanted, "{:?} at {}: {:?} {:?}", verb, now, promise, answer);
            }
            let ends = is_taken
                && matches!((verb, promise.end), (Verb::Reopen { .. }, Some(End::Done | End::Broken)));
            if is_taken {
                past.extend(ends.then_some(promise.known));
                promise = promise.after(verb, told, now);
            }
            let after = agree(&promise, &past, &env, now);
            // Telling ends a silence; a wait suspends it, and so do an end and a new cycle, which are in the rates when
            // their dues pass.
            let was_silent = before.reasons.iter().any(|one| one == "silence") && !told;
            let is_over = promise.end.is_some() || promise.wait.is_some() || ends || after.counted > 0;
            prop_assert!(!was_silent || is_over || after.reasons.iter().any(|one| one == "silence"));
        }
        agree(&promise, &past, &env, now + later);
    }
}
