//! Marks in a file of their own, one JSON object a line: written with all that tells them and their article again, and
//! taken in like those of another library.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashSet};
use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::OptionalExtension as _;
use serde::{Deserialize, Serialize};

use super::past::Past;
use super::stories::Ground;
use super::{BYTES_AT_ONCE, Known, Merged, Other, Part, Place, Work};
use crate::article::canonical_url;
use crate::library::import::page_of;
use crate::library::lines::{LINE_BYTES, Line, next_line};
use crate::library::operation::{Payload, Step};
use crate::library::{
    Anchor, AnchorState, Annotation, AnnotationId, ArticleId, Changes, Color, Library, LibraryError, annotate,
    clean_tag, pages, wishes,
};
use crate::text::{CodePoints, Span};

/// A mark as a file carries it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarriedMark {
    /// Its identity.
    pub id: AnnotationId,
    /// The article that it stands in.
    pub article: CarriedArticle,
    /// Code points of the article's body before it; none where it stands nowhere.
    #[serde(default)]
    pub start: Option<usize>,
    /// Code points of the body up to its end.
    #[serde(default)]
    pub end: Option<usize>,
    /// The marked words.
    pub quote: String,
    /// What stood before them.
    #[serde(default)]
    pub prefix: String,
    /// What stood behind them.
    #[serde(default)]
    pub suffix: String,
    /// Its colour.
    pub color: Color,
    /// Its note.
    #[serde(default)]
    pub note: String,
    /// Its tags.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Who made it.
    pub author: String,
    /// When it was made, RFC 3339.
    pub created: String,
    /// When it was last changed, RFC 3339.
    pub modified: String,
    /// How sure its place was.
    #[serde(default = "exact")]
    pub state: AnchorState,
    /// Whether its author let it go from the text.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub detached: bool,
    /// When it was changed before: a library that holds it as it was then is behind, and not of another mind.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<String>,
}

/// What tells an article again in another library.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarriedArticle {
    /// Its identity.
    pub id: ArticleId,
    /// Its title, for people.
    #[serde(default)]
    pub title: String,
    /// Its address.
    #[serde(default)]
    pub url: Option<String>,
    /// SHA-256 of the bytes of each of its saves, hexadecimal.
    #[serde(default)]
    pub sha256: Vec<String>,
}

const fn exact() -> AnchorState {
    AnchorState::Exact
}

/// What a merge takes in.
#[derive(Debug)]
pub enum Incoming {
    /// Another library.
    Library(Box<Other>),
    /// A file of marks, one a line.
    Marks(PathBuf),
}

impl Incoming {
    /// Opens what can be merged for reading: a library (see [`Other::open`]), or a file of marks, which is known by how it
    /// begins.
    pub fn open(path: &Path) -> Result<Self, LibraryError> {
        let begins = |error| LibraryError::File { path: path.to_owned(), error };
        if !path.is_dir() {
            let mut head = Vec::new();
            File::open(path).and_then(|file| file.take(64).read_to_end(&mut head)).map_err(begins)?;
            let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head).trim_ascii_start();
            if head.starts_with(b"{") {
                return Ok(Self::Marks(path.canonicalize().map_err(begins)?));
            }
        }
        Other::open(path).map(|other| Self::Library(Box::new(other)))
    }
}

/// Lines that are taken in as one operation.
const LINES_AT_ONCE: usize = 200;
/// Lines that cannot be taken in and are named one by one; of more the number is said.
const NAMED: usize = 1000;

impl Library {
    /// Takes in a library or a file of marks; see [`Self::merge`]. Of a file `go_on` hears how many lines are done. What
    /// cannot be taken in is named line by line, and the rest is.
    pub fn merge_incoming(
        &mut self,
        incoming: &Incoming,
        part: Duration,
        go_on: &mut dyn FnMut(usize, usize) -> bool,
    ) -> Result<(Merged, Changes), LibraryError> {
        match incoming {
            Incoming::Library(other) => self.merge(other, part, go_on),
            Incoming::Marks(file) => self.merge_marks(file, part, go_on),
        }
    }

