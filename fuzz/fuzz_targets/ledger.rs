//! Reading a ledger: whatever the bytes are, an answer or a fault with a place; and where the fast reader of blocks
//! accepts something, the general reader says the same.
#![no_main]

use std::collections::BTreeSet;
use std::ops::Range;

use libfuzzer_sys::fuzz_target;
use owed::inside::change;
use owed::inside::reader::{self, Outcome};
use owed::inside::block;
use owed::inside::scan::{self, Look};
use owed::inside::segment::{self, Piece};
use owed::inside::{Call, audit, cycle};
use owed::inside::{Deed, Event};
use owed::inside::standing;
use owed::Instant;
use owed::inside::near_pairs;

/// The names of the customers, and the standing of the commitments.
#[derive(Default)]
struct Judged {
    names: BTreeSet<String>,
    spans: Vec<Range<usize>>,
}

/// Judges and audits a commitment.
fn judge(judged: &mut Judged, look: Look<'_, '_>, now: Instant) {
    let Look { policy, commitment, span, .. } = look;
    let _ = standing(commitment, policy, now);
    let _ = audit::findings(commitment, policy, now);
    let Some(cycles) = cycle::cycles(commitment, policy, now) else { return };
    let _ = Call::new(&cycles.current, policy, now);
    judged.names.insert(commitment.to.to_string());
    judged.spans.push(span);
}

fuzz_target!(|bytes: &[u8]| {
    let zone = || Ok(chrono_tz::America::New_York);
    let now = Instant::from_epoch(1_795_000_000);
    let seen = scan::fold(|| Ok(bytes), &zone, |_| Judged::default(), |judged, look| judge(judged, look, now));
    let (is_ok, judged) = seen.map_or_else(|_| (false, Judged::default()), |seen| (true, seen.state));
    let counted: Vec<_> = judged.names.iter().map(|name| (name.as_str(), 1)).collect();
    let _ = near_pairs(&counted);
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    agree(text);
    if is_ok {
        for span in judged.spans.iter().take(4) {
            let events = vec![Event::new(now, Deed::Noted)];
            let happened = change::Change::Happened { span: span.clone(), events };
            let _ = change::apply_to_text(text, &[happened], chrono_tz::America::New_York);
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
