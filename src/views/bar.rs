//! A bar for a rate: the eye finds the worst group before it reads a number.

/// The eighths of a block, from none to all of it.
const EIGHTHS: [char; 9] = [' ', '▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'];

/// Returns a bar that fills this part of the columns.
///
/// Rounded down, as rates are: only a full rate looks full. A rate above zero shows at least a sliver.
pub fn bar(fraction: f64, columns: usize) -> String {
    let fraction = if fraction.is_nan() { 0.0 } else { fraction.clamp(0.0, 1.0) };
    let mut eighths = (fraction * 8.0 * columns as f64) as usize;
    if fraction > 0.0 && columns > 0 {
        eighths = eighths.max(1);
    }
    let mut bar = "█".repeat(eighths / 8);
    if let Some(&part) = EIGHTHS.get(eighths % 8).filter(|&&part| part != ' ') {
        bar.push(part);
    }
    bar
}

#[cfg(test)]
mod tests {
    use super::bar;

    #[test]
    fn a_bar_is_as_long_as_the_fraction() {
        assert_eq!(bar(0.0, 8), "");
        assert_eq!(bar(0.5, 8), "████");
        assert_eq!(bar(0.53125, 8), "████▎");
        assert_eq!(bar(1.0, 8), "████████");
    }

    #[test]
    fn only_all_of_it_looks_full_and_only_nothing_looks_empty() {
        assert_eq!(bar(0.9999, 4), "███▉");
        assert_eq!(bar(0.0001, 4), "▏");
        assert_eq!(bar(0.0001, 0), "");
    }

    #[test]
    fn what_is_no_fraction_is_still_a_bar() {
        assert_eq!(bar(f64::NAN, 4), "");
        assert_eq!(bar(-1.0, 4), "");
        assert_eq!(bar(f64::INFINITY, 4), "████");
    }
}
