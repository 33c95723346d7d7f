//! Forecasts: a sentence for each kind, a table of dates, and on a terminal the curve that they come from.

use std::io::{self, Write};

use chrono_tz::Tz;

use super::sentence::sentence;
use super::table::{Cell, Column, Table};
use crate::out::{Page, Style};
use crate::rules::forecast::{
    Answer, Chance, Confidence, Doubt, Forecast, LEAST_CLOSED, LEAST_LIKE, Safe, at_least,
};
use crate::rules::time::Instant;
use crate::text;
use crate::when::say;

pub mod area;

/// What can be said of kinds.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecasts {
    /// When it was judged.
    pub now: Instant,
    /// The ledger's zone.
    pub zone: Tz,
    /// By whose promises, as the ledger spells them.
    pub owner: Option<String>,
    /// The confidence that was asked for.
    pub confidence: Confidence,
    /// Whether one kind was asked for.
    pub is_of_one: bool,
    /// A forecast for each kind.
    pub all: Vec<Forecast>,
}

/// Writes the forecasts on the page.
pub fn table(forecasts: &Forecasts, page: Page, to: &mut dyn Write) -> io::Result<()> {
    match forecasts.all.as_slice() {
        [one] if forecasts.is_of_one => card(one, forecasts, page, to),
        [] => {
            let (confidence, needs) = (forecasts.confidence, forecasts.confidence.needs());
            let said = format!("no kind has enough history for {confidence}: {needs} closed are needed");
            sentence(&said, Style::Plain, page, to)
        }
        _ => kinds(forecasts).write(page, to),
    }
}

/// Writes one forecast: what to promise, how likely a due is, the dates, and the curve.
fn card(forecast: &Forecast, all: &Forecasts, page: Page, to: &mut dyn Write) -> io::Result<()> {
    sentence(&said(forecast, all), Style::Bold, page, to)?;
    if let Some(by) = &forecast.by {
        sentence(&chance(by, forecast, all), Style::Plain, page, to)?;
    }
    if forecast.table.iter().all(|safe| safe.answer == Answer::Few) {
        return Ok(());
    }
    to.write_all(b"\n")?;
    dates(forecast, all).write(page, to)?;
    let Some(width) = page.width else { return Ok(()) };
    area::write(forecast, width, to)
}

/// Returns what can be promised, and by what that is judged.
pub fn said(forecast: &Forecast, all: &Forecasts) -> String {
    let kind = text::sanitize(&forecast.kind);
    let (confidence, curve) = (forecast.asked.confidence, &forecast.curve);
    let (closed, open) = (curve.closed, curve.open);
    match forecast.asked.answer {
        Answer::Date { shown, .. } => {
            let half = forecast.half().filter(|half| *half < shown);
            let half = half.map(|half| format!("; half are done by {}", date(half, all)));
            let half = half.unwrap_or_default();
            let shown = date(shown, all);
            format!(
                "{kind}: promise {shown} or later to keep {confidence} ({closed} closed, {open} open looked at{half})"
            )
        }
        Answer::Few => {
            let needs = confidence.needs();
            let less = forecast.table.iter().rev().find_map(|safe| Some((safe.confidence, safe.shown()?)));
            let less = less.map(|(less, shown)| format!("; {less} would be {}", date(shown, all)));
            let less = less.unwrap_or_default();
            format!("{kind}: too little history for {confidence} ({closed} closed, {needs} needed){less}")
        }
        Answer::None => {
            let last = curve.steps().last();
            let furthest = last.map_or_else(
                || "none was ever done".to_owned(),
                |step| {
                    let (share, length) =
                        (percent(1.0 - step.left), rounded_up(step.length, forecast.is_working));
                    format!("{share} are done within {length}, then it stays there")
                },
            );
            format!("{kind}: no date is safe at {confidence}: {furthest} ({closed} closed, {open} open)")
        }
    }
}

/// Returns how likely a due is kept.
fn chance(by: &Chance, forecast: &Forecast, all: &Forecasts) -> String {
    let (due, curve) = (date(by.due, all), &forecast.curve);
    match by.kept {
        Some(kept) => {
            let share = percent(kept);
            format!("by {due}: {share} are done this fast ({} closed, {} open)", curve.closed, curve.open)
        }
        None if curve.closed < LEAST_CLOSED => {
            format!("by {due}: too little history to say ({} closed, {LEAST_CLOSED} needed)", curve.closed)
        }
        None => format!("by {due}: too little history to say ({} as old, {LEAST_LIKE} needed)", by.like),
    }
}

/// Returns the dates at each confidence.
fn dates(forecast: &Forecast, all: &Forecasts) -> Table {
    let heads = [Column::new("sure").right(), Column::new("promise"), Column::new("takes").right()];
    let mut table = Table::new(heads);
    let is_usual = forecast.table.iter().any(|safe| safe.confidence == forecast.asked.confidence);
    let own = (!is_usual).then_some(&forecast.asked);
    for safe in own.into_iter().chain(&forecast.table) {
        table.row(cells(safe, forecast.is_working, all));
    }
    table
}

fn cells<'a>(safe: &Safe, is_working: bool, all: &Forecasts) -> [Cell<'a>; 3] {
    let (shown, takes) = match safe.answer {
        Answer::Date { shown, span, .. } => (date(shown, all), length(span, is_working)),
        Answer::Few => ("too little history".to_owned(), String::new()),
        Answer::None => ("no date is safe".to_owned(), String::new()),
    };
    [safe.confidence.to_string().into(), shown.into(), takes.into()]
}

