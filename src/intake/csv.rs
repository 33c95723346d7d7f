//! Comma-separated values with a header line, as spreadsheets and help desks write them.
//!
//! A file is somebody's record of their promises, so no row may vanish or change silently: misplaced quotes, with which
//! a lenient reader would swallow the next row, are reported.

mod lines;
mod row;

use ::csv::{ByteRecord, ReaderBuilder};
use chrono_tz::Tz;

use super::{LeftOut, Map, Read, Reasons, Source};
use crate::error::{Error, Result};

use lines::Lines;
use row::Row;

pub(super) const SOURCE: Source =
    Source { name: "csv", help: "Comma-separated values with a header line", read };

/// The possible delimiters; of equally good ones the first wins.
const DELIMITERS: [u8; 3] = *b",;\t";

/// Reads every row of a file. Times without an offset are local in `zone`.
///
/// The delimiter is the one of comma, semicolon and tab that divides the header into the most columns. Cells and column
/// names lose the blanks around them; a blank cell is empty.
///
/// # Errors
///
/// A file without a header, or without a column that `map` needs. What is wrong with one row is in `Read::bad`.
pub fn read(bytes: &[u8], map: &Map, zone: Tz) -> Result<Read> {
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err(Error::new("the file is UTF-16").hint("save it again as CSV in UTF-8"));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let (delimiter, header) = header(bytes)?;
    let columns = map.columns(&header)?;
    let mut records = records(bytes, delimiter);
    let mut lines = Lines::new(bytes);
    let mut record = ByteRecord::new();
    let (mut read, mut reasons) = (Read { fields: columns.fields(), ..Read::default() }, Reasons::default());
    let mut is_header = true;
    while next(&mut records, &mut record)? {
        let stretch = lines.stretch(records.position().byte())?;
        if std::mem::take(&mut is_header) || record.iter().all(|cell| cell.trim_ascii().is_empty()) {
            continue;
        }
        let row = Row { columns: &columns, cells: &record, zone, line: stretch.line };
        let incoming = stretch.check(delimiter, record.len(), header.len()).and_then(|()| row.read());
        match incoming {
            Ok(incoming) => read.rows.push(incoming),
            Err(why) => read.bad.push(LeftOut { line: stretch.line, why: reasons.keep(&why) }),
        }
    }
    Ok(read)
}

/// Returns the delimiter, and the names of the columns.
fn header(bytes: &[u8]) -> Result<(u8, Vec<String>)> {
    let mut best: (u8, Vec<String>) = (b',', Vec::new());
    for delimiter in DELIMITERS {
        let mut record = ByteRecord::new();
        if next(&mut records(bytes, delimiter), &mut record)? && record.len() > best.1.len() {
            // A name that is not UTF-8 is still a column; it cannot be asked for, and need not be.
            let names = record.iter().map(|name| String::from_utf8_lossy(name).trim().to_owned());
            best = (delimiter, names.collect());
        }
    }
    if best.1.iter().all(String::is_empty) {
        return Err(Error::new("the file is empty").hint("the first line must name the columns"));
    }
    Ok(best)
}

fn records(bytes: &[u8], delimiter: u8) -> ::csv::Reader<&[u8]> {
    ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(bytes)
}

fn next(records: &mut ::csv::Reader<&[u8]>, record: &mut ByteRecord) -> Result<bool> {
    // Reading bytes in memory cannot fail, and rows of any length are accepted: this is for the type.
    records
        .read_byte_record(record)
        .map_err(|error| Error::new(format!("the file could not be read: {error}")))
}

#[cfg(test)]
mod tests;
