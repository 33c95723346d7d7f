use proptest::prelude::*;

use super::index::Near;
use super::*;

fn folded(name: &str) -> String {
    Key::new(name).text
}

fn near(one: &str, other: &str) -> bool {
    apart(&Forms::new(one), &Forms::new(other), &mut Comparisons::default()).is_some()
}

#[test]
fn what_people_write_in_several_ways_folds_alike() {
    for (key, names) in [
        (
            "acme",
            ["Acme Corp", "ACME, Inc.", "Acme", "acme  ltd", "A.C.M.E.", "Acme GmbH & Co. KG", "AcmeCorp"],
        ),
        (
            "obrien",
            ["O'Brien", "Mr O\u{2019}Brien", "Mrs. O’Brien", "obrien", "Dr. O'Brien", "Ms OBRIEN", "O Brien"],
        ),
        ("jose", ["José", "JOSE", "Jose\u{301}", "jose", " Jose ", "Mr. José", "(José)"]),
        ("strasse", ["Straße", "STRASSE", "strasse", "Strasse AG", "straße", "Strasse!", "Str-asse"]),
        (
            "smithandsons",
            [
                "Smith & Sons",
                "Smith and Sons",
                "Smith + Sons",
                "SMITH&SONS",
                "Smith & Sons Ltd.",
                "smith and sons",
                "SmithAndSons",
            ],
        ),
        (
            "bluebird",
            [
                "Blue Bird",
                "BlueBird",
                "Blue-Bird",
                "blue bird",
                "Blue\u{a0}Bird",
                "Blue Bird Company",
                "Ｂｌｕｅ Ｂｉｒｄ",
            ],
        ),
    ] {
        for name in names {
            assert_eq!(folded(name), key, "{name:?}");
        }
    }
}

#[test]
fn something_is_left_of_every_name() {
    for (name, key) in [
        ("Dr", "dr"),
        ("Mr Co", "co"),
        ("Inc", "inc"),
        ("Co & Co", "co"),
        ("???", "???"),
        ("  !A! ", "a"),
        ("Mexico", "mexico"),
        ("Drake", "drake"),
        ("1.5", "1 5"),
        ("Flat 1, 12", "flat1 12"),
        ("がか", "がか"),
        ("김철수", "김철수"),
    ] {
        assert_eq!(folded(name), key, "{name:?}");
    }
}

#[test]
fn one_letter_off_is_near_from_four_letters_on_and_two_from_eight() {
    for (one, other, expected) in [
        ("Acme Corp", "Acme Copr", true),
        ("Acme Corp", "Acme Crop", true),
        ("Acme Corp", "Acme Cor", true),
        ("Acme", "Acme Copr", true), // It begins so.
        ("Acme Corp", "Amce Corp", true),
        ("Anna", "Anne", true),
        ("Ann", "Anm", false),
        ("Contoso", "Cotnosso", false),
        ("Northwind", "Nrothwnid", true),
        ("Northwind", "Norhtwins", true),
        ("Northwind", "Nrthwns", false),
        ("Müller", "Mueller", true),
        ("Łukasz", "Lukas", true),
        ("John Q Public", "John Public", true),
    ] {
        assert_eq!((near(one, other), near(other, one)), (expected, expected), "{one:?} {other:?}");
    }
}

#[test]
fn what_is_told_apart_on_purpose_is_not_near() {
    for (one, other) in [
        ("Unit 4", "Unit 5"),
        ("Ward 10", "Ward 18"),
        ("Ward 1", "Ward 11"),
        ("Customer 10001", "Customer 10002"),
        ("Flat 1, 12 High Street", "Flat 11, 2 High Street"),
        ("Building A", "Building B"),
        ("J Smith", "K. Smith"),
        ("Phase I Group", "Phase II Group"),
        ("Unit", "Unit 4"),
        ("Phase", "Phase II"),
        ("Ann", "Ann Lee"),
        ("Harbor Café", "Harbor Inn"),
        ("北京银行", "南京银行"),
        ("कमल", "कमला"),
    ] {
        assert!(!near(one, other), "{one:?} {other:?}");
    }
}

