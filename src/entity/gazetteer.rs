//! Known names: lists in `assets/gazetteers`, matched token by token.

use std::collections::{BTreeSet, HashMap};
use std::hash::BuildHasherDefault;
use std::sync::OnceLock;

use crate::text::{Token, fold_key, tokens};

use super::candidate::{Candidate, Recogniser};
use super::document::Document;
use super::tagger::hash::{self, Hashed};
use super::{Class, Context, Description, EntityRef, Level, Reason, RecognisedBy};

/// The lists that the build took from `assets/gazetteers`: class, text, each line an entry. Columns are separated by tabs: name, other
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
    name: &'static str,
    fixed: bool,
    /// Whether it belongs to another country than Indonesia.
    abroad: bool,
    /// Its line in the lists.
    line: &'static str,
}

/// A way of writing it.
#[derive(Debug)]
struct Form {
    text: &'static str,
    /// How many tokens it has.
    length: usize,
    /// The hash of its second token in lower case, if it has one: hundreds of names begin with "Kementerian".
    second: Option<u64>,
    /// Whether only exactly these letters count (abbreviations).
    exact: bool,
    entry: usize,
    /// Whether it is a common word as well.
    common: bool,
    /// The next form with the same first token.
    next: Option<usize>,
}

/// A line of a list of names that is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: not a class (person, place, organization or treaty), a name and other names, with tabs between")]
pub struct BadNames {
    /// Which, counted from 1.
    pub line: usize,
}

/// All known names. The lists are long and read at every start, so that nothing of them is copied.
#[derive(Debug)]
pub(super) struct Gazetteer {
    entries: Vec<Entry>,
    forms: Vec<Form>,
    /// The last form by the hash of its first token in lower case.
    by_first: Hashed<usize>,
    /// By the key of the entity; made when first asked for.
    descriptions: OnceLock<HashMap<String, Description>>,
}

impl Gazetteer {
    /// Reads the lists.
    pub fn new() -> Self {
        let (entries, forms) = (Vec::with_capacity(1 << 14), Vec::with_capacity(1 << 15));
        let by_first = Hashed::with_capacity_and_hasher(1 << 15, BuildHasherDefault::default());
        let mut gazetteer = Self { entries, forms, by_first, descriptions: OnceLock::new() };
        for (number, (class, list)) in LISTS.into_iter().enumerate() {
            for line in list.lines() {
                gazetteer.add(class, line, number == ABROAD);
            }
        }
        gazetteer
    }

    /// Reads the lists, and lines of a person's own: class, name, other names by `|`, with tabs between.
    pub fn with(own: &str) -> Result<Self, BadNames> {
        let mut gazetteer = Self::new();
        // The lists are read once and used as long as the program runs, those of a person as well.
        let own: &'static str = Box::leak(own.to_owned().into_boxed_str());
        for (at, line) in own.lines().enumerate().filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'))
        {
            let bad = BadNames { line: at + 1 };
            let (class, entry) = line.split_once('\t').ok_or(bad)?;
            let class = Class::ALL.into_iter().find(|known| known.name() == class && *known != Class::Date);
            gazetteer.add(class.ok_or(bad)?, entry, false);
        }
        Ok(gazetteer)
    }

    fn add(&mut self, class: Class, line: &'static str, abroad: bool) {
        let entry = self.entries.len();
        let mut names = names(line).peekable();
        let Some((mark, name)) = names.peek().copied() else { return };
        self.entries.push(Entry { class, name, fixed: mark == Some('!'), abroad: abroad && name != HOME, line });
        for (mark, name) in names {
            self.form(name, entry, mark == Some('?'));
        }
    }

    fn form(&mut self, text: &'static str, entry: usize, common: bool) {
        let (first, second, length) = match tokens(text).as_slice() {
            [] => return,
            [first, rest @ ..] => {
                let hashed = |token: &Token| hash::lower(token.span.of(text));
                (hashed(first), rest.first().map(hashed), 1 + rest.len())
            }
        };
        let mut letters = text.chars().filter(|letter| letter.is_alphabetic());
        let exact =
            length == 1 && letters.clone().all(char::is_uppercase) && letters.nth(LONGEST_ABBREVIATION).is_none();
        let next = self.by_first.insert(first, self.forms.len());
        self.forms.push(Form { text, length, second, exact, entry, common, next });
    }

    /// Who or what the entity with this key is.
    pub fn describe(&self, key: &str) -> Option<&Description> {
        let descriptions = self.descriptions.get_or_init(|| {
            let described = |entry: &Entry| {
                let mut columns = entry.line.split('\t').skip(2);
                let subject = columns.next().unwrap_or_default();
                let wikidata = columns.next().filter(|item| !item.is_empty()).map(str::to_owned);
                let text = with_record(subject, columns);
                let EntityRef { key, .. } = EntityRef::named(entry.class, entry.name);
                (!text.is_empty() || wikidata.is_some()).then_some((key, Description { text, wikidata }))
            };
            self.entries.iter().filter_map(described).collect()
        });
        descriptions.get(key)
    }