/// Returns a row for each kind.
pub fn kinds(all: &Forecasts) -> Table {
    let forecasts = all.all.as_slice();
    let number = |head: &'static str| Column::new(head).right();
    let mut heads =
        vec![Column::new("kind").shrinks(), Column::new("promise"), number("takes"), Column::new("half by")];
    heads.extend([number("closed"), number("open")]);
    heads.extend(forecasts.iter().any(|one| one.by.is_some()).then(|| number("kept by then")));
    let mut table = Table::new(heads);
    for forecast in forecasts {
        let [_, shown, takes] = cells(&forecast.asked, forecast.is_working, all);
        let half = forecast.half().map_or_else(String::new, |half| date(half, all));
        let kind = Cell::new(forecast.kind.as_str());
        let counts = [forecast.curve.closed, forecast.curve.open].map(|count| Cell::from(count.to_string()));
        let by = forecast.by.map(|by| Cell::from(by.kept.map_or_else(|| "?".to_owned(), percent)));
        table.row([kind, shown, takes, half.into()].into_iter().chain(counts).chain(by));
    }
    table
}

/// Returns what to say of a date that will probably not be kept, and which would be safe.
pub fn doubt(doubt: &Doubt, now: Instant, zone: Tz) -> String {
    let cases = text::plural(&doubt.kind);
    let cases = cases.unwrap_or_else(|| format!("of {}", text::sanitize(&doubt.kind)));
    let aged = if doubt.is_aged { " as old as this one" } else { "" };
    let Doubt { closed, open, safe: Safe { confidence, answer }, .. } = doubt;
    let safe = match answer {
        Answer::Date { shown, .. } => format!("{confidence} would be {}", day(*shown, now, zone)),
        Answer::Few => format!("too little history for {confidence}"),
        Answer::None => format!("no date is safe at {confidence}"),
    };
    let share = in_ten(doubt.kept, doubt.under);
    format!("{share} {cases}{aged} were done this fast ({closed} closed, {open} open); {safe}")
}

/// Returns a share that is under another in words, which do not say as much as that: `about 4 in 10`.
fn in_ten(share: f64, under: f64) -> String {
    let nearest = (share * 10.0).round();
    let tenths = if at_least(nearest / 10.0, under) { (share * 10.0).floor() } else { nearest };
    match tenths {
        _ if share <= 0.0 => "none in 10".to_owned(),
        _ if share >= 0.95 => "more than 9 in 10".to_owned(),
        tenths if tenths < 1.0 => "less than 1 in 10".to_owned(),
        tenths => format!("about {tenths} in 10"),
    }
}

/// Returns a date as people promise it: the day, with a time if it is not the end of it.
fn date(at: Instant, all: &Forecasts) -> String {
    day(at, all.now, all.zone)
}

fn day(at: Instant, now: Instant, zone: Tz) -> String {
    let said = say::absolute(at, now, zone);
    said.strip_prefix("end of ").map_or_else(|| said.clone(), str::to_owned)
}

/// Returns a share in whole percent, rounded down as a rate is: it is at least what is said, and never as much as what it is not.
pub fn percent(share: f64) -> String {
    let below = (share * 100.0).floor();
    let next = below + 1.0;
    let percent = if at_least(share, next / 100.0) { next } else { below };
    if share > 0.0 && percent < 1.0 { "less than 1 %".to_owned() } else { format!("{percent} %") }
}

/// Returns a length of the clock.
pub fn length(span: i64, is_working: bool) -> String {
    if is_working { say::working(span) } else { say::span(span) }
}

/// Returns a length after which something has passed: `60 days`, for 59 days and a little more.
fn rounded_up(span: i64, is_working: bool) -> String {
    const DAY: i64 = 86_400;
    if is_working || span < DAY {
        return length(span, is_working);
    }
    let days = span.saturating_add(DAY.saturating_sub(1)).div_euclid(DAY);
    format!("{days} days")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_said_in_percent_that_do_not_contradict_what_it_was_compared_with() {
        let cases = [
            (0.0, "0 %"),
            (1e-12, "less than 1 %"),
            (0.009, "less than 1 %"),
            (0.01, "1 %"),
            (0.29, "29 %"),
            (0.346, "34 %"),
            (0.5 - 1e-16, "50 %"),
            (0.5 - 1e-8, "49 %"),
            (0.896_6, "89 %"),
            (0.999, "99 %"),
            (1.0, "100 %"),
        ];
        for (share, said) in cases {
            assert_eq!(percent(share), said, "{share}");
        }
        for (share, asked) in (0..=2_000).flat_map(|share| [(share, 1), (share, share / 20), (share, 89)]) {
            let (share, said) = (f64::from(share) / 2_000.0, percent(f64::from(share) / 2_000.0));
            let number = said.split(' ').next().and_then(|number| number.parse().ok()).unwrap_or(0);
            assert_eq!(number >= asked, at_least(share, f64::from(asked) / 100.0), "{said} of {asked}");
        }
    }

    #[test]
    fn what_is_warned_of_is_not_said_to_be_as_much_as_is_enough() {
        let cases = [
            (0.0, 0.5, "none in 10"),
            (0.04, 0.5, "less than 1 in 10"),
            (0.06, 0.5, "about 1 in 10"),
            (0.06, 0.1, "less than 1 in 10"),
            (0.37, 0.5, "about 4 in 10"),
            (0.449, 0.5, "about 4 in 10"),
            (0.45, 0.5, "about 4 in 10"),
            (0.499, 0.5, "about 4 in 10"),
            (0.45, 0.6, "about 5 in 10"),
            (0.29, 0.295, "about 2 in 10"),
            (0.94, 0.99, "about 9 in 10"),
            (0.96, 0.99, "more than 9 in 10"),
        ];
        for (share, under, said) in cases {
            assert_eq!(in_ten(share, under), said, "{share} under {under}");
        }
    }
}
