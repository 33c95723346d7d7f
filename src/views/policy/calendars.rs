//! When we work: the week, the closed days of the coming year, and those with hours of their own.

use std::io::{self, Write};

use chrono::{Days, NaiveDate, Weekday};

use super::{counts_working_time, sentence};
use crate::out::{Page, Style};
use crate::rules::calendar::{Because, Calendar, Days as CalendarDays, Hours, Season, SeasonTime, WEEKDAYS};
use crate::rules::policy::{CalendarChoice, Policy};
use crate::rules::time::Instant;
use crate::text;
use crate::views::table::{Cell, Column, GAP, Table};
use crate::when::say;

/// The columns of the labels and the gap beside them.
const LABEL: usize = 10;
/// How far ahead closed days are listed.
const YEAR: Days = Days::new(366);
/// The most days of a sort in a list.
const LISTED: usize = 24;

/// Draws each calendar, or what a business day is without one.
pub(super) fn write(policy: &Policy, now: Instant, page: Page, to: &mut dyn Write) -> io::Result<()> {
    for calendar in policy.calendars.values() {
        to.write_all(b"\n")?;
        let head = format!("calendar {} ({})", calendar.name, calendar.zone.name());
        sentence(&head, Style::Bold, page, to)?;
        let today = now.date_in(calendar.zone);
        let columns = [Column::new("").at_least(LABEL.saturating_sub(GAP)), Column::new("").shrinks()];
        let mut table = Table::new(columns).whole();
        for (days, hours) in week(calendar) {
            add(&days, &hours, page, &mut table);
        }
        for (time, hours) in seasons(calendar, today) {
            add("season", &[vec![time], hours].concat(), page, &mut table);
        }
        add("closed", &closed(calendar, today), page, &mut table);
        add("special", &special(calendar, today), page, &mut table);
        table.write(page, to)?;
    }
    let unnamed = policy.kinds.iter().any(|(name, kind)| {
        counts_working_time(kind) && !matches!(policy.calendar_for(Some(name)), CalendarChoice::One(_))
    });
    if unnamed {
        to.write_all(b"\n")?;
        sentence("without a calendar, business days are whole days, Monday to Friday", Style::Dim, page, to)?;
    }
    Ok(())
}

/// Adds a label and a list, broken between its items. An empty list adds nothing.
fn add(label: &str, items: &[String], page: Page, table: &mut Table) {
    let room = page.width.map_or(usize::MAX, |width| width.saturating_sub(LABEL).max(LABEL));
    let mut lines: Vec<String> = Vec::new();
    for item in items {
        match lines.last_mut() {
            Some(last) if text::width(last).saturating_add(text::width(item)).saturating_add(3) <= room => {
                last.push_str(", ");
                last.push_str(item);
            }
            Some(last) => {
                last.push(',');
                lines.push(item.clone());
            }
            None => lines.push(item.clone()),
        }
    }
    for (number, line) in lines.into_iter().enumerate() {
        let label = if number == 0 { label } else { "" };
        table.row([Cell::from(label).style(Style::Dim), Cell::from(line)]);
    }
}

/// Returns days of the week in a row with the same hours, and those hours.
fn week(calendar: &Calendar) -> Vec<(String, Vec<String>)> {
    let mut day = Weekday::Mon;
    let mut groups: Vec<(Weekday, Weekday, &[Hours])> = Vec::new();
    for hours in &calendar.plan().week {
        match groups.last_mut() {
            Some((_, last, same)) if *same == hours.as_slice() => *last = day,
            _ => groups.push((day, day, hours)),
        }
        day = day.succ();
    }
    let named = |(first, last, hours): (Weekday, Weekday, &[Hours])| {
        let days = if first == last { first.to_string() } else { format!("{first}-{last}") };
        (days, vec![open(hours)])
    };
    groups.into_iter().map(named).collect()
}

pub(super) fn open(hours: &[Hours]) -> String {
    match hours {
        [] => "closed".to_owned(),
        [hours] if *hours == Hours::WHOLE_DAY => "all day".to_owned(),
        hours => hours.iter().map(Hours::to_string).collect::<Vec<_>>().join(" "),
    }
}

/// Returns the hours that differ in each season that is not over for good.
fn seasons(calendar: &Calendar, today: NaiveDate) -> Vec<(String, Vec<String>)> {
    let is_over = |season: &&Season| matches!(season.time, SeasonTime::Once(_, Some(last)) if last < today);
    let season = |season: &Season| {
        let named = WEEKDAYS.iter().zip(&season.week);
        let named = named.filter_map(|(day, hours)| Some(format!("{day} {}", open(hours.as_deref()?))));
        (season.time.to_string(), named.collect())
    };
    calendar.plan().seasons.iter().filter(|season| !is_over(season)).map(season).collect()
}

/// Returns the holidays of the coming year, and how many are known after it.
fn closed(calendar: &Calendar, today: NaiveDate) -> Vec<String> {
    let days = coming(calendar, today).filter(|(.., because)| matches!(because, Because::Holiday(_)));
    let later = calendar.plan().holidays.iter().filter(|days| is_later(days, today));
    listed(days.map(|(date, ..)| say::date(date, today)).collect(), later.count())
}

/// Returns the days of the coming year that have hours of their own, and how many are known after it.
fn special(calendar: &Calendar, today: NaiveDate) -> Vec<String> {
    let days = coming(calendar, today).filter(|(.., because)| matches!(because, Because::Open(_)));
    let days = days.map(|(date, hours, _)| format!("{} {}", say::date(date, today), open(hours)));
    let later = calendar.plan().open.iter().filter(|(days, _)| is_later(days, today));
    listed(days.collect(), later.count())
}

fn coming(calendar: &Calendar, today: NaiveDate) -> impl Iterator<Item = (NaiveDate, &[Hours], Because<'_>)> {
    let end = today.checked_add_days(YEAR).unwrap_or(today);
    today.iter_days().take_while(move |date| *date < end).map(|date| {
        let (hours, because) = calendar.rule_on(date);
        (date, hours, because)
    })
}

fn is_later(days: &CalendarDays, today: NaiveDate) -> bool {
    let end = today.checked_add_days(YEAR).unwrap_or(today);
    days.last().is_some_and(|last| last >= end)
}

/// Returns no more than can be read, and how many more there are.
fn listed(mut days: Vec<String>, later: usize) -> Vec<String> {
    let more = days.len().saturating_sub(LISTED);
    days.truncate(LISTED);
    if more > 0 {
        days.push(format!("{more} more"));
    }
    if later > 0 {
        days.push(format!("{later} after that"));
    }
    days
}
