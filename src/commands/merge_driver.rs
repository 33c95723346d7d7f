//! `owed merge-driver`: two versions of a ledger as one, for git and whatever else merges files.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use crate::context::Context;
use crate::document::problem::Fault;
use crate::error::{Error, Exit, Result};
use crate::external::git::MergeFile;
use crate::ledger::file::store::Store;
use crate::ledger::merge::marks::{Contradiction, Marks};
use crate::ledger::merge::{self, Misread, Texts, Which};
use crate::text;
use crate::views::formats::Formats;

/// Merge two versions of a ledger or an archive, as git asks for it
#[derive(Debug, clap::Args)]
#[command(
    after_help = "`owed init --git` sets it up. Exit codes: 0 merged; 1 something contradicts and stands between \
    markers; 2 an error, and OURS is as it was"
)]
pub struct Args {
    /// The file that both came from
    #[arg(value_name = "BASE", value_hint = clap::ValueHint::FilePath)]
    pub base: PathBuf,
    /// Our version
    #[arg(value_name = "OURS", value_hint = clap::ValueHint::FilePath)]
    pub ours: PathBuf,
    /// Their version
    #[arg(value_name = "THEIRS", value_hint = clap::ValueHint::FilePath)]
    pub theirs: PathBuf,
    /// Where the result goes [default: OURS]
    #[arg(short, value_name = "OUT", value_hint = clap::ValueHint::FilePath)]
    pub out: Option<PathBuf>,
    /// How many signs a marker has
    #[arg(long, value_name = "N", default_value = "7", allow_hyphen_values = true)]
    pub marker_size: String,
    /// What messages call the file [default: OURS]
    #[arg(long, value_name = "PATH", allow_hyphen_values = true)]
    pub path: Option<String>,
    /// What ours, the base and theirs are called; one that begins with `%` is left out
    #[arg(long, value_names = ["LABEL", "LABEL", "LABEL"], allow_hyphen_values = true)]
    pub labels: Vec<String>,
}

/// What the help shows to type.
pub const EXAMPLES: [&str; 2] = [
    "owed merge-driver shop.toml ledger.toml shop.toml --path ledger.toml",
    "owed merge-driver shop.toml ledger.toml shop.toml -o merged.toml",
];
/// What it shows.
pub const FORMATS: Formats = Formats::Script;

/// What the sides are called where nothing else is known: ours, base, theirs.
const NAMES: [&str; 3] = ["ours", "base", "theirs"];

/// What stands for a version that is not there.
const NOTHING: &str = "/dev/null";

/// Merges the files. Without `-o` the result replaces OURS; nothing else is written.
pub fn run(args: &Args, context: &mut Context<'_, '_>) -> anyhow::Result<Exit> {
    let Args { base, ours, theirs, .. } = args;
    let given = |value: Option<&str>| value.filter(|value| !value.starts_with('%')).map(str::to_owned);
    let path = given(args.path.as_deref()).unwrap_or_else(|| ours.to_string_lossy().into_owned());
    let path = text::sanitize(&path).into_owned();
    let mut labels = args.labels.iter().map(|label| given(Some(label)).filter(|label| !label.is_empty()));
    let labels = NAMES
        .map(|name| labels.next().flatten().unwrap_or_else(|| name.to_owned()).replace(['\n', '\r'], " "));
    let size = size(&args.marker_size)?;
    let files = [base, ours, theirs];
    let bytes = [read(base, context)?, read(ours, context)?, read(theirs, context)?];
    let (merged, contradictions, both) = match merged(&bytes, &labels, size) {
        Ok(merged) => (merged.text.into_bytes(), words(merged.contradictions), merged.both),
        Err(misread) => by_lines(files, &bytes, &labels, size, &misread)?,
    };
    let out = args.out.as_ref().unwrap_or(ours);
    Store::new(out.clone(), context.inputs.disk).put_merged(&merged)?;
    for line in contradictions.iter().chain(&both) {
        context.out.status(format_args!("{path}: {line}"));
    }
    Ok(if contradictions.is_empty() { Exit::Success } else { Exit::Holds })
}

fn words(contradictions: Vec<Contradiction>) -> Vec<String> {
    contradictions.iter().map(Contradiction::to_string).collect()
}

fn size(said: &str) -> Result<usize> {
    match said.parse() {
        Ok(size @ 1..=1_000) => Ok(size),
        // An old git leaves what it does not know as it is.
        _ if said.starts_with('%') => Ok(Marks::default().size),
        _ => Err(Error::new(format!(
            "--marker-size must be a whole number from 1 to 1000, not {}",
            text::quote(said)
        ))),
    }
}

/// Reads a version; the null device is a file with nothing in it, as git, Mercurial and jj mean it.
fn read(path: &Path, context: &Context<'_, '_>) -> Result<Vec<u8>> {
    if path == Path::new(NOTHING) {
        return Ok(Vec::new());
    }
    let store = Store::new(path.to_owned(), context.inputs.disk).of_at_most(context.inputs.largest);
    let mut bytes = Vec::new();
    let read = (&store.open()?).read_to_end(&mut bytes);
    read.map_err(|error| Error::io(format_args!("{}: cannot read it", store.shown()), error))?;
    Ok(bytes)
}

fn merged(bytes: &[Vec<u8>; 3], labels: &[String; 3], size: usize) -> Result<merge::Merged, Misread> {
    let text = |bytes: &'_ Vec<u8>, which| {
        let text = std::str::from_utf8(bytes);
        text.map(|_| ()).map_err(|error| Misread { which, fault: Fault::not_utf8(error.valid_up_to()) })
    };
    let [base, ours, theirs] = bytes;
    text(ours, Which::Ours)?;
    text(theirs, Which::Theirs)?;
    text(base, Which::Base)?;
    let [base, ours, theirs] =
        [base, ours, theirs].map(|bytes| std::str::from_utf8(bytes).unwrap_or_default());
    let [mine, _, other] = labels;
    let marks = Marks { size, ours: mine.clone(), theirs: other.clone() };
    merge::merge(Texts { base, ours, theirs }, &marks)
}

/// Merges the files line by line, as git does: one of them is not understood, so a person has to look at the result.
fn by_lines(
    [base, ours, theirs]: [&PathBuf; 3],
    bytes: &[Vec<u8>; 3],
    labels: &[String; 3],
    size: usize,
    Misread { which, fault }: &Misread,
) -> Result<(Vec<u8>, Vec<String>, Vec<String>)> {
    let labels = labels.each_ref().map(String::as_str);
    let merged = MergeFile { base, ours, theirs, labels, size }.run()?;
    let [of_base, mine, other] = bytes;
    let (name, text) = match which {
        Which::Base => ("base", of_base),
        Which::Ours => ("ours", mine),
        Which::Theirs => ("theirs", other),
    };
    let line = text
        .get(..fault.span.start)
        .map_or(1, |before| memchr::memchr_iter(b'\n', before).count().saturating_add(1));
    let what = format!(
        "line {line} of {name} is not understood, so it was merged by lines: {}",
        fault.problem.message
    );
    Ok((merged, vec![what], Vec::new()))
}
