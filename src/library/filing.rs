//! How a person filed an article: star, read, rating, tags, collections, a note on the whole.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use rusqlite::{Connection, OptionalExtension as _, params};
use serde::{Deserialize, Serialize};

use super::operation::{Step, parse};
use super::{ArticleId, Changes, Library, LibraryError, OperationKind, articles, note_links};

/// What a person keeps of an article as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Filing {
    /// Whether it has a star.
    pub starred: bool,
    /// Whether the person calls it read.
    pub read: bool,
    /// How far its source and its content can be trusted.
    pub rating: Option<Rating>,
    /// Tags, in the order given.
    pub tags: Vec<String>,
    /// Collections that it lies in, in the order given.
    pub collections: Vec<String>,
    /// A note on the whole article, in Markdown; empty where none.
    pub note: String,
}

impl Filing {
    /// What is new in this filing, in few words and signs: "★", "B2", "#laut".
    pub(super) fn told_from(&self, before: &Self) -> String {
        let fresh = |now: &[String], then: &[String]| {
            now.iter().filter(|name| !then.contains(name)).map(|name| format!("#{name}")).collect::<Vec<_>>()
        };
        let mut told: Vec<String> = Vec::new();
        told.extend((self.starred && !before.starred).then(|| "★".to_owned()));
        told.extend(self.rating.filter(|_| self.rating != before.rating).map(|rating| rating.to_string()));
        told.extend(fresh(&self.tags, &before.tags));
        told.extend(fresh(&self.collections, &before.collections));
        told.extend((self.note != before.note).then(|| self.note.clone()));
        told.join(" ")
    }
}

/// A change to how an article is filed; `None` leaves a field as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FilingEdit {
    /// Star.
    pub starred: Option<bool>,
    /// Read.
    pub read: Option<bool>,
    /// Rating; `Some(None)` takes it away.
    pub rating: Option<Option<Rating>>,
    /// All tags.
    pub tags: Option<Vec<String>>,
    /// All collections.
    pub collections: Option<Vec<String>>,
    /// The note.
    pub note: Option<String>,
}

/// The Admiralty code (NATO AJP-2.1): reliability of the source, A to F, and credibility of the information, 1 to 6.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Rating {
    reliability: u8,
    credibility: u8,
}

impl Rating {
    /// The letters for reliability, the best first.
    pub const RELIABILITY: [char; 6] = ['A', 'B', 'C', 'D', 'E', 'F'];
    /// The digits for credibility, the best first.
    pub const CREDIBILITY: [char; 6] = ['1', '2', '3', '4', '5', '6'];

    /// The rating with this letter and this digit; `None` where one is not of the code. A small letter will do.
    #[must_use]
    pub fn new(reliability: char, credibility: char) -> Option<Self> {
        let place = |all: [char; 6], one: char| all.iter().position(|other| *other == one);
        let reliability = place(Self::RELIABILITY, reliability.to_ascii_uppercase())?;
        let credibility = place(Self::CREDIBILITY, credibility)?;
        Some(Self { reliability: u8::try_from(reliability).ok()?, credibility: u8::try_from(credibility).ok()? })
    }

    /// The letter for the source.
    #[must_use]
    pub const fn reliability(self) -> char {
        (b'A' + self.reliability) as char
    }

    /// The digit for the information.
    #[must_use]
    pub const fn credibility(self) -> char {
        (b'1' + self.credibility) as char
    }
}

impl fmt::Display for Rating {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.reliability(), self.credibility())
    }
}

impl FromStr for Rating {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut letters = text.chars();
        let both = (letters.next(), letters.next(), letters.next());
        let rating = if let (Some(one), Some(two), None) = both { Self::new(one, two) } else { None };
        rating.ok_or_else(|| "a letter from A to F and a digit from 1 to 6, such as B2".to_owned())
    }
}

impl TryFrom<String> for Rating {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Rating> for String {
    fn from(rating: Rating) -> Self {
        rating.to_string()
    }
}

/// The most characters of a tag or of a collection's name.
const LONGEST_TAG: usize = 80;

/// A tag as it is kept: single spaces, no control characters, no leading `#`; `None` where nothing is left.
#[must_use]
pub fn clean_tag(text: &str) -> Option<String> {
    let words: Vec<&str> = text.trim_start_matches([' ', '#']).split_whitespace().collect();
    let clean: String = words.join(" ").chars().filter(|letter| !letter.is_control()).take(LONGEST_TAG).collect();
    (!clean.is_empty()).then_some(clean)
}

impl Library {
    /// How an article is filed.
    pub fn filing(&self, id: ArticleId) -> Result<Filing, LibraryError> {
        get(&self.db, id)
    }