    /// The known things one of whose names holds these words, folded: whole names first, then beginnings, then short ones.
    pub fn find(&self, words: &str, most: usize) -> Vec<(Class, &'static str)> {
        let wanted = fold_key(words);
        if wanted.is_empty() {
            return Vec::new();
        }
        let mut found = BTreeSet::new();
        for form in &self.forms {
            let key = fold_key(form.text);
            let holds =
                key.match_indices(&wanted).any(|(at, _)| at == 0 || key.get(..at).is_some_and(|b| b.ends_with(' ')));
            if let Some(entry) = self.entries.get(form.entry).filter(|_| holds) {
                found.insert((key != wanted, !key.starts_with(&wanted), key.len(), entry.name, entry.class));
            }
        }
        let mut names: Vec<(Class, &str)> = Vec::new();
        for (.., name, class) in found {
            if !names.contains(&(class, name)) {
                names.push((class, name));
            }
            if names.len() == most {
                break;
            }
        }
        names
    }

    /// The forms that begin with a token, by its hash in lower case.
    fn beginning_with(&self, first: u64) -> impl Iterator<Item = &Form> {
        let at = |index: Option<usize>| index.and_then(|index| self.forms.get(index));
        let last = at(self.by_first.get(&first).copied());
        std::iter::successors(last, move |form| at(form.next))
    }

    /// The token after a form that ends at `end`; a treaty takes the year that directly follows.
    fn with_year(&self, document: &Document<'_>, end: usize, form: &Form) -> usize {
        let treaty = self.entries.get(form.entry).is_some_and(|entry| entry.class == Class::Treaty);
        let headed = usize::from(document.lower(end) == "tahun");
        let year = document.is_number(end + headed) && document.word(end + headed).len() == 4;
        if treaty && year { end + headed + 1 } else { end }
    }

    fn matches(&self, document: &Document<'_>, at: usize, form: &Form) -> bool {
        if form.exact {
            return document.word(at) == form.text;
        }
        let treaty = self.entries.get(form.entry).is_some_and(|entry| entry.class == Class::Treaty);
        // "Wali Kota Depok" is an office, and the place is Depok.
        let office = document.lower(at) == "kota" && at > 0 && document.lower(at - 1) == "wali";
        if office && form.length > 1 {
            return false;
        }
        // Names begin with a capital; the words of a treaty's name after its head may not.
        let capital = |index: usize| !document.is_word(index) || document.is_capital(index);
        // "perjanjian bulan lalu" is no treaty of the Moon: somewhere the name must be written as one.
        let somewhere = (at..at + form.length).any(|index| document.is_capital(index));
        if !somewhere || (!capital(at) && !treaty) {
            return false;
        }
        tokens(form.text).into_iter().enumerate().all(|(number, token)| {
            let word = token.span.of(form.text).to_lowercase();
            let cased = number == 0 || treaty || capital(at + number) || is_small(&word);
            cased && document.lower(at + number) == word
        })
    }
}

/// Letters of the longest name in capitals that only counts in capitals.
const LONGEST_ABBREVIATION: usize = 6;

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

/// The names of an entry with the marks before them, the canonical one first.
pub(super) fn names(line: &str) -> impl Iterator<Item = (Option<char>, &str)> {
    let mut columns = line.split('\t');
    let name = columns.next().into_iter();
    let others = columns.next().unwrap_or_default().split('|').filter(|other| !other.is_empty());
    name.chain(others).map(marked)
}

fn marked(text: &str) -> (Option<char>, &str) {
    match text.strip_prefix(['!', '?']) {
        Some(rest) => (text.chars().next(), rest),
        None => (None, text),
    }
}

impl Recogniser for Gazetteer {
    fn recognise(&self, document: &Document<'_>, _: &Context<'_>, _: &[Candidate]) -> Vec<Candidate> {
        let mut found = Vec::new();
        let words: Vec<u64> = (0..=document.len()).map(|at| hash::lower(document.word(at))).collect();
        for (at, word) in words.iter().enumerate() {
            if !document.is_word(at) && !document.is_number(at) {
                continue;
            }
            let forms = self.beginning_with(*word);
            let second = words.get(at + 1).copied().unwrap_or_default();
            let forms = forms.filter(|form| form.second.is_none_or(|wanted| wanted == second));
            for form in forms.filter(|form| self.matches(document, at, form)) {
                let end = self.with_year(document, at + form.length, form);
                if let (Some(span), Some(entry)) = (document.cover(at, end), self.entries.get(form.entry)) {
                    found.push(candidate(document, span, entry, form));
                }
            }
        }
        found
    }
}

fn candidate(document: &Document<'_>, span: crate::text::Span, entry: &Entry, form: &Form) -> Candidate {
    let same = fold_key(span.of(document.text)) == fold_key(entry.name);
    let why = if same { Reason::KnownName } else { Reason::AliasOf(entry.name.to_owned()) };
    Candidate {
        span,
        class: entry.class,
        level: (entry.class == Class::Treaty).then_some(Level::Named),
        name: Some(entry.name.to_owned()),
        by: RecognisedBy::Gazetteer,
        why,
        // Measured on held-out articles: of names that only the lists give, 85 of 100 are right.
        score: if form.common { DOUBTFUL } else { 0.85 },
        fixed: entry.fixed,
        abroad: entry.abroad,
        date: None,
    }
}
