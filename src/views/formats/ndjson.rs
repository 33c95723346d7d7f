//! JSON Lines: the objects of `--json`, one a line, for `jq` and whatever reads line by line.

use std::io::{self, Write};

use super::{Format, Reporter, json};
use crate::rules::policy::Policy;
use crate::views::log::{EventWriter, Happening, Logger};
use crate::views::row::Row;
use crate::views::rows::{Drawn, Lister, RowWriter};

pub(super) const FORMAT: Format = Format {
    name: "ndjson",
    help: "The objects of the JSON, one a line",
    is_for_people: false,
    list: Some(LIST),
    overdue: Some(LIST),
    log: Some(Logger::Events(|period, origin| Box::new(Events(json::Events::new(period, origin))))),
    report: Some(Reporter::Figures(|data, out| json::objects(data, out))),
    forecast: None,
    calibration: None,
    findings: None,
    customers: Some(|all, out| json::customer_lines(all, out)),
    answer: None,
};

const LIST: Lister = Lister::Rows(|about| Box::new(Lines(json::List::new(about.origin, about.now))));

struct Lines(json::List);

impl RowWriter for Lines {
    fn draw(&mut self, row: &Row<'_>, policy: &Policy, text: &mut Vec<u8>) {
        self.0.draw(row, policy, text);
    }

    fn write(
        &self,
        rows: &mut dyn Iterator<Item = io::Result<Drawn<'_>>>,
        to: &mut dyn Write,
    ) -> io::Result<()> {
        lines(rows, to)
    }
}

struct Events(json::Events);

impl EventWriter for Events {
    fn draw(&mut self, event: &Happening<'_>, policy: &Policy, text: &mut Vec<u8>) {
        self.0.draw(event, policy, text);
    }

    fn write(
        &self,
        events: &mut dyn Iterator<Item = io::Result<Drawn<'_>>>,
        to: &mut dyn Write,
    ) -> io::Result<()> {
        lines(events, to)
    }
}

fn lines(rows: &mut dyn Iterator<Item = io::Result<Drawn<'_>>>, to: &mut dyn Write) -> io::Result<()> {
    for row in rows {
        json::object(row?, to)?;
        to.write_all(b"\n")?;
    }
    Ok(())
}