    /// Changes how an article is filed; durable when this returns. Notes typed at one go are one step of undo.
    pub fn file(&mut self, id: ArticleId, edit: FilingEdit) -> Result<(Filing, Changes), LibraryError> {
        self.operate(OperationKind::File, |db, _, _| {
            if !articles::is_held(db, id)? {
                return Err(LibraryError::NoArticle(id));
            }
            let before = get(db, id)?;
            let mut after = before.clone();
            after.starred = edit.starred.unwrap_or(after.starred);
            after.read = edit.read.unwrap_or(after.read);
            after.rating = edit.rating.unwrap_or(after.rating);
            after.tags = edit.tags.map_or(after.tags, |tags| cleaned(&tags));
            after.collections = edit.collections.map_or(after.collections, |names| cleaned(&names));
            after.note = edit.note.unwrap_or(after.note);
            let step = Step::Filing { id, before: Box::new(before.clone()), after: Box::new(after.clone()) };
            let steps = if after == before { Vec::new() } else { vec![step] };
            Ok((after, steps))
        })
    }

    /// Every tag on articles and marks that are there, with how often; most often first, then by name.
    pub fn tags(&self) -> Result<Vec<(String, usize)>, LibraryError> {
        self.counted(&format!(
            "SELECT value, count(*) FROM {FILED}, json_each(said, '$.tags') GROUP BY value
             UNION ALL SELECT tag, count(*) FROM mark_tag GROUP BY tag",
        ))
    }

    /// Every collection with how many articles lie in it; most first, then by name.
    pub fn collections(&self) -> Result<Vec<(String, usize)>, LibraryError> {
        self.counted(&format!("SELECT value, count(*) FROM {FILED}, json_each(said, '$.collections') GROUP BY value"))
    }

    /// Everyone who made a mark that is there, with how many; most first, then by name.
    pub fn authors(&self) -> Result<Vec<(String, usize)>, LibraryError> {
        self.counted("SELECT author, count(*) FROM mark GROUP BY author")
    }

    /// Names with how often each, as `sql` counts them, a name more than once where it is counted in parts.
    fn counted(&self, sql: &str) -> Result<Vec<(String, usize)>, LibraryError> {
        let mut query = self.db.prepare_cached(sql)?;
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for counted in query.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)))? {
            let (name, count) = counted?;
            *counts.entry(name).or_default() += usize::try_from(count).unwrap_or_default();
        }
        let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
        counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        Ok(counts)
    }
}

/// The articles that are there and filed, with what can be read of that as JSON.
pub(super) const FILED: &str = "(SELECT article, iif(json_valid(filing.json), filing.json, '{}') AS said
     FROM filing JOIN page ON page.id = article WHERE removed = 0)";

/// Tags or collections as they are kept: each clean, and once.
pub(super) fn cleaned(names: &[String]) -> Vec<String> {
    let mut clean: Vec<String> = Vec::new();
    for name in names.iter().filter_map(|name| clean_tag(name)) {
        if !clean.contains(&name) {
            clean.push(name);
        }
    }
    clean
}

pub(super) fn get(db: &Connection, id: ArticleId) -> Result<Filing, LibraryError> {
    let json: Option<String> = db
        .prepare_cached("SELECT json FROM filing WHERE article = ?1")?
        .query_row([id.to_string()], |row| row.get(0))
        .optional()?;
    Ok(json.map(|json| serde_json::from_str(&json)).transpose()?.unwrap_or_default())
}

/// How the articles that are there are filed, in the order of their ids. What cannot be read is named by the check and
/// hides no other.
pub(super) fn held(db: &Connection) -> Result<Vec<(ArticleId, Filing)>, LibraryError> {
    let mut query = db.prepare(
        "SELECT article, json FROM filing JOIN page ON page.id = article WHERE removed = 0 ORDER BY article",
    )?;
    let mut rows = query.query([])?;
    let mut filed = Vec::new();
    while let Some(row) = rows.next()? {
        if let Ok(filing) = serde_json::from_str(row.get_ref(1)?.as_str().unwrap_or_default()) {
            filed.push((parse(row.get_ref(0)?.as_str().unwrap_or_default())?, filing));
        }
    }
    Ok(filed)
}

/// Writes how an article is filed.
pub(super) fn put(db: &Connection, id: ArticleId, filing: &Filing) -> Result<Changes, LibraryError> {
    if *filing == Filing::default() {
        db.prepare_cached("DELETE FROM filing WHERE article = ?1")?.execute([id.to_string()])?;
    } else {
        db.prepare_cached("INSERT OR REPLACE INTO filing (article, json) VALUES (?1, ?2)")?
            .execute(params![id.to_string(), serde_json::to_string(filing)?])?;
    }
    note_links::put(db, id, None, &filing.note)?;
    Ok(Changes { articles: true, ..Changes::default() })
}

#[cfg(test)]
#[path = "filing_tests.rs"]
mod tests;
