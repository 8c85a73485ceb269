//! A person's work in a file of its own, one JSON object a line: marks, how articles are filed, rulings on names; with all
//! that tells them and their article again, and taken in like those of another library.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, BufReader, Read as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::OptionalExtension as _;
use uuid::Uuid;

use super::carried_line::{Carried, CarriedArticle, CarriedFiling, CarriedMark, CarriedRuling, read};
use super::past::Past;
use super::stories::Ground;
use super::{BYTES_AT_ONCE, Known, Merged, Other, Part, Place, Work};
use crate::article::canonical_url;
use crate::library::filing::cleaned;
use crate::library::import::page_of;
use crate::library::lines::{LINE_BYTES, Line, next_line};
use crate::library::operation::Step;
use crate::library::{
    Anchor, Annotation, ArticleId, Changes, Filing, Library, LibraryError, annotate, rulings, wishes,
};
use crate::text::{CodePoints, Span};

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
        if !path.is_dir() && !Library::is_of_library(path) {
            // Opening a pipe would wait for its other end.
            if !path.metadata().map_err(begins)?.is_file() {
                return Err(begins(io::Error::new(io::ErrorKind::InvalidInput, "not a plain file")));
            }
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

    /// Takes in a file of marks.
    fn merge_marks(
        &mut self,
        file: &Path,
        part: Duration,
        go_on: &mut dyn FnMut(usize, usize) -> bool,
    ) -> Result<(Merged, Changes), LibraryError> {
        let broken = |error| LibraryError::File { path: file.to_owned(), error };
        let other = Other::of_nothing(file)?;
        let total = look_through(file, &other)?;
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
            for (_, line) in &batch {
                known.theirs.remember_earlier(line);
            }
            self.merge_part(whole, &other, &mut known, &mut work, |part, _| part.carried(&batch))?;
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

/// Counts the lines of a file, and notes which rulings it knows: what both know is no conflict.
fn look_through(file: &Path, other: &Other) -> Result<usize, LibraryError> {
    let broken = |error| LibraryError::File { path: file.to_owned(), error };
    let mut input = BufReader::new(File::open(file).map_err(broken)?);
    let mut lines = 0;
    while let Some(line) = next_line(&mut input).map_err(broken)? {
        lines += 1;
        if let Line::Text(bytes) = line
            && bytes.starts_with(b"{\"ruling\"")
            && let Ok(Carried::Ruling(known)) = read(&bytes)
        {
            other.note_ruling(&known.ruling.id.to_string())?;
        }
    }
    Ok(lines)
}

/// How far a file was read.
#[derive(Default)]
struct Reading {
    /// Lines that were read.
    number: usize,
    /// What stood in it.
    met: HashSet<Uuid>,
    failed: Vec<String>,
    ended: bool,
}

impl Reading {
    /// What the next lines carry, each with the number of its line.
    fn batch(&mut self, input: &mut BufReader<File>) -> std::io::Result<Vec<(usize, Carried)>> {
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
                Ok(line) if self.met.insert(line.id()) => batch.push((self.number, line)),
                Ok(line) => self.failed.push(failed(self.number, &format!("{} stands twice", line.id()))),
                Err(reason) => self.failed.push(failed(self.number, &reason)),
            }
        }
        Ok(batch)
    }
}

fn failed(number: usize, reason: &str) -> String {
    format!("line {number}: {reason}")
}

impl Part<'_> {
    /// Takes in lines of a file.
    fn carried(&mut self, batch: &[(usize, Carried)]) -> Result<(), LibraryError> {
        let mut here: Option<(&CarriedArticle, Option<Here>)> = None;
        let mut wide = Vec::new();
        for (number, line) in batch {
            let Some(article) = line.article() else {
                if let Carried::Ruling(ruling) = line {
                    wide.push(ruling.ruling.clone());
                }
                continue;
            };
            let held = match here.take().filter(|(last, _)| *last == article) {
                Some((_, held)) => held,
                None => self.here(article)?,
            };
            match (&held, line) {
                (Some(held), Carried::Mark(mark)) => self.carry(*number, mark, held)?,
                (Some(held), Carried::Filing(filed)) => self.carry_filing(filed, held)?,
                (Some(held), Carried::Ruling(ruling)) => self.carry_ruling(ruling, held)?,
                (None, _) => self.merged.failed.push(failed(*number, &format!("no story here is “{}”", article.title))),
            }
            here = Some((article, held));
        }
        self.rule(wide, None)
    }

    fn carry_filing(&mut self, filed: &CarriedFiling, here: &Here) -> Result<(), LibraryError> {
        let Filing { tags, collections, .. } = &filed.filing;
        let theirs = Filing { tags: cleaned(tags), collections: cleaned(collections), ..filed.filing.clone() };
        let ours = here.ground.ours;
        if theirs != Filing::default() && !self.known.ours.knew_filing(ours, &theirs) {
            self.come_back(here);
        }
        self.filed(theirs, filed.article.id, ours)
    }

    fn carry_ruling(&mut self, carried: &CarriedRuling, here: &Here) -> Result<(), LibraryError> {
        let mut theirs = carried.ruling.clone();
        let (start, end) = (carried.start, carried.end);
        if let Some((span, words)) = start.zip(end).zip(theirs.ruling.on.text.clone()) {
            let said = here.table.to_span(span.0, span.1);
            theirs.ruling.on.span = said.filter(|span| here.ground.body.get(span.start..span.end) == Some(&words));
            // On another text it holds where its words stand once; else nothing says where.
            if theirs.ruling.on.span.is_none() {
                let Some(span) = only_place(&here.ground.body, &words) else {
                    self.merged.rulings_left += 1;
                    return Ok(());
                };
                theirs.ruling.on.span = Some(span);
                theirs.around = Some(rulings::around(&here.ground.body, span));
            }
        }
        if !self.known.ours.gone(theirs.id.0) {
            self.come_back(here);
        }
        self.rule(vec![theirs], Some(&here.ground))
    }

    /// A story that was removed here comes back for what is new in it.
    fn come_back(&mut self, here: &Here) {
        let article = here.ground.ours;
        let shown = |step: &Step| matches!(step, Step::Page { id, .. } if *id == article);
        if here.removed && !self.plan.steps().iter().any(shown) {
            self.plan.push(Step::Page { id: article, before: true, after: false });
            self.merged.stories_back += 1;
        }
    }

    fn carry(&mut self, number: usize, mark: &CarriedMark, here: &Here) -> Result<(), LibraryError> {
        let theirs = seated(mark, here);
        let ours = annotate::get(self.db, theirs.id)?;
        if ours.as_ref().is_some_and(|ours| ours.article != theirs.article) {
            self.merged.failed.push(failed(number, &format!("the mark {} belongs to another story here", theirs.id)));
            return Ok(());
        }
        if ours.is_none() && !self.stays_away(&theirs) {
            self.come_back(here);
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
        tags: cleaned(&mark.tags),
        author: mark.author.trim().to_owned(),
        created: mark.created.clone(),
        modified: mark.modified.clone(),
        state: mark.state,
        detached: mark.detached,
    };
    annotate::reanchor(&mut seated, None, body, *version);
    seated
}

/// Where words stand in a body; `None` where they do not or do twice.
fn only_place(body: &str, words: &str) -> Option<Span> {
    let start = body.find(words).filter(|start| body.rfind(words) == Some(*start) && !words.is_empty())?;
    Some(Span::new(start, start + words.len()))
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
