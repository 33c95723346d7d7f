//! The rules of days and seasons (`docs/rules.md`, "Calendars") once more, from the words of the ledger: every line is
//! asked about every date, and nothing is drawn, sorted or summed. And calendars at random, to compare.

#![expect(clippy::arithmetic_side_effects, reason = "a test that overflows fails, as it should")]

use std::collections::BTreeSet;

use chrono::{Datelike as _, Days as Count, NaiveDate, Weekday};
use chrono_tz::Tz;
use proptest::prelude::*;
use proptest::sample::select;

use super::properties::some_hours;
use super::{Calendar, Days, Hours, Observed, Plan, Season, SeasonTime};

/// Returns Easter Sunday by Gauss's formula, with its numbers for 1900 to 2099.
pub(super) fn easter(year: i32) -> NaiveDate {
    let (a, b, c) = (year % 19, year % 4, year % 7);
    let d = (19 * a + 24) % 30;
    let e = (2 * b + 4 * c + 6 * d + 5) % 7;
    // The 26th of April becomes the 19th, and the 25th the 18th if the moon was full then before in the cycle.
    let week_less = d + e == 35 || d == 28 && e == 6 && a > 10;
    let days = d + e - if week_less { 7 } else { 0 };
    NaiveDate::from_ymd_opt(year, 3, 22).unwrap() + Count::new(days as u64)
}

/// Returns true if a word of a ledger names a date.
fn names(word: &str, date: NaiveDate) -> bool {
    let (full, yearly) = (date.format("%Y-%m-%d").to_string(), date.format("%m-%d").to_string());
    if let Some((from, until)) = word.split_once("..") {
        return match (from.len(), until) {
            (10, "") => *from <= *full,
            (10, until) => *from <= *full && *full <= *until,
            (_, until) if from <= until => *from <= *yearly && *yearly <= *until,
            (_, until) => *from <= *yearly || *yearly <= *until,
        };
    }
    if let Some(count) = word.strip_prefix("easter") {
        let days: i64 = if count.is_empty() { 0 } else { count.parse().unwrap() };
        return date.signed_duration_since(easter(date.year())).num_days() == days;
    }
    let words: Vec<_> = word.split(' ').collect();
    if words.len() == 1 {
        return word == full || word == yearly;
    }
    let nth = match words[0] {
        "last" => (date + Count::new(7)).month() != date.month(),
        nth => nth.trim_end_matches(char::is_alphabetic).parse::<u32>().unwrap() == (date.day() - 1) / 7 + 1,
    };
    let day = date.format("%a %b").to_string().to_lowercase();
    nth && match words.get(2) {
        Some(month) => day == format!("{} {month}", words[1]),
        None => day.starts_with(words[1]),
    }
}

/// Returns the rank of a word: 0 is the most exact.
fn rank(word: &str) -> usize {
    match (word.contains(".."), word.split("..").next().unwrap().len(), word.as_bytes()[0].is_ascii_digit()) {
        _ if word.contains(' ') || word.starts_with("easter") => 4,
        (false, 10, true) => 0,
        (true, 10, true) => 1,
        (false, ..) => 2,
        (true, ..) => 3,
    }
}

/// A calendar, and where its yearly holidays are observed in one year.
pub(super) struct Slow<'c> {
    plan: &'c Plan,
    /// The holidays, as words.
    holidays: Vec<String>,
    open: Vec<(String, &'c [Hours])>,
    year: i32,
    observed: BTreeSet<NaiveDate>,
}

