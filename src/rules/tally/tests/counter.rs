//! The report against a second counter, which shares no code with it: slow, and as simple as the rules can be told.
//!
//! It tells each history again from the beginning for every event, and looks through all cycles anew for every number.

use proptest::prelude::*;

use super::properties::commitment;
use super::*;

const DAY: i64 = 24 * HOUR;
/// Within how long a callback is answered.
const ANSWER: i64 = 6 * HOUR;

/// Returns the policy of an empty ledger, with answers that callbacks owe.
fn policy() -> Policy {
    let mut policy = super::policy();
    policy.kinds.get_mut("callback").unwrap().answer_within = Target::parse("6h").ok();
    policy
}

type Happened = (i64, Deed<'static>, Option<i64>);

/// Returns whether the hour that begins then counts: of working time, those of Monday to Friday.
fn counts(is_working: bool, at: i64) -> bool {
    // The first day of 1970 was a Thursday.
    !is_working || (at.div_euclid(DAY) + 3).rem_euclid(7) < 5
}

/// Returns the seconds from one full hour to another that count, hour by hour.
fn counted(is_working: bool, from: i64, until: i64) -> i64 {
    let mut hour = from;
    let mut sum = 0;
    while hour < until {
        sum += if counts(is_working, hour) { HOUR } else { 0 };
        hour += HOUR;
    }
    sum
}

/// Returns the full hour until which so many seconds count from another on, hour by hour.
fn after(is_working: bool, from: i64, seconds: i64) -> i64 {
    let (mut hour, mut left) = (from, seconds);
    while left > 0 {
        left -= if counts(is_working, hour) { HOUR } else { 0 };
        hour += HOUR;
    }
    hour
}

/// How a cycle began, and what happened in it.
#[derive(Clone)]
struct Chapter {
    made: i64,
    asked: i64,
    due: i64,
    kind: String,
    /// How long it may take.
    limit: Option<i64>,
    can_stop: bool,
    /// Whether its own clock counts working time.
    is_working: bool,
    owner: Option<String>,
    events: Vec<Happened>,
    /// What was told, heard or resumed after it was closed.
    afterwards: Vec<Happened>,
}

/// How a cycle stands after some events.
#[derive(Clone)]
struct Told {
    original: i64,
    kind: String,
    limit: Option<i64>,
    /// The earliest of all limits that it had, and whether one was that of a callback.
    limit_at: Option<i64>,
    is_callback: bool,
    due: i64,
    known: i64,
    given: i64,
    /// Since when it waits, whether its clock stands still, and whether that puts off the due.
    wait: Option<(i64, bool, bool)>,
    later: u64,
    announced: u64,
    pending: bool,
    heard: bool,
    /// Since when they have no answer, and every answer: from when to when.
    asked: Option<i64>,
    answers: Vec<(i64, i64)>,
    can_stop: bool,
    is_working: bool,
    /// Who had it, from when on.
    owners: Vec<(i64, Option<String>)>,
    tellings: Vec<i64>,
    recorded_late: bool,
    closed: Option<(i64, &'static str)>,
    done: bool,
}

impl Told {
    fn limit_by(&mut self, asked: i64) {
        self.limit_at = self.limit_at.into_iter().chain(self.limit.map(|limit| asked + limit)).min();
        self.is_callback |= self.kind == "callback" && self.limit.is_some();
    }

    fn move_to(&mut self, due: i64) {
        self.can_stop = false;
        self.due = due;
        self.given = self.given.min(self.due);
        self.pending = self.due > self.known;
        self.known = if self.pending { self.known } else { self.due };
    }

    fn tell(&mut self, at: i64) {
        self.tellings.push(at);
        if let Some(asked) = self.asked.take() {
            self.answers.push((asked, at));
        }
        self.given = self.due;
        if self.pending {
            self.later += 1;
            if at <= self.known {
                self.announced += 1;
                self.known = self.due;
            }
        }
        self.pending = false;
    }

    fn resume(&mut self, at: i64, due: Option<i64>) {
        if let Some((since, _, true)) = self.wait.take() {
            let counted = counted(self.is_working, since, at);
            self.due = due.unwrap_or_else(|| after(self.is_working, self.due, counted));
            self.known = self.due;
            self.given = self.given.min(self.due);
        }
    }

    fn owner_at(&self, at: i64) -> Option<String> {
        self.owners.iter().rfind(|(from, _)| *from <= at).unwrap().1.clone()
    }
}

impl Chapter {
    fn tell(&self) -> Told {
        let mut told = Told {
            original: self.due,
            kind: self.kind.clone(),
            limit: self.limit,
            limit_at: None,
            is_callback: false,
            due: self.due,
            known: self.due,
            given: self.due,
            wait: None,
            later: 0,
            announced: 0,
            pending: false,
            heard: false,
            asked: None,
            answers: vec![],
            can_stop: self.can_stop,
            is_working: self.is_working,
            owners: vec![(i64::MIN, self.owner.clone())],
            tellings: vec![],
            recorded_late: false,
            closed: None,
            done: false,
        };
        told.limit_by(self.asked);
        for (at, deed, logged) in &self.events {
            let (at, late) = (*at, logged.is_some_and(|logged| logged - at > DAY));
            match deed {
                Deed::Told => {
                    told.recorded_late |= late;
                    told.tell(at);
                }
                Deed::Heard => {
                    told.heard |= told.wait.is_none();
                    told.asked = Some(told.asked.unwrap_or(at));
                }
                Deed::Moved { due, told: said, .. } => {
                    told.recorded_late |= late;
                    told.move_to(due.epoch());
                    if *said {
                        told.tell(at);
                    }
                }
                Deed::Changed { kind, due, target, limit, told: said, .. } => {
                    told.recorded_late |= late && (due.is_some() || *said);
                    if let Some(due) = due {
                        told.move_to(due.epoch());
                    }
                    (told.kind, told.limit) = (kind.to_string(), limit.as_deref().map(seconds));
                    told.limit_by(self.asked);
                    told.can_stop = target.is_some() && told.limit_at.is_none();
                    told.is_working = target.as_ref().is_some_and(|target| target.is_working());
                    if *said {
                        told.tell(at);
                    }
                }
                Deed::Waiting { .. } => {
                    told.wait = Some((at, told.can_stop, told.can_stop && at <= told.known));
                }
                Deed::Resumed { due, told: said } => {
                    told.recorded_late |= late;
                    told.resume(at, due.map(Instant::epoch));
                    if *said {
                        told.tell(at);
                    }
                }
                Deed::Handed { to, .. } if told.owner_at(i64::MAX).as_deref() != Some(to.as_ref()) => {
                    told.owners.push((at, Some(to.to_string())));
                }
                Deed::Done | Deed::Cancelled { .. } => {
                    told.recorded_late |= late;
                    told.resume(at, None);
                    told.done = matches!(deed, Deed::Done);
                    let in_time = at <= told.known;
                    let moved = told.later > 0 || told.pending;
                    let verdict = match deed {
                        Deed::Cancelled { way: CancelAs::Void, .. } => "void",
                        Deed::Cancelled { way: CancelAs::Withdrawn, .. } if in_time => "withdrawn",
                        Deed::Cancelled { .. } => "broken",
                        _ if !in_time => "late",
                        _ if moved && at > told.original => "renegotiated",
                        _ => "kept",
                    };
                    told.closed = Some((at, verdict));
                }
                _ => {}
            }
        }
        told
    }

    /// Returns the stars that were given for it last, after it was done.
    fn stars(&self) -> Option<u64> {
        let stars = |(_, deed, _): &Happened| match deed {
            Deed::Rated { stars } => Some(u64::from(*stars)),
            _ => None,
        };
        self.afterwards.iter().rev().find_map(stars)
    }

    /// Returns true if an event can happen to it now.
    fn takes(&self, deed: &Deed<'_>) -> bool {
        let told = self.tell();
        let (open, waits) = (told.closed.is_none(), told.wait.is_some());
        match deed {
            Deed::Reopened { .. } => !open,
            Deed::Rated { .. } => told.done,
            Deed::Resumed { .. } => !open || waits,
            Deed::Moved { .. } | Deed::Changed { .. } => open && told.wait.is_none_or(|(_, stops, _)| !stops),
            Deed::Waiting { .. } => open && !waits,
            Deed::Handed { .. } | Deed::Done | Deed::Cancelled { .. } => open,
            _ => true,
        }
    }
}

/// Returns the seconds of a limit of these tests.
fn seconds(limit: &Target) -> i64 {
    if limit.to_string() == "12h" { 12 * HOUR } else { DAY }
}

/// Returns the cycles of a commitment.
fn chapters(commitment: &Commitment<'static>, now: i64) -> Vec<Chapter> {
    if commitment.made.epoch() > now {
        return vec![];
    }
    let limit = commitment.limit.as_ref().map(seconds);
    let asked = commitment.asked.unwrap_or(commitment.made).epoch();
    let mut all = vec![Chapter {
        made: commitment.made.epoch(),
        asked,
        due: commitment.due.epoch(),
        kind: commitment.kind.to_string(),
        limit,
        can_stop: commitment.target.is_some() && commitment.limit.is_none(),
        is_working: commitment.target.is_some_and(|target| target.is_working()),
        owner: commitment.owner.as_deref().map(str::to_owned),
        events: vec![],
        afterwards: vec![],
    }];
    let mut history: Vec<_> = commitment.history.iter().filter(|event| event.at.epoch() <= now).collect();
    history.sort_by_key(|event| event.at);
    for event in history {
        let (at, logged) = (event.at.epoch(), event.logged.map(Instant::epoch));
        let chapter = all.last_mut().unwrap();
        let before = chapter.tell();
        if !chapter.takes(&event.deed) {
            continue;
        }
        let Deed::Reopened { due, why, told } = &event.deed else {
            let place = if before.closed.is_some() { &mut chapter.afterwards } else { &mut chapter.events };
            place.push((at, event.deed.clone(), logged));
            continue;
        };
        if matches!(before.closed, Some((_, "withdrawn" | "void"))) {
            // It was not so, but that it ended a wait.
            let (closed, ..) = chapter.events.pop().unwrap();
            chapter.events.push((closed, Deed::Resumed { due: None, told: false }, None));
            chapter.events.append(&mut chapter.afterwards);
            let moved = Deed::Moved { due: *due, why: why.clone(), told: *told, from: None };
            chapter.events.push((at, moved, logged));
        } else {
            let next = Chapter {
                made: at,
                asked: at,
                due: due.epoch(),
                kind: before.kind.clone(),
                limit: before.limit,
                can_stop: false,
                is_working: before.is_working,
                owner: before.owner_at(i64::MAX),
                events: if *told { vec![(at, Deed::Told, None)] } else { vec![] },
                afterwards: vec![],
            };
            all.push(next);
        }
    }
    all
}

/// A cycle, with all that the counter asks of it.
struct Row {
    commitment: Commitment<'static>,
    chapter: Chapter,
    told: Told,
    is_last: bool,
    reopened_at: Option<i64>,
}

/// In which respect a cycle counts; each has an owner and a time of its own.
#[derive(Clone, Copy, PartialEq)]
enum As {
    Due,
    Ahead,
    Apart,
    Now,
}

struct Counter {
    rows: Vec<Row>,
    period: (i64, i64),
    now: i64,
    owner: Option<&'static str>,
}

impl Counter {
    fn is_within(&self, at: i64) -> bool {
        self.period.0 <= at && at <= self.period.1
    }

    fn counts(&self, row: &Row, respect: As) -> bool {
        let told = &row.told;
        let verdict = told.closed.map(|(_, verdict)| verdict);
        let closed_within = told.closed.is_some_and(|(at, _)| self.is_within(at));
        let is = match respect {
            As::Due => {
                let stands_still = told.closed.is_none() && told.wait.is_some_and(|(.., slides)| slides);
                self.is_within(told.known)
                    && told.known < self.now
                    && !matches!(verdict, Some("withdrawn" | "void"))
                    && !stands_still
            }
            As::Ahead => closed_within && told.done && told.known >= self.now,
            As::Apart => closed_within && matches!(verdict, Some("withdrawn" | "void")),
            As::Now => row.is_last && verdict.is_none(),
        };
        is && self.owner.is_none_or(|owner| self.owner_of(row, respect).as_deref() == Some(owner))
    }

    fn owner_of(&self, row: &Row, respect: As) -> Option<String> {
        let told = &row.told;
        match (respect, told.closed) {
            (As::Due, None) if told.wait.is_some() => told.owner_at(i64::MAX),
            (As::Due, None) => told.owner_at(told.known),
            (As::Due, Some((at, _))) => told.owner_at(at.min(told.known)),
            (As::Ahead | As::Apart, Some((at, _))) => told.owner_at(at),
            _ => told.owner_at(i64::MAX),
        }
    }

    fn keys(&self, row: &Row, respect: As, by: GroupKey) -> Vec<Option<String>> {
        let at = match (respect, row.told.closed) {
            (As::Due | As::Ahead, _) => Some(row.told.known),
            (As::Apart, Some((at, _))) => Some(at),
            _ => None,
        };
        let date = |format: &str| {
            at.map(|at| Some(h(0).plus(at - h(0).epoch()).date_in(Tz::UTC).format(format).to_string()))
        };
        match by {
            GroupKey::Owner => vec![self.owner_of(row, respect)],
            GroupKey::To => vec![Some(row.commitment.to.to_string())],
            GroupKey::Kind => vec![Some(row.told.kind.clone())],
            GroupKey::Ledger => vec![Some(String::new())],
            GroupKey::Class => vec![Some(row.commitment.class.name().to_owned())],
            GroupKey::Tag if row.commitment.tags.is_empty() => vec![None],
            GroupKey::Tag => {
                let tags: std::collections::BTreeSet<_> =
                    row.commitment.tags.iter().map(|tag| Some(tag.to_string())).collect();
                tags.into_iter().collect()
            }
            GroupKey::Month => date("%Y-%m").into_iter().collect(),
            GroupKey::Week => date("%G-W%V").into_iter().collect(),
            GroupKey::Quarter => date("%Y-Q%q").into_iter().collect(),
        }
    }

    /// Returns true if a row is in the group with these keys.
    fn is_in(&self, row: &Row, respect: As, by: &[GroupKey], keys: &[Option<String>]) -> bool {
        by.iter().zip(keys).all(|(by, key)| self.keys(row, respect, *by).contains(key))
    }

    fn number(&self, key: &str, by: &[GroupKey], keys: &[Option<String>]) -> Number {
        let rows = |respect: As| {
            let fits = move |row: &&Row| self.counts(row, respect) && self.is_in(row, respect, by, keys);
            self.rows.iter().filter(fits).collect::<Vec<_>>()
        };
        let due = rows(As::Due);
        let count = |is: &dyn Fn(&Row) -> bool| due.iter().filter(|row| is(row)).count() as u64;
        let ended = |as_: &str| count(&|row| row.told.closed.is_some_and(|(_, verdict)| verdict == as_));
        let is_late = |row: &Row| row.told.closed.is_none_or(|(_, verdict)| verdict == "late");
        let late_by = |row: &Row| row.told.closed.map_or(self.now, |(at, _)| at) - row.told.known;
        let late =
            |from: i64, to: i64| count(&|row| is_late(row) && late_by(row) > from && late_by(row) <= to);
        let is_one_touch = |row: &Row| row.told.done && row.told.owners.len() == 1 && !row.told.heard;
        let in_limit = |row: &Row| {
            let limit = row.told.limit_at.filter(|_| row.told.is_callback)?;
            match row.told.closed {
                Some((at, _)) if row.told.done => Some(at <= limit),
                _ => (self.now > limit).then_some(false),
            }
        };
        let silence = |row: &Row| {
            let end = row.told.closed.map_or(self.now, |(at, _)| at);
            let all: Vec<_> =
                [row.chapter.made].into_iter().chain(row.told.tellings.clone()).chain([end]).collect();
            all.windows(2).map(|two| two[1] - two[0]).max().unwrap().max(0)
        };
        let sum = |of: &dyn Fn(&Row) -> u64| due.iter().map(|row| of(row)).sum::<u64>();
        let rank = |mut lengths: Vec<i64>, percent: usize| {
            lengths.sort_unstable();
            // The shortest that so many are no longer than.
            let least = lengths.iter().position(|one| {
                lengths.iter().filter(|other| *other <= one).count() * 100 >= percent * lengths.len()
            });
            Number::Length(least.map(|place| lengths[place]))
        };
        let lateness = || due.iter().filter(|row| is_late(row)).map(|row| late_by(row)).collect::<Vec<_>>();
        let lateness_own = || {
            let end = |row: &Row| row.told.closed.map_or(self.now, |(at, _)| at);
            let late = due.iter().filter(|row| is_late(row));
            late.map(|row| counted(row.told.is_working, row.told.known, end(row))).collect::<Vec<_>>()
        };
        let silences = || due.iter().map(|row| silence(row)).collect::<Vec<_>>();
        let taken = || {
            let done = due.iter().filter(|row| row.told.done);
            done.map(|row| row.told.closed.unwrap().0 - row.chapter.asked).collect::<Vec<_>>()
        };
        // Only callbacks owe answers here.
        let answers = || {
            let callbacks = due.iter().filter(|row| row.told.kind == "callback");
            let of = |row: &&&Row| {
                let mut all = row.told.answers.clone();
                if let Some(asked) = row.told.asked {
                    match row.told.closed {
                        Some((at, _)) => all.push((asked, at)),
                        None if self.now - asked > ANSWER => all.push((asked, self.now)),
                        None => {}
                    }
                }
                all
            };
            callbacks.flat_map(|row| of(&row)).map(|(from, to)| to - from).collect::<Vec<_>>()
        };
        let timed = by.iter().any(|key| key.is_time());
        let now = |is: &dyn Fn(&Row) -> bool| {
            let so_many = rows(As::Now).into_iter().filter(|row| is(row)).count() as u64;
            Number::Now((!timed).then_some(so_many))
        };
        let apart = |verdict: &str| {
            rows(As::Apart).iter().filter(|row| row.told.closed.unwrap().1 == verdict).count() as u64
        };
        let later = |row: &Row| row.told.later + u64::from(row.told.pending);
        let all = due.len() as u64;
        match key {
            "due" => Number::Count(all),
            "kept" | "renegotiated" | "broken" => Number::Count(ended(key)),
            "late" => Number::Count(count(&is_late)),
            "pending" => Number::Count(0),
            "keep_rate" => Number::Rate(Rate::new(ended("kept"), all)),
            "honoured_rate" => Number::Rate(Rate::new(ended("kept") + ended("renegotiated"), all)),
            "callbacks_rate" => Number::Rate(Rate::new(
                count(&|row| in_limit(row) == Some(true)),
                count(&|row| in_limit(row).is_some()),
            )),
            "notice_rate" => Number::Rate(Rate::new(sum(&|row| row.told.announced), sum(&later))),
            "one_touch_rate" => Number::Rate(Rate::new(count(&is_one_touch), count(&|row| row.told.done))),
            "callbacks" => Number::Count(count(&|row| in_limit(row).is_some())),
            "callbacks_in_limit" => Number::Count(count(&|row| in_limit(row) == Some(true))),
            "moves_later" => Number::Count(sum(&later)),
            "moves_announced" => Number::Count(sum(&|row| row.told.announced)),
            "hops" => Number::Count(sum(&|row| row.told.owners.len() as u64 - 1)),
            "done" => Number::Count(count(&|row| row.told.done)),
            "one_touch" => Number::Count(count(&is_one_touch)),
            "lateness_p50_s" => rank(lateness(), 50),
            "lateness_p90_s" => rank(lateness(), 90),
            "lateness_max_s" => rank(lateness(), 100),
            "lateness_own_p50_s" => rank(lateness_own(), 50),
            "lateness_own_p90_s" => rank(lateness_own(), 90),
            "silence_p50_s" => rank(silences(), 50),
            "silence_p90_s" => rank(silences(), 90),
            "silence_max_s" => rank(silences(), 100),
            "done_p50_s" => rank(taken(), 50),
            "done_p90_s" => rank(taken(), 90),
            "open" => now(&|_| true),
            "waiting" => now(&|row| row.told.wait.is_some()),
            "overdue" => now(&|row| self.is_overdue(row)),
            "at_risk" => now(&|row| self.is_at_risk(row)),
            "flagged" => now(&|row| {
                let waits_long = row.told.wait.is_some_and(|(since, ..)| self.now > since + 7 * DAY);
                let unanswered =
                    row.told.asked.is_some_and(|at| self.now - at > ANSWER) && row.told.kind == "callback";
                self.is_overdue(row) || row.told.due > row.told.given || waits_long || unanswered
            }),
            "recorded_late" => Number::Count(count(&|row| row.told.recorded_late)),
            "kept_reopened" => Number::Count(count(&|row| {
                let kept = row.told.closed.filter(|(_, verdict)| *verdict == "kept");
                kept.zip(row.reopened_at).is_some_and(|((at, _), again)| again - at <= 7 * DAY)
            })),
            "withdrawn" | "void" => Number::Count(apart(key)),
            "ahead" => Number::Count(rows(As::Ahead).len() as u64),
            "late_within_1h" => Number::Count(late(i64::MIN, HOUR)),
            "late_within_1d" => Number::Count(late(HOUR, DAY)),
            "late_within_1w" => Number::Count(late(DAY, 7 * DAY)),
            "late_beyond" => Number::Count(late(7 * DAY, i64::MAX)),
            "answers" => Number::Count(answers().len() as u64),
            "answers_in_time" => {
                Number::Count(answers().iter().filter(|took| **took <= ANSWER).count() as u64)
            }
            "answer_p50_s" => rank(answers(), 50),
            "answer_p90_s" => rank(answers(), 90),
            "ratings" => Number::Count(count(&|row| row.chapter.stars().is_some())),
            "rated_rate" => Number::Rate(Rate::new(
                count(&|row| row.chapter.stars().is_some()),
                count(&|row| row.told.done),
            )),
            "rating_mean" => {
                let stars: Vec<_> = due.iter().filter_map(|row| row.chapter.stars()).collect();
                Number::Mean(Mean { sum: stars.iter().sum(), of: stars.len() as u64 })
            }
            _ => panic!("the counter knows no {key}"),
        }
    }

    fn is_overdue(&self, row: &Row) -> bool {
        let stands_still = row.told.wait.is_some_and(|(.., slides)| slides);
        !stands_still && self.now > row.told.due || row.told.limit_at.is_some_and(|limit| self.now > limit)
    }

    fn is_at_risk(&self, row: &Row) -> bool {
        let stopped = row.told.wait.is_some_and(|(_, stops, _)| stops);
        let working = row.told.is_working;
        let total = counted(working, row.chapter.asked, row.told.due);
        let left = counted(working, self.now, row.told.due);
        let longest = if working { 8 * HOUR } else { DAY };
        !stopped && !self.is_overdue(row) && left <= (total / 4).clamp(HOUR / 4, longest)
    }
}

/// Returns a commitment, one of four done at the very end of its limit, one reopened exactly a week after it was closed, and
/// one reopened for good long after: on either side of a week.
fn on_the_edge(place: usize, commitment: Commitment<'static>, later: i64) -> Commitment<'static> {
    let chapters = chapters(&commitment, h(1_000).epoch());
    let hour = |at: i64| (at - h(0).epoch()) / HOUR;
    let last = chapters.last().map(|chapter| (chapter.tell().limit_at, chapter.tell().closed));
    match (place % 4, last) {
        (0, _) => commitment.reopened(120 + later, 200 + later),
        (1, Some((Some(limit), _))) => commitment.did(hour(limit), Deed::Done),
        (2, Some((_, Some((closed, _))))) => {
            let again = hour(closed) + 7 * 24;
            commitment.reopened(again, again + later)
        }
        _ => commitment,
    }
}

/// Returns what a report may be broken down by: every key, and every two that go together.
fn by() -> impl Strategy<Value = Vec<GroupKey>> {
    let one = || prop::sample::select(GroupKey::ALL.to_vec());
    (one(), prop::option::of(one())).prop_map(|(first, second)| {
        let fits = |second: &GroupKey| *second != first && !(first.is_time() && second.is_time());
        std::iter::once(first).chain(second.filter(fits)).collect()
    })
}

proptest! {
    #[test]
    fn every_number_is_what_a_simple_counter_counts(
        commitments in prop::collection::vec(commitment(), 0..10),
        now in prop_oneof![0..160_i64, 160..400_i64],
        period in (-20..160_i64, 0..400_i64),
        owner in prop::option::of(prop::sample::select(vec!["dana", "sam", "lee"])),
        by in by(),
        later in 0..200_i64,
        picks in prop::array::uniform3(prop::option::of(any::<prop::sample::Index>())),
    ) {
        let commitments: Vec<_> =
            commitments.into_iter().enumerate().map(|(place, one)| on_the_edge(place, one, later)).collect();
        // Now and the ends of the period have to fall often on the second that a figure turns on.
        let edges = commitments.iter().flat_map(|one| chapters(one, h(1_000).epoch())).flat_map(|chapter| {
            let told = chapter.tell();
            let steps = [0, HOUR, DAY, 7 * DAY].map(|step| Some(told.known + step));
            let ends = [Some(told.due), told.limit_at, told.closed.map(|(at, _)| at)];
            steps.into_iter().chain(ends).flatten()
        });
        let edges: Vec<_> = edges.collect();
        let snapped = |hour: i64, place: usize| {
            let pick = picks[place].filter(|_| !edges.is_empty());
            pick.map_or_else(|| h(hour), |pick| Instant::from_epoch(*pick.get(&edges)))
        };
        let (now, since, until) = (snapped(now, 0), snapped(period.0, 1), snapped(period.0 + period.1, 2));
        let mut tally = Tally::new(Period { since, until }, by.clone()).with_misses();
        let mut rows = Vec::new();
        for commitment in &commitments {
            if let Some(standing) = standing(commitment, &policy(), now) {
                let asked = |one: Option<&str>, _: &str| owner.is_none_or(|owner| one == Some(owner));
                tally.add(commitment, &standing, &asked, &policy(), now);
            }
            let chapters = chapters(commitment, now.epoch());
            for (place, chapter) in chapters.iter().enumerate() {
                let next = chapters.get(place + 1);
                rows.push(Row {
                    commitment: commitment.clone(),
                    told: chapter.tell(),
                    chapter: chapter.clone(),
                    is_last: next.is_none(),
                    reopened_at: next.map(|next| next.made),
                });
            }
        }
        let report = tally.finish(&policy(), now).unwrap();
        let period = (since.epoch(), until.epoch());
        let counter = Counter { rows, period, now: now.epoch(), owner };
        for (key, _, number) in report.total.all() {
            prop_assert_eq!(number, counter.number(key, &[], &[]), "{}", key);
        }
        for group in &report.groups {
            for (key, _, number) in group.figures.all() {
                prop_assert_eq!(number, counter.number(key, &by, &group.keys), "{:?} {}", group.keys, key);
            }
        }
        let misses = report.misses.unwrap();
        let broken = misses.iter().filter(|miss| miss.is_broken).count() as u64;
        prop_assert_eq!(Number::Count(broken), counter.number("broken", &[], &[]));
        prop_assert_eq!(Number::Count(misses.len() as u64 - broken), counter.number("late", &[], &[]));
        // No group is missing: everything that counts is in one that is there.
        let timed = by.iter().any(|key| key.is_time());
        let respects: &[As] = if timed { &[As::Due, As::Ahead] } else { &[As::Due, As::Ahead, As::Apart, As::Now] };
        for row in &counter.rows {
            for respect in respects.iter().copied().filter(|respect| counter.counts(row, *respect)) {
                let is_there = report.groups.iter().any(|group| counter.is_in(row, respect, &by, &group.keys));
                prop_assert!(is_there);
            }
        }
    }
}
