//! Known names: lists in `assets/gazetteers`, matched token by token.

use std::collections::HashMap;

use crate::text::{fold_key, tokens};

use super::candidate::{Candidate, Recogniser};
use super::document::Document;
use super::{Class, Context, Description, Level, Reason, RecognisedBy};

/// The lists that the build took from `assets/gazetteers`: class, text. Columns are separated by tabs: name, other
/// names by `|`, description, Wikidata item; treaties have year, place, parties by `|` and status as well.
/// A name that begins with `!` is fixed: nothing inside it is marked. One that begins with `?` is also a common
/// word, or a name of many things, and counts only where the tagger agrees.
pub(super) const LISTS: [(Class, &str); 7] = [
    (Class::Place, include_str!(concat!(env!("OUT_DIR"), "/places.tsv"))),
    (Class::Place, include_str!(concat!(env!("OUT_DIR"), "/indonesia.tsv"))),
    (Class::Person, include_str!(concat!(env!("OUT_DIR"), "/persons.tsv"))),
    (Class::Person, include_str!(concat!(env!("OUT_DIR"), "/indonesians.tsv"))),
    (Class::Organization, include_str!(concat!(env!("OUT_DIR"), "/organizations.tsv"))),
    (Class::Treaty, include_str!(concat!(env!("OUT_DIR"), "/treaties.tsv"))),
    (Class::Organization, include_str!(concat!(env!("OUT_DIR"), "/media.tsv"))),
];

/// The list whose names, but for [`HOME`], belong to other countries.
const ABROAD: usize = 0;
/// The country that the other lists are about.
const HOME: &str = "Indonesia";

/// How sure a listed name is that is a common word as well: it counts where another recogniser agrees.
pub(super) const DOUBTFUL: f32 = 0.3;

/// A known thing.
#[derive(Debug)]
struct Entry {
    class: Class,
    name: String,
    fixed: bool,
    /// Whether it belongs to another country than Indonesia.
    abroad: bool,
}

/// A way of writing it.
#[derive(Debug)]
struct Form {
    /// Its tokens after the first, in lower case.
    rest: Vec<String>,
    /// Its exact text, where only that counts (abbreviations).
    exact: Option<String>,
    entry: usize,
    /// Whether it is the canonical name.
    canonical: bool,
    /// Whether it is a common word as well.
    common: bool,
}

/// All known names.
#[derive(Debug)]
pub(super) struct Gazetteer {
    entries: Vec<Entry>,
    /// Forms by their first token in lower case.
    forms: HashMap<String, Vec<Form>>,
    descriptions: HashMap<String, Description>,
}

impl Gazetteer {
    /// Reads the lists.
    pub fn new() -> Self {
        let mut gazetteer = Self { entries: Vec::new(), forms: HashMap::new(), descriptions: HashMap::new() };
        for (number, (class, list)) in LISTS.into_iter().enumerate() {
            for line in list.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
                gazetteer.add(class, line, number == ABROAD);
            }
        }
        gazetteer
    }

    fn add(&mut self, class: Class, line: &str, abroad: bool) {
        let mut columns = line.split('\t').map(str::trim);
        let (mark, name) = marked(columns.next().unwrap_or_default());
        let others = columns.next().unwrap_or_default();
        let subject = columns.next().unwrap_or_default();
        let wikidata = columns.next().filter(|item| !item.is_empty()).map(str::to_owned);
        let description = with_record(subject, columns);
        let entry = self.entries.len();
        let abroad = abroad && name != HOME;
        self.entries.push(Entry { class, name: name.to_owned(), fixed: mark == Some('!'), abroad });
        if !description.is_empty() || wikidata.is_some() {
            let key = super::engine::key(class, name);
            self.descriptions.insert(key, Description { text: description, wikidata });
        }
        self.form(name, entry, true, mark == Some('?'));
        for other in others.split('|').filter(|other| !other.is_empty()) {
            let (mark, other) = marked(other.trim());
            self.form(other, entry, false, mark == Some('?'));
        }
    }

    fn form(&mut self, text: &str, entry: usize, canonical: bool, common: bool) {
        let mut words = tokens(text).into_iter().map(|token| token.span.of(text).to_lowercase());
        let Some(first) = words.next() else { return };
        let rest: Vec<String> = words.collect();
        let short = text.chars().filter(|letter| letter.is_alphabetic()).count() <= 6;
        let capitals = text.chars().filter(|letter| letter.is_alphabetic()).all(char::is_uppercase);
        let exact = (rest.is_empty() && capitals && short).then(|| text.to_owned());
        self.forms.entry(first).or_default().push(Form { rest, exact, entry, canonical, common });
    }

    /// Who or what the entity with this key is.
    pub fn describe(&self, key: &str) -> Option<&Description> {
        self.descriptions.get(key)
    }

    /// The token after a form that ends at `end`; a treaty takes the year that directly follows.
    fn with_year(&self, document: &Document<'_>, end: usize, form: &Form) -> usize {
        let treaty = self.entries.get(form.entry).is_some_and(|entry| entry.class == Class::Treaty);
        let headed = usize::from(document.lower(end) == "tahun");
        let year = document.is_number(end + headed) && document.word(end + headed).len() == 4;
        if treaty && year { end + headed + 1 } else { end }
    }

    fn matches(&self, document: &Document<'_>, at: usize, form: &Form) -> bool {
        if let Some(exact) = &form.exact {
            return document.word(at) == exact;
        }
        let class = self.entries.get(form.entry).map(|entry| entry.class);
        // "Wali Kota Depok" is an office, and the place is Depok.
        let office = document.lower(at) == "kota" && at > 0 && document.lower(at - 1) == "wali";
        if office && !form.rest.is_empty() {
            return false;
        }
        // Names begin with a capital; the words of a treaty's name after its head may not.
        let capital = |index: usize| !document.is_word(index) || document.is_capital(index);
        // "perjanjian bulan lalu" is no treaty of the Moon: somewhere the name must be written as one.
        let somewhere = (at..=at + form.rest.len()).any(|index| document.is_capital(index));
        if !somewhere || (!capital(at) && class != Some(Class::Treaty)) {
            return false;
        }
        form.rest.iter().enumerate().all(|(number, word)| {
            let index = at + 1 + number;
            let cased = capital(index) || class == Some(Class::Treaty) || is_small(word);
            cased && document.lower(index) == *word
        })
    }
}

