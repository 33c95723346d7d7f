//! html, read by html-validate, the Nu checker and Python: a page that needs nothing else, with the numbers of the JSON.

use serde_json::{Value, json};

use crate::reader::{python, run};
use crate::{NASTY, TEAM, calibration, check, has_asked, owed, printed, same, shown};

const LINE: &str = "report --misses --format html";

/// The Nu checker, as a script.
const NU: &str = "exec java -jar \"$(npm root -g)/vnu-jar/build/dist/vnu.jar\" --errors-only -";

/// What both checkers refuse: a text that is markup, an element that does not end, an id twice, one where none may be.
fn bad(good: &str) -> [String; 4] {
    [
        good.replacen("<td>", "<td><b>&nosuch;", 1),
        good.replacen("</section>", "", 1),
        good.replacen("id=\"weeks\"", "id=\"rates\"", 1),
        good.replacen("<h1>", "<h1><p>", 1),
    ]
}

fn checked_by(program: &str, args: &[&str]) {
    let good = [TEAM, NASTY].map(|ledger| printed(ledger, LINE));
    let checked = |text: &str| Some(run(program, args, text)?.map(|_| ()));
    // They take their time: what is wrong is tried once.
    check(&good[1], &[], checked);
    check(&good[0], &bad(&good[0]).each_ref().map(String::as_str), checked);
}

#[test]
fn html_validate_has_nothing_to_say() {
    checked_by("html-validate", &["--stdin"]);
}

#[test]
fn the_nu_checker_has_nothing_to_say() {
    checked_by("sh", &["-c", NU]);
}

/// Reads the tables by their captions, and refuses what a page must not have: scripts, addresses, styles but the one that the policy
/// names by its hash, charts without a name.
const SCRIPT: &str = "
import base64, hashlib
from html.parser import HTMLParser
page = sys.stdin.read()
class Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tables, self.text, self.style, self.policy = {}, None, '', ''
    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        assert tag not in ('script', 'a', 'img', 'link', 'iframe', 'object'), tag
        assert not any(name == 'style' or name.startswith('on') or '//' in (value or '') for name, value in attributes.items())
        assert not any((value or '').startswith('-') for value in attributes.values()), attributes
        if tag == 'svg':
            assert attributes['role'] == 'img' and ('<title id=' + repr(attributes['aria-labelledby']).replace(chr(39), chr(34)) + '>') in page
        if attributes.get('http-equiv') == 'Content-Security-Policy':
            self.policy = attributes['content']
        if tag == 'tr':
            self.row = []
        if tag in ('caption', 'th', 'td', 'style'):
            self.text = ''
    def handle_data(self, data):
        if self.text is not None:
            self.text += data
    def handle_endtag(self, tag):
        if tag == 'caption':
            self.table = self.tables.setdefault(self.text, [])
        if tag in ('th', 'td'):
            self.row.append(self.text)
        if tag == 'tr':
            self.table.append(self.row)
        if tag == 'style':
            self.style += self.text
        if tag in ('caption', 'th', 'td', 'style'):
            self.text = None