#[test]
fn a_name_that_begins_another_is_near_to_it() {
    for (one, other) in
        [("Harbor", "Harbor Café"), ("Müller", "Müller & Söhne"), ("Müller GmbH", "Mueller & Söhne")]
    {
        assert_eq!(near(one, other), one != "Müller GmbH", "{one} {other}");
        assert_eq!(near(other, one), one != "Müller GmbH", "{one} {other}");
    }
    let near_to = |typed: &str, known: &[&str]| {
        let mut meant = Meant::new(typed);
        known.iter().for_each(|name| meant.see(name));
        meant.near().map(str::to_owned)
    };
    let offices = [
        "Zurich",
        "Dunkirk",
        "Jakarta",
        "Valparaiso",
        "Quebec",
        "Wyoming",
        "Birmingham",
        "Liverpool",
        "Oslo",
    ];
    let offices = offices.map(|place| format!("Office {place}"));
    let mut known: Vec<_> = offices.iter().map(String::as_str).collect();
    assert_eq!(near_to("Office", &known[..8]).as_deref(), Some("Office Birmingham"));
    assert_eq!(near_to("Office", &known), None, "many begin so");
    known.push("Office");
    assert_eq!(near_to("Office Central", &known), None, "many begin so");
    let counted: Vec<_> = known.iter().map(|name| (*name, 1)).collect();
    assert_eq!(near_pairs(&counted), []);
    assert_eq!(near_pairs(&[("Office North", 1), ("Office", 3)]), [Near { rare: 0, common: 1, slips: PART }]);
    assert_eq!(near_pairs(&[("Office North", 3), ("Office", 1)]), [Near { rare: 1, common: 0, slips: PART }]);
}

#[test]
fn a_known_name_is_meant_itself_and_one_in_other_capitals_or_spaces_is_spelled_as_it() {
    let mut known = vec!["Acme Corp", "ACME CORP", "Zoë Brandt", "ACME CORP"];
    let meant = |typed: &str, known: &[&str]| {
        let mut meant = Meant::new(typed);
        known.iter().for_each(|name| meant.see(name));
        (meant.spelling().map(str::to_owned), meant.near().map(str::to_owned))
    };
    let (is, near) = (|name: &str| (Some(name.to_owned()), None), |name: &str| (None, Some(name.to_owned())));
    assert_eq!(meant("Acme Corp", &known), (None, None));
    for typed in ["acme corp", "acme  corp", "AcmeCorp", "Acme\u{a0}corp"] {
        assert_eq!(meant(typed, &known), is("ACME CORP"), "{typed}");
    }
    assert_eq!(meant("ZOË  BRANDT", &known), is("Zoë Brandt"));
    assert_eq!(meant("Zoe\u{308} Brandt", &known), is("Zoë Brandt"), "the same letter in another way");
    assert_eq!(meant("Zoe Brandt", &known), near("Zoë Brandt"));
    assert_eq!(meant("Acme Inc", &known), near("ACME CORP"));
    assert_eq!(meant("Globex", &known), (None, None));
    known.push("Acme Inc");
    assert_eq!(meant("Acme Inc", &known), (None, None));
}

#[test]
fn the_same_name_in_capitals_is_found_among_any_number_of_others() {
    let mut meant = Meant::new("abcdefgh");
    (0..10_001).for_each(|n| meant.see(&format!("abcdefgh {n}")));
    meant.see("ABCDEFGZ");
    assert_eq!((meant.spelling(), meant.near()), (None, None), "ten thousand were looked at");
    meant.see("ABCDEFGH");
    assert_eq!(meant.spelling(), Some("ABCDEFGH"));
}

proptest! {
    #[test]
    fn a_name_is_meant_that_is_near_whatever_passes_besides(
        typed in "[a-h]{3,9}( [1-3]| [a-h]{3,6}| Inc)?", other in "[a-h]{3,9}( [1-3]| [a-h]{3,6}| Inc)?", more in "[i-p]{8}",
    ) {
        prop_assume!(typed != other && !is_same(&typed, &other));
        let mut meant = Meant::new(&typed);
        let mut next = Meant::new(&typed);
        [&more, &other, &more].into_iter().for_each(|name| meant.see(name));
        [&other, &more].into_iter().for_each(|name| next.see(name));
        let meant = meant.and(next);
        prop_assert_eq!(meant.near().is_some(), near(&typed, &other));
    }
}