    /// The marks of these articles, or of all, as a file carries them.
    pub fn carried_marks(&self, articles: &[ArticleId]) -> Result<Vec<CarriedMark>, LibraryError> {
        let earlier = self.earlier_states()?;
        let mut told: BTreeMap<ArticleId, (CarriedArticle, CodePoints)> = BTreeMap::new();
        let mut carried = Vec::new();
        for mark in self.annotations(None)? {
            if !articles.is_empty() && !articles.contains(&mark.article) {
                continue;
            }
            let (article, table) = match told.entry(mark.article) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(place) => place.insert(self.carried_article(mark.article)?),
            };
            let place = (mark.state != AnchorState::Lost).then(|| table.from_span(mark.anchor.span));
            let states = earlier.get(&mark.id).into_iter().flatten();
            carried.push(CarriedMark {
                id: mark.id,
                article: article.clone(),
                start: place.map(|(start, _)| start),
                end: place.map(|(_, end)| end),
                earlier: states.filter(|at| **at != mark.modified).cloned().collect(),
                quote: mark.anchor.quote,
                prefix: mark.anchor.prefix,
                suffix: mark.anchor.suffix,
                color: mark.color,
                note: mark.note,
                tags: mark.tags,
                author: mark.author,
                created: mark.created,
                modified: mark.modified,
                state: mark.state,
                detached: mark.detached,
            });
        }
        Ok(carried)
    }

    fn carried_article(&self, id: ArticleId) -> Result<(CarriedArticle, CodePoints), LibraryError> {
        let (title, url): (String, Option<String>) = self
            .db
            .prepare_cached("SELECT title, url FROM article WHERE id = ?1")?
            .query_row([id.to_string()], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut query = self.db.prepare_cached(
            "SELECT sha256 FROM page WHERE id = ?1 UNION SELECT sha256 FROM edition WHERE article = ?1 ORDER BY 1",
        )?;
        let saves = query.query_map([id.to_string()], |row| row.get::<_, Vec<u8>>(0))?;
        let sha256 = saves.map(|bytes| Ok(pages::hexadecimal(&bytes?))).collect::<Result<_, LibraryError>>()?;
        let body = annotate::body(&self.db, id)?.map(|(body, _)| body).unwrap_or_default();
        Ok((CarriedArticle { id, title, url, sha256 }, CodePoints::new(&body)))
    }

    /// When each mark was changed, as the log has it, in order.
    fn earlier_states(&self) -> Result<BTreeMap<AnnotationId, Vec<String>>, LibraryError> {
        let mut states: BTreeMap<AnnotationId, Vec<String>> = BTreeMap::new();
        let mut query = self.db.prepare("SELECT payload FROM operation WHERE kind <> 'reading' ORDER BY number")?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let payload = serde_json::from_str(row.get_ref(0)?.as_str().unwrap_or_default());
            let Ok(Payload { steps, .. }) = payload else { continue };
            for step in steps {
                let (id, at) = match step {
                    Step::Annotation { id, after: Some(mark), .. } => (id, mark.modified),
                    Step::Note { id, after, .. } => (id, after.modified),
                    _ => continue,
                };
                let known = states.entry(id).or_default();
                if !known.contains(&at) {
                    known.push(at);
                }
            }
        }
        Ok(states)
    }

    /// Takes in a file of marks.
    fn merge_marks(
        &mut self,
        file: &Path,
        part: Duration,
        go_on: &mut dyn FnMut(usize, usize) -> bool,
    ) -> Result<(Merged, Changes), LibraryError> {
        let broken = |error| LibraryError::File { path: file.to_owned(), error };
        let total = BufReader::new(File::open(file).map_err(broken)?).split(b'\n').count();
        let other = Other::of_nothing(file)?;
        let whole = self.whole_of(&other)?;
        let mut known = Known { ours: Past::read(&self.db)?, theirs: Past::default(), ruled: false, part };
        let mut work = Work { merged: Merged::default(), changes: Changes::default(), place: Place::default() };
        let mut input = BufReader::new(File::open(file).map_err(broken)?);
        let mut reading = Reading::default();
        while !reading.ended {
            if !go_on(reading.number.min(total), total) {
                return Ok((work.merged, work.changes));
            }
            let batch = reading.batch(&mut input).map_err(broken)?;
            for (_, mark) in &batch {
                mark.earlier.iter().for_each(|at| known.theirs.remember(mark.id, at));
            }
            self.merge_part(whole, &other, &known, &mut work, |part, _| part.carried(&batch))?;
            work.merged.failed.append(&mut reading.failed);
        }
        let more = work.merged.failed.len().saturating_sub(NAMED);
        if more > 0 {
            work.merged.failed.truncate(NAMED);
            work.merged.failed.push(format!("{more} more lines could not be taken in"));
        }
        work.merged.finished = true;
        Ok((work.merged, work.changes))
    }
}

/// How far a file was read.
#[derive(Default)]
struct Reading {
    /// Lines that were read.
    number: usize,
    /// Marks that stood in it.
    met: HashSet<AnnotationId>,
    failed: Vec<String>,
    ended: bool,
}

impl Reading {
    /// The marks of the next lines, each with the number of its line.
    fn batch(&mut self, input: &mut BufReader<File>) -> std::io::Result<Vec<(usize, CarriedMark)>> {
        let mut batch = Vec::new();
        let mut held = 0;
        while batch.len() < LINES_AT_ONCE && held < BYTES_AT_ONCE {
            let Some(line) = next_line(input)? else {
                self.ended = true;
                break;
            };
            self.number += 1;
            let read = match line {
                Line::Blank => continue,
                Line::TooLong => Err(format!("it is longer than {LINE_BYTES} bytes")),
                Line::Text(bytes) => {
                    held += bytes.len();
                    read(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes))
                }
            };
            match read {
                Ok(mark) if self.met.insert(mark.id) => batch.push((self.number, mark)),
                Ok(mark) => self.failed.push(failed(self.number, &format!("the mark {} stands twice", mark.id))),
                Err(reason) => self.failed.push(failed(self.number, &reason)),
            }
        }
        Ok(batch)
    }
}