reader = Reader()
reader.feed(page)
digest = base64.b64encode(hashlib.sha256(reader.style.encode()).digest()).decode()
assert reader.policy.startswith(\"default-src 'none'; style-src 'sha256-\" + digest + \"'\"), reader.policy
print(json.dumps(reader.tables))
";

#[test]
fn python_reads_the_numbers_of_the_report_and_what_is_overdue() {
    for ledger in [TEAM, NASTY] {
        let report = owed(ledger, "report --json").json()["total"].clone();
        let weeks = owed(ledger, "report --by week --json").json()["groups"].as_array().unwrap().clone();
        let weeks = weeks.iter().filter(|week| week["due"] != 0);
        let weeks = weeks.map(|week| json!([week["key"], week["due"].to_string(), week["kept"].to_string()]));
        let listed = owed(ledger, "overdue --json").json()["commitments"].as_array().unwrap().clone();
        let text = |row: &Value, key: &str| shown(row[key].as_str().unwrap(), "");
        let listed = listed.iter().map(|row| json!([row["short"], text(row, "to"), text(row, "what")]));
        let outcomes =
            ["kept", "renegotiated", "late", "broken"].map(|key| json!([key, report[key].to_string()]));
        let wanted = json!([weeks.collect::<Vec<_>>(), listed.collect::<Vec<_>>(), outcomes]);
        let good = printed(ledger, LINE);
        let bad = [
            good.replacen("<td class=\"n late\">", "<td class=\"n late\">1", 1),
            good.replacen("<p>", "<p style=\"color:red\">", 1),
            good.replacen("<p>", "<script>1</script><p>", 1),
            good.replacen("</style>", "p{}</style>", 1),
            good.replacen("</tr></tbody>", "</tr><tr><th>x</th></tr></tbody>", 2),
        ];
        check(&good, &bad.each_ref().map(String::as_str), |text| {
            Some(python(&[], SCRIPT, text)?.and_then(|tables| {
                let tables: Value = serde_json::from_str(&tables).map_err(|error| error.to_string())?;
                let rows = |caption: &str, cells: &[usize]| -> Value {
                    let rows = tables[caption].as_array().into_iter().flatten().skip(1);
                    rows.map(|row| cells.iter().map(|cell| row[*cell].clone()).collect::<Value>()).collect()
                };
                let overdue = rows("What needs somebody, most pressing first", &[0, 3, 4]);
                let weeks = rows("The same in numbers", &[0, 1, 2]).as_array().unwrap().clone();
                // The table of the other chart has the same caption.
                let weeks =
                    weeks.into_iter().filter(|row| row[0].as_str().is_some_and(|week| week.contains("-W")));
                let read = json!([weeks.collect::<Vec<_>>(), overdue, rows("What became of them", &[0, 1])]);
                same(&read, &wanted)
            }))
        });
    }
}

#[test]
fn python_reads_what_is_safe_to_promise() {
    let all = owed(NASTY, "forecast --json").json()["kinds"].as_array().unwrap().clone();
    let wanted: Value = all
        .iter()
        .map(|one| json!([one["kind"], one["closed"].to_string(), one["open"].to_string()]))
        .collect();
    assert_eq!(all.len(), 1);
    let good = printed(NASTY, LINE);
    let bad = good.replacen("data-head=\"closed\">1<", "data-head=\"closed\">2<", 1);
    check(&good, &[&bad], |text| {
        Some(python(&[], SCRIPT, text)?.and_then(|tables| {
            let tables: Value = serde_json::from_str(&tables).map_err(|error| error.to_string())?;
            let rows = tables["Promise this or later to keep 50 %; half are done sooner"].as_array();
            let rows = rows.into_iter().flatten().skip(1);
            same(&rows.map(|row| json!([row[0], row[4], row[5]])).collect(), &wanted)
        }))
    });
}

#[test]
fn the_page_of_a_calibration_is_whole_and_has_its_numbers() {
    let good = calibration("html").stdout;
    let bad = good.replacen("</h1>", "", 1);
    for (program, args) in [("html-validate", ["--stdin"].as_slice()), ("sh", &["-c", NU])] {
        check(&good, &[&bad], |text| Some(run(program, args, text)?.map(|_| ())));
    }
    check(&good, &[&good.replacen(" of 47", " of 48", 1)], |text| {
        Some(python(&[], SCRIPT, text)?.and_then(|tables| {
            let tables: Value = serde_json::from_str(&tables).map_err(|error| error.to_string())?;
            let table = tables["Of how many, at each confidence"].clone();
            has_asked(&serde_json::from_value::<Vec<Vec<String>>>(table).map_err(|error| error.to_string())?)
        }))
    });
    let none = printed("format = 1\n", "report --calibration --format html");
    assert!(none.contains("<p>no forecast can be judged yet</p>") && !none.contains("<table"), "{none}");
}
