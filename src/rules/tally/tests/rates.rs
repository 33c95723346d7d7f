//! Rates, percentages and percentiles.

use std::cmp::Ordering;

use super::*;

#[test]
fn a_rate_is_never_shown_better_than_it_is() {
    for (part, of, shown, with_n) in [
        (0, 0, "n/a", "n/a"),
        (0, 1, "0/1", "0/1"),
        (3, 4, "3/4", "3/4"),
        (4, 4, "4/4", "4/4"),
        (4, 5, "80%", "80% of 5"),
        (5, 5, "100%", "100% of 5"),
        (2, 3_000, "0%", "0% of 3000"),
        (9_999, 10_000, "99%", "99% of 10000"),
        (283, 453, "62%", "62% of 453"),
        (u64::MAX - 1, u64::MAX, "99%", "99% of 18446744073709551615"),
        (u64::MAX, u64::MAX, "100%", "100% of 18446744073709551615"),
    ] {
        let rate = Rate::new(part, of);
        assert_eq!((rate.to_string().as_str(), rate.with_n().as_str()), (shown, with_n));
    }
    assert_eq!(format!("[{:>4}] [{:<4}]", Rate::new(3, 4), Rate::new(1, 1000)), "[ 3/4] [0%  ]");
}

#[test]
fn a_gate_compares_exact_fractions() {
    for (part, of, percent, met) in [
        (95, 100, "95", true),
        (94, 100, "95", false),
        (94_999, 100_000, "95", false),
        (95_000, 100_000, "95", true),
        (199, 200, "99.5", true),
        (198, 200, "99.5", false),
        (2, 3, "66.666666666", true),
        (2, 3, "66.666666667", false),
        (9_999, 10_000, "100", false),
        (0, 10, "0", true),
        (0, 10, "0.000000001%", false),
        (0, 0, "100", true),
        (u64::MAX - 1, u64::MAX, "100", false),
        (u64::MAX - 1, u64::MAX, "99.999999999", true),
    ] {
        assert_eq!(
            Rate::new(part, of).at_least(Percent::parse(percent).unwrap()),
            met,
            "{part}/{of} {percent}"
        );
    }
}

#[test]
fn percentages_are_read_as_they_are_written() {
    for (text, said) in [
        ("95", "95%"),
        ("99.5", "99.5%"),
        ("99.50%", "99.5%"),
        (" 95 % ", "95%"),
        ("0", "0%"),
        ("100", "100%"),
        ("100.0", "100%"),
        ("007", "7%"),
        ("0.05%", "0.05%"),
        ("1", "1%"),
        ("0.0", "0%"),
    ] {
        assert_eq!(Percent::parse(text).map(|percent| percent.to_string()).as_deref(), Ok(said));
    }
    for text in [
        "", "%", ".", "95.", ".5", "-1", "+5", "1e2", "100.1", "101", "9,5", "nan", "inf", "9 5", "٩٥",
        "95%%",
    ] {
        let error = Percent::parse(text).unwrap_err();
        assert_eq!(error.to_string(), format!("`{text}` is not a percentage"));
    }
    for (typed, meant) in [("0.95", "95"), ("0.5", "50"), ("0.995", "99.5"), ("0.01", "1")] {
        let error = Percent::parse(typed).unwrap_err();
        assert_eq!(error.to_string(), format!("`{typed}` is less than one percent"));
        assert_eq!(error.hint, Some(format!("{typed} %? write {meant}; or {typed}%, if that is meant")));
    }
    let error = Percent::parse("0.001").unwrap_err();
    assert_eq!(error.hint.as_deref(), Some("write 0.001%, if that is meant"));
    assert!(Percent::parse("1.0000000001").is_err());
    assert!(Percent::parse("99999999999999999999999").is_err());
}

#[test]
fn rates_are_compared_exactly_and_none_is_the_worst() {
    let compare = |a: (u64, u64), b: (u64, u64)| Rate::new(a.0, a.1).compare(Rate::new(b.0, b.1));
    assert_eq!(compare((1, 2), (2, 4)), Ordering::Equal);
    assert_eq!(compare((2, 3), (3, 5)), Ordering::Greater);
    assert_eq!(compare((u64::MAX - 2, u64::MAX - 1), (u64::MAX - 1, u64::MAX)), Ordering::Less);
    assert_eq!(compare((0, 0), (0, 9)), Ordering::Less);
    assert_eq!(compare((0, 9), (0, 0)), Ordering::Greater);
    assert_eq!(compare((0, 0), (0, 0)), Ordering::Equal);
}

#[test]
fn percentiles_are_lengths_that_occurred() {
    for (lengths, expected) in [
        (vec![], None),
        (vec![7], Some((7, 7, 7))),
        (vec![9, 1], Some((1, 9, 9))),
        (vec![3, 1, 2], Some((2, 3, 3))),
        ((1..=10).rev().collect(), Some((5, 9, 10))),
        ((1..=11).collect(), Some((6, 10, 11))),
        ((1..=100).collect(), Some((50, 90, 100))),
        (vec![4; 9], Some((4, 4, 4))),
    ] {
        let mut lengths: Vec<i64> = lengths;
        let spread = Spread::of(&mut lengths).map(|spread| (spread.p50, spread.p90, spread.max));
        assert_eq!(spread, expected, "{lengths:?}");
    }
}

#[test]
fn a_long_record_is_surer_than_a_short_one() {
    let at_worst = |part, of| Rate::new(part, of).at_worst();
    assert_eq!((at_worst(0, 0), at_worst(0, 9)), (None, Some(0.0)));
    // As published: Wilson's interval of 81 of 263 begins at 0.2553, of 15 of 148 at 0.0624.
    assert!((at_worst(81, 263).unwrap() - 0.2553).abs() < 0.00005);
    assert!((at_worst(15, 148).unwrap() - 0.0624).abs() < 0.00005);
    // Of one that was kept, 1 / (1 + z²).
    assert!((at_worst(1, 1).unwrap() - 0.206_549).abs() < 0.000_001);
    assert!(at_worst(95, 100) > at_worst(5, 5));
    assert!(at_worst(10, 20) > at_worst(5, 10));
}