#[test]
fn the_nearest_name_is_another_one_and_the_first_of_equals() {
    let all = ["Acme Corp", "Acne Corp", "Initech", "ACME"];
    assert_eq!(Known::new(all).nearest("acme"), Some("Acme Corp"));
    assert_eq!(Known::new(all).nearest("Acne"), Some("Acne Corp"));
    assert_eq!(Known::new(all).nearest("Initech"), None);
    assert_eq!(Known::new(all).nearest("Initekh"), Some("Initech"));
    assert_eq!(Known::new(all).nearest("Globex"), None);
}

#[test]
fn the_rarer_name_is_the_one_that_is_asked_about() {
    let names =
        [("Acme", 1), ("Northwind", 2), ("ACME Inc", 7), ("Norhtwind", 2), ("Globex", 1), ("Northwynd", 9)];
    let near = |rare, common, slips| Near { rare, common, slips };
    assert_eq!(near_pairs(&names), [near(0, 2, 0), near(1, 5, 1), near(3, 1, 1)]);
}

/// Returns the nearest of the more common ones, by comparing all with all.
fn by_hand(names: &[(&str, usize)]) -> Vec<Option<usize>> {
    let before = |a: usize, b: usize| (std::cmp::Reverse(names[a].1), a) < (std::cmp::Reverse(names[b].1), b);
    let slips = |a: usize, b: usize| {
        apart(&Forms::new(names[a].0), &Forms::new(names[b].0), &mut Comparisons::default())
    };
    (0..names.len())
        .map(|rare| {
            (0..names.len())
                .filter(|common| before(*common, rare))
                .filter_map(|common| slips(rare, common))
                .min()
        })
        .collect()
}

fn slipped(name: &str, at: usize, how: u8, letter: char) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    let at = at % letters.len();
    match how % 4 {
        0 => drop(letters.remove(at)),
        1 => letters.insert(at, letter),
        2 => letters[at] = letter,
        _ => {
            let next = (at + 1) % letters.len();
            letters.swap(at.min(next), at.max(next));
        }
    }
    letters.into_iter().collect()
}

proptest! {
    // Marks that a sign kept apart change places once it is gone.
    #[test]
    fn folding_twice_changes_nothing(name in "[\\PC&&\\PM]{0,16}") {
        prop_assert_eq!(folded(&folded(&name)), folded(&name));
    }

    #[test]
    fn folding_twice_changes_nothing_of_names(name in "(Mr|Dr|the)? ?[A-Za-zäÖßéŁı0-9'.&-]{1,8} [A-Za-z0-9,]{0,6} ?(Inc|GmbH & Co|co)?[. ]{0,2}") {
        prop_assert_eq!(folded(&folded(&name)), folded(&name));
    }

    #[test]
    fn a_name_is_near_itself_and_nearness_goes_both_ways(one in "\\PC{0,12}", other in "[a-d1 ]{0,10}", third in "[a-d1 ]{0,10}") {
        prop_assert!(near(&one, &one));
        prop_assert_eq!(near(&other, &third), near(&third, &other));
    }

    #[test]
    fn one_slip_in_a_long_word_is_near(name in "[b-h]{6,30}", at in 0_usize..30, how: u8, letter in "[k-n]") {
        let slip = slipped(&name, at, how, letter.chars().next().unwrap());
        // Swapping the ends of a word is not a swap of neighbours.
        prop_assume!(how % 4 != 3 || at % name.len() + 1 < name.len());
        prop_assert!(near(&name, &slip), "{} {}", name, slip);
    }

    #[test]
    fn the_index_finds_what_comparing_all_with_all_finds(
        seeds in proptest::collection::vec("[a-h]{3,14}( [1-3]| Inc| [a-d]{2,4})?|[a-b]{18,24}", 1..5),
        slips in proptest::collection::vec((0_usize..5, 0_usize..40, 0_u8..4, "[a-z]", 0_usize..40, 0_u8..4), 0..4),
        uses in proptest::collection::vec(1_usize..3, 9),
    ) {
        let mut names = seeds.clone();
        for (of, at, how, letter, again, how_again) in slips {
            let letter = letter.chars().next().unwrap();
            let once = slipped(&seeds[of % seeds.len()], at, how, letter);
            names.push(slipped(&once, again, how_again, letter));
        }
        let mut seen = std::collections::BTreeSet::new();
        names.retain(|name| seen.insert(name.clone()));
        let counted: Vec<_> = names.iter().map(String::as_str).zip(uses).collect();
        let mut found = vec![None; counted.len()];
        for near in near_pairs(&counted) {
            found[near.rare] = Some(near.slips);
        }
        prop_assert_eq!(found, by_hand(&counted));
    }
}

