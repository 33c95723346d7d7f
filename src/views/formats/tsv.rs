//! Tab-separated values, for `awk` and `cut`: the cells of the csv, without quotes, a record a line.

use super::csv::{Dialect, Events, Rows, calibration, customers, forecasts, report};
use super::{Format, Reporter};
use crate::views::log::Logger;
use crate::views::rows::Lister;

pub(super) const FORMAT: Format = Format {
    name: "tsv",
    help: "Tab-separated values for awk and cut",
    is_for_people: false,
    list: Some(LIST),
    overdue: Some(LIST),
    log: Some(Logger::Events(|period, origin| Box::new(Events::new(period, origin, DIALECT)))),
    report: Some(Reporter::Figures(|data, out| report(data, DIALECT, out))),
    forecast: Some(|data, out| forecasts(data, DIALECT, out)),
    calibration: Some(|data, out| calibration(data, DIALECT, out)),
    findings: None,
    customers: Some(|all, out| customers(all, DIALECT, out)),
    answer: None,
};

const LIST: Lister = Lister::Rows(|about| Box::new(Rows::new(about, DIALECT)));

const DIALECT: Dialect = Dialect { separator: '\t', record };

/// Appends a line: what would end a cell or a line is written as `\t`, `\n` and `\r`, and a backslash as two.
fn record(cells: &[String], text: &mut Vec<u8>) {
    let mut before = "";
    for cell in cells {
        let cell = cell.replace('\\', "\\\\").replace('\t', "\\t").replace('\n', "\\n").replace('\r', "\\r");
        text.extend(before.bytes().chain(cell.bytes()));
        before = "\t";
    }
    text.push(b'\n');
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn cells_come_back_from_one_line(cells in prop::collection::vec("[\\\\tnr\t\n\r\u{b}é]{0,6}", 1..5)) {
            let mut text = Vec::new();
            record(&cells, &mut text);
            let text = String::from_utf8(text).unwrap();
            let line = text.strip_suffix('\n').unwrap();
            prop_assert!(!line.contains(['\n', '\r']));
            let plain = |cell: &str| {
                let (mut plain, mut letters) = (String::new(), cell.chars());
                while let Some(letter) = letters.next() {
                    let escaped = (letter == '\\').then(|| letters.next().unwrap());
                    plain.push(match escaped {
                        Some('t') => '\t',
                        Some('n') => '\n',
                        Some('r') => '\r',
                        Some(other) => other,
                        None => letter,
                    });
                }
                plain
            };
            prop_assert_eq!(line.split('\t').map(plain).collect::<Vec<_>>(), cells);
        }
    }
}
