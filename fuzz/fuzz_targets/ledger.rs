//! Reading a ledger: whatever the bytes are, an answer or a fault with a place, and where the fast reader of blocks
//! accepts something, the one that defines what a block means says the same.
#![no_main]

use std::collections::BTreeSet;
use std::ops::Range;

use libfuzzer_sys::fuzz_target;
use owed::inside::Fault;
use owed::inside::change;
use owed::inside::reader::{self, Outcome};
use owed::inside::block;
use owed::inside::scan::{self, Visitor};
use owed::inside::segment::{self, Piece};
use owed::inside::{Call, audit, cycle};
use owed::inside::{Commitment, Deed, Event};
use owed::inside::Policy;
use owed::inside::standing;
use owed::Instant;
use owed::inside::near_pairs;

/// Judges and audits everything, and remembers where it stands and what the customers are called.
struct Judge {
    now: Instant,
    names: BTreeSet<String>,
    spans: Vec<Range<usize>>,
}

impl Visitor for Judge {
    fn restart(&mut self) {
        self.spans.clear();
        self.names.clear();
    }

    fn visit(&mut self, policy: &Policy, commitment: &Commitment<'_>, span: Range<usize>) -> Result<(), Fault> {
        let _ = standing(commitment, policy, self.now);
        let _ = audit::findings(commitment, policy, self.now);
        let Some(cycles) = cycle::cycles(commitment, policy, self.now) else { return Ok(()) };
        let _ = Call::new(commitment, &cycles.current, policy, self.now);
        self.names.insert(commitment.to.to_string());
        self.spans.push(span);
        Ok(())
    }
}

fuzz_target!(|bytes: &[u8]| {
    let zone = || Ok(chrono_tz::America::New_York);
    let mut judge = Judge { now: Instant::from_epoch(1_795_000_000), names: BTreeSet::new(), spans: Vec::new() };
    let scanned = scan::scan(|| Ok(bytes), &zone, &mut judge);
    let counted: Vec<_> = judge.names.iter().map(|name| (name.as_str(), 1)).collect();
    let _ = near_pairs(&counted);
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    agree(text);
    if scanned.is_ok() {
        for span in judge.spans.iter().take(4) {
            let events = vec![Event::new(judge.now, Deed::Noted)];
            let happened = change::Change::Happened { span: span.clone(), events };
            let _ = change::apply(text, &[happened], chrono_tz::America::New_York);
        }
    }
});

fn agree(text: &str) {
    let mut fast = reader::Reader::default();
    if let Outcome::Block(end) = fast.read(text, true) {
        let segment = segment::first(text, true).expect("all the text is there");
        assert_eq!((segment.piece, segment.end), (Piece::Block, end));
        let slow = block::read(&text[..end]).expect("what the fast reader takes is a block");
        assert_eq!(fast.commitment, slow);
    }
}