fn failed(number: usize, reason: &str) -> String {
    format!("line {number}: {reason}")
}

/// A mark from a line; else why it is none.
fn read(line: &[u8]) -> Result<CarriedMark, String> {
    /// Letters of a reason that are said: it may hold what the line holds.
    const SAID: usize = 200;
    let mark: CarriedMark =
        serde_json::from_slice(line).map_err(|error| error.to_string().chars().take(SAID).collect::<String>())?;
    let is_time = |time: &str| time.parse::<jiff::Timestamp>().is_ok();
    if mark.quote.is_empty() {
        return Err("it quotes nothing".to_owned());
    }
    if mark.author.trim().is_empty() {
        return Err("it names no author".to_owned());
    }
    if !is_time(&mark.created) || !is_time(&mark.modified) {
        return Err("its times cannot be read".to_owned());
    }
    Ok(mark)
}

impl Part<'_> {
    /// Takes in marks of a file.
    fn carried(&mut self, batch: &[(usize, CarriedMark)]) -> Result<(), LibraryError> {
        let mut here: Option<(&CarriedArticle, Option<Here>)> = None;
        for (number, mark) in batch {
            let held = match here.take().filter(|(article, _)| **article == mark.article) {
                Some((_, held)) => held,
                None => self.here(&mark.article)?,
            };
            match &held {
                Some(held) => self.carry(*number, mark, held)?,
                None => self.merged.failed.push(failed(*number, &format!("no story here is “{}”", mark.article.title))),
            }
            here = Some((&mark.article, held));
        }
        Ok(())
    }

    fn carry(&mut self, number: usize, mark: &CarriedMark, here: &Here) -> Result<(), LibraryError> {
        let theirs = seated(mark, here);
        let ours = annotate::get(self.db, theirs.id)?;
        if ours.as_ref().is_some_and(|ours| ours.article != theirs.article) {
            self.merged.failed.push(failed(number, &format!("the mark {} belongs to another story here", theirs.id)));
            return Ok(());
        }
        let article = here.ground.ours;
        let shown = |step: &Step| matches!(step, Step::Page { id, .. } if *id == article);
        // A story that was removed here comes back for a mark that is new.
        if here.removed && ours.is_none() && !self.stays_away(&theirs) && !self.steps.iter().any(shown) {
            self.steps.push(Step::Page { id: article, before: true, after: false });
            self.merged.stories_back += 1;
        }
        self.mark(theirs, &here.ground)
    }

    /// The article here that a file names: by its id, the bytes of one of its saves, or its address.
    fn here(&self, article: &CarriedArticle) -> Result<Option<Here>, LibraryError> {
        let mut query = self.db.prepare_cached("SELECT removed FROM page WHERE id = ?1")?;
        let by_id = query.query_row([article.id.to_string()], |row| row.get(0)).optional()?;
        let mut found: Option<(ArticleId, bool)> = by_id.map(|removed| (article.id, removed));
        for bytes in article.sha256.iter().filter_map(|text| parsed(text)) {
            if found.is_none() {
                found = page_of(self.db, &bytes)?;
            }
        }
        if found.is_none()
            && let Some(url) = article.url.as_deref().and_then(canonical_url)
        {
            found = wishes::held(self.db, Some(&url), "")?.map(|id| (id, false));
        }
        let Some((ours, removed)) = found else { return Ok(None) };
        let Some((body, version)) = annotate::body(self.db, ours)? else { return Ok(None) };
        let table = CodePoints::new(&body);
        Ok(Some(Here { ground: Ground { ours, body, version, before: None }, table, removed }))
    }
}

/// The article that marks of a file come to stand in.
struct Here {
    ground: Ground,
    table: CodePoints,
    removed: bool,
}

/// A mark of a file on the text here, found by its words; what is not certain says so.
fn seated(mark: &CarriedMark, here: &Here) -> Annotation {
    let Ground { ours, body, version, .. } = &here.ground;
    let span = mark.start.zip(mark.end).and_then(|(start, end)| here.table.to_span(start, end));
    let (quote, prefix, suffix) = (mark.quote.clone(), mark.prefix.clone(), mark.suffix.clone());
    let mut seated = Annotation {
        id: mark.id,
        article: *ours,
        anchor: Anchor { span: span.unwrap_or(Span::new(0, 0)), quote, prefix, suffix, version: *version },
        color: mark.color,
        note: mark.note.clone(),
        tags: mark.tags.iter().filter_map(|tag| clean_tag(tag)).collect(),
        author: mark.author.trim().to_owned(),
        created: mark.created.clone(),
        modified: mark.modified.clone(),
        state: mark.state,
        detached: mark.detached,
    };
    annotate::reanchor(&mut seated, None, body, *version);
    seated
}

/// The bytes of a hexadecimal SHA-256.
fn parsed(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    for (place, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * place..2 * place + 2)?, 16).ok()?;
    }
    (text.len() == 64).then_some(bytes)
}

#[cfg(test)]
#[path = "carried_tests.rs"]
mod tests;