impl<'c> Slow<'c> {
    /// Returns the calendar for the dates of one year.
    pub(super) fn new(calendar: &'c Calendar, year: i32) -> Self {
        let plan = calendar.plan();
        let holidays: Vec<_> = plan.holidays.iter().map(ToString::to_string).collect();
        let open = plan.open.iter().map(|(days, hours)| (days.to_string(), hours.as_slice())).collect();
        let mut slow = Self { plan, holidays, open, year, observed: BTreeSet::new() };
        let is_weekend = |date: NaiveDate| matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
        let first = NaiveDate::from_ymd_opt(year - 1, 1, 1).unwrap();
        let yearly: Vec<_> = slow.holidays.iter().filter(|word| rank(word) == 2).cloned().collect();
        let moves = first.iter_days().take_while(|date| plan.observed.is_some() && date.year() <= year + 1);
        for date in moves.filter(|date| yearly.contains(&date.format("%m-%d").to_string())) {
            let on = match plan.observed.filter(|_| is_weekend(date)) {
                None => date,
                Some(Observed::Nearest) if date.weekday() == Weekday::Sat => date.pred_opt().unwrap(),
                Some(Observed::Nearest) => date.succ_opt().unwrap(),
                Some(Observed::Next) => {
                    let is_named = |day| slow.holidays.iter().any(|word| names(word, day));
                    let is_free = |day: &NaiveDate| {
                        !is_weekend(*day) && !slow.observed.contains(day) && !is_named(*day)
                    };
                    // Where everything is closed there is none.
                    let Some(next) = date.iter_days().take(800).find(is_free) else { continue };
                    next
                }
            };
            slow.observed.insert(on);
        }
        slow
    }

    /// Returns the hours of a date of the year.
    pub(super) fn hours(&self, date: NaiveDate) -> &'c [Hours] {
        assert_eq!(date.year(), self.year);
        for exact in 0..=4 {
            let named = self.open.iter().filter(|(word, _)| rank(word) == exact && names(word, date));
            // Of rules the rarest, then the first.
            if let Some((_, hours)) = named.min_by_key(|(word, _)| rarity(word)) {
                return hours;
            }
            let is = |word: &String| rank(word) == exact && names(word, date);
            let is_moved = exact == 2 && self.plan.observed.is_some();
            let is_closed =
                if is_moved { self.observed.contains(&date) } else { self.holidays.iter().any(is) };
            if is_closed {
                return &[];
            }
        }
        let weekday = date.weekday().num_days_from_monday() as usize;
        for is_dated in [true, false] {
            let of = |season: &&Season| {
                matches!(season.time, SeasonTime::Once(..)) == is_dated
                    && names(&season.time.to_string(), date)
            };
            if let Some(season) = self.plan.seasons.iter().find(of) {
                return season.week[weekday].as_ref().unwrap_or(&self.plan.week[weekday]);
            }
        }
        &self.plan.week[weekday]
    }
}

/// Returns an order of words in which the rarer comes first.
fn rarity(word: &str) -> (usize, i32, usize) {
    if let Some(count) = word.strip_prefix("easter") {
        return (0, count.parse().unwrap_or_default(), 0);
    }
    const NAMES: &str = "1st 2nd 3rd 4th 5th last mon tue wed thu fri sat sun jan feb mar apr may jun jul aug sep oct nov dec";
    let place = |word: &str| NAMES.find(word).unwrap();
    match word.split(' ').collect::<Vec<_>>().as_slice() {
        [nth, weekday, month] => (1 + place(month), place(nth) as i32, place(weekday)),
        [nth, weekday] => (1_000, place(nth) as i32, place(weekday)),
        _ => (0, 0, 0),
    }
}

/// Returns dates of 1989 to 2100, some of them at a turn of the year.
fn some_date() -> impl Strategy<Value = NaiveDate> {
    let first = NaiveDate::from_ymd_opt(1989, 1, 1).unwrap();
    let any = (0..40_542_u64).prop_map(move |days| first + Count::new(days));
    let turn = (1989..2100, -4..5_i64).prop_map(|(year, days)| {
        NaiveDate::from_ymd_opt(year, 12, 31).unwrap() + chrono::TimeDelta::days(days)
    });
    prop_oneof![3 => any, 1 => turn].prop_map(|date| date.min(NaiveDate::from_ymd_opt(2099, 12, 31).unwrap()))
}

fn some_yearly() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => some_date().prop_map(|date| date.format("%m-%d").to_string()),
        1 => select(vec!["02-28", "02-29", "03-01", "12-31", "01-01", "12-25", "12-26"]).prop_map(str::to_owned),
    ]
}

