//! The share that is done after so long, as a small picture of characters: the eye sees the long tail.

use std::io::{self, Write};

use crate::rules::forecast::Forecast;

/// The eighths of a character, from below.
const EIGHTHS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// How many lines it is high.
const HEIGHT: usize = 4;

/// How many characters it is wide, besides the marks at its left.
const WIDTH: usize = 48;

/// The narrowest page with room for it.
const NARROWEST: usize = 60;

/// Writes the curve of a forecast below a blank line, if there is room and something was done.
pub fn write(forecast: &Forecast, width: usize, to: &mut dyn Write) -> io::Result<()> {
    let Some(last) = forecast.curve.steps().last().filter(|last| width >= NARROWEST && last.length > 0)
    else {
        return Ok(());
    };
    let shares = (1..=WIDTH).map(|place| {
        let length = last.length as f64 * place as f64 / WIDTH as f64;
        1.0 - forecast.curve.left_after(length as i64)
    });
    let shares: Vec<_> = shares.collect();
    to.write_all(b"\n")?;
    for (line, cells) in area(&shares, HEIGHT).iter().enumerate() {
        let mark = match line {
            0 => "100 %",
            line if line.saturating_add(1) == HEIGHT => "done",
            _ => "",
        };
        writeln!(to, "{mark:>5} {}", cells.trim_end())?;
    }
    let end = super::length(last.length, forecast.is_working);
    writeln!(to, "      0{end:>width$}", width = WIDTH.saturating_sub(1))
}

/// Returns the lines of an area that fills these shares of its height, highest line first. Rounded down, so that only all of it
/// looks full; what is above zero shows at least a sliver.
fn area(shares: &[f64], height: usize) -> Vec<String> {
    let eighths = |share: f64| {
        let eighths = (share.clamp(0.0, 1.0) * 8.0 * height as f64 + 1e-9) as usize;
        if share > 0.0 { eighths.max(1) } else { 0 }
    };
    let filled: Vec<_> = shares.iter().map(|share| eighths(*share)).collect();
    let line = |below: usize| {
        let cell = |filled: &usize| filled.saturating_sub(below.saturating_mul(8)).min(8);
        filled.iter().filter_map(|filled| EIGHTHS.get(cell(filled))).collect::<String>()
    };
    (0..height).rev().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::area;

    #[test]
    fn an_area_is_as_high_as_the_share() {
        assert_eq!(
            area(&[0.0, 0.01, 0.25, 0.5, 0.999, 1.0], 2),
            ["   ▁▇█".replace('▁', " "), " ▁▄███".to_owned()]
        );
    }

    #[test]
    fn nothing_is_no_area() {
        assert_eq!(area(&[], 2), ["", ""]);
    }
}
