//! The share that is done after so long, as an area; a point on its edge is what can be promised.

use std::io;

use maud::Markup;
use plotters::prelude::*;

use super::{Failure, Size, named};
use crate::rules::forecast::{Answer, Forecast};
use crate::views::forecast::length;

/// The size of a curve: as wide as bars, so that its texts are as large.
const SIZE: Size = (360, 150);

/// A share of all, in thousandths.
const ALL: i64 = 1_000;

/// In how many places a curve is looked at: one for every two points of the width.
const PLACES: i64 = 160;

/// The most lengths that are named below it, besides 0.
const MOST: i64 = 4;

const MINUTE: i64 = 60;
const HOUR: i64 = 3_600;
const DAY: i64 = 86_400;

/// What may lie between two lengths that are named: these, on either clock.
const SHORT: [i64; 9] = [1, 5, 10, 30, MINUTE, 5 * MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR];

/// Longer ones on the wall's clock; above, as many times the last as are needed.
const DAYS: [i64; 10] =
    [3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 5 * DAY, 10 * DAY, 20 * DAY, 50 * DAY, 100 * DAY];

/// The same in working time, which has no days.
const HOURS: [i64; 8] =
    [2 * HOUR, 5 * HOUR, 10 * HOUR, 20 * HOUR, 50 * HOUR, 100 * HOUR, 200 * HOUR, 500 * HOUR];

/// Returns the curve of a forecast with this title; `None` where all was done at once, or nothing ever.
pub(in super::super) fn curve(id: &str, title: &str, forecast: &Forecast) -> io::Result<Option<Markup>> {
    let last = forecast.curve.steps().last().map(|step| step.length);
    let Some(last) = last.filter(|last| *last > 0) else { return Ok(None) };
    let mut drawn = String::new();
    draw(forecast, last, &mut drawn).map_err(|error| io::Error::other(error.to_string()))?;
    named(id, title, &drawn, SIZE).map(Some)
}

fn draw<'s>(forecast: &Forecast, last: i64, to: &'s mut String) -> Result<(), Failure<'s>> {
    let done = |length: i64| (ALL as f64 * (1.0 - forecast.curve.left_after(length))).round() as i64;
    // It goes on a little, so that what is done last shows.
    let end = last.saturating_add(last.div_euclid(20).max(1));
    let area = SVGBackend::with_string(to, SIZE).into_drawing_area();
    let mut chart = ChartBuilder::on(&area)
        .margin(8)
        // Half of the last length stands beyond the end.
        .margin_right(28)
        .set_label_area_size(LabelAreaPosition::Left, 48)
        .set_label_area_size(LabelAreaPosition::Bottom, 30)
        .build_cartesian_2d(
            (0..end).with_key_points(named_lengths(last, forecast.is_working)),
            (0..ALL).with_key_points(vec![0, ALL / 2, ALL]),
        )?;
    chart
        .configure_mesh()
        .disable_x_mesh()
        .label_style(("sans-serif", 16))
        .x_label_formatter(&|of: &i64| {
            if *of == 0 { "0".to_owned() } else { length(*of, forecast.is_working) }
        })
        .y_label_formatter(&|share: &i64| format!("{} %", share / 10))
        .draw()?;
    let place = |place: i64| last.saturating_mul(place).checked_div(PLACES).unwrap_or_default();
    let (mut edge, mut before) = (vec![(0, 0)], 0);
    for at in (0..=PLACES).map(place) {
        let share = done(at);
        if share > before {
            edge.extend([(at, before), (at, share)]);
            before = share;
        }
    }
    edge.extend([(end, before), (end, 0)]);
    edge.dedup();
    chart.draw_series([Polygon::new(edge, BLUE.filled())])?;
    if let Answer::Date { span, .. } = forecast.asked.answer {
        chart.draw_series([Circle::new((span, done(span)), 4, BLACK.filled())])?;
    }
    area.present()
}

/// Returns the lengths that are named below a curve of this one: round ones, from 0 on.
fn named_lengths(last: i64, is_working: bool) -> Vec<i64> {
    let long = if is_working { HOURS.as_slice() } else { DAYS.as_slice() };
    let fits = |step: &i64| last.checked_div(*step).is_some_and(|count| count <= MOST);
    let largest = long.last().copied().unwrap_or(1);
    let step = SHORT.iter().chain(long).copied().find(fits).unwrap_or_else(|| {
        let times = last.checked_div(largest.saturating_mul(MOST)).unwrap_or_default().saturating_add(1);
        largest.saturating_mul(times)
    });
    (0..=MOST).map(|nth| step.saturating_mul(nth)).filter(|length| *length <= last).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_lengths_are_named_and_few_of_them() {
        let days = |lengths: &[i64]| lengths.iter().map(|days| days * DAY).collect::<Vec<_>>();
        assert_eq!(named_lengths(13 * DAY, false), days(&[0, 5, 10]));
        assert_eq!(named_lengths(75 * DAY, false), days(&[0, 20, 40, 60]));
        assert_eq!(named_lengths(50 * DAY + 1, false), days(&[0, 20, 40]));
        assert_eq!(named_lengths(40 * DAY, false), days(&[0, 10, 20, 30, 40]));
        assert_eq!(named_lengths(1_000 * DAY, false), days(&[0, 300, 600, 900]));
        assert_eq!(named_lengths(3, false), [0, 1, 2, 3]);
        assert_eq!(named_lengths(13 * DAY, true), [0, 100 * HOUR, 200 * HOUR, 300 * HOUR]);
        for (last, is_working) in (1..40).flat_map(|power| [(1 << power, false), (3 << power, true)]) {
            let named = named_lengths(last, is_working);
            assert!((2..=5).contains(&named.len()) && named.is_sorted(), "{last}: {named:?}");
            assert!(*named.last().unwrap() > last / 3, "{last}: {named:?}");
        }
    }
}
