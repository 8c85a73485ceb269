//! Checks the lists of `assets/gazetteers` and writes them to the build's folder, where the program takes them in.
//!
//! Countries are named there by their ISO 3166 code: their Indonesian names come from the `keshvar` library.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// A list of `assets/gazetteers`: its name, the class of what it holds, and how many columns it has at most.
const LISTS: [(&str, &str, usize); 7] = [
    ("places", "place", 4),
    ("indonesia", "place", 4),
    ("persons", "person", 4),
    ("indonesians", "person", 4),
    ("organizations", "organization", 4),
    ("media", "organization", 4),
    ("treaties", "treaty", 8),
];
/// The list whose entries are countries, and the one that they are put before.
const COUNTRIES: (&str, &str) = ("countries", "places");
/// The column of Wikidata items.
const WIKIDATA: usize = 3;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let source = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("assets/gazetteers");
    let target = PathBuf::from(env::var("OUT_DIR")?);
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={}", source.display());
    let mut names = Names::default();
    for (list, class, columns) in LISTS {
        let mut text = read(&source, list)?;
        if list == COUNTRIES.1 {
            text = countries(&read(&source, COUNTRIES.0)?)? + &text;
        }
        let entries: Vec<&str> = text.lines().filter(|line| is_entry(line)).collect();
        for line in &entries {
            names.check(class, line, columns).map_err(|error| format!("{list}.tsv: {error}: {line}"))?;
        }
        fs::write(target.join(list).with_extension("tsv"), entries.join("\n"))?;
    }
    Ok(())
}

fn read(folder: &Path, list: &str) -> io::Result<String> {
    let path = folder.join(list).with_extension("tsv");
    fs::read_to_string(&path).map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))
}

fn is_entry(line: &str) -> bool {
    !line.is_empty() && !line.starts_with('#')
}

/// What is taken: two things of one class must not share a name, or a text could not say which one it means.
#[derive(Default)]
struct Names {
    taken: HashMap<(&'static str, String), String>,
}

impl Names {
    fn check(&mut self, class: &'static str, line: &str, columns: usize) -> Result<(), String> {
        let fields: Vec<&str> = line.split('\t').collect();
        if fields.len() > columns {
            return Err(format!("more than {columns} columns"));
        }
        let name = bare(fields.first().copied().unwrap_or_default());
        let others = fields.get(1).copied().unwrap_or_default();
        for form in std::iter::once(name).chain(others.split('|').filter(|other| !other.is_empty()).map(bare)) {
            if form.is_empty() || form.trim() != form {
                return Err("a name is empty or begins or ends with a space".to_owned());
            }
            if let Some(owner) = self.taken.insert((class, form.to_owned()), name.to_owned()) {
                return Err(format!("\"{form}\" is \"{owner}\" already"));
            }
        }
        let item = fields.get(WIKIDATA).copied().unwrap_or_default();
        let digits = item.strip_prefix('Q').unwrap_or_default();
        if !item.is_empty() && (digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit())) {
            return Err(format!("\"{item}\" is no Wikidata item"));
        }
        Ok(())
    }
}

/// A name without the mark before it.
fn bare(form: &str) -> &str {
    form.strip_prefix(['!', '?']).unwrap_or(form)
}

/// Countries as entries of a list of places. Columns of the source: ISO 3166 code, name where the
/// news use another one than ISO, other names, capital, Wikidata item.
fn countries(source: &str) -> Result<String, String> {
    let mut iso: HashMap<String, String> = HashMap::new();
    let mut members = HashSet::new();
    for country in keshvar::CountryIterator::new() {
        let name = country.translations().get("id").copied().unwrap_or_default();
        let code = format!("{:?}", country.alpha2());
        if country.un_member() {
            members.insert(code.clone());
        }
        iso.insert(code, name.to_owned());
    }
    let mut entries = String::new();
    for line in source.lines().filter(|line| is_entry(line)) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [code, name, others, capital, item] = fields[..] else {
            return Err(format!("countries.tsv: not five columns: {line}"));
        };
        let official = iso.remove(code).ok_or_else(|| format!("countries.tsv: no such code: {line}"))?;
        let name = if name.is_empty() { official.as_str() } else { name };
        // "Iran, Republik Islam" and "Saint Martin (wilayah Prancis)" are entries of a register, not names in a text.
        let plain = !official.contains([',', '(']) && official != bare(name);
        let mut others: Vec<&str> = others.split('|').filter(|other| !other.is_empty()).collect();
        if plain && !others.iter().any(|other| bare(other) == official) {
            others.push(&official);
        }
        let kind = if members.contains(code) { "Negara" } else { "Negara atau wilayah" };
        let about = if capital.is_empty() { kind.to_owned() } else { format!("{kind}, ibu kota {capital}") };
        let _ = writeln!(entries, "{name}\t{}\t{about}\t{item}", others.join("|"));
    }
    match iso.keys().min() {
        Some(code) => Err(format!("countries.tsv: {code} is missing")),
        None => Ok(entries),
    }
}
