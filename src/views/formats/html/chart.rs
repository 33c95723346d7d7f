//! Charts as SVG. Colours are the page's: its style overrides those that are drawn.

use std::io;

use maud::{Markup, PreEscaped, html};
use plotters::prelude::*;

use crate::views::report::page::Bars;

pub(super) mod curve;

/// How large a chart is drawn: what a phone shows of it can be read, and larger screens enlarge it.
type Size = (u32, u32);

/// The size of bars.
const SIZE: Size = (360, 200);

/// How many bars fit: half a year of weeks.
const MOST: usize = 26;

/// Returns a chart with this title, whose bars are at most `top` long. Of more bars than fit, the last are shown.
pub(super) fn bars(id: &str, title: &str, bars: &Bars, top: u64) -> io::Result<Markup> {
    let shown = bars.get(bars.len().saturating_sub(MOST)..).unwrap_or(bars);
    let mut drawn = String::new();
    draw(shown, top, &mut drawn).map_err(|error| io::Error::other(error.to_string()))?;
    named(id, title, &drawn, SIZE)
}

/// Returns what was drawn in that size as part of a page, with a title for who does not see it.
fn named(id: &str, title: &str, drawn: &str, (width, height): Size) -> io::Result<Markup> {
    // What is around the drawing says where its format is defined, which is an address, and the page has none.
    let inside = drawn.split_once('>').and_then(|(_, rest)| rest.rsplit_once("</svg>"));
    let (inside, _) = inside.ok_or_else(|| io::Error::other("a chart was not drawn"))?;
    Ok(html! {
        svg role="img" aria-labelledby=(id) viewBox=(format!("0 0 {width} {height}")) {
            title id=(id) { (title) }
            (PreEscaped(inside))
        }
    })
}

type Failure<'s> = DrawingAreaErrorKind<<SVGBackend<'s> as DrawingBackend>::ErrorType>;

fn draw<'s>(bars: &[(String, u64)], top: u64, to: &'s mut String) -> Result<(), Failure<'s>> {
    let area = SVGBackend::with_string(to, SIZE).into_drawing_area();
    // The last place is in the range.
    let places = (0..bars.len().saturating_sub(1)).into_segmented();
    let mut chart = ChartBuilder::on(&area)
        .margin(8)
        .set_label_area_size(LabelAreaPosition::Left, 40)
        .set_label_area_size(LabelAreaPosition::Bottom, 30)
        .build_cartesian_2d(places, 0..top.max(1))?;
    let name = |place: &SegmentValue<usize>| match place {
        SegmentValue::CenterOf(place) | SegmentValue::Exact(place) => {
            bars.get(*place).map_or_else(String::new, |(name, _)| name.clone())
        }
        SegmentValue::Last => String::new(),
    };
    chart
        .configure_mesh()
        .disable_x_mesh()
        .max_light_lines(1)
        .label_style(("sans-serif", 16))
        .x_labels(4)
        .y_labels(5)
        .x_label_formatter(&name)
        .draw()?;
    // Many bars are narrow.
    let gap = if bars.len() > 8 { 1 } else { 6 };
    let end = |place: usize| {
        let next = place.saturating_add(1);
        if next < bars.len() { SegmentValue::Exact(next) } else { SegmentValue::Last }
    };
    // The histogram of the crate draws its bars in another order each time.
    chart.draw_series(bars.iter().enumerate().map(|(place, (_, length))| {
        let mut bar = Rectangle::new([(SegmentValue::Exact(place), 0), (end(place), *length)], BLUE.filled());
        bar.set_margin(0, 0, gap, gap);
        bar
    }))?;
    area.present()
}