/// The description of a treaty with what its columns say of it: year, place, parties, status.
fn with_record<'a>(subject: &str, mut columns: impl Iterator<Item = &'a str>) -> String {
    let mut next = || columns.next().unwrap_or_default();
    let (year, place, parties, status) = (next(), next(), next().replace('|', ", "), next());
    let signed = [place, year].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    let parts = [subject, &signed, &parties, status];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// Words that stay small inside names.
fn is_small(word: &str) -> bool {
    matches!(
        word,
        "dan"
            | "untuk"
            | "di"
            | "of"
            | "the"
            | "and"
            | "for"
            | "de"
            | "la"
            | "al"
            | "bin"
            | "el"
            | "da"
            | "do"
            | "on"
            | "du"
            | "tentang"
            | "bagi"
            | "terhadap"
            | "in"
            | "to"
            | "von"
            | "van"
            | "der"
    )
}

pub(super) fn marked(text: &str) -> (Option<char>, &str) {
    match text.strip_prefix(['!', '?']) {
        Some(rest) => (text.chars().next(), rest),
        None => (None, text),
    }
}

impl Recogniser for Gazetteer {
    fn recognise(&self, document: &Document<'_>, _: &Context<'_>, _: &[Candidate]) -> Vec<Candidate> {
        let mut found = Vec::new();
        for at in 0..document.len() {
            if !document.is_word(at) && !document.is_number(at) {
                continue;
            }
            let Some(forms) = self.forms.get(&document.lower(at)) else { continue };
            for form in forms.iter().filter(|form| self.matches(document, at, form)) {
                let end = self.with_year(document, at + 1 + form.rest.len(), form);
                if let (Some(span), Some(entry)) = (document.cover(at, end), self.entries.get(form.entry)) {
                    found.push(candidate(document, span, entry, form));
                }
            }
        }
        found
    }
}

fn candidate(document: &Document<'_>, span: crate::text::Span, entry: &Entry, form: &Form) -> Candidate {
    let same = fold_key(span.of(document.text)) == fold_key(&entry.name);
    let why = if form.canonical || same { Reason::KnownName } else { Reason::AliasOf(entry.name.clone()) };
    Candidate {
        span,
        class: entry.class,
        level: (entry.class == Class::Treaty).then_some(Level::Named),
        name: Some(entry.name.clone()),
        by: RecognisedBy::Gazetteer,
        why,
        // Measured on held-out articles: of names that only the lists give, 85 of 100 are right.
        score: if form.common { DOUBTFUL } else { 0.85 },
        fixed: entry.fixed,
        abroad: entry.abroad,
        date: None,
    }
}
