use proptest::prelude::*;

use super::*;

fn line(texts: &[&str]) -> Line {
    texts.iter().fold(Line::default().say("k7q  "), |line, one| line.text(one).say(" → "))
}

#[test]
fn the_longest_texts_are_cut_first_and_to_the_same_length() {
    for (widths, over, wanted) in [
        (vec![5, 20], 0, usize::MAX),
        (vec![5, 20], 3, 17),
        (vec![20, 5, 18], 10, 14),
        (vec![20, 20], 100, Part::LEAST),
        (vec![], 3, usize::MAX),
    ] {
        assert_eq!(longest(widths.clone(), over), wanted, "{widths:?} {over}");
    }
    let said = line(&["call back about the long invoice of last year", "Acme"]).fit(Some(40));
    assert_eq!(said, "k7q  call back about the long… → Acme → ");
}

proptest! {
    #[test]
    fn a_line_fits_where_its_texts_can_be_cut(texts in prop::collection::vec(".{0,40}", 1..4), columns in 40_usize..120) {
        let line = texts.iter().fold(Line::default(), |line, one| line.text(one).say(" "));
        let fitted = line.fit(Some(columns));
        prop_assert!(text::width(&fitted) <= columns, "{} {fitted:?}", text::width(&fitted));
        if text::width(&line.fit(None)) <= columns {
            prop_assert_eq!(fitted, line.fit(None));
        }
    }
}