/// Returns `count` letters, unlike those of any other seed.
fn letters(seed: u64, count: u32) -> String {
    let letter = |place| {
        let mixed = (seed + 1)
            .wrapping_mul(0x9e37_79b9_7f4a_7c15)
            .rotate_left(place * 7)
            .wrapping_mul(0xbf58_476d_1ce4_e5b9);
        char::from(b'a' + u8::try_from((mixed >> 40) % 26).unwrap())
    };
    (0..count).map(letter).collect()
}

/// Returns the near pairs among names that are used once each, and how many pairs were compared to find them.
fn counted(names: &[String]) -> (Vec<Near>, usize) {
    let counted: Vec<_> = names.iter().map(|name| (name.as_str(), 1)).collect();
    let keys: Vec<_> = names.iter().map(|name| Key::new(name)).enumerate().collect();
    let mut comparisons = Comparisons::most(usize::MAX);
    index::slips(&keys, &mut comparisons);
    (near_pairs(&counted), usize::MAX - comparisons.left())
}

#[test]
fn names_by_chance_are_hardly_compared_even_if_all_begin_alike() {
    let count = if cfg!(debug_assertions) { 2_000 } else { 100_000 };
    let common = "the department of public works and ";
    for start in ["", common] {
        let mut names: Vec<_> = (0..count).map(|n| format!("{start}{}", letters(n, 12))).collect();
        names.sort();
        names.dedup();
        let twin = names[17].replacen(char::is_alphabetic, "y", 1);
        names.push(twin.clone());
        let (found, compared) = counted(&names);
        assert!(compared <= names.len() / 50, "{compared} of {count} names after {start:?}");
        let last = Near { rare: names.len() - 1, common: 17, slips: 1 };
        assert!(found.len() < names.len() / 50);
        if start.is_empty() {
            assert_eq!(found.last(), Some(&last));
        }
    }
}

#[test]
fn no_name_is_compared_with_more_than_a_few_others_whatever_the_names_are() {
    let count = if cfg!(debug_assertions) { 1_000 } else { 3_000 };
    let tail = |n: u64| [n / 676, n / 26 % 26, n % 26].map(|n| char::from(b'a' + u8::try_from(n).unwrap()));
    let scheme = |n| format!("customer{}", tail(n).iter().collect::<String>());
    // Ninety letters, of which two differ in each.
    let base = letters(7, 90);
    let slipping = |n: u64| {
        let at = |n: u64| usize::try_from(n % 90).unwrap();
        slipped(&slipped(&base, at(n), 2, tail(n)[2]), at(n / 90 + n * 7), 2, tail(n)[1])
    };
    let two_letters = |n| letters(n, 12).chars().map(|letter| if letter < 'n' { 'a' } else { 'b' }).collect();
    for make in [&scheme as &dyn Fn(u64) -> String, &slipping, &two_letters] {
        let mut names: Vec<_> = (0..count).map(make).collect();
        names.sort();
        names.dedup();
        let (found, compared) = counted(&names);
        assert!(!found.is_empty() && found.len() < names.len());
        assert!(compared <= 32 * names.len(), "{compared} for {} names like {:?}", names.len(), names[0]);
    }
}

#[test]
fn names_of_more_than_a_hundred_letters_are_never_compared() {
    let long = |count: usize, last: &str| format!("{}{last}", "ab".repeat(count / 2));
    assert!(near(&long(98, "x"), &long(98, "y")));
    assert!(!near(&long(100, "x"), &long(100, "y")));
    assert!(near(&long(400, " GmbH"), &long(400, ", Inc.")), "what folds alike is no comparison");
    let names: Vec<_> = (0..500).map(|n| long(100, &letters(n, 9))).collect();
    assert_eq!(counted(&names), (Vec::new(), 0));
}

#[test]
fn known_names_are_looked_at_a_million_times_and_no_more() {
    // Names with different numbers, so that each is looked at and none compared.
    let names: Vec<_> = (0..1_000).map(|n| format!("{} {n}", letters(n, 9))).collect();
    let mut known = Known::new(names.iter().map(String::as_str));
    let slip = slipped(&names[3], 2, 0, 'x');
    for _ in 0..1_000 {
        assert_eq!(known.nearest(&slip), Some(names[3].as_str()));
    }
    assert_eq!(known.nearest(&slip), None);
}