/// Returns a word for days, as a ledger writes it.
fn some_word() -> impl Strategy<Value = String> {
    let date = || some_date().prop_map(|date| date.to_string());
    let dates = (some_date(), 0..500_u64).prop_map(|(from, days)| {
        let until = (from + Count::new(days)).min(NaiveDate::from_ymd_opt(2099, 12, 31).unwrap());
        format!("{from}..{until}")
    });
    let range = (some_yearly(), some_yearly()).prop_map(|(from, until)| format!("{from}..{until}"));
    let near = (1..12_u32, 1..20_u32, 1..20_u32).prop_map(|(month, from, days)| {
        format!("{month:02}-{from:02}..{month:02}-{:02}", (from + days).min(28))
    });
    let nth = select(vec!["1st", "2nd", "3rd", "4th", "5th", "last"]);
    let day = select(vec!["mon", "tue", "wed", "thu", "fri", "sat", "sun"]);
    let month = select(vec![
        "", " jan", " feb", " mar", " apr", " may", " jun", " jul", " aug", " sep", " oct", " nov", " dec",
    ]);
    let weekday = (nth, day, month).prop_map(|(nth, day, month)| format!("{nth} {day}{month}"));
    let easter = prop_oneof![-80..=250_i32, -3..60_i32].prop_map(|days| match days {
        0 => "easter".to_owned(),
        days => format!("easter{days:+}"),
    });
    prop_oneof![3 => date(), 2 => dates, 4 => some_yearly(), 1 => range, 2 => near, 4 => weekday, 2 => easter]
}

fn some_season() -> impl Strategy<Value = Season> {
    let time = some_word().prop_filter_map("a time of a season", |word| {
        let (from, until) = word.split_once("..").map_or((&*word, None), |(from, until)| (from, Some(until)));
        SeasonTime::parse(from, until).ok()
    });
    let day = prop::option::of(some_hours());
    (time, prop::array::uniform7(day)).prop_map(|(time, week)| Season { time, week })
}

/// Adds seasons, holidays and special hours of every sort to a plan. Those that a calendar would refuse, because they
/// overlap, are left out.
pub(super) fn with_everything(plan: impl Strategy<Value = Plan>) -> impl Strategy<Value = Plan> {
    let words = || prop::collection::vec(some_word(), 0..6);
    let open = prop::collection::vec((some_word(), some_hours()), 0..5);
    let seasons = prop::collection::vec(some_season(), 0..4);
    let observed = prop::option::of(select(&Observed::ALL[..]));
    (plan, words(), open, seasons, observed).prop_map(|(mut plan, holidays, open, seasons, observed)| {
        let is_valid = |plan: &Plan| {
            let week = [const { Vec::new() }; 7].map(|_: Vec<Hours>| vec![Hours::WHOLE_DAY]);
            Calendar::new("any", Tz::UTC, Plan { week, ..plan.clone() }).is_ok()
        };
        plan.holidays.extend(holidays.iter().map(|word| Days::parse(word).unwrap()));
        plan.observed = observed;
        for (word, hours) in open {
            let days = Days::parse(&word).unwrap();
            if plan.open.iter().all(|(known, _)| *known != days) {
                plan.open.push((days, hours));
                if !is_valid(&plan) {
                    plan.open.pop();
                }
            }
        }
        for season in seasons {
            plan.seasons.push(season);
            if !is_valid(&plan) {
                plan.seasons.pop();
            }
        }
        plan
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 100 } else { 1_000 }))]

    #[test]
    fn the_hours_of_every_date_are_those_that_the_rules_say(
        plan in with_everything(prop::array::uniform7(some_hours()).prop_map(|week| Plan { week, ..Plan::default() })),
        years in prop::array::uniform3(1990..2100_i32),
    ) {
        let calendar = Calendar::unchecked("any".to_owned(), Tz::UTC, plan);
        for year in years {
            let slow = Slow::new(&calendar, year);
            let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
            for date in first.iter_days().take_while(|date| date.year() == year) {
                prop_assert_eq!(calendar.rule_on(date).0, slow.hours(date), "{}", date);
            }
        }
    }

    #[test]
    fn words_for_days_are_read_and_shown_alike(word in some_word()) {
        prop_assert_eq!(Days::parse(&word).unwrap().to_string(), word);
    }
}
